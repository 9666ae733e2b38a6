"""`cchc` as people run it: exit codes, JSON keys, and what they are told."""

import json
import subprocess
import sys

import pytest

from tests.crawling import ROOT, crawl, environment, rows
from tests.replica.server import ReplicaServer
from tests.replica.yenbai import YenBai

KEYS = [
    *("url", "canonical_url", "key", "portal", "province", "title", "lead", "text", "author", "section"),
    *("published_at", "published_raw", "published_method", "published_precision", "language", "document_numbers"),
    *("areas", "cchc_score", "attachments", "extractor", "layout", "warnings"),
    *("event_date", "event_date_raw", "event_date_method", "origin", "figures"),
]


def cchc(*arguments, data_dir=None, stdin=None, **more):
    return subprocess.run(
        [sys.executable, str(ROOT / "cchc.py"), *map(str, arguments)],
        cwd=ROOT,
        env=environment(data_dir or ROOT / "no-such-folder", **more),
        input=stdin,
        capture_output=True,
        check=False,
    )


@pytest.fixture
def page(tmp_path):
    portal = YenBai(articles=12, events=())
    gold = portal.at(3)
    file = tmp_path / "bài viết.html"
    file.write_bytes(portal.page(3))
    return file, gold, portal.url(gold)


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    data_dir = tmp_path_factory.mktemp("archive")
    with ReplicaServer([YenBai(articles=12, events=())]) as server:
        done = crawl(data_dir, server)
    assert done.returncode == 0, done.stderr[-2000:]
    return data_dir


def test_extract_prints_one_object_with_every_key_in_order(page):
    file, gold, url = page
    done = cchc("extract", file, "--url", url)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert list(found) == KEYS
    assert (found["title"], found["text"], found["key"]) == (gold.title, gold.text, gold.key)
    assert (found["portal"], found["published_at"]) == ("yenbai", gold.published_at.isoformat())
    assert gold.title.encode() in done.stdout  # Vietnamese as letters, not as escapes


def test_the_host_picks_the_portal_and_an_unknown_host_none(page):
    file, gold, _ = page
    found = json.loads(cchc("extract", file, "--url", "https://khac.example/tin/bai-5.html").stdout)
    assert (found["portal"], found["province"], found["key"]) == (None, None, "https://khac.example/tin/bai-5.html")
    assert found["title"] == gold.title


def test_a_named_portal_wins_over_the_host(page):
    file, _, url = page
    found = json.loads(cchc("extract", file, "--url", url, "--portal", "yenbai").stdout)
    assert found["portal"] == "yenbai"


def test_extract_reads_standard_input(page):
    file, gold, url = page
    done = cchc("extract", "-", "--url", url, stdin=file.read_bytes())
    assert json.loads(done.stdout)["title"] == gold.title


@pytest.mark.parametrize(
    ("body", "reason"), [(b"", "empty"), (b"%PDF-1.7 x", "not_html"), (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "not_html")]
)
def test_what_is_no_article_is_a_rejection_with_exit_code_3(tmp_path, body, reason):
    file = tmp_path / "x"
    file.write_bytes(body)
    done = cchc("extract", file, "--url", "https://khac.example/x")
    assert done.returncode == 3
    found = json.loads(done.stdout)
    assert (found["rejected"], found["url"]) == (reason, "https://khac.example/x")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("extract", "/no/such/file", "--url", "https://khac.example/x"), b"No such file"),
        (("extract", ROOT / "README.md", "--url", "not-an-address"), b"no web address"),
        (("extract", ROOT / "README.md", "--url", "https://a.example/", "--portal", "nobody"), b"scrapy list"),
        (("extract", ROOT / "README.md"), b"--url"),
        (("nonsense",), b"No such command"),
    ],
)
def test_usage_is_exit_code_2_with_a_word_on_what_was_wrong(arguments, told):
    done = cchc(*arguments)
    assert done.returncode == 2
    assert told in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_wrong_variable_is_named(archive):
    done = cchc("runs", data_dir=archive, CCHC_DATABASE_URL="archive.db")
    assert done.returncode == 2
    assert b"CCHC_DATABASE_URL" in done.stderr


def test_an_archive_that_is_not_there_yet_is_said_plainly_and_not_made_by_looking(tmp_path):
    done = cchc("runs", data_dir=tmp_path / "new")
    assert done.returncode == 1
    assert b"no archive" in done.stderr
    assert b"Traceback" not in done.stderr
    done = cchc("health", "--json", data_dir=tmp_path / "new")
    assert done.returncode == 0, done.stderr
    assert {one["outcome"] for one in json.loads(done.stdout)} == {"never"}
    assert not (tmp_path / "new").exists()


def test_a_file_that_is_no_database_is_said_plainly(tmp_path):
    (tmp_path / "archive.db").write_bytes(b"this is no database, whatever it is called" * 50)
    done = cchc("db", "check", data_dir=tmp_path)
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr


def test_runs_shows_the_ledger(archive):
    done = cchc("runs", data_dir=archive, COLUMNS="100")
    assert "12 stored" in done.stdout.decode()
    [run] = json.loads(cchc("runs", "--json", data_dir=archive).stdout)
    assert (run["portal"], run["outcome"], run["source"], run["counts"]["stored"]) == ("yenbai", "ok", "replica", 12)


def test_check_finds_a_missing_file_of_pages(archive, tmp_path):
    assert cchc("db", "check", data_dir=archive).returncode == 0
    done = cchc("db", "check", data_dir=archive, CCHC_WARC_DIR=str(tmp_path))
    assert done.returncode == 1
    assert b"which is not in" in done.stdout


def test_upgrade_makes_an_archive_and_may_be_repeated(tmp_path):
    for _ in range(2):
        done = cchc("db", "upgrade", data_dir=tmp_path)
        assert done.returncode == 0, done.stderr
    assert cchc("db", "check", data_dir=tmp_path).returncode == 0


def test_replay_repairs_an_article_as_a_revision_and_keeps_first_seen(archive):
    import sqlite3

    before = rows(archive, "select id, text, first_seen from article order by id")
    with sqlite3.connect(archive / "archive.db") as connection:  # as if an earlier rule had read it wrongly
        connection.execute("update article set text = 'lạc đề', content_hash = 'x' where id = ?", (before[0].id,))
    dry = cchc("replay", "--dry-run", data_dir=archive)
    assert dry.returncode == 0, dry.stderr
    assert rows(archive, f"select text from article where id = {before[0].id}")[0].text == "lạc đề"
    done = cchc("replay", data_dir=archive, CCHC_EXTRACT_WORKERS="1")
    assert done.returncode == 0, done.stderr
    assert rows(archive, "select id, text, first_seen from article order by id") == before
    revisions = rows(archive, "select article_id, cause, text from article_revision")
    assert [tuple(row) for row in revisions] == [(before[0].id, "parser", "lạc đề")]


def test_replay_goes_on_when_a_page_cannot_be_read(archive, tmp_path):
    done = cchc("replay", data_dir=archive, CCHC_WARC_DIR=str(tmp_path))
    assert done.returncode == 1
    assert b"12" in done.stdout
    assert b"Traceback" not in done.stderr


def test_the_version_is_printed():
    assert cchc("--version").stdout.startswith(b"cchc 0.")
