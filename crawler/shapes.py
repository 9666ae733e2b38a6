"""What an address says without its page: its shape, and whether it belongs to something that is no news.

A shape is what the addresses of one kind of page have in common: `/tin-tuc/mua-lon-gay-ngap-871.html` and
`/y-te/tiem-phong-9.html` are both a folder and a `slug-N.html`. Words are matched in small letters without accents.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from archive.text import fold
from crawler.extraction.vocabulary import FILE_ADDRESS
from crawler.urls import canonical

_SHORT = 3  # tokens of a path's last part that names a section; a longer one is an article's slug and says nothing
_EXTENSION = re.compile(r"\.(html?|aspx?|php|jsp|jspx|do|shtml|cfm|htmlx)$", re.I)
_MEDIA = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|bmp|mp[34g]|avi|wmv|flv|mov|m4a|wav|css|js|json|xml|xsd|txt|csv|exe|apk|ics)$",
    re.I,
)
# Parameters whose value is a word of the machine: which module or view answers.
_ROUTES = re.compile(r"view|mod|module|action|act|op|option|task|do|controller|type|cmd|func|component|com|nv|loai")
_LANGUAGES = re.compile(r"en|eng|english.*|en-us|en-gb|zh|cn|zh-cn|fr|ru|lo|lao|km|kr|ko|jp|ja")
_LANGUAGE_PARAMETERS = re.compile(r"lang|language|locale|hl|ln")
_CALENDAR = re.compile(r"month|thang|year|nam|day|ngay|date|week|tuan|(?:tu|den)-?ngay|(?:from|to)-?date")
_ARCHIVE = re.compile(r"(?:/[\w-]+)?/(?:19|20)\d\d(?:[/-]\d{1,2}){0,2}/?")  # articles again, by month
_COPIES = re.compile(r"print|savefile|replytocom|share|keyword|tukhoa|q|s")
_VERBS = re.compile(r"^(?:chi-?tiet|xem|view|list|danh-?sach|ds|show|detail|trang|pages?|thong-tin|cac)-?(?=[a-z])")
_NOT_NEWS = re.compile(
    r"^(?:"
    # persons and forms
    r"log-?(?:in|out)|sign-?(?:in|up)|dang-?(?:nhap|ky|xuat)|register|users?$|account|tai-?khoan|admin|quan-tri|password"
    r"|search|tim-?kiem|ket-qua-tim|tra-?cuu|lien-?he|contact|gop-?y|y-kien|feedback|hoi-?dap|hoi-dap|faq|phan-anh"
    r"|kien-nghi|tham-?do|binh-?chon|bieu-quyet|poll|vote|survey|khao-sat|duong-day-nong|gui-|forum|dien-dan"
    r"|dat-cau-hoi|giao-luu-truc-tuyen|doi-thoai|chat|newsletter|subscribe|cong-dan-hoi"
    # what the portal and its people are
    r"|gioi-?thieu|about|tong-quan|co-?cau|so-do|to-chuc-bo-may|bo-?may|chuc-nang|lanh-?dao$|lanh-dao-|ban-lanh-dao"
    r"|danh-?ba|dia-chi|ban-do|map$|maps$|dieu-khoan|chinh-sach-bao-mat|privacy|terms|help|tro-giup|huong-dan-su-dung"
    # documents, procedures, services
    r"|van-?ban|vb$|vbpq|vbqppl|documents?$|legal|cong-?bao|bieu-?mau|mau-don|tai-lieu|tai-ve|downloads?$|thu-?tuc"
    r"|tthc|dich-?vu-?cong|dvc|bo-thu-tuc|du-thao|he-thong-van-ban|cong-khai-ngan-sach"
    # pictures, films, calendars
    r"|videos?|clips?$|multimedia|media$|truyen-hinh|phat-thanh|audio|podcast|thu-?vien|albums?|galler(?:y|ies)"
    r"|hinh-?anh|tin-(?:anh|video|hinh)|anh$|photos?|images?$|infographics?|lich-(?:cong|lam|tiep|su-kien|hop|tuan|thang|truc|phat)|lich$"
    r"|lich(?:congtac|lamviec|tiepdan|sukien)|calendars?|events?$|su-kien$|su-kien-sap|thoi-tiet|weather|ty-gia"
    # machinery
    r"|site-?map|rss|feeds?$|atom$|print$|in-bai|savefile|amp$|embed$|comments?$|binh-luan|tags?$|tu-khoa|authors?$"
    r"|tac-gia|wp-|api$|ajax|cgi-bin|_layouts|_vti|uploads?$|files?$|static$|assets$|quang-cao|redirect|share|web-?link"
    r"|lien-ket"
    r")"
)
_NEWS = re.compile(
    r"cai-?cach|cchc|tin-|^tin|-tin$|news|hoat-dong|thong-bao|su-kien|chuyen-doi-so|chi-dao|kinh-te|xa-hoi|thoi-su"
    r"|bai-viet|chuyen-(?:muc|de|trang)|category|article|chinh-tri|van-hoa|nong-thon|y-te|giao-duc|an-ninh|quoc-phong"
)


class Shape(NamedTuple):
    """The form of an address: a folder is "w" for one or more words or "N" for a number; `last` is N, slug, slug-N,
    N-slug, N-slug-N, name (a slug of few words: a section's), word or ""; `parameters` names them with what their
    values are. Where a path with parameters has no slug, it is a program's and counts as it is.
    """

    folders: str
    last: str
    extension: str
    parameters: str


def shape(url: str) -> Shape:
    """The shape of an address. Raises ValueError for what is no http address."""
    parts = urlsplit(canonical(url))
    path = unquote(parts.path).lower()
    parameters = ";".join(f"{name.lower()}={_value(name, value)}" for name, value in parse_qsl(parts.query))
    *folders, last = path.strip("/").split("/")
    extension = found[1] if (found := _EXTENSION.search(last)) else ""
    kind = _last(_EXTENSION.sub("", last))
    if parameters and kind in ("", "word", "name"):  # the path is a program's; otherwise it is a slug
        return Shape(path, "", "", parameters)
    return Shape(_folders(folders), kind, extension, parameters)


def _value(name: str, value: str) -> str:
    if _ROUTES.fullmatch(name.lower()):
        return value.lower()
    return "N" if value.isdigit() else "x"


def _folders(segments: list[str]) -> str:
    kinds: list[str] = []
    for segment in segments:
        kind = "N" if segment.isdigit() else "w"
        if kind == "N" or kinds[-1:] != ["w"]:
            kinds.append(kind)
    return "/".join(kinds)


def _last(stem: str) -> str:
    tokens = [token for token in re.split(r"[-_\s.]+", stem) if token]
    if len(tokens) < 2:
        return "" if not stem else "N" if stem.isdigit() else "word"
    first, last = tokens[0].isdigit(), bool(re.fullmatch(r"[a-z]{0,3}\d+", tokens[-1]))
    if first or last:
        return "N-" * first + "slug" + "-N" * last
    return "slug" if len(tokens) > _SHORT else "name"


def likes(found: Shape) -> tuple[Shape, ...]:
    """The shape, and those it may stand for: a title that begins or ends with a number makes a slug look like an id."""
    others = {"N-slug-N": ("N-slug", "slug-N", "slug"), "N-slug": ("slug",), "slug-N": ("slug",), "name": ("slug",)}
    return (found, *(found._replace(last=last) for last in others.get(found.last, ())))


def no_news(url: str) -> str | None:
    """The word of an address that says that it is no news: documents, films, forms, other languages; None otherwise.

    Slugs of articles say nothing: they hold any word.
    """
    parts = urlsplit(url)
    if FILE_ADDRESS.search(parts.path) or _MEDIA.search(parts.path):
        return "file"
    if _ARCHIVE.fullmatch(parts.path):
        return "archive by date"
    segments = [part for part in _ascii(_EXTENSION.sub("", unquote(parts.path))).split("/") if part]
    stem = segments.pop() if segments else ""
    if len(re.split(r"[-_]+", stem)) <= _SHORT:
        segments.append(stem)
    for segment in segments:
        if _LANGUAGES.fullmatch(segment) or about_no_news(segment):
            return segment
    for name, value in parse_qsl(parts.query):
        small, word = name.lower(), _ascii(value)
        foreign = _LANGUAGE_PARAMETERS.fullmatch(small) and word not in ("vi", "vn", "vi-vn")
        if foreign or _CALENDAR.fullmatch(small) or _COPIES.fullmatch(small):
            return small
        if _ROUTES.fullmatch(small) and about_no_news(word):
            return word
    return None


def about_no_news(name: str) -> bool:
    """Whether a section's name, or one part of an address, is that of something else than news."""
    word = _ascii(name).replace("_", "-").replace(" ", "-").strip("-")
    return bool(_NOT_NEWS.match(word) or _NOT_NEWS.match(_VERBS.sub("", word)))


def about_news(name: str, url: str) -> bool:
    """Whether a section's name or address has a word of news: such sections are looked at first."""
    return bool(_NEWS.search(_ascii(name).replace(" ", "-")) or _NEWS.search(_ascii(urlsplit(url).path).strip("/")))


def has_id(url: str) -> bool:
    """Whether the address alone looks like an article's: a number or a long slug in its last part, or parameters."""
    found = shape(url)
    return found.last not in ("", "word", "name") or "=N" in found.parameters


def _ascii(text: str) -> str:
    """Small letters without accents; blanks, dashes and slashes stay."""
    return "/".join("-".join(fold(piece).replace(" ", "-") for piece in part.split("-")) for part in text.split("/"))
