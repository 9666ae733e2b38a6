"""Right answers about the shared stories and to the analysts' questions, made from the imitations and from labels given
by hand: nothing of the archive's own code is asked.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from tests.replica import shared
from tests.replica.gold import Gold
from tests.replica.portal import Imitation

Article = tuple[str, str]  # portal and key

# The province of today (34) and of its time for each portal that tells; one that is missing has no confirmed province.
PROVINCE_34 = {
    "yenbai": "lao-cai",
    "laocai": "lao-cai",
    "bacyen": "son-la",
    "mocchau": "son-la",
    "thuanchau": "son-la",
    "thanhliem": "ninh-binh",
    "binhduong": "ho-chi-minh",
    "binhduongsnv": "ho-chi-minh",
    "thainguyen": "thai-nguyen",
    "quangninh": "quang-ninh",
    "tayninh": "tay-ninh",
    "phuoclong": "dong-nai",
    "dongnai": "dong-nai",
    "dongnaicchc": "dong-nai",
    "thanhhoa": "thanh-hoa",
    "cantho": "can-tho",
    "bacninh": "bac-ninh",
    "hanoicchc": "ha-noi",
}
_ISSUED = dt.date(2021, 7, 15)
_ACT = re.compile(r"76/NQ-CP ngày 15(?:/7/| tháng 7 năm )2021")
_REPRINT = re.compile(r"^(?:Nguồn: |Theo TTXVN$)")
# Reprints that name a portal that is crawled: whether it is of the same province.
_SOURCES = {"bacyen": "across", "mocchau": "across", "binhduongsnv": "inside"}
# Pairs of filled-in forms, by the names of their stories.
FORMS = (("tam-phuoc-march", "dong-tam-march"), ("thuan-chau-1", "thuan-chau-2"), ("thuan-chau-1", "phuoc-long-1"))
ROUND_UP, TOLD_IN_IT = "round-up", ("library", "letters", "hotline")
# (story, portal that tells it) -> source, days behind it, kind of evidence
REPRINTS = {
    ("agreement", "bacyen"): ("yenbai", 1, "named"),
    ("agreement", "mocchau"): ("yenbai", 3, "named"),
    ("workers", "binhduongsnv"): ("binhduong", -1, "named"),
    ("post-office", "hoaan.vidu.vn"): ("thanhhoa", 2, "named"),
    ("central", "quangninh"): ("thainguyen", 1, "unnamed"),
    ("central", "tayninh"): ("thainguyen", 1, "unnamed"),
    ("central", "phuoclong"): ("thainguyen", 2, "unnamed"),
    ("ranks", "dongnaicchc"): ("dongnai", 0, "none"),
    ("outage", "cantho"): ("cantho", 1, "repeat"),
}


class Claim(NamedTuple):
    """An on-time rate: province and quarter of publication (None: not known), whose rate, percent, whose portal."""

    province: str | None
    quarter: str | None
    level: str
    rate: float
    portal: str


CLAIMS = {
    Claim("yen-bai", "2022Q1", "province", 97.8, "yenbai"),
    Claim("binh-phuoc", "2022Q1", "district", 100.0, "phuoclong"),
    Claim("son-la", "2022Q1", "district", 99.1, "thuanchau"),
    Claim("yen-bai", "2022Q2", "province", 98.4, "yenbai"),
    Claim("lao-cai", "2022Q2", "province", 96.5, "laocai"),
    Claim("lao-cai", "2022Q2", "district", 95.2, "laocai"),
    Claim("lao-cai", "2022Q2", "commune", 99.0, "laocai"),
    Claim("son-la", "2022Q2", "district", 98.7, "thuanchau"),
    Claim(None, "2022Q2", "commune", 99.5, "tamphuoc"),
    Claim(None, "2022Q2", "commune", 97.2, "dongtam.vidu.vn"),
    Claim("dong-nai", "2022Q4", "province", 98.2, "dongnai"),
    Claim("ha-nam", None, "district", 96.9, "thanhliem"),
}


def stories(sites: Mapping[str, Imitation]) -> dict[str, tuple[Article, ...]]:
    """The articles of each shared story, the one that stands for it first."""
    return {
        name: tuple((portal, gold.key) for portal, gold in tellings) for name, tellings in shared.golds(sites).items()
    }


def diffusion(sites: Mapping[str, Imitation]) -> dict[str | None, tuple[dt.date | None, int | None, int, int, int]]:
    """By province of today: day and lag of the first mention of 76/NQ-CP of 2021, articles, too early, undated."""
    days: dict[str | None, list[dt.date | None]] = {}
    for portal, gold in _every(sites):
        if _ACT.search(f"{gold.title}\n{gold.text}"):
            days.setdefault(PROVINCE_34.get(portal), []).append(_day(gold))
    answer = {}
    for province, mentions in days.items():
        right = [day for day in mentions if day is not None and day >= _ISSUED]
        first = min(right, default=None)
        lag = (first - _ISSUED).days if first else None
        undated = mentions.count(None)
        answer[province] = (first, lag, len(mentions), len(mentions) - len(right) - undated, undated)
    return answer


def borrowing(sites: Mapping[str, Imitation]) -> dict[str | None, dict[str, int]]:
    """By province of today: n, reprints, inside, across, shared (docs/questions/06_borrowing.sql)."""
    answer: dict[str | None, Counter[str]] = {}
    for portal, gold in _every(sites):
        counts = answer.setdefault(PROVINCE_34.get(portal), Counter(n=0, reprints=0, inside=0, across=0, shared=0))
        counts["n"] += 1
        counts["reprints"] += _is_reprint(gold)
    for tellings in shared.golds(sites).values():
        places = {PROVINCE_34.get(portal) for portal, _ in tellings} - {None}
        for number, (portal, _) in enumerate(tellings):
            counts = answer[PROVINCE_34.get(portal)]
            counts["shared"] += len(places) > 1
            if number and portal in _SOURCES and tellings[0][0] != portal:
                counts[_SOURCES[portal]] += 1
    return {province: dict(counts) for province, counts in answer.items()}


def _every(sites: Mapping[str, Imitation]) -> Iterator[tuple[str, Gold]]:
    for portal, site in sites.items():
        golds: Iterable[Gold] = site.golds()
        for gold in golds:
            yield portal, gold


def _is_reprint(gold: Gold) -> bool:
    """Its last line names a source; right behind a table or a caption that is the table's or the picture's."""
    kinds = [block.kind for block in gold.blocks[-2:]]
    return bool(_REPRINT.match(gold.lines[-1])) and kinds[0] not in ("table", "caption")


def _day(gold: Gold) -> dt.date | None:
    stored = gold.stored_at
    return stored.date() if isinstance(stored, dt.datetime) else stored
