"""Imitations of SharePoint sites whose articles are numbers, or pages in a folder of their day (PORTALS 4.3).

Seen or reported: the addresses of articles, Quảng Ninh's `DD/MM/YYYY HH:MM`, Thanh Hóa's "Đăng ngày DD - MM - YYYY",
"Lượt xem: N" and "100%", Bình Dương's list of news with its pager and its cells in US order. Invented: every other
address of a list, what a page of Đồng Nai or Bình Dương prints beside its text, all class names.
"""

from __future__ import annotations

import datetime as dt
import html
import random
from abc import abstractmethod
from collections.abc import Sequence
from functools import cached_property
from typing import ClassVar
from urllib.parse import unquote

from tests.replica import markup, ribbon
from tests.replica.gold import Gold
from tests.replica.markup import NBSP, esc
from tests.replica.portal import Request, Response
from tests.replica.site import HTML, Site
from tests.replica.slugs import slug


class FormSite(Site):
    """What these sites share: a home page, lists with numbered pages, articles; article i stands in list i modulo
    their number. A subclass says how addresses and stamps look."""

    host: ClassVar[str]
    portal_name: ClassVar[str]
    lists: ClassVar[tuple[tuple[str, str], ...]]  # address without the page's number, name
    pager: ClassVar[str] = "page"
    robots = "User-agent: *\nDisallow: /_layouts/\nDisallow: /_catalogs/\n"
    must_not = (*ribbon.MUST_NOT, "Tin liên quan", "Liên kết trang", "Đang trực tuyến", "Cơ quan chủ quản", "Sitemap")

    @property
    def hosts(self) -> tuple[str, ...]:  # type: ignore[override]
        """With and without www."""
        return (self.host, f"www.{self.host}")

    # --- what a subclass says -------------------------------------------------------------------------------------
    @abstractmethod
    def target(self, index: int) -> str:
        """Path and query of an article in the plainest spelling."""

    def link(self, index: int) -> str:
        """The same as some page links it."""
        return self.target(index)

    def printed(self, index: int) -> dt.datetime | dt.date | None:
        """What the page says about its day."""
        return None

    def listed(self, index: int) -> dt.datetime | dt.date | None:
        """What its list says."""
        return None

    def stamp(self, gold: Gold, visit: int) -> str:
        """The lines under the headline (HTML)."""
        return ""

    def cell(self, index: int) -> str:
        """What stands behind a title in a list (HTML)."""
        return ""

    # --- what there is --------------------------------------------------------------------------------------------
    def list_of(self, index: int) -> int:
        """Number of the article's list."""
        return index % len(self.lists)

    def at(self, index: int) -> Gold:
        """The answer for an article."""
        story = self.story(index)
        gold = Gold(
            index,
            self.host,
            f"{self.host}{self.target(index).lower()}",
            story.kind,
            story.title,
            story.lead,
            story.blocks,
            story.author,
            self.lists[self.list_of(index)][1],
            self.printed(index),
            story.is_cchc,
            story.attachments,
            listed_at=self.listed(index),
        )
        return self.with_unwanted(gold)

    def url(self, gold: Gold) -> str:
        """The plainest address of an article of this site; of one from elsewhere an address of this form."""
        return f"https://{self.host}{self.target(gold.id)}"

    @cached_property
    def _by_target(self) -> dict[str, int]:
        return {self.target(index).lower(): index for index in self.indexes}

    # --- pages ----------------------------------------------------------------------------------------------------
    def render(self, gold: Gold, visit: int = 0) -> bytes:
        """An article's page: list, headline, stamp, lead, body, author, other news."""
        rng = random.Random(f"{self.seed}:body:{gold.id}")
        address, name = self.lists[self.list_of(gold.id)]
        lead = f"<p><b>{esc(gold.lead)}</b></p>\n" if gold.lead else ""
        others = [i for i in range(gold.id + 1, gold.id + 9) if i in self.indexes][visit % 2 :: 2]
        content = (
            f'<div class="duong-dan"><a href="/">Trang chủ</a> &raquo; <a href="{html.escape(address)}">{esc(name)}</a>'
            f'</div>\n<div class="tieu-de">{esc(gold.title)}</div>\n{self.stamp(gold, visit)}'
            f'<div class="ms-rtestate-field">{lead}{markup.body(gold, rng)}{markup.author(gold)}</div>\n'
            f'<div class="lien-quan"><h4>Tin liên quan</h4><ul>{self._rows(others, dated=False)}</ul></div>\n'
        )
        return self._page(f"{gold.title} - {self.portal_name}" if gold.id % 3 else self.portal_name, content, visit)

    def _page(self, title: str, content: str, visit: int) -> bytes:
        menu = "".join(f'<li><a href="{html.escape(a)}">{esc(name)}</a></li>' for a, name in self.lists)
        return ribbon.page(
            title,
            f'<div class="banner">{esc(self.portal_name)}</div>\n'
            f'<ul class="menu"><li><a href="/">Trang chủ</a></li>{menu}'
            '<li><a href="/_layouts/15/Authenticate.aspx?Source=%2F">Đăng nhập</a></li>'
            '<li><a href="/VanBan/Forms/AllItems.aspx">Văn bản</a></li><li><a href="#">Sitemap</a></li></ul>\n'
            f'<div class="giua">{content}</div>\n<div class="phai"><h3>Liên kết trang</h3>'
            f"<select><option>Chính phủ</option></select><p>Đang trực tuyến: {11 + visit * 17 % 311}</p></div>\n"
            '<div class="chan"><p>Cơ quan chủ quản: Ủy ban nhân dân. Ghi rõ nguồn khi dùng lại thông tin.</p></div>',
            visit,
            visit,
        )

    def _rows(self, indexes: Sequence[int], *, dated: bool = True) -> str:
        return "".join(
            f'<li><a href="{html.escape(self.link(i))}">{esc(self.title(i))}</a>{self.cell(i) if dated else ""}</li>\n'
            for i in indexes
        )

    def _listing(self, number: int, page: int) -> bytes:
        address, name = self.lists[number]
        indexes = [i for i in self.indexes if self.list_of(i) == number]
        last = -(-len(indexes) // self.page_size)
        glue = "&" if "?" in address else "?"
        pager = " ".join(
            f'<a href="{html.escape(f"{address}{glue}{self.pager}={n}")}">{n}</a>' for n in range(1, last + 1)
        )
        rows = self._rows(indexes[(page - 1) * self.page_size : page * self.page_size])
        return self._page(name, f"<h2>{esc(name)}</h2>\n<ul>{rows}</ul>\n<div>Trang: {pager}</div>\n", self.visits)

    def _home(self) -> bytes:
        boxes = "".join(
            f'<h2><a href="{html.escape(address)}">{esc(name)}</a></h2>\n'
            f"<ul>{self._rows([i for i in self.indexes if self.list_of(i) == number][:5])}</ul>\n"
            for number, (address, name) in enumerate(self.lists)
        )
        return self._page(self.portal_name, boxes, self.visits)

    # --- answers --------------------------------------------------------------------------------------------------
    def answer(self, request: Request) -> Response | None:
        """Home, lists, articles; neither letter case nor a category beside an article's number matters."""
        path, query = unquote(request.path).lower(), request.query
        if path == "/":
            return Response("home", self._home(), 200, HTML)
        page = query.pop(self.pager, "1") or "1"
        for number, (address, _) in enumerate(self.lists):
            bare, _, wanted = address.lower().partition("?")
            if path == bare and wanted == "&".join(f"{name}={value}" for name, value in query.items()):
                return Response("listing", self._listing(number, max(1, int(page))), 200, HTML)
        targets = (path, *(f"{path}?{name}={value}" for name, value in query.items()))
        index = next((self._by_target[target] for target in targets if target in self._by_target), None)
        return None if index is None else Response("article", self.render(self.at(index), self.visits), 200, HTML)


class DongNaiCchc(FormSite):
    """`/Pages/newsdetail.aspx?CatId=97&NewsId=1689` (reported); pages without a date, lists with one (inferred)."""

    host = "caicachhanhchinh.dongnai.gov.vn"
    portal_name = "Trang thông tin điện tử cải cách hành chính tỉnh Đồng Nai"
    lists = (
        ("/Pages/newslist.aspx?CatId=97", "Tin hoạt động"),
        ("/Pages/newslist.aspx?CatId=101", "Chỉ đạo điều hành"),
    )

    def target(self, index: int) -> str:
        """By number alone."""
        return f"/Pages/newsdetail.aspx?NewsId={1_500 + self.articles - index}"

    def link(self, index: int) -> str:
        """With the category the reader came by, in either order."""
        page, _, number = self.target(index).partition("?")
        category = f"CatId={(97, 101)[self.list_of(index)]}"
        return f"{page}?{category}&{number}" if index % 4 else f"{page}?{number}&{category}"

    def listed(self, index: int) -> dt.date:
        """The day."""
        return self.moment(index).date()

    def cell(self, index: int) -> str:
        """(DD/MM/YYYY)."""
        return f" <span>({self.moment(index):%d/%m/%Y})</span>"


class QuangNinh(FormSite):
    """`/Trang/ChiTietTinTuc.aspx?nid=N`, every fifth article under `/so/sonoivu` with a count of its own (unknown)."""

    host = "quangninh.gov.vn"
    portal_name = "Cổng thông tin điện tử tỉnh Quảng Ninh"
    lists = (("/Trang/TinTuc.aspx?cm=1", "Tin trong tỉnh"), ("/Trang/TinTuc.aspx?cm=2", "Cải cách hành chính"))

    def target(self, index: int) -> str:
        """The department's numbers run where the province's do: the same number twice is two articles."""
        place, number = divmod(self.articles - index, 5)
        if number == 0:
            return f"/so/sonoivu/Trang/ChiTietTinTuc.aspx?nid={113_000 + place}"
        return f"/Trang/ChiTietTinTuc.aspx?nid={113_000 + self.articles - index}"

    def printed(self, index: int) -> dt.datetime:
        """To the minute."""
        return self.moment(index).replace(second=0)

    listed = printed

    def stamp(self, gold: Gold, visit: int) -> str:
        """DD/MM/YYYY HH:MM, or the day alone where the gold has no more."""
        value = gold.published_at
        form = "%d/%m/%Y %H:%M" if isinstance(value, dt.datetime) else "%d/%m/%Y"
        return f'<div class="ngay">{value.strftime(form)}</div>\n' if value else ""

    def cell(self, index: int) -> str:
        """The same stamp."""
        return f"<p>{self.moment(index):%d/%m/%Y %H:%M}</p>"


class ThanhHoa(FormSite):
    """`/portal/Pages/YYYY-M-D/<slug cut, then random letters>.aspx`; every fifth page prints no day but in its path."""

    host = "thanhhoa.gov.vn"
    portal_name = "Cổng thông tin điện tử tỉnh Thanh Hóa"
    lists = (
        ("/portal/Pages/Tin-trong-tinh.aspx", "Tin trong tỉnh"),
        ("/portal/Pages/Cai-cach-hanh-chinh.aspx", "Cải cách hành chính"),
    )
    must_not = (*FormSite.must_not, "Đăng ngày", "Lượt xem", "100%")

    def target(self, index: int) -> str:
        """The folder's day has no leading zeros; capitals stay in the slug."""
        day = self.moment(index)
        letters = random.Random(f"{self.seed}:{index}").choices("abcdefghijklmnopqrstuvwxyz0123456789", k=6)
        name = slug(self.title(index))[:50].capitalize()
        return f"/portal/Pages/{day.year}-{day.month}-{day.day}/{name}{''.join(letters)}.aspx"

    def printed(self, index: int) -> dt.date:
        """The day, on the page or in its path."""
        return self.moment(index).date()

    def stamp(self, gold: Gold, visit: int) -> str:
        """Day with spaced hyphens, views, zoom; none on every fifth page that has its day in the path."""
        value = gold.published_at
        silent = value is None or (gold.id % 5 == 3 and f"/{value.year}-{value.month}-{value.day}/" in gold.key)
        day = "" if silent or value is None else f"<span>Đăng ngày {value:%d - %m - %Y}</span>{NBSP}"
        return (
            f'<div class="thong-so">{day}<span>Lượt xem: {140 + gold.id % 500 + visit}</span> <span>100%</span></div>\n'
        )


class BinhDuong(FormSite):
    """`/Lists/TinTucSukien/ChiTiet.aspx?ID=N` and its list with cells in US order (seen); pages without a date."""

    host = "binhduong.gov.vn"
    portal_name = "Cổng thông tin điện tử tỉnh Bình Dương"
    lists = (("/lists/tintucsukien/tongquat.aspx", "Tin tức sự kiện"),)
    pager = "pageindex"

    def target(self, index: int) -> str:
        """By number."""
        return f"/Lists/TinTucSukien/ChiTiet.aspx?ID={4_000 + self.articles - index}"

    def link(self, index: int) -> str:
        """The main host writes the list's name in small letters."""
        return self.target(index).replace("TinTucSukien", "tintucsukien") if index % 2 else self.target(index)

    def listed(self, index: int) -> dt.datetime:
        """To the minute."""
        return self.moment(index).replace(second=0)

    def cell(self, index: int) -> str:
        """M/D/YYYY h:MM AM | Đã ban hành."""
        moment = self.moment(index)
        clock = f"{moment.month}/{moment.day}/{moment.year} {moment.hour % 12 or 12}:{moment:%M %p}"
        return f'<div class="o">{clock} | Đã ban hành</div>'
