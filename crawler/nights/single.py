"""One scheduler for each data folder: an advisory lock on a file in it, with the other's process number in words.

The kernel frees it when the process ends, however it ends; crawls do not inherit it, so one that outlives a killed
scheduler for some seconds does not keep the next one out.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import os
from pathlib import Path
from typing import Self

from archive.db import LOCAL

NAME = "scheduler.lock"


class AlreadyRunning(RuntimeError):
    """Another scheduler works on this data folder; the message names its process."""


class SingleInstance:
    """Held from construction to `close` or the end of the process. Raises AlreadyRunning, and OSError where the lock
    cannot be made."""

    def __init__(self, data_dir: Path, *, doing: str) -> None:
        """`doing` says what this one is: the other is told."""
        data_dir.mkdir(parents=True, exist_ok=True)
        self._file = os.open(data_dir / NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            other = os.read(self._file, 200).decode("utf-8", "replace").strip()
            os.close(self._file)
            raise AlreadyRunning(
                f"another scheduler works on {data_dir}: process {other or 'unknown'}; stop it first, or let it work"
            ) from None
        os.ftruncate(self._file, 0)
        since = dt.datetime.now(LOCAL).strftime("%Y-%m-%d %H:%M")
        os.write(self._file, f"{os.getpid()} ({doing}, since {since})\n".encode())

    def close(self) -> None:
        """Let another one begin."""
        os.close(self._file)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
