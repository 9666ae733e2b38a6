"""What a run for one topic leaves out is owed to a run for all of them, and to no other; on both databases."""

from __future__ import annotations

from sqlalchemy import Engine

from archive.history import OFF_TOPIC
from archive.records import Outcome
from archive.store import Store
from tests.archive.building import PORTAL, Crawl, article, at


def test_what_was_left_out_is_settled_for_good_where_it_is_left_out_again_and_open_elsewhere(engine: Engine) -> None:
    crawl = Crawl(engine)
    for key, reason, day in (("1", OFF_TOPIC, 0), ("2", OFF_TOPIC, -300), ("3", "listing", 0), ("4", "listing", -300)):
        crawl.store.settle(crawl.page(article(key).url, key, day), Outcome.REJECTED, reason)
    keys = ["1", "2", "3", "4"]
    assert crawl.store.settled(PORTAL.name, keys, since=at(-7)) == {"3"}
    assert crawl.store.settled(PORTAL.name, keys, since=at(-7), off_topic=True) == {"1", "2", "3"}


def test_a_run_for_one_topic_makes_the_portal_complete_for_such_runs_only(engine: Engine) -> None:
    Crawl(engine, day=0).store.finish_run(1, "ok", [], {"stored": 3})
    Crawl(engine, day=1).store.finish_run(2, "ok", [], {"stored": 1, OFF_TOPIC: 0})
    store = Store(engine)
    assert store.complete_until(PORTAL.name) == at(0)
    assert store.complete_until(PORTAL.name, off_topic=True) == at(1)
