"""Districts until they ended on 2025-07-01 (202/2025/QH15): 696 of the 63 provinces, as of that spring.

`districts.csv` has one row each: province slug, own slug, name, kind, the statistics office's three-digit code. Names
repeat (there are many Châu Thành), so a district is known only together with its province. No district has a
successor: each went to several communes, and only its province can be followed (DOMAIN 1.3, trap 5). Names, kinds and
codes are facts taken from the data set of vietnamadminunits 1.0.4 (MIT licence), not from the statistics office itself.
"""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from archive.gazetteer import accents_fit
from archive.text import fold

ENDED = dt.date(2025, 7, 1)
_KINDS = {
    "huyen": "rural district",
    "quan": "urban district",
    "thi xa": "town",
    "tx": "town",
    "thanh pho": "city",
    "tp": "city",
}


@dataclass(frozen=True, slots=True)
class District:
    """One district; `kind` is rural district (huyện), urban district (quận), town (thị xã) or city (thành phố)."""

    province: str
    slug: str
    name: str
    kind: str
    code: str

    @property
    def id(self) -> str:
        """`son-la/bac-yen`."""
        return f"{self.province}/{self.slug}"


def district(province: str, slug: str) -> District | None:
    """The district of this slug in a province (slug of one of the 63), or None."""
    return _table().get((province, slug))


def resolve(name: str, province: str | None = None) -> District | None:
    """The district that a name means: "huyện Bắc Yên", "TX. Nghĩa Lộ", "thanh liem".

    None where no district or more than one bears it: give the province, and the kind where a town and a rural district
    share the name (Cao Lãnh, Kỳ Anh). Accents may be missing altogether but not differ: Bà Vì is not Ba Vì.
    """
    words, kind = fold(name).replace(".", " ").split(), None
    for size in (2, 1):
        if len(words) > size and (kind := _KINDS.get(" ".join(words[:size]))):
            break
    joined = "".join(words)
    rest = "".join(words[size:]) if kind else joined
    found = [
        entry
        for entry in _table().values()
        if province in (None, entry.province)
        and (_joined(entry) == joined or (kind is not None and _joined(entry) == rest and entry.kind == kind))
        and accents_fit(name, entry.name)
    ]
    return found[0] if len(found) == 1 else None


def districts() -> list[District]:
    """All of them, by code."""
    return list(_table().values())


def _joined(entry: District) -> str:
    return fold(entry.name).replace(" ", "")


@cache
def _table() -> dict[tuple[str, str], District]:
    with (Path(__file__).parent / "districts.csv").open(encoding="utf-8", newline="") as file:
        rows = (District(**row) for row in csv.DictReader(file))
        return {(row.province, row.slug): row for row in rows}
