"""Runs that take in what others captured: they resume, and say nothing about the portal of today. On both databases."""

import datetime as dt

import pytest
from sqlalchemy import Engine

from archive.records import Outcome
from archive.runs import INGEST, REPLICA
from archive.store import MixedSources, Store
from tests.archive.building import PORTAL, Crawl, article, at

FILE = "ingest-yenbai-0.warc.gz"


class Intake(Crawl):
    """One open run of mode ingest."""

    def __init__(self, engine: Engine, source: str = "wayback") -> None:
        super().__init__(engine, source=source)
        self.store.finish_run(self.run_id, "partial", [], {})
        self.run_id = self.store.start_run(PORTAL, INGEST, source)


def test_a_capture_is_known_by_its_address_and_moment_once_it_was_read(engine: Engine) -> None:
    intake = Intake(engine)
    read, begun = article("1"), article("2")
    intake.put(read, day=-900)
    intake.page(begun.url, "2", day=-900)
    urls = [read.url, begun.url, "https://yenbai.gov.vn/other"]
    assert intake.store.taken(PORTAL.name, urls) == {(read.url, at(-900))}
    assert intake.store.taken("another", urls) == set()
    assert intake.store.taken(PORTAL.name, []) == set()


def test_a_capture_whose_reading_was_interrupted_is_read_again(engine: Engine) -> None:
    intake = Intake(engine, "warc:a.warc.gz")
    intake.put(article("1"), warc_file=FILE, warc_offset=10)
    intake.page(article("2").url, "2", warc_file=FILE, warc_offset=20)
    assert intake.store.read_in(FILE) == {10}
    again = Intake(engine, "warc:a.warc.gz")  # finds the run of before dead
    assert again.store.read_in(FILE) == {10}
    assert again.store.taken(PORTAL.name, [article("2").url]) == set()
    again.put(article("2"), warc_file=FILE, warc_offset=20)
    assert again.store.read_in(FILE) == {10, 20}


def test_misses_of_captures_never_make_an_article_gone(engine: Engine) -> None:
    intake = Intake(engine)
    intake.put(article("1"))
    assert [intake.miss("1", day) for day in (1, 2, 3, 4)] == [Outcome.MISSING] * 4
    intake.store.finish_run(intake.run_id, "ok", [], {})
    checked = intake.one("select last_checked from article")
    assert str(checked).startswith(str(at(0).date()))
    live = Crawl(engine, day=5)
    assert [live.miss("1", day) for day in (5, 6)] == [Outcome.MISSING] * 2  # two days of the portal's own
    assert live.miss("1", 7) is Outcome.GONE


def test_failures_of_an_archive_are_not_owed_by_the_portal(engine: Engine) -> None:
    intake = Intake(engine)
    intake.store.settle(intake.page(article("1").url, "1"), Outcome.FAILED, "timeout")
    assert intake.store.owed(PORTAL.name, since=at(-9), most_tries=9) == []


def test_an_imitated_backfill_is_no_walk_of_the_whole_portal_either(engine: Engine) -> None:
    intake = Intake(engine, REPLICA)
    intake.store.finish_run(intake.run_id, "ok", [], {})
    assert intake.store.complete_until(PORTAL.name) is None


def test_a_source_is_refused_before_anything_is_copied(engine: Engine) -> None:
    store = Store(engine)
    store.admit("wayback")
    store.admit(REPLICA)
    Intake(engine)
    store.admit("warc:a.warc.gz")
    with pytest.raises(MixedSources, match="imitation"):
        store.admit(REPLICA)


def test_versions_found_late_and_out_of_order_lie_in_order(engine: Engine) -> None:
    intake = Intake(engine)
    for year in (0, -3, -1, -2):
        intake.put(article("1", title=f"Bản {year}"), day=365 * year)
    found = intake.rows("select title, seen_at, replaced_at from article_revision order by seen_at")
    moments = [str((at(365 * year)).astimezone(dt.UTC))[:10] for year in (-3, -2, -1, 0)]
    assert [(row.title, str(row.seen_at)[:10], str(row.replaced_at)[:10]) for row in found] == [
        ("Bản -3", moments[0], moments[1]),
        ("Bản -2", moments[1], moments[2]),
        ("Bản -1", moments[2], moments[3]),
    ]
    assert intake.one("select title from article") == "Bản 0"
    assert intake.one("select revision_count from article") == 3


def test_an_older_capture_that_only_our_rules_read_otherwise_is_no_version(engine: Engine) -> None:
    intake = Intake(engine)
    intake.put(article("1"))
    outcome = intake.put(article("1", title="Bản đọc theo luật mới"), day=-9, cause="parser")
    assert outcome is Outcome.UNCHANGED
    assert intake.one("select count(*) from article_revision") == 0
