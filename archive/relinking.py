"""Links articles that were stored before there were fingerprints, or whose fingerprint older rules made.

In the order of their numbers, some at a time, each batch one short transaction: crawls may go on meanwhile, what is
killed goes on where it was, and two at once do the same work once.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, Engine, bindparam, delete, func, or_, select, update

from archive import dedup, fingerprints, linking
from archive.db import reading, writing
from archive.models import Article, Fingerprint, FingerprintStop

BATCH = 50  # articles in one transaction: some tenths of a second
_MARKED = 10_000  # article numbers that `start_over` marks in one transaction
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
    with writing(engine) as connection:
        linking.begin(connection)
        linked = sum(_link(connection, row.id, row.content_hash, text) for row, text in ready)
    return Batch(rows[-1].id, len(rows), linked)


def _link(connection: Connection, article_id: int, content_hash: str, prepared: dedup.Prepared) -> bool:
    """Whether there was still something to do: a crawl or another `link` may have been here since it was read."""
    present = connection.execute(_PRESENT, {"article": article_id}).one()
    mark = fingerprints.of(connection, article_id)
    if present.content_hash != content_hash or (mark is not None and mark["algo_version"] == dedup.ALGO_VERSION):
        return False
    if mark is None:
        linking.add(connection, {"id": article_id, "published_on": present.published_on}, prepared)
    else:
        linking.again(connection, article_id, mark, prepared)
    return True


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
