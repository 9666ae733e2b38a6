"""Rows of a list that a CMS prints below an article."""

from __future__ import annotations

import pytest

from tests.extraction.builder import PARAGRAPHS, lines, paragraphs, portal

TEXT = paragraphs(*PARAGRAPHS)


def table(count: int, *cells: str) -> str:
    row = "".join(f"<td>{cell}</td>" for cell in cells)
    return f"<table>{''.join(f'<tr>{row.format(n=n)}</tr>' for n in range(1, count + 1))}</table>"


@pytest.mark.parametrize("count", [2, 3, 5])
def test_titles_with_times_and_states_are_the_dump_of_a_list(count: int) -> None:
    dump = table(count, "Thôn số {n} ra quân làm đường bê tông", "3/{n}/2022 4:15 PM", "Đã ban hành")
    assert lines(portal(TEXT + dump)) == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "cells", [("Thôn số {n}", "9/{n}/2022", "Đã ban hành"), ("Họp thôn {n}", "0{n}/3/2022 7:30", "Sân kho")]
)
def test_a_table_of_the_article_with_days_stays(cells: tuple[str, ...]) -> None:
    assert len(lines(portal(TEXT + table(3, *cells)))) == len(PARAGRAPHS) + 3


def test_a_single_row_with_a_time_stays() -> None:
    assert len(lines(portal(TEXT + table(1, "Thôn Đông ra quân làm đường bê tông", "Sân kho")))) > len(PARAGRAPHS)
