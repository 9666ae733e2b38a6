"""A portal's life, seen from what it answered: active, dormant or closed, and when it is due again.

Nothing of it is stored: it is computed from the run table each time, so it cannot drift, and a portal that answers
again is active again by itself. Rules (DESIGN 4), with the local days of visits as the clock:

- **Dormant**: its unit has ended (gazetteer, districts) and for 60 days nothing new was stored. One visit a week.
- **Closed**: on three different days, one after the other and with no other answer between,
  * its host name was not known (for any portal), or nothing answered at all (only where the unit has ended: the server
    of a living unit that is silent is an outage and stays an alarm), or
  * every listing was redirected to another host, and the unit has ended or that host is another portal's of ours.
    A living unit that redirects has moved: somebody must write its new address down, so it is not closed.
  Errors (5xx), walls, log-ins, faults of TLS and robots.txt come from a server that is there: they never close.
- **Back-off**: after n days in a row of refusal or outage the next visit waits 1, 2, 4, 7, 7 … nights. Portals of one
  host share it. Manual visits count; killed runs, errors of ours and a full disk say nothing about the portal.
- **Our own line**: on a day on which other hosts were asked and none answered, an unknown name or silence is ours, not
  the portal's: it neither closes nor backs off. Days on which no other host was asked prove less: seven close.

Pure but for `of_archive`, which reads.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from sqlalchemy import Engine

from archive import districts, gazetteer, query
from archive.db import LOCAL, local_day
from archive.query import DeclaredRow, RunRow
from archive.runs import INGEST
from crawler import findings
from crawler.monitors import RunOutcome
from crawler.portals import portals

QUIET_DAYS = 60  # without anything new, after the unit has ended
DORMANT_WAIT = 7  # days between two visits
CLOSING_DAYS, CLOSING_DAYS_ALONE = 3, 7  # different days; where no other host proves that our line was there
WAITS = (1, 2, 4, 7)  # nights after so many days of refusal or outage; the last one from then on


class Stage(StrEnum):
    """Where a portal stands in its life."""

    ACTIVE = "active"
    DORMANT = "dormant"  # one visit a week, no alarm
    CLOSED = "closed"  # left out of the nights; said once


@dataclass(frozen=True, slots=True)
class Life:
    """`since` is the local day on which the stage began, or the back-off of an active portal (None: nothing of the
    kind); `why` says it in words, "" where there is nothing to say; the portal is due every night where `next_visit` is
    None, else not before that moment, the beginning of a local day. Closed portals are not due at all."""

    stage: Stage
    since: dt.date | None = None
    why: str = ""
    next_visit: dt.datetime | None = None

    def due(self, now: dt.datetime) -> bool:
        """Whether a night at this moment visits the portal."""
        return self.stage is not Stage.CLOSED and (self.next_visit is None or self.next_visit <= now)


class Answer(StrEnum):
    """What a visit says about the server."""

    NOTHING = "nothing"  # it was ours to end: killed, an error of ours, a full disk; or it is still running
    ANSWERED = "answered"
    REFUSED = "refused"  # a wall, robots.txt, TLS, or errors
    MOVED = "moved"  # every listing was redirected to another host
    SILENT = "silent"  # no listing brought an answer
    NO_HOST = "no_host"  # its name is not known


_UNREACHED = frozenset({Answer.SILENT, Answer.NO_HOST})  # may be our own line
_AMISS = frozenset({Answer.REFUSED, Answer.MOVED, *_UNREACHED})
_SAYS = {
    Answer.REFUSED: "it refused us or answered with errors",
    Answer.MOVED: "it redirected to another host",
    Answer.SILENT: "it did not answer",
    Answer.NO_HOST: "its host name was not known",
}
_REFUSALS = frozenset(
    {"wall", "robots", "robots_error", "robots_wall", "maintenance", "login", "tls", "old_tls", "no_answer"}
)  # codes of findings
_NO_VISIT = frozenset({INGEST, "replay"})
_LISTING = re.compile(r"listing .* page \d+: (?P<why>.*)", re.DOTALL)
_REDIRECT = re.compile(r"redirected to (?P<url>https?://\S+)")
_NO_NAME = re.compile(r"CannotResolveHost|DNSLookup")
_NO_ANSWER = re.compile(r"timeout|ConnectionRefused|DownloadFailed|ConnectionLost|ConnectionReset")


def answer_of(run: RunRow, host: str) -> tuple[Answer, str]:
    """What a run says about the server of `host`; with the address that a redirect named, else ""."""
    if run.mode in _NO_VISIT or run.outcome is None or run.outcome == RunOutcome.SKIPPED:
        return Answer.NOTHING, ""
    if run.outcome in (RunOutcome.OK, RunOutcome.STALE):
        asked = run.counts.get("requests", 1)  # a recheck may find nothing due, and then nobody was asked
        return (Answer.ANSWERED if asked else Answer.NOTHING), ""
    if run.counts.get("listings", 0):
        return (Answer.REFUSED if run.outcome == RunOutcome.BLOCKED else Answer.ANSWERED), ""
    if run.outcome == RunOutcome.BLOCKED:
        return Answer.REFUSED, ""
    if run.outcome == RunOutcome.EMPTY and not run.reasons:
        return Answer.ANSWERED, ""
    whys = [match["why"] for reason in run.reasons if (match := _LISTING.match(reason))]
    if whys:
        targets = [match["url"] for why in whys if (match := _REDIRECT.match(why)) and _elsewhere(match["url"], host)]
        if len(targets) == len(whys):
            return Answer.MOVED, targets[0]
        if all(map(_NO_NAME.search, whys)):
            return Answer.NO_HOST, ""
        if all(_NO_NAME.search(why) or _NO_ANSWER.search(why) for why in whys):
            return Answer.SILENT, ""
    finding = findings.find(run.reasons)
    if finding is not None and finding.code in _REFUSALS:
        return Answer.REFUSED, ""
    return (Answer.ANSWERED if whys or run.outcome == RunOutcome.EMPTY else Answer.NOTHING), ""


def life(
    runs: Sequence[RunRow],
    *,
    host: str,
    unit_ended: dt.date | None,
    newest: dt.date | None,
    now: dt.datetime,
    successor: str = "",
    others: Mapping[str, str] | None = None,
    neighbours: Sequence[RunRow] = (),
    online: Mapping[dt.date, bool] | None = None,
) -> Life:
    """A portal's life from its runs, in any order.

    `newest` is the last local day on which a visit stored something new; `successor` the name of the unit that
    followed; `others` are the other portals' names by their hosts; `neighbours` the runs of other portals at the same
    host. `online` says of local days whether any other host that was asked answered; a day on which none was asked is
    missing (None: our line is believed on every day).
    """
    today = local_day(now)
    ended = unit_ended if unit_ended is not None and unit_ended <= today else None
    visits = _visits(runs, host, online, today)
    closed = _closed(visits, ended, successor, others or {}, online)
    if closed is not None:
        return closed
    pause = _pause(_visits([*runs, *neighbours], host, online, today))
    quiet = _dormant(visits, ended, newest, today)
    if quiet is None:
        return pause or Life(Stage.ACTIVE)
    if pause is not None and pause.next_visit is not None and quiet.next_visit is not None:
        return Life(quiet.stage, quiet.since, quiet.why, max(quiet.next_visit, pause.next_visit))
    return quiet


def beginning(day: dt.date) -> dt.datetime:
    """The first moment of a day in Vietnam."""
    return dt.datetime.combine(day, dt.time(), LOCAL)


@dataclass(frozen=True, slots=True)
class _Visit:
    day: dt.date
    answer: Answer
    target: str


def _visits(runs: Iterable[RunRow], host: str, online: Mapping[dt.date, bool] | None, today: dt.date) -> list[_Visit]:
    """The visits that say something about the server, newest first: by their numbers, for a clock that once was ahead
    must not hide the visits after it; days to come are today."""
    found = []
    for run in sorted(runs, key=lambda run: run.id, reverse=True):
        day, (answer, target) = local_day(run.started_at), answer_of(run, host)
        ours = answer in _UNREACHED and online is not None and not online.get(day, True)
        if answer is not Answer.NOTHING and not ours:
            found.append(_Visit(min(day, today), answer, target))
    return found


def _closed(
    visits: Sequence[_Visit],
    ended: dt.date | None,
    successor: str,
    others: Mapping[str, str],
    online: Mapping[dt.date, bool] | None,
) -> Life | None:
    def closes(visit: _Visit) -> bool:
        match visit.answer:
            case Answer.NO_HOST:
                return True
            case Answer.SILENT:
                return ended is not None
            case Answer.MOVED:
                return ended is not None or host_of(visit.target) in others
        return False

    streak = list(itertools.takewhile(closes, visits))
    days = sorted({visit.day for visit in streak})
    # A redirect is an answer, so the line was there.
    sure = {v.day for v in streak if v.answer is Answer.MOVED or online is None or online.get(v.day, False)}
    if len(sure) >= CLOSING_DAYS:
        since = sorted(sure)[CLOSING_DAYS - 1]
    elif len(days) >= CLOSING_DAYS_ALONE:
        since = days[CLOSING_DAYS_ALONE - 1]
    else:
        return None
    last = streak[0]
    if last.answer is Answer.MOVED:
        what = f"it redirects to {last.target}"
        if name := others.get(host_of(last.target)):
            what += f", the portal {name}"
        if successor:
            what += f"; its unit went to {successor} on {ended}"
    else:
        what = _SAYS[last.answer]
        if ended is not None:
            what += f", and its unit ended on {ended}" + (f" (now {successor})" if successor else "")
    return Life(Stage.CLOSED, since, f"{what} (seen on {len(days)} days from {days[0]} to {days[-1]})")


def _dormant(visits: Sequence[_Visit], ended: dt.date | None, newest: dt.date | None, today: dt.date) -> Life | None:
    if ended is None or not visits:
        return None
    since = max(ended, newest or visits[-1].day) + dt.timedelta(days=QUIET_DAYS)
    if today < since:
        return None
    last = f"nothing new since {newest}" if newest else "nothing was ever new"
    return Life(
        Stage.DORMANT,
        since,
        f"its unit ended on {ended}, and {last}: one visit a week",
        beginning(visits[0].day + dt.timedelta(days=DORMANT_WAIT)),
    )


def _pause(visits: Sequence[_Visit]) -> Life | None:
    """The back-off of a host. After the first bad day the next night asks as usual."""
    streak = list(itertools.takewhile(lambda visit: visit.answer in _AMISS, visits))
    days = sorted({visit.day for visit in streak})
    if len(days) < 2:
        return None
    wait = WAITS[min(len(days), len(WAITS)) - 1]
    due = days[-1] + dt.timedelta(days=wait)
    why = f"{_SAYS[streak[0].answer]}, on {len(days)} days in a row since {days[0]}: asked again from {due} on"
    return Life(Stage.ACTIVE, days[0], why, beginning(due))


def host_of(url: str) -> str:
    """The host of an address, without www."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _elsewhere(url: str, host: str) -> bool:
    """Whether an address is at another host; a host below the portal's own (`cu.` for the old site) is its own."""
    other = host_of(url)
    return bool(other) and other != host and not other.endswith(f".{host}")


# --- reading ------------------------------------------------------------------------------------------------------
def unit_ended(province: str | None, district: str | None, today: dt.date) -> dt.date | None:
    """The first day on which the unit of a portal no longer existed; None while it does, or where it is not known.

    `province` is a slug, `district` an id of districts.csv. A unit whose slug lives on (Thái Nguyên) has not ended.
    """
    if district is not None:
        return districts.ENDED if today >= districts.ENDED and _is_district(district) else None
    unit = gazetteer.unit(province) if province is not None else None
    return unit.valid_to if unit is not None and unit.valid_to is not None and unit.valid_to <= today else None


def _is_district(name: str) -> bool:
    province, slash, slug = name.partition("/")
    return bool(slash) and districts.district(province, slug) is not None


def of_archive(engine: Engine | None, names: Iterable[str], now: dt.datetime) -> dict[str, Life]:
    """The lives of these portals; without an archive (None), and where never crawled, they are active."""
    names = list(names)
    if engine is None:
        return {name: Life(Stage.ACTIVE) for name in names}
    places = {row.name: row for row in query.declared(engine)}
    visits = {name: query.visits(engine, name) for name in places}
    newest, today = query.newest_stored(engine), local_day(now)
    for name, portal in portals().items():
        # Where its file declares no host, the one that was typed (-a host=) stands.
        host = portal.host or (places[name].host if name in places else "")
        places[name] = DeclaredRow(name, host, portal.province, portal.district)
    answered = _answered(places, visits)
    lives = {}
    for name in names:
        place = places.get(name) or DeclaredRow(name, "", None, None)
        ended = unit_ended(place.unit, place.district, today)
        after = gazetteer.today(place.unit) if ended is not None and place.unit is not None else None
        others = {one.host: one.name for one in places.values() if one.host and one.host != place.host}
        sharing = [one.name for one in places.values() if one.host == place.host and place.host and one.name != name]
        lives[name] = life(
            visits.get(name, ()),
            host=place.host,
            unit_ended=ended,
            newest=local_day(newest[name]) if name in newest else None,
            now=now,
            successor=after.name if after is not None else "",
            others=others,
            neighbours=[run for other in sharing for run in visits.get(other, ())],
            online={
                day: any(rest)
                for day, hosts in answered.items()
                if (rest := [there for host, there in hosts.items() if host != place.host])
            },
        )
    return lives


def _answered(
    places: Mapping[str, DeclaredRow], visits: Mapping[str, Sequence[RunRow]]
) -> Mapping[dt.date, Mapping[str, bool]]:
    """Whether each host that was asked on a local day answered at all on it."""
    found: dict[dt.date, dict[str, bool]] = defaultdict(dict)
    for name, runs in visits.items():
        host = places[name].host
        for run in runs:
            answer = answer_of(run, host)[0]
            if answer is not Answer.NOTHING:
                day = found[local_day(run.started_at)]
                day[host] = day.get(host, False) or answer not in _UNREACHED
    return found
