"""Figures, places and people of any text, found by their shape, and others like them."""

from __future__ import annotations

import random
import re

from tests.replica import vocabulary

_UPPER = "A-Z" + "".join(letter for letter in map(chr, range(0xC0, 0x1EFA)) if letter.isupper())
_NAME = rf"[{_UPPER}][\w]*(?: (?:- )?[{_UPPER}][^\W\d_]*){{0,4}}"
PLACE = re.compile(rf"(?i:\b(xã|phường|thị trấn|huyện|quận|thị xã|thành phố|tỉnh|thôn|bản|làng)) ({_NAME})", re.UNICODE)
_PERSON = re.compile(rf"(?i:\b(ông|bà|anh|chị|đồng chí|bác sĩ|cụ|nghệ nhân)) ((?:[{_UPPER}][^\W\d_]+ ?){{2,4}})")
_DATE = re.compile(r"(?<![\d/])(\d{1,2})([/-])(\d{1,2})(?:([/-])(\d{4}))?(?![\d/%])")
_WRITTEN = re.compile(r"ngày (\d{1,2}) tháng (\d{1,2})")
_MONTH = re.compile(r"(?i)\b(tháng) (\d{1,2})\b")
_QUARTER = re.compile(r"(?i)\b(quý) (I{1,3}V?|IV|[1-4])\b")
_YEAR = re.compile(r"\b(năm) ((?:19|20)\d\d)\b|/((?:19|20)\d\d)\b")
_CITED = re.compile(rf"(?<!\w)\d+[a-z]?(?:/\d{{4}})?[/-][{_UPPER}][\w&-]*(?:/\w+)?(?: ngày \S+)?")
_FIGURE = re.compile(r"(?<![\w/.,-])\d+(?:[.,]\d+)*(?![\w/]|[.,]\d)")


def _spared(text: str) -> list[tuple[int, int]]:
    """Where numbers are no figures: dates, documents, periods."""
    found = [_DATE, _CITED, _MONTH, _YEAR, _QUARTER, _WRITTEN]
    return [match.span() for pattern in found for match in pattern.finditer(text)]


def figures(text: str) -> list[re.Match[str]]:
    """The figures of a text that another report of the same form would print anew."""
    spared = _spared(text)
    return [m for m in _FIGURE.finditer(text) if not any(low <= m.start() < high for low, high in spared)]


def _like(rng: random.Random, printed: str, percent: bool) -> str:
    """Another figure of like size and form."""
    decimals = printed.split(",")[1] if "," in printed else ""
    value = float(printed.replace(".", "").replace(",", ".")) if printed.count(",") < 2 else 7.0
    while True:
        if percent:
            other = min(100.0, max(0.5, value + rng.choice((-1, 1)) * rng.uniform(0.6, 14)))
        else:
            other = value * rng.uniform(0.45, 1.9) + rng.choice((0, 1, 2)) * (value < 20)
        text = printed_like(other, printed, len(decimals))
        if text != printed:
            return text


def printed_like(value: float, like: str, decimals: int) -> str:
    if decimals:
        return f"{value:.{decimals}f}".replace(".", ",")
    whole = max(1, round(value))
    text = f"{whole:,}".replace(",", ".") if "." in like or whole >= 10_000 else str(whole)
    return text.zfill(2) if like.startswith("0") and len(like) == 2 else text


def with_figures(rng: random.Random, text: str, share: float) -> str | None:
    """`share` of the figures replaced by others of like size; None where there are too few to speak of a form."""
    found = figures(text)
    if len(found) < 6:
        return None
    chosen = rng.sample(found, max(2, round(share * len(found))))
    for match in sorted(chosen, key=lambda m: -m.start()):
        percent = text[match.end() : match.end() + 1] == "%"
        text = text[: match.start()] + _like(rng, match[0], percent) + text[match.end() :]
    return text


def elsewhere(rng: random.Random, text: str) -> str:
    """Places and people replaced, each by one other throughout."""
    names: dict[str, str] = {}
    for pattern in (PLACE, _PERSON):
        for match in pattern.finditer(text):
            names.setdefault(match[2].strip(), place_name(rng) if pattern is PLACE else person_name(rng))
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", names[name], text)
    return text


_FIRST = ("Tân", "Phú", "Vĩnh", "An", "Hòa", "Long", "Bình", "Đông", "Mỹ", "Thanh", "Nậm", "Mường", "Quảng")
_SECOND = ("Lộc", "Thạnh", "Trạch", "Khê", "Điền", "Lâm", "Xuân", "Sơn", "Giang", "Cát", "Búng", "Phong", "Hải")


def place_name(rng: random.Random) -> str:
    return f"{rng.choice(_FIRST)} {rng.choice(_SECOND)}"


def person_name(rng: random.Random) -> str:
    given = vocabulary.MEN if rng.random() < 0.6 else vocabulary.WOMEN
    return " ".join((rng.choice(vocabulary.FAMILY_NAMES), rng.choice(given[0]), rng.choice(given[1])))


def later(rng: random.Random, text: str) -> str:
    """The same form one or more months later: dates, months, quarters and some years move."""
    months, days, year = rng.randint(1, 5), rng.randint(1, 9), rng.random() < 0.4

    def date(match: re.Match[str]) -> str:
        day = (int(match[1]) + days - 1) % 28 + 1
        month = (int(match[3]) + months - 1) % 12 + 1
        if int(match[3]) > 12 or int(match[1]) > 31:
            return match[0]
        tail = f"{match[4]}{int(match[5]) + year}" if match[5] else ""
        return f"{day:02d}{match[2]}{month}{tail}" if match[1].startswith("0") else f"{day}{match[2]}{month}{tail}"

    text = re.sub(rf"(?<!\w){_DATE.pattern}", date, text)
    text = _MONTH.sub(lambda m: f"{m[1]} {(int(m[2]) + months - 1) % 12 + 1}", text)
    romans = ("I", "II", "III", "IV")
    step = 1 + months % 3
    text = _QUARTER.sub(lambda m: f"{m[1]} {romans[(romans.index(m[2]) + step) % 4] if m[2] in romans else m[2]}", text)
    return _YEAR.sub(lambda m: m[0].replace(m[2] or m[3], str(int(m[2] or m[3]) + 1)), text) if year else text
