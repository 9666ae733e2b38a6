# ruff: noqa: E501 (paragraphs stay on one line each)
"""Texts that several imitated portals tell. Places and acts are real, people, agreements and figures are made up."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tests.replica.gold import Block
from tests.replica.texts import Story, paragraph

_SECTION = "Hoạt động chỉ đạo điều hành >> Cải cách hành chính"


@dataclass(frozen=True, slots=True)
class Text:
    """A text before a portal tells it: `source` is its last line ("Nguồn: …", "Theo …"), `author` who signed it."""

    title: str
    lead: str | None
    paragraphs: tuple[str, ...]
    author: str | None = None
    source: str | None = None

    def story(self) -> Story:
        """What a page shows."""
        line = self.author or self.source
        signed = (Block("author", ((line,),)),) if line else ()
        blocks = (*map(paragraph, self.paragraphs), *signed)
        return Story("article", self.title, self.lead, blocks, self.author, _SECTION, True)

    # --- what reprints do to it -----------------------------------------------------------------------------------
    def reprint(self, source: str, title: str | None = None) -> Text:
        """With its source below, unsigned, the portal's mark before the lead gone, under another title or its own."""
        lead = self.lead.removeprefix("CTTĐT - ") if self.lead else None
        return replace(self, title=title or self.title, lead=lead, author=None, source=source)

    def without_lead(self) -> Text:
        """The lead cut away."""
        return replace(self, lead=None)

    def first(self, paragraphs: int) -> Text:
        """The end cut away."""
        return replace(self, paragraphs=self.paragraphs[:paragraphs])

    def named(self, **values: str) -> Text:
        """A form filled in: `{name}` in title, lead and paragraphs."""
        return replace(
            self,
            title=self.title.format_map(values),
            lead=self.lead.format_map(values) if self.lead else None,
            paragraphs=tuple(text.format_map(values) for text in self.paragraphs),
        )


# --- a province's story that two districts of its neighbour reprint ----------------------------------------------------
AGREEMENT = Text(
    "Yên Bái phối hợp với hai huyện của Sơn La tiếp nhận hồ sơ không theo địa giới hành chính",
    "CTTĐT - Sáng ngày 14/3, tại thành phố Yên Bái, Văn phòng UBND tỉnh đã ký thỏa thuận với UBND huyện Bắc Yên và UBND huyện Mộc Châu, tỉnh Sơn La về tiếp nhận, trả kết quả thủ tục hành chính cho người dân vùng giáp ranh mà không phụ thuộc nơi đăng ký thường trú.",
    (
        "Theo thỏa thuận, từ ngày 01/4/2022, người dân bốn xã giáp ranh của huyện Trạm Tấu và huyện Văn Chấn có thể nộp hồ sơ tại bộ phận một cửa của huyện Bắc Yên, và ngược lại. Có 62 thủ tục được đưa vào danh mục giai đoạn đầu, trong đó 27 thủ tục về hộ tịch, 19 thủ tục về đất đai và 16 thủ tục về bảo trợ xã hội.",
        "Trước đây, để xin trích lục khai sinh cho con, nhiều gia đình ở xã Bản Mù phải đi hơn 70 km đường đèo và mất gần hai ngày. Khảo sát của tổ công tác trong tháng 01/2022 cho thấy cứ 100 người được hỏi thì 83 người muốn nộp giấy tờ ở nơi gần nhà nhất, dù nơi đó thuộc tỉnh khác.",
        "Ba đơn vị thống nhất dùng chung phiếu hẹn điện tử, luân chuyển hồ sơ qua mạng trong vòng 4 giờ làm việc và cử 12 công chức làm đầu mối. Kinh phí bưu chính trong năm đầu là 450 triệu đồng, do hai tỉnh cùng chi trả theo Kế hoạch số 41/KH-UBND ngày 25/02/2022 của UBND tỉnh Yên Bái.",
        "Phát biểu tại lễ ký, đại diện Văn phòng UBND tỉnh cho rằng đây là việc làm cụ thể để thực hiện Nghị định số 107/2021/NĐ-CP ngày 06/12/2021 của Chính phủ, đồng thời đề nghị ba bên họp rút kinh nghiệm vào cuối mỗi quý. Lãnh đạo hai huyện coi đây là việc trọng tâm trong kế hoạch cải cách hành chính của năm, cam kết niêm yết danh mục tại 31 điểm bưu điện văn hóa xã trước ngày 25/3/2022 để bà con biết và lựa chọn.",
        "Nếu kết quả tốt, cuối năm danh mục sẽ được mở rộng lên 110 thủ tục, áp dụng cho cả hộ kinh doanh và hợp tác xã hoạt động ở hai tỉnh.",
    ),
    author="Ban Biên tập",
)
# --- one form, filled in by two communes -------------------------------------------------------------------------------
COMMUNE = Text(
    "UBND {xa}: Kết quả công tác cải cách hành chính tháng 3 năm 2022",
    "UBND {xa} vừa có báo cáo kết quả công tác cải cách hành chính tháng 3 và phương hướng, nhiệm vụ tháng 4 năm 2022.",
    (
        "Trong tháng, bộ phận một cửa {xa} tiếp nhận {nhan} hồ sơ, gồm {tructiep} hồ sơ nộp trực tiếp và {tructuyen} hồ sơ nộp trực tuyến. UBND xã đã giải quyết {xong} hồ sơ, tỷ lệ hồ sơ giải quyết đúng hạn đạt {dunghan}; {dang} hồ sơ đang trong thời hạn xem xét. Lĩnh vực phát sinh nhiều nhất là chứng thực với {chungthuc} hồ sơ, tiếp đến là hộ tịch với {hotich} hồ sơ.",
        "Ủy ban nhân dân xã đã ban hành {vanban} văn bản chỉ đạo, tổ chức {buoi} buổi tuyên truyền tại nhà văn hóa thôn với {luot} lượt người tham dự, số hóa {sohoa} kết quả thủ tục hành chính còn hiệu lực. Đồng chí {ten}, Chủ tịch UBND xã, trực tiếp đối thoại với người dân vào ngày {ngay}/3/2022, tiếp nhận {ykien} ý kiến.",
        "Bên cạnh kết quả đạt được, thanh toán trực tuyến mới đạt {thanhtoan} số hồ sơ có phí, lệ phí; máy quét của bộ phận một cửa hỏng {hong} ngày làm chậm việc số hóa. Trong tháng 4, xã tập trung hướng dẫn người dân nộp hồ sơ trên Cổng Dịch vụ công và kiểm tra việc chấp hành giờ giấc làm việc của cán bộ, công chức.",
        "Thực hiện chỉ đạo của huyện, Ủy ban nhân dân xã yêu cầu công chức một cửa mặc trang phục đúng quy định, đeo thẻ khi tiếp dân, không để người dân đi lại quá hai lần cho một việc; khi cần bổ sung giấy tờ phải hướng dẫn một lần bằng văn bản, ghi rõ lý do và ngày hẹn mới. Trường hợp chậm trễ do lỗi của cơ quan thì lãnh đạo xã ký thư xin lỗi gửi người dân.",
        "Các ngành, đoàn thể của xã phối hợp tuyên truyền trên hệ thống loa truyền thanh vào đầu buổi sáng và cuối buổi chiều, vận động hội viên làm gương nộp hồ sơ qua mạng, giúp đỡ người cao tuổi chưa quen dùng điện thoại thông minh. Kết quả thực hiện được đưa vào đánh giá, xếp loại thi đua cuối năm của từng tổ chức.",
    ),
)
TAM_PHUOC = COMMUNE.named(
    xa="xã Tam Phước",
    nhan="214",
    tructiep="128",
    tructuyen="86",
    xong="207",
    dunghan="99,5%",
    dang="7",
    chungthuc="131",
    hotich="48",
    vanban="6",
    buoi="3",
    luot="185",
    sohoa="322",
    ten="Trần Hữu Phong",
    ngay="18",
    ykien="11",
    thanhtoan="21,4%",
    hong="5",
)
DONG_TAM = COMMUNE.named(
    xa="xã Đông Tâm",
    nhan="167",
    tructiep="112",
    tructuyen="55",
    xong="158",
    dunghan="97,2%",
    dang="9",
    chungthuc="94",
    hotich="37",
    vanban="4",
    buoi="2",
    luot="140",
    sohoa="208",
    ten="Lê Thị Hạnh",
    ngay="22",
    ykien="8",
    thanhtoan="13,8%",
    hong="2",
)
# --- one form, filled in by districts every quarter --------------------------------------------------------------------
DISTRICT = Text(
    "{Huyen}: Công tác kiểm soát thủ tục hành chính quý {quy} năm 2022",
    "Theo báo cáo của Văn phòng HĐND và UBND {huyen}, công tác kiểm soát thủ tục hành chính quý {quy} năm 2022 trên địa bàn có nhiều chuyển biến.",
    (
        "Trong quý, bộ phận tiếp nhận và trả kết quả {huyen} tiếp nhận {nhan} hồ sơ, đã giải quyết {xong} hồ sơ. {duhan}",
        "Việc công khai thủ tục được duy trì tại {diem} điểm niêm yết; {huyen} đã rà soát {rasoat} thủ tục, kiến nghị cấp có thẩm quyền đơn giản hóa {giamthutuc} thủ tục và rút ngắn {ngay} ngày giải quyết. Phòng Tư pháp thẩm tra {thamtra} dự thảo văn bản, không có nội dung trái quy định.",
        "Tổ kiểm tra do đồng chí {ten} làm tổ trưởng đã làm việc với {xa} xã, phường, thị trấn, nhắc nhở {nhacnho} đơn vị chưa cập nhật phiếu kiểm soát. Quý tới, {huyen} tiếp tục đưa thêm {them} thủ tục của ngành dọc ra bộ phận một cửa và tập huấn cho {taphuan} công chức cấp xã.",
        "Để khắc phục những mặt còn hạn chế, lãnh đạo địa phương yêu cầu thủ trưởng các cơ quan chuyên môn trực tiếp kiểm tra danh sách hồ sơ sắp đến hạn vào đầu giờ sáng hằng ngày, không giao khoán cho công chức một cửa; nghiêm cấm việc tiếp nhận hồ sơ mà không viết phiếu hẹn hoặc yêu cầu nộp thêm giấy tờ ngoài quy định. Đơn vị nào để chậm mà không có văn bản xin lỗi thì người đứng đầu phải kiểm điểm.",
        "Ban Chỉ đạo cũng đề nghị cấp trên sớm nâng cấp đường truyền, hỗ trợ máy quét cho những nơi còn thiếu và thống nhất một biểu mẫu báo cáo để cơ sở không phải tổng hợp nhiều lần. Kết quả kiểm soát thủ tục là căn cứ xếp loại tập thể, cá nhân vào cuối năm và được công khai trên trang thông tin điện tử.",
    ),
)
THUAN_CHAU_1 = DISTRICT.named(
    Huyen="Huyện Thuận Châu",
    huyen="huyện Thuận Châu",
    quy="I",
    nhan="4.318",
    xong="4.207",
    duhan="Tỷ lệ hồ sơ giải quyết trước hạn và đúng hạn của huyện đạt 99,1%.",
    diem="29",
    rasoat="64",
    giamthutuc="7",
    ngay="15",
    thamtra="12",
    ten="Lò Văn Hải",
    xa="9",
    nhacnho="3",
    them="5",
    taphuan="58",
)
THUAN_CHAU_2 = DISTRICT.named(
    Huyen="Huyện Thuận Châu",
    huyen="huyện Thuận Châu",
    quy="II",
    nhan="5.046",
    xong="4.871",
    duhan="Tỷ lệ hồ sơ giải quyết trước hạn và đúng hạn của huyện đạt 98,7%.",
    diem="31",
    rasoat="41",
    giamthutuc="4",
    ngay="22",
    thamtra="9",
    ten="Lường Thị Thảo",
    xa="12",
    nhacnho="2",
    them="8",
    taphuan="73",
)
PHUOC_LONG_1 = DISTRICT.named(
    Huyen="Thị xã Phước Long",
    huyen="thị xã Phước Long",
    quy="I",
    nhan="2.690",
    xong="2.655",
    duhan="Kết quả, 100% hồ sơ của thị xã được giải quyết trước hạn và đúng hạn.",
    diem="14",
    rasoat="37",
    giamthutuc="2",
    ngay="9",
    thamtra="17",
    ten="Nguyễn Minh Toàn",
    xa="4",
    nhacnho="1",
    them="3",
    taphuan="26",
)
# --- three stories and the round-up that tells them all ----------------------------------------------------------------
LIBRARY = Text(
    "Lào Cai mở điểm hỗ trợ dịch vụ công tại thư viện huyện",
    "Từ ngày 05/9, thư viện của bốn huyện vùng cao trong tỉnh Lào Cai có thêm một bàn hỗ trợ người dân làm thủ tục hành chính trực tuyến vào thứ Bảy.",
    (
        "Mỗi điểm có hai máy tính, một máy quét và một đoàn viên trực từ 8 giờ đến 16 giờ. Trong ngày đầu, các điểm đã giúp 96 người nộp hồ sơ cấp thẻ bảo hiểm y tế cho trẻ em, đăng ký tạm trú và đổi giấy phép lái xe.",
        "Từ nguồn kinh phí cải cách hành chính, Sở Thông tin và Truyền thông chi 180 triệu đồng cho thiết bị và sẽ đánh giá sau ba tháng trước khi mở thêm ở các huyện còn lại.",
    ),
)
LETTERS = Text(
    "Thanh Hóa gửi thư xin lỗi tự động khi hồ sơ quá hạn",
    "Phần mềm một cửa của tỉnh Thanh Hóa nay tự soạn thư xin lỗi và gửi tới điện thoại người dân ngay khi một hồ sơ quá hạn một ngày làm việc.",
    (
        "Thư nêu rõ lý do chậm, tên công chức chịu trách nhiệm và ngày hẹn mới; lãnh đạo đơn vị phải ký số trước 11 giờ trưa hôm sau. Sau hai tuần chạy thử ở 6 sở, đã có 43 thư được gửi, không hồ sơ nào phải hẹn lại lần thứ hai.",
        "Cách làm này thay cho việc xin lỗi bằng giấy vốn mất từ ba đến năm ngày và thường không tới tay người nộp; đây là một sáng kiến cải cách hành chính do chính công chức một cửa đề xuất.",
    ),
)
HOTLINE = Text(
    "Bắc Ninh nhập bảy đường dây nóng thành một đầu số",
    "Tổng đài phục vụ hành chính công tỉnh Bắc Ninh từ nay chỉ còn một đầu số, thay cho bảy đường dây nóng của các sở, ngành.",
    (
        "Cuộc gọi được phân loại bằng giọng nói rồi chuyển tới 15 điện thoại viên; câu hỏi khó có người trả lời lại trong vòng 24 giờ. Tuần đầu tiên, tổng đài nhận 1.380 cuộc gọi, 87 phần trăm được giải đáp ngay trong lần gọi thứ nhất.",
        "Văn phòng UBND tỉnh công khai thời gian chờ trung bình vào sáng thứ Hai hằng tuần, coi đó là một thước đo của cải cách hành chính để người dân cùng giám sát.",
    ),
)
ROUND_UP = Text(
    "Điểm tin cải cách hành chính các địa phương từ ngày 05/9 đến ngày 10/9/2022",
    "Tuần qua, một số địa phương có cách làm mới giúp người dân làm thủ tục nhanh hơn. Cổng thông tin Cải cách hành chính điểm lại để bạn đọc tham khảo.",
    tuple(
        line
        for number, told in enumerate((LIBRARY, LETTERS, HOTLINE), 1)
        for line in (f"{number}. {told.title}", told.lead or "", *told.paragraphs)
    ),
    author="Ban Biên tập",
)
# --- a story that is told again, brought up to date --------------------------------------------------------------------
OUTAGE = Text(
    "Cần Thơ khôi phục hệ thống một cửa điện tử sau sự cố đường truyền",
    "Hệ thống một cửa điện tử của thành phố Cần Thơ bị gián đoạn từ 7 giờ 30 phút ngày 10/5 do đứt cáp quang tại đường Ba Tháng Hai, hiện đang được khôi phục từng phần.",
    (
        "Theo Trung tâm Công nghệ thông tin và Truyền thông, sự cố xảy ra khi một đơn vị thi công đào rãnh thoát nước chạm vào tuyến cáp chính nối trung tâm dữ liệu với mạng truyền số liệu chuyên dùng. Tuyến dự phòng chỉ đủ cho thư điện tử và trục liên thông văn bản.",
        "Trong thời gian chờ đợi, các bộ phận một cửa nhận hồ sơ giấy, ghi sổ và viết phiếu hẹn bằng tay; mọi hồ sơ đến hạn trong ngày được gia hạn thêm một ngày mà không bị tính là quá hạn. Người dân có thể theo dõi tình hình trên trang thông tin của thành phố hoặc gọi tổng đài.",
        "Tính đến cuối buổi sáng, 37 trong số 83 xã, phường, thị trấn đã kết nối lại được với hệ thống. Lãnh đạo thành phố yêu cầu nhà mạng hoàn thành việc hàn nối trước 20 giờ và báo cáo nguyên nhân bằng văn bản.",
        "Đây là lần gián đoạn dài nhất kể từ khi thành phố đưa hệ thống vào vận hành chính thức tại cả ba cấp chính quyền. Sở Thông tin và Truyền thông sẽ đề xuất thuê thêm một tuyến cáp đi theo hướng khác để phòng sự cố tương tự.",
    ),
)
OUTAGE_LATER = replace(
    OUTAGE,
    paragraphs=(
        *OUTAGE.paragraphs[:2],
        OUTAGE.paragraphs[2].replace("cuối buổi sáng, 37", "20 giờ 15 phút, toàn bộ").replace("trong số 83", "83"),
        OUTAGE.paragraphs[3],
        "Bộ phận một cửa các cấp sẽ làm việc cả sáng thứ Bảy để nhập những hồ sơ giấy đã nhận trong thời gian gián đoạn.",
    ),
)
# --- a text of the news agency on four portals -------------------------------------------------------------------------
CENTRAL = Text(
    "Cả nước cắt giảm, đơn giản hóa hơn một nghìn quy định kinh doanh trong nửa đầu năm",
    "(TTXVN) - Ngày 20/6, Văn phòng Chính phủ cho biết trong sáu tháng đầu năm, các bộ, ngành đã cắt giảm, đơn giản hóa 1.104 quy định liên quan đến hoạt động kinh doanh, trong đó 216 quy định bị bãi bỏ hoàn toàn.",
    (
        "Kết quả này được cập nhật công khai trên cổng tham vấn để doanh nghiệp đối chiếu. Lĩnh vực có nhiều quy định được gỡ bỏ nhất là công thương với 231 quy định, kế đến là giao thông vận tải với 187 quy định và nông nghiệp với 164 quy định.",
        "Tuy vậy, vẫn còn 9 bộ chưa trình phương án phân cấp giải quyết thủ tục hành chính theo yêu cầu của Thủ tướng Chính phủ. Tình trạng yêu cầu người dân, doanh nghiệp nộp lại giấy tờ đã có trong cơ sở dữ liệu vẫn xảy ra ở nhiều nơi; cổng tiếp nhận phản ánh, kiến nghị ghi nhận 5.873 trường hợp như vậy.",
        "Hội đồng tư vấn đề nghị các địa phương hòa mạng đầy đủ với cơ sở dữ liệu quốc gia về dân cư trước ngày 30/9, đồng thời thí điểm trả kết quả điện tử cho toàn bộ thủ tục đăng ký kinh doanh. Những nơi làm tốt sẽ được chọn để tổ chức hội nghị nhân rộng vào cuối năm.",
        "Theo kế hoạch, đến năm 2025 ít nhất 20 phần trăm số quy định và 20 phần trăm chi phí tuân thủ phải được cắt giảm so với thời điểm tháng 5/2020.",
    ),
    source="Theo TTXVN",
)
# --- a long story, half of which a district reprints -------------------------------------------------------------------
POST_OFFICE = Text(
    "Thanh Hóa giao bưu điện tiếp nhận hồ sơ tại 112 điểm, người dân miền núi đỡ hàng chục cây số đường rừng",
    "Sau chín tháng thí điểm ở hai huyện Mường Lát và Quan Sơn, từ ngày 01/11, bưu điện tại 112 điểm trong toàn tỉnh Thanh Hóa được giao tiếp nhận hồ sơ, trả kết quả thủ tục hành chính thay cho bộ phận một cửa cấp huyện.",
    (
        "Ở bản Ón, xã Tam Chung, mỗi lần xin xác nhận giấy tờ vay vốn, bà con từng phải vượt 38 km xuống thị trấn rồi ngồi chờ tới chiều. Nay nhân viên bưu cục xã nhận giấy, quét ngay tại chỗ và gửi qua mạng; kết quả được mang tới tận bản vào chuyến thư thứ Năm.",
        "Trong thời gian thí điểm, 14 bưu cục đã tiếp nhận 6.927 hồ sơ, nhiều hơn số hồ sơ mà hai bộ phận một cửa nhận trong cùng kỳ. Chỉ 19 hồ sơ phải trả lại vì thiếu thành phần, giảm mạnh so với 240 hồ sơ của năm trước khi có bưu điện tham gia.",
        "Để làm được việc này, tỉnh đã tập huấn cho 205 nhân viên bưu điện trong năm đợt, mỗi đợt bốn ngày, có bài kiểm tra và cấp giấy chứng nhận. Mỗi bưu cục được trang bị máy quét hai mặt, thiết bị ký số và màn hình để người dân tự xem tình trạng hồ sơ.",
        "Về kinh phí, theo Nghị quyết số 25/2022/NQ-HĐND của HĐND tỉnh, ngân sách chi trả 11.500 đồng cho mỗi hồ sơ trong hai năm đầu. Tính ra, tỉnh tiết kiệm khoảng 7 tỷ đồng mỗi năm do không phải bố trí thêm 64 biên chế và sửa chữa 18 trụ sở một cửa đã xuống cấp.",
        "Điều còn băn khoăn là trách nhiệm khi hồ sơ thất lạc. Quy chế phối hợp vừa ký quy định bưu điện bồi thường và xin lỗi trong vòng 48 giờ, còn cơ quan có thẩm quyền vẫn phải giải quyết đúng ngày đã hẹn. Sở Nội vụ sẽ lấy phiếu hài lòng của 3.000 người vào tháng 12 trước khi báo cáo UBND tỉnh.",
        "Từ kinh nghiệm của hai huyện vùng biên, các huyện đồng bằng cũng đăng ký tham gia nhưng chỉ với nhóm thủ tục ít rủi ro như lý lịch tư pháp, cấp đổi giấy phép lái xe và trợ cấp xã hội hằng tháng.",
    ),
    author="Hoài Văn",
)
# --- the same text, letter by letter, on two portals of one province ---------------------------------------------------
RANKS = Text(
    "Đồng Nai: Chín tháng, tỷ lệ hồ sơ giải quyết đúng hạn toàn tỉnh đạt 98,2%",
    "Chiều ngày 12/10, UBND tỉnh Đồng Nai họp đánh giá công tác cải cách hành chính chín tháng năm 2022 và thống nhất những việc phải xong trước cuối năm.",
    (
        "Báo cáo tại cuộc họp cho biết, tỷ lệ hồ sơ giải quyết đúng hạn của toàn tỉnh đạt 98,2%. Bốn sở không để phát sinh hồ sơ trễ hạn; ngược lại, chi nhánh văn phòng đăng ký đất đai ở thành phố Biên Hòa còn 1.926 hồ sơ chậm do biến động sau đợt chia tách thửa.",
        "Tỉnh đã sắp xếp xong 11 phòng chuyên môn, giảm 23 trưởng, phó phòng; ba đơn vị sự nghiệp chuyển sang tự bảo đảm chi thường xuyên. Kết luận cuộc họp, Chủ tịch UBND tỉnh giao Sở Nội vụ công bố kết quả chấm điểm của từng đơn vị vào ngày 15/11 và không xét thi đua với đơn vị xếp cuối hai năm liền.",
    ),
)
# --- a province's story that its own department shows, with the day of the draft ----------------------------------------
WORKERS = Text(
    "Bình Dương đưa dịch vụ hành chính công vào khu nhà trọ công nhân",
    "CTTĐT - UBND tỉnh Bình Dương vừa khai trương ba tổ phục vụ hành chính công lưu động tại các khu nhà trọ công nhân ở thành phố Thuận An, thành phố Dĩ An và thị xã Bến Cát.",
    (
        "Các tổ làm việc từ 18 giờ đến 20 giờ 30 phút các ngày thứ Ba và thứ Năm, nhận hồ sơ đăng ký tạm trú, cấp lại thẻ bảo hiểm y tế, khai sinh, xác nhận tình trạng hôn nhân. Công nhân chỉ cần mang căn cước công dân gắn chip; giấy tờ còn lại do tổ tra cứu từ cơ sở dữ liệu.",
        "Đêm đầu tiên có 254 người đến làm thủ tục, phần lớn là lao động quê ở các tỉnh miền Tây và Bắc Trung Bộ chưa từng nộp hồ sơ tại nơi ở. Chị Lường Thị Oanh, công nhân may ở phường An Phú, cho biết trước đây chị phải nghỉ một ngày công, mất hơn 300 nghìn đồng cho mỗi lần làm giấy tờ.",
        "Tỉnh dự kiến mở thêm bảy tổ trong quý IV năm 2022 và vận động chủ nhà trọ cho mượn chỗ ngồi, đường truyền. Coi đây là điểm nhấn của công tác cải cách hành chính năm nay, Sở Nội vụ phối hợp với Liên đoàn Lao động tỉnh bố trí người trực, bảo đảm chi trả làm thêm giờ đúng quy định.",
    ),
    author="Ban Biên tập",
)
# --- the first to speak of an act of the centre -------------------------------------------------------------------------
ACT_YEN_BAI = Text(
    "Yên Bái khẩn trương xây dựng chương trình cải cách hành chính mười năm tới",
    "CTTĐT - Sở Nội vụ tỉnh Yên Bái được giao chủ trì dự thảo chương trình cải cách hành chính của tỉnh đến năm 2030, trình UBND tỉnh trong tháng 8.",
    (
        "Yêu cầu này được đưa ra ngay sau khi Chính phủ ban hành Nghị quyết số 76/NQ-CP ngày 15/7/2021 về Chương trình tổng thể cải cách hành chính nhà nước giai đoạn 2021 - 2030. Tỉnh chọn ba khâu cần làm trước là chất lượng văn bản, phân cấp cho cấp huyện và đào tạo công chức vùng cao.",
        "Ban soạn thảo có 17 thành viên, mời thêm hai chuyên gia của Học viện Hành chính Quốc gia góp ý bằng văn bản.",
    ),
    author="Ban Biên tập",
)
ACT_THAI_NGUYEN = Text(
    "Thái Nguyên học tập, quán triệt chương trình tổng thể cải cách hành chính của Chính phủ",
    "Hơn 900 cán bộ chủ chốt tại 187 điểm cầu trong tỉnh Thái Nguyên dự hội nghị trực tuyến nghe giới thiệu những điểm mới của cải cách hành chính nhà nước trong thập niên này.",
    (
        "Báo cáo viên phân tích sáu nội dung của Nghị quyết số 76/NQ-CP ngày 15 tháng 7 năm 2021 của Chính phủ, trong đó xây dựng chính quyền điện tử, chính quyền số lần đầu là một nội dung riêng. Nhiều câu hỏi xoay quanh cách giao chỉ tiêu cho cấp xã.",
        "Sau hội nghị, các huyện, thành phố gửi kế hoạch của mình về tỉnh trong vòng 20 ngày để tổng hợp.",
    ),
)
ACT_CAN_THO = Text(
    "Cần Thơ lấy ý kiến nhân dân về mục tiêu cải cách hành chính đến năm 2030",
    "Bản tóm tắt mục tiêu cải cách hành chính của thành phố Cần Thơ được đăng công khai từ ngày 03/8 để người dân và doanh nghiệp góp ý trong 30 ngày.",
    (
        "Dự thảo bám sát Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ nhưng đặt mức cao hơn ở bốn chỉ tiêu, như thời gian chờ tại bộ phận một cửa không quá 15 phút và hồ sơ đất đai được trả tại nhà.",
        "Mọi ý kiến được tập hợp theo từng phường, trả lời bằng văn bản và in kèm tờ trình gửi Hội đồng nhân dân thành phố.",
    ),
)
ACT_BAC_YEN = Text(
    "Bắc Yên giao trưởng phòng Nội vụ làm đầu mối theo dõi cải cách hành chính",
    "UBND huyện Bắc Yên vừa phân công lại người chịu trách nhiệm theo dõi từng mảng việc cải cách hành chính cho giai đoạn mới.",
    (
        "Việc phân công căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ, theo đó người đứng đầu chịu trách nhiệm toàn diện về kết quả. Mười sáu xã, thị trấn mỗi nơi cử một phó chủ tịch báo cáo trực tuyến vào ngày 20 hằng tháng.",
        "Những xã có đường truyền yếu như Hang Chú, Xím Vàng được gửi báo cáo qua tin nhắn trong thời gian chờ lắp trạm phát sóng.",
    ),
)
ACT_MOC_CHAU = Text(
    "Mộc Châu rà soát mười năm cải cách hành chính trước khi bước sang chặng mới",
    "Huyện Mộc Châu vừa hoàn thành báo cáo nhìn lại mười năm cải cách hành chính với nhiều con số do chính các xã tự đánh giá.",
    (
        "Báo cáo nêu bảy việc chưa xong của giai đoạn trước và đối chiếu với yêu cầu của Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ. Khó nhất vẫn là cơ sở vật chất của bộ phận một cửa ở năm xã biên giới.",
        "Huyện dự kiến dành 3,2 tỷ đồng sửa chữa trụ sở và mua trang thiết bị trong hai năm.",
    ),
)
ACT_THANH_LIEM = Text(
    "Thanh Liêm phát động thi đua thực hiện chương trình cải cách hành chính",
    "Huyện Thanh Liêm phát động đợt thi đua hai năm giữa các xã, thị trấn, lấy sự hài lòng của người dân làm thước đo.",
    (
        "Tiêu chí chấm điểm dựa trên sáu lĩnh vực nêu trong Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ. Trong quý II, tỷ lệ hồ sơ giải quyết đúng hạn của huyện đạt 96,9%, là mốc xuất phát để so sánh.",
        "Ba đơn vị dẫn đầu được thưởng công trình phúc lợi trị giá từ 80 đến 150 triệu đồng.",
    ),
)
ACT_EARLY = Text(
    "Thanh Hóa chuẩn bị nhân lực cho chương trình cải cách hành chính giai đoạn mới",
    "Sở Nội vụ tỉnh Thanh Hóa mở hai lớp bồi dưỡng cho công chức phụ trách cải cách hành chính của các huyện, thị xã, thành phố.",
    (
        "Nội dung bám theo Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ; tài liệu do giảng viên Trường Chính trị tỉnh biên soạn, có phần thực hành chấm điểm trên máy. Học viên đến từ 27 đơn vị, ở tập trung bốn ngày.",
        "Chi phí do ngân sách tỉnh bảo đảm, các đơn vị chỉ lo việc đi lại.",
    ),
)
ACT_THANH_HOA = Text(
    "Chủ tịch UBND tỉnh Thanh Hóa: Không để cải cách hành chính chỉ nằm trên giấy",
    "Làm việc với Ban Chỉ đạo cải cách hành chính ngày 20/8, Chủ tịch UBND tỉnh Thanh Hóa yêu cầu mỗi sở chọn hai thủ tục phiền hà nhất để sửa ngay.",
    (
        "Trên cơ sở Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ, tỉnh đặt mục tiêu vào nhóm mười tỉnh dẫn đầu trước năm 2025. Các sở báo cáo tiến độ vào thứ Sáu hằng tuần, đơn vị chậm ba lần liên tiếp phải giải trình trước hội nghị.",
        "Ban Chỉ đạo cũng thống nhất thuê một đơn vị độc lập gọi điện cho người dân để kiểm tra chất lượng phục vụ.",
    ),
)
ACT_OF_2013 = Text(
    "Quảng Ninh nhìn lại tám năm thực hiện chỉ đạo của Chính phủ về tháo gỡ khó khăn cho doanh nghiệp",
    "Viện Nghiên cứu phát triển kinh tế của tỉnh Quảng Ninh vừa công bố báo cáo chuyên đề về cải cách thủ tục hành chính thuế và hải quan từ năm 2013.",
    (
        "Điểm mốc của báo cáo là Nghị quyết số 76/NQ-CP ngày 13/6/2013 về phiên họp Chính phủ thường kỳ, khi thời gian thông quan tại cửa khẩu Móng Cái còn tới 31 giờ. Sau tám năm, con số này còn chưa đầy 6 giờ đối với luồng xanh.",
        "Nhóm tác giả khuyến nghị bỏ việc nộp bản giấy ở 14 thủ tục và dùng chung kết quả kiểm nghiệm giữa ba cơ quan.",
    ),
)
ACT_WITHOUT_YEAR = Text(
    "Tây Ninh thảo luận cách giảm đầu mối trung gian trong bộ máy hành chính",
    "Tại buổi tọa đàm do Ban Tổ chức Tỉnh ủy Tây Ninh chủ trì, các đại biểu bàn cách bớt một nấc trình ký trong xử lý văn bản.",
    (
        "Nhiều ý kiến dẫn Nghị quyết 76/NQ-CP của Chính phủ để đề nghị giao hẳn việc cho chuyên viên chính, lãnh đạo phòng chỉ hậu kiểm. Thử nghiệm tại hai sở cho thấy một công văn bớt được gần ba ngày đi đường vòng.",
        "Kết quả tọa đàm sẽ được đưa vào đề án vị trí việc làm trình vào cuối năm.",
    ),
)
# --- what provinces claim, by the quarter -------------------------------------------------------------------------------
RATE_YEN_BAI_1 = Text(
    "Yên Bái: Quý I, số hồ sơ trực tuyến tăng gấp rưỡi cùng kỳ",
    "CTTĐT - Trung tâm Phục vụ hành chính công tỉnh Yên Bái vừa thông tin về kết quả tiếp nhận, giải quyết thủ tục hành chính ba tháng đầu năm.",
    (
        "Trong quý I năm 2022, tỷ lệ hồ sơ giải quyết đúng hạn của toàn tỉnh đạt 97,8%. Hồ sơ trễ hạn tập trung ở khâu đo đạc và xác định nghĩa vụ tài chính về đất đai.",
        "Trung tâm đề nghị cơ quan thuế trả thông báo trong hai ngày và cử thêm người trực tại quầy vào đầu tuần.",
    ),
    author="Ban Biên tập",
)
RATE_YEN_BAI_2 = Text(
    "Người dân Yên Bái được nhắc hẹn qua tin nhắn trước khi nhận kết quả",
    "CTTĐT - Từ tháng 6, hệ thống một cửa của tỉnh Yên Bái tự gửi tin nhắn nhắc hẹn, nhờ đó số kết quả nằm chờ tại quầy giảm hẳn.",
    (
        "Tỷ lệ hồ sơ giải quyết đúng hạn toàn tỉnh quý II năm 2022 đạt 98,4%. Mỗi tin nhắn chỉ tốn vài trăm đồng nhưng tiết kiệm một chuyến đi cho bà con ở xa.",
        "Thời gian tới, tin nhắn sẽ có thêm tiếng Thái và tiếng Mông dưới dạng đường dẫn nghe được.",
    ),
    author="Ban Biên tập",
)
RATE_LAO_CAI = Text(
    "Lào Cai công khai kết quả giải quyết thủ tục hành chính theo từng cấp",
    "Lần đầu tiên, tỉnh Lào Cai tách riêng kết quả của ba cấp chính quyền trong báo cáo nửa năm về thủ tục hành chính.",
    (
        "Tính chung toàn tỉnh, tỷ lệ hồ sơ giải quyết đúng hạn đạt 96,5%. Ở cấp huyện, tỷ lệ hồ sơ giải quyết đúng hạn đạt 95,2%. Ở cấp xã, tỷ lệ hồ sơ giải quyết đúng hạn đạt 99,0%.",
        "Khoảng cách giữa các cấp chủ yếu do thủ tục đất đai phải qua nhiều cơ quan. Tỉnh sẽ lập tổ công tác giúp ba huyện có nhiều hồ sơ tồn.",
    ),
)
RATE_TARGET = Text(
    "Tây Ninh đặt mục tiêu nâng chất lượng phục vụ người dân trong nửa cuối năm",
    "UBND tỉnh Tây Ninh vừa ban hành kế hoạch nâng chất lượng giải quyết thủ tục hành chính trong sáu tháng cuối năm 2022.",
    (
        "Theo kế hoạch, tỉnh phấn đấu tỷ lệ hồ sơ giải quyết đúng hạn đạt từ 95% trở lên vào cuối năm. Các đơn vị phải niêm yết số điện thoại của lãnh đạo tại nơi tiếp dân.",
        "Ngành nội vụ sẽ kiểm tra không báo trước tại ít nhất mười đơn vị và công bố kết quả trên đài truyền hình.",
    ),
)
