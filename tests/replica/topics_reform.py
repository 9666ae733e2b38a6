# ruff: noqa: E501 (sentences stay on one line each)
"""Sentences about administrative reform."""

from __future__ import annotations

from tests.replica.topics import Topic

_DIRECTION = "Hoạt động chỉ đạo điều hành >> Cải cách hành chính"
_NEWS = "Tin tức - Sự kiện >> Tin trong tỉnh"

CONFERENCE = Topic(
    _DIRECTION,
    True,
    (
        "{unit} [sơ kết|đánh giá kết quả|kiểm điểm] công tác cải cách hành chính {ky}",
        "Hội nghị [đánh giá|sơ kết] công tác cải cách hành chính {ky} của {unit}",
        "{unit} [bàn giải pháp|tìm cách|triển khai nhiệm vụ] nâng cao hiệu quả cải cách hành chính năm {nam}",
        "{Huyen}: [Nhiều chuyển biến|Chuyển biến rõ nét] trong công tác cải cách hành chính, {p9} hồ sơ đúng hạn",
        "{unit} [họp|giao ban] Ban Chỉ đạo cải cách hành chính, đánh giá {ky}",
    ),
    (
        "{khi}, {unit} tổ chức hội nghị [sơ kết|đánh giá] công tác cải cách hành chính {ky}, [bàn|thảo luận|thống nhất] nhiệm vụ, giải pháp trong thời gian tới. {Leader} [chủ trì hội nghị|dự và chỉ đạo hội nghị].",
        "Nhằm nhìn lại những việc đã làm được và chỉ rõ khâu còn yếu, {khi_thuong}, {unit} tổ chức hội nghị về công tác cải cách hành chính {ky} với sự tham gia của {m} đơn vị.",
        "{khi}, dưới sự chủ trì của {leader}, {unit} đã họp bàn về kết quả cải cách hành chính {ky} và việc khắc phục các tiêu chí bị trừ điểm.",
    ),
    (
        "Báo cáo tại hội nghị cho thấy, trong {ky}, {unit} đã ban hành {m} văn bản chỉ đạo về cải cách hành chính, hoàn thành {n2}/{n3} nhiệm vụ được giao.",
        "Toàn ngành tiếp nhận {n} hồ sơ thủ tục hành chính, trong đó [giải quyết trước hạn và đúng hạn|trả đúng hẹn] đạt {p9}.",
        "Nhiều đại biểu thẳng thắn chỉ ra rằng việc [luân chuyển hồ sơ giữa các phòng|phối hợp giữa các bộ phận] có lúc còn chậm, [dẫn tới|khiến] {m} hồ sơ bị quá hạn.",
        "Một số đơn vị còn lúng túng khi tự chấm điểm chỉ số cải cách hành chính, tài liệu kiểm chứng [chưa đầy đủ|gửi chậm so với yêu cầu].",
        "Các ý kiến phát biểu tập trung làm rõ trách nhiệm của người đứng đầu trong việc [chỉ đạo, kiểm tra|theo dõi, đôn đốc] thực hiện nhiệm vụ cải cách hành chính.",
        "Phát biểu kết luận, {leader} đề nghị các đơn vị coi cải cách hành chính là việc làm thường xuyên, [có địa chỉ, có thời hạn|rõ người, rõ việc, rõ thời gian].",
        "Hội nghị thống nhất đưa kết quả cải cách hành chính thành một tiêu chí khi bình xét thi đua cuối năm {nam}.",
        "So với cùng kỳ năm {namtruoc}, số hồ sơ trễ hạn giảm {m} trường hợp, riêng lĩnh vực đất đai giảm {p}.",
        "Đến nay đã có {so2} đơn vị xây dựng kế hoạch tuyên truyền cải cách hành chính và tổ chức {m} buổi tọa đàm tại cơ sở.",
        "Đại diện {unit2} chia sẻ cách làm riêng là [phân công cán bộ trực vào thứ Bảy|giao ban hồ sơ vào đầu mỗi tuần], nhờ vậy không còn việc tồn đọng kéo dài.",
    ),
    (
        "Toàn cảnh hội nghị",
        "Quang cảnh hội nghị tại {unit}",
        "{leader} phát biểu tại hội nghị",
        "Các đại biểu dự hội nghị",
    ),
    (
        "Hội nghị thống nhất một số nhiệm vụ trọng tâm:",
        (
            "Hoàn thành tự đánh giá, chấm điểm chỉ số cải cách hành chính năm {nam} trước ngày {han};",
            "Rà soát, cắt giảm ít nhất {p} thời gian giải quyết đối với các thủ tục thuộc thẩm quyền;",
            "Công khai xin lỗi tổ chức, cá nhân khi để hồ sơ quá hạn;",
            "Kiểm tra đột xuất tối thiểu {m} phòng, ban và đơn vị trực thuộc;",
            "Bố trí kinh phí cho công tác cải cách hành chính ngay từ đầu năm.",
        ),
    ),
)
RANKING = Topic(
    _DIRECTION,
    True,
    (
        "Công bố Chỉ số cải cách hành chính năm {namtruoc}: {unit} [dẫn đầu|đứng đầu|xếp thứ nhất] với {diem} điểm",
        "{unit} tăng {so2} bậc, đạt {diem} điểm cải cách hành chính năm {namtruoc}",
        "Chỉ số cải cách hành chính năm {namtruoc}: {unit} đạt {diem} điểm, {Huyen} [bứt phá|giữ vững vị trí]",
        "Xếp hạng cải cách hành chính năm {namtruoc}: Khoảng cách giữa {unit} và {unit2} còn {diem_nho} điểm",
    ),
    (
        "UBND tỉnh vừa công bố kết quả xác định Chỉ số cải cách hành chính năm {namtruoc} của các sở, ban, ngành và UBND cấp huyện; {unit} [dẫn đầu|xếp thứ nhất] khối với {diem} điểm.",
        "Theo {qd} về việc công bố Chỉ số cải cách hành chính năm {namtruoc}, {unit} đạt {diem} điểm, tăng {so2} bậc so với lần đánh giá trước.",
        "{khi}, tại hội nghị do {leader} chủ trì, kết quả xếp hạng cải cách hành chính năm {namtruoc} đã được công bố với nhiều thay đổi ở nhóm đầu.",
    ),
    (
        "Điểm trung bình của khối sở, ngành là {diem} điểm, cao hơn năm liền trước {diem_nho} điểm.",
        "Ở nhóm cuối bảng, {unit2} chỉ đạt {diem} điểm, chủ yếu do mất điểm ở nội dung [công khai kết quả giải quyết hồ sơ|thanh toán trực tuyến|kiểm tra, rà soát văn bản].",
        "Tiêu chí có điểm số cao nhất là công tác chỉ đạo, điều hành ({p9}), thấp nhất là tài chính công ({p}).",
        "Kết quả điều tra xã hội học với {n} phiếu cho thấy mức độ hài lòng chung đạt {p}, [tăng nhẹ|cải thiện] so với năm trước.",
        "Có {so2} đơn vị tăng hạng, {so2} đơn vị giữ nguyên vị trí và {so2} đơn vị tụt hạng.",
        "Trong bảng xếp hạng PAR INDEX toàn quốc, tỉnh đứng thứ {bac}/63, [vươn lên|tăng] {so2} bậc.",
        "Lãnh đạo {unit} cho biết sẽ tiếp tục [giữ vững kết quả|khắc phục những tiêu chí còn mất điểm], nhất là việc số hóa hồ sơ đầu vào.",
        "Hội đồng thẩm định đã kiểm tra {n2} tài liệu kiểm chứng và trừ điểm {so2} đơn vị do báo cáo không kịp thời.",
        "UBND tỉnh yêu cầu các đơn vị xếp cuối xây dựng kế hoạch khắc phục, gửi Sở Nội vụ trước ngày {han}.",
    ),
    (
        "Lãnh đạo tỉnh trao bằng khen cho các đơn vị dẫn đầu",
        "Lễ công bố chỉ số cải cách hành chính năm {namtruoc}",
        "Ảnh minh họa",
    ),
    (
        "Từ kết quả trên, UBND tỉnh yêu cầu:",
        (
            "Phân tích từng tiêu chí bị trừ điểm và làm rõ trách nhiệm của tập thể, cá nhân;",
            "Xây dựng kế hoạch cải thiện chỉ số, gửi về Sở Nội vụ trước ngày {han};",
            "Nhân rộng cách làm của {unit} trong việc trả kết quả qua bưu điện;",
            "Không để phát sinh hồ sơ quá hạn mà không có lý do chính đáng.",
        ),
    ),
    ("STT", "Đơn vị", "Điểm số", "So với năm trước"),
)
INSPECTION = Topic(
    _DIRECTION,
    True,
    (
        "[Kiểm tra|Đoàn liên ngành kiểm tra] công tác cải cách hành chính tại {unit}, {m} nội dung được xem xét",
        "Đoàn kiểm tra cải cách hành chính của tỉnh làm việc với UBND {xa}, {huyen}",
        "{unit}: Qua kiểm tra cải cách hành chính phát hiện {m} nội dung cần [khắc phục|chấn chỉnh]",
        "Kiểm tra cải cách hành chính tại {xa}: {n2} hồ sơ được rà soát",
    ),
    (
        "{khi}, Đoàn kiểm tra công tác cải cách hành chính của tỉnh do {leader} làm trưởng đoàn đã làm việc tại {unit}.",
        "Thực hiện {kh} của UBND tỉnh, {khi_thuong}, đoàn công tác đã kiểm tra việc thực hiện nhiệm vụ cải cách hành chính tại UBND {xa}, {huyen}.",
        "Tổ kiểm tra công vụ của tỉnh vừa kết thúc đợt kiểm tra cải cách hành chính tại {unit}, trong đó có nội dung chấp hành giờ giấc làm việc của công chức.",
    ),
    (
        "Tại buổi làm việc, đoàn đã kiểm tra ngẫu nhiên {n2} hồ sơ, [phát hiện|ghi nhận] {m} hồ sơ thiếu phiếu kiểm soát quá trình giải quyết.",
        "Đoàn ghi nhận bộ phận một cửa được bố trí [gọn gàng, thuận tiện|ở vị trí dễ tìm], niêm yết đủ {n2} thủ tục và số điện thoại tiếp nhận phản ánh.",
        "Tuy nhiên, bảng niêm yết vẫn còn {m} thủ tục đã [hết hiệu lực|được thay thế] nhưng chưa được gỡ bỏ.",
        "Việc cập nhật hồ sơ lên hệ thống thông tin giải quyết thủ tục hành chính chưa [đầy đủ|kịp thời], nhất là vào những ngày đông người.",
        "Thay mặt đơn vị, {nguoi} tiếp thu ý kiến của đoàn và cam kết khắc phục xong trước ngày {han}.",
        "Trưởng đoàn đề nghị {unit} rà soát quy chế làm việc, phân công người thay thế khi công chức một cửa nghỉ phép.",
        "Theo {kh}, năm {nam} đoàn sẽ kiểm tra {m} cơ quan, đơn vị, trong đó có {so2} đơn vị được kiểm tra không báo trước.",
        "Kết luận kiểm tra được gửi tới đơn vị chậm nhất sau {so2} ngày làm việc và công khai trên trang thông tin điện tử.",
        "Qua phỏng vấn nhanh {m} người dân đến giao dịch, phần lớn đều [hài lòng|đánh giá tốt] về thái độ phục vụ của công chức.",
    ),
    (
        "Đoàn kiểm tra làm việc tại bộ phận một cửa",
        "Trưởng đoàn kiểm tra trao đổi với công chức {xa}",
        "Quang cảnh buổi làm việc",
    ),
    (
        "Đoàn kiểm tra yêu cầu đơn vị thực hiện ngay một số việc:",
        (
            "Gỡ bỏ các thủ tục đã bị bãi bỏ khỏi bảng niêm yết;",
            "Bổ sung phiếu kiểm soát cho {m} hồ sơ còn thiếu;",
            "Mở sổ theo dõi phản ánh, kiến nghị và trả lời trong vòng {so2} ngày;",
            "Báo cáo kết quả khắc phục trước ngày {han}.",
        ),
    ),
)
ONE_STOP = Topic(
    "Tin tức - Sự kiện >> Thủ tục hành chính",
    True,
    (
        "{Xa}: Bộ phận một cửa [trả kết quả|giải quyết hồ sơ] [đúng hẹn|trước hạn] {p9}",
        "{unit} đưa thêm {m} thủ tục vào giải quyết tại Trung tâm Phục vụ hành chính công",
        'Mô hình "Ngày thứ Bảy vì dân" ở {xa}: {n2} lượt người được giải quyết thủ tục hành chính',
        "Trung tâm Phục vụ hành chính công tỉnh tiếp nhận {n} hồ sơ trong {ky}",
        "{Huyen}: {n2} hồ sơ thủ tục hành chính được nhận và trả qua bưu chính công ích",
    ),
    (
        "Bộ phận Tiếp nhận và Trả kết quả của {xa}, {huyen} đã trở thành địa chỉ [quen thuộc|tin cậy] khi người dân cần làm thủ tục hành chính, với {p9} hồ sơ được giải quyết đúng hạn.",
        "Thực hiện {nghidinh}, {unit} vừa rà soát và đưa thêm {m} thủ tục hành chính vào danh mục tiếp nhận tại chỗ.",
        "Đều đặn mỗi sáng thứ Bảy, bộ phận một cửa {xa} vẫn đón người dân đến làm thủ tục hành chính, đến nay đã có {n2} lượt người được phục vụ.",
        "Trong {ky}, {unit} tiếp nhận {n} hồ sơ theo cơ chế một cửa, [tăng|cao hơn] {p} so với cùng kỳ năm {namtruoc}.",
        "Không phải đi lại, nhiều người dân {huyen} chọn nhận kết quả thủ tục hành chính qua bưu chính công ích; riêng {ky} đã có {n2} hồ sơ.",
    ),
    (
        "Bà {ba} ở thôn {so2}, {xa} cho biết chỉ mất [chưa đầy một buổi sáng|khoảng nửa giờ] để hoàn tất thủ tục mà trước đây phải đi lại nhiều lần.",
        "Mỗi ngày, bộ phận một cửa đón khoảng {m} lượt người đến giao dịch, nhiều nhất là [lĩnh vực đất đai|hộ tịch, chứng thực|đăng ký kinh doanh].",
        "Nhờ thực hiện liên thông giữa {unit} và {unit2}, thời gian giải quyết một số thủ tục được rút ngắn từ {dai} ngày xuống còn {so2} ngày.",
        "Số hồ sơ nhận qua dịch vụ bưu chính công ích đạt {n2}, số kết quả trả tận nhà đạt {n2}.",
        "Công chức trực một cửa được [tập huấn kỹ năng giao tiếp|đeo thẻ và mặc đồng phục], đồng thời chấm điểm hằng tháng theo mức độ hài lòng của người dân.",
        "Hệ thống lấy số tự động và màn hình tra cứu giúp người dân [chủ động thời gian|biết ngay hồ sơ của mình đang ở bước nào].",
        "Trường hợp để quá hạn đều có thư xin lỗi do người đứng đầu ký, nêu rõ lý do và thời gian hẹn lại.",
        "{unit} đã niêm yết công khai {n2} thủ tục, kèm mã QR để người dân tra cứu thành phần hồ sơ bằng điện thoại.",
        "Từ đầu năm đến nay chưa có [phản ánh, kiến nghị|đơn thư] nào về thái độ phục vụ tại bộ phận một cửa.",
    ),
    ("Người dân làm thủ tục tại bộ phận một cửa {xa}", "Công chức hướng dẫn người dân điền tờ khai", "Ảnh minh họa"),
    (
        "Người dân có thể nộp hồ sơ bằng một trong các cách sau:",
        (
            "Nộp trực tiếp tại Trung tâm Phục vụ hành chính công từ thứ Hai đến thứ Sáu;",
            "Gửi qua điểm phục vụ bưu chính gần nhất, không phải trả thêm lệ phí hồ sơ;",
            "Nộp trực tuyến và nhận kết quả tại nhà trong {so2} ngày làm việc.",
        ),
    ),
    ("Lĩnh vực", "Tiếp nhận", "Trước hạn", "Đúng hạn", "Quá hạn"),
)
DIGITAL = Topic(
    "Khoa học - Công nghệ >> Chuyển đổi số",
    True,
    (
        "{unit} [đạt|vượt] tỷ lệ {p} hồ sơ trực tuyến, góp phần cải cách hành chính",
        "Chuyển đổi số gắn với cải cách hành chính: Cách làm của {unit}",
        "Tổ công nghệ số cộng đồng {xa} giúp {n2} hộ dùng dịch vụ công trực tuyến, góp sức cải cách hành chính",
        "{unit} [tập huấn|bồi dưỡng] kỹ năng xử lý văn bản điện tử, chữ ký số phục vụ cải cách hành chính",
        "Đề án 06 và cải cách hành chính: {Huyen} kích hoạt {n} tài khoản định danh",
    ),
    (
        "Xác định chuyển đổi số là [khâu đột phá|động lực] của cải cách hành chính, {unit} đã đưa {p} hồ sơ lên môi trường mạng trong {ky}.",
        "{khi}, {unit} phối hợp với {unit2} ra mắt các điểm hỗ trợ dịch vụ công trực tuyến, một nội dung trong kế hoạch cải cách hành chính năm {nam}.",
        "Cùng với cải cách hành chính, việc xây dựng chính quyền số ở {huyen} đang mang lại những [thay đổi dễ thấy|tiện ích thiết thực] cho người dân.",
    ),
    (
        "Đến nay, {n2} dịch vụ công trực tuyến toàn trình đã được tích hợp lên Cổng Dịch vụ công quốc gia.",
        "Tỷ lệ văn bản điện tử có chữ ký số đạt {p9}, [tiết kiệm|giảm] đáng kể chi phí in ấn và gửi nhận.",
        "Các thành viên tổ công nghệ số cộng đồng đã đến {n2} hộ gia đình, hướng dẫn cài đặt ứng dụng VNeID và thanh toán không dùng tiền mặt.",
        "Việc thanh toán trực tuyến phí, lệ phí đạt {p}, tuy nhiên ở các xã vùng cao còn gặp khó do [sóng di động yếu|người dân ít có tài khoản ngân hàng].",
        "Kho dữ liệu điện tử của tổ chức, cá nhân được tạo lập giúp người dân không phải nộp lại {m} loại giấy tờ đã số hóa.",
        "{unit} bố trí {m} máy tính công cộng và phân công đoàn viên thanh niên trực hỗ trợ trong giờ hành chính.",
        "Theo {ttg}, việc đánh giá chất lượng phục vụ được thực hiện tự động trên dữ liệu của hệ thống.",
        "Khó khăn lớn nhất hiện nay là [thiết bị ở cấp xã đã cũ|một bộ phận công chức còn ngại thay đổi thói quen], cần được đầu tư, bồi dưỡng thêm.",
        "Kinh phí thực hiện trong năm {nam} là {n2} triệu đồng, lấy từ ngân sách tỉnh và nguồn xã hội hóa.",
    ),
    (
        "Đoàn viên thanh niên hướng dẫn người dân nộp hồ sơ trực tuyến",
        "Lớp tập huấn về chữ ký số tại {unit}",
        "Ảnh minh họa",
    ),
    (
        "Những việc cần làm trong thời gian tới:",
        (
            "Số hóa {p9} kết quả giải quyết thủ tục hành chính còn hiệu lực;",
            "Nâng cấp đường truyền cho {m} xã, phường, thị trấn;",
            "Hoàn thành kết nối với cơ sở dữ liệu quốc gia về dân cư trước ngày {han};",
            "Bồi dưỡng kỹ năng số cho {n2} cán bộ, công chức cấp xã.",
        ),
    ),
    ("Chỉ tiêu", "Kế hoạch", "Thực hiện", "Tỷ lệ"),
)
PLAN = Topic(
    _DIRECTION,
    True,
    (
        "UBND tỉnh ban hành {kh} về cải cách hành chính năm {nam}",
        "{unit} triển khai {kh} về [tuyên truyền|kiểm tra|nâng cao chỉ số] cải cách hành chính",
        "Ban hành {qd} công bố danh mục thủ tục hành chính thuộc phạm vi quản lý của {unit}",
        "UBND tỉnh yêu cầu {unit} [chấn chỉnh|khẩn trương khắc phục] hạn chế trong cải cách hành chính tại {cv}",
        "Tỉnh ủy ban hành {dang} về lãnh đạo công tác cải cách hành chính",
    ),
    (
        "Ngày {ngay}, UBND tỉnh đã ban hành văn bản giao {unit} chủ trì thực hiện các nhiệm vụ cải cách hành chính năm {nam}, trong đó nhấn mạnh việc đơn giản hóa thủ tục.",
        "Nhằm cụ thể hóa {nghidinh}, UBND tỉnh ban hành {kh} với {m} nhóm nhiệm vụ về cải cách hành chính, giao {unit} làm đầu mối theo dõi.",
        "Thực hiện {dang} của Ban Thường vụ Tỉnh ủy, {unit} vừa có {cv} đôn đốc các đơn vị đẩy mạnh cải cách hành chính.",
    ),
    (
        "Theo đó, mục tiêu đặt ra là đến hết năm {nam}, {p9} hồ sơ được giải quyết đúng hạn và {p} hồ sơ được nộp trực tuyến.",
        "Văn bản nêu rõ căn cứ là {nghidinh} và {qd} của UBND tỉnh.",
        "{unit} có trách nhiệm tham mưu [tổ chức kiểm tra|bố trí kinh phí|đánh giá định kỳ], báo cáo UBND tỉnh trước ngày {han}.",
        "Các sở, ban, ngành rà soát điều kiện kinh doanh, đề xuất bãi bỏ [ít nhất|tối thiểu] {m} thủ tục không còn phù hợp.",
        "Đối với {huyen}, UBND tỉnh giao thực hiện thí điểm việc tiếp nhận hồ sơ không phụ thuộc địa giới hành chính.",
        "{cv} cũng lưu ý các đơn vị không được đặt thêm thành phần hồ sơ ngoài quy định.",
        "Kết quả thực hiện là một trong những căn cứ đánh giá, xếp loại người đứng đầu cơ quan, đơn vị năm {nam}.",
        "Kế hoạch này thay thế {kh2} ban hành năm trước và có hiệu lực kể từ ngày ký.",
        "Kinh phí được bảo đảm từ dự toán chi thường xuyên, ước tính {n2} triệu đồng.",
    ),
    ("Ảnh minh họa", "Một phiên họp của UBND tỉnh", "Công chức {unit} rà soát thủ tục"),
    (
        "Các nhiệm vụ chủ yếu gồm:",
        (
            "Cải cách thể chế: hoàn thành rà soát {n2} văn bản quy phạm pháp luật;",
            "Cải cách thủ tục hành chính: cắt giảm {p} thời gian giải quyết;",
            "Cải cách tổ chức bộ máy: sắp xếp {m} đơn vị sự nghiệp công lập;",
            "Cải cách chế độ công vụ: bồi dưỡng {n2} lượt cán bộ, công chức, viên chức;",
            "Cải cách tài chính công: giao quyền tự chủ cho {m} đơn vị.",
        ),
    ),
)
STAFF = Topic(
    _NEWS,
    True,
    (
        "Tập huấn nghiệp vụ cải cách hành chính cho {n2} công chức {huyen}",
        "{unit} sắp xếp bộ máy, giảm {so2} phòng, nâng chất lượng cải cách hành chính",
        "Khảo sát sự hài lòng của người dân: {unit} đạt {p}, tiếp tục cải cách hành chính",
        "{m} đội dự hội thi tìm hiểu cải cách hành chính {huyen}, {xa} [giành giải nhất|về đích đầu tiên]",
        "Sáng kiến cải cách hành chính từ {xa}: [Trả kết quả tại thôn|Hẹn giờ làm thủ tục|Tổ lưu động] giúp {n2} hộ",
    ),
    (
        "{khi}, {unit} khai mạc lớp tập huấn nghiệp vụ cải cách hành chính cho {n2} học viên là công chức các xã, phường, thị trấn.",
        "Việc tinh gọn tổ chức bộ máy gắn với cải cách hành chính ở {unit} đã giảm {so2} đầu mối và {m} biên chế gián tiếp.",
        "Kết quả khảo sát do {unit} thực hiện với {n2} người dân cho thấy công tác cải cách hành chính được [đánh giá cao|ghi nhận], chỉ số hài lòng đạt {p}.",
        "{khi}, hội thi tìm hiểu cải cách hành chính {huyen} đã khép lại với phần tranh tài của {m} đội đến từ các cơ quan, xã, phường, thị trấn.",
        "Từ một đề xuất nhỏ của công chức {xa}, {n2} hộ dân đã được giúp làm thủ tục ngay tại thôn, một sáng kiến cải cách hành chính đang được {huyen} nhân rộng.",
    ),
    (
        "Học viên được nghe giới thiệu những điểm mới của {nghidinh} và thực hành xử lý tình huống trên phần mềm.",
        "Điểm mới của năm nay là phần thi [xử lý hồ sơ trễ hạn|đối thoại với doanh nghiệp], thu hút {m} đội tham gia.",
        "Sau sắp xếp, {unit} còn {so2} phòng chuyên môn, [bớt được tầng nấc trung gian|mỗi việc chỉ một đầu mối chịu trách nhiệm].",
        "Có {p} người được hỏi hài lòng về thời gian giải quyết, song chỉ {p} hài lòng về cách tiếp nhận góp ý.",
        "Nội dung khiến người dân băn khoăn nhất là [phải bổ sung hồ sơ nhiều lần|thiếu thông tin về phí, lệ phí].",
        "Đề án vị trí việc làm được phê duyệt tại {qd}, là cơ sở để bố trí lại {m} công chức.",
        "Mô hình do Đoàn Thanh niên {xa} đề xuất, đến nay đã giúp hơn {n2} lượt người cao tuổi, người khuyết tật.",
        "Ban tổ chức đã trao 01 giải nhất, 02 giải nhì và {so2} giải khuyến khích cho các tập thể, cá nhân.",
        "Phát biểu bế mạc, {nguoi} mong muốn mỗi công chức là một tuyên truyền viên về cải cách hành chính.",
    ),
    ("Các học viên dự lớp tập huấn", "Phần thi của đội {xa}", "Trao giải cho các đội thi", "Toàn cảnh hội nghị"),
    (
        "Chương trình tập huấn gồm các chuyên đề:",
        (
            "Kiểm soát thủ tục hành chính và niêm yết công khai;",
            "Số hóa hồ sơ, kết quả giải quyết ngay từ khâu tiếp nhận;",
            "Kỹ năng giao tiếp, ứng xử với người dân, doanh nghiệp;",
            "Phương pháp tự chấm điểm chỉ số cải cách hành chính.",
        ),
    ),
)
SHARED = (
    "Cùng với đó, công tác thông tin, tuyên truyền được [duy trì|đẩy mạnh] trên hệ thống loa truyền thanh của {so2} thôn, bản.",
    "Theo {nguoi}, kinh nghiệm rút ra là phải bắt đầu từ [những việc nhỏ, dễ làm|khâu tiếp nhận], làm đến đâu chắc đến đó.",
    "Thời gian tới, {unit} sẽ phối hợp chặt chẽ với {unit2} để tháo gỡ vướng mắc liên quan tới {m} thủ tục còn chồng chéo.",
    "Đồng chí {ten} đề nghị các địa phương báo cáo số liệu trung thực, không [chạy theo thành tích|để con số đẹp che khuyết điểm].",
    "Bên cạnh kết quả đạt được, vẫn còn {so2} đơn vị chưa [gửi báo cáo đúng hạn|bố trí đủ công chức làm nhiệm vụ chuyên trách].",
    "Dự kiến trong quý tới, việc đánh giá sẽ được mở rộng ra {m} xã, phường, thị trấn thuộc {huyen}.",
    "Căn cứ {qd} và hướng dẫn tại {cv}, các đơn vị tiếp tục rà soát, báo cáo trước ngày {han}.",
    'Ông {ong} ở {xa} nói: "[Bây giờ đi làm giấy tờ nhanh hơn trước nhiều|Cán bộ giải thích rõ ràng nên bà con đỡ phải đi lại], chúng tôi rất phấn khởi".',
    "Tính riêng {huyen}, con số này là {n2}, [đứng thứ {so2} toàn tỉnh|cao hơn mức bình quân chung].",
    "Đây là năm thứ {so2} liên tiếp nội dung này được đưa vào chương trình công tác của {unit}.",
)

REFORM = (CONFERENCE, RANKING, INSPECTION, ONE_STOP, DIGITAL, PLAN, STAFF)
