"""Requests of a replica run reach loopback only, and everything above the wire still sees the portal's address."""

from __future__ import annotations

from pathlib import Path

import pytest
from aiohttp import web
from scrapy import Request

from crawler.config import Origins
from crawler.replica import handlers, to_loopback
from crawler.variables import ConfigError
from crawler.warc import read
from tests.crawler.crawling import CountingServer, crawl

ORIGINS = Origins(("127.0.0.1", 8081), ("::1", 8443))


@pytest.mark.parametrize(
    ("url", "sent", "host"),
    [
        ("http://tin.vn/a?b=%2F&c=+#x", "http://127.0.0.1:8081/a?b=%2F&c=+#x", b"tin.vn"),
        ("https://tin.vn/a", "https://[::1]:8443/a", b"tin.vn"),
        ("https://tin.vn:443/a", "https://[::1]:8443/a", b"tin.vn"),
        ("http://tin.vn:8080/", "http://127.0.0.1:8081/", b"tin.vn:8080"),
    ],
)
def test_only_scheme_host_and_port_change_and_the_host_header_stays_the_portals(
    url: str, sent: str, host: bytes
) -> None:
    request = to_loopback(Request(url, headers={"X-A": "1"}), ORIGINS)
    assert request.url == sent
    assert request.headers["Host"] == host
    assert request.headers["X-A"] == b"1"


def test_without_a_replica_every_request_goes_to_its_own_address() -> None:
    assert set(handlers(None).values()) == set(handlers("").values()) == {"crawler.network.wire.Handler"}
    with pytest.raises(ConfigError):
        handlers("http=tin.vn:80")
    assert set(handlers("http=127.0.0.1:1,https=127.0.0.1:2")) == {"http", "https"}


def test_a_crawl_of_both_schemes_stays_on_loopback_and_sees_the_portals_addresses(tmp_path: Path) -> None:
    def answer(request: web.Request, seen: int) -> web.Response:
        if request.path == "/old":
            return web.Response(status=302, headers={"Location": "https://tin.example/new"})
        if request.path == "/robots.txt":
            return web.Response(text="User-agent: *\nDisallow: /closed\n")
        return web.Response(text=f"{request.scheme} {request.path_qs} {request.host}")

    urls = [
        "http://tin.example/a?l=Tin+t%E1%BB%A9c",
        "https://tin.example:443/b",
        "http://tin.example/old",
        "http://tin.example/closed",
        "http://elsewhere.example/c",
        "http://127.0.0.1/d",
    ]
    with CountingServer(answer, tmp_path) as server:
        replica = f"http=127.0.0.1:{server.port},https=127.0.0.1:{server.tls_port}"
        settings = {
            "CCHC_REPLICA": replica,
            "DOWNLOAD_HANDLERS": handlers(replica),
            "CCHC_WARC_DIR": str(tmp_path / "warc"),
            "ROBOTSTXT_OBEY": True,
            "DOWNLOADER_MIDDLEWARES": {
                "crawler.raw.RawStore": 950,
                "crawler.network.politeness.RobotsRules": 100,
                "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
                "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
            },
        }
        done = crawl(urls, settings, allowed=["tin.example"])
    by_url = {answer["url"]: answer for answer in done.answers}
    assert by_url["http://tin.example/a?l=Tin+t%E1%BB%A9c"]["body"] == "http /a?l=Tin+t%E1%BB%A9c tin.example"
    assert by_url["https://tin.example:443/b"]["body"] == "https /b tin.example"
    assert by_url["https://tin.example/new"]["redirects"] == ["http://tin.example/old"]
    assert {answer["slot"] for answer in done.answers} == {"tin.example"}
    assert all(answer["latency"] > 0 for answer in done.answers)
    for answer_ in done.answers:
        page = read(tmp_path / "warc", answer_["raw"][0], answer_["raw"][1])
        assert (page.url, page.body.decode()) == (answer_["url"], answer_["body"])
    assert set(server.hosts) == {"tin.example"}
    assert "/closed" not in server.paths
    failures = {failure["url"]: failure for failure in done.failures}
    assert failures["http://tin.example/closed"]["type"] == "IgnoreRequest"
    for url in ("http://elsewhere.example/c", "http://127.0.0.1/d"):
        assert failures[url]["type"] == "UndeclaredHostError"
        assert "declared host (tin.example)" in failures[url]["text"]


def test_hosts_may_be_declared_by_setting_and_none_declared_allows_none(tmp_path: Path) -> None:
    with CountingServer(lambda request, seen: web.Response(text="tin"), tmp_path) as server:
        replica = f"http=127.0.0.1:{server.port},https=127.0.0.1:{server.tls_port}"
        settings = {"CCHC_REPLICA": replica, "DOWNLOAD_HANDLERS": handlers(replica)}
        assert crawl(["http://tin.example/"], settings).failures[0]["type"] == "UndeclaredHostError"
        assert server.paths == []
        declared = crawl(["http://tin.example/"], {**settings, "CCHC_REPLICA_HOSTS": "tin.example,b.example"})
        assert [answer["status"] for answer in declared.answers] == [200]
