"""An imitation of the commune site behind the fourth seed text: host, province and markup are unknown (PORTALS 3.4).

Seen on the one page known: the title in the first line, `DD/MM/YYYY` alone in the second, paragraphs opened by eight or
nine no-break spaces, a last line of one such space, "Số lượt đọc: N Về trang trước Về đầu trang" in one line, and "Các
tin khác". Invented: addresses, lists, pager, class names and everything around.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from tests.replica import markup
from tests.replica.gold import Gold
from tests.replica.markup import NBSP, esc
from tests.replica.portal import Request, Response
from tests.replica.site import HTML, Site

HOST = "tamphuoc.example"  # reserved for examples: nobody knows the real one
PORTAL_NAME = "TRANG THÔNG TIN ĐIỆN TỬ XÃ TAM PHƯỚC"
LISTS = (("tin-tuc", "Tin tức sự kiện"), ("cai-cach", "Thông tin cải cách hành chính"))
_FIRST = 1_100  # number of the oldest article's address


class TamPhuoc(Site):
    """The commune's site at any `host`; every third article stands in the second list."""

    must_not = (
        "Số lượt đọc",
        "Về trang trước",
        "Về đầu trang",
        "Các tin khác",
        "Thông báo mới",
        "Lượt truy cập",
        "Thiết kế bởi",
    )

    def __init__(self, *arguments: Any, host: str = HOST, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.host = host

    @property
    def hosts(self) -> tuple[str, ...]:  # type: ignore[override]
        """The host it was given."""
        return (self.host,)

    # --- what there is --------------------------------------------------------------------------------------------
    def _number(self, index: int) -> int:
        return _FIRST + self.articles - 1 - index

    def _list(self, number: int) -> list[int]:
        return [index for index in self.indexes if (index % 3 == 2) == (number == 1)]

    def _others(self, index: int) -> list[int]:
        return list(range(index + 1, min(index + 6, self.articles)))

    def at(self, index: int) -> Gold:
        """The answer for an article; the page prints the day alone, and no section."""
        story, day = self.story(index), self.moment(index).date()
        gold = Gold(
            index,
            self.host,
            f"https://{self.host}/noi-dung/{self._number(index)}",
            story.kind,
            story.title,
            story.lead,
            story.blocks,
            story.author,
            None,
            day,
            story.is_cchc,
            story.attachments,
            listed_at=day,
        )
        return self.with_unwanted(gold, *map(self.title, self._others(index)))

    def url(self, gold: Gold) -> str:
        """The plainest address."""
        return f"https://{self.host}/noi-dung/{self._number(gold.id)}"

    # --- pages ----------------------------------------------------------------------------------------------------
    def render(self, gold: Gold, visit: int = 0) -> bytes:
        """An article's page; an hour in the gold is not printed."""
        rng = random.Random(f"{self.seed}:body:{gold.id}")
        lead = markup.PARAGRAPHS["nbsp"](gold.lead, rng) if gold.lead else ""
        indented = "".join(
            markup.PARAGRAPHS["nbsp"](block.rows[0][0], rng)
            if block.kind == "p"
            else markup.body(replace(gold, blocks=(block,)), rng)
            for block in gold.blocks
        )
        day = f"{gold.published_at:%d/%m/%Y}" if gold.published_at else ""
        others = "".join(
            f'<li><a href="/noi-dung/{self._number(i)}">{esc(self.title(i))}</a> ({self.moment(i):%d/%m/%Y})</li>\n'
            for i in self._others(gold.id)
        )
        return self._page(
            f'<div class="bai"><h3>{esc(gold.title)}</h3>\n<div>{day}</div>\n'
            f"<div>{lead}{indented}{markup.author(gold)}<p>{NBSP}</p></div>\n"
            f'<div>Số lượt đọc: {200 + gold.id % 900 + visit} <a href="javascript:history.back()">Về trang trước</a> '
            f'<a href="#dau">Về đầu trang</a></div>\n'
            f"<div><b>Các tin khác</b><ul>{others}</ul></div></div>\n",
            visit,
        )

    def _page(self, content: str, visit: int) -> bytes:
        menu = "".join(f'<td><a href="/{path}">{esc(name)}</a></td>' for path, name in LISTS)
        newest = self._rows(tuple(self.indexes)[:3], dated=False)
        return (
            f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>{PORTAL_NAME}'
            f'</title></head>\n<body><a name="dau"></a><table width="980" align="center">'
            f"<tr><td>{PORTAL_NAME}</td></tr>\n"
            f'<tr><td><table><tr><td><a href="/">Trang chủ</a></td>{menu}<td><a href="/lien-he">Liên hệ</a></td></tr>'
            f'</table></td></tr>\n<tr><td valign="top">{content}</td><td valign="top">'
            f"<b>Thông báo mới</b><ul>{newest}</ul>Lượt truy cập: {31_406 + 3 * visit}</td></tr>\n"
            "<tr><td>Ủy ban nhân dân xã. Điện thoại: 0000.000.000. Thiết kế bởi một công ty phần mềm.</td></tr></table>"
            "</body></html>\n"
        ).encode()

    def _rows(self, indexes: Sequence[int], *, dated: bool = True) -> str:
        return "".join(
            f'<li><a href="/noi-dung/{self._number(i)}">{esc(self.title(i))}</a>'
            + (f"<br><i>{self.moment(i):%d/%m/%Y}</i>" if dated else "")
            + "</li>\n"
            for i in indexes
        )

    def _listing(self, number: int, page: int) -> bytes:
        path, name = LISTS[number]
        indexes = self._list(number)
        last = -(-len(indexes) // self.page_size)
        pager = " ".join(f'<a href="/{path}?page={n}">{n}</a>' for n in range(1, last + 1))
        rows = self._rows(indexes[(page - 1) * self.page_size : page * self.page_size])
        return self._page(f"<h3>{esc(name)}</h3>\n<ul>{rows}</ul>\n<div>Trang: {pager}</div>\n", self.visits)

    # --- answers --------------------------------------------------------------------------------------------------
    def answer(self, request: Request) -> Response | None:
        """Home, lists, the form for letters, articles."""
        name = request.path.strip("/")
        if not name:
            boxes = (
                f'<b><a href="/{p}">{esc(t)}</a></b><ul>{self._rows(self._list(n)[:5])}</ul>'
                for n, (p, t) in enumerate(LISTS)
            )
            return Response("home", self._page("".join(boxes), self.visits), 200, HTML)
        if name == "lien-he":
            form = '<form>Họ và tên <input name="ten"> Nội dung <textarea></textarea> <button>Gửi</button></form>'
            return Response("static", self._page(form, self.visits), 200, HTML)
        for number, (path, _) in enumerate(LISTS):
            if name == path:
                page = max(1, int(request.query.get("page") or 1))
                return Response("listing", self._listing(number, page), 200, HTML)
        number = name.removeprefix("noi-dung/")
        index = _FIRST + self.articles - 1 - int(number) if number.isdigit() else None
        if index is None or index not in self.indexes:
            return None
        return Response("article", self.render(self.at(index), self.visits), 200, HTML)
