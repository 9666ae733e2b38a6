"""NukeViet portals: one article at three addresses, wrong dates for machines, the sitemap, whole crawls."""

import datetime as dt
import http.client
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import Precision
from crawler import feeds
from crawler.extraction import extract
from crawler.items import Page
from crawler.warc import Capture, Writer
from spiders.dongnai import DongNaiSpider
from spiders.phuoclong import PhuocLongSpider
from spiders.tayninh import TayNinhSpider
from spiders.walk import Walk
from tests.crawling import crawl, rows
from tests.replica.imitations import imitation
from tests.replica.nukeviet import ELSEWHERE
from tests.replica.server import ReplicaServer
from tests.spiders.judging import stored, wrong_fields

HOST = "https://tayninh.gov.vn"
SECTION = "/vi/news/thong-tin-cai-cach-hanh-chinh/"
ARTICLE = f"{HOST}/vi/news/thong-tin-cai-cach-hanh-chinh/hop-giao-ban-quy-3-2642.html"
SEEN_AT = dt.datetime(2021, 6, 28, 2, tzinfo=dt.UTC)


# --- addresses --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "url",
    [
        ARTICLE,
        ARTICLE.replace("https://", "http://www."),
        ARTICLE.replace(".vn/", ".vn:443/"),
        ARTICLE + "?utm_source=zalo#comment",
        ARTICLE.replace("/news/", "/news/savefile/"),
        ARTICLE.replace("/news/", "/news/print/"),
        ARTICLE.replace("/vi/", "/"),
        ARTICLE.replace("/vi/news/", "/news/savefile/").replace("https://", "http://www."),
    ],
)
def test_an_article_and_its_copies_have_one_key_and_only_the_article_is_asked_for(url):
    assert TayNinhSpider.article_key(url) == "tayninh.gov.vn/vi/news/2642"
    assert TayNinhSpider.canonical_url(url) == TayNinhSpider.fetch_url(url) == ARTICLE


def test_the_slug_and_the_category_are_no_part_of_the_key():
    moved = f"{HOST}/vi/news/tin-noi-bat/tieu-de-da-sua-2642.html"
    assert TayNinhSpider.article_key(moved) == TayNinhSpider.article_key(ARTICLE)


def test_another_language_is_another_article():
    english = ARTICLE.replace("/vi/", "/en/")
    assert TayNinhSpider.article_key(english) == "tayninh.gov.vn/en/news/2642"
    assert TayNinhSpider.canonical_url(english) == english


def test_a_portal_of_one_language_writes_its_addresses_without_it():
    plain = "https://dongnai.gov.vn/news/kinh-te/hoi-nghi-12.html"
    assert DongNaiSpider.canonical_url("http://dongnai.gov.vn:80/vi/news/savefile/kinh-te/hoi-nghi-12.html") == plain
    assert DongNaiSpider.article_key(plain) == "dongnai.gov.vn/vi/news/12"


@pytest.mark.parametrize(
    "url",
    [
        HOST + SECTION,
        f"{HOST}{SECTION}page-338",
        f"{HOST}/vi/news/rss/thong-tin-cai-cach-hanh-chinh/",
        f"{HOST}/vi/news/tag/cchc-2642/",
        f"{HOST}/vi/news/thong-tin/hop-giao-ban.html",
        f"{HOST}/vi/news/hop-giao-ban-2642.html",
        f"{HOST}/vi/laws/detail/quyet-dinh-2642.html",  # another module counts for itself
        f"{HOST}/vi/news/savefile/savefile/thong-tin/hop-2642.html",
        f"{HOST}/vi/en/news/thong-tin/hop-2642.html",
        "https://csdl.tayninh.gov.vn/vi/news/thong-tin/hop-2642.html",
        "ftp://tayninh.gov.vn/vi/news/thong-tin/hop-2642.html",
        "/vi/news/thong-tin/hop-2642.html",
    ],
)
def test_what_is_no_article_has_no_key(url):
    assert TayNinhSpider.article_key(url) is None
    assert not TayNinhSpider.is_copy(url)
    with pytest.raises(ValueError, match="no article"):
        TayNinhSpider.canonical_url(url)


@given(
    number=st.integers(1, 10**8),
    slug=st.from_regex(r"[A-Za-z0-9]{1,12}(-[A-Za-z0-9]{1,12}){0,8}", fullmatch=True),
    language=st.sampled_from(["", "/vi", "/en"]),
    copy=st.sampled_from(["", "/savefile", "/print"]),
    origin=st.sampled_from(["https://", "http://www.", "https://www."]),
)
def test_keys_are_idempotent_over_canonical_addresses(number, slug, language, copy, origin):
    url = f"{origin}phuoclong.binhphuoc.gov.vn{language}/news{copy}/Tin-tuc-su-kien/{slug}-{number}.html"
    key, canonical = PhuocLongSpider.article_key(url), PhuocLongSpider.canonical_url(url)
    assert key == f"phuoclong.binhphuoc.gov.vn/{language.strip('/') or 'vi'}/news/{number}"
    assert PhuocLongSpider.article_key(canonical) == key
    assert PhuocLongSpider.canonical_url(canonical) == canonical == PhuocLongSpider.fetch_url(url)
    assert PhuocLongSpider.is_copy(url) is bool(copy)
    assert not PhuocLongSpider.is_copy(canonical)


def test_listings_are_the_categories_and_the_sitemap():
    assert list(TayNinhSpider.listings()) == [SECTION, "/sitemap.xml"]
    assert TayNinhSpider.listing_url(SECTION, 1) == HOST + SECTION
    assert TayNinhSpider.listing_url(SECTION, 338) == f"{HOST}{SECTION}page-338"
    for url in (f"{HOST}{SECTION}page-338", f"http://www.tayninh.gov.vn{SECTION}page-338/"):
        assert TayNinhSpider.listing_page(url) == (SECTION, 338)
    for other in (SECTION, f"{SECTION}page-cuoi", "/vi/news/kinh-te/page-2", "/sitemap.xml"):
        assert TayNinhSpider.listing_page(HOST + other) is None


# --- dates ------------------------------------------------------------------------------------------------------------
def page_with(head="", stamp="", hidden=""):
    text = " ".join(["Ủy ban nhân dân tỉnh họp bàn về cải cách hành chính, giao việc cho các sở, ban, ngành."] * 6)
    return Page(
        ARTICLE,
        (
            f'<html><head><meta name="generator" content="NukeViet v4.5">{head}</head><body>'
            f'<h1 class="title">Họp giao ban quý III về cải cách hành chính</h1>{hidden}{stamp}'
            f'<div id="news-bodyhtml"><p>{text}</p><p>{text}</p></div></body></html>'
        ).encode(),
        fetched_at=SEEN_AT,
    )


META = '<meta property="article:published_time" content="{}">'
EDITED = '<span class="hidden" itemprop="datePublished">2021-06-27T08:30:00+07:00</span>'
LOCAL = dt.timezone(dt.timedelta(hours=7))


@pytest.mark.parametrize(
    ("parts", "method", "published"),
    [
        # a zone's mark where the T should be: the day, the hour and nothing misread
        ({"head": META.format("2021-06-24+0715:51:07")}, "meta", dt.datetime(2021, 6, 24, 15, 51, 7, tzinfo=LOCAL)),
        # the visible stamp, with views and comments behind it
        (
            {"stamp": '<span class="h5">Thứ năm - 24/06/2021 15:51</span> <span>1.320</span> <span>0</span>'},
            "layout",
            dt.datetime(2021, 6, 24, 15, 51, tzinfo=LOCAL),
        ),
        # an edit two days later is nobody's publication
        ({"hidden": EDITED}, None, None),
        (
            {"hidden": EDITED, "stamp": '<span class="h5">Thứ năm - 24/06/2021 15:51</span>'},
            "layout",
            dt.datetime(2021, 6, 24, 15, 51, tzinfo=LOCAL),
        ),
    ],
)
def test_dates_for_machines_are_read_as_far_as_they_are_right(parts, method, published):
    article = extract(page_with(**parts), TayNinhSpider.layouts)
    assert (article.published_at, article.published_method) == (published, method)


def test_views_and_comments_on_the_stamp_s_own_line_are_no_part_of_it():
    article = extract(page_with(stamp="<div>Thứ năm - 24/06/2021 15:51 1.320 0</div>"), TayNinhSpider.layouts)
    assert article.published_at == dt.datetime(2021, 6, 24, 15, 51, tzinfo=LOCAL)
    assert article.published_precision is Precision.MINUTE


def test_the_feed_gives_the_day_and_the_sitemap_the_moment():
    site = imitation("tayninh", articles=40)
    with ReplicaServer([site]) as server:

        def entries(path):
            connection = http.client.HTTPConnection("127.0.0.1", server.http_port, timeout=10)
            connection.request("GET", path, headers={"Host": "tayninh.gov.vn"})
            body = connection.getresponse().read()
            connection.close()
            return {TayNinhSpider.article_key(e.url): e.date for e in feeds.parse(Page(HOST + path, body)).entries}

        feed, sitemap = entries("/vi/news/rss/thong-tin-cai-cach-hanh-chinh/"), entries("/sitemap-vi.news.xml")
    right = {site.at(index).key: site.moment(index) for index in site.indexes}
    assert len(feed) == 30
    assert all(day == right[key].date() for key, day in feed.items())
    assert sitemap == right


# --- copies -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["tayninh", "dongnai"])
def test_a_copy_read_by_itself_gives_the_article(name):
    site = imitation(name, articles=20)
    spider = {"tayninh": TayNinhSpider, "dongnai": DongNaiSpider}[name]
    for gold in site.golds():
        url = site.url(gold).replace("/news/", "/news/savefile/")
        headers = {"content-type": "text/x-delimtext; charset=utf-8"}
        article = extract(Page(url, site.render_copy(gold, "savefile"), headers=headers), spider.layouts)
        assert (article.title, article.text, article.author) == (gold.title, gold.text, gold.author)
        assert article.layout == "nukeviet-copy"


@pytest.mark.parametrize("copies_first", [False, True])
def test_copies_in_a_foreign_file_are_no_second_articles(tmp_path, copies_first):
    site = imitation("dongnai", articles=12)
    golds = list(site.golds())
    plain = [(site.url(gold), site.render(gold), "text/html") for gold in golds[:8]]
    copied = [
        (site.url(gold).replace("/news/", f"/news/{copy}/"), site.render_copy(gold, copy), kind)
        for gold in golds[4:]
        for copy, kind in (("savefile", "text/x-delimtext"), ("print", "text/html"))
    ]
    with Writer(tmp_path, "cc") as writer:
        for url, body, kind in (*copied, *plain) if copies_first else (*plain, *copied):
            headers = ((b"Content-Type", f"{kind}; charset=utf-8".encode()),)
            writer.write(Capture(url=url, status=200, headers=headers, body=body, fetched_at=dt.datetime.now(dt.UTC)))
    [file] = (tmp_path).glob("*.warc.gz")
    data_dir = tmp_path / "data"
    done = crawl(data_dir, None, "-a", f"source=warc:{file}", name="dongnai")
    assert done.returncode == 0, done.stderr[-3000:]
    articles = stored(data_dir)
    assert {key: row.text for key, row in articles.items()} == {gold.key: gold.text for gold in golds}
    urls = {row.canonical_url for row in rows(data_dir, "select canonical_url from article")}
    assert urls == {site.url(gold) for gold in golds}
    kinds = dict(rows(data_dir, "select kind, count(*) from page group by kind"))
    # Of a copy that comes before its article one is read; every other one is kept as what it is.
    first_read = len(golds) - 4 if copies_first else len(golds) - 8
    assert kinds == {"article": 8 + first_read, "copy": len(copied) - first_read}
    if copies_first:
        again = crawl(data_dir, None, "-a", f"source=warc:{file}", name="dongnai")
        assert again.returncode == 0, again.stderr[-3000:]
        assert stored(data_dir) == articles


# --- the sitemap's index ----------------------------------------------------------------------------------------------
def test_of_a_sitemap_index_only_the_vietnamese_news_are_walked():
    parts = ("vi.news", "en.news", "vi.about", "vi.laws", "vi")
    locs = "".join(f"<sitemap><loc>{HOST}/sitemap-{part}.xml</loc></sitemap>" for part in parts)
    body = f'<?xml version="1.0"?><sitemapindex>{locs}</sitemapindex>'.encode()
    walk = Walk("/sitemap.xml")
    assert TayNinhSpider()._feed_links(Page(f"{HOST}/sitemap.xml", body), walk) == []
    assert walk.sitemaps == [f"{HOST}/sitemap-vi.news.xml"]


@pytest.mark.parametrize(("status", "body"), [(404, b"<html><body>404</body></html>"), (200, b"<html>Trang</html>")])
def test_a_portal_without_the_sitemap_has_none_and_that_is_no_failure(status, body):
    # A session that is told anything would fail here: the spider has none.
    assert TayNinhSpider()._links(Page(f"{HOST}/sitemap.xml", body, status=status), Walk("/sitemap.xml")) is None


# --- crawls -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["tayninh", "phuoclong", "dongnai"])
def test_a_crawl_stores_the_articles_exactly_and_asks_for_no_copy(tmp_path, name):
    site = imitation(name, articles=40)
    with ReplicaServer([site]) as server:
        first = crawl(tmp_path, server, "-a", "mode=full", name=name)
        stats = server.stats[site.hosts[0]]
        asked = stats.requests
    assert first.returncode == 0, first.stderr[-3000:]
    assert wrong_fields(tmp_path, site.golds()) == []
    assert not {"copy", "feed", "static"} & set(stats.kinds)
    assert stats.kinds["sitemap"] == 2  # the index and its news part
    assert asked <= 40 + 5 + 2 + 2  # articles, pages of the list; past its end and robots.txt; the sitemap
    pointer = rows(tmp_path, "select outcome, reason, status from page where outcome = 'rejected'")
    assert [tuple(row) for row in pointer] == [("rejected", "pointer", 302)]
    assert ELSEWHERE.encode() not in b"".join(path.encode() for path in stats.paths)
    # What the declared category does not list is dated by the sitemap where its page shows no date.
    methods = {gold.key: stored(tmp_path)[gold.key].published_method for gold in site.golds() if site.bare(gold.id)}
    other = {gold.key for gold in site.golds() if site.category_of(gold.id) != site.category}
    assert set(methods.values()) <= {"listing", "sitemap"}
    if name == "dongnai":  # its list holds all categories
        return
    assert {methods[key] for key in methods if key in other} == {"sitemap"}

    later = imitation(name, articles=40, edition=1, today=site.today)
    with ReplicaServer([later]) as server:
        second = crawl(tmp_path, server, name=name)
    assert second.returncode == 0, second.stderr[-3000:]
    counts = [json.loads(row.counts) for row in rows(tmp_path, "select counts from run order by id")]
    assert (counts[0]["stored"], counts[0]["addresses"]) == (39, 40)
    assert counts[1]["stored"] == counts[1]["revised"] == 0
    # The removed one answers 404 and leads on by a refresh: it is missing, and nothing followed it.
    missing = rows(tmp_path, "select key, reason from page where outcome = 'missing'")
    assert [tuple(row) for row in missing] == [(site.at(8).key, "http_404")]
    assert counts[1]["unchanged"] == counts[1]["addresses"] - 1
