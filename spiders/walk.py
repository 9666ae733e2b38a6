"""How far a walk through a listing goes: pure decisions over what a listing page shows and what the archive knows.

A walk goes newest first. It may stop at a stretch of articles that were stored before the portal's last complete run:
below them nothing is missing. Articles of a run that broke off prove nothing; below them lies the gap.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from archive.db import LOCAL
from archive.store import Known
from crawler.arguments import Mode
from crawler.links import Link

_COMPLETE = 0.9  # share of a listing's own total


class Step(Enum):
    """What a walk does after a page."""

    ON = auto()
    END = auto()  # the end of the listing, of the wanted days, or of what can be missing
    LIMIT = auto()  # a nightly walk has gone as far as it may


@dataclass(slots=True)
class Walk:
    """One listing on its way back in time.

    `url` is the address of the page asked for (None: by the platform's grammar) and `following` that of the page behind
    it, `streak` counts settled articles in a row, `announced` is the highest page number that any of its pages linked
    to, `previous` holds the links of the page before. `scripted` says that the pager behind the present page works by
    script only: where the walk ends for that, the listing may go on. `sitemaps` are those that
    a sitemap names, `depth` is 1 for one that another named, `total` the number of articles that the listing claims.
    `feed` says that it is no page with a pager; `at_known` that the last new links ended among known articles.
    """

    name: str
    page: int = 1
    url: str | None = None
    following: str | None = None
    streak: int = 0
    announced: int = 1
    scripted: bool = False
    total: int | None = None
    seen: set[str] = field(default_factory=set)
    previous: list[Link] = field(default_factory=list)
    sitemaps: list[str] = field(default_factory=list)
    depth: int = 0
    feed: bool = False
    at_known: bool = False

    def fresh(self, links: Sequence[Link]) -> list[Link]:
        """The links that no earlier page of this walk had: side boxes repeat, and so do pagers past the end."""
        new = [link for link in links if link.key not in self.seen]
        self.seen.update(link.key for link in new)
        return new

    def stuck(self, links: Sequence[Link], fresh: Sequence[Link]) -> bool:
        """Whether a page that an earlier one leads to shows all of the page before again and nothing else: a broken
        pager. (Many portals answer so past their end, where no pager leads.)"""
        again = {link.key for link in links}
        before = {link.key for link in self.previous}
        return not fresh and 1 < self.page <= self.announced and bool(before) and before <= again

    @property
    def short(self) -> bool:
        """Whether clearly fewer articles were linked than the listing says it has (a few may be links elsewhere)."""
        return self.total is not None and len(self.seen) < _COMPLETE * self.total


@dataclass(frozen=True, slots=True)
class Bounds:
    """What ends a walk. `complete_until` is the end of the portal's last complete run, None before the first: then
    only the limit or the end of the listing stops it."""

    mode: Mode = Mode.NIGHTLY
    since: dt.date | None = None
    until: dt.date | None = None
    overlap: int = 20
    pages: int = 50
    complete_until: dt.datetime | None = None

    def wanted(self, link: Link, page: Sequence[Link]) -> bool:
        """Inside since and until by the listing's own date. A link without one counts, unless most others of the page
        have one: then it stands in a side box and is met with its date in its own list."""
        if self.since is None and self.until is None:
            return True
        day = local_day(link.listed_at)
        if day is None:
            return not mostly_dated(page)
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)

    def unknown(
        self, walk: Walk, fresh: Sequence[Link], known: Mapping[str, Known], settled: Collection[str]
    ) -> list[Link]:
        """The links that nobody has judged; moves the walk's streak on. Addresses that lately held no article neither
        lengthen nor break it."""
        found = []
        for link in fresh:
            if link.key in known:
                proof = self.complete_until is not None and known[link.key].first_seen <= self.complete_until
                walk.streak = walk.streak + 1 if proof else 0
            elif link.key not in settled:
                walk.streak = 0
                found.append(link)
        return found

    def step(self, walk: Walk, fresh: Sequence[Link], day_of: Callable[[Link], dt.date | None]) -> Step:
        """Whether to go on after a page whose new links are `fresh`; `day_of` gives an article's day if it is known."""
        if not fresh or self.mode is Mode.SAMPLE:
            return Step.END
        if self.since is not None and (
            self._older(fresh, day_of, self.since) or self._older(walk.previous, day_of, self.since)
        ):
            return Step.END
        if self.mode is not Mode.NIGHTLY:
            return Step.ON
        if walk.streak >= self.overlap:
            return Step.END
        return Step.LIMIT if walk.page >= self.pages else Step.ON

    @staticmethod
    def _older(links: Sequence[Link], day_of: Callable[[Link], dt.date | None], since: dt.date) -> bool:
        """Every dated article among the links is older. One old item among newer ones (a pinned one, a list not
        strictly by date) never ends a walk."""
        days = [day for link in links if (day := day_of(link)) is not None]
        return bool(days) and max(days) < since


def mostly_dated(links: Sequence[Link]) -> bool:
    """Whether half of a page's links or more have a date: then one without stands in a side box."""
    return sum(link.listed_at is not None for link in links) * 2 >= len(links)


def meets_known(links: Sequence[Link], known: Collection[str]) -> bool:
    """Whether a page's rows (its dated links, where it has any) end among known articles: what lies behind is older."""
    rows = [link for link in links if link.listed_at is not None] or links
    return any(link.key in known for link in rows[len(rows) // 2 :])


def local_day(value: dt.datetime | dt.date | None) -> dt.date | None:
    """The day in Vietnam."""
    return value.astimezone(LOCAL).date() if isinstance(value, dt.datetime) else value
