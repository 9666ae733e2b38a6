"""Author, section, lead, attachments, language: right or null."""

from __future__ import annotations

import pytest

from archive.records import Attachment
from tests.extraction.builder import PARAGRAPHS, TITLE, article, paragraphs, portal

TEXT = paragraphs(*PARAGRAPHS)


@pytest.mark.parametrize(
    ("above", "section"),
    [
        (
            '<div><a href="/">Trang chủ</a> &gt;&gt; <a href="/t">Tin tức</a> &gt;&gt; <a href="/c">Tin trong xã</a>'
            "</div>",
            "Tin trong xã",
        ),
        ('<p><a href="/">Trang chủ</a> » <a href="/c">Cải cách hành chính</a></p>', "Cải cách hành chính"),
        ('<p><a href="/">Trang chủ</a> › <a href="/c">Cải cách</a> › {title}</p>', "Cải cách"),
        ('<div class="breadcrumb"><a href="/">Trang chủ</a> / <a href="/c">Tin nội bộ</a></div>', "Tin nội bộ"),
        ('<ol><li><a href="/">Trang chủ</a></li><li><a href="/c">Một cửa</a></li></ol>', "Một cửa"),
        ('<div><a href="/cchc">Cải cách hành chính</a></div>', "Cải cách hành chính"),
        ("<h1>TIN TRONG XÃ</h1>", "TIN TRONG XÃ"),
        ("<p>Ngày 12/03/2022</p>", None),
        ("", None),
    ],
)
def test_section_above_the_headline(above: str, section: str | None) -> None:
    html = portal(TEXT).replace("<h2>", above.format(title=TITLE) + "<h2>")
    assert article(html).section == section


def test_section_from_markup() -> None:
    assert (
        article(portal(TEXT, head='<meta property="article:section" content="Tin tức chung">')).section
        == "Tin tức chung"
    )
    script = '<script type="application/ld+json">{"articleSection": "C\\u1ea3i c\\u00e1ch"}</script>'
    assert article(portal(TEXT, head=script)).section == "Cải cách"


@pytest.mark.parametrize(
    ("markup", "author"),
    [
        ('<span itemprop="author" itemscope><span itemprop="name">Ngọc Lan</span></span>', "Ngọc Lan"),
        ('<meta name="author" content="Ngọc Lan">', "Ngọc Lan"),
        ('<meta name="author" content="admin">', None),
        ('<meta name="author" content="Cổng thông tin điện tử tỉnh">', None),
        ('<script type="application/ld+json">{"author": {"@type": "Person", "name": "Ngọc Lan"}}</script>', "Ngọc Lan"),
    ],
)
def test_author_from_markup(markup: str, author: str | None) -> None:
    assert article(portal(TEXT, head=markup)).author == author


def test_who_signed_a_document_is_not_its_author() -> None:
    signature = '<p align="right"><b>TM. ỦY BAN NHÂN DÂN<br>CHỦ TỊCH</b></p><p align="right"><b>Lê Văn Phúc</b></p>'
    assert article(portal(TEXT + signature)).author is None


def test_the_last_sentence_is_no_author() -> None:
    assert article(portal(TEXT + "<p>Tân Hòa</p>" + paragraphs("Mọi việc đều xong trước hẹn."))).author is None


LEAD = "CTTĐT - Xã Tân Hòa vừa đưa sáu tổ công nghệ số về tận thôn để giúp bà con nộp hồ sơ qua mạng."


@pytest.mark.parametrize(
    "markup",
    [
        "<p><strong>{}</strong></p>",
        '<p class="sapo">{}</p>',
        '<div class="hometext">{}</div>',
        '<p style="font-weight: bold">{}</p>',
        "<p><b>CTTĐT</b><b> - Xã Tân Hòa vừa đưa sáu tổ công nghệ số về tận thôn để giúp bà con nộp hồ sơ qua "
        "mạng.</b></p>",
    ],
)
def test_lead_with_its_prefix(markup: str) -> None:
    found = article(portal(markup.format(LEAD) + TEXT))
    assert found.lead == LEAD
    assert found.text.splitlines() == [LEAD, *PARAGRAPHS]


def test_lead_by_the_description_of_the_page() -> None:
    assert article(portal(f"<p>{LEAD}</p>{TEXT}", head=f'<meta name="description" content="{LEAD}">')).lead == LEAD


def test_no_lead_is_invented() -> None:
    assert article(portal(TEXT)).lead is None


@pytest.mark.parametrize("again", [LEAD, LEAD.removeprefix("CTTĐT - ")])
def test_a_lead_repeated_as_first_paragraph_is_stored_once(again: str) -> None:
    found = article(portal(f"<p><b>{LEAD}</b></p><div>{paragraphs(again)}{TEXT}</div>"))
    assert found.text.splitlines() == [LEAD, *PARAGRAPHS]


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("/f/a.pdf", "https://tanhoa.example.gov.vn/f/a.pdf"),
        ("b.docx", "https://tanhoa.example.gov.vn/tin-tuc/b.docx"),
        ("https://x.example.vn/c.xlsx?v=1", "https://x.example.vn/c.xlsx?v=1"),
        ("//x.example.vn/d.zip", "https://x.example.vn/d.zip"),
        ("/tai-ve?id=3", None),
        ("javascript:void(0)", None),
        ("http://[bad", None),
    ],
)
def test_attachments_are_absolute(href: str, url: str | None) -> None:
    found = article(portal(f'{TEXT}<p>Tệp đính kèm: <a href="{href}">Kế hoạch</a></p>'))
    assert found.attachments == ((Attachment(url, "Kế hoạch"),) if url else ())
    assert found.text.splitlines()[-1] == "Tệp đính kèm: Kế hoạch"


def test_base_address_counts_and_files_of_menus_do_not() -> None:
    html = portal(f'{TEXT}<p>Tải về: <a href="a.pdf">a.pdf</a></p>', head='<base href="https://cdn.example.vn/x/">')
    html = html.replace("<ul>", '<ul><li><a href="/m/mau.doc">Biểu mẫu</a></li>', 1)
    assert article(html).attachments == (Attachment("https://cdn.example.vn/x/a.pdf", "a.pdf"),)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (PARAGRAPHS, "vi"),
        (
            (
                "Ngay 12/3, UBND xa da to chuc hoi nghi voi su tham gia cua cac thon trong xa.",
                "Nhung nguoi dan cho biet ho khong phai di xa.",
            ),
            "vi",
        ),
        (
            (
                "The committee opened a new office in the centre of the town on Monday and it will serve the people "
                "of the district.",
                "The head of the office said that most of the papers can be filed at home and sent by post.",
            ),
            "en",
        ),
    ],
)
def test_language(text: tuple[str, ...], language: str) -> None:
    assert article(portal(paragraphs(*text))).language == language


def test_numbers_of_documents_are_found() -> None:
    found = article(portal(TEXT + paragraphs("Căn cứ Quyết định số 15/QĐ-UBND ngày 04/01/2021 của UBND tỉnh.")))
    assert [n.text for n in found.document_numbers] == ["15/QĐ-UBND"]


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("<p>Tác giả bài viết: Hồng Nhạn</p>", "Hồng Nhạn"),
        ('<p style="text-align:right">Ảnh: Vũ Khiêm</p>', "Vũ Khiêm"),
        ('<p style="text-align:right">Ảnh: CTV</p>', None),
        ('<p style="text-align:right"><b>H.N</b></p>', "H.N"),
        ("<p><b>Vũ Đình Lập - Phòng Nội vụ</b></p>", "Vũ Đình Lập"),
        ("<p>Tác giả: admin</p>", None),
        ("<p>PV</p>", "PV"),
        ("<p>P.V</p>", "P.V"),
        ("<p>Tác giả: Hồng Nhạn. Ảnh: CTV</p>", "Hồng Nhạn"),
        ("<p>Tác giả: Hồng Nhạn - Nguồn: Báo Tỉnh</p>", "Hồng Nhạn"),
        ("<p>Hồng Nhạn</p><p>Nguồn: Sở Nội vụ</p>", "Hồng Nhạn"),
        ("<p>Hồng Nhạn</p><p>(Theo TTXVN)</p>", "Hồng Nhạn"),
        ("<p>Hồng Nhạn (Trung tâm VH-TT huyện)</p>", "Hồng Nhạn (Trung tâm VH-TT huyện)"),
        ("<p>BGP</p>", "BGP"),
        ("<p>Ảnh: CTV</p>", None),
        ("<p>Theo Hồng Nhạn/chinhphu.vn</p>", None),
    ],
)
def test_author_lines_at_the_end(line: str, author: str | None) -> None:
    assert article(portal(TEXT + line)).author == author


@pytest.mark.parametrize(
    ("stamp", "author"),
    [
        (
            "<span>15/05/2021 07:00</span> | <span>Tác giả: Lưu Bích Ngà</span> | <span>Lượt xem: 5</span>",
            "Lưu Bích Ngà",
        ),
        ("15/05/2021 07:00 | Tác giả: admin | Lượt xem: 5", None),
    ],
)
def test_author_in_the_line_of_the_stamp(stamp: str, author: str | None) -> None:
    assert article(portal(TEXT, stamp=stamp)).author == author


@pytest.mark.parametrize(
    ("above", "section"),
    [
        ("<p>Chuyên mục: Xã hội</p>", "Xã hội"),
        ('<div class="cat-name">Tin CCHC</div>', "Tin CCHC"),
        ('<div class="cat"><a href="/pv">Phỏng vấn</a></div>', "Phỏng vấn"),
        ('<p><a href="/">Trang chủ</a> / <a href="/c">Cải cách</a></p>', "Cải cách"),
        ('<p><a href="/">Trang chủ</a>>><a href="/c">Cải cách</a></p>', "Cải cách"),
    ],
)
def test_section_by_its_label_or_name(above: str, section: str) -> None:
    assert article(portal(TEXT).replace("<h2>", above + "<h2>")).section == section


@pytest.mark.parametrize(
    "again",
    [
        "Sáng 12/3, xã Tân Hòa ra mắt sáu tổ công nghệ số cộng đồng tại các thôn trong xã",
        "CTTĐT- Sáng 12/3, xã Tân Hòa ra mắt sáu tổ công nghệ số cộng đồng tại các thôn trong xã.",
        "(TTĐT) – Sáng 12/3 xã Tân Hòa ra mắt sáu tổ công nghệ số cộng đồng tại các thôn trong xã./.",
        "YênBái -  Sáng 12/3, xã Tân Hoà  ra mắt sáu tổ công nghệ số cộng đồng\xa0tại các thôn trong xã.",
    ],
)
@pytest.mark.parametrize("between", ["", "<p align=center><img src=a.jpg><br><em>Toàn cảnh buổi ra mắt</em></p>"])
def test_a_lead_that_is_printed_again_is_stored_once(again: str, between: str) -> None:
    lead = "CTTĐT - Sáng 12/3, xã Tân Hòa ra mắt sáu tổ công nghệ số cộng đồng tại các thôn trong xã."
    found = article(portal(f"<p><b>{lead}</b></p>{between}<p>{again}</p>{TEXT}"))
    caption = ["Toàn cảnh buổi ra mắt"] if between else []
    assert found.text.splitlines() == [lead, *caption, *PARAGRAPHS]
    assert found.lead == lead


def test_menu_links_that_nothing_separates_are_no_section() -> None:
    menu = "<nav><a>Công dân</a><a>Doanh nghiệp</a><a>Du khách</a></nav>"
    assert article(portal(TEXT).replace("<h2>", menu + "<h2>")).section is None


@pytest.mark.parametrize("place", ["above", "below"])
def test_the_author_in_a_bar_with_a_counter(place: str) -> None:
    bar = "<div>Tác giả: Lò Văn Inh - 402 lượt xem</div>"
    found = article(portal(bar + TEXT if place == "above" else TEXT + bar))
    assert found.author == "Lò Văn Inh"
    assert found.text.splitlines() == list(PARAGRAPHS)
