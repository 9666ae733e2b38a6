"""Runs the test of every fault and writes docs/faults.md: `python -m tests.faults.report`.

Exit code 1 where a fault's test failed, was skipped or was not found: then its result is not proven on this machine.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.faults.catalogue import GROUPS, Fault

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "faults.md"
PASSED = "passed"
_WORST = ("passed", "skipped", "failed", "not found")  # the worst last
_HEAD = """# Faults

What goes wrong on the way from a portal to the archive, what is promised then, and the test that plays the fault and
proves the promise. Made from [tests/faults/catalogue.py](../tests/faults/catalogue.py) by
`python -m tests.faults.report`, which runs exactly these tests; do not edit it by hand. No packet leaves the machine in
any of them.
"""


class Results:
    """A pytest plugin: the state of every test that ran, by its node id."""

    def __init__(self) -> None:
        self.states: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Each phase of a test: a failed set-up or tear-down fails it; a skip says so."""
        if report.when != "call" and report.passed:
            return
        earlier = self.states.get(report.nodeid, PASSED)
        self.states[report.nodeid] = max(earlier, report.outcome, key=_WORST.index)

    def of(self, node: str) -> str:
        """The state of a test: the worst of its parameters' where it has some and none is named."""
        found = [state for name, state in self.states.items() if covers(node, name)]
        return max(found, key=_WORST.index, default="not found")


def covers(node: str, name: str) -> bool:
    """Whether a node id of the catalogue means the test `name`: itself, or all parameters of it."""
    return node == name or ("[" not in node and node == name.partition("[")[0])


def run(faults: Sequence[Fault]) -> dict[str, str]:
    """The state of each test named by `faults`. What pytest says goes to the terminal."""
    wanted = list(dict.fromkeys(node for fault in faults for node in fault.tests))
    results = Results()
    pytest.main(["-q", "-p", "no:cacheprovider", *wanted], plugins=[results])
    return {node: results.of(node) for node in wanted}


def page(states: Mapping[str, str]) -> str:
    """docs/faults.md. A fault's state is that of the worst of its tests."""
    lines = [_HEAD]
    for heading, faults in GROUPS.items():
        if not faults:
            continue
        lines += [f"## {heading}\n", "| fault | what happens | result | test | |", "| --- | --- | --- | --- | --- |"]
        for fault in faults:
            tests = "<br>".join(f"`{node}`" for node in fault.tests)
            state = max((states[node] for node in fault.tests), key=_WORST.index)
            cells = (fault.name, fault.happens, fault.result, tests, state)
            lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
        lines.append("")
    return "\n".join(lines)


def main() -> int:
    """Run, write, and tell by the exit code whether every promise held."""
    faults = [fault for group in GROUPS.values() for fault in group]
    states = run(faults)
    PAGE.write_text(page(states), encoding="utf-8")
    bad = {node: state for node, state in states.items() if state != PASSED}
    for node, state in bad.items():
        print(f"{state}: {node}", file=sys.stderr)
    print(f"{len(faults)} faults, {len(states)} tests, {len(bad)} of them not passed: {PAGE.relative_to(ROOT)}")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
