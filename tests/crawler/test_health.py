"""What the ledger says about a portal, in words a person can act on."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from archive.db import connect, upgrade
from archive.query import RunRow
from archive.store import PortalInfo, Store
from crawler.findings import FINDINGS
from crawler.health import diagnose, is_fine, of_archive
from tests.crawling import ROOT, environment

NIGHT = dt.datetime(2026, 3, 2, 18, 30, tzinfo=dt.UTC)
KEYS = ["portal", "outcome", "last_ok", "reasons", "trend", "diagnosis", "next_step", "notes", "stage", "next_visit"]


def run(outcome: str | None = "ok", *reasons: str, notes: tuple[str, ...] = (), stored: int = 0, **more: Any) -> RunRow:
    """One visit."""
    values: dict[str, Any] = {
        "id": 1,
        "portal": "yenbai",
        "mode": "nightly",
        "source": "live",
        "started_at": NIGHT,
        "finished_at": NIGHT if outcome else None,
        "outcome": outcome,
        "reasons": list(reasons),
        "notes": list(notes),
        "counts": {"stored": stored} if outcome else {},
    }
    return RunRow(**values | more)


@pytest.mark.parametrize(
    ("outcome", "reason", "diagnosis", "next_step"),
    [
        ("skipped", "the portal has no known address; give one with -a host=HOST", "nobody knows", "-a host=HOST"),
        (
            "partial",
            'listing tin page 1: tls: dh key too small (declare tls = "legacy"), at robots.txt',
            "old TLS",
            'tls = "legacy" into spiders/yenbai.py',
        ),
        ("partial", "listing tin page 1: tls: bad record mac", "TLS with the server", "cchc probe yenbai"),
        (
            "blocked",
            "every listing was refused (robots: HTTP 503)",
            "robots.txt answers",
            "https://yenbai.gov.vn/robots",
        ),
        ("blocked", "every listing was refused (robots: wall in its place (captcha))", "before robots.txt", "write to"),
        ("blocked", "every listing was refused (robots)", "robots.txt closes", "left alone"),
        ("blocked", "9 of 9 article addresses were refused (mostly robots)", "robots.txt closes", "left alone"),
        ("blocked", "every listing was refused (wall: Hệ thống đang bảo trì)", "worked on", "next night"),
        ("blocked", "every listing was refused (login: redirected to https://x/login)", "log-in", "public"),
        (
            "blocked",
            "9 of 9 article addresses were refused (mostly wall: captcha)",
            "a wall",
            "not climbed|administrator",
        ),
        ("blocked", "every listing was refused (http_403)", "a wall or a refusal", "administrator"),
        ("empty", "no listing could be read (empty: needs a browser: {{x.Title}})", "scripts fill", "feed"),
        ("partial", "9 of 9 article addresses held no text (mostly empty: needs a browser: x)", "scripts fill", "feed"),
        ("empty", "listing tin: page 1 holds no article link", "rebuilt", "cchc probe yenbai"),
        ("partial", "listing tin page 1: CannotResolveHostError, at robots.txt", "host name", "source=wayback"),
        ("partial", "listing tin page 1: timeout", "does not answer", "next night"),
        ("partial", "listing tin page 1: http_502", "does not answer", "next night"),
        ("partial", "listing tin page 1: redirected to https://x/moi", "moved", "sections in spiders/yenbai.py"),
        ("partial", "listing tin page 1: http_404", "gone", "sections"),
        ("partial", "listing tin goes on after page 50: run it once with -a mode=full", "more was", "-a mode=full"),
        ("partial", "30 of 30 known articles did not answer as articles", "out of order", "cchc probe"),
        ("partial", "9 of 90 article addresses failed", "single pages", "next night"),
        ("partial", "stopped before the end: shutdown", "stopped early", "scrapy crawl yenbai"),
        ("broken", "killed", "died", "scrapy crawl yenbai"),
        ("broken", "3 errors in our own code; see the log", "error of ours", "log"),
        ("partial", "something that nobody foresaw", "see its reasons", "cchc probe yenbai"),
    ],
)
def test_each_reason_has_a_meaning_and_something_to_do(
    outcome: str, reason: str, diagnosis: str, next_step: str
) -> None:
    health = diagnose("yenbai", "yenbai.gov.vn", [run(outcome, reason)])
    assert health.outcome == outcome
    assert health.reasons == (reason,)
    assert diagnosis in health.diagnosis
    assert any(words in f"{health.next_step} {health.diagnosis}" for words in next_step.split("|"))
    assert "{" not in health.next_step


def test_the_cause_is_said_before_the_symptom() -> None:
    runs = [
        run("blocked", "9 of 9 article addresses were refused (mostly robots: HTTP 503)", "listing tin page 1: timeout")
    ]
    assert "robots.txt answers with an error" in diagnose("yenbai", "yenbai.gov.vn", runs).diagnosis


def test_every_next_step_can_be_filled_in() -> None:
    for finding in FINDINGS:
        assert finding.next_step.format(name="a", host="b")
        assert finding.diagnosis


def test_a_portal_that_is_well_says_so_and_its_certificate_is_mentioned() -> None:
    assert diagnose("yenbai", "yenbai.gov.vn", [run()]).diagnosis == "all is well"
    fault = "certificate of yenbai.gov.vn: expired since 2026-01-03"
    health = diagnose("yenbai", "yenbai.gov.vn", [run(notes=(fault,))])
    assert (health.outcome, health.notes) == ("ok", (fault,))
    assert "certificate" in health.diagnosis


def test_never_crawled_and_running() -> None:
    never = diagnose("tamphuoc", "", [])
    assert (never.outcome, never.trend, never.last_ok) == ("never", "", None)
    assert never.next_step == "`scrapy crawl tamphuoc -a host=HOST`"
    going = diagnose("yenbai", "yenbai.gov.vn", [run(None), run(stored=4)])
    assert (going.outcome, going.trend) == ("running", "ok running | 4 0")


def test_the_trend_goes_from_old_to_new_over_seven_runs_and_repeats_are_counted() -> None:
    runs = [run("blocked", "http_403"), run("blocked", "http_403"), run("partial", "x", stored=12)]
    runs += [run(stored=number) for number in range(10)]
    health = diagnose("yenbai", "yenbai.gov.vn", runs)
    assert health.trend == "ok ok ok ok partial blocked blocked | 3 2 1 0 12 0 0"
    assert health.diagnosis.endswith("(2 runs in a row blocked)")


def visit(store: Store, name: str, outcome: str, *reasons: str, mode: str = "nightly") -> None:
    """One closed run."""
    run_id = store.start_run(PortalInfo(name, f"{name}.gov.vn", None, name), mode, "live")
    store.finish_run(run_id, outcome, list(reasons), {"stored": 2}, ["certificate of x: self-signed"])


def test_every_declared_portal_and_every_crawled_one_is_there_and_files_taken_in_are_no_visits(engine: Engine) -> None:
    store = Store(engine)
    visit(store, "yenbai", "ok")
    visit(store, "yenbai", "partial", "listing tin page 1: timeout")
    visit(store, "yenbai", "ok", mode="ingest")
    visit(store, "somewhere", "ok")
    found = {one.portal: one for one in of_archive(engine, {"yenbai": "yenbai.gov.vn", "bacyen": "b.sonla.gov.vn"})}
    assert list(found) == ["bacyen", "yenbai", "somewhere"]
    assert found["bacyen"].outcome == "never"
    assert (found["yenbai"].outcome, found["yenbai"].trend) == ("partial", "ok partial | 2 2")
    assert found["yenbai"].last_ok is not None
    assert not is_fine(found.values())
    assert is_fine([found["bacyen"], found["somewhere"]])


def cchc(data_dir: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "cchc.py"), *arguments],
        cwd=ROOT,
        env=environment(data_dir),
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_lists_every_portal_and_exits_1_where_somebody_must_look(tmp_path: Path) -> None:
    engine = connect(tmp_path / "archive.db")
    upgrade(engine)
    visit(Store(engine), "yenbai", "ok")
    done = cchc(tmp_path, "health", "--json")
    found = json.loads(done.stdout)
    listed = subprocess.run(
        [sys.executable, "-m", "scrapy", "list"], cwd=ROOT, env=environment(tmp_path), capture_output=True, text=True
    )
    assert {one["portal"] for one in found} == set(listed.stdout.split()) - {"portal"}  # that one has no address
    assert all(list(one) == KEYS for one in found)
    assert done.returncode == 0, done.stderr
    visit(Store(engine), "yenbai", "blocked", "every listing was refused (http_403)")
    engine.dispose()
    done = cchc(tmp_path, "health")
    assert done.returncode == 1
    assert "every listing was refused (http_403)" in " ".join(done.stdout.split())
