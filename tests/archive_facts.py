"""An archive as plain values without its own numbers: what two archives of the same visits must have in common."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, case, select
from sqlalchemy.orm import aliased

from archive import models as m

_KEY = (m.Article.portal.label("article_portal"), m.Article.key.label("article_key"))
_PLACE = (m.Page.warc_file.label("page_file"), m.Page.warc_offset.label("page_offset"))
_STANDS = aliased(m.Article)
_ONE, _OTHER = aliased(m.Fingerprint), aliased(m.Fingerprint)
_ASCENDING = _ONE.text_hash < _OTHER.text_hash
_QUERIES: dict[str, Any] = {
    "article": select(m.Article.__table__),
    "shown": select(*_KEY, *_PLACE).join(m.Page, m.Page.id == m.Article.page_id),
    "revision": select(m.ArticleRevision.__table__, *_KEY, *_PLACE)
    .join(m.Article, m.Article.id == m.ArticleRevision.article_id)
    .outerjoin(m.Page, m.Page.id == m.ArticleRevision.page_id),
    "alias": select(m.ArticleAlias.__table__, *_KEY).join(m.Article, m.Article.id == m.ArticleAlias.article_id),
    "attachment": select(m.Attachment.__table__, *_KEY).join(m.Article, m.Article.id == m.Attachment.article_id),
    "area": select(m.ArticleArea.__table__, *_KEY).join(m.Article, m.Article.id == m.ArticleArea.article_id),
    "citation": select(
        m.Document.__table__,
        m.DocumentRef.position,
        m.DocumentRef.issued_on.label("given"),
        m.DocumentRef.place_from,
        *_KEY,
    )
    .join(m.DocumentRef, m.DocumentRef.document_id == m.Document.id)
    .join(m.Article, m.Article.id == m.DocumentRef.article_id),
    "page": select(m.Page.__table__, m.Run.portal.label("run_portal"), m.Run.started_at, *_KEY)
    .join(m.Run, m.Run.id == m.Page.run_id)
    .outerjoin(m.Article, m.Article.id == m.Page.article_id),
    "run": select(m.Run.__table__),
    "portal": select(m.Portal.__table__),
    "fingerprint": select(m.Fingerprint.text_hash, m.Fingerprint.algo_version, *_KEY).join(
        m.Article, m.Article.id == m.Fingerprint.article_id
    ),
    # A story as each of its articles has it: together they say which articles are in one.
    "story": select(m.Story.__table__, *_KEY, _STANDS.portal.label("stands_portal"), _STANDS.key.label("stands_key"))
    .join(m.Article, m.Article.story_id == m.Story.id)
    .join(_STANDS, _STANDS.id == m.Story.representative_id),
    # Between texts: which copy of a text carries its edges is a matter of arrival.
    "edge": select(
        m.DuplicateEdge.kind,
        m.DuplicateEdge.jaccard,
        m.DuplicateEdge.containment,
        m.DuplicateEdge.reason,
        case((_ASCENDING, _ONE.text_hash), else_=_OTHER.text_hash).label("text"),
        case((_ASCENDING, _OTHER.text_hash), else_=_ONE.text_hash).label("other_text"),
        case(
            (m.DuplicateEdge.shorter_id == _ONE.article_id, _ONE.text_hash),
            (m.DuplicateEdge.shorter_id == _OTHER.article_id, _OTHER.text_hash),
        ).label("shorter"),
    )
    .join(_ONE, _ONE.article_id == m.DuplicateEdge.article_id)
    .join(_OTHER, _OTHER.article_id == m.DuplicateEdge.other_id)
    .where(m.DuplicateEdge.kind != "exact"),
    "template": select(m.Template.portal, m.Template.data, m.Template.pages),
}
_OWN = frozenset({"id", "page_id", "article_id", "document_id", "run_id", "story_id", "representative_id", "owner"})


def facts(engine: Engine, *without: str) -> dict[str, list[dict[str, Any]]]:
    """Rows by table, in an order of their own; `without` names columns that are left out."""
    found = {}
    with engine.connect() as connection:
        for table, query in _QUERIES.items():
            rows = [
                {name: value for name, value in row.items() if name not in _OWN and name not in without}
                for row in connection.execute(query).mappings()
            ]
            found[table] = sorted(rows, key=lambda row: repr(sorted(row.items())))
    return found


def differences(before: dict[str, list[dict[str, Any]]], after: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """For a failing test: the rows that only one of the two has, by table; empty where they are the same."""
    found = {}
    for table, rows in before.items():
        lost = [row for row in rows if row not in after[table]]
        more = [row for row in after[table] if row not in rows]
        if lost or more or len(rows) != len(after[table]):
            found[table] = {"lost": lost[:3], "more": more[:3], "rows": (len(rows), len(after[table]))}
    return found
