"""Whether two texts tell one story: the verdict on a pair, and the fingerprint by which pairs are found.

Pure functions: no database, no clock, the same result on every machine. What is compared is the title and the text as
one. The order of the two never matters.

- *exact*: the same syllables (accents, case, punctuation and tone placement aside).
- *near*: copies of one text, edited (Jaccard of syllable 8-grams from .5).
- *contained*: one stands in the other, cut or as part of a round-up (containment from .75).
- *related*: alike, too little to link (Jaccard from .4 or containment from .7).
- *template*: alike, but figures, periods or names differ in the same places: another report of the same form.
- *none*: anything else.

Cost is linear in the texts (n log n for the anchors of the veto): a text of a megabyte takes about a second.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from archive import contexts
from archive.contexts import DAY, FIGURE, HEAD, NAME, PERCENT, PERIOD, Differences, Facts
from archive.shingles import ALGO_VERSION, BRIEF, SIZE, SMALL, shingles, sketch, syllables, text_hash

__all__ = ["ALGO_VERSION", "KINDS", "LINKS", "Prepared", "Verdict", "compare", "judge", "prepare", "promising"]

KINDS = ("exact", "near", "contained", "related", "template", "none")
LINKS = frozenset({"exact", "near", "contained"})
"""Verdicts that make two articles one story."""

NEAR, CONTAINED = 0.5, 0.75
RELATED_J, RELATED_C = 0.4, 0.7
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
    words: list[str] = field(repr=False)

    @cached_property
    def text_hash(self) -> str:
        """SHA-256 of the folded text, hex: equal for texts that are `exact`."""
        return text_hash(self.words, self.raw)

    @cached_property
    def large(self) -> set[int]:
        """Shingles of eight syllables; of all there are in a shorter text."""
        return shingles(self.words, min(SIZE, max(len(self.words), 1)))

    @cached_property
    def small(self) -> set[int]:
        """Shingles of four syllables, for brief texts."""
        return shingles(self.words, min(SMALL, max(len(self.words), 1)))

    @cached_property
    def hashes(self) -> tuple[int, ...]:
        """The fingerprint: 48-bit hashes, ascending."""
        return sketch(self.large, self.small if len(self.words) < BRIEF else set())

    @cached_property
    def facts(self) -> Facts:
        """Figures and names in their places."""
        return contexts.facts(self.raw)


def prepare(title: str, text: str) -> Prepared:
    """An article made ready: its title is the first line of what is compared."""
    raw = f"{title}\n{text}" if title else text
    return Prepared(raw, syllables(raw))


def compare(a: str, b: str) -> Verdict:
    """The verdict on two texts; a title is the first line."""
    return judge(prepare("", a), prepare("", b))


def promising(shared: int, kept_a: int, kept_b: int) -> bool:
    """Whether two fingerprints of so many hashes, `shared` of them in common, are worth a comparison of the texts."""
    return shared >= 2 and shared >= 0.3 * min(kept_a, kept_b)


def judge(a: Prepared, b: Prepared) -> Verdict:
    """The verdict on two prepared texts."""
    shorter = None if len(a.words) == len(b.words) else "a" if len(a.words) < len(b.words) else "b"
    if a.text_hash == b.text_hash:
        return Verdict("exact", 1.0, 1.0, "the same words", None)
    few = min(len(a.words), len(b.words))
    if few == 0:
        return Verdict("none", 0.0, 0.0, "one of them has no words", shorter)
    one, other = (a.small, b.small) if few < TINY else (a.large, b.large)
    common = len(one & other)
    jaccard = common / (len(one) + len(other) - common)
    containment = common / min(len(one), len(other))
    kind, reason = _likeness(jaccard, containment)
    if kind != "none":
        # One order for both ways of asking: the alignment may choose between equals.
        first, second = (a, b) if (len(a.words), a.text_hash) <= (len(b.words), b.text_hash) else (b, a)
        veto = template(contexts.compare(first.facts, second.facts), few)
        if veto:
            kind, reason = "template", veto
        elif few < TINY and kind == "contained":
            kind, reason = "related", f"too short to be told as a part: {few} words"
    return Verdict(kind, round(jaccard, 4), round(containment, 4), reason, shorter)


def _likeness(jaccard: float, containment: float) -> tuple[str, str]:
    if jaccard >= NEAR:
        return "near", f"{jaccard:.0%} of all eight-word runs are in both"
    if containment >= CONTAINED:
        return "contained", f"{containment:.0%} of the shorter text stands in the longer"
    if jaccard >= RELATED_J or containment >= RELATED_C:
        return "related", f"{containment:.0%} of the shorter text stands in the longer, {jaccard:.0%} are in both"
    return "none", f"{containment:.0%} of the shorter text stands in the longer"


def template(found: Differences, words: int) -> str:
    """Why two alike texts are two fillings of one form, in words; "" where they are not."""
    figures = [*found.of(FIGURE), *found.of(PERCENT)]
    same = found.same[FIGURE] + found.same[PERCENT]
    periods = found.of(PERIOD)
    days = [pair for pair in found.of(DAY) if not _next_day(pair[0], pair[1])]
    names = found.of(NAME)
    subject = [pair for pair in names if pair[2] < HEAD]
    repeated = len({pair[:2] for pair in names}) < len(names)
    share = same / (same + len(figures)) if figures else 1.0
    said = []
    if names:
        said.append(f"names differ: {_shown(names)}")
    if periods or days:
        said.append(f"periods differ: {_shown([*periods, *days])}")
    if figures:
        said.append(f"{len(figures)} of {same + len(figures)} shared figures differ: {_shown(figures)}")
    reason = "; ".join(reversed(said))

    other_place = bool(subject) or repeated
    other_time = len(periods) + len(days)
    if len(figures) >= 2 and share < 0.75:
        small = len(figures) <= 3 and all(_little(one, other) for one, other, _ in found.of(FIGURE))
        if not small or found.of(PERCENT) or names or other_time:
            return reason
    if len(figures) >= 4 and share < 0.85:
        return reason
    if other_place and (figures or other_time or len(names) >= 3):
        return reason
    if len(names) >= 2 and found.same[NAME] < len(names):
        return reason
    if other_time and (len(figures) >= 2 or (figures and other_time >= 2)):
        return reason
    if words < 60 and (figures or other_time or subject):
        return reason
    return ""


def _little(one: str, other: str) -> bool:
    """Whether a count went from one to the other as a running story's does: 58, later 61."""
    x, y = float(one) if one.count(".") < 2 else 0, float(other) if other.count(".") < 2 else 0
    return x == int(x) and y == int(y) and abs(x - y) <= max(2, 0.2 * max(x, y))


def _next_day(one: str, other: str) -> bool:
    left, right = one.split("/"), other.split("/")
    return left[1:] == right[1:] and abs(int(left[0]) - int(right[0])) <= 1


def _shown(pairs: Iterable[tuple[str, str, int]]) -> str:
    shown = list(dict.fromkeys(f"{one} / {other}" for one, other, _ in pairs))
    return ", ".join(shown[:3]) + (" …" if len(shown) > 3 else "")
