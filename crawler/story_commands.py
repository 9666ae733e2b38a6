"""`cchc stories`: what was told most widely; and one story: who told it when, after whom, in which words."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import Annotated

import typer
from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from archive import query
from archive.query import Neighbour, StoryArticle, StoryDetail, StoryRow
from archive.text import clean
from crawler.console import archive, check_portal, err, fail, out

_MOST = 8  # neighbours of a kind that are named
_TITLE, _QUOTE = 150, 60  # letters of a title, of the words that name a source
_DIRECTION = {"known": "green", "likely": "yellow"}


def stories_command(
    number: Annotated[int | None, typer.Argument(metavar="[ID]", help="Number of an article or a story.")] = None,
    portal: Annotated[str | None, typer.Option(help="Only stories that this portal tells.")] = None,
    since: Annotated[str | None, typer.Option(help="First told on or after this day, YYYY-MM-DD.")] = None,
    until: Annotated[str | None, typer.Option(help="First told on or before this day, YYYY-MM-DD.")] = None,
    at_least: Annotated[int, typer.Option("--portals-at-least", min=1, help="Told by that many portals.")] = 2,
    limit: Annotated[int, typer.Option(min=1, help="How many stories, or articles of one.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable.")] = False,
) -> None:
    """The stories told most widely; with a number one story: who told it when, how alike, and who took it from whom.

    Exit 1 where there is no article of that number.
    """
    days = [_day(name, value) for name, value in (("--since", since), ("--until", until))]
    engine = archive()
    if number is not None:
        if portal or since or until:
            raise fail("--portal, --since and --until choose among all stories: leave them out with a number", 2)
        found = query.story(engine, number)
        if found is None:
            raise fail(f"there is no article {number} in this archive; `cchc stories` lists what is")
        if as_json:
            print(json.dumps(found.to_json(), ensure_ascii=False, indent=2))
        else:
            out.print(show(found, limit))
        return
    check_portal(engine, portal)
    rows = query.stories(engine, portal=portal, since=days[0], until=days[1], at_least=at_least, limit=limit)
    if as_json:
        print(json.dumps([row.to_json() for row in rows], ensure_ascii=False, indent=2))
    elif rows:
        out.print(table(rows))
    else:
        chosen = "With these options no" if portal or since or until else "No"
        err.print(Text(f"{chosen} story is told by {_number(at_least, 'portal')} or more."))


def _day(name: str, value: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value) if value else None
    except ValueError:
        raise fail(f"{name} {value}: write a day as YYYY-MM-DD", 2) from None


def table(rows: Sequence[StoryRow]) -> Table:
    """Stories as people read them, in 80 columns."""
    made = _table("Stories told most widely")
    for name in ("story", "first told"):
        made.add_column(name, no_wrap=True, justify="right" if name == "story" else "left")
    for name in ("portals", "articles", "last"):
        made.add_column(name, no_wrap=True, justify="right")
    made.add_column("title", overflow="fold", ratio=1)
    for row in rows:
        title = Text(_cut(row.title, _TITLE))
        title.append(f"\n{row.portal}{f' · {row.provinces} provinces' if row.provinces > 1 else ''}", style="dim")
        first = str(row.first_on) if row.first_on else "undated"
        made.add_row(str(row.id), first, str(row.portals), str(row.articles), _lag(row.lag_days), title)
    return made


def show(story: StoryDetail, limit: int = 20) -> RenderableType:
    """One story in 80 columns: its articles, the first one first, then what else is like it."""
    first = story.articles[0]
    shown = [one for one in story.articles if not one.withheld]
    portals = len({one.portal for one in shown})
    facts = [f"Story {story.id}", f"{_number(len(shown), 'article')} on {_number(portals, 'portal')}"]
    if len(shown) < len(story.articles):
        facts.append(f"{len(story.articles) - len(shown)} withheld")
    if story.first_on and story.last_on:
        facts.append(str(story.first_on) if story.first_on == story.last_on else f"{story.first_on} to {story.last_on}")
    parts: list[RenderableType] = [Text(clean(first.title), style="bold"), Text(" · ".join(facts), style="dim")]
    if not story.linked:
        parts.append(Text("Not compared with others yet: run `cchc db link`.", style="yellow"))
    made = _table(None)
    made.add_column("article", no_wrap=True, justify="right")
    made.add_column("portal, day, lag", overflow="fold", max_width=24)
    made.add_column("how alike, and what it says of its source", overflow="fold", ratio=1)
    portal_of = {one.id: one.portal for one in story.articles}
    for one in story.articles[:limit]:
        is_first = one.id == story.representative_id
        where = Text(one.portal, style="bold" if is_first else "")
        where.append(f"\n{one.published_on or 'undated'}", style="not bold")
        where.append("" if is_first or one.withheld else f"  {_lag(one.lag_days)}", style="not bold dim")
        said = _first(one, len(story.articles)) if is_first else _told(one, story.representative_id, portal_of)
        if not is_first and not one.withheld and clean(one.title) != clean(first.title):
            said.append(f"\n“{_cut(one.title, _TITLE)}”", style="dim")
        made.add_row(Text(str(one.id), style="bold" if is_first else ""), where, said)
    parts.append(made)
    if len(story.articles) > limit:
        parts.append(Text(f"and {len(story.articles) - limit:,} more: --limit {len(story.articles)}", style="dim"))
    return Group(*parts, *_around(story))


def _first(one: StoryArticle, of: int) -> Text:
    said = Text("stands for the story" if of > 1 else "told by nobody else", style="bold")
    if one.withheld:
        said.append("; withheld", style="dim")
    if one.origin_kind == "reprint":
        said.append(f"\nitself a reprint{_of(one)}: the origin lies outside the archive", style="yellow")
        return said.append(_quote(one))
    said.append("\nits own work by its own words" if one.origin_kind == "own" else "\nsays nothing of its source")
    return said.append(_quote(one))


def _told(one: StoryArticle, first: int, portal_of: dict[int, str]) -> Text:
    if one.withheld:
        return Text("withheld", style="dim")
    said = Text(_alike(one))
    if one.jaccard is not None and one.containment is not None and one.kind != "exact":
        said.append(f"  J {one.jaccard:.2f}  C {one.containment:.2f}", style="dim")
    source = portal_of.get(one.source_id or 0, "another portal")
    which = source if one.source_id == first else f"{source} (article {one.source_id})"
    words = {
        "named": f"names {which} as its source",
        "repeat": f"the portal's own again: article {one.source_id}",
        "unnamed": f"calls itself a reprint{_of(one)}: not known from whom",
        "later": f"says nothing; later, so likely from {which}",
        "own": "claims to be its own work: not known from whom",
    }.get(one.evidence or "", "says nothing: not known who was first")
    said.append(f"\n{words}", style=_DIRECTION.get(one.direction or "", ""))
    return said.append(_quote(one))


def _alike(one: StoryArticle) -> str:
    """The kind of likeness in words, by the scores and by which of the two is longer."""
    if one.kind is None or one.size is None:
        return "alike through another article"
    if one.kind == "exact":
        return "the same words"
    size = f"{one.size:.0%} as long"
    if one.kind == "contained":
        return f"cut, {size}" if one.shorter else f"more around it: the source is {size}"
    if one.kind == "near":
        if one.shorter is None or one.size > 0.95:
            return "edited"
        return f"edited, {size}" if one.shorter else f"edited, and longer: the source is {size}"
    return "partly alike"


def _around(story: StoryDetail) -> list[RenderableType]:
    """What else is like the story, by relation."""
    found: list[RenderableType] = []
    for relation, heading in (
        ("whole", "Also part of"),
        ("part", "Holds other stories"),
        ("alike", "Alike, but another story"),
    ):
        if rows := story.related(relation):
            found += _named(heading, rows)
    if forms := story.related("form"):
        found.append(Text(f"Filled from the same form: {len(forms)}", style="bold"))
        numbers = ", ".join(str(one.article_id) for one in forms[:_MOST])
        found.append(Text(f"  articles {numbers}{' …' if len(forms) > _MOST else ''}", style="dim"))
    return found


def _named(heading: str, rows: Sequence[Neighbour]) -> list[RenderableType]:
    made = Table.grid(padding=(0, 1, 0, 0), expand=True)
    made.add_column(width=8, justify="right", no_wrap=True)
    made.add_column(width=10, no_wrap=True)
    made.add_column(max_width=16, overflow="fold")
    made.add_column(ratio=1, overflow="fold")
    for one in rows[:_MOST]:
        day = str(one.published_on) if one.published_on else "undated"
        made.add_row(str(one.article_id), day, one.portal, Text(_cut(one.title, _TITLE)))
    more = f" ({len(rows)}, the first {_MOST}: --json has all)" if len(rows) > _MOST else ""
    return [Text(f"{heading}{more}", style="bold"), made]


def _table(title: str | None) -> Table:
    return Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))


def _lag(days: int | None) -> str:
    if days is None:
        return "?"
    return "same day" if days == 0 else f"{days:+,} d".replace("-", "−")


def _of(one: StoryArticle) -> str:
    return f" of {clean(one.origin)}" if one.origin else ""


def _quote(one: StoryArticle) -> Text:
    if not one.origin_evidence:
        return Text()
    return Text(f": “{_cut(one.origin_evidence, _QUOTE)}”", style="dim")


def _cut(words: str, longest: int) -> str:
    line = clean(words)
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
