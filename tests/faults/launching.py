"""Crawls in a process of their own on which a fault is played first: the launcher runs some lines, then `scrapy crawl`.

The faults are played in the child alone; the crawler itself has no hooks for them.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.crawling import ROOT, command, environment
from tests.replica.server import ReplicaServer

_RUN = "\nimport runpy, sys\nsys.path.insert(0, {root!r})\nrunpy.run_module({module!r}, run_name='__main__')\n"

# The operating system lets no file of this process grow beyond a size: writing fails with EFBIG, as a quota would.
FILES_UP_TO = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))
"""
# SQLite folds its write-ahead log in early, so that the log stays small.
SMALL_LOG = """
import archive.db
archive.db._WAL_PAGES = 8
"""
# A disk of `size` bytes that holds nothing but the files of a folder.
SMALL_DISK = """
import os, pathlib
def _small(path):
    left = {size}
    for file in pathlib.Path({folder!r}).rglob("*"):
        try:
            left -= file.stat().st_size
        except OSError:
            pass
    left = max(0, left)
    return os.statvfs_result((1, 1, {size}, left, left, 0, 0, 0, 0, 255))
os.statvfs = _small
"""
# The clock of the process is off by some hours.
CLOCK_OFF_BY = """
import datetime, time
_real, _shift, _seconds = datetime.datetime, datetime.timedelta(hours={hours}), time.time
class _Either(type):
    def __instancecheck__(cls, one):
        return isinstance(one, _real)
class _Shifted(_real, metaclass=_Either):
    @classmethod
    def now(cls, tz=None):
        return _real.now(tz) + _shift
datetime.datetime = _Shifted
time.time = lambda: _seconds() + _shift.total_seconds()
"""
# Whoever is root may write everything; without these two capabilities permissions count for root as well.
NO_PRIVILEGE = """
import ctypes, os
if os.geteuid() == 0:
    _libc = ctypes.CDLL(None, use_errno=True)
    _header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    _sets = (ctypes.c_uint32 * 6)()
    assert _libc.capget(_header, _sets) == 0
    for _index in range(3):
        _sets[_index] &= ~(1 << 1 | 1 << 2)  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
    assert _libc.capset(_header, _sets) == 0
"""


def arguments(prelude: str, given: list[str]) -> list[str]:
    """`python -m MODULE …` of tests.crawling.command, with the lines of `prelude` run first."""
    module, rest = given[2], given[3:]
    return [sys.executable, "-c", prelude + _RUN.format(root=str(ROOT), module=module), *rest]


def launch(
    data_dir: Path,
    server: ReplicaServer | None,
    prelude: str,
    *,
    name: str = "yenbai",
    timeout: float = 120,
    **more: Any,
) -> subprocess.CompletedProcess[str]:
    """One crawl to its end with the fault; `more` are variables (CCHC_…) and settings of Scrapy (all others)."""
    done = start(data_dir, server, prelude, name=name, **more)
    try:
        output, errors = done.communicate(timeout=timeout)
    finally:
        done.kill()
    return subprocess.CompletedProcess(done.args, done.returncode, output, errors)


def start(
    data_dir: Path, server: ReplicaServer | None, prelude: str = "", *, name: str = "yenbai", **more: Any
) -> subprocess.Popen[str]:
    """The same, given out while it runs. Settings that belong to us begin with CCHC_ too: say them as `_CCHC_…`."""
    variables = {key: str(value) for key, value in more.items() if key.startswith("CCHC_")}
    options = {key.removeprefix("_"): str(value) for key, value in more.items() if not key.startswith("CCHC_")}
    return subprocess.Popen(
        arguments(prelude, command(name, **options)),
        cwd=ROOT,
        env=environment(data_dir, server, **variables),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
