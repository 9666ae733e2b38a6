"""Bodies without a sentence are read; what stands beside a page of a headline only is not."""

from __future__ import annotations

import pytest

from tests.extraction.builder import FOOTER, MENU, OTHERS, PARAGRAPHS, STAMP, TITLE, lines, paragraphs, portal

INVITATION = ("Thời gian: 7h30 ngày 18/3/2022", "Địa điểm: Nhà văn hóa thôn Đông", "Thành phần: Trưởng các thôn")
POEM = ("Đường làng nay đã rộng thênh", "Tiếng ve gọi nắng đầu cành phượng xưa", "Ai về nhớ bến sông mưa")


def simple(body: str, *, behind: str = "") -> str:
    """A page whose headline is sure and whose boxes stand in containers of their own."""
    return (
        f"<html><head><title>{TITLE}</title></head><body>{MENU}<div><h1>{TITLE}</h1><div>{STAMP}</div>{body}</div>"
        f"{behind}{OTHERS}{FOOTER}</body></html>"
    )


@pytest.mark.parametrize(
    "text",
    [
        INVITATION,
        POEM,
        ("1. Tờ khai theo mẫu", "2. Giấy chứng sinh", "3. Căn cước của cha hoặc mẹ"),
        ("1. Lò Thị Mây - thôn Thượng", "2. Vừ A Páo - thôn Hạ"),
    ],
)
@pytest.mark.parametrize("page", [portal, simple])
def test_short_lines_right_under_a_sure_headline_are_the_text(page: object, text: tuple[str, ...]) -> None:
    assert callable(page)
    assert lines(page(f"<div>{paragraphs(*text)}</div>")) == list(text)


def test_lines_of_a_poem_between_breaks_keep_their_author() -> None:
    assert lines(simple(f"<div><p>{'<br>'.join(POEM)}</p><p><b>Lò Văn Inh</b></p></div>")) == [*POEM, "Lò Văn Inh"]


def test_tools_between_headline_and_short_lines_and_behind_them_stay_out() -> None:
    bar = "<div>Lượt xem: 12</div><div><a href='#'>In trang</a></div>"
    assert lines(simple(f"{bar}<div>{paragraphs(*INVITATION)}</div>{bar}")) == list(INVITATION)


def test_an_article_that_is_a_file_only() -> None:
    assert lines(simple('<div><p><a href="/k.pdf">Kế hoạch năm 2022.pdf</a></p></div>')) == ["Kế hoạch năm 2022.pdf"]


def test_prose_in_another_box_does_not_follow_short_lines() -> None:
    box = f"<div>{paragraphs(PARAGRAPHS[1], PARAGRAPHS[2])}</div>"
    assert lines(simple(f"<div>{paragraphs(*INVITATION)}</div>", behind=box)) == list(INVITATION)


def test_short_lines_and_prose_in_one_container_are_one_text() -> None:
    assert lines(portal(paragraphs(*INVITATION, PARAGRAPHS[0]))) == [*INVITATION, PARAGRAPHS[0]]


@pytest.mark.parametrize(
    "behind",
    [
        "<div><p>Chủ tịch: Lò Văn Inh</p><p>Phó Chủ tịch: Vừ Thị Dua</p></div>",
        "<div><h3>Thông tin chung</h3><p>Số thôn: 12</p><p>Số hộ: 3.200 hộ dân</p></div>",
        '<div><p><a href="/a">Văn bản mới</a></p><p><a href="/b">Hỏi đáp pháp luật</a></p></div>',
        "<div><p>Tên đăng nhập</p><p>Mật khẩu</p><p>Ghi nhớ mật khẩu</p></div>",
    ],
)
def test_boxes_beside_a_page_of_a_headline_only_are_no_text(behind: str) -> None:
    assert lines(simple("", behind=behind)) == []
