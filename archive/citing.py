"""Which official documents an article cites, as rows: a document for each number, year and place."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, insert, select

from archive.models import Document, DocumentRef
from archive.records import DocumentNumber
from archive.sql import upsert


def key(number: DocumentNumber) -> str:
    """What tells one document from another: family|type|issuer|number|year; empty where not known."""
    year = number.year or (number.issued_on.year if number.issued_on else number.context_year)
    issuer = f"{number.issuer}@{number.place}" if number.place else number.issuer
    return "|".join((number.family, number.type, issuer, number.number, str(year or "")))


def cite(connection: Connection, article_id: int, numbers: Sequence[DocumentNumber]) -> None:
    """Note the documents of an article that has none yet."""
    keyed = {key(number): number for number in numbers}
    rows = [_row(name, keyed[name]) for name in sorted(keyed)]  # sorted: two writers cannot wait for each other
    connection.execute(upsert(connection, Document).on_conflict_do_nothing(index_elements=["key"]), rows)
    ids = dict(connection.execute(select(Document.key, Document.id).where(Document.key.in_(keyed))).all())
    references = [
        {"article_id": article_id, "document_id": ids[name], "position": position, "issued_on": number.issued_on}
        for position, (name, number) in enumerate(keyed.items())
    ]
    connection.execute(insert(DocumentRef), references)


def _row(name: str, number: DocumentNumber) -> dict[str, object]:
    year_from = "number" if number.year else "date" if number.issued_on else "context" if number.context_year else None
    return {
        "key": name,
        "text": number.text,
        "type": number.type,
        "number": number.number,
        "year": number.year or (number.issued_on.year if number.issued_on else number.context_year),
        "year_from": year_from,
        "issuer": number.issuer,
        "family": number.family,
        "unit": number.unit,
        "place": number.place,
        "issued_on": number.issued_on,
    }
