"""Asking for articles: one request for each address, its answer or failure as one item, whoever has found it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast
from urllib.parse import urlsplit

from scrapy.http import Request, Response
from twisted.python.failure import Failure

from archive.store import Known
from archive.versions import LISTED
from crawler.answers import POINTER, REDIRECTS, is_home, judge_failure, page_of, wall_at
from crawler.items import Fetched, Unfetched
from crawler.links import Link
from crawler.network.cost import BudgetSpentError, Purpose
from crawler.network.tls import LEGACY
from crawler.session import Session
from crawler.urls import joined, refuse
from crawler.warc import RawRef
from spiders.declared import DeclaredPortal

MAX_REDIRECTS = 3
_MAX_REFUSED = 1_000  # addresses; traps are endless
NEW_PRIORITY = 10  # a page's articles come before the next page


class ArticleSpider(DeclaredPortal):
    """The part of every portal's spider that asks for articles."""

    session: Session  # set by the extension of that name before the crawl starts
    refused: dict[str, str]  # addresses of articles by their form that are not asked for, and why

    def on_host(self, url: str) -> bool:
        """Whether an address is on the portal's own host, with or without www."""
        return (urlsplit(url).hostname or "").removeprefix("www.") == self.host

    def _article_request(
        self,
        url: str,
        key: str,
        *,
        known: Known | None = None,
        link: Link | None = None,
        purpose: Purpose = Purpose.NEW,
        priority: int = NEW_PRIORITY,
        whole: bool = False,
    ) -> Request:
        """The request of an article; one that is `known` is asked whether it has changed, unless its page is wanted
        `whole` whatever the portal says of changes."""
        meta: dict[str, Any] = {
            "kind": "article",
            "key": key,
            "purpose": purpose,
            "handle_httpstatus_all": True,
            "dont_redirect": True,
        }
        if known is not None:
            if not whole:
                meta["validators"] = (known.etag, known.last_modified)
            if known.warc_file is not None and known.warc_offset is not None and known.body_sha256 is not None:
                meta["previous_raw"] = RawRef(known.warc_file, known.warc_offset, known.body_sha256, 0)
        return Request(
            self.fetch_url(url),
            callback=self.parse_article,
            errback=self.article_failed,
            cb_kwargs={"key": key, "link": link, "known": known},
            priority=priority,
            dont_filter=True,  # `asked` keeps one request per article
            meta=meta,
        )

    def parse_article(
        self,
        response: Response,
        key: str,
        link: Link | None = None,
        known: Known | None = None,
    ) -> Iterator[Fetched | Request]:
        """The answer as an item; a redirect to another address of the same key is followed, any other is a miss."""
        miss = None
        if response.status in REDIRECTS:
            target = self._target(response)
            hops = response.meta.get("hops", 0)
            if target is not None and self._key(target) == key and hops < MAX_REDIRECTS:
                whole = "validators" not in response.meta
                request = self._article_request(target, key, link=link, known=known, whole=whole)
                request.meta["hops"] = hops + 1
                yield request.replace(url=target)
                return
            miss = self._miss(target)
        yield Fetched(
            page_of(response, self.name),
            "article",
            key,
            self.canonical_url(response.url if miss is None else response.request.url),  # type: ignore[union-attr]
            response.meta.get("raw"),
            link.listed_at if link is not None else None,
            link.listed_by if link is not None else LISTED,
            miss,
            known,
        )

    def _miss(self, target: str | None) -> str:
        """The reason why a redirect brings no article."""
        if target is None:
            return "redirect_elsewhere"
        if (wall := wall_at(target)) is not None:
            return wall
        if self.pointers and not self.on_host(target):
            return POINTER
        return "redirect_home" if is_home(target, self.host) else "redirect_elsewhere"

    def _target(self, response: Response) -> str | None:
        location = response.headers.get("Location")
        return joined(response.url, location.decode("latin-1")) if location else None

    def _key(self, url: str) -> str | None:
        """The article's key, None for every other address and for one that must not be asked for (PORTALS 5.5)."""
        try:
            key = self.article_key(url)
            reason = refuse(url) if key is not None else None
        except ValueError:
            return None
        if reason is not None and len(self.refused) < _MAX_REFUSED:
            self.refused[url] = reason
        return None if reason is not None else key

    def article_failed(self, failure: Failure) -> Iterator[Unfetched]:
        """An article's address without an answer becomes an outcome, too; one that was not asked is left."""
        if isinstance(failure.value, BudgetSpentError):
            return
        request = cast(Request, failure.request)  # type: ignore[attr-defined]
        outcome, reason = judge_failure(failure, legacy=self.tls == LEGACY)
        yield Unfetched(request.url, request.meta["key"], outcome, reason)
