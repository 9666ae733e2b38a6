"""Who is told what, and when: one message for all changes of a round, one digest a day, nothing twice, nothing lost.

A *subject* is a portal, the disk, the backup, the integrity of the archive, the scheduler or an alert address. A notice
is written (archive/notices.py) where a subject comes into another state than the last one that was written; a first
state that is fine is no news. Then everything that nobody has got yet goes out in one message, and is marked as told
once at least one address took it. So

- an address that is down gets nothing twice later, and the others do not wait for it; that it is down is a notice of
  its own, told through the others;
- where no address took a message it is told late, with its own time, by the next round or the start of the scheduler;
- a process that dies between delivery and mark makes one message go out twice, never none;
- what is older than 48 hours is not told any more: with no address set, notices only stand in the archive, and whoever
  sets one later is not flooded with the past;
- where the archive itself cannot be read or written there is no memory, and no silence either: what was found is sent
  at once, again with every round until the archive is mended.

Nothing here raises for a failed delivery, a missing library or an archive that cannot be written: the round goes on.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from archive import notices, query
from archive.db import LOCAL, ArchiveError, local_day
from archive.notices import NoticeRow
from crawler.config import Config
from crawler.health import FAILING, PAST, Health, by_need
from crawler.health_table import cut, cut_all
from crawler.life import Stage
from crawler.nights import digest
from crawler.nights.config import NightsConfig
from crawler.nights.digest import DIGEST, RoundFacts
from crawler.nights.sending import Address, addresses, send
from crawler.variables import ConfigError

__all__ = ["RoundFacts", "after_round", "after_upkeep", "alarm", "at_start", "check", "tell"]

log = logging.getLogger(__name__)

OK = "ok"
CLOSED = str(Stage.CLOSED)
LATE = dt.timedelta(hours=48)  # what is older is not told any more
ADDRESS = "alert address "  # how the subjects of addresses begin
SCHEDULER = "scheduler"
_FINE = frozenset({OK, CLOSED, str(Stage.DORMANT)})
_NAMED = 3  # changes that a title names
_ONE = threading.Lock()  # a round and the upkeep may end together: what waits is delivered by one of them


class Change(NamedTuple):
    """A subject, the state that it is in, and what there is to say about it."""

    subject: str
    state: str
    text: str


# --- what is news: pure -------------------------------------------------------------------------------------------
def news(found: Iterable[tuple[str, str, str]], known: Mapping[str, NoticeRow]) -> list[Change]:
    """What differs from the last state of each subject; a first state that is ok is no news."""
    changes = []
    for subject, state, text in found:
        before = known[subject].state if subject in known else OK
        if state != before:
            changes.append(Change(subject, state, f"{subject}: {state}, was {before}\n{text}".rstrip()))
    return changes


def states_of(healths: Iterable[Health]) -> list[Change]:
    """The state of each portal that has one, the worst first: of a dormant, running, skipped or never crawled portal
    nothing is said."""
    found = []
    for one in by_need(healths):
        if one.life.stage is Stage.CLOSED:
            found.append(Change(one.portal, CLOSED, f"{cut(one.diagnosis)}\n→ {PAST.format(name=one.portal)}"))
        elif one.life.stage is Stage.ACTIVE and one.outcome == OK:
            found.append(Change(one.portal, OK, cut(one.diagnosis)))
        elif one.needs_a_hand:
            found.append(Change(one.portal, one.outcome, "\n".join(said_of(one))))
    return found


def said_of(one: Health) -> list[str]:
    """A portal that needs a hand, in lines: what it means, what to do, and its reasons, cut."""
    step = [f"→ {one.next_step}"] if one.next_step else []
    return [cut(one.diagnosis), *step, *cut_all(one.reasons, one.portal)]


def message(pending: Sequence[NoticeRow], now: dt.datetime) -> tuple[str, str]:
    """Title and body for notices, oldest first. Those made before this moment say when."""
    heads = [f"{one.subject} {one.state}" for one in pending]
    if len(heads) == 1:
        title = f"CCHC Archive: {heads[0]}"
    else:
        more = f" and {len(heads) - _NAMED} more" if len(heads) > _NAMED else ""
        title = f"CCHC Archive: {len(heads)} changes: {', '.join(heads[:_NAMED])}{more}"
    parts = []
    for one in pending:
        head, _, rest = one.text.partition("\n")
        late = f" (told late: seen {one.made_at.astimezone(LOCAL):%Y-%m-%d %H:%M})" if one.made_at < now else ""
        parts.append(f"{head}{late}" + (f"\n{rest}" if rest else ""))
    return title, "\n\n".join([*parts, "`cchc health` shows every portal."])


# --- what the scheduler calls -------------------------------------------------------------------------------------
def check(nights: NightsConfig) -> list[str]:
    """What is wrong with CCHC_ALERT_URLS, in the words of a ConfigError and without secrets; opens no connection."""
    bad = [one for one in addresses(nights.alert_urls) if one.problem is not None]
    return list(dict.fromkeys(str(ConfigError("CCHC_ALERT_URLS", f"{one.label}: {one.problem}")) for one in bad))


def at_start(engine: Engine, nights: NightsConfig, *, now: dt.datetime) -> None:
    """Log what is wrong with the addresses and tell what nobody has got yet. Never raises."""
    for words in check(nights):
        log.error("%s", words)
    _safely(lambda: _deliver(engine, nights, now), "the notices")


def after_round(
    engine: Engine,
    nights: NightsConfig,
    healths: Sequence[Health],
    *,
    now: dt.datetime,
    facts: RoundFacts | None = None,
) -> None:
    """Tell the changes of a round; behind a night's also the day's digest, where there was none yet. Never raises."""
    _safely(lambda: _write(engine, nights, states_of(healths), now), "the changes")
    if facts is None or facts.kind == digest.NIGHT:
        _safely(lambda: _daily(engine, nights, healths, now, facts), "the digest")
    _safely(lambda: _deliver(engine, nights, now), "the notices")


def after_upkeep(
    engine: Engine, nights: NightsConfig, problems: Iterable[tuple[str, str, str]], *, now: dt.datetime
) -> None:
    """Tell what the upkeep found: (subject, state, text) of what is failing, and of what is ok where it says so. What
    failed before and is not in the list has come right. Never raises."""

    said = [Change(subject, state, cut(text, 2_000)) for subject, state, text in problems]
    named = {change.subject for change in said}
    try:
        said += [Change(name, OK, "as it should be again") for name in _upkept(engine) if name not in named]
    except (ArchiveError, SQLAlchemyError) as error:
        log.error("what failed before is not known: %s", error)
    tell(engine, nights, said, now=now)


def _upkept(engine: Engine) -> list[str]:
    """Subjects of the upkeep that were failing: neither portals nor our own."""
    portals = set(query.portals(engine))
    return [
        subject
        for subject, notice in notices.states(engine).items()
        if notice.state == FAILING
        and subject not in portals
        and subject not in (SCHEDULER, DIGEST)
        and not subject.startswith(ADDRESS)
    ]


def tell(engine: Engine, nights: NightsConfig, found: Iterable[tuple[str, str, str]], *, now: dt.datetime) -> None:
    """Write a notice for each (subject, state, text) that is news; tell all that nobody has got yet. Never raises."""
    _safely(lambda: _write(engine, nights, found, now), "the changes")
    _safely(lambda: _deliver(engine, nights, now), "the notices")


def alarm(nights: NightsConfig, what: str, found: Iterable[tuple[str, str, str]] = ()) -> None:
    """Tell at once that the archive cannot be used, and what is amiss beside it; nothing is remembered, so it is told
    each time. Never raises."""
    parts = [what, *(f"{subject}: {state}\n{text}" for subject, state, text in found if state not in _FINE)]
    body = "\n\n".join([*parts, "`cchc db check` says what is wrong with the archive."])
    for place in addresses(nights.alert_urls):
        if (why := send(place, "CCHC Archive: the archive cannot be used", body)) is not None:
            log.error("%s did not take the alarm: %s", place.label, why)


def _safely(work: Callable[[], None], what: str) -> None:
    """A round is not lost because nobody can be told; no traceback: its lines may quote an address."""
    try:
        with _ONE:
            work()
    except Exception as error:
        log.error("%s could not be told (%s: %s); tried again next time", what, type(error).__name__, error)


def _write(engine: Engine, nights: NightsConfig, found: Iterable[tuple[str, str, str]], now: dt.datetime) -> None:
    """Write what is news. Where that cannot be done it is told at once."""
    said = list(found)
    try:
        changes = news(said, notices.states(engine))
        notices.add(engine, changes, now=now)
    except (ArchiveError, SQLAlchemyError) as error:
        log.error("no notice can be written: %s", error)
        alarm(nights, str(error), said)
        return
    for change in changes:
        log.log(logging.INFO if change.state in _FINE else logging.WARNING, "%s", change.text.partition("\n")[0])


def _daily(
    engine: Engine, nights: NightsConfig, healths: Sequence[Health], now: dt.datetime, facts: RoundFacts | None
) -> None:
    day = local_day(now).isoformat()
    last = notices.states(engine).get(DIGEST)
    if last is None or last.state < day:  # days in ISO 8601 are in order; a clock that was set back sends none again
        text = digest.text(engine, nights, Config.from_env(), healths, now=now, facts=facts)
        notices.add(engine, [Change(DIGEST, day, text)], now=now)


# --- delivery -----------------------------------------------------------------------------------------------------
def _deliver(engine: Engine, nights: NightsConfig, now: dt.datetime) -> None:
    """Send what nobody has got yet: the changes as one message, of the digests the newest."""
    pending = notices.undelivered(engine, since=now - LATE)
    if not pending or not nights.alert_urls:
        return
    places = addresses(nights.alert_urls)
    changes = [notice for notice in pending if notice.subject != DIGEST]
    digests = [notice for notice in pending if notice.subject == DIGEST]
    took: dict[str, str | None] = {}
    if changes:
        took = _send(engine, places, changes, *message(changes, now), now=now)
    if digests:
        took |= _send(engine, places, digests, *digest.message(digests[-1]), now=now)
    working = [place for place in places if took[place.label] is None]
    if not working:  # nobody could be told of it: the log has it, and what is late says so when it comes
        return
    notices.add(engine, (fresh := _of_addresses(engine, took)), now=now)
    if fresh:
        own = [one for one in notices.undelivered(engine, since=now - LATE) if one.subject.startswith(ADDRESS)]
        _send(engine, working, own, *message(own, now), now=now)


def _send(
    engine: Engine, places: Sequence[Address], told: Sequence[NoticeRow], title: str, body: str, *, now: dt.datetime
) -> dict[str, str | None]:
    """Give one message to every address; why each did not take it, None where it did. Marks what somebody has got."""
    took = {place.label: send(place, title, body) for place in places}
    for label, why in took.items():
        if why is not None:
            log.error("%s did not take %r: %s", label, title, why)
    if None in took.values():
        notices.mark_told(engine, [notice.id for notice in told], now=now)
    return took


def _of_addresses(engine: Engine, took: Mapping[str, str | None]) -> list[Change]:
    """News of the addresses themselves; one that is no longer set has nothing left to fail."""
    known = notices.states(engine)
    found = [
        Change(label, FAILING, f"it does not take messages: {why}\n→ `cchc alerts --test` tries every address")
        if why is not None
        else Change(label, OK, "it takes messages again")
        for label, why in took.items()
    ]
    gone = [name for name in known if name.startswith(ADDRESS) and name not in took]
    return news([*found, *(Change(name, OK, "it is not set any more") for name in gone)], known)
