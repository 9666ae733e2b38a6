"""What a replay changes in an archive, counted by field and shown on examples. Pure.

A field was recovered where the archive had nothing in it, lost where today's rules find nothing in it any more, and
changed otherwise; a text became longer, shorter or other words of the same number.
"""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from archive.captures import READ
from archive.db import LOCAL
from archive.records import Outcome, Rejection, StoredPage
from archive.text import hashable

EXAMPLES = 3
_SHOWN = 160  # characters of a value in an example
_PLAIN = ("title", "author", "lead", "section")
FIELDS = ("date", *_PLAIN, "text")
OUTCOMES = ("unchanged", "revised", "stored", "rejected", "failed")
Version = Mapping[str, Any]  # the columns of an article's version (archive.versions.VERSION)


@dataclass(frozen=True, slots=True)
class Change:
    """One article that reads differently: what happened to each field, and the two versions."""

    url: str
    fields: Mapping[str, str]
    before: Version
    after: Version

    def shown(self) -> Iterator[tuple[str, str, str]]:
        """(field, before, after) in words; of a text its size and the first line that differs."""
        for name in self.fields:
            if name == "text":
                yield name, *_lines(self.before["text"], self.after["text"])
            else:
                yield name, _value(self.before, name), _value(self.after, name)

    def to_json(self) -> dict[str, Any]:
        """For `cchc replay --json`."""
        return {
            "url": self.url,
            "layout": {"before": self.before["layout"], "after": self.after["layout"]},
            "fields": [
                {"field": name, "change": self.fields[name], "before": before, "after": after}
                for name, before, after in self.shown()
            ],
        }


def compare(before: Version, after: Version) -> dict[str, str]:
    """What happened to each field that differs as readers see it: recovered, lost, changed; longer, shorter, reworded
    for the text."""
    found = {}
    for name in FIELDS:
        old, new = _value(before, name), _value(after, name)
        if hashable(old) == hashable(new):
            continue
        if name == "text":
            more = len(new.split()) - len(old.split())
            found[name] = "longer" if more > 0 else "shorter" if more < 0 else "reworded"
        else:
            found[name] = "recovered" if not old else "lost" if not new else "changed"
    return found


@dataclass(slots=True)
class Report:
    """What a replay did, or with `dry_run` would do. `tally` has `pages` and OUTCOMES; `rejected` are all pages that
    today's rules call no article, `no_longer` those of them that the archive has as articles (they stay)."""

    dry_run: bool = False
    tally: Counter[str] = field(default_factory=lambda: Counter(dict.fromkeys(("pages", *OUTCOMES), 0)))
    fields: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    layouts: Counter[tuple[str | None, str | None]] = field(default_factory=Counter)
    no_longer: Counter[str] = field(default_factory=Counter)  # by reason
    no_longer_urls: list[str] = field(default_factory=list)
    _examples: list[Change] = field(default_factory=list)
    _alike: list[Change] = field(default_factory=list)  # changes of a kind that is shown already

    def count(self, outcome: str) -> None:
        """One page was read again."""
        self.tally["pages"] += 1
        self.tally[outcome] += 1

    def changed(self, url: str, before: Version, after: Version) -> None:
        """A version is replaced by another one."""
        change = Change(url, compare(before, after), dict(before), dict(after))
        for name, kind in change.fields.items():
            self.fields[name][kind] += 1
        self.layouts[before["layout"], after["layout"]] += 1
        kinds = [dict(one.fields) for one in self._examples]
        place = self._alike if dict(change.fields) in kinds else self._examples
        if len(place) < EXAMPLES:
            place.append(change)

    def refused(self, page: StoredPage, rejection: Rejection) -> None:
        """Today's rules call a page no article; one that was stored as such stays."""
        if page.outcome in READ:
            self.no_longer[str(rejection.reason)] += 1
            if len(self.no_longer_urls) < EXAMPLES:
                self.no_longer_urls.append(page.url)

    @property
    def examples(self) -> list[Change]:
        """Three changes, of different kinds as far as there are some."""
        return [*self._examples, *self._alike][:EXAMPLES]

    def to_json(self) -> dict[str, Any]:
        """For `cchc replay --json`."""
        return {
            "dry_run": self.dry_run,
            **self.tally,
            "no_longer_articles": self.no_longer.total(),
            "fields": {name: dict(self.fields[name]) for name in FIELDS if name in self.fields},
            "layouts": [
                {"before": before, "after": after, "articles": number}
                for (before, after), number in self.layouts.most_common()
            ],
            "no_longer": {"reasons": dict(self.no_longer), "urls": self.no_longer_urls},
            "examples": [change.to_json() for change in self.examples],
        }

    def __rich__(self) -> Group:
        """As people read it, in 80 columns."""
        return Group(self._counts(), *self._shown())

    def _counts(self) -> Table:
        title = "Replay, nothing written" if self.dry_run else "Replay"
        table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, show_header=False, padding=(0, 1, 0, 0))
        table.add_column(no_wrap=True)
        table.add_column(justify="right", no_wrap=True)
        table.add_column(ratio=1, overflow="fold")
        notes = {
            "stored": "were no article under the rules of their day" if self.tally["stored"] else "",
            "rejected": f"{self.no_longer.total()} of them are articles here, and stay" if self.no_longer else "",
        }
        for name in ("pages", *OUTCOMES):
            said = notes.get(name, "")
            table.add_row(Text(name, style="cyan"), f"{self.tally[name]:,}", Text(said, style="dim"))
            if name == "revised":
                for label, counts in self._details():
                    table.add_row(Text(f"  {label}"), "", Text(counts))
            if name == "rejected":
                for why, number in self.no_longer.most_common():
                    table.add_row(Text(f"  {why}"), f"{number:,}", Text(", ".join(self.no_longer_urls), style="dim"))
        return table

    def _details(self) -> Iterator[tuple[str, str]]:
        for name in FIELDS:
            if counts := self.fields.get(name):
                yield name, ", ".join(f"{number:,} {kind}" for kind, number in counts.most_common())
        moved = {pair: number for pair, number in self.layouts.items() if pair[0] != pair[1]}
        for (before, after), number in moved.items():
            yield "layout", f"{number:,} from {before or 'none'} to {after or 'none'}"

    def _shown(self) -> Iterator[Text | Table]:
        if self.examples:
            yield Text(f"{len(self.examples)} of {self.tally[Outcome.REVISED]:,} revised articles", style="italic")
        for change in self.examples:
            yield Text(f"\n{change.url}", style="cyan")
            table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), expand=True)
            table.add_column("", no_wrap=True, width=max(map(len, FIELDS)))
            table.add_column("before", ratio=1, overflow="fold")
            table.add_column("after", ratio=1, overflow="fold")
            for name, before, after in change.shown():
                table.add_row(name, Text(before or "–", style="red"), Text(after or "–", style="green"))
            yield table


def _value(version: Version, name: str) -> str:
    if name != "date":
        return version[name] or ""
    if (moment := version["published_at"]) is not None:
        local = moment.astimezone(LOCAL)
        return f"{local:%Y-%m-%d %H:%M:%S}" if local.second else f"{local:%Y-%m-%d %H:%M}"
    return str(version["published_on"] or "")


def _lines(before: str, after: str) -> tuple[str, str]:
    """The sizes of two texts, each with the first line that only it has."""
    old, new = before.split("\n"), after.split("\n")
    steps = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    first = next((step for step in steps if step[0] != "equal"), None)
    only_old = old[first[1] : first[2]][:1] if first else []
    only_new = new[first[3] : first[4]][:1] if first else []
    return _sized(before, only_old), _sized(after, only_new)


def _sized(text: str, lines: list[str]) -> str:
    return f"{len(text.split())} words" + "".join(f": {short(line)}" for line in lines)


def short(text: str) -> str:
    """A text's beginning, for a cell."""
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1].rstrip()}…"
