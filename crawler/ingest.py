"""WARC files from elsewhere join the raw store, so that their pages can be read and replayed like our own.

`adopt` takes a file as it is. `select` takes, of a file of any size, only the records that are ours: answers 200 with
HTML of a known portal's host, and the revisits of such. Each keeps its bytes, its header and its identifier, in a file
of our own for each portal; what a whole foreign file holds besides is of no use here and would fill the disk.
"""

from __future__ import annotations

import contextlib
import filecmp
import hashlib
import os
import shutil
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from crawler.warcread import IMITATION, REFERS_TO, Folders, find, folders, is_imitation
from crawler.warcrecord import date, member, record_id
from crawler.warcscan import Damage, Member, is_gzip, scan

_HTML = ("text/html", "application/xhtml+xml")
_PIECE = 1 << 20


@dataclass(slots=True)
class Selection:
    """What was found in a file: names in the WARC directory by portal, with the number of records in each, and counts
    of what was left out: `unknown` (answers of other hosts), `other` (of known hosts, but no HTML or not 200),
    `unresolved` (revisits of what the file does not hold)."""

    files: dict[str, str] = field(default_factory=dict)
    records: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    damage: list[Damage] = field(default_factory=list)


def home(directory: Folders, path: Path) -> Path | None:
    """The one of our WARC folders in which a file lies; None where it comes from elsewhere."""
    return next((folder for folder in folders(directory) if path.resolve().is_relative_to(folder.resolve())), None)


def adopt(directory: Folders, path: Path) -> str:
    """Name under which the WARC directory holds this file; it is copied there unless it, or a cold folder behind it,
    holds it already.

    Another file of the same name gets out of nobody's way: the copy is numbered. The copy appears whole or not at all.
    """
    path = path.resolve()
    inside = home(directory, path)
    if inside is not None:
        return str(path.relative_to(inside.resolve()))
    hot = folders(directory)[0].resolve()
    hot.mkdir(parents=True, exist_ok=True)
    base = path.name
    for number in range(1, 10_000):
        name = base if number == 1 else f"{number}-{base}"
        there = find(directory, name)
        if there is None:
            break
        if filecmp.cmp(path, there, shallow=False):
            return name
    draft = hot / f".{name}.{os.getpid()}.part"
    shutil.copyfile(path, draft)
    draft.replace(hot / name)
    return name


def portal_of(member: Member, hosts: Mapping[str, str]) -> str | None:
    """The portal whose host a record's address has; `hosts` maps a host without www. to a portal's name."""
    try:
        host = urlsplit(member.url).hostname or ""
    except ValueError:
        return None
    return hosts.get(host.removeprefix("www."))


def is_page(member: Member) -> bool:
    """Whether a record is a whole answer 200 with HTML (or of no declared type).

    One whose connection broke off is none for a crawl either: it asks again (crawler/raw.py).
    """
    if member.fields.get("warc-truncated") == "disconnect":
        return False
    kind = member.http.get("content-type", _HTML[0]).partition(";")[0].strip().lower()
    return member.kind == "response" and member.status == 200 and kind in _HTML


def select(
    directory: Folders,
    path: Path,
    hosts: Mapping[str, str],
    *,
    write: bool = True,
    moved: Callable[[int], None] | None = None,
) -> Selection:
    """Copy the records of known portals out of a file; `moved` is told the byte that was reached.

    A file is known again by its size and its two ends: what was copied from it before is not copied again. A file of
    the WARC directory itself stays where it is. Raises WarcReadError and OSError.
    """
    found = Selection()
    hot, inside = folders(directory)[0], home(directory, path)
    names = {portal: _name(path, portal) for portal in hosts.values()}
    with contextlib.ExitStack() as stack:
        copies: dict[str, _Copy] = {}
        with path.open("rb") as source:
            for record in scan(path):
                if isinstance(record, Damage):
                    found.damage.append(record)
                    continue
                if moved is not None:
                    moved(record.end)
                portal = _wanted(record, hosts, found)
                if portal is None:
                    continue
                if portal not in copies:
                    here = write and inside is None and find(directory, names[portal]) is None
                    copies[portal] = stack.enter_context(_Copy.open(hot, names[portal], path, portal, here))
                if copies[portal].add(record, source):
                    found.records[portal] += 1
                else:
                    found.left_out["unresolved"] += 1
        for copy in copies.values():
            copy.whole = True
    for portal in found.records:
        found.files[portal] = str(path.resolve().relative_to(inside.resolve())) if inside else names[portal]
    return found


def _wanted(record: Member, hosts: Mapping[str, str], found: Selection) -> str | None:
    if record.kind not in ("response", "revisit"):
        return None
    portal = portal_of(record, hosts)
    if portal is None:
        found.left_out["unknown"] += 1
    elif record.kind == "response" and not is_page(record):
        found.left_out["other"] += 1
        return None
    return portal


class _Copy:
    """One portal's records of one file on their way into a file of ours; `file` is None where nothing is written."""

    def __init__(self, name: str, gzip: bool, file: BinaryIO | None) -> None:
        self.whole = False
        self._name, self._gzip, self._file = name, gzip, file
        self._originals: dict[int, int] = {}  # hashes of identifiers, and of address and date: where the record lies

    @classmethod
    @contextlib.contextmanager
    def open(cls, directory: Path, name: str, source: Path, portal: str, write: bool) -> Iterator[_Copy]:
        """The copy appears under its name when it is whole, and not at all otherwise."""
        if not write:
            yield cls(name, True, None)
            return
        directory.mkdir(parents=True, exist_ok=True)
        draft = directory / f".{name}.part"
        try:
            with draft.open("wb") as file:
                copy = cls(name, is_gzip(source), file)
                file.write(_warcinfo(name, source, portal))
                yield copy
                file.flush()
                os.fsync(file.fileno())
            if copy.whole:
                draft.replace(directory / name)
        finally:
            draft.unlink(missing_ok=True)

    def add(self, record: Member, source: BinaryIO) -> bool:
        """Copy a record as it is; a revisit gets a record of ours behind it that says where its original lies. False
        for a revisit whose original is not there."""
        identifier = record.fields.get("warc-record-id", "")
        place = self._file.tell() if self._file else record.offset
        if record.kind == "response":
            self._originals[hash(identifier)] = place
            self._originals[hash((record.url, record.fields.get("warc-date")))] = place
            self._write(record, source)
            return True
        original = self._original(record)
        if original is None:
            return REFERS_TO.lower() in record.fields
        self._write(record, source)
        if self._file:
            self._file.write(_pointer(record, f"{original} {self._name}"))
        return True

    def _original(self, revisit: Member) -> int | None:
        fields = revisit.fields
        named = self._originals.get(hash(fields.get("warc-refers-to")))
        address = fields.get("warc-refers-to-target-uri", "").strip("<> ")
        return self._originals.get(hash((address, fields.get("warc-refers-to-date")))) if named is None else named

    def _write(self, record: Member, source: BinaryIO) -> None:
        if self._file is None:
            return
        source.seek(record.offset)
        left = record.end - record.offset
        pack = None if self._gzip else zlib.compressobj(6, zlib.DEFLATED, 31)
        while left and (piece := source.read(min(left, _PIECE))):
            left -= len(piece)
            self._file.write(pack.compress(piece) if pack else piece)
        if pack:
            self._file.write(pack.flush())


def _name(path: Path, portal: str) -> str:
    """The same for the same file, however it is called: by its size and its two ends."""
    size = path.stat().st_size
    digest = hashlib.sha256(str(size).encode())
    with path.open("rb") as file:
        digest.update(file.read(_PIECE))
        file.seek(max(0, size - _PIECE))
        digest.update(file.read(_PIECE))
    return f"ingest-{portal}-{digest.hexdigest()[:16]}.warc.gz"


def _warcinfo(name: str, source: Path, portal: str) -> bytes:
    description = IMITATION if is_imitation(source) else f"records of {portal} from {source.name}, byte for byte"
    fields = {"software": "cchc-archive", "format": "WARC File Format 1.1", "description": description}
    block = "".join(f"{key}: {value}\r\n" for key, value in fields.items()).encode()
    return member("warcinfo", record_id(), [("WARC-Date", date(None)), ("WARC-Filename", name)], block)


def _pointer(revisit: Member, place: str) -> bytes:
    """The record behind a revisit that tells `warcread.read` where the original lies."""
    headers = [
        ("WARC-Target-URI", revisit.url),
        ("WARC-Date", date(None)),
        ("WARC-Refers-To", revisit.fields.get("warc-record-id", "")),
        (REFERS_TO, place),
    ]
    return member("metadata", record_id(), headers, b"")
