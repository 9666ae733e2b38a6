"""Articles stored before the template had learned what the host repeats are read anew as soon as it has."""

from __future__ import annotations

import html
from pathlib import Path

from tests.crawling import crawl, rows
from tests.replica.gold import Gold
from tests.replica.server import ReplicaServer
from tests.replica.tamphuoc import TamPhuoc

LINE = "Bản tin được phát lại vào 19 giờ hằng ngày trên Đài tỉnh."  # no label gives it away


class WithLine(TamPhuoc):
    """A box with one and the same sentence right behind every article's last line."""

    def render(self, gold: Gold, visit: int = 0) -> bytes:
        page = super().render(gold, visit).decode()
        last = page.find(html.escape(gold.lines[-1], quote=False)[:40])
        if last < 0:  # a line that the page prints in pieces
            return page.encode()
        end = page.index(">", min(place for tag in ("</p>", "</div>") if (place := page.find(tag, last)) > 0)) + 1
        return f'{page[:end]}<div class="goc"><div><span>{LINE}</span></div></div>{page[end:]}'.encode()


def test_what_the_first_pages_let_in_is_put_right_in_the_same_run(tmp_path: Path) -> None:
    site = WithLine(articles=30)
    with ReplicaServer([site]) as server:
        done = crawl(tmp_path, server, "-a", f"host={site.hosts[0]}", name="tamphuoc")
    assert done.returncode == 0, done.stderr[-2000:]
    texts = dict(tuple(row) for row in rows(tmp_path, "SELECT key, text FROM article"))
    assert texts == {gold.key: gold.text for gold in site.golds()}
    revised = rows(tmp_path, "SELECT cause, text FROM article_revision")
    assert len(revised) >= 5
    assert all(cause == "parser" and LINE in text for cause, text in revised)
