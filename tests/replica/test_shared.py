"""Shared stories stand behind a portal's own articles, change nothing of them, and are listed like them."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest

from tests.replica import shared
from tests.replica.gold import LOCAL
from tests.replica.imitations import imitation
from tests.replica.portal import Request

TODAY = dt.date(2026, 11, 24)


@pytest.mark.parametrize("name", shared.portals())
def test_a_portal_tells_its_own_articles_as_before_and_the_shared_ones_behind_them(name: str) -> None:
    plain, telling = (imitation(name, articles=12, today=TODAY, shared=told) for told in (False, True))
    own, golds = list(plain.golds()), list(telling.golds())
    tellings = shared.told_on(name)
    assert [gold.title for gold in golds] == [*(gold.title for gold in own), *(one.story.title for one in tellings)]
    assert [gold.text for gold in golds[: len(own)]] == [gold.text for gold in own]
    days = [gold.stored_at for gold in golds[len(own) :]]
    told_on = [one.moment.date() for one in tellings]
    assert [day.date() if isinstance(day, dt.datetime) else day for day in days] in (told_on, [None] * len(days))
    assert len({gold.key for gold in golds}) == len(golds)
    assert shared.golds({name: plain}) == {}


@pytest.mark.parametrize("name", shared.portals())
def test_a_shared_story_has_a_page_of_its_own(name: str) -> None:
    site = imitation(name, articles=12, today=TODAY, shared=True)
    for tellings in shared.golds({name: site}).values():
        for _, gold in tellings:
            host, _, path = site.url(gold).removeprefix("https://").partition("/")
            request = Request(host, "https", f"/{path}", {}, asyncio.Event())
            answer = asyncio.run(site.handle(request))
            assert (answer.kind, answer.status) == ("article", 200)
            assert isinstance(answer.body, bytes)
            assert gold.title.split()[0] in answer.body.decode()


def test_the_days_of_shared_stories_never_move() -> None:
    for story in shared.STORIES:
        assert {telling.name for telling in story} == {story[0].name}
        for telling in story:
            assert telling.moment.tzinfo is LOCAL
            assert dt.date(2021, 6, 1) < telling.moment.date() < dt.date(2023, 1, 1)
            lines = [line for block in telling.story.blocks for line in block.lines]
            assert sum(len(line.split()) for line in lines) >= 50  # no short notice
