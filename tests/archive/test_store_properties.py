"""Whatever a portal shows and hides, in whatever order captures arrive, the books balance."""

from __future__ import annotations

import dataclasses
import itertools
from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from archive.records import Outcome
from archive.store import UnknownArticle
from tests.archive.building import LONG, PORTAL, Crawl, article, at

_PORTALS = itertools.count()
KEYS = st.sampled_from("abc")
DAYS = st.integers(0, 6)
TEXTS = st.sampled_from(["ngắn", "ngắn, sửa", LONG, LONG + " sửa"])
EVENTS = st.one_of(
    st.tuples(st.just("put"), KEYS, DAYS, TEXTS, st.sampled_from(["", "&lv=9"])),
    st.tuples(st.just("miss"), KEYS, DAYS),
    st.tuples(st.just("304"), KEYS, DAYS),
    st.tuples(st.just("settle"), KEYS, DAYS, st.sampled_from([Outcome.FAILED, Outcome.BLOCKED, Outcome.REJECTED])),
)


def play(crawl: Crawl, happening: tuple[Any, ...]) -> Outcome:
    """Fetch and judge one page."""
    kind, key, day = happening[:3]
    if kind == "put":
        url = article(key).url + happening[4]
        return crawl.put(article(key, happening[3], title="Tin", url=url), day)
    if kind == "miss":
        return crawl.miss(key, day)
    page_id = crawl.page(article(key).url, key, day, status=304 if kind == "304" else 200)
    if kind == "settle":
        return crawl.store.settle(page_id, happening[3], "tested")
    try:
        return crawl.store.unchanged(page_id, key)
    except UnknownArticle:
        return crawl.store.settle(page_id, Outcome.FAILED, "304 without an article")


def check_books(engine: Engine, events: list[tuple[Any, ...]]) -> None:
    """Play the events on a portal of their own and compare the tables with what was answered."""
    crawl = Crawl(engine, dataclasses.replace(PORTAL, name=f"portal{next(_PORTALS)}"))
    mine = {"portal": crawl.portal.name}
    answers = [play(crawl, happening) for happening in events]
    counted = Counter(str(answer) for answer in answers)

    assert crawl.store.counts(crawl.run_id) == dict(counted)
    articles = crawl.rows("SELECT id, key, text, revision_count FROM article WHERE portal = :portal", **mine)
    assert len(articles) == counted["stored"]
    assert len({row.key for row in articles}) == len(articles)
    assert sum(row.revision_count for row in articles) == counted["revised"]
    for row in articles:
        assert row.revision_count == crawl.one("SELECT count(*) FROM article_revision WHERE article_id = :a", a=row.id)
    aliases = {row.key for row in crawl.rows("SELECT key FROM article_alias WHERE portal = :portal", **mine)}
    assert not aliases & {row.key for row in articles}
    assert set(crawl.store.known(crawl.portal.name, "abc")) == {
        happening[1] for happening in events if happening[0] == "put"
    }
    check_newest_text(crawl, events, answers, {row.key: row.text for row in articles})


def check_newest_text(
    crawl: Crawl, events: list[tuple[Any, ...]], answers: list[Outcome], texts: dict[str, str]
) -> None:
    """An article shows what the newest capture of its key showed, and was first seen when it was stored."""
    for key, text in texts.items():
        seen, shown, first, aliased = -1, None, None, False
        for happening, answer in zip(events, answers, strict=True):
            kind, day = happening[0], happening[2]
            aliased |= happening[0] == "put" and answer is Outcome.ALIAS and happening[1] != key
            if happening[1] != key or kind not in ("put", "304") or (kind == "304" and answer is Outcome.FAILED):
                continue
            if answer is Outcome.STORED:
                first = day
            if day >= seen:
                seen, shown = day, happening[3] if kind == "put" else shown
        if not aliased:  # a page under another key may confirm an article, which this model does not follow
            assert text == shown
        found = crawl.store.recheck(crawl.portal.name, published_since=at().date().replace(year=2025, day=1, month=1))
        assert key in {item.key for item in found}
        assert first is not None


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(events=st.lists(EVENTS, max_size=12))
def test_the_books_balance(engine: Engine, events: list[tuple[Any, ...]]) -> None:
    check_books(engine, events)


@pytest.mark.long
@settings(max_examples=1500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=st.lists(EVENTS, max_size=40))
def test_the_books_balance_over_many_rounds(engine: Engine, events: list[tuple[Any, ...]]) -> None:
    check_books(engine, events)
