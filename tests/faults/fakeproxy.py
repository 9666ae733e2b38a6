"""An HTTP proxy on loopback that leads to a replica whatever is asked of it, and writes down what was asked."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from tests.replica.server import ReplicaServer


@dataclass(frozen=True)
class Asked:
    """One request to the proxy: "GET" with an absolute address or "CONNECT" with host and port."""

    method: str
    target: str
    authorization: str | None


@dataclass
class FakeProxy:
    """A context manager. `password` is the value of Proxy-Authorization that it wants; `refuses` the status with which
    it answers every CONNECT; `mute` takes connections and says nothing."""

    server: ReplicaServer
    password: str | None = None
    refuses: int | None = None
    mute: bool = False
    asked: list[Asked] = field(default_factory=list)
    port: int = 0

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self._tasks: set[asyncio.Task[None]] = set()
        self._listener = self._do(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port = self._listener.sockets[0].getsockname()[1]
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._do(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def _do(self, coroutine):  # type: ignore[no-untyped-def]
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(10)

    async def _close(self) -> None:
        self._listener.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                while await self._one(reader, writer):
                    pass
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Serve one request; whether the connection goes on."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.strip().split("\r\n")
        method, target, _ = first.split(" ")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        given = headers.pop("proxy-authorization", None)
        self.asked.append(Asked(method, target, given))
        if self.mute:
            await asyncio.sleep(3600)
        if self.password is not None and given != self.password:
            writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
        elif method == "CONNECT" and self.refuses is not None:
            writer.write(b"HTTP/1.1 %d Not today\r\nContent-Length: 0\r\n\r\n" % self.refuses)
        elif method == "CONNECT":
            back, forth = await asyncio.open_connection("127.0.0.1", self.server.https_port)
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            await asyncio.gather(_pour(reader, forth), _pour(back, writer))
            return False
        else:
            rest = "/" + target.split("://", 1)[1].partition("/")[2]
            back, forth = await asyncio.open_connection("127.0.0.1", self.server.http_port)
            kept = "".join(f"{name}: {value}\r\n" for name, value in headers.items() if name != "connection")
            forth.write(f"{method} {rest} HTTP/1.1\r\n{kept}Connection: close\r\n\r\n".encode("latin-1"))
            await _pour(back, writer)
            forth.close()
            return False
        await writer.drain()
        return method != "CONNECT"


async def _pour(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while piece := await source.read(1 << 16):
            sink.write(piece)
            await sink.drain()
        if sink.can_write_eof():
            sink.write_eof()
