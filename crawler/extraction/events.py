"""The day of the event that an article reports, from the opening of its lead or first paragraph; never its publication.

Portal news opens with the day: "Chiều ngày 12/8/2022, UBND huyện …", "Sáng 8-3, …", "Vào lúc 14 giờ ngày 10/4/2019, …",
"Trong 2 ngày 5-6/7, …", at times behind a clause of purpose ("Thực hiện kế hoạch …, ngày 9/6, …"). Two of the five seed
pages have no other date, and many openings have no year (PORTALS 2, DOMAIN 3.1 and 3.3 rules 5 and 8).

Only an opening counts, and only behind a word that announces a day (ngày, sáng, thứ Hai, 14 giờ …): fractions and
scores look like days. So cited documents, deadlines ("trước ngày"), days from which something holds ("từ ngày") and
periods give none, and neither do memorial days, lunar days, what is announced for later or told of former years, and
days that the sentence itself is about ("Ngày 15/9 là thời hạn cuối"). Of an event of several days it is the first.
Without a year the one of the publication is taken where the day lies at most `WINDOW` days before it; the method says
so.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from archive.records import Article
from crawler.extraction import date_grammar as grammar
from crawler.extraction.blocks import CELL_SEPARATOR
from crawler.extraction.dates import FIRST_YEAR
from crawler.extraction.vocabulary import LEAD_PREFIX

WINDOW = 60  # days before the publication in which a day without year may lie
HISTORY = 400  # days before the publication: what lies further back is told, not reported
LONGEST = 7  # days of one event; more is a period
SESSIONS = 31  # days within which sessions named one by one ("10/8, 17/8 và 24/8") are one event
_LINES = 2  # the lead and the first paragraph
_WORDS = 8  # a shorter line is a caption or a label
_REACH = 350  # characters of a clause before the day
_ANNOUNCED = 14  # words behind the day among which "sẽ" stands


@dataclass(frozen=True, slots=True)
class Event:
    """`day` is None where the text gives no year and the publication none that fits; `raw` is the day as printed.

    `method`: "opening" or "clause" (behind a clause of purpose), then what else was used: "first day", "year of
    publication", "day of publication".
    """

    day: dt.date | None
    raw: str
    method: str


def _re(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)


_NOW = _re(r"(?:hom|(?:sang|trua|chieu|toi)(?: hom)?) (?:nay|(?P<past>qua))\b|dem (?P<night>qua)\b")
_ANCHORS = (
    _re(r"\d{1,2}\s?(?:gio|h|g)(?![a-z])(?:\s?\d{1,2}(?!\d|\s?[/.-]\s?\d)(?:\s?(?:phut\b|p\b|'))?)?"),
    _re(r"(?:(?:dau|cuoi) (?:gio )?|ca |rang |som )?(?:sang|trua|chieu|toi|dem)(?: som| muon| toi)?\b"),
    _re(r"ngay\b"),
    grammar.WEEKDAY,
)
_SEVERAL = _re(r"(?:\d|hai|ba|bon|nam|cac|nhung) ngay\b(?: lien tiep)?|tu (?=ngay \d|\d)")
_SMALL = _re(r"(?:vua qua|moi day|gan day|vao|trong|luc|hoi|khoang|cung|dung)\b|[\s,(:-]")
_YEAR = r"(?:\s?(?P=s)\s?(?P<y>\d{4}|\d\d)|,? nam (?P<yn>\d{4}))?(?!\d|\s?/\s?\d|[.,]\d)"
_RUN = _re(
    r"(?P<d>\d{1,2})(?:\s?/\s?(?P<m1>\d{1,2}))?(?:\s?,\s?\d{1,2}(?:\s?/\s?\d{1,2})?)*"
    r"\s?(?:-|,|den|(?P<and>va|&)|(?P<night>,?\s?rang(?: sang)?))\s?(?:ngay )?"
    r"(?P<e>\d{1,2})\s?(?P<s>/)\s?(?P<m>\d{1,2})" + _YEAR
)
_FROM_TO = _re(rf"ngay {_RUN.pattern}")
_DAY = (
    _re(r"(?P<d>\d{1,2})\s?(?P<s>[/.-])\s?(?P<m>\d{1,2})" + _YEAR),
    _re(r"(?P<d>\d{1,2})(?P<s>,?) thang (?P<m>1[0-2]|0?[1-9])(?!\d)(?:,? (?:nam )?(?P<y>\d{4})(?!\d))?(?P<yn>)"),
)
_NO_EVENT = _re(
    r"\W*(?:(?:hang|moi) (?:nam|thang)|am lich|duong lich|a\.?l\b|cua\b|tro (?:di|ve)|cach day|cach nay"
    r"|nam (?:ngoai|truoc|xua|ay|do|kia)\b"
    r"|la (?:ngay|han|thoi diem|thoi han|moc|dip)\b"
    r"|ngay (?:quoc te|truyen thong|nha giao|thanh lap|hoi|ky niem|phap luat|doanh nhan|gia dinh|viet nam"
    r"|thay thuoc)\b)"
    r"|\)? (?:(?:von|chinh|cung|van|luon|da|mai) )*(?:la|tro thanh|danh dau|ghi dau|duoc (?:chon|lay) lam)\b"
    r"|\)?\s?(?:-|->|~|den|toi)\s?(?:het )?(?:ngay )?\d"
)
_HAPPENS = re.compile(r"\b(?:đã|tổ chức|diễn ra|khai mạc|họp|dự(?! kiến)|làm việc|kiểm tra|ban hành|chủ trì|công bố)\b")
_LATER = re.compile(r"\b(?:sẽ|dự kiến|sắp)\b")
_PURPOSE = _re(
    r"(?:nham|de|thuc hien|theo|huong ung|tiep (?:tuc|noi|theo)|trien khai|chao mung|nhan|can cu|duoc su|nam trong"
    r"|trong|phat huy|tai|voi|sau|o)\b"
)
_PLACE = _re(r"(?:tai|o)\b")
_TAKES_PLACE = _re(r" (?:da |chinh thuc ){0,2}(?:dien ra|khai mac|be mac)\b")
_CLAUSE = _re(r", (?=(?:vao|luc|hoi|trong|sang|trua|chieu|toi|ngay|hom)\b)")
_ACT = _re(
    r".*(?:/[a-z\d-]*[a-z][a-z\d-]*|\bso \d[\d/]*"
    r"|\b(?:quyet dinh|nghi quyet|nghi dinh|ke hoach|cong van|thong bao|chi thi|to trinh|luat)(?: \d[\d/]*)?)\W*$"
)


def find(lines: Sequence[str], published: dt.date | None, fetched: dt.date | None = None) -> Event | None:
    """The day that the first prose lines open with, None where they open otherwise.

    `published` is the local day of the publication where known, `fetched` that of the visit: nothing later happened.
    """
    prose = (line for line in lines if line.count(" ") >= _WORDS - 1 and CELL_SEPARATOR not in line)
    for line, _ in zip(prose, range(_LINES), strict=False):
        if event := _opening(line, published, published or fetched):
            return event
    return None


def with_publication(event: Event, published: dt.date) -> Event | None:
    """The same event when the day of publication becomes known from elsewhere (a listing); None if that is earlier."""
    if event.day is not None:
        return event if event.day <= published else None
    found = _opening(f"Các ngày {event.raw}" if event.raw[:1].isdigit() else event.raw, published, published)
    how = event.method.partition(",")[0]  # "opening" or "clause"
    return Event(found.day, event.raw, found.method.replace("opening", how, 1)) if found is not None else event


def completed(article: Article, published: dt.date) -> dict[str, Any]:
    """The event fields of an article whose publication becomes known from its listing; {} where it has no event."""
    if article.event_date_raw is None or article.event_date_method is None:
        return {}
    known = Event(article.event_date, article.event_date_raw, article.event_date_method)
    event = with_publication(known, published)
    return {
        "event_date": event.day if event else None,
        "event_date_raw": event.raw if event else None,
        "event_date_method": event.method if event else None,
    }


def _opening(line: str, published: dt.date | None, latest: dt.date | None) -> Event | None:
    text = line[: 2 * _REACH]
    plain = grammar.plain(text)
    prefix = LEAD_PREFIX.match(plain)
    start = grammar.OPEN.match(plain, prefix.end() if prefix else 0).end()  # type: ignore[union-attr]
    for method, pos in (("opening", start), *(("clause", pos) for pos in _clauses(plain, start))):
        found = _read(text, plain, pos, method, published)
        if found is None:
            continue
        event, end = found
        takes_place = _PLACE.match(plain, start) and _TAKES_PLACE.match(plain, end)
        if method == "clause" and not takes_place and not plain[end : end + 2].lstrip(")").startswith(","):
            continue
        if _is_later(text[end:]) or _NO_EVENT.match(plain, end):
            return None
        if event.day is not None and latest is not None and event.day > latest:
            return None
        if event.day is not None and published is not None and (published - event.day).days > HISTORY:
            return None
        return event
    return None


def _clauses(plain: str, start: int) -> Iterator[int]:
    """Where a day may begin behind a clause of purpose."""
    if _PURPOSE.match(plain, start):
        for comma in _CLAUSE.finditer(plain, start, start + _REACH):
            if not _ACT.match(plain, start, comma.start()):
                yield comma.end()


def _read(text: str, plain: str, pos: int, method: str, published: dt.date | None) -> tuple[Event, int] | None:
    """The day at one place, and where it ends."""
    anchored = several = False
    now: re.Match[str] | None = None
    for _ in range(12):
        if core := _RUN.match(plain, pos) or next((m for p in _DAY if (m := p.match(plain, pos))), None):
            raw = text[core.start() : core.end()]
            found = _dated(core, raw, several, method, published) if anchored else None
            return (found, core.end()) if found else None
        if m := _NOW.match(plain, pos):
            now, anchored = m, True
        elif m := _SEVERAL.match(plain, pos):
            if m[0].startswith("tu ") and not several and not _FROM_TO.match(plain, m.end()):
                return None  # a day from which something holds
            several = anchored = True
        elif m := next((m for p in _ANCHORS if (m := p.match(plain, pos))), None):
            anchored = True
        elif not (m := _SMALL.match(plain, pos)):
            break
        pos = m.end()
    if now is None:
        return None
    days = dt.timedelta(days=1 if now["past"] or now["night"] else 0)
    raw = text[now.start() : now.end()]
    return Event(published - days if published else None, raw, f"{method}, day of publication"), now.end()


def _dated(core: re.Match[str], raw: str, several: bool, method: str, published: dt.date | None) -> Event | None:
    """The first day of what was matched; None where it is none."""
    parts = core.groupdict()
    year = int(parts["yn"] or parts["y"] or 0)
    year += 2000 if 0 < year < 100 else 0
    day, month = int(parts["d"]), int(parts.get("m1") or parts["m"])
    if _date(year or 2000, month, day) is None or (year and year < FIRST_YEAR):
        return None
    if core.re is _RUN:
        last = _date(year or 2000, int(parts["m"]), int(parts["e"]))
        first = _date((year or 2000) - (month > int(parts["m"])), month, day)
        one_by_one = parts["and"] or parts["night"]
        if first is None or last is None or (parts["m1"] and not (several or one_by_one)):
            return None
        if not 0 < (last - first).days < (SESSIONS if parts["and"] else LONGEST):
            return None
        method, year = f"{method}, first day", first.year if year else 0
    if year:
        return Event(_date(year, month, day), raw, method)
    for guess in (published.year, published.year - 1) if published else ():
        found = _date(guess, month, day)
        if found is not None and published is not None and 0 <= (published - found).days <= WINDOW:
            return Event(found, raw, f"{method}, year of publication")
    return Event(None, raw, method)


def _is_later(behind: str) -> bool:
    """Whether the clause behind the day announces: "… sẽ tổ chức", not "… tổ chức hội nghị sẽ …"."""
    words = " ".join(behind.lower().split(" ")[:_ANNOUNCED])
    later, happens = _LATER.search(words), _HAPPENS.search(words)
    return later is not None and (happens is None or later.start() < happens.start())


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
