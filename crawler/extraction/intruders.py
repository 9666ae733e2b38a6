"""Lines that neither the editor nor the portal wrote: spam that was broken in, and what PHP prints of its faults.

Seen on portals (PORTALS 4.6 and 8.5): gambling links behind the text of a WordPress article, PHP notices with a path of
the server above a Drupal title. News about gambling and usury uses the same words: so a line is spam only where one of
these words is a link to another site, or where a short line does nothing but praise such sites.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from crawler.extraction.blocks import Block, count_words
from crawler.extraction.text import clean
from crawler.extraction.vocabulary import plain

_PRAISE_WORDS = 25  # a longer line without a link is somebody's text
_BEGINNING = 12  # characters
_STEM = 6  # characters
_KINDS = 3  # names of games and houses that a page of nothing else has at least
_MIN_FOREIGN = 0.5  # share of a line's letters in a script that no Vietnamese text has
_HINTS = (
    "casino", "bet", "88", "slot", "nhà cái", "nha cai", "cá cược", "ca cuoc", "nổ hũ", "tài xỉu", "xóc đĩa",
    "soi cầu", "kèo", "lô đề", "đổi thưởng", "baccarat", "jackpot", "đá gà", "vay tiền", "vay nhanh", "xoilac",
    "trực tiếp bóng đá", "viagra", "cialis", "loan", "porn", "judi", "gacor", "togel", "replica", "escort", "essay",
)  # fmt: skip
_TRADE = re.compile(
    r"\b(?:casinos?|nha cai|ca cuoc|ca do(?: bong da)?|no hu|tai xiu|xoc dia|soi (?:cau|keo)|(?:ty le )?keo (?:nha cai"
    r"|bong da)?|lo de|(?:game )?bai doi thuong|ban ca|baccarat|jackpot|da ga(?: truc tiep| thomo)?|slots?|slot game"
    r"|poker|roulette|vay (?:tien|nhanh|nong|online)[a-z ]{0,20}|truc tiep bong da|xem bong da|xoi ?lac|viagra|cialis"
    r"|levitra|payday loans?|porn|xxx|escorts?|judi|gacor|togel|replica watch(?:es)?|essay writing|betting|gambling)\b"
)
_BRAND = re.compile(
    r"\b(?:[a-z]{0,5}\d{0,3}bet\d{0,4}|[a-z]{1,4}88|(?:789|188|365|777)[a-z]{2,5}|sunwin|go88|b52|iwin|rikvip|kubet"
    r"|ku ?casino|sv388|thabet|vwin|dafabet|okvip)\b"
)
_PROMISE = re.compile(
    r"\b(?:uy tin|khuyen mai|tai app|link (?:vao|dang)|dang (?:ky|nhap) (?:nhan|ngay)|nap rut|hoan tien|tang thuong"
    r"|bonus|online|truc tuyen|so 1|hang dau|giai ngan|lai suat 0|khong the chap|khong can the chap)\b"
)
_REPORTED = re.compile(
    r"\b(?:canh bao|cong an|bat (?:giu|qua tang)|khoi to|doi tuong|triet (?:pha|xoa)|vi pham|xu (?:phat|ly|tu)"
    r"|phong,? chong|te nan|toi pham|lua (?:dao|tien|nguoi)|de lua"
    r"|du do|loi keo|sap bay|tuyen truyen|nguoi dan|canh giac|hanh vi|danh bac|to chuc)\b"
)
_FOREIGN = re.compile(r"[\u0400-\u04ff\u0600-\u06ff\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_OWN_SITES = (".gov.vn", ".edu.vn", ".org.vn")
_LETTER = re.compile(r"[^\W\d_]")

_FAULT = re.compile(
    r"\W*(?:(?:PHP )?(?:Notice|Warning|(?:Catchable |Recoverable )?Fatal error|Parse error|Deprecated(?: function)?"
    r"|Strict (?:Standards|warning)|User (?:warning|notice|error)|Uncaught \w+)\s*:\s.{1,600}?"
    r"(?:\bin\s+(?:[A-Za-z]:\\|/)\S+\s+on line\s+\d+|\(line \d+ (?:of|in) (?:[A-Za-z]:\\|/)[^\s)]+\))"
    r"|thrown in\s+(?:[A-Za-z]:\\|/)\S+\s+on line\s+\d+|Stack trace:|#\d+ (?:[A-Za-z]:\\|/)\S+\(\d+\): \S+"
    r"|#\d+ \{main\})\W*"
)
_FAULT_HINTS = (" on line ", "(line ", "Stack trace:", "{main}", ".php(")


def without_intruders(blocks: list[Block], url: str) -> tuple[list[Block], list[str]]:
    """The blocks without spam and faults, and a warning for each kind that was cut. `url` is the page's own address."""
    warnings = []
    whole = "\n".join([block.text for block in blocks])
    if any(hint in whole for hint in _FAULT_HINTS):
        clear = [b for block in blocks if (b := _without_fault(block))]
        if clear != blocks:
            warnings.append("a fault that the portal's software printed was cut")
            blocks = clear
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    short = "\n".join([b.text for b in blocks if b.link_share or b.words <= _PRAISE_WORDS]).lower()
    hints = [hint for hint in _HINTS if hint in short]
    own = [b for b in blocks if not (_may_be_spam(b, hints) and is_spam(b, host))]
    if len(own) < len(blocks):
        warnings.append(f"spam: {len(blocks) - len(own)} lines were cut")
        blocks = own
    return blocks, warnings


def _may_be_spam(block: Block, hints: Sequence[str]) -> bool:
    """A cheap look: a hint, or a link that begins in a foreign script."""
    if block.link_share and _FOREIGN.search(block.text[:_BEGINNING]):
        return True
    return bool(hints) and any(hint in block.text.lower() for hint in hints)


def _without_fault(block: Block) -> Block | None:
    """The block without the faults in it; None where nothing else is left."""
    if not any(hint in block.text for hint in _FAULT_HINTS):
        return block
    text = clean(_FAULT.sub(" ", block.text))
    if text == block.text:
        return block
    return dataclasses.replace(block, text=text, words=count_words(text)) if _LETTER.search(text) else None


def is_spam(block: Block, host: str) -> bool:
    """Whether a line advertises: gambling, loans, pills. `host` is the page's own."""
    if _foreign_letters(block.text):
        return bool(_anchors_elsewhere(block, host))
    line = plain(block.text)
    if not (_TRADE.search(line) or _BRAND.search(line)):
        return False
    if block.link_share and any(_TRADE.search(a) or _BRAND.search(a) for a in _anchors_elsewhere(block, host)):
        return True
    names = _praised(line) if block.words <= _PRAISE_WORDS else ()
    return len(names) >= 2 and bool(_BRAND.search(line) or _PROMISE.search(line))


def advertises(title: str, lines: Sequence[str]) -> bool:
    """Whether a whole page is an advertisement, put in by strangers: headline and most lines do nothing but praise."""
    if not lines or (title and not _praised(plain(title))):
        return False
    names = [_praised(plain(line)) for line in lines]
    text = plain("\n".join((title, *lines)))
    kinds = _praised(plain(title)).union(*names)
    return 2 * sum(map(bool, names)) > len(lines) and len(kinds) >= _KINDS and _PROMISE.search(text) is not None


def _praised(line: str) -> set[str]:
    """What a line praises, by the first letters ("vay tiền nhanh", "vay tiền nóng" are one); none where it reports."""
    if _REPORTED.search(line):
        return set()
    return {m[0][:_STEM] for pattern in (_TRADE, _BRAND) for m in pattern.finditer(line)}


def _anchors_elsewhere(block: Block, host: str) -> Sequence[str]:
    """Words and hosts of the links that leave the site, without accents."""
    found = []
    for link in block.element.iter("a") if block.link_share else ():
        try:
            target = (urlsplit((link.get("href") or "").strip()).hostname or "").removeprefix("www.")
        except ValueError:
            target = "?"
        if target and target != host and not target.endswith(_OWN_SITES):
            found.append(plain(f"{clean(''.join(link.itertext()))} {target}"))
    return found


def _foreign_letters(text: str) -> bool:
    foreign = len(_FOREIGN.findall(text))
    return foreign > 0 and foreign >= _MIN_FOREIGN * len(_LETTER.findall(text))
