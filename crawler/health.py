"""What the ledger of runs says about each portal: how it is, what that means, and what a person can do about it.

Pure but for `of_archive`, which reads. Everything is told from runs alone; no portal is asked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text
from sqlalchemy import Engine

from archive import query
from archive.db import LOCAL
from archive.query import RunRow
from archive.runs import INGEST
from crawler import findings
from crawler.monitors import RunOutcome
from crawler.progress import STYLES

TREND = 7  # runs
NEVER, RUNNING = "never", "running"
FINE = frozenset({NEVER, RUNNING, str(RunOutcome.OK), str(RunOutcome.SKIPPED)})
_LOOK_BACK = 60  # runs that are read to find the last visits; files taken in lie between them


@dataclass(frozen=True, slots=True)
class Health:
    """One portal, from its newest run back. `last_ok` is the end of its last good run, `trend` its last visits from the
    oldest to the newest with the articles that each stored: "ok ok partial | 3 0 12"."""

    portal: str
    outcome: str
    last_ok: dt.datetime | None
    reasons: tuple[str, ...]
    notes: tuple[str, ...]
    trend: str
    diagnosis: str
    next_step: str

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
        }


def diagnose(portal: str, host: str, runs: Sequence[RunRow], last_ok: dt.datetime | None = None) -> Health:
    """A portal's health from its visits, newest first (files taken in are none); no runs: never crawled."""
    if not runs:
        how = f"`scrapy crawl {portal}{'' if host else ' -a host=HOST'}`"
        return Health(portal, NEVER, None, (), (), "", "never crawled", how)
    newest = runs[0]
    outcome = newest.outcome or RUNNING
    recent = runs[:TREND][::-1]
    stored = (str(run.counts.get("stored", 0)) for run in recent)
    trend = f"{' '.join(run.outcome or RUNNING for run in recent)} | {' '.join(stored)}"
    diagnosis, next_step = _judge(portal, host, newest)
    alike = next((i for i, run in enumerate(runs) if run.outcome != newest.outcome), len(runs))
    if outcome not in FINE and alike > 1:
        diagnosis += f" ({alike} runs in a row{'' if alike < len(runs) else ' or more'} {outcome})"
    return Health(portal, outcome, last_ok, tuple(newest.reasons), tuple(newest.notes), trend, diagnosis, next_step)


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
    return "all is well", ""


def of_archive(engine: Engine | None, hosts: Mapping[str, str]) -> list[Health]:
    """Every portal of `hosts` (name -> declared host, "" for none) and every other one that the archive has.

    Without an archive (None) nothing was ever crawled.
    """
    if engine is None:
        return [diagnose(name, hosts[name], [], None) for name in sorted(hosts)]
    names = dict.fromkeys([*sorted(hosts), *query.portals(engine)])
    good = query.last_ok(engine)
    return [diagnose(name, hosts.get(name, name), _visits(engine, name), good.get(name)) for name in names]


def _visits(engine: Engine, portal: str) -> list[RunRow]:
    return [run for run in query.runs(engine, portal=portal, limit=_LOOK_BACK) if run.mode != INGEST]


def is_fine(healths: Iterable[Health]) -> bool:
    """Whether nobody has to look: all ok, never crawled, running or without an address."""
    return all(health.outcome in FINE for health in healths)


def table(healths: Iterable[Health]) -> Table:
    """Portals as people read them, in 80 columns."""
    made = Table(title="Portals", title_justify="left", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    made.add_column("portal", overflow="fold")
    for name in ("outcome", "last ok"):
        made.add_column(name, no_wrap=True)
    made.add_column("what it means and what to do", overflow="fold", ratio=1)
    for health in healths:
        style = STYLES.get(RunOutcome(health.outcome), "") if health.outcome in list(RunOutcome) else "dim"
        said = Text(health.diagnosis)
        if health.next_step:
            said.append(f"\n→ {health.next_step}", style="cyan")
        for reason in health.reasons:
            said.append(f"\n{reason}", style="yellow")
        for note in health.notes:
            said.append(f"\n{note}", style="dim")
        if health.trend:
            said.append(f"\n{health.trend}", style="dim")
        last_ok = health.last_ok.astimezone(LOCAL).strftime("%Y-%m-%d") if health.last_ok else "–"
        made.add_row(health.portal, Text(health.outcome, style=style), last_ok, said)
    return made
