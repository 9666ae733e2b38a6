"""What a night is held against: the portal's own past, its declared bounds, and the grace of the first nights."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from archive import db
from archive.history import COMPLETE, OFF_TOPIC
from archive.query import RunRow
from archive.records import Article, Outcome
from archive.store import Store
from crawler import findings
from crawler.extraction.layout import Layout
from crawler.judging import closing
from crawler.judging.closing import Walks
from crawler.judging.expectations import BOUNDS, Past, breaches, fingerprint, misdeclared, usual_length
from crawler.judging.quality import NewArticles, series
from crawler.judging.shares import SHARES, Breach, Tonight
from crawler.monitors import RunFacts, RunOutcome
from tests.archive.building import PORTAL, Crawl, at
from tests.archive.building import article as stored_article
from tests.archive.test_plans import GROWING, plans
from tests.crawling import ROOT

TODAY = dt.date(2026, 11, 24)
WALKS = {"walks": 3, "walks_cut": 0, "walks_open": 0}


def night(ago: int, outcome: str = "ok", mode: str = "nightly", **counts: int) -> RunRow:
    """A past run so many days ago; 8 articles as they should be where nothing else is said."""
    made = {"layouts": 0, "stored": 8, "new_compared": 8, "new_framed": 8, "new_asked": 8, "reread": 40}
    made |= {share.marked: 0 for share in SHARES if share.marked != "new_no_layout"} | WALKS | counts
    at = dt.datetime.combine(TODAY - dt.timedelta(days=ago), dt.time(1, 30), db.LOCAL)
    return RunRow(1_000 - ago, "tinh", mode, "live", at, at, outcome, [], [], made)


def past(nights: int = 60, **counts: int) -> Past:
    """So many good nights."""
    published = {TODAY - dt.timedelta(days=ago): 8 for ago in range(1, nights + 1)}
    return Past([night(ago, **counts) for ago in range(1, nights + 1)], published, TODAY - dt.timedelta(days=1))


def tonight(walked: bool = True, mode: str = "nightly", **counts: int) -> Tonight:
    """The run that is judged."""
    return Tonight(TODAY, mode, night(0, **counts).counts, walked)


def said(found: list[Breach]) -> list[str]:
    return [f"{breach.outcome}: {breach.reason}" for breach in found]


def test_a_night_like_those_before_is_no_breach() -> None:
    assert breaches(past(), tonight(), {}) == []


@pytest.mark.parametrize("share", [s for s in SHARES if s.nights == 1 and s.name != "no_layout"], ids=lambda s: s.name)
def test_a_total_failure_is_said_with_its_figures(share: Any) -> None:
    counts = {share.of: 60, share.marked: 60}
    found = [breach for breach in breaches(past(), tonight(**counts), {}) if share.says in breach.reason]
    [breach] = found
    assert (breach.outcome, breach.gap) == (share.outcome, share.gap)
    assert breach.reason.startswith(f"60 of 60 {share.things} {share.says}; of the ")
    assert "(0%)" in breach.reason
    finding = findings.find([breach.reason])
    assert finding is not None
    assert "cchc" in finding.next_step or "browser" in finding.next_step


def test_what_a_clerk_leaves_out_of_one_whole_day_is_no_fault_but_of_two_days() -> None:
    counts = {"stored": 20, "new_no_author": 20}
    assert breaches(past(), tonight(**counts), {}) == []
    before = past()
    twice = dataclasses.replace(before, runs=[night(1, **counts), *before.runs[1:]])
    assert (
        "40 of 40 new articles of the last 2 nights have no author" in said(breaches(twice, tonight(**counts), {}))[0]
    )


def test_the_first_nights_are_not_judged() -> None:
    bad = tonight(stored=60, new_undated=60)
    assert breaches(Past(), bad, {}) == []
    assert breaches(past(4), bad, {}) == []
    assert breaches(past(5), bad, {}) != []
    few = past(9, stored=2)  # nights enough, articles not
    assert breaches(few, bad, {}) == []


def test_a_share_that_the_portal_always_had_is_none() -> None:
    assert breaches(past(stored=8, new_undated=8), tonight(stored=8, new_undated=8), {}) == []
    assert breaches(past(stored=8, new_no_lead=3), tonight(stored=8, new_no_lead=5), {}) == []


def test_declared_bounds_act_from_the_first_run_and_replace_the_past() -> None:
    bad = tonight(stored=9, new_undated=9)
    [breach] = breaches(Past(), bad, {"share_undated": 0.02})
    assert breach.reason == "9 of 9 new articles have no date; its file allows 2%"
    assert breaches(past(), tonight(stored=60, new_undated=60), {"share_undated": 1.0}) == []
    assert breaches(Past(), tonight(stored=9, new_undated=1), {"share_undated": 0.02}) == []  # one of nine is chance
    assert breaches(Past(), tonight(stored=9, new_undated=1), {"share_undated": 0}) != []  # none means none


def test_one_title_on_all_pages_needs_no_past() -> None:
    one = {"stored": 4, "new_compared": 4, "new_titles": 1, "new_untitled": 4}
    assert said(breaches(Past(), tonight(**one), {})) == ["broken: all 4 new articles have one title"]
    assert breaches(Past(), tonight(**one | {"new_compared": 2}), {}) == []
    weekly = past(stored=4, new_compared=4, new_titles=1, new_untitled=4)  # a series of that name
    assert breaches(weekly, tonight(**one), {}) == []


def test_a_series_under_one_title_is_a_habit_and_lost_titles_are_none() -> None:
    weekly = [*(f"Tin {n}" for n in range(15)), "Lịch", "Lịch", "Lịch", "Tin 20"]
    assert "Lịch" in series(weekly)
    assert "Lịch" in series(["Lịch", *weekly])
    assert series(["Cổng"] * 4) == frozenset()  # nothing else came since
    assert "Cổng" not in series([*["Cổng"] * 6, "Tin 1", "Cổng", "Tin 2"])  # the night in which it began was mixed
    assert series([]) == frozenset()
    revised = ["Tin 1", "Cổng", "Cổng", "Tin 2", "Cổng"]  # known articles read again, with the title that all have now
    assert "Cổng" not in series(revised, 3)
    one = {"stored": 4, "new_compared": 4, "new_titles": 1, "new_untitled": 0, "new_series": 4}
    assert breaches(past(), tonight(**one), {}) == []
    assert breaches(past(), tonight(**one | {"new_untitled": 4, "new_series": 0}), {}) != []


def test_whole_nights_under_one_title_that_came_and_went_are_a_habit() -> None:
    one = {"stored": 4, "new_compared": 4, "new_titles": 1, "new_untitled": 4, "new_series": 0}
    other = {"new_titles": 8}
    nights = [night(ago, "broken" if ago % 7 == 0 else "ok", **one if ago % 7 == 0 else other) for ago in range(1, 22)]
    assert breaches(Past(nights), tonight(**one), {}) == []
    lasting = [night(ago, "broken", **one) for ago in range(1, 6)] + [night(ago, **other) for ago in range(6, 40)]
    assert breaches(Past(lasting), tonight(**one), {}) != []


def lasting_alarm(marked: int, days: int) -> Past:
    """Nights of 8 articles, of which so many have no author since so many days, and the alarm stands."""
    reasons = [f"{marked} of 8 new articles have no author; of the 400 before, 0 (0%)"]
    ill = [
        dataclasses.replace(night(ago, "broken", new_no_author=marked), reasons=reasons) for ago in range(1, days + 1)
    ]
    return Past([*ill, *(night(ago) for ago in range(days + 1, days + 90))])


def test_a_lasting_change_in_a_part_of_the_articles_is_learned_and_a_total_failure_is_not() -> None:
    half, all_of_them = {"new_no_author": 4}, {"new_no_author": 8}
    assert breaches(lasting_alarm(4, 20), tonight(**half), {}) != []
    assert breaches(lasting_alarm(4, 35), tonight(**half), {}) == []
    assert breaches(lasting_alarm(8, 35), tonight(**all_of_them), {}) != []
    assert breaches(lasting_alarm(8, 100), tonight(**all_of_them), {}) != []


def test_an_alarm_stays_where_the_same_share_would_raise_none() -> None:
    mild = [night(ago, new_no_author=2) for ago in range(1, 12)]
    good = [night(ago) for ago in range(12, 90)]
    assert breaches(Past([*mild, *good]), tonight(new_no_author=2), {}) == []
    reasons = ["4 of 8 new articles have no author; of the 400 before, 0 (0%)"]
    said_before = [dataclasses.replace(run, reasons=reasons, outcome="broken") for run in mild]
    assert breaches(Past([*said_before, *good]), tonight(new_no_author=2), {}) != []


def test_new_layouts_begin_with_grace_and_what_does_not_depend_on_them_does_not() -> None:
    bad = {"stored": 60, "new_undated": 60, "layouts": 7}
    assert breaches(past(), tonight(**bad), {}) == []
    assert breaches(past(layouts=7), tonight(**bad), {}) != []
    short = {"new_compared": 60, "new_short": 60, "layouts": 7}
    assert breaches(past(), tonight(**short), {}) != []


def test_only_runs_of_the_same_kind_are_the_past() -> None:
    bad = tonight(stored=60, new_undated=60)
    for other in (night(1, mode="full"), night(1, **{OFF_TOPIC: 3}), night(1, "broken")):
        strangers = [dataclasses.replace(other, id=n) for n in range(60)]
        assert breaches(Past(strangers), bad, {}) == []
    assert breaches(past(), tonight(mode="full", stored=60, new_undated=60), {}) == []
    assert breaches(past(), tonight(mode="sweep", stored=60, new_undated=60), {}) != []


def test_a_first_crawl_counts_no_more_than_a_night() -> None:
    many = Past([night(ago) for ago in range(1, 30)] + [night(30, stored=5_000, new_undated=100)])
    [breach] = [b for b in breaches(many, tonight(stored=60, new_undated=60), {}) if "no date" in b.reason]
    assert "of the 282 before, 1 (0%)" in breach.reason


def test_a_breach_stays_on_a_night_without_articles_and_ends_with_good_ones() -> None:
    before = past()
    ill = dataclasses.replace(before, runs=[night(1, "broken", stored=30, new_undated=30), *before.runs])
    assert breaches(ill, tonight(stored=0, new_compared=0, new_framed=0, new_asked=0), {}) != []
    assert breaches(ill, tonight(stored=8), {}) == []


def test_a_pager_that_is_broken_makes_a_partial_night_and_an_open_walk_does_at_once() -> None:
    assert said(breaches(past(), tonight(walks_cut=1, walks_open=1), {})) == [
        "partial: 1 of 3 walks through its listings ended among new articles: what lay behind was not read"
    ]
    assert breaches(past(walks_cut=3), tonight(walks_cut=3, walks_open=1), {}) == []  # short listings always end so
    cut = [night(ago, walks_cut=3) for ago in (1, 2)]
    [breach] = breaches(Past([*cut, *(night(ago) for ago in range(3, 60))]), tonight(walks_cut=3), {})
    assert (breach.outcome, breach.gap) == (RunOutcome.PARTIAL, True)


def test_a_silent_portal_is_stale_unless_it_is_dormant_or_was_not_read() -> None:
    before = past(90)
    quiet = dataclasses.replace(
        before,
        runs=[night(ago, stored=0 if ago < 30 else 8) for ago in range(1, 90)],
        published={day: number for day, number in before.published.items() if (TODAY - day).days >= 30},
        newest=TODAY - dt.timedelta(days=30),
    )
    nothing = {"stored": 0}
    breach, *others = breaches(quiet, tonight(**nothing), {})
    assert {one.outcome for one in (breach, *others)} == {RunOutcome.STALE}
    assert breach.reason.startswith("nothing new since 2026-10-25")
    assert findings.find([breach.reason]).code == "stale"  # type: ignore[union-attr]
    assert breaches(quiet, tonight(**nothing), {}, dormant=True) == []
    assert breaches(quiet, tonight(walked=False, **nothing), {}) == []
    assert breaches(quiet, tonight(**nothing), {"quiet_days": 60, "articles_per_week": 0}) == []


def test_an_undated_portals_rhythm_is_that_of_its_nights_and_the_first_one_is_no_rhythm() -> None:
    nights = [night(ago, stored=8, new_undated=8) for ago in range(31, 120)] + [night(120, stored=900, new_undated=900)]
    silent = [night(ago, stored=0) for ago in range(1, 31)]
    run = Tonight(TODAY, "nightly", night(0, stored=0).counts, True)
    from crawler.judging.expectations import activity

    seen = activity(Past([*silent, *nights]), run)
    assert max(seen.by_day.values()) == 8
    assert seen.newest == TODAY - dt.timedelta(days=31)
    assert {b.outcome for b in breaches(Past([*silent, *nights]), run, {})} == {RunOutcome.STALE}


def test_bounds_have_names_and_ranges() -> None:
    assert misdeclared({"share_undated": 0.1, "articles_per_week": 20, "quiet_days": 30}) == []
    assert "no 'share_without_date'" in misdeclared({"share_without_date": 0.1})[0]
    assert "may be 0 to 1" in misdeclared({"share_undated": 1.5})[0]
    assert {f"share_{share.name}" for share in SHARES} < set(BOUNDS)


# --- closing a run ------------------------------------------------------------------------------------------------
def facts(**more: Any) -> RunFacts:
    return RunFacts(**{"addresses": 9, "outcomes": {"stored": 9}, "listings": {"tin": [10, 10]}, **more})


def test_a_stale_or_quality_breach_leaves_the_run_complete_and_a_gap_does_not() -> None:
    for counts, outcome, complete in (
        ({"stored": 9}, "ok", True),
        ({"stored": 60, "new_undated": 60}, "broken", True),
        ({"new_asked": 60, "new_rejected": 60}, "broken", False),
        ({"walks_open": 1}, "partial", False),
    ):
        found, reasons, whole = closing.close(past(), tonight(**counts), facts(), {})
        assert (found, whole) == (outcome, complete), reasons
    found, _, whole = closing.close(past(), tonight(stored=60, new_undated=60), facts(limits=["goes on"]), {})
    assert (found, whole) == ("broken", False)
    assert closing.close(past(), tonight(mode="sweep"), facts(), {})[2] is False  # a sweep proves nothing below it


def test_the_walk_stops_at_what_a_stale_night_left_complete(tmp_path: Path) -> None:
    engine = db.connect(tmp_path / "archive.db")
    db.upgrade(engine)
    for day, outcome, counts in ((0, "ok", {}), (1, "stale", {COMPLETE: 1}), (2, "broken", {COMPLETE: 0})):
        store = Store(engine, clock=lambda day=day: at(day))  # type: ignore[misc]
        store.finish_run(store.start_run(PORTAL, "nightly", "live"), outcome, [], counts)
    assert store.complete_until(PORTAL.name) == at(1)
    engine.dispose()


def made(number: int, text: str = "", **fields: Any) -> Article:
    own = "".join("abcdefghij"[int(digit)] for digit in str(number))
    fields.setdefault("title", f"Tin {number}")
    fields.setdefault("published_at", TODAY)
    return Article("u", "u", str(number), text=text or f"{own} mở đầu\n{own} {'lời ' * 200}\nkết {own}", **fields)


def test_what_new_articles_look_like_is_counted() -> None:
    new = NewArticles()
    new.add(made(1, author="A", section="S", lead="L", layout="x"), bare=False)
    new.add(made(2, published_at=None, title="Tin 1"), bare=True)
    new.add(made(3, text="ngắn"))
    counts = new.counts([("Tin 3", "xa")], 900, layouts=True)
    assert counts == {
        "new_undated": 1,
        "new_no_author": 2,
        "new_no_section": 2,
        "new_no_lead": 2,
        "new_no_layout": 2,
        "new_framed": 2,
        "new_bare": 1,
        "new_titles": 2,
        "new_untitled": 3,
        "new_series": 0,
        "new_leaky": 0,
        "new_length": 817,
        "new_compared": 3,
        "new_short": 1,
    }
    assert "new_short" not in new.counts([], None, layouts=False)
    assert "new_no_layout" not in new.counts([], None, layouts=False)
    assert NewArticles().counts([("a", "b")], 900, layouts=False)["new_undated"] == 0


def test_furniture_in_texts_is_seen_by_its_words_and_by_repetition_also_over_nights() -> None:
    menu = "\nCổng dịch vụ công của tỉnh nhà luôn sẵn sàng"
    earlier = [("x", made(number).text + menu) for number in range(10, 13)]
    new = NewArticles()
    new.add(made(1, text=made(1).text + menu))
    new.add(made(2, text=made(2).text + "\nLượt xem: 1.234"))
    new.add(made(3))
    assert new.counts(earlier, None, layouts=False)["new_leaky"] == 2
    assert new.counts(earlier[:2], None, layouts=False)["new_leaky"] == 1


def test_only_what_the_portal_changed_is_edited() -> None:
    new = NewArticles()
    for outcome, cause in (
        ("revised", "portal"),
        ("revised", "layout"),
        ("revised", "parser"),
        ("unchanged", "portal"),
    ):
        new.known(Outcome(outcome), cause)
    assert new.edited == 2


def test_the_usual_length_is_the_middle_of_the_good_nights() -> None:
    nights = [night(ago, new_length=1_000 + ago) for ago in range(1, 12)]
    nights += [night(ago, "broken", new_length=10) for ago in range(12, 60)]
    assert usual_length(Past(nights), tonight()) == 1_006
    assert usual_length(Past(nights[:4]), tonight()) is None


def test_counters_tell_new_from_known_and_leave_out_what_every_listing_shows_for_ever() -> None:
    new = NewArticles()
    new.add(made(1))
    run = RunFacts(
        outcomes={"stored": 1, "alias": 2, "rejected": 9, "revised": 3, "unchanged": 20},
        rechecked={"alias": 1, "rejected": 2, "revised": 3, "unchanged": 20},
        why={"rejected": {OFF_TOPIC: 1}},
    )
    walks = Walks().ended(met=True, known=True).ended(met=False, known=False)
    layouts = (Layout("x", body="div"),)
    counts = closing.counters(new, run, walks, Past(met_before=4), layouts, TODAY, "nightly", only=True)
    assert counts["new_rejected"] == 9 - 2 - 1 - 4
    assert counts["new_asked"] == 1 + 1 + 2
    assert counts["reread"] == 23
    assert (counts["walks"], counts["walks_cut"], counts["walks_open"]) == (2, 1, 1)
    assert counts["layouts"] == fingerprint(layouts) != fingerprint(()) == 0


# --- the past, read from an archive --------------------------------------------------------------------------------
@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = db.connect(tmp_path / "archive.db")
    db.upgrade(engine)
    yield engine
    engine.dispose()


def test_the_past_is_read_from_the_archive_and_no_table_is_walked(engine: Engine) -> None:
    first = Crawl(engine, day=-2)
    for number in range(3):
        first.put(stored_article(f"a{number}", text=f"chữ {number}", published_at=dt.date(2026, 11, 16 + number)), -2)
    first.put(stored_article("b", text="không ngày", published_at=None), -2)
    first.store.settle(first.page("https://yenbai.gov.vn/x", "x", -2), Outcome.REJECTED, "listing")
    first.store.finish_run(first.run_id, "ok", [], {"stored": 4})
    crawl = Crawl(engine)
    crawl.put(stored_article("c", text="đêm nay", published_at=dt.date(2026, 11, 19)), 0.1)
    crawl.put(stored_article("d", text="ngày mai", published_at=dt.date(2027, 1, 1)), 0.1)
    for key in ("x", "y"):
        crawl.store.settle(crawl.page(f"https://yenbai.gov.vn/{key}", key), Outcome.REJECTED, "listing")
    with plans(engine) as found:
        read = closing.past_of(engine, PORTAL.name, crawl.run_id, at(0))
    assert [run.counts for run in read.runs] == [{"stored": 4}]
    assert read.published == {dt.date(2026, 11, 16 + n): 1 for n in range(4)}  # tonight's too, none of the future
    assert read.newest == dt.date(2026, 11, 19)
    assert sorted(text for _, text in read.recent) == ["chữ 0", "chữ 1", "chữ 2", "không ngày"]
    assert read.met_before == 1
    assert len(found) >= 5
    for statement, plan in found:
        walked = {line.split()[1] for line in plan.splitlines() if line.startswith("SCAN")}
        assert not walked & GROWING, f"{statement}\n{plan}"


def test_the_newest_day_is_known_also_where_it_lies_behind_the_last_year(engine: Engine) -> None:
    crawl = Crawl(engine)
    crawl.put(stored_article("a", published_at=dt.date(2021, 5, 4)), 0.1)
    assert closing.past_of(engine, PORTAL.name, crawl.run_id, at(0)).newest == dt.date(2021, 5, 4)


def test_a_portal_of_an_ended_unit_that_is_long_quiet_is_dormant() -> None:
    quiet = Past([night(70, stored=3)])
    assert closing.is_dormant("yen-bai", None, quiet, TODAY)
    assert not closing.is_dormant("yen-bai", None, Past([night(30, stored=3)]), TODAY)
    assert not closing.is_dormant("lao-cai", None, quiet, TODAY)
    assert not closing.is_dormant(None, None, quiet, TODAY)


def test_the_document_says_every_bound_and_every_count() -> None:
    text = (ROOT / "docs" / "runs.md").read_text(encoding="utf-8")
    for name, bound in BOUNDS.items():
        assert f"| `{name}` | {bound.low:g} to {bound.high:g} | {bound.meaning} |\n" in text
    counts = night(0, **WALKS, new_no_layout=0, new_titles=0, new_length=0, **{COMPLETE: 1}).counts
    for name in set(counts) - {"stored"} | {"new_no_layout"}:
        assert f"`{name}`" in text, name
