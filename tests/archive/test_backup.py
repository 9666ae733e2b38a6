"""Copies of the database: whole while others write, known by their hash, kept by age, put back without loss."""

import datetime as dt
import gzip
import json
import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from archive import backup as making
from archive import restore as putting_back
from archive.backup import BackupFailed, backup, backups, kept, manifest_path, prune, verify
from archive.db import ArchiveError, DiskFull, check, connect, head, upgrade
from archive.restore import restore
from tests.archive.building import Crawl, article, at, downgrade
from tests.archive.filled import fill, held
from tests.crawling import ROOT

NOW = dt.datetime(2026, 11, 24, 6, 30, tzinfo=dt.UTC)


def unpacked(path, tmp_path):
    """The database in a copy, as a file of its own."""
    file = tmp_path / f"unpacked-{path.name}.db"
    file.write_bytes(gzip.decompress(path.read_bytes()))
    return file


def url_of(engine):
    return engine.url.render_as_string(hide_password=False)


def test_a_copy_holds_everything_and_says_what(engine, tmp_path):
    fill(engine)
    path = backup(url_of(engine), tmp_path / "copies", now=NOW)
    assert path.name == "archive-20261124T063000Z.db.gz"
    assert sorted(file.name for file in path.parent.iterdir()) == [path.name, f"{path.name}.json"]
    told = json.loads(manifest_path(path).read_text())
    rows = held(engine)
    assert (told["articles"], told["runs"], told["pages"]) == tuple(len(rows[t]) for t in ("article", "run", "page"))
    assert told["schema"] == head()
    assert told["newest_run"] == f"yenbai {at().isoformat()}"
    assert told["database"] == engine.dialect.name
    assert told["bytes"] == path.stat().st_size
    assert verify(path).sha256 == told["sha256"]
    again = connect(unpacked(path, tmp_path))
    assert held(again) == rows
    assert check(again) == []
    again.dispose()


def test_a_crawl_that_writes_meanwhile_is_neither_held_up_nor_half_in_the_copy(engine, tmp_path, monkeypatch):
    """Two rows that only make sense together are written again and again while the copy is made, page by page."""
    fill(engine, articles=60)
    with engine.begin() as connection:
        connection.execute(text("insert into meta (name, value) values ('left', '0'), ('right', '0')"))
    monkeypatch.setattr(making, "_STEP", 1)
    stop, written, slowest = threading.Event(), [], []

    def write():
        while not stop.is_set():
            begun = dt.datetime.now(dt.UTC)
            with engine.begin() as connection:
                for name in ("left", "right"):
                    connection.execute(
                        text("update meta set value = :value where name = :name"),
                        {"value": str(len(written)), "name": name},
                    )
            slowest.append((dt.datetime.now(dt.UTC) - begun).total_seconds())
            written.append(len(written))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while not written:
            pass
        path = backup(url_of(engine), tmp_path / "copies", now=NOW)
    finally:
        stop.set()
        writer.join()
    assert len(written) > 3  # it did write meanwhile
    assert max(slowest) < 5
    values = sqlite3.connect(unpacked(path, tmp_path)).execute("select value from meta where name in ('left', 'right')")
    assert len({value for (value,) in values}) == 1


def test_a_backup_that_is_killed_leaves_no_copy_and_the_next_one_works(tmp_path, migrated_sqlite):
    url = f"sqlite:///{tmp_path / 'archive.db'}"
    engine = connect(url)
    upgrade(engine)
    fill(engine)
    engine.dispose()
    program = (
        "import datetime as dt, time\nfrom pathlib import Path\nfrom archive import backup\n"
        "def slow(*_):\n    print('packing', flush=True)\n    time.sleep(60)\n"
        "backup._pack = slow\n"
        f"backup.backup({url!r}, Path({str(tmp_path / 'copies')!r}), now=dt.datetime.now(dt.UTC))\n"
    )
    process = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "packing\n"
    with pytest.raises(BackupFailed, match="another backup"):
        backup(url, tmp_path / "copies", now=NOW)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert backups(tmp_path / "copies") == []
    path = backup(url, tmp_path / "copies", now=NOW)
    assert [one for one, _ in backups(tmp_path / "copies")] == [path]
    assert list((tmp_path / "copies").glob(".*.part"))  # what the killed one left ...
    prune(tmp_path / "copies", dt.datetime.now(dt.UTC) + dt.timedelta(days=2))
    assert not list((tmp_path / "copies").glob(".*"))  # ... goes after a day


def test_a_damaged_archive_gives_no_copy(tmp_path, migrated_sqlite):
    place = tmp_path / "archive.db"
    engine = connect(place)
    upgrade(engine)
    fill(engine, articles=40)
    engine.dispose()
    data = bytearray(place.read_bytes())
    for page in range(20, len(data) // 4096, 3):
        data[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    place.write_bytes(data)
    with pytest.raises(ArchiveError, match=r"damaged|malformed"):
        backup(place, tmp_path / "copies", now=NOW)
    assert list((tmp_path / "copies").iterdir()) == []


def test_no_archive_no_folder_and_a_full_disk_are_told(tmp_path, engine, monkeypatch):
    with pytest.raises(BackupFailed, match="no archive"):
        backup(tmp_path / "none.db", tmp_path / "copies", now=NOW)
    assert not (tmp_path / "none.db").exists()
    (tmp_path / "file").write_text("")
    with pytest.raises(BackupFailed, match="file"):
        backup(url_of(engine), tmp_path / "file", now=NOW)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(making, "_pack", full)
    with pytest.raises(DiskFull, match="make room"):
        backup(url_of(engine), tmp_path / "copies", now=NOW)
    assert list((tmp_path / "copies").iterdir()) == []


# Which copies stay


def series(days, step=1, start=NOW):
    return [(f"copy-{n}", start - dt.timedelta(days=n)) for n in range(0, days, step)]


def test_a_year_of_daily_copies_leaves_seven_days_five_weeks_and_twelve_months():
    found = series(400)
    stay = kept(found)
    moments = sorted((moment for name, moment in found if name in stay), reverse=True)
    assert moments[:7] == [NOW - dt.timedelta(days=n) for n in range(7)]
    weeks = {moment.isocalendar()[:2] for moment in moments}
    months = {(moment.year, moment.month) for moment in moments}
    assert len(months) == 12
    assert len(weeks) >= 5
    assert len(stay) <= 7 + 5 + 12
    assert {NOW.isocalendar()[1] - n for n in range(5)} <= {week for year, week in weeks if year == 2026}


def test_pruned_every_day_the_months_are_kept_all_the_same():
    """As it happens: a copy comes each day, and the rest is what earlier days left."""
    left = []
    for n in range(400, -1, -1):
        left.append((f"copy-{n}", NOW - dt.timedelta(days=n)))
        stay = kept(left)
        assert left[-1][0] in stay
        left = [one for one in left if one[0] in stay]
        assert len(left) <= 24
    assert len({(moment.year, moment.month) for _, moment in left}) == 12


def test_copies_that_ceased_long_ago_are_not_pruned_away():
    old = series(3, start=NOW - dt.timedelta(days=900))
    assert kept(old) == {name for name, _ in old}
    assert kept([]) == set()
    assert kept(old[:1]) == {"copy-0"}


def test_several_copies_of_a_day_leave_the_newest_by_the_day_in_vietnam():
    found = [(hour, dt.datetime(2026, 11, 23, hour, tzinfo=dt.UTC)) for hour in (1, 16, 18)]
    assert kept(found) == {16, 18}  # 18:00 UTC is the next day there


def test_pruning_removes_files_only_while_the_newest_is_good(engine, tmp_path):
    paths = [backup(url_of(engine), tmp_path, now=NOW - dt.timedelta(hours=n)) for n in (0, 1, 2)]
    other = tmp_path / "archive-20200101T000000Z.db.gz"
    other.write_bytes(b"somebody's, without a manifest")
    good = paths[0].read_bytes()
    paths[0].write_bytes(good[:-1] + b"x")
    with pytest.raises(BackupFailed, match="SHA-256"):
        prune(tmp_path, NOW)
    assert [path.exists() for path in paths] == [True] * 3
    paths[0].write_bytes(good)
    assert set(prune(tmp_path, NOW)) == set(paths[1:])
    assert [path.exists() for path in paths] == [True, False, False]
    assert not manifest_path(paths[1]).exists()
    assert other.exists()


# Putting one back


@pytest.fixture
def copied(engine, tmp_path):
    """A filled archive, its copy, and its rows at that moment; the archive went on afterwards."""
    fill(engine)
    path, before = backup(url_of(engine), tmp_path / "copies", now=NOW), held(engine)
    crawl = Crawl(engine, day=3)
    crawl.put(article("sau này"))
    engine.dispose()
    return path, before, url_of(engine)


def rows_at(url):
    engine = connect(url)
    try:
        return held(engine)
    finally:
        engine.dispose()


def test_a_copy_takes_the_place_of_an_archive_only_when_forced_and_that_one_is_kept(copied):
    path, before, url = copied
    after = rows_at(url)
    assert after != before
    with pytest.raises(ArchiveError, match="--force"):
        restore(path, url, now=NOW)
    assert rows_at(url) == after
    done = restore(path, url, now=NOW, force=True)
    assert rows_at(url) == before
    assert done.proved
    assert done.articles == len(before["article"])
    engine = connect(url)
    assert check(engine) == []
    if engine.dialect.name == "sqlite":
        assert rows_at(done.kept_as) == after
    else:
        schema = done.kept_as.removeprefix("schema ")
        with engine.begin() as connection:
            number = connection.execute(text(f"select count(*) from {schema}.article")).scalar()
            connection.execute(text(f"drop schema {schema} cascade"))
        assert number == len(after["article"])
    engine.dispose()


def test_a_copy_made_on_one_database_is_put_back_into_the_other(copied, new_archive, tmp_path, postgres):
    path, before, url = copied
    other = postgres.create() if url.startswith("sqlite") else f"sqlite:///{tmp_path / 'moved.db'}"
    assert restore(path, other, now=NOW).kept_as is None
    assert rows_at(other) == before
    if url.startswith("sqlite"):
        postgres.drop(other)


def test_an_archive_that_somebody_has_open_is_not_replaced(copied):
    path, _, url = copied
    after = rows_at(url)
    other = connect(url)
    with other.connect() as connection:
        connection.execute(text("select count(*) from article"))
        connection.rollback()  # open and idle, as a crawl is between two pages
        with pytest.raises(ArchiveError, match=r"in use|have the archive open"):
            restore(path, url, now=NOW, force=True)
    other.dispose()
    assert rows_at(url) == after
    restore(path, url, now=NOW, force=True)


def test_an_empty_archive_is_filled_without_force_and_a_missing_one_made(engine, tmp_path, new_archive):
    fill(engine)
    path, empty = backup(url_of(engine), tmp_path / "copies", now=NOW), new_archive()
    assert restore(path, empty, now=NOW).articles
    assert rows_at(empty) == held(engine)
    made = restore(path, tmp_path / "new" / "archive.db", now=NOW)
    assert made.kept_as is None
    assert rows_at(tmp_path / "new" / "archive.db") == held(engine)


@pytest.mark.parametrize("harm", ["changed", "cut off", "no gzip", "no archive"])
def test_a_bad_copy_replaces_nothing(tmp_path, migrated_sqlite, harm):
    engine = connect(tmp_path / "archive.db")
    upgrade(engine)
    fill(engine)
    engine.dispose()
    path = backup(tmp_path / "archive.db", tmp_path / "copies", now=NOW)
    data = path.read_bytes()
    if harm == "changed":
        path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    else:
        manifest_path(path).unlink()  # nobody vouches for it: the file itself must tell
        sqlite3.connect(tmp_path / "else.db").execute("create table x (y)").connection.close()
        path.write_bytes(
            {
                "cut off": data[: len(data) // 2],
                "no gzip": b"words",
                "no archive": gzip.compress((tmp_path / "else.db").read_bytes()),
            }[harm]
        )
    before = rows_at(tmp_path / "archive.db")
    files = sorted(tmp_path.iterdir())
    with pytest.raises(ArchiveError):
        restore(path, tmp_path / "archive.db", now=NOW, force=True)
    assert rows_at(tmp_path / "archive.db") == before
    assert sorted(tmp_path.iterdir()) == files


def test_a_copy_without_its_manifest_is_taken_and_said(copied, tmp_path):
    path, before, _ = copied
    manifest_path(path).unlink()
    assert not restore(path, tmp_path / "again.db", now=NOW).proved
    assert rows_at(tmp_path / "again.db") == before


def test_an_older_schema_is_brought_on_and_a_newer_one_refused(tmp_path, migrated_sqlite):
    engine = connect(tmp_path / "old.db")
    upgrade(engine)
    fill(engine)
    downgrade(engine, "0002")
    engine.dispose()
    path = backup(tmp_path / "old.db", tmp_path / "copies", now=NOW)
    assert verify(path).schema == "0002"
    restore(path, tmp_path / "new.db", now=NOW)
    engine = connect(tmp_path / "new.db")
    assert check(engine) == []
    with engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    engine.dispose()
    newer = backup(tmp_path / "new.db", tmp_path / "copies", now=NOW + dt.timedelta(days=1))
    with pytest.raises(ArchiveError, match="newer than this code"):
        restore(newer, tmp_path / "third.db", now=NOW)
    assert not (tmp_path / "third.db").exists()


def test_a_damaged_archive_is_moved_aside(copied, tmp_path):
    path, before, _ = copied
    place = tmp_path / "broken.db"
    place.write_bytes(b"SQLite format 3\0" + b"x" * 9000)
    with pytest.raises(ArchiveError, match="--force"):
        restore(path, place, now=NOW)
    done = restore(path, place, now=NOW, force=True)
    assert rows_at(place) == before
    assert Path(done.kept_as).read_bytes().endswith(b"xxx")


@pytest.mark.postgres
def test_a_restore_that_fails_leaves_the_server_as_it_was(postgres, tmp_path, monkeypatch):
    url = postgres.create()
    engine = connect(url)
    upgrade(engine)
    fill(engine)
    engine.dispose()
    path, before = backup(url, tmp_path, now=NOW), rows_at(url)

    def broken(source, target):
        upgrade(target)
        raise ArchiveError("the line broke")

    monkeypatch.setattr(putting_back, "copy", broken)
    with pytest.raises(ArchiveError, match="the line broke"):
        restore(path, url, now=NOW, force=True)
    assert rows_at(url) == before
    monkeypatch.undo()
    restore(path, url, now=NOW, force=True)
    assert rows_at(url) == before
    postgres.drop(url)
