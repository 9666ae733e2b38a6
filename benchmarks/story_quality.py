"""How well stories are told apart: labelled archives with copies, forms filled anew, round-ups and their reprints.

Every text is compared with those it shares hashes with (archive/dedup.py), then grouped by archive/stories.py and, to
compare, into plain components over exact, near and contained. Counted are pairs of articles: fused (two stories in one)
and split (one story in two).
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any

from rich.table import Table

from archive import dedup
from archive.db import LOCAL
from archive.stories import LINKS, Edge, Node, partition
from benchmarks import edits
from benchmarks.common import Bench
from benchmarks.edit_copies import COPIES, Strength, both
from benchmarks.edit_forms import BARRED, FORMS
from benchmarks.edit_texts import Text

STORIES, ROUND_UPS = 90, 20
SEEDS = 5  # archives of each half
START = dt.datetime(2026, 1, 1, tzinfo=LOCAL)
Labelled = tuple[str, Text, float]
"""What it tells, the text, days after START."""


def archive(half: str, seed: int) -> list[Labelled]:
    """Stories with up to six copies, some edited twice; forms filled anew, a month later; round-ups of two to eight
    stories that give them whole, by seven tenths or by their leads, two in five reprinted a day later."""
    rng, strength = random.Random(seed), edits.HALVES[half]
    base = edits.texts(half, STORIES)
    found: list[Labelled] = []
    days = [rng.randint(0, 40) + rng.choice((0.3, 0.4, 0.6)) for _ in base]
    for number, text in enumerate(base):
        found.append((f"story {number}", text, days[number]))
        for _ in range(rng.choice((0, 0, 1, 2, 3, 4, 6))):
            copy = _copy(rng, text, strength)
            found.append((f"story {number}", copy, days[number] + rng.choice((0, 0.02, 0.1, 1, 1.1, 2, 5))))
        form = FORMS[rng.choice(sorted(BARRED))](rng, text, strength) if rng.random() < 0.3 else None
        if form:
            found.append((f"form {number}", form, days[number] + 30))
    for number in range(ROUND_UPS):
        told = rng.sample(range(len(base)), rng.choice((2, 3, 4, 6, 8)))
        share = rng.choice((1.0, 1.0, 0.7, 0.0))
        lines = [f"Điểm tin cải cách hành chính tuần {number}"]
        for one in told:
            lines += base[one][: max(2, round(len(base[one]) * share))]
        day = max(days[one] for one in told) + rng.choice((0.05, 0.3, 1, 2, 3))
        found.append((f"round-up {number}", tuple(lines), day))
        if rng.random() < 0.4:
            edit = COPIES[rng.choice(("words edited", "title changed", "author line"))][0]
            found.append((f"round-up {number}", edit(rng, tuple(lines), strength) or tuple(lines), day + 1))
    return found


def _copy(rng: random.Random, text: Text, strength: Strength) -> Text:
    copy = COPIES[rng.choice(sorted(COPIES))][0](rng, text, strength) or text
    if rng.random() < 0.5:
        second = rng.choice([name for name in sorted(COPIES) if "cut by" not in name and name != "summary"])
        copy = COPIES[second][0](rng, copy, strength) or copy
    return both(rng, copy, strength)[0] if rng.random() < 0.2 else copy


def compared(texts: Sequence[Labelled]) -> list[Edge]:
    """The edges between texts, as the archive finds them."""
    ready = [dedup.prepare(text[0], "\n".join(text[1:])) for _, text, _ in texts]
    carriers: dict[str, int] = {}
    holders: defaultdict[int, list[int]] = defaultdict(list)
    found = []
    for number, one in enumerate(ready):
        carrier = carriers.setdefault(one.text_hash, number)
        if carrier != number:
            found.append(Edge(carrier, number, "exact", 1.0, 1.0))
            continue
        for kept in one.hashes:
            holders[kept].append(number)
    shared = Counter(pair for numbers in holders.values() for pair in combinations(numbers, 2))
    for (a, b), common in shared.items():
        if common >= 2 and dedup.promising(ready[a].hashes, ready[b].hashes):
            verdict = dedup.judge(ready[a], ready[b])
            if verdict.kind != "none":
                shorter = {"a": a, "b": b}.get(verdict.shorter or "")
                short, long = sorted((len(ready[a].words), len(ready[b].words)))
                found.append(Edge(a, b, verdict.kind, verdict.jaccard, verdict.containment, shorter, short / long))
    return found


def components(count: int, edges: Iterable[Edge]) -> list[frozenset[int]]:
    """What is linked, however far."""
    group = {number: frozenset({number}) for number in range(count)}
    for edge in edges:
        if edge.kind in ("exact", *LINKS):
            joined = group[edge.a] | group[edge.b]
            group |= dict.fromkeys(joined, joined)
    return list(set(group.values()))


def node(number: int, day: float, hours: bool) -> Node:
    """An article published some days after START, with its hour or without."""
    moment = START + dt.timedelta(days=day)
    at = moment.astimezone(dt.UTC) if hours else None
    return Node(number, "p", f"{number:05}", False, False, moment.date(), at, START.astimezone(dt.UTC), "province")


def run(bench: Bench) -> dict[str, Any]:
    """Both halves, five archives each: pairs of articles fused and split, beside plain components."""
    table = Table(title="Grouping into stories: pairs of articles")
    for column in ("half", "texts", "as", "found", "largest", "fused", "split", "prec.", "recall"):
        table.add_column(column, justify="left" if column in ("half", "as") else "right")
    figures: dict[str, Any] = {}
    for half in bench.track(edits.HALVES, "stories"):
        tally = counted(half)
        figures[half] = {}
        for name in ("components", "stories"):
            right, fused, split = (tally[name, pair] for pair in ("True True", "True False", "False True"))
            row = {"precision": right / (right + fused), "recall": right / (right + split)}
            figures[half][name] = row | {"fused": fused, "split": split, "found": tally[name, "found"]}
            numbers = (tally[name, "found"], tally[name, "largest"], fused, split)
            cells = [half, f"{tally['all', 'texts']:,}", name, *(f"{number:,}" for number in numbers)]
            table.add_row(*cells, f"{row['precision']:.3f}", f"{row['recall']:.3f}")
        figures[half]["stories told"] = tally["all", "right"]
    bench.console.print(table)
    return figures


def counted(half: str) -> Counter[tuple[str, str]]:
    """Pairs of articles by grouping and by "same story found, same story told", and sizes."""
    tally: Counter[tuple[str, str]] = Counter()
    for seed in range(1, SEEDS + 1):
        texts, rng = archive(half, seed), random.Random(seed)
        edges = compared(texts)
        nodes = [node(number, day, rng.random() < 0.6) for number, (_, _, day) in enumerate(texts)]
        for name, found in (("components", components(len(texts), edges)), ("stories", partition(nodes, edges))):
            of = {number: at for at, one in enumerate(found) for number in one}
            for a, b in combinations(range(len(texts)), 2):
                tally[name, f"{of[a] == of[b]} {texts[a][0] == texts[b][0]}"] += 1
            tally[name, "found"] += len(found)
            tally[name, "largest"] = max(tally[name, "largest"], *map(len, found))
        tally["all", "texts"] += len(texts)
        tally["all", "right"] += len({label for label, _, _ in texts})
    return tally
