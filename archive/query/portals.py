"""Portals as the archive knows them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine, func, select

from archive.db import reading
from archive.models import Article, Page, Portal, Run
from archive.query.runs import RunRow, runs


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


@dataclass(frozen=True, slots=True)
class DeclaredRow:
    """A portal as it was declared when it was last crawled: slug of its unit, id of its district, where known; its own
    name, and who runs it (archive.runs.LEVELS)."""

    name: str
    host: str
    unit: str | None
    district: str | None
    title: str = ""
    level: str | None = None


def declared(engine: Engine) -> list[DeclaredRow]:
    """Every portal that was ever crawled, by name."""
    query = select(Portal.name, Portal.host, Portal.unit, Portal.district, Portal.title, Portal.level).order_by(
        Portal.name
    )
    with reading(engine) as connection:
        return [DeclaredRow(*row) for row in connection.execute(query)]


def portals(engine: Engine) -> list[str]:
    """Names of the portals that were ever crawled."""
    with reading(engine) as connection:
        return list(connection.scalars(select(Portal.name).order_by(Portal.name)))
