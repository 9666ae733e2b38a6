"""CCHC_PROXY: a portal is asked through its proxy and by no other way, and a proxy's failure is called by its name."""

from __future__ import annotations

import base64
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from crawler.config import Config
from crawler.findings import find
from crawler.network.proxies import Proxy
from crawler.warcread import records
from tests.crawler.test_tls import OLD
from tests.crawling import rows
from tests.faults.fakeproxy import FakeProxy
from tests.faults.fakewire import PUBLIC, Live, live_crawl
from tests.replica.imitations import imitation
from tests.replica.server import ReplicaServer
from tests.replica.yenbai import YenBai

HOST = "yenbai.gov.vn"
PASSWORD = "mat-khau/@81"
CREDENTIALS = "Basic " + base64.b64encode(f"kho:{PASSWORD}".encode()).decode()
HTTP_HOST = "sonoivu.vidu.vn"  # an imitation without https


def crawl(data_dir: Path, server: ReplicaServer, proxies: str, *arguments: str, **more: Any) -> Live:
    """A crawl that can reach the portals only through ports of loopback."""
    ports = more.pop("ports")
    return live_crawl(data_dir, server, *arguments, open_ports=ports, environ={"CCHC_PROXY": proxies}, **more)


def last_run(data_dir: Path) -> tuple[str, list[str], list[str]]:
    [(outcome, reasons, notes)] = rows(data_dir, "select outcome, reasons, notes from run order by id desc limit 1")
    return outcome, json.loads(reasons), json.loads(notes)


def stored(data_dir: Path) -> int:
    return int(rows(data_dir, "select count(*) from article")[0][0])


def everything(folder: Path) -> bytes:
    """All that a crawl left on the disk, WARC records unpacked."""
    files = [file for file in folder.rglob("*") if file.is_file() and not file.name.endswith(".gz")]
    packed = [gzip.decompress(file.read_bytes()) for file in folder.rglob("*.warc.gz")]
    return b"".join([*(file.read_bytes() for file in files), *packed])


def test_https_goes_through_a_tunnel_with_name_and_password_that_nothing_keeps(tmp_path: Path) -> None:
    with ReplicaServer([YenBai(articles=12, events=())]) as server, FakeProxy(server, password=CREDENTIALS) as proxy:
        address = f"http://kho:mat-khau%2F%4081@proxy.lan:{proxy.port}"
        names = {HOST: PUBLIC, "proxy.lan": "127.0.0.1"}  # a proxy may stand in the own network
        done = crawl(tmp_path, server, address, names=names, ports=[proxy.port], LOG_LEVEL="DEBUG")
    assert done.code == 0, done.log[-3000:]
    assert stored(tmp_path) == 12
    assert {(one.method, one.target, one.authorization) for one in proxy.asked} == {
        ("CONNECT", f"{HOST}:443", CREDENTIALS)
    }
    assert set(done.tried) == {("127.0.0.1", proxy.port)}
    assert HOST not in done.asked  # the proxy looks the name up
    # The certificate is the portal's as ever.
    assert f"certificate of {HOST}: self-signed" in last_run(tmp_path)[2]
    [file] = (tmp_path / "warc").glob("*.warc.gz")
    assert {page.url.split("/")[2] for _, page in records(file)} == {HOST}
    kept = everything(tmp_path)
    assert b"HTTP/1.1 200" in kept
    assert b"WARC-IP-Address" not in kept  # it would be the proxy's
    for secret in (PASSWORD, "mat-khau", CREDENTIALS, CREDENTIALS.removeprefix("Basic ")):
        assert secret.encode() not in kept


def test_http_goes_in_absolute_form_and_one_portals_proxy_is_not_the_others(tmp_path: Path) -> None:
    portal = imitation(HTTP_HOST, articles=20)
    other = YenBai(articles=12, events=())
    with ReplicaServer([portal, other]) as server, FakeProxy(server, password=CREDENTIALS) as proxy:
        value = f"{HTTP_HOST}=http://kho:mat-khau%2F%4081@127.0.0.1:{proxy.port}"
        done = crawl(
            tmp_path / "own",
            server,
            value,
            *("-a", f"url=http://{HTTP_HOST}/"),
            name="portal",
            names={HTTP_HOST: PUBLIC},
            ports=[proxy.port],
        )
        through = list(proxy.asked)
        without = crawl(tmp_path / "other", server, value, names={HOST: PUBLIC}, ports=[proxy.port])
    assert (done.code, without.code) == (0, 0), done.log[-3000:] + without.log[-3000:]
    assert through
    assert {(one.method, one.target.split("/")[2], one.authorization) for one in through} == {
        ("GET", HTTP_HOST, CREDENTIALS)
    }
    assert set(done.tried) == {("127.0.0.1", proxy.port)}
    assert proxy.asked == through
    assert set(without.tried) == {(PUBLIC, 443)}
    kept = everything(tmp_path / "own")
    assert b"mat-khau" not in kept
    assert CREDENTIALS.encode() not in kept
    assert f"WARC-Target-URI: http://{HTTP_HOST}/".encode() in kept


def test_direct_at_a_portal_wins_over_the_proxy_of_all_and_the_environments_http_proxy_is_nobodys(
    tmp_path: Path,
) -> None:
    with ReplicaServer([YenBai(articles=12, events=())]) as server, FakeProxy(server) as proxy:
        address = f"http://127.0.0.1:{proxy.port}"
        done = live_crawl(
            tmp_path,
            server,
            names={HOST: PUBLIC},
            open_ports=[proxy.port],
            environ={"CCHC_PROXY": f"{address},yenbai=direct", "http_proxy": address, "https_proxy": address},
        )
    assert done.code == 0, done.log[-3000:]
    assert proxy.asked == []
    assert set(done.tried) == {(PUBLIC, 443)}


def test_a_back_fill_asks_the_web_archive_through_the_portals_proxy(tmp_path: Path) -> None:
    with ReplicaServer([]) as server, FakeProxy(server) as proxy:
        value = f"yenbai=http://127.0.0.1:{proxy.port}"
        done = crawl(tmp_path, server, value, *("-a", "source=wayback"), names={}, ports=[proxy.port])
    assert {one.target for one in proxy.asked} == {"web.archive.org:443"}
    assert set(done.tried) == {("127.0.0.1", proxy.port)}


def test_old_tls_behind_a_proxy_is_told_and_reached_as_without_one(tmp_path: Path) -> None:
    portal = YenBai(articles=12, events=())
    with ReplicaServer([portal], tls=OLD["TLS 1.0"](tmp_path)) as server, FakeProxy(server) as proxy:
        value = f"http://127.0.0.1:{proxy.port}"
        crawl(tmp_path / "a", server, value, names={}, ports=[proxy.port])
        done = crawl(tmp_path / "b", server, value, names={}, ports=[proxy.port], CCHC_TLS="legacy")
    assert any('declare tls = "legacy"' in reason for reason in last_run(tmp_path / "a")[1])
    assert done.code == 0, done.log[-3000:]
    assert stored(tmp_path / "b") == 12


# --- proxies that fail ------------------------------------------------------------------------------------------------
def test_a_proxy_that_does_not_run_is_named_and_the_portal_is_not_blamed(tmp_path: Path) -> None:
    with ReplicaServer([YenBai(articles=12, events=())]) as server:
        done = crawl(tmp_path, server, "http://kho:mat-khau@127.0.0.1:9", names={HOST: PUBLIC}, ports=[])
    outcome, reasons, _ = last_run(tmp_path)
    assert (done.code, outcome) == (1, "partial")
    assert all("the proxy http://127.0.0.1:9 does not answer" in reason for reason in reasons), reasons
    assert set(done.tried) == {("127.0.0.1", 9)}
    assert b"mat-khau" not in everything(tmp_path)
    finding = find(reasons)
    assert finding is not None
    assert finding.code == "proxy"
    assert rows(tmp_path, "select count(*) from page where outcome in ('missing', 'blocked')")[0][0] == 0


@pytest.mark.parametrize(
    ("faults", "credentials", "said"),
    [
        ({"password": CREDENTIALS}, "", "asks for a name and a password (HTTP 407)"),
        ({"password": CREDENTIALS}, "kho:falsch@", "does not take this name and password (HTTP 407)"),
        ({"refuses": 502}, "", "opens no way to the portal (HTTP 502 to CONNECT)"),
    ],
)
def test_a_proxy_that_refuses_is_named(tmp_path: Path, faults: Any, credentials: str, said: str) -> None:
    with ReplicaServer([YenBai(articles=12, events=())]) as server, FakeProxy(server, **faults) as proxy:
        value = f"http://{credentials}127.0.0.1:{proxy.port}"
        crawl(tmp_path, server, value, names={HOST: PUBLIC}, ports=[proxy.port], RETRY_TIMES="0")
    _, reasons, _ = last_run(tmp_path)
    assert all(f"the proxy http://127.0.0.1:{proxy.port} {said}" in reason for reason in reasons), reasons
    finding = find(reasons)
    assert finding is not None
    assert finding.code == "proxy"


def test_a_proxy_that_asks_for_a_password_is_no_wall_of_an_http_portal(tmp_path: Path) -> None:
    portal = imitation(HTTP_HOST, articles=20)
    with ReplicaServer([portal]) as server, FakeProxy(server, password=CREDENTIALS) as proxy:
        given = ("-a", f"url=http://{HTTP_HOST}/")
        value = f"http://127.0.0.1:{proxy.port}"
        crawl(tmp_path, server, value, *given, name="portal", names={HTTP_HOST: PUBLIC}, ports=[proxy.port])
    outcome, reasons, _ = last_run(tmp_path)
    assert outcome == "partial"
    assert all("asks for a name and a password (HTTP 407)" in reason for reason in reasons), reasons
    # The proxy's answer is none of the portal's: no record has it.
    assert [page for file in (tmp_path / "warc").glob("*.warc.gz") for _, page in records(file)] == []


@pytest.mark.timeout(60)
def test_a_proxy_that_says_nothing_ends_in_time_and_is_named(tmp_path: Path) -> None:
    with ReplicaServer([YenBai(articles=12, events=())]) as server, FakeProxy(server, mute=True) as proxy:
        value = f"http://127.0.0.1:{proxy.port}"
        crawl(tmp_path, server, value, names={}, ports=[proxy.port], DOWNLOAD_TIMEOUT="1", RETRY_TIMES="0")
    _, reasons, _ = last_run(tmp_path)
    assert all(f"timeout, through the proxy {value}" in reason for reason in reasons), reasons


def test_an_address_of_a_proxy_is_taken_apart_and_shown_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = Proxy.parse("http://kho:mat-khau%2F%4081@proxy.vidu.vn:3128")
    assert (proxy.address, proxy.host) == ("http://proxy.vidu.vn:3128", "proxy.vidu.vn")
    assert proxy.authorization == CREDENTIALS.encode()
    assert "mat-khau" not in repr(proxy) + str(proxy.error("does not answer"))
    assert CREDENTIALS not in repr(proxy)
    assert Proxy.parse("http://[fd00::1]:8080").address == "http://[fd00::1]:8080"
    config = Config.from_env({"CCHC_PROXY": "http://a.vidu.vn:1,yenbai=direct,tinh.vidu.vn=http://b.vidu.vn:2"})
    assert [config.proxy(name) for name in ("yenbai", "tinh.vidu.vn", "laocai")] == [
        None,
        "http://b.vidu.vn:2",
        "http://a.vidu.vn:1",
    ]
