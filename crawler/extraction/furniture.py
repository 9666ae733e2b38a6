"""Patterns of the lines that portals print around an article, on `vocabulary.plain` text (small letters, no accents).

Without accents "cỡ chữ" is "có chủ (trương)", "in trang" is near "in tràng" and "trình duyệt" a browser or an
approval: so a pattern names the whole line, or words that no sentence of an article holds. What each one must not
match stands in tests/extraction/test_vocabulary.py. Sources: PORTALS 7 (seen), EXTRACTION 4.15 (what leaks).
"""

from __future__ import annotations

import re


def _any(*patterns: str) -> re.Pattern[str]:
    """All alternatives in one; those that begin the line are put together, so that each is tried there only."""
    alternatives = [part for pattern in patterns for part in _alternatives(pattern)]
    first = [part for part in alternatives if part.startswith("^")]
    within = [part for part in alternatives if not part.startswith("^")]
    return re.compile("|".join(([f"^(?:{'|'.join(first)})"] if first else []) + within))


def _alternatives(pattern: str) -> list[str]:
    """A pattern cut at each "|" that stands outside of groups and sets."""
    depth, begun, parts = 0, 0, []
    for token in re.finditer(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]", pattern):
        depth += (token[0] == "(") - (token[0] == ")")
        if token[0] == "|" and not depth:
            parts.append(pattern[begun : token.start()])
            begun = token.end()
    return [*parts, pattern[begun:]]


def _line(*wholes: str) -> str:
    """A pattern for a line that is one of these and nothing else."""
    return rf"^\W*(?:{'|'.join(wholes)})\W*$"


_NUMBER = r"\s*:?\s*[\d.,]+"
_FIELD = r"(?:dt|tel|dien thoai|so dien thoai|fax|email|e-mail|website)"

# Who runs the portal: nothing of the article follows such a line.
FOOTER = _any(
    r"^\W*(?:©\W*)?(?:\d{4}\W*)?ban quyen(?:\W*$|\W+(?:thuoc|cua|noi dung|©|\d|so|website|trang))|ban quyen thuoc ve",
    r"copyright|©|all rights reserved|powered by|designed by|developed by",
    r"(?:^|[.;|-]\s*)giay phep(?: \w+){0,3} so\b|giay phep (?:thiet lap|xuat ban|trang thong tin|mang)|\d+/gp-",
    r"^\W*co quan chu quan\b|chiu trach nhiem(?: chinh| noi dung| xuat ban| quan ly)*\s*:",
    r"^\W*don vi (?:thiet ke|phat trien|quan ly|van hanh)\b|^\W*(?:pho )?truong ban bien tap\b|^\W*tong bien tap\s*:",
    r"(?:thiet ke|phat trien|xay dung) boi\b(?! (?:duong|thuong|dap|hoan|su))|^\W*thiet ke (?:va|&) (?:phat trien"
    r"|xay dung)\b",
    r"ghi ro nguon(?! goc)",
)

# Figures of the moment of the visit.
_COUNTERS = (
    r"^\W*(?:tong )?(?:so )?(?:luong |luot |lan )(?:truy cap|xem|doc|tai|like|thich)\b"
    r"|luot truy cap\b.{0,30}:\s*[\d.,]+",
    r"^\W*tong so (?:luot |nguoi )?truy cap\b|^\W*so (?:luot|lan) (?:truy cap|xem|doc|tai)\b"
    r"|^.{0,20}\bluot (?:truy cap|xem|doc|tai)\s*:?\s*[\d.,]*\W*$",
    rf"^\W*(?:da xem|views?|hits?|view count){_NUMBER}|view count|[\d.,]+ views?\W*$",
    r"^\W*(?:so nguoi |so khach |khach |thanh vien )?(?:hien )?(?:dang )?(?:online|truc tuyen|truy cap)\s*:?\s*\d",
    r"^\W*(?:so nguoi|so khach|khach|thanh vien|hien co)?\s*(?:dang )(?:online|truc tuyen|truy cap)\b.{0,20}$",
    r"^\W*so nguoi (?:online|truc tuyen|truy cap)\b|\bonline\s*:\s*\d|^\W*(?:thong ke|tong|luong) truy cap\b",
    rf"^\W*truy cap (?:hom nay|hom qua|tuan|thang|trong|hien tai)\b.{{0,20}}$|^\W*(?:trong |tong )?(?:hom nay|hom qua"
    rf"|tuan nay|tuan truoc|thang nay|thang truoc|nam nay|nam truoc|tat ca|tuan|thang|nam|tong|tong cong){_NUMBER}$",
    r"your ip\b|^\W*(?:hom nay|bay gio|hien tai)\s*[:,]?\s*(?:la )?(?:thu (?:hai|ba|tu|nam|sau|bay|\d)|chu nhat"
    r"|ngay \d).{0,30}$",
    r"^\W*\d{1,2}\s*[:h]\s*\d{2}\s*(?:sang|chieu|toi|trua|am|pm|sa|ch)?\W*$",
)
_NETWORKS = (
    r"(?:facebook|zalo|twitter|google\+?|youtube|messenger|linkedin|pinterest|telegram|email|e-mail|rss"
    r"|print|in|tiktok|x)"
)
_TOOLS = (
    r"\b(?:xem|tang|giam|doi|kich|kich thuoc) co chu\b|" + _line("co chu", "tang co", "giam co", "mac dinh", "100%"),
    r"^\W*(?:do )?tuong phan\b.{0,20}$|"
    + _line("(?:doc|nghe) bai(?: viet| nay)?", "che do (?:doc|ban dem)", "phong to", "thu nho"),
    _line("(?:ban )?in(?: (?:trang|bai|bai viet|an|ra|tin)(?: nay)?)?", "ban (?:de )?in", "print(?: this)?(?: page)?")
    + r"|^\W*in (?:trang|bai|tin)(?: nay)?\W",
    r"^\W*gui (?:e-?mail|mail|cho ban be|bai viet|binh luan|y kien|phan hoi|tin nay)\b.{0,30}$|"
    + _line("gui cho ban", "gui bai"),
    _line(
        "(?:quay|tro) (?:lai|ve)(?: (?:trang|dau|danh sach).{0,12})?",
        "len dau(?: trang)?",
        "(?:ve )?dau trang",
        "ve trang (?:truoc|chu)",
    )
    + r"|\bve dau trang\b|^\W*(?:quay|tro) lai\W+(?:in|ve|gui)\b",
    r"^\W*xem (?:them|tiep)\s*:|"
    + _line(
        "xem (?:them|tiep|chi tiet|tat ca|toan bo).{0,12}", "chi tiet", "doc (?:tiep|them)", "sao chep(?: lien ket)?"
    ),
    r"^\W*copy link|^\W*loading\b|"
    + _line(
        r"(?:chia se|share|tweet|like|follow us)(?: (?:bai|bai viet|tin|qua|len|tren|voi ban be|this|on|facebook|zalo"
        r"|link)\b.{0,25})?"
    ),
    rf"^\W*(?:(?:chia se|share)\W+)?{_NETWORKS}(?:\W+{_NETWORKS})*\W*$|quan tam zalo"
    r"|^\W*luu (?:trang|bai|tin)(?: nay)?\W*$",
    r"^\W*theo doi chung toi (?:tren|qua|tai)\b.{0,40}$|^\W*follow (?:us|zalo|facebook|fanpage|oa)\b.{0,20}$"
    r"|^\W*tai (?:ung dung|app) (?:tren|tai|tu) (?:app ?store|google play|ch play)\b.{0,30}$",
    _line(
        "nghe doc bai(?: viet)?", "bao loi(?: bai viet)?", "da sao chep(?: lien ket)?", "ban do", "(?:ma )?qr(?: code)?"
    ),
    r"^\W*xem (?:them|tiep) (?:cac |nhung )?(?:tin|bai)(?: viet| tuc)? (?:khac|cung|lien quan|moi)\b.{0,25}$",
    r"^\W*(?:viet|dang|gui|nguoi dang|posted|written|submitted) (?:boi|by)\b",
)
POLL = (
    r"^\W*(?:bai viet|thong tin|noi dung|trang)(?: nay| tren)? co (?:huu ich|bo ich)\b.{0,60}\?\W*$|"
    r"^\W*(?:theo (?:ban|ong/ba|quy vi)\b|ban (?:danh gia|nghi|thay|biet|co|hai long|thuong)\b).{0,160}\?\W*$"
)
_READERS = (
    r"^\W*(?:viet |them |gui )binh luan\b.{0,30}$|^\W*binh luan\W*(?:\(?\d*\)?)\W*$|^\W*\d+ binh luan\b"
    r"|^\W*y kien (?:ban doc|cua ban|phan hoi)\b.{0,20}$",
    r"^\W*(?:nhap )?ma (?:bao mat|xac nhan|xac thuc|captcha|an toan)\b.{0,30}$|^\W*nhap (?:ho (?:va )?ten|ten"
    r"|noi dung|email)\b.{0,30}$",
    r"^\W*ho (?:va )?ten(?: (?:cua )?ban)?\s*(?:[:*(]|$)|^\W*(?:e-?mail|noi dung|tieu de|dien thoai"
    r"|dia chi)\s*:?\s*\(?\*",
    r"tich chon de\b|khong phai (?:la )?(?:nguoi may|robot)\W*$|^\W*(?:nhap|ma|doi|lam moi|tai lai)\b.{0,30}\bcaptcha\b"
    r"|\bcaptcha\W*$|^\W*(?:vui long|ban can|xin moi) (?:nhap"
    r"|dang nhap|dien|chon)\b.{0,60}$",
    r"ban doc gui y kien|ky tu con lai|email cua ban se khong|truong bat buoc",
    r"^\W*danh gia\s*:?\s*[\d.,]+ ?(?:sao|/)|^\W*(?:xin )?cam on (?:ban|quy vi) da"
    r" (?:gui (?:phan hoi|danh gia|binh luan)|danh gia)\W*$",
    r"danh gia (?:bai viet|cua ban|trang nay|tin nay)\b|(?:nhan|bam|click).{0,20}\bde danh gia\b|tong so diem cua bai"
    r"|diem cua bai viet",
    r"^\W*xep hang\s*:\s*\d|\b\d+ danh gia\W*$|"
    + _line("binh chon", "bieu quyet", "xem ket qua", "chua co danh gia")
    + r"|^\W*hay la nguoi dau tien",
    POLL,
)
_DAY = r"(?:t[2-7]|cn|th\.? ?[2-7]|mon|tue|wed|thu|fri|sat|sun|mo|tu|we|th|fr|sa|su)"
_SITE = (
    r"^(?:tieu de|noi dung|ngay dang|tom tat|anh dai dien)$",  # labels of a form
    _line(r"(?:ngay|thoi gian) (?:dang|xuat ban|cap nhat|tao)(?: (?:tin|bai))?", "cap nhat", "nguoi dang(?: tin| bai)?")
    + r"|^\W*nguoi (?:kiem )?duyet(?: tin| bai)?\s*:",
    r"^\W*\d+ (?:giay|phut|gio|ngay|tuan|thang|nam) truoc\W*$|^\W*(?:hom nay|hom qua)\W+\d{1,2}\s*[:h]\s*\d\d\W*$",
    r"^\W*(?:website|trang(?: web)?|cong(?: thong tin| ttdt)?) (?:duoc )?cap nhat (?:lan cuoi|luc|ngay)\b.{0,40}$",
    _line("chon (?:chuyen muc|ngay|thang|don vi|linh vuc)", "tim (?:kiem )?theo (?:ngay|thang|chuyen muc|tu khoa)"),
    rf"^\W*(?:{_DAY}\W+){{2,}}{_DAY}\W*$",  # head of a calendar
    r"^\W*chuyen muc\s*:.{1,60}$",
    r"^\W*skip (?:ribbon|to|nav)|truy cap noi dung luon|"
    + _line("sign in", "log ?in", "dang nhap", "dang ky", "dang xuat", "ngon ngu", "site banner"),
    _line(
        "ten (?:dang nhap|truy cap|tai khoan|nguoi dung)",
        "mat khau",
        "(?:ban )?quen mat khau",
        "(?:ghi )?nho (?:mat khau|toi|dang nhap)",
        "user ?name",
        "password",
        "remember me",
    ),
    r"^\W*\{\{.*\}\}\W*$",  # a template that no script has filled
    r"\bjavascript\b|trinh duyet (?:cua ban|web|khong|da tat|nay)|turn o(?:n|ff) more|^\W*error message\W*$"
    r"|dang ky nhan (?:tin|ban tin)",
    r"^\W*chao mung (?:ban|quy vi|quy khach|den voi)\b|^\W*welcome to\b",
    r"^\W*lien ket (?:web|website|trang|site)\b|^\W*-+\s*(?:chon|lien ket)\b|^\W*so do (?:cong|site|trang|web|website"
    r"|cong thong tin)\W*$",
    r"^\W*tim kiem(?: nang cao)?\W*$|^\W*tim kiem\s*[:.]|^\W*ban dang o day|^\W*(?:trang chu|trang nhat|home)\b",
    r"^\W*(?:tags?|tu khoa|keywords?|tu khoa tim kiem)\s*:|" + _line("tags", "tu khoa"),
    r"^\W*(?:trang )?(?:truoc|sau|tiep|tiep theo|dau|cuoi|dau tien|cuoi cung|next|prev(?:ious)?|first|last)\W*$",
    r"^\W*(?:bai|tin) (?:truoc|sau|tiep|tiep theo)\s*(?::.*)?$|^\W*trang\s*:?[\d\s]+$|^[«»<>\d\s|.,;()\[\]-]+$",
)
_WEATHER = (
    r"thap nhat.{0,14}°|ap suat khong khi|do am trung binh|^\W*do am\s*[:\d%]|toc do gio\b|^\W*nhiet do\s*:",
    _line("thoi tiet", "weather", "ty gia.{0,20}", "gia vang.{0,12}", "lich (?:am|van nien)")
    + r"|^\W*thoi tiet (?:hom nay|\d|:)|^\W*thoi tiet\s*:.{0,20}\d\s*[°º]",
    r"^\W*\d{1,2}\s*[o°º]?\s*c\W*$|^\W*\d{1,2}\s*[o°º]\s*c\b",
)
FURNITURE = _any(*_COUNTERS, *_TOOLS, *_READERS, *_SITE, *_WEATHER)

# An office's address and telephone: furniture at the foot of the page, text in the midst of a notice.
CONTACT = _any(
    rf"^\W*(?:dia chi|tru so|{_FIELD})\s*:.{{0,160}}(?:{_FIELD}\s*:|@|\.vn\b|\d{{3}}\W?\d{{3}})",
    r"^\W*(?:so )?(?:dien thoai )?(?:duong day nong|hotline)\s*:?\s*[\d.\s()+-]{6,}",
)

# Labels that hold even in a whole sentence.
HARD = _any(
    FOOTER.pattern,
    POLL,
    r"luot truy cap\b.{0,30}:\s*[\d.,]+|^\W*so luot (?:xem|doc)|trinh duyet (?:cua ban|da tat|khong)|do am trung binh",
    r"ap suat khong khi|tich chon de\b|thap nhat.{0,14}°",
)

# A bar of tools: phrases that stand one behind the other on a line and are nothing but tools and counters, whatever
# separates them ("5510 lượt đọc Chia sẻ bài viết Bình luận (0)"). One word may be a sentence's, the whole line is not.
_FIGURE = r"\(?\d[\d.,]*k?\)?"
_COUNTED = (
    r"(?:(?:luot|lan)(?: (?:ban )?(?:xem|doc|truy cap|tai(?: ve)?|thich|binh (?:chon|luan)|chia se|quan tam|danh gia))?"
    r"|binh luan|phan hoi|(?:khong )?thich|chia se|nguoi (?:xem|doc|thich)|views?|hits?|comments?|likes?|shares?)"
)
_TOOL = (
    rf"(?:(?:chia se|share)(?: (?:bai(?: viet)?|tin)(?: nay)?)?(?: (?:qua|len|tren|voi|toi))?(?: {_NETWORKS})?"
    r"|in (?:bai(?: viet)?|trang|tin)(?: nay)?|ban in|gui (?:e-?mail|mail|cho ban be|bai(?: viet)?|binh luan|phan hoi"
    r"|y kien)|luu (?:tin|bai(?: viet)?|trang)(?: nay)?|(?:nghe|doc) bai(?: viet)?(?: nay)?|sao chep(?: lien ket)?"
    r"|copy link|(?:ve )?dau trang|(?:tro|quay) (?:ve|lai)|tweet|facebook|zalo|twitter|e-?mail|print|theo doi"
    r"|viet binh luan|bao loi|co chu)"
)
_COUNTER = (
    rf"(?:{_FIGURE} {_COUNTED}|(?:so )?{_COUNTED}\s*:?\s*{_FIGURE}|(?:tweet|facebook|zalo)\s*:?\s*{_FIGURE}"
    rf"|(?:tin |bai )?(?:da |duoc )*(?:xem|doc|thich|quan tam|tai ve|truy cap)\s*:?\s*{_FIGURE}(?: (?:lan|luot))?"
    rf"|(?:hom nay|hom qua|tuan nay|thang nay|tong(?: so| cong)?)\s*:\s*{_FIGURE})"
)
_POSTER = r"(?:nguoi (?:dang|gui|cap nhat)|dang boi|gui boi|tac gia)\s*:?(?: [\w.-]+){1,5}?"
TOOLBAR = re.compile(
    rf"^\W*(?:{_POSTER}\s*[|•·/,-]\W*)?(?:(?:bai viet|tin|trang)(?: nay)? (?:da )?(?:co|duoc) )?"
    rf"(?:(?>(?:{_COUNTER}|{_TOOL}|{_COUNTED}|quan tam|in|va|a)(?!\w)\W*))+"
    rf"(?:{_POSTER}\W*)?$"
)
# Of such bars those that have a tool of two words or a figure; "Chia sẻ, quan tâm" may be an article's subheading.
IN_TOOLBAR = re.compile(rf"{_COUNTER}(?!\w)|\b(?:in|gui|luu|nghe|doc|sao chep|copy|chia se|dau|tro|quay) \w+")
TOOLBAR_WORDS = 24

# A row of a list that SharePoint prints: a time of its own form, or a time and the state of the item.
LIST_ROW = re.compile(
    r"\|\W*\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d\d(?::\d\d)?(?: [ap]m\s*(?:\||$)"
    r"|(?: (?:sa|ch))?\s*\|\W*(?:da (?:ban hanh|duyet|phe duyet)|cho duyet|approved|pending|draft)\s*(?:\||$))"
)

# The heading of a box behind or beside the article.
_WHAT = (
    r"(?:tin|bai|bai viet|thong tin|van ban|thong bao|su kien|tin tuc|tin bai|bai bao|video|hinh anh|tai lieu|cau hoi)"
)
_WHICH = (
    r"(?:khac|moi|cu|moi hon|cu hon|moi nhat|moi dua|moi dang|moi cap nhat|moi ban hanh|lien quan|da dua|da dang"
    r"|noi bat"
    r"|doc nhieu|xem nhieu|tieu diem|truoc|tiep|tiep theo|nong|hot|cung (?:chuyen muc|chu de|danh muc|su kien|loai"
    r"|the loai)"
    r"|trong (?:ngay|tuan|thang)|nhat|hon)"
)
CUT = _any(
    rf"^\W*(?:(?:cac|nhung|mot so)\s+)?{_WHAT}(?:\s*(?:,|va|-|/)*\s*(?:tin|bai|tuc|viet"
    rf"|su kien))*(?:\s+{_WHICH})+\W*\d*\W*$",
    r"^\W*(?:cung (?:chuyen muc|chu de|danh muc|su kien)|lien quan|(?:xem|doc) nhieu(?: nhat)?|tieu diem|chuyen muc"
    r"|danh muc"
    r"|noi bat|moi nhat|video(?: clip)?|thu vien (?:anh|hinh anh|video)|hinh anh hoat dong|y kien (?:ban doc|phan hoi"
    r"|binh luan)"
    r"|binh luan|gui (?:phan hoi|binh luan)|phan hoi|ve tac gia|ve chung toi|thong tin tac gia"
    r"|(?:ban )?co the (?:ban )?quan tam"
    r"|tham do y kien|thong ke truy cap|lien ket (?:website|web|nhanh)|thong tin can biet|dang nhap"
    r"|related(?: (?:news|articles|stories|posts))?|other news|latest news|about the author|comments"
    r"|(?:leave|post|add) a (?:reply|comment))\W*(?:\(?\d*\)?)\W*$",
)
