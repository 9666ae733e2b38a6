"""What each block of a page is: prose, label, link list, and the boxes of other news that it may stand in.

Prose counts by its words, labels and link lists cost. A block is *junk* where no article prints such a line; whether
the others belong to the article is decided by the run (body.py). Class names play the smallest part: rules on them
deleted leads of real pages (EXTRACTION, last section).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from lxml.html import HtmlElement

from crawler.extraction.blocks import Block, Kind
from crawler.extraction.boxes import drop_boxes, drop_list_rows, drop_teasers
from crawler.extraction.furniture import HARD, LIST_ROW
from crawler.extraction.vocabulary import (
    DOCUMENT_NUMBER,
    FILE_ADDRESS,
    LABEL_WORDS,
    NAME,
    SENTENCE_END,
    Label,
    is_byline,
    is_labelled_date,
    label,
    names_attachment,
    plain,
)

PROSE_WORDS = 15
BYLINE_WORDS = 14  # a longer line is a sentence about somebody
_CAP = 90  # words of one block that count: a single endless paragraph does not outweigh an article
_FURNITURE_TAGS = frozenset(("nav", "footer"))
_FURNITURE_ROLES = frozenset(("navigation", "contentinfo", "search", "complementary", "banner"))
_FURNITURE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:comments?|binh-?luan|foot(?:er)?|chan-?trang|sidebar|copyright)(?:$|[\s_-])", re.I
)
_ABOVE_31 = re.compile(r"\d{3}|3[2-9]|[4-9]\d", re.ASCII)
_LETTER = re.compile(r"[^\W\d_]")
_MONTH = re.compile(r"^\W*(?:tháng|month)\s*\d{1,2}\b[^.:;]{0,12}$", re.I)
_SENTENCE = 8  # words


@dataclass(slots=True)
class Mark:
    """What was found out about one block."""

    block: Block
    label: Label
    score: float = 0.0
    junk: bool = False
    boxed: bool = False  # stands in a box of other news
    teaser: bool = False  # belongs to a list of headlines with summaries


@dataclass(slots=True)
class Scored:
    """All marks of a page, and where each block-level element begins and ends among them."""

    marks: list[Mark]
    spans: dict[HtmlElement, tuple[int, int]] = field(default_factory=dict)  # first and last block, inclusive
    shared: list[int] = field(default_factory=list)  # depth that block i shares with block i + 1
    named: Callable[[Block], bool] | None = None  # whether a line is a name on many pages of the host, no headline

    def distance(self, i: int, j: int) -> int:
        """Steps between the containers of two blocks, i <= j."""
        low = min(self.shared[i:j], default=len(self.marks[i].block.path))
        return len(self.marks[i].block.path) + len(self.marks[j].block.path) - 2 * low


def score(
    blocks: list[Block],
    repeated: Callable[[Block], bool] | None = None,
    named: Callable[[Block], bool] | None = None,
) -> Scored:
    """Marks for every block. `repeated` says what the host prints on every page, `named` what heads no article
    (template.py)."""
    page = Scored([Mark(b, _label(b)) for b in blocks], named=named)
    for i, mark in enumerate(page.marks):
        path = mark.block.path
        for element in path:
            first, _ = page.spans.get(element, (i, i))
            page.spans[element] = (first, i)
        if i:
            page.shared.append(_common(page.marks[i - 1].block.path, path))
    furniture = _Furniture(page)
    for i, mark in enumerate(page.marks):
        _judge(mark, furniture, repeated)
        if (
            mark.label is Label.FURNITURE
            and mark.block.kind is Kind.ROW
            and i
            and _MONTH.search(page.marks[i - 1].block.text)
        ):
            page.marks[i - 1].junk, page.marks[i - 1].score = True, -6.0  # the month above a calendar's days
    drop_boxes(page)
    drop_teasers(page)
    drop_list_rows(page)
    _spare_sentences(page)
    return page


def _label(block: Block) -> Label:
    if block.words > LABEL_WORDS:
        return Label.NONE
    found = label(block.text, block.words)
    if block.kind is not Kind.ROW:
        return found
    if found is Label.DATE and not is_labelled_date(block.text):
        return Label.NONE  # a row of a schedule
    if LIST_ROW.search(plain(block.text)):
        return Label.FURNITURE
    if found is Label.FURNITURE and not _LETTER.search(block.text) and _ABOVE_31.search(block.text):
        return Label.NONE  # a row of figures; the weeks of a calendar have none above 31
    return found


def _common(p: tuple[HtmlElement, ...], q: tuple[HtmlElement, ...]) -> int:
    n = 0
    for x, y in zip(p, q, strict=False):
        if x is not y:
            break
        n += 1
    return n


class _Furniture:
    """Elements that are furniture by tag, role or name, and do not hold half of the page's prose."""

    def __init__(self, page: Scored) -> None:
        self.page = page
        self.prose = [0.0]
        for mark in page.marks:
            b = mark.block
            self.prose.append(self.prose[-1] + (b.words * (1 - b.link_share) if b.words >= PROSE_WORDS else 0.0))
        self.known: dict[HtmlElement, int] = {}

    def holds(self, element: HtmlElement) -> bool:
        first, last = self.page.spans[element]
        return self.prose[last + 1] - self.prose[first] >= 0.5 * (self.prose[-1] or 1.0)

    def rank(self, block: Block) -> int:
        """0 nothing, 1 furniture by its name, 2 by tag or role."""
        return max(map(self._rank, block.path), default=0)

    def _rank(self, element: HtmlElement) -> int:
        rank = self.known.get(element)
        if rank is None:
            rank = 0
            if element.tag in _FURNITURE_TAGS or element.get("role") in _FURNITURE_ROLES:
                rank = 2
            elif _FURNITURE_NAMES.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
                rank = 1
            if rank and self.holds(element):
                rank = 0
            self.known[element] = rank
        return rank


def _judge(mark: Mark, furniture: _Furniture, repeated: Callable[[Block], bool] | None) -> None:
    b = mark.block
    attachment = b.words < 40 and b.link_share > 0 and names_attachment(b.text)
    prose = b.words >= PROSE_WORDS or (b.words >= 5 and b.text.endswith(SENTENCE_END) and b.link_share < 0.3)
    rank = furniture.rank(b)
    if repeated is not None and repeated(b):
        mark.junk, mark.score = True, -8.0
    elif rank == 2 or (rank == 1 and not (prose and b.words >= 30 and b.link_share < 0.3)):
        mark.junk, mark.score = True, -6.0
    elif mark.label is Label.DATE:
        mark.junk, mark.score = True, -2.0
    elif mark.label is Label.CONTACT:
        mark.score = -1.5
    elif mark.label is not Label.NONE:
        mark.junk, mark.score = True, -6.0
    elif b.link_share > 0.6:
        document = b.words >= 3 and (DOCUMENT_NUMBER.search(b.text) is not None or links_to_file(b))
        mark.junk = not (attachment or document)
        mark.score = 0.5 if document else -3.0 - min(b.words, 20) * 0.3
    elif b.kind is Kind.ROW:
        mark.score = min(b.words, 10) * 0.8
    elif b.element.tag == "label":
        mark.junk, mark.score = True, -3.0
    elif prose:
        mark.score = min(b.words, _CAP) * (1 - b.link_share)
    elif b.kind is Kind.ITEM:
        mark.score = min(b.words, 10) * 0.4
    elif b.words >= 2 and b.text.endswith((".", "!", "?")):
        mark.score = 1.0
    elif b.kind is Kind.CAPTION or b.after_image or attachment or is_byline(b.text):
        mark.score = 0.5
    else:
        mark.score = -1.0


def links_to_file(block: Block) -> bool:
    """Whether the first link of a block leads to a document."""
    link = next(iter(block.element.iter("a")), None)
    return link is not None and FILE_ADDRESS.search(link.get("href") or "") is not None


def _spare_sentences(page: Scored) -> None:
    """A whole sentence that begins like the label of a form is text, where a paragraph follows it in its container."""
    for mark, following in pairwise(page.marks):
        b = mark.block
        if (
            mark.label is Label.FURNITURE
            and b.words >= _SENTENCE
            and b.text.endswith(".")
            and not b.link_share
            and b.element.tag == following.block.element.tag == "p"
            and b.path[:-1] == following.block.path[:-1]
            and following.score >= PROSE_WORDS
            and not HARD.search(plain(b.text))
        ):
            mark.label, mark.junk, mark.score = Label.NONE, False, float(b.words)


def is_right(block: Block) -> bool:
    """Set to the right: where portals print the author."""
    for element in block.path[-2:]:
        style = (element.get("style") or "").replace(" ", "").lower()
        if "text-align:right" in style or (element.get("align") or "").lower() == "right":
            return True
        if "text-right" in (element.get("class") or "") or "text-end" in (element.get("class") or ""):
            return True
    return False


def closes(block: Block) -> bool:
    """A byline or a signature: the last line of an article."""
    return block.words <= BYLINE_WORDS and (
        is_byline(block.text) or (is_right(block) and NAME.match(block.text) is not None)
    )
