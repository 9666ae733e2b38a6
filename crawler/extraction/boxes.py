"""Boxes and lists among the marked blocks of a page: other news, teasers, rows of a CMS's list. What stands in them is
junk, prose and all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml.html import HtmlElement

from crawler.extraction.blocks import LONG_LINK_WORDS, Block
from crawler.extraction.vocabulary import Label

if TYPE_CHECKING:
    from crawler.extraction.marks import Mark, Scored

_LISTED_DATE = re.compile(r"\(\s*\d{1,2}\s*[/.-]\s*\d{1,2}")
_CLOCK = re.compile(r"\d:\d\d")
_LIST_TITLE, _LIST_CELLS = 4, 4  # words of the title in a row of a list, and its cells at most


def drop_boxes(page: Scored) -> None:
    """Mark what stands under an "other news" heading."""
    for k, mark in enumerate(page.marks):
        if mark.label is Label.CUT:
            for m in page.marks[k + 1 : _end_of_box(page, k)]:
                m.junk, m.boxed, m.score = True, True, min(m.score, -4.0)


def _end_of_box(page: Scored, k: int) -> int:
    """The box of heading `k`: the smallest element that it opens, and larger ones that add no text of their own.

    Where the heading opens no element, its following siblings up to the next prose.
    """
    marks = page.marks
    end = k + 1
    outer: HtmlElement | None = None
    for element in reversed(mark_path := marks[k].block.path):
        first, last = page.spans[element]
        if first < k:
            outer = element
            break
        if last + 1 > end:
            added = marks[end : last + 1]
            if end > k + 1 and not all(_list_like(m) for m in added):
                return end
            if any(_own_text(m) for m in added) and not _is_list(page, added):
                return end if end > k + 1 else _siblings(page, k, mark_path, element)
            end = last + 1
    return end if end > k + 1 else _siblings(page, k, mark_path, outer)


def _siblings(page: Scored, k: int, path: tuple[HtmlElement, ...], outer: HtmlElement | None) -> int:
    limit = page.spans[outer][1] + 1 if outer is not None else len(page.marks)
    end = k + 1
    while end < limit and not _own_text(page.marks[end]):
        end += 1
    if end < limit:  # the text's own headline and stamp stand above it: unlinked lines behind the links of the box
        begun = end
        while begun > k + 1 and end - begun < 3 and page.marks[begun - 1].block.link_share < 0.3:
            begun -= 1
        between = page.marks[begun:end]
        if any(m.label is Label.DATE for m in between) or (begun > k + 1 and begun < end):
            return begun
    return end


def _own_text(mark: Mark) -> bool:
    """Prose that is no teaser of a link and no item with its date."""
    return mark.score > 4 and not mark.block.long_links and not _LISTED_DATE.search(mark.block.text)


def _list_like(mark: Mark) -> bool:
    """What an outer box may add: links and labels, no text and no stamp."""
    if mark.label is not Label.NONE:
        return mark.label is not Label.DATE
    return mark.block.link_share > 0.5 or mark.block.words <= 2 or _LISTED_DATE.search(mark.block.text) is not None


def _is_list(page: Scored, marks: list[Mark]) -> bool:
    """Whether prose in a box is that of teasers: links stand before it, or it is a small part of the page's prose."""
    links = sum(m.block.long_links > 0 for m in marks)
    prose = [m for m in marks if _own_text(m)]
    dated = any(m.label is Label.DATE for m in marks)
    total = sum(m.score for m in page.marks if m.score > 4) or 1.0
    return (links >= len(prose) and not dated) or sum(m.score for m in prose) < 0.3 * total


def drop_teasers(page: Scored) -> None:
    """Mark lists of teasers: two or more neighbours that each hold a linked headline, a summary and little else."""
    marks = page.marks
    lists: dict[HtmlElement, list[tuple[int, int]]] = {}
    for i, mark in enumerate(marks[:-1]):
        if not is_headline_link(mark.block):
            continue
        j = i + 2 if marks[i + 1].label is Label.DATE and i + 2 < len(marks) else i + 1
        text = marks[j]
        if text.junk or not 4 < text.score <= 70:
            continue
        depth = min(page.shared[i:j])
        item = mark.block.path[depth - 1]
        first, last = page.spans[item]
        while depth >= 2 and page.spans[mark.block.path[depth - 2]] == (first, last):  # cell, row and table of one item
            depth -= 1
        if depth >= 2 and first >= i - 1 and last <= j + 2:
            lists.setdefault(mark.block.path[depth - 2], []).append((first, last))
    for items in lists.values():
        if len(items) >= 2:
            for first, last in items:
                for m in marks[first : last + 1]:
                    m.junk, m.teaser, m.score = True, True, min(m.score, -4.0)


def drop_list_rows(page: Scored) -> None:
    """Mark rows of a list in a table of the layout: two or more that each hold a title, a time and little else."""
    tables: dict[HtmlElement, list[tuple[int, int]]] = {}
    for i, mark in enumerate(page.marks):
        path = mark.block.path
        if mark.label is not Label.DATE or len(path) < 3 or path[-1].tag != "td" or not _CLOCK.search(mark.block.text):
            continue
        first, last = page.spans[path[-2]]
        if first < i and last - first < _LIST_CELLS and page.marks[first].block.words >= _LIST_TITLE:
            tables.setdefault(path[-3], []).append((first, last))
    for rows in tables.values():
        if len(rows) >= 2:
            for first, last in rows:
                for m in page.marks[first : last + 1]:
                    m.junk, m.score = True, min(m.score, -4.0)


def is_headline_link(block: Block) -> bool:
    """A line that is all link and long enough for a headline."""
    return block.link_share > 0.5 and block.long_links > 0 and block.words > LONG_LINK_WORDS
