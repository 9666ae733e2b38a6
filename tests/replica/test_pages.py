"""Rendered pages: what the gold says stands in them, and what it forbids does too."""

import dataclasses
import datetime as dt
import random
import tracemalloc
import unicodedata

import pytest
from lxml import html

from archive.text import clean
from tests.replica import furniture, markup
from tests.replica.gold import Gold
from tests.replica.yenbai import YenBai

TODAY = dt.date(2026, 11, 24)
PORTAL = YenBai(articles=300, today=TODAY)


def _words(page: bytes) -> str:
    """All text of a page, without blanks, so that markup between words does not matter."""
    tree = html.fromstring(page.decode())
    return clean(" ".join(tree.itertext())).replace(" ", "")


def _bare(text: str) -> str:
    return clean(text).replace(" ", "")


def test_every_gold_line_stands_in_the_page_in_order() -> None:
    for gold in PORTAL.golds():
        words, place = _words(PORTAL.render(gold)), 0
        assert _bare(gold.title) in words
        for line in gold.lines:
            place = words.find(_bare(line.replace(" | ", " ")), place)
            assert place >= 0, (gold.key, line)


def test_forbidden_pieces_stand_in_the_page_and_never_in_the_text() -> None:
    for gold in PORTAL.golds():
        words = _words(PORTAL.render(gold))
        assert len(gold.must_not) > 15
        for piece in gold.must_not:
            assert _bare(piece) in words, (gold.key, piece)
            assert piece not in gold.text
            assert piece != gold.title


def test_the_stamp_on_the_page_is_the_gold_moment_to_the_second() -> None:
    for index in range(30):
        gold = PORTAL.at(index)
        assert gold.published_at.strftime("%d/%m/%Y %H:%M:%S") in PORTAL.render(gold).decode()


def test_the_page_title_is_mostly_the_portals_name() -> None:
    titles = [html.fromstring(PORTAL.page(i).decode()).findtext(".//title") for i in range(100)]
    assert 65 <= sum(title == furniture.PORTAL_NAME for title in titles) <= 95


@pytest.mark.parametrize(
    ("mark", "skin"), [("divArticleContent", "ids"), ("noi-dung-tin", "classes"), ('size="4"', "tables")]
)
def test_each_skin_is_used(mark: str, skin: str) -> None:
    assert skin in furniture.SKINS
    assert 15 < sum(mark in PORTAL.page(i).decode() for i in range(100)) < 55


def test_bodies_come_in_every_kind_of_markup() -> None:
    pages = "".join(PORTAL.page(i).decode() for i in range(120))
    for mark in (
        "<br /><br />",
        "MsoNormal",
        "<figcaption>",
        "<li>",
        '<table border="1"',
        "&nbsp;",
        "\u200b",
        "Tệp đính kèm",
    ):
        assert mark in pages, mark
    assert "<tbody><tr><td><ul>" in pages  # a list in a cell of a layout table


def test_only_pages_of_that_kind_have_decomposed_letters() -> None:
    kinds = {True: 0, False: 0}
    for index in range(100):
        gold, page = PORTAL.at(index), PORTAL.page(index).decode()
        assert unicodedata.is_normalized("NFC", page) == (gold.kind != "nfd"), gold.key
        assert unicodedata.is_normalized("NFC", gold.text)
        kinds[gold.kind == "nfd"] += 1
    assert min(kinds.values()) >= 2


def test_counters_weather_and_clock_move_with_every_visit_and_nothing_else() -> None:
    gold = PORTAL.at(12)
    first, second = (html.fromstring(PORTAL.render(gold, visit).decode()) for visit in (1, 2))
    changed = [a for a, b in zip(first.itertext(), second.itertext(), strict=True) if a != b]
    for piece in ("lượt xem", "Thấp nhất", "Độ ẩm", "Số người đang truy cập", "Tổng số lượt truy cập", "Hôm nay"):
        assert any(piece in text for text in changed), piece
    assert not any(text.strip() in gold.text for text in changed if len(text.strip()) > 10)


def test_pages_have_a_large_view_state() -> None:
    assert len(html.fromstring(PORTAL.page(0).decode()).xpath("string(//input[@id='__VIEWSTATE']/@value)")) > 20_000


def test_an_ampersand_and_angle_brackets_survive_every_paragraph_markup() -> None:
    text = "Công văn số 2231/SNV-CCHC&PC nêu: nếu số hồ sơ < 5 thì báo cáo & giải trình ngay trong ngày làm việc đó"
    for name, paragraph in markup.PARAGRAPHS.items():
        rng = random.Random(3)
        tree = html.fromstring(f"<div>{paragraph(text, rng)}</div>")
        assert _bare(tree.text_content()) == _bare(text), name


def test_a_hundred_thousand_articles_cost_no_more_memory_than_ten() -> None:
    def peak(articles: int) -> int:
        tracemalloc.start()
        portal = YenBai(articles=articles, today=TODAY)
        portal.page(articles - 1)
        keys = sum(1 for _, key in zip(range(50), portal.expected_keys(), strict=False) if key)
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert keys
        return top

    peak(10)  # caches of the standard library are filled once
    assert peak(100_000) < 1.5 * peak(10) + 50_000


def test_keys_are_distinct_and_find_their_article_again() -> None:
    portal = YenBai(articles=300, today=TODAY, events=())
    keys = list(portal.expected_keys())
    assert len(set(keys)) == len(keys) == 300
    assert keys == [gold.key for gold in portal.golds()]
    assert {key.count("/") for key in keys} == {2, 3}  # with and without subsite
    for index in (0, 9, 150, 299):
        gold = portal.at(index)
        assert portal.gold(gold.list.upper(), gold.item_id) == gold
    with pytest.raises(KeyError):
        portal.gold("Tintrongtinh", 1)


def test_the_same_number_in_two_lists_is_two_articles() -> None:
    portal = YenBai(articles=100_000, today=TODAY, events=())
    first, second = portal.gold("Tintrongtinh", 25_000), portal.gold("TinSonganhdiaphuong", 25_000)
    assert first.item_id == second.item_id
    assert (first.key, first.text) != (second.key, second.text)


def test_a_second_edition_changes_one_text_removes_one_and_adds_what_was_asked() -> None:
    first, second = YenBai(today=TODAY), YenBai(today=TODAY, edition=1, new_articles=3)
    before = {gold.key: gold for gold in first.golds()}
    after = {gold.key: gold for gold in second.golds()}
    edited, removed = first.specials["edited"], first.specials["removed"]
    assert isinstance(edited, Gold)
    assert isinstance(removed, Gold)
    assert set(before) - set(after) == {removed.key}
    assert len(set(after) - set(before)) == 3
    assert [key for key in before.keys() & after.keys() if before[key].text != after[key].text] == [edited.key]
    assert "1.274" in before[edited.key].text
    assert "1.247" in after[edited.key].text
    assert max(gold.published_at.date() for gold in after.values()) < TODAY
    assert TODAY - min(edited.published_at, removed.published_at).date() < dt.timedelta(days=7)


def test_a_second_edition_adds_nothing_by_itself() -> None:
    first, second = (YenBai(today=TODAY, edition=edition) for edition in (0, 1))
    assert set(second.expected_keys()) < set(first.expected_keys())


@pytest.mark.parametrize("arguments", [{"articles": 9}, {"page_size": 0}, {"new_articles": -1}, {"events": ["flood"]}])
def test_impossible_arguments_are_refused(arguments: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"articles from|unknown events"):
        YenBai(**arguments)  # type: ignore[arg-type]


def test_golds_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        PORTAL.at(0).title = "x"  # type: ignore[misc]
