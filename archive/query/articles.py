"""Articles and their numbers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, func, select

from archive.db import reading
from archive.models import Article


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """What a list of articles shows."""

    id: int
    title: str
    portal: str
    province: str | None
    published_on: dt.date | None
    url: str


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


def texts(engine: Engine, portal: str) -> list[str]:
    """The texts of a portal's articles, oldest row first."""
    with reading(engine) as connection:
        return list(connection.scalars(select(Article.text).where(Article.portal == portal).order_by(Article.id)))


def articles_by_portal(engine: Engine) -> dict[str, int]:
    """Number of articles of each portal that has any."""
    query = select(Article.portal, func.count()).group_by(Article.portal)
    with reading(engine) as connection:
        return {portal: number for portal, number in connection.execute(query)}  # noqa: C416  (typed rows)
