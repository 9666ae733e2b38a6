"""An imitation of thanhliem.hanam.gov.vn: publishing pages under `/Pages/` without number or date (PORTALS 2 and 3.2).

Seen on such pages: the skip links, a first title line that may be cut with dots, the category line that ends in a
no-break space and may hold two levels, the whole title, the lead glued to the first paragraph by runs of no-break
spaces, file names of pictures as their words, no date, author or counter of views. Inferred: the home page, the lists
of the categories, `?page=N` of two of them (the third has no pager and shows all), every class name.
"""

from __future__ import annotations

import html
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import unquote

from tests.replica import markup, ribbon
from tests.replica.furniture import WEEKDAYS
from tests.replica.gold import Gold
from tests.replica.markup import NBSP, esc
from tests.replica.portal import Request, Response
from tests.replica.site import HTML, Site
from tests.replica.slugs import unique

HOST = "thanhliem.hanam.gov.vn"
PORTAL_NAME = "Trang thông tin điện tử huyện Thanh Liêm"
SLUG = 115  # characters, about where the site cuts (PORTALS 3.2)
TITLE_LINE = 60  # characters of the first title line, inferred
_LINK = 70  # characters of a title on the home page, inferred
_GLUE = f" {NBSP} {NBSP} {NBSP} "


@dataclass(frozen=True, slots=True)
class Category:
    """One list of the site: its page, the line above an article, and whether it is split into pages."""

    page: str
    levels: tuple[str, ...]
    paged: bool


CATEGORIES = (
    Category("tin-tuc-su-kien", ("Tin tức - Sự kiện",), True),
    Category("tin-hoat-dong", ("Tin tức - Sự kiện", "Tin hoạt động các Huyện, Thị xã, Thành phố"), True),
    Category("cai-cach-hanh-chinh", ("Cải cách hành chính",), False),
)


class ThanhLiem(Site):
    """The district's site; article i stands in category i modulo 3."""

    hosts = (HOST, f"www.{HOST}")
    robots = "User-agent: *\nDisallow: /_layouts/\n"
    must_not = (
        *ribbon.MUST_NOT,
        "Giới thiệu chung",
        "Liên kết website",
        "Số người trực tuyến",
        "Bản quyền thuộc về",
        "Tin nổi bật",
    )

    # --- what there is --------------------------------------------------------------------------------------------
    @cached_property
    def _slugs(self) -> dict[int, str]:
        oldest_first = tuple(reversed(self.indexes))  # what came later takes no name away
        return dict(zip(oldest_first, unique(map(self.title, oldest_first), SLUG), strict=True))

    @cached_property
    def _by_slug(self) -> dict[str, int]:
        return {slug: index for index, slug in self._slugs.items()}

    def at(self, index: int) -> Gold:
        """The answer for an article: no date anywhere."""
        story = self.story(index)
        gold = Gold(
            index,
            HOST,
            f"{HOST}/pages/{self._slugs[index]}.aspx",
            story.kind,
            story.title,
            story.lead,
            story.blocks,
            story.author,
            CATEGORIES[index % 3].levels[-1],
            None,
            story.is_cchc,
            story.attachments,
        )
        return self.with_unwanted(gold)

    def url(self, gold: Gold) -> str:
        """The plainest address; a text from elsewhere gets the one its title would have here."""
        name = gold.key.rpartition("/")[2] if gold.host == HOST else f"{unique([gold.title], SLUG)[0]}.aspx"
        return f"https://{HOST}/Pages/{name}"

    def link(self, index: int) -> str:
        """An address as some page links it: relative, with port, without TLS, in small letters."""
        path = f"/Pages/{self._slugs[index]}.aspx"
        return (path, f"https://{HOST}:443{path}", path.lower(), f"http://www.{HOST}{path}", path)[index % 5]

    # --- pages ----------------------------------------------------------------------------------------------------
    def render(self, gold: Gold, visit: int = 0) -> bytes:
        """An article's page. The first paragraph follows a lead that ends a sentence in the same line."""
        levels = CATEGORIES[gold.id % 3].levels
        crumbs = " ".join(
            f'<a href="/Pages/{CATEGORIES[n].page}.aspx">{esc(level)}</a>' for n, level in enumerate(levels)
        )
        dots = "…" if gold.id % 4 else "..."
        head = _cut(gold.title, TITLE_LINE, dots) if gold.id % 2 == 0 else gold.title
        content = (
            f'<div class="ten-trang"><span>{esc(head)}</span></div>\n<div class="tin-chi-tiet">\n'
            f'<div class="chuyen-muc">{crumbs}{NBSP}</div>\n<div class="dau-de">{esc(gold.title)}</div>\n'
            f'<div class="noi-dung ms-rtestate-field">{self._body(gold)}{markup.author(gold)}</div></div>\n'
        )
        return self._page(head, content, visit, gold.id)

    def _body(self, gold: Gold) -> str:
        """Lead and blocks; paragraphs are opened by no-break spaces, and one that holds nothing else follows."""
        blocks, rng, lines = gold.blocks, random.Random(f"{self.seed}:body:{gold.id}"), []
        if gold.lead:
            glued = gold.lead.endswith(".") and bool(blocks) and blocks[0].kind == "p"
            lines.append(f"<div>{esc(gold.lead)}{_GLUE + esc(blocks[0].rows[0][0]) if glued else ''}</div>\n")
            blocks = blocks[1:] if glued else blocks
        for block in blocks:
            if block.kind == "p":
                lines.append(f"<div>{_GLUE}{esc(block.rows[0][0])}</div>\n<div>{NBSP}</div>\n")
            elif block.kind != "author":
                lines.append(markup.body(replace(gold, blocks=(block,)), rng))
        return "".join(lines).replace('alt=""', f'alt="thanhliem{gold.id % 9 + 1}.jpg"')

    def _page(self, title: str, content: str, visit: int, state: int) -> bytes:
        menu = "".join(f'<li><a href="/Pages/{c.page}.aspx">{esc(c.levels[-1])}</a></li>' for c in CATEGORIES)
        newest = self._links(tuple(self.indexes)[visit % 3 : visit % 3 + 4], 40)
        return ribbon.page(
            title,
            f'<div class="banner"><a href="/Pages/default.aspx">{PORTAL_NAME}</a></div>\n'
            f"<div>{WEEKDAYS[self.today.weekday()]}, {self.today:%d/%m/%Y}</div>\n"
            f'<ul class="menu"><li><a href="/">Trang chủ</a></li><li><a href="#">Giới thiệu chung</a></li>{menu}'
            '<li><a href="/VanBan/Forms/AllItems.aspx">Văn bản</a></li>'
            '<li><a href="/_layouts/15/Authenticate.aspx">Sign In</a></li></ul>\n'
            f'<div class="chinh">{content}</div>\n<div class="phai"><h3>Tin nổi bật</h3><ul>{newest}</ul>\n'
            "<h3>Liên kết website</h3><select><option>Cổng thông tin điện tử tỉnh</option></select>\n"
            f"<p>Số người trực tuyến: {7 + visit * 31 % 83}</p></div>\n"
            '<div class="chan-trang"><p>Bản quyền thuộc về Ủy ban nhân dân huyện. Điện thoại: 02263.880.001</p></div>',
            visit,
            state,
        )

    def _links(self, indexes: Sequence[int], length: int) -> str:
        return "".join(
            f'<li><a href="{html.escape(self.link(i))}">{esc(_cut(self.title(i), length))}</a></li>\n' for i in indexes
        )

    def _home(self) -> bytes:
        boxes = "".join(
            f'<div class="hop"><h2><a href="/Pages/{c.page}.aspx">{esc(c.levels[-1])}</a></h2>'
            f"<ul>{self._links([i for i in self.indexes if i % 3 == n][:5], _LINK)}</ul></div>\n"
            for n, c in enumerate(CATEGORIES)
        )
        return self._page(PORTAL_NAME, boxes, self.visits, 0)

    def _listing(self, number: int, page: int) -> bytes:
        category = CATEGORIES[number]
        indexes = [i for i in self.indexes if i % 3 == number]
        last = -(-len(indexes) // self.page_size) if category.paged else 1
        shown = indexes[(page - 1) * self.page_size : page * self.page_size] if category.paged else indexes
        pager = " ".join(f'<a href="/Pages/{category.page}.aspx?page={n}">{n}</a>' for n in range(1, last + 1))
        content = f"<h2>{esc(category.levels[-1])}</h2>\n<ul>{self._links(shown, 300)}</ul>\n"
        return self._page(
            category.levels[-1],
            content + (f'<div class="trang">Trang: {pager}</div>' if last > 1 else ""),
            self.visits,
            1,
        )

    # --- answers --------------------------------------------------------------------------------------------------
    def answer(self, request: Request) -> Response | None:
        """Home, lists and articles; letter case of the path does not matter."""
        path = unquote(request.path).lower()
        if path in ("/", "/pages/default.aspx"):
            return Response("home", self._home(), 200, HTML)
        name = path.removeprefix("/pages/").removesuffix(".aspx")
        for number, category in enumerate(CATEGORIES):
            if name == category.page:
                page = max(1, int(request.query.get("page") or 1))
                return Response("listing", self._listing(number, page), 200, HTML)
        index = self._by_slug.get(name)
        if index is None or not path.startswith("/pages/"):
            return None
        return Response("article", self.render(self.at(index), self.visits), 200, HTML)


def _cut(title: str, length: int, dots: str = "...") -> str:
    """The title, cut at a word with dots where it is longer than `length` characters."""
    return title if len(title) <= length else title[:length].rsplit(" ", 1)[0] + dots
