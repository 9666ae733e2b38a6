"""Visits to portals, what they fetched, and what was told and learned."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from archive.models.base import INTERRUPTED, Base, BigId


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
