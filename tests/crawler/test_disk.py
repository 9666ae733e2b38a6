"""The budget of the disks: what is looked at, when a crawl has to stop, how long the room will last; and WARC files
that are moved away and read all the same."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from sqlalchemy import Engine, insert
from typer.testing import CliRunner

from archive import query
from archive.db import connect, upgrade, writing
from archive.models import Portal, Run
from crawler import disk, warcfiles
from crawler.cli import app
from crawler.config import Config
from crawler.warc import Capture, Writer
from crawler.warcread import WarcReadError, find, read
from tests.crawling import ROOT, command, crawl, environment, rows
from tests.replica.server import ReplicaServer
from tests.replica.yenbai import YenBai

NOW = dt.datetime(2026, 11, 24, 3, tzinfo=dt.UTC)
GB = 10**9


def config(folder: Path, **more: Any) -> Config:
    """Settings of an archive in a folder."""
    return Config(folder, folder / "warc", f"sqlite:///{folder / 'archive.db'}", **more)


# --- the disks ----------------------------------------------------------------------------------------------------
def test_a_file_system_is_looked_at_once_with_all_that_is_written_to_it(tmp_path: Path) -> None:
    [one] = disk.disks(disk.folders(config(tmp_path / "not" / "there" / "yet"), tmp_path / "backup"))
    assert set(one.uses) == {"data", "WARC files", "database", "backup"}
    assert one.free == pytest.approx(disk.free(tmp_path), rel=0.01)
    assert 0 < one.free < one.size


def test_two_file_systems_are_two(tmp_path: Path) -> None:
    if Path("/dev/shm").stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("one file system only")
    found = disk.disks([("data", tmp_path), ("WARC files", Path("/dev/shm/warc")), ("database", tmp_path)])
    assert [one.uses for one in found] == [("data", "database"), ("WARC files",)]


@pytest.mark.parametrize("url", ["postgresql://cchc@db/cchc", "sqlite://", "a://b:c/d"])
def test_a_database_that_is_no_file_of_this_machine_is_left_out(tmp_path: Path, url: str) -> None:
    assert [use for use, _ in disk.folders(Config(tmp_path, tmp_path, url))] == ["data", "WARC files"]


def test_less_than_the_reserve_is_low_and_the_words_say_what_and_where(tmp_path: Path) -> None:
    assert disk.low(config(tmp_path, disk_reserve=0)) is None
    words = disk.low(config(tmp_path, disk_reserve=10**18))
    assert words is not None
    assert words.startswith(f"disk_low: {tmp_path} (")
    assert "the reserve of 1000000.0 TB (CCHC_DISK_RESERVE)" in words


def test_a_disk_without_inodes_is_low_too() -> None:
    plenty = disk.Disk(Path("/srv"), ("data",), 50 * GB, 100 * GB, files=disk.FEW_FILES)
    assert disk.short([plenty], GB) is None
    assert "12 more files only" in str(disk.short([disk.Disk(Path("/srv"), ("data",), 50 * GB, 100 * GB, 12)], GB))
    assert disk.short([disk.Disk(Path("/srv"), ("data",), 50 * GB, 100 * GB, None)], GB) is None


def test_the_watch_looks_now_and_then_and_at_once_behind_a_large_answer(tmp_path: Path) -> None:
    watch = disk.Watch([tmp_path], 10**18)
    assert [watch.wrote(1_000) for _ in range(19)] == [None] * 19
    assert "disk_low" in str(watch.wrote(1_000))
    assert watch.wrote(1_000) is None
    assert "disk_low" in str(watch.wrote(20 << 20))
    assert disk.Watch([tmp_path], 0).wrote(20 << 20) is None


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 B"), (999, "999 B"), (999_600, "1 MB"), (1.5 * GB, "1.5 GB"), (2 * 10**12, "2.0 TB")]
)
def test_sizes_are_written_as_disks_are_sold(number: float, words: str) -> None:
    assert disk.size(number) == words


# --- how long the room lasts --------------------------------------------------------------------------------------
@pytest.fixture
def archive(tmp_path: Path) -> Engine:
    """An archive in its folder, with one portal."""
    engine = connect(tmp_path / "archive.db")
    upgrade(engine)
    with writing(engine) as connection:
        connection.execute(insert(Portal).values(name="yenbai", host="yenbai.gov.vn", title="Yên Bái"))
    return engine


def run_of(engine: Engine, days_ago: float, received: int, mode: str = "nightly") -> None:
    """A finished visit."""
    at = NOW - dt.timedelta(days=days_ago)
    values = {"portal": "yenbai", "mode": mode, "source": "live", "owner": "here/1/1", "reasons": [], "notes": []}
    with writing(engine) as connection:
        connection.execute(
            insert(Run).values(
                **values, started_at=at, finished_at=at, outcome="ok", counts={"bytes": received} if received else {}
            )
        )


def test_what_a_night_takes_is_measured_on_what_lies_there(tmp_path: Path, archive: Engine) -> None:
    run_of(archive, 300, 90_000_000, "full")  # once, and no measure of the nights
    for night in range(10):
        run_of(archive, night, 1_000_000)
    run_of(archive, 5, 0)  # a visit that was refused received nothing
    (tmp_path / "warc").mkdir()
    (tmp_path / "warc" / "yenbai-1.warc.gz").write_bytes(bytes(40_000_000))
    (tmp_path / "warc" / "ingest-yenbai-2.warc.gz").write_bytes(bytes(1_000_000))  # taken in: once as well
    cold = tmp_path / "cold"
    cold.mkdir()
    (cold / "yenbai-0.warc.gz").write_bytes(bytes(10_000_000))
    assert query.received(archive, since=NOW - dt.timedelta(28), now=NOW) == (100_000_000, 10_000_000, 10)
    free = disk.free(tmp_path)
    given = config(tmp_path, warc_cold=(cold,), disk_reserve=free - 100_000_000)
    [found] = disk.forecast(given, archive, now=NOW)
    # 100 MB received became 50 MB of WARC files and the database: half a megabyte a night, and a little.
    database = (tmp_path / "archive.db").stat().st_size + (tmp_path / "archive.db-wal").stat().st_size
    assert found.per_night == pytest.approx(500_000 + database / 100, rel=0.01)
    assert found.days is not None
    assert found.days == pytest.approx(100_000_000 / found.per_night, rel=0.5)  # others write to this disk, too
    assert found.warning() is None


def test_the_copies_that_are_still_to_be_made_are_taken_off(tmp_path: Path, archive: Engine) -> None:
    run_of(archive, 0, 1_000_000)
    (tmp_path / "warc").mkdir()
    (tmp_path / "warc" / "yenbai-1.warc.gz").write_bytes(bytes(1_000_000))
    backup = tmp_path / "backup"
    backup.mkdir()
    given = config(tmp_path, disk_reserve=disk.free(tmp_path) - 3 * GB)
    days = [one.days for one in disk.forecast(given, archive, now=NOW, backup=backup)]
    (backup / "one.db").write_bytes(b"")
    os.truncate(backup / "one.db", 100_000_000)  # takes no room itself
    fewer = [one.days for one in disk.forecast(given, archive, now=NOW, backup=backup)]
    assert days[0] is not None
    assert fewer[0] is not None
    assert fewer[0] < 0.5 * days[0]


@pytest.mark.parametrize(
    ("days", "said"), [(None, None), (30.0, None), (29.4, "2 GB a night"), (0.0, "the reserve is reached")]
)
def test_the_warning_comes_thirty_days_before(days: float | None, said: str | None) -> None:
    one = disk.Forecast(disk.Disk(Path("/srv"), ("WARC files",), 60 * GB, 100 * GB), 2 * GB, days)
    words = one.warning()
    assert (words is None) if said is None else (words is not None and said.replace("2 GB", "2.0 GB") in words)


def test_nothing_is_forecast_where_nothing_was_crawled(tmp_path: Path) -> None:
    [found] = disk.forecast(config(tmp_path), None, now=NOW)
    assert (found.per_night, found.days, found.warning()) == (0, None, None)


# --- WARC files elsewhere -----------------------------------------------------------------------------------------
def captured(directory: Path, *bodies: bytes) -> list[Any]:
    """Answers kept in one file."""
    with Writer(directory, "yenbai") as writer:
        return [writer.write(Capture(f"https://yenbai.gov.vn/{n}", 200, body)) for n, body in enumerate(bodies)]


def test_a_file_is_read_wherever_it_was_moved_to(tmp_path: Path) -> None:
    hot, cold = tmp_path / "warc", tmp_path / "cold"
    first, second = captured(hot, "một".encode(), b"hai")
    [file] = warcfiles.files([hot], {})
    before = file.path.stat().st_mtime_ns
    assert [one.path.name for one in warcfiles.move([file], cold)] == [first.file]
    assert not list(hot.iterdir())
    assert (cold / first.file).stat().st_mtime_ns == before
    assert read((hot, cold), second.file, second.offset).body == b"hai"
    with pytest.raises(WarcReadError, match="no such WARC file"):
        read(hot, second.file, second.offset)
    # A page that comes back unchanged refers to its first capture, wherever that lies.
    with Writer(hot, "yenbai", cold=[cold]) as writer:
        again = writer.write(Capture("https://yenbai.gov.vn/0", 200, "một".encode()), previous=first)
    assert read((hot, cold), again.file, again.offset).body == "một".encode()
    assert (hot / again.file).stat().st_size < 2_000
    (tmp_path / "outside.warc.gz").write_bytes(b"")
    assert find((hot, cold), "../outside.warc.gz") is None


def test_what_is_open_is_never_moved(tmp_path: Path) -> None:
    hot, cold = tmp_path / "warc", tmp_path / "cold"
    writer = Writer(hot, "yenbai")
    writer.write(Capture("https://yenbai.gov.vn/1", 200, b"tin"))
    [file] = warcfiles.files([hot], {})
    assert file.is_open
    assert warcfiles.closed_before([file], dt.date(2999, 1, 1), hot) == []
    with pytest.raises(warcfiles.MoveError, match="still being written"):
        list(warcfiles.move([file], cold))
    writer.close()
    assert len(warcfiles.closed_before(warcfiles.files([hot], {}), dt.date(2999, 1, 1), hot)) == 1
    assert warcfiles.closed_before(warcfiles.files([hot], {}), dt.date(2020, 1, 1), hot) == []


def test_a_move_that_was_broken_off_goes_on(tmp_path: Path) -> None:
    hot, cold = tmp_path / "warc", tmp_path / "cold"
    [ref] = captured(hot, b"tin")
    cold.mkdir()
    (cold / f".{ref.file}.part").write_bytes(b"torn")  # killed while it copied
    whole = (hot / ref.file).read_bytes()
    list(warcfiles.move(warcfiles.files([hot], {}), cold))
    assert [file.name for file in cold.iterdir()] == [ref.file]
    (hot / ref.file).write_bytes(whole)  # killed before it removed the first
    list(warcfiles.move(warcfiles.files([hot], {}), cold))
    assert not list(hot.iterdir())
    assert (cold / ref.file).read_bytes() == whole


def test_another_file_of_the_same_name_is_not_overwritten(tmp_path: Path) -> None:
    hot, cold = tmp_path / "warc", tmp_path / "cold"
    [ref] = captured(hot, b"tin")
    cold.mkdir()
    (cold / ref.file).write_bytes(b"something else")
    with pytest.raises(warcfiles.MoveError, match="holds something else"):
        list(warcfiles.move(warcfiles.files([hot], {}), cold))
    assert (hot / ref.file).exists()
    assert (cold / ref.file).read_bytes() == b"something else"


@pytest.fixture
def cchc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """A command of `cchc` on the archive in tmp_path/data."""
    for name in [name for name in os.environ if name.startswith("CCHC_")]:
        monkeypatch.delenv(name)

    def run(*words: str, **more: str) -> Result:
        given = {"CCHC_DATA_DIR": str(tmp_path / "data"), **more}
        return CliRunner().invoke(app, words, env=given | dict.fromkeys({"CCHC_WARC_COLD"} - more.keys(), ""))

    return run


@pytest.mark.timeout(300)
def test_an_archive_whose_first_night_was_moved_is_read_replayed_and_checked(
    tmp_path: Path, cchc: Callable[..., Result]
) -> None:
    data_dir, cold = tmp_path / "data", tmp_path / "cold"
    first = YenBai(articles=20, events=("edited",))
    with ReplicaServer([first]) as server:
        assert crawl(data_dir, server).returncode == 0
    more = {"CCHC_WARC_COLD": str(cold), "CCHC_DISK_RESERVE": "0"}
    move = ("warc", "move", "--before", "2999-01-01")
    refused = cchc(*move)
    assert refused.exit_code == 2
    assert "set CCHC_WARC_COLD first" in refused.output
    elsewhere = cchc(*move, "--to", str(tmp_path), **more)
    assert elsewhere.exit_code == 2
    assert "not among the folders" in elsewhere.output
    tried = cchc(*move, "--dry-run", **more)
    assert "would be moved" in tried.output
    assert not cold.exists()
    full = cchc(*move, CCHC_WARC_COLD=str(cold), CCHC_DISK_RESERVE="900 TB")
    assert full.exit_code == 1
    assert "do not fit" in full.output
    assert "moved to" in cchc(*move, "--to", str(cold), **more).output
    assert not list((data_dir / "warc").glob("*.gz"))
    assert cchc("warc", "move", "--before", "soon", **more).exit_code == 2

    [listed] = json.loads(cchc("warc", "--json", **more).output)
    assert (listed["folder"], listed["portals"], listed["open"]) == (str(cold), ["yenbai"], False)
    assert listed["pages"] == rows(data_dir, "select count(*) from page")[0][0]
    assert "1 files" in cchc("warc", **more).output
    assert cchc("db", "check", **more).exit_code == 0
    blind = cchc("db", "check")
    assert blind.exit_code == 1
    assert "pages lie in this WARC file" in blind.output
    assert cchc("replay", **more).exit_code == 0
    assert cchc("replay").exit_code == 1
    # The second night meets an edited article and reads its earlier bytes again, to tell who changed it.
    with ReplicaServer([YenBai(articles=20, events=("edited",), edition=1, today=first.today)]) as server:
        done = subprocess.run(
            command("yenbai"), cwd=ROOT, env=environment(data_dir, server, **more), capture_output=True, check=False
        )
    assert done.returncode == 0, done.stderr[-3000:]
    assert b"cannot be read" not in done.stderr
    assert [row.cause for row in rows(data_dir, "select cause from article_revision")] == ["portal"]
