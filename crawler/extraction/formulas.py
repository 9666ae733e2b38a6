"""Words that article after article prints: legal bases, closings, captions, credits. Repeated, and yet no furniture.

Used where repetition is held against a line (template.py). Matched on `vocabulary.plain(text)`: small letters without
accents. Sources: DOMAIN 3.5 (bylines), EXTRACTION 1 and 4.12 (legal bases lost to deduplication), PORTALS 2 (captions).
"""

from __future__ import annotations

import re

from crawler.extraction.vocabulary import is_byline, plain

_ACT = (
    r"(?:luat|hien phap|phap lenh|nghi (?:quyet|dinh)|quyet dinh|thong tu|chi thi|ke hoach|cong van|ket luan"
    r"|chuong trinh|to trinh|de an|huong dan|van ban|thong bao|quy (?:dinh|che)|dieu le)"
)
_LEGAL_BASIS = re.compile(
    r"\W*(?:can cu\b|(?:theo|thuc hien|xet|chieu|trien khai|tiep tuc|nham|de|quan triet|thi hanh|chap hanh)\b.*\b"
    rf"{_ACT}\b)"
)
_NAMED_ACT = re.compile(
    r"\W*(?:(?:bo )?luat|hien phap|phap lenh|nghi (?:quyet|dinh)|quyet dinh|thong tu|chi thi)\b.*\w"
    r"|.*\d/(?:\d{4}/)?[a-z]{2}"
)
_CLOSING = re.compile(
    r"\W*(?:(?:xin )?(?:tran trong|kinh (?:moi|bao|de nghi|gui|chuyen)|(?:chan thanh )?cam on)\b|noi nhan\b|da ky\b"
    r"|(?:tm|kt|tl|tuq)\. ?(?:uy ban|ubnd|chu tich|hdnd|giam doc|truong|ban)\b)"
)
_CAPTION = re.compile(
    r"\W*(?:(?:anh|hinh(?: anh)?) (?:minh hoa|tu lieu|chup|tai|hoi|buoi|le)\b|anh\s*:|(?:quang|toan) canh\b)"
)
_OPENER = re.compile(r"\b(?:sau|sau day|duoi day|cu the|gom(?: co)?|la|rang)\s*:\W*$")
_OFFICE = re.compile(
    r"\W*(?:van phong|phong|so|ban|trung tam|ubnd|uy ban|hdnd|cong (?:an|ttdt|thong tin)|dai|bao|hoi|lien doan|doan"
    r"|chi cuc|cuc|thanh tra|ttxvn|vpub)\b"
)
_CREDIT_WORDS = 8


def is_formula(text: str) -> bool:
    """A legal basis, a closing, a caption without news of its own, a credit, or a line that opens a list."""
    line = plain(text)
    return bool(
        _LEGAL_BASIS.match(line)
        or _CLOSING.match(line)
        or _CAPTION.match(line)
        or _OPENER.search(line)
        or line.endswith("./.")
        or is_byline(text)
    )


def names_act(text: str) -> bool:
    """A line that begins with an act or holds the number of one: a legal basis without its verb, an item of a list.

    Side boxes of new documents look the same: only where a line stands tells which it is.
    """
    return _NAMED_ACT.match(plain(text)) is not None


def may_be_credit(text: str) -> bool:
    """A name, a pen name or an office, printed alone: an author line without its label, or a heading of the site."""
    words = text.split()
    if len(words) > _CREDIT_WORDS or any(c.isdigit() for c in text) or text.endswith(":"):
        return False
    named = 2 <= len(words) <= 4 and all(word[0].isupper() and word.strip(".,()").isalpha() for word in words)
    return named or bool(_OFFICE.match(plain(text)))
