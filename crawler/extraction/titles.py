"""What speaks for a block being the article's headline (EXTRACTION 5).

`<title>` and `og:title` are evidence, not the answer: on many portals they hold the portal's name, a cut text or the
title with its section and site behind it. Where a heading on the page goes on after a cut head title, the heading is
the title.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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
_SAME_BEGINNING, _LEAD_WORDS = 14, 8  # characters that are compared first; words that a lead has at least
_LEAD_OPENING = re.compile(
    r"(?:[A-ZĐ][\wÀ-ỹ]{1,8}\s?[-–]\s|\([A-ZĐ]{2,8}\)\s?[-–]|(?:Sáng|Chiều|Tối|Trưa|Ngày|Vào|Trong|Hôm|Vừa qua|Nhằm"
    r"|Thực hiện|Theo|Để)\s)"
)
_LABEL_BETWEEN = 14  # words of a line that may stand between the two
_SEPARATOR = re.compile(r"\s+(?:[|»>–—·•-]|::|>>)+\s+|\s*\|\s*")
_TRAIL = re.compile(r"\w\s*(?:>>|»)\s*\w")
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
    return _remembered(text) if len(text) <= _REMEMBERED else _words_only(text)


def _words_only(text: str) -> str:
    return _NOT_WORD.sub(" ", plain(text)).strip()


_REMEMBERED = 120  # characters: menus and boxes come on every page of a host, paragraphs do not
_remembered = lru_cache(maxsize=4096)(_words_only)


@dataclass(frozen=True, slots=True)
class HeadTitles:
    """What the head offers: full texts, comparable pieces of them, beginnings of cut ones, the site's names."""

    texts: tuple[str, ...]
    pieces: Mapping[str, float]
    cut: tuple[str, ...]
    sites: frozenset[str]

    @property
    def parts(self) -> list[str]:
        """The texts, cut where a title, its section and the site's name meet."""
        return [part for text in self.texts for part in _SEPARATOR.split(text) if part]


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
    elif block.words <= _HEADLINE_WORDS and (
        any(name.startswith(begin) for begin in head.cut)
        or any(len(piece) >= 2 * _MIN_CUT and name.startswith(piece) for piece in head.pieces)
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
        points -= 6.0  # the name of the box that holds the article
    if _TRAIL.search(block.text):
        points -= 6.0  # a breadcrumb
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


def is_name(text: str, head: HeadTitles) -> bool:
    """The name of the site, an office or a section, a breadcrumb: no headline, wherever it stands."""
    return key(text) in head.sites or is_office(text) or is_section(text) or _TRAIL.search(text) is not None


def fuller(blocks: Sequence[Block], first: int) -> int:
    """Index of the headline's better line where it is printed twice, labels between at most; else `first`.

    Hà Nam prints its page title, maybe cut with dots, then the section and the headline proper (PORTALS 3.2).
    """
    begin = key(_CUT_MARK.sub("", blocks[first].text))
    if len(begin) < _MIN_CUT:
        return first
    cut = _CUT_MARK.search(blocks[first].text) is not None
    for k in range(first + 1, min(first + 4, len(blocks))):
        name = key(blocks[k].text)
        if name == begin and blocks[k].link_share <= blocks[first].link_share:
            return k
        if cut and name.startswith(begin) and blocks[k].words <= _HEADLINE_WORDS:
            return k
        if blocks[k].words > _LABEL_BETWEEN:
            break
    return first


def printed_again(blocks: Sequence[Block], k: int) -> bool:
    """Whether a line stands twice on the page, the second time a few lines below: a headline, and its picture's words.

    A line that comes more often is the page's own.
    """
    name = key(blocks[k].text)
    if len(name) < _MIN_CUT or not any(key(b.text) == name for b in blocks[k + 1 : k + 5] if not b.link_share):
        return False
    return sum(b.words == blocks[k].words and key(b.text) == name for b in blocks) == 2


def unglued(blocks: list[Block], head: HeadTitles) -> list[Block]:
    """The blocks with a headline that runs into its lead on one line cut off (PORTALS 3.1), `blocks` where none does.

    The window title tells how far it goes, where no line is the headline alone. An element that ends there or a lead's
    opening shows that it is no sentence that begins like the title.
    """
    names = [n for n, points in head.pieces.items() if points >= _WHOLE and n.count(" ") >= _TITLE_WORDS - 1]
    for name in sorted(names, key=len, reverse=True):
        begin = name[:_SAME_BEGINNING]
        for i, block in enumerate(blocks):
            if block.words < name.count(" ") + _LEAD_WORDS or not key(block.text[: 2 * _SAME_BEGINNING]).startswith(
                begin
            ):
                continue
            cut = _end_of(name, block.text)
            rest = block.text[cut:].lstrip(" |:.") if cut else ""
            if (
                rest.count(" ") >= _LEAD_WORDS - 1
                and (
                    _LEAD_OPENING.match(rest) or any(key(clean("".join(e.itertext()))) == name for e in _wrapped(block))
                )
                and not any(key(b.text) == name for b in blocks)
            ):
                title, lead = block.text[:cut], rest
                return [
                    *blocks[:i],
                    replace(block, text=title, words=title.count(" ") + 1, kind=Kind.HEADING),
                    replace(block, text=lead, words=lead.count(" ") + 1),
                    *blocks[i + 1 :],
                ]
    return blocks


def _end_of(name: str, text: str) -> int:
    """Where the words of `name` end in a text that begins with them; 0 where it does not."""
    for blank in re.finditer(r" |$", text):
        begun = key(text[: blank.start()])
        if len(begun) >= len(name):
            return blank.start() if begun == name else 0
    return 0


def _wrapped(block: Block) -> Iterator[HtmlElement]:
    return block.element.iter("b", "strong", "span", "font", "a", "em", "big")


def without_stamp(block: Block) -> str:
    """The headline without a stamp that is set apart behind it in an element of its own ("HEADLINE (09/06/2022)")."""
    for element in block.element.iter("i", "em", "span", "small", "font", "time", "sub"):
        stamp = clean("".join(element.itertext()))
        if len(stamp) >= 8 and block.text.endswith(stamp) and len(stamp) < len(block.text) and is_date_line(stamp):
            return block.text[: -len(stamp)].rstrip(" -|,(")
    return block.text


def from_head(head: HeadTitles, shared: Callable[[str], bool] | None = None) -> str | None:
    """The best head title without its site suffix, for a page without headline; None if it is only a site's name.

    `shared` says which parts the host's articles have in common (template.py).
    """
    for text in head.texts:
        every = _SEPARATOR.split(text)
        parts = [p for p in every if key(p) not in head.sites and not (shared is not None and shared(p))]
        named = [p for p in parts if not SITE_NAME.search(plain(p)) and not is_section(p) and p.count(" ") >= 2]
        if named:
            return named[0]
        if len(parts) < len(every) and (rest := [p for p in parts if p.count(" ") >= 3]):
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
