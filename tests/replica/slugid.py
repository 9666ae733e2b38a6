"""Imitations of two portals with numbered slugs: Hà Nội's site of reform and Tuyên Quang's department (PORTALS 4.6).

Reported or seen: the addresses, Hà Nội's long number with a clock reading in it, `DD/MM/YYYY - HH:MM` with a bare view
count behind it. Every element and class name is invented; so are the pagers.
"""

from __future__ import annotations

import datetime as dt
import html
import random
import re
from typing import ClassVar

from tests.replica import markup
from tests.replica.gold import Gold
from tests.replica.markup import esc
from tests.replica.portal import Request, Response
from tests.replica.site import HTML, Site
from tests.replica.slugs import slug


class Slugged(Site):
    """What both have in common: one listing with a pager, articles by number."""

    name: ClassVar[str]
    category: ClassVar[str]
    section: ClassVar[str]
    must_not = ("Tin liên quan", "Chia sẻ", "Giấy phép", "Cổng Dịch vụ công", "Số người trực tuyến")

    # --- what there is --------------------------------------------------------------------------------------------
    def at(self, index: int) -> Gold:
        """The answer for an article: its page shows day and minute."""
        story = self.story(index)
        gold = Gold(
            index,
            self.hosts[0],
            f"{self.hosts[0]}/{self.number(index)}",
            story.kind,
            story.title,
            story.lead,
            story.blocks,
            story.author,
            self.category,
            self.moment(index).replace(second=0),
            story.is_cchc,
            story.attachments,
            listed_at=self.moment(index).date(),
        )
        return self.with_unwanted(gold, *map(self.title, self._behind(index)))

    def number(self, index: int) -> int:
        """The number in an article's address."""
        raise TypeError(f"{type(self).__name__} counts nothing")

    def path(self, index: int) -> str:
        """An article's address without host."""
        raise TypeError(f"{type(self).__name__} has no addresses")

    def place(self, request: Request) -> int | None:
        """The number that a request asks for."""
        raise TypeError(f"{type(self).__name__} has no addresses")

    def pager(self, page: int, last: int) -> str:
        """The links to other pages of the listing."""
        raise TypeError(f"{type(self).__name__} has no pager")

    def stamp(self, gold: Gold, visit: int) -> str:
        """The line with the date."""
        raise TypeError(f"{type(self).__name__} has no stamp")

    def url(self, gold: Gold) -> str:
        """The address that the listing links."""
        return f"https://{self.hosts[0]}{self.path(gold.id)}"

    def _behind(self, index: int) -> range:
        return range(index + 1, min(index + 6, self.articles))

    # --- pages ----------------------------------------------------------------------------------------------------
    def render(self, gold: Gold, visit: int = 0) -> bytes:
        """An article's page; `visit` moves its counters."""
        rng = random.Random(f"body:{gold.id}")
        lead = f'<p class="sapo">{esc(gold.lead)}</p>\n' if gold.lead else ""
        others = "".join(
            f'<li><a href="{html.escape(self.path(i))}">{esc(self.title(i))}</a></li>' for i in self._behind(gold.id)
        )
        section = f'<a href="{self.section}">{esc(gold.section or "")}</a>'
        return self._shell(
            f'<p class="breadcrumb"><a href="/">Trang chủ</a> » {section}</p>\n'
            f'<div class="chi-tiet"><h1>{esc(gold.title)}</h1>\n{self.stamp(gold, visit)}{lead}'
            f"<div>{markup.body(gold, rng)}{markup.author(gold)}</div>\n"
            '<div class="chia-se">Chia sẻ: <a href="#">Facebook</a> <a href="#">Zalo</a></div></div>\n'
            f"<h4>Tin liên quan</h4><ul>{others}</ul>\n",
            visit,
            gold.title if gold.id % 2 else "",
        )

    def _shell(self, content: str, visit: int, title: str = "") -> bytes:
        return (
            f'<!DOCTYPE html>\n<html lang="vi"><head><meta charset="utf-8"><title>{esc(title or self.name)}</title>'
            f'</head><body>\n<header><a href="/">{esc(self.name)}</a><ul><li><a href="/gioi-thieu/">Giới thiệu</a></li>'
            f'<li><a href="{self.section}">{esc(self.category)}</a></li><li><a href="/van-ban/">Văn bản</a></li></ul>'
            f"</header>\n<main>{content}</main>\n<aside><h3>Liên kết</h3><p>Cổng Dịch vụ công Quốc gia</p>"
            f"<p>Số người trực tuyến: {41 + visit * 3 % 77}</p></aside>\n"
            "<footer><p>Giấy phép số 21/GP-TTĐT ngày 04/05/2015. Người chịu trách nhiệm: Giám đốc Sở.</p></footer>"
            "</body></html>\n"
        ).encode()

    def _listing(self, page: int) -> bytes:
        start = self.indexes.start + (page - 1) * self.page_size
        rows = "".join(
            f'<article><h3><a href="{html.escape(self.path(i))}">{esc(self.title(i))}</a></h3>'
            f"<span>{self.moment(i):%d/%m/%Y}</span></article>\n"
            for i in range(start, min(start + self.page_size, self.articles))
        )
        pager = self.pager(page, -(-len(self.indexes) // self.page_size))
        return self._shell(f"<h2>{esc(self.category)}</h2>\n{rows}<div>{pager}</div>\n", self.visits)

    # --- answers --------------------------------------------------------------------------------------------------
    def answer(self, request: Request) -> Response | None:
        """The listing by its path and page, articles by their number."""
        if (page := self.listed(request)) is not None:
            return Response("listing", self._listing(page), 200, HTML)
        number = self.place(request)
        index = next((i for i in self.indexes if self.number(i) == number), None) if number is not None else None
        if index is None:
            return (
                Response("home", self._shell(f"<h2>{esc(self.name)}</h2>", self.visits), 200, HTML)
                if (request.path == "/")
                else None
            )
        return Response("article", self.render(self.at(index), self.visits), 200, HTML)

    def listed(self, request: Request) -> int | None:
        """The page of the listing that a request asks for."""
        return int(request.query.get("page", "1")) if request.path == self.section else None


class HaNoiReform(Slugged):
    """Numbers with a clock reading two days before the shown date; pages of the listing by a path of their own."""

    hosts = ("caicachhanhchinh.hanoi.gov.vn", "www.caicachhanhchinh.hanoi.gov.vn")
    name = "Cổng thông tin Cải cách hành chính thành phố Hà Nội"
    category, section = "Tin hoạt động CCHC thành phố Hà Nội", "/tin-hoat-dong-cchc-thanh-pho-ha-noi/"

    def number(self, index: int) -> int:
        """Four digits, yyMMddHHmmss of two days earlier, two digits."""
        begun = self.moment(index) - dt.timedelta(days=2)
        return int(f"2658{begun:%y%m%d%H%M%S}{index % 100:02}")

    def path(self, index: int) -> str:
        """`/section/slug-number.htm`."""
        return f"{self.section}{slug(self.title(index))}-{self.number(index)}.htm"

    def place(self, request: Request) -> int | None:
        """The number at the end of the path."""
        found = re.search(r"-(\d+)\.htm$", request.path, re.ASCII)
        return int(found[1]) if found else None

    def pager(self, page: int, last: int) -> str:
        """`trang-N` below the section, "next" as an arrow."""
        links = "".join(f'<a href="{self.section}trang-{n}">{n}</a> ' for n in (page - 1, page + 1) if 1 <= n <= last)
        return links + (f'<a href="{self.section}trang-{page + 1}">›</a>' if page < last else "")

    def listed(self, request: Request) -> int | None:
        """By the path."""
        found = re.fullmatch(re.escape(self.section) + r"(?:trang-(\d+))?", request.path, re.ASCII)
        return int(found[1] or 1) if found else None

    def stamp(self, gold: Gold, visit: int) -> str:
        """Day and minute with a label."""
        at = gold.published_at
        return f'<div class="ngay-dang">Ngày đăng: {at:%d/%m/%Y %H:%M}</div>\n' if at is not None else ""


class TuyenQuangHomeAffairs(Slugged):
    """The old site's listing with the new site's articles."""

    hosts = ("sonoivu.tuyenquang.gov.vn", "www.sonoivu.tuyenquang.gov.vn")
    name = "Trang thông tin điện tử Sở Nội vụ tỉnh Tuyên Quang"
    category, section = "Cải cách hành chính", "/GroupNews/5/Cai-cach-hanh-chinh.html"

    def number(self, index: int) -> int:
        """Counted from the oldest."""
        return 130_000 + self.articles - index

    def path(self, index: int) -> str:
        """`/vi/tin-bai/slug?id=number&type=NEWS`."""
        return f"/vi/tin-bai/{slug(self.title(index))}?id={self.number(index)}&type=NEWS"

    def place(self, request: Request) -> int | None:
        """The number in `id`."""
        number = request.query.get("id", "")
        return int(number) if request.path.startswith("/vi/tin-bai/") and number.isdigit() else None

    def pager(self, page: int, last: int) -> str:
        """`?page=N`."""
        return "".join(f'<a href="{self.section}?page={n}">{n}</a> ' for n in range(1, last + 1) if n != page)

    def stamp(self, gold: Gold, visit: int) -> str:
        """Day and minute, then a bare count."""
        at = gold.published_at
        when = f"<span>{at:%d/%m/%Y - %H:%M}</span> " if at is not None else ""
        return f'<div class="thong-tin">{when}<span>{211 + abs(gold.id) + visit}</span></div>\n'
