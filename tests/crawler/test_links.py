"""Article links of a listing, by the grammar of addresses, with the date of their row."""

import datetime as dt

import lxml.html
import pytest

from crawler.links import article_links, base_of, feed_addresses, page_numbers

BASE = "https://tinh.example/tin?page=2"


def key_of(url):
    return url.rsplit("id=", 1)[1] if "id=" in url else None


def links(html):
    return article_links(lxml.html.document_fromstring(f"<html><body>{html}</body></html>"), BASE, key_of)


def test_links_come_in_page_order_once_each_with_their_words():
    found = links('<a href="/x?id=1"><img src="a.jpg"></a><a href="/x?id=2">Hai</a><a href="/x?id=1">Một</a>')
    assert [(link.key, link.title) for link in found] == [("1", "Một"), ("2", "Hai")]
    assert found[0].url == "https://tinh.example/x?id=1"


def test_a_links_date_is_that_of_its_own_row():
    found = links(
        "<ul><li><a href='/x?id=1'>Một</a> <span>(02/08/2019 09:15:22)</span></li>"
        "<li><a href='/x?id=2'>Hai</a> <span>01/08/2019</span></li><li><a href='/x?id=3'>Ba</a></li></ul>"
    )
    assert found[0].listed_at == dt.datetime(2019, 8, 2, 9, 15, 22, tzinfo=dt.timezone(dt.timedelta(hours=7)))
    assert found[1].listed_at == dt.date(2019, 8, 1)
    assert found[2].listed_at is None


def test_rows_that_are_no_elements_take_the_date_behind_their_link():
    found = links(
        "<div><a href='/x?id=1'>Một</a> 02/08/2019<br><a href='/x?id=2'>Hai</a><br><a href='/x?id=3'>Ba</a> 30/07/2019"
        "</div>"
    )
    assert [link.listed_at for link in found] == [dt.date(2019, 8, 2), None, dt.date(2019, 7, 30)]


def test_a_row_with_picture_and_title_links_of_one_article_is_one_row():
    found = links(
        "<div class=row><a href='/x?id=7'><img></a>"
        "<div><h3><a href='/x?id=7'>Bảy</a></h3><p>Ngày 05/06/2020</p></div></div>"
        "<div class=row><a href='/x?id=8'>Tám</a></div>"
    )
    assert [(link.key, link.listed_at) for link in found] == [("7", dt.date(2020, 6, 5)), ("8", None)]


@pytest.mark.parametrize("href", ["#top", "javascript:void(0)", "mailto:a@b.vn", "tel:0912", "", "http://[bad/?id=1"])
def test_what_is_no_address_is_no_article(href):
    assert links(f'<a href="{href}">Tin</a>') == []


def test_other_addresses_are_left_alone():
    assert links('<a href="/gioi-thieu">Giới thiệu</a><a href="/x?id=5">Năm</a>')[0].key == "5"


def test_a_date_in_a_headline_is_no_stamp():
    found = links(
        "<ul><li><a href='/x?id=1'>Đổi giờ làm việc từ ngày 11/12/2026</a> <i>18/11/2026</i></li>"
        "<li><a href='/x?id=2'>Thông báo lịch tiếp công dân ngày 20/12/2026</a></li></ul>"
    )
    assert [link.listed_at for link in found] == [dt.date(2026, 11, 18), None]


BROKEN = ["http://[rss]", "https://tinh.example:cong/rss", "http://]/", "//[", "app://tinh.example/rss"]


@pytest.mark.parametrize("broken", BROKEN)
def test_what_is_no_address_costs_a_page_nothing_else(broken):
    feeds = "".join(f'<link rel="alternate" type="application/rss+xml" href="{href}">' for href in (broken, "/rss"))
    pages = "".join(f'<a href="{href}">2</a>' for href in (f"{broken}?page=2", "/tin?page=2"))
    tree = lxml.html.document_fromstring(f'<html><head><base href="{broken}">{feeds}</head><body>{pages}</body></html>')
    assert base_of(tree, BASE) == BASE
    assert feed_addresses(tree, BASE) == ("https://tinh.example/rss",)
    assert list(page_numbers(tree, BASE, lambda url: (url, 2))) == [("https://tinh.example/tin?page=2", 2)]
