"""The rules that judge an extracted page, on small texts whose figures can be counted by hand."""

from __future__ import annotations

import datetime as dt
import unicodedata

import pytest

from benchmarks import scoring, stress
from benchmarks.scoring import DateVerdict

ANSWER = {
    "title": "Xã Hòa Bình ra mắt tổ công nghệ",
    "date": "2024-03-08",
    "body": ["Sáng nay xã ra mắt tổ công nghệ số cộng đồng.", "Ảnh: Thu Hà"],
    "short": ["Ảnh: Thu Hà"],
    "must_not": ["Lượt xem", "Tin khác"],
    "date_traps": {"clock": "2024-03-10", "sidebar": ["2024-03-01", "2024-02-28"]},
}
TEXT = "\n".join(ANSWER["body"])


def test_normalise_composes_letters_and_makes_every_blank_one_space() -> None:
    assert scoring.normalise(unicodedata.normalize("NFD", " cải\u00a0\u00a0cách\n hành ")) == "cải cách hành"


def test_overlap_counts_shingles_with_multiplicity() -> None:
    # gold: abcd bcde; found: abcd twice in "a b c d a b c d" plus bcda cdab dabc
    result = scoring.overlap("a b c d e", "a b c d a b c d")
    assert (result.common, result.surplus, result.missing) == pytest.approx((1 / 6, 4 / 6, 1 / 6))
    assert result.precision == pytest.approx(1 / 5)
    assert result.recall == pytest.approx(1 / 2)
    assert result.f1 == pytest.approx(2 / 7)


def test_overlap_keeps_case_and_ignores_punctuation_and_line_breaks() -> None:
    assert scoring.overlap("một hai ba bốn", "một, hai\nba bốn.").f1 == 1.0
    assert scoring.overlap("một hai ba bốn", "Một hai ba bốn").f1 == 0.0


def test_texts_shorter_than_a_shingle_are_compared_whole() -> None:
    assert scoring.overlap("hai từ", "hai từ").f1 == 1.0
    assert scoring.overlap("hai từ", "hai").f1 == 0.0


def test_a_page_without_text_has_no_precision_and_does_not_count_in_its_mean() -> None:
    full, nothing = scoring.overlap("a b c d", "a b c d"), scoring.overlap("a b c d", "")
    assert nothing.precision is None
    score = scoring.mean([full, nothing])
    assert (score.precision, score.recall) == (1.0, 0.5)
    assert score.f1 == pytest.approx(2 / 3)


def test_long_pages_weigh_no_more_than_short_ones() -> None:
    long = " ".join(f"w{i}" for i in range(1000))
    assert scoring.mean([scoring.overlap(long, long), scoring.overlap("a b c d", "x y z t")]).recall == 0.5


def test_the_title_is_taken_out_of_the_text_once_only() -> None:
    assert scoring.without_title("Tin mới\nTin mới hôm nay", "Tin mới") == "Tin mới hôm nay"
    assert scoring.without_title("Thân bài", None) == "Thân bài"


def test_a_forbidden_piece_leaks_where_it_stands_literally() -> None:
    assert scoring.leaked("Bài viết. Lượt  xem: 20", ["Lượt xem", "lượt xem", "Tin khác"]) == ("Lượt xem",)


def test_a_line_is_lost_below_ninety_percent_of_its_trigrams() -> None:
    words = [f"từ{i}" for i in range(42)]  # 40 trigrams
    line = " ".join(words)
    assert scoring.lost(" ".join(words[:38]), [line]) == ()  # 36 of 40
    assert scoring.lost(" ".join(words[:37]), [line]) == (line,)  # 35 of 40


def test_a_line_under_four_words_must_be_there_literally() -> None:
    assert scoring.lost("đoạn văn. Ban Biên tập", ["Ban Biên tập", "Ảnh: Thu Hà"]) == ("Ảnh: Thu Hà",)


def test_titles_are_compared_by_letters_and_digits_only() -> None:
    assert scoring.title_right("Kế hoạch số 12/KH-UBND", "KẾ HOẠCH SỐ 12/KH-UBND.")
    assert not scoring.title_right("Kế hoạch số 12", "Kế hoạch số 13")
    assert not scoring.title_right("Kế hoạch", None)


@pytest.mark.parametrize(
    ("gold", "found", "verdict", "trap"),
    [
        ("2024-03-08", dt.date(2024, 3, 8), DateVerdict.RIGHT, None),
        ("2024-03-08", dt.datetime(2024, 3, 7, 18, 30, tzinfo=dt.UTC), DateVerdict.RIGHT, None),
        ("2024-03-08", "2024-03-07T18:30:00+00:00", DateVerdict.RIGHT, None),
        ("2024-03-08", "2024-03-09", DateVerdict.RIGHT, None),
        ("2024-03-08", None, DateVerdict.NONE, None),
        ("2024-03-08", "2024-03-10", DateVerdict.WRONG, "clock"),
        ("2024-03-08", "2024-02-28", DateVerdict.WRONG, "sidebar"),
        ("2024-03-08", "2020-01-01", DateVerdict.WRONG, None),
        (None, None, DateVerdict.RIGHT, None),
        (None, "2024-03-10", DateVerdict.WRONG, "clock"),
    ],
)
def test_dates_are_right_none_or_wrong_with_the_trap_they_fell_into(
    gold: str | None, found: dt.date | str | None, verdict: DateVerdict, trap: str | None
) -> None:
    traps = ANSWER["date_traps"]
    judged = scoring.judge_date(gold, found, acceptable=["2024-03-09"] if gold else (), traps=traps)
    assert judged == (verdict, trap)


def test_a_perfect_page_has_nothing_to_say() -> None:
    result = scoring.judge(ANSWER, text=f"{ANSWER['title']}\n{TEXT}", title=ANSWER["title"], date="2024-03-08")
    assert result.overlap.f1 == 1.0
    assert (result.leaked, result.lost, result.short_lost) == ((), (), ())
    assert result.title_right
    assert result.date is DateVerdict.RIGHT


def test_a_rejected_page_loses_everything() -> None:
    result = scoring.judge(ANSWER, text=None, title=None, date=None)
    assert result.overlap.f1 == 0.0
    assert len(result.lost) == 2
    assert not result.title_right
    assert result.date is DateVerdict.NONE


def test_names_are_removed_from_tags_only() -> None:
    page = b"<div class=\"a b\" id='x' title=\"class='k'\">class=1<p ID=7 CLASS=z>id=2</p></div>"
    assert stress.without_names(page) == b"<div title=\"class='k'\">class=1<p>id=2</p></div>"


def test_a_box_stands_first_or_last_in_the_body_whatever_the_charset() -> None:
    page = "<html><body bgcolor=white><p>Tin</p></body></html>".encode("cp1258")
    top = stress.with_box(page, ("Hộp chữ",), at_top=True)
    end = stress.with_box(page, ("Hộp chữ",), at_top=False)
    assert top.decode("ascii").startswith("<html><body bgcolor=white><div><p>H&#7897;p ch&#7919;</p></div><p>Tin")
    assert end.decode("ascii").endswith("<p>Tin</p><div><p>H&#7897;p ch&#7919;</p></div></body></html>")


def test_every_page_has_the_same_family_of_harder_versions() -> None:
    made = list(stress.variants(b"<body><p class=x>Tin</p></body>"))
    assert len({v.name for v in made}) == 5
    assert all(v.added for v in made if v.name.startswith("box"))
