"""The numbers of a Vietnamese line that count or measure something (DOMAIN 4): grammar only, no vocabulary of labels.

Decimal comma, thousands dot: a dot and exactly three digits group thousands, a dot and any other count of digits is a
decimal point and is marked. No dates, times, telephones, numbers of documents, years, ordinals or list numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.extraction.figure_units import GLUED, PLACES, UNITS, unit_behind

_DIGITS = r"\d+(?:[.,]\d+)*"
_GLUED = "|".join(sorted(GLUED, key=len, reverse=True))
# The guards stand behind the first digit: so the search runs from digit to digit.
_RUN = re.compile(
    rf"(\d(?<![\w./+&].)(?<!\d[,:].)(?<!\w[-–].)\d*(?:[.,]\d+)*)(?:(/|-|–)({_DIGITS}))?(?:({_GLUED})\b)?(?![\w/]|[.,:]\d|[-–]\w)"
)
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_COMMA_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+")
_YEAR = re.compile(r"(?:19|20)\d\d")
# Words right before a number that make it a name, a date or a place in an order.
_NAMES = """
lớp khóa khoá kỳ điều khoản chương mục tổ thôn ấp bản phố đợt phiên trang bảng mẫu bài vòng phường quận giờ lúc hồi phút
quý nhóm loại kênh lần bậc ngõ ngách kiệt hẻm tầng iso covid hotline tel fax đt phone sđt zalo index thứ hạng mức
"""
_NAME_WORDS = frozenset(_NAMES.split())
_PHRASES = frozenset(
    [
        "tiêu chí",
        "kết luận",
        "chương trình",
        "kế hoạch",
        "đề án",
        "công văn",
        "nghị quyết",
        "nghị định",
        "quyết định",
        "thông tư",
        "chỉ thị",
        "bộ luật",
        "điện thoại",
        "tổng đài",
        "khu phố",
        "quốc lộ",
        "tỉnh lộ",
        "giai đoạn",
        "dân phố",
        "vị trí",
        "nhiệm kỳ",
        "phụ lục",
        "đường dây",
    ]
)
_NO_DIGITS_WORD = frozenset(["tổng", "trong", "có", "điểm", "dân"])  # before "số", where it does not mean "No."
_CALENDAR = {"tháng": 12, "ngày": 31, "sáng": 31, "chiều": 31, "tối": 31, "trưa": 31, "tuần": 53}
_DATE_WORDS = frozenset(["từ", "đến", "trước", "hết", "vào", "sau"])
_LISTED = frozenset((", ", " và ", " - ", "-", " hoặc ", " đến ", ", mức độ ", " đến tháng ", " và mức độ ", "; "))
_STREET = re.compile(r"\d+(?:[/-]\d+)?\s+(?:đường|phố|đại lộ|ngõ|ngách|hẻm|kiệt|quốc lộ)\s+(?:phố\s+)?(\w)", re.I)
_COUNTER = re.compile(r"(?:truy cập|lượt xem|lượt|trực tuyến|online)[^,;.:]{0,20}:\s*$")
_BOUNDS = {
    **dict.fromkeys(("trên", "hơn", "tối thiểu", "ít nhất", "không dưới", "không ít hơn", "tối thiểu từ"), "min"),
    **dict.fromkeys(("dưới", "không quá", "tối đa", "chưa đến", "chưa đầy", "nhiều nhất", "chưa tới"), "max"),
    **dict.fromkeys(("khoảng", "gần", "ước", "ước đạt", "ước tính", "xấp xỉ", "chừng", "ngót"), "about"),
}
_COMPARATIVES = frozenset(["cao", "thấp", "nhiều", "ít", "nhỉnh", "nhanh", "lớn"])
_RANKED = re.compile(r"(?:xếp|đứng|vị|hạng|ở|từ|lên|xuống)(?: [^\W\d_]+){0,3} thứ $|(?:thứ|xếp|đứng|về|lên) hạng $")
_OF = re.compile(r" (?:trong|trên)(?: (?:số|tổng số))? (\d+) (?:tỉnh|sở|huyện|xã|phường|đơn vị|cơ quan)")
_COUNTED = re.compile(r"(?:^|[^\w])số (?:lượng )?([^\W\d_]+(?: [^\W\d_]+){0,2})[^,;.\d]*$")
_SAID = re.compile(r"(?:là|:|đạt|có|còn|gồm)(?: (?:trên|hơn|gần|khoảng))? ?$")
_SCORED = re.compile(r"(?:điểm số|số điểm|tổng điểm)(?: (?:là|đạt|chỉ|được|chung))*:? ?$")
_GROWN = re.compile(r"(?:tăng|giảm|nâng|rút ngắn|cải thiện|hạ)\b[^,;.\d]*$")
_RANGE = re.compile(r"(?: ?[-–] ?| ?đến )")
_TOTAL = re.compile(rf" ?/ ?({_DIGITS}) (?:hồ sơ|nhiệm vụ|thủ tục|đơn vị|xã|điểm)(?!\w)")


@dataclass(slots=True)
class Number:
    """A number of a line that is a figure: its span with the unit, and what it says."""

    start: int
    end: int
    value: float
    unit: str
    total: float | None = None
    bound: str | None = None
    dotted: bool = False


def numbers_of(line: str, low: str) -> Iterator[Number]:
    """The numbers of a line that count or measure something."""
    named_to, name = -1, ""  # where the last number that was a name ended, and that number
    open_number: tuple[int, int, str] | None = None  # one without unit, in case it is the first half of a range
    last: Number | None = None
    for match in _RUN.finditer(line):
        first, sign, second, glued = match.groups()
        start, end = match.start(), match.end()
        before = low[max(0, start - 30) : start]
        words = before.split() if before.endswith(" ") else []
        if named_to >= 0 and low[named_to:start] in _LISTED and _next_name(name, first):  # "mức độ 3, 4"
            named_to, name = end, first
            continue
        if rank := _rank(low, before, words, match):
            last = rank
            named_to, open_number = -1, None
            yield rank
            continue
        if before.endswith((":", ": ")) and _COUNTER.search(before):
            named_to, open_number = -1, None
            continue  # the counter at the foot of a page
        unit, unit_end, known = (glued, end, True) if glued else (unit_behind(line, end) or ("", end, False))
        if _is_name(line, start, words, first, unit, known):
            named_to, name, open_number = end, second or first, None
            continue
        named_to = -1
        spread = open_number if open_number and unit and _RANGE.fullmatch(low[open_number[1] : start]) else None
        open_number = None
        if not unit:
            unit = _unit_before(before, low, start) if sign != "/" else ""
            if not unit:
                if sign is None:
                    open_number = (start, end, first)
                elif sign == "/":
                    named_to, name = end, second
                continue
        elif not known and (sign == "/" or ("." in first and not _THOUSANDS.fullmatch(first))):
            continue
        one, other = value_of(first, unit), value_of(second, unit) if second else None
        if one is None or (second and other is None):
            continue
        if sign == "/":
            if other is None or one[0] > other[0] or _is_day(words, first, second):
                continue
            last = Number(start, unit_end, one[0], unit, other[0], None, one[1] or other[1])
        elif sign:
            if other is None or one[0] >= other[0]:
                continue
            yield Number(start, unit_end, one[0], unit, None, "min", one[1])
            last = Number(start, unit_end, other[0], unit, None, "max", other[1])
        else:
            bound = _bound(words)
            if spread and (low_end := value_of(spread[2], unit)) and low_end[0] < one[0]:
                yield Number(spread[0], unit_end, low_end[0], unit, None, "min", low_end[1])
                start, bound = spread[0], "max"
            elif last and last.unit == unit and last.value < one[0] and _spans(low, last, start):
                last.bound, bound = "min", "max"
            total = None
            if of := _TOTAL.match(line, unit_end):
                total, unit_end = (value_of(of[1], unit) or (None,))[0], of.end()
            last = Number(start, unit_end, one[0], unit, total, bound, one[1])
        yield last


def _spans(low: str, first: Number, start: int) -> bool:
    """ "từ 85% đến 90%", where nothing has grown from the one to the other."""
    if low[first.end : start] not in (" - ", " – ", " đến ") or low[max(0, first.start - 3) : first.start] != "từ ":
        return False
    return not _GROWN.search(low[max(0, first.start - 80) : first.start])


def _rank(low: str, before: str, words: list[str], match: re.Match[str]) -> Number | None:
    """ "xếp thứ 26/63", "hạng 4/9", "đứng thứ 5 trong 22 sở": a rank, its total where one is given."""
    if not words or not (words[-1] in ("thứ", "hạng") or words[-2:] == ["vị", "trí"]):
        return None
    first, sign, second, glued = match.groups()
    if glued or not first.isdigit() or sign == "-" or not (sign == "/" or _RANKED.search(before)):
        return None
    if second and (not second.isdigit() or int(second) < int(first)):
        return None
    word = "vị trí" if words[-1] == "trí" else words[-1]
    of = None if second else _OF.match(low, match.end())
    total = float(second) if second else float(of[1]) if of else None
    return Number(match.start() - len(word) - 1, match.end(), float(first), "hạng", total)


def _is_name(line: str, start: int, words: list[str], first: str, unit: str, known: bool) -> bool:
    """Whether a number is the name of something: a year, a day, a class, a document, a telephone."""
    if first.isdigit():
        if _YEAR.fullmatch(first) and (not known or unit in PLACES or (words and words[-1] == "năm")):
            return True
        if len(first) == 3 and start > 1 and line[start - 1] == " " and line[start - 2].isdigit():
            return True  # "0912 345 678"
        if len(first) > 5 and first[0] == "0":
            return True
    if (street := _STREET.match(line, start)) and (street[1].isupper() or street[1].isdigit()):
        return True  # "123 đường Lê Lợi"
    if not words:
        return False
    last, pair = words[-1], " ".join(words[-2:])
    if last == "số":
        return not (len(words) > 1 and words[-2] in _NO_DIGITS_WORD)
    if pair == "mức độ":
        return unit != "%"
    if last in _CALENDAR:
        return first.isdigit() and int(first) <= _CALENDAR[last]
    if last == "cấp":
        return len(first) == 1
    if pair in _PHRASES:
        return first.isdigit() and (not known or unit in PLACES)
    return last in _NAME_WORDS and first.isdigit() and not (known and (len(first) > 2 or last == "nhóm"))


def _next_name(name: str, digits: str) -> bool:
    """Whether a number goes on with a list of names: years, or small numbers that rise."""
    if not (name.isdigit() and digits.isdigit() and int(name) < int(digits)):
        return False
    return int(digits) < 13 or bool(_YEAR.fullmatch(name) and _YEAR.fullmatch(digits))


def _is_day(words: list[str], first: str, second: str) -> bool:
    return bool(words) and words[-1] in _DATE_WORDS and len(first) < 3 and len(second) < 3 and int(second) <= 12


def _unit_before(before: str, low: str, start: int) -> str:
    """ "với điểm số 85,60"; "tổng số hồ sơ tiếp nhận là 746.305": the unit stands before its number."""
    if "điểm" in before and _SCORED.search(before):
        return "điểm"
    if not _SAID.search(before):
        return ""
    match = _COUNTED.search(low[max(0, start - 140) : start])
    if match is None:
        return ""
    words = match[1].split()
    return next((unit for n in range(len(words), 0, -1) if (unit := " ".join(words[:n])) in UNITS), "")


def _bound(words: list[str]) -> str | None:
    if not words:
        return None
    last = words[-1]
    if last == "từ" and len(words) > 1:  # "tối thiểu từ 50%"
        return _BOUNDS.get(" ".join(words[-3:-1]))
    if last == "hơn" and len(words) > 1 and words[-2] in _COMPARATIVES:
        return None
    return _BOUNDS.get(" ".join(words[-2:])) or _BOUNDS.get(last)


def value_of(digits: str, unit: str) -> tuple[float, bool] | None:
    """The number, and whether a dot stands before its decimals. None where the digits are no number."""
    if digits.isdigit():
        return (float(digits), False) if len(digits) < 13 else None
    if _THOUSANDS.fullmatch(digits):
        if unit == "%" and digits.count(".") == 1 and len(digits) > 5:  # nothing has 98.125 %
            return float(digits), True
        return float(digits.replace(".", "")), False
    if _COMMA_THOUSANDS.fullmatch(digits) and (digits.count(",") > 1 or unit.startswith("lượt")):
        return float(digits.replace(",", "")), False
    whole, _, decimals = digits.rpartition("," if digits.rfind(",") > digits.rfind(".") else ".")
    dotted = digits[len(whole)] == "."
    if not whole.isdigit():
        if not (_COMMA_THOUSANDS if dotted else _THOUSANDS).fullmatch(whole):
            return None
        whole = whole.replace(".", "").replace(",", "")
    if len(whole) > 1 and whole[0] == "0" and (dotted or len(whole) > 2):
        return None  # 02163.818: a telephone
    return float(f"{whole}.{decimals}"), dotted
