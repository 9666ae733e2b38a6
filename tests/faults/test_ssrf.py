"""Addresses that lead into this machine or its network: named by redirects, links, DNS or a person, never connected to.

The crawls run outside replica mode; DNS and connections are played (tests/faults/fakewire.py), so that every attempt is
seen and none leaves loopback.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from scrapy.settings import default_settings
from twisted.internet.error import DNSLookupError

from crawler import settings
from crawler.findings import find
from crawler.network import guard
from crawler.replica import handlers
from tests.crawler.crawling import crawl as visit
from tests.crawling import rows
from tests.faults.fakewire import PUBLIC, job_of, live_crawl, read
from tests.replica.portal import Request, Response
from tests.replica.server import ReplicaServer
from tests.replica.walls import Walled, of_kind
from tests.replica.yenbai import YenBai

HOST = "yenbai.gov.vn"
NAMES = {HOST: PUBLIC}


def portal(articles: int = 12) -> YenBai:
    return YenBai(articles=articles, events=())


def last_run(data_dir: Path) -> tuple[str, list[str], list[str]]:
    [(outcome, reasons, notes)] = rows(data_dir, "select outcome, reasons, notes from run order by id desc limit 1")
    return outcome, json.loads(reasons), json.loads(notes)


def stored(data_dir: Path) -> int:
    return int(rows(data_dir, "select count(*) from article")[0][0])


# --- the address as written -------------------------------------------------------------------------------------------
PRIVATE = {  # address -> what the refusal says
    "http://127.0.0.1/x": "127.0.0.1 is no public address",
    "https://127.8.9.10:8443/": "127.8.9.10 is no public address",
    "http://10.0.0.7/": "10.0.0.7 is no public address",
    "http://172.16.5.5/": "172.16.5.5 is no public address",
    "http://192.168.1.1/": "192.168.1.1 is no public address",
    "http://100.64.0.1/": "100.64.0.1 is no public address",
    "http://169.254.169.254/latest/meta-data/": "169.254.169.254 is no public address",
    "http://0.0.0.0/": "0.0.0.0 is no public address",
    "http://224.0.0.1/": "224.0.0.1 is no public address",
    "http://255.255.255.255/": "255.255.255.255 is no public address",
    "http://127.1/": "127.0.0.1 is no public address (written as 127.1)",
    "http://2130706433/": "127.0.0.1 is no public address (written as 2130706433)",
    "http://0x7f000001/": "127.0.0.1 is no public address (written as 0x7f000001)",
    "http://0177.0.0.1/": "127.0.0.1 is no public address (written as 0177.0.0.1)",
    "http://127.0.0.1./": "127.0.0.1 is no public address (written as 127.0.0.1.)",
    "http://[::1]/": "::1 is no public address",
    "http://[::]/": ":: is no public address",
    "http://[fe80::1]/": "fe80::1 is no public address",
    "http://[fd00:ec2::254]/": "fd00:ec2::254 is no public address",
    "http://[::ffff:169.254.169.254]/": "::ffff:a9fe:a9fe is no public address (written as ::ffff:169.254.169.254)",
    "http://[64:ff9b::7f00:1]/": "64:ff9b::7f00:1 is no public address",
    "http://[2002:7f00:1::]/": "2002:7f00:1:: is no public address",
    "http://localhost/": "localhost is a name of this machine or its network",
    "http://LOCALHOST.:8080/": "localhost. is a name of this machine or its network",
    "http://metadata.google.internal/": "metadata.google.internal is a name of this machine or its network",
    "http://printer.local/": "printer.local is a name of this machine or its network",
    "http://intranet/": "intranet is a name of this machine or its network",
    "file:///etc/passwd": "file: is no scheme of the web",
    "ftp://ftp.example.vn/x": "ftp: is no scheme of the web",
    "gopher://x.example.vn/": "gopher: is no scheme of the web",
}


@pytest.mark.parametrize("url", PRIVATE)
def test_what_does_not_lie_on_the_open_web_is_refused_as_it_is_written(url: str) -> None:
    assert guard.refusal(url) == PRIVATE[url]


@pytest.mark.parametrize(
    "url",
    [
        "https://yenbai.gov.vn/a?b=127.0.0.1",
        f"http://{PUBLIC}/",
        "http://[2606:4700::1111]/",
        "http://[::ffff:9.8.7.6]/",
        "http://localhost.vidu.vn/",
        "http://127.0.0.1.vidu.vn/",
    ],
)
def test_what_lies_there_passes(url: str) -> None:
    assert guard.refusal(url) is None


def test_the_proxys_own_host_is_no_page_whatever_its_address_is() -> None:
    assert guard.refusal("http://proxy.vidu.vn:3128/x", own=("proxy.vidu.vn",)) is not None
    assert guard.refusal(f"http://{PUBLIC}/", own=(PUBLIC,)) is not None


# --- redirects of every kind, in one crawl ----------------------------------------------------------------------------
class Redirecting:
    """Hosts that send every visitor to another address."""

    def __init__(self, targets: list[str]) -> None:
        self._targets = {f"chuyen-{number}.vidu.vn": target for number, target in enumerate(targets)}

    @property
    def hosts(self) -> tuple[str, ...]:
        return tuple(self._targets)

    async def handle(self, request: Request) -> Response:
        return Response("redirect", b"", 302, {"Location": self._targets[request.host]})


def guarded(server: ReplicaServer, folder: Path, names: dict[str, Any]) -> dict[str, Any]:
    """Settings and prelude of a crawl whose requests pass our handler, on a played network."""
    job = job_of(server, folder / "wire.jsonl", names=names)
    closed = dict.fromkeys(("data", "file", "ftp", "s3"), "crawler.network.guard.ClosedHandler")
    settings = {
        "DOWNLOAD_HANDLERS": handlers(None) | closed,
        "TWISTED_DNS_RESOLVER": "crawler.network.guard.Resolver",
        "HTTPPROXY_ENABLED": False,
        "RETRY_TIMES": 2,
        "LOG_LEVEL": "CRITICAL",
    }
    return {"settings": settings, "prelude": f"from tests.faults.fakewire import install\ninstall({job!r})"}


def test_no_redirect_and_no_answer_of_dns_leads_to_a_connection_that_is_not_public(tmp_path: Path) -> None:
    targets = {url: said for url, said in PRIVATE.items() if url.startswith("http")}
    targets |= {"http://noi-bo.vidu.vn/": "noi-bo.vidu.vn leads to 10.9.8.7, which is no public address"}
    targets |= {"https://sieu-du-lieu.vidu.vn/": "sieu-du-lieu.vidu.vn leads to 169.254.169.254, which is no public"}
    portals = Redirecting(list(targets))
    names = dict.fromkeys(portals.hosts, PUBLIC) | {
        "noi-bo.vidu.vn": "10.9.8.7",
        "sieu-du-lieu.vidu.vn": "169.254.169.254",
    }
    with ReplicaServer([portals]) as server:
        done = visit(
            [f"http://{host}/" for host in portals.hosts] + ["file:///etc/passwd", "ftp://x.vidu.vn/", "data:,x"],
            **guarded(server, tmp_path, names),
        )
        asked = {host: server.stats[host].requests for host in portals.hosts}
    assert done.answers == []
    said = [failure["text"] for failure in done.failures]
    assert {failure["type"] for failure in done.failures} == {"RefusedAddressError"}
    assert len(said) == len(targets) + 3
    for expected in (*targets.values(), "file: is no scheme", "ftp: is no scheme", "data: is no scheme"):
        assert any(text.startswith(f"refused address: {expected}") for text in said), expected
    tried, _ = read(tmp_path / "wire.jsonl")
    assert {address for address, _ in tried} == {PUBLIC}
    assert set(asked.values()) == {1}  # a refusal is not tried again
    assert done.stats.get("retry/count", 0) == 0


def test_a_redirect_to_a_file_is_not_followed(tmp_path: Path) -> None:
    portals = Redirecting(["file:///etc/passwd", "data:text/html,<h1>x</h1>"])
    with ReplicaServer([portals]) as server:
        done = visit(
            [f"http://{host}/" for host in portals.hosts],
            **guarded(server, tmp_path, dict.fromkeys(portals.hosts, PUBLIC)),
        )
    assert [(one["status"], one["redirects"]) for one in done.answers] == [(302, []), (302, [])]


# --- whole crawls -----------------------------------------------------------------------------------------------------
def test_a_robots_txt_that_leads_to_the_clouds_metadata_costs_nothing_else(tmp_path: Path) -> None:
    # A host below the portal's own: any other is filtered before it comes to an address (Scrapy's offsite middleware).
    away = Response("wall", b"", 302, {"Location": f"http://noi-bo.{HOST}/latest/meta-data/iam/"})
    with ReplicaServer([Walled(portal(), away, of_kind("robots"))]) as server:
        done = live_crawl(tmp_path, server, names=NAMES | {f"noi-bo.{HOST}": "169.254.169.254"})
    assert done.code == 0, done.log[-3000:]
    assert {address for address, _ in done.tried} == {PUBLIC}
    assert stored(tmp_path) == 12
    outcome, _, notes = last_run(tmp_path)
    assert outcome == "ok"
    assert f"refused address: noi-bo.{HOST} leads to 169.254.169.254, which is no public address" in notes


class OneLeadsIn:
    """A portal, the first of whose articles and one of whose listings send their visitors into the own network."""

    def __init__(self) -> None:
        self._portal, self.sent = portal(), set[str]()
        self.hosts = self._portal.hosts

    async def handle(self, request: Request) -> Response:
        answer = await self._portal.handle(request)
        first = {kind for kind, _ in map(str.split, self.sent)}
        if answer.kind in ("article", "listing") and answer.kind not in first:
            self.sent.add(f"{answer.kind} {request.target.replace(' ', '+')}")
        if f"{answer.kind} {request.target.replace(' ', '+')}" in self.sent:
            return replace(answer, body=b"", status=302, headers={"Location": "https://127.0.0.1/admin"})
        return answer


def test_an_article_and_a_listing_that_lead_into_the_own_network_are_left_alone(tmp_path: Path) -> None:
    with ReplicaServer([OneLeadsIn()]) as server:
        done = live_crawl(tmp_path, server, names=NAMES)
    outcome, reasons, _ = last_run(tmp_path)
    assert outcome == "partial"
    assert [reason for reason in reasons if "redirected to https://127.0.0.1/admin" in reason] == reasons
    assert {address for address, _ in done.tried} == {PUBLIC}
    missed = rows(tmp_path, "select outcome, reason from page where kind = 'article' and outcome != 'stored'")
    assert [tuple(row) for row in missed] == [("missing", "redirect_elsewhere")]
    assert stored(tmp_path) > 0


def test_a_portal_whose_name_leads_into_the_own_network_is_not_asked_and_the_reason_is_said(tmp_path: Path) -> None:
    address = "169.254.169.254"
    with ReplicaServer([portal()]) as server:
        done = live_crawl(tmp_path, server, names={HOST: address}, served=(PUBLIC, address))
    outcome, reasons, notes = last_run(tmp_path)
    said = f"refused address: {HOST} leads to {address}, which is no public address"
    assert (done.code, outcome) == (1, "partial")
    assert all(reason.endswith(said) for reason in reasons)
    assert said in notes
    assert done.tried == ()
    finding = find(reasons)
    assert finding is not None
    assert finding.code == "refused_address"


def test_a_name_that_turns_private_in_mid_crawl_is_refused_from_then_on(tmp_path: Path) -> None:
    class Closing(Walled):
        """Every answer ends its connection: each request looks the name up again."""

        async def handle(self, request: Request) -> Response:
            answer = await self.portal.handle(request)
            return replace(answer, headers={**answer.headers, "Connection": "close"})

    with ReplicaServer([Closing(portal(), Response("wall"))]) as server:
        done = live_crawl(
            tmp_path,
            server,
            names={HOST: [PUBLIC] * 6 + ["127.0.0.1"]},
            served=(PUBLIC, "127.0.0.1"),
            DNSCACHE_ENABLED="0",
        )
        asked = server.stats[HOST].requests
    assert {address for address, _ in done.tried} == {PUBLIC}
    assert asked == 6
    assert stored(tmp_path) > 0
    failed = rows(tmp_path, "select distinct outcome, reason from page where kind = 'article' and outcome != 'stored'")
    assert [tuple(row) for row in failed] == [
        ("failed", f"refused address: {HOST} leads to 127.0.0.1, which is no public address")
    ]


def test_an_address_that_a_person_typed_is_refused_before_the_crawl(tmp_path: Path) -> None:
    with ReplicaServer([]) as server:
        given = ("-a", "url=http://noi-bo.vidu.vn/")
        done = live_crawl(tmp_path, server, *given, name="portal", names={"noi-bo.vidu.vn": "10.0.0.1"})
    assert done.code == 2
    assert "noi-bo.vidu.vn leads to 10.0.0.1, which is not on the open web" in done.log
    assert done.tried == ()


def test_a_crawl_whose_dns_nobody_checks_does_not_begin(tmp_path: Path) -> None:
    with ReplicaServer([portal()]) as server:
        scrapys = "scrapy.resolver.CachingThreadedResolver"
        done = live_crawl(tmp_path, server, names=NAMES, TWISTED_DNS_RESOLVER=scrapys)
    assert done.code == 1
    assert "TWISTED_DNS_RESOLVER must be crawler.network.guard.Resolver" in done.log
    assert done.tried == ()


def test_every_scheme_of_scrapys_has_a_handler_of_ours() -> None:
    ours: dict[str, str] = vars(settings)["DOWNLOAD_HANDLERS"]
    assert default_settings.DOWNLOAD_HANDLERS_BASE.keys() <= ours.keys()
    assert {scheme for scheme, handler in ours.items() if handler != "crawler.network.guard.ClosedHandler"} == {
        "http",
        "https",
    }
    assert vars(settings)["TWISTED_DNS_RESOLVER"] == "crawler.network.guard.Resolver"
    assert vars(settings)["HTTPPROXY_ENABLED"] is False


@pytest.mark.parametrize(
    ("address", "live", "replica"),
    [(PUBLIC, True, False), ("127.0.0.1", False, True), ("10.0.0.1", False, False), ("224.0.0.1", False, False)],
)
def test_dns_may_lead_to_the_open_web_or_in_a_replica_run_to_loopback(address: str, live: bool, replica: bool) -> None:
    for imitated, good in ((False, live), (True, replica)):
        resolver = guard.Resolver(None, 0, 1.0, imitated)
        if good:
            assert resolver.check(address, HOST) == address
            continue
        with pytest.raises(DNSLookupError):
            resolver.check(address, HOST)
        assert resolver.refused == {HOST: f"{HOST} leads to {address}, which is no public address"}
        resolver.allow(HOST)
        assert resolver.check(address, HOST) == address


def test_a_web_archive_in_the_own_network_is_asked_because_a_person_has_named_it(tmp_path: Path) -> None:
    with ReplicaServer([]) as server:
        done = live_crawl(
            tmp_path,
            server,
            *("-a", "source=wayback"),
            names={"luu-tru.lan": "10.1.1.1"},
            served=("10.1.1.1",),
            environ={"CCHC_WAYBACK": "http://luu-tru.lan"},
        )
    assert {address for address, _ in done.tried} == {"10.1.1.1"}
    assert any("http_421" in reason for reason in last_run(tmp_path)[1])  # it answered
