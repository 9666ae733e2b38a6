"""The verdict on a run: nothing that is missing looks complete."""

import pytest

from crawler.monitors import RunFacts, RunOutcome, judge


def facts(**changes):
    return RunFacts(**{"addresses": 10, "outcomes": {"stored": 10}, "listings": {"news": [10, 0]}, **changes})


def test_a_run_whose_outcomes_sum_up_is_ok_without_reasons():
    assert judge(facts()) == (RunOutcome.OK, [])


def test_nothing_new_is_ok():
    assert judge(facts(addresses=0, outcomes={}))[0] is RunOutcome.OK


@pytest.mark.parametrize(
    ("changes", "outcome", "reason"),
    [
        ({"outcomes": {"stored": 9}}, RunOutcome.BROKEN, "10 article addresses, but 9 outcomes"),
        ({"outcomes": {"stored": 11}}, RunOutcome.BROKEN, "but 11 outcomes"),
        ({"errors": 1}, RunOutcome.BROKEN, "errors in our own code"),
        ({"finish_reason": "disk_full"}, RunOutcome.BROKEN, "disk_full"),
        ({"finish_reason": "shutdown"}, RunOutcome.PARTIAL, "stopped before the end"),
        ({"finish_reason": "request_budget"}, RunOutcome.PARTIAL, "stopped before the end: request_budget"),
        ({"finish_reason": "shutdown", "outcomes": {"stored": 4}}, RunOutcome.PARTIAL, "6 article addresses were left"),
        ({"listings": {"news": [0]}}, RunOutcome.EMPTY, "page 1 holds no article link"),
        ({"listings": {}}, RunOutcome.EMPTY, "no listing was read"),
        ({"listing_failures": ["news page 3: timeout"]}, RunOutcome.PARTIAL, "news page 3: timeout"),
        ({"listings": {}, "listing_failures": ["news page 1: robots"]}, RunOutcome.BLOCKED, "every listing"),
        ({"limits": ["listing news goes on"]}, RunOutcome.PARTIAL, "goes on"),
        ({"outcomes": {"stored": 4, "blocked": 6}}, RunOutcome.BLOCKED, "6 of 10"),
        ({"outcomes": {"stored": 7, "failed": 3}}, RunOutcome.PARTIAL, "3 of 10 article addresses failed"),
    ],
)
def test_what_is_wrong_is_named(changes, outcome, reason):
    found, reasons = judge(facts(**changes))
    assert found is outcome
    assert any(reason in text for text in reasons)


def test_two_failures_are_allowed_and_two_percent_of_many():
    assert judge(facts(outcomes={"stored": 8, "failed": 2}))[0] is RunOutcome.OK
    assert judge(facts(addresses=1000, outcomes={"stored": 980, "failed": 20}))[0] is RunOutcome.OK
    assert judge(facts(addresses=1000, outcomes={"stored": 979, "failed": 21}))[0] is RunOutcome.PARTIAL


def test_the_worst_finding_names_the_outcome_and_all_reasons_stay():
    found, reasons = judge(facts(errors=1, listing_failures=["news page 2: timeout"]))
    assert found is RunOutcome.BROKEN
    assert len(reasons) == 2


def test_a_file_as_source_needs_no_listing_but_pages_of_the_portal():
    assert judge(facts(listings={}, from_file=True))[0] is RunOutcome.OK
    assert judge(facts(listings={}, addresses=0, outcomes={}, from_file=True))[0] is RunOutcome.EMPTY


def test_a_recheck_reads_no_listing_and_may_find_nothing_due():
    assert judge(facts(listings={}, walks=False))[0] is RunOutcome.OK
    assert judge(facts(listings={}, addresses=0, outcomes={}, walks=False)) == (RunOutcome.OK, [])


@pytest.mark.parametrize("lost", ["missing", "gone", "rejected", "blocked"])
def test_many_known_articles_lost_at_once_say_more_about_the_portal(lost):
    few = facts(outcomes={"unchanged": 7, lost: 3}, rechecked={"unchanged": 7, lost: 3})
    many = facts(outcomes={"unchanged": 6, lost: 4}, rechecked={"unchanged": 6, lost: 4})
    assert judge(few)[0] is RunOutcome.OK
    outcome, reasons = judge(many)
    assert outcome is RunOutcome.PARTIAL
    assert "4 of 10 known articles" in reasons[0]


@pytest.mark.parametrize("reason", ["robots", "wall", "login", "http_401", "http_403", "http_429"])
def test_a_portal_that_refuses_its_listings_is_blocked(reason):
    assert judge(facts(listings={}, listing_failures=[f"news page 1: {reason}"]))[0] is RunOutcome.BLOCKED
