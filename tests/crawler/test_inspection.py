"""What pages show beside a declaration: findings one by one, and layouts that fit or do not."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from lxml import html

from archive.records import Page
from crawler.extraction.layout import Layout
from crawler.fitting import layouts
from crawler.inspection import Finding, Inspected, address, inspect_article, listing, robots, short, system

HOST = "https://xa.example"
PORTAL = SimpleNamespace(
    article_key=lambda url: url if "/tin/" in url else None, listing_month_first=False, host="xa.example"
)
TODAY = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)


def page(body: str, path: str = "/", status: int = 200, **headers: str) -> Page:
    whole = f"<html><head><title>Xã</title></head><body>{body}</body></html>".encode()
    return Page(f"{HOST}{path}", whole, status=status, headers={"content-type": "text/html", **headers})


def xml(body: str, path: str) -> Page:
    return Page(f"{HOST}{path}", body.encode(), headers={"content-type": "application/xml"})


def anchor(href: str) -> html.HtmlElement:
    found = html.fragment_fromstring("<a>x</a>")
    found.set("href", href)
    return found


# --- addresses --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("href", ["http://[x", "http://a:b/", "", "#top", "javascript:x()", "mailto:a@b.vn", "tel:113"])
def test_what_is_no_address_is_none(href: str) -> None:
    assert address(f"{HOST}/a/", anchor(href)) is None


def test_an_address_is_joined_to_its_page() -> None:
    assert address(f"{HOST}/a/", anchor(" b.html ")) == f"{HOST}/a/b.html"


def test_an_address_in_a_table_is_its_path_and_not_too_long() -> None:
    assert short(f"{HOST}/tin-t%E1%BB%A9c?p=2") == "/tin-tức?p=2"
    assert short(HOST) == "/"
    assert len(short(f"{HOST}/{'a' * 300}")) == 60
    assert short("http://[x") == "http://[x"


def test_a_broken_link_costs_no_other() -> None:
    body = '<a href="http://[x">một hai ba bốn năm</a><a href="/tin/1">Bài</a>'
    found = system([page(body)], {"Family": PORTAL})
    assert found.found == "1 links in the form of Family"
    assert listing(page(body), PORTAL).ok


# --- listings ---------------------------------------------------------------------------------------------------------
def test_a_feed_is_read_as_one() -> None:
    items = "".join(f"<item><title>t</title><link>{HOST}/{p}</link></item>" for p in ("tin/1", "tin/2", "phim/3"))
    found = listing(xml(f'<rss version="2.0"><channel>{items}</channel></rss>', "/feed/"), PORTAL)
    assert (found.found, found.ok) == ("3 entries, 2 of them article addresses", True)
    other = listing(xml('<rss version="2.0"><channel></channel></rss>', "/feed/"), PORTAL)
    assert (other.found, other.ok) == ("0 entries, 0 of them article addresses", None)


def test_an_index_counts_its_sitemaps() -> None:
    named = "".join(f"<sitemap><loc>{HOST}/s{n}.xml</loc></sitemap>" for n in range(2))
    assert listing(xml(f"<sitemapindex>{named}</sitemapindex>", "/sitemap.xml"), PORTAL).found == (
        "an index of 2 sitemaps"
    )


def test_a_missing_sitemap_is_no_fault_but_a_missing_listing_is() -> None:
    assert listing(page("<p>404</p>", "/sitemap.xml", 404), PORTAL).ok is None
    assert listing(page("<p>404</p>", "/tin", 404), PORTAL).ok is False
    assert listing(page("<p>500</p>", "/sitemap.xml", 500), PORTAL).ok is False


def test_a_redirect_is_no_fault_where_its_target_was_read() -> None:
    moved = page("", "/tin", 301, location="https://www.xa.example/tin")
    assert listing(moved, PORTAL, {"https://www.xa.example/tin"}).ok is None
    lost = listing(moved, PORTAL)
    assert lost.ok is False
    assert "redirected to https://www.xa.example/tin" in lost.found


def test_robots_names_what_is_closed_by_its_path() -> None:
    rules = Page(f"{HOST}/robots.txt", b"User-agent: *\nDisallow: /tin\nCrawl-delay: 3\n")
    [found] = robots(rules, "CCHC", [f"{HOST}/tin/1", f"{HOST}/"])
    assert found.found == "Crawl-delay 3 s; closed for us: /tin/1"
    assert found.ok is False


# --- layouts ----------------------------------------------------------------------------------------------------------
WORDS = "Ủy ban nhân dân xã đã tiếp nhận và giải quyết hồ sơ của người dân đúng hạn trong tháng này"
OLD = Layout(name="old", title="h1.tieu-de", body="div.noi-dung", published="span.ngay")
COPY = Layout(name="copy", title="#in h1", body="#in div")
LEFT = Layout(name="left", body="div.cu", until=dt.date(2020, 1, 1))


def article(number: int, title: str = "tieu-de", body: str = "noi-dung", date: str = "ngay") -> Inspected:
    lines = "".join(f"<p>{WORDS}, lần thứ {number} và {line}.</p>" for line in range(4))
    whole = (
        f'<div class="trang"><h1 class="{title}">Xã giải quyết hồ sơ số {number} đúng hạn</h1>'
        f'<span class="{date}">0{number}/11/2026 10:00</span><div class="{body}">{lines}</div></div>'
    )
    found = inspect_article(
        Page(f"{HOST}/tin/{number}", page(whole).body, headers={"content-type": "text/html"}, fetched_at=TODAY), [OLD]
    )
    assert isinstance(found, Inspected)
    return found


def told(pages: list[Inspected], *declared: Layout, saved: tuple[str | None, ...] = ()) -> dict[str, Finding]:
    return {finding.subject: finding for finding in layouts(pages, declared, frozenset(saved))}


FITTING = [article(1), article(2), article(3)]
STRANGE = [article(number, "td", "nd", "luc") for number in (1, 2, 3)]


def test_a_layout_that_fits_is_confirmed_and_one_for_other_pages_is_no_fault() -> None:
    found = told(FITTING, COPY, OLD, LEFT)
    assert {subject: finding.ok for subject, finding in found.items()} == {
        "layout copy": None,
        "layout old: body": True,
        "layout old: title": True,
        "layout old: published": True,
    }


def test_pages_without_any_trace_of_a_layout_are_another_template() -> None:
    found = told(STRANGE, OLD)
    assert [finding.ok for finding in found.values()] == [None, None]
    assert found["layout"].found == "3 of 3 pages are read by the general rules; the text stands in `div.nd` on 3"
    assert [finding.ok for finding in told(STRANGE, OLD, saved=("old", None)).values()] == [None, None]


def test_they_are_a_fault_where_all_saved_pages_have_the_layout() -> None:
    found = told(STRANGE, COPY, OLD, saved=("old",))
    assert found["layout old: body"].ok is False
    assert "`div.nd` holds it on 3" in found["layout old: body"].advice
    assert found["layout old: title"].ok is False


def test_a_single_page_of_another_template_is_no_fault_while_others_fit() -> None:
    found = told([*FITTING[:2], STRANGE[2]], OLD, saved=("old",))
    assert {finding.ok for finding in found.values()} == {True, None}
    assert found["layout"].found.startswith("1 of 3 pages are read by the general rules")


@pytest.mark.parametrize(("renamed", "lost"), [({"title": "td"}, "title"), ({"body": "nd"}, "body")])
def test_a_part_that_is_gone_while_others_stand_is_a_fault(renamed: dict[str, str], lost: str) -> None:
    found = told([article(number, **renamed) for number in (1, 2, 3)], OLD, COPY)
    assert {subject for subject, finding in found.items() if finding.ok is False} == {f"layout old: {lost}"}
    assert f"add one with {lost}=" in found[f"layout old: {lost}"].advice


def test_a_layout_that_has_ended_is_not_asked_of_today_s_pages() -> None:
    assert "layout left" not in told(FITTING, OLD, LEFT)
    assert [finding.declared for finding in told(STRANGE, LEFT, saved=("left",)).values()] == ["none"]


def test_a_place_that_holds_something_else_does_not_fit() -> None:
    odd = Layout(name="odd", body="span.ngay")
    found = told(FITTING, odd)
    assert found["layout odd: body"].ok is False
    assert "3 with something else in it" in found["layout odd: body"].found


def test_without_a_page_there_is_nothing_to_say() -> None:
    assert told([], OLD) == {}
