"""Walls in front of an imitated portal: what the ledger says of them, and that nobody climbs over."""

import json
from urllib.parse import urlsplit

import pytest

from crawler import warcread
from crawler.replica import handlers
from tests.crawler.crawling import crawl as visit
from tests.crawling import archive_of, crawl, rows
from tests.replica import walls
from tests.replica.portal import Response
from tests.replica.server import ReplicaServer
from tests.replica.walls import IN_PLACE, EachItsOwn, RobotsHost, Walled, of_kind, page
from tests.replica.yenbai import YenBai

HOST = "yenbai.gov.vn"


def portal(**arguments):
    return YenBai(articles=40, events=(), **arguments)


def last_run(data_dir):
    [(outcome, reasons, notes, counts)] = rows(
        data_dir, "select outcome, reasons, notes, counts from run order by id desc limit 1"
    )
    return outcome, json.loads(reasons), json.loads(notes), json.loads(counts)


def test_each_wall_before_an_article_has_its_outcome_its_words_and_its_bytes(tmp_path):
    imitation = EachItsOwn(portal(), {name: wall for name, (wall, _, _) in IN_PLACE.items()})
    with ReplicaServer([imitation]) as server:
        done = crawl(tmp_path, server, "-a", "mode=full")
        stats = server.stats[HOST]
    assert set(imitation.behind.values()) == set(IN_PLACE)
    found = {
        f"{urlsplit(row.url).path}?{urlsplit(row.url).query}": row
        for row in rows(
            tmp_path, "select url, outcome, reason, warc_file, warc_offset from page where kind = 'article'"
        )
    }
    wrong = []
    for target, name in imitation.behind.items():
        wall, outcome, reason = IN_PLACE[name]
        row = found[target]
        if row.outcome != outcome or not row.reason.startswith(reason):
            wrong.append(f"{name}: {row.outcome} {row.reason}, not {outcome} {reason}")
        kept = warcread.read(tmp_path / "warc", row.warc_file, row.warc_offset)
        if (kept.status, kept.body) != (wall.status, wall.body):
            wrong.append(f"{name}: other bytes are kept")
        asked = stats.paths[target]
        if asked != (2 if wall.status == 429 else 1):  # 429 alone says that one may ask again later
            wrong.append(f"{name}: asked for {asked} times")
    assert not wrong, "\n".join(wrong)
    stored = {row.url for row in rows(tmp_path, "select url from article where text != ''")}
    assert len(stored) == 40 - len(IN_PLACE)
    assert not stored & {row.url for target, row in found.items() if target in imitation.behind}
    assert done.returncode == 0, last_run(tmp_path)


@pytest.fixture(scope="module")
def good_night(tmp_path_factory):
    data_dir = tmp_path_factory.mktemp("walls")
    with ReplicaServer([portal()]) as server:
        assert crawl(data_dir, server).returncode == 0
    return data_dir


def test_a_whole_site_behind_a_wall_is_a_blocked_night_that_proves_nothing(good_night):
    walled = Walled(portal(), IN_PLACE["cookie 503"][0])
    before = rows(good_night, "select key, text from article order by key")
    with ReplicaServer([walled]) as server:
        done = crawl(good_night, server)
        stats = server.stats[HOST]
    outcome, reasons, notes, counts = last_run(good_night)
    assert (done.returncode, outcome) == (1, "blocked")
    assert any("a script that sets a cookie and asks again" in reason for reason in reasons)
    assert any(reason.startswith("every listing was refused (wall: ") for reason in reasons)
    assert counts["missing"] == counts["gone"] == 0
    assert walled.cookies == []
    assert max(stats.paths.values()) == 1  # no second try
    assert rows(good_night, "select key, text from article order by key") == before
    assert notes == []  # the imitation's own certificate is no news


def test_listings_behind_a_wall_block_the_run_and_do_not_look_empty(good_night):
    with ReplicaServer([Walled(portal(), IN_PLACE["waf"][0], of_kind("listing"))]) as server:
        crawl(good_night, server)
    outcome, reasons, _, counts = last_run(good_night)
    assert outcome == "blocked"
    assert counts["unchanged"] > 0
    assert any(reason.startswith("every listing was refused (wall: request rejected") for reason in reasons)


def test_articles_that_turn_into_templates_for_a_browser_are_no_ok_night(tmp_path):
    with ReplicaServer([Walled(portal(), IN_PLACE["template"][0], of_kind("article"))]) as server:
        crawl(tmp_path, server)
    outcome, reasons, _, _ = last_run(tmp_path)
    assert outcome == "partial"
    assert any("held no text (mostly empty: needs a browser" in reason for reason in reasons)
    with archive_of(tmp_path) as engine, engine.connect() as connection:
        assert connection.exec_driver_sql("select count(*) from article").scalar() == 0


# --- robots.txt: who was asked what (docs/politeness.md) --------------------------------------------------------------
def text(body, status=200, **headers):
    body = body if isinstance(body, bytes) else body.encode()
    return Response("robots", body, status, {"Content-Type": "text/plain"} | headers)


CLOSED = "User-agent: *\nDisallow: /tin\n"
ROBOTS = {  # host -> (answer to robots.txt, whether its page is fetched, what a refusal says)
    "ok": (text("User-agent: *\nDisallow: /kin\n"), True, ""),
    "closed": (text(CLOSED), False, "Forbidden by robots.txt"),
    "closed-bom": (text("\ufeff" + CLOSED), False, "Forbidden by robots.txt"),
    "closed-utf16": (text(CLOSED.encode("utf-16")), False, "Forbidden by robots.txt"),
    "closed-1258": (text("# Cổng của tỉnh\n".encode("cp1258", "replace") + CLOSED.encode()), False, "Forbidden"),
    "closed-as-html": (Response("robots", CLOSED.encode(), 200, walls.HTML), False, "Forbidden by robots.txt"),
    "large": (text(CLOSED + "# đệm\n" * 200_000), False, "Forbidden by robots.txt"),
    "late": (text("# đệm thêm\n" * 60_000 + CLOSED), True, ""),
    "empty": (text(""), True, ""),
    "http-400": (text(CLOSED, 400), True, ""),
    "http-401": (text(CLOSED, 401), True, ""),
    "http-403": (page("403 Forbidden", "<h1>403 Forbidden</h1>", status=403), True, ""),
    "http-404": (text(CLOSED, 404), True, ""),
    "http-410": (text(CLOSED, 410), True, ""),
    "home": (page("Trang chủ", f"<p>Chào mừng</p><pre>{CLOSED}</pre>"), True, ""),
    "login": (page("Đăng nhập", walls.LOGIN), True, ""),
    "http-429": (text(CLOSED, 429), False, "robots: HTTP 429"),
    "http-500": (text("", 500), False, "robots: HTTP 500"),
    "http-503": (text("", 503), False, "robots: HTTP 503"),
    "waf": (walls.BLOCKED_BY_WAF, False, "robots: wall in its place (request rejected)"),
    "captcha": (IN_PLACE["captcha"][0], False, "robots: wall in its place"),
    "cookie": (IN_PLACE["cookie"][0], False, "robots: wall in its place (a script that sets a cookie"),
    "hanging": (None, False, "timeout, at robots.txt"),
    "moved": (Response("robots", b"", 301, {"Location": "https://closed.example/robots.txt"}), False, "Forbidden"),
    "moved-home": (Response("robots", b"", 302, {"Location": "/"}), True, ""),
    "moved-out": (Response("robots", b"", 301, {"Location": "https://elsewhere.test/robots.txt"}), True, ""),
    "maintenance": (IN_PLACE["maintenance"][0], False, "robots: wall in its place (Hệ thống đang bảo trì"),
    "circle": (Response("robots", b"", 302, {"Location": "/robots.txt?x"}), True, ""),
}


def test_what_each_answer_to_robots_txt_means_counted_at_the_server():
    hosts = [RobotsHost(f"{name}.example", answer) for name, (answer, _, _) in ROBOTS.items()]
    with ReplicaServer(hosts) as server:
        replica = f"http=127.0.0.1:{server.http_port},https=127.0.0.1:{server.https_port}"
        settings = {
            "CCHC_REPLICA": replica,
            "DOWNLOAD_HANDLERS": handlers(replica),
            "DOWNLOADER_MIDDLEWARES": {
                "crawler.middlewares.NoRetryAtWalls": 552,
                "crawler.network.politeness.RobotsRules": 100,
                "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            },
            "ROBOTSTXT_OBEY": True,
            "RETRY_TIMES": 1,
            "REDIRECT_MAX_TIMES": 5,
            "DOWNLOAD_TIMEOUT": 2,
            "LOG_LEVEL": "CRITICAL",
        }
        done = visit([f"https://{host.host}/tin" for host in hosts], settings, allowed=["example"])
    refusals = {urlsplit(one["url"]).hostname.removesuffix(".example"): one["text"] for one in done.failures}
    wrong = []
    for name, (_, fetched, said) in ROBOTS.items():
        paths = server.stats[f"{name}.example"].paths
        if bool(paths["/tin"]) is not fetched or said not in refusals.get(name, ""):
            wrong.append(f"{name}: asked {dict(paths)}, refused with {refusals.get(name)!r}")
        if not fetched and paths.keys() - {"/robots.txt"}:
            wrong.append(f"{name}: asked for {dict(paths)} in spite of its robots.txt")
    assert not wrong, "\n".join(wrong)
    assert server.stats["circle.example"].requests <= 1 + 5 + 1  # five redirects (RFC 9309 2.3.1.2), then the page
    for name in ("waf", "captcha", "cookie"):
        assert server.stats[f"{name}.example"].paths == {"/robots.txt": 1}
