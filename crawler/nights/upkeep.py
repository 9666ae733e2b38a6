"""The daily upkeep: is the archive whole, is there a copy of it, do old files go, how long will the disks last.

Five steps, each in its own skin: what one meets is told and the next one runs. Nothing is remembered but the files
themselves: the age of the copies says how long there was none.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from typing import NamedTuple

from archive import query
from archive.backup import OLD, BackupFailed, backup, backups, prune, shrunk, verify
from archive.db import LOCAL, check, connect, exists, quick_check
from crawler import disk, logs
from crawler.config import Config
from crawler.nights.config import NightsConfig
from crawler.warcfiles import LOST_TO_DO, lost_archive
from crawler.warcread import find

log = logging.getLogger(__name__)

OK, FAILING = "ok", "failing"
INTEGRITY, BACKUP, DISK, LOGS = "integrity", "backup", "disk", "logs"  # subjects of notices
FULL_CHECK = 6  # weekday (Sunday) on which the whole file is read; other days look at its structure only
_NAMED = 5  # problems that a message names


class Said(NamedTuple):
    """What is to be told of one subject: ok or failing, and why."""

    subject: str
    state: str
    text: str


def upkeep(config: Config, nights: NightsConfig, *, now: dt.datetime) -> list[Said]:
    """Check, copy, tidy up and look ahead; one line for each subject. Never raises."""
    steps: tuple[tuple[str, Callable[[Config, NightsConfig, dt.datetime], Said]], ...] = (
        (INTEGRITY, _integrity),
        (BACKUP, _backup),
        (LOGS, _logs),
        (DISK, _disk),
    )
    said = []
    for subject, step in steps:
        try:
            said.append(step(config, nights, now))
        except Exception as error:  # whatever it is, the other steps must not be lost with it
            log.exception("upkeep: %s", subject)
            said.append(Said(subject, FAILING, f"{type(error).__name__}: {error}"))
    for one in said:
        log.log(logging.INFO if one.state == OK else logging.ERROR, "upkeep: %s %s: %s", *one)
    return said


def _integrity(config: Config, nights: NightsConfig, now: dt.datetime) -> Said:
    """On Sundays everything is read; on other days SQLite's quick look, which leaves indexes and foreign keys out."""
    if not exists(config.database_url):
        if words := lost_archive(config.warc_folders, nights.backup_dir, None):
            return Said(INTEGRITY, FAILING, f"{words}: {LOST_TO_DO}")
        return Said(INTEGRITY, OK, "there is no archive yet")
    whole = now.astimezone(LOCAL).weekday() == FULL_CHECK
    engine = connect(config.database_url)
    try:
        problems = check(engine) if whole else quick_check(engine)
        if not problems and not query.runs(engine, limit=1):
            words = lost_archive(config.warc_folders, nights.backup_dir, query.totals(engine)[0])
            problems = [f"{words}: {LOST_TO_DO}"] if words else []
        if not problems:
            problems = [
                f"the WARC file {name} is missing, with {pages} pages"
                for name, pages in query.warc_files(engine).items()
                if find(config.warc_folders, name) is None
            ]
    finally:
        engine.dispose()
    if problems:
        return Said(INTEGRITY, FAILING, f"{_some(problems)}; `cchc db check` shows all")
    return Said(INTEGRITY, OK, "database and WARC files are whole" + ("" if whole else " (quick look)"))


def _backup(config: Config, nights: NightsConfig, now: dt.datetime) -> Said:
    if not exists(config.database_url):
        return Said(BACKUP, OK, "there is no archive yet")
    words = None
    if nights.backup is not None:
        words = _try(lambda: backup(config.database_url, nights.backup_dir, now=now))
        words = words or _try(lambda: prune(nights.backup_dir, now))
    found = backups(nights.backup_dir)
    if words is not None:
        return Said(BACKUP, FAILING, f"{words}; {_age(found[0][1], now) if found else 'there is no copy at all'}")
    if nights.backup is None:
        return Said(BACKUP, OK, "left to somebody else (CCHC_BACKUP=off)")
    newest, moment = found[0]
    if now - moment > OLD:
        return Said(BACKUP, FAILING, _age(moment, now))
    if less := shrunk(nights.backup_dir):
        return Said(BACKUP, FAILING, less)
    manifest = verify(newest)
    size = disk.size(manifest.bytes)
    return Said(BACKUP, OK, f"{newest.name}: {manifest.articles:,} articles, {size}; {len(found)} copies are kept")


def age_of_backup(nights: NightsConfig, now: dt.datetime) -> str | None:
    """Why the copies are not what they should be, without making one; None where the newest is young enough."""
    if nights.backup is None:
        return None
    found = backups(nights.backup_dir)
    if not found:
        return f"there is no copy of the database in {nights.backup_dir}"
    return _age(found[0][1], now) if now - found[0][1] > OLD else None


def _age(moment: dt.datetime, now: dt.datetime) -> str:
    days = (now - moment).days
    return f"the newest copy is of {moment.astimezone(LOCAL):%Y-%m-%d %H:%M}, {days} days old"


def _logs(config: Config, nights: NightsConfig, now: dt.datetime) -> Said:
    gone = logs.expire(config.data_dir / "logs", nights.log_days, now)
    return Said(LOGS, OK, f"{len(gone)} old logs deleted")


def _disk(config: Config, nights: NightsConfig, now: dt.datetime) -> Said:
    if (words := disk.low(config)) is not None:
        return Said(DISK, FAILING, words)
    engine = connect(config.database_url) if exists(config.database_url) else None
    try:
        found = disk.forecast(config, engine, now=now, backup=nights.backup_dir)
    finally:
        if engine is not None:
            engine.dispose()
    if warnings := [words for one in found if (words := one.warning()) is not None]:
        return Said(DISK, FAILING, "; ".join(warnings))
    return Said(DISK, OK, "there is room for more than 30 days")


def _try(step: Callable[[], object]) -> str | None:
    """What went wrong, in words."""
    try:
        step()
    except Exception as error:  # told as the state of the subject, with the age of the last copy
        if not isinstance(error, BackupFailed):
            log.exception("upkeep: backup")
        return str(error) or type(error).__name__
    return None


def _some(problems: list[str]) -> str:
    more = f" and {len(problems) - _NAMED} more" if len(problems) > _NAMED else ""
    return "; ".join(problems[:_NAMED]) + more
