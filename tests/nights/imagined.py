"""An imagined portal over two years, and the nights that visit it: no network, no database, a calendar of its own.

What a night finds goes through the very functions that close a real run (crawler/judging/closing.py); only the
rows that they read and write are kept in memory. Volumes follow what is known of provincial portals: working days,
bursts at meetings, a week of Tết without anything and slow days around it, other holidays, a thinner summer; clumps
of bad pages, because
one clerk's habit marks a whole batch.
"""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from archive.db import LOCAL
from archive.history import COMPLETE
from archive.query import RunRow
from archive.records import Article
from crawler.extraction.layout import Layout
from crawler.judging import closing
from crawler.judging.closing import Walks
from crawler.judging.expectations import Past
from crawler.judging.quality import NewArticles
from crawler.monitors import RunFacts

FIRST, LAST = dt.date(2025, 1, 1), dt.date(2026, 12, 31)
RELAUNCH = dt.date(2026, 3, 18)
OUTAGE = (dt.date(2025, 6, 10), dt.date(2025, 6, 11))
TET = (dt.date(2025, 1, 29), dt.date(2026, 2, 17))
_DAY = dt.timedelta(days=1)
OLD, NEW = Layout("cu", body="div.noi-dung"), Layout("moi", body="article.bai-viet")


@dataclass(frozen=True)
class Kind:
    """A kind of portal: articles on a usual working day, and on other days; listings; share of articles without a
    date, share of addresses that hold none, how many such addresses its listings always show, and the day of its
    relaunch."""

    name: str
    working: float
    free: float
    listings: int
    undated: float = 0.01
    rejected: float = 0.03
    always_rejected: int = 3
    relaunch: dt.date = RELAUNCH


KINDS = {
    kind.name: kind
    for kind in (
        Kind("busy", working=6.0, free=2.5, listings=3),
        Kind("slow", working=0.6, free=0.15, listings=2),
        Kind("undated", working=0.27, free=0.05, listings=1, undated=1.0, always_rejected=1),
    )
}


def pace(day: dt.date) -> float:
    """How much of the usual appears on a day, by the season."""
    for tet in TET:
        if -3 <= (day - tet).days <= 6:
            return 0.0 if (day - tet).days != -3 else 0.1
        if -8 <= (day - tet).days < -3 or 6 < (day - tet).days <= 12:
            return 0.4
    if (day.month, day.day) in {(1, 1), (4, 30), (5, 1), (5, 2), (9, 1), (9, 2)}:
        return 0.05
    return 0.65 if day.month in (7, 8) else 1.0


@dataclass
class Found:
    """What one night finds on the portal; a fault changes it."""

    day: dt.date
    articles: list[Article]
    rejected: int
    reread: int
    edited: int
    walks: Walks
    again: int = 0  # of the rejected addresses, those that every listing shows for ever
    bare: bool | None = False
    refused: bool = False


Fault = Callable[["Imagined", Found], None]


@dataclass
class Imagined:
    """The portal, the archive's rows of it, and the nights so far. `fault` is what goes wrong from now on."""

    kind: Kind
    seed: int
    expect: dict[str, float] = field(default_factory=dict)
    fault: Fault | None = None
    day: dt.date = FIRST
    runs: list[RunRow] = field(default_factory=list)
    stored: list[Article] = field(default_factory=list)
    met: list[dt.date] = field(default_factory=list)  # the night in which each was stored
    waiting: list[tuple[dt.date, Article]] = field(default_factory=list)  # published, and not yet in a listing
    published: Counter[dt.date] = field(default_factory=Counter)
    number: int = 0
    since_relaunch: int = 0

    def __post_init__(self) -> None:
        self.rng = random.Random(f"{self.kind.name}:{self.seed}")
        for ago in range(60, 0, -1):  # what the first night finds in the listings
            self._publish(FIRST - ago * _DAY)

    def copy(self) -> Imagined:
        """The same portal on the same day: another fault may befall it."""
        other = copy.copy(self)
        for name in ("runs", "stored", "met", "waiting", "published"):
            setattr(other, name, copy.copy(getattr(self, name)))
        other.rng = random.Random()
        other.rng.setstate(self.rng.getstate())
        return other

    # --- the portal -----------------------------------------------------------------------------------------------
    def _publish(self, day: dt.date) -> None:
        """A day's articles, overdispersed, with a meeting now and then; a few are put up days later."""
        rng, kind = self.rng, self.kind
        mean = (kind.working if day.weekday() < 5 else kind.free) * pace(day)
        if rng.random() < 0.025 and pace(day) == 1.0:
            mean *= 4
        bad_batch = rng.random() < 0.01  # one clerk forgets one thing in all of a day's articles
        for _ in range(poisson(rng, mean * rng.gammavariate(2.5, 1 / 2.5))):
            late = rng.randint(1, 6) if rng.random() < 0.05 else 0
            self.waiting.append((day + (late + 1) * _DAY, self._article(day, bad_batch=bad_batch)))

    def _article(self, day: dt.date, *, bad_batch: bool) -> Article:
        rng = self.rng
        self.number += 1
        undated = rng.random() < self.kind.undated or (bad_batch and rng.random() < 0.5)
        drift = 1 + 0.25 * (day - FIRST).days / 365  # texts grow longer over the years
        length = int(rng.lognormvariate(7.5, 0.65) * drift)
        title = "Lịch tiếp công dân" if rng.random() < 0.03 else f"Tin số {self.number} về cải cách hành chính"
        lead = None if rng.random() < 0.15 else f"Mở đầu tin {self.number}."
        footer = "\nLượt xem: 15" if rng.random() < 0.005 else ""
        own = spelled(self.number)
        text = f"{own} mở đầu.\n{'lời ' * (length // 4)}\nĐoạn cuối nói về {own}.{footer}"
        new = day >= self.kind.relaunch
        return Article(
            url="u",
            canonical_url="u",
            key=str(self.number),
            title=title,
            text=text,
            lead=lead,
            author=None if new or bad_batch or rng.random() < 0.1 else "Văn phòng",
            section="Tin trong tỉnh",
            published_at=None if undated else day,
            layout="moi" if new else "cu",
        )

    # --- the nights -----------------------------------------------------------------------------------------------
    @property
    def layouts(self) -> tuple[Layout, ...]:
        """As the portal's file declares them: the relaunch was written down on its day."""
        return (NEW, OLD) if self.day >= self.kind.relaunch else (OLD,)

    def night(self, mode: str = "nightly") -> RunRow:
        """Visit the portal in the small hours of `day`; the run's row."""
        found = self._find(mode)
        if self.fault is not None:
            self.fault(self, found)
        run = self._closed(found, mode)
        self.runs.insert(0, run)
        return run

    def _find(self, mode: str) -> Found:
        rng, kind = self.rng, self.kind
        articles = [article for shown, article in self.waiting if shown <= self.day]
        self.waiting = [(shown, article) for shown, article in self.waiting if shown > self.day]
        rejected = sum(rng.random() < kind.rejected for _ in articles)
        again = kind.always_rejected if (self.day - FIRST).days % 7 == 0 else 0  # asked for again after a week
        reread = sum(1 for day in self.met[-300:] if (self.day - day).days <= 7)
        edited = sum(rng.random() < 0.02 for _ in range(reread))
        bare: bool | None = False
        if self.day == kind.relaunch:
            edited = reread  # the same texts, by the new layout
        if self.day >= kind.relaunch and self.since_relaunch < 64:
            self.since_relaunch += len(articles)
            bare = True  # until the template has learned the new site
        walks = Walks()
        if self.runs and mode == "nightly":
            for _ in range(kind.listings):
                walks = walks.ended(met=len(self.stored) > 20, known=True)
        refused = self.day in OUTAGE
        if refused:
            self.waiting += [(self.day + _DAY, article) for article in articles]
        return Found(self.day, articles, rejected + again, reread, edited, walks, again, bare, refused)

    def _closed(self, found: Found, mode: str) -> RunRow:
        new = NewArticles()
        if found.refused:
            found = Found(found.day, [], 0, 0, 0, Walks())
            facts = RunFacts(listing_failures=["tin page 1: http_403"], from_file=False)
        else:
            for article in found.articles:
                new.add(article, bare=found.bare)
            new.edited = found.edited
            outcomes = {
                "stored": len(found.articles),
                "rejected": found.rejected,
                "revised": found.edited,
                "unchanged": found.reread - found.edited,
            }
            facts = RunFacts(
                addresses=sum(outcomes.values()),
                outcomes=outcomes,
                rechecked={"revised": found.edited, "unchanged": found.reread - found.edited},
                why={"rejected": {"listing": found.rejected}},
                listings={f"tin{number}": [10] for number in range(self.kind.listings)},
            )
        for article in found.articles:
            if article.published_on is not None:
                self.published[article.published_on] += 1
        past = self._past(found.again)
        day, layouts = found.day, self.layouts
        counts = dict(facts.outcomes) | closing.counters(new, facts, found.walks, past, layouts, day, mode)
        run = closing.tonight(facts, counts, day, mode)
        outcome, reasons, complete = closing.close(past, run, facts, self.expect)
        self.stored += found.articles
        self.met += [day] * len(found.articles)
        at = dt.datetime.combine(day, dt.time(1, 30), LOCAL)
        counts[COMPLETE] = int(complete)
        return RunRow(len(self.runs), "tinh", mode, "live", at, at, str(outcome), reasons, [], counts)

    def _past(self, again: int) -> Past:
        earliest = self.day - 400 * _DAY
        for day in [day for day in self.published if day < earliest]:
            del self.published[day]
        newest = max((day for day in self.published if day <= self.day), default=None)
        recent = [(article.title, article.text) for article in self.stored[: -closing.RECENT - 1 : -1]]
        return Past(self.runs[: closing.RUNS], dict(self.published), newest, recent, again)

    def until(self, last: dt.date) -> Iterator[RunRow]:
        """The nights up to a day, one run or two each: the first of a month has a sweep behind its night."""
        while self.day <= last:
            yield self.night()
            if self.day.day == 1:
                yield self.night("sweep")
            self._publish(self.day)
            self.day += _DAY


def spelled(number: int) -> str:
    """A number as a word without figures, so that each article has lines of its own."""
    return "".join("abcdefghik"[int(digit)] for digit in str(number))


def poisson(rng: random.Random, mean: float) -> int:
    """By counting what falls into a unit of time; for small means."""
    number, left = 0, rng.expovariate(1.0)
    while left < mean:
        number += 1
        left += rng.expovariate(1.0)
    return number


# --- what may go wrong --------------------------------------------------------------------------------------------
def changed(**fields: Any) -> Fault:
    """Every new article differs in these fields."""

    def fault(_: Imagined, found: Found) -> None:
        found.articles = [dataclasses.replace(article, **fields) for article in found.articles]

    return fault


def each(change: Callable[[Article, int], Article]) -> Fault:
    """Every new article differs in its own way, by its number."""

    def fault(_: Imagined, found: Found) -> None:
        found.articles = [change(article, int(article.key)) for article in found.articles]

    return fault


def half_undated(article: Article, number: int) -> Article:
    return dataclasses.replace(article, published_at=None) if number % 2 else article


def lead_only(article: Article, number: int) -> Article:
    return dataclasses.replace(article, text=f"{spelled(number)} mở đầu.\n{'lời ' * 55}")


def with_menu(article: Article, _: int) -> Article:
    return dataclasses.replace(article, text=article.text + "\nGiới thiệu cơ cấu tổ chức, thông tin liên hệ của tỉnh")


def most_rejected(_: Imagined, found: Found) -> None:
    lost = [article for article in found.articles if int(article.key) % 10 < 8]
    found.articles = [article for article in found.articles if int(article.key) % 10 >= 8]
    found.rejected += len(lost)


def frozen(_: Imagined, found: Found) -> None:
    found.articles, found.rejected = [], found.again


def to_a_tenth(_: Imagined, found: Found) -> None:
    found.articles = [article for article in found.articles if int(article.key) % 10 == 0]


def replaced(_: Imagined, found: Found) -> None:
    found.bare = True


def pager(_: Imagined, found: Found) -> None:
    found.walks = Walks(found.walks.all, found.walks.all, 0)


def mass_edit(_: Imagined, found: Found) -> None:
    found.edited = found.reread


def walls(_: Imagined, found: Found) -> None:
    found.refused = True


FAULTS: dict[str, Fault] = {
    "all undated": changed(published_at=None),
    "half undated": each(half_undated),
    "one title": changed(title="Cổng thông tin điện tử"),
    "text cut to the lead": each(lead_only),
    "layout matches nothing": changed(layout=None),
    "most pages rejected": most_rejected,
    "menu in every text": each(with_menu),
    "another site's pages": replaced,
    "listings frozen": frozen,
    "a tenth of the articles": to_a_tenth,
    "pager broken": pager,
    "all known articles changed": mass_edit,
    "authors gone": changed(author=None),
    "walls": walls,
}


def first_alarm(runs: Iterable[RunRow]) -> tuple[int, RunRow] | None:
    """How many nights it took, and the run that said it."""
    nights = 0
    for run in runs:
        nights += run.mode == "nightly"
        if run.outcome != "ok":
            return nights, run
    return None
