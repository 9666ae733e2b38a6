"""Entities that lost their ampersand, or kept it twice: "ldquo;Nhanh, gọnrdquo;", "&amp;ldquo;" (PORTALS 4.2).

Editors that escape what is escaped already, and filters that drop "&", leave the names of quotation marks, dashes and
Vietnamese letters in the text. No word of either language ends so, hence a name with its semicolon is unmistakable
wherever it stands, glued to a word or not. Addresses keep theirs, and so does text that shows the name itself: in
code, and alone in quotation marks or brackets.
"""

from __future__ import annotations

import re
from html.entities import html5

from lxml import etree
from lxml.html import HtmlElement

_NAMES = r"[lr][sd]quo|[nm]dash|hellip|nbsp|quot|[AEIOUYaeiouy](?:grave|acute|circ|tilde)"
_LOST = re.compile(rf"(?:&?(?:amp;)+)?&?(?P<name>{_NAMES});|&(?:amp;)+")
_TOKEN = re.compile(r"\S*;\S*")
_ADDRESS = re.compile(r"://|^www\.|^/\w|[?&][\w.-]+=")
_SHOWN = re.compile(rf"[\"“'‘(«][^\w\s]*&?(?:amp;)*(?:{_NAMES}|amp);[\"”'’)»]\W*")
_ENDS = (b"quo;", b"dash;", b"hellip;", b"nbsp;", b"quot;", b"grave;", b"acute;", b"circ;", b"tilde;", b"amp;")
_SUSPECT = etree.XPath("//*[not(self::script or self::style or self::textarea)]/text()[contains(., ';')]")
_CODE = ("code", "pre", "kbd", "samp")
_METAS = etree.XPath("/html/head/meta[contains(@content, ';')][@property or @name]")


def repair(text: str) -> str:
    """The text with its lost entities as the characters that they name, else as it was."""
    if ";" not in text or _LOST.search(text) is None:
        return text
    return _TOKEN.sub(lambda token: _repaired(token[0]), text)


def repair_tree(tree: HtmlElement) -> int:
    """Repair the texts of a page, and of its metas, in place; how many were changed."""
    changed = 0
    flat = etree.tostring(tree, method="text", encoding="utf-8")  # much quicker than a walk, and entities are resolved
    for text in _SUSPECT(tree) if any(end in flat for end in _ENDS) else ():
        if (better := repair(text)) != text:
            parent = text.getparent()
            holder = parent.getparent() if text.is_tail else parent
            if holder.tag in _CODE or next(holder.iterancestors(*_CODE), None) is not None:
                continue
            if text.is_tail:
                parent.tail = better
            else:
                parent.text = better
            changed += 1
    for meta in _METAS(tree):
        content = meta.get("content")
        if (better := repair(content)) != content:
            meta.set("content", better)
            changed += 1
    return changed


def _repaired(token: str) -> str:
    if _ADDRESS.search(token) or _SHOWN.fullmatch(token):
        return token
    return _LOST.sub(_character, token)


def _character(found: re.Match[str]) -> str:
    return "&" if found["name"] is None else html5.get(f"{found['name']};", found[0])
