"""Whether what is derived from the articles is whole: fingerprints, edges and stories, for `cchc db check`."""

from __future__ import annotations

from sqlalchemy import Connection, text

from archive import fingerprints

# What is wrong, and the rows that show it. Articles that were never compared have neither fingerprint nor story.
_RULES = (
    (
        "articles with a story and no fingerprint, or the other way round",
        "SELECT article.id AS id FROM article LEFT JOIN fingerprint ON fingerprint.article_id = article.id"
        " WHERE (article.story_id IS NULL) <> (fingerprint.article_id IS NULL)",
    ),
    (
        "articles in a story that is not there",
        "SELECT article.id AS id FROM article LEFT JOIN story ON story.id = article.story_id"
        " WHERE story.id IS NULL AND article.story_id IS NOT NULL",
    ),
    (
        "stories whose number, articles, portals or days are not those of their articles",
        "SELECT story.id AS id FROM story LEFT JOIN (SELECT own.story_id, min(lowest) AS first, count(*) AS articles,"
        " count(DISTINCT portal) AS portals, min(published_on) AS first_on, max(published_on) AS last_on"
        " FROM article AS own JOIN (SELECT story_id, min(id) AS lowest, count(*) AS every, count(withheld) AS hidden"
        " FROM article WHERE story_id IS NOT NULL GROUP BY story_id) AS whole ON whole.story_id = own.story_id"
        # Withheld articles count only where there are no others.
        " WHERE own.withheld IS NULL OR hidden = every GROUP BY own.story_id) AS told ON told.story_id = story.id"
        " WHERE told.first IS NULL OR told.first <> story.id OR told.articles <> story.articles"
        " OR told.portals <> story.portals OR (told.first_on IS NULL) <> (story.first_on IS NULL)"
        " OR told.first_on <> story.first_on OR told.last_on <> story.last_on",
    ),
    (
        "stories represented by an article of another one",
        "SELECT story.id AS id FROM story JOIN article ON article.id = story.representative_id"
        " WHERE article.story_id IS NULL OR article.story_id <> story.id",
    ),
    (
        "stories represented by a withheld article although another is not (`cchc db link` mends them)",
        "SELECT story.id AS id FROM story JOIN article AS stands ON stands.id = story.representative_id"
        " WHERE stands.withheld IS NOT NULL AND EXISTS"
        " (SELECT 1 FROM article WHERE article.story_id = story.id AND article.withheld IS NULL)",
    ),
    (
        "fingerprints whose carrier has no hashes or another text",
        "SELECT own.article_id AS id FROM fingerprint AS own LEFT JOIN fingerprint AS carrier"
        " ON carrier.article_id = own.carrier_id WHERE carrier.hashes IS NULL OR carrier.carrier_id <> own.carrier_id"
        " OR carrier.text_hash <> own.text_hash OR (own.hashes IS NOT NULL AND own.carrier_id <> own.article_id)",
    ),
    (
        "edges of articles without a fingerprint, or that carry no text and are more than exact",
        "SELECT edge.article_id AS id FROM duplicate_edge AS edge LEFT JOIN fingerprint AS one"
        " ON one.article_id = edge.article_id LEFT JOIN fingerprint AS other ON other.article_id = edge.other_id"
        " WHERE one.article_id IS NULL OR other.article_id IS NULL OR CASE WHEN edge.kind = 'exact'"
        " THEN one.carrier_id <> other.carrier_id ELSE one.hashes IS NULL OR other.hashes IS NULL END",
    ),
)


def problems(connection: Connection) -> list[str]:
    """What is not whole, in words; empty where everything is. Reads all articles and edges."""
    found = fingerprints.problems(connection)
    for words, query in _RULES:
        number, first = connection.execute(text(f"SELECT count(*), min(id) FROM ({query}) AS wrong")).one()
        if number:
            found.append(f"{number} {words}; the first is {first}: run `cchc db link --again`")
    return found
