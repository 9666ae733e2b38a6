"""A portal's life from its runs alone: who is asked tonight, who once a week, and who no more."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from archive import query
from archive.db import LOCAL, local_day
from archive.query import RunRow
from archive.store import PortalInfo, Store
from crawler.life import (
    CLOSING_DAYS,
    DORMANT_WAIT,
    QUIET_DAYS,
    Answer,
    Life,
    Stage,
    answer_of,
    beginning,
    life,
    of_archive,
    unit_ended,
)

HOST = "yenbai.gov.vn"
ENDED = dt.date(2025, 7, 1)
TODAY = dt.date(2026, 11, 1)
NOW = dt.datetime.combine(TODAY, dt.time(1, 30), LOCAL)
NO_NAME = "listing Tintrongtinh page 1: CannotResolveHostError, at robots.txt"
SILENT = "listing Tintrongtinh page 1: timeout, at robots.txt"
MOVED = "listing Tintrongtinh page 1: redirected to https://laocai.gov.vn/"
WALL = "every listing was refused (wall: captcha)"


def night(ago: int, outcome: str | None = "ok", *reasons: str, listings: int | None = None, **more: Any) -> RunRow:
    """The visit of the night `ago` days before today; listings were read where nothing else is said and it is ok."""
    started = NOW - dt.timedelta(days=ago)
    read = listings if listings is not None else int(outcome == "ok")
    values: dict[str, Any] = {
        "id": 10_000 - ago,
        "portal": "yenbai",
        "mode": "nightly",
        "source": "live",
        "started_at": started,
        "finished_at": started if outcome else None,
        "outcome": outcome,
        "reasons": list(reasons),
        "notes": [],
        "counts": {"listings": read} if outcome else {},
    }
    return RunRow(**values | more)


def of(*runs: RunRow, ended: dt.date | None = None, newest: dt.date | None = TODAY, **more: Any) -> Life:
    return life(runs, **{"host": HOST, "unit_ended": ended, "newest": newest, "now": NOW} | more)


def nights(reason: str, *ago: int, outcome: str = "partial") -> list[RunRow]:
    return [night(days, outcome, reason) for days in ago]


# --- what one visit says --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("run", "answer"),
    [
        (night(0), Answer.ANSWERED),
        (night(0, None), Answer.NOTHING),
        (night(0, "broken", "killed"), Answer.NOTHING),
        (night(0, "broken", "3 errors in our own code; see the log", "no listing was read"), Answer.NOTHING),
        (night(0, "partial", "stopped before the end: disk_low", "no listing was read"), Answer.NOTHING),
        (night(0, "skipped", "the portal has no known address; give one with -a host=HOST"), Answer.NOTHING),
        (night(0, "ok", mode="ingest"), Answer.NOTHING),
        (night(0, "stale", "nothing new for 40 days", listings=3), Answer.ANSWERED),
        (night(0, "empty", "listing tin: page 1 holds no article link", listings=1), Answer.ANSWERED),
        (night(0, "partial", NO_NAME), Answer.NO_HOST),
        (night(0, "partial", "listing / page 1: CannotResolveHostError, at robots.txt"), Answer.NO_HOST),
        (night(0, "partial", SILENT, NO_NAME), Answer.SILENT),
        (night(0, "partial", "listing a page 1: DownloadConnectionRefusedError"), Answer.SILENT),
        (night(0, "partial", SILENT, listings=4), Answer.ANSWERED),
        (night(0, "partial", "listing a page 1: http_502"), Answer.REFUSED),
        (night(0, "partial", "listing a page 1: http_502", SILENT), Answer.REFUSED),
        (night(0, "blocked", WALL, "listing a page 1: wall: captcha"), Answer.REFUSED),
        (night(0, "blocked", "9 of 9 article addresses were refused (mostly http_429)", listings=3), Answer.REFUSED),
        (night(0, "partial", "listing a page 1: tls: bad record mac, at robots.txt"), Answer.REFUSED),
        (night(0, "partial", "listing a page 1: robots: HTTP 503"), Answer.REFUSED),
        (night(0, "partial", "listing a page 1: wall: redirected to https://chan.vn/captcha"), Answer.REFUSED),
        (night(0, "partial", MOVED), Answer.MOVED),
        (night(0, "partial", MOVED, SILENT), Answer.REFUSED),
        (night(0, "partial", "listing a page 1: redirected to https://www.yenbai.gov.vn/moi"), Answer.ANSWERED),
        (night(0, "partial", "listing a page 1: redirected to https://cu.yenbai.gov.vn/"), Answer.ANSWERED),
        (night(0, "partial", "listing a page 1: http_404"), Answer.ANSWERED),
        (night(0, "partial", "9 of 9 article addresses failed (mostly timeout)", mode="recheck"), Answer.REFUSED),
        (night(0, "ok", mode="recheck", listings=0), Answer.ANSWERED),
    ],
)
def test_a_run_tells_what_the_server_did(run: RunRow, answer: Answer) -> None:
    assert answer_of(run, HOST)[0] is answer


# --- closed -----------------------------------------------------------------------------------------------------------
def test_a_host_name_that_is_gone_closes_on_the_third_day_whether_or_not_the_unit_lives() -> None:
    for ended in (None, ENDED):
        assert of(*nights(NO_NAME, 0, 1), ended=ended).stage is Stage.ACTIVE
        found = of(*nights(NO_NAME, 0, 1, 2), ended=ended)
        assert (found.stage, found.since) == (Stage.CLOSED, TODAY)
        assert "host name was not known" in found.why
        assert not found.due(NOW + dt.timedelta(days=1000))


def test_silence_closes_only_where_the_unit_has_ended_elsewhere_it_stays_an_alarm() -> None:
    silent = nights(SILENT, 0, 1, 3, 7)
    assert of(*silent).stage is Stage.ACTIVE
    found = of(*silent, ended=ENDED, successor="Lào Cai")
    assert found.stage is Stage.CLOSED
    assert found.since == TODAY - dt.timedelta(days=1)
    assert "now Lào Cai" in found.why


def test_for_a_living_unit_a_server_that_was_only_silent_between_shows_that_its_name_is_known() -> None:
    runs = [*nights(NO_NAME, 0, 2, 3), night(1, "partial", SILENT)]
    assert of(*runs).stage is Stage.ACTIVE
    assert of(*runs, ended=ENDED).stage is Stage.CLOSED


@pytest.mark.parametrize(
    "answer",
    [
        night(1),
        night(1, "blocked", WALL),
        night(1, "partial", "listing a page 1: http_502"),
        night(1, "partial", "listing a page 1: tls: bad record mac"),
    ],
)
def test_any_answer_in_between_begins_the_count_anew(answer: RunRow) -> None:
    assert of(*nights(NO_NAME, 0, 2, 3), answer, ended=ENDED).stage is Stage.ACTIVE


def test_what_was_ours_in_between_neither_counts_nor_begins_it_anew() -> None:
    ours = [night(1, "broken", "killed"), night(0, None), night(2, "ok", mode="ingest")]
    assert of(*nights(NO_NAME, 3, 4), *ours).stage is Stage.ACTIVE
    assert of(*nights(NO_NAME, 3, 4, 5), *ours).stage is Stage.CLOSED


def test_three_visits_of_one_day_are_one_day() -> None:
    runs = [night(1, "partial", NO_NAME, started_at=NOW - dt.timedelta(hours=hours)) for hours in (24, 20, 16)]
    assert of(*runs).stage is Stage.ACTIVE
    assert of(*runs, *nights(NO_NAME, 0)).stage is Stage.ACTIVE


@pytest.mark.parametrize("reason", [WALL, "listing a page 1: robots: HTTP 503", "listing a page 1: http_500"])
def test_walls_robots_and_errors_never_close(reason: str) -> None:
    runs = nights(reason, *range(0, 70, 7), outcome="blocked" if reason is WALL else "partial")
    assert of(*runs, ended=ENDED).stage is Stage.ACTIVE


def test_a_redirect_to_the_successor_closes_and_names_it() -> None:
    found = of(*nights(MOVED, 0, 1, 2), ended=ENDED, successor="Lào Cai", others={"laocai.gov.vn": "laocai"})
    assert found.stage is Stage.CLOSED
    assert "redirects to https://laocai.gov.vn/, the portal laocai" in found.why
    assert "went to Lào Cai on 2025-07-01" in found.why


def test_a_living_unit_that_redirects_has_moved_and_is_not_forgotten_unless_its_new_host_is_ours_already() -> None:
    moved = nights("listing a page 1: redirected to https://cong-moi.gov.vn/", 0, 1, 2, 4, 8)
    found = of(*moved)
    assert found.stage is Stage.ACTIVE
    assert "redirected to another host" in found.why
    assert of(*moved, others={"cong-moi.gov.vn": "congmoi"}).stage is Stage.CLOSED


def test_a_portal_that_answers_again_is_active_again() -> None:
    closed = nights(NO_NAME, 1, 2, 3)
    assert of(*closed).stage is Stage.CLOSED
    assert of(*closed, night(0)) == Life(Stage.ACTIVE)


# --- our own line -----------------------------------------------------------------------------------------------------
def days(*ago: int, answered: bool) -> dict[dt.date, bool]:
    return {TODAY - dt.timedelta(days=number): answered for number in ago}


def test_days_on_which_no_host_at_all_answered_were_ours() -> None:
    runs = nights(NO_NAME, *range(20))
    assert of(*runs, online=days(*range(20), answered=False)) == Life(Stage.ACTIVE)
    mixed = days(*range(20), answered=False) | days(4, 9, answered=True)
    assert of(*runs, online=mixed).stage is Stage.ACTIVE
    assert of(*runs, online=mixed | days(12, answered=True)).stage is Stage.CLOSED


def test_where_no_other_host_was_asked_it_takes_seven_days() -> None:
    assert of(*nights(NO_NAME, *range(6)), online={}).stage is Stage.ACTIVE
    found = of(*nights(NO_NAME, *range(8)), online={})
    assert (found.stage, found.since) == (Stage.CLOSED, TODAY - dt.timedelta(days=1))


def test_a_redirect_proves_the_line_itself() -> None:
    assert of(*nights(MOVED, 0, 1, 2), ended=ENDED, online={}).stage is Stage.CLOSED


# --- back-off ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("bad", "wait"), [((0,), None), ((0, 1), 2), ((0, 2, 3), 4), ((0, 4, 6, 7), 7), ((0, 7, 11, 13, 14), 7)]
)
@pytest.mark.parametrize(
    "reason", [SILENT, WALL, "listing a page 1: tls: bad record mac", "listing a page 1: http_503"]
)
def test_after_refusals_the_next_visit_waits_one_two_four_seven_seven_nights(
    reason: str, bad: tuple[int, ...], wait: int | None
) -> None:
    found = of(*nights(reason, *bad, outcome="blocked" if reason is WALL else "partial"), night(30))
    assert found.stage is Stage.ACTIVE
    assert found.next_visit == (beginning(TODAY + dt.timedelta(days=wait)) if wait else None)
    assert found.since == (TODAY - dt.timedelta(days=bad[-1]) if wait else None)


def test_the_next_visit_is_due_from_the_beginning_of_its_day_in_vietnam() -> None:
    found = of(*nights(SILENT, 0, 1))
    moment = dt.datetime(2026, 11, 2, 17, 0, tzinfo=dt.UTC)  # midnight of the 3rd in Vietnam
    assert found.next_visit == moment
    assert not found.due(moment - dt.timedelta(seconds=1))
    assert found.due(moment)


def test_manual_visits_count_by_the_day_and_killed_ones_not_at_all() -> None:
    by_hand = night(0, "partial", SILENT, started_at=NOW + dt.timedelta(hours=9))
    assert of(*nights(SILENT, 0), by_hand).next_visit is None
    assert of(*nights(SILENT, 1), by_hand).next_visit == beginning(TODAY + dt.timedelta(days=2))
    assert of(*nights(SILENT, 2), night(1, "broken", "killed"), night(0, "broken", "killed")).next_visit is None
    assert of(*nights(SILENT, 1, 2), night(0)).next_visit is None


def test_a_host_is_backed_off_for_all_its_portals() -> None:
    own, other = nights(SILENT, 1), [replace(run, portal="yenbaisnv") for run in nights(SILENT, 0)]
    assert of(*own).next_visit is None
    assert of(*own, neighbours=other).next_visit == beginning(TODAY + dt.timedelta(days=2))
    assert of(*own, neighbours=[night(0)]).next_visit is None


# --- dormant ----------------------------------------------------------------------------------------------------------
def test_a_portal_whose_unit_has_ended_sleeps_after_sixty_quiet_days_and_is_asked_once_a_week() -> None:
    quiet = TODAY - dt.timedelta(days=QUIET_DAYS)
    visits = [night(days) for days in range(2, 90)]
    assert of(*visits, ended=ENDED, newest=quiet + dt.timedelta(days=1)) == Life(Stage.ACTIVE)
    found = of(*visits, ended=ENDED, newest=quiet)
    assert (found.stage, found.since) == (Stage.DORMANT, TODAY)
    assert found.next_visit == beginning(TODAY + dt.timedelta(days=DORMANT_WAIT - 2))
    assert of(*visits, ended=None, newest=quiet) == Life(Stage.ACTIVE)
    assert of(*visits, ended=TODAY + dt.timedelta(days=1), newest=quiet) == Life(Stage.ACTIVE)


def test_sixty_days_count_from_the_end_of_the_unit_at_the_earliest() -> None:
    ended = TODAY - dt.timedelta(days=10)
    assert of(night(1), ended=ended, newest=TODAY - dt.timedelta(days=300)) == Life(Stage.ACTIVE)


def test_a_portal_that_never_gave_anything_sleeps_sixty_days_after_its_first_visit() -> None:
    assert of(*[night(days) for days in range(QUIET_DAYS)], ended=ENDED, newest=None).stage is Stage.ACTIVE
    found = of(*[night(days) for days in range(QUIET_DAYS + 1)], ended=ENDED, newest=None)
    assert (found.stage, found.since) == (Stage.DORMANT, TODAY)
    assert of(ended=ENDED, newest=None) == Life(Stage.ACTIVE)  # never visited


def test_a_sleeping_portal_that_shows_something_new_is_awake() -> None:
    sleeping = [night(days) for days in range(7, 100, 7)]
    assert of(*sleeping, ended=ENDED, newest=TODAY - dt.timedelta(days=99)).stage is Stage.DORMANT
    assert of(night(0), *sleeping, ended=ENDED, newest=TODAY) == Life(Stage.ACTIVE)


def test_a_clock_that_was_ahead_once_neither_hides_later_visits_nor_delays_the_next_one_to_its_day() -> None:
    ahead = [night(ago, "partial", SILENT, id=number) for number, ago in enumerate((-300, -301))]
    assert of(*ahead, night(0)) == Life(Stage.ACTIVE)
    found = of(*ahead, *nights(SILENT, 1))
    assert found.next_visit is not None
    assert found.next_visit <= beginning(TODAY + dt.timedelta(days=7))


# --- properties -------------------------------------------------------------------------------------------------------
REASONS = {"ok": ("ok",), "no name": ("partial", NO_NAME), "silent": ("partial", SILENT), "moved": ("partial", MOVED)}
REASONS |= {
    "wall": ("blocked", WALL),
    "killed": ("broken", "killed"),
    "http": ("partial", "listing a page 1: http_500"),
}
BAD = ("no name", "silent", "moved", "wall", "http")
histories = st.dictionaries(st.integers(0, 120), st.sampled_from(list(REASONS)), max_size=25).map(
    lambda found: [night(ago, *REASONS[kind]) for ago, kind in found.items()]
)
units = st.sampled_from([None, ENDED])
novelties = st.none() | st.integers(0, 200).map(lambda ago: TODAY - dt.timedelta(days=ago))


@given(histories, units, novelties, st.randoms())
def test_the_order_in_which_runs_are_given_does_not_matter(
    runs: list[RunRow], ended: dt.date | None, newest: dt.date | None, random: Any
) -> None:
    shuffled = random.sample(runs, len(runs))
    assert of(*runs, ended=ended, newest=newest) == of(*shuffled, ended=ended, newest=newest)


@given(histories, units, novelties)
def test_nobody_who_is_not_closed_waits_longer_than_a_week_after_the_last_visit(
    runs: list[RunRow], ended: dt.date | None, newest: dt.date | None
) -> None:
    found = of(*runs, ended=ended, newest=newest)
    if found.stage is not Stage.CLOSED and found.next_visit is not None:
        last = max(run.started_at for run in runs)
        assert found.next_visit <= beginning(local_day(last) + dt.timedelta(days=7))
        assert found.next_visit > last - dt.timedelta(days=120)
        assert found.why
    assert found.due(NOW + dt.timedelta(days=8)) is (found.stage is not Stage.CLOSED)


@given(histories, units, novelties)
def test_an_answer_today_ends_every_pause_and_every_closing(
    runs: list[RunRow], ended: dt.date | None, newest: dt.date | None
) -> None:
    later = replace(night(0), id=20_000, started_at=NOW + dt.timedelta(hours=1))
    found = of(*runs, later, ended=ended, newest=newest)
    assert found.stage is not Stage.CLOSED
    if found.stage is Stage.ACTIVE:
        assert found.next_visit is None


@given(st.lists(st.sampled_from(BAD), min_size=1, max_size=15), units)
def test_the_more_bad_days_in_a_row_the_longer_the_pause_and_what_is_closed_stays_closed(
    kinds: list[str], ended: dt.date | None
) -> None:
    history: list[RunRow] = []
    waits, stages, since = [], [], set()
    for ago, kind in zip(range(len(kinds) - 1, -1, -1), kinds, strict=True):
        history.append(night(ago, *REASONS[kind]))
        now = NOW - dt.timedelta(days=ago)
        found = life(history, host=HOST, unit_ended=ended, newest=TODAY - dt.timedelta(days=30), now=now)
        stages.append(found.stage)
        if found.stage is Stage.CLOSED:
            since.add(found.since)
        else:
            waits.append((found.next_visit - now) if found.next_visit else dt.timedelta())
    if all(kind in ("no name", "silent", "moved") for kind in kinds) and ended:
        assert [stage is Stage.CLOSED for stage in stages] == [n >= CLOSING_DAYS for n in range(1, len(kinds) + 1)]
        assert len(since) <= 1
    if Stage.CLOSED not in stages:
        assert waits == sorted(waits)


@given(histories)
def test_without_refusals_a_living_unit_is_asked_every_night(runs: list[RunRow]) -> None:
    good = [run for run in runs if run.outcome == "ok" or run.reasons == ["killed"]]
    assert of(*good) == Life(Stage.ACTIVE)


# --- units ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("province", "district", "ended"),
    [
        ("yen-bai", None, ENDED),
        ("thai-nguyen", None, None),
        ("lao-cai", None, None),
        ("ha-noi", None, None),
        ("son-la", "son-la/bac-yen", ENDED),
        ("son-la", None, None),
        ("ha-nam", "ha-nam/thanh-liem", ENDED),
        ("son-la", "son-la/nowhere", None),
        (None, None, None),
        ("nowhere", None, None),
    ],
)
def test_a_unit_ends_where_the_gazetteer_says_so(province: str | None, district: str | None, ended: Any) -> None:
    assert unit_ended(province, district, TODAY) == ended
    assert unit_ended(province, district, ENDED - dt.timedelta(days=1)) is None


# --- from an archive --------------------------------------------------------------------------------------------------
class Ledger:
    """Writes the visits of many nights at once: `visit(days ago, portal, …)`."""

    def __init__(self, engine: Engine) -> None:
        self.moment = NOW
        self.store = Store(engine, clock=lambda: self.moment)

    def visit(
        self, ago: int, portal: str, *reasons: str, host: str = "", stored: int = 0, mode: str = "nightly"
    ) -> None:
        self.moment = NOW - dt.timedelta(days=ago)
        run = self.store.start_run(PortalInfo(portal, host or f"{portal}.gov.vn", None, portal), mode, "live")
        outcome = "partial" if reasons else "ok"
        counts = {"listings": 0 if reasons else 3, "stored": stored}
        self.store.finish_run(run, outcome, list(reasons), counts)


def test_of_archive_reads_units_hosts_neighbours_and_the_line(engine: Engine) -> None:
    ledger = Ledger(engine)
    for ago in (30, 20, 10, 4, 2, 1, 0):
        ledger.visit(ago, "thainguyen")
    for ago in (2, 1, 0):
        ledger.visit(ago, "yenbai", *(reason.replace("Tintrongtinh", str(n)) for n, reason in enumerate([MOVED] * 3)))
        ledger.visit(ago, "thanhhoa", NO_NAME)
    for ago in (200, 100, 20, 10):
        ledger.visit(ago, "bacyen", host="bacyen.sonla.gov.vn", stored=int(ago == 100))
    ledger.visit(1, "bacyen", host="bacyen.sonla.gov.vn", stored=5, mode="ingest")
    ledger.visit(1, "one", SILENT, host="shared.gov.vn")
    ledger.visit(0, "two", SILENT, host="shared.gov.vn")
    names = ["yenbai", "thainguyen", "thanhhoa", "bacyen", "one", "two", "tamphuoc", "cantho"]
    found = of_archive(engine, names, NOW)
    assert list(found) == names
    assert found["yenbai"].stage is Stage.CLOSED
    assert "the portal laocai" in found["yenbai"].why
    assert found["thanhhoa"].stage is Stage.CLOSED  # others answered on these days
    assert found["thainguyen"] == found["tamphuoc"] == found["cantho"] == Life(Stage.ACTIVE)
    assert found["bacyen"].stage is Stage.DORMANT
    assert found["bacyen"].next_visit == beginning(TODAY - dt.timedelta(days=3))
    assert found["one"].next_visit == found["two"].next_visit == beginning(TODAY + dt.timedelta(days=2))


def test_nights_without_a_line_close_nobody_and_delay_nobody(engine: Engine) -> None:
    ledger = Ledger(engine)
    for ago in range(10):
        for name in ("thainguyen", "thanhhoa", "cantho"):
            ledger.visit(ago, name, NO_NAME)
    assert set(of_archive(engine, ["thainguyen", "thanhhoa", "cantho"], NOW).values()) == {Life(Stage.ACTIVE)}


def test_without_an_archive_everybody_is_active() -> None:
    assert of_archive(None, ["yenbai", "bacyen"], NOW) == {name: Life(Stage.ACTIVE) for name in ("yenbai", "bacyen")}


def test_the_archive_tells_the_last_visit_that_stored_something(engine: Engine) -> None:
    ledger = Ledger(engine)
    ledger.visit(9, "thanhhoa", stored=2)
    ledger.visit(5, "thanhhoa", stored=1)
    ledger.visit(3, "thanhhoa", stored=7, mode="ingest")
    ledger.visit(1, "thanhhoa")
    ledger.visit(1, "cantho")
    assert query.newest_stored(engine) == {"thanhhoa": NOW - dt.timedelta(days=5)}
    assert [run.mode for run in query.visits(engine, "thanhhoa", limit=2)] == ["nightly", "nightly"]
