"""What Vietnamese counts with: the units of figures, and the words that are none.

Known units come first, the longest that fits. Of an unknown noun two syllables are taken, or one where the second
begins something else ("36 máy tính công cộng": máy tính; "12 quầy đã mở": quầy).
"""

from __future__ import annotations

import re

_UNITS = """
hồ sơ; bộ hồ sơ; thủ tục; thủ tục hành chính; tthc; dvc; dvctt; dịch vụ; dịch vụ công; nhiệm vụ; văn bản; vbqppl; báo
cáo; kế hoạch; quyết định; nghị quyết; công văn; đề án; dự án; tiêu chí; chỉ tiêu; nội dung; lĩnh vực; mô hình; sáng
kiến; điểm; điểm phần trăm; bậc; hạng mục; lượt; lượt người; lượt khách; lượt truy cập; lượt hồ sơ; lượt xem; lượt
công dân; lượt cán bộ; lượt phương tiện; cuộc; cuộc họp; cuộc kiểm tra; buổi; buổi tọa đàm; hội nghị; lớp; lớp tập
huấn; người; người dân; người lao động; công dân; cán bộ; công chức; viên chức; đảng viên; đoàn viên; hội viên; học
sinh; sinh viên; học viên; giáo viên; đại biểu; thành viên; em; cháu; biên chế; trường hợp; vị trí; vị trí việc làm;
cbcc; cbccvc; hộ; hộ dân; hộ nghèo; hộ gia đình; doanh nghiệp; tổ chức; cá nhân; hợp tác xã; htx; cơ sở; cơ quan; đơn
vị; đơn vị hành chính; phòng; ban; sở; ngành; huyện; tỉnh; xã; phường; thị trấn; thị xã; thành phố; quận; thôn; bản;
ấp; tổ dân phố; khu phố; chi bộ; tổ công nghệ số cộng đồng; tổ; đội; nhóm; trung tâm; bộ phận; trạm; trường; bệnh
viện; đầu mối; quầy; tài khoản; phiếu; ý kiến; kiến nghị; phản ánh; đơn; đơn thư; vụ; vụ việc; ca; ca mắc; giao dịch;
chữ ký số; chứng thư số; máy tính; máy; thiết bị; phần mềm; hệ thống; cơ sở dữ liệu; tài liệu; giấy phép; giấy chứng
nhận; giấy khen; bằng khen; giải; suất; suất quà; suất học bổng; công trình; ngôi nhà; nhà; căn nhà; căn; cây; con;
chiếc; cái; cuốn; bộ; tin; bài; tin bài; tác phẩm; tiết mục; đoàn; đồng; usd; vnđ; nghìn đồng; ngàn đồng; triệu đồng;
tỷ đồng; tỉ đồng; triệu; tỷ; tỉ; ha; hecta; km; km2; km²; m; m2; m²; m3; m³; mét; mét vuông; mét khối; kg; tấn; tạ;
lít; liều; mm; cm; mw; kwh; kv; gb; tb; mbps; héc ta; ki-lô-gam; ngày; ngày làm việc; ngày công; vận động viên; di
sản; di tích; điểm trường; điểm cầu; phòng học; khẩu súng; bước; loại giấy tờ
"""
UNITS = frozenset(unit.strip() for unit in _UNITS.replace("\n", " ").split(";"))
_LONGEST = max(unit.count(" ") for unit in UNITS) + 1
PLACES = frozenset(("huyện", "tỉnh", "xã", "phường", "quận", "thôn", "bản", "ấp", "tổ", "sở", "ban", "ngành", "phòng"))
_MAGNITUDES = frozenset(("nghìn", "ngàn", "triệu", "tỷ", "tỉ", "vạn"))
GLUED = frozenset(("ha", "km", "km2", "km²", "m2", "m²", "m3", "m³", "kg", "tấn", "tạ", "mw", "gb", "mm", "cm"))
# Words that count nothing: grammar, time, and what "3 không", "4 tại chỗ", "2 cấp", "1 cửa" go on with.
_NOT_UNITS = """
và của là có cho với trên tại ở từ đến tới đã được trong theo để do bị về này khi mà thì so tăng giảm đạt chiếm còn
lên xuống qua năm tháng quý giờ phút giây tuổi lần hoặc nhưng vẫn đang sẽ cũng đều các những một hai ba như nên nếu vì
bằng gồm cùng nhất nhì hơn trở vừa mới thuộc nhằm nay đó kia ấy sau trước ngoài giữa dưới vào ra lại đi cần phải không
chưa chỉ hay rồi thế đây cả mỗi mọi từng toàn tổng số thứ liên tiếp hàng hằng đầu cuối cấp cửa độ kỳ nhiệm khóa khoá
chương điều khoản mục sáng chiều tối trưa gần khoảng hiện ngay bao tuy song rất quá lúc hồi thập thế phần tiếp hướng
trung chủ ki
"""
_STOP = frozenset(_NOT_UNITS.split())
_BEHIND = re.compile(
    r"\s?(%)(?!\w)|\s+((?:[^\W\d_]+(?:-[^\W\d_]+)*[23²³]?(?:/[^\W\d_]+)*)(?: [^\W\d_]+(?:/[^\W\d_]+)*){0,5})|\s(%)"
)


def unit_behind(text: str, start: int, *, known: bool = False) -> tuple[str, int, bool] | None:
    """The unit that follows a number, its end, and whether it is a known one. None where nothing is counted.

    `text` as printed, `start` the end of the number. With `known` unknown nouns are no units.
    """
    match = _BEHIND.match(text, start)
    if match is None:
        return None
    if match[1] or match[3]:
        return "%", match.end(), True
    printed = match[2].split(" ")
    if not (printed[0].islower() or (printed[0].isupper() and printed[0].lower() in UNITS)):
        return None
    begin = match.start(2)
    words = [word.lower() for word in printed]
    if words[:2] == ["phần", "trăm"]:
        return "%", begin + len("phần trăm"), True
    size = _size(words)
    if words[0] in _MAGNITUDES and words[0] + " đồng" != " ".join(words[:2]) and len(words) > 1:
        more = _size(words[1:])
        size = 1 + more if more else max(size, 1)
    if not size and not known and words[0] not in _STOP and len(words[0]) > 1:
        size = 2 if len(words) > 1 and words[1] not in _STOP and printed[1].islower() else 1
        return " ".join(words[:size]), begin + len(" ".join(printed[:size])), False
    return (" ".join(words[:size]), begin + len(" ".join(printed[:size])), True) if size else None


def _size(words: list[str]) -> int:
    """How many words at the beginning are a known unit; its divisor ("tạ/ha") belongs to it."""
    for size in range(min(_LONGEST, len(words)), 0, -1):
        if " ".join([*words[: size - 1], words[size - 1].partition("/")[0]]) in UNITS:
            return size
    return 0
