"""Layouts: selectors first, and what happens where they do not fit."""

from __future__ import annotations

import datetime as dt

import pytest
from lxml.html import document_fromstring

from archive.records import Article, Page
from crawler.extraction import extract
from crawler.extraction.layout import Layout, compiled, match
from tests.extraction.builder import PARAGRAPHS, TITLE, URL, article, paragraphs

PAGE = (
    '<html><head><meta charset="utf-8"><title>Cổng</title></head><body><div class="cat">Tin <b>trong</b> xã</div>'
    f'<h1 class="t">{TITLE}</h1><span class="d">14/03/2022 09:20</span><div class="tools"><a href="#">In trang</a>'
    f"</div>"
    f'<div class="sapo">{PARAGRAPHS[0]}</div><div class="qc"><p>Mua chè sạch Tân Hòa, liên hệ chợ phiên mỗi sáng thứ '
    f"Bảy.</p></div>"
    f'<div class="nd">{paragraphs(*PARAGRAPHS[1:])}<p><a href="/tin/88">Tân Hòa: danh sách các tổ công nghệ số</a></p>'
    '<p class="ad">Quảng cáo trong bài</p><p>Lượt xem: 12</p><div><b>Tin liên quan</b><ul><li><a href="/3">Một tin '
    "khác của xã nhà hôm nay</a></li></ul></div></div>"
    '<p class="tg">Người viết: Lê Na</p><p>Tệp đính kèm: <a href="/f/ke-hoach.docx">ke-hoach.docx</a></p><p>Bình '
    "thường thôi</p></body></html>"
)
FULL = Layout("xa", "div.nd", "h1.t", "span.d", "div.sapo", "p.tg", "div.cat", drop=(".ad",), evidence="seen")


def test_every_field_comes_from_its_selector() -> None:
    found = article(PAGE, FULL)
    assert (found.layout, found.extractor) == ("xa", "layout")
    assert found.title == TITLE
    assert found.lead == PARAGRAPHS[0]
    assert found.author == "Lê Na"
    assert found.section == "Tin trong xã"
    assert found.published_method == "layout"
    assert found.published_at == dt.datetime(2022, 3, 14, 9, 20, tzinfo=dt.timezone(dt.timedelta(hours=7)))
    assert found.text.splitlines() == [
        *PARAGRAPHS,
        "Tân Hòa: danh sách các tổ công nghệ số",
        "Người viết: Lê Na",
        "Tệp đính kèm: ke-hoach.docx",
    ]
    assert [a.url for a in found.attachments] == ["https://tanhoa.example.gov.vn/f/ke-hoach.docx"]
    assert found.warnings == ()


def test_body_alone_is_enough() -> None:
    found = article(PAGE, Layout("xa", "div.nd", drop=(".ad",)))
    assert found.text.splitlines()[:2] == list(PARAGRAPHS[1:])
    assert found.title == TITLE


def test_xpath_selectors() -> None:
    found = article(PAGE, Layout("xa", "//div[@class='nd']", "//h1"))
    assert found.title == TITLE
    assert PARAGRAPHS[2] in found.text


def test_a_layout_that_does_not_match_is_named_and_the_run_takes_over() -> None:
    found = article(PAGE, Layout("alt", "#khong-co"))
    assert "layout alt: no body" in found.warnings
    assert found.layout is None
    assert found.extractor == "blocks"
    assert PARAGRAPHS[2] in found.text


def test_a_title_that_is_missing_is_named() -> None:
    found = article(PAGE, Layout("xa", "div.nd", ".khong-co"))
    assert "layout xa: no title" in found.warnings
    assert found.title == TITLE


def test_the_first_layout_that_fits_decides() -> None:
    assert article(PAGE, Layout("a", "#no"), Layout("b", "div.nd"), Layout("c", "div.sapo")).layout == "b"


@pytest.mark.parametrize(("day", "name"), [(1, "old"), (30, "old"), (None, "old")])
def test_until_is_the_last_day(day: int | None, name: str) -> None:
    layouts = (Layout("old", "div.sapo", until=dt.date(2022, 6, 30)), Layout("new", "div.nd"))
    fetched = dt.datetime(2022, 6, day, 12, tzinfo=dt.UTC) if day else None
    result = extract(Page(URL, PAGE.encode(), fetched_at=fetched), layouts)
    assert isinstance(result, Article)
    assert result.layout == name


def test_a_layout_whose_time_is_over_is_passed_without_warning() -> None:
    layouts = (Layout("old", "#no", until=dt.date(2022, 6, 30)), Layout("new", "div.nd"))
    result = extract(Page(URL, PAGE.encode(), fetched_at=dt.datetime(2022, 7, 2, tzinfo=dt.UTC)), layouts)
    assert isinstance(result, Article)
    assert result.layout == "new"
    assert not [w for w in result.warnings if "old" in w]


def test_an_empty_body_is_final_and_said() -> None:
    html = PAGE.replace('<div class="nd">', '<div class="trong"><img src="a.jpg"></div><div class="nd">')
    found = article(html, Layout("xa", "div.trong", "h1.t"))
    assert found.text == ""
    assert "layout xa: empty body" in found.warnings


def test_an_inline_body_is_read() -> None:
    html = (
        f'<html><body><h1>{TITLE}</h1><div>Thừa <span class="nd">{PARAGRAPHS[0]}<br>{PARAGRAPHS[1]}</span></div>'
        f"</body></html>"
    )
    assert article(html, Layout("xa", "span.nd", "h1")).text.splitlines() == list(PARAGRAPHS[:2])


def test_nested_bodies_are_read_once() -> None:
    html = (
        f'<html><body><h1>{TITLE}</h1><div class="nd"><div class="nd">{paragraphs(*PARAGRAPHS)}</div></div>'
        f"</body></html>"
    )
    assert article(html, Layout("xa", "div.nd", "h1")).text.splitlines() == list(PARAGRAPHS)


@pytest.mark.parametrize("selector", ["div..x", "//[", "a >"])
def test_wrong_selectors_are_refused_when_the_layout_is_made(selector: str) -> None:
    with pytest.raises(ValueError, match="cannot compile"):
        Layout("x", selector)


def test_unknown_evidence_is_refused() -> None:
    with pytest.raises(ValueError, match="evidence"):
        Layout("x", "div", evidence="sure")


def test_selectors_are_compiled_once() -> None:
    assert compiled("div.nd p") is compiled("div.nd p")


def test_match_gives_none_without_layouts() -> None:
    document = document_fromstring(PAGE)
    assert match(document, (), None) == (None, [])
