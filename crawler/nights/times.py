"""When rounds are due: the last and the next moment of a trigger, and the window of a night. Pure.

Vietnam has no daylight saving time; moments are compared as instants, so the machine's own zone does not matter.
"""

from __future__ import annotations

import datetime as dt

from apscheduler.triggers.cron import CronTrigger

from archive.db import LOCAL

TOO_LATE = dt.timedelta(hours=3)  # so shortly before the next night a missed one is left to it
# How far back the last moment is looked for, nearest first: APScheduler only steps forward, most triggers are daily.
_BACK = tuple(dt.timedelta(hours=hours) for hours in (1, 25, 24 * 8, 24 * 40, 24 * 400))


def next_fire(trigger: CronTrigger, now: dt.datetime) -> dt.datetime | None:
    """The first moment of a trigger after `now`; None where there is none any more."""
    found: dt.datetime | None = trigger.get_next_fire_time(None, _after(now))
    return found


def last_fire(trigger: CronTrigger, now: dt.datetime) -> dt.datetime | None:
    """The last moment of a trigger at or before `now`, None where it lies more than 400 days back.

    Give it a trigger without jitter: what counts is when a round was due, not when dice let it begin.
    """
    for back in _BACK:
        last: dt.datetime | None = None
        moment = trigger.get_next_fire_time(None, (now - back).astimezone(LOCAL))
        while moment is not None and moment <= now:
            last, moment = moment, trigger.get_next_fire_time(None, _after(moment))
        if last is not None:
            return last
    return None


def _after(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(LOCAL) + dt.timedelta(microseconds=1)


def window_end(night: CronTrigger, ends: dt.time, now: dt.datetime) -> dt.datetime | None:
    """When the night that goes on at `now` ends; None by day. A night is from its trigger's moment to the next `ends`
    (local time of day) after it."""
    began = last_fire(night, now)
    if began is None:
        return None
    local = began.astimezone(LOCAL)
    end = dt.datetime.combine(local.date(), ends, LOCAL)
    if end <= local:
        end += dt.timedelta(days=1)
    return end if now < end else None


def round_end(night: CronTrigger, ends: dt.time, now: dt.datetime) -> dt.datetime | None:
    """When a round that begins at `now` has to be over: with the night, by day when the next night begins."""
    return window_end(night, ends, now) or next_fire(night, now)


def may_make_up(night: CronTrigger, ends: dt.time, now: dt.datetime) -> bool:
    """Whether a missed night is made up for at `now`: in a night's window always, by day at once as well, because a day
    without a visit is worse than one page a second by day; not shortly before the next night."""
    following = next_fire(night, now)
    return window_end(night, ends, now) is not None or following is None or following - now >= TOO_LATE


class Watch:
    """Notices that the machine slept or its clock was set: the wall clock and the monotonic one, which stands still
    during sleep on Linux, drift apart; or that this process itself stood still, so that a beat came late."""

    def __init__(self, wall: dt.datetime, monotonic: float, *, most: float = 90, late: float = 300) -> None:
        """`most` are seconds by which the clocks may differ between two beats, `late` seconds without a beat."""
        self._wall, self._monotonic, self._most, self._late = wall, monotonic, most, late

    def beat(self, wall: dt.datetime, monotonic: float) -> str | None:
        """What happened since the last beat, in words; None where nothing did."""
        passed, ticked = (wall - self._wall).total_seconds(), monotonic - self._monotonic
        self._wall, self._monotonic = wall, monotonic
        if passed - ticked > self._most:
            return f"the machine slept, or its clock was put forward: {passed - ticked:,.0f} s"
        if ticked - passed > self._most:
            return f"the clock was put back by {ticked - passed:,.0f} s"
        if ticked > self._late:
            return f"this process stood still for {ticked:,.0f} s"
        return None
