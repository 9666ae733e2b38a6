"""Links articles that were stored before there were fingerprints, or whose fingerprint older rules made.

In the order of their numbers, some at a time, each batch one short transaction: crawls may go on meanwhile, what is
killed goes on where it was, and two at once do the same work once. Stories are made once for each batch, because those
of a family of hundreds take as long as many comparisons.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, delete, func, or_, select, update

from archive import dedup, fingerprints, linking
from archive.db import reading, writing
from archive.models import Article, Fingerprint, FingerprintStop

BATCH = 50  # articles in one transaction at most
WORK = 0.3  # seconds of comparing, after which a transaction takes no more articles
_PAUSE = 0.12  # seconds: who waits for SQLite looks again after a tenth, and would find the next transaction begun
_MARKED = 10_000  # article numbers that `start_over` marks in one transaction
_STORIES = 500  # of several articles that are looked at in one transaction
_OLD = 0  # no rules have this version

_STALE = or_(Fingerprint.article_id.is_(None), Fingerprint.algo_version != dedup.ALGO_VERSION)
_NEXT = (
    select(Article.id, Article.title, Article.text, Article.content_hash)
    .outerjoin(Fingerprint, Fingerprint.article_id == Article.id)
    .where(Article.id > bindparam("after"), _STALE)
    .order_by(Article.id)
    .limit(BATCH)
)
_PRESENT = select(Article.content_hash, Article.published_on).where(Article.id == bindparam("article"))


@dataclass(frozen=True, slots=True)
class Batch:
    """What one transaction did: the last article's number, how many were looked at, how many of them linked by it."""

    last: int
    seen: int
    linked: int


def pending(engine: Engine) -> int:
    """Articles without a fingerprint of the present rules."""
    with reading(engine) as connection:
        current = select(func.count()).where(Fingerprint.algo_version == dedup.ALGO_VERSION)
        articles = connection.scalar(select(func.count()).select_from(Article)) or 0
        return articles - (connection.scalar(current) or 0)


def link_some(engine: Engine, after: int = 0) -> Batch | None:
    """Link the next articles that need it, above a number; None where there are no more."""
    with reading(engine) as connection:
        rows = connection.execute(_NEXT, {"after": after}).all()
    if not rows:
        return None
    ready = [(row, linking.prepared(row.title, row.text)) for row in rows]
    begun = time.monotonic()
    with writing(engine) as connection:
        linking.begin(connection)
        seen, linked = _link(connection, ready)
    if engine.dialect.name == "sqlite":
        time.sleep(min(_PAUSE, time.monotonic() - begun))
    return Batch(rows[seen - 1].id, seen, linked)


def _link(connection: Connection, ready: Sequence[tuple[Any, dedup.Prepared]]) -> tuple[int, int]:
    """Compare articles while there is time, and make their stories: how many were looked at, how many linked."""
    begun = time.monotonic()
    again: dict[int, set[int]] = {}
    linked = 0
    for seen, (row, prepared) in enumerate(ready):
        if seen and time.monotonic() - begun > WORK:
            break
        present = connection.execute(_PRESENT, {"article": row.id}).one()
        mark = fingerprints.of(connection, row.id)
        if present.content_hash != row.content_hash or (mark and mark["algo_version"] == dedup.ALGO_VERSION):
            continue  # a crawl or another `link` was here since it was read
        linked += 1
        if mark is None:
            linking.add(connection, {"id": row.id, "published_on": present.published_on}, prepared)
        else:
            again[row.id] = linking.again(connection, row.id, mark, prepared)
    else:
        seen = len(ready)
    linking.settle(connection, again)
    return seen, linked


def refresh_all(engine: Engine) -> int:
    """Bring the rows of all stories up to date, after an article was withheld or the level of a portal became known;
    how many were not. Compares nothing and moves no article."""
    last: int | None = 0
    refreshed = 0
    while last is not None:
        with reading(engine) as connection:
            last, numbers = linking.outdated(connection, last, _STORIES)
        if numbers:
            with writing(engine) as connection:
                linking.begin(connection)
                for number in numbers:  # the number of a story is that of one of its articles
                    linking.refresh(connection, number)
            refreshed += len(numbers)
    return refreshed


def start_over(engine: Engine) -> None:
    """Have every article linked anew by the next calls of `link_some`. Until then nothing it had is lost."""
    with writing(engine) as connection:
        connection.execute(delete(FingerprintStop))
        highest = connection.scalar(select(func.max(Fingerprint.article_id))) or 0
    for first in range(0, highest, _MARKED):
        with writing(engine) as connection:
            connection.execute(
                update(Fingerprint)
                .where(Fingerprint.article_id > first, Fingerprint.article_id <= first + _MARKED)
                .values(algo_version=_OLD)
            )
