"""The daily upkeep: every step is told of, and none is lost because another one failed."""

import datetime as dt
import os

import pytest
from sqlalchemy import text

from archive.backup import backup, backups
from archive.db import ArchiveError, DiskFull, connect, upgrade
from archive.models import Base
from crawler.config import Config
from crawler.nights import upkeep as keeping
from crawler.nights.config import NightsConfig
from crawler.nights.jobs import Nights
from crawler.nights.upkeep import age_of_backup, upkeep
from crawler.warcread import OPEN
from tests.archive.filled import fill

NOW = dt.datetime(2026, 11, 24, 6, 30, tzinfo=dt.UTC)  # a Tuesday
SUNDAY = dt.datetime(2026, 11, 29, 6, 30, tzinfo=dt.UTC)


@pytest.fixture
def house(archive_url, tmp_path):
    """Settings of an archive with everything in it, and the WARC file that its pages lie in."""
    engine = connect(archive_url)
    crawl = fill(engine)
    engine.dispose()
    environ = {"CCHC_DATA_DIR": str(tmp_path), "CCHC_DATABASE_URL": archive_url, "CCHC_DISK_RESERVE": "1 MB"}
    config, nights = Config.from_env(environ), NightsConfig.from_env(environ)
    config.warc_dir.mkdir()
    (config.warc_dir / f"{crawl.run_id}.warc.gz").touch()
    return config, nights


def told(found):
    assert all(one.text for one in found)
    return {one.subject: one.state for one in found}


ALL_OK = {"integrity": "ok", "backup": "ok", "logs": "ok", "disk": "ok"}


@pytest.mark.parametrize("day", [NOW, SUNDAY])
def test_a_good_day(house, day):
    config, nights = house
    found = upkeep(config, nights, now=day)
    assert told(found) == ALL_OK
    [(path, moment)] = backups(nights.backup_dir)
    assert moment == day
    assert path.name in next(one.text for one in found if one.subject == "backup")


def test_day_after_day_the_old_copies_and_logs_go(house):
    config, nights = house
    log = config.data_dir / "logs" / "yenbai" / "2026-01-01.log"
    log.parent.mkdir(parents=True)
    log.touch()
    os.utime(log, (0, 0))
    for n in range(9):
        assert told(upkeep(config, nights, now=NOW + dt.timedelta(days=n))) == ALL_OK
    left = [moment for _, moment in backups(nights.backup_dir)]
    assert left[:7] == [NOW + dt.timedelta(days=n) for n in range(8, 1, -1)]
    assert len(left) == 7  # the weeks and the months before had none
    assert not log.exists()


def test_a_missing_warc_file_and_a_damaged_database_are_told_and_the_rest_goes_on(house):
    config, nights = house
    [file] = config.warc_dir.iterdir()
    file.rename(file.with_name(file.name + OPEN))  # being written: that is no loss
    assert told(upkeep(config, nights, now=NOW)) == ALL_OK
    file.with_name(file.name + OPEN).unlink()
    found = upkeep(config, nights, now=NOW + dt.timedelta(days=1))
    assert told(found) == ALL_OK | {"integrity": "failing"}
    assert file.name in found[0].text
    engine = connect(config.database_url)
    with engine.begin() as connection:
        connection.execute(text("drop table notice"))
    engine.dispose()
    found = upkeep(config, nights, now=NOW + dt.timedelta(days=2))
    assert "notice" in found[0].text


def test_no_room_for_a_copy_is_told_with_the_age_of_the_last_one(house, monkeypatch):
    config, nights = house
    assert told(upkeep(config, nights, now=NOW)) == ALL_OK

    def full(*_, **__):
        raise DiskFull("no room for the copy: make room")

    monkeypatch.setattr(keeping, "backup", full)
    found = upkeep(config, nights, now=NOW + dt.timedelta(days=1))
    assert told(found) == ALL_OK | {"backup": "failing"}
    [said] = [one.text for one in found if one.subject == "backup"]
    assert "make room" in said
    assert "2026-11-24 13:30, 1 days old" in said  # Vietnam's time


def test_a_folder_that_cannot_be_made_and_errors_that_nobody_expects(house, monkeypatch):
    config, nights = house
    nights.backup_dir.parent.mkdir(exist_ok=True)
    nights.backup_dir.write_text("a file where the folder should be")

    def surprise(*_):
        raise ZeroDivisionError("who would have thought")

    monkeypatch.setattr(keeping.logs, "expire", surprise)
    monkeypatch.setattr(keeping.disk, "low", lambda config: "disk_low: hardly anything is free")
    found = upkeep(config, nights, now=NOW)
    assert told(found) == {"integrity": "ok", "backup": "failing", "logs": "failing", "disk": "failing"}
    assert "there is no copy at all" in found[1].text
    assert "who would have thought" in found[2].text


def test_a_copy_that_rots_is_noticed_and_no_older_one_is_removed(house, monkeypatch):
    config, nights = house
    for n in range(12):
        backup(config.database_url, nights.backup_dir, now=NOW - dt.timedelta(days=n))
    newest = backups(nights.backup_dir)[0][0]
    newest.write_bytes(newest.read_bytes()[:-1] + b"?")
    monkeypatch.setattr(keeping, "backup", lambda *_, **__: newest)
    found = upkeep(config, nights, now=NOW)
    assert told(found) == ALL_OK | {"backup": "failing"}
    assert "SHA-256" in found[1].text
    assert len(backups(nights.backup_dir)) == 12


def test_the_age_of_the_newest_copy(house):
    config, nights = house
    assert "no copy" in age_of_backup(nights, NOW)
    backup(config.database_url, nights.backup_dir, now=NOW)
    assert age_of_backup(nights, NOW + dt.timedelta(days=2)) is None
    assert "3 days old" in age_of_backup(nights, NOW + dt.timedelta(days=3))


def test_backups_by_somebody_else_are_left_to_them(house, tmp_path):
    config, _ = house
    nights = NightsConfig.from_env({"CCHC_DATA_DIR": str(tmp_path), "CCHC_BACKUP": "off"})
    assert told(upkeep(config, nights, now=NOW)) == ALL_OK
    assert not nights.backup_dir.exists()
    assert age_of_backup(nights, NOW) is None


def test_before_the_first_crawl_there_is_nothing_to_look_after(tmp_path):
    environ = {"CCHC_DATA_DIR": str(tmp_path / "new"), "CCHC_DISK_RESERVE": "1 MB"}
    config = Config.from_env(environ)
    assert told(upkeep(config, NightsConfig.from_env(environ), now=NOW)) == ALL_OK
    assert not (tmp_path / "new").exists()


def test_a_server_that_is_gone_is_told(tmp_path):
    environ = {"CCHC_DATA_DIR": str(tmp_path), "CCHC_DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"}
    found = upkeep(Config.from_env(environ), NightsConfig.from_env(environ), now=NOW)
    assert told(found)["integrity"] == "failing"
    assert told(found)["backup"] == "failing"


def test_an_archive_that_is_written_meanwhile_is_looked_at_all_the_same(house):
    config, nights = house
    engine = connect(config.database_url)
    with engine.begin() as connection:  # a crawl in the middle of a write
        connection.execute(text("insert into meta (name, value) values ('x', 'y')"))
        assert told(upkeep(config, nights, now=NOW)) == ALL_OK
    engine.dispose()
    upgrade(connect(config.database_url))


def empty_out(config):
    """What a disk that is not mounted leaves: nothing, then a new archive."""
    engine = connect(config.database_url)
    with engine.begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(table.delete())
    engine.dispose()


def test_an_empty_archive_where_there_was_one_is_told_and_no_copy_goes(house):
    config, nights = house
    for n in range(12):
        backup(config.database_url, nights.backup_dir, now=NOW - dt.timedelta(days=n))
    before = backups(nights.backup_dir)
    empty_out(config)
    found = {one.subject: one for one in upkeep(config, nights, now=NOW + dt.timedelta(minutes=1))}
    assert found["backup"].state == "failing"
    assert "holds 0 articles" in found["backup"].text
    assert found["integrity"].state == "failing"
    assert set(before) < set(backups(nights.backup_dir))


def test_no_archive_beside_warc_files_is_told_and_the_scheduler_makes_none(tmp_path):
    environ = {"CCHC_DATA_DIR": str(tmp_path), "CCHC_DISK_RESERVE": "1 MB"}
    config, nights = Config.from_env(environ), NightsConfig.from_env(environ)
    config.warc_dir.mkdir()
    (config.warc_dir / "yenbai-1.warc.gz").touch()
    assert told(upkeep(config, nights, now=NOW))["integrity"] == "failing"
    with pytest.raises(ArchiveError, match=r"no archive, but there are 1 WARC files.*cchc db restore"):
        Nights(config, nights, ()).open()
    assert not (tmp_path / "archive.db").exists()
