"""What earlier runs leave to a new one, on both databases."""

import pytest
from sqlalchemy import Engine

from archive.records import Outcome
from archive.store import Store
from tests.archive.building import PORTAL, Crawl, article, at


@pytest.fixture
def crawl(engine: Engine) -> Crawl:
    return Crawl(engine)


def finish(crawl: Crawl, outcome: str) -> None:
    crawl.store.finish_run(crawl.run_id, outcome, [], {})


@pytest.mark.parametrize("outcome", ["partial", "broken", "blocked", "empty"])
def test_a_run_that_was_not_ok_makes_nothing_complete(crawl: Crawl, outcome: str) -> None:
    finish(crawl, outcome)
    assert crawl.store.complete_until(PORTAL.name) is None


def test_the_last_ok_walk_is_the_one_that_counts(engine: Engine) -> None:
    for day, outcome in ((0, "ok"), (1, "ok"), (2, "partial")):
        finish(Crawl(engine, day=day), outcome)
    store = Store(engine)
    assert store.complete_until(PORTAL.name) == at(1)
    assert store.complete_until("another") is None


def test_a_file_or_a_sweep_is_no_walk_of_the_whole_portal(engine: Engine) -> None:
    store = Store(engine, clock=lambda: at(0))
    for mode, source in (("nightly", "warc:a.warc.gz"), ("sweep", "live"), ("recheck", "live")):
        store.finish_run(store.start_run(PORTAL, mode, source), "ok", [], {})
    assert store.complete_until(PORTAL.name) is None


def settle(crawl: Crawl, key: str, outcome: Outcome, reason: str = "timeout", day: float = 0) -> None:
    crawl.store.settle(crawl.page(article(key).url, key, day), outcome, reason)


def test_failed_and_blocked_addresses_are_owed_until_they_answer(crawl: Crawl) -> None:
    settle(crawl, "1", Outcome.FAILED)
    settle(crawl, "2", Outcome.BLOCKED, "http_403")
    settle(crawl, "3", Outcome.REJECTED, "listing")
    settle(crawl, "4", Outcome.FAILED, "poison")
    settle(crawl, "5", Outcome.FAILED)
    crawl.put(article("5"), day=1)
    crawl.put(article("6"))
    settle(crawl, "6", Outcome.FAILED, day=1)  # known: the recheck looks after it
    found = crawl.store.owed(PORTAL.name, since=at(-1), most_tries=5)
    assert [(owed.key, owed.url) for owed in found] == [("2", article("2").url), ("1", article("1").url)]


def test_an_address_is_owed_for_some_days_and_some_tries_only(crawl: Crawl) -> None:
    for day in range(3):
        settle(crawl, "1", Outcome.FAILED, day=day)
    assert [owed.tries for owed in crawl.store.owed(PORTAL.name, since=at(-1), most_tries=4)] == [3]
    assert crawl.store.owed(PORTAL.name, since=at(-1), most_tries=3) == []
    assert crawl.store.owed(PORTAL.name, since=at(3), most_tries=9) == []


def test_what_lately_held_no_article_is_settled(crawl: Crawl) -> None:
    settle(crawl, "1", Outcome.REJECTED, "listing")
    crawl.miss("2")
    settle(crawl, "3", Outcome.FAILED)
    settle(crawl, "4", Outcome.FAILED, "poison", day=-30)
    settle(crawl, "5", Outcome.REJECTED, "listing", day=-30)
    settle(crawl, "6", Outcome.REJECTED, "listing")
    settle(crawl, "6", Outcome.FAILED, day=1)
    keys = ["1", "2", "3", "4", "5", "6", "7"]
    assert crawl.store.settled(PORTAL.name, keys, since=at(-7)) == {"1", "2", "4"}
    assert crawl.store.settled("another", keys, since=at(-7)) == set()


def test_what_a_new_version_would_replace(crawl: Crawl) -> None:
    assert crawl.store.earlier(PORTAL.name, article("1")) is None
    crawl.put(article("1"), warc_file="a.warc.gz", warc_offset=3)
    assert crawl.store.earlier(PORTAL.name, article("1")) is None
    earlier = crawl.store.earlier(PORTAL.name, article("1", author="Ngọc Hà"))
    assert earlier is not None
    assert earlier.capture is not None
    assert (earlier.layout, earlier.capture.warc_file, earlier.capture.warc_offset) == (None, "a.warc.gz", 3)


def test_gone_can_be_taken_back_for_a_whole_run(engine: Engine) -> None:
    crawl = Crawl(engine)
    for key in ("1", "2"):
        crawl.put(article(key))
        for day in (1, 2, 3):
            crawl.miss(key, day=day)
    assert crawl.one("select count(*) from page where outcome = 'gone'") == 2
    assert crawl.store.not_gone(crawl.run_id) == 2
    assert crawl.one("select count(*) from page where outcome = 'gone'") == 0
    assert crawl.store.not_gone(crawl.run_id + 1) == 0
