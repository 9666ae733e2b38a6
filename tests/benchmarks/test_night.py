"""The benchmark's archives are what a crawl would have left: tonight's crawl finds its known articles in them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from archive.db import LOCAL, check, connect
from archive.store import Store
from benchmarks.night import NEW, NIGHTS, fill, night, sizes_of
from tests.crawling import rows
from tests.replica.server import ReplicaServer
from tests.replica.yenbai import YenBai

TODAY = dt.datetime.now(LOCAL).date()


def test_a_filled_archive_has_every_row_and_is_sound(tmp_path: Path) -> None:
    site = YenBai(articles=230, events=(), today=TODAY)  # some of them are read from their pages, some are not
    fill(tmp_path / "archive.db", site)
    keys = {key for (key,) in rows(tmp_path, "SELECT key FROM article")}
    assert keys == set(site.expected_keys())
    [[pages]] = rows(tmp_path, "SELECT count(*) FROM page WHERE kind = 'article' AND outcome = 'stored'")
    [[runs]] = rows(tmp_path, "SELECT count(*) FROM run WHERE outcome = 'ok'")
    assert (pages, runs) == (230, NIGHTS + 1)
    engine = connect(tmp_path / "archive.db")
    assert check(engine) == []
    assert Store(engine).load_template("yenbai") is not None
    engine.dispose()


@pytest.mark.timeout(300)
def test_a_night_on_it_stores_what_is_new_and_finds_the_rest_unchanged(tmp_path: Path) -> None:
    fill(tmp_path / "archive.db", YenBai(articles=120, events=(), today=TODAY))
    site = YenBai(articles=120, events=(), today=TODAY, edition=1, new_articles=NEW)
    with ReplicaServer([site]) as server:  # raises where it stores another number than NEW
        found = night(tmp_path / "archive.db", tmp_path / "night", server.ports, {})
    assert NEW < found["requests"] < NEW + 120
    assert found["peak_mib"] > 20
    assert 0 < found["database_seconds"] < found["wall_seconds"]


def test_sizes_are_read_as_people_write_them() -> None:
    assert list(sizes_of(["1_000_000", "1,000"])) == [1_000, 1_000_000]
