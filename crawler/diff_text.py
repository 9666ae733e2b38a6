"""How two versions of an article look side by side for people: fields, then paragraphs, word by word.

On a terminal with colours what came is green and underlined, what went red and struck through; without colours (a pipe,
NO_COLOR) they are marked as {+came+} and [-went-]. Lines fold, nothing is cropped.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from archive import query, worddiff
from archive.db import LOCAL
from archive.worddiff import Diff, Fate, Kind, Paragraph, Run

CAUSES = {
    "portal": "the portal changed it",
    "layout": "read by another layout: the portal's pages were built anew",
    "parser": "read by better rules of ours: the portal's page was the same",
}
_CAUSE_STYLE = {"portal": "bold yellow", "layout": "cyan", "parser": "cyan"}
_FATES = {
    Fate.CHANGED: ("~", "yellow"),
    Fate.TYPED: ("≈", "dim"),
    Fate.REFLOWED: ("¶", "cyan"),
    Fate.MOVED: ("↕", "cyan"),
    Fate.ADDED: ("+", "green"),
    Fate.REMOVED: ("-", "red"),
}
_STYLES = {Kind.INSERT: "green underline", Kind.DELETE: "red strike", Kind.EQUAL: ""}
_MARKS = {Kind.INSERT: ("{+", "+}"), Kind.DELETE: ("[-", "-]"), Kind.EQUAL: ("", "")}
_AROUND = 12  # unchanged words kept on each side of a change
_NEIGHBOUR = 11  # words shown of an unchanged paragraph beside a changed one
_EXAMPLES = 3  # replacements named in the summary
_EXAMPLE_WORDS = 4  # of one side of them
_NOTHING = "–"


def header(history: query.History) -> RenderableType:
    """Which article this is."""
    count = len(history.versions)
    about = Text.assemble(
        (f"Article {history.article_id}", "bold"), f" · {history.portal} · ", f"{count} version{'s' * (count != 1)}"
    )
    lines = [Text(history.title, style="bold"), about, Text(history.url, style="dim", overflow="fold")]
    if history.withheld:
        lines.append(Text(f"withheld: {history.withheld}", style="yellow"))
    return Group(*lines)


def step(old: query.Version, new: query.Version, text: Diff, *, marks: bool, full: bool) -> RenderableType:
    """One step from a version to a later one. `marks`: without colours; `full`: without shortening."""
    adjacent = new.number == old.number + 1
    parts: list[RenderableType] = [
        Rule(Text(f"version {old.number} → {new.number}", style="bold"), align="left", style="dim", characters="─")
    ]
    if adjacent and old.cause:
        parts.append(Text(CAUSES.get(old.cause, old.cause), style=_CAUSE_STYLE.get(old.cause, "")))
    seen = f"seen {moment(old.seen_at)}"
    parts.append(
        Text(f"{seen} · {'replaced' if adjacent else 'later one seen'} {moment(_came(old, new))}", style="dim")
    )
    parts.append(Text(summary(text), style="bold"))
    if changed := changed_fields(old, new):
        parts.append(Padding(_fields(changed, marks=marks), (1, 0, 0, 0)))
    if text:
        parts.append(Padding(_paragraphs(text, marks=marks, full=full), (1, 0, 0, 0)))
    return Group(*parts, Text(""))


def _came(old: query.Version, new: query.Version) -> dt.datetime:
    return old.replaced_at if old.replaced_at and new.number == old.number + 1 else new.seen_at


def moment(value: dt.datetime) -> str:
    """A moment as people in Vietnam read it."""
    return value.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M")


def published(version: query.Version) -> str:
    """Date, as precise as it is known, and the rule that found it; "" where there is none."""
    if version.published_on is None:
        return ""
    form = "%Y-%m-%d %H:%M:%S" if version.published_precision == "second" else "%Y-%m-%d %H:%M"
    day = version.published_at.astimezone(LOCAL).strftime(form) if version.published_at else str(version.published_on)
    return f"{day} ({version.published_method})" if version.published_method else day


def changed_fields(old: query.Version, new: query.Version) -> list[tuple[str, str, str]]:
    """Name, old and new value of every field beside the text that differs; "" for none."""
    names = ("title", "lead", "author", "section")
    values = [(name, getattr(old, name) or "", getattr(new, name) or "") for name in names]
    return [(name, a, b) for name, a, b in (*values, ("date", published(old), published(new))) if a != b]


def summary(text: Diff) -> str:
    """One line: "3 words changed in 1 of 12 paragraphs; 58 → 61"."""
    said = []
    if touched := text.count(Fate.CHANGED):
        said.append(f"{_number(text.words, 'word')} changed in {touched:,} of {_number(text.new_count, 'paragraph')}")
    for fate, kind in ((Fate.ADDED, Kind.INSERT), (Fate.REMOVED, Kind.DELETE)):
        if count := text.count(fate):
            words = sum(
                worddiff.count_words(run.text)
                for p in text.paragraphs
                if p.fate is fate
                for run in p.runs
                if run.kind is kind
            )
            said.append(f"{_number(count, 'paragraph')} {fate} ({_number(words, 'word')})")
    if count := text.count(Fate.MOVED):
        said.append(f"{_number(count, 'paragraph')} moved")
    if text.count(Fate.REFLOWED):
        said.append("the same words in other paragraphs")
    if count := text.count(Fate.TYPED):
        said.append(f"typing only (quotes, dashes, blanks) in {_number(count, 'paragraph')}")
    if not said:
        said.append("the text is the same")
    short = [
        f"{a} → {b}"
        for a, b in text.replacements
        if min(worddiff.count_words(a), worddiff.count_words(b)) > 0
        and max(worddiff.count_words(a), worddiff.count_words(b)) <= _EXAMPLE_WORDS
    ]
    more = ", …" if len(short) > _EXAMPLES else ""
    return "; ".join(said + ([", ".join(short[:_EXAMPLES]) + more] if short else []))


def _number(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'s' * (count != 1)}"


def _fields(changed: Iterable[tuple[str, str, str]], *, marks: bool) -> Table:
    """Old value above new one; in longer ones the words that changed are marked."""
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold", ratio=1)
    for name, old, new in changed:
        runs = worddiff.words(old, new)
        if old and new and any(run.kind is Kind.EQUAL and run.text.strip() for run in runs):
            table.add_row(name, _text(runs, marks=marks))
        else:
            a, b = Text(old or _NOTHING), Text(new or _NOTHING)
            if not marks:
                a.stylize("red" if old else "dim")
                b.stylize("green" if new else "dim")
            table.add_row(name, Text.assemble(a, " → ", b))
    return table


def _paragraphs(text: Diff, *, marks: bool, full: bool) -> Table:
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(width=1)
    table.add_column(overflow="fold", ratio=1)
    for piece in pieces(text.paragraphs):
        if isinstance(piece, int):
            table.add_row("", Text(f"… {_number(piece, 'paragraph')} the same …", style="dim"))
        elif piece.fate is Fate.SAME:
            table.add_row("", Text(_beginning(piece.runs[0].text if piece.runs else "", full), style="dim"))
        else:
            sign, style = _FATES[piece.fate]
            shown = _text(piece.runs if full else shortened(piece.runs), marks=marks)
            if piece.fate is Fate.MOVED and piece.old is not None and piece.new is not None:
                shown.append(f"  (moved from paragraph {piece.old + 1} to {piece.new + 1})", style="dim")
            table.add_row(Text(sign, style=style), shown)
    return table


def pieces(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph | int]:
    """Changed paragraphs with one unchanged one on each side; of the others only how many there are."""
    near = {k + d for k, p in enumerate(paragraphs) if p.fate is not Fate.SAME for d in (-1, 0, 1)}
    hidden = 0
    for k, paragraph in enumerate(paragraphs):
        if k in near:
            if hidden:
                yield hidden
            hidden = 0
            yield paragraph
        else:
            hidden += 1
    if hidden:
        yield hidden


def shortened(runs: Sequence[Run]) -> list[Run]:
    """Long unchanged stretches without their middle."""
    shown = []
    for k, run in enumerate(runs):
        words = run.text.split(" ") if run.kind is Kind.EQUAL else []
        head = _AROUND if k else 0  # behind a change, and in front of the next one
        tail = _AROUND if k < len(runs) - 1 else 0
        if len(words) > head + tail + _AROUND:
            middle = [*words[:head], "…", *(words[-tail:] if tail else [])]
            shown.append(Run(Kind.EQUAL, " ".join(middle)))
        else:
            shown.append(run)
    return shown


def _beginning(line: str, full: bool) -> str:
    words = line.split(" ")
    return line if full or len(words) <= _NEIGHBOUR else f"{' '.join(words[:_NEIGHBOUR])} …"


def _text(runs: Iterable[Run], *, marks: bool) -> Text:
    text = Text(overflow="fold")
    for run in runs:
        if run.kind is Kind.EQUAL or not run.text.strip(" "):  # a blank that came or went cannot be seen
            text.append(run.text)
            continue
        words = run.text.strip(" ")  # blanks around words stay outside the marks
        left, _, right = run.text.partition(words)
        broken = words.replace("\n", "¶\n" if run.kind is Kind.INSERT else "¶")
        opening, closing = _MARKS[run.kind] if marks else ("", "")
        text.append(left)
        text.append(f"{opening}{broken.rstrip()}{closing}", style="" if marks else _STYLES[run.kind])
        text.append(("\n" if broken.endswith("\n") else "") + right)
    return text
