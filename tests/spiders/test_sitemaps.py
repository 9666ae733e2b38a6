"""Feeds and sitemaps as listings of any portal."""

import datetime as dt

from scrapy.http import Request, XmlResponse

from archive.db import LOCAL
from spiders.walk import Walk
from spiders.yenbai import YenBaiSpider
from tests.spiders.test_walk import spider

PAGE = "https://yenbai.gov.vn/noidung/tintuc/Pages/chi-tiet-tin-tuc.aspx?ItemID={}&amp;l=Tintrongtinh&amp;lv=4"


class Platform(YenBaiSpider):
    """A portal whose sitemap gives the publication."""

    sitemap_is_publication = True


def answer(body, url="https://yenbai.gov.vn/sitemap.xml"):
    return XmlResponse(url, body=body.encode(), encoding="utf-8", request=Request(url))


def sitemap(*entries):
    urls = (f"<url><loc>{PAGE.format(n)}</loc><lastmod>{day}</lastmod></url>" for n, day in entries)
    return f"<urlset>{''.join(urls)}</urlset>"


def read(made, body, walk=None):
    requests = [
        item for item in made.parse_listing(answer(body), walk or Walk("/sitemap.xml")) if isinstance(item, Request)
    ]
    links = {r.meta["key"].rpartition("/")[2]: r.cb_kwargs["link"] for r in requests if r.meta["kind"] == "article"}
    return links, [r for r in requests if r.meta["kind"] == "listing"]


def test_a_sitemap_is_a_listing_whose_dates_count_where_the_platform_says_so():
    body = sitemap((1, "2024-05-01"), (2, "2024-05-19T08:00:00+07:00"))
    links, further = read(spider(), body)
    assert (list(links), further) == (["2", "1"], [])  # newest first
    assert links["2"].listed_at is None
    made = spider()
    made.__class__ = Platform
    links, _ = read(made, body)
    assert (links["2"].listed_at, links["2"].listed_by) == (dt.datetime(2024, 5, 19, 8, tzinfo=LOCAL), "sitemap")
    assert made.session.read == [("/sitemap.xml", 1, 2)]


def test_known_articles_of_a_sitemap_are_not_asked_for():
    links, _ = read(spider(known=(1,)), sitemap((1, "2024-05-01"), (2, "2024-05-02")))
    assert list(links) == ["2"]


def test_an_index_leads_to_its_sitemaps_on_this_host_each_a_walk_of_its_own():
    names = ("https://yenbai.gov.vn/a.xml", "https://khac.example/b.xml", "https://www.yenbai.gov.vn/c.xml")
    made = spider()
    links, further = read(
        made, f"<sitemapindex>{''.join(f'<sitemap><loc>{n}</loc></sitemap>' for n in names)}</sitemapindex>"
    )
    assert links == {}
    assert [r.url for r in further] == [names[0], names[2]]
    walks = [r.cb_kwargs["walk"] for r in further]
    assert [(walk.name, walk.depth) for walk in walks] == [("/a.xml", 1), ("/c.xml", 1)]
    assert made.session.read == made.session.failed == []
    nested = f"<sitemapindex><sitemap><loc>{names[0]}</loc></sitemap></sitemapindex>"
    assert read(spider(), nested, walks[0]) == ({}, [])  # no index inside an index
    assert read(made, "<urlset></urlset>", walks[0]) == ({}, [])
    assert made.session.read == []  # a part without articles is no empty listing


def test_an_index_of_too_many_sitemaps_is_read_in_part_and_the_run_says_so():
    index = "".join(f"<sitemap><loc>https://yenbai.gov.vn/{n}.xml</loc></sitemap>" for n in range(25))
    made = spider()
    _, further = read(made, f"<sitemapindex>{index}</sitemapindex>")
    assert len(further) == 20
    assert "5 more sitemaps" in made.session.limits[0]


def test_a_feed_gives_days():
    item = f"<item><link>{PAGE.format(3)}</link><pubDate>Sun, 19 May 2024 20:05:00 GMT</pubDate></item>"
    links, _ = read(spider(), f"<rss><channel>{item}</channel></rss>", Walk("/rss"))
    assert (links["3"].listed_at, links["3"].listed_by) == (dt.date(2024, 5, 20), "feed")
