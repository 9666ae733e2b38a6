"""Which articles tell one story: a pure function of the edges between them, their portals and their dates.

The rules, with the mistakes that each is there to prevent (docs/stories.md):

1. Articles of one and the same text (`exact`) are one node.
2. `near` and `contained` link two nodes. A text is a *part* of a longer one that contains it (`contained`, or three
   quarters of it stand there) where it makes up less than three quarters of that.
3. A *collection* (weekly round-up, yearly report) has two parts that are different stories: nothing alike between them,
   or one form filled twice; and they can lie side by side in it. It is linked with its own versions alone, so it fuses
   nothing. Two large pieces of a text of which a version came out before them are copies cut short, no round-up.
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
from dataclasses import dataclass

from archive.db import LOCAL, local_day
from archive.storygraph import LINKS, NEVER, Edge, Graph, Moment, stars

__all__ = ["LINKS", "Edge", "Node", "order", "partition", "representative"]

_LEVELS = {"province": 0, "department": 1, "district": 2, "commune": 3}


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
    graph = Graph([min(map(_moment, (known[number] for number in one))) for one in members])
    for edge in edges:
        if edge.kind != "exact":
            shorter = place.get(edge.shorter) if edge.shorter is not None else None
            scores = (edge.kind, edge.jaccard, edge.containment, shorter, edge.size)
            graph.add(Edge(place[edge.a], place[edge.b], *scores))
    graph.settle()
    return [frozenset(number for at in star for number in members[at]) for star in sorted(map(sorted, stars(graph)))]


def _moment(node: Node) -> Moment:
    """Local day and instant of publication, each at the end of all time where it is not known."""
    return node.published_on or dt.date.max, node.published_at or NEVER


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
