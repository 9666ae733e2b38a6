"""What a figure measures: a small vocabulary of labels, each explained in docs/figures.md. Null rather than a guess.

A label is decided by the words of the figure's own clause: those between it and its neighbours. Where they only join
("đạt", "chiếm", "cấp xã là"), the words of the figure before it in the sentence count. A target has its label with
`_target` behind it, a change and the value of an earlier time have none: "on_time_rate" is always a reported rate.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

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
        self.local_title = _CCHC_INDEX.search(low) is not None and _OWN_RANKING.search(low) is not None
        self.dossiers = _DOSSIERS.search(low) is not None

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

    `before` reaches from the sentence's beginning, `gap` from the figure before, `behind` up to the next one (`followed`)
    or to the sentence's end; `earlier` is the paragraph up to the sentence.
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
        for cut_match in _CLAUSE.finditer(gap, 0, len(gap.rstrip(" :"))):  # "đang giải quyết: 101" is one clause
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
        if "trở" in self.after:
            return "min" if "trở lên" in self.after else "max" if "trở xuống" in self.after else None
        return None


_CLAUSE = re.compile(r"[,;:()]\s|[;()]|\s-\s|[.!?]\s")
_JOINT = re.compile(r" (?:và|trong đó|còn lại|còn|nhưng|với|song) ")
_LINK = re.compile(
    r"(?:\s|[^\w\s]|(?:đạt|được|chiếm|tỷ lệ|tỉ lệ|tương đương|tương ứng|bằng|là|ước|khoảng|trên|hơn|gần|với|có|tức|riêng|ở|tại|"
    r"trong đó|lần lượt|lên|xuống|còn|giảm|tăng|cấp|tỉnh|huyện|xã|toàn|khối|các|sở|phường|thị trấn|kết quả|chỉ|mới|và|nay|hiện)\b)*"
)
_DOSSIERS = re.compile(r"hồ sơ|thủ tục|tthc|một cửa|hành chính công|dịch vụ công|kết quả giải quyết")
_ITEM = re.compile(r"\s*(?:[-–+•*]|\d+[.)]|[a-zđ][.)])")
_PLAN_HEADING = re.compile(r"mục tiêu|chỉ tiêu|phấn đấu|yêu cầu|phương hướng|nhiệm vụ trọng tâm")

# ---- kind: reported, target, change, earlier -------------------------------------------------------------------------
_TARGET = re.compile(
    r"phấn đấu|mục tiêu|(?<!đạt )(?<!vượt )chỉ tiêu|yêu cầu|đề nghị|kế hoạch (?:đến|năm|là|giao)|dự kiến|sẽ\b|bảo đảm|đảm bảo|"
    r"thời gian tới|năm tới|quyết tâm|tối thiểu|cần (?:đạt|nâng|bảo|đảm|có)|phải (?:đạt|có|được|bảo)|nhằm (?:đạt|nâng)|"
    r"(?:phải|nâng) (?:tỷ|tỉ) lệ|định hướng|đề ra|đặt ra|giao (?:chỉ tiêu|các|cho)|đến (?:hết |cuối )?năm 20[3-9]\d|quy định"
)
_DONE = re.compile(
    r"(?<!\w)(?:đã|hiện(?! đại)|thực tế|kết quả(?! giải quyết)|đến nay|vẫn còn|thực hiện được|hoàn thành|qua khảo sát|ghi nhận)\b"
)
_MUST = re.compile(r"(?:^|\s)(?:phải|cần|sẽ)\s(?:được|trả|giải|nộp|thực|đạt|có)")
_GROWTH = re.compile(
    r"(?<!\w)(?:tăng(?! cường| tốc| trưởng)|giảm(?! nghèo)|tụt|sụt|lùi|vươn lên|nhích|(?:cao|thấp|nhiều|ít|nhỉnh|nhanh|lớn) hơn|"
    r"vượt|rút ngắn|cắt giảm|bổ sung|bằng)"
    r"(?: (?:thêm|được|tới|đến|trên|hơn|gần|khoảng|ước|nhẹ|bình quân|trung bình|tương ứng|so với.*|năm.*|cùng kỳ.*|mức.*|quý.*"
    r"|là))*\s*$"
)
_COMPARED = re.compile(r"so với|cùng kỳ|năm ngoái")
_FORMER = re.compile(r"(?:tăng|giảm|nâng|rút ngắn|cải thiện|hạ|kéo giảm)[^,;]{0,60}\btừ\s*$|so với(?: mức)?\s*$")
_ROSE = re.compile(r"[^,;.]{0,30}(?<!trở)\s(?:lên|xuống|còn)\s")
_AGO = re.compile(r"(?:cùng kỳ|năm trước|năm ngoái|quý trước|kỳ trước)[^,;]*(?:là|đạt|chỉ|có)\s*$")


def _kind(found: Found, planned: bool) -> str:
    near = found.near
    if match := _GROWTH.search(near):
        if not match[0].startswith("bằng") or _COMPARED.search(found.after):
            return "change"
    if _FORMER.search(near) or _AGO.search(near):
        return "earlier"
    if near.endswith("từ ") and _ROSE.match(found.behind + " " if not found.followed else found.behind):
        return "earlier"
    if _MUST.search(found.after):
        return "target"
    target = done = -1
    for match in _TARGET.finditer(found.before):
        target = match.start()
    if target < 0 and not planned:
        return "reported"
    for match in _DONE.finditer(found.before):
        done = match.start()
    return "target" if target > done or (planned and done < 0) else "reported"


# ---- level -----------------------------------------------------------------------------------------------------------
_LEVELS = {
    "tỉnh": "province", "tinh": "province", "thành phố": "province",
    "sở": "province", "huyện": "district", "thị xã": "district", "quận": "district",
    "xã": "commune", "phường": "commune", "thị trấn": "commune", "thị": "district",
}  # fmt: skip
_LEVEL = re.compile(
    r"(?<!\w)(?:cấp|toàn|khối(?: các)?|hành chính công) "
    r"(tỉnh|huyện|xã|quận|phường|thị xã|thị trấn|sở)\b"
)
_LEVEL_NEAR = re.compile(r"(?<!\w)(?:của|địa bàn) (?:ubnd )?(tỉnh|huyện|xã|quận|phường|thị xã|thị trấn|sở)\b")
_SUBJECT = re.compile(r"(?:^|[,;:.] )(?:tại |ở |riêng )?(?:ubnd )?(?:các )?(tỉnh|sở|huyện|quận|xã|phường|thị xã|thị trấn)\b")


def _level(found: Found) -> str | None:
    name = ""
    for match in _LEVEL.finditer(found.before):
        name = match[1]
    for match in _LEVEL_NEAR.finditer(found.near):
        name = match[1]
    if not name and (match := _LEVEL.search(found.after)):
        name = match[1]
    if not name:
        for match in _SUBJECT.finditer(found.before):
            name = match[1]
    return _LEVELS.get(name)


# ---- percentages -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Rule:
    """`words` in the clause decide; `unless` forbids, and no other label is tried then; `about` must be in reach."""

    label: str
    words: re.Pattern[str]
    unless: re.Pattern[str] | None = None
    about: re.Pattern[str] | None = None


def _rule(label: str, words: str, unless: str = "", about: str = "") -> Rule:
    return Rule(
        label, re.compile(words), re.compile(unless) if unless else None, re.compile(about) if about else None
    )


_OTHER_WORK = (
    r"nhiệm vụ|báo cáo|thuế|nợ|đơn thư|khiếu nại|kiến nghị|phản ánh|dự án|kế hoạch|công trình|tiêu chí|văn bản|chế độ|giải ngân"
)
_ABOUT = _DOSSIERS.pattern
PERCENTAGES = (
    _rule("", r"tiêu chí|chỉ số thành phần|điểm thành phần"),
    _rule("par_index", r"par ?index|chỉ số (?:cải cách hành chính|cchc)", r"trung bình|bình quân|nội dung|lĩnh vực"),
    _rule("sipas_score", r"sipas|chỉ số (?:về )?(?:mức độ |sự )?hài lòng", r"phiếu|nội dung|yếu tố|trung bình|bình quân"),
    _rule("satisfaction_rate", r"hài lòng", r"(?:không|chưa|kém) hài lòng|doanh thu|du khách|khách du lịch"),
    _rule("overdue_rate", r"quá (?:thời )?hạn|trễ (?:thời )?h[ạẹ]n|chậm hạn", rf"không |{_OTHER_WORK}", _ABOUT),
    _rule("on_time_rate", r"đúng (?:thời )?hạn|đúng hẹn", rf"{_OTHER_WORK}|không đúng|chưa đúng", _ABOUT),
    _rule("early_rate", r"(?:trước|sớm) (?:thời )?hạn", _OTHER_WORK, _ABOUT),
    _rule("online_payment_share", r"thanh toán (?:\w+ ){0,4}trực tuyến|thanh toán trực tuyến", r"cung cấp|thủ tục có"),
    _rule("postal_share", r"bưu chính|bcci", r"doanh thu|danh mục|doanh nghiệp bưu|số tthc|số thủ tục", r"hồ sơ|kết quả"),
    _rule(
        "digitised_share",
        r"số h(?:óa|oá)",
        r"hiện vật|di sản|di tích|truyền hình|dữ liệu đất|bản đồ",
        r"hồ sơ|kết quả|tthc|thủ tục|giấy tờ",
    ),
    _rule(
        "online_share",
        r"trực tuyến|mức độ [34]",
        r"cung cấp|học|họp|hội nghị|tích hợp|bán hàng|số tthc|danh mục|thanh toán|thi ",
        r"hồ sơ|tthc|tiếp nhận|thủ tục",
    ),
)
_SUBJECT_NOUN = re.compile(r"(?:tỷ lệ|tỉ lệ|mức độ|chỉ số|kết quả)(?!.*\b(?:đạt|là|chiếm|tăng|giảm|hơn)\b)[^;]*$")
_PREDICATE = re.compile(r"(?:đạt|là|chiếm|ở mức|còn)[^,;]{0,12}$")
_SAID_IN = re.compile(r"trong (?:tổng )?số[^,;]*$")
_CUE = re.compile(
    r"h[ạẹ]n|trực tuyến|mức độ [34]|bưu chính|bcci|số h(?:óa|oá)|hài lòng|sipas|par ?index|chỉ số|tiêu chí|hồ sơ|nhiệm vụ|biên chế|"
    r"papi|pci|năng lực cạnh tranh"
)


def _percentage(found: Found, context: Context) -> str | None:
    near = _SAID_IN.sub("", found.near)
    scopes: Iterable[str] = (near, found.after)
    previous = found.previous
    if _LINK.fullmatch(near):
        rest = found.far.removeprefix(previous.after) if previous is not None else found.far
        if previous is not None and previous.said and _LINK.fullmatch(rest):
            if "còn" in near and previous.kind != "earlier":  # "đúng hạn 97%, còn 3%"
                return None
            scopes = (found.after, previous.said)
        else:
            scopes = (found.after, rest) if near.strip() or not found.after.strip(" .)") else (found.after,)
    elif (subject := _SUBJECT_NOUN.search(found.far)) and _PREDICATE.search(near):
        scopes = (near, subject[0], found.after)  # "mức độ hài lòng của tổ chức, công dân đạt 96%"
    reach = found.sentence + found.earlier
    for scope in scopes:
        for rule in PERCENTAGES:
            if not rule.words.search(scope):
                continue
            found.said = scope
            if rule.unless and rule.unless.search(scope):
                return None
            if rule.about and not rule.about.search(reach) and not context.dossiers:
                return None
            if rule.label == "par_index":
                return _whose(found, context, "score")
            return rule.label or None
    return None


# ---- counts ----------------------------------------------------------------------------------------------------------
_PART = re.compile(
    r"hạn|hẹn|trực tuyến|trực tiếp|bưu chính|bcci|dự (?:tuyển|thi|thầu)|vay|ứng tuyển|xét|bệnh|khen thưởng|liệt sĩ|người có công|sức khỏe|"
    r"tiêu chí|mức độ|số h(?:óa|oá)|điện tử|thanh toán|lưu trữ|nghỉ hưu"
)
_OVERDUE = re.compile(r"quá (?:thời )?hạn|trễ h[ạẹ]n|chậm hạn")
_PENDING = re.compile(
    r"đang (?:được )?(?:giải quyết|xử lý|thụ lý)|(?:đang )?(?:còn )?(?:trong|chưa đến) (?:thời )?hạn|đang trong (?:quá trình|thời)"
)
_SETTLED = re.compile(  # "hồ sơ giải quyết thủ tục …" names what the dossiers are for
    r"(?<!phải )(?<!cần )(?<!chưa )(?<!chưa được )(?<!kết quả )(?:(?<!hồ sơ )giải quyết|giải quyết(?! tthc| thủ tục)|xử lý|"
    r"trả kết quả)"
)
_RECEIVED = re.compile(r"(?<!chưa )tiếp nhận|nhận mới|(?<!\w)nhận(?= )|nộp mới")
_NO = re.compile(r"(?<!\w)không (?:có|để|còn)\b")


def _dossiers(found: Found) -> str | None:
    near = _SAID_IN.sub("", found.near)
    scopes = (near, found.after)
    if _LINK.fullmatch(near) and not found.after.strip(" .") and found.far and found.previous is None:
        scopes = (near, found.far)
    if found.near != near:
        scopes = (found.after, "")
    found.said = f"{found.near} hồ sơ {found.after}"
    for scope in scopes:
        if _OVERDUE.search(scope):
            return None if _NO.search(scope) or _RECEIVED.search(scope) else "dossiers_overdue"
        if _PENDING.search(scope):
            return "dossiers_pending"
        if _PART.search(scope):
            return None
        settled, received = _last(_SETTLED, scope), _last(_RECEIVED, scope)
        if settled < 0 and received < 0:
            continue
        if _PART.search(found.after if scope is near else near) or (received >= 0 and _PART.search(found.far)):
            return None
        return "dossiers_settled" if settled > received else "dossiers_received"
    return None


def _last(pattern: re.Pattern[str], text: str) -> int:
    place = -1
    for match in pattern.finditer(text):
        place = match.start()
    return place


_FINISHED = re.compile(r"(?<!chưa )(?<!phải )(?:hoàn thành|thực hiện xong)")
_CUT = re.compile(r"(?:tinh giản|cắt giảm|giảm)(?: được| thêm| hơn| trên| khoảng)*\s*$")
_CUT_PEOPLE = re.compile(r"tinh giản biên chế[^,;]*$")

# ---- indexes ---------------------------------------------------------------------------------------------------------
_CCHC_INDEX = re.compile(r"par ?index|chỉ số (?:\w+ ){0,3}(?:cải cách hành chính|cchc)")
_INDEX = re.compile(
    r"(?P<cchc>par ?index|chỉ số (?:\w+ ){0,3}(?:cải cách hành chính|cchc))|(?P<sipas>sipas|chỉ số (?:\w+ ){0,2}hài lòng)|"
    r"(?P<papi>\bpapi\b)|(?P<pci>\bpci\b|năng lực cạnh tranh cấp tỉnh)|"
    r"(?P<other>\bpgi\b|ddci|\bdti\b|chuyển đổi số|ict index|vietnam ict|bộ chỉ số|766|papi|hội thao|hội thi|olympic|thi đua)"
)
_OWN_RANKING = re.compile(r"các sở|sở, (?:ban|ngành)|cấp huyện|cấp xã|ubnd|các huyện|các xã|huyện|\bxã|sở\b|phường")
_LOCAL = re.compile(r"(?<!\w)(?:sở|ban, ngành|huyện|thị xã|xã|phường|thị trấn|phòng|ubnd (?:cấp|các|huyện|xã)|cấp huyện|cấp xã)\b")
_NATIONAL = re.compile(r"toàn quốc|cả nước|các tỉnh, thành|bộ nội vụ|của (?:tỉnh|bộ)|tỉnh (?:ta|đạt|đứng|xếp|được)|par ?index[^;]{0,30}tỉnh")
_NO_SCORE = re.compile(
    r"trung bình|bình quân|tiêu chí|thành phần|nội dung|lĩnh vực|tối đa|thang|điểm trừ|trừ|cộng|thưởng|tự chấm|chênh|khoảng cách"
)
_COUNTRY = {62.0, 63.0, 64.0, 34.0}


def _index(found: Found, context: Context) -> tuple[str, str] | None:
    """The family of the index that a score or a rank belongs to, and the text that names whose it is."""
    name = None
    for name in _INDEX.finditer(found.before):
        pass
    if name is not None:
        return name.lastgroup or "", found.before
    if name := _INDEX.search(found.behind):
        return name.lastgroup or "", found.sentence
    for name in _INDEX.finditer(found.earlier):
        pass
    if name is not None:
        return name.lastgroup or "", found.earlier[name.start() :] + found.before
    return ("cchc", "") if context.local_title else None


def _whose(found: Found, context: Context, what: str) -> str | None:
    """National or local: the country's ranking has 63 (now 34) places; departments, districts and communes are ranked
    by their province. Null where the words do not say."""
    index = _index(found, context)
    if index is None or index[0] != "cchc":
        return None
    if found.total is not None:
        return f"par_index_{what}" if found.total in _COUNTRY else f"local_index_{what}"
    said = f"{index[1]} {found.after}"
    place = -1
    for match in _LOCAL.finditer(said):
        place = match.start()
    country = -1
    for match in _NATIONAL.finditer(f"{said} {found.behind}"):
        country = match.start()
    if place < 0 and country < 0:
        behind = _LOCAL.search(found.behind)
        return None if behind or not re.search(r"par ?index", said) else f"par_index_{what}"
    return f"par_index_{what}" if country > place else f"local_index_{what}"


def _score(found: Found, context: Context) -> str | None:
    if _NO_SCORE.search(found.near) or _NO_SCORE.match(found.after.strip()):
        return None
    index = _index(found, context)
    if index is None:
        return None
    if index[0] == "cchc":
        if found.total is not None:
            return None  # points out of the points of a part
        return _whose(found, context, "score")
    if _NO_SCORE.search(found.before):
        return None
    return f"{index[0]}_score" if index[0] in ("sipas", "papi", "pci") else None


def label(found: Found, context: Context) -> tuple[str | None, str, str | None]:
    """Label, kind and level of a figure. Writes into `found` what the next figure of the sentence may take up."""
    kind = found.kind = _kind(found, context.planned)
    level = _level(found)
    name: str | None = None
    unit = found.unit
    if unit in ("biên chế", "người", "trường hợp", "công chức") and kind != "target":
        if (unit == "biên chế" and _CUT.search(found.near)) or (unit != "biên chế" and _CUT_PEOPLE.search(found.near)):
            return "posts_cut", "reported", level
        return None, kind, level
    if kind in ("change", "earlier"):
        if unit == "%" and kind == "earlier":
            _percentage(found, context)  # the value that follows is of the same thing
        return None, kind, level
    if unit == "%":
        name = _percentage(found, context)
        if name == "on_time_rate" and _split(found):
            name = None
    elif unit == "hồ sơ":
        name = _dossiers(found)
    elif unit == "điểm":
        name = _score(found, context)
    elif unit == "hạng":
        name = _whose(found, context, "rank")
    elif unit == "nhiệm vụ":
        found.said = f"{found.near} nhiệm vụ {found.after}"
        name = "tasks_done" if _FINISHED.search(found.near) or _FINISHED.search(found.after) else None
    elif unit in ("phiếu", "ý kiến"):
        found.said = f"{found.near} {unit} {found.after}"
    found.label = name
    if name and kind == "target":
        name += "_target"
    return name, kind, level


def _split(found: Found) -> bool:
    """ "trước hạn 61 %, đúng hạn 38 %": the second is only what came on the last day."""
    previous = found.previous
    while previous is not None:
        if previous.label == "early_rate":
            return True
        previous = previous.previous
    return False
