"""Whether two texts tell one story: the verdict on a pair, and the fingerprint by which pairs are found.

Pure functions: no database, no clock, the same result on every machine. What is compared is the title and the text as
one. The order of the two never matters.

- *exact*: the same syllables (accents, case, punctuation, tone placement and the common short forms aside) and no
  name that differs by its accents.
- *near*: copies of one text, edited: Jaccard of syllable 8-grams from .5, or most of both texts in common.
- *contained*: one stands in the other, cut, summed up or as part of a round-up: containment from .75, from .6 where the
  same figures and names stand in what is common.
- *related*: alike, too little to link (Jaccard from .4 or containment from .7).
- *template*: alike, but figures, periods or names differ in the same places: another report of the same form.
- *none*: anything else.

Containment is the share of the shorter text's syllables that lie in a common 8-gram. Clauses of legal basis do not
count. Cost is linear in the texts (n log n for the anchors of the veto): two texts of a megabyte take a second,
made-up ones three.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property

from archive import contexts
from archive.contexts import CITED, DAY, FIGURE, HEAD, HOUR, NAME, OTHERS, PERCENT, PERIOD, SLIP, Differences, Facts
from archive.shingles import (
    ALGO_VERSION,
    BRIEF,
    SIXTEENTH,
    SIZE,
    SMALL,
    body,
    covered,
    shingles,
    sketch,
    syllables,
    text_hash,
    tokens,
)

__all__ = [
    "ALGO_VERSION",
    "KINDS",
    "LINKS",
    "Prepared",
    "Verdict",
    "compare",
    "judge",
    "overlap",
    "prepare",
    "promising",
]

KINDS = ("exact", "near", "contained", "related", "template", "none")
LINKS = frozenset({"exact", "near", "contained"})
"""Verdicts that make two articles one story."""

NEAR, CONTAINED, BOTH = 0.5, 0.75, 0.6
SUPPORTED = 0.6  # enough, where the same figures and names stand in what is shared
RELATED_J, RELATED_C = 0.4, 0.7
MOST, NEARLY_ALL = 0.75, 0.85  # of the figures in common places must agree: where two differ, where four do
Pairs = Set[tuple[float, float]]
TITLE = 24  # syllables, where a text says whom and when it is about: one other name or period there is another event
PROMISING = 0.3  # of the smaller fingerprint must be shared; .999 of linked pairs of benchmarks/edits.py have it
TINY = 24  # syllables: below, shingles are small and nothing but a copy is linked


@dataclass(frozen=True, slots=True)
class Verdict:
    """`jaccard` and `containment` 0 to 1 (of the shorter in the longer); `reason` for people; `shorter` is "a" or "b",
    None for texts of one length."""

    kind: str
    jaccard: float
    containment: float
    reason: str
    shorter: str | None = None

    @property
    def linked(self) -> bool:
        """Whether the two are one story."""
        return self.kind in LINKS


@dataclass(frozen=True)
class Prepared:
    """A text made ready for comparison; what only close pairs need is worked out when asked for."""

    raw: str = field(repr=False)

    @cached_property
    def _tokens(self) -> list[str]:
        return tokens(self.raw)

    @cached_property
    def words(self) -> list[str]:
        """The folded syllables."""
        return syllables(self._tokens)

    @cached_property
    def text_hash(self) -> str:
        """SHA-256 of the words with their accents, hex: equal for one and the same text."""
        return text_hash(self._tokens, self.raw)

    @cached_property
    def compared(self) -> list[str]:
        """The syllables that count for likeness: without the legal basis, where enough is left."""
        return self._body[1]

    @cached_property
    def _body(self) -> tuple[str, list[str]]:
        text = body(self.raw)
        if text is self.raw:
            return text, self.words
        words = syllables(tokens(text))
        return (text, words) if len(words) >= max(BRIEF, len(self.words) / 4) else (self.raw, self.words)

    @cached_property
    def runs(self) -> list[int]:
        """Shingles of eight syllables in order; one of all there are in a shorter text."""
        return shingles(self.compared, min(SIZE, max(len(self.compared), 1)))

    @cached_property
    def large(self) -> frozenset[int]:
        """Shingles of eight syllables."""
        return frozenset(self.runs)

    @cached_property
    def small(self) -> list[int]:
        """Shingles of four syllables in order, for brief texts."""
        return shingles(self.compared, min(SMALL, max(len(self.compared), 1)))

    @cached_property
    def hashes(self) -> tuple[int, ...]:
        """The fingerprint: 48-bit hashes, ascending."""
        return sketch(self.large, frozenset(self.small) if len(self.words) < BRIEF else frozenset())

    @cached_property
    def facts(self) -> Facts:
        """Figures and names in their places."""
        return contexts.facts(self._body[0])


def prepare(title: str, text: str) -> Prepared:
    """An article made ready: its title is the first line of what is compared."""
    return Prepared(f"{title}\n{text}" if title else text)


def compare(a: str, b: str) -> Verdict:
    """The verdict on two texts; a title is the first line."""
    return judge(prepare("", a), prepare("", b))


def overlap(a: Sequence[int], b: Sequence[int]) -> float:
    """How alike two fingerprints (ascending) are, 0 to 1: shared hashes as a share of the smaller one's, counting only
    what both would have kept. A short text keeps more than its sixteenth, which a long one that holds it has not."""
    if not a or not b:
        return 0.0
    limit = min(max(SIXTEENTH, a[-1] + 1), max(SIXTEENTH, b[-1] + 1))
    few = min(bisect_left(a, limit), bisect_left(b, limit))
    return min(1.0, len({*a}.intersection(b)) / few) if few else 0.0


def promising(a: Sequence[int], b: Sequence[int]) -> bool:
    """Whether two fingerprints that share two hashes are worth a comparison of their texts."""
    return overlap(a, b) >= PROMISING


def judge(a: Prepared, b: Prepared) -> Verdict:
    """The verdict on two prepared texts."""
    shorter = None if len(a.words) == len(b.words) else "a" if len(a.words) < len(b.words) else "b"
    if a.text_hash == b.text_hash:
        return Verdict("exact", 1.0, 1.0, "the same words", None)
    few = min(len(a.words), len(b.words))
    if few == 0:
        return Verdict("none", 0.0, 0.0, "one of them has no words", shorter)
    if a.words == b.words:  # typed without accents, or with an office's short form
        renamed = contexts.compare(a.facts, b.facts).of(NAME)
        if not renamed:
            return Verdict("exact", 1.0, 1.0, "the same words", None)
        return Verdict("template", 1.0, 1.0, f"names differ: {_shown(sorted(renamed))}", None)
    likeness = _Likeness.of(a, b, few < TINY)
    kind, reason = "none", likeness.said
    if likeness.lost == 0 and few >= BRIEF:  # the shorter text stands in the longer one as it is
        kind = _kind(likeness, Differences(), few)
    elif likeness.jaccard >= RELATED_J or likeness.short >= SUPPORTED:
        # One order for both ways of asking: the alignment may choose between equals.
        first, second = (a, b) if (len(a.words), a.text_hash) <= (len(b.words), b.text_hash) else (b, a)
        found = contexts.compare(first.facts, second.facts)
        kind = _kind(likeness, found, few)
        veto = template(found, few)
        if veto:
            kind, reason = "template", veto
        elif few < TINY and kind in LINKS:
            kind, reason = _tiny(a, b, kind, reason)
    return Verdict(kind, round(likeness.jaccard, 4), round(likeness.short, 4), reason, shorter)


def _tiny(a: Prepared, b: Prepared, kind: str, reason: str) -> tuple[str, str]:
    """Of a few words: a part of a longer text says nothing, and every figure counts, also one that stands alone."""
    if kind == "contained":
        return "related", f"too few words to be told as a part: {min(len(a.words), len(b.words))}"
    one, other = (sorted(x.facts.values[i] for i in x.facts.numbers) for x in (a, b))
    if one != other:
        return (
            "template",
            f"figures differ: {' / '.join(sorted((', '.join(one) or 'none', ', '.join(other) or 'none')))}",
        )
    return kind, reason


@dataclass(frozen=True, slots=True)
class _Likeness:
    """`jaccard` of the shingles; `short` and `long`: the share of the syllables of the shorter and the longer text that
    lie in a common shingle. A sentence alone among others loses seven shingles of two dozen, but no syllable."""

    jaccard: float
    short: float
    long: float
    lost: int  # shingles of the text with fewer that the other has not

    @property
    def said(self) -> str:
        return f"{self.short:.0%} of the shorter text and {self.long:.0%} of the longer are in both"

    @classmethod
    def of(cls, a: Prepared, b: Prepared, tiny: bool) -> _Likeness:
        if tiny:
            mine, theirs, size = a.small, b.small, SMALL
            one, other = frozenset(mine), frozenset(theirs)
        else:
            mine, theirs, one, other, size = a.runs, b.runs, a.large, b.large, SIZE
        common = len(one & other)
        if not common:
            return cls(0.0, 0.0, 0.0, min(len(one), len(other)))
        jaccard = common / (len(one) + len(other) - common)
        size_a, size_b = min(size, len(a.compared)), min(size, len(b.compared))
        shares = (
            (len(a.compared), covered(mine, other, size_a) / len(a.compared)),
            (len(b.compared), covered(theirs, one, size_b) / len(b.compared)),
        )
        (_, short), (_, long) = sorted(shares, key=lambda share: (share[0], -share[1]))
        return cls(jaccard, short, long, min(len(one), len(other)) - common)


def _kind(likeness: _Likeness, found: Differences, few: int) -> str:
    jaccard, short, long = likeness.jaccard, likeness.short, likeness.long
    bar = SUPPORTED if few >= BRIEF and _supported(found) else CONTAINED
    if jaccard >= NEAR or (short >= bar and long >= BOTH):
        return "near"
    if short >= bar:
        return "contained"
    return "related" if jaccard >= RELATED_J or short >= RELATED_C else "none"


def _supported(found: Differences) -> bool:
    """Whether what the texts share is their own: the same figures, days and names in the same places, hardly others."""
    same = found.same[FIGURE] + found.same[PERCENT] + found.same[DAY]
    other = len(found.of(FIGURE)) + len(found.of(PERCENT)) + len(found.of(DAY))
    if found.of(NAME):
        return False
    return (same >= 2 and other <= same / 6) or (not other and same + found.same[NAME] >= 5)


def template(found: Differences, words: int) -> str:
    """Why two alike texts are two fillings of one form, in words; "" where they are not.

    Weighed are figures, periods and days, names, and documents cited. One figure alone is a misprint put right, one to
    three counts that went on a little are an updated story; both need the same names and the same time.
    """
    figures = sorted([*found.of(FIGURE), *found.of(PERCENT)], key=lambda pair: pair[2])
    times = [*found.of(PERIOD), *(pair for pair in found.of(DAY) if not _next_day(*pair[:2]))]
    cited = [pair for pair in found.of(CITED) if "/" not in pair[0] or not _next_day(*pair[:2])]
    slips = Counter(pair[:2] for pair in found.of(SLIP))  # a letter that is another one throughout is another name
    names = [*found.of(NAME), *(pair for pair in found.of(SLIP) if slips[pair[:2]] > 1)]
    same_figures = found.same[FIGURE] + found.same[PERCENT]
    numbers = len(figures) + len(times) + len(cited)
    same_numbers = same_figures + found.same[PERIOD] + found.same[DAY] + found.same[CITED]
    said = "; ".join(
        [f"{len(figures)} of {same_figures + len(figures)} shared figures differ: {_shown(figures)}"] * bool(figures)
        + [f"periods differ: {_shown([*found.of(PERIOD), *found.of(DAY)])}"] * bool(times)
        + [f"names differ: {_shown(names)}"] * bool(names)
        + [f"documents differ: {_shown(cited)}"] * bool(cited)
    )
    subject = any(place < HEAD for _, _, place in names)
    repeated = len({pair[:2] for pair in names}) < len(names)
    running = _update(found) and not (times or names or cited)
    other = (
        any(place < TITLE for _, _, place in (*names, *found.of(PERIOD)))
        or (len(figures) >= 2 and same_figures < MOST * (same_figures + len(figures)) and not running)
        or (numbers >= 2 and same_numbers < MOST * (same_numbers + numbers) and not running)
        or (numbers >= 4 and same_numbers < NEARLY_ALL * (same_numbers + numbers) and not running)
        or ((subject or repeated) and numbers > 0)
        or len(names) >= 3
        or (len(names) == 2 and (subject or found.same[NAME] < 2))
        or (times and (len(figures) >= 2 or (figures and len(times) >= 2)))
        or (words < BRIEF and (numbers or found.of(DAY) or found.of(HOUR) or names or found.of(OTHERS)))
    )
    brief = f"days or names differ: {_shown([*found.of(DAY), *found.of(HOUR), *found.of(OTHERS)])}"
    return (said or brief) if other else ""


def _update(found: Differences) -> bool:
    """Whether figures differ as in a running story: 58 dead, later 61. One to three of them, a little, one way."""
    counts = {(_value(one), _value(other)) for one, other, _ in found.of(FIGURE)}
    percents = {(_value(one), _value(other)) for one, other, _ in found.of(PERCENT)}
    steps = [*(_step(x, y, 3, 0.15) for x, y in counts), *(_step(x, y, 0, 0.03) for x, y in percents)]
    if 1 <= len(steps) <= 3 and (all(step > 0 for step in steps) or all(step < 0 for step in steps)):
        return True
    return _later_count(found, counts, percents)


def _later_count(found: Differences, counts: Pairs, percents: Pairs) -> bool:
    """Whether more figures went on, as in the second report of a disaster: up or down (missing ones are found), each by
    a third at most, but for one; while the day and many names stand, and two thirds of the figures."""
    same, other = found.same[FIGURE], len(found.of(FIGURE))
    many = len(counts) > 3  # that few figures all went on a little by chance is seldom, with fewer it is not
    steps = [_step(x, y, 3, 0.34 if many else 0.15) for x, y in counts]
    return (
        len(counts) <= 8
        and not percents
        and steps.count(0) <= many
        and found.same[DAY] + found.same[PERIOD] >= 1
        and found.same[NAME] >= 5
        and same >= max(10, 2 * other)
    )


def _step(x: float, y: float, least: float, share: float) -> int:
    """1 or -1 for a little more or less: within `least` or a share of the larger, decimals within 3 %; else 0."""
    whole = x.is_integer() and y.is_integer()
    near = abs(x - y) <= (max(least, share * max(x, y)) if whole else 0.03 * max(x, y))
    return 0 if not near else 1 if y > x else -1


def _value(text: str) -> float:
    return float(text) if text.count(".") < 2 else 0.0


def _next_day(one: str, other: str) -> bool:
    left, right = one.split("/"), other.split("/")
    return left[1:] == right[1:] and abs(int(left[0]) - int(right[0])) <= 1


def _shown(pairs: Iterable[tuple[str, str, int]]) -> str:
    shown = list(dict.fromkeys(f"{one} / {other}" for one, other, _ in pairs))
    return ", ".join(shown[:3]) + (" …" if len(shown) > 3 else "")
