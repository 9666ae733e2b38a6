"""Headlines: not the portal's name, not the section, not a cut text where a fuller one stands."""

from __future__ import annotations

import pytest

from crawler.extraction.layout import Layout
from tests.extraction.builder import PARAGRAPHS, article, paragraphs, portal
from tests.extraction.test_decode import typed

TEXT = paragraphs(*PARAGRAPHS)
LONG = "Tân Hòa công bố kết quả xếp hạng các thôn về nộp hồ sơ qua mạng và mức độ hài lòng"


def title_of(head: str, above: str, stamp: str = "<p>14/03/2022 09:20</p>") -> str:
    return article(f"<html><head>{head}</head><body>{above}{stamp}<div>{TEXT}</div></body></html>").title


@pytest.mark.parametrize(
    ("head", "above", "title"),
    [
        ("<title>Cổng thông tin điện tử xã Tân Hòa</title>", f"<div>{LONG}</div>", LONG),
        (f"<title>{LONG} - Tin tức - Xã Tân Hòa</title>", f"<h1>Tin tức</h1><div>{LONG}</div>", LONG),
        (f"<title>Xã Tân Hòa | {LONG}</title>", f"<h2>Xã Tân Hòa</h2><p><b>{LONG}</b></p>", LONG),
        (f"<title>{LONG[:50]}...</title>", f"<h1>{LONG[:50]}...</h1><p>Tin tức</p><div>{LONG}</div>", LONG),
        ('<title>x</title><meta property="og:title" content="Xã Tân Hòa">', f"<h3>{LONG}</h3>", LONG),
        ("", f'<div itemprop="headline">{LONG}</div><h4>Tin trong xã</h4>', LONG),
        (
            f'<script type="application/ld+json">{{"headline": "{LONG}"}}</script>',
            f"<h2>Chuyên trang cải cách của xã nhà</h2><div>{LONG}</div>",
            LONG,
        ),
        ("<title>Tin</title>", f'<h1><a href="/">Trang tin điện tử Tân Hòa</a></h1><font size="4">{LONG}</font>', LONG),
        ("<title>Tin</title>", f'<table><tr><td><span class="tieude">{LONG}</span></td></tr></table>', LONG),
    ],
)
def test_the_headline_on_the_page(head: str, above: str, title: str) -> None:
    assert title_of(head, above) == title


def test_title_of_the_head_without_the_sites_name_where_the_page_has_no_heading() -> None:
    assert title_of(f"<title>{LONG} | Cổng thông tin xã Tân Hòa</title>", "", stamp="") == LONG


def test_no_title_is_invented() -> None:
    found = article(f"<html><head><title>Cổng thông tin xã Tân Hòa</title></head><body>{TEXT}</body></html>")
    assert found.title == ""
    assert "no headline found" in found.warnings


def test_the_title_is_not_repeated_as_first_line() -> None:
    found = article(portal(f"<p><b>{LONG}</b></p>{TEXT}", title=LONG))
    assert found.text.splitlines() == list(PARAGRAPHS)


def test_window_title_typed_in_tcvn3_agrees_with_the_converted_heading() -> None:
    html = (
        f'<html><head><title>{typed(LONG)}</title></head><body><p><font face=".VnTime">{typed(LONG)}</font></p>'
        + "".join(f'<p><font face=".VnTime">{typed(p)}</font></p>' for p in PARAGRAPHS)
    )
    assert article(html + "</body></html>").title == LONG


@pytest.mark.parametrize(
    ("head", "above"),
    [
        (
            f"<title>{LONG} | Trang thông tin điện tử huyện Hòa Bình</title>",
            "<h1>Trang thông tin điện tử huyện Hòa Bình</h1>",
        ),
        ("<title>Cổng TTĐT</title>", f"<h1>CỔNG THÔNG TIN ĐIỆN TỬ TỈNH HÒA BÌNH</h1><div>{LONG}</div>"),
        ("<title>Xã Tân Hòa</title>", f"<h1>UBND XÃ TÂN HÒA - HUYỆN HÒA BÌNH</h1><h3>{LONG}</h3>"),
        ("<title>Tin tức - Sự kiện</title>", f"<div>TIN TỨC - SỰ KIỆN</div><div><strong>{LONG}</strong></div>"),
        ("<title>Chi tiết tin</title>", f"<h2>Tin hoạt động</h2><p>Chuyên mục: Xã hội</p><div>{LONG}</div>"),
        ("<title>x</title>", f"<h1>{LONG[:48]}...</h1><div>{LONG}</div>"),
    ],
)
def test_names_of_sites_and_sections_are_no_headlines(head: str, above: str) -> None:
    assert title_of(head, above) == LONG


@pytest.mark.parametrize(
    "title",
    [
        "UBND xã Tân Hòa họp bàn hồ sơ trễ hẹn",
        "Cổng thông tin điện tử tỉnh đón triệu lượt truy cập",
        "UBND XÃ TÂN HÒA TUYỂN DỤNG HAI CÔNG CHỨC",
        "Tin tức mới về lịch cắt điện",
    ],
)
def test_headlines_that_begin_like_a_site_or_a_section(title: str) -> None:
    assert title_of("<title>Xã Tân Hòa</title>", f"<h2>{title}</h2>") == title


@pytest.mark.parametrize(
    "trail",
    [
        "Hoạt động chỉ đạo điều hành >> Văn hóa - Xã hội",
        "Tin tức » Trong xã",
        "Cải cách hành chính",
        "Công tác cải cách hành chính",
        "Văn hóa - Xã hội",
        "Kinh tế, văn hóa",
        "Chuyển đổi số",
    ],
)
@pytest.mark.parametrize("tag", ["p", "div", "h1"])
def test_breadcrumbs_and_categories_head_no_article(trail: str, tag: str) -> None:
    html = f"<html><head><title></title></head><body><{tag}>{trail}</{tag}><p>{LONG}</p><p>14/03/2022 09:20</p>{TEXT}"
    assert article(html).title == LONG


@pytest.mark.parametrize(
    "first", [LONG, f"{LONG[:48]}...", f"{LONG[:48]}…", LONG.upper()], ids=["whole", "dots", "ellipsis", "capitals"]
)
def test_of_two_title_lines_the_second_is_taken(first: str) -> None:
    html = (
        f"<html><head><title></title></head><body><div>{first}</div><div>Tin tức - Sự kiện\xa0</div><div>{LONG}</div>"
        f"<div>{TEXT}</div></body></html>"
    )
    found = article(html)
    assert found.title == LONG
    assert found.text.splitlines() == list(PARAGRAPHS)


def test_a_title_with_a_full_stop_is_known_by_its_second_line() -> None:
    html = f"<html><body><p>{LONG}.</p><p>Tin tức - Sự kiện</p><p>{LONG}.</p>{TEXT}</body></html>"
    assert article(html).title == f"{LONG}."


@pytest.mark.parametrize(
    "words",
    [
        f"<p>{LONG}</p><p>Bà con thôn Đông xem kết quả</p>",
        f"<figure><img src=a><figcaption>{LONG}</figcaption></figure><p>Bà con thôn Đông xem kết quả</p>",
        f"<table><tr><td><img src=a></td></tr><tr><td>{LONG}</td></tr></table><p>Bà con thôn Đông xem kết quả</p>",
        f"<p align=center><img src=a><br><em>{LONG.upper()}.</em></p><p>Bà con thôn Đông xem kết quả</p>",
    ],
    ids=["line", "caption", "cell", "capitals"],
)
def test_the_words_of_a_picture_that_repeat_the_title_are_no_text(words: str) -> None:
    body = f"{paragraphs(PARAGRAPHS[0])}{words}{paragraphs(*PARAGRAPHS[1:])}"
    assert article(portal(body, title=LONG)).text.splitlines() == [
        PARAGRAPHS[0],
        "Bà con thôn Đông xem kết quả",
        *PARAGRAPHS[1:],
    ]


def test_a_short_line_that_says_what_the_title_says_stays() -> None:
    body = f"{paragraphs(PARAGRAPHS[0])}<p>Thôn Đông vào hội</p>{paragraphs(*PARAGRAPHS[1:])}"
    found = article(portal(body, title="Thôn Đông vào hội"))
    assert found.text.splitlines() == [PARAGRAPHS[0], "Thôn Đông vào hội", *PARAGRAPHS[1:]]


@pytest.mark.parametrize(
    "glued",
    [
        f"<b>{LONG}</b> {PARAGRAPHS[1]}",
        f"<span>{LONG}</span> - {PARAGRAPHS[1]}",
        f"{LONG} Sáng 12/3, {PARAGRAPHS[1]}",
        f"{LONG} CTTĐT - {PARAGRAPHS[1]}",
    ],
)
def test_a_title_that_runs_into_the_lead_is_cut_off(glued: str) -> None:
    head = f"<title>{LONG} | Cổng thông tin xã Tân Hòa</title>"
    found = article(
        f"<html><head>{head}</head><body><p>{glued}</p><p>14/03/2022 09:20</p>"
        f"{paragraphs(PARAGRAPHS[0], PARAGRAPHS[2])}"
    )
    assert found.title == LONG
    lines = found.text.splitlines()
    assert lines[0].endswith(PARAGRAPHS[1])
    assert not lines[0].startswith(LONG)
    assert lines[1:] == [PARAGRAPHS[0], PARAGRAPHS[2]]


def test_a_lead_that_begins_like_the_title_is_whole() -> None:
    lead = f"{LONG} của bà con, trong đó thôn Đông giữ vị trí đầu bảng với hơn chín phần mười số hộ."
    found = article(
        f"<html><head><title>{LONG}</title></head><body><h1>{LONG}</h1><p>14/03/2022</p>{paragraphs(lead)}{TEXT}"
    )
    assert found.text.splitlines()[0] == lead
    alone = article(f"<html><head><title>{LONG}</title></head><body><p>14/03/2022</p>{paragraphs(lead)}{TEXT}")
    assert lead in alone.text.splitlines()


@pytest.mark.parametrize("words", ["anh tin bai", "phuly1.jpg", "IMG_2031.JPG", "Capture", "a4", "DSC 0012 (1).png"])
def test_names_of_picture_files_are_no_text_and_what_stands_below_is_a_caption(words: str) -> None:
    photo = f"<div><img src=a.jpg><p>{words}</p><p>Bà con thôn Đông xem kết quả</p></div>"
    assert article(portal(paragraphs(PARAGRAPHS[0]) + photo + paragraphs(*PARAGRAPHS[1:]))).text.splitlines() == [
        PARAGRAPHS[0],
        "Bà con thôn Đông xem kết quả",
        *PARAGRAPHS[1:],
    ]


@pytest.mark.parametrize("name", ["Cổng thông tin điện tử xã Tân Hòa", "Cải cách hành chính", "Tin tức >> Trong xã"])
def test_a_layout_that_takes_a_name_for_the_headline_is_told_so(name: str) -> None:
    html = f"<html><body><h1>{name}</h1><div><b>{LONG}</b></div><p>14/03/2022</p><div class=nd>{TEXT}</div></body>"
    found = article(html, Layout("sai", "div.nd", "h1"))
    assert found.title == LONG
    assert "layout sai: its title is the name of the site or of a section" in found.warnings
