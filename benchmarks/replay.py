"""Replay from WARC files in two worker processes, against trafilatura with metadata in the same kind of pool."""

from __future__ import annotations

import functools
import multiprocessing
import statistics
import subprocess
import tempfile
import time
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import trafilatura
from rich.table import Table

from archive import query
from archive.db import connect
from archive.query import StoredPage
from archive.store import Store
from benchmarks.common import ROOT, Bench
from benchmarks.crawl import ours, replica
from crawler import warcread
from crawler.replay import read_all

ARTICLES, WORKERS, ROUNDS, BAR = 600, 2, 3, 2.0


def peer(warc_dir: Path, page: StoredPage) -> int:
    """The same page through trafilatura: length of its text."""
    kept = warcread.read(warc_dir, page.warc_file, page.warc_offset)
    found = trafilatura.bare_extraction(kept.body, with_metadata=True, include_comments=False)
    return len(getattr(found, "text", None) or "")


def run(bench: Bench) -> dict[str, Any]:
    """Pages a minute of both, in turn; the start of the processes is in both."""
    rates: dict[str, list[float]] = {"trafilatura": [], "ours": []}
    with tempfile.TemporaryDirectory() as folder:
        with replica(articles=ARTICLES) as ports:
            command, environment = ours(ports, Path(folder))
            subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
        engine = connect(Path(folder, "archive.db"))
        pages, warc_dir = list(query.stored_pages(engine)), Path(folder, "warc")
        templates = {"yenbai": Store(engine).load_template("yenbai") or ""}
        for _ in bench.track(range(ROUNDS), "replays"):
            begun = time.perf_counter()
            with ProcessPoolExecutor(WORKERS, multiprocessing.get_context("spawn")) as pool:
                deque(pool.map(functools.partial(peer, warc_dir), pages, chunksize=8), maxlen=0)
            rates["trafilatura"].append(len(pages) / (time.perf_counter() - begun) * 60)
            begun = time.perf_counter()
            deque(read_all(pages, warc_dir, templates, WORKERS), maxlen=0)
            rates["ours"].append(len(pages) / (time.perf_counter() - begun) * 60)
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
