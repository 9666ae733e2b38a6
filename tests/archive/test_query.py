"""The read path: the same answers on both databases."""

import datetime as dt

import pytest
from sqlalchemy import Engine

from archive import query
from archive.records import Outcome
from tests.archive.building import PORTAL, Crawl, article, at


@pytest.fixture
def crawl(engine: Engine) -> Crawl:
    return Crawl(engine)


def test_runs_come_newest_first_and_an_open_one_has_no_outcome(engine: Engine) -> None:
    first = Crawl(engine)
    first.store.finish_run(
        first.run_id, "partial", ["listing news page 2: timeout"], {"stored": 3}, ["certificate: expired"]
    )
    second = Crawl(engine, day=1)
    found = query.runs(engine)
    assert [row.id for row in found] == [second.run_id, first.run_id]
    assert (found[0].outcome, found[0].finished_at, found[0].counts) == (None, None, {})
    assert found[1].to_json() == {
        "id": first.run_id,
        "portal": PORTAL.name,
        "mode": "nightly",
        "source": "live",
        "started_at": at(0).isoformat(),
        "finished_at": at(0).isoformat(),
        "outcome": "partial",
        "reasons": ["listing news page 2: timeout"],
        "notes": ["certificate: expired"],
        "counts": {"stored": 3},
    }
    assert query.runs(engine, portal="nobody") == []
    assert len(query.runs(engine, limit=1)) == 1


def test_newest_articles_by_day_and_undated_ones_last(crawl: Crawl) -> None:
    crawl.put(article("old", published_at=dt.date(2020, 1, 1)))
    crawl.put(article("none", published_at=None))
    crawl.put(article("new", published_at=dt.date(2025, 1, 1)))
    assert [row.title[-4:].strip() for row in query.newest(crawl.engine)] == ["new", "old", "none"]
    assert query.totals(crawl.engine) == (3, dt.date(2020, 1, 1), dt.date(2025, 1, 1), 1)


def test_an_empty_archive_has_no_days(engine: Engine) -> None:
    assert query.totals(engine) == (0, None, None, 0)


def test_notable_addresses_of_a_run(crawl: Crawl) -> None:
    crawl.put(article("1"))
    crawl.put(article("1", title="Khác"), day=1)
    crawl.miss("1", day=2)
    crawl.store.settle(crawl.page("https://yenbai.gov.vn/x", "x"), Outcome.FAILED, "timeout")
    found = query.notable(crawl.engine, crawl.run_id)
    assert [(row.outcome, row.reason, row.title) for row in found] == [
        ("revised", None, "Khác"),
        ("missing", "http_404", "Khác"),
        ("failed", "timeout", None),
    ]


def test_stored_pages_are_the_newest_kept_ones_of_each_address(crawl: Crawl) -> None:
    crawl.put(article("1"), warc_file="a.warc.gz", warc_offset=5)
    crawl.put(article("1"), day=1, warc_file="b.warc.gz", warc_offset=9)
    crawl.put(article("2"), warc_file="a.warc.gz", warc_offset=1)
    crawl.miss("3")
    crawl.page("https://yenbai.gov.vn/list", None, kind="listing")
    found = list(query.stored_pages(crawl.engine))
    assert [(page.key, page.warc_file, page.warc_offset) for page in found] == [
        ("2", "a.warc.gz", 1),
        ("1", "b.warc.gz", 9),
    ]
    assert [page.key for page in query.stored_pages(crawl.engine, since=at(0.5))] == ["1"]
    assert list(query.stored_pages(crawl.engine, portal="nobody")) == []
    files = query.warc_files(crawl.engine)
    assert files["b.warc.gz"] == 1


def test_every_portal_shows_what_it_holds_and_its_last_run(crawl: Crawl) -> None:
    crawl.put(article("1"))
    crawl.put(article("2", "một bài không có ngày", published_at=None))
    crawl.page("https://yenbai.gov.vn/?l=Tin", None, kind="listing")
    crawl.store.finish_run(crawl.run_id, "ok", [], {"stored": 2})
    [row] = query.by_portal(crawl.engine)
    assert (row.portal, row.pages, row.articles, row.undated) == ("yenbai", 3, 2, 1)
    assert row.run.outcome == "ok"
    assert query.texts(crawl.engine, "yenbai") == [article("1").text, "một bài không có ngày"]
    assert query.texts(crawl.engine, "nobody") == []
