"""An unknown portal of one program: `index.php?module=news&view=detail&id=N`, `<base href>`, an item pinned on top."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from tests.replica.gold import Gold
from tests.replica.markup import esc
from tests.replica.portal import Request
from tests.replica.unknown import Unknown

_OFFSET = 900  # the oldest article's id is above it
_LISTS = {"5": 0, "8": 1, "11": 2}
_PROGRAM = "index.php?module="
_PINNED = 3


class Router(Unknown):
    """`https://hoaan.vidu.vn/index.php?module=news&view=detail&id=945`."""

    host = "hoaan.vidu.vn"
    name = "Trang tin huyện Hòa An"
    sections: ClassVar = tuple(
        (f"/{_PROGRAM}news&view=list&cat={number}", name)
        for number, name in zip(_LISTS, ("Tin trong huyện", "Cải cách hành chính", "An ninh - Quốc phòng"), strict=True)
    )

    def path(self, index: int) -> str:
        return f"/index.php?id={_OFFSET + self.articles - index}&module=news&view=detail"

    def find(self, request: Request) -> int | None:
        number = request.query.get("id", "")
        if (request.query.get("module"), request.query.get("view")) != ("news", "detail") or not number.isdigit():
            return None
        index = _OFFSET + self.articles - int(number)
        return index if index in self.indexes else None

    def page_of(self, request: Request) -> tuple[int, int] | None:
        section, page = _LISTS.get(request.query.get("cat", "")), request.query.get("p", "1")
        return (section, int(page)) if section is not None and page.isdigit() else None

    def section_url(self, section: int, page: int) -> str:
        return self.sections[section][0] + (f"&p={page}" if page > 1 else "")

    def rows(self, indexes: Sequence[int]) -> str:
        pinned = self.links([_PINNED], '<dl><dt><a href="{href}"><b>{title}</b></a></dt></dl>')
        rows = []
        for i in indexes:
            day = "" if self.is_dateless(i) else f"({self.moment(i):%d/%m/%Y %H:%M}) "
            lead = esc((self.story(i).lead or "")[:200])
            link = esc(self.path(i).lstrip("/"))  # from the page's base
            rows.append(f'<dl><dt><a href="{link}">{esc(self.title(i))}</a></dt><dd>{day}{lead}</dd></dl>\n')
        return pinned + "".join(rows)

    def pager(self, section: int, page: int, pages: int) -> str:
        window = range(max(1, page - 1), min(pages, page + 1) + 1)
        links = " ".join(
            f"<b>[{n}]</b>" if n == page else f'<a href="{esc(self.section_url(section, n))}">[{n}]</a>' for n in window
        )
        onward = f' <a href="{esc(self.section_url(section, page + 1))}">&raquo;</a>' if page < pages else ""
        return f'<div align="right">Trang: {links}{onward}</div>'

    def body(self, gold: Gold, visit: int) -> str:
        at = gold.published_at
        stamp = f'<div class="ngaythang">{at:%H:%M} | {at:%d/%m/%Y}</div>' if at is not None else ""
        before, behind = ([i] if i in self.linked else [] for i in (gold.id + 1, gold.id - 1))
        near = self.links(before, '<a href="{href}">Bài trước: {title}</a> ')
        near += self.links(behind, '<a href="{href}">Bài sau: {title}</a>')
        others = self.links(self.others(gold.id), '<li><a href="{href}">{title}</a></li>')
        return (
            f'<div id="tieude"><h3>{esc(gold.title)}</h3></div>{stamp}<div id="nd">{self.content(gold)}</div>'
            f"<div>{near}</div><h4>Tin khác</h4><ul>{others}</ul>"
        )

    def shell(self, title: str, middle: str, visit: int) -> bytes:
        heat, visits = self.counters(visit)
        entries = (
            ("/", "Trang chủ"),
            (f"/{_PROGRAM}page&view=detail&id=3", "Giới thiệu chung"),
            (f"/{_PROGRAM}page&view=detail&id=4", "Chức năng nhiệm vụ, quyền hạn của UBND huyện"),
            *self.sections,
            (f"/{_PROGRAM}legal&view=list", "Văn bản"),
            (f"/{_PROGRAM}video&view=list", "Video clip"),
            (f"/{_PROGRAM}contact", "Liên hệ"),
            (f"/{_PROGRAM}news&view=rss", "RSS"),
        )
        menu = "".join(f'<li><a href="{esc(path)}">{name}</a></li>' for path, name in entries)
        newest = self.links(self.linked[:5], '<li><a href="{href}">{title}</a></li>')
        documents = "".join(
            f'<li><a href="{esc(_PROGRAM)}legal&amp;view=detail&amp;id={n}">Kế hoạch số {n}/KH-UBND thực hiện nhiệm vụ '
            "cải cách hành chính</a></li>"
            for n in range(20, 25)
        )
        return (
            f'<html><head><meta charset="utf-8"><base href="https://{self.host}/"><title>{self.name}</title></head>'
            f'<body><div id="top"><ul>{menu}</ul></div><div id="c"><div id="l"><h4>Tin xem nhiều</h4><ul>{newest}</ul>'
            f'<h4>Văn bản</h4><ul>{documents}</ul></div><div id="m">{middle}</div></div><div id="f">Bản quyền thuộc về '
            f"huyện. Nhiệt độ {heat}. Lượt truy cập {visits}</div></body></html>"
        ).encode()

    def other(self, request: Request, visit: int) -> tuple[str, str] | None:
        text = "Huyện có mười bốn xã và một thị trấn, dân số hơn chín mươi nghìn người, gồm nhiều dân tộc. " * 4
        known = request.query.get("module") in ("page", "legal", "video", "contact")
        return ("Trang", f"<h3>Trang</h3><p>{text}</p>") if known else None
