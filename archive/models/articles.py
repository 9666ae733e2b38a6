"""Articles, their earlier versions and their parts."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import (
    ForeignKey,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from archive.models.base import Base, BigId


def _where(condition: str) -> dict[str, Any]:
    """An index of only those rows, on both databases."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


class Article(Base):
    """One article of one portal, as last read. Earlier versions are in article_revision."""

    __tablename__ = "article"
    __table_args__ = (
        UniqueConstraint("portal", "key"),
        Index("ix_article_recheck", "portal", "published_on", "first_seen"),
        Index("ix_article_portal_last_checked", "portal", "last_checked"),
        # A story's articles, and those of one portal among them: the view `reprint` looks up the source that is named.
        Index("ix_article_story_id", "story_id", "portal"),
        Index("ix_article_origin", "portal", "origin", "origin_portal", **_where("origin IS NOT NULL")),
        # The views ask of each story whether something of it is withheld; that is rare, and so the index is small.
        Index("ix_article_withheld", "story_id", "withheld", **_where("withheld IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, doc="number of the article in this archive")
    key: Mapped[str] = mapped_column(doc="what identifies the article on its portal, the same for all its addresses")
    portal: Mapped[str] = mapped_column(ForeignKey("portal.name"), doc="portal that published it")
    url: Mapped[str] = mapped_column(doc="address under which it was first read")
    canonical_url: Mapped[str] = mapped_column(doc="the address in its one normal form")
    title: Mapped[str] = mapped_column(doc="headline")
    lead: Mapped[str | None] = mapped_column(doc="opening paragraph where the page marks one")
    text: Mapped[str] = mapped_column(doc="the article, one block per line, NFC")
    author: Mapped[str | None] = mapped_column(doc="author or source line as printed")
    section: Mapped[str | None] = mapped_column(doc="section of the portal as printed")
    published_at: Mapped[dt.datetime | None] = mapped_column(doc="UTC instant; null where no time of day is printed")
    published_on: Mapped[dt.date | None] = mapped_column(index=True, doc="local day of publication")
    published_method: Mapped[str | None] = mapped_column(doc="rule that found the date")
    published_precision: Mapped[str] = mapped_column(doc="second, minute, day, month or none")
    published_raw: Mapped[str | None] = mapped_column(doc="the date as printed")
    province: Mapped[str | None] = mapped_column(index=True, doc="slug of the portal's province on that day")
    unit: Mapped[str | None] = mapped_column(ForeignKey("unit.id"), doc="dated unit of the portal on that day")
    event_date: Mapped[dt.date | None] = mapped_column(doc="day of the event that is reported, where found")
    event_date_raw: Mapped[str | None] = mapped_column(doc="that day as printed; alone where its year is not known")
    event_date_method: Mapped[str | None] = mapped_column(doc="rule that found it")
    origin: Mapped[str | None] = mapped_column(doc="outlet that a reprint names as its source, as printed")
    origin_portal: Mapped[str | None] = mapped_column(
        doc="portal of this archive that the outlet is (archive/origins.py); null: none, or it is not certain"
    )
    origin_kind: Mapped[str] = mapped_column(
        default="unknown", doc="own, reprint or unknown, by the article's own words alone"
    )
    origin_evidence: Mapped[str | None] = mapped_column(doc="the words that say so")
    withheld: Mapped[str | None] = mapped_column(doc="why it is kept out of pages and exports; null: it is shown")
    cchc_score: Mapped[float | None] = mapped_column(doc="0 to 1, from .5 on it is about administrative reform")
    language: Mapped[str | None] = mapped_column(doc="language code of the text")
    content_hash: Mapped[str] = mapped_column(index=True, doc="SHA-256 of title and text (archive.text.content_hash)")
    story_id: Mapped[int | None] = mapped_column(
        BigId, doc="story it belongs to; null until it was compared (`cchc db link`)"
    )
    first_seen: Mapped[dt.datetime] = mapped_column(doc="fetch time of the first stored version; never changes")
    last_seen: Mapped[dt.datetime] = mapped_column(doc="last time the portal showed the article")
    last_checked: Mapped[dt.datetime] = mapped_column(doc="last time the portal answered for it, present or missing")
    last_status: Mapped[int | None] = mapped_column(doc="HTTP status of that answer")
    revision_count: Mapped[int] = mapped_column(default=0, doc="number of its rows in article_revision")
    extractor: Mapped[str] = mapped_column(doc="how the text was found")
    layout: Mapped[str | None] = mapped_column(doc="layout that named the places, null where none did")
    # No foreign key: page points here already, and two tables that need each other cannot be filled.
    page_id: Mapped[int] = mapped_column(BigId, doc="page that first showed the present version")


class ArticleRevision(Base):
    """An earlier version of an article, in full. The version that followed is the next row, or the article itself."""

    __tablename__ = "article_revision"
    __table_args__ = (Index("ix_article_revision_article_id_seen_at", "article_id", "seen_at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True, doc="number of the revision")
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), doc="the article")
    cause: Mapped[str] = mapped_column(doc="why it was replaced: portal (edited), layout (relaunch), parser (ours)")
    seen_at: Mapped[dt.datetime] = mapped_column(doc="fetch time of the page that first showed this version")
    replaced_at: Mapped[dt.datetime] = mapped_column(doc="when the next version was seen, or read by ours")
    page_id: Mapped[int | None] = mapped_column(ForeignKey("page.id"), doc="page that this version was read from")
    title: Mapped[str] = mapped_column(doc="as in article")
    lead: Mapped[str | None] = mapped_column(doc="as in article")
    text: Mapped[str] = mapped_column(doc="as in article")
    author: Mapped[str | None] = mapped_column(doc="as in article")
    section: Mapped[str | None] = mapped_column(doc="as in article")
    published_at: Mapped[dt.datetime | None] = mapped_column(doc="as in article")
    published_on: Mapped[dt.date | None] = mapped_column(doc="as in article")
    published_method: Mapped[str | None] = mapped_column(doc="as in article")
    published_precision: Mapped[str] = mapped_column(doc="as in article")
    published_raw: Mapped[str | None] = mapped_column(doc="as in article")
    content_hash: Mapped[str] = mapped_column(doc="as in article")
    extractor: Mapped[str] = mapped_column(doc="as in article")
    layout: Mapped[str | None] = mapped_column(doc="as in article")


class ArticleAlias(Base):
    """Another address of an article: another spelling of its URL, or another key with the same title, date and text."""

    __tablename__ = "article_alias"
    __table_args__ = (UniqueConstraint("portal", "key"), UniqueConstraint("portal", "url"))

    id: Mapped[int] = mapped_column(BigId, primary_key=True, doc="number of the alias")
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), index=True, doc="the article")
    portal: Mapped[str] = mapped_column(ForeignKey("portal.name"), doc="portal of both")
    key: Mapped[str | None] = mapped_column(doc="the other key; null where only the spelling of the URL differs")
    url: Mapped[str] = mapped_column(index=True, doc="the other address")
    first_seen: Mapped[dt.datetime] = mapped_column(doc="when it was first met")


class ArticleArea(Base):
    """One field of reform that an article is about."""

    __tablename__ = "article_area"

    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), primary_key=True, doc="the article")
    code: Mapped[str] = mapped_column(primary_key=True, index=True, doc="code of the area")
    score: Mapped[float] = mapped_column(doc="0 to 1")
    evidence: Mapped[list[str]] = mapped_column(doc="words that decided")


class Attachment(Base):
    """A file that an article offers."""

    __tablename__ = "attachment"

    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), primary_key=True, doc="the article")
    position: Mapped[int] = mapped_column(primary_key=True, doc="order on the page, from 0")
    url: Mapped[str] = mapped_column(doc="absolute address")
    name: Mapped[str] = mapped_column(doc="words of the link")


class ArticleFigure(Base):
    """A number with its unit in an article's text, as Vietnamese writes it: 84,7 %; 14.607 hồ sơ; 250/295 nhiệm vụ."""

    __tablename__ = "article_figure"
    __table_args__ = (Index("ix_article_figure_label", "label", "article_id"),)

    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), primary_key=True, doc="the article")
    position: Mapped[int] = mapped_column(primary_key=True, doc="order in the text, from 0")
    value: Mapped[float] = mapped_column(doc="the number; of a fraction its first part")
    total: Mapped[float | None] = mapped_column(doc="second part of a fraction (250 of 295), else null")
    unit: Mapped[str] = mapped_column(doc="% for percent, else the counted word as printed, lower case")
    bound: Mapped[str | None] = mapped_column(doc="min (trên, hơn, từ … trở lên), max, about; null: the number itself")
    kind: Mapped[str] = mapped_column(default="reported", doc="reported, target, change or earlier (docs/figures.md)")
    dot_decimal: Mapped[bool] = mapped_column(default=False, doc="whether a dot stands before the decimals (45.86)")
    label: Mapped[str | None] = mapped_column(doc="what it measures, by the vocabulary of docs/figures.md; else null")
    level: Mapped[str | None] = mapped_column(
        doc="country, province, district or commune where the sentence says; else null"
    )
    raw: Mapped[str] = mapped_column(doc="number and unit as printed")
    sentence: Mapped[str] = mapped_column(doc="the sentence, shortened around the number where it is long")
