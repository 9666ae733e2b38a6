"""Entities without their ampersand become what they name; honest text, addresses and shown names stay."""

from __future__ import annotations

import pytest

from crawler.extraction.entities import repair
from tests.extraction.builder import PARAGRAPHS, article, paragraphs, portal

BROKEN = [
    ("ldquo;Gần dân, sát dânrdquo; là lời hứa của xã", "“Gần dân, sát dân” là lời hứa của xã"),
    ("Ông Páo nói: &ldquo;Được rồi&rdquo;.", "Ông Páo nói: “Được rồi”."),
    ("Ông Páo nói: amp;ldquo;Được rồiamp;rdquo;.", "Ông Páo nói: “Được rồi”."),
    ("Ông Páo nói: &amp;ldquo;Được rồi&amp;amp;rdquo;.", "Ông Páo nói: “Được rồi”."),
    ("Lũng Cao ndash; Bản Hốc, chờ hellip; rồi xong", "Lũng Cao – Bản Hốc, chờ … rồi xong"),
    ("Hocirc;m nay xatilde; coacute; đoagrave;n về, ocirc;ng lsquo;Urdquo;", "Hôm nay xã có đoàn về, ông ‘U”"),
    ("Agrave; ra Yacute; Yecirc;n", "À ra Ý Yên"),
    ("hồ sơnbsp;mới, mức quot;tốtquot;", 'hồ sơ\xa0mới, mức "tốt"'),
    ("(ldquo;một cửardquo;)", "(“một cửa”)"),
    ("Phòng R&amp;D của xã", "Phòng R&D của xã"),
]
HONEST = [
    "Có ba việc: nộp; chờ; nhận.",
    "Stamp; camp; a grave; the lamp; the cute; circ; acute; R&D; Q&A; dash;",
    "https://xa.example.vn/?a=1&quot;b=2 và www.xa.example.vn/x&nbsp;y",
    "/tim-kiem?tu=ldquo;x",
    "Gõ “&nbsp;” hay (ldquo;) khi soạn bài, dấu '&amp;' cũng vậy",
    "etilde; ytilde; ldquo rdquo",
    "Cầu chì 30 amp; dây 2 li",
]


@pytest.mark.parametrize(("printed", "meant"), BROKEN)
def test_a_name_with_its_semicolon_is_the_character(printed: str, meant: str) -> None:
    assert repair(printed) == meant
    assert repair(meant) == meant


@pytest.mark.parametrize("text", HONEST)
def test_text_that_only_looks_so_stays(text: str) -> None:
    assert repair(text) == text


def test_an_article_is_repaired_in_headline_and_text_with_a_warning() -> None:
    said = "ldquo;Gần dânrdquo; là lời hứa của bộ phận một cửa xã Lũng Cao trong năm nay."
    title = "Xã Lũng Cao thực hiện &amp;ldquo;ba không&amp;rdquo; ở bộ phận một cửa"
    body = paragraphs(f"<b>Bà Mỷ:</b> {said}", *PARAGRAPHS) + "<pre>ldquo;</pre>"
    found = article(portal(body, title=title))
    assert found.title == "Xã Lũng Cao thực hiện “ba không” ở bộ phận một cửa"
    assert found.text.splitlines()[0] == "Bà Mỷ: “Gần dân” là lời hứa của bộ phận một cửa xã Lũng Cao trong năm nay."
    assert [w for w in found.warnings if w.startswith("entities: ")]
    assert not [w for w in article(portal(paragraphs(*PARAGRAPHS))).warnings if w.startswith("entities: ")]


def test_scripts_and_addresses_of_the_page_are_left_alone() -> None:
    link = '<a href="/tep/ldquo;a.pdf">Tải tệp đính kèm</a><script>var s = "ldquo;x";</script>'
    found = article(portal(paragraphs(*PARAGRAPHS) + link))
    assert not [w for w in found.warnings if w.startswith("entities: ")]
    assert [a.url.rsplit("/", 1)[1] for a in found.attachments] in (["ldquo;a.pdf"], ["ldquo%3Ba.pdf"])
