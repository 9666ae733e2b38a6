"""Conditional GET from the archive's own validators, and no second knock at a wall.

Scrapy's HTTP cache is not used: it sends no validators where the portal answered `Cache-Control: no-cache`, which most
do, and it would keep every page a second time.
"""

from __future__ import annotations

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.answers import page_of, refusal_of


class ConditionalGet:
    """Adds `If-None-Match` and `If-Modified-Since` where `request.meta["validators"]` holds (etag, last_modified).

    `Cache-Control: max-age=0` asks caches on the way to check with the portal.
    """

    async def process_request(self, request: Request) -> None:
        """Headers only; the request goes on."""
        etag, last_modified = request.meta.get("validators", (None, None))
        if etag:
            request.headers["If-None-Match"] = etag
        if last_modified:
            request.headers["If-Modified-Since"] = last_modified
        if etag or last_modified:
            request.headers["Cache-Control"] = "max-age=0"


class NoRetryAtWalls:
    """Between RetryMiddleware (550) and the wire: an answer that would be asked for again, and is a wall, is final.

    Asking again is what a wall is there to stop; the address is owed to the next night (docs/politeness.md).
    """

    def __init__(self, crawler: Crawler) -> None:
        self._retried = frozenset(int(code) for code in crawler.settings.getlist("RETRY_HTTP_CODES"))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Reads which answers are retried."""
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Response:
        """The answer as it came; the request is marked where it is not to be repeated."""
        if "rest" in request.meta:  # an interface for programs that says how long to wait (crawler/wayback.py)
            return response
        if response.status in self._retried and refusal_of(page_of(response, "")) is not None:
            request.meta["dont_retry"] = True
        return response
