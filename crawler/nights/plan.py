"""Which portals a round visits, and why the others are left out. Pure: everything is told by the run table's rows.

One rule makes a night, a night made up for and a night that goes on after a crash the same thing: a portal is due where
no run of the round's mode was started since the round was due. Asked twice, the second time finds nothing to do.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from archive.db import LOCAL
from archive.query import RunRow
from archive.runs import INGEST, KILLED
from crawler.places import place_of

ALL = "all"  # in CCHC_PORTALS: every declared portal, before others are added to them
NO_ADDRESS = "no known address"
CUT_OFF = "stopped before the end: shutdown"  # the reason of a crawl that was told to stop
AHEAD = dt.timedelta(minutes=10)  # a run that began so far in the future was made while the clock was wrong: no visit
TRIES = 2  # a portal whose crawls are cut off again and again is not asked a third time: perhaps it is what kills us


class Round(StrEnum):
    """The rounds, in the order in which they are made up for."""

    NIGHT = "night"
    SWEEP = "sweep"
    RECHECK = "recheck"


MODES = {Round.NIGHT: "nightly", Round.SWEEP: "sweep", Round.RECHECK: "recheck"}
# Modes of runs that make a round's visit needless. A full walk by hand sees every listing page.
_COUNTS = {
    Round.NIGHT: frozenset({"nightly", "full"}),
    Round.SWEEP: frozenset({"sweep", "full"}),
    Round.RECHECK: frozenset({"recheck"}),
}
NO_VISITS = frozenset({INGEST, "replay"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """A portal that the rounds visit: its name in the archive, its host ("" where nobody knows it), what `scrapy crawl`
    is given for it, and what is wrong with its file where that cannot be read ("": nothing)."""

    portal: str
    host: str
    arguments: tuple[str, ...]
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """One `scrapy crawl` to run; where the portal's file is at fault there is nothing to run, but much to say."""

    portal: str
    host: str
    arguments: tuple[str, ...]
    mode: str
    fault: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A portal that a round does not visit, with the reason in words."""

    portal: str
    why: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a round does: `tasks` in the order in which they begin."""

    tasks: tuple[Task, ...]
    left_out: tuple[LeftOut, ...]


class LifeLike(Protocol):
    """What is asked of crawler.life.Life."""

    @property
    def stage(self) -> str:
        """active, dormant or closed."""

    @property
    def since(self) -> dt.date | None:
        """When the stage began."""

    @property
    def why(self) -> str:
        """In words."""

    @property
    def next_visit(self) -> dt.datetime | None:
        """Not due before this moment; None: due every night."""


def wanted(
    entries: Sequence[str] | None, declared: Mapping[str, str], unreadable: Mapping[str, str] | None = None
) -> list[Wanted]:
    """The portals that `entries` name; every declared one (name -> host) where it is None. `unreadable` are portals
    whose file is at fault (name -> what is wrong): they are declared, too.

    An entry is `NAME`, `NAME=HOST` for a portal without a known address, `https://HOST/…` for any other, or `all`.
    Raises ValueError, in words, also where two entries give one portal two addresses.
    """
    found: dict[str, Wanted] = {}
    faulty = {name: Wanted(name, "", (name,), fault) for name, fault in (unreadable or {}).items()}
    for entry in [ALL] if entries is None else entries:
        if entry == ALL:
            ours = [*(Wanted(name, host, (name,)) for name, host in declared.items()), *faulty.values()]
        elif "://" in entry:
            place = place_of(entry)
            if known := next((name for name, host in declared.items() if host == place.host), None):
                raise ValueError(f"{entry}: {place.host} has a spider of its own, {known}")
            ours = [Wanted(place.host, place.host, ("portal", "-a", f"url={entry}"))]
        else:
            name, sign, host = entry.partition("=")
            if name in faulty:
                found[name] = faulty[name]
                continue
            if name not in declared:
                raise ValueError(f"there is no portal {name}; `scrapy list` shows them, others are given as https://…")
            if sign and declared[name]:
                raise ValueError(f"{entry}: {name} has its address, {declared[name]}")
            host = place_of(host).host if sign else declared[name]
            ours = [Wanted(name, host, (name, "-a", f"host={host}") if sign else (name,))]
        for one in ours:
            before = found.get(one.portal)
            if before and before.host and one.host and before != one:
                raise ValueError(_two_addresses(before, one))
            if before is None or one.host or one.fault:  # a name alone takes no address away
                found[one.portal] = one
    return list(found.values())


def _two_addresses(before: Wanted, one: Wanted) -> str:
    if before.host != one.host:
        return f"two addresses of one portal, {one.portal}: {before.host} and {one.host}; give one"
    first, second = (wish.arguments[-1].removeprefix("url=") for wish in (before, one))
    return f"two addresses of one host, {one.host}: {first} and {second}; give one, best its home page"


def plan(
    kind: Round,
    portals: Sequence[Wanted],
    *,
    runs: Mapping[str, Sequence[RunRow]],
    lives: Mapping[str, LifeLike],
    now: dt.datetime,
    due_since: dt.datetime | None,
    named: bool = False,
    newcomers: bool = True,
) -> Plan:
    """Who is visited by a round that begins at `now`.

    `runs` are each portal's newest runs, newest first, at least those since `due_since` and one before it; an open run
    is one that is going on. `due_since` is the moment at which the round was due, None to visit whoever was visited
    already. `named` portals were asked for by a person: their life does not matter. Without `newcomers` only portals
    are taken that were visited before the round was due: nobody missed the others.
    """
    tasks: list[tuple[dt.datetime | None, Task]] = []
    left_out = []
    for one in portals:
        visits = [run for run in runs.get(one.portal, ()) if run.mode not in NO_VISITS]
        why = (
            (NO_ADDRESS if not one.host and not one.fault else None)
            or _going_on(visits)
            or (None if due_since is None else _visited(_COUNTS[kind], visits, due_since, now))
            or (None if named else _not_now(lives.get(one.portal), now))
        )
        if why is None and not newcomers and not any(due_since and run.started_at < due_since for run in visits):
            why = "new here: it begins with its first night"
        if why is not None:
            left_out.append(LeftOut(one.portal, why))
        else:
            last = visits[0].started_at if visits else None
            tasks.append((last, Task(one.portal, one.host, one.arguments, MODES[kind], one.fault)))
    never = dt.datetime.min.replace(tzinfo=dt.UTC)
    tasks.sort(key=lambda pair: pair[0] or never)  # the longest wait first; stable
    return Plan(tuple(task for _, task in tasks), tuple(left_out))


def _going_on(visits: Sequence[RunRow]) -> str | None:
    return next((f"run {run.id} is going on" for run in visits if run.outcome is None), None)


def _visited(modes: frozenset[str], visits: Sequence[RunRow], due_since: dt.datetime, now: dt.datetime) -> str | None:
    since = [run for run in visits if run.mode in modes and due_since <= run.started_at <= now + AHEAD]
    whole = [run for run in since if not was_cut_off(run)]
    if whole:
        return f"visited by run {whole[0].id} ({_moment(whole[0].started_at)}, {whole[0].outcome})"
    if len(since) >= TRIES:
        return f"cut off {len(since)} times since {_moment(due_since)}, at last in run {since[0].id}"
    return None


def was_cut_off(run: RunRow) -> bool:
    """Whether a run was ended from outside, by a stop or with its scheduler's or machine's end: it proves no visit."""
    return run.reasons == KILLED or CUT_OFF in run.reasons


def _not_now(life: LifeLike | None, now: dt.datetime) -> str | None:
    if life is None:
        return None
    if life.stage == "closed":
        return f"closed since {life.since}: {life.why}"
    if life.next_visit is None or life.next_visit <= now:
        return None
    word = "dormant" if life.stage == "dormant" else "back-off"
    return f"{word} until {life.next_visit.astimezone(LOCAL):%Y-%m-%d}: {life.why}"


def _moment(moment: dt.datetime) -> str:
    return f"{moment.astimezone(LOCAL):%Y-%m-%d %H:%M}"
