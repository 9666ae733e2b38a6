"""The types behind annotations, and the base of every table."""

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
    Integer,
    MetaData,
    Text,
    TypeDecorator,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import DeclarativeBase

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


class HashList(TypeDecorator[list[int]]):
    """Unsigned hashes below 2**63: `bigint[]` on PostgreSQL, JSON text on SQLite."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(ARRAY(BigInteger()) if dialect.name == "postgresql" else JSON(none_as_null=True))


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
