"""What a portal is: the attributes that its file declares and the grammar that its platform knows. No crawling here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import scrapy
from lxml.html import HtmlElement
from scrapy.settings import BaseSettings

from crawler.extraction.layout import EVIDENCE, Layout
from crawler.judging.expectations import misdeclared
from crawler.network.tls import MODERN
from crawler.places import place_of
from spiders.walk import Walk

DEFAULT_DELAY = 1.0  # seconds between two requests to one host


@dataclass(frozen=True, slots=True)
class Section:
    """A listing of the portal: path and query on its host, and how well it is known (a mark of layout.EVIDENCE)."""

    path: str
    evidence: str

    def __post_init__(self) -> None:
        if self.evidence not in EVIDENCE:
            raise ValueError(f"section {self.path}: evidence must be one of {', '.join(EVIDENCE)}")


class DeclaredPortal(scrapy.Spider):
    """Attributes and hooks of a portal. Portal files set attributes, platforms override hooks."""

    # --- declared by the portal file ---
    title: ClassVar[str]  # the portal's own name
    host: ClassVar[str]  # without scheme and www
    province: ClassVar[str | None] = None  # slug of its unit; None where it is not established
    level: ClassVar[str | None] = None  # who runs it (archive.runs.LEVELS); None: not established
    district: ClassVar[str | None] = None  # id in archive/districts.csv where it is a district's or a commune's
    scheme: ClassVar[str] = "https"
    evidence: ClassVar[Mapping[str, str]] = {}  # how well title, host and province are known (layout.EVIDENCE)
    sections: ClassVar[tuple[Section, ...]] = ()  # where a platform names its listings by address
    layouts: ClassVar[tuple[Layout, ...]] = ()
    sitemap_is_publication: ClassVar[bool] = False  # whether `lastmod` in its sitemap is no edit time
    listing_month_first: ClassVar[bool] = False  # its listings print M/D/YYYY (for pages: Layout.month_first)
    delay: ClassVar[float] = DEFAULT_DELAY
    tls: ClassVar[str] = MODERN  # "legacy" for a server with TLS 1.0 or 1.1 only, or DH of 1024 bits (network/tls.py)
    pointers: ClassVar[bool] = False  # its items may be mere pointers to other hosts, by redirect

    # --- how far a night walks; a portal may say otherwise with a reason ---
    overlap: ClassVar[int] = 20  # known articles in a row that end a nightly walk: two usual listing pages
    recheck_days: ClassVar[int] = 7  # articles this young are fetched again: edits come in the first days
    listing_pages: ClassVar[int] = 50  # a nightly walk's limit for each listing; more is a back-fill (mode=full)
    full_get_days: ClassVar[int] = 3  # a 304 is a hint: an article is fetched whole after so many days without a body
    recheck_budget: ClassVar[int] = 300  # articles of the whole archive that a weekly recheck looks at again
    requests_per_night: ClassVar[int] = 3_000  # a night asks no more of one portal; mode=full and files know no limit

    # --- what its runs are held against, where the archive's own past says too little or something else ---
    expect: ClassVar[Mapping[str, float]] = {}  # bounds by name (crawler/judging/expectations.py BOUNDS)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if faults := misdeclared(cls.expect):
            raise ValueError(f"{cls.__name__}: {'; '.join(faults)}")

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        settings.set("DOWNLOAD_DELAY", cls.delay, priority="spider")
        settings.set("CCHC_TLS", cls.tls, priority="spider")

    @classmethod
    def placed(cls, host: str | None = None, url: str | None = None, province: str | None = None) -> type[Self]:
        """This portal at an address that its file does not declare: a subclass, so that every hook stays as it is.

        Raises ValueError for what the portal does not take: most take nothing.
        """
        if url is not None or province is not None:
            raise ValueError(f"{cls.name} takes no url and no province; `scrapy crawl portal -a url=…` does")
        if host is None:
            return cls
        if cls.host:
            raise ValueError(f"{cls.name} has its address: {cls.host}")
        return type(cls.__name__, (cls,), {"__module__": cls.__module__, "host": place_of(host).host})

    # --- what a platform knows ------------------------------------------------------------------------------------
    @classmethod
    def article_key(cls, url: str) -> str | None:
        """The canonical key of an article's address on this portal; None for every other address."""
        raise TypeError(f"{cls.__name__} is no platform: it has no article_key")

    @classmethod
    def canonical_url(cls, url: str) -> str:
        """One address per article, whatever variant was met; it can be cited and opened."""
        raise TypeError(f"{cls.__name__} is no platform: it has no canonical_url")

    @classmethod
    def fetch_url(cls, url: str) -> str:
        """The address to ask for: as the portal links it, without padding, port and session parts."""
        return cls.canonical_url(url)

    @classmethod
    def is_copy(cls, url: str) -> bool:
        """Whether an article's address is that of a copy: for printing, as a file. Copies are never asked for."""
        return False

    @classmethod
    def listings(cls) -> Iterable[str]:
        """Names of the listings to walk, stable between runs: the paths of `sections` where nothing else is said."""
        return [section.path for section in cls.sections]

    @classmethod
    def listing_url(cls, name: str, page: int) -> str:
        """Address of page `page` (from 1) of a listing."""
        raise TypeError(f"{cls.__name__} is no platform: it has no listing_url")

    @classmethod
    def listing_page(cls, url: str) -> tuple[str, int] | None:
        """Name and page number of a listing's address, None for every other one: tells how far its pager goes."""
        raise TypeError(f"{cls.__name__} is no platform: it has no listing_page")

    def next_page(self, walk: Walk, tree: HtmlElement, url: str) -> str | None:
        """Address of the page behind the walk's present one (`tree` at `url`); None where the listing ends.

        By the grammar here; platforms whose pager carries parts of its own read them from the page.
        """
        return self.listing_url(walk.name, walk.page + 1)
