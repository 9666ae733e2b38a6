"""Portals from birth to death and back, with real crawls: one goes quiet, one dies, one redirects to its successor.

The crawls are made one after the other and then dated back, as if each had been a night of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import Engine, update

from archive import query
from archive.db import LOCAL
from archive.models import Run
from archive.store import PortalInfo, Store
from crawler import health
from crawler.life import DORMANT_WAIT, Life, Stage, beginning, of_archive
from crawler.nights.plan import Round, Wanted, plan
from tests.crawling import archive_of
from tests.faults.fakewire import PUBLIC, live_crawl
from tests.replica.portal import Portal, Request, Response
from tests.replica.server import ReplicaServer
from tests.replica.yenbai import YenBai

TODAY = dt.datetime.now(LOCAL).date()
NOW = dt.datetime.combine(TODAY, dt.time(23, 0), LOCAL)  # the crawls of this test are over
NAMES = {"yenbai.gov.vn": PUBLIC, "laocai.gov.vn": PUBLIC}
pytestmark = pytest.mark.timeout(300)


class Successor(YenBai):
    """The old portal once its host leads to the successor, whatever is asked for."""

    async def handle(self, request: Request) -> Response:
        return Response("moved", b"", 301, {"Location": "https://laocai.gov.vn/"})


class Welcome:
    """The successor's portal: a home page, whatever is asked for."""

    hosts = ("laocai.gov.vn",)

    async def handle(self, request: Request) -> Response:
        body = "<html><body><h1>Cổng thông tin điện tử tỉnh Lào Cai</h1></body></html>"
        return Response("home", body.encode(), 200, {"Content-Type": "text/html; charset=utf-8"})


def crawl(folder: Path, *portals: Portal, names: dict[str, str] = NAMES) -> None:
    with ReplicaServer(portals) as server:
        done = live_crawl(folder, server, names=names, **{"RETRY_TIMES": "0"})
    assert not any(port not in (80, 443) for _, port in done.tried), done.tried


def date_back(engine: Engine, *ago: int, portal: str = "yenbai") -> None:
    """Give the portal's runs, oldest first, the nights so many days before today."""
    runs = query.runs(engine, portal=portal, limit=50)[::-1]
    assert len(runs) == len(ago)
    with engine.begin() as connection:
        for run, days in zip(runs, ago, strict=True):
            begun = dt.datetime.combine(TODAY - dt.timedelta(days=days), dt.time(1, 30), LOCAL)
            values = {"started_at": begun, "finished_at": begun + dt.timedelta(minutes=5)}
            connection.execute(update(Run).where(Run.id == run.id).values(**values))


def others_answered(engine: Engine, *ago: int) -> None:
    """Another host was well in these nights: our own line was there."""
    for days in ago:
        moment = dt.datetime.combine(TODAY - dt.timedelta(days=days), dt.time(1, 40), LOCAL)
        store = Store(engine, clock=lambda moment=moment: moment)  # type: ignore[misc]
        run = store.start_run(PortalInfo("thanhhoa", "thanhhoa.gov.vn", "thanh-hoa", "Thanh Hóa"), "nightly", "live")
        store.finish_run(run, "ok", [], {"listings": 3, "stored": 0})


def life_of(engine: Engine) -> Life:
    return of_archive(engine, ["yenbai"], NOW)["yenbai"]


def health_of(engine: Engine) -> health.Health:
    return next(
        one for one in health.of_archive(engine, {"yenbai": "yenbai.gov.vn"}, now=NOW) if one.portal == "yenbai"
    )


def tonight(engine: Engine, now: dt.datetime) -> Sequence[str]:
    """What the night does: the portals that are asked, or the reason why not."""
    made = plan(
        Round.NIGHT,
        [Wanted("yenbai", "yenbai.gov.vn", ("yenbai",))],
        runs={"yenbai": query.visits(engine, "yenbai")},
        lives=of_archive(engine, ["yenbai"], now),
        now=now,
        due_since=now,
    )
    return [*(task.portal for task in made.tasks), *(one.why for one in made.left_out)]


def test_a_site_that_goes_quiet_is_asked_once_a_week_and_wakes_up_by_itself(tmp_path: Path) -> None:
    for _ in range(2):
        crawl(tmp_path, YenBai(articles=12, events=()))
    with archive_of(tmp_path) as engine:
        date_back(engine, 59, 2)
        assert life_of(engine) == Life(Stage.ACTIVE)
        date_back(engine, 60, 2)
        found = life_of(engine)
        assert (found.stage, found.since) == (Stage.DORMANT, TODAY)
        assert found.next_visit == beginning(TODAY + dt.timedelta(days=DORMANT_WAIT - 2))
        said = health_of(engine)
        assert not said.needs_a_hand
        assert said.diagnosis.startswith("dormant")
        assert "2025-07-01" in said.diagnosis
        [why] = tonight(engine, NOW)
        assert why.startswith("dormant until")
        assert tonight(engine, NOW + dt.timedelta(days=DORMANT_WAIT)) == ["yenbai"]
    crawl(tmp_path, YenBai(articles=12, events=(), edition=1, new_articles=2))
    with archive_of(tmp_path) as engine:
        date_back(engine, 60, 7, 0)
        assert query.runs(engine, portal="yenbai")[0].counts["stored"] == 2
        assert life_of(engine) == Life(Stage.ACTIVE)
        assert tonight(engine, NOW + dt.timedelta(days=1)) == ["yenbai"]


def test_a_site_whose_name_is_gone_is_closed_on_the_third_day_said_and_left_out_until_it_answers(
    tmp_path: Path,
) -> None:
    crawl(tmp_path, YenBai(articles=12, events=()))
    for _ in range(2):
        crawl(tmp_path, names={})
    with archive_of(tmp_path) as engine:
        date_back(engine, 5, 4, 3)
        others_answered(engine, 5, 4, 3, 1)
        [newest, *_] = query.runs(engine, portal="yenbai")
        assert any("CannotResolveHost" in reason for reason in newest.reasons)
        found = life_of(engine)
        assert found.stage is Stage.ACTIVE
        assert found.next_visit == beginning(TODAY - dt.timedelta(days=1))  # two nights after the second bad one
        assert health_of(engine).needs_a_hand
        assert tonight(engine, NOW) == ["yenbai"]
    crawl(tmp_path, names={})
    with archive_of(tmp_path) as engine:
        date_back(engine, 5, 4, 3, 1)
        found = life_of(engine)
        assert (found.stage, found.since) == (Stage.CLOSED, TODAY - dt.timedelta(days=1))
        said = health_of(engine)
        assert not said.needs_a_hand
        assert "left out of the nights" in said.diagnosis
        assert "source=wayback" in said.next_step
        [why] = tonight(engine, NOW + dt.timedelta(days=400))
        assert why.startswith("closed since")
    crawl(tmp_path, YenBai(articles=12, events=()))  # by hand: it is back
    with archive_of(tmp_path) as engine:
        date_back(engine, 5, 4, 3, 1, 0)
        assert life_of(engine) == Life(Stage.ACTIVE)
        assert health_of(engine).outcome == "ok", health_of(engine).reasons


def test_nights_in_which_our_own_line_was_down_close_nobody(tmp_path: Path) -> None:
    for _ in range(3):
        crawl(tmp_path, names={})
    with archive_of(tmp_path) as engine:
        date_back(engine, 3, 2, 1)
        for days in (3, 2, 1):
            moment = dt.datetime.combine(TODAY - dt.timedelta(days=days), dt.time(1, 40), LOCAL)
            store = Store(engine, clock=lambda moment=moment: moment)  # type: ignore[misc]
            run = store.start_run(PortalInfo("thanhhoa", "thanhhoa.gov.vn", None, "Thanh Hóa"), "nightly", "live")
            store.finish_run(run, "partial", ["listing / page 1: CannotResolveHostError, at robots.txt"], {})
        assert life_of(engine) == Life(Stage.ACTIVE)


def test_a_site_that_redirects_to_its_successor_is_closed_with_its_name(tmp_path: Path) -> None:
    crawl(tmp_path, YenBai(articles=12, events=()))
    for _ in range(3):
        crawl(tmp_path, Successor(articles=12, events=()), Welcome())
    with archive_of(tmp_path) as engine:
        [newest, *_] = query.runs(engine, portal="yenbai")
        assert any("redirected to https://laocai.gov.vn/" in reason for reason in newest.reasons), newest
        date_back(engine, 4, 3, 2, 1)
        found = life_of(engine)
        assert (found.stage, found.since) == (Stage.CLOSED, TODAY - dt.timedelta(days=1))
        assert "the portal laocai" in found.why
        assert "Lào Cai" in found.why
        said = health_of(engine)
        assert "left out of the nights" in said.diagnosis
        [why] = tonight(engine, NOW)
        assert "laocai" in why
