"""The archive's own check for furniture: finds what was let in, and nothing in texts that are clean."""

from __future__ import annotations

import pytest

from crawler.leaks import count, leaks
from tests.replica.imitations import IMITATIONS, imitation

TEXTS = [
    f"Xã số {number} mở bộ phận một cửa cả vào sáng thứ Bảy hằng tuần.\n"
    f"Trong buổi đầu tiên người dân đã nộp {number + 10} hồ sơ cho công chức.\nBan Biên tập"
    for number in range(20)
]


def test_clean_texts_have_none() -> None:
    assert leaks(TEXTS) == []
    assert leaks([]) == []


@pytest.mark.parametrize(
    "line", ["Lượt xem: 1.320", "Xem cỡ chữ", "Facebook Zalo", "Độ ẩm trung bình %. Tốc độ gió km/h"]
)
def test_a_line_that_says_what_it_is_counts_once_for_each_article(line: str) -> None:
    found = leaks([*TEXTS[:3], *(f"{text}\n{line}" for text in TEXTS[3:7])])
    assert [(leak.line, leak.kind, leak.articles) for leak in found] == [(line, "label", 4)]
    assert count(found) == 4


def test_a_line_at_the_end_of_many_articles_is_nobodys_own_whatever_its_figures() -> None:
    found = leaks([f"{text}\nCổng kết nối số {number} của tỉnh" for number, text in enumerate(TEXTS)])
    assert [(leak.kind, leak.articles) for leak in found] == [("repeated", 20)]


def test_what_the_genre_repeats_is_no_leak() -> None:
    for line in ("Căn cứ Luật Tổ chức chính quyền địa phương ngày 19/6/2015;", "Trân trọng./.", "Ảnh minh họa"):
        assert leaks([f"{line}\n{text}\n{line}" for text in TEXTS]) == []


@pytest.mark.parametrize("name", IMITATIONS)
def test_the_right_texts_of_every_imitation_are_clean(name: str) -> None:
    assert leaks([gold.text for gold in imitation(name, articles=60).golds()]) == []
