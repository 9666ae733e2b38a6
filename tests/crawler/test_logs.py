"""What a log line holds in both forms, and which logs go away when."""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from crawler import logs, settings
from tests.crawling import ROOT, command, crawl, environment, rows
from tests.replica.server import ReplicaServer
from tests.replica.yenbai import YenBai

NOW = dt.datetime(2026, 11, 24, 6, 30, tzinfo=dt.UTC)


def record(message: str, *values: object, **extra: object) -> logging.LogRecord:
    made = logging.LogRecord("crawler.pipelines", logging.INFO, __file__, 1, message, values, None)
    made.__dict__ |= extra
    return made


def test_a_line_is_one_object_with_the_keys_that_are_promised_and_nothing_a_library_hangs_on_it() -> None:
    line = logs.Lines().format(record("%s (%s) đã lưu\nhai dòng", "stored", "x", spider=object(), url="https://a/đ"))
    assert "\n" not in line
    assert "đã lưu" in line
    found = json.loads(line)
    assert list(found) == ["time", "level", "logger", "message", "portal", "run", "url"]
    assert dt.datetime.fromisoformat(found["time"]).utcoffset() == dt.timedelta(0)
    assert (found["level"], found["logger"]) == ("INFO", "crawler.pipelines")


def test_an_exception_stays_within_its_line() -> None:
    try:
        raise ValueError("hỏng")
    except ValueError as error:
        made = record("it broke")
        made.exc_info = (type(error), error, error.__traceback__)
    line = logs.Lines().format(made)
    assert "\n" not in line
    assert "ValueError: hỏng" in json.loads(line)["exception"]


def test_what_cannot_be_written_as_json_does_not_lose_the_line() -> None:
    found = json.loads(logs.Lines().format(record("x", url="https://a.example/", reasons={"a", "b"}, counts=object())))
    assert found["url"] == "https://a.example/"


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A crawl with CCHC_LOG_FORMAT=json."""
    data_dir = tmp_path_factory.mktemp("json")
    with ReplicaServer([YenBai(articles=12)]) as server:
        done = subprocess.run(
            command("yenbai"),
            cwd=ROOT,
            env=environment(data_dir, server, CCHC_LOG_FORMAT="json"),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    return data_dir, done


@pytest.mark.timeout(180)
def test_every_line_of_a_crawl_is_an_object_and_belongs_to_its_portal(
    night: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    data_dir, done = night
    found = [json.loads(line) for line in done.stderr.splitlines()]  # one that is none fails here
    assert len(found) > 12
    assert {line["portal"] for line in found} == {"yenbai"}
    [(run_id,)] = rows(data_dir, "select id from run")
    assert {line["run"] for line in found} == {None, run_id}
    assert done.stdout == ""


def test_each_outcome_has_one_line_with_its_address_and_reason(
    night: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    data_dir, done = night
    found = [json.loads(line) for line in done.stderr.splitlines()]
    told = Counter(line["outcome"] for line in found if "url" in line)
    [(counts,)] = rows(data_dir, "select counts from run")
    counts = json.loads(counts)
    assert told["stored"] == counts["stored"] > 0
    assert sum(told.values()) == counts["addresses"]
    assert all(line["reason"] for line in found if "url" in line and line["outcome"] != "stored")
    [last] = [line for line in found if "counts" in line]
    assert last["counts"] == counts


@pytest.mark.timeout(180)
def test_text_stays_the_default_with_one_line_for_each_outcome(tmp_path: Path) -> None:
    with ReplicaServer([YenBai(articles=10, events=())]) as server:
        done = crawl(tmp_path, server)
    assert done.returncode == 0, done.stderr
    told = [line for line in done.stderr.splitlines() if " crawler.pipelines: stored " in line]
    assert len(told) == 10
    assert all(" INFO " in line for line in told)


def test_what_ends_a_crawl_before_its_first_request_is_an_object_too(tmp_path: Path) -> None:
    env = environment(tmp_path, CCHC_LOG_FORMAT="json", CCHC_CONTACT="you@example.org")
    done = subprocess.run(command("tamphuoc"), cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    [line] = [json.loads(line) for line in done.stderr.splitlines()]
    assert "no known address" in line["message"]
    assert (line["level"], line["portal"]) == ("ERROR", "tamphuoc")


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_scheduler_writes_to_stderr_and_to_a_file_that_rotates(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "ROTATE_BYTES", 3_000)
    before, level = logging.root.handlers[:], logging.root.level
    file = tmp_path / "logs" / "scheduler.log"
    try:
        logs.set_up(form, file)
        for number in range(100):
            logging.getLogger("scheduler").info("vòng %d bắt đầu", number)
    finally:
        for handler in logging.root.handlers:
            if handler not in before:
                handler.close()
        logging.root.handlers[:] = before
        logging.root.setLevel(level)
    files = sorted(tmp_path.rglob("scheduler.log*"))
    assert len(files) > 1
    assert all(one.stat().st_size <= 3_000 for one in files)
    last = file.read_text(encoding="utf-8").splitlines()[-1]
    assert "vòng 99 bắt đầu" in last
    assert (json.loads(last)["logger"] == "scheduler") if form == "json" else last.endswith("bắt đầu")
    assert "vòng 99 bắt đầu" in capsys.readouterr().err


def aged(file: Path, days: float) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("một dòng\n", encoding="utf-8")
    moment = (NOW - dt.timedelta(days=days)).timestamp()
    os.utime(file, (moment, moment))
    return file


def test_logs_go_away_by_their_last_line_and_nothing_else_does(tmp_path: Path) -> None:
    folder = tmp_path / "logs"
    old = [
        aged(folder / "yenbai" / "2026-09-24T0130-nightly.log", 60.1),
        aged(folder / "hanam" / "2026-09-24T0130-nightly.log", 61),
        aged(folder / "scheduler.log.3", 90),
    ]
    kept = [
        aged(folder / "yenbai" / "2026-11-24T0130-nightly.log", 0),
        aged(folder / "scheduler.log", 59.9),
        aged(folder / "notes.txt", 400),
        aged(tmp_path / "outside.log", 400),
    ]
    (folder / "link.log").symlink_to(tmp_path / "outside.log")
    (folder / "linked").symlink_to(tmp_path / "elsewhere")
    kept.append(aged(tmp_path / "elsewhere" / "theirs.log", 400))
    assert logs.expire(folder, 60, NOW) == sorted(old)
    assert all(file.exists() for file in kept)
    assert not (folder / "hanam").exists()  # nothing was left in it
    assert logs.expire(folder, 60, NOW) == []
    assert logs.expire(tmp_path / "never", 60, NOW) == []


def test_a_line_for_people_says_vietnams_time_with_its_offset() -> None:
    made = record("x")
    made.created = NOW.timestamp()
    assert logs.formatter(logs.TEXT).format(made) == "2026-11-24 13:30:00+0700 INFO    crawler.pipelines: x"


def test_a_crawls_lines_carry_the_offset_of_the_machine() -> None:
    made = record("x")
    moment = logging.Formatter(settings.LOG_FORMAT, settings.LOG_DATEFORMAT).format(made).split(" INFO")[0]
    assert dt.datetime.fromisoformat(moment).timestamp() == int(made.created)
