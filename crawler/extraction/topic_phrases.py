"""The vocabulary of topic_terms.py as a trie of folded syllables, and its one pass over a text."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from archive.text import fold
from crawler.extraction import topic_terms as terms

LOOSE = 4  # phrases of so many syllables have no false friend in other accents: typing errors are read over
BARE_LOOSE = 3  # where a field was typed without accents, shorter phrases ("thu tuc", "cong vu") prove nothing
TYPED_BARE = 1.08  # bytes per character, UTF-8, below which a field was typed so (usual text has 1.3)
YEAR_REACH = 12  # words behind an act's number in which its year stands

_TOKEN = re.compile(r"(\w+|[.;:!?\n])")  # a word, or what ends a phrase
Node = dict[str, Any]  # next folded syllable -> node; `_HERE` -> the phrases that end here
LIST_REACH = 40  # words and marks between two items of one list
ITEM = 60  # characters of an item between them
_LIST_MARK = re.compile(r"[,;]|\b(?:và|với)\b", re.IGNORECASE)
_LIST_END = re.compile(r"[.:!?\n]")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_OPTIONAL = re.compile(r"\[([^]]*)\]")


class Kind(StrEnum):
    """What a phrase says."""

    CORE = "core"
    STRONG = "strong"
    WEAK = "weak"
    OPPOSED = "opposed"  # a false friend that the text is about
    IGNORED = "ignored"  # only looks like a term
    DIGEST = "digest"  # a title of a digest
    INVITATION = "invitation"  # a title of what is not news
    NOTICE_TITLE = "notice title"  # a title of a document
    NOTICE_LINE = "notice line"  # a line of a document


_MARKS = frozenset({Kind.DIGEST, Kind.INVITATION, Kind.NOTICE_TITLE, Kind.NOTICE_LINE})


@dataclass(frozen=True, slots=True)
class Phrase:
    """One spelling of a concept, named after its first spelling. `decisive`, `year` and `anchored`: "!", "@" and "^" of
    the vocabulary."""

    words: tuple[str, ...]
    kind: Kind
    area: str
    concept: str
    decisive: bool = False
    year: str | None = None
    anchored: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase in a field, from token `start` to before `end`."""

    phrase: Phrase
    start: int
    end: int


class Scan:
    """A title and a text read in one pass: the phrases in order of appearance, `title_end` the number of the title's
    words and marks."""

    def __init__(self, title: str, text: str) -> None:
        title = " ".join(title.split())
        whole = unicodedata.normalize("NFC", f"{title}\n{text}")
        self._parts = _TOKEN.split(whole)  # words at odd places, what is between at even ones
        self.title_end = len(_TOKEN.findall(unicodedata.normalize("NFC", title)))
        self.hits = list(_scan(self._parts[1::2], len(whole.encode()) < TYPED_BARE * len(whole)))

    def in_title(self, hit: Hit) -> bool:
        """Whether the words stand in the title."""
        return hit.start < self.title_end

    def marks(self, kind: Kind, *, title: bool) -> list[Hit]:
        """The hits of a kind in the title, or in the text."""
        return [hit for hit in self.hits if hit.phrase.kind is kind and self.in_title(hit) is title]

    def printed(self, hit: Hit) -> str:
        """The words of a hit as they stand in the text."""
        return " ".join("".join(self._parts[2 * hit.start + 1 : 2 * hit.end]).split())

    def enumerated(self, one: Hit, other: Hit) -> bool:
        """Whether two hits are items of one list: side by side, or with nothing but short items between.

        "…, nhất là một cửa" is no further item, but a part of what goes before.
        """
        first, second = sorted((one, other), key=lambda hit: hit.start)
        if second.start - first.end > LIST_REACH:
            return False
        between = "".join(self._parts[2 * first.end : 2 * second.start + 1])
        items = [item.strip() for item in _LIST_MARK.split(between)]
        listed = len(items) > 1 and not items[0] and not items[-1] and max(map(len, items)) <= ITEM
        return listed and not _LIST_END.search(between)


def _scan(tokens: Sequence[str], bare: bool) -> Iterator[Hit]:
    """The longest phrase at each place, none inside another; weak ones and marks hide nothing that begins in them."""
    free = 0
    for start, node in [(i, node) for i, token in enumerate(tokens) if (node := _OPENINGS[token])]:
        if start < free:
            continue
        found: list[Phrase] = []
        end = start + 1
        length = 0
        while node:
            if _HERE in node:
                fitting = [phrase for phrase in node[_HERE] if _fits(phrase, tokens, start, bare)]
                yield from (Hit(phrase, start, end) for phrase in fitting if phrase.kind in _MARKS)
                if terms_here := [phrase for phrase in fitting if phrase.kind not in _MARKS]:
                    found, length = terms_here, end - start
            node = node.get(_folded(tokens[end])) if end < len(tokens) else None
            end += 1
        if found:
            yield from (Hit(phrase, start, start + length) for phrase in found)
            if any(phrase.kind is not Kind.WEAK for phrase in found):
                free = start + length


def _fits(phrase: Phrase, tokens: Sequence[str], start: int, bare: bool) -> bool:
    """Whether the phrase is really printed there: abbreviations exactly, accents as the rules of its length ask."""
    words = phrase.words
    end = start + len(words)
    if phrase.anchored and start and tokens[start - 1] != "\n":
        return False
    if words[-1] == "số" and phrase.kind not in _MARKS and end < len(tokens) and tokens[end][0].isdigit():
        return False  # "Chính phủ số 63": a number, not the digital government
    if phrase.year is not None and phrase.year not in tokens[end : end + YEAR_REACH]:
        return False
    checked = (len(words) < BARE_LOOSE) if bare else (len(words) < LOOSE)
    for word, token in zip(words, tokens[start:end], strict=True):
        if _is_abbreviation(word):
            if token != word:
                return False
        elif checked and _spelling(token) != _spelling(word):
            return False
    return True


@lru_cache(maxsize=1 << 12)
def _folded(token: str) -> str:
    return fold(token)


class _Openings(dict[str, Node | None]):
    """The node that a printed word leads to from the top of the trie: one look-up for each word of a text, so this is
    where the time goes. Words are remembered as printed."""

    def __missing__(self, token: str) -> Node | None:
        if len(self) > _MOST_WORDS:
            self.clear()
        node: Node | None = TRIE.get(token.lower() if token.isascii() else fold(token))
        self[token] = node
        return node


_MOST_WORDS = 1 << 15
_OPENINGS = _Openings()


@lru_cache(maxsize=1 << 12)
def _spelling(syllable: str) -> str:
    """A syllable without regard to case and to the place of its tone mark (hoà, hòa)."""
    parts = unicodedata.normalize("NFD", syllable.casefold())
    return "".join(c for c in parts if c not in _TONES) + "".join(c for c in parts if c in _TONES)


@lru_cache(maxsize=1 << 12)
def _is_abbreviation(word: str) -> bool:
    return word.isupper() or sum(map(str.isupper, word)) > 1


# --- the trie -----------------------------------------------------------------------------------------------------
_HERE = " "  # key of the phrases that end at a node; no word folds to it


def _phrases() -> Iterator[Phrase]:
    for kind, areas in ((Kind.CORE, terms.CORE), (Kind.STRONG, terms.STRONG), (Kind.WEAK, terms.WEAK)):
        for area, block in areas.items():
            yield from _block(block, kind, area)
    yield from _block(terms.ONE_STOP, Kind.STRONG, terms.ONE_STOP_CODE)
    for kind, block in (
        (Kind.OPPOSED, terms.OPPOSED),
        (Kind.IGNORED, terms.IGNORED),
        (Kind.DIGEST, terms.DIGEST),
        (Kind.INVITATION, terms.INVITATION),
        (Kind.NOTICE_TITLE, terms.NOTICE_TITLE),
        (Kind.NOTICE_LINE, terms.NOTICE_LINE),
    ):
        yield from _block(block, kind, "")


def _block(block: str, kind: Kind, area: str) -> Iterator[Phrase]:
    for line in block.strip().splitlines():
        decisive = line.strip().startswith("!")
        spellings = [spelling.strip() for spelling in line.strip().lstrip("!").split("|")]
        for spelling in spellings:
            plain, _, year = spelling.partition("@")
            anchored = plain.startswith("^")
            for words in sorted(set(_variants(plain.lstrip("^")))):
                yield Phrase(words, kind, area, spellings[0], decisive, year.strip() or None, anchored)


def _variants(spelling: str) -> Iterator[tuple[str, ...]]:
    """The spelling with and without each part in brackets, its long names also as abbreviations."""
    parts = _OPTIONAL.split(spelling)
    choices = [(part, "") if number % 2 else (part,) for number, part in enumerate(parts)]
    for chosen in itertools.product(*choices):
        text = " ".join("".join(chosen).split())
        for short in _shortened(text):
            yield tuple(_TOKEN.findall(short))


def _shortened(text: str) -> Iterator[str]:
    yield text
    for long, abbreviations in terms.SHORT.items():
        if long in text:
            for abbreviation in abbreviations:
                yield text.replace(long, abbreviation)


def _build() -> Node:
    trie: Node = {}
    for phrase in _phrases():
        node = trie
        for word in phrase.words:
            node = node.setdefault(_folded(word), {})
        node.setdefault(_HERE, []).append(phrase)
    return trie


TRIE = _build()
