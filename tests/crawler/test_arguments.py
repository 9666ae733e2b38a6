"""Arguments of `scrapy crawl`: what is allowed, and what a person is told otherwise."""

import datetime as dt

import pytest

from crawler.arguments import CrawlArguments, Mode


def test_the_default_is_a_live_night():
    assert CrawlArguments.parse() == CrawlArguments(Mode.NIGHTLY, None, None, "live", None)


def test_days_are_iso_days():
    arguments = CrawlArguments.parse(mode="full", since="2024-01-31", until="2024-02-01")
    assert (arguments.since, arguments.until) == (dt.date(2024, 1, 31), dt.date(2024, 2, 1))


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"mode": "weekly"}, "nightly, full, sweep, recheck"),
        ({"mode": "recheck", "since": "2024-02-02"}, "no meaning for mode=recheck"),
        ({"mode": "recheck", "source": "wayback"}, "no meaning for a web archive"),
        ({"since": "31/01/2024"}, "YYYY-MM-DD"),
        ({"until": "2024-02-30"}, "YYYY-MM-DD"),
        ({"since": "2024-02-02", "until": "2024-02-01"}, "later than until"),
        ({"source": "cache"}, "live, wayback, or warc:PATH"),
        ({"source": "warc:"}, "live, wayback, or warc:PATH"),
        ({"source": "warc:/no/such/file.warc.gz"}, "there is no file"),
    ],
)
def test_a_mistake_is_named_with_what_is_allowed(given, told):
    with pytest.raises(ValueError, match=told):
        CrawlArguments.parse(**given)


def test_a_warc_file_is_a_source(tmp_path):
    file = tmp_path / "a.warc.gz"
    file.write_bytes(b"")
    arguments = CrawlArguments.parse(source=f"warc:{file}")
    assert (arguments.source, arguments.warc) == ("warc", file)
