"""Liferay portals: forms of articles, the endless languages behind them, pagers of several portlets, whole crawls."""

import dataclasses
import json
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from crawler.extraction import extract
from crawler.items import Page
from spiders.bacninh import BacNinhSpider
from spiders.hanoitttt import HanoiInformationSpider
from spiders.thainguyen import ThaiNguyenSpider
from spiders.walk import Walk
from tests.crawling import crawl, rows
from tests.replica.gold import Block
from tests.replica.imitations import imitation
from tests.replica.server import ReplicaServer
from tests.spiders.judging import wrong_fields

HOST = "https://sotttt.hanoi.gov.vn"
SECTION = "/cai-cach-hanh-chinh"
ARTICLE = f"{HOST}{SECTION}/-/view_content/3257793-doi-thoai-ve-thu-tuc-hanh-chinh.html"


# --- addresses --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "url",
    [
        ARTICLE,
        ARTICLE.replace("https://", "http://www."),
        ARTICLE.replace(".vn/", ".vn:443/"),
        ARTICLE + "?p_p_id=101&_101_redirect=%2Fcai-cach-hanh-chinh#binh-luan",
        f"{ARTICLE}?inheritRedirect=true&redirect={'%2Ftrang' * 20}",
        ARTICLE.removesuffix(".html"),
        f"{HOST}/vi{SECTION}/-/view_content/3257793-doi-thoai.html",
        f"{HOST}/en{SECTION}/-/view_content/3257793-doi-thoai.html",
        f"{HOST}{SECTION}{SECTION}/-/view_content/3257793-a-slug-cut-elsewhere",
        f"{HOST}//trang-chu/-/view_content/3257793-on-another-page.html",
        f"{HOST}/gioi-thieu/-/view_content/content/3257793/doi-thoai",  # Bà Rịa - Vũng Tàu
        f"{HOST}/news/-/details/20182/doi-thoai-nam-2022-3257793",  # Bắc Ninh
        f"{HOST}/noi-dung/-/cms-icbt/10180/bai-viet/3257793",  # Bến Tre
        f"{HOST}/tin/-/asset_publisher/Ab1C/content/id/3257793",
    ],
)
def test_every_form_of_an_article_is_named_by_its_number(url):
    assert HanoiInformationSpider.article_key(url) == "sotttt.hanoi.gov.vn/3257793"
    assert HanoiInformationSpider()._key(url) == "sotttt.hanoi.gov.vn/3257793"  # what a walk asks for


@pytest.mark.parametrize(
    "path",
    [
        "/tin/-/asset_publisher/Ab1C/content/Doi-thoai-nam-2022",
        "/web/guest/-/asset_publisher/Xy9Z/content/doi-thoai-nam-2022?inheritRedirect=false",
        "/web/guest/-/doi-thoai-nam-2022",
        "/w/doi-thoai-nam-2022",
    ],
)
def test_an_article_without_a_number_is_named_by_its_slug(path):
    assert HanoiInformationSpider.article_key(HOST + path) == "sotttt.hanoi.gov.vn/doi-thoai-nam-2022"


@pytest.mark.parametrize(
    "url",
    [
        f"{ARTICLE}/en",
        f"{ARTICLE}/vi",
        f"{ARTICLE}/en/vi/en/en",
        f"{HOST}/news/-/details/20182/doi-thoai-3257793/en",
        f"{HOST}/tin/-/asset_publisher/Ab1C/content/doi-thoai/vi",
        f"{HOST}{SECTION}/-/view_content/1-a.html/-/view_content/2-b.html",
        f"{HOST}{SECTION}",
        f"{HOST}{SECTION}?p_p_id=101&_101_cur=2",
        f"{HOST}{SECTION}/-/view_content/",
        f"{HOST}/-/blogs",
        f"{HOST}/w/gioithieu",
        f"{HOST}/news/-/details/20182/doi-thoai",
        "https://hanoi.gov.vn/tin/-/view_content/1-a.html",
        "ftp://sotttt.hanoi.gov.vn/tin/-/view_content/1-a.html",
        "/tin/-/view_content/1-a.html",
        "https://[bad/-/view_content/1-a.html",
    ],
)
def test_what_is_no_article_has_no_key(url):
    assert HanoiInformationSpider.article_key(url) is None
    with pytest.raises(ValueError, match="no article"):
        HanoiInformationSpider.canonical_url(url)


@given(
    number=st.integers(1, 10**9),
    slug=st.from_regex(r"[a-z0-9]{1,12}(-[a-z0-9]{1,12}){0,8}", fullmatch=True),
    form=st.sampled_from(
        [
            "/-/view_content/{number}-{slug}.html",
            "/-/view_content/content/{number}/{slug}",
            "/-/details/20182/{slug}-{number}",
            "/-/cms-icbt/10180/bai-viet/{number}",
        ]
    ),
    page=st.sampled_from(["/news", "/vi/news", "/news/news", "/en/web/guest/tin-tuc", ""]),
    noise=st.sampled_from(["", "/", "?p_p_id=101", "?_101_delta=20&lv=1", "#x"]),
)
def test_keys_are_idempotent_over_canonical_addresses(number, slug, form, page, noise):
    url = f"http://www.bacninh.gov.vn{page}{form.format(number=number, slug=slug)}{noise}"
    key, canonical = BacNinhSpider.article_key(url), BacNinhSpider.canonical_url(url)
    assert key == f"bacninh.gov.vn/{number}"
    assert BacNinhSpider.article_key(canonical) == key
    assert BacNinhSpider.canonical_url(canonical) == canonical == BacNinhSpider.fetch_url(url)
    assert "?" not in canonical


def test_listings_are_the_declared_pages_and_their_pagers_are_told_by_the_number():
    assert list(HanoiInformationSpider.listings()) == [SECTION]
    second = HanoiInformationSpider.listing_url(SECTION, 2)
    assert HanoiInformationSpider.listing_page(second) == (SECTION, 2)
    for query in ("_101_INSTANCE_bW4x_cur=7&_101_INSTANCE_bW4x_delta=10", "p_p_id=101&_101_cur=7", "cur=7"):
        assert HanoiInformationSpider.listing_page(f"http://www.sotttt.hanoi.gov.vn{SECTION}?{query}") == (SECTION, 7)
    for other in (
        SECTION,
        f"{SECTION}?_101_delta=20",
        f"{SECTION}?_101_cur=x",
        "/tin?_101_cur=2",
        f"{SECTION}/a?cur=2",
    ):
        assert HanoiInformationSpider.listing_page(HOST + other) is None


# --- the pager of the page --------------------------------------------------------------------------------------------
def following(name, walk, url=None):
    """What the walk does at its page of an imitation of 60 articles, ten a page."""
    spider_class = {"hanoitttt": HanoiInformationSpider, "bacninh": BacNinhSpider}[name]
    site = imitation(name, articles=60)
    url = url or spider_class.listing_url(walk.name, 1)
    page = site._listing(walk.page, walk.name)
    return spider_class().next_page(walk, html.document_fromstring(page.decode()), url)


@pytest.mark.parametrize(("name", "section"), [("hanoitttt", SECTION), ("bacninh", "/news")])
def test_the_pager_of_the_list_itself_leads_through_it_and_says_how_much_there_is(name, section):
    walk, url, numbers = Walk(section), None, []
    while url := following(name, walk, url):
        walk.page += 1
        numbers.append(url.rpartition("cur=")[2])
        assert "bW4xQ2rTt0Zk" not in url  # the portlet beside it, whose pager goes on for 40 pages
    assert numbers == ["2", "3", "4", "5", "6"]
    assert (walk.announced, walk.total) == (6, 60)


def test_a_list_on_one_page_ends_there():
    tree = html.fromstring('<div><a href="/tin/-/view_content/1-a.html">A</a><p>Hiển thị 7 kết quả.</p></div>')
    walk = Walk(SECTION)
    assert HanoiInformationSpider().next_page(walk, tree, HOST + SECTION) is None
    assert walk.total is None


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("Hiển thị 1 - 10 of 243 kết quả.", 243),
        ("Hiển thị 11 - 20 trong 1.243 kết quả.", 1243),
        ("Showing 1 - 10 of 1,243 results.", 1243),
        ("Từ ngày 1 - 10 của tháng", None),
    ],
)
def test_the_total_is_read_in_the_words_that_the_system_prints(text, total):
    walk = Walk(SECTION)
    HanoiInformationSpider().next_page(walk, html.fromstring(f"<div><small>{text}</small></div>"), HOST + SECTION)
    assert walk.total == total


@pytest.mark.parametrize(("linked", "short"), [(0, True), (200, True), (230, False), (260, False)])
def test_a_full_walk_that_ends_far_below_the_list_s_own_total_is_told(linked, short):
    told = []
    spider = HanoiInformationSpider(mode="full")
    spider.session = SimpleNamespace(
        store=SimpleNamespace(known=lambda portal, keys: {}),
        settled=lambda keys: set(),
        listing_read=lambda *facts: None,
        listing_failed=lambda *facts: told.append(facts),
        complete_until=None,
    )
    spider.bounds = spider._bounds()
    walk = Walk(SECTION, page=25, total=243, seen={str(number) for number in range(linked)})
    assert list(spider.walk_on(walk, [])) == []
    assert bool(told) is short
    if short:
        assert told == [(SECTION, 25, f"it says it has 243 articles, but only {linked} were linked")]


# --- pages ------------------------------------------------------------------------------------------------------------
def test_the_title_is_none_of_the_page_s_h1_and_furniture_of_the_body_s_class_stays_out():
    site = imitation("hanoitttt", articles=30)
    for gold in site.golds():
        body = site.render(gold)
        assert body.count(b'<h1 class="portlet-title">') == 2
        assert body.count(b'"journal-content-article"') == 3
        article = extract(Page(site.url(gold), body), HanoiInformationSpider.layouts)
        assert (article.title, article.text, article.layout) == (gold.title, gold.text, "liferay-hanoi-6.2")
        assert article.published_at == gold.published_at  # midnight is a day, and the hour is not padded here
    assert not hasattr(gold.published_at, "hour")


def test_a_page_without_a_date_has_none_and_its_share_lines_stay_out_though_a_caption_repeats_the_title():
    site = imitation("thainguyen", articles=30)
    gold = next(gold for gold in site.golds() if gold.kind == "list")
    gold = dataclasses.replace(gold, blocks=(Block("caption", ((gold.title,),)), *gold.blocks))
    page = site.render(gold)
    assert page.decode().count("Facebook") == 2
    article = extract(Page(site.url(gold), page), ThaiNguyenSpider.layouts)
    assert (article.title, article.published_at) == (gold.title, None)
    assert article.text.removeprefix(f"{gold.title}\n").splitlines() == [
        line for line in gold.lines if line != gold.title
    ]


# --- crawls -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["hanoitttt", "bacninh", "thainguyen"])
def test_a_crawl_stores_the_articles_exactly_and_never_asks_for_a_language_behind_one(tmp_path, name):
    site = imitation(name, articles=40)
    with ReplicaServer([site]) as server:
        done = crawl(tmp_path, server, "-a", "mode=full", name=name)
        stats = server.stats[site.hosts[0]]
        asked = stats.requests
        if name != "bacninh":
            second = crawl(tmp_path, server, name=name)
    assert done.returncode == 0, done.stderr[-3000:]
    assert wrong_fields(tmp_path, site.golds()) == []
    assert "trap" not in stats.kinds
    assert not [path for path in stats.paths if path.rstrip("/").endswith(("/en", "/vi"))]
    assert asked <= 40 + 4 + 5  # articles, pages of the list; robots.txt, home, what the home page leads to
    counts = [json.loads(row.counts) for row in rows(tmp_path, "select counts from run order by id")]
    assert (counts[0]["stored"], counts[0]["addresses"]) == (40, 40)
    if name != "bacninh":
        assert second.returncode == 0, second.stderr[-3000:]
        assert counts[1]["stored"] == counts[1]["revised"] == 0
        assert counts[1]["unchanged"] == counts[1]["addresses"] > 0
