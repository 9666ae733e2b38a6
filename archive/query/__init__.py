"""The one read path for people: page, command line and notebooks ask here. Everything returned is plain and frozen."""

from __future__ import annotations

from archive.query.articles import (
    ArticleRow,
    articles_by_portal,
    first_seen_since,
    newest,
    newest_day,
    published_by_day,
    recent,
    texts,
    totals,
)
from archive.query.pages import FileRow, files, kinds_by_place, stored_pages, warc_files
from archive.query.portals import DeclaredRow, PortalRow, by_portal, declared, portals
from archive.query.runs import (
    Notable,
    RunRow,
    dead_runs,
    last_moment,
    last_ok,
    newest_stored,
    notable,
    received,
    rejected_again,
    runs,
    visits,
)

__all__ = [
    "ArticleRow",
    "DeclaredRow",
    "FileRow",
    "Notable",
    "PortalRow",
    "RunRow",
    "articles_by_portal",
    "by_portal",
    "dead_runs",
    "declared",
    "files",
    "first_seen_since",
    "kinds_by_place",
    "last_moment",
    "last_ok",
    "newest",
    "newest_day",
    "newest_stored",
    "notable",
    "portals",
    "published_by_day",
    "received",
    "recent",
    "rejected_again",
    "runs",
    "stored_pages",
    "texts",
    "totals",
    "visits",
    "warc_files",
]
