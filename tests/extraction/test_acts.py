"""The page of an act is no news of it; news that quotes, lists or carries an act is."""

from __future__ import annotations

import pytest

from archive.records import Reason, Rejection
from crawler.extraction import extract
from crawler.extraction.layout import Layout
from tests.extraction.builder import PARAGRAPHS, article, page, paragraphs, portal

SHEET = (
    ("Số ký hiệu", "41/QĐ-UBND"),
    ("Ngày ban hành", "08/02/2021"),
    ("Người ký", "Lò Văn Hặc"),
    ("Trích yếu", "Về việc công bố danh mục thủ tục hành chính của xã Lũng Cao"),
)
MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
ACT = (
    "ỦY BAN NHÂN DÂN XÃ LŨNG CAO",
    *MOTTO,
    "Số: 41/QĐ-UBND",
    "Lũng Cao, ngày 08 tháng 02 năm 2021",
    "QUYẾT ĐỊNH",
    "Về việc công bố danh mục thủ tục hành chính",
    "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ",
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
    "Xét đề nghị của công chức Văn phòng - Thống kê,",
    "Điều 1. Công bố kèm theo Quyết định này danh mục mười hai thủ tục hành chính của xã.",
    "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.",
    "Nơi nhận: Như Điều 2; Lưu: VT.",
)
TITLE = "Quyết định công bố danh mục thủ tục hành chính của xã Lũng Cao"


def table(border: str = "") -> str:
    return f"<table {border}>{''.join(f'<tr><td>{a}</td><td>{b}</td></tr>' for a, b in SHEET)}</table>"


def reason(html: str, *layouts: Layout) -> Reason | None:
    found = extract(page(html), layouts)
    return found.reason if isinstance(found, Rejection) else None


FORMS = {
    "table": table(),
    "bordered table": table('border="1"'),
    "definitions": f"<dl>{''.join(f'<dt>{a}</dt><dd>{b}</dd>' for a, b in SHEET)}</dl>",
    "divs": "".join(f"<div><span>{a}:</span> <span>{b}</span></div>" for a, b in SHEET),
    "without accents": paragraphs("So ky hieu: 41/QD-UBND", "Ngay ban hanh: 08/02/2021", "Trich yeu: Cong bo thu tuc"),
    "other labels": paragraphs("Số/Ký hiệu: 41/QĐ-UBND", "Ngày ký: 08/02/2021", "Cơ quan ban hành: UBND xã Lũng Cao"),
}


@pytest.mark.parametrize("form", FORMS)
def test_the_sheet_of_an_act(form: str) -> None:
    assert reason(portal(FORMS[form], title=TITLE, stamp="")) is Reason.LEGAL_DOCUMENT


def test_the_sheet_in_the_container_of_news() -> None:
    layout = Layout("vnpt", ".ArticleContent", "h2")
    html = portal(table(), title=TITLE, stamp="", wrap='<div class="ArticleContent">{}</div>')
    assert reason(html, layout) is Reason.LEGAL_DOCUMENT


@pytest.mark.parametrize("stamp", ["", "Ngày đăng: 14/03/2021 09:20"])
def test_the_whole_text_of_a_decision(stamp: str) -> None:
    assert reason(portal(paragraphs(*ACT), title=TITLE, stamp=stamp)) is Reason.LEGAL_DOCUMENT


def test_the_whole_text_with_its_head_in_two_columns() -> None:
    head = (
        f"<table><tr><td>{ACT[0]}<br>{ACT[3]}</td><td>{MOTTO[0]}<br>{MOTTO[1]}</td></tr></table>{paragraphs(*ACT[5:])}"
    )
    assert reason(portal(head, title=TITLE)) is Reason.LEGAL_DOCUMENT


def test_the_whole_text_in_the_container_of_a_layout() -> None:
    html = portal(paragraphs(*ACT), title=TITLE, wrap='<div class="nd">{}</div>')
    assert reason(html, Layout("xa", "div.nd", "h2")) is Reason.LEGAL_DOCUMENT


# --- news ------------------------------------------------------------------------------------------------------------
def test_news_with_the_act_attached_in_full() -> None:
    act = [line for line in ACT if "ngày 08 tháng" not in line]  # a line that is only a day is taken for a stamp
    found = article(portal(paragraphs(*PARAGRAPHS, *act)))
    assert found.text.splitlines() == [*PARAGRAPHS, *act]


def test_news_with_the_sheet_below() -> None:
    assert article(portal(paragraphs(*PARAGRAPHS) + table())).text.startswith(PARAGRAPHS[0])


def test_news_that_lists_the_articles_of_a_decision() -> None:
    lines = [
        "Chủ tịch UBND tỉnh vừa ký Quyết định số 41/QĐ-UBND ngày 08/02/2021 về danh mục thủ tục hành chính của ngành.",
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
        "Điều 1. Công bố kèm theo Quyết định này danh mục mười hai thủ tục hành chính của xã.",
        "Nơi nhận: các sở, ban, ngành.",
    ]
    assert article(portal(paragraphs(*lines))).text.splitlines() == lines


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("Số: 12/TB-UBND", "THÔNG BÁO"),
        ("Số: 12/KH-UBND", "KẾ HOẠCH"),
        ("Số: 12/GM-UBND", "GIẤY MỜI"),
        ("Số: 12/BC-UBND", "BÁO CÁO"),
    ],
)
def test_notices_plans_and_invitations_in_official_form_are_news_of_a_portal(number: str, name: str) -> None:
    lines = [
        *MOTTO,
        number,
        name,
        "Về việc tiếp nhận hồ sơ vào sáng thứ Bảy",
        "Căn cứ kế hoạch của UBND huyện, UBND xã Lũng Cao thông báo đến toàn thể nhân dân như sau:",
        "Bộ phận một cửa làm việc cả sáng thứ Bảy kể từ tuần đầu của tháng Ba.",
        "Nơi nhận: các thôn.",
    ]
    assert reason(portal(paragraphs(*lines), title="Thông báo tiếp nhận hồ sơ vào sáng thứ Bảy")) is None
