"""Every field on imitated portal pages, whose answers are known before they are made; without and with a template.

Beside the saved pages this shows rates: hundreds of articles of all sections and forms. The template learns as in a
crawl: each page is observed, then read. A line of the article that the template calls furniture is counted apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from rich.table import Table

from archive.records import Article, Page
from benchmarks.common import Bench
from benchmarks.scoring import Overlap, leaked, mean, normalise, overlap
from crawler.extraction import extract_reading, read
from crawler.extraction.blocks import Block
from crawler.extraction.reading import Reading
from crawler.extraction.template import LINKED, Template
from tests.replica.gold import Gold
from tests.replica.yenbai import YenBai

ARTICLES = 500


def run(bench: Bench) -> dict[str, Any]:
    """Exact texts, titles and dates, and what the template called furniture."""
    site, template = YenBai(articles=ARTICLES, events=()), Template()
    golds = list(site.golds())
    counts: dict[str, Counter[str]] = {"ours": Counter(), "ours, template learning": Counter()}
    overlaps: dict[str, list[Overlap]] = {name: [] for name in counts}
    eaten = 0
    for visit, gold in enumerate(bench.track(golds, "imitation", total=len(golds))):
        reading = read(Page(site.url(gold), site.render(gold, visit)))
        if not isinstance(reading, Reading):
            raise TypeError(f"{site.url(gold)}: {reading}")
        template.observe(gold.key, reading.blocks)
        eaten += _eaten(template, reading.blocks, gold)
        for name, known in zip(counts, (None, template), strict=True):
            article = extract_reading(reading, (), known)
            overlaps[name].append(overlap(gold.text, article.text if isinstance(article, Article) else ""))
            counts[name].update(_right(article, gold) if isinstance(article, Article) else ["rejected"])
    figures = {
        name: {"articles": len(golds), "f1": round(mean(overlaps[name]).f1, 4), **{key: counted[key] for key in KEYS}}
        for name, counted in counts.items()
    }
    bench.console.print(_table(figures))
    bench.console.print(f"lines of articles that the template called furniture: {eaten}")
    return {**figures, "lines_eaten": eaten}


KEYS = ("exact text", "title", "date", "author", "pages with a leak", "rejected")


def _right(article: Article, gold: Gold) -> list[str]:
    """What is exactly right, and whether furniture leaked."""
    return [
        key
        for key, hit in zip(
            KEYS,
            (
                normalise(article.text) == normalise(gold.text),
                article.title == gold.title,
                article.published_at == gold.published_at,
                article.author == gold.author,
                bool(leaked(article.text, gold.must_not)),
                False,
            ),
            strict=True,
        )
        if hit
    ]


def _eaten(template: Template, blocks: Sequence[Block], gold: Gold) -> int:
    """Lines of the article's own that the template calls furniture; links of side boxes may say the same words."""
    own, repeated = {gold.title, *gold.lines}, template.on_page()
    return sum(block.link_share <= LINKED and block.text in own and repeated(block) for block in blocks)


def _table(figures: dict[str, dict[str, Any]]) -> Table:
    table = Table(title="Imitated pages, generic extractor", title_justify="left")
    table.add_column("system")
    for column in ("articles", "F1", *KEYS):
        table.add_column(column, justify="right")
    for name, figure in figures.items():
        cells = (str(figure[key]) for key in KEYS)
        table.add_row(name, str(figure["articles"]), f"{figure['f1']:.4f}", *cells)
    return table
