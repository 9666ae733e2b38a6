"""`cchc health` as people see it: in 80 columns, what needs a hand first, no alarm at the end of a life."""

from __future__ import annotations

import datetime as dt
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console, RenderableType

from archive.db import connect, upgrade
from archive.notices import NoticeRow
from archive.query import RunRow
from archive.store import PortalInfo, Store
from crawler.health import ALIVE, Health, by_need, diagnose, is_fine
from crawler.health_table import cut, show, spark, summary
from crawler.life import Life, Stage
from crawler.monitors import RunOutcome
from tests.crawling import ROOT, environment

NOW = dt.datetime(2026, 11, 24, 1, 0, tzinfo=dt.UTC)
REASONS = {
    "empty": "listing tin: page 1 holds no article link",
    "partial": "listing tin page 1: timeout",
    "stale": "nothing new for 41 days",
    "blocked": "every listing was refused (http_403)",
    "broken": "3 errors in our own code; see the log",
}
CLOSED = Life(Stage.CLOSED, NOW.date(), "its host name was not known (seen on 3 days)")
DORMANT = Life(Stage.DORMANT, NOW.date(), "its unit ended on 2025-07-01", NOW + dt.timedelta(days=6))


def portal(name: str, outcome: str | None, *reasons: str, life: Life = ALIVE, stored: int = 0) -> Health:
    run = RunRow(1, name, "nightly", "live", NOW, NOW, outcome, list(reasons), [], {"stored": stored})
    return diagnose(name, f"{name}.gov.vn", [run], life=life)


def seen(what: RenderableType, width: int = 80) -> str:
    console = Console(file=io.StringIO(), width=width)
    console.print(what)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_what_needs_a_hand_stands_first_and_the_worst_before_all() -> None:
    found = [portal(f"p-{kind}", str(kind), REASONS.get(str(kind), "")) for kind in RunOutcome]
    found += [portal("p-closed", "broken", "x", life=CLOSED), portal("p-dormant", "blocked", "x", life=DORMANT)]
    found += [diagnose("p-never", "h", []), portal("p-running", None)]
    kinds = [one.portal.removeprefix("p-") for one in by_need(found)]
    assert kinds[:5] == ["broken", "blocked", "stale", "partial", "empty"]
    assert kinds[5:] == ["running", "ok", "never", "skipped", "dormant", "closed"]
    assert summary(by_need(found)).plain == (
        "11 portals: 5 need a hand (1 broken, 1 blocked, 1 stale, 1 partial, 1 empty), "
        "1 running, 1 ok, 1 never crawled, 1 skipped, 1 dormant, 1 closed"
    )


def test_the_end_of_a_life_is_no_alarm_and_says_what_is_left_to_do() -> None:
    closed, dormant = portal("hanam", "broken", "x", life=CLOSED), portal("yenbai", "blocked", "x", life=DORMANT)
    assert is_fine([closed, dormant])
    assert not is_fine([closed, portal("sonla", "partial", "x")])
    assert "scrapy crawl hanam -a source=wayback" in closed.next_step
    assert closed.to_json()["stage"] == "closed"
    assert closed.to_json()["next_visit"] is None
    assert dormant.to_json()["next_visit"] == "2026-11-30T01:00:00+00:00"
    assert "next visit 2026-11-30" in seen(show([dormant]))


def test_a_pause_is_said_in_the_place_of_the_next_night() -> None:
    pause = Life(Stage.ACTIVE, NOW.date(), "it did not answer, on 2 days in a row: asked again from 2026-11-28 on", NOW)
    paused = portal("sonla", "partial", "listing tin page 1: timeout", life=pause)
    assert "asked again from 2026-11-28 on" in paused.diagnosis
    assert "the next night" not in paused.next_step
    assert not is_fine([paused])


def test_80_columns_hold_whatever_portals_say() -> None:
    name = "congthongtindientu.xa-tamphuoc.dongnai.gov.vn"
    reasons = [
        "listing Tin tức – Sự kiện page 1: wall: "
        + "Cổng thông tin điện tử đang được nâng cấp, mời quay lại sau " * 900,
        "https://dichvucong.example/" + "a" * 5_000,
        "[bold red]không phải lệnh[/bold red] \x1b[31m \r\n dòng hai",
        *(f"lý do thứ {number}" for number in range(40)),
    ]
    text = seen(show([portal(name, "blocked", *reasons)]))
    assert max(cell_len(line) for line in text.splitlines()) <= 80
    assert len(text.splitlines()) < 45
    flat = " ".join(text.split())
    assert "[bold red]không phải lệnh[/bold red]" in flat
    assert "\x1b" not in text
    assert "and 39 more: `cchc runs --portal" in flat
    assert "".join(name.split()) in "".join(line[1:17].strip() for line in text.splitlines())


def test_a_reason_is_cut_with_its_length() -> None:
    assert cut("  ngắn \n gọn ") == "ngắn gọn"
    assert cut("đ" * 100_000).endswith("đ … (100,000 letters)")


def test_the_spark_has_a_mark_a_bar_and_a_number_for_each_visit() -> None:
    visits = [("ok", 3), ("ok", 0), ("partial", 12), ("blocked", 0), ("broken", 0), ("stale", 0), ("empty", 1_200)]
    assert spark(visits).plain == "✓✓~#✗z0 ▂▁▂▁▁▁█ 3 0 12 0 0 0 1,200"
    assert spark([]).plain.strip() == ""


def test_what_else_fails_and_what_nobody_has_got_stands_below() -> None:
    backup = NoticeRow(1, "backup", "failing", "backup: failing, was ok\nkhông còn chỗ", NOW, None)
    text = seen(show([portal("yenbai", "ok")], [backup], 2))
    assert "backup: failing since 2026-11-24" in text
    assert "không còn chỗ" in text
    assert "2 notices of the last days have not been delivered: `cchc alerts`" in text


@pytest.mark.timeout(60)
def test_the_command_on_an_archive_with_every_outcome(tmp_path: Path) -> None:
    engine = connect(tmp_path / "archive.db")
    upgrade(engine)
    store = Store(engine)
    for outcome, reason in REASONS.items():
        for result, why in (("ok", []), (outcome, [reason])):
            run_id = store.start_run(PortalInfo(f"p{outcome}", f"{outcome}.gov.vn", None, outcome), "nightly", "live")
            store.finish_run(run_id, result, why, {"stored": 7})
    engine.dispose()

    def cchc(*arguments: str) -> subprocess.CompletedProcess[str]:
        env = environment(tmp_path, COLUMNS="80")
        command = [sys.executable, str(ROOT / "cchc.py"), "health", *arguments]
        return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)

    shown = cchc()
    assert shown.returncode == 1
    assert max(map(cell_len, shown.stdout.splitlines())) <= 80
    flat = " ".join(shown.stdout.split())
    assert "5 need a hand (1 broken, 1 blocked, 1 stale, 1 partial, 1 empty)" in flat
    assert all(reason in flat for reason in REASONS.values())
    assert shown.stdout.index("pbroken") < shown.stdout.index("pblocked") < shown.stdout.index("pempty")
    found = json.loads(cchc("--json").stdout)
    assert [one["portal"] for one in found[:5]] == ["pbroken", "pblocked", "pstale", "ppartial", "pempty"]
    assert found[1]["trend"] == "ok blocked | 7 7"
    assert {one["stage"] for one in found} == {"active"}
