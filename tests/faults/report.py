"""Runs the test of every fault and writes docs/faults.md: `python -m tests.faults.report [HEADING …]`.

With headings of the page only their faults are played; the results of the others are those that stand on the page.
Exit code 1 where a fault's test failed, was skipped or was not found: then its result is not proven on this machine.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.faults.catalogue import GROUPS, Fault

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "faults.md"
PASSED = "passed"
_WORST = ("passed", "skipped", "failed", "not found", "not run")  # the worst last
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
    """The state of each test named by `faults`. What pytest says goes to the terminal. Raises KeyboardInterrupt where
    somebody stopped it."""
    wanted = list(dict.fromkeys(node for fault in faults for node in fault.tests))
    results = Results()
    if pytest.main(["-q", "-p", "no:cacheprovider", *wanted], plugins=[results]) == pytest.ExitCode.INTERRUPTED:
        raise KeyboardInterrupt
    return {node: results.of(node) for node in wanted}


def told(text: str) -> dict[str, str]:
    """The state of each fault, by its name, as a page tells it."""
    rows = re.findall(r"^\| (.+?) \| .* \| ([a-z ]+) \|$", text, re.MULTILINE)
    return {name: state for name, state in rows if state in _WORST}


def page(states: Mapping[str, str]) -> str:
    """docs/faults.md; `states` by the fault's name."""
    lines = [_HEAD]
    for heading, faults in GROUPS.items():
        if not faults:
            continue
        lines += [f"## {heading}\n", "| fault | what happens | result | test | |", "| --- | --- | --- | --- | --- |"]
        for fault in faults:
            tests = "<br>".join(f"`{node}`" for node in fault.tests)
            cells = (fault.name, fault.happens, fault.result, tests, states.get(fault.name, "not run"))
            lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
        lines.append("")
    return "\n".join(lines)


def main(headings: Sequence[str]) -> int:
    """Run, write, and tell by the exit code whether every promise held."""
    if wrong := set(headings) - GROUPS.keys():
        print(f"no heading of the page: {', '.join(sorted(wrong))}; there are {', '.join(GROUPS)}", file=sys.stderr)
        return 2
    faults = [fault for heading, group in GROUPS.items() if not headings or heading in headings for fault in group]
    states = told(PAGE.read_text(encoding="utf-8")) if headings and PAGE.exists() else {}
    tests = run(faults)
    states |= {fault.name: max((tests[node] for node in fault.tests), key=_WORST.index) for fault in faults}
    PAGE.write_text(page(states), encoding="utf-8")
    bad = {node: state for node, state in tests.items() if state != PASSED}
    for node, state in bad.items():
        print(f"{state}: {node}", file=sys.stderr)
    print(f"{len(faults)} faults, {len(tests)} tests, {len(bad)} of them not passed: {PAGE.relative_to(ROOT)}")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
