"""The parts of a Vietnamese date line as patterns: labels, places, weekdays, clocks, zones, days (DOMAIN 3.1 and 3.3).

All but `PLACE` are matched on `plain(text)`, at one position each: nothing is searched for, nothing nests, every
repetition is bounded. `dates.py` puts the parts together.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum


class Kind(StrEnum):
    """What the label before the stamp says it is."""

    PUBLISHED = "published"
    UPDATED = "updated"
    EVENT = "event"  # "Thời gian: …", "Chiều ngày …"
    DOCUMENT = "document"  # "Ngày ban hành: …"
    STAMP = "stamp"  # no label


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


def plain(text: str) -> str:
    """A copy of the same length: small letters without accents, dashes and slashes of one form."""
    return text.translate(_ASCII)


def _re(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)


# --- labels (PORTALS section 7, and what Joomla, WordPress, Drupal and ASP.NET portals print) -------------------------
_END = r"(?![a-z0-9])\s?(?:[:.]|- )?\s?"
_VERB = r"(?:dang|xuat ban|cong bo|tao|viet|gui|post)(?: (?:tin|bai|tai))?(?: viet)?"
_WHEN = r"(?: vao)?(?: (?:luc|ngay|hoi))?"
_BY = (
    r" (?:boi|by)\s?:? [^|:\d]{1,40}?[\s,-]{1,3}(?:(?:vao|luc|ngay|hoi|on) ){0,2}"
    r"(?=\d|thu|t\d|chu|cn|mon|tue|wed|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
)
_UPDATED = (
    r"(?:(?:tin|bai viet|noi dung) )?(?:(?:ngay|thoi gian|lan|duoc|da|moi) )?(?:cap nhat|sua doi|chinh sua|sua)"
    r"(?: (?:lan cuoi cung|lan cuoi|cuoi cung|cuoi|moi nhat|gan nhat|gan day))?"
)
_PUBLISHED = (
    rf"(?:(?:tin|bai|bai viet) )?(?:(?:ngay gio|ngay|thoi gian|thoi diem|gio|duoc|da) )?{_VERB}(?:{_BY}|{_WHEN}{_END})"
)
_EN_PUBLISHED = r"(?:date )?(?:posted|published|created|submitted|publish date|post date|date)"
_EN_WHEN = r"(?: (?:on|at|date))?"
LABELS = (
    (Kind.UPDATED, _re(rf"{_UPDATED}{_WHEN}{_END}|(?:last )?(?:updated?|modified|edited){_EN_WHEN}{_END}")),
    (Kind.PUBLISHED, _re(rf"{_PUBLISHED}|{_EN_PUBLISHED}(?:{_BY}|{_EN_WHEN}{_END})")),
    (Kind.DOCUMENT, _re(rf"ngay (?:ban hanh|ky|phat hanh|(?:co |het )?hieu luc|van ban){_END}")),
    (Kind.EVENT, _re(rf"(?:thoi gian|ngay (?:hop|to chuc|dien ra|khai mac)){_END}")),
    (Kind.EVENT, _re(r"(?:sang|trua|chieu|toi|(?:vao )?hoi|vao luc|vao ngay) ")),
)
PUBLISHING = _re(  # a counter or an author may stand before it
    r"[|•·;]\s?(?=(?:ngay |thoi gian |da |duoc )?(?:dang|xuat ban|cap nhat)\b)"
    r"|\s-\s(?=(?:ngay |thoi gian )?(?:dang|xuat ban|cap nhat)(?: (?:tin|bai|luc|ngay)){0,2}\s?:)"
)

# --- parts ------------------------------------------------------------------------------------------------------------
_MONTH_NAMES = "mot|hai|ba|tu|nam|sau|bay|tam|chin|muoi|muoi mot|muoi hai"  # not the lunar giêng and chạp
MONTH_WORDS = {name: n for n, name in enumerate(_MONTH_NAMES.split("|"), 1)} | {"bon": 4}
MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
ENGLISH_MONTHS = {name: n for n, name in enumerate(MONTHS.split("|"), 1)}
_MONTH = r"(?:(?P<m>1[0-2]|0?[1-9])(?!\d)|(?P<mw>muoi (?:mot|hai)|mot|hai|ba|tu|bon|nam|sau|bay|tam|chin|muoi)\b)"
_EN_MONTH = rf"(?P<me>{MONTHS})[a-z]{{0,6}}\b\.?"
_DAY = r"(?P<d>[0-3]?\d)"
_YEAR = r"(?P<y>\d{4})(?!\d)"
ISO = _re(r"(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?!\d)")
ENGLISH = (  # RFC 822 and its kin
    _re(_DAY + r"(?:st|nd|rd|th)?[\s-]?" + _EN_MONTH + r"[\s,-]{1,2}" + _YEAR),
    _re(_EN_MONTH + r"\s?" + _DAY + r"(?:st|nd|rd|th)?(?!\d)[\s,]{1,2}" + _YEAR),
)
CORES = (
    ISO,
    _re(r"(?P<a>\d{1,2})\s?(?P<s>[-/.])\s?(?P<b>\d{1,2})\s?(?P=s)\s?(?P<y>\d{4}|\d\d)(?!\d)"),
    _re(rf"(?:mung |mong )?{_DAY}(?:\s?,)?\s?(?:thang|thg|th)\.?\s?{_MONTH}(?:\s?[,./-])?(?:\s?nam)?\s?{_YEAR}"),
    _re(r"(?P<a>\d{1,2})\s?[/-]\s?(?P<b>\d{1,2}),? nam " + _YEAR),
    _re(r"(?:thang|thg|th)\.?\s?" + _MONTH + r"(?:,)? (?:ngay )?" + _DAY + r"(?!\d)\s?(?:, ?|nam )?\s?" + _YEAR),
    *ENGLISH,
)
_HALF = r"(?:\s?(?P<half>am|pm|a\.m\.?|p\.m\.?|sa|ch|sang|trua|chieu|toi)(?![a-z]))?"
TIME = _re(
    r"(?P<h>\d{1,2})(?:"
    r"\s?:\s?(?P<mi>\d{2})(?:\s?:\s?(?P<s>\d{2})(?:[.,]\d{1,9})?)?(?!\d)'?"
    r"|\s?(?:h|g|gio)(?![a-z])(?:\s?(?P<mi2>\d{2})(?!\d)(?! thang|\s?([-/.])\s?\d{1,2}\s?\5\s?\d)"
    r"(?: ?phut|[p'](?![a-z]))?)?"
    r")" + _HALF
)
OFFSET = _re(r"\s?(?:z(?![a-z])|(?P<sign>[+-])(?P<oh>\d{2}):?(?P<om>\d{2})?(?!\d))")
ZONE = _re(
    r"\s?[|,-]?\s?[(\[]?\s?(?:(?:gmt|utc)(?:\s?(?P<sign>[+-])\s?(?P<oh>\d{1,2})(?::?(?P<om>\d{2}))?)?|ict)"
    r"(?![a-z\d])\s?[)\]]?"
)
GAP = _re(r"\s?(?:[,|@•·;(\[-]\s?)?(?:(?:vao )?(?:luc|hoi)\s?:?\s?|at )?")
PHP_ZONE = _re(r"(?P<sign>[+-])(?P<oh>\d{2})(?=\d{2}:\d{2}:\d{2}(?!\d))")  # NukeViet: date("Y-m-dTH:i:s"), T unescaped
WEEKDAY = _re(
    r"(?:(?:thu|th\.?|t\.?)\s?(?P<n>[2-7])(?![\d:/h])|thu (?P<w>hai|ba|tu|nam|sau|bay)\b"
    r"|(?P<cn>chu nhat|chua nhat|cn)\b"
    r"|(?P<en>mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:day)?(?![a-z]))\s?[.,|(-]{0,2}\s?"
)
VIETNAMESE_DAYS = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5}
ENGLISH_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FILLER = _re(r"(?:ngay|on|luc|vao luc|hoi|vao)(?![a-z])\s?:?\s?|[,|@•·;:()\[\]-]\s?|\s")
OPEN = _re(r"[^\w/.+%$#@=&]*")
PLACE = re.compile(r"(?:(?:TP|TX|TT|H)\.\s?)?[^\W\d_]+(?:(?:\s|\s-\s|\.)[^\W\d_]+){0,5}(?:\s?,|\s-|\s(?=\())\s?")
# What may stand after a stamp on its line: tool labels, counters, bylines (rule 10).
TOOL = _re(
    r"(?:xem|luot|so (?:lan|luot|nguoi)|(?:kich )?co chu|kich thuoc|tang|giam|in|ban in|doc|nghe|gui|chia se|facebook|"
    r"zalo|tweet|like|share|print|e?mail|views?|view count|hits?|lan|da|tac gia|nguon|nguoi|boi|by|dang|viet|admin|"
    r"binh luan|phan hoi|comments?|google|tai|danh gia|ngay|cap nhat|chuyen muc|luu|ve|quay lai|tro|trang|gmt|size|"
    r"font|a|thu|t[2-7]|theo|tags?|chu nhat|posted|updated|last|mau|che do)(?![a-z])"
)
RANGE = _re(
    r"\s?(?:-|->|=>|~|den|to)\s?(?:het )?(?:ngay )?\d{1,2}\s?[-/.]\s?\d|\s(?:ngay )?\d{1,2}[-/.]\d{1,2}[-/.]\d{4}"
)
LUNAR = _re(r"\W{0,3}(?:am lich|a\.?l\b)")
