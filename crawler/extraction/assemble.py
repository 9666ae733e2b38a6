"""From the chosen run to the article's lines: what of it is kept, and the short lines around it that belong to it."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.extraction.blocks import HEADINGS, Block, Kind
from crawler.extraction.body import BOX_HEADING, Run
from crawler.extraction.marks import BYLINE_WORDS, PROSE_WORDS, Mark, Scored, closes, is_right
from crawler.extraction.titles import key
from crawler.extraction.vocabulary import (
    LEAD_PREFIX,
    NAME,
    SENTENCE_END,
    Label,
    is_byline,
    names_attachment,
    names_box,
    plain,
)

TAIL_BLOCKS = 8  # how far behind the last paragraph a byline or an attachment may stand
_TAIL_DISTANCE = 9
_TITLE_WORDS = 5  # a shorter line may well say what the title says


def lines_of_run(page: Scored, run: Run) -> list[int]:
    """Indices of the blocks that make the article, in document order."""
    marks = page.marks
    if run.short:
        kept = list(run.short)
    elif run.end <= run.start:
        kept = []
    else:
        first = next((i for i in range(run.start, run.end) if _is_text(marks[i])), run.end)
        kept = [
            i
            for i in range(run.start, run.end)
            if not marks[i].junk and (i >= first or _opens(marks[i], marks[first] if first < run.end else None))
        ]
    kept += tail(page, run, kept)
    return without_repeats([m.block for m in marks], kept, marks[run.title].block.text if run.title is not None else "")


def without_repeats(blocks: Sequence[Block], kept: list[int], title: str) -> list[int]:
    """Without the headline as first line or as the words of a picture, and without a lead that is printed twice."""
    name = key(title)
    while kept and name and _says_the_same(blocks[kept[0]].text, name):
        kept = kept[1:]
    words = title.count(" ") + 1
    if words >= _TITLE_WORDS:
        kept = [
            i
            for i in kept
            if blocks[i].words != words
            or blocks[i].kind not in (Kind.PARAGRAPH, Kind.CAPTION)
            or key(blocks[i].text) != name
        ]
    if len(kept) >= 2:
        lead = _bare(blocks[kept[0]].text)
        for place in range(1, min(4, len(kept))):
            if len(lead) >= 30 and _bare(blocks[kept[place]].text) == lead:
                return kept[:place] + kept[place + 1 :]
    return kept


def _says_the_same(line: str, name: str) -> bool:
    """The headline once more, or its beginning with dots."""
    words = key(line)
    return words == name or (line.endswith(("...", "…")) and len(words) >= 20 and name.startswith(words))


def _bare(text: str) -> str:
    return key(LEAD_PREFIX.sub("", plain(text), count=1))


def _is_text(mark: Mark) -> bool:
    return not mark.junk and (mark.score > 2 or mark.block.kind is Kind.ROW)


def _opens(mark: Mark, first: Mark | None) -> bool:
    """Whether a short block between headline and first paragraph is article or a stray label."""
    b = mark.block
    if b.words >= 8 or b.text.endswith(SENTENCE_END) or b.kind in (Kind.ITEM, Kind.ROW, Kind.CAPTION) or b.after_image:
        return True
    return first is not None and b.path[-2:-1] == first.block.path[-2:-1]


def _heads_list(page: Scored, k: int, low: int) -> bool:
    """Whether block `k` opens an element below depth `low` in which links or prose follow: a box, no signature."""
    path = page.marks[k].block.path
    if low >= len(path) or page.spans[path[low]] == (k, k) or k + 1 >= len(page.marks):
        return False
    following = page.marks[k + 1].block
    return following.link_share > 0.5 or following.words >= PROSE_WORDS


def tail(page: Scored, run: Run, kept: list[int], *, siblings: bool = True) -> list[int]:
    """Bylines, attachments and short lines of the same container behind the run."""
    marks = page.marks
    last = kept[-1] if kept else run.title
    if last is None:
        return []
    found: list[int] = []
    container = marks[last].block.path
    core = min((page.shared[i] for i in range(kept[0], last)), default=len(container) - 1) if kept else len(container)
    low, furniture, signed_off = len(container), False, bool(kept) and closes(marks[kept[-1]].block)
    for k in range(max(run.end, last + 1), min(len(marks), run.end + TAIL_BLOCKS)):
        mark = marks[k]
        low = min(low, page.shared[k - 1])
        if mark.label in (Label.CUT, Label.FOOTER) or len(container) + len(mark.block.path) - 2 * low > _TAIL_DISTANCE:
            break
        b = mark.block
        if b.words <= BOX_HEADING and (furniture or b.element.tag in HEADINGS) and names_box(b.text):
            break
        if mark.junk or b.element.tag in HEADINGS:
            furniture = True
            continue
        sibling = siblings and bool(kept) and (b.path[-1] is container[-1] or b.path[-2:-1] == container[-2:-1])
        inside = siblings and bool(kept) and low >= core and not furniture
        attachment = b.words < 40 and names_attachment(b.text)
        byline = b.words <= BYLINE_WORDS and (is_byline(b.text) or (bool(kept) and is_right(b)))
        if signed_off and not (byline or attachment):
            break  # behind the author's name nothing is the article's
        alone = bool(kept) and k == last + 1 and 2 <= b.words <= 6 and not b.link_share
        signed = alone and NAME.match(b.text) and not _heads_list(page, k, low)
        if sibling or inside or attachment or byline or signed:
            found.append(k)
            signed_off = signed_off or (b.words <= BYLINE_WORDS and is_byline(b.text))
    return found
