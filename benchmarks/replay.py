"""Replay from WARC files in two worker processes, against trafilatura with metadata in the same kind of pool."""

from __future__ import annotations

import functools
import multiprocessing
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import trafilatura
from rich.table import Table

from archive import query
from archive.db import connect
from archive.records import StoredPage
from archive.store import Store
from benchmarks.common import ROOT, Bench
from benchmarks.crawl import ours, replica
from crawler import warcread
from crawler.ledger import stored_template
from crawler.replay import read_all
from crawler.reread import Rules
from spiders.yenbai import YenBaiSpider

ARTICLES, WORKERS, ROUNDS, BAR = 600, 2, 3, 2.0


def peer(warc_dir: Path, page: StoredPage) -> int:
    """The same page through trafilatura: length of its text."""
    kept = warcread.read(warc_dir, page.warc_file, page.warc_offset)
    found = trafilatura.bare_extraction(kept.body, with_metadata=True, include_comments=False)
    return len(getattr(found, "text", None) or "")


def pages_per_minute(results: Iterable[object]) -> float:
    """The rate of what follows the first result."""
    rest = iter(results)
    next(rest)
    begun, number = time.perf_counter(), 0
    for _ in rest:
        number += 1
    return number / (time.perf_counter() - begun) * 60


def run(bench: Bench) -> dict[str, Any]:
    """Pages a minute of both, in turn, from the first page read on: the start of the processes is in neither."""
    rates: dict[str, list[float]] = {"trafilatura": [], "ours": []}
    with tempfile.TemporaryDirectory() as folder:
        with replica(articles=ARTICLES) as ports:
            command, environment = ours(ports, Path(folder))
            subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
        engine = connect(Path(folder, "archive.db"))
        pages = list(query.stored_pages(engine))
        stored = stored_template(Store(engine), "yenbai").to_json()
        rules = Rules(Path(folder, "warc"), {"yenbai": YenBaiSpider.layouts}, {"yenbai": stored})
        for _ in bench.track(range(ROUNDS), "replays"):
            with ProcessPoolExecutor(WORKERS, multiprocessing.get_context("spawn")) as pool:
                read = pool.map(functools.partial(peer, rules.warc_dir), pages, chunksize=8)
                rates["trafilatura"].append(pages_per_minute(read))
            rates["ours"].append(pages_per_minute(read_all(pages, rules, WORKERS)))
        engine.dispose()
    ratio = statistics.median(a / b for a, b in zip(rates["ours"], rates["trafilatura"], strict=True))
    table = Table(title=f"Replay of {len(pages)} pages from WARC, {WORKERS} processes (a third has a layout)")
    for column in ("", "pages a minute", "ratio", "bar"):
        table.add_column(column, justify="left" if not column else "right")
    table.add_row("trafilatura with metadata", f"{statistics.median(rates['trafilatura']):,.0f}", "1.00", "")
    mark = "[green]✓[/green]" if ratio >= BAR else "[red]✗[/red]"
    table.add_row("cchc replay", f"{statistics.median(rates['ours']):,.0f}", f"{ratio:.2f}", f">= {BAR:g} {mark}")
    bench.console.print(table)
    return {"ratio": ratio, "pages_per_minute": rates}
