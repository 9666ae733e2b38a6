"""The article's run of blocks under its headline.

Each plausible headline starts a run anew. The run adds up the points of its blocks (marks.py); leaving a container
costs, a footer or an "other news" heading is nearly a wall, and the headline and a date line beside it speak for the
run. So a longer piece of foreign prose elsewhere on the page does not win: no headline and no date line stand above
it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.extraction.blocks import Kind
from crawler.extraction.marks import PROSE_WORDS, Scored, closes
from crawler.extraction.short_lines import SURE, short_lines
from crawler.extraction.titles import MAX_WORDS, HeadTitles, evidence, fuller, printed_again
from crawler.extraction.vocabulary import SENTENCE_END, Label, names_box

_LEAVE, _LEAVE_MOST = 5.0, 60.0  # points per step of container distance beyond three, and at most
_AFTER_CUT, _AFTER_FOOTER = 100.0, 150.0  # for going on behind such a line
_TOOL_LINE = 2.0  # most that a line of tools or counters between headline and text costs
_AFTER_BYLINE = 100.0  # for going on in another container behind the author's line
_LEAVE_BOX = 80.0  # for leaving the box that headline and first paragraph share, furniture between
_PAGE_LEVEL = 100.0  # for going on in another part of the page, furniture between
BOX_HEADING = 8  # words of a box's heading
_GIVE_UP = 300.0  # a run that fell so far below its best does not recover
_CANDIDATES = 6  # headlines tried
_DATE_BONUS = 60.0
_WEAKEST = -2.0  # points of a line that being printed twice can still make a headline
_EQUAL = 0.8  # of the best value: as good as that
_TITLE_WEIGHT = 12.0
_HEADLESS = 0.8  # worth of a run that no headline opens


@dataclass(frozen=True, slots=True)
class Run:
    """The article: blocks `start` to `end` (exclusive) without the junk among them; `title` is the headline's index."""

    title: int | None
    start: int
    end: int
    points: float
    value: float
    dated: bool = False
    short: tuple[int, ...] = ()  # the article's lines, where it has no sentence


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
    blocks = [mark.block for mark in page.marks]
    for k, mark in enumerate(page.marks):
        b = mark.block
        if not 2 <= b.words <= MAX_WORDS or mark.label in (Label.DATE, Label.FOOTER):
            continue
        if (
            mark.junk
            and b.link_share > 0.6
            and b.kind is not Kind.HEADING
            and mark.label is Label.NONE
            and not b.long_links
        ):
            continue  # a button of a menu
        points = evidence(b, head)
        if mark.label not in (Label.NONE, Label.CONTACT) or (mark.junk and b.kind is not Kind.HEADING):
            points -= 4.0
        following = page.marks[k + 1 : k + 4]
        if any(m.label is Label.DATE for m in following):
            points += 1.5
        if k and page.marks[k - 1].score > 4 and mark.score > 4 and page.distance(k - 1, k) <= 2:
            points -= 3.0  # a paragraph among others
        if following and following[0].score > 4:
            points += 0.5
        if points > _WEAKEST and not b.link_share and b.words < PROSE_WORDS + 10 and printed_again(blocks, k):
            points += 2.0
        if points > 0 and not (page.named is not None and page.named(b)):
            found.append((fuller(blocks, k), points))
    return sorted(dict(sorted(found, key=lambda item: item[1])).items(), key=lambda item: -item[1])[:_CANDIDATES]


def _run_under(page: Scored, title: int, points: float) -> Run:
    dated = any(
        page.marks[k].label is Label.DATE and (k > title or page.distance(k, title) <= 5)
        for k in range(max(0, title - 2), min(len(page.marks), title + 4))
        if k != title
    )
    start, end, best = _grow(page, title + 1, title)
    short = short_lines(page, title, range(start, end)) if points >= SURE else ()
    if short:
        start, end, best = short[0], short[-1] + 1, 0.0
    value = _worth(best) + _TITLE_WEIGHT * min(points, 12.0)
    if dated:
        value += _DATE_BONUS
    elif _stamp_below(page, end):
        value += 0.5 * _DATE_BONUS
        dated = True
    return Run(title, start, end, points, value, dated, short)


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
    first = 0  # first block of the article
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
                points += max(mark.score, -8.0 if last is not None or title is None else -_TOOL_LINE)
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
        if last is not None and title is not None and _is_other_box(page, i, title, furniture):
            break
        if last is not None and title is not None and low < home and heads_box(page, i, int(low)):
            if taken > 1 or furniture or last > first:
                break  # a box beside the article
            barrier = max(barrier, _AFTER_CUT)  # behind one paragraph, which may be the lead
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
                if low < core and taken > 1 and mark.score >= PROSE_WORDS and closes(marks[last].block):
                    barrier = max(barrier, _AFTER_BYLINE)
                points -= barrier
                # Captions, however long and wherever nested, and short sentences.
                short = (mark.score < PROSE_WORDS or mark.block.after_image) and not furniture and low >= home
                if low < core and not short:
                    points -= min(_LEAVE_MOST, _LEAVE * max(0.0, distance - 3))
                if (furniture or taken > 1) and low < home:
                    points -= min(_LEAVE_BOX, 0.8 * max(points, 0.0))
                if (furniture or taken > 1) and low < core and _page_level(page, mark.block.path[max(int(low) - 1, 0)]):
                    points -= _PAGE_LEVEL if taken > 1 else min(_PAGE_LEVEL, max(points, 0.0))
            barrier = 0.0
        points += mark.score
        core = depth - 1 if last is None else min(core, int(low))
        begun = page.spans[mark.block.element]
        glued = last is not None and begun == (last, i)  # lead and text that ran together in one element
        first, last, low, furniture = (i if last is None else first), i, depth, False
        taken += mark.score > 4 and not glued
        if points > best:
            best, end = points, i + 1
        elif points < best - _GIVE_UP:
            break
    return start, end, best


def _opens_another(page: Scored, i: int) -> bool:
    """A heading with a stamp right behind it, below an article: the next article of the page."""
    following = page.marks[i + 1 : i + 2]
    return page.marks[i].block.kind is Kind.HEADING and bool(following) and following[0].label is Label.DATE


def _is_other_box(page: Scored, i: int, title: int, furniture: bool) -> bool:
    """The heading of a box about the office below the article's tools, or set as the article's own headline is."""
    block, headline = page.marks[i].block, page.marks[title].block
    if block.words > BOX_HEADING or not names_box(block.text):
        return False
    return furniture or (block.element.tag == headline.element.tag and block.path[:-1] == headline.path[:-1])


def heads_box(page: Scored, i: int, low: int) -> bool:
    """Whether block `i` is the heading of a box below depth `low`: it opens an element that holds prose behind it.

    Portals set the headings of their boxes in any tag ("Giới thiệu", "Lãnh đạo xã"), with prose in some of them.
    """
    b = page.marks[i].block
    if low >= len(b.path) or i + 1 >= len(page.marks):
        return False
    first, last = page.spans[b.path[low]]
    if first != i or last == i or b.link_share > 0.5 or b.kind in (Kind.ITEM, Kind.ROW, Kind.CAPTION):
        return False
    if b.kind is Kind.HEADING:
        return True
    return b.words <= BOX_HEADING and not b.text.endswith(SENTENCE_END) and page.marks[i + 1].score >= PROSE_WORDS


def _page_level(page: Scored, element: HtmlElement) -> bool:
    first, last = page.spans[element]
    inside = last - first + 1
    return inside >= 0.95 * len(page.marks) and inside >= 8
