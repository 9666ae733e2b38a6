"""The run of blocks: the headline's own prose wins, whatever else the page prints."""

from __future__ import annotations

import pytest

from archive.records import Article, Page
from crawler.extraction import Reading, extract, read
from crawler.extraction.body import find_run
from crawler.extraction.marks import Scored, score
from crawler.extraction.titles import HeadTitles, head_titles
from tests.extraction.builder import (
    FOOTER,
    MENU,
    OTHERS,
    PARAGRAPHS,
    STAMP,
    TITLE,
    article,
    lines,
    page,
    paragraphs,
    portal,
)

TEXT = paragraphs(*PARAGRAPHS)
WELCOME = (
    "Vùng đất Tân Hòa được lập từ cuối thế kỷ mười tám, khi những người thợ đóng thuyền theo dòng sông tìm đến dựng "
    "lều bên bãi bồi.",
    "Trải qua nhiều lần đổi tên, xã nay có chín thôn với hơn tám nghìn nhân khẩu, sống bằng nghề trồng dâu, nuôi "
    "tằm, dệt lụa và buôn bán ở chợ phiên.",
    "Lễ hội làng diễn ra vào mùng mười tháng hai hằng năm, có hội vật, thi nấu cơm và rước nước từ giữa dòng sông về "
    "đình.",
    "Khách phương xa đến đây thường ghé xưởng ươm tơ của cụ Sáu, ăn bát cháo cá và nghe chuyện những con thuyền buôn "
    "thuở trước.",
)


def scored(html: str) -> tuple[Scored, HeadTitles]:
    reading = read(page(html))
    assert isinstance(reading, Reading)
    return score(reading.blocks), head_titles(reading.document)


@pytest.mark.parametrize("count", [1, 2, 3, 4])
@pytest.mark.parametrize("place", ["<body>", "</body>"])
def test_foreign_prose_at_either_end_does_not_win(count: int, place: str) -> None:
    box = f"<div>{paragraphs(*WELCOME[:count])}</div>"
    html = portal(TEXT).replace(place, place + box if place == "<body>" else box + place)
    found = article(html)
    assert found.text.splitlines() == list(PARAGRAPHS)
    assert found.title == TITLE


@pytest.mark.parametrize("count", [1, 2, 4])
@pytest.mark.parametrize("place", ["<body>", "</body>"])
def test_a_notice_of_one_line_wins_against_prose(count: int, place: str) -> None:
    notice = "Bộ phận một cửa nghỉ làm việc chiều thứ Sáu để bảo trì hệ thống."
    box = f"<div>{paragraphs(*WELCOME[:count])}</div>"
    html = portal(paragraphs(notice), title="Thông báo nghỉ làm việc chiều thứ Sáu")
    assert lines(html.replace(place, place + box if place == "<body>" else box + place)) == [notice]


def test_prose_in_a_sidebar_before_the_article_does_not_win() -> None:
    html = portal(TEXT).replace("<table><tr>", f"<table><tr><td><h3>Giới thiệu</h3>{paragraphs(*WELCOME)}</td>")
    assert lines(html) == list(PARAGRAPHS)


def test_a_box_of_other_news_inside_the_text_is_left_out_and_the_text_goes_on() -> None:
    box = OTHERS.replace("Các tin khác", "Tin liên quan")
    assert lines(portal(f"{paragraphs(PARAGRAPHS[0])}{box}{paragraphs(*PARAGRAPHS[1:])}")) == list(PARAGRAPHS)


def test_readers_comments_are_not_text() -> None:
    said = (
        "Rất mong xã làm sớm ở thôn tôi, người già đi lại khó khăn lắm.",
        "Cảm ơn các bạn đoàn viên đã đến tận nhà giúp đỡ cha mẹ tôi hôm qua.",
    )
    comments = f"<div><h3>Ý kiến bạn đọc</h3>{paragraphs(*said)}</div>"
    assert lines(portal(TEXT).replace(OTHERS, comments + OTHERS)) == list(PARAGRAPHS)


def test_nothing_behind_the_footer_is_text() -> None:
    html = portal(TEXT).replace(FOOTER, FOOTER + paragraphs(*WELCOME))
    assert lines(html) == list(PARAGRAPHS)


def test_the_next_article_of_the_page_is_not_text() -> None:
    second = f"<div><h2>Tân Hòa đón khách du lịch đầu xuân</h2><p>13/03/2022 08:00</p>{paragraphs(*WELCOME)}</div>"
    assert lines(portal(TEXT).replace(OTHERS, second)) == list(PARAGRAPHS)


def test_lists_of_headlines_with_summaries_are_not_text() -> None:
    teasers = "".join(
        f'<div><h3><a href="/{n}">Tân Hòa: chuyện thứ {n} kể bên bến sông quê</a></h3><span>0{n}/03/2022</span><p>'
        f"{text}</p></div>"
        for n, text in enumerate(WELCOME, 1)
    )
    html = portal(TEXT).replace("<table><tr>", f"<table><tr><td>{teasers}</td>")
    assert lines(html) == list(PARAGRAPHS)


def test_a_share_bar_between_lead_and_text_does_not_end_the_article() -> None:
    html = portal(
        f"<div><p>{PARAGRAPHS[0]}</p></div><div><a href=#>Facebook</a> <a href=#>Zalo</a></div><div>"
        f"{paragraphs(*PARAGRAPHS[1:])}</div>"
    )
    assert lines(html) == list(PARAGRAPHS)


def test_a_stamp_below_the_text_counts_for_the_article() -> None:
    html = portal(TEXT, stamp="").replace(OTHERS, f"<p>{STAMP}</p>{OTHERS}")
    found = article(html)
    assert found.text.splitlines() == list(PARAGRAPHS)
    assert str(found.published_on) == "2022-03-14"


def test_a_fragment_without_headline_is_read() -> None:
    assert lines(TEXT) == list(PARAGRAPHS)


def test_a_headline_without_text_is_an_article_with_a_warning() -> None:
    found = article(portal(""))
    assert (found.title, found.text) == (TITLE, "")
    assert "no text under the headline" in found.warnings


def test_rivals_are_told() -> None:
    html = (
        f"<html><body>{MENU}<div><h2>{TITLE}</h2>{TEXT}</div><div><h2>Chuyện bến sông quê tôi</h2>"
        f"{paragraphs(*WELCOME)}</div></body></html>"
    )
    run, rivals = find_run(*scored(html))
    assert run is not None
    assert any(r.title != run.title and r.end > r.start for r in rivals)


def test_what_the_host_repeats_is_left_out() -> None:
    reading = read(page(portal(TEXT + paragraphs("Mọi phản ánh xin gửi về hòm thư của xã trong giờ làm việc."))))
    assert isinstance(reading, Reading)
    marked = score(reading.blocks, lambda block: block.text.startswith("Mọi phản ánh"))
    (mark,) = [m for m in marked.marks if m.block.text.startswith("Mọi phản ánh")]
    assert mark.junk


def test_page_of_many_thousand_blocks_is_read_in_linear_steps() -> None:
    many = [f"Đoạn thứ {n} của một bản báo cáo rất dài, có đủ số liệu từng thôn." for n in range(5000)]
    assert lines(portal(paragraphs(*many))) == many


# --- boxes beside a short text, lines that begin with a day ---------------------------------------------------------

NOTICE = "UBND xã mời bà con đến nhận bản đồ quy hoạch tại nhà văn hóa thôn."
NEIGHBOUR = paragraphs(*WELCOME)
HEAD = f"<h2>{TITLE}</h2><div>14/03/2022 09:20</div>"


def bare(inside: str) -> str:
    """A page without names, with a menu of links."""
    return f'<html><head><meta charset="utf-8"><title>Xã Tân Hòa</title></head><body>{MENU}{inside}</body></html>'


@pytest.mark.parametrize(
    "html",
    [
        f"<div>{HEAD}<p>{NOTICE}</p><p>Trân trọng.</p></div><div><h3>Cảnh đẹp quê mình</h3>{NEIGHBOUR}</div>",
        f"<div>{HEAD}<p>{NOTICE}</p><p>Trân trọng.</p></div><div><div>Cảnh đẹp quê mình</div>{NEIGHBOUR}</div>",
        f"<table><tr><td>{HEAD}<p>{NOTICE}</p><p>Trân trọng.</p></td>"
        f"<td><b>CHỨC NĂNG NHIỆM VỤ</b>{NEIGHBOUR}</td></tr></table>",
        f"<div><h3>Giới thiệu</h3>{NEIGHBOUR}</div><div>{HEAD}<p>{NOTICE}</p><p>Trân trọng.</p></div>",
        f"{HEAD}<p>{NOTICE}</p><p>Trân trọng.</p><h2>Giới thiệu</h2>{NEIGHBOUR}",
        f"{HEAD}<p>{NOTICE}</p><p>Trân trọng.</p><div>Đã xem: 18</div><h4>Lãnh đạo xã</h4>{NEIGHBOUR}",
    ],
)
def test_a_short_text_does_not_go_on_in_a_box_about_the_office(html: str) -> None:
    found = article(bare(html))
    assert found.title == TITLE
    assert found.text.splitlines() == [NOTICE, "Trân trọng."]


def test_a_subheading_like_the_name_of_a_box_stays_in_its_article() -> None:
    body = f"{TEXT}<h3>Chức năng, nhiệm vụ</h3>{NEIGHBOUR}"
    assert lines(bare(f"<h1>{TITLE}</h1><p>14/03/2022</p><div>{body}</div>")) == [
        *PARAGRAPHS,
        "Chức năng, nhiệm vụ",
        *WELCOME,
    ]


def test_sections_in_elements_of_their_own_stay_together() -> None:
    parts = "".join(f"<div><h3>{n}. Phần việc</h3><p>{p}</p></div>" for n, p in enumerate(PARAGRAPHS, 1))
    found = lines(bare(f"<h1>{TITLE}</h1><p>14/03/2022</p><div>{parts}</div>"))
    assert found == [line for n, p in enumerate(PARAGRAPHS, 1) for line in (f"{n}. Phần việc", p)]


@pytest.mark.parametrize("tag", ["td", "th"])
@pytest.mark.parametrize("border", ["", " border=1"])
def test_rows_that_begin_with_a_day_are_rows_of_a_schedule(tag: str, border: str) -> None:
    rows = (("Ngày", "Việc", "Nơi"), ("05/9/2022", "Kiểm tra", "Thôn Đông"), ("Sáng 06/9/2022", "Họp", "Xã"))
    table = "".join(f"<tr>{''.join(f'<{tag}>{c}</{tag}>' for c in row)}</tr>" for row in rows)
    body = f"{paragraphs(PARAGRAPHS[0])}<table{border}>{table}</table>"
    assert lines(portal(body)) == [PARAGRAPHS[0], *(" | ".join(row) for row in rows)]


def test_rows_of_figures_are_kept_and_calendars_are_not() -> None:
    table = "<table><tr><th>Năm</th><th>Hồ sơ</th></tr><tr><td>2020</td><td>871</td></tr><tr><td>2021</td><td>904</td>"
    days = "".join(f"<tr>{''.join(f'<td>{n + k}</td>' for k in range(7))}</tr>" for n in (1, 8, 15, 22))
    calendar = f"<table><tr><td>Tháng 9 2022</td></tr><tr>{'<td>T2</td><td>T3</td><td>CN</td>'}</tr>{days}</table>"
    assert lines(bare(f"<h1>{TITLE}</h1><p>14/03/2022</p>{TEXT}{table}</tr></table>{calendar}")) == [
        *PARAGRAPHS,
        "Năm | Hồ sơ",
        "2020 | 871",
        "2021 | 904",
    ]


def test_a_line_of_a_chronicle_begins_with_its_day() -> None:
    told = ("05/01/2022: Xã ban hành kế hoạch.", "18/3/2022: Khai trương điểm hỗ trợ nộp hồ sơ tại chợ.")
    assert lines(portal(paragraphs(PARAGRAPHS[0], *told))) == [PARAGRAPHS[0], *told]


@pytest.mark.parametrize(
    "tools", ["<div>Đã xem: 7</div>", "<div>Lượt xem: 12</div><div>In trang | Gửi email</div>", ""]
)
def test_short_lines_below_a_headline_are_its_text(tools: str) -> None:
    told = ("Lịch tiếp dân của Chủ tịch xã", "Buổi sáng: từ 7 giờ", "Bà con nhớ mang theo căn cước.")
    found = article(bare(f"<h1>Lịch tiếp dân tháng Hai của xã</h1>{tools}{paragraphs(*told)}"))
    assert found.text.splitlines() == list(told)


@pytest.mark.parametrize("title", [f"<div><b>{TITLE}</b></div>", f"<p>{TITLE}</p>", f"<h2>{TITLE}</h2>"])
def test_a_box_of_links_without_an_end_stops_above_the_headline(title: str) -> None:
    box = '<h2>Tin nóng</h2><p><a href="/9">Cảnh báo lừa đảo qua điện thoại ở các thôn</a></p>'
    found = article(bare(f"{box}{title}<div>21/06/2021</div>{TEXT}"))
    assert (found.title, found.text.splitlines()) == (TITLE, list(PARAGRAPHS))
    assert str(found.published_at) == "2021-06-21"


def test_the_heading_of_a_list_beside_the_text_is_no_signature() -> None:
    link = '<a href="/q">Lịch cắt điện trong tuần này</a>'
    side = f"<table><tr><th>THÔNG TIN CHUNG</th></tr><tr><td>{link}</td></tr></table>"
    found = article(bare(f"<table><tr><td>{HEAD}{TEXT}</td><td>{side}</td></tr></table>"))
    assert (found.text.splitlines(), found.author) == (list(PARAGRAPHS), None)


def test_a_long_caption_in_a_table_of_its_own_belongs_to_a_photo_story() -> None:
    caption = "Lớp bồi dưỡng về chữ ký số dành cho công chức bộ phận một cửa các xã Sơn Hạ"
    html = (
        "<html><head><meta charset=utf-8></head><body><table><tr><td>Trang chủ</td></tr></table>"
        "<table><tr><td><b>Huyện Sơn Hạ mở lớp bồi dưỡng về chữ ký số</b></td></tr><tr><td>18/11/2024 08:13</td></tr>"
        "<tr><td>Ngày 16/11, huyện Sơn Hạ mở lớp bồi dưỡng về chữ ký số cho công chức mười hai xã.</td></tr>"
        f"<tr><td><table><tbody><tr><td><img src='a.jpg'></td></tr><tr><td><em>{caption}</em></td></tr></tbody></table>"
        "<p><img src='b.jpg'></p><p>Ảnh: Thu Hà</p></td></tr></table></body></html>"
    )
    article = extract(Page("https://huyen.example/tin/5", html.encode()))
    assert isinstance(article, Article)
    assert article.text.splitlines()[1:] == [caption, "Ảnh: Thu Hà"]


def test_a_first_sentence_that_begins_like_the_label_of_a_form_is_text() -> None:
    first = "Bạn cần đăng nhập bằng tài khoản định danh để nộp hồ sơ."
    assert lines(portal(paragraphs(first, *PARAGRAPHS))) == [first, *PARAGRAPHS]


def test_a_call_to_log_in_below_the_text_is_no_text() -> None:
    assert lines(portal(TEXT + "<p>Bạn cần đăng nhập để gửi bình luận cho bài viết.</p>")) == list(PARAGRAPHS)


def test_a_log_in_box_right_below_a_short_text_is_no_text() -> None:
    box = "<div><p>Tên đăng nhập</p><p>Mật khẩu</p><p><a href='/q'>Quên mật khẩu?</a></p></div>"
    assert lines(portal("<p>Sáng nay xã khai hội.</p>" + box)) == ["Sáng nay xã khai hội."]
