"""Which links of an unknown portal lead to articles, and which pages list them: decided over several of its pages.

Rests on form alone: titles are long, menus are short and stand in the same place of every page, articles of a portal
share the shape of their addresses. A `Survey` is one page's links, a `Site` what several of them teach.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from archive.text import clean
from crawler.links import base_of
from crawler.shapes import Shape, about_news, about_no_news, has_id, likes, no_news, shape
from crawler.urls import joined, refuse

TITLE_WORDS = 6  # a headline has more syllables than a menu's entry; a shorter one counts beside longer ones
_MENU_WORDS = 5.5  # mean words of the links of one place, up to which it is a menu
_SECTION_WORDS = 9  # the longest name of a section that stands in no menu
_ENTRY_WORDS = 14  # and of one that does
_FEW = 3  # headlines of one shape that make it the shape of articles
_RARE = 10  # a shape that another one outnumbers so many times is no article's
_COMMON = 0.75  # share of pages on which a link stands in the same place, from which it belongs to the frame
FEW_PAGES = 3  # fewer do not tell the frame from the listing, and of three all must agree
_NAV = re.compile(r"menu|(?:^|[-_ ])nav|navbar|navi(?:gation)?|footer|breadcrumb|thuc-?don|duong-?dan|topbar", re.I)
_DIGITS = re.compile(r"\d+")
_CUT = ("...", "…")  # a headline cut to its box, never a section's name
_NO_LINK = ("#", "javascript:", "mailto:", "tel:", "data:")


@dataclass(frozen=True, slots=True)
class Spot:
    """One link where it stands: `key` of the article's grammar (None for other addresses), `page` the address without
    scheme and www, `words` of its text, `place` the way of elements to it, `menu` whether elements call it one, `turn`
    counts the page's links to the same address in the same place, from 0."""

    url: str
    key: str | None
    page: str
    text: str
    words: int
    place: str
    menu: bool
    turn: int = 0

    @property
    def stand(self) -> tuple[str, str, int]:
        """What two pages that show the same link in the same place have in common. Where no element has a class, a
        list of news stands in the place of the box of newest titles: there a title comes once more than elsewhere."""
        return self.place, self.page, self.turn


@dataclass(frozen=True, slots=True)
class Survey:
    """A page's links on its own host, in page order, without files and addresses that must not be asked for."""

    url: str
    spots: tuple[Spot, ...]

    def menus(self) -> list[Spot]:
        """The links of places whose links are short: menus, labels. A page that a longer text leads to as well is no
        section: its short link says "Xem tiếp". The same text elsewhere is the section's name again."""
        long: dict[str, set[str]] = defaultdict(set)
        found: list[Spot] = []
        for short, spots in _by_place(self.spots):
            if short:
                found += spots
            else:
                for spot in spots:
                    if spot.words >= TITLE_WORDS:
                        long[spot.page].add(spot.text)
        return [spot for spot in found if 0 < spot.words <= _ENTRY_WORDS and long.get(spot.page, set()) <= {spot.text}]


def page_id(url: str) -> str:
    """An address without scheme, www, fragment and trailing slash: what makes two links the same page."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}" + (f"?{parts.query}" if parts.query else "")


def path_of(url: str) -> str:
    """Path and query."""
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def survey(tree: HtmlElement, url: str, on_host: Callable[[str], bool], key_of: Callable[[str], str | None]) -> Survey:
    """The links of one page; `key_of` gives None for what cannot be an article's address."""
    spots = []
    turns: Counter[tuple[str, str]] = Counter()
    ways: dict[HtmlElement, tuple[str, bool]] = {}
    base = base_of(tree, url)
    for anchor in tree.iter("a"):
        href = (anchor.get("href") or "").strip()
        if not href or href.lower().startswith(_NO_LINK):
            continue
        target = joined(base, href)
        if target is None or not on_host(target) or refuse(target) or no_news(target):
            continue
        text = max(clean(anchor.text_content()), clean(anchor.get("title") or ""), key=len)
        place, menu = _way(anchor, ways)
        page = page_id(target)
        spots.append(Spot(target, key_of(target), page, text, len(text.split()), place, menu, turns[place, page]))
        turns[place, page] += 1
    return Survey(url, tuple(spots))


def _way(element: HtmlElement, known: dict[HtmlElement, tuple[str, bool]]) -> tuple[str, bool]:
    """Tags and first classes from the root to an element, columns of a row told apart, and whether one is a menu."""
    line = [element]  # from the element up to the first whose way is known; pages nest deeper than calls may
    while line[-1] not in known and (parent := line[-1].getparent()) is not None:
        line.append(parent)
    for one in reversed(line):
        if one not in known:
            parent = one.getparent()
            known[one] = _on_from(*(known[parent] if parent is not None else ("", False)), one, parent)
    return known[element]


def _on_from(way: str, menu: bool, element: HtmlElement, parent: HtmlElement | None) -> tuple[str, bool]:
    """`_way` of an element from that of its parent."""
    name = _DIGITS.sub("", (element.get("class") or element.get("id") or "").split(" ")[0])
    tag = str(element.tag)
    own = f"{tag}.{name}" if name else tag
    if element.tag in ("td", "th") and parent is not None:
        own += str(min(parent.index(element), 9))
    if element.tag not in ("html", "body"):
        marks = f"{element.get('class') or ''} {element.get('id') or ''}"
        menu = menu or element.tag in ("nav", "footer") or bool(_NAV.search(marks))
    return f"{way}/{own}", menu


def _by_place(spots: Sequence[Spot]) -> Iterator[tuple[bool, list[Spot]]]:
    """Links of each place, with whether they are a menu: short as a whole, and shorter yet where nobody says so."""
    groups: dict[str, list[Spot]] = defaultdict(list)
    for spot in spots:
        groups[spot.place].append(spot)
    for group in groups.values():
        yield 0 < _mean_words(group) <= _MENU_WORDS, group


def _mean_words(spots: Sequence[Spot]) -> float:
    """Of the links that have words; 0 where none has."""
    words = [spot.words for spot in spots if spot.words]
    return sum(words) / len(words) if words else 0


@dataclass(frozen=True, slots=True)
class Site:
    """What several pages of a portal teach: `shapes` of its articles' addresses, `menu` the pages that menus lead to,
    `frame` what stands on nearly every page (`Spot.stand`)."""

    shapes: frozenset[Shape] = frozenset()
    menu: frozenset[str] = frozenset()
    frame: frozenset[tuple[str, str, int]] = frozenset()

    def articles(self, page: Survey) -> set[str]:
        """Keys of the links in a page's own part that lead to articles."""
        return {spot.key for spot in self.own(page) if spot.key is not None and self.is_article(spot)}

    def longest(self, page: Survey) -> int:
        """The number of articles in the longest list of a page's own part."""
        lists: dict[str, set[str]] = defaultdict(set)
        for spot in self.own(page):
            if spot.key is not None and self.is_article(spot):
                lists[spot.place].add(spot.key)
        return max(map(len, lists.values()), default=0)

    def own(self, page: Survey) -> Iterator[Spot]:
        """The links of a page that do not belong to the frame around it. What stands on every page among others that
        do not is pinned on top of a list: no frame, unless it stands among a menu's entries."""
        for short, spots in _by_place(page.spots):
            if short and any(spot.menu for spot in spots):
                continue
            boxed = 2 * sum(spot.stand in self.frame for spot in spots) >= len(spots)
            for fixed, together in groupby(spots, key=lambda spot: spot.stand in self.frame):
                run = list(together)
                if not fixed:
                    yield from run
                elif not boxed:
                    entries = [at for at, spot in enumerate(run) if spot.page in self.menu]
                    if 2 * len(entries) < len(run):
                        yield from (spot for at, spot in enumerate(run) if not (entries and at <= entries[-1]))

    def is_article(self, spot: Spot) -> bool:
        """Whether a link has an article's shape and is no section's; a short address needs a title."""
        brief = spot.words <= _SECTION_WORDS and shape(spot.url).last == "name"
        return spot.page not in self.menu and not brief and self.has_shape(spot.url)

    def has_shape(self, url: str) -> bool:
        """Whether an address has the shape of the portal's articles."""
        try:
            found = shape(url)
        except ValueError:
            return False
        return any(form in self.shapes for form in likes(found))

    def is_bare(self, url: str) -> bool:
        """Whether an address is one of articles that are named by their title alone, as other pages are, too."""
        forms = [form for form in likes(shape(url)) if form in self.shapes]
        return any(form.last == "slug" and "=N" not in form.parameters for form in forms)


def learn(pages: Sequence[Survey], *, with_first: bool = False, few: int = FEW_PAGES) -> Site:
    """What the surveyed pages have in common.

    The first is the portal's home page: its boxes hold films and documents, too, so that it says nothing of articles
    unless it is the only one, or `with_first` says that it is a listing. Fewer than `few` pages do not tell their
    frame; two do where they are pages of one listing.
    """
    frame: frozenset[tuple[str, str, int]] = frozenset()
    if len(pages) >= few:
        seen = Counter(pair for page in pages for pair in {spot.stand for spot in page.spots})
        frame = frozenset(pair for pair, number in seen.items() if number >= _share(len(pages)))
    menu = _menu(pages, frame)
    plain = Site(frame=frame, menu=menu)
    titles: dict[Shape, dict[str, int]] = defaultdict(dict)
    for page in (pages if with_first else pages[1:]) or pages:
        for spot in plain.own(page):
            if spot.key is not None and spot.page not in menu:
                found = titles[shape(spot.url)]
                found[spot.key] = max(spot.words, found.get(spot.key, 0))
    shapes = frozenset(
        form
        for form, words in titles.items()
        if (long := sum(number >= TITLE_WORDS for number in words.values())) >= _FEW and 2 * long >= len(words)
    )
    return Site(shapes, menu, frame)


def _share(pages: int) -> float:
    return pages if pages <= FEW_PAGES else _COMMON * pages


def _menu(pages: Sequence[Survey], frame: frozenset[tuple[str, str, int]]) -> frozenset[str]:
    """The pages that only short links lead to: in menus, or in the frame. A headline elsewhere clears it, not the name
    again (over a box of its news)."""
    framed = (spot for page in pages for spot in page.spots if spot.stand in frame)
    named = [*(spot for spot in framed if 0 < spot.words < TITLE_WORDS), *(s for p in pages for s in p.menus())]
    names = {(spot.page, spot.text) for spot in named}
    titled = {
        spot.page
        for page in pages
        for short, spots in _by_place(page.spots)
        for spot in spots
        if not short and spot.words >= TITLE_WORDS and spot.stand not in frame and (spot.page, spot.text) not in names
    }
    return frozenset(spot.page for spot in named) - titled


def commonest(urls: Iterable[str]) -> frozenset[Shape]:
    """The shapes of articles among a sitemap's addresses, where no page has shown them: of those with a number or a
    long slug, each that is not rare beside the commonest."""
    counts = Counter(shape(url) for url in urls if has_id(url))
    most = max(counts.values(), default=0)
    return frozenset(form for form, number in counts.items() if number >= _FEW and number * _RARE >= most)


def sections(page: Survey) -> list[Spot]:
    """Links of a page that may lead to listings, news first: short names in menus and boxes, each address once."""
    found: dict[str, Spot] = {}
    here = page_id(page.url)
    titled: set[str] = set()
    named: list[Spot] = []
    for short, spots in _by_place(page.spots):
        most = _ENTRY_WORDS if short else _SECTION_WORDS
        if _mean_words(spots) > _SECTION_WORDS:
            titled.update(spot.page for spot in spots if spot.words >= TITLE_WORDS)
            named += (spot for spot in spots if 0 < spot.words < TITLE_WORDS)
        else:
            named += (spot for spot in spots if 0 < spot.words <= most)
    for spot in named:
        if spot.page != here and spot.page not in titled:
            found.setdefault(spot.page, spot)
    wanted = [
        spot
        for spot in found.values()
        if not about_no_news(spot.text) and not spot.text.isdigit() and not spot.text.endswith(_CUT)
    ]
    return sorted(wanted, key=lambda spot: not about_news(spot.text, spot.url))
