"""What the name of an outlet means: a site by its host, a portal of a place, a newspaper or an agency. Pure.

Outlets are printed as source lines and at the head of leads (DOMAIN 3.5): "yenbai.gov.vn", "Cổng TTĐT tỉnh Yên Bái",
"TTXVN", "Báo Nhân Dân". Everything here answers None where the words alone leave a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Protocol

from archive import districts, gazetteer
from archive.text import clean, fold

# Capitals for a character class: a range from À to Ỹ would hold the small letters, too.
CAPITALS = "A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
_HOST = re.compile(
    r"(?<![\w@.])(?:https?://)?((?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)+(?:vn|com|net|org|info|edu|gov))(?![\w-])", re.I
)
# Agencies, broadcasters and papers that reform news is taken from, as printed. Three letters may be somebody's
# initials, and names of common words open sentences: they count only where the line says that a source follows.
_AGENCIES = re.compile(
    r"(?:TTXVN|VGP(?: News)?|VOV\d?|VTV\d*|VTC(?: News)?|PLVN|ĐCSVN|QĐND|CAND|SGGPO?|VnExpress|VietnamPlus|Vietnam\+"
    r"|VietNamNet|Vietnamnet|Infonet|VnEconomy)"
)
_INITIALS = re.compile(r"(?:VNA|VNS|PLO|GLO|NDO|HNM|TPO|TNO|TTO|NLĐ)")
_COMMON_WORDS = re.compile(
    r"(?:Dân [Tt]rí|Tuổi [Tt]rẻ(?: Online)?|Thanh [Nn]iên(?: Online)?|Người Lao [Đđ]ộng|Tiền [Pp]hong|Zing(?: News)?"
    r"|Pháp luật Việt Nam)"
)
_PRESS = re.compile(
    rf"[Bb]áo (?:điện tử |Điện tử )?[{CAPITALS}]|(?:[Tt]ạp chí|[Đđ]ài (?:PT|Phát|phát|TT|Truyền|truyền)|Thông tấn xã)\b"
)
_SAID = re.compile(r"^(?:(?:Nguồn(?: tin)?|Theo)\b\s*:?\s*)+", re.I)
_PAPER = re.compile(r"[Bb]áo (?:điện tử |Điện tử )?(.+)")
_PORTAL = frozenset(("website", "cttdt", "ttdt", "portal"))
_PORTAL_OR_NOT = frozenset(("cong", "trang"))  # gate and page: a portal where "thông tin" or "TTĐT" follows
_INFORMATION = frozenset(("thong", "tin", "ttdt", "dien", "giao"))
_PORTAL_WORDS = frozenset(("thong", "tin", "dien", "tu", "ttdt", "cua", "ubnd", "giao", "tiep"))
_LEVELS = {
    "thanh pho": "city",
    "thi xa": "district",
    "thi tran": "commune",
    "tinh": "province",
    "tp": "city",
    "huyen": "district",
    "quan": "district",
    "tx": "district",
    "xa": "commune",
    "phuong": "commune",
}
_KIND_IN_LABEL = re.compile(r"^(?:ubnd)?(?:huyen|quan|thixa|tx|thanhpho|tp|xa|phuong|thitran|tt)")
_LONG_FORMS = {"cttdt": "cong thong tin dien tu", "ttdt": "thong tin dien tu", "tp": "thanh pho", "tx": "thi xa"}


class Portal(Protocol):
    """What `portal_named` must know of a portal: the columns of the table `portal`."""

    @property
    def name(self) -> str: ...
    @property
    def host(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def unit(self) -> str | None: ...
    @property
    def level(self) -> str | None: ...
    @property
    def district(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet's name taken apart.

    `host` without www, lower case, None where no address is named. `portal`: whether it is called a portal. `kind` is
    the folded word for the place (tinh, thanh pho, huyen, xa, ...) and `level` what it means: province, city (of either
    kind), district or commune; None where there is none. `place` is the name behind it, as printed, "" where there is
    none ("Cổng TTĐT tỉnh").
    """

    host: str | None = None
    portal: bool = False
    kind: str | None = None
    place: str = ""

    @property
    def level(self) -> str | None:
        return _LEVELS[self.kind] if self.kind else None


def read(outlet: str) -> Outlet:
    """Take a name apart: "Cổng TTĐT huyện Bắc Yên" is the portal of the district Bắc Yên."""
    text = clean(outlet)
    if found := _HOST.search(text):
        return Outlet(host=found[1].lower().removeprefix("www."))
    words = text.replace(".", ". ").split()
    plain = [fold(word) for word in words]
    if not plain or not (
        plain[0] in _PORTAL or (plain[0] in _PORTAL_OR_NOT and plain[1:2] and plain[1] in _INFORMATION)
    ):
        return Outlet()
    start = 1
    while start < len(plain):
        if plain[start] in _PORTAL_WORDS:
            start += 1
        elif plain[start : start + 2] == ["thanh", "phan"]:
            start += 2
        elif plain[start : start + 4] == ["uy", "ban", "nhan", "dan"]:
            start += 4
        else:
            break
    for size in (2, 1):
        kind = " ".join(plain[start : start + size])
        if kind in _LEVELS:
            return Outlet(portal=True, kind=kind, place=_place(words[start + size :]))
    return Outlet(portal=True, place=_place(words[start:]))


def is_medium(outlet: str) -> bool:
    """Whether a name is a paper's, an agency's, a broadcaster's, a portal's or a site's, where a source is named."""
    return opens_text(outlet) or _COMMON_WORDS.fullmatch(outlet) is not None


def opens_text(outlet: str) -> bool:
    """Whether a name is such a one even where it stands in front of a sentence."""
    return signs(outlet) or is_address(outlet) or _INITIALS.fullmatch(outlet) is not None or read(outlet).portal


def signs(outlet: str) -> bool:
    """Whether a name alone under a text is a medium's and no person's."""
    return _AGENCIES.fullmatch(outlet) is not None or _PRESS.match(outlet) is not None


def is_address(outlet: str) -> bool:
    """Whether a name is nothing but a link or a host."""
    return " " not in outlet and _HOST.match(outlet) is not None


def is_at(outlet: str, host: str) -> bool | None:
    """Whether an outlet is the site at `host` itself; None where the words do not tell.

    "Cổng TTĐT tỉnh Yên Bái" is yenbai.gov.vn and no site below it; an agency is at no portal's host.
    """
    host = host.lower().removeprefix("www.")
    labels = [label.replace("-", "") for label in host.split(".")]
    first = labels[0].removesuffix("city")  # hochiminhcity.gov.vn
    named = read(outlet)
    if named.host is not None:
        return named.host == host
    if paper := _PAPER.fullmatch(clean(outlet)):
        return first == f"bao{_joined(paper[1])}"
    if not named.portal:
        return False if is_medium(outlet) else None
    place = _joined(named.place)
    if not place:
        return _is_top(labels) if named.level == "province" else None
    if named.level in ("province", "city") and (province := gazetteer.resolve(f"{named.kind} {named.place}")):
        return _is_top(labels) and first == province.slug.replace("-", "")
    if named.level is not None:
        return not _is_top(labels) and place in (first, _KIND_IN_LABEL.sub("", first))
    if place == first:
        return True
    elsewhere = place == "chinhphu" or gazetteer.resolve(named.place) is not None
    return False if elsewhere and place not in labels else None


def portal_named(outlet: str, portals: Iterable[Portal], *, printed_by: Portal | None = None) -> str | None:
    """The name of the portal that an outlet is, where that is certain: by host, by title, or by kind and place.

    `printed_by` is the portal whose article names the outlet: "Cổng TTĐT tỉnh" is then its own province's, "huyện Châu
    Thành" the one in its province. None for a place that several units bear, for one named without its kind where a
    province and a district bear it (Yên Bái), and for every paper.
    """
    known = list(portals)
    outlet = _SAID.sub("", clean(outlet))
    named = read(outlet)
    if named.host is not None:
        return _only(p.name for p in known if p.host.lower().removeprefix("www.") == named.host)
    title = _long_form(outlet)
    if named.portal and not named.place:
        title = ""  # "Cổng thông tin điện tử" alone is everybody's, although one portal may have it for its title
    if title and (same := _only(p.name for p in known if _long_form(p.title) == title)):
        return same
    if not named.portal:
        return None
    own = printed_by.unit if printed_by is not None else None
    if not named.place:
        return _of_province(own, known) if named.level == "province" else None
    full = f"{named.kind} {named.place}"
    if named.level in ("province", "city") and (province := gazetteer.resolve(full)):
        return _of_province(province.slug, known)
    if named.level in ("city", "district"):
        found = districts.resolve(full, own) if own else None
        found = found or districts.resolve(full)
        return _only(p.name for p in known if found and p.level == "district" and p.district == found.id)
    if named.level is None and fold(named.place) not in _district_names():
        alone = gazetteer.resolve(named.place)
        return _of_province(alone.slug if alone else None, known)
    return None


def _of_province(slug: str | None, portals: Iterable[Portal]) -> str | None:
    """The province's portal itself: not its pages about reform, which are the province's, too."""
    return _only(p.name for p in portals if slug and p.unit == slug and p.level == "province" and _is_plain(p, slug))


def _is_plain(portal: Portal, slug: str) -> bool:
    named = read(portal.title)
    unit = gazetteer.resolve(named.place) if named.portal else None
    return unit is not None and unit.slug == slug


def _is_top(labels: list[str]) -> bool:
    """Whether a host is a province's: `tentinhthanh.gov.vn` (224/2026/NĐ-CP art. 11.4, and in use long before)."""
    return len(labels) == 3 and labels[1:] == ["gov", "vn"]


def _place(words: list[str]) -> str:
    return " ".join(words).replace(" .", ".").strip(" .,-–")


def _joined(name: str) -> str:
    return fold(name).replace(" ", "")


@lru_cache(maxsize=8192)
def _long_form(name: str) -> str:
    return " ".join(_LONG_FORMS.get(word, word) for word in fold(name).split())


def _only(names: Iterable[str]) -> str | None:
    found = list(names)
    return found[0] if len(found) == 1 else None


@cache
def _district_names() -> frozenset[str]:
    return frozenset(fold(one.name) for one in districts.districts())
