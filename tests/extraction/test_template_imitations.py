"""The learned template on every imitated portal, layouts switched off: furniture stays out, the articles stay whole."""

from __future__ import annotations

import datetime as dt
from itertools import islice

import pytest

from archive.records import Article, Page
from crawler.extraction import Reading, extract_reading, read
from crawler.extraction.template import Template
from crawler.extraction.window import MIN_ARTICLES
from tests.replica.gold import LOCAL
from tests.replica.imitations import IMITATIONS, imitation

PAGES = 40
TODAY = dt.date(2026, 11, 24)
VISIT = dt.datetime(2026, 11, 24, 4, 0, tzinfo=LOCAL)


@pytest.mark.parametrize("name", IMITATIONS)
def test_no_furniture_leaks_and_no_line_is_lost_once_the_template_acts(name: str) -> None:
    portal, template = imitation(name, articles=PAGES, today=TODAY), Template()
    wrong: list[tuple[str, str, str]] = []
    for number, gold in enumerate(islice(portal.golds(), PAGES)):
        url = portal.url(gold)
        reading = read(Page(url, portal.render(gold, number), fetched_at=VISIT))
        assert isinstance(reading, Reading)
        found = extract_reading(reading, (), template, fetched_at=VISIT)
        template.observe(gold.key, reading.blocks)
        if number < MIN_ARTICLES:
            continue
        if not isinstance(found, Article):
            wrong.append((gold.key, "rejected", found.detail))
            continue
        lines = found.text.splitlines()
        wrong += [(gold.key, "leaked", piece) for piece in gold.must_not if piece in found.text]
        wrong += [(gold.key, "lost", line) for line in gold.lines if line not in lines]
        wrong += [(gold.key, "added", line) for line in lines if line not in gold.lines]
        if found.title != gold.title:
            wrong.append((gold.key, "title", found.title))
        if found.published_at != gold.published_at:
            wrong.append((gold.key, "date", f"{found.published_at} instead of {gold.published_at}"))
    assert template.acts
    assert wrong == []
