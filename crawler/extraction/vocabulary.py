"""The labels that Vietnamese portals print around an article: one place for every such word.

Patterns are matched on `plain(text)`: small letters without accents, punctuation kept, so that tone placement,
capitals and pages typed without accents all match. Sources: PORTALS 7 (labels seen), EXTRACTION 4 (what leaks),
DOMAIN 3.5 (bylines). Every group has a test.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache

from crawler.extraction import dates
from crawler.extraction.furniture import CONTACT, CUT, FOOTER, FURNITURE, HARD, IN_TOOLBAR, TOOLBAR, TOOLBAR_WORDS

_BEHIND_STAMP = 5  # words behind a bare day that make it a line of text ("12/03/2020 - Cầu Lộc" is a stamp)
_LINE_LENGTH = 400  # characters: as many as LABEL_WORDS words have, and more
LABEL_WORDS = 45  # longer blocks are prose, whatever words they hold
SENTENCE_END = (".", ":", ";", "!", "?", "…", "”", '"', ".)", "./.")


def _plain_table() -> dict[int, str]:
    table = {}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code).lower())[0]
        if base.isascii():
            table[code] = base
    return table | dict.fromkeys(map(ord, "đĐð"), "d") | dict.fromkeys(map(ord, "–—−‐‑"), "-")


_PLAIN = _plain_table()


def plain(text: str) -> str:
    """A copy for label matching: small letters, no accents, dashes of one form, everything else kept."""
    return plain_line(text) if len(text) <= _LINE_LENGTH else text.lower().translate(_PLAIN)


@lru_cache(maxsize=2048)
def plain_line(text: str) -> str:
    """`plain` with a memory, since every rule asks for it anew; at most 4 MB, for lines are short."""
    return text.lower().translate(_PLAIN)


class Label(StrEnum):
    """What a short block says about itself."""

    NONE = ""
    DATE = "date"  # a line that is nothing but a date with its label
    CUT = "cut"  # the heading of a box that follows the article: other news, comments
    FOOTER = "footer"  # who runs the portal, licence, copyright: nothing of the article follows
    FURNITURE = "furniture"  # counters, tools, forms, menus, weather
    CONTACT = "contact"  # an address or a telephone: furniture at the foot of the page, text in a notice


# A person's name as portals print it alone on the last line, with "(CTV)" and the like.
NAME = re.compile(r"^(?:[A-ZÀ-ỸĐ][\w.'-]*)(?:[\s,&–-]+(?:và\s+)?[A-ZÀ-ỸĐ][\w.'-]*){0,8}(?:\s*\([^)]{2,40}\))?\.?$")
_BYLINE = re.compile(
    r"^\W*(?:tac gia|nguon(?: tin| bai)?|tin(?:,| va|/)? ?(?:va )?(?:bai|anh)|tin|bai(?:,? (?:va )?anh| viet)?|anh"
    r"|nguoi (?:viet|dang|gui)|thuc hien|bien tap|"
    r"(?:tin )?bai,? ?anh|bbt)\s*:.{0,90}$"
    r"|^\W*(?:ban bien tap|bbt)\W*(?:\([^)]*\))?\W*$|\((?:ctv|theo [^)]{3,50}|tong hop|st|suu tam|pv|bt|bbt"
    r"|ttxvn)\)\W*$"
    r"|^\W*(?:p\.?v|ctv|bgp|ttxvn|bbt)\W*$|^\W*(?:ban bien tap|phong|van phong|so|ubnd|trung tam|doan thanh nien"
    r"|hoi)\b.{0,60}\((?:cong ttdt|tong hop|ctv)[^)]*\)\W*$"
)
_ACCORDING_TO = re.compile(r"^\W*Theo [A-ZÀ-ỸĐ][^.:,]{2,60}\W*$")  # "Theo đó, …" opens a sentence
_ATTACHMENT = re.compile(
    r"(?:tep|file|tap tin|tai lieu|van ban|phu luc)\s*(?:tin\s*)?(?:dinh\s*kem|kem theo)|^\W*(?:tai|download)\s*(?:ve"
    r"|file|tep|van ban|tai lieu|phu luc)\b"
    r"|\.(?:pdf|docx?|xlsx?|rar|zip|7z|pptx?|odt|ods)\b"
)
# A number of an official document as far as scoring needs it (docnums.py reads them), and an address of a file.
DOCUMENT_NUMBER = re.compile(
    r"\d{1,5}[a-z]?\s?/\s?(?:\d{4}\s?/\s?)?(?:QĐ|KH|CT|TB|BC|NQ|NĐ|TT|CV|TTr|HD|[A-ZĐ]{2,8}-[A-ZĐ]{2,})", re.ASCII
)
FILE_ADDRESS = re.compile(r"\.(?:pdf|docx?|xlsx?|rar|zip|7z|pptx?|odt|ods)(?:$|[?#&])", re.I)
SITE_NAME = re.compile(
    r"^\W*(?:cong|trang|website|web|bao|chao mung|ubnd|uy ban|so|phong|huyen|tinh|thanh pho|quan|thi xa|phuong|xa"
    r"|home|trang chu|ban quan ly|van phong|trung tam|hoi|bo)\b[^.:;!?\"]{0,70}$"
    r"|cong thong tin|trang (?:thong tin|tin) dien tu|welcome|\.gov\.vn$"
)
# An office or its portal by its bare name: how it begins, and the words that are no proper name.
_OFFICE = re.compile(
    r"^\W*(?:chao mung[ a-z]{0,14} den (?:voi )?)?(?:(?:cong|trang|website) (?:thong tin|tin|ttdt|dien tu|thanh phan)\b"
    r"|(?:ubnd|uy ban nhan dan|hdnd)\b)"
)
_OFFICE_WORDS = frozenset(
    [
        "chao",
        "mung",
        "ban",
        "quy",
        "vi",
        "den",
        "voi",
        "cong",
        "trang",
        "website",
        "thong",
        "tin",
        "dien",
        "tu",
        "ttdt",
        "thanh",
        "phan",
        "cua",
        "va",
        "uy",
        "nhan",
        "dan",
        "ubnd",
        "hdnd",
        "tinh",
        "pho",
        "tp",
        "huyen",
        "quan",
        "thi",
        "xa",
        "tran",
        "phuong",
        "so",
        "phong",
        "dac",
        "khu",
    ]
)
_PLACE_WORDS = 3  # of one place ("Thừa Thiên Huế")
_SECTION = re.compile(
    r"^\W*(?:chuyen muc\s*:.*|(?:ban )?tin(?: tuc)?(?:\W*(?:va )?su kien|\W*(?:va )?hoat dong|\W*(?:va )?thong bao"
    r"| noi bat| moi| trong tinh| trong nuoc| tong hop| cchc| cai cach hanh chinh| dia phuong)?|su kien\W*tin tuc"
    r"|phong van|(?:(?:thong |ban )?tin |cong tac |hoat dong |chuyen trang )?(?:cai cach hanh chinh|cchc)|chuyen doi so"
    r"|(?:chinh tri|kinh te|van hoa|xa hoi|giao duc|y te|the thao|quoc phong|an ninh|quoc te|doi ngoai)"
    r"(?:\W+(?:va )?(?:chinh tri|kinh te|van hoa|xa hoi|giao duc|y te|the thao|quoc phong|an ninh|quoc te"
    r"|doi ngoai|du lich|doi song))*"
    r"|(?:chi tiet|noi dung)(?: (?:tin|tin tuc|bai viet|tin bai))?"
    r"|hoat dong cua (?:lanh dao|dia phuong|nganh)"
    r"|thong tin (?:chi dao\W*dieu hanh|tuyen truyen|can biet|chung)|van ban (?:chi dao\W*dieu hanh|moi))\W*$"
)
# Boxes of a portal about the office itself, with prose in them.
_BOX = re.compile(
    r"^\W*(?:gioi thieu(?: (?:chung|ve|xa|phuong|thi tran|huyen|tinh|don vi|co quan)\b.{0,30})?"
    r"|(?:ban )?lanh dao (?:xa|phuong|thi tran|huyen|tinh|so|don vi|co quan|ubnd|hdnd)\b.{0,20}"
    r"|chuc nang\W*(?:va )?nhiem vu|(?:co cau|so do|bo may) (?:to chuc|hanh chinh)"
    r"|thong tin (?:chi dao\W*dieu hanh|tuyen truyen|lien he|can biet|chung))\W*$"
)
_THING = r"(?:trang|bai viet|bai|noi dung|tin|tin tuc|duong dan|lien ket|dia chi|tai nguyen|ket qua|du lieu|yeu cau)"
GONE = re.compile(
    rf"khong tim thay {_THING}\b|^\W*(?:khong tim thay|khong ton tai|khong co du lieu)\W*$"
    rf"|\b{_THING}\b.{{0,60}}\bkhong (?:tim thay|ton tai|con ton tai)\b"
    r"|\b(?:duong dan|lien ket|dia chi|trang)(?: nay)? khong (?:hop le|kha dung)\b"
    rf"|\b{_THING}\b.{{0,40}}\b(?:da bi|da duoc|bi) (?:xoa|go bo|go xuong)\b|khong (?:con )?ton tai (?:tren"
    rf"|trong) he thong"
    rf"|^\W*khong co (?:bai viet|tin bai|noi dung|du lieu)(?: nay| nao)?\W*$|\b{_THING}\b.{{0,30}}chua duoc xuat ban"
    r"|(?:page|file|resource|article|content) (?:was |could |you requested )?(?:not |was not |could not |cannot )"
    r"(?:be )?found"
    r"|(?:loi|error) 404\b|^\W*404\b\W*(?:$|not found|error|loi|page|khong)"
)
LOGIN = re.compile(
    r"dang nhap|sign in|log ?in|mat khau|password|ten (?:dang nhap|tai khoan)|phien lam viec (?:da )?het han"
)
BROKEN = re.compile(
    r"server error in '|\bruntime error\b|error occurred on the server|internal server error|bad gateway"
    r"|gateway time-?out|service (?:temporarily )?unavailable|object moved|database error"
    r"|error establishing a database|mysqli?_connect"
    r"|too many requests|(?:account|website|site) (?:has been )?suspended"
    r"|^\W*trang web(?:site)?(?: nay)? (?:da|dang) bi (?:tam )?khoa\b"
)
# Said in the present tense by a page that has nothing else; a notice of works to come has its day or a headline.
MAINTENANCE = re.compile(
    r"\b(?:he thong|website|cong(?: thong tin| dich vu cong| ttdt)?|trang(?: web| thong tin)?)\b.{0,60}\b(?:dang|tam)"
    r" (?:duoc )?(?:bao tri|nang cap|ngung|dung)\b|^\W*(?:dang )?(?:bao tri|nang cap) (?:he thong|website)"
    r"|under (?:maintenance|construction)"
)
APOLOGY = re.compile(r"vui long|xin loi|cao loi|thong cam|(?:quay|tro) lai sau|come back")
EXPIRED = re.compile(
    r"\bphien (?:lam viec|dang nhap)(?: cua ban)? da (?:het han|ket thuc|het hieu luc)\b|session (?:has )?expired"
)
UNFILLED = re.compile(
    r"^\W*(?:noi dung |thong tin |trang |chuyen muc )?(?:nay )?dang (?:duoc )?(?:cap nhat|xay dung)"
    r"(?: noi dung| du lieu)?(?:,? (?:xin )?vui long (?:quay|tro) lai sau)?\W*$"
)
SITEMAP = re.compile(r"^\W*(?:so do (?:cong|site|trang|web|website)|site ?map)\b.{0,30}$")
# A refusal that speaks to the visitor: enough on any short page.
REFUSAL = re.compile(
    r"the requested url was rejected|request (?:was |has been )?(?:rejected|blocked)|you have been blocked"
    r"|access to this (?:page|site|resource|website|server) (?:is|has been|was) (?:denied|blocked|forbidden)"
    r"|you (?:don't|do not|don.?t) have permission to (?:access|view)|checking (?:your browser|if the site connection)"
    r"|verify(?:ing)? (?:that )?you are (?:a )?(?:human|not a (?:ro)?bot)|enable java ?script and cookies"
    r"|unusual (?:traffic|activity) from your|(?:generated|blocked) by (?:mod_security|the (?:web )?(?:application )?"
    r"firewall|wordfence|imunify)|(?:performing|completing) (?:a )?security (?:check|verification)"
    r"|yeu cau (?:truy cap )?cua (?:ban|quy vi|quy khach) (?:da |dang )?bi (?:tuong lua [a-z ]{0,30})?(?:(?:ngan )?chan"
    r"|tu choi)"
    r"|(?:ban|quy vi|quy khach)\b.{0,10}\bkhong (?:co|du|duoc cap|duoc) (?:quyen|phep)(?: duoc)? (?:truy cap|xem|vao)"
    r"|^\W*(?:khong co quyen truy cap|tu choi truy cap|truy cap (?:cua (?:ban|quy vi|quy khach) )?(?:da )?bi"
    r" (?:tu choi|chan))\b"
    r"|\b(?:dia chi )?ip(?: cua (?:ban|quy vi|quy khach))\b.{0,30}\bbi (?:tam )?(?:chan|khoa|tu choi)"
    r"|phat hien (?:truy cap|luu luong|hanh vi|yeu cau) bat thuong tu (?:dia chi|ip|thiet bi|trinh duyet|mang)\b"
    r"|(?:xac minh|xac nhan|xac thuc|chung minh) (?:rang )?(?:ban|quy vi) (?:la|khong phai (?:la )?)"
    r" ?(?:nguoi|con nguoi|robot|nguoi may)"
)
# The same with the words that news print, too: they tell on a page without a menu.
WALL = re.compile(
    rf"{REFUSAL.pattern}"
    r"|access denied|forbidden|just a moment|attention required|captcha|ddos|web application firewall|support id"
    r"|ray id|incident id|security check|not acceptable|checking if the site|too many requests"
    r"|khong co quyen truy cap|truy cap bi (?:tu choi|chan)|tu choi truy cap|cam truy cap"
    r"|kiem tra (?:bao mat|trinh duyet)"
    r"|(?:xac minh|xac nhan) (?:ban )?(?:la|khong phai la?) (?:nguoi|con nguoi|robot)"
    r"|khong phai (?:la )?(?:robot|nguoi may)|nhap (?:ma (?:xac nhan|xac thuc|bao ve|bao mat|kiem tra)"
    r"|(?:cac )?(?:ky tu|chu so|chu)\b.{0,20}\b(?:hinh|anh))"
)
LOGIN_FIRST = re.compile(
    r"\b(?:ban|quy vi|quy khach|nguoi dung)\b.{0,12}\b(?:can|phai|chua) dang nhap\b"
    r"|^\W*(?:(?:xin )?vui long|xin moi|moi|hay) (?:ban |quy vi )?dang nhap\b"
    r"|\b(?:please|you must|you need to|you have to) (?:log|sign) ?in\b"
)
LEAD_PREFIX = re.compile(r"^\W*(?:(?:c?ttdt|portal|bbt|[a-z\d]{2,8})\s*-|\([a-z\d .-]{2,12}\)\s*-?)\s*")


@lru_cache(maxsize=8192)
def label(text: str, words: int) -> Label:
    """What a short line says about itself. Cached: a host prints the same labels on every page."""
    line = plain(text)
    if words <= 24 and _has_year(line) and is_date_line(text):
        return Label.DATE
    if words <= 16 and CUT.search(line):
        return Label.CUT
    if FOOTER.search(line):
        return Label.FOOTER if words > 2 or "©" in line else Label.FURNITURE
    sentence = words > 14 and line.endswith(SENTENCE_END)
    if _TAGS.search(line) and words <= _TAG_WORDS and _SMALL_VALUE.search(text):
        return Label.FURNITURE
    if FURNITURE.search(line) and (not sentence or HARD.search(line)):
        return Label.FURNITURE
    if words <= TOOLBAR_WORDS and TOOLBAR.match(line) and IN_TOOLBAR.search(line):
        return Label.FURNITURE
    return Label.CONTACT if CONTACT.search(line) else Label.NONE


# "Chủ đề: một cửa" names a tag, "Chủ đề: Vì nhân dân phục vụ" a motto.
_TAGS = re.compile(r"^\W*(?:chu de|the)\s*:")
_SMALL_VALUE = re.compile(r":\s*[^\W\d_A-ZÀ-ỸĐ][^.!?\"“]*$")
_TAG_WORDS = 12
_YEAR = re.compile(r"(?:19|20)\d\d")


def _has_year(line: str) -> bool:
    return _YEAR.search(line) is not None or "/" in line


def is_date_line(text: str) -> bool:
    """Whether a line is nothing but the stamp of an article, a clock or a list item.

    "05/01/2022: UBND tỉnh ban hành kế hoạch." is a line of a chronicle: a bare day with a sentence behind it.
    """
    found = dates.parse(text)
    if found is None and "|" in text:  # "Tin tức | 12/03/2020 10:20"
        fields = [field.strip() for field in text.split("|")]
        read = [dates.parse(field) for field in fields]
        found = next((f for f in read if f and not f.rest), None)
        if any(not f and field.count(" ") >= _BEHIND_STAMP for f, field in zip(read, fields, strict=True)):
            return False
    if found is None or found.kind not in (dates.Kind.PUBLISHED, dates.Kind.UPDATED, dates.Kind.STAMP):
        return False
    return found.kind is not dates.Kind.STAMP or not (
        found.rest.endswith(SENTENCE_END) or found.rest.count(" ") >= _BEHIND_STAMP
    )


def is_office(text: str) -> bool:
    """The bare name of an office or its portal ("CỔNG THÔNG TIN ĐIỆN TỬ TỈNH YÊN BÁI", "UBND xã Tân Hòa").

    "UBND xã Tân Hòa tổ chức hội nghị" is a headline: behind the name of a place goes a small letter. In capitals only
    the length tells.
    """
    if not _OFFICE.search(plain(text)):
        return False
    names = [w for w in re.findall(r"[^\W\d_]+", text) if plain(w) not in _OFFICE_WORDS]
    if text.isupper():
        return len(names) <= _PLACE_WORDS * len(re.split(r"\s-\s|,", text))
    return all(w[0].isupper() for w in names)


def names_box(text: str) -> bool:
    """The heading of a box about the office itself. An article's own part may have such a heading: place decides."""
    return _BOX.search(plain(text)) is not None


def is_section(text: str) -> bool:
    """The name of a section of news, which many portals print where others print the headline."""
    return _SECTION.search(plain(text)) is not None


def is_labelled_date(text: str) -> bool:
    """A stamp that begins with its label."""
    found = dates.parse(text)
    return found is not None and found.kind in (dates.Kind.PUBLISHED, dates.Kind.UPDATED)


def is_byline(text: str) -> bool:
    """A line at the end of an article that names its author, source or photographer."""
    return _BYLINE.search(plain(text)) is not None or _ACCORDING_TO.match(text) is not None


def names_attachment(text: str) -> bool:
    """A line that names or offers a file."""
    return _ATTACHMENT.search(plain(text)) is not None
