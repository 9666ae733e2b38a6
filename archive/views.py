"""The views that analysts read. They hold no data: every `upgrade` drops them and makes them anew.

`article_34`: every article under today's 34 provinces, whatever unit it was published under. An article without a date
has no unit of its own where its portal's unit ended; its territory is known all the same where every unit that bore
the portal's name went to one and the same unit of today.

`article_unique`: one row for each story, the article that stands for it, with the story's number of articles, portals
and provinces, and its first and last day. What was not compared yet (`story_id` is null) counts as a story of its own.
Withheld articles are neither shown nor counted: where the one that stands for a story is withheld, the earliest other
one shows it; a story whose articles are all withheld is left out.

`reprint`: one row for each other article of a story, with its source: the earliest article of the portal that it names
(`article.origin_portal`), else the one of `article_unique`. `evidence` is what is known, `direction`
what follows from it:

| evidence | | direction |
|---|---|---|
| named | it calls itself a reprint and names the source's portal | known |
| repeat | the source is of the same portal: its own notice printed again, or its update | own |
| unnamed | it calls itself a reprint, the outlet is not one of the story's portals | unknown |
| later | it says nothing, and is dated later than a source that does not call itself a reprint | likely |
| own | it claims to be its own portal's work | unknown |
| none | dates do not tell either: same day, undated, or the source is a reprint itself | unknown |

`lag_days` are local days from the source's publication to its own, negative where it is dated earlier. `source_outlet`:
where the source took it from, if it says so: then the origin lies outside the archive. The scores are those between the
two texts, `shorter` is reprint or source (null: equally long), `size` the shorter one's length as a share of the longer
one's; null where they were only alike through a third one.
Withheld articles are left out, as sources, too.

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
# What shows a story instead of the article that stands for it, where that is withheld. Withholding is rare and done by
# hand: it starts from the small index of what is withheld, and is made once for a question, not for each article.
_INSTEAD = """
    LEFT JOIN (
        SELECT standing.id AS story_id, (
            SELECT next.id FROM article AS next WHERE next.story_id = standing.id AND next.withheld IS NULL
            ORDER BY CASE WHEN next.published_on IS NULL THEN 1 ELSE 0 END, next.published_on, next.first_seen, next.id
            LIMIT 1
        ) AS article_id
        FROM article AS hidden
        JOIN story AS standing ON standing.id = hidden.story_id AND standing.representative_id = hidden.id
        WHERE hidden.withheld IS NOT NULL
    ) AS instead ON instead.story_id = story.id"""
_HIDES = "EXISTS (SELECT 1 FROM article AS hidden WHERE hidden.story_id = story.id AND hidden.withheld IS NOT NULL)"
# `found` tells it after `source`. Where that lies on the portal that is named, that portal's article was looked up.
_EVIDENCE = """CASE
    WHEN found.origin_kind = 'reprint' AND found.origin_portal = source.portal AND source.portal <> found.portal
        THEN 'named'
    WHEN source.portal = found.portal THEN 'repeat'
    WHEN found.origin_kind = 'reprint' THEN 'unnamed'
    WHEN found.origin_kind = 'own' THEN 'own'
    WHEN source.origin_kind = 'reprint' THEN 'none'
    WHEN found.published_on > source.published_on THEN 'later'
    WHEN source.origin_kind = 'own' AND found.published_on = source.published_on
        AND found.published_at > source.published_at THEN 'later'
    ELSE 'none'
END"""


def _of_story(stored: str, counted: str, alone: str) -> str:
    """What `story` says, counted anew where something of it is withheld; what an article says that has no story yet."""
    return f"""CASE WHEN story.id IS NULL THEN {alone} WHEN NOT {_HIDES} THEN {stored} ELSE (
        SELECT {counted} FROM article AS other WHERE other.story_id = story.id AND other.withheld IS NULL
    ) END"""


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
    "article_unique": f"""
        SELECT article.*,
            {_of_story("story.articles", "count(*)", "1")} AS story_articles,
            {_of_story("story.portals", "count(DISTINCT other.portal)", "1")} AS story_portals,
            CASE WHEN story.id IS NULL THEN CASE WHEN article.province IS NULL THEN 0 ELSE 1 END ELSE (
                SELECT count(DISTINCT other.province) FROM article AS other
                WHERE other.story_id = story.id AND other.withheld IS NULL
            ) END AS story_provinces,
            {_of_story("story.first_on", "min(other.published_on)", "article.published_on")} AS story_first_on,
            {_of_story("story.last_on", "max(other.published_on)", "article.published_on")} AS story_last_on
        FROM article
        LEFT JOIN story ON story.id = article.story_id {_INSTEAD}
        WHERE article.withheld IS NULL
            AND (story.id IS NULL OR story.representative_id = article.id OR article.id = instead.article_id)
    """,
    "reprint": f"""
        SELECT found.article_id, found.story_id, source.id AS source_id,
            found.portal, source.portal AS source_portal, found.province, source.province AS source_province,
            found.published_on - source.published_on AS lag_days,
            {_EVIDENCE} AS evidence,
            CASE {_EVIDENCE} WHEN 'named' THEN 'known' WHEN 'later' THEN 'likely' WHEN 'repeat' THEN 'own'
                ELSE 'unknown' END AS direction,
            found.origin AS outlet,
            CASE WHEN source.origin_kind = 'reprint' THEN source.origin END AS source_outlet,
            CASE WHEN of_told.carrier_id = of_source.carrier_id THEN 'exact' ELSE edge.kind END AS kind,
            CASE WHEN of_told.carrier_id = of_source.carrier_id THEN 1.0 ELSE edge.jaccard END AS jaccard,
            CASE WHEN of_told.carrier_id = of_source.carrier_id THEN 1.0 ELSE edge.containment END AS containment,
            CASE edge.shorter_id WHEN of_told.carrier_id THEN 'reprint' WHEN of_source.carrier_id THEN 'source' END
                AS shorter,
            CASE WHEN of_told.carrier_id = of_source.carrier_id THEN 1.0 ELSE edge.size END AS size
        FROM (
            SELECT told.*, told.id AS article_id, coalesce(
                CASE WHEN told.origin_kind = 'reprint' AND told.origin_portal <> told.portal THEN (
                    SELECT named.id FROM article AS named
                    WHERE named.story_id = told.story_id AND named.portal = told.origin_portal
                        AND named.withheld IS NULL
                    ORDER BY CASE WHEN named.published_on IS NULL THEN 1 ELSE 0 END, named.published_on,
                        CASE WHEN named.published_at IS NULL THEN 1 ELSE 0 END, named.published_at, named.key
                    LIMIT 1
                ) END, instead.article_id, story.representative_id) AS source_id
            FROM story
            JOIN article AS told ON told.story_id = story.id AND told.id <> story.representative_id {_INSTEAD}
            WHERE told.withheld IS NULL AND (instead.article_id IS NULL OR told.id <> instead.article_id)
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
