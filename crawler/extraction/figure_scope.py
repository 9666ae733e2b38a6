"""What stands around a figure: its clause, whether it is reported or wanted, and whose it is (docs/figures.md).

The clause is what lies between a figure and its neighbours, up to the nearest comma, semicolon or bracket.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from archive import gazetteer

_OWN_RANKING = re.compile(r"các sở|sở, (?:ban|ngành)|cấp huyện|cấp xã|ubnd|các huyện|các xã|huyện|\bxã|sở\b|phường")
CCHC_INDEX = re.compile(r"par ?index|chỉ số (?:\w+ ){0,3}(?:cải cách hành chính|cchc)")
_TWO_HALVES = re.compile(
    r"(?:trước|sớm)(?: (?:thời )?hạn)?(?:,| và| hoặc|/) ?đúng (?:thời )?hạn|"
    r"đúng(?: (?:thời )?hạn| hẹn)?(?:,| và| hoặc|/) ?(?:trước|sớm) (?:thời )?hạn"
)
_FILL = "\N{MIDDLE DOT}"


_ASKED = "tổ chức|công dân|cá nhân|người dân|nhân dân|doanh nghiệp"
_PEOPLE = re.compile(rf"(?:{_ASKED})(?:, (?:{_ASKED}))+")


def joined(low: str) -> str:
    """The text in lower case with what is one term without its commas, of the same length: "trước hạn và đúng hạn" is
    one rate, "tổ chức, công dân" one clause."""
    if "tổ chức, " in low or "dân, " in low or "cá nhân, " in low or "doanh nghiệp, " in low:
        low = _PEOPLE.sub(lambda match: match[0].replace(",", _FILL), low)
    if "hạn" not in low or "đúng" not in low:
        return low
    return _TWO_HALVES.sub(lambda match: "đúng hạn".ljust(len(match[0]), _FILL), low)


@dataclass(slots=True)
class Context:
    """What an article says around its paragraphs: its headline, the list it is in, the header of a table."""

    title: str
    header: list[str] = field(default_factory=list)
    planned: bool = False  # inside a list under "Mục tiêu …:"
    local_title: bool = field(init=False)
    dossiers: bool = field(init=False)

    def __post_init__(self) -> None:
        low = self.title.lower()
        self.local_title = CCHC_INDEX.search(low) is not None and _OWN_RANKING.search(low) is not None
        self.dossiers = DOSSIERS.search(low) is not None

    def enter(self, line: str) -> None:
        """A paragraph begins; a list of targets ends with the first paragraph that is no item."""
        self.header = []
        if line.endswith(":"):
            self.planned = _PLAN_HEADING.search(line.lower()) is not None
        elif self.planned and not (_ITEM.match(line) or line.endswith((";", ","))):
            self.planned = False


@dataclass(slots=True)
class Found:
    """A figure among the words of its sentence; all texts as `joined` gives them.

    `before` reaches from the sentence's beginning, `gap` from the figure before, `behind` up to the next one
    (`followed`) or to the sentence's end; `earlier` is the paragraph up to the sentence.
    """

    unit: str
    total: float | None
    before: str
    gap: str
    behind: str
    followed: bool
    previous: Found | None
    earlier: str
    sentence: str
    near: str = field(init=False)  # the clause before the figure
    after: str = field(init=False)  # the clause behind it
    far: str = field(init=False)  # the clause before `near`
    said: str = ""  # the words that decided about the label
    measures: int = 1  # how many measures these words name
    label: str | None = None
    level: str | None = None
    kind: str = "reported"

    def __post_init__(self) -> None:
        gap = self.gap
        cut = 0
        end = len(gap) - 2 if gap.endswith(": ") else len(gap)  # "đang giải quyết: 101" is one clause
        for cut_match in _CLAUSE.finditer(gap, 0, end):
            cut = cut_match.end()
        if not cut and self.previous is not None and (match := _JOINT.search(gap)):
            cut = match.end()
        self.near = gap[cut:]
        self.far = gap[:cut]
        first = _CLAUSE.search(self.behind)
        self.after = self.behind[: first.start()] if first else self.behind
        if first is None and self.followed and (match := _JOINT.search(self.after)):
            self.after = self.after[: match.start()]

    @property
    def bound_behind(self) -> str | None:
        """ "từ 50% số hồ sơ trở lên": the bound that stands behind."""
        if "trở" not in self.after:
            return None
        match = _OR_MORE.search(self.after) if self.near.endswith("từ ") else _OR_MORE_OF.match(self.after)
        return None if match is None else "min" if match[0].endswith("lên") else "max"


_OR_MORE = re.compile(r"trở (?:lên|xuống)")
_OR_MORE_OF = re.compile(r" (?:(?:tổng )?số (?:[^\W\d_]+ ){1,4})?trở (?:lên|xuống)")  # "70% số TTHC trở lên có …"
_CLAUSE = re.compile(r"[,;:()]\s|[;()]|\s-\s|[.!?]\s")
_JOINT = re.compile(r" (?:và|trong đó|còn lại|còn|nhưng|với|song) ")
LINK = re.compile(
    r"(?:\s|[^\w\s]|(?:đạt|được|chiếm|tỷ lệ|tỉ lệ|tương đương|tương ứng|bằng|là|ước|khoảng|trên|hơn|gần|với|có|"
    r"tức|riêng|ở|tại|"
    r"trong đó|lần lượt|lên|xuống|còn|giảm|tăng|cấp|tỉnh|huyện|xã|toàn|khối|các|sở|phường|thị trấn|kết quả|chỉ|"
    r"mới|và|nay|hiện|đều|cùng|năm (?:20\d\d|nay|trước|ngoái)|quý (?:[1-4]|iv|i{1,3})|tháng \d{1,2}|20\d\d|"
    r"(?:6|sáu) tháng (?:đầu|cuối)(?: năm)?|cả năm|đến|sang|trong|từ)\b)*"
)
DOSSIERS = re.compile(r"hồ sơ|thủ tục|tthc|một cửa|hành chính công|dịch vụ công|kết quả giải quyết")
_ITEM = re.compile(r"\s*(?:[-–+•*]|\d+[.)]|[a-zđ][.)])")
_PLAN_HEADING = re.compile(r"mục tiêu|chỉ tiêu|phấn đấu|yêu cầu|phương hướng|nhiệm vụ trọng tâm")

_TARGET = re.compile(
    r"phấn đấu|mục tiêu|chỉ tiêu(?<!đạt chỉ tiêu)(?<!vượt chỉ tiêu)|yêu cầu|đề nghị|kế hoạch (?:đến|năm|là|"
    r"giao)|dự kiến|sẽ\b|"
    r"bảo đảm(?<!được bảo đảm)|đảm bảo(?<!được đảm bảo)|"
    r"thời gian tới|năm tới|quyết tâm|tối thiểu|cần (?:đạt|nâng|bảo|đảm|có)|phải (?:đạt|có|được|bảo)|"
    r"nhằm (?:đạt|nâng)|"
    r"nâng (?:tỷ|tỉ) lệ|định hướng|đề ra|đặt ra|giao (?:chỉ tiêu|các|cho)|đến (?:hết |"
    r"cuối )?năm 20[3-9]\d|quy định"
)
_DONE = re.compile(
    r"(?<!\w)(?:đã|hiện(?! đại)|thực tế|đến nay|vẫn còn|thực hiện được|qua khảo sát|ghi nhận)\b|(?:^|"
    r"[,;:.] )kết quả(?! giải)"
)
_MUST = re.compile(r"(?:^|\s)(?:phải|cần|sẽ)\s(?:được|trả|giải|nộp|thực|đạt|có)")
_GROWTH = re.compile(
    r"(?:tăng(?! cường| tốc| trưởng)|giảm(?! nghèo)|tụt|sụt|lùi|vươn lên|nhích|(?:cao|thấp|nhiều|ít|"
    r"nhỉnh|nhanh|lớn) hơn|"
    r"vượt|rút ngắn|cắt giảm|bổ sung|bằng)"
    r"(?: (?:thêm|được|tới|đến|trên|hơn|gần|khoảng|ước|nhẹ|bình quân|trung bình|tương ứng|so với.*|năm.*|"
    r"cùng kỳ.*|mức.*|quý.*"
    r"|là))*\s*$"
)
_DEGREES = frozenset(("%", "điểm", "bậc", "hạng"))
_ASIDE = re.compile(r"\([^()]*\)")
_COMPARED = re.compile(r"so với|cùng kỳ|năm ngoái")
_FORMER = re.compile(r"(?:tăng|giảm|nâng|rút ngắn|cải thiện|hạ|kéo giảm)\b[^,;]{0,60}\btừ\s*$|so với(?: mức)?\s*$")
_ROSE = re.compile(r"[^,;.]{0,30}(?<!trở)\s(?:lên|xuống|còn)\s")
_AGO = re.compile(r"(?:cùng kỳ|năm trước|năm ngoái|quý trước|kỳ trước)[^,;]*(?:là|đạt|chỉ|có)\s*$")


def kind_of(found: Found, planned: bool) -> str:
    near = found.near
    previous = found.previous
    listed = not near.strip() and found.gap.endswith((" và ", ", ")) and found.unit not in _DEGREES
    if listed and previous is not None and previous.kind == "change" and previous.unit not in _DEGREES:
        return "change"  # "giảm 07 phòng, 02 đơn vị và 20 biên chế"
    grown = _GROWTH.search(near)
    if grown and (not grown[0].startswith("bằng") or _COMPARED.search(found.after)):
        return "change"
    if ("từ" in near or "so với" in near) and _FORMER.search(near):
        return "earlier"
    if ("trước" in near or "cùng kỳ" in near or "ngoái" in near) and _AGO.search(near):
        return "earlier"
    if near.endswith("từ ") and _ROSE.match(found.behind + " " if not found.followed else found.behind):
        return "earlier"
    if ("phải " in found.after or "cần " in found.after or "sẽ " in found.after) and _MUST.search(found.after):
        return "target"
    target = done = -1
    said = _ASIDE.sub("", found.before) if ")" in found.before else found.before  # "đạt 68% (chỉ tiêu là 70%), …"
    for match in _TARGET.finditer(said):
        target = match.start()
    if target < 0 and not planned:
        return "reported"
    for match in _DONE.finditer(said):
        done = match.start()
    return "target" if target > done or (planned and done < 0) else "reported"


_LEVELS = {
    "tỉnh": "province", "tinh": "province", "thành phố": "province",
    "sở": "province", "huyện": "district", "thị xã": "district", "quận": "district",
    "xã": "commune", "phường": "commune", "thị trấn": "commune", "thị": "district",
}  # fmt: skip
_LEVEL = re.compile(
    r"(?:cấp|toàn|khối(?: các)?|hành chính công) "
    r"(tỉnh|huyện|xã|quận|phường|thị xã|thị trấn|sở)\b"
)
_LEVEL_NEAR = re.compile(r"(?:của|địa bàn) (?:các (?!tỉnh))?(?:ubnd )?(tỉnh|huyện|xã|quận|phường|thị xã|thị trấn|sở)\b")
_SUBJECT = re.compile(
    r"(?:^|[,;:.] )(?:tại |ở |riêng )?(?:ubnd )?(?:các )?(tỉnh|sở|huyện|quận|xã|phường|thị xã|thị trấn)\b"
)

_SMALLER = re.compile(r"(?:xã|phường|thị trấn|huyện) [^,;.:]{2,24}$")  # "xã A, huyện B": an address


_LISTED = re.compile(
    r"cấp (?:tỉnh|huyện|xã)(?:(?:, cấp |(?: và |/)(?:cấp )?)(?:tỉnh|huyện|xã)\b)+"  # "cấp huyện, cấp xã đạt 98%"
)
_ONE_LEVEL = re.compile(r"\b(tỉnh|huyện|xã|quận|phường|thị xã|thị trấn|sở)\b")
_OF_SO_MANY = re.compile(r"(?:của|ở|tại)(?: cả| toàn bộ)? \d{1,3}(?:/\d{1,3})? (sở|huyện|quận|xã|phường|thị trấn)\b")
_COUNTRY = re.compile(
    r"cả nước|toàn quốc|\b(?:63|34) (?:tỉnh|địa phương)(?:(?:,| và) thành(?: phố)?)?|các tỉnh, thành(?: phố)?|"
    r"các bộ, (?:cơ quan|ngành)"
)
# "cao hơn bình quân cả nước", "đứng thứ 5 toàn quốc", "trong cả nước": compared with the country, no figure of it
_BESIDE_COUNTRY = re.compile(
    r"(?:\b(?:nhất|đầu|so với|hơn|thứ|hạng|nhóm|top|tốp|vượt|bằng|dưới|trên mức|số|vị trí|ngang)\b[^,;:.()]{0,30}|"
    r"\b(?:trong|cùng|với|trong tổng số|(?:những|địa phương|tỉnh|đơn vị) của)|\d/|"
    r"\b(?:hội nghị|hội thảo|họp|tập huấn|cuộc thi|hội thi|dữ liệu|hệ thống|kết nối|liên thông)\b[^,;:.()]{0,30})\s*$"
)
_OWN = re.compile(r"(?<!cấp )\b(?:tỉnh|sở|huyện|xã|phường|quận|thành phố|thị trấn)\b|(?<!cán )\bbộ (?!phận|nội vụ,)")


def levels_named(text: str) -> list[str]:
    """The levels that a list names in its order: "cấp tỉnh, cấp huyện và cấp xã", "Sở Y tế và huyện A"."""
    found = [_LEVELS[match[1]] for match in _ONE_LEVEL.finditer(text)]
    return found if len(set(found)) > 1 else found[:1]


def _of_country(found: Found) -> bool:
    """Whether the words before a figure say that it is one of the whole country and name nobody else behind that."""
    begin = len(found.before) - len(found.gap) if found.previous is not None else 0
    place = -1
    for match in _COUNTRY.finditer(found.before, max(0, begin - len("63 tỉnh"))):  # itself a figure
        if not _BESIDE_COUNTRY.search(found.before, max(0, match.start() - 50), match.start()):
            place = match.end()
    if place < 0 or ";" in found.before[place:]:
        return False
    return (
        not _OWN.search(found.before, place)
        and not _OWN.search(found.after)
        and not province_named(found.before[place:])
    )


@cache
def _provinces() -> re.Pattern[str]:
    names = sorted({unit.name.lower() for unit in gazetteer.units()}, key=len, reverse=True)
    return re.compile(
        rf"(?<!xã )(?<!phường )(?<!huyện )(?<!trấn )(?<!đường )(?<!thị )\b({'|'.join(map(re.escape, names))})"
        r"(?:(?: [^,;:\d]{1,30})? (?:với|đạt|được|là|có|chỉ|xếp|đứng)\b|:?\s*$)"
    )


def province_named(text: str) -> str | None:
    """The province that is the subject of a clause in lower case: "yên bái đạt", "quảng ninh dẫn đầu với"."""
    match = _provinces().search(text)
    return None if match is None else match[1]


def level_of(found: Found) -> str | None:
    """Of the words that name a level the last before the figure; those of its own clause first."""
    found.level = _level(found)
    return found.level


def _is_countrys(found: Found) -> bool:
    previous = found.previous
    if previous is not None and previous.level == "country" and LINK.fullmatch(found.near):
        return not _OWN.search(found.near)  # "cả nước đạt 92%, trong đó cấp xã đạt 96%"
    if _of_country(found):
        return True
    match = _COUNTRY.search(found.after)
    return match is not None and not _BESIDE_COUNTRY.search(found.after, 0, match.start())


def _level(found: Found) -> str | None:
    if found.unit not in ("hạng", "bậc") and _is_countrys(found):
        return "country"
    name, place = "", -1
    for match in _LEVEL_NEAR.finditer(found.near):
        name = match[1]
    if not found.near.strip() and (behind := _LEVEL.search(found.after)):  # "95% công chức cấp huyện"
        name = behind[1]
    if not name:
        for match in _LEVEL.finditer(found.before):
            name, place = match[1], match.start()
        for match in _OF_SO_MANY.finditer(found.before):
            if match.start() > place:
                name, place = match[1], match.start()
        for match in _SUBJECT.finditer(found.before):
            if match.start() > place and not _SMALLER.search(found.before, max(0, match.start() - 32), match.start()):
                name, place = match[1], match.start()
    if not name and (behind := _LEVEL.search(found.after)):
        name = behind[1]
    elif any(match.end() > place >= match.start() for match in _LISTED.finditer(found.before)):
        return None  # "cấp huyện, cấp xã đạt 98%"
    return _LEVELS.get(name)
