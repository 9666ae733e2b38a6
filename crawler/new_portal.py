"""Writes the file of a new portal from what a look at it showed: ten lines of declaration, nothing that was not seen.

The platform is the one whose grammar fits the article addresses that the look found; where none fits, the portal is
read by the shape of its pages (spiders/platforms/generic.py).
"""

from __future__ import annotations

import ast
import datetime as dt
import importlib.util
import json
import keyword
import re
import textwrap
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

_TITLE = 100  # characters; it stands on one line of the file
_LINE = 120
_NAME = re.compile(r"[a-z][a-z0-9]*")
_RESERVED = frozenset({"base", "declared", "walk", "discovery", "look", "looking", "sitemaps", "platforms", "portal"})
_ODD = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))  # controls, marks of direction, lone surrogates, breaks
# Platforms whose portals declare their listings by address, with the module they live in.
_BY_SECTION = {"NukeVietSpider": "nukeviet", "LiferaySpider": "liferay", "VnptSpider": "vnpt"}
_DECLARING = frozenset({"Section", "NewsList"})  # what a description may call
_FROM_HOME = {"VnptSpider": "VnptFromHomeSpider"}


@dataclass(frozen=True, slots=True)
class Declaration:
    """What is known of the portal. `url` is the section or home page that was looked at, `articles` the addresses
    found there, `evidence` the mark of host and listing (layout.EVIDENCE), `family` the platform's class or None."""

    name: str
    title: str
    url: str
    province: str | None
    level: str | None
    evidence: str
    title_evidence: str
    family: str | None = None
    district: str | None = None
    articles: tuple[str, ...] = field(default_factory=tuple)


def check_name(name: str) -> None:
    """Raises ValueError for a name that cannot be a module of spiders/."""
    if not _NAME.fullmatch(name) or name in _RESERVED or keyword.iskeyword(name):
        raise ValueError(f"name {name!r}: small letters and digits, beginning with a letter, as in yenbai or bacyen")


def check_typed(**values: str | None) -> None:
    """Raises ValueError for a value that holds line breaks or characters that do not show: they come by accident, and
    in a file of code they may hide something."""
    for name, value in values.items():
        odd = next((c for c in value or "" if unicodedata.category(c) in _ODD), None)
        if odd is not None:
            raise ValueError(f"{name} holds the character U+{ord(odd):04X}, which does not show: type it anew")
    title = values.get("title")
    if title is not None and not 0 < len(title.strip()) <= _TITLE:
        raise ValueError(f"title: the portal's own name, in 1 to {_TITLE} characters")


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
        f"    name = {_quoted(portal.name)}",
        f"    title = {_quoted(portal.title)}",
        f"    province = {_quoted(portal.province)}",
        *([f"    level = {_quoted(portal.level)}"] if portal.level else []),
        *([f"    district = {_quoted(portal.district)}"] if portal.district else []),
        f"    host = {_quoted(host)}",
        *([f"    scheme = {_quoted(parts.scheme)}"] if parts.scheme != "https" else []),
        f"    evidence = {_evidence(portal)}",
        *lines,
    ]
    seen = "seen live" if portal.evidence == "seen" else "not seen live"
    heading = f"{_prose(portal.title)}: {_words(portal.family)}."
    return "\n".join(
        (
            *textwrap.wrap(f'"""{heading}', _LINE),
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


def check(text: str, portal: Declaration) -> None:
    """Raises ValueError unless the text is what `source` means to write: a docstring, imports and one class that says
    nothing but literals and the platform's own words, with the title as it was typed."""
    try:
        compile(text, f"{portal.name}.py", "exec")
        first, *rest = ast.parse(text).body
    except (SyntaxError, ValueError) as error:
        raise ValueError(f"the file of {portal.name} would be no Python: {error}") from error
    *imports, last = rest or [first]
    body = last.body if isinstance(last, ast.ClassDef) else []
    plain = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    plain &= all(isinstance(line, ast.ImportFrom) for line in imports)
    plain &= bool(body) and all(isinstance(line, ast.Assign) for line in body)
    called = [node.func for node in ast.walk(last) if isinstance(node, ast.Call)]
    plain &= all(isinstance(function, ast.Name) and function.id in _DECLARING for function in called)
    titles = [line.value for line in body if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "title"]
    if not plain or [ast.literal_eval(value) for value in titles] != [portal.title]:
        raise ValueError(f"the file of {portal.name} would not be a plain description")


def write(file: Path, text: str) -> Any:
    """Write the file and import it; its spider class. Where that fails the file is removed again: ValueError."""
    file.write_text(text, encoding="utf-8")
    try:
        spec = importlib.util.spec_from_file_location(f"spiders.{file.stem}", file)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return getattr(module, f"{file.stem.capitalize()}Spider")
    except Exception as error:  # whatever the file does: one that cannot be imported would end every command
        file.unlink()
        raise ValueError(f"{file.name} could not be imported and was removed: {error!r}") from error


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
    marks = {"host": portal.evidence, "title": portal.title_evidence}
    if portal.province is not None:
        marks["province"] = "inferred"  # whoever runs the command says so; no page does
    return "{" + ", ".join(f'"{key}": "{mark}"' for key, mark in marks.items()) + "}"


def _words(family: str | None) -> str:
    return family.removesuffix("Spider") if family else "no known system, read by the shape of its pages"


def _prose(text: str) -> str:
    """The text without the two characters that mean something in a docstring."""
    return text.replace("\\", "/").replace('"', "'")


def _quoted(value: str | None) -> str:
    """A literal, with the quotes that need the fewest escapes, as the formatter has it. JSON escapes as Python does."""
    if value is None:
        return "None"
    text = json.dumps(value, ensure_ascii=False)
    if value.count('"') > value.count("'"):
        text = "'" + text[1:-1].replace('\\"', '"').replace("'", "\\'") + "'"
    return text
