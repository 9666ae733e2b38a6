"""Harder versions of a page with the same answer: names taken away, and foreign prose put beside the article.

A rule that leans on class names fails the first; one that takes the longest prose fails the second. The boxes carry no
label, class or heading: what any portal may print above or under its news.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TAG = re.compile(rb"<[a-zA-Z][^<>]*>")
_NAME = re.compile(rb"""\s(?:class|id)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+)""", re.IGNORECASE)
_BODY = re.compile(rb"<body\b[^>]*>", re.IGNORECASE)
_END = re.compile(rb"</body\s*>(?!.*</body\s*>)", re.IGNORECASE | re.DOTALL)

BOXES: tuple[tuple[str, str], ...] = (
    (
        "Huyện Lâm Sơn nằm ở phía đông bắc của tỉnh, có diện tích tự nhiên gần 72 nghìn héc ta, trong đó ba "
        "phần tư là đồi núi. Toàn huyện có 18 xã và một thị trấn với hơn 86 nghìn người của bảy dân tộc anh "
        "em cùng sinh sống lâu đời bên nhau.",
        "Người dân nơi đây sống chủ yếu bằng nghề trồng chè, trồng quế và nuôi cá lồng trên hồ. Những năm gần "
        "đây, du lịch cộng đồng ở các bản ven suối đã thu hút nhiều du khách trong và ngoài nước đến nghỉ "
        "ngơi, tìm hiểu nếp nhà sàn và các lễ hội mùa xuân.",
    ),
    (
        "Trung tâm Y tế khuyến cáo mỗi gia đình chủ động diệt lăng quăng, đậy kín dụng cụ chứa nước, ngủ màn "
        "kể cả ban ngày và đến ngay cơ sở y tế gần nhất khi có dấu hiệu sốt cao đột ngột, đau đầu, đau sau "
        "hốc mắt.",
        "Khi trong xóm có người mắc bệnh, các hộ chung quanh cần phối hợp với tổ y tế phun hóa chất, không tự "
        "ý truyền dịch tại nhà và báo cho trạm y tế xã qua cán bộ thôn để được hướng dẫn kịp thời.",
    ),
    (
        "Thư viện thành phố mở cửa phục vụ bạn đọc tất cả các ngày trong tuần, kể cả ngày nghỉ, với hơn năm "
        "vạn bản sách giấy, phòng đọc dành riêng cho thiếu nhi và khu tra cứu tài liệu địa chí của vùng.",
        "Bạn đọc có thể làm thẻ miễn phí trong vòng mười phút tại quầy, mượn tối đa năm cuốn trong hai tuần "
        "và gia hạn qua điện thoại; học sinh, sinh viên được ưu tiên mượn giáo trình suốt học kỳ.",
    ),
)


@dataclass(frozen=True, slots=True)
class Variant:
    """A family of harder pages; `name` is the same for all of its pages, `added` is the prose that must stay out."""

    name: str
    body: bytes
    added: tuple[str, ...] = ()


def without_names(body: bytes) -> bytes:
    """The page with every class and id removed, all other bytes untouched."""
    return _TAG.sub(lambda tag: _NAME.sub(b"", tag[0]), body)


def with_box(body: bytes, paragraphs: tuple[str, ...], *, at_top: bool) -> bytes:
    """The page with an unlabelled div of prose as the first or last thing in its body.

    Letters are written as character references, so that it fits a page of any charset.
    """
    prose = "".join(f"<p>{text}</p>" for text in paragraphs).encode("ascii", "xmlcharrefreplace")
    box = b"<div>" + prose + b"</div>"
    found = _BODY.search(body) if at_top else _END.search(body)
    if found is None:
        return box + body if at_top else body + box
    place = found.end() if at_top else found.start()
    return body[:place] + box + body[place:]


def variants(body: bytes) -> Iterator[Variant]:
    """All harder versions of one page: one without names, and each box with one and two paragraphs at either end."""
    yield Variant("no class, no id", without_names(body))
    for count, words in ((1, "one paragraph"), (2, "two paragraphs")):
        for at_top, where in ((True, "top"), (False, "end")):
            for box in BOXES:
                paragraphs = box[:count]
                yield Variant(f"box of {words}, {where}", with_box(body, paragraphs, at_top=at_top), paragraphs)
