"""Imitations of NukeViet portals (PORTALS 4.1): every article at three addresses, a sitemap with true dates beside
metas and feeds with wrong ones, a pinned item, pages past the end, items that are removed or lead elsewhere.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import ClassVar

from tests.replica import nukeviet_pages as pages
from tests.replica.gold import Block, Gold
from tests.replica.nukeviet_pages import Around, Shell, Teaser
from tests.replica.portal import Request, Response
from tests.replica.site import HTML, XML, Site
from tests.replica.slugs import slug

_NUMBER = 2_600
_SLUG = 70
_FILE = {"Content-Type": "text/x-delimtext; charset=utf-8", "Content-Disposition": 'attachment; filename="bai.html"'}
_POINTER, _REMOVED = 5, 8  # articles that lead to another site, and that are gone in a later edition
ELSEWHERE = "https://baochinhphu.example/tin-goc-102.htm"
OTHER = ("kinh-te-xa-hoi", "Kinh tế - Xã hội")  # a category that no spider declares: the sitemap knows it


class NukeViet(Site):
    """One portal. `category` is its declared section (alias, name), `language` what stands in front of addresses."""

    name: ClassVar[str]
    category: ClassVar[tuple[str, str]]
    language: ClassVar[str] = "/vi"
    modern: ClassVar[bool] = True  # 4.3.08 to 4.5; before that another markup, and an empty list past the end
    own_canonical: ClassVar[bool] = False  # its copies name themselves
    must_not: ClassVar[tuple[str, ...]] = (
        "Đã xem",
        "Tags:",
        "Click để đánh giá",
        "Ý kiến bạn đọc",
        "Những tin",
        "Ghi rõ nguồn",
        "Giấy phép số",
        "Tổng lượt truy cập",
        "In ra",
    )

    # --- what there is --------------------------------------------------------------------------------------------
    def at(self, index: int) -> Gold:
        """The answer for an article. A page of the bare theme shows no date: the list, or the sitemap, has it."""
        story, moment = self.story(index), self.moment(index)
        blocks = story.blocks
        if story.author and index % 2 and blocks and blocks[-1].kind == "author":
            blocks = (*blocks[:-1], Block("author", ((f"Tác giả: {story.author}",),)))
        gold = Gold(
            index,
            self.hosts[0],
            f"{self.hosts[0]}/vi/news/{self.number(index)}",
            story.kind,
            story.title,
            story.lead,
            blocks,
            story.author,
            self.category_of(index)[1],
            None if self.bare(index) else moment if self.modern else moment.replace(second=0),
            story.is_cchc,
            story.attachments,
            listed_at=moment,
        )
        return self.with_unwanted(gold, *map(self.title, (*self._newer(index), *self._older(index))))

    def golds(self) -> Iterator[Gold]:
        """All but the pointer, and in a later edition the removed one."""
        return (self.at(index) for index in self.indexes if index != _POINTER and not self.removed(index))

    def removed(self, index: int) -> bool:
        """Whether the article is gone."""
        return index == _REMOVED and self.edition > 0

    def bare(self, index: int) -> bool:
        """Whether the article's theme shows no date."""
        return index % 9 == 4

    def category_of(self, index: int) -> tuple[str, str]:
        """Alias and name; every fifth article stands in the other category."""
        return OTHER if index % 5 == 2 else self.category

    def number(self, index: int) -> int:
        """The id."""
        return _NUMBER + self.articles - index

    def path(self, index: int, copy: str = "") -> str:
        """The address of an article or of its copy, without host."""
        way = f"/{copy}" if copy else ""
        name = f"{slug(self.title(index))[:_SLUG]}-{self.number(index)}.html"
        return f"{self.language}/news{way}/{self.category_of(index)[0]}/{name}"

    def url(self, gold: Gold) -> str:
        """The address that the listing links."""
        return f"https://{self.hosts[0]}{self.path(gold.id)}"

    def _newer(self, index: int) -> range:
        return range(max(self.indexes.start, index - 3), index)

    def _older(self, index: int) -> range:
        return range(index + 1, min(index + 4, self.articles))

    def _teaser(self, index: int) -> Teaser:
        return Teaser(self.path(index), self.title(index), self.moment(index), "Phần đầu của bài viết")

    def _section(self, alias: str) -> str:
        return f"{self.language}/news/{alias}/" if alias else f"{self.language}/news/"

    def _order(self, alias: str) -> list[int]:
        """Articles of a category ("": of all) by weight: now and then an older one comes first."""
        found = [i for i in self.indexes if alias in ("", self.category_of(i)[0]) and not self.removed(i)]
        for place in range(3, len(found) - 6, 7):
            found.insert(place, found.pop(place + 5))
        return found

    # --- pages ----------------------------------------------------------------------------------------------------
    @property
    def _shell(self) -> Shell:
        menu = [(f"{self.language}/", "Trang nhất"), (f"{self.language}/about/", "Giới thiệu")]
        menu += [(self._section(alias), name) for alias, name in (self.category, OTHER)]
        return Shell(self.name, self.language, menu, "NukeViet v4.5" if self.modern else "NukeViet v4.1")

    def render(self, gold: Gold, visit: int = 0) -> bytes:
        """An article's page; `visit` moves its counters."""
        moment = gold.published_at if isinstance(gold.published_at, dt.datetime) else None
        alias, name = self.category_of(gold.id)
        edited = self.moment(gold.id) + dt.timedelta(days=2, hours=3)
        around = Around(
            name,
            self._section(alias),
            self.path(gold.id, "savefile"),
            self.path(gold.id, "print"),
            min(edited, dt.datetime.combine(self.today, dt.time(1), edited.tzinfo)),
            [self._teaser(i) for i in self._newer(gold.id)],
            [self._teaser(i) for i in self._older(gold.id)],
            visit,
        )
        feed = f"{self.language}/news/rss/{alias}/"
        head = f'<link rel="alternate" type="application/rss+xml" href="{feed}" />\n'
        head += f'<link rel="canonical" href="{self.url(gold)}" />\n'
        if moment is not None and self.modern:
            head += f'<meta property="article:published_time" content="{pages.meta_time(moment)}" />\n'
            head += f'<meta property="article:modified_time" content="{pages.meta_time(around.edited)}" />\n'
        crumbs = [
            (f"{self.language}/", "Trang nhất"),
            (f"{self.language}/news/", "Tin Tức"),
            (self._section(alias), name),
        ]
        content = pages.article(gold, around, moment, modern=self.modern)
        return self._shell.page(content, gold.title, head, crumbs, visit)

    def render_copy(self, gold: Gold, copy: str) -> bytes:
        """The page of a copy ("print" or "savefile")."""
        moment = gold.published_at if isinstance(gold.published_at, dt.datetime) else None
        canonical = f"https://{self.hosts[0]}{self.path(gold.id, copy)}" if self.own_canonical else self.url(gold)
        return pages.copy(gold, self.name, self.hosts[0], canonical, moment)

    def _listing(self, alias: str, name: str, page: int) -> Response:
        order, size, section = self._order(alias), self.page_size, self._section(alias)
        last = -(-len(order) // size)
        if page > last and self.modern:
            return Response("past_end", b"", 302, {"Location": section})
        rows = [self._teaser(index) for index in order[(page - 1) * size : page * size]]
        if page == 1:
            rows.insert(0, self._teaser(order[-1]))  # pinned
        pager = [(f"{section}page-{n}" if n > 1 else section, n) for n in range(1, last + 1)]
        crumbs = [(f"{self.language}/", "Trang nhất"), (section, name)]
        content = pages.listing(name, rows, pager, self.visits)
        return Response("listing", self._shell.page(content, name, "", crumbs, self.visits), 200, HTML)

    def _missing(self) -> Response:
        news = f"{self.language}/news/"
        head = f'<meta http-equiv="refresh" content="3;url={news}" />\n'
        content = f'<div class="alert">Bài viết không tồn tại. <a href="{news}">Trở lại trang tin</a></div>\n'
        return Response("missing", self._shell.page(content, "Lỗi 404", head, [], self.visits), 404, HTML)

    # --- answers --------------------------------------------------------------------------------------------------
    def answer(self, request: Request) -> Response | None:
        """Articles and copies by their number, categories by their alias, sitemap and feeds."""
        path = request.path
        language = re.escape(self.language)
        if found := re.fullmatch(rf"{language}/news(?:/(savefile|print))?/[^/]+/[^/]*-(\d+)\.html", path):
            return self._article(found[1] or "", _NUMBER + self.articles - int(found[2]))
        for alias, name in (("", "Tin Tức"), self.category, OTHER):
            if found := re.fullmatch(rf"{re.escape(self._section(alias).rstrip('/'))}/?(?:page-(\d+)/?)?", path):
                return self._listing(alias, name, int(found[1] or 1))
            if path == f"{self.language}/news/rss/{alias}/":
                rows = [
                    (f"https://{self.hosts[0]}{self.path(i)}", self.number(i), self.title(i), self.moment(i))
                    for i in self._order(alias)[:30]
                ]
                return Response("feed", pages.feed(self.name, f"https://{self.hosts[0]}/", "news", rows), 200, XML)
        return self._map(path)

    def _map(self, path: str) -> Response | None:
        home = f"https://{self.hosts[0]}"
        if path == "/sitemap.xml":
            parts = [f"{home}/sitemap-{name}.xml" for name in ("vi.news", "vi.about", "en.news", "vi.laws")]
            return Response("sitemap", pages.sitemap_index(parts), 200, XML)
        if path == "/sitemap-vi.news.xml":
            newest = [i for i in self.indexes if not self.removed(i)][:1_000]
            entries = [(home + self.path(i), self.moment(i)) for i in newest]
            return Response("sitemap", pages.sitemap(entries), 200, XML)
        if path.rstrip("/") in (self.language, f"{self.language}/about"):
            content = "<h1>Giới thiệu</h1><p>Vùng đất nhiều vườn cây, có cửa khẩu và hồ nước lớn.</p>"
            return Response("static", self._shell.page(content, "Giới thiệu", "", [], self.visits), 200, HTML)
        return self._missing()

    def _article(self, copy: str, index: int) -> Response:
        if index not in self.indexes or self.removed(index):
            return self._missing()
        if index == _POINTER:
            return Response("pointer", b"", 302, {"Location": ELSEWHERE})
        gold = self.at(index)
        if copy:
            return Response("copy", self.render_copy(gold, copy), 200, _FILE if copy == "savefile" else HTML)
        return Response("article", self.render(gold, self.visits), 200, HTML)


_ROBOTS = "User-agent: *\n" + "".join(f"Disallow: /{name}/\n" for name in ("data", "includes", "install", "modules"))


class TayNinh(NukeViet):
    """A province: NukeViet 4.5."""

    hosts = ("tayninh.gov.vn", "www.tayninh.gov.vn")
    robots = f"{_ROBOTS}Sitemap: https://tayninh.gov.vn/sitemap.xml\n"
    name, category = "Cổng thông tin điện tử tỉnh Tây Ninh", ("thong-tin-cai-cach-hanh-chinh", "Cải cách hành chính")


class PhuocLong(NukeViet):
    """A town: an older version."""

    hosts = ("phuoclong.binhphuoc.gov.vn", "www.phuoclong.binhphuoc.gov.vn")
    robots = f"{_ROBOTS}Sitemap: https://phuoclong.binhphuoc.gov.vn/sitemap.xml\n"
    name, category, modern = "Trang thông tin điện tử thị xã Phước Long", ("Tin-tuc-su-kien", "Tin tức sự kiện"), False


class DongNai(NukeViet):
    """A province without a language in its addresses; copies name themselves canonical."""

    hosts = ("dongnai.gov.vn", "www.dongnai.gov.vn")
    robots = f"{_ROBOTS}Sitemap: https://dongnai.gov.vn/sitemap.xml\n"
    name, category = "Cổng thông tin điện tử tỉnh Đồng Nai", ("tin-trong-tinh", "Tin trong tỉnh")
    language, own_canonical = "", True
