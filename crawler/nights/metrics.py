"""Figures for Prometheus as a text file, which node_exporter's textfile collector reads; written whole or not at all.

The file is made anew from the archive each time: nothing is counted in memory, so a restart loses nothing. Its own age
is a figure, too: a scheduler that stopped shows nowhere else.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text

from archive import notices, query
from archive.db import address, reading
from archive.records import Outcome
from crawler import disk, health
from crawler.config import Config
from crawler.health import Health
from crawler.monitors import RunOutcome
from crawler.nights.alerts import LATE
from crawler.nights.config import NightsConfig
from crawler.nights.digest import copies
from crawler.portals import hosts

log = logging.getLogger(__name__)

STATES = [*map(str, RunOutcome), health.RUNNING, health.NEVER, "dormant", "closed"]
NO_CLIENT = "the metrics file needs prometheus-client: pip install '.[alerts]'"


def write(
    path: Path,
    engine: Engine,
    config: Config,
    nights: NightsConfig,
    healths: Sequence[Health] | None = None,
    *,
    now: dt.datetime,
) -> bool:
    """Write the file at `path`; whether that worked: what went wrong is logged, and the round goes on. Its folder is
    made where it is missing; the healths are asked for where they are not at hand."""
    try:
        from prometheus_client import write_to_textfile
    except ImportError:
        log.error("%s", NO_CLIENT)
        return False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if healths is None:
            healths = health.of_archive(engine, hosts(), now=now)
        write_to_textfile(str(path), registry(engine, config, nights, healths, now=now))
    except Exception as error:  # a full disk, a lost database: no reason to lose a night
        log.error("the metrics file %s is not written (%s: %s)", path, type(error).__name__, error)
        return False
    return True


def registry(
    engine: Engine, config: Config, nights: NightsConfig, healths: Sequence[Health], *, now: dt.datetime
) -> Any:
    """Every figure at a moment. Times are seconds since 1970, sizes bytes."""
    from prometheus_client import CollectorRegistry, Enum, Gauge

    made = CollectorRegistry()

    def gauge(name: str, what: str, labels: Sequence[str] = ()) -> Any:
        return Gauge(f"cchc_{name}", what, labels, registry=made)

    state = Enum("cchc_portal_outcome", "How the portal is", ["portal"], states=STATES, registry=made)
    hand = gauge("portal_needs_a_hand", "1 where somebody has to look", ["portal"])
    last_ok = gauge("portal_last_ok_timestamp_seconds", "End of its last good run", ["portal"])
    articles = gauge("portal_articles", "Articles in the archive", ["portal"])
    new = gauge("portal_new_articles", "Articles that its last visit stored", ["portal"])
    requests = gauge("portal_requests", "Requests of its last visit", ["portal"])
    seconds = gauge("portal_crawl_seconds", "How long its last visit took", ["portal"])
    held = query.articles_by_portal(engine)
    for one in healths:
        ended = one.life.stage is not health.ALIVE.stage
        state.labels(one.portal).state(str(one.life.stage) if ended else one.outcome)
        hand.labels(one.portal).set(one.needs_a_hand)
        articles.labels(one.portal).set(held.get(one.portal, 0))
        if one.last_ok is not None:
            last_ok.labels(one.portal).set(one.last_ok.timestamp())
        if (run := one.newest) is not None and run.finished_at is not None:
            new.labels(one.portal).set(run.counts.get(str(Outcome.STORED), 0))
            requests.labels(one.portal).set(run.counts.get("requests", 0))
            seconds.labels(one.portal).set((run.finished_at - run.started_at).total_seconds())
    gauge("articles", "Articles in the archive").set(sum(held.values()))
    gauge("database_bytes", "Size of the database").set(database_bytes(engine, config))
    gauge("warc_bytes", "Size of the WARC files").set(_size(config.warc_dir))
    free = gauge("disk_free_bytes", "Bytes free where we write", ["folder"])
    for folder in dict.fromkeys((config.data_dir, config.warc_dir, nights.backup_dir)):
        free.labels(str(folder)).set(disk.free(folder))
    if found := copies(nights.backup_dir):
        gauge("backup_timestamp_seconds", "When the newest copy of the database was made").set(
            found[-1].made.timestamp()
        )
        gauge("backup_age_seconds", "Age of that copy").set((now - found[-1].made).total_seconds())
    waiting = len(notices.undelivered(engine, since=now - LATE))
    gauge("notices_undelivered", "Notices of the last 48 hours that nobody has got").set(waiting)
    failing = gauge("failing", "1 for what is failing beside the portals: disk, backup, an alert address", ["subject"])
    for notice in health.failing(notices.states(engine).values()):
        failing.labels(notice.subject).set(1)
    gauge("written_timestamp_seconds", "When this file was written").set(now.timestamp())
    return made


def database_bytes(engine: Engine, config: Config) -> int:
    """Size of the database: SQLite's file with its write-ahead log, or what PostgreSQL says."""
    if engine.dialect.name == "postgresql":
        with reading(engine) as connection:
            return int(connection.scalar(text("SELECT pg_database_size(current_database())")) or 0)
    file = Path(str(address(config.database_url).database))
    return sum(one.stat().st_size for one in (file, file.with_name(f"{file.name}-wal")) if one.is_file())


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
