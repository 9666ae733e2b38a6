"""Portals whose articles are named by a number in a slug's address, with listings that somebody has named.

Grammars differ by portal and are data (`Form`); the listings are `sections`. Known forms (PORTALS 3.3, 4.4, 4.6):

    Hà Nội CCHC, wards   /section/slug-265826061915232893.htm     [reported]
    VNPT portal          vnpt.py                                  [seen]
    Tuyên Quang SNV      /vi/tin-bai/slug?id=130235&type=NEWS     [seen]

Hà Nội's number holds a clock reading (yyMMddHHmmss behind 1 to 4 digits) that was days off the shown date where it was
compared, so it is never read as a date.

The slug is no part of a key: an editor may change it. Pagers: `?page=N` where that is known (`counted`), else what the
page offers, whatever its form; one that works by script only ends the walk, which the run's reasons say.
History: 2026-11 first version.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import parse_qsl, urlencode, urlsplit

from lxml.html import HtmlElement

from archive.text import fold
from crawler import pagers
from crawler.links import page_numbers
from crawler.urls import canonical
from spiders.base import PortalSpider
from spiders.walk import Walk

_NEXT = frozenset(("sau", "tiep", "tiep theo", "trang sau", "trang tiep", "trang tiep theo", "next"))  # folded
_PAGER = re.compile(r"pag(?:e|ing|ination|er)|phan-?_?trang|chuyen-?_?trang", re.I)
_PAGER_DEPTH = 3  # a pager's link stands so many elements below the one that is named for it


@dataclass(frozen=True, slots=True)
class Form:
    """One form of article addresses. `pattern` matches path and sorted query as a whole (letter case is no matter) and
    names the number `id`; numbers of different `name` are different counts; `keep` lists the parameters that belong to
    the address."""

    name: str
    pattern: re.Pattern[str]
    keep: tuple[str, ...] = ()


class SlugIdSpider(PortalSpider):
    """Portals with numbered articles (`forms`) and declared `sections`."""

    forms: ClassVar[tuple[Form, ...]]
    counted: ClassVar[bool] = False  # `?page=N` works also where a page shows no pager

    @classmethod
    def article_form(cls, url: str) -> tuple[Form, str] | None:
        """The form of an article's address on this portal and the number in it; None for every other address."""
        place = cls._place(url)
        for form in cls.forms if place is not None else ():
            if found := form.pattern.fullmatch(place or ""):
                return form, str(int(found["id"]))
        return None

    @classmethod
    def article_key(cls, url: str) -> str | None:
        """`host[/form]/number`."""
        found = cls.article_form(url)
        return "/".join(filter(None, (cls.host, found[0].name, found[1]))) if found else None

    @classmethod
    def canonical_url(cls, url: str) -> str:
        """The address as met, on the plain host, without foreign parameters; ValueError for other addresses."""
        found = cls.article_form(url)
        if found is None:
            raise ValueError(f"no article address of {cls.host}: {url}")
        parts = urlsplit(canonical(url))
        query = urlencode([pair for pair in parse_qsl(parts.query) if pair[0].lower() in found[0].keep])
        return f"{cls.scheme}://{cls.host}{parts.path}" + (f"?{query}" if query else "")

    @classmethod
    def listing_url(cls, name: str, page: int) -> str:
        """The section's address; `page=N` from page 2 on."""
        pager = f"{'&' if '?' in name else '?'}page={page}" if page > 1 else ""
        return f"{cls.scheme}://{cls.host}{name}{pager}"

    @classmethod
    def listing_page(cls, url: str) -> tuple[str, int] | None:
        """The section and the number in `page=`; None without a number or for other addresses."""
        number = dict(parse_qsl(urlsplit(url).query)).get("page", "").strip()
        if not (number.isascii() and number.isdigit()):
            return None
        place = cls._place(url)
        for section in cls.sections:
            if place is not None and place == cls._place(cls.listing_url(section.path, 1)):
                return section.path, int(number)
        return None

    def next_page(self, walk: Walk, tree: HtmlElement, url: str) -> str | None:
        """By `page=N` where the portal or this page's links count so, else as the pager on the page says; None where it
        ends. A pager that works by script only is noted at the walk: its end is not the listing's end.
        """
        ahead = any(name == walk.name and n > walk.page for name, n in page_numbers(tree, url, self.listing_page))
        if self.counted or ahead:
            return self.listing_url(walk.name, walk.page + 1)
        following = pagers.next_page(tree, url, self.listing_url(walk.name, 1), walk.page)
        walk.scripted = following is None and _scripted(tree, walk.page + 1)
        return following

    @classmethod
    def _place(cls, url: str) -> str | None:
        """Path and sorted query of an address of this host, spelled in one way; None for other hosts."""
        try:
            parts = urlsplit(canonical(url))
        except ValueError:
            return None
        if parts.netloc != cls.host:
            return None
        return parts.path + (f"?{parts.query}" if parts.query else "")


def _scripted(tree: HtmlElement, wanted: int) -> bool:
    """Whether a pager offers page `wanted`, or the next one, by a link without an address."""
    for anchor in tree.iter("a"):
        href = (anchor.get("href") or "").strip()
        text = fold(anchor.text_content())
        if (not href or href.startswith(("#", "javascript:"))) and (text == str(wanted) or text in _NEXT):
            near = [anchor, *list(anchor.iterancestors())[:_PAGER_DEPTH]]  # a calendar's days are such links, too
            if any(_PAGER.search(" ".join(map(str, element.attrib.values()))) for element in near):
                return True
    return False
