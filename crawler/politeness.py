"""Manners that Scrapy 2.19 lacks: `Crawl-delay`, a robots.txt that does not answer, `Retry-After`, never a zero delay.

Rules and sources:
- `Crawl-delay` (not in RFC 9309, but written by portals): kept up to 30 s, one request at a time, never jittered below.
- robots.txt with 5xx or 429, or unreachable: nothing is fetched in this run (RFC 9309 2.3.1.4; 429 says the same).
- robots.txt with another 4xx, or an HTML page in its place: no rules (RFC 9309 2.3.1.3); 512 KiB are read (2.5).
- `Retry-After` on 429 and 503 (RFC 9110 10.2.3): the whole host rests that long, at most ten minutes.
"""

from __future__ import annotations

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

MAX_CRAWL_DELAY = 30.0  # seconds; more would make a night of a small portal longer than the night
MAX_RETRY_AFTER = 600.0  # seconds
MAX_ROBOTS_BYTES = 512 << 10
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
    """Downloader middleware, between RetryMiddleware (550) and the wire: the retry waits like every other request."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Keeps the crawler for its download slots."""
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Response:
        """Let the host rest where it asks for it."""
        header = response.headers.get("Retry-After")
        if response.status not in (429, 503) or header is None:
            return response
        seconds = retry_after(header.decode("latin-1"), dt.datetime.now(dt.UTC))
        engine: Any = self._crawler.engine
        slot = engine.downloader.slots.get(request.meta.get("download_slot"))
        if seconds and slot:
            # The slot sends its next request `delay` after `lastseen`.
            slot.lastseen = max(slot.lastseen, time.monotonic() + seconds)
            log.info("%s answered %d: no request for %.0f s", response.url, response.status, seconds)
            self._crawler.stats.inc_value("politeness/retry_after")
        return response


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

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """The rules for the request's host.

        Requests that wait for the same robots.txt share one Deferred in Scrapy 2.19, and awaiting it hands its result
        to the first only: the others got None, that is, no rules, and fetched forbidden pages.
        """
        await super().robot_parser(request)
        parser: Any = self._parsers[urlparse_cached(request).netloc]
        return cast("RobotParser | None", parser)

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if _withheld(response.status):
            self._disallow(netloc, f"HTTP {response.status}")
        rules = robots_rules(response.status, response.body)
        await super()._parse_robots(response.replace(body=rules), netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        if isinstance(exc, IgnoreRequest):  # not the server's doing: a middleware of ours refused the request
            super()._robots_error(exc, netloc)
            return
        self._disallow(netloc, type(exc).__name__)
        self._stats.inc_value(f"robotstxt/exception_count/{type(exc)}")
        parser = build_from_crawler(self._parserimpl, self.crawler, DISALLOW_ALL)
        waiting: Any = self._parsers[netloc]
        self._parsers[netloc] = parser
        waiting.callback(parser)

    def _disallow(self, netloc: str, cause: str) -> None:
        log.warning("robots.txt of %s is not available (%s): nothing is fetched from it in this run", netloc, cause)
        self._stats.inc_value("robotstxt/unavailable")


def robots_rules(status: int, body: bytes) -> bytes:
    """The rules that an answer to /robots.txt stands for, as the bytes of a robots.txt."""
    if _withheld(status):
        return DISALLOW_ALL
    # Told by its first character: servers send good rules as text/html, and home pages as text/plain.
    html = body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    return body[:MAX_ROBOTS_BYTES] if 200 <= status < 300 and not html else b""


def _withheld(status: int) -> bool:
    return status >= 500 or status == 429
