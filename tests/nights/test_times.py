"""When rounds were due and are due next. No clock: every moment is given."""

import datetime as dt
import os
import time
from zoneinfo import ZoneInfo

import pytest

from archive.db import LOCAL
from crawler.nights.config import trigger
from crawler.nights.times import Watch, last_fire, may_make_up, next_fire, round_end, window_end

NIGHT, SWEEP, RECHECK = "30 1 * * *", "0 2 1 * *", "0 2 * * sun"
ENDS = dt.time(6, 0)


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=LOCAL)


@pytest.mark.parametrize(
    ("expression", "now", "last", "following"),
    [
        (NIGHT, "2026-11-24 01:29:59", "2026-11-23 01:30", "2026-11-24 01:30"),
        (NIGHT, "2026-11-24 01:30", "2026-11-24 01:30", "2026-11-25 01:30"),
        (NIGHT, "2026-11-24 23:00", "2026-11-24 01:30", "2026-11-25 01:30"),
        (NIGHT, "2027-01-01 00:10", "2026-12-31 01:30", "2027-01-01 01:30"),
        (SWEEP, "2026-12-01 01:59", "2026-11-01 02:00", "2026-12-01 02:00"),
        (SWEEP, "2026-03-31 12:00", "2026-03-01 02:00", "2026-04-01 02:00"),
        (SWEEP, "2028-03-01 01:00", "2028-02-01 02:00", "2028-03-01 02:00"),
        ("0 2 31 * *", "2026-07-01 00:00", "2026-05-31 02:00", "2026-07-31 02:00"),  # June has no 31st
        ("0 2 31 * *", "2026-03-30 12:00", "2026-01-31 02:00", "2026-03-31 02:00"),  # 58 days back
        ("0 2 29 feb *", "2026-03-01 12:00", None, "2028-02-29 02:00"),  # two years back is too long ago to matter
        (RECHECK, "2026-11-24 12:00", "2026-11-22 02:00", "2026-11-29 02:00"),  # a Tuesday
        (RECHECK, "2026-11-29 02:00", "2026-11-29 02:00", "2026-12-06 02:00"),
        ("*/5 * * * *", "2026-11-24 12:03", "2026-11-24 12:00", "2026-11-24 12:05"),
    ],
)
def test_the_last_and_the_next_moment_of_a_trigger(expression, now, last, following):
    made = trigger(expression)
    assert last_fire(made, at(now)) == (at(last) if last else None)
    assert next_fire(made, at(now)) == at(following)


def test_stepping_back_from_every_hour_of_a_year_finds_what_stepping_forward_does():
    made, moment, end = trigger(SWEEP), at("2026-01-01 00:00"), at("2027-01-01 00:00")
    last = last_fire(made, moment)
    while moment < end:
        if (moment.day, moment.hour) == (1, 2):
            last = moment
        assert last_fire(made, moment) == last, moment
        moment += dt.timedelta(hours=1)


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/London", "UTC", "Asia/Tokyo"])
def test_the_machines_zone_and_its_daylight_saving_change_nothing(zone, monkeypatch):
    monkeypatch.setitem(os.environ, "TZ", zone)
    time.tzset()
    try:
        made = trigger(NIGHT)
        # The nights on which New York and London change their clocks, and usual ones.
        for day in ("2026-03-08", "2026-03-29", "2026-10-25", "2026-11-01", "2026-06-15"):
            due = at(f"{day} 01:30")
            there = (due + dt.timedelta(minutes=40)).astimezone(ZoneInfo(zone))
            assert last_fire(made, there) == due
            assert next_fire(made, there) - due == dt.timedelta(days=1)
            assert last_fire(made, there.astimezone(dt.UTC)) == due
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize(
    ("now", "window", "end"),
    [
        ("2026-11-24 01:29", None, "2026-11-24 01:30"),
        ("2026-11-24 01:30", "2026-11-24 06:00", "2026-11-24 06:00"),
        ("2026-11-24 05:59", "2026-11-24 06:00", "2026-11-24 06:00"),
        ("2026-11-24 06:00", None, "2026-11-25 01:30"),
        ("2026-11-24 14:00", None, "2026-11-25 01:30"),
    ],
)
def test_a_round_ends_with_the_night_and_by_day_when_the_next_one_begins(now, window, end):
    made = trigger(NIGHT)
    assert window_end(made, ENDS, at(now)) == (at(window) if window else None)
    assert round_end(made, ENDS, at(now)) == at(end)


def test_a_night_may_begin_before_midnight():
    made = trigger("0 22 * * *")
    assert window_end(made, ENDS, at("2026-11-24 23:00")) == at("2026-11-25 06:00")
    assert window_end(made, ENDS, at("2026-11-25 05:00")) == at("2026-11-25 06:00")
    assert window_end(made, ENDS, at("2026-11-25 12:00")) is None


@pytest.mark.parametrize(
    ("now", "may"),
    [
        ("2026-11-24 03:00", True),
        ("2026-11-24 09:00", True),
        ("2026-11-24 22:30", True),
        ("2026-11-24 22:31", False),  # the next night is less than three hours away
        ("2026-11-25 01:29", False),
        ("2026-11-25 01:30", True),
    ],
)
def test_a_missed_night_is_made_up_for_by_day_but_not_shortly_before_the_next(now, may):
    assert may_make_up(trigger(NIGHT), ENDS, at(now)) is may


# --- sleep and the clock ------------------------------------------------------------------------------------------
START = at("2026-11-24 01:00")


@pytest.mark.parametrize(
    ("wall", "monotonic", "words"),
    [
        (60, 60, None),
        (75, 60, None),  # a clock that is being corrected
        (8 * 3600, 60, "slept"),  # suspended: the monotonic clock stood still
        (3600 + 60, 60, "slept"),
        (60 - 7200, 60, "put back by 7,200 s"),
        (900, 900, "stood still"),  # the process was stopped, or the machine overloaded
    ],
)
def test_a_heartbeat_notices_sleep_and_changed_clocks(wall, monotonic, words):
    watch = Watch(START, 1000.0)
    happened = watch.beat(START + dt.timedelta(seconds=wall), 1000.0 + monotonic)
    assert (happened is None) if words is None else (words in happened)


def test_what_happened_is_said_once():
    watch = Watch(START, 0.0)
    assert watch.beat(START + dt.timedelta(hours=5), 60.0)
    assert watch.beat(START + dt.timedelta(hours=5, minutes=1), 120.0) is None
