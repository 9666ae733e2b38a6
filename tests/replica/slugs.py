"""Slugs of titles: small letters without accents, words joined by hyphens."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_BREAK = re.compile(r"[^a-z0-9]+")


def slug(title: str) -> str:
    """The whole title as a slug."""
    plain = unicodedata.normalize("NFD", title.lower().replace("đ", "d"))
    return _BREAK.sub("-", "".join(c for c in plain if not unicodedata.combining(c))).strip("-")


def unique(titles: Iterable[str], limit: int) -> list[str]:
    """Slugs of at most `limit` characters, cut anywhere; a later one of the same name gets a number."""
    taken: set[str] = set()
    found = []
    for title in titles:
        name = whole = slug(title)[:limit].strip("-")
        number = 1
        while name in taken:
            number += 1
            name = f"{whole[: limit - len(str(number)) - 1]}-{number}"
        taken.add(name)
        found.append(name)
    return found
