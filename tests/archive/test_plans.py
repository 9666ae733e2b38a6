"""A night costs the same with a thousand articles and with a million: no statement of the crawl walks a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from archive import db
from archive.records import Attachment, DocumentNumber, Outcome
from archive.store import PortalInfo
from tests.archive.building import LONG, Crawl, article

GROWING = {"article", "article_alias", "article_revision", "attachment", "document", "document_ref", "page"}
GROWING |= {"duplicate_edge", "fingerprint", "fingerprint_hash", "story"}


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """SQLite alone: PostgreSQL plans by statistics, and rightly walks a table that is small."""
    engine = db.connect(tmp_path / "archive.db")
    db.upgrade(engine)
    yield engine
    engine.dispose()


@contextmanager
def plans(engine: Engine) -> Iterator[list[tuple[str, str]]]:
    """Statement and query plan of everything executed meanwhile."""
    found: list[tuple[str, str]] = []

    def explain(_c: Any, cursor: Any, statement: str, parameters: Any, _x: Any, many: bool) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE", "WITH")) and not many:
            rows = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
            found.append((statement, "\n".join(row[3] for row in rows)))

    event.listen(engine, "before_cursor_execute", explain)
    yield found
    event.remove(engine, "before_cursor_execute", explain)


def test_no_statement_of_a_night_walks_a_table_that_grows(engine: Engine) -> None:
    with plans(engine) as found:
        crawl = Crawl(engine)
        crawl.page(article("0").url, "0")
        crawl = Crawl(engine)  # finds the first one dead
        parts = {
            "document_numbers": (DocumentNumber("1/QĐ-UBND", "QĐ", "1", None, "UBND"),),
            "attachments": (Attachment("u", "a"),),
        }
        crawl.put(article("1", title="Tin", **parts))
        crawl.put(article("2", title="Tin"))
        crawl.put(article("1", LONG + " sửa", title="Tin", **parts), day=2)
        crawl.put(article("1", LONG + " cũ", title="Tin"), day=1)
        other = Crawl(engine, PortalInfo("laocai", "laocai.gov.vn", "lao-cai", "Lào Cai"))
        for key, words in (("1", LONG), ("2", LONG), ("3", LONG + " thêm"), ("4", LONG + " thêm nữa")):
            other.put(article(key, words, title="Tin"))  # copies, and a story of several texts
        crawl.put(article("2", "Một bài khác hẳn.", title="Khác"), day=1)  # the first of the copies leaves
        for day in (3, 4, 5):
            crawl.miss("1", day)
        crawl.store.settle(crawl.page(article("1").url, "1"), Outcome.REJECTED, "listing")
        crawl.store.unchanged(crawl.page(article("1").url, "1", 6, status=304), "1")
        crawl.store.known("yenbai", ["1", "2", "3"])
        crawl.store.recheck("yenbai", published_since=dt.date(2025, 1, 1), checked_before=db.utc_now())
        crawl.store.least_checked("yenbai", checked_before=db.utc_now(), asked_before=db.utc_now(), limit=300)
        crawl.store.latest_capture(1)
        crawl.store.poisoned("yenbai")
        crawl.store.owed("yenbai", since=db.utc_now(), most_tries=5)
        crawl.store.idle("yenbai", since=db.utc_now())
        crawl.store.settled("yenbai", ["1", "2"], since=db.utc_now())
        crawl.store.complete_until("yenbai")
        crawl.store.counts(crawl.run_id)
        crawl.store.finish_run(crawl.run_id, "ok", [], {})
    assert len(found) > 50
    for statement, plan in found:
        lines = [line for line in plan.splitlines() if "ix_page_interrupted" not in line]  # an index of a few rows
        walked = {line.split()[1] for line in lines if line.startswith("SCAN")}
        assert not walked & GROWING, f"{statement}\n{plan}"


def used(engine: Engine, action: Any) -> set[str]:
    """The lines of an action's plans that look into articles or pages."""
    with plans(engine) as found:
        action()
    lines = [line for _, plan in found for line in plan.splitlines()]
    return {line for line in lines if line.startswith(("SEARCH article ", "SEARCH page ", "SCAN"))}


def test_the_search_for_a_twin_goes_by_the_hash_and_not_through_all_articles_of_the_day(engine: Engine) -> None:
    crawl = Crawl(engine)
    lines = used(engine, lambda: crawl.put(article("1")))
    assert "SEARCH article USING INDEX ix_article_content_hash (content_hash=?)" in lines


def test_what_is_due_for_another_look_is_found_by_date_and_not_through_the_whole_portal(engine: Engine) -> None:
    crawl = Crawl(engine)
    lines = used(engine, lambda: crawl.store.recheck("yenbai", published_since=dt.date(2026, 1, 1)))
    assert "SEARCH article USING INDEX ix_article_recheck (portal=? AND published_on>?)" in lines
    assert "SEARCH article USING INDEX ix_article_recheck (portal=? AND published_on=? AND first_seen>?)" in lines
    assert not [line for line in lines if line.startswith("SCAN") or line.endswith("(portal=?)")]


def test_what_was_not_looked_at_for_longest_is_found_in_order_and_not_by_sorting_the_portal(engine: Engine) -> None:
    crawl, now = Crawl(engine), db.utc_now()
    with plans(engine) as found:
        crawl.store.least_checked("yenbai", checked_before=now, asked_before=now, limit=300)
        crawl.store.recheck(
            "yenbai",
            published_since=dt.date(2026, 1, 1),
            published_before=dt.date(2026, 4, 1),
            checked_before=now,
        )
    lines = [line for _, plan in found for line in plan.splitlines()]
    assert "SEARCH article USING INDEX ix_article_portal_last_checked (portal=? AND last_checked<?)" in lines
    assert "SEARCH article USING INDEX ix_article_recheck (portal=? AND published_on>? AND published_on<?)" in lines
    assert not [line for line in lines if line.startswith(("SCAN", "USE TEMP")) or line.endswith("(portal=?)")]


def test_poison_is_found_among_the_interrupted_pages_only(engine: Engine) -> None:
    crawl = Crawl(engine)
    lines = used(engine, lambda: crawl.store.poisoned("yenbai"))
    assert lines
    assert all("ix_page_interrupted" in line for line in lines)


def test_what_a_portal_owes_is_found_in_the_runs_of_the_last_days_and_not_in_all_its_pages(engine: Engine) -> None:
    crawl, since = Crawl(engine), db.utc_now() - dt.timedelta(days=7)
    for action in (
        lambda: crawl.store.owed("yenbai", since=since, most_tries=5),
        lambda: crawl.store.idle("yenbai", since=since),
    ):
        with plans(engine) as found:
            action()
        [(statement, plan)] = found
        assert "run.finished_at >= ?" in statement
        assert "SEARCH page USING INDEX ix_page_run_id (run_id=?)" in plan
        assert "SCAN page" not in plan


def test_an_archive_that_is_up_to_date_is_not_read_by_the_upgrade_before_each_crawl(engine: Engine) -> None:
    said: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *values: said.append(values[2]))
    db.upgrade(engine)
    assert said
    assert not [statement for statement in said if "foreign_key_check" in statement]
