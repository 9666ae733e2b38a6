"""`cchc refs`: who cited an official document, and when."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from typing import Annotated, Any

import typer
from rich import box
from rich.table import Table
from rich.text import Text

from archive import districts, gazetteer, query
from archive.issuers import LEVEL, SOURCE, TEXT, UNNAMED, canonical
from archive.query import Citation, DocumentRow
from archive.records import DocumentNumber
from crawler.console import archive, err, fail, out
from crawler.extraction import docnums

_YEARS = {
    "number": "year in the number",
    "date": "year from the date printed behind it",
    "context": "year from the words around it",
}
_PLACES = {
    TEXT: "named in the text",
    LEVEL: "the level named in the text, the place that of the portal",
    SOURCE: "taken from the portal: no text says whose it is",
}
_UNACCENTED = {"QD": "QĐ", "ND": "NĐ", "HDND": "HĐND", "CD": "CĐ"}  # not HD and DA: types of their own
_ALSO = 3  # further articles of a story that are named


def refs_command(
    number: Annotated[str, typer.Argument(help='The number as printed: "45/2016/QĐ-TTg", "76/NQ-CP ngày 15/7/2021".')],
    year: Annotated[int | None, typer.Option(help="Only the document of this year; numbers come again.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Stories shown of each document, first ones first.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable, every citation.")] = False,
) -> None:
    """Who cited an official document and when: days after its issue, province, portal, title; one line a story.

    A number alone may be several documents: each year, and each province's, is shown apart, with how both are known.
    Exit 1 where no article cites it, with numbers that may be meant; 2 where it is no document's number.
    """
    asked = asked_for(number)
    if asked is None:
        raise fail(f'{number} is no document\'s number; write it as printed, such as "45/2016/QĐ-TTg"', 2)
    engine = archive()
    year = year or asked.year or (asked.issued_on.year if asked.issued_on else asked.context_year)
    every = query.documents(engine, asked.text)
    # A number with its year in it is found by its text alone, under which there is no other year.
    found = [one for one in every if year is None or year == one.year]
    text = canonical(asked.text)
    if not found:
        years = sorted({one.year for one in every if one.year})
        unknown = sum(one.articles for one in every if one.year is None)
        similar = [] if every else query.similar_documents(engine, text, canonical(asked.type), canonical(asked.issuer))
        if as_json:
            _print({"number": text, "year": year, "documents": [], "years": years, "similar": similar})
        else:
            err.print(Text(f"cchc: {_nobody(text, year, years, unknown, similar)}"), soft_wrap=True)
        raise typer.Exit(1)
    cited = {one.id: query.citations(engine, one.id) for one in found}
    if as_json:
        _print({"number": text, "year": year, "documents": [_json(one, every, cited[one.id]) for one in found]})
        return
    for one in found:
        out.print(heading(one, candidates(one, every), cited[one.id]))
        out.print(table(cited[one.id], limit, dated=one.issued_on is not None))


def asked_for(words: str) -> DocumentNumber | None:
    """The document number that somebody typed: small letters, a missing đ and words before it do no harm."""
    spelled = " ".join(words.upper().split())
    for plain, right in _UNACCENTED.items():
        for left in "/-":
            for behind in "-/":
                spelled = spelled.replace(f"{left}{plain}{behind}", f"{left}{right}{behind}")
    spelled = spelled.replace("-HDND", "-HĐND")
    for attempt in (words, spelled, f"số {words}", f"số {spelled}"):
        if found := docnums.find(attempt):
            return found[0]
    return None


def candidates(document: DocumentRow, every: list[DocumentRow]) -> list[int]:
    """The years that a citation without one may mean: those of the same number, body and place that others cite."""
    if document.year is not None:
        return []
    return sorted({one.year for one in every if one.year is not None and one.place == document.place})


def heading(document: DocumentRow, years: list[int], found: list[Citation]) -> Text:
    """What is known of one document, above the table of its citations."""
    shown = Text(document.text, style="bold")
    if document.issued_on:
        shown.append(f" · {_day(document.issued_on)}")
    elif document.year:
        shown.append(f" · {document.year}")
    if document.place:
        shown.append(f" · {place_name(document.place)}")
    said = []
    if document.year_from:
        said.append(_YEARS[document.year_from])
    else:
        none = _number(document.articles, "article gives none", "articles give none")
        which = f"; candidates: {', '.join(map(str, years))}" if years else ""
        said.append(f"year not known: {none}{which}")
    stories = "" if document.stories == document.articles else f" ({_number(document.stories, 'story', 'stories')})"
    said.append(f"{_number(document.articles, 'article')}{stories} on {_number(document.portals, 'portal')}")
    first = next((one.lag for one in found if one.lag is not None and not one.is_early), None)
    if first is not None:
        said.append("first on the day of issue" if first == 0 else f"first {_number(first, 'day')} after issue")
    if document.place_from:
        said.append(f"place {_PLACES[document.place_from]}")
    shown.append("\n" + " · ".join(said), style="dim")
    early = sum(one.is_early for one in found)
    if early:
        words = "article is dated before the day of issue: a draft's, or a date is wrong"
        words = words if early == 1 else "articles are dated before the day of issue: of drafts, or a date is wrong"
        shown.append(f"\n{early:,} {words}", style="yellow")
    if document.undated:
        shown.append(f"\n{_number(document.undated, 'article')} without a day of publication, last", style="dim")
    return shown


def table(found: list[Citation], limit: int, *, dated: bool) -> Table:
    """Citations as people read them, in 80 columns: a line a story, its further articles named below the title."""
    stories = query.citations_by_story(found)
    shown = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    shown.add_column("day", no_wrap=True)
    if dated:
        shown.add_column("lag", justify="right", no_wrap=True)
    shown.add_column("province", overflow="fold")
    shown.add_column("portal", overflow="fold")
    shown.add_column("title", overflow="fold", ratio=1)
    for story in stories[:limit]:
        first, *others = story
        title = Text(first.title)
        if others:
            named = ", ".join(f"{one.portal} {_day(one.published_on)}" for one in others[:_ALSO])
            more = f" and {len(others) - _ALSO} more" if len(others) > _ALSO else ""
            title.append(f"\nalso {named}{more}", style="dim")
        unit = gazetteer.unit(first.province) if first.province else None
        lag = [Text("–" if first.lag is None else f"{first.lag:,}", style="yellow" if first.is_early else "")]
        shown.add_row(
            _day(first.published_on), *(lag if dated else []), unit.name if unit else "–", first.portal, title
        )
    if len(stories) > limit:
        shown.caption = f"{len(stories) - limit:,} more stories: --limit {len(stories)}"
        shown.caption_justify = "left"
    return shown


def place_name(place: str) -> str:
    """A document's place for people: "Yên Bái", "Lào Cai since 1/7/2025", "Bắc Yên, Sơn La"."""
    around, _, inside = place.partition("/")
    slug, _, since = around.partition("@")
    unit = gazetteer.unit(slug)
    name = (unit.name if unit else slug) + (f" since {_day(dt.date.fromisoformat(since))}" if since else "")
    if not inside:
        return name
    first, _, rest = inside.partition("/")
    known = districts.district(slug, first)
    if rest:  # a commune of a district
        name, first = f"{known.name if known else first}, {name}", rest
        known = None
    return f"somewhere in {name}" if first == UNNAMED else f"{known.name if known else first}, {name}"


def _nobody(text: str, year: int | None, years: list[int], unknown: int, similar: list[str]) -> str:
    if years or unknown:
        others = [f"of {', '.join(map(str, years))}"] if years else []
        others += [f"of a year that {_number(unknown, 'article does', 'articles do')} not give"] if unknown else []
        return f"no article cites {text} of {year}, but the one {' and '.join(others)}"
    meant = f"; did you mean {', '.join(similar)}?" if similar else ""
    return f"no article cites {text}{meant}"


def _json(document: DocumentRow, every: list[DocumentRow], found: list[Citation]) -> dict[str, Any]:
    cited = [dataclasses.asdict(one) | {"is_early": one.is_early} for one in found]
    return dataclasses.asdict(document) | {"candidates": candidates(document, every), "citations": cited}


def _print(content: dict[str, Any]) -> None:
    print(json.dumps(content, ensure_ascii=False, indent=2, default=dt.date.isoformat))


def _number(count: int, one: str, many: str | None = None) -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _day(day: dt.date | None) -> str:
    return f"{day.day}/{day.month}/{day.year}" if day else "no day"
