"""From a fetched page to one outcome in the archive: the only place where a crawl writes rows.

The bytes are in the WARC file before a page comes here. Each article's page gets its row before it is read, so that a
page whose reading kills the process is known as such the next time and not read for ever.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import logging
from typing import Any, Self

from scrapy.crawler import Crawler

# As in crawler/raw.py: there is no public way to start a coroutine from here.
from scrapy.utils.defer import _schedule_coro

from archive.db import LOCAL, ArchiveError
from archive.history import POISON
from archive.records import Article, Outcome, Precision, Reason, Rejection
from archive.store import Capture
from archive.text import content_hash
from crawler import warcread
from crawler.answers import judge_status
from crawler.extraction import extract_reading, read
from crawler.items import Fetched, Unfetched
from crawler.session import Session

log = logging.getLogger(__name__)

_COMPARED = ("title", "text", "lead", "author", "section")  # what a reader sees, but for the date (listings give it)
_WALLS = frozenset({Reason.WALL, Reason.LOGIN})


class ArchivePipeline:
    """Judges `Fetched` and `Unfetched` items, once each."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.layouts = getattr(crawler.spidercls, "layouts", ())
        self.failed = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to build it."""
        return cls(crawler)

    @property
    def session(self) -> Session:
        """The crawl's session, set by its extension."""
        session: Session = self.crawler.spider.session  # type: ignore[union-attr]
        return session

    async def process_item(self, item: Any) -> Any:
        """Settle the item; listings only get their row. An archive that cannot be written ends the crawl."""
        try:
            self._process(item)
        except ArchiveError as error:
            if not self.failed:
                self.failed = True
                log.critical("%s", error)
                _schedule_coro(self.crawler.engine.close_spider_async(reason="archive_failed"))
            raise
        return item

    def _process(self, item: Any) -> None:
        session = self.session
        if isinstance(item, Unfetched):
            capture = Capture(item.url, dt.datetime.now(LOCAL))
            page_id = session.store.add_page(session.run_id, capture, kind="article", key=item.key)
            self._settle(page_id, item.key, item.outcome, item.reason, item.url)
        elif isinstance(item, Fetched) and item.kind == "article":
            self._judge(item)
        elif isinstance(item, Fetched):
            session.store.add_page(session.run_id, capture_of(item), kind=item.kind)

    def _judge(self, item: Fetched) -> None:
        assert item.key is not None
        page, session = item.page, self.session
        page_id = session.store.add_page(session.run_id, capture_of(item), kind="article", key=item.key)
        verdict = (Outcome.MISSING, item.miss) if item.miss is not None else judge_status(page.status)
        if verdict is None and page.url in session.poisoned:
            verdict = Outcome.FAILED, POISON
        if session.warc is not None and session.store.judged(page_id) is not None:  # the file was taken in before
            session.count(Outcome.UNCHANGED)
        elif verdict is not None:
            self._settle(page_id, item.key, *verdict, page.url, known=item.known is not None)
        else:
            self._read(page_id, item)

    def _read(self, page_id: int, item: Fetched) -> None:
        assert item.key is not None
        session, known = self.session, item.known is not None
        reading = read(item.page)
        if isinstance(reading, Rejection):
            self._settle(page_id, item.key, *judge_rejection(reading), item.page.url, known=known)
            return
        result = extract_reading(reading, self.layouts, session.template, fetched_at=item.page.fetched_at)
        if isinstance(result, Rejection):
            self._settle(page_id, item.key, *judge_rejection(result), item.page.url, known=known)
            return
        article = localised(result, item, session.portal)
        words = content_hash(article.title, article.text)
        if item.known is not None and item.known.content_hash != words and session.same_page(words, item.key):
            # Another article's page, or a notice of the portal: no edit of this one.
            self._settle(page_id, item.key, Outcome.BLOCKED, "same_page", item.page.url, known=True)
            return
        session.same_page(words, item.key)
        session.template.observe(item.key, reading.blocks)
        session.learned()
        if article.published_on is not None:
            session.published[item.key] = article.published_on
        outcome = session.store.put(page_id, article, cause=self._cause(article) if known else "portal")
        session.count(outcome, known=known)
        log.info("%s %s %s", outcome, item.key, article.title)

    def _cause(self, article: Article) -> str:
        """Who changed a known article: the portal, or our own rules since the last capture (then the old bytes, read
        by today's rules, give what today's bytes give)."""
        session = self.session
        earlier = session.store.earlier(session.portal, article)
        if earlier is None or earlier.capture is None:
            return "portal"
        capture = earlier.capture
        if capture.warc_file is None or capture.warc_offset is None:
            return "portal"
        try:
            before = read(warcread.read(session.warc_dir, capture.warc_file, capture.warc_offset))
        except warcread.WarcReadError as error:
            log.warning("the earlier capture of %s cannot be read: %s", article.key, error)
            return "portal"
        if isinstance(before, Rejection):
            return "portal"
        again = extract_reading(before, self.layouts, session.template, fetched_at=capture.fetched_at)
        if isinstance(again, Rejection) or any(getattr(again, name) != getattr(article, name) for name in _COMPARED):
            return "portal"
        return "parser" if earlier.layout == article.layout else "layout"

    def _settle(self, page_id: int, key: str, outcome: Outcome, reason: str, url: str, *, known: bool = False) -> None:
        store = self.session.store
        if outcome is Outcome.MISSING:
            outcome = store.miss(page_id, key, reason)
        elif outcome is Outcome.UNCHANGED:
            outcome = store.unchanged(page_id, key)
        else:
            outcome = store.settle(page_id, outcome, reason)
        self.session.count(outcome, known=known)
        log.log(logging.WARNING if outcome is Outcome.FAILED else logging.INFO, "%s (%s) %s", outcome, reason, url)


def capture_of(item: Fetched) -> Capture:
    """The facts of an answer as the archive's `page` row has them."""
    page, raw = item.page, item.raw
    return Capture(
        page.url,
        page.fetched_at or dt.datetime.now(LOCAL),
        status=page.status,
        etag=page.headers.get("etag"),
        last_modified=page.headers.get("last-modified"),
        body_sha256=(raw.sha256 or None) if raw else None,
        warc_file=raw.file if raw else None,
        warc_offset=raw.offset if raw else None,
    )


def judge_rejection(rejection: Rejection) -> tuple[Outcome, str]:
    """A wall is `blocked`, a page that says "not found" is `missing`; every other rejection is `rejected`."""
    if rejection.reason in _WALLS:
        return Outcome.BLOCKED, str(rejection.reason)
    if rejection.reason is Reason.SOFT_404:
        return Outcome.MISSING, str(rejection.reason)
    return Outcome.REJECTED, str(rejection.reason)


def localised(article: Article, item: Fetched, portal: str) -> Article:
    """The article under its portal's key; where the page has no date, the one of its listing row with that method.

    A listing's date after the day of the fetch is none: it belongs to an event.
    """
    assert item.key is not None
    changes: dict[str, Any] = {"key": item.key, "portal": portal}
    if item.canonical_url is not None:
        changes["canonical_url"] = item.canonical_url
    fetched_on = (item.page.fetched_at or dt.datetime.now(LOCAL)).astimezone(LOCAL).date()
    timed = isinstance(item.listed_at, dt.datetime)
    listed_on = item.listed_at.astimezone(LOCAL).date() if isinstance(item.listed_at, dt.datetime) else item.listed_at
    if article.published_at is None and listed_on is not None and listed_on <= fetched_on:
        changes |= {
            "published_at": item.listed_at,
            "published_method": item.listed_by,
            "published_raw": None,
            "published_precision": Precision.MINUTE if timed else Precision.DAY,
        }
    return dataclasses.replace(article, **changes)
