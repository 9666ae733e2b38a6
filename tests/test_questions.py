"""The analysts' questions (docs/questions) on crawled imitations: the answers are those of the imitations' own labels,
and those that the files themselves print, on SQLite and PostgreSQL."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from sqlalchemy import text

from archive import db
from archive.transfer import copy
from tests.conftest import BACKENDS
from tests.crawling import ROOT
from tests.replica import shared, shared_answers
from tests.replica.shared_answers import Claim

QUESTIONS = ROOT / "docs" / "questions"
FILES = sorted(QUESTIONS.glob("*.sql"))
PRINTED = re.compile(r"-- On the demo archive[^\n]*:\n((?:--   \S.*\n)+)")  # a table of some rows
pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module", params=BACKENDS)
def archive(request, told_nights):
    """The archive after both nights, on either server."""
    first = db.connect(told_nights.second)
    if request.param == "sqlite":
        yield first
        first.dispose()
        return
    server = request.getfixturevalue("postgres")
    url = server.create()
    engine = db.connect(url)
    copy(first, engine)
    first.dispose()
    yield engine
    engine.dispose()
    server.drop(url)


def queries(name):
    """The statements of a file, without its comments."""
    plain = re.sub(r"--.*", "", (QUESTIONS / name).read_text("utf-8"))
    return [statement.strip() for statement in plain.split(";") if statement.strip()]


def answer(engine, name, number=0):
    """Rows of one of a file's queries, as mappings."""
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(text(queries(name)[number])).mappings()]


def day(value):
    """A date, whatever the driver makes of it."""
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def test_every_file_is_in_the_table_and_says_what_it_answers():
    assert len(FILES) == 4
    table = (QUESTIONS / "README.md").read_text("utf-8")
    for path in FILES:
        words = path.read_text("utf-8")
        assert f"]({path.name})" in table
        for part in ("-- Question ", "-- Keep in mind\n", "-- Answer: one row for each ", "n the demo archive"):
            assert part in words, (path.name, part)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_query_of_every_file_gives_rows_in_a_certain_order(archive, path):
    for number, query in enumerate(queries(path.name)):
        assert "ORDER BY" in query
        found = answer(archive, path.name, number)
        assert found
        assert found == answer(archive, path.name, number)


@pytest.mark.parametrize("path", [path for path in FILES if PRINTED.search(path.read_text("utf-8"))])
def test_the_answer_that_a_file_prints_is_the_one_it_gives(archive, path):
    found = answer(archive, path.name)
    printed = PRINTED.search(path.read_text("utf-8"))[1]
    head, *lines = [line.removeprefix("--").split() for line in printed.splitlines()]
    assert len(lines) >= 5
    for line in lines:
        row = dict(zip(head, line, strict=True))
        assert any(all(_said(of[name]) == value for name, value in row.items()) for of in found), line


def _said(value):
    return "-" if value is None else str(value)


def test_question_3_days_from_an_act_to_its_first_mention(archive, told_nights):
    found = {
        row["province"]: (day(row["first_mention"]), row["lag_days"], row["articles"], row["early"], row["undated"])
        for row in answer(archive, "03_diffusion.sql")
    }
    assert found == shared_answers.diffusion(told_nights.sites)
    assert found["lao-cai"][:2] == (dt.date(2021, 7, 19), 4)
    assert found["thanh-hoa"][3] == found["ninh-binh"][4] == 1


def test_question_3_the_namesake_and_the_mention_without_a_year_stand_beside_it(archive):
    by_year = {row["year"]: (row["year_from"], row["articles"]) for row in answer(archive, "03_diffusion.sql", 1)}
    assert by_year[2013] == ("date", 1)
    assert by_year[None] == (None, 1)
    assert set(by_year) == {2013, 2021, None}


def test_question_5_rates_with_their_sentences(archive, told_nights):
    found = answer(archive, "05_claimed_performance.sql")
    told = {article for articles in shared_answers.stories(told_nights.sites).values() for article in articles}
    with archive.connect() as connection:
        keys = dict(connection.execute(text("SELECT id, key FROM article")).all())
    of_told = [row for row in found if (row["portal"], keys[row["article_id"]]) in told]
    claims = [Claim(*(row[name] for name in Claim._fields)) for row in of_told]
    assert sorted(claims, key=str) == sorted(shared_answers.CLAIMS, key=str)
    for row in of_told:
        assert f"{row['rate']:g}%".replace(".", ",") in row["sentence"].replace(",0%", "%")
        assert row["bound"] is None


def test_question_5_what_is_wished_for_is_not_claimed(archive):
    asked = (
        "SELECT label, value, bound FROM article_figure WHERE sentence LIKE '%tỉnh phấn đấu tỷ lệ hồ sơ giải quyết%'"
    )
    with archive.connect() as connection:
        assert [tuple(row) for row in connection.execute(text(asked))] == [("on_time_rate_target", 95.0, "min")]


def test_question_5_means_carry_their_n(archive):
    rows = {
        (row["province"], row["quarter"], row["level"]): row for row in answer(archive, "05_claimed_performance.sql", 1)
    }
    communes = rows[None, "2022Q2", "commune"]
    assert (communes["n"], communes["lowest"], communes["highest"]) == (2, 97.2, 99.5)
    assert communes["mean"] == pytest.approx(98.35)
    assert (rows["dong-nai", "2022Q4", "province"]["n"], rows["dong-nai", "2022Q4", "province"]["mean"]) == (1, 98.2)
    first = answer(archive, "05_claimed_performance.sql")
    assert sum(row["n"] + row["bounded"] for row in rows.values()) == len(first)


def test_question_6_reprints_and_what_provinces_share(archive, told_nights):
    found = answer(archive, "06_borrowing.sql")
    names = ("n", "reprints", "inside", "across", "shared")
    expected = shared_answers.borrowing(told_nights.sites)
    assert {row["province"]: {name: row[name] for name in names} for row in found} == expected
    for row in found:
        assert float(row["reprint_share"]) == pytest.approx(row["reprints"] / row["n"], abs=5e-4)
        assert float(row["shared_share"]) == pytest.approx(row["shared"] / row["n"], abs=5e-4)
    # A department's copy of its own province's story, and one text on two portals of a province.
    assert (expected["ho-chi-minh"]["inside"], expected["ho-chi-minh"]["shared"]) == (1, 0)
    assert expected["dong-nai"]["shared"] == 1


def test_question_8_edits_and_removals_of_the_second_night(archive, told_nights):
    found = {row["province"]: row for row in answer(archive, "08_silent_edits.sql")}
    changed = {name: (row["edited"], row["missing"], row["gone"]) for name, row in found.items()}
    assert {name: counts for name, counts in changed.items() if any(counts)} == {
        "lao-cai": (1, 1, 0),
        "tay-ninh": (0, 1, 0),
    }
    stored = sum(1 for site in told_nights.sites.values() for _ in site.golds())
    assert sum(row["n"] for row in found.values()) == stored
    for row in found.values():
        assert row["edited"] + row["missing"] <= row["checked_again"] <= row["n"]
    assert found["thai-nguyen"]["withdrawn"] is None  # it was visited once


def test_question_8_what_our_own_parser_changed_is_no_edit(archive, told_nights):
    """A new parser's version, and a new date under the same text, leave the numbers as they are."""
    before = answer(archive, "08_silent_edits.sql")
    with archive.connect() as connection:
        columns = (
            "title, lead, text, author, section, published_at, published_on, published_method, published_precision,"
            " published_raw, extractor, layout"
        )
        for cause, digest in (("parser", "'another'"), ("layout", "'another'"), ("portal", "content_hash")):
            connection.execute(
                text(
                    f"INSERT INTO article_revision (article_id, cause, seen_at, replaced_at, content_hash, {columns})"
                    f" SELECT id, '{cause}', first_seen, last_seen, {digest}, {columns} FROM article"
                    " WHERE portal = 'thainguyen'"
                )
            )
        found = [dict(row) for row in connection.execute(text(queries("08_silent_edits.sql")[0])).mappings()]
        connection.rollback()
    assert found == before


def test_question_8_a_third_day_makes_it_gone_and_a_failure_says_nothing(archive):
    with archive.connect() as connection:
        columns = "article_id, run_id, kind, key, url, attempts, status"
        for outcome, hours in (("gone", 1), ("failed", 2)):
            later = "fetched_at" if archive.dialect.name == "sqlite" else f"fetched_at + interval '{hours} hours'"
            later = f"datetime(fetched_at, '+{hours} hours')" if archive.dialect.name == "sqlite" else later
            connection.execute(
                text(
                    f"INSERT INTO page ({columns}, fetched_at, outcome) SELECT {columns}, {later}, '{outcome}'"
                    " FROM page WHERE outcome = 'missing'"
                )
            )
        found = [dict(row) for row in connection.execute(text(queries("08_silent_edits.sql")[0])).mappings()]
        connection.rollback()
    assert {row["province"]: (row["missing"], row["gone"]) for row in found if row["missing"] or row["gone"]} == {
        "lao-cai": (0, 1),
        "tay-ninh": (0, 1),
    }


def test_a_story_of_two_provinces_is_known_to_both(archive, told_nights):
    """`story_provinces` of article_unique and the question agree on what crosses a border."""
    crossing = {
        name
        for name, tellings in shared.golds(told_nights.sites).items()
        if len({shared_answers.PROVINCE_34.get(portal) for portal, _ in tellings} - {None}) > 1
    }
    assert crossing == {"agreement", "central"}
    with archive.connect() as connection:
        asked = "SELECT count(*) FROM article_unique WHERE story_provinces > 1"
        assert connection.execute(text(asked)).scalar() == len(crossing)
