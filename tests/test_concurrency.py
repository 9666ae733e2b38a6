"""Several portals are crawled into one SQLite archive at once while an analyst reads and a copy is made."""

from __future__ import annotations

import contextlib
import importlib.util
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from archive.db import check
from crawler import warcread
from tests.crawling import ROOT, archive_of, command, environment, rows
from tests.replica.imitations import imitation
from tests.replica.server import ReplicaServer
from tests.replica.yenbai import YenBai

PORTALS = ("yenbai", "thanhliem", "bacyen", "thainguyen")
ARTICLES = 30
QUERIES = (  # what analysts ask, each over everything
    "select portal, count(*), count(distinct province), sum(length(text)) from article group by portal",
    "select substr(published_on, 1, 7) m, count(*) from article_34 group by m order by m",
    "select a.title, p.url from article a join page p on p.article_id = a.id order by p.fetched_at desc limit 50",
    "select count(*) from article where text like '%cải cách%' or title like '%hành chính%'",
)


@dataclass
class Analyst:
    """Reads without a pause in a thread of its own, with the five seconds of patience that Python's driver has: what it
    saw, how long it took. (Without any a reader is refused for the moment in which the log is folded in.)"""

    database: Path
    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        """While the block runs."""
        thread = threading.Thread(target=self._read)
        thread.start()
        try:
            yield
        finally:
            self._stop.set()
            thread.join(60)

    def _read(self) -> None:
        while not self._stop.is_set():
            try:
                with contextlib.closing(sqlite3.connect(self.database, isolation_level=None)) as connection:
                    connection.execute("BEGIN")
                    for query in QUERIES:
                        begun = time.perf_counter()
                        connection.execute(query).fetchall()
                        self.seconds.append(time.perf_counter() - begun)
                    # One snapshot: an article is never seen without the page that it was read from.
                    orphans = "select count(*) from article where page_id not in (select id from page)"
                    assert connection.execute(orphans).fetchone() == (0,)
                    self.counts += connection.execute("select count(*) from article").fetchone()
            except (sqlite3.Error, AssertionError) as error:
                self.errors.append(repr(error))
            time.sleep(0.02)


@pytest.mark.timeout(300)
def test_four_crawls_an_analyst_and_a_copy_at_once_lose_nothing_and_lock_nobody_out(tmp_path: Path) -> None:
    portals = [YenBai(articles=ARTICLES, events=()), *(imitation(name, articles=ARTICLES) for name in PORTALS[1:])]
    upgraded = [sys.executable, "cchc.py", "db", "upgrade"]
    subprocess.run(upgraded, cwd=ROOT, env=environment(tmp_path), check=True, capture_output=True)
    analyst = Analyst(tmp_path / "archive.db")
    copies: list[Path] = []
    with ReplicaServer(portals) as server, analyst.reading():
        crawls = [
            subprocess.Popen(
                command(name), cwd=ROOT, env=environment(tmp_path, server), stderr=subprocess.PIPE, text=True
            )
            for name in PORTALS
        ]
        try:
            copies += copy_in_between(tmp_path, crawls)
            said = [crawl.communicate(timeout=240)[1] for crawl in crawls]
        finally:
            for crawl in crawls:
                crawl.kill()
    assert [crawl.returncode for crawl in crawls] == [0] * len(PORTALS), "\n".join(text[-1500:] for text in said)
    assert not any("locked" in text or "holds the archive" in text for text in said)
    assert analyst.errors == []
    assert len(analyst.counts) > 3
    assert analyst.counts == sorted(analyst.counts)  # nothing that was seen vanished again

    for portal, name in zip(portals, PORTALS, strict=True):
        stored = dict(map(tuple, rows(tmp_path, f"select key, text from article where portal = '{name}'")))
        assert stored == {gold.key: gold.text for gold in portal.golds()}, name
    counted = "select count(*) from page where kind = 'article' and outcome is null"
    assert rows(tmp_path, counted)[0][0] == 0
    assert [row.outcome for row in rows(tmp_path, "select outcome from run")] == ["ok"] * len(PORTALS)
    for row in rows(tmp_path, "select url, warc_file, warc_offset from page where warc_file is not null"):
        assert warcread.read(tmp_path / "warc", row.warc_file, row.warc_offset).url == row.url
    with archive_of(tmp_path) as engine:
        assert check(engine) == []
    assert not (tmp_path / "archive.db-wal").exists()
    check_copies(copies)


def copy_in_between(folder: Path, crawls: list[subprocess.Popen[str]]) -> list[Path]:
    """A copy of the database, made while all crawls write."""
    if importlib.util.find_spec("archive.backup") is None:
        return []
    from archive.backup import backup
    from archive.db import utc_now

    until = time.monotonic() + 60
    while time.monotonic() < until:
        with contextlib.closing(sqlite3.connect(folder / "archive.db")) as connection:
            if connection.execute("select count(distinct portal) from article").fetchone()[0] == len(PORTALS):
                break
        time.sleep(0.1)
    assert any(crawl.poll() is None for crawl in crawls)
    return [backup(f"sqlite:///{folder / 'archive.db'}", folder / "backup", now=utc_now())]


def check_copies(copies: list[Path]) -> None:
    """Each is sound on its own (archive/backup.py says how)."""
    if copies:
        from archive.backup import verify

        for copy in copies:
            verify(copy)
