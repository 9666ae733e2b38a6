"""What a slow server feels of a crawl: no rule, Scrapy's AutoThrottle, and ours (crawler/network/pace.py).

Nothing is asserted.

The server works at one page at a time, and the more of the last twenty seconds it has worked, the longer it takes (a
portal on a small machine, whose caches, database and other visitors suffer with it): 0.4 s when idle, 2.8 s when always
busy. `busy` is the share of the time in which it worked for the crawl, from the fifth page on; `wait` what a page took.
A second server answers in 50 ms, a third asks for three seconds between requests (Crawl-delay).
"""

from __future__ import annotations

import asyncio
import itertools
import json
import statistics
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from aiohttp import web
from rich.table import Table

from benchmarks.common import ROOT, Bench

PAGES, WARM = 24, 4
IDLE, SWELL, WINDOW = 0.4, 6.0, 20.0  # seconds; times as long when always busy, beyond once; seconds
QUICK, ASKED_DELAY = 0.05, 3.0  # seconds
SETTINGS: dict[str, dict[str, Any]] = {
    "delay alone": {},
    "AutoThrottle": {
        "AUTOTHROTTLE_ENABLED": True,
        "AUTOTHROTTLE_START_DELAY": 1.0,
        "AUTOTHROTTLE_TARGET_CONCURRENCY": 1.0,
    },
    "ours": {"DOWNLOADER": "crawler.network.pace.PoliteDownloader", "CCHC_MOST_REST": 30, "CCHC_MOST_DELAY": 60},
}

_CRAWL = """
import json, sys
import scrapy
from scrapy.crawler import AsyncCrawlerProcess

job = json.loads(sys.argv[1])

class Visitor(scrapy.Spider):
    name = "visitor"

    async def start(self):
        for number in range(job["pages"]):
            yield scrapy.Request(f"http://127.0.0.1:{job['port']}/{number}")

    def parse(self, response):
        pass

process = AsyncCrawlerProcess(job["settings"])
process.crawl(Visitor)
process.start()
"""


@dataclass
class Server:
    """A server of one worker; `quick` seconds an answer, or None for the one that swells."""

    quick: float | None = None
    crawl_delay: float | None = None
    port: int = 0
    arrivals: list[float] = field(default_factory=list)
    work: list[tuple[float, float]] = field(default_factory=list)  # from, to

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

    async def _start(self) -> None:
        self._worker = asyncio.Lock()
        app = web.Application()
        app.router.add_get("/robots.txt", self._robots)
        app.router.add_get("/{page}", self._page)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.port = self._runner.addresses[0][1]

    async def _robots(self, request: web.Request) -> web.Response:
        if self.crawl_delay is None:
            return web.Response(status=404)
        return web.Response(text=f"User-agent: *\nCrawl-delay: {self.crawl_delay:g}\n")

    async def _page(self, request: web.Request) -> web.Response:
        self.arrivals.append(time.monotonic())
        async with self._worker:
            begun = time.monotonic()
            await asyncio.sleep(IDLE * (1 + SWELL * self._load(begun)) if self.quick is None else self.quick)
            self.work.append((begun, time.monotonic()))
        return web.Response(text="tin")

    def _load(self, now: float) -> float:
        """Share of the last seconds in which it worked."""
        return sum(end - max(begun, now - WINDOW) for begun, end in self.work if end > now - WINDOW) / WINDOW

    def figures(self) -> dict[str, float]:
        """Pages a minute, share of the time at work, waits and the shortest gap, from page WARM on; seconds."""
        *cycles, (last, _) = self.work[WARM:]  # from one beginning to the next
        seconds = last - cycles[0][0]
        took = [end - begun for begun, end in self.work[WARM:]]
        gaps = [later - earlier for earlier, later in itertools.pairwise(self.arrivals)]
        return {
            "pages_per_minute": len(cycles) / seconds * 60,
            "busy": sum(took[:-1]) / seconds,
            "wait_median": statistics.median(took),
            "wait_p95": statistics.quantiles(took, n=20)[-1],
            "shortest_gap": min(gaps),
        }


def visit(server: Server, rule: str, pages: int) -> dict[str, float]:
    """Crawl the server under a rule; what it felt."""
    settings = {
        "USER_AGENT": "CCHCArchive/0 (+bench@example.org)",
        "DOWNLOAD_DELAY": 1.0,
        "DOWNLOAD_DELAY_JITTER": 0,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "ROBOTSTXT_OBEY": True,
        "EXTENSIONS": {"crawler.network.politeness.CrawlDelay": 20},
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "LOG_LEVEL": "ERROR",
        **SETTINGS[rule],
    }
    with server:
        job = json.dumps({"port": server.port, "pages": pages, "settings": settings})
        subprocess.run([sys.executable, "-c", _CRAWL, job], cwd=ROOT, check=True, timeout=600)
    return server.figures()


def run(bench: Bench) -> dict[str, Any]:
    """All rules at all three servers, at the same time: they mostly wait."""
    servers = {
        "swelling": lambda: Server(),
        "50 ms": lambda: Server(quick=QUICK),
        "Crawl-delay 3 s": lambda: Server(quick=QUICK, crawl_delay=ASKED_DELAY),
    }
    figures: dict[str, dict[str, dict[str, float]]] = {name: {} for name in servers}
    with ThreadPoolExecutor(len(SETTINGS)) as pool:
        for name, made in servers.items():
            pages = PAGES if name == "swelling" else PAGES // 2
            tasks = {rule: pool.submit(visit, made(), rule, pages) for rule in SETTINGS}
            for rule, task in bench.track(tasks.items(), name, len(tasks)):
                figures[name][rule] = task.result()
    table = Table(title="What a server feels of a crawl (one request at a time, delay 1 s)")
    for column in ("server", "rule", "pages a minute", "busy", "wait, median", "wait, p95", "shortest gap"):
        table.add_column(column, justify="left" if column in ("server", "rule") else "right")
    for name, rules in figures.items():
        for rule, found in rules.items():
            table.add_row(
                name,
                rule,
                f"{found['pages_per_minute']:.0f}",
                f"{found['busy']:.0%}",
                f"{found['wait_median']:.2f} s",
                f"{found['wait_p95']:.2f} s",
                f"{found['shortest_gap']:.2f} s",
            )
        table.add_section()
    bench.console.print(table)
    return figures
