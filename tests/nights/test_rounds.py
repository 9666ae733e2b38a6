"""Rounds of real crawls, each a process of its own, against imitations: what one does to the others (nothing)."""

import os
import signal
import sqlite3
import threading
import time
from dataclasses import replace

import pytest

from archive import query
from archive.db import ArchiveError, check
from crawler import findings
from crawler.locks import HostLock
from crawler.nights.plan import CUT_OFF, Round, Wanted
from crawler.nights.process import last_words, memory_by_group
from crawler.nights.visits import STOPPED
from tests.crawling import rows
from tests.nights.faulty import AT
from tests.nights.rounding import LIMITS, faults, imitations, nights, until

pytestmark = pytest.mark.timeout(180)
BAD = ("bacyen", "tamphuoc", "thanhliem", "thainguyen", "mocchau")
NEIGHBOUR = "yenbai"


def process_of(data_dir, portal):
    """Number of the process that crawls a portal, once its run is open."""
    found = []
    until(
        lambda: (
            found.extend(rows(data_dir, f"select owner from run where portal = '{portal}' and outcome is null"))
            or found
        )
    )
    return int(found[0].owner.split("/")[1])


@pytest.fixture(scope="module")
def bad_night(tmp_path_factory):
    """One round: five portals go wrong, each in its own way, at the same time as a sixth one is crawled."""
    data_dir = tmp_path_factory.mktemp("night")
    sites = imitations(*BAD, articles=12, mocchau=0.3) | imitations(NEIGHBOUR, articles=20)
    settings = faults(bacyen="abort", tamphuoc="hang", thanhliem="leak", thainguyen="leave")
    limits = replace(LIMITS, soft=25, closing=5, patience=3, memory=400 * 2**20)
    with nights(data_dir, sites, limits=limits, settings=settings, CCHC_AT_ONCE="6") as (made, server):
        results = []
        work = threading.Thread(target=lambda: results.append(made.once(Round.NIGHT)))
        work.start()
        victim = process_of(data_dir, "mocchau")
        until(lambda: server.stats[sites["mocchau"].hosts[0]].requests >= 8)
        os.kill(victim, signal.SIGKILL)
        work.join()
        problems = check(made.engine)
        rest = memory_by_group()
        again = None
        if results:
            made.settings = {name: value for name, value in made.settings.items() if name != "NIGHT_FAULTS"}
            again = made.once(Round.NIGHT)
    [result] = results
    visits = {visit.portal: visit for visit in result.visits}
    return data_dir, sites, result, visits, again, problems, rest


def row_of(data_dir, visit):
    [row] = rows(data_dir, f"select outcome, reasons from run where id = {visit.run}")
    return row


def test_a_neighbour_of_five_bad_crawls_is_whole(bad_night):
    data_dir, sites, result, visits, _, problems, _ = bad_night
    assert visits[NEIGHBOUR].outcome == "ok"
    stored = {row.key for row in rows(data_dir, f"select key from article where portal = '{NEIGHBOUR}'")}
    assert stored == set(sites[NEIGHBOUR].expected_keys())
    assert problems == []
    assert not result.good
    assert {visit.portal for visit in result.visits if not visit.good} == set(BAD)


def test_a_crash_in_c_code_takes_only_its_own_crawl(bad_night):
    data_dir, _, _, visits, _, _, _ = bad_night
    visit = visits["bacyen"]
    assert visit.outcome == "broken"
    assert visit.reasons[0] == "killed: ended by SIGABRT"
    assert row_of(data_dir, visit).outcome == "broken"
    assert "SIGABRT" in row_of(data_dir, visit).reasons
    assert visit.log.read_text(encoding="utf-8")


def test_a_crawl_that_hangs_is_stopped_and_then_killed(bad_night):
    data_dir, _, _, visits, _, _, _ = bad_night
    visit = visits["tamphuoc"]
    assert visit.outcome == "broken"
    assert visit.reasons == ("killed: no end after 0 minutes",)
    # 25 s of its own, 5 s to close, 3 s after the first and 2 s after the second SIGTERM; then SIGKILL.
    assert 34 < visit.seconds < 40
    assert "no end after" in row_of(data_dir, visit).reasons


def test_a_crawl_that_leaks_is_killed_before_the_machine_suffers(bad_night):
    visit = bad_night[3]["thanhliem"]
    assert visit.outcome == "broken"
    assert visit.reasons[0].startswith("killed: its memory grew to ")
    assert visit.reasons[0].endswith("(limit 400 MiB)")
    assert visit.seconds < 30


def test_a_crawl_killed_by_somebody_else_is_seen(bad_night):
    data_dir, _, _, visits, _, _, _ = bad_night
    assert visits["mocchau"].outcome == "broken"
    assert visits["mocchau"].reasons[0] == "killed: ended by SIGKILL"
    assert row_of(data_dir, visits["mocchau"]).outcome == "broken"


def test_an_exit_code_of_0_is_not_believed(bad_night):
    _, _, _, visits, _, _, _ = bad_night
    assert visits["thainguyen"].outcome == "broken"
    assert visits["thainguyen"].reasons[0] == "its process ended without closing it: exit code 0"


def test_nothing_of_a_bad_crawl_is_left_running(bad_night):
    data_dir, rest = bad_night[0], bad_night[6]
    owners = rows(data_dir, "select owner from run order by id limit 6")
    assert not {int(row.owner.split("/")[1]) for row in owners} & rest.keys()


def test_the_next_night_makes_good_for_all(bad_night):
    data_dir, sites, _, _, again, _, _ = bad_night
    assert {visit.portal: visit.outcome for visit in again.visits} == dict.fromkeys(sites, "ok")
    for name, site in sites.items():
        stored = {row.key for row in rows(data_dir, f"select key from article where portal = '{name}'")}
        assert stored == set(site.expected_keys()), name


# --- stopping -----------------------------------------------------------------------------------------------------
def test_a_stop_ends_honest_and_hanging_crawls_in_the_stated_time_and_begins_no_other(tmp_path):
    asked = []
    sites = imitations("yenbai", "bacyen", "tamphuoc", articles=30, yenbai=0.3)
    settings = faults(bacyen="hang")
    with nights(tmp_path, sites, settings=settings, stopping=lambda: len(asked)) as (made, server):
        results = []
        work = threading.Thread(target=lambda: results.append(made.once(Round.NIGHT)))
        work.start()
        until(lambda: all(server.stats[sites[name].hosts[0]].requests >= AT for name in ("yenbai", "bacyen")))
        time.sleep(1)
        told = time.monotonic()
        asked.append(1)
        work.join()
        took = time.monotonic() - told
    [result] = results
    assert LIMITS.stop <= took < LIMITS.stop + 3
    visits = {visit.portal: visit for visit in result.visits}
    assert [one.portal for one in result.not_begun] == ["tamphuoc"]
    assert visits["yenbai"].outcome == "partial"
    assert CUT_OFF in visits["yenbai"].reasons
    assert visits["bacyen"].reasons == ("killed",)  # not the portal's fault: it is visited again
    assert "tamphuoc" not in {row.portal for row in rows(tmp_path, "select portal from run")}


def test_a_stop_before_a_crawl_has_opened_its_run_leaves_no_row(tmp_path):
    began = []
    sites = imitations("yenbai")
    with nights(tmp_path, sites, stopping=lambda: int(bool(began) and time.monotonic() - began[0] > 0.3)) as (made, _):
        made.told = lambda progress: began.append(time.monotonic())
        result = made.once(Round.NIGHT)
        assert [visit.outcome for visit in result.visits] == [STOPPED]
        assert query.runs(made.engine) == []


def test_a_second_signal_kills_at_once(tmp_path):
    asked = []
    sites = imitations("bacyen", articles=30)
    with nights(tmp_path, sites, settings=faults(bacyen="hang"), stopping=lambda: len(asked)) as (made, server):
        work = threading.Thread(target=made.once, args=(Round.NIGHT,))
        work.start()
        until(lambda: server.stats[sites["bacyen"].hosts[0]].requests >= AT)
        time.sleep(0.5)
        told = time.monotonic()
        asked.extend([1, 1])
        work.join()
        assert time.monotonic() - told < 2


# --- starting -----------------------------------------------------------------------------------------------------
def test_a_host_that_somebody_else_crawls_is_waited_for(tmp_path):
    sites = imitations("yenbai")
    with nights(tmp_path, sites) as (made, _):
        other = HostLock(made.config.lock_dir, "yenbai.gov.vn")
        threading.Timer(3, other.close).start()
        result = made.once(Round.NIGHT)
    assert [visit.outcome for visit in result.visits] == ["ok"]


def test_a_host_that_stays_busy_is_left_with_the_reason(tmp_path):
    sites = imitations("yenbai")
    with nights(tmp_path, sites) as (made, _):
        made.busy_wait = 1.0
        with HostLock(made.config.lock_dir, "yenbai.gov.vn"):
            result = made.once(Round.NIGHT)
        assert [(visit.outcome, visit.good) for visit in result.visits] == [("partial", False)]
        assert str(os.getpid()) in result.visits[0].reasons[0]
        [row] = query.runs(made.engine)  # else nights of it would be silent
    assert (row.outcome, findings.find(row.reasons).code) == ("partial", "busy")
    assert [one.portal for one in result.not_begun] == ["yenbai"]


def test_a_broken_folder_of_locks_is_told_of_every_portal_at_once(tmp_path):
    with nights(tmp_path / "data", imitations("yenbai", "bacyen")) as (made, _):
        made.config = replace(made.config, lock_dir=tmp_path / "file")
        (tmp_path / "file").write_text("", encoding="utf-8")
        began = time.monotonic()
        result = made.once(Round.NIGHT)
        assert time.monotonic() - began < 10
        found = query.runs(made.engine)
    assert [visit.outcome for visit in result.visits] == ["broken", "broken"]
    assert {findings.find(row.reasons).code for row in found} == {"locks"}


def test_a_locked_archive_delays_no_stop_and_is_written_to_when_it_is_free(tmp_path):
    asked = []
    sites = imitations("bacyen", articles=30)
    with nights(tmp_path, sites, settings=faults(bacyen="hang"), stopping=lambda: len(asked)) as (made, server):
        results = []
        work = threading.Thread(target=lambda: results.append(made.once(Round.NIGHT)))
        work.start()
        until(lambda: server.stats[sites["bacyen"].hosts[0]].requests >= AT)
        time.sleep(0.5)
        victim = process_of(tmp_path, "bacyen")
        other = sqlite3.connect(tmp_path / "archive.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        told = time.monotonic()
        asked.append(1)
        until(lambda: victim not in memory_by_group())
        assert time.monotonic() - told < LIMITS.stop + 3
        other.execute("ROLLBACK")
        work.join()
        [row] = query.runs(made.engine)
    assert row.outcome == "broken"
    assert "requests" in row.counts  # as many as pages are stored


def test_an_archive_that_is_deleted_stops_the_round_and_none_is_made_in_its_place(tmp_path):
    sites = imitations("yenbai", "bacyen", articles=20)
    with nights(tmp_path, sites, CCHC_AT_ONCE="1") as (made, server):
        threading.Thread(
            target=lambda: (
                until(lambda: server.stats[sites["yenbai"].hosts[0]].requests >= AT),
                [file.unlink() for file in tmp_path.glob("archive.db*")],
            )
        ).start()
        with pytest.raises(ArchiveError, match="gone"):
            made.once(Round.NIGHT)
    assert not (tmp_path / "archive.db").exists()


def test_the_last_words_of_a_log_are_its_errors_and_no_table():
    said = "__main__.py: error: the archive cannot be opened: another process holds the archive (database is locked)"
    lines = ["2026-11-24 16:31:55 INFO    scrapy: started", "Usage", "=====", "  scrapy crawl [-a mode=x] NAME", said]
    assert last_words(lines) == [said]
    table = ["│ received │ 0.2 MiB │", "└──────────┴─────────┘", "asked: 10 listing pages"]
    assert last_words(["2026-11-24 16:12:25 ERROR   crawler: database is locked", *table]) == [
        "2026-11-24 16:12:25 ERROR   crawler: database is locked"
    ]
    assert last_words(["2026-11-24 16:12:25 INFO    x: stored", *table]) == []


def test_a_crawl_that_dies_before_its_run_is_written_down_all_the_same(tmp_path):
    sites = imitations("yenbai", "bacyen")
    with nights(tmp_path, sites, settings={"DOWNLOAD_DELAY": "0"}) as (made, _):  # refused before the first request
        result = made.once(Round.NIGHT)
        [row, _] = query.runs(made.engine)
    assert [visit.outcome for visit in result.visits] == ["broken", "broken"]
    assert row.outcome == "broken"
    assert row.reasons[0] == "the crawl ended before its run began: exit code 1"
    assert any("delay" in reason.lower() for reason in row.reasons)


def test_a_portal_whose_file_cannot_be_read_is_broken_and_the_others_are_visited(tmp_path):
    fault = "spiders/bacyen.py cannot be read: SyntaxError: invalid syntax"
    with nights(tmp_path, imitations("tamphuoc")) as (made, _):
        made.portals = (Wanted("bacyen", "", ("bacyen",), fault), *made.portals)
        result = made.once(Round.NIGHT)
    assert {visit.portal: visit.outcome for visit in result.visits} == {"bacyen": "broken", "tamphuoc": "ok"}
    [row] = rows(tmp_path, "select outcome, reasons from run where portal = 'bacyen'")
    assert row.outcome == "broken"
    assert "SyntaxError" in row.reasons
