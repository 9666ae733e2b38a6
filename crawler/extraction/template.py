"""What a host repeats across its pages: counters, weather, hotlines, menus and "other news" that no selector names.

A template remembers the last `WINDOW` pages of one host as hashed lines and asks, for a line of a new page, on how many
different articles it stood. Digits are folded in short lines ("Đang online: 13" = "Đang online: 15") and in labelled
ones (weather); prose keeps its own, because two notices that differ in the month only are two texts.

Repetition alone would eat article text: legal bases, closings, captions and author lines recur in hundreds of articles
(EXTRACTION 1 and 4.12). How the two are told apart:

- **Articles are counted, not addresses.** A page whose prose is that of a known page (another address of the article, a
  longer `l=`, a print view) adds nothing; the same key seen again replaces what was there.
- **Furniture stands in a place of its own**, its container (places.py). A place *varies* where a fair part of the pages
  that have it show there a line that is on no other page: bodies, titles, captions. In such a place only short counters
  that are on most pages are furniture; in a container nested in one (a list of the article, but also its share bar)
  only what is on half of the pages. In every other place three articles are enough.
- **A line that is all link** is judged by its words alone, wherever it stands: the titles of an "other news" box wander
  down the list and disappear. The headline of the article itself is no link, so it is not taken for its own teaser.
- **Words that articles share** (formulas.py) are a veto: legal bases, closings, credits, captions, the line that opens
  a list; in the article's place attachments too. Names and offices are spared unless nine pages in ten have them.

A verdict needs `MIN_PAGES` articles, deletes nothing by itself and depends on nothing but the pages in the window.
Memory: at most `WINDOW` pages of `MAX_LINES` lines, however many were seen (measured: 1 MB and 70 KB stored for pages
of 50 lines, 16 MB and 2 MB at the very most). A host that changes its layout has unlearned the old one after `WINDOW`
pages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice

from lxml.html import HtmlElement

from archive.records import Page, Rejection
from crawler.extraction.blocks import Block, blocks
from crawler.extraction.decode import decode
from crawler.extraction.formulas import is_formula, may_be_credit
from crawler.extraction.places import Chain, Step, chain_of
from crawler.extraction.text import fold
from crawler.extraction.vocabulary import LABEL_WORDS, Label, label, names_attachment

MIN_PAGES = 8  # different articles before anything is called furniture
WINDOW = 128  # pages remembered; a nightly run of a portal brings about ten
MAX_LINES = 400  # of one page: the first and the last half, where furniture stands
MIN_REPEATS = 3  # articles: two may share a paragraph because one quotes the other
COMMON = 0.5  # share of the pages, for a container nested in the article's
MOST = 2 / 3  # share of the pages, for a counter among the article's own lines
EVERYWHERE = 0.9  # share of the pages from which on a name is the site's and no author's
VARYING = 0.3  # share of the pages of a place that show a line of their own there
SAMPLE = 16  # newest pages looked at to see whether a place varies
SAME_ARTICLE = 0.9  # share of the prose, and all but one of its lines
OWN_WORDS = 4  # a shorter line says nothing about its place
PROSE_WORDS = 8  # a longer line is prose: it keeps its digits and tells articles apart
LINKED = 0.6  # share of a line's characters inside links

_DIGITS = re.compile(r"\d+(?:[.,:/-]\d+)*")


@dataclass(slots=True)
class _Line:
    """One line as it stands in one place; `seen` has a bit for every remembered page that shows it."""

    key: int
    place: int
    words: int
    linked: bool
    seen: int = 0


@dataclass(slots=True)
class _Remembered:
    """One page; `article` is shared by the pages that carry the same article."""

    slot: int
    article: int
    lines: tuple[_Line, ...]
    telling: dict[int, list[_Line]]  # by place: the lines that would show that it varies, if no other page has them

    @classmethod
    def of(cls, slot: int, article: int, lines: tuple[_Line, ...]) -> _Remembered:
        telling: dict[int, list[_Line]] = {}
        for line in lines:
            if not line.linked and line.words >= OWN_WORDS:
                telling.setdefault(line.place, []).append(line)
        return cls(slot, article, lines, telling)


class Template:
    """The repeated lines of one host. Not for several hosts, and not for threads."""

    def __init__(self) -> None:
        self.pages = 0  # learned from so far; the same page seen again and unchanged does not count
        self._pages: dict[str, _Remembered] = {}  # oldest first
        self._lines: dict[int, _Line] = {}
        self._places: dict[int, int] = {}  # place -> bits of the pages that have it
        self._first = 0  # bits of the pages that stand for an article: one each
        self._articles = 0  # numbers given to articles so far
        self._verdicts: dict[tuple[int, Chain], bool] = {}
        self._varies: dict[int, bool] = {}

    @property
    def articles(self) -> int:
        """Different articles among the remembered pages."""
        return self._first.bit_count()

    @property
    def acts(self) -> bool:
        """Whether enough was seen to judge."""
        return self.articles >= MIN_PAGES

    def update(self, page: Page) -> None:
        """Learn from one more page of the host; one that cannot be read teaches nothing."""
        document = decode(page)
        if not isinstance(document, Rejection):
            self.observe(page.url, blocks(document.tree))

    def observe(self, key: str, page: Sequence[Block]) -> None:
        """Learn from the blocks of a page that is read already. `key` is its canonical key or address: seen again, it
        replaces what was known of it."""
        known: dict[HtmlElement, Step] = {}
        half = MAX_LINES // 2
        shown = page if len(page) <= MAX_LINES else [*page[:half], *page[-half:]]
        lines = {line.key: line for line in (_line(block, chain_of(block, known)[0]) for block in shown)}
        old = self._pages.get(key)
        if old is not None:
            if {line.key for line in old.lines} == lines.keys():
                return
            self._forget(key)
        elif len(self._pages) >= WINDOW:
            self._forget(next(iter(self._pages)))
        self.pages += 1
        slot = self._free_slot()
        own = tuple(self._lines.setdefault(code, line) for code, line in lines.items())
        self._remember(key, _Remembered.of(slot, self._article_of(own), own))

    def repeated(self, block: Block) -> bool:
        """Whether the block is furniture of this host: False for everything while too few articles were seen."""
        return self._judge(block, chain_of(block, {}))

    def on_page(self) -> Callable[[Block], bool]:
        """`repeated` for the blocks of one page: the same verdicts, with the work shared between its blocks."""
        known: dict[HtmlElement, Step] = {}
        return lambda block: self._judge(block, chain_of(block, known))

    def strip(self, lines: Iterable[str], page: Sequence[Block]) -> list[str]:
        """Lines that another extractor took from this page, without those that are furniture.

        A line goes only if every block of the page with its words is repeated: a caption that says what a menu says too
        stays.
        """
        verdicts: dict[str, bool] = {}
        repeated = self.on_page()
        for block in page:
            words = fold(block.text)
            verdicts[words] = repeated(block) and verdicts.get(words, True)
        return [line for line in lines if not verdicts.get(fold(line), False)]

    def to_json(self) -> str:
        """Everything as one JSON object, in an order that depends on the pages only."""
        lines = list({line.key: line for page in self._pages.values() for line in page.lines}.values())
        number = {line.key: i for i, line in enumerate(lines)}
        data = {
            "seen": self.pages,
            "lines": [[f"{line.key:016x}", line.place, line.words, int(line.linked)] for line in lines],
            "pages": [
                [key, page.article, [number[line.key] for line in page.lines]] for key, page in self._pages.items()
            ],
        }
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, stored: str) -> Template:
        """The template that `to_json` was called on. Raises ValueError for anything else."""
        template = cls()
        try:
            data = json.loads(stored)
            template.pages = int(data["seen"])
            lines = [_Line(int(key, 16), place, words, bool(linked)) for key, place, words, linked in data["lines"]]
            for slot, (key, article, numbers) in enumerate(data["pages"]):
                own = tuple(template._lines.setdefault(lines[i].key, lines[i]) for i in numbers)
                template._remember(key, _Remembered.of(slot, article, own))
        except (KeyError, TypeError, IndexError) as error:
            raise ValueError(f"not a stored template: {error!r}") from error
        template._articles = max((page.article for page in template._pages.values()), default=0)
        return template

    def _remember(self, key: str, page: _Remembered) -> None:
        bit = 1 << page.slot
        if all(other.article != page.article for other in self._pages.values()):
            self._first |= bit
        self._pages[key] = page
        for line in page.lines:
            line.seen |= bit
            if not line.linked:  # a link has the place where it was met first
                self._places[line.place] = self._places.get(line.place, 0) | bit
        self._verdicts.clear()
        self._varies.clear()

    def _forget(self, key: str) -> None:
        page = self._pages.pop(key)
        bit = 1 << page.slot
        for line in page.lines:
            line.seen &= ~bit
            if not line.seen:
                del self._lines[line.key]
            left = self._places.get(line.place, 0) & ~bit
            if left:
                self._places[line.place] = left
            else:
                self._places.pop(line.place, None)
        if self._first & bit:
            self._first &= ~bit
            twin = next((other for other in self._pages.values() if other.article == page.article), None)
            self._first |= 1 << twin.slot if twin else 0

    def _free_slot(self) -> int:
        taken = sum(1 << page.slot for page in self._pages.values())
        return (~taken & (taken + 1)).bit_length() - 1

    def _article_of(self, lines: Sequence[_Line]) -> int:
        """The number of the article that a page carries: a known one where all its prose but a teaser is the same."""
        own = self._prose(lines)
        shared: dict[int, list[_Line]] = {}
        for line in own:
            for slot in _bits(line.seen & self._first):
                shared.setdefault(slot, []).append(line)
        for page in self._pages.values():
            common = shared.get(page.slot, [])
            if common and all(_nearly_all(common, side) for side in (own, self._prose(page.lines))):
                return page.article
        self._articles += 1
        return self._articles

    def _prose(self, lines: Sequence[_Line]) -> list[_Line]:
        """The lines that tell articles apart: long, no links, and not on half of all articles."""
        return [
            line
            for line in lines
            if line.words > PROSE_WORDS
            and not line.linked
            and (not self.acts or self._count(line.seen) <= COMMON * self.articles)
        ]

    def _count(self, seen: int) -> int:
        return (seen & self._first).bit_count()

    def _judge(self, block: Block, chain: Chain) -> bool:
        if not self.acts:
            return False
        line = self._lines.get(_key(block, chain[0]))
        if line is None or self._count(line.seen) < MIN_REPEATS:
            return False
        question = (line.key, chain)
        if question not in self._verdicts:
            self._verdicts[question] = self._furniture(line, block, chain)
        return self._verdicts[question]

    def _furniture(self, line: _Line, block: Block, chain: Chain) -> bool:
        repeats = self._count(line.seen)
        article = next((place for place in chain if self._place_varies(place)), None)
        if line.linked:
            return article is None or not (names_attachment(block.text) or is_formula(block.text))
        if is_formula(block.text) or (may_be_credit(block.text) and repeats < EVERYWHERE * self.articles):
            return False
        if article is None:
            return True
        pages = self._count(self._places[article])
        if article == chain[0]:
            return _is_counter(block) and repeats >= MOST * pages
        return repeats >= COMMON * pages

    def _place_varies(self, place: int) -> bool:
        known = self._varies.get(place)
        if known is None:
            here = self._places.get(place, 0) & self._first
            newest = (page for page in reversed(self._pages.values()) if here >> page.slot & 1)
            shows = [
                any(self._count(line.seen) == 1 for line in page.telling.get(place, ()))
                for page in islice(newest, min(SAMPLE, here.bit_count()))
            ]
            known = self._varies[place] = sum(shows) >= max(2, VARYING * len(shows))
        return known


def learn(pages: Iterable[Page]) -> Template:
    """The template of one host from some of its pages; their order hardly matters."""
    template = Template()
    for page in pages:
        template.update(page)
    return template


def _nearly_all(part: Sequence[_Line], whole: Sequence[_Line]) -> bool:
    return len(whole) - len(part) <= 1 and _words(part) >= SAME_ARTICLE * _words(whole)


def _words(lines: Iterable[_Line]) -> int:
    return sum(line.words for line in lines)


def _line(block: Block, place: int) -> _Line:
    return _Line(_key(block, place), place, block.words, block.link_share > LINKED)


def _key(block: Block, place: int) -> int:
    """64 bits for a line in its place; for a line that is all link, for its words alone."""
    text, words = block.text, block.words
    short = words <= PROSE_WORDS or (words <= LABEL_WORDS and label(text, words) is not Label.NONE)
    folded = _DIGITS.sub("0", text) if short else text
    where = "link" if block.link_share > LINKED else str(place)
    return int.from_bytes(blake2b(f"{where} {folded}".encode(), digest_size=8).digest())


def _is_counter(block: Block) -> bool:
    """A label with a figure, no sentence: "Lượt xem: 245"."""
    text = block.text
    return block.words <= PROSE_WORDS and any(c.isdigit() for c in text) and not text.endswith((".", ";"))


def _bits(mask: int) -> Iterator[int]:
    """The numbers of the bits that are set, lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
