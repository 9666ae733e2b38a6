# ruff: noqa: E501 (sentences stay on one line each)
"""Names and small parts of sentences: places and offices are real, people are made up."""

from __future__ import annotations

DEPARTMENTS = (
    "Sở Nội vụ", "Sở Tư pháp", "Sở Tài chính", "Sở Công Thương", "Sở Xây dựng", "Sở Y tế",
    "Sở Giáo dục và Đào tạo", "Sở Kế hoạch và Đầu tư", "Sở Tài nguyên và Môi trường", "Sở Giao thông vận tải",
    "Sở Thông tin và Truyền thông", "Sở Khoa học và Công nghệ", "Sở Văn hóa, Thể thao và Du lịch",
    "Sở Nông nghiệp và Phát triển nông thôn", "Sở Lao động - Thương binh và Xã hội", "Thanh tra tỉnh",
    "Văn phòng UBND tỉnh", "Ban Dân tộc tỉnh", "Ban Quản lý các khu công nghiệp tỉnh",
)  # fmt: skip
COMMUNES = {
    "huyện Lục Yên": ("xã Tân Lĩnh", "xã Mường Lai", "xã Khánh Thiện", "xã Mai Sơn", "xã Liễu Đô", "xã Minh Xuân", "thị trấn Yên Thế"),
    "huyện Mù Cang Chải": ("xã Púng Luông", "xã La Pán Tẩn", "xã Chế Cu Nha", "xã Nậm Khắt", "xã Khao Mang", "xã Lao Chải"),
    "huyện Trạm Tấu": ("xã Hát Lừu", "xã Bản Công", "xã Xà Hồ", "xã Bản Mù", "xã Phình Hồ", "thị trấn Trạm Tấu"),
    "huyện Trấn Yên": ("xã Báo Đáp", "xã Đào Thịnh", "xã Việt Thành", "xã Y Can", "xã Quy Mông", "xã Kiên Thành", "xã Lương Thịnh", "xã Hưng Khánh", "xã Việt Cường", "xã Vân Hội", "xã Minh Quán", "thị trấn Cổ Phúc"),
    "huyện Văn Chấn": ("xã Suối Giàng", "xã Tú Lệ", "xã Gia Hội", "xã Nậm Búng", "xã Cát Thịnh", "xã Thượng Bằng La", "xã Chấn Thịnh"),
    "huyện Văn Yên": ("xã Đông Cuông", "xã Mậu Đông", "xã An Thịnh", "xã Yên Hợp", "xã Xuân Ái", "xã Viễn Sơn", "xã Đại Sơn", "xã Lâm Giang", "xã Châu Quế Hạ", "thị trấn Mậu A"),
    "huyện Yên Bình": ("xã Cảm Ân", "xã Mông Sơn", "xã Vĩnh Kiên", "xã Bảo Ái", "xã Tân Nguyên", "xã Thịnh Hưng", "thị trấn Thác Bà"),
    "thị xã Nghĩa Lộ": ("xã Nghĩa Lợi", "xã Phù Nham", "xã Hạnh Sơn", "xã Thanh Lương", "phường Pú Trạng"),
    "thành phố Yên Bái": ("xã Âu Lâu", "xã Minh Bảo", "xã Giới Phiên", "xã Văn Phú", "xã Tân Thịnh", "phường Đồng Tâm", "phường Yên Ninh", "phường Hồng Hà", "phường Nam Cường"),
}  # fmt: skip
DISTRICTS = tuple(COMMUNES)
ALL_COMMUNES = tuple(name for names in COMMUNES.values() for name in names)
FAMILY_NAMES = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hà", "Lường", "Giàng", "Sùng", "Lò", "Triệu",
    "Nông", "Đinh", "Lương", "Phan", "Dương",
)  # fmt: skip
MEN = (
    ("Văn", "Minh", "Đức", "Quang", "Hữu", "Xuân", "Tiến", "Ngọc"),
    ("An", "Bình", "Cường", "Dũng", "Hải", "Hùng", "Khánh", "Long", "Nam", "Phong", "Phúc", "Sơn", "Thắng", "Toàn", "Tuấn"),
)  # fmt: skip
WOMEN = (
    ("Thị", "Thị", "Thu", "Kim", "Mai", "Thanh", "Ngọc"),
    ("Giang", "Hạnh", "Hiền", "Hoa", "Hương", "Lan", "Liên", "Linh", "Nga", "Nhung", "Oanh", "Quyên", "Thảo", "Thủy", "Trang", "Vân", "Yến"),
)  # fmt: skip
PROVINCE_ROLES = (
    "Ủy viên Ban Thường vụ Tỉnh ủy, Phó Chủ tịch UBND tỉnh", "Tỉnh ủy viên, Phó Chủ tịch UBND tỉnh",
    "Phó Chủ tịch Thường trực UBND tỉnh", "Tỉnh ủy viên, Giám đốc Sở Nội vụ", "Phó Chủ tịch HĐND tỉnh",
    "Chánh Văn phòng UBND tỉnh", "Phó Giám đốc Sở Nội vụ", "Ủy viên Ban Thường vụ Tỉnh ủy, Trưởng Ban Dân vận",
)  # fmt: skip
LOCAL_ROLES = (
    "Bí thư Huyện ủy", "Chủ tịch UBND huyện", "Phó Chủ tịch UBND huyện", "Trưởng phòng Nội vụ huyện",
    "Chủ tịch UBND xã", "Phó Chủ tịch UBND xã", "Bí thư Đảng ủy xã", "Chánh Văn phòng HĐND và UBND huyện",
)  # fmt: skip
SOURCES = (
    "Sở Nội vụ", "Văn phòng UBND tỉnh", "Cổng Thông tin điện tử huyện", "Báo địa phương", "TTXVN", "Sở Tư pháp",
)  # fmt: skip
PEN_NAMES = (
    "Thu Hằng", "Minh Tuấn", "Hồng Duyên", "Quang Thiều", "Thanh Chi", "Đức Toàn", "Lan Phương", "Hoài Văn",
    "Bích Ngọc", "Mạnh Cường", "Thùy Giang", "Văn Dương",
)  # fmt: skip
# Acts of the centre that such texts cite, with their real dates. All are older than any page of the replica.
DECREES = (
    "Nghị định số 63/2010/NĐ-CP ngày 08/6/2010 của Chính phủ", "Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ",
    "Nghị định số 42/2022/NĐ-CP ngày 24/6/2022 của Chính phủ", "Quyết định số 45/2016/QĐ-TTg ngày 19/10/2016 của Thủ tướng Chính phủ",
    "Thông tư số 02/2017/TT-VPCP ngày 31/10/2017 của Văn phòng Chính phủ", "Nghị quyết số 30c/NQ-CP ngày 08/11/2011 của Chính phủ",
    "Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ", "Quyết định số 766/QĐ-TTg ngày 23/6/2022 của Thủ tướng Chính phủ",
    "Quyết định số 06/QĐ-TTg ngày 06/01/2022 của Thủ tướng Chính phủ",
)  # fmt: skip
LEGAL_BASIS = (
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
    "Căn cứ Nghị định số 61/2018/NĐ-CP ngày 23 tháng 4 năm 2018 của Chính phủ về thực hiện cơ chế một cửa, một cửa liên thông trong giải quyết thủ tục hành chính;",
    "Căn cứ Nghị quyết số 76/NQ-CP ngày 15 tháng 7 năm 2021 của Chính phủ ban hành Chương trình tổng thể cải cách hành chính nhà nước giai đoạn 2021 - 2030;",
    "Xét đề nghị của Giám đốc Sở Nội vụ.",
)  # fmt: skip
LETTER_UNITS = ("SNV-CCHC", "UBND-NC", "VPUBND-KSTT", "STTTT-CNTT", "SNV-CCHC&PC", "STC-QLNS", "UBND-TH")
