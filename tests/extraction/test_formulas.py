"""Words that articles share are known for what they are; labels of the site are not taken for them."""

from __future__ import annotations

import pytest

from crawler.extraction.formulas import is_formula, may_be_credit, names_act


@pytest.mark.parametrize(
    "text",
    [
        "Căn cứ Luật Cán bộ, công chức ngày 13 tháng 11 năm 2008;",
        "CĂN CỨ NGHỊ ĐỊNH SỐ 61/2018/NĐ-CP;",
        "Can cu Quyet dinh so 45/2016/QD-TTg;",
        "Thực hiện Kế hoạch số 12/KH-UBND của Ủy ban nhân dân tỉnh về cải cách hành chính năm 2024,",
        "Theo Chỉ thị số 07/CT-UBND của Chủ tịch UBND tỉnh",
        "- Xét Tờ trình của Chánh Văn phòng.",
        "Trân trọng thông báo!",
        "Kính mời quý cơ quan tham dự.",
        "Nơi nhận:",
        "KT. CHỦ TỊCH",
        "Ủy ban nhân dân xã yêu cầu các thôn nghiêm túc thực hiện./.",
        "Ảnh minh hoạ",
        "Ảnh: Thu Hà",
        "Quang cảnh buổi làm việc",
        "Ban Biên tập",
        "Phạm Phượng (CTV)",
        "Nguồn: Sở Nội vụ",
        "Kết quả cụ thể như sau:",
        "Thành phần dự họp gồm có:",
    ],
)
def test_formulas_of_articles_are_recognised(text: str) -> None:
    assert is_formula(text)


@pytest.mark.parametrize(
    "text",
    [
        "Đang online: 13",
        "Tin mới nhất",
        "Đường dây nóng: 0216 3852 111",
        "Lịch công tác tuần của lãnh đạo",
        "Văn bản chỉ đạo điều hành",
        "Trưởng Ban biên tập: ông Nguyễn Văn A",
        "Hướng dẫn sử dụng dịch vụ công trực tuyến",
        "Số người đang truy cập:",
    ],
)
def test_labels_of_the_site_are_no_formulas(text: str) -> None:
    assert not is_formula(text)


@pytest.mark.parametrize(
    "text", ["Thu Hà", "Phạm Thị Thu Hà", "Phòng Nội vụ", "Văn phòng HĐND và UBND huyện", "UBND xã Hòa Bình"]
)
def test_a_name_or_an_office_alone_may_be_an_author(text: str) -> None:
    assert may_be_credit(text)


@pytest.mark.parametrize(
    "text",
    ["Thống kê truy cập", "Trực tuyến: 5", "Liên kết website", "Địa chỉ:", "Hội nghị sơ kết 6 tháng đầu năm 2024"],
)
def test_labels_and_headings_are_no_authors(text: str) -> None:
    assert not may_be_credit(text)


@pytest.mark.parametrize(
    "text",
    [
        "Nghị định số 61/2018/NĐ-CP",
        "- Luật Tổ chức chính quyền địa phương;",
        "Số: 12/TB-UBND",
        "Công văn 1024/SNV-CCHC về công tác cải cách hành chính",
    ],
)
def test_acts_are_recognised_by_name_or_number(text: str) -> None:
    assert names_act(text)


@pytest.mark.parametrize("text", ["Luật", "Văn bản mới", "Hôm nay: 12/05/2024", "Tỷ lệ 15/20 xã", "Gửi cho bạn bè"])
def test_dates_shares_and_labels_are_no_acts(text: str) -> None:
    assert not names_act(text)
