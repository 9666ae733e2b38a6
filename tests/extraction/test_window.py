"""The remembered pages keep their books in order, whatever comes in which order."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extraction import window as module
from crawler.extraction.window import Line, Window

SMALL = 5


def lines(codes: frozenset[int]) -> dict[int, Line]:
    """One line for every code; every third is all link, every second is prose."""
    return {code: Line(code, code % 4, 20 if code % 2 else 3, code % 3 == 0) for code in codes}


PAGES = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.frozensets(st.integers(1, 30), max_size=12)), max_size=40)


@pytest.fixture(autouse=True)
def small_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WINDOW", SMALL)


def check(window: Window) -> None:
    pages = window.pages.values()
    assert len(pages) <= SMALL
    bits = [page.bit for page in pages]
    assert len(set(bits)) == len(bits)
    assert all(bit.bit_count() == 1 for bit in bits)
    for page in pages:
        assert all(window.lines[line.key] is line for line in page.lines)
    for line in window.lines.values():
        assert line.seen == sum(page.bit for page in pages if line in page.lines) > 0
    for place, seen in window.places.items():
        shown = [page for page in pages if any(x.place == place and not x.linked for x in page.lines)]
        assert seen == sum(page.bit for page in shown) > 0
    oldest = {page.article: page.bit for page in reversed(pages)}
    assert window.first == sum(oldest.values())


@given(PAGES)
@settings(deadline=None)
def test_bits_say_who_shows_what_and_one_page_stands_for_each_article(pages: list[tuple[str, frozenset[int]]]) -> None:
    window = Window()
    for key, codes in pages:
        window.add(key, lines(codes))
        check(window)


@given(PAGES, PAGES)
@settings(deadline=None)
def test_a_stored_window_goes_on_as_if_it_had_never_been_stored(
    before: list[tuple[str, frozenset[int]]], after: list[tuple[str, frozenset[int]]]
) -> None:
    window = Window()
    for key, codes in before:
        window.add(key, lines(codes))
    loaded = Window.from_data(window.to_data())
    check(loaded)
    for key, codes in after:
        assert loaded.add(key, lines(codes)) == window.add(key, lines(codes))
        assert loaded.to_data() == window.to_data()


def test_the_oldest_page_leaves_a_full_window() -> None:
    window = Window()
    for number, key in enumerate("abcdefg"):
        assert window.add(key, lines(frozenset({number + 1})))
    assert list(window.pages) == ["c", "d", "e", "f", "g"]
    assert set(window.lines) == {3, 4, 5, 6, 7}


def test_pages_with_the_same_prose_are_one_article_until_the_last_leaves() -> None:
    window = Window()
    prose = frozenset({1, 5, 7})
    for key, codes in (("a", prose), ("b", prose | {2}), ("c", frozenset({11, 13}))):
        window.add(key, lines(codes))
    assert window.articles == 2
    assert window.count(window.lines[5].seen) == 1
    window.add("a", lines(frozenset({17, 19})))
    assert window.articles == 3
    assert window.count(window.lines[5].seen) == 1
