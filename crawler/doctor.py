"""`cchc doctor`: what is wrong with this installation, and what to do about each thing. Asks no portal.

It has to work where packages are missing (cchc.py calls it then), so it imports nothing but the standard library and
its checks.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict

from crawler import checks, checks_stored
from crawler.checks import SETUP, Check, State, Subject

CHECKS: tuple[tuple[str, Callable[[Subject], Iterator[Check]]], ...] = (
    ("Python", checks.python),
    ("packages", checks.packages),
    ("names", checks.names),
    ("installation", checks.installation),
    ("limits", checks.limits),
    ("settings", checks.settings),
    ("contact", checks.contact),
    ("folders", checks_stored.folders),
    ("database", checks_stored.database),
    ("disk", checks_stored.disks),
    ("clock", checks.clock),
    ("proxy", checks.proxy),
    ("alerts", checks.alerts),
    ("scheduler", checks.scheduler),
    ("backup", checks_stored.backup),
    ("runs", checks_stored.runs),
)


def examine(subject: Subject | None = None) -> list[Check]:
    """All checks, whatever happens in one of them."""
    subject = subject or Subject()
    found: list[Check] = []
    for name, check in CHECKS:
        try:
            found += check(subject)
        except ImportError as error:  # the check of the packages says what to do
            found.append(Check(name, State.WARNING, f"not looked at: {error}", SETUP))
        except Exception as error:
            words = f"could not be looked at: {type(error).__name__}: {error}"
            found.append(Check(name, State.WRONG, words, "mend what is wrong above, then run it again"))
    return found


def main(*, as_json: bool = False) -> int:
    """Examine and print; the exit code."""
    found = examine()
    if as_json:
        print(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=2))
    else:
        _print(found)
    return 1 if any(one.state is State.WRONG for one in found) else 0


def _print(found: Sequence[Check]) -> None:
    try:
        from rich import box
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text
    except ImportError:
        for one in found:
            print(f"{one.state:8} {one.check}: {one.found}")
            if one.to_do:
                print(textwrap.indent(f"-> {one.to_do}", " " * 9))
        return
    styles = {State.OK: "green", State.WARNING: "yellow", State.WRONG: "bold red"}
    table = Table(title="This installation", title_justify="left", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    table.add_column("check", no_wrap=True)
    table.add_column("state", no_wrap=True)
    table.add_column("what was found, and what to do", overflow="fold", ratio=1)
    for one in found:
        said = Text(one.found)
        if one.to_do:
            said.append(f"\n→ {one.to_do}", style="cyan")
        table.add_row(one.check, Text(str(one.state), style=styles[one.state]), said)
    Console().print(table)
