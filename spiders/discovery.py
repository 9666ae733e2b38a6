"""Portals whose listings nobody knows: found by the form of their pages, anew every night.

A run asks for the start page, then for the pages that its menus and boxes lead to, and decides over all of them at once
which are listings and which links are articles (crawler/survey.py). Each listing is then walked as on every portal,
from page to page by its own pager (crawler/pagers.py). Feeds that the pages name give days to links without any.

What was no listing is not asked for again for a week. Never asked: other hosts, files, forms, calendars, other
languages (crawler/shapes.py), endless addresses (crawler/urls.py), and more than `sections_per_run` pages.
"""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, ClassVar, cast
from urllib.parse import urlsplit

from lxml.html import HtmlElement
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from archive.records import Page, Rejection
from archive.store import Known
from crawler import feeds, pagers
from crawler.answers import is_home, judge_failure, page_of
from crawler.extraction import read
from crawler.items import Fetched
from crawler.links import Link, article_links, feed_addresses, feed_links
from crawler.shapes import has_id, no_news
from crawler.survey import FEW_PAGES, Site, Survey, learn, page_id, path_of, sections, survey
from spiders.base import MAX_REDIRECTS, REDIRECTS, PortalSpider
from spiders.look import Look, reads_as_listing
from spiders.walk import Walk

log = logging.getLogger(__name__)

FEEDS_PER_RUN = 5
_BARE = 5  # links that a page without a menu has at most: a wall, a login, an excuse
_LOOK_PRIORITY = 20  # before every article: nothing is decided until all is seen


class DiscoverySpider(PortalSpider):
    """A portal that is read from its start page. Subclasses say what an article's address is (`article_key`)."""

    start_path: ClassVar[str] = "/"  # path and query; anything but the home page: only it and what lies below
    sections_per_run: ClassVar[int] = 40

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.site = Site()
        self.looks: dict[str, Look] = {}  # by page_id, the start page first
        self.recorded = False  # what is an article was learned from a file, and nothing else is one
        self.waiting = 0
        self.listed: set[str] = set()  # page_ids of listing pages that are asked for, or were
        self.feed_days: dict[str, Link] = {}
        self.idle: set[str] = set()  # page_ids that lately were no listings

    # --- hooks ----------------------------------------------------------------------------------------------------
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

    def next_page(self, walk: Walk, tree: HtmlElement, url: str) -> str | None:
        """By the page's own pager, each address once."""
        following = pagers.next_page(tree, url, self.listing_url(walk.name, 1), walk.page)
        walk.scripted = following is None and pagers.by_script(tree, walk.page)
        if following is None or not self.on_host(following) or page_id(following) in self.listed:
            return None
        self.listed.add(page_id(following))
        return following

    def links_of(self, tree: HtmlElement, url: str) -> list[Link]:
        """The links of the page's own part that have the shape of this portal's articles."""
        keys = self.site.articles(self._survey(tree, url))

        def key_of(link: str) -> str | None:
            return key if (key := self._key(link)) in keys and page_id(link) not in self.listed else None

        return list(map(self._dated, article_links(tree, url, key_of, month_first=self.listing_month_first)))

    def _dated(self, link: Link) -> Link:
        known = self.feed_days.get(link.key) if link.listed_at is None else None
        return dataclasses.replace(link, listed_at=known.listed_at, listed_by=known.listed_by) if known else link

    def _key(self, url: str) -> str | None:
        if no_news(url) or (self.arguments.source == "wayback" and not has_id(url)):  # a web archive shows no listing
            return None
        if self.recorded and (page_id(url) in self.site.menu or not self.site.has_shape(url)):
            return None
        return super()._key(url)

    def _listing_place(self, url: str, walk: Walk) -> int | None:
        first = self.listing_url(walk.name, 1)
        if page_id(url) == page_id(walk.url or first):
            return walk.page
        return 1 if page_id(url) == page_id(first) else None

    def _survey(self, tree: HtmlElement, url: str) -> Survey:
        return survey(tree, url, self.on_host, self._key)

    # --- looking around -------------------------------------------------------------------------------------------
    def first_requests(self) -> Iterable[Request]:
        """The start page."""
        self.idle = set(map(page_id, self.session.idle()))
        return [self._look(self.listing_url(self.start_path, 1))]

    @property
    def everywhere(self) -> bool:
        """Whether the whole portal is meant: the start is its home page."""
        return self._is_front(self.listing_url(self.start_path, 1))

    def _is_front(self, url: str) -> bool:
        """The home page; a folder is none, but for that of the portal's language."""
        parts = urlsplit(url)
        if not parts.query and parts.path.strip("/") in ("", "vi", "vn"):
            return True
        return not parts.path.endswith("/") and is_home(url, self.host)

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
            self._see(look, page)
        self.waiting -= 1
        yield from self._advance()

    def look_failed(self, failure: Failure) -> Iterator[Any]:
        """A page without an answer hides a listing from this night; one that robots.txt closes is none of ours."""
        self.waiting -= 1
        look: Look = failure.request.cb_kwargs["look"]  # type: ignore[attr-defined]
        reason = judge_failure(failure)[1]
        if look.kind == "section" and (reason != "robots" or self._is_start(look)):
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
                if fed < FEEDS_PER_RUN and self.on_host(url) and page_id(url) not in self.looks:
                    yield self._look(url, "feed")
            for spot in sections(look.links) if look.links is not None else ():
                if spot.page in self.looks or spot.page in self.idle or not self._within(spot.url):
                    continue
                if self._is_front(spot.url) or any(
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

    def _decide(self) -> tuple[list[Look], list[Any]]:
        """The new listings among what was seen, and what follows: rows of all pages, articles, next pages."""
        looks = [look for look in self.looks.values() if look.page is not None]
        few = 2 if any(look.kind == "second" for look in looks) else FEW_PAGES
        seen = [look.links for look in looks if look.links is not None]
        self.site = learn(seen, with_first=not self.everywhere, few=few)
        for look in looks:
            if look.feed is not None:
                self.feed_days |= {link.key: link for link in self._feed_entries(look.feed) if link.listed_at}
        found: list[Look] = []
        items: list[Any] = []
        for look in sorted(looks, key=self._is_start):
            if look.page is None or not look.pending:
                continue
            look.pending = False
            walk = Walk(path_of(look.page.url), url=look.page.url)
            listing = page_id(look.page.url) not in self.listed and self._is_listing(look, bool(found))
            items.append(Fetched(look.page, "listing" if listing or look.failed else "other", raw=look.raw))
            if not listing:
                continue
            self.listed.add(page_id(look.page.url))
            if look.links is not None:
                found.append(look)
            links = self._feed_entries(look.feed) if look.feed is not None else self._links(look.page, walk)
            items.extend(self.walk_on(walk, links or []))
        return found, items

    def _is_listing(self, look: Look, others: bool) -> bool:
        """Whether a page lists articles. The home page does so only where it has a pager, or nothing else does."""
        if look.feed is not None:
            return bool(self._feed_entries(look.feed))
        if look.page is None or look.links is None or look.kind == "second" or not self.site.articles(look.links):
            return False
        url = look.page.url
        named = page_id(look.url) in self.site.menu or not has_id(url)  # as sections are
        if not named and look.following is None and self.site.has_shape(url) and not reads_as_listing(look.page):
            return False  # an article with its box of other news
        return not (self._is_start(look) and self.everywhere) or look.following is not None or not others

    def _feed_entries(self, feed: feeds.Feed) -> list[Link]:
        """A feed's links that have the shape of articles; where no page has shown it, that of any article."""
        links = feed_links(feed, self._key, lastmod=self.sitemap_is_publication)
        known = self.site.has_shape if self.site.shapes else has_id
        return [link for link in links if known(link.url) and page_id(link.url) not in self.site.menu]

    # --- articles -------------------------------------------------------------------------------------------------
    def parse_article(
        self, response: Response, key: str, link: Link | None = None, known: Known | None = None
    ) -> Iterator[Fetched | Request]:
        """As everywhere; a page that turns out to list articles is walked as one more section."""
        yield from super().parse_article(response, key, link, known)
        if response.status == 200 and known is None and self._room() and page_id(response.url) not in self.listed:
            yield from self._unexpected(page_of(response, self.name))

    def _room(self) -> bool:
        return self.everywhere and len(self.looks) <= self.sections_per_run

    def _unexpected(self, page: Page) -> Iterator[Request]:
        reading = read(page)
        if isinstance(reading, Rejection) or pagers.next_page(reading.document.tree, page.url, page.url, 1) is None:
            return
        if reads_as_listing(page):
            self.listed.add(page_id(page.url))
            self.looks[page_id(page.url)] = Look(page.url, pending=False)
            yield self._listing_request(Walk(path_of(page.url), url=page.url))

    def _from_warc(self, path: Path) -> Iterator[Fetched]:
        """Every answer in the file whose address has the shape of an article's, learned from the file's own pages."""
        seen: list[Survey] = []
        for _, page in self.session.kept_responses(path):
            reading = read(page) if page.status == 200 and len(seen) <= self.sections_per_run else None
            if reading is not None and not isinstance(reading, Rejection):
                seen.append(self._survey(reading.document.tree, page.url))
        self.site, self.recorded = learn(seen, with_first=True), True
        yield from super()._from_warc(path)
