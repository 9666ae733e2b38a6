"""The environment variables of this project, read and checked in one place.

`crawler.variables` has the table behind the documentation; a wrong value is a ConfigError that names the variable, what
is wrong and an example. Nothing here touches the disk or the network.
"""

from __future__ import annotations

import difflib
import ipaddress
import os
import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple, Self, TypeVar
from urllib.parse import urlsplit

from crawler.variables import NIGHTS, VARIABLES, ConfigError

ROOT = Path(__file__).resolve().parent.parent  # where scrapy.cfg lies
WAYBACK = "https://web.archive.org"
T = TypeVar("T")


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
    proxies: Mapping[str, str | None] = field(default_factory=dict)  # by portal; "" for all others; None: directly
    lock_dir: Path = Path(tempfile.gettempdir()) / "cchc-locks"
    disk_reserve: int = 10**9  # bytes
    warc_cold: tuple[Path, ...] = ()
    log_format: str = "text"

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
            proxies=_proxies(values["CCHC_PROXY"]),
            lock_dir=_lock_dir(_folder(values["CCHC_LOCK_DIR"], root), data_dir, values["CCHC_REPLICA"]),
            disk_reserve=_size(values["CCHC_DISK_RESERVE"]),
            warc_cold=_folders(values["CCHC_WARC_COLD"], root),
            log_format=_log_format(values["CCHC_LOG_FORMAT"]),
        )

    def proxy(self, portal: str) -> str | None:
        """Address of the proxy through which a portal is asked; None: directly, as imitations always are."""
        if self.replica is not None:
            return None
        return self.proxies[portal] if portal in self.proxies else self.proxies.get("")

    @property
    def warc_folders(self) -> tuple[Path, ...]:
        """Where WARC files lie: the folder that is written, then those to which older files were moved."""
        return (self.warc_dir, *self.warc_cold)

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


def _proxies(value: str | None) -> dict[str, str | None]:
    """`ADDRESS`, `NAME=ADDRESS` and `NAME=direct`, separated by commas."""
    found: dict[str, str | None] = {}
    for part in value.split(",") if value else ():
        name, sign, address = (
            part.strip().rpartition("=") if re.match(r"[\w.-]+=", part.strip()) else ("", "", part.strip())
        )
        if sign and address == "direct":
            found[name] = None
            continue
        try:
            parts = urlsplit(address)
            good = parts.scheme == "http" and bool(parts.hostname) and parts.port is not None and not parts.path
        except ValueError:
            good = False
        if not good or name in found:
            raise ConfigError(
                "CCHC_PROXY", f"cannot read {_without_password(part.strip())!r}; a proxy is http://HOST:PORT"
            )
        found[name] = address
    return found


def _lock_dir(value: Path | None, data_dir: Path, replica: str | None) -> Path:
    """One folder for all crawls of the machine, whatever their data folders and users; unless it is named, an
    imitation's is apart, for its host is nobody's."""
    apart = data_dir / "locks" if replica is not None else None
    return value or apart or Path(tempfile.gettempdir()) / "cchc-locks"


_UNITS = {"": 1, "MB": 10**6, "GB": 10**9, "TB": 10**12}


def _size(value: str | None) -> int:
    if value is None:
        return 10**9
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(MB|GB|TB|)", value, re.IGNORECASE)
    if match is None:
        raise ConfigError("CCHC_DISK_RESERVE", f"{value!r} is no size (a number with MB, GB or TB)")
    return round(float(match[1]) * _UNITS[match[2].upper()])


def _folders(value: str | None, root: Path) -> tuple[Path, ...]:
    folders = (_folder(part.strip(), root) for part in value.split(":")) if value else ()
    return tuple(folder for folder in folders if folder is not None)


def _log_format(value: str | None) -> str:
    if value not in (None, "text", "json"):
        raise ConfigError("CCHC_LOG_FORMAT", f"{value!r} is neither text nor json")
    return value or "text"


def tolerant(
    read: Callable[[Mapping[str, str]], T], environ: Mapping[str, str] = os.environ
) -> tuple[T, list[ConfigError]]:
    """What `read` (a `from_env`) makes of the environment without the variables that it refuses, and why it refuses
    each: for `cchc doctor`, which has to work where they are wrong."""
    left = dict(environ)
    refused: list[ConfigError] = []
    while True:
        try:
            return read(left), refused
        except ConfigError as error:
            if left.pop(error.variable, None) is None:
                raise
            refused.append(error)


def installed_version() -> str:
    """Version of the installed project."""
    try:
        return version("cchc-archive")
    except PackageNotFoundError:  # a checkout that was never installed
        return "0"


def unknown(environ: Mapping[str, str] = os.environ) -> dict[str, str | None]:
    """The CCHC_ variables that nothing reads, each with the known name that is most like it."""
    known = [variable.name for variable in (*VARIABLES, *NIGHTS)]
    strangers = sorted(name for name in environ if name.startswith("CCHC_") and name not in known)
    return {name: next(iter(difflib.get_close_matches(name, known, 1)), None) for name in strangers}
