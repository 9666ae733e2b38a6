"""Kills and company: an archive that is written by a process that dies, or by two at once."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine

from archive import db
from tests.archive.building import Crawl

ROOT = Path(__file__).resolve().parents[2]

WRITER = """
import sys
from archive import db
from tests.archive.building import LONG, PortalInfo, Crawl, article
url, portal, first, last = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
crawl = Crawl(db.connect(url), PortalInfo(portal, portal + ".gov.vn", "yen-bai", portal))
for number in range(first, last):
    key = str(number)
    crawl.put(article(key, f"{LONG} {key}"))
    crawl.put(article(key, f"{LONG} {key} sửa"), day=1)
    print(key, flush=True)
"""


def writer(url: str, portal: str, first: int, last: int) -> subprocess.Popen[str]:
    """Another process that stores articles, revises each, and says every one that is safe."""
    arguments = [sys.executable, "-c", WRITER, url, portal, str(first), str(last)]
    return subprocess.Popen(
        arguments, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


@pytest.mark.parametrize("seed", range(3))
def test_a_writer_killed_in_mid_write_leaves_an_archive_that_is_whole(engine: Engine, archive_url: str, seed) -> None:
    process = writer(archive_url, "yenbai", 0, 100_000)
    assert process.stdout is not None
    said = [process.stdout.readline() for _ in range(random.Random(seed).randint(1, 40))]
    process.kill()
    said += process.stdout.readlines()
    process.wait()
    promised = [line.strip() for line in said if line.endswith("\n")]

    assert db.check(engine) == []
    after = Crawl(engine)
    stored = {key for (key,) in after.rows("SELECT key FROM article WHERE revision_count = 1")}
    assert set(promised) <= stored
    counts = "SELECT count(*) FROM article WHERE revision_count != (SELECT count(*) FROM article_revision r"
    assert after.one(f"{counts} WHERE r.article_id = article.id)") == 0
    assert after.one("SELECT count(*) FROM page WHERE outcome IS NULL") == 0  # closed as interrupted
    assert after.one("SELECT count(*) FROM page WHERE reason = 'interrupted'") <= 1


@pytest.mark.parametrize("portals", [("yenbai", "laocai"), ("yenbai", "yenbai")], ids=["two portals", "one portal"])
def test_two_processes_that_write_at_once_lose_and_double_nothing(engine: Engine, archive_url: str, portals) -> None:
    # On one portal the second process overlaps the first: both store the articles 20 to 39.
    ranges = [(0, 40), (20, 60)]
    processes = [writer(archive_url, portal, *some) for portal, some in zip(portals, ranges, strict=True)]
    for process in processes:
        output, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
        assert len(output.split()) == 40
    look = Crawl(engine)
    expected = 80 if len(set(portals)) == 2 else 60
    assert look.one("SELECT count(*) FROM article") == expected
    assert look.one("SELECT count(*) FROM page WHERE outcome IS NULL") == 0
    assert look.one("SELECT count(*) FROM page") == 160
    assert look.one("SELECT sum(revision_count) FROM article") == look.one("SELECT count(*) FROM article_revision")
    assert db.check(engine) == []
