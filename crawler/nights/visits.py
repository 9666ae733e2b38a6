"""What became of each crawl of a round, by the archive's word: exit codes lie, and a dead process says nothing.

A crawl that died leaves its run open, or never opened one: both are closed here as broken at once, with what is known
of the cause, so that `cchc health` and the next plan see them.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from archive import query, runs
from archive.db import ArchiveError, DatabaseLocked, identity, writing
from archive.query import RunRow
from archive.runs import KILLED, PortalInfo
from archive.store import Store
from crawler.monitors import RunOutcome
from crawler.nights.plan import NO_VISITS, Task
from crawler.nights.process import Crawl, how_it_ended
from crawler.portals import portals

log = logging.getLogger(__name__)

STOPPED = "stopped"  # no outcome of a run: the scheduler was told to stop before the crawl had opened one
SCHEDULER_STOPPED = "the scheduler was stopped"


@dataclass(frozen=True, slots=True)
class Visit:
    """One crawl of a round. `outcome` is its run's, or STOPPED; `run` its number where there is one."""

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


# Seconds that the round's own transactions wait for another writer. The loop that watches the crawls makes them: it
# tries again rather than wait the archive's usual minute, in which no crawl would be stopped or weighed.
PATIENCE = 0.25
_LOCKED = re.compile(r"holds the archive|database is locked")


class Accounts:
    """The archive as a round needs it, through an engine that waits no longer than PATIENCE for a writer.

    `settle` and `row` raise DatabaseLocked, to be called again; otherwise nothing here raises: a visit whose row cannot
    be read or written says so. `url`, where it is given, is the archive's address: `gone` looks at it."""

    def __init__(self, engine: Engine, source: str, url: str | None = None) -> None:
        self._engine, self._source, self._url = engine, source, url
        self._store = Store(engine)
        self._identity = identity(url) if url is not None else None

    def gone(self) -> str | None:
        """Why the archive of the round's begin is not there any more; None where it is."""
        if self._url is None:
            return None
        try:
            same = identity(self._url) == self._identity
        except OSError as error:
            return f"the archive's file is gone ({error.strerror}): put it back, or restore a copy of it"
        return None if same else "another file has taken the place of the archive's: the round belongs to the old one"

    def locked_out(self, task: Task, crawl: Crawl, before: int) -> bool:
        """Whether a crawl ended before its run began because the archive was locked."""
        if crawl.why is not None or not _LOCKED.search(" ".join(crawl.last_lines())):
            return False
        try:
            return not self._since(task.portal, before)
        except (ArchiveError, SQLAlchemyError):
            return False

    def newest(self, portal: str) -> int:
        """Number of the portal's newest run, 0 where there is none."""
        try:
            return max((run.id for run in query.runs(self._engine, portal=portal, limit=1)), default=0)
        except (ArchiveError, SQLAlchemyError) as error:
            log.error("%s: the archive cannot be read: %s", portal, error)
            return 0

    def settle(self, task: Task, crawl: Crawl, before: int, began: dt.datetime, seconds: float) -> Visit:
        """The visit of a crawl that is over; raises DatabaseLocked. `before` is the portal's newest run of
        before, `began` when it began, `seconds` how long it took."""
        code = crawl.code if crawl.code is not None else 0
        facts: dict[str, Any] = {"seconds": seconds, "log": crawl.log}
        try:
            found = self._since(task.portal, before)
            if not found:
                if crawl.why == SCHEDULER_STOPPED:
                    return Visit(task.portal, task.mode, STOPPED, (crawl.why,), **facts)
                how = f"killed: {crawl.why}" if crawl.why else how_it_ended(code)
                reasons = [f"the crawl ended before its run began: {how}", *crawl.last_lines()]
                return self.row(task, reasons, began, **facts)
            if found[0].outcome is None:
                self._store.close_dead(task.portal, reasons=_cause(crawl, code))
                found = self._since(task.portal, before)
            run = found[0]
        except DatabaseLocked:
            raise
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

    def row(
        self,
        task: Task,
        reasons: Iterable[str],
        began: dt.datetime,
        outcome: RunOutcome = RunOutcome.BROKEN,
        **facts: Any,
    ) -> Visit:
        """A visit that never came to a run gets one all the same, so that it is not silent; raises DatabaseLocked."""
        said, run_id = list(reasons), None
        try:
            with writing(self._engine) as connection:
                run_id = runs.start(connection, info(task), task.mode, self._source, began)
                runs.finish(connection, run_id, str(outcome), said, {}, dt.datetime.now(dt.UTC))
        except DatabaseLocked:
            raise
        except (ArchiveError, SQLAlchemyError) as error:
            run_id = None
            said.append(f"the archive cannot be written: {error}")
        return Visit(task.portal, task.mode, str(outcome), tuple(said), run=run_id, **facts)


def _cause(crawl: Crawl, code: int) -> list[str]:
    """Reasons of a run whose process died."""
    if crawl.why == SCHEDULER_STOPPED:
        return KILLED  # it proves no visit (plan.was_cut_off)
    if crawl.why is not None:
        return [f"killed: {crawl.why}"]
    how = "killed" if code < 0 else "its process ended without closing it"
    return [f"{how}: {how_it_ended(code)}", *crawl.last_lines()]


def info(task: Task) -> PortalInfo:
    """A portal's declaration; one without a spider, or whose file cannot be read, is known by name and host."""
    spider = portals().get(task.portal)
    if spider is None:
        return PortalInfo(task.portal, task.host, None, task.portal)
    host = task.host or spider.host
    return PortalInfo(spider.name, host, spider.province, spider.title, spider.level, spider.district)
