"""An unknown portal with slugs below their section and no numbers: `/tin-tuc-su-kien/TITLE`, `?page=N` from 0."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import ClassVar

from tests.replica.gold import Gold
from tests.replica.markup import esc
from tests.replica.portal import Request
from tests.replica.unknown import Unknown


class Slug(Unknown):
    """`https://binhyen.vidu.vn/tin-tuc-su-kien/TITLE`."""

    host = "binhyen.vidu.vn"
    name = "Cổng thông tin điện tử huyện Bình Yên"
    sections: ClassVar = (
        ("/tin-tuc-su-kien", "Tin tức - Sự kiện"),
        ("/cai-cach-hanh-chinh", "Cải cách hành chính"),
        ("/chuyen-doi-so", "Chuyển đổi số"),
        ("/tin-tuc-su-kien/thong-tin-chi-dao-dieu-hanh", "Thông tin chỉ đạo điều hành"),
    )

    def path(self, index: int) -> str:
        return f"{self.sections[index % len(self.sections)][0]}/{self.slug(index)}"

    def find(self, request: Request) -> int | None:
        self.slug(self.indexes.start)
        folder, _, slug = request.path.rpartition("/")
        index: int | None = self.__dict__["_slugs"].get(slug)
        return index if index is not None and self.sections[index % len(self.sections)][0] == folder else None

    def page_of(self, request: Request) -> tuple[int, int] | None:
        sections = {path: n for n, (path, _) in enumerate(self.sections)}
        page = request.query.get("page", "0")
        if request.path not in sections or not page.isdigit():
            return None
        return sections[request.path], int(page) + 1

    def section_url(self, section: int, page: int) -> str:
        return self.sections[section][0] + (f"?page={page - 1}" if page > 1 else "")

    def printed(self, index: int) -> dt.date | None:
        return None if self.is_dateless(index) else self.moment(index).date()

    def rows(self, indexes: Sequence[int]) -> str:
        rows = self.links(
            indexes,
            '<div class="views-row"><div class="views-field-title"><span><a href="{href}">{title}</a></span></div>'
            '<div class="views-field-created">{day}</div></div>\n',
        )
        return f'<div class="view-content">{rows}</div>'

    def pager(self, section: int, page: int, pages: int) -> str:
        items = [f'<li class="pager-current">{page}</li>']
        if page > 1:
            items.insert(0, f'<li><a title="Đến trang trước" href="{self.section_url(section, page - 1)}">‹</a></li>')
        if page < pages:
            items.append(f'<li><a title="Đến trang sau" href="{self.section_url(section, page + 1)}">›</a></li>')
            items.append(f'<li><a title="Đến trang cuối" href="{self.section_url(section, pages)}">»</a></li>')
        return f'<ul class="pager">{"".join(items)}</ul>'

    def body(self, gold: Gold, visit: int) -> str:
        day = (
            f'<div class="ngay">Ngày đăng: {gold.published_at:%d/%m/%Y}</div>' if gold.published_at is not None else ""
        )
        others = self.links(self.others(gold.id), '<li><a href="{href}">{title}</a></li>')
        print_page = f"/print{self.path(gold.id)}" if gold.id in self.indexes else "/print"
        return (
            f'<h1 class="title" id="page-title">{esc(gold.title)}</h1>{day}<div class="links"><a href="{print_page}">'
            f'Bản in</a></div><div class="field-body">{self.content(gold)}</div>'
            f'<div class="field-related"><h3>Tin liên quan</h3><ul>{others}</ul></div>'
        )

    def shell(self, title: str, middle: str, visit: int) -> bytes:
        heat, visits = self.counters(visit)
        menu = "".join(f'<li><a href="{path}">{name}</a></li>' for path, name in self.sections)
        newest = self.links(list(self.indexes)[:6], '<li><a href="{href}">{title}</a></li>')
        days = "".join(f'<td><a href="/lich?ngay={n}">{n}</a></td>' for n in range(1, 8))
        return (
            f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{esc(title)}</title></head><body>'
            f'<div id="header"><a href="/">{self.name}</a> <a href="/en">EN</a></div>'
            '<ul class="thuc-don"><li><a href="/gioi-thieu-chung">Giới thiệu chung</a></li>'
            f'<li><a href="/gioi-thieu/dieu-kien-tu-nhien-kinh-te-xa-hoi">Điều kiện tự nhiên</a></li>{menu}'
            '<li><a href="/van-ban-chi-dao">Văn bản</a></li><li><a href="/hoi-dap">Hỏi đáp</a></li>'
            '<li><a href="/thu-vien-anh">Thư viện ảnh</a></li><li><a href="/so-do-cong">Sơ đồ cổng</a></li>'
            '<li><a href="/user/login">Đăng nhập</a></li><li><a href="/search/node">Tìm kiếm</a></li></ul>'
            f'<div id="main">{middle}</div><div class="sidebar"><h3>Tin xem nhiều</h3><ul>{newest}</ul>'
            '<h3>Văn bản mới</h3><ul><li><a href="/van-ban-chi-dao/ke-hoach-trien-khai-nhiem-vu-nam-nay-cua-huyen">'
            "Kế hoạch triển khai nhiệm vụ năm nay của huyện</a></li></ul>"
            '<h3>Video</h3><a href="/video/phong-su-ve-xay-dung-nong-thon-moi-o-huyen">Phóng sự về xây dựng nông thôn '
            "mới ở huyện</a>"
            f'<h3>Lịch</h3><table><tr>{days}</tr></table><a href="/lich?thang=2">Tháng sau »</a>'
            '<h3>Bình chọn</h3><form><input type="radio"> Tốt</form>'
            f"<p>Nhiệt độ {heat}</p></div><div class='footer'><p>Bản quyền thuộc về huyện. Lượt truy cập: {visits}</p>"
            '<a href="https://tinh.vidu.vn/tin-tuc-su-kien/tinh-to-chuc-hoi-nghi-tong-ket">Tỉnh tổ chức hội nghị'
            " tổng kết</a></div></body></html>"
        ).encode()

    def other(self, request: Request, visit: int) -> tuple[str, str] | None:
        text = (
            "Huyện Bình Yên có diện tích tự nhiên rộng, dân số đông, gồm một thị trấn và mười bốn xã trực thuộc. " * 4
        )
        if request.path in ("/gioi-thieu-chung", "/gioi-thieu/dieu-kien-tu-nhien-kinh-te-xa-hoi", "/hoi-dap", "/en"):
            return "Trang", f"<h1>Trang</h1><p>{text}</p>"
        folder = request.path.split("/")[1]
        if folder in ("van-ban-chi-dao", "video", "thu-vien-anh", "lich", "so-do-cong"):
            return "Khác", "<h1>Khác</h1><a href='/files/a.pdf'>Kế hoạch triển khai nhiệm vụ năm nay của huyện</a>"
        return None
