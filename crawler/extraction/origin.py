"""Whether an article calls itself a reprint or the portal's own work, by its own words alone (DOMAIN 3.5).

A source is named on a whole line at the article's end ("Nguồn: …", "Theo TTXVN", "Minh Hằng (Báo Yên Bái)"), in the
author's field, or by the prefix that opens the lead ("(PLVN) -"). A portal's own prefix ("CTTĐT -", "YênBái -") and
"Ban Biên tập" mean own work. "PV" and "CTV" say who wrote and not for whom: unknown, like all that is not sure.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from urllib.parse import urlsplit

from archive import gazetteer, outlets
from archive.records import Origin
from archive.text import fold
from crawler.extraction.blocks import CELL_SEPARATOR
from crawler.extraction.fields import AUTHOR_LABEL, NEXT_CREDIT
from crawler.extraction.marks import BYLINE_WORDS
from crawler.extraction.vocabulary import LABEL_WORDS, NAME, is_date_line, names_attachment, plain

_TAIL = 6  # lines from the end among which a source line stands
_OPENING = 3  # lines from the beginning: a caption may stand above the lead
_LEAD_WORDS = 8  # a shorter line is no lead
_LONGEST = 10  # words of an outlet
_LONGEST_NAME = 6  # words of a bare name
_SHORT_SENTENCE = 4  # words with a full stop behind them

_SOURCE = re.compile(r"^\W*(?:Theo )?(?:Nguồn(?: tin bài| tin| bài viết| bài)?|Source)\s*:\s*(.+)$", re.I)
_BARE_SOURCE = re.compile(r"^\W*(?:theo )?nguồn(?: tin)?\s+(.+)$", re.I)
_ACCORDING = re.compile(r"^\W*theo\s*:?\s+(?:nguồn\s*:?\s+)?(.+)$", re.I)
_IN_BRACKETS = re.compile(r"^(.*?)\s*\(([^()]{2,60})\)\W*$")
_GLUED = re.compile(r"[.…!?”\"/]\s*\(((?:Theo|Nguồn)\b[^()]{3,60})\)\W*$", re.I)  # behind a text's last sentence
_BEFORE_THEO = re.compile(r"\s+[-–]\s+(?=[Tt]heo\b)")
_PICTURE = re.compile(r"^\W*(?:anh|nguon anh|video|clip|do hoa|minh hoa)\b")
_ILLUSTRATION = re.compile(r"^\W*(?:anh|hinh) minh hoa\b")  # a source behind it is the picture's
_EDITORS = re.compile(r"^\W*(?:ban bien tap|bbt)\W*(?:\((?:cong|trang)\b[^)]*\))?\W*$")
# What "Theo" and "Nguồn:" introduce without naming an outlet: acts, reports, figures, persons who said something.
_NO_OUTLET = re.compile(
    r"^\W*(?:nghi (?:quyet|dinh)|quyet dinh|bo (?:luat|chi so|tieu chi|thu tuc)|luat|thong (?:tu|bao|ke)|chi (?:thi|so)"
    r"|ke hoach|cong (?:van|dien)|bao (?:cao|gia)|de an|huong dan|ket (?:luan|qua)|chuong trinh|dieu|khoan|quy (?:dinh"
    r"|che|hoach)|hien phap|phap lenh|(?:so|du) lieu|danh gia|du (?:kien|bao|thao)|nhan dinh|ong|ba (?!ria)|dong chi"
    r"|yeu cau|ban (?:hanh|dau)|hoi (?:nghi|thao)|nien giam|tinh toan|khao sat|tac gia|anh|tai lieu|do|van ban|to trinh"
    r"|phong chong|doan kiem tra|internet|mang (?:internet|xa hoi)|suu tam|tong hop)\b"
)
_OFFICE = re.compile(
    r"^(?:Sở|UBND|HĐND|Văn phòng|Phòng|Ban|Bộ|Cục|Vụ|Chi cục|Tổng cục|Trung tâm|Công an|Hội|Đoàn|Liên đoàn|Ủy ban"
    r"|Uỷ ban|Thanh tra|Viện|Kho bạc|Mặt trận|Đảng ủy|Thành ủy|Tỉnh ủy|Huyện ủy)\s[^,:\d]+$"
)
_DAY = re.compile(r"\s+(?:[-–—]\s+)?(?:ngày\s+)?\d{1,2}[/.-]\d{1,2}[/.-]\d{4}")
_SAYS = re.compile(
    r"\b(?:cho (?:biết|hay|rằng)|đánh giá|đã|sẽ|được|thì|là|đề nghị|yêu cầu|thông báo|nhận định|phải|có)\b"
)
_PREFIX = re.compile(
    rf"^[\W_]*?(?:(?:[{outlets.CAPITALS}][\w.]*\s){{0,4}}\((?P<bracket>[^()]{{2,40}})\)\s*(?:[-–—:.]+\s*)?"
    rf"|(?P<dash>[^\-–—()|]{{2,40}}?)\s?[-–—]\s?)(?=[\"“'({outlets.CAPITALS}\d])"
)
_AFTER_PLACE = re.compile(r"\w+\s+\w+(?:\s+\w+)?")
_OWN = frozenset(("cttdt", "ttdt", "portal", "bbt", "cong ttdt"))
_OWN_IN_BRACKETS = frozenset(
    ("ban bien tap", "trang ttdt", "cong thong tin dien tu", "trang thong tin dien tu")
)  # with a dash they are the subject of a sentence
_PLACE = 4  # letters of a place's name that a host repeats


def find(
    lines: Sequence[str], *, url: str = "", author: str | None = None, pictures: Collection[str] = frozenset()
) -> Origin:
    """What the lines of an article say of its origin.

    `url` is the page's, `author` the author's field as printed, `pictures` the lines that belong to a picture: a source
    among or right below them, or below a table, is theirs.
    """
    editors = None
    for place in _closing(lines):
        line = lines[place]
        before = lines[place - 1] if place else ""
        if line in pictures or before in pictures or CELL_SEPARATOR in before:
            continue
        if found := _of_credits(line, url):
            return found
        if editors is None and _EDITORS.match(plain(line)):
            editors = line
    if lines and (glued := _GLUED.search(lines[-1])) and (found := _of_credits(glued[1], url)):
        return found
    if author and author not in lines[-_TAIL:] and (found := _of_credits(author, url)):
        return found
    opening = _of_lead(lines, url)
    if opening is not None and opening.kind == "reprint":
        return opening
    if editors is None and author and _EDITORS.match(plain(author)):
        editors = author
    return opening or (Origin("own", None, editors.strip()) if editors else Origin())


def _closing(lines: Sequence[str]) -> Iterator[int]:
    """The lines behind the last sentence of an article, last one first."""
    for place in range(len(lines) - 1, max(-1, len(lines) - 1 - _TAIL), -1):
        line = lines[place]
        words = line.count(" ") + 1
        if words <= LABEL_WORDS and names_attachment(line):
            continue
        if CELL_SEPARATOR in line or (words > BYLINE_WORDS and not _SOURCE.match(line)):
            return
        yield place


def _of_credits(line: str, url: str) -> Origin | None:
    """What a line of credits says: "Tác giả: Hồng Nhạn - Nguồn: Báo Yên Bái; Ảnh: CTV"."""
    if _ILLUSTRATION.match(plain(line)):
        return None
    for part in (part for credit in NEXT_CREDIT.split(line) for part in _BEFORE_THEO.split(credit)):
        outlet = _outlet(part)
        if outlet is None or (outlets.is_address(outlet) and _bare(outlet) == _bare(url)):
            continue  # the page's own link, which print views carry, says nothing
        at_home = outlets.is_at(outlet, _host(url))
        return Origin("own", None, line.strip()) if at_home else Origin("reprint", outlet, line.strip())
    return None


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def _bare(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?", "", url).rstrip("/")


def _outlet(part: str) -> str | None:
    """The outlet that one credit names as the source, cleaned."""
    if _PICTURE.match(plain(part)):
        return None
    if found := _SOURCE.match(part):
        named = _named(found[1])
        return named if named and not _NO_OUTLET.match(plain(named)) and _is_name(named) else None
    if (found := _BARE_SOURCE.match(part)) and outlets.is_medium(named := _named(found[1])):
        return named
    if found := _ACCORDING.match(part):
        if (named_last := _IN_BRACKETS.match(found[1])) and outlets.is_medium(named_last[2]):
            return named_last[2]  # Theo Hồng Nhạn (Báo Yên Bái)
        named = _named(found[1])
        sentence = part.rstrip().endswith((".", "!", "?")) and named.count(" ") >= _SHORT_SENTENCE
        return named if _is_outlet(named) and not (sentence and _OFFICE.match(named)) else None
    rest = AUTHOR_LABEL.sub("", part).strip()
    if found := _IN_BRACKETS.match(rest):  # Hồng Nhạn (TTXVN), PV (theo Báo Yên Bái), (Nguồn: yenbai.gov.vn)
        inner = found[2]
        if _EDITORS.match(plain(rest)):
            return None
        if outlets.is_medium(inner) and not outlets.read(inner).portal:
            return inner
        return _medium(inner) or (_outlet(inner) if _SOURCE.match(inner) or _ACCORDING.match(inner) else None)
    return _medium(rest)


def _medium(text: str) -> str | None:
    """A paper or an agency named alone or behind a name: "TTXVN", "Hồng Nhạn/TTXVN". A portal's bare name is none:
    it signs, or is furniture."""
    named = _named(text)
    return named if outlets.signs(named) and _is_name(named) else None


def _named(text: str) -> str:
    """An outlet's name without what stands around it; of "Hồng Nhạn/TTXVN" what is no person."""
    name = re.sub(r"^\W*theo\s+", "", text, flags=re.I).strip(" .,;:-–—()[]*\"“”'")
    if outlets.is_address(name):
        return name
    name = _DAY.split(name)[0].strip(" .,;:-–—()")
    if len(parts := [part.strip() for part in name.split("/")]) > 1:
        name = "/".join([part for part in parts if outlets.is_medium(part)] or parts)
    return name


def _is_name(text: str) -> bool:
    """Short, and no sentence."""
    return (
        outlets.is_address(text)
        or outlets.read(text).host is not None
        or (text.count(" ") < _LONGEST and not text.endswith(("!", "?")))
    ) and not is_date_line(text)


def _is_outlet(name: str) -> bool:
    """Whether what stands behind "Theo" is somebody who publishes: a medium, an office, or a bare name."""
    if not _is_name(name) or _NO_OUTLET.match(plain(name)) or _SAYS.search(name):
        return False
    return outlets.is_medium(name) or _OFFICE.match(name) is not None or _is_bare_name(name)


def _is_bare_name(name: str) -> bool:
    """A person's or a paper's: capitals throughout."""
    words = name.split()
    return (
        len(words) <= _LONGEST_NAME
        and NAME.match(name) is not None
        and all(w[0].isupper() for w in words if w[0].isalpha())
    )


def _of_lead(lines: Sequence[str], url: str) -> Origin | None:
    """What the prefix of the lead says."""
    host = _host(url)
    for line in lines[:_OPENING]:
        if line.count(" ") < _LEAD_WORDS or (found := _PREFIX.match(line)) is None:
            continue
        bracketed = found["bracket"] is not None
        name = " ".join((found["bracket"] or found["dash"]).split())
        evidence = found[0].strip()
        if fold(name) in _OWN or (bracketed and fold(name) in _OWN_IN_BRACKETS):
            return Origin("own", None, evidence)
        if outlets.opens_text(name) or (bracketed and outlets.is_medium(name)):
            at_home = outlets.is_at(name, host)
            if at_home is None:
                return None
            return Origin("own", None, evidence) if at_home else Origin("reprint", name, evidence)
        joined = fold(name).replace(" ", "")
        if len(joined) >= _PLACE and joined in (label.replace("-", "") for label in host.split(".")):
            return None if _names_another(line[found.end() :]) else Origin("own", None, evidence)
    return None


def _names_another(rest: str) -> bool:
    """Whether another place follows: "Yên Bái - Lào Cai ký kết …" is no prefix."""
    found = _AFTER_PLACE.match(rest)
    words = found[0].split() if found else []
    return any(gazetteer.resolve(" ".join(words[:size])) is not None for size in (2, 3) if len(words) >= size)
