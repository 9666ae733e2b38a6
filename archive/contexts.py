"""What two alike texts say differently: figures, dates, periods and names that stand in the same place of both.

One report is printed for every commune and every month with other figures, so that likeness alone cannot tell a
reprint from a template filled anew. Both texts are laid side by side along the runs of words that each has once, with
figures masked; what differs between such runs is compared by its kind. Everything is linear in the texts, but for the
sorting of the anchors (n log n).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from archive.shingles import FOLDED, plain

_PIECE = re.compile(r"(\d+(?:[.,]\d+)*|(?:[^\W\d_]|[\u0300-\u036f])+)([\W_]*)")
_ROMAN = re.compile(r"[IVX]{1,5}")
_PERIOD_BEFORE = frozenset({"qui", "thang", "nam", "tuan", "ki", "dot", "khoa", "nhiem"})
_DAY_BEFORE = frozenset({"ngai", "sang", "chieu", "toi", "trua", "dem", "hom"})
_ANCHOR = 3  # syllables
_GAP = 12  # syllables of a place in which texts differ and still say the same thing; above it was written anew
HEAD = 60  # syllables: title and first lines, where a text says whom it is about

FIGURE, PERCENT, PERIOD, DAY, CITED, NAME = "figure", "percent", "period", "day", "cited", "name"


@dataclass(frozen=True, slots=True)
class Facts:
    """A text as places: `keys` are folded words with figures masked, `kinds` and `values` what each place states."""

    keys: list[str]
    kinds: list[str]
    values: list[str]


@dataclass(slots=True)
class Differences:
    """What was found in the same place of both: `same` and `different` by kind, `different` as (one, other, place)."""

    same: Counter[str] = field(default_factory=Counter)
    different: dict[str, list[tuple[str, str, int]]] = field(default_factory=dict)

    def put(self, kind: str, one: str, other: str, place: int) -> None:
        self.different.setdefault(kind, []).append((one, other, place))

    def of(self, kind: str) -> list[tuple[str, str, int]]:
        return self.different.get(kind, [])


def facts(text: str) -> Facts:
    """The places of a text. Dates are one place, a document's number and the date after it are `cited`."""
    pieces = _PIECE.findall(plain(text))
    keys: list[str] = []
    kinds: list[str] = []
    values: list[str] = []
    count, at, cited_until = len(pieces), 0, -1
    while at < count:
        word, tail = pieces[at]
        folded = FOLDED[word]
        before = keys[-1] if keys else ""
        step = 1
        if word[0].isdecimal():
            key, value = "#", folded
            following = pieces[at + 1][0] if at + 1 < count else ""
            joint = tail.strip()
            if joint in ("/", "-", ".") and following[:1].isdecimal() and (day := _date(pieces, at, before, joint)):
                value, step = day
                kind = CITED if at <= cited_until else DAY
            elif joint in ("/", "-", "./") and (end := _cited(pieces, at)):
                kind, cited_until = CITED, end + 3
            elif before in _DAY_BEFORE and len(word) <= 2:
                kind = CITED if at <= cited_until else DAY
            elif before in _PERIOD_BEFORE or (len(word) == 4 and word[:2] in ("19", "20")):
                kind = CITED if at <= cited_until else PERIOD
            elif FOLDED[following] == "thang" if following else False:
                kind = PERIOD
            elif tail[:2].strip()[:1] == "%":
                kind = PERCENT
            else:
                kind = FIGURE
        elif before in _PERIOD_BEFORE and _ROMAN.fullmatch(word):
            key, kind, value = "#", PERIOD, folded
        else:
            key = value = folded
            # An abbreviation is no name; nor is a line in capitals.
            kind = NAME if word[0].isupper() and not (len(word) > 1 and word.isupper()) else ""
        keys.append(key)
        kinds.append(kind)
        values.append(value)
        at += step
    return Facts(keys, kinds, values)


def _date(pieces: Sequence[tuple[str, str]], at: int, before: str, joint: str) -> tuple[str, int] | None:
    """A date in digits from `at` as d/m or d/m/y, and how many pieces it takes; None for a fraction or a range."""
    day, month = pieces[at][0], pieces[at + 1][0]
    if len(day) > 2 or len(month) > 2 or not 0 < int(day) <= 31 or not 0 < int(month) <= 12:
        return None
    year = pieces[at + 2][0] if at + 2 < len(pieces) else ""
    if pieces[at + 1][1].strip() == joint and len(year) == 4 and year.isdecimal():
        return f"{int(day)}/{int(month)}/{year}", 3
    if (joint == "/" and before in _DAY_BEFORE) or (joint == "-" and before in _DAY_BEFORE):
        return f"{int(day)}/{int(month)}", 2
    return None


def _cited(pieces: Sequence[tuple[str, str]], at: int) -> int:
    """The last piece of a document's number that begins at `at`, 0 where none does: 45/2016/QĐ-TTg, 836-KL/HU."""
    end = at + 1
    if end < len(pieces) and pieces[end][0].isdecimal() and pieces[end][1].strip() == "/":
        end += 1
    if end >= len(pieces) or not pieces[end][0].isupper() or len(pieces[end][0]) > 8:
        return 0
    return end


def compare(a: Facts, b: Facts) -> Differences:
    """Both texts side by side; the places are those of the first."""
    partner = _aligned(a.keys, b.keys)
    found = Differences()
    for i, j in partner.items():
        if a.keys[i] == "#":
            _figure(found, a, i, b, j)
    for run in _names(a):
        if all(i in partner for i in run):
            found.same[NAME] += 1
    for i0, i1 in pairwise(sorted(partner)):
        j0, j1 = partner[i0], partner[i1]
        if 1 < i1 - i0 <= _GAP and 1 < j1 - j0 <= _GAP:
            _differing(found, a, range(i0 + 1, i1), b, range(j0 + 1, j1))
    return found


def _aligned(a: Sequence[str], b: Sequence[str]) -> dict[int, int]:
    """Places of `a` with the place of `b` that says the same, both ascending."""
    there = _once(b)
    anchors = sorted((i, there[gram]) for gram, i in _once(a).items() if gram in there)
    partner: dict[int, int] = {}
    for i, j in _ascending(anchors):
        for step in range(_ANCHOR):
            partner[i + step] = j + step
    # Words that are not alone in their text, at the ends of what lies between.
    for (i0, j0), (i1, j1) in pairwise([(-1, -1), *sorted(partner.items()), (len(a), len(b))]):
        i, j = i0 + 1, j0 + 1
        while i < i1 and j < j1 and a[i] == b[j]:
            partner[i] = j
            i, j = i + 1, j + 1
        while i < i1 and j < j1 and a[i1 - 1] == b[j1 - 1]:
            i1, j1 = i1 - 1, j1 - 1
            partner[i1] = j1
    return partner


def _once(keys: Sequence[str]) -> dict[tuple[str, ...], int]:
    found: dict[tuple[str, ...], int] = {}
    repeated = set()
    for i, gram in enumerate(zip(*(keys[step:] for step in range(_ANCHOR)), strict=False)):
        if gram in found:
            repeated.add(gram)
        found[gram] = i
    for gram in repeated:
        del found[gram]
    return found


def _ascending(anchors: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The longest choice of anchors in which both places ascend: a moved paragraph is left out."""
    ends: list[int] = []  # smallest last place of b for each length
    last: list[int] = []  # the anchor which has it
    previous: list[int] = []
    for n, (_, j) in enumerate(anchors):
        length = bisect_left(ends, j)
        previous.append(last[length - 1] if length else -1)
        if length == len(ends):
            ends.append(j)
            last.append(n)
        else:
            ends[length], last[length] = j, n
    chosen = []
    at = last[-1] if last else -1
    while at >= 0:
        chosen.append(anchors[at])
        at = previous[at]
    # Overlapping anchors must lie on one diagonal, or a place would have two partners.
    kept_i = kept_j = -1
    for i, j in reversed(chosen):
        if (i >= kept_i and j >= kept_j) or i - j == kept_i - kept_j:
            yield i, j
            kept_i, kept_j = i + _ANCHOR, j + _ANCHOR


def _figure(found: Differences, a: Facts, i: int, b: Facts, j: int) -> None:
    kinds = {a.kinds[i], b.kinds[j]}
    kind = a.kinds[i] if len(kinds) == 1 else min(kinds)
    if a.values[i] == b.values[j]:
        found.same[kind] += 1
    else:
        found.put(kind, a.values[i], b.values[j], i)


def _differing(found: Differences, a: Facts, there: range, b: Facts, here: range) -> None:
    """A place in which the texts differ: figures in order where there are as many; names likewise."""
    ones, others = [i for i in there if a.keys[i] == "#"], [j for j in here if b.keys[j] == "#"]
    if ones and len(ones) == len(others):
        for i, j in zip(ones, others, strict=True):
            _figure(found, a, i, b, j)
    names, also = list(_runs(a, there)), list(_runs(b, here))
    if names and len(names) == len(also):
        for one, other in zip(names, also, strict=True):
            left, right = [a.keys[i] for i in one], [b.keys[j] for j in other]
            if not set(left) <= set(right) and not set(right) <= set(left) and not _misprint(left, right):
                found.put(NAME, " ".join(left), " ".join(right), one[0])


def _misprint(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether two names differ by a letter or so in one syllable."""
    other = [(x, y) for x, y in zip(left, right, strict=False) if x != y]
    if len(left) != len(right) or len(left) < 2 or len(other) != 1:
        return False
    x, y = other[0]
    return len(set(x) ^ set(y)) <= 1 and abs(len(x) - len(y)) <= 1 and len(x) > 2


def _runs(facts: Facts, places: range) -> Iterator[range]:
    """The names that touch `places`, each as far as it goes on in its text."""
    end = -1
    for i in places:
        if i >= end and facts.kinds[i] == NAME:
            start = i
            while start > 0 and i == places.start and facts.kinds[start - 1] == NAME:
                start -= 1
            end = i + 1
            while end < len(facts.kinds) and facts.kinds[end] == NAME:
                end += 1
            yield range(start, end)


def _names(facts: Facts) -> Iterator[range]:
    start = -1
    for i, kind in enumerate([*facts.kinds, ""]):
        if kind == NAME and start < 0:
            start = i
        elif kind != NAME and start >= 0:
            yield range(start, i)
            start = -1
