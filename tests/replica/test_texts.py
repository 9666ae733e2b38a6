"""The generator: the same texts for the same numbers, natural letters, every kind of article."""

import datetime as dt
import random
import unicodedata
from collections import Counter

import pytest

from tests.replica import notices, slots, texts, topics_other, topics_reform
from tests.replica.gold import LOCAL
from tests.replica.topics import Topic
from tests.replica.yenbai import YenBai

PUBLISHED = dt.datetime(2026, 5, 20, 9, 15, 30, tzinfo=LOCAL)
TOPICS = (*topics_reform.REFORM, *topics_other.OTHER)


def _lines(story: texts.Story) -> list[str]:
    return [story.title, *filter(None, [story.lead]), *(line for block in story.blocks for line in block.lines)]


def test_an_article_depends_on_its_numbers_only() -> None:
    late_first = [texts.story(3, i, PUBLISHED, 0.6) for i in (70_000, 5)]
    assert [texts.story(3, i, PUBLISHED, 0.6) for i in (5, 70_000)] == late_first[::-1]
    assert texts.story(4, 5, PUBLISHED, 0.6) != late_first[1]


def test_a_headline_is_the_title_of_the_whole_article() -> None:
    for i in range(200):
        assert texts.headline(1, i, PUBLISHED, 0.6) == texts.story(1, i, PUBLISHED, 0.6).title


def test_texts_are_composed_letters_with_plain_blanks_and_no_template_marks_left() -> None:
    for i in range(1_500):
        for line in _lines(texts.story(1, i, PUBLISHED, 0.6)):
            assert unicodedata.is_normalized("NFC", line), line
            assert line == " ".join(line.split()), line
            assert not set("{}[]") & set(line), line
            assert not line[0].islower(), line


def test_every_kind_of_article_comes_and_short_notices_are_short() -> None:
    stories = [texts.story(1, i, PUBLISHED, 0.6) for i in range(1_500)]
    kinds = Counter(story.kind for story in stories)
    assert set(kinds) == {"article", "list", "table", "decision", "photo", "short_notice"}
    assert min(kinds.values()) >= 5
    for story in stories:
        if story.kind == "short_notice":
            assert len("\n".join(_lines(story)[1:])) < 250


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_the_share_of_reform_is_the_one_asked_for(share: float) -> None:
    about = sum(texts.story(2, i, PUBLISHED, share).is_cchc for i in range(1_000))
    assert abs(about / 1_000 - share) < 0.05


def test_only_articles_about_reform_use_its_core_term() -> None:
    for i in range(800):
        story = texts.story(1, i, PUBLISHED, 0.5)
        if not story.is_cchc:
            assert "cải cách hành chính" not in "\n".join(_lines(story)).casefold()


def test_articles_do_not_look_alike() -> None:
    stories = [texts.story(1, i, PUBLISHED, 0.6) for i in range(500)]
    assert len({story.title for story in stories}) > 480
    paragraphs = Counter(
        line
        for story in stories
        if story.kind in ("article", "list", "table")
        for block in story.blocks
        if block.kind == "p" and len(block.lines[0].split()) > 15
        for line in block.lines
    )
    repeated = sum(n for n in paragraphs.values() if n > 1)
    assert repeated <= 0.01 * paragraphs.total()


def test_numbers_of_all_families_occur() -> None:
    text = "\n".join(line for i in range(400) for line in _lines(texts.story(1, i, PUBLISHED, 0.8)))
    for piece in (
        "/QĐ-UBND",
        "/KH-UBND",
        "/NĐ-CP",
        "-KL/TU",
        "/QĐ-TTg",
        "/TT-VPCP",
        "30c/NQ-CP",
        "/SNV-CCHC",
        "Điều 1.",
    ):
        assert piece in text, piece


def test_every_slot_of_every_template_has_a_value() -> None:
    for topic in TOPICS:
        assert isinstance(topic, Topic)
        for template in (*topic.titles, *topic.leads, *topic.sentences, *topic.captions, *topic.items[1]):
            values = slots.Slots(random.Random(1), PUBLISHED)
            assert "{" not in values.fill(template)
    for notice in notices.NOTICES:
        values = slots.Slots(random.Random(1), PUBLISHED)
        assert "{" not in values.fill(notice.title) + values.fill(notice.lead)


def test_dates_run_back_from_yesterday_with_six_to_ten_articles_a_day() -> None:
    today = dt.date(2026, 11, 24)
    portal = YenBai(articles=400, today=today)
    moments = [portal.published_at(i) for i in range(400)]
    assert moments == sorted(moments, reverse=True)
    assert len(set(moments)) == 400
    days = Counter(moment.date() for moment in moments)
    assert max(days) == today - dt.timedelta(days=1)
    assert (min(days.values()), max(days.values())) == (6, 10)
    assert all(moment.utcoffset() == dt.timedelta(hours=7) for moment in moments)
