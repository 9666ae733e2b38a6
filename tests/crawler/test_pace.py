"""How long a host rests after slow and failed answers: the rule, and what a server sees of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from scrapy.utils.test import get_crawler

from crawler.network.pace import MOST_DELAY, MOST_REST, Pace, PoliteDownloader
from tests.crawler.crawling import CountingServer, crawl

SLACK = 0.05
POLITE: dict[str, Any] = {
    "DOWNLOADER": "crawler.network.pace.PoliteDownloader",
    "CCHC_MOST_REST": 30,
    "CCHC_MOST_DELAY": 60,
    "DOWNLOAD_DELAY": 0.1,
    "DOWNLOAD_DELAY_JITTER": 0,
    "RETRY_TIMES": 0,
}


def test_a_quick_answer_gives_no_rest():
    assert Pace().rest(1.0, 1.0, failed=False) == 0


def test_a_slow_answer_gives_as_long_a_rest_up_to_a_bound():
    pace = Pace()
    assert pace.rest(4.0, 1.0, failed=False) == 4.0
    assert pace.rest(120.0, 1.0, failed=False) == MOST_REST
    assert pace.rest(0.2, 1.0, failed=False) == 0


def test_failures_in_a_row_double_the_delay_and_answers_halve_it():
    pace = Pace()
    rests = [pace.rest(0.1, 1.0, failed=True) for _ in range(10)]
    assert rests == [0, 0, 1, 3, 7, 15, 31, 59, 59, 59]  # beyond the delay of one second: a minute at most
    assert [pace.rest(0.1, 1.0, failed=False) for _ in range(7)] == [29, 14, 6.5, 2.75, 0.875, 0, 0]


def test_a_single_failure_between_answers_changes_nothing():
    pace = Pace()
    assert [pace.rest(0.1, 1.0, failed=failed) for failed in (True, True, False, True, True, False)] == [0] * 6


def test_a_crawl_delay_above_the_bound_is_not_shortened():
    pace = Pace(most_delay=10)
    assert [pace.rest(0.1, 30.0, failed=True) for _ in range(5)] == [0] * 5


@given(st.lists(st.tuples(st.floats(0, 1000), st.booleans())), st.floats(0.01, 60))
def test_no_rest_is_negative_or_longer_than_the_bounds(exchanges: list[tuple[float, bool]], delay: float) -> None:
    pace = Pace()
    for took, failed in exchanges:
        assert 0 <= pace.rest(took, delay, failed=failed) <= max(MOST_REST, MOST_DELAY)


def pages(server: CountingServer, count: int) -> list[str]:
    return [f"http://127.0.0.1:{server.port}/{n}" for n in range(count)]


@pytest.mark.timeout(60)
def test_a_slow_server_works_for_us_half_of_the_time_at_most(tmp_path: Path) -> None:
    with CountingServer(lambda request, seen: web.Response(text="tin"), tmp_path, latency=1.2) as server:
        done = crawl(pages(server, 3), POLITE)
    assert len(done.answers) == 3
    assert server.most_at_once == 1
    assert min(server.gaps()) >= 2 * 1.2 + 0.1 - SLACK
    assert done.stats["politeness/rests"] == 3


@pytest.mark.timeout(60)
def test_a_failing_server_is_asked_ever_more_slowly_and_a_recovered_one_as_before(tmp_path: Path) -> None:
    def answer(request: web.Request, seen: int) -> web.Response:
        return web.Response(status=500 if int(request.path[1:]) < 6 else 200)

    with CountingServer(answer, tmp_path) as server:
        crawl([{"url": url, "priority": -n} for n, url in enumerate(pages(server, 12))], POLITE)
    gaps = server.gaps()
    assert server.paths == [f"/{n}" for n in range(12)]
    for gap, least in zip(gaps, (0.1, 0.1, 0.2, 0.4, 0.8, 1.6, 0.8, 0.4, 0.2, 0.1, 0.1), strict=True):
        assert gap >= least - SLACK
    assert gaps[-1] < 0.8


@pytest.mark.timeout(60)
def test_after_answers_that_never_came_the_host_rests_too(tmp_path: Path) -> None:
    with CountingServer(lambda request, seen: b"", tmp_path) as server:  # the connection is closed without a word
        done = crawl(pages(server, 6), POLITE)
    assert len(done.failures) == 6
    for gap, least in zip(server.gaps(), (0.1, 0.1, 0.2, 0.4, 0.8), strict=True):
        assert gap >= least - SLACK


def test_a_host_with_and_without_www_is_one_slot() -> None:
    downloader = PoliteDownloader(get_crawler(settings_dict={"TWISTED_REACTOR_ENABLED": False}))
    addresses = ("https://yenbai.gov.vn/a", "http://www.yenbai.gov.vn/b", "https://WWW.yenbai.gov.vn:443/c")
    assert {downloader.get_slot_key(Request(url)) for url in addresses} == {"yenbai.gov.vn"}
    assert downloader.get_slot_key(Request("https://laocai.gov.vn/")) == "laocai.gov.vn"
