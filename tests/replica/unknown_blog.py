"""An unknown portal in the manner of a blog: slugs at the root, `/page/N/`, a feed, archives by month."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from tests.replica.gold import Gold
from tests.replica.markup import esc
from tests.replica.portal import Request
from tests.replica.unknown import Unknown


class Blog(Unknown):
    """`https://dongtam.vidu.vn/TITLE/`, lists under `/category/`."""

    host = "dongtam.vidu.vn"
    name = "Trang thông tin điện tử xã Đông Tâm"
    sections: ClassVar = (
        ("/category/tin-tuc/", "Tin tức"),
        ("/category/cai-cach-hanh-chinh/", "Cải cách hành chính"),
        ("/category/thong-bao/", "Thông báo"),
    )
    feed_path = "/feed/"
    sitemap_parts = ("/post-sitemap.xml.gz", "/category-sitemap.xml", "/page-sitemap.xml")
    pages_about = ("/lich-su-hinh-thanh-va-phat-trien-cua-xa/",)
    unlisted = frozenset({25})

    def path(self, index: int) -> str:
        return f"/{self.slug(index)}/"

    def find(self, request: Request) -> int | None:
        self.slug(self.indexes.start)
        found: int | None = self.__dict__["_slugs"].get(request.path.strip("/"))
        return found

    def page_of(self, request: Request) -> tuple[int, int] | None:
        for number, (path, _) in enumerate(self.sections):
            rest = request.path.removeprefix(path).strip("/")
            if request.path == path:
                return number, 1
            if request.path.startswith(path) and rest.startswith("page/") and rest[5:].isdigit():
                return number, int(rest[5:])
        return None

    def section_url(self, section: int, page: int) -> str:
        return self.sections[section][0] + (f"page/{page}/" if page > 1 else "")

    def rows(self, indexes: Sequence[int]) -> str:
        cards = []
        for i in indexes:
            lead = esc((self.story(i).lead or self.title(i))[:120])
            path, name = self.sections[i % len(self.sections)]
            day = self.day_in_row(i)
            cards.append(
                f'<article class="post-{i} post hentry"><a href="{self.path(i)}"><img src="/anh{i}.jpg" alt=""></a>'
                f'<header class="entry-header"><span class="cat-links"><a href="{path}">{name}</a></span>'
                f'<h2 class="entry-title"><a href="{self.path(i)}" rel="bookmark">{esc(self.title(i))}</a></h2>'
                f'<span class="posted-on">{day}</span></header><div class="entry-summary"><p>{lead} […]</p>'
                f'<a class="more-link" href="{self.path(i)}">Xem tiếp</a></div></article>\n'
            )
        return f'<main id="main">{"".join(cards)}</main>'

    def pager(self, section: int, page: int, pages: int) -> str:
        links = [f'<span class="page-numbers current">{page}</span>']
        if page < pages:
            links.append(f'<a class="page-numbers" href="{self.section_url(section, page + 1)}">{page + 1}</a>')
            links.append(f'<a class="page-numbers" href="{self.section_url(section, pages)}">{pages}</a>')
            links.append(f'<a class="next page-numbers" href="{self.section_url(section, page + 1)}">Trang sau</a>')
        return f'<nav class="pagination">{"".join(links)}</nav>'

    def body(self, gold: Gold, visit: int) -> str:
        day = f"{gold.published_at:%d/%m/%Y %H:%M}" if gold.published_at is not None else ""
        stamp = f'<div class="entry-meta"><time class="entry-date">{day}</time></div>' if day else ""
        others = self.links(self.others(gold.id), '<li><a href="{href}">{title}</a> {day}</li>')
        return (
            '<article class="hentry"><header class="entry-header">'
            f'<h1 class="entry-title">{esc(gold.title)}</h1>{stamp}</header>'
            f'<div class="entry-content">{self.content(gold)}</div></article>'
            f'<div class="related"><h3>Các tin khác</h3><ul>{others}</ul></div>'
            '<div id="respond"><h3>Trả lời</h3><form action="/wp-comments-post.php">'
            '<textarea name="comment"></textarea><input type="submit" value="Gửi"></form></div>'
        )

    def shell(self, title: str, middle: str, visit: int) -> bytes:
        heat, visits = self.counters(visit)
        menu = "".join(f'<li><a href="{path}">{name}</a></li>' for path, name in self.sections)
        newest = self.links(list(self.indexes)[:6], '<li><a href="{href}">{title}</a></li>')
        months = "".join(f'<li><a href="/2024/{m:02d}/">Tháng {m} 2024</a></li>' for m in range(1, 13))
        return (
            f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{esc(title)}</title>'
            f'<link rel="alternate" type="application/rss+xml" title="Dòng tin" href="https://{self.host}/feed/">'
            '<link rel="alternate" type="application/rss+xml" href="/comments/feed/"></head><body class="home blog">'
            f'<header id="masthead"><a href="/" rel="home">{self.name}</a><a href="/en/">English</a></header>'
            f'<ul id="menu-chinh" class="menu"><li><a href="/">Trang chủ</a></li><li><a href="/gioi-thieu/">Giới thiệu'
            '</a></li><li><a href="/chuc-nang-nhiem-vu-quyen-han-cua-uy-ban-nhan-dan-xa/">Chức năng, nhiệm vụ, quyền '
            f"hạn của UBND xã</a></li>{menu}"
            '<li><a href="/van-ban/">Văn bản</a></li><li><a href="/video/">Video</a></li><li>'
            '<a href="/su-kien/">Sự kiện</a></li>'
            '<li><a href="/lien-he/">Liên hệ</a></li><li><a href="/wp-login.php">Đăng nhập</a></li></ul>'
            f'<div id="content">{middle}</div><aside id="secondary"><form action="/"><input name="s"></form>'
            f'<section class="widget"><h3>Tin xem nhiều</h3><ul>{newest}</ul></section>'
            f'<section class="widget"><h3>Lưu trữ</h3><ul>{months}</ul></section>'
            '<section class="widget"><h3>Từ khóa</h3><a href="/tag/cai-cach/">cải cách</a> '
            '<a href="/?s=dich+vu">dịch vụ</a></section>'
            '<section class="widget"><h3>Video</h3><a href="/video/le-hoi-dau-xuan-cua-xa-dong-tam-nam-nay/">'
            "Lễ hội đầu xuân của xã Đông Tâm năm nay</a></section>"
            '<section class="widget"><h3>Bình chọn</h3><form>Bạn thấy trang này thế nào?'
            '<input type="radio"> Tốt <a href="/binh-chon/">Xem kết quả bình chọn</a></form></section>'
            '<section class="widget"><h3>Liên kết</h3><a href="https://chinhphu.vidu.vn/tin-tuc-hoat-dong-cua-chinh-phu/">'
            "Tin tức hoạt động của Chính phủ trong tuần này</a></section>"
            f"<p>Nhiệt độ {heat}. Lượt truy cập: {visits}</p></aside>"
            '<footer class="site-footer"><p>Bản quyền thuộc về UBND xã. Điện thoại: 0200 000 000</p>'
            '<a href="/tai-lieu/huong-dan-su-dung.pdf">Hướng dẫn sử dụng trang thông tin điện tử của xã</a></footer>'
            "</body></html>"
        ).encode()

    def other(self, request: Request, visit: int) -> tuple[str, str] | None:
        text = "Xã Đông Tâm nằm ở phía đông của huyện, có mười hai thôn và hơn chín nghìn nhân khẩu sinh sống. " * 4
        pages = {
            "/gioi-thieu/": ("Giới thiệu", f"<h1>Giới thiệu</h1><p>{text}</p>"),
            "/chuc-nang-nhiem-vu-quyen-han-cua-uy-ban-nhan-dan-xa/": ("Chức năng", f"<h1>Chức năng</h1><p>{text}</p>"),
            self.pages_about[0]: ("Lịch sử", f"<h1>Lịch sử hình thành và phát triển của xã</h1><p>{text}</p>"),
            "/lien-he/": ("Liên hệ", "<h1>Liên hệ</h1><form><input name=ten><textarea></textarea></form>"),
            "/van-ban/": ("Văn bản", _documents()),
            "/van-ban/quyet-dinh-ve-viec-ban-hanh-quy-che-lam-viec-cua-uy-ban/": ("Quyết định", _sheet()),
            "/video/": ("Video", _list("/video/", "Lễ hội đầu xuân của xã Đông Tâm năm nay")),
            "/su-kien/": ("Sự kiện", _list("/su-kien/", "Hội nghị tiếp xúc cử tri trước kỳ họp cuối năm")),
            "/en/": ("English", "<h1>Dong Tam</h1><p>Welcome to our commune.</p>"),
        }
        return pages.get(request.path)


def _list(folder: str, title: str) -> str:
    slug = "le-hoi-dau-xuan-cua-xa-dong-tam-nam-nay"
    rows = "".join(f'<h2><a href="{folder}{slug}-{n}/">{title} lần thứ {n}</a></h2>' for n in range(1, 8))
    return f'<main id="main">{rows}</main>'


def _documents() -> str:
    link = "/van-ban/quyet-dinh-ve-viec-ban-hanh-quy-che-lam-viec-cua-uy-ban/"
    rows = "".join(
        f"<tr><td>{n}/QĐ-UBND</td><td>0{n}/02/2024</td><td><a href='{link}'>Quyết định về việc ban hành quy chế "
        f"làm việc của Ủy ban</a></td><td><a href='/files/qd{n}.pdf'>Tải về</a></td></tr>"
        for n in range(1, 9)
    )
    return f"<h1>Văn bản</h1><table><tr><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th></tr>{rows}</table>"


def _sheet() -> str:
    return (
        "<h1>Quyết định về việc ban hành quy chế làm việc của Ủy ban</h1><table><tr><td>Số ký hiệu</td><td>1/QĐ-UBND"
        "</td></tr><tr><td>Ngày ban hành</td><td>01/02/2024</td></tr></table>"
    )
