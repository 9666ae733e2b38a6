"""Bytes to one tree: charsets, legacy fonts, and the limits beyond which nothing is stored in silence."""

from __future__ import annotations

import unicodedata

import pytest

from archive.records import Page, Reason, Rejection
from crawler.extraction import tcvn3
from crawler.extraction.decode import MAX_BYTES, Document, decode
from tests.extraction.builder import PARAGRAPHS, page

TEXT = "Ủy ban nhân dân thị xã Đông Sơn họp bàn về cải cách hành chính, có người dự."


def tree_text(body: bytes | str, **headers: str) -> str:
    document = decode(page(body, **headers))
    assert isinstance(document, Document), document
    return " ".join(document.tree.text_content().split())


def reason(body: bytes, **headers: str) -> Reason:
    result = decode(page(body, **headers))
    assert isinstance(result, Rejection), result
    return result.reason


def test_header_charset_is_used_where_the_page_names_none() -> None:
    raw = _cp1258("<p>đường quê</p>")
    assert tree_text(raw, content_type="text/html; charset=windows-1258") == "đường quê"


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_byte_order_mark_wins(codec: str) -> None:
    html = f'<html><head><meta charset="iso-8859-1"></head><body><p>{TEXT}</p></body></html>'
    assert TEXT in tree_text(html.encode(codec))


def test_valid_utf8_is_utf8_whatever_is_declared() -> None:
    document = decode(page(f'<html><head><meta charset="windows-1252"></head><body><p>{TEXT}</p></body></html>'))
    assert isinstance(document, Document)
    assert TEXT in document.tree.text_content()
    assert document.warnings == ("charset: declared cp1252, is utf-8",)


def test_windows_1258_is_decoded_and_composed() -> None:
    html = '<html><head><meta charset="windows-1258"></head><body><p>{}</p></body></html>'
    raw = _cp1258(html.format("Tiếp nhận hồ sơ"))
    assert unicodedata.normalize("NFC", raw.decode("cp1258")) != raw.decode("cp1258")
    assert tree_text(raw) == "Tiếp nhận hồ sơ"


def test_undeclared_windows_1258_is_detected() -> None:
    raw = _cp1258(f"<html><body><p>{PARAGRAPHS[0]}</p></body></html>")
    document = decode(page(raw))
    assert isinstance(document, Document)
    assert document.charset == "cp1258"
    assert PARAGRAPHS[0] in document.tree.text_content()
    assert document.warnings == ("charset: declared nothing, read as cp1258",)


def _cp1258(text: str) -> bytes:
    """Tone marks apart from their letter, as the code page has them."""
    out = []
    for char in text:
        try:
            out.append(char.encode("cp1258"))
        except UnicodeEncodeError:
            base, *marks = unicodedata.normalize("NFD", char)
            tone = [m for m in marks if m in "\u0300\u0301\u0303\u0309\u0323"]
            rest = unicodedata.normalize("NFC", base + "".join(m for m in marks if m not in tone))
            out.append((rest + "".join(tone)).encode("cp1258"))
    return b"".join(out)


def test_declared_charset_that_is_wrong_falls_back_with_a_warning() -> None:
    document = decode(
        page(_cp1258(f'<html><head><meta charset="utf-8"></head><body><p>{PARAGRAPHS[0]}</p></body></html>'))
    )
    assert isinstance(document, Document)
    assert PARAGRAPHS[0] in document.tree.text_content()
    assert document.warnings == ("charset: declared utf-8, read as cp1258",)


def test_a_damaged_character_does_not_cost_the_whole_page() -> None:
    raw = f'<html><head><meta charset="utf-8"></head><body><p>{TEXT}</p></body></html>'.encode().replace(
        "ị".encode(), b"\xe1\xbb", 1
    )
    document = decode(page(raw))
    assert isinstance(document, Document)
    assert document.charset == "utf-8"
    assert "Đông Sơn họp bàn" in document.tree.text_content()
    assert document.warnings == ("charset: 1 damaged utf-8 sequences",)


def test_unknown_charset_name_is_ignored() -> None:
    assert tree_text('<html><head><meta charset="vietnamese-x"></head><body>Phở</body></html>') == "Phở"


def test_decomposed_page_becomes_nfc() -> None:
    assert tree_text(unicodedata.normalize("NFD", f"<html><body><p>{TEXT}</p></body></html>")) == TEXT


@pytest.mark.parametrize(
    "body",
    [
        b"%PDF-1.7 ...",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
        b"GIF89a",
        b"PK\x03\x04",
        b"\x1f\x8b\x08",
        b"\xd0\xcf\x11\xe0\xa1",
    ],
)
def test_files_are_no_pages(body: bytes) -> None:
    assert reason(body + b"x" * 50, content_type="text/html") is Reason.NOT_HTML


@pytest.mark.parametrize(
    "body",
    [
        b'{"status": "ok", "html": "<p>x</p>"}',
        b'[{"a": 1}]',
        b'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title></channel></rss>',
        b"<urlset><url><loc>x</loc></url></urlset>",
        b"just words",
    ],
)
def test_data_and_plain_words_are_no_pages(body: bytes) -> None:
    assert reason(body) is Reason.NOT_HTML


def test_content_type_of_a_file_is_believed_but_not_against_a_doctype() -> None:
    assert reason(b"<p>x</p>", content_type="application/pdf") is Reason.NOT_HTML
    assert tree_text("<!DOCTYPE html><p>chào</p>", content_type="application/pdf") == "chào"


def test_savefile_answer_of_nukeviet_is_a_page() -> None:
    assert tree_text("<html><body><p>chào</p></body></html>", content_type="text/x-delimtext") == "chào"


@pytest.mark.parametrize("body", [b"", b" \r\n\t ", b"\xef\xbb\xbf", b"\x00\x00", b"<!-- nothing -->"])
def test_nothing_is_empty(body: bytes) -> None:
    assert reason(body) is Reason.EMPTY


def test_fifty_megabytes_are_refused_before_anything_is_parsed() -> None:
    assert reason(b"<p>" + b"x" * 50_000_000) is Reason.TOO_LARGE
    assert isinstance(decode(Page("http://x/", b"<p>" + b"x" * (MAX_BYTES - 3))), Document)


def test_fragment_gets_its_html_and_body() -> None:
    document = decode(page("<p>Chỉ một đoạn.</p>"))
    assert isinstance(document, Document)
    assert document.tree.tag == "html"
    assert [p.text for p in document.tree.iter("p")] == ["Chỉ một đoạn."]


@pytest.mark.parametrize("depth", [300, 1000, 2000])
def test_deep_pages_are_read_whole(depth: int) -> None:
    text = tree_text("<html><body>" + "<div>" * depth + "<p>đáy</p>" + "</div>" * depth + "<p>sau</p></body></html>")
    assert text == "đáysau"


@pytest.mark.parametrize("depth", [2500, 100_000])
def test_deeper_pages_are_reported_not_emptied(depth: int) -> None:
    assert reason(b"<html><body><p>dau</p>" + b"<div>" * depth + b"<p>day</p>") is Reason.TOO_DEEP


# --- TCVN3 ----------------------------------------------------------------------------------------------------------

_BACK = {letter: chr(code) for code, letter in tcvn3.TABLE.items()}


def typed(text: str) -> str:
    """As typed for a .Vn font."""
    return "".join(_BACK.get(c, c) for c in text)


def test_the_table_is_complete_and_one_to_one() -> None:
    assert len(tcvn3.TABLE) == 74
    assert len(set(tcvn3.TABLE.values())) == 74
    assert tcvn3.TABLE[0xAD] == "ư"


@pytest.mark.parametrize(
    "markup",
    [
        '<font face=".VnTime">{}</font>',
        "<font face='.VnTime, Arial'>{}</font>",
        '<p style="font-family: .VnTime">{}</p>',
        "<p style='font-family:&quot;.VnTime&quot;;font-size:14pt'>{}</p>",
        '<p style="font: 12pt .VnArial">{}</p>',
        '<style>.cu, .x {{ font-family: ".VnTime" }}</style><div class="a cu"><b>{}</b></div>',
        '<style>p.MsoNormal {{font-family:".VnTime"; margin:0}}</style><p class="MsoNormal">{}</p>',
        '<font face=".VnTime"><b><i>{}</i></b></font>',
    ],
)
def test_runs_in_vn_fonts_are_converted(markup: str) -> None:
    text = "người dân được hướng dẫn đầy đủ"
    body = markup.format(typed(text))
    assert text in tree_text(f"<html><head></head><body>{body}</body></html>")


def test_fonts_whose_name_ends_in_h_show_capitals() -> None:
    assert tree_text(f'<font face=".VnTimeH">{typed("thông báo")}</font>') == "THÔNG BÁO"
    assert tree_text(f'<font face=".VnArial NarrowH">{typed("ư")}</font>') == "Ư"


def test_text_outside_such_fonts_stays() -> None:
    html = (
        f'<p>© Cổng · tin® <font face=".VnTime">{typed("xã")} <font face="Arial">© ®</font> {typed("đỏ")}</font> '
        f"«®»</p>"
    )
    assert tree_text(html) == "© Cổng · tin® xã © ® đỏ «®»"


@pytest.mark.parametrize(
    "markup",
    [
        "<p style=\"font-family: 'Times New Roman', .VnTime\">các số ©</p>",
        '<p style="mso-hansi-font-family: .VnTime">các số ©</p>',
        '<font face=".VnTime">Ủy ban nhân dân các xã</font>',
        "<p>tại www.tinh.gov.vn các số ©</p>",
    ],
)
def test_what_is_unicode_already_is_not_converted_again(markup: str) -> None:
    text = tree_text(markup)
    assert "các số ©" in text or text == "Ủy ban nhân dân các xã"


def test_conversion_is_said_in_the_warnings() -> None:
    document = decode(page(f'<font face=".VnTime">{typed("được")}</font>'))
    assert isinstance(document, Document)
    assert document.tcvn3
    assert "tcvn3: text in .Vn fonts converted" in document.warnings


def test_vni_fonts_are_reported() -> None:
    document = decode(page('<font face="VNI-Times">Thoâng baùo</font>'))
    assert isinstance(document, Document)
    assert any(w.startswith("vni:") for w in document.warnings)


@pytest.mark.parametrize("charset", ["", '<meta charset="utf-8">'])
@pytest.mark.parametrize("damage", [b"\xe1\xba", b"\xff", b"\xc3"])
def test_one_broken_byte_does_not_turn_a_utf8_page_into_another_charset(charset, damage):
    sentence = "Ủy ban nhân dân xã tiếp nhận hồ sơ của người dân tại bộ phận một cửa."
    body = f"<html><head>{charset}</head><body><p>{sentence}</p><p>".encode() + damage + b"</p></body></html>"
    document = decode(Page("https://tinh.example/a", body))
    assert isinstance(document, Document)
    assert document.charset == "utf-8"
    assert sentence in document.tree.text_content()


def test_bytes_of_no_text_are_no_page_even_where_a_tag_occurs_in_them() -> None:
    noise = bytes(range(256)) * 40 + b"<a href" + bytes(range(256)) * 40
    found = decode(Page("https://a.vn/x.html", noise))
    assert isinstance(found, Rejection)
    assert found.reason is Reason.NOT_HTML


def test_a_few_control_characters_make_no_page_a_file() -> None:
    text = (
        "<p>Đoàn kiểm tra làm việc tại xã\x00 trong buổi sáng.\x0b</p>"
        + "<p>Người dân nộp hồ sơ tại bộ phận một cửa.</p>" * 20
    )
    assert not isinstance(decode(Page("https://a.vn/x.html", text.encode())), Rejection)
