"""Crawl speed beside a spider that only downloads, and memory over ten thousand articles. Reported, never asserted."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.progress import Progress
from rich.table import Table

from benchmarks.common import ROOT, Bench

ARTICLES, LATENCY, AT_ONCE, DELAY, ROUNDS = 400, 0.05, 4, 0.01, 3
MANY = 10_000
CRAWL_BAR, MEMORY_BAR = 0.8, 200  # ratio; MiB


@contextlib.contextmanager
def replica(**options: object) -> Iterator[dict[str, int]]:
    """An imitation in a process of its own; its ports."""
    flags = [part for name, value in options.items() for part in (f"--{name.replace('_', '-')}", str(value))]
    command = [sys.executable, "-m", "tests.replica.server", "--events", "", *flags]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield json.loads(process.stdout.readline())
        finally:
            process.terminate()


def ours(ports: dict[str, int], data_dir: Path, **settings: object) -> tuple[list[str], dict[str, str]]:
    """Command and environment of a full crawl by `scrapy crawl yenbai`."""
    wanted = {
        "CONCURRENT_REQUESTS": AT_ONCE,
        "CONCURRENT_REQUESTS_PER_DOMAIN": AT_ONCE,
        "DOWNLOAD_DELAY": DELAY,
        "DOWNLOAD_DELAY_JITTER": 0,
        "LOG_LEVEL": "ERROR",
        **settings,
    }
    options = [part for name, value in wanted.items() for part in ("-s", f"{name}={value}")]
    environment = os.environ | {
        "CCHC_DATA_DIR": str(data_dir),
        "CCHC_DATABASE_URL": f"sqlite:///{data_dir / 'archive.db'}",
        "CCHC_REPLICA": f"http=127.0.0.1:{ports['http_port']},https=127.0.0.1:{ports['https_port']}",
    }
    return [sys.executable, "-m", "scrapy", "crawl", "yenbai", "-a", "mode=full", *options], environment


def pages_per_minute(command: list[str], environment: dict[str, str], pages: int) -> float:
    """Pages a minute of a whole process, start included."""
    begun = time.perf_counter()
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    return pages / (time.perf_counter() - begun) * 60


def run(bench: Bench) -> dict[str, Any]:
    """Articles a minute against the bare spider, in turn, over the same imitation."""
    ratios: list[float] = []
    rates: dict[str, list[float]] = {"bare": [], "ours": []}
    with replica(articles=ARTICLES, latency=LATENCY) as ports, tempfile.TemporaryDirectory() as folder:
        bare = [sys.executable, "-m", "benchmarks.bare", json.dumps(ports), str(AT_ONCE), str(DELAY)]
        for number in bench.track(range(ROUNDS), "crawls"):
            rates["bare"].append(pages_per_minute(bare, dict(os.environ), ARTICLES))
            command, environment = ours(ports, Path(folder, str(number)))
            rates["ours"].append(pages_per_minute(command, environment, ARTICLES))
            ratios.append(rates["ours"][-1] / rates["bare"][-1])
    ratio = statistics.median(ratios)
    table = Table(title=f"Crawl of {ARTICLES} articles, {LATENCY * 1000:.0f} ms answers, {AT_ONCE} at a time")
    for column in ("", "articles a minute", "ratio", "bar"):
        table.add_column(column, justify="left" if not column else "right")
    table.add_row("download only", f"{statistics.median(rates['bare']):,.0f}", "1.00", "")
    mark = "[green]✓[/green]" if ratio >= CRAWL_BAR else "[red]✗[/red]"
    table.add_row(
        "scrapy crawl yenbai", f"{statistics.median(rates['ours']):,.0f}", f"{ratio:.2f}", f">= {CRAWL_BAR} {mark}"
    )
    bench.console.print(table)
    return {"ratio": ratio, "ratios": ratios, "articles_per_minute": rates}


def run_memory(bench: Bench) -> dict[str, Any]:
    """Resident memory of one portal's process over ten thousand articles, and their rate."""
    samples: list[tuple[int, int]] = []
    with replica(articles=MANY, page_size=100) as ports, tempfile.TemporaryDirectory() as folder:
        command, environment = ours(ports, Path(folder))
        database = Path(folder, "archive.db")
        begun = time.perf_counter()
        with (
            subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as process,
            Progress(console=bench.console, transient=True) as progress,
        ):
            task = progress.add_task("articles", total=MANY)
            while process.poll() is None:
                time.sleep(1)
                if (resident := resident_kib(process.pid)) and database.exists():
                    samples.append((stored(database), resident))
                    progress.update(task, completed=samples[-1][0])
        seconds = time.perf_counter() - begun
        number = stored(database)
    table = Table(title=f"Memory over {number:,} articles ({number / seconds * 60:,.0f} a minute)")
    for column in ("articles stored", "resident MiB", "bar"):
        table.add_column(column, justify="right")
    marks = {}
    for number_of in (MANY // 10, MANY // 4, MANY // 2, 3 * MANY // 4, MANY):
        if near := [sample for sample in samples if sample[0] <= number_of]:
            marks[near[-1][0]] = near[-1][1] / 1024
            table.add_row(f"{near[-1][0]:,}", f"{near[-1][1] / 1024:.0f}", "")
    largest = max(kib for _, kib in samples) / 1024
    mark = "[green]✓[/green]" if largest <= MEMORY_BAR else "[red]✗[/red]"
    table.add_row("largest", f"{largest:.0f}", f"flat, <= {MEMORY_BAR} {mark}")
    bench.console.print(table)
    return {"articles": number, "seconds": seconds, "resident_mib": marks, "largest_mib": largest}


def resident_kib(pid: int) -> int:
    """VmRSS of a process in KiB, 0 when it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0)


def stored(database: Path) -> int:
    """Articles in an SQLite archive; 0 while its tables are not there."""
    try:
        with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
            return int(connection.execute("select count(*) from article").fetchone()[0])
    except sqlite3.OperationalError:
        return 0
