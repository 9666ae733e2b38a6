"""One crawl per host across processes, users and data folders: an advisory lock on a file named after the host.

The kernel frees it when the process ends, however it ends, so a killed crawl never leaves a lock behind. The files
stay; they hold the number of the process that had the host last.

The folder is for all users of the machine, like /tmp itself (1777, files 0666), so nothing in it is trusted: no link is
followed, and what is no plain file is not written to. A file of another user is opened without O_CREAT: the kernel
refuses that in such a folder (fs.protected_regular).
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import re
import stat
from pathlib import Path
from types import TracebackType

_FLAGS = os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
_LONGEST = 100  # characters of a host in a file's name


class HostBusyError(RuntimeError):
    """Another process is crawling the host, or nobody can tell."""


class LockUnusableError(HostBusyError):
    """Nobody can tell: the lock cannot be made. It does not come right by waiting."""


class HostLock:
    """Held from construction to `close`; raises `HostBusyError` naming the other process, and `LockUnusableError`."""

    def __init__(self, directory: Path, host: str) -> None:
        name = lock_name(host)
        try:
            folder = _folder(directory)
            try:
                self._file = _locked(folder, name)
            finally:
                os.close(folder)
        except _Busy as busy:
            raise HostBusyError(
                f"{host} is being crawled by process {busy.owner}; wait for it or stop it first"
            ) from None
        except OSError as error:
            why = _LINK if error.errno == errno.ELOOP else error.strerror
            raise LockUnusableError(f"{directory / name}: the lock of {host} cannot be made ({why})") from error

    def close(self) -> None:
        """Free the host."""
        os.close(self._file)

    def __enter__(self) -> HostLock:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


_LINK = "somebody has put a link there, which is not followed; look who, then remove it"


class _Busy(Exception):
    def __init__(self, owner: str) -> None:
        super().__init__(owner)
        self.owner = owner


def lock_name(host: str) -> str:
    """The name of a host's lock file: lower case, without www., no sign that means anything in a path."""
    plain = host.lower().rstrip(".").removeprefix("www.")
    safe = re.sub(r"[^a-z0-9.-]", "_", plain).lstrip(".")
    if safe != plain or not safe or len(safe) > _LONGEST:  # then two hosts might share a name
        digest = hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        safe = f"{safe[:_LONGEST]}_{digest}"
    return f"{safe}.lock"


def _folder(directory: Path) -> int:
    """The folder as a descriptor, made where it is missing; OSError where it is a link or none of ours can use it."""
    try:
        directory.parent.mkdir(parents=True, exist_ok=True)
        directory.mkdir(mode=0o700)
    except FileExistsError:
        made = False
    else:
        made = True
    try:
        folder = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except NotADirectoryError:  # what O_DIRECTORY says of a link as well
        if directory.is_symlink():
            raise OSError(errno.ELOOP, _LINK) from None
        raise
    if made:
        os.fchmod(folder, 0o1777)  # `mode` of mkdir is cut by the umask
    return folder


def _locked(folder: int, name: str) -> int:
    """The file of that name, locked. Raises _Busy, OSError."""
    while True:
        file = _opened(folder, name)
        try:
            facts = os.fstat(file)
            if not stat.S_ISREG(facts.st_mode) or facts.st_nlink > 1:
                raise OSError(errno.EPERM, "what lies there is no plain file of its own")
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise _Busy(os.pread(file, 32, 0).decode("ascii", "replace").strip() or "unknown") from None
            if _is_there(folder, name, facts):
                os.ftruncate(file, 0)
                os.pwrite(file, f"{os.getpid()}\n".encode(), 0)
                return file
        except BaseException:
            os.close(file)
            raise
        os.close(file)  # a cleaner of old files took it away meanwhile: a lock on it would keep nobody out


def _opened(folder: int, name: str) -> int:
    while True:
        try:
            return os.open(name, _FLAGS, dir_fd=folder)
        except FileNotFoundError:
            pass
        try:
            file = os.open(name, _FLAGS | os.O_CREAT | os.O_EXCL, 0o600, dir_fd=folder)
        except FileExistsError:  # another process was quicker, or a link that leads nowhere
            if stat.S_ISLNK(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
                raise OSError(errno.ELOOP, _LINK) from None
            continue
        os.fchmod(file, 0o666)
        return file


def _is_there(folder: int, name: str, facts: os.stat_result) -> bool:
    try:
        now = os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return (now.st_ino, now.st_dev) == (facts.st_ino, facts.st_dev)
