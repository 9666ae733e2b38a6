"""What every portal's spider does: walk listings newest first, fetch what is new, look again at what is recent.

A portal file declares data (class attributes); a platform knows the grammar of addresses; this class walks. It writes
nothing: every answer goes to the pipeline as a `Fetched` or `Unfetched` item, once per article address and run.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, cast
from urllib.parse import urljoin

import scrapy
from scrapy.http import Request, Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from archive.records import Page, Rejection
from archive.store import Known
from crawler.answers import is_home, judge_failure, page_of
from crawler.arguments import CrawlArguments, Mode
from crawler.extraction.decode import decode
from crawler.extraction.layout import Layout
from crawler.items import Fetched, Unfetched
from crawler.links import Link, article_links
from crawler.session import LOCAL, Session
from crawler.warc import RawRef

DEFAULT_DELAY = 1.0  # seconds between two requests to one host
SWEEP_DAYS = 31
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MAX_REDIRECTS = 3
_RECHECK_PRIORITY, _ARTICLE_PRIORITY, _LISTING_PRIORITY = 5, 10, 0  # a page's articles come before the next page


@dataclass(slots=True)
class Walk:
    """One listing on its way back in time. `streak` counts known articles in a row since the last new one."""

    name: str
    page: int = 1
    streak: int = 0
    seen: set[str] = field(default_factory=set)
    previous: list[Link] = field(default_factory=list)


class PortalSpider(scrapy.Spider):
    """Base of all portals. Subclasses declare; they do not override methods unless they are a platform."""

    # --- declared by the portal file ---
    title: ClassVar[str]  # the portal's own name
    host: ClassVar[str]  # without scheme and www
    province: ClassVar[str | None] = None  # slug of its unit; None where it is not established
    scheme: ClassVar[str] = "https"
    layouts: ClassVar[tuple[Layout, ...]] = ()
    month_first: ClassVar[bool] = False
    delay: ClassVar[float] = DEFAULT_DELAY

    # --- how far a night walks; a portal may say otherwise with a reason ---
    overlap: ClassVar[int] = 20  # known articles in a row that end a nightly walk: two usual listing pages
    recheck_days: ClassVar[int] = 7  # articles this young are fetched again: edits come in the first days
    listing_pages: ClassVar[int] = 50  # a nightly walk's limit for each listing; more is a back-fill (mode=full)

    session: Session  # set by the extension of that name before the crawl starts

    def __init__(
        self,
        name: str | None = None,
        mode: str = "nightly",
        since: str | None = None,
        until: str | None = None,
        source: str = "live",
        **kwargs: Any,
    ) -> None:
        if kwargs:
            raise ValueError(f"unknown argument: {', '.join(kwargs)} (there are mode, since, until, source)")
        super().__init__(name)
        self.arguments = CrawlArguments.parse(mode, since, until, source)
        self.allowed_domains = [self.host]
        self.asked: set[str] = set()  # what this run decides: keys, or records of a WARC file

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        settings.set("DOWNLOAD_DELAY", cls.delay, priority="spider")

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
    def listings(cls) -> Iterable[str]:
        """Names of the listings to walk, stable between runs."""
        raise TypeError(f"{cls.__name__} is no platform: it has no listings")

    @classmethod
    def listing_url(cls, name: str, page: int) -> str:
        """Address of page `page` (from 1) of a listing."""
        raise TypeError(f"{cls.__name__} is no platform: it has no listing_url")

    # --- the walk -------------------------------------------------------------------------------------------------
    async def start(self) -> AsyncIterator[Any]:
        """Requests of the first listing pages and of the recheck window, or the pages of a WARC file."""
        if self.arguments.warc is not None:
            for item in self._from_warc(self.arguments.warc):
                yield item
            return
        for name in self.listings():
            yield self._listing_request(Walk(name))
        if self.arguments.mode is Mode.NIGHTLY:
            for known in self._recheck():
                self.asked.add(known.key)
                yield self._article_request(known.url, known.key, known=known, priority=_RECHECK_PRIORITY)

    def _recheck(self) -> Iterable[Known]:
        since = self.session.today - dt.timedelta(days=self.recheck_days)
        return self.session.store.recheck(self.name, published_since=since)

    def _from_warc(self, path: Path) -> Iterator[Fetched]:
        """Every answer in the file that has an article's address; redirects say nothing about the article."""
        for raw, page in self.session.kept_responses(path):
            key = self._key(page.url)
            if key is not None and page.status not in _REDIRECTS:
                self.asked.add(f"{raw.file}@{raw.offset}")  # a file may hold an address several times: each is judged
                yield Fetched(page, "article", key, self.canonical_url(page.url), raw)

    def _listing_request(self, walk: Walk) -> Request:
        return Request(
            self.listing_url(walk.name, walk.page),
            callback=self.parse_listing,
            errback=self.listing_failed,
            cb_kwargs={"walk": walk},
            priority=_LISTING_PRIORITY,
            dont_filter=True,  # the walk decides what is asked twice
            meta={"kind": "listing", "handle_httpstatus_all": True, "dont_redirect": True},
        )

    def parse_listing(self, response: Response, walk: Walk) -> Iterator[Any]:
        """New articles of this listing page, then the next page unless the walk has come to its end."""
        page = page_of(response, self.name)
        yield Fetched(page, "listing", raw=response.meta.get("raw"))
        links = self._links(page, walk)
        if links is None:
            return
        self.session.listing_read(walk.name, walk.page, len(links))
        fresh = [link for link in links if link.key not in walk.seen]
        walk.seen.update(link.key for link in fresh)
        known = self.session.store.known(self.name, [link.key for link in fresh])
        for link in fresh:
            if link.key in known:
                walk.streak += 1
                continue
            walk.streak = 0
            if link.key not in self.asked and self._wanted(link):
                self.asked.add(link.key)
                yield self._article_request(link.url, link.key, listed_at=link.listed_at)
        if self._goes_on(walk, fresh, known):
            walk.page += 1
            walk.previous = fresh
            yield self._listing_request(walk)

    def _links(self, page: Page, walk: Walk) -> list[Link] | None:
        """The page's article links; None where the answer is no listing, which the ledger is told."""
        document = decode(page) if page.status == 200 else None
        if document is None or isinstance(document, Rejection):
            reason = f"http_{page.status}" if document is None else str(document.reason)
            self.session.listing_failed(walk.name, walk.page, reason)
            return None
        return article_links(document.tree, page.url, self._key, month_first=self.month_first)

    def _wanted(self, link: Link) -> bool:
        """Inside since/until by the listing's own date; a link without a date is always wanted."""
        day = _local_day(link.listed_at)
        since, until = self._since(), self.arguments.until
        return day is None or ((since is None or day >= since) and (until is None or day <= until))

    def _since(self) -> dt.date | None:
        if self.arguments.since is None and self.arguments.mode is Mode.SWEEP:
            return self.session.today - dt.timedelta(days=SWEEP_DAYS)
        return self.arguments.since

    def _goes_on(self, walk: Walk, fresh: list[Link], known: dict[str, Known]) -> bool:
        if not fresh:  # past the end, or a pager that shows the same page again
            return False
        since = self._since()
        if since is not None and (self._older(fresh, known, since) or self._older(walk.previous, {}, since)):
            return False
        if self.arguments.mode is not Mode.NIGHTLY:
            return True
        if walk.streak >= self.overlap:
            return False
        if walk.page >= self.listing_pages:
            self.session.limit_reached(walk.name, walk.page)
            return False
        return True

    def _older(self, links: list[Link], known: dict[str, Known], since: dt.date) -> bool:
        """Every dated article among the links is older than `since`: by its listing, by the archive, or as read in
        this run. One old item among newer ones (a pinned one, a list not strictly by date) never ends a walk."""
        days = [
            _local_day(link.listed_at)
            or (known[link.key].published_on if link.key in known else None)
            or self.session.published.get(link.key)
            for link in links
        ]
        dated = [day for day in days if day is not None]
        return bool(dated) and max(dated) < since

    def _article_request(
        self,
        url: str,
        key: str,
        *,
        known: Known | None = None,
        listed_at: dt.datetime | dt.date | None = None,
        priority: int = _ARTICLE_PRIORITY,
    ) -> Request:
        meta: dict[str, Any] = {"kind": "article", "key": key, "handle_httpstatus_all": True, "dont_redirect": True}
        if known is not None:
            meta["validators"] = (known.etag, known.last_modified)
            if known.warc_file is not None and known.warc_offset is not None and known.body_sha256 is not None:
                meta["previous_raw"] = RawRef(known.warc_file, known.warc_offset, known.body_sha256, 0)
        return Request(
            self.fetch_url(url),
            callback=self.parse_article,
            errback=self.article_failed,
            cb_kwargs={"key": key, "listed_at": listed_at, "known": known},
            priority=priority,
            dont_filter=True,  # `asked` keeps one request per article
            meta=meta,
        )

    def parse_article(
        self,
        response: Response,
        key: str,
        listed_at: dt.datetime | dt.date | None = None,
        known: Known | None = None,
    ) -> Iterator[Fetched | Request]:
        """The answer as an item; a redirect within the article's own addresses is followed, any other is a miss."""
        miss = None
        if response.status in _REDIRECTS:
            target = self._target(response)
            hops = response.meta.get("hops", 0)
            if target is not None and self._key(target) is not None and hops < _MAX_REDIRECTS:
                request = self._article_request(target, key, listed_at=listed_at, known=known)
                request.meta["hops"] = hops + 1
                yield request.replace(url=target)
                return
            miss = "redirect_home" if target and is_home(target, self.host) else "redirect_elsewhere"
        yield Fetched(
            page_of(response, self.name),
            "article",
            key,
            self.canonical_url(response.url if miss is None else response.request.url),  # type: ignore[union-attr]
            response.meta.get("raw"),
            listed_at,
            miss,
            known,
        )

    def _target(self, response: Response) -> str | None:
        location = response.headers.get("Location")
        return urljoin(response.url, location.decode("latin-1")) if location else None

    def _key(self, url: str) -> str | None:
        try:
            return self.article_key(url)
        except ValueError:
            return None

    # --- no answer ------------------------------------------------------------------------------------------------
    def article_failed(self, failure: Failure) -> Iterator[Unfetched]:
        """An article's address without an answer becomes an outcome, too."""
        request = cast(Request, failure.request)  # type: ignore[attr-defined]
        outcome, reason = judge_failure(failure)
        yield Unfetched(request.url, request.meta["key"], outcome, reason)

    def listing_failed(self, failure: Failure) -> None:
        """A listing page without an answer ends that walk; the ledger calls the run partial."""
        walk: Walk = failure.request.cb_kwargs["walk"]  # type: ignore[attr-defined]
        self.session.listing_failed(walk.name, walk.page, judge_failure(failure)[1])


def _local_day(value: dt.datetime | dt.date | None) -> dt.date | None:
    return value.astimezone(LOCAL).date() if isinstance(value, dt.datetime) else value
