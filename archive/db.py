"""Engine, transactions, migrations and checks: how the archive's database is opened, for SQLite and PostgreSQL.

SQLite runs in WAL with BEGIN IMMEDIATE and a timeout of 60 s: the one combination that lost nothing and was never
"locked" with eight writers (docs/architecture.md). Errors that an operator can do something about come out as
`ArchiveError` with plain words.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, event, exc, make_url, text

from archive import fingerprints, storycheck, units, views
from archive.models import Base

log = logging.getLogger(__name__)

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
BUSY_TIMEOUT = 60.0  # seconds that SQLite waits for another writer, and we for a PostgreSQL that restarts
_WAL_LIMIT = 64 << 20  # bytes that SQLite's write-ahead log keeps once it is folded in; a long reader lets it grow
# Pages of it that are gathered before they are folded in: an article touches some forty pages of the index of its
# hashes, anywhere in the file, and with SQLite's 1,000 a fifth of the time of storing went into writing them twice.
_WAL_PAGES = 10_000
_ADVISORY_LOCK = 0x63636863  # "cchc": migrations and the start of runs on PostgreSQL, one at a time


class ArchiveError(Exception):
    """The archive cannot do what it was asked; the message says what to do about it."""


class DiskFull(ArchiveError):
    """No room for a write. Nothing of the transaction was stored."""


class DatabaseLocked(ArchiveError):
    """Another process held the database longer than the timeout. Nothing of the transaction was stored."""


class SchemaMissing(ArchiveError):
    """The tables are missing or older than the code."""


def utc_now() -> dt.datetime:
    """The present as an aware UTC instant."""
    return dt.datetime.now(dt.UTC)


def local_day(moment: dt.datetime) -> dt.date:
    """The day in Vietnam of an aware instant."""
    return moment.astimezone(LOCAL).date()


def connect(url: str | Path, *, timeout: float | None = None) -> Engine:
    """An engine for a database URL, or for the path of an SQLite file (its folder is made when missing).

    `timeout`: seconds that SQLite waits for another writer, BUSY_TIMEOUT where it is None.

    Errors do not quote the values of a statement: whole articles would fill the log.

    Raises ArchiveError for an unknown kind of database or a missing driver.
    """
    parsed = address(url)
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        if parsed.database and parsed.database != ":memory:":
            folder = Path(parsed.database).parent
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise ArchiveError(f"{folder}: the archive's folder cannot be made ({error.strerror})") from error
        engine = create_engine(parsed, connect_args={"timeout": timeout or BUSY_TIMEOUT}, hide_parameters=True)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    if backend == "postgresql":
        try:
            driven = parsed.set(drivername="postgresql+psycopg")
            return create_engine(driven, hide_parameters=True, pool_pre_ping=True)  # a server may restart in between
        except ModuleNotFoundError as error:
            raise ArchiveError("PostgreSQL needs psycopg: pip install '.[postgres]'") from error
    raise ArchiveError(f"{backend}: the archive runs on SQLite or PostgreSQL")


def address(url: str | Path) -> URL:
    """A database URL, or the path of an SQLite file, taken apart. Raises ArchiveError for what is neither."""
    target = str(url)
    if "://" not in target:
        target = f"sqlite:///{target}"
    elif target.startswith("postgres://"):
        target = target.replace("postgres://", "postgresql://", 1)
    try:
        return make_url(target)
    except (exc.ArgumentError, ValueError) as error:
        raise ArchiveError(f"{_without_password(target)}: no address of a database ({error})") from error


def exists(url: str | Path) -> bool:
    """False where the URL names an SQLite file that is not there: to connect would create it."""
    parsed = address(url)
    is_file = parsed.get_backend_name() == "sqlite" and parsed.database not in (None, "", ":memory:")
    return not is_file or Path(str(parsed.database)).exists()


def identity(url: str | Path) -> tuple[int, int] | None:
    """Device and inode of an SQLite archive's file, by which another file in its place is told; None on PostgreSQL.
    Raises OSError where it is not there."""
    parsed = address(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        return None
    facts = Path(str(parsed.database)).stat()
    return facts.st_dev, facts.st_ino


def _without_password(url: str) -> str:
    return re.sub(r":[^:@/]*@", ":***@", url)


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver would begin deferred, and only at the first write
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        f"journal_size_limit={_WAL_LIMIT}",
        f"wal_autocheckpoint={_WAL_PAGES}",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    # A deferred transaction that reads and then writes fails at once when somebody else wrote in between.
    read_only = connection.get_execution_options().get("read_only", False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One short write transaction: committed at the end, rolled back by any exception."""
    with _plain_errors(), _connected(engine) as connection, connection.begin():
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One consistent read that never waits for writers and never makes them wait."""
    with _plain_errors(), _connected(engine).execution_options(read_only=True) as connection:
        yield connection


def _connected(engine: Engine) -> Connection:
    """A connection. A PostgreSQL server that has answered before and is gone is given the time of a restart, as SQLite
    is given time for another writer; a transaction that it broke off is never repeated."""
    until = time.monotonic() + BUSY_TIMEOUT
    while True:
        try:
            return engine.connect()
        except exc.OperationalError as error:
            answered_before = getattr(engine.dialect, "server_version_info", None) is not None
            if engine.dialect.name != "postgresql" or not answered_before or time.monotonic() > until:
                raise
            log.warning("the archive's database does not answer, asked again in a second: %s", error.orig)
            time.sleep(1)


@contextmanager
def _plain_errors() -> Iterator[None]:
    try:
        yield
    except exc.DBAPIError as error:
        plain = _explain(error.orig)
        if plain is None:
            raise
        raise plain from error


def _explain(error: BaseException | None) -> ArchiveError | None:
    """What an operator should read instead of a driver's error; None for errors of ours."""
    words = str(error).strip()
    code = getattr(error, "sqlite_errorcode", 0) or 0
    state = getattr(error, "sqlstate", "") or ""
    if code == sqlite3.SQLITE_FULL or code & 0xFF == sqlite3.SQLITE_IOERR or state in ("53100", "58030"):
        return DiskFull(f"the archive's disk is full or failing ({words}); make room, then run again: nothing was lost")
    if code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) or state in ("55P03", "40P01", "40001"):
        return DatabaseLocked(f"another process holds the archive ({words}); end it or run again later")
    if code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return ArchiveError(f"the archive's file is damaged or something else ({words}): restore a copy of it")
    if code & 0xFF in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return ArchiveError(f"the archive's file cannot be opened or written: {words}")
    if "no such table" in words or "no such column" in words or state in ("42P01", "42703"):
        return SchemaMissing(f"the archive's tables are missing or old ({words}): run `cchc db upgrade`")
    if state.startswith(("08", "57P", "28", "3D")) or (state == "" and "connection" in words):
        return ArchiveError(f"no connection to the archive's database: {words}")
    return None


# Migrations


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's settings for an open connection; made here because there is no alembic.ini to be found by chance."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def head() -> str:
    """The newest revision of the schema that this code knows."""
    return str(ScriptDirectory.from_config(alembic_config()).get_current_head())


def revision(engine: Engine) -> str | None:
    """The revision of the database; None where it has no tables yet."""
    with reading(engine) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade(engine: Engine) -> None:
    """Bring the tables to the newest revision and the units to provinces.csv, in one transaction.

    Safe to call twice and from several processes at once: SQLite holds its write lock, PostgreSQL an advisory lock.
    """
    with _plain_errors(), engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            # Batch mode drops and renames tables; SQLite heeds this pragma only outside a transaction.
            _pragma(connection, "foreign_keys=OFF")
        try:
            with connection.begin():
                lock(connection)
                views.drop(connection)  # a table under a view cannot be altered on SQLite
                migrated = _migrate(connection)
                refilled = units.load(connection)
                views.create(connection)
                # Every crawl comes through here: where nothing was changed there is nothing to check, and a check
                # reads every row.
                if (migrated or refilled) and (broken := _foreign_key_problems(connection)):
                    raise ArchiveError("; ".join(broken))
        finally:
            if engine.dialect.name == "sqlite":
                _pragma(connection, "foreign_keys=ON")


def _migrate(connection: Connection) -> bool:
    """Whether there was anything to migrate."""
    current = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()}
    if current is not None and current not in known:
        raise ArchiveError(f"the archive's schema {current} is newer than this code ({head()}): update the code")
    command.upgrade(alembic_config(connection), "head")
    return current != head()


def lock(connection: Connection) -> None:
    """Let only one transaction at a time past this point, for what must not happen twice; held until it ends."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})


def _pragma(connection: Connection, pragma: str) -> None:
    driver: Any = connection.connection.driver_connection
    driver.execute(f"PRAGMA {pragma}").close()


def check(engine: Engine) -> list[str]:
    """What is wrong with the database, in words; empty when it is sound. Reads everything: minutes on a large file."""
    try:
        with reading(engine) as connection:
            problems = _schema_problems(connection) + _file_problems(connection)
            return problems or storycheck.problems(connection)
    except ArchiveError as error:
        return [str(error)]


def quick_check(engine: Engine) -> list[str]:
    """The same without the long part: indexes against their tables, and foreign keys. A tenth of the time."""
    try:
        with reading(engine) as connection:
            problems = _schema_problems(connection) + _file_problems(connection, quick=True)
            return problems or fingerprints.problems(connection, quick=True)
    except ArchiveError as error:
        return [str(error)]


def _schema_problems(connection: Connection) -> list[str]:
    options = {"compare_type": True, "include_object": _is_modelled}
    context = MigrationContext.configure(connection, opts=options)
    current = context.get_current_revision()
    if current != head():
        return [f"schema is at {current or 'nothing'}, the code expects {head()}: run `cchc db upgrade`"]
    drifts = [f"schema differs from the code: {drift}" for drift in compare_metadata(context, Base.metadata)]
    stale = [] if units.current(connection) else ["the units are older than provinces.csv: run `cchc db upgrade`"]
    return drifts + stale


def _is_modelled(_object: object, name: str | None, _kind: str, reflected: bool, _other: object) -> bool:
    """What no model knows is derived and has checks of its own (archive/fingerprints.py): no drift."""
    return not (reflected and fingerprints.derived(name))


def _file_problems(connection: Connection, *, quick: bool = False) -> list[str]:
    if connection.dialect.name != "sqlite":  # PostgreSQL guards its files and foreign keys itself
        return []
    found = [row[0] for row in connection.execute(text(f"PRAGMA {'quick' if quick else 'integrity'}_check"))]
    damage = [f"the file is damaged: {words}" for words in found if words != "ok"]
    return damage if quick else damage + _foreign_key_problems(connection)


def _foreign_key_problems(connection: Connection) -> list[str]:
    if connection.dialect.name != "sqlite":
        return []
    rows = connection.execute(text("PRAGMA foreign_key_check")).all()
    return [f"{row[0]} row {row[1]} points at a missing row of {row[2]}" for row in rows]
