"""`cchc refs` as people run it: who cited a document, which of two acts, and what is said where nobody did."""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from sqlalchemy import text
from typer.testing import CliRunner

from archive import db
from archive.runs import PortalInfo
from crawler.cli import app
from crawler.extraction import docnums
from crawler.refs_command import asked_for, place_name
from tests.archive.building import LONG, PORTAL, Crawl, article

SON_LA = PortalInfo("bacyen", "bacyen.sonla.gov.vn", "son-la", "Bắc Yên", "district", "son-la/bac-yen")
NEW_ACT = "Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ"
OLD_ACT = "Theo Nghị quyết số 76/NQ-CP ngày 13/6/2013"


def tell(crawl: Crawl, key: str, words: str, day: dt.date | None, title: str = "") -> None:
    """Store an article whose text cites what its words cite."""
    body = f"{words}. {LONG} {key}"
    title = title or f"Hội nghị cải cách hành chính lần thứ {key}"
    told = tuple(docnums.find(body))
    crawl.put(article(f"{crawl.portal.name}{key}", body, title=title, published_at=day, document_numbers=told))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of two portals, by its data folder."""
    folder = tmp_path_factory.mktemp("refs")
    engine = db.connect(folder / "archive.db")
    db.upgrade(engine)
    yen_bai, bac_yen = Crawl(engine, PORTAL), Crawl(engine, SON_LA)
    tell(yen_bai, "1", NEW_ACT, dt.date(2021, 7, 18), "Yên Bái triển khai chương trình cải cách hành chính mười năm")
    tell(yen_bai, "2", NEW_ACT, dt.date(2021, 7, 1), "Góp ý dự thảo")
    tell(yen_bai, "3", OLD_ACT, dt.date(2013, 7, 1))
    tell(yen_bai, "4", "Thực hiện Nghị quyết số 76/NQ-CP, các sở", dt.date(2022, 1, 1))
    tell(yen_bai, "5", "Quyết định số 12/QĐ-UBND ngày 5/1/2024 của UBND tỉnh", dt.date(2024, 1, 6))
    tell(yen_bai, "6", "Quyết định số 45/2016/QĐ-TTg", dt.date(2017, 1, 1))
    tell(bac_yen, "1", f"{NEW_ACT} nhắc lại", dt.date(2021, 7, 20), "Bắc Yên đăng lại")
    tell(bac_yen, "2", NEW_ACT, None, "Không rõ ngày")
    tell(bac_yen, "3", "Quyết định số 12/QĐ-UBND ngày 5/1/2024", dt.date(2024, 1, 8))
    with engine.begin() as connection:  # whatever links stories did, these two tell one
        ids = "SELECT id FROM article WHERE title IN ('Bắc Yên đăng lại', 'Góp ý dự thảo')"
        first = connection.execute(text("SELECT min(id) FROM article WHERE title LIKE 'Yên Bái triển khai%'")).scalar()
        connection.execute(text("UPDATE article SET story_id = id"))
        connection.execute(
            text(f"UPDATE article SET story_id = :first WHERE id IN ({ids}) AND portal = 'bacyen'"), {"first": first}
        )
    engine.dispose()
    return folder


@pytest.fixture
def refs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run the command in this process, 80 columns wide."""
    for name in [name for name in os.environ if name.startswith("CCHC_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "80")

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(app, ["refs", *arguments], env={"CCHC_DATA_DIR": str(folder)})

    return run


def test_each_act_of_a_number_has_a_section_of_its_own_oldest_first_unknown_last(refs: Any) -> None:
    done = refs("76/NQ-CP")
    assert done.exit_code == 0, done.output
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    assert [line for line in lines if line.startswith("76/NQ-CP")] == [
        "76/NQ-CP · 13/6/2013",
        "76/NQ-CP · 15/7/2021",
        "76/NQ-CP",
    ]
    assert max(map(len, lines)) <= 80
    shown = " ".join(done.stdout.split())
    assert (
        "year from the date printed behind it · 4 articles (3 stories) on 2 portals · first 3 days after issue" in shown
    )
    assert "year not known: 1 article gives none; candidates: 2013, 2021" in shown
    assert "1 article is dated before the day of issue: a draft's, or a date is wrong" in shown
    assert "1 article without a day of publication" in shown


def test_citations_come_by_day_with_the_lag_and_reprints_below_their_story(refs: Any) -> None:
    done = refs("76/NQ-CP", "--year", "2021")
    table = [line.split() for line in done.stdout.splitlines() if "/2021" in line or "no day" in line]
    rows = [row for row in table if row[0] in ("1/7/2021", "18/7/2021", "20/7/2021", "no")]
    assert [row[0] for row in rows] == ["1/7/2021", "18/7/2021", "no"]
    assert [row[1] for row in rows[:2]] == ["-14", "3"]
    assert "also bacyen 20/7/2021" in " ".join(done.stdout.split())
    assert "Yên Bái" in done.stdout
    assert refs("76/NQ-CP", "--year", "2021", "--limit", "1").stdout.count("yenbai") == 1


def test_a_date_behind_the_number_asks_for_its_year(refs: Any) -> None:
    done = refs("nghị quyết số 76/nq-cp ngày 13/6/2013", "--json")
    [found] = json.loads(done.stdout)["documents"]
    assert (found["key"], found["issued_on"], found["year_from"]) == ("state|NQ|CP|76|2013", "2013-06-13", "date")


def test_json_has_every_citation(refs: Any) -> None:
    found = json.loads(refs("76/NQ-CP", "--json", "--limit", "1").stdout)
    assert found["number"] == "76/NQ-CP"
    assert [(one["year"], one["articles"], one["candidates"]) for one in found["documents"]] == [
        (2013, 1, []),
        (2021, 4, []),
        (None, 1, [2013, 2021]),
    ]
    first, second, third, fourth = found["documents"][1]["citations"]
    assert (first["lag"], first["is_early"], first["published_on"]) == (-14, True, "2021-07-01")
    assert (second["lag"], second["portal"], second["province"]) == (3, "yenbai", "yen-bai")
    assert second["story_id"] == third["story_id"]
    assert (fourth["lag"], fourth["published_on"]) == (None, None)


def test_one_number_of_two_places_says_whose_it_is_and_how_that_is_known(refs: Any) -> None:
    shown = " ".join(refs("12/QĐ-UBND").stdout.split())
    assert "12/QĐ-UBND · 5/1/2024 · Bắc Yên, Sơn La" in shown
    assert "place taken from the portal: no text says whose it is" in shown
    assert "12/QĐ-UBND · 5/1/2024 · Yên Bái" in shown
    assert "place the level named in the text, the place that of the portal" in shown


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("45/2016/QĐ-TTg", "45/2016/QĐ-TTg"),
        ("quyết định số 45/2016/qđ-ttg", "45/2016/QĐ-TTG"),
        ("45/2016/QD-TTg", "45/2016/QĐ-TTG"),
        ("45 /2016/ QĐ – TTg", "45/2016/QĐ-TTg"),
        ("12/nq-hdnd", "12/NQ-HĐND"),
        ("01-nq/tu", "01-NQ/TU"),
        ("77/ABC-XYZ", "77/ABC-XYZ"),
    ],
)
def test_a_number_is_understood_as_people_type_it(typed: str, normal: str) -> None:
    found = asked_for(typed)
    assert found is not None
    assert found.text == normal


def test_small_letters_find_it_too(refs: Any) -> None:
    assert refs("45/2016/qd-ttg").exit_code == 0


def test_what_is_no_number_is_a_mistake_of_usage(refs: Any) -> None:
    for typed in ("76", "15/7/2021", "cải cách", ""):
        assert refs(typed).exit_code == 2, typed


def test_where_nobody_cites_it_what_may_be_meant_is_named(refs: Any) -> None:
    done = refs("45/2015/QĐ-TTg")
    assert done.exit_code == 1
    assert "no article cites 45/2015/QĐ-TTg; did you mean 45/2016/QĐ-TTg?" in done.stderr
    found = json.loads(refs("45/2015/QĐ-TTg", "--json").stdout)
    assert (found["documents"], found["similar"]) == ([], ["45/2016/QĐ-TTg"])
    other = refs("76/NQ-CP", "--year", "2019")
    assert other.exit_code == 1
    assert "of 2019, but the one of 2013, 2021 and of a year that 1 article does not give" in other.stderr


def test_without_an_archive_it_says_what_to_do(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["refs", "76/NQ-CP"], env={"CCHC_DATA_DIR": str(tmp_path)})
    assert done.exit_code == 1
    assert "there is no archive" in done.stderr


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("yen-bai", "Yên Bái"),
        ("lao-cai@2025-07-01", "Lào Cai since 1/7/2025"),
        ("son-la/bac-yen", "Bắc Yên, Sơn La"),
        ("yen-bai/?", "somewhere in Yên Bái"),
        ("son-la/bac-yen/xa-ta-xua", "xa-ta-xua, Bắc Yên, Sơn La"),
        ("dong-nai@2025-07-01/tamphuoc", "tamphuoc, Đồng Nai since 1/7/2025"),
        ("son-la/bac-yen/?", "somewhere in Bắc Yên, Sơn La"),
    ],
)
def test_places_in_words(place: str, name: str) -> None:
    assert place_name(place) == name
