"""Engine, transactions, migrations, checks, and what an operator reads when the disk is full."""

from __future__ import annotations

import datetime as dt
import itertools
import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, inspect, text

from archive import db
from archive.db import ArchiveError, DatabaseLocked, DiskFull, SchemaMissing, reading, upgrade, writing
from archive.store import Store
from tests.archive.building import LONG, PORTAL, Crawl, article, downgrade

ROOT = Path(__file__).resolve().parents[2]


def python(code: str, *arguments: str) -> subprocess.Popen[str]:
    """Another process that runs a piece of code in the checkout."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'archive.db'}"


# Migrations


def test_migrations_build_exactly_the_models(empty_url: str) -> None:
    engine = db.connect(empty_url)
    assert db.revision(engine) is None
    assert "cchc db upgrade" in db.check(engine)[0]
    upgrade(engine)
    assert db.revision(engine) == db.head()
    assert db.check(engine) == []
    engine.dispose()


def test_a_second_upgrade_changes_nothing(engine: Engine) -> None:
    crawl = Crawl(engine)
    crawl.put(article("1"))
    upgrade(engine)
    assert db.check(engine) == []
    assert crawl.one("SELECT count(*) FROM article") == 1
    assert crawl.one("SELECT count(*) FROM unit") == 86
    assert crawl.one("SELECT count(*) FROM unit_succession") == 52


def test_migrations_lead_back_to_an_empty_database(engine: Engine) -> None:
    downgrade(engine, "base")
    assert inspect(engine).get_table_names() == ["alembic_version"]
    upgrade(engine)
    assert db.check(engine) == []


def test_four_processes_upgrade_at_once_and_all_succeed(empty_url: str) -> None:
    code = "import sys; from archive import db; db.upgrade(db.connect(sys.argv[1]))"
    for process in [python(code, empty_url) for _ in range(4)]:
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors
    engine = db.connect(empty_url)
    assert db.check(engine) == []
    engine.dispose()


def test_an_upgrade_that_fails_half_way_leaves_nothing(empty_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_connection: object) -> None:
        raise RuntimeError("no units")

    engine = db.connect(empty_url)
    with monkeypatch.context() as patch:
        patch.setattr(db.units, "load", fail)
        with pytest.raises(RuntimeError, match="no units"):
            upgrade(engine)
    assert inspect(engine).get_table_names() == []
    upgrade(engine)
    assert db.check(engine) == []
    engine.dispose()


def test_foreign_keys_hold_again_after_an_upgrade(engine: Engine) -> None:
    upgrade(engine)
    with pytest.raises(Exception, match=r"(?i)foreign key"), writing(engine) as connection:
        connection.execute(text("INSERT INTO template VALUES ('nobody', '', 1, '2026-11-20 00:00:00')"))


def test_an_archive_of_a_newer_version_is_left_alone(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ArchiveError, match="9999 is newer than this code"):
        upgrade(engine)
    assert "9999" in db.check(engine)[0]
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": db.head()})


def test_check_finds_a_schema_that_drifted(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(text("DROP INDEX ix_article_published_on"))
        connection.execute(text("CREATE TABLE stray (id INTEGER)"))
    problems = "\n".join(db.check(engine))
    assert "ix_article_published_on" in problems
    assert "stray" in problems


def test_check_finds_rows_that_point_nowhere_and_damaged_files(sqlite_url: str) -> None:
    engine = db.connect(sqlite_url)
    upgrade(engine)
    crawl = Crawl(engine)
    for number in range(200):
        crawl.put(article(str(number), f"{LONG} {number}"))
    engine.dispose()
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO template VALUES ('nobody', '', 1, '2026-11-20 00:00:00')")
        [[root]] = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'ix_article_content_hash'")
        [[size]] = connection.execute("PRAGMA page_size")
    connection.close()
    assert any("template" in problem for problem in db.check(db.connect(sqlite_url)))
    with path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\x00" * size)
    assert any("damaged" in problem for problem in db.check(db.connect(sqlite_url)))


def test_every_table_and_column_says_what_it_holds() -> None:
    for mapper in db.Base.registry.mappers:
        assert mapper.class_.__doc__
        for column in mapper.local_table.columns:
            assert column.doc, f"{mapper.local_table.name}.{column.name}"


# Opening


def test_a_path_is_an_sqlite_file_and_its_folder_is_made(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "archive.db"
    engine = db.connect(path)
    upgrade(engine)
    assert path.exists()
    with reading(engine) as connection:
        found = {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in (
            "journal_mode", "synchronous", "foreign_keys", "busy_timeout",
        )}  # fmt: skip
    assert found == {"journal_mode": "wal", "synchronous": 1, "foreign_keys": 1, "busy_timeout": 60_000}
    engine.dispose()


def test_urls_of_postgresql_use_psycopg_and_other_databases_are_refused() -> None:
    for url in ("postgresql://u@h/d", "postgres://u@h/d", "postgresql+psycopg://u@h/d"):
        assert db.connect(url).dialect.driver == "psycopg"
    with pytest.raises(ArchiveError, match="mysql"):
        db.connect("mysql://u@h/d")


def test_instants_come_back_aware_in_utc_and_naive_ones_are_refused(engine: Engine) -> None:
    vietnam = dt.timezone(dt.timedelta(hours=7))
    moment = dt.datetime(2026, 11, 20, 8, 0, 0, 123456, tzinfo=vietnam)
    Crawl(engine)
    store = Store(engine, clock=lambda: moment)
    store.save_template("yenbai", "{}", 1)
    with reading(engine) as connection:
        saved = connection.execute(db.Base.metadata.tables["template"].select()).one().updated_at
    assert saved == moment
    assert saved.utcoffset() == dt.timedelta(0)
    with pytest.raises(Exception, match="naive"):
        Store(engine, clock=lambda: dt.datetime(2026, 11, 20)).save_template("yenbai", "{}", 1)  # noqa: DTZ001


# Errors in plain words


def test_a_database_without_tables_says_how_to_make_them(empty_url: str) -> None:
    engine = db.connect(empty_url)
    with pytest.raises(SchemaMissing, match="cchc db upgrade"):
        Store(engine).start_run(PORTAL, "nightly", "live")
    engine.dispose()


def test_a_file_that_is_no_database_is_an_error_in_plain_words(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    path.write_text("not a database, " * 1000, encoding="utf-8")
    with pytest.raises(ArchiveError, match="not a database"):
        upgrade(db.connect(path))
    assert path.read_text(encoding="utf-8").startswith("not a database")


def test_a_server_that_does_not_answer_is_an_error_in_plain_words(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="no connection"):
        Store(db.connect(f"postgresql://u@/d?host={tmp_path}")).holds_replica()


def test_a_writer_that_never_ends_is_reported_and_readers_go_on(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = db.connect(sqlite_url)
    upgrade(engine)
    monkeypatch.setattr(db, "BUSY_TIMEOUT", 0.05)
    impatient = db.connect(sqlite_url)
    with writing(engine):
        assert Store(impatient).holds_replica() is None
        with pytest.raises(DatabaseLocked, match="another process"):
            Store(impatient).start_run(PORTAL, "nightly", "live")
    Store(impatient).start_run(PORTAL, "nightly", "live")


def test_a_writer_waits_for_another_one(sqlite_url: str) -> None:
    engine = db.connect(sqlite_url)
    upgrade(engine)
    entered, results = threading.Event(), []

    def write() -> None:
        entered.set()
        results.append(Store(engine).start_run(PORTAL, "nightly", "live"))

    with writing(engine):
        thread = threading.Thread(target=write)
        thread.start()
        entered.wait()
        assert results == []
    thread.join()
    assert len(results) == 1


def test_a_full_disk_is_said_and_nothing_stored_before_is_lost(sqlite_url: str) -> None:
    engine = db.connect(sqlite_url)
    upgrade(engine)
    crawl = Crawl(engine)
    crawl.put(article("1"))
    engine.dispose()

    @event.listens_for(engine, "connect")
    def limit(connection: sqlite3.Connection, _record: object) -> None:
        [[pages]] = connection.execute("PRAGMA page_count")
        connection.execute(f"PRAGMA max_page_count = {pages + 20}")

    def fill() -> None:
        for number in itertools.count(2):
            crawl.put(article(str(number), f"{LONG * 50} {number}"))
            stored.append(number)

    stored = [1]
    with pytest.raises(DiskFull, match="make room"):
        fill()
    event.remove(engine, "connect", limit)
    engine.dispose()
    assert crawl.one("SELECT count(*) FROM article") == len(stored)
    assert crawl.put(article("after")).value == "stored"
    assert db.check(engine) == []


def test_a_limit_on_file_size_in_another_process_leaves_the_archive_whole(sqlite_url: str) -> None:
    engine = db.connect(sqlite_url)
    upgrade(engine)
    code = """
import resource, sys
from archive import db
from tests.archive.building import LONG, Crawl, article
crawl = Crawl(db.connect(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))
try:
    for number in range(1000):
        crawl.put(article(str(number), f"{LONG * 20} {number}"))
        print(number, flush=True)
except db.DiskFull as error:
    print("full", flush=True)
"""
    process = python(code, sqlite_url)
    output, errors = process.communicate(timeout=60)
    lines = output.split()
    assert lines[-1] == "full", errors
    with reading(engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM article")).scalar() == len(lines) - 1
    assert db.check(engine) == []
