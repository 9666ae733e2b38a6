"""Read WARC files, ours and foreign ones: by offset, or all responses in a row, with memory for one record.

FastWARC parses; the gzip members are walked here, because a torn or damaged member must be noticed (FastWARC ends
silently at a torn one) and stepped over, and because every offset given out must be one that `read` can use.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import errno
import io
import warnings
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from archive.records import Page
from crawler.encodings import dechunk, decode

Folders = Path | str | Sequence[Path]  # the WARC folder; or that, and behind it those to which older files were moved
OPEN = ".open"
IMITATION = "imitation of a portal on loopback, not the portal"
REFERS_TO = "CCHC-Refers-To"  # of our revisit records: offset and file name of the original, for `read`
MAX_BODY = 64 << 20  # bytes of one payload that are read; what is longer is cut there (and is no article)
_CHUNK = 1 << 14
_HEADER_ROOM = 1 << 20


class WarcReadError(LookupError):
    """There is no whole response record where one was asked for, or the file is no WARC that offsets can point into."""


class DamagedWarcWarning(UserWarning):
    """Part of a WARC file cannot be read: a torn end, or a damaged piece that was stepped over."""


def read(directory: Folders, file: str, offset: int) -> Page:
    """The response that a RawRef points at: Content-Encoding undone, header names in lower case, `fetched_at` set.

    `directory` is the WARC folder, or that and the cold ones behind it (`Config.warc_folders`).

    A revisit record gives its own time and headers with the body of its original: the one that it names itself (ours),
    or that the metadata record behind it names (taken in from elsewhere). Raises WarcReadError where there is no such
    record.
    """
    place = f"{file} at byte {offset}"
    try:
        with open_file(directory, file) as handle:
            page = original = None
            revisit: tuple[str, dt.datetime | None] = ("", None)
            for _, record, payload in _walk(handle, offset, place, once=True):
                original, page = record.headers.get(REFERS_TO), _page(record, payload)
                if record.record_type == WarcRecordType.revisit and original is None:
                    original = _named_behind(handle, offset)
                    revisit = (_target(record), moment(record.headers.get("WARC-Date")))
                    page = None
    except OSError as error:
        raise WarcReadError(f"{place}: {error.strerror or error}") from error
    if original is None and page is None:
        raise WarcReadError(f"{place}: no whole response record, or a revisit of an unknown one")
    if original is None:
        return page  # type: ignore[return-value]
    at, _, name = original.partition(" ")
    first = read(directory, name, int(at))
    if page is None:
        return dataclasses.replace(first, url=revisit[0], fetched_at=revisit[1])
    headers = {name: value for name, value in page.headers.items() if name != "content-encoding"}
    return dataclasses.replace(page, body=first.body, headers=MappingProxyType(headers))


def _named_behind(handle: BinaryIO, offset: int) -> str | None:
    """Place of the original that the metadata record behind a revisit names."""
    piece = inflate(handle, offset, keep=0)
    behind = inflate(handle, piece.end, keep=_HEADER_ROOM) if piece else None
    record = next(iter(ArchiveIterator(io.BytesIO(behind.start), parse_http=False)), None) if behind else None
    return record.headers.get(REFERS_TO) if record and record.record_type == WarcRecordType.metadata else None


def records(path: Path | str) -> Iterator[tuple[int, Page]]:
    """Every response of a WARC file (gzip per record, or uncompressed) as (offset, page), in file order.

    What is torn or damaged is a DamagedWarcWarning; the whole records after it are still found. Raises WarcReadError
    for a file that is no WARC or was compressed in one piece, OSError where it cannot be opened.
    """
    path = Path(path)
    with path.open("rb") as handle:
        for offset, record, payload in _walk(handle, 0, str(path)):
            page = _page(record, payload)
            if page is not None:
                yield offset, page


def is_imitation(path: Path | str) -> bool:
    """Whether a file was written against an imitation of a portal: its warcinfo says so (crawler/raw.py)."""
    with Path(path).open("rb") as handle:
        try:
            first = next(iter(ArchiveIterator(handle, max_header_len=_HEADER_ROOM)), None)
        except OSError:  # no record there: whoever reads the file says so
            return False
        if first is None or first.record_type != WarcRecordType.warcinfo:
            return False
        return IMITATION.encode() in bytes(first.reader.read(_CHUNK))


def _walk(handle: BinaryIO, offset: int, place: str, *, once: bool = False) -> Iterator[tuple[int, WarcRecord, bytes]]:
    handle.seek(offset)
    start = handle.read(5)
    if start[:2] == b"\x1f\x8b":
        return _walk_gzip(handle, offset, place, once=once)
    if start == b"WARC/":
        return _walk_plain(handle, offset, place, once=once)
    if not start and offset == 0:
        return iter(())
    raise WarcReadError(f"{place}: not a WARC file")


def _walk_gzip(handle: BinaryIO, offset: int, place: str, *, once: bool) -> Iterator[tuple[int, WarcRecord, bytes]]:
    size = handle.seek(0, io.SEEK_END)
    position: int | None = offset
    while position is not None and position < size:
        piece = inflate(handle, position, MAX_BODY + _HEADER_ROOM)
        record = _parse(piece, place) if piece else None
        if piece is None or record is None:
            if once:
                return
            following = next_member(handle, position + 1)
            if piece is not None and following is None and position == 0:
                raise WarcReadError(f"{place}: not a WARC file")
            what = f"skipped to byte {following}" if following is not None else "torn end"
            warnings.warn(f"{place}: unreadable from byte {position} ({what})", DamagedWarcWarning, stacklevel=2)
            position = following
            continue
        if record.record_type == WarcRecordType.response or (once and record.record_type == WarcRecordType.revisit):
            yield position, record, record.reader.read(MAX_BODY)
        if once:
            return
        position = piece.end


def _walk_plain(handle: BinaryIO, offset: int, place: str, *, once: bool) -> Iterator[tuple[int, WarcRecord, bytes]]:
    handle.seek(offset)
    for record in ArchiveIterator(handle, max_header_len=_HEADER_ROOM):
        expected, payload = record.content_length, record.reader.read(MAX_BODY)
        if len(payload) < min(expected, MAX_BODY):
            if not once:
                message = f"{place}: unreadable from byte {record.stream_pos} (torn end)"
                warnings.warn(message, DamagedWarcWarning, stacklevel=2)
            return
        if record.record_type == WarcRecordType.response:
            yield record.stream_pos, record, payload
        if once:
            return


def _parse(piece: Inflated, place: str) -> WarcRecord | None:
    """The one record of a gzip member; None where it holds less than it says, WarcReadError where it holds more."""
    try:
        record = next(ArchiveIterator(io.BytesIO(piece.start), max_header_len=_HEADER_ROOM))
    except (OSError, StopIteration):
        return None
    length = record.headers.get("Content-Length") or ""
    end = piece.start.find(b"\r\n\r\n") + 4 + (int(length) if length.isdecimal() else 0)
    if piece.size > end + len(b"\r\n\r\n"):
        # A file compressed as a whole is one member with all its records: no offset leads to any but the first.
        raise WarcReadError(f"{place}: compressed in one piece; run `warcio recompress IN OUT` on it first")
    return record if piece.size >= end else None


def _page(record: WarcRecord, payload: bytes) -> Page | None:
    """None for what is no HTTP response (DNS answers and the like)."""
    url = _target(record)
    if not url.startswith(("http://", "https://")) or record.http_headers is None:
        return None
    headers = header_map(record.http_headers.items_bytes())
    if "chunked" in headers.get("transfer-encoding", "").lower():
        payload = dechunk(payload) or payload
    if "content-encoding" in headers:
        payload, undone = decode(payload, headers["content-encoding"], MAX_BODY)
        if undone:  # as the crawl's own pages: the header goes with the encoding
            del headers["content-encoding"]
    return Page(
        url,
        payload,
        status=record.http_headers.status_code or 0,  # 0: a status line that says none
        headers=MappingProxyType(headers),
        fetched_at=moment(record.headers.get("WARC-Date")),
    )


def _target(record: WarcRecord) -> str:
    return str(record.headers.get("WARC-Target-URI") or "").strip("<> ")


def header_map(items: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Headers with lower-case names; repeated ones joined by ", " (RFC 9110 5.3). UTF-8 where it is, else latin-1."""
    values: defaultdict[str, list[str]] = defaultdict(list)
    for name, value in items:
        values[_text(name).strip().lower()].append(_text(value).strip())
    return {name: ", ".join(parts) for name, parts in values.items()}


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def moment(value: str | None) -> dt.datetime | None:
    """A WARC-Date; None where it is none. Dates without a zone are UTC."""
    try:
        found = dt.datetime.fromisoformat((value or "").strip())
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def open_file(directory: Folders, name: str) -> BinaryIO:
    """Open a WARC file by the name a RawRef has, whether it is finished, still being written or moved to a cold folder.
    Raises OSError."""
    for _ in range(2):  # its writer may finish it, or `cchc warc move` move it, between two looks
        path = find(directory, name)
        if path is not None:
            with contextlib.suppress(FileNotFoundError):
                return path.open("rb")
    raise FileNotFoundError(errno.ENOENT, "no such WARC file, in none of its folders", name)


def find(directory: Folders, name: str) -> Path | None:
    """Where a WARC file lies now, under its name or as NAME.open; None where it is in none of the folders, as for a
    name that leads out of them."""
    for folder in folders(directory):
        path = folder / name
        if not path.resolve().is_relative_to(folder.resolve()):
            continue
        for there in (path, path.with_name(path.name + OPEN)):
            if there.is_file():
                return there
    return None


def folders(directory: Folders) -> tuple[Path, ...]:
    """The folder that is written, then the cold ones."""
    return (Path(directory),) if isinstance(directory, (str, Path)) else tuple(directory)


@dataclass(frozen=True, slots=True)
class Inflated:
    """A whole gzip member: its first bytes, its inflated size, and where the next one starts."""

    start: bytes
    size: int
    end: int


def inflate(file: BinaryIO, offset: int, keep: int) -> Inflated | None:
    """The gzip member at `offset` with its first `keep` bytes, or None where it is broken, torn or no gzip at all.

    The checksum is verified; memory stays at `keep` and a few chunks whatever the size.
    """
    file.seek(offset)
    inflater = zlib.decompressobj(31)
    start, size = bytearray(), 0
    while not inflater.eof:
        chunk = file.read(_CHUNK)
        if not chunk:
            return None
        try:
            plain = inflater.decompress(chunk)
        except zlib.error:
            return None
        size += len(plain)
        if len(start) < keep:
            start += plain[: keep - len(start)]
    return Inflated(bytes(start), size, file.tell() - len(inflater.unused_data))


def next_member(file: BinaryIO, offset: int) -> int | None:
    """Where the first whole WARC record at or after `offset` starts in a damaged file, None where there is none."""
    magic = b"\x1f\x8b\x08"
    while True:
        file.seek(offset)
        block = file.read(1 << 20)
        found = block.find(magic)
        if found >= 0:
            candidate = inflate(file, offset + found, keep=5)
            if candidate and candidate.start == b"WARC/":
                return offset + found
            offset += found + 1
        elif len(block) <= len(magic):
            return None
        else:
            offset += len(block) - len(magic) + 1
