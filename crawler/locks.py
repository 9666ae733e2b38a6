"""One crawl per host across processes and manual runs: an advisory lock on a file named after the host.

The kernel frees it when the process ends, however it ends, so a killed crawl never leaves a lock behind.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from types import TracebackType


class HostBusyError(RuntimeError):
    """Another process is crawling the host, or nobody can tell."""


class HostLock:
    """Held from construction to `close`; raises `HostBusyError` naming the other process."""

    def __init__(self, directory: Path, host: str) -> None:
        try:
            directory.mkdir(parents=True, exist_ok=True)
            self._file = os.open(directory / f"{host}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise HostBusyError(f"{directory}: the lock of {host} cannot be made ({error.strerror})") from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = os.read(self._file, 32).decode("ascii", "replace").strip() or "unknown"
            os.close(self._file)
            raise HostBusyError(f"{host} is being crawled by process {owner}; wait for it or stop it first") from None
        os.ftruncate(self._file, 0)
        os.write(self._file, f"{os.getpid()}\n".encode())

    def close(self) -> None:
        """Free the host."""
        os.close(self._file)

    def __enter__(self) -> HostLock:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
