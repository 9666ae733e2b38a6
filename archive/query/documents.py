"""Official documents and who cites them; withheld articles are left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from sqlalchemy import Engine, func, select

from archive.citing import spellings
from archive.db import reading
from archive.issuers import LEVEL, SOURCE, TEXT
from archive.models import Article, Document, DocumentRef

_SUREST = (TEXT, LEVEL, SOURCE)  # how a place is known, best first
_NEAR = 0.8  # likeness of two numbers, 0..1, from which one may be meant for the other


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document that articles cite.

    `year_from`: number, date, context, None where no year is known. `place_from`: the surest way in which any citation
    knows the place: text, level, source (archive/issuers.py), None for a central body or an unknown place. `articles`,
    `stories` and `portals` cite it; `undated` of the articles have no day; `first_on` and `last_on` are the days of
    the first and the last that have one.
    """

    id: int
    key: str
    text: str
    family: str
    type: str
    number: str
    year: int | None
    year_from: str | None
    issuer: str
    unit: str
    place: str | None
    place_from: str | None
    issued_on: dt.date | None
    articles: int
    stories: int
    portals: int
    undated: int
    first_on: dt.date | None
    last_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Citation:
    """One article that cites a document.

    `lag` is the number of days from the document's issue to the article's publication, None where either is not known;
    below 0 the article is a draft's, or a date is wrong. `given` is the day of issue that this article prints.
    """

    article_id: int
    story_id: int
    title: str
    portal: str
    province: str | None
    published_on: dt.date | None
    lag: int | None
    given: dt.date | None
    place_from: str | None
    origin_kind: str
    url: str

    @property
    def is_early(self) -> bool:
        """Whether it was published before the document was issued."""
        return self.lag is not None and self.lag < 0


def documents(engine: Engine, number: str, *, year: int | None = None) -> list[DocumentRow]:
    """The cited documents of a number in its normal form, capitals and leading zeros apart; oldest year first, those
    whose year nobody gives last."""
    where: list[Any] = [Document.text.in_(spellings(number)), Article.withheld.is_(None)]
    if year is not None:
        where.append(Document.year == year)
    # The story of an article that is not linked yet is its own.
    story = func.coalesce(Article.story_id, Article.id)
    query = (
        select(
            Document,
            func.count().label("articles"),
            func.count(story.distinct()).label("stories"),
            func.count(Article.portal.distinct()).label("portals"),
            (func.count() - func.count(Article.published_on)).label("undated"),
            func.min(Article.published_on).label("first_on"),
            func.max(Article.published_on).label("last_on"),
        )
        .join(DocumentRef, DocumentRef.document_id == Document.id)
        .join(Article, Article.id == DocumentRef.article_id)
        .where(*where)
        .group_by(Document.id)
        .order_by(Document.year.is_(None), Document.year, Document.issued_on, Document.key)
    )
    with reading(engine) as connection:
        rows = connection.execute(query).mappings().all()
        known = (
            select(DocumentRef.document_id, DocumentRef.place_from)
            .where(DocumentRef.document_id.in_([row["id"] for row in rows]))
            .distinct()
        )
        ways: dict[int, list[str]] = {row["id"]: [] for row in rows}
        for document_id, way in connection.execute(known):
            ways[document_id] += [way] if way else []
    return [DocumentRow(**row, place_from=min(ways[row["id"]], key=_SUREST.index, default=None)) for row in rows]


def citations(engine: Engine, document_id: int, *, limit: int | None = None) -> list[Citation]:
    """The articles that cite a document, by day of publication; those without a day last."""
    query = (
        select(
            Article.id,
            func.coalesce(Article.story_id, Article.id),
            Article.title,
            Article.portal,
            Article.province,
            Article.published_on,
            Document.issued_on,
            DocumentRef.issued_on,
            DocumentRef.place_from,
            Article.origin_kind,
            Article.url,
        )
        .join(DocumentRef, DocumentRef.article_id == Article.id)
        .join(Document, Document.id == DocumentRef.document_id)
        .where(Document.id == document_id, Article.withheld.is_(None))
        .order_by(Article.published_on.is_(None), Article.published_on, Article.published_at, Article.id)
        .limit(limit)
    )
    with reading(engine) as connection:
        rows = connection.execute(query).all()
    return [Citation(*row[:6], _lag(row[6], row[5]), *row[7:]) for row in rows]


def similar_documents(engine: Engine, number: str, type_: str, issuer: str, *, limit: int = 8) -> list[str]:
    """Normal forms of cited documents that may be meant by a number that nobody cites: the same running number first
    (of the same type, then of any), then the nearest in spelling of the same type and issuer."""
    text, *_ = spellings(number)
    running = text.split("/")[0].split("-")[0]
    cited = select(DocumentRef.document_id).where(DocumentRef.document_id == Document.id).exists()
    with reading(engine) as connection:
        same = connection.execute(
            select(Document.text, Document.type)
            .where(Document.number.in_(spellings(running)), cited)
            .distinct()
            .order_by(Document.text)
        ).all()
        alike = connection.scalars(
            select(Document.text).where(Document.issuer == issuer, Document.type == type_, cited).distinct()
        ).all()
    by_number = [found for found, kind in sorted(same, key=lambda row: (row.type != type_, row.text))]
    return list(dict.fromkeys([*by_number, *get_close_matches(text, alike, n=limit, cutoff=_NEAR)]))[:limit]


def _lag(issued: dt.date | None, published: dt.date | None) -> int | None:
    return (published - issued).days if issued and published else None


def citations_by_story(found: Iterable[Citation]) -> list[list[Citation]]:
    """Citations of one story together, in the order of their first."""
    stories: dict[int, list[Citation]] = {}
    for citation in found:
        stories.setdefault(citation.story_id, []).append(citation)
    return list(stories.values())
