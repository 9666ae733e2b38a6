"""A quiet portal and its server, shared by the tests of one module."""

from collections.abc import Iterator

import pytest

from tests.replica.client import TODAY
from tests.replica.server import ReplicaServer
from tests.replica.yenbai import YenBai


@pytest.fixture(scope="module")
def portal() -> YenBai:
    """Forty articles without accidents, many listing pages."""
    return YenBai(articles=40, page_size=5, today=TODAY, events=())


@pytest.fixture(scope="module")
def server(portal: YenBai) -> Iterator[ReplicaServer]:
    """The server of that portal."""
    with ReplicaServer([portal]) as running:
        yield running
