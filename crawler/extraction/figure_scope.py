"""What stands around a figure: its clause, whether it is reported or wanted, and whose it is (docs/figures.md).

The clause is what lies between a figure and its neighbours, up to the nearest comma, semicolon or bracket.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_OWN_RANKING = re.compile(r"các sở|sở, (?:ban|ngành)|cấp huyện|cấp xã|ubnd|các huyện|các xã|huyện|\bxã|sở\b|phường")
CCHC_INDEX = re.compile(r"par ?index|chỉ số (?:\w+ ){0,3}(?:cải cách hành chính|cchc)")
_TWO_HALVES = re.compile(
    r"(?:trước|sớm)(?: (?:thời )?hạn)?(?:,| và| hoặc|/) ?đúng (?:thời )?hạn|"
    r"đúng(?: (?:thời )?hạn| hẹn)?(?:,| và| hoặc|/) ?(?:trước|sớm) (?:thời )?hạn"
)
_FILL = "\N{MIDDLE DOT}"


def joined(low: str) -> str:
    """The text in lower case with "trước hạn và đúng hạn" as one term of the same length: it is one rate."""
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
    label: str | None = None
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
    r"mới|và|nay|hiện)\b)*"
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
_LEVEL_NEAR = re.compile(r"(?:của|địa bàn) (?:ubnd )?(tỉnh|huyện|xã|quận|phường|thị xã|thị trấn|sở)\b")
_SUBJECT = re.compile(
    r"(?:^|[,;:.] )(?:tại |ở |riêng )?(?:ubnd )?(?:các )?(tỉnh|sở|huyện|quận|xã|phường|thị xã|thị trấn)\b"
)

_SMALLER = re.compile(r"(?:xã|phường|thị trấn|huyện) [^,;.:]{2,24}$")  # "xã A, huyện B": an address


def level_of(found: Found) -> str | None:
    """Of the words that name a level the last before the figure; those of its own clause first."""
    name, place = "", -1
    for match in _LEVEL_NEAR.finditer(found.near):
        name = match[1]
    if not found.near.strip() and (behind := _LEVEL.search(found.after)):  # "95% công chức cấp huyện"
        name = behind[1]
    if not name:
        for match in _LEVEL.finditer(found.before):
            name, place = match[1], match.start()
        for match in _SUBJECT.finditer(found.before):
            if match.start() > place and not _SMALLER.search(found.before, max(0, match.start() - 32), match.start()):
                name, place = match[1], match.start()
    if not name and (behind := _LEVEL.search(found.after)):
        name = behind[1]
    return _LEVELS.get(name)
