"""What `cchc doctor` looks at: machine, installation, settings and time (crawler/doctor.py puts it together).

The check-up is needed most where nearly nothing works. So these modules import nothing but the standard library; every
check imports what it needs itself, and one that breaks is a line in the table like any other.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import functools
import json
import re
import resource
import shutil
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from crawler.config import Config
    from crawler.nights.config import NightsConfig
    from crawler.variables import ConfigError

ROOT = Path(__file__).resolve().parent.parent
SETUP = f"`make setup` in {ROOT}"
PATIENCE = 5.0  # seconds for a proxy or a database server to answer
_FILES = 1024  # open files that a crawl may need: two for each connection, the archive, logs, WARC files


class State(StrEnum):
    """How a thing is, worst last. Only `wrong` makes the exit code 1."""

    OK = "ok"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Check:
    """One line: what was looked at, how it is, what was found, and what to do (nothing where it is ok)."""

    check: str
    state: State
    found: str
    to_do: str = ""


class Subject:
    """What the checks look at, each part made when the first of them asks for it."""

    def __init__(self, now: dt.datetime | None = None) -> None:
        self.now = now or dt.datetime.now(dt.UTC)

    @functools.cached_property
    def settings(self) -> tuple[Config, list[ConfigError]]:
        """The settings of every crawl without the variables that are wrong, and those."""
        from crawler.config import Config, tolerant

        return tolerant(Config.from_env)

    @functools.cached_property
    def nights_settings(self) -> tuple[NightsConfig, list[ConfigError]]:
        """The same for the nights."""
        from crawler.config import tolerant
        from crawler.nights.config import NightsConfig

        return tolerant(NightsConfig.from_env)

    @property
    def config(self) -> Config:
        """The settings that can be used."""
        return self.settings[0]

    @property
    def backup(self) -> Path:
        """Where copies of the database are."""
        return self.nights_settings[0].backup_dir

    @functools.cached_property
    def engine(self) -> Engine | None:
        """The archive, None where there is none yet; a server has some seconds to answer."""
        from archive.db import address, connect, exists

        url = self.config.database_url
        if not exists(url):
            return None
        parsed = address(url)
        if parsed.get_backend_name() == "postgresql" and "connect_timeout" not in parsed.query:
            url = parsed.update_query_dict({"connect_timeout": f"{PATIENCE:.0f}"}).render_as_string(hide_password=False)
        return connect(url)

    @functools.cached_property
    def ledger(self) -> Engine | None:
        """The archive where it can be read: its tables are those of this code."""
        from archive.db import head, revision

        with contextlib.suppress(Exception):  # the check of the database says what is wrong
            if self.engine is not None and revision(self.engine) == head():
                return self.engine
        return None


# --- the machine and the installation -----------------------------------------------------------------------------
def python(subject: Subject) -> Iterator[Check]:
    """The interpreter against `requires-python`."""
    wanted = str(_project().get("requires-python", ">=3.11"))
    least = tuple(int(part) for part in re.findall(r"\d+", wanted)[:2])
    found = f"{sys.version.split()[0]} at {sys.executable}"
    if sys.version_info[:2] < least:
        yield Check("Python", State.WRONG, f"{found}; {wanted} is needed", f"PYTHON=python3.11 make setup in {ROOT}")
    else:
        yield Check("Python", State.OK, found)


def packages(subject: Subject) -> Iterator[Check]:
    """What pyproject.toml asks for against what is installed; extras only where the settings need them."""
    project = _project()
    needed = list(project.get("dependencies", ()))
    extras: dict[str, list[str]] = project.get("optional-dependencies", {})
    with contextlib.suppress(Exception):
        if subject.config.database_url.startswith("postgres"):
            needed += extras.get("postgres", [])
        if subject.nights_settings[0].alert_urls or subject.nights_settings[0].metrics_file:
            needed += extras.get("alerts", [])
    faults = [fault for line in needed if (fault := _package_fault(line)) is not None]
    if faults:
        yield Check("packages", State.WRONG, "; ".join(faults), SETUP)
    else:
        yield Check("packages", State.OK, f"all {len(needed)} as pyproject.toml wants them")


def _package_fault(line: str) -> str | None:
    """What is wrong with a requirement of pyproject.toml; None where it is met."""
    name = re.split(r"[\s<>=!~;\[]", line, maxsplit=1)[0]
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        return f"{name} is missing"
    try:
        from packaging.requirements import Requirement
    except ImportError:  # then Scrapy is missing too, which is said
        return None
    wanted = Requirement(line).specifier
    return None if wanted.contains(version, prereleases=True) else f"{name} is {version}, wanted {wanted}"


def names(subject: Subject) -> Iterator[Check]:
    """Foreign packages that are called like ours."""
    from cchc import foreign_packages

    found = foreign_packages()
    if found:
        said = "; ".join(f"{name} would come from {origin}" for name, origin in found.items())
        to_do = f"pip uninstall what is not ours, or run from {ROOT}"
        yield Check("names", State.WRONG, f"foreign packages in the way: {said}", to_do)
    else:
        yield Check("names", State.OK, "archive, crawler, spiders and scheduler are our own")


def installation(subject: Subject) -> Iterator[Check]:
    """Whether `cchc` is installed, editable, and from this checkout."""
    # The checkout itself holds metadata of its build, which do not tell where it is installed from.
    installed = [one.read_text("direct_url.json") for one in metadata.distributions(name="cchc-archive")]
    if not any(installed):
        yield Check("installation", State.WARNING, "not installed: `cchc` works from the checkout only", SETUP)
        return
    told = json.loads(next(filter(None, installed)))
    place = Path(urlsplit(told.get("url", "")).path).resolve() if told.get("url") else None
    if place == ROOT and told.get("dir_info", {}).get("editable"):
        yield Check("installation", State.OK, f"editable, from {ROOT}")
    elif place == ROOT:
        yield Check("installation", State.WARNING, "a copy: changes of the checkout do not take part", SETUP)
    else:
        yield Check("installation", State.WARNING, f"from {place or 'somewhere else'}, not from {ROOT}", SETUP)


def limits(subject: Subject) -> Iterator[Check]:
    """What the system allows this process."""
    files, largest = resource.getrlimit(resource.RLIMIT_NOFILE)[0], resource.getrlimit(resource.RLIMIT_FSIZE)[0]
    if files != resource.RLIM_INFINITY and files < _FILES:
        yield Check("limits", State.WARNING, f"{files} open files", f"ulimit -n {_FILES} (LimitNOFILE= in systemd)")
    elif largest != resource.RLIM_INFINITY:
        to_do = "ulimit -f unlimited (LimitFSIZE= in systemd)"
        yield Check("limits", State.WARNING, f"no file may be larger than {largest:,} bytes", to_do)
    else:
        yield Check("limits", State.OK, "enough open files, files of any size")


# --- settings -----------------------------------------------------------------------------------------------------
def settings(subject: Subject) -> Iterator[Check]:
    """Variables that cannot be read; each is left out in the checks that follow."""
    refused = {error.variable: error for error in subject.settings[1]}
    with contextlib.suppress(ImportError):
        refused |= {error.variable: error for error in subject.nights_settings[1]}
    for name, error in refused.items():
        yield Check("settings", State.WRONG, str(error), f"mend or unset {name}")
    from crawler.config import unknown

    for name, near in (strangers := unknown()).items():
        to_do = f"is it {near}?" if near else "unset it, or see the table in README.md"
        yield Check("settings", State.WARNING, f"{name} is no variable of ours and does nothing", to_do)
    if not refused and not strangers:
        yield Check("settings", State.OK, "every CCHC_ variable can be read")


def contact(subject: Subject) -> Iterator[Check]:
    """Whether portals can reach whoever crawls them."""
    config = subject.config
    if config.contact is None and config.replica is None:
        to_do = "CCHC_CONTACT=you@example.org, where the crawls get their settings from"
        yield Check("contact", State.WRONG, "not set: no live crawl will start", to_do)
    else:
        yield Check("contact", State.OK, config.user_agent)


def alerts(subject: Subject) -> Iterator[Check]:
    """Whether the addresses that are told can be read, and that there is one."""
    nights = subject.nights_settings[0]
    if not nights.alert_urls:
        to_do = "CCHC_ALERT_URLS, or read `cchc health` every morning"
        yield Check("alerts", State.WARNING, "nobody is told when something changes", to_do)
        return
    from crawler.nights.alerts import check

    problems = check(nights)
    for problem in problems:
        yield Check("alerts", State.WRONG, problem, "mend CCHC_ALERT_URLS; then `cchc alerts --test`")
    if not problems:
        yield Check("alerts", State.OK, f"{len(nights.alert_urls)} addresses; whether they answer is not tried here")


def proxy(subject: Subject) -> Iterator[Check]:
    """Whether each proxy takes a connection."""
    addresses = sorted({address for address in subject.config.proxies.values() if address is not None})
    for address in addresses:
        parts = urlsplit(address)
        shown = f"{parts.hostname}:{parts.port}"
        try:
            socket.create_connection((parts.hostname or "", parts.port or 0), timeout=PATIENCE).close()
        except OSError as error:
            to_do = "start it, or mend CCHC_PROXY: its portals are not reached"
            yield Check("proxy", State.WRONG, f"{shown} does not answer: {error.strerror or error}", to_do)
        else:
            yield Check("proxy", State.OK, f"{shown} takes connections")


# --- time ---------------------------------------------------------------------------------------------------------
def clock(subject: Subject) -> Iterator[Check]:
    """The clock against what the archive and its files have seen, the zone of Vietnam, and whether somebody sets it."""
    from zoneinfo import ZoneInfo

    from crawler.clock import fault

    to_do = "set the clock: `timedatectl set-ntp true`, or an NTP client"
    newest: dt.datetime | None = None
    if subject.ledger is not None:
        from archive.query import last_moment

        newest = last_moment(subject.ledger)
    words = fault(subject.now, newest)
    if words is None:
        last = max((file.stat().st_mtime for file in subject.config.warc_dir.glob("*.warc.gz*")), default=0.0)
        words = fault(subject.now, dt.datetime.fromtimestamp(last, dt.UTC))
    if words is not None:
        yield Check("clock", State.WRONG, words, to_do)
    else:
        local = subject.now.astimezone(ZoneInfo("Asia/Ho_Chi_Minh"))
        yield Check("clock", State.OK, f"{local:%Y-%m-%d %H:%M} in Vietnam, behind nothing that is stored")
    if (synchronised := _synchronised()) is False:
        yield Check("clock set by NTP", State.WARNING, "no: it will drift", to_do)
    elif synchronised:
        yield Check("clock set by NTP", State.OK, "yes")


def _synchronised() -> bool | None:
    """What systemd says of the clock; None where nobody can tell."""
    if shutil.which("timedatectl") is None:
        return None
    command = ["timedatectl", "show", "--property=NTPSynchronized", "--value"]
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=True)
        return {"yes": True, "no": False}.get(done.stdout.strip())
    return None


def scheduler(subject: Subject) -> Iterator[Check]:
    """Whether `python scheduler.py` works on this data folder: it holds a lock as long as it lives."""
    from crawler.nights.single import NAME

    to_do = "`python scheduler.py`, or the systemd unit in deploy/; nothing to do where crawls are started otherwise"
    path = subject.config.data_dir / NAME
    try:
        with path.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                yield Check("scheduler", State.OK, f"running: {file.read(64).decode('utf-8', 'replace').strip()}")
                return
    except OSError:
        pass
    yield Check("scheduler", State.WARNING, "not running for this data folder", to_do)


def _project() -> dict[str, Any]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        project: dict[str, Any] = tomllib.load(file)["project"]
    return project
