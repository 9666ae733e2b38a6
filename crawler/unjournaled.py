"""What an older WARC file of ours was about, told by the grammar of its portal: files without a journal.

Whole answers with an article's address are articles; the dates of listing rows are read again from the listings in the
file. What cannot be told: which answers were later asked for again in vain, what came without bytes, when the run
ended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from archive.records import Page, Rejection
from crawler import feeds, warcread
from crawler.extraction import read
from crawler.intake import key_of
from crawler.links import feed_links
from crawler.warcread import Folders
from crawler.warcscan import Damage, Member, scan

_ABOUT_ARTICLES = (200, 404, 410)


def guessed(
    path: Path, folders: Folders, portal: Any, listed: dict[str, Any], moved: Callable[[int], None]
) -> Iterator[dict[str, Any]]:
    """Notes of the file's answers as crawler/journal.py has them; `listed` remembers the dates of listing rows by key,
    from one file of the portal to the next."""
    links_of = _links_of(portal)
    reached = 0
    for member in scan(path):
        if isinstance(member, Damage):
            continue
        moved(member.end - reached)
        reached = member.end
        if member.kind not in ("response", "revisit") or member.fields.get("warc-truncated") == "disconnect":
            continue
        if member.status not in _ABOUT_ARTICLES:
            continue
        facts = {
            "file": path.name,
            "offset": member.offset,
            "sha256": member.fields.get("warc-payload-digest", "").removeprefix("sha256:"),
            "guessed": True,
        }
        key = key_of(portal, member.url)
        if key is not None:
            found = {"kind": "article", "key": key, "canonical_url": portal.canonical_url(member.url)}
            if key in listed:
                date, by = listed[key]
                found |= {"listed_at": date.isoformat(), "listed_by": by}
            yield facts | found
        elif member.status == 200 and (links := _links(folders, path, member, links_of)):
            for link in links:
                if link.listed_at is not None:
                    listed.setdefault(link.key, (link.listed_at, link.listed_by))
            yield facts | {"kind": "listing"}


def _links(folders: Folders, path: Path, member: Member, links_of: Callable[[Page], list[Any]]) -> list[Any]:
    try:
        return links_of(warcread.read(folders, path.name, member.offset))
    except warcread.WarcReadError:
        return []


def _links_of(portal: Any) -> Callable[[Page], list[Any]]:
    spider = portal()

    def links_of(page: Page) -> list[Any]:
        if feeds.is_feed(page.body):
            feed = feeds.parse(page) or feeds.Feed()
            return feed_links(feed, lambda url: key_of(portal, url), lastmod=portal.sitemap_is_publication)
        reading = read(page)
        if isinstance(reading, Rejection):
            return []
        links: list[Any] = spider.links_of(reading.document.tree, page.url)
        return links

    return links_of
