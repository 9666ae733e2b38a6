"""What `cchc doctor` looks at in the store: folders, database, disks, copies, runs. As in crawler/checks.py nothing is
imported before it is needed."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.checks import Check, State, Subject

if TYPE_CHECKING:
    from sqlalchemy import Engine

BACKUP_DAYS = 2  # a copy older than that has missed a day


def folders(subject: Subject) -> Iterator[Check]:
    """Whether the folders that are written can be, by writing; cold ones need to be there."""
    config = subject.config
    for use, folder in (("data", config.data_dir), ("WARC files", config.warc_dir), ("locks", config.lock_dir)):
        problem = _not_writable(folder)
        if problem is not None:
            to_do = f"chown or chmod it, or set its variable; crawls run as {_user()}"
            yield Check(f"folder of {use}", State.WRONG, f"{folder}: {problem}", to_do)
        else:
            yield Check(f"folder of {use}", State.OK, f"{folder}{'' if folder.exists() else ' (made when needed)'}")
    for folder in config.warc_cold:
        if not os.access(folder, os.R_OK | os.X_OK) or not folder.is_dir():
            to_do = "mount it, or mend CCHC_WARC_COLD: pages in its files cannot be read again"
            yield Check("cold folder", State.WRONG, f"{folder} cannot be read", to_do)
        else:
            yield Check("cold folder", State.OK, str(folder))


def database(subject: Subject) -> Iterator[Check]:
    """Whether the archive can be reached, has today's tables, can be written, and holds what would be crawled."""
    from archive.db import ArchiveError, address, head, revision

    where = address(subject.config.database_url).render_as_string(hide_password=True)
    try:
        engine = subject.engine
        current = revision(engine) if engine is not None else None
    except ArchiveError as error:
        yield Check("database", State.WRONG, f"{where}: {error}", "see that its server runs and CCHC_DATABASE_URL fits")
        return
    lost = _lost(subject, current is not None)
    if lost is not None:
        from crawler.warcfiles import LOST_TO_DO

        yield Check("database", State.WRONG, f"{where}: {lost}", LOST_TO_DO)
        return
    if engine is None or current is None:
        yield Check("database", State.OK, f"{where}: none yet; the first crawl makes it")
        return
    if current != head():
        to_do = "`cchc db upgrade`; where the tables are newer than the code: update the checkout"
        yield Check("database", State.WRONG, f"{where}: tables at {current}, this code has {head()}", to_do)
        return
    if (problem := _not_written(engine)) is not None:
        yield Check("database", State.WRONG, f"{where}: {problem}", f"let {_user()} write it")
        return
    yield from _kind(subject, engine, where)


def _lost(subject: Subject, has_tables: bool) -> str | None:
    """What lies in the folders although the archive holds nothing."""
    from archive import query
    from crawler.warcfiles import lost_archive

    articles: int | None = None
    if has_tables:
        if subject.ledger is None or query.runs(subject.ledger, limit=1):
            return None
        articles = query.totals(subject.ledger)[0]
    return lost_archive(subject.config.warc_folders, subject.backup, articles)


def _kind(subject: Subject, engine: Engine, where: str) -> Iterator[Check]:
    from archive.store import Store

    imitation, wanted = Store(engine).holds_replica(), subject.config.replica is not None
    holds = {None: "no run yet", True: "imitation", False: "real pages"}[imitation]
    if imitation is not None and imitation != wanted:
        to_do = "another CCHC_DATA_DIR for imitations: the two never share an archive"
        crawls = "imitations" if wanted else "real portals"
        yield Check("database", State.WRONG, f"{where} holds {holds}, but crawls would be of {crawls}", to_do)
    else:
        yield Check("database", State.OK, f"{where}: tables as they should be, can be written, {holds}")


def _not_written(engine: Engine) -> str | None:
    """Why the database cannot be written; None where it can (or somebody writes just now)."""
    from sqlalchemy import text

    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            sealed = connection.scalar(text("SELECT current_setting('transaction_read_only')")) == "on"
            allowed = connection.scalar(text("SELECT has_table_privilege('page', 'INSERT, UPDATE')"))
        return "the server takes no writes" if sealed else None if allowed else "this user may not write its tables"
    import sqlite3

    try:
        with contextlib.closing(sqlite3.connect(str(engine.url.database), timeout=1, isolation_level=None)) as own:
            own.execute("BEGIN IMMEDIATE")
            own.execute("ROLLBACK")
    except sqlite3.Error as error:
        return None if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) else str(error)
    return None


def disks(subject: Subject) -> Iterator[Check]:
    """Free bytes of every disk that is written to, and how long they will last."""
    from crawler import disk

    reserve = subject.config.disk_reserve
    for one in disk.forecast(subject.config, subject.ledger, now=subject.now, backup=subject.backup):
        where = f"{one.disk.folder} ({', '.join(one.disk.uses)})"
        said = f"{where}: {disk.size(one.disk.free)} of {disk.size(one.disk.size)} free"
        if one.days is not None:
            said += (
                f"; {disk.size(one.per_night)} a night, {one.days:,.0f} days until the reserve of {disk.size(reserve)}"
            )
        to_do = "make room: `cchc warc move --before YYYY-MM-DD`, a larger disk (docs/operations.md)"
        if (words := disk.short([one.disk], reserve)) is not None:
            yield Check("disk", State.WRONG, f"{words}: no crawl will start", to_do)
        else:
            yield Check("disk", State.WARNING if one.warning() else State.OK, said, to_do if one.warning() else "")


def backup(subject: Subject) -> Iterator[Check]:
    """How old the newest copy of the database is."""
    if subject.ledger is None:
        return
    from archive.backup import backups

    copies = backups(subject.backup)
    to_do = "`cchc db backup`; the scheduler makes one a day (CCHC_BACKUP)"
    if not copies:
        yield Check("backup", State.WARNING, f"no copy of the database in {subject.backup}", to_do)
        return
    days = (subject.now - copies[0][1]).total_seconds() / 86_400
    found = f"the newest of {len(copies)} copies in {subject.backup} is {days:.1f} days old"
    late = days > BACKUP_DAYS
    yield Check("backup", State.WARNING if late else State.OK, found, to_do if late else "")


def runs(subject: Subject) -> Iterator[Check]:
    """Runs that nobody works on and nobody has closed."""
    if subject.ledger is None:
        return
    from archive.query import dead_runs

    dead = dead_runs(subject.ledger, now=subject.now)
    if dead:
        said = ", ".join(f"{run.portal} (run {run.id})" for run in dead)
        to_do = "`scrapy crawl NAME`, or wait for the night: it closes them and goes on where they were"
        yield Check("runs", State.WARNING, f"killed, not closed yet: {said}", to_do)
    else:
        yield Check("runs", State.OK, "none was left open by a dead process")


def _not_writable(folder: Path) -> str | None:
    """Why nothing can be written to a folder, tried by writing; for one that is not there, to the one above it."""
    there = next(one for one in (folder, *folder.parents) if one.exists())
    try:
        with tempfile.TemporaryFile(dir=there):
            return None
    except OSError as error:
        return error.strerror or str(error)


def _user() -> str:
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # a container's user without a name
        return f"user {os.getuid()}"
