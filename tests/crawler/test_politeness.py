"""Manners, counted at the server: delays by its own clock (lower bounds only), robots.txt, Retry-After."""

from __future__ import annotations

import datetime as dt
import email.utils
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from scrapy.robotstxt import ProtegoRobotParser
from scrapy.settings import Settings

from crawler.network.politeness import (
    DISALLOW_ALL,
    MAX_CRAWL_DELAY,
    ZeroDelayError,
    refuse_zero_delay,
    retry_after,
    robots_rules,
    sitemaps_of,
)
from tests.crawler.crawling import CountingServer, crawl

SLACK = 0.02  # seconds: the timers of the two processes are not the same
POLITE: dict[str, Any] = {
    "ROBOTSTXT_OBEY": True,
    "DOWNLOADER_MIDDLEWARES": {
        "crawler.network.politeness.RobotsRules": 100,
        "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    },
    "EXTENSIONS": {"crawler.network.politeness.CrawlDelay": 20, "crawler.network.politeness.RetryAfter": 21},
}


def robots(text: str, status: int = 200, content_type: str = "text/plain") -> Any:
    """A server with this robots.txt and pages everywhere else."""

    def answer(request: web.Request, seen: int) -> web.Response:
        if request.path == "/robots.txt":
            return web.Response(text=text, status=status, content_type=content_type)
        return web.Response(text="tin")

    return answer


def pages(server: CountingServer, count: int = 6) -> list[str]:
    """Addresses of so many pages."""
    return [f"http://127.0.0.1:{server.port}/{n}" for n in range(count)]


# --- one request at a time --------------------------------------------------------------------------------------------
def test_one_request_at_a_time_and_never_sooner_than_the_delay(tmp_path: Path) -> None:
    with CountingServer(robots("User-agent: *\nDisallow: /x\n"), tmp_path, latency=0.03) as server:
        done = crawl(pages(server, 12), {**POLITE, "DOWNLOAD_DELAY": 0.1, "DOWNLOAD_DELAY_JITTER": 0.25})
    assert len(done.answers) == 12
    assert server.most_at_once == 1
    assert min(server.gaps()) >= 0.1 * 0.75 - SLACK


def test_robots_crawl_delay_is_kept_without_jitter_below_it(tmp_path: Path) -> None:
    text = "User-agent: CCHCArchive\nCrawl-delay: 0.4\n\nUser-agent: *\nCrawl-delay: 0.01\n"
    with CountingServer(robots(text), tmp_path) as server:
        done = crawl(pages(server, 5), {**POLITE, "CONCURRENT_REQUESTS_PER_DOMAIN": 4, "DOWNLOAD_DELAY_JITTER": 0.9})
    assert len(done.answers) == 5
    assert min(server.gaps()) >= 0.4 - SLACK
    assert server.most_at_once == 1
    assert done.stats["politeness/crawl_delay/127.0.0.1"] == 0.4


def test_a_crawl_delay_below_our_own_delay_changes_nothing(tmp_path: Path) -> None:
    with CountingServer(robots("User-agent: *\nCrawl-delay: 0.01\n"), tmp_path) as server:
        crawl(pages(server, 4), {**POLITE, "DOWNLOAD_DELAY": 0.3})
    assert min(server.gaps()) >= 0.3 * 0.75 - SLACK


def test_an_absurd_crawl_delay_is_cut_and_said(tmp_path: Path) -> None:
    with CountingServer(robots("User-agent: *\nCrawl-delay: 86400\n"), tmp_path) as server:
        prelude = "import crawler.network.politeness\ncrawler.network.politeness.MAX_CRAWL_DELAY = 0.5\n"
        done = crawl(pages(server, 2), POLITE, prelude=prelude)
    assert MAX_CRAWL_DELAY == 30
    assert done.stats["politeness/crawl_delay/127.0.0.1"] == 0.5
    assert "asks for 86400 s between requests; 0.5 s are kept" in done.log
    assert len(done.answers) == 2


# --- robots.txt -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_robots_txt_that_fails_forbids_everything(tmp_path: Path, status: int) -> None:
    with CountingServer(robots("down", status), tmp_path) as server:
        done = crawl(pages(server), POLITE)
    assert set(server.paths) == {"/robots.txt"}
    assert done.answers == []
    assert len(done.failures) == 6
    said = f"Forbidden by robots.txt, which brought no rules: robots: HTTP {status}"
    assert {failure["text"] for failure in done.failures} == {said}
    assert done.stats["robotstxt/unavailable"] == 1


def test_a_robots_txt_that_does_not_answer_forbids_everything(tmp_path: Path) -> None:
    def answer(request: web.Request, seen: int) -> web.Response | bytes:
        return b"" if request.path == "/robots.txt" else web.Response(text="tin")

    with CountingServer(answer, tmp_path) as server:
        done = crawl(pages(server), POLITE)
    assert set(server.paths) == {"/robots.txt"}
    assert len(done.failures) == 6
    assert "is not available" in done.log


@pytest.mark.parametrize(
    ("text", "status", "content_type"),
    [
        ("User-agent: *\nDisallow: /\n", 404, "text/plain"),
        ("User-agent: *\nDisallow: /\n", 403, "text/plain"),
        ("<html><body>Trang chủ\nUser-agent: *\nDisallow: /\n</body></html>", 200, "text/html"),
        ("", 200, "text/plain"),
    ],
    ids=["not found", "refused", "home page in its place", "empty"],
)
def test_no_robots_txt_means_no_rules(tmp_path: Path, text: str, status: int, content_type: str) -> None:
    with CountingServer(robots(text, status, content_type), tmp_path) as server:
        done = crawl(pages(server, 3), POLITE)
    assert len(done.answers) == 3


def test_every_request_that_waits_for_robots_txt_gets_its_rules(tmp_path: Path) -> None:
    """Scrapy 2.19 gives them to the first of the waiting only."""
    with CountingServer(robots("User-agent: *\nDisallow: /\n", 200, "text/html"), tmp_path, latency=0.1) as server:
        done = crawl(pages(server, 8), {**POLITE, "CONCURRENT_REQUESTS": 8})
    assert server.paths == ["/robots.txt"]
    assert len(done.failures) == 8


@pytest.mark.parametrize(
    ("status", "body", "rules"),
    [
        (200, b"User-agent: *\nDisallow: /a", b"User-agent: *\nDisallow: /a"),
        (200, b"\xef\xbb\xbf\n <!DOCTYPE html>", b""),
        (204, b"", b""),
        (302, b"User-agent: *", b""),
        (302, b"<html>captcha</html>", b""),
        (400, b"<h1>Bad Request - Invalid Hostname</h1>", b""),
        (401, b"", b""),
        (403, b"<h1>403 - Forbidden: Access is denied.</h1>", b""),
        (403, b"", b""),
        (410, b"", b""),
        (200, b"<title>Request Rejected</title>Your support ID is: 17", DISALLOW_ALL),
        (200, b"<script>document.cookie='a=1';location.reload()</script>", DISALLOW_ALL),
        (200, "<title>Đăng nhập</title><form><input type=password></form>".encode(), b""),
        (200, b"\xef\xbb\xbfUser-agent: *\nDisallow: /a", b"User-agent: *\nDisallow: /a"),
        (200, "User-agent: *\nDisallow: /a".encode("utf-16"), b"User-agent: *\nDisallow: /a"),
        (200, "# Cổng\nDisallow: /a".encode("cp1258", "replace"), "# Cổng\nDisallow: /a".encode("cp1258", "replace")),
        (200, b"\x00\xff\xd8 not a text", b"\x00\xff\xd8 not a text"),
        (404, b"User-agent: *", b""),
        (429, b"", DISALLOW_ALL),
        (599, b"", DISALLOW_ALL),
        (200, b"#" * 1_000_000, b"#" * 524_288),
    ],
)
def test_what_an_answer_to_robots_txt_stands_for(status: int, body: bytes, rules: bytes) -> None:
    assert robots_rules(status, body) == rules


# --- Retry-After ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("status", "form", "latency"), [(503, "seconds", 0), (429, "date", 0), (503, "seconds", 0.3)])
def test_after_retry_after_the_whole_host_rests_and_the_retry_waits_too(
    tmp_path: Path, status: int, form: str, latency: float
) -> None:
    def answer(request: web.Request, seen: int) -> web.Response:
        if request.path == "/1" and seen == 0:
            later = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=2.99)
            value = "2" if form == "seconds" else email.utils.format_datetime(later, usegmt=True)
            return web.Response(status=status, headers={"Retry-After": value})
        return web.Response(text="tin")

    with CountingServer(answer, tmp_path, latency=latency) as server:  # also one that needs longer than the delay
        done = crawl(pages(server, 4), {**POLITE, "ROBOTSTXT_OBEY": False})
    assert sorted(one["status"] for one in done.answers) == [200] * 4
    refused = server.paths.index("/1")
    assert refused < len(server.paths) - 1
    # An HTTP date has whole seconds: two of the nearly three asked for are certain.
    assert server.gaps()[refused] >= 2 - SLACK - (0.05 if form == "date" else 0)
    assert done.stats["politeness/retry_after"] == 1


NOW = dt.datetime(2026, 3, 2, 5, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        (" 120 ", 120),
        ("86400", 600),
        ("9" * 500, 600),
        ("Mon, 02 Mar 2026 05:00:30 GMT", 30),
        ("Mon, 02 Mar 2026 12:00:30 +0700", 30),
        ("Mon, 02 Mar 2026 05:00:30", 30),
        ("Mon, 02 Mar 2026 04:00:00 GMT", 0),
        ("Tue, 03 Mar 2026 05:00:00 GMT", 600),
        ("-5", 0),
        ("soon", 0),
        ("", 0),
    ],
)
def test_retry_after_is_read_as_seconds_or_date_and_capped(value: str, seconds: float) -> None:
    assert retry_after(value, NOW) == seconds


@given(st.text(max_size=40))
def test_no_retry_after_value_breaks_the_crawl(value: str) -> None:
    assert 0 <= retry_after(value, NOW) <= 600


# --- never a delay of 0 -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("settings", "name"),
    [
        ({"DOWNLOAD_DELAY": 0}, "DOWNLOAD_DELAY is 0"),
        ({"DOWNLOAD_DELAY": "0.0"}, "DOWNLOAD_DELAY is 0"),
        ({"DOWNLOAD_DELAY": -1}, "DOWNLOAD_DELAY is -1"),
        ({"DOWNLOAD_DELAY": 1, "DOWNLOAD_SLOTS": {"a.vn": {"delay": 0}}}, r"DOWNLOAD_SLOTS\['a.vn'\]\['delay'\] is 0"),
        ({"DOWNLOAD_DELAY": 1, "DOWNLOAD_DELAY_JITTER": 1}, "DOWNLOAD_DELAY_JITTER is 1"),
    ],
)
def test_a_delay_of_zero_is_refused_by_name(settings: dict[str, Any], name: str) -> None:
    with pytest.raises(ZeroDelayError, match=name):
        refuse_zero_delay(Settings(settings))


def test_a_small_delay_is_fine() -> None:
    refuse_zero_delay(Settings({"DOWNLOAD_DELAY": 0.01, "DOWNLOAD_SLOTS": {"a.vn": {"concurrency": 1}}}))


def test_the_sitemaps_that_robots_names_are_whole_addresses():
    rules = ProtegoRobotParser(b"User-agent: *\nSitemap: https://tinh.example/a.xml\nSitemap: /b.xml\n", None)
    found = sitemaps_of(rules, "https://www.tinh.example/tin?id=3")
    assert found == ("https://tinh.example/a.xml", "https://www.tinh.example/b.xml")
    assert sitemaps_of(ProtegoRobotParser(b"", None), "https://tinh.example/") == ()
