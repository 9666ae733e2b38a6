"""Spam that was broken in and faults that PHP printed go, with a warning; news about gambling and usury stays."""

from __future__ import annotations

import pytest

from archive.records import Reason, Rejection
from crawler.extraction import extract
from crawler.extraction.layout import Layout
from tests.extraction.builder import PARAGRAPHS, TITLE, article, page, paragraphs, portal

TEXT = paragraphs(*PARAGRAPHS)

SPAM = [
    '<p><a href="https://nhacai-abc.example.com/">nhà cái uy tín</a></p>',
    '<p>Xem thêm: <a href="https://w88.example.net">W88</a>, <a href="https://f.example.net">Fun88</a></p>',
    '<p>Địa chỉ chơi <a href="https://bai.example.org/?r=1">game bài đổi thưởng</a> với nhiều ưu đãi cho người mới</p>',
    '<div>Trang <a href="https://keo.example.com">kèo nhà cái</a> cập nhật tỷ lệ mỗi ngày, nạp rút nhanh chóng, '
    "giao diện đẹp, hỗ trợ cả ngày lẫn đêm, phù hợp với mọi người chơi ở mọi nơi trên thế giới hiện nay.</div>",
    '<p><a href="//vay.example.com/">vay tiền online giải ngân ngay</a></p>',
    "<p>casino online uy tín | slot game | nổ hũ đổi thưởng</p>",
    "<p>W88 - FUN88 - 188BET - nhà cái hàng đầu</p>",
    "<p>xem bóng đá trực tiếp, soi kèo nhà cái, link vào bk8 mới nhất</p>",
    '<p><a href="https://slot.example.id">situs slot gacor hari ini</a></p>',
    '<p><a href="https://rx.example.com">buy cialis without prescription</a></p>',
    '<p><a href="https://th.example.com">เว็บพนันออนไลน์ อันดับหนึ่ง</a></p>',
    '<p><a href="https://ru.example.com">лучшее онлайн казино</a></p>',
]
HIDDEN = [
    '<div style="position:absolute; left:-9999px"><p>Mời bạn ghé trang của chúng tôi để chơi thử mỗi ngày.</p></div>',
    '<div style="text-indent: -9999px">Nơi giải trí hàng đầu dành cho bạn và gia đình vào dịp cuối tuần này.</div>',
    '<div style="height:0px;overflow:hidden">Nơi giải trí hàng đầu dành cho bạn và gia đình cuối tuần này.</div>',
    '<p style="font-size:0px">Nơi giải trí hàng đầu dành cho bạn và gia đình vào dịp cuối tuần này.</p>',
    '<div style="display:none"><a href="https://x.example.com">Nơi giải trí hàng đầu cho bạn và gia đình</a></div>',
]
HONEST = [
    "Công an xã bắt quả tang sáu đối tượng đánh bạc bằng hình thức xóc đĩa, tài xỉu tại một nhà dân ở thôn Đông.",
    "Thời gian gần đây, nhiều người vay tiền online qua ứng dụng đã rơi vào bẫy tín dụng đen với lãi suất cắt cổ.",
    "Các nhà cái trên mạng lôi kéo thanh niên cá cược bóng đá, cá độ bóng đá bằng những lời hứa hẹn về tiền thưởng.",
    "Người dân không nên bấm vào đường dẫn quảng cáo casino, slot game được gửi qua tin nhắn.",
    "Cảnh báo: nhà cái, cá cược online",
    "Dự án khu nghỉ dưỡng có casino ở huyện bên đã được Chính phủ đồng ý về chủ trương.",
    "Ngân hàng Chính sách cho vay tiền làm nhà với lãi suất 0% đối với hộ nghèo trong xã.",
    "Xã Tân Hòa có 88 hộ nghèo, 188 hộ cận nghèo và đội bóng đá nữ của Bệnh viện 199.",
    '<a href="https://congan.example.gov.vn/canh-bao">Cảnh báo của Công an tỉnh về cờ bạc trực tuyến và casino</a> '
    "đã được gửi đến mười hai thôn để tổ chức tuyên truyền trong tháng này.",
    'Mời bà con xem <a href="https://youtube.example.com/v">video hướng dẫn nộp hồ sơ</a> do đoàn xã thực hiện.',
    "Biển chỉ đường ở cửa khẩu ghi hai thứ tiếng, tiếng Việt và tiếng Trung: 欢迎光临.",
    "欢迎来到我们的村庄 – dòng chữ trên cổng làng",
]
FAULTS = [
    "<b>Notice</b>:  Undefined index: HTTP_REFERER in <b>/var/www/html/index.php</b> on line <b>12</b>",
    "Warning: include(menu.php): failed to open stream: No such file or directory in /home/xa/web/page.php on line 7",
    "<b>Deprecated</b>: Function ereg() is deprecated in <b>C:\\inetpub\\wwwroot\\xa\\lib.php</b> on line <b>301</b>",
    "Fatal error: Allowed memory size of 134217728 bytes exhausted in /srv/web/core.php on line 88",
    "Notice: Undefined offset: 1 in menu_load() (line 421 of /var/www/drupal/includes/menu.inc).",
    "PHP Warning: mysqli_close() expects parameter 1 to be mysqli, bool given in /var/www/db.php on line 44",
    "Stack trace:<br>#0 /var/www/a.php(12): load('x')<br>#1 {main}<br>thrown in /var/www/a.php on line 12",
]


@pytest.mark.parametrize("spam", SPAM)
def test_spam_behind_the_text_is_cut_with_a_warning(spam: str) -> None:
    found = article(portal(TEXT + spam))
    assert found.text.splitlines() == list(PARAGRAPHS)
    assert "spam: 1 lines were cut" in found.warnings


def test_a_whole_tail_of_spam_is_cut_and_the_author_stays() -> None:
    found = article(portal(f'{TEXT}<p align="right"><b>Hoàng Lan</b></p><div>{"".join(SPAM)}</div>'))
    assert found.text.splitlines() == [*PARAGRAPHS, "Hoàng Lan"]
    assert found.author == "Hoàng Lan"
    assert f"spam: {len(SPAM)} lines were cut" in found.warnings


@pytest.mark.parametrize("hidden", HIDDEN)
def test_what_no_reader_sees_is_no_text(hidden: str) -> None:
    assert article(portal(TEXT + hidden)).text.splitlines() == list(PARAGRAPHS)


@pytest.mark.parametrize("line", HONEST)
def test_honest_lines_about_gambling_loans_and_foreign_signs_stay(line: str) -> None:
    found = article(portal(paragraphs(PARAGRAPHS[0], line, *PARAGRAPHS[1:])))
    assert len(found.text.splitlines()) == len(PARAGRAPHS) + 1
    assert not any("spam" in warning for warning in found.warnings)


def test_indents_of_word_processors_hide_nothing() -> None:
    body = "".join(f'<p style="margin-left:-5.4pt;text-indent:-18.0pt">{p}</p>' for p in PARAGRAPHS)
    assert article(portal(body)).text.splitlines() == list(PARAGRAPHS)


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("where", ["above the title", "above the text", "below the text"])
def test_faults_of_the_portals_software_are_cut_with_a_warning(fault: str, where: str) -> None:
    printed = f"<h2>Error message</h2><div>{fault}</div>"
    html = portal(
        {"above the text": printed, "above the title": ""}.get(where, "")
        + TEXT
        + (printed if where == "below the text" else "")
    )
    if where == "above the title":
        html = html.replace("<table>", f"{printed}<table>", 1)
    found = article(html)
    assert found.text.splitlines() == list(PARAGRAPHS)
    assert found.title == TITLE
    assert "a fault that the portal's software printed was cut" in found.warnings


def test_text_on_the_line_of_a_fault_stays() -> None:
    found = article(portal(paragraphs(f"{FAULTS[1]} {PARAGRAPHS[0]}", *PARAGRAPHS[1:])))
    assert found.text.splitlines() == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "line",
    [
        "Notice: the office is closed on Monday, please come on Tuesday and wait in line 12 of the hall.",
        "Warning: bão số 5 đang vào gần bờ, mời bà con gia cố nhà cửa trước tối nay.",
    ],
)
def test_a_notice_without_a_path_of_a_server_is_text(line: str) -> None:
    assert line in article(portal(paragraphs(PARAGRAPHS[0], line, *PARAGRAPHS[1:]))).text.splitlines()


def test_a_page_of_spam_alone_has_nothing_to_store() -> None:
    found = extract(page(f"<html><body>{''.join(SPAM)}</body></html>"))
    assert isinstance(found, Rejection)
    assert found.reason is Reason.BROKEN


def test_a_headline_alone_above_spam_is_still_an_article() -> None:
    found = article(portal("".join(SPAM)))
    assert (found.title, found.text) == (TITLE, "")


@pytest.mark.parametrize(
    "line",
    [
        "Ban quản lý chợ nói mỗi sáng có hơn ba mươi người mang cá ra bán, giá bán cá không đổi so với năm ngoái.",
        "Hội cho vay tiền mua giống, vay tiền làm chuồng, vay tiền đào ao, lãi suất 0% trong sáu tháng đầu.",
    ],
)
def test_a_headline_with_a_word_of_the_trade_is_no_advertisement(line: str) -> None:
    found = article(portal(paragraphs(line, line.replace("mỗi", "một")), title="Bà con bán cá giống, vay tiền đào ao"))
    assert found.text.splitlines()[0] == line


def test_spam_inside_the_container_of_a_layout_is_cut() -> None:
    found = article(portal(TEXT + SPAM[0], wrap='<div class="nd">{}</div>'), Layout("xa", "div.nd", "h2"))
    assert found.text.splitlines() == list(PARAGRAPHS)
    assert found.layout == "xa"
