"""The tables. Names of tables and columns are an outside contract: analysts type them.

Every table says in its docstring what one row is, every column in `doc` what it holds; the data dictionary is made from
both. Times are aware UTC instants, days are local (Asia/Ho_Chi_Minh). Changes go through archive/migrations; a test
compares the two.
"""

from __future__ import annotations

from archive.models.articles import Article, ArticleAlias, ArticleArea, ArticleFigure, ArticleRevision, Attachment
from archive.models.base import INTERRUPTED, Base, BigId, HashList, JsonValue, UtcDateTime
from archive.models.documents import Document, DocumentRef
from archive.models.places import District, Meta, Portal, Unit, UnitSuccession
from archive.models.stories import DuplicateEdge, Fingerprint, FingerprintStop, Story
from archive.models.visits import Notice, Page, Run, Template

__all__ = [
    "INTERRUPTED",
    "Article",
    "ArticleAlias",
    "ArticleArea",
    "ArticleFigure",
    "ArticleRevision",
    "Attachment",
    "Base",
    "BigId",
    "District",
    "Document",
    "DocumentRef",
    "DuplicateEdge",
    "Fingerprint",
    "FingerprintStop",
    "HashList",
    "JsonValue",
    "Meta",
    "Notice",
    "Page",
    "Portal",
    "Run",
    "Story",
    "Template",
    "Unit",
    "UnitSuccession",
    "UtcDateTime",
]
