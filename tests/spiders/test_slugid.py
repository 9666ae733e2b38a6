"""Hà Nội's and Tuyên Quang's numbered slugs: addresses, and crawls of imitations judged by their gold."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extraction import extract
from crawler.items import Page
from spiders.hanoicchc import HaNoiReformSpider
from spiders.tuyenquangsnv import TuyenQuangHomeAffairsSpider
from tests.crawling import crawl, rows
from tests.replica.imitations import imitation
from tests.replica.server import ReplicaServer
from tests.spiders.judging import wrong_fields

HANOI = "https://caicachhanhchinh.hanoi.gov.vn"
TUYENQUANG = "https://sonoivu.tuyenquang.gov.vn"
NUMBER = "265826061915232893"


@pytest.mark.parametrize(
    "url",
    [
        f"{HANOI}/tin-hoat-dong-cchc-thanh-pho-ha-noi/mot-so-ket-qua-{NUMBER}.htm",
        f"{HANOI}:443/tin-hoat-dong-cchc-thanh-pho-ha-noi/mot-so-ket-qua-{NUMBER}.htm?utm_source=x#y",
        f"http://www.caicachhanhchinh.hanoi.gov.vn/another-section/another-slug-{NUMBER}.htm",
    ],
)
def test_ha_noi_s_articles_are_named_by_the_long_number(url):
    assert HaNoiReformSpider.article_key(url) == f"caicachhanhchinh.hanoi.gov.vn/{NUMBER}"


@pytest.mark.parametrize(
    "url",
    [
        f"{HANOI}/tin-hoat-dong-cchc-thanh-pho-ha-noi/",
        f"{HANOI}/tin-hoat-dong-cchc-thanh-pho-ha-noi/trang-2",
        f"{HANOI}/ke-hoach-2026.htm",
        f"{HANOI}/tin/van-ban-{NUMBER}.pdf",
        f"https://hoangliet.hanoi.gov.vn/cai-cach-hanh-chinh/tin-{NUMBER}.htm",  # a ward counts on a host of its own
        f"{HANOI}/{NUMBER}.htm",
    ],
)
def test_what_is_no_article_of_ha_noi_s_has_no_key(url):
    assert HaNoiReformSpider.article_key(url) is None


@pytest.mark.parametrize(
    "url",
    [
        f"{TUYENQUANG}/vi/tin-bai/quy-dinh-moi?id=130235&type=NEWS",
        f"{TUYENQUANG}/vi/tin-bai/quy-dinh-moi?type=NEWS&id=130235&fbclid=1",
        "http://sonoivu.tuyenquang.gov.vn/vi/tin-bai/a-new-slug?view=full&type=NEWS&id=130235",
    ],
)
def test_tuyen_quang_s_articles_are_named_by_their_parameter(url):
    assert TuyenQuangHomeAffairsSpider.article_key(url) == "sonoivu.tuyenquang.gov.vn/130235"
    canonical = TuyenQuangHomeAffairsSpider.canonical_url(url)
    assert canonical.startswith(f"{TUYENQUANG}/vi/tin-bai/")
    assert canonical.endswith("?id=130235&type=NEWS")


@pytest.mark.parametrize(
    "path",
    [
        "/GroupNews/5/Cai-cach-hanh-chinh.html",
        "/vi/tin-bai/quy-dinh-moi",
        "/vi/tin-bai/quy-dinh-moi?id=130235",  # another type may count for itself
        "/vi/tin-bai/quy-dinh-moi?id=130235&type=VIDEO",
        "/vi/tin-bai/quy-dinh-moi?grid=130235&type=NEWS",
        "/vi/tin-bai?id=130235&type=NEWS",
    ],
)
def test_what_is_no_article_of_tuyen_quang_s_has_no_key(path):
    assert TuyenQuangHomeAffairsSpider.article_key(TUYENQUANG + path) is None


@given(number=st.integers(10**13, 10**19), slug=st.from_regex(r"[a-z]{1,9}(-[a-z0-9]{1,9}){0,6}", fullmatch=True))
def test_keys_are_idempotent_over_canonical_addresses(number, slug):
    for spider, url in (
        (HaNoiReformSpider, f"http://www.{HANOI[8:]}/tin/{slug}-{number}.htm?page=2"),
        (TuyenQuangHomeAffairsSpider, f"{TUYENQUANG}/vi/tin-bai/{slug}?type=NEWS&id={number}&utm_medium=a"),
    ):
        canonical = spider.canonical_url(url)
        assert spider.article_key(canonical) == spider.article_key(url) == f"{spider.host}/{number}"
        assert spider.canonical_url(canonical) == canonical


def test_the_clock_reading_in_the_number_is_never_a_date():
    site = imitation("hanoicchc", articles=10)
    for gold in site.golds():
        assert f"{gold.published_at:%y%m%d}" not in str(site.number(gold.id))
        undated = site.render(dataclasses.replace(gold, published_at=None))
        assert extract(Page(site.url(gold), undated)).published_at is None


@pytest.mark.parametrize("name", ["hanoicchc", "tuyenquangsnv"])
def test_every_article_is_stored_as_the_gold_says_and_the_second_night_changes_nothing(tmp_path, name):
    site = imitation(name, articles=30, page_size=8)
    for _ in range(2):
        with ReplicaServer([site]) as server:
            done = crawl(tmp_path, server, name=name)
        assert done.returncode == 0, done.stderr[-3000:]
    assert wrong_fields(tmp_path, site.golds()) == []
    assert rows(tmp_path, "select count(*) from article_revision")[0][0] == 0
