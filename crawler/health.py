"""What the ledger of runs says about each portal: how it is, what that means, and what a person can do about it.

Pure but for `of_archive`, which reads. Everything is told from runs alone; no portal is asked. How people see it:
crawler/health_table.py.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine

from archive import query
from archive.db import utc_now
from archive.notices import NoticeRow
from archive.query import RunRow
from archive.runs import INGEST
from crawler import findings, life
from crawler.life import Life, Stage
from crawler.monitors import RunOutcome

TREND = 7  # runs
NEVER, RUNNING = "never", "running"
WELL = "all is well"
ALIVE = Life(Stage.ACTIVE)
FAILING = "failing"  # state of what is no portal
PAST = "its past can be filled from web archives: `scrapy crawl {name} -a source=wayback`"
FINE = frozenset({NEVER, RUNNING, str(RunOutcome.OK), str(RunOutcome.SKIPPED)})
_RANKS = (  # what needs a hand first, worst first; then what waits for its first good run, then what is well
    *reversed([str(one) for one in RunOutcome if one not in (RunOutcome.OK, RunOutcome.SKIPPED)]),
    *(RUNNING, str(RunOutcome.OK), NEVER, str(RunOutcome.SKIPPED)),
)
_LOOK_BACK = 60  # runs that are read to find the last visits; files taken in lie between them


@dataclass(frozen=True, slots=True)
class Health:
    """One portal, from its newest run back. `last_ok` is the end of its last good run, `trend` its last visits from the
    oldest to the newest with the articles that each stored: "ok ok partial | 3 0 12". `life` says where it stands in
    its life and when the nights visit it again."""

    portal: str
    outcome: str
    last_ok: dt.datetime | None
    reasons: tuple[str, ...]
    notes: tuple[str, ...]
    trend: str
    diagnosis: str
    next_step: str
    visits: tuple[tuple[str, int], ...] = ()  # the trend again: outcome and stored articles of each visit
    life: Life = ALIVE
    newest: RunRow | None = None  # its last visit

    @property
    def needs_a_hand(self) -> bool:
        """Whether somebody has to look: not where all is well, nor at the end of a portal's life."""
        return self.outcome not in FINE and self.life.stage is Stage.ACTIVE

    @property
    def rank(self) -> tuple[int, str]:
        """Where it stands in a list that people read."""
        place = _RANKS.index(self.outcome) if self.outcome in _RANKS else 0
        return place + len(_RANKS) * list(Stage).index(self.life.stage), self.portal

    def to_json(self) -> dict[str, Any]:
        """For `cchc health --json`; the instant in ISO 8601, UTC."""
        return {
            "portal": self.portal,
            "outcome": self.outcome,
            "last_ok": self.last_ok.isoformat() if self.last_ok else None,
            "reasons": list(self.reasons),
            "trend": self.trend,
            "diagnosis": self.diagnosis,
            "next_step": self.next_step,
            "notes": list(self.notes),
            "stage": str(self.life.stage),
            "next_visit": self.life.next_visit.astimezone(dt.UTC).isoformat() if self.life.next_visit else None,
        }


def diagnose(
    portal: str,
    host: str,
    runs: Sequence[RunRow],
    last_ok: dt.datetime | None = None,
    life: Life = ALIVE,
) -> Health:
    """A portal's health from its visits, newest first (files taken in are none); no runs: never crawled."""
    if not runs:
        how = f"`scrapy crawl {portal}{'' if host else ' -a host=HOST'}`"
        return Health(portal, NEVER, None, (), (), "", "never crawled", how, life=life)
    newest = runs[0]
    outcome = newest.outcome or RUNNING
    recent = runs[:TREND][::-1]
    visits = tuple((run.outcome or RUNNING, run.counts.get("stored", 0)) for run in recent)
    trend = f"{' '.join(outcome for outcome, _ in visits)} | {' '.join(str(stored) for _, stored in visits)}"
    diagnosis, next_step = _judge(portal, host, newest)
    alike = next((i for i, run in enumerate(runs) if run.outcome != newest.outcome), len(runs))
    if outcome not in FINE and alike > 1:
        diagnosis += f" ({alike} runs in a row{'' if alike < len(runs) else ' or more'} {outcome})"
    if life.stage is not Stage.ACTIVE:
        diagnosis, next_step = _ending(portal, life)
    elif life.next_visit is not None:
        diagnosis += f"; {life.why}"
        next_step = next_step.replace(findings.WAIT, "nothing to do: it is asked again then")
    return Health(
        portal,
        outcome,
        last_ok,
        tuple(newest.reasons),
        tuple(newest.notes),
        trend,
        diagnosis,
        next_step,
        visits,
        life,
        newest,
    )


def _ending(portal: str, life: Life) -> tuple[str, str]:
    """What is said of a dormant or closed portal, whatever its last visit was like."""
    since = f" since {life.since}" if life.since else ""
    if life.stage is Stage.CLOSED:
        return f"closed{since}, left out of the nights: {life.why}", PAST.format(name=portal)
    return f"dormant{since}: {life.why}", ""


def _judge(portal: str, host: str, run: RunRow) -> tuple[str, str]:
    if run.outcome is None:
        return "a run is going on, or was killed: the next run will say", ""
    if (finding := findings.find(run.reasons)) is not None:
        return finding.diagnosis, finding.next_step.format(name=portal, host=host or "HOST")
    if run.outcome != RunOutcome.OK:
        return "see its reasons", findings.PROBE.format(name=portal)
    faults = [note for note in run.notes if note.startswith("certificate")]
    if faults:
        return "all is well, but for its certificate: the pages are public and fetched all the same", ""
    return WELL, ""


def of_archive(engine: Engine | None, hosts: Mapping[str, str], *, now: dt.datetime | None = None) -> list[Health]:
    """Every portal of `hosts` (name -> declared host, "" for none) and every other one that the archive has, at `now`
    (None: the present).

    Without an archive (None) nothing was ever crawled.
    """
    if engine is None:
        return [diagnose(name, hosts[name], [], None) for name in sorted(hosts)]
    names = dict.fromkeys([*sorted(hosts), *query.portals(engine)])
    good = query.last_ok(engine)
    lives = life.of_archive(engine, list(names), now or utc_now())
    return [diagnose(name, hosts.get(name, name), _visits(engine, name), good.get(name), lives[name]) for name in names]


def _visits(engine: Engine, portal: str) -> list[RunRow]:
    return [run for run in query.runs(engine, portal=portal, limit=_LOOK_BACK) if run.mode != INGEST]


def by_need(healths: Iterable[Health]) -> list[Health]:
    """Those that need a hand first, the worst before all; dormant and closed portals last."""
    return sorted(healths, key=lambda health: health.rank)


def is_fine(healths: Iterable[Health]) -> bool:
    """Whether nobody has to look: all ok, never crawled, running, without an address, dormant or closed."""
    return not any(health.needs_a_hand for health in healths)


def failing(notices: Iterable[NoticeRow]) -> list[NoticeRow]:
    """Of the last notices of all subjects those of what is failing now: disk, backup, integrity, alert addresses."""
    return [notice for notice in notices if notice.state == FAILING]
