"""What the crawl asks before it asks the portal: which keys are known, what is due for another look, where bytes lie.

One indexed look-up per listing page. Store (archive/store.py) offers these to the crawl.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from archive.db import LOCAL, local_day
from archive.models import Article, ArticleAlias, Page
from archive.records import Outcome

_KEYS_AT_ONCE = 500  # bound parameters per statement are limited
READ = (Outcome.STORED.value, Outcome.REVISED.value, Outcome.UNCHANGED.value, Outcome.ALIAS.value)


@dataclass(frozen=True, slots=True)
class Capture:
    """One answer as the WARC file holds it; `status` is None where none came.

    `body_sha256` is hex, None without a body; `warc_offset` the byte at which the record begins.
    """

    url: str
    fetched_at: dt.datetime
    status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_sha256: str | None = None
    warc_file: str | None = None
    warc_offset: int | None = None

    def __post_init__(self) -> None:
        if self.fetched_at.tzinfo is None:
            raise ValueError(f"naive fetch time {self.fetched_at!r} of {self.url}: aware instants only")


@dataclass(frozen=True, slots=True)
class Known:
    """A stored article as the crawl needs it. `key` is the one asked for, also where it is an alias.

    The validators are those of `url` and None where the newest version came from another address; the WARC pointer is
    that of the newest page with a body, `whole_at` the moment of that page (None: there is none).
    """

    key: str
    article_id: int
    url: str
    published_on: dt.date | None
    last_checked: dt.datetime
    content_hash: str
    etag: str | None
    last_modified: str | None
    warc_file: str | None
    warc_offset: int | None
    body_sha256: str | None
    first_seen: dt.datetime
    whole_at: dt.datetime | None = None


def known(connection: Connection, portal: str, keys: Sequence[str]) -> dict[str, Known]:
    """The stored articles among these keys of a portal, by key; aliases included."""
    found: dict[str, Known] = {}
    for start in range(0, len(keys), _KEYS_AT_ONCE):
        some = keys[start : start + _KEYS_AT_ONCE]
        own = _articles(Article.key).where(Article.portal == portal, Article.key.in_(some))
        other = (
            _articles(ArticleAlias.key)
            .join(ArticleAlias, ArticleAlias.article_id == Article.id)
            .where(ArticleAlias.portal == portal, ArticleAlias.key.in_(some))
        )
        for statement in (other, own):
            found |= {row[0]: _known(row) for row in connection.execute(statement)}
    return found


def recheck(
    connection: Connection,
    portal: str,
    published_since: dt.date,
    checked_before: dt.datetime | None,
    published_before: dt.date | None = None,
) -> list[Known]:
    """Articles published since a local day, and before another one where it is given (undated ones: first seen), newest
    first; with `checked_before` only those for which the portal last answered before that moment."""
    # Two statements: with OR between them SQLite would walk all articles of the portal.
    dated = Article.published_on >= published_since
    undated = Article.published_on.is_(None) & (Article.first_seen >= _midnight(published_since))
    if published_before is not None:
        dated &= Article.published_on < published_before
        undated &= Article.first_seen < _midnight(published_before)
    rows: list[Row[Any]] = []
    for recent in (dated, undated):
        statement = _articles(Article.key).where(Article.portal == portal, recent)
        if checked_before is not None:
            statement = statement.where(Article.last_checked < checked_before)
        rows += connection.execute(statement)
    rows.sort(key=lambda row: (row.published_on or local_day(row.first_seen), row.first_seen), reverse=True)
    return [_known(row) for row in rows]


def least_checked(
    connection: Connection, portal: str, checked_before: dt.datetime, asked_before: dt.datetime, limit: int
) -> list[Known]:
    """The articles of a portal, at most `limit`, for which it last answered longest ago, and before `checked_before`;
    oldest answer first.

    Those that were asked for in vain since `asked_before` are passed over: an address that never answers keeps its old
    date, and some hundred of them would stand before all others for ever.
    """
    in_vain = (
        select(Page.id)
        .where(Page.article_id == Article.id, Page.fetched_at >= asked_before, Page.fetched_at > Article.last_checked)
        .correlate(Article)
    )
    statement = (
        _articles(Article.key)
        .where(Article.portal == portal, Article.last_checked < checked_before, ~in_vain.exists())
        .order_by(Article.last_checked, Article.id)
        .limit(limit)
    )
    return [_known(row) for row in connection.execute(statement)]


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), LOCAL)


def latest(connection: Connection, article_id: int) -> Capture | None:
    """The newest page with a body that an article was read from, under its own key."""
    newest = latest_page_id(Article.id, Article.key).correlate(Article)
    statement = select(Page).join(Article, Page.id == newest).where(Article.id == article_id)
    row = connection.execute(statement).mappings().first()
    return None if row is None else Capture(**{name: row[name] for name in Capture.__dataclass_fields__})


def latest_page_id(article_id: Any, key: Any) -> Any:
    """SQL: the id of the newest page with a body from which an article was read, under its own key."""
    return (
        select(Page.id)
        .where(
            Page.article_id == article_id,
            Page.key == key,
            Page.outcome.in_(READ),
            func.coalesce(Page.status, 200) != 304,
        )
        .order_by(Page.fetched_at.desc(), Page.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _articles(key: Any) -> Select[Any]:
    newest = latest_page_id(Article.id, Article.key).correlate(Article)
    return (
        select(
            key.label("asked"),
            Article.id,
            Article.url,
            Article.published_on,
            Article.last_checked,
            Article.content_hash,
            Page.url.label("page_url"),
            Page.etag,
            Page.last_modified,
            Page.warc_file,
            Page.warc_offset,
            Page.body_sha256,
            Article.first_seen,
            Page.fetched_at.label("whole_at"),
        )
        .select_from(Article)
        .outerjoin(Page, Page.id == newest)
    )


def _known(row: Row[Any]) -> Known:
    same_address = row.page_url == row.url
    return Known(
        key=row.asked,
        article_id=row.id,
        url=row.url,
        published_on=row.published_on,
        last_checked=row.last_checked,
        content_hash=row.content_hash,
        etag=row.etag if same_address else None,
        last_modified=row.last_modified if same_address else None,
        warc_file=row.warc_file,
        warc_offset=row.warc_offset,
        body_sha256=row.body_sha256,
        first_seen=row.first_seen,
        whole_at=row.whole_at,
    )
