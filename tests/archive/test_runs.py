"""The ledger of runs: opened, closed once, found dead, and never imitation beside life."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from archive import runs
from archive.db import writing
from archive.records import Outcome
from archive.store import MixedSources, PortalInfo, RunClosed, Store, UnknownUnit
from tests.archive.building import PORTAL, Crawl, article, at

OTHER = PortalInfo("laocai", "laocai.gov.vn", "lao-cai", "Lào Cai")


def own_by(engine: Engine, run_id: int, owner: str) -> None:
    """Let another process own a run."""
    with writing(engine) as connection:
        connection.execute(text("UPDATE run SET owner = :owner WHERE id = :id"), {"owner": owner, "id": run_id})


def test_a_run_is_closed_once_with_outcome_reasons_and_counts(engine: Engine) -> None:
    crawl = Crawl(engine)
    crawl.store.finish_run(crawl.run_id, "partial", ["3 of 60 failed"], {"stored": 57, "failed": 3})
    with pytest.raises(RunClosed):
        crawl.store.finish_run(crawl.run_id, "ok", [], {})
    with pytest.raises(RunClosed):
        crawl.store.finish_run(crawl.run_id + 1, "ok", [], {})
    assert crawl.rows("SELECT portal, mode, source, outcome FROM run") == [("yenbai", "nightly", "live", "partial")]


def test_the_portal_is_kept_as_it_was_declared_last(engine: Engine) -> None:
    Crawl(engine)
    crawl = Crawl(engine, PortalInfo("yenbai", "yenbai.laocai.gov.vn", "yen-bai", "Yên Bái"))
    assert crawl.rows("SELECT name, host, title FROM portal") == [("yenbai", "yenbai.laocai.gov.vn", "Yên Bái")]


def test_what_is_not_known_this_time_leaves_what_was_known(engine: Engine) -> None:
    crawl = Crawl(engine)
    kept = "SELECT host, unit, title, level, district FROM portal"
    Crawl(engine, PortalInfo("yenbai", "", None, "Yên Bái", "province"))
    assert crawl.rows(kept) == [("yenbai.gov.vn", "yen-bai", "Yên Bái", "province", None)]
    Crawl(engine, PortalInfo("yenbai", "yenbai.gov.vn", None, "Yên Bái"))
    assert crawl.rows(kept) == [("yenbai.gov.vn", "yen-bai", "Yên Bái", "province", None)]


def test_a_unit_that_becomes_known_or_changes_files_the_articles_anew_and_says_so(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    def units() -> dict[str, tuple[str | None, str | None]]:
        rows = crawl.rows("SELECT key, unit, province FROM article WHERE portal = 'xa.example'")
        return {key: (unit, province) for key, unit, province in rows}

    def declared(unit: str | None) -> Crawl:
        return Crawl(engine, PortalInfo("xa.example", "xa.example", unit, "xa.example"))

    other = Crawl(engine)
    other.put(article("theirs"))
    crawl = declared(None)
    crawl.put(article("old", published_at=dt.date(2019, 7, 20)))
    crawl.put(article("new", published_at=dt.date(2025, 7, 1), text=f"{article('x').text} khác"))
    assert set(units().values()) == {(None, None)}
    declared("son-la")
    assert units() == {"old": ("son-la", "son-la"), "new": ("son-la", "son-la")}
    assert "xa.example: its unit was not known and is son-la; 2 articles filed anew" in caplog.text
    caplog.clear()
    declared(None)
    declared("son-la")
    assert units() == {"old": ("son-la", "son-la"), "new": ("son-la", "son-la")}
    assert caplog.text == ""
    declared("yen-bai")
    assert units() == {"old": ("yen-bai", "yen-bai"), "new": ("lao-cai@2025-07-01", "lao-cai")}
    assert "its unit was son-la and is yen-bai" in caplog.text
    assert other.one("SELECT unit FROM article WHERE key = 'theirs'") == "yen-bai"


def test_a_portal_of_an_unknown_unit_is_refused(engine: Engine) -> None:
    store = Store(engine)
    with pytest.raises(UnknownUnit, match="yen_bai"):
        store.start_run(PortalInfo("yenbai", "yenbai.gov.vn", "yen_bai", "Yên Bái"), "nightly", "live")
    assert store.holds_replica() is None


def test_counts_tell_article_addresses_by_outcome_and_other_pages_by_kind(engine: Engine) -> None:
    crawl = Crawl(engine)
    crawl.put(article("1", "một"))
    crawl.put(article("2", "hai"))
    crawl.miss("3")
    crawl.page(article("4").url, "4")
    crawl.page("https://yenbai.gov.vn/Tin", None, kind="listing")
    crawl.page("https://yenbai.gov.vn/robots.txt", None, kind="robots")
    assert crawl.store.counts(crawl.run_id) == {"stored": 2, "missing": 1, "unjudged": 1, "listing": 1, "robots": 1}


def test_a_run_whose_process_is_dead_is_closed_as_broken_and_its_open_page_as_interrupted(engine: Engine) -> None:
    with subprocess.Popen([sys.executable, "-c", "pass"]) as process:
        dead = process.pid
    killed = Crawl(engine)
    killed.put(article("1"))
    killed.page(article("2").url, "2")
    killed.page("https://yenbai.gov.vn/Tin", None, kind="listing")
    machine = killed.one("SELECT owner FROM run").split("/")[0]
    own_by(engine, killed.run_id, f"{machine}/{dead}/123")
    after = Crawl(engine, day=1)
    [run] = after.rows("SELECT outcome, reasons, counts FROM run WHERE id = :id", id=killed.run_id)
    assert run[0] == "broken"
    assert "killed" in str(run[1])
    assert killed.store.counts(killed.run_id) == {"stored": 1, "failed": 1, "listing": 1}
    assert after.rows("SELECT kind, outcome, reason FROM page WHERE outcome = 'failed'") == [
        ("article", "failed", "interrupted")
    ]
    with pytest.raises(RunClosed):
        killed.store.finish_run(killed.run_id, "ok", [], {})


def test_a_run_of_a_living_process_and_of_another_portal_is_left_alone(engine: Engine) -> None:
    first, other = Crawl(engine), Crawl(engine, OTHER)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        machine = first.one("SELECT owner FROM run WHERE id = :id", id=first.run_id).split("/")[0]
        own_by(engine, first.run_id, f"{machine}/{process.pid}/{runs._process_start(process.pid)}")
        Crawl(engine)
        open_runs = {run for (run,) in other.rows("SELECT id FROM run WHERE outcome IS NULL")}
        process.communicate(b"\n")
    assert {first.run_id, other.run_id} < open_runs


def test_a_process_number_that_was_given_out_again_is_a_dead_process(engine: Engine) -> None:
    first = Crawl(engine)
    machine = first.one("SELECT owner FROM run").split("/")[0]
    own_by(engine, first.run_id, f"{machine}/{os.getppid()}/1")
    Crawl(engine)
    assert first.one("SELECT outcome FROM run WHERE id = :id", id=first.run_id) == "broken"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked up in /proc")
def test_a_process_has_its_own_start_and_none_once_it_has_ended_even_before_its_parent_noticed() -> None:
    process = subprocess.Popen([sys.executable, "-c", "pass"])
    started = int(runs._process_start(process.pid))
    assert started > int(runs._process_start(os.getpid()))
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    assert runs._process_start(process.pid) == ""
    process.wait()
    assert runs._process_start(process.pid) == ""


@pytest.mark.parametrize(("days", "outcome"), [(0.9, None), (2.1, "broken")])
def test_a_run_of_another_machine_is_dead_after_a_day_without_a_page(engine: Engine, days, outcome) -> None:
    first = Crawl(engine)
    first.put(article("1"), day=1)
    own_by(engine, first.run_id, "elsewhere/1/1")
    Store(engine, clock=lambda: at(days)).start_run(PORTAL, "nightly", "live")
    assert first.one("SELECT outcome FROM run WHERE id = :id", id=first.run_id) == outcome


@pytest.mark.parametrize(
    ("holds", "wanted"), [("replica", "live"), ("live", "replica"), ("wayback", "replica"), ("replica", "warc:a.gz")]
)
def test_imitation_and_life_never_share_an_archive(engine: Engine, holds: str, wanted: str) -> None:
    first = Crawl(engine, source=holds)
    assert first.store.holds_replica() is (holds == "replica")
    with pytest.raises(MixedSources, match="CCHC_DATA_DIR"):
        first.store.start_run(OTHER, "nightly", wanted)
    assert first.rows("SELECT source FROM run") == [(holds,)]
    assert first.one("SELECT count(*) FROM portal") == 1


def test_different_kinds_of_life_share_an_archive(engine: Engine) -> None:
    assert Store(engine).holds_replica() is None
    for source in ("live", "wayback", "warc:a.warc.gz"):
        Crawl(engine, source=source)
    assert Store(engine).holds_replica() is False


# Poison


def interrupt(engine: Engine, key: str, **place: object) -> Crawl:
    """A crawl that dies while it reads a page."""
    crawl = Crawl(engine)
    crawl.page(article(key).url, key, **place)
    return crawl


def test_an_address_whose_reading_was_begun_twice_and_never_ended_is_poison(engine: Engine) -> None:
    url = article("1").url
    interrupt(engine, "1")
    assert Crawl(engine).store.poisoned("yenbai") == set()
    interrupt(engine, "1")
    crawl = Crawl(engine)
    assert crawl.store.poisoned("yenbai") == {url}
    assert crawl.store.poisoned("laocai") == set()
    crawl.store.settle(crawl.page(url, "1"), Outcome.FAILED, "poison")
    assert Crawl(engine).store.poisoned("yenbai") == {url}  # left out once, not forgiven


def test_an_address_that_was_read_in_the_end_is_no_poison(engine: Engine) -> None:
    interrupt(engine, "1")
    interrupt(engine, "1")
    crawl = Crawl(engine)
    crawl.put(article("1"))
    assert crawl.store.poisoned("yenbai") == set()
    interrupt(engine, "1")
    assert Crawl(engine).store.poisoned("yenbai") == set()


def test_an_interrupted_record_of_a_warc_file_is_taken_up_again_and_counted(engine: Engine) -> None:
    place = {"warc_file": "a.warc.gz", "warc_offset": 0}
    interrupt(engine, "1", **place)
    second = interrupt(engine, "1", **place)
    assert second.rows("SELECT run_id, attempts, outcome FROM page") == [(second.run_id, 2, None)]
    third = Crawl(engine)
    assert third.store.poisoned("yenbai") == {article("1").url}
    assert third.put(article("1"), **place) is Outcome.STORED
    assert third.one("SELECT count(*) FROM page") == 1


def test_a_page_that_a_living_run_could_not_judge_is_owed_and_never_poison(engine: Engine) -> None:
    """The database goes away between two transactions of one page, night after night: the page is not to blame."""
    url = article("1").url
    for _ in range(3):
        crawl = Crawl(engine)
        crawl.page(url, "1")
        crawl.store.finish_run(crawl.run_id, "broken", ["stopped before the end: archive_failed"], {})
    assert crawl.rows("SELECT outcome, reason FROM page") == [("failed", "interrupted")] * 3
    assert crawl.store.poisoned("yenbai") == set()
    assert [owed.key for owed in crawl.store.owed("yenbai", since=at(-1), most_tries=5)] == ["1"]
