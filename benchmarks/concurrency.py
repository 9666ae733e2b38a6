"""Writers beside each other in one SQLite archive while an analyst reads: throughput, waiting, the size of the log.

Each writer is a process that stores articles as a crawl does (add_page, put) as fast as it can: a real crawl writes
about one article a second, so that eight writers here stand for some hundred portals.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from rich.table import Table

from archive.db import connect, upgrade
from benchmarks.common import ROOT, Bench

WRITERS = (1, 2, 4, 8)
ARTICLES = 600  # of all writers together
BAR = 1_000  # ms that the slowest transactions may wait, p95 with eight writers
_QUERIES = (
    "select portal, count(*), sum(length(text)) from article group by portal",
    "select substr(published_on, 1, 7) m, count(*) from article_34 group by m",
    "select count(*) from article where text like '%cải cách%'",
)
_WRITER = """
import json, sys, time
from archive.db import connect
from archive.store import Capture, PortalInfo, Store, utc_now
from crawler.extraction import extract
from archive.records import Page
from tests.replica.yenbai import YenBai
import dataclasses
url, name, number = sys.argv[1], sys.argv[2], int(sys.argv[3])
portal = YenBai(articles=50, events=())
golds = [portal.at(n) for n in range(50)]
read = [extract(Page(portal.url(gold), portal.page(gold.id))) for gold in golds]
store = Store(connect(url))
run = store.start_run(PortalInfo(name, name + ".gov.vn", "yen-bai", name), "full", "live")
print("ready", flush=True)
sys.stdin.readline()
seconds = []
def timed(step, *given, **more):
    begun = time.perf_counter()
    result = step(*given, **more)
    seconds.append(time.perf_counter() - begun)
    return result
for n in range(number):
    article = read[n % len(read)]
    key = f"{name}/{n}"
    article = dataclasses.replace(article, key=key, text=f"{article.text}\\n{key}")
    capture = Capture(article.url, utc_now(), 200, warc_file=name + ".warc.gz", warc_offset=n, body_sha256="0" * 64)
    page = timed(store.add_page, run, capture, kind="article", key=key)
    timed(store.put, page, article)
store.finish_run(run, "ok", [], {})
print(json.dumps(seconds))
"""


def run(bench: Bench) -> dict[str, Any]:
    """Figures for each number of writers; nothing is asserted but that every article arrived."""
    table = Table(title=f"{ARTICLES} articles into one SQLite archive, an analyst reading all the time")
    for column in ("writers", "articles/s", "write p50 ms", "write p95 ms", "write max ms", "read p95 ms", "log MiB"):
        table.add_column(column, justify="right")
    figures: dict[str, Any] = {}
    for writers in bench.track(WRITERS, "writers"):
        with tempfile.TemporaryDirectory() as folder:
            found = measure(Path(folder, "archive.db"), writers)
        figures[str(writers)] = found
        mark = ""
        if writers == WRITERS[-1]:
            mark = " [green]✓[/green]" if found["write_p95_ms"] <= BAR else " [red]✗[/red]"
        table.add_row(
            str(writers),
            f"{found['articles_per_second']:,.0f}",
            f"{found['write_p50_ms']:.1f}",
            f"{found['write_p95_ms']:.1f}{mark}",
            f"{found['write_max_ms']:.0f}",
            f"{found['read_p95_ms']:.1f}",
            f"{found['log_mib']:.1f}",
        )
    bench.console.print(table)
    return figures


def measure(database: Path, writers: int) -> dict[str, float]:
    """One round on an empty archive."""
    engine = connect(database)
    upgrade(engine)
    each = ARTICLES // writers
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", _WRITER, f"sqlite:///{database}", f"portal{number}", str(each)],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(writers)
    ]
    reads: list[float] = []
    largest = [0]
    stop = threading.Event()
    analyst = threading.Thread(target=analyse, args=(database, stop, reads, largest))
    try:
        for process in processes:
            assert process.stdout is not None
            process.stdout.readline()
        analyst.start()
        begun = time.perf_counter()
        for process in processes:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        said = [process.communicate()[0] for process in processes]
        seconds = time.perf_counter() - begun
    finally:
        stop.set()
        for process in processes:
            process.kill()
    analyst.join()
    writes = sorted(second for text in said for second in json.loads(text))
    with engine.connect() as connection:
        stored = connection.exec_driver_sql("select count(*) from article").scalar_one()
    engine.dispose()
    assert stored == each * writers, "an article was lost"
    return {
        "articles_per_second": stored / seconds,
        "write_p50_ms": statistics.median(writes) * 1000,
        "write_p95_ms": percentile(writes, 0.95) * 1000,
        "write_max_ms": writes[-1] * 1000,
        "read_p95_ms": percentile(sorted(reads), 0.95) * 1000,
        "log_mib": largest[0] / 2**20,
    }


def analyse(database: Path, stop: threading.Event, seconds: list[float], largest: list[int]) -> None:
    """Queries over everything until told to stop; notes how long each took and the largest size of the log."""
    log = database.with_name(database.name + "-wal")
    with contextlib.closing(sqlite3.connect(database, isolation_level=None)) as connection:
        while not stop.is_set():
            for query in _QUERIES:
                begun = time.perf_counter()
                connection.execute(query).fetchall()
                seconds.append(time.perf_counter() - begun)
            with contextlib.suppress(FileNotFoundError):
                largest[0] = max(largest[0], log.stat().st_size)


def percentile(ordered: list[float], share: float) -> float:
    """The value below which this share of the ordered values lies."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
