"""When a page was published, and how we know: one chain of sources, each with its method; None rather than a guess.

Trust, best first (DOMAIN 3.4, EXTRACTION 6; the order where those differ is ours):

1. `layout`   the stamp where the portal's own layout says it is.
2. `label`    a visible line with a publication label, near the title or at the end of the article.
3. `line`     a bare date line between the title and the text.
4. `json-ld`, `meta`, `itemprop`, `dc`  what the page states for machines (machine_dates.py).
5. `time`     a `<time datetime>` beside the title.
6. `above`, `below`  a bare date line right above the title or right below the text.
7. `url`      a day in the address; 8. `updated`: a line that says "Cập nhật" only; 9. the loose `date` meta.

A visible stamp beats a machine value because CMSs are known to state edit times and crawl days; where both agree on
the day, the more precise of the two is taken. A line that says when the article was *updated* is taken as its date only
when nothing says more (portals print it as their only stamp), and the method says so. The loose `date` meta is often
the moment of the visit: it counts only where that moment is known to be another day.

Never a date: clocks, boxes of other news, footers, licences, cited decisions, events, counters; nothing later than a
day after the fetch; no stamp whose weekday fits only the other order of day and month.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from archive.records import Precision
from crawler.extraction import dates, machine_dates
from crawler.extraction.blocks import Block
from crawler.extraction.dates import VIETNAM, Kind, PortalDate
from crawler.extraction.layout import Layout, select
from crawler.extraction.reading import Reading
from crawler.extraction.stamps import PROSE_WORDS, Candidate, Stamps, read_line
from crawler.extraction.text import clean

STALE_DAYS = 300  # DOMAIN 3.4: the newest date of the body may be so much older than the stamp
_RENDERING = dt.timedelta(minutes=5)  # a stated moment so near to the visit is the making of the page

_ORDER = (
    "layout",
    "label",
    "line",
    "json-ld",
    "meta",
    "itemprop",
    "dc",
    "time",
    "above",
    "below",
    "url",
    "updated",
    "loose",
)
_WEAK = ("above", "below", "updated", "loose")  # their dissent is not worth a warning
_STATED = ("json-ld", "meta", "itemprop", "dc", "time")  # may lend their hour to a visible stamp of the same day
_BODY_DATE = re.compile(r"(\d(?<![\d/.-]\d)\d?)([/-])(\d{1,2})\2((?:19|20)\d\d)(?!\d)")
_CITED = re.compile(r"/[A-ZĐ][\w&-]{1,30},? (?:ban hành )?ngày (\d{1,2})[/-](\d{1,2})[/-]((?:19|20)\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Published:
    """The answer.

    `value` is an aware datetime in +07:00, a date where only the day is known, or None; `raw` the text it was read
    from; `method` one of those listed above; `warnings` what speaks against it.
    """

    value: dt.datetime | dt.date | None = None
    raw: str | None = None
    method: str | None = None
    precision: Precision = Precision.NONE
    warnings: tuple[str, ...] = ()

    @property
    def day(self) -> dt.date | None:
        """The local day."""
        return self.value.date() if isinstance(self.value, dt.datetime) else self.value


def find(
    reading: Reading,
    title_index: int | None,
    run: tuple[int, int],
    *,
    layout: Layout | None = None,
    fetched_at: dt.datetime | None = None,
) -> Published:
    """The publication date of one page; a `Published()` without value where the page gives none.

    `title_index` is the headline's block or None, `run` the article's blocks as (start, stop), `fetched_at` the aware
    moment of the visit where it is known.
    """
    blocks, document = reading.blocks, reading.document
    visit = fetched_at.astimezone(VIETNAM) if fetched_at else None
    today = visit.date() if visit else None
    stamps = Stamps(blocks, title_index, run, month_first=bool(layout and layout.month_first), today=today)
    candidates = [*_from_layout(document.tree, layout, today), *stamps.lines()]
    printed = {c.found.day for c in candidates}
    title = blocks[title_index].text if title_index is not None and title_index < len(blocks) else None
    clocks = [clock for clock in stamps.clocks() if clock.day not in printed]
    moments = [*(clock.value for clock in clocks), *([visit] if visit else [])]
    for stated in machine_dates.stated(document.tree, document.url, title):
        if not _is_of_the_visit(stated, moments) and (visit or not stated.loose):
            candidates.append(Candidate("loose" if stated.loose else stated.method, stated.found, stated.found.raw))
    candidates += stamps.time_elements(document.tree)
    candidates = [c for c in candidates if _possible(c.found, today)]
    if not candidates:
        return Published()
    best = min(candidates, key=lambda c: (_ORDER.index(c.method), c.distance))
    return _answer(best, candidates, blocks[run[0] : run[1]])


def _from_layout(tree: HtmlElement, layout: Layout | None, today: dt.date | None) -> Iterator[Candidate]:
    if layout is None:
        return
    for element in select(tree, layout.published):
        text = clean(element.get("content") or element.get("datetime") or " ".join(element.itertext()))
        if found := read_line(text, today, layout.month_first, loose=True):
            yield Candidate("layout", found, text)
            return


def _possible(found: PortalDate, today: dt.date | None) -> bool:
    if found.kind in (Kind.EVENT, Kind.DOCUMENT) or any(flag.startswith("weekday_says") for flag in found.flags):
        return False
    return today is None or found.day <= today + dt.timedelta(days=1)


def _is_of_the_visit(stated: machine_dates.MachineDate, moments: list[dt.datetime | dt.date]) -> bool:
    """Whether a stated value is the day or minute at which the page was made; `moments` are visit and page clocks."""
    value = stated.found.value
    vague = stated.loose or (stated.method in ("meta", "dc") and stated.found.precision is Precision.DAY)
    for moment in moments:
        if vague and stated.found.day == (moment.date() if isinstance(moment, dt.datetime) else moment):
            return True
        if isinstance(value, dt.datetime) and isinstance(moment, dt.datetime) and abs(moment - value) < _RENDERING:
            return True
    return False


def _answer(best: Candidate, candidates: list[Candidate], body: list[Block]) -> Published:
    warnings: list[str] = []
    value, precision = best.found.known, best.found.precision
    for other in candidates:
        if other.found.day != best.found.day:
            if other.method not in _WEAK:
                warnings.append(f"date: {other.method} says {other.found.day.isoformat()}")
        elif other.method not in _STATED:
            continue
        elif not isinstance(value, dt.datetime) and isinstance(finer := other.found.known, dt.datetime):
            value, precision = finer, other.found.precision  # same day, and it knows the hour
        elif (
            isinstance(value, dt.datetime)
            and precision is Precision.MINUTE
            and other.found.precision is Precision.SECOND
        ):
            moment = other.found.value
            if isinstance(moment, dt.datetime) and moment.replace(second=0) == value:
                value, precision = moment, Precision.SECOND
    if best.found.weekday_agrees is False:
        warnings.append("date: the printed weekday does not fit")
    if "month_first" in best.found.flags:
        warnings.append("date: the stamp is month first")
    if best.method == "updated":
        warnings.append("date: the page says only when it was updated")
    warnings += _against(best.found.day, body)
    method = "meta" if best.method == "loose" else best.method
    return Published(value, best.raw, method, precision, tuple(dict.fromkeys(warnings)))


def _against(day: dt.date, body: list[Block]) -> Iterator[str]:
    """DOMAIN 3.4: the newest date of the body long before the stamp, or a cited document younger than it."""
    text = "\n".join(block.text for block in body if block.words >= PROSE_WORDS)
    days = [d for m in _BODY_DATE.finditer(text) if (d := _day(m[1], m[3], m[4])) and d.year >= dates.FIRST_YEAR]
    if days and (day - max(days)).days > STALE_DAYS:
        yield f"date: the newest date in the text is {(day - max(days)).days} days older"
    cited = [d for m in _CITED.finditer(text) if (d := _day(m[1], m[2], m[3])) and d > day]
    if cited:
        yield f"date: the text cites a document of {max(cited).isoformat()}"


def _day(day: str, month: str, year: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
