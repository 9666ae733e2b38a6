"""How long a host rests after an answer: the rule for slow and failing servers (docs/politeness.md has its figures).

- An answer that took longer than a second: the host rests as long again, at most 30 s, on top of the delay. It works
  for us half of the time at most, however slow it is. The delay alone counts from the start of a request: a server
  that needs longer than it would get the next one at once.
- From the third failure in a row on (no answer, 5xx, 429), the delay doubles with each, up to a minute; each answer
  halves it again.

AutoThrottle is not used: it sets the delay to the latency, counted from the start of a request, so that a slow server
gets no rest at all, and it takes back what robots.txt asked for (Crawl-delay).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from scrapy import Request
from scrapy.core.downloader import Downloader
from scrapy.core.downloader.handlers import DownloadHandlers
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import Response

SLOW = 1.0  # seconds; what a portal of this kind needs for a page on a good day is less
MOST_REST = 30.0  # seconds
MOST_DELAY = 60.0  # seconds
FEW_FAILURES = 2  # in a row: a broken page and its second try


@dataclass(slots=True)
class Pace:
    """One host's pace. `most_rest` and `most_delay` in seconds; `factor` is what the delay is multiplied by."""

    most_rest: float = MOST_REST
    most_delay: float = MOST_DELAY
    failures: int = 0  # in a row
    factor: float = 1.0

    def rest(self, took: float, delay: float, *, failed: bool) -> float:
        """Seconds that the host rests beyond the delay, after an exchange that took `took` seconds."""
        if failed:
            self.failures += 1
            if self.failures > FEW_FAILURES:
                self.factor = max(1.0, min(2 * self.factor, self.most_delay / delay))
        else:
            self.failures = 0
            self.factor = max(1.0, self.factor / 2)
        slow = min(took, self.most_rest) if took > SLOW else 0.0
        return max(slow, delay * (self.factor - 1))


class PoliteDownloader(Downloader):
    """The setting `DOWNLOADER`: Scrapy's, with one slot for a host with and without www, and a rest where `Pace` says.

    Here and in no middleware, because Scrapy sends the next request of a host before a middleware sees the answer.
    Settings: `CCHC_MOST_REST`, `CCHC_MOST_DELAY`.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._paces: dict[str, Pace] = {}
        self.handlers: Any = _Timed(self.handlers, self._exchanged)

    def get_slot_key(self, request: Request) -> str:
        """The host; www. is no other server."""
        return super().get_slot_key(request).removeprefix("www.")

    def _exchanged(self, request: Request, seconds: float, failed: bool) -> None:
        """Let the host rest: its slot sends the next request `delay` after `lastseen`."""
        key = self.get_slot_key(request)
        slot = self.slots.get(key)
        if slot is None:
            return
        if key not in self._paces:
            most_rest, most_delay = (self.settings.getfloat(name) for name in ("CCHC_MOST_REST", "CCHC_MOST_DELAY"))
            self._paces[key] = Pace(most_rest, most_delay)
        rest = self._paces[key].rest(seconds, slot.delay, failed=failed)
        if rest:
            slot.lastseen = max(slot.lastseen, time.monotonic() + rest)
            stats: Any = self.crawler.stats
            stats.inc_value("politeness/rests")
            stats.inc_value("politeness/rest_seconds", rest)


class _Timed:
    """Download handlers that tell how long each exchange took, before the slot goes on."""

    def __init__(self, handlers: DownloadHandlers, exchanged: Callable[[Request, float, bool], None]) -> None:
        self._handlers = handlers
        self._exchanged = exchanged

    async def download_request_async(self, request: Request) -> Response:
        begun = time.monotonic()
        try:
            response = await self._handlers.download_request_async(request)
        except IgnoreRequest:  # refused by a handler of ours: nobody was asked
            raise
        except Exception as error:
            too_large = isinstance(error, DownloadCancelledError)
            self._exchanged(request, time.monotonic() - begun, not too_large)
            raise
        self._exchanged(request, time.monotonic() - begun, response.status >= 500 or response.status == 429)
        return response
