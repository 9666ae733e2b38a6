"""Breakages as a crawl meets them: the portal answers every request with 200, and the run says what is wrong.

The nights before are rows copied from a real first night; that night and the one that is judged are crawls.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from archive.db import local_day, utc_now, writing
from archive.history import COMPLETE
from archive.models import Run
from archive.records import Page, Rejection
from crawler import findings
from crawler.extraction import read
from crawler.extraction.blocks import Block
from crawler.extraction.template import Template
from tests.crawling import archive_of, crawl, rows
from tests.replica import markup
from tests.replica.portal import Request, Response
from tests.replica.server import ReplicaServer
from tests.replica.yenbai import YenBai

TODAY = local_day(utc_now())
ARTICLES, NEW, NIGHTS = 60, 24, 8
pytestmark = pytest.mark.timeout(180)


class Broken(YenBai):
    """The portal on its next day, with NEW articles; subclasses say what became of an article's page."""

    def __init__(self) -> None:
        super().__init__(articles=ARTICLES, events=(), today=TODAY, edition=1, new_articles=NEW)

    async def handle(self, request: Request) -> Response:
        answer = await super().handle(request)
        if answer.kind not in ("article", "listing") or not isinstance(answer.body, bytes):
            return answer
        return dataclasses.replace(answer, body=self.change(answer.kind, answer.body))

    def change(self, kind: str, body: bytes) -> bytes:
        return body


class Undated(Broken):
    """A new version prints no dates any more, neither on pages nor in listings."""

    def change(self, kind: str, body: bytes) -> bytes:
        return re.sub(rb"\b\d{1,2}[/-]\d{1,2}[/-]\d{4}\b", b"", body)


class OneTitle(Broken):
    """Every page is headed by the same words."""

    def render(self, gold: Any, visit: int = 0, blanks: int = 0) -> bytes:
        return super().render(dataclasses.replace(gold, title="Chi tiết tin tức trong ngày của tỉnh"), visit, blanks)


class Replaced(Broken):
    """The articles are there, in pages that have nothing of the portal's own."""

    def render(self, gold: Any, visit: int = 0, blanks: int = 0) -> bytes:
        text = "".join(f"<p>{markup.esc(line)}</p>" for line in gold.text.split("\n"))
        day = f"{gold.published_at:%d/%m/%Y %H:%M}"
        head = f"<html><head><meta charset=utf-8><title>{markup.esc(gold.title)}</title></head><body>"
        return f"{head}<main><h1>{markup.esc(gold.title)}</h1><i>{day}</i>{text}</main></body></html>".encode()


class StuckPager(Broken):
    """Whatever page of a listing is asked for, the first one comes."""

    async def handle(self, request: Request) -> Response:
        if "itemid" not in request.query:
            request = dataclasses.replace(request, target=re.sub(r"&page=\d+", "", request.target))
        return await super().handle(request)


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive after a first night, with the rows of some nights before it."""
    data_dir = tmp_path_factory.mktemp("past")
    with ReplicaServer([YenBai(articles=ARTICLES, events=(), today=TODAY)]) as server:
        done = crawl(data_dir, server)
    assert done.returncode == 0, done.stderr[-3000:]
    with archive_of(data_dir) as engine, writing(engine) as connection:
        row = dict(connection.execute(select(Run.__table__)).mappings().one())
        del row["id"]
        counts = row["counts"] | {"walks": 3, "walks_cut": 0, "walks_open": 0, "reread": 40, "edited": 1}
        for ago in range(1, NIGHTS + 1):
            at = utc_now() - dt.timedelta(days=ago)
            connection.execute(insert(Run).values(row | {"started_at": at, "finished_at": at, "counts": counts}))
        connection.execute(update(Run).where(Run.id == 1).values(started_at=utc_now() - dt.timedelta(hours=1)))
    return data_dir


@pytest.fixture
def data_dir(past: Path, tmp_path: Path) -> Path:
    """A copy of it, for one night."""
    shutil.copytree(past, tmp_path / "data")
    return tmp_path / "data"


def last_run(data_dir: Path) -> tuple[str, list[str], dict[str, int]]:
    [(outcome, reasons, counts)] = rows(data_dir, "select outcome, reasons, counts from run order by id desc limit 1")
    return outcome, json.loads(reasons), json.loads(counts)


def test_a_night_as_usual_is_ok_and_counts_what_its_articles_look_like(data_dir: Path) -> None:
    with ReplicaServer([Broken()]) as server:
        done = crawl(data_dir, server)
    assert done.returncode == 0, done.stderr[-3000:]
    outcome, reasons, counts = last_run(data_dir)
    assert (outcome, reasons) == ("ok", [])
    assert counts[COMPLETE] == 1
    assert counts["stored"] == counts["new_compared"] == counts["new_framed"] == NEW
    assert counts["new_undated"] == counts["new_bare"] == counts["new_rejected"] == counts["edited"] == 0
    assert counts["walks"] == 3


@pytest.mark.parametrize(
    ("portal", "outcome", "reason", "code"),
    [
        (Undated, "broken", f"{NEW} of {NEW} new articles have no date", "quality"),
        (OneTitle, "broken", "new articles have no title of their own", "quality"),
        (Replaced, "broken", f"{NEW} of {NEW} new articles show nothing of what this portal repeats", "replaced"),
        (StuckPager, "partial", "page 2: the pager shows page 1 again", "pager"),
    ],
)
def test_a_change_without_any_error_is_found_and_named(
    data_dir: Path, portal: type[Broken], outcome: str, reason: str, code: str
) -> None:
    with ReplicaServer([portal()]) as server:
        done = crawl(data_dir, server)
    found, reasons, counts = last_run(data_dir)
    assert done.returncode == 1
    assert found == outcome, reasons
    assert any(reason in one for one in reasons), (reasons, counts)
    finding = findings.find(reasons)
    assert finding is not None
    assert finding.code == code, reasons
    assert counts[COMPLETE] == (outcome == "broken")  # nothing was missed by articles without dates


def test_a_template_tells_a_page_of_its_host_from_another_sites() -> None:
    portal, other = YenBai(articles=40, events=(), today=TODAY), Replaced()
    template = Template()

    def blocks_of(body: bytes) -> list[Block]:
        reading = read(Page("https://yenbai.gov.vn/a", body))
        assert not isinstance(reading, Rejection)
        return reading.blocks

    page = blocks_of(portal.page(39))
    assert template.bare(page) is None  # nothing is known yet
    for number in range(12):
        template.observe(str(number), blocks_of(portal.page(number)))
    assert template.bare(page) is False
    assert template.bare(blocks_of(other.page(5))) is True
