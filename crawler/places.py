"""Addresses that a person typed for `scrapy crawl`: what they mean, and whether they lead to the open web."""

from __future__ import annotations

import ipaddress
import re
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

_NAME = re.compile(r"(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9])?|\[?[0-9a-f:.]+\]?")
_HERE = ("localhost", ".localhost", ".local", ".localdomain", ".internal", ".lan", ".home.arpa")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: an IPv4 address in the last four bytes
_PORTS = {"http": (None, 80), "https": (None, 443)}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a crawl begins: `host` without www, `path` with its query, "/" at least."""

    scheme: str
    host: str
    path: str


def place_of(address: str) -> Place:
    """A web address or a bare host name. Raises ValueError, in words, for what is neither."""
    text = address.strip()
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host, port = (parts.hostname or "").rstrip("."), parts.port
        host = host if host.isascii() else host.encode("idna").decode()
    except ValueError as error:
        raise ValueError(f"{address!r} is no web address: {error}") from None
    if parts.scheme not in ("http", "https"):
        raise ValueError(f"{address!r} is no web address: write https://HOST/…")
    if parts.username is not None or parts.password is not None:
        raise ValueError("a name or password in the address is not taken: only public pages are crawled")
    if port not in _PORTS[parts.scheme]:
        raise ValueError(f"{address!r}: only the usual ports, 80 and 443, are crawled")
    if not _NAME.fullmatch(host):
        raise ValueError(f"{address!r} is no web address: {host!r} is no host name")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Place(parts.scheme, host.removeprefix("www."), path)


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open web; one that carries an IPv4 address in it is judged by both."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    carried: list[ipaddress.IPv4Address | None] = []
    if isinstance(ip, ipaddress.IPv6Address):
        carried = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
        if ip in _NAT64:
            carried.append(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
    inner = [one for one in carried if one is not None]
    if any(not is_public(str(one)) for one in inner):
        return False
    mapped = isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None
    return (mapped or ip.is_global) and not ip.is_multicast


def is_local_name(host: str) -> bool:
    """Whether a host name is one that only this machine or its own network knows."""
    return host.endswith(_HERE) or not ("." in host or ":" in host)


def refuse_private(host: str) -> None:
    """Raises ValueError where a host lies in this machine or its own network: a crawler must not be a way in.

    A name that has no address at the moment passes: the crawl will say so itself.
    """
    if is_local_name(host):
        raise ValueError(f"{host} is a name of this machine or its network, not of the open web")
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError):
        return
    for address in sorted(found):
        if not is_public(address):
            raise ValueError(f"{host} leads to {address}, which is not on the open web")
