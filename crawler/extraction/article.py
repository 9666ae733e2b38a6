"""From a page to an article or a reason: the order of the steps, nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml.html import HtmlElement

from archive.records import Article, Page, Reason, Rejection
from crawler import urls
from crawler.extraction import docnums, events, fields, figures, origin, published, rejections, topics, walls
from crawler.extraction.assemble import lines_of_run, without_repeats
from crawler.extraction.blocks import Block, Kind
from crawler.extraction.body import Run, find_run
from crawler.extraction.dates import VIETNAM
from crawler.extraction.intruders import without_intruders
from crawler.extraction.layout import Layout, Match, match
from crawler.extraction.layout_body import by_layout
from crawler.extraction.marks import Scored, score
from crawler.extraction.opinion import disagreement, foreign_text, put_back
from crawler.extraction.reading import Reading, read
from crawler.extraction.text import clean
from crawler.extraction.titles import HeadTitles, from_head, head_titles, is_name, key, unglued, without_stamp

if TYPE_CHECKING:
    from crawler.extraction.template import Template

WEAK_WORDS = 60
_ABOVE_BODY, _IN_BODY = 8, 4  # blocks around the beginning of a layout's body, among which its headline is sought
_SURE_HEADLINE = 5.0  # points (titles.py): it is what the head of the page says, or set as a headline in two ways
RIVAL = 0.85  # of the value of the run that won


def extract(page: Page, layouts: Sequence[Layout] = (), template: Template | None = None) -> Article | Rejection:
    """Read one page. Layouts first, else the article's run of blocks; never an exception for a page's sake."""
    reading = read(page)
    if isinstance(reading, Rejection):
        return reading
    return extract_reading(reading, layouts, template, fetched_at=page.fetched_at)


def extract_reading(
    reading: Reading,
    layouts: Sequence[Layout] = (),
    template: Template | None = None,
    *,
    fetched_at: dt.datetime | None = None,
) -> Article | Rejection:
    """The same without a second parse."""
    document = reading.document
    if rejection := walls.find(document, reading.blocks):
        return rejection
    head = head_titles(document)
    blocks, intruded = without_intruders(reading.blocks, document.url)
    if intruded and (rejection := walls.remains(document.url, blocks)):
        return rejection
    cut = frozenset({key(b.text) for b in reading.blocks} - {key(b.text) for b in blocks}) if intruded else frozenset()
    reading = Reading(document, unglued(blocks, head), cut)
    warnings = [*document.warnings, *intruded]
    matched, complaints = match(document.tree, layouts, fetched_at.date() if fetched_at else None)
    warnings += complaints
    text = _by_run(reading, template, head) if matched is None else _by_layout(reading, matched, template, head)
    if isinstance(text, Rejection):
        return text
    if rejection := walls.in_text(document.url, text.title, text.lines, reading.cut):
        return rejection
    warnings += text.warnings
    return _article(reading, text, matched, fetched_at, warnings)


@dataclass(frozen=True, slots=True)
class _Text:
    """What a way of extraction gives: headline, lines, and their blocks (fewer, where trafilatura read)."""

    title: str
    title_index: int | None
    lines: list[str]
    blocks: list[Block]
    span: tuple[int, int]  # first block of the article on the page and the one behind its last
    extractor: str
    warnings: list[str] = field(default_factory=list)


def _by_layout(reading: Reading, matched: Match, template: Template | None, head: HeadTitles) -> _Text | Rejection:
    blocks = reading.blocks
    title, title_index, chosen = by_layout(blocks, matched)
    if rejection := rejections.of_layout(reading.document.url, chosen):
        return rejection
    warnings = [] if chosen else [f"layout {matched.layout.name}: empty body"]
    shared = template is not None and title_index is not None and template.names(blocks[title_index])
    if title is not None and (shared or is_name(title, head)):
        warnings.append(f"layout {matched.layout.name}: its title is the name of the site or of a section")
        title = title_index = None
    places = {id(b): i for i, b in enumerate(blocks)}
    inside = [places[id(b)] for b in chosen if id(b) in places]
    if title is None:
        title_index = _headline_of(blocks, inside, template, head)
        title = _title(blocks, title_index, template, head)
    span = (inside[0], inside[-1] + 1) if inside else (0, 0)
    return _Text(title or "", title_index, [b.text for b in chosen], chosen, span, "layout", warnings)


def _title(blocks: list[Block], index: int | None, template: Template | None, head: HeadTitles) -> str | None:
    """The words of the headline's block, else those of the head of the page."""
    if index is not None:
        return without_stamp(blocks[index])
    return from_head(head, template.names_in_head if template is not None else None)


def _headline_of(blocks: list[Block], inside: Sequence[int], template: Template | None, head: HeadTitles) -> int | None:
    """The headline's block for a body (block numbers) whose layout names none.

    A sure one around the beginning of the body, else the best from the top of the page to the body's end.
    """
    named = template.names if template is not None else None
    if inside:
        first = max(0, inside[0] - _ABOVE_BODY)
        run, _ = find_run(score(blocks[first : inside[0] + _IN_BODY], named=named), head)
        if run is not None and run.title is not None and run.points >= _SURE_HEADLINE:
            return first + run.title
    run, _ = find_run(score(blocks[: inside[-1] + 1] if inside else blocks, named=named), head)
    return run.title if run is not None else None


def _by_run(reading: Reading, template: Template | None, head: HeadTitles) -> _Text | Rejection:
    document = reading.document
    page = score(reading.blocks, *((template.on_page(), template.names) if template is not None else ()))
    run, rivals = find_run(page, head)
    kept = lines_of_run(page, run) if run is not None else []
    chosen = [reading.blocks[i] for i in kept]
    if rejection := rejections.of_page(document, page, run, head, chosen):
        return rejection
    if template is not None and (run is None or run.title is None) and template.unlike(reading.blocks):
        return Rejection(Reason.LISTING, document.url, "no headline, and no text where this host prints its articles")
    title_index = run.title if run is not None else None
    title = _title(reading.blocks, title_index, template, head)
    after_title = title_index + 1 if title_index is not None else 0
    span = (kept[0], kept[-1] + 1) if kept else (after_title, after_title)
    lines = [b.text for b in chosen]
    warnings: list[str] = []
    extractor = "blocks"
    if not fields.is_vietnamese(reading.blocks):
        extractor, lines, chosen = _foreign(reading, page, run, template, title, lines, chosen)
    elif _is_weak(run, rivals, lines):
        theirs = _second_text(reading)
        if complaint := disagreement(lines, theirs):
            warnings.append(complaint)
        if run is None or (run.title is None and not lines):
            extractor, lines = "trafilatura", theirs
    if not lines:
        if title is None:
            return Rejection(Reason.EMPTY, document.url, "neither headline nor text")
        warnings.append("no text under the headline")
    if title is None:
        warnings.append("no headline found")
    return _Text(title or "", title_index, lines, chosen, span, extractor, warnings)


def _second_text(reading: Reading) -> list[str]:
    """trafilatura's lines without what was cut from the page."""
    return [line for line in foreign_text(reading.document.tree) if not reading.cut or key(line) not in reading.cut]


def _foreign(
    reading: Reading,
    page: Scored,
    run: Run | None,
    template: Template | None,
    title: str | None,
    lines: list[str],
    chosen: list[Block],
) -> tuple[str, list[str], list[Block]]:
    """A page in another language: trafilatura's text with what it lost, the block run where it finds nothing."""
    theirs = _second_text(reading)
    if not theirs:
        return "blocks", lines, chosen
    restored = put_back(theirs, page)
    if restored is None and run is not None and run.title is not None and run.dated and lines:
        return "blocks", lines, chosen  # a table of the layout came back as one line
    if restored is not None:
        repeated = template.on_page() if template is not None else None
        kept = [b for b in restored if repeated is None or not repeated(b)]
        kept = [kept[i] for i in without_repeats(kept, list(range(len(kept))), title or "")]
        return "trafilatura", [b.text for b in kept], kept
    if template is not None:
        theirs = template.strip(theirs, [mark.block for mark in page.marks])
    return "trafilatura", theirs, chosen


def _is_weak(run: Run | None, rivals: Sequence[Run], lines: Sequence[str]) -> bool:
    """Whether a second opinion is worth its price: no headline, little text without a date, or a rival close behind."""
    if run is None or run.title is None:
        return True
    if not run.dated and sum(line.count(" ") + 1 for line in lines) < WEAK_WORDS:
        return True
    other = next((r for r in rivals if r.end > r.start and (r.start >= run.end or r.end <= run.start)), None)
    return other is not None and other.value > RIVAL * run.value


def _article(
    reading: Reading, text: _Text, matched: Match | None, fetched_at: dt.datetime | None, warnings: list[str]
) -> Article:
    document, blocks = reading.document, reading.blocks
    layout = matched.layout if matched is not None else None
    stamp = published.find(reading, text.title_index, text.span, layout=layout, fetched_at=fetched_at)
    body = "\n".join(text.lines)
    visited = fetched_at.astimezone(VIETNAM).date() if fetched_at else None
    event = events.find(text.lines, stamp.day, visited)
    about = topics.classify(text.title, body)
    author = _unlabelled(_of([matched.author] if matched and matched.author is not None else []))
    author = author or fields.author(document.tree, text.blocks, _beside_text(blocks, text))
    return Article(
        url=document.url,
        canonical_url=urls.canonical(document.url),
        key=urls.key(document.url),
        title=text.title,
        text=body,
        lead=_of(matched.leads if matched else ()) or fields.lead(document.tree, text.blocks),
        author=author,
        section=_of([matched.section] if matched and matched.section is not None else [])
        or fields.section(document.tree, blocks, text.title_index, text.title),
        published_at=stamp.value,
        published_raw=stamp.raw,
        published_method=stamp.method,
        published_precision=stamp.precision,
        event_date=event.day if event else None,
        event_date_raw=event.raw if event else None,
        event_date_method=event.method if event else None,
        language=fields.language(document.tree, body or text.title),
        document_numbers=tuple(docnums.find(f"{text.title}\n{body}")),
        areas=about.areas,
        cchc_score=about.score,
        attachments=fields.attachments(document.url, document.tree, text.blocks),
        figures=figures.find(text.title, body),
        origin=origin.find(text.lines, url=document.url, author=author, pictures=_of_pictures(text.blocks)),
        extractor=text.extractor,
        layout=layout.name if layout else None,
        warnings=(*warnings, *stamp.warnings),
    )


def _of_pictures(blocks: Sequence[Block]) -> frozenset[str]:
    """The lines that stand under a picture."""
    return frozenset(block.text for block in blocks if block.kind is Kind.CAPTION or block.after_image)


def _beside_text(blocks: list[Block], text: _Text) -> list[Block]:
    """The lines between the headline and the article's first one, and the two behind its last."""
    if text.title_index is None:
        return []
    begun, end = text.span
    return [*blocks[text.title_index + 1 : begun], *blocks[end : end + 2]]


def _of(elements: Sequence[HtmlElement]) -> str | None:
    """The words of what a layout selected, None where there are none."""
    return clean(" ".join("".join(e.itertext()) for e in elements)) or None


def _unlabelled(name: str | None) -> str | None:
    return fields.AUTHOR_LABEL.sub("", name).strip() or None if name else None
