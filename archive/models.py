"""The tables. Names of tables and columns are an outside contract: analysts type them.

Every table says in its docstring what one row is, every column in `doc` what it holds; the data dictionary is made from
both. Times are aware UTC instants, days are local (Asia/Ho_Chi_Minh). Changes go through archive/migrations; a test
compares the two.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

# SQLite counts rows by itself only in a column of type INTEGER.
BigId = BigInteger().with_variant(Integer(), "sqlite")
# SQLite uses a partial index only where the query spells out the same constant, not for a bound parameter.
INTERRUPTED = text("reason = 'interrupted'")
JsonValue = JSON().with_variant(JSONB(), "postgresql")


class UtcDateTime(TypeDecorator[dt.datetime]):
    """An aware instant, stored in UTC and returned as aware UTC on both databases. Naive values raise ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime {value!r}: the archive stores aware instants only")
        value = value.astimezone(dt.UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class Base(DeclarativeBase):
    """Naming of constraints (batch migrations need names) and the types behind annotations."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012  (SQLAlchemy's own idiom)
        str: Text(),
        int: Integer(),
        float: Float(),
        bool: Boolean(),
        dt.datetime: UtcDateTime(),
        dt.date: Date(),
        dict[str, Any]: JsonValue,
        dict[str, int]: JsonValue,
        list[str]: JsonValue,
    }


class Unit(Base):
    """One provincial unit over the time it existed. A merged province is a new unit even where the name stayed."""

    __tablename__ = "unit"

    id: Mapped[str] = mapped_column(primary_key=True, doc="slug, followed by @valid_from where that day is known")
    slug: Mapped[str] = mapped_column(index=True, doc="name without accents, joined by hyphens; not unique over time")
    name: Mapped[str] = mapped_column(doc="name without the word tỉnh or thành phố")
    kind: Mapped[str] = mapped_column(doc="province or city (run by the centre), at the beginning of the period")
    city_since: Mapped[dt.date | None] = mapped_column(doc="day on which a province became a city, else null")
    city_act: Mapped[str | None] = mapped_column(doc="act that made it a city, where known")
    code: Mapped[str] = mapped_column(doc="code of the statistics office; seven codes changed their meaning in 2025")
    iso_code: Mapped[str | None] = mapped_column(doc="ISO 3166-2; only the 63 units before the merger have one")
    region_2021: Mapped[str | None] = mapped_column(doc="region of the planning scheme 2021-2025")
    region_2025: Mapped[str | None] = mapped_column(doc="region of resolution 306/NQ-CP of 2025-10-05")
    today: Mapped[str] = mapped_column(index=True, doc="unit of today that holds its territory; itself while it exists")
    valid_from: Mapped[dt.date | None] = mapped_column(doc="first day, null where it is before every article here")
    valid_to: Mapped[dt.date | None] = mapped_column(doc="first day on which it no longer existed, null for today's")


class UnitSuccession(Base):
    """A unit's territory went to another one as a whole."""

    __tablename__ = "unit_succession"

    predecessor: Mapped[str] = mapped_column(ForeignKey("unit.id"), primary_key=True, doc="the unit that ended")
    successor: Mapped[str] = mapped_column(ForeignKey("unit.id"), primary_key=True, doc="the unit that took over")
    since: Mapped[dt.date] = mapped_column(doc="first day of the successor")


class District(Base):
    """A district of one of the 63 provinces. All ended on 2025-07-01; none has a successor, only its province has."""

    __tablename__ = "district"

    id: Mapped[str] = mapped_column(primary_key=True, doc="slug of the province, a slash, slug of the district")
    province: Mapped[str] = mapped_column(index=True, doc="slug of its province, as in unit")
    name: Mapped[str] = mapped_column(doc="name without the word huyện, quận, thị xã or thành phố")
    kind: Mapped[str] = mapped_column(doc="rural district, urban district, town or city")
    code: Mapped[str] = mapped_column(doc="code of the statistics office, three digits")
    valid_to: Mapped[dt.date] = mapped_column(doc="first day on which it no longer existed")


class Meta(Base):
    """A fact about this archive itself."""

    __tablename__ = "meta"

    name: Mapped[str] = mapped_column(primary_key=True, doc="gazetteer: SHA-256 of the unit tables it was filled from")
    value: Mapped[str] = mapped_column(doc="the fact")


class Portal(Base):
    """One portal as it was declared when it was last crawled."""

    __tablename__ = "portal"

    name: Mapped[str] = mapped_column(primary_key=True, doc="the spider's name; the host for portals without a spider")
    host: Mapped[str] = mapped_column(doc="host name of its addresses")
    title: Mapped[str] = mapped_column(doc="name for people")
    unit: Mapped[str | None] = mapped_column(doc="slug of the unit that runs it, null while nobody has confirmed one")
    level: Mapped[str | None] = mapped_column(
        doc="who runs it: province, department, district or commune; null: unknown"
    )
    district: Mapped[str | None] = mapped_column(
        ForeignKey("district.id"), doc="its district, where it is one's portal"
    )


class Run(Base):
    """One visit to one portal. Unfinished while outcome is null."""

    __tablename__ = "run"
    __table_args__ = (Index("ix_run_portal_started_at", "portal", "started_at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True, doc="number of the run")
    portal: Mapped[str] = mapped_column(ForeignKey("portal.name"), doc="portal that was visited")
    mode: Mapped[str] = mapped_column(doc="nightly, full, sweep, recheck, replay or ingest")
    source: Mapped[str] = mapped_column(
        doc="live, wayback, warc:FILE for the pages of a file, or replica for an imitation"
    )
    started_at: Mapped[dt.datetime] = mapped_column(doc="when it began")
    finished_at: Mapped[dt.datetime | None] = mapped_column(doc="when it was closed")
    outcome: Mapped[str | None] = mapped_column(doc="ok, empty, partial, stale, blocked, broken or skipped")
    reasons: Mapped[list[str]] = mapped_column(default=list, doc="why the outcome is not ok, in words")
    notes: Mapped[list[str]] = mapped_column(default=list, doc="what was noticed and is no reason for the outcome")
    counts: Mapped[dict[str, int]] = mapped_column(default=dict, doc="article addresses by outcome, requests by kind")
    owner: Mapped[str] = mapped_column(doc="machine/process/start of the process that runs it: tells killed from slow")


class Article(Base):
    """One article of one portal, as last read. Earlier versions are in article_revision."""

    __tablename__ = "article"
    __table_args__ = (
        UniqueConstraint("portal", "key"),
        Index("ix_article_recheck", "portal", "published_on", "first_seen"),
        Index("ix_article_portal_last_checked", "portal", "last_checked"),
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
    origin: Mapped[str | None] = mapped_column(doc="outlet that a reprint names as its source")
    withheld: Mapped[str | None] = mapped_column(doc="why it is kept out of pages and exports; null: it is shown")
    cchc_score: Mapped[float | None] = mapped_column(doc="0 to 1, from .5 on it is about administrative reform")
    language: Mapped[str | None] = mapped_column(doc="language code of the text")
    content_hash: Mapped[str] = mapped_column(index=True, doc="SHA-256 of title and text (archive.text.content_hash)")
    story_id: Mapped[int | None] = mapped_column(BigId, doc="story it belongs to, once near-duplicates are linked")
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


class Document(Base):
    """An official document that articles cite, known by its number."""

    __tablename__ = "document"

    id: Mapped[int] = mapped_column(BigId, primary_key=True, doc="number of the document in this archive")
    text: Mapped[str] = mapped_column(unique=True, doc="normal form of its number")
    type: Mapped[str] = mapped_column(doc="type of document, as its code")
    number: Mapped[str] = mapped_column(doc="running number as printed, letters and zeros kept")
    year: Mapped[int | None] = mapped_column(doc="year in the number, null where it has none")
    issuer: Mapped[str] = mapped_column(index=True, doc="code of the body that issued it")
    family: Mapped[str] = mapped_column(doc="state, assembly, party or letter")
    unit: Mapped[str] = mapped_column(doc="drafting unit of a letter, else empty")


class DocumentRef(Base):
    """An article cites a document."""

    __tablename__ = "document_ref"

    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), primary_key=True, doc="the article that cites")
    document_id: Mapped[int] = mapped_column(
        ForeignKey("document.id"), primary_key=True, index=True, doc="the document cited"
    )
    position: Mapped[int] = mapped_column(doc="order of first mention, from 0")


class Page(Base):
    """One answer of a portal, or its failure to answer; the bytes lie in the WARC file."""

    __tablename__ = "page"
    __table_args__ = (
        Index("ix_page_article_id_fetched_at", "article_id", "fetched_at"),
        Index("ix_page_key_kind", "key", "kind"),
        Index("ix_page_interrupted", "url", sqlite_where=INTERRUPTED, postgresql_where=INTERRUPTED),
        UniqueConstraint("warc_file", "warc_offset"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, doc="number of the page")
    article_id: Mapped[int | None] = mapped_column(ForeignKey("article.id"), doc="article it shows, or showed before")
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"), index=True, doc="run that fetched it")
    kind: Mapped[str] = mapped_column(doc="article or listing")
    key: Mapped[str | None] = mapped_column(doc="key of the article's address, null for other kinds")
    url: Mapped[str] = mapped_column(index=True, doc="address that answered")
    fetched_at: Mapped[dt.datetime] = mapped_column(doc="when")
    status: Mapped[int | None] = mapped_column(doc="HTTP status, null without an answer")
    etag: Mapped[str | None] = mapped_column(doc="ETag header")
    last_modified: Mapped[str | None] = mapped_column(doc="Last-Modified header as sent")
    body_sha256: Mapped[str | None] = mapped_column(doc="hash of the body, hex; null without a body")
    warc_file: Mapped[str | None] = mapped_column(doc="file with the bytes, relative to the WARC folder")
    warc_offset: Mapped[int | None] = mapped_column(BigInteger, doc="where its record begins in that file")
    attempts: Mapped[int] = mapped_column(default=1, doc="how often its reading was begun")
    outcome: Mapped[str | None] = mapped_column(doc="what became of an article's address; null for other kinds")
    reason: Mapped[str | None] = mapped_column(doc="why, for rejected, blocked, missing, gone and failed")


class Notice(Base):
    """One change of state that people were to be told of: of a portal, the disk, the backup or the archive."""

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_subject_id", "subject", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True, doc="number of the notice")
    subject: Mapped[str] = mapped_column(
        doc="a portal's name, or disk, backup, integrity, logs, scheduler, an alert address, digest"
    )
    state: Mapped[str] = mapped_column(
        doc="the state it came into: an outcome, closed, ok or failing; of a digest its local day"
    )
    text: Mapped[str] = mapped_column(doc="what was told")
    made_at: Mapped[dt.datetime] = mapped_column(doc="when the state was seen")
    told_at: Mapped[dt.datetime | None] = mapped_column(doc="when it was delivered; null: not yet, or nobody is told")


class Template(Base):
    """What a portal repeats on every page, as learned so far (crawler/extraction/template.py)."""

    __tablename__ = "template"

    portal: Mapped[str] = mapped_column(ForeignKey("portal.name"), primary_key=True, doc="the portal")
    data: Mapped[str] = mapped_column(doc="the learned template as JSON text")
    pages: Mapped[int] = mapped_column(doc="number of pages it was learned from")
    updated_at: Mapped[dt.datetime] = mapped_column(doc="when it was saved")
