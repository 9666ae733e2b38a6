"""Send a portal's requests to an imitation on this machine, so that spiders run against it unchanged.

One download handler under all middlewares. Only the wire differs: scheme, host and port become loopback's, the `Host`
header stays the portal's, and the answer carries the portal's URL again. Slots, robots.txt, WARC records and keys
therefore never see the replica. In this mode nothing but loopback is ever connected to.
"""

from __future__ import annotations

import logging
from typing import Self
from urllib.parse import urlsplit, urlunsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from crawler.config import Origins, parse_replica
from crawler.network import tls

log = logging.getLogger(__name__)


class UndeclaredHostError(IgnoreRequest):
    """A replica run was asked for an address that none of its portals declared.

    An IgnoreRequest: nothing is wrong with a server, and robots.txt rules have nothing to say about it.
    """


class ReplicaHandler:
    """Download handler for http and https while `CCHC_REPLICA` is set.

    Allowed hosts are the setting `CCHC_REPLICA_HOSTS` or, where it is empty, the spider's `allowed_domains`; other
    addresses raise UndeclaredHostError. https is real TLS; the replica's certificate is not verified.
    """

    lazy = True

    def __init__(self, crawler: Crawler, origins: Origins) -> None:
        self._crawler = crawler
        self._origins = origins
        self._hosts: list[str] = crawler.settings.getlist("CCHC_REPLICA_HOSTS")
        self._http = tls.Handler(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Raises ConfigError where the setting cannot be read."""
        return cls(crawler, parse_replica(crawler.settings["CCHC_REPLICA"]))

    async def download_request(self, request: Request) -> Response:
        """Fetch from loopback what `request` asks of the portal."""
        hosts = self._hosts or list(getattr(self._crawler.spider, "allowed_domains", None) or ())
        host = urlparse_cached(request).hostname or ""
        # Scrapy's url_is_from_any_domain compares with the port, and `host:443` is how some portals write their links.
        if not any(host == declared or host.endswith(f".{declared}") for declared in hosts):
            names = ", ".join(hosts) or "none"
            message = f"replica run: {request.url} is on no declared host ({names})"
            log.warning("%s", message)
            raise UndeclaredHostError(message)
        sent = to_loopback(request, self._origins)
        try:
            response = await self._http.download_request(sent)
        finally:
            # `sent` has its own copy of meta; the handler notes the latency there, AutoThrottle reads it here.
            request.meta.update({key: sent.meta[key] for key in ("download_latency",) if key in sent.meta})
        return response.replace(url=request.url)

    async def close(self) -> None:
        """Close pooled connections."""
        await self._http.close()


def to_loopback(request: Request, origins: Origins) -> Request:
    """The request as the replica gets it: same scheme, path, query, headers and body; the portal in `Host`."""
    parts = urlsplit(request.url)
    host, port = origins.https if parts.scheme == "https" else origins.http
    netloc = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    sent = request.replace(url=urlunsplit(parts._replace(netloc=netloc)))
    default = 443 if parts.scheme == "https" else 80
    port_as_sent = f":{parts.port}" if parts.port not in (None, default) else ""
    sent.headers.setdefault("Host", f"{parts.hostname}{port_as_sent}")
    return sent


def handlers(replica: str | None) -> dict[str, str]:
    """The `DOWNLOAD_HANDLERS` setting: crawler.network.wire's where no replica is set. Raises ConfigError."""
    if not replica:
        return dict.fromkeys(("http", "https"), "crawler.network.wire.Handler")  # for both, so that they share one pool
    parse_replica(replica)
    return dict.fromkeys(("http", "https"), "crawler.replica.ReplicaHandler")
