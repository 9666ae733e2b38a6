"""`python scheduler.py` as an operator runs it: one round, the nights, two at once, killed, stopped, only looked at."""

import datetime as dt
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from archive.db import LOCAL
from tests.crawling import QUICK, ROOT, environment, rows
from tests.nights.faulty import AT
from tests.nights.rounding import entry, faults, imitations, until
from tests.replica.demo import Broken
from tests.replica.server import ReplicaServer

pytestmark = pytest.mark.timeout(150)
OFF = {"CCHC_SWEEP": "off", "CCHC_RECHECK": "off", "CCHC_BACKUP": "off", "CCHC_NIGHT_JITTER": "0"}


def command(*arguments, **settings):
    options = [part for name, value in (QUICK | settings).items() for part in ("-s", f"{name}={value}")]
    return [sys.executable, str(ROOT / "scheduler.py"), *arguments, *options]


def scheduler(data_dir, server, *arguments, settings=None, **more):
    """To its end."""
    return subprocess.run(
        command(*arguments, **(settings or {})),
        cwd=data_dir,
        env=environment(data_dir, server, **more),
        capture_output=True,
        text=True,
        timeout=140,
        check=False,
    )


@contextmanager
def running(data_dir, server, *arguments, settings=None, **more):
    """In the background; killed at the end where it still runs."""
    process = subprocess.Popen(
        command(*arguments, **(settings or {})),
        env=environment(data_dir, server, **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def named(sites):
    return ("--portals", ",".join(entry(name, site) for name, site in sites.items()))


def a_night_that_goes_on():
    """Settings of a night that began two minutes ago and ends in three hours."""
    began = dt.datetime.now(LOCAL) - dt.timedelta(minutes=2)
    return OFF | {
        "CCHC_NIGHT": f"{began.minute} {began.hour} * * *",
        "CCHC_NIGHT_ENDS": f"{began + dt.timedelta(hours=3):%H:%M}",
    }


def log_of(data_dir):
    file = data_dir / "logs" / "scheduler.log"
    return file.read_text(encoding="utf-8") if file.exists() else ""


def runs(data_dir):
    return [(row.portal, row.outcome) for row in rows(data_dir, "select portal, outcome from run order by id")]


# --- one round ----------------------------------------------------------------------------------------------------
def test_once_exits_0_where_all_is_well_and_1_with_a_clear_table_where_one_is_broken(tmp_path):
    sites = imitations("yenbai", "bacyen", articles=12)
    with ReplicaServer(sites.values()) as server:
        done = scheduler(tmp_path, server, "--once", *named(sites))
    assert done.returncode == 0, done.stderr
    assert "2 of 2 portals ok" in done.stdout
    assert re.search(r"yenbai +ok ", done.stdout)
    with ReplicaServer([sites["yenbai"], Broken(sites["bacyen"])]) as server:
        done = scheduler(tmp_path, server, "--once", *named(sites))
    assert done.returncode == 1
    assert re.search(r"yenbai +ok ", done.stdout)
    assert re.search(r"bacyen +(partial|empty|broken) ", done.stdout)
    assert "bacyen: " in done.stdout
    log = re.search(r"log: (\S*bacyen/\S+-nightly\.log)", done.stdout.replace("\n", ""))
    assert log
    assert (tmp_path / log[1]).is_file()
    assert "1 of 2 portals ok" in done.stdout


def test_a_portal_without_an_address_is_said_and_is_no_failure(tmp_path):
    sites = imitations("bacyen")
    with ReplicaServer(sites.values()) as server:
        done = scheduler(tmp_path, server, "--once", "--portals", "bacyen,tamphuoc")
    assert done.returncode == 0, done.stderr
    assert "tamphuoc: left out: no known address" in done.stdout
    assert "1 of 1 portals ok, 1 left out" in done.stdout


def test_once_makes_a_sweep_or_a_recheck_too(tmp_path):
    sites = imitations("bacyen")
    with ReplicaServer(sites.values()) as server:
        for mode in ("sweep", "recheck"):
            done = scheduler(tmp_path, server, "--once", f"--{mode}", *named(sites))
            assert done.returncode == 0, done.stdout + done.stderr
            assert f"The {mode}" in done.stdout
    assert [row.mode for row in rows(tmp_path, "select mode from run order by id")] == ["sweep", "recheck"]


def test_every_crawl_has_its_own_log_wherever_the_command_was_typed(tmp_path):
    sites = imitations("yenbai", "bacyen")
    with ReplicaServer(sites.values()) as server:
        assert scheduler(tmp_path, server, "--once", *named(sites)).returncode == 0
    for name in sites:
        [log] = (tmp_path / "logs" / name).iterdir()
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d{4}-nightly\.log", log.name)
        assert name in log.read_text(encoding="utf-8")


# --- before anything is done --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("arguments", "variables", "words"),
    [
        (("--once", "--portals", "yenbay"), {}, "there is no portal yenbay"),
        (("--once",), {"CCHC_CONTACT": ""}, "CCHC_CONTACT"),
        ((), {"CCHC_NIGHT": "61 1 * * *"}, "CCHC_NIGHT"),
        ((), {"CCHC_PORTALS": "yenbai=other.vn"}, "has its address"),
        ((), {"CCHC_PORTALS": "yenbay"}, "CCHC_PORTALS: there is no portal yenbay"),
        ((), {"CCHC_PORTALS": ","}, "CCHC_PORTALS: ',' names no portal"),
        ((), {"CCHC_NIGHT": "30 1 31 2 *"}, "CCHC_NIGHT: '30 1 31 2 *' is no time that comes"),
        (("--sweep",), {}, "go with --once"),
        (("--once", "-s", "DOWNLOAD_DELAY"), {}, "NAME=VALUE"),
        (("--once", "--sweep", "--recheck"), {}, "not allowed with"),
    ],
)
def test_what_was_mistyped_is_said_and_exits_2(tmp_path, arguments, variables, words):
    data_dir = tmp_path / "data"
    own = environment(data_dir, None, **({"CCHC_CONTACT": "test@example.org"} | variables))
    done = subprocess.run(
        [sys.executable, str(ROOT / "scheduler.py"), *arguments],
        env=own,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not data_dir.exists()


def test_a_dry_run_says_what_would_run_and_when_and_writes_nothing(tmp_path):
    data_dir = tmp_path / "data"
    done = subprocess.run(
        [sys.executable, str(ROOT / "scheduler.py"), "--dry-run"],
        cwd=tmp_path,
        env=environment(data_dir, None, CCHC_CONTACT="test@example.org", CCHC_PORTALS="yenbai,tamphuoc"),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for job, words in {
        "night": r"\d{4}-\d\d-\d\d 01:30",
        "sweep": "02:00",
        "recheck": "Sun ",
        "upkeep": "06:30",
    }.items():
        assert re.search(rf"{job} +.*{words}", done.stdout), job
    assert re.search(r"1 +yenbai +yenbai -a mode=nightly", done.stdout)
    assert "tamphuoc: left out: no known address" in done.stdout
    assert "A missed night is made up for once" in done.stdout
    assert not data_dir.exists()


@pytest.mark.parametrize("arguments", [("--dry-run",), ("--once", "--portals", "yenbai"), ()])
def test_an_archive_that_cannot_be_opened_is_said_and_exits_1(tmp_path, arguments):
    (tmp_path / "archive.db").write_bytes(b"no database at all, whatever its name says" * 100)
    done = subprocess.run(
        [sys.executable, str(ROOT / "scheduler.py"), *arguments],
        env=environment(tmp_path, None, CCHC_CONTACT="test@example.org"),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "damaged or something else" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_dry_run_knows_what_the_archive_holds(tmp_path):
    sites = imitations("yenbai", "bacyen")
    with ReplicaServer(sites.values()) as server:
        assert scheduler(tmp_path, server, "--once", "--portals", "bacyen").returncode == 0
        before = {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*") if file.is_file()}
        done = scheduler(tmp_path, server, "--dry-run", "--portals", "yenbai,bacyen", **a_night_that_goes_on())
        assert {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*") if file.is_file()} == before
    assert done.returncode == 0, done.stderr
    now, following = done.stdout.split("The night of")[0], done.stdout.split("The night of")[1]
    assert "bacyen: left out: visited by run 1" in " ".join(now.split())
    assert "yenbai -a mode=nightly" in now
    assert "bacyen -a mode=nightly" in following


# --- the nights ---------------------------------------------------------------------------------------------------
def test_of_two_schedulers_started_at_once_one_works_and_the_other_names_it(tmp_path):
    sites = imitations("bacyen")
    with (
        ReplicaServer(sites.values()) as server,
        running(tmp_path, server, *named(sites), **a_night_that_goes_on()) as one,
        running(tmp_path, server, *named(sites), **a_night_that_goes_on()) as other,
    ):
        until(lambda: one.poll() is not None or other.poll() is not None)
        second, first = (one, other) if one.poll() is not None else (other, one)
        assert second.returncode == 3
        assert f"process {first.pid} (the nights" in second.stdout.read()
        until(lambda: runs(tmp_path) == [("bacyen", "ok")] if (tmp_path / "archive.db").exists() else False)
        third = scheduler(tmp_path, server, "--once", *named(sites))  # nor does a round by hand get in between
        assert third.returncode == 3
        assert str(first.pid) in third.stderr
        first.send_signal(signal.SIGTERM)
        assert first.wait(20) == 0
    assert runs(tmp_path) == [("bacyen", "ok")]


def test_a_killed_scheduler_leaves_no_crawl_behind_and_the_next_start_makes_up_for_it_once(tmp_path):
    sites = imitations("bacyen", "yenbai", articles=30, yenbai=0.4)
    night = a_night_that_goes_on()
    with ReplicaServer(sites.values()) as server:
        slow = server.stats["yenbai.gov.vn"]
        with running(tmp_path, server, *named(sites), **night) as first:
            until(lambda: slow.requests > 5 and ("bacyen", "ok") in runs(tmp_path))
            first.kill()
            first.wait()
        crawl = rows(tmp_path, "select owner from run where portal = 'yenbai'")[0].owner.split("/")[1]
        until(lambda: not os.path.exists(f"/proc/{crawl}"), 30)  # noqa: PTH110
        asked = slow.requests
        # The lock was freed with the process; who was visited is left alone, who was cut off is visited again.
        with running(tmp_path, server, *named(sites), **night) as second:
            until(lambda: ("yenbai", "ok") in runs(tmp_path))
            assert slow.requests > asked
            until(lambda: "made up for the night of 1 portals" in log_of(tmp_path))
            second.kill()
            second.wait()
        with running(tmp_path, server, *named(sites), **night) as third:
            until(lambda: "the start: nothing was missed" in log_of(tmp_path))
            third.send_signal(signal.SIGTERM)
            assert third.wait(20) == 0
    *first_two, last = runs(tmp_path)
    assert last == ("yenbai", "ok")
    # The kernel may tell a crawl once for each thread of the dead scheduler: in order (partial) or not (killed).
    assert sorted(first_two) in ([("bacyen", "ok"), ("yenbai", "partial")], [("bacyen", "ok"), ("yenbai", "broken")])
    stored = {row.key for row in rows(tmp_path, "select key from article where portal = 'yenbai'")}
    assert stored == set(sites["yenbai"].expected_keys())


def test_a_crawl_that_hangs_when_its_scheduler_is_killed_is_ended_by_the_kernel(tmp_path):
    """It does not hear SIGTERM; the alarm set before it began does not ask it."""
    ready = tmp_path / "ready"
    code = f"import pathlib, time; pathlib.Path({str(ready)!r}).touch(); time.sleep(60)"
    launch = [sys.executable, "-m", "crawler.nights.launch", str(os.getpid()), "2"]
    process = subprocess.Popen(
        [*launch, sys.executable, "-c", f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {code}"],
        cwd=ROOT,
    )
    began = time.monotonic()
    assert process.wait(20) == -signal.SIGALRM
    assert ready.exists()
    assert time.monotonic() - began < 10


def test_sigterm_ends_running_crawls_in_order_within_the_stated_time(tmp_path):
    sites = imitations("bacyen", "yenbai", articles=30, yenbai=0.3, bacyen=0.3)
    with (
        ReplicaServer(sites.values()) as server,
        running(tmp_path, server, *named(sites), **a_night_that_goes_on()) as process,
    ):
        until(lambda: all(server.stats[site.hosts[0]].requests > 8 for site in sites.values()))
        told = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(70) == 0
        took = time.monotonic() - told
    assert took < 15  # nothing hangs here: 45 s + 10 s are for what does (tests/nights/test_rounds.py)
    assert {outcome for _, outcome in runs(tmp_path)} == {"partial"}
    for row in rows(tmp_path, "select reasons from run"):
        assert "stopped before the end: shutdown" in row.reasons
    assert "stopped after" in log_of(tmp_path)


@pytest.mark.long  # a minute of waiting; with shorter waits: tests/nights/test_rounds.py
@pytest.mark.timeout(240)
def test_sigterm_ends_a_hanging_crawl_within_the_stated_time_too(tmp_path):
    sites = imitations("bacyen", articles=30)
    with (
        ReplicaServer(sites.values()) as server,
        running(tmp_path, server, *named(sites), settings=faults(bacyen="hang"), **a_night_that_goes_on()) as process,
    ):
        until(lambda: server.stats[sites["bacyen"].hosts[0]].requests >= AT)
        time.sleep(1)
        told = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(80) == 0
        took = time.monotonic() - told
    assert 54 < took < 70
    assert runs(tmp_path) == [("bacyen", "broken")]
