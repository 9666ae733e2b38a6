"""Notices of a few words, and the articles of decisions."""
# ruff: noqa: E501 (sentences stay on one line each)

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Notice:
    """A page whose whole text has fewer than 250 characters."""

    section: str
    cchc: bool
    title: str
    lead: str
    lines: tuple[str, ...] = ()


_SECTION = "Thông tin cần biết >> Thông báo"

NOTICES = (
    Notice(
        _SECTION,
        False,
        "Thông báo lịch tiếp công dân ngày {hen} của {unit}",
        "Mời người dân có kiến nghị, phản ánh đến gặp lãnh đạo {unit} tại buổi tiếp dân sắp tới.",
        ("Thời gian: 8 giờ 00 phút, ngày {hen}.", "Địa điểm: Trụ sở Tiếp công dân {huyen}."),
    ),
    Notice(
        _SECTION,
        False,
        "Tạm ngừng cấp điện tại {xa} ngày {hen} để [sửa chữa|nâng cấp] đường dây",
        "Điện lực {huyen} thông báo tạm ngừng cấp điện tại {xa} từ 7 giờ đến {gio} giờ ngày {hen}. Rất mong quý khách hàng thông cảm.",
    ),
    Notice(
        _SECTION,
        False,
        "Đề phòng gió giật mạnh ở {xa}, {huyen}, sức gió {dai} m/s",
        "Từ đêm nay, khu vực {huyen} có mưa rào và dông, đề phòng gió giật mạnh và mưa đá.",
        ("Đài Khí tượng Thủy văn sẽ cập nhật trong bản tin tiếp theo.",),
    ),
    Notice(
        _SECTION,
        True,
        "Thông báo lịch kiểm tra cải cách hành chính tại {unit} ngày {hen}",
        "Đoàn kiểm tra cải cách hành chính làm việc với {unit} từ 8 giờ 30 phút ngày {hen}.",
        ("Thành phần: theo {kh}.",),
    ),
    Notice(
        _SECTION,
        True,
        "{Xa} đổi giờ làm việc của bộ phận một cửa từ ngày {hen}",
        "Từ ngày {hen}, bộ phận một cửa {xa} nhận hồ sơ thủ tục hành chính cả sáng thứ Bảy, theo chương trình cải cách hành chính của {huyen}.",
    ),
)
ARTICLES = (
    "Công bố kèm theo Quyết định này danh mục {m} thủ tục hành chính thuộc phạm vi chức năng quản lý của {unit}.",
    "Quyết định này có hiệu lực kể từ ngày ký và thay thế {qd}.",
    "Chánh Văn phòng UBND tỉnh, Thủ trưởng các sở, ban, ngành và các tổ chức, cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này.",
)
