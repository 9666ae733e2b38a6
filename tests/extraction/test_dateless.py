"""Pages without a stamp of their own: whatever else on them looks like a day, the publication stays unknown."""

from __future__ import annotations

import datetime as dt

import pytest

from archive.records import Article, Page, Precision
from crawler.extraction import extract
from crawler.extraction.dates import VIETNAM
from tests.extraction.builder import PARAGRAPHS, TITLE, URL, paragraphs, portal

VISIT = dt.datetime(2026, 11, 24, 4, 0, tzinfo=VIETNAM)

ABOVE = [  # between the menu and the headline
    "<div>Thứ Ba, 24/11/2026 08:00:07</div>",
    '<div class="date-time">24/11/2026</div>',
    '<div id="clock">08:00 AM, 24/11/2026</div>',
    "<div>Hôm nay: Thứ ba, ngày 24 tháng 11 năm 2026</div>",
    "<marquee>Chào mừng ngày 20/11/2026</marquee>",
    "<div>Lịch công tác tuần từ 16/11/2026 đến 22/11/2026</div>",
]
BELOW_TITLE = [
    "<p>Lượt xem: 14</p>",
    "<p>Lượt xem: 20191231</p>",
    "<p>View count: 20200101</p>",
    "<p>12.03.019 lượt xem</p>",
    "<p>Chuyên mục: Năm 2019</p>",
    "<p>Số ký hiệu văn bản: 12/03/2019/QĐ</p>",
    "<p>Facebook Zalo</p>",
]
BELOW_TEXT = [
    "<div><h3>Văn bản mới</h3><p>12/QĐ-UBND ngày 05/03/2021</p><p>Ngày ban hành: 05/03/2021</p></div>",
    "<div><b>Các tin khác</b><ul><li><a href=/1>Lũng Cao mở hội xuống đồng đầu xuân</a> (10/03/2022)</li></ul></div>",
    "<footer>© 2019 - 2024 UBND xã Tân Hòa. Cập nhật lần cuối: 20/11/2026</footer>",
    "<div>Bản quyền thuộc về UBND xã. Giấy phép số 11/GP-TTĐT ngày 02/02/2015</div>",
    "<div>Website cập nhật lúc 08:00 ngày 24/11/2026</div>",
    "<table><tr><th>T2</th><th>T3</th></tr><tr><td>24</td><td>25</td></tr></table>",
    "<div>Hạn gửi ý kiến: 30/11/2026</div>",
    "<div><h3>Lịch tiếp dân</h3><p>15/11/2026: Chủ tịch UBND xã</p></div>",
]
TEXT = paragraphs(
    "Chiều ngày 12/8/2022, UBND xã Tân Hòa tổ chức hội nghị sơ kết công tác của các tổ công nghệ số cộng đồng.",
    "Căn cứ Quyết định số 41/QĐ-UBND ngày 08/02/2021, các thôn phải gửi báo cáo trước ngày 30/9/2022.",
    *PARAGRAPHS[1:],
)


def read(html: str, fetched_at: dt.datetime | None) -> Article:
    found = extract(Page(URL, html.encode(), fetched_at=fetched_at))
    assert isinstance(found, Article), found
    assert found.title == TITLE
    return found


def page(above: str = "", below_title: str = "", below_text: str = "") -> str:
    html = portal(TEXT, stamp="").replace("<p></p>", below_title, 1)
    return html.replace("<table>", f"{above}<table>", 1).replace("</td><td><h3>", f"{below_text}</td><td><h3>", 1)


PLACES = [
    *((piece, "", "") for piece in ABOVE),
    *(("", piece, "") for piece in BELOW_TITLE),
    *(("", "", piece) for piece in BELOW_TEXT),
    ("".join(ABOVE[:5]), "".join(BELOW_TITLE), "".join(BELOW_TEXT)),
]


@pytest.mark.parametrize("place", PLACES, ids=["".join(place)[:60] for place in PLACES])
@pytest.mark.parametrize("fetched_at", [VISIT, None], ids=["visit known", "visit unknown"])
def test_nothing_else_on_the_page_becomes_its_date(place: tuple[str, str, str], fetched_at: dt.datetime | None) -> None:
    found = read(page(*place), fetched_at)
    assert (found.published_at, found.published_raw, found.published_method) == (None, None, None)
    assert found.published_precision is Precision.NONE
    assert found.event_date == dt.date(2022, 8, 12)
    assert found.text.splitlines()[0].startswith("Chiều ngày 12/8/2022")
