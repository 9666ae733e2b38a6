"""Becomes a crawl that cannot outlive its scheduler: `python -m crawler.nights.launch PARENT SECONDS COMMAND …`.

What is set here stays with the process when it turns into the command (exec). It cannot be set between fork and exec of
the scheduler itself: Python code there is unsafe beside other threads.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from pathlib import Path

_SET_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG, prctl(2)
# Address space, not memory in use (process.py watches that): a crawl has 0.3 GiB of it. A page that makes a library ask
# for more at once gets an error of its own process, before the machine looks for somebody to kill.
ADDRESS_SPACE = 4 * 2**30  # bytes
# The kernel out of memory takes a crawl first: it loses nothing. 0 is usual, 1000 the first to go (proc(5)).
OUT_OF_MEMORY_SCORE = 500
NICENESS = 5  # a crawl waits for the network most of the time; people on the machine should not wait for it


def main(arguments: list[str]) -> None:
    """Never returns: the process becomes the command."""
    parent, seconds, *command = arguments
    if sys.platform == "linux":
        # SIGTERM is a clean stop for Scrapy. The kernel may send it for each thread of a killed scheduler, and then
        # the stop is a hard one, which the archive does not mind either. Crawls end so in seconds, unless they hang:
        ctypes.CDLL(None, use_errno=True).prctl(_SET_DEATH_SIGNAL, signal.SIGTERM, 0, 0, 0)
        Path("/proc/self/oom_score_adj").write_text(f"{OUT_OF_MEMORY_SCORE}\n", encoding="ascii")
    if os.getppid() != int(parent):  # it died before the signal was set
        raise SystemExit(f"the scheduler {parent} is gone")
    signal.alarm(int(seconds))  # then the kernel ends them, with nobody left to do it
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash leaves no gigabytes behind
    os.nice(NICENESS)
    os.execv(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1:])
