"""The raw store: a downloader middleware that keeps every response before anything is decided about it.

Position 950, nearest to the wire: walls, errors, redirects and robots.txt are kept too, with the body as received
(chunked transfer undone by the HTTP client, Content-Encoding not). What cannot be kept is not judged: the response
becomes a RawStoreError and the crawl closes with `disk_full` or `raw_store_failed`.

Writing is done in place and not in a thread: it costs 0.1 to 0.7 ms a page (0.6 s for 30 MB that do not compress), a
thread would need a lock and cost as much, and the next step must wait for it anyway.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import ResponseDataLossError
from scrapy.http import Headers, Response

# Scrapy offers no public way to start a coroutine from a signal handler; its own CloseSpider extension does the same.
from scrapy.utils.defer import _schedule_coro

from crawler import disk, journal
from crawler.cdx import Memento
from crawler.monitors import DISK_LOW
from crawler.warc import Capture, RawRef, RawStoreError, Repair, Writer, repair
from crawler.warcread import IMITATION
from crawler.wayback import not_played

__all__ = ["RawRef", "RawStore", "RawStoreError", "RetryTruncated"]

log = logging.getLogger(__name__)


class RawStore:
    """Sets `request.meta["raw"]` (a RawRef) and `meta["fetched_at"]` (the record's WARC-Date); reads
    `meta["previous_raw"]` (a RawRef or None) for revisit records.

    Settings: `CCHC_WARC_DIR`, `CCHC_WARC_MAX_BYTES` (a new file from there on, default 1 GiB), `CCHC_WARC_COLD` (where
    older files may lie), `CCHC_DISKS` (folders of the disks that are watched; without: the WARC folder) and
    `CCHC_DISK_RESERVE` (bytes left free there; 0: not watched), `USER_AGENT`. A response flagged "warc" comes from a
    WARC file and is not written again.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._directory = Path(crawler.settings["CCHC_WARC_DIR"])
        self._max_bytes = crawler.settings.getint("CCHC_WARC_MAX_BYTES", 1 << 30)
        self._cold = tuple(map(Path, crawler.settings.getlist("CCHC_WARC_COLD")))
        written = (self._directory, *map(Path, crawler.settings.getlist("CCHC_DISKS")))
        self._watch = disk.Watch(written, crawler.settings.getint("CCHC_DISK_RESERVE"))
        self._writer: Writer | None = None
        self._failure: RawStoreError | None = None
        self._visit: dict[str, Any] | None = None  # what the run says of itself, for each of its files
        self._closed = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Connect to the spider's opening and closing."""
        store = cls(crawler)
        crawler.signals.connect(store.spider_opened, signals.spider_opened)
        crawler.signals.connect(store.spider_closed, signals.spider_closed)
        return store

    def spider_opened(self) -> None:
        """Close what a killed process left open. The file of this run is opened with its first record."""
        session = getattr(self._crawler.spider, "session", None)
        if session is not None:
            self._visit = session.keep_journal(self.note)
        try:
            for done in repair(self._directory):
                _report(done)
        except RawStoreError as error:
            self._fail(error)

    def spider_closed(self) -> None:
        """Finish the file."""
        self._closed = True
        if self._writer is not None:
            try:
                self._writer.close()
            except RawStoreError as error:  # the records are with the kernel and the next `repair` finishes the file
                log.error("%s", error)

    async def process_request(self, request: Request) -> None:
        """Fetch nothing that cannot be kept. Raises RawStoreError once the store has failed."""
        for name in ("raw", "fetched_at"):  # a retry or redirect carries its parent's
            request.meta.pop(name, None)
        if self._failure is not None:
            raise self._failure

    async def process_response(self, request: Request, response: Response) -> Response:
        """Keep the response; raises RawStoreError where that fails."""
        if "warc" in response.flags:
            return response
        if self._failure is not None:
            raise self._failure
        try:
            if self._writer is None:
                self._writer = self._open()
            capture = capture_of(request, response)
            ref = self._writer.write(capture, previous=request.meta.get("previous_raw"))
        except RawStoreError as error:
            self._fail(error)
            raise
        request.meta["raw"], request.meta["fetched_at"] = ref, capture.fetched_at
        self._crawler.stats.inc_value("raw/responses")
        self._crawler.stats.inc_value("raw/payload_bytes", ref.length)
        if (words := self._watch.wrote(ref.length)) is not None:
            self._stop(words)
        return response

    def note(self, what: str, facts: dict[str, Any]) -> None:
        """Keep a line of the run's journal; where that fails the crawl closes as for a response."""
        if self._failure is not None or self._closed:
            return
        try:
            if self._writer is None:
                self._writer = self._open()
            self._writer.note(what, facts)
        except RawStoreError as error:
            self._fail(error)

    def _open(self) -> Writer:
        settings, spider = self._crawler.settings, self._crawler.spider
        info = {
            "robots": "obey" if settings.getbool("ROBOTSTXT_OBEY") else "ignore",
            "http-header-user-agent": str(settings["USER_AGENT"]),
        }
        if settings["CCHC_REPLICA"]:
            info["description"] = IMITATION
        if self._visit is not None:
            info[journal.RUN] = json.dumps(self._visit)
        name = spider.name if spider else "crawl"
        return Writer(self._directory, name, max_bytes=self._max_bytes, info=info, cold=self._cold)

    def _stop(self, words: str) -> None:
        """End the crawl while there is still room for what is under way; everything fetched is kept and judged."""
        log.critical("%s: the crawl stops, the next one goes on where it was", words)
        session = getattr(self._crawler.spider, "session", None)
        if session is not None:
            session.note(words)
        self._close(DISK_LOW)

    def _fail(self, error: RawStoreError) -> None:
        if self._failure is not None:
            return
        self._failure = error
        log.critical("%s", error)
        self._close("disk_full" if error.disk_full else "raw_store_failed")

    def _close(self, reason: str) -> None:
        engine: Any = self._crawler.engine
        _schedule_coro(engine.close_spider_async(reason=reason))


class RetryTruncated:
    """Downloader middleware right above RawStore (940): asks again for an answer whose connection broke off.

    For `DOWNLOAD_FAIL_ON_DATALOSS = False`, by which Scrapy hands such bytes over (flag "dataloss") instead of dropping
    them before anybody could keep them. After the last retry it is the failure it would have been:
    ResponseDataLossError.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Keeps the crawler for its retry settings."""
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Response | Request:
        """Whole answers pass."""
        if "dataloss" not in response.flags:
            return response
        assert self._crawler.spider is not None
        again = get_retry_request(request, spider=self._crawler.spider, reason="dataloss")
        if again is None:
            raise ResponseDataLossError(f"{response.url} broke off after {len(response.body)} bytes")
        return again


def capture_of(request: Request, response: Response) -> Capture:
    """What is kept of one exchange. Scrapy gives header names in its own spelling; values are the server's bytes.

    A capture that a web archive plays (`meta["memento"]`) is kept under its own address and moment; every other answer
    of the archive is the archive's.
    """
    memento: Memento | None = request.meta.get("memento")
    played = memento is not None and not_played(response, memento) is None
    return Capture(
        url=memento.original if memento and played else response.url,
        status=response.status,
        body=response.body,
        headers=tuple(_pairs(response.headers)),
        fetched_at=memento.at if memento and played else dt.datetime.now(dt.UTC),
        through=response.url if played else None,
        protocol=response.protocol or "HTTP/1.1",
        ip_address=str(response.ip_address) if response.ip_address else None,
        truncated="disconnect" if "dataloss" in response.flags else None,
        method=request.method,
        request_headers=tuple(_pairs(request.headers)),
        request_body=request.body,
    )


def _pairs(headers: Headers) -> Iterator[tuple[bytes, bytes]]:
    for name, values in headers.items():
        for value in values:
            yield name, value


def _report(done: Repair) -> None:
    if done.torn_bytes or done.damaged:
        damaged = f"; unreadable pieces stay at {list(done.damaged)}" if done.damaged else ""
        log.warning("%s: %d torn bytes set aside in NAME.torn%s", done.file, done.torn_bytes, damaged)
    else:
        log.info("%s: closed for a process that did not", done.file)
