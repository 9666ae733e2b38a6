"""trafilatura for other languages and as second opinion: what it loses is put back, disagreement is said."""

from __future__ import annotations

from importlib.metadata import version

from crawler.extraction import Reading, read
from crawler.extraction.marks import score
from crawler.extraction.opinion import disagreement, foreign_text, put_back
from tests.extraction.builder import PARAGRAPHS, article, page, paragraphs, portal

ENGLISH = (
    "The council of the district opened a new service centre for the residents on Monday morning in the old post "
    "office.",
    "It has nine counters and is open on Saturdays, so that people who work during the week can come as well.",
    "The head of the centre said that the waiting time has already fallen to a quarter of an hour.",
)


def english(body: str) -> str:
    menu = '<ul><li><a href="/">Home</a></li><li><a href="/n">News</a></li></ul>'
    return (
        f'<html lang="en"><head><title>New service centre opens</title></head><body>{menu}<h1>New service centre '
        f"opens</h1>"
        f"<p>May 3, 2021</p><div>{body}</div><div>Copyright 2021. All rights reserved.</div></body></html>"
    )


def test_the_pin_that_keeps_the_aspnet_form() -> None:
    assert tuple(map(int, version("trafilatura").split(".")[:2])) >= (2, 3)


def test_english_pages_are_read_by_trafilatura() -> None:
    found = article(english(paragraphs(*ENGLISH)))
    assert found.extractor == "trafilatura"
    assert found.language == "en"
    assert found.title == "New service centre opens"
    assert found.text.splitlines() == list(ENGLISH)


def test_what_it_loses_of_captions_and_lists_is_put_back_in_order() -> None:
    html = english(
        f"<p>{ENGLISH[0]}</p><figure><img src=a><figcaption>Visitors wait in the hall</figcaption></figure><p>"
        f"{ENGLISH[1]}</p>"
        f"<ul><li>Bring your identity card.</li><li>Take a number.</li></ul><p>{ENGLISH[2]}</p>"
    )
    assert article(html).text.splitlines() == [
        ENGLISH[0],
        "Visitors wait in the hall",
        ENGLISH[1],
        "Bring your identity card.",
        "Take a number.",
        ENGLISH[2],
    ]


def test_lines_that_are_no_blocks_are_left_as_they_are() -> None:
    reading = read(page(english(paragraphs(*ENGLISH))))
    assert isinstance(reading, Reading)
    assert put_back(["Something else altogether", ENGLISH[0]], score(reading.blocks)) is None


def test_a_passed_tree_is_left_unchanged() -> None:
    reading = read(page(portal(paragraphs(*PARAGRAPHS))))
    assert isinstance(reading, Reading)
    before = [b.text for b in reading.blocks]
    foreign_text(reading.document.tree)
    again = read(page(portal(paragraphs(*PARAGRAPHS))))
    assert isinstance(again, Reading)
    assert [b.text for b in again.blocks] == before
    assert "".join(reading.document.tree.itertext()) == "".join(again.document.tree.itertext())


def test_disagreement_is_said_and_agreement_is_not() -> None:
    assert disagreement(PARAGRAPHS, PARAGRAPHS) is None
    assert disagreement(PARAGRAPHS, [*PARAGRAPHS, *ENGLISH]) is None
    said = disagreement(PARAGRAPHS, [*ENGLISH, "and more words of another article that nobody asked for in this place"])
    assert said is not None
    assert said.startswith("second opinion: trafilatura reads another text")


def test_a_weakly_supported_run_is_checked() -> None:
    other = "".join(f"<p>{p}</p>" for p in ENGLISH)
    html = f"<html><body><div>{paragraphs(*PARAGRAPHS)}</div><article>{other * 4}</article></body></html>"
    found = article(html)
    assert found.text
    assert any(w.startswith(("second opinion", "no headline")) for w in found.warnings)


def test_who_wrote_an_english_article_is_kept() -> None:
    found = article(english(paragraphs(*ENGLISH) + '<p class="author">By Minh Chau</p>'))
    assert found.text.splitlines() == [*ENGLISH, "By Minh Chau"]
    assert found.author == "Minh Chau"


def test_a_sentence_that_begins_with_by_names_nobody() -> None:
    closing = "By the end of the year the centre will open on Sundays too."
    assert article(english(paragraphs(*ENGLISH, closing))).author is None
