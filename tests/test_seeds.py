"""The five seed texts come out of pages that carry exactly them: title, date or null, author, section, body, event.

The texts are read where they lie beside the project and are no part of it; where they are missing these tests are
skipped. What each line is, by its number, is told by their README.
"""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import pytest

from archive.records import Article, Page
from archive.text import clean
from crawler.extraction import extract
from crawler.extraction.blocks import split_at_lost_breaks
from crawler.extraction.layout import Layout
from crawler.portals import portals
from tests.replica.gold import LOCAL, Block, Gold
from tests.replica.imitations import imitation

SEEDS = Path(__file__).resolve().parents[1] / ".." / "shared" / "seeds"
pytestmark = pytest.mark.skipif(
    not SEEDS.is_dir(), reason="the seed texts (../shared/seeds) do not lie beside the project"
)
TODAY = dt.date(2026, 11, 24)
OF_THE_TEXT = ("kind", "title", "lead", "blocks", "author", "section", "published_at", "event_date")  # not the portal's
VISIT = dt.datetime(2026, 11, 24, 4, 0, tzinfo=LOCAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """Facts about one seed text. Numbers are lines of its file, from 1; `body` names all that belong to the text."""

    portal: str
    file: str
    title: int
    body: tuple[int, ...]
    section: int | None = None
    captions: tuple[int, ...] = ()
    picture: int | None = None  # behind the lead: words of a picture that repeat the title, no text
    author: int | None = None
    published: dt.datetime | dt.date | None = None
    event: dt.date | None = None
    event_raw: str | None = None
    event_method: str | None = None

    @property
    def file_lines(self) -> list[str]:
        """The lines of the file as they stand."""
        return (SEEDS / self.file).read_text(encoding="utf-8").split("\n")

    def line(self, number: int) -> str:
        """One line, blanks made plain."""
        return clean(self.file_lines[number - 1])

    @property
    def section_name(self) -> str | None:
        """The narrower part of the section line."""
        return self.line(self.section).split(" >> ")[-1] if self.section else None

    @property
    def lines(self) -> list[str]:
        """The text that is to be stored: a line where paragraphs ran together is two."""
        return [clean(part) for n in self.body for part in split_at_lost_breaks(self.file_lines[n - 1])]

    def gold(self) -> Gold:
        """The seed as an article for an imitated portal's furniture."""
        kinds = {**dict.fromkeys(self.captions, "caption"), **({self.author: "author"} if self.author else {})}
        lead, *rest = self.body
        first, *more = (clean(part) for part in split_at_lost_breaks(self.file_lines[lead - 1]))
        blocks = [
            *([Block("caption", ((self.line(self.picture),),))] if self.picture else []),
            *(Block("p", ((text,),)) for text in more),
            *(Block(kinds.get(n, "p"), ((self.line(n),),)) for n in rest),
        ]
        return Gold(
            id=0,
            host="",
            key="",
            kind="article",
            title=self.line(self.title),
            lead=first,
            blocks=tuple(blocks),
            author=self.line(self.author) if self.author else None,
            section=self.section_name,
            published_at=self.published,
            is_cchc=True,
            event_date=self.event,
        )


SEED_TEXTS = (
    Seed(
        portal="bacyen",
        file="000_b4c82920cd57b975.txt",
        title=3,
        section=1,
        body=(5, 7, 9, 11, 13, 15, 17),
        captions=(7,),
        author=17,
        published=dt.datetime(2018, 6, 26, 9, 0, tzinfo=LOCAL),
        event=dt.date(2018, 6, 22),
        event_raw="22/6",
        event_method="opening, year of publication",
    ),
    Seed(
        portal="thanhliem",
        file="001_0a68864877db1425.txt",
        title=7,
        section=6,
        body=(8, 10),
        event=dt.date(2022, 8, 12),
        event_raw="12/8/2022",
        event_method="opening",
    ),
    Seed(
        portal="yenbai",
        file="002_0510309114119f0c.txt",
        title=7,
        section=5,
        body=(10, 12, 14, 16, 18, 20, 22, 24, 27),
        captions=(12,),
        author=27,
        published=dt.datetime(2019, 7, 20, 8, 25, 6, tzinfo=LOCAL),
    ),
    Seed(
        portal="tamphuoc",
        file="003_015d1752feb8e459.txt",
        title=1,
        body=(4, 6, 8, 10, 12, 14, 16, 18),
        published=dt.date(2019, 4, 13),
        event=dt.date(2019, 4, 10),
        event_raw="10/4/2019",
        event_method="opening",
    ),
    Seed(
        portal="thainguyen",
        file="004_79aae140b2877399.txt",
        title=1,
        body=(5, 10, 12, 14, 16),
        captions=(10,),
        picture=7,
        event_raw="8-3",
        event_method="opening",
    ),
)


def each(seed: Seed) -> str:
    return seed.portal


def check(seed: Seed, found: Article, sections: tuple[str | None, ...]) -> None:
    assert found.title == seed.line(seed.title)
    assert found.text.splitlines() == seed.lines
    assert found.published_at == seed.published
    if seed.published is None:
        assert (found.published_raw, found.published_method) == (None, None)
    assert found.author == (seed.line(seed.author) if seed.author else None)
    assert found.section in sections
    assert (found.event_date, found.event_date_raw, found.event_date_method) == (
        seed.event,
        seed.event_raw,
        seed.event_method,
    )


def read(page: bytes, url: str, layouts: Sequence[Layout] = ()) -> Article:
    found = extract(Page(url, page, fetched_at=VISIT), layouts)
    assert isinstance(found, Article), found
    return found


@pytest.mark.parametrize("seed", SEED_TEXTS, ids=each)
@pytest.mark.parametrize("with_layouts", [False, True], ids=["without layouts", "with layouts"])
def test_a_seed_in_its_portals_furniture(seed: Seed, with_layouts: bool) -> None:
    portal, facts = imitation(seed.portal, articles=60, today=TODAY), seed.gold()
    own = {name: getattr(facts, name) for name in OF_THE_TEXT}
    layouts = portals()[seed.portal].layouts if with_layouts else ()
    for visit, model in enumerate(islice(portal.golds(), 8)):  # addresses, skins and neighbours of other articles
        page = portal.render(replace(model, **own, attachments=()), visit)
        # The portal may name a box of its own, narrower than the section that the text has, if any.
        sections = (seed.section_name, model.section)
        check(seed, read(page, portal.url(model), layouts), sections)


# --- plain pages: every line of the file, furniture included, in one element each ------------------------------------
def _elements(tag: str, **attributes: str) -> Callable[[list[str]], str]:
    def wrap(lines: list[str]) -> str:
        named = "".join(f' {name}="{value}"' for name, value in attributes.items())
        return "".join(f"<{tag}{named}>{line}</{tag}>\n" for line in lines)

    return wrap


def _cells(lines: list[str]) -> str:
    rows = "".join(f'<tr><td valign="top">{line}</td></tr>\n' for line in lines)
    return f'<table border="0" width="100%">{rows}</table>'


def _breaks(lines: list[str]) -> str:
    return "<br />\n".join(lines)


PLAIN: dict[str, Callable[[list[str]], str]] = {
    "p": _elements("p"),
    "div": _elements("div"),
    "td": _cells,
    "br": _breaks,
}


@pytest.mark.parametrize("seed", SEED_TEXTS, ids=each)
@pytest.mark.parametrize("form", PLAIN)
def test_a_seed_in_plain_markup(seed: Seed, form: str) -> None:
    lines = [html.escape(line, quote=False) for line in seed.file_lines if clean(line)]
    page = f"<html><head><title></title></head><body>{PLAIN[form](lines)}</body></html>".encode()
    found = read(page, "https://hat-giong.example.vn/tin/1")
    assert found.title == seed.line(seed.title)
    assert found.text.splitlines() == seed.lines
    assert found.published_at == seed.published
    assert found.author == (seed.line(seed.author) if seed.author else None)
    assert (found.event_date, found.event_date_raw) == (seed.event, seed.event_raw)
