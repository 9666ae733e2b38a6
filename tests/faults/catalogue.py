"""What may go wrong, what is promised then, and the tests that prove it. `docs/faults.md` is made from this list.

`python -m tests.faults.report` runs the tests and writes the page. Add a fault where it belongs by its kind; a test may
prove several faults, and may stand elsewhere in tests/ where the thing it proves is at home.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. `happens` and `result` are sentences for an operator; `tests` are pytest node ids from the project's
    root (`tests/faults/test_x.py::test_y`, parameters left out: all of them belong to it)."""

    name: str
    happens: str
    result: str
    tests: tuple[str, ...]


NETWORK: tuple[Fault, ...] = ()
TLS: tuple[Fault, ...] = ()
PORTAL: tuple[Fault, ...] = ()
ADDRESSES: tuple[Fault, ...] = ()  # that lead into this machine's own network
PROXY: tuple[Fault, ...] = ()
DISK: tuple[Fault, ...] = ()
DATABASE: tuple[Fault, ...] = ()
PROCESS: tuple[Fault, ...] = ()  # kill, clock, two at once

# Heading in docs/faults.md -> its faults, in the order of the page.
GROUPS: dict[str, tuple[Fault, ...]] = {
    "Network": NETWORK,
    "TLS": TLS,
    "Portal": PORTAL,
    "Addresses that lead into the own network": ADDRESSES,
    "Proxy": PROXY,
    "Disk": DISK,
    "Database": DATABASE,
    "Processes and clock": PROCESS,
}
FAULTS: tuple[Fault, ...] = tuple(fault for faults in GROUPS.values() for fault in faults)
