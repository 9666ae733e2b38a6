"""Quality on saved pages with reviewed answers beside trafilatura: as they are and made harder (benchmarks/stress.py).

A folder holds `NAME.html` as the server sent it and `NAME.json` with the answer (its fields: benchmarks/scoring.py).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.table import Table

from benchmarks.common import ROOT, SHARED, Absent, Bench, mark
from benchmarks.scoring import DateVerdict, PageResult, judge, mean
from benchmarks.stress import variants
from benchmarks.systems import Found, System, ours, trafilatura_default

SYSTEMS: Mapping[str, System] = {"ours": ours, "trafilatura": trafilatura_default}
BARS = {"all": 0.97, "no class": 0.97, "box of one": 0.97, "box of two": 0.90}  # F1 by the first words of a row
FOLDERS = (SHARED / "pages", ROOT / "tests" / "extraction" / "pages")


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A page and its answer."""

    name: str
    url: str
    body: bytes
    answer: Mapping[str, Any]


def load(folder: Path) -> list[SavedPage]:
    """The pages of a folder that have an answer, by name. Raises `Absent` where there is none."""
    pages = []
    for file in sorted(folder.glob("*.json")):
        html = file.with_suffix(".html")
        if html.is_file():
            answer = json.loads(file.read_text(encoding="utf-8"))
            pages.append(SavedPage(file.stem, answer["url"], html.read_bytes(), answer))
    if not pages:
        raise Absent(f"no saved pages in {folder}")
    return pages


def run(bench: Bench) -> dict[str, Any]:
    """Every page as it is, then the harder versions; both systems."""
    pages = list(find(bench.folders))
    plain: dict[str, dict[str, PageResult]] = {page.name: {} for page in pages}
    harder: dict[str, dict[str, list[PageResult]]] = defaultdict(lambda: defaultdict(list))
    for page in bench.track(pages, "pages"):
        for name, system in SYSTEMS.items():
            plain[page.name][name] = _judge(page.answer, system(page.url, page.body))
        for variant in variants(page.body):
            answer = {**page.answer, "must_not": [*page.answer.get("must_not", ()), *variant.added]}
            for name, system in SYSTEMS.items():
                harder[variant.name][name].append(_judge(answer, system(page.url, variant.body)))
    all_plain = {name: [plain[page.name][name] for page in pages] for name in SYSTEMS}
    rows = {"all": all_plain, **harder}
    bench.console.print(_page_table(plain), _total_table(rows))
    return {
        "pages": {page: {name: _page_json(r) for name, r in results.items()} for page, results in plain.items()},
        "totals": {row: {name: totals_of(r) for name, r in results.items()} for row, results in rows.items()},
    }


def find(folders: tuple[Path, ...] = ()) -> Iterator[SavedPage]:
    """The pages of these folders, or of every usual one that is there. Raises `Absent` where there are none."""
    if folders:
        for folder in folders:
            yield from load(folder)
        return
    found = [folder for folder in FOLDERS if any(folder.glob("*.json"))]
    if not found:
        raise Absent(f"no saved pages: neither {' nor '.join(map(str, FOLDERS))}")
    for folder in found:
        yield from load(folder)


def _judge(answer: Mapping[str, Any], found: Found) -> PageResult:
    return judge(answer, text=found.text, title=found.title, date=found.date)


def _page_table(results: Mapping[str, Mapping[str, PageResult]]) -> Table:
    table = Table(title="Saved pages (ours | trafilatura with metadata)", title_justify="left")
    table.add_column("page", overflow="fold")
    for column in ("F1", "leaked", "lost", "title", "date"):
        table.add_column(column, justify="right")
        table.add_column("", style="dim")
    for page, by_system in results.items():
        cells = zip(*(_cells(by_system[name]) for name in SYSTEMS), strict=True)
        table.add_row(page, *(cell for pair in cells for cell in pair))
    return table


def _cells(r: PageResult) -> tuple[str, ...]:
    short = f" +{len(r.short_lost)} short" if r.short_lost else ""
    date = f"{r.date} ({r.trap or 'no known trap'})" if r.date is DateVerdict.WRONG else str(r.date)
    return (
        f"{r.overlap.f1:.3f}",
        f"{len(r.leaked)}/{r.may_leak}",
        f"{len(r.lost)}/{r.may_be_lost}{short}",
        "right" if r.title_right else "wrong",
        date,
    )


def _total_table(rows: Mapping[str, Mapping[str, list[PageResult]]]) -> Table:
    table = Table(title="Totals", title_justify="left")
    table.add_column("pages")
    table.add_column("system")
    for column in ("n", "F1", "bar", "P", "R", "leaked", "lost", "titles right", "dates right/none/wrong"):
        table.add_column(column, justify="right")
    for row, by_system in rows.items():
        for name, results in by_system.items():
            t = totals_of(results)
            table.add_row(
                row,
                name,
                str(t["pages"]),
                f"{t['f1']:.3f}",
                _bar(row, t["f1"]) if name == "ours" else "",
                f"{t['precision']:.3f}",
                f"{t['recall']:.3f}",
                f"{t['leaked']}/{t['may_leak']}",
                f"{t['lost']}/{t['may_be_lost']}" + (f" +{t['short_lost']} short" if t["short_lost"] else ""),
                str(t["titles_right"]),
                f"{t['dates_right']}/{t['dates_none']}/{t['dates_wrong']}",
                style="dim" if name == "trafilatura" else "",
            )
    return table


def _bar(row: str, f1: float) -> str:
    bar = next(bar for words, bar in BARS.items() if row.startswith(words))
    return f">= {bar:.2f} {mark(f1 >= bar)}"


def _page_json(r: PageResult) -> dict[str, Any]:
    return {
        "f1": round(r.overlap.f1, 4),
        "leaked": r.leaked,
        "may_leak": r.may_leak,
        "lost": r.lost,
        "may_be_lost": r.may_be_lost,
        "short_lost": r.short_lost,
        "title_right": r.title_right,
        "date": r.date,
        "trap": r.trap,
    }


def totals_of(results: Iterable[PageResult]) -> dict[str, Any]:
    """Means and sums over pages, for tables and `--json`."""
    results = list(results)
    score = mean(r.overlap for r in results)
    return {
        "pages": len(results),
        "f1": round(score.f1, 4),
        "precision": round(score.precision, 4),
        "recall": round(score.recall, 4),
        "leaked": sum(len(r.leaked) for r in results),
        "may_leak": sum(r.may_leak for r in results),
        "lost": sum(len(r.lost) for r in results),
        "may_be_lost": sum(r.may_be_lost for r in results),
        "short_lost": sum(len(r.short_lost) for r in results),
        "titles_right": sum(r.title_right for r in results),
        **{f"dates_{verdict}": sum(r.date is verdict for r in results) for verdict in DateVerdict},
    }
