"""What a worker of a replay does: kept bytes in, article or reason out.

A module of its own, because every worker imports it anew: Scrapy, SQLAlchemy and the spiders stay out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive.records import Article, Rejection, StoredPage
from crawler import warcread
from crawler.extraction import extract
from crawler.extraction.layout import Layout
from crawler.extraction.template import Template


@dataclass(frozen=True, slots=True)
class Reread:
    """What today's rules make of a kept page, with generic addresses; `error` says why nothing came out."""

    page: StoredPage
    result: Article | Rejection | None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """What pages are read by: layouts and the stored template of each portal, by its name."""

    warc_dir: warcread.Folders
    layouts: Mapping[str, Sequence[Layout]]
    templates: Mapping[str, str]


class Reader:
    """Reads pages with their portals' layouts and learned templates; one in each process."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._templates = {name: Template.from_json(data) for name, data in rules.templates.items()}

    def read(self, page: StoredPage) -> Reread:
        """Never raises: a page that cannot be read is reported and left as it is."""
        try:
            kept = warcread.read(self._rules.warc_dir, page.warc_file, page.warc_offset)
            result = extract(kept, self._rules.layouts.get(page.portal, ()), self._templates.get(page.portal))
        except Exception as error:  # whatever a damaged page can do to a parser must not end the replay of all others
            return Reread(page, None, f"{type(error).__name__}: {error}")
        return Reread(page, result)


_reader: Reader | None = None  # of this worker process


def start_worker(rules: Rules) -> None:
    """Set up a worker process."""
    global _reader
    _reader = Reader(rules)


def work(pages: list[StoredPage]) -> list[Reread]:
    """Read a batch in a worker process."""
    assert _reader is not None
    return [_reader.read(page) for page in pages]
