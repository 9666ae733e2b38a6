"""What an answer, or its absence, says about an article's address before anything is read from its body."""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal
from urllib.parse import urlsplit

from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError, IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.records import Outcome, Page, Reason, Rejection
from crawler.extraction import extract
from crawler.network import tls
from crawler.network.guard import RefusedAddressError
from crawler.network.proxies import ProxyError, ProxyTimeoutError
from crawler.warcread import header_map

REDIRECTS = frozenset({301, 302, 303, 307, 308})
WALLS = frozenset({Reason.WALL, Reason.LOGIN})
_REJECTED = {
    Reason.WALL: Outcome.BLOCKED,
    Reason.LOGIN: Outcome.BLOCKED,
    Reason.SOFT_404: Outcome.MISSING,
    Reason.BROKEN: Outcome.FAILED,
}
_BLOCKED = frozenset({401, 403, 407, 429, 451})
_MISSING = frozenset({404, 410})
POINTER = "pointer"  # an item that a portal declares to stand elsewhere: it leads there and has no text (NukeViet)
_PART = r"(?:^|/)(?:\w+[-_.])?(?:{})(?:[-_.]\w+)?(?:\.\w{{2,5}})?(?=$|/)"  # of a path, with a word before or behind
_LOGIN_PAGE = re.compile(
    _PART.format("log-?in|log-?on|sign-?in|dang-?nhap|sso|oauth2?|authenticate|authorize"), re.IGNORECASE
)
_WALL_PAGE = re.compile(
    _PART.format("captcha|challenge|access-?denied|forbidden|blocked|403|maintenance|bao-?tri|unauthorized"),
    re.IGNORECASE,
)
_HOME_NAME = re.compile(r"(?:home|trang-?chu)(?:-?page)?(?:\.\w{2,5})?", re.IGNORECASE)  # whatever its folder
_HOME_FILE = re.compile(r"(?:default|index)\.\w{2,5}", re.IGNORECASE)  # of any folder: the portal's where it is its own
_LANGUAGE = re.compile(r"vi|vn|en|vi-vn|en-us", re.IGNORECASE)
_NO_FOLDER = re.compile(rf"{_LANGUAGE.pattern}|(?:site)?pages", re.IGNORECASE)  # languages, SharePoint's library


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


def judge_answer(page: Page) -> tuple[Outcome, str] | None:
    """What status and body decide before an article is looked for: a wall or a log-in behind a status is `blocked`.

    The words of the body follow the reason: "http_403: access denied", "wall: a script that …, with HTTP 503".
    """
    verdict = judge_status(page.status)
    if verdict is None or verdict[0] not in (Outcome.BLOCKED, Outcome.FAILED):
        return verdict
    refusal = refusal_of(page)
    if refusal is None:
        return verdict
    if verdict[0] is Outcome.BLOCKED:
        return Outcome.BLOCKED, f"{verdict[1]}: {refusal.detail}"
    return Outcome.BLOCKED, f"{refusal.reason}: {refusal.detail}, with HTTP {page.status}"


def refusal_of(page: Page) -> Rejection | None:
    """The wall or log-in that a page is, by its words and parts."""
    judged = extract(page)
    return judged if isinstance(judged, Rejection) and judged.reason in WALLS else None


def judge_rejection(rejection: Rejection) -> tuple[Outcome, str]:
    """What a page that is no article means for its address.

    A wall is `blocked`, "not found" is `missing`, an error of the server in a page's clothes is `failed` and asked
    again; all else is `rejected`. What stood in the way is said in words behind the reason.
    """
    outcome, reason = _REJECTED.get(rejection.reason, Outcome.REJECTED), str(rejection.reason)
    worded = rejection.detail and (outcome in (Outcome.BLOCKED, Outcome.FAILED) or rejection.reason is Reason.EMPTY)
    return outcome, f"{reason}: {rejection.detail}" if worded else reason


def judge_miss(miss: str) -> tuple[Outcome, str]:
    """What a redirect of an article's address decides: to a log-in or a wall it is blocked, a pointer to another host
    has no text, else it is missing."""
    if miss in WALLS:
        return Outcome.BLOCKED, f"{miss}: redirected"
    return (Outcome.REJECTED if miss == POINTER else Outcome.MISSING), miss


def wall_at(url: str) -> Literal["login", "wall"] | None:
    """What the address of a redirect says of itself: a log-in page, or a wall's (challenge, refusal, maintenance)."""
    path = urlsplit(url).path
    if _LOGIN_PAGE.search(path):
        return "login"
    return "wall" if _WALL_PAGE.search(path) else None


class RobotsUnavailable(IgnoreRequest):
    """A request was not made because robots.txt brought no rules; `verdict` is what that means for its address."""

    def __init__(self, verdict: tuple[Outcome, str]) -> None:
        super().__init__(f"Forbidden by robots.txt, which brought no rules: {verdict[1]}")
        self.verdict = verdict


def judge_failure(failure: Failure, *, legacy: bool = False) -> tuple[Outcome, str]:
    """Outcome and reason of a request that brought no response: refused by robots.txt, too large, or the network.

    `legacy` says that old TLS was tried already.
    """
    return judge_error(failure.value, legacy=legacy)  # type: ignore[arg-type]


def judge_error(error: BaseException, *, legacy: bool = False) -> tuple[Outcome, str]:
    """The same of the exception itself."""
    if isinstance(error, RobotsUnavailable):
        return error.verdict
    if isinstance(error, RefusedAddressError | ProxyError):  # nothing of the portal's was asked
        return Outcome.FAILED, str(error)
    if isinstance(error, IgnoreRequest) and "robots.txt" in str(error):  # Scrapy has no class of its own for it
        return Outcome.BLOCKED, "robots"
    if isinstance(error, DownloadCancelledError) or (
        isinstance(error, IgnoreRequest) and "DOWNLOAD_MAXSIZE" in str(error)
    ):  # by header, by what had arrived, or by what it was unpacked to (Scrapy has no class of its own for that)
        return Outcome.REJECTED, str(Reason.TOO_LARGE)
    if isinstance(error, ProxyTimeoutError):
        return Outcome.FAILED, f"timeout, {error}"
    if isinstance(error, DownloadTimeoutError):
        return Outcome.FAILED, "timeout"
    return Outcome.FAILED, tls.problem(error, legacy=legacy) or type(error).__name__


def page_of(response: Response, portal: str) -> Page:
    """A Scrapy response, decompressed by its middleware, as the contract's record.

    It was fetched when its WARC record says (crawler/raw.py): a capture is known again by address and moment.
    """
    kept = response.request.meta.get("fetched_at") if response.request is not None else None
    pairs = [(name, value) for name, values in response.headers.items() for value in values]
    return Page(
        response.url,
        response.body,
        status=response.status,
        headers=header_map(pairs),
        fetched_at=kept or dt.datetime.now(dt.UTC),
        portal=portal,
    )


def is_home(url: str, host: str) -> bool:
    """Whether an address is the host's front page, where portals send the readers of removed articles: no path, only
    languages, or the name of a home page at the end. A folder (`/category/x/`) and its index page are none."""
    parts = urlsplit(url)
    if (parts.hostname or "").removeprefix("www.") != host or parts.query:
        return False
    *folders, last = [part for part in parts.path.split("/") if part] or [""]
    if not last or _HOME_NAME.fullmatch(last):
        return True
    return bool(_HOME_FILE.fullmatch(last) or _LANGUAGE.fullmatch(last)) and all(map(_NO_FOLDER.fullmatch, folders))
