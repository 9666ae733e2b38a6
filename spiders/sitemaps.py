"""The sitemaps of a portal whose listings nobody knows, read when all walks have ended.

Only those that robots.txt names, on the portal's own host (sitemaps.org: an index and its parts): nothing is guessed.
They bring what no listing links: the unknown addresses that have the shape of the portal's articles. Where no page has
shown that shape, the commonest of the sitemap's own addresses is it, and the sitemap is the listing. `lastmod` is the
moment of an edit: it orders, and it tells what is older than a run's first day, but it dates nothing.

Bounds: 5 files a run (20 in mode=full), 50,000 addresses a file (crawler/feeds.py), and `sitemap_articles` articles a
run (all of them in mode=full), newest edit first. What is left out is said. A page that only a sitemap names, without
a date and without a number in its address, is no article: pages about the portal look like that.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from scrapy.exceptions import DontCloseSpider
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from archive.records import Rejection
from crawler import feeds
from crawler.answers import REDIRECTS, judge_failure, page_of
from crawler.arguments import Mode
from crawler.extraction import extract
from crawler.items import Fetched
from crawler.links import Link, feed_links
from crawler.shapes import has_id
from crawler.survey import commonest, page_id, path_of
from crawler.urls import joined, refuse
from spiders.articles import MAX_REDIRECTS
from spiders.base import SAMPLE_ARTICLES
from spiders.walk import local_day

if TYPE_CHECKING:
    from spiders.discovery import DiscoverySpider

FILES, FILES_FULL = 5, 20


class Sitemaps:
    """One run's sitemaps; `key_of` gives None for what cannot be an article's address."""

    def __init__(self, spider: DiscoverySpider, key_of: Callable[[str], str | None]) -> None:
        self._spider, self._key_of = spider, key_of
        self.named: dict[str, None] = {}  # by robots.txt, in its order
        self.asked: set[str] = set()  # page_ids of files
        self.doubtful: set[str] = set()  # keys that nothing but a sitemap and the form of a title speaks for
        self.first = ""  # path of the first file that held addresses
        self.found: dict[str, tuple[str, Link]] = {}  # by key: day of the last edit or "", link
        self.begun = False

    @property
    def _files(self) -> int:
        return FILES_FULL if self._spider.arguments.mode is Mode.FULL else FILES

    def name(self, addresses: tuple[str, ...]) -> None:
        """Sitemaps that robots.txt names; those of other hosts are left."""
        for url in addresses:
            if self._spider.on_host(url) and not refuse(url):
                self.named[url] = None

    def idle(self) -> None:
        """When all walks have ended: ask for the files, then for the articles that they alone name."""
        if not self.begun:
            self.begun = True
            requests = [self._request(url) for url in self.named if self._wanted(url)] if self._needed() else []
            if not requests:
                self._spider.all_looked_at()
        else:
            requests = [self._spider.ask(link) for link in self.chosen()]
            self.found.clear()
        for request in requests:
            self._spider.crawler.engine.crawl(request)
        if requests:
            raise DontCloseSpider

    def _needed(self) -> bool:
        """A start page that did not answer ends the run; a sample needs no more than what a listing shows."""
        spider = self._spider
        start = next(iter(spider.looks.values()), None)
        answered = start is not None and start.page is not None and start.page.status == 200
        return answered and (spider.arguments.mode is not Mode.SAMPLE or not spider.site.shapes)

    def _wanted(self, url: str) -> bool:
        """Whether a file is asked for; counts it."""
        if page_id(url) in self.asked:
            return False
        if len(self.asked) >= self._files:
            self._spider.session.note(f"more sitemaps than the {self._files} that a run reads")
            return False
        self.asked.add(page_id(url))
        return True

    def _request(self, url: str, depth: int = 0, hops: int = 0) -> Request:
        return Request(
            url,
            callback=self.parse,
            errback=self.failed,
            cb_kwargs={"depth": depth, "hops": hops},
            dont_filter=True,  # `asked` keeps one request per file
            meta={"kind": "listing", "handle_httpstatus_all": True, "dont_redirect": True},
        )

    def parse(self, response: Response, depth: int = 0, hops: int = 0) -> Iterator[Fetched | Request]:
        """Keep the addresses of one file; an index leads to its parts, a part to no further index."""
        spider, page = self._spider, page_of(response, self._spider.name)
        feed = feeds.parse(page) if page.status == 200 else None
        yield Fetched(page, "other" if feed is None else "listing", raw=response.meta.get("raw"))
        if feed is None:
            location = response.headers.get("Location")
            target = joined(page.url, location.decode("latin-1")) if location and page.status in REDIRECTS else None
            if target and hops < MAX_REDIRECTS and spider.on_host(target) and not refuse(target):
                yield self._request(target, depth, hops + 1)
            else:
                spider.session.note(f"{path_of(page.url)}: named as a sitemap, HTTP {page.status}, and is none")
            return
        for url in feed.sitemaps if depth == 0 else ():
            if spider.on_host(url) and not refuse(url) and not feeds.not_of_articles(url) and self._wanted(url):
                yield self._request(url, depth + 1)
        if len(feed.entries) + len(feed.sitemaps) >= feeds.MAX_ENTRIES:
            spider.session.note(f"{path_of(page.url)}: only its first {feeds.MAX_ENTRIES:,} addresses were read")
        edits = {entry.url: str(local_day(entry.date) or "") for entry in feed.entries}
        for link in feed_links(feed, self._key_of, lastmod=spider.sitemap_is_publication):
            self.first = self.first or path_of(page.url)
            self.found.setdefault(link.key, (edits[link.url], link))

    def failed(self, failure: Failure) -> None:
        """A sitemap without an answer hides only what no listing shows."""
        url = failure.request.url  # type: ignore[attr-defined]
        self._spider.session.note(f"{path_of(url)}: named as a sitemap, {judge_failure(failure)[1]}")

    def chosen(self) -> list[Link]:
        """The unknown articles that this run asks for, newest edit first."""
        spider, alone = self._spider, not self._spider.site.shapes
        if alone:
            spider.site = dataclasses.replace(
                spider.site, shapes=commonest(link.url for _, link in self.found.values())
            )
        articles = [
            (day, link)
            for day, link in sorted(self.found.values(), key=lambda pair: pair[0], reverse=True)
            if has_id(link.url) and spider.names_article(link.url) and not self._older(day)
        ]
        if alone and self.found:
            spider.session.listing_read(self.first, 1, len(articles))
        links = [link for _, link in articles if link.key not in spider.asked]
        known = spider.session.store.known(spider.name, [link.key for link in links])
        settled = spider.session.settled([link.key for link in links if link.key not in known])
        links = [link for link in links if link.key not in known and link.key not in settled]
        links = self._bounded(links, alone=alone)
        if not alone:
            self.doubtful = {link.key for link in links if link.listed_at is None and spider.site.is_bare(link.url)}
        return links

    def _older(self, day: str) -> bool:
        """Whether the last edit, so the publication too, lies before the run's first day."""
        since = self._spider.bounds.since
        return since is not None and bool(day) and dt.date.fromisoformat(day) < since

    def _bounded(self, links: list[Link], *, alone: bool) -> list[Link]:
        spider, mode = self._spider, self._spider.arguments.mode
        if mode is Mode.FULL:
            return links
        most = max(0, SAMPLE_ARTICLES - len(spider.asked)) if mode is Mode.SAMPLE else spider.sitemap_articles
        if len(links) > most and mode is not Mode.SAMPLE:
            text = f"sitemap {self.first} names {len(links) - most} more articles than a run asks for"
            if alone:
                spider.session.limits.append(f"{text}: run it once with -a mode=full")
            else:
                spider.session.note(text)
        return links[:most]

    def is_page_about(self, response: Response, key: str) -> bool:
        """Whether an answer is that of a page that only a sitemap named and that nothing calls an article."""
        if key not in self.doubtful or response.status != 200:
            return False
        judged = extract(page_of(response, self._spider.name))
        return not isinstance(judged, Rejection) and judged.published_at is None
