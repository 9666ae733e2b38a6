"""Imitations of Liferay portals (PORTALS 4.2): pages of several portlets with pagers of their own, dates that are an
import's day, lists that are not strictly by date, and the endless space behind every article's `/en` and `/vi`.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar
from urllib.parse import quote

from tests.replica import liferay_pages as pages
from tests.replica.gold import Gold
from tests.replica.liferay_pages import Around, Shell, Teaser
from tests.replica.portal import Request, Response
from tests.replica.site import HTML, Site
from tests.replica.slugs import slug

_NUMBER = 3_257_000  # ids count from here; the portal gives many of them to other things
_STEP = 7
_SLUG = 90
_TRAP = re.compile(r"(?P<article>.+?)(?:/(?:en|vi))+/?")
_SIDE_SIZE = 4


class Liferay(Site):
    """One portal: `section` is its listing, `instance` the main portlet there, `theme` how an article looks."""

    robots = f"User-agent: *\nDisallow: {pages.FORBIDDEN}\n"
    name: ClassVar[str]
    other_body: ClassVar[str]
    category: ClassVar[str] = "Cải cách hành chính"
    section: ClassVar[str] = "/cai-cach-hanh-chinh"
    theme: ClassVar[str] = "hanoi"
    instance: ClassVar[str] = "_101_"
    side: ClassVar[str] = "_101_INSTANCE_bW4xQ2rTt0Zk_"  # the portlet beside it has a pager, too
    must_not: ClassVar[tuple[str, ...]] = (
        "Truy cập nội dung luôn",
        "Về đầu trang",
        "View count",
        "Các tin khác",
        "Đang online",
        "người phát ngôn",
        "Ghi rõ nguồn",
    )

    # --- what there is --------------------------------------------------------------------------------------------
    def at(self, index: int) -> Gold:
        """The answer for an article."""
        story = self.story(index)
        gold = Gold(
            index,
            self.hosts[0],
            f"{self.hosts[0]}/{self.identity(index)}",
            story.kind,
            story.title,
            story.lead,
            story.blocks,
            story.author,
            self.category,
            self.printed_at(index),
            story.is_cchc,
            story.attachments,
            listed_at=self.printed_at(index),
        )
        return self.with_unwanted(gold, *map(self.title, self._behind(index)))

    def printed_at(self, index: int) -> dt.datetime | dt.date | None:
        """What page and list print: the minute; of the oldest third, which was imported, the day (at midnight)."""
        moment = self.moment(index)
        return moment.date() if index >= self.articles * 2 // 3 else moment.replace(second=0)

    def number(self, index: int) -> int:
        """The id of an article."""
        return _NUMBER + (self.articles - index) * _STEP

    def identity(self, index: int) -> str:
        """What names the article in its key."""
        return str(self.number(index))

    def path(self, index: int) -> str:
        """The address of an article, without host."""
        return f"{self.section}/-/view_content/{self.number(index)}-{slug(self.title(index))[:_SLUG]}.html"

    def url(self, gold: Gold) -> str:
        """The address that the listing links."""
        return f"https://{self.hosts[0]}{self.path(gold.id)}"

    def index_of(self, path: str) -> int | None:
        """The article at a path, whatever its slug says."""
        found = re.search(r"/-/view_content/(\d+)-[^/]*", path)
        if found is None or not path.endswith(found[0]):
            return None
        index, rest = divmod(_NUMBER + self.articles * _STEP - int(found[1]), _STEP)
        return index if rest == 0 and index in self.indexes else None

    def _behind(self, index: int) -> range:
        return range(index + 1, min(index + 5, self.articles))

    @property
    def order(self) -> list[int]:
        """Articles as the list has them: the very oldest on top, and now and then one a few places too high."""
        indexes = list(self.indexes)
        for place in range(4, len(indexes) - 5, 9):
            indexes.insert(place, indexes.pop(place + 4))
        return [indexes[-1], *indexes[:-1]]

    def _teaser(self, index: int, suffix: str = "") -> Teaser:
        stamp = pages.stamp(self.printed_at(index), padded=True)
        back = (
            f"https://{self.hosts[0]}{self.section}?p_p_id={self.instance.strip('_')}&p_p_lifecycle=0&p_p_state=normal"
        )
        query = f"?inheritRedirect=false&redirect={quote(back, safe='')}" if index % 4 == 1 and not suffix else ""
        return Teaser(
            f"{self.path(index)}{suffix}{query}", self.title(index), stamp, "Tóm tắt của bài viết được cắt ở đây"
        )

    # --- pages ----------------------------------------------------------------------------------------------------
    @property
    def _shell(self) -> Shell:
        menu = (
            ("/", "Trang chủ"),
            (self.section, self.category),
            ("/gioi-thieu", "Giới thiệu"),
            ("/van-ban", "Văn bản"),
        )
        return Shell(self.name, self.other_body, menu)

    def render(self, gold: Gold, visit: int = 0) -> bytes:
        """An article's page; `visit` moves its counters."""
        href = self.path(gold.id)
        others = [replace(self._teaser(i), stamp="") for i in self._behind(gold.id)]
        content = pages.THEMES[self.theme](gold, Around(self.category, href, others, visit))
        title = f"{gold.title} - {self.category}"
        main = pages.portlet(self.category, content)
        return self._shell.page(main, self._side(None), title, f"https://{self.hosts[0]}{href}", visit)

    def _listing(self, page: int, canonical: str, suffix: str = "", side_page: int = 1) -> bytes:
        size, order = self.page_size, self.order
        last = max(1, -(-len(order) // size))
        page = min(max(1, page), last)  # the real one does not go past its end either
        rows = [self._teaser(index, suffix) for index in order[(page - 1) * size : page * size]]
        pager = pages.pager(self.section, self.instance, page, last, size, len(order))
        content = pages.portlet(self.category, pages.asset_list(rows, pager))
        side = self._side(side_page)
        return self._shell.page(content, side, self.category, f"https://{self.hosts[0]}{canonical}", self.visits)

    def _side(self, page: int | None) -> str:
        """The portlet beside the list, with a pager of its own; without one beside an article (None)."""
        rng = random.Random(f"{self.seed}:side:{page}")
        summary = self._teaser(0).summary if self.theme != "plain" else ""
        rows = [
            replace(self._teaser(i), stamp="", summary=summary)
            for i in rng.sample(range(self.articles), min(_SIDE_SIZE, self.articles))
        ]
        pager = pages.pager(self.section, self.side, page, 40, _SIDE_SIZE, 40 * _SIDE_SIZE) if page else ""
        return pages.portlet("Thông báo", pages.asset_list(rows, pager))

    def _home(self) -> bytes:
        rows: Sequence[Teaser] = [self._teaser(index) for index in self.indexes[:6]]
        return self._shell.page(pages.portlet("Tin mới", pages.asset_list(rows, "")), "", "Trang chủ", "/", self.visits)

    # --- answers --------------------------------------------------------------------------------------------------
    def answer(self, request: Request) -> Response | None:
        """Articles, listings, and behind an article's address any number of languages: the listing again."""
        path = request.path
        if (index := self.index_of(path)) is not None:
            return Response("article", self.render(self.at(index), self.visits), 200, HTML)
        if (trap := _TRAP.fullmatch(path)) and self.index_of(trap["article"]) is not None:
            return Response("trap", self._listing(1, path, suffix="/en" if path.endswith("/en") else "/vi"), 200, HTML)
        if path == self.section:
            page, side = (request.query.get(f"{name}cur".lower(), "1") for name in (self.instance, self.side))
            if not (page.isdigit() and side.isdigit()):
                return None
            kind = "listing" if side == "1" else "side"
            return Response(kind, self._listing(int(page), path, side_page=int(side)), 200, HTML)
        if path == "/":
            return Response("home", self._home(), 200, HTML)
        if path in ("/gioi-thieu", "/van-ban"):
            content = pages.portlet("Giới thiệu", "<p>Cơ quan có năm phòng chuyên môn và hai đơn vị trực thuộc.</p>")
            return Response("static", self._shell.page(content, "", "Giới thiệu", path, self.visits), 200, HTML)
        return None


class HanoiInformation(Liferay):
    """The department of Hà Nội: Liferay 6.2."""

    hosts = ("sotttt.hanoi.gov.vn", "www.sotttt.hanoi.gov.vn")
    name, other_body = "Cổng thông tin điện tử Sở Thông tin và Truyền thông", "UBND Quận Ba Đình"


class BacNinh(Liferay):
    """A province with a portlet of its own."""

    hosts = ("bacninh.gov.vn", "www.bacninh.gov.vn")
    name, other_body = "Cổng thông tin điện tử tỉnh Bắc Ninh", "Cổng thông tin điện tử tỉnh Bắc Ninh"
    category, section, theme, instance = "Tin trong tỉnh", "/news", "title_news", "_101_INSTANCE_hT7uPq0aGs2n_"

    def path(self, index: int) -> str:
        """The slug loses its đ here (PORTALS 8.9)."""
        title = slug(self.title(index).lower().replace("đ", ""))[:_SLUG]
        return f"{self.section}/-/details/20182/{title}-{self.number(index)}"

    def index_of(self, path: str) -> int | None:
        """By the number at the end."""
        found = re.fullmatch(r"/news/-/details/20182/[^/]*-(\d+)", path)
        return super().index_of(f"/-/view_content/{found[1]}-") if found else None

    def printed_at(self, index: int) -> dt.datetime | dt.date | None:
        """Always the minute."""
        return self.moment(index).replace(second=0)


class ThaiNguyen(Liferay):
    """A province whose home page leads to its lists; a page prints no date and has "Facebook Zalo" around its text."""

    hosts = ("thainguyen.gov.vn", "www.thainguyen.gov.vn")
    name, other_body = "Cổng thông tin điện tử tỉnh Thái Nguyên", "Cổng thông tin điện tử tỉnh Thái Nguyên"
    theme, instance = "plain", "_101_INSTANCE_Vd3kLr8Yw1Nc_"
    must_not = ("Truy cập nội dung luôn", "Về đầu trang", "Facebook", "Tin liên quan", "Đang online", "người phát ngôn")

    def at(self, index: int) -> Gold:
        """The page has no date; the list has the day."""
        gold = super().at(index)
        return replace(gold, published_at=None, listed_at=self.moment(index).date())

    def identity(self, index: int) -> str:
        """The slug alone names an article."""
        return f"{slug(self.title(index))[:_SLUG].rstrip('-')}-{self.number(index)}"

    def path(self, index: int) -> str:
        """The asset publisher's usual form."""
        return f"{self.section}/-/asset_publisher/Vd3kLr8Yw1Nc/content/{self.identity(index)}"

    def index_of(self, path: str) -> int | None:
        """By the number at the end."""
        found = re.fullmatch(r"/[^/]+/-/asset_publisher/\w+/content/[^/]*-(\d+)", path)
        return super().index_of(f"/-/view_content/{found[1]}-") if found else None

    def printed_at(self, index: int) -> dt.datetime | dt.date | None:
        """The day."""
        return self.moment(index).date()
