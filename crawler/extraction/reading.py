"""The one parse of a page that every step shares."""

from __future__ import annotations

from dataclasses import dataclass

from archive.records import Page, Reason, Rejection
from crawler.extraction.blocks import MAX_BLOCKS, Block, blocks
from crawler.extraction.decode import Document, decode


@dataclass(frozen=True, slots=True)
class Reading:
    """One page, parsed once and cut into blocks."""

    document: Document
    blocks: list[Block]
    cut: frozenset[str] = frozenset()  # keys (titles.py) of lines that are not the portal's: no extractor may use them


def read(page: Page) -> Reading | Rejection:
    """Decode, parse and cut into blocks; a `Rejection` where there is nothing to read."""
    document = decode(page)
    if isinstance(document, Rejection):
        return document
    found = blocks(document.tree)
    if len(found) >= MAX_BLOCKS:
        return Rejection(Reason.TOO_LARGE, page.url, f"more than {MAX_BLOCKS} lines")
    return Reading(document, found)
