"""Publication dates of whole pages in the manner of five CMS families, through the whole extraction."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from archive.records import Article, Page
from crawler.extraction import extract

FETCHED = dt.datetime(2022, 7, 18, 14, 5, tzinfo=dt.timezone(dt.timedelta(hours=7)))
TITLE = "Huyện Tân Lập sơ kết công tác cải cách hành chính quý I năm 2022"
LEAD = (
    "Sáng ngày 12/5/2022, Ủy ban nhân dân huyện tổ chức hội nghị sơ kết công tác cải cách hành chính quý I và "
    "triển khai "
    "nhiệm vụ thời gian tới, với sự tham dự của lãnh đạo các phòng, ban và các xã."
)
PARAGRAPHS = (
    "Thực hiện Quyết định số 1051/QĐ-UBND ngày 09/5/2018 của Ủy ban nhân dân tỉnh, các đơn vị đã tiếp nhận "
    "14.607 hồ sơ, "
    "trong đó 14.506 hồ sơ được giải quyết đúng hạn.",
    "Kết luận hội nghị, đồng chí Chủ tịch yêu cầu các cơ quan rà soát quy trình, công khai thủ tục và nâng cao "
    "trách nhiệm "
    "của người đứng đầu trong những tháng còn lại của năm.",
)
TEXT = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
BODY = f"<p>{LEAD}</p>{TEXT}"
CLOCK = "<div>Thứ Hai, 18/07/2022 14:05</div>"
MENU = "<ul>{}</ul>".format(
    "".join(
        f"<li><a href='/{n}'>{n}</a></li>"
        for n in ("Trang chủ", "Giới thiệu", "Tin tức", "Cải cách hành chính", "Liên hệ")
    )
)
SIDE = """<div><h3>TIN MỚI</h3><div><a href='/n1'>Tập huấn nghiệp vụ kiểm soát thủ tục hành chính cho công chức</a>
<span>15/07/2022</span></div><div><a href='/n2'>Đại hội Hội Nông dân xã nhiệm kỳ mới thành công tốt đẹp</a>
<span>12/07/2022</span>
</div></div>"""
FOOTER = """<div><p>Giấy phép số 12/GP-STTTT ngày 20/11/2015</p><p>Bản quyền thuộc về UBND huyện</p>
<p>Lượt truy cập hôm nay: 20.220</p></div>"""
OTHER = "<h3>Các tin khác</h3><ul><li><a href='/1'>Hội nghị tổng kết công tác của ngành</a> (10/06/2022)</li></ul>"


def page(main: str, *, clock: str = CLOCK, footer: str = FOOTER, head: str = "") -> str:
    """A portal's frame around `main`: banner, clock, menu, layout table with a side box, footer."""
    return f"""<html><head><title>{TITLE} - Cổng thông tin điện tử</title>{head}</head><body><div id=page>
    <div class=banner><img src=b.jpg></div>{clock}{MENU}
    <table><tr><td>{SIDE}</td><td>{main}</td></tr></table>{footer}</div>"""


def titled(below: str, *, above: str = "", end: str = "", body: str = BODY) -> str:
    return f"<div class=news>{above}<h2>{TITLE}</h2>{below}{body}{end}</div>"


DATED = {
    "Liferay": (
        "<div class=portlet><h1 class=portlet-title>Tin tức</h1><div class=asset><div "
        f"class=asset-full-content-title>{TITLE}"
        "</div><div class=assetPublishDate>Ngày đăng 09/06/2022 | 3:44 PM | View count: 349</div>"
        f"<p class=sapo>{LEAD}</p><div class=journal-content-article>{TEXT}</div></div><div "
        f"class=related_asset>{OTHER}</div></div>",
        "2022-06-09T15:44",
    ),
    "VNPT": (
        f"<div class=ArticleHeader>{TITLE}</div><div class=PostDate>Thứ năm, 09/06/2022 10:30</div>"
        f"<div class=ArticleSummary>{LEAD}</div><div class=ArticleContent>{TEXT}</div>",
        "2022-06-09T10:30",
    ),
    "VNPT, stamp above": (
        f"<div class=news><div class=PostDate>Thứ năm, 09/06/2022 10:30</div><div class=ArticleHeader>{TITLE}</div>"
        f"<div class=ArticleContent>{BODY}</div></div>",
        "2022-06-09T10:30",
    ),
    "SharePoint": (
        titled(
            "<div class=date-detail><span>09/06/2022 08:25:06 </span><span>Xem cỡ chữ <a href='#'>A</a></span></div>"
        ),
        "2022-06-09T08:25:06",
    ),
    "SharePoint, label": (titled("<p><span>Đăng ngày </span><span>09 - 06 - 2022</span> 100%</p>"), "2022-06-09"),
    "NukeViet": (
        f"<h1 class=title>{TITLE}</h1><div class='hidden hide d-none'><span "
        "itemprop=datePublished>2022-07-01T08:00:00+07:00"
        "</span></div><span class=h5>Thứ năm - 09/06/2022 08:10</span><div "
        f"class=hometext>{LEAD}</div><div>{TEXT}</div>{OTHER}",
        "2022-06-09T08:10",
    ),
    "Joomla": (
        titled(
            "<dl><dt>Chi tiết</dt><dd>Chuyên mục: <a href=/c>Tin tức</a></dd><dd>Lần cập nhật cuối ngày Thứ sáu, "
            "10 Tháng 6 2022 "
            "10:30</dd><dd>Được đăng ngày Thứ năm, 09 Tháng 6 2022 10:30</dd><dd>Viết bởi Ban Biên "
            "tập</dd><dd>Lượt xem: 123</dd></dl>"
        ),
        "2022-06-09T10:30",
    ),
    "layout tables": (
        f"<table><tr><td><font size=4><b>{TITLE}</b></font></td></tr><tr><td><font color=gray>(09/06/2022, "
        "10:30)</font></td></tr>"
        f"<tr><td>{BODY}</td></tr></table>",
        "2022-06-09T10:30",
    ),
    "updated below, in a row of its own": (
        f"<table><tr><td><b>{TITLE}</b></td></tr><tr><td>{BODY}</td></tr><tr><td align=right>Cập nhật: "
        "09/06/2022</td></tr></table>",
        "2022-06-09",
    ),
    "last line": (titled("", end="<p>Ngày đăng: 09/06/2022</p>"), "2022-06-09"),
    "behind an office": (titled("<p>Ban Biên tập - 09/06/2022 10:30</p>"), "2022-06-09T10:30"),
    "under the lead": (
        titled("", body=f"<p><b>{LEAD}</b></p><p>09/06/2022 10:30:05 SA</p>{TEXT}"),
        "2022-06-09T10:30:05",
    ),
}

UNDATED = {
    "views only": page(titled("<div>Lượt xem: 14</div>")),
    "updated by the site": page(titled(""), footer="<p>Cập nhật: 17/07/2022</p>" + FOOTER),
    "clock above the title": f"<body>{MENU}{CLOCK}<h1>{TITLE}</h1>{BODY}{FOOTER}</body>",
    "clock without a weekday": f"<body><div><div>18/07/2022 14:05</div><h1>{TITLE}</h1>{BODY}{FOOTER}</div></body>",
    "made at the visit": page(titled(""), head="<meta name=date content='2022-07-18'>"),
    "published at the visit": page(titled(""), head="<meta property='article:published_time' content='2022-07-18'>"),
    "decision": page(titled("<p>Số: 15/QĐ-UBND</p><p>Huyện Tân Lập, ngày 09 tháng 6 năm 2022</p>")),
    "document sheet": page(
        titled("", end="<p>Tệp đính kèm: <a href=a.pdf>15-QD.pdf</a></p><p>Ngày ban hành: 09/06/2022</p>")
    ),
    "reader's comment": page(titled("", end="<h4>Ý kiến bạn đọc</h4><p>Trần B</p><p>Đăng lúc 10:30 09/06/2022</p>")),
    "weather": page(titled("", above="<div>Thời tiết ngày 18/07/2022: 30oC</div>")),
}


def without_names(html: str) -> str:
    return re.sub(r"\s(?:class|id)=(?:'[^']*'|[^\s>]+)", "", html)


def date_of(html: str, fetched: dt.datetime | None) -> str:
    article = extract(Page("https://tanlap.tinh.gov.vn/tin/45.html", html.encode(), fetched_at=fetched))
    assert isinstance(article, Article)
    assert article.title == TITLE
    if article.published_at is None:
        return "-"
    return article.published_at.isoformat().removesuffix("+07:00").removesuffix(":00")


@pytest.mark.parametrize("fetched", [FETCHED, None], ids=["fetched", "unknown"])
@pytest.mark.parametrize(("main", "expected"), DATED.values(), ids=DATED)
def test_the_stamp_of_each_family_is_found_with_and_without_class_names(
    main: str, expected: str, fetched: dt.datetime | None
) -> None:
    assert date_of(page(main), fetched) == expected
    assert date_of(without_names(page(main)), fetched) == expected


@pytest.mark.parametrize("fetched", [FETCHED, None], ids=["fetched", "unknown"])
@pytest.mark.parametrize("html", UNDATED.values(), ids=UNDATED)
def test_a_page_without_a_stamp_stays_without_a_date(html: str, fetched: dt.datetime | None) -> None:
    assert date_of(html, fetched) == "-"
    assert date_of(without_names(html), fetched) == "-"


def flat(above: str, below: str = "") -> Article:
    html = f"<html><head><title>x</title></head><body><h1>{TITLE}</h1>{above}{TEXT}{below}</body></html>"
    found = extract(Page("https://tanlap.example.gov.vn/tin/so-ket", html.encode()))
    assert isinstance(found, Article)
    return found


def test_a_counter_before_the_label_does_not_hide_the_day() -> None:
    assert flat("<div>Lượt xem: 20 - Ngày đăng: 12/05/2022</div>").published_on == dt.date(2022, 5, 12)


def test_a_day_in_brackets_ends_the_text() -> None:
    found = flat("", "<p align=right><i>(13/05/2022)</i></p>")
    assert (found.published_on, found.published_method) == (dt.date(2022, 5, 13), "below")
    assert found.text.splitlines() == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "line", ["<p>(13/05/2022)</p><p>Hạn nộp.</p>", "<p>Hạn nộp (13/05/2022)</p>", "<p>13/05/2022</p>"]
)
def test_other_days_at_the_end_are_no_stamp(line: str) -> None:
    assert flat("", line).published_at is None


def test_a_day_right_above_a_text_whose_headline_is_in_the_head_only() -> None:
    html = (
        f"<html><head><title>{TITLE} | Trang thông tin điện tử huyện Tân Lập</title></head><body>"
        "<h1>Trang thông tin điện tử huyện Tân Lập</h1><div><a href=/>Trang chủ</a> <a href=/t>Tin tức</a></div>"
        f"<div><div>14/05/2022</div>{BODY}</div></body></html>"
    )
    found = extract(Page("https://tanlap.example.gov.vn/tin/so-ket", html.encode()))
    assert isinstance(found, Article)
    assert (found.title, found.published_on) == (TITLE, dt.date(2022, 5, 14))
