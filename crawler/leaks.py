"""The archive's own check for page furniture in stored texts: what a reader would notice, without knowing the pages.

Two signs, both from EXTRACTION 4.15: a line that says it is furniture (a counter, a tool, a footer), and a line that
opens or ends article after article of one portal. Pure; formulas of the genre (legal bases, closings, credits) repeat
and are none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crawler.extraction import furniture
from crawler.extraction.formulas import is_formula, may_be_credit
from crawler.extraction.vocabulary import LABEL_WORDS, plain_line

_HEAD, _TAIL = 1, 3  # lines at either end where furniture gets in
_MIN_ARTICLES, _SHARE = 5, 0.2  # a line in so many articles of a portal is nobody's own
_DIGITS = re.compile(r"\d+")
_SHORT = 8  # words; in longer lines other figures are other news: communes fill in one another's reports


@dataclass(frozen=True, slots=True)
class Leak:
    """A line of stored texts that is furniture by its words (`label`) or by repetition (`repeated`), and in how many
    articles it stands."""

    line: str
    kind: str
    articles: int


def leaks(texts: Sequence[str]) -> list[Leak]:
    """Suspicious lines in the texts of one portal's articles, most frequent first."""
    labels: Counter[str] = Counter()
    edges: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for text in texts:
        lines = text.split("\n")
        labels.update({line for line in lines if is_label(line)})
        for line in edge_lines(lines):
            form = form_of(line)
            shown.setdefault(form, line)
            edges[form] += 1
    bar = max(_MIN_ARTICLES, _SHARE * len(texts))
    repeated = {
        shown[form]: number
        for form, number in edges.items()
        if number >= bar and shown[form] not in labels and not is_genre(shown[form])
    }
    found = [Leak(line, "label", number) for line, number in labels.items()]
    found += [Leak(line, "repeated", number) for line, number in repeated.items()]
    return sorted(found, key=lambda leak: (-leak.articles, leak.line))


def edge_lines(lines: Sequence[str]) -> set[str]:
    """The lines of a text at either end, where furniture gets in."""
    return {*lines[:_HEAD], *lines[-_TAIL:]}


def form_of(line: str) -> str:
    """What a line is compared by: short ones without their figures."""
    return _DIGITS.sub("0", line) if line.count(" ") < _SHORT else line


def is_label(line: str) -> bool:
    """Whether a line of text is furniture by its own words."""
    words = line.count(" ") + 1
    return words <= LABEL_WORDS and bool(
        furniture.HARD.search(plain := plain_line(line)) or furniture.FURNITURE.search(plain)
    )


def is_genre(line: str) -> bool:
    """A line that articles may well repeat: a legal basis, a closing, a credit."""
    return is_formula(line) or may_be_credit(line)


def count(found: Iterable[Leak]) -> int:
    """How many lines of stored articles are suspicious."""
    return sum(leak.articles for leak in found)
