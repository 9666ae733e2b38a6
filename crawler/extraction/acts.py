"""Pages that are an act and no news of it: its sheet (number and day of issue as labels), or its whole text.

News that quotes a decision, lists its articles or adds the sheet below stays: it tells something in sentences of its
own first. Plans, notices and invitations are printed as news by most portals and stay, too (DOMAIN, topics; PORTALS
4.4).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.extraction.blocks import Block, Kind
from crawler.extraction.marks import PROSE_WORDS
from crawler.extraction.vocabulary import plain

_TOLD = 200  # words in long paragraphs: with so many the sheet is an addition
_LONG = 25
_LABEL_LINE = 60  # words of a line that begins with a label
_HEAD = 14  # lines of an act above its first article
_LINE = 40  # words of a line of that head

_SHEET_HINT = re.compile(r"hi[ệe]u|ng[àa]y (?:ban|k[ýy])", re.I)  # worth a closer look
_NUMBER_LABEL = re.compile(r"^\W*so\s*(?:/\s*)?ky\s*hieu\b|^\W*so hieu(?: van ban)?\b")
_ISSUED_LABEL = re.compile(r"^\W*ngay\s*(?:ban hanh|ky)\b")
_STATE = re.compile(r"cong hoa xa hoi chu nghia viet nam")
_NUMBER = re.compile(r"^\W*so\s*:?\s*(?:\d+|\.{2,}|…|_+)?\s*/?\s*(?:\d{4}\s*/\s*)?(?P<type>qd|nq|ct|nd|tt|l)\b[-/]?")
_TYPE = re.compile(r"^\W*(?:quyet dinh|nghi quyet|chi thi|nghi dinh|thong tu|luat|phap lenh)\b")
_BASIS = re.compile(r"^\W*can cu\b")
_ARTICLE = re.compile(r"^\W*dieu 1\b")
_SENT_TO = re.compile(r"^\W*noi nhan\b")


def legal_document(page: Sequence[Block], article: Sequence[Block], *, told: bool) -> str | None:
    """What shows that a page is an act; None where it is something else.

    `page` is all of it, `article` the blocks that would be the text, `told` whether a stamped article in sentences was
    found.
    """
    if not told and _is_sheet(page, article):
        return "a sheet with number and date of issue"
    if _is_whole_act(page, article):
        return "the whole text of an act"
    return None


def _is_sheet(page: Sequence[Block], article: Sequence[Block]) -> bool:
    """Labels for number and day of issue, each in a row of its own: the sheet of one act. A header row holds both."""
    if sum(b.words for b in article if b.kind is not Kind.ROW and b.words >= _LONG) > _TOLD:
        return False
    number = issued = False
    for b in page:
        if b.words > _LABEL_LINE or not _SHEET_HINT.search(b.text):
            continue
        line = plain(b.text)
        first, second = _NUMBER_LABEL.search(line), _ISSUED_LABEL.search(line)
        if first and "ngay ban hanh" not in line[first.end() :]:
            number = True
        elif second:
            issued = True
    return number and issued


def _is_whole_act(page: Sequence[Block], article: Sequence[Block]) -> bool:
    """The head of an act, then its bases or articles, and no sentence of news before them."""
    start = next((i for i, b in enumerate(page) if b.words <= _LINE and _STATE.search(plain(b.text))), None)
    if start is None:
        return False
    above = {id(b) for b in page[:start]}
    if any(b.words >= PROSE_WORDS and id(b) in above for b in article):
        return False
    named = False
    for block in page[max(0, start - 2) : start + _HEAD]:
        line = plain(block.text)
        if named and (_BASIS.match(line) or _ARTICLE.match(line)):
            return any(_SENT_TO.match(plain(b.text)) or _ARTICLE.match(plain(b.text)) for b in article)
        if _NUMBER.search(line) or _TYPE.match(line):
            named = True
        elif block.words >= PROSE_WORDS and not _STATE.search(line):
            return False
    return False
