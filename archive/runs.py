"""The ledger of runs: one row per visit to a portal, closed with an outcome, also for visits that were killed.

Store (archive/store.py) offers these to the crawl; each function works inside the caller's transaction.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import socket
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from archive import gazetteer, origins, units
from archive.db import ArchiveError, lock
from archive.models import Page, Portal, Run
from archive.records import Outcome
from archive.sql import upsert

log = logging.getLogger(__name__)

REPLICA = "replica"
INGEST = "ingest"  # mode of a run that takes in what others captured: it walks nothing and says nothing about today
LEVELS = ("province", "department", "district", "commune")
KILLED = ["killed"]  # reasons of a run whose process died
INTERRUPTED = "interrupted"  # reason of a page whose reading was begun in a run that was killed
# A run of another machine cannot be asked; one that fetched nothing for a day is over.
_SILENCE = dt.timedelta(hours=24)


class MixedSources(ArchiveError):
    """Imitation and life must not share a database."""


class UnknownUnit(ArchiveError):
    """The portal is declared under a unit that the gazetteer does not have."""


class RunClosed(ArchiveError):
    """The run has been closed already, by itself or by a later run that found it dead."""


@dataclass(frozen=True, slots=True)
class PortalInfo:
    """What the archive keeps of a portal's declaration. `unit` is the slug of its unit, None while unconfirmed;
    `level` one of LEVELS, `district` a district's id, where they are known; `host` is "" where nobody knows it.

    What is not known here leaves what the archive has of it."""

    name: str
    host: str
    unit: str | None
    title: str
    level: str | None = None
    district: str | None = None


def start(connection: Connection, portal: PortalInfo, mode: str, source: str, now: dt.datetime) -> int:
    """Open a run and return its id; runs of this portal whose process is dead are closed as broken first.

    Where the portal's unit becomes known or changes, its articles are filed anew in the same transaction.
    """
    if portal.unit is not None and gazetteer.unit(portal.unit) is None:
        raise UnknownUnit(
            f"{portal.name}: no provincial unit is called {portal.unit!r}; slugs are in archive/provinces.csv"
        )
    lock(connection)  # two first runs of different kinds must not both find an empty database
    refuse_mixture(connection, source)
    _declare(connection, portal)
    close_dead(connection, now, portal.name)
    return connection.scalars(
        insert(Run)
        .values(
            portal=portal.name,
            mode=mode,
            source=source,
            started_at=now,
            owner=_owner(),
            reasons=[],
            notes=[],
            counts={},
        )
        .returning(Run.id)
    ).one()


def _declare(connection: Connection, portal: PortalInfo) -> None:
    """Keep what is known of a portal; nothing known is overwritten with nothing.

    Where it is met for the first time or is another than before, outlets may name it now that did not, or no more.
    """
    declared = select(Portal.__table__).where(Portal.name == portal.name)
    before = connection.execute(declared).first()
    values = asdict(portal)
    known = {name: value for name, value in values.items() if value not in (None, "")}
    connection.execute(
        upsert(connection, Portal).values(values).on_conflict_do_update(index_elements=["name"], set_=known)
    )
    if connection.execute(declared).first() != before:
        origins.settle(connection)
    if before is not None and portal.unit is not None and portal.unit != before.unit:
        moved = units.place_anew(connection, portal.name, portal.unit)
        was = before.unit or "not known"
        log.warning("%s: its unit was %s and is %s; %d articles filed anew", portal.name, was, portal.unit, moved)


def finish(
    connection: Connection,
    run_id: int,
    outcome: str,
    reasons: Iterable[str],
    counts: dict[str, int],
    now: dt.datetime,
    notes: Iterable[str] = (),
) -> None:
    """Close a run, once; RunClosed when it is closed already or unknown.

    A page that it began and could not judge (the database went away between two transactions) is failed, and owed.
    """
    _interrupt(connection, run_id, attempts=Page.attempts - 1)  # its process lived on: the page did not kill it
    closed = connection.execute(
        update(Run)
        .where(Run.id == run_id, Run.outcome.is_(None))
        .values(outcome=outcome, reasons=list(reasons), notes=list(notes), counts=counts, finished_at=now)
    )
    if closed.rowcount != 1:
        raise RunClosed(f"run {run_id} is closed already or unknown")


def find(connection: Connection, portal: str, started_at: dt.datetime) -> tuple[int, bool] | None:
    """The run that began at a moment, and whether it came to its end; a killed one is closed and did not."""
    row = connection.execute(
        select(Run.id, Run.outcome, Run.reasons).where(Run.portal == portal, Run.started_at == started_at)
    ).first()
    return None if row is None else (row.id, row.outcome is not None and list(row.reasons or ()) != KILLED)


def reopen(connection: Connection, run_id: int) -> None:
    """Make an unfinished or killed run this process's own; what it was reading counts as begun once."""
    _interrupt(connection, run_id)
    connection.execute(
        update(Run).where(Run.id == run_id).values(outcome=None, finished_at=None, reasons=[], owner=_owner())
    )


def counts(connection: Connection, run_id: int) -> dict[str, int]:
    """Pages of a run: article addresses by outcome (`unjudged` for those without), other pages by kind."""
    rows = connection.execute(
        select(Page.kind, Page.outcome, func.count()).where(Page.run_id == run_id).group_by(Page.kind, Page.outcome)
    )
    found: dict[str, int] = {}
    for kind, outcome, number in rows:
        name = (outcome or "unjudged") if kind == "article" else kind
        found[name] = found.get(name, 0) + number
    return found


def holds_replica(connection: Connection) -> bool | None:
    """Whether the database holds imitation (True), life (False) or nothing yet (None)."""
    source = connection.scalar(select(Run.source).order_by(Run.id).limit(1))
    return None if source is None else source == REPLICA


def refuse_mixture(connection: Connection, source: str) -> None:
    """Raises MixedSources where the database holds imitation and the source is real, or the other way round."""
    replica = holds_replica(connection)
    if replica is not None and replica != (source == REPLICA):
        holds, wanted = ("imitation", "real pages") if replica else ("real pages", "imitation")
        raise MixedSources(
            f"this archive holds {holds} and must not take {wanted} (source {source!r}): "
            "use another data folder (CCHC_DATA_DIR) or database (CCHC_DATABASE_URL)"
        )


def dead(connection: Connection, now: dt.datetime, portal: str | None = None) -> list[int]:
    """Open runs, of one portal or of all, whose process works no more."""
    last_page = select(func.max(Page.fetched_at)).where(Page.run_id == Run.id).scalar_subquery()
    open_runs = select(Run.id, Run.owner, func.coalesce(last_page, Run.started_at, type_=Run.started_at.type)).where(
        Run.outcome.is_(None)
    )
    if portal is not None:
        open_runs = open_runs.where(Run.portal == portal)
    rows = connection.execute(open_runs).all()
    return [run_id for run_id, owner, last_sign in rows if not _alive(owner, last_sign, now)]


def close_dead(
    connection: Connection, now: dt.datetime, portal: str | None = None, reasons: Iterable[str] = KILLED
) -> list[int]:
    """Close them as broken; their numbers. What they were reading is failed, and owed to the next run."""
    closed = dead(connection, now, portal)
    for run_id in closed:
        _interrupt(connection, run_id)
        found = counts(connection, run_id)
        found["requests"] = sum(found.values())  # at least: each stored page was asked for
        finish(connection, run_id, "broken", reasons, found, now)
    return closed


def _interrupt(connection: Connection, run_id: int, **values: Any) -> None:
    connection.execute(
        update(Page)
        .where(Page.run_id == run_id, Page.kind == "article", Page.outcome.is_(None))
        .values(outcome=Outcome.FAILED.value, reason=INTERRUPTED, **values)
    )


def _owner() -> str:
    return f"{socket.gethostname()}/{os.getpid()}/{_process_start(os.getpid())}"


def _alive(owner: str, last_sign: dt.datetime, now: dt.datetime) -> bool:
    """Whether a run's process still works. This very process does not: it opens a run only after the one before."""
    machine, pid, started = owner.split("/")
    if machine != socket.gethostname():
        return now - last_sign < _SILENCE
    return int(pid) != os.getpid() and started == _process_start(int(pid))


def _process_start(pid: int) -> str:
    """When a process was started, in ticks since boot (numbers are reused); "" where it is gone, "?" if unknown."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return ""
    except PermissionError:
        pass  # it lives, under another user
    try:
        state, *fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return "?"
    return "" if state == "Z" else fields[18]
