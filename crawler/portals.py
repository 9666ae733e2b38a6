"""Which portal an address belongs to. Portals are the spiders of the project; nothing else lists them."""

from __future__ import annotations

import dataclasses
from typing import Any
from urllib.parse import urlsplit

from scrapy.spiderloader import SpiderLoader
from scrapy.utils.project import get_project_settings

from archive import gazetteer
from archive.records import Article


def portals() -> dict[str, Any]:
    """Spider classes by name."""
    loader = SpiderLoader.from_settings(get_project_settings())
    return {name: loader.load(name) for name in loader.list()}


def portal_of(url: str) -> Any | None:
    """The spider class whose declared host the address has; None where no portal is known."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return next((portal for portal in portals().values() if getattr(portal, "host", None) == host), None)


def under_portal(article: Article, portal: Any) -> Article:
    """The article with portal, province on its date, and the portal's own key and canonical address.

    An address that the portal's grammar does not know keeps the generic key.
    """
    changes: dict[str, Any] = {"portal": portal.name}
    if (key := portal.article_key(article.url)) is not None:
        changes |= {"key": key, "canonical_url": portal.canonical_url(article.url)}
    unit = gazetteer.holder(portal.province, article.published_on) if portal.province else None
    return dataclasses.replace(article, **changes, province=unit.slug if unit else None)
