"""Numbers of official documents in Vietnamese texts: four families, one scan (grammar: DOMAIN 5).

    state      number[/year]/TYPE-ISSUER   45/2016/QĐ-TTg, 1051/QĐ-UBND
    assembly   number/year/QHnn            76/2025/UBTVQH15
    party      number-TYPE/ORGAN           01-NQ/TU
    letter     number/ORGAN-UNIT           2231/SNV-CCHC&PC   (a công văn has no type)

The normal form drops blanks around separators and a stray dot before the slash, makes dashes plain and restores a
hyphen lost between a known type and a known issuer; letter case and leading zeros stay as printed.

A number alone is seldom a document: what the words around it say of day, year and body comes with it
(docnum_context.py), and tells two acts of one number apart.
"""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections import Counter
from collections.abc import Sequence

from archive.issuers import named, place_of
from archive.records import DocumentNumber
from archive.text import clean, fold
from crawler.extraction import docnum_context
from crawler.extraction.docnum_context import Context

# Kinds of documents by their short forms (30/2020/NĐ-CP art. 7; CTHĐ, NQLT and all-capital spellings from use).
_TYPE_NAMES = """
QĐ NQ NĐ TT TTLT CT KL KH BC TB TTr TTR HD CTr CTR CTHĐ ĐA DA PA QC QyĐ QYĐ TC BB HĐ CĐ GM GUQ GGT GNP PG PC PB BGN BTT
GP VBHN CV L PL NQLT
"""
TYPES = frozenset(_TYPE_NAMES.split())
# Organs that sign letters or whose hyphen may be restored: councils, centre, ministries (B…), departments (S…).
_ORGAN_NAMES = """
UBND HĐND UBMTTQ MTTQ TTg CP VPCP VP VPUBND VPUB VPQH CTN TTCP KTNN NHNN BHXH TANDTC VKSNDTC TCTK UBDT TU TW ĐĐBQH
BNV BTC BTP BXD BCT BYT BCA BQP BNG BTTTT BGDĐT BGD&ĐT BKHĐT BKH&ĐT BKHCN BKH&CN BNN BNNPTNT BNN&PTNT BNNMT BNN&MT
BTNMT BTN&MT BGTVT BVHTTDL BVHTT&DL BLĐTBXH BDTTG
SNV STC STP SXD SCT SYT SDL SNgV SNGV STTTT STT&TT SGDĐT SGD&ĐT SKHĐT SKH&ĐT SKHCN SKH&CN SNN SNNPTNT SNN&PTNT SNNMT
SNN&MT STNMT STN&MT SGTVT SVHTTDL SVHTT&DL SVHTT SLĐTBXH SDTTG BDT BQL TTHCC TTPVHCC CCT CTK CAT
PNV PTP PYT PVHTT PGDĐT PGD&ĐT PTNMT PTCKH BCĐ
"""
ORGANS = frozenset(_ORGAN_NAMES.split())

_UPPER = "A-ZĐĂÂÊÔƠƯ"
_LOWER = "a-zđăâêôơư"
_NAME = rf"(?:[{_UPPER}][{_LOWER}]?[{_UPPER}][{_UPPER}{_LOWER}\d]{{0,14}}|Ttg)"  # at least two capitals: CP, TTg, ThU
_CHAIN = rf"{_NAME}(?:[-&](?:{_NAME}|[{_UPPER}](?![\w])))*"
_SPACED = rf"{_NAME}(?: ?[-&] ?{_NAME})*"  # joint circulars chain their issuers loosely
_DASH = r" ?- ?"
_SLASH = r" ?\.? ?/ ?"
_TYPE = "|".join(sorted(TYPES, key=len, reverse=True))
_ORGAN = "|".join(re.escape(organ) for organ in sorted(ORGANS, key=len, reverse=True))
_NUMBER = re.compile(
    r"(?<![\w./\-])(?P<number>\d{1,6}[a-dđA-D]?)(?:"
    rf"(?:{_SLASH}(?P<year>(?:19|20)\d\d))?{_SLASH}(?:"
    rf"(?P<assembly>(?:UBTV)?QH\d{{1,2}})"
    rf"|(?P<joint>TTLT){_DASH}(?P<signers>{_SPACED})"
    rf"|(?P<type>{_TYPE}){_DASH}(?P<issuer>{_CHAIN})"
    rf"|(?P<organ>{_ORGAN}){_DASH}(?P<unit>{_CHAIN}|[{_UPPER}])"
    rf"|(?P<glued>{_TYPE}) ?(?P<known>(?:{_ORGAN})(?:-{_CHAIN})?)"
    rf"|(?P<stranger>{_NAME}(?:&{_NAME})?){_DASH}(?P<office>{_CHAIN}|[{_UPPER}])"
    rf")"
    rf"|{_DASH}(?P<kind>{_TYPE}){_SLASH}(?P<body>{_CHAIN})"
    r")(?!\w)"
)
_PLAIN = str.maketrans({**dict.fromkeys("‐‑‒–—―−", "-"), "Ð": "Đ", "ð": "đ"})
_LEAD_WORD = re.compile(r"(?:số|công văn|văn bản|cv)\s?[:.]?\s?$", re.I)
_LEAD_REACH = 14  # characters before a number in which its lead word ends
_BLANKS = re.compile(r"\s")


_Mention = tuple[DocumentNumber, Context]


def find(text: str) -> list[DocumentNumber]:
    """All documents whose numbers a text gives, in order of appearance, each once.

    `text` may be a whole article, composed or decomposed; a number never runs over a line's end. A letter's number (no
    type) is taken only from a known organ or right after "số", "công văn" or "văn bản". A normal form comes twice only
    where the text gives two years, or two bodies, for it; bare mentions beside a dated one are that document.
    """
    mentions: dict[str, list[_Mention]] = {}
    places: dict[str, list[int]] = {}
    count = 0
    for line in text.splitlines():
        if "/" not in line:
            continue
        for number, context in _mentions(clean(line).translate(_PLAIN)):
            mentions.setdefault(number.text, []).append((number, context))
            places.setdefault(number.text, []).append(count)
            count += 1
    found = [
        (places[normal][members[0]], _document([same[member] for member in members]))
        for normal, same in mentions.items()
        for members in _documents(same)
    ]
    return [document for _, document in sorted(found, key=lambda pair: pair[0])]


def _mentions(plain: str) -> list[_Mention]:
    """The numbers of a cleaned line, each with what the line says of it."""
    found = [(match, number) for match in _NUMBER.finditer(plain) if (number := _read(match, plain)) is not None]
    spans = [match.span() for match, _ in found]
    contexts = [
        docnum_context.read(plain, *span, number.type, number.issuer)
        for span, (_, number) in zip(spans, found, strict=True)
    ]
    if len(found) > 1:
        kinds = [(number.family, number.type, number.issuer, number.year) for _, number in found]
        alike = [False, *(one == other for one, other in itertools.pairwise(kinds))]
        contexts = docnum_context.shared(plain, spans, contexts, alike)
    return [(number, context) for (_, number), context in zip(found, contexts, strict=True)]


def _documents(mentions: Sequence[_Mention]) -> list[list[int]]:
    """The mentions of one normal form, as their places in the list, by the document that they mean."""
    if len(mentions) == 1:
        return [[0]]
    groups: dict[tuple[tuple[str, str], int | None], list[int]] = {}
    for place, (mention, body) in enumerate(zip(mentions, _bodies(mentions), strict=True)):
        if body is not None:
            groups.setdefault((body, _year(mention)), []).append(place)
    years: dict[tuple[str, str], list[int]] = {}
    for body, year in groups:
        years.setdefault(body, []).extend([year] if year else [])
    found = []
    for (body, year), members in groups.items():
        if year is None and years[body]:
            continue  # bare mentions beside dated ones: of the only one, or of one of two that are here already
        bare = groups.get((body, None), []) if year and len(years[body]) == 1 else []
        found.append(sorted([*members, *bare]))
    return found


def _bodies(mentions: Sequence[_Mention]) -> list[tuple[str, str] | None]:
    """Kind and name of each mention's place, what another mention says filled in; None: one of several, not told."""
    places = [_place(number, context) for number, context in mentions]
    full = {kind: {name for k, name in places if k == kind and name} for kind, _ in places}
    places = [(kind, name or (min(full[kind]) if len(full[kind]) == 1 else "")) for kind, name in places]
    known = dict.fromkeys(place for place in places if place[0])
    if len(known) == 1:
        return [next(iter(known))] * len(places)
    filled: list[tuple[str, str] | None] = []
    for place, mention in zip(places, mentions, strict=True):
        if place[0] or not known:
            filled.append(place)
            continue
        year = _year(mention)
        same_year = {p for p, other in zip(places, mentions, strict=True) if p[0] and year and _year(other) == year}
        filled.append(next(iter(same_year)) if len(same_year) == 1 else place if year and not same_year else None)
    return filled


def _place(number: DocumentNumber, context: Context) -> tuple[str, str]:
    """Kind and name of the body's place; the place itself where it is known, for a person's name may follow its own."""
    kind, name, _ = named(context.body)
    if not name:
        return kind, ""
    told = dataclasses.replace(
        number, issuer_name=context.body, issued_on=context.day, context_year=context.any_year or number.year
    )
    return kind, place_of(told)[0] or fold(name)


def _year(mention: _Mention) -> int | None:
    number, context = mention
    return number.year or context.any_year


def _document(mentions: Sequence[_Mention]) -> DocumentNumber:
    """The one document that mentions mean: the day that most of them give (the first among equals), the fullest name
    of the body. A day in another year than the number's own is an error of print, and left out."""
    number = mentions[0][0]
    days = Counter(c.day for _, c in mentions if c.day and number.year in (None, c.day.year))
    years = [c.any_year for _, c in mentions if c.any_year]
    bodies = [c.body for _, c in mentions if c.body]
    day = days.most_common(1)[0][0] if days else None
    told = dataclasses.replace(
        number,
        issued_on=day,
        context_year=years[0] if years and not day and number.year is None else None,
        issuer_name=max(bodies, key=lambda body: bool(named(body)[1])) if bodies else None,
    )
    return dataclasses.replace(told, place=place_of(told)[0])


def _read(match: re.Match[str], plain: str) -> DocumentNumber | None:
    part = {name: _BLANKS.sub("", value) if value else "" for name, value in match.groupdict().items()}
    number, year = part["number"], part["year"]
    stem = f"{number}/{year}/" if year else f"{number}/"
    when = int(year) if year else None
    if organs := part["assembly"]:
        return DocumentNumber(stem + organs, "", number, when, organs, "assembly") if year else None
    if kind := part["kind"]:
        return DocumentNumber(f"{number}-{kind}/{part['body']}", kind, number, None, part["body"], "party")
    kind = part["joint"] or part["type"] or part["glued"]
    if kind:
        issuer = part["signers"] or part["issuer"] or part["known"]
        return DocumentNumber(f"{stem}{kind}-{issuer}", kind, number, when, issuer)
    organ, unit = part["organ"] or part["stranger"], part["unit"] or part["office"]
    before = plain[max(0, match.start() - _LEAD_REACH) : match.start()]
    if not part["organ"] and not _LEAD_WORD.search(before):
        return None
    return DocumentNumber(f"{stem}{organ}-{unit}", "", number, when, organ, "letter", unit)
