"""What every portal's spider does: walk listings newest first, fetch what is new, look again at what is recent.

A portal file declares data (class attributes); a platform knows the grammar of addresses; this class walks. It writes
nothing: every answer goes to the pipeline as a `Fetched` or `Unfetched` item, once per article address and run.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Iterable, Iterator
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from lxml.html import HtmlElement
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from archive.records import Page, Reason, Rejection
from archive.store import Known
from crawler import feeds
from crawler.answers import REDIRECTS, judge_answer, judge_failure, judge_rejection, page_of, wall_at
from crawler.arguments import CrawlArguments, Mode
from crawler.extraction import Reading, extract_reading, read
from crawler.extraction.walls import NEEDS_A_BROWSER
from crawler.items import Fetched
from crawler.links import Link, article_links, feed_links, page_numbers
from crawler.network.cost import BudgetSpentError, Purpose
from crawler.network.tls import LEGACY
from crawler.urls import canonical, refuse
from crawler.wayback import Backfill
from spiders import recheck
from spiders.articles import MAX_REDIRECTS, ArticleSpider
from spiders.walk import Bounds, Step, Walk, local_day, meets_known, mostly_dated

SWEEP_DAYS = 31
SAMPLE_ARTICLES = 3
_MAX_SITEMAPS = 20  # files of one sitemap index that a run reads
_REFUSALS = frozenset({Reason.WALL, Reason.LOGIN, Reason.SOFT_404, Reason.BROKEN})
# New articles (10) come before the next page. Looking again comes last: where a night's budget ends, it has the new.
_OWED_PRIORITY, _LISTING_PRIORITY, _RECHECK_PRIORITY = 5, 0, -5


class PortalSpider(ArticleSpider):
    """Base of all portals. Subclasses declare; they do not override methods unless they are a platform."""

    def __init__(
        self,
        name: str | None = None,
        mode: str = "nightly",
        since: str | None = None,
        until: str | None = None,
        source: str = "live",
        only: str | None = None,
        **kwargs: Any,
    ) -> None:
        if kwargs:
            raise ValueError(f"unknown argument: {', '.join(kwargs)} (there are mode, since, until, source, only)")
        super().__init__(name)
        self.arguments = CrawlArguments.parse(mode, since, until, source, only)
        self.allowed_domains = [self.host]
        self.asked: set[str] = set()  # what this run decides: keys, or records of a WARC file
        self.refused = {}
        self.boxed: dict[str, Link] = {}  # unknown links of side boxes, with their date as soon as a row has it

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Scrapy's way to build it."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.ask_boxed, signals.spider_idle)
        return spider

    # --- the walk -------------------------------------------------------------------------------------------------
    async def start(self) -> AsyncIterator[Any]:
        """Requests of the first listing pages, of what earlier runs are owed and of the recheck window, or the pages
        of a WARC file."""
        if self.arguments.warc is not None:
            for item in self._from_warc(self.arguments.warc):
                yield item
            return
        if self.session.wayback is not None:
            yield Backfill(self, self._key, self.session.wayback).start()
            return
        self.bounds = self._bounds()
        if self.arguments.mode is Mode.RECHECK:
            for request in self._again(
                recheck.of_week(self.session.store, self.name, self.session.now, self.recheck_days, self.recheck_budget)
            ):
                yield request
            return
        first = list(self.first_requests())
        for request in first:
            yield request
        if self.arguments.mode is Mode.SAMPLE:
            home = self._home_request()
            if home.url not in {request.url for request in first}:
                yield home
            return
        for owed in self.session.owed():
            self.asked.add(owed.key)
            yield self._article_request(owed.url, owed.key, purpose=Purpose.OWED, priority=_OWED_PRIORITY)
        if self.arguments.mode is Mode.NIGHTLY:
            store, today = self.session.store, self.session.today
            for request in self._again(recheck.of_night(store, self.name, today, self.recheck_days)):
                yield request

    def _again(self, articles: Iterable[Known]) -> Iterator[Request]:
        """Requests of known articles."""
        for known in articles:
            self.asked.add(known.key)
            yield self._article_request(
                known.url,
                known.key,
                known=known,
                purpose=Purpose.RECHECKED,
                priority=_RECHECK_PRIORITY,
                whole=recheck.asked_whole(known, self.session.now, self.full_get_days, self.arguments.mode),
            )

    def first_requests(self) -> Iterable[Request]:
        """What a live crawl begins with: the first page of every listing."""
        return [self._listing_request(Walk(name)) for name in self.listings()]

    def _home_request(self) -> Request:
        return Request(
            f"{self.scheme}://{self.host}/",
            callback=self.parse_home,
            errback=self.home_failed,
            dont_filter=True,
            meta={"kind": "other", "handle_httpstatus_all": True, "dont_redirect": True},
        )

    def parse_home(self, response: Response) -> Iterator[Fetched]:
        """The home page, for a person who looks at it; no links are taken from it."""
        yield Fetched(page_of(response, self.name), "other", raw=response.meta.get("raw"))

    def home_failed(self, failure: Failure) -> None:
        """Nothing depends on it."""
        self.session.note(f"home page: {judge_failure(failure)[1]}")

    def _bounds(self) -> Bounds:
        arguments, since = self.arguments, self.arguments.since
        if since is None and arguments.mode is Mode.SWEEP:
            since = self.session.today - dt.timedelta(days=SWEEP_DAYS)
        return Bounds(
            arguments.mode, since, arguments.until, self.overlap, self.listing_pages, self.session.complete_until
        )

    def _from_warc(self, path: Path) -> Iterator[Fetched]:
        """Every answer in the file that has an article's address; redirects and 304 say nothing about the article."""
        for raw, page in self.session.kept_responses(path):
            key = self._key(page.url)
            if key is not None and page.status not in REDIRECTS and page.status != 304:
                self.asked.add(f"{raw.file}@{raw.offset}")  # a file may hold an address several times: each is judged
                yield Fetched(page, "article", key, self.canonical_url(page.url), raw)

    def _listing_request(self, walk: Walk) -> Request:
        return Request(
            walk.url or self.listing_url(walk.name, walk.page),
            callback=self.parse_listing,
            errback=self.listing_failed,
            cb_kwargs={"walk": walk},
            priority=_LISTING_PRIORITY,
            dont_filter=True,  # the walk decides what is asked twice
            meta={"kind": "listing", "handle_httpstatus_all": True, "dont_redirect": True},
        )

    def parse_listing(self, response: Response, walk: Walk) -> Iterator[Any]:
        """Unknown articles of this listing page, then the next page unless the walk has come to its end."""
        page = page_of(response, self.name)
        yield Fetched(page, "listing", raw=response.meta.get("raw"))
        if response.status in REDIRECTS:
            yield from self._listing_moved(response, walk)
            return
        if page.status == 200 and feeds.is_feed(page.body):
            links: list[Link] | None = self._feed_links(page, walk)
            yield from self._further_sitemaps(walk)
            if not links and (walk.sitemaps or walk.depth):  # an index holds no article, nor need each part of it
                return
        else:
            links = self._links(page, walk)
        if links is not None:
            yield from self.walk_on(walk, links)

    def walk_on(self, walk: Walk, links: list[Link]) -> Iterator[Request]:
        """Unknown articles among a listing page's links, then the next page unless the walk has come to its end."""
        self.session.listing_read(walk.name, walk.page, len(links))
        self.boxed.update({link.key: link for link in links if link.key in self.boxed and link.listed_at is not None})
        fresh = walk.fresh(links)
        known = self.session.store.known(self.name, [link.key for link in fresh])
        settled = self.session.settled([link.key for link in fresh if link.key not in known])
        for link in self.bounds.unknown(walk, fresh, known, settled):
            if self.arguments.mode is Mode.SAMPLE and len(self.asked) >= SAMPLE_ARTICLES:
                break
            if link.key not in self.asked and self.bounds.wanted(link, links):
                if link.listed_at is None and mostly_dated(links):
                    self.boxed.setdefault(link.key, link)
                    continue
                self.asked.add(link.key)
                yield self._article_request(link.url, link.key, link=link)

        def day_of(link: Link) -> dt.date | None:
            stored = known[link.key].published_on if link.key in known else None
            return local_day(link.listed_at) or stored or self.session.published.get(link.key)

        step = self.bounds.step(walk, fresh, day_of)
        walk.at_known = meets_known(fresh, known) if fresh else walk.at_known
        if step is Step.LIMIT:
            self.session.limit_reached(walk.name, walk.page)
        elif step is Step.ON and walk.following is not None:
            walk.page += 1
            walk.url, walk.previous = walk.following, fresh
            yield self._listing_request(walk)
        elif step is Step.ON and walk.scripted and (self.arguments.mode is Mode.FULL or not meets_known(fresh, known)):
            self.session.pager_scripted(walk.name, walk.page)
        elif self.arguments.mode is Mode.FULL and self.bounds.since is None and walk.short:
            reason = f"it says it has {walk.total} articles, but only {len(walk.seen)} were linked"
            self.session.listing_failed(walk.name, walk.page, reason)
        elif walk.stuck(links, fresh):
            self.session.pager_stuck(walk.name, walk.page)
        else:
            self._walk_ended(walk)

    def _walk_ended(self, walk: Walk) -> None:
        """A listing's walk found its end; a feed has no other."""
        if self.arguments.mode is Mode.NIGHTLY and not walk.feed:
            self.session.walk_ended(met=walk.streak >= self.overlap, known=walk.at_known)

    def ask_boxed(self) -> None:
        """When all walks have ended: the articles that only stood in side boxes, where many pages print no date and
        the link of a row would have had one."""
        left = [link for key, link in self.boxed.items() if key not in self.asked]
        if self.arguments.mode is Mode.SAMPLE:
            left = left[: max(0, SAMPLE_ARTICLES - len(self.asked))]
        self.boxed.clear()
        for link in left:
            self.asked.add(link.key)
            self.crawler.engine.crawl(self._article_request(link.url, link.key, link=link))
        if left:
            raise DontCloseSpider

    def _listing_moved(self, response: Response, walk: Walk) -> Iterator[Request]:
        """A redirect of a listing page: followed to the same page at another address (https, www), the end where it
        leads back to page 1 (NukeViet's answer past its end), a failure otherwise."""
        target, hops = self._target(response), response.meta.get("hops", 0)
        place = self._listing_place(target, walk) if target is not None else None
        if place == walk.page and hops < MAX_REDIRECTS:
            walk.url = target
            request = self._listing_request(walk)
            request.meta["hops"] = hops + 1
            yield request
        elif place != 1 or walk.page == 1:
            wall = f"{said}: " if target is not None and (said := wall_at(target)) else ""
            self.session.listing_failed(walk.name, walk.page, f"{wall}redirected to {target}")
        else:
            self._walk_ended(walk)

    def _listing_place(self, url: str, walk: Walk) -> int | None:
        """Page number of an address in the walk's listing, None where it is none of its pages."""
        try:
            if (place := self.listing_page(url)) is not None:
                return place[1] if place[0] == walk.name else None
            first = canonical(url) == canonical(self.listing_url(walk.name, 1))
        except ValueError:
            return None
        return 1 if first else None

    def _links(self, page: Page, walk: Walk) -> list[Link] | None:
        """The page's article links; None where the answer is no listing, which the ledger is told."""
        reading = read(page) if page.status == 200 else None
        if reading is None or isinstance(reading, Rejection):
            verdict = judge_answer(page) if reading is None else judge_rejection(reading)
            reason = verdict[1] if verdict is not None else f"http_{page.status}"
            self.session.listing_failed(walk.name, walk.page, reason)
            return None
        tree = reading.document.tree
        walk.following = self.next_page(walk, tree, page.url)
        links = self.links_of(tree, page.url)
        if not links and (refusal := self._refusal(reading, walk)):
            self.session.listing_failed(walk.name, walk.page, refusal)
            return None
        for address in page_numbers(tree, page.url, self.listing_page):
            if address[0] == walk.name:
                walk.announced = max(walk.announced, address[1])
        return links

    def links_of(self, tree: HtmlElement, url: str) -> list[Link]:
        """The article links of a listing page, in page order."""
        return article_links(tree, url, self._key, month_first=self.listing_month_first)

    def _feed_links(self, page: Page, walk: Walk) -> list[Link]:
        """The article links of a feed or a sitemap; notes further sitemaps in the walk."""
        feed = feeds.parse(page) or feeds.Feed()
        walk.feed = True
        walk.sitemaps = [url for url in feed.sitemaps if self.on_host(url) and not refuse(url)]
        walk.following = None
        return feed_links(feed, self._key, lastmod=self.sitemap_is_publication)

    def _further_sitemaps(self, walk: Walk) -> Iterator[Request]:
        """Each sitemap of an index is a walk of its own; an index inside an index is not followed further."""
        if walk.depth == 0:
            for url in walk.sitemaps[:_MAX_SITEMAPS]:
                yield self._listing_request(Walk(urlsplit(url).path, url=url, depth=1))
            if left := walk.sitemaps[_MAX_SITEMAPS:]:
                self.session.limits.append(f"sitemap {walk.name} names {len(left)} more sitemaps than a run reads")

    def _refusal(self, reading: Reading, walk: Walk) -> str | None:
        """Why a page without a single article link is no end of the listing; None where it may be one."""
        judged = extract_reading(reading)
        if isinstance(judged, Rejection) and (judged.reason in _REFUSALS or judged.detail.startswith(NEEDS_A_BROWSER)):
            return judge_rejection(judged)[1]
        if 1 < walk.page <= walk.announced:
            return "no article link, though an earlier page leads here"
        return None

    # --- no answer ------------------------------------------------------------------------------------------------
    def listing_failed(self, failure: Failure) -> None:
        """A listing page without an answer ends that walk; the ledger calls the run partial."""
        if isinstance(failure.value, BudgetSpentError):
            return
        walk: Walk = failure.request.cb_kwargs["walk"]  # type: ignore[attr-defined]
        self.session.listing_failed(walk.name, walk.page, judge_failure(failure, legacy=self.tls == LEGACY)[1])
