"""The same two nights, replay and check on SQLite and on a real PostgreSQL, as processes of their own."""

import json
import subprocess
import sys

import pytest
from sqlalchemy import text

from archive.db import connect
from tests.crawling import ROOT, command, environment
from tests.replica.server import ReplicaServer
from tests.replica.yenbai import YenBai

ARTICLES = 40


@pytest.fixture
def run(empty_url, tmp_path):
    """Runs a command with the archive at `empty_url`; the raw pages lie in a folder with a blank and letters in it."""

    def start(arguments, server=None):
        given = environment(tmp_path / "dữ liệu thử", server, CCHC_DATABASE_URL=empty_url, CCHC_EXTRACT_WORKERS="1")
        return subprocess.run(arguments, cwd=ROOT, env=given, capture_output=True, text=True, timeout=120, check=False)

    return start


def test_two_nights_replay_and_check(run, empty_url):
    first = YenBai(articles=ARTICLES)
    with ReplicaServer([first]) as server:
        done = run(command("yenbai"), server)
    assert done.returncode == 0, done.stderr[-3000:]
    with ReplicaServer([YenBai(articles=ARTICLES, edition=1, today=first.today)]) as server:
        done = run(command("yenbai"), server)
    assert done.returncode == 0, done.stderr[-3000:]

    engine = connect(empty_url)
    with engine.connect() as connection:
        keys = set(connection.scalars(text("select key from article")))
        counts = list(connection.scalars(text("select counts from run order by id")))
        edited = list(connection.scalars(text("select title from article where revision_count > 0")))
        texts = dict(connection.execute(text("select key, text from article")).all())
    engine.dispose()
    counts = [json.loads(entry) if isinstance(entry, str) else entry for entry in counts]
    assert keys == set(first.expected_keys())
    assert [(entry["stored"], entry["revised"]) for entry in counts] == [(len(keys), 0), (0, 1)]
    assert edited == [first.specials["edited"].title]
    unedited = {gold.key: gold.text for gold in first.golds() if gold.key != first.specials["edited"].key}
    assert {key: words for key, words in texts.items() if key in unedited} == {
        key: words for key, words in unedited.items() if key in keys
    }

    replayed = run([sys.executable, "cchc.py", "replay"])
    assert replayed.returncode == 0, replayed.stderr
    checked = run([sys.executable, "cchc.py", "db", "check"])
    assert checked.returncode == 0, checked.stdout + checked.stderr
    runs = json.loads(run([sys.executable, "cchc.py", "runs", "--json"]).stdout)
    assert [entry["outcome"] for entry in runs] == ["ok", "ok"]
