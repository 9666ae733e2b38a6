"""APScheduler around the jobs: when each runs, in which thread, and how all of it ends.

APScheduler keeps nothing: what was missed while no scheduler ran is told by the run table (jobs.py).
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger

from archive.db import LOCAL, utc_now
from crawler.nights.config import trigger
from crawler.nights.jobs import Nights, expression
from crawler.nights.plan import Round
from crawler.nights.times import Watch

log = logging.getLogger(__name__)

# Seconds between heartbeats. APScheduler reckons once how long to wait for the next job, and waits that long whatever
# becomes of the clock: by a clock that stands still while the machine sleeps, for a moment that moves when it is set.
BEAT = 60.0
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
# its sweep; upkeep waits for no round.
_ROUNDS, _UPKEEP = "default", "upkeep"


class Daemon:
    """The nights until they are told to stop. `stopping` is how often that was, `wall` and `monotonic` are the clocks
    that the heartbeat compares."""

    def __init__(
        self,
        nights: Nights,
        stopping: Callable[[], int],
        *,
        beat: float = BEAT,
        wall: Callable[[], dt.datetime] = utc_now,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._nights, self._stopping = nights, stopping
        self._wall, self._monotonic = wall, monotonic
        self._working: set[str] = set()
        self._watch = Watch(wall(), monotonic())
        # No job of APScheduler: put back by two hours, the clock would put this off by two hours, too.
        self._beat, self._over = beat, threading.Event()
        self._heart = threading.Thread(target=self._beats, name="heartbeat", daemon=True)
        self._scheduler = BackgroundScheduler(
            timezone=LOCAL,
            executors={name: ThreadPoolExecutor(1) for name in (_ROUNDS, _UPKEEP)},
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
            self._add("upkeep", nights.due_upkeep, trigger(settings.backup), _UPKEEP)

    def start(self) -> None:
        """Begin, with what was missed."""
        self._scheduler.start()
        for job in self._scheduler.get_jobs():
            log.info("%s: next at %s", job.id, job.next_run_time.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M:%S"))
        self.catch_up("the start")
        self._heart.start()

    def catch_up(self, why: str) -> None:
        """Make up for what was missed, behind whatever round goes on."""
        work = self._round(partial(self._nights.make_up, why))
        # Now, however long the queue; one may wait behind the one that is going on, which may be from before a sleep.
        self._add("catch-up", work, None, misfire_grace_time=None, max_instances=2)
        self._add("upkeep-catch-up", self._nights.missed_upkeep, None, _UPKEEP, misfire_grace_time=None)

    def beat(self) -> None:
        """Once a minute: did time jump, or does a round wait for the archive?"""
        happened = self._watch.beat(self._wall(), self._monotonic())
        if happened is not None:
            self._replan(self._wall())
        elif self._nights.retry_is_due():
            happened = "a round could not use the archive"
        if happened is not None:
            log.warning("%s: looking for what was missed", happened)
            self.catch_up(happened)
        self._scheduler.wakeup()  # it looks at the clock, and reckons anew how long to wait

    def _beats(self) -> None:
        while not self._over.wait(self._beat):
            self._do("heartbeat", self.beat)

    def _replan(self, now: dt.datetime) -> None:
        """Every next time as it is by the clock of now. What is due already stays: the wakeup runs it."""
        for job in self._scheduler.get_jobs():
            if job.next_run_time > now:
                once = not isinstance(job.trigger, CronTrigger)  # was to run at once, by the clock as it was
                following = now if once else job.trigger.get_next_fire_time(None, now.astimezone(LOCAL))
                try:
                    job.modify(next_run_time=following)
                except JobLookupError:  # it began just now, and was to run once
                    continue
                log.info("%s: next at %s", job.id, following.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M:%S"))

    def stop(self) -> list[str]:
        """End every crawl in order and every job; the names of jobs that are not over in time."""
        told = time.monotonic()
        most = self._nights.limits.stop + SETTLING
        log.info(
            "told to stop: %s", f"everything ends within {most:.0f} seconds" if self._working else "nothing is going on"
        )
        self._over.set()
        self._scheduler.pause()
        while self._working and time.monotonic() - told < most:
            time.sleep(0.05)
        late = sorted(self._working)
        if self._heart.is_alive():
            self._heart.join(1)
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
