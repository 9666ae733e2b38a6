"""The labels that Vietnamese portals print around an article: one place for every such word.

Patterns are matched on `plain(text)`: small letters without accents, punctuation kept, so that tone placement, capitals
and pages typed without accents all match. Sources: PORTALS 7 (labels seen), EXTRACTION 4 (what leaks), DOMAIN 3.5
(bylines). Every group has a test.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache

from crawler.extraction import dates

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
    return text.lower().translate(_PLAIN)


class Label(StrEnum):
    """What a short block says about itself."""

    NONE = ""
    DATE = "date"  # a line that is nothing but a date with its label
    CUT = "cut"  # the heading of a box that follows the article: other news, comments
    FOOTER = "footer"  # who runs the portal, licence, copyright: nothing of the article follows
    FURNITURE = "furniture"  # counters, tools, forms, menus, weather


def _union(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


_FOOTER = _union(
    r"ban quyen (?:thuoc|cua|©|\d|so)|^\W*ban quyen\b|copyright|©|all rights reserved",
    r"giay phep (?:so|thiet lap|hoat dong|xuat ban|trang|ttdt|mang)|\d+/gp-",
    r"^\W*co quan (?:chu quan|thuong truc)|chiu trach nhiem (?:chinh|noi dung|xuat ban|quan ly)|don vi (?:thiet ke|phat trien|quan ly)\b",
    r"^\W*(?:truong|pho truong) ban bien tap\b|^\W*tong bien tap\s*:|(?:thiet ke|phat trien|xay dung) (?:boi|va phat trien)\b",
    r"powered by|designed by|developed by|ghi ro nguon|vui long ghi (?:ro )?nguon|de nghi ghi ro",
)
# Counters, which no sentence of an article prints.
_COUNTER = _union(
    r"luot (?:truy cap|like|thich)\b|so luot (?:xem|doc|tai|truy cap)|luot (?:xem|doc|tai)\s*:?\s*[\d.,]*\W*$|^\W*[\d.,]+ luot (?:xem|doc)",
    r"so lan (?:xem|doc)|^\W*(?:da|lan) xem\s*:?|view count|^\W*(?:views?|hits?)\s*:?\s*[\d.,]+|[\d.,]+ views?\W*$",
    r"(?:dang|so nguoi|khach|thanh vien|so khach)\s*(?:dang )?(?:online|truc tuyen|truy cap)\b|online\s*:\s*\d|truy cap\s*:\s*[\d.]+",
    r"^\W*truy cap (?:hom nay|hom qua|tuan|thang|trong|hien tai)|^\W*truc tuyen\s*:?\s*\d|^\W*(?:thong ke|tong|dang|luong) truy cap",
    r"^\W*(?:trong |tong )?(?:hom nay|hom qua|tuan nay|tuan truoc|thang nay|thang truoc|nam nay|nam truoc|tat ca|tuan|thang|nam|tong|tong cong)"
    r"\s*:?\s*[\d.,]+$|your ip|^\W*(?:hom nay|bay gio|hien tai)\s*[:,]?\s*(?:la )?(?:thu|chu nhat|ngay)\b.{0,40}$",
)
_POLL = r"^\W*(?:theo (?:ban|ong/ba|quy vi)\b|ban (?:danh gia|nghi|thay|biet|co|hai long)\b).{0,160}\?\W*$"
_FURNITURE = _union(
    _COUNTER.pattern,
    r"^\W*\d{1,2}\s*[:h]\s*\d{2}\s*(?:sang|chieu|toi|trua|am|pm|sa|ch)?\W*$",
    # tools of the page
    r"co chu\b|tang co|giam co|tuong phan|^\W*(?:doc|nghe) bai|che do (?:doc|ban dem)|^\W*phong to|^\W*thu nho",
    r"^\W*(?:ban )?in (?:trang|bai|an|ra|tin)\b|^\W*in\W*$|^\W*print\b|^\W*(?:luu|tai) (?:trang|bai|tin)\b|^\W*100%\W*$",
    r"^\W*gui (?:e-?mail|mail|cho ban|bai|binh luan|y kien|phan hoi|tin)|^\W*(?:quay|tro) (?:lai|ve)\b|ve (?:dau trang|trang truoc)|^\W*len dau|dau trang\W*$",
    r"^\W*xem (?:them|tiep|chi tiet|tat ca|toan bo)\b|^\W*(?:chi tiet|doc tiep|doc them)\W*$|^\W*sao chep|^\W*copy link|^\W*loading",
    r"^\W*(?:chia se|share|tweet|like|follow us)\b|^\W*(?:facebook|zalo|twitter|google\+?|youtube|messenger|linkedin|pinterest|telegram|email|e-mail|rss)"
    r"(?:\W+(?:facebook|zalo|twitter|google\+?|youtube|messenger|linkedin|pinterest|telegram|email|e-mail|rss|print|in))*\W*$|quan tam zalo|thich trang",
    r"^\W*(?:viet|dang|gui|nguoi dang|posted|written|submitted) (?:boi|by)\b",
    # comments, rating, polls
    r"^\W*(?:binh luan|viet binh luan|them binh luan|gui y kien|y kien (?:ban doc|cua ban|phan hoi))|\d+ binh luan|ma (?:bao mat|xac nhan|xac thuc|kiem tra|captcha|an toan)",
    r"^\W*nhap (?:ma|ho|ten|noi dung|email)|^\W*ho (?:va )?ten\s*[:*(]|^\W*ho (?:va )?ten\W*$|^\W*(?:e-?mail|noi dung|tieu de|dien thoai|dia chi)\s*(?:\*|\(\*\)|:?\s*\*)",
    r"tich chon|nguoi may|captcha|^\W*(?:vui long|ban can|hay|xin moi) (?:nhap|dang nhap|dien|chon)|ban doc gui y kien|ky tu con lai",
    r"danh gia (?:bai|cua ban|trang|tin)|de danh gia|tong so diem cua|diem cua bai|xep hang\s*:\s*\d|\d+ danh gia|^\W*binh chon|^\W*bieu quyet|xem ket qua|tham do y kien|chua co danh gia|^\W*hay la nguoi dau tien",
    _POLL,
    # addresses of the office, support lines
    r"duong day nong|hotline|^\W*(?:dia chi|tru so|dt|tel|dien thoai|fax|email|e-mail|website)\s*:.{0,160}(?:(?:dt|tel|dien thoai|fax|email|e-mail|website)\s*:|@|\.vn\b|\d{3}\W?\d{3})",
    # skip links, log-in, browsers
    r"^\W*skip (?:ribbon|to|nav)|truy cap noi dung luon|^\W*sign in|^\W*(?:dang nhap|dang ky)\W*$|dang ky nhan|javascript|trinh duyet|turn o(?:n|ff) more|^\W*chao mung (?:ban|quy|den)|^\W*welcome to\b|site banner|error message",
    r"^\W*lien ket (?:web|website|trang|site)|^\W*-+\s*(?:chon|lien ket)|so do (?:cong|site|trang|web)|^\W*tim kiem|^\W*ban dang o day|^\W*ngon ngu\W*$",
    # weather, prices
    r"thap nhat.{0,14}°|ap suat khong khi|do am (?:trung binh|:|\d)|^\W*do am\b|toc do gio|^\W*(?:thoi tiet|weather)\b|^\W*nhiet do\s*:|^\W*ty gia|^\W*gia vang|^\W*\d{1,2}\s*[o°º]?\s*c\W*$|^\W*\d{1,2}\s*[o°º]\s*c\b|^\W*lich (?:am|van nien)\W*$",
    # tags, pagers, loose navigation
    r"^\W*(?:tags?|tu khoa|keywords?|nhan|chu de)\s*:|^\W*(?:tags|tu khoa)\W*$",
    r"^\W*(?:trang chu|home)\b|^\W*(?:trang )?(?:truoc|sau|tiep|tiep theo|dau|cuoi|dau tien|cuoi cung|next|prev(?:ious)?|first|last|bai truoc|bai sau|bai tiep theo)\W*$|^\W*trang\s*:?[\d\s]+$|^[«»<>\d\s|.,;()\[\]-]+$",
)
# Labels that hold even in a whole sentence.
_HARD = _union(
    _FOOTER.pattern,
    _POLL,
    r"luot truy cap|so luot (?:xem|doc)|trinh duyet|do am trung binh|ap suat khong khi|captcha|tich chon",
)
_WHAT = r"(?:tin|bai|bai viet|thong tin|van ban|thong bao|su kien|tin tuc|tin bai|bai bao|video|hinh anh|tai lieu)"
_CUT = _union(
    rf"^\W*(?:(?:cac|nhung|mot so)\s+)?{_WHAT}(?:\s*(?:,|va|-|/)*\s*(?:tin|bai|tuc|viet|su kien))*\s+"
    r"(?:khac|moi|cu|moi hon|cu hon|moi nhat|moi dua|lien quan|da dua|da dang|cung|noi bat|doc nhieu|xem nhieu|tieu diem|truoc|tiep|van|nong|hon|hot)\b"
    r"[^.!?]{0,40}$",
    r"^\W*(?:cung (?:chuyen muc|chu de|danh muc|su kien)|lien quan|xem nhieu(?: nhat)?|doc nhieu(?: nhat)?|tieu diem|chuyen muc|danh muc|noi bat|moi nhat"
    r"|video(?: clip)?|thu vien (?:anh|hinh anh|video)|hinh anh hoat dong|y kien ban doc|y kien phan hoi|y kien binh luan|binh luan|gui (?:phan hoi|binh luan)|phan hoi"
    r"|ve tac gia|thong tin tac gia|about the author|co the ban quan tam|ban co the quan tam|tham do y kien|thong ke truy cap|lien ket (?:website|web|nhanh)|thong tin can biet|dang nhap"
    r"|related(?: (?:news|articles|stories|posts))?|other news|latest news|(?:leave|post|add) a (?:reply|comment)|comments)\W*(?:\(?\d*\)?)\W*$",
)
# A person's name as portals print it alone on the last line, with "(CTV)" and the like.
NAME = re.compile(r"^(?:[A-ZÀ-ỸĐ][\w.'-]*)(?:[\s,&–-]+(?:và\s+)?[A-ZÀ-ỸĐ][\w.'-]*){0,8}(?:\s*\([^)]{2,40}\))?\.?$")
_BYLINE = re.compile(
    r"^\W*(?:tac gia|nguon(?: tin| bai)?|tin(?:,| va|/)? ?(?:va )?(?:bai|anh)|tin|bai(?:,? (?:va )?anh| viet)?|anh|nguoi (?:viet|dang|gui)|thuc hien|bien tap|"
    r"(?:tin )?bai,? ?anh|bbt)\s*:.{0,90}$"
    r"|^\W*(?:ban bien tap|bbt)\W*(?:\([^)]*\))?\W*$|\((?:ctv|theo [^)]{3,50}|tong hop|st|suu tam|pv|bt|bbt|ttxvn)\)\W*$"
    r"|^\W*(?:pv|ctv|bgp|ttxvn|bbt)\W*$|^\W*(?:ban bien tap|phong|van phong|so|ubnd|trung tam|doan thanh nien|hoi)\b.{0,60}\((?:cong ttdt|tong hop|ctv)[^)]*\)\W*$"
)
_ACCORDING_TO = re.compile(r"^\W*Theo [A-ZÀ-ỸĐ][^.:,]{2,60}\W*$")  # "Theo đó, …" opens a sentence
_ATTACHMENT = re.compile(
    r"(?:tep|file|tap tin|tai lieu|van ban|phu luc)\s*(?:tin\s*)?(?:dinh\s*kem|kem theo)|(?:tai|download)\s*(?:ve|file|tep|van ban|tai lieu|phu luc)"
    r"|\.(?:pdf|docx?|xlsx?|rar|zip|7z|pptx?|odt|ods)\b"
)
# A number of an official document as far as scoring needs it (docnums.py reads them), and an address of a file.
DOCUMENT_NUMBER = re.compile(
    r"\d{1,5}[a-z]?\s?/\s?(?:\d{4}\s?/\s?)?(?:QĐ|KH|CT|TB|BC|NQ|NĐ|TT|CV|TTr|HD|[A-ZĐ]{2,8}-[A-ZĐ]{2,})", re.ASCII
)
FILE_ADDRESS = re.compile(r"\.(?:pdf|docx?|xlsx?|rar|zip|7z|pptx?|odt|ods)(?:$|[?#&])", re.I)
SITE_NAME = re.compile(
    r"^\W*(?:cong|trang|website|web|bao|chao mung|ubnd|uy ban|so|phong|huyen|tinh|thanh pho|quan|thi xa|phuong|xa|home|trang chu|ban quan ly|van phong|trung tam|hoi|bo)\b[^.:;!?\"]{0,70}$"
    r"|cong thong tin|trang (?:thong tin|tin) dien tu|welcome|\.gov\.vn$"
)
GONE = re.compile(
    r"khong (?:tim thay|ton tai|con ton tai)|khong co (?:bai viet|tin|noi dung|du lieu)(?: nay| nao)?|(?:da|bi) (?:bi )?(?:xoa|go bo|go xuong)|(?:page|file|resource|article) (?:was |could )?not (?:be )?found"
    r"|\b404\b|noi dung (?:nay )?khong (?:hop le|kha dung)|duong dan (?:nay )?khong (?:dung|hop le)|chua duoc (?:xuat ban|phe duyet)"
)
LOGIN = re.compile(
    r"dang nhap|sign in|log ?in|mat khau|password|ten (?:dang nhap|tai khoan)|phien lam viec (?:da )?het han"
)
WALL = re.compile(
    r"access denied|forbidden|request (?:rejected|blocked)|the requested url was rejected|checking (?:your browser|if the site)|just a moment|attention required|captcha|ddos|web application firewall|you have been blocked"
    r"|truy cap bi (?:tu choi|chan)|tu choi truy cap|khong co quyen truy cap|(?:xac minh|xac nhan) (?:ban )?(?:la|khong phai la?) (?:nguoi|con nguoi|robot)|khong phai (?:la )?(?:robot|nguoi may)|ma support id|support id"
)
LEAD_PREFIX = re.compile(r"^\W*(?:c?ttdt|portal|bbt|[a-z\d]{2,8}|\([a-z\d .-]{2,12}\))\s*-\s*")


@lru_cache(maxsize=8192)
def label(text: str, words: int) -> Label:
    """What a short line says about itself. Cached: a host prints the same labels on every page."""
    line = plain(text)
    if words <= 24 and _has_year(line) and is_date_line(text):
        return Label.DATE
    if words <= 16 and _CUT.search(line):
        return Label.CUT
    sentence = words > 14 and line.endswith(SENTENCE_END)
    if _FOOTER.search(line):
        return Label.FOOTER if words > 2 or "©" in line else Label.FURNITURE
    if _FURNITURE.search(line) and (not sentence or _HARD.search(line)):
        return Label.FURNITURE
    return Label.NONE


_YEAR = re.compile(r"(?:19|20)\d\d")


def _has_year(line: str) -> bool:
    return _YEAR.search(line) is not None or "/" in line


def is_date_line(text: str) -> bool:
    """Whether a line is nothing but the stamp of an article, a clock or a list item."""
    found = dates.parse(text)
    return found is not None and found.kind in (dates.Kind.PUBLISHED, dates.Kind.UPDATED, dates.Kind.STAMP)


def is_byline(text: str) -> bool:
    """A line at the end of an article that names its author, source or photographer."""
    return _BYLINE.search(plain(text)) is not None or _ACCORDING_TO.match(text) is not None


def names_attachment(text: str) -> bool:
    """A line that names or offers a file."""
    return _ATTACHMENT.search(plain(text)) is not None
