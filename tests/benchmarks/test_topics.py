"""Figures of the topics benchmark on texts of which everything is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.records import Area
from benchmarks import __main__ as command
from benchmarks import topics
from benchmarks.common import Absent
from crawler.extraction.topics import Topics

FILE = """
primary = "TTHC"
[[text]]
title = "Một cửa"
also = ["BO_MAY"]
text = "Hồ sơ"
[[text]]
title = "A"
text = ""
"""


def answer(primary: str | None, score: float, *codes: str, also: tuple[str, ...] = ()) -> topics.Answer:
    label = topics.Labelled("x 1", "", "", primary, also)
    return topics.Answer(label, Topics(score, tuple(Area(code, 1.0) for code in codes)))


def test_figures_count_what_was_said_what_was_asked_and_what_was_right() -> None:
    found = [
        answer("TTHC", 0.9, "TTHC", "TTHC.MOT_CUA", "BO_MAY", also=("CHI_DAO",)),
        answer("TTHC", 0.9, "CHI_DAO", "TTHC"),
        answer("BO_MAY", 0.1),
        answer(None, 0.8, "TTHC"),
        answer(None, 0.2),
    ]
    figures = topics.score(found)
    assert (figures["precision"], figures["recall"], figures["f1"]) == (0.6667, 0.6667, 0.6667)
    assert figures["primary"] == 0.3333
    assert figures["areas"]["TTHC"] == {"texts": 2, "primary": 0.5, "precision": 1.0, "recall": 1.0}
    assert figures["areas"]["BO_MAY"] == {"texts": 1, "primary": 0.0, "precision": 0.0, "recall": 0.0}


def test_texts_are_read_by_file_with_the_area_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "tthc.toml").write_text(FILE, encoding="utf-8")
    first, second = topics.load(tmp_path)
    assert (first.name, first.title, first.primary, first.also) == ("tthc 1", "Một cửa", "TTHC", ("BO_MAY",))
    assert (second.name, second.also) == ("tthc 2", ())
    with pytest.raises(Absent, match="no folder"):
        list(topics.load(tmp_path / "absent"))


def test_the_part_is_one_of_the_command() -> None:
    assert dict(command.PARTS)["topics"] is topics.run
