"""Looking around on a portal whose listings nobody knows: the pages asked for before anything is decided.

The start page first, then what its menus and boxes lead to, then what each new listing adds; what lately was no listing
is left out, and so are the home page, other pages of a listing, and more than `sections_per_run` pages.
"""

from __future__ import annotations

import logging
from abc import abstractmethod
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, cast
from urllib.parse import urlsplit

from lxml.html import HtmlElement
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from archive.records import Page, Rejection
from crawler import feeds, pagers
from crawler.answers import REDIRECTS, is_home, judge_failure, page_of
from crawler.extraction import read
from crawler.items import Fetched
from crawler.links import feed_addresses
from crawler.network.cost import BudgetSpentError
from crawler.survey import FEW_PAGES, Survey, page_id, path_of, sections, survey
from crawler.urls import refuse
from spiders.articles import MAX_REDIRECTS
from spiders.base import PortalSpider
from spiders.look import Look
from spiders.walk import Walk

log = logging.getLogger(__name__)

FEEDS_PER_RUN = 5
_BARE = 5  # links that a page without a menu has at most: a wall, a login, an excuse
_LOOK_PRIORITY = 20  # before every article: nothing is decided until all is seen


class LookingSpider(PortalSpider):
    """Asks for pages that may be listings and hands all of them to `_decide`."""

    start_path: ClassVar[str] = "/"  # path and query; anything but the home page: only it and what lies below
    sections_per_run: ClassVar[int] = 40

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.looks: dict[str, Look] = {}  # by page_id, the start page first
        self.waiting = 0
        self.idle: set[str] = set()  # page_ids that lately were no listings

    @abstractmethod
    def _decide(self) -> tuple[list[Look], list[Any]]:
        """The new listings among what was seen, and what follows: rows of all pages, articles, next pages."""

    @classmethod
    def listings(cls) -> Iterable[str]:
        """The start page's path: the other listings are found."""
        return [cls.start_path]

    @classmethod
    def listing_url(cls, name: str, page: int) -> str:
        """Address of a listing's first page; ValueError for others, which only their pager knows."""
        if page != 1:
            raise ValueError(f"page {page} of {name}: only its pager knows the address")
        return f"{cls.scheme}://{cls.host}{name}"

    @classmethod
    def listing_page(cls, url: str) -> tuple[str, int] | None:
        """The start page's name; pages of other listings are not known by their address."""
        return (cls.start_path, 1) if page_id(url) == page_id(cls.listing_url(cls.start_path, 1)) else None

    def _survey(self, tree: HtmlElement, url: str) -> Survey:
        return survey(tree, url, self.on_host, self._key)

    def first_requests(self) -> Iterable[Request]:
        """The start page."""
        self.idle = set(map(page_id, self.session.idle()))
        return [self._look(self.listing_url(self.start_path, 1))]

    @property
    def everywhere(self) -> bool:
        """Whether the whole portal is meant: the start is its home page."""
        return is_home(self.listing_url(self.start_path, 1), self.host)

    def _look(self, url: str, kind: str = "section") -> Request:
        look = self.looks[page_id(url)] = Look(url, kind)
        self.waiting += 1
        return Request(
            url,
            callback=self.parse_look,
            errback=self.look_failed,
            priority=_LOOK_PRIORITY,
            dont_filter=True,  # `looks` keeps one request per page
            cb_kwargs={"look": look},
            meta={"kind": "listing", "handle_httpstatus_all": True, "dont_redirect": True},
        )

    def parse_look(self, response: Response, look: Look) -> Iterator[Any]:
        """Keep what the page shows; when all that was asked for has come, decide."""
        page, raw = page_of(response, self.name), response.meta.get("raw")
        target, hops = self._target(response), response.meta.get("hops", 0)
        if response.status in REDIRECTS and target and self.on_host(target) and hops < MAX_REDIRECTS:
            yield Fetched(page, "other", raw=raw)
            if page_id(target) == page_id(response.url) or page_id(target) not in self.looks:
                request = cast(Request, response.request)
                yield request.replace(url=target, meta={**request.meta, "hops": hops + 1})
                return
        else:
            look.page, look.raw = page, raw
            try:
                self._see(look, page)
            except Exception as error:
                self.break_off(look, error)
        self.waiting -= 1
        yield from self._advance()

    def break_off(self, look: Look, error: Exception) -> None:
        """One page that our own code cannot look at: told, counted, and no reason not to look at the others."""
        log.error("%s cannot be looked at", look.url, exc_info=error)
        look.failed, look.links, look.feed, look.feeds, look.following = True, None, None, (), None
        self.session.listing_failed(path_of(look.url), 1, type(error).__name__)
        self.session.spider_error()

    def look_failed(self, failure: Failure) -> Iterator[Any]:
        """A page without an answer hides a listing from this night; one that robots.txt closes is none of ours."""
        self.waiting -= 1
        look: Look = failure.request.cb_kwargs["look"]  # type: ignore[attr-defined]
        reason = judge_failure(failure)[1]
        if isinstance(failure.value, BudgetSpentError):
            pass  # not asked: the run ends here, and says so
        elif look.kind == "section" and (reason != "robots" or self._is_start(look)):
            self.session.listing_failed(path_of(look.url), 1, reason)
        yield from self._advance()

    def _is_start(self, look: Look) -> bool:
        return look is next(iter(self.looks.values()))

    def _see(self, look: Look, page: Page) -> None:
        """Note what the page shows, or that it hides a listing. A menu may lead to what is gone: that hides nothing."""
        problem = None
        if page.status != 200:
            if self._is_start(look) or page.status == 429 or page.status >= 500:
                problem = f"http_{page.status}"
        elif (feed := feeds.parse(page)) is not None:
            look.feed = feed
        elif isinstance(reading := read(page), Rejection):
            problem = str(reading.reason) if self._is_start(look) else None
        else:
            tree = reading.document.tree
            links = self._survey(tree, page.url)
            if self._is_start(look) or len(links.spots) < _BARE:
                problem = self._refusal(reading, Walk(path_of(page.url)))
            if problem is None:
                look.links, look.feeds = links, feed_addresses(tree, page.url)
                look.following = pagers.next_page(tree, page.url, page.url, 1)
        if problem is not None and look.kind == "section":
            look.failed = True
            self.session.listing_failed(path_of(look.url), 1, problem)

    def _advance(self) -> Iterator[Any]:
        """Once everything has come that was asked for: the start page's sections, then what each listing adds."""
        if self.waiting:
            return
        start = next(iter(self.looks.values()))
        # All requests are made before the first is handed on: answers come while this is being read.
        requests = list(self._further([start])) if len(self.looks) == 1 else []
        requests = requests or list(self._seconds())
        if not requests:
            found, items = self._decide()
            requests = list(self._further(found))
            yield from items
        yield from requests

    def _further(self, found: Iterable[Look]) -> Iterator[Request]:
        """Requests of the sections and feeds that listings lead to, as far as this run may go."""
        for look in found:
            for url in look.feeds:
                fed = sum(known.kind == "feed" for known in self.looks.values())
                wanted = self.on_host(url) and not refuse(url) and page_id(url) not in self.looks
                if fed < FEEDS_PER_RUN and wanted:
                    yield self._look(url, "feed")
            for spot in sections(look.links) if look.links is not None else ():
                if spot.page in self.looks or spot.page in self.idle or not self._within(spot.url):
                    continue
                if is_home(spot.url, self.host) or any(
                    pagers.is_step(known.url, spot.url) for known in self.looks.values()
                ):
                    continue
                if len(self.looks) > self.sections_per_run:
                    log.warning("%s leads to more sections than the %d of a run", look.url, self.sections_per_run)
                    break
                yield self._look(spot.url)

    def _seconds(self) -> Iterator[Request]:
        """Second pages, where too few first ones were seen to tell boxes that stand on every page from listings."""
        seen = [look for look in self.looks.values() if look.links is not None]
        if len(seen) < FEW_PAGES:
            for look in seen:
                if look.kind == "section" and look.following and page_id(look.following) not in self.looks:
                    yield self._look(look.following, "second")

    def _within(self, url: str) -> bool:
        """Whether an address lies below the start page; everything does below the home page."""
        stem = self.start_path.partition("?")[0].rpartition(".")[0] or self.start_path.rstrip("/")
        return self.everywhere or ("?" not in self.start_path and urlsplit(url).path.startswith(f"{stem}/"))
