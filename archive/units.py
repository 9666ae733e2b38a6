"""Brings the tables of units and districts to provinces.csv and districts.csv, and the articles to their units.

Part of every `upgrade`; where the archive was filled from the same files nothing is written. A change of the files
comes with a migration of its own (CONTRIBUTING): what was filed under a unit is filed anew, in the same transaction.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, and_, delete, select, update

from archive import districts, gazetteer
from archive.models import Article, Base, District, Meta, Portal, Unit, UnitSuccession
from archive.sql import upsert

GAZETTEER = "gazetteer"


def load(connection: Connection) -> bool:
    """Fill the tables; False where they were filled from these very files already."""
    digest = gazetteer.digest()
    if connection.scalar(select(Meta.value).where(Meta.name == GAZETTEER)) == digest:
        return False
    rows = [asdict(unit) | {"id": unit.id, "today": _today(unit)} for unit in gazetteer.units()]
    _replace(connection, Unit, rows)
    pairs = [
        {"predecessor": old.id, "successor": new.id, "since": new.valid_from} for old, new in gazetteer.successions()
    ]
    connection.execute(delete(UnitSuccession))
    connection.execute(upsert(connection, UnitSuccession), pairs)
    places = [
        {
            "id": d.id,
            "province": d.province,
            "name": d.name,
            "kind": d.kind,
            "code": d.code,
            "valid_to": districts.ENDED,
        }
        for d in districts.districts()
    ]
    _replace(connection, District, places)
    for portal, slug in connection.execute(select(Portal.name, Portal.unit).where(Portal.unit.is_not(None))).all():
        place_anew(connection, portal, slug)  # type: ignore[arg-type]
    for table, kept in ((Unit, rows), (District, places)):
        connection.execute(delete(table).where(table.id.not_in([row["id"] for row in kept])))
    _replace(connection, Meta, [{"name": GAZETTEER, "value": digest}], key="name")
    return True


def current(connection: Connection) -> bool:
    """Whether the archive's units are those of this code."""
    return connection.scalar(select(Meta.value).where(Meta.name == GAZETTEER)) == gazetteer.digest()


def _today(unit: gazetteer.Unit) -> str:
    inside = unit.valid_from or (unit.valid_to - dt.timedelta(days=1) if unit.valid_to else None)
    held = gazetteer.today(unit.slug, inside)
    assert held is not None, f"provinces.csv: {unit.id} leads to no unit of today"
    return held.id


def _replace(connection: Connection, table: type[Base], rows: list[dict[str, Any]], key: str = "id") -> None:
    statement = upsert(connection, table)
    changes = {name: statement.excluded[name] for name in rows[0] if name != key}
    connection.execute(statement.on_conflict_do_update(index_elements=[key], set_=changes), rows)


def place_anew(connection: Connection, portal: str, slug: str) -> int:
    """File the portal's articles under the unit that the gazetteer gives for their day; how many were moved."""
    moved = 0
    days = Article.published_on
    undated = gazetteer.holder(slug, None)
    for held, where in [
        (undated, days.is_(None)),
        *(
            (held, and_(days >= (first or dt.date.min), days < (after or dt.date.max)))
            for first, after, held in gazetteer.placements(slug)
        ),
    ]:
        values = {"unit": held.id if held else None, "province": held.slug if held else None}
        moved += connection.execute(
            update(Article)
            .where(Article.portal == portal, where, Article.unit.is_distinct_from(values["unit"]))
            .values(values)
        ).rowcount
    return moved
