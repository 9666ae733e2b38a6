"""`-a source=wayback`, end to end: an imitated web archive fills the past of a portal that nobody asks any more."""

import dataclasses
import datetime as dt
import gzip
import json
import re

import pytest

from archive import query
from archive.db import LOCAL
from archive.store import Store
from crawler import warcread
from tests.crawling import archive_of, crawl, rows
from tests.replica.cdx import HOST, Snapshot, WebArchive
from tests.replica.portal import Response
from tests.replica.server import ReplicaServer
from tests.replica.yenbai import YenBai

TODAY = dt.date(2019, 6, 20)
ARTICLES = 24
BACKFILL = ("-a", "source=wayback")


@pytest.fixture(scope="module")
def portal():
    return YenBai(articles=ARTICLES, events=(), today=TODAY)


def captured(gold, days=2):
    """When a crawler came by: some days after publication, to the second."""
    return (gold.published_at + dt.timedelta(days=days)).astimezone(dt.UTC).replace(microsecond=0)


def edited(gold):
    """The same article with another title."""
    return dataclasses.replace(gold, title=gold.title + " (bản sửa)")


def snapshot(portal, gold, days=2, body=None, **facts):
    return Snapshot(portal.url(gold), captured(gold, days), portal.render(gold) if body is None else body, **facts)


def web_archive(portal, **behaviour):
    """Every article once but: 1 was edited, 2 is a PDF, 3 a page that says "not found", 4 is not where the index says,
    5 was edited and changed back."""
    golds = [portal.at(n) for n in range(ARTICLES)]
    gone = b"<html><h1>404</h1><p>" + "Không tìm thấy bài viết hoặc bài viết đã bị xóa.".encode() + b"</p></html>"
    found = [snapshot(portal, gold) for gold in golds if gold not in golds[2:5]]
    found += [
        snapshot(portal, edited(golds[1]), days=90),
        snapshot(portal, golds[2], body=b"%PDF-1.4 " + b"x" * 900),
        snapshot(portal, golds[3], body=gone),
        snapshot(portal, golds[4], days=9),
        *(snapshot(portal, edited(golds[5]) if days == 40 else golds[5], days=days) for days in (40, 80)),
        Snapshot("https://yenbai.gov.vn/", captured(golds[0]), b"<html>home</html>"),
        Snapshot("https://yenbai.gov.vn/anh.png", captured(golds[0]), b"png", headers={"Content-Type": "image/png"}),
    ]
    unlike = captured(golds[4], days=2).strftime("%Y%m%d%H%M%S")
    extra = [[unlike, portal.url(golds[4]), "OTHER"], ["2019", "broken row", "X"]]
    return WebArchive(found, rows=7, extra=extra, **behaviour)


def articles(data_dir):
    return {row.key: row for row in rows(data_dir, "select * from article")}


def played(server):
    return [path for path in server.stats[HOST].paths.elements() if path.startswith("/web/")]


@pytest.fixture(scope="module")
def backfill(portal, tmp_path_factory):
    """Run 1 takes everything, after a 429; run 2 is the same again. Data folder, and what each asked of the archive."""
    data_dir = tmp_path_factory.mktemp("backfill")
    servers, done = [], []
    for refusals in ([Response("busy", b"<html>Too Many Requests</html>", 429, {"Retry-After": "1"})], []):
        with ReplicaServer([portal, web_archive(portal, refusals=refusals)]) as server:
            done.append(crawl(data_dir, server, *BACKFILL))
            servers.append(server)
    return data_dir, servers, done


def test_the_archives_articles_are_stored_as_they_read_in_the_end(backfill, portal):
    data_dir, _, (done, _) = backfill
    assert done.returncode == 0, done.stderr[-3000:]
    golds = {portal.at(n).key: portal.at(n) for n in range(ARTICLES) if n not in (2, 3)}
    stored = articles(data_dir)
    assert set(stored) == set(golds)
    for key, gold in golds.items():
        assert stored[key].text == gold.text
        assert stored[key].title == (edited(gold).title if gold == portal.at(1) else gold.title)
        assert stored[key].published_on == gold.published_at.astimezone(LOCAL).date().isoformat()


def test_the_moment_of_capture_is_when_an_article_was_seen_and_the_province_is_that_of_its_day(backfill, portal):
    stored = articles(backfill[0])
    seen = dt.datetime.fromisoformat(stored[portal.at(0).key].first_seen).replace(tzinfo=dt.UTC)
    assert seen == captured(portal.at(0))
    assert {row.province for row in stored.values()} == {"yen-bai"}  # the unit ended in 2025
    assert all(row.first_seen < "2020" for row in stored.values())


def test_two_captures_of_an_edited_article_are_two_versions_with_their_moments(backfill, portal):
    found = rows(
        backfill[0],
        "select a.key, r.title, r.seen_at, r.replaced_at from article_revision r join article a on a.id = r.article_id",
    )
    gold = portal.at(1)
    [(key, title, seen, replaced)] = found  # article 5's edit lay between its earliest and newest capture
    assert (key, title) == (gold.key, gold.title)
    moments = [dt.datetime.fromisoformat(value).replace(tzinfo=dt.UTC) for value in (seen, replaced)]
    assert moments == [captured(gold), captured(gold, 90)]


def test_each_capture_has_one_outcome_and_what_is_no_capture_is_a_miss(backfill, portal):
    data_dir, _, _ = backfill
    found = {
        (row.key, row.outcome, row.reason)
        for row in rows(data_dir, "select key, outcome, reason from page where kind = 'article' and run_id = 1")
        if row.outcome not in ("stored", "revised", "unchanged")
    }
    assert found == {
        (portal.at(2).key, "rejected", "not_html"),
        (portal.at(3).key, "missing", "soft_404"),
        (portal.at(4).key, "missing", "other_capture"),
    }
    [(outcome, mode, source, counts)] = rows(data_dir, "select outcome, mode, source, counts from run where id = 1")
    counts = json.loads(counts)
    assert (outcome, mode, source) == ("ok", "ingest", "replica")
    assert sum(counts[name] for name in ("stored", "revised", "unchanged", "missing", "rejected")) == 26
    assert counts["addresses"] == 26  # 24 articles, two of them with two captures


def test_the_bytes_are_kept_under_the_address_and_moment_of_the_capture(backfill):
    data_dir, _, _ = backfill
    found = rows(data_dir, "select url, fetched_at, warc_file, warc_offset from page where status = 200 and run_id = 1")
    taken = [row for row in found if HOST not in row.url]
    assert len(taken) == 25
    for row in taken:
        page = warcread.read(data_dir / "warc", row.warc_file, row.warc_offset)
        assert page.url == row.url
        assert page.fetched_at == dt.datetime.fromisoformat(row.fetched_at).replace(tzinfo=dt.UTC)
    with gzip.open(data_dir / "warc" / taken[0].warc_file) as file:
        kept = file.read().decode("utf-8", "replace")
    assert len(re.findall(rf"CCHC-Captured-Through: https://{HOST}/web/\d{{14}}id_/https://yenbai", kept)) == 25


def test_validators_of_the_archive_are_not_taken_for_the_portals(backfill):
    found = rows(backfill[0], "select distinct etag, last_modified from page where kind = 'article'")
    assert [tuple(row) for row in found] == [(None, None)]


def test_the_archive_is_asked_politely_and_the_portal_not_at_all(backfill):
    _, (first, second), _ = backfill
    for server in (first, second):
        stats = server.stats[HOST]
        assert stats.max_concurrent == 1
        assert stats.kinds["robots"] == 0
        assert server.stats["yenbai.gov.vn"].requests == 0
    assert first.stats[HOST].statuses[429] == 1
    assert first.stats[HOST].gaps[0] >= 1  # as long as Retry-After said


def test_captures_that_were_taken_are_not_fetched_again(backfill):
    data_dir, (first, second), (_, again) = backfill
    assert len(played(first)) == 26
    assert played(second) == []
    assert again.returncode == 0
    [(counts,)] = rows(data_dir, "select counts from run where id = 2")
    assert json.loads(counts)["unchanged"] == json.loads(counts)["addresses"] == 26


def test_a_backfill_moves_no_nightly_walks_bounds(backfill):
    with archive_of(backfill[0]) as engine:
        store = Store(engine)
        assert store.complete_until("yenbai") is None
        assert store.owed("yenbai", since=dt.datetime(2019, 1, 1, tzinfo=dt.UTC), most_tries=99) == []


def test_a_stopped_backfill_goes_on_where_it_was(portal, tmp_path):
    with ReplicaServer([web_archive(portal)]) as server:
        stopped = crawl(tmp_path, server, *BACKFILL, CLOSESPIDER_ITEMCOUNT="12")
        asked = set(played(server))
    assert stopped.returncode == 1
    assert "were left" in rows(tmp_path, "select reasons from run")[0].reasons
    with ReplicaServer([web_archive(portal)]) as server:
        done = crawl(tmp_path, server, *BACKFILL)
        again = asked & set(played(server))
    assert done.returncode == 0, done.stderr[-2000:]
    assert len(again) <= 1  # the answer that came when the crawl stopped
    assert len(articles(tmp_path)) == ARTICLES - 2


def test_an_older_capture_becomes_an_earlier_version_and_the_present_one_stays(tmp_path):
    now = YenBai(articles=12, events=())
    old = dataclasses.replace(now.at(3), title="Tiêu đề lúc mới đăng của bài viết này")
    same = [now.at(n) for n in range(12) if n != 3]
    with ReplicaServer([now]) as server:
        assert crawl(tmp_path, server).returncode == 0
    before = articles(tmp_path)
    past = WebArchive([snapshot(now, gold, days=0) for gold in (old, *same)])
    with ReplicaServer([past]) as server:
        done = crawl(tmp_path, server, *BACKFILL)
    assert done.returncode == 0, done.stderr[-2000:]
    after = articles(tmp_path)
    assert {key: (row.title, row.text, row.last_seen) for key, row in after.items()} == {
        key: (row.title, row.text, row.last_seen) for key, row in before.items()
    }
    [(title, seen, replaced)] = rows(tmp_path, "select title, seen_at, replaced_at from article_revision")
    assert title == old.title
    assert seen < replaced == before[old.key].first_seen
    with archive_of(tmp_path) as engine:  # a replay reads the newest pages, not those that came in last
        newest = {page.page_id for page in query.stored_pages(engine)}
    assert newest == {row.page_id for row in before.values()}


def test_mode_full_takes_every_version_and_since_and_until_are_days_of_capture(portal, tmp_path):
    gold = portal.at(5)
    versions = [dataclasses.replace(gold, title=f"{gold.title}, bản {n}") for n in range(4)]
    past = [snapshot(portal, version, days=30 * n) for n, version in enumerate(versions)]
    until = captured(gold, 60).astimezone(LOCAL).date()
    with ReplicaServer([WebArchive(past)]) as server:
        done = crawl(tmp_path, server, *BACKFILL, "-a", "mode=full", "-a", f"until={until}")
    assert done.returncode == 0, done.stderr[-2000:]
    assert articles(tmp_path)[gold.key].title == versions[2].title
    found = rows(tmp_path, "select title from article_revision order by seen_at")
    assert [row.title for row in found] == [version.title for version in versions[:2]]


def test_an_archive_that_refuses_three_times_in_a_row_is_left_alone(portal, tmp_path):
    class Refusing(WebArchive):
        def play(self, timestamp, url):
            return Response("busy", b"<html>Too Many Requests</html>", 429, {"Retry-After": "0"})

    with ReplicaServer([Refusing([snapshot(portal, portal.at(n)) for n in range(9)])]) as server:
        done = crawl(tmp_path, server, *BACKFILL)
        assert len(set(played(server))) == 3
    assert done.returncode == 1
    [(outcome, reasons)] = rows(tmp_path, "select outcome, reasons from run")
    assert outcome == "blocked"
    assert "archive_refused" in reasons
    found = rows(tmp_path, "select distinct outcome, reason from page where kind = 'article'")
    assert [tuple(row) for row in found] == [("blocked", "http_429")]


@pytest.mark.parametrize(
    ("refusal", "outcome", "told"),
    [
        (Response("busy", b"<html><p>Blocked Site Error</p></html>", 200), "partial", "Blocked Site Error"),
        (Response("busy", b"", 403), "blocked", "http_403"),
    ],
)
def test_an_index_that_does_not_answer_is_said(portal, tmp_path, refusal, outcome, told):
    with ReplicaServer([WebArchive([], refusals=[refusal] * 9)]) as server:
        done = crawl(tmp_path, server, *BACKFILL)
    assert done.returncode == 1
    [(found, reasons)] = rows(tmp_path, "select outcome, reasons from run")
    assert found == outcome
    assert told in reasons


def test_a_notice_in_place_of_every_article_is_no_edit_of_any(portal, tmp_path):
    notice = "<h1>Thông báo</h1><p>Cổng thông tin đã ngừng hoạt động, mời bạn đọc sang địa chỉ mới.</p>"
    body = f"<html><meta charset=utf-8><body>{notice}</body></html>".encode()
    golds = [portal.at(n) for n in range(8)]
    past = [snapshot(portal, gold) for gold in golds]
    past += [
        dataclasses.replace(snapshot(portal, gold, days=999), body=body + b" " * n) for n, gold in enumerate(golds)
    ]
    with ReplicaServer([WebArchive(past)]) as server:
        crawl(tmp_path, server, *BACKFILL)
    stored = articles(tmp_path)
    changed = [gold.key for gold in golds if stored[gold.key].title != gold.title]
    assert len(changed) <= 1  # the first cannot be told from an edit; its earlier version is kept
