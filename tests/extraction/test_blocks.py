"""The tree as lines: what a reader sees as one line is one block."""

from __future__ import annotations

import pytest

from crawler.extraction import Reading, read
from crawler.extraction.blocks import Block, Kind, blocks, is_data_table, split_at_lost_breaks
from tests.extraction.builder import page


def found(html: str) -> list[Block]:
    reading = read(page(f"<html><body>{html}</body></html>"))
    assert isinstance(reading, Reading), reading
    return reading.blocks


def texts(html: str) -> list[str]:
    return [b.text for b in found(html)]


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<p>một</p><p>hai</p>", ["một", "hai"]),
        ("một<br>hai<br/><br/>ba", ["một", "hai", "ba"]),
        ("<div>trước<p>trong</p>sau</div>", ["trước", "trong", "sau"]),
        ("<ul><li>cha<ul><li>con</li></ul></li></ul>", ["cha", "con"]),
        ("<p>H<sub>2</sub>O <b>đậm</b><i>nghiêng</i></p>", ["H2O đậmnghiêng"]),
        ("<h1>Tiêu đề<br>hai dòng</h1>", ["Tiêu đề hai dòng"]),
        ("<a href=x><div>trong liên kết</div></a>", ["trong liên kết"]),
        ("<dl><dt>hỏi</dt><dd>đáp</dd></dl>", ["hỏi", "đáp"]),
        ("<p>Lúc <time>8 giờ</time>, <label>chủ trì</label> phát biểu</p>", ["Lúc 8 giờ, chủ trì phát biểu"]),
        ("<p>có\u200b zero\ufeff và\xa0nbsp</p>", ["có zero và nbsp"]),
        ("<p>. | -</p><p>chữ</p>", ["chữ"]),
    ],
)
def test_lines(html: str, lines: list[str]) -> None:
    assert texts(html) == lines


@pytest.mark.parametrize(
    "html",
    [
        "<script>x</script>",
        "<style>x</style>",
        "<select><option>x</option></select>",
        "<textarea>x</textarea>",
        "<button>x</button>",
        '<p style="display: none">x</p>',
        '<div style="VISIBILITY:hidden"><p>x</p></div>',
        "<p hidden>x</p>",
        '<span class="hidden hide d-none">x</span>',
        '<img alt="x" src="x.jpg">',
        "<marquee>x</marquee>",
        "<noscript>x</noscript>",
        '<a style="display:none">x</a>',
    ],
)
def test_what_no_reader_sees_is_left_out_and_its_neighbours_stay(html: str) -> None:
    assert texts(f"<p>a {html} b</p>") in (["a b"], ["a", "b"])


@pytest.mark.parametrize("name", ["hidden-xs", "unhidden", "nonempty", "hide-on-print"])
def test_names_that_only_look_like_hiding_do_not_hide(name: str) -> None:
    assert texts(f'<p class="{name}">chữ</p>') == ["chữ"]


DATA = (
    "<table border=1><tr><th>Đơn vị</th><th>Điểm</th></tr><tr><td><p>Sở Y tế</p></td><td><b>86,91</b></td></tr></table>"
)


def test_a_row_of_a_data_table_is_one_block() -> None:
    rows = found(DATA)
    assert [r.text for r in rows] == ["Đơn vị | Điểm", "Sở Y tế | 86,91"]
    assert {r.kind for r in rows} == {Kind.ROW}


def test_a_data_table_keeps_its_caption_and_ignores_empty_cells() -> None:
    html = (
        "<table><caption>Bảng 1</caption><tr><td>a</td><td></td><td>b</td></tr><tr><td>c</td><td>d</td><td>e</td>"
        "</tr><tr><td>1</td><td>2</td><td>3</td></tr></table>"
    )
    assert texts(html) == ["Bảng 1", "a | b", "c | d | e", "1 | 2 | 3"]


def test_a_layout_table_is_transparent_and_a_data_table_in_it_is_not() -> None:
    html = f"<table><tr><td>menu</td><td><p>Kết quả:</p>{DATA}</td></tr></table>"
    assert texts(html) == ["menu", "Kết quả:", "Đơn vị | Điểm", "Sở Y tế | 86,91"]


@pytest.mark.parametrize(
    "table",
    [
        "<table role=presentation><tr><td>a</td><td>b</td></tr><tr><td>a</td><td>b</td></tr><tr><td>a</td><td>b</td>"
        "</tr></table>",
        "<table><tr><td>một</td></tr><tr><td>cột</td></tr><tr><td>thôi</td></tr></table>",
        "<table border=1><tr><td>a</td><td><ul><li>x</li></ul></td></tr><tr><td>c</td><td>d</td></tr></table>",
        "<table><tr><td><a href=1>liên kết dài</a></td><td><a href=2>liên kết khác</a></td></tr>" * 1
        + "<tr><td><a href=3>ba bốn</a></td><td>x</td></tr><tr><td><a href=4>năm</a></td><td>y</td></tr></table>",
        "<table border=1>"
        + "<tr><td>"
        + "chữ " * 60
        + "</td><td>"
        + "chữ " * 60
        + "</td></tr>" * 1
        + "<tr><td>"
        + "chữ " * 60
        + "</td><td>x</td></tr></table>",
    ],
)
def test_layout_tables(table: str) -> None:
    (block, *_) = found(table)
    element = next(e for e in block.path if e.tag == "table")
    assert not is_data_table(element)


def test_link_share_and_long_links() -> None:
    (block,) = found('<p>Xem <a href="/x">Quyết định công bố danh mục thủ tục mới</a></p>')
    assert 0.85 < block.link_share < 1
    assert block.long_links == 1
    (row, _) = found(
        "<table border=1><tr><th>a</th><th><a href=x>bcd</a></th></tr><tr><td>dài dài</td><td>dài dài</td></tr></table>"
    )
    assert row.link_share == pytest.approx(3 / 7)


def test_kinds_and_paths() -> None:
    heading, item, caption, plain = found(
        "<h2>Mục</h2><ul><li><p>ý một</p></li></ul><figure><img src=x><figcaption>Ảnh</figcaption></figure><div>"
        "chữ</div>"
    )
    assert [b.kind for b in (heading, item, caption, plain)] == [Kind.HEADING, Kind.ITEM, Kind.CAPTION, Kind.PARAGRAPH]
    assert [e.tag for e in item.path] == ["body", "ul", "li", "p"]
    assert item.path[-1] is item.element
    assert caption.after_image
    assert not plain.after_image


@pytest.mark.parametrize(
    ("raw", "parts"),
    [
        ("Hội nghị kết thúc.\xa0\xa0 \xa0Sáu tháng đầu năm", ["Hội nghị kết thúc.", "Sáu tháng đầu năm"]),
        ("\xa0\xa0\xa0Đầu đoạn", ["\xa0\xa0\xa0Đầu đoạn"]),
        ("Một\xa0cái", ["Một\xa0cái"]),
        ("Tên\xa0\xa0tuổi", ["Tên\xa0\xa0tuổi"]),
        ("Xong.\xa0\xa0Gõ hai lần", ["Xong.\xa0\xa0Gõ hai lần"]),
        ("giữa\xa0\xa0\xa0câu", ["giữa\xa0\xa0\xa0câu"]),
    ],
)
def test_runs_of_no_break_spaces_are_lost_paragraph_breaks(raw: str, parts: list[str]) -> None:
    assert split_at_lost_breaks(raw) == parts


def test_headings_are_not_split() -> None:
    assert texts("<h1>Một.\xa0\xa0Hai</h1>") == ["Một. Hai"]


def test_nesting_deeper_than_the_stack_of_python() -> None:
    html = "<div>" * 1990 + "đáy" + "</div>" * 1990 + "<p>sau</p>"
    assert texts(html) == ["đáy", "sau"]


def test_three_hundred_unclosed_fonts_lose_nothing() -> None:
    assert texts("<font><b>" * 300 + "<p>một</p><p>hai</p>")[-2:] == ["một", "hai"]


def test_a_subtree_can_be_read_alone() -> None:
    reading = read(page("<div id=a><p>trong</p></div><p>ngoài</p>"))
    assert isinstance(reading, Reading)
    assert [b.text for b in blocks(reading.document.tree.get_element_by_id("a"))] == ["trong"]


def test_text_node_of_ten_megabytes_is_kept() -> None:
    (long, after) = found("<p>" + "chữ và số " * 800_000 + "</p><p>sau</p>")
    assert long.words == 2_400_000
    assert after.text == "sau"


def test_a_text_without_blanks_is_no_short_line() -> None:
    (block,) = found("<p>" + "x" * 4_000_000 + "</p>")
    assert block.words == 100_000
