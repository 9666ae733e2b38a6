"""Portals without a spider, end to end: `scrapy crawl portal -a url=…` against hosts of quite different shapes."""

import datetime as dt
import json
from collections import Counter
from dataclasses import replace

import pytest

from archive.db import LOCAL
from tests.crawling import crawl, rows
from tests.replica.imitations import imitation
from tests.replica.portal import Response
from tests.replica.server import ReplicaServer
from tests.replica.site import HTML

ARTICLES = 40
TITLE = "Xã Đông Tâm tổ chức hội nghị tổng kết công tác cải cách hành chính"
HOSTS = {
    "dongtam.vidu.vn": "https",
    "sonoivu.vidu.vn": "http",
    "binhyen.vidu.vn": "https",
    "hoaan.vidu.vn": "https",
    "tanphu.vidu.vn": "https",  # no page links an article: only the sitemap that robots.txt names
}


def day(value):
    value = value.astimezone(LOCAL).date() if isinstance(value, dt.datetime) else value
    return value.isoformat() if value is not None else None


@pytest.mark.parametrize("host", HOSTS)
def test_a_portal_without_a_spider_is_read_whole_and_nothing_else_is_stored(host, tmp_path):
    portal = imitation(host, articles=ARTICLES)
    address = f"url={HOSTS[host]}://{host}/"
    with ReplicaServer([portal]) as server:
        done = crawl(tmp_path, server, "-a", address, name="portal")
        first = Counter(server.stats[host].kinds)
    assert done.returncode == 0, done.stderr[-3000:]
    stored = {row.key: row for row in rows(tmp_path, "select * from article")}
    golds = {gold.key: gold for gold in portal.golds()}
    assert stored.keys() <= golds.keys()  # nothing that is no article
    right = [
        gold
        for gold in golds.values()
        if (row := stored.get(gold.key)) and (row.title, row.published_on) == (gold.title, day(gold.stored_at))
    ]
    assert len(right) >= 0.95 * len(golds)
    assert all(
        (row.title, row.published_on) == (golds[key].title, day(golds[key].stored_at)) for key, row in stored.items()
    )
    assert sum(row.text == golds[key].text for key, row in stored.items()) >= 0.95 * len(stored)
    assert {(row.portal, row.province) for row in stored.values()} == {(host, None)}
    assert sum(first.values()) <= len(golds) + 30
    assert first["other"] <= 2  # pages that are no lists and do not say so

    with ReplicaServer([portal]) as server:
        done = crawl(tmp_path, server, "-a", address, name="portal")
        second = Counter(server.stats[host].kinds)
    assert done.returncode == 0, done.stderr[-3000:]
    [(counts,)] = rows(tmp_path, "select counts from run order by id desc limit 1")
    counts = json.loads(counts)
    assert (counts["stored"], counts["revised"], counts["alias"]) == (0, 0, 0)
    assert second.keys() <= {"robots", "home", "listing", "feed", "article", "sitemap"}
    assert first["sitemap"] == second["sitemap"] == (2 if portal.sitemap_parts else 0)  # the index, one part of three
    since = (portal.today - dt.timedelta(days=8)).isoformat()
    recent = sum(row.published_on is None or row.published_on >= since for row in stored.values())
    assert second["article"] <= recent + (len(golds) - len(stored))
    assert second["listing"] <= first["listing"]


def test_the_second_edition_brings_its_new_articles_and_a_province_the_dated_unit_to_all(tmp_path):
    host = "sonoivu.vidu.vn"
    portal = imitation(host, articles=20)
    later = imitation(host, articles=20, edition=1, new_articles=3, today=portal.today)
    for edition, given in ((portal, ()), (later, ("-a", "province=yen-bai"))):
        with ReplicaServer([edition]) as server:
            done = crawl(tmp_path, server, "-a", f"url=http://{host}/", *given, name="portal")
        assert done.returncode == 0, done.stderr[-3000:]
    assert "its unit was not known and is yen-bai" in done.stderr
    stored = rows(tmp_path, "select title, unit, published_on from article")
    assert {row.title for row in stored} == {gold.title for gold in later.golds()}
    units = {row.unit for row in stored if row.published_on}
    assert units == {"lao-cai@2025-07-01"}  # the portal's own unit ended before these days


def test_an_article_that_no_page_links_comes_from_the_sitemap_and_a_page_about_the_portal_does_not(tmp_path):
    host = "dongtam.vidu.vn"
    portal = imitation(host, articles=30)
    [hidden] = portal.unlisted
    with ReplicaServer([portal]) as server:
        done = crawl(tmp_path, server, "-a", f"url=https://{host}/", "-a", "mode=full", name="portal")
        paths = server.stats[host].paths
    assert done.returncode == 0, done.stderr[-3000:]
    stored = {row.key: row.published_on for row in rows(tmp_path, "select key, published_on from article")}
    assert stored.keys() == set(portal.expected_keys())
    gold = portal.at(hidden)
    assert stored[gold.key] == day(gold.published_at)  # the page's own day, not that of the sitemap's last edit
    assert paths[portal.pages_about[0]] == 1
    assert [path for path in paths if "sitemap" in path] == ["/post-sitemap.xml.gz"]


def test_a_list_without_a_pager_is_counted_while_the_pages_bring_others(tmp_path):
    portal = imitation("cantho", articles=40)
    portal.hosts = (host := "hoalu.vidu.vn",)  # its own host has a spider
    with ReplicaServer([portal]) as server:
        done = crawl(tmp_path, server, "-a", f"url=https://{host}/", name="portal")
        paths = server.stats[host].paths
    assert done.returncode == 0, done.stderr[-3000:]
    stored = {row.title for row in rows(tmp_path, "select title from article")}
    assert stored == {gold.title for gold in portal.golds()}
    assert sorted(path for path in paths if "page=" in path) == [f"/tin-tuc-va-su-kien?page={n}" for n in range(2, 6)]


def bad_pages(article):
    """Paths of sections that are no good, each with a sound link to an article somewhere in it."""
    link = f'<p><a href="{article}">{TITLE}</a></p>'

    def page(body, head="", more=""):
        return f"<html><head><title>Xã Đông Tâm</title>{head}</head><body>{body}{link}{more}</body></html>".encode()

    feed = '<link rel="alternate" type="application/rss+xml" href="http://[rss]">'
    return {
        "/tin-hong-duong-dan": page('<a href="http://[x">Liên kết</a><a href="//]/?page=2">2</a>', feed),
        "/tin-hong-goc": page("<p>Tin</p>", '<base href="https://dongtam.vidu.vn:cong/">'),
        "/tin-long-nhau": page("<div>" * 1_200),
        "/tin-qua-sau": page("<span>" * 2_500),
        "/tin-byte-khong": page("<p>T\x00in\x00 xã</p>").replace(b"<p>", b"\x00<p>\x00"),
        "/tin-rat-dai": page(f'<input type="hidden" name="__VIEWSTATE" value="{"dDwtMTY7" * 700_000}">'),
        "/tin-trong": b"",
    }


def test_bad_pages_among_good_ones_cost_nothing_else(tmp_path):
    host = "dongtam.vidu.vn"
    portal = imitation(host, articles=20)
    bad = bad_pages(portal.path(0))
    names = "".join(f'<li><a href="{path}">{path[1:].replace("-", " ")}</a></li>' for path in bad)
    sound = portal.answer

    def answered(request):
        if request.path in bad:
            return Response("bad", bad[request.path], 200, HTML)
        found = sound(request)
        if found is None or found.kind not in ("home", "listing", "article"):
            return found
        return replace(found, body=found.body.replace(b"</body>", f"<ul class=menu>{names}</ul></body>".encode()))

    portal.answer = answered
    with ReplicaServer([portal]) as server:
        done = crawl(tmp_path, server, "-a", f"url=https://{host}/", name="portal")
        paths = server.stats[host].paths
    assert done.returncode == 0, done.stderr[-3000:]
    assert {row.key for row in rows(tmp_path, "select key from article")} == set(portal.expected_keys())
    assert {path: paths[path] for path in bad} == dict.fromkeys(bad, 1)


def test_the_records_of_a_crawl_give_the_same_articles_without_the_network(tmp_path):
    host = "sonoivu.vidu.vn"
    live, again = tmp_path / "live", tmp_path / "again"
    with ReplicaServer([imitation(host, articles=20)]) as server:
        assert crawl(live, server, "-a", f"url=http://{host}/", name="portal").returncode == 0
    [file] = (live / "warc").glob("*.warc.gz")
    done = crawl(again, None, "-a", f"url=http://{host}/", "-a", f"source=warc:{file}", name="portal")
    assert done.returncode == 0, done.stderr[-3000:]
    articles = "select key, title, text, author from article order by key"
    assert rows(again, articles) == rows(live, articles)


def test_a_section_alone_is_walked_where_its_address_is_given(tmp_path):
    host = "binhyen.vidu.vn"
    portal = imitation(host, articles=40)
    with ReplicaServer([portal]) as server:
        done = crawl(tmp_path, server, "-a", f"url=https://{host}/cai-cach-hanh-chinh", name="portal")
    assert done.returncode == 0, done.stderr[-3000:]
    wanted = {gold.key for gold in portal.golds() if gold.section == "Cải cách hành chính"}
    stored = {row.key for row in rows(tmp_path, "select key from article")}
    assert wanted <= stored
    assert len(stored) <= len(wanted) + 6  # the newest titles beside the list


@pytest.mark.parametrize(
    ("name", "arguments", "told"),
    [
        ("portal", (), "url=https://HOST"),
        ("portal", ("url=ftp://dongtam.vidu.vn/",), "https://HOST"),
        ("portal", ("url=https://dongtam.vidu.vn:8080/",), "80 and 443"),
        ("portal", ("url=https://dongtam.vidu.vn/", "province=atlantis"), "atlantis"),
        ("portal", ("host=dongtam.vidu.vn",), "url=https://HOST"),
        ("yenbai", ("host=dongtam.vidu.vn",), "yenbai.gov.vn"),
        ("yenbai", ("url=https://dongtam.vidu.vn/",), "takes no url"),
        ("portal", ("url=https://yenbai.gov.vn/",), "scrapy crawl yenbai"),
        ("portal", ("url=http://www.yenbai.gov.vn/noidung/tintuc",), "scrapy crawl yenbai"),
        ("tamphuoc", ("host=yenbai.gov.vn",), "scrapy crawl yenbai"),
    ],
)
def test_a_wrong_address_is_usage(tmp_path, name, arguments, told):
    with ReplicaServer([]) as server:
        done = crawl(tmp_path, server, *(part for argument in arguments for part in ("-a", argument)), name=name)
    assert done.returncode == 2
    assert told in done.stderr
    assert not (tmp_path / "archive.db").exists()


def test_a_portal_without_an_address_is_skipped_with_its_reason_and_nothing_is_asked(tmp_path):
    with ReplicaServer([]) as server:
        done = crawl(tmp_path, server, name="tamphuoc")
    assert done.returncode == 1
    [(outcome, reasons, mode)] = rows(tmp_path, "select outcome, reasons, mode from run")
    assert (outcome, mode) == ("skipped", "nightly")
    assert "no known address" in reasons
    assert "host=" in done.stderr
    assert rows(tmp_path, "select count(*) from page")[0][0] == 0
