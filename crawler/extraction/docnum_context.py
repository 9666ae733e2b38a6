"""What the words around a document's number say of it: the day of issue, the year, the body that issued it.

Numbers are unique only within an issuer and a year, and most carry no year: 76/NQ-CP is an act of 2013 and another one
of 2021 (DOMAIN 2.1 and 5.2). Texts tell them apart by what stands right behind the number ("ngày 15/7/2021 của Chính
phủ", "(ban hành năm 2013)") or by the sentence that reports the issue ("Ngày 15/7/2021, Chính phủ ban hành Nghị quyết
số …"). Only such patterns count: a day further on is a deadline, a day behind a comma is mostly the next event's, and
a year behind "thực hiện Nghị quyết …" is the year of the work. A day or year whose body is another one than the
number's belongs to another document. What is not certain is left out.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from archive.issuers import canonical
from archive.text import fold

REACH = 200  # characters that are looked at on either side
FIRST_YEAR = 1945


@dataclass(frozen=True, slots=True)
class Context:
    """`day` of issue, `year` where no day is given, `body` the issuer in the text's words; None where not said."""

    day: dt.date | None = None
    year: int | None = None
    body: str | None = None

    @property
    def any_year(self) -> int | None:
        """The year, of the day where there is one."""
        return self.day.year if self.day else self.year


_UP = "".join(c for c in map(chr, (*range(0x41, 0x250), *range(0x1E00, 0x1F00))) if c.isupper())
_NAME = rf"(?:[{_UP}]\w*(?:(?: | - |-)(?!(?i:về|và|của|ngày)\b)[{_UP}]\w*){{0,4}}|\d{{1,2}}(?![\w/.,-]))"
_KIND = r"(?i:tỉnh|thành phố|tp\.?|t\.p\.?|huyện|quận|thị xã|tx\.?|xã|phường|thị trấn|tt\.)"
_AREA = rf"{_KIND}(?: ?{_NAME}(?:,? ?\(?(?i:tỉnh|thành phố|tp\.?) ?{_NAME})?)?"
_COUNCIL = r"(?i:UBND|ủy ban nhân dân|uỷ ban nhân dân|HĐND|hội đồng nhân dân)"
_PARTY = r"(?i:tỉnh ủy|tỉnh uỷ|thành ủy|thành uỷ|huyện ủy|huyện uỷ|quận ủy|quận uỷ|thị ủy|thị uỷ|đảng ủy|đảng uỷ)"
_CENTRE = (
    r"(?i:thủ tướng(?: chính phủ)?|văn phòng chính phủ|thanh tra chính phủ|chính phủ|ủy ban thường vụ quốc hội"
    r"|uỷ ban thường vụ quốc hội|quốc hội|bộ chính trị|ban bí thư(?: trung ương(?: đảng)?)?"
    r"|(?:ban chấp hành |bch )?trung ương(?: đảng)?)(?!\w)"
)
_LEADING = r"(?i:(?:phó )?chủ tịch |thường trực |ban thường vụ |btv |ban chấp hành |bch |giám đốc |(?:thứ |bộ )trưởng )"
_WORDS = r"(?:(?! (?:về|ban|ký|đã|vừa|có|ra|và|ngày|thực|triển|quy|phê|công|tại|là)\b) [\w&]+){1,8}"
_BODY = (
    rf"(?:{_LEADING}){{0,2}}(?:{_CENTRE}|{_COUNCIL}(?: {_AREA})?|{_PARTY}(?: {_AREA}| {_NAME})?"
    rf"|(?i:đảng bộ|liên đoàn lao động) {_AREA}|(?i:sở|bộ){_WORDS}|{_AREA})"
)
_DAY = (
    r"(?P<d{0}>[0-3]?\d) ?(?:(?P<s{0}>[/.-]) ?(?P<m{0}>[01]?\d)(?: ?(?P=s{0}) ?| năm )"
    r"|(?i:tháng) ?(?P<mw{0}>[01]?\d)(?: ?,? ?(?i:năm) ?| ?/ ?))(?P<y{0}>(?:19|20)\d\d)(?![\d/])"
)
_MONTH = r"(?i:tháng) ?[01]?\d(?: ?/ ?| ?,? (?i:năm) )(?P<ym{0}>(?:19|20)\d\d)(?!\d)"
_YEAR = r"(?i:năm) (?P<yy{0}>(?:19|20)\d\d)(?![\d-]| ?- ?\d)"
_ISSUED = rf"(?P<issued>(?i:đã |vừa |mới )?(?i:được )?(?:{_BODY} )?(?i:ký ban hành|ký|ban hành|phát hành)(?i: vào)? )"
_BEHIND = re.compile(
    rf"(?P<comma> ?,)? ?(?P<open>[(\[] ?)?{_ISSUED}?"
    rf"(?:(?i:ngày) ?{_DAY.format('')}|(?P<bracketed>(?<=[(\[]){_DAY.format('b')}|(?<=[(\[] ){_DAY.format('c')})"
    rf"|{_MONTH.format('')}|{_YEAR.format('')}|(?<=[(\[])(?P<only>(?:19|20)\d\d)(?= ?[)\]]))"
    r"(?P<close> ?[)\]])?"
)
_OF = re.compile(rf" ?,? ?(?i:của) (?P<body>{_BODY})")
_ABOUT = re.compile(r" ?,? ?(?i:của|về|v/v|ban hành|quy định|phê duyệt)\b| ?[)\];]| ?\.?$")  # no new clause begins
_HEAD = re.compile(rf" ?\|? ?{_NAME}, ?(?i:ngày) ?{_DAY.format('')}")
_ACT = (
    r"(?i:nghị quyết|nghị định|quyết định|kế hoạch|chỉ thị|công văn|văn bản|thông báo|thông tư|chương trình|kết luận"
    r"|hướng dẫn|tờ trình|báo cáo|đề án|công điện|quy định|quy chế|luật|pháp lệnh)"
)
_WHEN = rf"(?:(?<!\w)(?i:ngày) ?{_DAY.format('')}|(?<!\w){_MONTH.format('')}|(?<!\w){_YEAR.format('')})"
_BEHALF = r"[^.;:()|\d]{0,90}?(?i:thay mặt) "  # "Ngày 8/6/2026, Tổng Bí thư … thay mặt Bộ Chính trị ký ban hành …"
_REPORT = re.compile(
    rf"(?:{_WHEN} ?,? ?(?:{_BEHALF})?)?(?<!\w)(?P<body>{_BODY})(?P<who>[^,;:.()|\d]{{0,40}}?) "
    rf"(?i:(?:đã |vừa |cũng |mới |tiếp tục )*(?:(?:ký|ra|có|thông qua)(?: ban hành)?|ban hành)) "
    rf"{_ACT}(?: [^\W\d]+){{0,2}}?(?i: số)? ?:? ?$"
)
_PLURAL = re.compile(rf"(?i:(?:các|những|hai|ba|bốn|\d{{1,2}}) ){_ACT}(?: [^\W\d]+){{0,2}}? ?:? ?(?:(?i:số) ?:? ?)?$")
_JOINT = re.compile(r" ?(?:,|;|,? ?và|&) ?(?:số )?", re.IGNORECASE)
_WORK = re.compile(
    r"(?i:thực hiện|triển khai|kết quả|sơ kết|tổng kết|thi hành|kế hoạch|nhiệm vụ|hướng dẫn)\b[^,;:.()]{0,60}$"
)
_PLANS = frozenset({"KH", "CTr", "CTR", "CTHĐ", "BC", "ĐA", "TTr", "TTR", "DA", "PA"})

# Which bodies sign with which code; only those that texts name often. A name may stand for more than one.
_SIGNERS = (
    (re.compile(r"thu tuong"), {"TTg"}),
    (re.compile(r"van phong chinh phu"), {"VPCP"}),
    (re.compile(r"thanh tra chinh phu"), {"TTCP"}),
    (re.compile(r"chinh phu"), {"CP"}),
    (re.compile(r"(?:uy ban thuong vu )?quoc hoi"), {"QH"}),
    (re.compile(r"bo chinh tri|ban bi thu|(?:ban chap hanh |bch )?trung uong"), {"TW"}),
    (re.compile(r"(?:(?:pho )?chu tich |thuong truc )*(?:ubnd|uy ban nhan dan)"), {"UBND"}),
    (re.compile(r"(?:(?:pho )?chu tich |thuong truc )*(?:hdnd|hoi dong nhan dan)"), {"HĐND"}),
    (re.compile(r"(?:\w+ ){0,4}?tinh uy"), {"TU"}),
    (re.compile(r"(?:\w+ ){0,4}?thanh uy"), {"TU", "ThU"}),
    (re.compile(r"(?:\w+ ){0,4}?(?:huyen uy|quan uy|thi uy)"), {"HU", "QU", "ThU"}),
    (re.compile(r"(?:\w+ ){0,4}?dang uy"), {"ĐU"}),
    (re.compile(r"(?:(?:thu |bo )truong )?bo (?!tieu chi|chi so|phan|ma|luat)"), {"B"}),
    (re.compile(r"(?:giam doc )?so "), {"S"}),
)
_CODES = (
    (re.compile(r"(?:UBTV)?QH\d*"), "QH"),
    (re.compile(r"B(?!CĐ|QL|TV|DT$|TG|CH)\w+"), "B"),
    (re.compile(r"S(?!L)\w+"), "S"),
)
_KNOWN = {"TTg", "VPCP", "TTCP", "CP", "TW", "UBND", "HĐND", "TU", "ThU", "HU", "QU", "ĐU"}


def read(line: str, start: int, end: int, kind: str, issuer: str) -> Context:
    """What `line` (cleaned, dashes plain) says of the number that stands in it from `start` to `end`; `kind` and
    `issuer` are the number's codes of type and body."""
    behind = _behind(line, start, end, kind, issuer)
    if behind is None:
        return Context()
    if behind.day:
        return behind
    report = _REPORT.search(line[max(0, start - REACH) : start])
    if report is None or not agrees(report["body"], issuer):
        return behind
    day, year = _day(report), behind.year or _year(report)
    return Context(day, None if day else year, behind.body or report["body"])


def _behind(line: str, start: int, end: int, kind: str, issuer: str) -> Context | None:
    """What stands behind a number; None where it is said of another document."""
    text = line[end : end + REACH]
    if found := _BEHIND.match(text):
        return _judged(found, text, None, kind, issuer, line[:start])
    if of := _OF.match(text):  # "76/NQ-CP của Chính phủ ngày 15/7/2021"
        if not fits(of["body"], issuer):
            return None
        found = _BEHIND.match(text, of.end())
        return _judged(found, text, of["body"], kind, issuer, line[:start]) if found else Context(body=of["body"])
    head = _HEAD.match(text)  # "Số: 12/QĐ-UBND Yên Bái, ngày 5 tháng 6 năm 2019"
    return Context(day=_day(head)) if head else Context()


def shared(line: str, spans: list[tuple[int, int]], contexts: list[Context], alike: list[bool]) -> list[Context]:
    """Contexts of the numbers of a line where those of an enumeration share what stands behind its last one.

    "các Quyết định số 12/QĐ-UBND và 13/QĐ-UBND ngày 5/6/2019": only in the plural, only where nothing but a comma or
    "và" stands between them and only for numbers of one kind (`alike[i]`: of the same as the one before), for
    otherwise the day is the last one's alone.
    """
    found = list(contexts)
    for last in range(len(spans) - 1, 0, -1):
        first = last
        while first and alike[first] and _JOINT.fullmatch(line, spans[first - 1][1], spans[first][0]):
            if found[first - 1] != Context():
                break
            first -= 1
        if first < last and _PLURAL.search(line[max(0, spans[first][0] - 60) : spans[first][0]]):
            found[first:last] = [found[last]] * (last - first)
    return found


def fits(body: str, issuer: str) -> bool:
    """Whether a body in words may have signed with a code; only what is known to be another body does not fit."""
    signers, code = _signers(body), _code(issuer)
    return not signers or code is None or code in signers


def agrees(body: str, issuer: str) -> bool:
    """Whether a body in words is known to sign with a code."""
    return _code(issuer) in _signers(body)


def _judged(found: re.Match[str], behind: str, body: str | None, kind: str, issuer: str, before: str) -> Context | None:
    """The day or year behind a number, where nothing speaks against its being the document's."""
    of = _OF.match(behind, found.end())
    if of and not fits(of["body"], issuer):
        return Context(body=body) if body else None
    body = body or (of["body"] if of else None)
    if body is None and found["issued"] and (said := re.search(_BODY, found["issued"])) and fits(said[0], issuer):
        body = said[0]
    sure = bool(found["open"] or found["issued"])
    if found["comma"] and not sure and not _ABOUT.match(behind, found.end()):
        return Context(body=body)
    day = _day(found) or _day(found, "b") or _day(found, "c")
    if day or not (year := _year(found)):
        return Context(day, None, body)
    named = of is not None and agrees(of["body"], issuer)
    meant = kind in _PLANS and not found["issued"]  # the year that it is for: made the year before as often as not
    if meant or (not sure and not named and (found["comma"] or _WORK.search(before))):
        return Context(body=body)
    return Context(None, year, body)


def _day(found: re.Match[str], suffix: str = "") -> dt.date | None:
    part = found.groupdict()
    if not part.get(f"y{suffix}"):
        return None
    try:
        month = part[f"m{suffix}"] or part[f"mw{suffix}"]
        day = dt.date(int(part[f"y{suffix}"]), int(month or 0), int(part[f"d{suffix}"] or 0))
    except ValueError:
        return None
    return day if day.year >= FIRST_YEAR else None


def _year(found: re.Match[str]) -> int | None:
    part = found.groupdict()
    year = int(part.get("ym") or part.get("yy") or part.get("only") or 0)
    return year if year >= FIRST_YEAR else None


def _signers(body: str) -> set[str]:
    words = fold(body)
    return next((signers for pattern, signers in _SIGNERS if pattern.match(words)), set())


def _code(issuer: str) -> str | None:
    first = re.split(r"[-&]", canonical(issuer), maxsplit=1)[0]
    if first in _KNOWN:
        return first
    return next((name for pattern, name in _CODES if pattern.fullmatch(first)), None)
