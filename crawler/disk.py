"""The budget of the disks: how much is free where we write, when a crawl has to stop, and how long the room will last.

A crawl leaves `CCHC_DISK_RESERVE` free on every file system it writes to. A full disk costs more than one night: the
database cannot commit, logs break off, other programs of the machine fail. The reserve is what is left to a person who
has to make room; an answer has 20 MiB at most (`DOWNLOAD_MAXSIZE`), so that none can use it up on its own.
"""

from __future__ import annotations

import datetime as dt
import errno
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from archive import query
from archive.db import ArchiveError, address
from crawler.config import Config

NIGHTS = 28  # nights behind us by which the growth is measured
WARN_DAYS = 30.0
FEW_FILES = 1_000  # inodes; a disk without any left is as full as one without bytes
_EVERY_RESPONSES, _EVERY_BYTES = 20, 4 << 20  # between two looks: a look costs microseconds, on a network disk more
_COPIES = 24  # of the database, kept as archive/backup.py prunes them: 7 daily, 5 weekly, 12 monthly
_GROWING = ("database", "WARC files")  # uses that grow with every night


class DiskLow(OSError):
    """Less is free than the reserve; nothing was begun."""

    def __init__(self, words: str) -> None:
        super().__init__(errno.ENOSPC, words)

    def __str__(self) -> str:
        return str(self.strerror)


@dataclass(frozen=True, slots=True)
class Disk:
    """One file system that is written to: a folder on it, what lies there, bytes free for us, its size, free inodes
    (None where it counts none)."""

    folder: Path
    uses: tuple[str, ...]
    free: int
    size: int
    files: int | None = None


@dataclass(frozen=True, slots=True)
class Forecast:
    """How long a disk will last: `per_night` bytes a night, `days` until only the reserve is left; None where nothing
    grows there yet."""

    disk: Disk
    per_night: int
    days: float | None

    def warning(self) -> str | None:
        """Words where the reserve is reached in less than 30 days; None otherwise."""
        if self.days is None or self.days >= WARN_DAYS:
            return None
        what = f"{self.disk.folder} ({', '.join(self.disk.uses)})"
        left = "the reserve is reached" if self.days <= 0 else f"at {size(self.per_night)} a night {self.days:.0f} days"
        return f"{what}: {size(self.disk.free)} free, {left}"


def free(path: Path) -> int:
    """Bytes free for this user on the file system of a folder, or of the nearest one above it that exists."""
    found = os.statvfs(_existing(path))
    return found.f_bavail * found.f_frsize


def folders(config: Config, backup: Path | None = None) -> list[tuple[str, Path]]:
    """What is written, and where. The database of a PostgreSQL server lies on disks that are not ours to see."""
    found = [("data", config.data_dir), ("WARC files", config.warc_dir)]
    found += [("backup", backup)] if backup is not None else []
    try:
        database = address(config.database_url)
    except ArchiveError:  # whoever opens it says so
        return found
    if database.get_backend_name() == "sqlite" and database.database not in (None, "", ":memory:"):
        found.insert(0, ("database", Path(str(database.database)).parent))
    return found


def disks(places: Iterable[tuple[str, Path]]) -> list[Disk]:
    """Each file system once, with all that is written to it."""
    found: dict[int, tuple[Path, list[str]]] = {}
    for use, folder in places:
        found.setdefault(_existing(folder).stat().st_dev, (folder, []))[1].append(use)
    return [_disk(folder, uses) for folder, uses in found.values()]


def low(config: Config) -> str | None:
    """Why no crawl may write now: the first disk with less free than the reserve, in words; None where all have more.

    The folder of the copies is left out: a crawl writes nothing there.
    """
    return short(disks(folders(config)), config.disk_reserve)


def short(found: Iterable[Disk], reserve: int) -> str | None:
    """The first disk with less than `reserve` bytes free, or hardly an inode, in words."""
    for disk in found:
        uses = ", ".join(disk.uses)
        if disk.free < reserve:
            return (
                f"disk_low: {disk.folder} ({uses}) has {size(disk.free)} free, less than the reserve of "
                f"{size(reserve)} (CCHC_DISK_RESERVE)"
            )
        if reserve and disk.files is not None and disk.files < FEW_FILES:
            return f"disk_low: {disk.folder} ({uses}) has room for {disk.files} more files only (inodes)"
    return None


class Watch:
    """Looks at the disks while a crawl writes: every 20 answers or 4 MiB, whichever comes first."""

    def __init__(self, folders: Sequence[Path], reserve: int) -> None:
        self._places = [("written", folder) for folder in folders]
        self._reserve = reserve
        self._responses = self._bytes = 0

    def wrote(self, length: int) -> str | None:
        """Told of every answer that was kept, with its bytes; the words of `low` where the crawl has to stop."""
        self._responses += 1
        self._bytes += length
        if not self._reserve or (self._responses < _EVERY_RESPONSES and self._bytes < _EVERY_BYTES):
            return None
        self._responses = self._bytes = 0
        return short(disks(self._places), self._reserve)


def forecast(config: Config, engine: Engine | None, *, now: dt.datetime, backup: Path | None = None) -> list[Forecast]:
    """When each disk will reach its reserve, from what the last nights received.

    Bytes received (`run.counts`) are counted for nightly rounds, sweeps and rechecks of the last 28 days; walks of a
    whole portal and files taken in are done once and say nothing about the nights to come. What a received byte takes
    on the disk, packed and in tables, is measured on what lies there. Copies of the database that are still to be made
    are taken off the free bytes.
    """
    found = disks(folders(config, backup))
    total, recent, nights = (
        query.received(engine, since=now - dt.timedelta(days=NIGHTS), now=now) if engine else (0, 0, 0)
    )
    taken = {"WARC files": warc_bytes((config.warc_dir, *config.warc_cold)), "database": _database_bytes(config)}
    forecasts = []
    for disk in found:
        each = sum(taken[use] for use in _GROWING if use in disk.uses) / total if total else 0.0
        per_night = recent / nights * each if nights else 0.0
        room = disk.free - config.disk_reserve - (_copies_to_come(backup) if backup and "backup" in disk.uses else 0)
        days = None if not per_night and room > 0 else max(0.0, room / per_night if per_night else 0.0)
        forecasts.append(Forecast(disk, round(per_night), days))
    return forecasts


def warc_bytes(places: Iterable[Path]) -> int:
    """Bytes of our crawls' WARC files; not of those that `cchc ingest` took in."""
    return sum(
        _length(file)
        for folder in places
        for pattern in ("*.warc.gz", "*.warc.gz.open")
        for file in folder.glob(pattern)
        if not file.name.startswith("ingest-")
    )


def size(number: float) -> str:
    """Bytes as people read them: 999 kB, 1.5 GB (decimal, as disks are sold and CCHC_DISK_RESERVE is written)."""
    for unit, digits in (("B", 0), ("kB", 0), ("MB", 0), ("GB", 1)):
        if abs(number) < 999.5:
            return f"{number:.{digits}f} {unit}"
        number /= 1000
    return f"{number:.1f} TB"


def _database_bytes(config: Config) -> int:
    for use, folder in folders(config):
        if use == "database":
            name = Path(str(address(config.database_url).database)).name
            return sum(_length(folder / file) for file in (name, f"{name}-wal"))
    return 0


def _copies_to_come(backup: Path) -> int:
    """Bytes that the copies will take once all that are kept are there, beyond those that are."""
    sizes = [_length(file) for file in backup.glob("*")] if backup.is_dir() else []
    return max(0, _COPIES * max(sizes, default=0) - sum(sizes))


def _length(file: Path) -> int:
    """Bytes of a file; 0 where it was finished, moved or removed meanwhile."""
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0


def _disk(folder: Path, uses: Sequence[str]) -> Disk:
    found = os.statvfs(_existing(folder))
    files = found.f_favail if found.f_files else None  # some file systems make inodes as they need them
    return Disk(folder, tuple(uses), found.f_bavail * found.f_frsize, found.f_blocks * found.f_frsize, files)


def _existing(path: Path) -> Path:
    return next(folder for folder in (path, *path.absolute().parents) if folder.exists())
