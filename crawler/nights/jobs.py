"""What the scheduler's jobs do: rounds that are due or were missed, and the daily upkeep. No APScheduler here.

A night that begins on time, one that is made up for and one that goes on after a crash are the same call: visit whoever
was not visited since the round was last due (plan.py). So it may be called too often, never too seldom.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from archive import query
from archive.backup import backups
from archive.db import ArchiveError, connect, exists, upgrade, utc_now
from archive.query import RunRow
from archive.runs import KILLED, REPLICA
from archive.store import Store
from crawler import health, life
from crawler.config import Config
from crawler.health import Health
from crawler.monitors import RunOutcome
from crawler.nights import alerts, metrics, upkeep
from crawler.nights.config import NightsConfig, trigger
from crawler.nights.plan import AHEAD, LeftOut, Plan, Round, Wanted, plan
from crawler.nights.process import Limits
from crawler.nights.rounds import BUSY_WAIT, Progress, RoundRunner, Rules
from crawler.nights.times import last_fire, may_make_up, round_end, window_end
from crawler.nights.visits import PATIENCE, Accounts, Visit
from crawler.portals import hosts
from crawler.warcfiles import LOST_TO_DO, lost_archive

log = logging.getLogger(__name__)

RETRY = 600.0  # seconds after which a round that could not read the archive is tried again


@dataclass(frozen=True, slots=True)
class RoundResult:
    """What a round did: `visits` as they ended, `left_out` by the plan, `not_begun` for want of time."""

    kind: Round
    began: dt.datetime
    visits: tuple[Visit, ...]
    left_out: tuple[LeftOut, ...]
    not_begun: tuple[LeftOut, ...] = ()

    @property
    def good(self) -> bool:
        """Whether every portal that was to be visited was, and is well."""
        return not self.not_begun and all(visit.good for visit in self.visits)


class Nights:
    """The rounds of one archive. `named`: the portals were named by a person for this; `settings` go to every crawl;
    `stopping` says how often this process was told to stop."""

    def __init__(
        self,
        config: Config,
        nights: NightsConfig,
        portals: Sequence[Wanted],
        *,
        named: bool = False,
        settings: Mapping[str, str] | None = None,
        stopping: Callable[[], int] = lambda: 0,
        told: Callable[[Progress], None] = lambda progress: None,
        limits: Limits | None = None,
        clock: Callable[[], dt.datetime] = utc_now,
    ) -> None:
        self.config, self.nights, self.portals, self.named = config, nights, tuple(portals), named
        self.limits = limits or Limits(soft=nights.crawl_minutes * 60)
        self.settings, self._stopping, self.told = settings, stopping, told
        self.busy_wait, self.clock = BUSY_WAIT, clock
        self._engine: Engine | None = None
        self._failed_at: float | None = None
        self._upkept: dt.datetime | None = None  # when this process's last upkeep began

    @property
    def engine(self) -> Engine:
        """The archive; `open` comes first."""
        assert self._engine is not None
        return self._engine

    def open(self) -> None:
        """Connect, bring the tables to the newest version before any crawl would race for it, and close the runs that
        died with the last scheduler. Raises ArchiveError and SQLAlchemyError. No archive is made where WARC files or
        copies show that there was one: its disk is not mounted, most likely."""
        if not exists(self.config.database_url) and (
            words := lost_archive(self.config.warc_folders, self.nights.backup_dir, None)
        ):
            raise ArchiveError(f"{words}: {LOST_TO_DO}. For a new archive move them away, or run `cchc db upgrade`")
        self._engine = connect(self.config.database_url)
        upgrade(self._engine)
        if dead := Store(self._engine).close_dead():
            log.warning("%d runs had died and are closed: %s", len(dead), ", ".join(map(str, dead)))

    # --- rounds ---------------------------------------------------------------------------------------------------
    def once(self, kind: Round) -> RoundResult:
        """One round now, whatever was visited already; it may take its time."""
        now = self.clock()
        made = plan_of(self.engine, kind, self.portals, now=now, due_since=None, named=self.named)
        return self._run(kind, made, None)

    def due(self, kind: Round, *, newcomers: bool = True) -> RoundResult | None:
        """Visit whoever was not visited since the round was last due; None where that is nobody."""
        now = self.clock()
        made = self._owed(kind, now, newcomers=newcomers)
        if made is None or not made.tasks or self._stopping():
            return None
        return self._run(kind, made, round_end(trigger(self.nights.night), self.nights.ends, now))

    def _owed(self, kind: Round, now: dt.datetime, *, newcomers: bool) -> Plan | None:
        """What the round that was last due still has to visit; None where none was due."""
        schedule = expression(self.nights, kind)
        since = last_fire(trigger(schedule), now) if schedule is not None else None
        if since is None or self._stopping():
            return None
        return plan_of(
            self.engine,
            kind,
            self.portals,
            now=now,
            due_since=since,
            named=self.named,
            newcomers=newcomers and kind is Round.NIGHT,
        )

    def make_up(self, why: str) -> list[RoundResult]:
        """The night, then sweep and recheck, as far as they are due and this is the hour for it.

        By day only a missed night is made up for, and only for portals that were visited before it; a sweep or a
        recheck asks ten times as much and waits for the next night.
        """
        night, ends = trigger(self.nights.night), self.nights.ends
        done = []
        if may_make_up(night, ends, self.clock()):
            done.append(self.due(Round.NIGHT, newcomers=window_end(night, ends, self.clock()) is not None))
        elif (left := self._owed(Round.NIGHT, self.clock(), newcomers=False)) is not None and left.tasks:
            log.info("%s: the missed night of %d portals is left to the next, less than 3 h away", why, len(left.tasks))
            return []
        for kind in (Round.SWEEP, Round.RECHECK):
            if window_end(night, ends, self.clock()) is not None:
                done.append(self.due(kind))
        found = [one for one in done if one is not None]
        what = ", ".join(f"{one.kind} of {len(one.visits)} portals" for one in found)
        log.info("%s: %s", why, f"made up for the {what}" if found else "nothing was missed")
        return found

    def guarded(self, work: Callable[[], object]) -> None:
        """Do a round's work; where the archive cannot be used it is owed, and `retry_is_due` says when."""
        try:
            work()
            self._failed_at = None
        except (ArchiveError, SQLAlchemyError) as error:
            self._failed_at = time.monotonic()
            log.error("the archive cannot be used, tried again in %.0f minutes: %s", RETRY / 60, error)

    def retry_is_due(self) -> bool:
        """Whether a round failed for the archive's sake and ten minutes have passed; said once each ten minutes."""
        if self._failed_at is None or time.monotonic() - self._failed_at < RETRY:
            return False
        self._failed_at = time.monotonic()
        return True

    def _run(self, kind: Round, made: Plan, ends: dt.datetime | None) -> RoundResult:
        began = self.clock()
        log.info("%s begins: %d portals, %d left out", kind, len(made.tasks), len(made.left_out))
        for one in made.left_out:
            log.info("%s is left out: %s", one.portal, one.why)
        rules = Rules(
            data_dir=self.config.data_dir,
            lock_dir=self.config.lock_dir,
            at_once=self.nights.at_once,
            limits=self.limits,
            ends=ends,
            busy_wait=self.busy_wait,
            settings=self.settings,
        )
        source = REPLICA if self.config.replica is not None else "live"
        quick = connect(self.config.database_url, timeout=PATIENCE)
        accounts = Accounts(quick, source, self.config.database_url)
        runner = RoundRunner(accounts, rules, stopping=self._stopping, told=self.told)
        try:
            visits, not_begun = runner.run(made.tasks)
        finally:
            quick.dispose()
        if runner.gone is not None:
            alerts.alarm(self.nights, f"The {kind} was stopped: {runner.gone}")
            raise ArchiveError(runner.gone)
        result = RoundResult(kind, began, tuple(visits), made.left_out, tuple(not_begun))
        well = sum(visit.outcome == RunOutcome.OK for visit in visits)
        log.info("%s is over: %d of %d portals ok, %d not begun", kind, well, len(made.tasks), len(not_begun))
        if runner.unwritten and self._stopping():  # the notices would wait for the lock beyond the stop's time
            log.error("nobody is told of the %s: the archive is locked; the next start closes what is open", kind)
        else:
            self._tell(result)
        return result

    # --- upkeep ---------------------------------------------------------------------------------------------------
    def upkeep(self) -> None:
        """Integrity, copy, old files, disks; who has to know is told."""
        now = self.clock()
        problems = upkeep.upkeep(self.config, self.nights, now=now)
        alerts.after_upkeep(self.engine, self.nights, problems, now=now)
        self._figures(health.of_archive(self.engine, hosts(), now=now), now)
        self._upkept = now

    def due_upkeep(self) -> None:
        """The upkeep at its hour. After a sleep that comes late and beside what was made up for: not twice."""
        if not self._upkept_since_due():
            self.upkeep()

    def missed_upkeep(self) -> None:
        """The upkeep where it was missed."""
        if self.upkeep_was_missed():
            self.upkeep()

    def _upkept_since_due(self) -> bool:
        now = self.clock()
        due = last_fire(trigger(self.nights.backup), now) if self.nights.backup is not None else None
        return due is not None and self._upkept is not None and due <= self._upkept <= now + AHEAD

    def upkeep_was_missed(self) -> bool:
        """Whether neither this process has done the upkeep since it was last due, nor there is a copy of the database
        since then. A new archive has missed nothing."""
        due = last_fire(trigger(self.nights.backup), self.clock()) if self.nights.backup is not None else None
        if due is None or self._upkept_since_due():
            return False
        found = backups(self.nights.backup_dir)
        return found[0][1] < due if found else bool(query.runs(self.engine, limit=1))

    # --- who is told ----------------------------------------------------------------------------------------------
    def _tell(self, result: RoundResult) -> None:
        """Notices, messages and figures; a round is not lost because nobody can be told."""
        now = self.clock()
        facts = alerts.RoundFacts(str(result.kind), result.began, tuple(one.portal for one in result.not_begun))
        try:
            healths = health.of_archive(self.engine, hosts(), now=now)
            alerts.after_round(self.engine, self.nights, healths, now=now, facts=facts)
            self._figures(healths, now)
        except Exception:  # whatever it is, the round was made, and its table has to come
            log.exception("nobody is told of the %s", result.kind)

    def _figures(self, healths: Sequence[Health], now: dt.datetime) -> None:
        if self.nights.metrics_file is not None:
            metrics.write(self.nights.metrics_file, self.engine, self.config, self.nights, healths, now=now)


def plan_of(
    engine: Engine | None,
    kind: Round,
    portals: Sequence[Wanted],
    *,
    now: dt.datetime,
    due_since: dt.datetime | None,
    named: bool = False,
    newcomers: bool = True,
) -> Plan:
    """The plan of a round at `now`, from what the archive holds; None for one that is not there yet."""
    names = [one.portal for one in portals]
    dead = Store(engine).dead() if engine is not None else set()
    runs = {name: [_closed(run, dead) for run in query.visits(engine, name)] for name in names} if engine else {}
    lives = life.of_archive(engine, names, now)
    return plan(kind, portals, runs=runs, lives=lives, now=now, due_since=due_since, named=named, newcomers=newcomers)


def _closed(run: RunRow, dead: set[int]) -> RunRow:
    """An open run whose process died, as it will be closed."""
    return replace(run, outcome=str(RunOutcome.BROKEN), reasons=KILLED) if run.id in dead else run


def expression(nights: NightsConfig, kind: Round) -> str | None:
    """The crontab expression of a round; None where it is off."""
    return {Round.NIGHT: nights.night, Round.SWEEP: nights.sweep, Round.RECHECK: nights.recheck}[kind]
