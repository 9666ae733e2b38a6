"""No way in: what leads into this machine or its own network is never connected to, whoever names it.

A redirect, a link, a robots.txt, a sitemap, a typed address or the DNS of a portal may name 127.0.0.1, a router or the
metadata service of a cloud. Two checks, both where the connection is made (crawler/network/wire.py):
- the address as written: literal IPs in every spelling the system's resolver takes, names of the own network, schemes;
- the answers of DNS, by the resolver that the connection itself uses: a name cannot be good when it is looked at and
  bad when it is used.
Public is what the IANA registries call globally reachable (RFC 6890), and no multicast.
"""

from __future__ import annotations

import ipaddress
import logging
import socket
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, Self, cast
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.error import DNSLookupError

from crawler.places import is_local_name, is_public

if TYPE_CHECKING:
    from twisted.internet.defer import Deferred

log = logging.getLogger(__name__)


class RefusedAddressError(IgnoreRequest):
    """An address of this machine or its network, which was not asked for. An IgnoreRequest: no server has failed, so it
    is not asked again, and the rules of robots.txt have nothing to do with it."""

    def __init__(self, why: str) -> None:
        super().__init__(f"refused address: {why}")


def literal(host: str) -> str | None:
    """The IP address that a host stands for without DNS, None for a name. IPv4 in every spelling that the system takes
    for one: 127.1, 0x7f.0.0.1, 2130706433."""
    try:
        return str(ipaddress.ip_address(host.strip("[]")))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(host.rstrip(".")))
    except (OSError, UnicodeError):
        return None


def refusal(url: str, *, own: Collection[str] = ()) -> str | None:
    """Why an address as written is not asked for; None where DNS decides. `own` are hosts that are ours whatever they
    are called (a proxy's)."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return f"{url!r} cannot be read"
    if parts.scheme not in ("http", "https"):
        return f"{parts.scheme}: is no scheme of the web"
    if (address := literal(host)) is not None:
        if is_public(address) and host not in own:
            return None
        return f"{address} is no public address" + ("" if host.strip("[]") == address else f" (written as {host})")
    if is_local_name(host.rstrip(".")) or host in own:
        return f"{host} is a name of this machine or its network"
    return None


class Resolver(CachingThreadedResolver):
    """Scrapy's resolver, whose answers are checked (setting TWISTED_DNS_RESOLVER). IPv4 only, as Scrapy's.

    In a replica run only loopback is good. `allow` names the hosts that a person has configured: a proxy or a web
    archive may stand in the own network. `refused` tells why a name was refused, by name.
    """

    def __init__(self, reactor: Any, cache_size: int, timeout: float, replica: bool = False) -> None:
        super().__init__(reactor, cache_size, timeout)
        self._replica = replica
        self._allowed: set[str] = set()
        self.refused: dict[str, str] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> Self:
        """As Scrapy's; `crawler` is the process, which has settings only."""
        resolver = super().from_crawler(crawler, reactor)
        resolver._replica = bool(crawler.settings["CCHC_REPLICA"])
        return resolver

    def allow(self, host: str) -> None:
        """Take every answer for this name."""
        self._allowed.add(host.lower())

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:
        """The address of a name. Fails with DNSLookupError where it is not to be connected to."""
        return super().getHostByName(name, timeout).addCallback(self.check, name.lower())

    def check(self, address: str, name: str) -> str:
        """`address`, where a name may lead to it. Raises DNSLookupError."""
        good = ipaddress.ip_address(address).is_loopback if self._replica else is_public(address)
        if good or name in self._allowed:
            self.refused.pop(name, None)
            return address
        self.refused[name] = f"{name} leads to {address}, which is no public address"
        raise DNSLookupError(self.refused[name])


def resolver() -> Resolver:
    """The one that connections of this process use. Raises RuntimeError where it is another, which checks nothing."""
    from twisted.internet import reactor

    found = cast("Any", reactor).resolver
    if not isinstance(found, Resolver):
        raise RuntimeError("TWISTED_DNS_RESOLVER must be crawler.network.guard.Resolver: no other checks DNS answers")
    return found


class ClosedHandler:
    """Download handler of the schemes that are no web: they read files of this machine, or speak to its network."""

    lazy = True

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Needs nothing."""
        return cls()

    async def download_request(self, request: Request) -> Response:
        """Raises RefusedAddressError."""
        raise RefusedAddressError(refusal(request.url) or "no scheme of the web")

    async def close(self) -> None:
        """Nothing is open."""
