"""The daily digest: a page of plain text that decides in its first lines whether somebody has to do something."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Engine

from archive import notices, query
from archive.backup import backups
from archive.db import LOCAL, address, local_day
from archive.notices import NoticeRow
from archive.records import Outcome
from archive.runs import INGEST
from crawler import disk, health
from crawler.config import Config
from crawler.health import Health, by_need
from crawler.health_table import cut, cut_all, summary
from crawler.life import Stage
from crawler.nights.config import NightsConfig, trigger
from crawler.nights.times import next_fire

NIGHT = "night"  # the round behind which the digest goes out
DIGEST = "digest"  # its subject among the notices; its state there is the local day
TITLES = 5  # new articles that are named
_RUNS = 2_000  # runs that one night may have at most
_TOLD = (Outcome.STORED, Outcome.REVISED, Outcome.GONE, Outcome.FAILED, Outcome.BLOCKED)
_WORDS = {Outcome.STORED: "new"}


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """What the scheduler knows of a round: its kind (night, sweep, recheck), when it began, and the portals that it did
    not reach before it had to end."""

    kind: str = NIGHT
    started_at: dt.datetime | None = None
    left: tuple[str, ...] = ()


class Copy(NamedTuple):
    """A copy of the database: when it was made, and its size in bytes."""

    made: dt.datetime
    size: int


def message(notice: NoticeRow) -> tuple[str, str]:
    """Title and body of a digest: the notice's first line, and the rest."""
    title, _, body = notice.text.partition("\n")
    return f"CCHC Archive, {notice.state}: {title}", body


def text(
    engine: Engine,
    nights: NightsConfig,
    config: Config,
    healths: Sequence[Health],
    *,
    now: dt.datetime,
    facts: RoundFacts | None = None,
) -> str:
    """The digest at a moment: its title in the first line, then parts with a heading each."""
    since = facts.started_at if facts is not None and facts.started_at is not None else now - dt.timedelta(hours=24)
    parts = [
        _night(engine, since),
        _hands(healths, facts),
        _new(engine, since),
        _archive(engine, nights, config),
        _ends(healths),
        _ahead(nights, now),
    ]
    bad = [one.portal for one in by_need(healths) if one.needs_a_hand]
    title = f"{len(bad)} of {len(healths)} portals need a hand: {', '.join(bad[:3])}" if bad else "every portal is well"
    title += f" and {len(bad) - 3} more" if len(bad) > 3 else ""
    return "\n".join([title, summary(healths).plain + ".", *("\n".join(part) for part in parts if part)])


def _night(engine: Engine, since: dt.datetime) -> list[str]:
    visits = [run for run in query.runs(engine, limit=_RUNS) if run.started_at >= since and run.mode != INGEST]
    counts: Counter[str] = Counter()
    for run in visits:
        counts.update(run.counts)
    told = [f"{counts[one]:,} {_WORDS.get(one, one)}" for one in _TOLD if counts[one] or one is Outcome.STORED]
    begun = since.astimezone(LOCAL)
    asked = f"{len({run.portal for run in visits})} portals visited with {counts['requests']:,} requests"
    lines = [f"Since {begun:%Y-%m-%d %H:%M}: {', '.join(told)} articles; {asked}."]
    if new := {run.portal: run.counts.get("stored", 0) for run in reversed(visits) if run.counts.get("stored")}:
        lines.append("New: " + ", ".join(f"{name} {number:,}" for name, number in sorted(new.items())))
    return lines


def _hands(healths: Sequence[Health], facts: RoundFacts | None) -> list[str]:
    lines = []
    for one in by_need(healths):
        if one.needs_a_hand:
            last = f", last ok {local_day(one.last_ok)}" if one.last_ok else ""
            step = [f"  → {one.next_step}"] if one.next_step else []
            lines += [f"{one.portal}: {one.outcome}{last}", f"  {cut(one.diagnosis)}", *step]
            lines += [f"  {reason}" for reason in cut_all(one.reasons[:2], one.portal)]
    if facts is not None and facts.left:
        lines.append(f"Not reached before the night ended, first in the next one: {', '.join(facts.left)}")
    return ["", "NEEDS A HAND", *lines] if lines else []


def _new(engine: Engine, since: dt.datetime) -> list[str]:
    found = query.first_seen_since(engine, since, limit=TITLES)
    return ["", "NEW, AMONG OTHERS", *(f"- {cut(one.title, 160)} ({one.portal})" for one in found)] if found else []


def _archive(engine: Engine, nights: NightsConfig, config: Config) -> list[str]:
    articles, first, last, _ = query.totals(engine)
    span = f", published {first} to {last}" if first else ""
    lines = [f"{articles:,} articles{span}."]
    places = dict.fromkeys((config.data_dir, config.warc_dir))
    lines.append("Free: " + ", ".join(f"{disk.free(folder) / 1e9:,.1f} GB at {folder}" for folder in places) + ".")
    if found := copies(nights.backup_dir):
        made = found[-1].made.astimezone(LOCAL)
        lines.append(f"Last copy of the database: {made:%Y-%m-%d %H:%M}, {found[-1].size / 1e6:,.1f} MB.")
    elif address(config.database_url).get_backend_name() == "sqlite":
        lines.append("There is no copy of the database yet.")
    for notice in health.failing(notices.states(engine).values()):
        lines.append(f"{notice.subject.upper()} FAILING since {local_day(notice.made_at)}: {cut(notice.text, 600)}")
    return ["", "THE ARCHIVE", *lines]


def copies(folder: Path) -> list[Copy]:
    """The copies of the database in a folder, oldest first."""
    return sorted(Copy(made, file.stat().st_size) for file, made in backups(folder))


def _ends(healths: Sequence[Health]) -> list[str]:
    lines = []
    for one in sorted(healths, key=lambda one: one.portal):
        if one.life.stage is not Stage.ACTIVE:
            lines.append(f"{one.portal}: {cut(one.diagnosis)}")
    return ["", "DORMANT OR CLOSED", *lines] if lines else []


def _ahead(nights: NightsConfig, now: dt.datetime) -> list[str]:
    jobs = (("night", nights.night), ("sweep", nights.sweep), ("recheck", nights.recheck), ("upkeep", nights.backup))
    due = ((name, next_fire(trigger(when), now)) for name, when in jobs if when is not None)
    found = sorted((moment, name) for name, moment in due if moment is not None)
    return ["", "NEXT", ", ".join(f"{name} {moment:%Y-%m-%d %H:%M}" for moment, name in found) + " (Vietnam's time)."]
