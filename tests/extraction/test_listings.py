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
