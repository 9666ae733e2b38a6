"""Article links of a listing page, found by the grammar of their addresses; no selector of any portal.

A portal's class names are mostly unknown and change; the form of its addresses is known and stays.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from archive.text import clean
from archive.versions import LISTED
from crawler.extraction import dates
from crawler.extraction.date_grammar import Kind
from crawler.feeds import Feed
from crawler.feeds import Kind as FeedKind
from crawler.urls import joined

_STAMP_CHARS = 60  # a text of its own that holds a stamp, its label and perhaps a counter; longer ones are prose
_STAMPS = frozenset({Kind.PUBLISHED, Kind.UPDATED, Kind.STAMP})
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")
_CLIMB = 4  # a listing's row is at most this many elements above its link
_ROW_CHARS = 1_500  # a container with more text is the list, not a row


@dataclass(frozen=True, slots=True)
class Link:
    """One article on a listing page. `listed_at` is the date in its row, None where the row has none or several rows
    share it; `listed_by` says what gave it (archive.versions.LISTED_BY)."""

    url: str
    key: str
    title: str
    listed_at: dt.datetime | dt.date | None = None
    listed_by: str = LISTED


def base_of(tree: HtmlElement, url: str) -> str:
    """The address that relative links of a page start from: its `<base href>`, else its own."""
    declared = tree.find(".//base[@href]")
    return (joined(url, declared.get("href") or "") if declared is not None else None) or url


def article_links(
    tree: HtmlElement, base_url: str, key_of: Callable[[str], str | None], *, month_first: bool = False
) -> list[Link]:
    """Links whose address `key_of` accepts, in page order, one per key (the first with words wins)."""
    base_url = base_of(tree, base_url)
    found: dict[str, Link] = {}
    anchors: dict[str, HtmlElement] = {}
    for anchor in tree.iter("a"):
        href = anchor.get("href")
        if not href or href.startswith(("#", "javascript:", "mailto:", "tel:")):
            continue
        url = joined(base_url, href)
        key = key_of(url) if url is not None else None
        if url is None or key is None:
            continue
        title = clean(anchor.text_content())
        known = found.get(key)
        if known is None or (not known.title and title):
            found[key] = Link(url, key, title)
            anchors[key] = anchor
    owners = {id(anchor): key for key, anchor in anchors.items()}
    return [
        Link(link.url, key, link.title, _row_date(anchors[key], owners, key, month_first))
        for key, link in found.items()
    ]


def feed_links(feed: Feed, key_of: Callable[[str], str | None], *, lastmod: bool = False) -> list[Link]:
    """Entries whose address `key_of` accepts, newest first as far as they are dated, one per key.

    `lastmod` says that a sitemap's `lastmod` is the publication there; of other sitemaps the date is an edit's: none.
    """
    found: dict[str, Link] = {}
    # Days and instants do not compare; their ISO forms do, to the day.
    for entry in sorted(feed.entries, key=lambda entry: str(entry.date or ""), reverse=True):
        try:
            key = key_of(entry.url)
        except ValueError:
            continue
        if key is not None:
            date = entry.date if entry.kind is not FeedKind.SITEMAP or lastmod else None
            by = "feed" if entry.kind is FeedKind.FEED else "sitemap"
            found.setdefault(key, Link(entry.url, key, entry.title, date, by))
    return list(found.values())


def feed_addresses(tree: HtmlElement, base_url: str) -> tuple[str, ...]:
    """The feeds that a page's head names, but for those of comments."""
    found = []
    for link in tree.iter("link"):
        href = (link.get("href") or "").strip()
        if href and (link.get("type") or "").strip().lower() in _FEED_TYPES and "comment" not in href.lower():
            found.append(joined(base_url, href))
    return tuple(dict.fromkeys(url for url in found if url is not None))


def _row_date(anchor: HtmlElement, owners: dict[int, str], key: str, month_first: bool) -> dt.datetime | dt.date | None:
    """The date in the smallest element around the link that has one and holds no other article's link."""
    element = anchor
    for _ in range(_CLIMB):
        parent = element.getparent()
        if parent is None or any(owners.get(id(a), key) != key for a in parent.iter("a")):
            return _first_date(_behind(anchor, owners, key), month_first)
        element = parent
        texts = list(element.itertext())
        if sum(map(len, texts)) > _ROW_CHARS:
            return None
        if value := _first_date(texts, month_first):
            return value
    return None


def _behind(anchor: HtmlElement, owners: dict[int, str], key: str) -> Iterator[str]:
    """Texts after the link up to the next article's link, for rows that are no elements of their own."""
    element = anchor
    for _ in range(2):
        if element.tail:
            yield element.tail
        for sibling in element.itersiblings():
            if any(owners.get(id(a), key) != key for a in sibling.iter("a")):
                return
            yield from sibling.itertext()
            if sibling.tail:
                yield sibling.tail
        parent = element.getparent()
        if parent is None or any(owners.get(id(a), key) != key for a in parent.iter("a")):
            return
        element = parent


def _first_date(texts: Iterable[str], month_first: bool) -> dt.datetime | dt.date | None:
    """The first text that is a stamp as a whole. A date inside a headline is an event or a deadline, not a stamp."""
    for text in texts:
        parsed = dates.parse(text, month_first=month_first) if len(text) <= _STAMP_CHARS else None
        if parsed is not None and parsed.kind in _STAMPS:
            return parsed.known
    return None


def page_numbers(
    tree: HtmlElement, base_url: str, listing_page: Callable[[str], tuple[str, int] | None]
) -> Iterator[tuple[str, int]]:
    """(listing, page number) of every link to a listing page: what the pager offers."""
    base_url = base_of(tree, base_url)
    for anchor in tree.iter("a"):
        href = anchor.get("href") or ""
        if "page" in href.lower():
            url = joined(base_url, href)
            if url is not None and (found := listing_page(url)) is not None:
                yield found
