"""SharePoint portals whose articles have a page of their own, or an id of their own in a page of the portal.

Grammars (PORTALS 3.2 and 4.3), declared by the portal as `forms`:

    PageForm("/Pages/")                              /Pages/<slug>.aspx                          Hà Nam
    PageForm("/portal/Pages/", dated=True)           /portal/Pages/2023-11-11/<slug>.aspx        Thanh Hóa
    IdForm("/Trang/ChiTietTinTuc.aspx", "nid")       /so/<dept>/Trang/ChiTietTinTuc.aspx?nid=N   Quảng Ninh
    IdForm("/Pages/newsdetail.aspx", "NewsId")       /Pages/newsdetail.aspx?CatId=97&NewsId=N    Đồng Nai's CCHC site
    IdForm("/Lists/TinTucSukien/ChiTiet.aspx", "ID") /Lists/TinTucSukien/ChiTiet.aspx?ID=N       Bình Dương

The key is host and path in small letters, with the id where there is one. A path before the declared one is kept in it:
whether departments share one count of ids is unknown. Listings and pagers of most of these sites are unknown, too, so
the walk finds them by shape (spiders/discovery.py).

Traps, each with a test: letter case, port, scheme and `www.` differ; a slug is cut near 115 characters and is no title;
a category beside the id (`CatId`) is the reader's way, not the article's name; front pages, forms and system pages have
the same ending as articles; a page with parameters shows something else than itself (the gazetteer of yenbai.gov.vn).
History: 2026-11 first version.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Protocol
from urllib.parse import parse_qsl, urlsplit

from lxml.html import HtmlElement

from crawler.extraction.layout import EVIDENCE
from crawler.items import Fetched
from crawler.links import Link
from crawler.urls import canonical, key
from spiders.discovery import DiscoverySpider

_ENDING = ".aspx"
_DAY = re.compile(r"(?:19|20)\d\d-\d{1,2}-\d{1,2}/")
_FRONT = frozenset(("default", "home", "index", "trangchu", "trang-chu"))  # what a folder shows when no page is named
_SYSTEM = re.compile(r"/(?:_layouts|_catalogs|_vti_bin|forms)/")  # SharePoint's own pages
_PAGER = re.compile(r"[?&]page=", re.I)
_OWN = frozenset(("source", "isdlg", "web", "mobile"))  # SharePoint's own parameters: where from, how shown


class Form(Protocol):
    """One grammar of article addresses."""

    @property
    def evidence(self) -> str:
        """How well it is known: a mark of layout.EVIDENCE."""

    @property
    def sure(self) -> bool:
        """Whether every address of this form is an article's; else the page that links it has a say."""

    def target(self, path: str, query: dict[str, str]) -> str | None:
        """Path and query that name the article, in one spelling; None for an address of another grammar.

        `path` and the names in `query` are in small letters; parameters that only choose a view are gone
        (crawler.urls).
        """


@dataclass(frozen=True, slots=True)
class PageForm:
    """`[/subsite]FOLDER[YYYY-M-D/]<slug>.aspx`: an article is a page. `folder` begins and ends with a slash."""

    folder: str
    dated: bool = False
    evidence: str = "inferred"

    def __post_init__(self) -> None:
        _check(self.folder, self.evidence)

    @property
    def sure(self) -> bool:
        """Lists and front pages are pages, too; none of them stands in a folder of a day."""
        return self.dated

    def target(self, path: str, query: dict[str, str]) -> str | None:
        """The path in small letters (the server does not tell letter case); None for front and system pages."""
        _, folder, name = path.rpartition(self.folder.lower())
        day = _DAY.match(name)
        slug = name[day.end() :] if day else name
        if not folder or (day is None) == self.dated or "/" in slug or not slug.endswith(_ENDING):
            return None
        if slug.removesuffix(_ENDING) in _FRONT or _SYSTEM.search(path) or set(query) - _OWN:
            return None
        return path


@dataclass(frozen=True, slots=True)
class IdForm:
    """`[/subsite]PATH?PARAMETER=N`: an article is a number that one page of the site is asked for."""

    path: str
    parameter: str
    evidence: str = "inferred"

    def __post_init__(self) -> None:
        _check(self.path, self.evidence)

    @property
    def sure(self) -> bool:
        """A number names an article."""
        return True

    def target(self, path: str, query: dict[str, str]) -> str | None:
        """Subsite in small letters, path and parameter as declared, the number; nothing else of the query."""
        subsite = path.removesuffix(self.path.lower())
        number = query.get(self.parameter.lower(), "").lstrip("0")
        if subsite == path or not (number.isascii() and number.isdigit()):
            return None
        return f"{subsite}{self.path}?{self.parameter}={number}"


class SharePointPagesSpider(DiscoverySpider):
    """Portals whose articles are pages or numbers (`forms`); the first form that fits an address decides."""

    forms: ClassVar[tuple[Form, ...]]

    @classmethod
    def article_key(cls, url: str) -> str | None:
        """`host/path` in small letters, with `?parameter=id` where the form has one."""
        target = cls._target_of(url)
        return None if target is None else f"{cls.host}{target.lower()}"

    @classmethod
    def canonical_url(cls, url: str) -> str:
        """The address by what names the article alone; ValueError for other addresses.

        That an id opens without the category beside it is inferred; the address as linked is what is fetched.
        """
        target = cls._target_of(url)
        if target is None:
            raise ValueError(f"no article address of {cls.host}: {url}")
        return f"{cls.scheme}://{cls.host}{target}"

    @classmethod
    def fetch_url(cls, url: str) -> str:
        """As linked, with the category that the portal's links carry; scheme, port and padding as usual."""
        return cls.scheme + canonical(url).removeprefix("https")

    def links_of(self, tree: HtmlElement, url: str) -> list[Link]:
        """All links of the forms where those are sure, else the ones that look like links to articles."""
        if not self._sure:
            return super().links_of(tree, url)
        return [self._dated(link) for link in super(DiscoverySpider, self).links_of(tree, url)]

    @property
    def _sure(self) -> bool:
        return all(form.sure for form in self.forms)

    def _within(self, url: str) -> bool:
        """A sure article is no section, however short its title."""
        return super()._within(url) and not (self._sure and self._key(url))

    def _from_warc(self, path: Path) -> Iterator[Fetched]:
        """Sure articles need no page that links them."""
        return super(DiscoverySpider, self)._from_warc(path) if self._sure else super()._from_warc(path)

    @classmethod
    def _target_of(cls, url: str) -> str | None:
        """Path (percent-encoded) and query that name the article; None for other hosts and other addresses."""
        try:
            parts = urlsplit(key(url))
        except ValueError:
            return None
        if parts.netloc != cls.host:
            return None
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        if _PAGER.search(url):  # `key` names articles: it drops the number of a listing's page
            query["page"] = ""
        return next((found for form in cls.forms if (found := form.target(parts.path, query)) is not None), None)


def _check(what: str, evidence: str) -> None:
    if evidence not in EVIDENCE:
        raise ValueError(f"form {what}: evidence must be one of {', '.join(EVIDENCE)}")
