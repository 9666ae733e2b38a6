"""What speaks for a block being the article's headline (EXTRACTION 5).

`<title>` and `og:title` are evidence, not the answer: on many portals they hold the portal's name, a cut text or the
title with its section and site behind it. Where a heading on the page goes on after a cut head title, the heading is
the title.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement

from crawler.extraction import tcvn3
from crawler.extraction.blocks import Block, Kind
from crawler.extraction.decode import Document
from crawler.extraction.text import clean
from crawler.extraction.vocabulary import SITE_NAME, is_date_line, is_office, is_section, plain

MAX_WORDS = 60
_CUT_MARK = re.compile(r"\s*(?:\.{2,}|…)\s*$")
_WHOLE, _SHORT_PIECE = 5.0, 1.0  # points for agreeing with the head title or with a part behind its first one
_TITLE_WORDS = 5
_HEADLINE_WORDS = 35  # a longer line that goes on like a cut headline is the first paragraph
_MIN_CUT = 20  # characters of a cut head title that must agree
_SEPARATOR = re.compile(r"\s+(?:[|»>–—·•-]|::|>>)+\s+|\s*\|\s*")
_NOT_WORD = re.compile(r"\W+")
_HEAD = etree.XPath(
    "//title/text() | //meta[@property='og:title' or @name='twitter:title' or @name='title' or "
    "@name='DC.title']/@content"
)
_SITE = etree.XPath("//meta[@property='og:site_name' or @name='application-name']/@content")
_HEADLINE = etree.XPath("//script[@type='application/ld+json' and contains(., '\"headline\"')]/text()")
_HEADLINE_VALUE = re.compile(r'"headline"\s*:\s*("(?:[^"\\]|\\.)*")')
_NAMED = re.compile(r"title|tieu-?_?de|headline|heading|tde\b", re.I)
_NAMED_SECTION = re.compile(
    r"portlet-title|title-?_?(?:list|box|cat|page|menu)|cat(?:egory)?-?_?title|breadcrumb|chuyen-?muc|site-?title", re.I
)
_LARGE = re.compile(
    r"font-weight\s*:\s*(?:bold|[6-9]00)|font-size\s*:\s*(?:1[6-9]|[2-4]\d)(?:\.\d+)?\s*p[xt]|font-size\s*:\s*(?:x-"
    r"|xx-)?large",
    re.I,
)
_TAGS = {"h1": 3.0, "h2": 2.5, "h3": 1.5, "h4": 1.0, "h5": 0.5, "h6": 0.5}


def key(text: str) -> str:
    """A copy for comparing titles: words only, no accents, small letters."""
    return _NOT_WORD.sub(" ", plain(text)).strip()


@dataclass(frozen=True, slots=True)
class HeadTitles:
    """What the head offers: full texts, comparable pieces of them, beginnings of cut ones, the site's names."""

    texts: tuple[str, ...]
    pieces: Mapping[str, float]
    cut: tuple[str, ...]
    sites: frozenset[str]


def head_titles(document: Document) -> HeadTitles:
    """Read once per page."""
    texts = [text for raw in _HEAD(document.tree) if (text := clean(raw))]
    for script in _HEADLINE(document.tree):
        if found := _HEADLINE_VALUE.search(script):
            try:
                texts.append(clean(str(json.loads(found[1], strict=False))))
            except ValueError:
                continue
    if document.tcvn3:  # the window title has no font of its own; it was typed on the same keyboard
        texts = [tcvn3.convert(text, ".Vn") for text in texts]
    texts = list(dict.fromkeys(texts))
    pieces: dict[str, float] = {}
    cut = []
    for text in texts:
        bare = _CUT_MARK.sub("", text)
        if bare != text and len(bare) >= _MIN_CUT:
            cut.append(key(bare))
        parts = _SEPARATOR.split(bare)
        for n in range(1, len(parts) + 1):
            pieces[key(" ".join(parts[:n]))] = _WHOLE
        for n in range(1, len(parts)):
            for piece in (parts[n], " ".join(parts[n:])):  # behind the site's name, or a section behind the title
                pieces.setdefault(key(piece), _WHOLE if len(piece.split()) >= _TITLE_WORDS else _SHORT_PIECE)
        if _CUT_MARK.search(parts[0]) or (len(parts) > 1 and len(parts[0]) >= 40):
            cut.append(key(_CUT_MARK.sub("", parts[0])))
    sites = {key(str(name)) for name in _SITE(document.tree)}
    sites.update(key(part) for text in texts for part in _SEPARATOR.split(text) if is_office(part))
    return HeadTitles(
        tuple(texts), {p: points for p, points in pieces.items() if " " in p}, tuple(cut), frozenset(sites)
    )


def evidence(block: Block, head: HeadTitles) -> float:
    """Points for a block as headline, by itself; about 1 is weak, 5 and more is strong."""
    name = key(block.text)
    tag = block.element.tag
    points = _TAGS.get(str(tag), 0.0)
    if _CUT_MARK.search(block.text):
        points -= 1.0  # the fuller one is elsewhere
    elif name in head.pieces:
        points += 0.0 if name in head.sites or is_section(block.text) else head.pieces[name]
    elif any(name.startswith(begin) for begin in head.cut) or any(
        len(piece) >= 2 * _MIN_CUT and name.startswith(piece) for piece in head.pieces
    ):
        points += 4.0
    near, inline = block.path[-2:], _inline(block)
    if any(element.get("itemprop") == "headline" for element in near):
        points += 4.0
    names = " ".join(f"{e.get('class') or ''} {e.get('id') or ''}" for e in (*near, *inline))
    points += _named_points(names)
    if any(_stands_out(element) for element in (block.element, *inline)):
        points += 1.5
    points += 1.0 if 4 <= block.words <= 45 else -1.0
    if block.text.endswith((".", ";", ":", ",")):
        points -= 2.0
    points -= (3.0 if name in head.pieces else 5.0) * block.link_share  # a title may link to itself
    if is_section(block.text):
        points -= 1.5  # the name of the box that holds the article
    if (
        name in head.sites
        or is_office(block.text)
        or (name in head.pieces and block.words < 14 and tag != "h1" and SITE_NAME.search(plain(block.text)))
    ):
        points -= 6.0
    if block.kind in (Kind.ROW, Kind.CAPTION) or (block.after_image and block.kind is not Kind.HEADING):
        points -= 2.0
    if block.words > 12 and block.kind is Kind.ITEM:
        points -= 1.0
    return points


def fuller(blocks: Sequence[Block], cut: int) -> int:
    """Index of the whole headline where block `cut` is its beginning with dots and it follows at once, else `cut`."""
    begin = key(_CUT_MARK.sub("", blocks[cut].text))
    if _CUT_MARK.search(blocks[cut].text) and len(begin) >= _MIN_CUT:
        for k in range(cut + 1, min(cut + 4, len(blocks))):
            name = key(blocks[k].text)
            if name.startswith(begin) and len(begin) < len(name) and blocks[k].words <= _HEADLINE_WORDS:
                return k
    return cut


def without_stamp(block: Block) -> str:
    """The headline without a stamp that is set apart behind it in an element of its own ("HEADLINE (09/06/2022)")."""
    for element in block.element.iter("i", "em", "span", "small", "font", "time", "sub"):
        stamp = clean("".join(element.itertext()))
        if len(stamp) >= 8 and block.text.endswith(stamp) and len(stamp) < len(block.text) and is_date_line(stamp):
            return block.text[: -len(stamp)].rstrip(" -|,(")
    return block.text


def from_head(head: HeadTitles) -> str | None:
    """The best head title without its site suffix, for a page without headline; None if it is only a site's name."""
    for text in head.texts:
        parts = [p for p in _SEPARATOR.split(text) if key(p) not in head.sites]
        named = [p for p in parts if not SITE_NAME.search(plain(p)) and not is_section(p) and p.count(" ") >= 2]
        if named:
            return named[0]
        if len(parts) < len(_SEPARATOR.split(text)) and (rest := [p for p in parts if p.count(" ") >= 3]):
            return rest[0]  # "Huyện Đông Lĩnh khen thưởng … | Cổng thông tin điện tử huyện Đông Lĩnh"
    return None


@lru_cache(maxsize=1024)
def _named_points(names: str) -> float:
    """By class and id, which a host repeats on every page."""
    if _NAMED_SECTION.search(names):
        return -2.0
    return 2.0 if _NAMED.search(names) else 0.0


def _stands_out(element: HtmlElement) -> bool:
    """Bold or large type."""
    if element.tag in ("b", "strong", "big") or (element.get("size") or "").lstrip("+") in ("4", "5", "6", "7"):
        return True
    return _LARGE.search(element.get("style") or "") is not None


def _inline(block: Block) -> list[HtmlElement]:
    """The inline elements that wrap the block's text, outermost first (at most three)."""
    found: list[HtmlElement] = []
    element = block.element
    while len(found) < 3 and len(element) == 1 and not (element.text or "").strip():
        element = element[0]
        if not isinstance(element.tag, str):
            break
        found.append(element)
    return found
