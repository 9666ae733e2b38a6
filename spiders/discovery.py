"""Portals whose listings nobody knows: found by the form of their pages, anew every night.

A run asks for the start page, then for the pages that its menus and boxes lead to, and decides over all of them at once
which are listings and which links are articles (crawler/survey.py). Each listing is then walked as on every portal,
from page to page by its own pager (crawler/pagers.py); a full one without any may be asked for `page=2` (`may_count`).
Feeds that the pages name give days to links without any; the sitemaps of robots.txt add what no listing links
(spiders/sitemaps.py).

What was no listing is not asked for again for a week. Never asked: other hosts, files, forms, calendars, other
languages (crawler/shapes.py), endless addresses (crawler/urls.py), and more than `sections_per_run` pages.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar, Self

from lxml.html import HtmlElement
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from scrapy.robotstxt import RobotParser

from archive.records import Page, Rejection
from archive.store import Known
from crawler import feeds, pagers
from crawler.answers import is_home, page_of
from crawler.arguments import Mode
from crawler.extraction import read
from crawler.items import Fetched
from crawler.links import Link, article_links, feed_links
from crawler.network.politeness import sitemaps_of
from crawler.shapes import has_id, no_news
from crawler.survey import FEW_PAGES, Site, Survey, learn, page_id, path_of
from spiders.look import Look, reads_as_listing
from spiders.looking import LookingSpider
from spiders.sitemaps import Sitemaps
from spiders.walk import Walk

_PAGE_SIZES = frozenset({10, 12, 15, 20, 24, 25, 30, 40, 50})  # articles on a page of a longer listing


class DiscoverySpider(LookingSpider):
    """A portal that is read from its start page. Subclasses say what an article's address is (`article_key`)."""

    may_count: ClassVar[bool] = False  # whether `page=N` may be tried where a full list shows no pager
    sitemap_articles: ClassVar[int] = 300  # that a run asks for because sitemaps name them; mode=full: all

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.site = Site()
        self.recorded = False  # what is an article was learned from a file, and nothing else is one
        self.listed: set[str] = set()  # page_ids of listing pages that are asked for, or were
        self.feed_days: dict[str, Link] = {}
        self.guesses: set[str] = set()  # page_ids of listing pages that no pager led to
        self.sitemaps = Sitemaps(self, self._key)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """As everywhere; listens to robots.txt for sitemaps, and for the end of all walks to read them."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        if spider.arguments.source == "live" and spider.arguments.mode is not Mode.RECHECK:
            crawler.signals.connect(spider.robots_parsed, signals.robots_parsed)
            crawler.signals.connect(spider.sitemaps.idle, signals.spider_idle)
        return spider

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Note the sitemaps that a robots.txt names."""
        self.sitemaps.name(sitemaps_of(robotparser, request.url))

    # --- hooks ----------------------------------------------------------------------------------------------------
    def next_page(self, walk: Walk, tree: HtmlElement, url: str) -> str | None:
        """By the page's own pager, each address once; where there is none and the list is full, by `page=N`."""
        first = self.listing_url(walk.name, 1)
        following = pagers.next_page(tree, url, first, walk.page)
        walk.scripted = following is None and pagers.by_script(tree, walk.page)
        if following is None and not walk.scripted and self._may_go_on(walk, tree, url):
            following = pagers.counted(first, walk.page + 1)
            if following is None or page_id(following) in self.idle:
                return None
            self.guesses.add(page_id(following))
        if following is None or not self.on_host(following) or page_id(following) in self.listed:
            return None
        self.listed.add(page_id(following))
        return following

    def _may_go_on(self, walk: Walk, tree: HtmlElement, url: str) -> bool:
        """Whether a section without any pager has as many articles as one page of a longer one."""
        first = self.listing_url(walk.name, 1)
        if not self.may_count or is_home(first, self.host) or pagers.is_paged(tree, url, first):
            return False
        begun = walk.page == 1 or page_id(url) in self.guesses
        return begun and self.site.longest(self._survey(tree, url)) in _PAGE_SIZES

    def parse_listing(self, response: Response, walk: Walk) -> Iterator[Any]:
        """As everywhere; an address that was guessed and shows nothing else than the page before is no page of it, and
        not asked for again for a week."""
        if page_id(walk.url or response.url) in self.guesses and not self._goes_on(response, walk):
            yield Fetched(page_of(response, self.name), "other", raw=response.meta.get("raw"))
        else:
            yield from super().parse_listing(response, walk)

    def _goes_on(self, response: Response, walk: Walk) -> bool:
        page = page_of(response, self.name)
        reading = read(page) if page.status == 200 else None
        if reading is None or isinstance(reading, Rejection):
            return False
        keys = {link.key for link in self.links_of(reading.document.tree, page.url)}
        again = sum(link.key in keys for link in walk.previous)
        return not keys <= walk.seen and 2 * again < len(walk.previous)

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

    # --- deciding -------------------------------------------------------------------------------------------------
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
            listing, further = False, []
            try:
                listing = page_id(look.page.url) not in self.listed and self._is_listing(look, bool(found))
                further = self._begun(look, look.page) if listing else []
            except Exception as error:
                self.break_off(look, error)
            items.append(Fetched(look.page, "listing" if listing or look.failed else "other", raw=look.raw))
            items.extend(further)
            if listing and look.links is not None:
                found.append(look)
        return found, items

    def _begun(self, look: Look, page: Page) -> list[Request]:
        """The articles that a new listing's first page links, and the request of its second page."""
        walk = Walk(path_of(page.url), url=page.url)
        self.listed.add(page_id(page.url))
        links = self._feed_entries(look.feed) if look.feed is not None else self._links(page, walk)
        return list(self.walk_on(walk, links or []))

    def all_looked_at(self) -> None:
        """When all walks have ended and no sitemap adds to them: say it where what was read cannot be all there is."""
        lists = [look for look in self.looks.values() if look.page and page_id(look.page.url) in self.listed]
        newest = all(look.following is None and (look.feed is not None or self._is_start(look)) for look in lists)
        if lists and newest and self.everywhere and self.arguments.mode is not Mode.SAMPLE:
            self.session.limits.append("no section was recognised as a list of articles: what is older was not read")

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

    def names_article(self, url: str) -> bool:
        """Whether an address that a sitemap names has the shape of articles and leads to nothing that is known."""
        page = page_id(url)
        seen = page in self.site.menu or page in self.listed or page in self.looks or page in self.idle
        return not seen and self.site.has_shape(url) and self._within(url)

    def ask(self, link: Link) -> Request:
        """The request of one more article."""
        self.asked.add(link.key)
        return self._article_request(link.url, link.key, link=link)

    # --- articles -------------------------------------------------------------------------------------------------
    def parse_article(
        self, response: Response, key: str, link: Link | None = None, known: Known | None = None
    ) -> Iterator[Fetched | Request]:
        """As everywhere; a page that turns out to list articles is walked as one more section, and one that is about
        the portal is kept as one that holds nothing."""
        if self.sitemaps.is_page_about(response, key):
            self.asked.discard(key)
            yield Fetched(page_of(response, self.name), "other", raw=response.meta.get("raw"))
            return
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
