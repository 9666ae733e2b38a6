"""Certificates with faults and servers with old TLS, in whole crawls: public pages are read, and what is wrong is told.

The handshakes one by one: tests/crawler/test_tls.py.
"""

from __future__ import annotations

import datetime as dt
import json
import ssl
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.db import LOCAL
from crawler.findings import find
from tests.crawler.test_tls import KEYS, NOW, OLD, certificate, server_context
from tests.crawling import rows
from tests.faults.fakewire import PUBLIC, live_crawl
from tests.replica.server import ReplicaServer
from tests.replica.yenbai import YenBai

HOST = "yenbai.gov.vn"
SINCE = (NOW - dt.timedelta(days=3)).astimezone(LOCAL).date().isoformat()


def sent(folder: Path, names: tuple[str, ...], days: tuple[int, int]) -> ssl.SSLContext:
    return server_context(folder, KEYS[2], certificate("may chu", KEYS[2], names=names, days=days))


FAULTS: dict[str, tuple[Callable[[Path], ssl.SSLContext], str]] = {
    "expired": (lambda folder: sent(folder, (HOST,), (-30, -3)), f"expired since {SINCE}"),
    "self-signed": (lambda folder: sent(folder, (HOST,), (-3, 3)), "self-signed"),
    "another's": (lambda folder: sent(folder, ("tinh-khac.gov.vn",), (-3, 3)), "made out for another host name"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_certificate_with_a_fault_stops_nothing_and_is_told_once_a_run(tmp_path: Path, fault: str) -> None:
    context, said = FAULTS[fault]
    with ReplicaServer([YenBai(articles=12, events=())], tls=context(tmp_path)) as server:
        done = live_crawl(tmp_path, server, names={HOST: PUBLIC})
    assert done.code == 0, done.log[-3000:]
    [(outcome, notes)] = rows(tmp_path, "select outcome, notes from run")
    assert outcome == "ok"
    assert json.loads(notes).count(f"certificate of {HOST}: {said}") == 1
    assert rows(tmp_path, "select count(*) from article")[0][0] == 12


def test_old_tls_fails_with_the_way_out_and_is_spoken_where_it_is_declared(tmp_path: Path) -> None:
    with ReplicaServer([YenBai(articles=12, events=())], tls=OLD["DH 1024"](tmp_path)) as old:
        refused = live_crawl(tmp_path, old, names={HOST: PUBLIC})
        [(outcome, reasons)] = rows(tmp_path, "select outcome, reasons from run")
        done = live_crawl(tmp_path, old, names={HOST: PUBLIC}, CCHC_TLS="legacy")
    assert (refused.code, outcome) == (1, "partial")
    finding = find(json.loads(reasons))
    assert finding is not None
    assert finding.code == "old_tls"
    assert done.code == 0, done.log[-3000:]
    assert rows(tmp_path, "select count(*) from article")[0][0] == 12
