"""An unknown portal of tables without a class: `chitiet.aspx?id=N`, `tintuc.aspx?cat=N&pageindex=M`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from tests.replica.gold import Gold
from tests.replica.markup import esc
from tests.replica.portal import Request
from tests.replica.unknown import Unknown

_OFFSET = 4_000  # the oldest article's id is above it


class Table(Unknown):
    """`http://sonoivu.vidu.vn/chitiet.aspx?id=4123`."""

    host = "sonoivu.vidu.vn"
    name = "Sở Nội vụ tỉnh Vĩ Dụ"
    sections: ClassVar = (
        ("/tintuc.aspx?cat=3", "Tin hoạt động của ngành"),
        ("/tintuc.aspx?cat=7", "Cải cách hành chính"),
    )

    def path(self, index: int) -> str:
        return f"/chitiet.aspx?id={_OFFSET + self.articles - index}"

    def find(self, request: Request) -> int | None:
        number = request.query.get("id", "")
        if request.path.lower() != "/chitiet.aspx" or not number.isdigit():
            return None
        index = _OFFSET + self.articles - int(number)
        return index if index in self.indexes else None

    def page_of(self, request: Request) -> tuple[int, int] | None:
        numbers = {path.rpartition("=")[2]: n for n, (path, _) in enumerate(self.sections)}
        section = numbers.get(request.query.get("cat", ""))
        page = request.query.get("pageindex", "1")
        if request.path.lower() != "/tintuc.aspx" or section is None or not page.isdigit():
            return None
        return section, int(page)

    def section_url(self, section: int, page: int) -> str:
        return self.sections[section][0] + (f"&pageindex={page}" if page > 1 else "")

    def printed(self, index: int) -> None:
        return None

    def rows(self, indexes: Sequence[int]) -> str:
        rows = self.links(
            indexes,
            '<tr><td><img src="/images/muiten.gif" /> <a href="{href}">{title}</a></td><td><i>{day}</i></td></tr>\n',
        )
        return f'<table width="100%" border="0">{rows}</table>'

    def pager(self, section: int, page: int, pages: int) -> str:
        window = range(max(1, page - 2), min(pages, page + 2) + 1)
        links = " ".join(
            str(n) if n == page else f'<a href="{esc(self.section_url(section, n))}">{n}</a>' for n in window
        )
        first, last = esc(self.sections[section][0] + "&pageindex=1"), esc(self.section_url(section, pages))
        return f'<p align="center"><a href="{first}">Đầu</a> {links} <a href="{last}">Cuối</a></p>'

    def body(self, gold: Gold, visit: int) -> str:
        others = self.links(self.others(gold.id), '<br />- <a href="{href}">{title}</a> ({day})')
        return (
            f'<table width="100%"><tr><td><b><font size="4" color="#990000">{esc(gold.title)}</font></b></td></tr>'
            f"<tr><td>{self.content(gold)}</td></tr><tr><td align='right'>Số lượt đọc: {41 + visit}</td></tr></table>"
            f"<p><b>Các tin khác</b>{others}</p>"
        )

    def shell(self, title: str, middle: str, visit: int) -> bytes:
        heat, visits = self.counters(visit)
        entries = (
            ("/", "Trang chủ"),
            ("/gioithieu.aspx", "Giới thiệu"),
            ("/cocau.aspx", "Cơ cấu tổ chức"),
            *self.sections,
            ("/vanban.aspx", "Văn bản"),
            ("/thutuc.aspx", "Thủ tục hành chính"),
            ("/xemvideo.aspx", "Video"),
            ("/lich.aspx", "Lịch công tác"),
            ("/hoidap.aspx", "Hỏi đáp"),
            ("/trangcon.aspx?id=12", "Chương trình hành động"),
            ("/timkiem.aspx", "Tìm kiếm"),
            ("/dangnhap.aspx", "Đăng nhập"),
            ("/?lang=en", "English"),
        )
        menu = "".join(f'<tr><td><a href="{esc(path)}">{name}</a></td></tr>' for path, name in entries)
        newest = self.links(list(self.indexes)[:5], '<tr><td><a href="{href}">{title}</a></td></tr>')
        return (
            f"<html><head><meta http-equiv='Content-Type' content='text/html; charset=utf-8'><title>{self.name}</title>"
            f"</head><body><form action='./Default.aspx' method='post'><table width='980'><tr>"
            f"<td colspan='3'>{self.name}</td></tr><tr><td width='180' valign='top'><table>{menu}</table>"
            f"<p>Bình chọn<br><input type='radio'> Rất tốt <a href='/binhchon.aspx'>Kết quả</a></p></td>"
            f"<td valign='top'>{middle}</td>"
            f"<td width='200' valign='top'><table><tr><td><b>Tin xem nhiều</b></td></tr>{newest}</table>"
            "<table><tr><td><a href='/vb/tb12.pdf'>Thông báo kết quả thi nâng ngạch công chức năm nay</a></td></tr>"
            "<tr><td><a href='/chitietvb.aspx?id=88'>"
            "Quyết định ban hành quy chế làm việc của Sở Nội vụ tỉnh</a></td></tr>"
            "<tr><td><a href='http://bonoivu.vidu.vn/chitiet.aspx?id=7'>Bộ Nội vụ triển khai nhiệm vụ trọng tâm năm nay"
            "</a></td></tr></table>"
            f"<p>Nhiệt độ {heat}<br>Lượt truy cập: {visits}<br>Đang trực tuyến: {9 + visit % 40}</p></td></tr>"
            "<tr><td colspan='3'>Bản quyền thuộc về Sở Nội vụ</td></tr></table></form></body></html>"
        ).encode()

    def other(self, request: Request, visit: int) -> tuple[str, str] | None:
        path = request.path.lower()
        if path == "/lich.aspx":
            month = int(request.query.get("month", "1"))
            return "Lịch", f"<b>Tháng {month}</b> <a href='/lich.aspx?month={month + 1}'>Tháng sau &gt;</a>"
        text = "Sở Nội vụ là cơ quan chuyên môn thuộc Ủy ban nhân dân tỉnh, có tư cách pháp nhân và con dấu riêng. " * 4
        static = ("/gioithieu.aspx", "/cocau.aspx", "/trangcon.aspx", "/vanban.aspx", "/thutuc.aspx", "/hoidap.aspx")
        if path in static:
            return "Trang", f"<b>Trang</b><p>{text}</p>"
        if path in ("/xemvideo.aspx", "/chitietvb.aspx", "/timkiem.aspx", "/dangnhap.aspx", "/binhchon.aspx"):
            return "Khác", "<b>Khác</b><input type='text'>"
        return None
