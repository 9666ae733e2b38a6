"""What every imitated portal shares: articles counted from the newest, their texts and moments, robots.txt, latency.

A portal's module adds what is its own: addresses, pages, traps. Nothing is kept; pages are made when asked for.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import ClassVar

from tests.replica import texts
from tests.replica.gold import LOCAL, Gold
from tests.replica.numbering import moment_of
from tests.replica.portal import Request, Response
from tests.replica.shared import Telling

HTML = {"Content-Type": "text/html; charset=utf-8"}
XML = {"Content-Type": "application/xml; charset=utf-8"}


class Site(ABC):
    """A portal with `articles` articles that reach back from the day before `today` (default: the day it is built).

    `edition` 1 is the next night, with `new_articles` more (indexes below 0). `latency` is seconds before each answer.
    What is `told` besides, newest first, stands behind the others (`told` by index).
    """

    hosts: ClassVar[tuple[str, ...]]
    robots: ClassVar[str] = "User-agent: *\nAllow: /\n"
    must_not: ClassVar[tuple[str, ...]] = ()  # pieces of every page's furniture

    def __init__(
        self,
        seed: int = 1,
        articles: int = 60,
        page_size: int = 10,
        edition: int = 0,
        today: dt.date | None = None,
        *,
        new_articles: int = 0,
        cchc_share: float = 0.6,
        latency: float = 0.0,
        told: Sequence[Telling] = (),
    ) -> None:
        self.seed, self.page_size, self.edition = seed, page_size, edition
        self.articles = articles + len(told)
        self.told = dict(enumerate(told, articles))
        self.today = today or dt.datetime.now(LOCAL).date()
        self.new = new_articles if edition else 0
        self.cchc_share, self.latency = cchc_share, latency
        self.visits = 0

    # --- what there is --------------------------------------------------------------------------------------------
    @property
    def indexes(self) -> range:
        """Every article, newest first."""
        return range(-self.new, self.articles)

    def moment(self, index: int) -> dt.datetime:
        """When article `index` was published, +07:00, to the second."""
        telling = self.told.get(index)
        return telling.moment if telling else moment_of(index, self.seed, self.today)

    def story(self, index: int) -> texts.Story:
        """Its text."""
        telling = self.told.get(index)
        return telling.story if telling else texts.story(self.seed, index, self.moment(index), self.cchc_share)

    def title(self, index: int) -> str:
        """Its title, without making the rest."""
        telling = self.told.get(index)
        return telling.story.title if telling else texts.headline(self.seed, index, self.moment(index), self.cchc_share)

    @abstractmethod
    def at(self, index: int) -> Gold:
        """The answer for article `index`."""

    def golds(self) -> Iterator[Gold]:
        """Answers of all articles that a right crawl can store, newest first."""
        return map(self.at, self.indexes)

    def expected_keys(self) -> Iterator[str]:
        """Their canonical keys."""
        return (gold.key for gold in self.golds())

    def with_unwanted(self, gold: Gold, *more: str) -> Gold:
        """The answer with the furniture that its text may not hold."""
        text = gold.text
        unwanted = (*self.must_not, *more)
        return replace(gold, must_not=tuple(piece for piece in unwanted if piece not in text and piece != gold.title))

    # --- answers --------------------------------------------------------------------------------------------------
    @abstractmethod
    def answer(self, request: Request) -> Response | None:
        """The answer to one request; None for an address that is not there."""

    def not_found(self) -> Response:
        """What an unknown address gets."""
        return Response(
            "missing", "<html><body><h1>404</h1><p>Không tìm thấy trang.</p></body></html>".encode(), 404, HTML
        )

    async def handle(self, request: Request) -> Response:
        """robots.txt, else what the portal says."""
        self.visits += 1
        if self.latency:
            await asyncio.sleep(self.latency)
        if request.path.lower() == "/robots.txt":
            return Response("robots", self.robots.encode(), 200, {"Content-Type": "text/plain"})
        return self.answer(request) or self.not_found()
