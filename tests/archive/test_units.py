"""The tables of units and districts, the articles filed under them, and the view of today's 34 provinces."""

from __future__ import annotations

import datetime as dt
import importlib
import pkgutil

import pytest
from sqlalchemy import Engine, text

from archive import db, gazetteer, units
from archive.db import writing
from archive.migrations import versions
from archive.store import PortalInfo
from tests.archive.building import Crawl, article, downgrade

MERGER = dt.date(2025, 7, 1)
DISTRICT = PortalInfo("bacyen", "bacyen.sonla.gov.vn", "son-la", "Huyện Bắc Yên", "district", "son-la/bac-yen")


def test_the_tables_hold_every_unit_and_district(engine: Engine) -> None:
    crawl = Crawl(engine)
    assert crawl.one("SELECT count(*) FROM unit WHERE today = id") == 34
    assert crawl.one("SELECT count(*) FROM district WHERE province = 'ha-nam'") == 6
    row = crawl.rows("SELECT code, iso_code, region_2021, region_2025, today FROM unit WHERE id = 'yen-bai'")
    assert tuple(row[0]) == ("15", "VN-06", "Trung du và miền núi phía Bắc", None, "lao-cai@2025-07-01")


def test_a_portal_says_who_runs_it(engine: Engine) -> None:
    crawl = Crawl(engine, DISTRICT)
    found = crawl.rows("SELECT level, district FROM portal WHERE name = 'bacyen'")
    assert tuple(found[0]) == ("district", "son-la/bac-yen")


def test_loading_the_same_files_again_writes_nothing(engine: Engine) -> None:
    with writing(engine) as connection:
        assert not units.load(connection)


def test_changed_files_bring_units_and_articles_to_where_they_belong(engine: Engine) -> None:
    crawl = Crawl(engine)
    crawl.put(article("old", published_at=dt.date(2025, 6, 30)))
    crawl.put(article("new", published_at=MERGER, text=f"{article('new').text} khác"))
    crawl.put(article("undated", published_at=None, text=f"{article('new').text} nữa"))
    with writing(engine) as connection:
        for statement in (
            "INSERT INTO unit (id, slug, name, kind, code, today) VALUES ('bogus', 'bogus', 'B', 'city', '', 'bogus')",
            "INSERT INTO unit_succession VALUES ('bogus', 'lao-cai@2025-07-01', '2025-07-01')",
            "UPDATE unit SET name = 'Yên Bãi' WHERE id = 'yen-bai'",
            "UPDATE article SET unit = 'bogus', province = 'bogus'",
            "UPDATE meta SET value = 'earlier files'",
        ):
            connection.execute(text(statement))
    assert "cchc db upgrade" in db.check(engine)[0]
    db.upgrade(engine)
    assert db.check(engine) == []
    assert crawl.one("SELECT name FROM unit WHERE id = 'yen-bai'") == "Yên Bái"
    assert crawl.one("SELECT count(*) FROM unit WHERE id = 'bogus'") == 0
    assert dict(tuple(row) for row in crawl.rows("SELECT key, unit FROM article")) == {
        "old": "yen-bai",
        "new": "lao-cai@2025-07-01",
        "undated": None,
    }


def test_the_view_rolls_every_article_up_to_the_34(engine: Engine) -> None:
    crawl = Crawl(engine)
    crawl.put(article("old", published_at=dt.date(2019, 7, 20)))
    crawl.put(article("undated", published_at=None, text=f"{article('x').text} nữa"))
    nowhere = Crawl(engine, PortalInfo("tamphuoc", "xa.example", None, "Xã Tam Phước"))
    nowhere.put(article("commune", published_at=dt.date(2019, 4, 13), url="https://xa.example/1"))
    rows = crawl.rows("SELECT key, province, province_34, province_34_name, region_34 FROM article_34 ORDER BY id")
    region = "Trung du và miền núi phía Bắc"
    assert [tuple(row) for row in rows] == [
        ("old", "yen-bai", "lao-cai", "Lào Cai", region),
        ("undated", None, "lao-cai", "Lào Cai", region),
        ("commune", None, None, None, None),
    ]


def test_an_archive_of_the_first_stage_keeps_its_rows(engine: Engine) -> None:
    crawl = Crawl(engine)
    crawl.put(article("1"))
    downgrade(engine, "0001")
    db.upgrade(engine)
    assert db.check(engine) == []
    assert crawl.one("SELECT unit FROM article") == "yen-bai"
    assert crawl.one("SELECT count(*) FROM run WHERE outcome IS NULL") == 1
    assert crawl.one("SELECT province_34 FROM article_34") == "lao-cai"


def test_a_change_of_the_files_comes_with_a_migration() -> None:
    modules = [
        importlib.import_module(f"{versions.__name__}.{m.name}") for m in pkgutil.iter_modules(versions.__path__)
    ]
    newest = max((m for m in modules if hasattr(m, "UNITS")), key=lambda m: m.revision)
    assert gazetteer.digest() == newest.UNITS, (
        "provinces.csv or districts.csv changed: add a migration with the new UNITS"
    )


@pytest.mark.parametrize("table", ["unit", "district"])
def test_no_unit_points_nowhere(engine: Engine, table: str) -> None:
    crawl = Crawl(engine)
    column = {"unit": "today", "district": "province"}[table]
    target = {"unit": "id", "district": "slug"}[table]
    assert crawl.one(f"SELECT count(*) FROM {table} WHERE {column} NOT IN (SELECT {target} FROM unit)") == 0
