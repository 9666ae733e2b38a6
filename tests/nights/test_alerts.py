"""Who is told what, against a real mail server and a real web hook: once, late if it must be, and without secrets."""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from archive import notices
from archive.db import connect, upgrade
from archive.query import RunRow
from archive.store import PortalInfo, Store
from crawler.health import ALIVE, Health, diagnose
from crawler.life import Life, Stage
from crawler.nights import sending
from crawler.nights.alerts import RoundFacts, after_round, after_upkeep, at_start, check, tell
from crawler.nights.config import NightsConfig
from tests.crawling import ROOT, environment
from tests.nights.receiving import Hook, Mailbox, mail_server, web_hook

pytestmark = pytest.mark.timeout(60)
NOW = dt.datetime(2026, 11, 23, 22, 30, tzinfo=dt.UTC)  # half past five in Vietnam
SWEEP = RoundFacts("sweep")  # behind which there is no digest
DEAD = "json://127.0.0.1:1/hook"  # nobody listens on port 1
REFUSED = "every listing was refused (http_403)"


def night(number: int) -> dt.datetime:
    return NOW + dt.timedelta(days=number)


def portal(name: str = "yenbai", outcome: str = "ok", *reasons: str, life: Life = ALIVE) -> Health:
    run = RunRow(1, name, "nightly", "live", NOW, NOW, outcome, list(reasons), [], {"stored": 2})
    return diagnose(name, f"{name}.gov.vn", [run], life=life)


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mail_server() as made:
        yield made


@pytest.fixture
def hook() -> Iterator[Hook]:
    with web_hook() as made:
        yield made


@pytest.fixture
def nights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Settings with these addresses; the digest's disks are those of the test."""
    monkeypatch.setenv("CCHC_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("CCHC_DATABASE_URL", raising=False)
    mail = pytest.importorskip("apprise.plugins.email").NotifyEmail
    monkeypatch.setattr(mail, "request_rate_per_sec", 0)  # else 5.5 s between two mails to one server
    return lambda *urls: NightsConfig(backup_dir=tmp_path / "backup", alert_urls=urls)


def logged(caplog: pytest.LogCaptureFixture) -> str:
    """What reaches the log; pytest listens to loggers that are shut, too."""
    assert not logging.getLogger("apprise").propagate
    return "\n".join(record.getMessage() for record in caplog.records if record.name != "apprise")


def untold(engine: Engine) -> list[str]:
    return [one.subject for one in notices.newest(engine, limit=1_000) if one.told_at is None]


# --- once for each change of state --------------------------------------------------------------------------------
def test_ok_blocked_blocked_ok_is_two_messages_by_mail_and_web_hook(
    engine: Engine, box: Mailbox, hook: Hook, nights: Any
) -> None:
    for number, outcome in enumerate(("ok", "ok", "blocked", "blocked", "ok", "ok")):
        reasons = (REFUSED,) if outcome == "blocked" else ()
        after_round(
            engine, nights(box.url, hook.url), [portal("yenbai", outcome, *reasons)], now=night(number), facts=SWEEP
        )
    assert box.subjects == hook.titles == ["CCHC Archive: yenbai blocked", "CCHC Archive: yenbai ok"]
    assert box.bodies[0].startswith("yenbai: blocked, was ok\na wall or a refusal stands before its pages")
    assert REFUSED in box.bodies[0]
    assert "→ open a page in a browser" in box.bodies[0]
    assert box.bodies[1].startswith("yenbai: ok, was blocked\nall is well")
    assert [one.state for one in notices.newest(engine)] == ["ok", "blocked"]
    assert untold(engine) == []


def test_another_kind_of_trouble_is_another_state(engine: Engine, hook: Hook, nights: Any) -> None:
    for number, outcome in enumerate(("partial", "blocked", "broken")):
        after_round(engine, nights(hook.url), [portal("yenbai", outcome, "x")], now=night(number), facts=SWEEP)
    assert [body.splitlines()[0] for body in hook.bodies] == [
        "yenbai: partial, was ok",
        "yenbai: blocked, was partial",
        "yenbai: broken, was blocked",
    ]


def test_all_portals_at_once_are_one_message_whose_title_counts_them(
    engine: Engine, box: Mailbox, hook: Hook, nights: Any
) -> None:
    names = [f"cong{number:02}" for number in range(26)]
    after_round(
        engine,
        nights(box.url, hook.url),
        [portal(name, "blocked", REFUSED) for name in names],
        now=NOW,
        facts=SWEEP,
    )
    assert box.subjects == ["CCHC Archive: 26 changes: cong00 blocked, cong01 blocked, cong02 blocked and 23 more"]
    assert len(hook.got) == 1
    assert all(f"{name}: blocked, was ok" in box.bodies[0] for name in names)


def test_what_is_not_yet_or_no_longer_is_no_news(engine: Engine, hook: Hook, nights: Any) -> None:
    quiet = Life(Stage.DORMANT, NOW.date(), "its unit ended", NOW)
    found = [
        diagnose("moi", "moi.gov.vn", []),
        portal("tamphuoc", "skipped", "the portal has no known address"),
        portal("hanam", "blocked", REFUSED, life=quiet),
    ]
    after_round(engine, nights(hook.url), found, now=NOW, facts=SWEEP)
    assert hook.got == []
    assert notices.newest(engine) == []


def test_a_run_that_goes_on_changes_nothing(engine: Engine, hook: Hook, nights: Any) -> None:
    going = RunRow(2, "yenbai", "nightly", "live", NOW, None, None, [], [], {})
    states = [portal("yenbai", "blocked", REFUSED), diagnose("yenbai", "h", [going]), portal("yenbai", "blocked", "x")]
    for number, one in enumerate(states):
        after_round(engine, nights(hook.url), [one], now=night(number), facts=SWEEP)
    assert len(hook.got) == 1


def test_closed_is_said_once_with_the_way_to_its_past(engine: Engine, hook: Hook, nights: Any) -> None:
    ended = Life(Stage.CLOSED, NOW.date(), "its host name was not known (seen on 3 days)")
    after_round(engine, nights(hook.url), [portal("hanam", "partial", "x")], now=NOW, facts=SWEEP)
    for number in (1, 2, 3):
        after_round(
            engine, nights(hook.url), [portal("hanam", "partial", "x", life=ended)], now=night(number), facts=SWEEP
        )
    after_round(engine, nights(hook.url), [portal("hanam", "ok")], now=night(9), facts=SWEEP)
    assert hook.titles[1:] == ["CCHC Archive: hanam closed", "CCHC Archive: hanam ok"]
    assert "scrapy crawl hanam -a source=wayback" in hook.bodies[1]
    assert "seen on 3 days" in hook.bodies[1]


def test_the_upkeep_tells_a_problem_once_and_that_it_is_over(engine: Engine, hook: Hook, nights: Any) -> None:
    full = ("backup", "failing", "no room on /mnt/backup")
    after_round(engine, nights(hook.url), [portal("yenbai", "blocked", REFUSED)], now=NOW, facts=SWEEP)
    for number, problems in enumerate(([full], [full], [], [], [("backup", "ok", "copied")])):
        after_upkeep(engine, nights(hook.url), problems, now=night(number))
    assert hook.titles[1:] == ["CCHC Archive: backup failing", "CCHC Archive: backup ok"]
    assert "no room on /mnt/backup" in hook.bodies[1]  # and yenbai, which is no matter of the upkeep, is not "ok" now


# --- delivery that fails ------------------------------------------------------------------------------------------
def test_a_server_that_was_down_gets_it_late_once_with_its_own_time(engine: Engine, nights: Any) -> None:
    with mail_server() as box:
        pass
    after_round(engine, nights(box.url), [portal("yenbai", "blocked", REFUSED)], now=NOW, facts=SWEEP)
    assert untold(engine) == ["yenbai"]
    with mail_server(box):
        at_start(engine, nights(box.url), now=NOW + dt.timedelta(hours=3))
        at_start(engine, nights(box.url), now=NOW + dt.timedelta(hours=4))
        after_round(engine, nights(box.url), [portal("yenbai", "blocked", REFUSED)], now=night(1), facts=SWEEP)
    assert box.subjects == ["CCHC Archive: yenbai blocked"]
    assert "yenbai: blocked, was ok (told late: seen 2026-11-24 05:30)" in box.bodies[0]
    assert untold(engine) == []


@pytest.mark.parametrize("answer", ["451 try later", "550 no such user", "554 spam"])
def test_a_mail_that_the_server_refuses_is_not_told(engine: Engine, box: Mailbox, nights: Any, answer: str) -> None:
    box.answer = answer
    after_round(engine, nights(box.url), [portal("yenbai", "blocked", REFUSED)], now=NOW, facts=SWEEP)
    assert untold(engine) == ["yenbai"]
    box.answer = "250 OK"
    at_start(engine, nights(box.url), now=NOW + dt.timedelta(minutes=5))
    assert (len(box.mails), untold(engine)) == (1, [])


def test_a_dead_address_does_not_stop_the_others_and_is_told_through_them_once(
    engine: Engine, hook: Hook, nights: Any, caplog: pytest.LogCaptureFixture
) -> None:
    for number, outcome in enumerate(("blocked", "broken")):
        after_round(engine, nights(DEAD, hook.url), [portal("yenbai", outcome, "x")], now=night(number), facts=SWEEP)
    dead = "alert address 1 (json://127.0.0.1)"
    assert hook.titles == [
        "CCHC Archive: yenbai blocked",
        f"CCHC Archive: {dead} failing",
        "CCHC Archive: yenbai broken",
    ]
    assert "Connection refused" in hook.bodies[1]
    assert untold(engine) == []
    assert sum(dead in record.getMessage() for record in caplog.records if record.levelno == logging.ERROR) == 2
    assert notices.states(engine)[dead].state == "failing"  # cchc health shows it


def test_an_address_that_works_again_or_is_no_longer_set_is_told_too(
    engine: Engine, box: Mailbox, hook: Hook, nights: Any
) -> None:
    hook.status = 500
    both = nights(box.url, hook.url)
    after_round(engine, both, [portal("yenbai", "blocked", "x")], now=NOW, facts=SWEEP)
    label = "alert address 2 (json://127.0.0.1)"
    assert notices.states(engine)[label].state == "failing"
    hook.status = 200
    after_round(engine, both, [portal("yenbai", "ok")], now=night(1), facts=SWEEP)
    assert box.subjects[-1] == f"CCHC Archive: {label} ok"
    hook.status = 410
    after_round(engine, both, [portal("yenbai", "broken", "x")], now=night(2), facts=SWEEP)
    after_round(engine, nights(box.url), [portal("yenbai", "ok")], now=night(3), facts=SWEEP)
    assert notices.states(engine)[label].state == "ok"
    assert untold(engine) == []


def test_with_all_addresses_dead_nothing_is_marked_and_nothing_raised(engine: Engine, nights: Any) -> None:
    after_round(engine, nights(DEAD, "json://127.0.0.1:1/b"), [portal("yenbai", "blocked", "x")], now=NOW, facts=SWEEP)
    assert untold(engine) == ["yenbai"]  # and no notices about addresses, which nobody could read


@pytest.mark.parametrize(("hours", "told"), [(47, 1), (49, 0)])
def test_without_an_address_notices_are_kept_and_only_young_ones_are_told_later(
    engine: Engine, hook: Hook, nights: Any, hours: int, told: int
) -> None:
    after_round(engine, nights(), [portal("yenbai", "blocked", REFUSED)], now=NOW)  # with its digest
    assert sorted(untold(engine)) == ["digest", "yenbai"]
    at_start(engine, nights(hook.url), now=NOW + dt.timedelta(hours=hours))
    assert [title for title in hook.titles if "yenbai blocked" in title] == ["CCHC Archive: yenbai blocked"] * told
    assert len(hook.got) == 2 * told


CHILD = """
import datetime as dt, os, signal, sys
from pathlib import Path
from archive.db import connect
from crawler.nights import alerts, sending
from crawler.nights.config import NightsConfig

def killed(engine, ids, *, now):
    os.kill(os.getpid(), signal.SIGKILL)

if sys.argv[4] == "kill":
    alerts.notices.mark_told = killed
nights = NightsConfig(backup_dir=Path(sys.argv[1]) / "backup", alert_urls=(sys.argv[2],))
now = dt.datetime.fromisoformat(sys.argv[3])
alerts.tell(connect(Path(sys.argv[1]) / "archive.db"), nights, [("yenbai", "blocked", "x")], now=now)
"""


def test_a_process_killed_between_delivery_and_mark_tells_twice_at_most(tmp_path: Path, box: Mailbox) -> None:
    engine = connect(tmp_path / "archive.db")
    upgrade(engine)
    engine.dispose()
    codes = []
    for number, how in enumerate(("kill", "live", "live")):
        moment = (NOW + dt.timedelta(minutes=number)).isoformat()
        command = [sys.executable, "-c", CHILD, str(tmp_path), box.url, moment, how]
        codes.append(subprocess.run(command, cwd=ROOT, env=environment(tmp_path), check=False).returncode)
    assert codes == [-signal.SIGKILL, 0, 0]
    assert box.subjects == ["CCHC Archive: yenbai blocked"] * 2
    assert "told late" in box.bodies[1]


def test_an_archive_that_cannot_be_read_is_logged_and_the_round_goes_on(
    tmp_path: Path, hook: Hook, nights: Any, caplog: pytest.LogCaptureFixture
) -> None:
    engine = connect(tmp_path / "no-tables.db")
    tell(engine, nights(hook.url), [("disk", "failing", "x")], now=NOW)
    after_round(engine, nights(hook.url), [portal("yenbai", "blocked", "x")], now=NOW)
    after_upkeep(engine, nights(hook.url), [], now=NOW)
    at_start(engine, nights(hook.url), now=NOW)
    engine.dispose()
    assert "cchc db upgrade" in caplog.text
    assert hook.titles == ["CCHC Archive: the archive cannot be used"] * 3
    assert "yenbai: blocked" in hook.bodies[1]


def test_an_archive_whose_disk_is_full_is_told_all_the_same(
    tmp_path: Path, hook: Hook, nights: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = connect(tmp_path / "archive.db")
    upgrade(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1")  # kept by the pool's connection: no page more
        connection.rollback()
    long = [(f"disk {number}", "failing", "x" * 4_000) for number in range(40)]
    tell(engine, nights(hook.url), long, now=NOW)
    engine.dispose()
    assert hook.titles == ["CCHC Archive: the archive cannot be used"]
    assert "disk is full" in hook.bodies[0]
    assert "disk 39: failing" in hook.bodies[0] or "letters;" in hook.bodies[0]


@pytest.mark.parametrize("how", ["says nothing", "drips"])
def test_an_address_that_hangs_is_given_up_and_the_others_get_theirs(
    engine: Engine, hook: Hook, nights: Any, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr(sending, "SECONDS", 2.0)
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]

        def drip() -> None:
            connection, _ = silent.accept()
            with connection:
                while how == "drips" and not over.wait(0.2):
                    with contextlib.suppress(OSError):
                        connection.sendall(b"2")
                over.wait(20)

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        mail = f"mailto://127.0.0.1:{port}?from=a@example.org&to=b@example.org&mode=insecure"
        began = time.monotonic()
        after_round(engine, nights(mail, hook.url), [portal("yenbai", "blocked", "x")], now=NOW, facts=SWEEP)
        seconds = time.monotonic() - began
        over.set()
        thread.join(5)
    assert seconds < 10
    assert hook.titles[0] == "CCHC Archive: yenbai blocked"
    assert "alert address 1 (mailto://127.0.0.1) failing" in hook.titles[1]


def test_a_round_and_the_upkeep_that_end_together_tell_each_thing_once(engine: Engine, hook: Hook, nights: Any) -> None:
    after_round(engine, nights(), [portal("yenbai", "blocked", "x")], now=NOW, facts=SWEEP)
    threads = [
        threading.Thread(target=at_start, args=(engine, nights(hook.url)), kwargs={"now": NOW}) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(hook.got) == 1


# --- what portals say is text -------------------------------------------------------------------------------------
def test_a_reason_of_100000_letters_is_cut(engine: Engine, box: Mailbox, nights: Any) -> None:
    reason = "listing tin page 1: wall: " + "Nội dung đang được cập nhật " * 4_000
    many = [f"lý do {number}" for number in range(50)]
    after_round(engine, nights(box.url), [portal("yenbai", "blocked", reason, *many)], now=NOW, facts=SWEEP)
    [body] = box.bodies
    assert len(body) < 1_500
    assert "letters)" in body
    assert "and 47 more: `cchc runs --portal yenbai`" in body


def test_markup_templates_and_control_characters_of_a_portal_stay_text(
    engine: Engine, box: Mailbox, hook: Hook, nights: Any
) -> None:
    reason = (
        "wall: <script>alert(1)</script> {{app_id}} ${HOME} %(x)s :smile: \\n [red]đ[/red]\r\nBcc: all@example.org\x00"
    )
    after_round(engine, nights(box.url, hook.url), [portal("yen\r\nbai", "blocked", reason)], now=NOW, facts=SWEEP)
    said = "wall: <script>alert(1)</script> {{app_id}} ${HOME} %(x)s :smile: \\n [red]đ[/red] Bcc: all@example.org"
    assert said in box.bodies[0]
    assert said in hook.bodies[0]
    assert box.subjects == ["CCHC Archive: yen bai blocked"]
    assert "Bcc" not in box.mails[0]
    assert box.mails[0].get_content_type() == "text/plain"


def test_a_service_that_reads_html_gets_it_escaped_and_what_is_long_in_parts(
    engine: Engine, hook: Hook, nights: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    telegram = pytest.importorskip("apprise.plugins.telegram").NotifyTelegram
    monkeypatch.setattr(telegram, "notify_url", f"http://127.0.0.1:{hook.port}/bot")
    monkeypatch.setattr(telegram, "request_rate_per_sec", 0)
    url = "tgram://123456789:abcdefg_hijklmnopqrstuvwxyz0123456/12315544/?image=no"
    found = [portal(f"cong{number:02}", "blocked", "wall: <b>đ & ư</b>" + " chặn" * 40) for number in range(26)]
    after_round(engine, nights(url), found, now=NOW, facts=SWEEP)
    texts = [message["text"] for _, message in hook.got]
    assert len(texts) > 1
    assert all(len(text) <= 4_096 for text in texts)
    assert "&lt;b&gt;đ &amp; ư&lt;/b&gt;" in "".join(texts)
    assert "26 changes" in texts[0]
    assert untold(engine) == []


def test_vietnamese_is_whole_in_subject_and_body(engine: Engine, box: Mailbox, nights: Any) -> None:
    tell(engine, nights(box.url), [("ổ đĩa", "đầy", "Dung lượng còn lại: ít hơn dự trữ")], now=NOW)
    assert box.subjects == ["CCHC Archive: ổ đĩa đầy"]
    assert box.bodies[0].startswith("ổ đĩa: đầy, was ok\nDung lượng còn lại: ít hơn dự trữ")


# --- addresses ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "url",
    [
        "khongco://user:bimat77@mail.example.org/bimat88",
        "mailto://",
        "bimat77:bimat88@mail.example.org",
        "tgram://bimat77",
        "mailto://user:bimat77@",
    ],
)
def test_an_address_that_cannot_be_used_is_said_without_its_secrets(
    engine: Engine, hook: Hook, nights: Any, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    [words] = check(nights(hook.url, url))
    assert words.startswith("CCHC_ALERT_URLS: alert address 2 (")
    assert "Example: CCHC_ALERT_URLS=mailto://" in words
    at_start(engine, nights(hook.url, url), now=NOW)
    after_round(engine, nights(hook.url, url), [portal("yenbai", "blocked", "x")], now=NOW, facts=SWEEP)
    assert len(hook.got) == 2  # the change, and that the other address fails
    assert "bimat" not in words + logged(caplog) + "".join(hook.bodies)


@pytest.mark.parametrize(
    "url",
    [
        "mailto://nguoidung:bimat77@127.0.0.1:1?from=a@example.org&to=b@example.org&mode=insecure",
        "mailto://nguoidung:bi@mat77@127.0.0.1:1?from=a@example.org&to=b@example.org&mode=insecure",
        "json://nguoidung:bimat77@127.0.0.1:1/bimat88?+X-Token=bimat99",
        "json://127.0.0.1:1/bi%20mat88/",
    ],
)
def test_nothing_of_a_secret_is_logged_or_told_when_delivery_fails(
    engine: Engine,
    hook: Hook,
    nights: Any,
    url: str,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    after_round(engine, nights(url, hook.url), [portal("yenbai", "blocked", "x")], now=NOW, facts=SWEEP)
    output = "".join(capfd.readouterr()) + logged(caplog) + "".join(hook.bodies) + repr(sending.addresses([url]))
    output += "".join(one.text for one in notices.newest(engine))
    assert "alert address 1" in output
    for secret in ("bimat", "mat77", "mat88", "nguoidung:"):
        assert secret not in output


def test_several_addresses_in_one_word_are_several(nights: Any) -> None:
    found = sending.addresses(
        ["json://127.0.0.1:1/a,mailto://127.0.0.1:2?from=a@example.org&to=b@example.org,c@example.org", DEAD]
    )
    assert [one.label for one in found] == [
        "alert address 1 (json://127.0.0.1)",
        "alert address 2 (mailto://127.0.0.1)",
        "alert address 3 (json://127.0.0.1)",
    ]


def test_without_the_library_it_is_said_at_the_start_and_the_round_goes_on(
    engine: Engine, nights: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    assert "pip install '.[alerts]'" in check(nights(DEAD))[0]
    at_start(engine, nights(DEAD), now=NOW)
    assert "pip install '.[alerts]'" in caplog.text
    after_round(engine, nights(DEAD), [portal("yenbai", "blocked", "x")], now=NOW, facts=SWEEP)
    assert untold(engine) == ["yenbai"]


# --- the command --------------------------------------------------------------------------------------------------
def cchc(data_dir: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    env = environment(data_dir, **more)
    command = [sys.executable, str(ROOT / "cchc.py"), *arguments]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def test_the_test_message_goes_to_every_address_and_says_which_took_it(
    tmp_path: Path, box: Mailbox, hook: Hook
) -> None:
    good = cchc(tmp_path, "alerts", "--test", CCHC_ALERT_URLS=f"{box.url} {hook.url}")
    assert good.returncode == 0, good.stderr
    assert good.stdout.count(": delivered") == 2
    assert "đến nguyên vẹn" in box.bodies[0]
    bad = cchc(tmp_path, "alerts", "--test", CCHC_ALERT_URLS=f"json://u:bimat77@127.0.0.1:1/bimat88 {hook.url}")
    assert bad.returncode == 1
    assert "alert address 1 (json://127.0.0.1): not delivered: " in bad.stdout
    assert "alert address 2 (json://127.0.0.1): delivered" in bad.stdout
    assert "bimat" not in bad.stdout + bad.stderr
    assert cchc(tmp_path, "alerts", "--test").returncode == 1


def test_the_command_shows_notices_and_health_what_was_not_delivered(tmp_path: Path) -> None:
    engine = connect(tmp_path / "archive.db")
    upgrade(engine)
    store = Store(engine)
    run_id = store.start_run(PortalInfo("yenbai", "yenbai.gov.vn", None, "Yên Bái"), "nightly", "live")
    store.finish_run(run_id, "ok", [], {})
    quiet = NightsConfig(backup_dir=tmp_path / "backup")
    now = dt.datetime.now(dt.UTC)
    tell(engine, quiet, [("backup", "failing", "không còn chỗ")], now=now - dt.timedelta(minutes=1))
    engine.dispose()
    shown = cchc(tmp_path, "alerts")
    assert shown.returncode == 0  # nobody is to be told
    assert "backup: failing, was ok" in shown.stdout
    assert "not told" in shown.stdout
    assert cchc(tmp_path, "alerts", CCHC_ALERT_URLS=DEAD).returncode == 1
    well = cchc(tmp_path, "health")
    assert well.returncode == 1  # every portal is well, the backup is not
    assert "backup: failing since" in well.stdout
    assert "không còn chỗ" in well.stdout
    assert "1 notice of the last days has not been delivered" in well.stdout
