"""The eighteen failure cases of EXTRACTION section 4, each on a page of our own making; the number is in the name."""

from __future__ import annotations

import unicodedata

import pytest

from archive.records import Reason, Rejection
from crawler.extraction import extract
from crawler.extraction.layout import Layout
from tests.extraction.builder import FOOTER, MENU, OTHERS, PARAGRAPHS, TITLE, article, lines, page, paragraphs, portal
from tests.extraction.test_decode import _cp1258, typed

TEXT = paragraphs(*PARAGRAPHS)


@pytest.mark.parametrize("name", ["noidung", "news-detail", "bodytext", "content", ""])
@pytest.mark.parametrize("kind", ["ul", "ol"])
def test_case_01_list_items_in_a_layout_cell_are_kept(name: str, kind: str) -> None:
    items = ("Cấp giấy khai sinh;", "Chứng thực bản sao;", "Đăng ký tạm trú.")
    body = f"{TEXT}<{kind}>{''.join(f'<li>{i}</li>' for i in items)}</{kind}>"
    assert lines(portal(body, wrap=f'<table><tr><td class="{name}">{{}}</td></tr></table>')) == [*PARAGRAPHS, *items]


def test_case_02_captions_labels_and_times_in_running_text_are_kept() -> None:
    body = (
        f"{paragraphs(PARAGRAPHS[0])}<figure><img src=a.jpg><figcaption>Tổ công nghệ số thôn Đông</figcaption></figure>"
        f"<p>Từ <time>7 giờ</time> đến <label>9 giờ</label> tối, các tổ có mặt tại nhà văn hóa.</p>"
        f'<div class="slide-banner author meta">Bà con thôn Đông nộp hồ sơ qua mạng</div>{paragraphs(*PARAGRAPHS[1:])}'
    )
    assert lines(portal(body)) == [
        PARAGRAPHS[0],
        "Tổ công nghệ số thôn Đông",
        "Từ 7 giờ đến 9 giờ tối, các tổ có mặt tại nhà văn hóa.",
        "Bà con thôn Đông nộp hồ sơ qua mạng",
        *PARAGRAPHS[1:],
    ]


def test_case_03_a_layout_table_without_names_gives_the_article_only() -> None:
    html = (
        f"<html><head><title>UBND xã Tân Hòa</title></head><body><table><tr><td>{MENU}</td></tr>"
        f"<tr><td><table><tr><td><b>TIN MỚI</b><br><a href=/1>Khởi công nhà văn hóa thôn Đoài của xã Tân Hòa</a></td>"
        f"<td>{TITLE}</td></tr></table></td></tr><tr><td>14/03/2022 09:20</td></tr><tr><td>{TEXT}</td></tr>"
        f"<tr><td>In trang | Gửi email</td></tr><tr><td>{OTHERS}</td></tr><tr><td>Tổng lượt truy cập: 9.120.551</td>"
        f"</tr>"
        f"<tr><td>{FOOTER}</td></tr></table></body></html>"
    )
    found = article(html)
    assert found.text.splitlines() == list(PARAGRAPHS)
    assert found.title == TITLE


NOTICE = "UBND xã nghỉ tiếp dân ngày 15/3 để họp."


@pytest.mark.parametrize("layouts", [(), (Layout("xa", "div.nd", "h2"),)])
def test_case_04_a_short_notice_stays_short(layouts: tuple[Layout, ...]) -> None:
    html = portal(paragraphs(NOTICE), title="Thông báo nghỉ tiếp dân", wrap='<div class="nd">{}</div>')
    found = article(html, *layouts)
    assert found.text == NOTICE
    assert found.title == "Thông báo nghỉ tiếp dân"


def test_case_05_decomposed_pages_give_composed_fields() -> None:
    html = unicodedata.normalize("NFD", portal(TEXT + "<p>Tác giả: Đỗ Hữu Ước</p>"))
    found = article(html)
    assert found.text.splitlines()[:-1] == list(PARAGRAPHS)
    assert found.author == "Đỗ Hữu Ước"
    for value in (found.title, found.text, found.author):
        assert unicodedata.is_normalized("NFC", value)


def test_case_05_decomposed_entities_are_composed_too() -> None:
    assert lines(portal(TEXT + "<p>Kê&#769;t thu&#769;c hội nghị lúc mười một giờ.</p>"))[-1].startswith("Kết thúc")


def test_case_06_tcvn3_text_is_converted_before_soft_hyphens_are_cleaned() -> None:
    body = "".join(f'<p><font face=".VnTime">{typed(p)}</font></p>' for p in PARAGRAPHS)
    title = f'<font face=".VnTimeH">{typed("người dân tân hòa được hướng dẫn")}</font>'
    found = article(portal(body, title=title))
    assert found.text.splitlines() == list(PARAGRAPHS)
    assert found.title == "NGƯỜI DÂN TÂN HÒA ĐƯỢC HƯỚNG DẪN"
    assert "tcvn3: text in .Vn fonts converted" in found.warnings


def test_case_07_windows_1258_bytes() -> None:
    raw = _cp1258(portal(TEXT).replace("utf-8", "windows-1258"))
    assert lines(raw) == list(PARAGRAPHS)


@pytest.mark.parametrize("depth", [260, 300, 1500])
def test_case_08_deep_nesting_is_read(depth: int) -> None:
    assert lines(portal(TEXT, wrap="<div>" * depth + "{}" + "</div>" * depth)) == list(PARAGRAPHS)


def test_case_08_unclosed_fonts_are_read() -> None:
    assert lines(portal("<font><b>" * 300 + TEXT)) == list(PARAGRAPHS)


@pytest.mark.parametrize("depth", [2500, 5000])
def test_case_08_what_is_too_deep_is_said(depth: int) -> None:
    result = extract(page(portal(TEXT, wrap="<div>" * depth + "{}")))
    assert isinstance(result, Rejection)
    assert result.reason is Reason.TOO_DEEP


def test_case_09_a_text_node_over_ten_megabytes() -> None:
    long = "Danh sách hộ dân được cấp tài khoản định danh. " * 200_000
    found = lines(portal(f"<p>{long}</p>{paragraphs(PARAGRAPHS[2])}"))
    assert [len(line) for line in found] == [len(long.strip()), len(PARAGRAPHS[2])]


def test_case_09_megabytes_without_a_blank_do_not_hurt() -> None:
    assert lines(portal(f"{TEXT}<p>{'ab1:' * 1_000_000}</p>"))[:3] == list(PARAGRAPHS)


def test_case_10_a_hundred_thousand_divs() -> None:
    result = extract(page("<div>" * 100_000 + "đáy"))
    assert isinstance(result, Rejection)
    assert result.reason is Reason.TOO_DEEP


def test_case_11_a_fragment_with_one_paragraph() -> None:
    assert lines(paragraphs(PARAGRAPHS[0])) == [PARAGRAPHS[0]]


def test_case_12_shared_legal_bases_survive_any_number_of_articles() -> None:
    basis = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;"
    for n in range(8):
        body = paragraphs(
            basis, f"Văn bản thứ {n} quy định việc tiếp nhận hồ sơ tại {n + 3} xã của huyện.", PARAGRAPHS[1]
        )
        assert lines(portal(body))[0] == basis


def test_case_13_a_data_table_inside_a_layout_table() -> None:
    rows = "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in (("Thôn", "Số hộ"), ("Đông", "61"), ("Đoài", "84")))
    body = f"{paragraphs(PARAGRAPHS[0])}<table border=1>{rows}</table>{paragraphs(PARAGRAPHS[2])}"
    assert lines(portal(body)) == [PARAGRAPHS[0], "Thôn | Số hộ", "Đông | 61", "Đoài | 84", PARAGRAPHS[2]]


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ('<p align="right"><b>Hoàng Lan</b></p>', "Hoàng Lan"),
        ("<p>Tác giả: Hoàng Lan</p>", "Hoàng Lan"),
        ("<p>Tin, ảnh: Hoàng Lan</p>", "Hoàng Lan"),
        ("<p><i>Hoàng Lan (CTV)</i></p>", "Hoàng Lan (CTV)"),
        ('<p style="text-align: right"><strong>Ban Biên tập</strong></p>', "Ban Biên tập"),
        ("<p>Nguồn: Sở Nội vụ</p>", None),
        ("<p>Theo Hoàng Lan/baotinh.vn</p>", None),
        ("<p>(Theo TTXVN)</p>", None),
    ],
)
def test_case_14_author_and_source_lines_are_text_and_the_author_a_field(line: str, author: str | None) -> None:
    found = article(portal(TEXT + line))
    assert len(found.text.splitlines()) == len(PARAGRAPHS) + 1
    assert found.author == author


def test_case_15_widgets_do_not_leak() -> None:
    around = paragraphs(
        "Lượt xem: 1.320",
        "Xem cỡ chữ",
        "Đánh giá bài viết",
        "Độ ẩm trung bình 80%. Tốc độ gió 7km/h",
        "Đường dây nóng: 0123.456.789",
        "Bạn đánh giá thế nào về trang này?",
    )
    assert lines(portal(TEXT, wrap=f"{around}<div>{{}}</div>{around}")) == list(PARAGRAPHS)


def test_case_16_an_aspnet_page_is_one_form() -> None:
    html = portal(TEXT).replace("<body>", '<body><form id="aspnetForm"><input type="hidden" value="x">')
    assert lines(html.replace("</body>", "</form></body>")) == list(PARAGRAPHS)


def test_case_17_repeated_sentences_stay() -> None:
    again = "Sở Nội vụ chịu trách nhiệm theo dõi, đôn đốc và tổng hợp báo cáo hằng quý."
    body = [PARAGRAPHS[0], again, PARAGRAPHS[1], again, PARAGRAPHS[2], again]
    assert lines(portal(paragraphs(*body))) == body


def test_case_18_invisible_characters_are_cleaned_on_every_path() -> None:
    dirty = "\ufeffNgày\xa012/3, UB\u200bND xã\u2800họp bàn về việc đưa dịch vụ công\u00ad đến tận các thôn xa."
    clean = "Ngày 12/3, UBND xã họp bàn về việc đưa dịch vụ công đến tận các thôn xa."
    html = portal(
        paragraphs(dirty, *PARAGRAPHS[1:]),
        title="Xã\xa0họp\u200b bàn việc dịch vụ công",
        wrap='<div class="nd">{}</div>',
    )
    for layouts in ((), (Layout("xa", "div.nd", "h2"),)):
        found = article(html, *layouts)
        assert found.text.splitlines()[0] == clean
        assert found.title == "Xã họp bàn việc dịch vụ công"
