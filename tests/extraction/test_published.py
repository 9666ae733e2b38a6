"""Where a page's publication date is taken from, and the many other dates on it that are never taken."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import Page, Precision
from crawler.extraction.layout import Layout
from crawler.extraction.published import Published, find
from crawler.extraction.reading import Reading, read

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"
FETCHED = dt.datetime(2022, 8, 15, 14, 5, tzinfo=dt.timezone(dt.timedelta(hours=7)))
URL = "https://xa.tinh.gov.vn/tin-tuc/khai-truong-bo-phan-mot-cua-45.html"
TITLE = "Khai trương bộ phận một cửa điện tử xã Tân Lập"
MENU = "<ul class='menu'><li><a href='/1'>Trang chủ</a></li><li><a href='/2'>Cải cách hành chính</a></li></ul>"
BODY = """<p>Sáng ngày 12/5/2022, Ủy ban nhân dân xã tổ chức lễ khai trương bộ phận một cửa điện tử với sự có mặt của
đại diện các phòng, ban của huyện.</p><p>Thực hiện Quyết định số 45/2016/QĐ-TTg ngày 19/10/2016 của Thủ tướng Chính phủ
và Kế hoạch số 12/KH-UBND ngày 02/01/2022, xã bố trí hai công chức trực tiếp nhận hồ sơ của người dân.</p>
<p>Trong tháng đầu có 6/18 thủ tục được số hóa; đạt 250/295 hồ sơ đúng hạn theo báo cáo của xã.</p>"""
LISTED = "<a href='/a'>Hội nghị sơ kết công tác cải cách hành chính</a>"
OTHER_NEWS = f"""<h3>Các tin khác</h3><ul><li>{LISTED} (01/06/2022)</li>
<li><span>03/06/2022</span><br><a href='/b'>Tập huấn nghiệp vụ kiểm soát thủ tục hành chính</a></li></ul>"""
FOOTER = """<div class='footer'><p>Giấy phép số 12/GP-TTĐT cấp ngày 15/03/2012</p><p>Cập nhật: 14/08/2022</p>
<p>Tổng lượt truy cập: 20191231</p></div>"""


def located(reading: Reading) -> tuple[int | None, tuple[int, int]]:
    """Title block and run of blocks, told by the ids of these pages."""
    inside = [k for k, b in enumerate(reading.blocks) if any(e.get("id") == "text" for e in b.path)]
    titles = [k for k, b in enumerate(reading.blocks) if b.text.startswith(TITLE)]
    return (titles[0] if titles else None), (inside[0], inside[-1] + 1)


def date_of(
    html: str, *, url: str = URL, fetched: dt.datetime | None = FETCHED, layout: Layout | None = None
) -> Published:
    reading = read(Page(url, html.encode()))
    assert isinstance(reading, Reading)
    title, run = located(reading)
    return find(reading, title, run, layout=layout, fetched_at=fetched)


def page(
    *,
    head: str = "",
    top: str = "",
    above: str = "",
    below: str = "",
    body: str = BODY,
    end: str = "",
    after: str = OTHER_NEWS,
) -> str:
    """A page in the shape of a portal: head of the page, article box with title and text, other news, footer."""
    return f"""<html><head><title>Cổng thông tin</title>{head}</head><body><div id='page'>{top}{MENU}
    <div id='article'>{above}<h1>{TITLE}</h1>{below}<div id='text'>{body}</div>{end}</div>{after}{FOOTER}</div>"""


def written(found: Published) -> str:
    if found.value is None:
        assert (found.method, found.raw, found.precision) == (None, None, Precision.NONE)
        return "-"
    assert found.method
    assert found.raw
    return found.value.isoformat().removesuffix("+07:00").removesuffix(":00")


VISIBLE = {
    "below the title": (page(below="<div>09/06/2022 10:30</div>"), "2022-06-09T10:30", "line"),
    "below with weekday": (page(below="<p>Thứ năm, 09/06/2022</p>"), "2022-06-09", "line"),
    "below with tools": (page(below="<p>09/06/2022 10:30 Xem cỡ chữ <a>Google</a></p>"), "2022-06-09T10:30", "line"),
    "below with more tools": (
        page(below="<div>09/06/2022 10:30:05 <a>Xem cỡ chữ</a> <a>In trang</a> <a>Gửi email cho bạn bè</a></div>"),
        "2022-06-09T10:30:05", "line"),
    "below, other news on top": (page(below=f"<div>09/06/2022 10:30</div><p>{LISTED}</p>"), "2022-06-09T10:30", "line"),
    "below in a link": (page(below="<p><a href='/2022/6'>09/06/2022</a></p>"), "2022-06-09", "line"),
    "in a font": (page(below="<font color=gray><i>(09/06/2022, 10:30)</i></font><br>"), "2022-06-09T10:30", "line"),
    "in words in a cell": (
        page(below="<table><tr><td><b>ngày 9 tháng 6 năm 2022</b></td></tr></table>"), "2022-06-09", "line"),
    "behind a name": (page(below="<div>Lê Thị Hoa - 09/06/2022 10:30</div>"), "2022-06-09T10:30", "line"),
    "behind fields": (page(below="<div>Tin tức | 09/06/2022 | Lượt xem: 12</div>"), "2022-06-09", "line"),
    "labelled below": (page(below="<div>Ngày đăng: 09/06/2022 | Tác giả: Lê Hoa</div>"), "2022-06-09", "label"),
    "labelled above": (page(above="<div>Đăng ngày 09 - 06 - 2022</div>"), "2022-06-09", "label"),
    "bare above": (page(above="<div class='ArticleDate'>09/06/2022 10:30</div>"), "2022-06-09T10:30", "above"),
    "last line": (page(body=BODY + "<p>Ngày đăng: 09/06/2022</p>"), "2022-06-09", "label"),
    "behind the text": (page(end="<div>Đăng lúc: 10:30 09/06/2022</div>"), "2022-06-09T10:30", "label"),
    "bare behind the text": (page(end="<div>09/06/2022 10:30</div>"), "2022-06-09T10:30", "below"),
    "label and value in cells": (
        page(below="<table><tr><td>Ngày xuất bản:</td><td>09/06/2022</td></tr></table>"), "2022-06-09", "label"),
    "label and value in boxes": (page(below="<div>Ngày đăng:</div><div>09/06/2022</div>"), "2022-06-09", "label"),
    "joomla": (
        page(below="<dl><dt>Chi tiết</dt><dd>Viết bởi Văn phòng</dd><dd>Chuyên mục: Tin tức</dd>"
                   "<dd>Được đăng ngày Thứ năm, 09 Tháng 6 2022 10:30</dd><dd>Lượt xem: 123</dd></dl>"),
        "2022-06-09T10:30", "label"),
    "liferay": (
        page(below="<div class='assetPublishDate'>Ngày đăng 09/06/2022 | 3:44 PM | View count: 349</div>"),
        "2022-06-09T15:44", "label"),
    "liferay import": (page(below="<div>Ngày đăng 09/06/2022 | 12:00 AM | View count: 3</div>"), "2022-06-09", "label"),
    "in the heading": (
        f"<body>{MENU}<h1>{TITLE} <small>(09/06/2022 10:30)</small></h1><div id=text>{BODY}</div></body>",
        "2022-06-09T10:30", "line"),
    "after the lead": (
        page(body="<p>" + "Tin tóm tắt của bài viết này dài hơn mười lăm chữ để thành một đoạn văn thật sự.</p>"
                  "<div>09/06/2022 10:30</div>" + BODY), "2022-06-09T10:30", "line"),
    "updated only": (page(below="<div>Cập nhật: 09/06/2022 | 10:30</div>"), "2022-06-09T10:30", "updated"),
    "published before updated": (
        page(below="<div>Ngày đăng: 09/06/2022</div><div>Cập nhật: 11/06/2022</div>"), "2022-06-09", "label"),
}  # fmt: skip

CLOCK = "Thứ Hai, 15/08/2022 14:05"
CLOCKS = {
    "named": f"<div class='date-time'>{CLOCK}</div>",
    "current": f"<span class='current-time'>{CLOCK}</span>",
    "by id": f"<td><marquee>Chào mừng</marquee><span id='clock'>{CLOCK}</span></td>",
    "without a name": f"<div>{CLOCK}</div>",
    "says today": f"<div>Hôm nay: {CLOCK}</div>",
    "without a weekday": "<div>15/08/2022</div>",
    "no clock": "",
}


@pytest.mark.parametrize("clock", CLOCKS.values(), ids=CLOCKS)
@pytest.mark.parametrize(("html", "expected", "method"), VISIBLE.values(), ids=VISIBLE)
def test_the_visible_stamp_is_found_whatever_clock_stands_above(
    html: str, expected: str, method: str, clock: str
) -> None:
    for fetched in (FETCHED, None):
        found = date_of(html.replace("<div id='page'>", f"<div id='page'>{clock}"), fetched=fetched)
        assert (written(found), found.method) == (expected, method)


@pytest.mark.parametrize("clock", CLOCKS.values(), ids=CLOCKS)
@pytest.mark.parametrize("fetched", [FETCHED, None], ids=["fetched", "unknown"])
def test_a_page_without_a_stamp_has_no_date(clock: str, fetched: dt.datetime | None) -> None:
    for html in (
        page(top=clock),
        page(top=MENU + clock),
        page().replace(MENU, MENU + clock),
        page(after=clock + OTHER_NEWS),
    ):
        assert written(date_of(html, fetched=fetched)) == "-"


def test_a_named_clock_is_none_wherever_it_stands() -> None:
    for spot in ("above", "below", "end"):
        for name in ("clock", "dongho", "current-time", "hien-tai", "today"):
            assert written(date_of(page(**{spot: f"<div class='{name}'>{CLOCK}</div>"}))) == "-"


def test_a_clock_right_above_the_title_is_no_stamp() -> None:
    for clock in CLOCKS.values():
        for fetched in (FETCHED, None):
            html = f"<body>{MENU}{clock}<h1>{TITLE}</h1><div id=text>{BODY}</div></body>"
            assert written(date_of(html, fetched=fetched)) == "-"


NONE = {
    "event": page(body="<p>Thời gian: 08 giờ 00, ngày 15/06/2022.</p><p>Địa điểm: trụ sở xã.</p>"),
    "bare event": page(body="<p>Kính gửi: các thôn.</p><p>08 giờ 00, ngày 15/06/2022</p><p>Địa điểm: trụ sở xã.</p>"),
    "hour of an event": page(body="<p>Vào hồi 8h00, ngày 15/06/2022</p><p>Địa điểm: trụ sở xã.</p>"),
    "event after prose": page(
        body="<p>Ủy ban nhân dân xã thông báo lịch tiếp công dân định kỳ tháng 6 năm 2022 của lãnh đạo xã như sau:</p>"
             "<p>08:00 15/06/2022</p><p>Địa điểm: trụ sở xã.</p>"),
    "document": page(below="<div>Ngày ban hành: 09/06/2022</div>"),
    "decision": page(below="<div>Quyết định số 15/QĐ-UBND ngày 09/06/2022</div>"),
    "signature": page(body=BODY + "<p align=right>Tân Lập, ngày 09 tháng 6 năm 2022</p>"),
    "schedule": page(below="<p>Thứ hai, 06/06/2022</p><p>Họp giao ban</p><p>Thứ ba, 07/06/2022</p><p>Đi cơ sở</p>"),
    "other news": page(after=f"<div><div>03/06/2022</div>{LISTED}</div>"),
    "listed first": page(after=f"<div>{LISTED}<div>03/06/2022</div></div>"),
    "list label": page(after=f"<ul><li><div>Ngày đăng: 03/06/2022</div>{LISTED}</li></ul>"),
    "headline behind": page(below="<div>03/06/2022 Hội nghị sơ kết công tác cải cách hành chính</div>"),
    "comment": page(end="<div class='comments'><p>Trần Văn B</p><p>Đăng lúc 10:30 09/06/2022</p></div>"),
    "counters": page(below="<div>Lượt xem: 20220609</div><div>6/18</div><div>0212.3852.013</div>"),
    "year-less": page(below="<div>Ngày 9/6</div><div>2 giờ trước</div>"),
    "future": page(below="<div>Ngày đăng: 09/06/2023</div>"),
    "wrong order": page(below="<div>Submitted by admin on Thu, 06/09/2022 - 10:30</div>"),
    "site updated": page(after="<p>Cập nhật: 14/08/2022</p>"),
    "loose meta of the visit": page(head="<meta name='date' content='2022-08-15'>"),
    "bare day of the visit": page(head="<meta property='article:published_time' content='2022-08-15'>"),
    "rendered": page(head="<meta property='article:published_time' content='2022-08-15T14:04:10+07:00'>"),
    "modified": page(head="<meta http-equiv='last-modified' content='2022-06-09'>"
                          "<meta property='article:modified_time' content='2022-06-09'>"),
    "contradicting items": page(end="<i itemprop=datePublished content='2022-06-01'></i>"
                                    "<i itemprop=datePublished content='2022-06-03'></i>"),
    "nukeviet edit time": page(
        head="<meta name='generator' content='NukeViet v4.5'>",
        below="<span class=hidden itemprop=datePublished content='2022-07-01T08:00:00+07:00'></span>"),
    "nukeviet without its name": page(
        head="<script>var nv_base_siteurl = '/';</script>",
        below="<span class=hidden itemprop=datePublished content='2022-07-01T08:00:00+07:00'></span>",
    ),
    "image folder": page(body=BODY + "<img src='/Uploads/2022/06/09/a.jpg'>"),
}  # fmt: skip


@pytest.mark.parametrize("html", NONE.values(), ids=NONE)
def test_no_other_date_of_a_page_becomes_its_publication(html: str) -> None:
    assert written(date_of(html)) == "-"


def json_ld(value: object) -> str:
    return f"<script type='application/ld+json'>{json.dumps(value)}</script>"


PUBLISHED_TIME = "<meta property='article:published_time' content='{}'>"
MACHINE = {
    "json-ld": (
        json_ld({"@type": "NewsArticle", "datePublished": "2022-06-08T18:30:00Z"}), "2022-06-09T01:30", "json-ld"),
    "json-ld graph": (
        json_ld({"@graph": [{"@type": "WebSite"}, {"@type": "Article", "name": "Khác", "datePublished": "2022-06-01"},
                            {"@type": ["Article"], "headline": TITLE, "datePublished": "2022-06-09"}]}),
        "2022-06-09", "json-ld"),
    "published_time": (PUBLISHED_TIME.format("2022-06-09T10:30:00+07:00"), "2022-06-09T10:30", "meta"),
    "nukeviet": (PUBLISHED_TIME.format("2022-06-09+0710:30:00"), "2022-06-09T10:30", "meta"),
    "midnight": (PUBLISHED_TIME.format("2022-06-09T00:00:00+07:00"), "2022-06-09", "meta"),
    "dublin core": ("<meta name='DC.date' content='2022-06-09'>", "2022-06-09", "dc"),
    "dublin core day first": ("<meta name='DC.Date' content='09/06/2022'>", "2022-06-09", "dc"),
    "loose": ("<meta name='date' content='2022-06-09'>", "2022-06-09", "meta"),
}  # fmt: skip


@pytest.mark.parametrize(("head", "expected", "method"), MACHINE.values(), ids=MACHINE)
def test_a_stated_date_is_taken_where_none_is_visible(head: str, expected: str, method: str) -> None:
    found = date_of(page(head=head, top=CLOCKS["named"]))
    assert (written(found), found.method) == (expected, method)


@pytest.mark.parametrize("tag", ["meta content", "span content", "time datetime", "div title='' content"])
def test_microdata_counts_on_any_tag(tag: str) -> None:
    found = date_of(page(below=f"<{tag}='2022-06-09' itemprop='datePublished'></{tag.split()[0]}>"))
    assert (written(found), found.method) == ("2022-06-09", "itemprop")


def test_a_time_element_beside_the_title_counts_and_one_in_a_side_box_does_not() -> None:
    stamp = "<time datetime='2022-06-08T20:15:00Z'>hai tháng trước</time>"
    found = date_of(page(below=f"<div>{stamp}</div>"))
    assert (written(found), found.method) == ("2022-06-09T03:15", "time")
    assert written(date_of(page(after=f"<div>{stamp} Tin nhanh</div>"))) == "-"


@pytest.mark.parametrize(
    "url",
    ["https://x.tinh.gov.vn/portal/Pages/2022-6-9/TIN-CCHCabc.aspx", "https://x.tinh.gov.vn/portal/pages/2022-06-09/a-468686.aspx",
     "https://x.gov.vn/2022/06/09/khai-truong/"],
)  # fmt: skip
def test_a_day_in_the_address_counts_where_the_page_says_nothing(url: str) -> None:
    found = date_of(page(top=CLOCKS["without a name"]), url=url)
    assert (written(found), found.method, found.precision) == ("2022-06-09", "url", Precision.DAY)
    assert date_of(page(below="<p>08/06/2022 10:00</p>"), url=url).method == "line"


def test_visible_and_stated_dates_that_agree_give_the_more_precise() -> None:
    meta = "<meta property='article:published_time' content='2022-06-09T10:30:45+07:00'>"
    found = date_of(page(head=meta, below="<div>Ngày đăng: 09/06/2022</div>"))
    assert (written(found), found.method, found.precision) == ("2022-06-09T10:30:45", "label", Precision.SECOND)
    assert written(date_of(page(head=meta, below="<div>09/06/2022 10:30</div>"))) == "2022-06-09T10:30:45"
    assert written(date_of(page(head=meta, below="<div>09/06/2022 08:00</div>"))) == "2022-06-09T08:00"


def test_the_hour_of_an_update_is_not_lent_to_the_publication() -> None:
    found = date_of(page(below="<div>Ngày đăng: 09/06/2022</div><div>Cập nhật: 09/06/2022 16:20</div>"))
    assert (written(found), found.precision) == ("2022-06-09", Precision.DAY)


@pytest.mark.parametrize("clock", CLOCKS.values(), ids=CLOCKS)
def test_the_loose_meta_counts_only_where_the_visit_is_known_to_be_another_day(clock: str) -> None:
    head = "<meta name='date' content='{}'>"
    assert written(date_of(page(head=head.format("2022-08-15"), top=clock), fetched=None)) == "-"
    assert written(date_of(page(head=head.format("2022-08-15"), top=clock))) == "-"
    assert written(date_of(page(head=head.format("2022-06-09"), top=clock))) == "2022-06-09"


def test_a_stated_day_that_the_pages_clock_shows_is_the_day_of_the_visit() -> None:
    for clock in ("named", "without a name", "says today"):
        html = page(head=PUBLISHED_TIME.format("2022-08-15"), top=CLOCKS[clock])
        assert written(date_of(html, fetched=None)) == "-"


def test_the_visible_stamp_beats_a_stated_one_and_the_difference_is_said() -> None:
    meta = json_ld({"@type": "NewsArticle", "datePublished": "2022-07-20T09:00:00+07:00"})
    found = date_of(page(head=meta, below="<div>09/06/2022 10:30</div>"))
    assert written(found) == "2022-06-09T10:30"
    assert "date: json-ld says 2022-07-20" in found.warnings


def test_an_updated_line_gives_way_to_a_stated_publication() -> None:
    meta = "<meta property='article:published_time' content='2022-06-09T10:30:00+07:00'>"
    found = date_of(page(head=meta, below="<div>Cập nhật: 11/06/2022</div>"))
    assert (written(found), found.method) == ("2022-06-09T10:30", "meta")


def test_a_weekday_above_the_title_is_a_stamp_only_where_the_page_knows_a_later_day() -> None:
    stamp = "<div>Thứ năm, 09/06/2022 10:30</div>"
    found = date_of(page(above=stamp, top=CLOCKS["without a name"]))
    assert (written(found), found.method) == ("2022-06-09T10:30", "above")
    html = page(above=stamp, after="").replace(FOOTER, "")
    assert written(date_of(html)) == "-"


def test_a_bare_day_above_the_title_needs_its_name_the_time_of_the_visit_or_a_later_day() -> None:
    for name, fetched, expected in (("", None, "-"), ("", FETCHED, "2022-06-09"), ("date", None, "2022-06-09")):
        html = page(above=f"<div class='{name}'>09/06/2022</div>", after="").replace(FOOTER, "")
        assert written(date_of(html, fetched=fetched)) == expected
    assert (
        written(date_of(page(above="<div class='date'>Thứ năm, 09/06/2022</div>", after=""), fetched=None))
        == "2022-06-09"
    )
    assert written(date_of(page(above="<div class='date'>Thứ hai, 15/08/2022</div>", after=""), fetched=None)) == "-"


def test_a_day_behind_the_headline_is_a_stamp_only_where_it_is_set_apart() -> None:
    for heading, expected in ((f"{TITLE} <i>(09/06/2022)</i>", "2022-06-09"), (f"{TITLE} (09/06/2022)", "-")):
        html = f"<body>{MENU}<h1>{heading}</h1><div id=text>{BODY}</div></body>"
        assert written(date_of(html)) == expected


def test_a_headline_without_a_text_still_has_its_stamp() -> None:
    reading = read(Page(URL, f"<body>{MENU}<h1>{TITLE}</h1><p>Ngày đăng: 09/06/2022</p></body>".encode()))
    assert isinstance(reading, Reading)
    title = [b.text for b in reading.blocks].index(TITLE)
    assert written(find(reading, title, (title + 1, title + 1))) == "2022-06-09"


def test_stamps_for_machines_that_nothing_hides_do_not_beat_the_visible_one() -> None:
    spans = (
        "<div><span itemprop=datePublished>2022-07-01T08:00:00+07:00</span></div><div>Thứ năm - 09/06/2022 08:10</div>"
    )
    assert written(date_of(page(below=spans))) == "2022-06-09T08:10"


def test_the_layout_says_where_the_stamp_is_and_in_which_order() -> None:
    html = page(below="<div class='stamp'>6/9/2022 3:00 PM</div><div>10/06/2022</div>")
    layout = Layout("x", body="#text", published=".stamp", month_first=True)
    found = date_of(html, layout=layout)
    assert (written(found), found.method) == ("2022-06-09T15:00", "layout")
    assert (
        date_of(page(below="<div>09/06/2022</div>"), layout=Layout("x", body="#text", published=".stamp")).method
        == "line"
    )


def test_month_first_portals_are_read_so_on_every_visible_line() -> None:
    layout = Layout("x", body="#text", month_first=True)
    assert written(date_of(page(below="<p>6/9/2022 3:00 PM</p>"), layout=layout)) == "2022-06-09T15:00"


def test_a_text_much_older_than_its_stamp_is_flagged_not_changed() -> None:
    found = date_of(
        page(
            below="<div>09/06/2022</div>",
            body=BODY.replace("12/5/2022", "12/5/2021").replace("02/01/2022", "02/01/2021"),
        )
    )
    assert written(found) == "2022-06-09"
    assert any("days older" in warning for warning in found.warnings)
    assert not date_of(page(below="<div>09/06/2022</div>")).warnings


def test_a_cited_document_younger_than_the_stamp_is_flagged() -> None:
    found = date_of(page(below="<div>09/06/2022</div>", body=BODY.replace("ngày 02/01/2022", "ngày 02/07/2022")))
    assert written(found) == "2022-06-09"
    assert any("cites a document of 2022-07-02" in warning for warning in found.warnings)


def test_a_weekday_that_does_not_fit_is_said() -> None:
    found = date_of(page(below="<div>Thứ tư, 09/06/2022</div>"))
    assert written(found) == "2022-06-09"
    assert "date: the printed weekday does not fit" in found.warnings


def test_a_page_whose_title_is_unknown_still_has_its_labelled_date() -> None:
    reading = read(Page(URL, page(below="<div>Ngày đăng: 09/06/2022</div>").encode()))
    assert isinstance(reading, Reading)
    _, run = located(reading)
    assert written(find(reading, None, run, fetched_at=FETCHED)) == "2022-06-09"


def test_a_page_without_blocks_has_no_date() -> None:
    reading = read(Page(URL, b"<html><body><img src='a.jpg'></body></html>"))
    assert isinstance(reading, Reading)
    assert find(reading, None, (0, 0)) == Published()


@pytest.mark.parametrize("path", sorted((SHARED / "pages").glob("*.json")), ids=lambda p: p.stem)
def test_the_shared_pages_give_their_day_and_never_a_trap(path: Path) -> None:
    gold = json.loads(path.read_text("utf-8"))
    reading = read(Page(gold["url"], path.with_suffix(".html").read_bytes()))
    assert isinstance(reading, Reading)
    blocks = [b.text for b in reading.blocks]
    title = max((k for k, text in enumerate(blocks) if text == gold["title"]), default=None)
    body = [k for k, text in enumerate(blocks) if text in gold["body"]]
    found = find(reading, title, (min(body), max(body) + 1))
    assert found.value is not None
    assert found.value.isoformat()[:10] == gold["date"]
    if "datetime" in gold:
        assert found.value.isoformat() == gold["datetime"]


PIECES = (f"<h1>{TITLE}</h1>", "<p>09/06/2022</p>", CLOCKS["named"], f"<div>{LISTED}</div>", "<td>Ngày đăng:</td>",
          BODY, OTHER_NEWS, FOOTER, "<div class=date>", "</div>", "<table><tr><td>", "</table>",
          "<time datetime='2022-06-09'>x</time>",
          "<i itemprop=datePublished>",
          "<script type='application/ld+json'>{\"@graph\":[[1,{}]]}</script>")  # fmt: skip


@given(
    st.lists(st.sampled_from(PIECES), max_size=12),
    st.none() | st.integers(0, 30),
    st.integers(0, 30),
    st.integers(0, 30),
)
def test_no_page_and_no_run_make_it_raise(pieces: list[str], title: int | None, start: int, stop: int) -> None:
    reading = read(Page(URL, f"<html><body>{''.join(pieces)}</body></html>".encode()))
    if isinstance(reading, Reading):
        found = find(reading, title, (start, stop), fetched_at=FETCHED)
        assert (found.value is None) == (found.method is None)
