"""Values for the slots and choices of sentence templates."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Callable, Sequence

from tests.replica import vocabulary as words

_CHOICE = re.compile(r"\[([^\]]*)\]")


class Slots(dict[str, str]):
    """Values for the slots of a template. Names in `_FIXED` keep one value through the article, others are new each
    time. Dates agree with the publication day."""

    def __init__(self, rng: random.Random, published: dt.datetime) -> None:
        super().__init__()
        self.rng = rng
        self.day = published.date()
        self._keep = False

    def __missing__(self, name: str) -> str:
        if name in _FIXED:
            value = self[name] = _FIXED[name](self)
            return value
        value = _FRESH[name](self)
        if self._keep:
            self[name] = value
        return value

    def release(self) -> None:
        """Forget the values that were kept."""
        self._keep = False
        for name in self.keys() & _FRESH.keys():
            del self[name]

    def pick(self, values: Sequence[str]) -> str:
        """One of `values`."""
        return values[int(self.rng.random() * len(values))]

    def number(self, low: int, high: int) -> int:
        """A number from `low` to `high`, both included."""
        return low + int(self.rng.random() * (high - low + 1))

    def fill(self, template: str, keep: bool = False) -> str:
        """The template with choices made and slots filled, first letter large. With `keep` the new values stay until
        `release`: a title and its lead give the same figures."""
        self._keep = keep
        chosen = _CHOICE.sub(lambda match: self.pick(match[1].split("|")), template)
        text = chosen.format_map(self)
        return text[0].upper() + text[1:]


def thousands(number: int) -> str:
    """14607 as 14.607."""
    return f"{number:,}".replace(",", ".")


def comma(number: float, places: int = 1) -> str:
    """98.6 as 98,6."""
    return f"{number:.{places}f}".replace(".", ",")


def _unit(s: Slots) -> str:
    kind = s.rng.random()
    if kind < 0.5:
        return s.pick(words.DEPARTMENTS)
    return "UBND " + s.pick(words.DISTRICTS if kind < 0.75 else words.ALL_COMMUNES)


def _other_unit(s: Slots) -> str:
    while (unit := _unit(s)) == s["unit"]:
        pass
    return unit


def _man(s: Slots) -> str:
    return " ".join(map(s.pick, (words.FAMILY_NAMES, *words.MEN)))


def _woman(s: Slots) -> str:
    return " ".join(map(s.pick, (words.FAMILY_NAMES, *words.WOMEN)))


def _person(s: Slots) -> str:
    return _man(s) if s.rng.random() < 0.6 else _woman(s)


def _neighbour(s: Slots, steps: int) -> str:
    """Another commune of the same district."""
    names = words.COMMUNES[s["huyen"]]
    return names[(names.index(s["xa"]) + steps) % len(names)]


def _short_day(day: dt.date) -> str:
    # Official style pads the day but often not the month (DOMAIN 3.1).
    return f"{day.day:02d}/{day.month}/{day.year}"


def _past(s: Slots, most: int) -> dt.date:
    return s.day - dt.timedelta(days=s.number(5, most))


def _act(s: Slots, kind: str, low: int, high: int) -> str:
    return f"{kind.format(s.number(low, high))} ngày {_short_day(_past(s, 150))}"


def _when(s: Slots) -> str:
    event = s.day - dt.timedelta(days=s.number(0, 2))
    form = s.pick(("Sáng ngày {}/{}", "Chiều ngày {}/{}", "Ngày {}/{}", "Sáng {}/{}", "Chiều {}/{}"))
    return form.format(event.day, event.month)


def _period(s: Slots) -> str:
    quarter, year = (s.day.month - 1) // 3, s.day.year
    names = (f"năm {year - 1}", f"quý I năm {year}", f"6 tháng đầu năm {year}", f"9 tháng năm {year}")
    return names[quarter]


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


_FIXED: dict[str, Callable[[Slots], str]] = {
    "unit": _unit,
    "unit2": _other_unit,
    "huyen": lambda s: s.pick(words.DISTRICTS),
    "xa": lambda s: s.pick(words.COMMUNES[s["huyen"]]),
    "xa2": lambda s: _neighbour(s, 1),
    "xa3": lambda s: _neighbour(s, 2),
    "Huyen": lambda s: _capital(s["huyen"]),
    "Xa": lambda s: _capital(s["xa"]),
    "leader": lambda s: f"đồng chí {_person(s)}, {s.pick(words.PROVINCE_ROLES)}",
    "Leader": lambda s: _capital(s["leader"]),
    "nguoi": lambda s: f"đồng chí {_person(s)}, {s.pick(words.LOCAL_ROLES)}",
    "khi": _when,
    "khi_thuong": lambda s: s["khi"][0].lower() + s["khi"][1:],
    "ky": _period,
    "nam": lambda s: str(s.day.year),
    "namtruoc": lambda s: str(s.day.year - 1),
    "namxua": lambda s: str(s.day.year - s.number(4, 15)),
    "hen": lambda s: _short_day(s.day + dt.timedelta(days=s.number(3, 40))),
    "ngay": lambda s: _short_day(s.day - dt.timedelta(days=s.number(1, 6))),
    "kh": lambda s: f"Kế hoạch số {s.number(5, 320)}/KH-UBND",
    "qd": lambda s: _act(s, "Quyết định số {}/QĐ-UBND", 20, 2900),
    "cv": lambda s: f"Công văn số {s.number(50, 4900)}/{s.pick(words.LETTER_UNITS)}",
    "dang": lambda s: f"{s.pick(('Kết luận số {}-KL/TU', 'Chỉ thị số {:02d}-CT/TU', 'Nghị quyết số {}-NQ/TU'))}".format(
        s.number(3, 600)
    ),
    "ttg": lambda s: s.pick(words.DECREES[3:]),
    "nghidinh": lambda s: s.pick(words.DECREES),
}
_FRESH: dict[str, Callable[[Slots], str]] = {
    "ten": _person,
    "ong": _man,
    "ba": _woman,
    "dai": lambda s: str(s.number(12, 30)),
    "kh2": lambda s: f"Kế hoạch số {s.number(5, 320)}/KH-UBND",
    "n": lambda s: thousands(s.number(1_000, 98_000)),
    "n2": lambda s: str(s.number(41, 980)),
    "n3": lambda s: str(s.number(981, 999)),
    "m": lambda s: str(s.number(11, 60)),
    "so2": lambda s: f"{s.number(2, 9):02d}",
    "bac": lambda s: str(s.number(4, 58)),
    "gio": lambda s: str(s.number(14, 17)),
    "tuoi": lambda s: str(s.number(55, 88)),
    "tan": lambda s: str(s.number(12, 400)),
    "ta": lambda s: comma(s.number(420, 640) / 10),
    "p": lambda s: comma(s.number(60, 890) / 10) + "%",
    "p9": lambda s: comma(s.number(951, 999) / 10) + "%",
    "diem": lambda s: comma(s.number(6_800, 9_700) / 100, 2),
    "diem_nho": lambda s: comma(s.number(11, 390) / 100, 2),
    "han": lambda s: _short_day(s.day + dt.timedelta(days=s.number(8, 75))),
}
