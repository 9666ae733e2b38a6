"""What learning a host's repeated blocks brings, and whether the fallback holds: real pages of four hosts, in English.

`data/portal-eval` beside the checkout holds `input/*.html.gz` as fetched and `gold/*.txt` with the address in the first
line and then blocks opened by a tag. The gold begins with the headline, so the headline each system found is put in
front of its text. A template is learned per host from all its pages, as a crawl has it after its first night. Two of
the pages are section fronts with an empty gold: a page without text has no precision and does not count in its mean.
"""

from __future__ import annotations

import gzip
import html
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rich.table import Table

from archive.records import Page
from benchmarks.common import SHARED, Absent, Bench, mark
from benchmarks.scoring import Overlap, Score, mean, overlap
from benchmarks.systems import System, ours, ours_with, trafilatura_default
from crawler.extraction.template import Template, learn

FOLDER = SHARED / "data" / "portal-eval"
_BLOCK = re.compile(r"\n\s*(?=<[hpl]>)")
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class GoldPage:
    """One page and its reviewed text, headline first."""

    name: str
    url: str
    body: bytes
    gold: str

    @property
    def host(self) -> str:
        return (urlsplit(self.url).hostname or "").removeprefix("www.")


def load(folder: Path) -> list[GoldPage]:
    """All pages of the set by name. Raises `Absent` where there are none."""
    pages = []
    for file in sorted((folder / "gold").glob("*.txt")):
        first, _, rest = file.read_text(encoding="utf-8", errors="replace").lstrip("\ufeff \r\n").partition("\n")
        blocks = (html.unescape(_TAG.sub("", block)) for block in _BLOCK.split(f"\n{rest}"))
        packed = folder / "input" / f"{file.stem}.html.gz"
        url = first.removeprefix("URL:").strip()
        pages.append(GoldPage(file.stem, url, gzip.decompress(packed.read_bytes()), "\n".join(blocks)))
    if not pages:
        raise Absent(f"no pages in {folder}")
    return pages


def run(bench: Bench) -> dict[str, Any]:
    """Precision, recall and F1 of trafilatura, of ours alone, and of ours with the template of the host."""
    pages = load(FOLDER)
    templates = learn_hosts(pages)
    results: dict[str, dict[str, list[Overlap]]] = defaultdict(lambda: defaultdict(list))
    for page in bench.track(pages, "portal-eval"):
        systems: dict[str, System] = {
            "trafilatura": trafilatura_default,
            "ours": ours,
            "ours, template learned": ours_with(template=templates[page.host]),
        }
        for name, system in systems.items():
            found = system(page.url, page.body)
            score = overlap(page.gold, f"{found.title or ''}\n{found.text or ''}")
            results[name]["all"].append(score)
            results[name][page.host].append(score)
    bench.console.print(_table(results, templates))
    theirs, alone, learned = (mean(rows["all"]) for rows in results.values())
    bench.console.print(
        f"fallback at least as good as trafilatura: {mark(alone.f1 >= theirs.f1)}; "
        f"template raises precision: {mark(learned.precision > alone.precision)}, "
        f"loses no recall: {mark(learned.recall >= alone.recall)}"
    )
    return {name: {row: _json(mean(scores)) for row, scores in rows.items()} for name, rows in results.items()}


def learn_hosts(pages: list[GoldPage]) -> dict[str, Template]:
    """One template per host."""
    by_host: dict[str, list[Page]] = defaultdict(list)
    for page in pages:
        by_host[page.host].append(Page(page.url, page.body))
    return {host: learn(of_host) for host, of_host in by_host.items()}


def _table(results: dict[str, dict[str, list[Overlap]]], templates: dict[str, Template]) -> Table:
    table = Table(title="portal-eval: 4-word-shingle F1 (P, R)", title_justify="left")
    table.add_column("system")
    for row, scores in results["ours"].items():
        act = f", {templates[row].articles} articles" if row in templates else ""
        table.add_column(f"{row} ({len(scores)} pages{act})", justify="right")
    for name, rows in results.items():
        scores_of = [mean(scores) for scores in rows.values()]
        table.add_row(name, *(f"{s.f1:.4f} ({s.precision:.4f}, {s.recall:.4f})" for s in scores_of))
    return table


def _json(score: Score) -> dict[str, float]:
    return {"f1": round(score.f1, 4), "precision": round(score.precision, 4), "recall": round(score.recall, 4)}
