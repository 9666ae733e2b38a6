"""The main job, end to end: `scrapy crawl yenbai` against an imitation of the portal, judged by its gold."""

import dataclasses
import datetime as dt
import gzip
import json
import re
import signal
import subprocess
import sys
import time

import pytest

from archive.db import LOCAL
from crawler.network.cost import Purpose, line
from crawler.warc import Capture, Writer
from tests.crawling import ROOT, archive_of, command, crawl, environment, rows
from tests.replica.portal import Response
from tests.replica.server import ReplicaServer
from tests.replica.yenbai import YenBai

ARTICLES = 500


@pytest.fixture(scope="module")
def first_night(tmp_path_factory):
    """A whole portal of 500 articles, crawled once; data folder, portal, server statistics and the process."""
    data_dir = tmp_path_factory.mktemp("night")
    portal = YenBai(articles=ARTICLES)
    with ReplicaServer([portal]) as server:
        done = crawl(data_dir, server, "-a", "mode=full")
    return data_dir, portal, server.stats["yenbai.gov.vn"], done


@pytest.fixture(scope="module")
def second_night(first_night):
    """The same archive after a nightly crawl of the next edition: one edited, one removed, nothing new."""
    data_dir, portal, _, _ = first_night
    later = YenBai(articles=ARTICLES, edition=1, today=portal.today)
    with ReplicaServer([later]) as server:
        done = crawl(data_dir, server)
    return data_dir, later, server.stats["yenbai.gov.vn"], done


def stored(data_dir):
    columns = "key, url, canonical_url, title, lead, text, author, section, published_at, published_on, province"
    found = rows(data_dir, f"select {columns} from article")
    return {row.key: row for row in found}


def test_every_article_of_the_portal_is_stored_once_under_its_canonical_key(first_night):
    data_dir, portal, _, done = first_night
    assert done.returncode == 0, done.stderr[-3000:]
    assert set(stored(data_dir)) == set(portal.expected_keys())
    assert rows(data_dir, "select count(*) from (select 1 from article group by key having count(*) > 1) x")[0][0] == 0


def test_every_field_is_what_the_gold_says(first_night):
    data_dir, portal, _, _ = first_night
    articles = stored(data_dir)
    wrong = []
    for gold in portal.golds():
        row = articles.get(gold.key)
        if row is None:
            continue
        published = dt.datetime.fromisoformat(row.published_at).replace(tzinfo=dt.UTC) if row.published_at else None
        for name, got, right in (
            ("title", row.title, gold.title),
            ("text", row.text, gold.text),
            ("date", published, gold.published_at),
            ("day", row.published_on, gold.published_at.astimezone(LOCAL).date().isoformat()),
            ("author", row.author, gold.author),
            ("section", row.section, gold.section),
        ):
            if got != right:
                wrong.append(f"{gold.key} {gold.kind} {name}:\n  got   {got!r}\n  right {right!r}")
    assert not wrong, f"{len(wrong)} wrong fields\n" + "\n".join(wrong[:10])


def test_the_province_is_the_one_of_the_articles_day(first_night):
    data_dir, _, _, _ = first_night
    for row in stored(data_dir).values():
        assert row.province == ("lao-cai" if row.published_on >= "2025-07-01" else "yen-bai")


def test_one_request_at_a_time_reached_the_server(first_night):
    _, _, stats, _ = first_night
    assert stats.requests > ARTICLES
    assert stats.max_concurrent == 1


def test_each_address_has_one_outcome_and_the_sum_is_the_number_of_addresses(first_night):
    data_dir, portal, _, _ = first_night
    [(counts,)] = rows(data_dir, "select counts from run where id = 1")
    counts = json.loads(counts)
    outcomes = {name: counts[name] for name in ("stored", "alias", "rejected", "missing", "failed", "blocked")}
    assert sum(outcomes.values()) == counts["addresses"]
    judged = dict(rows(data_dir, "select outcome, count(*) from page where kind = 'article' group by outcome"))
    assert judged == {name: number for name, number in outcomes.items() if number}
    assert counts["stored"] == len(set(portal.expected_keys()))


def test_the_cost_is_what_the_server_saw(first_night):
    data_dir, _, stats, done = first_night
    [(counts,)] = rows(data_dir, "select counts from run where id = 1")
    counts = json.loads(counts)
    assert counts["requests"] == stats.requests
    assert counts["again"] >= 2  # the article that was unavailable, and the one that hangs
    assert sum(counts[purpose] for purpose in Purpose) + counts["again"] == stats.requests
    assert f"asked: {line(counts)}" in done.stderr


def test_every_page_row_points_at_its_bytes(first_night):
    from crawler import warcread

    data_dir, _, _, _ = first_night
    found = rows(data_dir, "select url, warc_file, warc_offset, status from page where warc_file is not null")
    assert len(found) > ARTICLES
    for row in found[:: max(1, len(found) // 60)]:
        page = warcread.read(data_dir / "warc", row.warc_file, row.warc_offset)
        assert (page.url, page.status) == (row.url, row.status)


def test_the_second_night_revises_the_edited_article_alone_and_marks_the_removed_one_missing(second_night):
    data_dir, portal, _, done = second_night
    assert done.returncode == 0, done.stderr[-3000:]
    [(counts,)] = rows(data_dir, "select counts from run order by id desc limit 1")
    counts = json.loads(counts)
    assert (counts["stored"], counts["revised"]) == (0, 1)
    edited, removed = portal.specials["edited"], portal.specials["removed"]
    revised = rows(
        data_dir, "select a.key, r.cause, a.text from article_revision r join article a on a.id = r.article_id"
    )
    assert [(row.key, row.cause) for row in revised] == [(edited.key, "portal")]
    assert revised[0].text == portal.gold(edited.list, edited.item_id).text
    outcomes = rows(data_dir, "select key from page where outcome = 'missing' and status = 404 and run_id = 2")
    assert [row.key for row in outcomes] == [removed.key]
    assert removed.key in stored(data_dir)  # nothing is deleted


def test_the_second_night_asks_far_less(first_night, second_night):
    assert second_night[2].requests < first_night[2].requests / 3


def test_the_same_records_stored_again_change_nothing(first_night, tmp_path):
    source = first_night[0]
    [file, *_] = sorted((source / "warc").glob("*.warc.gz"))
    first = crawl(tmp_path, None, "-a", f"source=warc:{file}")
    assert first.returncode == 0, first.stderr[-2000:]
    once = rows(tmp_path, "select * from article order by id"), rows(tmp_path, "select count(*) from page")
    again = crawl(tmp_path, None, "-a", f"source=warc:{file}")
    assert again.returncode == 0, again.stderr[-2000:]
    assert (rows(tmp_path, "select * from article order by id"), rows(tmp_path, "select count(*) from page")) == once
    assert rows(tmp_path, "select count(*) from article_revision")[0][0] == 0
    assert {row.key for row in once[0]} == set(stored(source))


def test_replay_of_kept_pages_finds_nothing_to_change(first_night):
    data_dir = first_night[0]
    done = subprocess.run(
        [sys.executable, "cchc.py", "replay", "--dry-run"],
        cwd=ROOT,
        env=environment(data_dir, CCHC_EXTRACT_WORKERS="2"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert re.search(r"revised\W+0\b", done.stdout), done.stdout


def test_without_a_contact_nothing_is_asked_of_a_live_portal(tmp_path):
    done = crawl(tmp_path, None)
    assert done.returncode == 2
    assert "CCHC_CONTACT" in done.stderr
    assert not (tmp_path / "archive.db").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("-a", "mode=weekly"), "nightly, full, sweep"),
        (("-a", "since=yesterday"), "YYYY-MM-DD"),
        (("-a", "speed=9"), "unknown argument speed"),
    ],
)
def test_a_mistyped_argument_is_usage(tmp_path, arguments, told):
    done = crawl(tmp_path, None, *arguments)
    assert done.returncode == 2
    assert told in done.stderr


def test_an_unknown_portal_is_usage(tmp_path):
    done = crawl(tmp_path, None, name="yenbay")
    assert done.returncode == 2
    assert "scrapy list" in done.stderr


def test_an_archive_of_imitations_refuses_real_pages(first_night, tmp_path):
    with Writer(tmp_path, "foreign") as writer:
        url = "https://yenbai.gov.vn/noidung/tintuc/Pages/chi-tiet-tin-tuc.aspx?ItemID=1&l=Tintrongtinh"
        name = writer.write(Capture(url, 200, b"<html><h1>Tin</h1><p>Hai.</p></html>")).file
    done = crawl(first_night[0], None, "-a", f"source=warc:{tmp_path / name}")
    assert done.returncode == 1
    assert not (first_night[0] / "warc" / name).exists()
    assert "imitation" in done.stderr
    assert "Traceback" not in done.stderr


def test_robots_that_fail_with_5xx_forbid_everything_and_the_run_says_so(tmp_path):
    portal = YenBai(articles=20, robots_status=503)
    with ReplicaServer([portal]) as server:
        done = crawl(tmp_path, server)
        stats = server.stats["yenbai.gov.vn"]
    assert done.returncode == 1
    assert set(stats.kinds) == {"robots"}
    [(outcome, reasons)] = rows(tmp_path, "select outcome, reasons from run")
    assert outcome == "blocked"
    assert "refused" in reasons


def test_since_walks_no_further_than_it_must(tmp_path):
    portal = YenBai(articles=200, events=())
    since = portal.today - dt.timedelta(days=3)
    with ReplicaServer([portal]) as server:
        done = crawl(tmp_path, server, "-a", "mode=full", "-a", f"since={since}")
        asked = server.stats["yenbai.gov.vn"].requests
    assert done.returncode == 0, done.stderr[-2000:]
    days = {row.published_on for row in stored(tmp_path).values()}
    assert min(days) == since.isoformat()
    wanted = {gold.key for gold in portal.golds() if gold.published_at.astimezone(LOCAL).date() >= since}
    assert set(stored(tmp_path)) == wanted
    assert asked < 100


def wait_until(condition, seconds=30.0):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


def test_sigterm_ends_the_run_cleanly_as_partial(tmp_path):
    with ReplicaServer([YenBai(articles=200, events=(), latency=0.02)]) as server:
        process = subprocess.Popen(
            command("yenbai", "-a", "mode=full"),
            cwd=ROOT,
            env=environment(tmp_path, server),
            stderr=subprocess.PIPE,
            text=True,
        )
        assert wait_until(lambda: server.stats["yenbai.gov.vn"].kinds["article"] > 15)
        refused = crawl(tmp_path, server)  # meanwhile nobody else may crawl the host
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
    assert refused.returncode == 1
    assert f"process {process.pid}" in refused.stderr
    assert process.returncode == 1
    [(outcome, counts)] = rows(tmp_path, "select outcome, counts from run")
    assert outcome == "partial"
    assert json.loads(counts)["stored"] == rows(tmp_path, "select count(*) from article")[0][0]
    assert not list((tmp_path / "warc").glob("*.open"))


@pytest.mark.timeout(120)
def test_another_data_folder_waits_for_the_host_and_a_killed_crawl_frees_it(tmp_path):
    def given(folder):
        return environment(tmp_path / folder, server, CCHC_LOCK_DIR=str(tmp_path / "locks"))

    portal = YenBai(articles=40, events=(), latency=0.6)
    with ReplicaServer([portal]) as server:
        first = subprocess.Popen(command("yenbai"), cwd=ROOT, env=given("one"), stderr=subprocess.DEVNULL)
        try:
            assert wait_until(lambda: server.stats["yenbai.gov.vn"].kinds["article"] > 0)
            refused = subprocess.run(
                command("yenbai"), cwd=ROOT, env=given("two"), capture_output=True, text=True, check=False
            )
        finally:
            first.kill()
            first.wait()
        portal.latency = 0
        assert refused.returncode == 1
        assert f"process {first.pid}" in refused.stderr
        again = subprocess.run(
            command("yenbai"), cwd=ROOT, env=given("two"), capture_output=True, text=True, check=False
        )
    assert again.returncode == 0, again.stderr[-2000:]
    assert server.stats["yenbai.gov.vn"].max_concurrent == 1


def test_a_full_disk_ends_the_run_with_its_reason_and_the_next_one_goes_on(tmp_path):
    portal = YenBai(articles=40, events=())
    limit = "import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000)); "
    with ReplicaServer([portal]) as server:
        crawled = subprocess.run(
            [sys.executable, "-c", limit + "runpy.run_module('scrapy', run_name='__main__')", *command("yenbai")[3:]],
            cwd=ROOT,
            env=environment(tmp_path, server),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert crawled.returncode == 1, crawled.stderr[-2000:]
        assert "disk" in crawled.stderr.lower() or "full" in crawled.stderr.lower()
        done = crawl(tmp_path, server)
    assert done.returncode == 0, done.stderr[-2000:]
    assert set(stored(tmp_path)) == set(portal.expected_keys())


def test_the_archive_is_sound_after_all_that(second_night):
    data_dir = second_night[0]
    done = subprocess.run(
        [sys.executable, "cchc.py", "db", "check"], cwd=ROOT, env=environment(data_dir), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    with archive_of(data_dir) as engine:
        from archive.db import check

        assert check(engine) == []


def test_what_has_not_changed_is_answered_304_and_counted_as_unchanged(tmp_path):
    first = YenBai(articles=40, events=(), validators=True)
    for edition in (0, 1):
        portal = YenBai(articles=40, events=(), validators=True, edition=edition, today=first.today)
        with ReplicaServer([portal]) as server:
            done = crawl(tmp_path, server)
            statuses = server.stats["yenbai.gov.vn"].statuses
        assert done.returncode == 0, done.stderr[-2000:]
    [(counts,)] = rows(tmp_path, "select counts from run order by id desc limit 1")
    assert statuses[304] == json.loads(counts)["unchanged"] > 10
    assert (
        rows(tmp_path, "select count(*) from page where status = 304 and outcome = 'unchanged'")[0][0] == statuses[304]
    )


def test_the_portal_is_told_who_asks(tmp_path):
    seen = set()

    class Listening(YenBai):
        async def handle(self, request):
            seen.add(request.headers["user-agent"])
            return await super().handle(request)

    with ReplicaServer([Listening(articles=10, events=())]) as server:
        given = environment(tmp_path, server, CCHC_CONTACT="archive@tinh.example")
        subprocess.run(command("yenbai"), cwd=ROOT, env=given, check=True, capture_output=True)
    [agent] = seen
    assert agent.startswith("CCHCArchive/")
    assert agent.endswith("(+archive@tinh.example)")


def test_a_night_after_a_broken_listing_goes_on_below_it(tmp_path):
    first = YenBai(articles=120, events=())

    class Broken(YenBai):
        async def handle(self, request):
            if "page" in request.query and "itemid" not in request.query:
                return Response("listing", b"<html><body><p>loi</p></body></html>", status=500)
            return await super().handle(request)

    with ReplicaServer([Broken(articles=120, events=())]) as server:
        done = crawl(tmp_path, server)
    assert done.returncode == 1
    assert len(stored(tmp_path)) < 40
    with ReplicaServer([first]) as server:
        done = crawl(tmp_path, server)
    assert done.returncode == 0, done.stderr[-2000:]
    assert set(stored(tmp_path)) == set(first.expected_keys())
    assert [row.outcome for row in rows(tmp_path, "select outcome from run order by id")] == ["partial", "ok"]


def test_an_address_that_failed_is_asked_for_again_however_deep_it_lies(tmp_path):
    portal = YenBai(articles=120, events=())
    deep = portal.at(100)

    class Failing(YenBai):
        async def handle(self, request):
            if request.query.get("itemid") == str(deep.item_id):
                return Response("article", b"", status=500)
            return await super().handle(request)

    with ReplicaServer([Failing(articles=120, events=())]) as server:
        assert crawl(tmp_path, server).returncode == 0  # one failure is no bad night
    assert deep.key not in stored(tmp_path)
    with ReplicaServer([portal]) as server:
        assert crawl(tmp_path, server).returncode == 0
    assert deep.key in stored(tmp_path)


class Steady(YenBai):
    """Answers with the same bytes at every visit."""

    async def handle(self, request):
        answer = await super().handle(request)
        gold = next((g for g in self.golds() if str(g.item_id) == request.query.get("itemid")), None)
        return answer if gold is None else dataclasses.replace(answer, body=self.render(gold))


def test_the_same_bytes_again_are_a_visit_of_their_own(tmp_path):
    with ReplicaServer([Steady(articles=12, events=())]) as server:
        assert crawl(tmp_path, server).returncode == 0
        assert crawl(tmp_path, server).returncode == 0
    for run_id, outcome in ((1, "stored"), (2, "unchanged")):
        [(counts,)] = rows(tmp_path, f"select counts from run where id = {run_id}")
        [(pages,)] = rows(tmp_path, f"select count(*) from page where run_id = {run_id} and outcome = '{outcome}'")
        assert pages == json.loads(counts)[outcome] == 12
    assert rows(tmp_path, "select count(*) from article where last_checked > first_seen")[0][0] == 12
    file = rows(tmp_path, "select distinct warc_file from page where run_id = 2 and kind = 'article'")[0].warc_file
    with gzip.open(tmp_path / "warc" / file) as kept:
        assert kept.read().count(b"WARC-Type: revisit") == 12


def test_one_notice_in_place_of_every_article_changes_nothing(tmp_path):
    first = YenBai(articles=30, events=())

    class Closed(YenBai):
        async def handle(self, request):
            answer = await super().handle(request)
            if answer.kind != "article":
                return answer
            notice = "<h1>Thông báo</h1><p>Cổng thông tin đang được nâng cấp, mời bạn đọc ghé lại vào tuần sau.</p>"
            return dataclasses.replace(answer, body=f"<html><meta charset=utf-8><body>{notice}</body></html>".encode())

    with ReplicaServer([first]) as server:
        assert crawl(tmp_path, server).returncode == 0
    before = {key: row.text for key, row in stored(tmp_path).items()}
    with ReplicaServer([Closed(articles=30, events=())]) as server:
        done = crawl(tmp_path, server)
    assert done.returncode == 1
    changed = [key for key, row in stored(tmp_path).items() if row.text != before[key]]
    assert len(changed) <= 1  # the first cannot be told from an edit; its earlier version is kept
    [(outcome, reasons)] = rows(tmp_path, "select outcome, reasons from run order by id desc limit 1")
    assert outcome in ("partial", "blocked")
    assert "known articles" in reasons or "refused" in reasons


def test_a_portal_that_answers_404_for_everything_is_not_believed(tmp_path):
    first = YenBai(articles=30, events=())

    class Lost(YenBai):
        async def handle(self, request):
            answer = await super().handle(request)
            return Response("article", b"gone", status=404) if answer.kind == "article" else answer

    with ReplicaServer([first]) as server:
        assert crawl(tmp_path, server).returncode == 0
    with ReplicaServer([Lost(articles=30, events=())]) as server:
        done = crawl(tmp_path, server)
    assert done.returncode == 1
    [(outcome, reasons)] = rows(tmp_path, "select outcome, reasons from run order by id desc limit 1")
    assert (outcome, "30 of 30 known articles" in reasons) == ("partial", True)


def test_an_imitations_file_stays_an_imitation(first_night, tmp_path):
    [file, *_] = sorted((first_night[0] / "warc").glob("*.warc.gz"))
    assert crawl(tmp_path, None, "-a", f"source=warc:{file}").returncode == 0
    assert [row.source for row in rows(tmp_path, "select source from run")] == ["replica"]


def test_a_file_that_is_no_warc_is_usage_and_one_without_the_portals_pages_is_empty(tmp_path):
    text, empty = tmp_path / "notes.txt", tmp_path / "empty.warc"
    text.write_text("no warc", encoding="utf-8")
    empty.write_bytes(b"")
    refused = crawl(tmp_path / "a", None, "-a", f"source=warc:{text}")
    assert refused.returncode == 2
    assert "Traceback" not in refused.stderr
    assert crawl(tmp_path / "b", None, "-a", f"source=warc:{empty}").returncode == 1
    assert [row.outcome for row in rows(tmp_path / "b", "select outcome from run")] == ["empty"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CCHC_CONTACT", "nobody"),
        ("CCHC_DATABASE_URL", "archive.db"),
        ("CCHC_EXTRACT_WORKERS", "many"),
        ("CCHC_REPLICA", "http=10.0.0.1:80"),
    ],
)
def test_a_wrong_variable_is_named_by_scrapy_too(tmp_path, name, value):
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "list"],
        cwd=ROOT,
        env=environment(tmp_path, **{name: value}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert name in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_cannot_be_made_is_said_plainly(tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with ReplicaServer([YenBai(articles=10, events=())]) as server:
        done = crawl(tmp_path / "file" / "data", server)
    assert done.returncode == 2
    assert "cannot be made" in done.stderr
    assert "Traceback" not in done.stderr
