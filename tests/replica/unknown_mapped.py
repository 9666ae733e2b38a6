"""An unknown portal whose lists are filled in by a script: no page links an article, only the sitemap names them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import ClassVar

from tests.replica.gold import Gold
from tests.replica.markup import esc
from tests.replica.portal import Request
from tests.replica.unknown import Unknown


class Mapped(Unknown):
    """`https://tanphu.vidu.vn/chi-tiet/TITLE-N.html`."""

    host = "tanphu.vidu.vn"
    name = "Cổng thông tin điện tử thị xã Tân Phú"
    sections: ClassVar = (("/muc/tin-tuc", "Tin tức"), ("/muc/cai-cach-hanh-chinh", "Cải cách hành chính"))
    sitemap_parts = ("/so-do/bai.xml",)
    pages_about = ("/trang/ban-do", "/van-ban/quyet-dinh-ban-hanh-quy-che-lam-viec-81.html", "/muc/tin-tuc")

    def path(self, index: int) -> str:
        return f"/chi-tiet/{self.slug(index)}-{self.articles - index + 500}.html"

    def find(self, request: Request) -> int | None:
        number = request.path.removesuffix(".html").rpartition("-")[2]
        if not request.path.startswith("/chi-tiet/") or not number.isdigit():
            return None
        index = self.articles + 500 - int(number)
        return index if index in self.indexes else None

    def page_of(self, request: Request) -> tuple[int, int] | None:
        return next(((n, 1) for n, (path, _) in enumerate(self.sections) if path == request.path), None)

    def section_url(self, section: int, page: int) -> str:
        return self.sections[section][0]

    def printed(self, index: int) -> dt.datetime | None:
        return None if self.is_dateless(index) else self.moment(index).replace(second=0)

    def listed(self, index: int) -> None:
        return None

    def rows(self, indexes: Sequence[int]) -> str:
        return '<div class="danh-sach" data-nguon="/du-lieu/bai-moi"><span class="dang-tai"></span></div>'

    def pager(self, section: int, page: int, pages: int) -> str:
        return '<div class="so-trang"></div>'

    def body(self, gold: Gold, visit: int) -> str:
        at = gold.published_at
        stamp = f'<p class="thoi-gian">Đăng lúc {at:%H:%M %d/%m/%Y}</p>' if at is not None else ""
        return f'<h2 class="tieu-de">{esc(gold.title)}</h2>{stamp}<div class="noi-dung-bai">{self.content(gold)}</div>'

    def shell(self, title: str, middle: str, visit: int) -> bytes:
        heat, visits = self.counters(visit)
        menu = "".join(f'<a href="{path}">{name}</a>' for path, name in self.sections)
        return (
            f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{esc(title)}</title></head><body>'
            f'<header><a href="/">{self.name}</a><nav><a href="/">Trang chủ</a><a href="/trang/gioi-thieu">Giới thiệu'
            f'</a>{menu}<a href="/van-ban">Văn bản</a><a href="/trang/ban-do">Bản đồ</a><a href="/lien-he">Liên hệ</a>'
            f"</nav></header><section>{middle}</section><footer><p>Bản quyền thuộc về thị xã. Lượt truy cập: {visits}."
            f' Nhiệt độ {heat}</p></footer><script src="/ung-dung.js"></script></body></html>'
        ).encode()

    def other(self, request: Request, visit: int) -> tuple[str, str] | None:
        return ("Trang", "<h2>Trang</h2><p>Thị xã có tám phường và bốn xã.</p>") if "/trang/" in request.path else None
