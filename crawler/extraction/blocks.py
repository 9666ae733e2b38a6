"""The tree as a list of text blocks in document order: what a reader sees as one line or paragraph.

Nothing is judged here. Scripts, form controls and hidden parts are left out, a data table gives one block per row
with its cells joined by " | ", a layout table is transparent, `<br>` ends a line. Three or more no-break spaces in a
row between sentences are a lost paragraph break (PORTALS 2). Alternative texts of images are no text, and neither are
those that a portal prints as a line of their own where nobody wrote one ("anh tin bai", "phuly1.jpg"; PORTALS 7).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from lxml import etree
from lxml.html import HtmlElement

from crawler.extraction.text import clean

CELL_SEPARATOR = " | "
LONGEST_WORD = 40  # characters
MIN_HIDDEN = 20  # words that a hidden element must hold to be taken for the page itself
MAX_BLOCKS = 50_000  # more than any page within decode.MAX_BYTES that a person wrote

DROPPED = frozenset(
    """
    script style noscript select option optgroup datalist textarea button input iframe object embed applet svg
    math template marquee head title meta link base audio video canvas map area frameset noframes dialog progress
    meter
    """.split()  # noqa: SIM905 - one name a line would hide the list
)
INLINE = frozenset(
    """
    a b strong i em u span font sub sup small big label abbr acronym cite code q s strike del ins mark tt time img
    bdi bdo wbr kbd var samp data nobr blink dfn output ruby rt rb rp picture source o:p st1:place st1:city
    st1:country-region st1:personname
    """.split()  # noqa: SIM905 - one name a line would hide the list
)
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_ITEMS = frozenset(("li", "dt", "dd"))
_CAPTIONS = frozenset(("figcaption", "caption"))
_CELLS = frozenset(("td", "th"))
LONG_LINK_WORDS = 5  # a link of so many words is a headline or a reference, not a button

_WORD = re.compile(r"\w")
# Indentation typed by hand, behind the end of a sentence. One or two no-break spaces are typed blanks, and in
# mid-sentence no run of them ends a paragraph: editors leave them at line ends.
_LOST_BREAK = re.compile(r"\xa0(?:[ \t\r\n]*\xa0){2,}")
_SENTENCE_END = (".", ":", ";", "!", "?", "…", "”", '"', ")")

_ALTERNATIVE = re.compile(r"(?:anh tin bai|capture|a\d|[\w() -]{1,40}\.(?:jpe?g|png|gif|bmp|webp))$", re.I)
_ALTERNATIVE_LENGTH = 46

_MAYBE_HIDDEN = etree.XPath(
    "//body//*[@hidden or @style[contains(., 'none') or contains(., 'hidden') or contains(., 'NONE')"
    " or contains(., '-9') or contains(., '-1') or contains(., 'size:0') or contains(., 'size: 0')]"
    " or @class[contains(., 'hid') or contains(., 'none') or contains(., 'sr-only')]]"
)
_WORDS_INSIDE = etree.XPath(
    ".//text()[not(ancestor::script or ancestor::style or ancestor::noscript)]", smart_strings=False
)
_HIDING_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:left|top|right|indent)\s*:\s*-(?:\d{4,}|999)(?:\.\d+)?(?:px|r?em)"
    r"|font-size\s*:\s*0(?:px|pt|em)?\s*(?:;|$)|(?<![-\w])height\s*:\s*[01]px\s*;(?:.*;)?\s*overflow\s*:\s*hidden",
    re.I,
)
_HIDING_CLASS = re.compile(r"(?:^|\s)(?:hidden|hide|d-none|sr-only|visually-hidden)(?:$|\s)")


class Kind(StrEnum):
    """What a block is by its markup."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    ROW = "row"
    CAPTION = "caption"


@dataclass(slots=True)
class Block:
    """One line of the page.

    `text` is cleaned (NFC, single blanks). `element` is the block-level element that holds it, `path` the chain of
    block-level elements from the root down to it (inline elements are not in it). `words` counts blank-separated
    words, `link_share` is the part of the characters inside `<a>` (0..1), `long_links` the links of at least
    `LONG_LINK_WORDS` words, `after_image` whether an image stands between the block before and this one.
    """

    text: str
    element: HtmlElement
    path: tuple[HtmlElement, ...]
    kind: Kind
    words: int
    link_share: float
    long_links: int
    after_image: bool = False


def blocks(tree: HtmlElement) -> list[Block]:
    """All blocks under `<body>` (or under `tree`, where it is a part of a page), in document order."""
    body = tree.find("body")
    root = tree if body is None else body
    hidden = hidden_elements(tree)
    found = _Collector(hidden).collect(root)
    if hidden:  # what holds more words than all the rest is shown by a script
        visible = max(MIN_HIDDEN, sum(b.words for b in found))
        shown = {e for e in hidden if sum(len(text.split()) for text in _WORDS_INSIDE(e)) >= visible}
        if shown:
            return _Collector(hidden - shown).collect(root)
    return found


def hidden_elements(tree: HtmlElement) -> set[HtmlElement]:
    """Elements that no reader sees: `hidden`, inline style, or one of the usual classes; not what is inside them."""
    return {
        element
        for element in _MAYBE_HIDDEN(tree)
        if element.get("hidden") is not None
        or _HIDING_STYLE.search(element.get("style") or "")
        or _HIDING_CLASS.search(element.get("class") or "")
    }


def is_data_table(table: HtmlElement) -> bool:
    """Whether a table holds data, not layout: two columns in most rows, short cells, few links, nothing nested."""
    if table.get("role") == "presentation" or any(True for _ in table.iterdescendants("table", "ul", "ol", "h1", "h2")):
        return False
    rows = [cells for row in table.iter("tr") if (cells := [c for c in row if c.tag in _CELLS])]
    if len(rows) < 2 or max(map(len, rows)) < 2:
        return False
    if any(len(c.findall(".//p")) >= 2 and len("".join(c.itertext()).split()) >= 30 for cells in rows for c in cells):
        return False  # a form of labels and values, one of which is the article
    texts = ["".join(cell.itertext()) for cells in rows for cell in cells]
    words = sum(len(text.split()) for text in texts)
    links = sum(len("".join(a.itertext())) for a in table.iter("a"))
    marked = len(rows) >= 3 or table.get("border") not in (None, "0") or table.find(".//th") is not None
    wide = sum(len(cells) >= 2 for cells in rows) > 0.6 * len(rows)
    return marked and wide and links < 0.4 * max(1, sum(map(len, texts))) and words < 25 * len(texts)


class _Collector:
    """The state of one walk. Iterative, because pages nest deeper than Python's stack."""

    def __init__(self, hidden: set[HtmlElement]) -> None:
        self.hidden = hidden
        self.found: list[Block] = []
        self.path: list[HtmlElement] = []
        self.pieces: list[str] = []
        self.linked = 0  # characters of the open line that stand inside links
        self.long_links = 0
        self.image = False

    def collect(self, root: HtmlElement) -> list[Block]:
        walker = etree.iterwalk(root, events=("start", "end"))
        open_links: list[int] = []  # where each open link began in `pieces`
        pieces = self.pieces
        headings = 0
        skipped: HtmlElement | None = None  # its end event comes all the same
        for event, element in walker:
            tag = element.tag
            if event == "start":
                if tag in DROPPED or element in self.hidden:
                    walker.skip_subtree()
                    skipped = element
                    continue
                if tag == "br":
                    if headings:
                        pieces.append(" ")
                    else:
                        self.flush()
                    continue
                if tag == "img":
                    self.image = True
                    continue
                if tag == "a":
                    open_links.append(len(pieces))
                elif tag not in INLINE or element is root or (tag == "label" and element.find(".//input") is not None):
                    self.flush()
                    if tag == "table" and is_data_table(element):
                        self.table(element)
                        walker.skip_subtree()
                        skipped = element
                        continue
                    self.path.append(element)
                    headings += tag in HEADINGS
                if text := element.text:
                    pieces.append(text)
                    if open_links:
                        self.linked += len(text.strip())
                continue

            if element is skipped:
                skipped = None
            elif tag == "a":
                begun = open_links.pop()
                if len("".join(pieces[begun:]).split()) >= LONG_LINK_WORDS:
                    self.long_links += 1
            elif self.path and self.path[-1] is element:
                self.flush()
                self.path.pop()
                headings -= tag in HEADINGS
            if element is root:
                break
            if tail := element.tail:
                pieces.append(tail)
                if open_links:
                    self.linked += len(tail.strip())
            if len(self.found) >= MAX_BLOCKS:
                break
        return self.found

    def table(self, table: HtmlElement) -> None:
        """The rows of a data table; its caption first."""
        path = (*self.path, table)
        for part in table.iter("caption", "tr"):
            if part in self.hidden:
                continue
            cells = [part] if part.tag == "caption" else [cell for cell in part if cell.tag in _CELLS]
            texts, linked = [], 0
            for cell in cells:
                text, in_links = _flat(cell, self.hidden)
                linked += in_links
                if text:
                    texts.append(text)
            line = CELL_SEPARATOR.join(texts)
            if _WORD.search(line):
                kind = Kind.CAPTION if part.tag == "caption" else Kind.ROW
                share = min(1.0, linked / len(line))
                self.found.append(Block(line, part, (*path, part), kind, count_words(line), share, 0))
        self.image = False

    def flush(self) -> None:
        """End the open line."""
        if not self.pieces:
            return
        raw = "".join(self.pieces)
        self.pieces.clear()
        linked, long_links, self.linked, self.long_links = self.linked, self.long_links, 0, 0
        if not raw or raw.isspace() or not _WORD.search(raw):
            return
        path = tuple(self.path)
        kind = _kind(path)
        lines = [raw] if kind is Kind.HEADING or "\xa0" not in raw else split_at_lost_breaks(raw)
        share = min(1.0, linked / len(raw.strip()))
        for line in lines:
            text = clean(line)
            if text and _WORD.search(text) and not (len(text) <= _ALTERNATIVE_LENGTH and _ALTERNATIVE.match(text)):
                self.found.append(Block(text, path[-1], path, kind, count_words(text), share, long_links, self.image))
                self.image = False


def count_words(text: str) -> int:
    """Blank-separated words; what has no blanks counts by its length, so that megabytes of it are no short line."""
    return max(text.count(" ") + 1, len(text) // LONGEST_WORD)


def split_at_lost_breaks(raw: str) -> list[str]:
    """A line cut where a run of three or more no-break spaces behind a sentence stands for a lost paragraph break."""
    lines: list[str] = []
    begun = 0
    for gap in _LOST_BREAK.finditer(raw):
        before, after = raw[begun : gap.start()].strip(), raw[gap.end() :].strip()
        if before and after and before.endswith(_SENTENCE_END):
            lines.append(before)
            begun = gap.end()
    lines.append(raw[begun:])
    return lines


def _kind(path: tuple[HtmlElement, ...]) -> Kind:
    """By the nearest telling element of the last four."""
    for element in reversed(path[-4:]):
        tag = element.tag
        if tag in HEADINGS:
            return Kind.HEADING
        if tag in _ITEMS:
            return Kind.ITEM
        if tag in _CAPTIONS:
            return Kind.CAPTION
        if tag in ("td", "table", "ul", "ol"):
            break
    return Kind.PARAGRAPH


def _flat(cell: HtmlElement, hidden: set[HtmlElement]) -> tuple[str, int]:
    """A table cell as one line, and how many of its characters stand in links."""
    pieces: list[str] = []
    linked = 0
    walker = etree.iterwalk(cell, events=("start", "end"))
    for event, element in walker:
        if event == "start":
            if element.tag in DROPPED or element in hidden:
                walker.skip_subtree()
                continue
            if element.tag not in INLINE:
                pieces.append(" ")
            if element.text:
                pieces.append(element.text)
        elif element is not cell:
            if element.tag == "a":
                linked += len("".join(element.itertext()).strip())
            if element.tag not in INLINE:
                pieces.append(" ")
            if element.tail:
                pieces.append(element.tail)
    return clean("".join(pieces)), linked
