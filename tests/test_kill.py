"""kill -9 in mid-crawl, then again: nothing lost, nothing doubled."""

import random
import signal
import subprocess
import sys
import time

import pytest

from archive.db import check
from crawler import warcread
from tests.crawling import ROOT, archive_of, command, crawl, environment, rows
from tests.replica.server import ReplicaServer
from tests.replica.yenbai import YenBai

MOMENTS = 10
LONG_MOMENTS = 60
ARTICLES = 120  # three lists, each longer than the stretch of known articles that ends a nightly walk


def kill_and_resume(data_dir, seed):
    portal = YenBai(seed=seed, articles=ARTICLES, events=())
    rng = random.Random(seed)
    with ReplicaServer([portal]) as server:
        stats = server.stats["yenbai.gov.vn"]
        process = subprocess.Popen(
            command("yenbai"),
            cwd=ROOT,
            env=environment(data_dir, server),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        # A random request of the crawl, then a random moment of that page's way through fetching, reading and storing.
        target = rng.randint(1, ARTICLES)
        while stats.requests < target and process.poll() is None:
            time.sleep(0.001)
        time.sleep(rng.random() * 0.03)
        process.send_signal(signal.SIGKILL)
        process.wait()
        done = crawl(data_dir, server)
    assert done.returncode == 0, done.stderr[-3000:]
    expected = set(portal.expected_keys())
    keys = [row.key for row in rows(data_dir, "select key from article")]
    assert sorted(keys) == sorted(expected)
    assert rows(data_dir, "select count(*) from article_revision")[0][0] == 0
    assert rows(data_dir, "select count(*) from page where kind = 'article' and outcome is null")[0][0] == 0
    for row in rows(data_dir, "select url, warc_file, warc_offset from page where warc_file is not null"):
        assert warcread.read(data_dir / "warc", row.warc_file, row.warc_offset).url == row.url
    assert not list((data_dir / "warc").glob("*.open"))
    texts = dict(rows(data_dir, "select key, text from article"))
    assert texts == {gold.key: gold.text for gold in portal.golds() if gold.key in expected}
    with archive_of(data_dir) as engine:
        assert check(engine) == []


@pytest.mark.parametrize("seed", range(MOMENTS))
def test_a_killed_crawl_loses_and_doubles_nothing(tmp_path, seed):
    kill_and_resume(tmp_path, seed)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(MOMENTS, LONG_MOMENTS))
def test_a_killed_crawl_loses_and_doubles_nothing_at_any_moment(tmp_path, seed):
    kill_and_resume(tmp_path, seed)


def test_a_page_that_kills_its_reader_twice_is_not_read_a_third_time(tmp_path):
    portal = YenBai(articles=12, events=())
    poison = portal.at(4)
    code = (
        "import os, runpy, sys, crawler.pipelines as pipelines\n"
        f"read, mark = pipelines.read, 'ItemID={poison.item_id}&'\n"
        "pipelines.read = lambda page: os._exit(9) if mark in page.url else read(page)\n"
        "runpy.run_module('scrapy', run_name='__main__')\n"
    )
    with ReplicaServer([portal]) as server:
        codes = [
            subprocess.run(
                [sys.executable, "-c", code, *command("yenbai")[3:]],
                cwd=ROOT,
                env=environment(tmp_path, server),
                capture_output=True,
                timeout=60,
                check=False,
            ).returncode
            for _ in range(3)
        ]
    assert codes == [9, 9, 0]
    assert {row.key for row in rows(tmp_path, "select key from article")} == set(portal.expected_keys()) - {poison.key}
    last = rows(tmp_path, "select outcome, reason from page where outcome = 'failed' order by id desc limit 1")
    assert [tuple(row) for row in last] == [("failed", "poison")]
    outcomes = [row.outcome for row in rows(tmp_path, "select outcome from run order by id")]
    assert outcomes == ["broken", "broken", "ok"]
