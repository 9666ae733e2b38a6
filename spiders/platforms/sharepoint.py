"""SharePoint news lists: one page shows an article with `ItemID=`, its listing without.

Grammar (PORTALS 3.1, seen in stored texts of yenbai.gov.vn):

    article  https://HOST[/SUBSITE]/noidung/tintuc/Pages/chi-tiet-tin-tuc.aspx?ItemID=29064&l=Tintrongtinh&lv=4
    listing  the same path without ItemID, `&page=N` from 1

Traps, each with a test: every page echoes `l=` into its links with more `+` behind it, so the space of addresses is
endless unless the list's name is trimmed; `%2F` and other letter cases occur in the name; `:443`, `www.` and both
schemes lead to the same page; parameters come in any order and `lv` may be missing. ItemID counts per list and per
subsite. Pages named by their path and the other id forms of SharePoint: sharepoint_pages.py.
History: 2026-11 first version; marks of the lists.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import parse_qsl, quote, urlsplit

from crawler.extraction.layout import EVIDENCE, Layout
from spiders.base import PortalSpider

_PAGE = "/noidung/tintuc/pages/chi-tiet-tin-tuc.aspx"


@dataclass(frozen=True, slots=True)
class NewsList:
    """One news list. `name` is the value of `l=`, `lv` a parameter of unknown meaning that the site's links carry,
    `evidence` how well its listing is known (a mark of layout.EVIDENCE)."""

    name: str
    lv: int | None = None
    subsite: str = ""
    evidence: str = "inferred"

    def __post_init__(self) -> None:
        if self.evidence not in EVIDENCE:
            raise ValueError(f"list {self.name}: evidence must be one of {', '.join(EVIDENCE)}")


@dataclass(frozen=True, slots=True)
class Address:
    """What an article's address says: which subsite, list and item."""

    subsite: str
    list_name: str
    item: int


class SharePointListSpider(PortalSpider):
    """Portals whose articles are `…/chi-tiet-tin-tuc.aspx?ItemID=N&l=LIST`."""

    lists: ClassVar[tuple[NewsList, ...]]
    path: ClassVar[str] = "/noidung/tintuc/Pages/chi-tiet-tin-tuc.aspx"
    layouts: ClassVar[tuple[Layout, ...]] = (
        # Containers that scrapers report for other sites of this family; nobody has seen yenbai.gov.vn's own markup.
        Layout(
            name="sharepoint-description",
            body="#divArticleContent",
            lead="#divArticleDescription",
            evidence="inferred",
        ),
    )

    @classmethod
    def address(cls, url: str) -> Address | None:
        """Subsite, list (lower case, trimmed) and ItemID of an article's address on this portal; None otherwise."""
        parts = urlsplit(url)
        if (parts.hostname or "").removeprefix("www.") != cls.host or parts.scheme not in ("http", "https"):
            return None
        path = parts.path.lower()
        if not path.endswith(_PAGE):
            return None
        query = {name.lower(): value for name, value in parse_qsl(parts.query, keep_blank_values=True)}
        item = query.get("itemid", "").strip(" /")
        if not (item.isascii() and item.isdigit()):
            return None
        return Address(path.removesuffix(_PAGE).strip("/"), _list_name(query.get("l", "")), int(item))

    @classmethod
    def article_key(cls, url: str) -> str | None:
        """`host[/subsite]/list/ItemID`; never `lv` or `page`."""
        address = cls.address(url)
        if address is None:
            return None
        return "/".join(part for part in (cls.host, address.subsite, address.list_name, str(address.item)) if part)

    @classmethod
    def canonical_url(cls, url: str) -> str:
        """The address with the list's declared spelling and `lv`, in one order; ValueError for other addresses."""
        address = cls.address(url)
        if address is None:
            raise ValueError(f"no article address of {cls.host}: {url}")
        news = cls._declared(address) or NewsList(address.list_name, None, address.subsite)
        return cls._page_url(news, f"ItemID={address.item}")

    @classmethod
    def listings(cls) -> Iterable[str]:
        """`subsite/name` of each declared list."""
        return [_listing_name(news) for news in cls.lists]

    @classmethod
    def listing_url(cls, name: str, page: int) -> str:
        """Address of page `page` (from 1)."""
        news = next(news for news in cls.lists if _listing_name(news) == name)
        return cls._page_url(news, "", page)

    @classmethod
    def listing_page(cls, url: str) -> tuple[str, int] | None:
        """`subsite/name` as declared, and the number in `page=`."""
        parts = urlsplit(url)
        path, query = parts.path.lower(), {name.lower(): value for name, value in parse_qsl(parts.query)}
        number = query.get("page", "").strip()
        if not path.endswith(_PAGE) or "itemid" in query or not (number.isascii() and number.isdigit()):
            return None
        address = Address(path.removesuffix(_PAGE).strip("/"), _list_name(query.get("l", "")), 0)
        news = cls._declared(address)
        return (_listing_name(news), int(number)) if news is not None else None

    @classmethod
    def _declared(cls, address: Address) -> NewsList | None:
        for news in cls.lists:
            if news.subsite.lower() == address.subsite and news.name.lower() == address.list_name:
                return news
        return None

    @classmethod
    def _page_url(cls, news: NewsList, item: str, page: int = 1) -> str:
        lv = f"lv={news.lv}" if news.lv is not None else ""
        pager = f"page={page}" if page > 1 else ""
        query = "&".join(part for part in (item, f"l={quote(news.name)}", lv, pager) if part)
        subsite = f"/{news.subsite}" if news.subsite else ""
        return f"{cls.scheme}://{cls.host}{subsite}{cls.path}?{query}"


def _list_name(value: str) -> str:
    """The list's name without the padding that the site adds at every click (parse_qsl has made blanks of `+`)."""
    return value.replace("\u00a0", " ").strip(" /\t\r\n").lower()


def _listing_name(news: NewsList) -> str:
    return f"{news.subsite}/{news.name}".lstrip("/")
