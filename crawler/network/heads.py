"""A limit for what comes before a page: Scrapy bounds the body of an answer (DOWNLOAD_MAXSIZE) and not its head.

A server that sends headers without end filled 300 MB in a second (docs/faults.md). Browsers stop at 256 KiB and so does
this: the connection is cut, and the answer is a failed download like any other.
"""

from __future__ import annotations

from typing import Any

from scrapy.core.downloader.handlers.http11 import _LenientHTTP11ClientFactory, _LenientHTTP11ClientProtocol
from twisted.web._newclient import HEADER, STATUS

MAX_HEAD = 256 << 10  # bytes


class HeadLimit(_LenientHTTP11ClientProtocol):
    """Scrapy's connection, cut where status line and headers grow beyond `MAX_HEAD`."""

    _head = 0  # bytes of the present answer's head, as they come

    def dataReceived(self, data: bytes) -> None:
        """Twisted's; it reads line by line, so that nothing larger than one line was held before."""
        super().dataReceived(data)  # type: ignore[no-untyped-call]
        parser: Any = self._parser
        in_head = parser is not None and parser.state in (STATUS, HEADER)
        self._head = self._head + len(data) if in_head else 0
        if self._head > MAX_HEAD and self.transport is not None:
            self.transport.abortConnection()


class Factory(_LenientHTTP11ClientFactory):
    """What the pool of connections makes them with."""

    def buildProtocol(self, addr: Any) -> HeadLimit:
        """One connection."""
        return HeadLimit(self._quiescentCallback)  # type: ignore[no-untyped-call]
