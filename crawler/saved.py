"""Saved pages with their answers: what a portal's layouts are held to (`tests/portals/PORTAL/NAME.html` and `.json`).

An answer is what extraction gave when the page was saved. It counts once a person has read page and answer side by side
and put name and day under `reviewed`; until then the test over all portals fails for it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.records import Article, Page
from archive.text import fold
from crawler.config import ROOT
from crawler.extraction import extract
from crawler.extraction.layout import Layout

FOLDER = ROOT / "tests" / "portals"
COMPARED = ("layout", "title", "published_at", "author", "section", "lead", "text")
SOURCES = ("live", "imitation", "archive")  # where the page came from
_NOT_NAME = re.compile(r"[^a-z0-9]+")
_NAME_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Saved:
    """One saved page and its answer."""

    file: Path
    page: Page
    answer: Mapping[str, Any]

    def problems(self, layouts: Sequence[Layout]) -> list[str]:
        """What keeps the answer from being true, in words; empty for a reviewed page that is read as it says."""
        found = [] if self.answer.get("reviewed") else [f"{self.file.name}: nobody has reviewed this answer yet"]
        if self.answer.get("source") not in SOURCES:
            found.append(f"{self.file.name}: source must be one of {', '.join(SOURCES)}")
        result = extract(self.page, layouts)
        if not isinstance(result, Article):
            return [*found, f"{self.file.name}: rejected as {result.reason} ({result.detail})"]
        given = answer_of(result)
        return found + [
            f"{self.file.name}: {name} is {given[name]!r}, the answer says {self.answer.get(name)!r}"
            for name in COMPARED
            if given[name] != self.answer.get(name)
        ]


def answer_of(article: Article) -> dict[str, Any]:
    """The compared fields as JSON has them."""
    whole = article.to_json()
    return {name: whole[name] for name in COMPARED}


def write(folder: Path, page: Page, article: Article, source: str) -> Path:
    """Save a page and the unreviewed answer under a name made from its title; the answer's path. Nothing is replaced:
    a second page of the same name is numbered."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = _NOT_NAME.sub("-", fold(article.title)).strip("-")[:_NAME_LENGTH].strip("-") or "page"
    names = (stem if number == 1 else f"{stem}-{number}" for number in range(1, 10_000))
    name = next(name for name in names if not (folder / f"{name}.json").exists())
    (folder / f"{name}.html").write_bytes(page.body)
    answer = {
        "url": page.url,
        **answer_of(article),
        "content_type": page.headers.get("content-type"),
        "source": source,
        "reviewed": None,
    }
    path = folder / f"{name}.json"
    path.write_text(json.dumps(answer, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return path


def load(folder: Path) -> Iterator[Saved]:
    """The saved pages of a portal, by name. Raises ValueError for an answer that cannot be read or has no page."""
    for file in sorted(folder.glob("*.json")):
        try:
            answer = json.loads(file.read_text(encoding="utf-8"))
            body = file.with_suffix(".html").read_bytes()
        except (OSError, ValueError) as error:
            raise ValueError(f"{file}: {error}") from error
        kind = answer.get("content_type")
        headers = {"content-type": kind} if kind else {}
        yield Saved(file, Page(answer["url"], body, headers=headers), answer)


def layouts(folder: Path) -> frozenset[str | None]:
    """Names of the layouts that read a portal's saved pages, None for a page that none does; empty without pages.
    Raises ValueError as `load` does."""
    return frozenset(page.answer.get("layout") for page in load(folder)) if folder.is_dir() else frozenset()
