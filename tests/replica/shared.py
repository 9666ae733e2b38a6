"""Stories that several imitated portals tell, and the right answer about each.

A portal gets its tellings by its argument `told` (`imitation(NAME, shared=True)`): they stand behind its own articles,
as its oldest ones, with days of 2021 and 2022 that never move. So their lags, quarters and units are known.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tests.replica import shared_texts as t
from tests.replica.gold import LOCAL, Gold
from tests.replica.portal import Imitation
from tests.replica.shared_texts import Text
from tests.replica.texts import Story


@dataclass(frozen=True, slots=True)
class Telling:
    """One portal tells story `name` (lower-case words with hyphens) at `moment` (+07:00, to the second)."""

    name: str
    portal: str
    moment: dt.datetime
    story: Story


def _told(name: str, *tellings: tuple[str, str, Text]) -> tuple[Telling, ...]:
    """The tellings of a story: (portal, local moment as ISO text, text). The first stands for it."""
    return tuple(
        Telling(name, portal, dt.datetime.fromisoformat(moment).replace(tzinfo=LOCAL), text.story())
        for portal, moment, text in tellings
    )


_BORDER = "Bắc Yên, Mộc Châu cùng tỉnh Yên Bái giải quyết thủ tục cho người dân vùng giáp ranh"
_FROM_YEN_BAI = "Nguồn: Cổng TTĐT tỉnh Yên Bái"
# Every story with its tellings; the first of each is the one that must stand for it.
STORIES: tuple[tuple[Telling, ...], ...] = (
    # A province's story; a district gives it a new title, another cuts the lead.
    _told(
        "agreement",
        ("yenbai", "2022-03-14T15:20:11", t.AGREEMENT),
        ("bacyen", "2022-03-15T08:05:40", t.AGREEMENT.reprint(_FROM_YEN_BAI, _BORDER)),
        ("mocchau", "2022-03-17T10:31:02", t.AGREEMENT.reprint(_FROM_YEN_BAI).without_lead()),
    ),
    # The department shows the province's story under the day of its draft: a reprint stands for nothing.
    _told(
        "workers",
        ("binhduong", "2022-08-18T09:12:30", t.WORKERS),
        ("binhduongsnv", "2022-08-17T16:40:00", t.WORKERS.reprint("Nguồn: Cổng TTĐT tỉnh Bình Dương")),
    ),
    # A text of the agency on four portals of four provinces: all are reprints, the first day counts.
    _told(
        "central",
        ("thainguyen", "2022-06-20T17:30:00", t.CENTRAL),
        ("quangninh", "2022-06-21T08:15:00", t.CENTRAL),
        ("tayninh", "2022-06-21T09:41:23", t.CENTRAL.reprint("Theo TTXVN", "Hơn một nghìn quy định được gỡ bỏ")),
        ("phuoclong", "2022-06-22T07:55:00", t.CENTRAL.first(3)),
    ),
    # The same letters on two portals of one province, on one day: the one that prints its minute is the first.
    _told(
        "ranks",
        ("dongnai", "2022-10-12T18:22:45", t.RANKS),
        ("dongnaicchc", "2022-10-12T07:00:00", t.RANKS),  # this portal prints the day alone
    ),
    # A district takes the first half.
    _told(
        "post-office",
        ("thanhhoa", "2022-11-01T08:00:00", t.POST_OFFICE),
        ("hoaan.vidu.vn", "2022-11-03T14:20:00", t.POST_OFFICE.reprint("Nguồn: Cổng TTĐT tỉnh Thanh Hóa").first(2)),
    ),
    # Brought up to date by the same portal: one figure more, one sentence more.
    _told(
        "outage",
        ("cantho", "2022-05-10T11:40:00", t.OUTAGE),
        ("cantho", "2022-05-11T07:30:00", t.OUTAGE_LATER),
    ),
    # Three stories and the round-up that holds them all: four stories.
    _told("library", ("laocai", "2022-09-05T09:00:00", t.LIBRARY)),
    _told("letters", ("thanhhoa", "2022-09-06T10:10:00", t.LETTERS)),
    _told("hotline", ("bacninh", "2022-09-07T15:45:00", t.HOTLINE)),
    _told("round-up", ("hanoicchc", "2022-09-10T16:00:00", t.ROUND_UP)),
    # Forms: each is a story of its own.
    _told("tam-phuoc-march", ("tamphuoc", "2022-04-04T08:00:00", t.TAM_PHUOC)),
    _told("dong-tam-march", ("dongtam.vidu.vn", "2022-04-05T09:30:00", t.DONG_TAM)),
    _told("thuan-chau-1", ("thuanchau", "2022-03-30T10:00:00", t.THUAN_CHAU_1)),
    _told("thuan-chau-2", ("thuanchau", "2022-06-29T10:00:00", t.THUAN_CHAU_2)),
    _told("phuoc-long-1", ("phuoclong", "2022-03-31T16:10:00", t.PHUOC_LONG_1)),
    # An act of the centre, its namesake of 2013, one mention without a year and one before its day of issue.
    _told("act-yen-bai", ("yenbai", "2021-07-19T09:30:05", t.ACT_YEN_BAI)),
    _told("act-thai-nguyen", ("thainguyen", "2021-07-22T11:00:00", t.ACT_THAI_NGUYEN)),
    _told("act-bac-yen", ("bacyen", "2021-07-27T14:05:00", t.ACT_BAC_YEN)),
    _told("act-moc-chau", ("mocchau", "2021-08-05T08:20:00", t.ACT_MOC_CHAU)),
    _told("act-can-tho", ("cantho", "2021-08-03T07:45:00", t.ACT_CAN_THO)),
    _told("act-thanh-liem", ("thanhliem", "2021-07-26T10:00:00", t.ACT_THANH_LIEM)),  # this portal prints no day
    _told("act-early", ("thanhhoa", "2021-06-30T09:00:00", t.ACT_EARLY)),
    _told("act-thanh-hoa", ("thanhhoa", "2021-08-20T17:10:00", t.ACT_THANH_HOA)),
    _told("act-of-2013", ("quangninh", "2021-07-21T10:30:00", t.ACT_OF_2013)),
    _told("act-without-year", ("tayninh", "2021-09-15T15:00:10", t.ACT_WITHOUT_YEAR)),
    # Rates that provinces claim, and one that is but wished for.
    _told("rate-yen-bai-1", ("yenbai", "2022-03-28T08:40:10", t.RATE_YEN_BAI_1)),
    _told("rate-yen-bai-2", ("yenbai", "2022-06-28T09:15:33", t.RATE_YEN_BAI_2)),
    _told("rate-lao-cai", ("laocai", "2022-06-29T10:00:00", t.RATE_LAO_CAI)),
    _told("rate-target", ("tayninh", "2022-06-15T08:30:00", t.RATE_TARGET)),
)


def told_on(portal: str) -> tuple[Telling, ...]:
    """A portal's tellings, newest first."""
    tellings = [telling for story in STORIES for telling in story if telling.portal == portal]
    return tuple(sorted(tellings, key=lambda telling: telling.moment, reverse=True))


def portals() -> tuple[str, ...]:
    """The portals that tell any."""
    return tuple(dict.fromkeys(telling.portal for story in STORIES for telling in story))


def golds(sites: Mapping[str, Imitation]) -> dict[str, tuple[tuple[str, Gold], ...]]:
    """Of each story the (portal, answer) of its tellings on these portals, the one that stands for it first. A portal
    that was made without `told` tells none."""
    found: dict[str, list[tuple[str, Gold]]] = {}
    for story in STORIES:
        for telling in story:
            site = sites.get(telling.portal)
            for index in _indexes(site, telling) if site is not None else ():
                found.setdefault(telling.name, []).append((telling.portal, site.at(index)))  # type: ignore[attr-defined]
    return {name: tuple(tellings) for name, tellings in found.items()}


def _indexes(site: Imitation, telling: Telling) -> Iterable[int]:
    told: Mapping[int, Telling] = getattr(site, "told", {})
    return (index for index, other in told.items() if other is telling)
