"""Shares of a night's articles that should stay small, held against the nights before. Pure.

One test for all of them (docs/runs.md): tonight's articles, and those of the last nights together, against the portal's
good nights before; a share that is clearly larger, with so many marked articles that chance, with nights as uneven as
the portal's own, gives them once in a million times, is a breach.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import NamedTuple

from archive.db import LOCAL, local_day
from archive.history import OFF_TOPIC
from archive.query import RunRow
from crawler.judging import surprise
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
LASTING = 0.5  # of LARGER, and RARE_LASTING for RARE: what an alarm needs to stay, so that it does not come and go
RARE_LASTING = 1e-2
LEARNED_DAYS, LEARNED_ARTICLES = 30, 40  # after so much of an alarm a part of the articles is a new habit
TOTAL = 0.9  # share from which on it is none, however long it lasts
APART = 14  # days without the alarm that end one
HABITS = 2  # whole nights under one title, with other titles between them
MENDED = 0.005  # chance of nights as good as the newest ones, had the fault lasted
SAME_TITLE = 3  # new articles of one night
_SURE = 1e-9

WALKING = frozenset({"nightly", "sweep"})
GOOD = frozenset({"ok", "stale"})
USABLE = GOOD | {"partial"}  # what was stored looked as it should


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


def alike(runs: Iterable[RunRow], tonight: Tonight) -> list[RunRow]:
    """The runs that tonight can be compared with: they walked the portal as it was on their day, for the same
    articles."""
    kept_some = OFF_TOPIC in tonight.counts
    return [
        run
        for run in runs
        if run.mode in WALKING
        and (OFF_TOPIC in run.counts) == kept_some
        and not run.source.startswith(("warc", "wayback"))
    ]


def share_breaches(runs: Sequence[RunRow], tonight: Tonight, expect: Mapping[str, float]) -> list[Breach]:
    """What is no chance among tonight's shares; `runs` are those that it can be compared with, newest first."""
    if tonight.mode not in WALKING:
        return []
    found = [breach for share in SHARES if (breach := _share(share, runs, tonight, expect)) is not None]
    return [*found, *_one_title(runs, tonight, expect, found), *_open_walk(runs, tonight)]


class _Night(NamedTuple):
    marked: int
    number: int
    good: bool
    day: dt.date = dt.date.min
    said: bool = False  # the alarm of this very share was raised


def _nights(share: Share, runs: Iterable[RunRow], tonight: Tonight) -> Iterator[_Night]:
    """The nights among these that brought any of it, in their order."""
    usable = GOOD if share.outcome is RunOutcome.PARTIAL else USABLE
    layouts = tonight.counts.get("layouts")
    for run in runs:
        number = run.counts.get(share.of, 0)
        if number and share.marked in run.counts and (not share.renewed or run.counts.get("layouts") == layouts):
            said = share.says in "\n".join(run.reasons)
            good = run.outcome in usable and not said
            yield _Night(run.counts[share.marked], number, good, local_day(run.started_at), said)


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
    lasting = _said_last(share, runs)
    larger, rare_here = (LARGER * LASTING, RARE_LASTING) if lasting else (LARGER, RARE)
    is_new = int(share.marked in tonight.counts and tonight.counts.get(share.of, 0) > 0)
    for size in NIGHTS:
        if size > len(newest):
            break
        window = newest[:size]
        marked, number = sum(night.marked for night in window), sum(night.number for night in window)
        if marked <= (larger if declared is None else declared) * number or _mended(window):
            continue
        if declared is None and before is None:
            before = _learned(share, list(_nights(share, runs, tonight)))
        usual = _usual(before[size - is_new :]) if before is not None else None
        if declared is None and usual is None:
            break  # a longer window leaves still less before it
        if usual is not None and usual.share > MOST_USUAL:
            return None
        bar = usual.share + larger if usual is not None else declared
        assert bar is not None
        if marked <= bar * number or sum(night.marked > bar * night.number for night in window) < share.nights:
            continue
        by_night = [night.number for night in window]
        if usual is None:
            chance, rare = surprise.at_least(marked, by_night, bar), RARE_DECLARED
        else:
            chance, rare = surprise.at_least(marked, by_night, usual.careful, usual.clumping), rare_here
        if chance < rare:
            reason = f"{marked} of {number} {share.things}{_of_nights(window)} {share.says}"
            reason += f"; its file allows {bar:.0%}" if usual is None else f"; {usual.words()}"
            return Breach(share.outcome, reason, share.gap)
    return None


def _said_last(share: Share, runs: Sequence[RunRow]) -> bool:
    """Whether the newest night with any of it raised the alarm of this share."""
    newest = next((run for run in runs if run.counts.get(share.of)), None)
    return newest is not None and share.says in "\n".join(newest.reasons)


def _learned(share: Share, nights: list[_Night]) -> list[_Night]:
    """The nights that say what is usual, newest first: where an alarm lasted and only a part of the articles was
    concerned, the portal has another habit since then, and what was before does not count. What may have missed
    something is never learned."""
    if share.gap:
        return nights
    start = end = None  # the newest alarm: places of its newest and its oldest night
    for place, night in enumerate(nights):
        if not night.said:
            continue
        if end is not None and (nights[end].day - night.day).days > APART:
            if _is_habit(nights[start : end + 1]):
                break
            start = place
        start, end = place if start is None else start, place
    if start is None or end is None or not _is_habit(nights[start : end + 1]):
        return nights
    return [night._replace(good=night.good or night.said) for night in nights[: end + 1]]


def _is_habit(nights: Sequence[_Night]) -> bool:
    """Whether an alarm over these nights is that of a lasting change, in a part of the articles."""
    marked, number = sum(night.marked for night in nights), sum(night.number for night in nights)
    days = (nights[0].day - nights[-1].day).days
    return days >= LEARNED_DAYS and number >= LEARNED_ARTICLES and marked < TOTAL * number


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
    """All new articles of a night under one title: no past is needed to see that, but to know that it is a habit."""
    number = tonight.counts.get("new_compared", 0)
    if number < SAME_TITLE or tonight.counts.get("new_titles") != 1 or "share_untitled" in expect:
        return
    if tonight.counts.get("new_series", 0) == number or _titles_repeat(runs):
        return
    share = next(share for share in SHARES if share.name == "untitled")
    usual = _usual(list(_nights(share, runs, tonight)))
    if (usual is None or usual.share <= MOST_USUAL) and not any(share.says in breach.reason for breach in found):
        yield Breach(RunOutcome.BROKEN, f"all {number} new articles have one title", gap=False)


def _titles_repeat(runs: Sequence[RunRow]) -> bool:
    """Whether whole nights under one title came and went before."""
    times, others = 0, False
    for run in runs:
        number = run.counts.get("new_compared", 0)
        if number >= SAME_TITLE and run.counts.get("new_titles") == 1:
            times, others = times + others, False
        elif number > 1:
            others = others or run.counts.get("new_titles", 0) > 1
    return times >= HABITS


def _open_walk(runs: Sequence[RunRow], tonight: Tonight) -> Iterator[Breach]:
    """A walk that ended among unknown articles, on a portal whose walks do not: what lay behind was not read."""
    number = tonight.counts.get("walks_open", 0)
    share = SHARES[-1]
    usual = _usual(list(_nights(share, runs, tonight))) if number else None
    if usual is not None and usual.share <= LARGER:
        reason = f"{number} of {tonight.counts['walks']} walks through its listings ended among new articles"
        yield Breach(RunOutcome.PARTIAL, f"{reason}: what lay behind was not read", gap=True)
