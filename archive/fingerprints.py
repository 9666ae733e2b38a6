"""Fingerprints in SQL: the text that several articles share, and the texts that share hashes with a given one.

A page of pictures with no more than a title says nothing that could be told twice: under FEWEST syllables a text is its
article's own, whoever has the same words, and has no hashes to be found by.

Articles of the same words, accents included, share one fingerprint, that of their *carrier*, the first of them. Hashes
are looked up in an inverted table on SQLite (`fingerprint_hash`, kept by triggers) and in a GIN index on PostgreSQL;
both are derived from `fingerprint.hashes`, no model knows them, and migration 0004 makes them.

A hash that more than STOP texts share is stopped: it tells little, and to walk its texts would make every insertion
slower than the last. It is noticed by the first look-up that walks it; from then on nobody does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, delete, func, insert, select, text, update

from archive import dedup
from archive.models import Article, Fingerprint, FingerprintStop, HashList
from archive.sql import upsert

FEWEST = 8  # syllables of title and text together, below which an article is compared with nobody
STOP = 500  # texts that share a hash, above which it is stopped
SHARED = 2  # hashes that a candidate shares at least
_FIRST_TEXTS = 50  # texts of a stopped hash that are looked at where most of a text's hashes are stopped
_HELD = {"fingerprint_hash", "ix_fingerprint_hashes"}  # derived, and no part of the models

_TABLE = Fingerprint.__table__
_INSERT = insert(_TABLE)  # type: ignore[arg-type]
_OF = select(Fingerprint.text_hash, Fingerprint.carrier_id, Fingerprint.algo_version).where(
    Fingerprint.article_id == bindparam("article_id")
)
_SAME = (
    select(Fingerprint.carrier_id)
    .where(Fingerprint.text_hash == bindparam("text_hash"), Fingerprint.algo_version == bindparam("version"))
    .limit(1)
)
_HEIR = select(func.min(Fingerprint.article_id)).where(
    Fingerprint.carrier_id == bindparam("carrier"), Fingerprint.article_id != bindparam("carrier")
)
_HASHES = bindparam("hashes", type_=HashList)

# Text by text, hash by hash: the driver's rows are counted here, which costs less than GROUP BY on either database.
_SHARING = {
    "sqlite": text(
        "SELECT NULL AS article_id, hash FROM fingerprint_stop WHERE hash IN (SELECT value FROM json_each(:hashes))"
        " UNION ALL SELECT held.article_id, held.hash FROM json_each(:hashes) AS wanted"
        " CROSS JOIN fingerprint_hash AS held ON held.hash = wanted.value"
        " WHERE NOT EXISTS (SELECT 1 FROM fingerprint_stop WHERE hash = wanted.value)"
    ).bindparams(_HASHES),
    "postgresql": text(
        # Hash by hash: `&&` over all of them finds whole rows, whose hashes must be gone through (three times as slow).
        "SELECT NULL AS article_id, hash FROM fingerprint_stop WHERE hash = ANY (:hashes)"
        " UNION ALL SELECT held.article_id, wanted.hash FROM unnest(:hashes) AS wanted (hash) CROSS JOIN LATERAL"
        " (SELECT article_id FROM fingerprint WHERE hashes @> ARRAY[wanted.hash]) AS held"
        " WHERE NOT EXISTS (SELECT 1 FROM fingerprint_stop WHERE hash = wanted.hash)"
    ).bindparams(_HASHES),
}
# Where most of a text's hashes are stopped, like the six hundredth reprint's of a central text, the first texts of each
# are looked at all the same: the first of a family are those that the others are linked with.
_FIRST = {
    "sqlite": text(
        "SELECT held.article_id, held.hash FROM json_each(:hashes) AS wanted"
        " CROSS JOIN fingerprint_hash AS held ON held.hash = wanted.value AND held.article_id IN"
        " (SELECT article_id FROM fingerprint_hash WHERE hash = wanted.value ORDER BY article_id LIMIT :most)"
    ).bindparams(_HASHES),
    "postgresql": text(
        "SELECT held.article_id, wanted.hash FROM unnest(:hashes) AS wanted (hash) CROSS JOIN LATERAL"
        " (SELECT article_id FROM fingerprint WHERE hashes @> ARRAY[wanted.hash] LIMIT :most) AS held"
    ).bindparams(_HASHES),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A carrier that shares hashes with a text, and the story it is in."""

    article_id: int
    story_id: int | None


def of(connection: Connection, article_id: int) -> RowMapping | None:
    """The fingerprint of an article: `text_hash`, `carrier_id`, `algo_version`; None where it has none."""
    return connection.execute(_OF, {"article_id": article_id}).mappings().first()


def name_of(article_id: int, prepared: dedup.Prepared) -> str:
    """The `text_hash` of an article: that of its text, with its own number behind it where the text is too short."""
    return prepared.text_hash if len(prepared.words) >= FEWEST else f"{prepared.text_hash}-{article_id}"


def hashes_of(prepared: dedup.Prepared) -> list[int]:
    """The hashes that a text is found by; none where it is too short."""
    return list(prepared.hashes) if len(prepared.words) >= FEWEST else []


def add(connection: Connection, article_id: int, prepared: dedup.Prepared) -> int:
    """Give an article that has none its fingerprint; the carrier of its text, which may be itself."""
    name = name_of(article_id, prepared)
    same = {"text_hash": name, "version": dedup.ALGO_VERSION}
    carrier: int | None = connection.scalar(_SAME, same)
    row = {
        "article_id": article_id,
        "algo_version": dedup.ALGO_VERSION,
        "text_hash": name,
        "carrier_id": carrier or article_id,
        "hashes": hashes_of(prepared) if carrier is None else None,
    }
    connection.execute(_INSERT, row)
    return carrier or article_id


def remove(connection: Connection, article_id: int, carrier_id: int) -> int | None:
    """Take an article's fingerprint away. Where it carried the hashes of others they get another carrier: which."""
    heir: int | None = None
    if article_id == carrier_id:
        heir = connection.scalar(_HEIR, {"carrier": article_id})
    if heir is not None:
        hashes = connection.scalar(select(Fingerprint.hashes).where(Fingerprint.article_id == article_id))
        connection.execute(delete(Fingerprint).where(Fingerprint.article_id == article_id))
        connection.execute(update(Fingerprint).where(Fingerprint.article_id == heir).values(hashes=hashes))
        connection.execute(update(Fingerprint).where(Fingerprint.carrier_id == article_id).values(carrier_id=heir))
    else:
        connection.execute(delete(Fingerprint).where(Fingerprint.article_id == article_id))
    return heir


def candidates(connection: Connection, article_id: int, hashes: Sequence[int]) -> list[Candidate]:
    """The other texts that share at least SHARED hashes with these and may be worth a comparison, the most alike
    first."""
    shared, looked_up = _sharing(connection, article_id, hashes) if hashes else (set(), [])
    if not shared:
        return []
    left_out = {*hashes}.difference(looked_up)
    statement = (
        select(Fingerprint.article_id, Fingerprint.hashes, Article.story_id)
        .join(Article, Article.id == Fingerprint.article_id)
        .where(Fingerprint.article_id.in_(shared), Fingerprint.algo_version == dedup.ALGO_VERSION)
    )
    found = []
    for row in connection.execute(statement):
        # What was not looked up is shared by many, or by none: it is left out on both sides.
        theirs = [number for number in row.hashes if number not in left_out] if left_out else row.hashes
        if dedup.promising(looked_up, theirs):
            found.append((-dedup.overlap(looked_up, theirs), Candidate(row.article_id, row.story_id)))
    return [one for _, one in sorted(found, key=lambda pair: (pair[0], pair[1].article_id))]


def _sharing(connection: Connection, article_id: int, hashes: Sequence[int]) -> tuple[set[int], Sequence[int]]:
    """The texts that share SHARED hashes or more, and the hashes that were looked up. Those met too often are stopped
    on the way."""
    dialect = connection.dialect.name
    rows: list[Any] = list(connection.execute(_SHARING[dialect], {"hashes": list(hashes)}))
    stopped = {hashed for number, hashed in rows if number is None}
    pairs = [row for row in rows if row[0] is not None] if stopped else rows
    usable = [number for number in hashes if number not in stopped]
    if len(pairs) > STOP:
        often = {hashed: number for hashed, number in Counter(hashed for _, hashed in pairs).items() if number > STOP}
        if often:
            _stop(connection, often)
            stopped |= often.keys()
            usable = [number for number in usable if number not in often]
            pairs = [pair for pair in pairs if pair[1] not in often]
    looked_up: Sequence[int] = usable
    if 2 * len(stopped) > len(hashes):
        pairs += connection.execute(_FIRST[dialect], {"hashes": sorted(stopped), "most": _FIRST_TEXTS})
        looked_up = hashes
    counted = Counter(number for number, _ in pairs)
    counted.pop(article_id, None)
    return {number for number, shared in counted.items() if shared >= SHARED}, looked_up


def _stop(connection: Connection, often: Mapping[int, int]) -> None:
    rows = [{"hash": hashed, "articles": number} for hashed, number in sorted(often.items())]
    connection.execute(upsert(connection, FingerprintStop).on_conflict_do_nothing(), rows)


def problems(connection: Connection, *, quick: bool = False) -> list[str]:
    """Where what look-ups use is not what the fingerprints say, in words. Quick: counted among the newest only."""
    if connection.dialect.name != "sqlite":
        there = text("SELECT 1 FROM pg_indexes WHERE indexname = 'ix_fingerprint_hashes'")
        return [] if connection.scalar(there) else ["the index ix_fingerprint_hashes is missing: run `cchc db upgrade`"]
    objects = "SELECT count(*) FROM sqlite_master WHERE tbl_name IN ('fingerprint', 'fingerprint_hash') AND {}"
    missing = 3 - int(connection.scalar(text(objects.format("type = 'trigger'"))) or 0)
    if missing or not connection.scalar(text(objects.format("name = 'fingerprint_hash'"))):
        return ["the table fingerprint_hash or its triggers are missing: restore a copy"]
    newest = "WHERE article_id > (SELECT max(article_id) FROM fingerprint) - 1000" if quick else ""
    said = text(f"SELECT coalesce(sum(json_array_length(hashes)), 0) FROM fingerprint {newest}")
    if quick:
        held = text(
            "SELECT count(*) FROM (SELECT article_id, hashes FROM fingerprint"
            f" {newest}) AS one, json_each(one.hashes) AS wanted"
            " CROSS JOIN fingerprint_hash AS held ON held.hash = wanted.value AND held.article_id = one.article_id"
        )
    else:
        held = text("SELECT count(*) FROM fingerprint_hash")
    expected, found = connection.scalar(said), connection.scalar(held)
    return [] if expected == found else [f"fingerprint_hash has {found} rows, the fingerprints say {expected}"]


def derived(name: str | None) -> bool:
    """Whether a table or index is made from `fingerprint.hashes` and known to no model."""
    return name in _HELD
