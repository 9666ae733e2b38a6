"""NukeViet portals: `/[vi/]<module>/<cat>/<slug>-<id>.html`, listings by page number, a sitemap with true dates.

Grammar (PORTALS 4.1; read in the system's source, versions 4.0 to 4.5, and seen on several hosts):

    article  /[vi/]news/<cat>/<slug>-<id>.html             key: host, language (vi where none is named), module, id
    copies   /[vi/]news/savefile/<cat>/…, …/print/<cat>/…  the same article: never asked for
    listing  /[vi/]news/<cat>/, then /page-2 …             past its end: a redirect to page 1, or an empty list
    sitemap  /sitemap.xml -> /sitemap-vi.news.xml          the newest thousand; `lastmod` is the publication

Traps, each with a test: `rel=canonical` of a copy may name the copy; a removed article answers 404 with a refresh to
the news page; an item may redirect to another host and has no text then; one item may be pinned on top, and the order
may be by weight. Dates for machines are wrong (crawler/extraction/machine_dates.py); the visible one counts.
History: 2026-11 first version.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from typing import ClassVar, NamedTuple
from urllib.parse import urlsplit

from archive.records import Page
from crawler.extraction.layout import Layout
from crawler.links import Link
from crawler.urls import canonical
from spiders.base import PortalSpider
from spiders.walk import Walk

log = logging.getLogger(__name__)

SITEMAP = "/sitemap.xml"
_LANGUAGE = r"(?:/(?P<language>[a-z]{2}))?"
_ARTICLE = re.compile(
    rf"{_LANGUAGE}/(?P<module>[\w-]+)(?:/(?P<copy>savefile|print))?/(?P<place>[^/]+/(?:[^/]*-)?(?P<id>\d+)\.html)",
    re.ASCII,
)
_PAGE = re.compile(r"(?P<section>/.+)/page-(?P<number>\d+)", re.ASCII)
_PART = re.compile(r"/sitemap-(?P<language>[a-z]{2})\.(?P<module>[\w-]+)\.xml", re.ASCII)


class Address(NamedTuple):
    """What an article's address says. `place` is category, slug and number; `copy` is "savefile", "print" or ""."""

    language: str
    module: str
    place: str
    id: int
    copy: str


class NukeVietSpider(PortalSpider):
    """Portals on NukeViet, with declared `sections` (categories) and their sitemap as one more listing."""

    modules: ClassVar[tuple[str, ...]] = ("news",)  # the modules that hold news
    language_path: ClassVar[str] = "/vi"  # in front of Vietnamese addresses; "" on portals of one language
    sitemap_is_publication: ClassVar[bool] = True
    pointers: ClassVar[bool] = True
    layouts: ClassVar[tuple[Layout, ...]] = (
        # No author: the hidden `itemprop=author` may be whoever typed the page, which fields.author knows to leave out.
        Layout(
            name="nukeviet-4",
            title="h1.title, h1[itemprop=headline]",
            published="span.h5",
            lead="div.hometext",
            # From about 4.3 on, and before: on the newer pages that class may stand on other boxes, too.
            body="//*[@id='news-bodyhtml'] | //div[contains(@class, 'bodytext')][not(//*[@id='news-bodyhtml'])]",
            drop=("ul.related",),
            evidence="cms",
        ),
        Layout(
            name="nukeviet-copy",
            title="#content h1",
            published="#content li",
            lead="#hometext",
            body="#bodytext",
            evidence="cms",
        ),
    )

    @classmethod
    def article_key(cls, url: str) -> str | None:
        """`host/language/module/id`; a copy has its article's key."""
        found = cls._address(url)
        return f"{cls.host}/{found.language}/{found.module}/{found.id}" if found else None

    @classmethod
    def canonical_url(cls, url: str) -> str:
        """The article itself, whatever copy was met, under the portal's way to write Vietnamese addresses; ValueError
        for other addresses."""
        found = cls._address(url)
        if found is None:
            raise ValueError(f"no article address of {cls.host}: {url}")
        language = cls.language_path if found.language == "vi" else f"/{found.language}"
        return f"{cls.scheme}://{cls.host}{language}/{found.module}/{found.place}"

    @classmethod
    def is_copy(cls, url: str) -> bool:
        """Whether an address is that of an article's file or print copy."""
        found = cls._address(url)
        return found is not None and bool(found.copy)

    @classmethod
    def listings(cls) -> Iterable[str]:
        """The paths of the sections, and the sitemap."""
        return [*(section.path for section in cls.sections), SITEMAP]

    @classmethod
    def listing_url(cls, name: str, page: int) -> str:
        """The section's address; `page-N` from page 2 on."""
        pager = f"{name.rstrip('/')}/page-{page}" if page > 1 else name
        return f"{cls.scheme}://{cls.host}{pager}"

    @classmethod
    def listing_page(cls, url: str) -> tuple[str, int] | None:
        """The section and the number in `page-N`; None without a number and for other addresses."""
        found = _PAGE.fullmatch(cls._path(url) or "")
        for section in cls.sections if found else ():
            if found and cls._path(cls.listing_url(section.path, 1)) == found["section"]:
                return section.path, int(found["number"])
        return None

    def _links(self, page: Page, walk: Walk) -> list[Link] | None:
        """As everywhere; a portal without the sitemap (nobody has seen one) is no failure."""
        if walk.name == SITEMAP and page.status in (200, 404, 410):
            log.info("%s has no sitemap", self.host)
            return None
        return super()._links(page, walk)

    def _feed_links(self, page: Page, walk: Walk) -> list[Link]:
        """As everywhere; of the sitemaps that the index names, only the Vietnamese ones of news."""
        links = super()._feed_links(page, walk)
        walk.sitemaps = [url for url in walk.sitemaps if self._is_news(url)]
        return links

    @classmethod
    def _is_news(cls, sitemap: str) -> bool:
        found = _PART.fullmatch(cls._path(sitemap) or "")
        return found is not None and found["language"] == "vi" and found["module"] in cls.modules

    @classmethod
    def _address(cls, url: str) -> Address | None:
        """What an article's address on this portal says; None for every other address."""
        found = _ARTICLE.fullmatch(cls._path(url) or "")
        if found is None or found["module"].lower() not in cls.modules:
            return None
        module = found["module"].lower()
        return Address(found["language"] or "vi", module, found["place"], int(found["id"]), found["copy"] or "")

    @classmethod
    def _path(cls, url: str) -> str | None:
        """The path of an address of this host, spelled in one way; None for other hosts."""
        try:
            parts = urlsplit(canonical(url))
        except ValueError:
            return None
        return parts.path if parts.netloc == cls.host else None
