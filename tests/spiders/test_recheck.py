"""Which known articles are asked for again, in which order, and which of them whole."""

from __future__ import annotations

import datetime as dt

import pytest

from archive.db import LOCAL
from archive.records import Outcome
from archive.store import Known
from crawler.arguments import Mode
from spiders import recheck
from spiders.yenbai import YenBaiSpider
from tests.archive.building import PORTAL, Crawl, article, at

NOW = at(0).astimezone(LOCAL)
TODAY = NOW.date()


@pytest.fixture
def crawl(engine):
    return Crawl(engine, day=-200)


def put(crawl, key, published, checked):
    """An article published and last looked at so many days ago; the text differs, so that none is another's alias."""
    item = article(key, f"bài {key} " * 30, title=f"Tin {key}", published_at=TODAY - dt.timedelta(days=published))
    crawl.put(item, day=-checked)


def week(crawl, budget=300):
    return [one.key for one in recheck.of_week(crawl.store, PORTAL.name, NOW, 7, budget)]


def test_a_night_looks_at_its_days_the_longest_unseen_first(crawl):
    put(crawl, "old", 8, 3)
    put(crawl, "edge", 7, 1)
    put(crawl, "new", 0, 0.1)
    put(crawl, "left over", 3, 2)
    again = recheck.of_night(crawl.store, PORTAL.name, TODAY, 7)
    assert [one.key for one in again] == ["left over", "edge", "new"]


def test_a_week_looks_at_the_whole_archive_within_its_budget_then_at_the_last_quarter(crawl):
    for number in range(4):
        put(crawl, f"ancient {number}", 400 + number, 100 - number)
    put(crawl, "quarter, seen long ago", 91, 30)
    put(crawl, "quarter, seen later", 20, 12)
    put(crawl, "just over a quarter", 93, 20)
    put(crawl, "seen this week", 50, 5)
    put(crawl, "the night's", 3, 2)
    assert week(crawl, budget=2) == ["ancient 0", "ancient 1", "quarter, seen long ago", "quarter, seen later"]
    assert week(crawl, budget=300) == [
        *(f"ancient {number}" for number in range(4)),
        "quarter, seen long ago",
        "just over a quarter",
        "quarter, seen later",
    ]


def test_the_whole_archive_comes_round(crawl):
    for number in range(10):
        put(crawl, str(number), 300, 60)
    seen = []
    for number in range(5):
        now = NOW + dt.timedelta(weeks=number)
        some = recheck.of_week(crawl.store, PORTAL.name, now, 7, 2)
        for one in some:
            page = crawl.page(one.url, one.key, 7 * number, status=304)
            crawl.store.unchanged(page, one.key)
        seen += [one.key for one in some]
    assert sorted(seen) == [str(number) for number in range(10)]


def test_addresses_that_never_answer_do_not_stand_in_the_way(crawl):
    for number in range(3):
        put(crawl, f"dead {number}", 300, 90)
        page = crawl.page(article(f"dead {number}").url, f"dead {number}", -7)
        crawl.store.settle(page, Outcome.FAILED, "http_500")
    put(crawl, "alive", 300, 60)
    assert week(crawl, budget=2) == ["alive"]
    later = recheck.of_week(crawl.store, PORTAL.name, NOW + dt.timedelta(days=22), 7, 4)
    assert [one.key for one in later] == ["dead 0", "dead 1", "dead 2", "alive"]  # four weeks later it is their turn


def known(whole_days_ago):
    facts = dict.fromkeys(Known.__dataclass_fields__)
    whole_at = None if whole_days_ago is None else NOW - dt.timedelta(days=whole_days_ago)
    return Known(**facts | {"key": "k", "url": "u", "etag": '"e"', "whole_at": whole_at})


@pytest.mark.parametrize(
    ("mode", "days_ago", "whole"),
    [
        (Mode.NIGHTLY, 2.9, False),
        (Mode.NIGHTLY, 3.1, True),
        (Mode.NIGHTLY, None, True),
        (Mode.RECHECK, 20, False),
        (Mode.RECHECK, 22, True),
    ],
)
def test_every_third_visit_asks_for_the_page_itself(mode, days_ago, whole):
    assert recheck.asked_whole(known(days_ago), NOW, YenBaiSpider.full_get_days, mode) is whole


def test_an_article_asked_whole_has_no_validators_and_keeps_its_record():
    spider = YenBaiSpider()
    url = "https://yenbai.gov.vn/noidung/tintuc/Pages/chi-tiet-tin-tuc.aspx?ItemID=9&l=Tintrongtinh"
    one = Known(
        **dict.fromkeys(Known.__dataclass_fields__)
        | {"etag": '"e"', "warc_file": "a", "warc_offset": 3, "body_sha256": "ab"}
    )
    conditional = spider._article_request(url, "k", known=one)
    whole = spider._article_request(url, "k", known=one, whole=True)
    assert conditional.meta["validators"] == ('"e"', None)
    assert "validators" not in whole.meta
    assert whole.meta["previous_raw"] == conditional.meta["previous_raw"]
