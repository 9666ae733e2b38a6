"""Units, districts and portals, and facts about the archive itself."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import (
    ForeignKey,
)
from sqlalchemy.orm import Mapped, mapped_column

from archive.models.base import Base


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
