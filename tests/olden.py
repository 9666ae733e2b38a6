"""A raw store as it was before crawls kept a journal: its files hold the bytes and nothing else."""

from __future__ import annotations

import json
from typing import Any

from crawler import settings
from crawler.raw import RawStore


class WithoutJournal(RawStore):
    """For `-s DOWNLOADER_MIDDLEWARES=…`."""

    def spider_opened(self) -> None:
        """As today, but nobody is told where to note anything."""
        super().spider_opened()
        self._visit = None

    def note(self, what: str, facts: dict[str, Any]) -> None:
        """Nothing."""


def middlewares() -> str:
    """Scrapy's setting of that name with this store in the place of today's, as JSON."""
    there = {
        f"{WithoutJournal.__module__}.{WithoutJournal.__qualname__}" if name == "crawler.raw.RawStore" else name: place
        for name, place in settings.DOWNLOADER_MIDDLEWARES.items()
    }
    return json.dumps(there)
