"""Names for the place of an element, in the form that a layout takes: what a changed page is described with.

Pure. A selector is worth something where it finds the same thing on every page of a portal and nothing before it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from lxml.html import HtmlElement

from crawler.extraction.blocks import Block
from crawler.extraction.layout import select

_MADE_BY_MACHINE = re.compile(r"\d{3,}|[0-9a-f]{8}|[^\w-]", re.I)  # GUIDs, instance and article numbers
_NAME = re.compile(r"^-?[A-Za-z_][\w-]*$")
_CLIMB = 3  # elements above that may lend their name
_BODY_SHARE = 0.6  # of the article's words that its container holds


def container(blocks: Sequence[Block]) -> HtmlElement | None:
    """The innermost element that holds most words of these blocks, and more than one of them where there are several:
    a lead may stand outside of it, and one long paragraph is no container. None for no blocks."""
    words: Counter[HtmlElement] = Counter()
    number: Counter[HtmlElement] = Counter()
    depth: dict[HtmlElement, int] = {}
    for block in blocks:
        for place, element in enumerate(block.path):
            words[element] += block.words
            number[element] += 1
            depth[element] = place
    least = _BODY_SHARE * sum(block.words for block in blocks)
    whole = [element for element in words if words[element] >= least and number[element] >= min(2, len(blocks))]
    return max(whole, key=lambda element: depth[element], default=None)


def candidates(element: HtmlElement) -> Iterator[str]:
    """Selectors that name this element, the plainest first: by id, class or microdata, else below one that has such."""
    yield from _own(element)
    above = element.getparent()
    for _ in range(_CLIMB):
        if above is None or above.tag in ("body", "html"):
            return
        for name in _own(above):
            yield f"{name} {tag_of(element)}"
        above = above.getparent()


def tag_of(element: HtmlElement) -> str:
    """The element's name."""
    return str(element.tag)


def _own(element: HtmlElement) -> Iterator[str]:
    identity = element.get("id") or ""
    if _NAME.match(identity) and not _MADE_BY_MACHINE.search(identity):
        yield f"#{identity}"
    if role := element.get("itemprop"):
        yield f'{tag_of(element)}[itemprop="{role}"]'
    tokens = [t for t in (element.get("class") or "").split() if _NAME.match(t) and not _MADE_BY_MACHINE.search(t)]
    for token in tokens:
        yield f"{tag_of(element)}.{token}"
    if len(tokens) > 1:
        yield tag_of(element) + "".join(f".{token}" for token in tokens)


def best(found: Iterable[tuple[HtmlElement, HtmlElement]]) -> tuple[str, int] | None:
    """The selector that leads to the right element on most pages, as its first hit, and on how many.

    `found` are pairs (tree of a page, element on it). None where no page's element has a name.
    """
    pairs = list(found)
    names = dict.fromkeys(name for _, element in pairs for name in candidates(element))
    support = {name: sum(select(tree, name)[:1] == [element] for tree, element in pairs) for name in names}
    name = max(support, key=lambda n: (support[n], n.startswith("#"), -n.count(" "), -len(n)), default=None)
    return (name, support[name]) if name is not None and support[name] else None
