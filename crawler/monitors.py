"""Judges a run when it closes: one outcome and the reasons in words. Pure; what it is given is what it judges by.

Scrapy's own exit code and finish reason lie (150 exceptions, exit code 0, "finished"), so neither is believed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from archive.records import Outcome

ALLOWED_FAILURES = 2  # addresses; provincial servers hang now and then
ALLOWED_SHARE = 0.02
SUSPICIOUS = 3  # known articles
SHUT_OUT = "archive_refused"  # finish reason of a run that a web archive would not serve
BUDGET_SPENT = "request_budget"  # finish reason of a run that asked as much as one night may (crawler/network/cost.py)
DISK_LOW = "disk_low"  # finish reason of a run that stopped before it used up the reserve of a disk (crawler/disk.py)


class RunOutcome(StrEnum):
    """How a run ended, worst last."""

    OK = "ok"
    SKIPPED = "skipped"  # the portal has no known address: nothing was asked
    EMPTY = "empty"  # the listings answered and held no article link
    PARTIAL = "partial"  # a part of the portal was not reached
    STALE = "stale"  # all answered, but the portal has shown nothing new for longer than it ever does
    BLOCKED = "blocked"  # the portal refused
    BROKEN = "broken"  # an error of ours, pages that vanished from the count, or pages that are not what they were


@dataclass(slots=True)
class RunFacts:
    """What a run did. `addresses` are the article addresses whose fate it had to decide, `outcomes` what became of
    them, `rechecked` the part of it that the archive had before, `why` the reasons by outcome; `listings` maps a
    listing to the links of each page read, `listing_failures` are "NAME page N: REASON"; `from_file` where the pages
    come from a WARC file or a web archive: no listing is walked then."""

    addresses: int = 0
    outcomes: Mapping[str, int] = field(default_factory=dict)
    rechecked: Mapping[str, int] = field(default_factory=dict)
    why: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    listings: Mapping[str, list[int]] = field(default_factory=dict)
    listing_failures: list[str] = field(default_factory=list)
    limits: list[str] = field(default_factory=list)
    errors: int = 0
    finish_reason: str = "finished"
    from_file: bool = False
    walks: bool = True  # whether it was to read listings: a recheck reads none
    breaches: Sequence[tuple[RunOutcome, str]] = ()  # of its past (crawler/judging/expectations.py)


def judge(facts: RunFacts) -> tuple[RunOutcome, list[str]]:
    """The run's outcome and its reasons; `ok` has none."""
    found: list[tuple[RunOutcome, str]] = []
    judged = sum(facts.outcomes.values())
    stopped = facts.finish_reason != "finished"
    if stopped:
        kind = RunOutcome.PARTIAL if facts.finish_reason in _CLEAN_STOPS else RunOutcome.BROKEN
        found.append((kind, f"stopped before the end: {facts.finish_reason}"))
    if facts.errors:
        found.append((RunOutcome.BROKEN, f"{facts.errors} errors in our own code; see the log"))
    if judged > facts.addresses or (judged < facts.addresses and not stopped):
        found.append((RunOutcome.BROKEN, f"{facts.addresses} article addresses, but {judged} outcomes"))
    elif judged < facts.addresses:
        found.append((RunOutcome.PARTIAL, f"{facts.addresses - judged} article addresses were left"))
    found.extend(_access(facts, judged))
    if lost := suspicious(facts):
        total = sum(facts.rechecked.values())
        found.append((RunOutcome.PARTIAL, f"{lost} of {total} known articles did not answer as articles"))
    found.extend((RunOutcome.PARTIAL, f"listing {failure}") for failure in facts.listing_failures)
    found.extend((RunOutcome.PARTIAL, limit) for limit in facts.limits)
    failed = facts.outcomes.get(Outcome.FAILED, 0)
    if failed > max(ALLOWED_FAILURES, ALLOWED_SHARE * facts.addresses):
        text = f"{failed} of {facts.addresses} article addresses failed"
        found.append((RunOutcome.PARTIAL, text + _mostly(facts, Outcome.FAILED)))
    found.extend(facts.breaches)
    if no_text := _unreadable(facts, judged):
        found.append((RunOutcome.PARTIAL, no_text))
    if not found:
        return RunOutcome.OK, []
    worst = max((kind for kind, _ in found), key=list(RunOutcome).index)
    return worst, [reason for _, reason in found]


_REFUSED = frozenset({"robots", "wall", "login", "http_401", "http_403", "http_407", "http_429", "http_451"})
_NO_TEXT = ("empty", "not_html")
_FAILURE = re.compile(r" page \d+: (?P<why>(?P<word>\w+).*)")  # of "NAME page N: REASON"; a name may hold anything
_LOST = (Outcome.MISSING, Outcome.GONE, Outcome.REJECTED, Outcome.BLOCKED)
_CLEAN_STOPS = frozenset(
    {
        "shutdown",
        "closespider_timeout",
        "closespider_itemcount",
        "closespider_pagecount",
        SHUT_OUT,
        DISK_LOW,
        BUDGET_SPENT,
    }
)


def _access(facts: RunFacts, judged: int) -> list[tuple[RunOutcome, str]]:
    """Walls and empty listings. A source that is a file has no listings."""
    found: list[tuple[RunOutcome, str]] = []
    blocked = facts.outcomes.get(Outcome.BLOCKED, 0)
    if blocked and 2 * blocked >= judged:
        text = f"{blocked} of {judged} article addresses were refused"
        found.append((RunOutcome.BLOCKED, text + _mostly(facts, Outcome.BLOCKED)))
    failures = [match for failure in facts.listing_failures if (match := _FAILURE.search(failure))]
    if refused := [match for match in failures if match["word"] in _REFUSED]:
        if not facts.listings:
            found.append((RunOutcome.BLOCKED, f"every listing was refused ({refused[0]['why']})"))
    elif not facts.listings and any(match["why"].startswith("empty: ") for match in failures):
        found.append((RunOutcome.EMPTY, "no listing could be read"))
    for name, pages in facts.listings.items():
        if pages and pages[0] == 0:
            found.append((RunOutcome.EMPTY, f"listing {name}: page 1 holds no article link"))
    if facts.from_file and not facts.addresses:
        found.append((RunOutcome.EMPTY, "the file or archive holds no article page of this portal"))
    if not facts.from_file and facts.walks and not facts.listings and not facts.listing_failures:
        found.append((RunOutcome.EMPTY, "no listing was read"))
    return found


def suspicious(facts: RunFacts) -> int:
    """Number of known articles that were missing, gone, rejected or refused, where they are too many to be true: more
    than three and more than a third. Then the portal is out of order, not its articles. Captures that others made long
    ago say nothing about that."""
    if facts.from_file:
        return 0
    lost = sum(facts.rechecked.get(outcome, 0) for outcome in _LOST)
    return lost if lost > max(SUSPICIOUS, sum(facts.rechecked.values()) / 3) else 0


def _mostly(facts: RunFacts, outcome: Outcome) -> str:
    """The commonest reason of an outcome, to be said behind its number."""
    reasons = facts.why.get(outcome, {})
    return f" (mostly {max(reasons, key=lambda one: reasons[one])})" if reasons else ""


def _unreadable(facts: RunFacts, judged: int) -> str | None:
    """Half of the addresses or more answered without text: a portal that needs a browser looks like that."""
    reasons = facts.why.get(Outcome.REJECTED, {})
    number = sum(count for reason, count in reasons.items() if reason.startswith(_NO_TEXT))
    if number <= SUSPICIOUS or 2 * number < judged:
        return None
    return f"{number} of {judged} article addresses held no text" + _mostly(facts, Outcome.REJECTED)
