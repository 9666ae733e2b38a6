"""Which portal an address belongs to. Portals are the spiders of the project; nothing else lists them."""

from __future__ import annotations

import dataclasses
from typing import Any
from urllib.parse import urlsplit

from scrapy.settings import Settings

from archive import gazetteer
from archive.records import Article
from crawler.loading import PortalLoader

GENERIC = "spiders.platforms.generic"  # has no grammar of its own: every address fits it
_GRAMMAR = {"article_key", "article_form"}  # where a platform says what its articles' addresses are


def portals() -> dict[str, Any]:
    """Spider classes by name."""
    loader = _loader()
    return {name: loader.load(name) for name in loader.list()}


def unreadable() -> dict[str, str]:
    """What is wrong with each file in spiders/ that could not be read, by its name, which is a portal's."""
    return _loader().unreadable


def _loader() -> PortalLoader:
    settings = Settings()  # not Scrapy's project settings: outside the checkout's folder it finds none, and no portal
    settings.setmodule("crawler.settings")
    return PortalLoader.from_settings(settings)


def families(host: str) -> dict[str, Any]:
    """Every platform that some portal uses, by class name, as if it ran at `host`: whose grammar fits a link?"""
    platforms = {
        base.__name__: base
        for portal in portals().values()
        for base in portal.__mro__[1:]
        if base.__module__.startswith("spiders.platforms.")
        and base.__module__ != GENERIC
        and _GRAMMAR & set(vars(base))
    }
    placed = {
        name: type(name, (base,), {"__module__": base.__module__, "host": host}) for name, base in platforms.items()
    }
    return placed


def hosts() -> dict[str, str]:
    """Declared host of every portal by name, "" where it is not known; the spider for any address is none."""
    return {name: portal.host for name, portal in portals().items() if _stands_for_itself(portal)}


def _stands_for_itself(portal: Any) -> bool:
    try:
        portal.placed()
    except ValueError:  # it must be given an address, and is named after that
        return False
    return True


def portal_of(url: str) -> Any | None:
    """The spider class whose declared host the address has; None where no portal is known."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    known = portals().values() if host else ()  # a portal without a known address has the host ""
    return next((portal for portal in known if getattr(portal, "host", None) == host), None)


def under_portal(article: Article, portal: Any) -> Article:
    """The article with portal, province on its date, and the portal's own key and canonical address.

    An address that the portal's grammar does not know keeps the generic key.
    """
    changes: dict[str, Any] = {"portal": portal.name}
    if (key := portal.article_key(article.url)) is not None:
        changes |= {"key": key, "canonical_url": portal.canonical_url(article.url)}
    unit = gazetteer.holder(portal.province, article.published_on) if portal.province else None
    return dataclasses.replace(article, **changes, province=unit.slug if unit else None)
