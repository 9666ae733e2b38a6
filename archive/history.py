"""What earlier runs leave to a new one: how far the portal is known whole, and which addresses are owed an answer.

Store (archive/store.py) offers these to the crawl.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, or_, select, text, true
from sqlalchemy.orm import aliased

from archive.captures import READ
from archive.db import local_day
from archive.models import Article, ArticleAlias, Page, Run
from archive.records import Outcome
from archive.runs import INGEST, INTERRUPTED, KILLED

GONE_AFTER = 3  # misses on so many different days in a row
POISON_AFTER = 2  # readings that were begun and never ended
OFF_TOPIC = "off_topic"  # reason of an article that a run with only=cchc read and did not store
COMPLETE = "complete"  # count of a run: 1 where nothing was missed in it, whatever its articles looked like
POISON = "poison"  # reason of a page that twice killed its reader; it is read again by nobody but a person
_OWED = (Outcome.FAILED.value, Outcome.BLOCKED.value)
_ABSENT = (Outcome.MISSING, Outcome.GONE)
_ANSWERED = (200, 403, 404, 410)  # an answer about the page itself: no redirect, no failure
_SETTLED = (Outcome.REJECTED.value, Outcome.MISSING.value, Outcome.GONE.value)
_KEYS_AT_ONCE = 500  # bound parameters per statement are limited


@dataclass(frozen=True, slots=True)
class Owed:
    """An article's address that was asked for and never answered; `tries` counts the visits."""

    key: str
    url: str
    tries: int


def complete_until(connection: Connection, portal: str, *, off_topic: bool = False) -> dt.datetime | None:
    """The end of the last run that walked the portal and missed nothing: what was published before is stored, or
    settled. Such a run is ok, or it says of itself that it is complete: the portal was silent for too long, or its new
    articles had lost their dates (crawler/judging/closing.py).

    A walk may stop at a stretch of articles seen before this moment. Articles of a later, broken-off run prove nothing:
    below them may lie a gap. Nor does a run that kept one topic alone (it counts what it left out), but for another of
    that kind: `off_topic`.
    """
    kept_all = Run.counts[OFF_TOPIC].as_integer().is_(None)
    last = connection.execute(
        select(Run.id, Run.finished_at)
        .where(
            Run.portal == portal,
            or_(Run.outcome == "ok", Run.counts[COMPLETE].as_integer() == 1),
            Run.mode.in_(("nightly", "full")),
            Run.source.not_like("warc%"),
            Run.finished_at.is_not(None),
            true() if off_topic else kept_all,
        )
        .order_by(Run.id.desc())
        .limit(1)
    ).first()
    if last is None:
        return None
    run_id, ended = last
    assert ended is not None
    # What a later run stored under a clock that was set back is dated before this one's end; it proves nothing either.
    later = connection.scalar(select(func.min(Run.started_at)).where(Run.portal == portal, Run.id > run_id))
    return ended if later is None else min(ended, later)


def owed(connection: Connection, portal: str, since: dt.datetime, most_tries: int) -> list[Owed]:
    """Addresses without an article whose newest visit failed or was blocked, newest first; tried less than so often."""
    # Materialized: else SQLite walks the index of all keys, to have them in order.
    lately = (
        select(Page.key, Page.id)
        .join(Run, Run.id == Page.run_id)
        .where(Run.portal == portal, Run.mode != INGEST, _reaches(since))
        .where(Page.kind == "article", Page.fetched_at >= since)
        .cte("lately")
        .prefix_with("MATERIALIZED")
    )
    visits = (
        select(lately.c.key, func.max(lately.c.id).label("id"), func.count().label("tries"))
        .group_by(lately.c.key)
        .subquery()
    )
    has_article = select(Article.id).where(Article.portal == portal, Article.key == Page.key).exists()
    is_alias = select(ArticleAlias.id).where(ArticleAlias.portal == portal, ArticleAlias.key == Page.key).exists()
    statement = (
        select(Page.key, Page.url, visits.c.tries)
        .join(visits, visits.c.id == Page.id)
        .where(
            Page.outcome.in_(_OWED),
            func.coalesce(Page.reason, "") != POISON,
            visits.c.tries < most_tries,
            ~has_article,
            ~is_alias,
        )
        .order_by(Page.id.desc())
    )
    return [Owed(key, url, tries) for key, url, tries in connection.execute(statement)]


def _reaches(since: dt.datetime) -> ColumnElement[bool]:
    """Runs that were not over before a moment. Pages have no index by time: without this all pages that a portal ever
    gave would be walked for those of the last days."""
    return or_(Run.finished_at.is_(None), Run.finished_at >= since)


def settled(
    connection: Connection, portal: str, keys: Sequence[str], since: dt.datetime, *, off_topic: bool = False
) -> set[str]:
    """The keys whose newest visit, not older than `since`, found no article there, or must not be read again.

    An article left out as off topic is no such key, but for a run that leaves such out as well (`off_topic`): there it
    is settled for good.
    """
    found: set[str] = set()
    later = aliased(Page)
    newest = ~select(later.id).where(later.key == Page.key, later.kind == "article", later.id > Page.id).exists()
    for start in range(0, len(keys), _KEYS_AT_ONCE):
        statement = (
            select(Page.key, Page.outcome, Page.reason, Page.fetched_at)
            .join(Run, Run.id == Page.run_id)
            .where(
                Page.key.in_(keys[start : start + _KEYS_AT_ONCE]), Page.kind == "article", Run.portal == portal, newest
            )
        )
        for key, outcome, reason, fetched_at in connection.execute(statement):
            lately = outcome in _SETTLED and fetched_at >= since
            if key is not None and (reason == POISON or (off_topic if reason == OFF_TOPIC else lately)):
                found.add(key)
    return found


def idle(connection: Connection, portal: str, since: dt.datetime) -> set[str]:
    """Addresses that were looked at since then as possible listings and never were any (pages of the kind "other")."""
    statement = (
        select(Page.url, Page.kind)
        .join(Run, Run.id == Page.run_id)
        .where(
            Run.portal == portal,
            _reaches(since),
            Page.kind.in_(("other", "listing")),
            Page.status.in_(_ANSWERED),
            Page.fetched_at >= since,
        )
        .distinct()
    )
    found: dict[str, set[str]] = {"other": set(), "listing": set()}
    for url, kind in connection.execute(statement):
        found[kind].add(url)
    return found["other"] - found["listing"]


def poisoned(connection: Connection, portal: str) -> set[str]:
    """Addresses of a portal whose reading was begun twice and never ended, since the last time that one ended."""
    later = aliased(Page)
    last_read = (
        select(func.max(later.id))
        .where(later.url == Page.url, later.outcome.in_((*READ, Outcome.REJECTED.value)))
        .correlate(Page)
        .scalar_subquery()
    )
    its_portal = select(Run.portal).where(Run.id == Page.run_id).correlate(Page).scalar_subquery()
    statement = (
        select(Page.url)
        # The reason is spelt out for the partial index; a join would start at all pages of the portal's runs.
        .where(text("page.reason = 'interrupted'"), its_portal == portal, Page.id > func.coalesce(last_read, 0))
        .group_by(Page.url)
        .having(func.sum(Page.attempts) >= POISON_AFTER)
    )
    return set(connection.scalars(statement))


def taken(connection: Connection, portal: str, urls: Sequence[str]) -> set[tuple[str, dt.datetime]]:
    """Address and moment of the captures of a portal, among these addresses, that were read to an end."""
    found: set[tuple[str, dt.datetime]] = set()
    for start in range(0, len(urls), _KEYS_AT_ONCE):
        statement = (
            select(Page.url, Page.fetched_at)
            .join(Run, Run.id == Page.run_id)
            .where(
                Page.url.in_(urls[start : start + _KEYS_AT_ONCE]),
                Run.portal == portal,
                Page.kind == "article",
                Page.outcome.is_not(None),
                func.coalesce(Page.reason, "") != INTERRUPTED,
            )
        )
        found.update((url, moment) for url, moment in connection.execute(statement))
    return found


def read_in(connection: Connection, warc_file: str) -> set[int]:
    """Offsets of a WARC file's records that were read to an end; copies of articles and listings included."""
    ended = (Page.kind != "article") | (Page.outcome.is_not(None) & (func.coalesce(Page.reason, "") != INTERRUPTED))
    found = connection.scalars(select(Page.warc_offset).where(Page.warc_file == warc_file, ended))
    return {offset for offset in found if offset is not None}


@dataclass(frozen=True, slots=True)
class Row:
    """What the archive has of one record of a WARC file, or of an address without one."""

    kind: str
    outcome: str | None
    reason: str | None
    attempts: int

    @property
    def begun_only(self) -> bool:
        """Whether its reading never came to an end."""
        return self.kind == "article" and (self.outcome is None or self.reason == INTERRUPTED)

    @property
    def had_article(self) -> bool:
        """Whether an article stood there, stored or left out as off topic."""
        return self.outcome in READ or self.reason == OFF_TOPIC


def rows_of(connection: Connection, warc_file: str) -> dict[int, Row]:
    """The rows of a WARC file's records by offset."""
    statement = select(Page.warc_offset, Page.kind, Page.outcome, Page.reason, Page.attempts)
    rows = connection.execute(statement.where(Page.warc_file == warc_file))
    return {
        row.warc_offset: Row(row.kind, row.outcome, row.reason, row.attempts)
        for row in rows
        if row.warc_offset is not None
    }


def unanswered(connection: Connection, run_id: int) -> set[tuple[str, dt.datetime]]:
    """Address and moment of a run's rows without bytes."""
    rows = connection.execute(select(Page.url, Page.fetched_at).where(Page.run_id == run_id, Page.warc_file.is_(None)))
    return {(url, moment) for url, moment in rows}


def whole(connection: Connection, warc_file: str) -> bool:
    """Whether a WARC file has rows, and every run that wrote them came to its end."""
    runs = connection.execute(
        select(Run.outcome, Run.reasons).where(Run.id.in_(select(Page.run_id).where(Page.warc_file == warc_file)))
    ).all()
    return bool(runs) and all(outcome is not None and list(reasons or ()) != KILLED for outcome, reasons in runs)


def days_missing(connection: Connection, article_id: int, before: dt.datetime) -> set[dt.date]:
    """Local days, up to a moment, of an article's misses since the portal last showed it."""
    statement = (
        select(Page.outcome, Page.fetched_at, Run.outcome.label("run_outcome"))
        .join(Run, Run.id == Page.run_id)
        .where(
            Page.article_id == article_id,
            Run.mode != INGEST,
            Page.fetched_at <= before,
            Page.outcome.is_not(None),
            Page.outcome.not_in((Outcome.FAILED.value, Outcome.BLOCKED.value)),
        )
        .order_by(Page.fetched_at.desc(), Page.id.desc())
    )
    days: set[dt.date] = set()
    for row in connection.execute(statement):
        if row.outcome not in _ABSENT or len(days) >= GONE_AFTER:
            break
        if row.run_outcome in (None, "ok", "stale"):  # of a night in which much was amiss a miss proves nothing
            days.add(local_day(row.fetched_at))
    return days
