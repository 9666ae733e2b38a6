"""Vietnamese date lines, from string to moment: one line in, one `PortalDate` or None out.

The grammar and the rules 1-11 are those of DOMAIN 3.3 (docs/extraction.md). A line is read from its start:

    [label] [place ","] [weekday] [time] core [time] [zone] [anything that is no sentence]

Day first unless the caller's profile says month first. Without a year there is no date, and what is relative, lunar, a
fraction, a score, a counter, a phone or a document number gives None; so does a sentence that merely holds a date.
Everything is matched on a copy of the same length without accents and in small letters, so that spelling, case and
tone placement do not matter. Pure, linear in time: at most `LIMIT` characters are looked at.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from archive.records import Precision
from archive.text import clean

VIETNAM = dt.timezone(dt.timedelta(hours=7), "+07")  # no daylight saving since 1975
FIRST_YEAR = 1995  # no portal is older (DOMAIN 3.3 rule 4)
LAST_YEAR = 2100  # only where the caller has no `today`
LIMIT = 240  # characters of a line that can matter


class Kind(StrEnum):
    """What the label before the stamp says it is."""

    PUBLISHED = "published"
    UPDATED = "updated"
    EVENT = "event"  # "Thời gian: …", "Chiều ngày …"
    DOCUMENT = "document"  # "Ngày ban hành: …"
    STAMP = "stamp"  # no label


@dataclass(frozen=True, slots=True)
class PortalDate:
    """A date line that was understood.

    `value` is an aware datetime in +07:00 where a time of day is written, else a date. `precision` is DAY for a date
    and also for an exact midnight (flag `midnight`): list and imported stamps print it for "no time known" (rule 7),
    and a reader cannot tell; `value` keeps what is written. `raw` is the string as given. `weekday_agrees` is None where
    no weekday is written. `flags`: midnight, bad_time, two_digit_year, month_first (the parts prove it against the
    profile), day_first (likewise), weekday_says_month_first (or _day_first): the written weekday fits the other order.
    `rest` is what stands behind the stamp on its line and was passed over.
    """

    value: dt.datetime | dt.date
    precision: Precision
    raw: str
    kind: Kind = Kind.STAMP
    weekday_agrees: bool | None = None
    flags: tuple[str, ...] = ()
    rest: str = ""

    @property
    def day(self) -> dt.date:
        """The local day."""
        return self.value.date() if isinstance(self.value, dt.datetime) else self.value


def _ascii_table() -> dict[int, str]:
    """One small ASCII letter for every Latin letter with marks: the copy keeps the length of the text."""
    table = {code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0].lower()
        if base.isascii() and base.isalpha():
            table[code] = base
    table |= dict.fromkeys(map(ord, "đĐðÐ"), "d")
    table |= dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
    table |= dict.fromkeys(map(ord, "⁄∕"), "/")
    return table


_ASCII = _ascii_table()


def _re(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)


# --- labels (PORTALS section 7, and what Joomla, WordPress, Drupal and ASP.NET portals print) -------------------------
_END = r"(?![a-z0-9])\s?(?:[:.]|- )?\s?"
_VERB = r"(?:dang|xuat ban|cong bo|tao|viet|gui|post)(?: (?:tin|bai|tai))?(?: viet)?"
_WHEN = r"(?: vao)?(?: (?:luc|ngay|hoi))?"
_BY = (
    r" (?:boi|by)\s?:? [^|:\d]{1,40}?[\s,-]{1,3}(?:(?:vao|luc|ngay|hoi|on) ){0,2}"
    r"(?=\d|thu|t\d|chu|cn|mon|tue|wed|fri|sat|sun)"
)
_LABELS = (
    (
        Kind.UPDATED,
        _re(
            r"(?:(?:tin|bai viet|noi dung) )?(?:(?:ngay|thoi gian|lan|duoc|da|moi) )?(?:cap nhat|sua doi|chinh sua|sua)"
            r"(?: (?:lan cuoi cung|lan cuoi|cuoi cung|cuoi|moi nhat|gan nhat|gan day))?"
            + _WHEN
            + _END
            + r"|(?:last )?(?:updated?|modified|edited)(?: (?:on|at|date))?"
            + _END
        ),
    ),
    (
        Kind.PUBLISHED,
        _re(
            r"(?:(?:tin|bai|bai viet) )?(?:(?:ngay gio|ngay|thoi gian|thoi diem|gio|duoc|da) )?"
            + _VERB
            + r"(?:"
            + _BY
            + r"|"
            + _WHEN
            + _END
            + r")"
            + r"|(?:date )?(?:posted|published|created|submitted|publish date|post date|date)"
            r"(?:" + _BY + r"|(?: (?:on|at|date))?" + _END + r")"
        ),
    ),
    (Kind.DOCUMENT, _re(r"ngay (?:ban hanh|ky|phat hanh|(?:co |het )?hieu luc|van ban)" + _END)),
    (
        Kind.EVENT,
        _re(r"(?:thoi gian|ngay (?:hop|to chuc|dien ra|khai mac))" + _END + r"|(?:sang|trua|chieu|toi)(?= )\s"),
    ),
)
_PUBLISHING = _re(r"[|•·;]\s?(?=(?:ngay |thoi gian |da |duoc )?(?:dang|xuat ban|cap nhat)\b)")

# --- parts ------------------------------------------------------------------------------------------------------------
_WORDS = {"mot": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10}
_WORDS |= {"muoi mot": 11, "muoi hai": 12, "gieng": 0, "chap": 0}  # lunar names: no absolute date
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_ENGLISH = {name: n for n, name in enumerate(_MONTHS.split("|"), 1)}
_MONTH = r"(?:(?P<m>1[0-2]|0?[1-9])(?!\d)|(?P<mw>muoi (?:mot|hai)|mot|hai|ba|tu|bon|nam|sau|bay|tam|chin|muoi)\b)"
_EN_MONTH = rf"(?P<me>{_MONTHS})[a-z]{{0,6}}\b\.?"
_DAY = r"(?P<d>[0-3]?\d)"
_YEAR = r"(?P<y>\d{4})(?!\d)"
_CORES = (
    _re(r"(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?!\d)"),
    _re(r"(?P<a>\d{1,2})\s?(?P<s>[-/.])\s?(?P<b>\d{1,2})\s?(?P=s)\s?(?P<y>\d{4}|\d\d)(?!\d)"),
    _re(
        r"(?:mung |mong )?"
        + _DAY
        + r"(?:\s?,)?\s?(?:thang|thg|th)\.?\s?"
        + _MONTH
        + r"(?:\s?[,./-])?(?:\s?nam)?\s?"
        + _YEAR
    ),
    _re(r"(?P<a>\d{1,2})\s?[/-]\s?(?P<b>\d{1,2}),? nam " + _YEAR),
    _re(r"(?:thang|thg|th)\.?\s?" + _MONTH + r"(?:,)? (?:ngay )?" + _DAY + r"(?!\d)\s?(?:, ?|nam )?\s?" + _YEAR),
    _re(_DAY + r"(?:st|nd|rd|th)?[\s-]?" + _EN_MONTH + r"[\s,-]{1,2}" + _YEAR),
    _re(_EN_MONTH + r"\s?" + _DAY + r"(?:st|nd|rd|th)?(?!\d)[\s,]{1,2}" + _YEAR),
)
_HALF = r"(?:\s?(?P<half>am|pm|a\.m\.?|p\.m\.?|sa|ch|sang|trua|chieu|toi)(?![a-z]))?"
_TIME = _re(
    r"(?P<h>\d{1,2})(?:"
    r"\s?:\s?(?P<mi>\d{2})(?:\s?:\s?(?P<s>\d{2})(?:[.,]\d{1,9})?)?(?!\d)"
    r"|\s?(?:h|g|gio)(?![a-z])(?:\s?(?P<mi2>\d{2})(?!\d)(?!\s?([-/.])\s?\d{1,2}\s?\5\s?\d)(?: ?phut|[p'](?![a-z]))?)?"
    r")" + _HALF
)
_OFFSET = _re(r"\s?(?:z(?![a-z])|(?P<sign>[+-])(?P<oh>\d{2}):?(?P<om>\d{2})?(?!\d))")
_ZONE = _re(
    r"\s?[|,-]?\s?[(\[]?\s?(?:(?:gmt|utc)(?:\s?(?P<sign>[+-])\s?(?P<oh>\d{1,2})(?::?(?P<om>\d{2}))?)?|ict)(?![a-z\d])\s?[)\]]?"
)
_GAP = _re(r"\s?(?:[,|@•·;(\[-]\s?)?(?:(?:vao )?(?:luc|hoi)\s?:?\s?|at )?")
_PHP_ZONE = _re(r"(?P<sign>[+-])(?P<oh>\d{2})(?=\d{2}:\d{2}:\d{2}(?!\d))")  # NukeViet: date("Y-m-dTH:i:s"), T unescaped
_WEEKDAY = _re(
    r"(?:(?:thu|t)\s?(?P<n>[2-7])(?![\d:/h])|thu (?P<w>hai|ba|tu|nam|sau|bay)\b|(?P<cn>chu nhat|chua nhat|cn)\b"
    r"|(?P<en>mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:day)?(?![a-z]))\s?[.,|(-]{0,2}\s?"
)
_VI_DAYS = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5}
_EN_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FILLER = _re(r"(?:ngay|on|luc|vao luc|hoi|vao)(?![a-z])\s?:?\s?|[,|@•·;:()\[\]-]\s?|\s")
_OPEN = _re(r"[^\w/.+%$#@=&]*")
_PLACE = re.compile(r"(?:(?:TP|TX|TT|H)\.\s?)?[^\W\d_]+(?:(?:\s|\s-\s|\.)[^\W\d_]+){0,5}\s?,\s?")
# What may stand after a stamp on its line: tool labels, counters, bylines (rule 10).
_TOOL = _re(
    r"(?:xem|luot|so (?:lan|luot|nguoi)|(?:kich )?co chu|kich thuoc|tang|giam|in|ban in|doc|nghe|gui|chia se|facebook|"
    r"zalo|tweet|like|share|print|e?mail|views?|view count|hits?|lan|da|tac gia|nguon|nguoi|boi|by|dang|viet|admin|"
    r"binh luan|phan hoi|comments?|google|tai|danh gia|ngay|cap nhat|chuyen muc|luu|ve|quay lai|tro|trang|gmt|size|font|"
    r"a|thu|t[2-7]|"
    r"theo|tags?|chu nhat|posted|updated|last|mau|che do)(?![a-z])"
)
_RANGE = _re(r"\s?(?:-|->|=>|~|den|to)\s?(?:(?:het )?(?:ngay )?)\d{1,2}\s?[-/.]\s?\d")
_LUNAR = _re(r"\W{0,3}(?:am lich|a\.?l\b)")


def parse(raw: str, *, today: dt.date | None = None, month_first: bool = False) -> PortalDate | None:
    """Read one date line; None where it gives no absolute day, never an exception.

    `month_first` is the profile of the source (SharePoint lists: M/D/YYYY); it touches only forms like 1/2/2020. Where
    a part over 12 leaves one reading, that reading is taken and flagged. Years run from 1995 to the year after `today`;
    the function reads no clock, so without `today` they run to 2100. A month without a day gives None.
    """
    text = clean(raw.lstrip()[: 4 * LIMIT])[:LIMIT]
    plain = text.translate(_ASCII)
    last = today.year + 1 if today else LAST_YEAR
    found = _read(text, plain, 0, raw, last, month_first)
    if found is None:  # "Tác giả: … | Ngày đăng: …": another field of the line may carry the label
        for sep in _PUBLISHING.finditer(plain):
            if found := _read(text, plain, sep.end(), raw, last, month_first):
                break
    return found


def _read(text: str, plain: str, pos: int, raw: str, last: int, month_first: bool) -> PortalDate | None:
    kind, weekday, clock, named, filler = Kind.STAMP, None, None, False, False
    pos = start = _OPEN.match(plain, pos).end()  # type: ignore[union-attr]
    core = None
    for _ in range(12):  # label, place, weekday, time and small words in any order, each once
        if core := next((m for p in _CORES if (m := p.match(plain, pos))), None):
            break
        if weekday is None and (m := _WEEKDAY.match(plain, pos)):
            weekday = _weekday(m)
        elif kind is Kind.STAMP and (label := _label(plain, pos)):
            kind, m = label
        elif clock is None and (m := _TIME.match(plain, pos)):
            clock = m
        elif m := _FILLER.match(plain, pos):
            filler = filler or m[0].strip() == "ngay"
        elif not named and pos == start and (m := _PLACE.match(text, pos)) and _is_place(m[0]):
            named = True
        else:
            return None
        pos = m.end()
    if core is None:
        return None
    flags: list[str] = []
    day, flipped = _day(core, last, month_first, flags)
    if day is None:
        return None
    pos, offset = core.end(), None
    if core.re is _CORES[0] and (m := _PHP_ZONE.match(plain, pos)):
        pos, offset = m.end(), m
    if clock is None:
        gap = plain[pos] == "t" and pos + 1 if pos < len(plain) and core.re is _CORES[0] else False
        m = _TIME.match(plain, gap or _GAP.match(plain, pos).end())  # type: ignore[union-attr]
        if m and (m.start() > pos or offset or m[0][0] != plain[pos - 1]):
            clock, pos = m, m.end()
            if core.re is _CORES[0] and offset is None and (m := _OFFSET.match(plain, pos)):
                pos, offset = m.end(), m
    if offset is None and (m := _ZONE.match(plain, pos)):
        pos, offset = m.end(), m
    labelled = kind is not Kind.STAMP or weekday is not None
    if "two_digit_year" in flags and core["s"] == "." and not (labelled or clock) and plain[pos:].strip(" )]."):
        return None  # "1.2.10 Mục tiêu": a heading's number
    if not _ends_well(text, plain, pos, labelled, kind, filler):
        return None
    if weekday is None and (m := _WEEKDAY.match(plain, _GAP.match(plain, pos).end())):  # type: ignore[union-attr]
        weekday = _weekday(m)
    agrees = None if weekday is None else day.weekday() == weekday
    if agrees is False and flipped and flipped.weekday() == weekday:
        flags.append("weekday_says_month_first" if not month_first else "weekday_says_day_first")
    value, precision = _moment(day, clock, offset, flags)
    return PortalDate(value, precision, raw, kind, agrees, tuple(flags), text[pos:])


def _label(plain: str, pos: int) -> tuple[Kind, re.Match[str]] | None:
    for kind, pattern in _LABELS:
        if m := pattern.match(plain, pos):
            return kind, m
    return None


def _is_place(text: str) -> bool:
    """Every word begins with a capital: "Yên Bái,", "Bà Rịa - Vũng Tàu,", not "Quyết định,"."""
    return all(word[0].isupper() for word in re.split(r"[\s.,-]+", text) if word)


def _weekday(m: re.Match[str]) -> int:
    if m["n"]:
        return int(m["n"]) - 2
    if m["w"]:
        return _VI_DAYS[m["w"]]
    return 6 if m["cn"] else _EN_DAYS.index(m["en"])


def _day(core: re.Match[str], last: int, month_first: bool, flags: list[str]) -> tuple[dt.date | None, dt.date | None]:
    """The day, and for a form like 1/2/2020 the day that the other order would give."""
    parts = core.groupdict()
    year = int(parts["y"])
    if year < 100:
        year += 2000
        flags.append("two_digit_year")
    if not FIRST_YEAR <= year <= last:
        return None, None
    if "a" not in parts:
        month = (
            int(parts.get("m") or 0) or _WORDS.get(parts.get("mw") or "", 0) or _ENGLISH.get(parts.get("me") or "", 0)
        )
        return _date(year, month, int(parts["d"])), None
    first, second = int(parts["a"]), int(parts["b"])
    day_first, other = _date(year, second, first), _date(year, first, second)
    if month_first:
        if other is None and day_first and first > 12:
            flags.append("day_first")
            return day_first, None
        return other, day_first
    if day_first is None and other and second > 12:
        flags.append("month_first")
        return other, None
    return day_first, other


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _moment(
    day: dt.date, clock: re.Match[str] | None, offset: re.Match[str] | None, flags: list[str]
) -> tuple[dt.datetime | dt.date, Precision]:
    if clock is None:
        return day, Precision.DAY
    hour, minute, second = int(clock["h"]), int(clock["mi"] or clock["mi2"] or 0), int(clock["s"] or 0)
    half = (clock["half"] or "").replace(".", "")
    if (half in ("pm", "ch", "chieu", "toi") and hour < 12) or (half == "trua" and hour < 4):
        hour += 12
    elif half in ("am", "sa", "sang") and hour == 12:
        hour = 0
    if hour > 23 or minute > 59 or second > 59:
        flags.append("bad_time")
        return day, Precision.DAY
    zone = VIETNAM if offset is None else _zone(offset)
    if zone is None:
        flags.append("bad_time")
        return day, Precision.DAY
    moment = dt.datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=zone).astimezone(VIETNAM)
    if (hour, minute, second) == (0, 0, 0) or (moment.hour, moment.minute, moment.second) == (0, 0, 0):
        flags.append("midnight")
        return moment, Precision.DAY
    return moment, Precision.SECOND if clock["s"] else Precision.MINUTE


def _zone(offset: re.Match[str]) -> dt.tzinfo | None:
    if not offset["sign"]:
        return VIETNAM if "ict" in offset[0] else dt.UTC
    parts = offset.groupdict()
    delta = dt.timedelta(hours=int(parts["oh"]), minutes=int(parts.get("om") or 0))
    if delta > dt.timedelta(hours=14):
        return None
    return dt.timezone(-delta if parts["sign"] == "-" else delta)


def _ends_well(text: str, plain: str, pos: int, labelled: bool, kind: Kind, ngay: bool) -> bool:
    """Whether what follows the stamp can be passed over: it is no sentence, range, longer number or lunar mark."""
    rest = plain[pos:]
    if not rest:
        return True
    if re.match(r"[/\\-]\w|[.,:]\d|%|\d|_", rest) or _RANGE.match(rest) or _LUNAR.match(rest):
        return False
    skip = re.match(r"\W*", rest)
    begin = skip.end() if skip else 0
    words = rest[begin:]
    if not words or _TOOL.match(words) or _WEEKDAY.match(words):
        return True
    first = text[pos + begin]
    if first.islower() or (begin == 0 and first.isalpha()):
        return False
    if kind in (Kind.PUBLISHED, Kind.UPDATED) or not re.search(r"[a-z]", words):
        return True
    count = len(words.split())
    if ngay or rest[0] == "," or kind is Kind.EVENT:
        return count < 4
    return labelled or not (count > 8 and words.rstrip().endswith((".", ";")))
