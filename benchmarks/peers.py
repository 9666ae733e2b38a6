"""Other extractors behind the signature of benchmarks/systems.py, each as its manual shows it.

readability-lxml gives the article as HTML: its text is taken block by block. resiliparse gives text only; its title is
that of the page's head. Neither reads dates.
"""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Mapping

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # newspaper warns about every optional package it does without
    import newspaper
from lxml import html as lxml_html
from readability import Document as Readable
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.encoding import detect_encoding
from resiliparse.parse.html import HTMLTree

from benchmarks.systems import Found, System, trafilatura_default

_FAILURES = (ValueError, TypeError, AttributeError, LookupError, newspaper.ArticleException)


def readability(url: str, body: bytes) -> Found:
    """readability-lxml: the article's HTML, and the shortened title of the head."""
    page = Readable(_decoded(body), url=url)
    try:
        article = lxml_html.fromstring(page.summary(html_partial=True))
    except _FAILURES as error:
        return Found(note=f"nothing: {error}")
    for element in article.iter("p", "li", "tr", "div", "br", "h1", "h2", "h3", "h4", "figcaption"):
        element.tail = "\n" + (element.tail or "")
    lines = (" ".join(line.split()) for line in article.text_content().split("\n"))
    return Found("\n".join(filter(None, lines)), page.short_title())


def newspaper4k(url: str, body: bytes) -> Found:
    """newspaper4k with its parser for Vietnamese, on the page at hand: nothing is downloaded."""
    article = newspaper.Article(url, language="vi", fetch_images=False)
    try:
        article.download(input_html=_decoded(body))
        article.parse()
    except _FAILURES as error:
        return Found(note=f"nothing: {error}")
    return Found(article.text, article.title, article.publish_date or None)


def resiliparse(url: str, body: bytes) -> Found:
    """resiliparse: main content as plain text."""
    text = _decoded(body)
    found = extract_plain_text(text, main_content=True, alt_texts=False)
    title = None
    with contextlib.suppress(*_FAILURES):
        title = HTMLTree.parse(text).title
    return Found(found, title)


def _decoded(body: bytes) -> str:
    """Bytes as text, by the same detector for every peer that wants text."""
    return body.decode(detect_encoding(body) or "utf-8", "replace")


PEERS: Mapping[str, System] = {
    "trafilatura": trafilatura_default,
    "readability-lxml": readability,
    "newspaper4k": newspaper4k,
    "resiliparse": resiliparse,
}
