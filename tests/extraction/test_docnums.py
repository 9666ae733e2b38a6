"""Numbers of official documents in every spelling seen, and what only looks like one."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import DocumentNumber
from crawler.extraction.docnums import ORGANS, TYPES, find

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"


def only(text: str) -> DocumentNumber:
    found = find(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # family, number, year, type, issuer, unit
        ("1051/QĐ-UBND", ("state", "1051", None, "QĐ", "UBND", "")),
        ("45/2016/QĐ-TTg", ("state", "45", 2016, "QĐ", "TTg", "")),
        ("02/2017/TT-VPCP", ("state", "02", 2017, "TT", "VPCP", "")),
        ("30c/NQ-CP", ("state", "30c", None, "NQ", "CP", "")),
        ("388/NQ-UBTVQH16", ("state", "388", None, "NQ", "UBTVQH16", "")),
        ("01/2014/TTLT-BNV-BTC", ("state", "01", 2014, "TTLT", "BNV-BTC", "")),
        ("19/2012/TTLT-BTC-BKH&ĐT-BTTTT", ("state", "19", 2012, "TTLT", "BTC-BKH&ĐT-BTTTT", "")),
        ("617/TTr-SNV", ("state", "617", None, "TTr", "SNV", "")),
        ("03/CV-BCĐ", ("state", "03", None, "CV", "BCĐ", "")),
        ("15/CTr-UBND", ("state", "15", None, "CTr", "UBND", "")),
        ("12/QyĐ-HĐND", ("state", "12", None, "QyĐ", "HĐND", "")),
        ("07/NQ-HĐND", ("state", "07", None, "NQ", "HĐND", "")),
        ("21/QĐ-BCĐ389", ("state", "21", None, "QĐ", "BCĐ389", "")),
        ("104/2016/QH13", ("assembly", "104", 2016, "", "QH13", "")),
        ("76/2025/UBTVQH15", ("assembly", "76", 2025, "", "UBTVQH15", "")),
        ("01-NQ/TU", ("party", "01", None, "NQ", "TU", "")),
        ("836-KL/HU", ("party", "836", None, "KL", "HU", "")),
        ("05-CT/TW", ("party", "05", None, "CT", "TW", "")),
        ("27-KH/ThU", ("party", "27", None, "KH", "ThU", "")),
        ("09-QĐ/UBKTTW", ("party", "09", None, "QĐ", "UBKTTW", "")),
        ("14-NQ/ĐU", ("party", "14", None, "NQ", "ĐU", "")),
        ("2231/SNV-CCHC&PC", ("letter", "2231", None, "", "SNV", "CCHC&PC")),
        ("16211/SXD-ĐKHĐ", ("letter", "16211", None, "", "SXD", "ĐKHĐ")),
        ("320/UBND-VX", ("letter", "320", None, "", "UBND", "VX")),
        ("4567/VPCP-KSTT", ("letter", "4567", None, "", "VPCP", "KSTT")),
        ("1234/TTCP-KHTH", ("letter", "1234", None, "", "TTCP", "KHTH")),
        ("99/BTTTT-CNTT", ("letter", "99", None, "", "BTTTT", "CNTT")),
        ("88/TTg-KSTT", ("letter", "88", None, "", "TTg", "KSTT")),
    ],
)
def test_each_family_is_taken_apart(text: str, expected: tuple[object, ...]) -> None:
    found = only(text)
    assert (found.family, found.number, found.year, found.type, found.issuer, found.unit) == expected
    assert found.text == text


@pytest.mark.parametrize(
    ("damaged", "normal"),
    [
        ("Số: 3463/QĐ-UBND", "3463/QĐ-UBND"),
        ("Số:3463/QĐ-UBND", "3463/QĐ-UBND"),
        ("63 /2010/NĐ-CP", "63/2010/NĐ-CP"),
        ("63/ 2010 / NĐ - CP", "63/2010/NĐ-CP"),
        ("3027/QĐUBND", "3027/QĐ-UBND"),
        ("3027/QĐ UBND tỉnh", "3027/QĐ-UBND"),
        ("3027/QĐUBND-VX", "3027/QĐ-UBND-VX"),
        ("12/2021/NQHĐND", "12/2021/NQ-HĐND"),
        ("203./KH-UBND", "203/KH-UBND"),
        ("175/KH–UBND", "175/KH-UBND"),
        ("01 – NQ/TU", "01-NQ/TU"),
        ("01-NQ / TU", "01-NQ/TU"),
        ("01/2014/TTLT-BNV - BTC", "01/2014/TTLT-BNV-BTC"),
        ("1051/QÐ-UBND", "1051/QĐ-UBND"),
        ("45/2016/QĐ-Ttg", "45/2016/QĐ-Ttg"),
        ("45/2016/QĐ-TTG", "45/2016/QĐ-TTG"),
        ("1051\u00a0/QĐ-\u200bUBND", "1051/QĐ-UBND"),
        (unicodedata.normalize("NFD", "1051/QĐ-UBND của Ủy ban"), "1051/QĐ-UBND"),
    ],
)
def test_damage_of_print_is_mended_in_the_normal_form(damaged: str, normal: str) -> None:
    assert only(damaged).text == normal


def test_all_numbers_of_an_article_come_in_order_and_once() -> None:
    article = (
        "QUYẾT ĐỊNH SỐ 12/QĐ-UBND\nCăn cứ Nghị định số 63 /2010/NĐ-CP ngày 08/6/2010 và Thông tư 02/2017/TT-VPCP, "
        "các Quyết định 45/2016/QĐ-TTg và 1051/QĐ-UBND, (Kế hoạch 203./KH-UBND); Kết luận 836-KL/HU; "
        "Công văn số 77/ABC-XYZ. Theo 1051/QĐ-UBND, đạt 250/295 nhiệm vụ."
    )
    assert [n.text for n in find(article)] == [
        "12/QĐ-UBND", "63/2010/NĐ-CP", "02/2017/TT-VPCP", "45/2016/QĐ-TTg", "1051/QĐ-UBND", "203/KH-UBND", "836-KL/HU",
        "77/ABC-XYZ",
    ]  # fmt: skip


def test_a_number_ends_before_the_words_that_follow() -> None:
    for tail in (" ngày 09/5/2018", ", về việc", ".", ") của", " - Về việc", "; UBND tỉnh", "/.", " – UBND huyện"):
        assert only("Quyết định 1051/QĐ-UBND" + tail).text == "1051/QĐ-UBND"


def test_a_letter_of_an_unknown_organ_needs_its_lead_word() -> None:
    assert not find("tỷ lệ 12/ABC-XYZ")
    for lead in ("số", "Số:", "công văn", "Công văn số", "văn bản"):
        assert only(f"{lead} 12/ABC-XYZ").family == "letter"


@pytest.mark.parametrize(
    "text",
    [
        "26/06/2018", "ngày 9/6", "63/63 tỉnh", "10/10 chỉ tiêu", "250/295 nhiệm vụ", "14.607 hồ sơ", "0236/3891",
        "02163.818.555", "CCHC-2021", "VN-43", "TCVN ISO 9001:2015", "60 km/h", "và/hoặc", "24/7", "mức độ 3/4",
        "https://yenbai.gov.vn/noidung/tintuc/Pages/chi-tiet.aspx?ItemID=1", "http://a.gov.vn/2018/QĐ-UBND.pdf",
        "/Uploads/12/QĐ-UBND", "12/qđ-ubnd", "kg/m2", "1/500", "quý I/2022", "tháng 6/2022", "nhiệm kỳ 2020-2025",
        "ngõ 12/4 Trần Phú", "5/TP-HCM", "100.1051/QĐ-UBND", "A1051/QĐ-UBND", "1234567/QĐ-UBND", "12/QĐ-ủy", "12/QĐ",
        "76/QH15", "12/2020/Tập-San", "Bộ tiêu chí 1051", "TB-12-2021.pdf", "", "/", "1/2/3/4/QĐ-UBND",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_number_is_left_alone(text: str) -> None:
    assert find(text) == []


def test_a_number_never_runs_over_a_lines_end() -> None:
    assert find("tổng số 45\n/2016/QĐ\n-TTg") == []


def test_every_line_of_the_shared_cases_comes_out_as_written() -> None:
    table = SHARED / "evidence" / "docnums.tsv"
    if not table.exists():
        pytest.skip("no shared evidence beside the checkout")
    for row in table.read_text("utf-8").splitlines():
        raw, expected, note = row.split("\t")
        if expected == "-":
            assert find(raw) == [], raw
            continue
        found = only(raw)
        assert found.text == expected
        for name, value in (part.strip().split("=") for part in note.split(";") if "=" in part):
            assert str(getattr(found, name) or "") == value, (raw, name)


@given(
    st.integers(1, 999_999),
    st.sampled_from(["", *"abcd"]),
    st.none() | st.integers(1990, 2030),
    st.sampled_from(sorted(TYPES)),
    st.sampled_from(sorted(ORGANS)),
    st.sampled_from(["{}", "số {} ", "({})", "theo {}, và", "{}."]),
)
def test_every_type_with_every_organ_is_read_whole(
    number: int, letter: str, year: int | None, kind: str, organ: str, frame: str
) -> None:
    text = f"{number}{letter}/" + (f"{year}/" if year else "") + f"{kind}-{organ}"
    found = only(frame.format(text))
    assert (found.text, found.type, found.issuer, found.year) == (text, kind, organ, year)


@given(st.text(max_size=300))
def test_no_text_makes_it_raise_and_finding_is_stable(text: str) -> None:
    for number in find(text):
        assert [again.text for again in find(number.text)] == [number.text] or number.family == "letter"


@given(st.integers(1, 31), st.integers(1, 12), st.integers(1900, 2100), st.sampled_from("/-."))
def test_a_date_is_never_a_number(day: int, month: int, year: int, sep: str) -> None:
    assert (
        find(f"ngày {day}{sep}{month}{sep}{year} của UBND, từ {day}/{month} - {day}/{month}, {day}/{month}/{year}-UBND")
        == []
    )
