"""From a fetched page to one outcome in the archive: the only place where a crawl writes rows.

The bytes are in the WARC file before a page comes here. Each article's page gets its row before it is read, so that a
page whose reading kills the process is known as such the next time and not read for ever.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import logging
from collections.abc import Sequence
from functools import cached_property
from typing import Any, Self

from scrapy.crawler import Crawler

# As in crawler/raw.py: there is no public way to start a coroutine from here.
from scrapy.utils.defer import _schedule_coro

from archive.db import LOCAL, ArchiveError, DiskFull
from archive.history import OFF_TOPIC, POISON
from archive.records import Article, Outcome, Precision, Rejection
from archive.store import Capture
from archive.text import content_hash
from crawler import warcread
from crawler.answers import judge_answer, judge_miss, judge_rejection
from crawler.extraction import Reading, events, extract_reading, read
from crawler.extraction.layout import Layout
from crawler.extraction.titles import head_titles
from crawler.extraction.topics import CCHC
from crawler.extraction.window import MIN_ARTICLES
from crawler.items import Fetched, Unfetched
from crawler.ledger import Ledger

log = logging.getLogger(__name__)

_COMPARED = ("title", "text", "lead", "author", "section")  # what a reader sees, but for the date (listings give it)


_EARLY = 2 * MIN_ARTICLES  # pages held for a second look; a portal of titles alone never teaches a template
_READ = frozenset({Outcome.STORED, Outcome.REVISED, Outcome.UNCHANGED})


class ArchivePipeline:
    """Hands every item to the `Judge`."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.failed = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to build it."""
        return cls(crawler)

    @cached_property
    def judge(self) -> Judge:
        """For the crawl's session, which its extension has set by now."""
        spider: Any = self.crawler.spider
        return Judge(spider.session, spider)

    async def process_item(self, item: Any) -> Any:
        """Settle the item; listings only get their row. An archive that cannot be written ends the crawl."""
        try:
            self.judge.process(item)
        except ArchiveError as error:
            if not self.failed:
                self.failed = True
                log.critical("%s", error)
                reason = "disk_full" if isinstance(error, DiskFull) else "archive_failed"
                _schedule_coro(self.crawler.engine.close_spider_async(reason=reason))
            raise
        return item


class Judge:
    """Judges `Fetched` and `Unfetched` items, once each. `session` is the run that they belong to, `portal` the spider
    or its class."""

    def __init__(self, session: Ledger, portal: Any) -> None:
        self.session = session
        self.portal = portal
        self.layouts: Sequence[Layout] = portal.layouts
        self._early: list[tuple[int, Fetched]] = []  # articles read before the template knew what this host repeats

    def process(self, item: Any, result: Article | Rejection | None = None) -> None:
        """Settle the item; a listing only gets its row. `result` is what another process has read from an article."""
        session = self.session
        if isinstance(item, Unfetched):
            item = dataclasses.replace(item, at=item.at or dt.datetime.now(dt.UTC))
        session.journal(item)  # first: what is noted and not stored can be recovered, the other way round it is lost
        if isinstance(item, Unfetched):
            assert item.at is not None
            capture = Capture(item.url, item.at)
            page_id = session.store.add_page(session.run_id, capture, kind="article", key=item.key)
            self._settle(page_id, item.key, item.outcome, item.reason, item.url)
        elif isinstance(item, Fetched) and item.kind == "article":
            if not self._is_twin(item):
                self._judge(item, result)
        elif isinstance(item, Fetched):
            session.store.add_page(session.run_id, capture_of(item), kind=item.kind)

    def fail(self, item: Fetched, reason: str) -> None:
        """Settle an article's page that another process could not read."""
        assert item.key is not None
        page_id = self.session.store.add_page(self.session.run_id, capture_of(item), kind="article", key=item.key)
        self._settle(page_id, item.key, Outcome.FAILED, reason, item.page.url)

    def _is_twin(self, item: Fetched) -> bool:
        """Whether the page is a copy (for printing, as a file) of an article that is stored: kept, and no version of
        it."""
        assert item.key is not None
        session = self.session
        if not self.portal.is_copy(item.page.url) or not session.store.known(session.portal, [item.key]):
            return False
        session.store.add_page(session.run_id, capture_of(item), kind="copy")
        session.count(Outcome.ALIAS)
        self._say(Outcome.ALIAS, "copy", item.page.url)
        return True

    def _judge(self, item: Fetched, result: Article | Rejection | None) -> None:
        assert item.key is not None
        key, page, session = item.key, item.page, self.session
        page_id = session.store.add_page(session.run_id, capture_of(item), kind="article", key=key)
        verdict = judge_miss(item.miss) if item.miss is not None else judge_answer(page)
        if verdict is None and page.url in session.poisoned:
            verdict = Outcome.FAILED, POISON
        if session.taking_in:
            if session.store.judged(page_id) is not None:  # the file was taken in before
                session.count(Outcome.UNCHANGED)
                self._say(Outcome.UNCHANGED, "taken in before", page.url)
                return
            item = dataclasses.replace(item, known=session.store.known(session.portal, [key]).get(key))
        if verdict is not None:
            self._settle(page_id, key, *verdict, page.url, known=item.known is not None)
        elif result is not None:
            self._keep(page_id, item, result)
        else:
            self._read(page_id, item)

    def _read(self, page_id: int, item: Fetched) -> None:
        assert item.key is not None
        reading = read(item.page)
        if isinstance(reading, Rejection):
            self._keep(page_id, item, reading)
            return
        template = self.session.template
        early = not template.acts
        result = extract_reading(reading, self.layouts, template, fetched_at=item.page.fetched_at)
        bare = template.bare(reading.blocks) if item.known is None and not self.session.taking_in else None
        if self._keep(page_id, item, result, bare=bare):
            self._learn(page_id, item, reading, early=early)

    def _learn(self, page_id: int, item: Fetched, reading: Reading, *, early: bool) -> None:
        assert item.key is not None
        self.session.template.observe(item.key, reading.blocks, head_titles(reading.document).parts)
        self.session.learned()
        if early:
            if len(self._early) < _EARLY:
                self._early.append((page_id, item))
            self._look_again()

    def recall(self, item: Fetched) -> None:
        """Learn again from a page that was read when a run that is gone on with was broken off; nothing is written."""
        assert item.key is not None
        session, reading = self.session, read(item.page)
        if isinstance(reading, Rejection):
            return
        if (stored := session.store.known(session.portal, [item.key]).get(item.key)) is not None:
            session.same_page(stored.content_hash, item.key)
        page_id = session.store.add_page(session.run_id, capture_of(item), kind="article", key=item.key)
        self._learn(page_id, item, reading, early=not session.template.acts)

    def _look_again(self) -> None:
        """As soon as the template acts: read the first pages anew. What differs is a revision with the cause parser."""
        if not self.session.template.acts:
            return
        for page_id, item in self._early:
            reading = read(item.page)
            if isinstance(reading, Rejection) or self.session.store.judged(page_id) not in _READ:
                continue
            found = extract_reading(reading, self.layouts, self.session.template, fetched_at=item.page.fetched_at)
            if isinstance(found, Article):
                self.session.store.reread(page_id, localised(found, item, self.session.portal))
        self._early.clear()

    def _keep(self, page_id: int, item: Fetched, result: Article | Rejection, *, bare: bool | None = None) -> bool:
        """Store what was read from a page; whether it was an article's own page. `bare`: it lacks the host's
        furniture."""
        assert item.key is not None
        session, known = self.session, item.known is not None
        if isinstance(result, Rejection):
            self._settle(page_id, item.key, *judge_rejection(result), item.page.url, known=known)
            return False
        article = localised(result, item, session.portal)
        words = content_hash(article.title, article.text)
        if item.known is not None and item.known.content_hash != words and session.same_page(words, item.key):
            # Another article's page, or a notice of the portal: no edit of this one.
            self._settle(page_id, item.key, Outcome.BLOCKED, "same_page", item.page.url, known=True)
            return False
        session.same_page(words, item.key)
        if article.published_on is not None:
            session.published[item.key] = article.published_on
        if session.only == "cchc" and not known and (article.cchc_score or 0) < CCHC:
            self._settle(page_id, item.key, Outcome.REJECTED, OFF_TOPIC, item.page.url)
            return True
        cause = self._cause(article) if known else "portal"
        outcome = session.store.put(page_id, article, cause=cause)
        session.count(outcome, known=known)
        if known:
            session.new.known(outcome, cause)
        elif outcome is Outcome.STORED and not session.taking_in:
            session.new.add(article, bare=bare)
        told = {"url": item.page.url, "outcome": str(outcome), "reason": None}
        log.info("%s %s %s", outcome, item.key, article.title, extra=told)
        return True

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
            before = read(warcread.read(session.warc_folders, capture.warc_file, capture.warc_offset))
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
        self.session.count(outcome, known=known, reason=reason)
        self._say(outcome, reason, url)

    @staticmethod
    def _say(outcome: Outcome, reason: str, url: str) -> None:
        """The line of an outcome without an article."""
        level = logging.WARNING if outcome is Outcome.FAILED else logging.INFO
        told = {"url": url, "outcome": str(outcome), "reason": reason}
        log.log(level, "%s (%s) %s", outcome, reason, url, extra=told)


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
            **events.completed(article, listed_on),
        }
    return dataclasses.replace(article, **changes)
