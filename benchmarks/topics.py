"""Topics (crawler/extraction/topics.py): relevance and areas over the labelled texts, and the cost beside trafilatura.

The texts lie in tests/extraction/topics, whose README says how they were made: words and weights were tuned on
`development`, `heldout` was written before any of them, `hard` shows the limits. Cost is CPU per page, taken in turns
with trafilatura on the same imitated pages.
"""

from __future__ import annotations

import statistics
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from rich.table import Table

from benchmarks.common import ROOT, Bench, folder, mark
from benchmarks.systems import trafilatura_default
from crawler.extraction.topics import CCHC, Topics, classify
from tests.replica.yenbai import YenBai

TEXTS = ROOT / "tests" / "extraction" / "topics"
HALVES = ("development", "heldout")
HARD = "hard"  # reform without its words, other news with them: no bar
BARS = {"precision": 0.97, "recall": 0.95, "primary": 0.85, "cost": 0.03}
ROUNDS, PER_ROUND = 5, 40


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text with its labels: `primary` is the area it is about first, None where it is not about reform."""

    name: str
    title: str
    text: str
    primary: str | None
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A labelled text and what was found in it."""

    label: Labelled
    topics: Topics

    @property
    def codes(self) -> list[str]:
        """Areas found, best first, the one-stop shop under TTHC."""
        return [area.code for area in self.topics.areas if "." not in area.code]


def load(half: Path) -> Iterator[Labelled]:
    """The texts of a half, file by file; `primary` stands once at the head of a file."""
    for file in sorted(folder(half).glob("*.toml")):
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        for number, text in enumerate(data["text"], 1):
            also = tuple(text.get("also", ()))
            yield Labelled(f"{file.stem} {number}", text["title"], text["text"], data.get("primary"), also)


def answers(half: str) -> list[Answer]:
    """Every text of a half, classified."""
    return [Answer(label, classify(label.title, label.text)) for label in load(TEXTS / half)]


def score(found: Sequence[Answer]) -> dict[str, Any]:
    """Precision, recall and F1 of relevance; share of right primary areas; precision and recall of each area.

    Areas are counted over the texts that are about reform; an area is right where the label has it as primary or also.
    """
    about = [a for a in found if a.label.primary]
    said = [a for a in found if a.topics.score >= CCHC]
    right = sum(a.label.primary is not None for a in said)
    given: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    hit: Counter[str] = Counter()
    for answer in about:
        wanted = {answer.label.primary or "", *answer.label.also}
        given.update(answer.codes)
        asked.update(wanted)
        hit.update(wanted.intersection(answer.codes))
    precision, recall = _share(right, len(said)), _share(right, len(about))
    primaries = sorted({a.label.primary for a in about if a.label.primary})
    return {
        "texts": len(found),
        "precision": precision,
        "recall": recall,
        "f1": _share(2 * right, len(said) + len(about)),
        "primary": _share(sum(a.codes[:1] == [a.label.primary] for a in about), len(about)),
        "areas": {
            code: {
                "texts": asked[code],
                "primary": _share(
                    sum(a.codes[:1] == [code] for a in about if a.label.primary == code),
                    sum(a.label.primary == code for a in about),
                ),
                "precision": _share(hit[code], given[code]),
                "recall": _share(hit[code], asked[code]),
            }
            for code in primaries
        },
    }


def cost() -> dict[str, float]:
    """CPU of one classification against trafilatura with metadata on the page of the same text, and milliseconds.

    `ratio` is taken in turns, when trafilatura has just emptied the processor's caches, as in a crawl; `again` right
    after it, with the same text.
    """
    site = YenBai(articles=2 * ROUNDS * PER_ROUND, events=())
    pages = [(site.url(gold), site.render(gold), gold.title, gold.text) for gold in site.golds()]
    trafilatura_default(*pages[0][:2])
    rows = []
    for number in range(ROUNDS):
        theirs = ours = again = 0.0
        for url, body, title, text in pages[number * PER_ROUND : (number + 1) * PER_ROUND]:
            times = [time.process_time()]
            classified = partial(classify, title, text)
            steps: tuple[Callable[[], object], ...] = (
                partial(trafilatura_default, url, body),
                classified,
                classified,
            )
            for work in steps:
                work()
                times.append(time.process_time())
            theirs += times[1] - times[0]
            ours += times[2] - times[1]
            again += times[3] - times[2]
        rows.append((ours / theirs, again / theirs, 1000 * ours / PER_ROUND))
    ratio, again, milliseconds = (statistics.median(column) for column in zip(*rows, strict=True))
    return {"ratio": round(ratio, 4), "again": round(again, 4), "ms": round(milliseconds, 3)}


def run(bench: Bench) -> dict[str, Any]:
    """Relevance for every set, areas of the held-out one, and the cost."""
    figures: dict[str, Any] = {name: score(answers(name)) for name in (*HALVES, HARD)}
    table = Table(title="Topics: relevance, and areas of the texts that are about reform", title_justify="left")
    for column in ("texts", "number", "precision", "recall", "F1", "primary area right", "bars"):
        table.add_column(column, justify="left" if column == "texts" else "right")
    for name, row in figures.items():
        reached = all(row[bar] >= BARS[bar] for bar in ("precision", "recall", "primary"))
        cells = [f"{row[figure]:.3f}" for figure in ("precision", "recall", "f1", "primary")]
        table.add_row(name, str(row["texts"]), *cells, "none" if name == HARD else mark(reached))
    bench.console.print(table)
    table = Table(title="Areas on the held-out texts (primary or also)", title_justify="left")
    for column in ("area", "texts", "primary right", "precision", "recall"):
        table.add_column(column, justify="left" if column == "area" else "right")
    for code, area in figures["heldout"]["areas"].items():
        values = [f"{area[name]:.2f}" for name in ("primary", "precision", "recall")]
        table.add_row(code, str(area["texts"]), *values)
    bench.console.print(table)
    figures["cost"] = cost()
    ratio = figures["cost"]["ratio"]
    bench.console.print(
        f"CPU against trafilatura with metadata: {ratio:.1%} of a page ({figures['cost']['ms']:.2f} ms), "
        f"{figures['cost']['again']:.1%} with warm caches, "
        f"bar {BARS['cost']:.0%}: {mark(ratio <= BARS['cost'])}"
    )
    return figures


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 1.0
