"""What articles are compared by, which are alike, and the stories they tell."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
)
from sqlalchemy.orm import Mapped, mapped_column

from archive.models.base import Base, BigId, HashList


class Fingerprint(Base):
    """What an article is compared by (archive/dedup.py). Articles of one and the same text share one: its carrier's."""

    __tablename__ = "fingerprint"

    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), primary_key=True, doc="the article")
    algo_version: Mapped[int] = mapped_column(doc="version of the rules that made it")
    text_hash: Mapped[str] = mapped_column(
        index=True, doc="hash of title and text, hex; of brief ones with the article's number"
    )
    carrier_id: Mapped[int] = mapped_column(BigId, index=True, doc="the article that carries the hashes of this text")
    hashes: Mapped[list[int] | None] = mapped_column(HashList, doc="kept hashes, ascending; null but at the carrier")


class FingerprintStop(Base):
    """A hash that too many texts share to tell anything: no candidates are looked up by it."""

    __tablename__ = "fingerprint_stop"

    hash: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False, doc="the hash")
    articles: Mapped[int] = mapped_column(doc="number of texts that had it when that was noticed")


class DuplicateEdge(Base):
    """Two articles whose texts were found alike, with the scores. Nothing is ever deleted for it."""

    __tablename__ = "duplicate_edge"
    __table_args__ = (
        Index("ix_duplicate_edge_other_id_kind", "other_id", "kind"),
        {"sqlite_with_rowid": False},  # a text's edges lie side by side
    )

    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), primary_key=True, doc="the lower number")
    other_id: Mapped[int] = mapped_column(ForeignKey("article.id"), primary_key=True, doc="the higher number")
    kind: Mapped[str] = mapped_column(doc="exact, near, contained, related or template (docs/stories.md)")
    jaccard: Mapped[float] = mapped_column(doc="shared shingles of all shingles, 0 to 1")
    containment: Mapped[float] = mapped_column(doc="shared shingles of the shorter text's, 0 to 1")
    shorter_id: Mapped[int | None] = mapped_column(BigId, doc="the shorter text of the two; null where equally long")
    size: Mapped[float] = mapped_column(doc="length of the shorter text as a share of the longer one's, 0 to 1")
    reason: Mapped[str] = mapped_column(doc="why, in words: figures or names that differ, or what decided")


class Story(Base):
    """One event as the archive tells it: an article and its reprints. Its number is the lowest of its articles'."""

    __tablename__ = "story"

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, doc="lowest number of its articles")
    representative_id: Mapped[int] = mapped_column(ForeignKey("article.id"), doc="the article that stands for it")
    articles: Mapped[int] = mapped_column(doc="number of its articles, withheld ones only where all are")
    portals: Mapped[int] = mapped_column(doc="number of portals that tell it")
    first_on: Mapped[dt.date | None] = mapped_column(doc="local day of its first publication, null: none is dated")
    last_on: Mapped[dt.date | None] = mapped_column(doc="local day of its last publication")
