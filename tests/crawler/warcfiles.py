"""Captures of an invented portal and the WARC files they are written to."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from crawler.warc import Capture, RawRef, Writer

NOON = dt.datetime(2026, 3, 2, 5, 0, 1, 250_000, tzinfo=dt.UTC)


def capture(number: int = 0, body: bytes | None = None, **facts: object) -> Capture:
    """An exchange with a body of its own."""
    content = f"<p>bản tin số {number}</p>".encode() * 40 if body is None else body
    values = {"status": 200, "headers": ((b"Content-Type", b"text/html"),), "fetched_at": NOON, **facts}
    return Capture(f"http://tin.example/bai/{number}?p=1&q=2", body=content, **values)  # type: ignore[arg-type]


def write(directory: Path, *captures: Capture) -> list[RawRef]:
    """The references of the captures, in one finished file."""
    with Writer(directory, "tin") as writer:
        return [writer.write(one) for one in captures]


def single(directory: Path) -> Path:
    """The directory's one WARC file."""
    (path,) = directory.glob("*.warc.gz")
    return path
