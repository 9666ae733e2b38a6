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
when nothing says more (portals print it as their only stamp), and the method says so.

Never a date: clocks, boxes of other news, footers, licences, cited decisions, events, counters; nothing later than a
day after the fetch; no stamp whose weekday fits only the other order of day and month.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from lxml import etree
from lxml.html import HtmlElement

from archive.records import Precision
from crawler.extraction import dates, machine_dates
from crawler.extraction.blocks import Block
from crawler.extraction.dates import VIETNAM, Kind, PortalDate
from crawler.extraction.decode import Document
from crawler.extraction.layout import Layout, select
from crawler.extraction.text import clean
from crawler.extraction.vocabulary import Label, label

MAX_WORDS = 40  # a stamp with the tools of its line
PROSE_WORDS = 15
STALE_DAYS = 300  # DOMAIN 3.4: the newest date of the body may be so much older than the stamp

_YEARISH = re.compile(r"\d{4}|\d\s?[/.-]\s?\d")
_CLOCK = re.compile(
    r"clock|dong-?_?ho|current|hien-?_?tai|today|hom-?_?nay|server-?_?time|now\b|live-?time|real-?time|lich-?van", re.I
)
_SOFT_CLOCK = re.compile(
    r"date-?_?time|ngay-?_?(?:thang|gio)|calendar|time-?_?now|topbar|top-?_?(?:bar|head|menu)|header|banner|marquee|masthead",
    re.I,
)
_STAMP_NAME = re.compile(r"date|time|ngay|publi|post|meta|info", re.I)
_PAGE_LEVEL = frozenset(("html", "body", "form"))
_FOREIGN = frozenset(("footer", "nav", "aside"))
_FOREIGN_NAME = re.compile(
    r"(?:^|[\s_-])(?:foot(?:er)?|chan-?trang|comments?|binh-?luan|sidebar|related|tinlq|tin-?lien-?quan|copyright|menu)(?:$|[\s_-])",
    re.I,
)
_INLINE = ("span", "b", "i", "em", "font", "strong", "time", "small", "label", "a", "marquee")
_FIELD = re.compile(r"\s[|•·]\s|\s{2,}")
_DASHED = re.compile(r"\s[-–—]\s")
_NAME_WORDS = 6  # an author or office before the dash
_TAIL = re.compile(r"\(([^()]{8,40})\)$")

_BODY_DATE = re.compile(r"(?<![\d/.-])(\d{1,2})([/-])(\d{1,2})\2((?:19|20)\d\d)(?!\d)")
_CITED = re.compile(r"/[A-ZĐ][\w&-]{1,30},? (?:ban hành )?ngày (\d{1,2})[/-](\d{1,2})[/-]((?:19|20)\d\d)(?!\d)")

_TIMES = etree.XPath("//time[@datetime]")


class PageReading(Protocol):
    """What `crawler.extraction.read` gives."""

    @property
    def document(self) -> Document: ...
    @property
    def blocks(self) -> list[Block]: ...


@dataclass(frozen=True, slots=True)
class Published:
    """The answer.

    `value` is an aware datetime in +07:00, a date where only the day is known, or None; `raw` the text it was read from;
    `method` one of those listed above; `warnings` what speaks against it.
    """

    value: dt.datetime | dt.date | None = None
    raw: str | None = None
    method: str | None = None
    precision: Precision = Precision.NONE
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Candidate:
    method: str
    found: PortalDate
    raw: str
    distance: int = 0


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
_VISIBLE = ("layout", "label", "line")


def find(
    reading: PageReading,
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
    blocks = reading.blocks
    month_first = layout.month_first if layout else False
    fetched = fetched_at.astimezone(VIETNAM) if fetched_at else None
    today = fetched.date() if fetched else None
    scope = _Scope(blocks, title_index, run, month_first, today)
    candidates = list(_from_layout(reading.document.tree, layout, today))
    candidates += scope.lines()
    title = blocks[title_index].text if title_index is not None and title_index < len(blocks) else None
    days_of_clocks = scope.clock_days()
    for stated in machine_dates.stated(reading.document.tree, reading.document.url, title):
        if stated.loose and (stated.found.day == today or stated.found.day in days_of_clocks):
            continue
        if fetched and _is_render_time(stated.found, fetched):
            continue
        candidates.append(_Candidate("loose" if stated.loose else stated.method, stated.found, stated.found.raw))
    candidates += scope.time_elements(reading.document.tree)
    candidates = [c for c in candidates if _possible(c.found, today)]
    if not candidates:
        return Published()
    best = min(candidates, key=lambda c: (_ORDER.index(c.method), c.distance))
    return _answer(best, candidates, blocks[run[0] : run[1]])


def _from_layout(tree: HtmlElement, layout: Layout | None, today: dt.date | None) -> Iterator[_Candidate]:
    if layout is None:
        return
    for element in select(tree, layout.published):
        text = clean(element.get("content") or element.get("datetime") or " ".join(element.itertext()))
        if found := _read_line(text, today, layout.month_first, loose=True):
            yield _Candidate("layout", found, text)
            return


def _possible(found: PortalDate, today: dt.date | None) -> bool:
    if found.kind in (Kind.EVENT, Kind.DOCUMENT) or any(flag.startswith("weekday_says") for flag in found.flags):
        return False
    return today is None or found.day <= today + dt.timedelta(days=1)


def _is_render_time(found: PortalDate, fetched: dt.datetime) -> bool:
    """A stated moment within minutes of the visit: the page was made then, not the article."""
    return isinstance(found.value, dt.datetime) and abs(fetched - found.value) < dt.timedelta(minutes=5)


def _read_line(text: str, today: dt.date | None, month_first: bool, *, loose: bool) -> PortalDate | None:
    """A stamp on a line that may hold other fields. `loose`: also behind a name and a dash ("Lê Hoa - 09/06/2022")."""
    found = dates.parse(text, today=today, month_first=month_first)
    if found or not loose:
        return found
    fields = _FIELD.split(text)
    if len(fields) > 1:
        read = [f for field in fields if (f := dates.parse(field, today=today, month_first=month_first))]
        read.sort(key=lambda f: f.kind is not Kind.PUBLISHED)
        return read[0] if read else None
    for dash in _DASHED.finditer(text):
        name = text[: dash.start()].split()
        if len(name) <= _NAME_WORDS and all(word[0].isupper() or not word[0].isalpha() for word in name):
            return dates.parse(text[dash.end() :], today=today, month_first=month_first)
    return None


class _Scope:
    """Where on the page a visible stamp may stand: around one title and one run of blocks."""

    def __init__(
        self, blocks: list[Block], title: int | None, run: tuple[int, int], month_first: bool, today: dt.date | None
    ) -> None:
        self.blocks, self.month_first, self.today = blocks, month_first, today
        self.title = title if title is not None and title < len(blocks) else None
        self.start, self.stop = max(0, run[0]), min(len(blocks), run[1])
        first = self.start if self.title is None else max(self.start, self.title + 1)
        self.text = next((k for k in range(first, self.stop) if blocks[k].words >= PROSE_WORDS), self.stop)

    def lines(self) -> list[_Candidate]:
        """All acceptable visible stamps."""
        found: list[_Candidate] = []
        bare: set[dt.date] = set()
        top = self.title if self.title is not None else self.start
        for k in range(max(0, top - 3), min(len(self.blocks), self.stop + 6)):
            if k >= self.stop and self._ends(k):
                break
            if candidate := self._line(k, top):
                found.append(candidate)
                if candidate.method == "line":
                    bare.add(candidate.found.day)
        if len(bare) > 1:  # a schedule, not a stamp: which of its days would it be?
            found = [c for c in found if c.method != "line"]
        return found

    def _line(self, k: int, top: int) -> _Candidate | None:
        block = self.blocks[k]
        if k == self.title:
            return self._in_title(block)
        if block.words > MAX_WORDS or not _YEARISH.search(block.text) or block.link_share > 0.5 or block.long_links:
            return None
        near_top = top < k <= self.text + 1
        stamp = _read_line(block.text, self.today, self.month_first, loose=near_top)
        if stamp is None:
            return None
        raw = block.text
        if (
            stamp.kind is Kind.STAMP
            and k
            and self.blocks[k - 1].words <= 5
            and not _YEARISH.search(self.blocks[k - 1].text)
        ):
            joined = f"{self.blocks[k - 1].text} {block.text}"  # label and value in two cells
            labelled = dates.parse(joined, today=self.today, month_first=self.month_first)
            if labelled and labelled.kind is not Kind.STAMP:
                stamp, raw = labelled, joined
        if self._foreign(k, stamp):
            return None
        method = self._place(k, top, stamp)
        if method is None:
            return None
        if stamp.kind is Kind.UPDATED:
            method = "updated"
        return _Candidate(method, stamp, raw, abs(k - top) + (10 if k < top else 0))

    def _place(self, k: int, top: int, stamp: PortalDate) -> str | None:
        """The method by where the line stands, or None where such a line means nothing."""
        labelled = stamp.kind in (Kind.PUBLISHED, Kind.UPDATED)
        if k < top or (k == top and self.title is None):
            if k == top:
                return "label" if labelled else "line"
            if labelled:
                return "label" if _hops(self.blocks[k], self.blocks[top]) <= 6 else None
            return "above" if self._belongs_above(k, top, stamp) else None
        if labelled:
            return "label"
        if k < self.text or (k <= self.text + 1 and isinstance(stamp.value, dt.datetime)):
            return "line"
        if self.stop <= k <= self.stop + 1 and self._in_article_box(k, top, stamp):
            return "below"
        return None

    def _belongs_above(self, k: int, top: int, stamp: PortalDate) -> bool:
        """A bare line above the title is a stamp only with signs of it: the page's clock stands there too."""
        if top - k > 2 or any(
            _SOFT_CLOCK.search(_names(e)) for e in (*self.blocks[k].path[-3:], *_holders(self.blocks[k]))
        ):
            return False
        named = any(_STAMP_NAME.search(_names(e)) for e in self.blocks[k].path[-2:])
        return self._in_article_box(k, top, stamp) and (stamp.weekday_agrees is None or named)

    def _in_article_box(self, k: int, top: int, stamp: PortalDate) -> bool:
        """Whether a bare line shares a box with title and text that does not hold the page's menu as well."""
        box = _common(self.blocks[k], self.blocks[top])
        if stamp.day == self.today or box is None or box.tag in _PAGE_LEVEL or self.stop <= self.start:
            return False
        if box not in self.blocks[self.stop - 1].path:
            return False
        first = next(i for i, b in enumerate(self.blocks) if box in b.path)
        return not any(b.link_share > 0.5 for b in self.blocks[first : min(k, top)])

    def _in_title(self, block: Block) -> _Candidate | None:
        """ "HEADLINE (09/06/2022 10:30)": only with a time of day, since headlines end in days of events too."""
        tail = _TAIL.search(block.text)
        found = dates.parse(tail[1], today=self.today, month_first=self.month_first) if tail else None
        return _Candidate("line", found, tail[1]) if tail and found and isinstance(found.value, dt.datetime) else None

    def _foreign(self, k: int, stamp: PortalDate) -> bool:
        """A clock, a list item of other news, a footer or a comment."""
        block = self.blocks[k]
        for element in (*block.path[-3:], *_holders(block)):
            if _CLOCK.search(_names(element)):
                return True
        for element in block.path:
            if element.tag in _FOREIGN or (_FOREIGN_NAME.search(_names(element)) and not self._holds_text(element)):
                return True
        for n in (k - 1, k + 1):
            if n != self.title and 0 <= n < len(self.blocks) and self._listed(n) and (n == k + 1 or k > self.text):
                return True
        return self.start <= k < self.stop and k > self.text + 1 and stamp.kind is Kind.STAMP

    def _listed(self, n: int) -> bool:
        block = self.blocks[n]
        return bool(block.long_links) and block.link_share > 0.7

    def _holds_text(self, element: HtmlElement) -> bool:
        return self.text < len(self.blocks) and element in self.blocks[self.text].path

    def _ends(self, k: int) -> bool:
        block = self.blocks[k]
        return label(block.text, block.words) in (Label.CUT, Label.FOOTER) or self._listed(k)

    def clock_days(self) -> set[dt.date]:
        """Days that stand in the head of the page or in a named clock: today, as the page tells it."""
        top = self.title if self.title is not None else self.start
        days = set()
        for k in range(min(top, 60)):
            block = self.blocks[k]
            if block.words <= 16 and _YEARISH.search(block.text) and (found := dates.parse(block.text)):
                days.add(found.day)
        return days

    def time_elements(self, tree: HtmlElement) -> Iterator[_Candidate]:
        """`<time datetime>` in the blocks between title and text."""
        top = self.title if self.title is not None else self.start
        near = {self.blocks[k].element: k for k in range(max(0, top - 1), min(self.text + 1, len(self.blocks)))}
        for element in _TIMES(tree):
            holder = next((a for a in element.iterancestors() if a in near), None)
            if holder is None or _CLOCK.search(_names(element)):
                continue
            if found := dates.parse(element.get("datetime") or "", today=self.today):
                yield _Candidate("time", found, found.raw, abs(near[holder] - top))


def _names(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _holders(block: Block) -> list[HtmlElement]:
    """Inline elements of a block that hold its digits, as a clock's `<span id=clock>` does."""
    return [
        element
        for element in block.element.iter(*_INLINE)
        if (element.get("class") or element.get("id")) and _YEARISH.search("".join(element.itertext()))
    ]


def _common(a: Block, b: Block) -> HtmlElement | None:
    shared = None
    for x, y in zip(a.path, b.path, strict=False):
        if x is not y:
            break
        shared = x
    return shared


def _hops(a: Block, b: Block) -> int:
    """Steps between two blocks in the tree of containers."""
    shared = 0
    for x, y in zip(a.path, b.path, strict=False):
        if x is not y:
            break
        shared += 1
    return len(a.path) + len(b.path) - 2 * shared


def _answer(best: _Candidate, candidates: list[_Candidate], body: list[Block]) -> Published:
    warnings: list[str] = []
    value, precision = _value(best.found), best.found.precision
    for other in candidates:
        if other.method in _VISIBLE or other is best:
            continue
        if other.found.day != best.found.day:
            if other.method not in ("above", "below", "updated", "loose"):
                warnings.append(f"date: {other.method} says {other.found.day.isoformat()}")
        elif not isinstance(value, dt.datetime) and isinstance(finer := _value(other.found), dt.datetime):
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


def _value(found: PortalDate) -> dt.datetime | dt.date:
    return found.day if found.precision is Precision.DAY else found.value


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
