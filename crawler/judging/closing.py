"""How a run is closed: what it counted, what the portal's past let expect, one outcome. `close` is pure.

A run that was judged by its past keeps `complete` apart from its outcome: a stale night has missed nothing, and nor has
one whose articles have lost their dates. Otherwise one unnoticed fault would let every later walk begin below the last
good night, deeper each time, until its limit.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence

from sqlalchemy import Engine

from archive import query
from archive.db import local_day
from archive.history import OFF_TOPIC
from archive.records import Outcome
from crawler import life
from crawler.extraction.layout import Layout
from crawler.judging.expectations import Past, breaches, fingerprint, usual_length
from crawler.judging.quality import NewArticles
from crawler.judging.rhythm import HISTORY_DAYS
from crawler.judging.shares import Breach, Tonight
from crawler.monitors import RunFacts, RunOutcome, judge

RUNS = 400  # a year of nights, and its sweeps
RECENT = 40  # articles before tonight that new ones are compared with
_COMPLETES = frozenset({"nightly", "full"})


@dataclasses.dataclass(frozen=True, slots=True)
class Walks:
    """How the walks through a portal's listings ended: `cut` before they met the stretch of known articles that ends
    one, `open` of these among articles that were new. Counted only where an earlier run was complete."""

    all: int = 0
    cut: int = 0
    open: int = 0

    def ended(self, *, met: bool, known: bool) -> Walks:
        """With one more walk; `known` says whether its last articles were known."""
        return Walks(self.all + 1, self.cut + (not met), self.open + (not met and not known))


def past_of(engine: Engine, portal: str, run_id: int, started_at: dt.datetime) -> Past:
    """What the archive knows of a portal at the end of a run: a few bounded look-ups."""
    today = local_day(started_at)
    runs = [run for run in query.visits(engine, portal, limit=RUNS) if run.id != run_id]
    published = query.published_by_day(engine, portal, today - dt.timedelta(days=HISTORY_DAYS), today)
    return Past(
        runs,
        published,
        max(published, default=None) or query.newest_day(engine, portal, today),
        query.recent(engine, portal, before=started_at, limit=RECENT),
        query.rejected_again(engine, run_id),
    )


def counters(
    new: NewArticles,
    facts: RunFacts,
    walks: Walks,
    past: Past,
    layouts: Sequence[Layout],
    day: dt.date,
    mode: str,
    *,
    only: bool = False,
) -> dict[str, int]:
    """What a run's row holds for the nights to come (docs/runs.md). `only`: articles about anything but reform were not
    stored, and are no rejected addresses."""
    off_topic = {OFF_TOPIC: facts.why.get(Outcome.REJECTED, {}).get(OFF_TOPIC, 0)} if only else {}
    seen = {"layouts": fingerprint(layouts), **off_topic}
    usual = usual_length(past, Tonight(day, mode, seen, walked=False))

    def first(outcome: Outcome) -> int:
        return facts.outcomes.get(outcome, 0) - facts.rechecked.get(outcome, 0)

    rejected = max(0, first(Outcome.REJECTED) - off_topic.get(OFF_TOPIC, 0) - past.met_before)
    found = {
        **seen,
        **new.counts(past.recent, usual, layouts=any(layout.valid_on(day) for layout in layouts)),
        "new_asked": first(Outcome.STORED) + first(Outcome.ALIAS) + rejected,
        "new_rejected": rejected,
        "reread": facts.rechecked.get(Outcome.REVISED, 0) + facts.rechecked.get(Outcome.UNCHANGED, 0),
        "edited": new.edited,
    }
    if walks.all:
        found |= {"walks": walks.all, "walks_cut": walks.cut, "walks_open": walks.open}
    return found


def tonight(facts: RunFacts, counts: Mapping[str, int], day: dt.date, mode: str) -> Tonight:
    """The run as the past is held against it. A rhythm is judged only where every listing was read to its end."""
    walked = bool(facts.listings) and not facts.listing_failures and not facts.errors
    return Tonight(day, mode, counts, walked=walked and facts.finish_reason == "finished" and not facts.from_file)


def close(
    past: Past, run: Tonight, facts: RunFacts, expect: Mapping[str, float], *, dormant: bool = False
) -> tuple[RunOutcome, list[str], bool]:
    """The run's outcome, its reasons, and whether it is complete: what was published before it is stored or settled."""
    found = [] if facts.from_file else breaches(past, run, expect, dormant=dormant)
    outcome, reasons = judge(dataclasses.replace(facts, breaches=[(one.outcome, one.reason) for one in found]))
    return outcome, reasons, _complete(run.mode, facts, found)


def _complete(mode: str, facts: RunFacts, found: Sequence[Breach]) -> bool:
    whole = judge(facts)[0] is RunOutcome.OK and not any(breach.gap for breach in found)
    return whole and mode in _COMPLETES and not facts.from_file


def is_dormant(province: str | None, district: str | None, past: Past, day: dt.date) -> bool:
    """Whether the portal's unit has ended and it has been quiet so long that nobody need be told (crawler/life.py)."""
    ended = life.unit_ended(province, district, day)
    if ended is None:
        return False
    met = [local_day(run.started_at) for run in past.runs if run.counts.get("stored")]
    return (day - max([ended, *met])).days >= life.QUIET_DAYS
