"""What an answer says before its body is read."""

import pytest
from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError, IgnoreRequest
from scrapy.http import HtmlResponse
from twisted.python.failure import Failure

from archive.records import Outcome, Page, Reason, Rejection
from crawler.answers import (
    RobotsUnavailable,
    is_home,
    judge_answer,
    judge_failure,
    judge_miss,
    judge_rejection,
    judge_status,
    page_of,
    wall_at,
)


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


STUB = "<script>document.cookie='a=1';location.reload()</script>"


@pytest.mark.parametrize(
    ("status", "body", "verdict"),
    [
        (200, STUB, None),  # a body that may be an article is read by the extraction
        (404, STUB, (Outcome.MISSING, "http_404")),
        (503, STUB, (Outcome.BLOCKED, "wall: a script that sets a cookie and asks again, with HTTP 503")),
        (503, "<h1>Service Unavailable</h1>", (Outcome.FAILED, "http_503")),
        (503, "<h1>Hệ thống đang bảo trì</h1><p>Vui lòng quay lại sau.</p>", (Outcome.BLOCKED, "wall: Hệ thống")),
        (406, "<h1>Not Acceptable!</h1>", (Outcome.BLOCKED, "wall: not acceptable, with HTTP 406")),
        (403, "<h1>403</h1><p>Bạn không có quyền truy cập</p>", (Outcome.BLOCKED, "http_403: ban khong co quyen")),
        (403, "", (Outcome.BLOCKED, "http_403")),
        (500, "", (Outcome.FAILED, "http_500")),
    ],
)
def test_the_body_says_what_a_status_does_not(status, body, verdict):
    found = judge_answer(Page("https://tinh.gov.vn/tin/9", f"<html>{body}</html>".encode(), status=status))
    if verdict is None:
        assert found is None
    else:
        assert found[0] is verdict[0]
        assert found[1].startswith(verdict[1])


@pytest.mark.parametrize(
    ("reason", "verdict"),
    [
        (Reason.WALL, (Outcome.BLOCKED, "wall: as seen")),
        (Reason.LOGIN, (Outcome.BLOCKED, "login: as seen")),
        (Reason.BROKEN, (Outcome.FAILED, "broken: as seen")),
        (Reason.EMPTY, (Outcome.REJECTED, "empty: as seen")),
        (Reason.SOFT_404, (Outcome.MISSING, "soft_404")),
        (Reason.LISTING, (Outcome.REJECTED, "listing")),
    ],
)
def test_each_rejection_has_an_outcome_and_walls_say_what_stood_there(reason, verdict):
    assert judge_rejection(Rejection(reason, "https://tinh.gov.vn/tin/9", "as seen")) == verdict


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://tinh.gov.vn/login?returnUrl=/tin/9", "login"),
        ("https://sso.tinh.gov.vn/cas/login", "login"),
        ("https://tinh.gov.vn/dang-nhap.html", "login"),
        ("https://tinh.gov.vn/_layouts/15/Authenticate.aspx?Source=x", "login"),
        ("https://tinh.gov.vn/captcha", "wall"),
        ("https://tinh.gov.vn/error/403.html", "wall"),
        ("https://tinh.gov.vn/bao-tri.html", "wall"),
        ("https://tinh.gov.vn/tin/dang-nhap-vneid-muc-hai-871.html", None),
        ("https://tinh.gov.vn/tin/bao-trinh-du-an", None),
        ("https://tinh.gov.vn/tin/9?login=1", None),
        ("https://tinh.gov.vn/", None),
    ],
)
def test_an_address_may_say_that_it_is_a_wall(url, said):
    assert wall_at(url) == said


def test_a_redirect_to_a_login_is_no_miss():
    assert judge_miss("login") == (Outcome.BLOCKED, "login: redirected")
    assert judge_miss("redirect_home") == (Outcome.MISSING, "redirect_home")


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (IgnoreRequest("Forbidden by robots.txt"), (Outcome.BLOCKED, "robots")),
        (RobotsUnavailable((Outcome.FAILED, "timeout, at robots.txt")), (Outcome.FAILED, "timeout, at robots.txt")),
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
        ("https://tinh.gov.vn/vi/", True),
        ("https://tinh.gov.vn/vi/index.php", True),
        ("https://tinh.gov.vn/web/guest/home", True),
        ("https://tinh.gov.vn/trang-chu/", True),
        ("https://tinh.gov.vn/category/tin-tuc/", False),
        ("https://tinh.gov.vn/tin-tuc/index.html", False),
        ("https://tinh.gov.vn/homestay-ven-ho-hut-khach.html", False),
        ("https://tinh.gov.vn/vien-thong/", False),
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
