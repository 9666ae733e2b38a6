"""When a portal publishes, learned from its own last year: how long it may be silent, how little it may bring. Pure.

Offices publish on working days. Weekends, the public holidays of Viet Nam and the weeks around Tết are no working days
here, so that no silence is measured in them. A portal is *stale* in three ways:

- silent: more working days without anything new than its longest silence of the last year with a margin, and than
  chance gives once in 100,000 silences of a portal that is busy on as many days as this one;
- fallen: over 2 to 20 working weeks a quarter or less of what the weeks before brought, and less than chance gives
  once in a million times with weeks as uneven as its own;
- below what its file declares (`articles_per_week`, `quiet_days`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import ceil
from statistics import fmean, variance

import holidays

from crawler.judging import surprise

HISTORY_DAYS = 400  # a year, and the Tết before
BEFORE_TET, AFTER_TET = (
    7,
    9,
)  # days: from the kitchen gods' day (23rd of the last lunar month) to the tenth of the first
LEAST_SILENCE = 5  # working days that any portal may be silent: a week
UNKNOWN_SILENCE = 130  # working days, half a year, that a portal may be silent of which too little is known
MARGIN = 1.5  # of its longest silence
FREAK = 2.0  # a silence so many times as long as any other was a breakdown, and is not learned
FREAK_SILENCES = 8  # silences from which on that can be told
RARE_SILENCE, RARE_WEEKS, RARE_DECLARED = 1e-5, 1e-6, 1e-3
LEAST_WORKING, LEAST_DAYS = 40, 8  # working days of history, and days with something new, before anything is judged
WEEK = 5  # working days
FALLEN = 0.25  # share of the usual that is too little
FALLEN_WEEKS = (2, 3, 4, 5, 6, 8, 10, 13, 16, 20)  # working weeks that are looked at together
LEAST_WEEKS, LEAST_ARTICLES = 8, 16  # of the usual
STEADY = 0.5  # the newer half of LEAST_WEEKS holds at least so much of the older: the new rhythm
DECLARED_WEEKS, DECLARED_SIZE = 4, 4.0  # weeks that a declared rate is held against, and how uneven one may be
_UNEVEN = (0.3, 30.0)  # bounds of what is learned about that


@lru_cache(maxsize=64)
def free_days(year: int) -> frozenset[dt.date]:
    """Weekdays and others of a year on which nothing need appear: public holidays, and the time around Tết."""
    found = holidays.country_holidays("VN", years=year, language="en_US")
    days = set(found)
    for tet in found.get_named("Lunar New Year", lookup="exact"):
        days.update(tet + dt.timedelta(days=number) for number in range(-BEFORE_TET, AFTER_TET + 1))
    return frozenset(days)


def is_working(day: dt.date) -> bool:
    """Whether offices work on that day as they usually do."""
    return day.weekday() < 5 and day not in free_days(day.year)


def working_days(after: dt.date, before: dt.date) -> int:
    """Working days between two days, both left out; ten years at most."""
    first = max(after, before - dt.timedelta(days=3_660)) + dt.timedelta(days=1)
    return sum(is_working(first + dt.timedelta(days=number)) for number in range((before - first).days))


@dataclass(frozen=True, slots=True)
class Activity:
    """What appeared: articles by local day, of the last HISTORY_DAYS. `newest` is the last day on which anything was
    published or met as new, also before that; `since` the first day of which the archive can speak."""

    by_day: Mapping[dt.date, int]
    newest: dt.date | None
    since: dt.date


def staleness(activity: Activity, today: dt.date, expect: Mapping[str, float]) -> list[str]:
    """What says that the portal has gone quiet, in words; empty where all is as usual. `today` itself does not count:
    the night is before its day."""
    found = [_silent(activity, today, expect.get("quiet_days"))]
    if (declared := expect.get("articles_per_week")) is not None:
        found.append(_below(activity, today, declared))
    else:
        found.append(_fallen(activity, today, expect.get("quiet_days")))
    return [reason for reason in found if reason is not None]


def _silent(activity: Activity, today: dt.date, declared: float | None) -> str | None:
    if activity.newest is None:
        return None
    quiet = working_days(activity.newest, today)
    if quiet <= LEAST_SILENCE and declared is None:
        return None
    since = f"nothing new since {activity.newest}: {quiet} working days"
    if declared is not None:
        return f"{since}; its file allows {declared:g}" if quiet > declared else None
    known = allowed_silence(activity)
    if known is None:
        return since if quiet > UNKNOWN_SILENCE else None
    if quiet <= known[1]:
        return None
    return f"{since}; its longest silence of the last year was {known[0]}, and {known[1]} would still be no surprise"


def allowed_silence(activity: Activity) -> tuple[int, int] | None:
    """The longest silence of the past and the longest that is no alarm, in working days; None: too little is known."""
    days = sorted(day for day, number in activity.by_day.items() if number and day >= activity.since)
    if len(days) < LEAST_DAYS:
        return None
    working = working_days(days[0] - dt.timedelta(days=1), days[-1] + dt.timedelta(days=1))
    if working < LEAST_WORKING:
        return None
    silences = sorted(working_days(one, other) for one, other in pairwise(days))
    longest = silences[-1]
    if len(silences) >= FREAK_SILENCES and longest > FREAK * max(silences[-2], LEAST_SILENCE):
        longest = silences[-2]
    quiet = (sum(silences) + 1) / (working + 2)
    return longest, max(LEAST_SILENCE, ceil(MARGIN * longest) + 1, ceil(surprise.silence(quiet, RARE_SILENCE)))


def weeks(activity: Activity, today: dt.date, left_out: frozenset[dt.date] = frozenset()) -> Iterator[int]:
    """Articles of each five working days, from yesterday back to where the archive begins; what appeared on other days
    belongs to the working day before. A week that is not whole is left out, and so are the days `left_out`."""
    day, number, working = today - dt.timedelta(days=1), 0, 0
    first = max(activity.since, today - dt.timedelta(days=HISTORY_DAYS))
    while day >= first:
        number += activity.by_day.get(day, 0)
        working += is_working(day) and day not in left_out
        if working == WEEK:
            yield number
            number = working = 0
        day -= dt.timedelta(days=1)


def silent_days(activity: Activity, today: dt.date, allowed: float) -> frozenset[dt.date]:
    """Working days of the silences that the portal's file allows: a week and longer, up to `allowed` working days."""
    found: set[dt.date] = set()
    days = sorted(day for day, number in activity.by_day.items() if number and activity.since <= day < today)
    for one, other in pairwise([*days, today]):
        if LEAST_SILENCE <= working_days(one, other) <= allowed:
            found.update(one + dt.timedelta(days=number) for number in range(1, (other - one).days))
    return frozenset(day for day in found if is_working(day))


def _is_steady(by_week: Sequence[int]) -> bool:
    """Whether the newest LEAST_WEEKS are a rhythm of their own: enough, no less in their newer half, and going on."""
    half = LEAST_WEEKS // 2
    newer, older, last = sum(by_week[:half]), sum(by_week[half:LEAST_WEEKS]), sum(by_week[: FALLEN_WEEKS[0]])
    if len(by_week) < LEAST_WEEKS or newer + older < LEAST_ARTICLES:
        return False
    return newer >= STEADY * older and last > FALLEN * FALLEN_WEEKS[0] * (newer + older) / LEAST_WEEKS


def _fallen(activity: Activity, today: dt.date, quiet_days: float | None = None) -> str | None:
    by_week = list(weeks(activity, today, silent_days(activity, today, quiet_days) if quiet_days else frozenset()))
    if _is_steady(by_week):
        return None
    for number in FALLEN_WEEKS:
        recent, usual = by_week[:number], by_week[number:]
        if len(usual) < LEAST_WEEKS or sum(usual) < LEAST_ARTICLES:
            return None
        mean, got = fmean(usual), sum(recent)
        if got > FALLEN * mean * number:
            continue
        spread = variance(usual) - mean
        size = min(_UNEVEN[1], max(_UNEVEN[0], mean**2 / spread)) if spread > 0 else _UNEVEN[1]
        if surprise.at_most(got, mean * number, size * number) < RARE_WEEKS:
            return f"{got} new articles in the last {number} working weeks; {mean:.1f} a week are usual"
    return None


def _below(activity: Activity, today: dt.date, declared: float) -> str | None:
    recent = list(weeks(activity, today))[:DECLARED_WEEKS]
    expected = declared * DECLARED_WEEKS
    if len(recent) < DECLARED_WEEKS or sum(recent) >= expected:
        return None
    if surprise.at_most(sum(recent), expected, DECLARED_SIZE * DECLARED_WEEKS) >= RARE_DECLARED:
        return None
    return (
        f"{sum(recent)} new articles in the last {DECLARED_WEEKS} working weeks; its file expects {declared:g} a week"
    )
