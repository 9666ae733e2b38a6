"""Which official documents an article cites, as rows: a document for each number, year and place.

A document is what its citations make it, whatever order they come in: its day of issue is the one that most of them
print (of equals the earliest), counted anew where a citation comes, changes or goes. A document that nobody cites any
more stays, for another writer may be about to cite it; whoever lists documents leaves it out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, case, delete, func, insert, select, update

from archive.issuers import Home, canonical, is_central, place_of
from archive.models import Article, Document, DocumentRef, Portal
from archive.records import DocumentNumber
from archive.sql import upsert

_HOME = (
    select(Portal.name, Portal.unit, Portal.level, Portal.district, Article.published_on)
    .join(Article, Article.portal == Portal.name)
    .where(Article.id == bindparam("article_id"))
)
_CITED = (
    select(Document, DocumentRef.issued_on.label("given"))
    .join(DocumentRef, DocumentRef.document_id == Document.id)
    .where(DocumentRef.article_id == bindparam("article_id"))
)
_KNOWN = select(Document.key, Document.id, Document.issued_on).where(
    Document.key.in_(bindparam("keys", expanding=True))
)
_WITHDRAW = delete(DocumentRef).where(DocumentRef.article_id == bindparam("article_id"))
_VOTE = (
    select(DocumentRef.issued_on)
    .where(DocumentRef.document_id == Document.id, DocumentRef.issued_on.is_not(None))
    .group_by(DocumentRef.issued_on)
    .order_by(func.count().desc(), DocumentRef.issued_on)
    .limit(1)
    .correlate(Document)
    .scalar_subquery()
)
_GIVEN = select(DocumentRef.article_id).where(
    DocumentRef.document_id == Document.id, DocumentRef.issued_on.is_not(None)
)
_ELECT = (
    update(Document)
    .where(Document.id.in_(bindparam("ids", expanding=True)))
    .values(
        issued_on=_VOTE,
        year_from=case(
            (Document.year_from.is_(None) | (Document.year_from == "number"), Document.year_from),
            (_GIVEN.correlate(Document).exists(), "date"),
            else_="context",
        ),
    )
    .execution_options(synchronize_session=False)
)


def key(number: DocumentNumber, place: str | None = None, portal: str = "") -> str:
    """What tells one document from another: family|type|issuer[@place]|number|year, a part that is not known empty.

    Capitals and leading zeros make no difference. A letter's drafting unit belongs to its issuer. A local body whose
    place nobody knows is one of the portal that cites it (`UBND@?tamphuoc`): never the same as another portal's.
    """
    issuer = canonical(f"{number.issuer}-{number.unit}" if number.unit else number.issuer)
    if place:
        issuer = f"{issuer}@{place}"
    elif portal and not is_central(number):
        issuer = f"{issuer}@?{portal}"
    running = number.number.lower().lstrip("0")
    return "|".join((number.family, canonical(number.type), issuer, running, str(_year(number) or "")))


def cite(connection: Connection, article_id: int, numbers: Sequence[DocumentNumber], *, again: bool = False) -> None:
    """Note the documents that an article cites; `again` where it may have cited others before."""
    cited = connection.execute(_CITED, {"article_id": article_id}).mappings() if again else ()
    before = {row["key"]: dict(row) for row in cited}
    if not numbers and not before:
        return
    given = {name: row.pop("given") for name, row in before.items()}
    for row in before.values():
        del row["id"]
    found = _rows(connection, article_id, numbers)
    _keep(connection, before | {name: row for name, (row, _) in found.items()})
    if before:
        connection.execute(_WITHDRAW, {"article_id": article_id})
    known = {row.key: row for row in connection.execute(_KNOWN, {"keys": [*before, *found]})}
    references = [
        {"article_id": article_id, "document_id": known[name].id, "position": position, **reference}
        for position, (name, (_, reference)) in enumerate(found.items())
    ]
    if references:
        connection.execute(insert(DocumentRef), references)
    changed = [
        row.id
        for name, row in known.items()
        if _moves(row.issued_on, given.get(name), found[name][1]["issued_on"] if name in found else None)
    ]
    if changed:
        connection.execute(_ELECT, {"ids": changed})


def spellings(text: str) -> list[str]:
    """Under which texts a number may be stored: its usual capitals, with up to two leading zeros or none."""
    usual = canonical(text.strip()).lstrip("0")
    return [usual, f"0{usual}", f"00{usual}"]


def _rows(
    connection: Connection, article_id: int, numbers: Iterable[DocumentNumber]
) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    """Of each document its row and what the citation says, by key, in order of first mention."""
    found: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {}
    home: Home | None = None
    for number in numbers:
        home = home or Home(*connection.execute(_HOME, {"article_id": article_id}).one())
        place, place_from = place_of(number, home)
        name = key(number, place, home.portal)
        reference = {"issued_on": number.issued_on, "place_from": place_from}
        found.setdefault(name, (_row(name, number, place), reference))
    return found


def _row(name: str, number: DocumentNumber, place: str | None) -> dict[str, Any]:
    year_from = "number" if number.year else "date" if number.issued_on else "context" if number.context_year else None
    return {
        "key": name,
        "text": canonical(number.text),
        "type": canonical(number.type),
        "number": number.number.lower(),
        "year": _year(number),
        "year_from": year_from,
        "issuer": canonical(number.issuer),
        "family": number.family,
        "unit": canonical(number.unit),
        "place": place,
        "issued_on": number.issued_on,
    }


def _keep(connection: Connection, rows: dict[str, dict[str, Any]]) -> None:
    """Make the documents that are not there yet, and hold all of them until the transaction ends.

    What two writers count of one document they must count one after the other; as everybody holds documents in the
    order of their keys, nobody waits for one who waits for him. Of spellings the one with most zeros stays.
    """
    statement = upsert(connection, Document)
    statement = statement.on_conflict_do_update(
        index_elements=["key"],
        set_={"text": statement.excluded.text, "number": statement.excluded.number},
        where=func.length(statement.excluded.text) > func.length(Document.text),
    )
    connection.execute(statement, [rows[name] for name in sorted(rows)])


def _moves(leading: dt.date | None, gone: dt.date | None, come: dt.date | None) -> bool:
    """Whether a citation's change of day can change a document's: more votes for the leading day cannot."""
    return gone != come and ((come is not None and come != leading) or (gone is not None and gone == leading))


def _year(number: DocumentNumber) -> int | None:
    return number.year or (number.issued_on.year if number.issued_on else number.context_year)
