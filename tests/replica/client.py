"""What the tests use to ask a replica: one request each, as an ordinary client sends it."""

import datetime as dt
import http.client
import ssl
from urllib.parse import urlsplit

from lxml import html

from tests.replica.gold import Gold
from tests.replica.server import ReplicaServer
from tests.replica.yenbai import HOST, YenBai

TIMEOUT = 10.0  # seconds
TODAY = dt.date(2026, 11, 24)


def fetch(
    server: ReplicaServer, target: str, *, secure: bool = False, host: str = HOST, headers: dict[str, str] | None = None
) -> tuple[int, http.client.HTTPMessage, bytes]:
    """Status, headers and body of one request; redirects are not followed."""
    connection: http.client.HTTPConnection
    if secure:
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        connection = http.client.HTTPSConnection("127.0.0.1", server.https_port, timeout=TIMEOUT, context=context)
    else:
        connection = http.client.HTTPConnection("127.0.0.1", server.http_port, timeout=TIMEOUT)
    try:
        connection.request("GET", target, headers={"Host": host, **(headers or {})})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def follow(server: ReplicaServer, url: str) -> bytes:
    """The page at an absolute or relative address of the portal; it must answer 200."""
    parts = urlsplit(url)
    target = f"{parts.path}?{parts.query}"
    status, _, body = fetch(server, target, secure=parts.scheme == "https", host=parts.netloc or HOST)
    assert status == 200, url
    return body


def key_of(page: bytes, portal: YenBai) -> str:
    """The article that a page holds, by its stamp: what counters cannot change."""
    text = page.decode()
    (found,) = {
        gold.key for gold in map(portal.at, range(portal.articles)) if f"{gold.published_at:%d/%m/%Y %H:%M:%S}" in text
    }
    return found


def special(portal: YenBai, name: str) -> str:
    """Target of the article that the event `name` happens to."""
    gold = portal.specials[name]
    assert isinstance(gold, Gold)
    return portal.url(gold).removeprefix(f"https://{HOST}")


def portal_target(portal: YenBai, index: int) -> str:
    """Path and query of an article."""
    return portal.url(portal.at(index)).removeprefix(f"https://{HOST}")


def links(page: bytes, box: str) -> list[str]:
    """Addresses of article links in the elements with that class, as printed."""
    hrefs = html.fromstring(page.decode()).xpath("//*[contains(@class, $box)]//a/@href", box=box)
    return [href for href in hrefs if "ItemID=" in href]
