"""What a portal's pages show beside what its file declares: the findings of `cchc probe`. Pure: pages in, words out.

Each finding says what was declared, what was found, and what to change where the two differ.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from lxml.html import HtmlElement
from protego import Protego

from archive.records import Article, Page, Rejection
from crawler.extraction import extract_reading, read
from crawler.extraction.blocks import Block
from crawler.extraction.layout import Layout, select
from crawler.extraction.reading import Reading
from crawler.extraction.titles import key as words_of
from crawler.leaks import is_genre
from crawler.links import article_links
from crawler.selectors import best, container
from crawler.shapes import shape

_DIGITS = re.compile(r"\d+")
_HEADLINE_WORDS = 5
_SHOWN = 3  # examples in a finding
_FIELDS = ("body", "title", "published", "lead", "author", "section")


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
        said += f"; closed for us: {', '.join(closed[:_SHOWN])}"
    yield Finding("robots.txt", "", said, not closed, "these addresses are never asked for" if closed else "")


def listing(page: Page, portal: Any, links: int | None = None) -> Finding:
    """Whether a declared listing shows links in the declared form of an article's address, and the commonest others.

    `links` is what the portal's own walk found there, where it was asked.
    """
    subject = f"listing {page.url}"
    reading = read(page) if page.status == 200 else None
    if reading is None or isinstance(reading, Rejection):
        why = f"status {page.status}" if reading is None else f"{reading.reason} {reading.detail}".strip()
        return Finding(subject, "answers with articles", why, False, "give the right address in the portal's file")
    tree = reading.document.tree
    found = article_links(tree, page.url, lambda url: _key(portal, url), month_first=portal.listing_month_first)
    number = links if links is not None else len(found)
    dated = sum(link.listed_at is not None for link in found)
    others = _shapes(tree, page.url, {link.url for link in found})
    said = f"{number} article links, {dated} of them with a date"
    if number:
        return Finding(subject, "links to articles", said, True)
    likely = "; ".join(f"{count} like {example}" for example, count in others[:_SHOWN]) or "no link with a headline"
    return Finding(
        subject, "links to articles", f"{said}; other links: {likely}", False, "the form of the addresses has changed"
    )


def _key(portal: Any, url: str) -> str | None:
    try:
        key: str | None = portal.article_key(url)
    except (ValueError, AttributeError):  # AttributeError: a platform without what its portals declare
        return None
    return key


def _shapes(tree: HtmlElement, base: str, known: set[str]) -> list[tuple[str, int]]:
    """Links with the words of a headline that the portal's grammar does not know: an example and number per form."""
    groups: Counter[Any] = Counter()
    examples: dict[Any, str] = {}
    for anchor in tree.iter("a"):
        href, words = (anchor.get("href") or "").strip(), anchor.text_content().split()
        if not href or href.startswith(("#", "javascript:", "mailto:", "tel:")) or len(words) < _HEADLINE_WORDS:
            continue
        try:
            url = urljoin(base, href)
            form = shape(url)
        except ValueError:
            continue
        if url not in known:
            groups[form] += 1
            examples.setdefault(form, url)
    return [(examples[form], number) for form, number in groups.most_common()]


def articles(pages: Sequence[Inspected], layouts: Sequence[Layout]) -> Iterator[Finding]:
    """Titles, dates and text by the general rules, then each layout's selectors against them."""
    read_ones = [p for p in pages if isinstance(p.plain, Article)]
    for page in pages:
        if isinstance(page.plain, Rejection):
            said = f"{page.plain.reason} {page.plain.detail}".strip()
            yield Finding(f"article {page.page.url}", "an article", said, False, "open it: is it one?")
    if not read_ones:
        return
    yield _titles(read_ones)
    yield _dates(read_ones)
    for layout in layouts:
        for name in _FIELDS:
            if (selector := getattr(layout, name)) is not None:
                yield _selector(read_ones, layout, name, selector)
    if not layouts and (spot := best(_spots(read_ones, "body"))):
        said = f"the text stands in `{spot[0]}` on {spot[1]} of {len(read_ones)} pages"
        yield Finding("layout", "none: read by the general rules", said, None, "a Layout makes it surer and cheaper")


def _titles(pages: Sequence[Inspected]) -> Finding:
    titles = [page.plain.title for page in pages if isinstance(page.plain, Article)]
    same = len(titles) - len({words_of(title) for title in titles})
    said = "; ".join(f"“{title}”" for title in titles[:_SHOWN])
    if same or not all(titles):
        return Finding("titles", "one of its own for each", said, False, "the same or no title on several pages")
    return Finding("titles", "one of its own for each", said, True)


def _dates(pages: Sequence[Inspected]) -> Finding:
    found = [page.plain for page in pages if isinstance(page.plain, Article)]
    dated = [article for article in found if article.published_at is not None]
    said = "; ".join(
        f"{article.published_at} ({article.published_method}: “{article.published_raw}”)" for article in dated[:_SHOWN]
    )
    said = f"{len(dated)} of {len(found)} pages print one" + (f": {said}" if said else "")
    return Finding("dates", "", said, None if not dated else True)


def _selector(pages: Sequence[Inspected], layout: Layout, name: str, selector: str) -> Finding:
    subject = f"layout {layout.name}: {name}"
    hits = [select(page.reading.document.tree, selector) for page in pages]
    number = sum(bool(elements) for elements in hits)
    fits = sum(bool(elements) and _fits(page, name, elements) for page, elements in zip(pages, hits, strict=True))
    said = f"{number} of {len(pages)} pages have it"
    needed = name in ("body", "title")  # leads, authors and dates may be missing on a page
    if number == len(pages) and (fits == number or not needed):
        return Finding(subject, f"`{selector}`", said, True)
    if number and not needed:
        return Finding(subject, f"`{selector}`", said, None)
    if number and fits < number:
        said += f", {number - fits} with something else in it"
    if spot := best(_spots(pages, name)):
        advice = f"`{spot[0]}` holds it on {spot[1]} of {len(pages)} pages"
        if layout.until is None:
            advice += f": end the layout (until=…) and add one with {name}={spot[0]!r}"
        return Finding(subject, f"`{selector}`", said, False if needed else None, advice)
    return Finding(subject, f"`{selector}`", said, False if needed and not number else None)


def _fits(page: Inspected, name: str, elements: Sequence[HtmlElement]) -> bool:
    """Whether a layout's place holds what the general rules found: the headline, or most of the text."""
    article = page.plain
    assert isinstance(article, Article)
    words = words_of(" ".join("".join(element.itertext()) for element in elements))
    if name == "title":
        return words_of(article.title) in words
    lines = [words_of(line) for line in article.text.split("\n")]
    inside = sum(len(line) for line in lines if line in words)
    return inside >= 0.5 * sum(map(len, lines))


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
        for anchor in reading.document.tree.iter("a"):
            url = urljoin(page.url, (anchor.get("href") or "").strip())
            grammar.update(name for name, family in families.items() if url.startswith("http") and _key(family, url))
    said = [f"generator “{name}”" for name, _ in named.most_common(1)]
    said += [f"{number} links in the form of {name}" for name, number in grammar.most_common(_SHOWN)]
    return Finding("CMS", "", ", ".join(said) or "nothing recognised", None)
