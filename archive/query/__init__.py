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
from archive.query.documents import (
    Citation,
    DocumentRow,
    citations,
    citations_by_story,
    documents,
    similar_documents,
)
from archive.query.pages import FileRow, files, kinds_by_place, stored_pages, warc_files
from archive.query.portals import DeclaredRow, PortalRow, by_portal, declared, portals
from archive.query.revisions import History, Version, history
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
from archive.query.stories import Neighbour, StoryArticle, StoryDetail, StoryRow, stories, story

__all__ = [
    "ArticleRow",
    "Citation",
    "DeclaredRow",
    "DocumentRow",
    "FileRow",
    "History",
    "Neighbour",
    "Notable",
    "PortalRow",
    "RunRow",
    "StoryArticle",
    "StoryDetail",
    "StoryRow",
    "Version",
    "articles_by_portal",
    "by_portal",
    "citations",
    "citations_by_story",
    "dead_runs",
    "declared",
    "documents",
    "files",
    "first_seen_since",
    "history",
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
    "similar_documents",
    "stored_pages",
    "stories",
    "story",
    "texts",
    "totals",
    "visits",
    "warc_files",
]
