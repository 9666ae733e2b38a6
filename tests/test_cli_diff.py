"""`cchc diff`: what people and programs see of an article's versions."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from rich.console import Console
from sqlalchemy import Engine
from typer.testing import CliRunner

from archive import db, query
from crawler import diff_command
from crawler.cli import app
from tests.archive.building import Crawl, article, at

LINES = (
    "Chiều ngày 5/3, UBND huyện họp sơ kết công tác cải cách hành chính quý I.",
    "Có 98,6% hồ sơ được trả đúng hạn và trước hạn, nhiều hơn cùng kỳ năm trước.",
    "Mỗi xã có một tổ hướng dẫn người dân nộp hồ sơ qua mạng vào buổi tối.",
    "Đợt sạt lở đêm 3/3 làm 58 hộ phải dời nhà, xã Sơn Lương ngừng nhận hồ sơ hai ngày.",
    "Năm thôn còn khó khăn về đường truyền, nhà mạng hứa lắp thêm trạm.",
    "Huyện sẽ sơ kết cách làm này vào cuối quý II rồi nhân rộng.",
    "Thu Nga",
)
TEXT = "\n".join(LINES)
SECOND = TEXT.replace("58", "61")
THIRD = SECOND.replace("98,6%", "96,8%")


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """An archive of four versions of article 1 (an edit of the text, one of fields and text, a better reading of ours)
    and one of article 2."""
    url = f"sqlite:///{tmp_path / 'archive.db'}"
    monkeypatch.setenv("CCHC_DATABASE_URL", url)
    monkeypatch.setenv("CCHC_DATA_DIR", str(tmp_path))
    engine = db.connect(url)
    db.upgrade(engine)
    crawl = Crawl(engine, day=2)
    crawl.put(article("1", TEXT, title="Sơ kết quý I", author="Thu Nga"), 0)
    crawl.put(article("1", SECOND, title="Sơ kết quý I", author="Thu Nga"), 1)
    changed = {"title": "Sơ kết quý I năm 2022", "section": "Tin trong huyện", "published_at": at(2)}
    crawl.put(article("1", THIRD, author="Thu Nga", published_method="label", **changed), 2)
    page = crawl.one("SELECT max(id) FROM page")
    crawl.store.reread(page, article("1", f"{THIRD}\nNguồn: Báo Yên Bái", published_method="label", **changed))
    crawl.put(article("2"), 2)
    yield engine
    engine.dispose()


def diff(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(app, ["diff", *arguments], env={"COLUMNS": "80", **environment})


@pytest.mark.usefixtures("engine")
def test_every_step_says_why_when_and_what() -> None:
    printed = diff("1")
    assert printed.exit_code == 0
    shown = printed.stdout
    assert [shown.count(f"version {k} → {k + 1}") for k in (1, 2, 3)] == [1, 1, 1]
    assert shown.index("1 → 2") < shown.index("2 → 3") < shown.index("3 → 4")
    assert "1 word changed in 1 of 7 paragraphs; 58 → 61" in shown
    assert "seen 2026-11-20 08:00 · replaced 2026-11-21 08:00" in shown
    assert "làm [-58-]{+61+} hộ" in shown
    assert "Sơ kết quý I {+năm 2022+}" in shown
    assert "– → Tin trong huyện" in shown
    assert "2025-06-30 → 2026-11-22 08:00 (label)" in shown
    assert shown.count("the portal changed it") == 2
    assert shown.count("read by better rules of ours") == 1
    assert "{+Nguồn: Báo Yên Bái+}" in shown
    assert "… 2 paragraphs the same …" in shown


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("columns", ["80", "60", "30"])
def test_nothing_is_cropped_in_narrow_terminals(columns: str) -> None:
    shown = diff("1", "--full", COLUMNS=columns).stdout
    assert max(map(len, shown.splitlines())) <= int(columns)
    words = "".join(shown.split())
    for line in (LINES[1].replace("98,6", "[-98,6-]{+96,8+}"), LINES[3].replace("58", "[-58-]{+61+}")):
        assert "".join(line.split()) in words
    assert "https://yenbai.gov.vn/Pages/tin.aspx?ItemID=1" in words


@pytest.mark.usefixtures("engine")
def test_colours_where_there_are_some(monkeypatch: pytest.MonkeyPatch) -> None:
    console = Console(force_terminal=True, color_system="truecolor", width=80, record=True, no_color=False)
    monkeypatch.setattr(diff_command, "out", console)
    diff("1", "--last", "--full")
    diff("1", "--from", "1", "--to", "2")
    shown = console.export_text(styles=True)
    assert "\x1b[9;31m58\x1b[0m\x1b[4;32m61\x1b[0m" in shown
    assert "[-" not in console.export_text()
    monkeypatch.setattr(diff_command, "out", Console(force_terminal=True, no_color=True, width=80))
    assert "[-58-]{+61+}" in diff("1", "--from", "1", "--to", "2").stdout


@pytest.mark.usefixtures("engine")
def test_only_some_steps() -> None:
    assert "3 → 4" in diff("1", "--last").stdout
    assert "2 → 3" not in diff("1", "--last").stdout
    far = diff("1", "--from", "1", "--to", "3").stdout
    assert "2 words changed in 2 of 7 paragraphs; 98,6 → 96,8, 58 → 61" in far
    assert "the portal changed it" not in far  # two steps have no one cause
    assert "version 1 → 4" in diff("1", "--from", "1").stdout
    assert "version 2 → 3" in diff("1", "--to", "3").stdout


@pytest.mark.usefixtures("engine")
def test_what_cannot_be_shown() -> None:
    never = diff("2")
    assert (never.exit_code, "no earlier version" in never.stdout) == (0, True)
    for arguments, said in (
        (["7"], "no article 7"),
        (["1", "--from", "9"], "4 versions"),
        (["1", "--from", "3", "--to", "2"], "older"),
        (["1", "--to", "1"], "older"),
        (["1", "--last", "--from", "1"], "--last"),
    ):
        wrong = diff(*arguments)
        assert (wrong.exit_code, said in wrong.stderr) == (2, True), wrong.stderr


@pytest.mark.usefixtures("engine")
def test_for_programs() -> None:
    found: dict[str, Any] = json.loads(diff("1", "--json").stdout)
    assert (found["article_id"], found["versions"], len(found["steps"])) == (1, 4, 3)
    first, second, third = found["steps"]
    assert (first["cause"], first["summary"]) == ("portal", "1 word changed in 1 of 7 paragraphs; 58 → 61")
    assert first["seen_at"] == at(0).astimezone(db.LOCAL).isoformat()
    [paragraph] = first["paragraphs"]
    assert (paragraph["fate"], paragraph["old"], paragraph["new"]) == ("changed", 3, 3)
    assert {"kind": "insert", "text": "61"} in paragraph["runs"]
    assert [field["name"] for field in second["fields"]] == ["title", "section", "date"]
    assert (third["cause"], third["same_text"]) == ("parser", False)
    assert json.loads(diff("2", "--json").stdout)["steps"] == []


def test_versions_stand_in_the_order_in_which_they_were_to_be_seen(engine: Engine) -> None:
    history = query.history(engine, 1)
    assert history is not None
    assert [version.number for version in history.versions] == [1, 2, 3, 4]
    assert [version.cause for version in history.versions] == ["portal", "portal", "parser", None]
    assert [version.seen_at for version in history.versions] == [at(0), at(1), at(2), at(2)]
    assert history.versions[0].published_on == dt.date(2025, 6, 30)
    assert query.history(engine, 99) is None
