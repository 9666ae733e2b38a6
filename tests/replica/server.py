"""A small asynchronous server for imitated portals: http and https on loopback, chosen by the Host header.

In a test: `with ReplicaServer([portal]) as server: …server.http_port, server.https_port, server.stats[host]`.
As a process: `python -m tests.replica.server --articles 120 --ready-file ready.json`; it stops on SIGTERM.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import datetime as dt
import ipaddress
import itertools
import json
import signal
import ssl
import tempfile
import threading
import time
from array import array
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.replica.portal import Portal, Request
from tests.replica.yenbai import EVENTS, YenBai

ADDRESS = "127.0.0.1"
STATS_PATH = "/__replica__/stats"
ABANDONED = "abandoned"  # the kind of a request whose client left before the answer
START_TIMEOUT = STOP_TIMEOUT = 10.0  # seconds


@dataclass(slots=True)
class HostStats:
    """What one host was asked. `started` holds the moments of arrival in seconds of a monotonic clock."""

    requests: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    paths: Counter[str] = field(default_factory=Counter)  # path and query as sent
    statuses: Counter[int] = field(default_factory=Counter)
    concurrent: int = 0  # at this moment
    max_concurrent: int = 0
    started: array[float] = field(default_factory=lambda: array("d"))

    @property
    def gaps(self) -> list[float]:
        """Seconds between one request's arrival and the next one's."""
        return [later - earlier for earlier, later in itertools.pairwise(self.started)]

    def arrive(self, path: str) -> None:
        """Count a request that has just come."""
        self.requests += 1
        self.paths[path] += 1
        self.started.append(time.monotonic())
        self.concurrent += 1
        self.max_concurrent = max(self.max_concurrent, self.concurrent)

    def to_json(self) -> dict[str, Any]:
        """The object under the host's name at `STATS_PATH`; `gaps` in seconds."""
        return {
            "requests": self.requests,
            "kinds": dict(self.kinds),
            "paths": dict(self.paths),
            "statuses": {str(status): n for status, n in self.statuses.items()},
            "concurrent": self.concurrent,
            "max_concurrent": self.max_concurrent,
            "gaps": self.gaps,
        }


class ReplicaServer:
    """Serves portals on two free ports of 127.0.0.1. A context manager runs it in a thread of its own; `serve` runs it
    in the current event loop. `tls` is the server's side of https where it is to be another than the usual one."""

    def __init__(self, portals: Iterable[Portal], tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self._portals = {host: portal for portal in portals for host in portal.hosts}
        self.stats = {host: HostStats() for host in self._portals}
        self.http_port = self.https_port = 0  # known once it runs
        self._ready = threading.Event()
        self._error: BaseException | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._thread = threading.Thread(target=self._run, name="replica", daemon=True)

    @property
    def ports(self) -> dict[str, int]:
        """What a subprocess prints when it is ready."""
        return {"http_port": self.http_port, "https_port": self.https_port}

    def __enter__(self) -> ReplicaServer:
        self._thread.start()
        if not self._ready.wait(START_TIMEOUT) or self._error is not None:
            raise RuntimeError("the replica did not start") from self._error
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        if self._loop is not None and self._stop is not None:
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(STOP_TIMEOUT)

    def _run(self) -> None:
        try:
            asyncio.run(self.serve())
        except BaseException as error:
            self._error = error
        finally:
            self._ready.set()

    async def serve(self, ready_file: Path | None = None, announce: bool = False) -> None:
        """Answer until `stop` is called (or SIGTERM where `announce` is set); every open answer is let go then.

        With `announce` the ports are printed as one JSON line, and written to `ready_file` where one is given.
        """
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        runner = web.ServerRunner(web.Server(self._answer, handler_cancellation=True), shutdown_timeout=1.0)
        await runner.setup()
        try:
            plain = web.TCPSite(runner, ADDRESS, 0)
            secure = web.TCPSite(runner, ADDRESS, 0, ssl_context=self._tls or tls_context(self._portals))
            for site in (plain, secure):
                await site.start()
            self.http_port, self.https_port = (address[1] for address in runner.addresses)
            self._ready.set()
            if announce:
                self._announce(ready_file)
            await self._stop.wait()
        finally:
            await runner.cleanup()

    def _announce(self, ready_file: Path | None) -> None:
        assert self._loop is not None
        assert self._stop is not None
        for number in (signal.SIGTERM, signal.SIGINT):
            self._loop.add_signal_handler(number, self._stop.set)
        line = json.dumps(self.ports)
        if ready_file is not None:  # renamed into place: a reader never sees half a line
            draft = ready_file.with_name(ready_file.name + ".part")
            draft.write_text(line + "\n", encoding="utf-8")
            draft.replace(ready_file)
        print(line, flush=True)

    async def _answer(self, raw: web.BaseRequest) -> web.StreamResponse:
        host = raw.host.rsplit(":", 1)[0].lower()
        if raw.path == STATS_PATH:
            return web.json_response({name: stats.to_json() for name, stats in self.stats.items()})
        portal = self._portals.get(host)
        if portal is None:
            return web.Response(status=421, text=f"no imitation of {host} here\n")
        assert self._stop is not None
        headers = {name.lower(): value for name, value in raw.headers.items()}
        target = raw.raw_path if raw.raw_path.startswith("/") else raw.path_qs  # absolute form: a proxy's client
        stats = self.stats[host]
        stats.arrive(target)
        kind = ABANDONED
        try:
            answer = await portal.handle(Request(host, raw.scheme, target, headers, self._stop))
            kind = answer.kind
            stats.statuses[answer.status] += 1
            if answer.wire is not None:
                return await _play(raw, answer.wire)
            if isinstance(answer.body, bytes):
                return web.Response(status=answer.status, headers=answer.headers, body=answer.body)
            return await self._stream(raw, answer.status, answer.headers, answer.body)
        finally:  # also when the client has gone: its request no longer runs
            stats.kinds[kind] += 1
            stats.concurrent -= 1

    async def _stream(
        self, raw: web.BaseRequest, status: int, headers: Any, pieces: Iterable[bytes]
    ) -> web.StreamResponse:
        response = web.StreamResponse(status=status, headers=headers)
        await response.prepare(raw)
        with contextlib.suppress(ConnectionError):  # the client has seen enough
            for piece in pieces:
                if raw.transport is None or raw.transport.is_closing():
                    break
                await response.write(piece)
            await response.write_eof()
        return response


async def _play(raw: web.BaseRequest, wire: Callable[[asyncio.Transport], Awaitable[None]]) -> web.StreamResponse:
    """Leave the connection to `wire`; it is closed behind it, and what is returned goes nowhere."""
    if raw.transport is not None:
        with contextlib.suppress(ConnectionError):
            await wire(raw.transport)
        raw.transport.close()
    return web.Response()


def tls_context(hosts: Iterable[str]) -> ssl.SSLContext:
    """A server context with a certificate signed by itself for `hosts`, made anew each time and never kept."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "CCHC Archive replica")])
    now = dt.datetime.now(dt.UTC)
    names = [*map(x509.DNSName, hosts), x509.IPAddress(ipaddress.ip_address(ADDRESS))]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:  # the ssl module reads certificates from files only
        chain = Path(folder, "replica.pem")
        chain.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
        context.load_cert_chain(chain)
    return context


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve the imitation of yenbai.gov.vn until SIGTERM."""
    parser = argparse.ArgumentParser(prog="python -m tests.replica.server", description=main.__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--articles", type=int, default=120)
    parser.add_argument("--edition", type=int, default=0, help="0 = the first night, 1 = the second")
    parser.add_argument("--new-articles", type=int, default=0, help="articles that came with edition 1")
    parser.add_argument("--page-size", type=int, default=10)
    parser.add_argument("--today", type=dt.date.fromisoformat, help="YYYY-MM-DD; without it the real day")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--cchc-share", type=float, default=0.6, help="share of articles about reform, 0 to 1")
    parser.add_argument("--crawl-delay", type=float, help="seconds, said in robots.txt")
    parser.add_argument("--robots-status", type=int, default=200)
    parser.add_argument("--validators", action="store_true", help="send ETag and Last-Modified, answer 304")
    parser.add_argument("--events", default=",".join(EVENTS), help="comma-separated; empty for none")
    parser.add_argument("--ready-file", type=Path, help="gets the printed line, too")
    given = vars(parser.parse_args(arguments))
    ready_file = given.pop("ready_file")
    given["events"] = tuple(filter(None, given["events"].split(",")))
    asyncio.run(ReplicaServer([YenBai(**given)]).serve(ready_file, announce=True))


if __name__ == "__main__":
    main()
