# ruff: noqa: E501 (sentences stay on one line each)
"""Sentences of the sections that are not about reform. Some hold false friends: "vi phạm hành chính", "trung tâm hành
chính", "địa giới hành chính" (DOMAIN 2.4)."""

from __future__ import annotations

from tests.replica.topics import Topic

FARMING = Topic(
    "Tin tức - Sự kiện >> Kinh tế",
    False,
    (
        "{Xa} [mở rộng|trồng mới] {m} ha [quế hữu cơ|chè Shan|măng Bát độ|cam sành]",
        "{Huyen}: Nông dân {xa} [được mùa|phấn khởi vào vụ] [lúa xuân|lúa mùa], năng suất {ta} tạ/ha",
        "[Hợp tác xã|Tổ hợp tác] ở {xa} đưa {tan} tấn [chè|gạo nếp|cá hồ Thác Bà] ra thị trường",
        "Phòng, chống rét cho {n} con gia súc ở {huyen}",
    ),
    (
        "{khi}, bà con {xa} ra quân trồng mới {m} ha, nâng diện tích cây trồng chủ lực của xã lên {n2} ha.",
        "Vụ này, {huyen} gieo trồng {n2} ha, năng suất ước đạt {ta} tạ/ha, [cao hơn|tăng] {p} so với vụ trước.",
        "Chuyến hàng {tan} tấn vừa rời {xa}, mở ra hướng đi mới cho nông sản {huyen}.",
        "{khi}, {leader} đã đi kiểm tra công tác phòng, chống rét cho đàn vật nuôi tại {xa}, {huyen}.",
    ),
    (
        "Gia đình anh {ong} có hơn {so2} ha quế, mỗi năm bán vỏ và tinh dầu thu về {n2} triệu đồng.",
        "Giá thu mua tại vườn dao động từ {m} đến {n2} nghìn đồng mỗi ki-lô-gam, [ổn định|nhỉnh hơn] so với đầu năm.",
        "Cán bộ khuyến nông khuyến cáo bà con [bón phân cân đối|thăm đồng thường xuyên], phát hiện sớm sâu cuốn lá và bệnh đạo ôn.",
        "Toàn huyện hiện có {m} hợp tác xã nông nghiệp, trong đó {so2} hợp tác xã đã xây dựng được sản phẩm OCOP.",
        "Nguồn nước tưới cơ bản [đáp ứng đủ|được bảo đảm] nhờ {m} công trình thủy lợi vừa được nạo vét, tu sửa.",
        "Ngân hàng Chính sách xã hội đã giải ngân {n2} triệu đồng cho {n2} hộ vay vốn chăn nuôi.",
        "Ngành thú y đã tiêm {n} liều vắc-xin, đạt {p9} kế hoạch đợt một.",
        "Nhờ có đường bê tông vào tận chân đồi, xe tải thu mua nông sản [tận nơi|ngay tại nương], chi phí vận chuyển giảm hẳn.",
        "Bà con dân tộc Mông, Dao, Tày ở đây đã quen với việc ghi nhật ký sản xuất theo hướng hữu cơ.",
    ),
    ("Nông dân {xa} thu hoạch quế", "Đồi chè ở {xa}", "Ảnh minh họa"),
    (
        "Người dân cần lưu ý:",
        (
            "Che chắn chuồng trại, dự trữ đủ rơm khô và cỏ ủ cho gia súc;",
            "Không thả rông trâu, bò khi nhiệt độ xuống dưới 12 độ C;",
            "Báo ngay cho thú y xã khi đàn vật nuôi có dấu hiệu bất thường.",
        ),
    ),
    ("Cây trồng", "Diện tích (ha)", "Năng suất (tạ/ha)", "Sản lượng (tấn)"),
)
CULTURE = Topic(
    "Tin tức - Sự kiện >> Văn hóa - Xã hội",
    False,
    (
        "{Huyen} [khai mạc|chuẩn bị] [Lễ hội ruộng bậc thang|Ngày hội văn hóa|Tuần du lịch] với {m} [hoạt động|tiết mục], đón {n} lượt khách",
        "Giữ gìn [điệu xòe Thái|tiếng khèn Mông|nghề dệt thổ cẩm|hát then] ở {xa}: Chuyện của [nghệ nhân|ông] {ong}",
        "{Xa} [khánh thành|đưa vào sử dụng] nhà văn hóa thôn trị giá {n2} triệu đồng",
        "{n} lượt khách đến {huyen} trong dịp lễ",
    ),
    (
        "{khi}, trong tiếng khèn rộn rã, {huyen} đã khai mạc ngày hội văn hóa, du lịch năm {nam} với sự tham gia của {m} đoàn nghệ nhân.",
        "Giữa nhịp sống hiện đại, các nghệ nhân ở {xa} vẫn [bền bỉ truyền dạy|gìn giữ] những làn điệu của cha ông cho lớp trẻ.",
        "{khi}, bà con thôn {so2}, {xa} vui mừng dự lễ khánh thành nhà văn hóa mới, công trình do Nhà nước và nhân dân cùng góp sức.",
        "Với cảnh sắc mùa lúa chín và nhiều hoạt động đặc sắc, {huyen} đón {n} lượt khách, doanh thu ước đạt {n2} triệu đồng.",
    ),
    (
        "Nghệ nhân {ten}, năm nay {tuoi} tuổi, đã mở {so2} lớp dạy miễn phí cho hơn {n2} em nhỏ trong bản.",
        "Điểm nhấn của chương trình là màn đại xòe với sự góp mặt của {n2} người trong trang phục truyền thống.",
        "Các gian hàng giới thiệu xôi ngũ sắc, thịt trâu gác bếp, rượu ngô đã [thu hút đông đảo du khách|bán hết ngay trong ngày đầu].",
        "Nhiều gia đình đầu tư làm du lịch cộng đồng, hiện cả xã có {m} cơ sở lưu trú với {n2} phòng nghỉ.",
        "Ban tổ chức bố trí {m} điểm trông giữ xe miễn phí và lực lượng y tế trực trong suốt thời gian diễn ra lễ hội.",
        "Nhà văn hóa được xây dựng trên nền đất do {so2} hộ dân hiến tặng, tổng diện tích {n2} mét vuông.",
        "Trước đó, {so2} di sản của địa phương đã được đưa vào danh mục di sản văn hóa phi vật thể quốc gia.",
        'Du khách {ten} đến từ Hà Nội chia sẻ: "[Cảnh đẹp và con người mến khách|Lần nào lên đây tôi cũng thấy có điều mới], chắc chắn tôi sẽ trở lại".',
    ),
    ("Màn đại xòe tại đêm khai mạc", "Du khách chụp ảnh bên ruộng bậc thang", "Nghệ nhân truyền dạy khèn Mông ở {xa}"),
    (
        "Các hoạt động chính của lễ hội:",
        (
            "Đêm khai mạc và trình diễn khinh khí cầu;",
            "Giải đua mảng trên suối và ném còn;",
            "Chợ phiên vùng cao và hội thi ẩm thực.",
        ),
    ),
)
SPORT = Topic(
    "Tin tức - Sự kiện >> Thể thao",
    False,
    (
        "Giải [bóng chuyền|bóng đá|cầu lông|việt dã] {huyen} năm {nam}: {Xa} [vô địch|giành giải nhất] trong số {m} đội",
        "{n2} vận động viên tranh tài tại giải [chạy|đua thuyền|bóng bàn] {huyen}",
        "Đại hội Thể dục thể thao {xa} lần thứ {so2} có {n2} vận động viên",
    ),
    (
        "Đội {xa} đã giành ngôi vô địch sau trận chung kết [kịch tính|nghẹt thở] với đội chủ nhà.",
        "Giải năm nay quy tụ {n2} vận động viên của {m} đoàn, tranh tài ở {so2} nội dung.",
        "{khi}, tại nhà thi đấu {huyen}, giải thể thao chào mừng các ngày lễ lớn năm {nam} đã bế mạc sau {so2} ngày tranh tài sôi nổi.",
    ),
    (
        "Ở trận chung kết, hai đội giằng co từng điểm và chỉ phân định thắng thua ở hiệp cuối với tỷ số [25|27|29] - [20|22|23].",
        "Vận động viên {ten} của {xa} giành huy chương vàng cự ly [5|7|10] ki-lô-mét.",
        "Ban tổ chức trao cờ, cúp và tiền thưởng cho các đội, riêng giải phong cách thuộc về {xa}.",
        "Khán giả [ngồi kín|phủ kín] hai bên khán đài, tiếng trống cổ vũ vang lên không ngớt.",
        "Phong trào thể dục thể thao phát triển mạnh, hiện {p} người dân trong huyện thường xuyên luyện tập.",
        "Theo trọng tài {ten}, chất lượng chuyên môn năm nay [đồng đều|cao] hơn hẳn các mùa giải trước.",
        "Thông qua giải, ngành thể thao tuyển chọn {m} gương mặt trẻ cho đội tuyển tỉnh.",
    ),
    ("Pha tranh bóng trong trận chung kết", "Ban tổ chức trao cúp cho đội {xa}", "Khoảnh khắc về đích"),
    ("Kết quả chung cuộc:", ("Giải nhất: đoàn {xa};", "Giải nhì: đoàn {xa2};", "Giải ba: đoàn {xa3}.")),
    ("Hạng", "Đoàn", "Huy chương vàng", "Huy chương bạc", "Huy chương đồng"),
)
WEATHER = Topic(
    "Thông tin cần biết >> Phòng chống thiên tai",
    False,
    (
        "[Cảnh báo|Đề phòng] lũ quét, sạt lở đất ở {xa}, {huyen}: Mưa có nơi trên {n2} mm",
        "Công điện số {m}/CĐ-UBND về ứng phó [mưa lũ|rét đậm, rét hại|dông lốc] ở {huyen}",
        "{Huyen} khắc phục hậu quả [dông lốc|mưa đá|sạt lở] tại {xa}, {m} hộ bị ảnh hưởng",
    ),
    (
        "Theo tin từ Đài Khí tượng Thủy văn tỉnh, trong 24 giờ tới khu vực {huyen} có mưa vừa, mưa to, có nơi lượng mưa trên {n2} mm, nguy cơ cao xảy ra sạt lở đất tại {xa}.",
        "{khi}, {leader} ký công điện yêu cầu các địa phương chủ động ứng phó với đợt thiên tai sắp tới.",
        "Trận dông lốc xảy ra tại {xa} đã làm {m} ngôi nhà bị tốc mái, ước thiệt hại {n2} triệu đồng.",
    ),
    (
        "Các địa phương rà soát khu dân cư ven sông, suối, sẵn sàng di dời {n2} hộ ra khỏi vùng nguy hiểm.",
        "Lực lượng xung kích gồm {m} người đã có mặt giúp dân lợp lại mái nhà, dọn dẹp đất đá tràn ra đường.",
        "Trên tuyến quốc lộ 32, đoạn qua {xa}, khoảng {n2} mét khối đất đá sạt xuống khiến giao thông [ách tắc|bị gián đoạn] nhiều giờ.",
        "Ngành điện lực huy động {so2} tổ công tác sửa chữa, cấp điện trở lại cho {n2} hộ.",
        "Mực nước sông Thao tại trạm thủy văn lên nhanh, có khả năng vượt mức báo động [1|2|3].",
        "Hộ có nhà sập hoàn toàn được hỗ trợ {m} triệu đồng theo quy định hiện hành.",
        "Chủ các hồ chứa phải trực ban 24/24 giờ, vận hành xả lũ đúng quy trình và thông báo sớm cho vùng hạ du.",
        "Bước đầu ghi nhận không có thiệt hại về người, {m} ha hoa màu bị vùi lấp.",
    ),
    ("Hiện trường sạt lở tại {xa}", "Lực lượng xung kích giúp dân dựng lại nhà", "Ảnh minh họa"),
    (
        "UBND tỉnh yêu cầu:",
        (
            "Không để người dân vớt củi, đánh cá trên sông suối khi có lũ;",
            "Cắm biển cảnh báo và cử người gác tại các ngầm tràn;",
            "Chuẩn bị lương thực, thuốc men theo phương châm bốn tại chỗ;",
            "Báo cáo tình hình thiệt hại trước {gio} giờ hằng ngày.",
        ),
    ),
    ("Địa phương", "Nhà tốc mái", "Hoa màu (ha)", "Thiệt hại (triệu đồng)"),
)
SECURITY = Topic(
    "Tin tức - Sự kiện >> Quốc phòng - An ninh",
    False,
    (
        "Công an {huyen} xử phạt {m} trường hợp vi phạm hành chính về [nồng độ cồn|quá tải trọng|pháo nổ]",
        "{Huyen} [giao quân|tiễn tân binh] năm {nam}: {n2} thanh niên lên đường",
        "Lực lượng kiểm lâm {huyen} tạm giữ {m} khúc gỗ trái phép tại {xa}",
        "Khởi công đường vào trung tâm hành chính {huyen}, tổng mức đầu tư {n2} tỷ đồng",
    ),
    (
        "Trong đợt cao điểm, Công an {huyen} đã lập biên bản {n2} trường hợp, ra quyết định xử phạt vi phạm hành chính với tổng số tiền {tan} triệu đồng.",
        "{khi}, {huyen} long trọng tổ chức lễ giao nhận quân, tiễn {n2} thanh niên lên đường nhập ngũ.",
        "{khi}, tại {xa}, các lực lượng chức năng đã [phát hiện|bắt quả tang] một vụ vận chuyển lâm sản trái phép.",
        "{khi}, {huyen} khởi công tuyến đường nối quốc lộ với trung tâm hành chính mới, dự kiến đi qua {xa}.",
    ),
    (
        "Tổ tuần tra kiểm soát bố trí chốt tại {so2} điểm, kiểm tra {n2} lượt phương tiện trong một đêm.",
        "Lái xe {ong} thừa nhận đã uống rượu trước khi điều khiển phương tiện và bị tạm giữ giấy phép lái xe {so2} tháng.",
        "Hồ sơ vụ việc đã được chuyển cho cơ quan điều tra để [xử lý theo quy định|làm rõ].",
        "Các tân binh đều có sức khỏe tốt, {p} có trình độ trung học phổ thông trở lên.",
        "Gia đình anh {ong} có hai con trai cùng tình nguyện nhập ngũ đợt này.",
        "Tuyến đường dài {so2} ki-lô-mét, mặt đường bê tông rộng {so2} mét, dự kiến hoàn thành trong {m} tháng.",
        "Người dân {xa} đã giao nộp {m} khẩu súng tự chế sau khi được tuyên truyền, vận động.",
        "Ranh giới các xã liên quan đến bản đồ địa giới hành chính được giữ nguyên trong quá trình thi công.",
    ),
    ("Lực lượng chức năng kiểm tra phương tiện", "Tân binh lên đường nhập ngũ", "Hiện trường vụ việc tại {xa}"),
    (
        "Lực lượng chức năng khuyến cáo:",
        (
            "Đã uống rượu, bia thì không lái xe;",
            "Không tàng trữ, sử dụng pháo nổ dưới mọi hình thức;",
            "Tố giác tội phạm qua số điện thoại của công an xã.",
        ),
    ),
)
HEALTH = Topic(
    "Tin tức - Sự kiện >> Y tế - Giáo dục",
    False,
    (
        "{Xa}: [Khám bệnh|Phát thuốc] miễn phí cho {n2} người dân",
        "Trường học ở {huyen} [đón|chào đón] {n} học sinh trở lại lớp",
        "Ngành y tế {huyen} [tiêm vắc-xin|phun hóa chất phòng dịch] cho {n2} hộ ở {xa}",
        "Trao {n2} suất học bổng cho học sinh nghèo {xa}",
    ),
    (
        "{khi}, đoàn y, bác sĩ tình nguyện đã tổ chức khám bệnh, cấp thuốc miễn phí cho {n2} người dân ở {xa}, {huyen}.",
        "Bước vào học kỳ mới, {n} học sinh {huyen} nô nức tới trường trong tiết trời se lạnh.",
        "Trước diễn biến của bệnh [sốt xuất huyết|thủy đậu|tay chân miệng], ngành y tế {huyen} đã triển khai nhiều biện pháp khoanh vùng tại {xa}.",
        "{khi}, các nhà hảo tâm đã trao {n2} suất học bổng cho học sinh có hoàn cảnh khó khăn ở {xa}, {huyen}.",
    ),
    (
        "Bác sĩ {ten} cho biết các bệnh thường gặp là tăng huyết áp, đau khớp và viêm dạ dày.",
        "Nhà trường có {m} lớp bán trú với {n2} học sinh, bữa ăn mỗi ngày trị giá {m} nghìn đồng.",
        "Thầy giáo {ong} đã gắn bó với điểm trường vùng cao này {m} năm.",
        "Toàn huyện ghi nhận {m} ca mắc, [không có|chưa có] ca nặng.",
        "Mỗi suất quà gồm sách vở, áo ấm và {n2} nghìn đồng tiền mặt do các nhà hảo tâm đóng góp.",
        "Tỷ lệ trẻ dưới một tuổi được tiêm chủng đầy đủ đạt {p9}.",
        "Phụ huynh {ten} mong con được học trong phòng học kiên cố thay cho lớp tạm đã dùng {so2} năm nay.",
        "Người dân được hướng dẫn lật úp các vật chứa nước, ngủ màn và đến trạm y tế khi có triệu chứng sốt cao.",
    ),
    ("Bác sĩ khám bệnh cho người dân {xa}", "Học sinh vùng cao đến lớp", "Trao quà cho học sinh nghèo"),
    (
        "Để phòng bệnh, mỗi gia đình cần:",
        (
            "Rửa tay bằng xà phòng trước khi chế biến thức ăn;",
            "Vệ sinh nhà cửa, đồ chơi của trẻ;",
            "Đưa trẻ đi tiêm phòng đúng lịch.",
        ),
    ),
    ("Trường", "Số lớp", "Số học sinh", "Tỷ lệ chuyên cần"),
)
SHARED = (
    "Đại diện chính quyền {xa} cho biết sẽ tiếp tục [vận động các nguồn lực xã hội|hỗ trợ bà con] trong thời gian tới.",
    'Chị {ba} ở {xa} [vui mừng nói|tâm sự]: "Năm nay bà con ai cũng phấn khởi".',
    "Kinh phí thực hiện khoảng {n2} triệu đồng, phần lớn do [nhân dân đóng góp|doanh nghiệp tài trợ].",
    "Hoạt động này được duy trì từ năm {namxua} và ngày càng có sức lan tỏa ở {huyen}.",
    "So với năm {namtruoc}, con số này tăng {p}.",
    "Ông {ong} năm nay {tuoi} tuổi vẫn [hăng hái tham gia|là tấm gương] cho con cháu trong bản noi theo.",
    "Nhân dịp này, {leader} đã tặng {m} suất quà cho các gia đình chính sách ở {xa}.",
    "Thời gian tới, {huyen} phấn đấu nâng tỷ lệ này lên {p} vào cuối năm {nam}.",
)

OTHER = (FARMING, CULTURE, SPORT, WEATHER, SECURITY, HEALTH)
