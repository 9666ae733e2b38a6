"""The one write path: runs, pages and what became of them. Every call is one short transaction.

The order for one address: the bytes go to the WARC file, `add_page` marks the page as begun, extraction reads it, and
exactly one of `put`, `unchanged`, `miss` and `settle` judges it. A crash in between leaves an unjudged page, which the
next `start_run` of the portal closes as failed/interrupted; `poisoned` names addresses where that happened twice.

Nothing here holds a transaction while anything else happens, and nothing that was stored is lost: a changed article
leaves its earlier version in full in article_revision.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields

from sqlalchemy import Connection, Engine, RowMapping, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from archive import articles, captures, history, linking, runs, versions
from archive.captures import Capture, Known
from archive.db import ArchiveError, local_day, reading, utc_now, writing
from archive.history import Owed, Row
from archive.models import Page, Portal, Run, Template
from archive.records import Article, Outcome
from archive.runs import INGEST, INTERRUPTED, MixedSources, PortalInfo, RunClosed, UnknownUnit
from archive.sql import upsert

__all__ = [
    "AlreadyJudged",
    "Capture",
    "Earlier",
    "Known",
    "MixedSources",
    "Owed",
    "PortalInfo",
    "RunClosed",
    "Store",
    "UnknownArticle",
    "UnknownPage",
    "UnknownUnit",
]

_CAPTURE = [field.name for field in fields(Capture)]
_SETTLED = (Outcome.REJECTED, Outcome.BLOCKED, Outcome.FAILED)

# The statements of every page, made once: building and hashing one costs as much as running it.
_ADD = {
    dialect: insert(Page.__table__)  # type: ignore[arg-type]
    .on_conflict_do_update(
        index_elements=["warc_file", "warc_offset"],
        set_={"run_id": bindparam("by_run"), "attempts": Page.attempts + 1, "outcome": None, "reason": None},
        where=(Page.outcome == Outcome.FAILED.value) & (Page.reason == INTERRUPTED),
    )
    .returning(Page.id)
    for dialect, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
_PAGE = (
    select(Page, Run.portal, Run.mode, Portal.unit)
    .join(Run, Run.id == Page.run_id)
    .join(Portal, Portal.name == Run.portal)
    .where(Page.id == bindparam("page_id"), Page.kind == "article")
)
_JUDGE = update(Page.__table__).where(Page.__table__.c.id == bindparam("page_id"))  # type: ignore[arg-type]


class AlreadyJudged(ArchiveError):
    """The page has its outcome already; counting it twice would make the run's sum wrong."""


class UnknownPage(ArchiveError):
    """There is no page of this number, or it is not the address of an article."""


class UnknownArticle(ArchiveError):
    """The portal says "not modified" of an article that the archive never stored."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A stored version that another one is about to replace, and the capture it was read from."""

    layout: str | None
    content_hash: str
    capture: Capture | None


class Store:
    """Writes what one crawl, replay or ingest finds. Holds no state but the engine; `clock` gives aware instants."""

    def __init__(self, engine: Engine, *, clock: Callable[[], dt.datetime] = utc_now) -> None:
        self._engine = engine
        self._clock = clock

    # Runs

    def start_run(self, portal: PortalInfo, mode: str, source: str, *, at: dt.datetime | None = None) -> int:
        """Open a run. Dead unfinished runs of the portal are closed as broken ("killed") before.

        `at` is when it began, where that is not now.

        Raises MixedSources where the archive holds imitation and the source is real, or the other way round, and
        UnknownUnit for a portal whose unit the gazetteer does not have.
        """
        with writing(self._engine) as connection:
            return runs.start(connection, portal, mode, source, at or self._clock())

    def finish_run(
        self,
        run_id: int,
        outcome: str,
        reasons: list[str],
        counts: dict[str, int],
        notes: Sequence[str] = (),
        *,
        at: dt.datetime | None = None,
    ) -> None:
        """Close a run, once; `notes` are things noticed that are no reason for the outcome. `at` is when it ended,
        where that is not now. Raises RunClosed."""
        with writing(self._engine) as connection:
            runs.finish(connection, run_id, outcome, reasons, counts, at or self._clock(), notes)

    def find_run(self, portal: str, started_at: dt.datetime) -> tuple[int, bool] | None:
        """The run of a portal that began at a moment, and whether it came to its end (a killed one did not)."""
        with reading(self._engine) as connection:
            return runs.find(connection, portal, started_at)

    def reopen_run(self, run_id: int) -> None:
        """Go on with a run that was broken off, as this process (recovery)."""
        with writing(self._engine) as connection:
            runs.reopen(connection, run_id)

    def close_dead(self, portal: str | None = None, *, reasons: Iterable[str] = runs.KILLED) -> list[int]:
        """Close open runs, of one portal or of all, whose process died; their numbers. For whoever looked after that
        process and knows why; the next `start_run` of the portal does it otherwise."""
        with writing(self._engine) as connection:
            return runs.close_dead(connection, self._clock(), portal, reasons)

    def dead(self) -> set[int]:
        """Open runs whose process died, and that nobody has closed yet."""
        with reading(self._engine) as connection:
            return set(runs.dead(connection, self._clock()))

    def counts(self, run_id: int) -> dict[str, int]:
        """Pages of a run as stored: article addresses by outcome and `unjudged`, other pages by their kind."""
        with reading(self._engine) as connection:
            return runs.counts(connection, run_id)

    def admit(self, source: str) -> None:
        """Raises MixedSources where a run from this source would be refused."""
        with reading(self._engine) as connection:
            runs.refuse_mixture(connection, source)

    def holds_replica(self) -> bool | None:
        """Whether this archive holds imitation (True), life (False) or nothing yet (None)."""
        with reading(self._engine) as connection:
            return runs.holds_replica(connection)

    # Pages

    def add_page(self, run_id: int, capture: Capture, *, kind: str, key: str | None = None) -> int:
        """Mark a stored capture as begun and return its page number. Call it before extraction.

        A capture that is known by its place in the WARC file gets no second row: its number is returned (ask `judged`
        whether there is anything left to do). One whose reading was interrupted is taken over by this run.
        """
        given = {"run_id": run_id, "kind": kind, "key": key, "attempts": 1}
        values = {name: getattr(capture, name) for name in _CAPTURE} | given
        with writing(self._engine) as connection:
            page_id: int | None = connection.scalar(_ADD[connection.dialect.name], values | {"by_run": run_id})
            if page_id is None:  # known, and nothing to take over
                same_place = (Page.warc_file == capture.warc_file) & (Page.warc_offset == capture.warc_offset)
                page_id = connection.scalars(select(Page.id).where(same_place)).one()
            return page_id

    def judged(self, page_id: int) -> Outcome | None:
        """The outcome of a page, None while it has none."""
        with reading(self._engine) as connection:
            outcome = _page(connection, page_id)["outcome"]
            return None if outcome is None else Outcome(outcome)

    def poisoned(self, portal: str) -> set[str]:
        """Addresses of a portal whose reading was begun twice and never ended, since the last time that one ended."""
        with reading(self._engine) as connection:
            return history.poisoned(connection, portal)

    # Outcomes

    def put(self, page_id: int, article: Article, *, cause: str = "portal") -> Outcome:
        """Store what was read from a page: STORED, REVISED, UNCHANGED or ALIAS.

        `cause` is what a revision is blamed on: portal, or layout or parser where the caller knows that the page is
        the same and our rules are not. A capture older than the last one never overwrites it. Raises AlreadyJudged.
        """
        linking.prepared(article.title, article.text)  # kept for the transaction, which then is short
        with writing(self._engine) as connection:
            page = _begin(connection, page_id)
            outcome, article_id = articles.put(connection, page, article, cause)
            return _judge(connection, page, outcome, None, article_id, article.key)

    def reread(
        self, page_id: int, article: Article, *, write: bool = True, replaced: articles.Replaced | None = None
    ) -> Outcome:
        """Store what better rules make of a stored page (replay); `write=False` only tells what would come of it, and
        `replaced` is told of the old and the new version where one is (or would be) replaced.

        The page keeps its outcome, unless it gave no article before. Revisions have the cause layout or parser. Only
        the newest page of an article changes it; another one is UNCHANGED.
        """
        with writing(self._engine) as connection:
            trial = None if write else connection.begin_nested()
            page = _begin(connection, page_id, again=True)
            outcome, article_id = articles.reread(connection, page, article, self._clock(), replaced)
            if page["outcome"] not in captures.READ:
                _judge(connection, page, outcome, None, article_id, article.key)
            if trial is not None:
                trial.rollback()
            return outcome

    def unchanged(self, page_id: int, key: str) -> Outcome:
        """The portal answered "not modified" (304). Raises AlreadyJudged, UnknownArticle."""
        with writing(self._engine) as connection:
            page = _begin(connection, page_id)
            row = articles.find(connection, page["portal"], key)
            if row is None:
                raise UnknownArticle(
                    f"304 for {key!r}, which {page['portal']} never had in this archive: {page['url']}"
                )
            articles.touch(connection, row, page, seen=True)
            return _judge(connection, page, Outcome.UNCHANGED, None, row["id"], key)

    def miss(self, page_id: int, key: str, reason: str) -> Outcome:
        """The article was not found: MISSING, or GONE on the third different local day in a row.

        Failed and blocked visits in between neither count nor break the row, nor do misses of a run that was not ok.
        An address that was never stored is MISSING; so is every miss in what others captured: it is none of the
        portal's answers of today. Raises AlreadyJudged.
        """
        with writing(self._engine) as connection:
            page = _begin(connection, page_id)
            row = articles.find(connection, page["portal"], key)
            if row is None or page["mode"] == INGEST:
                return _judge(connection, page, Outcome.MISSING, reason, row["id"] if row else None, key)
            articles.touch(connection, row, page, seen=False)
            days = {local_day(page["fetched_at"]), *history.days_missing(connection, row["id"], page["fetched_at"])}
            outcome = Outcome.GONE if len(days) >= history.GONE_AFTER else Outcome.MISSING
            return _judge(connection, page, outcome, reason, row["id"], key)

    def not_gone(self, run_id: int) -> int:
        """Call a run's GONE addresses MISSING after all: too many at once say more about the portal. Their number."""
        with writing(self._engine) as connection:
            changed = connection.execute(
                update(Page)
                .where(Page.run_id == run_id, Page.outcome == Outcome.GONE.value)
                .values(outcome=Outcome.MISSING.value)
            )
            return int(changed.rowcount)

    def settle(self, page_id: int, outcome: Outcome, reason: str) -> Outcome:
        """Judge a page that gave no article: REJECTED, BLOCKED or FAILED. Raises AlreadyJudged, ValueError."""
        if outcome not in _SETTLED:
            raise ValueError(f"{outcome}: settle judges rejected, blocked and failed pages")
        with writing(self._engine) as connection:
            page = _begin(connection, page_id)
            row = articles.find(connection, page["portal"], page["key"]) if page["key"] else None
            if row is not None and outcome is Outcome.REJECTED:
                articles.touch(connection, row, page, seen=False)
            return _judge(connection, page, outcome, reason, row["id"] if row else None, page["key"])

    # Reading for the crawl

    def known(self, portal: str, keys: Iterable[str]) -> dict[str, Known]:
        """The stored articles among these keys, by key, aliases included; one look-up for a whole listing page."""
        with reading(self._engine) as connection:
            return captures.known(connection, portal, list(dict.fromkeys(keys)))

    def recheck(
        self,
        portal: str,
        *,
        published_since: dt.date,
        published_before: dt.date | None = None,
        checked_before: dt.datetime | None = None,
    ) -> list[Known]:
        """Articles published in a span of local days (undated ones: first seen in it), newest first."""
        with reading(self._engine) as connection:
            return captures.recheck(connection, portal, published_since, checked_before, published_before)

    def least_checked(
        self, portal: str, *, checked_before: dt.datetime, asked_before: dt.datetime, limit: int
    ) -> list[Known]:
        """The articles for which the portal answered longest ago, oldest answer first (archive/captures.py)."""
        with reading(self._engine) as connection:
            return captures.least_checked(connection, portal, checked_before, asked_before, limit)

    def complete_until(self, portal: str, *, off_topic: bool = False) -> dt.datetime | None:
        """The end of the last ok run that walked the portal; None before the first (archive/history.py)."""
        with reading(self._engine) as connection:
            return history.complete_until(connection, portal, off_topic=off_topic)

    def owed(self, portal: str, *, since: dt.datetime, most_tries: int) -> list[Owed]:
        """Addresses that were asked for since a moment and never answered, tried less than so often."""
        with reading(self._engine) as connection:
            return history.owed(connection, portal, since, most_tries)

    def settled(self, portal: str, keys: Iterable[str], *, since: dt.datetime, off_topic: bool = False) -> set[str]:
        """The keys whose newest visit since a moment found no article, or that must not be read again."""
        with reading(self._engine) as connection:
            return history.settled(connection, portal, list(dict.fromkeys(keys)), since, off_topic=off_topic)

    def idle(self, portal: str, *, since: dt.datetime) -> set[str]:
        """The addresses that were looked at since a moment as possible listings and were none."""
        with reading(self._engine) as connection:
            return history.idle(connection, portal, since)

    def earlier(self, portal: str, article: Article) -> Earlier | None:
        """The version that storing this article would replace; None where it is new or nothing would change."""
        with reading(self._engine) as connection:
            row = articles.find_own(connection, portal, article.key)
            if row is None:
                return None
            unit = connection.scalar(select(Portal.unit).where(Portal.name == portal))
            values = versions.with_listed_date(versions.columns(article, unit), row)
            if not versions.differ(row, values):
                return None
            return Earlier(row["layout"], row["content_hash"], captures.latest(connection, row["id"]))

    def latest_capture(self, article_id: int) -> Capture | None:
        """The newest page with a body from which the article was read."""
        with reading(self._engine) as connection:
            return captures.latest(connection, article_id)

    def taken(self, portal: str, urls: Iterable[str]) -> set[tuple[str, dt.datetime]]:
        """Address and moment of the captures, among these addresses, that were read before: not to be taken again."""
        with reading(self._engine) as connection:
            return history.taken(connection, portal, list(dict.fromkeys(urls)))

    def read_in(self, warc_file: str) -> set[int]:
        """Where in a WARC file the records begin that were read to an end."""
        with reading(self._engine) as connection:
            return history.read_in(connection, warc_file)

    def rows_of(self, warc_file: str) -> dict[int, Row]:
        """What the archive has of a WARC file's records, by offset."""
        with reading(self._engine) as connection:
            return history.rows_of(connection, warc_file)

    def unanswered(self, run_id: int) -> set[tuple[str, dt.datetime]]:
        """Address and moment of what a run asked for in vain."""
        with reading(self._engine) as connection:
            return history.unanswered(connection, run_id)

    def whole(self, warc_file: str) -> bool:
        """Whether the runs that wrote a WARC file are in the archive to their end."""
        with reading(self._engine) as connection:
            return history.whole(connection, warc_file)

    def load_template(self, portal: str) -> str | None:
        """The learned template of a portal as JSON text, None before the first."""
        with reading(self._engine) as connection:
            return connection.scalar(select(Template.data).where(Template.portal == portal))

    def save_template(self, portal: str, data: str, pages: int) -> None:
        """Keep the learned template of a portal that has had a run; `pages` is the number it was learned from."""
        values = {"data": data, "pages": pages, "updated_at": self._clock()}
        with writing(self._engine) as connection:
            connection.execute(
                upsert(connection, Template)
                .values(portal=portal, **values)
                .on_conflict_do_update(index_elements=["portal"], set_=values)
            )


def _page(connection: Connection, page_id: int) -> RowMapping:
    """An article's page with the name and the unit of its portal."""
    row = connection.execute(_PAGE, {"page_id": page_id}).mappings().first()
    if row is None:
        raise UnknownPage(f"no article page {page_id} in this archive")
    return row


def _begin(connection: Connection, page_id: int, *, again: bool = False) -> RowMapping:
    """The page to judge; from here on nobody else judges pages of its portal until the transaction ends."""
    if connection.dialect.name == "postgresql":  # SQLite holds its write lock already
        connection.execute(
            select(Portal.name)
            .join(Run, Run.portal == Portal.name)
            .join(Page, Page.run_id == Run.id)
            .where(Page.id == page_id)
            .with_for_update(of=Portal, key_share=True)
        )
    page = _page(connection, page_id)
    if page["outcome"] is not None and not again:
        raise AlreadyJudged(f"page {page_id} is {page['outcome']} already: {page['url']}")
    return page


def _judge(
    connection: Connection,
    page: RowMapping,
    outcome: Outcome,
    reason: str | None,
    article_id: int | None,
    key: str | None,
) -> Outcome:
    values = {"outcome": outcome.value, "reason": reason, "article_id": article_id, "key": key}
    connection.execute(_JUDGE, {"page_id": page["id"], **values})
    return outcome
