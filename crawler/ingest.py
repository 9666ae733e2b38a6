"""Take in a WARC file from elsewhere: its bytes join the raw store, so that its pages can be replayed like our own."""

from __future__ import annotations

import filecmp
import os
import shutil
from pathlib import Path


def adopt(directory: Path, path: Path) -> str:
    """Name under which the WARC directory holds this file; it is copied there unless it lies there already.

    Another file of the same name gets out of nobody's way: the copy is numbered. The copy appears whole or not at all.
    """
    path = path.resolve()
    directory = directory.resolve()
    if path.is_relative_to(directory):
        return str(path.relative_to(directory))
    directory.mkdir(parents=True, exist_ok=True)
    base = path.name
    for number in range(1, 10_000):
        name = base if number == 1 else f"{number}-{base}"
        target = directory / name
        if not target.exists():
            break
        if filecmp.cmp(path, target, shallow=False):
            return name
    draft = directory / f".{name}.{os.getpid()}.part"
    shutil.copyfile(path, draft)
    draft.replace(target)
    return name
