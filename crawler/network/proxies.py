"""The proxy through which a portal is asked (`CCHC_PROXY`): portals may refuse foreign addresses.

http goes to it in absolute form, https through a tunnel (CONNECT), so that certificates and old TLS are the portal's as
ever. A back-fill asks the web archive through the proxy of the portal that it fills. Name and password are put on the
wire only: no log, no row and no WARC record holds them. The environment's `http_proxy` is not looked at: who sets it
for other programs has not decided that an archive's requests go that way.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import unquote, urlsplit

from scrapy import Request
from scrapy.exceptions import DownloadFailedError, DownloadTimeoutError


class ProxyError(DownloadFailedError):
    """The proxy is not reached, or refuses: nothing is said about the portal. Retried like any failed download."""


class ProxyTimeoutError(DownloadTimeoutError):
    """No answer came through the proxy: whether it or the portal is slow cannot be told."""


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy. `address` is http://HOST:PORT without name and password, which are in `authorization`, ready for the
    header (RFC 9110 11.7.2)."""

    address: str
    host: str
    authorization: bytes | None = field(default=None, repr=False)

    @classmethod
    def parse(cls, value: str) -> Self:
        """http://[NAME:PASSWORD@]HOST:PORT, as crawler.config has checked it."""
        parts = urlsplit(value)
        host = parts.hostname or ""
        shown = f"[{host}]" if ":" in host else host
        authorization = None
        if parts.username is not None:
            pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            authorization = b"Basic " + base64.b64encode(pair.encode())
        return cls(f"http://{shown}:{parts.port}", host, authorization)

    def routed(self, request: Request) -> Request:
        """The request as the download handler needs it to go through the proxy."""
        sent = request.replace(meta={**request.meta, "proxy": self.address})
        if self.authorization is not None:
            sent.headers["Proxy-Authorization"] = self.authorization
        return sent

    def error(self, what: str) -> ProxyError:
        """An error whose text names the proxy: `what` follows its address."""
        return ProxyError(f"the proxy {self.address} {what}")

    def refused_tunnel(self, said: str) -> ProxyError:
        """An error for what Scrapy says of an answer to CONNECT."""
        found = re.search(r"'status': (\d+)", said)
        if found is None:
            return self.error("does not speak HTTP")
        return self.answered(int(found[1])) or self.error(f"opens no way to the portal (HTTP {found[1]} to CONNECT)")

    def answered(self, status: int) -> ProxyError | None:
        """An error where a status can only be the proxy's own."""
        if status != 407:
            return None
        asked = "does not take this name and password" if self.authorization else "asks for a name and a password"
        return self.error(f"{asked} (HTTP 407)")
