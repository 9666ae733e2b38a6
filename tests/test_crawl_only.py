"""`-a only=cchc`: articles about anything else are read and left out, and a later run without it takes them in."""

from __future__ import annotations

import json
from pathlib import Path

from crawler.extraction.topics import CCHC, classify
from tests.crawling import crawl, rows
from tests.replica.server import ReplicaServer
from tests.replica.yenbai import YenBai

COUNTS = "select counts from run order by id desc limit 1"


def stored(data_dir: Path) -> set[str]:
    return {key for (key,) in rows(data_dir, "select key from article")}


def test_a_run_for_reform_alone_leaves_the_rest_to_a_later_run_and_takes_nothing_away(tmp_path: Path) -> None:
    portal = YenBai(articles=60)
    about = {gold.key for gold in portal.golds() if classify(gold.title, gold.text).score >= CCHC}
    expected = set(portal.expected_keys())
    assert 10 < len(expected & about) < len(expected) - 10
    with ReplicaServer([portal]) as server:
        stats = server.stats["yenbai.gov.vn"]

        first = crawl(tmp_path, server, "-a", "mode=full", "-a", "only=cchc")
        assert first.returncode == 0, first.stderr[-3000:]
        assert stored(tmp_path) == expected & about
        [(reform_only,)] = rows(tmp_path, COUNTS)
        left_out = json.loads(reform_only)["off_topic"]
        reasons = dict(rows(tmp_path, "select reason, count(*) from page where outcome = 'rejected' group by reason"))
        assert reasons["off_topic"] == left_out >= len(expected - about)
        kept = rows(tmp_path, "select count(*) from page where reason = 'off_topic' and warc_file is not null")
        assert kept[0][0] == left_out  # their bytes are there for a later reading

        before = stats.requests
        again = crawl(tmp_path, server, "-a", "only=cchc")
        assert again.returncode == 0, again.stderr[-3000:]
        assert rows(tmp_path, "select count(*) from page where reason = 'off_topic'")[0][0] == left_out
        assert stats.requests - before < len(expected)  # what is off topic is not asked for every night

        everything = crawl(tmp_path, server)  # a plain night: the run before proves nothing about other subjects
        assert everything.returncode == 0, everything.stderr[-3000:]
        assert stored(tmp_path) == expected

        crawl(tmp_path, server, "-a", "mode=full", "-a", "only=cchc")
        assert stored(tmp_path) == expected
    scores = rows(tmp_path, "select key, cchc_score from article")
    assert {key for key, score in scores if score >= CCHC} == expected & about
    [(areas,)] = rows(tmp_path, "select count(distinct article_id) from article_area where code not like 'DOC%'")
    assert areas == len(expected & about)
