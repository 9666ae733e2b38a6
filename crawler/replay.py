"""Reads kept pages again with today's rules: from the WARC files, without network.

What differs from the archive becomes a revision with its cause, `layout` where another layout named the places and
`parser` otherwise; `first_seen` never moves. With CCHC_EXTRACT_WORKERS=N the reading runs in N processes: threads are
slower than none. A worker that dies breaks the whole pool, so the pages it may have died on are read again one at a
time, the one that kills again is counted as failed, and the rest goes on.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import nullcontext
from itertools import islice
from typing import Any, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from sqlalchemy import Engine

from archive import query
from archive.records import Outcome, Rejection, StoredPage
from archive.store import Store
from crawler.changes import Report, Version
from crawler.config import Config
from crawler.ledger import stored_template
from crawler.portals import portals, under_portal
from crawler.reread import Reader, Reread, Rules, start_worker, work

_T = TypeVar("_T")
_BATCH = 8  # pages for a worker at a time: the way between processes costs less than reading them
_AHEAD = 3  # batches waiting for each worker: enough to keep it busy, few to suspect when one dies


def replay(
    engine: Engine,
    config: Config,
    *,
    portal: str | None = None,
    since: dt.datetime | None = None,
    dry_run: bool = False,
    console: Console | None = None,
) -> Report:
    """Read the newest kept page of every article address again; what became of the pages.

    `stored` is a page that was no article under the old rules, `rejected` one that is none under today's; an article
    that was stored from it stays as it is.
    """
    store = Store(engine)
    pages = list(query.stored_pages(engine, portal=portal, since=since))
    spiders = portals()
    names = {page.portal for page in pages}
    rules = Rules(
        config.warc_folders,
        {name: getattr(spiders.get(name), "layouts", ()) for name in names},
        {name: stored_template(store, name).to_json() for name in names},
    )
    report = Report(dry_run)
    bar = _bar(console) if console is not None and console.is_terminal else None
    with bar or nullcontext():
        task = bar.add_task("replay", total=len(pages)) if bar else None
        for reread in read_all(pages, rules, config.extract_workers):
            report.count(_write(store, reread, spiders.get(reread.page.portal), report))
            if reread.error and console is not None:
                console.print(f"{reread.page.url}: {reread.error}", markup=False, highlight=False)
            if bar and task is not None:
                bar.advance(task)
    return report


def read_all(
    pages: Iterable[StoredPage], rules: Rules, workers: int, *, start: Callable[[Rules], None] = start_worker
) -> Iterator[Reread]:
    """Every page read once, in this process or in `workers` others that `start` sets up; memory stays flat."""
    if not workers:
        yield from map(Reader(rules).read, pages)
        return

    def pool(size: int) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")  # a fork would share the parent's database connections
        return ProcessPoolExecutor(size, context, initializer=start, initargs=(rules,))

    waiting = batched(pages, _BATCH)
    executor = pool(workers)
    running: deque[tuple[list[StoredPage], Future[list[Reread]]]] = deque()
    try:
        while True:
            while len(running) < _AHEAD * workers and (batch := next(waiting, None)):
                running.append((batch, executor.submit(work, batch)))
            if not running:
                return
            batch, future = running.popleft()
            try:
                yield from future.result()
            except BrokenProcessPool:
                suspects = [*batch, *(page for others, _ in running for page in others)]
                running.clear()
                executor.shutdown(wait=False, cancel_futures=True)
                yield from _one_by_one(suspects, pool)
                executor = pool(workers)
    finally:
        executor.shutdown(wait=False, cancel_futures=True)


def batched(pages: Iterable[_T], size: int) -> Iterator[list[_T]]:
    """Lists of `size` pages, the last one shorter."""
    rest = iter(pages)
    while batch := list(islice(rest, size)):
        yield batch


def _one_by_one(suspects: list[StoredPage], pool: Any) -> Iterator[Reread]:
    """Each in a pool that only it can break."""
    alone = pool(1)
    for page in suspects:
        try:
            yield from alone.submit(work, [page]).result()
        except BrokenProcessPool:
            yield Reread(page, None, "reading it kills the process")
            alone.shutdown(wait=False)
            alone = pool(1)
    alone.shutdown(wait=False)


def _write(store: Store, reread: Reread, portal: Any | None, report: Report) -> str:
    """Compare, write what differs, and name what became of the page."""
    if reread.result is None:
        return "failed"
    if isinstance(reread.result, Rejection):
        report.refused(reread.page, reread.result)
        return "rejected"
    article = under_portal(reread.result, portal) if portal is not None else reread.result
    article = dataclasses.replace(article, key=reread.page.key)

    def replaced(before: Version, after: Version) -> None:
        report.changed(reread.page.url, before, after)

    outcome = store.reread(reread.page.page_id, article, write=not report.dry_run, replaced=replaced)
    return str(Outcome.UNCHANGED if outcome is Outcome.ALIAS else outcome)


def _bar(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, transient=True)
