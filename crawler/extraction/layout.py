"""Layouts: where a platform or a portal keeps title, date, author and body.

A layout is data: CSS selectors (or XPath where they begin with "/", "." + "/" or "("), compiled once. The first one
whose body matches decides; one that does not match is named in a warning and the block run takes over. `until` ends a
layout: after that day the portal had another one (the fetch time decides; pages without one try every layout).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from cssselect import SelectorError
from lxml import etree
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

EVIDENCE = ("inferred", "seen", "cms", "scraper", "reported")  # how well a layout is known (PORTALS, marks)


@dataclass(frozen=True, slots=True)
class Layout:
    """Selectors of one page form. Raises ValueError where one cannot be compiled or `evidence` is no known mark."""

    name: str
    body: str
    title: str | None = None
    published: str | None = None
    lead: str | None = None
    author: str | None = None
    section: str | None = None
    until: dt.date | None = None
    evidence: str = "inferred"
    month_first: bool = False  # the portal prints M/D/YYYY (DOMAIN 3.3 rule 1: only ever by evidence)
    drop: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.evidence not in EVIDENCE:
            raise ValueError(
                f"layout {self.name}: evidence must be one of {', '.join(EVIDENCE)}, not {self.evidence!r}"
            )
        for selector in (self.body, self.title, self.published, self.lead, self.author, self.section, *self.drop):
            if selector is not None:
                compiled(selector)

    def valid_on(self, day: dt.date | None) -> bool:
        """Whether the layout was in use on the day of the fetch (always, where that day is not known)."""
        return self.until is None or day is None or day <= self.until


@lru_cache(maxsize=1024)
def compiled(selector: str) -> etree.XPath:
    """The selector as a compiled XPath; ValueError with the selector where it is wrong."""
    try:
        if selector.startswith(("/", "./", "(", "descendant")):
            return etree.XPath(selector)
        return CSSSelector(selector, translator="html")
    except (SelectorError, etree.XPathSyntaxError) as error:
        raise ValueError(f"cannot compile the selector {selector!r}: {error}") from error


def select(tree: HtmlElement, selector: str | None) -> list[HtmlElement]:
    """Elements that a selector finds, in document order; none where the selector is None."""
    if selector is None:
        return []
    found = compiled(selector)(tree)
    return [element for element in found if isinstance(element, HtmlElement)]


@dataclass(frozen=True, slots=True)
class Match:
    """What a layout found on a page. `bodies` are outermost elements in document order."""

    layout: Layout
    bodies: tuple[HtmlElement, ...]
    title: HtmlElement | None
    published: HtmlElement | None
    leads: tuple[HtmlElement, ...]
    author: HtmlElement | None
    section: HtmlElement | None
    dropped: frozenset[HtmlElement]


def match(tree: HtmlElement, layouts: Sequence[Layout], day: dt.date | None) -> tuple[Match | None, list[str]]:
    """The first layout that fits, and a warning for each one that should have and did not."""
    warnings: list[str] = []
    for layout in layouts:
        if not layout.valid_on(day):
            continue
        bodies = tuple(_outermost(select(tree, layout.body)))
        if not bodies:
            warnings.append(f"layout {layout.name}: no body")
            continue
        title = _first(tree, layout.title)
        if layout.title is not None and title is None:
            warnings.append(f"layout {layout.name}: no title")
        dropped = frozenset(element for selector in layout.drop for element in select(tree, selector))
        return (
            Match(
                layout,
                bodies,
                title,
                _first(tree, layout.published),
                tuple(_outermost(select(tree, layout.lead))),
                _first(tree, layout.author),
                _first(tree, layout.section),
                dropped,
            ),
            warnings,
        )
    return None, warnings


def _first(tree: HtmlElement, selector: str | None) -> HtmlElement | None:
    """The first element of the selector that holds a word."""
    return next((e for e in select(tree, selector) if "".join(e.itertext()).strip()), None)


def _outermost(elements: Sequence[HtmlElement]) -> Iterator[HtmlElement]:
    taken: set[HtmlElement] = set()
    for element in elements:
        if not any(ancestor in taken for ancestor in element.iterancestors()):
            taken.add(element)
            yield element
