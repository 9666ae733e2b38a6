"""The article's lines where a layout has found its containers.

The container is trusted: short results are final, links and short lines stay. Only what no article holds is left out:
tool and counter lines, stamps, boxes of other news, and what the layout itself drops. Bylines and attachment lines
may stand right behind the container.
"""

from __future__ import annotations

from collections.abc import Collection

from lxml.html import HtmlElement

from crawler.extraction.assemble import TAIL_BLOCKS, tail, without_repeats
from crawler.extraction.blocks import INLINE, Block, Kind, blocks
from crawler.extraction.body import Run
from crawler.extraction.layout import Match
from crawler.extraction.marks import score
from crawler.extraction.text import clean
from crawler.extraction.titles import key
from crawler.extraction.vocabulary import Label


def by_layout(page: list[Block], match: Match) -> tuple[str | None, int | None, list[Block]]:
    """(headline, index of its block or None, the article's blocks in document order)."""
    title = clean("".join(match.title.itertext())) if match.title is not None else None
    title_index = _index_of(page, match.title, title)
    wanted = {*match.bodies, *match.leads, *([match.author] if match.author is not None else [])}
    inside = [i for i, b in enumerate(page) if _within(b, wanted) and not _within(b, match.dropped)]
    if not inside:
        return title, title_index, [b for body in match.bodies if body.tag in INLINE for b in blocks(body)]
    scope = [page[i] for i in inside]
    follow = [b for b in page[inside[-1] + 1 : inside[-1] + 1 + TAIL_BLOCKS] if not _within(b, match.dropped)]
    scored = score(scope + follow)
    kept = [
        i
        for i in range(len(scope))
        if not scored.marks[i].boxed
        and (scored.marks[i].label in (Label.NONE, Label.CONTACT) or scope[i].kind is Kind.ROW)
    ]
    kept += tail(scored, Run(None, 0, len(scope), 0.0, 0.0), kept, siblings=False)
    everything = scope + follow
    return title, title_index, [everything[i] for i in without_repeats(everything, kept, title or "")]


def _within(block: Block, elements: Collection[HtmlElement]) -> bool:
    return bool(elements) and any(element in elements for element in block.path)


def _index_of(page: list[Block], element: HtmlElement | None, title: str | None) -> int | None:
    """The block of the headline: the one inside its element, else the first with its words."""
    if element is None or title is None:
        return None
    for i, block in enumerate(page):
        if element in block.path:
            return i
    name = key(title)
    return next((i for i, block in enumerate(page) if key(block.text) == name), None)
