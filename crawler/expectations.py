"""What a portal's own past lets expect of tonight, and what is too far from it to be chance. Pure.

Nothing is configured and nothing is stored but counters: a run's row holds what its new articles looked like
(crawler/quality.py), the rows of the last year are the past. Every share is held against it in one way:

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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, takewhile
from types import MappingProxyType
from typing import NamedTuple
from zlib import crc32

from archive.db import LOCAL, local_day
from archive.history import OFF_TOPIC
from archive.query import RunRow
from crawler import rhythm, surprise
from crawler.extraction.layout import Layout
from crawler.monitors import RunOutcome

RARE, RARE_DECLARED = 1e-6, 1e-3
LARGER = 0.25  # share on top of the usual one: slow drifts and small changes are no fault
LEAST_NIGHTS, LEAST_ARTICLES = 5, 20
MOST_USUAL = 0.5  # what half of the articles lack, nobody misses
NIGHTS = (1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20)  # nights with articles that are looked at together
WINDOW_DAYS = 120
MOST_OF_NIGHT = 50  # articles of one past night that count: a first crawl brings hundreds
ENOUGH = 400  # articles of the past
UNSURE = 2.0  # marked and as many unmarked ones are added to the past: a share of 0 in 30 articles is no certainty
MENDED = 0.005  # chance of nights as good as the newest ones, had the fault lasted
SAME_TITLE = 3  # new articles of one night
_SURE = 1e-9

_WALKING = frozenset({"nightly", "sweep"})
_GOOD = frozenset({"ok", "stale"})
_USABLE = _GOOD | {"partial"}  # what was stored looked as it should


@dataclass(frozen=True, slots=True)
class Bound:
    """A name allowed in a portal's `expect`, the values it may have, and what it says."""

    low: float
    high: float
    meaning: str


@dataclass(frozen=True, slots=True)
class Share:
    """A part of what a night brought that should stay small: counters `marked` of `of`; in a reason, `says` completes
    "9 of 9 new articles …"; `gap` where something may have been missed."""

    name: str
    marked: str
    of: str
    things: str
    says: str
    gap: bool = False
    outcome: RunOutcome = RunOutcome.BROKEN
    renewed: bool = True  # learned anew where the declared layouts change
    nights: int = 1  # that must show it: what a clerk may leave out of a whole day's articles needs two


_NEW = "new articles"
SHARES = (
    Share("undated", "new_undated", "stored", _NEW, "have no date"),
    Share("no_layout", "new_no_layout", "stored", _NEW, "fit no declared layout"),
    Share("untitled", "new_untitled", "new_compared", _NEW, "have no title of their own", renewed=False),
    Share("short", "new_short", "new_compared", _NEW, "hold less than a third of the usual text", renewed=False),
    Share("leaky", "new_leaky", "new_compared", _NEW, "have page furniture in their text"),
    Share("bare", "new_bare", "new_framed", _NEW, "show nothing of what this portal repeats on its pages"),
    Share("no_author", "new_no_author", "stored", _NEW, "have no author", nights=2),
    Share("no_section", "new_no_section", "stored", _NEW, "have no section", nights=2),
    Share("no_lead", "new_no_lead", "stored", _NEW, "have no lead", nights=2),
    Share("rejected", "new_rejected", "new_asked", "new addresses", "hold no article", gap=True),
    Share("edited", "edited", "reread", "known articles", "were changed by the portal at once"),
    Share(
        "cut_walks",
        "walks_cut",
        "walks",
        "walks through its listings",
        "ended before known articles were met",
        gap=True,
        outcome=RunOutcome.PARTIAL,
        renewed=False,
    ),
)
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


class Breach(NamedTuple):
    """Something that the past does not let expect; `gap` where the walk may have missed something, so that the run
    proves nothing about what lies below."""

    outcome: RunOutcome
    reason: str
    gap: bool


class Tonight(NamedTuple):
    """The run that is being judged, as its row will say: its local day, mode and counters; `walked` says that every
    listing answered and the run came to its end."""

    day: dt.date
    mode: str
    counts: Mapping[str, int]
    walked: bool


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
        for run in _alike(past, tonight)
        if run.counts.get("new_compared") and run.outcome in _USABLE
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
    runs, found = _alike(past, tonight), list[Breach]()
    if tonight.mode in _WALKING:
        found = [breach for share in SHARES if (breach := _share(share, runs, tonight, expect)) is not None]
        found += [*_one_title(runs, tonight, expect, found), *_open_walk(runs, tonight)]
    good = sum(run.outcome in _GOOD for run in runs)
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
        (local_day(run.started_at), run.counts, run.outcome) for run in past.runs if run.mode in _WALKING
    ]
    firsts = [day for day, _, outcome in visits if outcome in _GOOD]
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


# --- shares -------------------------------------------------------------------------------------------------------
class _Night(NamedTuple):
    marked: int
    number: int
    good: bool


def _alike(past: Past, tonight: Tonight) -> list[RunRow]:
    """The runs that tonight can be compared with: they walked the portal as it was on their day, for the same
    articles."""
    kept_some = OFF_TOPIC in tonight.counts
    return [
        run
        for run in past.runs
        if run.mode in _WALKING
        and (OFF_TOPIC in run.counts) == kept_some
        and not run.source.startswith(("warc", "wayback"))
    ]


def _nights(share: Share, runs: Iterable[RunRow], tonight: Tonight) -> Iterator[_Night]:
    """The nights among these that brought any of it, in their order."""
    usable = _GOOD if share.outcome is RunOutcome.PARTIAL else _USABLE
    layouts = tonight.counts.get("layouts")
    for run in runs:
        number = run.counts.get(share.of, 0)
        if number and share.marked in run.counts and (not share.renewed or run.counts.get("layouts") == layouts):
            yield _Night(run.counts[share.marked], number, run.outcome in usable)


def _window(share: Share, runs: Iterable[RunRow], tonight: Tonight) -> list[_Night]:
    """The newest nights that brought any of it, tonight first, as many as are looked at together."""
    number = tonight.counts.get(share.of, 0)
    nights = (
        [_Night(tonight.counts[share.marked], number, good=False)] if number and share.marked in tonight.counts else []
    )
    nights.extend(islice(_nights(share, _lately(runs, tonight), tonight), NIGHTS[-1] - len(nights)))
    return nights


def _lately(runs: Iterable[RunRow], tonight: Tonight) -> Iterator[RunRow]:
    earliest = dt.datetime.combine(tonight.day - dt.timedelta(days=WINDOW_DAYS), dt.time(), LOCAL)
    return takewhile(lambda run: run.started_at >= earliest, runs)


def _share(share: Share, runs: Sequence[RunRow], tonight: Tonight, expect: Mapping[str, float]) -> Breach | None:
    newest = _window(share, runs, tonight)
    if not any(night.marked for night in newest):
        return None  # as on nearly every night
    declared = expect.get(f"share_{share.name}")
    before: list[_Night] | None = None  # read only where something looks amiss
    is_new = int(share.marked in tonight.counts and tonight.counts.get(share.of, 0) > 0)
    for size in NIGHTS:
        if size > len(newest):
            break
        window = newest[:size]
        marked, number = sum(night.marked for night in window), sum(night.number for night in window)
        if marked <= (LARGER if declared is None else declared) * number or _mended(window):
            continue
        if declared is None and before is None:
            before = list(_nights(share, runs, tonight))
        usual = _usual(before[size - is_new :]) if before is not None else None
        if declared is None and usual is None:
            break  # a longer window leaves still less before it
        if usual is not None and usual.share > MOST_USUAL:
            return None
        bar = usual.share + LARGER if usual is not None else declared
        assert bar is not None
        if marked <= bar * number or sum(night.marked > bar * night.number for night in window) < share.nights:
            continue
        by_night = [night.number for night in window]
        if usual is None:
            chance, rare = surprise.at_least(marked, by_night, bar), RARE_DECLARED
        else:
            chance, rare = surprise.at_least(marked, by_night, usual.careful, usual.clumping), RARE
        if chance < rare:
            reason = f"{marked} of {number} {share.things}{_of_nights(window)} {share.says}"
            reason += f"; its file allows {bar:.0%}" if usual is None else f"; {usual.words()}"
            return Breach(share.outcome, reason, share.gap)
    return None


class _Usual(NamedTuple):
    """What the past says: `share` as it was, `careful` as it may be, and how alike the articles of a night are."""

    marked: int
    number: int
    share: float
    careful: float
    clumping: float

    def words(self) -> str:
        return f"of the {self.number} before, {self.marked} ({self.share:.0%})"


def _usual(nights: Sequence[_Night]) -> _Usual | None:
    past: list[tuple[int, int]] = []
    articles = 0.0
    for night in nights:
        if night.good:
            number = min(MOST_OF_NIGHT, night.number)
            past.append((round(night.marked * number / night.number), number))
            articles += number
            if articles >= ENOUGH and len(past) >= LEAST_NIGHTS:
                break
    if len(past) < LEAST_NIGHTS or articles < LEAST_ARTICLES:
        return None
    marked, number = sum(k for k, _ in past), sum(n for _, n in past)
    alike = surprise.clumping(past)
    worth = 1 + (number / len(past) - 1) * alike  # so many articles that are alike say no more than one
    careful = (marked / worth + UNSURE) / (number / worth + 2 * UNSURE)
    return _Usual(marked, number, marked / number, careful, alike)


def _mended(window: Sequence[_Night]) -> bool:
    """Whether the newest nights of a window are too good for a fault that lasts: what they brought is no chance where
    the nights before them, from the first bad one on, say how much is bad."""
    oldest = max((place for place, night in enumerate(window) if night.marked), default=0)
    left = window[: oldest + 1]
    marked, number = sum(night.marked for night in left), sum(night.number for night in left)
    bad = articles = 0
    for night in left[:-1]:
        bad, articles = bad + night.marked, articles + night.number
        fault = min(1 - _SURE, (marked - bad + 0.5) / (number - articles + 1))
        if bad < fault * articles and surprise.at_most_of(bad, articles, fault) < MENDED:
            return True
    return False


def _of_nights(window: Sequence[_Night]) -> str:
    return f" of the last {len(window)} nights" if len(window) > 1 else ""


def _one_title(
    runs: Sequence[RunRow], tonight: Tonight, expect: Mapping[str, float], found: Sequence[Breach]
) -> Iterator[Breach]:
    """All new articles of a night under one title: no past is needed to see that."""
    number = tonight.counts.get("new_compared", 0)
    if number < SAME_TITLE or tonight.counts.get("new_titles") != 1 or "share_untitled" in expect:
        return
    share = next(share for share in SHARES if share.name == "untitled")
    usual = _usual(list(_nights(share, runs, tonight)))
    if (usual is None or usual.share <= MOST_USUAL) and not any(share.says in breach.reason for breach in found):
        yield Breach(RunOutcome.BROKEN, f"all {number} new articles have one title", gap=False)


def _open_walk(runs: Sequence[RunRow], tonight: Tonight) -> Iterator[Breach]:
    """A walk that ended among unknown articles, on a portal whose walks do not: what lay behind was not read."""
    number = tonight.counts.get("walks_open", 0)
    share = SHARES[-1]
    usual = _usual(list(_nights(share, runs, tonight))) if number else None
    if usual is not None and usual.share <= LARGER:
        reason = f"{number} of {tonight.counts['walks']} walks through its listings ended among new articles"
        yield Breach(RunOutcome.PARTIAL, f"{reason}: what lay behind was not read", gap=True)
