"""What stands around a document's number: days, years and bodies that are its own, and those that are not."""

from __future__ import annotations

import datetime as dt
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import DocumentNumber
from crawler.extraction.docnum_context import agrees, fits
from crawler.extraction.docnums import find

ACT = "Nghị quyết số 76/NQ-CP"
ISSUED = dt.date(2021, 7, 15)


def only(text: str) -> DocumentNumber:
    found = find(text)
    assert len(found) == 1, found
    return found[0]


def told(text: str) -> list[tuple[str, dt.date | int | None]]:
    """Each document with its day of issue, else its year."""
    return [(found.text, found.issued_on or found.context_year) for found in find(text)]


# Behind the number


@pytest.mark.parametrize(
    "behind",
    [
        " ngày 15/7/2021",
        " ngày 15/07/2021 của Chính phủ",
        " ngày 15-7-2021 về",
        " ngày 15.7.2021.",
        " ngày 15 / 7/ 2021",
        " ngày 15/7 năm 2021",
        " ngày 15 tháng 7 năm 2021 của Chính phủ",
        " ngày 15 tháng 07/2021",
        " NGÀY 15/7/2021 CỦA CHÍNH PHỦ",
        " (ngày 15/7/2021)",
        " (15/7/2021)",
        "(15-7-2021) và",
        " [ngày 15/7/2021]",
        " ban hành ngày 15/7/2021",
        " được ban hành ngày 15/7/2021",
        ", ban hành ngày 15/7/2021,",
        " (ban hành ngày 15/7/2021)",
        " ký ngày 15/7/2021",
        " được Chính phủ ban hành ngày 15/7/2021",
        " của Chính phủ ngày 15/7/2021 về",
        " của Chính phủ (ngày 15/7/2021)",
        " của Chính phủ ban hành ngày 15/7/2021",
        ", ngày 15/7/2021 của Chính phủ",
        ", ngày 15/7/2021 về việc",
        ", ngày 15/7/2021 ban hành Chương trình",
        ", ngày 15/7/2021;",
        ", ngày 15/7/2021.",
        " ngày 15/7/2021, các sở đã triển khai",
        "\u00a0ngày\u00a015/7/2021",
    ],
)
def test_a_day_right_behind_a_number_is_its_day_of_issue(behind: str) -> None:
    for text in (ACT + behind, unicodedata.normalize("NFD", f"Thực hiện {ACT}{behind}")):
        found = only(text)
        assert (found.issued_on, found.context_year, found.year) == (ISSUED, None, None)


@pytest.mark.parametrize(
    "behind",
    [
        " trước ngày 20/1/2027",
        " có hiệu lực từ ngày 15/7/2021",
        " hết hiệu lực ngày 15/7/2021",
        " từ ngày 15/7/2021",
        " đã được sửa đổi tại Nghị định ngày 15/7/2021",
        ", ngày 15/7/2021, UBND huyện tổ chức hội nghị",
        ", đến ngày 15/7/2021",
        " ngày 15/7",
        " ngày 31/2/2021 của Chính phủ",
        " ngày 15/17/2021",
        " ngày 15/7/20211",
        " ngày 15/7/21",
        " ngày 15/7/2021/2",
        " ban hành năm trước",
        ". Ngày 15/7/2021, hội nghị",
        " ngày 15/7/1821",
        " và kế hoạch ngày 15/7/2021",
        " - 15/7/2021",
        " ngày 15/7/2021 của UBND tỉnh",
        " của UBND tỉnh ngày 15/7/2021",
        " ngày 15/7/2021 của Thủ tướng Chính phủ",
        " ngày 15/7/2021 của Bộ Nội vụ",
        " của Văn phòng Chính phủ ngày 15/7/2021",
    ],
)
def test_a_day_that_may_be_something_elses_is_left_out(behind: str) -> None:
    found = only(ACT + behind)
    assert (found.issued_on, found.context_year) == (None, None)


@pytest.mark.parametrize(
    "text",
    [
        f"{ACT} năm 2021 đặt ra mục tiêu",
        f"{ACT} (năm 2021)",
        f"{ACT} (2021)",
        f"{ACT} tháng 7/2021",
        f"{ACT} tháng 7 năm 2021",
        f"{ACT} ban hành năm 2021",
        f"thực hiện {ACT} năm 2021 của Chính phủ",
        f"{ACT} của Chính phủ năm 2021",
        f"thực hiện {ACT} (ban hành năm 2021)",
        f"Năm 2021, Chính phủ ban hành {ACT}",
        f"Tháng 7/2021, Chính phủ ban hành {ACT}",
    ],
)
def test_a_year_alone(text: str) -> None:
    found = only(text)
    assert (found.issued_on, found.context_year, found.year) == (None, 2021, None)


@pytest.mark.parametrize(
    "text",
    [
        f"kết quả thực hiện {ACT} năm 2023",
        f"triển khai {ACT} năm 2023 trên địa bàn",
        f"Kế hoạch thực hiện {ACT} năm 2023 của UBND tỉnh",
        f"{ACT}, năm 2023 tỉnh đã cắt giảm",
        f"{ACT} giai đoạn 2021 - 2030",
        f"{ACT} năm 2021-2025",
        f"{ACT} (2021-2030)",
        "Kế hoạch số 189/KH-UBND năm 2026 của UBND tỉnh",
        "Kế hoạch số 189/KH-UBND (năm 2026)",
        "Báo cáo số 5/BC-UBND tháng 6/2026",
    ],
)
def test_the_year_of_the_work_is_not_the_years_of_the_document(text: str) -> None:
    assert only(text).context_year is None


def test_a_plan_made_in_a_year_is_told_from_one_made_for_it() -> None:
    assert only("Kế hoạch số 189/KH-UBND ban hành năm 2025").context_year == 2025


# In front of it


@pytest.mark.parametrize(
    "text",
    [
        f"Ngày 15/7/2021, Chính phủ ban hành {ACT} về",
        f"ngày 15 tháng 7 năm 2021 Chính phủ đã ban hành {ACT}",
        f"Sáng nay nhắc lại: ngày 15/7/2021, Chính phủ đã ký ban hành {ACT}",
        "Ngày 15/7/2021, UBND tỉnh Yên Bái ban hành Quyết định số 12/QĐ-UBND",
        "Ngày 15/7/2021, HĐND tỉnh thông qua Nghị quyết số 5/NQ-HĐND",
        "Ngày 15/7/2021, Chủ tịch UBND tỉnh Trần Văn An đã ký Quyết định số 12/QĐ-UBND",
        "Ngày 15/7/2021, Sở Nội vụ có Công văn số 7/SNV-CCHC",
        "Ngày 15/7/2021, Tỉnh ủy ban hành Chương trình hành động số 8-CTr/TU",
        "Ngày 15/7/2021, Tổng Bí thư, Chủ tịch nước thay mặt Bộ Chính trị ký ban hành Nghị quyết số 10-NQ/TW",
    ],
)
def test_the_sentence_that_reports_the_issue_dates_it(text: str) -> None:
    assert only(text).issued_on == ISSUED


@pytest.mark.parametrize(
    "text",
    [
        f"Ngày 20/8/2026, UBND tỉnh ban hành Kế hoạch thực hiện {ACT}",
        f"Ngày 20/8/2026, UBND tỉnh ban hành {ACT}",
        f"Ngày 20/8/2026, UBND tỉnh triển khai {ACT}",
        f"Ngày 20/8, Chính phủ ban hành {ACT}",
        f"Ngày 20/8/2026, theo {ACT}",
        f"Ngày 20/8/2026, tại hội nghị, Chính phủ ban hành {ACT}",
        f"Ngày 20/8/2026, Chính phủ họp. Trước đó đã ban hành {ACT}",
        f"Ngày 20/8/2026, Chính phủ ban hành Nghị quyết thay thế {ACT}",
    ],
)
def test_a_sentence_of_another_act_dates_nothing(text: str) -> None:
    assert only(text).issued_on is None


def test_what_stands_behind_goes_before_what_stands_in_front() -> None:
    text = "Ngày 20/8/2026, UBND tỉnh ban hành Quyết định số 12/QĐ-UBND ngày 18/8/2026 về"
    assert only(text).issued_on == dt.date(2026, 8, 18)


def test_the_head_of_an_act_pasted_into_an_article() -> None:
    for between in (" ", " | "):
        assert only(f"Số: 12/QĐ-UBND{between}Yên Bái, ngày 5 tháng 6 năm 2019").issued_on == dt.date(2019, 6, 5)


# The year of the number itself


def test_a_day_in_another_year_than_the_numbers_own_is_dropped() -> None:
    number = "Quyết định số 45/2016/QĐ-TTg"
    assert only(f"{number} ngày 19/10/2016 của Thủ tướng Chính phủ").issued_on == dt.date(2016, 10, 19)
    found = only(f"{number} ngày 19/10/2017 của Thủ tướng Chính phủ")
    assert (found.issued_on, found.context_year, found.year) == (None, None, 2016)


# Bodies


@pytest.mark.parametrize(
    ("text", "body", "place"),
    [
        ("12/QĐ-UBND ngày 5/6/2019 của UBND tỉnh Yên Bái", "UBND tỉnh Yên Bái", "yen-bai"),
        ("12/QĐ-UBND của Ủy ban nhân dân huyện Bắc Yên về", "Ủy ban nhân dân huyện Bắc Yên", "son-la/bac-yen"),
        ("12/QĐ-UBND ngày 5/6/2019 của UBND huyện Châu Thành, tỉnh Bến Tre", None, "ben-tre/chau-thanh"),
        ("12/QĐ-UBND của UBND TP. Hồ Chí Minh ngày 5/6/2019", "UBND TP. Hồ Chí Minh", "ho-chi-minh"),
        ("12/QĐ-UBND của UBND tỉnh Lào Cai ngày 5/8/2025", "UBND tỉnh Lào Cai", "lao-cai@2025-07-01"),
        ("12/QĐ-UBND của UBND tỉnh Lào Cai", "UBND tỉnh Lào Cai", None),
        ("12/QĐ-UBND của tỉnh", "tỉnh", None),
        ("12/QĐ-UBND của UBND tỉnh", "UBND tỉnh", None),
        ("QUYẾT ĐỊNH SỐ 12/QĐ-UBND CỦA UBND TỈNH YÊN BÁI VỀ VIỆC", "UBND TỈNH YÊN BÁI", "yen-bai"),
        ("UBND tỉnh Bà Rịa - Vũng Tàu ban hành Quyết định số 12/QĐ-UBND", None, "ba-ria-vung-tau"),
        ("77/SNV-CCHC ngày 5/6/2019 của Sở Nội vụ tỉnh Yên Bái về việc", "Sở Nội vụ tỉnh Yên Bái", "yen-bai"),
        ("77/SLĐTBXH-VP của Sở Lao động - Thương binh và Xã hội", "Sở Lao động", None),
        ("Nghị quyết 01-NQ/TU của Tỉnh ủy Yên Bái", "Tỉnh ủy Yên Bái", "yen-bai"),
        ("01-NQ/HU ngày 5/1/2021 của Ban Thường vụ Huyện ủy Bắc Yên", None, "son-la/bac-yen"),
        (f"{ACT} của Chính phủ", "Chính phủ", None),
        (f"{ACT} của UBND tỉnh Yên Bái", None, None),  # the words are of another document
        ("Quyết định số 12/QĐ-UBND đánh giá của UBND tỉnh Yên Bái", None, None),
    ],
)
def test_the_body_in_the_texts_words_and_its_place(text: str, body: str | None, place: str | None) -> None:
    found = only(text)
    assert found.place == place
    if body is not None or place is None:
        assert found.issuer_name == body


def test_which_bodies_sign_with_which_code() -> None:
    assert agrees("Chủ tịch UBND tỉnh", "UBND")
    assert agrees("Thành ủy Yên Bái", "ThU")
    assert agrees("Thành uỷ Hà Nội", "TU")
    assert agrees("Bộ Nội vụ", "BNV")
    assert agrees("Sở Tài chính", "STC")
    assert not agrees("Bộ Chính trị", "BCT")
    assert not fits("Thủ tướng Chính phủ", "CP")
    assert not fits("Văn phòng Chính phủ", "CP")
    assert fits("huyện", "UBND")  # nothing known against it
    assert fits("UBND huyện", "BCĐ")
    assert not agrees("UBND huyện", "BCĐ")


# Enumerations


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("các Quyết định số 12/QĐ-UBND và 13/QĐ-UBND ngày 5/6/2019", [2019, 2019]),
        ("các Quyết định: số 11/QĐ-UBND, số 12/QĐ-UBND và số 13/QĐ-UBND ngày 5/6/2019 về", [2019, 2019, 2019]),
        ("02 Quyết định số 12/QĐ-UBND, 13/QĐ-UBND ngày 5/6/2019", [2019, 2019]),
        ("các Quyết định số 11/QĐ-UBND ngày 1/6/2018, 12/QĐ-UBND và 13/QĐ-UBND ngày 5/6/2019", [2018, None, 2019]),
        ("Quyết định số 12/QĐ-UBND và 13/QĐ-UBND ngày 5/6/2019", [None, 2019]),
        ("Quyết định số 12/QĐ-UBND và Quyết định số 13/QĐ-UBND ngày 5/6/2019", [None, 2019]),
        ("các văn bản số 12/QĐ-UBND và 13/KH-UBND ngày 5/6/2019", [None, 2019]),
        ("các Quyết định số 12/QĐ-UBND ngày 1/6/2018 và 13/QĐ-UBND", [2018, None]),
    ],
)
def test_numbers_in_one_list_share_a_day_only_where_the_list_says_so(text: str, expected: list[int | None]) -> None:
    assert [found.issued_on.year if found.issued_on else None for found in find(text)] == expected


def test_numbers_in_one_list_share_their_body() -> None:
    found = find("các Quyết định số 12/QĐ-UBND và 13/QĐ-UBND của UBND tỉnh Yên Bái")
    assert [one.place for one in found] == ["yen-bai", "yen-bai"]


# One article


def test_a_bare_mention_is_the_dated_one_of_its_article_before_and_behind_it() -> None:
    text = f"Triển khai {ACT}\nCăn cứ {ACT} ngày 15/7/2021 của Chính phủ\nTheo 76/NQ-CP, đến năm 2030"
    assert told(text) == [("76/NQ-CP", ISSUED)]


def test_an_article_with_both_acts_of_a_number_cites_two_documents() -> None:
    text = (
        f"{ACT} ngày 13/6/2013 sửa đổi Nghị quyết số 30c/NQ-CP\nsau đó {ACT} ngày 15/7/2021; {ACT} năm 2021 đặt ra"
        "\nNghị quyết 76/NQ-CP nêu rõ"
    )
    assert told(text) == [("76/NQ-CP", dt.date(2013, 6, 13)), ("30c/NQ-CP", None), ("76/NQ-CP", ISSUED)]


def test_of_two_days_in_one_year_most_mentions_decide_then_the_first() -> None:
    one, other = f"{ACT} ngày 15/7/2021", f"{ACT} ngày 16/7/2021"
    assert only(f"{other}\n{one}\n{one}").issued_on == ISSUED
    assert only(f"{one}\n{other}").issued_on == ISSUED


def test_one_number_of_two_bodies_is_two_documents_and_bare_mentions_join_neither() -> None:
    text = (
        "Quyết định số 12/QĐ-UBND ngày 5/6/2019 của UBND tỉnh Yên Bái\nQuyết định 12/QĐ-UBND của UBND huyện Bắc Yên\n"
        "Quyết định số 12/QĐ-UBND nêu rõ"
    )
    assert [(one.place, one.issued_on and one.issued_on.year) for one in find(text)] == [
        ("yen-bai", 2019),
        ("son-la/bac-yen", None),
    ]


def test_one_body_in_several_words_is_one_document_with_its_fullest_name() -> None:
    text = (
        "Quyết định số 12/QĐ-UBND\nQuyết định số 12/QĐ-UBND ngày 5/6/2019 của UBND tỉnh\n"
        "Quyết định 12/QĐ-UBND của Chủ tịch UBND tỉnh Yên Bái"
    )
    found = only(text)
    assert (found.issuer_name, found.place, found.issued_on) == (
        "Chủ tịch UBND tỉnh Yên Bái",
        "yen-bai",
        dt.date(2019, 6, 5),
    )


def test_a_persons_name_behind_the_place_makes_no_other_body() -> None:
    text = (
        "Ngày 5/6/2019, Chủ tịch UBND tỉnh Yên Bái Trần Văn An ký Quyết định số 12/QĐ-UBND\n"
        "Quyết định số 12/QĐ-UBND của UBND tỉnh Yên Bái"
    )
    assert only(text).place == "yen-bai"


def test_documents_come_in_the_order_of_their_first_mention() -> None:
    text = f"Nghị định 63/2010/NĐ-CP\n{ACT} ngày 13/6/2013\nQuyết định 45/2016/QĐ-TTg\n{ACT} ngày 15/7/2021"
    assert [one.text for one in find(text)] == ["63/2010/NĐ-CP", "76/NQ-CP", "45/2016/QĐ-TTg", "76/NQ-CP"]


def test_the_json_of_a_number_keeps_its_keys_and_its_own_year() -> None:
    assert only(f"{ACT} ngày 15/7/2021 của Chính phủ").to_json() == {
        "text": "76/NQ-CP", "type": "NQ", "number": "76", "year": None, "issuer": "CP", "issued_on": "2021-07-15",
        "context_year": None, "issuer_name": "Chính phủ", "place": None,
    }  # fmt: skip


# Any text

_PARTS = st.sampled_from(
    [
        "Nghị quyết số ",
        "76/NQ-CP",
        "12/QĐ-UBND",
        "45/2016/QĐ-TTg",
        " ngày ",
        "15/7/2021",
        "13/6/2013",
        " năm 2021",
        " của ",
        "Chính phủ",
        "UBND tỉnh Yên Bái",
        "UBND huyện",
        ", ",
        " và ",
        "(",
        ")",
        "\n",
        "các Quyết định số ",
        " ban hành ",
        "Ngày 5/6/2019, ",
    ]
)


@given(st.lists(_PARTS, max_size=40))
def test_any_mixture_gives_each_document_once_with_days_that_exist(parts: list[str]) -> None:
    found = find("".join(parts))
    identities = [
        (one.text, one.issued_on.year if one.issued_on else one.context_year, one.issuer_name) for one in found
    ]
    assert len(set(identities)) == len(identities)
    for one in found:
        assert not (one.issued_on and one.context_year)
        assert one.year is None or one.issued_on is None or one.issued_on.year == one.year


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "part", ["UBND tỉnh Yên Bái ", "Ngày 15/7/2021, ", "Bộ và ", "Ban Thường vụ ", "tỉnh A - B - C "]
)
def test_long_lines_cost_little(part: str) -> None:
    assert len(find((part * 40 + "ban hành Quyết định số 12/QĐ-UBND ") * 60)) <= 3
