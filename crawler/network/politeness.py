"""Manners that Scrapy 2.19 lacks: `Crawl-delay`, a robots.txt that does not answer, `Retry-After`, never a zero delay.

Rules and sources:
- `Crawl-delay` (not in RFC 9309, but written by portals): kept up to 30 s, one request at a time, never jittered below.
- robots.txt with 5xx or 429, unreachable, or a wall in its place: nothing is fetched in this run (RFC 9309 2.3.1.4).
- robots.txt with another 4xx, or another HTML page in its place: no rules (RFC 9309 2.3.1.3); 512 KiB are read (2.5).
  docs/politeness.md has the whole table.
- `Retry-After` on 429 and 503 (RFC 9110 10.2.3): the whole host rests that long, at most ten minutes.
"""

from __future__ import annotations

import codecs
import datetime as dt
import email.utils
import logging
import time
from typing import Any, Self, cast

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.settings import BaseSettings
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import build_from_crawler

from archive.records import Outcome, Page, Reason
from crawler.answers import RobotsUnavailable, judge_error, refusal_of
from crawler.network import tls
from crawler.urls import joined

MAX_CRAWL_DELAY = 30.0  # seconds; more would make a night of a small portal longer than the night
MAX_RETRY_AFTER = 600.0  # seconds
MAX_ROBOTS_BYTES = 512 << 10
_ROBOTS = "https://portal.invalid/robots.txt"  # whose it is does not matter
DISALLOW_ALL = b"User-agent: *\nDisallow: /\n"

log = logging.getLogger(__name__)


class ZeroDelayError(ValueError):
    """The settings would let Scrapy forget its per-host limit."""


def refuse_zero_delay(settings: BaseSettings) -> None:
    """Raises ZeroDelayError where a delay of 0 is configured: Scrapy 2.14 to 2.19 then sends any number of requests at
    once to a host, whatever `CONCURRENT_REQUESTS_PER_DOMAIN` says (measured: docs/architecture.md)."""
    delays = {"DOWNLOAD_DELAY": settings.getfloat("DOWNLOAD_DELAY")}
    for host, slot in settings.getdict("DOWNLOAD_SLOTS").items():
        if "delay" in slot:
            delays[f"DOWNLOAD_SLOTS[{host!r}]['delay']"] = float(slot["delay"])
    for name, seconds in delays.items():
        if not seconds > 0:
            raise ZeroDelayError(f"{name} is {seconds:g}: it must be above 0, for tests too (0.01 is enough)")
    jitter = settings.getfloat("DOWNLOAD_DELAY_JITTER")
    if not 0 <= jitter < 1:
        raise ZeroDelayError(f"DOWNLOAD_DELAY_JITTER is {jitter:g}: from 1 on it makes some delays 0")


class CrawlDelay:
    """Extension: applies robots.txt's `Crawl-delay` to the download slot of its host."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Listen to robots.txt files as they are read."""
        extension = cls(crawler)
        crawler.signals.connect(extension.robots_parsed, signals.robots_parsed)
        return extension

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """`request` is the page for whose host robots.txt was read."""
        asked = robotparser.crawl_delay(self._crawler.settings["USER_AGENT"])
        if not asked or asked < 0:
            return
        delay = min(asked, MAX_CRAWL_DELAY)
        if delay < asked:
            log.warning("%s asks for %g s between requests; %g s are kept", request.url, asked, delay)
        engine: Any = self._crawler.engine
        downloader = engine.downloader
        key = downloader.get_slot_key(request)
        slot_settings = downloader.per_slot_settings.setdefault(key, {})
        delay = max(delay, slot_settings.get("delay", self._crawler.settings.getfloat("DOWNLOAD_DELAY")))
        slot_settings |= {"delay": delay, "concurrency": 1, "jitter": 0.0}
        if slot := downloader.slots.get(key):
            slot.delay, slot.concurrency, slot.jitter = delay, 1, 0.0
        self._crawler.stats.set_value(f"politeness/crawl_delay/{key}", delay)


class RetryAfter:
    """Extension: the whole host rests, second tries included.

    By a signal and no middleware: Scrapy sends the host's next request before a middleware sees the answer.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Listen to answers as they arrive."""
        extension = cls(crawler)
        crawler.signals.connect(extension.response_downloaded, signals.response_downloaded)
        return extension

    def response_downloaded(self, response: Response, request: Request) -> None:
        """Let the host rest where it asks for it; `meta["rest"]` seconds where it does not say how long."""
        header = response.headers.get("Retry-After")
        if response.status not in (429, 503) or (header is None and "rest" not in request.meta):
            return
        asked = header.decode("latin-1") if header is not None else str(round(request.meta["rest"]))
        seconds = retry_after(asked, dt.datetime.now(dt.UTC))
        engine: Any = self._crawler.engine
        slot = engine.downloader.slots.get(request.meta.get("download_slot"))
        if seconds and slot:
            # The slot sends its next request `delay` after `lastseen`.
            slot.lastseen = max(slot.lastseen, time.monotonic() + seconds)
            log.info("%s answered %d: no request for %.0f s", response.url, response.status, seconds)
            self._crawler.stats.inc_value("politeness/retry_after")


def retry_after(value: str, now: dt.datetime) -> float:
    """Seconds to wait for a `Retry-After` value (seconds or an HTTP date), at most 600; 0 if it says nothing."""
    value = value.strip()
    if value.isdecimal():
        seconds = float(value)
    else:
        try:
            moment = email.utils.parsedate_to_datetime(value)
        except ValueError:
            return 0.0
        seconds = (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).timestamp() - now.timestamp()
    return max(0.0, min(seconds, MAX_RETRY_AFTER))


class RobotsRules(RobotsTxtMiddleware):
    """In place of Scrapy's RobotsTxtMiddleware (100), which crawls on when robots.txt fails with 5xx or a timeout."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._withheld: dict[str, tuple[Outcome, str]] = {}  # by host and port: what the missing rules mean

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """The rules for the request's host.

        Requests that wait for the same robots.txt share one Deferred in Scrapy 2.19, and awaiting it hands its result
        to the first only: the others got None, that is, no rules, and fetched forbidden pages.
        """
        await super().robot_parser(request)
        parser: Any = self._parsers[urlparse_cached(request).netloc]
        return cast("RobotParser | None", parser)

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Scrapy's step that refuses; a host without rules to be had says why (RobotsUnavailable)."""
        verdict = self._withheld.get(urlparse_cached(request).netloc)
        if verdict is not None:
            self._stats.inc_value("robotstxt/forbidden")
            raise RobotsUnavailable(verdict)
        super().process_request_2(rp, request)

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if (cause := withheld(response.status, response.body)) is not None:
            self._disallow(netloc, (Outcome.BLOCKED, f"robots: {cause}"))
        rules = robots_rules(response.status, response.body)
        await super()._parse_robots(response.replace(body=rules), netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        if isinstance(exc, IgnoreRequest):  # not the server's doing: a middleware of ours refused the request
            super()._robots_error(exc, netloc)
            return
        legacy = getattr(self.crawler.spider, "tls", tls.MODERN) == tls.LEGACY
        outcome, reason = judge_error(exc, legacy=legacy)
        self._disallow(netloc, (outcome, f"{reason}, at robots.txt"))
        self._stats.inc_value(f"robotstxt/exception_count/{type(exc)}")
        parser = build_from_crawler(self._parserimpl, self.crawler, DISALLOW_ALL)
        waiting: Any = self._parsers[netloc]
        self._parsers[netloc] = parser
        waiting.callback(parser)

    def _disallow(self, netloc: str, verdict: tuple[Outcome, str]) -> None:
        log.warning(
            "robots.txt of %s is not available (%s): nothing is fetched from it in this run", netloc, verdict[1]
        )
        self._withheld[netloc] = verdict
        self._stats.inc_value("robotstxt/unavailable")


def sitemaps_of(rules: RobotParser, url: str) -> tuple[str, ...]:
    """The sitemaps that a robots.txt names; `url` is any page of its host. Empty where another parser than Scrapy's
    usual one (Protego) is set."""
    parser = getattr(rules, "rp", None)
    found = (joined(url, address) for address in getattr(parser, "sitemaps", ()))
    return tuple(address for address in found if address is not None)


def withheld(status: int, body: bytes) -> str | None:
    """Why an answer to /robots.txt keeps the rules from us: then nothing is fetched. None where it does not."""
    if status >= 500 or status == 429:
        return f"HTTP {status}"
    refusal = refusal_of(Page(_ROBOTS, body)) if 200 <= status < 300 and _is_markup(body) else None
    return f"{refusal.reason} in its place ({refusal.detail})" if refusal and refusal.reason is Reason.WALL else None


def robots_rules(status: int, body: bytes) -> bytes:
    """The rules that an answer to /robots.txt stands for, as the bytes of a robots.txt in UTF-8; b"" for none."""
    if withheld(status, body) is not None:
        return DISALLOW_ALL
    if not 200 <= status < 300 or _is_markup(body):
        return b""
    body = body[:MAX_ROBOTS_BYTES]
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):  # Notepad's "Unicode"
        body = body.decode("utf-16", "replace").encode()
    return body.removeprefix(codecs.BOM_UTF8)


def _is_markup(body: bytes) -> bool:
    """Told by its first character: servers send good rules as text/html, and home pages as text/plain."""
    return body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
