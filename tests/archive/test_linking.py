"""What storing an article does to fingerprints, edges and stories, on both databases."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
from typing import Any

import pytest
from sqlalchemy import Engine, text

from archive import dedup, fingerprints, linking
from archive.db import check, quick_check
from archive.store import PortalInfo
from tests.archive.building import PORTAL, Crawl, article

OTHER = PortalInfo("laocai", "laocai.gov.vn", "lao-cai", "Cổng thông tin điện tử tỉnh Lào Cai")
THIRD = PortalInfo("sapa", "sapa.laocai.gov.vn", "lao-cai", "Thị xã Sa Pa")


def prose(seed: int, words: int = 160) -> str:
    """A text of its own: no two seeds share a run of eight words."""
    draw = random.Random(seed)
    made = [f"{draw.choice('bcdghklmnst')}{draw.choice('aeiou')}{draw.choice('cmnpt')}" for _ in range(words)]
    return "\n".join(" ".join(made[at : at + 40]) + "." for at in range(0, words, 40))


ONE, TWO = prose(1), prose(2)


def stories(crawl: Crawl) -> set[frozenset[str]]:
    """The stories, by portal and key."""
    rows = crawl.rows("SELECT story_id, portal, key FROM article")
    return {frozenset(f"{row.portal}/{row.key}" for row in rows if row.story_id == one) for one in {r[0] for r in rows}}


def edges(crawl: Crawl) -> list[tuple[int, int, str]]:
    return [tuple(row) for row in crawl.rows("SELECT article_id, other_id, kind FROM duplicate_edge ORDER BY 1, 2")]


@pytest.fixture
def crawls(engine: Engine) -> tuple[Crawl, Crawl, Crawl]:
    """Open runs of three portals in one archive."""
    return Crawl(engine), Crawl(engine, OTHER), Crawl(engine, THIRD)


def test_an_article_alone_is_a_story_of_its_own(crawls):
    crawl = crawls[0]
    crawl.put(article("1", ONE))
    crawl.put(article("2", TWO, published_at=None))
    assert stories(crawl) == {frozenset({"yenbai/1"}), frozenset({"yenbai/2"})}
    assert crawl.rows("SELECT * FROM story ORDER BY id") == [
        (1, 1, 1, 1, *crawl.rows("SELECT published_on, published_on FROM article WHERE id = 1")[0]),
        (2, 2, 1, 1, None, None),
    ]
    assert edges(crawl) == []
    assert check(crawl.engine) == []


def test_a_reprint_joins_the_story_and_the_earlier_one_stands_for_it(crawls):
    first, second, _ = crawls
    first.put(article("1", ONE, title="Tin", published_at=dt.date(2025, 6, 30)))
    second.put(article("1", ONE + "\nTheo báo tỉnh.", title="Tin", published_at=dt.date(2025, 6, 28)))
    assert edges(first) == [(1, 2, "near")]
    assert stories(first) == {frozenset({"yenbai/1", "laocai/1"})}
    [story] = first.rows("SELECT id, representative_id, articles, portals FROM story")
    assert story == (1, 2, 2, 2)
    row = first.rows("SELECT jaccard, containment, shorter_id, reason FROM duplicate_edge")[0]
    assert 0.5 < row.jaccard < row.containment <= 1
    assert row.shorter_id == 1
    assert row.reason
    assert check(first.engine) == []


def test_copies_of_one_text_share_a_fingerprint_and_another_takes_over_when_the_carrier_is_edited(crawls):
    first, second, third = crawls
    for crawl in crawls:
        crawl.put(article("1", ONE, title="Tin"))
    third.put(article("2", ONE + "\nThêm một câu ở cuối.", title="Tin"))
    assert edges(first) == [(1, 2, "exact"), (1, 3, "exact"), (1, 4, "near")]
    carriers = "SELECT article_id, carrier_id, hashes IS NULL FROM fingerprint ORDER BY 1"
    assert [tuple(map(int, row)) for row in first.rows(carriers)] == [(1, 1, 0), (2, 1, 1), (3, 1, 1), (4, 4, 0)]
    first.put(article("1", TWO, title="Tin khác"), day=1)
    assert edges(first) == [(2, 3, "exact"), (2, 4, "near")]
    assert [tuple(map(int, row)) for row in first.rows(carriers)] == [(1, 1, 0), (2, 2, 0), (3, 2, 1), (4, 4, 0)]
    assert stories(first) == {frozenset({"yenbai/1"}), frozenset({"laocai/1", "sapa/1", "sapa/2"})}
    assert first.one("SELECT count(*) FROM story WHERE id = 2") == 1  # the lowest number that is left
    assert check(first.engine) == []
    second.put(article("9", TWO, title="Tin khác"))
    assert edges(first)[0] == (1, 5, "exact")
