"""One crawl in a process of its own: begun with limits, watched, stopped in steps, its log read at the end.

Each crawl leads a process group. A crash takes only itself; a hang in C code or a blocking callback does not hear
SIGTERM, so the last step is SIGKILL for the whole group, which no process survives and the archive does not mind.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from crawler.config import ROOT

_PAGE = os.sysconf("SC_PAGE_SIZE")
# A line of a log (crawler/logs.py), a verdict that a person reads, and what only decorates one.
_LOGGED = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\S* (DEBUG|INFO|WARNING|ERROR|CRITICAL)\s")
_SAID = re.compile(
    r"scrapy(?: crawl)?: |\S*__main__\.py: error: |Fatal Python error|(?:[A-Za-z_]\w*\.)*[A-Z]\w*(?:Error|Exception): "
)
_FURNITURE = re.compile(
    r"[\u2500-\u259f]|asked: |=+$|usage\b|scrapy crawl \[|\[-a |'[\w/. ]+': |[\w.-]+, run \d+: ", re.IGNORECASE
)
_GROUP, _RESIDENT = 2, 21  # fields of /proc/PID/stat behind the name, from 0: process group, pages in memory


@dataclass(frozen=True, slots=True)
class Limits:
    """What one crawl may use; seconds and bytes.

    `soft`: it ends by itself, in order (CLOSESPIDER_TIMEOUT). `closing`: how much longer it may take for that, a slow
    server's last answers included; then SIGTERM, `patience` later SIGTERM again, at which Scrapy waits for no answer,
    and `last` later SIGKILL. `memory`: of the whole group; an honest crawl uses 150 MB and stays there, so that 1 GiB
    is a leak, and two of them at once still leave room on a machine with 4 GB.
    """

    soft: float = 7200.0
    closing: float = 150.0
    patience: float = 45.0
    last: float = 10.0
    memory: int = 2**30

    @property
    def stop(self) -> float:
        """Seconds in which a crawl that was told to stop is over, whatever it does."""
        return self.patience + self.last

    @property
    def hard(self) -> float:
        """Seconds after which a crawl is told to stop."""
        return self.soft + self.closing


class Crawl:
    """A running crawl. `poll` drives it: call it several times a second until it says that it is over."""

    def __init__(self, arguments: Iterable[str], log: Path, limits: Limits) -> None:
        """Begin `python -m scrapy crawl ARGUMENTS`; its output goes behind what `log` holds. Raises OSError."""
        self.limits = limits
        self.log = log
        self.why: str | None = None  # why it was told to stop, in words
        self.killed = False  # whether it had to be
        self._stopped_at: float | None = None
        self._again = False
        log.parent.mkdir(parents=True, exist_ok=True)
        alarm = int(limits.hard + limits.stop) + 60
        command = [sys.executable, "-m", "scrapy", "crawl", *arguments]
        with log.open("ab") as file:
            self._log_start = file.tell()
            self.began = time.monotonic()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "crawler.nights.launch", str(os.getpid()), str(alarm), *command],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # a group of its own; Ctrl-C in a terminal reaches the scheduler alone
            )

    @property
    def group(self) -> int:
        """Number of its process group and of its first process."""
        return self._process.pid

    @property
    def code(self) -> int | None:
        """How it ended: an exit code, or a signal's number below 0; None while it runs."""
        return self._process.returncode

    @property
    def seconds(self) -> float:
        """Since it began."""
        return time.monotonic() - self.began

    def poll(self) -> bool:
        """Take the next step of stopping where its time has come; whether it is over."""
        if self._process.poll() is not None:
            self._signal_group(signal.SIGKILL)  # whatever it left behind
            return True
        if self._stopped_at is None:
            if self.seconds > self.limits.hard:
                self.stop(f"no end after {self.limits.hard / 60:,.0f} minutes")
            return False
        waited = time.monotonic() - self._stopped_at
        if waited > self.limits.stop:
            self.kill()
        elif waited > self.limits.patience and not self._again:
            self._again = True
            self._signal(signal.SIGTERM)
        return False

    def stop(self, why: str) -> None:
        """Ask it to end in order; `poll` insists. Only the first reason counts."""
        if self._stopped_at is None:
            self.why, self._stopped_at = why, time.monotonic()
            self._signal(signal.SIGTERM)

    def kill(self, why: str | None = None) -> None:
        """End the whole group now."""
        self.why = self.why or why
        self._stopped_at = self._stopped_at or time.monotonic()
        self.killed = True
        self._signal_group(signal.SIGKILL)

    def last_lines(self, number: int = 3, *, length: int = 300) -> list[str]:
        """What it said last (`last_words`), each line cut to `length` characters."""
        try:
            with self.log.open("rb") as file:
                size = file.seek(0, os.SEEK_END)
                file.seek(max(self._log_start, size - 16_384))
                lines = file.read().decode("utf-8", "replace").splitlines()
        except OSError:
            return []
        return [line[:length] for line in last_words(lines)][-number:]

    def _signal(self, number: int) -> None:
        with suppress(ProcessLookupError):
            self._process.send_signal(number)

    def _signal_group(self, number: int) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, number)


def last_words(lines: Iterable[str]) -> list[str]:
    """The lines of a log that may say why a process ended: errors and verdicts where there are any, else whatever is
    no ordinary line, table, statistics or usage."""
    errors, others = [], []
    quiet = False  # a message of INFO goes on in the lines below it
    for line in lines:
        logged = _LOGGED.match(line)
        line = line.strip()
        level, words = (logged.group(1) if logged else ""), line
        if line.startswith("{") and '"level"' in line:
            level, words = _of_object(line)
        if level:
            quiet = level in ("DEBUG", "INFO")
        if level in ("ERROR", "CRITICAL") or (not level and _SAID.match(line)):
            errors.append(words)
            quiet = False
        elif line and not quiet and not _FURNITURE.match(line):
            others.append(words)
    return list(dict.fromkeys(errors or others))


def _of_object(line: str) -> tuple[str, str]:
    """Level and words of a log line that is an object."""
    try:
        said = json.loads(line)
    except ValueError:
        return "", line
    return str(said.get("level", "")), str(said.get("message", "")).partition("\n")[0]


def memory_by_group() -> dict[int, int]:
    """Resident bytes of every process group of the machine; empty where there is no /proc."""
    found: dict[int, int] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue  # it ended meanwhile
        group = int(fields[_GROUP])
        found[group] = found.get(group, 0) + int(fields[_RESIDENT]) * _PAGE
    return found


def how_it_ended(code: int) -> str:
    """An exit code in words."""
    if code >= 0:
        return f"exit code {code}"
    try:
        return f"ended by {signal.Signals(-code).name}"
    except ValueError:
        return f"ended by signal {-code}"
