"""trafilatura on the parsed tree: the extractor for pages that are not Vietnamese, and the second opinion.

`include_comments=False`, and `deduplicate` never: it deletes shared paragraphs from the fourth page on (EXTRACTION
4.12). What it loses of lists, captions and table rows is put back from the blocks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import trafilatura
from lxml.html import HtmlElement

from crawler.extraction.blocks import Block, Kind, count_words
from crawler.extraction.marks import Scored
from crawler.extraction.titles import key
from crawler.extraction.vocabulary import Label, label

_STRONG = 0.4  # of the words: less in common than this is another text
_MIN_WORDS = 40
_AROUND = 4  # lines before and behind the text in which its author may be named
_BY = re.compile(r"^By:? (?:[A-Z][\w.'-]*)(?:[ ,&]+(?:and )?[A-Z][\w.'-]*){0,5}$")
_SHORT = 80  # words


def foreign_text(tree: HtmlElement) -> list[str]:
    """trafilatura's lines for a page, list marks removed; empty where it finds nothing.

    Without its fallbacks first: on portal-eval the texts are the same at two thirds of the time. A short result is
    asked for again with them.
    """
    lines = _lines(tree, fast=True)
    return lines if sum(map(count_words, lines)) >= _SHORT else _lines(tree, fast=False)


def _lines(tree: HtmlElement, *, fast: bool) -> list[str]:
    try:
        document = trafilatura.bare_extraction(tree, include_comments=False, with_metadata=False, fast=fast)
    except RecursionError:  # it walks some trees recursively
        return []
    text = getattr(document, "text", None) or ""
    return [line for raw in text.splitlines() if (line := raw.strip().removeprefix("- ").strip())]


def put_back(lines: Sequence[str], page: Scored) -> list[Block] | None:
    """The blocks of trafilatura's lines with the list items, captions and rows it lost between them.

    None where less than nine lines of ten are blocks of the page: then the lines are better as they are.
    """
    lines = [line for line in lines if label(line, line.count(" ") + 1) in (Label.NONE, Label.CONTACT)]
    places: dict[str, list[int]] = {}
    for i, mark in enumerate(page.marks):
        places.setdefault(key(mark.block.text), []).append(i)
    found: list[int] = []
    last = -1
    missing = 0
    for line in lines:
        here = places.get(key(line), [])
        place = next((i for i in here if i > last), None)
        if place is None:
            missing += 1
        else:
            found.append(place)
            last = place
    if not found or missing > 0.1 * len(lines):
        return None
    taken = {i for i in found if not page.marks[i].boxed}
    for i in range(found[0] + 1, found[-1]):
        mark = page.marks[i]
        if i in taken or mark.junk or mark.block.link_share > 0.3:
            continue
        neighbours = (page.marks[i - 1].block, page.marks[i + 1].block)
        listed = mark.block.kind in (Kind.ITEM, Kind.ROW) and (i - 1 in taken or i + 1 in taken)
        near = any(b.path[:-2] == mark.block.path[:-2] or b.path[:-1] == mark.block.path[:-2] for b in neighbours)
        if (listed and near) or mark.block.kind is Kind.CAPTION:
            taken.add(i)
    around = (*range(max(0, found[0] - _AROUND), found[0]), *range(found[-1] + 1, found[-1] + 1 + _AROUND))
    taken.update(i for i in around if i < len(page.marks) and _BY.match(page.marks[i].block.text))
    return [page.marks[i].block for i in sorted(taken)]


def disagreement(ours: Sequence[str], theirs: Sequence[str]) -> str | None:
    """A warning where the two texts are different ones, None where one confirms the other."""
    a, b = _words(ours), _words(theirs)
    if len(b) < _MIN_WORDS or not a:
        return None
    common = len(a & b)
    if common < _STRONG * min(len(a), len(b)):
        return f"second opinion: trafilatura reads another text ({len(b)} different words, {common} in common)"
    return None


def _words(lines: Sequence[str]) -> set[str]:
    return {word for line in lines for word in key(line).split()}
