"""One night with fifty new articles in an archive of a thousand articles and in one of a hundred thousand: the growth.

`python -m benchmarks night`, or `python -m benchmarks.night 1000 1000000` for other sizes. The archives are filled past
the crawl, with every row that a crawl would have left: article, area and page rows, runs of sixty nights with their
listings and rechecks, the learned template. The newest articles are read from the imitation's own pages, so that a
recheck finds them unchanged. Each night is `scrapy crawl yenbai` on a copy.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import itertools
import json
import os
import runpy
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine, event, insert, update

from archive import models, versions
from archive.db import connect, local_day, upgrade, writing
from archive.models import Run
from archive.records import Article, Page
from archive.store import PortalInfo, Store
from benchmarks.common import ROOT, Bench
from benchmarks.crawl import ours, replica
from crawler.extraction import extract_reading, read
from crawler.extraction.template import Template
from crawler.extraction.titles import head_titles
from spiders.yenbai import YenBaiSpider
from tests.replica.yenbai import YenBai

SIZES = (1_000, 100_000)
NEW, NIGHTS, ROUNDS = 50, 60, 3
READ = 200  # newest articles that are read from their pages: more than a recheck window holds
BAR = 1.25  # of the larger archive's night to the smaller's
BATCH = 2_000
SPY = "CCHC_BENCH_SPY"
_PORTAL = PortalInfo("yenbai", "yenbai.gov.vn", "yen-bai", "Cổng thông tin điện tử tỉnh Yên Bái", "province")
FIGURES = {  # name -> how it is shown
    "requests": "{:,.0f}",
    "wall_seconds": "{:.1f}",
    "cpu_seconds": "{:.1f}",
    "peak_mib": "{:.0f}",
    "statements": "{:,.0f}",
    "database_seconds": "{:.2f}",
}


def run(bench: Bench) -> dict[str, Any]:
    """Requests, time, memory and the database's part of the night at each size, medians of three, and their ratio."""
    return measure(bench, SIZES)


def measure(bench: Bench, sizes: Sequence[int], *, statements: bool = False) -> dict[str, Any]:
    """The same at the sizes given, smallest first; with `statements` those that take longest at the last size."""
    today = dt.datetime.now(YenBai(articles=10).published_at(0).tzinfo).date()
    found: dict[int, dict[str, float]] = {}
    filling: dict[int, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            slowest: dict[str, float] = {}
            begun = time.perf_counter()
            archive = Path(folder, f"{size}.db")
            fill(archive, YenBai(articles=size, events=(), today=today))
            filling[size] = time.perf_counter() - begun
            options = {"articles": size, "edition": 1, "new_articles": NEW, "today": today}
            nights = []
            with replica(**options) as ports:
                for number in bench.track(range(ROUNDS), f"nights on {size:,} articles"):
                    nights.append(night(archive, Path(folder, f"{size}-{number}"), ports, slowest))
            archive.unlink()
            found[size] = {name: statistics.median(one[name] for one in nights) for name in nights[0]}
    table = Table(title=f"One night with {NEW} new articles (SQLite, median of {ROUNDS})")
    table.add_column("articles in the archive")
    for size in sizes:
        table.add_column(f"{size:,}", justify="right")
    table.add_column("growth", justify="right")
    table.add_column("bar", justify="right")
    growth = {name: found[sizes[-1]][name] / (found[sizes[0]][name] or 1) for name in FIGURES}
    for name, form in FIGURES.items():
        mark = "[green]✓[/green]" if growth[name] <= BAR else "[red]✗[/red]"
        cells = [form.format(found[size][name]) for size in sizes]
        table.add_row(name.replace("_", " "), *cells, f"{growth[name]:.2f}", f"<= {BAR:g} {mark}")
    bench.console.print(table)
    filled = ", ".join(f"{size:,} articles in {seconds:.0f} s" for size, seconds in filling.items())
    bench.console.print(f"[dim]filled {filled}[/dim]")
    if statements:
        for statement, seconds in slowest.items():
            bench.console.print(f"{seconds:.3f} s  {' '.join(statement.split())}\n", markup=False, highlight=False)
    return {"sizes": {str(size): figures for size, figures in found.items()}, "growth": growth}


# --- the archive ------------------------------------------------------------------------------------------------------
def fill(file: Path, site: YenBai) -> None:
    """An archive as it stands after a first full crawl of the site and sixty nights without anything new."""
    engine = connect(file)
    upgrade(engine)
    template, newest = read_newest(site)
    moment = dt.datetime.now(dt.UTC) - dt.timedelta(days=NIGHTS + 1)
    store = Store(engine, clock=lambda: moment)
    run_id = store.start_run(_PORTAL, "full", "replica")
    columns = [versions.columns(article, _PORTAL.unit) for article in newest]
    number = 0
    for first in range(0, site.articles, BATCH):
        batch = range(first, min(first + BATCH, site.articles))
        rows = [article_row(site, index, columns, newest, moment) for index in batch]
        with writing(engine) as connection:
            connection.execute(insert(models.Article), rows)
            connection.execute(
                insert(models.ArticleArea),
                [
                    {"article_id": row["id"], "code": area.code, "score": area.score, "evidence": list(area.evidence)}
                    for row in rows
                    for area in newest[(row["id"] - 1) % len(newest)].areas
                ],
            )
            connection.execute(insert(models.Page), [page_row(row, run_id, moment) for row in rows])
        number += len(rows)
    store.finish_run(run_id, "ok", [], {"stored": number, "unchanged": 0, "listings": 300, "complete": 1})
    store.save_template(_PORTAL.name, template.to_json(), template.pages)
    quiet_nights(engine, site, len(newest))
    with engine.connect() as connection:  # as `cchc db upgrade` and the years would have left it
        connection.exec_driver_sql("ANALYZE")
        connection.commit()
    engine.dispose()


def read_newest(site: YenBai) -> tuple[Template, list[Article]]:
    """The learned template, and the newest articles as a crawl with it reads them."""
    template = Template()
    pages = []
    for index in range(min(READ, site.articles)):
        gold = site.at(index)
        reading = read(Page(YenBaiSpider.canonical_url(site.url(gold)), site.render(gold)))
        template.observe(gold.key, reading.blocks, head_titles(reading.document).parts)  # type: ignore[union-attr]
        pages.append((gold, reading))
    found = []
    for gold, reading in pages:
        article = extract_reading(reading, YenBaiSpider.layouts, template)  # type: ignore[arg-type]
        assert isinstance(article, Article), gold.key
        changes = {"published_at": gold.published_at} if article.published_at is None else {}
        found.append(dataclasses.replace(article, key=gold.key, portal="yenbai", **changes))
    return template, found


def article_row(
    site: YenBai, index: int, columns: Sequence[dict[str, Any]], newest: Sequence[Article], moment: dt.datetime
) -> dict[str, Any]:
    """Article `index` of the site: its own where it was read, else another's text with its key and day."""
    place = index % len(columns)
    values = columns[place]
    news, item = site._place(index)
    key = "/".join(filter(None, (YenBaiSpider.host, news.subsite, news.name.lower(), str(item))))
    if index >= len(columns):
        published = site.published_at(index)
        values = values | {
            "title": f"{values['title']} ({item})",
            "text": f"{values['text']}\n{key}",
            "content_hash": f"{index:064x}",
            "published_at": published,
            "published_on": local_day(published),
        }
    subsite = f"/{news.subsite}" if news.subsite else ""
    url = YenBaiSpider.canonical_url(
        f"https://{YenBaiSpider.host}{subsite}{YenBaiSpider.path}?ItemID={item}&l={news.name}"
    )
    return values | {
        "id": index + 1,
        "key": key,
        "portal": _PORTAL.name,
        "url": url,
        "canonical_url": url,
        "first_seen": moment,
        "last_seen": moment,
        "last_checked": moment,
        "last_status": 200,
        "revision_count": 0,
        "page_id": index + 1,
    }


def page_row(row: dict[str, Any], run_id: int, moment: dt.datetime, place: int | None = None) -> dict[str, Any]:
    """The page that showed an article; `place` is its number in a later night's file."""
    later = {} if place is not None else {"id": row["page_id"]}
    return later | {
        "article_id": row["id"],
        "run_id": run_id,
        "kind": "article",
        "key": row["key"],
        "url": row["url"],
        "fetched_at": moment,
        "status": 200,
        "body_sha256": f"{row['id']:064x}",
        "warc_file": f"yenbai-{run_id}.warc.gz",
        "warc_offset": place if place is not None else row["id"] * 9_000,
        "attempts": 1,
        "outcome": "stored" if place is None else "unchanged",
    }


def quiet_nights(engine: Engine, site: YenBai, rechecked: int) -> None:
    """Sixty nightly runs, each with eight listing pages and the rechecks of a week."""
    moments = [dt.datetime.now(dt.UTC) - dt.timedelta(days=ago) for ago in range(NIGHTS, 0, -1)]
    for moment in moments:
        run_id = Store(engine, clock=lambda moment=moment: moment).start_run(  # type: ignore[misc]
            _PORTAL, "nightly", "replica"
        )
        rows = []
        for index in range(min(56, rechecked)):
            news, item = site._place(index)
            key = "/".join(filter(None, (YenBaiSpider.host, news.subsite, news.name.lower(), str(item))))
            row = {"id": index + 1, "key": key, "url": f"https://{YenBaiSpider.host}/{index}", "page_id": 0}
            rows.append(page_row(row, run_id, moment, index))
        listings = [
            {
                "run_id": run_id,
                "kind": "listing",
                "url": f"https://{YenBaiSpider.host}/listing/{page}",
                "fetched_at": moment,
                "status": 200,
                "warc_file": f"yenbai-{run_id}.warc.gz",
                "warc_offset": 10_000 + page,
                "attempts": 1,
            }
            for page in range(8)
        ]
        counts = {"unchanged": len(rows), "stored": 0, "listings": 8, "addresses": len(rows), "complete": 1}
        with writing(engine) as connection:
            connection.execute(insert(models.Page), rows)
            connection.execute(insert(models.Page), listings)
            connection.execute(
                update(Run)
                .where(Run.id == run_id)
                .values(outcome="ok", counts=counts, finished_at=moment + dt.timedelta(minutes=5))
            )


# --- the night --------------------------------------------------------------------------------------------------------
def night(archive: Path, data_dir: Path, ports: dict[str, int], slowest: dict[str, float]) -> dict[str, float]:
    """One nightly crawl on a copy of an archive, in a process of its own that is measured; `slowest` gets the seconds
    of its slowest statements."""
    data_dir.mkdir()
    shutil.copyfile(archive, data_dir / "archive.db")
    spied = data_dir / "spied.json"
    command, environment = ours(ports, data_dir)
    command = [sys.executable, "-m", "benchmarks.night", "--crawl", *command[3:]]
    command[command.index("mode=full")] = "mode=nightly"
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment | {SPY: str(spied)}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    result = json.loads(spied.read_text()) if spied.exists() else {}
    counts = result.get("counts", {})
    if process.returncode != 0 or counts.get("stored") != NEW:
        raise RuntimeError(f"the night went wrong: {result}\n{said.decode(errors='replace')[-3000:]}")
    shutil.rmtree(data_dir)
    slowest.update(result["slowest"])
    return {
        "requests": counts["requests"],
        "wall_seconds": wall,
        "cpu_seconds": usage.ru_utime + usage.ru_stime,
        "peak_mib": usage.ru_maxrss / 1024,
        "statements": result["statements"],
        "database_seconds": result["seconds"],
    }


def crawl(arguments: Sequence[str]) -> None:
    """`scrapy …` in this process, with the archive's statements counted and timed into the file that SPY names."""
    spent = {"statements": 0, "seconds": 0.0}
    slowest: dict[str, float] = {}
    starts: list[float] = []

    @event.listens_for(Engine, "before_cursor_execute")
    def before(*_: Any) -> None:
        starts.append(time.perf_counter())

    @event.listens_for(Engine, "after_cursor_execute")
    def after(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seconds = time.perf_counter() - starts.pop()
        spent["statements"] += 1
        spent["seconds"] += seconds
        slowest[statement] = slowest.get(statement, 0) + seconds

    database = Path(os.environ["CCHC_DATA_DIR"], "archive.db")
    sys.argv = ["scrapy", *arguments]
    try:
        runpy.run_module("scrapy", run_name="__main__", alter_sys=True)
    finally:
        engine = connect(database)
        with engine.connect() as connection:
            counts, outcome, reasons = connection.exec_driver_sql(
                "SELECT counts, outcome, reasons FROM run ORDER BY id DESC LIMIT 1"
            ).one()
        engine.dispose()
        worst = dict(itertools.islice(sorted(slowest.items(), key=lambda pair: -pair[1]), 8))
        found = {**spent, "counts": json.loads(counts), "outcome": outcome, "reasons": reasons, "slowest": worst}
        Path(os.environ[SPY]).write_text(json.dumps(found), encoding="utf-8")


def sizes_of(values: Sequence[str]) -> Iterator[int]:
    """Sizes as typed, smallest first."""
    yield from sorted(int(value.replace("_", "").replace(",", "")) for value in values)


def main(argv: Sequence[str]) -> None:
    """Measure at other sizes, or be the crawl that is measured."""
    if argv[:1] == ["--crawl"]:
        crawl(argv[1:])
        return
    parser = argparse.ArgumentParser(prog="python -m benchmarks.night", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("sizes", nargs="*", default=[str(size) for size in SIZES], help="articles in the archives")
    parser.add_argument("--statements", action="store_true", help="show the slowest statements of the last size")
    options = parser.parse_args(argv)
    measure(Bench(Console()), tuple(sizes_of(options.sizes)), statements=options.statements)


if __name__ == "__main__":
    main(sys.argv[1:])
