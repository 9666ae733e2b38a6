"""What became of each crawl of a round, by the archive's word: exit codes lie, and a dead process says nothing.

A crawl that died leaves its run open, or never opened one: both are closed here as broken at once, with what is known
of the cause, so that `cchc health` and the next plan see them.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from archive import query
from archive.db import ArchiveError
from archive.query import RunRow
from archive.runs import KILLED, PortalInfo
from archive.store import Store
from crawler.monitors import RunOutcome
from crawler.nights.plan import NO_VISITS, Task
from crawler.nights.process import Crawl, how_it_ended
from crawler.portals import portals

log = logging.getLogger(__name__)

STOPPED = "stopped"  # no outcome of a run: the scheduler was told to stop before the crawl had opened one
BUSY = "busy"  # nor this: somebody else was crawling the host
SCHEDULER_STOPPED = "the scheduler was stopped"


@dataclass(frozen=True, slots=True)
class Visit:
    """One crawl of a round. `outcome` is its run's, or STOPPED or BUSY; `run` its number where there is one."""

    portal: str
    mode: str
    outcome: str
    reasons: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    log: Path | None = None
    run: int | None = None

    @property
    def good(self) -> bool:
        """Whether nobody has to look."""
        return self.outcome in (RunOutcome.OK, RunOutcome.SKIPPED)


class Accounts:
    """The archive as a round needs it. Nothing here raises: a visit whose row cannot be read or written says so."""

    def __init__(self, engine: Engine, source: str) -> None:
        self._engine, self._source = engine, source
        self._store = Store(engine)

    def newest(self, portal: str) -> int:
        """Number of the portal's newest run, 0 where there is none."""
        try:
            return max((run.id for run in query.runs(self._engine, portal=portal, limit=1)), default=0)
        except (ArchiveError, SQLAlchemyError) as error:
            log.error("%s: the archive cannot be read: %s", portal, error)
            return 0

    def settle(self, task: Task, crawl: Crawl, before: int, began: dt.datetime) -> Visit:
        """The visit of a crawl that is over. `before` is the portal's newest run of before, `began` when it began."""
        code = crawl.code if crawl.code is not None else 0
        facts: dict[str, Any] = {"seconds": crawl.seconds, "log": crawl.log}
        try:
            runs = self._since(task.portal, before)
            if not runs:
                if crawl.why == SCHEDULER_STOPPED:
                    return Visit(task.portal, task.mode, STOPPED, (crawl.why,), **facts)
                how = f"killed: {crawl.why}" if crawl.why else how_it_ended(code)
                reasons = [f"the crawl ended before its run began: {how}", *crawl.last_lines()]
                return self.broken(task, reasons, began, **facts)
            if runs[0].outcome is None:
                self._store.close_dead(task.portal, reasons=_cause(crawl, code))
                runs = self._since(task.portal, before)
            run = runs[0]
        except (ArchiveError, SQLAlchemyError) as error:
            reason = f"the archive cannot be read or written: {error}"
            return Visit(task.portal, task.mode, RunOutcome.BROKEN, (reason,), **facts)
        outcome, reasons = run.outcome or RunOutcome.BROKEN, list(run.reasons)
        if crawl.why is not None and not crawl.killed:
            reasons.append(f"it was told to stop: {crawl.why}")
        if outcome == RunOutcome.OK and code != 0:
            outcome, reasons = RunOutcome.BROKEN, [f"its run is ok, but its process was not: {how_it_ended(code)}"]
        return Visit(task.portal, task.mode, str(outcome), tuple(reasons), run.counts, run=run.id, **facts)

    def _since(self, portal: str, before: int) -> list[RunRow]:
        """By number, not by time: clocks are set back."""
        found = query.runs(self._engine, portal=portal, limit=5)
        return [run for run in found if run.id > before and run.mode not in NO_VISITS]

    def broken(self, task: Task, reasons: list[str], began: dt.datetime, **facts: Any) -> Visit:
        """A visit that never came to a run gets one all the same, so that it is not silent."""
        run_id = None
        try:
            run_id = self._store.start_run(info(task), task.mode, self._source, at=began)
            self._store.finish_run(run_id, str(RunOutcome.BROKEN), reasons, {})
        except (ArchiveError, SQLAlchemyError) as error:
            reasons = [*reasons, f"the archive cannot be written: {error}"]
        return Visit(task.portal, task.mode, str(RunOutcome.BROKEN), tuple(reasons), run=run_id, **facts)


def _cause(crawl: Crawl, code: int) -> list[str]:
    """Reasons of a run whose process died."""
    if crawl.why == SCHEDULER_STOPPED:
        return KILLED  # it proves no visit (plan.was_cut_off)
    if crawl.why is not None:
        return [f"killed: {crawl.why}"]
    return [f"killed: {how_it_ended(code)}", *crawl.last_lines()]


def info(task: Task) -> PortalInfo:
    """A portal's declaration; one without a spider, or whose file cannot be read, is known by name and host."""
    spider = portals().get(task.portal)
    if spider is None:
        return PortalInfo(task.portal, task.host, None, task.portal)
    host = task.host or spider.host
    return PortalInfo(spider.name, host, spider.province, spider.title, spider.level, spider.district)
