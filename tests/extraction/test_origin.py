"""What an article says of its own origin: a source on a line of its own, a prefix, or nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from archive.records import Origin
from crawler.cli import app
from crawler.extraction.origin import find
from tests.extraction.builder import PARAGRAPHS, article, paragraphs, portal

URL = "https://vanchan.yenbai.gov.vn/tin/mot-cua-12.html"
BODY = (
    "Chiều ngày 5/3, UBND huyện họp sơ kết công tác cải cách hành chính quý I và bàn việc của quý sau.",
    "Mười hai xã báo cáo tỷ lệ hồ sơ trả đúng hạn, năm xã nêu khó khăn về đường truyền ở thôn xa trung tâm.",
)
UNKNOWN = Origin()


def ending(*lines: str, author: str | None = None) -> Origin:
    return find([*BODY, *lines], url=URL, author=author)


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        ("Nguồn: Báo Yên Bái", "Báo Yên Bái"),
        ("Nguồn: Sở Nội vụ", "Sở Nội vụ"),
        ("Nguồn tin: Văn phòng UBND tỉnh", "Văn phòng UBND tỉnh"),
        ("(Nguồn: TTXVN)", "TTXVN"),
        ("Nguồn TTXVN", "TTXVN"),
        ("Nguồn: yenbai.gov.vn", "yenbai.gov.vn"),
        ("Nguồn: https://yenbai.gov.vn/tin/mot-cua-7.html", "https://yenbai.gov.vn/tin/mot-cua-7.html"),
        ("Nguồn: Cổng TTĐT tỉnh Yên Bái", "Cổng TTĐT tỉnh Yên Bái"),
        ("Nguồn: Báo Nhân Dân ngày 12/3/2022", "Báo Nhân Dân"),
        ("Nguồn: Theo báo Nhân Dân", "báo Nhân Dân"),
        ("Tác giả: Thu Nga - Nguồn: Báo Yên Bái", "Báo Yên Bái"),
        ("Nguồn: Báo Yên Bái; Ảnh: CTV", "Báo Yên Bái"),
        ("Theo TTXVN", "TTXVN"),
        ("(Theo TTXVN)", "TTXVN"),
        ("(theo Dân trí)", "Dân trí"),
        ("Theo Thu Nga/TTXVN", "TTXVN"),
        ("Theo Thu Nga", "Thu Nga"),
        ("Theo Sở Tư pháp", "Sở Tư pháp"),
        ("Theo Báo Lao Động", "Báo Lao Động"),
        ("Theo Cổng TTĐT Chính phủ", "Cổng TTĐT Chính phủ"),
        ("Thu Nga - Theo TTXVN", "TTXVN"),
        ("Thu Nga (TTXVN)", "TTXVN"),
        ("Theo Thu Nga (Báo Yên Bái)", "Báo Yên Bái"),
        ("PV (theo Báo Yên Bái)", "Báo Yên Bái"),
        ("BBT (theo chinhphu.vn)", "chinhphu.vn"),
        ("TTXVN", "TTXVN"),
        ("Báo Yên Bái", "Báo Yên Bái"),
        ("Source: VNA", "VNA"),
    ],
)
def test_a_source_line_means_a_reprint(line: str, outlet: str) -> None:
    assert ending(line) == Origin("reprint", outlet, line)


@pytest.mark.parametrize(
    "line",
    [
        "Theo Nghị quyết 76/NQ-CP",
        "Theo Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ",
        "Theo đó",
        "Theo đó, mỗi xã một tổ.",
        "Theo báo cáo của UBND huyện",
        "Theo Báo cáo của UBND huyện",
        "Theo Kế hoạch năm",
        "Theo ông Lê Văn Phúc",
        "Theo Luật Đất đai",
        "Theo Quy ước",
        "Theo Báo động đỏ",
        "Theo UBND huyện đánh giá cách làm này tốt.",
        "Theo Sở Nội vụ, hồ sơ nộp qua mạng tăng gấp hai",
        "Nguồn ảnh: TTXVN",
        "Nguồn vốn: ngân sách huyện",
        "Nguồn nhân lực",
        "Nguồn gốc đất: Nhà nước giao",
        "Nguồn: Số liệu của Chi cục Thống kê",
        "Nguồn: Ảnh TTXVN",
        "Ảnh minh họa. Nguồn: TTXVN",
        "Nguồn: Internet",
        "Ảnh: TTXVN",
        "Ảnh: CTV",
        "Tin, ảnh: Thu Nga",
        "Thu Nga",
        "Thu Nga (CTV)",
        "Thanh Niên",
        "PV",
        "CTV",
        "(Tổng hợp)",
        "Cổng TTĐT tỉnh Yên Bái",
        f"Nguồn bài viết: {URL}",
    ],
)
def test_a_line_that_names_no_source_of_the_article(line: str) -> None:
    assert ending(line) == UNKNOWN


@pytest.mark.parametrize("line", ["Nguồn: vanchan.yenbai.gov.vn", "Nguồn: Cổng TTĐT huyện Văn Chấn"])
def test_the_portal_as_its_own_source_is_own_work(line: str) -> None:
    assert ending(line) == Origin("own", None, line)


@pytest.mark.parametrize("line", ["Ban Biên tập", "BBT", "Ban Biên tập (Cổng TTĐT huyện)", "BAN BIÊN TẬP"])
def test_the_editors_mean_own_work(line: str) -> None:
    assert ending(line) == Origin("own", None, line)
    assert ending(author=line) == Origin("own", None, line)


@pytest.mark.parametrize(
    ("prefix", "kind", "outlet"),
    [
        ("CTTĐT - ", "own", None),
        ("TTĐT - ", "own", None),
        ("PORTAL – ", "own", None),
        ("BBT - ", "own", None),
        ("YênBái - ", "own", None),
        ("Văn Chấn - ", "own", None),
        ("(PLVN) - ", "reprint", "PLVN"),
        ("(GLO)- ", "reprint", "GLO"),
        ("(TTXVN) - ", "reprint", "TTXVN"),
        ("Hà Nội (TTXVN) - ", "reprint", "TTXVN"),
        ("(Chinhphu.vn) - ", "reprint", "Chinhphu.vn"),
        ("Chinhphu.vn – ", "reprint", "Chinhphu.vn"),
        ("Báo Yên Bái - ", "reprint", "Báo Yên Bái"),
        ("(Cổng TTĐT tỉnh Yên Bái) - ", "reprint", "Cổng TTĐT tỉnh Yên Bái"),
        ("CTTĐT Chính phủ - ", "reprint", "CTTĐT Chính phủ"),
    ],
)
def test_the_prefix_of_the_lead(prefix: str, kind: str, outlet: str | None) -> None:
    assert find([prefix + BODY[0], BODY[1]], url=URL) == Origin(kind, outlet, prefix.strip())


@pytest.mark.parametrize(
    "lead",
    [
        "Hà Nội - Sáng 5/3, hội nghị toàn quốc về một cửa bàn việc nối dữ liệu giữa các bộ và tỉnh.",
        "Yên Bái - điểm sáng về một cửa: mười hai xã của huyện đã lập tổ hướng dẫn nộp hồ sơ qua mạng.",
        "Yên Bái - Lào Cai ký kết cùng giải quyết thủ tục hành chính cho người dân hai bên địa giới.",
        "Tuổi trẻ - Lực lượng đi đầu trong việc hướng dẫn người dân nộp hồ sơ qua mạng ở thôn bản.",
        "(ABC) - Sáng 5/3, hội nghị toàn quốc về một cửa bàn việc nối dữ liệu giữa các bộ và tỉnh.",
        "Cổng thông tin điện tử - Kênh giao tiếp của chính quyền với người dân đã mở thêm hai chuyên mục.",
        "Một cửa - khâu đột phá: sau ba tháng, hồ sơ trễ hẹn ở mười hai xã giảm còn một nửa so với trước.",
        "Thực hiện Kế hoạch số 12/KH-UBND, mười hai xã của huyện đã lập tổ hướng dẫn nộp hồ sơ qua mạng.",
    ],
)
def test_a_lead_that_has_no_prefix_of_an_outlet(lead: str) -> None:
    assert find([lead, BODY[1]], url=URL) == UNKNOWN


def test_a_source_line_wins_over_the_prefix_and_another_prefix_over_the_editors() -> None:
    own, line = f"CTTĐT - {BODY[0]}", "Nguồn: Báo Yên Bái"
    assert find([own, BODY[1], line], url=URL) == Origin("reprint", "Báo Yên Bái", line)
    assert find([own, BODY[1], line, "Ban Biên tập"], url=URL) == Origin("reprint", "Báo Yên Bái", line)
    theirs = f"(TTXVN) - {BODY[0]}"
    assert find([theirs, BODY[1], "Ban Biên tập"], url=URL) == Origin("reprint", "TTXVN", "(TTXVN) -")


def test_a_source_under_a_table_or_a_picture_is_theirs() -> None:
    table = ["TT | Đơn vị | Điểm", "1 | Sở Nội vụ | 92,15"]
    assert ending(*table, "Nguồn: Sở Nội vụ") == UNKNOWN
    assert ending(*table, BODY[1], "Nguồn: Sở Nội vụ").kind == "reprint"
    caption = "Người dân nộp hồ sơ"
    assert find([*BODY, caption, "Nguồn: TTXVN"], url=URL, pictures={caption}) == UNKNOWN
    assert find([*BODY, "Nguồn: TTXVN"], url=URL, pictures={"Nguồn: TTXVN"}) == UNKNOWN


def test_only_lines_behind_the_last_sentence_count() -> None:
    assert find([BODY[0], "Nguồn: Báo Yên Bái", *BODY], url=URL) == UNKNOWN
    assert find([*BODY, "Nguồn: Báo Yên Bái", "Tải về: Quyết định 12.pdf"], url=URL).outlet == "Báo Yên Bái"
    assert find([BODY[0], f"{BODY[1]} (Theo TTXVN)"], url=URL) == Origin("reprint", "TTXVN", "Theo TTXVN")
    assert find([BODY[0], f"{BODY[1][:-1]} (theo Kế hoạch năm)."], url=URL) == UNKNOWN


def test_the_author_field_names_a_source() -> None:
    assert ending(author="Theo TTXVN") == Origin("reprint", "TTXVN", "Theo TTXVN")
    assert ending(author="Báo Yên Bái").outlet == "Báo Yên Bái"
    assert ending(author="Thu Nga") == UNKNOWN
    assert find([], url=URL) == UNKNOWN


def test_a_page_is_read_with_its_origin(tmp_path: Path) -> None:
    table = "<table><tr><th>TT</th><th>Xã</th><th>Hồ sơ</th></tr><tr><td>1</td><td>Tân Hòa</td><td>96</td></tr></table>"
    assert article(portal(paragraphs(*PARAGRAPHS, "Nguồn: Báo Nhân Dân"))).origin.outlet == "Báo Nhân Dân"
    assert article(portal(paragraphs(*PARAGRAPHS) + table + "<p>Nguồn: Sở Nội vụ</p>")).origin == UNKNOWN
    picture = '<p><img src="/a.jpg"></p><p>Nguồn: TTXVN</p>'
    assert article(portal(paragraphs(*PARAGRAPHS) + picture)).origin == UNKNOWN
    page = tmp_path / "page.html"
    page.write_text(portal(paragraphs(f"TTĐT - {PARAGRAPHS[0]}", *PARAGRAPHS[1:])), encoding="utf-8")
    printed = CliRunner().invoke(app, ["extract", str(page), "--url", "https://tanhoa.example.gov.vn/tin/7"])
    assert json.loads(printed.stdout)["origin"] == {"kind": "own", "outlet": None, "evidence": "TTĐT -"}
