"""What changed between two texts: nothing is lost or cut, what a reader would see is what is said, long texts end."""

from __future__ import annotations

import random
import re
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import worddiff
from archive.worddiff import Diff, Fate, Kind, Run

MARKS = {Kind.EQUAL: "{}", Kind.DELETE: "[-{}-]", Kind.INSERT: "{{+{}+}}"}


def marked(old: str, new: str) -> str:
    """The words of two lines as git marks them."""
    return "".join(MARKS[run.kind].format(run.text) for run in worddiff.words(old, new))


def fates(diff: Diff) -> list[tuple[Fate, int | None, int | None]]:
    return [(p.fate, p.old, p.new) for p in diff.paragraphs]


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("Lũ cuốn 58 ngôi nhà.", "Lũ cuốn 61 ngôi nhà.", "Lũ cuốn [-58-]{+61+} ngôi nhà."),
        ("đạt 98,6% hồ sơ", "đạt 96,8% hồ sơ", "đạt [-98,6-]{+96,8+}% hồ sơ"),
        ("có 14.607 hồ sơ", "có 14.670 hồ sơ", "có [-14.607-]{+14.670+} hồ sơ"),
        ("ngày 5/3/2022", "ngày 6/3/2022", "ngày [-5/3/2022-]{+6/3/2022+}"),
        ("Số 1051/QĐ-UBND", "Số 1051/KH-UBND", "Số 1051/[-QĐ-]{+KH+}-UBND"),
        ("hoà giải ở xã", "hòa giải ở xã", "[-hoà-]{+hòa+} giải ở xã"),
        ("rất tốt", "tốt", "[-rất -]tốt"),
        ("tốt", "rất tốt", "{+rất +}tốt"),
        ("xã Sơn Lương", "xã Sơn Lương.", "xã Sơn Lương{+.+}"),
        ("các sở, ngành", "các sở và ngành", "các sở[-,-]{+ và+} ngành"),
        ("", "mới", "{+mới+}"),
        ("cũ", "", "[-cũ-]"),
        ("", "", ""),
    ],
)
def test_words(old: str, new: str, shown: str) -> None:
    assert marked(old, new) == shown


def test_few_equal_words_between_long_changes_are_one_change() -> None:
    old = "Phó Chủ tịch huyện khen các tổ công nghệ của xã vùng cao"
    new = "Bí thư tỉnh đoàn tặng quà các em nhỏ miền biên giới xa xôi"
    assert marked(old, new) == f"[-{old}-]{{+{new}+}}"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_no_syllable_is_ever_cut(form: str) -> None:
    old, new = (unicodedata.normalize(form, text) for text in ("Phường Yên Thịnh", "Phượng Yên Thình"))
    runs = worddiff.words(old, new)
    assert [run.text.strip() for run in runs if run.kind is Kind.DELETE] == [old.split()[0], old.split()[2]]


A, B, C, D = (
    "Ba xã đầu tiên đã lập tổ hướng dẫn người dân nộp hồ sơ qua mạng.",
    "Mỗi tuần hai buổi tối, đoàn viên đến từng nhà giúp tạo tài khoản.",
    "Huyện sẽ sơ kết cách làm này vào cuối quý II rồi nhân rộng.",
    "Đường truyền ở năm thôn còn yếu, nhà mạng hứa lắp thêm trạm.",
)


def test_paragraphs_kept_changed_added_and_removed() -> None:
    diff = worddiff.compare("\n".join([A, B, D]), "\n".join([A, B.replace("hai buổi", "ba buổi"), C, D]))
    assert fates(diff) == [(Fate.SAME, 0, 0), (Fate.CHANGED, 1, 1), (Fate.ADDED, None, 2), (Fate.SAME, 2, 3)]
    assert (diff.words, diff.replacements) == (1, [("hai", "ba")])
    back = worddiff.compare("\n".join([A, B, C, D]), "\n".join([A, C, D]))
    assert fates(back)[1] == (Fate.REMOVED, 1, None)


def test_a_moved_paragraph_is_neither_added_nor_removed() -> None:
    diff = worddiff.compare("\n".join([A, B, C, D]), "\n".join([D, A, B, C]))
    assert fates(diff) == [(Fate.MOVED, 3, 0), (Fate.SAME, 0, 1), (Fate.SAME, 1, 2), (Fate.SAME, 2, 3)]
    edited = worddiff.compare("\n".join([A, B, C, D]), "\n".join([D.replace("năm", "sáu"), A, B, C]))
    assert fates(edited)[0] == (Fate.MOVED, 3, 0)
    assert edited.replacements == [("năm", "sáu")]


def test_a_paragraph_that_is_quite_another_one_is_not_paired() -> None:
    assert fates(worddiff.compare(f"{A}\n{B}", f"{A}\n{C}")) == [
        (Fate.SAME, 0, 0),
        (Fate.REMOVED, 1, None),
        (Fate.ADDED, None, 1),
    ]


def test_the_same_words_in_other_lines() -> None:
    diff = worddiff.compare(f"{A} {B}\n{C}", f"{A}\n{B}\n{C}")
    assert fates(diff) == [(Fate.REFLOWED, 0, 0), (Fate.SAME, 1, 2)]
    assert [run for run in diff.paragraphs[0].runs if run.kind is not Kind.EQUAL] == [
        Run(Kind.DELETE, " "),
        Run(Kind.INSERT, "\n"),
    ]


def test_typing_only() -> None:
    diff = worddiff.compare('Ông nói: "tốt" - rất tốt.', "Ông nói: “tốt” – rất tốt.")
    assert fates(diff) == [(Fate.TYPED, 0, 0)]
    assert (diff.words, bool(diff)) == (0, True)
    assert not worddiff.compare(A, A)


WORDS = st.sampled_from(["một", "cửa", "hồ", "sơ", "58", "98,6%", "xã,", "đúng", "hạn.", "“tốt”", "-", "", "  "])
TEXTS = st.lists(st.lists(WORDS, max_size=8).map(" ".join), max_size=7).map("\n".join)


@settings(max_examples=300, deadline=None)
@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_off_the_runs(old: str, new: str) -> None:
    diff = worddiff.compare(old, new)
    sides = {Kind.DELETE: (old.splitlines(), 0), Kind.INSERT: (new.splitlines(), 1)}
    for side, (lines, which) in sides.items():
        seen: dict[int, str] = {}
        for paragraph in diff.paragraphs:
            number = (paragraph.old, paragraph.new)[which]
            if number is not None:
                said = "".join(run.text for run in paragraph.runs if run.kind in (Kind.EQUAL, side))
                if paragraph.fate is Fate.TYPED or said:
                    seen |= {number + k: line for k, line in enumerate(said.split("\n"))}
                else:
                    seen[number] = ""
        assert [seen[k] for k in range(len(lines))] == lines
    assert all(
        run.text for p in diff.paragraphs if p.fate is not Fate.ADDED for run in p.runs if run.kind is Kind.EQUAL
    )


def _long(rng: random.Random, words: int, lines: int) -> str:
    vocabulary = [f"từ{number}" for number in range(2000)]
    return "\n".join(" ".join(rng.choices(vocabulary, k=words // lines)) for _ in range(lines))


@pytest.mark.timeout(60)
def test_long_texts_do_not_hang() -> None:
    rng = random.Random(7)
    text = _long(rng, 80_000, 1)  # half a megabyte
    places = sorted(rng.sample(range(80_000), 40))
    words = text.split(" ")
    for place in places:
        words[place] = "khác"
    began = time.monotonic()
    assert worddiff.compare(text, " ".join(words)).words == 40
    lines = "x\n" * 20_000
    assert worddiff.compare(lines, lines.replace("x\nx\n", "x\ny\n")).new_count == 20_000
    same = "a " * 30_000
    worddiff.compare(same, f"b {same}c {same}d")
    assert time.monotonic() - began < 30


@pytest.mark.timeout(60)
def test_many_edits_in_a_long_text_are_found_one_by_one() -> None:
    text = _long(random.Random(3), 20_000, 400)
    lines = text.split("\n")
    edited = [re.sub(r"^\S+", "khác", line) if k % 4 == 0 else line for k, line in enumerate(lines)]
    diff = worddiff.compare(text, "\n".join(edited))
    assert (diff.words, diff.count(Fate.CHANGED), diff.count(Fate.SAME)) == (100, 100, 300)
