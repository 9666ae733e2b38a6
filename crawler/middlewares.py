"""Conditional GET from the archive's own validators.

Scrapy's HTTP cache is not used: it sends no validators where the portal answered `Cache-Control: no-cache`, which most
do, and it would keep every page a second time.
"""

from __future__ import annotations

from scrapy import Request


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
