"""What the tests of rounds share: imitations on loopback, and the nights on an archive of the test's own."""

import os
import time
from contextlib import contextmanager

from crawler.config import Config
from crawler.nights.config import NightsConfig
from crawler.nights.jobs import Nights
from crawler.nights.plan import wanted
from crawler.nights.process import Limits
from crawler.portals import hosts, unreadable
from tests.crawling import QUICK, environment
from tests.replica.imitations import imitation
from tests.replica.server import ReplicaServer

LIMITS = Limits(soft=120, closing=10, patience=10, last=2)


def entry(name, site):
    """How an imitation is named to the scheduler."""
    if name not in hosts():
        return f"https://{name}/"
    return name if hosts()[name] else f"{name}={site.hosts[0]}"


def until(condition, seconds=60):
    """Wait for a condition; fail where it does not come."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.05)


def imitations(*names, articles=10, **latency):
    """Small imitations by name; `latency` in seconds by name."""
    return {name: imitation(name, articles=articles, latency=latency.get(name, 0.0)) for name in names}


@contextmanager
def variables(values):
    """This process's environment with these CCHC_ variables and no others, as crawls inherit it."""
    before = dict(os.environ)
    for name in [name for name in os.environ if name.startswith("CCHC_")]:
        del os.environ[name]
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextmanager
def nights(data_dir, sites, *, limits=LIMITS, settings=None, stopping=lambda: 0, named=True, **more):
    """The nights over these imitations, opened; `more` are CCHC_ variables. Crawls inherit the environment."""
    with ReplicaServer(sites.values()) as server, variables(environment(data_dir, server, **more)):
        made = Nights(
            Config.from_env(),
            NightsConfig.from_env(),
            wanted([entry(name, site) for name, site in sites.items()], hosts(), unreadable()),
            named=named,
            settings=QUICK | (settings or {}),
            stopping=stopping,
            limits=limits,
        )
        made.open()
        try:
            yield made, server
        finally:
            made.engine.dispose()


def faults(**by_portal):
    """Settings that make crawls go wrong (tests/nights/faulty.py)."""
    return {
        "SPIDER_MIDDLEWARES": '{"tests.nights.faulty.Fault": 10}',
        "NIGHT_FAULTS": ",".join(f"{portal}={kind}" for portal, kind in by_portal.items()),
    }
