"""Old servers, made here: who declares them reaches them, nobody else does, and is told the way out. Certificates with
faults stop nothing and are written down."""

from __future__ import annotations

import datetime as dt
import json
import ssl
import subprocess
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from OpenSSL import SSL
from scrapy.exceptions import DownloadFailedError

from crawler.network.tls import HandshakeLost, Policy, problem
from tests.crawling import crawl, rows
from tests.replica.server import ReplicaServer
from tests.replica.yenbai import YenBai

NOW = dt.datetime.now(dt.UTC)
HOST = "cong.example.gov.vn"
KEYS = [rsa.generate_private_key(65537, 2048) for _ in range(3)]  # root, between, server


# --- certificates of our own ------------------------------------------------------------------------------------------
def certificate(
    subject: str,
    key: rsa.RSAPrivateKey,
    issuer: x509.Certificate | None = None,
    issuer_key: rsa.RSAPrivateKey | None = None,
    *,
    names: tuple[str, ...] = (),
    days: tuple[int, int] = (-9, 9),
    authority: bool = False,
) -> x509.Certificate:
    """A certificate; self-signed without an issuer. `days` from now: valid from and to."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer.subject if issuer is not None else name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW + dt.timedelta(days=days[0]))
        .not_valid_after(NOW + dt.timedelta(days=days[1]))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    )
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName(map(x509.DNSName, names)), critical=False)
    return builder.sign(issuer_key or key, hashes.SHA256())


ROOT = certificate("Root of the tests", KEYS[0], authority=True)
BETWEEN = certificate("Office of the tests", KEYS[1], ROOT, KEYS[0], authority=True)


def server_context(folder: Path, key: rsa.RSAPrivateKey, *chain: x509.Certificate) -> ssl.SSLContext:
    """A server that sends this chain."""
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = folder / "chain.pem"
    file.write_bytes(private + b"".join(one.public_bytes(serialization.Encoding.PEM) for one in chain))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def greet(context: ssl.SSLContext, host: str, *, legacy: bool = False) -> list[str]:
    """The notes of one handshake in memory. Raises OpenSSL's error where there is none."""
    notes: list[str] = []
    protocol: Any = SimpleNamespace(factory=SimpleNamespace(wrappedFactory=None))
    client = Policy(legacy=legacy, note=notes.append).creatorForNetloc(host.encode(), 443)
    connection = client.clientConnectionForTLS(protocol)
    connection.set_connect_state()
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    server = context.wrap_bio(incoming, outgoing, server_side=True)
    for _ in range(8):
        done = True
        try:
            connection.do_handshake()
        except SSL.WantReadError:
            done = False
        with suppress(SSL.WantReadError):
            incoming.write(connection.bio_read(1 << 16))
        try:
            server.do_handshake()
        except ssl.SSLWantReadError:
            done = False
        except ssl.SSLError:
            done = False  # the client hears of it in the alert
        if reply := outgoing.read():
            connection.bio_write(reply)
        elif done:
            return notes
    raise AssertionError("the handshake does not end")


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine that trusts the tests' root and nothing else."""
    file = tmp_path / "trusted.pem"
    file.write_bytes(ROOT.public_bytes(serialization.Encoding.PEM))
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    return tmp_path


def issued(names: tuple[str, ...] = (HOST,), days: tuple[int, int] = (-9, 9)) -> x509.Certificate:
    """A server's certificate, issued by BETWEEN."""
    return certificate(names[0], KEYS[2], BETWEEN, KEYS[1], names=names, days=days)


def test_a_sound_certificate_is_no_news(trusted: Path) -> None:
    assert greet(server_context(trusted, KEYS[2], issued(), BETWEEN), HOST) == []
    assert greet(server_context(trusted, KEYS[2], issued(("*.example.gov.vn",)), BETWEEN), HOST) == []


def local_day(days: int) -> str:
    """The day in Vietnam so many days from now."""
    return (NOW + dt.timedelta(days=days)).astimezone(dt.timezone(dt.timedelta(hours=7))).date().isoformat()


@pytest.mark.parametrize(
    ("chain", "faults"),
    [
        (lambda: (issued(days=(-9, -2)), BETWEEN), [f"expired since {local_day(-2)}"]),
        (lambda: (issued(days=(3, 9)), BETWEEN), [f"not valid before {local_day(3)}"]),
        (lambda: (issued(("khac.example.gov.vn",)), BETWEEN), ["made out for another host name"]),
        (
            lambda: (issued(),),
            ["incomplete chain: the certificate of its issuer 'Office of the tests' is missing"],
        ),
        (lambda: (certificate(HOST, KEYS[2], names=(HOST,)),), ["self-signed"]),
        (
            lambda: (certificate("Tổ máy chủ", KEYS[2], days=(-9, -2)),),
            ["self-signed", "made out for another host name", f"expired since {local_day(-2)}"],
        ),
    ],
    ids=["expired", "not yet", "other host", "incomplete", "self-signed", "all at once"],
)
def test_the_faults_of_a_certificate_are_said_once_and_stop_nothing(
    trusted: Path, chain: Callable[[], tuple[x509.Certificate, ...]], faults: list[str]
) -> None:
    notes = greet(server_context(trusted, KEYS[2], *chain()), HOST)
    assert sorted(notes) == sorted(f"certificate of {HOST}: {fault}" for fault in faults)


def test_a_root_that_is_not_trusted_here_is_named(trusted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (trusted / "none.pem").write_bytes(issued().public_bytes(serialization.Encoding.PEM))
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted / "none.pem"))
    notes = greet(server_context(trusted, KEYS[2], issued(), BETWEEN, ROOT), HOST)
    assert notes == [f"certificate of {HOST}: its root 'Root of the tests' is not trusted on this machine"]


# --- old servers ------------------------------------------------------------------------------------------------------
def old_version(folder: Path, version: ssl.TLSVersion) -> ssl.SSLContext:
    """A server that speaks this version only."""
    context = server_context(folder, KEYS[2], certificate("may chu cu", KEYS[2]))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # that is what this is about
        context.minimum_version = context.maximum_version = version
    context.set_ciphers("ALL:@SECLEVEL=0")
    return context


def small_group(folder: Path) -> ssl.SSLContext:
    """A server with Diffie-Hellman of 1024 bits and nothing else."""
    file = folder / "dh.pem"
    subprocess.run(["openssl", "dhparam", "-dsaparam", "-out", file, "1024"], check=True, capture_output=True)
    context = server_context(folder, KEYS[2], certificate("may chu cu", KEYS[2]))
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("DHE-RSA-AES128-SHA:@SECLEVEL=0")
    context.load_dh_params(str(file))
    return context


OLD: dict[str, Callable[[Path], ssl.SSLContext]] = {
    "TLS 1.0": lambda folder: old_version(folder, ssl.TLSVersion.TLSv1),
    "TLS 1.1": lambda folder: old_version(folder, ssl.TLSVersion.TLSv1_1),
    "DH 1024": small_group,
}


@pytest.mark.parametrize("server", OLD.values(), ids=OLD.keys())
def test_an_old_server_is_reached_by_the_portal_that_declares_it_and_by_no_other(
    tmp_path: Path, server: Callable[[Path], ssl.SSLContext]
) -> None:
    greet(server(tmp_path), HOST, legacy=True)
    with pytest.raises(SSL.Error) as error:
        greet(server(tmp_path), HOST)
    said = problem(error.value)
    assert said is not None
    assert said.startswith("tls: ")
    assert said.endswith('(declare tls = "legacy")')
    assert "declare" not in str(problem(error.value, legacy=True))


def test_a_modern_server_is_reached_by_both(tmp_path: Path) -> None:
    context = server_context(tmp_path, KEYS[2], certificate("x", KEYS[2]))
    greet(context, HOST)
    greet(context, "127.0.0.1", legacy=True)


def test_errors_of_another_kind_are_none_of_tls() -> None:
    assert problem(DownloadFailedError("connection lost")) is None
    assert problem(SSL.Error([("SSL routines", "", "record layer failure")])) == "tls: record layer failure"
    assert problem(HandshakeLost("x")) == 'tls: the server hung up during the handshake (declare tls = "legacy")'
    assert problem(SSL.Error()) == "tls: the handshake failed"


# --- a whole crawl ----------------------------------------------------------------------------------------------------
@contextmanager
def old_portal(folder: Path) -> Iterator[ReplicaServer]:
    """An imitation whose https speaks TLS 1.0 only."""
    with ReplicaServer([YenBai(articles=12, events=())], tls=OLD["TLS 1.0"](folder)) as server:
        yield server


def test_a_portal_with_old_tls_says_the_way_out_and_is_crawled_once_it_is_declared(tmp_path: Path) -> None:
    with old_portal(tmp_path) as server:
        assert crawl(tmp_path, server).returncode == 1
        [(outcome, reasons)] = rows(tmp_path, "select outcome, reasons from run order by id desc limit 1")
        assert outcome == "partial"
        assert any('declare tls = "legacy"' in reason for reason in json.loads(reasons)), reasons
        settings = {"CCHC_TLS": "legacy", "CCHC_REPLICA_CERTIFICATES": "1"}
        done = crawl(tmp_path, server, **settings)
    assert done.returncode == 0, done.stderr[-2000:]
    [(notes,)] = rows(tmp_path, "select notes from run order by id desc limit 1")
    assert "certificate of 127.0.0.1: self-signed" in json.loads(notes)
    assert rows(tmp_path, "select count(*) from article")[0][0] == 12


def test_a_level_that_there_is_not_is_refused_by_name(tmp_path: Path) -> None:
    with ReplicaServer([YenBai(articles=10, events=())]) as server:
        done = crawl(tmp_path, server, CCHC_TLS="old")
    assert done.returncode == 1
    assert "tls is 'old': it must be modern or legacy" in done.stderr
