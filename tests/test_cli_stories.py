"""`cchc stories` and the queries behind it: what was told most widely, and one story as people read it."""

import datetime as dt
import json
from dataclasses import FrozenInstanceError

import pytest
from typer.testing import CliRunner

from archive import db, query
from crawler.cli import app
from tests.archive.telling import tell
from tests.crawling import environment

TITLE = "Yên Bái: 99,2 % hồ sơ được giải quyết đúng hạn trong quý đầu năm"
SAYS = {
    "origin_kind": "reprint",
    "origin": "Cổng TTĐT tỉnh Yên Bái",
    "origin_evidence": "Nguồn: Cổng TTĐT tỉnh Yên Bái",
}
AGENCY = {"origin_kind": "reprint", "origin": "TTXVN", "origin_evidence": "Theo TTXVN"}


def fill(engine):
    """A story on four portals, a round-up that holds it, another filling of its form, a smaller story, single ones."""
    tell(
        engine,
        [
            {"id": 12, "title": TITLE, "origin_kind": "own", "origin_evidence": "YênBái - Ba tháng đầu năm"},
            {"id": 15, "title": TITLE, "portal": "snv-yenbai", "carrier": 12, "hour": 9},
            {"id": 21, "title": "Giải quyết hồ sơ: cách làm của Yên Bái", "portal": "sonla", "day": 4, **SAYS},
            {"id": 22, "title": TITLE, "portal": "hue", "day": 9, **AGENCY},
            {"id": 23, "title": TITLE, "portal": "hue", "day": None},
            {"id": 24, "title": TITLE, "portal": "sonla", "day": 6},
            {"id": 25, "title": "Bài đã rút", "day": 6, "withheld": "nêu tên người dân"},
        ],
        edges=[
            (12, 15, "exact", 1, 1, None),
            (12, 21, "contained", 0.41, 0.98, 21),
            (12, 22, "near", 0.71, 0.93, 12),
            (12, 24, "near", 0.8, 0.9, None),
        ],
    )
    tell(engine, [{"id": 30, "day": 7, "title": "Điểm tin trong tuần"}], edges=[(12, 30, "contained", 0.2, 0.95, 12)])
    tell(engine, [{"id": 31, "day": 8, "title": "Sơn La: 98,7 %"}], edges=[(12, 31, "template", 0.8, 0.95, 12)])
    small = [{"id": 40, "title": "Hội thi", "portal": "sonla", "day": 7}, {"id": 41, "portal": "hue", "day": 10}]
    tell(
        engine,
        small,
        edges=[
            (21, 40, "related", 0.45, 0.7, 40),
            (30, 40, "contained", 0.3, 0.9, 40),
            (40, 41, "near", 0.6, 0.8, None),
        ],
    )
    tell(engine, [{"id": 50, "title": "Chưa so sánh", "story": None}])


@pytest.fixture
def told(engine):
    fill(engine)
    return engine


def test_stories_come_most_widely_told_first(told):
    first, second = query.stories(told)
    assert (first.id, first.article_id, first.title, first.portal) == (12, 12, TITLE, "yenbai")
    assert (first.articles, first.portals, first.provinces) == (6, 4, 3)
    assert (first.first_on, first.last_on, first.lag_days) == (dt.date(2026, 3, 1), dt.date(2026, 3, 9), 8)
    assert (second.id, second.lag_days) == (40, 3)
    with pytest.raises(FrozenInstanceError):
        first.id = 1


def test_stories_are_chosen_by_portal_days_and_spread(told):
    for options, ids in (
        ({"portal": "hue"}, [12, 40]),
        ({"portal": "yenbai"}, [12]),
        ({"since": dt.date(2026, 3, 7)}, [40]),
        ({"since": dt.date(2026, 3, 8)}, []),
        ({"until": dt.date(2026, 3, 7)}, [12, 40]),
        ({"until": dt.date(2026, 3, 6)}, [12]),
        ({"at_least": 3}, [12]),
        ({"at_least": 1}, [12, 40, 31, 30]),
        ({"limit": 1}, [12]),
    ):
        assert [row.id for row in query.stories(told, **options)] == ids, options


def test_a_story_that_is_withheld_as_a_whole_is_not_listed(engine):
    tell(engine, [{"id": 1, "withheld": "x"}, {"id": 2, "portal": "hue", "withheld": "x"}])
    assert query.stories(engine) == []


def test_a_story_is_found_by_any_of_its_articles_and_told_in_order(told):
    found = query.story(told, 12)
    assert query.story(told, 15) == query.story(told, 25) == found
    assert (found.id, found.representative_id, found.linked) == (12, 12, True)
    assert [one.id for one in found.articles] == [12, 15, 21, 24, 25, 22, 23]
    assert (found.first_on, found.last_on) == (dt.date(2026, 3, 1), dt.date(2026, 3, 9))
    assert [(edge.a, edge.b, edge.kind) for edge in found.edges] == [
        *((12, 15, "exact"), (12, 21, "contained"), (12, 22, "near"), (12, 24, "near")),
    ]


def test_each_article_says_from_whom_when_and_how_alike(told):
    by_id = {one.id: one for one in query.story(told, 12).articles}
    columns = ("source_id", "lag_days", "evidence", "direction", "kind", "shorter")
    assert {number: tuple(getattr(one, name) for name in columns) for number, one in by_id.items()} == {
        12: (None, None, None, None, None, None),
        15: (12, 0, "none", "unknown", "exact", None),
        21: (12, 3, "named", "known", "contained", True),
        22: (12, 8, "unnamed", "unknown", "near", False),
        23: (12, None, "none", "unknown", None, None),
        24: (12, 5, "later", "likely", "near", None),
        25: (None, None, None, None, None, None),
    }
    assert by_id[21].size == pytest.approx(0.418, abs=0.01)
    assert by_id[15].size == 1
    assert by_id[25].withheld


def test_what_is_like_a_story_stands_beside_it(told):
    found = query.story(told, 12)
    assert [(one.relation, one.story_id, one.title) for one in found.neighbours] == [
        ("whole", 30, "Điểm tin trong tuần"),
        ("form", 31, "Sơn La: 98,7 %"),
        ("alike", 40, "Hội thi"),
    ]
    assert found.neighbours[0].reason
    assert [one.story_id for one in query.story(told, 30).related("part")] == [12, 40]


def test_an_article_that_was_not_compared_is_alone_and_an_unknown_one_is_none(told):
    found = query.story(told, 50)
    assert (found.id, found.linked, [one.id for one in found.articles], found.neighbours) == (50, False, [50], ())
    assert query.story(told, 51) is None


# --- the command -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("stories")
    engine = db.connect(made / "archive.db")
    db.upgrade(engine)
    fill(engine)
    engine.dispose()
    return made


def stories(folder, *arguments, width=80):
    given = environment(folder) | {"COLUMNS": str(width)}
    return CliRunner().invoke(app, ["stories", *arguments], env=given)


@pytest.fixture
def wide(monkeypatch):
    """Tables of 80 columns, whatever the console was made for."""
    from crawler import story_commands

    monkeypatch.setattr(story_commands.out, "width", 80)
    monkeypatch.setattr(story_commands.err, "width", 80)


@pytest.mark.usefixtures("wide")
def test_the_list_fits_80_columns_and_names_day_spread_and_lag(folder):
    done = stories(folder)
    assert done.exit_code == 0, done.output
    assert max(map(len, done.stdout.splitlines())) <= 80
    words = " ".join(done.stdout.split())
    assert f"12 2026-03-01 4 6 +8 d {TITLE} yenbai · 3 provinces" in words, done.stdout


@pytest.mark.usefixtures("wide")
def test_one_story_fits_80_columns_and_says_who_took_it_from_whom(folder):
    done = stories(folder, "22")
    assert done.exit_code == 0, done.output
    assert max(map(len, done.stdout.splitlines())) <= 80
    words = " ".join(done.stdout.split())
    for said in (
        "Story 12 · 6 articles on 4 portals · 1 withheld · 2026-03-01 to 2026-03-09",
        "its own work by its own words: “YênBái - Ba tháng đầu năm”",
        "the same words",
        "cut, 42% as long J 0.41 C 0.98",
        "names yenbai as its source",
        "“Nguồn: Cổng TTĐT tỉnh Yên Bái”",
        "says nothing; later, so likely from yenbai",
        "edited, and longer: the source is 76% as long",
        "calls itself a reprint of TTXVN: not known from whom: “Theo TTXVN”",
        "alike through another article",
        "Also part of 30 2026-03-07 yenbai Điểm tin trong tuần",
        "Filled from the same form: 1",
        "Alike, but another story 40 2026-03-07 sonla Hội thi",
    ):
        assert said in words, done.stdout
    assert "Bài đã rút" not in words
    assert "−" not in words


@pytest.mark.usefixtures("wide")
def test_a_round_up_names_what_it_holds_and_a_long_story_is_cut(folder):
    words = " ".join(stories(folder, "30").stdout.split())
    assert "told by nobody else" in words
    assert f"Holds other stories 12 2026-03-01 yenbai {TITLE}" in words
    done = stories(folder, "12", "--limit", "2")
    assert "and 5 more: --limit 7" in done.stdout


def test_what_was_not_compared_says_so(folder):
    assert "cchc db link" in stories(folder, "50").stdout


def test_machines_get_the_same(folder):
    rows = json.loads(stories(folder, "--json", "--portals-at-least", "3").stdout)
    assert [(row["id"], row["first_on"], row["lag_days"], row["provinces"]) for row in rows] == [
        (12, "2026-03-01", 8, 3)
    ]
    one = json.loads(stories(folder, "15", "--json").stdout)
    assert [article["id"] for article in one["articles"]] == [12, 15, 21, 24, 25, 22, 23]
    assert one["articles"][2]["direction"] == "known"
    assert one["neighbours"][0]["relation"] == "whole"
    assert "giải quyết" in stories(folder, "--json").stdout  # letters, not escapes
    assert json.loads(stories(folder, "--json", "--since", "2030-01-01").stdout) == []


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["999"], 1, "there is no article 999"),
        (["--portal", "nirgends"], 2, "nirgends"),
        (["--since", "gestern"], 2, "YYYY-MM-DD"),
        (["12", "--portal", "hue"], 2, "leave them out"),
        (["--portals-at-least", "9"], 0, "No story is told by 9 portals or more"),
        (["--since", "2030-01-01"], 0, "With these options no story"),
    ],
)
def test_mistakes_are_said_plainly(folder, arguments, code, words):
    done = stories(folder, *arguments)
    assert done.exit_code == code
    assert words in " ".join(done.stderr.split())
