"""The two sides of every comparison, behind one signature: (address, bytes) -> what was read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import trafilatura
from trafilatura.settings import Document

from archive.records import Article, Page
from crawler.extraction import extract
from crawler.extraction.layout import Layout
from crawler.extraction.template import Template


@dataclass(frozen=True, slots=True)
class Found:
    """What a system gives for a page; everything is None where it gives nothing."""

    text: str | None = None
    title: str | None = None
    date: dt.datetime | dt.date | str | None = None
    note: str = ""


System = Callable[[str, bytes], Found]


def trafilatura_default(url: str, body: bytes) -> Found:
    """Plain trafilatura as its manual shows it: metadata on, comments off."""
    document = trafilatura.bare_extraction(body, url=url, with_metadata=True, include_comments=False)
    if not isinstance(document, Document):  # None; a dict only where one is asked for
        return Found(note="nothing")
    return Found(document.text, document.title, document.date)


def ours(url: str, body: bytes, layouts: tuple[Layout, ...] = (), template: Template | None = None) -> Found:
    """The project's extractor; without layouts and template the generic one."""
    result = extract(Page(url, body), layouts, template)
    if isinstance(result, Article):
        return Found(result.text, result.title, result.published_at, " ".join(result.warnings))
    return Found(note=f"rejected: {result.reason}")


def ours_with(layouts: tuple[Layout, ...] = (), template: Template | None = None) -> System:
    """The project's extractor with what is known about a host."""
    return partial(ours, layouts=layouts, template=template)
