"""Sends one message to one address after the other, through Apprise; says which took it. No archive here.

Addresses hold passwords and tokens, and every service has them in another place. So nothing of an address is ever shown
but its number, its scheme and, for mail and webhooks, its host; and whatever a library says goes through `Address.mask`
before anybody sees it. The library's own logger is shut: at DEBUG it prints bodies and whole addresses.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from archive.text import clean

TITLE, BODY = 150, 30_000  # letters; services with less room get the body in several parts
SECONDS = 60.0  # that one address may take
NO_APPRISE = "alerts need Apprise: pip install '.[alerts]'"
_HOSTED = frozenset({"mailto", "mailtos", "json", "jsons", "xml", "xmls", "form", "forms"})  # the host is no secret
_SERIOUS = frozenset({"WARNING", "ERROR", "CRITICAL"})
_SECRET = 4  # letters from which on a piece of an address is masked wherever it turns up
_SEVERAL = re.compile(r"[,\s]+(?=[A-Za-z][A-Za-z0-9+.-]*://)")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{0,30})://")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Address:
    """One address of CCHC_ALERT_URLS. `label` may be shown to anybody; `problem` says why it cannot be used, else
    None."""

    label: str
    problem: str | None
    _url: str = field(repr=False)
    _service: Any = field(repr=False, default=None)

    def mask(self, text: str) -> str:
        """Words of a library or a server about this address without any piece of it."""
        shown = {*re.split(r"\W+", self.label), "https", "http"}
        pieces = {part for piece in re.split(r"[/?&=:@#,+]+", self._url) for part in (piece, unquote(piece))}
        for piece in sorted(pieces, key=len, reverse=True):
            host = str(getattr(self._service, "host", "") or "")
            if len(piece) >= _SECRET and piece not in shown and not (piece == host and host in self.label):
                text = text.replace(piece, "***")
        return text


def addresses(urls: Iterable[str]) -> list[Address]:
    """The addresses in the order of the variable; those that cannot be used say why. Opens no connection."""
    single = [url for given in urls for url in _SEVERAL.split(given) if url]
    return [_address(number, url) for number, url in enumerate(single, 1)]


def _address(number: int, url: str) -> Address:
    scheme = match[1].lower() if (match := _SCHEME.match(url)) else ""
    label = f"alert address {number} ({scheme or 'no scheme'})"
    try:
        import apprise
    except ImportError:
        return Address(label, NO_APPRISE, url)
    _shut()
    asset = apprise.AppriseAsset(
        app_id="CCHC Archive",
        app_desc="CCHC Archive",
        app_url="",
        storage_mode="memory",
        async_mode=False,  # one after the other: each address has its own result, and no thread outlives the round
        interpret_emojis=False,
        interpret_escapes=False,
        body_format=apprise.NotifyFormat.TEXT,  # whatever a portal says is text: services of HTML get it escaped
        service_timeout=SECONDS,
        allow_templates=False,
    )
    if not scheme:
        return Address(label, "it does not begin with SCHEME://", url)
    if scheme not in apprise.plugins.N_MGR:
        return Address(label, f"there is no service {scheme}:// (https://appriseit.com lists them)", url)
    try:
        service = apprise.Apprise.instantiate(url, asset=asset)
    except Exception as error:  # a plugin may raise anything over a strange address
        return Address(label, f"it cannot be read ({type(error).__name__})", url)
    if service is None:
        return Address(label, f"it cannot be read as an address of {scheme}://: something is missing in it", url)
    if "overflow=" not in url:
        service.overflow_mode = apprise.OverflowMode.SPLIT  # services refuse what is too long
    authority = re.split(r"[/?#]", url.partition("://")[2])[0]
    if scheme in _HOSTED and service.host and authority.count("@") <= 1:  # else a part of a password may stand there
        label = f"alert address {number} ({scheme}://{service.host})"
    return Address(label, None, url, service)


def _shut() -> None:
    """Let no line of the libraries into our log; `_why` still reads what belongs to a call."""
    logger = logging.getLogger("apprise")
    logger.propagate = False
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    logger.setLevel(logging.DEBUG)  # the records of a call hang on this
    logging.getLogger("urllib3").setLevel(logging.INFO)  # at DEBUG it prints the paths of web hooks


def send(address: Address, title: str, body: str) -> str | None:
    """None where the address took the message, else why not, without secrets. Never raises.

    A message that was split may have arrived in part, and a server that needs more than a minute may take it all the
    same: it is sent again as a whole then.
    """
    if address.problem is not None:
        return address.problem
    import apprise

    sender = apprise.Apprise(asset=address._service.asset)
    sender.add(address._service)
    try:
        result = sender.notify(title=one_line(title), body=plain(body), log_level=logging.DEBUG)
    except Exception as error:
        return address.mask(f"{type(error).__name__}: {clean(str(error))}")[:300]
    return None if result else _why(address, result)


def _why(address: Address, result: Any) -> str:
    """What the service said, from the records of the call: its warnings, and the socket's error behind them."""
    said = []
    for one in result.results:
        for entry in one.logs():
            message = clean(str(entry.message))
            if entry.level in _SERIOUS:
                said.append(message)
            elif message.startswith("Socket Exception: "):
                said.append(message.removeprefix("Socket Exception: "))
    return address.mask("; ".join(dict.fromkeys(said)) or "it did not take the message, and does not say why")[:300]


def one_line(title: str) -> str:
    """A title that fits into a mail's subject; a line break in it would begin another header."""
    line = clean(_CONTROL.sub(" ", title))
    return line if len(line) <= TITLE else line[: TITLE - 2].rstrip() + " …"


def plain(body: str) -> str:
    """A body without control characters and of bounded length."""
    text = _CONTROL.sub(" ", body.replace("\r\n", "\n"))
    return text if len(text) <= BODY else text[:BODY].rstrip() + f"\n… ({len(text):,} letters; `cchc health` has all)"
