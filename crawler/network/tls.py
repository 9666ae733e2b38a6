"""HTTPS as provincial servers speak it: old versions where a portal declares them, faults of certificates recorded.

- Public pages are fetched whatever the certificate says (as Scrapy does by default): what is wrong with it is written
  down, once per host and run, and shown by `cchc health`.
- `tls = "legacy"` at a portal is for servers that speak TLS 1.0 or 1.1 only or offer a Diffie-Hellman group of 1024
  bits. Scrapy's cipher setting has no effect on them (Twisted drops `@SECLEVEL`), hence a context of our own.
  No other portal gets it. Servers with RC4 or 3DES alone stay out of reach: no OpenSSL of today has those.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import logging
from collections.abc import Callable, Iterator
from typing import Any

from cryptography import x509
from cryptography.x509.oid import NameOID
from OpenSSL import SSL
from OpenSSL.crypto import X509
from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadFailedError
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached
from service_identity.exceptions import CertificateError, VerificationError
from service_identity.hazmat import DNS_ID, IPAddress_ID, ServiceID, verify_service_identity
from service_identity.pyopenssl import extract_patterns
from twisted.internet.interfaces import IOpenSSLClientConnectionCreator
from twisted.internet.ssl import CertificateOptions, TLSVersion
from twisted.python.failure import Failure
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer  # type: ignore[import-untyped]

from archive.db import LOCAL
from crawler.network import heads

MODERN, LEGACY = "modern", "legacy"
LEVELS = (MODERN, LEGACY)
WAY_OUT = 'declare tls = "legacy"'

_LEGACY_CIPHERS = b"ALL:@SECLEVEL=0"
_OP_LEGACY_SERVER_CONNECT = 0x4  # servers without RFC 5746; Scrapy sets it, too
# What OpenSSL says of servers that `legacy` reaches (measured: SCRAPY F).
_OLD_SERVER = (
    "unsupported protocol",
    "protocol version",
    "dh key too small",
    "handshake failure",
    "legacy renegotiation",
    "no protocols available",
    "legacy sigalg",
    "no shared cipher",
    "ee key too small",
)
# X509_V_ERR_* of <openssl/x509_vfy.h>
_NOT_YET_VALID, _EXPIRED, _SELF_SIGNED, _STRANGE_ROOT = 9, 10, 18, 19
_NO_ISSUER = frozenset({2, 20, 21})
_WEAK = frozenset({66, 67, 68})

log = logging.getLogger(__name__)


class Handler(HTTP11DownloadHandler):
    """Scrapy's handler with our contexts. The setting for that (`DOWNLOADER_CLIENTCONTEXTFACTORY`) is deprecated.

    Raises ValueError for a level that there is not.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = heads.Factory
        level = crawler.settings.get("CCHC_TLS", MODERN)
        if level not in LEVELS:
            raise ValueError(f"tls is {level!r}: it must be {' or '.join(LEVELS)}")
        replica = crawler.settings["CCHC_REPLICA"] and not crawler.settings.getbool("CCHC_REPLICA_CERTIFICATES")
        self._policy = Policy(
            legacy=level == LEGACY,
            note=None if replica else lambda text: note(crawler, text),
        )
        policy: Any = self._policy
        self._contextFactory = policy

    async def download_request(self, request: Request) -> Response:
        """Scrapy's; a connection that is lost before the server has shown a certificate is a HandshakeLost."""
        try:
            return await super().download_request(request)
        except DownloadFailedError as error:
            parts = urlparse_cached(request)
            if parts.scheme == "https" and parts.hostname not in self._policy.greeted and problem(error) is None:
                raise HandshakeLost(str(error)) from error
            raise


class HandshakeLost(DownloadFailedError):
    """A server hung up while TLS was agreed upon, as old ones do that cannot even say why. Retried like any loss."""


def note(crawler: Crawler, text: str) -> None:
    """Write it down in the run's row, and in the log."""
    log.warning("%s", text)
    session: Any = getattr(crawler.spider, "session", None)
    if session is not None:
        session.note(text)


@implementer(IPolicyForHTTPS)
class Policy:
    """Twisted's way to ask for the TLS of a host. `note` gets each fault of a certificate once, in words."""

    def __init__(self, *, legacy: bool = False, note: Callable[[str], None] | None = None) -> None:
        self._options = _Options(legacy)
        self._note = note
        self._said: set[str] = set()
        self.greeted: set[str] = set()  # hosts that showed a certificate

    def creatorForNetloc(self, hostname: bytes, port: int) -> _Connector:
        """The maker of connections to one host."""
        return _Connector(self._options, hostname.decode("ascii"), self)

    def fault(self, host: str, fault: str) -> None:
        """Note what is wrong with a certificate, unless it was said."""
        text = f"certificate of {host}: {fault}"
        if self._note is not None and text not in self._said:
            self._said.add(text)
            self._note(text)


class _Options(CertificateOptions):
    """The context: shared by all connections of a crawl."""

    def __init__(self, legacy: bool) -> None:
        self._legacy = legacy
        lowest = {"insecurelyLowerMinimumTo": TLSVersion.TLSv1_0} if legacy else {}
        super().__init__(fixBrokenPeers=True, **lowest)

    def _makeContext(self, skipCiphers: bool = False) -> SSL.Context:
        context = super()._makeContext(skipCiphers)
        context.set_options(_OP_LEGACY_SERVER_CONNECT)
        context.set_default_verify_paths()
        if self._legacy:
            context.set_cipher_list(_LEGACY_CIPHERS)
        return context


@implementer(IOpenSSLClientConnectionCreator)
class _Connector:
    """Connections to one host that go on whatever the certificate says, and tell what is wrong with it."""

    def __init__(self, options: _Options, host: str, policy: Policy) -> None:
        self._options, self._host, self._policy = options, host, policy

    def clientConnectionForTLS(self, protocol: Any) -> SSL.Connection:
        connection = self._options.clientConnectionForTLS(protocol)
        if not _is_address(self._host):  # RFC 6066 3: no address in the server name
            connection.set_tlsext_host_name(self._host.encode("ascii"))
        connection.set_verify(SSL.VERIFY_PEER, self._verify)
        return connection

    def _verify(self, connection: SSL.Connection, certificate: X509, error: int, depth: int, ok: int) -> bool:
        """OpenSSL's callback, for each certificate and each error; True goes on. It must not raise."""
        self._policy.greeted.add(self._host)
        try:
            if not ok:
                self._policy.fault(self._host, fault(error, depth, certificate.to_cryptography()))
            if depth == 0 and not names(certificate, self._host):
                self._policy.fault(self._host, "made out for another host name")
        except ValueError as unreadable:
            self._policy.fault(self._host, f"cannot be read ({unreadable})")
        return True


def fault(error: int, depth: int, certificate: x509.Certificate) -> str:
    """An error of OpenSSL's verification in words; `depth` 0 is the server's own certificate."""
    whose = "" if depth == 0 else "the issuer's is "
    if error == _EXPIRED:
        return f"{whose}expired since {_day(certificate.not_valid_after_utc)}"
    if error == _NOT_YET_VALID:
        return f"{whose}not valid before {_day(certificate.not_valid_before_utc)}"
    if error == _SELF_SIGNED:
        return "self-signed"
    if error == _STRANGE_ROOT:
        return f"its root {_name(certificate.subject)} is not trusted on this machine"
    if error in _NO_ISSUER:
        return f"incomplete chain: the certificate of its issuer {_name(certificate.issuer)} is missing"
    if error in _WEAK:
        return f"{whose}too weak (short key or old signature)"
    return f"not valid (OpenSSL error {error})"


def names(certificate: X509, host: str) -> bool:
    """Whether a certificate is made out for `host`."""
    wanted: ServiceID = IPAddress_ID(host) if _is_address(host) else DNS_ID(host)
    try:
        verify_service_identity(extract_patterns(certificate), [wanted], [])
    except (CertificateError, VerificationError, ValueError):
        return False
    return True


def problem(error: BaseException, *, legacy: bool = False) -> str | None:
    """What OpenSSL said, in words, where a request failed for TLS: with the way out where there is one; else None."""
    if isinstance(error, HandshakeLost):
        said, old = "the server hung up during the handshake", True
    else:
        found = next((_said(one) for one in _chain(error) if isinstance(one, SSL.Error)), None)
        if found is None:
            return None
        said, old = found, any(sign in found for sign in _OLD_SERVER)
    return f"tls: {said}{f' ({WAY_OUT})' if old and not legacy else ''}"


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error with all it wraps: causes, and the failures that Twisted lists in `reasons`."""
    while error is not None:
        yield error
        for reason in getattr(error, "reasons", None) or ():
            if isinstance(reason, Failure) and reason.value is not None:
                yield from _chain(reason.value)
        error = error.__cause__


def _said(error: SSL.Error) -> str:
    queue = error.args[0] if error.args and isinstance(error.args[0], list) else []
    return "; ".join(dict.fromkeys(str(entry[-1]) for entry in queue if entry[-1])) or "the handshake failed"


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _day(moment: dt.datetime) -> str:
    return moment.astimezone(LOCAL).date().isoformat()


def _name(name: x509.Name) -> str:
    """The common name, else the organisation."""
    attributes = [
        one for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME) for one in name.get_attributes_for_oid(oid)
    ]
    return repr(str(attributes[0].value)) if attributes else "without a name"
