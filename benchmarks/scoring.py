"""How an extracted page is judged against its reviewed answer: pure functions, no input or output.

One rule book for benchmarks and tests. A text is judged by three figures that must be read together: the overlap of
word 4-shingles (F1), pieces of furniture that got in (leaked) and lines of the article that are missing (lost). A high
F1 with lost lines, or no leak because half of the text is gone, is no success.

Answers are JSON objects with `title`, `date` (YYYY-MM-DD or null) and, where given, `date_acceptable`, `body` (lines in
order), `short` (lines that get lost easily), `must_not` (pieces that may not occur) and `date_traps` (kind -> day or
days that are not the publication day).
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

SHINGLE = 4  # words; the length that public extraction benchmarks use
TRACE = 3  # words; a line is followed through the text by its 3-grams, so that one changed word does not lose it
KEPT = 0.9  # share of a line's 3-grams that must be there
HANOI = dt.timezone(dt.timedelta(hours=7))  # Vietnam has no daylight saving time

_WORD = re.compile(r"\w+")
_BLANKS = re.compile(r"\s+")


class DateVerdict(StrEnum):
    """A missing date is a gap; a wrong one is an error that nobody notices."""

    RIGHT = "right"
    NONE = "none"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Overlap:
    """Shares of common, surplus and missing shingles of one page; they sum to 1, or are all 0 for two empty texts."""

    common: float
    surplus: float
    missing: float

    @property
    def precision(self) -> float | None:
        """None where nothing was extracted."""
        return _ratio(self.common, self.surplus)

    @property
    def recall(self) -> float | None:
        """None where the answer is empty."""
        return _ratio(self.common, self.missing)

    @property
    def f1(self) -> float:
        """Of this page alone; 1.0 where both texts are empty."""
        total = 2 * self.common + self.surplus + self.missing
        return 2 * self.common / total if total else 1.0


@dataclass(frozen=True, slots=True)
class Score:
    """Means over pages; `f1` is the harmonic mean of the two means."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class PageResult:
    """Everything about one extracted page. `short_lost` are short lines and cells, judged like body lines."""

    overlap: Overlap
    leaked: tuple[str, ...]
    may_leak: int
    lost: tuple[str, ...]
    may_be_lost: int
    short_lost: tuple[str, ...]
    title_right: bool
    date: DateVerdict
    trap: str | None


def normalise(text: str) -> str:
    """NFC, every run of white space (no-break spaces too) one space, no blank at the ends."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", text).replace("\u00a0", " ")).strip()


def without_title(text: str, title: str | None) -> str:
    """`text` without its first occurrence of `title`: printing the headline in the text or not makes no difference."""
    head = normalise(title or "")
    return normalise(normalise(text).replace(head, " ", 1)) if head else normalise(text)


def overlap(gold: str, found: str) -> Overlap:
    """Compare two texts by their word 4-shingles, counted with multiplicity, case kept."""
    want, got = _shingles(gold, SHINGLE), _shingles(found, SHINGLE)
    common = (want & got).total()
    surplus, missing = got.total() - common, want.total() - common
    total = (common + surplus + missing) or 1
    return Overlap(common / total, surplus / total, missing / total)


def mean(overlaps: Iterable[Overlap]) -> Score:
    """Every page weighs the same. A page without text has no precision, one without an answer no recall."""
    pages = list(overlaps)
    precisions = [p.precision for p in pages if p.precision is not None]
    recalls = [p.recall for p in pages if p.recall is not None]
    return Score(_mean(precisions), _mean(recalls))


def leaked(text: str, forbidden: Iterable[str]) -> tuple[str, ...]:
    """The forbidden pieces that occur literally in the normalised text, case kept."""
    haystack = normalise(text)
    return tuple(piece for piece in forbidden if _literal(piece) in haystack)


def lost(text: str, lines: Iterable[str]) -> tuple[str, ...]:
    """The lines that are not in the text: less than 90 % of their word 3-grams, or, under four words, not literally."""
    haystack = normalise(text)
    grams = _shingles(haystack, TRACE)
    return tuple(line for line in lines if not _present(normalise(line), haystack, grams))


def title_right(gold: str, found: str | None) -> bool:
    """Equal after NFKC, case folding and dropping all but letters and digits."""
    return found is not None and _letters(gold) == _letters(found)


def local_day(value: dt.datetime | dt.date | str | None) -> dt.date | None:
    """The day in Vietnam: a value with a zone is first moved to +07:00. Strings are ISO 8601."""
    if isinstance(value, str):
        value = dt.datetime.fromisoformat(value) if len(value) > 10 else dt.date.fromisoformat(value)
    if isinstance(value, dt.datetime):
        return (value.astimezone(HANOI) if value.tzinfo else value).date()
    return value


def judge_date(
    gold: str | None,
    found: dt.datetime | dt.date | str | None,
    *,
    acceptable: Iterable[str] = (),
    traps: Mapping[str, str | Sequence[str]] | None = None,
) -> tuple[DateVerdict, str | None]:
    """The verdict and, for a wrong day, the name of the trap it fell into (None where it is no known trap)."""
    day = local_day(found)
    if day is None:
        return (DateVerdict.RIGHT if gold is None else DateVerdict.NONE), None
    text = day.isoformat()
    if text in {gold, *acceptable}:
        return DateVerdict.RIGHT, None
    for kind, days in (traps or {}).items():
        if text in ([days] if isinstance(days, str) else days):
            return DateVerdict.WRONG, kind
    return DateVerdict.WRONG, None


def judge(
    answer: Mapping[str, Any],
    *,
    text: str | None,
    title: str | None,
    date: dt.datetime | dt.date | str | None,
) -> PageResult:
    """Judge one extraction against its answer; None everywhere for a page that was rejected."""
    body, forbidden = answer.get("body", ()), answer.get("must_not", ())
    bare = without_title(text or "", answer["title"])
    verdict, trap = judge_date(
        answer.get("date"), date, acceptable=answer.get("date_acceptable") or (), traps=answer.get("date_traps")
    )
    return PageResult(
        overlap=overlap("\n".join(body), bare),
        leaked=leaked(bare, forbidden),
        may_leak=len(forbidden),
        lost=lost(bare, body),
        may_be_lost=len(body),
        short_lost=lost(bare, answer.get("short", ())),
        title_right=title_right(answer["title"], title),
        date=verdict,
        trap=trap,
    )


def _shingles(text: str, size: int) -> Counter[tuple[str, ...]]:
    """A text shorter than `size` words is one shingle of what it has; an empty one has none."""
    words = _WORD.findall(normalise(text))
    return Counter(tuple(words[i : i + size]) for i in range(max(1, len(words) - size + 1)) if words)


def _present(line: str, haystack: str, grams: Counter[tuple[str, ...]]) -> bool:
    if len(_WORD.findall(line)) <= TRACE:
        return line in haystack
    wanted = _shingles(line, TRACE)
    return (wanted & grams).total() >= KEPT * wanted.total()


def _literal(piece: str) -> str:
    """A piece with the blanks at its ends kept (they may be what tells it from the article), inner runs made one."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", piece).replace("\u00a0", " "))


def _letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def _ratio(part: float, rest: float) -> float | None:
    return part / (part + rest) if part + rest else None


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
