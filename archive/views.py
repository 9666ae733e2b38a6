"""The views that analysts read. They hold no data: every `upgrade` drops them and makes them anew.

`article_34`: every article under today's 34 provinces, whatever unit it was published under. An article without a date
has no unit of its own where its portal's unit ended; its territory is known all the same where every unit that bore
the portal's name went to one and the same unit of today.

`article_unique`: one row for each story, the article that stands for it, with the story's number of articles, portals
and provinces, and its first and last day. What was not compared yet (`story_id` is null) counts as a story of its own;
a story whose articles are all withheld is left out.

`reprint`: one row for each other article of a story, with its source: the article of the portal that it names, else the
one that stands for the story. `evidence` is what is known, `direction` what follows from it:

| evidence | | direction |
|---|---|---|
| named | it calls itself a reprint and names the source's portal | known |
| unnamed | it calls itself a reprint, the outlet is not one of the story's portals | unknown |
| later | it says nothing, and is dated later than a source that does not call itself a reprint | likely |
| own | it claims to be its own portal's work | unknown |
| none | dates do not tell either: same day, undated, or the source is a reprint itself | unknown |

`lag_days` are local days from the source's publication to its own, negative where it is dated earlier. `source_outlet`:
where the source took it from, if it says so: then the origin lies outside the archive. The scores are those between the
two texts, `shorter` is reprint or source (null: equally long), `size` the shorter one's length as a share of the longer
one's; null where they were only alike through a third one.
Withheld articles are left out.

`document_mention`: one row for each document that an article cites, with the document's key and day of issue.
`lag_days` are local days from that day to the article's publication: negative for errors and drafts, null where one of
the two days is not known. Withheld articles are left out.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

# The views are written for PostgreSQL; what SQLite says otherwise.
_IN_SQLITE = (
    (
        "found.published_on - source.published_on",
        "CAST(julianday(found.published_on) - julianday(source.published_on) AS INTEGER)",
    ),
    (
        "article.published_on - document.issued_on",
        "CAST(julianday(article.published_on) - julianday(document.issued_on) AS INTEGER)",
    ),
    ("least(", "min("),
    ("greatest(", "max("),
)
# Whether an outlet as printed is a portal: its host stands in it (not as the end of another one), or its title in its
# long form, or, of a province's portal, "thông tin điện tử tỉnh" with the name. By `replace`, because the two databases
# disagree on what LIKE does with Vietnamese letters. archive/outlets.py knows more forms, but cannot be asked in SQL.
_HOST = "(' ' || replace(replace(lower({0}), 'www.', ''), '/', ' '))"
_LONG = "replace(replace({0}, 'CTTĐT', 'Cổng thông tin điện tử'), 'TTĐT', 'thông tin điện tử')"
_PLACE = "('thông tin điện tử ' || CASE kind WHEN 'city' THEN 'thành phố ' ELSE 'tỉnh ' END || name)"
_NAMED = f"""(
    bearer.host <> '' AND {_HOST.format("told.origin")} <>
        replace({_HOST.format("told.origin")}, {_HOST.format("bearer.host")}, '')
    OR {_LONG.format("told.origin")} <> replace({_LONG.format("told.origin")}, {_LONG.format("bearer.title")}, '')
    OR bearer.level = 'province' AND EXISTS (
        SELECT 1 FROM unit WHERE slug = bearer.unit AND bearer.title <> replace(bearer.title, {_PLACE}, '')
        AND {_LONG.format("told.origin")} <> replace({_LONG.format("told.origin")}, {_PLACE}, '')
    )
)"""

VIEWS = {
    "article_34": """
        SELECT article.*, today.slug AS province_34, today.name AS province_34_name, today.region_2025 AS region_34
        FROM article
        JOIN portal ON portal.name = article.portal
        LEFT JOIN unit AS published ON published.id = article.unit
        LEFT JOIN (SELECT slug, min(today) AS today FROM unit GROUP BY slug HAVING count(DISTINCT today) = 1) AS bearer
            ON bearer.slug = portal.unit
        LEFT JOIN unit AS today ON today.id = coalesce(published.today, bearer.today)
    """,
    "article_unique": """
        SELECT article.*,
            coalesce(story.articles, 1) AS story_articles,
            coalesce(story.portals, 1) AS story_portals,
            CASE WHEN story.id IS NULL THEN CASE WHEN article.province IS NULL THEN 0 ELSE 1 END ELSE
                (SELECT count(DISTINCT other.province) FROM article AS other WHERE other.story_id = story.id)
            END AS story_provinces,
            CASE WHEN story.id IS NULL THEN article.published_on ELSE story.first_on END AS story_first_on,
            CASE WHEN story.id IS NULL THEN article.published_on ELSE story.last_on END AS story_last_on
        FROM article
        LEFT JOIN story ON story.id = article.story_id
        WHERE article.withheld IS NULL AND (story.id IS NULL OR story.representative_id = article.id)
    """,
    "reprint": f"""
        SELECT found.article_id, found.story_id, source.id AS source_id,
            found.portal, source.portal AS source_portal, found.province, source.province AS source_province,
            found.published_on - source.published_on AS lag_days,
            found.evidence,
            CASE found.evidence WHEN 'named' THEN 'known' WHEN 'later' THEN 'likely' ELSE 'unknown' END AS direction,
            found.origin AS outlet,
            CASE WHEN source.origin_kind = 'reprint' THEN source.origin END AS source_outlet,
            CASE WHEN of_told.carrier_id = of_source.carrier_id THEN 'exact' ELSE edge.kind END AS kind,
            CASE WHEN of_told.carrier_id = of_source.carrier_id THEN 1.0 ELSE edge.jaccard END AS jaccard,
            CASE WHEN of_told.carrier_id = of_source.carrier_id THEN 1.0 ELSE edge.containment END AS containment,
            CASE edge.shorter_id WHEN of_told.carrier_id THEN 'reprint' WHEN of_source.carrier_id THEN 'source' END
                AS shorter,
            CASE WHEN of_told.carrier_id = of_source.carrier_id THEN 1.0 ELSE edge.size END AS size
        FROM (
            SELECT told.*, told.id AS article_id, coalesce(told.named_id, told.representative_id) AS source_id,
                CASE
                    WHEN told.named_id IS NOT NULL THEN 'named'
                    WHEN told.origin_kind = 'reprint' THEN 'unnamed'
                    WHEN told.origin_kind = 'own' THEN 'own'
                    WHEN first.origin_kind = 'reprint' THEN 'none'
                    WHEN told.published_on > first.published_on THEN 'later'
                    WHEN first.origin_kind = 'own' AND told.published_on = first.published_on
                        AND told.published_at > first.published_at THEN 'later'
                    ELSE 'none'
                END AS evidence
            FROM (
                SELECT told.*, story.representative_id,
                    (SELECT named.id FROM article AS named JOIN portal AS bearer ON bearer.name = named.portal
                    WHERE told.origin_kind = 'reprint' AND named.story_id = told.story_id AND named.withheld IS NULL
                        AND named.portal <> told.portal AND {_NAMED}
                    ORDER BY CASE WHEN named.published_on IS NULL THEN 1 ELSE 0 END, named.published_on,
                        CASE WHEN named.published_at IS NULL THEN 1 ELSE 0 END, named.published_at, named.key LIMIT 1
                    ) AS named_id
                FROM story
                JOIN article AS told ON told.story_id = story.id AND told.id <> story.representative_id
                WHERE told.withheld IS NULL
            ) AS told
            JOIN article AS first ON first.id = told.representative_id
        ) AS found
        JOIN article AS source ON source.id = found.source_id
        LEFT JOIN fingerprint AS of_told ON of_told.article_id = found.article_id
        LEFT JOIN fingerprint AS of_source ON of_source.article_id = source.id
        LEFT JOIN duplicate_edge AS edge
            ON edge.article_id = least(of_told.carrier_id, of_source.carrier_id)
            AND edge.other_id = greatest(of_told.carrier_id, of_source.carrier_id)
    """,
    "document_mention": """
        SELECT document.id AS document_id, document.key, document.text AS number, document.issued_on,
            article.id AS article_id, article.story_id, article.portal, article.published_on,
            CASE WHEN article.published_precision IN ('day', 'minute', 'second')
                THEN article.published_on - document.issued_on END AS lag_days
        FROM document_ref AS reference
        JOIN document ON document.id = reference.document_id
        JOIN article ON article.id = reference.article_id
        WHERE article.withheld IS NULL
    """,
}


def drop(connection: Connection) -> None:
    """Remove the views, in front of a migration: SQLite alters no table under a view."""
    for name in VIEWS:
        connection.execute(text(f"DROP VIEW IF EXISTS {name}"))


def create(connection: Connection) -> None:
    """Make them."""
    dialect = connection.dialect.name
    for name, query in VIEWS.items():
        connection.execute(text(f"CREATE VIEW {name} AS {_in_dialect(query, dialect)}"))


def _in_dialect(query: str, dialect: str) -> str:
    if dialect != "sqlite":
        return query
    for theirs, ours in _IN_SQLITE:
        query = query.replace(theirs, ours)
    return query
