"""Bodies that hold no sentence: an invitation's "Thời gian: …", the papers to bring, names, a poem, a file.

Such lines score nothing (marks.py), so no run takes them. Right under a sure headline, in one container and before any
box, they are the article.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement

from crawler.extraction.blocks import Block, Kind
from crawler.extraction.marks import Mark, Scored, links_to_file
from crawler.extraction.vocabulary import Label, is_office, is_section, names_attachment, names_box

SURE = 5.0  # points of a headline (titles.py)
_FEWEST, _FEWEST_WORDS = 2, 6  # lines, and their words, where no file is among them
_LONGEST = 14  # words of such a line: longer ones score by themselves
_BETWEEN = 6  # lines of dates and tools between headline and text
_STEPS = 8  # between the containers of headline and text
_WHOLE_PAGE, _FEW_BLOCKS = 0.95, 8  # share of a page's blocks; a page of no more has nothing beside the article
_OTHER_LINKS = 0.3  # share of a line's characters


def short_lines(page: Scored, title: int, run: range) -> tuple[int, ...]:
    """Blocks of the body under headline `title`, empty where what follows is no such body.

    `run` is what is taken by its score: text in it that stands in the same container is the body, short lines and all.
    """
    marks = page.marks
    first = next((k for k in range(title + 1, min(title + 2 + _BETWEEN, len(marks))) if not _is_tool(marks[k])), None)
    if first is None or page.distance(title, first) > _STEPS or _page_level(page, title, first):
        return ()
    holder = _holder(marks[first].block)
    if any(_is_text(marks[k]) and holder in marks[k].block.path for k in run):
        return ()
    found = tuple(_lines(page, first))
    if any(_is_file(marks[k].block) for k in found):
        return found
    words = sum(marks[k].block.words for k in found)
    return found if len(found) >= _FEWEST and words >= _FEWEST_WORDS else ()


def _lines(page: Scored, first: int) -> Iterator[int]:
    """From `first` on those of its container, up to the first line that is no text."""
    begun = page.marks[first].block
    for k in range(first, len(page.marks)):
        mark = page.marks[k]
        if not _beside(begun, mark.block) or mark.label in (Label.CUT, Label.FOOTER, Label.CONTACT) or mark.boxed:
            return
        if mark.junk and (mark.label is not Label.NONE or not mark.block.link_share):
            continue
        if not _may_be_text(mark.block):
            return
        yield k


def _is_tool(mark: Mark) -> bool:
    return mark.junk and mark.label in (Label.DATE, Label.FURNITURE) and mark.block.kind is not Kind.HEADING


def _is_text(mark: Mark) -> bool:
    return not mark.junk and (mark.score >= 1.0 or mark.block.kind in (Kind.ITEM, Kind.ROW))


def _holder(block: Block) -> HtmlElement:
    return block.path[-2] if len(block.path) > 1 else block.path[-1]


def _beside(first: Block, other: Block) -> bool:
    """In the same element, or in one of the same kind beside it."""
    if other.path[-1] is first.path[-1]:
        return True
    return other.path[-2:-1] == first.path[-2:-1] and other.element.tag == first.element.tag


def _is_file(block: Block) -> bool:
    return block.link_share > 0 and (links_to_file(block) or names_attachment(block.text))


def _may_be_text(block: Block) -> bool:
    if block.kind not in (Kind.PARAGRAPH, Kind.CAPTION) or block.words > _LONGEST or block.element.tag == "label":
        return False
    if is_office(block.text) or is_section(block.text) or names_box(block.text):
        return False
    return block.link_share <= _OTHER_LINKS or _is_file(block)


def _page_level(page: Scored, title: int, first: int) -> bool:
    """Whether headline and line share nothing but what holds all of a page that has more than the article."""
    element = page.marks[first].block.path[max(min(page.shared[title:first]) - 1, 0)]
    begun, end = page.spans[element]
    inside = end - begun + 1
    return inside >= _WHOLE_PAGE * len(page.marks) and inside > _FEW_BLOCKS
