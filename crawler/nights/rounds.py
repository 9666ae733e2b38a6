"""A round: the crawls of a plan, a few at a time, each in a process of its own, none of which can harm another.

One loop in one thread starts, watches, stops and settles them. That thread must live as long as its crawls: the kernel
takes its end for the scheduler's death (launch.py).
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from archive.db import LOCAL, DatabaseLocked
from crawler.locks import HostBusyError, HostLock, LockUnusableError
from crawler.monitors import RunOutcome
from crawler.nights.plan import LeftOut, Task
from crawler.nights.process import Crawl, Limits, memory_by_group
from crawler.nights.visits import SCHEDULER_STOPPED, Accounts, Visit

log = logging.getLogger(__name__)

STAGGER = 2.0  # seconds between two starts: each costs a second of CPU, and the portals may share a line
LOOK = 0.2  # seconds between two looks at the crawls
WEIGH = 2.0  # seconds between two looks at their memory: at 100 MB/s a leak overshoots by 200 MB
LEAST = dt.timedelta(minutes=5)  # before the end of a night no crawl begins any more: most would be cut off
# A host that another process crawls is waited for so long. A killed scheduler's crawls are over by then (Limits.stop).
BUSY_WAIT = 75.0  # seconds
# A locked archive: a crawl that it kept out is tried once more so much later, and an account of the round every second.
# A row that could not be written so long after all crawls are over is given up.
LOCKED_OUT, AGAIN, GIVE_UP = 60.0, 1.0, 300.0  # seconds


@dataclass(frozen=True, slots=True)
class Rules:
    """How a round is run. `ends` is the moment at which its last crawl has to be over, None: no such moment;
    `settings` are given to every crawl (`-s NAME=VALUE`)."""

    data_dir: Path
    lock_dir: Path
    at_once: int = 2
    limits: Limits = field(default_factory=Limits)
    ends: dt.datetime | None = None
    stagger: float = STAGGER
    busy_wait: float = BUSY_WAIT
    locked_out: float = LOCKED_OUT
    settings: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a round stands: told whenever a crawl begins or ends."""

    done: int
    total: int
    running: tuple[str, ...]


@dataclass(slots=True)
class _Running:
    task: Task
    crawl: Crawl
    before: int
    began: dt.datetime


@dataclass(slots=True)
class _Account:
    """A row that is to be written: `make` writes it and raises DatabaseLocked."""

    task: Task
    make: Callable[[], Visit]


class RoundRunner:
    """Runs the crawls of one round. `stopping` is asked all the time: 1 stops in order, 2 at once."""

    def __init__(
        self,
        accounts: Accounts,
        rules: Rules,
        *,
        stopping: Callable[[], int] = lambda: 0,
        told: Callable[[Progress], None] = lambda progress: None,
    ) -> None:
        self._accounts, self._rules, self._stopping, self._told = accounts, rules, stopping, told
        self._waiting: list[Task] = []
        self._running: list[_Running] = []
        self._visits: list[Visit] = []
        self._left_out: list[LeftOut] = []
        self._busy_since: dict[str, float] = {}
        self._accounts_due: list[_Account] = []
        self._not_before: dict[str, float] = {}  # portals that a locked archive kept out, and when they are tried again
        self._stopped_at: float | None = None
        self._last_start = self._last_weighed = self._last_account = -1e9
        self._last_crawl = time.monotonic()
        self.unwritten = False  # whether the archive stayed locked to the end, so that an account is not in it
        self.gone: str | None = None  # why the round was stopped for the archive's sake

    def run(self, tasks: Sequence[Task]) -> tuple[list[Visit], list[LeftOut]]:
        """Visit them, in their order where hosts and places allow; what became of each, and what was not begun."""
        self._waiting = list(tasks)
        total = len(tasks)
        while self._waiting or self._running or self._accounts_due:
            self._stop_where_told()
            moved = self._begin_next()
            moved = self._collect() or moved
            moved = self._settle() or moved
            if moved:
                running = tuple(one.task.portal for one in self._running)
                self._told(Progress(total - len(self._waiting) - len(running), total, running))
            self._weigh()
            if self._waiting or self._running or self._accounts_due:
                time.sleep(LOOK)
        return self._visits, self._left_out

    # --- beginning ------------------------------------------------------------------------------------------------
    def _begin_next(self) -> bool:
        if not self._waiting:
            return False
        ends = self._rules.ends
        if ends is not None and ends - dt.datetime.now(dt.UTC) < LEAST:
            self._give_up(f"not reached before the round's end at {ends.astimezone(LOCAL):%H:%M}: next time first")
            return False
        now = time.monotonic()
        if len(self._running) >= self._rules.at_once or now - self._last_start < self._rules.stagger:
            return False
        if (gone := self._accounts.gone()) is not None:
            self._lose(gone)
            return False
        hosts = {one.task.host for one in self._running}
        for task in list(self._waiting):
            if task.host and task.host in hosts:
                continue  # portals of one host, one after the other
            if now < self._not_before.get(task.portal, now):
                continue
            try:
                other = None if task.fault else self._busy(task, now)
            except LockUnusableError as error:
                self._waiting.remove(task)
                self._write(task, [str(error)])
                return True
            if other is None:
                self._waiting.remove(task)
                self._begin(task)
                return True
            if now - self._busy_since[task.portal] > self._rules.busy_wait:
                self._waiting.remove(task)
                why = f"its host was being crawled by another process for {self._rules.busy_wait:.0f} s: {other}"
                self._left_out.append(LeftOut(task.portal, why))
                self._write(task, [why], RunOutcome.PARTIAL)
                return True
        return False

    def _write(self, task: Task, reasons: Sequence[str], outcome: RunOutcome = RunOutcome.BROKEN, **facts: Any) -> None:
        """A row for a visit that came to no crawl."""
        began = dt.datetime.now(dt.UTC)
        account = partial(self._accounts.row, task, reasons, began, outcome, **facts)
        self._accounts_due.append(_Account(task, account))

    def _busy(self, task: Task, now: float) -> str | None:
        """Who crawls the host at this moment; raises LockUnusableError."""
        try:
            HostLock(self._rules.lock_dir, task.host).close()
        except LockUnusableError:
            raise
        except HostBusyError as error:
            self._busy_since.setdefault(task.portal, now)
            return str(error)
        return None

    def _begin(self, task: Task) -> None:
        began = dt.datetime.now(dt.UTC)
        if task.fault:
            self._write(task, [task.fault])
            return
        limits = self._limits(began)
        given = {
            "CLOSESPIDER_TIMEOUT": str(int(limits.soft)),
            "CCHC_ARCHIVE_IS_THERE": "1",
            **(self._rules.settings or {}),
        }
        options = [part for name, value in given.items() for part in ("-s", f"{name}={value}")]
        before = self._accounts.newest(task.portal)
        file = log_file(self._rules.data_dir, task, began)
        self._last_start = time.monotonic()
        try:
            crawl = Crawl([*task.arguments, "-a", f"mode={task.mode}", *options], file, limits)
        except OSError as error:
            self._write(task, [f"the crawl cannot be started: {error}"], log=file)
            return
        log.info("%s: crawl begins (mode %s, process %d)", task.portal, task.mode, crawl.group)
        self._running.append(_Running(task, crawl, before, began))

    def _limits(self, now: dt.datetime) -> Limits:
        """A crawl that begins late ends with the round all the same."""
        limits, ends = self._rules.limits, self._rules.ends
        if ends is None:
            return limits
        left = (ends - now).total_seconds() - limits.closing
        return replace(limits, soft=max(60.0, min(limits.soft, left)))

    # --- ending ---------------------------------------------------------------------------------------------------
    def _collect(self) -> bool:
        over = [one for one in self._running if one.crawl.poll()]
        for one in over:
            self._running.remove(one)
            self._last_crawl = time.monotonic()
            if (
                one.task.portal not in self._not_before
                and not self._stopping()
                and self._accounts.locked_out(one.task, one.crawl, one.before)
            ):
                self._not_before[one.task.portal] = time.monotonic() + self._rules.locked_out
                self._waiting.append(one.task)
                log.warning("%s: the archive was locked before its run began; it is tried once more", one.task.portal)
                continue
            make = partial(self._accounts.settle, one.task, one.crawl, one.before, one.began, one.crawl.seconds)
            self._accounts_due.append(_Account(one.task, make))
        return bool(over)

    def _settle(self) -> bool:
        """Write what is to be written; a locked archive is asked again a second later, a round that has to end does not
        wait for it: the next start closes what is open."""
        now = time.monotonic()
        if not self._accounts_due or now - self._last_account < AGAIN:
            return False
        told = self._stopped_at
        late = told is not None and now - told > self._rules.limits.stop + 3
        late = late or (not self._running and not self._waiting and now - self._last_crawl > GIVE_UP)
        done = False
        for one in list(self._accounts_due):
            try:
                visit = self._lost(one.task, self.gone) if self.gone else one.make()
            except DatabaseLocked as error:
                self._last_account = time.monotonic()
                if not late:
                    return done
                self.unwritten = True
                visit = self._lost(one.task, f"its account cannot be written: {error}")
            self._accounts_due.remove(one)
            self._visits.append(visit)
            done = True
            level = logging.INFO if visit.good else logging.WARNING
            said = "".join(f"; {reason}" for reason in visit.reasons)
            log.log(level, "%s: %s after %.0f s%s", visit.portal, visit.outcome, visit.seconds, said)
        return done

    def _lost(self, task: Task, why: str) -> Visit:
        return Visit(task.portal, task.mode, str(RunOutcome.BROKEN), (why,))

    def _lose(self, why: str) -> None:
        """The archive is not there any more: nothing more is begun, and what runs is ended."""
        self.gone = why
        log.error("the round is stopped: %s", why)
        self._give_up(why)
        for one in self._running:
            one.crawl.stop(why)

    def _stop_where_told(self) -> None:
        asked = self._stopping()
        if not asked:
            return
        self._stopped_at = self._stopped_at or time.monotonic()
        self._give_up(SCHEDULER_STOPPED)
        for one in self._running:
            one.crawl.stop(SCHEDULER_STOPPED)
            if asked > 1:
                one.crawl.kill()

    def _give_up(self, why: str) -> None:
        self._left_out.extend(LeftOut(task.portal, why) for task in self._waiting)
        self._waiting.clear()

    def _weigh(self) -> None:
        """A leak is killed at once: a process out of memory cannot be trusted to stop in order."""
        now = time.monotonic()
        if not self._running or now - self._last_weighed < WEIGH:
            return
        self._last_weighed = now
        memory = memory_by_group()
        for one in self._running:
            used, most = memory.get(one.crawl.group, 0), one.crawl.limits.memory
            if used > most:
                one.crawl.kill(f"its memory grew to {used / 2**20:,.0f} MiB (limit {most / 2**20:,.0f} MiB)")


def log_file(data_dir: Path, task: Task, moment: dt.datetime) -> Path:
    """Where a crawl's log goes: `logs/NAME/YYYY-MM-DDTHHMM-MODE.log`, local time."""
    return data_dir / "logs" / task.portal / f"{moment.astimezone(LOCAL):%Y-%m-%dT%H%M}-{task.mode}.log"
