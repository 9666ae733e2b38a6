"""What people were told of, or should have been: the outbox of the alerts and, at once, the last known state of each
subject (a portal, the disk, the backup …).

A notice is written before anything is sent and marked when it was delivered, so nothing is lost between the two; a
process that dies after the delivery and before the mark makes the notice go out a second time, once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, func, insert, select, update

from archive.db import reading, writing
from archive.models import Notice


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One change of state; `told_at` is None where it was not delivered (yet), or where nobody is told."""

    id: int
    subject: str
    state: str
    text: str
    made_at: dt.datetime
    told_at: dt.datetime | None

    def to_json(self) -> dict[str, Any]:
        """For `cchc alerts --json`; instants in ISO 8601, UTC."""
        return {
            "id": self.id,
            "subject": self.subject,
            "state": self.state,
            "text": self.text,
            "made_at": self.made_at.isoformat(),
            "told_at": self.told_at.isoformat() if self.told_at else None,
        }


def add(
    engine: Engine, changes: Iterable[tuple[str, str, str]], *, now: dt.datetime, told: dt.datetime | None = None
) -> None:
    """Write changes (subject, state, text) in one transaction; `told` where there is nothing to deliver."""
    values = [
        {"subject": subject, "state": state, "text": text, "made_at": now, "told_at": told}
        for subject, state, text in changes
    ]
    if values:
        with writing(engine) as connection:
            connection.execute(insert(Notice), values)


def states(engine: Engine) -> dict[str, NoticeRow]:
    """The last notice of every subject: its `state` is the one people know of, or wait to be told."""
    last = select(func.max(Notice.id)).group_by(Notice.subject)
    return {row.subject: row for row in _rows(engine, select(Notice).where(Notice.id.in_(last)).order_by(Notice.id))}


def undelivered(engine: Engine, *, since: dt.datetime) -> list[NoticeRow]:
    """Notices made after a moment that nobody has got yet, oldest first."""
    return _rows(engine, select(Notice).where(Notice.told_at.is_(None), Notice.made_at > since).order_by(Notice.id))


def newest(engine: Engine, *, subject: str | None = None, limit: int = 20) -> list[NoticeRow]:
    """The newest notices, newest first."""
    query = select(Notice).order_by(Notice.id.desc()).limit(limit)
    return _rows(engine, query if subject is None else query.where(Notice.subject == subject))


def mark_told(engine: Engine, ids: Iterable[int], *, now: dt.datetime) -> None:
    """They were delivered."""
    wanted = list(ids)
    if wanted:
        with writing(engine) as connection:
            connection.execute(update(Notice).where(Notice.id.in_(wanted)).values(told_at=now))


def _rows(engine: Engine, query: Any) -> list[NoticeRow]:
    with reading(engine) as connection:
        return [
            NoticeRow(row.id, row.subject, row.state, row.text, row.made_at, row.told_at)
            for row in connection.execute(query)
        ]
