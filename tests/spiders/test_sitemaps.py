"""Feeds and sitemaps as listings of any portal, and the sitemaps that an unknown portal's robots.txt names."""

import datetime as dt
from types import SimpleNamespace

import pytest
from scrapy.exceptions import DontCloseSpider
from scrapy.http import HtmlResponse, Request, XmlResponse

from archive.db import LOCAL
from spiders.walk import Walk
from spiders.yenbai import YenBaiSpider
from tests.spiders import test_discovery as unknown
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


# --- sitemaps of unknown portals ----------------------------------------------------------------------------------
HOST = unknown.HOST
NAMED = f"https://{HOST}/so-do.xml"


def entries(*paths, host=HOST, edited=None):
    day = f"<lastmod>{edited}</lastmod>" if edited else ""
    return "".join(f"<url><loc>https://{host}{path}</loc>{day}</url>" for path in paths)


def articles(*numbers, **facts):
    return entries(*(f"/bai-viet/{n}" for n in numbers), **facts)


def idle(made, files, named=(NAMED,)):
    """What a portal is asked for after its walks: paths of files, then article requests. `files` maps addresses to
    the text inside their root element, or to a status."""
    sent = []
    made.crawler = SimpleNamespace(engine=SimpleNamespace(crawl=sent.append))
    made.sitemaps.name(named)
    asked = []
    while True:
        try:
            made.sitemaps.idle()
        except DontCloseSpider:
            if sent[0].meta["kind"] == "article":
                return asked, sent
            while sent:
                request = sent.pop(0)
                asked.append(request.url.removeprefix(f"https://{HOST}"))
                sent += [
                    item
                    for item in made.sitemaps.parse(reply(request, files), **request.cb_kwargs)
                    if isinstance(item, Request)
                ]
        else:
            return asked, []


def reply(request, files):
    found = files.get(request.url, 404)
    if isinstance(found, int):
        return HtmlResponse(request.url, status=found, body=b"<p>x", request=request)
    root = "sitemapindex" if "<sitemap>" in found else "urlset"
    return XmlResponse(request.url, body=f"<{root}>{found}</{root}>".encode(), request=request)


def looked(pages=None, **arguments):
    """A portal whose walks have ended: ten articles known from a listing, or the pages given."""
    made = unknown.spider(**arguments)
    menu = ("tin-tuc",)
    unknown.run(made, pages or {"/": unknown.page(menu), "/tin-tuc": unknown.page(menu, range(10))})
    return made


def numbers(requests):
    return [int(r.meta["key"].rpartition("/")[2]) for r in requests]


def test_a_sitemap_adds_the_articles_that_no_listing_links_and_no_date():
    made = looked()
    others = entries("/tin-tuc", "/", "/gioi-thieu/1", "/bai-viet/40.pdf") + articles(50, host="khac.example")
    asked, sent = idle(made, {NAMED: articles(*range(12), edited="2024-05-20") + others})
    assert asked == ["/so-do.xml"]
    assert numbers(sent) == [10, 11]
    assert {r.cb_kwargs["link"].listed_at for r in sent} == {None}
    assert made.asked >= {r.meta["key"] for r in sent}
    assert made.session.notes == []


def test_only_sitemaps_that_robots_names_on_this_host_are_asked_for():
    assert idle(looked(), {}, named=()) == ([], [])
    assert idle(looked(), {}, named=("https://khac.example/so-do.xml",)) == ([], [])


def test_an_index_leads_to_so_many_parts_of_articles_and_what_is_left_is_said():
    names = ["/category-sitemap.xml", "/wp-sitemap-users-1.xml", *(f"/bai-{n}.xml" for n in range(9))]
    index = "".join(f"<sitemap><loc>https://{HOST}{name}</loc></sitemap>" for name in names)
    made = looked()
    asked, sent = idle(made, {NAMED: index, f"https://{HOST}/bai-3.xml": articles(20)})
    assert asked == ["/so-do.xml", *(f"/bai-{n}.xml" for n in range(4))]
    assert numbers(sent) == [20]
    assert any("more sitemaps" in note for note in made.session.notes)
    full, _ = idle(looked(mode="full"), {NAMED: index})
    assert len(full) == 10


def test_a_night_takes_the_last_edited_and_says_what_it_leaves_and_a_full_run_takes_all():
    file = articles(20, edited="2024-01-01") + articles(21, 22, edited="2024-05-19")
    made = looked()
    made.sitemap_articles = 2
    assert numbers(idle(made, {NAMED: file})[1]) == [21, 22]
    assert made.session.limits == []
    assert "1 more articles" in made.session.notes[0]
    made = looked(mode="full")
    made.sitemap_articles = 2
    assert numbers(idle(made, {NAMED: file})[1]) == [21, 22, 20]


def test_what_was_last_edited_before_the_first_wanted_day_is_not_asked_for():
    file = articles(20, edited="2024-01-01") + articles(21, edited="2024-05-19") + articles(22)
    assert sorted(numbers(idle(looked(mode="sweep"), {NAMED: file})[1])) == [21, 22]


def test_where_no_page_shows_an_article_the_sitemap_is_the_listing():
    made = looked({"/": unknown.page(("tin-tuc", "van-hoa")), "/tin-tuc": unknown.page(("tin-tuc", "van-hoa"))})
    _, sent = idle(made, {NAMED: articles(*range(30)) + entries("/tin-tuc", "/trang/ban-do-cua-tinh-ta-nam-nay")})
    assert numbers(sent) == list(range(30))
    assert made.session.read == [("/so-do.xml", 1, 30)]
    made = looked({"/": unknown.page(("tin-tuc", "van-hoa"))})
    made.sitemap_articles = 8
    assert len(idle(made, {NAMED: articles(*range(30))})[1]) == 8
    assert "mode=full" in made.session.limits[0]


def test_a_sample_reads_a_sitemap_only_where_no_listing_shows_articles():
    assert idle(looked(mode="sample"), {NAMED: articles(20)}) == ([], [])
    assert len(idle(looked({"/": unknown.page(("a", "b"))}, mode="sample"), {NAMED: articles(*range(9))})[1]) == 3


@pytest.mark.parametrize("status", [404, 503, 200])
def test_a_sitemap_that_is_none_is_said_and_hides_nothing(status):
    made = looked()
    assert idle(made, {NAMED: status}) == (["/so-do.xml"], [])
    assert made.session.failed == []
    assert f"HTTP {status}" in made.session.notes[0]


def test_a_start_page_without_an_answer_leaves_the_sitemap_alone():
    assert idle(looked({"/": 503}), {NAMED: articles(20)}) == ([], [])


def story(date):
    text = "<p>Xã nằm ở phía đông của huyện, có mười hai thôn và nhiều nghề truyền thống lâu đời.</p>" * 8
    return f"<html><body><h1>Lịch sử hình thành và phát triển của xã nhà</h1><p>{date}</p>{text}</body></html>"


@pytest.mark.parametrize(("date", "kind"), [("", "other"), ("Ngày đăng: 20/05/2024", "article")])
def test_a_page_that_only_a_sitemap_names_by_title_alone_needs_a_date(date, kind):
    slugs = [f"/huyen-{word}-to-chuc-hoi-nghi-tong-ket" for word in ("mot", "hai", "ba", "bon")]
    rows = "".join(f'<p><a href="{slug}">{unknown.TITLES[0]}</a></p>' for slug in slugs)
    menu = ("tin-tuc",)
    made = looked({"/": unknown.page(menu), "/tin-tuc": unknown.page(menu, more=rows)})
    _, [request] = idle(made, {NAMED: entries(*slugs, "/lich-su-hinh-thanh-va-phat-trien-cua-xa")})
    response = HtmlResponse(request.url, body=story(date).encode(), encoding="utf-8", request=request)
    [row, *_] = made.parse_article(response, **request.cb_kwargs)
    assert row.kind == kind
    assert (request.meta["key"] in made.asked) == (kind == "article")
