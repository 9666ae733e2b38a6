"""A web archive as a source: the captures of a portal's articles, fetched as they were captured.

The bytes go to the raw store under the address and the moment of the capture; the archive's own answers (index, errors,
redirects to other captures) go there under the archive's address. Manners (docs/web-archives.md): one request at a
time, `DELAY` seconds apart; after 429 or 503 a rest as long as the archive asks for, a minute where it does not say;
three refusals in a row end the run. robots.txt is not asked for: it is written for those who follow links through the
archive, and this follows none; index and raw playback are interfaces for programs.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import logging
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast

from scrapy.exceptions import CloseSpider
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from archive.records import Outcome, Page
from crawler.answers import judge_failure, judge_status, page_of
from crawler.arguments import CrawlArguments, Mode
from crawler.cdx import CdxError, Memento, choose, parse, query
from crawler.encodings import decode
from crawler.items import Fetched, Unfetched
from crawler.monitors import SHUT_OUT
from crawler.warcread import MAX_BODY

log = logging.getLogger(__name__)

DELAY = 3.0  # seconds between two requests: 20 a minute; the index answers 429 above 24 (reported, 2026-06)
REST = 60.0  # seconds after a 429 or 503 without Retry-After; who goes on is shut out for an hour (reported)
REFUSALS = 3  # in a row, each after its retries
_CHROME = b"<!-- BEGIN WAYBACK TOOLBAR INSERT"
_ORIGIN = "x-archive-orig-"
_KEPT = ("content-type", "content-encoding", "content-language")  # of the capture, whatever else the archive adds
_MISSES = ("other_capture", "no_capture", "playback_chrome")


class Backfill:
    """One run's way through an archive: all pages of the index first, then the chosen captures, oldest first for each
    article, one request at a time. `spider` is the portal's, `key_of` its rule for articles' addresses; `base` is where
    the archive lies."""

    def __init__(self, spider: Any, key_of: Callable[[str], str | None], base: str) -> None:
        self._spider = spider
        self._key_of = key_of
        self._base = base
        self._arguments: CrawlArguments = spider.arguments
        self._found: dict[str, list[Memento]] = defaultdict(list)
        self._page = 0
        self._waiting: deque[tuple[str, Memento]] = deque()
        self._refused = 0

    def start(self) -> Request:
        """The first question to the index."""
        return self._index_request(None)

    # --- the index ------------------------------------------------------------------------------------------------
    def _index_request(self, resume: str | None) -> Request:
        self._page += 1
        arguments = self._arguments
        return Request(
            query(self._base, self._spider.host, arguments.since, arguments.until, resume),
            callback=self.parse_index,
            errback=self.index_failed,
            cb_kwargs={"resume": resume},
            dont_filter=True,
            meta=_manners("listing"),
        )

    def parse_index(self, response: Response, resume: str | None) -> Iterator[Any]:
        """Note the articles' captures; the next page of the index, or the first capture behind the last one."""
        yield Fetched(page_of(response, self._spider.name), "listing", raw=response.meta.get("raw"))
        try:
            if response.status != 200:
                raise CdxError(f"http_{response.status}")
            page = parse(response.body)
            if page.resume is not None and page.resume == resume:
                raise CdxError("the index repeats its resumption key")
        except CdxError as error:
            yield from self._index_ends(str(error))
            return
        if page.malformed:
            log.warning("index page %d: %d rows name no capture", self._page, page.malformed)
        new: dict[str, list[Memento]] = defaultdict(list)
        for memento in page.mementos:
            if (key := self._key_of(memento.original)) is not None:
                new[key].append(memento)
        for key, mementos in new.items():
            self._found[key] = choose([*self._found[key], *mementos], self._arguments.mode is Mode.FULL)
        if page.resume is not None:
            yield self._index_request(page.resume)
        else:
            yield from self._index_ends(None)

    def index_failed(self, failure: Failure) -> Iterator[Any]:
        """What was found before is fetched; the run is partial."""
        yield from self._index_ends(judge_failure(failure)[1])

    def _index_ends(self, problem: str | None) -> Iterator[Any]:
        spider, session = self._spider, self._spider.session
        if problem is not None:
            session.listing_failed("index", self._page, problem)
        chosen = [(key, memento) for key, mementos in self._found.items() for memento in mementos]
        self._found.clear()
        have = session.store.taken(spider.name, [memento.original for _, memento in chosen])
        spider.asked.update(_name(memento) for _, memento in chosen)
        for key, memento in chosen:
            if (memento.original, memento.at) in have:
                session.count(Outcome.UNCHANGED)
                told = {"url": memento.original, "outcome": str(Outcome.UNCHANGED), "reason": "taken in before"}
                log.info("%(outcome)s (%(reason)s) %(url)s", told, extra=told)
            else:
                self._waiting.append((key, memento))
        log.info("%d captures of articles, %d of them stored before", len(chosen), len(chosen) - len(self._waiting))
        yield from self._next()

    # --- the captures ---------------------------------------------------------------------------------------------
    def _next(self) -> Iterator[Request]:
        if self._waiting:
            key, memento = self._waiting.popleft()
            yield Request(
                memento.url(self._base),
                callback=self.parse_capture,
                errback=self.capture_failed,
                cb_kwargs={"key": key, "memento": memento},
                dont_filter=True,
                meta=_manners("article") | {"memento": memento, "key": key},
            )

    def parse_capture(self, response: Response, key: str, memento: Memento) -> Iterator[Any]:
        """The capture as an item under its original address; what is not the capture asked for is a miss."""
        reason = not_played(response, memento)
        if reason is None:
            self._refused = 0
            page = page_of(response, self._spider.name)
            page = Page(
                memento.original,
                page.body,
                status=page.status,
                headers=origin_headers(page.headers),
                fetched_at=memento.at,
                portal=self._spider.name,
            )
            miss = "redirect_elsewhere" if 300 <= page.status < 400 else None
            address = self._spider.canonical_url(memento.original)
            yield Fetched(page, "article", key, address, response.meta.get("raw"), miss=miss)
        elif reason in _MISSES:
            self._refused = 0
            yield Unfetched(memento.original, key, Outcome.MISSING, reason, memento.at)
        else:
            outcome, _ = judge_status(response.status) or (Outcome.FAILED, reason)
            yield Unfetched(memento.original, key, outcome, reason)
            self._refused += 1
            if self._refused >= REFUSALS:
                raise CloseSpider(SHUT_OUT)
        yield from self._next()

    def capture_failed(self, failure: Failure) -> Iterator[Any]:
        """A capture without an answer, then the next one."""
        request = cast(Request, failure.request)  # type: ignore[attr-defined]
        outcome, reason = judge_failure(failure)
        yield Unfetched(request.cb_kwargs["memento"].original, request.cb_kwargs["key"], outcome, reason)
        yield from self._next()


def not_played(response: Response, memento: Memento) -> str | None:
    """Why an answer is not the capture that was asked for; None where it is.

    An archive says in `Memento-Datetime` (RFC 7089) which capture it plays. Where it has not this one it redirects to,
    or plays, the nearest other one; that was captured at another time and is not followed.
    """
    if 300 <= response.status < 400 and "Memento-Datetime" not in response.headers:
        return "other_capture"
    said = response.headers.get("Memento-Datetime")
    if said is None:
        return "no_capture" if response.status in (200, 404) else f"http_{response.status}"
    try:
        played = email.utils.parsedate_to_datetime(said.decode("latin-1"))
    except ValueError:
        return "no_capture"
    if (played if played.tzinfo else played.replace(tzinfo=dt.UTC)) != memento.at:
        return "other_capture"
    encoding = (response.headers.get("Content-Encoding") or b"").decode("latin-1")
    body = decode(response.body, encoding, MAX_BODY)[0] if encoding else response.body
    return "playback_chrome" if _CHROME in body else None


def origin_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """What the portal had sent, of a played capture's headers (lower-case names). Validators and dates without the
    archive's prefix are the archive's own and would make a later conditional request to the portal lie."""
    kept = {name: value for name, value in headers.items() if name in _KEPT}
    origin = {name.removeprefix(_ORIGIN): value for name, value in headers.items() if name.startswith(_ORIGIN)}
    origin.pop("content-encoding", None)  # the body came decoded, or under the archive's own header
    return origin | kept


def _manners(kind: str) -> dict[str, Any]:
    return {
        "kind": kind,
        "handle_httpstatus_all": True,
        "dont_redirect": True,
        "dont_obey_robotstxt": True,
        "rest": REST,
    }


def _name(memento: Memento) -> str:
    return f"{memento.timestamp}/{memento.original}"
