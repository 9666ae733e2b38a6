"""What a night costs and looks at again, what only a sweep or a recheck finds: whole crawls, counted at the server."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
from collections import Counter

import pytest

from archive.db import LOCAL
from crawler import findings
from crawler.network import cost
from tests.crawling import ROOT, archive_of, command, crawl, environment, rows
from tests.replica.numbering import LISTS
from tests.replica.portal import Response
from tests.replica.server import ReplicaServer
from tests.replica.unknown_blog import Blog
from tests.replica.yenbai import YenBai

ARTICLES = 150
LATE = 108  # stands on page 7 of its list, two weeks old: no nightly walk goes there
TODAY = dt.datetime.now(LOCAL).date()
pytestmark = pytest.mark.timeout(300)


class Watched(YenBai):
    """Sends validators with listings, too, and notes what was asked conditionally."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, events=kwargs.pop("events", ()), validators=True, today=TODAY, **kwargs)
        self.conditional = Counter()
        self.asked = Counter()

    async def handle(self, request):
        answer = await super().handle(request)
        kind = answer.kind
        self.asked[kind] += 1
        self.conditional[kind] += bool({"if-none-match", "if-modified-since"} & request.headers.keys())
        if kind == "listing":
            stamp = {"ETag": '"listing-1"', "Last-Modified": "Mon, 02 Mar 2026 05:00:00 GMT"}
            return Response(kind, answer.body, answer.status, {**answer.headers, **stamp})
        return answer


def newest_run(data_dir):
    [run] = rows(data_dir, "select mode, outcome, reasons, counts from run order by id desc limit 1")
    return run.mode, run.outcome, json.loads(run.reasons), json.loads(run.counts)


def keys(data_dir):
    return {row.key for row in rows(data_dir, "select key from article")}


def days_pass(data_dir, days):
    """Move everything that was fetched so far into the past."""
    with archive_of(data_dir) as engine, engine.begin() as connection:
        for table, columns in (("page", ["fetched_at"]), ("article", ["first_seen", "last_seen", "last_checked"])):
            changes = ", ".join(
                f"{column} = strftime('%Y-%m-%d %H:%M:%f', {column}, '-{days} days') || '000'" for column in columns
            )
            connection.exec_driver_sql(f"update {table} set {changes}")


@pytest.fixture(scope="module")
def nights(tmp_path_factory):
    """Four visits to one portal: everything; nothing new; an article was published late; the sweep."""
    data_dir = tmp_path_factory.mktemp("nights")
    done = {}
    for name, portal, arguments in (
        ("first", Watched(articles=ARTICLES, absent={LATE}), ()),
        ("quiet", Watched(articles=ARTICLES, absent={LATE}), ()),
        ("late", Watched(articles=ARTICLES), ()),
        ("sweep", Watched(articles=ARTICLES), ("-a", "mode=sweep")),
    ):
        with ReplicaServer([portal]) as server:
            process = crawl(data_dir, server, *arguments)
        assert process.returncode == 0, process.stderr[-3000:]
        done[name] = portal, server.stats["yenbai.gov.vn"], process.stderr, newest_run(data_dir), keys(data_dir)
    return done


def window(portal, days=7):
    since = TODAY - dt.timedelta(days=days)
    return sum(gold.published_at.astimezone(LOCAL).date() >= since for gold in portal.golds())


def test_a_night_with_nothing_new_costs_the_pages_to_the_overlap_and_the_recheck_window(nights):
    portal, stats, told, (_, outcome, _, counts), _ = nights["quiet"]
    pages = {"Tintrongtinh": 2, "TinSonganhdiaphuong": 2, "Tinhoatdong": 3}  # the last has 15 articles: to its end
    assert outcome == "ok"
    assert stats.kinds == {"robots": 1, "listing": sum(pages.values()), "article": window(portal)}
    assert counts["requests"] == stats.requests == 1 + sum(pages.values()) + window(portal)
    assert counts["asked_listings"] == sum(pages.values())
    assert counts["rechecked"] == window(portal) > 40
    assert (counts["asked_new"], counts["asked_owed"], counts["again"], counts["asked_other"]) == (0, 0, 0, 0)
    line = (
        f"asked: 7 listing pages, {window(portal)} rechecked (0 whole, {window(portal)} not modified), 0 new, 0 owed, "
        f"1 robots = {stats.requests} requests (+0 retries/redirects)"
    )
    assert told.count(line) == 2  # in the log, and for people below the table


def test_the_first_night_says_what_was_new(nights):
    _, stats, _, (_, _, _, counts), _ = nights["first"]
    assert counts["asked_new"] == ARTICLES - 1
    assert counts["rechecked"] == counts["whole"] == counts["not_modified"] == 0
    assert counts["requests"] == stats.requests


def test_articles_are_asked_whether_they_changed_and_listings_never(nights):
    for name in ("quiet", "late", "sweep"):
        portal = nights[name][0]
        assert portal.asked["listing"] > 0
        assert portal.conditional["listing"] == portal.conditional["robots"] == 0
    assert nights["quiet"][0].conditional["article"] == nights["quiet"][0].asked["article"] > 40


def test_an_article_published_late_on_page_7_is_found_by_the_sweep_and_not_by_the_night(nights):
    portal = nights["late"][0]
    late = portal.at(LATE).key
    assert portal.page_size * 6 <= LISTS[0].rank(LATE) < portal.page_size * 7
    assert late not in nights["late"][4]
    assert late in nights["sweep"][4]
    _, _, _, (mode, _, _, counts), found = nights["sweep"]
    assert (mode, counts["stored"], counts["asked_new"]) == ("sweep", 1, 1)
    assert found == set(portal.expected_keys())


class Lying(Watched):
    """Answers 304 to every article that is asked conditionally, though one was edited."""

    async def handle(self, request):
        answer = await super().handle(request)
        if answer.kind == "article" and "if-none-match" in request.headers:
            return Response("article", b"", 304)
        return answer


def test_a_304_is_a_hint_after_some_days_the_page_itself_is_asked_for(tmp_path):
    with ReplicaServer([Watched(articles=30, events=["edited"])]) as server:
        assert crawl(tmp_path, server).returncode == 0
    for days, revised in ((2, 0), (2, 1)):
        days_pass(tmp_path, days)
        portal = Lying(articles=30, events=["edited"], edition=1)
        with ReplicaServer([portal]) as server:
            assert crawl(tmp_path, server).returncode == 0
        counts = newest_run(tmp_path)[3]
        assert counts["revised"] == revised
        assert counts["whole"] == (counts["rechecked"] if revised else 0)
        assert counts["not_modified"] == counts["rechecked"] - counts["whole"] == portal.conditional["article"]
    [row] = rows(tmp_path, "select a.text from article a where revision_count = 1")
    assert row.text == portal.specials["edited"].text


def test_a_recheck_reads_no_listing_and_finds_what_is_gone_on_the_third_day(tmp_path):
    with ReplicaServer([Watched(articles=40)]) as server:
        assert crawl(tmp_path, server).returncode == 0
        assert crawl(tmp_path, server, "-a", "mode=recheck").returncode == 0
    mode, outcome, reasons, counts = newest_run(tmp_path)
    assert (mode, outcome, reasons, counts["requests"]) == ("recheck", "ok", [], 0)  # all was looked at today
    found = []
    for week in range(3):
        days_pass(tmp_path, 7)
        portal = Watched(articles=40, absent={35})
        with ReplicaServer([portal]) as server:
            done = crawl(tmp_path, server, "-a", "mode=recheck")
        assert done.returncode == 0, done.stderr[-2000:]
        mode, outcome, _, counts = newest_run(tmp_path)
        assert (mode, outcome) == ("recheck", "ok")
        assert server.stats["yenbai.gov.vn"].kinds == {"robots": 1, "article": 39, "missing": 1}
        assert counts["rechecked"] == 40
        assert counts["requests"] == 41
        # Every third week the page itself. Missing pages have no validators' answer.
        assert counts["whole"] == (40 if week == 2 else 0)
        found.append((counts["missing"], counts["gone"]))
    assert found == [(1, 0), (1, 0), (0, 1)]
    assert len(keys(tmp_path)) == 40
    [(walked,)] = rows(tmp_path, "select count(*) from run where mode = 'nightly'")
    assert walked == 1


def test_a_portal_whose_listings_nobody_knows_is_rechecked_without_a_look_at_them(tmp_path):
    portal = Blog(articles=12)
    place = ("-a", f"url=https://{portal.hosts[0]}/")
    with ReplicaServer([portal]) as server:
        assert crawl(tmp_path, server, *place, name="portal").returncode == 0
    days_pass(tmp_path, 7)
    with ReplicaServer([portal]) as server:
        done = crawl(tmp_path, server, *place, "-a", "mode=recheck", name="portal")
    assert done.returncode == 0, done.stderr[-2000:]
    assert server.stats[portal.hosts[0]].kinds == {"robots": 1, "article": 12}


SMALL = """
from spiders.yenbai import YenBaiSpider

class Small(YenBaiSpider):
    name = "yenbai"
    requests_per_night = {budget}
"""


def bounded(data_dir, server, budget, *arguments):
    """A crawl of the portal whose file says how much a night may ask."""
    (data_dir / "small.py").write_text(SMALL.format(budget=budget), encoding="utf-8")
    return subprocess.run(
        command("yenbai", *arguments, SPIDER_MODULES="small"),
        cwd=ROOT,
        env=environment(data_dir, server, PYTHONPATH=str(data_dir)),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_night_asks_no_more_than_its_budget_and_three_nights_lose_nothing(tmp_path):
    portal = Watched(articles=100)
    asked, outcomes = [], []
    for _ in range(3):
        with ReplicaServer([portal]) as server:
            done = bounded(tmp_path, server, 60)
        asked.append(server.stats["yenbai.gov.vn"].requests)
        assert done.returncode == 1, done.stderr[-2000:]
        _, outcome, reasons, counts = newest_run(tmp_path)
        outcomes.append(outcome)
        assert counts["requests"] == asked[-1]
        assert reasons[0] == "stopped before the end: request_budget"
        assert findings.find(reasons).code == "budget"
        assert counts["failed"] == counts["blocked"] == 0
        assert len(rows(tmp_path, "select 1 from page where outcome is null and kind = 'article'")) == 0
    assert asked == [60, 60, 60]
    assert outcomes == ["partial"] * 3
    assert keys(tmp_path) == set(portal.expected_keys())  # the third night had something left for looking again
    assert newest_run(tmp_path)[3]["rechecked"] > 0
    with ReplicaServer([portal]) as server:  # a back-fill that a person starts has no such limit
        assert bounded(tmp_path, server, 10, "-a", "mode=full").returncode == 0


def test_retries_and_robots_count_too(tmp_path):
    class Failing(Watched):
        async def handle(self, request):
            answer = await super().handle(request)
            return Response("article", b"", 500) if answer.kind == "article" else answer

    with ReplicaServer([Failing(articles=20)]) as server:
        assert bounded(tmp_path, server, 35).returncode == 1
    counts = newest_run(tmp_path)[3]
    assert server.stats["yenbai.gov.vn"].requests == counts["requests"] == 35
    assert counts["again"] > 5
    assert sum(counts[purpose] for purpose in cost.Purpose) + counts["again"] == 35
