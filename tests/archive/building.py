"""Short ways to make captures, articles and a store whose clock stands still."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from alembic import command
from sqlalchemy import Engine, text

from archive import db, views
from archive.records import Article, Outcome
from archive.store import Capture, PortalInfo, Store

PORTAL = PortalInfo("yenbai", "yenbai.gov.vn", "yen-bai", "Cổng thông tin điện tử tỉnh Yên Bái")
START = dt.datetime(2026, 11, 20, 1, 0, tzinfo=dt.UTC)  # eight in the morning in Vietnam
LONG = " ".join(f"từ{number}" for number in range(60))
SHORT = " ".join(f"từ{number}" for number in range(49))


def at(day: float = 0) -> dt.datetime:
    """The same hour, some days later."""
    return START + dt.timedelta(days=day)


def article(key: str, text: str = LONG, **fields: Any) -> Article:
    """An article of the portal under a key."""
    url = fields.pop("url", f"https://yenbai.gov.vn/Pages/tin.aspx?ItemID={key}")
    fields.setdefault("published_at", dt.date(2025, 6, 30))
    fields.setdefault("title", f"Hội nghị số {key}")
    fields.setdefault("canonical_url", f"https://yenbai.gov.vn/Pages/tin.aspx?ItemID={key}")
    return Article(url=url, key=key, text=text, **fields)


def downgrade(engine: Engine, revision: str) -> None:
    """Lead the tables back to an earlier revision, as `upgrade` leads them on: foreign keys rest meanwhile."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF").close()
        with connection.begin():
            views.drop(connection)
            command.downgrade(db.alembic_config(connection), revision)
        if engine.dialect.name == "sqlite":
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON").close()


class Crawl:
    """One open run and the shortest way from an article to its outcome."""

    def __init__(self, engine: Engine, portal: PortalInfo = PORTAL, *, source: str = "live", day: float = 0) -> None:
        self.engine = engine
        self.store = Store(engine, clock=lambda: at(day))
        self.portal = portal
        self.run_id = self.store.start_run(portal, "nightly", source)
        self._offsets = itertools.count()

    def page(self, url: str, key: str | None, day: float = 0, *, kind: str = "article", **fields: Any) -> int:
        """Mark a capture as begun; each lies at its own place in the WARC file."""
        fields.setdefault("status", 200)
        fields.setdefault("warc_file", f"{self.run_id}.warc.gz")
        fields.setdefault("warc_offset", next(self._offsets))
        return self.store.add_page(self.run_id, Capture(url, at(day), **fields), kind=kind, key=key)

    def put(self, item: Article, day: float = 0, *, cause: str = "portal", **fields: Any) -> Outcome:
        """Fetch and store an article."""
        return self.store.put(self.page(item.url, item.key, day, **fields), item, cause=cause)

    def miss(self, key: str, day: float = 0, reason: str = "http_404") -> Outcome:
        """Fetch an article that is not there."""
        return self.store.miss(self.page(article(key).url, key, day, status=404), key, reason)

    def rows(self, sql: str, **values: Any) -> list[Any]:
        """Look into the tables."""
        with self.engine.connect() as connection:
            return list(connection.execute(text(sql), values).all())

    def one(self, sql: str, **values: Any) -> Any:
        """The only value of a query."""
        [[value]] = self.rows(sql, **values)
        return value
