"""Writes the file of a new portal from what a look at it showed: ten lines of declaration, nothing that was not seen.

The platform is the one whose grammar fits the article addresses that the look found; where none fits, the portal is
read by the shape of its pages (spiders/platforms/generic.py).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

_NAME = re.compile(r"[a-z][a-z0-9]*")
_RESERVED = frozenset({"base", "walk", "discovery", "platforms", "portal"})
# Platforms whose portals declare their listings by address, with the module they live in.
_BY_SECTION = {"NukeVietSpider": "nukeviet", "LiferaySpider": "liferay", "VnptSpider": "vnpt"}
_FROM_HOME = {"VnptSpider": "VnptFromHomeSpider"}


@dataclass(frozen=True, slots=True)
class Declaration:
    """What is known of the portal. `url` is the section or home page that was looked at, `articles` the addresses
    found there, `evidence` the mark of what was seen (layout.EVIDENCE), `family` the platform's class or None."""

    name: str
    title: str
    url: str
    province: str | None
    level: str | None
    evidence: str
    family: str | None = None
    district: str | None = None
    articles: tuple[str, ...] = field(default_factory=tuple)


def check_name(name: str) -> None:
    """Raises ValueError for a name that cannot be a module of spiders/."""
    if not _NAME.fullmatch(name) or name in _RESERVED:
        raise ValueError(f"name {name!r}: small letters and digits, beginning with a letter, as in yenbai or bacyen")


def family_of(articles: Sequence[str], families: dict[str, Any]) -> str | None:
    """The platform whose grammar fits most of these addresses, more than half; None where none does."""
    fits = {
        name: sum(_fits(family, url) for url in articles)
        for name, family in families.items()
        if name in _BY_SECTION or name == "SharePointListSpider"
    }
    name = max(fits, key=lambda n: fits[n], default=None)
    return name if name is not None and 2 * fits[name] > len(articles) else None


def _fits(family: Any, url: str) -> bool:
    try:
        return family.article_key(url) is not None
    except (ValueError, AttributeError):
        return False


def source(portal: Declaration, today: dt.date) -> str:
    """The text of `spiders/NAME.py`."""
    parts = urlsplit(portal.url)
    host = (parts.hostname or "").removeprefix("www.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    imports, base, lines = _platform(portal, path, host)
    fields = [
        f'    name = "{portal.name}"',
        f"    title = {_quoted(portal.title)}",
        f"    province = {_quoted(portal.province)}",
        *([f"    level = {_quoted(portal.level)}"] if portal.level != "province" else []),
        *([f"    district = {_quoted(portal.district)}"] if portal.district else []),
        f'    host = "{host}"',
        *([f'    scheme = "{parts.scheme}"'] if parts.scheme != "https" else []),
        f"    evidence = {_evidence(portal)}",
        *lines,
    ]
    seen = "seen live" if portal.evidence == "seen" else "not seen live"
    return "\n".join(
        (
            f'"""{portal.title}: {_words(portal.family)}.',
            "",
            f"Quirks: none known yet. Host and listing {seen} on {today}; the form of the addresses was taken from the",
            "links found there.",
            f"History: {today:%Y-%m} first version.",
            '"""',
            "",
            *imports,
            "",
            "",
            f"class {portal.name.capitalize()}Spider({base}):",
            *fields,
            "",
        )
    )


def _platform(portal: Declaration, path: str, host: str) -> tuple[list[str], str, list[str]]:
    """Imports, base class and the lines that only this platform has."""
    if portal.family == "SharePointListSpider" and (news := _lists(portal, host)):
        return ["from spiders.platforms.sharepoint import NewsList, SharePointListSpider"], portal.family, news
    if portal.family in _BY_SECTION:
        module = _BY_SECTION[portal.family]
        if path != "/":
            section = f"    sections = (Section({_quoted(path)}, {_quoted(portal.evidence)}),)"
            imports = ["from spiders.declared import Section"]
            imports += [f"from spiders.platforms.{module} import {portal.family}"]
            return imports, portal.family, [section]
        if home := _FROM_HOME.get(portal.family):
            return [f"from spiders.platforms.{module} import {home}"], home, []
        imports = ["from spiders.discovery import DiscoverySpider"]
        imports += [f"from spiders.platforms.{module} import {portal.family}"]
        return imports, f"DiscoverySpider, {portal.family}", []
    start = [f"    start_path = {_quoted(path)}"] if path != "/" else []
    return ["from spiders.platforms.generic import GenericSpider"], "GenericSpider", start


def _lists(portal: Declaration, host: str) -> list[str]:
    """The news lists that the article addresses name."""
    found: dict[tuple[str, str], None] = {}
    for url in portal.articles:
        parts = urlsplit(url)
        name = next((value.strip(" /+") for key, value in parse_qsl(parts.query) if key.lower() == "l"), "")
        if name:
            found[(parts.path.partition("/noidung/")[0].strip("/"), name)] = None
    entries = [
        f"        NewsList({_quoted(name)}"
        + (f", subsite={_quoted(site)}" if site else "")
        + f", evidence={_quoted(portal.evidence)}),"
        for site, name in found
    ]
    return ["    lists = (", *entries, "    )"] if entries else []


def _evidence(portal: Declaration) -> str:
    marks = {"host": portal.evidence, "title": portal.evidence}
    if portal.province is not None:
        marks["province"] = "inferred"  # whoever runs the command says so; no page does
    return "{" + ", ".join(f'"{key}": "{mark}"' for key, mark in marks.items()) + "}"


def _words(family: str | None) -> str:
    return family.removesuffix("Spider") if family else "no known system, read by the shape of its pages"


def _quoted(value: str | None) -> str:
    return "None" if value is None else '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
