"""Stories on crawled imitations: reprints become one story with the right article in front, forms and the round-up stay
alone, and the next night changes none of it."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from archive.db import connect
from archive.text import fold
from tests.replica import shared, shared_answers

pytestmark = pytest.mark.timeout(300)


def rows(path, sql, **values):
    engine = connect(path)
    with engine.connect() as connection:
        found = list(connection.execute(text(sql), values).all())
    engine.dispose()
    return found


@pytest.fixture(params=["first", "second"])
def night(request, told_nights):
    """The archive after the first night, and after the second."""
    return getattr(told_nights, request.param)


@pytest.fixture
def told(told_nights):
    """Of each shared story its articles as (portal, key), the one that stands for it first."""
    return shared_answers.stories(told_nights.sites)


def test_the_plan_has_every_kind_of_telling(told):
    tellings = [telling for story in shared.STORIES for telling in story]
    assert sum(map(len, told.values())) == len(tellings)
    assert {len(articles) for articles in told.values()} == {1, 2, 3, 4}
    assert len({telling.portal for telling in tellings}) > 20


def test_shared_stories_are_stored_as_they_were_told(told_nights):
    stored = {(row.portal, row.key): row for row in rows(told_nights.first, "SELECT * FROM article")}
    for tellings in shared.golds(told_nights.sites).values():
        for portal, gold in tellings:
            row = stored[portal, gold.key]
            assert (row.title, row.text) == (gold.title, gold.text)


def test_every_article_has_its_story_and_reprints_have_one(night, told):
    stored = rows(night, "SELECT portal, key, story_id FROM article")
    assert all(row.story_id is not None for row in stored)
    stories = {}
    for row in stored:
        stories.setdefault(row.story_id, set()).add((row.portal, row.key))
    expected = {name: set(articles) for name, articles in told.items()}
    of_shared = {article for articles in told.values() for article in articles}
    found = [articles for articles in stories.values() if articles & of_shared]
    assert sorted(map(sorted, found)) == sorted(map(sorted, expected.values()))


def test_no_other_two_articles_are_one_story_unless_they_say_the_same_words(night, told):
    """The portals' own short notices fill the same few forms: another unit, day or number makes another story."""
    of_shared = {article for articles in told.values() for article in articles}
    texts = {}
    for row in rows(night, "SELECT portal, key, story_id, title, text FROM article"):
        if (row.portal, row.key) not in of_shared:
            texts.setdefault(row.story_id, set()).add(fold(f"{row.title}\n{row.text}"))
    assert [story for story in texts.values() if len(story) > 1] == []


def test_what_stands_for_a_story_is_the_article_that_was_first_with_it(night, told):
    """Not the department that dates its copy a day earlier, nor the portal of the same day that prints no minute."""
    unique = rows(night, "SELECT portal, key, story_articles, story_portals FROM article_unique")
    found = {(row.portal, row.key): (row.story_articles, row.story_portals) for row in unique}
    for articles in told.values():
        assert found[articles[0]] == (len(articles), len({portal for portal, _ in articles}))
        assert not found.keys() & set(articles[1:])


def test_forms_and_the_round_up_are_known_as_such(night, told):
    edges = rows(
        night,
        "SELECT edge.kind, one.portal, one.key, other.portal AS portal_2, other.key AS key_2"
        " FROM duplicate_edge AS edge"
        " JOIN article AS one ON one.id = edge.article_id JOIN article AS other ON other.id = edge.other_id",
    )
    kinds = {frozenset({(edge.portal, edge.key), (edge.portal_2, edge.key_2)}): edge.kind for edge in edges}
    for one, other in shared_answers.FORMS:
        assert kinds[frozenset({told[one][0], told[other][0]})] == "template", (one, other)
    for name in shared_answers.TOLD_IN_IT:
        assert kinds[frozenset({told[name][0], told[shared_answers.ROUND_UP][0]})] == "contained", name


def test_who_reprinted_whom_and_how_we_know(night, told):
    names = {article: name for name, articles in told.items() for article in articles}
    found = {
        (names[row.portal, row.key], row.portal): (row.source_portal, row.lag_days, row.evidence)
        for row in rows(
            night, "SELECT reprint.*, article.key FROM reprint JOIN article ON article.id = reprint.article_id"
        )
        if (row.portal, row.key) in names
    }
    assert found == shared_answers.REPRINTS


def test_the_second_night_brought_an_edit_and_removals_and_lost_nothing(told_nights):
    first, second = (rows(path, "SELECT portal, key, story_id FROM article") for path in _both(told_nights))
    assert {(row.portal, row.key) for row in first} == {(row.portal, row.key) for row in second}
    assert sorted(first) == sorted(second)
    assert rows(told_nights.first, "SELECT * FROM article_revision") == []
    assert len(rows(told_nights.second, "SELECT * FROM article_revision WHERE cause = 'portal'")) == 1


def test_only_what_was_edited_was_compared_anew(told_nights):
    first, second = (
        {row.article_id: row.text_hash for row in rows(path, "SELECT article_id, text_hash FROM fingerprint")}
        for path in _both(told_nights)
    )
    [changed] = [article for article, digest in second.items() if first[article] != digest]
    edited = told_nights.later["yenbai"].specials["edited"]
    assert [
        tuple(row) for row in rows(told_nights.second, f"SELECT portal, key FROM article WHERE id = {changed}")
    ] == [("yenbai", edited.key)]


def _both(nights):
    return nights.first, nights.second
