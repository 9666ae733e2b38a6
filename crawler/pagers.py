"""The page behind a listing page, read from its own pager: pages of unknown portals, so by form alone.

A pager's links lead to the listing's own address with one number changed: a parameter (`page=2`, `_cur=2`, `start=20`)
or a piece of the path (`/page/2`, `/page-2`, `/trang-2.html`). Their words are page numbers or "Sau", "Tiếp", "»".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from lxml.html import HtmlElement

from archive.text import clean, fold
from crawler.links import base_of
from crawler.urls import joined

_NEXT_WORDS = re.compile(
    r"(?:den |xem )?(?:trang )?(?:sau|tiep|tiep theo|ke tiep|ke)|next(?: page)?|older(?: posts)?|(?:tin |bai )?cu hon"
    r"|(?:xem|tai) them"
)
_NEXT_SIGNS = frozenset({">", "›", "»", ">>", "→", "▶", "►"})
_PAGE_NAME = re.compile(
    r"(?:^|_|-)(?:page|trang|p|pg|pn|paged|cur|start|limitstart|offset|from|pageindex|pageno|pagenumber|currentpage"
    r"|curpage|pagenum|page_?id|ipage|npage|spage|skip)$",
    re.I,
)
# What pagers add to an address: a portlet's state (Liferay), sizes, orders.
_ADDED = re.compile(r"_|p_p_|p_r_p_|delta|limit|rows|(?:page_?)?size|per_?page|sort|order|keywords?", re.I)
_CALENDAR = re.compile(r"(?:month|thang|year|nam|day|ngay|date|week|tuan)", re.I)
_PATH_STEP = re.compile(
    r"(?P<name>[-_/.]?(?:page|trang|pages|pg|p)?[-_/.=]?)(?P<number>\d{1,5})(?P<rest>/?|\.\w{3,5})", re.I
)
_NUMBER = re.compile(r"\d{1,5}")


@dataclass(frozen=True, slots=True)
class _Step:
    """A link to another page of the listing: the piece that differs, its number, and what the link says."""

    piece: str
    number: int
    url: str
    label: int | None  # a page number in words
    onward: bool  # says "next"

    @property
    def sure(self) -> bool:
        return self.label is not None or self.onward


def next_page(tree: HtmlElement, url: str, first: str, page: int) -> str | None:
    """Address of page `page` + 1 of the listing that begins at `first`, from its page `page` at `url`; None where the
    pager ends, where there is none, and where it works by script only."""
    groups: dict[str, list[_Step]] = defaultdict(list)
    for step in _steps(tree, url, first):
        groups[step.piece].append(step)
    for piece in sorted(groups, key=lambda name: not _PAGE_NAME.search(name.strip("/-_.="))):
        steps = [step for step in groups[piece] if step.sure]
        if not steps or not (_PAGE_NAME.search(piece.strip("/-_.=")) or _counts(steps)):
            continue
        now = _number(url, first, piece)
        for step in steps:  # the page's own number is the surest; a window's "next" may skip pages
            if step.label == page + 1 and (now is None or step.number > now):
                return step.url
        onward = [step for step in steps if step.onward and step.number > (now or 0)]
        if onward and (now is not None or page == 1):
            return min(onward, key=lambda step: step.number).url
    return None


def is_paged(tree: HtmlElement, url: str, first: str) -> bool:
    """Whether a page links other pages of its listing."""
    return any(step.sure for step in _steps(tree, url, first))


def counted(first: str, page: int) -> str | None:
    """The address of a listing's page by the commonest way to count, `page=N`; None where `first` has that parameter.

    For listings that show no pager: a guess, to be checked by what is answered.
    """
    parts = urlsplit(first)
    if "page" in _parameters(parts.query):
        return None
    return parts._replace(query=f"{parts.query}&page={page}".removeprefix("&"), fragment="").geturl()


def by_script(tree: HtmlElement, page: int) -> bool:
    """Whether the number of the page behind this one is a link that only a script follows."""
    return any(
        (anchor.get("href") or "").lower().startswith("javascript:") and clean(anchor.text_content()) == str(page + 1)
        for anchor in tree.iter("a")
    )


def is_step(listing: str, url: str) -> bool:
    """Whether an address is another page of a listing: its own, with a page number."""
    found = _difference(listing, url)
    return found is not None and bool(_PAGE_NAME.search(found[0].strip("/-_.="))) and _names_the_same(listing, url)


def _steps(tree: HtmlElement, url: str, first: str) -> Iterator[_Step]:
    base = base_of(tree, url)
    for anchor in tree.iter("a", "link"):
        href = (anchor.get("href") or "").strip()
        rel = (anchor.get("rel") or "").lower().split()
        if not href or href.startswith(("#", "javascript:", "mailto:")) or (anchor.tag == "link" and "next" not in rel):
            continue
        target = joined(base, href)
        found = (_difference(first, target) or _difference(url, target)) if target is not None else None
        if target is None or found is None or _CALENDAR.search(found[0]):
            continue
        words = clean(anchor.text_content()) if anchor.tag == "a" else ""
        said = {words, anchor.get("title") or "", anchor.get("aria-label") or ""}
        onward = "next" in rel or bool(said & _NEXT_SIGNS) or any(_NEXT_WORDS.fullmatch(fold(text)) for text in said)
        number = _NUMBER.fullmatch(fold(words).removeprefix("trang ").removeprefix("page "))
        if number is None and not (_names_the_same(first, target) or _names_the_same(url, target)):
            continue  # "Xem tiếp" under a headline
        yield _Step(found[0], found[1], target, int(number[0]) if number else None, onward)


def _counts(steps: list[_Step]) -> bool:
    """Whether a piece of unknown name counts pages: two or more links whose numbers go with their words."""
    pairs = {(step.label, step.number) for step in steps if step.label is not None}
    return len(pairs) > 1 and len({number - label for label, number in pairs if label is not None}) == 1


def _number(url: str, first: str, piece: str) -> int | None:
    """The present page's own number, None on a first page without one."""
    found = _difference(first, url)
    return found[1] if found is not None and found[0] == piece else None


def _difference(listing: str, target: str) -> tuple[str, int] | None:
    """Name and value of the one number in which `target` differs from the listing's address; None for other links."""
    here, there = urlsplit(listing), urlsplit(target)
    if _host(here.netloc) != _host(there.netloc):
        return None
    old, new = _parameters(here.query), _parameters(there.query)
    if _plain(here.path) == _plain(there.path):
        changed = [name for name, value in new.items() if old.get(name, "") != value]
        numbers = [name for name in changed if _NUMBER.fullmatch(new[name])]
        named = [name for name in numbers if _PAGE_NAME.search(name)]
        if named:
            fixed = all(old[name] == new[name] for name in old.keys() & new.keys() - set(named))
            return (named[0], int(new[named[0]])) if fixed else None
        return (
            (numbers[0], int(new[numbers[0]]))
            if len(changed) == len(numbers) == 1 and old.keys() <= new.keys()
            else None
        )
    if old != new:
        return None
    return _path_step(_plain(here.path), _plain(there.path))


def _names_the_same(listing: str, target: str) -> bool:
    """Whether an address has no parameter more or less than a listing's, but for page numbers and what a pager adds:
    under `/`, `?CatKey=tin&PageIndex=1` is a section and `?UserKey=<slug>&PageIndex=4` an article (PORTALS 3.1)."""
    here, there = (set(_parameters(urlsplit(url).query).items()) for url in (listing, target))
    return all(_PAGE_NAME.search(name) or _ADDED.match(name) or not value for name, value in here ^ there)


def _path_step(here: str, there: str) -> tuple[str, int] | None:
    """A number put into a path or changed in it: `/tin` and `/tin/page/2`, `/tin.html` and `/tin/trang-2.html`."""
    stem, dot, extension = here.rpartition(".")
    base = stem if dot and "/" not in extension else here
    if there.startswith(base) and (added := _PATH_STEP.fullmatch(there[len(base) :])) and len(added["name"]) > 0:
        return added["name"].lower() or "/", int(added["number"])
    shared = 0
    for a, b in zip(here, there, strict=False):
        if a != b:
            break
        shared += 1
    while shared and here[shared - 1].isdigit():
        shared -= 1
    left, right = re.match(r"\d{1,5}", here[shared:]), re.match(r"\d{1,5}", there[shared:])
    if left and right and here[shared + left.end() :] == there[shared + right.end() :]:
        name = re.search(r"[-_/.]?[a-z]*[-_/.=]?$", here[:shared], re.I)
        return (name[0].lower() if name else "/"), int(right[0])
    return None


def _parameters(query: str) -> dict[str, str]:
    """Names and values without what portals change from page to page: letter case, padding (PORTALS 3.1)."""
    pairs = parse_qsl(query, keep_blank_values=True)
    return {name.lower(): value.strip(" /\u00a0").lower() for name, value in pairs}


def _plain(path: str) -> str:
    return unquote(path).rstrip("/") or "/"


def _host(netloc: str) -> str:
    return netloc.lower().removeprefix("www.").partition(":")[0]
