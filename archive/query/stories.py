"""Stories: what was told most widely, and one story with who told it when, after whom, and what else is like it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, bindparam, func, or_, select, text

from archive.db import reading
from archive.models import Article, DuplicateEdge, Portal, Story
from archive.stories import PART, Edge, Node, order


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
        return _plain(asdict(self) | {"lag_days": self.lag_days})


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
    neighbours by relation and day. `linked` is False where the article was not compared yet: then it is alone."""

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
        return _plain(asdict(self))


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

    `portal`: only those it tells. `since`, `until`: local days of the first publication, both included; undated ones are
    left out by either. `at_least`: portals that tell it.
    """
    told = select(Article.story_id)
    query = (
        select(
            *(Story.id, Story.representative_id, Article.title, Article.portal, Story.articles, Story.portals),
            *(Story.first_on, Story.last_on),
        )
        .join(Article, Article.id == Story.representative_id)
        .where(Story.portals >= at_least, Article.withheld.is_(None))
        .order_by(
            *(Story.portals.desc(), Story.articles.desc(), Story.first_on.is_(None), Story.first_on.desc(), Story.id),
        )
        .limit(limit)
    )
    if portal is not None:
        query = query.where(Story.id.in_(told.where(Article.portal == portal)))
    if since is not None:
        query = query.where(Story.first_on >= since)
    if until is not None:
        query = query.where(Story.first_on <= until)
    with reading(engine) as connection:
        rows = connection.execute(query).all()
        count = select(Article.story_id, func.count(Article.province.distinct())).group_by(Article.story_id)
        provinces = dict(map(tuple, connection.execute(count.where(Article.story_id.in_([row.id for row in rows])))))
    return [StoryRow(*row[:6], provinces[row.id], *row[6:]) for row in rows]


def story(engine: Engine, article_id: int) -> StoryDetail | None:
    """The story of an article (a story's own number is one of its articles'); None where there is no such article."""
    with reading(engine) as connection:
        where = Article.id == article_id
        found = connection.execute(select(Article.id, Article.story_id).where(where)).one_or_none()
        if found is None:
            return None
        number: int | None = found.story_id
        if number is not None:
            where = Article.story_id == number
        rows = connection.execute(_ARTICLES.where(where)).mappings().all()
        head = connection.execute(select(Story).where(Story.id == number)).mappings().one_or_none()
        reprints = {row["article_id"]: row for row in connection.execute(_REPRINTS, {"story": number}).mappings()}
        inner, outer = _edges(connection, [row["id"] for row in rows])
        neighbours = _neighbours(connection, number, outer)
    first = head["representative_id"] if head else article_id
    rows = sorted(rows, key=lambda row: (row["id"] != first, order(_node(row))))
    days = [row["published_on"] for row in rows if row["published_on"]]
    return StoryDetail(
        id=article_id if number is None else number,
        representative_id=first,
        linked=number is not None,
        first_on=min(days, default=None),
        last_on=max(days, default=None),
        articles=tuple(_article(row, reprints.get(row["id"])) for row in rows),
        edges=tuple(_edge(row) for row in inner),
        neighbours=neighbours,
    )


_ARTICLES = select(
    *(Article.id, Article.title, Article.portal, Article.key, Article.province, Article.published_on),
    *(Article.published_at, Article.first_seen, Article.url, Article.withheld, Article.story_id),
    *(Article.origin_kind, Article.origin, Article.origin_evidence, Portal.level),
).join(Portal, Portal.name == Article.portal)
_REPRINTS = text("SELECT * FROM reprint WHERE story_id = :story")
_EDGES = select(DuplicateEdge)
