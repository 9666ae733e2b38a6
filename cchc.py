"""Entry of the `cchc` command: makes sure that our own packages are imported, then hands over to crawler/cli.py.

The public index has foreign packages called `scheduler`, `archive`, `crawler` and `spiders`. Installed beside us they
would win silently, so the one uniquely named module checks first and says in plain words which one is in the way.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
OURS = ("archive", "crawler", "scheduler", "spiders")


def foreign_packages(root: Path = ROOT) -> dict[str, str]:
    """Names of ours that Python would import from somewhere else, with the place it would take them from."""
    found: dict[str, str] = {}
    for name in OURS:
        spec = importlib.util.find_spec(name)
        origin = spec.origin if spec else None
        if origin is None or not Path(origin).resolve().is_relative_to(root):
            found[name] = origin or "nowhere"
    return found


def check_packages(root: Path = ROOT) -> None:
    """Put the checkout first on the path; exit 2 with a plain message where a foreign package is still in the way."""
    if str(root) in sys.path:
        sys.path.remove(str(root))
    sys.path.insert(0, str(root))
    for name in OURS:  # a foreign package that was imported already cannot be undone here
        loaded = sys.modules.get(name)
        origin = getattr(loaded, "__file__", None)
        if origin and not Path(origin).resolve().is_relative_to(root):
            _refuse({name: origin}, root)
    if found := foreign_packages(root):
        _refuse(found, root)


def _refuse(found: dict[str, str], root: Path) -> NoReturn:
    lines = [f"cchc: a foreign package shadows the project's own `{name}`: {origin}" for name, origin in found.items()]
    lines.append(f"      Uninstall it from this environment (pip uninstall NAME), or run from {root} with `python -m`.")
    print("\n".join(lines), file=sys.stderr)
    raise SystemExit(2)


def main() -> None:
    """Console script `cchc`."""
    check_packages()
    try:
        from crawler.cli import run
    except ImportError as error:  # a package is missing or too old: the check-up says which, without any of them
        if sys.argv[1:2] == ["doctor"]:
            from crawler.doctor import main as doctor

            raise SystemExit(doctor(as_json="--json" in sys.argv)) from None
        print(f"cchc: {error}: run `make setup`; `cchc doctor` tells what is missing", file=sys.stderr)
        raise SystemExit(1) from error
    run()


if __name__ == "__main__":
    main()
