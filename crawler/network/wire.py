"""The one place where requests of a live run leave this machine: what is not public is refused, and a portal that has a
proxy is asked through it. Under all middlewares: redirects, retries, robots.txt and captures pass here like pages."""

from __future__ import annotations

from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, DownloadConnectionRefusedError, DownloadTimeoutError
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.error import ConnectError

from crawler.config import Config
from crawler.network import guard, tls
from crawler.network.proxies import Proxy, ProxyTimeoutError


class Handler(tls.Handler):
    """Download handler for http and https outside replica mode.

    Raises RefusedAddressError for what leads into the own network, ProxyError where the way there fails.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        config, spider = Config.from_env(), crawler.spider
        address = config.proxy(spider.name) if spider is not None else None
        self._proxy = Proxy.parse(address) if address else None
        self._resolver = guard.resolver()
        self._refused: set[str] = set()
        # A person has configured them: they may stand in the own network.
        self._archive: tuple[str, str] | None = None
        if getattr(getattr(spider, "arguments", None), "source", None) == "wayback":
            self._archive = _place(config.wayback)
        for host in (self._proxy.host if self._proxy else None, self._archive and urlsplit(config.wayback).hostname):
            if host:
                self._resolver.allow(host)

    async def download_request(self, request: Request) -> Response:
        """Fetch, or say why not."""
        own = (self._proxy.host,) if self._proxy else ()
        if _place(request.url) != self._archive and (why := guard.refusal(request.url, own=own)):
            raise self._refuse(why)
        try:
            if self._proxy is not None:
                return await self._through(self._proxy, request)
            return await super().download_request(request)
        except CannotResolveHostError as error:
            refused = self._resolver.refused.get((urlparse_cached(request).hostname or "").lower())
            if refused is None:
                raise
            raise self._refuse(refused) from error

    async def _through(self, proxy: Proxy, request: Request) -> Response:
        sent = proxy.routed(request)
        try:
            response = await super().download_request(sent)
        except TunnelError as error:
            raise proxy.refused_tunnel(str(error)) from error
        except (CannotResolveHostError, DownloadConnectionRefusedError, ConnectError) as error:
            raise proxy.error("does not answer") from error  # nobody else was connected to
        except DownloadTimeoutError as error:
            raise ProxyTimeoutError(f"through the proxy {proxy.address}") from error
        finally:
            # `sent` has its own copy of meta; the handler notes the latency there, AutoThrottle reads it here.
            request.meta.update({key: sent.meta[key] for key in ("download_latency",) if key in sent.meta})
        if refused := proxy.answered(response.status):
            raise refused
        return response.replace(ip_address=None)  # the proxy's: no record may call it the portal's

    def _refuse(self, why: str) -> guard.RefusedAddressError:
        error = guard.RefusedAddressError(why)
        if why not in self._refused:
            self._refused.add(why)
            tls.note(self._crawler, str(error))
        return error


def _place(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc
