"""The article's run of blocks: scores, the boxes of other news, and the one run that a headline stands above.

Every block gets points: prose counts by its words, labels and link lists cost. The article is a run of blocks under a
headline: each plausible headline starts a run anew, leaving a container costs, a footer or an "other news" heading is
nearly a wall, and a date line beside the headline speaks for it. So a longer piece of foreign prose elsewhere on the page
does not win: no headline and no date line stand above it. Class names play the smallest part (EXTRACTION, last section).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from crawler.extraction.blocks import LONG_LINK_WORDS, Block, Kind
from crawler.extraction.titles import MAX_WORDS, HeadTitles, evidence
from crawler.extraction.vocabulary import (
    DOCUMENT_NUMBER,
    FILE_ADDRESS,
    LABEL_WORDS,
    SENTENCE_END,
    Label,
    is_byline,
    label,
    names_attachment,
)

PROSE_WORDS = 15
_CAP = 90  # words of one block that count: a single endless paragraph does not outweigh an article
_LEAVE, _LEAVE_MOST = 5.0, 60.0  # points per step of container distance beyond three, and at most
_AFTER_CUT, _AFTER_FOOTER = 100.0, 150.0  # for going on behind such a line
_LEAVE_BOX = 80.0  # for leaving the box that headline and first paragraph share, furniture between
_PAGE_LEVEL = 100.0  # for going on in another part of the page, furniture between
_GIVE_UP = 300.0  # a run that fell so far below its best does not recover
_CANDIDATES = 6  # headlines tried
_DATE_BONUS = 40.0
_EQUAL = 0.8  # of the best value: as good as that
_TITLE_WEIGHT = 12.0
_HEADLESS = 0.8  # worth of a run that no headline opens
_FURNITURE_TAGS = frozenset(("nav", "footer"))
_FURNITURE_ROLES = frozenset(("navigation", "contentinfo", "search", "complementary", "banner"))
_FURNITURE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:comments?|binh-?luan|foot(?:er)?|chan-?trang|sidebar|copyright)(?:$|[\s_-])", re.I
)
_LISTED_DATE = re.compile(r"\(\s*\d{1,2}\s*[/.-]\s*\d{1,2}")


@dataclass(slots=True)
class Mark:
    """What was found out about one block."""

    block: Block
    label: Label
    score: float = 0.0
    junk: bool = False
    boxed: bool = False  # stands in a box of other news
    teaser: bool = False  # belongs to a list of headlines with summaries


@dataclass(frozen=True, slots=True)
class Run:
    """The article's blocks are `start` to `end` (exclusive) without what is junk there; `title` is the headline's index."""

    title: int | None
    start: int
    end: int
    points: float
    value: float
    dated: bool = False


@dataclass(slots=True)
class Scored:
    """All marks of a page, and where each block-level element begins and ends among them."""

    marks: list[Mark]
    spans: dict[HtmlElement, tuple[int, int]] = field(default_factory=dict)  # first and last block, inclusive
    shared: list[int] = field(default_factory=list)  # depth that block i shares with block i + 1

    def distance(self, i: int, j: int) -> int:
        """Steps between the containers of two blocks, i <= j."""
        low = min(self.shared[i:j], default=len(self.marks[i].block.path))
        return len(self.marks[i].block.path) + len(self.marks[j].block.path) - 2 * low


def score(blocks: list[Block], repeated: Callable[[Block], bool] | None = None) -> Scored:
    """Marks for every block. `repeated` says what the host prints on every page (template.py)."""
    page = Scored([Mark(b, label(b.text, b.words) if b.words <= LABEL_WORDS else Label.NONE) for b in blocks])
    for i, mark in enumerate(page.marks):
        path = mark.block.path
        for element in path:
            first, _ = page.spans.get(element, (i, i))
            page.spans[element] = (first, i)
        if i:
            page.shared.append(_common(page.marks[i - 1].block.path, path))
    furniture = _Furniture(page)
    for mark in page.marks:
        _judge(mark, furniture, repeated)
    _drop_boxes(page)
    _drop_teasers(page)
    return page


def _common(p: tuple[HtmlElement, ...], q: tuple[HtmlElement, ...]) -> int:
    n = 0
    for x, y in zip(p, q, strict=False):
        if x is not y:
            break
        n += 1
    return n


class _Furniture:
    """Elements that are furniture by tag, role or name, and do not hold half of the page's prose."""

    def __init__(self, page: Scored) -> None:
        self.page = page
        self.prose = [0.0]
        for mark in page.marks:
            b = mark.block
            self.prose.append(self.prose[-1] + (b.words * (1 - b.link_share) if b.words >= PROSE_WORDS else 0.0))
        self.known: dict[HtmlElement, int] = {}

    def holds(self, element: HtmlElement) -> bool:
        first, last = self.page.spans[element]
        return self.prose[last + 1] - self.prose[first] >= 0.5 * (self.prose[-1] or 1.0)

    def rank(self, block: Block) -> int:
        """0 nothing, 1 furniture by its name, 2 by tag or role."""
        return max(map(self._rank, block.path), default=0)

    def _rank(self, element: HtmlElement) -> int:
        rank = self.known.get(element)
        if rank is None:
            rank = 0
            if element.tag in _FURNITURE_TAGS or element.get("role") in _FURNITURE_ROLES:
                rank = 2
            elif _FURNITURE_NAMES.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
                rank = 1
            if rank and self.holds(element):
                rank = 0
            self.known[element] = rank
        return rank


def _judge(mark: Mark, furniture: _Furniture, repeated: Callable[[Block], bool] | None) -> None:
    b = mark.block
    attachment = b.words < 40 and b.link_share > 0 and names_attachment(b.text)
    prose = b.words >= PROSE_WORDS or (b.words >= 5 and b.text.endswith(SENTENCE_END) and b.link_share < 0.3)
    rank = furniture.rank(b)
    if repeated is not None and repeated(b):
        mark.junk, mark.score = True, -8.0
    elif rank == 2 or (rank == 1 and not (prose and b.words >= 30 and b.link_share < 0.3)):
        mark.junk, mark.score = True, -6.0
    elif mark.label is Label.DATE:
        mark.junk, mark.score = True, -2.0
    elif mark.label is not Label.NONE:
        mark.junk, mark.score = True, -6.0
    elif b.link_share > 0.6:
        document = b.words >= 3 and (DOCUMENT_NUMBER.search(b.text) is not None or links_to_file(b))
        mark.junk = not (attachment or document)
        mark.score = 0.5 if document else -3.0 - min(b.words, 20) * 0.3
    elif b.kind is Kind.ROW:
        mark.score = min(b.words, 10) * 0.8
    elif b.element.tag == "label":
        mark.junk, mark.score = True, -3.0
    elif prose:
        mark.score = min(b.words, _CAP) * (1 - b.link_share)
    elif b.kind is Kind.ITEM:
        mark.score = min(b.words, 10) * 0.4
    elif b.words >= 2 and b.text.endswith((".", "!", "?")):
        mark.score = 1.0
    elif b.kind is Kind.CAPTION or b.after_image or attachment or is_byline(b.text):
        mark.score = 0.5
    else:
        mark.score = -1.0


def links_to_file(block: Block) -> bool:
    """Whether the first link of a block leads to a document."""
    link = next(iter(block.element.iter("a")), None)
    return link is not None and FILE_ADDRESS.search(link.get("href") or "") is not None


def _drop_boxes(page: Scored) -> None:
    """Mark what stands under an "other news" heading."""
    for k, mark in enumerate(page.marks):
        if mark.label is Label.CUT:
            for m in page.marks[k + 1 : _end_of_box(page, k)]:
                m.junk, m.boxed, m.score = True, True, min(m.score, -4.0)


def _end_of_box(page: Scored, k: int) -> int:
    """The box of heading `k`: the smallest element that it opens, and larger ones as long as they add no text of their own.

    Where the heading opens no element, its following siblings up to the next prose.
    """
    marks = page.marks
    end = k + 1
    outer: HtmlElement | None = None
    for element in reversed(mark_path := marks[k].block.path):
        first, last = page.spans[element]
        if first < k:
            outer = element
            break
        if last + 1 > end:
            added = marks[end : last + 1]
            if end > k + 1 and not all(_list_like(m) for m in added):
                return end
            if any(_own_text(m) for m in added) and not _is_list(page, added):
                return end if end > k + 1 else _siblings(page, k, mark_path, element)
            end = last + 1
    return end if end > k + 1 else _siblings(page, k, mark_path, outer)


def _siblings(page: Scored, k: int, path: tuple[HtmlElement, ...], outer: HtmlElement | None) -> int:
    limit = page.spans[outer][1] + 1 if outer is not None else len(page.marks)
    end = k + 1
    while end < limit and not _own_text(page.marks[end]):
        end += 1
    return end


def _own_text(mark: Mark) -> bool:
    """Prose that is no teaser of a link and no item with its date."""
    return mark.score > 4 and not mark.block.long_links and not _LISTED_DATE.search(mark.block.text)


def _list_like(mark: Mark) -> bool:
    """What an outer box may add: links and labels, no text and no stamp."""
    if mark.label is not Label.NONE:
        return mark.label is not Label.DATE
    return mark.block.link_share > 0.5 or mark.block.words <= 2 or _LISTED_DATE.search(mark.block.text) is not None


def _is_list(page: Scored, marks: list[Mark]) -> bool:
    """Whether prose in a box is that of teasers: links stand before it, or it is a small part of the page's prose."""
    links = sum(m.block.long_links > 0 for m in marks)
    prose = [m for m in marks if _own_text(m)]
    dated = any(m.label is Label.DATE for m in marks)
    total = sum(m.score for m in page.marks if m.score > 4) or 1.0
    return (links >= len(prose) and not dated) or sum(m.score for m in prose) < 0.3 * total


def _drop_teasers(page: Scored) -> None:
    """Mark lists of teasers: two or more neighbours that each hold a headline as link and a summary, and little else."""
    marks = page.marks
    lists: dict[HtmlElement, list[tuple[int, int]]] = {}
    for i, mark in enumerate(marks[:-1]):
        if not is_headline_link(mark.block):
            continue
        j = i + 2 if marks[i + 1].label is Label.DATE and i + 2 < len(marks) else i + 1
        text = marks[j]
        if text.junk or not 4 < text.score <= 70:
            continue
        depth = min(page.shared[i:j])
        item = mark.block.path[depth - 1]
        first, last = page.spans[item]
        while depth >= 2 and page.spans[mark.block.path[depth - 2]] == (first, last):  # cell, row and table of one item
            depth -= 1
        if depth >= 2 and first >= i - 1 and last <= j + 2:
            lists.setdefault(mark.block.path[depth - 2], []).append((first, last))
    for items in lists.values():
        if len(items) >= 2:
            for first, last in items:
                for m in marks[first : last + 1]:
                    m.junk, m.teaser, m.score = True, True, min(m.score, -4.0)


def is_headline_link(block: Block) -> bool:
    """A line that is all link and long enough for a headline."""
    return block.link_share > 0.5 and block.long_links > 0 and block.words > LONG_LINK_WORDS


def find_run(page: Scored, head: HeadTitles) -> tuple[Run | None, list[Run]]:
    """The article's run, and the runs that lost, best first."""
    runs = [_run_under(page, k, points) for k, points in _headlines(page, head)]
    if headless := _run_without(page):
        runs.append(headless)
    runs.sort(key=lambda run: -run.value)
    if runs and runs[0].dated:  # of several dated articles on one page the first is the one that was asked for
        equals = [
            r
            for r in runs
            if r.dated and r.end > r.start and r.value >= _EQUAL * runs[0].value and r.points >= runs[0].points - 1.0
        ]
        first = min(equals, key=lambda run: run.start, default=runs[0])
        if first.end <= runs[0].start:
            runs.remove(first)
            runs.insert(0, first)
    return (runs[0], runs[1:]) if runs else (None, [])


def _headlines(page: Scored, head: HeadTitles) -> list[tuple[int, float]]:
    found = []
    for k, mark in enumerate(page.marks):
        b = mark.block
        if not 2 <= b.words <= MAX_WORDS or mark.label in (Label.DATE, Label.FOOTER):
            continue
        points = evidence(b, head)
        if mark.label is not Label.NONE or (mark.junk and b.kind is not Kind.HEADING):
            points -= 4.0
        following = page.marks[k + 1 : k + 4]
        if any(m.label is Label.DATE for m in following):
            points += 1.5
        if k and page.marks[k - 1].score > 4 and mark.score > 4 and page.distance(k - 1, k) <= 2:
            points -= 3.0  # a paragraph among others
        if following and following[0].score > 4:
            points += 0.5
        if points > 0:
            found.append((k, points))
    return sorted(found, key=lambda item: -item[1])[:_CANDIDATES]


def _run_under(page: Scored, title: int, points: float) -> Run:
    dated = any(
        page.marks[k].label is Label.DATE and (k > title or page.distance(k, title) <= 5)
        for k in range(max(0, title - 2), min(len(page.marks), title + 4))
        if k != title
    )
    start, end, best = _grow(page, title + 1, title)
    value = _worth(best) + _TITLE_WEIGHT * min(points, 12.0)
    if dated:
        value += _DATE_BONUS
    elif _stamp_below(page, end):
        value += 0.5 * _DATE_BONUS
        dated = True
    return Run(title, start, end, points, value, dated)


def _stamp_below(page: Scored, end: int) -> bool:
    """Some print the stamp right below the text, at most a tool line between."""
    for k in range(end, min(end + 2, len(page.marks))):
        mark = page.marks[k]
        if mark.label is Label.DATE and not mark.boxed:
            return True
        if not mark.junk:
            return False
    return False


def _run_without(page: Scored) -> Run | None:
    """The best run that no headline opens: for pages and fragments that have none."""
    best: tuple[float, int, int] = (0.0, 0, 0)
    k = 0
    while k < len(page.marks):
        if page.marks[k].score > 4:
            start, end, points = _grow(page, k, None)
            if points > best[0]:
                best = (points, start, end)
            k = max(end, k + 1)
        else:
            k += 1
    if best[0] <= 0:
        return None
    return Run(None, best[1], best[2], 0.0, _HEADLESS * _worth(best[0]))


def _worth(points: float) -> float:
    return 60.0 * math.log1p(max(points, 0.0) / 30.0) + 0.03 * max(points, 0.0)


def _grow(page: Scored, start: int, title: int | None) -> tuple[int, int, float]:
    """The best end of a run that begins at `start`: (start, end, points); end == start where nothing follows."""
    marks, shared = page.marks, page.shared
    points = best = 0.0
    end = start
    last: int | None = None  # last block of the article so far
    low = barrier = 0.0
    home = 0  # depth that the headline shares with the first block of the article
    core = 0  # depth that all blocks of the article so far share
    taken = 0  # blocks of the article so far: behind the lead alone, another part of the page may well be the body
    furniture = False
    low = len(marks[title].block.path) if title is not None else 0
    for i in range(start, len(marks)):
        mark = marks[i]
        if i and (title is not None or i > start):
            low = min(low, shared[i - 1])
        if mark.junk:
            if last is not None or mark.label is not Label.DATE:  # the stamp under a headline costs nothing
                points += max(mark.score, -8.0)
            if mark.label is Label.FOOTER:
                barrier = max(barrier, _AFTER_FOOTER)
            elif mark.label is Label.CUT:
                barrier = max(barrier, _AFTER_CUT)
            furniture = True
            continue
        if last is not None and _opens_another(page, i):
            if title is not None and mark.block.element.tag == marks[title].block.element.tag:
                break
            barrier, furniture = max(barrier, _AFTER_CUT), True
            continue
        depth = len(mark.block.path)
        if last is None:
            home = int(low) if title is not None else 0
            if title is not None:
                far = len(marks[title].block.path) + depth - 2 * low - 7
                points -= min(_LEAVE_MOST, 2.0 * max(0.0, far)) + 2.0 * max(0, i - title - 6)
                points -= barrier
        else:
            distance = len(marks[last].block.path) + depth - 2 * low
            if distance > 2:
                points -= barrier
                short = mark.score < PROSE_WORDS and not furniture and low >= home  # captions, short sentences
                if low < core and not short:
                    points -= min(_LEAVE_MOST, _LEAVE * max(0.0, distance - 3))
                if furniture and low < home:
                    points -= min(_LEAVE_BOX, 0.8 * max(points, 0.0))
                if furniture and _page_level(page, mark.block.path[max(int(low) - 1, 0)]):
                    points -= _PAGE_LEVEL if taken > 1 else min(_PAGE_LEVEL, max(points, 0.0))
            barrier = 0.0
        points += mark.score
        core = depth - 1 if last is None else min(core, int(low))
        last, low, furniture = i, depth, False
        taken += mark.score > 4
        if points > best:
            best, end = points, i + 1
        elif points < best - _GIVE_UP:
            break
    return start, end, best


def _opens_another(page: Scored, i: int) -> bool:
    """A heading with a stamp right behind it, below an article: the next article of the page."""
    following = page.marks[i + 1 : i + 2]
    return page.marks[i].block.kind is Kind.HEADING and bool(following) and following[0].label is Label.DATE


def _page_level(page: Scored, element: HtmlElement) -> bool:
    first, last = page.spans[element]
    inside = last - first + 1
    return inside >= 0.95 * len(page.marks) and inside >= 8
