"""`cchc probe` and `cchc new-portal` against imitations, as if they were live."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from crawler import saved
from tests.crawling import ROOT, environment
from tests.replica.imitations import imitation
from tests.replica.portal import Request, Response
from tests.replica.server import ReplicaServer
from tests.replica.vnpt import ThuanChau


class Relaunched(ThuanChau):
    """The portal after a relaunch: other class names for headline and body."""

    RENAMED = ((b"ArticleHeader", b"tieu-de-bai"), (b"ArticleContent", b"noi-dung-bai"))

    async def handle(self, request: Request) -> Response:
        answer = await super().handle(request)
        body = answer.body
        for old, new in self.RENAMED:
            body = body.replace(old, new)
        return Response(answer.kind, body, answer.status, answer.headers)


class Moved(ThuanChau):
    """The portal on another system: its articles have addresses that the platform does not know."""

    async def handle(self, request: Request) -> Response:
        answer = await super().handle(request)
        body = re.sub(rb'href="[^"]*-(\d{5,})"', rb'href="/bai-viet.html?ma=\1"', answer.body)
        return Response(answer.kind, body, answer.status, answer.headers)


def cchc(server: ReplicaServer, tmp_path: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "cchc.py"), *map(str, arguments)],
        cwd=ROOT,
        env=environment(tmp_path, server, COLUMNS="200"),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def findings(done: subprocess.CompletedProcess[str]) -> dict[str, dict[str, object]]:
    return {finding["subject"]: finding for finding in json.loads(done.stdout)["findings"]}


def test_a_portal_that_is_as_declared_is_confirmed(tmp_path: Path) -> None:
    site = imitation("thuanchau", articles=30)
    with ReplicaServer([site]) as server:
        done = cchc(server, tmp_path, "probe", "thuanchau", "--json")
        asked = server.stats[site.hosts[0]]
    assert done.returncode == 0, done.stdout + done.stderr
    whole = json.loads(done.stdout)
    assert whole["ok"]
    assert whole["outcome"] == "ok"
    assert [finding for finding in whole["findings"] if finding["ok"] is False] == []
    assert "VnptSpider" in findings(done)["CMS"]["found"]
    golds = {gold.title: gold for gold in site.golds()}
    assert len(whole["articles"]) == 3
    for article in whole["articles"]:
        assert article["text"] == golds[article["title"]].text
    assert asked.requests == 6  # robots, home, listing, three articles
    assert asked.max_concurrent == 1
    assert not (tmp_path / "archive.db").exists()  # nothing of the real archive is touched


def test_a_changed_layout_is_named_with_what_replaced_it(tmp_path: Path) -> None:
    with ReplicaServer([Relaunched(articles=30)]) as server:
        done = cchc(server, tmp_path, "probe", "thuanchau", "--json")
        table = cchc(server, tmp_path, "probe", "thuanchau")
    assert done.returncode == 1
    found = findings(done)
    title, body = found["layout vnpt-article: title"], found["layout vnpt-article: body"]
    assert title["ok"] is False
    assert "0 of 3 pages" in title["found"]
    assert "tieu-de-bai" in title["advice"]
    assert body["ok"] is False
    assert "noi-dung-bai" in body["advice"]
    assert "until=" in body["advice"]
    assert "CHANGED" in table.stdout
    assert "noi-dung-bai" in table.stdout


def test_addresses_of_another_form_are_shown_where_the_declared_form_finds_none(tmp_path: Path) -> None:
    with ReplicaServer([Moved(articles=30)]) as server:
        done = cchc(server, tmp_path, "probe", "thuanchau", "--json")
    assert done.returncode == 1
    listing = next(finding for subject, finding in findings(done).items() if subject.startswith("listing"))
    assert listing["ok"] is False
    assert "/bai-viet.html?ma=" in listing["found"]


def test_any_address_can_be_probed_and_its_pages_kept(tmp_path: Path) -> None:
    site = imitation("tayninh", articles=30)
    host = "la.gov.example"
    site.hosts = (host,)
    with ReplicaServer([site]) as server:
        done = cchc(server, tmp_path, "probe", f"https://{host}/vi/news/thong-tin-cai-cach-hanh-chinh/", "--json")
    whole = json.loads(done.stdout)
    assert "NukeVietSpider" in findings(done)["CMS"]["found"]
    assert len(whole["articles"]) == 3


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["khongco"], "there is no portal khongco"),
        (["tamphuoc"], "--host"),
        (["yenbai", "--host", "x.gov.vn"], "yenbai has its address"),
        (["ftp://x.gov.vn/"], "ftp"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, arguments: list[str], told: str) -> None:
    with ReplicaServer([imitation("yenbai", articles=12)]) as server:
        done = cchc(server, tmp_path, "probe", *arguments)
    assert done.returncode == 2
    assert told in done.stderr


def test_a_portal_that_does_not_answer_says_so(tmp_path: Path) -> None:
    with ReplicaServer([imitation("yenbai", articles=12)]) as server:
        done = cchc(server, tmp_path, "probe", "thuanchau")  # the server knows no such host
    assert done.returncode == 1
    assert "CHANGED" in done.stdout
    assert "status 421" in done.stdout


def test_saved_pages_wait_for_a_person(tmp_path: Path) -> None:
    from crawler.extraction import extract
    from crawler.items import Page

    site = imitation("thuanchau", articles=12)
    gold = next(site.golds())
    page = Page(site.url(gold), site.render(gold), headers={"content-type": "text/html"})
    article = extract(page)
    first = saved.write(tmp_path, page, article, "imitation")
    second = saved.write(tmp_path, page, article, "imitation")
    assert first != second
    [one, two] = saved.load(tmp_path)
    assert one.problems(()) == [f"{one.file.name}: nobody has reviewed this answer yet"]
    answer = json.loads(two.file.read_text(encoding="utf-8"))
    two.file.write_text(json.dumps(answer | {"reviewed": "An, 2026-11-24", "title": "Khác"}), encoding="utf-8")
    [_, two] = saved.load(tmp_path)
    assert [line.partition(" is ")[0] for line in two.problems(())] == [f"{two.file.name}: title"]
