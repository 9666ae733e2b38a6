"""Publication dates that a page states for machines: JSON-LD, metas, microdata, `<time>`, its own address.

Each value comes with the method that found it and with what is known against it. NukeViet prints the time of the last
edit as `datePublished` and a zone mark in the place of the T in its metas (PORTALS 4.1): the first is left out, the
second is read. Hidden values are read by the same grammar as visible ones, so a UTC evening is the next day here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement

from crawler.extraction import dates
from crawler.extraction.dates import PortalDate
from crawler.extraction.text import clean
from crawler.extraction.titles import key

_LD = etree.XPath("//script[contains(@type, 'ld+json')]")
_META = etree.XPath("//meta[@content and (@name or @property or @http-equiv)]")
_ITEMPROP = etree.XPath("//*[@itemprop='datePublished' or @itemprop='datepublished']")
_NUKEVIET = etree.XPath(
    "boolean(//meta[@name='generator' and contains(@content, 'NukeViet')] | //*[@id='news-bodyhtml']"
    " | //script[contains(., 'nv_')])"
)
_LD_TYPES = re.compile(r"Article|NewsArticle|Report|BlogPosting|WebPage|CreativeWork")
_LD_DEPTH = 8  # nesting of a JSON-LD graph that is looked into

# Metas by how sure they are: those that say "published", then the Dublin Core ones the law asks for (DOMAIN 7).
_PUBLISHED_NAMES = """
article:published_time og:published_time og:article:published_time datepublished date_published publishdate publish_date
publish-date published_time published pubdate article.published dcterms.issued dc.date.issued
"""
_PUBLISHED = frozenset(_PUBLISHED_NAMES.split())
_DUBLIN_CORE = frozenset(("dc.date", "dcterms.date", "dc.date.created", "dcterms.created", "dc.created"))
_LOOSE = frozenset(("date",))  # often the moment at which the page was made: only where it is not the day of the visit

_URL_DAY = re.compile(r"/((?:19|20)\d\d)([-/])(\d{1,2})\2(\d{1,2})(?=/)")


@dataclass(frozen=True, slots=True)
class MachineDate:
    """One stated value. `loose`: may as well be the day of the visit."""

    method: str
    found: PortalDate
    loose: bool = False


def stated(tree: HtmlElement, url: str, title: str | None) -> Iterator[MachineDate]:
    """What the page states, most trusted first: json-ld, meta, itemprop, dc, url, and the loose `date` meta last.

    Values that contradict each other within one kind are all left out. `title` picks the right one of several JSON-LD
    items.
    """
    kinds = _metas(tree)
    yield from _one("json-ld", _json_ld(tree, title))
    yield from _one("meta", kinds["meta"])
    items = _ITEMPROP(tree)
    if items and not _NUKEVIET(tree):  # its hidden datePublished is the time of the last edit
        yield from _one("itemprop", [_value(element) for element in items])
    yield from _one("dc", kinds["dc"])
    if found := in_url(url):
        yield MachineDate("url", found)
    for value in _one("meta", kinds["loose"]):
        yield MachineDate("meta", value.found, loose=True)


def in_url(url: str) -> PortalDate | None:
    """The day in an address such as `/portal/Pages/2023-1-30/TITLE.aspx` or `/2023/01/30/title/`."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return None
    found = _URL_DAY.search(path)
    return dates.parse(f"{found[1]}-{found[3]}-{found[4]}") if found else None


def _one(method: str, values: list[str]) -> Iterator[MachineDate]:
    found = [value for raw in values if (value := dates.parse(raw))]
    if found and len({value.day for value in found}) == 1:
        best = max(found, key=lambda value: (value.precision == "second", value.precision == "minute"))
        yield MachineDate(method, best)


def _metas(tree: HtmlElement) -> dict[str, list[str]]:
    kinds: dict[str, list[str]] = {"meta": [], "dc": [], "loose": []}
    for meta in _META(tree):
        for attribute in ("property", "name"):
            name = (meta.get(attribute) or "").lower()
            kind = "meta" if name in _PUBLISHED else "dc" if name in _DUBLIN_CORE else "loose" if name in _LOOSE else ""
            if kind:
                kinds[kind].append(meta.get("content") or "")
                break
    return kinds


def _value(element: HtmlElement) -> str:
    return element.get("content") or element.get("datetime") or clean("".join(element.itertext()))


def _json_ld(tree: HtmlElement, title: str | None) -> list[str]:
    """`datePublished` of the article objects; of those with the page's headline only, where one has it."""
    found: list[tuple[bool, str]] = []
    wanted = key(title) if title else None
    for script in _LD(tree):
        try:
            graph = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(graph, 0):
            value = node.get("datePublished")
            if isinstance(value, str) and _LD_TYPES.search(str(node.get("@type", ""))):
                headline = key(str(node.get("headline") or node.get("name") or ""))
                found.append((bool(wanted) and headline == wanted, value))
    matching = [value for same, value in found if same]
    return matching or [value for _, value in found]


def _nodes(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _LD_DEPTH:
        return
    if isinstance(value, dict):
        yield value
        value = [inner for name, inner in value.items() if name not in ("itemListElement", "hasPart", "relatedLink")]
    if isinstance(value, list):
        for inner in value:
            if isinstance(inner, (dict, list)):
                yield from _nodes(inner, depth + 1)
