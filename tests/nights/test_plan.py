"""Who is due, and why the others are not. Runs and moments are given; nothing is read or asked."""

import datetime as dt
import itertools

import pytest

from archive.db import LOCAL
from archive.query import RunRow
from archive.runs import INGEST, KILLED
from crawler.life import Life, Stage
from crawler.nights.plan import ALL, CUT_OFF, NO_ADDRESS, Round, Task, Wanted, plan, wanted

DECLARED = {"yenbai": "yenbai.gov.vn", "bacyen": "bacyen.sonla.gov.vn", "tamphuoc": ""}
NUMBERS = itertools.count(1)


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=LOCAL)


def run(portal, started, outcome="ok", mode="nightly", reasons=()):
    ended = at(started) + dt.timedelta(minutes=20) if outcome else None
    return RunRow(next(NUMBERS), portal, mode, "live", at(started), ended, outcome, list(reasons), [], {})


def planned(*runs, now="2026-11-24 01:30", due="2026-11-24 01:30", portals=None, kind=Round.NIGHT, lives=None, **how):
    """The names that are due, and what is said of the others; `runs` oldest first."""
    rows = {}
    for row in reversed(runs):
        rows.setdefault(row.portal, []).append(row)
    made = plan(
        kind,
        portals or wanted(["yenbai", "bacyen"], DECLARED),
        runs=rows,
        lives=lives or {},
        now=at(now),
        due_since=at(due) if due else None,
        **how,
    )
    return [task.portal for task in made.tasks], {one.portal: one.why for one in made.left_out}


# --- which portals there are --------------------------------------------------------------------------------------
def test_without_entries_every_declared_portal_is_wanted():
    assert wanted(None, DECLARED) == [
        Wanted("yenbai", "yenbai.gov.vn", ("yenbai",)),
        Wanted("bacyen", "bacyen.sonla.gov.vn", ("bacyen",)),
        Wanted("tamphuoc", "", ("tamphuoc",)),
    ]


def test_entries_name_portals_give_addresses_and_bring_new_portals():
    found = wanted(["yenbai", "tamphuoc=tamphuoc.vidu.vn", "https://www.dongtam.vidu.vn/tin?x=1"], DECLARED)
    assert found == [
        Wanted("yenbai", "yenbai.gov.vn", ("yenbai",)),
        Wanted("tamphuoc", "tamphuoc.vidu.vn", ("tamphuoc", "-a", "host=tamphuoc.vidu.vn")),
        Wanted("dongtam.vidu.vn", "dongtam.vidu.vn", ("portal", "-a", "url=https://www.dongtam.vidu.vn/tin?x=1")),
    ]


def test_all_can_be_added_to():
    found = {one.portal: one.host for one in wanted([ALL, "tamphuoc=tamphuoc.vidu.vn"], DECLARED)}
    assert found == DECLARED | {"tamphuoc": "tamphuoc.vidu.vn"}


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("yenbay", "no portal yenbay"),
        ("yenbai=other.gov.vn", "has its address"),
        ("https://yenbai.gov.vn/tin", "a spider of its own, yenbai"),
        ("https://host:8443/", "only the usual ports"),
        ("tamphuoc=a b", "no web address"),
    ],
)
def test_an_entry_that_cannot_be_meant_is_refused_in_words(entry, words):
    with pytest.raises(ValueError, match=words):
        wanted([entry], DECLARED)


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        (
            ["https://x.vidu.vn/a", "https://x.vidu.vn/b"],
            "two addresses of one host, x.vidu.vn: https://x.vidu.vn/a and",
        ),
        (
            ["tamphuoc=x.vidu.vn", "tamphuoc=y.vidu.vn"],
            "two addresses of one portal, tamphuoc: x.vidu.vn and y.vidu.vn",
        ),
    ],
)
def test_a_portal_with_two_addresses_is_refused_and_none_is_dropped(entries, words):
    with pytest.raises(ValueError, match=words):
        wanted(entries, DECLARED)


def test_what_is_said_twice_is_meant_once_in_any_order():
    twice = ["yenbai", "https://x.vidu.vn/a", "tamphuoc=t.vidu.vn"] * 2
    assert [one.portal for one in wanted(twice, DECLARED)] == ["yenbai", "x.vidu.vn", "tamphuoc"]
    for entries in (["tamphuoc=t.vidu.vn", ALL], [ALL, "tamphuoc=t.vidu.vn"], ["tamphuoc=t.vidu.vn", "tamphuoc"]):
        assert {one.portal: one.host for one in wanted(entries, DECLARED)}["tamphuoc"] == "t.vidu.vn"


def test_a_portal_whose_file_cannot_be_read_is_a_task_that_says_so():
    fault = "spiders/bacyen.py cannot be read: SyntaxError"
    found = wanted(None, {"yenbai": "yenbai.gov.vn"}, {"bacyen": fault})
    assert plan(Round.NIGHT, found, runs={}, lives={}, now=at("2026-11-24 01:30"), due_since=None).tasks[1] == Task(
        "bacyen", "", ("bacyen",), "nightly", fault
    )


# --- nights -------------------------------------------------------------------------------------------------------
def test_a_usual_night_visits_all():
    tasks, left = planned(run("yenbai", "2026-11-23 01:31"), run("bacyen", "2026-11-23 01:40"))
    assert (tasks, left) == (["yenbai", "bacyen"], {})


def test_the_longest_wait_comes_first_and_who_was_never_visited_before_all():
    rows = [run("bacyen", "2026-11-22 01:40"), run("yenbai", "2026-11-23 01:31")]
    portals = wanted(["yenbai", "bacyen", "tamphuoc=t.vidu.vn"], DECLARED)
    assert planned(*rows, portals=portals)[0] == ["tamphuoc", "bacyen", "yenbai"]


def test_a_night_that_was_broken_off_goes_on_with_the_rest():
    rows = [run("yenbai", "2026-11-24 01:31"), run("bacyen", "2026-11-24 01:32", "broken", reasons=KILLED)]
    tasks, left = planned(*rows, now="2026-11-24 01:50")
    assert tasks == ["bacyen"]
    assert left["yenbai"].startswith("visited by run ")


def test_a_second_start_finds_nothing_to_do():
    rows = [run("yenbai", "2026-11-24 01:31"), run("bacyen", "2026-11-24 01:32", "partial", reasons=["listing x"])]
    assert planned(*rows, now="2026-11-24 01:50")[0] == []
    assert planned(*rows, now="2026-11-24 23:00")[0] == []


def test_three_missed_nights_are_made_up_for_by_one():
    rows = [run(name, "2026-11-20 01:31") for name in ("yenbai", "bacyen")]
    assert planned(*rows, now="2026-11-24 09:00", newcomers=False)[0] == ["yenbai", "bacyen"]
    rows += [run(name, "2026-11-24 09:00") for name in ("yenbai", "bacyen")]
    assert planned(*rows, now="2026-11-24 09:30", newcomers=False)[0] == []


def test_what_is_going_on_is_left_alone():
    tasks, left = planned(run("yenbai", "2026-11-23 23:00", None))
    assert tasks == ["bacyen"]
    assert left["yenbai"].endswith("is going on")


def test_a_full_walk_by_hand_is_a_visit_and_a_sweep_is_none():
    rows = [run("yenbai", "2026-11-24 01:31", mode="full"), run("bacyen", "2026-11-24 02:00", mode="sweep")]
    assert planned(*rows, now="2026-11-24 03:00")[0] == ["bacyen"]


def test_what_was_taken_in_from_files_is_no_visit():
    assert planned(run("yenbai", "2026-11-24 01:31", mode=INGEST), now="2026-11-24 03:00")[0] == ["yenbai", "bacyen"]


@pytest.mark.parametrize("reasons", [KILLED, [CUT_OFF, "12 article addresses were left"]])
def test_a_portal_that_is_cut_off_again_and_again_is_not_tried_for_ever(reasons):
    first = run("yenbai", "2026-11-24 01:31", "broken", reasons=reasons)
    assert "yenbai" in planned(first, now="2026-11-24 02:00")[0]
    tasks, left = planned(first, run("yenbai", "2026-11-24 02:01", "broken", reasons=reasons), now="2026-11-24 02:30")
    assert tasks == ["bacyen"]
    assert left["yenbai"].startswith("cut off 2 times")


def test_a_crawl_that_died_by_itself_was_a_visit():
    died = run("yenbai", "2026-11-24 01:31", "broken", reasons=["killed: ended by SIGABRT", "Fatal Python error"])
    assert planned(died, now="2026-11-24 02:00")[0] == ["bacyen"]


def test_a_run_of_a_night_when_the_clock_was_weeks_ahead_stops_no_later_night():
    ahead = run("yenbai", "2026-12-24 01:31")
    assert planned(ahead, now="2026-11-25 01:30", due="2026-11-25 01:30")[0] == ["bacyen", "yenbai"]


def test_by_day_only_those_are_made_up_for_who_were_visited_before():
    tasks, left = planned(run("yenbai", "2026-11-22 01:31"), now="2026-11-24 09:00", newcomers=False)
    assert tasks == ["yenbai"]
    assert left["bacyen"].startswith("new here")


def test_without_a_due_moment_everybody_is_visited_again():
    assert planned(run("yenbai", "2026-11-24 01:31"), due=None, now="2026-11-24 02:00")[0] == ["bacyen", "yenbai"]


# --- sweeps, rechecks ---------------------------------------------------------------------------------------------
def test_a_sweep_is_made_up_for_once_in_its_month():
    nights = [run(name, "2026-11-30 01:31") for name in ("yenbai", "bacyen")]
    how = {"kind": Round.SWEEP, "due": "2026-12-01 02:00", "newcomers": False}
    assert planned(*nights, now="2026-12-09 01:50", **how)[0] == ["yenbai", "bacyen"]
    swept = [run("yenbai", "2026-12-02 02:30", mode="sweep"), run("bacyen", "2026-12-03 02:30", mode="sweep")]
    assert planned(*nights, swept[0], now="2026-12-03 02:00", **how)[0] == ["bacyen"]
    assert planned(*nights, *swept, now="2026-12-31 01:50", **how)[0] == []


def test_a_recheck_is_only_a_recheck():
    rows = [run("yenbai", "2026-11-20 01:31"), run("yenbai", "2026-11-22 02:10", mode="full")]
    how = {"kind": Round.RECHECK, "due": "2026-11-22 02:00", "newcomers": False, "now": "2026-11-22 02:30"}
    tasks, left = planned(*rows, **how)
    assert tasks == ["yenbai"]
    assert left["bacyen"].startswith("new here")  # fetched an hour ago for the first time, or never


# --- life ---------------------------------------------------------------------------------------------------------
LIVES = {
    "yenbai": Life(Stage.CLOSED, dt.date(2026, 11, 1), "its host name is not known"),
    "bacyen": Life(Stage.DORMANT, dt.date(2026, 10, 1), "nothing new", at("2026-11-27 00:00")),
}


def test_closed_and_dormant_portals_are_left_out_with_the_reason():
    tasks, left = planned(lives=LIVES)
    assert tasks == []
    assert left == {
        "yenbai": "closed since 2026-11-01: its host name is not known",
        "bacyen": "dormant until 2026-11-27: nothing new",
    }


def test_a_dormant_portal_is_visited_when_its_week_is_over():
    assert planned(lives=LIVES, now="2026-11-27 01:30", due="2026-11-27 01:30")[0] == ["bacyen"]


def test_back_off_ends_by_the_clock():
    lives = {"yenbai": Life(Stage.ACTIVE, dt.date(2026, 11, 20), "it refused us", at("2026-11-26 00:00"))}
    assert planned(lives=lives)[1] == {"yenbai": "back-off until 2026-11-26: it refused us"}
    assert planned(lives=lives, now="2026-11-26 01:30", due="2026-11-26 01:30")[0] == ["yenbai", "bacyen"]


def test_a_portal_named_by_hand_is_visited_whatever_its_life():
    assert planned(lives=LIVES, named=True, due=None)[0] == ["yenbai", "bacyen"]


def test_without_an_address_nobody_can_be_visited_even_by_name():
    portals = wanted(["tamphuoc"], DECLARED)
    assert planned(portals=portals, named=True, due=None) == ([], {"tamphuoc": NO_ADDRESS})
