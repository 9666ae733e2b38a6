"""Stories: what was told most widely, and one story with who told it when, after whom, and what else is like it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Date, Engine, Integer, bindparam, column, or_, select, table, text

from archive.db import reading
from archive.models import Article, DuplicateEdge, Portal, Story
from archive.stories import Edge, Node, order


@dataclass(frozen=True, slots=True)
class StoryRow:
    """One story in a list: what stands for it, and how widely it was told.

    `id` is the lowest number of its articles, `article_id` the article that stands for it, with its title and portal;
    `articles`, `portals` and `provinces` are numbers; `first_on` and `last_on` local days, None where none is dated.
    """

    id: int
    article_id: int
    title: str
    portal: str
    articles: int
    portals: int
    provinces: int
    first_on: dt.date | None
    last_on: dt.date | None

    @property
    def lag_days(self) -> int | None:
        """Local days from the first publication to the last."""
        return (self.last_on - self.first_on).days if self.first_on and self.last_on else None

    def to_json(self) -> dict[str, Any]:
        """For `cchc stories --json`; days as YYYY-MM-DD."""
        return {name: _plain(value) for name, value in {**asdict(self), "lag_days": self.lag_days}.items()}


@dataclass(frozen=True, slots=True)
class StoryArticle:
    """One article of a story. `source_id` to `containment` are those of the view `reprint` (archive/views.py), None at
    the article that stands for the story and at withheld ones; `shorter`: whether it is shorter than its source's text
    (None: equally long, or not known), `size` the shorter one's length as a share of the longer one's."""

    id: int
    title: str
    portal: str
    province: str | None
    published_on: dt.date | None
    url: str
    withheld: bool
    origin_kind: str
    origin: str | None
    origin_evidence: str | None
    source_id: int | None
    lag_days: int | None
    evidence: str | None
    direction: str | None
    kind: str | None
    jaccard: float | None
    containment: float | None
    shorter: bool | None
    size: float | None


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another story that an article of this one is like, by the strongest of the edges between the two.

    `relation`: whole (it contains a text of this story: a round-up), part (this one contains it), form (the same form
    filled with something else), alike (near, contained or related, and yet not one with this story).
    """

    relation: str
    story_id: int
    article_id: int
    title: str
    portal: str
    published_on: dt.date | None
    kind: str
    jaccard: float
    containment: float
    reason: str


@dataclass(frozen=True, slots=True)
class StoryDetail:
    """A story: its articles, the one that stands for it first, then by publication; the edges between them; and its
    neighbours by relation and day. Of articles that are withheld none stands for it while another is shown, and their
    days do not count. `linked` is False where the article was not compared yet: then it is alone."""

    id: int
    representative_id: int
    linked: bool
    first_on: dt.date | None
    last_on: dt.date | None
    articles: tuple[StoryArticle, ...]
    edges: tuple[Edge, ...]
    neighbours: tuple[Neighbour, ...]

    def related(self, relation: str) -> list[Neighbour]:
        """The neighbours of one relation."""
        return [one for one in self.neighbours if one.relation == relation]

    def to_json(self) -> dict[str, Any]:
        """For `cchc stories ID --json`; days as YYYY-MM-DD."""
        return {name: _plain(value) for name, value in asdict(self).items()}


_SHOWN = table(  # the view: what is withheld is neither shown nor counted
    "article_unique",
    *(column(one.name, one.type) for one in Article.__table__.columns),
    *(column(name, Integer()) for name in ("story_articles", "story_portals", "story_provinces")),
    *(column(name, Date()) for name in ("story_first_on", "story_last_on")),
)


def stories(
    engine: Engine,
    *,
    portal: str | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    at_least: int = 2,
    limit: int = 20,
) -> list[StoryRow]:
    """The stories that most portals tell, then most articles, then the newest; those with all articles withheld not.

    `portal`: only those it tells. `since`, `until`: local days of the first publication, both included; undated ones
    are left out by them. `at_least`: portals that tell it.
    """
    told = select(Article.story_id)
    query = (
        select(
            *(_SHOWN.c.story_id, _SHOWN.c.id, _SHOWN.c.title, _SHOWN.c.portal),
            *(_SHOWN.c.story_articles, _SHOWN.c.story_portals, _SHOWN.c.story_provinces),
            *(_SHOWN.c.story_first_on, _SHOWN.c.story_last_on),
        )
        .where(_SHOWN.c.story_id.is_not(None), _SHOWN.c.story_portals >= at_least)
        .order_by(
            *(_SHOWN.c.story_portals.desc(), _SHOWN.c.story_articles.desc()),
            *(_SHOWN.c.story_first_on.is_(None), _SHOWN.c.story_first_on.desc(), _SHOWN.c.story_id),
        )
        .limit(limit)
    )
    if portal is not None:
        query = query.where(_SHOWN.c.story_id.in_(told.where(Article.portal == portal, Article.withheld.is_(None))))
    if since is not None:
        query = query.where(_SHOWN.c.story_first_on >= since)
    if until is not None:
        query = query.where(_SHOWN.c.story_first_on <= until)
    with reading(engine) as connection:
        return [StoryRow(*row) for row in connection.execute(query)]


def story(engine: Engine, article_id: int) -> StoryDetail | None:
    """The story of an article (a story's own number is one of its articles'); None where there is no such article."""
    with reading(engine) as connection:
        found = connection.execute(select(Article.story_id).where(Article.id == article_id)).one_or_none()
        if found is None:
            return None
        number = found.story_id
        where = Article.id == article_id if number is None else Article.story_id == number
        rows = connection.execute(_ARTICLES.where(where)).mappings().all()
        stands = article_id
        if number is not None:
            shown = connection.scalar(select(_SHOWN.c.id).where(_SHOWN.c.story_id == number))
            stands = shown or connection.scalar(select(Story.representative_id).where(Story.id == number)) or article_id
        reprints = {row["article_id"]: row for row in connection.execute(_REPRINTS, {"story": number}).mappings()}
        ids = {row["id"] for row in rows}
        edges = connection.execute(_EDGES, {"ids": sorted(ids)}).mappings().all()
        outer = [edge for edge in edges if not {edge["article_id"], edge["other_id"]} <= ids]
        neighbours = _neighbours(connection, ids, outer)
    days = [row["published_on"] for row in rows if row["published_on"] and row["withheld"] is None]
    return StoryDetail(
        id=article_id if number is None else number,
        representative_id=stands,
        linked=number is not None,
        first_on=min(days, default=None),
        last_on=max(days, default=None),
        articles=tuple(
            _article(row, reprints.get(row["id"], {}))
            for row in sorted(rows, key=lambda row: (row["id"] != stands, _told_at(row)))
        ),
        edges=tuple(_edge(edge) for edge in edges if {edge["article_id"], edge["other_id"]} <= ids),
        neighbours=tuple(neighbours),
    )


_IDS: Any = bindparam("ids", expanding=True)
_ARTICLES = select(
    *(Article.id, Article.title, Article.portal, Article.key, Article.province, Article.published_on),
    *(Article.published_at, Article.first_seen, Article.url, Article.withheld),
    *(Article.origin_kind, Article.origin, Article.origin_evidence, Portal.level),
).join(Portal, Portal.name == Article.portal)
_REPRINTS = text(
    "SELECT article_id, source_id, lag_days, evidence, direction, kind, jaccard, containment, shorter, size"
    " FROM reprint WHERE story_id = :story"
)
_EDGES = (
    select(DuplicateEdge.__table__)
    .where(or_(DuplicateEdge.article_id.in_(_IDS), DuplicateEdge.other_id.in_(_IDS)))
    .order_by(DuplicateEdge.article_id, DuplicateEdge.other_id)
)
_TELLS = select(Article.id.label("through"), Article.story_id).where(  # which story another article belongs to
    Article.id.in_(_IDS), Article.story_id.is_not(None)
)
_STANDS = select(_SHOWN.c.story_id, _SHOWN.c.id, _SHOWN.c.title, _SHOWN.c.portal, _SHOWN.c.published_on).where(
    _SHOWN.c.story_id.in_(_IDS)
)
_RELATIONS = ("whole", "part", "form", "alike")


def _told_at(row: Any) -> tuple[Any, ...]:
    """Sort key of articles by their publication, undated ones last; then as in `order`."""
    same = ("id", "portal", "key", "published_on", "published_at", "first_seen", "level")
    node = Node(reprint=False, withheld=False, **{name: row[name] for name in same})
    return row["published_on"] is None, order(node)


def _edge(row: Any) -> Edge:
    names = ("article_id", "other_id", "kind", "jaccard", "containment", "shorter_id", "size")
    return Edge(*(row[name] for name in names))


def _article(row: Any, reprint: Any) -> StoryArticle:
    shorter = reprint.get("shorter")
    fields: dict[str, Any] = {name: row[name] for name in ("id", "title", "portal", "province", "published_on", "url")}
    fields |= {name: row[name] for name in ("origin_kind", "origin", "origin_evidence")}
    fields |= {name: reprint.get(name) for name in ("source_id", "lag_days", "evidence", "direction")}
    fields |= {name: reprint.get(name) for name in ("kind", "jaccard", "containment", "size")}
    return StoryArticle(
        **fields,
        withheld=row["withheld"] is not None,
        shorter=None if shorter is None else shorter == "reprint",
    )


def _neighbours(connection: Connection, own: set[int], edges: Sequence[Any]) -> list[Neighbour]:
    """The stories behind the edges that lead out of a story's articles, each once, by its strongest edge."""
    ends = [edge["other_id"] if edge["article_id"] in own else edge["article_id"] for edge in edges]
    tells = {row.through: row for row in connection.execute(_TELLS, {"ids": sorted(set(ends))})}
    best: dict[int, tuple[tuple[int, float], Any, str]] = {}
    for end, edge in zip(ends, edges, strict=True):
        if end in tells:
            relation = _relation(_edge(edge), end)
            rank = (_RELATIONS.index(relation), -_edge(edge).strength)
            story_id = tells[end].story_id
            if story_id not in best or rank < best[story_id][0]:
                best[story_id] = (rank, edge, relation)
    shown = {row.story_id: row for row in connection.execute(_STANDS, {"ids": sorted(best)})}
    found = []
    for story_id, (_, edge, relation) in best.items():
        if (row := shown.get(story_id)) is not None:
            scores = (edge["kind"], edge["jaccard"], edge["containment"], edge["reason"])
            found.append(Neighbour(relation, story_id, row.id, row.title, row.portal, row.published_on, *scores))
    return sorted(
        found, key=lambda one: (_RELATIONS.index(one.relation), one.published_on or dt.date.max, one.story_id)
    )


def _relation(edge: Edge, other: int) -> str:
    if edge.kind == "template":
        return "form"
    if edge.is_part:
        return "part" if edge.shorter == other else "whole"
    return "alike"


def _plain(value: Any) -> Any:
    """Days as text, all the way down."""
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, dt.date) else value
