"""The vocabulary of administrative reform (cải cách hành chính, CCHC): core terms, areas, false friends (DOMAIN 2).

How it is written: one concept a line, its spellings between "|"; [x] may be left out; ^ only at the beginning of a
title or line; @2017 only where that year follows within a dozen words (numbers of acts come again every year).
A line after "!" names a field of reform by itself: in the title and again in the text it decides alone. Capitals are
abbreviations, printed exactly so; everything else is compared without regard to case. Each long name of
`SHORT` is also tried by its abbreviations.
"""

from __future__ import annotations

SHORT = {
    "cải cách hành chính": ("CCHC", "C.C.H.C"),
    "thủ tục hành chính": ("TTHC",),
    "văn bản quy phạm pháp luật": ("VBQPPL", "văn bản QPPL"),
    "dịch vụ công trực tuyến": ("DVCTT", "DVC trực tuyến"),
    "bưu chính công ích": ("BCCI",),
    "đơn vị hành chính": ("ĐVHC",),
    "đơn vị sự nghiệp": ("ĐVSN",),
    "hành chính công": ("HCC",),
    "chuyển đổi số": ("CĐS",),
    "công nghệ thông tin": ("CNTT",),
    "cán bộ công chức viên chức": ("CBCCVC", "CB CC VC", "CBCC VC"),
    "cán bộ công chức": ("CBCC", "CB CC"),
}

# One of these in title or lead, or two in the body, and the text is about reform (DOMAIN 2.3).
CORE = {
    "CHI_DAO": """
        cải cách hành chính | cải cách nền hành chính
        ban chỉ đạo cải cách hành chính | tổ công tác cải cách hành chính
        chỉ số [chấm điểm] cải cách hành chính | par index | parindex | chỉ số par | điểm cải cách hành chính \
            | chỉ số đánh giá cải cách hành chính | bộ tiêu chí cải cách hành chính | xếp hạng cải cách hành chính
        kế hoạch cải cách hành chính | chương trình cải cách hành chính \
            | chương trình tổng thể cải cách hành chính
        kiểm tra [công tác] cải cách hành chính | kiểm tra việc thực hiện cải cách hành chính
        sơ kết [công tác] cải cách hành chính | tổng kết [công tác] cải cách hành chính \
            | đánh giá [công tác] cải cách hành chính
        tuyên truyền [về] [công tác] cải cách hành chính | sáng kiến cải cách hành chính \
            | mô hình cải cách hành chính
    """,
    "TAC_DONG": "SIPAS",
    "CONG_VU": "tổ kiểm tra công vụ | đoàn kiểm tra công vụ | kiểm tra công vụ",
}
GENERAL = "cải cách hành chính"  # the programme's name alone: of every area, and of CHI_DAO where nothing else is named

# Two different ones, and no false friends as strong, make a text without a core term one about reform.
STRONG = {
    "CHI_DAO": """
        kỷ luật [và] kỷ cương hành chính | kỷ cương hành chính | kỷ cương kỷ luật hành chính
        76/NQ-CP | 30c/NQ-CP
    """,
    "THE_CHE": """
        ! văn bản quy phạm pháp luật
        ! rà soát [và] [hệ thống hóa] văn bản | hệ thống hóa văn bản | kiểm tra [xử lý] [rà soát] văn bản \
            | kiểm tra xử lý văn bản | tự kiểm tra văn bản | kiểm tra và xử lý văn bản
        theo dõi [tình hình] thi hành pháp luật | theo dõi việc thi hành pháp luật
        ! cải cách thể chế | hoàn thiện thể chế | xây dựng thể chế | xây dựng và hoàn thiện thể chế
        thể chế
        phân cấp phân quyền | phân cấp ủy quyền | đẩy mạnh phân cấp | phân cấp quản lý
    """,
    "TTHC": """
        ! thủ tục hành chính | quy trình thủ tục hành chính
        ! cải cách thủ tục hành chính | đơn giản hóa [các] thủ tục hành chính | cắt giảm đơn giản hóa \
            | cắt giảm [các] thủ tục hành chính | rà soát [các] thủ tục hành chính
        ! kiểm soát thủ tục hành chính | KSTT | KSTTHC | 63/2010/NĐ-CP | nghị định [số] 63/2010 | 92/2017/NĐ-CP \
            | 02/2017/TT-VPCP
        quy định hành chính
        chứng thực bản sao [điện tử] | bản sao điện tử | chứng thực điện tử
        chi phí tuân thủ
        thư xin lỗi | công khai xin lỗi | xin lỗi người dân
        [dịch vụ] bưu chính công ích | 45/2016/QĐ-TTg
        hồ sơ đúng hạn | hồ sơ trước hạn | hồ sơ quá hạn | hồ sơ trễ hạn | hồ sơ đúng hẹn | hồ sơ trễ hẹn \
            | trước hạn và đúng hạn | đúng hạn và trước hạn | đúng và trước hạn | trước và đúng hạn \
            | hồ sơ giải quyết đúng hạn | hồ sơ giải quyết trước hạn | giải quyết trước hạn | giải quyết đúng hạn
        tiếp nhận [hồ sơ] [và] trả kết quả | tiếp nhận và giải quyết hồ sơ | tiếp nhận giải quyết hồ sơ \
            | trả kết quả giải quyết
        phi địa giới hành chính | không phụ thuộc [vào] địa giới hành chính | không phụ thuộc nơi cư trú
        số hóa hồ sơ | số hóa kết quả | số hóa giấy tờ | số hóa thành phần hồ sơ
        766/QĐ-TTg @2022 | bộ chỉ số 766
    """,
    "BO_MAY": """
        ! tổ chức bộ máy | cải cách tổ chức bộ máy | bộ máy hành chính
        tinh gọn [tổ chức] bộ máy | sắp xếp tinh gọn | sắp xếp [tổ chức] bộ máy | tinh gọn đầu mối | giảm đầu mối \
            | bộ máy tinh gọn
        hợp nhất sở | hợp nhất hai sở | hợp nhất các sở | sáp nhập sở | sáp nhập các sở | hợp nhất các phòng \
            | sáp nhập các phòng
        phân cấp phân quyền | phân cấp ủy quyền
        chức năng nhiệm vụ [quyền hạn] [và] cơ cấu tổ chức
        đơn vị sự nghiệp công lập | đơn vị sự nghiệp công
        ! chính quyền [địa phương] 2 cấp | chính quyền [địa phương] 02 cấp | chính quyền [địa phương] hai cấp
        ! tinh giản biên chế | giảm biên chế
        18-NQ/TW @2017 | 19-NQ/TW @2017 | 137-KL/TW | 60-NQ/TW @2025 | 759/QĐ-TTg @2025
    """,
    "CONG_VU": """
        ! chế độ công vụ | cải cách công vụ | cải cách chế độ công vụ
        vị trí việc làm
        ! thi tuyển công chức | tuyển dụng công chức | tuyển công chức | thi nâng ngạch | thi tuyển viên chức \
            | tuyển dụng viên chức | kỳ thi tuyển dụng | nâng ngạch công chức | thăng hạng viên chức \
            | tuyển dụng cán bộ công chức
        đánh giá [và] xếp loại [chất lượng] cán bộ | đánh giá [và] xếp loại [chất lượng] công chức \
            | đánh giá [và] xếp loại CBCCVC | đánh giá cán bộ | đánh giá công chức | xếp loại [chất lượng] cán bộ
        đùn đẩy né tránh | né tránh đùn đẩy | sợ sai sợ trách nhiệm | dám nghĩ dám làm
        thu hút nhân tài | sinh viên tốt nghiệp xuất sắc
        luân chuyển điều động | điều động luân chuyển | luân chuyển cán bộ | điều động bổ nhiệm
        ! văn hóa công vụ | đạo đức công vụ | văn hóa công sở | kỷ luật công vụ | trách nhiệm công vụ
        đội ngũ cán bộ công chức [viên chức] | đội ngũ công chức
        đào tạo bồi dưỡng cán bộ [công chức] [viên chức] | bồi dưỡng cán bộ công chức [viên chức] \
            | đào tạo bồi dưỡng công chức | bồi dưỡng ngạch
        178/2024/NĐ-CP | nghị định [số] 178/2024
    """,
    "TAI_CHINH_CONG": """
        ! tài chính công | cải cách tài chính công
        tự chủ [về] tài chính | [cơ chế] tự chủ [tại] [của] [các] đơn vị sự nghiệp [công] [lập] | 60/2021/NĐ-CP \
            | tự chủ một phần chi thường xuyên | tự bảo đảm chi thường xuyên
        khoán chi | khoán kinh phí | khoán xe
        tài sản công
        tiết kiệm chống lãng phí | chống lãng phí
        giải ngân [vốn] đầu tư công
        quy chế chi tiêu nội bộ
    """,
    "CHINH_PHU_SO": """
        ! chính phủ điện tử | chính quyền điện tử
        ! chính phủ số | chính quyền số
        chuyển đổi số
        ! đề án 06 | 06/QĐ-TTg @2022
        VNeID | VNEID | định danh điện tử | tài khoản định danh | định danh mức
        ! dịch vụ công trực tuyến | dịch vụ công thiết yếu | dịch vụ công toàn trình | DVC toàn trình \
            | dịch vụ công mức độ | trực tuyến toàn trình | trực tuyến mức độ | mức độ 3 4 | mức độ 3 mức độ 4 \
            | mức độ 3 và 4 | mức độ 4
        thanh toán trực tuyến
        chữ ký số | ký số
        văn bản điện tử | trục liên thông | liên thông văn bản
        cổng dịch vụ công [quốc gia]
        tổ công nghệ số cộng đồng | công nghệ số cộng đồng
        dữ liệu mở | dữ liệu dùng chung
        hồ sơ trực tuyến | nộp trực tuyến
        ISO 9001
        ! hiện đại hóa [nền] hành chính | hiện đại hóa công sở
    """,
    "TAC_DONG": """
        ! chỉ số hài lòng | mức độ hài lòng | đo lường sự hài lòng | khảo sát sự hài lòng
        sự hài lòng
        ! PAPI | quản trị và hành chính công
        PCI
        năng lực cạnh tranh cấp tỉnh | năng lực cạnh tranh cấp sở
        PGI
        ! DDCI
        đối thoại [với] doanh nghiệp | đối thoại với các doanh nghiệp
        chi phí không chính thức
    """,
    "SAP_XEP_DVHC": """
        ! sắp xếp [các] [lại] đơn vị hành chính
        ! sáp nhập tỉnh | hợp nhất tỉnh | sáp nhập hai tỉnh | hợp nhất hai tỉnh | sáp nhập các tỉnh
        sáp nhập xã | sáp nhập các xã | sáp nhập huyện | sáp nhập phường | sáp nhập thôn | xã mới sáp nhập \
            | sáp nhập các thôn
        202/2025/QH15
    """,
}

# These say which area, never that a text is about reform.
WEAK = {
    "CHI_DAO": """
        người đứng đầu
        kỷ luật kỷ cương
        chỉ đạo điều hành
        sơ kết | tổng kết
        công bố kết quả xếp hạng | bảng xếp hạng | xếp hạng
        tự đánh giá chấm điểm | chấm điểm
    """,
    "THE_CHE": """
        phân cấp | ủy quyền
        thẩm định dự thảo | dự thảo văn bản
        sở tư pháp
    """,
    "TTHC": """
        giải quyết hồ sơ | tiếp nhận hồ sơ | nhận hồ sơ | trả kết quả
        đúng hạn | trước hạn | quá hạn | trễ hạn
        phản ánh kiến nghị
        niêm yết công khai
    """,
    "BO_MAY": """
        hợp nhất | sáp nhập | giải thể
        sắp xếp | tinh gọn
        cơ cấu tổ chức | cơ quan chuyên môn | đầu mối
        biên chế
        phân cấp
    """,
    "CONG_VU": """
        cán bộ công chức [viên chức]
        công vụ
        tuyển dụng | thi tuyển | thí sinh
        luân chuyển | điều động | bổ nhiệm
        đào tạo bồi dưỡng
        nghỉ hưu trước tuổi | nghỉ việc | nghị định 178
        đánh giá xếp loại
        cải cách tiền lương
    """,
    "TAI_CHINH_CONG": """
        cơ chế tự chủ | quyền tự chủ | giao tự chủ
        chi thường xuyên | vốn đầu tư công | sở tài chính
        đấu giá | trụ sở dôi dư
    """,
    "CHINH_PHU_SO": """
        trực tuyến | không dùng tiền mặt
        ứng dụng công nghệ thông tin
        cơ sở dữ liệu | dữ liệu dân cư | kho dữ liệu
        phần mềm quản lý văn bản | không giấy tờ | thư điện tử công vụ | điều hành thông minh
    """,
    "TAC_DONG": """
        môi trường kinh doanh | môi trường đầu tư [kinh doanh]
        điều tra xã hội học | phát phiếu
        trách nhiệm giải trình | tính minh bạch
        đối thoại
    """,
    "SAP_XEP_DVHC": """
        sau sáp nhập
        đơn vị hành chính mới | xã mới | tỉnh mới | phường mới
        lấy ý kiến cử tri | ý kiến cử tri
    """,
}

# Once a field of the index by itself: kept apart as a part of TTHC, whose points these are too.
ONE_STOP_CODE = "TTHC.MOT_CUA"
ONE_STOP = """
    ! một cửa | một cửa liên thông | cơ chế một cửa | một cửa điện tử | một cửa hiện đại
    ! bộ phận một cửa | bộ phận tiếp nhận và trả kết quả | bộ phận phục vụ hành chính công | bộ phận TN&TKQ \
        | bộ phận TN&TRKQ | công chức một cửa
    ! trung tâm [phục vụ] hành chính công | TTPVHCC | TTHCC | trung tâm PVHCC
    118/2025/NĐ-CP | 61/2018/NĐ-CP | nghị định [số] 61/2018 | nghị định [số] 118/2025 | 01/2018/TT-VPCP
"""

# Where these are as frequent as the strong terms, the text is about them (DOMAIN 2.4): false friends, and the people of
# schools, hospitals and banks, who have chữ ký số, chuyển đổi số and tự chủ as well.
OPPOSED = """
    vi phạm hành chính | xử phạt hành chính | xử lý hành chính | phạt hành chính
    cưỡng chế hành chính
    tố tụng hành chính | án hành chính | vụ án hành chính | khiếu kiện hành chính
    địa giới hành chính | mốc địa giới | mã hành chính | mã đơn vị hành chính | bản đồ hành chính
    [cơ chế] một cửa quốc gia | [cơ chế] một cửa asean | hải quan một cửa | cổng một cửa quốc gia
    cải cách tư pháp | cải cách ruộng đất | cải cách giáo dục | cải cách điền địa
    tự chủ đại học | số hóa di sản | số hóa hiện vật | số hóa truyền hình
    mạch vành | nhồi máu | đặt stent
    chuyển đổi số trong giáo dục | chuyển đổi số trong nông nghiệp | chuyển đổi số trong y tế \
        | chuyển đổi số trong du lịch | chuyển đổi số trong doanh nghiệp | thương mại điện tử
    giao dịch việc làm | hội chợ việc làm
    học sinh | nhà trường | phụ huynh | học bạ | học phí | giáo viên
    người bệnh | bệnh nhân | bệnh án
    sự hài lòng của người bệnh | sự hài lòng của bệnh nhân | sự hài lòng của du khách | sự hài lòng của khách hàng \
        | mức độ hài lòng của người bệnh
    khách hàng | ngân hàng
"""
# Phrases that only look like terms: they are read over, and so is what they hold.
IGNORED = """
    một cửa hàng | một cửa khẩu | một cửa hiệu | một cửa biển | một cửa sông | một cửa sổ | một cửa ra vào \
        | một cửa hầm | một cửa ngõ
    trung tâm hành chính | trung tâm hành chính chính trị | khu hành chính | giờ hành chính
    chuyển đổi số diện tích | chuyển đổi số đất | chuyển đổi số ruộng | chuyển đổi số hộ | chuyển đổi số lượng
    đăng ký số | ký số hiệu | dịch vụ công cộng | tài khoản định danh ngân hàng | tài chính công ty \
        | tài chính công đoàn | tài sản công ty | tài sản công dân | tài sản công đoàn | chính phủ số hiệu
    đội ngũ công chứng | đơn vị hành chính | thể chế hóa
"""

# Titles of pages that carry the words and are no articles about reform: digests, and what is not news.
DIGEST = """
    ^ điểm báo | ^ điểm tin | ^ tin vắn | ^ bản tin tuần | ^ tin tuần | ^ tin tức nổi bật | nổi bật trong tuần \
        | nổi bật tuần | nổi bật trong tháng | trong tuần qua
"""
INVITATION = """
    ^ lịch làm việc | ^ lịch công tác | ^ lịch tiếp công dân | ^ lịch họp | ^ lịch trực | ^ thư mời | ^ giấy mời \
        | ^ mời chào giá | ^ mời báo giá | ^ thông báo mời | ^ thông báo lịch tiếp công dân \
        | ^ chương trình công tác
"""
NOTICE_TITLE = """
    ^ quyết định số | ^ quyết định về việc | ^ quyết định ban hành | ^ quyết định phê duyệt | ^ quyết định công bố \
        | ^ quyết định v/v | ^ kế hoạch số | ^ công văn số | ^ công văn về việc | ^ v/v | ^ về việc | ^ chỉ thị số \
        | ^ nghị quyết số | ^ tờ trình | ^ phụ lục | ^ hướng dẫn số | ^ báo cáo số | ^ thông báo số \
        | ^ thông báo về việc | ^ thông báo v/v | ^ thông báo công khai | ^ thông báo danh mục | ^ danh mục \
        | công bố danh mục [các] thủ tục hành chính | công bố [các] thủ tục hành chính | ^ bộ thủ tục hành chính \
        | công khai danh mục thủ tục hành chính | công bố danh mục quy trình \
        | ban hành danh mục thủ tục hành chính
"""
# Lines of a decision or a letter; two different ones make a document.
NOTICE_LINE = """
    ^ điều 1
    ^ điều 2
    ^ nơi nhận
    ^ kính gửi
    ^ căn cứ luật | ^ căn cứ nghị định | ^ căn cứ quyết định
"""
