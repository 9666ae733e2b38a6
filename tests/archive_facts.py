"""An archive as plain values without its own numbers: what two archives of the same visits must have in common."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, text

_ARTICLE = """a.portal || ' ' || a.key"""
_QUERIES = {
    "article": "select * from article",
    "revision": f"""select {_ARTICLE} as article, r.*, p.warc_file, p.warc_offset from article_revision r
        join article a on a.id = r.article_id left join page p on p.id = r.page_id""",
    "shown": f"""select {_ARTICLE} as article, p.warc_file, p.warc_offset from article a
        join page p on p.id = a.page_id""",
    "alias": f"select {_ARTICLE} as article, l.* from article_alias l join article a on a.id = l.article_id",
    "attachment": f"select {_ARTICLE} as article, t.* from attachment t join article a on a.id = t.article_id",
    "area": f"select {_ARTICLE} as article, t.* from article_area t join article a on a.id = t.article_id",
    "citation": f"""select {_ARTICLE} as article, r.position, d.* from document_ref r
        join article a on a.id = r.article_id join document d on d.id = r.document_id""",
    "page": f"""select {_ARTICLE} as article, r.portal, r.started_at, p.* from page p join run r on r.id = p.run_id
        left join article a on a.id = p.article_id""",
    "run": "select * from run",
    "template": "select portal, data, pages from template",
    "portal": "select * from portal",
}
_OWN = frozenset({"id", "page_id", "article_id", "document_id", "run_id", "story_id", "owner"})


def facts(engine: Engine, *without: str) -> dict[str, list[dict[str, Any]]]:
    """Rows by table, in an order of their own; `without` names columns that are left out."""
    found = {}
    with engine.connect() as connection:
        for table, query in _QUERIES.items():
            rows = [
                {name: value for name, value in row.items() if name not in _OWN and name not in without}
                for row in connection.execute(text(query)).mappings()
            ]
            found[table] = sorted(rows, key=repr)
    return found
