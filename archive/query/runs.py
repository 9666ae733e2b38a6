"""The ledger of visits."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, case, func, select, true
from sqlalchemy.orm import aliased

from archive.db import reading
from archive.models import Article, Page, Run
from archive.records import Outcome
from archive.runs import INGEST
from archive.runs import dead as dead_of


@dataclass(frozen=True, slots=True)
class RunRow:
    """One visit to a portal; `finished_at` and `outcome` are None while it runs."""

    id: int
    portal: str
    mode: str
    source: str
    started_at: dt.datetime
    finished_at: dt.datetime | None
    outcome: str | None
    reasons: list[str]
    notes: list[str]
    counts: dict[str, int]

    def to_json(self) -> dict[str, Any]:
        """For `cchc runs --json`; instants in ISO 8601, UTC."""
        return {
            "id": self.id,
            "portal": self.portal,
            "mode": self.mode,
            "source": self.source,
            "started_at": self.started_at.isoformat(),
            "finished_at": self.finished_at.isoformat() if self.finished_at else None,
            "outcome": self.outcome,
            "reasons": self.reasons,
            "notes": self.notes,
            "counts": self.counts,
        }


@dataclass(frozen=True, slots=True)
class Notable:
    """An address that a run did not simply store or find unchanged; `title` is None where no article is known."""

    outcome: str
    reason: str | None
    title: str | None
    url: str


def runs(engine: Engine, *, portal: str | None = None, limit: int = 20) -> list[RunRow]:
    """The newest runs, newest first."""
    query = select(Run).order_by(Run.id.desc()).limit(limit)
    if portal is not None:
        query = query.where(Run.portal == portal)
    with reading(engine) as connection:
        return [_run_row(row) for row in connection.execute(query)]


def visits(engine: Engine, portal: str, *, limit: int = 200) -> list[RunRow]:
    """A portal's newest visits, newest first: runs without what was only taken in or read again."""
    query = (
        select(Run)
        .where(Run.portal == portal, Run.mode.not_in((INGEST, "replay")))
        .order_by(Run.started_at.desc(), Run.id.desc())
        .limit(limit)
    )
    with reading(engine) as connection:
        return [_run_row(row) for row in connection.execute(query)]


def newest_stored(engine: Engine) -> dict[str, dt.datetime]:
    """When the last visit began that stored a new article, by portal; what was taken in from files is not new."""
    query = (
        select(Run.portal, func.max(Run.started_at))
        .where(Run.mode != INGEST, Run.counts["stored"].as_integer() > 0)
        .group_by(Run.portal)
    )
    with reading(engine) as connection:
        return {portal: moment for portal, moment in connection.execute(query) if moment is not None}


def _run_row(row: Any) -> RunRow:
    return RunRow(
        row.id,
        row.portal,
        row.mode,
        row.source,
        row.started_at,
        row.finished_at,
        row.outcome,
        list(row.reasons or ()),
        list(row.notes or ()),
        dict(row.counts or {}),
    )


def last_moment(engine: Engine, *, before_run: int | None = None) -> dt.datetime | None:
    """The latest moment at which a run began or ended, by the clock of that time; only of runs with smaller numbers
    where one is given."""
    earlier = true() if before_run is None else Run.id < before_run
    with reading(engine) as connection:
        moments = connection.execute(select(func.max(Run.started_at), func.max(Run.finished_at)).where(earlier)).one()
    return max((moment for moment in moments if moment is not None), default=None)


def dead_runs(engine: Engine, *, now: dt.datetime) -> list[RunRow]:
    """Unfinished runs whose process is gone: the next crawl of the portal closes them as killed."""
    with reading(engine) as connection:
        dead = dead_of(connection, now)
        return [_run_row(row) for row in connection.execute(select(Run).where(Run.id.in_(dead)).order_by(Run.id))]


def received(engine: Engine, *, since: dt.datetime, now: dt.datetime) -> tuple[int, int, int]:
    """Bytes that all visits together received; those of the nightly ones (rounds, sweeps, rechecks) since a moment; and
    over how many nights, counted from the first of them."""
    got = func.coalesce(func.sum(Run.counts["bytes"].as_integer()), 0)
    nightly = (Run.mode.in_(("nightly", "sweep", "recheck")), Run.source.in_(("live", "replica")))
    recent = select(got, func.min(Run.started_at)).where(*nightly, Run.started_at >= since, Run.started_at <= now)
    with reading(engine) as connection:
        total = int(connection.scalar(select(got).where(Run.mode != INGEST)) or 0)
        lately, first = connection.execute(recent).one()
    return total, int(lately), 0 if first is None else (now - first).days + 1


def last_ok(engine: Engine) -> dict[str, dt.datetime]:
    """When each portal's last good visit ended; files taken in are no visits. Portals without one are left out."""
    query = (
        select(Run.portal, func.max(Run.finished_at))
        .where(Run.outcome == "ok", Run.mode != INGEST, Run.finished_at.is_not(None))
        .group_by(Run.portal)
    )
    with reading(engine) as connection:
        return {portal: moment for portal, moment in connection.execute(query) if moment is not None}


def notable(engine: Engine, run_id: int, *, limit: int = 20) -> list[Notable]:
    """Addresses of a run that were revised, rejected, blocked, missing, gone or failed, in that order."""
    order = [str(o) for o in Outcome if o not in (Outcome.STORED, Outcome.UNCHANGED, Outcome.ALIAS)]
    query = (
        select(Page.outcome, Page.reason, Article.title, Page.url)
        .outerjoin(Article, Article.id == Page.article_id)
        .where(Page.run_id == run_id, Page.outcome.in_(order))
        .order_by(case({name: place for place, name in enumerate(order)}, value=Page.outcome), Page.id)
        .limit(limit)
    )
    with reading(engine) as connection:
        return [Notable(outcome or "", reason, title, url) for outcome, reason, title, url in connection.execute(query)]


def rejected_again(engine: Engine, run_id: int) -> int:
    """How many addresses without a stored article a run rejected that an earlier visit had met as well."""
    earlier = aliased(Page)
    met = select(earlier.id).where(earlier.key == Page.key, earlier.kind == "article", earlier.id < Page.id).exists()
    query = select(func.count()).where(
        Page.run_id == run_id, Page.outcome == Outcome.REJECTED.value, Page.article_id.is_(None), met
    )
    with reading(engine) as connection:
        return connection.scalar(query) or 0
