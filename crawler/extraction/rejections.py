"""Pages that are no article: what the page itself says, judged before and after the run is known.

A short notice, a page with a headline only and a page of photographs are articles. So every rule here asks for a
positive sign (a log-in field, a sentence that the page is gone, a list of headlines with their teasers), never for
lack of text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from urllib.parse import urlsplit

from lxml import etree

from archive.records import Reason, Rejection
from crawler.extraction.blocks import Block, Kind
from crawler.extraction.body import Run
from crawler.extraction.decode import Document
from crawler.extraction.marks import PROSE_WORDS, Scored, is_headline_link
from crawler.extraction.titles import HeadTitles, key
from crawler.extraction.vocabulary import (
    APOLOGY,
    BROKEN,
    EXPIRED,
    GONE,
    LOGIN,
    MAINTENANCE,
    SITEMAP,
    UNFILLED,
    WALL,
    Label,
    is_section,
    label,
    plain,
)

_SHORT_PAGE = 120  # words; a wall says little else
_STATEMENT = 40  # words of a line that can be a page's main statement
_MIN_TEASERS = 3
_STRONG_TITLE = 5.0  # points of a headline that is surely one
_PASSWORD = etree.XPath("boolean(//input[translate(@type, 'PASWORD', 'pasword')='password'])")
_PAGER = re.compile(r"^\W*(?:\d+\W+){2,}\d*\W*(?:\.\.\.|…|»|>|next|sau|cuoi|tiep|last)?", re.I)
_PAGE_STEP = re.compile(
    r"^\W*(?:(?P<n>\d{1,4})|dau|cuoi|truoc|sau|tiep|trang (?:dau|cuoi|truoc|sau|tiep)|first|last|next)\W*$"
)
_TEMPLATE = re.compile(r"\{\{[^{}]*\}\}")
_FIRST_PAGE = re.compile(r"^/?(?:(?:default|index|home|trang-?chu)(?:\.\w{2,5})?/?)?$", re.I)
_COLUMN_NUMBER = re.compile(r"\bso\W*(?:ky\s*hieu|hieu|van ban)\b")
_COLUMN_ISSUED = re.compile(r"\bngay\s*(?:ban hanh|ky|vb|van ban)\b")
_LINKS = etree.XPath("//body//a[@href]")
_SENTENCE = 8  # words
_TOLD = 30  # words below a headline with its stamp: whatever they are about, they are told
_FEW_LINKS = 2  # a page without a menu
_SHORT = 12  # words
_SHEET_HINT = re.compile(r"hi[ệe]u|ng[àa]y (?:ban|k[ýy])", re.I)  # worth a closer look
_NUMBER_LABEL = re.compile(r"^\W*so\s*(?:/\s*)?ky\s*hieu\b|^\W*so hieu(?: van ban)?\b")
_ISSUED_LABEL = re.compile(r"^\W*ngay\s*(?:ban hanh|ky)\b")


def before(document: Document, blocks: Sequence[Block]) -> Rejection | None:
    """Walls, which say so in few words, and pages without any."""
    if not blocks:
        return Rejection(Reason.EMPTY, document.url, "no text on the page")
    words = sum(b.words for b in blocks)
    if words <= _SHORT_PAGE:
        title = " ".join(document.tree.xpath("//title/text()"))
        text = plain(" ".join([title, *(b.text for b in blocks)]))
        if (found := WALL.search(text)) and not _tells_a_story(blocks):
            return Rejection(Reason.WALL, document.url, found[0])
        if any(_TEMPLATE.search(b.text) for b in blocks) and not any(
            b.words >= _SENTENCE and not _TEMPLATE.search(b.text) for b in blocks
        ):
            return Rejection(Reason.EMPTY, document.url, "a template that no script has filled")
    return None


def _tells_a_story(blocks: Sequence[Block]) -> bool:
    """A stamp and prose below it: news about walls and captchas. A wall prints its time at the end, if at all."""
    stamps = (i for i, b in enumerate(blocks) if label(b.text, b.words) is Label.DATE)
    first = next(stamps, len(blocks))
    return any(b.words >= PROSE_WORDS for b in blocks[first + 1 :])


def of_page(
    document: Document, page: Scored, run: Run | None, head: HeadTitles, article: Sequence[Block]
) -> Rejection | None:
    """Login, soft 404, legal sheet, listing: with the run that would be the article at hand."""
    url = document.url
    words = sum(b.words for b in article)
    title = page.marks[run.title].block.text if run and run.title is not None else ""
    below = [m.block for m in page.marks[run.title + 1 : run.title + 3] if not m.junk] if run and run.title else []
    told = run is not None and run.dated and words >= _TOLD
    if words < 80 and not told and (found := _statement(document, head, title, [*article[:2], *below], words)):
        return Rejection(found[0], url, found[1])
    if words < 80 and not (run and run.dated) and _PASSWORD(document.tree):
        labels = [plain(b.text) for b in (m.block for m in page.marks) if b.words <= 12]
        first = plain(" ".join(head.texts[:1])) + " " + plain(title)
        if LOGIN.search(first) or (sum(bool(LOGIN.search(x)) for x in labels) >= 1 and words < 15):
            return Rejection(Reason.LOGIN, url, "a password field and no article")
    if not (run and run.dated and _prose(article) >= _STATEMENT) and _is_sheet(page, article):
        return Rejection(Reason.LEGAL_DOCUMENT, url, "a sheet with number and date of issue")
    if detail := _is_page_of_links(document, page, run, head, article):
        return Rejection(Reason.LISTING, url, detail)
    if detail := _is_listing(page, run, head, article):
        return Rejection(Reason.LISTING, url, detail)
    return None


def _statement(
    document: Document, head: HeadTitles, title: str, article: Sequence[Block], words: int
) -> tuple[Reason, str] | None:
    """What a page of few words says about itself in its headline, window title or first lines."""
    if said := _gone(head, title, article):
        return Reason.SOFT_404, said
    for text in (title, *head.texts[:1], *(b.text for b in article)):
        line = plain(text)
        if text.count(" ") < _STATEMENT and BROKEN.search(line):
            return Reason.BROKEN, text
        if EXPIRED.search(line) and words <= _STATEMENT:
            return Reason.LOGIN, text
        if UNFILLED.search(line) and words <= _SENTENCE:
            return Reason.EMPTY, text
        sorry = words <= _SHORT or any(APOLOGY.search(plain(b.text)) for b in article)
        if sorry and MAINTENANCE.search(line) and len(_LINKS(document.tree)) <= _FEW_LINKS:
            return Reason.WALL, text
    return None


def _gone(head: HeadTitles, title: str, article: Sequence[Block]) -> str | None:
    """The sentence that says that the page is gone, where it is the page's main statement."""
    for text in (title, *head.texts[:1], *(b.text for b in article)):
        if len(text.split()) <= _STATEMENT and GONE.search(plain(text)):
            return text
    return None


def _is_sheet(page: Scored, article: Sequence[Block]) -> bool:
    """Labels for number and day of issue, each in a row of its own: the sheet of one act. A header row holds both."""
    if sum(b.words for b in article if b.kind is not Kind.ROW and b.words >= 25) > 200:
        return False
    number = issued = False
    for mark in page.marks:
        b = mark.block
        if b.words > 60 or not _SHEET_HINT.search(b.text):
            continue
        line = plain(b.text)
        first, second = _NUMBER_LABEL.search(line), _ISSUED_LABEL.search(line)
        if first and "ngay ban hanh" not in line[first.end() :]:
            number = True
        elif second:
            issued = True
    return number and issued


def _prose(article: Sequence[Block]) -> int:
    """Words of the article's sentences, tables apart."""
    return sum(b.words for b in article if b.kind is not Kind.ROW and b.words >= PROSE_WORDS and b.link_share < 0.3)


def _is_page_of_links(
    document: Document, page: Scored, run: Run | None, head: HeadTitles, article: Sequence[Block]
) -> str | None:
    """The portal's first page, its site map, a table of documents, the last page of a section."""
    title = page.marks[run.title].block if run is not None and run.title is not None else None
    dated = run is not None and run.dated and title is not None and title.link_share < 0.5
    if dated:
        return None
    headlines = sum(is_headline_link(m.block) for m in page.marks)
    address = urlsplit(document.url)
    if headlines >= _MIN_TEASERS and not address.query and _FIRST_PAGE.match(address.path):
        return f"the portal's first page with {headlines} headlines"
    if _prose(article) < PROSE_WORDS:
        names = (m.block.text for m in page.marks if m.block.kind is Kind.HEADING)
        if any(SITEMAP.search(plain(name)) for name in (*names, *head.texts[:1])):
            return "a site map"
        rows = [b for b in article if b.kind is Kind.ROW]
        header = next((plain(b.text) for b in rows if _SHEET_HINT.search(b.text)), "")
        if len(rows) > _MIN_TEASERS and _COLUMN_NUMBER.search(header) and _COLUMN_ISSUED.search(header):
            return f"a table of {len(rows) - 1} documents"
    if headlines and (title is None or title.link_share > 0.5 or is_section(title.text)) and _has_pager(page):
        return f"{headlines} headlines and a pager"
    return None


def _has_pager(page: Scored) -> bool:
    """Page numbers, in one line or each in an element of its own."""
    if any(m.block.link_share > 0.5 and m.block.words >= 3 and _PAGER.search(m.block.text) for m in page.marks):
        return True
    steps = [m.block.words <= 2 and _PAGE_STEP.match(plain(m.block.text)) for m in page.marks]
    return any(here and behind and (here["n"] or behind["n"]) for here, behind in pairwise(steps))


def _is_listing(page: Scored, run: Run | None, head: HeadTitles, article: Sequence[Block]) -> str | None:
    """Headlines as links with their summaries, or nothing but links, under a short or no headline."""
    marks = page.marks
    prose = [m for m in marks[run.start : run.end] if not m.junk and m.score > 4] if run is not None else []
    teasers = sum(m.teaser and is_headline_link(m.block) for m in marks)
    if (
        teasers >= _MIN_TEASERS
        and (len(prose) < 2 or not (run and run.points >= _STRONG_TITLE))
        and len(prose) < teasers
    ):
        return f"{teasers} headlines with summaries"
    if len(prose) >= 2:
        return None
    headlines = sum(is_headline_link(m.block) for m in marks)
    text_words = sum(b.words for b in article if b.link_share < 0.3)
    pager = _has_pager(page)
    title = marks[run.title].block if run is not None and run.title is not None else None
    named = title is not None and title.link_share < 0.5 and title.words >= 7 and key(title.text) not in head.sites
    if text_words < 40 and not (run and run.dated and title is not None and title.link_share < 0.5):
        if pager and headlines >= 3:
            return f"{headlines} headlines and a pager"
        if headlines >= 5 and not named:
            return f"{headlines} headlines and no text"
    return None
