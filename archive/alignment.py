"""Which elements of two sequences answer each other, in the order of both; for long sequences, too. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise

_PAIRS = 300_000  # equal pairs that difflib is given at once


def matches(a: Sequence[str], b: Sequence[str], *, shingle: int) -> list[tuple[int, int]]:
    """Positions of equal elements in both, ascending in both.

    Common beginnings and ends are set aside. What is left goes to difflib where the number of equal pairs allows it;
    else runs of `shingle` elements that occur once on both sides are anchors (patience diff), and the stretches between
    them are treated alike. A stretch without anchors matches nothing: its time would grow with its square.
    """
    found: list[tuple[int, int]] = []
    todo = [(0, len(a), 0, len(b))]
    while todo:
        a1, a2, b1, b2 = todo.pop()
        while a1 < a2 and b1 < b2 and a[a1] == b[b1]:
            found.append((a1, b1))
            a1, b1 = a1 + 1, b1 + 1
        while a1 < a2 and b1 < b2 and a[a2 - 1] == b[b2 - 1]:
            a2, b2 = a2 - 1, b2 - 1
            found.append((a2, b2))
        if a1 == a2 or b1 == b2:
            continue
        if _equal_pairs(a, a1, a2, b, b1, b2) <= _PAIRS:
            matcher = SequenceMatcher(None, a[a1:a2], b[b1:b2], autojunk=False)
            for block in matcher.get_matching_blocks():
                found += [(a1 + block.a + k, b1 + block.b + k) for k in range(block.size)]
            continue
        anchors = _anchors(a, a1, a2, b, b1, b2, shingle)
        corners = [(a1, b1), *anchors, (a2, b2)]
        if anchors:  # else the stretch is too long and too much alike in itself: replaced whole
            todo += [
                (x1, x2, y1, y2) for (x1, y1), (x2, y2) in pairwise(corners) if (x2 - x1, y2 - y1) != (a2 - a1, b2 - b1)
            ]
    return sorted(found)


def _equal_pairs(a: Sequence[str], a1: int, a2: int, b: Sequence[str], b1: int, b2: int) -> int:
    """What difflib's time grows with."""
    there = Counter(b[b1:b2])
    return sum(number * there[one] for one, number in Counter(a[a1:a2]).items())


def _anchors(
    a: Sequence[str], a1: int, a2: int, b: Sequence[str], b1: int, b2: int, size: int
) -> list[tuple[int, int]]:
    """Where runs begin that occur once in each stretch: the longest chain of them that ascends in both."""
    ours, theirs = _once(a, a1, a2, size), _once(b, b1, b2, size)
    pairs = sorted((place, theirs[run]) for run, place in ours.items() if run in theirs)
    tails: list[int] = []  # patience sorting: last position in b of the best chain of each length
    ends: list[int] = []  # and its pair
    before = [-1] * len(pairs)
    for k, (_, other) in enumerate(pairs):
        length = bisect_left(tails, other)
        before[k] = ends[length - 1] if length else -1
        tails[length : length + 1] = [other]
        ends[length : length + 1] = [k]
    chain = []
    k = ends[-1] if ends else -1
    while k >= 0:
        chain.append(pairs[k])
        k = before[k]
    return chain[::-1]


def _once(words: Sequence[str], start: int, end: int, size: int) -> dict[tuple[str, ...], int]:
    """Runs of `size` elements that occur once in a stretch, with their places."""
    places: dict[tuple[str, ...], int] = {}
    for k in range(start, end - size + 1):
        run = tuple(words[k : k + size])
        places[run] = -1 if run in places else k
    return {run: place for run, place in places.items() if place >= 0}
