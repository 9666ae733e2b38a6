"""What changed between two texts, word by word, as plain data for whoever shows it: terminal, page, JSON. Pure.

Paragraphs (lines) are aligned first: kept, moved, added, removed, or changed into one that is like them; then the words
of each changed pair. A word is a syllable as Vietnamese writes it, never cut; a number keeps its separators ("14.607",
"98,6", "5/3"), every other sign is a word of its own. Joining the equal and deleted runs gives the old text back, the
equal and inserted ones the new text.

Long texts: `alignment.matches` gives up on a stretch that is too long and too much alike in itself, which then counts
as replaced whole; long lists of paragraphs are paired by their first words instead of each with each.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from archive.alignment import matches
from archive.text import hashable

_TOKEN = re.compile(r"\d+(?:[.,/:]\d+)*(?!\w)|(?:\w[\u0300-\u036f]*)+|[^\w\s]")
_WORD = re.compile(r"\w")
_GAP = 2_500  # pairs of paragraphs whose likeness is looked at one by one
_SHINGLE = 3  # words of an anchor
_ALIKE = 0.5  # shared words of two paragraphs from which on one is the other changed
_ALIKE_ALONE = 0.3  # the same where they stand alone between kept ones
_ALIKE_MOVED = 0.8  # the same in different places
_BEGINNING = 5  # words that two long lists of paragraphs are paired by
_ISLAND = 2  # words that are no agreement between two longer changes
_LONG_CHANGE = 3


class Kind(StrEnum):
    """What became of a stretch of words."""

    EQUAL = "equal"
    DELETE = "delete"
    INSERT = "insert"


class Fate(StrEnum):
    """What became of a paragraph."""

    SAME = "same"
    TYPED = "typed"  # other quotes, dashes or blanks, which no hash and no revision counts
    CHANGED = "changed"
    REFLOWED = "reflowed"  # the same words, broken into lines in another way
    MOVED = "moved"  # perhaps with changed words
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Run:
    """Words in a row with one fate, blanks included."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: its numbers in the old and the new text (from 0; None where it is not there) and its runs."""

    fate: Fate
    old: int | None
    new: int | None
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Diff:
    """Two texts set against each other, in the order of the new one; what was removed stands where it was."""

    paragraphs: tuple[Paragraph, ...]
    old_count: int
    new_count: int

    def __bool__(self) -> bool:
        """Whether anything differs, typing included."""
        return any(p.fate is not Fate.SAME for p in self.paragraphs)

    def count(self, *fates: Fate) -> int:
        """Number of paragraphs with one of these fates."""
        return sum(p.fate in fates for p in self.paragraphs)

    @cached_property
    def replacements(self) -> list[tuple[str, str]]:
        """What stood in one place before and after, within changed paragraphs; "" where nothing did."""
        return [pair for p in self.paragraphs if p.fate in (Fate.CHANGED, Fate.MOVED) for pair in replacements(p.runs)]

    @property
    def words(self) -> int:
        """Number of words that changed within paragraphs: of a replacement the longer side's."""
        return sum(max(count_words(old), count_words(new)) for old, new in self.replacements)


def compare(old: str, new: str) -> Diff:
    """Set two texts with one paragraph per line against each other."""
    before, after = old.splitlines(), new.splitlines()
    matched = dict(matches([hashable(line) for line in before], [hashable(line) for line in after], shingle=1))
    fates = {i: (j, Fate.SAME if before[i] == after[j] else Fate.TYPED) for i, j in matched.items()}
    reflowed: dict[int, tuple[range, range]] = {}
    for lines, others in _gaps(matched, len(before), len(after)):
        if lines and others and _words_of(before, lines) == _words_of(after, others):
            reflowed[others.start] = (lines, others)
        else:
            fates |= {i: (j, Fate.CHANGED) for i, j in _alike(before, after, lines, others)}
    moved = _moved(before, after, fates, reflowed.values())
    return Diff(tuple(_ordered(before, after, fates, reflowed, moved)), len(before), len(after))


def words(old: str, new: str) -> tuple[Run, ...]:
    """Set the words of two lines against each other."""
    a, b = _tokens(old), _tokens(new)
    pairs = matches([token.text for token in a], [token.text for token in b], shingle=_SHINGLE)
    parts: list[tuple[str, str]] = []  # what stood and what stands; equal where both are
    i = j = at_old = at_new = 0
    for i, j in pairs:
        parts.append((old[at_old : a[i].start], new[at_new : b[j].start]))
        parts.append((a[i].text, b[j].text))
        at_old, at_new = a[i].end, b[j].end
        blanks = (old[at_old : a[i].next], new[at_new : b[j].next])
        parts.append(blanks)
        at_old, at_new = a[i].next, b[j].next
    parts.append((old[at_old:], new[at_new:]))
    return tuple(_runs(_without_islands(_joined(parts))))


def replacements(runs: Iterable[Run]) -> Iterator[tuple[str, str]]:
    """What stood in one place before and after; "" where nothing did."""
    old = new = ""
    for run in (*runs, Run(Kind.EQUAL, "")):
        if run.kind is Kind.DELETE:
            old += run.text
        elif run.kind is Kind.INSERT:
            new += run.text
        elif old or new:
            yield old.strip(), new.strip()
            old = new = ""


def count_words(text: str) -> int:
    """Number of words, signs left out."""
    return sum(1 for found in _TOKEN.finditer(text) if _WORD.match(found[0]))


@dataclass(frozen=True, slots=True)
class _Token:
    """A word or sign, from `start` to `end`; the blank behind it ends at `next`."""

    text: str
    start: int
    end: int
    next: int


def _tokens(text: str) -> list[_Token]:
    found = [(match[0], match.start(), match.end()) for match in _TOKEN.finditer(text)]
    starts = [*(start for _, start, _ in found[1:]), len(text)][: len(found)]
    return [_Token(word, start, end, after) for (word, start, end), after in zip(found, starts, strict=True)]


def _joined(parts: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Neighbours of one kind made one; equal and changed parts take turns."""
    joined: list[tuple[str, str]] = []
    for old, new in parts:
        if not old and not new:
            continue
        if joined and (joined[-1][0] == joined[-1][1]) == (old == new):
            old, new = joined[-1][0] + old, joined[-1][1] + new
            joined.pop()
        joined.append((old, new))
    return joined


def _without_islands(parts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Few words that happen to be equal between two long changes belong to one change, as do signs and blanks."""
    lengths = [max(count_words(old), count_words(new)) for old, new in parts]
    kept: list[tuple[str, str]] = []
    for k, (old, new) in enumerate(parts):
        if 0 < k < len(parts) - 1 and old == new and lengths[k] <= _ISLAND:
            around = min(lengths[k - 1], lengths[k + 1])
            if around >= (_LONG_CHANGE if lengths[k] else 1):
                kept[-1] = (kept[-1][0] + old, kept[-1][1] + new)
                continue
        if kept and k and old != new and kept[-1][0] != kept[-1][1]:
            kept[-1] = (kept[-1][0] + old, kept[-1][1] + new)
        else:
            kept.append((old, new))
    return kept


def _runs(parts: Iterable[tuple[str, str]]) -> Iterator[Run]:
    """Parts as runs; what both sides of a change end with is no change."""
    equal = ""
    for old, new in parts:
        if old == new:
            equal += old
            continue
        same = 0
        while same < min(len(old), len(new)) and old[-1 - same] == new[-1 - same] and old[-1 - same].isspace():
            same += 1
        if equal:
            yield Run(Kind.EQUAL, equal)
        if gone := old[: len(old) - same]:
            yield Run(Kind.DELETE, gone)
        if came := new[: len(new) - same]:
            yield Run(Kind.INSERT, came)
        equal = old[len(old) - same :]
    if equal:
        yield Run(Kind.EQUAL, equal)


def _gaps(matched: dict[int, int], old_count: int, new_count: int) -> Iterator[tuple[range, range]]:
    """The stretches between matched paragraphs."""
    i = j = 0
    for x, y in [*sorted(matched.items()), (old_count, new_count)]:
        if x > i or y > j:
            yield range(i, x), range(j, y)
        i, j = x + 1, y + 1


def _bag(line: str) -> Counter[str]:
    return Counter(word for word in _TOKEN.findall(line) if _WORD.match(word))


def _words_of(lines: Sequence[str], places: Iterable[int]) -> list[str]:
    return [word for place in places for word in _TOKEN.findall(hashable(lines[place]))]


def _likeness(a: Counter[str], b: Counter[str]) -> float:
    """Dice of two bags of words, 0 to 1."""
    total = a.total() + b.total()
    return 2 * (a & b).total() / total if total else 0.0


def _alike(before: Sequence[str], after: Sequence[str], lines: range, others: range) -> list[tuple[int, int]]:
    """Pairs of paragraphs of a stretch of which one is the other changed, in the order of both."""
    if not lines or not others:
        return []
    if len(lines) * len(others) > _GAP:  # too many to look at each pair: those that begin alike
        ours_begin = [" ".join(_TOKEN.findall(before[i])[:_BEGINNING]) for i in lines]
        theirs_begin = [" ".join(_TOKEN.findall(after[j])[:_BEGINNING]) for j in others]
        return [(lines[x], others[y]) for x, y in matches(ours_begin, theirs_begin, shingle=1)]
    least = _ALIKE_ALONE if len(lines) == len(others) == 1 else _ALIKE
    ours, theirs = [_bag(before[i]) for i in lines], [_bag(after[j]) for j in others]
    like = [[_likeness(a, b) for b in theirs] for a in ours]
    best = [[0.0] * (len(others) + 1) for _ in range(len(lines) + 1)]  # sum of likeness of the lines from here on
    for x in reversed(range(len(lines))):
        for y in reversed(range(len(others))):
            both = like[x][y] + best[x + 1][y + 1] if like[x][y] >= least else 0.0
            best[x][y] = max(both, best[x + 1][y], best[x][y + 1])
    pairs = []
    x = y = 0
    while x < len(lines) and y < len(others):
        if like[x][y] >= least and best[x][y] == like[x][y] + best[x + 1][y + 1]:
            pairs.append((lines[x], others[y]))
            x, y = x + 1, y + 1
        elif best[x + 1][y] >= best[x][y + 1]:
            x += 1
        else:
            y += 1
    return pairs


def _moved(
    before: Sequence[str],
    after: Sequence[str],
    fates: dict[int, tuple[int, Fate]],
    reflowed: Iterable[tuple[range, range]],
) -> dict[int, int]:
    """New numbers of paragraphs that stand elsewhere, word for word or nearly, by their old ones."""
    flown = list(reflowed)
    taken = {j for j, _ in fates.values()}.union(*(others for _, others in flown))
    left = {i for lines, _ in flown for i in lines}.union(fates)
    gone = [i for i in range(len(before)) if i not in left]
    come = [j for j in range(len(after)) if j not in taken]
    found: dict[int, int] = {}
    ours, theirs = _by_words(before, gone), _by_words(after, come)
    for line, places in ours.items():
        if line and len(places) == 1 and len(others := theirs.get(line, [])) == 1:
            found[places[0]] = others[0]
    arrived = set(found.values())
    gone = [i for i in gone if i not in found]
    come = [j for j in come if j not in arrived]
    if len(gone) * len(come) <= _GAP:
        bags = {j: _bag(after[j]) for j in come}
        for i in gone:
            bag = _bag(before[i])
            like, j = max(((_likeness(bag, other), j) for j, other in bags.items()), default=(0.0, -1))
            if like >= _ALIKE_MOVED:
                found[i] = j
                del bags[j]
    return found


def _by_words(lines: Sequence[str], places: Iterable[int]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place in places:
        found.setdefault(hashable(lines[place]), []).append(place)
    return found


def _ordered(
    before: Sequence[str],
    after: Sequence[str],
    fates: dict[int, tuple[int, Fate]],
    reflowed: dict[int, tuple[range, range]],
    moved: dict[int, int],
) -> Iterator[Paragraph]:
    """Every paragraph once: by its place in the new text, what was removed by its place in the old one."""
    flown = {i for lines, _ in reflowed.values() for i in lines}
    origin = {j: i for i, (j, _) in fates.items()}
    whence = {j: i for i, j in moved.items()}
    i = j = 0
    while i < len(before) or j < len(after):
        while i < len(before) and i not in fates and (i not in flown or j >= len(after)):
            if i not in moved and i not in flown:
                yield Paragraph(Fate.REMOVED, i, None, (Run(Kind.DELETE, before[i]),))
            i += 1
        if j >= len(after):
            continue
        if j in reflowed:
            lines, others = reflowed[j]
            old, new = "\n".join(before[k] for k in lines), "\n".join(after[k] for k in others)
            yield Paragraph(Fate.REFLOWED, lines.start, j, words(old, new))
            i, j = lines.stop, others.stop
        elif j in whence:
            yield Paragraph(Fate.MOVED, whence[j], j, words(before[whence[j]], after[j]))
            j += 1
        elif j in origin:
            place, fate = origin[j], fates[origin[j]][1]
            same = (Run(Kind.EQUAL, after[j]),) if after[j] else ()
            yield Paragraph(fate, place, j, same if fate is Fate.SAME else words(before[place], after[j]))
            i, j = place + 1, j + 1
        else:
            yield Paragraph(Fate.ADDED, None, j, (Run(Kind.INSERT, after[j]),))
            j += 1
