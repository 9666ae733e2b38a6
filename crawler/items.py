"""The contract under the name that Scrapy users look for, and the two items that spiders hand to the pipeline.

The records themselves live in `archive.records`, because the archive needs them and knows nothing of crawling.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from archive.records import (
    Area,
    Article,
    Attachment,
    DocumentNumber,
    Outcome,
    Page,
    Precision,
    Reason,
    Rejection,
)
from archive.store import Known
from archive.versions import LISTED
from crawler.warc import RawRef

__all__ = [
    "Area",
    "Article",
    "Attachment",
    "DocumentNumber",
    "Fetched",
    "Outcome",
    "Page",
    "Precision",
    "Reason",
    "Rejection",
    "Unfetched",
]


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer that arrived and whose bytes are kept.

    `kind` is "article" or "listing". For an article `key` and `canonical_url` are the portal's, `listed_at` is the
    date that its listing, sitemap or feed gave (`listed_by`), `miss` is set where the answer already says that the
    article is not there, and `known` is what the archive had of it where it is fetched again.
    """

    page: Page
    kind: str
    key: str | None = None
    canonical_url: str | None = None
    raw: RawRef | None = None
    listed_at: dt.datetime | dt.date | None = None
    listed_by: str = LISTED
    miss: str | None = None
    known: Known | None = None


@dataclass(frozen=True, slots=True)
class Unfetched:
    """An article's address that gave no answer: timeout, refused by robots.txt, too large, network error.

    `at` is set where the missing answer is that of another moment: the time of a capture that an archive does not play.
    """

    url: str
    key: str
    outcome: Outcome
    reason: str
    at: dt.datetime | None = None
