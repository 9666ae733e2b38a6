"""Text, title and date over every imitated portal and every saved page: ours beside four other extractors.

Imitations show rates (their answers are known before the pages are made), saved pages show that the rates are not those
of our own imitations only. Ours runs three times: generic; with the portal's layouts; with the template that a crawl of
that portal would have learned (layouts switched off).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rich import box
from rich.table import Table

from archive.records import Page
from benchmarks.common import Absent, Bench
from benchmarks.pages import find, totals_of
from benchmarks.peers import PEERS
from benchmarks.scoring import PageResult, judge
from benchmarks.systems import System, ours, ours_with
from crawler.extraction.layout import Layout
from crawler.extraction.template import Template, learn
from crawler.portals import portals
from tests.replica.gold import Gold
from tests.replica.imitations import IMITATIONS, imitation

ARTICLES = 40  # of each imitation; the template learns from the same forty, as in a crawl
GENERIC, LAYOUT, TEMPLATE = "ours", "ours, layouts", "ours, template"


@dataclass(frozen=True, slots=True)
class Case:
    """One page with its answer, in the form of benchmarks/scoring.py."""

    site: str
    url: str
    body: bytes
    answer: Mapping[str, Any]


def run(bench: Bench) -> dict[str, Any]:
    """One table: a row for each site and system, and the totals."""
    results: dict[str, dict[str, list[PageResult]]] = defaultdict(lambda: defaultdict(list))
    spiders = portals()
    for name in bench.track(list(IMITATIONS), "imitations"):
        cases = list(imitated(name))
        template = learn(Page(case.url, case.body) for case in cases)
        layouts = getattr(spiders.get(name), "layouts", ())
        _judge_all(results, cases, _ours(layouts, template))
    try:
        saved = [Case("saved pages", page.url, page.body, page.answer) for page in find(bench.folders)]
    except Absent as reason:
        bench.console.print(f"without saved pages: {reason}")
        saved = []
    _judge_all(results, saved, {GENERIC: ours})
    totals = {
        system: [r for site, by_system in results.items() if site != "saved pages" for r in by_system.get(system, ())]
        for system in (GENERIC, LAYOUT, TEMPLATE, *PEERS)
    }
    bench.console.print(_table({**results, "all imitations": totals}))
    return {site: {name: totals_of(found) for name, found in rows.items()} for site, rows in results.items()} | {
        "all imitations": {name: totals_of(found) for name, found in totals.items() if found}
    }


def imitated(name: str) -> Iterator[Case]:
    """Article pages of an imitated portal."""
    site = imitation(name, articles=ARTICLES)
    for visit, gold in enumerate(site.golds()):
        yield Case(name, site.url(gold), site.render(gold, visit=visit), answer_of(gold))


def answer_of(gold: Gold) -> dict[str, Any]:
    """The imitation's answer in the form that pages are judged by; the date is the one that the page itself prints."""
    day = gold.published_at.isoformat()[:10] if gold.published_at else None
    return {"title": gold.title, "date": day, "body": gold.lines, "must_not": gold.must_not}


def _ours(layouts: tuple[Layout, ...], template: Template) -> dict[str, System]:
    known = {LAYOUT: ours_with(layouts)} if layouts else {}
    return {GENERIC: ours, **known, TEMPLATE: ours_with((), template)}


def _judge_all(results: dict[str, dict[str, list[PageResult]]], cases: list[Case], mine: Mapping[str, System]) -> None:
    for case in cases:
        for name, system in {**mine, **PEERS}.items():
            found = system(case.url, case.body)
            verdict = judge(case.answer, text=found.text, title=found.title, date=found.date)
            results[case.site][name].append(verdict)


def _table(results: Mapping[str, Mapping[str, list[PageResult]]]) -> Table:
    table = Table(
        title="Every imitated portal and every saved page (furniture leaked, lines lost; dates right/none/wrong)",
        title_justify="left",
        box=box.SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
    )
    table.add_column("site", overflow="fold", max_width=15)
    table.add_column("system", no_wrap=True)
    for column in ("n", "F1", "leaked", "lost", "titles", "dates r/n/w"):
        table.add_column(column, justify="right", no_wrap=True)
    for site, rows in results.items():
        first = True
        for name, found in rows.items():
            if not found:
                continue
            f = totals_of(found)
            table.add_row(
                site if first else "",
                name,
                str(f["pages"]),
                f"{f['f1']:.3f}",
                str(f["leaked"]),
                str(f["lost"]),
                str(f["titles_right"]),
                f"{f['dates_right']}/{f['dates_none']}/{f['dates_wrong']}",
                style="dim" if name in PEERS else "",
            )
            first = False
        table.add_section()
    return table
