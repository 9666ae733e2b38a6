"""The journal of a run, kept in its WARC files beside the bytes: who visited, what was asked for, how it ended.

A database can be lost; the files then tell again what became of each answer (crawler/recovery.py). Three kinds of
lines, each small: the field `cchc-run` of every file's warcinfo record (the run), a metadata record for each item in
front of its judgement (kind and key of the page, date of its listing row, what came without bytes), one at the end
(outcome, reasons, counts). What crossed the wire and has no line (robots.txt, redirects that were followed, answers
that were asked for again) has no row in the archive either.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from archive.records import Outcome, Page
from archive.store import Known, PortalInfo
from archive.versions import LISTED
from crawler.items import Fetched, Unfetched
from crawler.warc import RawRef

RUN = "cchc-run"  # field of warcinfo
PAGE, END = "page", "end"  # values of crawler.warc.NOTE


def visit(portal: Any, mode: str, source: str, only: str | None, started_at: dt.datetime) -> dict[str, Any]:
    """What a run says of itself; `portal` is its spider."""
    return {
        "portal": portal.name,
        "host": portal.host,
        "unit": portal.province,
        "title": portal.title,
        "level": portal.level,
        "district": portal.district,
        "mode": mode,
        "source": source,
        "only": only,
        "started_at": started_at.isoformat(),
    }


def portal_of(visit: dict[str, Any]) -> PortalInfo:
    """The portal as it was declared for a run."""
    names = ("host", "unit", "title", "level", "district")
    return PortalInfo(visit["portal"], **{name: visit[name] for name in names})


def note(item: Fetched | Unfetched) -> dict[str, Any]:
    """What is known of an item before it is judged; `without` the values that say nothing."""
    facts: dict[str, Any]
    if isinstance(item, Unfetched):
        facts = {"url": item.url, "key": item.key, "outcome": str(item.outcome), "reason": item.reason}
        facts["at"] = item.at.isoformat() if item.at else None
    else:
        facts = {
            "kind": item.kind,
            "file": item.raw.file if item.raw else None,
            "offset": item.raw.offset if item.raw else None,
            "sha256": item.raw.sha256 if item.raw else None,
            "key": item.key,
            "canonical_url": item.canonical_url,
            "listed_at": item.listed_at.isoformat() if item.listed_at else None,
            "listed_by": item.listed_by if item.listed_at else None,
            "miss": item.miss,
            "known": item.known is not None or None,
        }
    return {name: value for name, value in facts.items() if value is not None}


def unfetched(facts: dict[str, Any]) -> Unfetched:
    """The item behind the note of an address that gave no answer."""
    moment = dt.datetime.fromisoformat(facts["at"])
    return Unfetched(facts["url"], facts["key"], Outcome(facts["outcome"]), facts["reason"], moment)


def fetched(facts: dict[str, Any], page: Page, known: Known | None) -> Fetched:
    """The item behind the note of an answer, with the answer as its record has it."""
    return Fetched(
        page,
        facts["kind"],
        facts.get("key"),
        facts.get("canonical_url"),
        RawRef(facts["file"], facts["offset"], facts.get("sha256", ""), 0),
        _date(facts.get("listed_at")),
        facts.get("listed_by", LISTED),
        facts.get("miss"),
        known,
    )


def end(
    outcome: str, reasons: Sequence[str], counts: dict[str, int], notes: Sequence[str], at: dt.datetime
) -> dict[str, Any]:
    """How a run ended, as its row says it."""
    return {
        "outcome": outcome,
        "reasons": list(reasons),
        "counts": counts,
        "notes": list(notes),
        "finished_at": at.isoformat(),
    }


def _date(value: str | None) -> dt.datetime | dt.date | None:
    if value is None:
        return None
    return dt.datetime.fromisoformat(value) if "T" in value else dt.date.fromisoformat(value)
