"""Which portal of this archive an article names as its source: `article.origin_portal`, inside the store's transaction.

It follows from the outlet as printed, the portal that prints it and the portals that the archive has met, whatever came
first: a portal that is met or changes its name settles anew what was stored before.
"""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, column, select, text, update

from archive import outlets
from archive.models import Article, Portal

_PORTALS = select(
    *(Portal.name, Portal.host, Portal.title, Portal.unit, Portal.level, Portal.district),
).order_by(Portal.name)
# From the portals, each by the index: a planner without statistics would rather walk all articles.
_PRINTED = text(
    "SELECT DISTINCT article.portal, article.origin, article.origin_portal FROM portal CROSS JOIN article"
    " WHERE article.portal = portal.name AND article.origin IS NOT NULL"
).columns(column("portal", Article.portal.type), column("origin", Article.origin.type))
_SETTLE = (
    update(Article.__table__)  # type: ignore[arg-type]
    .where(
        Article.portal == bindparam("printed_by"),
        Article.origin == bindparam("outlet"),
        Article.origin.is_not(None),  # the index has only those
        Article.origin_portal.is_distinct_from(bindparam("named")),
    )
    .values(origin_portal=bindparam("named"))
)


def portal_of(connection: Connection, portal: str, outlet: str | None) -> str | None:
    """The portal that an outlet printed by `portal` is; None where there is no outlet, no such portal, or a doubt."""
    if not outlet:
        return None
    known = connection.execute(_PORTALS).all()
    return outlets.portal_named(outlet, known, printed_by=next((one for one in known if one.name == portal), None))


def settle(connection: Connection) -> int:
    """Ask again for all outlets that were ever printed, after a portal was met or changed; how many articles changed.

    Once for each outlet that a portal prints, not for each article.
    """
    printed = connection.execute(_PRINTED).all()
    if not printed:
        return 0
    known = connection.execute(_PORTALS).all()
    by_name = {one.name: one for one in known}
    named: dict[tuple[str, str], str | None] = {}
    changed = set()
    for portal, outlet, before in printed:
        if (portal, outlet) not in named:
            named[portal, outlet] = outlets.portal_named(outlet, known, printed_by=by_name.get(portal))
        if named[portal, outlet] != before:
            changed.add((portal, outlet))
    moved = 0
    for portal, outlet in sorted(changed):
        values = {"printed_by": portal, "outlet": outlet, "named": named[portal, outlet]}
        moved += connection.execute(_SETTLE, values).rowcount
    return moved
