"""What a run costs its portal: every request on the wire, by what it was for, and the most that a night may ask.

Counted where requests leave the middlewares, so that the sum is what the server sees: robots.txt, second tries and
redirects included. A request that would be one too many is not sent: its address is left to the next night.
"""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

# As in crawler/raw.py: there is no public way to start a coroutine from here.
from scrapy.utils.defer import _schedule_coro

from crawler.arguments import CrawlArguments, Mode
from crawler.monitors import BUDGET_SPENT

log = logging.getLogger(__name__)

_BOUNDED = frozenset({Mode.NIGHTLY, Mode.SWEEP, Mode.RECHECK})


class Purpose(StrEnum):
    """What a request is for; the names of `run.counts`."""

    LISTING = "asked_listings"
    RECHECKED = "rechecked"  # an article that the archive has
    NEW = "asked_new"  # an article's address that it has not
    OWED = "asked_owed"  # one that earlier runs asked for in vain
    ROBOTS = "asked_robots"
    OTHER = "asked_other"  # the home page, pages looked at


class BudgetSpentError(IgnoreRequest):
    """The run has asked as much as it may: the request was not sent, and nothing is known about its address."""


@dataclass(slots=True)
class Cost:
    """The requests of one run. `first` counts first tries by purpose, `again` second tries and redirects; of the
    rechecked `whole` were asked without validators; `not_modified` is the number of answers with 304."""

    first: Counter[Purpose] = field(default_factory=Counter)
    again: int = 0
    whole: int = 0
    not_modified: int = 0

    @property
    def requests(self) -> int:
        """All that were sent."""
        return self.first.total() + self.again

    def add(self, request: Request) -> None:
        """One request that goes on the wire."""
        if is_again(request):
            self.again += 1
            return
        purpose = purpose_of(request)
        self.first[purpose] += 1
        if purpose is Purpose.RECHECKED and not ({b"If-None-Match", b"If-Modified-Since"} & request.headers.keys()):
            self.whole += 1

    def counts(self) -> dict[str, int]:
        """For `run.counts`: by purpose, `whole`, `not_modified`, `again`, and the sum `requests`."""
        return {
            "requests": self.requests,
            **{str(purpose): self.first[purpose] for purpose in Purpose},
            "whole": self.whole,
            "not_modified": self.not_modified,
            "again": self.again,
        }


def line(counts: dict[str, int]) -> str:
    """What a run asked of its portal, in one line with its sum; `counts` are those of a run."""
    found = {name: counts.get(name, 0) for name in (*Purpose, "whole", "not_modified", "again")}
    parts = [
        f"{found[Purpose.LISTING]:,} listing pages",
        f"{found[Purpose.RECHECKED]:,} rechecked ({found['whole']:,} whole, {found['not_modified']:,} not modified)",
        f"{found[Purpose.NEW]:,} new",
        f"{found[Purpose.OWED]:,} owed",
        f"{found[Purpose.ROBOTS]:,} robots",
        *([f"{found[Purpose.OTHER]:,} other"] if found[Purpose.OTHER] else []),
    ]
    total = sum(found[purpose] for purpose in Purpose)
    return f"{', '.join(parts)} = {total:,} requests (+{found['again']:,} retries/redirects)"


def is_again(request: Request) -> bool:
    """Whether a request repeats another one: after a failure, or where a redirect led."""
    marks = (*(request.meta.get(name) for name in ("retry_times", "redirect_times", "hops")),)
    return any(marks) or bool(request.cb_kwargs.get("hops"))


def purpose_of(request: Request) -> Purpose:
    """What a first try is for."""
    kind = request.meta.get("kind")
    if kind == "article":
        return Purpose(request.meta.get("purpose", Purpose.NEW))
    if kind is None and urlsplit(request.url).path == "/robots.txt":
        return Purpose.ROBOTS
    return Purpose.LISTING if kind == "listing" else Purpose.OTHER


def budget_of(arguments: CrawlArguments, per_night: int) -> int | None:
    """The most requests of a run; None for those that a person starts knowing that they are long."""
    return per_night if arguments.source == "live" and arguments.mode in _BOUNDED else None


class Meter:
    """Downloader middleware nearest to the wire (960): counts into the session's `Cost`, and ends the crawl where its
    `budget` is spent. What is on its way by then is left unsent."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._ended = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Keeps the crawler for its session and its engine."""
        return cls(crawler)

    @property
    def _session(self) -> Any:
        return self._crawler.spider.session  # type: ignore[union-attr]

    async def process_request(self, request: Request) -> None:
        """Count it; raises BudgetSpentError where it would be one too many."""
        session = self._session
        if session.budget is not None and session.cost.requests >= session.budget:
            if not self._ended:
                self._ended = True
                log.warning("%s: the budget of %d requests is spent", session.portal, session.budget)
                engine: Any = self._crawler.engine
                _schedule_coro(engine.close_spider_async(reason=BUDGET_SPENT))
            raise BudgetSpentError(f"not asked: the budget of {session.budget} requests is spent")
        session.cost.add(request)

    async def process_response(self, request: Request, response: Response) -> Response:
        """Count what has not changed."""
        if response.status == 304:
            self._session.cost.not_modified += 1
        return response
