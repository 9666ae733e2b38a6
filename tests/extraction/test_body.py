"""The run of blocks: the headline's own prose wins, whatever else the page prints."""

from __future__ import annotations

import pytest

from crawler.extraction import Reading, read
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
