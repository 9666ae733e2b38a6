"""`cchc ingest` and the round trip: what a crawl recorded, a real pywb plays back, and a file brings in once more."""

import gzip
import shutil
import subprocess
import sys

import pytest

from archive.db import check, upgrade
from crawler import intake
from crawler.config import Config
from crawler.portals import portals
from crawler.replay import read_all
from tests.crawling import ROOT, archive_of, crawl, environment, rows
from tests.replica import pywb
from tests.replica.cdx import HOST, WebArchive, snapshots_of
from tests.replica.server import ReplicaServer
from tests.replica.yenbai import YenBai

ARTICLES = 40
READ = "select key, title, text, published_at, published_on, province, author, section, content_hash from article"


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """A crawl of the imitated portal: its data folder and its WARC file."""
    data_dir = tmp_path_factory.mktemp("recorded")
    with ReplicaServer([YenBai(articles=ARTICLES, events=())]) as server:
        done = crawl(data_dir, server)
    assert done.returncode == 0, done.stderr[-2000:]
    [file] = (data_dir / "warc").glob("*.warc.gz")
    return data_dir, file


def ingest(data_dir, *arguments, **variables):
    """`cchc ingest` as an operator runs it."""
    return subprocess.run(
        [sys.executable, "cchc.py", "ingest", *map(str, arguments)],
        cwd=ROOT,
        env=environment(data_dir, COLUMNS="120", **variables),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def read(data_dir):
    return sorted(tuple(row) for row in rows(data_dir, READ))


@pytest.mark.skipif(not pywb.installed(), reason="pywb has no environment of its own here: run `make pywb`")
def test_a_real_pywb_plays_back_what_a_crawl_recorded_and_the_file_then_changes_nothing(recorded, tmp_path):
    live, file = recorded
    with pywb.playing(tmp_path / "pywb", file) as base:
        past = WebArchive(snapshots_of(file), rows=9, playback=base)
        with ReplicaServer([past]) as server:
            done = crawl(tmp_path, server, "-a", "source=wayback")
            asked = server.stats[HOST].kinds
    assert done.returncode == 0, done.stderr[-2000:]
    assert asked["capture"] == ARTICLES
    assert read(tmp_path) == read(live)
    assert len(read(live)) == ARTICLES

    before = rows(tmp_path, "select * from article order by id")
    first = ingest(tmp_path, file)
    assert first.returncode == 0, first.stderr
    found = rows(tmp_path, "select outcome, count(*) from page where run_id = 2 group by 1")
    assert [tuple(row) for row in found] == [("unchanged", ARTICLES)]
    unseen = "select key, title, text, first_seen, page_id, revision_count from article order by id"
    assert [row[:5] for row in rows(tmp_path, unseen)] == [
        (row.key, row.title, row.text, row.first_seen, row.page_id) for row in before
    ]
    runs = [tuple(row) for row in rows(tmp_path, "select mode, source, outcome from run order by id")]
    assert runs == [("ingest", "replica", "ok")] * 2

    state = [rows(tmp_path, f"select * from {table}") for table in ("article", "page", "run", "article_revision")]
    files = sorted((path.name, path.stat().st_size) for path in (tmp_path / "warc").iterdir())
    second = ingest(tmp_path, file)
    assert second.returncode == 0, second.stderr
    assert "known" in second.stdout
    assert [rows(tmp_path, f"select * from {t}") for t in ("article", "page", "run", "article_revision")] == state
    assert sorted((path.name, path.stat().st_size) for path in (tmp_path / "warc").iterdir()) == files
    with archive_of(tmp_path) as engine:
        assert check(engine) == []


def test_a_file_alone_fills_an_archive_and_its_pages_can_be_replayed(recorded, tmp_path):
    live, file = recorded
    done = ingest(tmp_path, file)
    assert done.returncode == 0, done.stderr
    assert read(tmp_path) == read(live)
    assert "yenbai" in done.stdout
    again = subprocess.run(
        [sys.executable, "cchc.py", "replay", "--dry-run"], cwd=ROOT, env=environment(tmp_path), check=False
    )
    assert again.returncode == 0


def state_of(data_dir):
    tables = ("article", "page", "run", "article_revision")
    files = sorted((path.name, path.stat().st_size) for path in (data_dir / "warc").iterdir())
    return [[tuple(row) for row in rows(data_dir, f"select * from {table}")] for table in tables], files


def test_what_a_crawl_recorded_brings_nothing_to_its_own_archive_and_new_captures_beside_it_do(tmp_path):
    data_dir = tmp_path / "data"
    with ReplicaServer([YenBai(articles=ARTICLES)]) as server:  # with all that may happen to a portal's answers
        crawl(data_dir, server)
    [file] = (data_dir / "warc").glob("*.warc.gz")
    renamed, plain = tmp_path / "other-name.warc.gz", tmp_path / "plain.warc"
    shutil.copyfile(file, renamed)
    plain.write_bytes(gzip.decompress(file.read_bytes()))
    before = state_of(data_dir)
    done = ingest(data_dir, file, renamed, plain, renamed)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("known") == 4
    assert state_of(data_dir) == before

    from tests.crawler.test_ingest import PAGE, record

    grown = tmp_path / "grown.warc.gz"
    grown.write_bytes(file.read_bytes() + gzip.compress(record(PAGE, 999_001)))
    assert ingest(data_dir, grown, grown).returncode == 0
    (articles, pages, runs, revisions), files = state_of(data_dir)
    assert [len(articles), len(pages), len(runs)] == [len(table) + 1 for table in before[0][:3]]
    assert revisions == before[0][3]
    assert len(files) == len(before[1]) + 1
    with archive_of(data_dir) as engine:
        assert check(engine) == []


def test_other_processes_read_the_same(recorded, tmp_path, monkeypatch):
    live, file = recorded
    handed_over = []

    def counting(pages, rules, workers):
        handed_over.extend(pages)
        return read_all(pages, rules, workers)

    monkeypatch.setattr(intake, "TAUGHT", 12)
    monkeypatch.setattr(intake, "read_all", counting)
    with archive_of(tmp_path) as engine:
        upgrade(engine)
        config = Config(tmp_path, tmp_path / "warc", "", extract_workers=2)
        _, [taken] = intake.Intake(engine, config, {"yenbai": portals()["yenbai"]}, None).take(file)
    assert taken.counts["stored"] == ARTICLES
    assert len(handed_over) == ARTICLES - 12
    assert read(tmp_path) == read(live)


def test_a_dry_run_says_what_is_new_and_writes_nothing(recorded, tmp_path):
    done = ingest(tmp_path, "--dry-run", recorded[1])
    assert done.returncode == 0, done.stderr
    assert f" {ARTICLES} " in done.stdout
    assert "nothing written" in done.stdout
    assert rows(tmp_path, "select count(*) from run")[0][0] == 0
    assert not (tmp_path / "warc").exists()


def test_an_imitations_file_stays_out_of_a_real_archive(recorded, tmp_path):
    from tests.crawler.test_ingest import PAGE, record, write

    real = write(tmp_path / "real.warc.gz", record(PAGE))
    assert ingest(tmp_path, real).returncode == 0
    done = ingest(tmp_path, recorded[1])
    assert done.returncode == 1
    assert "imitation" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(list((tmp_path / "warc").iterdir())) == 1


def test_what_cannot_be_taken_in_is_said_and_the_other_files_are(recorded, tmp_path):
    text = tmp_path / "notes.txt"
    text.write_text("no warc", encoding="utf-8")
    done = ingest(tmp_path, text, "/dev/null", recorded[1])
    assert done.returncode == 1
    assert f"{text}: not a WARC file\n" in done.stderr
    assert "/dev/null: not a WARC file, it is empty" in done.stderr
    assert "null" not in done.stdout
    assert len(read(tmp_path)) == ARTICLES


def test_a_file_that_is_not_there_is_usage_and_nothing_is_begun(recorded, tmp_path):
    done = ingest(tmp_path / "data", recorded[1], tmp_path / "absent.warc")
    assert done.returncode == 2
    assert "absent.warc: No such file" in done.stderr
    assert not (tmp_path / "data").exists()
    assert ingest(tmp_path, recorded[1], "--portal", "nobody").returncode == 2
