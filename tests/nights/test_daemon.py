"""What is done when: make-up after sleep and crash, and jobs that fail. No crawl runs: rounds write rows at once."""

import datetime as dt
import itertools
import threading
import time
from collections import Counter

import pytest
from apscheduler.triggers.date import DateTrigger

from archive import query
from archive.db import LOCAL, DatabaseLocked, local_day, utc_now
from archive.runs import PortalInfo
from archive.store import Store
from crawler.config import Config
from crawler.nights import jobs
from crawler.nights.config import NightsConfig
from crawler.nights.daemon import JOB_DEFAULTS, Daemon
from crawler.nights.jobs import Nights, RoundResult
from crawler.nights.plan import Round, wanted
from crawler.nights.times import Watch
from tests.nights.rounding import until

PORTALS = {"yenbai": "yenbai.gov.vn", "bacyen": "bacyen.sonla.gov.vn", "mocchau": "mocchau.sonla.gov.vn"}


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=LOCAL)


class Quick(Nights):
    """Nights whose crawls end well at the moment they begin. `reach` is how many one round comes to."""

    reach = 99

    def _run(self, kind, made, ends):
        store = Store(self.engine, clock=self.clock)
        for task in made.tasks[: self.reach]:
            run = store.start_run(PortalInfo(task.portal, task.host, None, task.portal), task.mode, "live")
            store.finish_run(run, "ok", [], {"listings": 1, "stored": 1})
        return RoundResult(kind, self.clock(), (), made.left_out, ())


@pytest.fixture
def quick(tmp_path):
    """Nights with a clock that the test sets: `moment[0]`."""
    moment = [at("2026-09-30 12:00")]
    environ = {"CCHC_DATA_DIR": str(tmp_path), "CCHC_CONTACT": "test@example.org"}
    config, settings = Config.from_env(environ), NightsConfig.from_env(environ)
    made = Quick(config, settings, wanted(list(PORTALS), PORTALS), clock=lambda: moment[0])
    made.open()
    yield made, moment
    made.engine.dispose()


def visits(made, mode="nightly"):
    """Number of runs by portal and local day, of all portals."""
    return Counter(
        (run.portal, local_day(run.started_at).isoformat())
        for name in PORTALS
        for run in query.visits(made.engine, name, limit=5000)
        if run.mode == mode
    )


def test_a_month_with_an_outage_has_one_night_a_day_one_sweep_and_one_recheck_a_week(quick):
    made, moment = quick
    days = [dt.date(2026, 10, 25) + dt.timedelta(days=number) for number in range(32)]
    off = days[15:18]  # three days without power
    for day in days:
        begin = dt.datetime.combine(day, dt.time(1, 40), LOCAL)
        if day not in off:
            moment[0] = begin
            made.make_up("the night")
            moment[0] = begin + dt.timedelta(hours=1)
            for kind in (Round.SWEEP, Round.RECHECK):  # their own jobs fire whatever the night did
                made.due(kind)
            for hours in (3, 9):  # and starts and heartbeats come at any hour
                moment[0] = begin + dt.timedelta(hours=hours)
                made.make_up("a start")
    nights = visits(made)
    assert set(nights.values()) == {1}
    assert len(nights) == len(PORTALS) * (32 - 3)
    assert visits(made, "sweep") == {(name, "2026-11-01"): 1 for name in PORTALS}
    # The first night was a Sunday's: what it had just fetched for the first time was not looked at again behind it.
    sundays = [day.isoformat() for day in days if day.weekday() == 6]
    assert visits(made, "recheck") == {(name, sunday): 1 for name in PORTALS for sunday in sundays}


def test_a_night_missed_by_an_outage_is_made_up_for_by_day_and_once(quick):
    made, moment = quick
    moment[0] = at("2026-10-01 01:40")
    made.make_up("the night")
    for when in ("2026-10-04 09:00", "2026-10-04 09:01", "2026-10-04 20:00"):
        moment[0] = at(when)
        made.make_up("the start")
    assert visits(made) == {(name, day): 1 for name in PORTALS for day in ("2026-10-01", "2026-10-04")}


def test_shortly_before_the_next_night_it_is_left_to_that(quick):
    made, moment = quick
    moment[0] = at("2026-10-01 01:40")
    made.make_up("the night")
    moment[0] = at("2026-10-03 23:30")
    assert made.make_up("the start") == []
    moment[0] = at("2026-10-04 01:40")
    assert len(made.make_up("the night")) == 2  # the night and, on a Sunday before two, last week's recheck


def test_a_night_that_came_half_way_goes_on_with_the_rest(quick):
    made, moment = quick
    moment[0] = at("2026-10-01 01:40")
    made.make_up("the night")
    moment[0], made.reach = at("2026-10-02 01:40"), 1
    made.make_up("the night")
    moment[0], made.reach = at("2026-10-02 03:00"), 99
    made.make_up("the start after a crash")
    assert {number for (_, day), number in visits(made).items() if day == "2026-10-02"} == {1}
    assert len(visits(made)) == 6


def test_a_sweep_that_was_missed_waits_for_a_night_and_is_made_once(quick):
    made, moment = quick
    moment[0] = at("2026-10-30 01:40")
    made.make_up("the night")
    for when in ("2026-11-03 09:00", "2026-11-04 01:40", "2026-11-04 04:00", "2026-11-05 01:40"):
        moment[0] = at(when)
        made.make_up("a start")
    assert visits(made, "sweep") == {(name, "2026-11-04"): 1 for name in PORTALS}


def test_a_new_portal_begins_with_a_night_and_not_by_day(quick):
    made, moment = quick
    moment[0] = at("2026-10-01 14:00")
    made.make_up("the first start")
    assert visits(made) == {}
    moment[0] = at("2026-10-02 01:40")
    made.make_up("the night")
    assert len(visits(made)) == len(PORTALS)


# --- the daemon ---------------------------------------------------------------------------------------------------
class Told(Nights):
    """Nights that note what they were asked to do."""

    def __init__(self, *arguments, **more):
        super().__init__(*arguments, **more)
        self.asked, self.at_once, self.most = [], 0, 0
        self.problem = None

    def make_up(self, why):
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        self.asked.append(why)
        time.sleep(0.2)
        self.at_once -= 1
        if self.problem is not None:
            raise self.problem

    def upkeep_was_missed(self):
        return False


@pytest.fixture
def daemon(tmp_path):
    environ = {"CCHC_DATA_DIR": str(tmp_path), "CCHC_CONTACT": "test@example.org"}
    told = Told(Config.from_env(environ), NightsConfig.from_env(environ), wanted(list(PORTALS), PORTALS))
    made = Daemon(told, lambda: 0)
    yield told, made
    made.stop()


def test_every_job_has_the_defaults_that_lose_and_double_nothing(daemon):
    _, made = daemon
    made._scheduler.start(paused=True)
    jobs_ = {job.id: job for job in made._scheduler.get_jobs()}
    assert jobs_.keys() == {"night", "sweep", "recheck", "upkeep"}
    for job in jobs_.values():
        assert (job.misfire_grace_time, job.coalesce, job.max_instances) == (6 * 3600, True, 1)
    assert JOB_DEFAULTS["misfire_grace_time"] == 6 * 3600
    assert {jobs_[name].executor for name in ("night", "sweep", "recheck")} == {"default"}


def test_the_start_and_the_end_of_a_sleep_make_up_for_what_was_missed_once_each(daemon):
    told, made = daemon
    made.start()
    until(lambda: told.asked == ["the start"], 10)
    made.beat()
    made._watch = Watch(utc_now() - dt.timedelta(hours=9), time.monotonic() - 60)  # nine hours in which it ticked once
    for _ in range(3):
        made.beat()
    until(lambda: len(told.asked) > 1, 10)
    time.sleep(0.5)
    assert len(told.asked) == 2
    assert told.asked[1].startswith("the machine slept")


class Ahead(dt.datetime):
    """APScheduler's clock, ahead of the real one by `by`."""

    by = dt.timedelta(0)

    @classmethod
    def now(cls, tz=None):
        return dt.datetime.now(tz) + cls.by


@pytest.mark.timeout(60)
def test_a_clock_that_is_put_back_stops_nothing_and_every_next_time_is_reckoned_anew(tmp_path, monkeypatch):
    for module in ("schedulers.base", "executors.base", "triggers.date", "triggers.interval"):
        monkeypatch.setattr(f"apscheduler.{module}.datetime", Ahead)
    monkeypatch.setattr(Ahead, "by", dt.timedelta(days=3))
    environ = {"CCHC_DATA_DIR": str(tmp_path), "CCHC_CONTACT": "test@example.org", "CCHC_NIGHT_JITTER": "0"}
    told = Told(Config.from_env(environ), NightsConfig.from_env(environ), wanted(list(PORTALS), PORTALS))
    made = Daemon(told, lambda: 0, beat=0.1, wall=lambda: utc_now() + Ahead.by)
    made.start()
    try:
        until(lambda: told.asked == ["the start"], 10)
        night = made._scheduler.get_job("night")
        assert night.next_run_time > utc_now() + dt.timedelta(days=2)
        monkeypatch.setattr(Ahead, "by", dt.timedelta(0))
        until(lambda: len(told.asked) == 2, 10)
        assert told.asked[1].startswith("the clock was put back by 259,")
        for name in ("night", "upkeep"):
            following = made._scheduler.get_job(name).next_run_time
            assert dt.timedelta(0) < following - utc_now() <= dt.timedelta(days=1)
    finally:
        made.stop()
    assert not made._heart.is_alive()


@pytest.mark.timeout(60)
def test_a_round_that_waits_in_the_queue_when_the_clock_is_put_back_is_not_put_off(daemon):
    told, made = daemon
    made._scheduler.start()
    made._add("catch-up", lambda: told.make_up("waits"), None)
    later = utc_now() + dt.timedelta(days=1)
    made._add("waits", lambda: told.make_up("waited"), DateTrigger(later))
    made._watch = Watch(later, time.monotonic())
    made.beat()
    until(lambda: "waited" in told.asked, 10)


@pytest.mark.timeout(60)
def test_a_late_upkeep_beside_the_one_that_was_made_up_for_is_one_upkeep(quick, monkeypatch):
    made, moment = quick
    moment[0] = at("2026-10-02 01:40")
    made.make_up("the night")
    done = []
    monkeypatch.setattr(jobs.upkeep, "upkeep", lambda *_, now: done.append(now) or [])  # no copy is made, either
    for first, second in ((made.due_upkeep, made.missed_upkeep), (made.missed_upkeep, made.due_upkeep)):
        moment[0] += dt.timedelta(days=1)
        late = moment[0].replace(hour=9)
        made.clock = lambda late=late: late
        first()
        second()
        made.missed_upkeep()
        assert done.pop() == late
        assert done == []


def test_a_missed_night_that_is_left_to_the_next_is_not_called_none(quick, caplog):
    made, moment = quick
    caplog.set_level("INFO")
    moment[0] = at("2026-10-01 01:40")
    made.make_up("the night")
    moment[0] = at("2026-10-03 23:30")
    assert made.make_up("the start") == []
    assert "the start: the missed night of 3 portals is left to the next" in caplog.text
    assert "nothing was missed" not in caplog.text


def test_rounds_queue_and_the_heartbeat_waits_for_none(daemon):
    told, made = daemon
    made._scheduler.start()
    beats = []
    made._heart = threading.Thread(target=made._beats, daemon=True)
    made._beat, made.beat = 0.05, lambda: beats.append(told.at_once)
    made._heart.start()
    for name in ("one", "two", "three"):
        made._add(name, lambda name=name: told.make_up(name), None)
    until(lambda: len(told.asked) == 3, 10)
    assert told.most == 1
    assert 1 in beats  # it beat while a round went on


def test_a_job_that_fails_does_not_end_the_nights(daemon):
    told, made = daemon
    told.problem = RuntimeError("a fault of ours")
    made.start()
    until(lambda: told.asked, 10)
    told.problem = None
    until(lambda: not made._working, 10)
    made.catch_up("again")
    until(lambda: len(told.asked) == 2, 10)


def test_a_round_that_cannot_use_the_archive_is_tried_again_by_the_heartbeat(daemon, monkeypatch):
    told, made = daemon
    told.problem = DatabaseLocked("another process holds the archive")
    made.start()
    until(lambda: told.asked and not made._working, 10)
    told.problem = None
    made.beat()
    time.sleep(0.3)
    assert len(told.asked) == 1  # not at once
    monkeypatch.setattr(jobs, "RETRY", 0.0)
    made.beat()
    until(lambda: len(told.asked) == 2 and not made._working, 10)
    made.beat()
    time.sleep(0.3)
    assert told.asked == ["the start", "a round could not use the archive"]


def test_nothing_begins_any_more_once_it_was_told_to_stop(tmp_path):
    environ = {"CCHC_DATA_DIR": str(tmp_path), "CCHC_CONTACT": "test@example.org"}
    told = Told(Config.from_env(environ), NightsConfig.from_env(environ), wanted(list(PORTALS), PORTALS))
    asked = itertools.repeat(1)
    made = Daemon(told, lambda: next(asked))
    made.start()
    time.sleep(0.3)
    assert made.stop() == []
    assert told.asked == []
    assert not [thread for thread in threading.enumerate() if "APScheduler" in thread.name]


def test_an_upkeep_that_was_missed_is_noticed_by_the_age_of_the_newest_copy(quick):
    made, moment = quick
    moment[0] = at("2026-10-01 12:00")
    assert not made.upkeep_was_missed()  # a new archive
    moment[0] = at("2026-10-02 01:40")
    made.make_up("the night")
    moment[0] = at("2026-10-02 12:00")
    assert made.upkeep_was_missed()
    made.upkeep()
    assert not made.upkeep_was_missed()
    moment[0] = at("2026-10-03 06:29")
    assert not made.upkeep_was_missed()
    moment[0] = at("2026-10-03 06:31")
    assert made.upkeep_was_missed()


def test_a_round_whose_news_cannot_be_told_was_made_all_the_same(quick, monkeypatch, caplog):
    made, _ = quick

    def fail(*_, **__):
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(jobs.health, "of_archive", fail)
    made._tell(RoundResult(Round.NIGHT, at("2026-10-01 01:30"), (), ()))
    assert "nobody is told of the night" in caplog.text
