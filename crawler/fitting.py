"""Whether a portal's layouts still fit its pages, and what stands where they did. Pure: pages in, findings out.

A page needs one layout that fits: whose body holds most of the text and whose title, where it has one, the headline.
A layout that fits no page is no fault where others fit them all: it is for pages that the look did not meet (copies, an
older template). Pages that none fits are a fault of a layout only where something speaks for it: a part of its
selectors still finds something, or no page of the look fits any layout while all of the portal's saved pages do.
Otherwise they are an older or newer template that the general rules read, and that is said and nothing more.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set

from lxml.html import HtmlElement

from archive.db import local_day
from archive.records import Article
from archive.text import clean
from crawler.extraction.blocks import Block
from crawler.extraction.dates import PortalDate, parse
from crawler.extraction.layout import Layout, select
from crawler.extraction.titles import key as words_of
from crawler.inspection import Finding, Inspected
from crawler.selectors import best, candidates, container

_NEEDED = ("body", "title")  # leads, authors and dates may be missing on a page
_DATE_LINE = 60  # characters; longer ones are sentences
_LATELY = 14  # days; all articles of a look may be of one day
_FIELDS = (*_NEEDED, "published", "lead", "author", "section")


def layouts(pages: Sequence[Inspected], declared: Sequence[Layout], saved: Set[str | None]) -> Iterator[Finding]:
    """The findings of a portal's layouts. `saved` are the layouts of its saved pages, None for a page without one."""
    read_ones = [page for page in pages if isinstance(page.plain, Article)]
    if not read_ones:
        return
    valid = [layout for layout in declared if any(_valid(layout, page) for page in read_ones)]
    fitting = [_fitting(page, valid) for page in read_ones]
    if any(fitting) or None in saved:  # in use still, or never for every page: another template proves nothing
        saved = frozenset()
    holders = [fit or _missed(page, valid, saved) for page, fit in zip(read_ones, fitting, strict=True)]
    for layout in valid:
        own = [page for page, holder in zip(read_ones, holders, strict=True) if holder is layout]
        if not own:
            said = f"on none of {len(read_ones)} pages; they do not need it"
            yield Finding(f"layout {layout.name}", f"`{layout.body}`", said, None)
        for name in _FIELDS if own else ():
            if (selector := getattr(layout, name)) is not None:
                yield _selector(own, layout, name, selector)
    left = [page for page, holder in zip(read_ones, holders, strict=True) if holder is None]
    if left:
        said = f"{len(left)} of {len(read_ones)} pages are read by the general rules"
        if spot := best(_spots(left, "body")):
            said += f"; the text stands in `{spot[0]}` on {spot[1]}"
        yield Finding("layout", "" if valid else "none", said, None)


def dates(pages: Sequence[Inspected]) -> Iterator[Finding]:
    """Where the pages print their day, when neither the general rules nor a layout find one: an element of its own on
    each page, with a day that is no clock's, and none of long ago that is the same everywhere."""
    undated = [page for page in pages if _undated(page)]
    found: dict[str, list[PortalDate]] = defaultdict(list)
    for page in undated:
        for name, date in _date_lines(page).items():
            found[name].append(date)
    today = {local_day(page.page.fetched_at) for page in undated if page.page.fetched_at is not None}
    for name in sorted(found, key=lambda name: (name.count(" "), len(name))):
        days = {date.day for date in found[name]}
        lately = bool(today) and max(days) > min(today) - dt.timedelta(days=_LATELY)
        if len(found[name]) == len(undated) and days != today and (len(days) > 1 or lately):
            said = f"not found by any rule, but `{name}` shows “{clean(found[name][0].raw)}” on {len(undated)}"
            yield Finding("day of publication", "", said, None, f"add published={name!r} to the layout")
            return


def _undated(page: Inspected) -> bool:
    readings = [page.plain, page.declared]
    return all(isinstance(article, Article) and article.published_at is None for article in readings)


def _date_lines(page: Inspected) -> dict[str, PortalDate]:
    """Selectors of a single element of the page whose text is a day, up to the day of the fetch."""
    tree = page.reading.document.tree
    latest = local_day(page.page.fetched_at) if page.page.fetched_at is not None else dt.date.max
    found = {}
    for element in tree.iter():
        text = clean(element.text_content()) if isinstance(element.tag, str) and not len(element) else ""
        if len(text) <= _DATE_LINE and any(map(str.isdigit, text)) and (date := parse(text)) and date.day <= latest:
            found.update({name: date for name in candidates(element) if len(select(tree, name)) == 1})
    return found


def _valid(layout: Layout, page: Inspected) -> bool:
    return layout.valid_on(page.page.fetched_at.date() if page.page.fetched_at else None)


def _fitting(page: Inspected, declared: Sequence[Layout]) -> Layout | None:
    """The first layout that fits the page."""
    for layout in declared:
        if _valid(layout, page) and all(_holds(page, name, getattr(layout, name)) for name in _NEEDED):
            return layout
    return None


def _missed(page: Inspected, declared: Sequence[Layout], saved: Set[str | None]) -> Layout | None:
    """The layout that should fit a page and does not: the one with most parts on it, else the first of the saved pages;
    None where no layout is for such a page."""
    valid = [layout for layout in declared if _valid(layout, page)]
    parts = [sum(bool(_found(page, getattr(layout, name))) for name in _FIELDS) for layout in valid]
    if any(parts):
        return valid[parts.index(max(parts))]
    return next((layout for layout in valid if layout.name in saved), None)


def _found(page: Inspected, selector: str | None) -> list[HtmlElement]:
    return select(page.reading.document.tree, selector)


def _holds(page: Inspected, name: str, selector: str | None) -> bool:
    """Whether a layout's place holds what the general rules found: the headline, or most of the text."""
    if selector is None:
        return True
    article = page.plain
    assert isinstance(article, Article)
    words = words_of(" ".join("".join(element.itertext()) for element in _found(page, selector)))
    if name == "title":
        return words_of(article.title) in words
    lines = [words_of(line) for line in article.text.split("\n")]
    inside = sum(len(line) for line in lines if line in words)
    return bool(words) and inside >= 0.5 * sum(map(len, lines))


def _selector(pages: Sequence[Inspected], layout: Layout, name: str, selector: str) -> Finding:
    subject = f"layout {layout.name}: {name}"
    needed = name in _NEEDED
    number = sum(bool(_found(page, selector)) for page in pages)
    fits = sum(_holds(page, name, selector) for page in pages) if needed else number
    said = f"on {number} of {len(pages)} pages"
    if fits == len(pages):
        return Finding(subject, f"`{selector}`", said, True)
    if fits < number:
        said += f", {number - fits} with something else in it"
    advice = ""
    if (needed or not number) and (spot := best(_spots(pages, name))):
        advice = f"`{spot[0]}` holds it on {spot[1]}"
        if needed and layout.until is None:
            advice += f": end the layout (until=…) and add one with {name}={spot[0]!r}"
    return Finding(subject, f"`{selector}`", said, False if needed else None, advice)


def _spots(pages: Sequence[Inspected], name: str) -> list[tuple[HtmlElement, HtmlElement]]:
    """(tree, element) of each page where the general rules found this field."""
    return [(page.reading.document.tree, element) for page in pages if (element := _place(page, name)) is not None]


def _place(page: Inspected, name: str) -> HtmlElement | None:
    article = page.plain
    assert isinstance(article, Article)
    blocks = page.reading.blocks
    if name == "body":
        return container(_blocks_of(blocks, article))
    wanted = {"title": article.title, "published": article.published_raw}.get(name) or getattr(article, name, None)
    if not isinstance(wanted, str) or not words_of(wanted):
        return None
    whole = [block for block in blocks if words_of(block.text) == words_of(wanted)]
    part = whole or [block for block in blocks if words_of(wanted) in words_of(block.text)]
    return part[0].element if part else None


def _blocks_of(blocks: Sequence[Block], article: Article) -> list[Block]:
    lines = set(article.text.split("\n"))
    return [block for block in blocks if block.text in lines]
