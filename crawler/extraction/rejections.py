"""Pages that are no article: what the page itself says, judged when the run is known (before that: walls.py).

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
from crawler.extraction import acts
from crawler.extraction.blocks import Block, Kind
from crawler.extraction.body import Run
from crawler.extraction.boxes import is_headline_link
from crawler.extraction.decode import Document
from crawler.extraction.marks import PROSE_WORDS, Mark, Scored
from crawler.extraction.titles import HeadTitles, key
from crawler.extraction.vocabulary import (
    APOLOGY,
    BROKEN,
    EXPIRED,
    GONE,
    LOGIN,
    LOGIN_FIRST,
    MAINTENANCE,
    REFUSAL,
    SITEMAP,
    UNFILLED,
    Label,
    is_section,
    plain,
)
from crawler.extraction.walls import NEEDS_A_BROWSER, TEMPLATE

_STATEMENT = 40  # words of a line that can be a page's main statement
_MIN_TEASERS = 3
_ORDER = 20  # words of a page that only asks for a log-in
_HEADLINE = 6  # words
_LINK, _MIN_LINKS = 4, 4  # words of a link to something, and such links on a page that has nothing else
_STRONG_TITLE = 5.0  # points of a headline that is surely one
_PASSWORD = etree.XPath("boolean(//input[translate(@type, 'PASWORD', 'pasword')='password'])")
_PAGER = re.compile(r"^\W*(?:\d+\W+){2,}\d*\W*(?:\.\.\.|…|»|>|next|sau|cuoi|tiep|last)?", re.I)
_PAGE_STEP = re.compile(
    r"^\W*(?:(?P<n>\d{1,4})|dau|cuoi|truoc|sau|tiep|trang (?:dau|cuoi|truoc|sau|tiep)|first|last|next)\W*$"
)
_FIRST_PAGE = re.compile(r"^/?(?:(?:default|index|home|trang-?chu)(?:\.\w{2,5})?/?)?$", re.I)
_COLUMN_NUMBER = re.compile(r"\bso\W*(?:ky\s*hieu|hieu|van ban)\b")
_COLUMN_ISSUED = re.compile(r"\bngay\s*(?:ban hanh|ky|vb|van ban)\b")
_DAY = r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}"
_WITH_DAY = re.compile(rf"^\W*{_DAY}|{_DAY}\b[^/]{{0,12}}$", re.ASCII)
_PAGES = re.compile(
    r"^\W*(?:(?:trước|sau|đầu|cuối)\W+)*trang\s*:?\s*\d+(?:\W+\d+)+(?:\W+(?:trước|sau|đầu|cuối))*\W*$", re.I
)
_MORE = re.compile(r"^\W*(?:(?:xem|doc) (?:tiep|them|chi tiet)|chi tiet|read more)\W*$")
_CUT = re.compile(r"(?:\.{3}|…)\W*(?P<more>(?:(?:xem|đọc) (?:tiếp|thêm|chi tiết)|chi tiết)\W*)?$", re.I)
_RESULTS = re.compile(
    r"^\W*(?:da )?tim thay(?: khoang| tong cong)?\s+[\d.,]+ ket qua\b.{0,60}$"
    r"|^\W*(?:co |tra ve |hien thi )?[\d.,]+ ket qua (?:tim kiem|phu hop|duoc tim thay)\b.{0,60}$"
    r"|^\W*ket qua tim kiem(?: (?:cho|voi|theo|tu khoa)\b.{0,60}|\s*[:\"“'].{0,60})?\W*$"
)
_LINKS = etree.XPath("//body//a[@href]")
_SENTENCE = 8  # words
_TOLD = 30  # words below a headline with its stamp: whatever they are about, they are told
_FEW_LINKS = 2  # a page without a menu
_ANNOUNCES = re.compile(r"\W*thong bao(?: \S+){4,}")  # the headline of somebody's notice: a wall is no longer titled
_SHORT = 12  # words
_SHEET_HINT = re.compile(r"hi[ệe]u|ng[àa]y (?:ban|k[ýy])", re.I)  # worth a closer look


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
    if words < _SENTENCE and (found := _stands_alone(page, run.title if run else None)):
        return Rejection(found[0], url, found[1])
    told = run is not None and run.dated and _prose(article) >= _STATEMENT
    if act := acts.legal_document([m.block for m in page.marks], article, told=told):
        return Rejection(Reason.LEGAL_DOCUMENT, url, act)
    if detail := _is_page_of_links(document, page, run, head, article):
        return Rejection(Reason.LISTING, url, detail)
    if detail := _is_listing(page, run, head, article):
        return Rejection(Reason.LISTING, url, detail)
    return None


def of_layout(url: str, article: Sequence[Block]) -> Rejection | None:
    """What a layout's container is not trusted with: an act in the template of news (PORTALS 4.4)."""
    act = acts.legal_document(article, article, told=_prose(article) >= _STATEMENT)
    return Rejection(Reason.LEGAL_DOCUMENT, url, act) if act else None


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
        if LOGIN_FIRST.search(line) and words <= _ORDER and title.count(" ") < _HEADLINE:
            return Reason.LOGIN, text
        if REFUSAL.search(line) and words <= _STATEMENT:
            return Reason.WALL, text
        if UNFILLED.search(line) and words <= _SENTENCE:
            return Reason.EMPTY, text
        sorry = words <= _SHORT or any(APOLOGY.search(plain(b.text)) for b in article)
        sorry = sorry and not _ANNOUNCES.match(plain(title))
        if sorry and MAINTENANCE.search(line) and len(_LINKS(document.tree)) <= _FEW_LINKS:
            return Reason.WALL, text
    return None


def _stands_alone(page: Scored, title: int | None) -> tuple[Reason, str] | None:
    """On a page without an article: a refusal, a template for a browser, or a log-in asked for under the headline."""
    for place, mark in enumerate(page.marks):
        text, line = mark.block.text, plain(mark.block.text)
        if TEMPLATE.search(text):
            return Reason.EMPTY, f"{NEEDS_A_BROWSER}: {text[:80]}"
        if mark.block.link_share < 0.3 and mark.block.words <= _STATEMENT:
            if REFUSAL.search(line):
                return Reason.WALL, text
            if title is not None and 0 < place - title <= 2 and mark.block.words <= _ORDER and LOGIN_FIRST.search(line):
                return Reason.LOGIN, text
    return None


def _gone(head: HeadTitles, title: str, article: Sequence[Block]) -> str | None:
    """The sentence that says that the page is gone, where it is the page's main statement."""
    for text in (title, *head.texts[:1], *(b.text for b in article)):
        if len(text.split()) <= _STATEMENT and GONE.search(plain(text)):
            return text
    return None


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
    for mark in page.marks:
        block = mark.block  # a headline may begin with figures, too: "20.345 lượt khách …"
        least = 0.2 if block.text.upper() == block.text.lower() else 0.5  # blanks between figures are outside the links
        if block.link_share > least and block.words >= 3 and _PAGER.search(block.text) and not is_headline_link(block):
            return True
        if block.words >= 2 and _PAGES.match(block.text):
            return True
    steps = [m.block.words <= 2 and _PAGE_STEP.match(plain(m.block.text)) for m in page.marks]
    return any(here and behind and (here["n"] or behind["n"]) for here, behind in pairwise(steps))


def _is_listing(page: Scored, run: Run | None, head: HeadTitles, article: Sequence[Block]) -> str | None:
    """Headlines as links with their summaries, or nothing but links, under a short or no headline."""
    marks = page.marks
    prose = [m for m in marks[run.start : run.end] if not m.junk and m.score > 4] if run is not None else []
    title = marks[run.title].block if run is not None and run.title is not None else None
    named = title is not None and title.link_share < 0.5 and title.words >= 7 and key(title.text) not in head.sites
    stamped = run is not None and run.title is not None and _is_stamp(marks[run.title + 1 : run.title + 2])
    if not (run and run.dated) and (detail := _is_search(page, title, prose)):
        return detail
    if detail := _is_cut_teasers(page, run, named=named):
        return detail
    if named and prose and run is not None and (stamped or run.points >= _STRONG_TITLE):
        return None  # a short notice, or photographs, beside much other news
    teasers = sum(m.teaser and is_headline_link(m.block) for m in marks)
    if (
        teasers >= _MIN_TEASERS
        and (len(prose) < 2 or not (run and run.points >= _STRONG_TITLE))
        and len(prose) < teasers
    ):
        return f"{teasers} headlines with summaries"
    if len(prose) >= 2:
        return None
    if not prose and title is None and not article:
        links = sum(m.block.link_share > 0.5 and m.block.words >= _LINK for m in marks)
        if teasers >= 2 or (links >= _MIN_LINKS and 2 * links >= len(marks)):
            return f"{teasers or links} links and no headline"
    if not prose and (items := _dated_headlines(page)) >= _MIN_TEASERS:
        return f"{items} headlines with their dates"
    headlines = sum(is_headline_link(m.block) for m in marks)
    text_words = sum(b.words for b in article if b.link_share < 0.3)
    pager = _has_pager(page)
    if text_words < 40 and not (run and run.dated and title is not None and title.link_share < 0.5):
        if pager and headlines >= 3:
            return f"{headlines} headlines and a pager"
        if headlines >= 5 and not named:
            return f"{headlines} headlines and no text"
    if pager and not named and text_words < PROSE_WORDS:
        return "a pager and no text"
    return None


def _is_search(page: Scored, title: Block | None, prose: Sequence[Mark]) -> str | None:
    """The answer of a search: it says so in its headline or in a line of its own, and links follow."""
    if title is not None and len(prose) > 1 and not _RESULTS.search(plain(title.text)):
        return None
    said = next(
        (i for i, m in enumerate(page.marks) if m.block.words <= _SHORT and _RESULTS.search(plain(m.block.text))), None
    )
    if said is None or not any(is_headline_link(m.block) for m in page.marks[said + 1 : said + 4]):
        return None
    return f"results of a search: {page.marks[said].block.text}"


def _is_cut_teasers(page: Scored, run: Run | None, *, named: bool) -> str | None:
    """Every paragraph is a summary that ends in dots below a linked headline: two of them, or one with a pager.

    Under a headline of its own (`named`) a page must have the pager, and nothing but the link above the summary.
    """
    marks = page.marks
    prose = [i for i in range(run.start, run.end) if not marks[i].junk and marks[i].score > 4] if run else []
    if not prose or run is None:
        return None
    for i in prose:
        above = marks[max(0, i - 3) : i]
        if _CUT.search(marks[i].block.text) is None or not any(is_headline_link(m.block) for m in above):
            return None
    behind = marks[prose[-1] + 1 : prose[-1] + 3]
    found = _CUT.search(marks[prose[-1]].block.text)
    more = (found is not None and found["more"]) or any(_MORE.match(plain(m.block.text)) for m in behind)
    if named:
        between = marks[(run.title or 0) + 1 : prose[0]]
        more = more and all(is_headline_link(m.block) or m.label is Label.DATE for m in between)
    if (more and _has_pager(page)) or (len(prose) >= 2 and not named):
        return f"{len(prose)} headlines with cut summaries"
    return None


def _is_stamp(marks: Sequence[Mark]) -> bool:
    return bool(marks) and marks[0].label is Label.DATE


def _dated_headlines(page: Scored) -> int:
    """Links to articles with the day of each, outside of boxes: the items of a list."""
    count = 0
    for i, mark in enumerate(page.marks):
        if not is_headline_link(mark.block) or mark.boxed:
            continue
        around = page.marks[max(0, i - 1) : i + 3]
        count += _WITH_DAY.search(mark.block.text) is not None or any(m.label is Label.DATE for m in around)
    return count
