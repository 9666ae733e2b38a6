"""The views of stories, on both databases: one row for each story, and who reprinted whom."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import Engine, text

from archive import query
from archive.records import Origin
from archive.store import PortalInfo
from tests.archive.building import LONG, Crawl, article
from tests.archive.telling import PORTALS, tell


def rows(engine: Engine, sql: str) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(sql))]


def test_one_row_for_each_story_and_each_article_that_was_not_compared(engine: Engine) -> None:
    tell(engine, [{"id": 1, "day": 3}, {"id": 2, "day": 5, "portal": "sonla"}, {"id": 3, "story": None, "day": None}])
    sql = (
        "SELECT id, story_articles, story_portals, story_provinces, story_first_on, story_last_on"
        " FROM article_unique ORDER BY id"
    )
    found = rows(engine, sql)
    assert [row[:4] for row in found] == [(1, 2, 2, 2), (3, 1, 1, 0)]
    assert [str(day) for day in found[0][4:]] == ["2026-03-03", "2026-03-05"]
    assert found[1][4:] == (None, None)


def test_the_row_is_the_article_that_stands_for_the_story(engine: Engine) -> None:
    tell(engine, [{"id": 1, "origin_kind": "reprint"}, {"id": 2, "day": 4, "title": "Bản gốc"}], stands=2)
    assert rows(engine, "SELECT id, title, story_id FROM article_unique") == [(2, "Bản gốc", 1)]


def test_a_story_whose_articles_are_all_withheld_is_left_out(engine: Engine) -> None:
    tell(engine, [{"id": 1, "withheld": "riêng tư"}, {"id": 2, "withheld": "riêng tư"}])
    tell(engine, [{"id": 3}, {"id": 4, "withheld": "riêng tư"}])
    assert rows(engine, "SELECT id FROM article_unique") == [(3,)]
    assert rows(engine, "SELECT * FROM reprint") == []


UNIQUE = "SELECT id, story_articles, story_portals, story_provinces, story_first_on, story_last_on FROM article_unique"


def test_withheld_articles_are_not_counted(engine: Engine) -> None:
    hidden = {"portal": "sonla", "day": 9, "withheld": "riêng tư"}
    tell(engine, [{"id": 1, "day": 2}, {"id": 2, "portal": "hue", "day": 4}, {"id": 3, **hidden}])
    [(*numbers, first, last)] = rows(engine, UNIQUE)
    assert (numbers, str(first), str(last)) == ([1, 2, 2, 2], "2026-03-02", "2026-03-04")
    [row] = query.stories(engine)
    assert (row.articles, row.portals, row.provinces, row.lag_days) == (2, 2, 2, 2)
    assert query.stories(engine, portal="sonla") == []


def test_the_earliest_that_is_shown_shows_the_story_while_the_one_that_stands_for_it_is_withheld(
    engine: Engine,
) -> None:
    others = [{"id": 2, "portal": "hue", "day": None}, {"id": 3, "portal": "hue", "day": 7}]
    told = {"id": 5, "portal": "hue", "day": 9, "origin_kind": "reprint", "origin": "yenbai.gov.vn"}
    others += [{"id": 4, "portal": "sonla", "day": 5}, told]
    tell(engine, [{"id": 1, "day": 2, "withheld": "riêng tư"}, *others])
    [(*numbers, first, last)] = rows(engine, UNIQUE)
    assert (numbers, str(first), str(last)) == ([4, 4, 2, 2], "2026-03-05", "2026-03-09")
    assert rows(engine, ABOUT) == [
        (2, 4, None, "none", "unknown"),
        (3, 4, 2, "later", "likely"),
        (5, 4, 4, "unnamed", "unknown"),
    ]
    [row] = query.stories(engine)
    assert (row.article_id, row.articles) == (4, 4)
    found = query.story(engine, 1)
    assert found is not None
    assert found.representative_id == found.articles[0].id == 4
    assert (str(found.first_on), [one.id for one in found.articles if one.withheld]) == ("2026-03-05", [1])
    with engine.begin() as connection:
        connection.execute(text("UPDATE article SET withheld = NULL WHERE id = 1"))
    assert rows(engine, "SELECT id FROM article_unique") == [(1,)]
    assert rows(engine, ABOUT)[-1] == (5, 1, 7, "named", "known")


def test_a_neighbour_whose_first_article_is_withheld_is_shown_by_the_next(engine: Engine) -> None:
    tell(engine, [{"id": 1, "withheld": "riêng tư"}, {"id": 2, "portal": "sonla", "day": 2}])
    tell(engine, [{"id": 3}], edges=[(1, 3, "template", 0.6, 0.9, None)])
    found = query.story(engine, 3)
    assert found is not None
    assert [(one.story_id, one.article_id) for one in found.neighbours] == [(1, 2)]


ABOUT = "SELECT article_id, source_id, lag_days, evidence, direction FROM reprint ORDER BY article_id"


@pytest.mark.parametrize(
    "outlet",
    [
        "yenbai.gov.vn",
        "https://www.yenbai.gov.vn/",
        "Cổng TTĐT tỉnh Yên Bái",
        "CTTĐT tỉnh Yên Bái",
        "Trang thông tin điện tử tỉnh Yên Bái",
        "Theo Cổng thông tin điện tử tỉnh Yên Bái",
        "Cổng Thông tin điện tử tỉnh Yên Bái",
        "CỔNG TTĐT TỈNH YÊN BÁI",
        "Website tỉnh Yên Bái",
    ],
)
def test_who_names_the_portal_of_the_source_took_it_from_there(engine: Engine, outlet: str) -> None:
    tell(engine, [{"id": 1}, {"id": 2, "portal": "sonla", "day": 4, "origin_kind": "reprint", "origin": outlet}])
    assert rows(engine, ABOUT) == [(2, 1, 3, "named", "known")]
    assert rows(engine, "SELECT outlet, source_outlet FROM reprint") == [(outlet, None)]


def test_a_portal_without_a_known_host_is_not_named_by_every_outlet(engine: Engine) -> None:
    told = {"portal": "sonla", "day": 4, "origin_kind": "reprint", "origin": "Báo Nhân Dân"}
    tell(engine, [{"id": 1, "portal": "nowhere"}, {"id": 2, **told}])
    assert rows(engine, ABOUT) == [(2, 1, 3, "unnamed", "unknown")]


@pytest.mark.parametrize("outlet", ["TTXVN", "sonoivu.yenbai.gov.vn", "Báo Yên Bái", "Cổng TTĐT tỉnh Sơn La", None])
def test_who_names_another_outlet_may_have_it_from_anywhere(engine: Engine, outlet: str | None) -> None:
    tell(engine, [{"id": 1}, {"id": 2, "portal": "sonla", "day": 4, "origin_kind": "reprint", "origin": outlet}])
    assert rows(engine, ABOUT) == [(2, 1, 3, "unnamed", "unknown")]


def test_the_source_is_the_article_of_the_portal_that_is_named_although_another_stands_for_the_story(
    engine: Engine,
) -> None:
    told = {"portal": "hue", "day": 9, "origin_kind": "reprint", "origin": "yenbai.gov.vn"}
    own = [{"id": 1, "portal": "sonla"}, {"id": 2, "day": 4}, {"id": 3, "day": 3}, {"id": 4, **told}]
    tell(engine, own)
    assert rows(engine, ABOUT) == [
        (2, 1, 3, "later", "likely"),
        (3, 1, 2, "later", "likely"),
        (4, 3, 6, "named", "known"),
    ]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({}, {"day": 2}, (1, "later", "likely")),
        ({}, {}, (0, "none", "unknown")),
        ({}, {"day": None}, (None, "none", "unknown")),
        ({"day": None}, {"day": 2}, (None, "none", "unknown")),
        ({"day": 4}, {"day": 2}, (-2, "none", "unknown")),  # the source is one by its portal's words, not by its date
        ({}, {"day": 2, "origin_kind": "own"}, (1, "own", "unknown")),
        ({"origin_kind": "reprint", "origin": "TTXVN"}, {"day": 2}, (1, "none", "unknown")),
        ({"hour": 8}, {"hour": 9}, (0, "none", "unknown")),
        ({"hour": 8, "origin_kind": "own"}, {"hour": 9}, (0, "later", "likely")),
        ({"hour": 9, "origin_kind": "own"}, {"hour": 8}, (0, "none", "unknown")),
    ],
)
def test_where_nobody_is_named_only_a_later_date_tells(
    engine: Engine, first: dict[str, Any], second: dict[str, Any], expected: tuple[Any, ...]
) -> None:
    tell(engine, [{"id": 1, **first}, {"id": 2, "portal": "sonla", **second}], stands=1)
    assert rows(engine, "SELECT lag_days, evidence, direction FROM reprint") == [expected]


@pytest.mark.parametrize(
    "says", [{}, {"origin_kind": "own"}, {"origin_kind": "reprint", "origin": "yenbai.gov.vn"}], ids=str
)
def test_what_a_portal_prints_again_is_no_reprint(engine: Engine, says: dict[str, Any]) -> None:
    tell(
        engine, [{"id": 1, "title": "Lịch tiếp công dân"}, {"id": 2, "title": "Lịch tiếp công dân", "day": 30, **says}]
    )
    assert rows(engine, ABOUT) == [(2, 1, 29, "repeat", "own")]


def test_the_named_portals_earliest_article_is_the_source_and_never_a_withheld_one(engine: Engine) -> None:
    told = {"portal": "hue", "day": 9, "origin_kind": "reprint", "origin": "Cổng TTĐT tỉnh Sơn La"}
    theirs = [{"id": 2, "portal": "sonla", "day": 2, "withheld": "riêng tư"}, {"id": 3, "portal": "sonla", "day": None}]
    tell(engine, [{"id": 1}, *theirs, {"id": 4, "portal": "sonla", "day": 4}, {"id": 5, **told}])
    assert rows(engine, ABOUT)[-1] == (5, 4, 5, "named", "known")


def test_a_source_that_is_a_reprint_itself_says_from_where(engine: Engine) -> None:
    tell(engine, [{"id": 1, "origin_kind": "reprint", "origin": "TTXVN"}, {"id": 2, "portal": "sonla", "day": 2}])
    assert rows(engine, "SELECT source_outlet, outlet FROM reprint") == [("TTXVN", None)]


def test_lags_are_local_days_over_the_end_of_a_month(engine: Engine) -> None:
    tell(engine, [{"id": 1, "on": dt.date(2024, 2, 28)}, {"id": 2, "portal": "sonla", "on": dt.date(2024, 3, 1)}])
    assert rows(engine, "SELECT lag_days FROM reprint") == [(2,)]


def test_scores_are_those_between_the_two_texts_also_where_another_article_carries_them(engine: Engine) -> None:
    tell(
        engine,
        [{"id": 1}, {"id": 2, "carrier": 1}, {"id": 3}, {"id": 4, "carrier": 3}, {"id": 5}],
        edges=[(1, 2, "exact", 1, 1, None), (1, 3, "near", 0.7, 0.9, 3), (3, 4, "exact", 1, 1, None)],
        stands=2,
    )
    found = rows(engine, "SELECT article_id, kind, jaccard, containment, shorter FROM reprint ORDER BY article_id")
    assert found == [
        (1, "exact", 1, 1, None),
        (3, "near", 0.7, 0.9, "reprint"),
        (4, "near", 0.7, 0.9, "reprint"),
        (5, None, None, None, None),
    ]


NAMED = "SELECT origin_portal FROM article WHERE origin IS NOT NULL ORDER BY portal, key"


@pytest.mark.parametrize("first", ["source", "reprint"])
def test_which_portal_is_named_does_not_depend_on_what_came_first(engine: Engine, first: str) -> None:
    def printed(outlet: str) -> Origin:
        return Origin("reprint", outlet, f"Nguồn: {outlet}")

    def source() -> None:
        Crawl(engine, PORTALS["sonla"]).put(article("9", LONG, title="Tin chung"))

    if first == "source":
        source()
    borrower = Crawl(engine, PORTALS["hue"])
    borrower.put(article("1", LONG, title="Tin chung", origin=printed("CỔNG TTĐT TỈNH SƠN LA")), 1)
    borrower.put(article("2", "Lời ngắn", title="Khác", origin=printed("Báo Sơn La")), 1)
    assert rows(engine, NAMED) == ([("sonla",), (None,)] if first == "source" else [(None,), (None,)])
    if first == "reprint":
        source()
    assert rows(engine, NAMED) == [("sonla",), (None,)]
    asked = "SELECT portal, source_portal, evidence FROM reprint"
    if first == "source":
        assert rows(engine, asked) == [("hue", "sonla", "named")]
    borrower.put(article("1", LONG + " sửa", title="Tin chung", origin=printed("hue.gov.vn")), 2)
    assert rows(engine, NAMED) == [("hue",), (None,)]


def test_a_portal_that_changes_its_title_is_named_by_the_new_one(engine: Engine) -> None:
    Crawl(engine, PortalInfo("xa", "xa.example.vn", None, "Trang thông tin điện tử xã Bình Minh", "commune"))
    bare = PortalInfo("bare", "bare.example.vn", None, "Cổng thông tin điện tử")
    borrower = Crawl(engine, bare)
    for key, outlet in enumerate(
        ("Cổng TTĐT xã Bình An", "Trang TTĐT xã Bình Minh", "Cổng TTĐT Chính phủ", "Cổng TTĐT")
    ):
        borrower.put(article(str(key), f"Nội dung {key}", title=f"Tin {key}", origin=Origin("reprint", outlet, outlet)))
    assert rows(engine, NAMED) == [(None,), ("xa",), (None,), (None,)]
    Crawl(engine, PortalInfo("xa", "xa.example.vn", None, "Cổng thông tin điện tử xã Bình An", "commune"))
    assert rows(engine, NAMED) == [("xa",), (None,), (None,), (None,)]


def test_borrowing_between_provinces_is_a_short_question(engine: Engine) -> None:
    tell(engine, [{"id": 1}, {"id": 2, "portal": "snv-yenbai", "day": 2}, {"id": 3, "portal": "sonla", "day": 2}])
    tell(engine, [{"id": 4, "portal": "sonla"}])
    tell(engine, [{"id": 5}, {"id": 6, "portal": "snv-yenbai", "day": 2}])
    sql = """
        SELECT article.province, count(*) AS n,
            avg(CASE WHEN reprint.province <> reprint.source_province THEN 1.0 ELSE 0 END) AS borrowed,
            avg(CASE WHEN story.story_provinces > 1 THEN 1.0 ELSE 0 END) AS shared
        FROM article
        JOIN article_unique AS story ON story.story_id = article.story_id
        LEFT JOIN reprint ON reprint.article_id = article.id
        GROUP BY article.province ORDER BY article.province
    """
    assert [(a, n, float(b), float(c)) for a, n, b, c in rows(engine, sql)] == [
        ("son-la", 2, 0.5, 0.5),
        ("yen-bai", 4, 0.0, 0.5),
    ]


def test_the_views_are_read_by_the_index_of_stories(tmp_path: Any, migrated_sqlite: Any) -> None:
    from archive import db

    engine = db.connect(migrated_sqlite)
    for sql in ("SELECT * FROM article_unique WHERE id = 1", "SELECT * FROM reprint WHERE article_id = 1"):
        plan = rows(engine, f"EXPLAIN QUERY PLAN {sql}")
        walked = {row[3] for row in plan if row[3].startswith("SCAN") and "CONSTANT" not in row[3]}
        # Only what is withheld by hand, by an index that has nothing else.
        assert walked <= {"SCAN hidden USING COVERING INDEX ix_article_withheld", "SCAN instead LEFT-JOIN"}, plan
    engine.dispose()
