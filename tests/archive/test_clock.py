"""A clock that was set back, or was ahead for a night: what is stored then, and what it proves later."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Engine

from archive.records import Outcome
from archive.store import Store
from tests.archive.building import PORTAL, Crawl, article, at


def finished(engine: Engine, day: float, outcome: str = "ok") -> Crawl:
    """A run that has ended by the clock of that time."""
    crawl = Crawl(engine, day=day)
    crawl.store.finish_run(crawl.run_id, outcome, [], {})
    return crawl


def test_what_was_stored_under_a_clock_that_was_set_back_proves_nothing(engine: Engine) -> None:
    finished(engine, 10)
    assert Store(engine).complete_until(PORTAL.name) == at(10)
    finished(engine, 8, "partial")  # what this run stored is dated before the end of the one before
    assert Store(engine).complete_until(PORTAL.name) == at(8)
    finished(engine, 12, "partial")
    assert Store(engine).complete_until(PORTAL.name) == at(8)
    finished(engine, 13)
    assert Store(engine).complete_until(PORTAL.name) == at(13)


def test_after_a_night_with_a_clock_that_was_ahead_the_next_good_run_counts(engine: Engine) -> None:
    finished(engine, 900)
    finished(engine, 1, "partial")
    assert Store(engine).complete_until(PORTAL.name) == at(1)
    finished(engine, 2)
    assert Store(engine).complete_until(PORTAL.name) == at(2)


def test_a_clock_that_was_ahead_for_one_night_holds_no_later_edit_back(engine: Engine) -> None:
    Crawl(engine, day=900).put(article("1", text="một"), day=900)
    crawl = Crawl(engine, day=1)
    assert crawl.put(article("1", text="hai"), day=1) is Outcome.REVISED
    [(text, first_seen, revisions)] = crawl.rows("SELECT text, first_seen, revision_count FROM article")
    assert (text, revisions) == ("hai", 1)
    assert str(first_seen)[:10] == str(at(900).astimezone(dt.UTC))[:10]  # as it was written
    assert crawl.rows("SELECT text FROM article_revision") == [("một",)]
    [(seen, replaced)] = crawl.rows("SELECT seen_at, replaced_at FROM article_revision")
    assert seen <= replaced
    # And the same again the night after: nothing is turned back and forth.
    later = Crawl(engine, day=2)
    assert later.put(article("1", text="hai"), day=2) is Outcome.UNCHANGED


def test_a_replay_does_not_take_the_version_of_a_wrong_clock_for_the_newest(engine: Engine) -> None:
    first = Crawl(engine, day=900)
    page = first.page(article("1").url, "1", 900)
    first.store.put(page, article("1", text="một"))
    Crawl(engine, day=1).put(article("1", text="hai"), day=1)
    assert first.store.reread(page, article("1", text="một")) is Outcome.UNCHANGED
    assert first.one("SELECT text FROM article") == "hai"
