"""Any portal: addresses by form, listings and pagers found on its pages (spiders/discovery.py).

An article's key is the generic one of crawler/urls.py. Copies for print and download, other languages, files, forms and
sections that hold no news are no articles (crawler/shapes.py); which of the other addresses are articles is decided
where they are linked.
History: 2026-11 first version.
"""

from __future__ import annotations

from typing import ClassVar, Self

from archive import gazetteer
from crawler.places import place_of
from crawler.shapes import no_news
from crawler.urls import canonical, key
from spiders.discovery import DiscoverySpider


class GenericSpider(DiscoverySpider):
    """A portal without a grammar of its own; its file may leave the address open (`host = ""`)."""

    may_count: ClassVar[bool] = True

    @classmethod
    def article_key(cls, url: str) -> str | None:
        """The generic key of every address on this host that may be an article's: not the home page, no file, no
        form, no copy."""
        address = key(url)
        host, _, rest = address.removeprefix("https://").partition("/")
        return None if host != cls.host or not rest or no_news(url) else address

    @classmethod
    def canonical_url(cls, url: str) -> str:
        """The generic canonical address; ValueError for other addresses."""
        if cls.article_key(url) is None:
            raise ValueError(f"no article address of {cls.host}: {url}")
        return canonical(url)

    @classmethod
    def fetch_url(cls, url: str) -> str:
        """As the portal links it: an unknown portal may insist on www, http or a trailing slash."""
        return url.partition("#")[0].strip()


class UnnamedSpider(GenericSpider):
    """A portal that no file describes: it is named by the address it is given."""

    @classmethod
    def placed(cls, host: str | None = None, url: str | None = None, province: str | None = None) -> type[Self]:
        """The portal at an address: named after its host. Raises ValueError where url is missing or cannot be used, and
        for a province that the gazetteer does not have."""
        if cls.host:
            return super().placed(host, url, province)
        if host is not None or url is None:
            raise ValueError(f"write the address to crawl: {cls.name} -a url=https://HOST/… [-a province=SLUG]")
        place = place_of(url)
        if province is not None and gazetteer.unit(province) is None:
            raise ValueError(f"province={province}: the gazetteer has no such slug; write it like yen-bai or ha-noi")
        values = {
            "__module__": cls.__module__,
            "name": place.host,
            "host": place.host,
            "title": place.host,
            "scheme": place.scheme,
            "start_path": place.path,
            "province": province,
        }
        return type(cls.__name__, (cls,), values)
