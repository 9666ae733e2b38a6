"""Feeds and sitemaps: addresses and what their dates are worth."""

import datetime as dt
import gzip

import pytest

from archive.db import LOCAL
from archive.records import Page
from crawler.feeds import Entry, Feed, Kind, is_feed, not_of_articles, parse

URL = "https://tinh.example/rss"


def feed(body, content_type="application/xml"):
    body = body.encode() if isinstance(body, str) else body
    return parse(Page(URL, body, headers={"content-type": content_type}))


def test_a_feed_gives_the_local_day_because_minutes_are_wrong_on_nukeviet():
    item = (
        "<item><title>Mưa &amp; lũ</title><link>/a-1.html</link><pubDate>Mon, 06 May 2024 20:05:00 GMT</pubDate></item>"
    )
    found = feed(f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>{item}</channel></rss>')
    assert found == Feed((Entry("https://tinh.example/a-1.html", "Mưa & lũ", dt.date(2024, 5, 7), Kind.FEED),))


def test_atom_gives_publication_never_the_edit():
    entry = '<entry><title>T</title><link rel="edit" href="/sua"/><link href="/bai"/>{}</entry>'
    atom = '<feed xmlns="http://www.w3.org/2005/Atom">{}</feed>'
    dated = feed(atom.format(entry.format("<published>2024-05-06T23:00:00Z</published>")))
    edited = feed(atom.format(entry.format("<updated>2024-05-06T23:00:00Z</updated>")))
    assert [(e.url, e.date) for e in dated.entries] == [("https://tinh.example/bai", dt.date(2024, 5, 7))]
    assert edited.entries[0].date is None


def test_a_guid_serves_where_a_link_is_missing_and_is_an_address():
    found = feed(
        "<rss><channel><item><guid>news_2642</guid></item><item><guid>https://tinh.example/b</guid></item></channel></rss>"
    )
    assert [entry.url for entry in found.entries] == ["https://tinh.example/b"]


def test_a_sitemap_gives_instants_and_days_and_ignores_addresses_of_pictures():
    body = (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">'
        "<url><image:image><image:loc>https://tinh.example/x.png</image:loc></image:image>"
        "<loc>https://tinh.example/a</loc><lastmod>2024-05-06T10:00:00+07:00</lastmod></url>"
        "<url><loc>https://tinh.example/b</loc><lastmod>2024-05-05</lastmod></url>"
        "<url><loc>https://tinh.example/c</loc><lastmod>hôm qua</lastmod></url></urlset>"
    )
    a, b, c = feed(body).entries
    assert (a.url, a.date, a.kind) == (
        "https://tinh.example/a",
        dt.datetime(2024, 5, 6, 10, tzinfo=LOCAL),
        Kind.SITEMAP,
    )
    assert (b.date, c.date) == (dt.date(2024, 5, 5), None)


def test_a_news_sitemap_gives_the_publication_not_the_edit():
    news = (
        '<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://tinh.example/a</loc>'
        "<lastmod>2024-06-01</lastmod><news:news><news:publication_date>2024-05-06T08:00:00</news:publication_date>"
        "<news:title>Tên bài</news:title></news:news></url></urlset>"
    )
    [entry] = feed(news).entries
    assert (entry.kind, entry.date, entry.title) == (Kind.NEWS, dt.datetime(2024, 5, 6, 8, tzinfo=LOCAL), "Tên bài")


def test_an_index_names_its_sitemaps_newest_first():
    body = (
        "<sitemapindex><sitemap><loc>https://tinh.example/old.xml</loc><lastmod>2020-01-01</lastmod></sitemap>"
        "<sitemap><loc>https://tinh.example/new.xml</loc><lastmod>2024-01-01</lastmod></sitemap></sitemapindex>"
    )
    assert feed(body) == Feed((), ("https://tinh.example/new.xml", "https://tinh.example/old.xml"))


def test_packed_broken_and_wrongly_declared_files_give_what_they_hold():
    whole = (
        "<rss><channel><item><title>Đợt rét</title><link>https://tinh.example/a</link></item><item><link>https://tinh"
    )
    assert feed(gzip.compress(whole.encode())).entries[0].title == "Đợt rét"
    assert feed(gzip.compress(whole.encode() * 50)[:-9]).entries[0].url == "https://tinh.example/a"
    lying = '<?xml version="1.0" encoding="iso-8859-1"?>' + whole
    assert feed(lying, "text/xml; charset=iso-8859-1").entries[0].title == "Đợt rét"


def test_entities_are_neither_read_nor_multiplied():
    bomb = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><rss><item><title>&b;</title><link>https://x.vn/</link></item></rss>'
    assert feed(bomb) is None


@pytest.mark.parametrize("body", [b"", b"<html><body>rss</body></html>", b"\x1f\x8bnothing", b"%PDF-1.4", b"<rss"])
def test_what_is_no_feed_is_none_or_empty(body):
    assert (parse(Page(URL, body)) or Feed()) == Feed()
    assert is_feed(body) == (body == b"<rss")


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("category-sitemap.xml", True),
        ("wp-sitemap-posts-page-1.xml", True),
        ("wp-sitemap-users-1.xml", True),
        ("page-sitemap.xml.gz", True),
        ("tags.xml", True),
        ("wp-sitemap-posts-post-1.xml", False),
        ("sitemap-page-2.xml", False),
        ("sitemap-vi.news.xml", False),
        ("tin-tuc-2024.xml", False),
    ],
)
def test_a_part_of_an_index_says_by_its_name_that_it_holds_no_articles(name, other):
    assert not_of_articles(f"https://tinh.example/category/{name}") is other
