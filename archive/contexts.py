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
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from archive.shingles import FOLDED, SPELT, plain

_PIECE = re.compile(r"(\d+(?:[.,]\d+)*|(?:[^\W\d_]+|[\u0300-\u036f]+)+)([\W_]*)")
_OPENS = re.compile(r"[.!?:;\n|\"“”(•+*–-]")
_ROMAN = re.compile(r"[IVX]{1,5}")
# With their accents: "tối 21" is an evening, "tới 21 hồ sơ" a figure.
_PERIOD_BEFORE = frozenset(["quý", "quí", "tháng", "năm", "tuần", "kỳ", "kì", "đợt", "khóa", "khoá", "thang", "quy"])
_DAY_BEFORE = frozenset(["ngày", "ngay", "sáng", "chiều", "tối", "trưa", "đêm", "hôm"])
_PART_OF_YEAR = frozenset({"đầu", "cuối", "năm"})
_CLOCK = frozenset({"giờ", "h", "phút"})
_ANCHOR = 3  # syllables
_GAP = 12  # syllables of a place in which texts differ and still say the same thing; above it was written anew
HEAD = 60  # syllables: title and first lines, where a text says whom it is about

FIGURE, PERCENT, PERIOD, DAY, CITED, NAME = "figure", "percent", "period", "day", "cited", "name"
HOUR = "hour"  # of a brief notice it says which one; of a running story only how late it is
SLIP = "slip"  # names that differ by a letter
OTHERS = "others"  # other names, but not as many, so that nobody knows which answers which


@dataclass(frozen=True, slots=True)
class Facts:
    """A text as places: `keys` are folded words with figures masked, `kinds` and `values` what each place states."""

    keys: list[str]
    kinds: list[str]
    values: list[str]
    ends: list[str]
    """What closes the context of a place: a line end, the border of a cell, or nothing."""
    numbers: list[int]
    names: list[range]


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
    ends: list[str] = []
    count, at, cited_until = len(pieces), 0, -1
    while at < count:
        word, tail = pieces[at]
        folded = FOLDED[word]
        if word.islower():  # nine of ten words: no figure, no name
            keys.append(folded)
            kinds.append("")
            values.append(folded)
            ends.append("" if tail == " " else "\n" if "\n" in tail else "|" if "|" in tail else "")
            at += 1
            continue
        before = pieces[at - 1][0].lower() if at else ""
        opening = not at or _OPENS.search(pieces[at - 1][1]) is not None
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
            elif following.lower() == "tháng" and at + 2 < count and pieces[at + 2][0].lower() in _PART_OF_YEAR:
                kind = PERIOD  # "6 tháng đầu năm"
            elif following.lower() in _CLOCK and (following.lower() != "phút" or before == "giờ"):
                kind = HOUR
            elif tail[:2].strip()[:1] == "%":
                kind = PERCENT
            else:
                kind = FIGURE
        elif before in _PERIOD_BEFORE and _ROMAN.fullmatch(word):
            key, kind, value = "#", PERIOD, folded
        else:
            key = value = folded
            # A sentence begins with a capital; an abbreviation is no name, nor is a line in capitals.
            named = not opening and word[0].isupper() and not (len(word) > 1 and word.isupper())
            kind = NAME if named else ""
            value = word.lower() if named else folded
        keys.append(key)
        kinds.append(kind)
        values.append(value)
        tail = pieces[at + step - 1][1]
        ends.append("\n" if "\n" in tail else "|" if "|" in tail else "")
        at += step
    return Facts(keys, kinds, values, ends, [i for i, key in enumerate(keys) if key == "#"], list(_names(kinds)))


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
    partner, gaps = _aligned(a.keys, b.keys)
    found = Differences()
    for i in a.numbers:
        j = partner.get(i)
        if j is not None and (_led(a, i, b, j, partner) or _followed(a, i, b, j, partner)):
            _figure(found, a, i, b, j)
    for run in a.names:
        for i in run:
            if (j := partner.get(i)) is not None and b.kinds[j] == NAME and _other_spelling(a.values[i], b.values[j]):
                found.put(NAME, a.values[i], b.values[j], i)
        if all(i in partner for i in run):
            found.same[NAME] += 1
    for there, here in gaps:
        _differing(found, a, there, b, here)
    return found


def _led(a: Facts, i: int, b: Facts, j: int, partner: Mapping[int, int]) -> bool:
    """Whether the same word leads to both figures: on one line, with nothing but figures between."""
    for step in range(1, _GAP):
        if partner.get(i - step) != j - step or "\n" in (a.ends[i - step], b.ends[j - step]):
            return False
        if a.keys[i - step] != "#":
            return True
    return False


def _followed(a: Facts, i: int, b: Facts, j: int, partner: Mapping[int, int]) -> bool:
    """Whether the same word stands right behind both figures, in one cell."""
    return partner.get(i + 1) == j + 1 and not a.ends[i] and not b.ends[j] and a.keys[i + 1] != "#"


def _aligned(a: Sequence[str], b: Sequence[str]) -> tuple[dict[int, int], list[tuple[range, range]]]:
    """Places of `a` with the place of `b` that says the same, both ascending; and the small gaps between them in which
    both say something, but not the same."""
    start, end_a, end_b = 0, len(a), len(b)
    while start < end_a and start < end_b and a[start] == b[start]:
        start += 1
    while end_a > start and end_b > start and a[end_a - 1] == b[end_b - 1]:
        end_a, end_b = end_a - 1, end_b - 1
    partner = {i: i for i in range(start)}
    gaps = []
    there = _once(b, start, end_b)
    anchors = sorted((i, there[gram]) for gram, i in _once(a, start, end_a).items() if gram in there)
    i0 = j0 = start
    for i1, j1 in (*_ascending(anchors), (end_a, end_b)):
        # Words that are not alone in their text, at both ends of what lies between two anchors.
        next_i, next_j = i1, j1
        while i0 < i1 and j0 < j1 and a[i0] == b[j0]:
            partner[i0] = j0
            i0, j0 = i0 + 1, j0 + 1
        while i0 < i1 and j0 < j1 and a[i1 - 1] == b[j1 - 1]:
            i1, j1 = i1 - 1, j1 - 1
            partner[i1] = j1
        if 0 < i1 - i0 < _GAP and 0 < j1 - j0 < _GAP:
            gaps.append((range(i0, i1), range(j0, j1)))
        for step in range(_ANCHOR if next_i < end_a else 0):
            partner[next_i + step] = next_j + step
        i0, j0 = max(i0, next_i + _ANCHOR), max(j0, next_j + _ANCHOR)
    partner.update(zip(range(end_a, len(a)), range(end_b, len(b)), strict=True))
    return partner, gaps


def _once(keys: Sequence[str], start: int, end: int) -> dict[tuple[str, ...], int]:
    """The runs of words that the part of a text has once, with their place."""
    found: dict[tuple[str, ...], int] = {}
    repeated = set()
    for i, gram in enumerate(zip(*(keys[start + step : end] for step in range(_ANCHOR)), strict=False), start):
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
    kind = a.kinds[i]
    if kind != b.kinds[j]:
        return  # a slip beside it has hidden what one of them is
    if a.values[i] == b.values[j]:
        found.same[kind] += 1
    else:
        found.put(kind, a.values[i], b.values[j], i)


def _differing(found: Differences, a: Facts, there: range, b: Facts, here: range) -> None:
    """A place in which the texts differ: figures in order where there are as many; names likewise."""
    ones, others = [i for i in there if a.keys[i] == "#"], [j for j in here if b.keys[j] == "#"]
    if ones and len(ones) == len(others):
        for i, j in zip(ones, others, strict=True):
            before = i and j and a.keys[i - 1] == b.keys[j - 1] and a.keys[i - 1] != "#" and a.ends[i - 1] != "\n"
            behind = a.keys[i + 1 : i + 2] == b.keys[j + 1 : j + 2] != ["#"] and not a.ends[i]
            if before or behind:
                _figure(found, a, i, b, j)
    names, also = list(_runs(a, there)), list(_runs(b, here))
    if names and len(names) == len(also):
        for one, other in zip(names, also, strict=True):
            left, right = [a.keys[i] for i in one], [b.keys[j] for j in other]
            before = one.start and other.start and a.keys[one.start - 1] == b.keys[other.start - 1]
            behind = a.keys[one.stop : one.stop + 1] == b.keys[other.stop : other.stop + 1]
            apart = not set(left) <= set(right) and not set(right) <= set(left)
            if (before or behind) and apart:
                found.put(SLIP if _slip(left, right) else NAME, " ".join(left), " ".join(right), one[0])
    elif names and also:
        all_left, all_right = ([x.keys[i] for run in runs for i in run] for x, runs in ((a, names), (b, also)))
        if not set(all_left) <= set(all_right) and not set(all_right) <= set(all_left):
            found.put(OTHERS, " ".join(all_left), " ".join(all_right), names[0][0])


def _other_spelling(one: str, other: str) -> bool:
    """Whether two names differ in their accents: Hưng and Hùng. Hung is either of them, typed without."""
    return one != other and SPELT[one] != SPELT[other] and not (one.isascii() or other.isascii())


def _slip(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether two names differ by one letter of one longer syllable: left out, put in, another, or two exchanged."""
    differing = [(x, y) for x, y in zip(left, right, strict=False) if x != y]
    if len(left) != len(right) or len(differing) != 1:
        return False
    x, y = sorted(differing[0], key=len)
    if len(y) < 4 or len(y) - len(x) > 1:
        return False
    head = next((n for n, (one, other) in enumerate(zip(x, y, strict=False)) if one != other), len(x))
    if len(x) < len(y):
        return x[head:] == y[head + 1 :]
    return x[head + 1 :] == y[head + 1 :] or (x[head + 2 :] == y[head + 2 :] and sorted(x) == sorted(y))


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


def _names(kinds: Sequence[str]) -> Iterator[range]:
    start = -1
    for i, kind in enumerate([*kinds, ""]):
        if kind == NAME and start < 0:
            start = i
        elif kind != NAME and start >= 0:
            yield range(start, i)
            start = -1
