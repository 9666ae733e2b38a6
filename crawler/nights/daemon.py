"""APScheduler around the jobs: when each runs, in which thread, and how all of it ends.

APScheduler keeps nothing: what was missed while no scheduler ran is told by the run table (jobs.py).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from archive.db import LOCAL, utc_now
from crawler.nights.config import trigger
from crawler.nights.jobs import Nights, expression
from crawler.nights.plan import Round
from crawler.nights.times import Watch

log = logging.getLogger(__name__)

BEAT = 60.0  # seconds between heartbeats: APScheduler waits on a clock that stands still while the machine sleeps
SETTLING = 15.0  # seconds that a stop may take beyond its crawls' (Limits.stop): rows and messages
JOB_DEFAULTS = {
    # APScheduler's own second drops whatever a busy moment delays, without a word. Six hours are a night's length: what
    # is delayed by less runs by itself, what is later is made up for from the run table.
    "misfire_grace_time": 6 * 3600,
    # A machine that slept for three days owes one night, not three: one walks back to what is known.
    "coalesce": True,
    # A round that is still going on is not joined by another of its kind.
    "max_instances": 1,
}
# One thread each: rounds queue behind one another, so that no portal is crawled twice at once and no night is slowed by
# its sweep; heartbeat and upkeep wait for no round.
_ROUNDS, _UPKEEP, _BEATS = "default", "upkeep", "beats"


class Daemon:
    """The nights until they are told to stop. `stopping` is how often that was."""

    def __init__(self, nights: Nights, stopping: Callable[[], int], *, beat: float = BEAT) -> None:
        self._nights, self._stopping = nights, stopping
        self._working: set[str] = set()
        self._watch = Watch(utc_now(), time.monotonic())
        self._scheduler = BackgroundScheduler(
            timezone=LOCAL,
            executors={name: ThreadPoolExecutor(1) for name in (_ROUNDS, _UPKEEP, _BEATS)},
            job_defaults=JOB_DEFAULTS,
        )
        settings = nights.nights
        self._add(
            "night", self._round(partial(nights.make_up, "the night")), trigger(settings.night, jitter=settings.jitter)
        )
        for kind in (Round.SWEEP, Round.RECHECK):
            if (schedule := expression(settings, kind)) is not None:
                self._add(str(kind), self._round(partial(nights.due, kind)), trigger(schedule))
        if settings.backup is not None:
            self._add("upkeep", nights.upkeep, trigger(settings.backup), _UPKEEP)
        self._add("heartbeat", self.beat, IntervalTrigger(seconds=beat, timezone=LOCAL), _BEATS)

    def start(self) -> None:
        """Begin, with what was missed."""
        self._scheduler.start()
        for job in self._scheduler.get_jobs():
            log.info("%s: next at %s", job.id, job.next_run_time.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M:%S"))
        self.catch_up("the start")

    def catch_up(self, why: str) -> None:
        """Make up for what was missed, behind whatever round goes on."""
        work = self._round(partial(self._nights.make_up, why))
        # Now, however long the queue; one may wait behind the one that is going on, which may be from before a sleep.
        self._add("catch-up", work, None, misfire_grace_time=None, max_instances=2)
        if self._nights.upkeep_was_missed():
            self._add("upkeep-catch-up", self._nights.upkeep, None, _UPKEEP, misfire_grace_time=None)

    def beat(self) -> None:
        """Once a minute: did time jump, or does a round wait for the archive?"""
        happened = self._watch.beat(utc_now(), time.monotonic())
        if happened is None and self._nights.retry_is_due():
            happened = "a round could not use the archive"
        if happened is not None:
            log.warning("%s: looking for what was missed", happened)
            self.catch_up(happened)

    def stop(self) -> list[str]:
        """End every crawl in order and every job; the names of jobs that are not over in time."""
        told = time.monotonic()
        most = self._nights.limits.stop + SETTLING
        log.info(
            "told to stop: %s", f"everything ends within {most:.0f} seconds" if self._working else "nothing is going on"
        )
        self._scheduler.pause()
        while self._working and time.monotonic() - told < most:
            time.sleep(0.05)
        late = sorted(self._working)
        self._scheduler.shutdown(wait=not late)
        log.info("stopped after %.1f seconds", time.monotonic() - told)
        return late

    def _round(self, work: Callable[[], object]) -> Callable[[], object]:
        return partial(self._nights.guarded, work)

    def _add(self, name: str, work: Callable[[], object], when: Any, executor: str = _ROUNDS, **how: Any) -> None:
        self._scheduler.add_job(
            self._do, when, (name, work), id=name, name=name, executor=executor, replace_existing=True, **how
        )

    def _do(self, name: str, work: Callable[[], object]) -> None:
        """A job's work; no error of one job ends the nights."""
        if self._stopping():
            return
        self._working.add(name)
        try:
            work()
        except Exception:
            log.exception("%s failed; it is tried again at its next time", name)
        finally:
            self._working.discard(name)
