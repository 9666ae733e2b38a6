"""Pages of the imitated VNPT and slug-id portals: what the gold says stands in them, and what it forbids does too."""

import pytest
from lxml import html

from archive.text import clean
from tests.replica.imitations import imitation

VNPT = ("bacyen", "thuanchau", "mocchau", "laocai", "cantho", "binhduongsnv")
NAMES = (*VNPT, "hanoicchc", "tuyenquangsnv")


def bare(text: str) -> str:
    """Without blanks, so that markup between words does not matter."""
    return clean(text).replace(" ", "")


@pytest.mark.parametrize("name", NAMES)
def test_lines_stand_in_order_and_forbidden_pieces_stand_around_them(name: str) -> None:
    site = imitation(name, articles=60)
    for gold in site.golds():
        words, place = bare(" ".join(html.fromstring(site.render(gold).decode()).itertext())), 0
        assert bare(gold.title) in words
        for line in gold.lines:
            place = words.find(bare(line.replace(" | ", " ")), place)
            assert place >= 0, (gold.key, line)
        assert len(gold.must_not) >= 5
        for piece in gold.must_not:
            assert bare(piece) in words, (gold.key, piece)
            assert piece not in gold.text


@pytest.mark.parametrize("name", NAMES)
def test_a_page_differs_between_visits_only_in_its_counters(name: str) -> None:
    site = imitation(name, articles=10)
    gold = next(site.golds())
    assert site.render(gold) == site.render(gold)
    first, later = (site.render(gold, visit).decode().split() for visit in (0, 5))
    assert len(first) == len(later)
    changed = [(a, b) for a, b in zip(first, later, strict=True) if a != b]
    assert changed
    assert all(any(map(str.isdigit, a)) and any(map(str.isdigit, b)) for a, b in changed)


@pytest.mark.parametrize("name", VNPT)
def test_some_old_number_is_the_new_number_of_another_article(name: str) -> None:
    site = imitation(name, articles=40)
    old = {site.key(index, old=True).rpartition("/")[2]: index for index in site.indexes}  # type: ignore[attr-defined]
    new = {site.key(index, old=False).rpartition("/")[2]: index for index in site.indexes}  # type: ignore[attr-defined]
    agreeing = old.keys() & new.keys()
    assert len(agreeing) == 30
    assert all(old[number] != new[number] for number in agreeing)
