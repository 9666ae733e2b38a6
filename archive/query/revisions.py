"""The versions of an article: those that were replaced, and the present one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Engine, select

from archive.db import reading
from archive.models import Article, ArticleRevision, Page
from archive.versions import VERSION


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an article: its place in time, then the fields of `versions.VERSION`, in that order.

    `number` counts from 1, oldest first. `cause` says why it was replaced (portal, layout, parser) and `replaced_at`
    when; both are None for the present one. `seen_at` is the fetch time of the page that first showed it.
    """

    number: int
    cause: str | None
    seen_at: dt.datetime
    replaced_at: dt.datetime | None
    title: str
    lead: str | None
    text: str
    author: str | None
    section: str | None
    published_at: dt.datetime | None
    published_on: dt.date | None
    published_method: str | None
    published_precision: str
    published_raw: str | None
    content_hash: str
    extractor: str
    layout: str | None


@dataclass(frozen=True, slots=True)
class History:
    """An article with all its versions, oldest first; the last one is what `article` holds."""

    article_id: int
    portal: str
    url: str
    withheld: str | None
    versions: tuple[Version, ...]

    @property
    def title(self) -> str:
        """The present headline."""
        return self.versions[-1].title


def history(engine: Engine, article_id: int) -> History | None:
    """The versions of an article, None where the archive has no such article."""
    present = (
        select(Article.portal, Article.url, Article.withheld, Article.first_seen, Page.fetched_at)
        .add_columns(*(getattr(Article, name) for name in VERSION))
        .outerjoin(Page, Page.id == Article.page_id)
        .where(Article.id == article_id)
    )
    earlier = (
        select(ArticleRevision.cause, ArticleRevision.seen_at, ArticleRevision.replaced_at)
        .add_columns(*(getattr(ArticleRevision, name) for name in VERSION))
        .where(ArticleRevision.article_id == article_id)
        .order_by(ArticleRevision.seen_at, ArticleRevision.id)
    )
    with reading(engine) as connection:
        row = connection.execute(present).first()
        if row is None:
            return None
        rows = connection.execute(earlier).all()
    portal, url, withheld, first_seen, fetched_at, *values = row
    versions = [Version(number, *revision) for number, revision in enumerate(rows, 1)]
    versions.append(Version(len(rows) + 1, None, fetched_at or first_seen, None, *values))
    return History(article_id, portal, url, withheld, tuple(versions))
