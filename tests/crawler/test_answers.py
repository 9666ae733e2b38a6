"""What an answer says before its body is read."""

import pytest
from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError, IgnoreRequest
from scrapy.http import HtmlResponse
from twisted.python.failure import Failure

from archive.records import Outcome
from crawler.answers import is_home, judge_failure, judge_status, page_of


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (200, None),
        (304, (Outcome.UNCHANGED, "not_modified")),
        (404, (Outcome.MISSING, "http_404")),
        (410, (Outcome.MISSING, "http_410")),
        (403, (Outcome.BLOCKED, "http_403")),
        (429, (Outcome.BLOCKED, "http_429")),
        (500, (Outcome.FAILED, "http_500")),
        (503, (Outcome.FAILED, "http_503")),
        (418, (Outcome.FAILED, "http_418")),
    ],
)
def test_a_status_decides_unless_there_is_a_body_to_read(status, verdict):
    assert judge_status(status) == verdict


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (IgnoreRequest("Forbidden by robots.txt"), (Outcome.BLOCKED, "robots")),
        (DownloadCancelledError("too large"), (Outcome.REJECTED, "too_large")),
        (DownloadTimeoutError("60 s"), (Outcome.FAILED, "timeout")),
        (ConnectionResetError(), (Outcome.FAILED, "ConnectionResetError")),
    ],
)
def test_no_answer_has_an_outcome_and_a_reason_too(error, verdict):
    assert judge_failure(Failure(error)) == verdict


@pytest.mark.parametrize(
    ("url", "home"),
    [
        ("https://tinh.gov.vn/", True),
        ("http://www.tinh.gov.vn", True),
        ("https://tinh.gov.vn/Pages/default.aspx", True),
        ("https://tinh.gov.vn/Pages/TrangChu.aspx", True),
        ("https://tinh.gov.vn/tin?id=3", False),
        ("https://tinh.gov.vn/tin-tuc/bai-viet", False),
        ("https://khac.gov.vn/", False),
    ],
)
def test_the_front_page_is_known(url, home):
    assert is_home(url, "tinh.gov.vn") is home


def test_a_page_keeps_every_value_of_a_header():
    response = HtmlResponse(
        "https://tinh.gov.vn/a", status=200, headers={"ETag": '"x"', "Via": ["one", "two"]}, body=b"<p>a"
    )
    page = page_of(response, "tinh")
    assert (page.url, page.body, page.status, page.portal) == ("https://tinh.gov.vn/a", b"<p>a", 200, "tinh")
    assert (page.headers["etag"], page.headers["via"]) == ('"x"', "one, two")
    assert page.fetched_at.tzinfo is not None
