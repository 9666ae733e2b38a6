"""Walk through a WARC file record by record without holding any: where each lies, and what its head says.

For files of any size and origin. A torn or damaged piece is named and stepped over (gzip: to the next whole record;
uncompressed: to the next line that begins a record).
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from crawler.warcread import WarcReadError, inflate, moment, next_member

_HEAD = 1 << 16  # bytes of a record that are looked at: its own header and the HTTP header
_MARK = b"WARC/1."


@dataclass(frozen=True, slots=True)
class Member:
    """One record where it lies. `fields` are its WARC headers, `http` those of the answer in it, all in lower case;
    `status` is that answer's, None where there is none."""

    offset: int
    end: int
    fields: Mapping[str, str]
    status: int | None
    http: Mapping[str, str]

    @property
    def kind(self) -> str:
        """WARC-Type: response, revisit, request, …"""
        return self.fields.get("warc-type", "")

    @property
    def url(self) -> str:
        """The captured address; "" where the record has none."""
        return self.fields.get("warc-target-uri", "").strip("<> ")

    @property
    def at(self) -> dt.datetime | None:
        """When it was captured."""
        return moment(self.fields.get("warc-date"))


@dataclass(frozen=True, slots=True)
class Damage:
    """A piece that cannot be read; `resumed` is where the next whole record begins, None where none follows."""

    offset: int
    resumed: int | None

    def __str__(self) -> str:
        after = f"the next record begins at byte {self.resumed}" if self.resumed is not None else "nothing follows"
        return f"unreadable from byte {self.offset}, {after}"


def scan(path: Path) -> Iterator[Member | Damage]:
    """Every record of a file, in its order. Raises WarcReadError for a file that is no WARC or is compressed in one
    piece, OSError where it cannot be opened."""
    with path.open("rb") as file:
        size = file.seek(0, io.SEEK_END)
        file.seek(0)
        start = file.read(len(_MARK))
        if start[:2] == b"\x1f\x8b":
            yield from _gzip(file, size, path)
        elif start == _MARK:
            yield from _plain(file, size)
        else:
            raise WarcReadError(f"{path}: not a WARC file{'' if start else ', it is empty'}")


def is_gzip(path: Path) -> bool:
    """Whether a file's records are gzip members."""
    with path.open("rb") as file:
        return file.read(2) == b"\x1f\x8b"


def _gzip(file: BinaryIO, size: int, path: Path) -> Iterator[Member | Damage]:
    position: int | None = 0
    while position is not None and position < size:
        piece = inflate(file, position, keep=_HEAD)
        length = _length(piece.start) if piece else None
        if piece is None or length is None or piece.size < length:
            following = next_member(file, position + 1)
            if piece is not None and not piece.start.startswith(_MARK) and position == 0 and following is None:
                raise WarcReadError(f"{path}: not a WARC file")
            yield Damage(position, following)
            position = following
            continue
        if piece.size > length + len(b"\r\n\r\n"):
            raise WarcReadError(f"{path}: compressed in one piece; run `warcio recompress IN OUT` on it first")
        yield _member(position, piece.end, piece.start)
        position = piece.end


def _plain(file: BinaryIO, size: int) -> Iterator[Member | Damage]:
    position: int | None = 0
    while position is not None and position < size:
        file.seek(position)
        head = file.read(_HEAD)
        length = _length(head)
        if length is None or position + length > size:
            following = _next_line(file, position + 1)
            yield Damage(position, following)
            position = following
            continue
        end = min(position + length + len(b"\r\n\r\n"), size)
        yield _member(position, end, head[: length + len(b"\r\n\r\n")])
        position = end


def _next_line(file: BinaryIO, offset: int) -> int | None:
    """Where the next line that begins a record starts."""
    mark = b"\n" + _MARK
    while True:
        file.seek(offset)
        block = file.read(1 << 20)
        found = block.find(mark)
        if found >= 0:
            return offset + found + 1
        if len(block) <= len(mark):
            return None
        offset += len(block) - len(mark)


def _length(head: bytes) -> int | None:
    """Bytes of a record without the empty lines behind it; None where this is no record."""
    block, separator, _ = head.partition(b"\r\n\r\n")
    length = _fields(block).get("content-length", "") if separator and head.startswith(_MARK) else ""
    return len(block) + len(separator) + int(length) if length.isascii() and length.isdigit() else None


def _member(offset: int, end: int, head: bytes) -> Member:
    block, _, rest = head.partition(b"\r\n\r\n")
    fields = _fields(block)
    status, http = None, dict[str, str]()
    if fields.get("content-type", "").startswith("application/http") and rest.startswith(b"HTTP/"):
        answer = re.split(rb"\r?\n\r?\n", rest, maxsplit=1)[0]
        code = answer.split(None, 2)[1:2]
        status = int(code[0]) if code and code[0].isdigit() else None
        http = _fields(answer)
    return Member(offset, end, fields, status, http)


def _fields(block: bytes) -> dict[str, str]:
    lines = block.decode("utf-8", "replace").splitlines()[1:]
    pairs = (line.partition(":") for line in lines if ":" in line)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}
