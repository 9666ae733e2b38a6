"""Moves a whole archive from one database to another, SQLite or PostgreSQL, in either direction.

One snapshot is read, one transaction is written: a transfer that is killed leaves an empty target, never half an
archive. Row numbers stay, so that everything that cites one still finds it. Before the commit every table is read back
from the target and compared, by number of rows and by a hash over their values.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, Table, func, insert, select, text

from archive.db import ArchiveError, head, lock, reading, upgrade, writing
from archive.models import Base

_BATCH = 1_000  # rows at a time: some megabytes of text
_GIVEN = frozenset({"unit", "unit_succession", "district", "meta"})  # filled by every upgrade
_HASH_BYTES = 16
_WIDTH = 1 << 8 * _HASH_BYTES


class NotEmpty(ArchiveError):
    """The target holds something already."""


@dataclass(frozen=True, slots=True)
class Content:
    """A table's rows, whatever their order: how many, and the sum of their hashes."""

    rows: int = 0
    digest: int = 0


def copy(source: Engine, target: Engine, *, moved: Callable[[str, int], None] | None = None) -> dict[str, int]:
    """Copy an archive into an empty database; rows by table.

    `moved` is told a table and the number of its rows that were copied just now. The tables of the target are made, or
    brought to the newest revision, first. Raises NotEmpty, and ArchiveError where the source is not at this code's
    revision, where both are the same database or where what was written is not what was read.
    """
    if source.url == target.url:
        raise ArchiveError("source and target are the same database")
    upgrade(target)
    with snapshot(source) as origin, writing(target) as connection:
        current = MigrationContext.configure(origin).get_current_revision()
        if current != head():
            raise ArchiveError(f"the archive's schema is at {current or 'nothing'}: run `cchc db upgrade` first")
        lock(connection)
        if full := [table.name for table in Base.metadata.sorted_tables if holds_rows(connection, table)]:
            raise NotEmpty(f"the target holds an archive already ({', '.join(full)}): name an empty database")
        for table in reversed(Base.metadata.sorted_tables):
            if table.name in _GIVEN:
                connection.execute(table.delete())
        read = {
            table.name: _copy(origin, connection, table, moved or _nowhere) for table in Base.metadata.sorted_tables
        }
        for table in Base.metadata.sorted_tables:
            if (written := content(connection, table)) != read[table.name]:
                raise ArchiveError(
                    f"{table.name}: {read[table.name].rows} rows were read, but the target has {written.rows}, or "
                    "other values; nothing was kept there"
                )
            _continue_numbers(connection, table)
        if target.dialect.name == "postgresql":
            connection.execute(text("ANALYZE"))  # otherwise the first night plans by guesses
    return {name: one.rows for name, one in read.items()}


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """One moment of an archive, however long it is read and whoever writes meanwhile."""
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with reading(engine) as connection:
        yield connection


def holds_rows(connection: Connection, table: Table) -> bool:
    """Whether a table has rows that no upgrade made."""
    return table.name not in _GIVEN and connection.execute(select(table).limit(1)).first() is not None


def content(connection: Connection, table: Table) -> Content:
    """What a table holds."""
    rows, digest = 0, 0
    for batch in _batches(connection, table):
        rows += len(batch)
        digest = (digest + sum(map(_hash, batch))) % _WIDTH
    return Content(rows, digest)


def _copy(origin: Connection, target: Connection, table: Table, moved: Callable[[str, int], None]) -> Content:
    rows, digest = 0, 0
    for batch in _batches(origin, table):
        rows += len(batch)
        digest = (digest + sum(map(_hash, batch))) % _WIDTH
        try:
            target.execute(insert(table), batch)
        except ValueError as error:  # a driver that cannot write a value says so before it reaches the server
            raise ArchiveError(f"{table.name}: a value cannot be written there ({error})") from error
        moved(table.name, len(batch))
    return Content(rows, digest)


def _batches(connection: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    found = connection.execute(select(table), execution_options={"yield_per": _BATCH}).mappings()
    for batch in found.partitions(_BATCH):
        yield [dict(row) for row in batch]


def _hash(row: dict[str, Any]) -> int:
    values = json.dumps(row, ensure_ascii=False, sort_keys=True, default=_plain)
    return int.from_bytes(hashlib.blake2b(values.encode("utf-8", "surrogatepass"), digest_size=_HASH_BYTES).digest())


def _plain(value: Any) -> str:
    if isinstance(value, (dt.datetime, dt.date)):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} in an archive's table")


def _continue_numbers(connection: Connection, table: Table) -> None:
    """New rows get numbers above the copied ones; SQLite sees to it itself."""
    if connection.dialect.name != "postgresql" or "id" not in table.c:
        return
    sequence = connection.scalar(text("SELECT pg_get_serial_sequence(:table, 'id')"), {"table": table.name})
    highest = connection.scalar(select(func.max(table.c.id)))
    if sequence is not None and highest is not None:
        connection.execute(text("SELECT setval(CAST(:name AS regclass), :value)"), {"name": sequence, "value": highest})


def _nowhere(table: str, rows: int) -> None:
    """Nobody wants to know."""
