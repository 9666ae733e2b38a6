"""The parts of the benchmark run on small folders and say plainly what is missing."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from benchmarks import __main__ as command
from benchmarks import pages, portal_eval
from benchmarks.common import Absent, Bench

PARAGRAPHS = [
    "Sáng nay, UBND xã Bình Minh khai trương điểm hỗ trợ người dân nộp hồ sơ trực tuyến tại nhà văn hóa thôn.",
    "Mỗi tuần hai buổi, công chức một cửa cùng đoàn thanh niên hướng dẫn bà con tạo tài khoản và tra cứu kết quả.",
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One saved page with its answer."""
    text = "".join(f"<p>{line}</p>" for line in PARAGRAPHS)
    html = (
        '<html><head><meta charset="utf-8"><title>Cổng</title></head><body><h1>Xã Bình Minh mở điểm hỗ trợ</h1>'
        f"<div>Ngày đăng: 05/04/2024</div><div>{text}</div><div>Lượt truy cập: 12345</div></body></html>"
    )
    answer = {
        "url": "https://binhminh.example.vn/tin/1",
        "title": "Xã Bình Minh mở điểm hỗ trợ",
        "date": "2024-04-05",
        "body": PARAGRAPHS,
        "must_not": ["Lượt truy cập"],
    }
    (tmp_path / "tin.html").write_text(html, encoding="utf-8")
    (tmp_path / "tin.json").write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")
    return tmp_path


def bench(*folders: Path) -> Bench:
    return Bench(Console(file=io.StringIO(), width=160), folders)


def test_saved_pages_are_judged_for_both_systems_and_in_every_harder_version(folder: Path) -> None:
    figures = pages.run(bench(folder))
    assert figures["pages"]["tin"]["ours"] == {
        "f1": 1.0,
        "leaked": (),
        "may_leak": 1,
        "lost": (),
        "may_be_lost": 2,
        "short_lost": (),
        "title_right": True,
        "date": "right",
        "trap": None,
    }
    assert len(figures["totals"]) == 6
    assert {row["trafilatura"]["pages"] for row in figures["totals"].values()} == {1, 3}


def test_a_folder_without_pages_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(Absent, match="no saved pages"):
        pages.run(bench(tmp_path))
    with pytest.raises(Absent, match="no pages"):
        portal_eval.load(tmp_path)


def test_gold_texts_begin_behind_the_address(tmp_path: Path) -> None:
    (tmp_path / "gold").mkdir()
    (tmp_path / "input").mkdir()
    gold = "\nURL: http://www.example.org/a\n\n<h>Head &amp; line\n\n<p>First\n <b>part</b>.\n<p>Second.\n"
    (tmp_path / "gold" / "a.txt").write_text(gold, encoding="utf-8")
    (tmp_path / "input" / "a.html.gz").write_bytes(gzip.compress(b"<html></html>"))
    (page,) = portal_eval.load(tmp_path)
    assert (page.url, page.host, page.body) == ("http://www.example.org/a", "example.org", b"<html></html>")
    assert page.gold.split() == ["Head", "&", "line", "First", "part.", "Second."]


def test_the_command_prints_json_on_demand(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["pages", str(folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["pages"]["totals"]["all"]["ours"]["titles_right"] == 1


def test_a_part_asked_for_by_name_without_its_input_is_a_failure(tmp_path: Path) -> None:
    assert command.main(["pages", str(tmp_path)]) == 1
