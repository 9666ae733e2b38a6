"""What an answer, or its absence, says about an article's address before anything is read from its body."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError, IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.records import Outcome, Page, Reason
from crawler.warcread import header_map

_BLOCKED = frozenset({401, 403, 407, 429, 451})
_MISSING = frozenset({404, 410})
_HOME_PAGES = ("default.", "index.", "home", "trangchu", "trang-chu")


def judge_status(status: int) -> tuple[Outcome, str] | None:
    """What a status alone decides about an article's address, as (outcome, reason); None where the body decides.

    304 is `unchanged`; 404 and 410 are `missing`; refusals are `blocked`; other answers without a page are `failed`.
    """
    if 200 <= status < 300:
        return None
    if status == 304:
        return Outcome.UNCHANGED, "not_modified"
    if status in _MISSING:
        return Outcome.MISSING, f"http_{status}"
    if status in _BLOCKED:
        return Outcome.BLOCKED, f"http_{status}"
    return Outcome.FAILED, f"http_{status}"


def judge_failure(failure: Failure) -> tuple[Outcome, str]:
    """Outcome and reason of a request that brought no response: refused by robots.txt, too large, or the network."""
    error = failure.value
    if isinstance(error, IgnoreRequest) and "robots.txt" in str(error):  # Scrapy has no class of its own for it
        return Outcome.BLOCKED, "robots"
    if isinstance(error, DownloadCancelledError):  # DOWNLOAD_MAXSIZE, by header or by what had arrived
        return Outcome.REJECTED, str(Reason.TOO_LARGE)
    if isinstance(error, DownloadTimeoutError):
        return Outcome.FAILED, "timeout"
    return Outcome.FAILED, type(error).__name__


def page_of(response: Response, portal: str) -> Page:
    """A Scrapy response, decompressed by its middleware, as the contract's record."""
    pairs = [(name, value) for name, values in response.headers.items() for value in values]
    return Page(
        response.url,
        response.body,
        status=response.status,
        headers=header_map(pairs),
        fetched_at=dt.datetime.now(dt.UTC),
        portal=portal,
    )


def is_home(url: str, host: str) -> bool:
    """Whether an address is the host's front page, where portals send the readers of removed articles."""
    parts = urlsplit(url)
    if (parts.hostname or "").removeprefix("www.") != host or parts.query:
        return False
    page = parts.path.rsplit("/", 1)[-1].lower()
    return not page or page.startswith(_HOME_PAGES)
