"""Portals that no spider knows, on invented hosts: what they share. Each one's shape is in a module of its own.

Every page has a menu, a box of newest titles, links off the host, a poll, files, a calendar without end, an English
twin, sections of documents, films and events, search and login. None of that is news.
"""

from __future__ import annotations

import datetime as dt
import gzip
import random
from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import ClassVar

from archive.text import fold
from tests.replica import markup
from tests.replica.gold import Gold
from tests.replica.portal import Request, Response
from tests.replica.site import HTML, XML, Site

DATELESS = 9  # every so many articles print no date
SITEMAP = "/so-do-trang.xml"  # named by robots.txt alone
FEED = 10  # newest articles in the feed
WORDS = ("Nhiệt độ", "Lượt truy cập", "Đang trực tuyến", "Bình chọn", "Bản quyền thuộc về", "Tin xem nhiều")


class Unknown(Site):
    """`sections` are (path, name) of the lists of news; article i stands in section i modulo their number."""

    host: ClassVar[str]
    name: ClassVar[str]
    sections: ClassVar[tuple[tuple[str, str], ...]]
    must_not: ClassVar[tuple[str, ...]] = WORDS
    pages_about: ClassVar[tuple[str, ...]] = ()  # pages about the portal that its sitemap names among its articles
    feed_path: ClassVar[str | None] = None
    sitemap_parts: ClassVar[tuple[str, ...]] = ()  # paths; the first holds the articles, packed where it says so
    unlisted: ClassVar[frozenset[int]] = frozenset()  # articles that no page links

    @property
    def robots(self) -> str:  # type: ignore[override]
        """Names the sitemap, and one on another host."""
        named = ("", "https://khac.vidu.vn") if self.sitemap_parts else ()
        return "User-agent: *\nAllow: /\n" + "".join(
            f"Sitemap: {host or f'https://{self.host}'}{SITEMAP}\n" for host in named
        )

    # --- what a portal says ---------------------------------------------------------------------------------------
    @abstractmethod
    def path(self, index: int) -> str:
        """Path and query of article `index`, as linked."""

    @abstractmethod
    def find(self, request: Request) -> int | None:
        """The article that a request asks for."""

    @abstractmethod
    def page_of(self, request: Request) -> tuple[int, int] | None:
        """Section and page (from 1) that a request asks for."""

    @abstractmethod
    def section_url(self, section: int, page: int) -> str:
        """Path and query of a section's page."""

    @abstractmethod
    def shell(self, title: str, middle: str, visit: int) -> bytes:
        """A whole page around its middle."""

    @abstractmethod
    def body(self, gold: Gold, visit: int) -> str:
        """The middle of an article's page."""

    @abstractmethod
    def rows(self, indexes: Sequence[int]) -> str:
        """The rows of a listing."""

    @abstractmethod
    def pager(self, section: int, page: int, pages: int) -> str:
        """The pager below them."""

    @abstractmethod
    def other(self, request: Request, visit: int) -> tuple[str, str] | None:
        """Title and middle of a page that is neither news nor a list of it."""

    def printed(self, index: int) -> dt.datetime | dt.date | None:
        """The date on article `index`'s page."""
        return None if self.is_dateless(index) else self.moment(index).replace(second=0)

    def listed(self, index: int) -> dt.datetime | dt.date | None:
        """The date beside its link, or in the feed."""
        in_feed = self.feed_path is not None and index < self.indexes.start + FEED
        return self.moment(index).date() if in_feed or not self.is_dateless(index) else None

    # --- shared ---------------------------------------------------------------------------------------------------
    @property
    def hosts(self) -> tuple[str, ...]:  # type: ignore[override]
        """The one host, with and without www."""
        return (self.host, f"www.{self.host}")

    def is_dateless(self, index: int) -> bool:
        """Whether neither the article's page nor its row prints a date."""
        return index % DATELESS == 4

    def slug(self, index: int) -> str:
        """The title as an address, cut at 90 characters; a title that came before gets a number."""
        slugs: dict[str, int] = self.__dict__.setdefault("_slugs", {})
        if not slugs:
            for i in reversed(self.indexes):
                text = fold(self.title(i)).replace(" ", "-")[:90].strip("-")
                slugs[text if text not in slugs else f"{text}-{len(slugs)}"] = i
        return next(text for text, i in slugs.items() if i == index)

    def at(self, index: int) -> Gold:
        """The answer for article `index`."""
        story = self.story(index)
        gold = Gold(
            id=index,
            host=self.host,
            key=f"https://{self.host}{self.path(index).rstrip('/')}",
            kind=story.kind,
            title=story.title,
            lead=story.lead,
            blocks=story.blocks,
            author=story.author,
            section=self.sections[index % len(self.sections)][1],
            published_at=self.printed(index),
            is_cchc=story.is_cchc,
            attachments=story.attachments,
            listed_at=self.listed(index),
        )
        return self.with_unwanted(gold)

    def url(self, gold: Gold) -> str:
        """Its address."""
        return f"https://{self.host}{self.path(gold.id)}"

    def render(self, gold: Gold, visit: int = 0) -> bytes:
        """Its page, whatever it says."""
        return self.shell(f"{gold.title} - {self.name}", self.body(gold, visit), visit)

    def content(self, gold: Gold) -> str:
        """Lead and blocks as HTML."""
        rng = random.Random(f"{self.seed}:{gold.id}:markup")
        lead = f"<p><strong>{markup.esc(gold.lead)}</strong></p>\n" if gold.lead else ""
        return lead + markup.body(gold, rng) + markup.author(gold)

    def of_section(self, section: int) -> list[int]:
        """Its articles, newest first."""
        return [i for i in self.linked if i % len(self.sections) == section]

    @property
    def linked(self) -> list[int]:
        """The articles that pages link, newest first."""
        return [i for i in self.indexes if i not in self.unlisted]

    def others(self, index: int, number: int = 5) -> list[int]:
        """Articles beside one, another choice on every page."""
        rng = random.Random(f"{self.seed}:{index}:others")
        return rng.sample([i for i in self.linked if i != index], min(number, len(self.linked) - 1))

    def links(self, indexes: Sequence[int], form: str) -> str:
        """Links to articles by a form with href, title and day."""
        return "".join(
            form.format(href=markup.esc(self.path(i)), title=markup.esc(self.title(i)), day=self.day_in_row(i))
            for i in indexes
        )

    def day_in_row(self, index: int) -> str:
        """The day that a row prints, "" where it prints none."""
        return "" if self.is_dateless(index) else f"{self.moment(index):%d/%m/%Y}"

    def counters(self, visit: int) -> tuple[str, str]:
        """Temperature and visits, new at every request."""
        return f"{19 + visit % 13}°C", f"{1_203_455 + visit * 3:,}".replace(",", ".")

    def feed(self) -> bytes:
        """RSS of the newest articles."""
        items = "".join(
            f"<item><title>{markup.esc(self.title(i))}</title><link>https://{self.host}{markup.esc(self.path(i))}</link>"
            f"<pubDate>{self.moment(i).astimezone(dt.UTC):%a, %d %b %Y %H:%M:%S} +0000</pubDate></item>\n"
            for i in list(self.indexes)[:FEED]
        )
        head = f"<title>{self.name}</title><link>https://{self.host}/</link>"
        start = '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0">'
        return f"{start}<channel>{head}{items}</channel></rss>".encode()

    def sitemap(self) -> bytes:
        """Every article with the moment of its last edit, which is today, a page about the portal, and a neighbour's
        article."""
        addresses = [f"https://{self.host}{path}" for path in (*map(self.path, self.indexes), *self.pages_about)]
        addresses.append(f"https://khac.vidu.vn{self.path(0)}")
        rows = "".join(
            f"<url><loc>{markup.esc(url)}</loc><lastmod>{self.today}T02:10:00+07:00</lastmod></url>\n"
            for url in addresses
        )
        data = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'.encode()
        return gzip.compress(data, mtime=0) if self.sitemap_parts[0].endswith(".gz") else data

    def sitemap_index(self) -> bytes:
        """The parts, and one on another host."""
        parts = [f"https://{self.host}{path}" for path in self.sitemap_parts] + ["https://khac.vidu.vn/sitemap.xml"]
        rows = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in parts)
        return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</sitemapindex>'.encode()

    def answer(self, request: Request) -> Response | None:
        """Article, listing, feed, or one of the pages that are no news."""
        visit = self.visits
        if self.sitemap_parts and request.path == SITEMAP:
            return Response("sitemap", self.sitemap_index(), 200, XML)
        if request.path in self.sitemap_parts[:1]:
            return Response("sitemap", self.sitemap(), 200, {"Content-Type": "application/octet-stream"})
        if self.feed_path is not None and request.path == self.feed_path:
            return Response("feed", self.feed(), 200, XML)
        if (index := self.find(request)) is not None:
            return Response("article", self.render(self.at(index), visit), 200, HTML)
        if (place := self.page_of(request)) is not None:
            section, page = place
            indexes = self.of_section(section)
            pages = -(-len(indexes) // self.page_size)
            shown = indexes[(page - 1) * self.page_size : page * self.page_size]
            if not shown:
                return None
            middle = self.rows(shown) + self.pager(section, page, pages)
            return Response("listing", self.shell(self.sections[section][1], middle, visit), 200, HTML)
        if request.path == "/":
            return Response("home", self.shell(self.name, self.home(), visit), 200, HTML)
        if (found := self.other(request, visit)) is not None:
            return Response("other", self.shell(found[0], found[1], visit), 200, HTML)
        return None

    def home(self) -> str:
        """The middle of the first page: boxes of newest titles."""
        boxes = (
            f'<h2><a href="{markup.esc(self.section_url(n, 1))}">{name}</a></h2>{self.rows(self.of_section(n)[:3])}'
            for n, (_, name) in enumerate(self.sections)
        )
        return "".join(boxes)

    def expected_keys(self) -> Iterator[str]:
        """Canonical keys of all articles."""
        return (gold.key for gold in self.golds())
