"""One page that a portal of unknown listings was asked for, and what it showed (spiders/discovery.py)."""

from __future__ import annotations

from dataclasses import dataclass

from archive.records import Page, Reason, Rejection
from crawler import feeds
from crawler.extraction import extract
from crawler.survey import Survey
from crawler.warc import RawRef


@dataclass(slots=True)
class Look:
    """One page that was asked for because it may be a listing, and what its answer showed.

    `kind` is section, feed, or second: a listing's second page that only serves for comparison. `following` is the
    address its pager leads on to, `feeds` the feeds it names, `pending` until its row is written, `failed` where the
    portal did not show it.
    """

    url: str
    kind: str = "section"
    page: Page | None = None
    raw: RawRef | None = None
    links: Survey | None = None
    feed: feeds.Feed | None = None
    feeds: tuple[str, ...] = ()
    following: str | None = None
    pending: bool = True
    failed: bool = False


def reads_as_listing(page: Page) -> bool:
    """Whether extraction calls the page a listing, which it does only for positive signs."""
    judged = extract(page)
    return isinstance(judged, Rejection) and judged.reason is Reason.LISTING
