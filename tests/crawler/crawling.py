"""What the crawler's tests share: a server on loopback that counts, and a crawl in a process of its own."""

from __future__ import annotations

import asyncio
import datetime as dt
import itertools
import json
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ROOT = Path(__file__).resolve().parents[2]
Answer = Callable[[web.Request, int], web.Response | bytes]


@dataclass
class CountingServer:
    """Answers with `answer(request, n)`, n counting the requests of that path from 0; bytes are written as they are.

    `started` and `paths` list arrivals (seconds of a monotonic clock); `most_at_once` is the highest concurrency seen.
    """

    answer: Answer
    folder: Path
    latency: float = 0.0
    started: list[float] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)
    schemes: list[str] = field(default_factory=list)
    most_at_once: int = 0
    port: int = 0
    tls_port: int = 0
    _active: int = 0

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(10)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def gaps(self, *paths: str) -> list[float]:
        """Seconds between arrivals, of all requests or of those for `paths`."""
        moments = [at for at, path in zip(self.started, self.paths, strict=True) if not paths or path in paths]
        return [later - earlier for earlier, later in itertools.pairwise(moments)]

    async def _start(self) -> None:
        app = web.Application()
        app.router.add_route("*", "/{tail:.*}", self._handle)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        sites = [web.TCPSite(self._runner, "127.0.0.1", 0)]
        sites.append(web.TCPSite(self._runner, "127.0.0.1", 0, ssl_context=self_signed(self.folder)))
        for site in sites:
            await site.start()
        self.port, self.tls_port = (address[1] for address in self._runner.addresses)

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        seen = self.paths.count(request.path)
        self.started.append(time.monotonic())
        self.paths.append(request.path)
        self.hosts.append(request.headers.get("Host", ""))
        self.schemes.append(request.scheme)
        self._active += 1
        self.most_at_once = max(self.most_at_once, self._active)
        try:
            await asyncio.sleep(self.latency)
            answer = self.answer(request, seen)
            if isinstance(answer, bytes):
                assert request.transport is not None
                request.transport.write(answer)
                request.transport.close()
                return web.Response()
            return answer
        finally:
            self._active -= 1


def self_signed(folder: Path) -> ssl.SSLContext:
    """A server context with a certificate that nobody has signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "imitation")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder(subject_name=name, issuer_name=name, public_key=key.public_key(), serial_number=1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


@dataclass(frozen=True)
class Crawl:
    """What a crawl left: its stats, what its spider noted of each answer and failure, and its log."""

    stats: dict[str, Any]
    answers: list[dict[str, Any]]
    failures: list[dict[str, str]]
    log: str


_CRAWL = """
import json, sys
import scrapy
from scrapy.crawler import AsyncCrawlerProcess

job = json.loads(sys.stdin.read())
seen = {"answers": [], "failures": []}

class Visitor(scrapy.Spider):
    name = "visitor"
    allowed_domains = job["allowed"]

    async def start(self):
        for request in job["requests"]:
            yield scrapy.Request(errback=self.failed, dont_filter=True, **request)

    def parse(self, response):
        raw = response.meta.get("raw")
        seen["answers"].append({
            "url": response.url, "status": response.status, "body": response.body.decode("latin-1"),
            "raw": [raw.file, raw.offset, raw.sha256, raw.length] if raw else None,
            "slot": response.meta.get("download_slot"), "latency": response.meta.get("download_latency"),
            "redirects": response.meta.get("redirect_urls", []),
        })

    def failed(self, failure):
        seen["failures"].append({"url": failure.request.url, "type": failure.type.__name__, "text": str(failure.value)})

exec(job["prelude"])
process = AsyncCrawlerProcess(job["settings"])
crawler = process.create_crawler(Visitor)
process.crawl(crawler)
process.start()
plain = int | float | str
seen["stats"] = {name: value for name, value in crawler.stats.get_stats().items() if isinstance(value, plain)}
print(json.dumps(seen))
"""

_SETTINGS: dict[str, Any] = {
    "USER_AGENT": "CCHCArchive/0 (+test@example.org)",
    "DOWNLOAD_DELAY": 0.01,
    "DOWNLOAD_DELAY_JITTER": 0.25,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "ROBOTSTXT_OBEY": False,
    "RETRY_TIMES": 2,
    "DOWNLOAD_TIMEOUT": 10,
    "HTTPERROR_ALLOW_ALL": True,
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "LOG_LEVEL": "INFO",
}


def crawl(
    requests: list[dict[str, Any]] | list[str],
    settings: Mapping[str, Any] | None = None,
    *,
    allowed: list[str] | None = None,
    prelude: str = "",
) -> Crawl:
    """Crawl `requests` (URLs, or arguments of scrapy.Request) with Scrapy in a process of its own."""
    job = {
        "requests": [{"url": one} if isinstance(one, str) else one for one in requests],
        "settings": {**_SETTINGS, **(settings or {})},
        "allowed": allowed or [],
        "prelude": prelude,
    }
    done = subprocess.run(
        [sys.executable, "-c", _CRAWL], input=json.dumps(job), capture_output=True, text=True, cwd=ROOT, timeout=120
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    return Crawl(seen["stats"], seen["answers"], seen["failures"], done.stderr)
