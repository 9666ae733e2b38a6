"""The texts of stories and what is between them: which edges count, and the stars that cover all texts.

The rules stand in archive/stories.py. Texts are numbered by their place in an order that arrival does not change.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

PART = 0.75  # of the shorter text must stand in the longer one, of which it may not make up as much
SIDE_BY_SIDE = 1.1  # of a text is more than two parts make up that do not overlap in it; a tenth for what it changed
PIECE = 0.2  # of an earlier text is what a copy cut short keeps at least; items of round-ups are mostly shorter
FILLS = 1 / 3  # of the longer text is what a fragment must be to be told by it
AGREE = 0.7  # of the parts of two collections that both must have to be one
LINKS = ("near", "contained")
_STRENGTH = {"near": 3, "contained": 2, "related": 1}  # of kinds, should two texts ever have several edges
NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)
Moment = tuple[dt.date, dt.datetime]
"""Local day and instant of publication, each at the end of all time where it is not known."""


@dataclass(frozen=True, slots=True)
class Edge:
    """Two articles found alike, as in `duplicate_edge`; `shorter` is a, b or None where they are equally long, `size`
    the length of the shorter text as a share of the longer one's."""

    a: int
    b: int
    kind: str
    jaccard: float
    containment: float
    shorter: int | None = None
    size: float = 1.0

    @property
    def cover(self) -> float:
        """The share of the longer text that the shorter one makes up."""
        return self.containment * self.size

    @property
    def is_part(self) -> bool:
        """Whether the shorter text is a part of the longer one: in it, and clearly less than it."""
        held = self.kind == "contained" or (self.kind == "near" and self.containment >= PART)
        return held and self.shorter is not None and self.cover < PART

    @property
    def is_version(self) -> bool:
        """Whether both are the whole of one text: neither is a part of the other, nor much longer."""
        return self.kind == "near" and not self.is_part and self.size >= PART

    @property
    def strength(self) -> float:
        """How alike, to choose between edges: 0 to 2."""
        return self.jaccard + self.containment


class Graph:
    """Texts by their place, and what is between them. Filled by `add`, then made ready by `settle`."""

    def __init__(self, moments: Sequence[Moment]) -> None:
        self.moments = moments
        self.links: list[dict[int, Edge]] = [{} for _ in moments]  # near and contained, those that count
        self.related: list[dict[int, Edge]] = [{} for _ in moments]
        self.alike: list[set[int]] = [{at} for at in range(len(moments))]  # also where no link is left
        self.apart: list[set[int]] = [set() for _ in moments]  # may not be in one story
        self.templates: list[set[int]] = [set() for _ in moments]
        self.parts: list[dict[int, float]] = [
            {} for _ in moments
        ]  # the parts of a text, with the share of it that each makes up

    def add(self, edge: Edge) -> None:
        """Take in an edge between texts; of several between the same two the strongest counts."""
        if edge.a == edge.b:
            return
        if edge.kind not in _STRENGTH:
            for one, other in ((edge.a, edge.b), (edge.b, edge.a)):
                self.templates[one].add(other)
            return
        before = self.links[edge.a].get(edge.b) or self.related[edge.a].get(edge.b)
        if before is not None and _weight(before) >= _weight(edge):
            return
        for one, other in ((edge.a, edge.b), (edge.b, edge.a)):
            self.links[one].pop(other, None)
            self.related[one].pop(other, None)
            (self.links if edge.kind in LINKS else self.related)[one][other] = edge
            self.alike[one].add(other)

    def settle(self) -> None:
        """Find collections and fragments, and drop the links that they make void."""
        for at, links in enumerate(self.links):
            self.templates[at] -= self.alike[at]
            self.apart[at] |= self.templates[at]
            for other, edge in links.items():
                if edge.is_part and edge.shorter == other:
                    self.parts[at][other] = edge.cover
        collections = {at for at in range(len(self.moments)) if self._is_collection(at)}
        void = []
        for at in collections:
            for part in self.parts[at]:
                self.apart[at].add(part)
                self.apart[part].add(at)
            void += [(at, other) for other in self.links[at] if not self._one_text(at, other, collections)]
            void += [(at, other) for other in self.related[at]]
        self._drop(void)
        self._drop([pair for at in range(len(self.moments)) for pair in self._fragment(at)])

    def _is_collection(self, at: int) -> bool:
        parts = self.parts[at]
        within = set(parts)
        if any(not self.templates[part].isdisjoint(within) for part in parts):
            return True
        for part in parts:
            for other in within - self.alike[part]:
                if parts[part] + parts[other] <= SIDE_BY_SIDE and not self._cut_in_two(at, part, other):
                    return True
        return False

    def _cut_in_two(self, at: int, part: int, other: int) -> bool:
        if min(self.parts[at][part], self.parts[at][other]) < PIECE:
            return False
        versions = (one for one, edge in self.links[at].items() if edge.is_version)
        first = min(self.moments[one] for one in (at, *versions))
        before = [_before(first, self.moments[piece]) for piece in (part, other)]
        after = [_before(self.moments[piece], first) for piece in (part, other)]
        return any(before) and not any(after)

    def _one_text(self, at: int, other: int, collections: set[int]) -> bool:
        """Whether a link of a collection counts: with another version of it. Of two collections the parts are mostly in
        both; what is no collection must be nearly as long, so that no part of it can be a story of its own."""
        edge = self.links[at][other]
        if edge.kind != "near" or edge.is_part:
            return False
        if other not in collections:
            return edge.is_version
        either = self.parts[at].keys() | self.parts[other].keys()
        both = [part for part in either if part in self.alike[at] and part in self.alike[other]]
        return len(both) >= AGREE * len(either)

    def _fragment(self, at: int) -> list[tuple[int, int]]:
        """The links of a fragment that do not count; none where the text is no fragment."""
        longer = {other: edge for other, edge in self.links[at].items() if edge.kind != "near" and edge.shorter == at}
        among = set(longer)
        if all(among <= self.alike[one] for one in among):
            return []
        best = min(longer, key=lambda other: (-longer[other].strength, other))
        return [(at, other) for other in longer if other != best or longer[other].size < FILLS]

    def _drop(self, pairs: Iterable[tuple[int, int]]) -> None:
        for one, other in pairs:
            for table in (self.links, self.related):
                table[one].pop(other, None)
                table[other].pop(one, None)


def _before(one: Moment, other: Moment) -> bool:
    """Whether it is sure that one came out before another."""
    same_day = one[0] == other[0] and NEVER not in (one[1], other[1]) and one[1] < other[1]
    return dt.date.max not in (one[0], other[0]) and (one[0] < other[0] or same_day)


def _weight(edge: Edge) -> tuple[int, float, float, int, float]:
    shorter = -1 if edge.shorter is None else edge.shorter
    return _STRENGTH[edge.kind], edge.jaccard, edge.containment, shorter, edge.size


def stars(graph: Graph) -> list[set[int]]:
    """Cover all texts by stars. What a star refuses (`apart`) is covered in the next round."""
    stars: dict[int, set[int]] = {}
    free = set(range(len(graph.moments)))
    while free:
        links = {at: graph.links[at].keys() & free for at in free}
        hubs = _hubs(graph, links)
        for hub in hubs:
            stars[hub] = {hub}
        free.difference_update(hubs)
        direct = [(-graph.links[hub][at].strength, at, hub) for hub in hubs for at in links[hub]]
        indirect = [(-edge.strength, at, hub) for hub in hubs for at, edge in graph.related[hub].items() if at in free]
        for sure, offers in ((True, direct), (False, indirect)):
            for _, at, hub in sorted(offers):
                star = stars[hub]
                confirmed = sure or not star.isdisjoint(graph.links[at])
                if at in free and confirmed and star.isdisjoint(graph.apart[at]):
                    star.add(at)
                    free.remove(at)
    return list(stars.values())


def _hubs(graph: Graph, links: dict[int, set[int]]) -> list[int]:
    covered: set[int] = set()
    hubs = []
    for at in sorted(links, key=lambda at: (-len(links[at]), at)):
        if at not in covered:
            hubs.append(at)
            covered.add(at)
            covered |= links[at]
            covered |= {
                other for other in graph.related[at] if other in links and not links[other].isdisjoint(links[at])
            }
    return hubs
