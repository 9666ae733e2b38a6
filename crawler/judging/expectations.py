"""What a portal's own past lets expect of tonight, and what is too far from it to be chance. Pure.

Nothing is configured and nothing is stored but counters: a run's row holds what its new articles looked like
(crawler/judging/quality.py), the rows of the last year are the past. Every share is held against it in one way:

- tonight's articles, and those of the last nights together (up to NIGHTS with any, within WINDOW_DAYS), against the
  good runs before them;
- a share that is clearly larger (LARGER), and so many marked articles that chance, with nights as uneven as the
  portal's own, gives them once in a million times (RARE), is a *breach*;
- a breach stays while nothing speaks against it: a night without new articles mends nothing, good new articles do.

First-run grace: nothing is judged before LEAST_NIGHTS good nights with LEAST_ARTICLES articles. Bounds that a portal's
file declares (`expect`) act from the first run and replace what was learned. Where the portal's declared layouts
change, what its articles looked like under the old ones does not count: a relaunch that somebody wrote down begins with
grace. docs/runs.md has every counter, bound, and the nights in which each fault is found.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from zlib import crc32

from archive.db import local_day
from archive.query import RunRow
from crawler.extraction.layout import Layout
from crawler.judging import rhythm
from crawler.judging.shares import (
    GOOD,
    LEAST_ARTICLES,
    LEAST_NIGHTS,
    MOST_OF_NIGHT,
    SHARES,
    USABLE,
    WALKING,
    Breach,
    Tonight,
    alike,
    share_breaches,
)
from crawler.monitors import RunOutcome


@dataclass(frozen=True, slots=True)
class Bound:
    """A name allowed in a portal's `expect`, the values it may have, and what it says."""

    low: float
    high: float
    meaning: str


BOUNDS: Mapping[str, Bound] = MappingProxyType(
    {
        "articles_per_week": Bound(0.0, 5_000.0, "new articles in five working days, at least"),
        "quiet_days": Bound(1.0, 260.0, "working days without anything new, at most"),
        **{
            f"share_{share.name}": Bound(0.0, 1.0, f"share of {share.things} that {share.says}, at most")
            for share in SHARES
        },
    }
)


@dataclass(frozen=True, slots=True)
class Past:
    """What the archive knows of a portal when a run closes: its visits before, newest first; what appeared by day,
    tonight included; title and text of its newest articles before tonight."""

    runs: Sequence[RunRow] = ()
    published: Mapping[dt.date, int] = field(default_factory=dict)  # dated articles by day of publication
    newest: dt.date | None = None  # day of publication of the newest, also before those
    recent: Sequence[tuple[str, str]] = ()
    met_before: int = 0  # of tonight's rejected addresses: their listings show them for ever


def misdeclared(expect: Mapping[str, float]) -> list[str]:
    """What is wrong with a portal's `expect`, in words; empty where nothing is."""
    found = []
    for name, value in expect.items():
        bound = BOUNDS.get(name)
        if bound is None:
            found.append(f"expect: there is no {name!r} (there are {', '.join(BOUNDS)})")
        elif not bound.low <= value <= bound.high:
            found.append(f"expect: {name} is {value}; it may be {bound.low:g} to {bound.high:g}")
    return found


def fingerprint(layouts: Sequence[Layout]) -> int:
    """A number for the declared layouts, kept in each run's row: which runs saw the pages by the same ones."""
    return crc32(repr(tuple(layouts)).encode()) if layouts else 0


def usual_length(past: Past, tonight: Tonight) -> int | None:
    """Characters that an article of the portal usually has: the median of the good nights' medians, each counted once
    for each of its articles (MOST_OF_NIGHT at most). None while too little is known."""
    nights = [
        (run.counts["new_length"], min(MOST_OF_NIGHT, run.counts["new_compared"]))
        for run in alike(past.runs, tonight)
        if run.counts.get("new_compared") and run.outcome in USABLE
    ]
    articles = sum(number for _, number in nights)
    if len(nights) < LEAST_NIGHTS or articles < LEAST_ARTICLES:
        return None
    left = articles / 2
    for length, number in sorted(nights):
        left -= number
        if left <= 0:
            return length
    return None


def breaches(past: Past, tonight: Tonight, expect: Mapping[str, float], *, dormant: bool = False) -> list[Breach]:
    """Everything about tonight that is no chance. `dormant`: its unit has ended and it is known to be quiet."""
    runs = alike(past.runs, tonight)
    found = share_breaches(runs, tonight, expect)
    good = sum(run.outcome in GOOD for run in runs)
    declared = "articles_per_week" in expect or "quiet_days" in expect
    if tonight.walked and not dormant and (good >= LEAST_NIGHTS or declared):
        bounds = expect if good >= LEAST_NIGHTS else {name: expect.get(name, _no_bound(name)) for name in _RHYTHM}
        reasons = rhythm.staleness(activity(past, tonight), tonight.day, bounds)
        found += [Breach(RunOutcome.STALE, reason, gap=False) for reason in reasons]
    return found


_RHYTHM = ("articles_per_week", "quiet_days")


def _no_bound(name: str) -> float:
    """The value of a bound of the rhythm that never fires."""
    return 0.0 if name == "articles_per_week" else BOUNDS[name].high * 100


def activity(past: Past, tonight: Tonight) -> rhythm.Activity:
    """What appeared on the portal by day: dated articles on their day of publication, undated ones on that of the run
    that met them as new, but for the first: it meets the years before in one night."""
    by_day = dict(past.published)
    visits: list[tuple[dt.date, Mapping[str, int], str | None]] = [
        (local_day(run.started_at), run.counts, run.outcome) for run in past.runs if run.mode in WALKING
    ]
    firsts = [day for day, _, outcome in visits if outcome in GOOD]
    begun = min(firsts, default=tonight.day)  # behind it new means new
    met = [(day, counts) for day, counts, _ in visits if day > begun]
    if firsts:
        met.append((tonight.day, tonight.counts))
    newest = past.newest
    for day, counts in met:
        if number := counts.get("new_undated", 0):
            by_day[day] = by_day.get(day, 0) + number
        if counts.get("stored") and (newest is None or day > newest):
            newest = day
    return rhythm.Activity(by_day, newest, min([begun, *by_day]))
