"""What a figure measures: a small vocabulary of labels, each explained in docs/figures.md. Null rather than a guess.

A label is decided by the words of the figure's own clause: those between it and its neighbours. Where they only join
("đạt", "chiếm", "cấp xã là"), the words of the figure before it in the sentence count. A target has its label with
`_target` behind it, a change and the value of an earlier time have none: "on_time_rate" is always a reported rate.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from crawler.extraction.figure_scope import (
    CCHC_INDEX,
    DOSSIERS,
    LINK,
    Context,
    Found,
    kind_of,
    level_of,
)
from crawler.extraction.figure_units import PLACES


@dataclass(frozen=True, slots=True)
class Rule:
    """`words` in the clause decide; `unless` forbids, and no other label is tried then; `about` must be in reach."""

    label: str
    words: re.Pattern[str]
    unless: re.Pattern[str] | None = None
    about: re.Pattern[str] | None = None


def _rule(label: str, words: str, unless: str = "", about: str = "") -> Rule:
    return Rule(label, re.compile(words), re.compile(unless) if unless else None, re.compile(about) if about else None)


_SIPAS = (
    r"sipas|chỉ số (?:về )?(?:mức độ |sự )?hài lòng[^;]*(?:hành chính|của tỉnh|toàn quốc|cả nước)|"
    r"(?:hành chính|toàn quốc|cả nước)[^;]*chỉ số (?:mức độ |sự )?hài lòng"
)
_OTHER_WORK = (
    r"nhiệm vụ|báo cáo|thuế|nợ|đơn thư|khiếu nại|kiến nghị|phản ánh|dự án|kế hoạch|công trình|tiêu chí|văn bản|"
    r"chế độ|"
    r"giải ngân"
)
_ABOUT = DOSSIERS.pattern
# Dossiers that are no administrative procedures: "hồ sơ xin vay vốn được giải quyết đúng hạn"
_OTHER_DOSSIERS = re.compile(
    r"hồ sơ (?:[^\W\d_]+ ){0,3}?(?:vay|dự (?:tuyển|thi|thầu)|ứng tuyển|bệnh án|khen thưởng|đảng viên|vụ án|"
    r"tín dụng|bồi thường)\b|ngân hàng|tín dụng|vay vốn|vốn vay|vụ án"
)
_RATES = frozenset(("on_time_rate", "early_rate", "overdue_rate"))
PERCENTAGES = (
    _rule("", r"tiêu chí|chỉ số thành phần|điểm thành phần"),
    _rule("par_index", r"par ?index|chỉ số (?:cải cách hành chính|cchc)", r"trung bình|bình quân|nội dung|lĩnh vực"),
    _rule("sipas_score", _SIPAS, r"phiếu|nội dung|yếu tố|trung bình|bình quân"),
    _rule("satisfaction_rate", r"hài lòng", r"(?:không|chưa|kém) hài lòng|doanh thu|du khách|khách du lịch"),
    _rule("overdue_rate", r"quá (?:thời )?hạn|trễ (?:thời )?h[ạẹ]n|chậm hạn", rf"không |{_OTHER_WORK}", _ABOUT),
    _rule("on_time_rate", r"đúng (?:thời )?hạn|đúng hẹn", rf"{_OTHER_WORK}|không đúng|chưa đúng", _ABOUT),
    _rule("early_rate", r"(?:trước|sớm) (?:thời )?hạn", _OTHER_WORK, _ABOUT),
    _rule("online_payment_share", r"thanh toán (?:\w+ ){0,4}trực tuyến|thanh toán trực tuyến", r"cung cấp|thủ tục có"),
    _rule(
        "postal_share", r"bưu chính|bcci", r"doanh thu|danh mục|doanh nghiệp bưu|số tthc|số thủ tục", r"hồ sơ|kết quả"
    ),
    _rule(
        "digitised_share",
        r"số h(?:óa|oá)",
        r"hiện vật|di sản|di tích|truyền hình|dữ liệu đất|bản đồ",
        r"hồ sơ|kết quả|tthc|thủ tục|giấy tờ",
    ),
    _rule(
        "online_share",
        r"trực tuyến|mức độ [34]",
        r"cung cấp|học|họp|hội nghị|tích hợp|bán hàng|số tthc|danh mục|thanh toán|thi |phát sinh hồ sơ|"
        r"(?:dịch vụ|thủ tục|tthc)[^,;]{0,40} có (?:phát sinh )?hồ sơ",  # the share of services that are used at all
        r"hồ sơ|tthc|tiếp nhận|thủ tục",
    ),
)
_OF_ANOTHER = re.compile(r"\s*(?:của|ở|tại) [^,;]{3,40} (?:là|đạt) ")  # "của Sở Tư pháp là 99%, của Sở Xây dựng là 97%"
_SUBJECT_NOUN = re.compile(r"(?:tỷ lệ|tỉ lệ|mức độ|chỉ số|kết quả)(?!.*\b(?:đạt|là|chiếm|tăng|giảm|hơn)\b)[^;]*$")
_PREDICATE = re.compile(r"(?:đạt|là|chiếm|ở mức|còn)[^,;]{0,12}$")
_SAID_IN = re.compile(r"trong (?:tổng )?số[^,;]*$")


_OF_PLAN = re.compile(r"\s*(?:so với )?(?:kế hoạch|dự toán|chỉ tiêu|mục tiêu|nghị quyết)")  # "đạt 104% kế hoạch"


def _percentage(found: Found, context: Context) -> str | None:
    near = _SAID_IN.sub("", found.near)
    scopes: Iterable[str] = (near, found.after)
    previous = found.previous
    if LINK.fullmatch(near) or _OF_ANOTHER.fullmatch(near):
        if _OF_PLAN.match(found.after):
            return None
        rest = found.far.removeprefix(previous.after) if previous is not None else found.far
        if previous is not None and previous.said and LINK.fullmatch(rest):
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
            if rule.label in _RATES and _OTHER_DOSSIERS.search(f"{near} {found.after} {scope}"):
                return None
            found.measures = sum(1 for other in PERCENTAGES if other.label and other.words.search(found.gap))
            if rule.label == "par_index":
                return _whose(found, context, "score")
            return rule.label or None
    return None


_PART = re.compile(
    r"hạn|hẹn|trực tuyến|trực tiếp|bưu chính|bcci|dự (?:tuyển|thi|thầu)|vay|ứng tuyển|xét|bệnh|khen thưởng|"
    r"liệt sĩ|người có công|sức khỏe|"
    r"tiêu chí|mức độ|số h(?:óa|oá)|điện tử|thanh toán|lưu trữ|nghỉ hưu|phát hiện|kiểm tra|thiếu|sai sót|"
    r"ngẫu nhiên|thẩm định"
)
_OVERDUE = re.compile(r"quá (?:thời )?hạn|trễ h[ạẹ]n|chậm hạn")
_PENDING = re.compile(
    r"đang (?:được )?(?:giải quyết|xử lý|thụ lý)|(?:đang )?(?:còn )?(?:trong|chưa đến) (?:thời )?hạn|"
    r"đang trong (?:quá trình|thời)"
)
_SETTLED = re.compile(  # "hồ sơ giải quyết thủ tục …" names what the dossiers are for
    r"(?<!phải )(?<!cần )(?<!chưa )(?<!chưa được )(?<!kết quả )(?<!quá trình )(?<!thời gian )(?<!thời hạn )"
    r"(?:(?<!hồ sơ )giải quyết|giải quyết(?! tthc| thủ tục)|xử lý|trả kết quả)"
)
_RECEIVED = re.compile(
    r"(?<!chưa )tiếp nhận|nhận mới|(?<!ghi )(?<!xác )(?<!công )(?<!chứng )(?<!\w)nhận(?: được)?\s*$|nộp mới"
)
_NO = re.compile(r"(?<!\w)không (?:có|để|còn)\b")


def _dossiers(found: Found) -> str | None:
    near = _SAID_IN.sub("", found.near)
    scopes = (near, found.after)
    if LINK.fullmatch(near) and not found.after.strip(" .") and found.far and found.previous is None:
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


def _last_match(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = None
    for match in pattern.finditer(text):
        found = match
    return found


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Where its last match begins, -1 where it has none."""
    match = _last_match(pattern, text)
    return -1 if match is None else match.start()


_FINISHED = re.compile(r"(?<!chưa )(?<!phải )(?:hoàn thành|thực hiện xong)")
_CUT = re.compile(r"(?:tinh giản|cắt giảm|giảm)(?: được| thêm| hơn| trên| khoảng)*\s*$")
_CUT_PEOPLE = re.compile(r"tinh giản biên chế[^,;]*$")

_INDEX = re.compile(
    r"(?P<cchc>par ?index|chỉ số (?:\w+ ){0,3}(?:cải cách hành chính|cchc))|(?P<sipas>sipas|"
    r"chỉ số (?:\w+ ){0,2}hài lòng)|"
    r"(?P<papi>\bpapi\b)|(?P<pci>\bpci\b|năng lực cạnh tranh cấp tỉnh)|"
    r"(?P<other>\bpgi\b|ddci|\bdti\b|chuyển đổi số|ict index|vietnam ict|bộ chỉ số|766|papi|hội thao|hội thi|"
    r"olympic|thi đua)"
)
_LOCAL = re.compile(
    r"(?<!\w)(?:sở|ban, ngành|huyện|thị xã|xã|phường|thị trấn|phòng|ubnd (?:cấp|các|huyện|xã)|cấp huyện|cấp xã|khối|"
    r"văn phòng ubnd|thanh tra|ban (?:dân tộc|quản lý)|chi cục|trung tâm)\b"
)
_NATIONAL = re.compile(
    r"toàn quốc|cả nước|các tỉnh, thành|bộ nội vụ|của (?:tỉnh|bộ)|par ?index[^;]{0,30}tỉnh|"
    r"(?:^|[,;:.] |\d{4},? |index |cchc |hành chính )tỉnh (?:[^,;\d]{0,20} )?(?:đạt|đứng|xếp|được)"
)
_MEAN = re.compile(r"trung bình|bình quân")
_NO_SCORE = re.compile(
    r"trung bình|bình quân|tiêu chí|thành phần|nội dung|lĩnh vực|tối đa|thang|điểm trừ|trừ|cộng|thưởng|tự chấm|"
    r"chênh|khoảng cách"
)
_COUNTRY = {62.0, 63.0, 64.0, 34.0}


def _index(found: Found, context: Context) -> tuple[str, str] | None:
    """The family of the index that a score or a rank belongs to, and the text that names whose it is."""
    if name := _last_match(_INDEX, found.before):
        return name.lastgroup or "", found.before
    if name := _INDEX.search(found.behind):
        return name.lastgroup or "", found.sentence
    if (found.unit == "điểm" or found.total is not None) and (name := _last_match(_INDEX, found.earlier)):
        return name.lastgroup or "", found.earlier[name.start() :] + found.before
    return ("cchc", "sở") if context.local_title and found.unit == "điểm" else None


def _whose(found: Found, context: Context, what: str) -> str | None:
    """National or local: the country's ranking has 63 (now 34) places; departments, districts and communes are ranked
    by their province. Null where the words do not say."""
    index = _index(found, context)
    if index is None or index[0] != "cchc":
        return None
    if found.total is not None:
        return f"par_index_{what}" if found.total in _COUNTRY else f"local_index_{what}"
    said = f"{index[1]} {found.after}"
    place, country = _last(_LOCAL, said), _last(_NATIONAL, f"{said} {found.behind}")
    if place < 0 and country < 0:
        behind = _LOCAL.search(found.behind)
        return None if behind or not re.search(r"par ?index", said) else f"par_index_{what}"
    return f"par_index_{what}" if country > place else f"local_index_{what}"


_GROUP = re.compile(r"\b(?:các|khối(?: các)?|cấp) (?:sở|huyện|quận|xã|phường|ubnd)\b")


def _score(found: Found, context: Context) -> str | None:
    mean = _MEAN.search(found.gap) is not None
    near = _MEAN.sub("", found.gap) if mean else found.near
    if _NO_SCORE.search(near) or _NO_SCORE.match(found.after.strip()):
        return None
    if mean:  # the mean of a group that a province ranks; that of all provinces is no province's score
        local = _GROUP.search(near) and CCHC_INDEX.search(near) and not _NATIONAL.search(near)
        return "local_index_score" if local and found.total is None else None
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
    kind = found.kind = kind_of(found, context.planned)
    level = level_of(found)
    name: str | None = None
    unit = found.unit
    if unit in ("biên chế", "người", "trường hợp", "công chức") and kind != "target":
        if (unit == "biên chế" and (_CUT.search(found.near) or (kind == "change" and not found.near.strip()))) or (
            unit != "biên chế" and _CUT_PEOPLE.search(found.near)
        ):
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
    elif unit in _OWNERS and _OF.search(found.near):
        found.said = found.near  # "tỷ lệ … của 15 xã đều từ 97% trở lên"
    if name and "điểm" in found.sentence and _scoring(found):
        name = None
    found.label = name
    if name and kind == "target":
        name += "_target"
    return name, kind, level


_OWNERS = PLACES | {"đơn vị", "cơ quan", "thị trấn", "địa phương"}
_OF = re.compile(r"(?:của|ở|tại)(?: cả| toàn bộ)? $")
_POINTS_FOR = re.compile(
    r"(?<!\w)(?:được|bị|thì|sẽ)(?: được| bị)? (?:cộng|trừ|tính|chấm|thưởng)\b[^;:]{0,25}\bđiểm|"
    r"(?<!\w)(?:cộng|trừ)(?: thêm| tối đa)? [\d.,]+ điểm|(?:đạt|được|tính|chấm) (?:số )?điểm tối đa|"
    r"thì (?:được|đạt)? ?[\d.,]+ điểm|\d điểm(?: nếu| khi)\b"
)
_IF = re.compile(r"\b(?:nếu|khi|mỗi|cứ|thì)\b|trở (?:lên|xuống)")


def _scoring(found: Found) -> bool:
    """ "có tỷ lệ đúng hạn từ 98% trở lên được cộng 2 điểm": a rule of a scoring, no report. Points themselves are of a
    rule only where it names its condition: "đạt 86 điểm, bị trừ 2 điểm" tells of a score."""
    if not _POINTS_FOR.search(found.sentence):
        return False
    return found.unit != "điểm" or _IF.search(found.sentence) is not None


def _split(found: Found) -> bool:
    """ "trước hạn 61 %, đúng hạn 38 %": the second is only what came on the last day."""
    previous = found.previous
    while previous is not None:
        if previous.label == "early_rate":
            return True
        previous = previous.previous
    return False
