"""Numbers of official documents in Vietnamese texts: four families, one scan (grammar: DOMAIN 5).

    state      number[/year]/TYPE-ISSUER   45/2016/QĐ-TTg, 1051/QĐ-UBND
    assembly   number/year/QHnn            76/2025/UBTVQH15
    party      number-TYPE/ORGAN           01-NQ/TU
    letter     number/ORGAN-UNIT           2231/SNV-CCHC&PC   (a công văn has no type)

The normal form drops blanks around separators and a stray dot before the slash, makes dashes plain and restores a
hyphen lost between a known type and a known issuer; letter case and leading zeros stay as printed.
"""

from __future__ import annotations

import re

from archive.records import DocumentNumber
from archive.text import clean

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


def find(text: str) -> list[DocumentNumber]:
    """All document numbers of a text, in order of appearance, each normal form once.

    `text` may be a whole article, composed or decomposed; a number never runs over a line's end. A letter's number (no
    type) is taken only from a known organ or right after "số", "công văn" or "văn bản".
    """
    found: dict[str, DocumentNumber] = {}
    for line in text.splitlines():
        if "/" not in line:
            continue
        plain = clean(line).translate(_PLAIN)
        for match in _NUMBER.finditer(plain):
            number = _read(match, plain)
            if number is not None:
                found.setdefault(number.text, number)
    return list(found.values())


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
