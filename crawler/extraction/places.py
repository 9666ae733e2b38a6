"""Where on a page a line stands, in a form that is the same on all pages of a host.

A place is a container, named by the class and id of its innermost elements and by the shape of the tree above them
(many portals name outer elements after the section or the page). An element without class and id counts with its
position among its kind: old layout tables have nothing else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from zlib import crc32

from lxml.html import HtmlElement

from crawler.extraction.blocks import HEADINGS, Block

ANCESTORS = 8  # containers above a line's own that are looked at: a table in a cell of a table is eight deep
NAMED = 3  # innermost elements that count with class and id
MAX_POSITION = 20  # behind so many of its kind an element is in a list, and its position says nothing

_LINE_TAGS = HEADINGS | {"p", "li", "dt", "dd", "tr", "figcaption", "caption", "blockquote", "center", "pre"}
_LONG_NUMBER = re.compile(r"\d{3,}")

Chain = tuple[int, ...]
"""The places that hold a line: its own, then those around it, as 32-bit codes."""


@dataclass(frozen=True, slots=True)
class Step:
    """One element on the way down: the shape of the tree down to it, its and its parents' names, the places around."""

    outline: int
    names: tuple[str, ...]
    chain: Chain


_ROOT = Step(0, (), ())


def chain_of(block: Block, known: dict[HtmlElement, Step]) -> Chain:
    """The places around a block. A paragraph, an item or an unnamed div is a line in its container and no place.

    `known` saves work between the blocks of one page; start with an empty one for each page.
    """
    path = block.path
    last = path[-1]
    depth = len(path)
    if depth > 1 and (last.tag in _LINE_TAGS or (last.tag == "div" and not _names(last))):
        depth -= 1
    step = known.get(path[depth - 1])
    if step is None:
        step = _ROOT
        for element in path[:depth]:
            step = known.get(element) or known.setdefault(element, _step(element, step))
    return step.chain


def _step(element: HtmlElement, above: Step) -> Step:
    tag, names = str(element.tag), _names(element)
    position = "" if names else f"[{sum(1 for _ in islice(element.itersiblings(tag, preceding=True), MAX_POSITION))}]"
    outline = crc32(f"{tag}{position}".encode(), above.outline)
    inner = (*above.names[1 - NAMED :], f"{tag}{names}{position}")
    place = crc32(" ".join(inner).encode(), outline)
    return Step(outline, inner, (place, *above.chain[:ANCESTORS]))


def _names(element: HtmlElement) -> str:
    """First class and id, numbers of articles and portlets folded; "" where there is neither.

    Those of the body name the page, not the place.
    """
    first, own_id = (element.get("class") or "").split(maxsplit=1)[:1], element.get("id")
    if element.tag == "body" or not (first or own_id):
        return ""
    return _LONG_NUMBER.sub("0", f".{''.join(first)}#{own_id or ''}")
