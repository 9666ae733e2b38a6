# ruff: noqa: E501 (sentences stay on one line each)
"""Press-like and portal-like articles of our own words for the benchmark of near-duplicates: events, people, figures and
most places are made up. A text is a title and paragraphs; `APART` are pairs that tell one event independently."""

from __future__ import annotations

Text = tuple[str, ...]
"""Title and paragraphs."""

PRESS: tuple[Text, ...] = (
    (
        "Mưa lũ ở Thạch Khê làm 58 người thương vong, hàng nghìn ngôi nhà chìm trong nước",
        "Đến 19 giờ ngày 14/9, mưa lũ sau bão tại huyện Thạch Khê đã làm 23 người thiệt mạng, 35 người bị thương và 11 người còn mất tích, theo Ban Chỉ huy phòng thủ dân sự tỉnh.",
        "Lượng mưa đo được tại trạm Khe Mỏ trong hai ngày qua lên tới 412 mm, cao nhất kể từ khi trạm hoạt động. Nước sông Lam Trà lên rất nhanh trong đêm khiến nhiều gia đình không kịp chạy đồ đạc.",
        "Toàn huyện có 3.470 căn nhà bị ngập, trong đó 186 căn sập hoàn toàn; 1.240 ha lúa và hoa màu gần như mất trắng. Hai cây cầu trên tuyến tỉnh lộ 517 bị cuốn trôi, bốn xã vùng thượng nguồn vẫn bị cô lập.",
        "Ông Phan Đình Lộc, Chủ tịch UBND huyện Thạch Khê, cho biết lực lượng cứu hộ gồm 850 bộ đội, công an và dân quân đang chia thành 14 mũi tìm kiếm những người mất tích.",
        "Ba trực thăng đã thả 6 tấn lương khô và nước uống xuống khu vực Bản Chằm, nơi 270 hộ dân chưa thể liên lạc. Trạm y tế lưu động được dựng ngay tại sân vận động trung tâm.",
        "Cơ quan khí tượng dự báo trong 24 giờ tới mưa giảm dần nhưng nguy cơ sạt lở ở sườn núi vẫn rất cao, người dân không nên quay về nhà khi chưa có thông báo.",
    ),
    (
        "Cháy xưởng gỗ ở khu công nghiệp Đông Hòa, bốn công nhân nhập viện",
        "Khoảng 2 giờ 40 phút ngày 7/3, lửa bùng lên tại nhà kho rộng 1.500 m2 của Công ty Gỗ Thành Phát trong khu công nghiệp Đông Hòa rồi lan sang hai xưởng bên cạnh.",
        "Cảnh sát phòng cháy điều 17 xe chữa cháy cùng 95 cán bộ, chiến sĩ đến hiện trường. Gió mạnh và khối lượng gỗ ép khô rất lớn khiến việc dập lửa kéo dài gần 5 giờ.",
        "Bốn công nhân trực đêm bị ngạt khói được đưa đến Bệnh viện đa khoa Đông Hòa, trong đó anh Trịnh Văn Bảo, 34 tuổi, phải thở máy. Sáng nay, sức khỏe cả bốn người đã ổn định.",
        "Theo thống kê ban đầu, vụ cháy thiêu rụi khoảng 320 m3 gỗ thành phẩm và 12 máy ép, thiệt hại ước tính 18 tỷ đồng. Đại diện công ty cho hay lô hàng này dự kiến xuất khẩu vào cuối tuần.",
        "Bà Lưu Thị Ngân, nhà cách kho khoảng 200 m, kể rằng bà nghe nhiều tiếng nổ nhỏ trước khi thấy cột khói đen bốc cao. Chính quyền phường đã sơ tán 46 hộ dân ở gần.",
        "Nguyên nhân đang được điều tra. Năm ngoái, khu công nghiệp này từng bị nhắc nhở vì 9 doanh nghiệp chưa nghiệm thu hệ thống chữa cháy tự động.",
    ),
    (
        "Đội tuyển Hải Sơn thắng ngược ở phút bù giờ, giành vé vào bán kết",
        "Trên sân Lạch Bàng tối 21/5, trước 16.800 khán giả, Hải Sơn thắng Trường Giang 3-2 dù bị dẫn trước hai bàn chỉ sau 28 phút.",
        "Tiền đạo Mạc Quốc Huy mở tỷ số cho đội khách ở phút 11 bằng cú đánh đầu, rồi chính anh nhân đôi cách biệt từ chấm phạt đền. Đây là bàn thắng thứ 14 của chân sút này ở mùa giải.",
        "Sau giờ nghỉ, huấn luyện viên Đoàn Bá Khang tung cùng lúc ba cầu thủ dự bị. Phút 63, đội trưởng Lâm Thế Vinh rút ngắn tỷ số; phút 81, Tăng Hoàng Phi sút xa từ 27 mét gỡ hòa 2-2.",
        "Bàn thắng quyết định đến ở phút 94, khi hậu vệ Trường Giang phá bóng trúng chân đồng đội. Trọng tài mất gần 4 phút xem lại băng hình trước khi công nhận.",
        "Thống kê cho thấy Hải Sơn cầm bóng 61%, dứt điểm 19 lần, gấp đôi đối thủ. Ở bán kết, họ gặp Kim Bảng, đội đã bất bại 12 trận liên tiếp.",
        "Sau trận, ông Khang nói học trò đã chiến thắng bằng sự lì lợm chứ không phải chiến thuật, đồng thời xác nhận trung vệ Hồ Tiến Đạt sẽ nghỉ ba tuần vì chấn thương.",
    ),
    (
        "Giá cà phê trong nước vượt 120 nghìn đồng một cân, nông dân dè dặt bán ra",
        "Sáng 3/11, giá cà phê nhân tại các tỉnh Tây Nguyên tăng thêm 1.500 đồng, lên 120.700 đồng mỗi kg, mức cao nhất từ đầu vụ.",
        "Tại Đắk Mil, thương lái trả 121.000 đồng, còn ở Lâm Hà giá thấp hơn khoảng 600 đồng. Cách đây một tháng, mặt hàng này chỉ quanh mức 108.000 đồng.",
        "Theo Hiệp hội Cà phê, lượng xuất khẩu 10 tháng đạt 1,21 triệu tấn, giảm 11,4% so với cùng kỳ nhưng kim ngạch tăng 38,6%, lên 4,7 tỷ USD.",
        "Ông Vi Văn Thạo, chủ vườn 4 ha ở xã Đạ Rông, cho biết mới bán 3 tấn để trả tiền phân bón, số còn lại gần 9 tấn ông cất kho chờ qua Tết.",
        "Các công ty rang xay trong nước than khó vì giá nguyên liệu chiếm tới 70% giá thành. Ít nhất 5 thương hiệu vừa thông báo tăng giá bán lẻ từ 8 đến 15% kể từ giữa tháng.",
        "Giới phân tích cho rằng nguồn cung chỉ dồi dào trở lại khi vụ thu hoạch rộ vào tháng 12, nếu thời tiết không mưa trái mùa như năm ngoái.",
    ),
    (
        "Bệnh viện Nhi Phú Lâm tiếp nhận 87 trẻ nghi ngộ độc sau bữa ăn bán trú",
        "Tính đến trưa 18/10, Bệnh viện Nhi Phú Lâm đã tiếp nhận 87 học sinh Trường Tiểu học Nguyễn Khuyến có biểu hiện đau bụng, nôn và sốt sau bữa trưa hôm trước.",
        "Bác sĩ Cao Thị Bích Liên, Phó Giám đốc bệnh viện, cho biết 64 em đã được về nhà, 23 em còn theo dõi, trong đó 5 em phải truyền dịch liên tục. Không có ca nào nguy kịch.",
        "Bữa trưa gồm cơm, gà rim, canh bí và sữa chua do Công ty Suất ăn An Vị cung cấp cho 1.136 suất. Mẫu thức ăn lưu đã được gửi tới viện kiểm nghiệm, kết quả có sau 72 giờ.",
        "Nhà trường tạm dừng bếp bán trú đến hết ngày 25/10. Ủy ban nhân dân quận yêu cầu kiểm tra toàn bộ 29 trường đang dùng suất ăn của doanh nghiệp này.",
        "Chị Đào Mỹ Dung, phụ huynh lớp 3A2, nói con chị bắt đầu đau bụng lúc 16 giờ và sốt 39 độ vào buổi tối. Nhiều phụ huynh đề nghị được giám sát bếp ăn hằng ngày.",
        "Trong học kỳ trước, thành phố ghi nhận 4 vụ ngộ độc tại trường học với 212 người mắc, chủ yếu do vi khuẩn Salmonella.",
    ),
    (
        "Lễ hội đua thuyền sông Vân thu hút 42 đội và hơn ba vạn người xem",
        "Ngày 10/2, tức mùng một tháng Giêng âm lịch năm nay dời sang cuối tuần, lễ hội đua thuyền truyền thống trên sông Vân khai cuộc với 42 đội đến từ 17 làng ven sông.",
        "Mỗi thuyền có 24 tay chèo cùng một người cầm lái và một người gõ mõ. Chặng nam dài 6 km, chặng nữ 3,5 km, xuất phát trước đình làng Tía.",
        "Đội Cẩm Đường về nhất nội dung nam sau 31 phút 12 giây, hơn đội nhì Vân Tiêu đúng 8 giây. Ở nội dung nữ, đội Mỹ Lộc lần thứ 5 liên tiếp đăng quang.",
        "Ban tổ chức trao 28 giải với tổng tiền thưởng 350 triệu đồng, toàn bộ do người dân và con em xa quê đóng góp. Cụ Tạ Văn Nhường, 91 tuổi, được mời đánh trống khai hội.",
        "Hai bên bờ, ước chừng 32.000 người chen chân cổ vũ. Công an bố trí 140 cán bộ phân luồng, lập 9 bãi giữ xe miễn phí; không xảy ra sự cố nào đáng kể.",
        "Theo thần tích, hội đua có từ thế kỷ 15 để nhớ trận thủy chiến của tướng quân Trần Hiển. Năm 2019, lễ hội được ghi vào danh mục di sản phi vật thể quốc gia.",
    ),
    (
        "Sập giàn giáo công trình nhà văn hóa Mai Động, hai thợ xây tử nạn",
        "Lúc 9 giờ 15 phút ngày 26/6, giàn giáo cao 12 m ở công trình nhà văn hóa phường Mai Động đổ sập khi 8 thợ đang đổ bê tông mái.",
        "Hai người chết tại chỗ là Quách Văn Tình, 41 tuổi, và Bế Đức Mão, 29 tuổi. Bốn người khác bị thương, trong đó một người gãy cột sống; hai thợ còn lại kịp nhảy sang sàn bên cạnh.",
        "Công trình do Ban Quản lý dự án quận làm chủ đầu tư, vốn 23,4 tỷ đồng, khởi công từ tháng 11 năm ngoái và dự kiến bàn giao sau 10 tháng. Nhà thầu là Công ty Xây dựng Tân Lập.",
        "Quận hỗ trợ mỗi gia đình có người mất 30 triệu đồng, mỗi người bị thương 10 triệu đồng; nhà thầu ứng trước 150 triệu đồng lo hậu sự.",
        "Kỹ sư giám sát Võ Hữu Thông thừa nhận các chân chống được dựng trên nền đất mới san, gặp mưa 3 ngày liền nên lún. Công an đã niêm phong hồ sơ và lấy lời khai 11 người.",
    ),
    (
        "Cảng Vịnh Thạch đón tàu container thứ 500, sản lượng vượt kế hoạch năm",
        "Chiều 28/12, tàu Ocean Lark chở 4.860 container cập bến số 3 cảng Vịnh Thạch, trở thành chuyến tàu mẹ thứ 500 trong năm.",
        "Tổng lượng hàng qua cảng đạt 9,3 triệu tấn, bằng 112% kế hoạch và tăng 21% so với năm trước. Riêng hàng lạnh tăng gấp rưỡi nhờ tuyến mới đi Nhật Bản.",
        "Giám đốc cảng Thái Bá Nhật cho biết thời gian giải phóng một tàu giảm từ 31 giờ xuống 24 giờ sau khi lắp thêm 4 cẩu bờ và chuyển sang lệnh giao hàng điện tử.",
        "Năm tới, đơn vị dự định nạo vét luồng xuống độ sâu 14,5 m, mở rộng bãi thêm 18 ha với tổng vốn 2.150 tỷ đồng. Khoảng 640 lao động địa phương sẽ được tuyển.",
        "Các doanh nghiệp logistics cho rằng nút thắt hiện nay là đoạn 22 km đường nối cảng với cao tốc, mỗi ngày ùn ứ 3 đến 4 giờ vào buổi chiều.",
    ),
    (
        "Xã Bình Thuận Đông tổng kết công tác cải cách hành chính năm 2023",
        "Sáng ngày 15/12/2023, UBND xã Bình Thuận Đông tổ chức hội nghị tổng kết công tác cải cách hành chính năm 2023, triển khai nhiệm vụ năm 2024. Đồng chí Ngô Tấn Lực, Chủ tịch UBND xã chủ trì hội nghị.",
        "Trong năm, bộ phận tiếp nhận và trả kết quả của xã đã nhận 5.218 hồ sơ, giải quyết 5.164 hồ sơ, tỷ lệ đúng hạn và trước hạn đạt 99,2%. Hồ sơ nộp trực tuyến là 3.907, chiếm 74,9%; thanh toán trực tuyến đạt 61,3%.",
        "UBND xã đã ban hành 27 văn bản chỉ đạo, tổ chức 6 lớp tập huấn cho 143 lượt cán bộ, công chức và tổ công nghệ số cộng đồng. Toàn bộ 132 thủ tục được niêm yết công khai và cập nhật khi có thay đổi.",
        "Chỉ số cải cách hành chính của xã đạt 88,74 điểm, xếp thứ 4/19 xã, thị trấn của huyện, tăng 3 bậc. Mức độ hài lòng của người dân qua khảo sát 310 phiếu là 93,5%.",
        "Bên cạnh đó, hội nghị chỉ ra một số hạn chế: việc số hóa kết quả còn chậm, mới được 58,6%; trang thiết bị ở hai thôn xa trung tâm chưa bảo đảm; một số công chức còn ngại học công nghệ.",
        "Năm 2024, xã phấn đấu nâng tỷ lệ hồ sơ trực tuyến lên 85%, không còn hồ sơ trễ hạn và tăng ít nhất 2 bậc trong bảng xếp hạng của huyện.",
    ),
    (
        'Phường Hưng Đạo ra mắt mô hình "Ngày thứ Sáu không giấy"',
        'Vừa qua, UBND phường Hưng Đạo ra mắt mô hình "Ngày thứ Sáu không giấy" tại bộ phận một cửa nhằm khuyến khích người dân nộp hồ sơ hoàn toàn qua mạng.',
        "Theo kế hoạch, vào thứ Sáu hằng tuần, công chức chỉ tiếp nhận hồ sơ điện tử; người chưa quen được tổ công nghệ số gồm 12 đoàn viên hướng dẫn trên 4 máy tính đặt sẵn tại sảnh.",
        "Sau sáu tuần thí điểm, 417 hồ sơ đã được nộp theo cách này, thời gian chờ trung bình giảm từ 35 phút còn 14 phút. Có 22 thủ tục được cấp kết quả điện tử ngay trong ngày.",
        "Bà Huỳnh Ngọc Yến, Phó Chủ tịch UBND phường, cho biết mô hình tiết kiệm khoảng 2.300 trang giấy mỗi tháng và giúp người đi làm không phải xin nghỉ.",
        "Phường dự kiến mở rộng sang chiều thứ Ba từ quý sau, đồng thời lắp thêm 2 điểm hỗ trợ tại nhà sinh hoạt tổ dân phố số 5 và số 9.",
    ),
    (
        "Sở Xây dựng Lạc Ninh rút ngắn thời gian cấp phép, cắt 31 thành phần hồ sơ",
        "Sở Xây dựng tỉnh Lạc Ninh vừa trình UBND tỉnh phương án đơn giản hóa 26 thủ tục, trong đó cắt bỏ 31 thành phần hồ sơ và rút ngắn tổng cộng 118 ngày làm việc.",
        "Đáng chú ý, thời hạn cấp giấy phép xây dựng nhà ở riêng lẻ giảm từ 15 ngày còn 9 ngày; thẩm định thiết kế công trình cấp III giảm từ 30 ngày còn 21 ngày.",
        "Theo tính toán, phương án giúp người dân và doanh nghiệp tiết kiệm 7,6 tỷ đồng chi phí tuân thủ mỗi năm, tương đương 28,4% so với hiện nay.",
        "Giám đốc Sở Đàm Quang Chính cho biết đơn vị đã tham vấn 54 doanh nghiệp, tiếp thu 83 góp ý trước khi hoàn thiện. Các biểu mẫu mới đều điền sẵn thông tin từ cơ sở dữ liệu dân cư.",
        "Dự kiến, phương án được áp dụng thí điểm tại 3 thành phố và 2 huyện từ ngày 01/7, sau đó nhân rộng toàn tỉnh nếu tỷ lệ hồ sơ đúng hạn giữ trên 97%.",
    ),
    (
        "Huyện Kim Sơn Hạ tập huấn chữ ký số cho cán bộ cấp xã",
        "Trong hai ngày 4 và 5/8, Phòng Văn hóa - Thông tin huyện Kim Sơn Hạ phối hợp với đơn vị viễn thông mở lớp tập huấn chữ ký số và dịch vụ công trực tuyến cho 216 cán bộ, công chức của 24 xã.",
        "Học viên được thực hành ký số trên điện thoại, tra cứu tình trạng hồ sơ và xử lý 5 tình huống thường gặp khi hệ thống báo lỗi. Cuối khóa, 94% số người đạt yêu cầu bài kiểm tra.",
        "Phát biểu tại lớp học, ông Mã Thế Cường, Phó Chủ tịch UBND huyện, lưu ý còn 7 xã có tỷ lệ văn bản ký số dưới 60%, phải khắc phục xong trong tháng 9.",
        "Hiện toàn huyện đã cấp 389 chứng thư số, lắp camera tại 24 bộ phận một cửa và kết nối 100% hệ thống họp trực tuyến. Kinh phí đợt này là 175 triệu đồng.",
        "Lớp tiếp theo dành cho 312 trưởng thôn và thành viên tổ công nghệ số dự kiến tổ chức vào đầu tháng 10.",
    ),
)

APART: tuple[tuple[Text, Text], ...] = (
    (
        PRESS[1],
        (
            "Hỏa hoạn lớn trong đêm tại Đông Hòa, nhiều nhà xưởng bị thiêu rụi",
            "Rạng sáng 7/3, một đám cháy dữ dội xảy ra ở khu công nghiệp Đông Hòa, thiêu rụi ba nhà xưởng chứa đồ gỗ.",
            "Nhân chứng cho biết ngọn lửa bắt đầu từ kho của Công ty Gỗ Thành Phát lúc gần 3 giờ sáng, sau đó bén sang hai cơ sở liền kề do gió to. 17 xe chuyên dụng được huy động, đến hơn 7 giờ lửa mới tắt hẳn.",
            "Có 4 người bị ngạt khói phải cấp cứu. Bước đầu chủ doanh nghiệp ước tính mất trắng 18 tỷ đồng tiền hàng chuẩn bị giao cho khách nước ngoài.",
            "Hàng chục gia đình xung quanh phải rời nhà ngay trong đêm. Công an tỉnh đang làm rõ vì sao hệ thống báo cháy không hoạt động.",
        ),
    ),
    (
        PRESS[4],
        (
            "Hàng chục học sinh tiểu học nhập viện, nghi do suất ăn trưa",
            "Sở Y tế xác nhận 87 em học sinh Trường Tiểu học Nguyễn Khuyến phải vào viện từ tối 17/10 vì các triệu chứng rối loạn tiêu hóa.",
            "Các em cùng ăn cơm bán trú do một công ty bên ngoài nấu. Đoàn thanh tra an toàn thực phẩm đã lấy 11 mẫu thức ăn và nước uống để xét nghiệm.",
            "Trưa nay phần lớn các cháu đã khỏe, được bố mẹ đón về. Một số trường hợp nặng hơn vẫn nằm tại Bệnh viện Nhi Phú Lâm.",
            "Hiệu trưởng nhà trường gửi lời xin lỗi tới phụ huynh và cam kết chỉ mở lại bếp khi có kết luận chính thức.",
        ),
    ),
    (
        PRESS[6],
        (
            "Tai nạn lao động nghiêm trọng ở Mai Động: 2 người chết, 4 người bị thương",
            "Một vụ sập giàn giáo vừa xảy ra sáng nay tại công trường xây nhà văn hóa phường Mai Động khiến hai công nhân tử vong.",
            "Theo người dân, nhóm thợ đang đổ mái thì toàn bộ hệ thống chống đỡ bất ngờ đổ xuống. Lực lượng cứu hộ mất một giờ mới đưa được các nạn nhân ra khỏi đống sắt.",
            "Ông Quách Văn Tình và anh Bế Đức Mão được xác định đã mất. Những người bị thương đang điều trị ở bệnh viện thành phố, có người bị chấn thương cột sống.",
            "Lãnh đạo quận đã đến thăm hỏi, yêu cầu dừng thi công và kiểm tra lại mọi công trình có vốn ngân sách trên địa bàn.",
        ),
    ),
    (
        PRESS[2],
        (
            "Hải Sơn vào bán kết sau màn rượt đuổi nghẹt thở",
            "Bị thủng lưới hai lần trong nửa giờ đầu, Hải Sơn vẫn đánh bại Trường Giang với tỷ số 3-2 ở tứ kết trên sân nhà Lạch Bàng.",
            "Mạc Quốc Huy tỏa sáng bên phía đội khách với cú đúp, song hiệp hai lại là câu chuyện của chủ nhà. Lâm Thế Vinh và Tăng Hoàng Phi lần lượt đưa trận đấu về vạch xuất phát.",
            "Khi mọi người nghĩ đến hiệp phụ thì một pha đá phản ở những giây cuối đã định đoạt tất cả. Đội khách phản ứng rất lâu nhưng trọng tài không đổi quyết định.",
            "Chờ Hải Sơn ở vòng sau là Kim Bảng, ứng viên số một cho chức vô địch.",
        ),
    ),
)

LEGAL_BASIS: Text = (
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015; Luật sửa đổi, bổ sung một số điều của Luật Tổ chức Chính phủ và Luật Tổ chức chính quyền địa phương ngày 22 tháng 11 năm 2019;",
    "Căn cứ Nghị định số 61/2018/NĐ-CP ngày 23 tháng 4 năm 2018 của Chính phủ về thực hiện cơ chế một cửa, một cửa liên thông trong giải quyết thủ tục hành chính; Nghị định số 107/2021/NĐ-CP ngày 06 tháng 12 năm 2021 sửa đổi, bổ sung một số điều của Nghị định số 61/2018/NĐ-CP;",
    "Căn cứ Nghị quyết số 76/NQ-CP ngày 15 tháng 7 năm 2021 của Chính phủ ban hành Chương trình tổng thể cải cách hành chính nhà nước giai đoạn 2021 - 2030;",
    "Thực hiện chỉ đạo của Ủy ban nhân dân tỉnh về việc nâng cao chất lượng phục vụ người dân và doanh nghiệp tại bộ phận tiếp nhận và trả kết quả các cấp,",
)

SHORT: tuple[str, ...] = (
    "Lịch tiếp công dân tháng {thang} năm {nam}\nUBND {noi} thông báo lịch tiếp công dân định kỳ tháng {thang}/{nam} của đồng chí {nguoi}, Chủ tịch UBND: ngày {ngay}/{thang}, từ 8 giờ tại phòng tiếp công dân.",
    "Thông báo tạm ngừng cấp điện ngày {ngay}/{thang}\nĐiện lực thông báo tạm ngừng cấp điện từ {gio} giờ đến {gio2} giờ ngày {ngay}/{thang}/{nam} tại {noi} để sửa chữa đường dây. Mong quý khách hàng thông cảm.",
    "Kết quả giải quyết hồ sơ tháng {thang} của {noi}\nTrong tháng {thang}/{nam}, {noi} tiếp nhận {so} hồ sơ, giải quyết {so2} hồ sơ, đúng hạn {phan}%. Không có phản ánh, kiến nghị của tổ chức, cá nhân.",
    "Danh sách hồ sơ trễ hạn tuần {so3}\n{noi} công khai {so3} hồ sơ trễ hạn trong tuần {so3} năm {nam}, gửi thư xin lỗi tới {so3} tổ chức, cá nhân theo quy định và hẹn trả kết quả trước ngày {ngay}/{thang}/{nam}.",
    "{noi} tiêm phòng đàn gia súc\nĐến ngày {ngay}/{thang}, {noi} đã tiêm {so} liều vắc-xin cho trâu, bò, đạt {phan}% kế hoạch; phun khử trùng {so2} chuồng trại. Ông {nguoi}, cán bộ thú y, cho biết sẽ hoàn thành trong tháng {thang}.",
)
"""Short forms of one portal: {noi} place, {nguoi} person, the rest figures and dates."""
