"""The worst day: the database is gone. A copy and the WARC files, or the WARC files alone, give the same archive again.

Three nights of three portals, crawled as an operator crawls: Yên Bái, whose articles change, go and cannot be reached;
Thái Nguyên, whose pages print no date and have no layout (dates from the listing, text by the learned template); and a
portal that no file describes. What is compared are all columns of all tables but their own numbers (archive_facts.py).
"""

import dataclasses
import datetime as dt
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from archive import relinking
from archive.backup import backup
from archive.db import LOCAL, check, connect, reading, upgrade, utc_now
from archive.restore import restore
from crawler.config import Config
from crawler.locks import HostLock
from crawler.portals import portals
from crawler.recovery import Recovery
from tests.archive_facts import differences, facts
from tests.crawling import ROOT, archive_of, command, crawl, environment
from tests.olden import middlewares
from tests.replica.liferay import ThaiNguyen
from tests.replica.server import ReplicaServer
from tests.replica.sharepoint_forms import DongNaiCchc
from tests.replica.unknown_table import Table
from tests.replica.yenbai import YenBai

NEW = 4
UNKNOWN = "sonoivu.vidu.vn"  # no spider of this one
TODAY = dt.datetime.now(LOCAL).date()


class Aging(ThaiNguyen):
    """From the second night on one article is edited and one is gone."""

    def story(self, index):
        story = super().story(index)
        if self.edition and index == 2:
            more = dataclasses.replace(story.blocks[0], text="Đoạn này được thêm vào sau khi bài đã đăng một ngày.")
            return dataclasses.replace(story, blocks=(*story.blocks, more))
        return story

    def answer(self, request):
        index = self.index_of(request.path)
        return None if self.edition and index == 3 else super().answer(request)


def night(data_dir, edition, portals=3):
    """One night of all three portals, or of the first ones."""
    sites = [
        YenBai(articles=30, edition=edition, new_articles=NEW, today=TODAY, validators=True),
        Aging(articles=24, edition=edition, new_articles=NEW, today=TODAY),
        Table(articles=20, edition=edition, new_articles=NEW, today=TODAY),
    ]
    with ReplicaServer(sites) as server:
        for name, arguments in (
            ("yenbai", ()),
            ("thainguyen", ()),
            ("portal", ("-a", f"url=https://{UNKNOWN}/")),
        )[:portals]:
            done = crawl(data_dir, server, *arguments, name=name)
            assert done.returncode in (0, 1), done.stderr[-2000:]


@dataclasses.dataclass
class Lived:
    """A data folder after three nights, the copy made after the first, and what the archive held in the end."""

    data_dir: Path
    copy: Path
    held: dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    data_dir = tmp_path_factory.mktemp("lived")
    night(data_dir, 0)
    copy = backup(data_dir / "archive.db", data_dir / "backup", now=utc_now())
    night(data_dir, 1)
    night(data_dir, 1, portals=1)
    with archive_of(data_dir) as engine:
        held = facts(engine)
    return Lived(data_dir, copy, held)


@pytest.fixture
def lost(lived, tmp_path):
    """A fresh copy of that folder, without its database."""
    shutil.copytree(lived.data_dir, tmp_path / "data")
    for file in (tmp_path / "data").glob("archive.db*"):
        file.unlink()
    return tmp_path / "data"


def config_of(data_dir, **variables):
    return Config.from_env({"CCHC_DATA_DIR": str(data_dir), "CCHC_LOCK_DIR": str(data_dir / "locks"), **variables})


def recover(data_dir, url=None):
    """`Recovery` on the archive of a folder, or another one; what it did and what the archive then holds."""
    config = config_of(data_dir, **({"CCHC_DATABASE_URL": url} if url else {}))
    engine = connect(config.database_url)
    upgrade(engine)
    recovery = Recovery(engine, config, portals())
    found = recovery.run()
    held = facts(engine)
    assert check(engine) == []
    engine.dispose()
    assert recovery.damage == []
    return found, held


def test_the_three_nights_hold_what_recovery_must_bring_back(lived):
    """Without these the comparisons below would prove little."""
    held = lived.held
    methods = {row["published_method"] for row in held["article"]}
    assert "listing" in methods
    assert len(methods) > 1
    outcomes = {row["outcome"] for row in held["page"]}
    assert {"stored", "revised", "unchanged", "missing", "failed", "rejected", None} <= outcomes
    assert {row["cause"] for row in held["revision"]} >= {"portal"}
    assert any(row["status"] == 304 for row in held["page"])
    assert any(row["warc_file"] is None for row in held["page"])  # timeouts
    assert len(held["run"]) == 7
    for table in ("attachment", "area", "citation", "template"):
        assert held[table], table


def test_a_copy_and_the_files_give_the_same_archive(lived, lost):
    restore(lived.copy, lost / "archive.db", now=utc_now())
    found, held = recover(lost)
    assert differences(lived.held, held) == {}
    assert sorted({one.portal for one in found}) == sorted({row["portal"] for row in held["run"]})
    assert len(found) == 4  # the first night came with the copy
    again, after = recover(lost)
    assert again == []
    assert after == held


def test_the_files_alone_give_the_same_archive(lived, lost):
    found, held = recover(lost)
    assert differences(lived.held, held) == {}
    assert len(found) == 7
    again, after = recover(lost)
    assert again == []
    assert after == held


@pytest.mark.postgres
def test_the_same_on_postgresql(lived, lost, postgres):
    url = postgres.create()
    restore(lived.copy, url, now=utc_now())
    _, held = recover(lost, url)
    assert differences(lived.held, held) == {}
    postgres.drop(url)


def pages_in(engine):
    with reading(engine) as connection:
        return connection.execute(text("select count(*) from page")).scalar_one()


def recovering(data_dir):
    return subprocess.Popen(
        [sys.executable, "cchc.py", "db", "recover"],
        cwd=ROOT,
        env=environment(data_dir),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.mark.timeout(180)
@pytest.mark.parametrize("pages", [17, 90])
def test_a_recovery_that_is_killed_goes_on_where_it_was(lived, lost, pages):
    engine = connect(lost / "archive.db")
    upgrade(engine)
    process = recovering(lost)
    while process.poll() is None:
        if pages_in(engine) >= pages:
            break
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert process.stdout is not None
    process.stdout.close()
    assert pages_in(engine) < len(lived.held["page"])
    engine.dispose()
    _, held = recover(lost)
    # A page whose reading was begun twice says so.
    for row in (*held["page"], *lived.held["page"]):
        row["attempts"] = 1
    assert differences(lived.held, held) == {}


def test_the_commands_say_what_to_do_next_and_what_was_done(lived, lost):
    def cchc(*arguments):
        return subprocess.run(
            [sys.executable, "cchc.py", "db", *map(str, arguments)],
            cwd=ROOT,
            env=environment(lost, COLUMNS="100"),
            capture_output=True,
            text=True,
            check=False,
        )

    copy = lost / "backup" / lived.copy.name
    done = cchc("restore", copy)
    assert done.returncode == 0, done.stderr
    assert "cchc db recover" in done.stdout
    refused = cchc("restore", copy)
    assert refused.returncode == 1
    assert "--force" in refused.stderr
    done = cchc("recover")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "thainguyen" in done.stdout
    assert "Traceback" not in done.stderr
    assert "has all that lies" in cchc("recover").stdout
    made = cchc("backup", "-o", lost / "my.db.gz")
    assert made.returncode == 0, made.stderr
    assert f"{len(lived.held['article'])} articles" in made.stdout
    assert lived.copy.name in cchc("backup", "--list").stdout
    moved = cchc("copy", "--to", f"sqlite:///{lost / 'moved.db'}")
    assert moved.returncode == 0, moved.stderr
    engine = connect(lost / "moved.db")
    assert differences(lived.held, facts(engine)) == {}
    engine.dispose()


def test_a_copy_made_in_the_middle_of_a_crawl_is_completed(lived, lost):
    """The copy holds an open run; its process is gone when the copy is put back."""
    restore(lived.copy, lost / "archive.db", now=utc_now())
    engine = connect(lost / "archive.db")
    with engine.begin() as connection:
        last = connection.execute(text("select max(id) from run")).scalar_one()
        half = connection.execute(text(f"select max(id) - 10 from page where run_id = {last}")).scalar_one()
        gone = connection.execute(text(f"select id from article where page_id > {half}")).scalars().all()
        names = ", ".join(map(str, gone))
        connection.execute(text("update article set story_id = null"))
        for table in ("duplicate_edge", "story", "fingerprint"):  # made again below from what is left
            connection.execute(text(f"delete from {table}"))
        for table in (
            "article_area",
            "article_figure",
            "attachment",
            "document_ref",
            "article_revision",
            "article_alias",
        ):
            connection.execute(text(f"delete from {table} where article_id in ({names})"))
        connection.execute(text(f"delete from page where id > {half}"))
        connection.execute(text(f"delete from article where id in ({names})"))
        connection.execute(text(f"delete from template where portal = '{UNKNOWN}'"))
        connection.execute(
            text(
                "update run set outcome = null, finished_at = null, counts = '{}', reasons = '[]', notes = '[]', "
                f"owner = 'elsewhere/1/1' where id = {last}"
            )
        )
    while relinking.link_some(engine):
        pass
    engine.dispose()
    assert gone
    _, held = recover(lost)
    assert differences(lived.held, held) == {}


def test_a_host_that_is_being_crawled_is_left_out_and_said(lost):
    config = config_of(lost)
    engine = connect(config.database_url)
    upgrade(engine)
    with HostLock(config.lock_dir, "yenbai.gov.vn"):
        found = Recovery(engine, config, portals()).run()
    assert {one.portal for one in found if one.problem} == {"yenbai"}
    assert {row["portal"] for row in facts(engine)["article"]} == {"thainguyen", UNKNOWN}
    engine.dispose()


def test_a_missing_file_is_named_and_the_rest_recovered(lived, lost):
    [*_, last] = sorted((lost / "warc").glob("yenbai-*.warc.gz"))
    last.unlink()
    found, held = recover(lost)
    assert len(found) == 6
    assert len(held["article"]) == len(lived.held["article"])


READ = ("key", "title", "text", "published_at", "published_on", "published_method", "content_hash", "unit")


def read(held):
    """What a reader sees of the articles."""
    return [{name: row[name] for name in READ} for row in held["article"]]


@pytest.mark.timeout(120)
def test_a_crawl_that_was_killed_comes_back_as_killed_and_what_followed_as_it_was(tmp_path):
    with ReplicaServer([YenBai(articles=40, events=(), latency=0.03)]) as server:
        process = subprocess.Popen(
            command("yenbai"),
            cwd=ROOT,
            env=environment(tmp_path, server),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        while process.poll() is None and server.stats["yenbai.gov.vn"].kinds["article"] < 15:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert crawl(tmp_path, server).returncode == 0
    with archive_of(tmp_path) as engine:
        before = facts(engine)
    assert sorted(row["outcome"] for row in before["run"]) == ["broken", "ok"]
    (tmp_path / "archive.db").unlink()
    found, after = recover(tmp_path)
    assert len(found) == 2
    assert differences({"article": read(before)}, {"article": read(after)}) == {}
    assert sorted((row["outcome"], row["reasons"]) for row in after["run"]) == [("broken", ["killed"]), ("ok", [])]
    again, still = recover(tmp_path)
    assert again == []
    assert still == after


# --- files without a journal --------------------------------------------------------------------------------------


def test_older_files_give_the_same_articles_dates_and_edits(tmp_path):
    """Two nights of a portal without dates on its pages, in files that hold bytes and nothing else."""
    for edition in (0, 1):
        with ReplicaServer([DongNaiCchc(articles=24, edition=edition, new_articles=NEW, today=TODAY)]) as server:
            done = crawl(tmp_path, server, name="dongnaicchc", DOWNLOADER_MIDDLEWARES=middlewares())
        assert done.returncode == 0, done.stderr[-2000:]
    with archive_of(tmp_path) as engine:
        before = facts(engine)
    assert {row["published_method"] for row in before["article"]} == {"listing"}
    (tmp_path / "archive.db").unlink()
    found, after = recover(tmp_path)
    assert [one.mode for one in found] == ["ingest", "ingest"]
    assert read(after) == read(before)
    assert [row["first_seen"] for row in after["article"]] == [row["first_seen"] for row in before["article"]]
    for table in ("alias", "attachment", "area", "citation"):
        assert after[table] == before[table], table
    again, still = recover(tmp_path)
    assert again == []
    assert still == after
