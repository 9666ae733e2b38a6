"""The daily digest: once a local day, decided by its first lines, whole in mail and web hook."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from archive import notices
from archive.backup import backup
from archive.db import connect, upgrade
from archive.store import PortalInfo, Store
from crawler import health
from crawler.config import Config
from crawler.health import ALIVE, Health, diagnose
from crawler.life import Life, Stage
from crawler.nights import digest
from crawler.nights.alerts import RoundFacts, after_round, at_start, tell
from crawler.nights.config import NightsConfig
from tests.archive.building import Crawl, article, at
from tests.crawling import ROOT, environment
from tests.nights.receiving import Hook, Mailbox, mail_server, web_hook

pytestmark = pytest.mark.timeout(60)
NOW = at(0.5)  # eight in the evening in Vietnam
NIGHT = RoundFacts("night", at(-0.1))
REFUSED = "every listing was refused (http_403)"


@pytest.fixture
def hook() -> Iterator[Hook]:
    with web_hook() as made:
        yield made


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mail_server() as made:
        yield made


@pytest.fixture
def nights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("CCHC_DATA_DIR", str(tmp_path))
    mail = pytest.importorskip("apprise.plugins.email").NotifyEmail
    monkeypatch.setattr(mail, "request_rate_per_sec", 0)
    return lambda *urls: NightsConfig(backup_dir=tmp_path / "backup", alert_urls=urls)


def round_of(engine: Engine, *, life: Life = ALIVE) -> list[Health]:
    """One night: a portal with news, one that refused, one at its end."""
    crawl = Crawl(engine)
    crawl.put(article("1", title="Tỉnh ủy chỉ đạo đẩy mạnh cải cách thủ tục hành chính"))
    crawl.put(article("2", title="Người dân nộp hồ sơ ở bất kỳ xã, phường nào"))
    crawl.store.finish_run(crawl.run_id, "ok", [], {"stored": 2, "revised": 1, "gone": 3, "requests": 20})
    bad = Crawl(engine, PortalInfo("bacyen", "bacyen.gov.vn", None, "Bắc Yên"))
    bad.store.finish_run(bad.run_id, "blocked", [REFUSED, "b", "c"], {"stored": 0, "requests": 4})
    found = health.of_archive(engine, {"yenbai": "yenbai.gov.vn", "bacyen": "bacyen.gov.vn"}, now=NOW)
    ended = Life(Stage.DORMANT, NOW.date(), "its unit ended on 2025-07-01", NOW)
    return [*found, diagnose("hanam", "hanam.gov.vn", [], life=ended)]


def test_the_first_lines_decide_and_all_that_is_asked_of_it_is_there(engine: Engine, nights: Any) -> None:
    found = round_of(engine)
    tell(engine, nights(), [("backup", "failing", "không còn chỗ trên đĩa")], now=NOW)
    text = digest.text(
        engine, nights(), Config.from_env(), found, now=NOW, facts=RoundFacts("night", at(-0.1), ("sonla",))
    )
    lines = text.splitlines()
    assert lines[0] == "1 of 3 portals need a hand: bacyen"
    assert lines[1].startswith("3 portals: 1 needs a hand (1 blocked), 1 ok, 1 dormant")
    assert "2 new, 1 revised, 3 gone articles; 2 portals visited with 24 requests." in lines[2]
    assert lines[3] == "New: yenbai 2"
    assert "bacyen: blocked" in lines
    assert f"  {REFUSED}" in lines
    assert any(line.startswith("  → open a page in a browser") for line in lines)
    assert "- Tỉnh ủy chỉ đạo đẩy mạnh cải cách thủ tục hành chính (yenbai)" in lines
    assert "Not reached before the night ended, first in the next one: sonla" in lines
    assert any(line.startswith("BACKUP FAILING since 2026-11-20: ") and "không còn chỗ" in line for line in lines)
    assert any(line.startswith("Free: ") and " GB at " in line for line in lines)
    assert any(line.startswith("hanam: ") for line in lines)
    assert "night 2026-11-21 01:30" in lines[-1]  # what is due next
    assert "sweep 2026-12-01 02:00" in lines[-1]


def test_a_good_night_says_so_in_its_title(engine: Engine, hook: Hook, nights: Any) -> None:
    found = [one for one in round_of(engine) if one.portal != "bacyen"]
    after_round(engine, nights(hook.url), found, now=NOW, facts=NIGHT)
    assert hook.titles == ["CCHC Archive, 2026-11-20: every portal is well"]
    assert "NEEDS A HAND" not in hook.bodies[0]


def test_one_a_day_however_many_rounds_and_none_behind_a_sweep(engine: Engine, hook: Hook, nights: Any) -> None:
    found = round_of(engine)
    for day, hour, kind in ((0, 0, "sweep"), (0, 1, "night"), (0, 2, "night"), (0, 3, "recheck"), (1, 0, "night")):
        moment = at(day) + dt.timedelta(hours=hour)
        after_round(engine, nights(hook.url), found, now=moment, facts=RoundFacts(kind, at(-0.1)))
    assert [title for title in hook.titles if "," in title.split(":")[0]] == [
        "CCHC Archive, 2026-11-20: 1 of 3 portals need a hand: bacyen",
        "CCHC Archive, 2026-11-21: 1 of 3 portals need a hand: bacyen",
    ]


def test_the_day_is_vietnams_and_a_clock_that_goes_back_sends_none_again(
    engine: Engine, hook: Hook, nights: Any
) -> None:
    evening = dt.datetime(2026, 11, 20, 16, 59, tzinfo=dt.UTC)  # 23:59 in Vietnam
    for moment in (evening, evening + dt.timedelta(minutes=1), evening):
        after_round(engine, nights(hook.url), [], now=moment, facts=NIGHT)
    assert [title[14:24] for title in hook.titles] == ["2026-11-20", "2026-11-21"]


def test_it_comes_late_once_and_only_the_newest(engine: Engine, nights: Any) -> None:
    with mail_server() as box:
        pass
    for day in (0, 1):
        after_round(engine, nights(box.url), [], now=at(day), facts=NIGHT)
    with mail_server(box):
        for hours in (1, 2):
            at_start(engine, nights(box.url), now=at(1) + dt.timedelta(hours=hours))
    assert box.subjects == ["CCHC Archive, 2026-11-21: every portal is well"]
    assert not notices.undelivered(engine, since=at(-1))


def test_vietnamese_names_and_titles_are_whole_in_the_mail(engine: Engine, box: Mailbox, nights: Any) -> None:
    odd = diagnose("cổng-tỉnh-đắk-lắk", "h", [], life=ALIVE)
    after_round(engine, nights(box.url), [*round_of(engine), odd], now=NOW, facts=NIGHT)
    mail = box.mails[-1]
    assert mail["subject"] == "CCHC Archive, 2026-11-20: 1 of 4 portals need a hand: bacyen"
    assert "- Người dân nộp hồ sơ ở bất kỳ xã, phường nào (yenbai)" in box.bodies[-1].splitlines()
    assert mail.get_content_charset() == "utf-8"


def test_the_last_copy_of_the_database_stands_in_it(tmp_path: Path, nights: Any) -> None:
    engine = connect(tmp_path / "archive.db")
    upgrade(engine)
    before = digest.text(engine, nights(), Config.from_env(), [], now=NOW)
    assert "There is no copy of the database yet." in before
    backup(f"sqlite:///{tmp_path / 'archive.db'}", tmp_path / "backup", now=NOW)
    after = digest.text(engine, nights(), Config.from_env(), [], now=NOW)
    engine.dispose()
    assert "Last copy of the database: 2026-11-20 20:00, " in after


def test_a_digest_that_cannot_be_made_stops_nothing(
    engine: Engine, hook: Hook, nights: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    found = round_of(engine)
    monkeypatch.setenv("CCHC_DATABASE_URL", "nonsense")
    after_round(engine, nights(hook.url), found, now=NOW, facts=NIGHT)
    assert hook.titles == ["CCHC Archive: bacyen blocked"]
    assert "the digest could not be told" in caplog.text


def test_the_command_prints_it(tmp_path: Path) -> None:
    engine = connect(tmp_path / "archive.db")
    upgrade(engine)
    store = Store(engine)
    run_id = store.start_run(PortalInfo("yenbai", "yenbai.gov.vn", None, "Yên Bái"), "nightly", "live")
    store.finish_run(run_id, "blocked", [REFUSED], {})
    engine.dispose()
    command = [sys.executable, str(ROOT / "cchc.py"), "alerts", "--digest"]
    done = subprocess.run(command, cwd=ROOT, env=environment(tmp_path), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "portals need a hand: yenbai" in done.stdout
    assert "NEXT" in done.stdout
