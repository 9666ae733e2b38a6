"""Which body issued a document: the usual spelling of its code, and the unit that it belongs to (DOMAIN 5.2 and 1.3).

A code like UBND, HĐND, SNV or TU exists in every province, many of them in every district and commune too, so a number
means a document only together with its place. Where that is known from, best first:

    text    the words beside the number name it: "của UBND tỉnh Yên Bái"
    level   they (or the code: TU, SNV, HU) say the level, and the portal says the name: "UBND tỉnh" is the province
            that the portal had on the day of issue
    source  nothing is said: the portal's own body; of a district's portal the district. Mostly right, never certain

Bodies of the centre have no place. Nothing here knows SQL or pages.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

from archive import districts, gazetteer
from archive.records import DocumentNumber
from archive.text import clean, fold

TEXT, LEVEL, SOURCE = "text", "level", "source"
UNNAMED = "?"  # stands for the slug of a district or commune that neither the text nor the portal names

# Codes that are not all capitals in their usual spelling; texts print them in every way.
_SPELLED = {
    "TTG": "TTg", "TTGCP": "TTgCP", "TTR": "TTr", "CTR": "CTr", "QYĐ": "QyĐ", "SNGV": "SNgV", "THU": "ThU",
}  # fmt: skip
_TOKEN = re.compile(r"[^\W_]+")
_CENTRE = re.compile(
    r"(?:UBTV)?QH\d*|VPQH|CP|TTg|TTgCP|VPCP|CTN|VPCTN|TTCP|KTNN|NHNN|TANDTC|VKSNDTC|UBDT|TLĐ|ĐCT|TCTK|TCT|TCHQ|KBNN|HĐBT"
    r"|\w*TW|BNV|BTP|BXD|BCT|BYT|BCA|BQP|BNG|BTC|BTTTT|BGDĐT|BGD|BKHĐT|BKH|BKHCN|BNN|BNNPTNT|BNNMT|BTNMT|BTN|BGTVT"
    r"|BVHTTDL|BVHTT|BVH|BLĐTBXH|BDTTG|BBCVT|BTM|BTS|BCN"
)
# Codes that tell the level: party committees and departments of a province (Sở …), those of a district (Phòng …).
_PROVINCIAL = re.compile(
    r"TU|VPTU|UBKTTU|BTCTU|BTGTU|ĐĐBQH|BDT|S(?:NV|TC|TP|XD|CT|YT|DL|NgV|T|GD|KH|NN|TN|GT|VH|LĐ|DTTG)\w*"
)
_OF_DISTRICT = re.compile(r"HU|ThU|QU|P(?:NV|TP|YT|VH|GD|TN|TC)\w*")
_OF_COMMUNE = re.compile(r"ĐU|ĐB|ĐUX")
_KINDS = {
    "tinh": "tỉnh", "thanh pho": "thành phố", "tp": "thành phố", "t p": "thành phố", "huyen": "huyện", "quan": "quận",
    "thi xa": "thị xã", "tx": "thị xã", "xa": "xã", "phuong": "phường", "thi tran": "thị trấn", "tt": "thị trấn",
    "tinh uy": "tỉnh", "thanh uy": "thành phố", "huyen uy": "huyện", "quan uy": "quận", "thi uy": "thị xã",
}  # fmt: skip
_DISTRICT_KINDS = {"huyện": "rural district", "quận": "urban district", "thị xã": "town", "thành phố": "city"}
_COMMUNE_KINDS = ("xã", "phường", "thị trấn")
_PLACE = re.compile(
    r"\b(tỉnh ủy|tỉnh uỷ|thành ủy|thành uỷ|huyện ủy|huyện uỷ|quận ủy|quận uỷ|thị ủy|thị uỷ|tỉnh|thành phố|t\.p|tp|huyện"
    r"|quận|thị xã|tx|xã(?! hội)|phường|thị trấn|tt)(?=$|[\s.])\.?\s*",
    re.IGNORECASE,
)
_AROUND = re.compile(r"\s*[,(-]?\s*\b(?:tỉnh|thành phố|tp)\b\.?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Home:
    """Whose words are read: the portal, slug of its unit, its level and district's id, and the article's local day."""

    portal: str
    unit: str | None = None
    level: str | None = None
    district: str | None = None
    day: dt.date | None = None


def canonical(text: str) -> str:
    """A number or code with its usual capitals: "45/2016/QĐ-TTG" is 45/2016/QĐ-TTg, "30C/NQ-CP" is 30c/NQ-CP."""
    spelled = _TOKEN.sub(lambda found: _SPELLED.get(found[0].upper(), found[0].upper()), text)
    return re.sub(r"^\d+[A-ZĐ]?", lambda found: found[0].lower(), spelled)


def is_central(number: DocumentNumber) -> bool:
    """Whether the body exists once in the country; of joint documents the first decides."""
    return number.family == "assembly" or _CENTRE.fullmatch(_first(number.issuer)) is not None


def named(words: str | None) -> tuple[str, str, str]:
    """Kind and name of the place in an issuer's words, and the province that is named behind a district; "" for none.

    "UBND tỉnh Yên Bái" gives ("tỉnh", "Yên Bái", ""), "Huyện ủy Bắc Yên" ("huyện", "Bắc Yên", ""), "UBND tỉnh"
    ("tỉnh", "", ""), "UBND huyện Châu Thành, tỉnh Bến Tre" ("huyện", "Châu Thành", "Bến Tre").
    """
    text = clean(words or "")
    found = _PLACE.search(text)
    if found is None:
        return "", "", ""
    name, _, around = _AROUND.sub("|", text[found.end() :]).partition("|")
    if not name[:1].isupper() and not name[:1].isdigit():  # words that follow, no name
        return _KINDS[fold(found[1])], "", ""
    return _KINDS[fold(found[1])], name.strip(" .,-"), around.strip(" .,-")


def place_of(number: DocumentNumber, home: Home | None = None) -> tuple[str | None, str | None]:
    """Where the body that issued a document belongs, and how that is known: TEXT, LEVEL or SOURCE (None, None: central,
    or not known).

    A place is the id of a provincial unit (`yen-bai`, `lao-cai@2025-07-01`: as of the day of issue, else of its year,
    else of the article), the id of a district (`son-la/bac-yen`), or for a commune the id of what it lies in with its
    own name (`dong-nai/xa-tam-phuoc`). A district or commune that nobody names is `yen-bai/?`. Without a home only what
    the words name beyond doubt is found.
    """
    if is_central(number):
        return None, None
    if number.place:
        return number.place, TEXT
    day = _day(number, home)
    kind, name, around = named(number.issuer_name)
    if name and (found := _named_place(kind, name, around, home, day)):
        return found, TEXT
    if home is None or name:  # a name that no table has, or that several places bear: not the portal's own
        return None, None
    found, how = _unnamed_place(kind, _first(number.issuer), home, day)
    return (found, how) if found else (None, None)


def _unnamed_place(kind: str, code: str, home: Home, day: dt.date | None) -> tuple[str | None, str]:
    """The portal's own place of the level that the words say, else the code, else of the portal's level."""
    province = _province(home, day)
    if kind in _COMMUNE_KINDS or (not kind and _OF_COMMUNE.fullmatch(code)):
        return _own_commune(home, province), LEVEL
    if kind == "tỉnh" or (kind == "thành phố" and _is_city(home, day)) or (not kind and _PROVINCIAL.fullmatch(code)):
        return province, LEVEL
    if kind or _OF_DISTRICT.fullmatch(code):
        return _own_district(home, kind) or (f"{province}/{UNNAMED}" if province else None), LEVEL
    if home.level == "commune":
        return _own_commune(home, province), SOURCE
    return home.district if home.level == "district" and home.district else province, SOURCE


def _first(issuer: str) -> str:
    return re.split(r"[-&]", canonical(issuer), maxsplit=1)[0]


def _day(number: DocumentNumber, home: Home | None) -> dt.date | None:
    """A day on which the body issued: the day of issue, else the last one possible in its year, else the article's."""
    if number.issued_on:
        return number.issued_on
    read = home.day if home else None
    year = number.year or number.context_year
    if not year or (read and read.year == year):
        return read
    return dt.date(year, 12, 31)


def _province(home: Home, day: dt.date | None) -> str | None:
    if home.unit is None:
        return None
    held = gazetteer.holder(home.unit, day) or gazetteer.unit(home.unit)
    return held.id if held else None


def _is_city(home: Home, day: dt.date | None) -> bool:
    if home.unit is None or home.district:
        return False
    held = gazetteer.holder(home.unit, day) or gazetteer.unit(home.unit)
    return held is not None and held.kind == "city"


def _own_district(home: Home, kind: str) -> str | None:
    if home.district is None:
        return None
    own = districts.district(*home.district.split("/", 1))
    fits = not kind or own is None or own.kind == _DISTRICT_KINDS.get(kind)
    return home.district if fits else None


def _own_commune(home: Home, province: str | None) -> str | None:
    around = home.district or province
    if around is None:
        return None
    return f"{around}/{home.portal if home.level == 'commune' else UNNAMED}"


def _named_place(kind: str, name: str, around: str, home: Home | None, day: dt.date | None) -> str | None:
    """The place of a name, of whose words the last may belong to what follows ("Yên Bái Trần Văn A")."""
    known = home is not None
    if kind in _COMMUNE_KINDS:
        inside = (home.district or _province(home, day)) if home else None
        return f"{inside}/{fold(f'{kind} {name}').replace(' ', '-')}" if inside else None
    words = name.split()
    for shown in (" ".join(words[:size]) for size in range(len(words), 0, -1)):
        if kind in ("tỉnh", "thành phố") and (unit := _unit(kind, shown, day, known)):
            return unit
        if kind != "tỉnh" and (district := _district(kind, shown, around, home.unit if home else None)):
            return district
    return None


@lru_cache(maxsize=4096)
def _unit(kind: str, name: str, day: dt.date | None, known: bool) -> str | None:
    """Id of a provincial unit. Without a day it is the last that bore the name, and only one alone unless `known`."""
    found = gazetteer.resolve(f"{kind} {name}", day)
    if found is None and day is not None:
        found = gazetteer.resolve(f"{kind} {name}")  # named after its end, or before its kind was that
        if found is not None and gazetteer.unit(found.slug, day) is not None:
            return None  # it had another kind then: "thành phố Huế" of 2020 was a town inside the province
    if found is None or (day is None and not known and sum(one.slug == found.slug for one in gazetteer.units()) > 1):
        return None
    return found.id


@lru_cache(maxsize=4096)
def _district(kind: str, name: str, around: str, own: str | None) -> str | None:
    """Id of a district of the province named behind it, else of the portal's own, else of the only one so called."""
    if around:
        unit = gazetteer.resolve(around, districts.ENDED - dt.timedelta(days=1))
        found = districts.resolve(f"{kind} {name}", unit.slug) if unit else None
    else:
        found = (districts.resolve(f"{kind} {name}", own) if own else None) or districts.resolve(f"{kind} {name}")
    return found.id if found is not None and found.kind == _DISTRICT_KINDS[kind] else None
