"""The index of a web archive: which captures there are of a portal's articles, and which of them are worth fetching.

Pure. The query and its answer are those of the Wayback Machine's CDX server as it documents them (its README:
url match scope, output=json, fl, filter, collapse, limit, resumption key): a JSON list of rows, the first names the
columns, and where the answer was cut an empty row and the resumption key follow. Other archives' CDX answers differ.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from archive.db import LOCAL

ROWS = 5_000  # captures in one answer; the server has a limit of its own and says where to go on
VERSIONS = 20  # captures of one article that mode=full fetches; more are thinned out evenly over time
_FIELDS = ("timestamp", "original", "digest")


class CdxError(ValueError):
    """The answer is no CDX answer: an error page, a truncated list, other columns."""


@dataclass(frozen=True, slots=True, order=True)
class Memento:
    """One capture of an address (RFC 7089's word). `timestamp` is UTC, YYYYMMDDhhmmss; `digest` tells bodies apart."""

    timestamp: str
    original: str
    digest: str

    @property
    def at(self) -> dt.datetime:
        """When it was captured."""
        return dt.datetime.strptime(self.timestamp, "%Y%m%d%H%M%S").replace(tzinfo=dt.UTC)

    def url(self, base: str) -> str:
        """Where the archive at `base` plays it back as captured: `id_` asks for no banner and no rewritten links."""
        return f"{base}/web/{self.timestamp}id_/{self.original}"


@dataclass(frozen=True, slots=True)
class CdxPage:
    """One answer of the index. `malformed` counts rows that name no capture, `resume` goes on where it was cut."""

    mementos: list[Memento]
    resume: str | None = None
    malformed: int = 0


def query(base: str, host: str, since: dt.date | None, until: dt.date | None, resume: str | None = None) -> str:
    """The address that lists the HTML captures with status 200 of a host (www. and ports included, subdomains not).

    `since` and `until` are local days of capture, both included. A capture with the very bytes of the one before it in
    the index is left out by the server (`collapse=digest`).
    """
    parameters = [
        ("url", host),
        ("matchType", "host"),
        ("output", "json"),
        ("fl", ",".join(_FIELDS)),
        ("filter", "statuscode:200"),
        ("filter", "mimetype:text/html"),
        ("collapse", "digest"),
        ("limit", str(ROWS)),
        ("showResumeKey", "true"),
    ]
    if since is not None:
        parameters.append(("from", _utc(dt.datetime.combine(since, dt.time.min, LOCAL))))
    if until is not None:
        parameters.append(("to", _utc(dt.datetime.combine(until, dt.time(23, 59, 59), LOCAL))))
    # The server prints its key percent-encoded, ready to be put into an address.
    key = "" if resume is None else f"&resumeKey={quote(resume, safe='%+')}"
    return f"{base}/cdx/search/cdx?{urlencode(parameters, safe=':,')}{key}"


def parse(body: bytes) -> CdxPage:
    """The captures in an answer; none for an empty one. Raises CdxError, with the first words of what came instead."""
    if not body.strip():
        return CdxPage([])
    try:
        rows = json.loads(body)
    except ValueError:
        raise CdxError(f"no CDX answer: {' '.join(body[:120].decode('utf-8', 'replace').split())!r}") from None
    if rows == []:
        return CdxPage([])
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise CdxError("no CDX answer: not a list of rows")
    header, *rows = rows
    try:
        columns = [header.index(name) for name in _FIELDS]
    except ValueError:
        raise CdxError(f"the index has no column {', '.join(n for n in _FIELDS if n not in header)}") from None
    resume = None
    if len(rows) >= 2 and rows[-2] == [] and len(rows[-1]) == 1:
        resume, rows = str(rows[-1][0]), rows[:-2]
    mementos = [found for row in rows if (found := _memento(row, columns)) is not None]
    return CdxPage(mementos, resume, len(rows) - len(mementos))


def _memento(row: list[object], columns: list[int]) -> Memento | None:
    values = [row[at] if at < len(row) else None for at in columns]
    if not all(isinstance(value, str) for value in values):
        return None
    found = Memento(*map(str, values))
    try:
        _ = found.at
    except ValueError:
        return None
    return found if len(found.timestamp) == 14 and found.original.startswith(("http://", "https://")) else None


def choose(mementos: Iterable[Memento], every: bool) -> list[Memento]:
    """The captures of one article that are fetched, oldest first.

    The earliest and the newest one where their bytes differ: how it was published, and how it read in the end. Portals
    print counters and clocks, so every capture has a digest of its own and says little about edits; with `every` one
    capture of each digest, the earliest, at most VERSIONS spread over time. A choice may be chosen from again together
    with further captures, so that what is held does not grow with the index.
    """
    ordered = sorted(mementos)
    if not ordered:
        return []
    if not every:
        first, last = ordered[0], ordered[-1]
        return [first] if first.digest == last.digest else [first, last]
    firsts: dict[str, Memento] = {}
    for memento in ordered:
        firsts.setdefault(memento.digest, memento)
    distinct = list(firsts.values())
    if len(distinct) <= VERSIONS:
        return distinct
    step = (len(distinct) - 1) / (VERSIONS - 1)
    return [distinct[round(number * step)] for number in range(VERSIONS)]


def _utc(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y%m%d%H%M%S")
