"""Two years of nights in some seconds: no false alarm, and every planted fault found within the stated nights.

The stated nights are those of the table in docs/runs.md; nowhere else are they written down.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator
from functools import lru_cache

import pytest

from crawler import findings, leaks
from tests.crawling import ROOT
from tests.nights.imagined import FAULTS, KINDS, LAST, OUTAGE, Imagined, first_alarm

SEEDS = (1, 2, 3, 4, 5)
PLANTED = (dt.date(2025, 12, 1), dt.date(2026, 9, 7))  # before the second Tết, and half a year after a relaunch
NOT_AFTER_RELAUNCH = {"another site's pages", "authors gone"}  # the new site has no authors, and is being learned
OUTCOMES = {
    "walls": "blocked",
    "pager broken": "partial",
    "listings frozen": "stale",
    "a tenth of the articles": "stale",
}
LONGEST = 200  # nights that are looked at


@pytest.fixture(autouse=True, scope="module")
def remembered() -> Iterator[None]:
    """The same lines are asked about night after night; in life each night is a process of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(leaks, "is_genre", lru_cache(200_000)(leaks.is_genre))
        yield


def stated() -> dict[str, dict[str, int | None]]:
    """Nights by fault and kind of portal, from the table in docs/runs.md; None where a kind cannot have the fault."""
    text = (ROOT / "docs" / "runs.md").read_text(encoding="utf-8")
    [table] = re.findall(r"^\| fault \|.*\n\|[-| ]+\n((?:\|.*\n)+)", text, re.M)
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
    return {
        row[0]: {kind: None if n == "–" else int(n) for kind, n in zip(KINDS, row[1:4], strict=True)} for row in rows
    }


@pytest.mark.timeout(300)
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", KINDS)
def test_two_years_without_a_fault_raise_no_alarm_but_for_the_outage(kind: str, seed: int) -> None:
    portal = Imagined(KINDS[kind], seed)
    runs = list(portal.until(LAST))
    alarms = {run.started_at.date(): (run.outcome, run.reasons) for run in runs if run.outcome != "ok"}
    assert set(alarms) == {day + dt.timedelta() for day in OUTAGE}, alarms
    assert {outcome for outcome, _ in alarms.values()} == {"blocked"}
    assert len(runs) == 730 + 24


def visited(kind: str, seed: int) -> Imagined:
    """A portal for faults. One with an article or two a week has no relaunch: behind one, half a year says too little
    about its pages (docs/runs.md)."""
    made = KINDS[kind]
    return Imagined(dataclasses.replace(made, relaunch=dt.date.max) if kind == "undated" else made, seed)


def test_the_table_names_every_fault() -> None:
    assert set(stated()) == set(FAULTS)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("kind", KINDS)
def test_every_fault_is_found_within_the_stated_nights(kind: str) -> None:
    late = []
    for seed in SEEDS[:2]:
        portal = visited(kind, seed)
        for day in PLANTED:
            list(portal.until(day - dt.timedelta(days=1)))
            for name, fault in FAULTS.items():
                nights = stated()[name][kind]
                if nights is None or (day >= portal.kind.relaunch and name in NOT_AFTER_RELAUNCH):
                    continue
                ill = portal.copy()
                ill.fault = fault
                alarm = first_alarm(ill.until(day + dt.timedelta(days=LONGEST)))
                if alarm is None or alarm[0] > nights:
                    late.append((name, seed, day, alarm and alarm[0], nights))
                else:
                    wanted = {OUTCOMES.get(name, "broken"), *(["stale"] if name == "most pages rejected" else [])}
                    assert alarm[1].outcome in wanted, (name, alarm)
                    assert findings.find(alarm[1].reasons) is not None, alarm[1].reasons
    assert late == []


def test_an_alarm_stays_until_the_fault_is_mended_and_then_ends() -> None:
    portal = Imagined(KINDS["busy"], 1)
    list(portal.until(dt.date(2025, 9, 21)))
    portal.fault = FAULTS["all undated"]
    ill = [run.outcome for run in portal.until(dt.date(2025, 11, 30))]
    first = ill.index("broken")
    assert set(ill[first:]) == {"broken"}  # an alarm that comes and goes is believed by nobody
    portal.fault = None
    well = [run.outcome for run in portal.until(dt.date(2025, 12, 20))]
    assert "broken" not in well[4:]


def test_what_a_portal_itself_left_out_is_accepted_by_a_declared_bound() -> None:
    portal = Imagined(KINDS["busy"], 1)
    list(portal.until(dt.date(2025, 9, 21)))
    portal.fault = FAULTS["authors gone"]
    assert first_alarm(portal.copy().until(dt.date(2025, 10, 20))) is not None
    portal.expect = {"share_no_author": 1.0}
    assert first_alarm(portal.until(dt.date(2025, 10, 20))) is None


def test_without_working_days_the_quiet_week_would_be_an_alarm(monkeypatch: pytest.MonkeyPatch) -> None:
    """The calendar is what keeps Tết quiet: with weekends alone the same two years cry wolf."""
    from crawler.judging import rhythm

    monkeypatch.setattr(rhythm, "free_days", lambda year: frozenset())
    portal = Imagined(KINDS["busy"], 1)
    stale = {run.started_at.date() for run in portal.until(dt.date(2026, 3, 10)) if run.outcome == "stale"}
    assert stale & {dt.date(2026, 2, 20) + dt.timedelta(days=n) for n in range(7)}
