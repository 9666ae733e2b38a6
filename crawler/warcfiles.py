"""The WARC files as an operator sees them: which there are, what lies in them, and how older ones are moved away.

Nothing is ever deleted by us. `move` takes finished files to a cold folder (`CCHC_WARC_COLD`), where everything that
reads finds them: replay, ingest, the comparison with earlier bytes, and revisit records, whose originals lie in older
files.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.backup import Manifest, backups, sync
from archive.db import LOCAL
from archive.query import FileRow
from crawler.warcread import OPEN

_PIECE = 1 << 20
_SUFFIX = ".warc.gz"


class MoveError(RuntimeError):
    """A file was not moved; it lies where it lay."""


@dataclass(frozen=True, slots=True)
class WarcFile:
    """One file. `written` is when it was last written; `pages` counts the rows of `page` that point into it, `first`
    and `last` are the moments of the oldest and the newest of them (from web archives: long before `written`)."""

    path: Path
    size: int
    written: dt.datetime
    portals: tuple[str, ...]
    pages: int
    first: dt.datetime | None
    last: dt.datetime | None

    @property
    def is_open(self) -> bool:
        """Whether a crawl writes it, or was killed while it did (the next crawl finishes it)."""
        return self.path.name.endswith(OPEN)

    def to_json(self) -> dict[str, Any]:
        """For `cchc warc --json`; instants in ISO 8601, UTC, sizes in bytes."""
        return {
            "file": self.path.name,
            "folder": str(self.path.parent),
            "bytes": self.size,
            "written": self.written.isoformat(),
            "portals": list(self.portals),
            "pages": self.pages,
            "first": self.first.isoformat() if self.first else None,
            "last": self.last.isoformat() if self.last else None,
            "open": self.is_open,
        }


def files(folders: Iterable[Path], rows: Mapping[str, FileRow]) -> list[WarcFile]:
    """Every WARC file of the folders, oldest first; `rows` is what the archive has of each (query.files)."""
    found = []
    for folder in dict.fromkeys(folders):
        for path in (*folder.glob(f"*{_SUFFIX}"), *folder.glob(f"*{_SUFFIX}{OPEN}")):
            try:
                stat = path.stat()
            except FileNotFoundError:  # finished or moved meanwhile
                continue
            row = rows.get(path.name.removesuffix(OPEN), FileRow((), 0, None, None))
            written = dt.datetime.fromtimestamp(stat.st_mtime, dt.UTC)
            found.append(WarcFile(path, stat.st_size, written, row.portals, row.pages, row.first, row.last))
    return sorted(found, key=lambda file: (file.written, file.path.name))


def lost_archive(folders: Iterable[Path], copies: Path, articles: int | None) -> str | None:
    """What lies there although the archive holds nothing: `articles` are its own, None where there is none. None where
    that is as it should be. A new archive has neither WARC files of ours nor copies that hold articles."""
    if articles:
        return None
    number = sum(1 for folder in folders for _ in (*folder.glob(f"*{_SUFFIX}"), *folder.glob(f"*{_SUFFIX}{OPEN}")))
    most = max((made.articles for path, _ in backups(copies) if (made := Manifest.of(path))), default=0)
    there = [f"{number:,} WARC files"] * bool(number) + [f"copies of up to {most:,} articles"] * bool(most)
    if not there:
        return None
    return (
        f"{'there is no archive' if articles is None else 'the archive is empty'}, but there are {' and '.join(there)}"
    )


LOST_TO_DO = "mount its disk or mend CCHC_DATA_DIR; else `cchc db restore FILE`, then `cchc db recover`"


def closed_before(found: Iterable[WarcFile], day: dt.date, folder: Path) -> list[WarcFile]:
    """The finished files of a folder that were last written before a local day."""
    return [
        file
        for file in found
        if file.path.parent == folder and not file.is_open and file.written.astimezone(LOCAL).date() < day
    ]


def move(found: Sequence[WarcFile], folder: Path) -> Iterator[WarcFile]:
    """Move finished files to another folder, one after the other; each is given out when it is there.

    A file is copied, synchronised with the disk, read back and compared by its SHA-256, and only then removed here. A
    crash leaves it here, or in both places: the next call goes on. Raises MoveError where a file is still open, changes
    meanwhile, or another one of its name lies there already; OSError where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for file in found:
        if file.is_open:
            raise MoveError(f"{file.path.name} is still being written")
        target = folder / file.path.name
        if target.exists():
            if _digest(target) != _digest(file.path):
                raise MoveError(f"{target} is there already and holds something else than {file.path}")
        else:
            _copy(file.path, target)
        file.path.unlink()
        sync(file.path.parent)
        yield file


def _copy(source: Path, target: Path) -> None:
    draft = target.with_name(f".{target.name}.part")  # no reader takes it for a WARC file
    before = source.stat()
    digest = hashlib.sha256()
    with source.open("rb") as read, draft.open("wb") as written:
        while piece := read.read(_PIECE):
            digest.update(piece)
            written.write(piece)
        written.flush()
        os.fsync(written.fileno())
        os.posix_fadvise(written.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)  # read back what the disk has
    after = source.stat()
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        draft.unlink()
        raise MoveError(f"{source} changed while it was copied")
    if _digest(draft) != digest.hexdigest():
        draft.unlink()
        raise MoveError(f"{target}: what was written there reads back otherwise; the disk may be failing")
    os.utime(draft, ns=(before.st_atime_ns, before.st_mtime_ns))  # it says when the file was last written
    draft.rename(target)
    sync(target.parent)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
