"""Puts a copy of the archive's database back (archive/backup.py), without losing what was there."""

from __future__ import annotations

import contextlib
import datetime as dt
import gzip
import os
import sqlite3
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alembic.migration import MigrationContext
from sqlalchemy import Engine, func, select

from archive.backup import PART, PIECE, BackupFailed, Manifest, alone, beside, examine, plain_errors, sync, verify
from archive.db import ArchiveError, address, connect, reading, upgrade
from archive.models import Article, Run
from archive.transfer import copy


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back, where the earlier database is kept (None: there was none), and whether a hash vouched."""

    articles: int
    newest_run: str | None
    kept_as: str | None
    proved: bool


def restore(path: Path, url: str | Path, *, now: dt.datetime, force: bool = False) -> Restored:
    """Make a copy the archive at `url`. The database that was there is kept beside it: FILE.replaced-MOMENT, or the
    schema replaced_MOMENT on PostgreSQL.

    Hash, integrity and schema of the copy are checked first; an older schema is brought to this code's. Raises
    ArchiveError: where the archive is not empty and `force` is not given, where anybody has it open, where the copy is
    not sound or newer than this code.
    """
    proved = Manifest.of(path) is not None
    if proved:
        verify(path)
    parsed = address(url)
    stamp = f"{now.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    sqlite = parsed.get_backend_name() == "sqlite"
    place = Path(str(parsed.database)) if sqlite else path
    draft = place.absolute().with_name(f".{place.name}.{stamp}{PART}")
    with plain_errors(draft), alone(draft.parent):
        for left in draft.parent.glob(f".{place.name}.*{PART}*"):  # of a restore that was killed
            left.unlink()
        try:
            _unpack(path, draft)
            facts = _ready(draft)
            replaced = _swap_file(draft, place, stamp, force) if sqlite else _swap_server(draft, url, stamp, force)
        finally:
            for left in (draft, *beside(draft)):
                left.unlink(missing_ok=True)
    return Restored(facts["articles"], facts["newest_run"], replaced, proved)


def _unpack(path: Path, draft: Path) -> None:
    try:
        with path.open("rb") as raw, draft.open("wb") as target:
            packed = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
            source: Any = gzip.GzipFile(fileobj=raw) if packed else raw
            while piece := source.read(PIECE):
                target.write(piece)
            target.flush()
            os.fsync(target.fileno())
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise BackupFailed(f"{path}: the file is damaged or cut off ({error}): take another copy") from error


def _ready(draft: Path) -> dict[str, Any]:
    """A sound copy at this code's schema, in one file."""
    try:
        facts = examine(draft)
    except sqlite3.DatabaseError as error:
        raise BackupFailed(f"this is no archive, or a damaged one ({error})") from error
    engine = connect(draft)
    try:
        upgrade(engine)  # refuses one that is newer than the code
    finally:
        engine.dispose()
    return facts


def _swap_file(draft: Path, place: Path, stamp: str, force: bool) -> str | None:
    replaced: Path | None = None
    if place.exists():
        if not force and (words := _held(place)):
            raise ArchiveError(f"{place} {words}: to replace it (it is kept beside) say --force")
        _close(place)
        replaced = place.with_name(f"{place.name}.replaced-{stamp}")
        try:
            os.link(place, replaced)  # so that there is an archive at every moment, whenever this is killed
        except OSError:  # a file system without links
            place.rename(replaced)
        for old in beside(place):  # of a damaged file: not to be taken for the new one's
            if old.exists():
                old.rename(replaced.with_name(replaced.name + old.name.removeprefix(place.name)))
    draft.replace(place)
    sync(place.parent)
    return str(replaced) if replaced else None


def _held(place: Path) -> str:
    """What an archive's file holds, in words; "" where it was never crawled into."""
    try:
        engine = connect(place)
        try:
            with reading(engine) as connection:
                if MigrationContext.configure(connection).get_current_revision() is None:
                    return "" if place.stat().st_size == 0 else "holds something that is no archive"
                runs = connection.scalar(select(func.count()).select_from(Run))
                articles = connection.scalar(select(func.count()).select_from(Article))
                return f"holds {articles} articles of {runs} runs" if runs else ""
        finally:
            engine.dispose()
    except Exception as error:  # whatever is wrong with it: that is why somebody restores
        return f"cannot be read ({error})"


def _close(place: Path) -> None:
    """Fold the write-ahead log into the file, which works only while nobody else has it open. Raises ArchiveError."""
    try:
        with contextlib.closing(sqlite3.connect(place, timeout=1, isolation_level=None)) as old:
            old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            old.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            raise ArchiveError(
                f"{place} is in use: end the crawls, the scheduler and whatever else reads it, then restore"
            ) from error
    except sqlite3.DatabaseError:
        pass  # damaged: moved aside as it is, with its log


def _swap_server(draft: Path, url: str | Path, stamp: str, force: bool) -> str | None:
    engine, source = connect(url), connect(draft)
    schema = f"replaced_{stamp.lower()}"
    replaced = False
    try:
        _refuse_busy(engine)
        if words := _server_holds(engine):
            if not force:
                raise ArchiveError(f"the archive {words}: to replace it (it is kept as a schema) say --force")
            _sql(engine, f"ALTER SCHEMA public RENAME TO {schema}", "CREATE SCHEMA public")
            replaced = True
        try:
            copy(source, engine)
        except BaseException:
            if replaced:
                _sql(engine, "DROP SCHEMA public CASCADE", f"ALTER SCHEMA {schema} RENAME TO public")
            raise
    finally:
        engine.dispose()
        source.dispose()
    return f"schema {schema}" if replaced else None


def _server_holds(engine: Engine) -> str:
    with reading(engine) as connection:
        if MigrationContext.configure(connection).get_current_revision() is None:
            return ""
        runs = connection.scalar(select(func.count()).select_from(Run))
        return f"holds {connection.scalar(select(func.count()).select_from(Article))} articles" if runs else ""


def _refuse_busy(engine: Engine) -> None:
    with reading(engine) as connection:
        others = connection.exec_driver_sql(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ).scalar()
    if others:
        raise ArchiveError(f"{others} programs have the archive open: end the crawls and the scheduler, then restore")


def _sql(engine: Engine, *statements: str) -> None:
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
