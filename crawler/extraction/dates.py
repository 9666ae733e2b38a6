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
from dataclasses import dataclass

from archive.records import Precision
from archive.text import clean
from crawler.extraction import date_grammar as grammar
from crawler.extraction.date_grammar import Kind

__all__ = ["VIETNAM", "Kind", "PortalDate", "parse"]

VIETNAM = dt.timezone(dt.timedelta(hours=7), "+07")  # no daylight saving since 1975
FIRST_YEAR = 1995  # no portal is older (DOMAIN 3.3 rule 4)
LAST_YEAR = 2100  # only where the caller has no `today`
LIMIT = 240  # characters of a line that can matter

_GOES_ON = re.compile(r"[/\\-]\w|[.,:]\d|[%\d_]")
_NO_LETTERS = re.compile(r"[\W\d_]*")


@dataclass(frozen=True, slots=True)
class PortalDate:
    """A date line that was understood.

    `value` is an aware datetime in +07:00 where a time of day is written, else a date. `precision` is DAY for a date
    and also for an exact midnight (flag `midnight`): list and imported stamps print it for "no time known" (rule 7),
    and a reader cannot tell; `value` keeps what is written. `raw` is the string as given. `weekday_agrees` is None
    where no weekday is written. `flags`: midnight, bad_time, two_digit_year, month_first (the parts prove it against
    the profile), day_first (likewise), weekday_says_month_first (or _day_first): the weekday fits the other order.
    `rest` is what stands behind the stamp on its line and is no tool label, counter or byline: often a headline.
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

    @property
    def known(self) -> dt.datetime | dt.date:
        """The value as far as it can be trusted: only the day of a midnight."""
        return self.day if self.precision is Precision.DAY else self.value


def parse(raw: str, *, today: dt.date | None = None, month_first: bool = False) -> PortalDate | None:
    """Read one date line; None where it gives no absolute day, never an exception.

    `month_first` is the profile of the source (SharePoint lists: M/D/YYYY); it touches only forms like 1/2/2020. Where
    a part over 12 leaves one reading, that reading is taken and flagged. Years run from 1995 to the year after `today`;
    the function reads no clock, so without `today` they run to 2100. A month without a day gives None.
    """
    text = clean(raw.lstrip()[: 4 * LIMIT])[:LIMIT]
    plain = grammar.plain(text)
    last = today.year + 1 if today else LAST_YEAR
    found = _read(text, plain, 0, raw, last, month_first)
    if found is None:  # "Tác giả: … | Ngày đăng: …": another field of the line may carry the label
        for sep in grammar.PUBLISHING.finditer(plain):
            if found := _read(text, plain, sep.end(), raw, last, month_first):
                break
    return found


def _read(text: str, plain: str, pos: int, raw: str, last: int, month_first: bool) -> PortalDate | None:
    kind, weekday, clock, offset, named, filler = Kind.STAMP, None, None, None, False, False
    pos = start = grammar.OPEN.match(plain, pos).end()  # type: ignore[union-attr]
    core = None
    for _ in range(12):  # label, place, weekday, time and small words in any order, each once
        if core := next((m for p in grammar.CORES if (m := p.match(plain, pos))), None):
            break
        if weekday is None and (m := grammar.WEEKDAY.match(plain, pos)):
            weekday = _weekday(m)
        elif kind is Kind.STAMP and (label := _label(plain, pos)):
            kind, m = label
        elif clock is None and (m := grammar.TIME.match(plain, pos)):
            clock = m
            if zone := grammar.ZONE.match(plain, m.end()):
                offset = m = zone
        elif m := grammar.FILLER.match(plain, pos):
            filler = filler or m[0].strip() == "ngay"
        elif not named and pos == start and (m := grammar.PLACE.match(text, pos)) and _is_place(m[0]):
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
    pos = core.end()
    if core.re is grammar.ISO and (m := grammar.PHP_ZONE.match(plain, pos)):
        pos, offset = m.end(), m
    if clock is None:
        gap = pos + 1 if plain.startswith("t", pos) else grammar.GAP.match(plain, pos).end()  # type: ignore[union-attr]
        m = grammar.TIME.match(plain, gap)
        if m and (m.start() > pos or offset or m[0][0] != plain[pos - 1]):
            clock, pos = m, m.end()
            if (
                offset is None
                and core.re in (grammar.ISO, *grammar.ENGLISH)
                and (m := grammar.OFFSET.match(plain, pos))
            ):
                pos, offset = m.end(), m
    if offset is None and (m := grammar.ZONE.match(plain, pos)):
        pos, offset = m.end(), m
    labelled = kind is not Kind.STAMP or weekday is not None
    if "two_digit_year" in flags and core["s"] == "." and not (labelled or clock) and plain[pos:].strip(" )]."):
        return None  # "1.2.10 Mục tiêu": a heading's number
    if (behind := _behind(text, plain, pos, labelled, kind, filler)) is None:
        return None
    if weekday is None and (m := grammar.WEEKDAY.match(plain, grammar.GAP.match(plain, pos).end())):  # type: ignore[union-attr]
        weekday = _weekday(m)
    agrees = None if weekday is None else day.weekday() == weekday
    if agrees is False and flipped and flipped.weekday() == weekday:
        flags.append("weekday_says_month_first" if not month_first else "weekday_says_day_first")
    value, precision = _moment(day, clock, offset, flags)
    found = PortalDate(value, precision, raw, kind, agrees, tuple(flags), behind)
    return found if FIRST_YEAR <= found.day.year <= last else None


def _label(plain: str, pos: int) -> tuple[Kind, re.Match[str]] | None:
    for kind, pattern in grammar.LABELS:
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
        return grammar.VIETNAMESE_DAYS[m["w"]]
    return 6 if m["cn"] else grammar.ENGLISH_DAYS.index(m["en"])


def _day(core: re.Match[str], last: int, month_first: bool, flags: list[str]) -> tuple[dt.date | None, dt.date | None]:
    """The day, and for a form like 1/2/2020 the day that the other order would give."""
    parts = core.groupdict()
    year = int(parts["y"])
    if len(parts["y"]) == 2:
        year += 2000
        flags.append("two_digit_year")
    if not FIRST_YEAR - 1 <= year <= last + 1:  # the zone may still move New Year
        return None, None
    if "a" not in parts:
        month = (
            int(parts.get("m") or 0)
            or grammar.MONTH_WORDS.get(parts.get("mw") or "", 0)
            or grammar.ENGLISH_MONTHS.get(parts.get("me") or "", 0)
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


def _behind(text: str, plain: str, pos: int, labelled: bool, kind: Kind, ngay: bool) -> str | None:
    """What follows the stamp, "" where it may be passed over (rule 10); None where the line is a sentence, a range, a
    longer number or a lunar date."""
    rest = plain[pos:]
    if _GOES_ON.match(rest) or grammar.RANGE.match(rest) or grammar.LUNAR.match(rest):
        return None
    begin = pos + _NO_LETTERS.match(rest).end()  # type: ignore[union-attr]  # counters carry no letters
    words = plain[begin:]
    if not words or grammar.TOOL.match(words) or grammar.WEEKDAY.match(words):
        return ""
    if text[begin].islower() or (begin == pos and text[begin].isalpha()):
        return None
    count = len(words.split())
    if kind in (Kind.PUBLISHED, Kind.UPDATED):
        return text[begin:]
    if ngay or rest[0] == "," or kind is Kind.EVENT:
        return text[begin:] if count < 4 else None
    return text[begin:] if labelled or count <= 8 or not words.rstrip().endswith((".", ";")) else None
