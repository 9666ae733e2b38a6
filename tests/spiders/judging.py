"""What a crawl stored beside what its imitation says is right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from archive.versions import LISTED_BY
from tests.crawling import rows
from tests.replica.gold import Gold

_COLUMNS = "key, title, text, author, section, published_at, published_on, published_method"


def stored(data_dir: Path) -> dict[str, Any]:
    """Rows of `article` by key."""
    return {row.key: row for row in rows(data_dir, f"select {_COLUMNS} from article")}


def wrong_fields(data_dir: Path, golds: Iterable[Gold]) -> list[str]:
    """Every field of the stored articles that differs from the gold, and every article too many or too few.

    A date that the page does not show must be that of its listing, sitemap or feed, and the method says so.
    """
    articles = stored(data_dir)
    wrong = []
    for gold in golds:
        row = articles.pop(gold.key, None)
        if row is None:
            wrong.append(f"{gold.key} is not stored")
            continue
        got_at = dt.datetime.fromisoformat(row.published_at).replace(tzinfo=dt.UTC) if row.published_at else None
        right = gold.stored_at
        right_at = right if isinstance(right, dt.datetime) else None
        right_on = right_at.date() if right_at is not None else right
        for name, got, expected in (
            ("title", row.title, gold.title),
            ("text", row.text, gold.text),
            ("author", row.author, gold.author),
            ("section", row.section, gold.section),
            ("time", got_at, right_at),
            ("day", row.published_on, right_on.isoformat() if right_on else None),
            ("listed", row.published_method in LISTED_BY, gold.published_at is None and gold.listed_at is not None),
        ):
            if got != expected:
                wrong.append(f"{gold.key} {gold.kind} {name}:\n  got   {got!r}\n  right {expected!r}")
    return wrong + [f"{key} is no article of the imitation: {row.title}" for key, row in articles.items()]
