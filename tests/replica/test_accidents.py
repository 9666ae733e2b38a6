"""What goes wrong on the imitated portal, robots.txt, and conditional requests."""

import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.replica import furniture
from tests.replica.client import TIMEOUT, TODAY, fetch, follow, portal_target, special
from tests.replica.gold import Gold
from tests.replica.server import ABANDONED, ReplicaServer
from tests.replica.yenbai import HOST, YenBai


@pytest.fixture
def troubled() -> YenBai:
    """A portal with every accident, first night."""
    return YenBai(today=TODAY)


def test_a_removed_article_is_there_in_the_first_night_and_404_in_the_second() -> None:
    for edition, expected in ((0, 200), (1, 404)):
        portal = YenBai(today=TODAY, edition=edition)
        gold = portal.specials["removed"]
        assert isinstance(gold, Gold)
        with ReplicaServer([portal]) as server:
            assert fetch(server, special(portal, "removed"))[0] == expected
            listing = b"".join(follow(server, portal.listing_url(gold.list, page)) for page in (1, 2))
            assert (f"ItemID={gold.item_id}".encode() in listing) == (expected == 200)


def test_a_soft_404_answers_200_and_says_so_in_words(troubled: YenBai) -> None:
    with ReplicaServer([troubled]) as server:
        status, _, page = fetch(server, special(troubled, "soft_404"))
    assert status == 200
    assert "không tìm thấy" in page.decode().casefold()


def test_a_busy_answer_recovers_at_the_second_request(troubled: YenBai) -> None:
    with ReplicaServer([troubled]) as server:
        status, headers, _ = fetch(server, special(troubled, "unavailable"))
        assert (status, headers["Retry-After"]) == (503, "1")
        assert fetch(server, special(troubled, "unavailable"))[0] == 200


def test_a_redirect_leads_to_the_home_page(troubled: YenBai) -> None:
    with ReplicaServer([troubled]) as server:
        status, headers, _ = fetch(server, special(troubled, "home_redirect"))
    assert (status, headers["Location"]) == (302, f"https://{HOST}/")


def test_a_huge_page_is_sent_in_pieces(troubled: YenBai) -> None:
    with ReplicaServer([troubled]) as server:
        status, headers, body = fetch(server, special(troubled, "huge"))
    assert status == 200
    assert headers["Content-Length"] is None
    assert len(body) > 30 * 2**20
    assert body.endswith(b"</html>\n")


def test_a_hanging_answer_never_comes_and_is_let_go_when_the_server_stops(troubled: YenBai) -> None:
    with ThreadPoolExecutor(1) as pool:
        with ReplicaServer([troubled]) as server:
            waiting = pool.submit(fetch, server, special(troubled, "hanging"))
            while not server.stats[HOST].concurrent:
                time.sleep(0.01)
            assert fetch(server, "/")[0] == 200  # others are served meanwhile
            assert not waiting.done()
        assert waiting.result(TIMEOUT)[0] == 503


def test_a_client_that_gives_up_is_no_longer_counted(troubled: YenBai) -> None:
    with ReplicaServer([troubled]) as server:
        with socket.create_connection(("127.0.0.1", server.http_port)) as client:
            client.sendall(f"GET {special(troubled, 'hanging')} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
            while not server.stats[HOST].concurrent:
                time.sleep(0.01)
        deadline = time.monotonic() + TIMEOUT
        while server.stats[HOST].concurrent and time.monotonic() < deadline:
            time.sleep(0.01)
        assert server.stats[HOST].concurrent == 0
        assert server.stats[HOST].kinds[ABANDONED] == 1


def test_without_events_every_article_answers(server: ReplicaServer, portal: YenBai) -> None:
    for gold in portal.golds():
        assert fetch(server, portal.url(gold).removeprefix(f"https://{HOST}"))[0] == 200


def test_robots_closes_an_address_that_pages_link(server: ReplicaServer, portal: YenBai) -> None:
    status, headers, body = fetch(server, "/robots.txt")
    assert status == 200
    assert headers["Content-Type"].startswith("text/plain")
    assert f"Disallow: {furniture.FORBIDDEN}\n" in body.decode()
    assert "Crawl-delay" not in body.decode()
    assert f'href="{furniture.FORBIDDEN}' in follow(server, "/").decode()
    assert str(portal.specials["disallowed"]).startswith(f"https://{HOST}{furniture.FORBIDDEN}")


@pytest.mark.parametrize("status", [403, 404, 503])
def test_robots_can_fail_or_ask_for_a_delay(status: int) -> None:
    with ReplicaServer([YenBai(today=TODAY, robots_status=status, crawl_delay=2)]) as server:
        answer = fetch(server, "/robots.txt")
    assert answer[0] == status
    assert b"Crawl-delay: 2" in answer[2]


def test_validators_answer_304_until_the_text_changes() -> None:
    first, second = (YenBai(today=TODAY, edition=edition, validators=True) for edition in (0, 1))
    plain, edited = portal_target(first, 0), special(first, "edited")
    with ReplicaServer([first]) as server:
        tags = {target: fetch(server, target)[1] for target in (plain, edited)}
    with ReplicaServer([second]) as server:
        for target, expected in ((plain, 304), (edited, 200)):
            by_tag = fetch(server, target, headers={"If-None-Match": tags[target]["ETag"]})
            by_date = fetch(server, target, headers={"If-Modified-Since": tags[target]["Last-Modified"]})
            assert (by_tag[0], by_date[0]) == (expected, expected)
            assert bool(by_tag[2]) == (expected == 200)


def test_without_validators_nothing_is_conditional(server: ReplicaServer, portal: YenBai) -> None:
    status, headers, _ = fetch(server, portal_target(portal, 0), headers={"If-None-Match": "*"})
    assert (status, headers["ETag"]) == (200, None)
