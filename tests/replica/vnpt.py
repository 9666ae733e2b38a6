"""Imitations of VNPT portals: both generations of addresses, counted apart (PORTALS 3.3, 4.4, 6).

Seen: the forms of addresses, listings by category, days in the listing where the page has none, static pages without a
number. Unknown, and so a trap here: an old and a new number that agree name two articles, and behind page 1 some
long articles are linked once more by their address of the other generation.
"""

from __future__ import annotations

import random
import re
from typing import ClassVar

from archive.versions import ALIAS_WORDS
from tests.replica import vnpt_pages as pages
from tests.replica.gold import Gold
from tests.replica.portal import Request, Response
from tests.replica.site import HTML, Site
from tests.replica.slugs import slug
from tests.replica.vnpt_pages import Around, Teaser

_OLD, _NEW = 584_000, 584_010  # numbers count from here; old N and new N are ten articles apart
_OLD_FORM = re.compile(r"/\d+/\d+/\d+/(\d+)/.+", re.ASCII)
_NEW_FORM = re.compile(r"/[^/]+/.*-(\d+)", re.ASCII)
_SLUG = 80  # characters of a slug; the cut may fall anywhere
_ACT = 600_123  # the number of an act that the listings link


class Vnpt(Site):
    """One portal. `old` says which addresses its listing links, `twins` that others of the same articles are about."""

    robots = f"User-agent: *\nDisallow: {pages.FORBIDDEN}\n"
    name: ClassVar[str]
    category: ClassVar[str] = "Tin cải cách hành chính"
    section: ClassVar[str] = "/tin-cai-cach-hanh-chinh"
    template: ClassVar[str] = "article"
    numbers: ClassVar[str] = "/1304/31707/63543"  # site and categories of old addresses
    shows: ClassVar[str] = ""  # what a page tells of its date: nothing, the day, or the minute
    old: ClassVar[bool] = False
    twins: ClassVar[bool] = False
    scripted: ClassVar[bool] = False
    pagers: ClassVar[bool] = True

    # --- what there is --------------------------------------------------------------------------------------------
    def at(self, index: int) -> Gold:
        """The answer for an article: the listing has its day."""
        story, moment = self.story(index), self.moment(index)
        gold = Gold(
            index,
            self.hosts[0],
            self.key(index, self.old),
            story.kind,
            story.title,
            story.lead,
            story.blocks,
            story.author,
            self.category,
            {"": None, "day": moment.date(), "minute": moment.replace(second=0)}[self.shows],
            story.is_cchc,
            story.attachments,
            listed_at=moment.date(),
        )
        alt = (pages.DEFAULT_ALT,) if self.template == "article" and index % 2 == 0 else ()
        return self.with_unwanted(gold, *pages.TAIL_MUST_NOT, *alt, *map(self.title, self._behind(index)))

    def key(self, index: int, old: bool) -> str:
        """The canonical key of an article under one generation."""
        return f"{self.hosts[0]}/{'old' if old else 'new'}/{self._number(index, old)}"

    def _number(self, index: int, old: bool) -> int:
        return (_OLD if old else _NEW) + self.articles - index

    def path(self, index: int, old: bool) -> str:
        """The address of an article under one generation, without host."""
        number, title = self._number(index, old), slug(self.title(index))[:_SLUG]
        category = self.section.strip("/").rsplit("/", 1)[-1] or "tin-tuc"
        return f"{self.numbers}/{number}/{category}/{title}" if old else f"/{category}/{title}-{number}"

    def url(self, gold: Gold) -> str:
        """The address that the listing links."""
        return f"https://{self.hosts[0]}{self.path(gold.id, self.old)}"

    def _behind(self, index: int) -> range:
        return range(index + 1, min(index + 5, self.articles))

    def _long(self, index: int) -> bool:
        """Whether an article's text is long enough to tell by it that two addresses are one article."""
        return len(self.at(index).text.split()) >= ALIAS_WORDS

    def _teaser(self, index: int, *, old: bool | None = None, dated: bool = True) -> Teaser:
        day = f"{self.moment(index):%d/%m/%Y}" if dated else ""
        return Teaser(self.path(index, self.old if old is None else old), self.title(index), day)

    # --- pages ----------------------------------------------------------------------------------------------------
    def render(self, gold: Gold, visit: int = 0) -> bytes:
        """An article's page; `visit` moves its counters."""
        others = [self._teaser(i, dated=self.old) for i in self._behind(gold.id)]
        href = self.path(gold.id, self.old)
        around = Around(self.name, self.category, self.section or "/", href, others, visit)
        title = f"{gold.title} - {self.name}" if gold.id % 3 else ""
        return pages.shell(self.name, pages.TEMPLATES[self.template](gold, around), visit, title)

    def _listing(self, page: int) -> bytes:
        low, size = self.indexes.start, self.page_size
        start = low + (page - 1) * size
        rows = [self._teaser(i) for i in range(start, min(start + size, self.articles))]
        last = -(-len(self.indexes) // size)
        rng = random.Random(f"{self.seed}:box:{page}")
        read = [self._teaser(i, dated=False) for i in rng.sample(range(self.articles), min(3, self.articles))]
        boxes = pages.box("Tin đọc nhiều", read)
        boxes += pages.box("Văn bản mới", [Teaser(f"/van-ban/ke-hoach-kiem-tra-{_ACT}", "Kế hoạch kiểm tra năm 2024")])
        if self.twins and page > 1:
            before = [i for i in range(start - size, start - size // 2) if self._long(i)]
            boxes += pages.box("Tin đã đưa", [self._teaser(i, old=not self.old) for i in before])
        pager = ""
        if self.pagers:
            pager = pages.scripted_pager(page, last) if self.scripted else pages.linked_pager(self.section, page, last)
        return pages.shell(self.name, pages.listing(self.category, rows, boxes, pager), self.visits)

    def _home(self) -> bytes:
        newest = [self._teaser(i) for i in self.indexes[:8]]
        content = pages.listing(
            "Tin mới nhất", newest, pages.box("Chuyên mục", [Teaser(self.section, self.category)]), ""
        )
        return pages.shell(self.name, content, self.visits)

    # --- answers --------------------------------------------------------------------------------------------------
    def answer(self, request: Request) -> Response | None:
        """Listings by their path, articles by their number whatever the slug says."""
        path, query = request.path, request.query
        if path.rstrip("/") == self.section.rstrip("/"):
            page = query.get("page", "1")
            return Response("listing", self._listing(int(page) if page.isdigit() else 1), 200, HTML)
        if path == "/":
            return Response("home", self._home(), 200, HTML)
        if query.get("format") == "pdf":
            return Response("pdf", b"%PDF-1.4\n", 200, {"Content-Type": "application/pdf"})
        for form, old in ((_OLD_FORM, True), (_NEW_FORM, False)):
            if match := form.fullmatch(path):
                number = int(match[1])
                if number == _ACT:
                    return Response("act", pages.shell(self.name, pages.legal_document(number), self.visits), 200, HTML)
                index = (_OLD if old else _NEW) + self.articles - number
                if index not in self.indexes:
                    return None
                return Response("article", self.render(self.at(index), self.visits), 200, HTML)
        if path == "/gioi-thieu-chung":
            text = "<h1>Giới thiệu chung</h1><p>Huyện nằm giữa hai dãy núi, có mười sáu xã và một thị trấn.</p>"
            return Response("static", pages.shell(self.name, text, self.visits), 200, HTML)
        return None


class BacYen(Vnpt):
    """The district with the older template; its articles have addresses of both generations."""

    hosts = ("bacyen.sonla.gov.vn", "www.bacyen.sonla.gov.vn")
    name, category = "Trang thông tin điện tử huyện Bắc Yên", "Cải cách hành chính"
    template, shows, old, twins = "tables", "minute", True, True
    must_not = ("GMT +7", "THÔNG TIN CẢI CÁCH", "THỐNG KÊ TRUY CẬP", "Tổng số lượt truy cập", "Các tin khác")


class ThuanChau(Vnpt):
    """New addresses; a page shows its views and no date."""

    hosts = ("thuanchau.sonla.gov.vn", "www.thuanchau.sonla.gov.vn")
    name = "Trang thông tin điện tử huyện Thuận Châu"
    must_not = ("Lượt xem:", "In trang", "Gửi email", "Các tin khác")


class MocChau(Vnpt):
    """Old addresses and the nameless template; its articles have addresses of both generations, and no page a date."""

    hosts = ("mocchau.sonla.gov.vn", "www.mocchau.sonla.gov.vn")
    name, category = "Trang thông tin điện tử huyện Mộc Châu", "Tin CCHC"
    section, numbers = "/1306/31791/62201/tin-cchc", "/1306/31791/62201"
    template, old, twins = "nameless", True, True
    must_not = ("Các tin khác",)


class LaoCai(Vnpt):
    """A province: the day alone stands above the title."""

    hosts = ("laocai.gov.vn", "www.laocai.gov.vn")
    name, category = "Cổng thông tin điện tử tỉnh Lào Cai", "Tin trong tỉnh"
    section, numbers = "/tin-trong-tinh", "/1227/28001/38002"
    shows, twins = "day", True
    must_not = ("Lượt xem:", "In trang", "Gửi email", "Các tin khác")


class CanTho(Vnpt):
    """A city with the other set of class names; no page of its list shows a pager."""

    hosts = ("cantho.gov.vn", "www.cantho.gov.vn")
    name, category = "Cổng thông tin điện tử thành phố Cần Thơ", "Tin tức và sự kiện"
    section, template, shows, pagers = "/tin-tuc-va-su-kien", "post", "day", False
    must_not = ("Lượt xem:", "Các tin khác")


class BinhDuongHomeAffairs(Vnpt):
    """A department: new addresses, no date on a page."""

    hosts = ("sonoivu.binhduong.gov.vn", "www.sonoivu.binhduong.gov.vn")
    name, category = "Sở Nội vụ tỉnh Bình Dương", "Hoạt động cải cách hành chính"
    section = "/hoat-dong-cai-cach-hanh-chinh/"
    must_not = ("Lượt xem:", "In trang", "Gửi email", "Các tin khác")
