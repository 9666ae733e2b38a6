"""Storing one article with everything on, against a bare upsert of its row, in an archive of a hundred thousand.

What the archive holds has fingerprints and stories (synthetic hashes, benchmarks/dedup_scale.py). Each article that is
stored has a text of its own, every fifth is a reprint of the one before: medians are those of an article that tells its
own story, the mean has its share of comparisons.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from rich.table import Table
from sqlalchemy import Engine, func, insert, select
from sqlalchemy.dialects import sqlite

from archive import dedup, models, versions
from archive.db import connect, upgrade, writing
from archive.records import Article, Page
from archive.store import Capture, PortalInfo, Store
from benchmarks.common import Bench
from benchmarks.dedup_scale import sketch
from crawler.extraction import extract
from tests.replica.yenbai import YenBai

SIZES = (1_000, 10_000, 100_000)
MEASURED = 300
BAR = 6.0
_NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
_PORTAL = PortalInfo("yenbai", "yenbai.gov.vn", "yen-bai", "Cổng thông tin điện tử tỉnh Yên Bái")


def run(bench: Bench) -> dict[str, Any]:
    """Ratios at each size; the medians of single operations, in turn."""
    portal = YenBai(articles=2_000, events=())
    read = [extract(Page(portal.url(gold), portal.page(gold.id))) for gold in (portal.at(i) for i in range(MEASURED))]
    articles = [item for item in read if isinstance(item, Article)]
    table = Table(title="Store one article, everything on, against a bare upsert of its row (SQLite)")
    for column in ("articles in the archive", "upsert ms", "add_page + put ms", "ratio", "of the means", "bar"):
        table.add_column(column, justify="right")
    figures: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        engine = connect(Path(folder, "archive.db"))
        upgrade(engine)
        store = Store(engine)
        run_id = store.start_run(_PORTAL, "full", "live")
        filled = 0
        for size in SIZES:
            fill(engine, articles, filled, size)
            filled = size
            all_bare, all_ours = measure(engine, store, run_id, articles, size)
            bare, ours = statistics.median(all_bare), statistics.median(all_ours)
            ratio, means = ours / bare, sum(all_ours) / sum(all_bare)
            times = {"upsert_ms": bare * 1000, "store_ms": ours * 1000}
            figures[str(size)] = times | {"ratio": ratio, "ratio_of_means": means}
            mark = "[green]✓[/green]" if ratio <= BAR else "[red]✗[/red]"
            cells = [f"{size:,}", f"{bare * 1000:.2f}", f"{ours * 1000:.2f}", f"{ratio:.1f}", f"{means:.1f}"]
            table.add_row(*cells, f"<= {BAR:g} {mark}" if size == SIZES[-1] else "")
        engine.dispose()
    bench.console.print(table)
    return figures


def row(article: Article, key: str) -> dict[str, Any]:
    """The columns of an article under another key, with a text of its own."""
    changed = dataclasses.replace(article, key=key, text=f"{article.text}\n{key}")
    return versions.columns(changed, _PORTAL.unit) | {
        "key": key,
        "portal": _PORTAL.name,
        "url": article.url,
        "canonical_url": article.canonical_url,
        "first_seen": _NOW,
        "last_seen": _NOW,
        "last_checked": _NOW,
        "last_status": 200,
        "revision_count": 0,
        "page_id": 0,
    }


def fill(engine: Engine, articles: list[Article], start: int, end: int) -> None:
    """Bring the archive to `end` articles, in batches."""
    for first in range(start, end, 1_000):
        places = range(first, min(end, first + 1_000))
        rows = [row(articles[n % len(articles)], f"fill/{n}") for n in places]
        with writing(engine) as connection:
            number = (connection.scalar(select(func.max(models.Article.id))) or 0) + 1
            numbered = [
                one | {"id": number + n - first, "story_id": number + n - first}
                for n, one in zip(places, rows, strict=True)
            ]
            connection.execute(insert(models.Article), numbered)
            connection.execute(insert(models.Fingerprint), [fingerprint(number + n - first, n) for n in places])
            connection.execute(insert(models.Story), [story(one) for one in numbered])


def fingerprint(article_id: int, place: int) -> dict[str, Any]:
    """A synthetic one, of a text that nothing else is like."""
    same = {"article_id": article_id, "carrier_id": article_id, "algo_version": dedup.ALGO_VERSION}
    return same | {"text_hash": f"{place:064x}", "hashes": sketch(place)}


def story(article: dict[str, Any]) -> dict[str, Any]:
    """The story of an article alone."""
    day = article["published_on"]
    numbers = {"id": article["id"], "representative_id": article["id"], "articles": 1, "portals": 1}
    return numbers | {"first_on": day, "last_on": day}


def own_text(article: Article, key: str, place: int) -> Article:
    """The article under another key with its words in an order of their own; of each fifth the order of the one
    before with some words more."""
    again = place % 5 == 4
    words = article.text.split(" ")
    random.Random(f"{key.rpartition('/')[0]} {place - again}").shuffle(words)
    return dataclasses.replace(article, key=key, text=" ".join(words) + (f" {key}" if again else ""))


def measure(
    engine: Engine, store: Store, run_id: int, articles: list[Article], size: int
) -> tuple[list[float], list[float]]:
    """Seconds of a bare upsert and of the write path, in turn over the same articles."""
    bare, ours = [], []
    statement = sqlite.insert(models.Article.__table__)
    changes = {"title": statement.excluded.title, "text": statement.excluded.text}
    upsert = statement.on_conflict_do_update(index_elements=["portal", "key"], set_=changes)
    for number, article in enumerate(articles):
        values = row(article, f"bare/{size}/{number}")
        begun = time.perf_counter()
        with writing(engine) as connection:
            connection.execute(upsert, values)
        bare.append(time.perf_counter() - begun)
        key = f"ours/{size}/{number}"
        changed = own_text(articles[number - (number % 5 == 4)], key, number)
        capture = Capture(article.url, _NOW, 200, warc_file=f"{size}.warc.gz", warc_offset=number, body_sha256="0" * 64)
        begun = time.perf_counter()
        page_id = store.add_page(run_id, capture, kind="article", key=key)
        store.put(page_id, changed)
        ours.append(time.perf_counter() - begun)
    return bare, ours
