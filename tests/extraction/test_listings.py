"""Listings of every imitated portal are no articles; short articles beside long lists of other news are."""

from __future__ import annotations

import asyncio
import datetime as dt
from urllib.parse import urlsplit

import pytest

from archive.records import Page, Reason, Rejection
from crawler.extraction import extract
from crawler.portals import portals
from tests.extraction.builder import FOOTER, MENU, PARAGRAPHS, article, page, paragraphs, portal
from tests.replica.imitations import IMITATIONS, imitation
from tests.replica.portal import Request, Response

TODAY = dt.date(2026, 11, 24)
HEADLINES = [f"Thôn {name} của xã Lũng Cao đón tin vui đầu năm" for name in ("Đông", "Đoài", "Thượng", "Hạ", "Trung")]


def get(url: str, name: str) -> Response:
    """What the imitation `name` answers."""
    target = urlsplit(url)
    path = target.path + (f"?{target.query}" if target.query else "")
    request = Request(target.hostname or "", target.scheme, path, {}, asyncio.Event())
    return asyncio.run(imitation(name, articles=40, today=TODAY).handle(request))


@pytest.mark.parametrize("name", [name for name in IMITATIONS if "." not in name])  # a host has no spider of its own
def test_the_first_page_of_every_section_is_a_listing(name: str) -> None:
    spider = portals()[name]
    pages = {url: get(url, name) for url in (spider.listing_url(section, 1) for section in spider.listings())}
    assert pages
    for url, answer in pages.items():
        if answer.status != 200 or "html" not in answer.headers.get("Content-Type", ""):
            continue  # of some portals the sitemap is the list
        body = answer.body if isinstance(answer.body, bytes) else b"".join(answer.body)
        for layouts in ((), spider.layouts):
            found = extract(Page(url, body), layouts)
            assert isinstance(found, Rejection), (url, found)
            assert found.reason is Reason.LISTING


def reason(body: str, title: str = "Xã Lũng Cao") -> Reason | None:
    found = extract(page(f"<html><head><title>{title}</title></head><body>{MENU}{body}{FOOTER}</body></html>"))
    return found.reason if isinstance(found, Rejection) else None


@pytest.mark.parametrize(
    "item",
    [
        '<article><h3><a href="/{n}">{headline}</a></h3>0{n}/03/2022</article>',
        '<div><span>0{n}/03/2022</span><a href="/{n}">{headline}</a></div>',
        '<div><a href="/{n}">{headline}</a> (0{n}/03/2022)</div>',
        '<div><h3><a href="/{n}">{headline}</a></h3><ul><li>0{n}/03/2022 07:19</li><li>Đã xem: {n}</li></ul>'
        "<p>Phần đầu của bài</p></div>",
    ],
)
@pytest.mark.parametrize("heading", ["Tin tức", "Tin hoạt động cải cách hành chính của xã Lũng Cao", ""])
def test_links_with_their_days_and_no_text_are_a_listing(item: str, heading: str) -> None:
    items = "".join(item.format(n=n, headline=headline) for n, headline in enumerate(HEADLINES, 1))
    assert reason(f"<h2>{heading}</h2><div>{items}</div>") is Reason.LISTING


@pytest.mark.parametrize(
    "pager", ["<div>Trang: 1 2 3</div>", '<p><a href="?p=1">1</a> <a href="?p=2">2</a> <a href="?p=3">3</a> 4</p>']
)
def test_a_page_behind_the_last_one_of_a_section(pager: str) -> None:
    assert reason(f"<h3>Tin hoạt động của xã</h3>{pager}") is Reason.LISTING


def test_a_short_notice_beside_many_dated_headlines_is_an_article() -> None:
    items = "".join(f'<li><a href="/{n}">{headline}</a> 0{n}/03/2022</li>' for n, headline in enumerate(HEADLINES, 1))
    calendar = "".join(f'<td><a href="/{n}">{n}</a></td>' for n in range(1, 8))
    notice = "Điện lực huyện tạm ngừng cấp điện tại thôn Đông từ 7 giờ đến 11 giờ để sửa đường dây."
    title = "Tạm ngừng cấp điện tại thôn Đông của xã Lũng Cao"
    html = (
        f"<html><head><title>{title}</title></head><body>{MENU}<h1>{title}</h1><p>{notice}</p>"
        f"<div><h3>Tin liên quan</h3><ul>{items}</ul></div><table><tr>{calendar}</tr></table>{FOOTER}</body></html>"
    )
    assert article(html).text == notice


def test_photographs_beside_teasers_are_an_article() -> None:
    teasers = "".join(
        f'<div><h3><a href="/{n}">{headline}</a></h3><div>Đoạn tóm tắt của bài được cắt ở đây...</div></div>'
        for n, headline in enumerate(HEADLINES, 1)
    )
    photos = "".join(f"<figure><img src={n}.jpg><figcaption>Thôn {n} vào hội</figcaption></figure>" for n in (1, 2))
    body = paragraphs(PARAGRAPHS[0]) + photos
    found = article(portal(body).replace("<h3>THỐNG KÊ", f"<h1>Thông báo</h1><div>{teasers}</div><h3>THỐNG KÊ"))
    assert found.text.splitlines() == [PARAGRAPHS[0], "Thôn 1 vào hội", "Thôn 2 vào hội"]


def test_a_page_with_a_headline_only_keeps_its_warning() -> None:
    found = article(portal(""))
    assert found.text == ""
    assert "no text under the headline" in found.warnings


SUMMARY = "Sáng đầu tuần, bà con các thôn đã có mặt từ sớm để cùng nhau dọn đường, sửa cống và trồng thêm hàng cây ven"


@pytest.mark.parametrize("pager", ["<div>Trang 68/68</div>", '<div><a href="?p=67">Trước</a> Trang 68/68</div>'])
@pytest.mark.parametrize("heading", ["Thông tin cải cách", "Tin hoạt động cải cách hành chính của xã Lũng Cao"])
@pytest.mark.parametrize("more", ['...</p><a href="/1">Xem tiếp</a>', '… <a href="/1">Xem chi tiết</a></p>'])
def test_the_last_page_of_a_section_with_one_teaser(pager: str, heading: str, more: str) -> None:
    item = f'<div><h3><a href="/1">{HEADLINES[0]}</a></h3><span>01/05/2024</span><p>{SUMMARY}{more}</div>'
    assert reason(f"<h1>{heading}</h1>{item}{pager}") is Reason.LISTING


def test_two_cut_teasers_under_the_name_of_a_section() -> None:
    items = (f'<div><h3><a href="/{n}">{HEADLINES[n]}</a></h3><p>{SUMMARY}...</p></div>' for n in range(2))
    assert reason(f"<h1>Tin</h1>{''.join(items)}") is Reason.LISTING


@pytest.mark.parametrize(
    "said", ["<h1>Kết quả tìm kiếm</h1><p>Tìm thấy 2 kết quả</p>", "<h1>Tra cứu</h1><p>2 kết quả phù hợp</p>"]
)
def test_results_of_a_search(said: str) -> None:
    links = "".join(f'<p><a href="/{n}">{headline}</a></p>' for n, headline in enumerate(HEADLINES[:2]))
    assert reason(said + links) is Reason.LISTING


def test_a_page_of_albums() -> None:
    albums = "".join(f'<div><img src="{n}.jpg"><a href="/al/{n}">Ảnh hội làng lần {n}</a></div>' for n in range(6))
    assert reason(f"<h1>Thư viện ảnh</h1>{albums}") is Reason.LISTING


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Kết quả tìm kiếm cứu nạn trên sông Lũng sau ba ngày mưa", paragraphs(PARAGRAPHS[0])),
        ("Xã Lũng Cao mời bà con tới dự hội làng", paragraphs("Mời bà con tới dự...")),
        ("Xã Lũng Cao có 3 kết quả nổi bật trong quý", paragraphs("Có 3 kết quả nổi bật", PARAGRAPHS[1])),
    ],
)
def test_a_short_article_beside_other_news_is_no_listing(title: str, body: str) -> None:
    others = "".join(f'<li><a href="/{n}">{headline}</a></li>' for n, headline in enumerate(HEADLINES[:2]))
    assert reason(f"<div><h1>{title}</h1><div>{body}</div></div><ul>{others}</ul>", title) is None
