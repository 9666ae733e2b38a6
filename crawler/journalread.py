"""Reads what runs noted in their WARC files (crawler/journal.py): the head of a file, and its lines in order."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from crawler import warcread
from crawler.warc import NOTE
from crawler.warcscan import Damage, scan

_NOTE_ROOM = 1 << 22  # bytes of a line at most; the longest are the counts of a run
_KEPT = NOTE.lower()


def heading(path: Path) -> dict[str, str]:
    """The fields of a file's warcinfo record, names in lower case, and its `date`; empty where it has none. Raises
    WarcReadError and OSError."""
    first = next(scan(path), None)
    if first is None or isinstance(first, Damage) or first.kind != "warcinfo":
        return {}
    pairs = (line.partition(":") for line in _block(path, first.offset).decode("utf-8", "replace").splitlines())
    return {name.strip().lower(): value.strip() for name, _, value in pairs} | {
        "date": first.fields.get("warc-date", "")
    }


def notes(path: Path, moved: Callable[[int], None], damage: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The journal's lines in a file, in the order in which they were written."""
    reached = 0
    for member in scan(path):
        if isinstance(member, Damage):
            damage.append(f"{path.name}: {member}")
            continue
        moved(member.end - reached)
        reached = member.end
        if member.kind == "metadata" and _KEPT in member.fields:
            yield member.fields[_KEPT], json.loads(_block(path, member.offset))


def _block(path: Path, offset: int) -> bytes:
    with path.open("rb") as file:
        if file.read(2) != b"\x1f\x8b":  # a file that somebody unpacked
            file.seek(offset)
            start = file.read(_NOTE_ROOM)
        else:
            piece = warcread.inflate(file, offset, keep=_NOTE_ROOM)
            start = piece.start if piece else b""
    head, _, rest = start.partition(b"\r\n\r\n")
    length = next(
        (int(line.split(b":")[1]) for line in head.splitlines() if line.lower().startswith(b"content-length:")), 0
    )
    return rest[:length]
