"""What a run asked, by purpose: each request in one place, and the sum true."""

import pytest
from scrapy import Request

from crawler.arguments import CrawlArguments
from crawler.network.cost import Cost, Purpose, budget_of, is_again, line, purpose_of

HOME = "https://yenbai.gov.vn/"


@pytest.mark.parametrize(
    ("url", "meta", "purpose"),
    [
        (f"{HOME}robots.txt", {"dont_obey_robotstxt": True}, Purpose.ROBOTS),
        (HOME, {"kind": "other"}, Purpose.OTHER),
        (f"{HOME}tin", {"kind": "listing"}, Purpose.LISTING),
        (f"{HOME}robots.txt", {"kind": "listing"}, Purpose.LISTING),
        (f"{HOME}tin/1", {"kind": "article"}, Purpose.NEW),
        (f"{HOME}tin/1", {"kind": "article", "purpose": Purpose.OWED}, Purpose.OWED),
        (f"{HOME}tin/1", {"kind": "article", "purpose": Purpose.RECHECKED}, Purpose.RECHECKED),
        (f"{HOME}x", {}, Purpose.OTHER),
    ],
)
def test_every_request_has_one_purpose(url, meta, purpose):
    assert purpose_of(Request(url, meta=meta)) is purpose


@pytest.mark.parametrize(
    "request_",
    [
        Request(HOME, meta={"retry_times": 1}),
        Request(HOME, meta={"redirect_times": 1}),
        Request(HOME, meta={"hops": 1}),
        Request(HOME, cb_kwargs={"hops": 1}),
    ],
)
def test_second_tries_and_redirects_are_counted_apart(request_):
    assert is_again(request_)
    assert not is_again(Request(HOME, meta={"hops": 0}, cb_kwargs={"hops": 0}))


def test_the_line_adds_up():
    cost = Cost()
    recheck = {"kind": "article", "purpose": Purpose.RECHECKED}
    for request in (
        Request(f"{HOME}robots.txt"),
        *(Request(f"{HOME}tin", meta={"kind": "listing"}) for _ in range(3)),
        Request(f"{HOME}tin/1", meta=recheck, headers={"If-None-Match": '"e"'}),
        Request(f"{HOME}tin/2", meta=recheck, headers={"If-Modified-Since": "Mon, 02 Mar 2026 05:00:00 GMT"}),
        Request(f"{HOME}tin/3", meta=recheck),
        Request(f"{HOME}tin/3", meta={**recheck, "retry_times": 1}),
        Request(f"{HOME}tin/4", meta={"kind": "article"}),
        Request(HOME, meta={"kind": "other"}),
    ):
        cost.add(request)
    cost.not_modified = 2
    counts = cost.counts()
    assert counts["requests"] == cost.requests == 10
    assert sum(counts[purpose] for purpose in Purpose) + counts["again"] == 10
    assert line(counts) == (
        "3 listing pages, 3 rechecked (1 whole, 2 not modified), 1 new, 0 owed, 1 robots, 1 other = 9 requests "
        "(+1 retries/redirects)"
    )


def test_an_older_runs_counts_have_a_line_too():
    assert line({}).endswith("= 0 requests (+0 retries/redirects)")


@pytest.mark.parametrize(
    ("arguments", "budget"),
    [
        ({}, 3000),
        ({"mode": "sweep"}, 3000),
        ({"mode": "recheck"}, 3000),
        ({"mode": "full"}, None),
        ({"mode": "sample"}, None),
        ({"source": "wayback"}, None),
    ],
)
def test_nights_have_a_budget_and_what_a_person_starts_has_none(arguments, budget):
    assert budget_of(CrawlArguments.parse(**arguments), 3000) == budget
