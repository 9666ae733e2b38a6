"""The generator of labelled pairs, and the part of the benchmark that judges them."""

from __future__ import annotations

import io
import random
import re
from collections import Counter

import pytest
from rich.console import Console

from benchmarks import dedup_quality, edit_forms, edits
from benchmarks.common import Bench
from benchmarks.edit_copies import COPIES
from benchmarks.edit_forms import FORMS, updated
from benchmarks.edit_shapes import elsewhere, figures, later, with_figures

TEXT = (
    "Xã Hồng Vân giải quyết 412 hồ sơ trong tháng 5",
    "Sáng 12/5, ông Trần Quốc Bảo, Chủ tịch UBND xã Hồng Vân, cho biết xã đã tiếp nhận 430 hồ sơ, đạt 95,3% kế hoạch.",
    "Theo Kế hoạch số 17/KH-UBND ngày 03/2/2024, xã mở 6 lớp cho 128 người tại huyện Yên Khê. Kinh phí là 1.250 triệu.",
    "Quý II năm 2024, xã phấn đấu tăng thêm 15 bậc. Người dân ở xã Hồng Vân rất phấn khởi. Việc này còn kéo dài.",
    "Các thôn đã lập 9 tổ hỗ trợ. Mỗi tổ có 4 người trực vào buổi sáng. Máy tính được đặt ở nhà văn hóa. "
    "Người lớn tuổi được đón tận nhà, người ở xa được gửi kết quả qua bưu điện và không phải trả thêm khoản nào. "
    "Cuối mỗi tuần, tổ trưởng ghi lại những việc còn vướng để cuộc họp giao ban sau cùng nhau tháo gỡ cho dứt điểm.",
)
WHOLE = "\n".join(TEXT)


def rng() -> random.Random:
    """The same numbers each time."""
    return random.Random(4)


def test_figures_are_told_from_dates_documents_and_periods() -> None:
    assert [match[0] for match in figures(WHOLE)] == ["412", "430", "95,3", "6", "128", "1.250", "15", "9", "4"]


@pytest.mark.parametrize(("share", "least", "most"), [(1.0, 9, 9), (0.5, 4, 5), (1 / 3, 3, 3)])
def test_as_many_figures_change_as_asked(share: float, least: int, most: int) -> None:
    changed = with_figures(rng(), WHOLE, share)
    assert changed is not None
    before, after = ([match[0] for match in figures(text)] for text in (WHOLE, changed))
    assert len(before) == len(after)
    assert least <= sum(x != y for x, y in zip(before, after, strict=True)) <= most
    assert re.sub(r"\d+(?:[.,]\d+)*", "#", changed) == re.sub(r"\d+(?:[.,]\d+)*", "#", WHOLE)
    assert "17/KH-UBND ngày 03/2/2024" in changed


def test_a_text_without_figures_is_no_form() -> None:
    assert with_figures(rng(), "Không có số liệu nào trong bài.", 1.0) is None


def test_a_place_gets_one_other_name_throughout() -> None:
    changed = elsewhere(rng(), WHOLE)
    assert "Hồng Vân" not in changed
    assert "Trần Quốc Bảo" not in changed
    assert len(set(re.findall(r"[Xx]ã ([A-ZĐ]\w+ \w+)", changed))) == 1
    assert [match[0] for match in figures(changed)] == [match[0] for match in figures(WHOLE)]


def test_a_later_report_has_other_days_and_months() -> None:
    changed = later(rng(), WHOLE)
    assert "12/5" not in changed
    assert "tháng 5" not in changed
    assert "Quý II " not in changed


def test_every_edit_makes_another_text_of_the_same_article() -> None:
    for name, (edit, wanted) in COPIES.items():
        tries = (edit(random.Random(seed), TEXT, edits.TUNE) for seed in range(30))
        other = next((text for text in tries if text not in (None, TEXT)), None)
        assert other is not None, name
        assert wanted in ("near", "contained")
        assert set(WHOLE.lower().split()) & set("\n".join(other).lower().split()), name
    for name, form in FORMS.items():
        assert form(rng(), TEXT, edits.TUNE) not in (None, TEXT), name
    story = updated(rng(), TEXT, edits.TUNE)
    assert story is not None
    changed = sum(x != y for x, y in zip(_figures(TEXT), _figures(story), strict=True))
    assert 1 <= changed <= 3


def _figures(text: tuple[str, ...]) -> list[str]:
    return [match[0] for match in figures("\n".join(text))]


def test_pairs_are_the_same_every_time_and_differ_between_the_halves() -> None:
    tune = list(edits.pairs("tune", 12))
    assert tune == list(edits.pairs("tune", 12))
    heldout = list(edits.pairs("heldout", 12))
    ours, others = ({pair.a for pair in half if "apart" not in pair.edit} for half in (tune, heldout))
    assert not ours & others
    labels = Counter(pair.wanted for pair in heldout)
    assert set(labels) == {"near", "contained", "none"}
    assert {*COPIES, *FORMS, "both edited", "updated story", "round-up", "same topic"} <= {p.edit for p in heldout}


def test_the_bars_are_reached_on_a_small_held_out_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dedup_quality, "COUNT", 24)
    monkeypatch.setattr(dedup_quality, "SIZES", (5,))
    out = io.StringIO()
    figures = dedup_quality.run(Bench(Console(file=out, width=200)))
    ours, peer = (figures["heldout"]["all"][system] for system in ("ours", "datasketch"))
    assert ours["precision"] >= dedup_quality.BARS["precision"]
    assert ours["recall"] >= dedup_quality.BARS["recall"]
    assert ours["templates"] <= dedup_quality.BARS["templates"]
    assert ours["templates"] < peer["templates"]
    assert ours["updated"] > 0.9
    row = figures["heldout"]["edits"]["both edited"]
    assert row["one_story"]
    assert set(row) == {"pairs", "one_story", "ours", "datasketch", "rensa"}
    assert set(figures["versions"]) == {"datasketch", "rensa"}
    assert "reached" in out.getvalue()


def test_barred_forms_leave_out_those_that_are_only_reported() -> None:
    assert not set(edit_forms.BARRED) & set(edit_forms.THIRD)
    assert set(edit_forms.BARRED) | set(edit_forms.THIRD) < set(FORMS)
