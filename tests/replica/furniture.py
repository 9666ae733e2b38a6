"""Everything on an imitated page of yenbai.gov.vn that is not the article, and the skins that hold both.

The marks of the portal (ribbon links, marquee, hotline, breadcrumb, stamp with tool labels, view count, weather) are
those of PORTALS 2 and 7. Ids and classes are inferred: nobody has seen this portal's markup.
"""

from __future__ import annotations

import base64
import datetime as dt
import html
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.replica import markup
from tests.replica.gold import Gold
from tests.replica.markup import esc

PORTAL_NAME = "CỔNG THÔNG TIN ĐIỆN TỬ TỈNH YÊN BÁI"
STAMP = "%d/%m/%Y %H:%M:%S"
WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
FORBIDDEN = "/timkiem/"  # linked from every page, closed in robots.txt
GAZETTEER = "http://yenbai.gov.vn/Pages/Du-dia-Chi.aspx?l=DDCHuyenTranYen&lv=11"

# Pieces of every article page that no text may hold.
MUST_NOT = (
    "Skip Ribbon Commands",
    "Skip to main content",
    "Welcome to Yen Bai Portal",
    "Đường dây nóng",
    "Xem cỡ chữ",
    "lượt xem",
    "Đánh giá bài viết",
    "Họ và tên",
    "Mã xác nhận",
    "Các tin khác",
    "Tin mới nhất",
    "Thấp nhất",
    "Độ ẩm trung bình",
    "Số người đang truy cập",
    "Tổng số lượt truy cập",
    "Thăm dò ý kiến",
    "Giấy phép số",
    "Cơ quan chủ quản",
)
_STATE = base64.b64encode(random.Random(0).randbytes(48_000)).decode()


@dataclass(frozen=True, slots=True)
class Teaser:
    """A link to an article: address (not escaped), title, moment."""

    href: str
    title: str
    published_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Moment:
    """What changes at every request: the number of the visit since the portal was built, and its clock."""

    visit: int
    today: dt.date

    @property
    def clock(self) -> str:
        """Weekday, day and time of the page clock."""
        minute, second = divmod(self.visit * 7, 60)
        time = dt.time(8 + minute // 60 % 9, minute % 60, second)
        return f"{WEEKDAYS[self.today.weekday()]}, {self.today:%d/%m/%Y} {time}"


def shell(title: str, content: str, moment: Moment, newest: Sequence[Teaser], state: int = 0) -> bytes:
    """A whole page around `content` (HTML). `state` shifts the hidden fields, so that pages differ in them."""
    start = state * 97 % 32_000
    return "".join(
        (
            f'<!DOCTYPE html>\n<html lang="vi"><head><meta charset="utf-8" /><title>{esc(title)}</title>\n',
            f'<meta property="og:site_name" content="{PORTAL_NAME}" />\n',
            '<meta name="GENERATOR" content="Microsoft SharePoint" />\n',
            '<link rel="stylesheet" href="/Style%20Library/portal.css" /></head><body>\n',
            '<form method="post" action="./" id="aspnetForm">\n',
            f'<input type="hidden" name="__REQUESTDIGEST" value="0x{moment.visit * 2_654_435_761 % 2**64:016X}" />\n',
            f'<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="{_STATE[start : start + 24_000]}" />\n',
            '<div class="s4-notdlg"><a href="javascript:;">Skip Ribbon Commands</a></div>\n',
            '<div class="s4-notdlg"><a href="javascript:;">Skip to main content</a></div>\n',
            _TOP,
            f'<div class="dong-ho date-time">Hôm nay: {moment.clock}</div>\n',
            f'<table width="1000" border="0" cellpadding="0"><tr><td width="740" valign="top">\n{content}</td>\n',
            f'<td width="250" valign="top">{_side(moment, newest)}</td></tr></table>\n',
            _FOOTER,
            "</form></body></html>\n",
        )
    ).encode()


_TOP = f"""<div id="top"><marquee>Welcome to Yen Bai Portal</marquee>
<ul><li>Đường dây nóng: 02163.800.126</li><li><a href="/en/Pages/home.aspx">English</a></li></ul></div>
<ul class="thuc-don"><li><a href="/">Trang chủ</a></li><li><a href="/Pages/gioi-thieu.aspx">Giới thiệu</a></li>
<li><a href="/noidung/tintuc/Pages/chi-tiet-tin-tuc.aspx?l=Tintrongtinh&amp;lv=4">Tin trong tỉnh</a></li>
<li><a href="/noidung/tintuc/Pages/chi-tiet-tin-tuc.aspx?l=TinSoNganhDiaphuong&amp;lv=4">Tin sở, ngành, địa phương
</a></li>
<li><a href="/chuyendoiso/noidung/tintuc/Pages/chi-tiet-tin-tuc.aspx?l=Tinhoatdong&amp;lv=11">Chuyển đổi số</a></li>
<li><a href="/Pages/cai-cach-hanh-chinh.aspx">Cải cách hành chính</a></li>
<li><a href="/Pages/thu-tuc.aspx">Thủ tục hành chính</a></li><li><a href="{html.escape(GAZETTEER)}">Dư địa chí</a></li>
<li><a href="{FORBIDDEN}ket-qua.aspx?tukhoa=">Tìm kiếm</a></li></ul>
"""
_FOOTER = """<div id="bottom"><p>Cơ quan chủ quản: Ủy ban nhân dân tỉnh. Trưởng ban biên tập: Chánh Văn phòng.</p>
<p>Giấy phép số 73/GP-TTĐT cấp ngày 12/05/2014. Ghi rõ nguồn khi phát hành lại thông tin.</p></div>
"""


def _side(moment: Moment, newest: Sequence[Teaser]) -> str:
    low, online = 11 + moment.visit % 9, 90 + moment.visit * 37 % 411
    titles = "".join(f'<li><a href="{html.escape(t.href)}">{esc(t.title)}</a></li>' for t in newest)
    return (
        f'<div class="hop"><h3>Tin mới nhất</h3><ul>{titles}</ul></div>\n'
        f'<div class="hop"><h3>Thời tiết</h3><b>{low + 3}<sup>o</sup>C</b><br />'
        f"Thấp nhất {low}°C, cao nhất {low + 7}°C. "
        f"Trời nhiều mây, có lúc có mưa. Áp suất không khí {1003 + moment.visit % 13} hPa.<br />"
        f"Độ ẩm trung bình {70 + moment.visit % 23}%. Tốc độ gió {2 + moment.visit % 11} km/h</div>\n"
        '<div class="hop"><h3>Thăm dò ý kiến</h3>Bạn thường vào Cổng để làm gì?<br />'
        '<input type="radio" /> Đọc tin<br /><input type="radio" /> Tra cứu văn bản<br />'
        '<a href="#">Biểu quyết</a></div>\n'
        f'<div class="hop">Số người đang truy cập: {online}<br />'
        f"Tổng số lượt truy cập: {48_210_556 + moment.visit * 3}</div>"
    )


def article(gold: Gold, content: str, moment: Moment, related: Sequence[Teaser], skin: str) -> str:
    """The middle of an article's page in one of `SKINS`: breadcrumb, head, `content` (HTML of the body), tail."""
    return f"{_crumbs(gold)}{SKINS[skin](gold, content, _views(moment, gold))}{_tail(moment, gold, related)}"


def _crumbs(gold: Gold) -> str:
    area, section = CRUMBS.get(gold.section, "Tin tức - Sự kiện"), gold.section
    return (
        f'<div class="duong-dan"><a href="/">{esc(area)}</a> '
        f'&gt;&gt; <a href="/Pages/cm.aspx">{esc(section)}</a></div>\n'
    )


CRUMBS = {
    "Cải cách hành chính": "Hoạt động chỉ đạo điều hành",
    "Chuyển đổi số": "Khoa học - Công nghệ",
    "Phòng chống thiên tai": "Thông tin cần biết",
    "Thông báo": "Thông tin cần biết",
}


def _views(moment: Moment, gold: Gold) -> str:
    return f"{113 + gold.item_id % 700 + moment.visit} lượt xem"


def _stamp(gold: Gold) -> str:
    return gold.published_at.strftime(STAMP)


def _with_ids(gold: Gold, content: str, views: str) -> str:
    lead = f'<div id="divArticleDescription" style="font-weight: bold;">{esc(gold.lead or "")}</div>\n'
    return (
        f'<div class="news_content"><div class="title_news"><h1>{esc(gold.title)}</h1></div>\n'
        f'<div class="date-detail"><span>{_stamp(gold)} </span><span>Xem cỡ chữ <a href="javascript:nho()">-</a></span>'
        f'<span id="share_article">Google</span></div>\n{lead}<div id="divArticleContent">\n{content}</div>\n'
        f'<p align="right">{views}</p>\n{markup.author(gold)}</div>\n'
    )


def _in_tables(gold: Gold, content: str, views: str) -> str:
    lead = f"<tr><td><b>{esc(gold.lead)}</b></td></tr>\n" if gold.lead else ""
    return (
        f'<table width="100%" border="0"><tr><td>'
        f'<font size="4" color="#003399"><b>{esc(gold.title)}</b></font></td></tr>\n'
        f'<tr><td align="right"><i>{_stamp(gold)}</i> Xem cỡ chữ Google</td></tr>\n'
        f"{lead}"
        f"<tr><td>{content}{markup.author(gold)}</td></tr>\n"
        f'<tr><td align="right"><font size="2">{views}</font></td></tr></table>\n'
    )


def _in_classes(gold: Gold, content: str, views: str) -> str:
    return (
        f'<div class="chi-tiet"><h2 class="tieu-de-tin">{esc(gold.title)}</h2>\n'
        f'<div class="ngay-dang">{_stamp(gold)} <a href="#">Xem cỡ chữ</a> <a href="#">Google</a></div>\n'
        f'<div class="tom-tat"><strong>{esc(gold.lead or "")}</strong></div>\n'
        f'<div class="noi-dung-tin">{content}{markup.author(gold)}</div>\n<div class="tien-ich">{views}</div></div>\n'
    )


SKINS: dict[str, Callable[[Gold, str, str], str]] = {"ids": _with_ids, "tables": _in_tables, "classes": _in_classes}


def _tail(moment: Moment, gold: Gold, related: Sequence[Teaser]) -> str:
    rows = "".join(
        f'<li><a href="{html.escape(t.href)}">{esc(t.title)}</a> <span>({t.published_at:%d/%m/%Y})</span></li>\n'
        for t in related
    )
    return (
        f'<div class="danh-gia">Đánh giá bài viết ({gold.item_id % 5 + moment.visit % 2} lượt)<br />'
        'Họ và tên: <input type="text" />'
        'Nội dung bình luận: <textarea rows="3"></textarea> Mã xác nhận: <input type="text" /></div>\n'
        f'<div class="tin-khac"><h3>Các tin khác</h3><ul>{rows}</ul></div>\n'
    )


def listing(name: str, rows: Sequence[Teaser], pager: Sequence[tuple[str, int]]) -> str:
    """The middle of a listing page: titles with moments, to the second or (every third) to the day, and a pager."""
    lines = []
    for place, row in enumerate(rows):
        form = STAMP if place % 3 != 2 else "%d/%m/%Y"
        lines.append(
            f'<div class="tin"><a href="{html.escape(row.href)}">{esc(row.title)}</a>'
            f" <span>({row.published_at.strftime(form)})</span></div>\n"
        )
    pages = " ".join(f'<a href="{html.escape(href)}">{number}</a>' for href, number in pager)
    return f'<h3>{esc(name)}</h3>\n{"".join(lines)}<div class="phan-trang">Trang: {pages}</div>\n'
