"""The one read path for people: page, command line and notebooks ask here. Everything returned is plain and frozen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, case, func, select, true
from sqlalchemy.orm import aliased

from archive.db import reading
from archive.history import POISON
from archive.models import Article, Page, Portal, Run
from archive.records import Outcome, StoredPage
from archive.runs import INGEST, INTERRUPTED
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
class ArticleRow:
    """What a list of articles shows."""

    id: int
    title: str
    portal: str
    province: str | None
    published_on: dt.date | None
    url: str


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


def newest(engine: Engine, *, limit: int = 20) -> list[ArticleRow]:
    """The newest articles by day of publication; undated ones last."""
    query = (
        select(Article.id, Article.title, Article.portal, Article.province, Article.published_on, Article.url)
        .order_by(Article.published_on.is_(None), Article.published_on.desc(), Article.published_at.desc(), Article.id)
        .limit(limit)
    )
    with reading(engine) as connection:
        return [ArticleRow(*row) for row in connection.execute(query)]


def first_seen_since(engine: Engine, since: dt.datetime, *, limit: int = 20) -> list[ArticleRow]:
    """Articles whose first version was fetched at or after a moment, those about administrative reform first."""
    query = (
        select(Article.id, Article.title, Article.portal, Article.province, Article.published_on, Article.url)
        .where(Article.first_seen >= since)
        .order_by(func.coalesce(Article.cchc_score, 0).desc(), Article.id.desc())
        .limit(limit)
    )
    with reading(engine) as connection:
        return [ArticleRow(*row) for row in connection.execute(query)]


def totals(engine: Engine) -> tuple[int, dt.date | None, dt.date | None, int]:
    """Number of articles, first and last day of publication, number without a date."""
    query = select(
        func.count(), func.min(Article.published_on), func.max(Article.published_on), func.count(Article.published_on)
    )
    with reading(engine) as connection:
        count, first, last, dated = connection.execute(query.select_from(Article)).one()
    return count, first, last, count - dated


def published_by_day(engine: Engine, portal: str, since: dt.date, until: dt.date) -> dict[dt.date, int]:
    """How many of a portal's articles were published on each day of a span, both ends included."""
    query = (
        select(Article.published_on, func.count())
        .where(Article.portal == portal, Article.published_on >= since, Article.published_on <= until)
        .group_by(Article.published_on)
    )
    with reading(engine) as connection:
        return {day: number for day, number in connection.execute(query) if day is not None}


def newest_day(engine: Engine, portal: str, until: dt.date) -> dt.date | None:
    """The last day, up to one, on which a portal published anything that is stored."""
    query = select(func.max(Article.published_on)).where(Article.portal == portal, Article.published_on <= until)
    with reading(engine) as connection:
        return connection.scalar(query)


def recent(engine: Engine, portal: str, *, before: dt.datetime, limit: int) -> list[tuple[str, str]]:
    """Title and text of a portal's newest articles that were stored before a moment: dated ones by day of publication,
    undated ones by when they were met, `limit` of each at most, then the `limit` last met of both."""
    rows: list[Any] = []
    orders = (
        (Article.published_on.is_not(None), (Article.published_on.desc(),)),
        (Article.published_on.is_(None), (Article.first_seen.desc(),)),
    )  # two statements, each in the order of an index
    with reading(engine) as connection:
        for which, order in orders:
            query = (
                select(Article.title, Article.text, Article.first_seen)
                .where(Article.portal == portal, which, Article.first_seen < before)
                .order_by(*order)
                .limit(limit)
            )
            rows += connection.execute(query)
    rows.sort(key=lambda row: row.first_seen, reverse=True)
    return [(row.title, row.text) for row in rows[:limit]]


def rejected_again(engine: Engine, run_id: int) -> int:
    """How many addresses without a stored article a run rejected that an earlier visit had met as well."""
    earlier = aliased(Page)
    met = select(earlier.id).where(earlier.key == Page.key, earlier.kind == "article", earlier.id < Page.id).exists()
    query = select(func.count()).where(
        Page.run_id == run_id, Page.outcome == Outcome.REJECTED.value, Page.article_id.is_(None), met
    )
    with reading(engine) as connection:
        return connection.scalar(query) or 0


@dataclass(frozen=True, slots=True)
class PortalRow:
    """What the archive holds of one portal: pages fetched, articles, those without a date, and its last run."""

    portal: str
    pages: int
    articles: int
    undated: int
    run: RunRow | None


def by_portal(engine: Engine) -> list[PortalRow]:
    """Every portal that was ever crawled, by name."""
    pages = select(Run.portal, func.count()).join(Page, Page.run_id == Run.id).group_by(Run.portal)
    articles = select(Article.portal, func.count(), func.count(Article.published_on)).group_by(Article.portal)
    with reading(engine) as connection:
        names = list(connection.scalars(select(Portal.name).order_by(Portal.name)))
        fetched = {portal: number for portal, number in connection.execute(pages)}  # noqa: C416  (typed rows)
        stored = {portal: (number, number - dated) for portal, number, dated in connection.execute(articles)}
    last = {name: next(iter(runs(engine, portal=name, limit=1)), None) for name in names}
    return [PortalRow(name, fetched.get(name, 0), *stored.get(name, (0, 0)), last[name]) for name in names]


def articles_by_portal(engine: Engine) -> dict[str, int]:
    """Number of articles of each portal that has any."""
    query = select(Article.portal, func.count()).group_by(Article.portal)
    with reading(engine) as connection:
        return {portal: number for portal, number in connection.execute(query)}  # noqa: C416  (typed rows)


def texts(engine: Engine, portal: str) -> list[str]:
    """The texts of a portal's articles, oldest row first."""
    with reading(engine) as connection:
        return list(connection.scalars(select(Article.text).where(Article.portal == portal).order_by(Article.id)))


def stored_pages(
    engine: Engine, *, portal: str | None = None, since: dt.datetime | None = None
) -> Iterator[StoredPage]:
    """The newest kept page of every article address that answered 200, in the order of the WARC files.

    Newest by its fetch time: captures from web archives are old, and come in late.
    """
    newest_first = func.row_number().over(
        partition_by=(Run.portal, Page.key), order_by=(Page.fetched_at.desc(), Page.id.desc())
    )
    latest = (
        select(Page.id.label("id"), newest_first.label("place"))
        .join(Run, Run.id == Page.run_id)
        .where(Page.kind == "article", Page.status == 200, Page.warc_file.is_not(None), Page.key.is_not(None))
        .where(func.coalesce(Page.reason, "").not_in((POISON, INTERRUPTED)))  # they may kill whoever reads them
    )
    if portal is not None:
        latest = latest.where(Run.portal == portal)
    if since is not None:
        latest = latest.where(Page.fetched_at >= since)
    pages = latest.subquery()
    query = (
        select(Page.id, Run.portal, Page.key, Page.url, Page.warc_file, Page.warc_offset, Page.outcome)
        .join(Run, Run.id == Page.run_id)
        .where(Page.id.in_(select(pages.c.id).where(pages.c.place == 1)))
        .order_by(Page.warc_file, Page.warc_offset)
    )
    with reading(engine) as connection:
        rows = connection.execute(query).all()  # five short columns each: 10^6 pages are some 300 MB, read in one go
    for page_id, name, key, url, warc_file, warc_offset, outcome in rows:
        assert key is not None  # the query left out the rest
        assert warc_file is not None
        assert warc_offset is not None
        yield StoredPage(page_id, name, key, url, warc_file, warc_offset, outcome)


@dataclass(frozen=True, slots=True)
class DeclaredRow:
    """A portal as it was declared when it was last crawled: slug of its unit, id of its district, where known."""

    name: str
    host: str
    unit: str | None
    district: str | None


def declared(engine: Engine) -> list[DeclaredRow]:
    """Every portal that was ever crawled, by name."""
    query = select(Portal.name, Portal.host, Portal.unit, Portal.district).order_by(Portal.name)
    with reading(engine) as connection:
        return [DeclaredRow(*row) for row in connection.execute(query)]


def portals(engine: Engine) -> list[str]:
    """Names of the portals that were ever crawled."""
    with reading(engine) as connection:
        return list(connection.scalars(select(Portal.name).order_by(Portal.name)))


def kinds_by_place(engine: Engine) -> dict[tuple[str, int], str]:
    """What each kept answer was asked for (article, listing, other), by WARC file and offset; for small archives."""
    query = select(Page.warc_file, Page.warc_offset, Page.kind).where(Page.warc_file.is_not(None))
    with reading(engine) as connection:
        return {(file, offset): kind for file, offset, kind in connection.execute(query)}  # type: ignore[misc]


@dataclass(frozen=True, slots=True)
class FileRow:
    """What the archive has of one WARC file: portals, number of pages that lie in it, moments of the oldest and the
    newest of them."""

    portals: tuple[str, ...]
    pages: int
    first: dt.datetime | None
    last: dt.datetime | None


def files(engine: Engine) -> dict[str, FileRow]:
    """Every WARC file that pages point at, by its name."""
    query = (
        select(Page.warc_file, Run.portal, func.count(), func.min(Page.fetched_at), func.max(Page.fetched_at))
        .join(Run, Run.id == Page.run_id)
        .where(Page.warc_file.is_not(None))
        .group_by(Page.warc_file, Run.portal)
        .order_by(Page.warc_file, Run.portal)
    )
    found: dict[str, FileRow] = {}
    with reading(engine) as connection:
        for name, portal, pages, first, last in connection.execute(query):
            row = found.get(name or "", FileRow((), 0, first, last))
            found[name or ""] = FileRow(
                (*row.portals, portal), row.pages + pages, min(row.first or first, first), max(row.last or last, last)
            )
    return found


def warc_files(engine: Engine) -> dict[str, int]:
    """Names of the WARC files that pages point at, with the number of pages in each."""
    query = select(Page.warc_file, func.count()).where(Page.warc_file.is_not(None)).group_by(Page.warc_file)
    with reading(engine) as connection:
        return {name: count for name, count in connection.execute(query) if name is not None}
