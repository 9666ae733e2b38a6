"""When silence is an alarm: working days, Tết, and what a portal's own year says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from crawler.judging import surprise
from crawler.judging.rhythm import Activity, allowed_silence, free_days, is_working, staleness, weeks, working_days

FIRST = dt.date(2025, 3, 3)  # a Monday


def activity(number: Callable[[dt.date], int], until: dt.date, first: dt.date = FIRST) -> Activity:
    """What appeared by day, from the first day until one (not included)."""
    days = [first + dt.timedelta(days=n) for n in range((until - first).days)]
    by_day = {day: number(day) for day in days if number(day)}
    return Activity(by_day, max(by_day, default=None), first)


def daily(day: dt.date) -> int:
    return 4 if is_working(day) else 0


@pytest.mark.parametrize(
    ("day", "tet"), [(dt.date(2025, 1, 29), 2025), (dt.date(2026, 2, 17), 2026), (dt.date(2027, 2, 6), 2027)]
)
def test_the_weeks_around_tet_are_no_working_days(day: dt.date, tet: int) -> None:
    assert {day + dt.timedelta(days=n) for n in range(-7, 10)} <= free_days(tet)
    assert working_days(day - dt.timedelta(days=8), day + dt.timedelta(days=10)) == 0


def test_holidays_and_weekends_are_none_and_other_days_are() -> None:
    assert not is_working(dt.date(2025, 4, 30))
    assert not is_working(dt.date(2025, 5, 1))
    assert not is_working(dt.date(2025, 9, 2))
    assert not is_working(dt.date(2025, 9, 6))
    assert is_working(dt.date(2025, 9, 3))
    assert working_days(dt.date(2025, 9, 5), dt.date(2025, 9, 8)) == 0  # Friday to Monday
    assert working_days(dt.date(2025, 9, 8), dt.date(2025, 9, 12)) == 3


def test_a_daily_portal_may_be_silent_for_a_week_and_no_longer() -> None:
    last = dt.date(2025, 10, 1)
    seen = activity(daily, last)
    assert allowed_silence(seen) == (0, 5)
    assert staleness(seen, dt.date(2025, 10, 8), {}) == []
    [reason] = staleness(seen, dt.date(2025, 10, 9), {})
    assert "nothing new since 2025-09-30: 6 working days" in reason


def test_a_silence_over_tet_is_not_measured() -> None:
    seen = activity(daily, dt.date(2026, 2, 10))
    assert staleness(seen, dt.date(2026, 3, 3), {}) == []
    assert staleness(seen, dt.date(2026, 3, 10), {}) != []


def test_a_portal_with_longer_silences_is_given_longer() -> None:
    last = dt.date(2025, 12, 1)
    seen = activity(lambda day: int((day - FIRST).days % 10 == 0), last)
    longest, allowed = allowed_silence(seen) or (0, 0)
    assert longest in (6, 7, 8)
    assert allowed > 2 * longest


def test_a_breakdown_is_not_learned_as_a_habit() -> None:
    broken = (dt.date(2025, 6, 2), dt.date(2025, 7, 14))
    seen = activity(lambda day: 0 if broken[0] <= day < broken[1] else daily(day), dt.date(2025, 12, 1))
    longest, allowed = allowed_silence(seen) or (99, 99)
    assert longest == 0
    assert allowed <= 7


def test_little_history_is_no_reason_for_an_alarm_before_half_a_year() -> None:
    seen = activity(lambda day: int(day.day == 5), dt.date(2025, 5, 1))
    assert allowed_silence(seen) is None
    assert staleness(seen, dt.date(2025, 10, 1), {}) == []
    assert staleness(seen, dt.date(2025, 11, 20), {}) != []
    dead = Activity({}, dt.date(2021, 5, 4), dt.date(2026, 11, 1))
    assert "nothing new since 2021-05-04" in staleness(dead, dt.date(2026, 11, 10), {})[0]
    assert staleness(Activity({}, None, FIRST), dt.date(2026, 1, 1), {}) == []


def test_a_rate_that_falls_to_a_tenth_is_found_in_weeks() -> None:
    turn, today = dt.date(2025, 10, 6), dt.date(2025, 11, 17)
    seen = activity(lambda day: daily(day) if day < turn else int(day.weekday() == 2), today)
    [reason] = staleness(seen, today, {})
    assert "a week are usual" in reason
    assert staleness(seen, turn + dt.timedelta(days=4), {}) == []
    half = activity(lambda day: daily(day) if day < turn else daily(day) // 2, today)
    assert staleness(half, today, {}) == []  # a quieter season is none


def test_declared_bounds_replace_what_was_learned() -> None:
    today = dt.date(2025, 10, 9)
    seen = activity(daily, dt.date(2025, 10, 1))
    assert staleness(seen, today, {"quiet_days": 30}) == []
    assert "its file allows 3" in staleness(seen, today, {"quiet_days": 3})[0]
    few = activity(lambda day: int(day.weekday() == 2), today)
    assert "its file expects 20 a week" in staleness(few, today, {"articles_per_week": 20})[0]
    assert staleness(few, today, {"articles_per_week": 1}) == []


def test_a_declared_silence_is_no_fall_of_the_rate_and_a_fall_still_is() -> None:
    quiet = (dt.date(2025, 7, 1), dt.date(2025, 7, 22))
    days = [quiet[0] + dt.timedelta(days=number) for number in range(45)]
    for day in days:
        seen = activity(lambda at: 0 if quiet[0] <= at < quiet[1] else daily(at), day)
        assert staleness(seen, day, {"quiet_days": 22}) == []
    today = dt.date(2025, 11, 17)
    fallen = activity(lambda day: daily(day) if day < dt.date(2025, 10, 6) else int(day.weekday() == 2), today)
    assert "a week are usual" in staleness(fallen, today, {"quiet_days": 22})[0]


def test_a_lower_rate_that_is_steady_is_the_new_rhythm_and_a_freeze_behind_it_is_told() -> None:
    turn = dt.date(2025, 9, 30)

    def rate(day: dt.date) -> int:
        return 12 * daily(day) if day < turn else int(is_working(day)) * 2

    assert staleness(activity(rate, dt.date(2025, 10, 27)), dt.date(2025, 10, 27), {}) != []
    for today in (dt.date(2025, 12, 8), dt.date(2026, 1, 19), dt.date(2026, 4, 6)):
        assert staleness(activity(rate, today), today, {}) == []
    frozen = activity(lambda day: rate(day) if day < dt.date(2026, 1, 5) else 0, dt.date(2026, 1, 19))
    assert any("new articles in the last" in reason for reason in staleness(frozen, dt.date(2026, 1, 19), {}))


def test_weeks_are_five_working_days_and_keep_what_appeared_between_them() -> None:
    seen = activity(lambda day: 1, dt.date(2025, 3, 31))
    assert list(weeks(seen, dt.date(2025, 3, 31))) == [7, 7, 7, 7]


def test_the_tails_are_those_of_the_distributions() -> None:
    assert surprise.at_least(0, [5], 0.1) == 1.0
    assert surprise.at_least(1, [5], 0.0) == 0.0
    assert surprise.at_least(5, [5], 1.0) == 1.0
    # A share of .1 with a correlation of .1 is beta(.9, 8.1): of two, none is marked with 8.1/9 * 9.1/10.
    assert surprise.at_least(1, [1], 0.1, 0.1) == pytest.approx(0.1)
    assert surprise.at_least(1, [2], 0.1, 0.1) == pytest.approx(1 - 8.1 * 9.1 / 90)
    assert surprise.at_least(2, [1, 1], 0.1, 0.1) == pytest.approx(0.01)  # two nights are independent
    assert surprise.at_least(2, [2], 0.1, 0.1) == pytest.approx(0.9 * 1.9 / 90)  # one night is not
    # negative binomial of size 1 is geometric: 0 with chance 1 / (1 + mean)
    assert surprise.at_most(0, 4.0, 1.0) == pytest.approx(0.2)
    assert surprise.at_most(1, 4.0, 1.0) == pytest.approx(0.2 + 0.2 * 0.8)
    assert surprise.at_most(10_000, 4.0, 1.0) == pytest.approx(1.0)


def test_articles_of_a_night_that_are_alike_are_learned_as_such() -> None:
    apart = [(1, 10)] * 30
    together = [(0, 10)] * 27 + [(10, 10)] * 3
    assert surprise.clumping(apart) == surprise.LEAST_CLUMPING
    assert surprise.clumping(together) > 0.8
