"""Small imitation pages for extraction tests: an article between the furniture that portals print."""

from __future__ import annotations

from archive.records import Article, Page
from crawler.extraction import extract
from crawler.extraction.layout import Layout

TITLE = "Xã Tân Hòa đưa dịch vụ công trực tuyến về từng thôn"
STAMP = "Ngày đăng: 14/03/2022 09:20"
PARAGRAPHS = (
    "Ngày 12/3, UBND xã Tân Hòa ra mắt sáu tổ công nghệ số cộng đồng, mỗi tổ có bảy thành viên là cán bộ thôn và "
    "đoàn viên.",
    "Các tổ đến tận nhà hướng dẫn người dân cài đặt ứng dụng, tạo tài khoản và nộp hồ sơ qua mạng vào buổi tối.",
    "Sau một tuần, đã có 214 hộ được hướng dẫn, trong đó 96 hộ tự nộp được hồ sơ mà không cần đến trụ sở xã.",
)
MENU = (
    '<ul><li><a href="/">Trang chủ</a></li><li><a href="/gioi-thieu">Giới thiệu</a></li>'
    '<li><a href="/tin-tuc">Tin tức - Sự kiện</a></li><li><a href="/cchc">Cải cách hành chính</a></li></ul>'
)
OTHERS = (
    "<div><b>Các tin khác</b><ul>"
    '<li><a href="/tin/1">Tân Hòa phát động phong trào trồng cây ven đường năm nay</a> (10/03/2022)</li>'
    '<li><a href="/tin/2">Hội thao chào mừng ngày thành lập Đoàn của xã Tân Hòa</a> (08/03/2022)</li></ul></div>'
)
FOOTER = (
    "<div><p>Bản quyền thuộc về UBND xã Tân Hòa. Giấy phép số 11/GP-TTĐT ngày 02/02/2015</p><p>Lượt truy cập: "
    "1.204.331</p></div>"
)
URL = "https://tanhoa.example.gov.vn/tin-tuc/chi-tiet-7"


def paragraphs(*lines: str) -> str:
    """Each line in a `<p>`."""
    return "".join(f"<p>{line}</p>" for line in lines)


def portal(body: str, *, title: str = TITLE, stamp: str = STAMP, head: str = "", wrap: str = "<div>{}</div>") -> str:
    """A page of a portal; `body` is the article's markup inside `wrap`."""
    return (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>UBND xã Tân Hòa</title>{head}</head><body>'
        f"{MENU}<table><tr><td><h2>{title}</h2><p>{stamp}</p>{wrap.format(body)}{OTHERS}</td>"
        f"<td><h3>THỐNG KÊ TRUY CẬP</h3><p>Đang online: 12</p></td></tr></table>{FOOTER}</body></html>"
    )


def page(html: str | bytes, url: str = URL, **headers: str) -> Page:
    """The bytes as a server would send them; keyword `content_type` becomes that header."""
    body = html.encode() if isinstance(html, str) else html
    return Page(url, body, headers={name.replace("_", "-"): value for name, value in headers.items()})


def article(html: str | bytes, *layouts: Layout) -> Article:
    """What is read from a page that must be an article."""
    result = extract(page(html), layouts)
    assert isinstance(result, Article), result
    return result


def lines(html: str | bytes, *layouts: Layout) -> list[str]:
    """The article's lines."""
    return article(html, *layouts).text.splitlines()
