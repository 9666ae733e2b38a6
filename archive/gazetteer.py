"""Provincial units with their dates: 63 until 2025-06-30, 34 since (resolution 202/2025/QH15).

`provinces.csv` has one row per unit: a merged province is a new unit on 2025-07-01 even where the name stayed, an
unmerged one goes on as one unit. Kind and name are attributes with a date: `kind` and `former_name` hold until
`city_since`, the day on which a province became a city by `city_act` (Quảng Ninh's act is not known). `successor` is
the slug of the unit that took the territory over on `valid_to`. Periods are half-open.

A unit is known by its slug and day. `code` is the statistics office's (19/2025/QĐ-TTg since the merger): seven of them
changed their meaning on 2025-07-01, so `by_code` wants a day. `iso_code` exists for the 63 only. A region's name needs
its scheme: `region_2021` (planning 2021-2025) and `region_2025` (306/NQ-CP of 2025-10-05).
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from archive.text import clean, fold

_PREFIXES = {"tinh": "province", "thanh pho": "city", "tp": "city", "t p": "city"}


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit over the time it existed: from `valid_from` (None: always) up to, not including, `valid_to`."""

    slug: str
    name: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    kind: str  # province or city, on the day that was asked for; in `units()` on the first day
    city_since: dt.date | None = None
    city_act: str | None = None
    code: str = ""
    iso_code: str | None = None
    region_2021: str | None = None
    region_2025: str | None = None

    @property
    def id(self) -> str:
        """`yen-bai`, or `lao-cai@2025-07-01` where the unit began on a known day."""
        return f"{self.slug}@{self.valid_from}" if self.valid_from else self.slug


@dataclass(frozen=True, slots=True)
class _Row:
    unit: Unit
    successor: str
    names: tuple[str, ...]
    former_name: str

    def on(self, day: dt.date | None) -> Unit:
        """The unit with kind and name of that day; without a day those of its last time."""
        before = day is not None and self.unit.city_since is not None and day < self.unit.city_since
        name = self.former_name if before and self.former_name else self.unit.name
        return replace(self.unit, kind=self.kind(day), name=name)

    def kind(self, on: dt.date | None) -> str:
        """The kind on a day; without a day the last one of its time."""
        changed = self.unit.city_since is not None and (on is None or on >= self.unit.city_since)
        return "city" if changed else self.unit.kind

    def kinds(self, on: dt.date | None) -> set[str]:
        """The kinds under which it may be named: that of the day, or without a day every one it ever had."""
        return {self.kind(on)} | (set() if on else {self.unit.kind})

    def covers(self, on: dt.date) -> bool:
        begun = self.unit.valid_from is None or self.unit.valid_from <= on
        return begun and (self.unit.valid_to is None or on < self.unit.valid_to)


def unit(slug: str, on: dt.date | None = None) -> Unit | None:
    """The unit that bore this slug on a day, or None; without a day the last one that bore it."""
    row = _row(slug, on)
    return row.on(on) if row else None


def by_code(code: str, on: dt.date) -> Unit | None:
    """The unit that had the statistics office's two-digit code on a day: 15 was Yên Bái and is Lào Cai."""
    rows = (row for rows in _table().values() for row in rows if row.unit.code == code)
    return next((row.on(on) for row in rows if row.covers(on)), None)


def today(slug: str, on: dt.date | None = None) -> Unit | None:
    """The unit of today's 34 that holds the territory of the unit that bore this slug on a day."""
    found = unit(slug, on)
    while found is not None and found.valid_to is not None:
        found = successor(found.slug, found.valid_to - dt.timedelta(days=1))
    return found


def placements(slug: str) -> list[tuple[dt.date | None, dt.date | None, Unit]]:
    """The units that the articles of this slug's portal belong to, as (first day, first day after, unit)."""
    days = sorted({day for rows in _table().values() for row in rows if (day := row.unit.valid_from)})
    found = []
    for first, after in zip([None, *days], [*days, None], strict=True):
        inside = first if first is not None else (after or dt.date.max) - dt.timedelta(days=1)
        if held := holder(slug, inside):
            found.append((first, after, held))
    return found


def successor(slug: str, on: dt.date | None = None) -> Unit | None:
    """What followed the unit that bore this slug on a day (without a day: the last one); None if it still exists."""
    row = _row(slug, on)
    return unit(row.successor, row.unit.valid_to) if row and row.successor else None


def holder(slug: str, on: dt.date | None) -> Unit | None:
    """The unit that an article of this slug's portal belongs to: the unit itself, or its successor from that day on.

    Without a day the answer is known only where nothing ever changed; else None, never a guess.
    """
    if on is None:
        rows = _table().get(slug, ())
        return unit(slug) if len(rows) == 1 and not rows[0].successor else None
    if found := unit(slug, on):
        return found
    follower = successor(slug)
    return holder(follower.slug, on) if follower and follower.slug != slug else None


def resolve(name: str, on: dt.date | None = None) -> Unit | None:
    """The unit that a name means: "Yên Bái", "tỉnh Yên Bái", "yenbai", "TP.HCM", "BR-VT", "Thanh Hoá".

    Accents may be missing altogether but not differ: Kiến Giang is a small town, not Kiên Giang. "Thành phố Yên Bái"
    was a district town, so a kind that the unit never had gives None, like everything else that is not sure.
    """
    words = fold(name)
    kind = None
    for prefix, meaning in _PREFIXES.items():
        if words.startswith(prefix + " ") or (prefix == "tp" and words == "tphcm"):
            words, kind = words[len(prefix) :].strip(), meaning
            break
    slug = _names().get(words.replace(" ", ""))
    if slug is None:
        return None
    row = _row(slug, on)
    if row is None or (kind and kind not in row.kinds(on)):
        return None
    if not any(accents_fit(name, known) for known in row.names):
        return None
    return row.on(on)


def units() -> list[Unit]:
    """Every unit that ever was, as of its first day."""
    return [row.unit for rows in _table().values() for row in rows]


def successions() -> list[tuple[Unit, Unit]]:
    """Every unit that ended, with the one that took its territory over."""
    pairs = []
    for row in (row for rows in _table().values() for row in rows if row.successor):
        after = unit(row.successor, row.unit.valid_to)
        assert after is not None, f"provinces.csv: {row.unit.id} has an unknown successor"
        pairs.append((row.unit, after))
    return pairs


def digest() -> str:
    """SHA-256 of the tables behind this module, hex: tells an archive whether its units are these."""
    files = (Path(__file__).parent / name for name in ("provinces.csv", "districts.csv"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _row(slug: str, on: dt.date | None) -> _Row | None:
    rows = _table().get(slug, ())
    return next((row for row in reversed(rows) if on is None or row.covers(on)), None)


@cache
def _table() -> dict[str, tuple[_Row, ...]]:
    """Rows by slug, oldest first."""
    table: dict[str, tuple[_Row, ...]] = defaultdict(tuple)
    with (Path(__file__).parent / "provinces.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            born = Unit(
                slug=line["slug"],
                name=line["name"],
                valid_from=_day(line["valid_from"]),
                valid_to=_day(line["valid_to"]),
                kind=line["kind"],
                city_since=_day(line["city_since"]),
                city_act=line["city_act"] or None,
                code=line["code"],
                iso_code=line["iso_code"] or None,
                region_2021=line["region_2021"] or None,
                region_2025=line["region_2025"] or None,
            )
            names = (line["name"], *filter(None, line["aliases"].split(";")))
            table[born.slug] += (_Row(born, line["successor"], names, line["former_name"]),)
    return dict(table)


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


@cache
def _names() -> dict[str, str]:
    """Folded names and aliases without blanks -> slug."""
    return {fold(name).replace(" ", ""): slug for slug, rows in _table().items() for row in rows for name in row.names}


def accents_fit(name: str, known: str) -> bool:
    """Whether the accents of a written name, whatever kind stands before it, allow that it means a known one: they may
    be missing altogether but not differ."""
    return not _accented(name) or _signature(name).endswith(_signature(known))


def _accented(name: str) -> bool:
    return any(unicodedata.combining(mark) for mark in unicodedata.normalize("NFD", name))


def _signature(name: str) -> str:
    """A name with its accents, wherever in the syllable a tone is placed (Hoà, Hòa), and without blanks and dashes."""
    marks = [
        fold(word) + "".join(sorted(mark for mark in unicodedata.normalize("NFD", word) if unicodedata.combining(mark)))
        for word in clean(name).replace("-", " ").replace("–", " ").replace(".", " ").split()
    ]
    return "".join(marks)
