"""VNPT portals: provinces, districts and departments on one system with two generations of addresses.

Grammar (PORTALS 3.3, seen on hosts of Sơn La and Lào Cai):

    old   /SITE/CAT/CAT/ARTICLE/cat-slug/title-slug    the fourth number counts articles
    new   /cat-slug/title-slug-ID                      the number at the end does

Whether the two counts agree is unknown, so they are two kinds of key (`host/old/N`, `host/new/N`); an article that is
served under both is joined by its content alone. Static pages have no number, and neither have listings: `/cat-slug`,
`/SITE/CAT/CAT/cat-slug` [inferred]. `Default.aspx`, `pageid=` and `format=pdf` name other views [scraper].

Article pages often show a view counter and no date; the listing's row has the day. Class names come from two scrapers
that look like one author's work (PORTALS 4.4); nobody has seen the markup of a portal declared here.
History: 2026-11 first version.
"""

from __future__ import annotations

import re
from typing import ClassVar

from lxml.html import HtmlElement

from crawler.extraction.layout import Layout
from crawler.links import Link
from spiders.discovery import DiscoverySpider
from spiders.platforms.slugid import Form, SlugIdSpider

_OTHER_VIEW = re.compile(r"/default\.aspx|[?&](?:pageid|format)=", re.I)
# From five digits: a shorter number ends a title or a category (`bau-cu-2026`, `de-an-06`). Ids seen have six or seven.
_NEW = r"(?:/[^/?]+)+/[^/?]*-(?P<id>\d{5,})(?:\?.*)?"
_OLD = r"/\d+/\d+/\d+/(?P<id>\d+)(?:/[^/?]+)+(?:\?.*)?"


class VnptSpider(SlugIdSpider):
    """Portals of the VNPT system."""

    forms: ClassVar[tuple[Form, ...]] = (
        Form("old", re.compile(_OLD, re.ASCII)),
        Form("new", re.compile(_NEW, re.ASCII)),
    )
    layouts: ClassVar[tuple[Layout, ...]] = (
        Layout(
            name="vnpt-article",
            title=".ArticleHeader, .PostTitle",
            published=".PostDate, .ArticleDate",
            lead=".ArticleSummary",
            body=".ArticleContent, .PostContent, .ArticleBody",
            evidence="scraper",
        ),
    )

    @classmethod
    def article_form(cls, url: str) -> tuple[Form, str] | None:
        """As the platform below; other views of an article are none."""
        return None if _OTHER_VIEW.search(url) else super().article_form(url)


class VnptFromHomeSpider(DiscoverySpider, VnptSpider):
    """Those without a known listing: listings are found, but articles are told by their address, not by its shape."""

    def links_of(self, tree: HtmlElement, url: str) -> list[Link]:
        """Every link that has an article's address of either generation."""
        return [self._dated(link) for link in VnptSpider.links_of(self, tree, url)]
