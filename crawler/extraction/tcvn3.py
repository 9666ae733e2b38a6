"""TCVN3 (ABC): text typed for the `.Vn…` fonts, where Latin-1 code points stand for Vietnamese letters.

Converted run by run before anything else touches the text: the letter ư is U+00AD, the soft hyphen, which every
cleaner drops. By the fonts' convention a name ending in H (`.VnTimeH`) shows small letters as capitals. Text outside
such fonts stays as it is, for "·", "©" and "®" are letters in TCVN3 only. Source of the table and the order of work:
EXTRACTION 7.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from lxml.html import HtmlElement

_LETTERS = """
    à B5 ả B6 ã B7 á B8 ạ B9 ă A8 ằ BB ẳ BC ẵ BD ắ BE ặ C6 â A9 ầ C7 ẩ C8 ẫ C9 ấ CA ậ CB đ AE è CC ẻ CE ẽ CF é D0 ẹ
    D1 ê AA ề D2 ể D3 ễ D4 ế D5 ệ D6 ì D7 ỉ D8 ĩ DC í DD ị DE ò DF ỏ E1 õ E2 ó E3 ọ E4 ô AB ồ E5 ổ E6 ỗ E7 ố E8 ộ E9
    ơ AC ờ EA ở EB ỡ EC ớ ED ợ EE ù EF ủ F1 ũ F2 ú F3 ụ F4 ư AD ừ F5 ử F6 ữ F7 ứ F8 ự F9 ỳ FA ỷ FB ỹ FC ý FD ỵ FE Ă
    A1 Â A2 Ê A3 Ô A4 Ơ A5 Ư A6 Đ A7
""".split()  # noqa: SIM905 - a table to compare by eye
TABLE = {
    int(code, 16): unicodedata.normalize("NFC", letter)
    for letter, code in zip(_LETTERS[::2], _LETTERS[1::2], strict=True)
}

# The dot of ".VnTime" follows a quote, a separator or a blank; the dot of "gov.vn" follows a letter.
MARK = re.compile(r"""["'=:;,\s(]\.Vn[A-Z]""", re.I)
_FAMILY = re.compile(r"(?<![-\w])font(?:-family)?\s*:\s*([^;}]+)", re.I)
_FONT = re.compile(r"\.Vn[A-Z][\w-]*(?: [A-Z][\w-]*)*", re.I)
_RULE = re.compile(r"([^{}@]+)\{([^{}]*)\}")
_LAST_NAME = re.compile(r"([.#]?[\w-]+)$")
_UNICODE_ONLY = re.compile(r"[ăđơưĂĐƠƯạ-ỹẠ-Ỹ]")  # letters that no TCVN3 text holds before its conversion


def convert(text: str, font: str) -> str:
    """`text` typed for `font` as Unicode; text that holds composed Vietnamese letters already is left alone."""
    if _UNICODE_ONLY.search(text):
        return text
    letters = text.translate(TABLE)
    return letters.upper() if font.endswith(("H", "h")) else letters


def convert_tree(tree: HtmlElement) -> int:
    """Convert every run that is set in a `.Vn` font by face, style or inline style sheet; how many runs changed.

    A font holds for its element and all below until another one is named.
    """
    sheet = dict(_style_sheet(tree))
    fonts: dict[HtmlElement, str | None] = {}
    changed = 0
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        parent = element.getparent()
        outer = fonts.get(parent) if parent is not None else None
        fonts[element] = font = _own_font(element, sheet, outer)
        if font and element.text and element.tag not in ("script", "style"):
            element.text, before = convert(element.text, font), element.text
            changed += element.text != before
        if outer and element.tail:
            element.tail, before = convert(element.tail, outer), element.tail
            changed += element.tail != before
    return changed


def _own_font(element: HtmlElement, sheet: dict[str, str], outer: str | None) -> str | None:
    """The `.Vn` font of an element, None where it has another one or none."""
    style = _family(element.get("style") or "")
    named = style or (element.get("face") or "").split(",")[0]
    if named.strip():
        return _vn(named)
    names = [f".{name}" for name in (element.get("class") or "").split()]
    names += [f"#{element.get('id')}", str(element.tag)]
    for name in names:
        if name in sheet:
            return _vn(sheet[name])
    return outer


def _style_sheet(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    """Last simple selector -> first font family, for the rules of the page's own style sheets."""
    for style in tree.iter("style"):
        for selectors, rule in _RULE.findall(re.sub(r"@font-face\s*\{[^}]*\}", "", style.text or "")):
            if family := _family(rule):
                for selector in selectors.split(","):
                    if name := _LAST_NAME.search(selector.strip()):
                        text = name[1]
                        yield (text[text.rfind(".") :] if "." in text else text), family


def _family(rule: str) -> str:
    """The first family of a style rule: only that one decides which glyphs a reader sees."""
    found = _FAMILY.search(rule)
    return found[1].split(",")[0] if found else ""


def _vn(family: str) -> str | None:
    found = _FONT.search(family)
    return found[0].rstrip() if found else None
