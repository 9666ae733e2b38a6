"""Pages of imitated VNPT portals: three templates of articles, the listing, and everything around them.

Seen on such pages (PORTALS 2, 3.3, 7): the category line, the head `Www, DD/MM/YYYY HH:MM | GMT +7` of an older
template, "Lượt xem: N" without a date, the lead printed again as the first paragraph, the tail from "THÔNG TIN CHỈ ĐẠO
ĐIỀU HÀNH" to "Tất cả: 665,423". Class names of `article` are those of two scrapers (4.4); all others are invented.
"""

from __future__ import annotations

import html
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.replica import markup
from tests.replica.gold import Gold
from tests.replica.markup import esc

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
FORBIDDEN = "/tim-kiem"  # linked from every page, closed in robots.txt
DEFAULT_ALT = "anh tin bai"
STORAGE = "https://storage-vnportal.vnpt.vn/sla"


@dataclass(frozen=True, slots=True)
class Teaser:
    """A link to an article and what stands beside it: `day` is "" where the box shows none."""

    href: str
    title: str
    day: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """What surrounds an article: the portal's name, its category and that one's path, the page's own address, other
    news, the number of the visit."""

    name: str
    category: str
    section: str
    href: str
    others: Sequence[Teaser]
    visit: int


def shell(name: str, content: str, visit: int, title: str = "") -> bytes:
    """A whole page around `content`; the description is the same on every page."""
    return "".join(
        (
            f'<!DOCTYPE html>\n<html lang="vi"><head><meta charset="utf-8" /><title>{esc(title or name)}</title>\n',
            f'<meta name="description" content="Cổng thông tin điện tử - {html.escape(name)}" />\n',
            '<script>var _vnp = {lang: "vi", updated: "2016-03-01"};</script></head><body>\n',
            f'<div class="banner"><a href="/"><img src="{STORAGE}/banner.png" alt="Site banner" /></a></div>\n',
            _MENU,
            f'<div class="main">{content}</div>\n{tail(visit)}</body></html>\n',
        )
    ).encode()


_MENU = f"""<div class="topmenu"><ul><li><a href="/">Trang chủ</a></li><li><a href="/gioi-thieu-chung">Giới thiệu chung
</a></li><li><a href="/tin-chinh-tri">Tin chính trị</a></li><li><a href="/tin-kinh-te">Tin kinh tế</a></li>
<li><a href="/tin-van-hoa-xa-hoi">Tin văn hóa - xã hội</a></li><li><a href="/Default.aspx?pageid=31707">Cải cách hành
chính</a></li><li><a href="/an-ninh-quoc-phong">An ninh - quốc phòng</a></li><li><a href="{FORBIDDEN}?q=cchc">Tìm kiếm
</a></li></ul></div>
"""


def tail(visit: int) -> str:
    """The boxes at the end of every page, with counters of the moment."""
    return (
        '<div class="tail"><h3>THÔNG TIN CHỈ ĐẠO ĐIỀU HÀNH</h3><a href="/van-ban">Văn bản chỉ đạo điều hành</a>\n'
        '<div><a href="/login">Đăng nhập</a></div><h3>Thống kê truy cập</h3>\n'
        f"<p>Đang online: {13 + visit * 7 % 90}</p>\n"
        f"<p>Hôm nay: {1_204 + visit:,}</p><p>Trong tuần: {7_280 + visit:,}</p>"
        f"<p>Tất cả: {665_423 + visit:,}</p>\n"
        "<p>Cơ quan chủ quản: Ủy ban nhân dân huyện. Giấy phép số 12/GP-TTĐT.</p>"
        "</div>\n"
    )


TAIL_MUST_NOT = (
    "THÔNG TIN CHỈ ĐẠO ĐIỀU HÀNH",
    "Đăng nhập",
    "Thống kê truy cập",
    "Đang online",
    "Trong tuần",
    "Tất cả:",
)


def _others(teasers: Sequence[Teaser]) -> str:
    rows = "".join(
        f'<li><a href="{html.escape(t.href)}">{esc(t.title)}</a>{f" <span>({t.day})</span>" if t.day else ""}</li>\n'
        for t in teasers
    )
    return f'<div class="tin-khac"><h4>Các tin khác</h4><ul>{rows}</ul></div>\n'


def _views(gold: Gold, around: Around) -> str:
    return f"Lượt xem: {14 + abs(gold.id) % 300 + around.visit:,}"


def _breadcrumb(gold: Gold, around: Around, *, listed: bool = False) -> str:
    section = f'<a href="{around.section}">{esc(gold.section or "")}</a>'
    if listed:
        return f'<ul class="breadcrumb"><li><a href="/">Trang chủ</a></li><li>{section}</li></ul>\n'
    return f'<div class="duong-dan"><a href="/">Trang chủ</a> &gt; {section}</div>\n'


def in_tables(gold: Gold, around: Around) -> str:
    """The older template: category, title, head with an English weekday, all in layout tables."""
    rng = random.Random(f"body:{gold.id}")
    at = gold.published_at
    head = f"{WEEKDAYS[at.weekday()]}, {at:%d/%m/%Y %H:%M} | GMT +7" if at is not None else ""
    lead = f'<p style="text-align: justify;"><strong>{esc(gold.lead)}</strong></p>\n' if gold.lead else ""
    return (
        '<table width="980" border="0" cellspacing="0"><tr><td width="700" valign="top">\n'
        f'<table width="100%"><tr><td class="cat"><a href="{around.section}">{esc(gold.section or "")}</a></td></tr>\n'
        f'<tr><td class="tieude"><b>{esc(gold.title)}</b></td></tr>\n<tr><td class="ngay">{head}</td></tr>\n'
        f"<tr><td>{lead}{markup.body(gold, rng)}{markup.author(gold)}</td></tr></table>\n"
        f"{_others(around.others)}</td>\n"
        '<td width="270" valign="top"><div class="hop"><div class="hd">THÔNG TIN CẢI CÁCH</div><ul>'
        '<li><a href="/ke-hoach">Kế hoạch</a></li><li><a href="/bao-cao">Báo cáo</a></li></ul></div>\n'
        '<div class="hop"><div class="hd">THỐNG KÊ TRUY CẬP</div>'
        f"Tổng số lượt truy cập: {51_773_186 + around.visit}<br />"
        f"Số người đang truy cập: {120 + around.visit % 60}</div>"
        "</td></tr></table>\n"
    )


def in_article(gold: Gold, around: Around) -> str:
    """The new template, with the class names of the scrapers; a date only where the portal shows one."""
    rng = random.Random(f"body:{gold.id}")
    stamp = f'<span class="PostDate">{gold.published_at:%d/%m/%Y}</span>\n' if gold.published_at is not None else ""
    lead = f'<div class="ArticleSummary">{esc(gold.lead)}</div>\n' if gold.lead else ""
    picture = f'<p><img src="{STORAGE}/{abs(gold.id)}.jpg" alt="{DEFAULT_ALT}" /></p>\n'
    alt = f"<p>{DEFAULT_ALT}</p>\n" if gold.id % 2 == 0 else ""
    tools = f'<a href="{around.href}?format=pdf">PDF</a> <a href="javascript:window.print()">In trang</a>'
    return (
        f'{_breadcrumb(gold, around, listed=not stamp)}<div class="ArticleDetailControl">{stamp}'
        f'<h1 class="ArticleHeader">{esc(gold.title)}</h1>\n<div class="luot-xem">{_views(gold, around)}</div>\n{lead}'
        f'<div class="ArticleContent">{picture}{alt}{markup.body(gold, rng)}{markup.author(gold)}</div>\n'
        f'<div class="tools">{tools} <a href="/Default.aspx?pageid={abs(gold.id)}">Gửi email</a></div></div>\n'
        f"{_others(around.others)}"
    )


def in_post(gold: Gold, around: Around) -> str:
    """The same with its other set of names, and the date below the title."""
    rng = random.Random(f"body:{gold.id}")
    stamp = f'<div class="ArticleDate">{gold.published_at:%d/%m/%Y}</div>\n' if gold.published_at is not None else ""
    lead = f'<p class="ArticleSummary"><b>{esc(gold.lead)}</b></p>\n' if gold.lead else ""
    return (
        f'{_breadcrumb(gold, around)}<div class="PostTitle">{esc(gold.title)}</div>\n{stamp}{lead}'
        f'<div class="PostContent">{markup.body(gold, rng)}{markup.author(gold)}</div>\n'
        f'<div class="luot-xem">{_views(gold, around)}</div>\n{_others(around.others)}'
    )


def without_names(gold: Gold, around: Around) -> str:
    """The old template: no date, no views, the lead in bold type and again as the first paragraph."""
    rng = random.Random(f"body:{gold.id}")
    lead = f"<p><b>{esc(gold.lead)}</b></p>\n<p>{esc(gold.lead)}</p>\n" if gold.lead else ""
    return (
        f'{_breadcrumb(gold, around)}<div class="khung"><h2>{esc(gold.title)}</h2>\n{lead}'
        f"{markup.body(gold, rng)}{markup.author(gold)}</div>\n{_others(around.others)}"
    )


TEMPLATES: dict[str, Callable[[Gold, Around], str]] = {
    "tables": in_tables,
    "article": in_article,
    "post": in_post,
    "nameless": without_names,
}


def listing(name: str, rows: Sequence[Teaser], boxes: str, pager: str) -> str:
    """A list of news: the day stands on a line of its own under each title."""
    items = "".join(
        f'<li class="ArticleInMenu"><a href="{html.escape(t.href)}"><img src="{STORAGE}/a.jpg" alt="" /></a>\n'
        f'<div class="Title"><a href="{html.escape(t.href)}">{esc(t.title)}</a></div><div>{t.day}</div></li>\n'
        for t in rows
    )
    return f'<h2>{esc(name)}</h2>\n<ul class="ArticleList">{items}</ul>\n{pager}{boxes}'


def box(name: str, teasers: Sequence[Teaser]) -> str:
    """A side box of titles, with or without days."""
    rows = "".join(
        f'<li><a href="{html.escape(t.href)}">{esc(t.title)}</a>{f"<div>{t.day}</div>" if t.day else ""}</li>\n'
        for t in teasers
    )
    return f'<div class="hop"><h3>{esc(name)}</h3><ul>{rows}</ul></div>\n'


def linked_pager(section: str, page: int, last: int) -> str:
    """Numbers around the present page, "»" to the last one."""
    numbers = [n for n in sorted({1, page - 1, page + 1, page + 2, last}) if 1 <= n <= last and n != page]
    links = " ".join(f'<a href="{section}?page={n}">{n}</a>' for n in numbers)
    end = f' <a href="{section}?page={last}">»</a>' if page < last else ""
    return f'<div class="phan-trang"><span>{page}</span> {links}{end}</div>\n'


def scripted_pager(page: int, last: int) -> str:
    """The same as links that only a script understands."""
    links = " ".join(f"<a href=\"javascript:__doPostBack('ctl00$page','{n}')\">{n}</a>" for n in range(1, last + 1))
    return f'<div class="phan-trang">{links} <a href="javascript:void(0)">Trang sau</a></div>\n'


def legal_document(number: int) -> str:
    """The sheet of one act, which is no news."""
    return (
        '<h1 class="ArticleHeader">Quyết định ban hành Kế hoạch kiểm tra công tác cải cách hành chính</h1>\n'
        '<div class="ArticleContent"><table border="1"><tr><td>Số ký hiệu</td>'
        f"<td>{number % 900 + 12}/QĐ-UBND</td></tr><tr><td>Ngày ban hành</td><td>14/03/2024</td></tr>"
        "<tr><td>Người ký</td><td>Lê Văn Toàn</td></tr><tr><td>Trích yếu</td><td>Ban hành Kế hoạch kiểm tra công tác "
        "cải cách hành chính năm 2024</td></tr></table></div>\n"
    )
