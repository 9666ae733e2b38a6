"""Which articles are alike and which stories they tell, kept up to date in the transaction that stores an article.

For each text: its fingerprint (archive/fingerprints.py), the texts that may be like it, the verdict on each of them
(archive/dedup.py) as a row of `duplicate_edge`, and the stories of everything that is connected with it
(archive/stories.py). All of it is derived from the articles: nothing an article says is changed but `story_id`.

The work of one insertion is bounded. A text is compared with MOST_COMPARED others, the most alike first, and with those
that stand for the stories found. Up to that size of a family, and while no more than MOST_TEXTS texts or MOST_ARTICLES
articles are connected, the stories are the same in whatever order articles arrive. Beyond it a new or edited article
joins the story that it has most links with, and nothing else moves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, delete, func, insert, or_, select, text, union_all, update
from sqlalchemy.dialects import postgresql, sqlite

from archive import dedup, fingerprints
from archive.models import Article, DuplicateEdge, Fingerprint, Portal, Story
from archive.stories import LINKS, Edge, Node, order, partition, representative

MOST_COMPARED = 50  # texts that a new one is compared with
MOST_STORIES = 10  # stories among the candidates' whose representatives it is compared with besides
MOST_TEXTS, MOST_ARTICLES = 64, 256  # connected ones whose stories are made anew by an insertion or an edit
AGAIN_TEXTS, AGAIN_ARTICLES = 2_000, 10_000  # the same for a batch of `cchc db link`
_ADVISORY_LOCK = 0x6C696E6B  # "link": one transaction at a time compares, on PostgreSQL
_SHOWN = ("title", "text")  # what is compared
_RANKED = ("published_on", "published_at", "origin_kind")  # what a story's representative and days are made from

_EDGE = DuplicateEdge.__table__
_IDS: Any = bindparam("ids", expanding=True)
_ADD_EDGES = insert(_EDGE)  # type: ignore[arg-type]
_ADD_STORY = insert(Story.__table__)  # type: ignore[arg-type]
_WRITE_STORY = {
    dialect: statement.on_conflict_do_update(
        index_elements=["id"],
        set_={column.name: statement.excluded[column.name] for column in Story.__table__.c if column.name != "id"},
    )
    for dialect, statement in (("sqlite", sqlite.insert(Story)), ("postgresql", postgresql.insert(Story)))
}
_SET_STORY = (
    update(Article.__table__)  # type: ignore[arg-type]
    .where(Article.__table__.c.id == bindparam("article"))
    .values(story_id=bindparam("story"))
)
_STORED = select(Story.__table__).where(Story.id.in_(_IDS))
_TEXTS = select(Article.id, Article.title, Article.text).where(Article.id.in_(_IDS))
_STANDING = (
    select(Fingerprint.carrier_id)
    .join(Story, Story.representative_id == Fingerprint.article_id)
    .where(Story.id.in_(_IDS), Fingerprint.algo_version == dedup.ALGO_VERSION)
)
_ENDS = (_EDGE.c.article_id, _EDGE.c.other_id)
_LINKS_OF = union_all(*(select(_EDGE).where(end.in_(_IDS), _EDGE.c.kind.in_(LINKS)) for end in _ENDS))
_NO_LINKS = ("related", "template")
_BETWEEN = select(_EDGE).where(*(end.in_(_IDS) for end in _ENDS), _EDGE.c.kind.in_(_NO_LINKS))
_ARTICLES = (
    select(
        Fingerprint.carrier_id,
        Article.id,
        Article.portal,
        Article.key,
        Article.origin_kind,
        Article.withheld,
        Article.published_on,
        Article.published_at,
        Article.first_seen,
        Article.story_id,
        Portal.level,
    )
    .join(Article, Article.id == Fingerprint.article_id)
    .join(Portal, Portal.name == Article.portal)
)
_ONE = _ARTICLES.where(Article.id == bindparam("article"))
_MEMBERS = _ARTICLES.where(Fingerprint.carrier_id.in_(_IDS)).order_by(Article.id)
_TOLD = _ARTICLES.where(Article.story_id == bindparam("story")).order_by(Article.id)
_TOLD_BY = _ARTICLES.where(Article.story_id.in_(_IDS)).order_by(Article.story_id, Article.id)
_SEVERAL = (
    select(Article.story_id)
    .where(Article.story_id > bindparam("after"))
    .group_by(Article.story_id)
    .having(func.count() > 1)
    .order_by(Article.story_id)
    .limit(bindparam("most"))
)
_TELLING = (
    select(Fingerprint.carrier_id)
    .join(Article, Article.id == Fingerprint.article_id)
    .where(Article.story_id.in_(_IDS))
    .distinct()
)


@lru_cache(maxsize=64)
def prepare(title: str, body: str) -> dedup.Prepared:
    """A text made ready for comparisons; the last ones are kept, because candidates come again and again."""
    return dedup.prepare(title, body)


def prepared(title: str, body: str) -> dedup.Prepared:
    """A text whose fingerprint is worked out already: before a transaction begins, so that it is short."""
    ready = prepare(title, body)
    for fact in ("text_hash", "hashes"):  # made when first asked for
        getattr(ready, fact)
    return ready


def begin(connection: Connection) -> None:
    """Let nobody else compare until this transaction ends: two articles that arrive at once would not see each other.

    To be called before the transaction writes an article that others can see, else two would wait for each other.
    """
    if connection.dialect.name == "postgresql":  # SQLite has one writer anyway
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})


def add(connection: Connection, article: Mapping[str, Any], prepared: dedup.Prepared) -> None:
    """Link an article that has no fingerprint yet; `article` is its row, or its `id` and `published_on`."""
    carrier, linked = _place(connection, article["id"], prepared)
    if not linked:
        _alone(connection, article["id"], article["published_on"])
    elif not _settle(connection, {carrier}, MOST_TEXTS, MOST_ARTICLES):
        _join(connection, article["id"], carrier)


def change(connection: Connection, before: RowMapping, after: Mapping[str, Any]) -> None:
    """Follow an article whose present version was replaced: the rows `before` and `after` (id: `before`'s)."""
    article_id = before["id"]
    mark = fingerprints.of(connection, article_id)
    if mark is None:
        add(
            connection,
            {"id": article_id, "published_on": after["published_on"]},
            prepare(after["title"], after["text"]),
        )
    elif (
        any(before[name] != after[name] for name in _SHOWN)
        and (prepared := prepare(after["title"], after["text"]))
        and _stale(article_id, mark, prepared)
    ):
        _settle_one(connection, article_id, again(connection, article_id, mark, prepared))
    elif any(before[name] != after[name] for name in _RANKED) and not _settle(
        connection, {mark["carrier_id"]}, MOST_TEXTS, MOST_ARTICLES
    ):
        refresh(connection, article_id)


def again(connection: Connection, article_id: int, mark: RowMapping, prepared: dedup.Prepared) -> set[int]:
    """Compare an article anew whose fingerprint `mark` is not that of its text any more: the carriers whose stories
    may change by it. They are to be given to `settle` in the same transaction."""
    seeds = _withdraw(connection, article_id, mark["carrier_id"])
    carrier, _ = _place(connection, article_id, prepared)
    return seeds | {carrier}


def settle(connection: Connection, again: Mapping[int, Collection[int]]) -> None:
    """Make the stories of what is connected with some articles that were compared anew; with each the carriers that
    `again` gave. All of them at once, while no more than AGAIN_TEXTS or AGAIN_ARTICLES are connected; above it one
    after the other, as after an edit."""
    seeds = set().union(*again.values())
    if not seeds or _settle(connection, seeds, AGAIN_TEXTS, AGAIN_ARTICLES):
        return
    for article_id, carriers in again.items():
        _settle_one(connection, article_id, carriers)


def _settle_one(connection: Connection, article_id: int, seeds: Collection[int]) -> None:
    """Make the stories after one article was compared anew. Where too much is connected with it, it alone is moved: to
    the story that it is linked with most."""
    if _settle(connection, seeds, MOST_TEXTS, MOST_ARTICLES):
        return
    row = connection.execute(_ONE, {"article": article_id}).one()
    if row.story_id is not None:
        connection.execute(_SET_STORY, {"article": article_id, "story": None})
        _retell(connection, row.story_id)
    links = connection.execute(_LINKS_OF, {"ids": [row.carrier_id]}).first()
    if row.carrier_id == article_id and links is None:
        _alone(connection, article_id, row.published_on)
    else:
        _join(connection, article_id, row.carrier_id)


def refresh(connection: Connection, article_id: int) -> None:
    """Bring the row of an article's story up to date, after what it is made from was changed by hand: `withheld`, or
    the level of a portal. Nothing is compared and no article moves; one that has no story is left alone."""
    number = connection.scalar(select(Article.story_id).where(Article.id == article_id))
    if number is not None:
        _retell(connection, number)


def _stale(article_id: int, mark: RowMapping, prepared: dedup.Prepared) -> bool:
    name = fingerprints.name_of(article_id, prepared)
    return bool(mark["text_hash"] != name or mark["algo_version"] != dedup.ALGO_VERSION)


def outdated(connection: Connection, after: int, most: int) -> tuple[int | None, list[int]]:
    """Of the next stories above a number that have several articles, at most `most`: the last one's number, None where
    there are none, and those whose row is not what their articles, and the levels of their portals, make it."""
    numbers = connection.scalars(_SEVERAL, {"after": after, "most": most}).all()
    if not numbers:
        return None, []
    stored = {row["id"]: dict(row) for row in connection.execute(_STORED, {"ids": numbers}).mappings()}
    told = groupby(connection.execute(_TOLD_BY, {"ids": numbers}), key=lambda row: row.story_id)
    return numbers[-1], [number for number, rows in told if _story(list(rows)) != stored.get(number)]


# Edges


def _place(connection: Connection, article_id: int, prepared: dedup.Prepared) -> tuple[int, bool]:
    """Write the fingerprint and the edges of an article: the carrier of its text, and whether it is linked to any."""
    carrier = fingerprints.add(connection, article_id, prepared)
    edges = [_exact(carrier, article_id)] if carrier != article_id else _compare(connection, article_id, prepared)
    if edges:
        connection.execute(_ADD_EDGES, edges)
    return carrier, any(edge["kind"] not in _NO_LINKS for edge in edges)


def _compare(connection: Connection, article_id: int, prepared: dedup.Prepared) -> list[dict[str, Any]]:
    """The edges of a text to the others that it is like."""
    found = fingerprints.candidates(connection, article_id, fingerprints.hashes_of(prepared))
    chosen = {one.article_id for one in found[:MOST_COMPARED]}
    if len(found) > MOST_COMPARED:
        stories = Counter(one.story_id for one in found if one.story_id is not None)
        most = sorted(stories, key=lambda number: (-stories[number], number))[:MOST_STORIES]
        chosen |= set(connection.scalars(_STANDING, {"ids": most})) - {article_id}
    if not chosen:
        return []
    edges = []
    for other in connection.execute(_TEXTS, {"ids": sorted(chosen)}).all():
        pair = [(article_id, prepared), (other.id, prepare(other.title, other.text))]
        (low, first), (high, second) = sorted(pair, key=lambda one: one[0])
        verdict = dedup.judge(first, second)
        if verdict.kind != "none":
            edges.append(
                {
                    "article_id": low,
                    "other_id": high,
                    # `exact` joins an article to the carrier of its text; two spellings of one are two texts, and near.
                    "kind": "near" if verdict.kind == "exact" else str(verdict.kind),
                    "jaccard": verdict.jaccard,
                    "containment": verdict.containment,
                    "shorter_id": {"a": low, "b": high}.get(verdict.shorter or ""),
                    "size": round(_size(first, second), 4),
                    "reason": verdict.reason,
                }
            )
    return edges


def _size(one: dedup.Prepared, other: dedup.Prepared) -> float:
    """Length of the shorter text as a share of the longer one's, in syllables."""
    shorter, longer = sorted((len(one.words), len(other.words)))
    return shorter / longer


def _exact(one: int, other: int) -> dict[str, Any]:
    low, high = sorted((one, other))
    scores = {"jaccard": 1.0, "containment": 1.0, "shorter_id": None, "size": 1.0}
    return {"article_id": low, "other_id": high, "kind": "exact", **scores, "reason": "the same words"}


def _withdraw(connection: Connection, article_id: int, carrier: int) -> set[int]:
    """Take away the fingerprint of an article and the edges of its text; the carriers whose stories may change. Where
    others share the text, they keep its edges."""
    mine = or_(*(end == article_id for end in _ENDS))
    edges = [dict(row) for row in connection.execute(select(_EDGE).where(mine)).mappings()]
    connection.execute(delete(_EDGE).where(mine))  # type: ignore[arg-type]
    heir = fingerprints.remove(connection, article_id, carrier)
    if carrier != article_id:
        return {carrier}
    if heir is not None:
        kept = [_handed(edge, article_id, heir) for edge in edges if heir not in (edge["article_id"], edge["other_id"])]
        if kept:
            connection.execute(_ADD_EDGES, kept)
        return {heir}
    return {_far_end(edge, article_id) for edge in edges if edge["kind"] in LINKS}


def _handed(edge: Mapping[str, Any], leaving: int, heir: int) -> dict[str, Any]:
    low, high = sorted((heir, _far_end(edge, leaving)))
    shorter = heir if edge["shorter_id"] == leaving else edge["shorter_id"]
    return {**edge, "article_id": low, "other_id": high, "shorter_id": shorter}


def _far_end(edge: Mapping[str, Any] | RowMapping, article_id: int) -> int:
    return int(edge["other_id"] if edge["article_id"] == article_id else edge["article_id"])


# Stories


def _settle(connection: Connection, seeds: Collection[int], texts: int, articles: int) -> bool:
    """Make the stories of all that is connected with some carriers; False, and nothing is done, where that is more than
    `texts` carriers or `articles` articles."""
    carriers, links = _connected(connection, seeds, texts)
    while len(carriers) <= texts:
        members: Sequence[Any] = connection.execute(_MEMBERS.limit(articles + 1), {"ids": sorted(carriers)}).all()
        if len(members) > articles:
            return False
        # A story may hold more than what is linked now: an edit in a large family took a link away and moved nothing.
        numbers = {row.story_id for row in members} - {None}
        more = set(connection.scalars(_TELLING, {"ids": sorted(numbers)})) - carriers if numbers else set()
        if not more:
            break
        carriers, links = _connected(connection, carriers | more, texts)
    else:
        return False
    others = connection.execute(_BETWEEN, {"ids": sorted(carriers)}).all() if len(carriers) > 2 else []
    edges = [_edge(row) for row in (*links, *others)]
    edges += [Edge(row.carrier_id, row.id, "exact", 1.0, 1.0) for row in members if row.id != row.carrier_id]
    rows = {row.id: row for row in members}
    stars = partition(map(_node, members), edges)
    _write(connection, [[rows[number] for number in sorted(star)] for star in stars])
    return True


def _connected(connection: Connection, seeds: Collection[int], most: int) -> tuple[set[int], list[Any]]:
    """Carriers that are linked with some, near or far, and their links; given up where there are more than `most`."""
    found, new = set(seeds), set(seeds)
    links: dict[tuple[int, int], Any] = {}
    while new and len(found) <= most:
        rows = connection.execute(_LINKS_OF, {"ids": sorted(new)}).all()
        links |= {(row.article_id, row.other_id): row for row in rows}
        new = {number for row in rows for number in (row.article_id, row.other_id)} - found
        found |= new
    return found, list(links.values())


def _edge(row: Any) -> Edge:
    return Edge(row.article_id, row.other_id, row.kind, row.jaccard, row.containment, row.shorter_id, row.size)


def _node(row: Any) -> Node:
    moments = (row.published_on, row.published_at, row.first_seen)
    return Node(
        row.id, row.portal, row.key, row.origin_kind == "reprint", row.withheld is not None, *moments, row.level
    )


def _story(rows: Sequence[Any]) -> dict[str, Any]:
    """The row of a story from its articles, ordered by number. Withheld ones count only where there are no others."""
    shown = [row for row in rows if row.withheld is None] or rows
    days = [row.published_on for row in shown if row.published_on is not None]
    return {
        "id": rows[0].id,
        "representative_id": representative(map(_node, rows)).id,
        "articles": len(shown),
        "portals": len({row.portal for row in shown}),
        "first_on": min(days, default=None),
        "last_on": max(days, default=None),
    }


def _write(connection: Connection, stories: Iterable[Sequence[Any]]) -> None:
    """Write stories, each given by its articles; only what is not so already."""
    wanted = {rows[0].id: (_story(rows), rows) for rows in stories}
    before = {row.story_id for _, rows in wanted.values() for row in rows} - {None}
    stored = {row["id"]: row for row in connection.execute(_STORED, {"ids": sorted(before)}).mappings()}
    moved = [
        {"article": row.id, "story": number}
        for number, (_, rows) in wanted.items()
        for row in rows
        if row.story_id != number
    ]
    changed = [story for number, (story, _) in wanted.items() if dict(stored.get(number, {})) != story]
    if changed:
        connection.execute(_WRITE_STORY[connection.dialect.name], changed)
    if moved:
        connection.execute(_SET_STORY, moved)
    if gone := sorted(before - wanted.keys()):
        connection.execute(delete(Story).where(Story.id.in_(gone)))


def _retell(connection: Connection, number: int) -> None:
    """Make a story's row anew from its articles, under the lowest number of them; none are left: no story."""
    rows = connection.execute(_TOLD, {"story": number}).all()
    if rows:
        _write(connection, [rows])
    else:
        connection.execute(delete(Story).where(Story.id == number))


def _alone(connection: Connection, article_id: int, day: Any) -> None:
    """Make an article a story of its own."""
    number = {"id": article_id, "representative_id": article_id}
    connection.execute(_ADD_STORY, number | {"articles": 1, "portals": 1, "first_on": day, "last_on": day})
    connection.execute(_SET_STORY, {"article": article_id, "story": article_id})


def _join(connection: Connection, article_id: int, carrier: int) -> None:
    """Put one article into the story that it is linked with most: nothing else is moved."""
    number = _best_story(connection, article_id, carrier)
    story = connection.execute(_STORED, {"ids": [number]}).mappings().one()
    row = connection.execute(_ONE, {"article": article_id}).one()
    stands = connection.execute(_ONE, {"article": story["representative_id"]}).one()
    told = (
        select(Article.id)
        .where(Article.story_id == number, Article.portal == row.portal, Article.withheld.is_(None))
        .limit(1)
    )
    days = [day for day in (story["first_on"], story["last_on"], row.published_on) if day is not None]
    values = {
        "id": min(article_id, number),
        "representative_id": min((_node(row), _node(stands)), key=order).id,
        "articles": story["articles"] + 1,
        "portals": story["portals"] + (connection.scalar(told) is None),
        "first_on": min(days, default=None),
        "last_on": max(days, default=None),
    }
    connection.execute(update(Story).where(Story.id == number).values(**values))
    connection.execute(_SET_STORY, {"article": article_id, "story": values["id"]})
    if article_id < number:  # an old article that is linked late
        connection.execute(update(Article).where(Article.story_id == number).values(story_id=article_id))
    if row.withheld is not None or stands.withheld is not None:  # not counted, or until now nothing else was
        _retell(connection, values["id"])


def _best_story(connection: Connection, article_id: int, carrier: int) -> int:
    """The story of an article's carrier; where it carries its text itself, the one that it has most links with, of
    several the one with the strongest."""
    ends = {carrier: 0.0}
    if carrier == article_id:
        rows = connection.execute(_LINKS_OF, {"ids": [carrier]}).mappings()
        ends = {_far_end(row, carrier): row["jaccard"] + row["containment"] for row in rows}
    found: dict[int, list[float]] = {}
    stories = select(Article.id, Article.story_id).where(Article.id.in_(_IDS))
    for number, story in connection.execute(stories, {"ids": sorted(ends)}):
        if story is not None:
            found.setdefault(story, []).append(ends[number])
    return min(found, key=lambda story: (-len(found[story]), -max(found[story]), story))
