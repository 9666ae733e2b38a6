"""Copies of the archive's database that can be trusted: made while others write, checked, kept by age.

A copy is an SQLite file, packed with gzip, whatever the archive runs on: from SQLite by its backup interface, from
PostgreSQL by archive/transfer.py, from one snapshot each. Beside it lies NAME.json with its hash and what it holds.
Both appear whole or not at all; archive/restore.py puts one back. The WARC files are no part of it: they are never
rewritten, so any tool that copies files does for them.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import fcntl
import gzip
import hashlib
import json
import os
import re
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from alembic.migration import MigrationContext
from sqlalchemy import Engine, func, select

from archive.db import LOCAL, ArchiveError, DiskFull, address, connect, exists
from archive.models import Article, Page, Run
from archive.transfer import copy, snapshot

DAILY, WEEKLY, MONTHLY = 7, 5, 12
OLD = dt.timedelta(days=2)  # without a newer copy somebody has to look
_NAME = re.compile(r"archive-(\d{8}T\d{6}Z)\.db\.gz")
PIECE = 1 << 20
_STEP = 2_048  # database pages (8 MiB) copied between two looks at the progress
_LEVEL = 1  # of gzip: a third of the file's size at 100 MB/s; level 6 gives 10 % more at a third of the speed
PART = ".part"


class BackupFailed(ArchiveError):
    """No copy was made, or none can be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a copy holds, as NAME.json has it: its schema, its rows, its newest run, hash and size of the file."""

    made_at: str
    schema: str
    articles: int
    runs: int
    pages: int
    newest_run: str | None
    database: str
    sha256: str
    bytes: int

    @classmethod
    def of(cls, path: Path) -> Self | None:
        """The one beside a copy; None where it is missing or unreadable."""
        try:
            return cls(**json.loads(manifest_path(path).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None


def backup(url: str | Path, folder: Path, *, now: dt.datetime, path: Path | None = None) -> Path:
    """Copy the archive at `url` into `folder` under a name that says when; or to `path`. Where the copy lies.

    Writers are not held up, and what they commit meanwhile is not in it. Raises ArchiveError: BackupFailed where the
    copy is not sound or another backup runs, DiskFull, and what connecting raises.
    """
    if not exists(url):
        raise BackupFailed("there is no archive to copy yet")
    target = path or folder / f"archive-{now.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}.db.gz"
    with plain_errors(target), alone(target.parent):
        draft, packed, manifest = (target.parent / f".{target.name}{end}{PART}" for end in (".db", "", ".json"))
        try:
            engine = connect(url)
            try:
                database = engine.dialect.name
                _copy_sqlite(url, draft) if database == "sqlite" else _copy_server(engine, draft)
            finally:
                engine.dispose()
            facts = examine(draft)
            digest, size = _pack(draft, packed)
            made = Manifest(now.isoformat(), **facts, database=database, sha256=digest, bytes=size)
            _write(manifest, json.dumps(asdict(made), ensure_ascii=False, indent=2).encode() + b"\n")
            manifest.replace(manifest_path(target))  # first: a copy is never without
            packed.replace(target)
            sync(target.parent)
        finally:
            for left in (draft, packed, manifest, *beside(draft)):
                left.unlink(missing_ok=True)
    return target


def manifest_path(path: Path) -> Path:
    """Where the manifest of a copy lies."""
    return path.with_name(path.name + ".json")


def backups(folder: Path) -> list[tuple[Path, dt.datetime]]:
    """The copies in a folder with their moments, newest first; only whole ones with their manifest."""
    found = []
    for path in folder.glob("archive-*.db.gz"):
        match = _NAME.fullmatch(path.name)
        if match and Manifest.of(path) is not None:
            found.append((path, dt.datetime.strptime(match[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=dt.UTC)))
    return sorted(found, key=lambda one: one[1], reverse=True)


def verify(path: Path) -> Manifest:
    """The manifest of a copy whose bytes are what it says. Raises BackupFailed."""
    manifest = Manifest.of(path)
    if manifest is None:
        raise BackupFailed(f"{path}: its {manifest_path(path).name} is missing or unreadable")
    try:
        digest = _sha256(path)
    except OSError as error:
        raise BackupFailed(f"{path}: {error.strerror or error}") from error
    if digest != manifest.sha256:
        raise BackupFailed(f"{path}: the file is not what was written (another SHA-256): take another copy")
    return manifest


# Which copies stay


def shrunk(folder: Path) -> str | None:
    """Why the newest copy looks like one of another, emptier archive than the fullest before it; None where it does
    not. A disk that is not mounted leaves an empty archive, of which sound copies can be made."""
    held = [(path, moment, made.articles) for path, moment in backups(folder) if (made := Manifest.of(path))]
    if len(held) < 2:
        return None
    newest, _, articles = held[0]
    _, moment, most = max(held[1:], key=lambda one: one[2])
    if 2 * articles >= most:
        return None
    return (
        f"{newest.name} holds {articles:,} articles, the copy of {moment.astimezone(LOCAL):%Y-%m-%d} held {most:,}: is "
        "the right disk mounted, and CCHC_DATA_DIR right? No older copy is deleted meanwhile"
    )


def kept(found: Iterable[tuple[Path, dt.datetime]]) -> set[Path]:
    """The copies that stay: the newest of each of the 7 newest days, 5 weeks and 12 months that have one.

    Days are Vietnam's, weeks begin on Monday. Where copies ceased long ago, none of the last ones goes.
    """
    newest_first = sorted(found, key=lambda one: one[1], reverse=True)
    stay: set[Path] = set()
    for number, period in ((DAILY, _day), (WEEKLY, _week), (MONTHLY, _month)):
        first: dict[tuple[int, ...], Path] = {}
        for path, moment in newest_first:
            first.setdefault(period(moment.astimezone(LOCAL).date()), path)
        stay.update(list(first.values())[:number])
    return stay


def prune(folder: Path, now: dt.datetime) -> list[Path]:
    """Remove the copies that need not stay; which. Nothing goes unless the newest is proved good. Raises BackupFailed.

    Nor while the newest has lost most of its articles (`shrunk`); and none goes in favour of one with less than half of
    its own. What is left of killed backups goes after a day.
    """
    found = backups(folder)
    if found:
        verify(found[0][0])
    stay = {path for path, _ in found} if shrunk(folder) else _fuller(found)
    gone = [path for path, _ in found if path not in stay]
    for path in gone:
        path.unlink(missing_ok=True)
        manifest_path(path).unlink(missing_ok=True)
    for left in folder.glob(f".*{PART}*"):
        if now.timestamp() - left.stat().st_mtime > 24 * 3600:
            left.unlink(missing_ok=True)
    return gone


def _fuller(found: Iterable[tuple[Path, dt.datetime]]) -> set[Path]:
    """`kept`, where a copy with less than half of the articles of another one displaces none."""
    found = list(found)
    articles = {path: made.articles for path, _ in found if (made := Manifest.of(path)) is not None}
    most = max(articles.values(), default=0)
    full = [one for one in found if 2 * articles.get(one[0], 0) >= most]
    return kept(found) | kept(full)


def _day(day: dt.date) -> tuple[int, ...]:
    return day.year, day.month, day.day


def _week(day: dt.date) -> tuple[int, ...]:
    return tuple(day.isocalendar()[:2])


def _month(day: dt.date) -> tuple[int, ...]:
    return day.year, day.month


# Making one


def _copy_sqlite(url: str | Path, draft: Path) -> None:
    source = sqlite3.connect(str(address(url).database), timeout=60, isolation_level=None)
    try:
        # One read transaction over all steps: without it each write of a crawl would begin the copy anew. Writers do
        # not wait for a reader (WAL).
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        with contextlib.closing(sqlite3.connect(draft, isolation_level=None)) as target:
            source.backup(target, pages=_STEP)
            target.execute("PRAGMA journal_mode=DELETE")  # one file, complete in itself
    finally:
        source.close()


def _copy_server(engine: Engine, draft: Path) -> None:
    target = connect(draft)
    try:
        copy(engine, target)
    finally:
        target.dispose()  # folds the write-ahead log into the file
    with contextlib.closing(sqlite3.connect(draft, isolation_level=None)) as plain:
        plain.execute("PRAGMA journal_mode=DELETE")


def examine(path: Path) -> dict[str, Any]:
    """What an unpacked copy holds, once it is known to be sound. Raises BackupFailed."""
    with contextlib.closing(sqlite3.connect(path)) as plain:
        words = [row[0] for row in plain.execute("PRAGMA integrity_check(5)")]
        broken = plain.execute("PRAGMA foreign_key_check").fetchmany(5)
    if words != ["ok"] or broken:
        problems = [word for word in words if word != "ok"] + [
            f"{row[0]} row {row[1]} points at nothing" for row in broken
        ]
        raise BackupFailed(f"the copy is damaged, so the archive is: {'; '.join(problems)}; see `cchc db check`")
    engine = connect(path)
    try:
        with snapshot(engine) as connection:
            schema = MigrationContext.configure(connection).get_current_revision()
            if schema is None:
                raise BackupFailed("this is no archive: it has no tables")
            newest = connection.execute(select(Run.portal, Run.started_at).order_by(Run.id.desc()).limit(1)).first()
            return {
                "schema": schema,
                "articles": connection.scalar(select(func.count()).select_from(Article)) or 0,
                "runs": connection.scalar(select(func.count()).select_from(Run)) or 0,
                "pages": connection.scalar(select(func.count()).select_from(Page)) or 0,
                "newest_run": f"{newest.portal} {newest.started_at.isoformat()}" if newest else None,
            }
    finally:
        engine.dispose()


def _pack(draft: Path, packed: Path) -> tuple[str, int]:
    """Hash and size of the packed file."""
    with draft.open("rb") as source, packed.open("wb") as raw:
        with gzip.GzipFile("", "wb", _LEVEL, raw, mtime=0) as zipped:
            while piece := source.read(PIECE):
                zipped.write(piece)
        raw.flush()
        os.fsync(raw.fileno())
        size = raw.tell()
    return _sha256(packed), size


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# Files


def beside(path: Path) -> list[Path]:
    """The files that SQLite may keep beside a database."""
    return [path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal")]


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def sync(folder: Path) -> None:
    """Make renames in a folder outlive a power cut."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One backup or restore at a time in a folder; the kernel frees the lock of a process however it ends."""
    folder.mkdir(parents=True, exist_ok=True)
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupFailed(f"another backup or restore is at work in {folder}") from None
        yield
    finally:
        os.close(fd)


@contextlib.contextmanager
def plain_errors(target: Path) -> Iterator[None]:
    """Errors of disks and of SQLite in an operator's words."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(f"no room for {target}: make room, then run again") from error
        raise BackupFailed(f"{target}: {error.strerror or error}") from error
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL:
            raise DiskFull(f"no room for {target}: make room, then run again") from error
        raise BackupFailed(f"no copy was made: {error}") from error
