"""What a read page does to the archive: a new article, a revision, an alias, or nothing; inside Store's transaction.

Rules (docs/architecture.md): one article per portal and key; another address of the same key, or another key with the
same title, date and text of at least 50 words, is an alias; a change of title, text, lead, author, section or date is a
revision; an older capture never overwrites a newer one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, delete, insert, select, update

from archive import captures, linking, origins, versions
from archive.models import Article as ArticleRow
from archive.models import ArticleAlias, ArticleRevision, Page
from archive.records import Article, Outcome
from archive.runs import INGEST
from archive.sql import upsert

Replaced = Callable[[Mapping[str, Any], Mapping[str, Any]], None]  # two versions, by the names in versions.VERSION

# Statements of every article, made once; `.values()` would build and hash one anew for each row.
_INSERT = insert(ArticleRow.__table__).returning(ArticleRow.__table__.c.id)  # type: ignore[arg-type]


_OWN = select(ArticleRow).where(ArticleRow.portal == bindparam("portal"), ArticleRow.key == bindparam("key"))
_ALIAS = (
    select(ArticleRow)
    .join(ArticleAlias, ArticleAlias.article_id == ArticleRow.id)
    .where(ArticleAlias.portal == bindparam("portal"), ArticleAlias.key == bindparam("key"))
)


def put(connection: Connection, page: RowMapping, article: Article, cause: str) -> tuple[Outcome, int]:
    """Store what was read from `page` (its row, with `portal` and `unit`): the outcome and the article's id."""
    values = versions.columns(article, page["unit"])
    if row := find_own(connection, page["portal"], article.key):
        return _again(connection, page, article, row, values, cause), row["id"]
    if row := find_alias(connection, page["portal"], article.key):
        if values["content_hash"] == row["content_hash"]:
            touch(connection, row, page, seen=True)
            return Outcome.ALIAS, row["id"]
        if cause != "portal" or _found_late(connection, page, row) or _had(connection, row["id"], values):
            return Outcome.ALIAS, row["id"]
        # Once the same, now edited on its own: from here on it is an article of its own.
        connection.execute(
            delete(ArticleAlias).where(ArticleAlias.portal == page["portal"], ArticleAlias.key == article.key)
        )
    elif row := versions.twin(connection, page["portal"], values):
        _add_alias(connection, row["id"], page, article.url, article.key)
        touch(connection, row, page, seen=True)
        return Outcome.ALIAS, row["id"]
    return Outcome.STORED, _insert(connection, page, article, values)


def reread(
    connection: Connection, page: RowMapping, article: Article, now: dt.datetime, replaced: Replaced | None = None
) -> tuple[Outcome, int]:
    """Store what better rules make of a page that was judged before.

    Only the newest page of an article says something about its present version; that version is replaced with the
    cause `layout` where another layout named the places, else `parser`. A page that gave no article before counts as
    read for the first time. `replaced` is told of the old and the new version where one is replaced.
    """
    row = find(connection, page["portal"], article.key)
    was_read = page["outcome"] in captures.READ
    if row is None or not was_read:
        cause = "layout" if row and row["layout"] != article.layout else "portal"
        return put(connection, page, article, cause)
    if row["key"] != article.key:
        return Outcome.ALIAS, row["id"]
    newest = connection.scalar(select(captures.latest_page_id(row["id"], row["key"])))
    if page["id"] != newest or page["id"] < row["page_id"]:  # the latter where the clock was set back in between
        return Outcome.UNCHANGED, row["id"]
    values = versions.with_listed_date(versions.columns(article, page["unit"]), row)
    changed = versions.differ(row, values)
    linking.begin(connection)
    if changed:
        cause = "layout" if row["layout"] != article.layout else "parser"
        if replaced is not None:
            replaced({name: row[name] for name in versions.VERSION}, {name: values[name] for name in versions.VERSION})
        _retire(connection, row, cause, now)
    _replace(connection, row, article, values | {"page_id": page["id"]})
    return (Outcome.REVISED if changed else Outcome.UNCHANGED), row["id"]


def find(connection: Connection, portal: str, key: str) -> RowMapping | None:
    """The article of a key, its own or an alias."""
    return find_own(connection, portal, key) or find_alias(connection, portal, key)


def find_own(connection: Connection, portal: str, key: str) -> RowMapping | None:
    """The article whose own key this is."""
    return connection.execute(_OWN, {"portal": portal, "key": key}).mappings().first()


def find_alias(connection: Connection, portal: str, key: str) -> RowMapping | None:
    """The article that was also found under this key."""
    return connection.execute(_ALIAS, {"portal": portal, "key": key}).mappings().first()


def touch(connection: Connection, row: RowMapping, page: RowMapping, *, seen: bool) -> None:
    """Note that the portal answered for an article, and whether it showed it; older answers change nothing."""
    changes: dict[str, Any] = {}
    if page["fetched_at"] >= row["last_checked"]:
        changes |= {"last_checked": page["fetched_at"], "last_status": page["status"]}
    if seen and page["fetched_at"] > row["last_seen"]:
        changes["last_seen"] = page["fetched_at"]
    if changes:
        connection.execute(update(ArticleRow).where(ArticleRow.id == row["id"]).values(**changes))


def _insert(connection: Connection, page: RowMapping, article: Article, values: dict[str, Any]) -> int:
    linking.begin(connection)
    fetched_at = page["fetched_at"]
    row = values | {
        "key": article.key,
        "portal": page["portal"],
        "origin_portal": origins.portal_of(connection, page["portal"], values["origin"]),
        "url": article.url,
        "canonical_url": article.canonical_url,
        "first_seen": fetched_at,
        "last_seen": fetched_at,
        "last_checked": fetched_at,
        "last_status": page["status"],
        "revision_count": 0,
        "page_id": page["id"],
    }
    article_id = int(connection.execute(_INSERT, row).scalar_one())
    versions.add_parts(connection, article_id, article)
    linking.add(connection, row | {"id": article_id}, linking.prepare(article.title, article.text))
    return article_id


def _again(
    connection: Connection, page: RowMapping, article: Article, row: RowMapping, values: dict[str, Any], cause: str
) -> Outcome:
    """A known key was read again."""
    values = versions.with_listed_date(values, row)
    same = Outcome.UNCHANGED
    if article.url not in (row["url"], row["canonical_url"]):
        same = Outcome.ALIAS
        _add_alias(connection, row["id"], page, article.url, None)
    changed = versions.differ(row, values)
    if _found_late(connection, page, row):
        # With the cause "parser" the stored version is the same page read by older rules: no version of the portal's.
        if not changed or cause == "parser" or _had(connection, row["id"], values):
            return same
        replaced_at = _next_seen(connection, row, page)
        _end_before(connection, row["id"], page["fetched_at"])
        _add_revision(connection, row, values, cause, page["fetched_at"], replaced_at, page["id"])
        return Outcome.REVISED
    if changed:
        linking.begin(connection)
    touch(connection, row, page, seen=True)
    if not changed:
        return same
    _retire(connection, row, cause, max(page["fetched_at"], row["last_seen"]))
    _replace(connection, row, article, values | {"page_id": page["id"]})
    return Outcome.REVISED


def _found_late(connection: Connection, page: RowMapping, row: RowMapping) -> bool:
    """Whether a page shows an earlier state of an article: its capture is older than the last one.

    A visit of ours that comes behind an earlier run's and is dated before it shows the present: the clock was set back
    in between, or was ahead then.
    """
    if page["fetched_at"] >= row["last_seen"]:
        return False
    if page["mode"] == INGEST:
        return True
    earlier = select(Page.id).where(Page.id == row["page_id"], Page.run_id < page["run_id"])
    return connection.scalar(earlier) is None


def _retire(connection: Connection, row: RowMapping, cause: str, replaced_at: dt.datetime) -> None:
    """Keep the present version of an article as a revision."""
    seen_at = connection.scalar(select(Page.fetched_at).where(Page.id == row["page_id"])) or row["first_seen"]
    _add_revision(connection, row, row, cause, seen_at, replaced_at, row["page_id"])


def _replace(connection: Connection, row: RowMapping, article: Article, values: dict[str, Any]) -> None:
    values = values | {"origin_portal": origins.portal_of(connection, row["portal"], values["origin"])}
    connection.execute(update(ArticleRow).where(ArticleRow.id == row["id"]).values(**values))
    versions.replace_parts(connection, row["id"], article)
    linking.change(connection, row, values)


def _add_revision(
    connection: Connection,
    row: RowMapping,
    version: RowMapping | dict[str, Any],
    cause: str,
    seen_at: dt.datetime,
    replaced_at: dt.datetime,
    page_id: int,
) -> None:
    connection.execute(
        insert(ArticleRevision).values(
            article_id=row["id"],
            cause=cause,
            seen_at=seen_at,
            replaced_at=replaced_at,
            page_id=page_id,
            **{name: version[name] for name in versions.VERSION},
        )
    )
    connection.execute(
        update(ArticleRow).where(ArticleRow.id == row["id"]).values(revision_count=ArticleRow.revision_count + 1)
    )


def _had(connection: Connection, article_id: int, values: dict[str, Any]) -> bool:
    """Whether a version is among the earlier ones of an article."""
    rows = connection.execute(select(ArticleRevision).where(ArticleRevision.article_id == article_id)).mappings()
    return any(not versions.differ(row, values) for row in rows)


def _end_before(connection: Connection, article_id: int, seen_at: dt.datetime) -> None:
    """A late found version replaced the one before it when it was seen, not when the next known one was."""
    earlier = (
        select(ArticleRevision.id)
        .where(ArticleRevision.article_id == article_id, ArticleRevision.seen_at < seen_at)
        .order_by(ArticleRevision.seen_at.desc(), ArticleRevision.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    connection.execute(
        update(ArticleRevision)
        .where(ArticleRevision.id == earlier, ArticleRevision.replaced_at > seen_at)
        .values(replaced_at=seen_at)
    )


def _next_seen(connection: Connection, row: RowMapping, page: RowMapping) -> dt.datetime:
    """When the version after a late found, older one was first seen."""
    later = connection.scalar(
        select(ArticleRevision.seen_at)
        .where(ArticleRevision.article_id == row["id"], ArticleRevision.seen_at > page["fetched_at"])
        .order_by(ArticleRevision.seen_at)
        .limit(1)
    )
    current = connection.scalar(select(Page.fetched_at).where(Page.id == row["page_id"]))
    return later or current or row["last_seen"]


def _add_alias(connection: Connection, article_id: int, page: RowMapping, url: str, key: str | None) -> None:
    """Keep another address; where the address is known already, its key is added."""
    statement = upsert(connection, ArticleAlias).values(
        article_id=article_id, portal=page["portal"], key=key, url=url, first_seen=page["fetched_at"]
    )
    if key is None:
        connection.execute(statement.on_conflict_do_nothing())
    else:
        connection.execute(
            statement.on_conflict_do_update(
                index_elements=["portal", "url"], set_={"key": key, "article_id": article_id}
            )
        )
