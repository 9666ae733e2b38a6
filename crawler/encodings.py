"""Undo what HTTP did to a body on its way: chunked transfer and Content-Encoding (gzip, deflate, br, zstd).

Servers lie about both, so nothing here raises: what cannot be undone is given back as it came, and a stream that breaks
off gives what was readable, as a browser would show it. `limit` (bytes) stops decompression bombs.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from typing import Any

import brotli  # type: ignore[import-untyped]
from backports import zstd

_CHUNK_HEAD = re.compile(rb"([0-9A-Fa-f]{1,16})[ \t]*(?:;[^\r\n]*)?\r?\n")


def dechunk(body: bytes) -> bytes | None:
    """The payload of a chunked body, or None where the bytes are not chunks (many WARC writers undo them already)."""
    parts: list[bytes] = []
    position = 0
    while head := _CHUNK_HEAD.match(body, position):
        size = int(head[1], 16)
        if size == 0:
            return b"".join(parts)
        end = head.end() + size
        parts.append(body[head.end() : end])
        position = end + (2 if body[end : end + 2] == b"\r\n" else 1)
    # A body that broke off between two chunks is still chunked; one that never began with a chunk is not.
    return b"".join(parts) if parts and position >= len(body) else None


def decode(body: bytes, encodings: str, limit: int) -> tuple[bytes, bool]:
    """Undo a Content-Encoding header (several are undone from the last to the first).

    Returns the bytes, at most `limit` of them, and whether every encoding was undone.
    """
    for name in reversed([part.strip().lower() for part in encodings.split(",") if part.strip()]):
        if name == "identity":
            continue
        undo = _UNDO.get(name)
        plain = undo(body, limit) if undo else None
        if plain is None:
            return body, False
        body = plain
    return body, True


def _inflate(body: bytes, limit: int, wbits: int) -> bytes | None:
    parts: list[bytes] = []
    size = 0
    while body and size < limit:
        inflater = zlib.decompressobj(wbits)
        try:
            part = inflater.decompress(body, limit - size)
        except zlib.error:
            # No way to tell how far it got but to go byte-wise; a member that is broken from its start gives nothing.
            part = _readable_start(body, limit - size, wbits)
            return b"".join([*parts, part]) if parts or part else None
        parts.append(part)
        size += len(part)
        if not inflater.eof:  # broke off, or the limit is reached
            break
        body = inflater.unused_data
    return b"".join(parts)


def _readable_start(body: bytes, limit: int, wbits: int) -> bytes:
    inflater = zlib.decompressobj(wbits)
    out = bytearray()
    try:
        for start in range(0, len(body), 256):
            out += inflater.decompress(body[start : start + 256])
            if len(out) >= limit:
                break
    except zlib.error:
        pass
    return bytes(out[:limit])


def _gzip(body: bytes, limit: int) -> bytes | None:
    return _inflate(body, limit, 31)


def _deflate(body: bytes, limit: int) -> bytes | None:
    """RFC 9110 means zlib; several servers send the raw stream without its header."""
    wrapped = _inflate(body, limit, 15)
    return _inflate(body, limit, -15) if wrapped is None else wrapped


def _stepwise(step: Callable[[bytes, int], bytes], done: Callable[[], bool], body: bytes, limit: int) -> bytes | None:
    out = bytearray()
    rest = body
    try:
        while len(out) < limit:
            part = step(rest, limit - len(out))
            rest = b""
            out += part
            if not part or done():
                break
    except Exception:  # brotli and zstd have their own error types; all mean: not decodable from here on
        return bytes(out) or None
    return bytes(out[:limit])


def _brotli(body: bytes, limit: int) -> bytes | None:
    decoder: Any = brotli.Decompressor()
    return _stepwise(
        lambda data, room: decoder.process(data, output_buffer_limit=room), decoder.is_finished, body, limit
    )


def _zstd(body: bytes, limit: int) -> bytes | None:
    decoder = zstd.ZstdDecompressor()
    return _stepwise(lambda data, room: decoder.decompress(data, room), lambda: decoder.eof, body, limit)


_UNDO: dict[str, Callable[[bytes, int], bytes | None]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
