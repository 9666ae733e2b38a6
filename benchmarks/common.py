"""What the parts of the benchmark share: where reference data lie, how a part reports and says it cannot run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from rich.console import Console
from rich.progress import track

ROOT = Path(__file__).resolve().parents[1]
SHARED = (ROOT / ".." / "shared").resolve()  # reference data beside the checkout; the project works without them

T = TypeVar("T")


class Absent(Exception):
    """A part's input is not on this machine; the message says what is missing."""


@dataclass(frozen=True)
class Bench:
    """What a part is given: where it prints, the folders named on the command line (mostly none), and whether the
    largest archives are built too (`make bench-full`)."""

    console: Console
    folders: tuple[Path, ...] = ()
    full: bool = False

    def track(self, items: Iterable[T], what: str, total: int | None = None) -> Iterator[T]:
        """The items again, with a progress bar while they are worked on (none where nobody watches)."""
        return iter(track(items, what, total=total, console=self.console, transient=True))


Part = Callable[[Bench], dict[str, Any]]
"""A part prints its tables and returns the same figures for `--json`; it raises `Absent` where it cannot run."""


def folder(path: Path) -> Path:
    """The folder itself; raises `Absent` where there is none."""
    if not path.is_dir():
        raise Absent(f"no folder {path}")
    return path


def mark(reached: bool) -> str:
    """How a bar of the design was met. A figure never fails the benchmark."""
    return "reached" if reached else "MISSED"
