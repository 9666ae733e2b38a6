"""What a portal's pages show beside what its file declares: the findings of `cchc probe`. Pure: pages in, words out.

Each finding says what was declared, what was found, and what to change where the two differ.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement
from protego import Protego

from archive.records import Article, Page, Rejection
from archive.text import fold
from crawler import feeds
from crawler.answers import REDIRECTS
from crawler.extraction import extract_reading, read
from crawler.extraction.layout import Layout
from crawler.extraction.reading import Reading
from crawler.extraction.titles import key as words_of
from crawler.leaks import is_genre
from crawler.links import article_links, base_of
from crawler.shapes import shape
from crawler.urls import joined

_DIGITS = re.compile(r"\d+")
_HEADLINE_WORDS = 5
_SHOWN = 3  # examples in a finding
_SUBJECT = 60  # characters of an address in a table
_LISTS = "links to articles"
_SITEMAP = re.compile(r"\.xml(?:\.gz)?$", re.I)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `ok` is None where nothing was declared, `advice` what to do."""

    subject: str
    declared: str
    found: str
    ok: bool | None
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Inspected:
    """One article page: parsed, read by the general rules, and read with the portal's layouts."""

    page: Page
    reading: Reading
    plain: Article | Rejection
    declared: Article | Rejection


def inspect_article(page: Page, layouts: Sequence[Layout]) -> Inspected | Rejection:
    """Read one page in both ways; a Rejection where there is nothing to read."""
    reading = read(page)
    if isinstance(reading, Rejection):
        return reading
    plain = extract_reading(reading, fetched_at=page.fetched_at)
    return Inspected(page, reading, plain, extract_reading(reading, layouts, fetched_at=page.fetched_at))


def robots(page: Page | None, agent: str, needed: Iterable[str]) -> Iterator[Finding]:
    """What robots.txt says about this crawler and the addresses that it needs."""
    if page is None:
        yield Finding("robots.txt", "", "no answer", None, "docs/politeness.md says what that means for a crawl")
        return
    if page.status != 200:
        yield Finding("robots.txt", "", f"status {page.status}", None, "docs/politeness.md says what that means")
        return
    rules = Protego.parse(page.body.decode("utf-8", "replace"))
    closed = [url for url in needed if not rules.can_fetch(url, agent)]
    delay = rules.crawl_delay(agent)
    said = f"Crawl-delay {delay:g} s" if delay else "no Crawl-delay"
    maps = list(rules.sitemaps)
    said += f", sitemap {maps[0]}" if maps else ""
    if closed:
        said += f"; closed for us: {', '.join(map(short, closed[:_SHOWN]))}"
    yield Finding("robots.txt", "", said, not closed, "these addresses are never asked for" if closed else "")


def address(base: str, anchor: HtmlElement) -> str | None:
    """The web address that a link leads to; None for other links and for what cannot be an address."""
    href = (anchor.get("href") or "").strip()
    return joined(base, href) if href and not href.startswith("#") else None


def short(url: str) -> str:
    """Path and query of an address on the portal's host, decoded and at most a table's cell long."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url[:_SUBJECT]
    text = unquote(parts.path or "/") + (f"?{unquote(parts.query)}" if parts.query else "")
    return text if len(text) <= _SUBJECT else f"{text[: _SUBJECT - 1]}…"


def listing(page: Page, portal: Any, arrived: Set[str] = frozenset()) -> Finding:
    """Whether a listing, a feed or a sitemap shows addresses in the declared form of an article's, and the commonest
    others. `arrived` are the addresses of the sample that answered 200: a redirect to one of them is no fault."""
    subject = f"listing {short(page.url)}"
    if page.status == 200 and (feed := feeds.parse(page)) is not None:
        return _feed(subject, feed, portal)
    if page.status in REDIRECTS:
        target = joined(page.url, page.headers.get("location", ""))
        followed = target in arrived
        advice = "" if followed else "give the right address in the portal's file"
        return Finding(subject, _LISTS, f"redirected to {target}", None if followed else False, advice)
    reading = read(page) if page.status == 200 else None
    if _SITEMAP.search(urlsplit(page.url).path) and (reading is not None or page.status in (404, 410)):
        return Finding(subject, "a sitemap, if there is one", f"none (status {page.status})", None)
    if reading is None or isinstance(reading, Rejection):
        why = f"status {page.status}" if reading is None else f"{reading.reason} {reading.detail}".strip()
        return Finding(subject, _LISTS, why, False, "give the right address in the portal's file")
    tree = reading.document.tree
    found = article_links(tree, page.url, lambda url: _key(portal, url), month_first=portal.listing_month_first)
    dated = sum(link.listed_at is not None for link in found)
    said = f"{len(found)} article links, {dated} of them with a date"
    if found:
        return Finding(subject, _LISTS, said, True)
    others = _shapes(tree, page.url)
    likely = "; ".join(f"{count} like {short(example)}" for example, count in others[:_SHOWN])
    said += f"; other links: {likely or 'none with a headline'}"
    return Finding(subject, _LISTS, said, False, "the form of the addresses has changed")


def _feed(subject: str, feed: feeds.Feed, portal: Any) -> Finding:
    """How much of a feed or a sitemap is articles. One that has none of them proves nothing: it may be another's."""
    if feed.sitemaps and not feed.entries:
        return Finding(subject, "entries", f"an index of {len(feed.sitemaps)} sitemaps", True)
    fitting = sum(_key(portal, entry.url) is not None for entry in feed.entries)
    said = f"{len(feed.entries)} entries, {fitting} of them article addresses"
    return Finding(subject, "entries", said, True if fitting else None)


def _key(portal: Any, url: str) -> str | None:
    try:
        key: str | None = portal.article_key(url)
    except (ValueError, AttributeError):  # AttributeError: a platform without what its portals declare
        return None
    return key


def _shapes(tree: HtmlElement, base: str) -> list[tuple[str, int]]:
    """Links with the words of a headline, by the form of their addresses: an example and the number of each."""
    groups: Counter[Any] = Counter()
    examples: dict[Any, str] = {}
    base = base_of(tree, base)
    for anchor in tree.iter("a"):
        url = address(base, anchor) if len(anchor.text_content().split()) >= _HEADLINE_WORDS else None
        if url is None:
            continue
        try:
            form = shape(url)
        except ValueError:
            continue
        groups[form] += 1
        examples.setdefault(form, url)
    return [(examples[form], number) for form, number in groups.most_common()]


def articles(pages: Sequence[Inspected]) -> Iterator[Finding]:
    """What the general rules do not take for an article, then titles and dates of the others."""
    for page in pages:
        if isinstance(page.plain, Rejection):
            said = f"{page.plain.reason} {page.plain.detail}".strip()
            yield Finding(f"article {short(page.page.url)}", "an article", said, False, "open it: is it one?")
    if read_ones := [p for p in pages if isinstance(p.plain, Article)]:
        yield _titles(read_ones)
        yield _dates(read_ones)


def _titles(pages: Sequence[Inspected]) -> Finding:
    titles = [page.plain.title for page in pages if isinstance(page.plain, Article)]
    own = len({words_of(title) for title in titles} - {""})
    said = f"{own} on {len(titles)} pages"
    if own < len(titles):
        said += f": {'; '.join(f'“{title}”' for title in titles[:_SHOWN])}"
    return Finding("titles", "one of its own for each", said, own == len(titles))


def _dates(pages: Sequence[Inspected]) -> Finding:
    found = [page.plain for page in pages if isinstance(page.plain, Article)]
    dated = [article for article in found if article.published_at is not None]
    examples = {article.published_method: article.published_raw for article in dated}  # one for each way
    said = f"on {len(dated)} of {len(found)} pages"
    said += "".join(f"; {method}: “{raw}”" for method, raw in examples.items())
    return Finding("dates", "", said, True if dated else None)


def furniture(pages: Sequence[Inspected]) -> Finding:
    """Lines that every article page repeats and no text holds: what a template would learn."""
    if len(pages) < 2:
        return Finding("furniture", "", "one page shows none", None)
    forms = [{_DIGITS.sub("0", block.text) for block in page.reading.blocks} for page in pages]
    shared = set.intersection(*forms)
    leaked = {
        line
        for page in pages
        if isinstance(page.declared, Article)
        for line in page.declared.text.split("\n")
        if _DIGITS.sub("0", line) in shared and not is_genre(line)
    }
    said = f"{len(shared)} lines stand on every page"
    if leaked:
        examples = "; ".join(f"“{line}”" for line in sorted(leaked)[:_SHOWN])
        return Finding("furniture", "none in the text", f"{said}, in the text: {examples}", False, "see what they are")
    return Finding("furniture", "none in the text", said, True)


def system(pages: Iterable[Page], families: dict[str, Any]) -> Finding:
    """Which CMS made the pages: what its generator line says, and whose grammar of addresses the links follow."""
    named: Counter[str] = Counter()
    grammar: Counter[str] = Counter()
    for page in pages:
        reading = read(page) if page.status == 200 else None
        if reading is None or isinstance(reading, Rejection):
            continue
        for meta in reading.document.tree.iter("meta"):
            if (meta.get("name") or "").lower() == "generator" and meta.get("content"):
                named[str(meta.get("content"))] += 1
        base = base_of(reading.document.tree, page.url)
        for anchor in reading.document.tree.iter("a"):
            if url := address(base, anchor):
                grammar.update(name for name, family in families.items() if _key(family, url))
    said = [f"generator “{name}”" for name, _ in named.most_common(1)]
    said += [f"{number} links in the form of {name}" for name, number in grammar.most_common(_SHOWN)]
    return Finding("CMS", "", ", ".join(said) or "nothing recognised", None)


def prints(pages: Iterable[Page], words: str) -> bool:
    """Whether some page shows these words, compared without case and accents: in its text, its title, or what its head
    and its pictures say."""
    wanted = f" {fold(words)} "
    for page in pages:
        reading = read(page) if page.status == 200 else None
        if reading is None or isinstance(reading, Rejection):
            continue
        tree = reading.document.tree
        said = [tree.text_content(), *map(str, tree.xpath("//@alt | //meta/@content"))]
        if any(wanted in f" {fold(text)} " for text in said):
            return True
    return False
