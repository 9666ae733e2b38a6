"""Pages of imitated NukeViet portals: the article in two ages of the system, its copies, listing, feeds, surroundings.

Class names, microdata and the wrong dates for machines are the system's own (PORTALS 4.1, read in its source); wording
and boxes are ours. Wrong are: `article:published_time` (the zone's mark stands for the T), `datePublished` and
`dateModified` (both the time of the last edit), `pubDate` of the feed (the month in the minutes' place).
"""

from __future__ import annotations

import datetime as dt
import html
import random
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import format_datetime

from tests.replica import markup
from tests.replica.gold import Gold
from tests.replica.markup import esc

WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
_TITLE = 62  # characters of `<title>` before it is cut


@dataclass(frozen=True, slots=True)
class Teaser:
    """A link to an article: path, title, moment, the begin of its lead."""

    href: str
    title: str
    moment: dt.datetime
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """What surrounds an article: category and its path, the addresses of its copies, its moments, other news, the
    visit. `dated` is False for a theme that shows no date."""

    category: str
    section: str
    savefile: str
    print: str
    edited: dt.datetime
    newer: Sequence[Teaser]
    older: Sequence[Teaser]
    visit: int
    dated: bool = True


def visible(moment: dt.datetime) -> str:
    """Weekday in words, day, minute."""
    return f"{WEEKDAYS[moment.weekday()]} - {moment:%d/%m/%Y %H:%M}"


def meta_time(moment: dt.datetime) -> str:
    """The system's ISO time with an unescaped T: the zone's mark stands in its place."""
    return f"{moment:%Y-%m-%d}+07{moment:%H:%M:%S}"


def feed_time(moment: dt.datetime) -> str:
    """The system's RFC 822 time: the month's number stands in the minutes' place."""
    wrong = moment.astimezone(dt.UTC)
    return format_datetime(wrong.replace(minute=wrong.month), usegmt=True)


# --- articles ---------------------------------------------------------------------------------------------------------
def article(gold: Gold, around: Around, moment: dt.datetime | None, *, modern: bool) -> str:
    """The middle of an article's page: from 4.3 on (`modern`) or before."""
    rng = random.Random(f"nukeviet:{gold.id}")
    author, tail = _author(gold, modern=modern)
    hidden = ""
    if modern:
        hidden = (
            '<div class="hidden hide d-none" itemprop="author" itemtype="http://schema.org/Person" itemscope>'
            f'<span itemprop="name">{esc(gold.author or "Quản trị")}</span></div>\n'
            f'<span class="hidden hide d-none" itemprop="datePublished">{around.edited.isoformat()}</span>'
            f'<span class="hidden hide d-none" itemprop="dateModified">{around.edited.isoformat()}</span>\n'
        )
    date = f'<span class="h5">{visible(moment)}</span>' if moment is not None and around.dated else ""
    views = f"{1_000 + (gold.id * 37 + around.visit) % 8_000:,}".replace(",", ".")
    lead = f'<div class="hometext m-bottom">{esc(gold.lead)}</div>\n' if gold.lead else ""
    body = 'id="news-bodyhtml" class="bodytext margin-bottom-lg"' if modern else 'class="bodytext"'
    return (
        f'<div class="news_column panel panel-default" itemtype="http://schema.org/NewsArticle" itemscope>'
        f'<h1 class="title margin-bottom-lg"{" itemprop=headline" if modern else ""}>{esc(gold.title)}</h1>\n{hidden}'
        f'<div class="row"><div class="col-md-12">{date}</div><div class="col-md-12"><ul class="list-inline">'
        f"<li>{views}</li><li>{gold.id % 3}</li>"
        f'<li><a rel="nofollow" title="In ra" href="{around.print}"><em class="fa fa-print">&nbsp;</em></a></li>'
        f'<li><a rel="nofollow" title="Lưu bài viết" href="{around.savefile}"><em class="fa fa-save">&nbsp;</em></a>'
        f"</li></ul></div></div>\n<div>{lead}</div><div {body}>\n{markup.body(gold, rng)}{tail}</div>\n"
        f'{author}<div class="alert alert-info">Ghi rõ nguồn từ cổng này khi đăng lại bài viết.</div></div>\n'
        f"{_after(gold, around)}"
    )


def _author(gold: Gold, *, modern: bool) -> tuple[str, str]:
    """The line of the system's own field, and what an editor wrote at the end of the body instead."""
    line = next((block.rows[0][0] for block in gold.blocks if block.kind == "author"), "")
    label, colon, name = line.partition(": ")
    if not colon:
        return "", markup.author(gold)
    return (
        f'<div class="margin-bottom-lg"><p class="h5 text-right"><strong>{label}: </strong>{esc(name)}</p></div>\n',
        "",
    )


def _after(gold: Gold, around: Around) -> str:
    return (
        f'<div class="h5"><em class="fa fa-tags">&nbsp;</em><strong>Tags: </strong><a href="/tag/1"><em>cải cách</em>'
        '</a></div>\n<form id="form3B"><p id="stringrating">Tổng số điểm của bài viết là: '
        f"{5 * (gold.id % 4)} trong {gold.id % 4} đánh giá</p><p>Click để đánh giá bài viết</p></form>\n"
        '<div id="idcomment"><h3>Ý kiến bạn đọc</h3><input placeholder="Tên của bạn" /><textarea></textarea></div>\n'
        f'<div class="other-news">{_related("Những tin mới hơn", around.newer)}'
        f"{_related('Những tin cũ hơn', around.older)}</div>\n"
    )


def _related(label: str, teasers: Sequence[Teaser]) -> str:
    rows = "".join(
        f'<li><em class="fa fa-angle-right">&nbsp;</em><h4><a href="{t.href}">{esc(t.title)}</a></h4> '
        f"<em>({t.moment:%d/%m/%Y})</em></li>\n"
        for t in teasers
    )
    return f'<p class="h3"><strong>{label}</strong></p><ul class="detail-related related list-none">\n{rows}</ul>\n'


def copy(gold: Gold, site: str, host: str, canonical: str, moment: dt.datetime | None) -> bytes:
    """The print copy, which is the file copy, too; its head line names the port."""
    rng = random.Random(f"nukeviet:{gold.id}")
    line = next((block.rows[0][0] for block in gold.blocks if block.kind == "author"), "")
    return (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8" /><title>{esc(gold.title)}</title>'
        f'<meta name="generator" content="NukeViet v4.5" /><link rel="canonical" href="{canonical}" /></head><body>\n'
        f'<div id="print"><div id="hd_print"><h2>{esc(site)}</h2><p><a href="https://{host}/">https://{host}:443</a></p>'
        f'</div><hr /><div id="content"><h1>{esc(gold.title)}</h1><ul class="list-inline">'
        f'<li>{visible(moment) if moment else ""}</li><li><a href="javascript:;">In ra</a></li></ul>\n'
        f'<div id="hometext">{esc(gold.lead or "")}</div><div id="bodytext" class="clearfix">\n{markup.body(gold, rng)}'
        f'</div><div id="author"><p>{esc(line)}</p></div></div>\n'
        f'<div id="footer"><div id="url"><strong>Nguồn bài viết: </strong>{canonical}</div><div class="copyright">'
        f"&copy; {esc(site)}</div></div></div></body></html>\n"
    ).encode()


# --- listings, sitemaps, feeds ----------------------------------------------------------------------------------------
def listing(category: str, rows: Sequence[Teaser], pager: Sequence[tuple[str, int]], visit: int) -> str:
    """The middle of a category's page; the first row may be a pinned one."""
    pieces = []
    for place, row in enumerate(rows):
        views = f"{100 + (place * 53 + visit) % 900}"
        pieces.append(
            f'<div class="news_column panel"><div class="featured"><h3><a href="{row.href}">{esc(row.title)}</a></h3>\n'
            f'<div class="text-muted"><ul class="list-unstyled list-inline"><li><em class="fa fa-clock-o">&nbsp;</em> '
            f"{row.moment:%d/%m/%Y %I:%M:%S %p}</li><li>Đã xem: {views}</li><li>Phản hồi: 0</li></ul></div>"
            f"<p>{esc(row.summary)}</p></div></div>\n"
        )
    pages = "".join(f'<li><a href="{href}">{number}</a></li>' for href, number in pager)
    return f'<div class="viewcat"><h1>{esc(category)}</h1>{"".join(pieces)}</div><ul class="pagination">{pages}</ul>\n'


def sitemap(entries: Sequence[tuple[str, dt.datetime]]) -> bytes:
    """One part: address and publication."""
    rows = "".join(f"<url><loc>{loc}</loc><lastmod>{moment.isoformat()}</lastmod></url>\n" for loc, moment in entries)
    return f'{_XML}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</urlset>\n'.encode()


def sitemap_index(parts: Sequence[str]) -> bytes:
    """The index of the parts."""
    rows = "".join(f"<sitemap><loc>{part}</loc></sitemap>\n" for part in parts)
    return f'{_XML}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</sitemapindex>\n'.encode()


def feed(site: str, home: str, module: str, rows: Sequence[tuple[str, int, str, dt.datetime]]) -> bytes:
    """A category's feed: (address, number, title, moment)."""
    items = "".join(
        f'<item><title>{esc(title)}</title><link>{href}</link><guid isPermaLink="false">{module}_{number}</guid>'
        f"<pubDate>{feed_time(moment)}</pubDate></item>\n"
        for href, number, title, moment in rows
    )
    return (
        f'{_XML}<rss version="2.0"><channel><title>{esc(site)}</title><link>{home}</link>\n{items}</channel></rss>\n'
    ).encode()


_XML = '<?xml version="1.0" encoding="utf-8"?>\n'


# --- the page ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Shell:
    """A portal's frame: its name, the language in its addresses ("" or "/vi"), its menu (path, label)."""

    name: str
    language: str
    menu: Sequence[tuple[str, str]]
    generator: str

    def page(self, content: str, title: str, head: str, crumbs: Sequence[tuple[str, str]], visit: int) -> bytes:
        """A whole page; statistics move with `visit`."""
        short = title if len(title) <= _TITLE else f"{title[:_TITLE].rsplit(' ', 1)[0]}..."
        menu = "".join(f'<li><a href="{href}">{esc(label)}</a></li>' for href, label in self.menu)
        trail = "".join(f'<li><a href="{href}"><span>{esc(label)}</span></a></li>' for href, label in crumbs)
        return (
            f'<!DOCTYPE html>\n<html lang="vi"><head><title>{esc(short)} - {esc(self.name)}</title>\n'
            f'<meta charset="utf-8" /><meta name="generator" content="{self.generator}" />'
            f'<meta property="og:site_name" content="{html.escape(self.name)}" />\n{head}'
            '<script>var nv_base_siteurl="/";</script></head><body>\n'
            f'<header><a title="{html.escape(self.name)}" href="{self.language}/"><img src="/uploads/banner.png" /></a>'
            f'<a href="/en/">English</a></header>\n<nav><ul class="nav navbar-nav">{menu}</ul></nav>\n'
            f'<div class="breadcrumbs-wrap"><ul class="breadcrumbs list-none">{trail}</ul></div>\n'
            f'<div class="row"><div class="col-sm-16">{content}</div><div class="col-sm-8">{_side(visit)}</div></div>\n'
            f"<footer><p>Cơ quan chủ quản: {esc(self.name)}. Giấy phép số 24/GP-TTĐT.</p></footer></body></html>\n"
        ).encode()


def _side(visit: int) -> str:
    total = f"{5_120_733 + visit:,}".replace(",", ".")
    return (
        '<div class="panel"><div class="panel-heading">Liên kết</div><ul><li><a href="/vi/weblinks/">Cổng dịch vụ công'
        '</a></li><li><a href="/vi/laws/">Văn bản pháp quy</a></li></ul></div>\n'
        '<div class="panel"><div class="panel-heading">Thống kê</div><ul class="counter">'
        f"<li>Đang truy cập <span>{31 + visit * 7 % 60}</span></li><li>Hôm nay <span>{2_117 + visit}</span></li>"
        f"<li>Tổng lượt truy cập <span>{total}</span></li></ul></div>\n"
    )
