"""docs/faults.md is made from the catalogue, and the catalogue leaves out no test that plays a fault."""

from __future__ import annotations

import contextlib
import io
from functools import cache
from pathlib import Path

import pytest

from tests.faults.catalogue import FAULTS, Fault
from tests.faults.report import PAGE, PASSED, ROOT, covers, page, told

NO_FAULTS = "tests/faults/test_catalogue.py"


@cache
def collected(places: tuple[str, ...]) -> tuple[str, ...]:
    """Node ids of all tests in files, as pytest names them."""

    class Names:
        found: tuple[str, ...] = ()

        def pytest_collection_finish(self, session: pytest.Session) -> None:
            self.found = tuple(item.nodeid for item in session.items)

    names = Names()
    with contextlib.redirect_stdout(io.StringIO()):
        pytest.main(["--collect-only", "-q", "-p", "no:cacheprovider", *places], plugins=[names])
    return names.found


def test_every_test_of_the_catalogue_exists() -> None:
    files = tuple(sorted({node.partition("::")[0] for fault in FAULTS for node in fault.tests}))
    assert [file for file in files if not Path(ROOT, file).exists()] == []
    names = collected(files)
    nodes = {node for fault in FAULTS for node in fault.tests}
    assert sorted(node for node in nodes if not any(covers(node, name) for name in names)) == []


def test_every_test_that_plays_a_fault_is_in_the_catalogue() -> None:
    nodes = {node for fault in FAULTS for node in fault.tests}
    names = [name for name in collected(("tests/faults",)) if not name.startswith(NO_FAULTS)]
    assert len(names) > 50
    assert [name for name in names if not any(covers(node, name) for node in nodes)] == []


def test_every_fault_is_told_in_words_and_once() -> None:
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)
    for fault in FAULTS:
        assert fault.tests
        assert isinstance(fault.tests, tuple)
        for text in (fault.name, fault.happens, fault.result):
            assert text.strip() == text
            assert "\n" not in text
            assert text


def test_the_page_is_the_one_of_this_catalogue_with_every_promise_kept() -> None:
    passed = {fault.name: PASSED for fault in FAULTS}
    assert PAGE.read_text(encoding="utf-8") == page(passed), "run `python -m tests.faults.report`"


@pytest.mark.parametrize("state", ["failed", "skipped", "not found", "not run"])
def test_a_promise_that_was_not_kept_is_seen_on_the_page(monkeypatch: pytest.MonkeyPatch, state: str) -> None:
    fault = Fault("Thử", "x | y", "z", ("a::b", "a::c[1]"))
    monkeypatch.setattr("tests.faults.report.GROUPS", {"Nhóm": (fault,)})
    text = page({"Thử": state})
    row = text.splitlines()[-1]
    assert told(text) == {"Thử": state}  # as the report reads it again
    assert row == f"| Thử | x \\| y | z | `a::b`<br>`a::c[1]` | {state} |"


@pytest.mark.parametrize(
    ("node", "name", "meant"),
    [
        ("a::b", "a::b", True),
        ("a::b", "a::b[x]", True),
        ("a::b[x]", "a::b[x]", True),
        ("a::b[x]", "a::b[y]", False),
        ("a::b", "a::bc", False),
    ],
)
def test_a_node_id_means_itself_and_all_its_parameters(node: str, name: str, meant: bool) -> None:
    assert covers(node, name) is meant
