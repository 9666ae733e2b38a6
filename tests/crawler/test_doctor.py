"""`cchc doctor` where everything is fine, where single things are wrong, and where nearly nothing works."""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from archive.backup import backup
from archive.db import connect, writing
from archive.models import Portal, Run
from crawler import checks, clock, doctor
from crawler.checks import Check, State, Subject
from tests.crawling import ROOT

NOW = dt.datetime(2026, 11, 24, 3, tzinfo=dt.UTC)
GOOD = {"CCHC_CONTACT": "you@example.org", "CCHC_DISK_RESERVE": "0"}
pytestmark = pytest.mark.timeout(120)


def run(*words: str, flags: tuple[str, ...] = (), **variables: str) -> subprocess.CompletedProcess[str]:
    """`python cchc.py …` in a process of its own."""
    given = {name: value for name, value in os.environ.items() if not name.startswith("CCHC_")} | variables
    command = [sys.executable, *flags, str(ROOT / "cchc.py"), *words]
    return subprocess.run(command, cwd="/", env=given, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, migrated_sqlite: Path) -> Path:
    """An installation with an empty archive in a folder; the environment says so."""
    for name in [name for name in os.environ if name.startswith("CCHC_")]:
        monkeypatch.delenv(name)
    for name, value in (GOOD | {"CCHC_DATA_DIR": str(tmp_path), "CCHC_LOCK_DIR": str(tmp_path / "locks")}).items():
        monkeypatch.setenv(name, value)
    shutil.copyfile(migrated_sqlite, tmp_path / "archive.db")
    return tmp_path


def found(name: str) -> list[Check]:
    """What a check says now."""
    return [one for one in doctor.examine(Subject()) if one.check == name]


def state(name: str) -> State:
    """The worst that a check says."""
    return max((one.state for one in found(name)), key=list(State).index)


def a_run(folder: Path, started: dt.datetime, outcome: str | None = "ok", **values: Any) -> None:
    """A row of the ledger."""
    row = {"portal": "yenbai", "mode": "nightly", "source": "live", "owner": f"{socket.gethostname()}/1/0"}
    row |= {"reasons": [], "notes": [], "counts": {}, "outcome": outcome, "started_at": started}
    engine = connect(folder / "archive.db")
    with writing(engine) as connection:
        connection.execute(insert(Portal).values(name="yenbai", host="yenbai.gov.vn", title="Yên Bái"))
        connection.execute(insert(Run).values(**row | values))
    engine.dispose()


# --- a sound installation -----------------------------------------------------------------------------------------
def test_nothing_is_wrong_here_and_every_line_that_is_not_ok_says_what_to_do(machine: Path) -> None:
    done = doctor.examine()
    assert [one for one in done if one.state is State.WRONG] == []
    assert all(one.to_do for one in done if one.state is not State.OK)
    assert not any(one.to_do for one in done if one.state is State.OK)
    assert {"Python", "packages", "names", "database", "disk", "clock", "contact", "scheduler"} <= {
        o.check for o in done
    }


def test_the_command_has_a_table_a_json_form_and_an_exit_code(tmp_path: Path) -> None:
    where = {"CCHC_DATA_DIR": str(tmp_path / "none yet"), "CCHC_LOCK_DIR": str(tmp_path)}
    good = run("doctor", "--json", **GOOD, **where)
    assert good.returncode == 0, good.stdout + good.stderr
    listed = json.loads(good.stdout)
    assert {tuple(one) for one in listed} == {("check", "state", "found", "to_do")}
    assert not (tmp_path / "none yet").exists()  # it looks and makes nothing
    bad = run("doctor", CCHC_DISK_RESERVE="0", **where)
    assert bad.returncode == 1
    assert "CCHC_CONTACT=you@example.org" in bad.stdout


# --- nearly nothing works -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("words", [("doctor",), ("doctor", "--json")])
def test_it_works_without_a_single_package(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = run(*words, flags=("-S",), **GOOD, CCHC_DATA_DIR=str(tmp_path))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "scrapy is missing" in done.stdout
    assert f"`make setup` in {ROOT}" in done.stdout


def test_other_commands_say_what_is_missing_without_a_traceback() -> None:
    done = run("health", flags=("-S",))
    assert done.returncode == 1
    assert "make setup" in done.stderr
    assert "Traceback" not in done.stderr


def test_variables_that_are_wrong_are_named_and_the_rest_is_looked_at_all_the_same(tmp_path: Path) -> None:
    wrong = {"CCHC_CONTACT": "nobody", "CCHC_DISK_RESERVE": "much", "CCHC_NIGHT": "at night", "CCHC_AT_ONCE": "all"}
    done = run("doctor", "--json", **wrong, CCHC_DATA_DIR=str(tmp_path))
    assert done.returncode == 1
    listed = json.loads(done.stdout)
    said = [one["to_do"] for one in listed if one["check"] == "settings"]
    assert sorted(said) == sorted(f"mend or unset {name}" for name in wrong)
    assert {"database", "disk", "clock"} <= {one["check"] for one in listed}


@pytest.mark.parametrize(
    "url", ["mysql://u:secret@db/x", "postgresql://u:secret@127.0.0.1:1/x", "sqlite:////dev/null/a.db"]
)
def test_a_database_that_cannot_be_there_is_one_line(machine: Path, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("CCHC_DATABASE_URL", url)
    done = doctor.examine()
    assert "wrong" in [one.state for one in done if one.check == "database"] or "sqlite" in url
    assert "secret" not in str(done)
    assert any(one.check == "clock" for one in done)


def test_a_file_that_is_no_database(machine: Path) -> None:
    (machine / "archive.db").write_bytes(b"hardly a database" * 500)
    [one] = found("database")
    assert one.state is State.WRONG
    assert "damaged or something else" in one.found


def test_a_check_that_breaks_is_a_line(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(subject: Subject) -> Any:
        raise RuntimeError("out of order")

    monkeypatch.setattr(doctor, "CHECKS", (("first", broken), *doctor.CHECKS))
    first = doctor.examine()[0]
    assert (first.check, first.state) == ("first", State.WRONG)
    assert "RuntimeError: out of order" in first.found


# --- single things ------------------------------------------------------------------------------------------------
def test_packages_are_held_against_the_pins() -> None:
    assert checks._package_fault("scrapy>=2.19,<2.20") is None
    assert "wanted <1" in str(checks._package_fault("scrapy<1"))
    assert checks._package_fault("no-such-package-of-ours>=1") == "no-such-package-of-ours is missing"


def test_an_archive_of_imitations_is_no_place_for_real_pages(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_run(machine, NOW, source="replica")
    [one] = found("database")
    assert one.state is State.WRONG
    assert "holds imitation, but crawls would be of real portals" in one.found
    monkeypatch.setenv("CCHC_REPLICA", "http=127.0.0.1:8081,https=127.0.0.1:8443")
    assert state("database") is State.OK


def test_tables_of_another_version(machine: Path) -> None:
    with contextlib.closing(sqlite3.connect(machine / "archive.db")) as own:
        own.execute("update alembic_version set version_num = 'r0001'")
        own.commit()
    [one] = found("database")
    assert one.state is State.WRONG
    assert "cchc db upgrade" in one.to_do


def test_a_database_that_another_program_writes_is_no_fault(machine: Path) -> None:
    with contextlib.closing(sqlite3.connect(machine / "archive.db", isolation_level=None)) as own:
        own.execute("BEGIN IMMEDIATE")
        assert state("database") is State.OK


def test_a_disk_below_the_reserve(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert state("disk") is State.OK
    monkeypatch.setenv("CCHC_DISK_RESERVE", "900 TB")
    [one] = found("disk")
    assert one.state is State.WRONG
    assert "no crawl will start" in one.found


def test_a_clock_that_is_behind_what_is_stored(machine: Path) -> None:
    assert found("clock")[0].state is State.OK
    now = dt.datetime.now(dt.UTC)
    a_run(machine, now + dt.timedelta(hours=3))
    assert "behind the newest run" in found("clock")[0].found
    assert found("clock")[0].state is State.WRONG


def test_a_clock_that_is_behind_the_files(machine: Path) -> None:
    (machine / "warc").mkdir()
    later = machine / "warc" / "yenbai-1.warc.gz"
    later.write_bytes(b"")
    os.utime(later, (4_000_000_000, 4_000_000_000))
    assert found("clock")[0].state is State.WRONG


@pytest.mark.parametrize(
    ("newest", "now", "said"),
    [
        (None, NOW, None),
        (NOW, NOW + dt.timedelta(days=900), None),
        (NOW, NOW - dt.timedelta(minutes=4), None),
        (NOW, NOW - dt.timedelta(hours=6), "6.0 hours behind"),
        (NOW + dt.timedelta(days=800), NOW, "800 days behind"),
        (None, dt.datetime(1970, 1, 1, tzinfo=dt.UTC), "before this program was written"),
    ],
)
def test_what_a_clock_can_show(newest: dt.datetime | None, now: dt.datetime, said: str | None) -> None:
    words = clock.fault(now, newest)
    assert words is None if said is None else said in str(words)


def test_a_proxy_that_does_not_answer(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        monkeypatch.setenv("CCHC_PROXY", f"http://user:secret@127.0.0.1:{port}")
        assert [(one.state, one.found) for one in found("proxy")] == [(State.OK, f"127.0.0.1:{port} takes connections")]
    [one] = found("proxy")
    assert one.state is State.WRONG
    assert "secret" not in str(one)


def test_alert_addresses_that_cannot_be_read(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert state("alerts") is State.WARNING
    monkeypatch.setenv("CCHC_ALERT_URLS", "nonsense://secret@nowhere")
    assert state("alerts") is State.WRONG
    assert "secret" not in str(found("alerts"))


def test_folders_that_are_files(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (machine / "a file").write_text("")
    monkeypatch.setenv("CCHC_WARC_DIR", str(machine / "a file"))
    monkeypatch.setenv("CCHC_WARC_COLD", str(machine / "not mounted"))
    assert state("folder of WARC files") is State.WRONG
    assert state("cold folder") is State.WRONG
    assert state("folder of data") is State.OK


def test_a_run_of_a_dead_process(machine: Path) -> None:
    assert state("runs") is State.OK
    with subprocess.Popen(["true"]) as process:
        process.wait()
    a_run(machine, dt.datetime.now(dt.UTC), None, owner=f"{socket.gethostname()}/{process.pid}/1")
    [one] = found("runs")
    assert one.state is State.WARNING
    assert "yenbai (run 1)" in one.found


def test_the_age_of_the_newest_copy(machine: Path) -> None:
    assert "no copy" in found("backup")[0].found
    now = dt.datetime.now(dt.UTC)
    archive, copies = f"sqlite:///{machine / 'archive.db'}", machine / "backup"
    backup(archive, copies, now=now - dt.timedelta(days=9))
    [old] = found("backup")
    assert (old.state, "9.0 days old" in old.found) == (State.WARNING, True)
    backup(archive, copies, now=now)
    [new] = found("backup")
    assert (new.state, "the newest of 2 copies" in new.found) == (State.OK, True)


def test_a_scheduler_that_runs(machine: Path) -> None:
    assert state("scheduler") is State.WARNING
    with (machine / "scheduler.lock").open("w") as lock:
        lock.write("4711 (nights, since 2026-11-24 01:00)\n")
        lock.flush()
        assert state("scheduler") is State.WARNING  # the file outlives its process, the lock does not
        fcntl.flock(lock, fcntl.LOCK_EX)
        [one] = found("scheduler")
        assert one.state is State.OK
        assert "4711" in one.found


def test_an_empty_archive_beside_warc_files_is_wrong(machine: Path) -> None:
    assert state("database") is State.OK
    (machine / "warc").mkdir()
    (machine / "warc" / "yenbai-1.warc.gz").touch()
    [one] = found("database")
    assert one.state is State.WRONG
    assert "the archive is empty, but there are 1 WARC files" in one.found


def test_a_variable_that_is_written_wrong(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CCHC_CONTATC", "you@example.org")
    assert any("CCHC_CONTACT?" in one.to_do for one in found("settings"))
