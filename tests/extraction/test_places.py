"""Where a line stands is the same on all pages of a host, and different for different boxes."""

from __future__ import annotations

from archive.records import Page
from crawler.extraction.blocks import blocks
from crawler.extraction.decode import Document, decode
from crawler.extraction.places import ANCESTORS, Chain, chain_of


def chains(body: str) -> dict[str, Chain]:
    """Places by the text of the line."""
    document = decode(Page("https://example.vn/", f"<html><body>{body}</body></html>".encode()))
    assert isinstance(document, Document)
    return {block.text: chain_of(block, {}) for block in blocks(document.tree)}


def test_paragraphs_headings_and_loose_text_of_a_container_share_its_place() -> None:
    found = chains("<div class=a><h3>Một</h3><p>Hai</p>Ba<div>Bốn</div></div><div class=b><p>Năm</p></div>")
    assert found["Một"][0] == found["Hai"][0] == found["Ba"][0] == found["Bốn"][0]
    assert found["Năm"][0] != found["Hai"][0]


def test_a_list_is_a_place_inside_the_place_around_it() -> None:
    found = chains("<div class=a><p>Một</p><ul><li>Hai</li></ul></div>")
    assert found["Hai"][0] != found["Một"][0]
    assert found["Hai"][1] == found["Một"][0]


def test_numbers_of_articles_in_names_make_no_new_place() -> None:
    first = chains('<div id="post-10123"><p>Một</p></div>')["Một"]
    assert chains('<div id="post-20456"><p>Một</p></div>')["Một"] == first
    assert chains('<div id="page-20456"><p>Một</p></div>')["Một"] != first


def test_names_of_outer_elements_do_not_count() -> None:
    inner = '<div class="main"><div class="wrap"><div class="text"><p>Một</p></div></div></div>'
    assert (
        chains(f'<div class="sport">{inner}</div>')["Một"][0] == chains(f'<div class="health">{inner}</div>')["Một"][0]
    )


def test_cells_without_names_are_told_apart_by_their_position() -> None:
    found = chains("<table><tr><td>Một<br>Hai</td><td>Ba<br>Bốn</td></tr></table>")
    assert found["Một"] == found["Hai"] != found["Ba"] == found["Bốn"]


def test_a_chain_goes_up_a_few_containers_only() -> None:
    deep = "<div class=x>" * 30 + "<p>Một</p>" + "</div>" * 30
    assert len(chains(deep)["Một"]) == 1 + ANCESTORS


def test_shared_work_changes_no_place() -> None:
    document = decode(
        Page("https://example.vn/", b"<body><div class=a><p>1 a</p><ul><li>2 b</li></ul></div><p>3 c</p></body>")
    )
    assert isinstance(document, Document)
    known: dict = {}  # type: ignore[type-arg]
    page = blocks(document.tree)
    assert [chain_of(block, known) for block in page] == [chain_of(block, {}) for block in page]
