"""Official documents and who cites them."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import (
    ForeignKey,
)
from sqlalchemy.orm import Mapped, mapped_column

from archive.models.base import Base, BigId


class Document(Base):
    """An official document that articles cite. A number without a year names one document for each year that citing
    texts give, and one whose year is null for the citations that give none."""

    __tablename__ = "document"

    id: Mapped[int] = mapped_column(BigId, primary_key=True, doc="number of the document in this archive")
    key: Mapped[str] = mapped_column(
        unique=True,
        doc="family|type|issuer[@place]|number|year, a part that is not known empty; @?portal: a local body whose place"
        " is not known",
    )
    text: Mapped[str] = mapped_column(
        index=True, doc="normal form of its number in its usual capitals; several documents may share it"
    )
    type: Mapped[str] = mapped_column(doc="type of document, as its code")
    number: Mapped[str] = mapped_column(doc="running number as printed, letters and zeros kept")
    year: Mapped[int | None] = mapped_column(doc="year of the number, else of the date given; null: not known")
    year_from: Mapped[str | None] = mapped_column(doc="number, date (printed behind it) or context; null: no year")
    issuer: Mapped[str] = mapped_column(index=True, doc="code of the body that issued it")
    family: Mapped[str] = mapped_column(doc="state, assembly, party or letter")
    unit: Mapped[str] = mapped_column(doc="drafting unit of a letter, else empty")
    place: Mapped[str | None] = mapped_column(
        doc="whose body issued it: id of the unit, of the district, or of either with the commune's name (?: one"
        " that is not named); null: a central body, or not known"
    )
    issued_on: Mapped[dt.date | None] = mapped_column(doc="day of issue that most citations give, null where none does")


class DocumentRef(Base):
    """An article cites a document."""

    __tablename__ = "document_ref"

    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), primary_key=True, doc="the article that cites")
    document_id: Mapped[int] = mapped_column(
        ForeignKey("document.id"), primary_key=True, index=True, doc="the document cited"
    )
    position: Mapped[int] = mapped_column(doc="order of first mention, from 0")
    issued_on: Mapped[dt.date | None] = mapped_column(doc="day of issue that this article gives")
    place_from: Mapped[str | None] = mapped_column(
        doc="how its place is known: text (the words name it), level (they or the code say the level, the portal the"
        " name) or source (the portal alone); null: no place"
    )
