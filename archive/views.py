"""The views that analysts read. They hold no data: every `upgrade` drops them and makes them anew.

`article_34`: every article under today's 34 provinces, whatever unit it was published under. An article without a date
has no unit of its own where its portal's unit ended; its territory is known all the same where every unit that bore
the portal's name went to one and the same unit of today.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

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
}


def drop(connection: Connection) -> None:
    """Remove the views, in front of a migration: SQLite alters no table under a view."""
    for name in VIEWS:
        connection.execute(text(f"DROP VIEW IF EXISTS {name}"))


def create(connection: Connection) -> None:
    """Make them."""
    for name, query in VIEWS.items():
        connection.execute(text(f"CREATE VIEW {name} AS {query}"))
