"""Feeds and sitemaps as lists of addresses with dates: RSS 0.9 to 2.0, Atom, sitemap, sitemap index, news sitemap.

Pure: bytes in, entries out. What a date is worth depends on its kind (PORTALS 4.1):

- "feed": only the local day is given. NukeViet prints the month number in the minutes place of `pubDate`.
- "news": the publication date of a news sitemap, as it is defined by the format.
- "sitemap": `lastmod`, the moment of the last edit, unless a platform knows better (NukeViet writes the publication).
"""

from __future__ import annotations

import datetime as dt
import email.utils
import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from gzip import BadGzipFile, GzipFile
from urllib.parse import urlsplit

from lxml import etree

from archive.db import LOCAL
from archive.records import Page
from archive.text import clean
from crawler.extraction.decode import to_text
from crawler.urls import joined

MAX_ENTRIES = 50_000  # a sitemap's own limit (sitemaps.org protocol)
MAX_BYTES = 50 << 20  # unpacked, the same source
_GZIP = b"\x1f\x8b"
_ROOT = re.compile(
    rb"^[\s\x00\xef\xbb\xbf\xff\xfe]*(?:<\?xml[^>]*>\s*)?(?:<\?xml-[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*>\s*)*"
    rb"<(?:[\w-]+:)?(?:rss|feed|urlset|sitemapindex|RDF)\b",
    re.S,
)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_OTHER_SITEMAP = re.compile(  # what content systems name the parts of an index for lists, persons, pictures and pages
    r"categor|taxonom|chuyen-?muc|danh-?muc|author|(?:^|[-_.])(?:tags?|users?)[-_.\d]|image|video|attachment"
    r"|^pages?[-_]sitemap|posts-page-",
    re.I,
)
_ITEMS = frozenset({"item", "entry", "url", "sitemap"})


class Kind(StrEnum):
    """What an entry's date is."""

    FEED = "feed"
    SITEMAP = "sitemap"
    NEWS = "news"


@dataclass(frozen=True, slots=True)
class Entry:
    """One address. `date` is a local day for a feed; for sitemaps an aware datetime, or a day where only that stands
    there."""

    url: str
    title: str
    date: dt.datetime | dt.date | None
    kind: Kind


@dataclass(frozen=True, slots=True)
class Feed:
    """Entries in the file's order, each address once, and the sitemaps that an index names, newest first."""

    entries: tuple[Entry, ...] = ()
    sitemaps: tuple[str, ...] = ()


def is_feed(body: bytes) -> bool:
    """Whether an answer begins as a feed or a sitemap does; a packed one counts."""
    return bool(_ROOT.match(_unpacked(body[:4096], 4096) if body.startswith(_GZIP) else body[:4096]))


def parse(page: Page) -> Feed | None:
    """The entries of a feed or sitemap; None where the answer is none. Broken XML gives what stands before the break.

    Entities are not resolved and nothing is fetched.
    """
    body = _unpacked(page.body, MAX_BYTES) if page.body.startswith(_GZIP) else page.body[:MAX_BYTES]
    if not _ROOT.match(body[:4096]):
        return None
    text, _, _ = to_text(Page(page.url, body, headers=page.headers))
    data = _DECLARATION.sub("", text.lstrip("\ufeff\x00 \t\r\n"), count=1).encode("utf-8", "replace")
    parser = etree.XMLParser(
        encoding="utf-8", recover=True, resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    root: etree._Element | None = etree.XML(data, parser=parser) if data else None
    if root is None:  # nothing that could be recovered; the stubs do not know of it
        return None
    entries: dict[str, Entry] = {}
    sitemaps: dict[str, str] = {}
    for element in root.iter("{*}*"):
        name = _name(element)
        if name not in _ITEMS:
            continue
        if len(entries) + len(sitemaps) >= MAX_ENTRIES:
            break
        entry = _entry(element, name, page.url)
        if entry is None:
            continue
        if name == "sitemap":
            sitemaps.setdefault(entry.url, str(entry.date or ""))
        else:
            entries.setdefault(entry.url, entry)
    return Feed(tuple(entries.values()), tuple(sorted(sitemaps, key=lambda url: sitemaps[url], reverse=True)))


def not_of_articles(url: str) -> bool:
    """Whether a sitemap's name says that it holds no articles."""
    return bool(_OTHER_SITEMAP.search(urlsplit(url).path.rpartition("/")[2]))


def _entry(element: etree._Element, name: str, base: str) -> Entry | None:
    fields: dict[str, str] = {}
    for tag, text in _fields(element):
        fields.setdefault(tag, text)
    address = fields.get("loc") or fields.get("link") or fields.get("guid", "")
    url = joined(base, address) if address else None
    if url is None:
        return None
    title = clean(fields.get("title", ""))
    if name in ("item", "entry"):
        moment = _moment(fields.get("pubDate") or fields.get("published") or fields.get("date") or "")
        day = moment.astimezone(LOCAL).date() if isinstance(moment, dt.datetime) else moment
        return Entry(url, title, day, Kind.FEED)
    if published := _moment(fields.get("publication_date", "")):
        return Entry(url, title, published, Kind.NEWS)
    return Entry(url, title, _moment(fields.get("lastmod", "")), Kind.SITEMAP)


def _fields(element: etree._Element) -> Iterator[tuple[str, str]]:
    """Local name and text of the fields inside an entry; the addresses of Atom's links, the plain one only."""
    for child in element.iterdescendants("{*}*"):
        name = _name(child)
        text = "".join(child.itertext()).strip()
        if name == "link" and (href := child.get("href")):
            if child.get("rel", "alternate") == "alternate":
                yield name, href.strip()
        elif name == "guid" and not text.startswith(("http://", "https://")):
            continue
        elif text and not (name == "loc" and _name(child.getparent()) != _name(element)):  # an image's address
            yield name, text


def _moment(text: str) -> dt.datetime | dt.date | None:
    """An RFC 822 or ISO 8601 date; without a zone it is local time. None for what is neither."""
    text = text.strip()
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return dt.date.fromisoformat(text)
        value = dt.datetime.fromisoformat(text) if text[:4].isdigit() else email.utils.parsedate_to_datetime(text)
        value = value if value.tzinfo else value.replace(tzinfo=LOCAL)
        value.astimezone(LOCAL)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
    return value


def _name(element: etree._Element | None) -> str:
    return etree.QName(element).localname if element is not None else ""


def _unpacked(body: bytes, most: int) -> bytes:
    """At most `most` bytes of a gzip file, as far as it is sound."""
    out = bytearray()
    with GzipFile(fileobj=io.BytesIO(body)) as packed:
        try:
            while len(out) < most and (piece := packed.read1(min(most - len(out), 1 << 16))):
                out += piece
        except (BadGzipFile, EOFError, zlib.error, OSError):
            pass
    return bytes(out)
