"""Moving an archive between SQLite and PostgreSQL: every row, every value, and the numbers go on."""

import json

import pytest
from sqlalchemy import text

from archive import transfer
from archive.db import ArchiveError, check, connect, upgrade
from archive.models import Base
from archive.transfer import NotEmpty, copy
from tests.archive.building import Crawl, article, downgrade
from tests.archive.filled import fill, held, next_number


@pytest.fixture(params=["sqlite to server", "server to sqlite"])
def ends(request, tmp_path, migrated_sqlite, postgres):
    """Source (migrated) and target (empty) of a transfer, in either direction."""
    file, url = connect(tmp_path / "moved.db"), postgres.create()
    server = connect(url)
    source, target = (file, server) if request.param == "sqlite to server" else (server, file)
    upgrade(source)
    yield source, target
    file.dispose()
    server.dispose()
    postgres.drop(url)


@pytest.mark.postgres
def test_a_transfer_brings_every_table_over_value_by_value(ends):
    source, target = ends
    fill(source)
    before = held(source)
    assert [name for name, rows in before.items() if not rows] == []  # all tables have rows, or this proves nothing
    told = []
    rows = copy(source, target, moved=lambda table, number: told.append((table, number)))
    assert held(target) == before == held(source)
    assert rows == {name: len(found) for name, found in before.items()}
    assert sum(number for _, number in told) == sum(rows.values())
    assert check(target) == []
    with target.connect() as connection:
        assert connection.execute(text("select count(*) from article_34")).scalar_one() == len(before["article"])


@pytest.mark.postgres
@pytest.mark.parametrize("table", ["article", "page", "run"])
def test_new_rows_get_numbers_above_the_copied_ones(ends, table):
    source, target = ends
    fill(source)
    copy(source, target)
    highest = max(row[0] for row in held(source)[table])
    assert next_number(target, table) > highest


@pytest.mark.postgres
def test_there_and_back_again_is_the_same(ends, tmp_path):
    source, target = ends
    fill(source)
    copy(source, target)
    back = connect(tmp_path / "back.db")
    copy(target, back)
    assert held(back) == held(source)
    back.dispose()


@pytest.mark.postgres
def test_a_transfer_reads_one_moment_whoever_writes_meanwhile(ends):
    source, target = ends
    fill(source)
    before = held(source)

    def somebody_writes(table, number):
        if table == "portal":  # the first table that a crawl fills
            crawl = Crawl(source)
            crawl.put(article("mới nhất"))

    copy(source, target, moved=somebody_writes)
    assert held(target) == before
    assert held(source) != before


@pytest.mark.postgres
def test_a_transfer_that_breaks_off_leaves_nothing_and_can_be_repeated(ends):
    source, target = ends
    fill(source)

    def stop(table, number):
        if table == "page":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copy(source, target, moved=stop)
    assert held(target)["article"] == []
    copy(source, target)
    assert held(target) == held(source)


@pytest.mark.postgres
def test_what_arrives_otherwise_than_it_was_read_is_not_kept(ends, monkeypatch):
    source, target = ends
    fill(source)
    honest = transfer._copy

    def careless(origin, connection, table, moved):
        found = honest(origin, connection, table, moved)
        if table.name == "article_area":
            connection.execute(table.update().values(score=table.c.score + 1e-9))
        return found

    monkeypatch.setattr(transfer, "_copy", careless)
    with pytest.raises(ArchiveError, match="article_area"):
        copy(source, target)
    assert held(target)["article"] == []


def test_a_target_that_holds_anything_is_refused(new_archive):
    source, target = connect(new_archive()), connect(new_archive())
    fill(source)
    fill(target, articles=2)
    before = held(target)
    with pytest.raises(NotEmpty, match="article"):
        copy(source, target)
    assert held(target) == before


def test_the_same_database_and_an_old_schema_are_refused(engine, tmp_path):
    with pytest.raises(ArchiveError, match="same database"):
        copy(engine, connect(engine.url.render_as_string(hide_password=False)))
    downgrade(engine, "0002")
    with pytest.raises(ArchiveError, match="db upgrade"):
        copy(engine, connect(tmp_path / "new.db"))


def test_the_hash_of_a_table_knows_values_and_not_their_order(engine):
    fill(engine)
    table = Base.metadata.tables["article_area"]
    with engine.begin() as connection:
        before = transfer.content(connection, table)
        rows = [dict(row) for row in connection.execute(table.select()).mappings()]
        connection.execute(table.delete())
        connection.execute(
            table.insert(), [row | {"evidence": json.loads(json.dumps(row["evidence"]))} for row in rows[::-1]]
        )
        assert transfer.content(connection, table) == before
        connection.execute(table.update().where(table.c.article_id == rows[0]["article_id"]).values(evidence=["khác"]))
        assert transfer.content(connection, table) != before
