"""An `Article` record as rows: its columns, what counts as a change, its attachments, areas, figures and documents."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, delete, insert, select

from archive import citing, gazetteer, models
from archive.db import local_day
from archive.records import Article, Figure
from archive.text import content_hash, hashable

_SAME_TEXT = (
    select(models.Article).where(models.Article.content_hash == bindparam("content_hash")).order_by(models.Article.id)
)
ALIAS_WORDS = 50  # a shorter text may be the same by chance
LISTED = "listing"  # the method of a date that stood beside the link, not on the page
LISTED_BY = frozenset({LISTED, "sitemap", "feed"})  # every method of a date that the page itself does not show
_DATE = (
    "published_at",
    "published_on",
    "published_method",
    "published_precision",
    "published_raw",
    "province",
    "unit",
)
_FIGURE = [field.name for field in fields(Figure)]
VERSION = (
    "title",
    "lead",
    "text",
    "author",
    "section",
    "published_at",
    "published_on",
    "published_method",
    "published_precision",
    "published_raw",
    "content_hash",
    "extractor",
    "layout",
)


def columns(article: Article, unit_slug: str | None) -> dict[str, Any]:
    """The columns of `article` that are read from a page (not its address, not the times it was seen)."""
    moment = article.published_at
    if isinstance(moment, dt.datetime) and moment.tzinfo is None:
        raise ValueError(f"naive publication time {moment!r} of {article.url}: aware instants only")
    day = local_day(moment) if isinstance(moment, dt.datetime) else moment
    place = gazetteer.holder(unit_slug, day) if unit_slug else None
    return {
        "title": article.title,
        "lead": article.lead,
        "text": article.text,
        "author": article.author,
        "section": article.section,
        "published_at": moment if isinstance(moment, dt.datetime) else None,
        "published_on": day,
        "published_method": article.published_method,
        "published_precision": str(article.published_precision),
        "published_raw": article.published_raw,
        "province": place.slug if place else None,
        "unit": place.id if place else None,
        "event_date": article.event_date,
        "event_date_raw": article.event_date_raw,
        "event_date_method": article.event_date_method,
        "origin": article.origin.outlet,
        "origin_kind": article.origin.kind,
        "origin_evidence": article.origin.evidence,
        "cchc_score": article.cchc_score,
        "language": article.language,
        "content_hash": content_hash(article.title, article.text),
        "extractor": article.extractor,
        "layout": article.layout,
    }


def with_listed_date(values: dict[str, Any], row: RowMapping) -> dict[str, Any]:
    """The new columns; a page without a date of its own keeps the date that its listing once gave the article."""
    if values["published_on"] is None and row["published_method"] in LISTED_BY:
        return values | {name: row[name] for name in _DATE}
    return values


def differ(old: RowMapping | dict[str, Any], new: RowMapping | dict[str, Any]) -> bool:
    """Whether two versions differ in what a reader sees: title, text, lead, author, section or date."""
    if old["content_hash"] != new["content_hash"] or old["published_on"] != new["published_on"]:
        return True
    if old["published_at"] != new["published_at"]:
        return True
    return any(hashable(old[name] or "") != hashable(new[name] or "") for name in ("lead", "author", "section"))


def twin(connection: Connection, portal: str, values: dict[str, Any]) -> RowMapping | None:
    """Another article of the portal with the same title, date and text, where the text is long enough to tell.

    A date that only one of the two has makes them no different: it stood beside a link, and the other had none.
    """
    if len(values["text"].split()) < ALIAS_WORDS:
        return None
    # By the hash alone: with more conditions SQLite prefers an index that finds every article of the day.
    rows = connection.execute(_SAME_TEXT, {"content_hash": values["content_hash"]}).mappings()
    day = values["published_on"]
    same_day = (row for row in rows if day is None or row["published_on"] in (None, day))
    return next((row for row in same_day if row["portal"] == portal), None)


def replace_parts(connection: Connection, article_id: int, article: Article) -> None:
    """Replace an article's attachments, areas, figures and cited documents by those of the record."""
    for table in (models.Attachment, models.ArticleArea, models.ArticleFigure):
        connection.execute(delete(table).where(table.article_id == article_id))
    _add_all_but_documents(connection, article_id, article)
    citing.cite(connection, article_id, article.document_numbers, again=True)


def add_parts(connection: Connection, article_id: int, article: Article) -> None:
    """Attachments, areas, figures and cited documents of an article that has none yet."""
    _add_all_but_documents(connection, article_id, article)
    citing.cite(connection, article_id, article.document_numbers)


def _add_all_but_documents(connection: Connection, article_id: int, article: Article) -> None:
    files = [
        {"article_id": article_id, "position": position, "url": file.url, "name": file.name}
        for position, file in enumerate(article.attachments)
    ]
    areas = {
        area.code: {"article_id": article_id, "code": area.code, "score": area.score, "evidence": list(area.evidence)}
        for area in article.areas
    }
    if files:
        connection.execute(insert(models.Attachment), files)
    if areas:
        connection.execute(insert(models.ArticleArea), list(areas.values()))
    if article.figures:
        figures = [
            {"article_id": article_id, "position": position, **{name: getattr(figure, name) for name in _FIGURE}}
            for position, figure in enumerate(article.figures)
        ]
        connection.execute(insert(models.ArticleFigure), figures)
