"""Runs `scrapy crawl` as an operator does, in a process of its own, against an imitation of the portals."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text

from archive.db import connect
from tests.replica.server import ReplicaServer

ROOT = Path(__file__).resolve().parent.parent
QUICK = {
    "DOWNLOAD_DELAY": "0.01",
    "DOWNLOAD_DELAY_JITTER": "0",
    "DOWNLOAD_TIMEOUT": "2",
    "RETRY_TIMES": "1",
    "CCHC_MOST_REST": "0.02",
    "CCHC_MOST_DELAY": "0.02",
}


def environment(data_dir: Path, server: ReplicaServer | None = None, **more: str) -> dict[str, str]:
    """The machine's variables without any CCHC_ of its own, and those of this crawl."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("CCHC_")}
    own |= {"CCHC_DATA_DIR": str(data_dir), "CCHC_LOCK_DIR": str(data_dir / "locks"), "PYTHONUTF8": "1"}
    if server is not None:
        own["CCHC_REPLICA"] = f"http=127.0.0.1:{server.http_port},https=127.0.0.1:{server.https_port}"
    return own | more


def command(name: str, *arguments: str, **settings: str) -> list[str]:
    """`python -m scrapy crawl NAME …` with a test's haste."""
    options = [part for key, value in (QUICK | settings).items() for part in ("-s", f"{key}={value}")]
    return [sys.executable, "-m", "scrapy", "crawl", name, *arguments, *options]


def crawl(
    data_dir: Path, server: ReplicaServer | None, *arguments: str, name: str = "yenbai", **settings: str
) -> subprocess.CompletedProcess[str]:
    """One crawl to its end; output as text."""
    return subprocess.run(
        command(name, *arguments, **settings),
        cwd=ROOT,
        env=environment(data_dir, server),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@contextmanager
def archive_of(data_dir: Path) -> Iterator[Engine]:
    """The archive in a data folder."""
    engine = connect(data_dir / "archive.db")
    try:
        yield engine
    finally:
        engine.dispose()


def rows(data_dir: Path, sql: str) -> list[Any]:
    """Rows of a query on the archive in a data folder."""
    with archive_of(data_dir) as engine, engine.connect() as connection:
        return list(connection.execute(text(sql)).all())
