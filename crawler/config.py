"""The environment variables of this project, read and checked in one place.

`VARIABLES` is the table behind the documentation; a wrong value is a ConfigError that names the variable, what is wrong
and an example. Nothing here touches the disk or the network.
"""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple, Self
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent  # where scrapy.cfg lies
WAYBACK = "https://web.archive.org"


class Variable(NamedTuple):
    """One environment variable: `default` in words, an example that is accepted, and what it does."""

    name: str
    default: str
    example: str
    help: str


VARIABLES: tuple[Variable, ...] = (
    Variable(
        "CCHC_CONTACT",
        "none; a live crawl refuses to start without it",
        "you@example.org",
        "Mail or web address in the User-Agent, so that a portal's administrator can reach you.",
    ),
    Variable(
        "CCHC_DATA_DIR",
        "data/ beside scrapy.cfg",
        "/srv/cchc",
        "Folder of the archive database, the WARC files and the locks.",
    ),
    Variable(
        "CCHC_DATABASE_URL",
        "sqlite:///DATA_DIR/archive.db",
        "postgresql+psycopg://cchc@localhost/cchc",
        "SQLAlchemy address of the archive database.",
    ),
    Variable(
        "CCHC_WARC_DIR",
        "DATA_DIR/warc",
        "/mnt/disk/warc",
        "Folder of the raw answers, where it should lie on another disk.",
    ),
    Variable(
        "CCHC_EXTRACT_WORKERS",
        "0",
        "2",
        "Processes that read pages in replay, ingest and back-fills; 0 reads them in the process itself.",
    ),
    Variable(
        "CCHC_REPLICA",
        "none",
        "http=127.0.0.1:8081,https=127.0.0.1:8443",
        "Sends every request to an imitation of the portals on this machine; nothing else is reached then.",
    ),
    Variable(
        "CCHC_WAYBACK",
        "https://web.archive.org",
        "https://web.archive.org",
        "Base address of the web archive that `source=wayback` asks; it must answer as the Wayback Machine does.",
    ),
)
_EXAMPLES = {variable.name: variable.example for variable in VARIABLES}


class ConfigError(ValueError):
    """An environment variable (or setting) that cannot be used; `variable` names it."""

    def __init__(self, variable: str, problem: str) -> None:
        example = f" Example: {variable}={_EXAMPLES[variable]}" if variable in _EXAMPLES else ""
        super().__init__(f"{variable}: {problem}.{example}")
        self.variable = variable


@dataclass(frozen=True, slots=True)
class Config:
    """What the environment asks for. `contact` and `replica` are None where nothing is set."""

    data_dir: Path
    warc_dir: Path
    database_url: str
    contact: str | None = None
    replica: str | None = None
    extract_workers: int = 0
    wayback: str = WAYBACK

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ, *, root: Path = ROOT) -> Self:
        """Read and check every variable; an empty value counts as not set. Raises ConfigError."""
        values = {variable.name: environ.get(variable.name, "").strip() or None for variable in VARIABLES}
        data_dir = _folder(values["CCHC_DATA_DIR"], root) or root / "data"
        return cls(
            data_dir=data_dir,
            warc_dir=_folder(values["CCHC_WARC_DIR"], root) or data_dir / "warc",
            database_url=_database(values["CCHC_DATABASE_URL"]) or f"sqlite:///{data_dir / 'archive.db'}",
            contact=_contact(values["CCHC_CONTACT"]),
            replica=_replica(values["CCHC_REPLICA"]),
            extract_workers=_workers(values["CCHC_EXTRACT_WORKERS"]),
            wayback=_wayback(values["CCHC_WAYBACK"]),
        )

    @property
    def user_agent(self) -> str:
        """Product, version and contact, as RFC 9110 10.1.5 and the robots.txt product token want them."""
        contact = f" (+{self.contact})" if self.contact else ""
        return f"CCHCArchive/{installed_version()}{contact}"

    def require_contact(self) -> str:
        """The contact, for a crawl that leaves this machine. Raises ConfigError where none is set."""
        if self.contact is None:
            raise ConfigError(
                "CCHC_CONTACT",
                "not set; whoever crawls a portal says in the User-Agent how its administrator can reach them",
            )
        return self.contact


class Origins(NamedTuple):
    """Host and port of the replica for each scheme."""

    http: tuple[str, int]
    https: tuple[str, int]


def parse_replica(value: str) -> Origins:
    """`http=HOST:PORT,https=HOST:PORT`, both on this machine. Raises ConfigError."""
    found: dict[str, tuple[str, int]] = {}
    for part in value.split(","):
        scheme, _, origin = part.strip().partition("=")
        host, _, port = origin.rpartition(":")
        if scheme not in ("http", "https") or scheme in found or not port.isdecimal() or not 0 < int(port) < 65536:
            raise ConfigError("CCHC_REPLICA", f"cannot read {part.strip()!r}")
        if not _is_loopback(host):
            raise ConfigError("CCHC_REPLICA", f"{host!r} is not this machine (only loopback addresses are allowed)")
        found[scheme] = (host, int(port))
    if missing := {"http", "https"} - found.keys():
        raise ConfigError("CCHC_REPLICA", f"{' and '.join(sorted(missing))} missing")
    return Origins(found["http"], found["https"])


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _replica(value: str | None) -> str | None:
    if value is not None:
        parse_replica(value)
    return value


def _folder(value: str | None, root: Path) -> Path | None:
    """A relative folder lies beside scrapy.cfg, so that cron, shell and tests mean the same one."""
    return (root / Path(value).expanduser()).resolve() if value else None


def _database(value: str | None) -> str | None:
    if value is not None and not re.fullmatch(r"[a-z][a-z0-9_]*(\+[a-z0-9_]+)?://.*", value):
        raise ConfigError("CCHC_DATABASE_URL", f"{_without_password(value)!r} is not a database address")
    return value


def _without_password(value: str) -> str:
    return re.sub(r":[^:@/]*@", ":***@", value)


def _contact(value: str | None) -> str | None:
    if value is None:
        return None
    mail = re.fullmatch(r"[A-Za-z0-9._%+'-]+@([A-Za-z0-9-]+\.)+[A-Za-z]{2,}", value)
    try:
        url = urlsplit(value)
        web = url.scheme in ("http", "https") and "." in (url.hostname or "") and not re.search(r"[\s()]", value)
    except ValueError:
        web = False
    if not (mail or web) or not value.isascii():
        raise ConfigError("CCHC_CONTACT", f"{value!r} is neither a mail address nor a web address")
    return value


def _wayback(value: str | None) -> str:
    """Without a trailing slash. An archive on this machine is refused: nobody could tell imitated pages from real ones
    there; its WARC files can be taken in with `cchc ingest`."""
    if value is None:
        return WAYBACK
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        host, parts = "", urlsplit("")
    if parts.scheme not in ("http", "https") or not host or parts.query or parts.fragment:
        raise ConfigError("CCHC_WAYBACK", f"{value!r} is not the address of a web archive")
    if _is_loopback(host):
        raise ConfigError("CCHC_WAYBACK", f"{host} is this machine; take its WARC files in with `cchc ingest`")
    return value.rstrip("/")


def _workers(value: str | None) -> int:
    if value is None:
        return 0
    if not value.isdecimal() or int(value) > 256:
        raise ConfigError("CCHC_EXTRACT_WORKERS", f"{value!r} is not a number from 0 to 256")
    return int(value)


def installed_version() -> str:
    """Version of the installed project."""
    try:
        return version("cchc-archive")
    except PackageNotFoundError:  # a checkout that was never installed
        return "0"
