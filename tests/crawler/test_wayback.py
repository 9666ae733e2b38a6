"""A web archive's index as it answers, well and badly; which captures are chosen; what is a capture and what is not."""

import datetime as dt
import gzip
import itertools
import json
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import web
from scrapy.http import Request, Response

from crawler.arguments import CrawlArguments
from crawler.cdx import VERSIONS, CdxError, Memento, choose, parse, query
from crawler.config import Config
from crawler.raw import capture_of
from crawler.variables import ConfigError
from crawler.wayback import not_played, origin_headers
from tests.crawler.crawling import CountingServer, crawl

BASE = "https://web.archive.org"
HEADER = ["timestamp", "original", "digest"]
URL = "http://tin.example/bai?id=7"


def memento(timestamp, digest="AAA", url=URL):
    return Memento(timestamp, url, digest)


# --- the query ------------------------------------------------------------------------------------------------------
def asked(url):
    return parse_qs(urlsplit(url).query)


def test_the_query_is_the_documented_one():
    url = query(BASE, "tin.example", None, None)
    assert url.startswith("https://web.archive.org/cdx/search/cdx?")
    assert asked(url) == {
        "url": ["tin.example"],
        "matchType": ["host"],
        "output": ["json"],
        "fl": ["timestamp,original,digest"],
        "filter": ["statuscode:200", "mimetype:text/html"],
        "collapse": ["digest"],
        "limit": ["5000"],
        "showResumeKey": ["true"],
    }


def test_days_of_capture_are_local_days_and_both_included():
    found = asked(query(BASE, "tin.example", dt.date(2019, 5, 2), dt.date(2019, 5, 2)))
    assert (found["from"], found["to"]) == (["20190501170000"], ["20190502165959"])


def test_the_resumption_key_goes_back_as_it_was_printed():
    key = "example%2Ctin%29%2Fbai%3Fid%3D7+20190502000000%21"
    assert query(BASE, "tin.example", None, None, key).endswith(f"&resumeKey={key}")
    assert query(BASE, "tin.example", None, None, "a b").endswith("&resumeKey=a%20b")


# --- the answer -----------------------------------------------------------------------------------------------------
def test_rows_are_captures_whatever_the_order_of_the_columns():
    body = json.dumps([["digest", "x", "timestamp", "original"], ["AAA", "", "20190502010203", URL]])
    page = parse(body.encode())
    assert page.mementos == [memento("20190502010203")]
    assert (page.resume, page.malformed) == (None, 0)
    assert page.mementos[0].at == dt.datetime(2019, 5, 2, 1, 2, 3, tzinfo=dt.UTC)
    assert page.mementos[0].url(BASE) == f"https://web.archive.org/web/20190502010203id_/{URL}"


def test_the_resumption_key_follows_an_empty_row():
    page = parse(json.dumps([HEADER, ["20190502010203", URL, "AAA"], [], ["key%21"]]).encode())
    assert (len(page.mementos), page.resume, page.malformed) == (1, "key%21", 0)


@pytest.mark.parametrize("body", [b"", b"\n", b"[]", b"[ ]\n"])
def test_an_empty_answer_holds_no_capture(body):
    assert parse(body).mementos == []


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"<html><body>Blocked Site Error</body></html>", "Blocked Site Error"),
        (b'[["timestamp","original","digest"],["2019', "no CDX answer"),
        (b'{"error": "busy"}', "not a list of rows"),
        (b'[["timestamp","original"],["20190502010203","http://a.example/"]]', "no column digest"),
        (b"\xff\xfe", "no CDX answer"),
    ],
)
def test_what_is_no_index_says_what_came_instead(body, told):
    with pytest.raises(CdxError, match=told):
        parse(body)


@pytest.mark.parametrize(
    "row",
    [
        ["2019", URL, "AAA"],
        ["20190230000000", URL, "AAA"],  # no such day
        ["20190502010203", "dns:tin.example", "AAA"],
        ["20190502010203"],
        ["20190502010203", None, "AAA"],
        [],
    ],
)
def test_a_row_that_names_no_capture_is_counted_and_left_out(row):
    page = parse(json.dumps([HEADER, row, ["20190502010203", URL, "AAA"]]).encode())
    assert (len(page.mementos), page.malformed) == (1, 1)


# --- the choice -----------------------------------------------------------------------------------------------------
def test_the_earliest_and_the_newest_capture_are_chosen_whatever_the_order():
    captures = [memento(f"201{n}0101000000", f"D{n}") for n in (5, 3, 9, 7)]
    assert [one.timestamp[:4] for one in choose(captures, every=False)] == ["2013", "2019"]


def test_the_same_bytes_are_fetched_once():
    assert choose([memento("20150101000000"), memento("20190101000000")], every=False) == [memento("20150101000000")]
    assert choose([], every=False) == []


def test_every_distinct_body_is_chosen_once_at_its_earliest():
    captures = [memento(f"20{n}0101000000", digest) for n, digest in ((19, "C"), (17, "B"), (15, "A"), (18, "B"))]
    assert [one.timestamp[2:4] for one in choose(captures, every=True)] == ["15", "17", "19"]


def test_very_many_versions_are_thinned_out_over_their_whole_time():
    captures = [memento(f"{2000 + n}0101000000", f"D{n}") for n in range(100)]
    chosen = choose(captures, every=True)
    assert len(chosen) == len(set(chosen)) == VERSIONS
    assert (chosen[0], chosen[-1]) == (captures[0], captures[-1])
    gaps = [int(b.timestamp[:4]) - int(a.timestamp[:4]) for a, b in itertools.pairwise(chosen)]
    assert max(gaps) - min(gaps) <= 1


@pytest.mark.parametrize("every", [False, True])
def test_choosing_page_by_page_keeps_both_ends(every):
    captures = [memento(f"{2000 + n}0101000000", f"D{n}") for n in range(30)]
    chosen = []
    for start in (20, 0, 10):
        chosen = choose([*chosen, *captures[start : start + 10]], every)
    assert (chosen[0], chosen[-1]) == (captures[0], captures[-1])
    assert len(chosen) <= VERSIONS


# --- playback -------------------------------------------------------------------------------------------------------
PLAYED = "Thu, 02 May 2019 01:02:03 GMT"


def answer(status=200, body=b"<h1>Tin</h1>", **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(memento("20190502010203").url(BASE), status=status, headers=named, body=body)


@pytest.mark.parametrize(
    ("response", "reason"),
    [
        (answer(Memento_Datetime=PLAYED), None),
        (answer(301, b"", Memento_Datetime=PLAYED, Location="/web/x"), None),  # the portal's own redirect, captured
        (answer(302, b"", Location="/web/20200101000000id_/http://tin.example/bai?id=7"), "other_capture"),
        (answer(Memento_Datetime="Wed, 01 Jan 2020 00:00:00 GMT"), "other_capture"),
        (answer(404), "no_capture"),
        (answer(200), "no_capture"),
        (answer(200, Memento_Datetime="yesterday"), "no_capture"),
        (answer(403), "http_403"),
        (answer(503), "http_503"),
        (answer(body=b"<!-- BEGIN WAYBACK TOOLBAR INSERT --><div>", Memento_Datetime=PLAYED), "playback_chrome"),
        (
            answer(
                body=gzip.compress(b"<!-- BEGIN WAYBACK TOOLBAR INSERT -->"),
                Memento_Datetime=PLAYED,
                Content_Encoding="gzip",
            ),
            "playback_chrome",
        ),
    ],
)
def test_only_the_capture_that_was_asked_for_counts(response, reason):
    assert not_played(response, memento("20190502010203")) == reason


def test_a_played_capture_is_kept_under_its_own_address_and_moment():
    one = memento("20190502010203")
    request = Request(one.url(BASE), meta={"memento": one})
    kept = capture_of(request, answer(Memento_Datetime=PLAYED))
    assert (kept.url, kept.fetched_at, kept.through) == (URL, one.at, one.url(BASE))
    other = capture_of(request, answer(302, b"", Location="/web/x"))
    assert (other.url, other.through) == (one.url(BASE), None)
    assert other.fetched_at.year > 2019


def test_the_portals_headers_are_told_from_the_archives():
    found = origin_headers(
        {
            "content-type": "text/html; charset=windows-1258",
            "etag": '"archive"',
            "last-modified": "today",
            "x-archive-orig-last-modified": "in 2019",
            "x-archive-orig-content-encoding": "gzip",
            "memento-datetime": PLAYED,
        }
    )
    assert found == {"content-type": "text/html; charset=windows-1258", "last-modified": "in 2019"}


# --- settings and manners -------------------------------------------------------------------------------------------
def test_the_archives_address_is_taken_without_its_last_slash():
    assert Config.from_env({}).wayback == BASE
    assert Config.from_env({"CCHC_WAYBACK": "https://archive.example/gov/"}).wayback == "https://archive.example/gov"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("web.archive.org", "not the address"),
        ("https://web.archive.org/?q=1", "not the address"),
        ("https://a:b/", "not the address"),
        ("http://127.0.0.1:8080/coll", "cchc ingest"),
        ("http://localhost", "cchc ingest"),
    ],
)
def test_what_is_no_web_archive_is_refused_with_its_reason(value, told):
    with pytest.raises(ConfigError, match=told):
        Config.from_env({"CCHC_WAYBACK": value})


def test_a_sweep_of_an_archive_has_no_meaning():
    assert CrawlArguments.parse(source="wayback").source == "wayback"
    with pytest.raises(ValueError, match="since= and until="):
        CrawlArguments.parse(source="wayback", mode="sweep")


def test_a_429_without_a_time_rests_as_long_as_the_request_says(tmp_path):
    def busy(request, seen):
        return web.Response(status=429 if seen == 0 else 200)

    with CountingServer(busy, tmp_path) as server:
        done = crawl(
            [{"url": f"http://127.0.0.1:{server.port}/web/1", "meta": {"rest": 1.0}}],
            {"EXTENSIONS": {"crawler.network.politeness.RetryAfter": 21}},
        )
    assert [one["status"] for one in done.answers] == [200]
    assert done.stats["politeness/retry_after"] == 1
    assert server.gaps()[0] >= 1
