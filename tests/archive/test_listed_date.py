"""A date that only the listing gave stays with the article when the article is read again without its listing."""

import datetime as dt

import pytest
from sqlalchemy import Engine

from archive.records import Outcome
from tests.archive.building import Crawl, article

DAY = dt.date(2025, 6, 30)


@pytest.fixture
def crawl(engine: Engine) -> Crawl:
    return Crawl(engine)


def test_a_recheck_without_a_date_keeps_the_listings_date(crawl: Crawl) -> None:
    crawl.put(article("1", published_at=DAY, published_method="listing"))
    assert crawl.put(article("1", published_at=None), day=1) is Outcome.UNCHANGED
    assert crawl.rows("select published_on, published_method, province from article")[0][1:] == ("listing", "yen-bai")
    assert str(crawl.one("select published_on from article")) == "2025-06-30"


def test_an_edit_keeps_it_too_and_so_does_a_replay(crawl: Crawl) -> None:
    crawl.put(article("1", published_at=DAY, published_method="listing"))
    assert crawl.put(article("1", text="một câu khác hẳn", published_at=None), day=1) is Outcome.REVISED
    page_id = crawl.one("select page_id from article")
    assert crawl.store.reread(page_id, article("1", text="một câu khác nữa", published_at=None)) is Outcome.REVISED
    assert str(crawl.one("select published_on from article")) == "2025-06-30"


def test_a_date_of_the_page_itself_replaces_it(crawl: Crawl) -> None:
    crawl.put(article("1", published_at=DAY, published_method="listing"))
    other = dt.date(2025, 6, 29)
    assert crawl.put(article("1", published_at=other, published_method="line"), day=1) is Outcome.REVISED
    assert crawl.one("select published_method from article") == "line"


def test_a_date_that_a_page_had_and_lost_is_not_kept(crawl: Crawl) -> None:
    crawl.put(article("1", published_at=DAY, published_method="line"))
    assert crawl.put(article("1", published_at=None), day=1) is Outcome.REVISED
    assert crawl.one("select published_on from article") is None
