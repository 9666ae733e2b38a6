"""CPU per page beside trafilatura with metadata, as ratios: all fields, on the same pages, in one process.

The systems take turns page by page, so that a busy machine slows both; a ratio is taken per round and the median of the
rounds is shown. Labels of lines are cached (a host prints the same ones on every page), so imitated pages are new in
every round, and the few saved ones start with an empty cache.
"""

from __future__ import annotations

import random
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rich.table import Table

from archive.records import Article, Page
from benchmarks import pages, portal_eval
from benchmarks.common import Absent, Bench, mark
from benchmarks.systems import ours, trafilatura_default
from crawler.extraction import extract
from crawler.extraction.layout import Layout
from crawler.extraction.reading import Reading, read
from crawler.extraction.template import Template
from crawler.extraction.vocabulary import label, plain_line
from spiders.yenbai import YenBaiSpider
from tests.replica.yenbai import YenBai

ROUNDS = 5
PER_ROUND = 40  # imitated pages
WARM_UP = 2  # pages
BASE = "trafilatura"

Saved = tuple[str, bytes]
Work = Callable[[str, bytes], object]


@dataclass(frozen=True, slots=True)
class Case:
    """One row: what is done to which pages, and the design's bar for the ratio (None where it sets none)."""

    name: str
    rounds: Sequence[Sequence[Saved]]
    work: Work
    bar: float | None
    cold: bool = False


def run(bench: Bench) -> dict[str, Any]:
    """The ratios, their spread over the rounds, and the design's bars."""
    cases = list(_cases())
    table = Table(title="CPU per page against trafilatura with metadata", title_justify="left")
    for column in ("what", "pages a round", "ratio", "lowest to highest", "bar", "", "trafilatura"):
        table.add_column(column, justify="left" if column in ("what", "") else "right")
    figures: dict[str, Any] = {}
    for case in bench.track(cases, "speed", total=len(cases)):
        ratios, base = measure(case)
        ratio = statistics.median(ratios)
        table.add_row(
            case.name,
            str(len(case.rounds[0])),
            f"{ratio:.2f}",
            f"{min(ratios):.2f} to {max(ratios):.2f}",
            "" if case.bar is None else f"<= {case.bar:.2f}",
            "" if case.bar is None else mark(ratio <= case.bar),
            f"{1000 * base:.1f} ms",
        )
        figures[case.name] = {"ratio": round(ratio, 3), "bar": case.bar, "trafilatura_ms": round(1000 * base, 2)}
    bench.console.print(table)
    return figures


def measure(case: Case) -> tuple[list[float], float]:
    """The ratio of every round, and trafilatura's median seconds per page."""
    ratios, bases = [], []
    for i, (url, body) in enumerate(case.rounds[0]):  # word lists and patterns are loaded at the first use
        trafilatura_default(url, body)
        if i < WARM_UP:  # no more: our labels would be cached, and the template would know the pages
            case.work(url, body)
    for number, saved in enumerate(case.rounds):
        spent: dict[str, float] = defaultdict(float)
        order: list[tuple[str, Work]] = [("work", case.work), (BASE, trafilatura_default)]
        for i, (url, body) in enumerate(saved):
            if case.cold:
                label.cache_clear()
                plain_line.cache_clear()
            for name, work in order if (i + number) % 2 else reversed(order):
                begun = time.process_time()
                work(url, body)
                spent[name] += time.process_time() - begun
        ratios.append(spent["work"] / spent[BASE])
        bases.append(spent[BASE] / len(saved))
    return ratios, statistics.median(bases)


def _cases() -> Iterator[Case]:
    imitated = _imitated()
    template = Template()
    for url, body in imitated[0]:
        template.update(Page(url, body))
    layouts = YenBaiSpider.layouts
    with_layout = [[saved for saved in part if _matches(layouts, *saved)] for part in imitated]
    yield Case("imitated pages, no layout", imitated[1:], ours, 0.60)
    yield Case("imitated pages, no layout, template learned", imitated[1:], lambda u, b: ours(u, b, (), template), 0.60)
    yield Case("imitated pages, the spider's layout", with_layout[1:], lambda u, b: ours(u, b, layouts), 0.35)
    yield Case("imitated pages, template's learning alone", imitated[1:], _learner(imitated[1:]), None)
    yield Case("own English pages", [[_english(n, i) for i in range(PER_ROUND)] for n in range(ROUNDS)], ours, 1.10)
    try:
        saved = [(page.url, page.body) for page in pages.find()]
        yield Case("saved portal pages, no layout, cold", [saved] * ROUNDS, ours, 0.60, cold=True)
    except Absent:
        pass
    try:
        english = [(page.url, page.body) for page in portal_eval.load(portal_eval.FOLDER)]
        yield Case("portal-eval (English), cold", [english] * 2, ours, 1.10, cold=True)
    except Absent:
        pass


def _imitated() -> list[list[Saved]]:
    """One part for learning and one for every round, all different."""
    site = YenBai(articles=2 * PER_ROUND * (ROUNDS + 1), events=())
    golds = list(site.golds())
    saved = [(site.url(gold), site.render(gold, visit)) for visit, gold in enumerate(golds)]
    return [saved[i * PER_ROUND : (i + 1) * PER_ROUND] for i in range(ROUNDS + 1)]


def _matches(layouts: Sequence[Layout], url: str, body: bytes) -> bool:
    article = extract(Page(url, body), layouts)
    return isinstance(article, Article) and article.layout is not None


def _learner(rounds: Iterable[Sequence[Saved]]) -> Work:
    """Learning from blocks that are there already, as a crawl does; reading is not part of it."""
    template = Template()
    readings = {url: reading for part in rounds for url, body in part if (reading := _reading(url, body))}
    return lambda url, _: template.observe(url, readings[url].blocks)


def _reading(url: str, body: bytes) -> Reading | None:
    reading = read(Page(url, body))
    return reading if isinstance(reading, Reading) else None


_SUBJECTS = ("The council", "A local school", "The bridge authority", "One farmer", "The night bus", "Our library")
_VERBS = ("opened", "repaired", "counted", "promised", "measured", "painted", "moved", "explained")
_OBJECTS = ("a wooden footpath", "seven old boats", "the winter timetable", "two dozen apple trees", "the town clock")
_ENDS = (
    "before the rain came",
    "at half the planned cost",
    "while neighbours watched",
    "for the second time this year",
)


def _english(round_number: int, i: int) -> Saved:
    """A news page of its own words, with the weight of scripts, cards and nesting that such pages have."""
    rng = random.Random(f"{round_number}:{i}")

    def line() -> str:
        return " ".join(map(rng.choice, (_SUBJECTS, _VERBS, _OBJECTS, _ENDS)))

    def card(n: int) -> str:
        return (
            f'<div class="card col-{n % 4}"><div class="card-inner"><figure class="thumb"><img src="/i/{n}.jpg" alt="">'
            f'</figure><h4 class="card-title"><a href="/{n}"><span>{line()}</span></a></h4><p class="text">{line()}</p>'
            f'<div class="meta"><span class="by">Staff</span> <time>{1 + n % 28} May 2021</time></div></div></div>'
        )

    menu = "".join(f'<li class="item"><a href="/s/{n}"><span>Section {n}</span></a></li>' for n in range(40))
    metas = "".join(f'<meta property="og:extra{n}" content="{line()}">' for n in range(25))
    script = f"<script>var data = {[line() for _ in range(120)]};</script>"
    story = "".join(f"<p>{'. '.join(line() for _ in range(3))}.</p>" for _ in range(15))
    head = f'<head><meta charset="utf-8"><title>{line()} - Town Paper</title>{metas}{script}</head>'
    main = (
        f'<div class="main"><h1>{line()}</h1><div class="byline">By Ann Field, 3 May 2021</div>'
        f'<div class="story">{story}</div><div class="more">{"".join(map(card, range(12)))}</div></div>'
    )
    body = (
        f'<!DOCTYPE html><html lang="en">{head}<body class="page"><nav><ul>{menu}</ul></nav><div class="wrap">{main}'
        f"<aside>{''.join(map(card, range(12, 40)))}</aside></div>{script}"
        f"<footer><ul>{menu}</ul><p>Town Paper, all rights reserved</p></footer></body></html>"
    )
    return f"https://paper.example.org/{round_number}/{i}", body.encode()
