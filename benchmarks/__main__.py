"""`python -m benchmarks [PART] [FOLDER …] [--json]`: quality and cost beside trafilatura, as ratios; `make bench`.

Without a part everything runs that has its input; nothing here fails on a figure: the bars of the design stand beside
the figures, with a mark. A part is a name and a function (benchmarks/common.py); a new one is one line in PARTS.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

from rich.console import Console

from benchmarks import (
    concurrency,
    crawl,
    dedup_quality,
    dedup_scale,
    imitation,
    night,
    pages,
    platforms,
    politeness,
    portal_eval,
    replay,
    speed,
    store,
    story_quality,
    topics,
)
from benchmarks.common import Absent, Bench, Part

PARTS: tuple[tuple[str, Part], ...] = (
    ("pages", pages.run),
    ("imitation", imitation.run),
    ("platforms", platforms.run),
    ("portal-eval", portal_eval.run),
    ("topics", topics.run),
    ("dedup", dedup_quality.run),
    ("grouping", story_quality.run),
    ("speed", speed.run),
    ("crawl", crawl.run),
    ("politeness", politeness.run),
    ("replay", replay.run),
    ("store", store.run),
    ("stories", dedup_scale.run),
    ("concurrency", concurrency.run),
    ("night", night.run),
    ("memory", crawl.run_memory),
)


def main(argv: list[str] | None = None) -> int:
    """0 where every part that was asked for ran, 1 where one asked for by name has no input, 2 for usage."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("part", nargs="?", choices=[name for name, _ in PARTS], help="only this part")
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help="saved pages to use (part `pages`)")
    parser.add_argument("--json", action="store_true", help="figures as one JSON object on stdout, tables on stderr")
    parser.add_argument("--full", action="store_true", help="part `stories`: also an archive of a million articles")
    options = parser.parse_args(argv)

    bench = Bench(Console(stderr=options.json), tuple(options.folders), options.full)
    figures: dict[str, Any] = {}
    absent = False
    for name, part in PARTS:
        if options.part not in (None, name):
            continue
        bench.console.rule(name)
        started = time.perf_counter()
        try:
            figures[name] = part(bench)
        except Absent as reason:
            absent = True
            bench.console.print(f"left out: {reason}")
        bench.console.print(f"[dim]{name}: {time.perf_counter() - started:.0f} s[/dim]")
    if options.json:
        json.dump(figures, sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    return 1 if absent and options.part else 0


if __name__ == "__main__":
    raise SystemExit(main())
