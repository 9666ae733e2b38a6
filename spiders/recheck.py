"""Which known articles a run asks for again, and which of them whole.

A nightly run looks at the articles of the last days: edits come in the first. A recheck (weekly) looks at older ones:
those for which the portal answered longest ago, so that the whole archive comes round, then the rest of the last 92
days. "Not modified" is a hint only: portals keep the ETag of a page whose text they have changed, so every third visit
asks for the page itself.
"""

from __future__ import annotations

import datetime as dt

from archive.store import Known, Store
from crawler.arguments import Mode

RECENT_DAYS = 92  # a quarter: what is cited in reports is corrected or taken down within it, if at all
EVERY_DAYS = 7  # a recheck comes once a week
PASSED_OVER_DAYS = 28  # an address that never answers takes its turn once in four weeks


def of_night(store: Store, portal: str, today: dt.date, days: int) -> list[Known]:
    """The articles of the last `days`, the one that was looked at longest ago first: where the night's budget ends
    before them, the next night begins with what was left."""
    known = store.recheck(portal, published_since=today - dt.timedelta(days=days))
    return sorted(known, key=lambda one: one.last_checked)


def of_week(store: Store, portal: str, now: dt.datetime, days: int, budget: int) -> list[Known]:
    """What the nights no longer look at (they do for `days`) and nobody has for six days: at most `budget` articles of
    the whole archive, then all of the last 92 days, each once; oldest look first in both."""
    today = now.date()
    before = now - dt.timedelta(days=EVERY_DAYS - 1)
    asked_before = now - dt.timedelta(days=PASSED_OVER_DAYS)
    whole_archive = store.least_checked(portal, checked_before=before, asked_before=asked_before, limit=budget)
    recent = store.recheck(
        portal,
        published_since=today - dt.timedelta(days=RECENT_DAYS),
        published_before=today - dt.timedelta(days=days),
        checked_before=before,
    )
    return list({one.key: one for one in (*whole_archive, *sorted(recent, key=lambda one: one.last_checked))}.values())


def asked_whole(known: Known, now: dt.datetime, days: int, mode: Mode) -> bool:
    """Whether an article is asked for without validators: its last page with a body is older than `days` nights, in a
    recheck than as many weeks."""
    if known.whole_at is None:
        return True
    return now - known.whole_at > dt.timedelta(days=days * (EVERY_DAYS if mode is Mode.RECHECK else 1))
