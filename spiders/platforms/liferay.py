"""Liferay portals: articles behind `/-/`, listings as asset publishers whose pager carries the page's own parameters.

Grammar (PORTALS 4.2). The number or, where there is none, the slug names the article; the page in front does not:

    /<page>/-/view_content/<id>-<slug>.html                  Hà Nội, Liferay 6.2      [seen]
    /<page>/-/view_content/content/<id>/<slug>               Bà Rịa - Vũng Tàu        [seen]
    /<page>/-/details/<group>/<slug>-<id>                    Bắc Ninh                 [seen]
    /<page>/-/cms-icbt/<group>/bai-viet/<id>                 Bến Tre                  [seen]
    /<page>/-/asset_publisher/<instance>/content/<slug>      Bắc Giang                [scraper]
    /<page>/-/<slug>, /<page>/w/<slug>                       Bắc Giang; Liferay 7     [scraper], [cms]
    listing  /<page>, then ?p_p_id=101…&_101…_delta=10&_101…_cur=17                   [seen]

Traps, each with a test: an article's address with `/en` or `/vi` behind it, to any depth, answers 200 with the listing
and names itself canonical, so it is no address of anything here; a page holds several portlets, each with a pager of
its own; `h1` is a category and stands there several times; lists are not strictly by date.
History: 2026-11 first version.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import groupby
from urllib.parse import parse_qsl, urlsplit

from lxml.html import HtmlElement

from archive.text import clean
from crawler.urls import canonical, joined
from spiders.base import PortalSpider
from spiders.walk import Walk

_FORMS = tuple(
    re.compile(rf"(?P<page>(?:/(?!-/)[^/]+)*?){form}", re.ASCII)
    for form in (
        r"/-/view_content/(?P<id>\d+)(?:-[^/]*)?",
        r"/-/view_content/content/(?P<id>\d+)(?:/[^/]+)?",
        r"/-/details/\d+/(?:[^/]*-)?(?P<id>\d+)",
        r"/-/cms-icbt/\d+/bai-viet/(?P<id>\d+)",
        r"/-/asset_publisher/[^/]+/content/(?:id/)?(?P<id>[^/]+)",
        r"/-/(?P<id>[^/]+-[^/]+)",  # portlets have no hyphen in their names
        r"/w/(?P<id>[^/]+-[^/]+)",
    )
)
_LANGUAGE = re.compile(r"^/(?:en|vi)(?=/)")
_CUR = re.compile(r"(?P<instance>_[\w-]*_)?cur", re.ASCII)  # `_101_cur`, `_101_INSTANCE_abC1_cur`
_TOTAL = re.compile(
    r"\d[\d.,]*\s*[-–]\s*\d[\d.,]*\s+(?:of|trong|trên|của)\s+(?:tổng số\s+)?(\d[\d.,]*)\s+(?:kết quả|results)"
)
_CLIMB = 6  # a pager stands so many elements below what it shares with its list


class LiferaySpider(PortalSpider):
    """Portals on Liferay, with declared `sections`. Class names are a theme's, so layouts are the portal file's."""

    @classmethod
    def article_key(cls, url: str) -> str | None:
        """`host/number` or `host/slug` in small letters; None for `/en` and `/vi` behind an article."""
        found = cls._article(url)
        return f"{cls.host}/{found[1]}" if found else None

    @classmethod
    def canonical_url(cls, url: str) -> str:
        """The address as met, without parameters, language and doubled parts of the page's path; ValueError for other
        addresses."""
        found = cls._article(url)
        if found is None:
            raise ValueError(f"no article address of {cls.host}: {url}")
        return f"{cls.scheme}://{cls.host}{found[0]}"

    @classmethod
    def listing_url(cls, name: str, page: int) -> str:
        """Page 1, or the form seen in Hà Nội; a walk takes its next page from the page itself (`next_page`)."""
        pager = f"?p_p_id=101&p_p_lifecycle=0&_101_delta=10&_101_cur={page}" if page > 1 else ""
        return f"{cls.scheme}://{cls.host}{name}{pager}"

    @classmethod
    def listing_page(cls, url: str) -> tuple[str, int] | None:
        """The section and the number in `…_cur=`; None without one, for other paths and for other pages' portlets."""
        found = cls._pager(url)
        return found[:2] if found else None

    def next_page(self, walk: Walk, tree: HtmlElement, url: str) -> str | None:
        """The address that the list's own pager gives for the page behind; None where it gives none.

        Labels are no help ("next" between Vietnamese ones), the number is. Notes in the walk how far the pager goes and
        how many articles the list says it has.
        """
        pagers: dict[str, list[tuple[int, str, HtmlElement]]] = defaultdict(list)
        for anchor in tree.iter("a"):
            target = joined(url, anchor.get("href") or "")
            if target and (found := self._pager(target)) and found[0] == walk.name:
                pagers[found[2]].append((found[1], target, anchor))
        if not pagers:
            walk.total = walk.total or _total(tree)
            return None
        here = self._pager(url)
        own = here[2] if here and here[2] in pagers else None
        if own is None and here:  # the last page of a list whose pager has vanished: the others are not its own
            return None
        instance = own or max(pagers, key=lambda name: self._links_beside(pagers[name][0][2], url))
        links = pagers[instance]
        walk.announced = max(walk.announced, *(number for number, _, _ in links))
        walk.total = walk.total or _total_near(links[0][2])
        return next((target for number, target, _ in links if number == walk.page + 1), None)

    def _links_beside(self, anchor: HtmlElement, url: str) -> int:
        """Number of article links in the smallest element around a pager's link that has some."""
        for element in list(anchor.iterancestors())[:_CLIMB]:
            targets = (joined(url, a.get("href") or "") for a in element.iter("a"))
            if keys := {self._key(target) for target in targets if target} - {None}:
                return len(keys)
        return 0

    @classmethod
    def _article(cls, url: str) -> tuple[str, str] | None:
        """Path and id of an article's address on this portal; None for every other one."""
        path = cls._path(url)
        for form in _FORMS if path is not None else ():
            if found := form.fullmatch(path or ""):
                page = "".join(part for part, _ in groupby(re.findall(r"/[^/]+", found["page"])))
                return f"{page}{(path or '')[len(found['page']) :]}", found["id"].removesuffix(".html").lower()
        return None

    @classmethod
    def _pager(cls, url: str) -> tuple[str, int, str] | None:
        """Section, page number and portlet instance of a pager's address; the instance is "" where it has no name."""
        path = cls._path(url)
        if path is None:
            return None
        for section in cls.sections:
            if path == cls._path(cls.listing_url(section.path, 1)):
                for name, value in parse_qsl(urlsplit(url).query):
                    if (found := _CUR.fullmatch(name)) and value.isascii() and value.isdigit():
                        return section.path, int(value), found["instance"] or ""
        return None

    @classmethod
    def _path(cls, url: str) -> str | None:
        """The path of an address of this host, spelled in one way, without a language in front; None elsewhere."""
        try:
            parts = urlsplit(canonical(url))
        except ValueError:
            return None
        return _LANGUAGE.sub("", parts.path) if parts.netloc == cls.host else None


def _total(element: HtmlElement) -> int | None:
    """The greatest "1 - 10 of 243 kết quả" in an element (Hà Nội mixes the languages so)."""
    found = _TOTAL.findall(clean(element.text_content()))
    return max((int(re.sub(r"[.,]", "", total)) for total in found), default=None)


def _total_near(anchor: HtmlElement) -> int | None:
    """The total in the smallest element around a pager's link that has one."""
    return next((n for e in list(anchor.iterancestors())[:_CLIMB] if (n := _total(e)) is not None), None)
