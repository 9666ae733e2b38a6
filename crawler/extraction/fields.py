"""The smaller fields of an article: author, section, lead, attachments, language. Null is an answer."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from itertools import pairwise
from urllib.parse import unquote, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from archive.records import Attachment
from crawler.extraction.blocks import Block, Kind
from crawler.extraction.marks import is_right
from crawler.extraction.text import clean
from crawler.extraction.titles import key
from crawler.extraction.vocabulary import (
    FILE_ADDRESS,
    LABEL_WORDS,
    NAME,
    SITE_NAME,
    Label,
    is_byline,
    is_date_line,
    is_section,
    label,
    names_box,
    plain,
)
from crawler.urls import joined

AUTHOR_LABEL = re.compile(
    r"^\W*(?:Tác giả(?: bài viết)?|Người viết|Người đăng|Tin,? ?(?:và )?(?:bài|ảnh)|Tin|Bài(?:,? (?:và )?ảnh| viết)?"
    r"|Thực hiện|Tin bài,? ảnh)\s*:\s*",
    re.I,
)
NEXT_CREDIT = re.compile(r"\s*[;|]\s*|\s+-\s+(?=Nguồn)|[.,]?\s+(?=(?:Ảnh|Nguồn)\s*:)")
_NO_AUTHOR = re.compile(r"^\W*(?:nguon|theo|anh|bien tap)\b|^\W*\(theo|\(tong hop\)|\(st\)|\(suu tam\)")
_ROLE = re.compile(
    r"^\W*(?:(?:pho )?(?:chu tich|giam doc|truong phong|bi thu|tong giam doc|vu truong|cuc truong|chanh van phong"
    r"|hieu truong)|t/?m\.|k/?t\.|t/?l\.)"
)
_OFFICE = re.compile(r"^\W*(?:ban bien tap|bbt|pv|ctv|phong vien|van phong|phong|trung tam|ubnd|so|hoi|doan)\b")
_AUTHOR_FIELD = re.compile(r"^\W*(?:Tác giả|Người viết|By)\b(?: bài viết)?\s*:?\s*(.{2,40}?)\W*$", re.I)
_BY = re.compile(r"^By:? ((?:[A-Z][\w.'-]*)(?:[ ,&]+(?:and )?[A-Z][\w.'-]*){0,5})$")
_PHOTO_BY = re.compile(r"^\W*Ảnh\s*:\s*(.{2,40}?)\W*$", re.I)
_OFFICE_BEHIND = re.compile(r"\s+[-–]\s+(?=(?:Phòng|Văn phòng|Sở|Ban|Trung tâm|UBND|Hội|Đoàn)\b).*$")
_INITIALS = re.compile(r"^[A-ZĐ](?:\.\s?[A-ZĐ]){1,3}\.?$")
_META_AUTHOR = etree.XPath("//meta[@name='author' or @property='article:author']/@content")
_ITEM_AUTHOR = etree.XPath("//*[@itemprop='author']")
_META_SECTION = etree.XPath("//meta[@property='article:section']/@content")
_JSON_LD = etree.XPath("//script[@type='application/ld+json']/text()")
_LD_SECTION = re.compile(r'"articleSection"\s*:\s*("(?:[^"\\]|\\.)*")')
_LD_AUTHOR = re.compile(r'"author"\s*:\s*\[?\s*\{[^{}]*?"name"\s*:\s*("(?:[^"\\]|\\.)*")')
_DESCRIPTION = etree.XPath("//meta[@name='description' or @property='og:description']/@content")
_SECTION_LABEL = re.compile(r"^\W*(?:chuyên mục|danh mục|thể loại|category)\s*:\s*([^|:]{2,60}?)\s*(?:\||$)", re.I)
_TRAIL = re.compile(r"\s*(?:>>|»|›|→)\s*|\s+[>/\\]\s+")
_ARROWS = re.compile(r">|»|›")
_SECTION_NAME = re.compile(r"\bcat(?:egory)?(?:[-_]?(?:name|title))?\b|chuyen-?_?muc", re.I)
_TRAIL_NAME = re.compile(r"breadcrumb|bread-|pathway|duong-?dan", re.I)
_LEAD_NAME = re.compile(
    r"sapo|hometext|summary|lead\b|abstract|trich-?dan|trichyeu|tom-?tat|description|intro|chapeau", re.I
)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
_BOLD_CLASS = re.compile(r"(?:^|\s)(?:fw-bold|font-weight-bold|bold)(?:\s|$)", re.I)
_ADMIN = re.compile(r"^(?:admin\w*|administrator|super ?user|root|editor|biên tập|quản trị\w*|.*@.*|https?:.*)$", re.I)
_VIETNAMESE = re.compile(r"[ăđơưạ-ỹ]")
_LETTER = re.compile(r"[^\W\d_]+")
_UNACCENTED = frozenset(
    "va cua cac trong duoc nguoi khong cho voi nhung da tinh huyen xa ubnd dan hoi nghi cong so nam theo".split()  # noqa: SIM905
)
_ENGLISH = frozenset(("the", "of", "and", "to", "in", "a", "is", "for", "on", "that", "with", "was", "by", "it", "as"))
_SAMPLE = 4000  # characters that tell a language


def author(tree: HtmlElement, article: Sequence[Block], stamp_lines: Sequence[Block] = ()) -> str | None:
    """Name as printed: an author line at the end, else markup, else a short name alone on the last line.

    Last a field of a line between headline and text (`stamp_lines`): "15/05/2021 | Tác giả: … | Lượt xem: 12".
    """
    return _author(tree, article) or _author_in_fields(stamp_lines)


def _author_in_fields(lines: Sequence[Block]) -> str | None:
    for block in lines:
        for part in re.split(r"\s*[|•·]\s*|\s+-\s+", block.text) if block.words <= LABEL_WORDS else ():
            found = _AUTHOR_FIELD.match(part)
            if found and NAME.match(found[1]) and not _ADMIN.match(found[1]):
                return found[1]
    return None


def _author(tree: HtmlElement, article: Sequence[Block]) -> str | None:
    tail = article[-5:] if len(article) > 1 else []
    for block in reversed(tail):
        if block.words <= 16 and (found := AUTHOR_LABEL.match(block.text)):
            name = NEXT_CREDIT.split(block.text[found.end() :])[0].strip(" .-")
            if name and not _ADMIN.match(name):
                return name
    for value in (*_marked_authors(tree), *map(clean, _META_AUTHOR(tree))):
        if value and value.count(" ") < 8 and not _ADMIN.match(value) and not SITE_NAME.search(plain(value)):
            return value
    for block in reversed(tail[-3:]):
        if block.words > 14 or block.kind in (Kind.ITEM, Kind.ROW):
            continue
        line = plain(block.text)
        if by := _BY.match(block.text):
            return by[1]
        if (photo := _PHOTO_BY.match(block.text)) and is_right(block) and " " in photo[1] and NAME.match(photo[1]):
            return photo[1]  # of a page of photographs: nobody else is named
        if _NO_AUTHOR.search(line) or is_section(block.text) or names_box(block.text):
            continue
        before = next((a for a, b in pairwise(tail) if b is block), None)
        if before is not None and before.words <= 8 and _ROLE.search(plain(before.text)):
            return None  # who signed a document is not who wrote the article
        signed = is_byline(block.text) and ":" not in block.text
        name = _OFFICE_BEHIND.sub("", block.text)
        last = block is tail[-1] or (block is tail[-2] and _NO_AUTHOR.search(plain(tail[-1].text)) is not None)
        alone = NAME.match(name) is not None and (is_right(block) or is_bold(block) or last)
        if (
            signed
            or (alone and 2 <= block.words <= 12 and not block.after_image)
            or (is_right(block) and _OFFICE.match(line))
        ):
            return (block.text if signed else name).strip().rstrip(".")
        if is_right(block) and _INITIALS.match(block.text):
            return block.text.strip()
    return None


def _marked_authors(tree: HtmlElement) -> list[str]:
    names = []
    for element in _ITEM_AUTHOR(tree):
        inner = element.find(".//*[@itemprop='name']")
        target = element if inner is None else inner
        names.append(clean(target.get("content") or "".join(target.itertext())))
    for script in _JSON_LD(tree):
        if found := _LD_AUTHOR.search(script):
            names.append(_json_text(found[1]))
    return names


def section(tree: HtmlElement, blocks: Sequence[Block], title_index: int | None, title: str) -> str | None:
    """The narrower category: last part of the breadcrumb, else markup, else a lone link right above the headline.

    Links of a menu that nothing separates ("Chính quyềnCông dân") are none.
    """
    above = blocks[max(0, title_index - 12) : title_index] if title_index is not None else []
    above = [block for block in above if not (block.link_share > 0.3 and _is_glued(block.text))]
    for block in reversed(above):
        parts = [part for part in _TRAIL.split(block.text) if part]
        if (
            len(parts) >= 2
            and not is_date_line(block.text)
            and block.words <= 30
            and (block.link_share > 0.3 or _ARROWS.search(block.text))
        ):
            parts = [p for p in parts if key(p) != key(title)]
            if parts and not parts[-1].endswith("."):
                return parts[-1].strip(" .|")
    for value in map(clean, _META_SECTION(tree)):
        if value:
            return value
    for script in _JSON_LD(tree):
        if (found := _LD_SECTION.search(script)) and (value := _json_text(found[1])):
            return value
    if title_index is None:
        return None
    around = blocks[max(0, title_index - 3) : title_index + 6]
    near = next((f[1] for b in around if b.words <= LABEL_WORDS and (f := _SECTION_LABEL.match(b.text))), None)
    if near or not above or above[-1] is not blocks[title_index - 1]:
        return near
    return _trail_of_items(above, title) or _label_above(above, blocks[title_index])


def _is_glued(text: str) -> bool:
    """Whether words run into each other: small letters, then a capital and a small one, twice or more."""
    inside = [word for word in text.split() if word[2:] != word[2:].lower()]  # few words have capitals within
    letters = (four for word in inside for four in zip(word, word[1:], word[2:], word[3:], strict=False))
    return sum(a.islower() and b.islower() and c.isupper() and d.islower() for a, b, c, d in letters) >= 2


def _trail_of_items(above: Sequence[Block], title: str) -> str | None:
    """A breadcrumb made of list items: an ordered list, or an element named so."""
    items: list[Block] = []
    for block in reversed(above):
        if block.kind is not Kind.ITEM or (items and block.path[:-1] != items[0].path[:-1]):
            break
        items.insert(0, block)
    while items and key(items[-1].text) == key(title):
        items.pop()
    holders = items[0].path[-4:] if items else ()
    named = any(e.tag == "ol" or _TRAIL_NAME.search(f"{e.get('class') or ''} {e.get('id') or ''}") for e in holders)
    if 2 <= len(items) <= 5 and named:
        return items[-1].text.strip(" .|/")
    return None


def _label_above(above: Sequence[Block], title: Block) -> str | None:
    """A short heading or link that stands alone right above the headline; of two links in its line the second, which
    is the narrower category (PORTALS 3.2)."""
    block = above[-1]
    element = block.path[-1]
    if _SECTION_NAME.search(f"{element.get('class') or ''} {element.get('id') or ''}") and is_section(block.text):
        return block.text.strip(" :")
    links = [clean(link.text_content()) for link in block.element.iter("a")] if block.link_share > 0.9 else []
    text = links[1] if len(links) == 2 else block.text
    words = len(text.split())
    if not 1 < words <= 10 or text.endswith((".", ":", "?")):
        return None
    if SITE_NAME.search(plain(text)) and not is_section(text):
        return None
    if label(text, words) is not Label.NONE:
        return None
    alone = len(above) < 2 or above[-2].path[:-1] != block.path[:-1] or above[-2].link_share < 0.6
    near = (
        len(block.path) + len(title.path) - 2 * len([1 for x, y in zip(block.path, title.path, strict=False) if x is y])
        <= 7
    )
    linked = block.link_share > 0.6 and block.kind is not Kind.ITEM
    if near and alone and (linked or block.kind is Kind.HEADING):
        return text
    return None


def lead(tree: HtmlElement, article: Sequence[Block]) -> str | None:
    """The first line where the page sets it off as a lead: by name, bold type, or as its own description."""
    if not article:
        return None
    first = article[0]
    if first.words < 8 or first.kind in (Kind.ITEM, Kind.ROW, Kind.CAPTION):
        return None
    names = " ".join(f"{e.get('class') or ''} {e.get('id') or ''} {e.get('itemprop') or ''}" for e in first.path[-2:])
    if _LEAD_NAME.search(names) or (len(article) > 1 and is_bold(first)):
        return first.text
    begin = key(first.text)[:80]
    if len(article) > 1 and any(begin and key(clean(d)).startswith(begin) for d in _DESCRIPTION(tree)):
        return first.text
    return None


def is_bold(block: Block) -> bool:
    """Whether the whole block is set in bold type."""
    for element in block.path[-2:]:
        if _BOLD.search(element.get("style") or "") or _BOLD_CLASS.search(element.get("class") or ""):
            return True
    bold = 0
    for element in block.element.iter("b", "strong"):
        parent = element.getparent()
        if parent is None or parent.tag not in ("b", "strong"):
            bold += len(clean("".join(element.itertext())))
    return bold >= 0.9 * len(block.text)


def attachments(base: str, tree: HtmlElement, article: Sequence[Block]) -> tuple[Attachment, ...]:
    """Files that the article's own lines link to: absolute address and the words of the link."""
    declared = tree.find(".//base[@href]")
    base = (joined(base, declared.get("href") or "") if declared is not None else None) or base
    found: dict[str, str] = {}
    seen: set[HtmlElement] = set()
    for block in article:
        if not block.link_share or block.element in seen:
            continue
        seen.add(block.element)
        for link in block.element.iter("a"):
            href = (link.get("href") or "").strip()
            if (url := joined(base, href)) is None:
                continue
            path = unquote(urlsplit(url).path)
            name = clean("".join(link.itertext()))
            if FILE_ADDRESS.search(path) or FILE_ADDRESS.search(name):
                found.setdefault(url, name or path.rsplit("/", 1)[-1])
    return tuple(Attachment(url, name) for url, name in found.items())


def is_vietnamese(blocks: Sequence[Block]) -> bool:
    """The language gate: judged by the prose of a page, by everything on it where it has none."""
    prose = [b.text for b in blocks if b.words >= 15 and b.link_share < 0.3]
    sample = " ".join(prose)[: 4 * _SAMPLE]
    return _tell(sample if len(sample) >= 100 else " ".join(b.text for b in blocks[:200])) == "vi"


def language(tree: HtmlElement, text: str) -> str | None:
    """Code of the text's language: "vi", "en", else what the page declares; None where nothing tells."""
    told = _tell(text[:_SAMPLE])
    if told or not text:
        return told
    declared = (tree.get("lang") or "").split("-")[0].lower()
    return declared if len(declared) == 2 and declared.isalpha() and declared not in ("vi", "en") else None


def _tell(sample: str) -> str | None:
    """ "vi" by its letters, or by its commonest words where a text is typed without accents; "en" by its words."""
    words = _LETTER.findall(sample.lower())
    letters = sum(map(len, words))
    if letters and len(_VIETNAMESE.findall(sample.lower())) >= 0.04 * letters:
        return "vi"
    if sum(w in _ENGLISH for w in words) > 0.12 * len(words):
        return "en"
    return "vi" if sum(w in _UNACCENTED for w in words) > 0.12 * len(words) else None


def _json_text(literal: str) -> str:
    try:
        return clean(str(json.loads(literal, strict=False)))
    except ValueError:
        return ""
