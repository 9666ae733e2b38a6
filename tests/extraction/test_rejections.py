"""Pages that are no article, each by what it says; and articles that look like one of them."""

from __future__ import annotations

import pytest

from archive.records import Article, Reason, Rejection
from crawler.extraction import extract
from tests.extraction.builder import FOOTER, MENU, OTHERS, PARAGRAPHS, article, page, paragraphs, portal


def reason(html: str) -> Reason | None:
    result = extract(page(html))
    return result.reason if isinstance(result, Rejection) else None


def site(body: str, title: str = "UBND xã Tân Hòa", menu: str = MENU, footer: str = FOOTER) -> str:
    return f'<html><head><meta charset="utf-8"><title>{title}</title></head><body>{menu}{body}{footer}</body></html>'


SUMMARIES = (
    "Hội thi năm nay có mười hai đội của các thôn tham gia, trải qua ba vòng đấu sôi nổi trong hai ngày cuối tuần.",
    "Xã đã huy động gần bốn trăm ngày công, đắp xong hai cây số bờ bao trước khi lũ về.",
    "Lớp học mở vào các tối thứ Ba và thứ Năm tại nhà văn hóa, ai cũng có thể đến học miễn phí.",
    "Đoàn kiểm tra ghi nhận nhiều cách làm hay, đồng thời nhắc nhở hai thôn còn chậm nộp báo cáo tháng.",
)
HEADLINES = (
    "Tân Hòa tổ chức hội thi nấu cơm ngày xuân",
    "Người dân các thôn ra quân đắp bờ bao chống lũ",
    "Mở lớp tin học miễn phí cho người cao tuổi trong xã",
    "Kiểm tra việc thực hiện nếp sống văn hóa ở các thôn",
)


def listing(item: str, pager: str = "") -> str:
    items = "".join(
        item.format(n=n, headline=h, summary=s, day=f"0{n}/03/2022")
        for n, (h, s) in enumerate(zip(HEADLINES, SUMMARIES, strict=True), 1)
    )
    return site(f"<h1>Tin tức - Sự kiện</h1><div>{items}</div>{pager}", title="Tin tức - Sự kiện")


@pytest.mark.parametrize(
    "item",
    [
        '<div><h3><a href="/tin/{n}">{headline}</a></h3><p>{summary}</p></div>',
        '<div><h3><a href="/tin/{n}">{headline}</a></h3><span>{day}</span><p>{summary}</p></div>',
        '<div><a href="/tin/{n}"><img src="{n}.jpg" alt="x"></a><a href="/tin/{n}">{headline}</a><div>{summary}</div>'
        "</div>",
        '<table><tr><td><a href="/tin/{n}"><b>{headline}</b></a><br>{summary}</td></tr></table>',
        '<li><a href="/tin/{n}">{headline}</a> <i>({day})</i></li>',
    ],
)
def test_listings(item: str) -> None:
    pager = (
        '<div><a href="?page=1">1</a> <a href="?page=2">2</a> <a href="?page=3">3</a> <a href="?page=4">Tiếp</a></div>'
    )
    assert reason(listing(item, pager)) is Reason.LISTING


def test_listing_without_pager() -> None:
    html = listing('<div><h3><a href="/tin/{n}">{headline}</a></h3><span>{day}</span><p>{summary}</p></div>')
    assert reason(html) is Reason.LISTING


@pytest.mark.parametrize(
    "text",
    [
        "Không tìm thấy trang bạn yêu cầu.",
        "Bài viết không tồn tại hoặc đã bị xóa.",
        "404 - Page not found",
        "Nội dung này không tồn tại trên hệ thống.",
    ],
)
def test_soft_404(text: str) -> None:
    assert reason(site(f"<h2>Thông báo</h2><p>{text}</p>")) is Reason.SOFT_404
    assert reason(site(f"<div>{text}</div>{OTHERS}")) is Reason.SOFT_404


def test_soft_404_by_its_title() -> None:
    assert reason(site("<p>Mời bạn trở về trang chính của xã.</p>", title="Không tìm thấy trang")) is Reason.SOFT_404


def test_login() -> None:
    form = (
        "<h2>Đăng nhập hệ thống</h2><form>Tên đăng nhập <input name=u> Mật khẩu <input type='PassWord' name=p>"
        "<button>Vào</button></form>"
    )
    assert reason(site(form, title="Đăng nhập")) is Reason.LOGIN


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Request Rejected",
            "The requested URL was rejected. Please consult with your administrator. Your support ID is: 1234",
        ),
        ("Just a moment...", "Checking your browser before accessing the site."),
        ("Access Denied", "You don't have permission to access this server."),
        ("403 Forbidden", "nginx"),
        ("Xác thực", "Vui lòng xác nhận bạn không phải là robot để tiếp tục."),
        ("Cổng", "Bạn không có quyền truy cập trang này."),
    ],
)
def test_walls(title: str, text: str) -> None:
    assert (
        reason(f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{text}</p></body></html>")
        is Reason.WALL
    )


def test_empty_pages() -> None:
    assert reason("<html><body><img src=a.jpg><script>x()</script></body></html>") is Reason.EMPTY
    assert reason("<html><frameset><frame src=x></frameset></html>") is Reason.EMPTY


SHEET = (
    "<table><tr><td>Số ký hiệu</td><td>12/QĐ-UBND</td></tr><tr><td>Ngày ban hành</td><td>03/02/2021</td></tr>"
    "<tr><td>Người ký</td><td>Lê Văn An</td></tr><tr><td>Trích yếu</td><td>Về việc phê duyệt kế hoạch cải cách hành "
    "chính</td></tr></table>"
)


def test_the_sheet_of_a_legal_document() -> None:
    assert reason(site(f"<h2>Quyết định số 12/QĐ-UBND về việc phê duyệt kế hoạch</h2>{SHEET}")) is Reason.LEGAL_DOCUMENT
    rows = SHEET.replace("<table>", "<dl>").replace("</table>", "</dl>").replace("<tr>", "").replace("</tr>", "")
    rows = rows.replace("<td>", "<dd>").replace("</td>", "</dd>")
    assert reason(site(f"<h2>Quyết định số 12/QĐ-UBND</h2>{rows}")) is Reason.LEGAL_DOCUMENT


# --- what must not be rejected ----------------------------------------------------------------------------------------


def test_an_article_with_a_table_of_documents_is_an_article() -> None:
    table = (
        "<table border=1><tr><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th></tr>"
        "<tr><td>12/QĐ-UBND</td><td>03/02/2021</td><td>Kế hoạch</td></tr><tr><td>13/QĐ-UBND</td><td>04/02/2021</td>"
        "<td>Dự toán</td></tr></table>"
    )
    assert "12/QĐ-UBND | 03/02/2021 | Kế hoạch" in article(portal(paragraphs(*PARAGRAPHS) + table)).text


def test_an_article_about_missing_papers_is_an_article() -> None:
    text = "Anh Tư không tìm thấy giấy khai sinh, tổ công nghệ số đã giúp anh xin bản sao qua mạng ngay trong buổi tối."
    assert article(portal(paragraphs(text, *PARAGRAPHS))).text.startswith("Anh Tư")


@pytest.mark.parametrize(
    "title",
    [
        "Xã Tân Hòa đã xóa đói giảm nghèo",
        "Chưa tìm thấy người mất tích trên sông",
        "Không tìm thấy nạn nhân sau ba ngày",
        "404 hộ dân được cấp nước sạch",
        "Kế hoạch chưa được phê duyệt",
        "Bến đò không còn tồn tại sau trận lũ",
        "Không có tín hiệu điện thoại ở ba thôn",
    ],
)
def test_short_news_whose_headline_sounds_like_a_missing_page(title: str) -> None:
    assert article(portal("<p>Tin đang được cập nhật thêm.</p>", title=title)).title == title


def test_an_article_beside_a_login_box_is_an_article() -> None:
    box = "<form>Đăng nhập <input type=password></form>"
    assert article(portal(paragraphs(*PARAGRAPHS)).replace(FOOTER, box + FOOTER)).text.splitlines() == list(PARAGRAPHS)
    assert (
        article(portal("<p>Nghỉ tiếp dân chiều nay.</p>").replace(FOOTER, box + FOOTER)).text
        == "Nghỉ tiếp dân chiều nay."
    )


@pytest.mark.parametrize("text", ["Chiều nay trụ sở mất điện.", "Nghỉ lễ ngày 30/4."])
def test_a_short_notice_among_many_headlines_is_an_article(text: str) -> None:
    many = "".join(f'<li><a href="/{n}">{h}</a></li>' for n, h in enumerate(HEADLINES * 3))
    assert article(portal(paragraphs(text)).replace(OTHERS, f"{OTHERS}<ul>{many}</ul>")).text == text


def test_a_page_with_a_headline_only_is_an_article() -> None:
    many = "".join(f'<li><a href="/{n}">{h}</a></li>' for n, h in enumerate(HEADLINES * 2))
    found = article(portal("").replace(OTHERS, f"<ul>{many}</ul>"))
    assert found.text == ""


def test_a_page_of_photographs_is_an_article() -> None:
    photos = "".join(
        f"<figure><img src={n}.jpg><figcaption>Thôn {n} vào hội</figcaption></figure>" for n in range(1, 6)
    )
    assert article(portal(photos)).text.splitlines() == [f"Thôn {n} vào hội" for n in range(1, 6)]


def test_rejections_say_what_was_seen() -> None:
    result = extract(page(site("<p>Không tìm thấy trang bạn yêu cầu.</p>")))
    assert isinstance(result, Rejection)
    assert "Không tìm thấy" in result.detail
    assert not isinstance(result, Article)


def test_a_page_of_endless_lines_is_said_to_be_too_large() -> None:
    assert reason("<p>dòng</p>" * 60_000) is Reason.TOO_LARGE


def broken_page(text: str, heading: str = "Thông báo") -> Reason | None:
    return reason(site(f"<h2>{heading}</h2><p>{text}</p>"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nội dung đang được cập nhật", Reason.EMPTY),
        ("Đang cập nhật", Reason.EMPTY),
        ("Phiên làm việc đã hết hạn, vui lòng đăng nhập lại", Reason.LOGIN),
        ("The page cannot be found", Reason.SOFT_404),
        ("502 Bad Gateway", Reason.BROKEN),
        ("Service Unavailable", Reason.BROKEN),
        ("Object moved to here.", Reason.BROKEN),
        ("Database Error: Unable to connect", Reason.BROKEN),
        ("Server Error in '/' Application.", Reason.BROKEN),
        ("Yêu cầu của bạn đã bị chặn", Reason.WALL),
    ],
)
def test_what_a_server_says_instead_of_an_article(text: str, expected: Reason) -> None:
    assert broken_page(text) is expected


def test_works_on_the_site() -> None:
    page_ = "<h1>Hệ thống đang bảo trì</h1><p>Cổng tạm ngừng để nâng cấp, mời bà con vui lòng quay lại sau.</p>"
    assert reason(f"<html><body>{page_}</body></html>") is Reason.WALL


def test_a_template_that_no_script_has_filled() -> None:
    html = "<html><body><h2>{{x.TieuDe}}</h2><div>{{x.NoiDung}}</div></body></html>"
    assert reason(html) is Reason.EMPTY


def teaser(n: int) -> str:
    return f'<div><h3><a href="/tin/{n}">{HEADLINES[n]}</a></h3><p>{SUMMARIES[n]}</p></div>'


@pytest.mark.parametrize("count", [1, 2])
def test_the_last_page_of_a_section(count: int) -> None:
    pager = "<ul><li>Đầu</li><li>43</li><li>44</li></ul>"
    assert reason(site(f"<h1>Tin tức</h1>{''.join(map(teaser, range(count)))}{pager}")) is Reason.LISTING


def test_the_first_page_of_a_portal() -> None:
    html = site(teaser(0) + "".join(f'<p><a href="/{h}">{h}</a></p>' for h in HEADLINES))
    for path in ("", "/", "/default.aspx", "/trang-chu"):
        result = extract(page(html, f"https://tanhoa.example.gov.vn{path}"))
        assert isinstance(result, Rejection)
        assert result.reason is Reason.LISTING


def test_a_site_map() -> None:
    names = ("Giới thiệu", "Bộ máy", "Tin tức", "Kinh tế", "Văn bản", "Hỏi đáp", "Liên hệ", "Thư viện ảnh")
    html = site(f"<h1>Sơ đồ cổng</h1><ul>{''.join(f'<li><a href=/x>{n}</a></li>' for n in names)}</ul>")
    assert reason(html) is Reason.LISTING


def test_a_table_of_documents() -> None:
    rows = "".join(f"<tr><td>{n}/QĐ-UBND</td><td>0{n}/02/2021</td><td>Về việc thứ {n}</td></tr>" for n in range(1, 6))
    table = f"<table><tr><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th></tr>{rows}</table>"
    assert reason(site(f"<h1>Văn bản</h1>{table}")) is Reason.LISTING
    assert article(portal(paragraphs(PARAGRAPHS[0]) + table)).text.startswith(PARAGRAPHS[0])


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Sửa lỗi “không tìm thấy trang” khi tra cứu", "Nhiều người báo màn hình hiện không tìm thấy trang."),
        (
            "Bỏ bước nhập captcha khi tra cứu hồ sơ",
            "Bước chứng minh không phải người máy khiến nhiều cụ già lúng túng.",
        ),
        ("Cổng dịch vụ công tạm ngừng để nâng cấp đêm nay", "Hệ thống đang được nâng cấp, mong bà con thông cảm."),
        ("Trang bị lỗi 404 đã được sửa", "Lỗi error 404 do đổi địa chỉ máy chủ và đã được sửa trong đêm."),
    ],
)
def test_dated_news_about_missing_pages_and_walls(title: str, text: str) -> None:
    found = article(portal(paragraphs(text, *PARAGRAPHS[1:]), title=title))
    assert found.title == title
    assert found.text.splitlines() == [text, *PARAGRAPHS[1:]]


def test_an_article_with_the_sheet_of_the_act_it_tells_of() -> None:
    assert article(portal(paragraphs(*PARAGRAPHS) + SHEET)).text.startswith(PARAGRAPHS[0])
