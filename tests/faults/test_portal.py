"""Faults of a portal as a whole: it shows nothing, another agency's site stands in its place, or it wants a log-in.

In all of them the archive keeps what it has: an address is missing or gone only where the portal works.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.findings import find
from tests.crawling import crawl, rows
from tests.replica.imitations import imitation
from tests.replica.portal import Request, Response
from tests.replica.server import ReplicaServer
from tests.replica.walls import IN_PLACE, Walled
from tests.replica.yenbai import YenBai

HOST = "yenbai.gov.vn"
ARTICLES = "select key, title, text, withheld from article order by key"
_ROW = re.compile(rb'<div class="tin">.*?</div>', re.DOTALL)
_LINK = re.compile(rb'<a href="[^"]*ItemID=[^"]*"[^>]*>.*?</a>', re.DOTALL | re.IGNORECASE)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder after a good night. The faults of the tests come over it one after the other, and nothing changes."""
    folder = tmp_path_factory.mktemp("portal")
    with ReplicaServer([YenBai(articles=20, events=())]) as server:
        assert crawl(folder, server).returncode == 0
    return folder


def night(folder: Path, portal: object) -> tuple[int, str, list[str], dict[str, int]]:
    """Exit code, outcome, reasons and counters of one night more; no article may be changed by it."""
    before = rows(folder, ARTICLES)
    with ReplicaServer([portal]) as server:  # type: ignore[list-item]
        code = crawl(folder, server).returncode
    assert rows(folder, ARTICLES) == before
    [(outcome, reasons, counts)] = rows(folder, "select outcome, reasons, counts from run order by id desc limit 1")
    counted = json.loads(counts)
    assert counted["gone"] == counted["stored"] == counted["revised"] == 0
    return code, outcome, json.loads(reasons), counted


class Emptied:
    """The portal with all its furniture, whose listings and boxes hold no article."""

    def __init__(self) -> None:
        self._portal = YenBai(articles=20, events=())
        self.hosts = self._portal.hosts

    async def handle(self, request: Request) -> Response:
        answer = await self._portal.handle(request)
        if answer.kind != "listing":
            return answer
        assert isinstance(answer.body, bytes)
        return Response("listing", _LINK.sub(b"", _ROW.sub(b"", answer.body)), 200, answer.headers)


def test_a_portal_that_shows_nothing_any_more_is_empty_and_not_ok(good: Path) -> None:
    code, outcome, reasons, counts = night(good, Emptied())
    assert (code, outcome) == (1, "empty")
    assert all("page 1 holds no article link" in reason for reason in reasons), reasons
    assert len(reasons) == 3  # each listing
    assert counts["unchanged"] == 20  # its articles still answer
    finding = find(reasons)
    assert finding is not None
    assert finding.code == "rebuilt"


def test_another_agencys_site_under_the_name_takes_nothing_away_and_brings_nothing_in(good: Path) -> None:
    other = imitation("thanhliem", articles=20)
    other.hosts = (HOST,)
    code, outcome, reasons, _ = night(good, other)
    assert (code, outcome) == (1, "partial")
    assert any("known articles did not answer as articles" in reason for reason in reasons), reasons
    assert any(re.search(r"^listing \w+ page 1: ", reason) for reason in reasons), reasons
    finding = find(reasons)
    assert finding is not None
    assert finding.code in ("moved", "rebuilt", "lost")


class Reskinned:
    """The portal's addresses and listings, whose articles stand in another agency's pages."""

    def __init__(self, portal: YenBai) -> None:
        self._portal, self._other = portal, imitation("thanhliem", articles=20)
        self.hosts = portal.hosts

    async def handle(self, request: Request) -> Response:
        answer = await self._portal.handle(request)
        if answer.kind != "article":
            return answer
        gold = self._portal.gold(request.query["l"].strip(), int(request.query["itemid"]))
        return replace(answer, body=self._other.render(gold))


@pytest.mark.timeout(180)
def test_another_agencys_pages_at_the_same_addresses_are_no_ok_night_and_overwrite_nothing(tmp_path: Path) -> None:
    for number in range(6):  # as many as it takes to know what is usual (crawler/judging/expectations.py)
        with ReplicaServer([YenBai(articles=12, events=(), edition=1, new_articles=4 * number)]) as server:
            assert crawl(tmp_path, server).returncode == 0
    fields = "title, text, author, section, lead"
    before = {tuple(row) for row in rows(tmp_path, f"select key, {fields} from article")}
    with ReplicaServer([Reskinned(YenBai(articles=12, events=(), edition=1, new_articles=24))]) as server:
        assert crawl(tmp_path, server).returncode == 1
    [(outcome, reasons)] = rows(tmp_path, "select outcome, reasons from run order by id desc limit 1")
    assert outcome == "broken"
    assert "known articles were changed by the portal at once" in reasons
    now = {tuple(row) for row in rows(tmp_path, f"select key, {fields} from article")}
    kept = f"select article.key, {', '.join(f'r.{name}' for name in fields.split(', '))} from article_revision r"
    earlier = {tuple(row) for row in rows(tmp_path, f"{kept} join article on article.id = r.article_id")}
    assert before - now
    assert before - now <= earlier


@pytest.mark.parametrize("wall", ["login", "sent to login"])
def test_a_log_in_before_the_whole_portal_blocks_the_night_and_is_told(good: Path, wall: str) -> None:
    walled = Walled(YenBai(articles=20, events=()), IN_PLACE[wall][0])
    code, outcome, reasons, counts = night(good, walled)
    assert (code, outcome) == (1, "blocked")
    assert any(reason.startswith("every listing was refused (login: ") for reason in reasons), reasons
    assert counts["missing"] == 0
    assert counts["blocked"] == 20
    assert walled.cookies == []
    finding = find(reasons)
    assert finding is not None
    assert finding.code == "login"


def test_after_all_that_a_good_night_is_ok_again(good: Path) -> None:
    code, outcome, reasons, counts = night(good, YenBai(articles=20, events=()))
    assert (code, outcome, reasons) == (0, "ok", [])
    assert counts["unchanged"] == 20
