"""Pages of imitated Liferay portals: three themes of articles, the listing as asset publisher, everything around them.

Seen in a copy of sotttt.hanoi.gov.vn (PORTALS 4.2): the class names of `hanoi`, several `h1.portlet-title` per page in
decomposed letters, the pager with its mixed labels and long parameters, "Hiển thị 1 - 10 of 243 kết quả", the padded
and unpadded hours, side boxes and footers that are `journal-content-article`, too, entities among raw UTF-8, some
without their ampersand. `title_news` follows a scraper's account of bacgiang.gov.vn; `plain` is invented, but for the
line "Facebook Zalo" above and below the text (seed 004).
"""

from __future__ import annotations

import datetime as dt
import html
import random
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.replica import markup
from tests.replica.gold import Gold
from tests.replica.markup import NBSP, esc

FORBIDDEN = "/c/portal/login"  # linked from every page, closed in robots.txt
_ENTITIES = {"ô": "&ocirc;", "à": "&agrave;", "é": "&eacute;", "“": "&ldquo;", "”": "&rdquo;"}


@dataclass(frozen=True, slots=True)
class Teaser:
    """A link to an article: address (not escaped), title, the stamp beside it ("" for none), the begin of its text."""

    href: str
    title: str
    stamp: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """What surrounds an article: its category, the page's own address, other news, the number of the visit."""

    category: str
    href: str
    others: Sequence[Teaser]
    visit: int


def stamp(value: dt.datetime | dt.date | None, *, padded: bool) -> str:
    """`DD/MM/YYYY | H:MM AM`; a bare day is printed as midnight."""
    if value is None:
        return ""
    moment = value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time())
    hour, half = f"{moment:%I}", f"{moment:%p}"
    return f"{moment:%d/%m/%Y} | {hour if padded else hour.lstrip('0')}:{moment:%M} {half}"


def entities(markup_text: str) -> str:
    """Some letters as entities, as an editor's paste leaves them."""
    for letter, entity in _ENTITIES.items():
        markup_text = markup_text.replace(letter, entity)
    return markup_text


# --- articles ---------------------------------------------------------------------------------------------------------
def _hanoi(gold: Gold, around: Around) -> str:
    rng = random.Random(f"liferay:{gold.id}")
    lead = f'<p class="sapo"><strong>{esc(gold.lead)}</strong></p>\n' if gold.lead else ""
    author = markup.author(gold)
    if gold.author:
        author = author.replace('align="right"', 'class="view-content-author" align="right"')
    body = lead + markup.body(gold, rng)
    printed = stamp(gold.published_at, padded=False)
    views = f"View count: {300 + gold.id % 900 + around.visit}"
    date = f'<div class="assetPublishDate">Ngày đăng {printed} &nbsp;|&nbsp;{views}</div>\n' if printed else ""
    return (
        f'<div class="asset-full-content-title">{esc(gold.title)}</div>\n'
        f'<div class="asset-full-content default-asset-publisher no-title">{date}'
        f'<div class="asset-content" id="_101_{gold.id % 9973}"><div class="journal-content-article">\n'
        f"{entities(body) if gold.id % 2 else body}{author}</div>\n"
        f"{_languages(around)}</div></div>\n"
        f'<div class="related_asset"><h3>Các tin khác</h3><ul>{_rows(around.others)}</ul></div>\n'
    )


def _title_news(gold: Gold, around: Around) -> str:
    rng = random.Random(f"liferay:{gold.id}")
    lead = f'<p class="mo-dau"><b>{esc(gold.lead)}</b></p>\n' if gold.lead else ""
    date = f"{gold.published_at:%d/%m/%Y %H:%M}" if isinstance(gold.published_at, dt.datetime) else ""
    return (
        f'<div class="title-news"><h1>{esc(gold.title)}</h1></div>\n<div class="ngay-dang">{date} '
        f'<span>Lượt xem: {100 + around.visit}</span></div>\n<div class="journal-content-article">\n'
        f"{lead}{markup.body(gold, rng)}{markup.author(gold)}</div>\n{_languages(around)}"
        f'<div class="tin-khac"><h3>Các tin khác</h3><ul>{_rows(around.others)}</ul></div>\n'
    )


def _plain(gold: Gold, around: Around) -> str:
    rng = random.Random(f"liferay:{gold.id}")
    lead = f"<p><strong>{esc(gold.lead)}</strong></p>\n" if gold.lead else ""
    share = f'<div class="chia-se"><a href="#">Facebook</a>{NBSP}{NBSP}<a href="#">Zalo</a></div>\n'
    return (
        f'<div class="bai-viet"><h2 class="ten-bai">{esc(gold.title)}</h2>\n{share}<div class="noi-dung">\n'
        f"{lead}{markup.body(gold, rng)}{markup.author(gold)}</div>\n{share}{_languages(around)}</div>\n"
        f'<div class="lien-quan"><h3>Tin liên quan</h3><ul>{_rows(around.others)}</ul></div>\n'
    )


THEMES: dict[str, Callable[[Gold, Around], str]] = {"hanoi": _hanoi, "title_news": _title_news, "plain": _plain}


def _languages(around: Around) -> str:
    """The links into the endless space, in markup as broken as it was seen."""
    href = html.escape(around.href)
    return f'<div class"after_main"><a href="{href}/en">English</a> <a href="{href}/vi">Tiếng Việt</a></div>\n'


def _rows(teasers: Sequence[Teaser]) -> str:
    """Links in decomposed letters, as the lists of the seen site have them."""
    return "".join(
        f'<li><a href="{html.escape(t.href)}">{esc(unicodedata.normalize("NFD", t.title))}</a>'
        f"{f' <span>({t.stamp})</span>' if t.stamp else ''}</li>\n"
        for t in teasers
    )


# --- listings ---------------------------------------------------------------------------------------------------------
def asset_list(rows: Sequence[Teaser], pager: str) -> str:
    """An asset publisher's list with its pager; every third row has a summary that lost an ampersand."""
    pieces = []
    for place, row in enumerate(rows):
        text = f"{'ldquo;' if place % 3 == 1 else ''}{esc(row.summary)}..."
        summary = f'<div class="asset-summary">{text}</div>' if row.summary else ""
        date = f'<div class="assetPublishDate block_timer">{row.stamp}</div>\n' if row.stamp else ""
        pieces.append(
            '<div class="asset-bounddary"><div class="asset-abstract "><div class="asset-content-custom">'
            f'<h3 class="asset-title"><a href="{html.escape(row.href)}">{esc(row.title)}</a></h3>\n{date}'
            f"{summary}</div></div></div>\n"
        )
    return f'<div class="portlet-body">{"".join(pieces)}{pager}</div>\n'


def pager(path: str, instance: str, page: int, last: int, size: int, total: int) -> str:
    """The pager of one portlet (`instance`, as in `_101_`); its parameters are its own."""
    if last <= 1:
        return (
            f'<div class="taglib-page-iterator"><small class="search-results">Hiển thị {total} kết quả.</small></div>\n'
        )
    name = instance.strip("_")

    def href(number: int) -> str:
        query = (
            f"p_p_id={name}&p_p_lifecycle=0&p_p_state=normal&p_p_mode=view&p_p_col_id=column-1&p_p_col_pos=1"
            f"&{instance}delta={size}&{instance}keywords=&p_r_p_564233524_resetCur=false&{instance}cur={number}"
        )
        return html.escape(f"{path}?{query}")

    def button(label: str, number: int, *, off: bool) -> str:
        target = "javascript:;" if off else href(number)
        return f'<li class="{"disabled" if off else ""}"><a href="{target}" target="_self"> {label} </a></li>\n'

    numbers = "".join(f'<li class="custom-paging"><a href="{href(n)}">{n}</a></li>' for n in range(1, last + 1))
    first = (page - 1) * size + 1
    return (
        f'<div class="taglib-page-iterator" id="{instance}PageIterator"><div class="clearfix lfr-pagination">'
        f'<div class="lfr-pagination-page-selector"><a href="javascript:;"> {page} </a>'
        f'<ul class="dropdown-menu">{numbers}</ul></div>\n'
        f'<small class="search-results"> Hiển thị {first} - {min(page * size, total)} of {total} kết quả. </small>\n'
        f'<ul class="pager lfr-pagination-buttons">{button("&larr; Đầu tiên", 1, off=page == 1)}'
        f"{button('Trước', page - 1, off=page == 1)}{button('next', page + 1, off=page == last)}"
        f"{button('Cuối cùng &rarr;', last, off=page == last)}</ul></div></div>\n"
    )


def portlet(title: str, content: str) -> str:
    """A portlet: its title is an `h1` in decomposed letters."""
    name = unicodedata.normalize("NFD", title)
    return (
        '<section class="portlet"><header class="portlet-topper"><h1 class="portlet-title">'
        f'<span class="portlet-title-icon">&nbsp;</span><span class="portlet-title-text">{esc(name)}</span></h1>'
        f'</header><div class="portlet-content">{content}</div></section>\n'
    )


# --- the page ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Shell:
    """A portal's frame. `other_body` is what `<title>` names in the site's place, `menu` its links.."""

    name: str
    other_body: str
    menu: Sequence[tuple[str, str]]

    def page(self, content: str, side: str, title: str, canonical: str, visit: int) -> bytes:
        """A whole page; counters and the box of the day move with `visit`."""
        links = "".join(f'<li><a href="{html.escape(href)}">{esc(label)}</a></li>' for href, label in self.menu)
        head = (
            f'<!DOCTYPE html>\n<html class="aui ltr" dir="ltr" lang="en-US"><head><title>{esc(title)}'
            f' - {self.other_body}</title>\n<meta content="text/html; charset=UTF-8" http-equiv="content-type" />\n'
            f'<link href="{html.escape(canonical)}" rel="canonical" /></head><body>\n'
        )
        return (
            f'{head}<a href="#main-content">Truy cập nội dung luôn</a>\n'
            f'<div class="journal-content-article"><p>{esc(self.name)}</p></div>\n'
            f'<ul class="nav">{links}<li><a href="{FORBIDDEN}?p_l_id=557630">Đăng nhập</a></li></ul>\n'
            f'<div id="main-content"><div class="portlet-column span9" id="column-1">{content}</div>\n'
            f'<div class="portlet-column span3" id="column-2">{side}{self._boxes(visit)}</div></div>\n'
            f'<div id="footer"><p class="vetrang"><a href="#">| Về đầu trang |</a></p><h3>{esc(self.name.upper())}</h3>'
            f"<p>Địa chỉ: 185 đường Trung tâm. Điện thoại: 0240.3512353. Ghi rõ nguồn khi phát hành lại.</p></div>\n"
            "</body></html>\n"
        ).encode()

    def _boxes(self, visit: int) -> str:
        return (
            '<div class="portlet-borderless-container"><div class="journal-content-article"><table border="0"><tbody>'
            '<tr><td><a href="/duong-day-nong"><img src="/documents/10197/0/hotline.png" alt="" /></a></td></tr>'
            "<tr><td><p>Thông tin người phát ngôn của cơ quan và đường dây nóng tiếp nhận phản ánh.</p></td></tr>"
            "</tbody></table></div></div>\n"
            f'<div class="thong-ke">Đang online: {17 + visit * 7 % 80}<br />Hôm nay: {2_310 + visit}<br />'
            f"Tất cả: {9_120_455 + visit:,}</div>\n"
        )
