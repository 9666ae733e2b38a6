"""Two nights of the portals that tell shared stories: every portal crawled once, then two of them the next night.

Made once for all tests (the fixture `told_nights`). Each crawl is a process of its own, as an operator's is, but all
are forked from one that has read the code already, two at a time, which halves what they cost.
"""

from __future__ import annotations

import datetime as dt
import os
import pkgutil
import sqlite3
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any
from zlib import crc32

from archive.db import LOCAL, connect, upgrade
from tests.crawling import QUICK, ROOT, environment
from tests.replica import shared
from tests.replica.imitations import imitation
from tests.replica.server import ReplicaServer

ARTICLES = 10  # of each portal's own, beside its shared stories
CHANGED = ("yenbai", "tayninh")  # the portals of the second night: one article edited and one removed; one removed
_AT_A_TIME = 2


@dataclass(frozen=True, slots=True)
class Nights:
    """The archive after each night (SQLite files), and the portals as they were in each."""

    first: Path
    second: Path
    sites: Mapping[str, Any]
    later: Mapping[str, Any]


def crawl(folder: Path) -> Nights:
    """Both nights, in `folder`."""
    today = dt.datetime.now(LOCAL).date()
    engine = connect(folder / "archive.db")
    upgrade(engine)  # once: many crawls would race for it
    engine.dispose()
    sites = {name: _site(name, 0, today) for name in shared.portals()}
    _night(folder, sites)
    first = folder / "first.db"
    with closing(sqlite3.connect(folder / "archive.db")) as now, closing(sqlite3.connect(first)) as kept:
        now.backup(kept)
    later = {name: _site(name, 1, today) for name in CHANGED}
    _night(folder, later)
    return Nights(first, folder / "archive.db", sites, later)


def _site(name: str, edition: int, today: dt.date) -> Any:
    accidents = {"events": ("edited", "removed")} if name == "yenbai" else {}  # nothing that hangs: it costs seconds
    seed = crc32(name.encode())
    return imitation(name, shared=True, seed=seed, articles=ARTICLES, edition=edition, today=today, **accidents)


def _night(folder: Path, sites: Mapping[str, Any]) -> None:
    with ReplicaServer(sites.values()) as server:
        done = subprocess.run(
            [sys.executable, "-m", "tests.told", *(f"{name}={site.hosts[0]}" for name, site in sites.items())],
            cwd=ROOT,
            env=environment(folder, server),
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    assert done.returncode == 0, done.stdout[-4_000:] + done.stderr[-4_000:]


def main(entries: Sequence[str]) -> int:
    """Crawl every NAME=HOST; the number of crawls that failed."""
    from crawler.portals import portals

    for package in ("archive", "crawler", "spiders"):
        for module in pkgutil.iter_modules(import_module(package).__path__):
            import_module(f"{package}.{module.name}")
    known, running, failed = portals(), set[int](), 0
    for name, _, host in (entry.partition("=") for entry in entries):
        spider = known.get(name)
        place = [] if spider and spider.host else ["-a", f"host={host}"] if spider else ["-a", f"url=https://{host}/"]
        while len(running) >= _AT_A_TIME:
            failed += _ended(running)
        if (child := os.fork()) == 0:
            _scrapy(name if spider else "portal", place)
        running.add(child)
    while running:
        failed += _ended(running)
    return failed


def _scrapy(name: str, arguments: Sequence[str]) -> None:
    """`scrapy crawl` in this process, and its end."""
    from scrapy.cmdline import execute

    settings = [part for key, value in QUICK.items() for part in ("-s", f"{key}={value}")]
    code: Any = 1
    try:
        execute(["scrapy", "crawl", name, *arguments, *settings])
    except SystemExit as end:
        code = end.code or 0
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else 1)


def _ended(running: set[int]) -> bool:
    child, status = os.wait()
    running.discard(child)
    return status != 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
