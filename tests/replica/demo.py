"""`make demo`: one night against imitated portals on this machine, into data/demo/archive.db.

Run again it is the second night: one article was edited, one removed, nothing is new. Needs no network. A small delay
and a short timeout keep it under a minute or two; everything else is as in a live crawl.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine

from archive import query
from archive.db import LOCAL, connect, revision
from crawler.cli import runs_table
from tests.replica.server import ReplicaServer
from tests.replica.yenbai import YenBai

ROOT = Path(__file__).resolve().parent.parent.parent
PORTALS = ("yenbai",)
SHOWN = 60  # rows of the table of articles
# The profile: answers that never come are given up after 3 s.
PROFILE = {"DOWNLOAD_DELAY": "0.05", "DOWNLOAD_DELAY_JITTER": "0", "DOWNLOAD_TIMEOUT": "3", "LOG_LEVEL": "WARNING"}


def main() -> int:
    """One night; 0 where every portal's run is ok."""
    parser = argparse.ArgumentParser(prog="python -m tests.replica.demo", description=main.__doc__)
    parser.add_argument("--data-dir", type=Path, default=ROOT / "data" / "demo")
    parser.add_argument("--articles", type=int, default=240)
    given = parser.parse_args()
    console = Console()
    given.data_dir.mkdir(parents=True, exist_ok=True)
    engine = connect(given.data_dir / "archive.db")
    earlier = query.runs(engine, limit=1_000) if revision(engine) else []
    # The first night's day stays the imitation's day, so that a second night on another day finds the same articles.
    today = earlier[-1].started_at.astimezone(LOCAL).date() if earlier else dt.datetime.now(LOCAL).date()
    portal = YenBai(articles=given.articles, edition=min(len(earlier), 1), today=today)
    codes = []
    with ReplicaServer([portal]) as server:
        for name in PORTALS:
            console.print(f"Night {len(earlier) + 1}: scrapy crawl {name}, against an imitation on this machine")
            codes.append(crawl(name, given.data_dir, server))
        asked = {host: stats.requests for host, stats in server.stats.items()}
    show(console, engine, asked, given.data_dir)
    return max(codes)


def crawl(name: str, data_dir: Path, server: ReplicaServer) -> int:
    """`scrapy crawl NAME` as an operator runs it, with its traffic sent to the server; its exit code."""
    environment = {
        **os.environ,
        "CCHC_DATA_DIR": str(data_dir),
        "CCHC_DATABASE_URL": f"sqlite:///{data_dir / 'archive.db'}",
        "CCHC_REPLICA": f"http=127.0.0.1:{server.http_port},https=127.0.0.1:{server.https_port}",
    }
    settings = [part for key, value in PROFILE.items() for part in ("-s", f"{key}={value}")]
    command = [sys.executable, "-m", "scrapy", "crawl", name, *settings]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def show(console: Console, engine: Engine, asked: dict[str, int], data_dir: Path) -> None:
    """What is in the archive now, and what to do next."""
    rows = query.newest(engine, limit=SHOWN)
    table = Table(title=f"The newest {len(rows)} articles", title_justify="left", box=box.SIMPLE_HEAD)
    for column in ("date", "province", "title"):
        table.add_column(column, no_wrap=column != "title")
    for row in rows:
        table.add_row(str(row.published_on or "–"), row.province or "–", row.title)
    console.print(table)
    runs = query.runs(engine, limit=5)
    if runs:
        special = Table(title="Not simply stored or unchanged, this night", title_justify="left", box=box.SIMPLE_HEAD)
        for column in ("outcome", "reason", "article"):
            special.add_column(column, no_wrap=column != "article", overflow="fold")
        for found in query.notable(engine, runs[0].id):
            special.add_row(found.outcome, found.reason or "", found.title or found.url)
        console.print(special)
    console.print(runs_table(runs))
    count, first, last, undated = query.totals(engine)
    console.print(f"[bold]{count} articles[/bold] from {first} to {last}, {undated} without a date.")
    for host, number in asked.items():
        if number:
            console.print(f"{host} was asked {number} times in this night.")
    place = os.path.relpath(data_dir)
    console.print(
        f"""
The archive: {place}/archive.db     the pages as received: {place}/warc/

Next:
  make demo                                       the next night: one edited, one removed, nothing new
  CCHC_DATA_DIR={place} .venv/bin/cchc runs       what each night did
  CCHC_CONTACT=you@example.org .venv/bin/scrapy crawl yenbai      the real portal""",
        highlight=False,
        soft_wrap=True,
    )


if __name__ == "__main__":
    sys.exit(main())
