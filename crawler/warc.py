"""WARC/1.1 files: one gzip member per record, written as received, read back by file name and offset.

A file that is being written is called NAME.open and locked; a process that dies leaves it behind, `repair` closes it.
Reading is in `crawler.warcread` and offered here as well.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import fcntl
import hashlib
import io
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from fastwarc.warc import ArchiveIterator, WarcRecordType

from crawler.warcread import OPEN, REFERS_TO, Folders, inflate, next_member, open_file, read, records
from crawler.warcrecord import Capture, date, http_head, member, plain, record_id, request_head, status_line

__all__ = ["Capture", "RawRef", "RawStoreError", "Repair", "Writer", "read", "records", "repair"]

TORN = ".torn"
_REFERS = {  # header of a revisit -> the original's header that it quotes
    "WARC-Refers-To": "WARC-Record-ID",
    "WARC-Refers-To-Target-URI": "WARC-Target-URI",
    "WARC-Refers-To-Date": "WARC-Date",
}
THROUGH = "CCHC-Captured-Through"  # of a record taken from a web archive: the address that played it back
NOTE = "CCHC-Note"  # of a metadata record of the journal: what it tells (crawler/journal.py)
REVISIT_PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_HEADER_ROOM = 1 << 20


class RawStoreError(RuntimeError):
    """Bytes could not be kept. `disk_full` tells whether space (or a quota, or a size limit) was the cause.

    Not an OSError: Scrapy retries those, and another download would not help.
    """

    def __init__(self, message: str, *, disk_full: bool = False) -> None:
        super().__init__(message)
        self.disk_full = disk_full

    @classmethod
    def of(cls, what: str, error: OSError) -> Self:
        """The error for `what` (a path), told in words."""
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        hint = "; make room and run again: nothing already stored is lost" if full else ""
        return cls(f"cannot write {what}: {error.strerror or error}{hint}", disk_full=full)


@dataclass(frozen=True, slots=True)
class RawRef:
    """Where one response is kept.

    `file` is a name relative to the WARC directory, `offset` the byte where its record starts. `sha256` (hex) and
    `length` (bytes) are of the payload as stored: after chunked transfer, before Content-Encoding is undone.
    """

    file: str
    offset: int
    sha256: str
    length: int


@dataclass(frozen=True, slots=True)
class Repair:
    """What `repair` did to one file: its final name, the whole records' bytes, and what was set aside (0: nothing)."""

    file: str
    kept_bytes: int
    torn_bytes: int
    damaged: tuple[int, ...] = field(default=())  # offsets of unreadable pieces that good records follow


class Writer:
    """Writes the responses of one process into PREFIX-YYYYMMDDHHMMSS-PID.warc.gz, a new file from `max_bytes` on.

    Every record is handed to the kernel before `write` returns: a killed process loses at most the record it was
    writing. The disk is synchronised when a file is closed.
    """

    def __init__(
        self,
        directory: Path,
        prefix: str,
        *,
        max_bytes: int = 1 << 30,
        info: Mapping[str, str] | None = None,
        cold: Sequence[Path] = (),
    ) -> None:
        self.directory = directory
        self._folders = (directory, *cold)
        self._prefix = re.sub(r"[^A-Za-z0-9.]+", "-", prefix).strip("-.") or "crawl"
        self._max_bytes = max_bytes
        self._info = dict(info or {})
        self._fd = -1
        self._size = 0
        self._broken: RawStoreError | None = None
        self.name = ""
        self._open()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def write(self, capture: Capture, *, previous: RawRef | None = None) -> RawRef:
        """Keep one response and its request. Where `previous` holds the same payload and status, a revisit record is
        written that names it (`warcread.read` follows). Raises RawStoreError, from then on at every call."""
        if self._broken:
            raise self._broken
        if self._size >= self._max_bytes:
            self.close()
            self._open()
        digest = hashlib.sha256(capture.body).hexdigest()
        original = _original(self._folders, previous, digest, capture.status) if capture.body and previous else None
        response_id = record_id()
        common = [("WARC-Target-URI", capture.url), ("WARC-Date", date(capture.fetched_at))]
        if capture.ip_address:
            common.append(("WARC-IP-Address", capture.ip_address))
        described = [*common, ("WARC-Payload-Digest", f"sha256:{digest}")]
        if capture.through:
            described.append((THROUGH, capture.through))
            common = [("WARC-Target-URI", capture.through), ("WARC-Date", date(None)), *common[2:]]
        if capture.truncated:
            described.append(("WARC-Truncated", capture.truncated))
        head = http_head(status_line(capture), capture.headers)
        if original:
            refers = [("WARC-Profile", REVISIT_PROFILE), *original]
            response = member("revisit", response_id, [*described, *refers], head)
        else:
            response = member("response", response_id, described, head, capture.body)
        request = member(
            "request",
            record_id(),
            [*common, ("WARC-Concurrent-To", response_id)],
            request_head(capture),
            capture.request_body,
        )
        offset = self._append(response + request)
        return RawRef(self.name, offset, digest, len(capture.body))

    def note(self, what: str, facts: Mapping[str, Any]) -> None:
        """Keep a fact about what was fetched beside it, as a metadata record (crawler/journal.py). Raises
        RawStoreError."""
        if self._broken:
            raise self._broken
        headers = [("WARC-Date", date(None)), (NOTE, what)]
        block = json.dumps(facts, ensure_ascii=False).encode()
        self._append(member("metadata", record_id(), headers, block, content_type="application/json"))

    def close(self) -> None:
        """Finish the file: synchronised with the disk and under its final name. Calling it twice does no harm."""
        if self._fd < 0:
            return
        path = self.directory / self.name
        fd, self._fd = self._fd, -1
        try:
            with _alone(self.directory) as directory_fd:
                os.fsync(fd)
                path.with_name(self.name + OPEN).rename(path)
                os.fsync(directory_fd)
        except OSError as error:
            raise RawStoreError.of(str(path), error) from error
        finally:
            os.close(fd)

    def _open(self) -> None:
        stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%d%H%M%S")
        try:
            self.directory.mkdir(parents=True, exist_ok=True)
            with _alone(self.directory):
                base = f"{self._prefix}-{stamp}-{os.getpid()}"
                names = (f"{base}{f'-{n}' if n else ''}.warc.gz" for n in range(10_000))
                self.name = next(n for n in names if not any(_taken(folder, n) for folder in self._folders))
                path = self.directory / (self.name + OPEN)
                self._fd = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC, 0o644)
                fcntl.flock(self._fd, fcntl.LOCK_EX)
        except OSError as error:
            self._broken = RawStoreError.of(str(self.directory), error)
            raise self._broken from error
        self._size = 0
        fields = {"software": "cchc-archive", "format": "WARC File Format 1.1", **self._info}
        block = "".join(f"{name}: {plain(value)}\r\n" for name, value in fields.items()).encode()
        headers = [("WARC-Date", date(None)), ("WARC-Filename", self.name)]
        self._append(member("warcinfo", record_id(), headers, block))

    def _append(self, data: bytes) -> int:
        offset, view = self._size, memoryview(data)
        try:
            while view:
                view = view[os.write(self._fd, view) :]
        except OSError as error:
            with contextlib.suppress(OSError):  # the torn piece goes; should that fail too, `repair` sets it aside
                os.ftruncate(self._fd, offset)
            self._broken = RawStoreError.of(str(self.directory / self.name), error)
            raise self._broken from error
        self._size += len(data)
        return offset


def repair(directory: Path) -> list[Repair]:
    """Close what killed processes left open; files that a living process writes are left alone.

    A torn end is moved to NAME.torn. Whole records are never rewritten: they keep their file and offset. An unreadable
    piece in the middle (a power cut may leave one) stays where it is and is reported. Raises RawStoreError.
    """
    if not directory.is_dir():
        return []
    done: list[Repair] = []
    try:
        with _alone(directory) as directory_fd:
            for path in sorted(directory.glob("*.warc.gz" + OPEN)):
                with path.open("r+b") as file:
                    try:
                        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    except BlockingIOError:
                        continue
                    done.append(_close_left_open(path, file))
            os.fsync(directory_fd)
    except OSError as error:
        raise RawStoreError.of(str(directory), error) from error
    return done


def _close_left_open(path: Path, file: BinaryIO) -> Repair:
    final = path.with_name(path.name.removesuffix(OPEN))
    size = path.stat().st_size
    good, damaged = 0, []
    position: int | None = 0
    while position is not None and position < size:
        piece = inflate(file, position, keep=5)
        if piece and piece.start == b"WARC/":
            good = position = piece.end
        else:
            damaged.append(position)
            position = next_member(file, position + 1)
    torn = size - good
    if torn:
        with final.with_name(final.name + TORN).open("wb") as aside:
            file.seek(good)
            while chunk := file.read(1 << 20):
                aside.write(chunk)
            aside.flush()
            os.fsync(aside.fileno())
        file.truncate(good)
        os.fsync(file.fileno())
    if good:
        path.rename(final)
    else:
        path.unlink()
    return Repair(final.name, good, torn, tuple(offset for offset in damaged if offset < good))


def _original(directory: Folders, previous: RawRef, digest: str, status: int) -> list[tuple[str, str]] | None:
    """The headers by which a revisit record names `previous`, or None where that holds something else or is gone."""
    if previous.sha256 != digest:
        return None
    try:
        with open_file(directory, previous.file) as file:
            piece = inflate(file, previous.offset, keep=_HEADER_ROOM)
            record = next(iter(ArchiveIterator(io.BytesIO(piece.start if piece else b""))), None)
    except OSError:
        return None
    if record is None or not record.http_headers or record.http_headers.status_code != status:
        return None
    if record.record_type == WarcRecordType.revisit:  # of the same original
        return [(name, value) for name, value in record.headers.items() if name in (*_REFERS, REFERS_TO)] or None
    if record.headers.get("WARC-Payload-Digest") != f"sha256:{digest}":
        return None
    refers = [(name, str(record.headers.get(source))) for name, source in _REFERS.items()]
    return [*refers, (REFERS_TO, f"{previous.offset} {previous.file}")]


@contextlib.contextmanager
def _alone(directory: Path) -> Iterator[int]:
    """Hold the directory's lock while names change in it, so that `repair` and a starting writer never meet."""
    fd = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX)
        yield fd
    finally:
        os.close(fd)


def _taken(directory: Path, name: str) -> bool:
    return any((directory / (name + suffix)).exists() for suffix in ("", OPEN, TORN))
