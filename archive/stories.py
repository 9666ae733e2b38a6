"""Which articles tell one story: a pure function of the edges between them, their portals and their dates.

The rules, with the mistakes that each is there to prevent (docs/stories.md):

1. Articles of one and the same text (`exact`) are one node.
2. `near` and `contained` link two nodes. A text is a *part* of a longer one that contains it (`contained`, or
   three quarters of it stand there) where it is less than three quarters as long.
3. A *collection* (weekly round-up, yearly report) has two parts that are different stories: nothing alike between them,
   or one form filled twice; and they can lie side by side in it. It is linked with collections of the same contents
   alone, so it fuses nothing. Two large pieces of a text that came out before both are copies cut short, no round-up.
4. A *fragment* (stock notice, item that two texts use) is contained in two longer texts without likeness to each other:
   of these links only the strongest is left, and that only where the fragment fills a third of the longer text.
5. Stars: hubs are the nodes with most links. All others go to the hub that they are most alike; one that is only
   `related` to a hub goes with it where a link to another member confirms it. So a story's diameter is two edges, and
   a chain of small changes ends. No star holds a collection with its part, or two fillings of one form.

Numbers of articles and the moment of first sight decide nothing here, because they depend on the order of arrival.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from archive.db import LOCAL, local_day

PART = 0.75  # of the shorter text must stand in the longer one, of whose length it may not have as much
SIDE_BY_SIDE = 1.1  # two parts that together are longer than the text overlap in it; a tenth for what it changed
PIECE = 0.2  # of an earlier text is what a copy cut short keeps at least; items of round-ups are mostly shorter
FILLS = 1 / 3  # of the longer text is what a fragment must make up to be told by it
AGREE = 0.7  # of the parts of two collections that both must have to be one
LINKS = ("near", "contained")
_LEVELS = {"province": 0, "department": 1, "district": 2, "commune": 3}
_STRENGTH = {"near": 3, "contained": 2, "related": 1}  # of kinds, should two texts ever have several edges
_NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)


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
        """How much of the longer text the shorter one makes up."""
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


@dataclass(frozen=True, slots=True)
class Node:
    """What of an article matters for stories. `reprint`: it calls itself one; `published_at` and `first_seen` are aware
    instants, `published_on` is a local day; `level` is its portal's, as in table portal."""

    id: int
    portal: str
    key: str
    reprint: bool
    withheld: bool
    published_on: dt.date | None
    published_at: dt.datetime | None
    first_seen: dt.datetime
    level: str | None


def order(node: Node) -> tuple[bool, bool, dt.date, int, dt.datetime, dt.datetime, str, str]:
    """Sort key of the articles of a story, the one that stands for it first.

    Withheld ones are last, what calls itself a reprint is behind what does not; then the day of publication, else of
    first sight; the level of the portal (province, department, district, commune, unknown); the moment, where only the
    day is known its end; first sight.
    """
    day = node.published_on or local_day(node.first_seen)
    end = dt.datetime.combine(day, dt.time.max, LOCAL)
    level = _LEVELS.get(node.level or "", len(_LEVELS))
    moment = node.published_at or end
    return node.withheld, node.reprint, day, level, moment, node.first_seen, node.portal, node.key


def representative(nodes: Iterable[Node]) -> Node:
    """The article that stands for a story. Raises ValueError where there are none."""
    return min(nodes, key=order)


def partition(nodes: Iterable[Node], edges: Iterable[Edge]) -> list[frozenset[int]]:
    """The stories, as sets of article numbers; every article is in exactly one. In the order of their first articles.

    The result for a component over exact, near and contained is the same whatever else is given; needed are all its
    articles and all edges between them. Raises KeyError for an edge whose article is missing.
    """
    known = {node.id: node for node in nodes}
    edges = list(edges)
    members = _classes(known, edges)
    place = {number: at for at, one in enumerate(members) for number in one}
    graph = _Graph([min(map(_moment, (known[number] for number in one))) for one in members])
    for edge in edges:
        if edge.kind != "exact":
            shorter = place.get(edge.shorter) if edge.shorter is not None else None
            graph.add(replace(edge, a=place[edge.a], b=place[edge.b], shorter=shorter))
    graph.settle()
    return [frozenset(number for at in star for number in members[at]) for star in sorted(map(sorted, _stars(graph)))]


_Moment = tuple[dt.date, dt.datetime]


def _moment(node: Node) -> _Moment:
    """Local day and instant of publication, each at the end of all time where it is not known."""
    return node.published_on or dt.date.max, node.published_at or _NEVER


def _before(one: _Moment, other: _Moment) -> bool:
    """Whether it is sure that one came out before another."""
    same_day = one[0] == other[0] and _NEVER not in (one[1], other[1]) and one[1] < other[1]
    return dt.date.max not in (one[0], other[0]) and (one[0] < other[0] or same_day)


def _rank(node: Node) -> tuple[dt.date, int, dt.datetime, str, str]:
    level = _LEVELS.get(node.level or "", len(_LEVELS))
    day, instant = _moment(node)
    return day, level, instant, node.portal, node.key


def _classes(known: dict[int, Node], edges: Sequence[Edge]) -> list[list[int]]:
    """The articles of each text, texts in the order of their first article: from here on a text is its place here."""
    root = {number: number for number in known}

    def find(number: int) -> int:
        while root[number] != number:
            root[number] = number = root[root[number]]
        return number

    for edge in edges:
        if edge.kind == "exact":
            root[find(edge.a)] = find(edge.b)
    found: defaultdict[int, list[int]] = defaultdict(list)
    for number in known:
        found[find(number)].append(number)
    return sorted(found.values(), key=lambda one: min(_rank(known[number]) for number in one))


class _Graph:
    """Texts by their place, and what is between them. Filled by `add`, then made ready by `settle`."""

    def __init__(self, moments: Sequence[_Moment]) -> None:
        self.moments = moments
        self.links: list[dict[int, Edge]] = [{} for _ in moments]  # near and contained, those that count
        self.related: list[dict[int, Edge]] = [{} for _ in moments]
        self.alike: list[set[int]] = [{at} for at in range(len(moments))]  # also where no link is left
        self.apart: list[set[int]] = [set() for _ in moments]  # may not be in one story
        self.templates: list[set[int]] = [set() for _ in moments]
        self.parts: list[dict[int, float]] = [{} for _ in moments]  # what a text has as its parts, with their sizes

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


def _weight(edge: Edge) -> tuple[int, float, float, int, float]:
    shorter = -1 if edge.shorter is None else edge.shorter
    return _STRENGTH[edge.kind], edge.jaccard, edge.containment, shorter, edge.size


def _stars(graph: _Graph) -> list[set[int]]:
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


def _hubs(graph: _Graph, links: dict[int, set[int]]) -> list[int]:
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
