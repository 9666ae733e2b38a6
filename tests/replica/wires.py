"""Answers that no web server gives on purpose: played byte by byte on the connection (`Response.wire`)."""

from __future__ import annotations

import asyncio
import gzip
import io
import socket
import struct
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

from tests.replica.portal import Portal, Request, Response
from tests.replica.walls import HTML

Wire = Callable[[asyncio.Transport], Awaitable[None]]
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"


@dataclass
class Tampered:
    """`portal`, the first of whose articles to be asked for each suffer one of `faults` (the sound answer -> what is
    sent). `suffering` has the name of the fault by the article's path and query."""

    portal: Portal
    faults: Mapping[str, Callable[[Request, Response], Response]]

    def __post_init__(self) -> None:
        self.suffering: dict[str, str] = {}
        self._left = iter(self.faults)

    @property
    def hosts(self) -> tuple[str, ...]:
        """The portal's."""
        return self.portal.hosts

    async def handle(self, request: Request) -> Response:
        """The article's own fault, always the same, else the portal's answer."""
        answer = await self.portal.handle(request)
        if answer.kind != "article":
            return answer
        if request.target not in self.suffering and (name := next(self._left, None)) is not None:
            self.suffering[request.target] = name
        name = self.suffering.get(request.target)
        return replace(self.faults[name](request, answer), kind="article") if name is not None else answer


def answer(wire: Wire) -> Callable[[Request, Response], Response]:
    """A fault that is played on the connection."""
    return lambda request, sound: Response("wire", wire=wire)


async def reset(transport: asyncio.Transport) -> None:
    """A connection reset (RST) after the request has come."""
    raw: socket.socket = transport.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


async def reset_in_mid_page(transport: asyncio.Transport) -> None:
    """A reset in the middle of the page."""
    transport.write(_HEAD + b"Content-Length: 5000\r\n\r\n<html><head><title>T</title></head><body><p>Tin")
    await asyncio.sleep(0.05)
    await reset(transport)


async def drip(transport: asyncio.Transport) -> None:
    """A slow loris: the head at once, then a byte of the body ten times a second, for ever."""
    transport.write(_HEAD + b"Content-Length: 100000\r\n\r\n")
    while not transport.is_closing():
        transport.write(b"x")
        await asyncio.sleep(0.1)


async def drip_head(transport: asyncio.Transport) -> None:
    """The same before the body: the head itself never ends."""
    transport.write(_HEAD)
    while not transport.is_closing():
        transport.write(b"X-A: b\r\n")
        await asyncio.sleep(0.1)


async def endless_head(transport: asyncio.Transport) -> None:
    """Headers without end, as fast as they are taken."""
    transport.write(_HEAD)
    piece = b"X-Dai: " + b"x" * 8_000 + b"\r\n"
    while not transport.is_closing():
        transport.write(piece * 10)
        while transport.get_write_buffer_size() > 1 << 20 and not transport.is_closing():
            await asyncio.sleep(0.01)
        await asyncio.sleep(0)


async def endless(transport: asyncio.Transport) -> None:
    """A page without end, as fast as it is taken."""
    transport.write(_HEAD + b"\r\n<html><body>")
    piece = "<p>Danh sách này không có hồi kết.</p>\n".encode() * 2_000
    while not transport.is_closing():
        transport.write(piece)
        while transport.get_write_buffer_size() > 1 << 20 and not transport.is_closing():
            await asyncio.sleep(0.01)
        await asyncio.sleep(0)


async def not_http(transport: asyncio.Transport) -> None:
    """Something else listens on the port."""
    transport.write(b"220 mail.example ESMTP ready\r\n")
    await asyncio.sleep(0.05)


def with_length(share: float) -> Callable[[Request, Response], Response]:
    """The sound page behind a Content-Length that is `share` of its own; then the connection is closed."""

    def tamper(request: Request, sound: Response) -> Response:
        assert isinstance(sound.body, bytes)
        page = sound.body

        async def play(transport: asyncio.Transport) -> None:
            transport.write(_HEAD + b"Content-Length: %d\r\n\r\n" % round(len(page) * share) + page)
            await asyncio.sleep(0.05)

        return Response("wire", wire=play)

    return tamper


def with_headers(**headers: str) -> Callable[[Request, Response], Response]:
    """The sound page with other headers, _ for -."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda request, sound: replace(sound, headers={**sound.headers, **given})


def round_and_round(request: Request, sound: Response) -> Response:
    """A redirect to the address that was asked for."""
    return Response("wire", b"", 302, {"Location": request.target})


def large(size: int) -> Response:
    """A page of `size` bytes that says so."""
    return Response("wire", b"<html><body>" + b"<p>Tin</p>" * (size // 10), 200, HTML)


def bomb(size: int) -> Response:
    """A page that is small on the wire (gzip) and `size` bytes when it is unpacked."""
    packed = io.BytesIO()
    piece = b"<p>Tin</p>" * 100_000
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=9) as file:
        for _ in range(size // len(piece)):
            file.write(piece)
    return Response("wire", packed.getvalue(), 200, HTML | {"Content-Encoding": "gzip"})
