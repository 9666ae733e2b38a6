"""Stories put into the tables by hand, as archive/linking.py leaves them: for tests of what is read from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Engine, insert, select, update

from archive import models as m
from archive import origins
from archive.db import LOCAL
from archive.store import PortalInfo, Store
from tests.archive.building import at

HOME = "yenbai"
PORTALS = {
    HOME: PortalInfo(HOME, "yenbai.gov.vn", "yen-bai", "Cổng thông tin điện tử tỉnh Yên Bái", "province"),
    "snv-yenbai": PortalInfo("snv-yenbai", "sonoivu.yenbai.gov.vn", "yen-bai", "Sở Nội vụ tỉnh Yên Bái", "department"),
    "sonla": PortalInfo("sonla", "sonla.gov.vn", "son-la", "Cổng thông tin điện tử tỉnh Sơn La", "province"),
    "nowhere": PortalInfo("nowhere", "", "yen-bai", "Trang tin của một sở"),
    "hue": PortalInfo("hue", "hue.gov.vn", "hue", "Cổng thông tin điện tử thành phố Huế", "province"),
}
Score = tuple[int, int, str, float, float, int | None]


def tell(
    engine: Engine, articles: Sequence[Mapping[str, Any]], *, edges: Sequence[Score] = (), stands: int | None = None
) -> None:
    """One story of these articles, told by the first of them or by `stands`.

    An article is `id` and what is not usual about it: `day` of March 2026 (1; None for undated) or `on`, `hour` of that
    day, `portal`, `carrier` of its text, `story` None for one that was not compared, and columns of article.
    """
    with engine.begin() as connection:
        known = set(connection.scalars(select(m.Portal.name)))
    for one in articles:
        if (portal := one.get("portal", HOME)) not in known:
            known.add(portal)
            Store(engine, clock=at).start_run(PORTALS[portal], "nightly", "live")
    rows = [_row(dict(one)) for one in articles]
    compared = [row for row, one in zip(rows, articles, strict=True) if one.get("story", 1) is not None]
    days = [row["published_on"] for row in compared if row["published_on"] is not None]
    with engine.begin() as connection:
        run = connection.scalar(select(m.Run.id).order_by(m.Run.id).limit(1))
        page = {"run_id": run, "kind": "article", "key": "x", "url": "https://yenbai.gov.vn/x", "fetched_at": at()}
        page_id = connection.execute(insert(m.Page).values(page).returning(m.Page.id)).scalar_one()
        connection.execute(insert(m.Article), [{**row, "page_id": page_id} for row in rows])
        origins.settle(connection)
        if edges:
            names = ("article_id", "other_id", "kind", "jaccard", "containment", "shorter_id")
            found = [
                dict(zip(names, edge, strict=True))
                | {"size": 1.0 if edge[5] is None else edge[3] / edge[4], "reason": "các câu trùng nhau"}
                for edge in edges
            ]
            connection.execute(insert(m.DuplicateEdge), found)
        if not compared:
            return
        story = min(row["id"] for row in compared)
        carriers = {one["id"]: one.get("carrier", one["id"]) for one in articles}
        fingerprint = {"algo_version": 1, "text_hash": "0"}
        prints = [{**fingerprint, "article_id": r["id"], "carrier_id": carriers[r["id"]]} for r in compared]
        connection.execute(insert(m.Fingerprint), prints)
        told = {
            "id": story,
            "representative_id": stands or compared[0]["id"],
            "articles": len(compared),
            "portals": len({row["portal"] for row in compared}),
            "first_on": min(days, default=None),
            "last_on": max(days, default=None),
        }
        connection.execute(insert(m.Story).values(told))
        ids = [row["id"] for row in compared]
        connection.execute(update(m.Article).where(m.Article.id.in_(ids)).values(story_id=story))


def _row(one: dict[str, Any]) -> dict[str, Any]:
    number, portal = one.pop("id"), one.pop("portal", HOME)
    day, hour = one.pop("day", 1), one.pop("hour", None)
    on = one.pop("on", None if day is None else dt.date(2026, 3, day or 1))
    moment = None if hour is None or on is None else dt.datetime.combine(on, dt.time(hour), LOCAL)
    for left in ("carrier", "story"):
        one.pop(left, None)
    url = f"https://{PORTALS[portal].host}/{number}"
    usual = {
        **{"id": number, "key": str(number), "portal": portal, "url": url, "canonical_url": url},
        **{"title": f"Tin số {number}", "text": f"Nội dung {number}", "published_at": moment, "published_on": on},
        **{"published_precision": "none" if on is None else "day", "province": PORTALS[portal].unit if on else None},
        **{"origin_kind": "unknown", "origin": None, "origin_evidence": None, "withheld": None},
        **{"content_hash": str(number), "first_seen": at(), "last_seen": at(), "last_checked": at()},
        **{"revision_count": 0, "extractor": "blocks"},
    }
    return usual | one
