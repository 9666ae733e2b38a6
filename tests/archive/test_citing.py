"""Which documents articles cite: told apart by year and place, whatever the order of arrival, on both databases."""

from __future__ import annotations

import datetime as dt
import itertools
import random
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from archive import citing, db, query
from archive.citing import key
from archive.records import DocumentNumber
from archive.runs import PortalInfo
from tests.archive.building import LONG, PORTAL, Crawl, article, downgrade
from tests.archive.test_plans import GROWING, plans

ACT_2013, ACT_2021 = dt.date(2013, 6, 13), dt.date(2021, 7, 15)
LAO_CAI = PortalInfo("laocai", "laocai.gov.vn", "lao-cai", "Cổng Lào Cai", "province")
BAC_YEN = PortalInfo("bacyen", "bacyen.sonla.gov.vn", "son-la", "Bắc Yên", "district", "son-la/bac-yen")
NOWHERE = PortalInfo("tamphuoc", "", None, "Tam Phước", "commune")


def act(issued_on: dt.date | None = None, **said: Any) -> DocumentNumber:
    return DocumentNumber("76/NQ-CP", "NQ", "76", None, "CP", issued_on=issued_on, **said)


def decision(number: str = "12", words: str | None = None, **said: Any) -> DocumentNumber:
    return DocumentNumber(f"{number}/QĐ-UBND", "QĐ", number, None, "UBND", issuer_name=words, **said)


def cite(crawl: Crawl, name: str, *numbers: DocumentNumber, day: float = 0, **fields: Any) -> None:
    """Store an article, or another version of one, that cites these."""
    fields.setdefault("text", f"{LONG} {name} {day}")
    crawl.put(article(name, document_numbers=numbers, **fields), day=day)


def stored(crawl: Crawl, columns: str = "key") -> list[Any]:
    """The documents that are cited, by key."""
    found = crawl.rows(
        f"SELECT {columns} FROM document d WHERE id IN (SELECT document_id FROM document_ref) ORDER BY key"
    )
    return [row[0] if len(row) == 1 else tuple(map(_plain, row)) for row in found]


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, dt.date) else value


# The key


def test_two_acts_of_one_number_are_two_documents_and_a_bare_number_is_neither(engine: Engine) -> None:
    crawl = Crawl(engine)
    cite(crawl, "1", act(ACT_2013), act(ACT_2021))
    cite(crawl, "2", act(context_year=2021))
    cite(crawl, "3", act())
    assert stored(crawl, "key, year, year_from, issued_on") == [
        ("state|NQ|CP|76|", None, None, None),
        ("state|NQ|CP|76|2013", 2013, "date", "2013-06-13"),
        ("state|NQ|CP|76|2021", 2021, "date", "2021-07-15"),
    ]
    assert crawl.rows("SELECT position FROM document_ref WHERE article_id = 1 ORDER BY position") == [(0,), (1,)]


def test_a_year_that_no_citation_dates_comes_from_the_context_until_one_does(engine: Engine) -> None:
    crawl = Crawl(engine)
    cite(crawl, "1", act(context_year=2021))
    assert stored(crawl, "year_from, issued_on") == [("context", None)]
    cite(crawl, "2", act(ACT_2021))
    assert stored(crawl, "year_from, issued_on") == [("date", "2021-07-15")]
    cite(crawl, "2", act(context_year=2021), day=1)
    assert stored(crawl, "year_from, issued_on") == [("context", None)]


def test_capitals_and_leading_zeros_make_no_other_document(engine: Engine) -> None:
    crawl = Crawl(engine)
    for name, printed, number in (
        ("1", "2/2016/QĐ-TTG", "2"),
        ("2", "02/2016/QĐ-Ttg", "02"),
        ("3", "2/2016/QĐ-TTg", "2"),
    ):
        cite(crawl, name, DocumentNumber(printed, "QĐ", number, 2016, printed.rsplit("-")[1]))
    assert stored(crawl, "key, text, number, issuer, year_from") == [
        ("state|QĐ|TTg|2|2016", "02/2016/QĐ-TTg", "02", "TTg", "number")
    ]
    assert crawl.one("SELECT count(*) FROM document_ref") == 3


def test_letters_of_two_drafting_units_are_two_documents() -> None:
    one = DocumentNumber("143/UBND-NC", "", "143", None, "UBND", "letter", "NC")
    other = DocumentNumber("143/UBND-TH", "", "143", None, "UBND", "letter", "TH")
    assert key(one, "yen-bai") == "letter||UBND-NC@yen-bai|143|"
    assert key(one) != key(other)


# The place


def test_one_number_of_two_provinces_is_two_documents_and_one_of_the_centre_is_one(engine: Engine) -> None:
    for portal in (PORTAL, LAO_CAI):
        crawl = Crawl(engine, portal)
        day = dt.date(2024, 3, 1)
        cite(
            crawl,
            "1",
            decision(issued_on=day),
            decision(words="UBND tỉnh", number="13"),
            act(ACT_2021),
            published_at=day,
        )
    assert stored(crawl, "key, place") == [
        ("state|NQ|CP|76|2021", None),
        ("state|QĐ|UBND@lao-cai|12|2024", "lao-cai"),
        ("state|QĐ|UBND@lao-cai|13|", "lao-cai"),
        ("state|QĐ|UBND@yen-bai|12|2024", "yen-bai"),
        ("state|QĐ|UBND@yen-bai|13|", "yen-bai"),
    ]
    ways = crawl.rows(
        "SELECT DISTINCT d.number, r.place_from FROM document_ref r JOIN document d ON d.id = r.document_id"
    )
    assert sorted(map(tuple, ways), key=str) == [("12", "source"), ("13", "level"), ("76", None)]


def test_where_the_place_is_not_known_portals_do_not_share_a_document(engine: Engine) -> None:
    for portal in (NOWHERE, PortalInfo("khác", "khac.vn", None, "Khác")):
        cite(Crawl(engine, portal), "1", decision())
    crawl = Crawl(engine, LAO_CAI)
    assert stored(crawl, "key, place") == [
        ("state|QĐ|UBND@?khác|12|", None),
        ("state|QĐ|UBND@?tamphuoc|12|", None),
    ]


def test_what_words_name_is_the_same_document_in_every_portal(engine: Engine) -> None:
    words = "Ủy ban nhân dân tỉnh Sơn La"
    for portal, said in ((PORTAL, words), (BAC_YEN, "UBND tỉnh"), (NOWHERE, "UBND tỉnh Sơn La")):
        cite(Crawl(engine, portal), "1", decision(words=said, issued_on=dt.date(2024, 1, 2)))
    assert stored(Crawl(engine)) == ["state|QĐ|UBND@son-la|12|2024"]
    [found] = query.documents(engine, "12/QĐ-UBND")
    assert (found.articles, found.portals, found.place_from) == (3, 3, "text")


# The day of issue


def days(crawl: Crawl) -> list[Any]:
    return stored(crawl, "key, issued_on, year_from, text")


@pytest.mark.parametrize("order", range(4))
def test_the_order_of_arrival_changes_nothing(engine: Engine, order: int) -> None:
    first, second = dt.date(2021, 7, 15), dt.date(2021, 7, 16)
    citing = [
        [act(first)], [act(first)], [act(second)], [act(second)], [act(context_year=2021)], [act()],
        [act(dt.date(2013, 6, 13)), act(second)], [DocumentNumber("2/2016/QĐ-TTG", "QĐ", "2", 2016, "TTG")],
        [DocumentNumber("02/2016/QĐ-TTg", "QĐ", "02", 2016, "TTg", issued_on=dt.date(2016, 1, 5))],
    ]  # fmt: skip
    names = list(range(len(citing)))
    random.Random(order).shuffle(names)
    crawl = Crawl(engine)
    for name in names:
        cite(crawl, str(name), *citing[name])
    assert days(crawl) == [
        ("state|NQ|CP|76|", None, None, "76/NQ-CP"),
        ("state|NQ|CP|76|2013", "2013-06-13", "date", "76/NQ-CP"),
        ("state|NQ|CP|76|2021", "2021-07-16", "date", "76/NQ-CP"),
        ("state|QĐ|TTg|2|2016", "2016-01-05", "number", "02/2016/QĐ-TTg"),
    ]


def test_of_days_with_as_many_citations_the_earliest_is_taken(engine: Engine) -> None:
    later, earlier = dt.date(2021, 8, 1), dt.date(2021, 7, 1)
    for order in itertools.permutations((later, earlier)):
        crawl = Crawl(engine, PortalInfo(f"p{order[0].month}", "", "yen-bai", "P"))
        number = f"7{order[0].month}"
        for name, day in enumerate(order):
            cite(crawl, f"{number}-{name}", DocumentNumber(f"{number}/NQ-CP", "NQ", number, None, "CP", issued_on=day))
    assert [day for _, day, *_ in days(crawl)] == ["2021-07-01"] * 2


def test_a_revision_takes_its_earlier_day_back(engine: Engine) -> None:
    right, wrong = dt.date(2021, 7, 15), dt.date(2021, 7, 1)
    crawl = Crawl(engine)
    cite(crawl, "1", act(wrong))
    cite(crawl, "2", act(right))
    assert stored(crawl, "issued_on") == [wrong if engine.dialect.name == "postgresql" else str(wrong)]
    cite(crawl, "1", act(right), day=1)
    assert _plain(stored(crawl, "issued_on")[0]) == str(right)
    cite(crawl, "2", act(wrong), day=2)
    assert _plain(stored(crawl, "issued_on")[0]) == str(wrong)  # as many: the earliest
    cite(crawl, "2", day=3)
    assert _plain(stored(crawl, "issued_on")[0]) == str(right)
    cite(crawl, "1", day=4)
    assert stored(crawl) == []
    assert crawl.rows("SELECT key, issued_on FROM document") == [("state|NQ|CP|76|2021", None)]  # it stays


@pytest.mark.parametrize("seed", range(4))
def test_after_any_revisions_the_archive_is_as_if_only_the_last_versions_had_come(
    new_archive: Callable[[], str], seed: int
) -> None:
    """The votes are counted anew only where they can change; here against all of them counted at once."""
    chance = random.Random(seed)
    said = [act(), act(context_year=2021), *(act(dt.date(2021, 7, day)) for day in (1, 2, 3)), act(ACT_2013)]
    visits = [(chance.randrange(5), chance.sample(said, chance.randrange(3))) for _ in range(40)]
    one, other = (db.connect(new_archive()) for _ in range(2))
    crawl = Crawl(one)
    for day, (name, numbers) in enumerate(visits):
        cite(crawl, str(name), *numbers, day=day)
    last = dict(visits)
    again = Crawl(other)
    for name in sorted(last, reverse=True):
        cite(again, str(name), *last[name])
    assert days(crawl) == days(again)
    for engine in (one, other):
        engine.dispose()


@pytest.fixture
def busy(postgres: Any) -> Iterator[Engine]:
    """An archive on PostgreSQL with four articles and the documents 71/NQ-CP and 72/NQ-CP."""
    url = postgres.lend()
    engine = db.connect(url)
    crawl = Crawl(engine)
    cite(crawl, "0", resolution("71"), resolution("72"))
    for name in "123":
        cite(crawl, name)
    yield engine
    engine.dispose()
    postgres.give_back(url)


def resolution(number: str, issued_on: dt.date = ACT_2021) -> DocumentNumber:
    return DocumentNumber(f"{number}/NQ-CP", "NQ", number, None, "CP", issued_on=issued_on)


def begun(engine: Engine, article_id: int, *numbers: DocumentNumber) -> tuple[threading.Thread, threading.Event]:
    """A writer in a thread of its own, and the sign that it came to its end."""
    done = threading.Event()

    def write() -> None:
        with db.writing(engine) as connection:
            citing.cite(connection, article_id, numbers)
        done.set()

    thread = threading.Thread(target=write)
    thread.start()
    return thread, done


@pytest.mark.postgres
@pytest.mark.timeout(60)
def test_a_writer_that_waits_for_a_document_holds_none_that_comes_behind_it(busy: Engine) -> None:
    """Otherwise two that cite the same documents in different orders would wait for each other for ever."""
    with db.writing(busy) as connection:
        citing.cite(connection, 2, [resolution("71")])
        waiting, done = begun(busy, 3, resolution("72"), resolution("71"))
        assert not done.wait(0.5)
        other, free = begun(busy, 4, resolution("72"))
        assert free.wait(10)
        assert not done.is_set()
    waiting.join()
    other.join()
    assert done.is_set()
    assert Crawl(busy).rows("SELECT count(*) FROM document_ref GROUP BY document_id") == [(3,), (3,)]


@pytest.mark.postgres
@pytest.mark.timeout(60)
def test_of_two_writers_at_once_the_second_counts_the_votes_of_the_first(busy: Engine) -> None:
    """One vote for the 15th so far. Who sees nothing of the second one for it takes an earlier day for as good."""
    with db.writing(busy) as connection:
        citing.cite(connection, 2, [resolution("71")])
        thread, done = begun(busy, 3, resolution("71", dt.date(2021, 7, 14)))
        assert not done.wait(0.5)
    thread.join()
    assert Crawl(busy).one("SELECT issued_on FROM document WHERE number = '71'") == ACT_2021


# Older archives


def test_documents_of_an_older_archive_get_keys_and_go_back(engine: Engine) -> None:
    crawl = Crawl(engine)
    cite(crawl, "1", act(ACT_2013), act(ACT_2021), decision(words="UBND huyện", issued_on=ACT_2021), decision())
    cite(crawl, "2", act(), DocumentNumber("2/2017/TT-VPCP", "TT", "2", 2017, "VPCP"))
    cite(crawl, "3", act(ACT_2021))
    downgrade(engine, "0003")
    old = (
        "SELECT d.text, d.year, count(*) FROM document d JOIN document_ref r ON r.document_id = d.id"
        " GROUP BY 1, 2 ORDER BY 1"
    )
    expected = [("12/QĐ-UBND", None, 1), ("2/2017/TT-VPCP", 2017, 1), ("76/NQ-CP", None, 3)]
    assert crawl.rows(old) == expected
    assert crawl.one("SELECT count(*) FROM document") == 3
    with engine.begin() as connection:  # texts were unique, numbers were not
        connection.execute(
            text(
                "INSERT INTO document (text, type, number, year, issuer, family, unit)"
                " VALUES ('02/2017/TT-VPCP', 'TT', '02', 2017, 'VPCP', 'state', '')"
            )
        )
        connection.execute(
            text(
                "INSERT INTO document_ref (article_id, document_id, position)"
                " SELECT 3, id, 1 FROM document WHERE text = '02/2017/TT-VPCP'"
            )
        )
    db.upgrade(engine)
    assert not db.check(engine)
    keys = stored(crawl)
    assert keys[:3] == ["state|NQ|CP|76|", "state|QĐ|UBND|12|", "state|TT|VPCP|2|2017"]
    assert keys[3].startswith("state|TT|VPCP|2|2017|")  # until a replay brings the two together
    assert crawl.rows(old.replace("d.year", "d.year_from"))[-1] == ("76/NQ-CP", None, 3)
    assert [(one.text, one.articles) for one in query.documents(engine, "02/2017/TT-VPCP")] == [
        ("2/2017/TT-VPCP", 1),
        ("02/2017/TT-VPCP", 1),
    ]


def test_a_replayed_old_citation_moves_from_the_document_without_year_to_the_dated_one(engine: Engine) -> None:
    """What an older parser stored is read again by better rules: `reread`, as `cchc replay` calls it."""
    crawl = Crawl(engine)
    item = article("1", document_numbers=(act(), decision()))
    page = crawl.page(item.url, item.key)
    crawl.store.put(page, item)
    with engine.begin() as connection:  # as an upgrade leaves it: no place
        connection.execute(text("UPDATE document SET key = 'state|QĐ|UBND|12|', place = NULL WHERE number = '12'"))
    better = article("1", document_numbers=(act(ACT_2021), decision(words="UBND tỉnh Yên Bái", issued_on=ACT_2021)))
    crawl.store.reread(page, better)
    assert stored(crawl) == ["state|NQ|CP|76|2021", "state|QĐ|UBND@yen-bai|12|2021"]
    assert crawl.one("SELECT count(*) FROM document_ref") == 2
    assert crawl.one("SELECT revision_count FROM article") == 0
    assert [one.year for one in query.documents(engine, "76/NQ-CP")] == [2021]


# Reading


def test_neither_a_count_of_votes_nor_a_look_at_a_document_walks_a_table(tmp_path: Path) -> None:
    engine = db.connect(tmp_path / "archive.db")
    db.upgrade(engine)
    crawl = Crawl(engine)
    cite(crawl, "1", act(ACT_2021), decision())
    with plans(engine) as found:
        cite(crawl, "1", act(ACT_2013), act(dt.date(2021, 7, 16)), day=1)
        [_, document] = query.documents(engine, "76/NQ-CP")
        query.citations(engine, document.id)
    statements = [(statement, plan) for statement, plan in found if "document" in statement]
    assert any(statement.startswith("UPDATE document") for statement, _ in statements)
    for statement, plan in statements:
        walked = {line.split()[1] for line in plan.splitlines() if line.startswith("SCAN")}
        assert not walked & GROWING, f"{statement}\n{plan}"
    engine.dispose()


def test_documents_and_their_citations(engine: Engine) -> None:
    crawl = Crawl(engine)
    cite(crawl, "early", act(ACT_2021), published_at=dt.date(2021, 7, 10))
    cite(crawl, "late", act(ACT_2021), published_at=dt.date(2021, 9, 1))
    cite(crawl, "none", act(ACT_2021), published_at=None)
    other = Crawl(engine, LAO_CAI)
    cite(other, "first", act(ACT_2021), published_at=dt.date(2021, 7, 18))
    cite(other, "bare", act(), published_at=dt.date(2021, 7, 18))
    cite(other, "old", act(ACT_2013), published_at=dt.date(2014, 1, 1))
    found = query.documents(engine, "076/nq-cp")
    assert [(one.year, one.articles, one.portals, one.undated) for one in found] == [
        (2013, 1, 1, 0), (2021, 4, 2, 1), (None, 1, 1, 0),
    ]  # fmt: skip
    assert [one.year for one in query.documents(engine, "76/NQ-CP", year=2013)] == [2013]
    act_2021 = found[1]
    assert (act_2021.first_on, act_2021.last_on) == (dt.date(2021, 7, 10), dt.date(2021, 9, 1))
    cited = query.citations(engine, act_2021.id)
    assert [(one.portal, one.lag, one.is_early) for one in cited] == [
        ("yenbai", -5, True), ("laocai", 3, False), ("yenbai", 48, False), ("yenbai", None, False),
    ]  # fmt: skip
    assert [one.province for one in cited[:2]] == ["yen-bai", "lao-cai"]
    assert len(query.citations(engine, act_2021.id, limit=2)) == 2
    with engine.begin() as connection:
        connection.execute(text("UPDATE article SET withheld = 'xin gỡ' WHERE published_on = '2021-07-10'"))
    assert [one.portal for one in query.citations(engine, act_2021.id)] == ["laocai", "yenbai", "yenbai"]
    assert query.documents(engine, "76/NQ-CP")[1].articles == 3


def test_numbers_that_may_be_meant(engine: Engine) -> None:
    crawl = Crawl(engine)
    cite(crawl, "1", DocumentNumber("45/2016/QĐ-TTg", "QĐ", "45", 2016, "TTg"), act(ACT_2021), decision("45"))
    assert query.similar_documents(engine, "45/2015/QĐ-TTg", "QĐ", "TTg") == ["45/2016/QĐ-TTg", "45/QĐ-UBND"]
    assert query.similar_documents(engine, "77/NQ-CP", "NQ", "CP") == ["76/NQ-CP"]
    cite(crawl, "1", day=1)
    assert query.similar_documents(engine, "77/NQ-CP", "NQ", "CP") == []
