"""What the server and an imitated portal say to each other."""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Protocol
from urllib.parse import parse_qsl, urlsplit

from tests.replica.gold import Gold


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it came. `target` is path and query, undecoded; `headers` has lower-case names.

    `closing` is set when the server stops: a portal that never answers waits for it.
    """

    host: str  # lower case, without port
    scheme: str
    target: str
    headers: Mapping[str, str]
    closing: asyncio.Event

    @property
    def path(self) -> str:
        """The path alone, undecoded."""
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        """Parameters, decoded once, names in lower case; the last of equal names counts."""
        return {name.lower(): value for name, value in parse_qsl(urlsplit(self.target).query, keep_blank_values=True)}


@dataclass(frozen=True, slots=True)
class Response:
    """An answer. `body` is bytes, or an iterable of pieces that are sent one by one and never held together.

    `kind` names what was asked for (article, listing, home, …) in the server's statistics. `wire`, where it is given,
    plays the answer on the bare connection instead (tests/replica/wires.py).
    """

    kind: str
    body: bytes | Iterable[bytes] = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    wire: Callable[[asyncio.Transport], Awaitable[None]] | None = None


class Portal(Protocol):
    """An imitated portal: the server gives it every request whose Host header names one of `hosts`."""

    @property
    def hosts(self) -> tuple[str, ...]:
        """Host names, lower case, without port."""

    async def handle(self, request: Request) -> Response:
        """The answer to one request. It may wait, and may wait for `request.closing`."""


class Imitation(Portal, Protocol):
    """A portal whose every article has an answer. Pages are made when they are asked for; the same arguments give the
    same pages, but for what counts visits."""

    def golds(self) -> Iterator[Gold]:
        """Answers of all articles that a right crawl can store, newest first."""

    def expected_keys(self) -> Iterator[str]:
        """Their canonical keys, as the project's spider of this portal makes them."""

    def url(self, gold: Gold) -> str:
        """The plainest address of an article."""

    def render(self, gold: Gold, visit: int = 0) -> bytes:
        """An article's page, whatever `gold` says: texts from elsewhere can be put into this portal's furniture."""


def etag_of(*texts: str) -> str:
    """An ETag of what an article says, not of counters and clocks."""
    return f'"{hashlib.sha256(chr(10).join(texts).encode()).hexdigest()[:20]}"'


def not_modified(request: Request, etag: str, changed: dt.datetime) -> bool:
    """Whether the request's conditions ask for a 304; the ETag decides where one was sent (RFC 9110, 13.2.2)."""
    if (tags := request.headers.get("if-none-match")) is not None:
        return etag in tags or tags.strip() == "*"
    since = request.headers.get("if-modified-since")
    try:
        return since is not None and changed <= parsedate_to_datetime(since)
    except ValueError:
        return False
