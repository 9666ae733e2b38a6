"""What a host repeats across its pages: counters, weather, hotlines, menus and "other news" that no selector names.

A template remembers the last `WINDOW` pages of one host as hashed lines and asks, for a line of a new page, on how many
different articles it stood. Digits are folded in short lines ("Đang online: 13" = "Đang online: 15") and in labelled
ones (weather), and in lines of up to `UNLABELLED_WORDS` words that end like no sentence; prose keeps its own, because
two notices that differ in the month only are two texts.

Repetition alone would eat article text: legal bases, closings, captions and author lines recur in hundreds of articles
(EXTRACTION 1 and 4.12). How the two are told apart:

- **Articles are counted, not addresses.** A page whose prose is that of a known page (another address of the article, a
  longer `l=`, a print view) adds nothing; the same key seen again replaces what was there.
- **Furniture stands in a place of its own**, its container (places.py). A place *varies* where a fair part of the pages
  that have it show there a line that is on no other page: bodies, titles, captions. In such a place only short counters
  that are on most pages are furniture, and what nearly all pages have with other figures; in a container nested in one
  (a list of the article, but also its share bar) only what is on half of the pages. In every other place three articles
  are enough.
- **A line that is all link** is judged by its words alone, wherever it stands: the titles of an "other news" box wander
  down the list and disappear. The headline of the article itself is no link, so it is not taken for its own teaser.
- **Words that articles share** (formulas.py) are a veto: legal bases, closings, credits, captions, the line that opens
  a list; in the article's place attachments and acts too. A line that names a file keeps its digits. Names and offices
  are spared unless nine pages in ten have them.

Headlines are judged the other way round: a line that stands as it is, in its place, on several articles is the host's
or a section's name and none of theirs (EXTRACTION 5), and so is a piece of the window title. A line with figures is
spared: an issue, a week, a year tell one notice from the next.

A verdict needs `MIN_ARTICLES` articles, deletes nothing by itself and depends on nothing but the pages in the window.
Memory: at most `WINDOW` pages of `MAX_LINES` lines, however many were seen (measured: 1 MB and 70 KB stored for pages
of 50 lines, 16 MB and 2 MB at the very most). A host that changes its layout has unlearned the old one after `WINDOW`
pages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from itertools import islice

from lxml.html import HtmlElement

from archive.records import Page, Rejection
from crawler.extraction.blocks import Block, Kind, blocks
from crawler.extraction.decode import decode
from crawler.extraction.formulas import is_formula, may_be_credit, names_act
from crawler.extraction.places import Chain, Step, chain_of
from crawler.extraction.text import fold
from crawler.extraction.titles import head_titles
from crawler.extraction.vocabulary import LABEL_WORDS, SENTENCE_END, Label, label, names_attachment
from crawler.extraction.window import COMMON, MIN_ARTICLES, PROSE_WORDS, Line, Window

MAX_LINES = 400  # of one page: the first and the last half, where furniture stands
MAX_HEADS = 12  # parts of window titles of one page
MIN_REPEATS = 3  # articles: two may share a paragraph because one quotes the other
MOST = 2 / 3  # share of the pages, for a counter among the article's own lines
EVERYWHERE = 0.9  # share of the pages from which on a name is the site's and no author's
VARYING = 0.3  # share of the pages of a place that show a line of their own there
SAMPLE = 16  # newest pages looked at to see whether a place varies
NAMES = 0.05  # share of the articles from which on an unlinked line is a name that they share, and no headline
UNLABELLED_WORDS = 16  # of a line that may be a counter without a known label
PARAGRAPH_WORDS = 20
AT_HOME = 0.75  # share of the articles whose paragraphs stand in a place that several articles use
LINKED = 0.6  # share of a line's characters inside links
MIN_SHARED = 6  # lines that half of the articles show: fewer are no furniture to miss
BARE = 0.25  # share of those lines: a portal that changes a box or its menu keeps more

_DIGITS = re.compile(r"\d+(?:[.,:/-]\d+)*")
_DAY_OR_MEASURE = re.compile(r"\b(?:ngày|tháng|năm)\b|\d/\d|\d[.,]\d{1,2}(?!\d)|%", re.I)
_COUNTER = re.compile(r"[^\d:]{2,40}:\s*[\d.,]+")


class Template:
    """The repeated lines of one host. Not for several hosts, and not for threads."""

    def __init__(self) -> None:
        self.pages = 0  # learned from so far; the same page seen again and unchanged does not count
        self._window = Window()
        self._verdicts: dict[tuple[int, Chain], bool] = {}
        self._varies: dict[int, bool] = {}

    @property
    def articles(self) -> int:
        """Different articles among the remembered pages."""
        return self._window.articles

    @property
    def acts(self) -> bool:
        """Whether enough was seen to judge."""
        return self.articles >= MIN_ARTICLES

    def update(self, page: Page) -> None:
        """Learn from one more page of the host; one that cannot be read teaches nothing."""
        document = decode(page)
        if not isinstance(document, Rejection):
            self.observe(page.url, blocks(document.tree), head_titles(document).parts)

    def observe(self, key: str, page: Sequence[Block], heads: Iterable[str] = ()) -> None:
        """Learn from the blocks of a page that is read already.

        `key` is its canonical key or address: seen again, it replaces what was known of it. `heads` are the parts of
        its window titles (`HeadTitles.parts`).
        """
        steps: dict[HtmlElement, Step] = {}
        half = MAX_LINES // 2
        shown = page if len(page) <= MAX_LINES else [*page[:half], *page[-half:]]
        lines = [_line(block, chain_of(block, steps)[0]) for block in shown]
        lines += [_head_line(part) for part in islice(heads, MAX_HEADS)]
        if self._window.add(key, {line.key: line for line in lines}):
            self.pages += 1
            self._verdicts.clear()
            self._varies.clear()

    def repeated(self, block: Block) -> bool:
        """Whether the block is furniture of this host: False for everything while too few articles were seen."""
        return self._judge(block, chain_of(block, {}))

    def on_page(self) -> Callable[[Block], bool]:
        """`repeated` for the blocks of one page: the same verdicts, with the work shared between its blocks."""
        known: dict[HtmlElement, Step] = {}
        return lambda block: self._judge(block, chain_of(block, known))

    def names(self, block: Block) -> bool:
        """Whether a line is a name that several articles show in one place, so that it heads none of them.

        A link is judged by its words alone and may be the article's own headline in a box of other news: never named.
        """
        line = None if _linked(block) else self._window.lines.get(_key(block, chain_of(block, {})[0]))
        return self._shared(line, block.text)

    def names_in_head(self, part: str) -> bool:
        """The same for a part of the window title."""
        return self._shared(self._window.lines.get(_head_line(part).key), part)

    def _shared(self, line: Line | None, text: str) -> bool:
        if line is None or not self.acts or any(map(str.isdigit, text)):
            return False
        return self._window.count(line.seen) >= max(MIN_REPEATS, NAMES * self.articles)

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

    def unlike(self, page: Sequence[Block]) -> bool:
        """Whether a page has no paragraph where this host prints its articles, though nearly all known articles do.

        A sign of a section front or another page that is no article; too weak to stand alone.
        """
        window = self._window
        homes: dict[int, set[int]] = {}
        for known in window.pages.values():
            for line in known.lines:
                if line.words >= PARAGRAPH_WORDS and not line.linked and window.count(line.seen) == 1:
                    homes.setdefault(line.place, set()).add(known.article)
        homes = {place: articles for place, articles in homes.items() if len(articles) >= MIN_REPEATS}
        if not self.acts or len(set().union(*homes.values())) < AT_HOME * self.articles:
            return False
        steps: dict[HtmlElement, Step] = {}
        return not any(
            block.words >= PARAGRAPH_WORDS and block.link_share <= LINKED and chain_of(block, steps)[0] in homes
            for block in page
        )

    def bare(self, page: Sequence[Block]) -> bool | None:
        """Whether a page shows hardly any of the lines that half of this host's articles share: the host was rebuilt,
        or the page is of another one. None where too few lines are shared, or too few articles were seen, to tell."""
        window = self._window
        bar = COMMON * self.articles
        shared = {key for key, line in window.lines.items() if line.place and window.count(line.seen) >= bar}
        if not self.acts or len(shared) < MIN_SHARED:
            return None
        steps: dict[HtmlElement, Step] = {}
        found = {_key(block, chain_of(block, steps)[0]) for block in page}
        return len(found & shared) < BARE * len(shared)

    def to_json(self) -> str:
        """Everything as one JSON object; the same pages in the same order give the same string."""
        data = {"seen": self.pages, **self._window.to_data()}
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, stored: str) -> Template:
        """The template that `to_json` was called on. Raises ValueError for anything else."""
        template = cls()
        try:
            data = json.loads(stored)
            template.pages = int(data["seen"])
            template._window = Window.from_data(data)
        except (KeyError, TypeError, IndexError) as error:
            raise ValueError(f"not a stored template: {error!r}") from error
        return template

    def _judge(self, block: Block, chain: Chain) -> bool:
        if not self.acts:
            return False
        line = self._window.lines.get(_key(block, chain[0]))
        if line is None or self._window.count(line.seen) < MIN_REPEATS:
            return False
        question = (line.key, chain)
        if question not in self._verdicts:
            self._verdicts[question] = self._furniture(line, block, chain)
        return self._verdicts[question]

    def _furniture(self, line: Line, block: Block, chain: Chain) -> bool:
        repeats = self._window.count(line.seen)
        article = next((place for place in chain if self._place_varies(place)), None)
        text = block.text
        if article is not None and (names_act(text) or names_attachment(text)):
            return False
        if line.linked:
            return article is None or not is_formula(text)
        if is_formula(text) or (may_be_credit(text) and repeats < EVERYWHERE * self.articles):
            return False
        if article is None:
            return True
        if article == chain[0]:
            share = MOST if _is_counter(block) else EVERYWHERE if _may_count(block) else None
            return share is not None and repeats >= share * self._window.count(self._window.places[article])
        # Of the places around it that vary the best known: a list's own cell may stand on the few pages that have it.
        around = [place for place in chain if self._place_varies(place)]
        return repeats >= COMMON * max(self._window.count(self._window.places[place]) for place in around)

    def _place_varies(self, place: int) -> bool:
        known = self._varies.get(place)
        if known is None:
            shows = [
                any(self._window.count(line.seen) == 1 for line in page.telling.get(place, ()))
                for page in islice(self._window.of_place(place), SAMPLE)
            ]
            known = self._varies[place] = sum(shows) >= max(2, VARYING * len(shows))
        return known


def learn(pages: Iterable[Page]) -> Template:
    """The template of one host from some of its pages; their order hardly matters."""
    template = Template()
    for page in pages:
        template.update(page)
    return template


def _line(block: Block, place: int) -> Line:
    words = min(block.words, PROSE_WORDS) if _may_count(block) else block.words  # folded: it tells no article apart
    return Line(_key(block, place), place, words, _linked(block))


def _head_line(part: str) -> Line:
    """A part of a window title: in no place, and no prose of the article."""
    key = int.from_bytes(blake2b(f"head {part}".encode(), digest_size=8).digest())
    return Line(key, 0, part.count(" ") + 1, linked=True)


def _linked(block: Block) -> bool:
    """All link, and so judged by its words alone. A main headline that links to its own page is not."""
    return block.link_share > LINKED and block.element.tag != "h1"


def _key(block: Block, place: int) -> int:
    """64 bits for a line in its place; for a line that is all link, for its words alone."""
    text, words = block.text, block.words
    folded = _DIGITS.sub("0", text)
    if folded != text:
        short = words <= PROSE_WORDS or (words <= LABEL_WORDS and label(text, words) is not Label.NONE)
        if not (short or _may_count(block)) or names_attachment(text):
            folded = text
    where = "link" if _linked(block) else str(place)
    return int.from_bytes(blake2b(f"{where} {folded}".encode(), digest_size=8).digest())


def _may_count(block: Block) -> bool:
    """A line with whole figures, no sentence, row, item or day: a counter, if all pages have it with other figures."""
    text = block.text
    return (
        block.words <= UNLABELLED_WORDS
        and block.kind is Kind.PARAGRAPH
        and not text.endswith(SENTENCE_END)
        and _DIGITS.search(text) is not None
        and _DAY_OR_MEASURE.search(text) is None
        and not names_act(text)
    )


def _is_counter(block: Block) -> bool:
    """A label with nothing but a figure ("Lượt xem: 245"), or another line that is known to be no sentence."""
    return _COUNTER.fullmatch(block.text) is not None or (
        block.words <= LABEL_WORDS and label(block.text, block.words) is not Label.NONE
    )
