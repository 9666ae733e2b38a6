"""Headlines: not the portal's name, not the section, not a cut text where a fuller one stands."""

from __future__ import annotations

import pytest

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


def test_a_caption_that_repeats_the_title_later_stays() -> None:
    found = article(
        portal(
            f"{paragraphs(*PARAGRAPHS[:2])}<figure><img src=a><figcaption>{LONG}</figcaption></figure>"
            f"{paragraphs(PARAGRAPHS[2])}",
            title=LONG,
        )
    )
    assert found.text.splitlines() == [*PARAGRAPHS[:2], LONG, PARAGRAPHS[2]]


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
