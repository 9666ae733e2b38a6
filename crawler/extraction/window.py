"""The last pages of a host as hashed lines: who showed what, in bits, and how many different articles that were.

Bounded whatever the number of pages: the oldest page leaves when a new one comes to a full window. A page is replaced
when its key comes again. Pages that carry the same article count as one. What follows from it says template.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

WINDOW = 128  # pages; a nightly run of a portal brings about ten
MIN_ARTICLES = 8  # before that, nobody can tell what a host repeats
PROSE_WORDS = 8  # a longer line is prose: it tells articles apart
SAME_ARTICLE = 0.9  # share of the prose, and all but one of its lines
COMMON = 0.5  # share of the articles from which on a line tells nothing about one of them
OWN_WORDS = 4  # a shorter line says nothing about its place


@dataclass(slots=True)
class Line:
    """One line as it stands in one place. `key` is a hash of both (of the words alone, where the line is `linked`);
    `seen` has a bit for every page in the window that shows it."""

    key: int
    place: int
    words: int
    linked: bool
    seen: int = 0


@dataclass(slots=True)
class Remembered:
    """One page in the window; `article` is the same number for pages that carry the same article."""

    bit: int
    article: int
    lines: tuple[Line, ...]
    telling: dict[int, list[Line]]  # by place: those that show that it varies, if no other page has them


class Window:
    """The remembered pages, oldest first."""

    def __init__(self) -> None:
        self.pages: dict[str, Remembered] = {}
        self.lines: dict[int, Line] = {}
        self.places: dict[int, int] = {}  # place -> bits of the pages that have it
        self.first = 0  # bits of the pages that stand for an article: the oldest of each
        self._numbers = 0  # given to articles so far

    @property
    def articles(self) -> int:
        """Different articles among the pages."""
        return self.first.bit_count()

    def count(self, seen: int) -> int:
        """How many different articles a set of pages holds."""
        return (seen & self.first).bit_count()

    def of_place(self, place: int) -> Iterator[Remembered]:
        """One page for each article that has the place, newest first."""
        here = self.places.get(place, 0) & self.first
        return (page for page in reversed(self.pages.values()) if here & page.bit)

    def add(self, key: str, lines: Mapping[int, Line]) -> bool:
        """Remember a page by its lines (by their keys). False where it is known and has not changed."""
        old = self.pages.get(key)
        if old is not None:
            if {line.key for line in old.lines} == lines.keys():
                return False
            self._forget(key)
        elif len(self.pages) >= WINDOW:
            self._forget(next(iter(self.pages)))
        own = [self.lines.setdefault(code, line) for code, line in lines.items()]
        self._remember(key, own, self._article_of(own))
        return True

    def to_data(self) -> dict[str, Any]:
        """Plain values, in an order that depends on the pages only."""
        lines = list({line.key: line for page in self.pages.values() for line in page.lines}.values())
        number = {line.key: i for i, line in enumerate(lines)}
        return {
            "numbers": self._numbers,
            "lines": [[f"{line.key:016x}", line.place, line.words, int(line.linked)] for line in lines],
            "pages": [
                [key, page.article, [number[line.key] for line in page.lines]] for key, page in self.pages.items()
            ],
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Window:
        """What `to_data` was called on. Raises KeyError, TypeError, ValueError or IndexError for anything else."""
        window = cls()
        window._numbers = int(data["numbers"])
        lines = [Line(int(key, 16), place, words, bool(linked)) for key, place, words, linked in data["lines"]]
        for key, article, numbers in data["pages"]:
            own = [window.lines.setdefault(lines[i].key, lines[i]) for i in numbers]
            window._remember(key, own, article)
        return window

    def _remember(self, key: str, lines: Sequence[Line], article: int) -> None:
        taken = sum(page.bit for page in self.pages.values())
        bit = ~taken & (taken + 1)  # the lowest free one
        if all(page.article != article for page in self.pages.values()):
            self.first |= bit
        telling: dict[int, list[Line]] = {}
        for line in lines:
            line.seen |= bit
            if not line.linked:  # a link has the place where it was met first
                self.places[line.place] = self.places.get(line.place, 0) | bit
                if line.words >= OWN_WORDS:
                    telling.setdefault(line.place, []).append(line)
        self.pages[key] = Remembered(bit, article, tuple(lines), telling)

    def _forget(self, key: str) -> None:
        page = self.pages.pop(key)
        for line in page.lines:
            line.seen &= ~page.bit
            if not line.seen:
                del self.lines[line.key]
            if left := self.places.get(line.place, 0) & ~page.bit:
                self.places[line.place] = left
            else:
                self.places.pop(line.place, None)
        if self.first & page.bit:
            self.first &= ~page.bit
            self.first |= next((other.bit for other in self.pages.values() if other.article == page.article), 0)

    def _article_of(self, lines: Sequence[Line]) -> int:
        """The number of the article that a page carries: a known one where all its prose but a teaser is the same."""
        own = self._prose(lines)
        candidates = 0
        for line in own:
            candidates |= line.seen & self.first
        for page in self.pages.values():
            if candidates & page.bit:
                common = [line for line in own if line.seen & page.bit]
                if all(_nearly_all(common, side) for side in (own, self._prose(page.lines))):
                    return page.article
        self._numbers += 1
        return self._numbers

    def _prose(self, lines: Sequence[Line]) -> list[Line]:
        """The lines that tell articles apart: long, no links, and not on half of all articles."""
        most = COMMON * self.articles if self.articles >= MIN_ARTICLES else WINDOW
        return [x for x in lines if x.words > PROSE_WORDS and not x.linked and self.count(x.seen) <= most]


def _nearly_all(part: Sequence[Line], whole: Sequence[Line]) -> bool:
    return len(whole) - len(part) <= 1 and _words(part) >= SAME_ARTICLE * _words(whole)


def _words(lines: Iterable[Line]) -> int:
    return sum(line.words for line in lines)
