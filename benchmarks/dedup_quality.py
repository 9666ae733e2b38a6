"""Near-duplicates (archive/dedup.py): recall, precision and wrongly linked templates over labelled edits, beside
datasketch MinHashLSH and rensa on the same pairs.

The pairs are made by benchmarks/edits.py. Thresholds of all three were chosen on its half `tune`; the figures are of
the half `heldout`, whose texts are others and whose edits are a little harder. The peers get the same folded syllables;
size of their shingles and threshold are the ones with the best F1 on `tune`.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from typing import Any

from datasketch import MinHash, MinHashLSH
from rensa import RMinHash, RMinHashLSH
from rich.table import Table

from archive import dedup
from archive.shingles import syllables, tokens
from benchmarks import edit_forms, edits
from benchmarks.common import SHARED, Bench, mark
from benchmarks.edits import Pair

COUNT = 150  # articles a half is made of
BARS = {"precision": 0.99, "recall": 0.95, "templates": 0.01}
SIZES = (3, 5, 8)
THRESHOLDS = tuple(n / 20 for n in range(6, 19))
PERMUTATIONS, BANDS = 128, 32


@dataclass(slots=True)
class Row:
    """One kind of edit: how many pairs, whether they are one story, how many each system links, our kinds."""

    wanted: str
    pairs: int = 0
    linked: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)


Estimate = Callable[[str, int], Any]
"""A text and the size of a shingle to a signature with a method `jaccard(other)`."""


@cache
def _shingles(text: str, size: int) -> tuple[str, ...]:
    words = syllables(tokens(text))
    return tuple({" ".join(words[i : i + size]) for i in range(max(1, len(words) - size + 1))})


def datasketch_signature(text: str, size: int) -> MinHash:
    """A MinHash of datasketch with its default scheme."""
    signature = MinHash(num_perm=PERMUTATIONS)
    signature.update_batch([shingle.encode() for shingle in _shingles(text, size)])
    return signature


def rensa_signature(text: str, size: int) -> RMinHash:
    """An RMinHash of rensa."""
    signature = RMinHash(num_perm=PERMUTATIONS, seed=42)
    signature.update(list(_shingles(text, size)))
    return signature


SIGNATURES: dict[str, Estimate] = {"datasketch": datasketch_signature, "rensa": rensa_signature}


def estimates(sign: Estimate, pairs: Sequence[Pair], size: int) -> list[float]:
    """The Jaccard similarity of every pair as a system estimates it."""
    known: dict[str, Any] = {}

    def signature(text: str) -> Any:
        if text not in known:
            known[text] = sign(text, size)
        return known[text]

    return [signature(pair.a).jaccard(signature(pair.b)) for pair in pairs]


def tuned(sign: Estimate, pairs: Sequence[Pair]) -> tuple[int, float]:
    """Size of a shingle and threshold with the best F1."""
    best = (0.0, SIZES[0], THRESHOLDS[0])
    for size in SIZES:
        found = estimates(sign, pairs, size)
        for threshold in THRESHOLDS:
            said = [value >= threshold for value in found]
            right = sum(s and pair.linked for s, pair in zip(said, pairs, strict=True))
            f1 = 2 * right / (sum(said) + sum(pair.linked for pair in pairs))
            best = max(best, (f1, size, threshold))
    return best[1], best[2]


def collides(name: str, a: Any, b: Any, threshold: float) -> bool:
    """Whether the system's index returns the one text when asked with the other."""
    if name == "datasketch":
        index = _datasketch_index(threshold)
        index.insert("a", a)
        found = bool(index.query(b))
        index.remove("a")
        return found
    other = RMinHashLSH(threshold=threshold, num_perm=PERMUTATIONS, num_bands=BANDS)
    other.insert(1, a)
    return bool(other.query(b))


@cache
def _datasketch_index(threshold: float) -> MinHashLSH:
    return MinHashLSH(threshold=threshold, num_perm=PERMUTATIONS)


def judged(pairs: Iterable[Pair], peers: dict[str, tuple[int, float]]) -> tuple[dict[str, Row], float]:
    """Every pair judged by all systems, by kind of edit; and seconds of CPU that ours took."""
    rows: dict[str, Row] = {}
    signed: dict[tuple[str, str], Any] = {}
    spent = 0.0
    for pair in pairs:
        row = rows.setdefault(pair.edit, Row(pair.wanted))
        row.pairs += 1
        started = time.process_time()
        verdict = dedup.compare(pair.a, pair.b)
        spent += time.process_time() - started
        row.kinds[verdict.kind] += 1
        row.linked["ours"] += verdict.linked
        for name, (size, threshold) in peers.items():
            for text in (pair.a, pair.b):
                if (name, text) not in signed:
                    signed[name, text] = SIGNATURES[name](text, size)
            a, b = signed[name, pair.a], signed[name, pair.b]
            row.linked[name] += a.jaccard(b) >= threshold and collides(name, a, b, threshold)
    return rows, spent


def totals(rows: dict[str, Row], system: str) -> dict[str, float]:
    """Precision and recall of linking over all pairs, and shares of templates that were linked."""
    linked = sum(row.linked[system] for row in rows.values())
    right = sum(row.linked[system] for row in rows.values() if row.wanted != "none")
    wanted = sum(row.pairs for row in rows.values() if row.wanted != "none")
    return {
        "precision": _share(right, linked),
        "recall": _share(right, wanted),
        "templates": _linked(rows, system, edit_forms.BARRED),
        "thirds": _linked(rows, system, edit_forms.THIRD),
        "updated": _linked(rows, system, ("updated story",)),
    }


def _linked(rows: dict[str, Row], system: str, names: Sequence[str]) -> float:
    chosen = [rows[name] for name in names if name in rows]
    return _share(sum(row.linked[system] for row in chosen), sum(row.pairs for row in chosen))


def run(bench: Bench) -> dict[str, Any]:
    """Both halves, the five real texts where they lie beside the checkout, and the peers on the held-out half."""
    tune = list(edits.pairs("tune", COUNT))
    small = tune[::4]
    peers = {name: tuned(sign, small) for name, sign in SIGNATURES.items()}
    parts = {"heldout": list(edits.pairs("heldout", COUNT)), "tune": tune}
    if (SHARED / "seeds").is_dir():
        parts["real"] = list(edits.pairs_of(real(), edits.HELDOUT))
    figures: dict[str, Any] = {
        "versions": {name: version(name) for name in SIGNATURES},
        "peers": {name: {"shingle": size, "threshold": threshold} for name, (size, threshold) in peers.items()},
    }
    for name, pairs in parts.items():
        rows, spent = judged(bench.track(pairs, name), peers if name == "heldout" else {})
        figures[name] = _reported(bench, name, rows)
        figures[name]["ms_per_pair"] = round(1000 * spent / len(pairs), 3)
    bench.console.print(
        f"One comparison of two texts, everything worked out anew: {figures['heldout']['ms_per_pair']:.2f} ms of CPU"
    )
    return figures


def real() -> list[edits.Text]:
    """The five texts of real portals, chrome and all, with their first line as title; several generators over each."""
    found = []
    for file in sorted((SHARED / "seeds").glob("*.txt")):
        lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        found.extend([tuple(lines)] * 8)
    return found


def _reported(bench: Bench, half: str, rows: dict[str, Row]) -> dict[str, Any]:
    systems = sorted({name for row in rows.values() for name in row.linked}, key=lambda name: (name != "ours", name))
    table = Table(title=f"Near-duplicates, {half}: share of pairs that are linked", title_justify="left")
    table.add_column("edit")
    table.add_column("one story")
    for column in ("pairs", *systems):
        table.add_column(column, justify="right")
    table.add_column("our verdicts")
    for name, row in sorted(rows.items(), key=lambda item: item[1].wanted == "none"):
        shares = [f"{row.linked[system] / row.pairs:.3f}" for system in systems]
        kinds = " ".join(f"{kind} {row.kinds[kind] / row.pairs:.0%}" for kind in dedup.KINDS if row.kinds[kind])
        table.add_row(name, "no" if row.wanted == "none" else "yes", str(row.pairs), *shares, kinds)
    bench.console.print(table)
    scores = {system: totals(rows, system) for system in systems}
    table = Table(title=f"Near-duplicates, {half}: all pairs", title_justify="left")
    for column in ("system", "precision", "recall", "templates linked", "a third changed", "updated linked", "bars"):
        table.add_column(column, justify="left" if column == "system" else "right")
    for system, score in scores.items():
        reached = (
            score["precision"] >= BARS["precision"]
            and score["recall"] >= BARS["recall"]
            and score["templates"] <= BARS["templates"]
        )
        table.add_row(system, *(f"{value:.4f}" for value in score.values()), mark(reached))
    bench.console.print(table)
    by_edit: dict[str, Any] = defaultdict(dict)
    for name, row in rows.items():
        by_edit[name] = {
            "pairs": row.pairs,
            "one_story": row.wanted != "none",
            **{system: round(row.linked[system] / row.pairs, 4) for system in systems},
        }
    return {"all": scores, "edits": dict(by_edit)}


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
