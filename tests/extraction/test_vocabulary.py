"""Every group of labels, and sentences that must not be taken for one."""

from __future__ import annotations

import unicodedata

import pytest

from crawler.extraction.vocabulary import (
    GONE,
    LOGIN,
    NAME,
    SITE_NAME,
    WALL,
    Label,
    is_byline,
    label,
    names_attachment,
    plain,
)


def of(text: str) -> Label:
    return label(text, len(text.split()))


@pytest.mark.parametrize(
    "text",
    [
        "Lượt xem: 1.320",
        "390 lượt xem",
        "Số lượt đọc: 1016 Về trang trước Về đầu trang",
        "View count: 118",
        "Đã xem: 44",
        "Tổng số lượt truy cập: 48120937",
        "Số người đang truy cập: 120",
        "Đang online: 13",
        "Hôm nay312",
        "Trong tuần: 7,280",
        "Tất cả: 665,423",
        "Hôm nay: Thứ ba, 24/11/2026 08:00:00",
        "Xem cỡ chữ",
        "Đọc bài viết",
        "In",
        "In trang",
        "Gửi email",
        "Về đầu trang",
        "Quay lại",
        "Chia sẻ Facebook",
        "Chia sẻ: Facebook Zalo",
        "Facebook Zalo",
        "100%",
        "Xem thêm: Hướng dẫn nộp hồ sơ",
        "Họ và tên:",
        "Mã xác nhận",
        "Đánh giá bài viết( 3)",
        "Tổng số điểm của bài viết là: 0 trong 0 đánh giá",
        "(Tích chọn để xác nhận bạn là bạn đọc, không phải là người máy tự động)",
        "Theo bạn, giao diện trang thông tin của huyện như thế nào, có dễ dùng và tìm kiếm hay không?",
        "Skip Ribbon Commands",
        "Skip Navigation Links",
        "Truy cập nội dung luôn",
        "Welcome to Yen Bai Portal",
        "Chào mừng bạn đến với Cổng thông tin",
        "Bạn đang ở đây",
        "15oC",
        "Thấp nhất 9°C, cao nhất 14°C. Trời quang, . Áp suất không khí hPa.",
        "Độ ẩm trung bình %. Tốc độ gió km/h",
        "Tags: một cửa, số hóa",
        "Từ khóa: một cửa",
        "Trang chủ",
        "Tiếp theo",
        "« 1 2 3 »",
        "8:15 sáng",
        "Bài viết có hữu ích với bạn không?",
        "Website cập nhật lần cuối: 12/04/2022",
        "3 ngày trước",
        "Hôm nay, 14:30",
        "Ngày đăng:",
        "Người duyệt: Văn phòng",
        "Đánh giá: 5 sao",
        "Nghe đọc bài",
        "Tải ứng dụng trên App Store",
        "Theo dõi chúng tôi trên Facebook",
        "Follow Zalo OA",
        "Thời tiết: 25°C",
        "Báo lỗi",
        "Đã sao chép",
        "Bản đồ",
        "QR Code",
        "Cảm ơn bạn đã gửi phản hồi",
        "Xem thêm tin cùng chuyên mục",
        "Chọn chuyên mục",
        "Tìm theo ngày",
        "Chuyên mục: Xã hội",
        "T2 | T3 | T4 | T5 | T6 | T7 | CN",
        "{{x.TieuDe}}",
    ],
)
def test_furniture(text: str) -> None:
    assert of(text) is Label.FURNITURE
    assert of(unicodedata.normalize("NFC", text.upper())) is Label.FURNITURE


@pytest.mark.parametrize("text", ["Chủ đề: một cửa, hồ sơ", "Thẻ: chuyển đổi số"])
def test_tags_are_written_small(text: str) -> None:
    assert of(text) is Label.FURNITURE


@pytest.mark.parametrize(
    "text",
    [
        "© Bản quyền thuộc về UBND phường",
        "Giấy phép số 12/GP-TTĐT cấp ngày 15/03/2012",
        "Cơ quan chủ quản: UBND tỉnh. Trưởng Ban biên tập: Phó Chủ tịch UBND tỉnh",
        "Chịu trách nhiệm chính: Ông Nguyễn Văn Bình",
        "Ghi rõ nguồn khi phát hành lại thông tin từ trang thông tin điện tử này.",
        "Copyright 2022. All rights reserved.",
        "Đơn vị thiết kế: Công ty Phần mềm",
    ],
)
def test_footers(text: str) -> None:
    assert of(text) is Label.FOOTER


@pytest.mark.parametrize(
    "text",
    [
        "Đường dây nóng: 02163.818.555",
        "Địa chỉ: Tổ 5, phường Nam - Điện thoại: 0212.3852.013",
        "Điện thoại: 0235.3851.999",
        "Email: phongnoivu@example.gov.vn",
    ],
)
def test_contacts(text: str) -> None:
    assert of(text) is Label.CONTACT


@pytest.mark.parametrize(
    "text",
    [
        "Các tin khác",
        "Các bài viết khác cùng chuyên mục:",
        "Văn bản mới ban hành",
        "TIN MỚI",
        "Tin khác:",
        "Tin liên quan",
        "Những tin mới hơn",
        "Những tin cũ hơn",
        "Bài viết cùng chuyên mục",
        "Cùng chuyên mục",
        "Ý kiến bạn đọc (3)",
        "THĂM DÒ Ý KIẾN",
        "Thống kê truy cập",
        "Xem nhiều nhất",
        "Related news",
        "Leave a Reply",
        "Về tác giả",
    ],
)
def test_headings_of_boxes_that_end_the_article(text: str) -> None:
    assert of(text) is Label.CUT


@pytest.mark.parametrize(
    "text",
    [
        "Tue, 26/06/2018 09:00 | GMT +7",
        "20/07/2019 08:25:06 Xem cỡ chữ",
        "Cập nhật: 06/01/2021 | 10:42",
        "Thứ năm - 09/01/2020 08:10",
        "(20/01/2020)",
        "Đăng ngày 27 - 02 - 2023 Lượt xem: 77",
        "Tin tức | 12/03/2020 10:20",
        "Lượt xem: 20 - Ngày đăng: 12/03/2020",
    ],
)
def test_date_lines(text: str) -> None:
    assert of(text) is Label.DATE


@pytest.mark.parametrize(
    "text",
    [
        "Ngày 04/01/2021, Chủ tịch UBND tỉnh ký Quyết định số 15/QĐ-UBND.",
        "Thời gian: 08 giờ 00, ngày 15/02/2021.",
        "Địa điểm: Phòng tiếp công dân, Trụ sở UBND huyện.",
        "Kết quả cụ thể như sau:",
        "In lại sổ hộ khẩu cho 12 gia đình.",
        "Trong tuần, tổ đã đến 61 hộ.",
        "Danh mục thủ tục gồm 12 mục.",
        "Thông tin liên quan đến vụ việc đang được cơ quan công an làm rõ trong tuần này.",
        "Nhiều bình luận cho rằng cách làm này giúp người dân đỡ phải đi lại, tiết kiệm chi phí.",
        "Cổng dịch vụ công có 1.204 lượt người dân nộp hồ sơ, trong đó 300 lượt nộp ngoài giờ hành chính.",
        "Toàn cảnh hội nghị",
        "TT | Đơn vị | Điểm số",
        # what the same letters without accents would be
        "Tỉnh có chủ trương mới về đất đai",
        "Tăng cơ hội việc làm cho lao động trẻ",
        "Giảm cơ quan trung gian",
        "100 năm xây dựng và phát triển",
        "Bảo vệ bản quyền của tác giả",
        "Thu hồi giấy phép hoạt động của ba cơ sở",
        "Cơ quan thường trực Ban Chỉ đạo là Sở Nội vụ",
        "Sở Nội vụ chịu trách nhiệm chính",
        "Người bán phải ghi rõ nguồn gốc hàng hóa",
        "Đã xem xét 12 hồ sơ",
        "Nhập hộ khẩu về nơi ở mới",
        "Đánh giá tình hình sáu tháng",
        "Tiêu chí để đánh giá cán bộ",
        "Tổng số điểm của các đơn vị",
        "Biểu quyết thông qua nghị quyết",
        "Thăm dò ý kiến người dân về bến xe",
        "Trình duyệt kế hoạch cải cách hành chính",
        "Sơ đồ công nghệ xử lý nước",
        "Tìm kiếm cứu nạn trên biển",
        "Thời tiết cực đoan gây thiệt hại",
        "Tại trang trại của ông Sáu",
        "Trở lại trường sau kỳ nghỉ Tết",
        "Quay về làng nghề cũ",
        "Chia sẻ kinh nghiệm cải cách hành chính",
        "Phong tỏa ba khu phố",
        "Chế độ độc hại cho người lao động",
        "Thông báo tiếp nhận hồ sơ tuyển dụng",
        "Thông tin tiếp xúc cử tri",
        "Thông báo mới về lịch tiếp công dân",
        "Tin học hóa bộ phận một cửa",
        "In ấn biểu mẫu mới cho các xã",
        "Xem xét kỷ luật hai cán bộ",
        "Người máy giúp việc ở trung tâm hành chính công",
        "Bài học từ bộ phận một cửa",
        "Hay nhất là phần thi của thôn Đông",
        "Gửi bài dự thi trước ngày 20",
        "Trang trọng lễ kỷ niệm",
        "Cổng đã có hai triệu lượt truy cập trong năm qua.",
        "Chào mừng ngày thành lập ngành",
        "Bình luận viên nhỏ tuổi nhất",
        "Liên kết sản xuất và tiêu thụ chè",
        "Bài viết có hữu ích cho bà con hay không thì phải hỏi chính bà con.",
        "Trang cập nhật số liệu mỗi ngày hai lần",
        "Chủ đề: Cán bộ gần dân, trọng dân",
        "Thẻ căn cước mới có gắn chip",
        "Ba ngày trước hội thi, các đội tập luyện rất hăng",
        "3 ngày trước khi khai mạc",
        "Hôm nay, 14 thôn ra quân làm đường",
        "Cập nhật dữ liệu dân cư tại thôn",
        "Người duyệt hồ sơ phải ký số",
        "Đánh giá: các xã làm tốt",
        "Nghe đọc bài diễn văn khai mạc",
        "Tải ứng dụng định danh về điện thoại trước khi đến",
        "Theo dõi chúng tôi làm việc mới thấy hết cái khó",
        "Thời tiết: mưa to diện rộng",
        "Bản đồ quy hoạch được niêm yết",
        "Cảm ơn bạn đã gửi câu hỏi đến chuyên trang",
        "Chọn ngày tổ chức đại hội",
        "Tháng 9 có hai đợt kiểm tra",
        "Người dân không phải nhập captcha khi tra cứu hồ sơ từ ngày mai",
    ],
)
def test_article_lines_are_no_labels(text: str) -> None:
    assert of(text) is Label.NONE


@pytest.mark.parametrize(
    "text",
    [
        "Tác giả: Ngọc Lan",
        "Nguồn tin: Văn phòng UBND phường",
        "Nguồn: Sở Nội vụ",
        "Tin, ảnh: Quốc Bảo",
        "Ảnh: CTV",
        "Ban Biên tập",
        "(Theo TTXVN)",
        "Theo Phương Linh/Báo Nam Lĩnh",
        "Phạm Phượng (CTV)",
        "PV",
        "BGP",
    ],
)
def test_bylines(text: str) -> None:
    assert is_byline(text)


@pytest.mark.parametrize(
    "text",
    [
        "Anh Hùng, thôn Đông, cho biết.",
        "Theo đó, các xã phải nộp báo cáo trước ngày 5.",
        "Tin vui đến với bà con.",
        "Bài học rút ra",
    ],
)
def test_sentences_that_begin_like_a_byline(text: str) -> None:
    assert not is_byline(text)


@pytest.mark.parametrize(
    "text", ["Tệp đính kèm: TB-12.pdf", "File đính kèm", "Phụ lục kèm theo", "Tải về", "danh-sach.xlsx"]
)
def test_attachment_lines(text: str) -> None:
    assert names_attachment(text)


@pytest.mark.parametrize("text", ["Phạm Phượng (CTV)", "Ngọc Lan", "Minh Hà", "Y Thơm Niê", "Thu Hằng - Quốc Bảo"])
def test_names(text: str) -> None:
    assert NAME.match(text)


@pytest.mark.parametrize("text", ["toàn cảnh hội nghị", "Nhiều lắm.", "Xin cảm ơn ông!"])
def test_no_names(text: str) -> None:
    assert not NAME.match(text) or text.endswith(".")


def test_names_of_sites_and_statements() -> None:
    assert SITE_NAME.search(plain("CỔNG THÔNG TIN ĐIỆN TỬ TỈNH YÊN BÁI"))
    assert SITE_NAME.search(plain("UBND huyện Tân Phong"))
    assert not SITE_NAME.search(plain("Bắc Yên tổ chức hội nghị"))
    assert GONE.search(plain("Không tìm thấy trang bạn yêu cầu"))
    assert GONE.search(plain("Bài viết không tồn tại hoặc đã bị xóa"))
    assert LOGIN.search(plain("Đăng nhập hệ thống"))
    assert WALL.search(plain("Xác nhận bạn không phải là robot"))


def test_plain_drops_accents_and_case_only() -> None:
    assert plain("ĐẶNG Ữ – Thuỷ/Thủy 12.") == "dang u - thuy/thuy 12."
    assert plain("Lượt truy cập") == plain("LƯỢT TRUY CẬP") == plain("Luot truy cap")


@pytest.mark.parametrize(
    "text",
    [
        "1310 lượt đọc Chia sẻ bài viết Bình luận (2)",
        "Quan tâm 41 | Phản hồi 0 | Nghe bài này",
        "Bài viết có 9 lượt xem, 0 bình luận",
        "Người đăng: quantri - 77 lượt truy cập",
        "77 lượt xem - Người đăng: Lò Văn Inh",
        "Được xem: 71",
        "Thích (3) Không thích (0)",
        "Hôm nay: 8 Hôm qua: 31 Tổng: 20.115",
        "Tweet Chia sẻ 0 Thích 0",
        "Tên đăng nhập",
        "Quên mật khẩu?",
    ],
)
def test_a_bar_of_several_tools_and_counters_is_furniture(text: str) -> None:
    assert of(text) is Label.FURNITURE


@pytest.mark.parametrize(
    "text",
    [
        "Quan tâm, chia sẻ",
        "Điểm số 85,6",
        "Phản hồi 12 ý kiến của cử tri",
        "Chia sẻ yêu thương 2022",
        "Có 3 lượt ý kiến trái chiều",
        "Tác giả: Lò Văn Inh",
        "Đọc sách 3 lần mỗi tuần",
        "12 người đọc diễn văn",
    ],
)
def test_a_line_with_one_word_that_is_no_tool_is_no_bar(text: str) -> None:
    assert of(text) is Label.NONE
