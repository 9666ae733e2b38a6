"""Faults on the way: connections that break, drip or never end, and answers that are not what their headers say.

Some articles of one portal suffer one fault each, in one crawl; its other articles are the neighbours.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from archive.records import Page
from crawler import warcread
from crawler.findings import find
from tests.crawling import command, crawl, environment, rows
from tests.faults.fakewire import PUBLIC, Measured, live_crawl, measured
from tests.replica import wires
from tests.replica.portal import Request, Response
from tests.replica.server import ReplicaServer
from tests.replica.walls import HTML, Walled, of_kind
from tests.replica.wires import Tampered
from tests.replica.yenbai import YenBai

HOST = "yenbai.gov.vn"
ARTICLES = 40
TIMEOUT, TRIES = 3.0, 2  # seconds for each try, tries
MAXSIZE = 20 * 2**20  # crawler/settings.py
MEMORY = 100 * 2**20  # bytes that all faults together may cost above a night without them


@dataclass(frozen=True)
class Told:
    """What the ledger says of an address: outcome, how its reason begins, how often it was asked for."""

    outcome: str
    reason: str | None
    tries: int = 1


def unpacked(size: int) -> Callable[[Request, Response], Response]:
    bomb = wires.bomb(size)
    return lambda request, sound: bomb


def large(request: Request, sound: Response) -> Response:
    return wires.large(30 * 2**20)


def large_in_pieces(request: Request, sound: Response) -> Response:
    return Response("wire", (b"<p>Tin</p>" * 10_000 for _ in range(310)), 200, HTML)


FAULTS: Mapping[str, tuple[Callable[[Request, Response], Response], Told]] = {
    "reset": (wires.answer(wires.reset), Told("failed", "DownloadFailedError", TRIES)),
    "reset in mid-page": (wires.answer(wires.reset_in_mid_page), Told("failed", "ResponseDataLossError", TRIES)),
    "slow loris": (wires.answer(wires.drip), Told("failed", "timeout", TRIES)),
    "slow loris in the head": (wires.answer(wires.drip_head), Told("failed", "timeout", TRIES)),
    "endless head": (wires.answer(wires.endless_head), Told("failed", "DownloadFailedError", TRIES)),
    "endless body": (wires.answer(wires.endless), Told("rejected", "too_large")),
    "no HTTP": (wires.answer(wires.not_http), Told("failed", "DownloadFailedError", TRIES)),
    "gzip bomb": (unpacked(400 * 2**20), Told("rejected", "too_large")),
    "30 MB": (large, Told("rejected", "too_large")),
    "30 MB in pieces": (large_in_pieces, Told("rejected", "too_large")),
    "redirect loop": (wires.round_and_round, Told("missing", "redirect_elsewhere", 4)),
    "Content-Length too large": (wires.with_length(1.5), Told("failed", "ResponseDataLossError", TRIES)),
    "Content-Length too small": (wires.with_length(0.9), Told("stored", None)),
    "charset windows-1252": (
        wires.with_headers(Content_Type="text/html; charset=windows-1252"),
        Told("stored", None),
    ),
    "charset utf-16": (wires.with_headers(Content_Type="text/html; charset=utf-16"), Told("stored", None)),
    "charset nonsense": (wires.with_headers(Content_Type="text/html; charset=x-khong-co"), Told("stored", None)),
}


@dataclass(frozen=True)
class Night:
    """A night with every fault: the folder, what was sent where, how the process did, and a night without faults."""

    folder: Path
    portal: YenBai
    target: Mapping[str, str]  # fault -> path and query
    asked: Mapping[str, int]  # path and query -> requests
    done: Measured
    clean: Measured

    def row(self, fault: str) -> tuple[str, str | None]:
        """Outcome and reason of the address that suffered it."""
        found = rows(self.folder, "select url, outcome, reason from page where kind = 'article' order by id")
        return next((row[1], row[2]) for row in found if target_of(row[0]) == self.target[fault])

    def kept(self, fault: str) -> list[Page]:
        """Its records in the raw store."""
        [file] = (self.folder / "warc").glob("*.warc.gz")
        return [page for _, page in warcread.records(file) if target_of(page.url) == self.target[fault]]


def file_of(night: Night) -> str:
    [file] = (night.folder / "warc").glob("*.warc.gz")
    return file.name


def target_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}"


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    folders = [tmp_path_factory.mktemp("faulty"), tmp_path_factory.mktemp("clean")]
    portal = YenBai(articles=ARTICLES, events=())
    tampered = Tampered(portal, {name: fault for name, (fault, _) in FAULTS.items()})
    measures: list[Measured] = []
    asked: list[dict[str, int]] = []
    for folder, imitation in zip(folders, (tampered, portal), strict=True):
        with ReplicaServer([imitation]) as server:
            line = command("yenbai", "-a", "mode=full", DOWNLOAD_TIMEOUT=f"{TIMEOUT:g}", RETRY_TIMES=f"{TRIES - 1}")
            measures.append(measured(line, environment(folder, server)))
            asked.append(dict(server.stats[HOST].paths))
    target = {name: path for path, name in tampered.suffering.items()}
    return Night(folders[0], portal, target, asked[0], *measures)


@pytest.mark.timeout(120)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_as_what_it_is_and_not_asked_for_more_often_than_that(night: Night, fault: str) -> None:
    told = FAULTS[fault][1]
    outcome, reason = night.row(fault)
    assert (outcome, (reason or "")[: len(told.reason or "")] or None) == (told.outcome, told.reason)
    # Twisted itself asks once more where a connection that was kept open turns out to be dead.
    assert told.tries <= night.asked[night.target[fault]] <= told.tries + (fault.startswith("reset"))


def test_the_neighbours_of_all_faults_are_stored_whole(night: Night) -> None:
    stored = {row.key: row.text for row in rows(night.folder, "select key, text from article")}
    suffering = {name for name, (_, told) in FAULTS.items() if told.outcome != "stored"}
    assert len(stored) == ARTICLES - len(suffering)
    # Wrong charsets change nothing in the text; a page that is cut where its header says so lacks its end at most.
    texts = {gold.key: gold.text for gold in night.portal.golds()}
    other = [key for key, text in stored.items() if text != texts[key]]
    assert len(other) <= 1
    assert all(texts[key].startswith(stored[key]) for key in other)


def test_the_run_says_how_many_failed_and_is_partial(night: Night) -> None:
    [(outcome, reasons, counts)] = rows(night.folder, "select outcome, reasons, counts from run")
    failed = sum(told.outcome == "failed" for _, told in FAULTS.values())
    assert (night.done.code, outcome) == (1, "partial")
    assert any(reason.startswith(f"{failed} of {ARTICLES} article addresses failed") for reason in json.loads(reasons))
    assert json.loads(counts)["addresses"] == ARTICLES


def test_memory_stays_bounded_through_bombs_and_endless_bodies(night: Night) -> None:
    assert night.clean.code == 0
    assert night.done.peak < night.clean.peak + MEMORY, (night.done.peak, night.clean.peak)


def test_time_stays_bounded_however_slowly_bytes_drip(night: Night) -> None:
    """DOWNLOAD_TIMEOUT is for a request as a whole, connection, head and body together: a drip does not renew it."""
    waits = sum(told.tries * TIMEOUT for _, told in FAULTS.values() if told.outcome == "failed")
    assert night.done.seconds < night.clean.seconds + waits + 20


@pytest.mark.parametrize("fault", ["reset in mid-page", "Content-Length too large", "gzip bomb", "redirect loop"])
def test_the_bytes_that_came_are_kept(night: Night, fault: str) -> None:
    kept = night.kept(fault)
    assert len(kept) == FAULTS[fault][1].tries
    if fault == "reset in mid-page":
        assert {page.body for page in kept} == {b"<html><head><title>T</title></head><body><p>Tin"}
    if fault == "gzip bomb":
        assert kept[0].body.startswith(b"<p>Tin</p>")
        assert (night.folder / "warc" / file_of(night)).stat().st_size < 5 * 2**20  # packed as it came


def test_what_a_header_announces_is_kept_where_more_is_sent(night: Night) -> None:
    [page] = night.kept("Content-Length too small")
    assert str(len(page.body)) == page.headers["content-length"]


# --- the whole portal -------------------------------------------------------------------------------------------------
@pytest.fixture
def good_night(tmp_path: Path) -> Path:
    with ReplicaServer([YenBai(articles=12, events=())]) as server:
        assert crawl(tmp_path, server).returncode == 0
    return tmp_path


def last_run(data_dir: Path) -> tuple[str, list[str], dict[str, int]]:
    [(outcome, reasons, counts)] = rows(data_dir, "select outcome, reasons, counts from run order by id desc limit 1")
    return outcome, json.loads(reasons), json.loads(counts)


def test_a_storm_of_500_proves_nothing_against_known_articles_and_the_next_night_is_ok(good_night: Path) -> None:
    before = rows(good_night, "select key, text, withheld from article order by key")
    error = Response("wall", b"<h1>500</h1>", 500, HTML)
    portal = YenBai(articles=12, events=())
    with ReplicaServer([Walled(portal, error)]) as server:
        done = crawl(good_night, server)
        stats = server.stats[HOST]
    outcome, reasons, counts = last_run(good_night)
    assert (done.returncode, outcome) == (1, "partial")
    assert any("page 1: http_500" in reason for reason in reasons)
    assert counts["missing"] == counts["gone"] == counts["stored"] == counts["revised"] == 0
    assert counts["failed"] == 12
    assert max(stats.paths.values()) == 2  # RETRY_TIMES=1
    assert rows(good_night, "select key, text, withheld from article order by key") == before
    with ReplicaServer([portal]) as server:
        assert crawl(good_night, server).returncode == 0
    assert rows(good_night, "select key, text, withheld from article order by key") == before


def test_429_with_retry_after_lets_the_host_rest_that_long_and_loses_nothing(tmp_path: Path) -> None:
    refused: set[str] = set()

    def first_is_refused_once(request: Request, answer: Response) -> bool:
        if answer.kind != "article" or (refused and request.target not in refused) or len(refused) > 1:
            return False
        if request.target in refused:
            refused.add("once")
            return False
        refused.add(request.target)
        return True

    wait = Response("wall", b"", 429, {"Retry-After": "2"})
    with ReplicaServer([Walled(YenBai(articles=12, events=()), wait, first_is_refused_once)]) as server:
        done = crawl(tmp_path, server)
        stats = server.stats[HOST]
    assert done.returncode == 0, done.stderr[-3000:]
    assert stats.statuses[429] == 1
    assert max(stats.gaps) >= 1.9
    assert rows(tmp_path, "select count(*) from article")[0][0] == 12


def test_a_listing_that_redirects_in_a_circle_ends_and_is_told(tmp_path: Path) -> None:
    class Circle(Walled):
        """Listings lead to themselves."""

        async def handle(self, request: Request) -> Response:
            answer = await self.portal.handle(request)
            return wires.round_and_round(request, answer) if self.where(request, answer) else answer

    with ReplicaServer([Circle(YenBai(articles=12, events=()), Response("wall"), of_kind("listing"))]) as server:
        crawl(tmp_path, server)
        requests = server.stats[HOST].requests
    outcome, reasons, _ = last_run(tmp_path)
    assert outcome == "partial"
    assert all(": redirected to " in reason for reason in reasons), reasons
    assert requests <= 1 + 3 * 4  # robots.txt, then three listings of three hops each


def test_a_name_that_dns_does_not_know_is_told_and_nothing_is_counted_against_the_articles(tmp_path: Path) -> None:
    with ReplicaServer([YenBai(articles=12, events=())]) as server:
        assert live_crawl(tmp_path, server, names={HOST: PUBLIC}).code == 0
        before = rows(tmp_path, "select key, text from article order by key")
        done = live_crawl(tmp_path, server, names={})
    outcome, reasons, counts = last_run(tmp_path)
    assert (done.code, outcome) == (1, "partial")
    assert all("CannotResolveHostError, at robots.txt" in reason for reason in reasons), reasons
    finding = find(reasons)
    assert finding is not None
    assert finding.code == "no_host"
    assert counts["missing"] == counts["gone"] == 0
    assert done.tried == ()
    assert rows(tmp_path, "select key, text from article order by key") == before
