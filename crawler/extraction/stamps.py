"""Visible date lines of a page: which of them can be the stamp of the article, by where they stand.

A stamp stands between the headline and the text, or right above the headline in the article's own box, or at the end
of the article. The same words elsewhere are a clock, an item of other news, a footer, a comment or an event; the less a
line says about itself, the more its place must say.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from crawler.extraction import dates
from crawler.extraction.blocks import Block
from crawler.extraction.dates import Kind, PortalDate
from crawler.extraction.text import clean
from crawler.extraction.vocabulary import Label, label

PROSE_WORDS = 15
_MAX_WORDS = 40  # a stamp with the tools of its line
_LABEL_WORDS = 5  # a label in a cell of its own
_ABOVE, _BELOW = 2, 6  # blocks above the headline and behind the text that are looked at
_NAME_WORDS = 6  # an author or office before a dash
_HEAD_BLOCKS = 6  # a box of its own for stamp, headline, author
_PAGE_SHARE = 0.9  # a box that holds so much of the blocks is the page

_YEARISH = re.compile(r"\d{4}|\d\s?[/.-]\s?\d")
_CLOCK = re.compile(
    r"clock|dong-?_?ho|current|hien-?_?tai|today|hom-?_?nay|server-?_?time|(?:^|[\s_-])now\b|live-?time|real-?time|lich-?van",
    re.I,
)
_CLOCK_LIKE = re.compile(  # names that clocks and stamps share: enough against a bare line above the headline
    r"date-?_?time|ngay-?_?(?:thang|gio)|calendar|time-?_?now|top-?_?(?:bar|head|menu)|header|banner|marquee|masthead",
    re.I,
)
_STAMP_NAME = re.compile(r"date|time|ngay|publi|post|meta|info", re.I)
_SURE_NAME = re.compile(r"publi|post|article|news|detail|creat|ngay-?_?dang", re.I)  # no clock is called so
_PAGE_LEVEL = frozenset(("html", "body", "form"))
_FOREIGN = frozenset(("footer", "nav", "aside"))
_FOREIGN_NAME = re.compile(
    r"(?:^|[\s_-])(?:foot(?:er)?|chan-?trang|comments?|binh-?luan|sidebar|related|tinlq|tin-?lien-?quan|copyright|menu)"
    r"(?:$|[\s_-])",
    re.I,
)
_INLINE = ("span", "b", "i", "em", "font", "strong", "time", "small", "label", "a")
_FIELD = re.compile(r"\s[|•·]\s|\s{2,}")
_DASHED = re.compile(r"\s[-–—]\s")
_TODAY = re.compile(r"^\W*hôm nay\W*", re.I)
_MACHINE_FORM = re.compile(r"\d{4}-\d\d-\d\dT")
_TAIL = re.compile(r"\(([^()]{8,40})\)$")
_TIMES = etree.XPath("//time[@datetime]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A date that may be the publication. `method` says where it stands, `distance` in blocks from the headline."""

    method: str
    found: PortalDate
    raw: str
    distance: int = 0


def read_line(text: str, today: dt.date | None, month_first: bool, *, loose: bool = False) -> PortalDate | None:
    """A stamp on a line. `loose`: also in one of its fields, or behind a name and a dash ("Lê Hoa - 09/06/2022")."""
    found = dates.parse(text, today=today, month_first=month_first)
    if found or not loose:
        return found
    fields = _FIELD.split(text)
    if len(fields) > 1:
        read = [f for field in fields if (f := dates.parse(field, today=today, month_first=month_first))]
        return min(read, key=lambda f: f.kind is not Kind.PUBLISHED, default=None)
    for dash in _DASHED.finditer(text):
        name = text[: dash.start()].split()
        found = dates.parse(text[dash.end() :], today=today, month_first=month_first)
        if found and not found.rest and len(name) <= _NAME_WORDS and name[0][0].isupper():
            person = all(word[0].isupper() or not word[0].isalpha() for word in name)
            return found if person or isinstance(found.value, dt.datetime) else None
    return None


class Stamps:
    """The visible dates around one headline (`title`, a block's index or None) and one run of blocks (start, stop)."""

    def __init__(
        self, blocks: list[Block], title: int | None, run: tuple[int, int], *, month_first: bool, today: dt.date | None
    ) -> None:
        self.blocks, self.month_first, self.today = blocks, month_first, today
        self.title = title if title is not None and title < len(blocks) else None
        self.start, self.stop = max(0, run[0]), min(len(blocks), run[1])
        first = self.start if self.title is None else max(self.start, self.title + 1)
        without_text = first + 2 if self.stop <= first else self.stop  # a headline and nothing else
        self.text = next((k for k in range(first, self.stop) if blocks[k].words >= PROSE_WORDS), without_text)
        self.top = self.title if self.title is not None else min(self.start, max(0, len(blocks) - 1))

    def lines(self) -> list[Candidate]:
        """All acceptable stamps, in page order."""
        found: list[Candidate] = []
        for k in range(max(0, self.top - _ABOVE), min(len(self.blocks), self.stop + _BELOW)):
            if k >= self.stop and self._ends(k):
                break
            if candidate := self._in_title(self.blocks[k]) if k == self.title else self._line(k):
                found.append(candidate)
        if len({c.found.day for c in found if c.method == "line"}) > 1:  # values for machines, where nothing hides them
            found = [c for c in found if c.method != "line" or not _MACHINE_FORM.match(c.raw)]
        if len({c.found.day for c in found if c.method == "line"}) > 1:  # a schedule: none of its days is the stamp
            found = [c for c in found if c.method != "line"]
        return found

    def clocks(self) -> list[PortalDate]:
        """What stands in the head of the page: today, as the page tells it (and days of side boxes)."""
        return list(self._short_dates(min(self.top, 60)))

    def _short_dates(self, stop: int) -> Iterator[PortalDate]:
        short = (b.text for b in self.blocks[:stop] if b.words <= 16 and _YEARISH.search(b.text))
        for text in short:
            if found := dates.parse(_TODAY.sub("", text, count=1)):
                yield found

    def time_elements(self, tree: HtmlElement) -> Iterator[Candidate]:
        """`<time datetime>` in the blocks between headline and text."""
        near = {b.element: k for k, b in enumerate(self.blocks[: self.text + 1]) if k >= self.top - 1}
        for element in _TIMES(tree):
            holder = next((a for a in element.iterancestors() if a in near), None)
            if holder is None or _CLOCK.search(_names(element)):
                continue
            if found := dates.parse(element.get("datetime") or "", today=self.today):
                yield Candidate("time", found, found.raw, abs(near[holder] - self.top))

    def _line(self, k: int) -> Candidate | None:
        block = self.blocks[k]
        if block.words > _MAX_WORDS or not _YEARISH.search(block.text):
            return None
        near = self.top < k <= self.text + 1
        stamp = read_line(block.text, self.today, self.month_first, loose=near)
        if stamp is None or (stamp.rest and stamp.kind is Kind.STAMP):
            return None
        if (block.link_share > 0.5 or block.long_links) and not (near and not stamp.rest):
            return None
        raw = block.text
        if stamp.kind is Kind.STAMP and k and self._is_label(k - 1):
            joined = f"{self.blocks[k - 1].text} {block.text}"
            labelled = dates.parse(joined, today=self.today, month_first=self.month_first)
            if labelled and labelled.kind is not Kind.STAMP:
                stamp, raw = labelled, joined
        if self._foreign(k):
            return None
        method = self._labelled(k, stamp) if stamp.kind in (Kind.PUBLISHED, Kind.UPDATED) else self._bare(k, stamp)
        return Candidate(method, stamp, raw, abs(k - self.top)) if method else None

    def _labelled(self, k: int, stamp: PortalDate) -> str | None:
        """A line with a label of publication or update."""
        method = "updated" if stamp.kind is Kind.UPDATED else "label"
        if k < self.top and not (self._in_article_box(k) or _hops(self.blocks[k], self.blocks[self.top]) <= 2):
            return None
        if k >= max(self.stop, self.top + 4) and not self._in_article_box(k):  # sites print "Cập nhật: …" in footers
            updated = stamp.kind is Kind.UPDATED
            if (updated and stamp.day == self.today) or self.stop <= self.start:
                return None
            if _hops(self.blocks[k], self.blocks[self.stop - 1]) > (2 if updated else 6):
                return None
        return method

    def _bare(self, k: int, stamp: PortalDate) -> str | None:
        """A line without a label: the less is said, the more its place must say."""
        if stamp.kind is not Kind.STAMP:
            return None
        if k < self.top:
            return "above" if self._belongs_above(k, stamp) else None
        if k < self.text:
            wordy = "ngày" in self.blocks[k].text.lower()  # in notices that is the day of the event
            return "line" if k <= self.top + 1 or not wordy or self._named(k, _STAMP_NAME) else None
        if k == self.text + 1 < self.stop:  # below the lead
            lead, line = self.blocks[self.text].text, self.blocks[k].text
            timed = isinstance(stamp.value, dt.datetime) and "ngày" not in line.lower() and not lead.endswith(":")
            return "line" if timed and self.blocks[k + 1 : k + 2] and self.blocks[k + 1].words >= PROSE_WORDS else None
        if self.stop <= k <= self.stop + 1 and stamp.day != self.today:
            return "below" if self._in_article_box(k) or self._signs(k) else None
        return None

    def _belongs_above(self, k: int, stamp: PortalDate) -> bool:
        """A bare line above the headline: the page's clock stands there too, and is today's date."""
        own = [e for e in self.blocks[k].path[-3:] if e not in self.blocks[self.top].path]
        if stamp.day == self.today or any(_CLOCK_LIKE.search(_names(e)) for e in (*own, *_holders(self.blocks[k]))):
            return False
        if not self._in_article_box(k):
            return False
        if self._named(k, _SURE_NAME):
            return True
        if (
            stamp.weekday_agrees is None
            and k == self.top - 1
            and (self.title is None or self.today or self._named(k, _STAMP_NAME))  # no headline: right above the text
        ):
            return True
        return any(other.day > stamp.day for other in self._short_dates(len(self.blocks)))  # so it is not today

    def _in_article_box(self, k: int) -> bool:
        """Whether block and headline share a box that is the article's or its head's, not the whole page."""
        box = _common(self.blocks[k], self.blocks[self.top])
        if box is None or box.tag in _PAGE_LEVEL or self.stop <= self.start:
            return False
        inside = [i for i, b in enumerate(self.blocks) if box in b.path]
        if box not in self.blocks[self.stop - 1].path:
            return inside[0] == k and len(inside) <= _HEAD_BLOCKS
        if len(inside) >= _PAGE_SHARE * len(self.blocks):
            return False
        return not any(self.blocks[i].link_share > 0.5 for i in inside if i < min(k, self.top))

    def _signs(self, k: int) -> bool:
        """Whether a line is the text's last one in brackets, among its paragraphs: "(09/06/2022)"."""
        line = self.blocks[k]
        if not (line.text.startswith("(") and line.text.endswith(")")) or self.stop <= self.start:
            return False
        return line.path[:-1] == self.blocks[self.stop - 1].path[:-1]

    def _named(self, k: int, names: re.Pattern[str]) -> bool:
        """Whether class or id of the line's own elements speak of a stamp."""
        own = (e for e in self.blocks[k].path[-2:] if e not in self.blocks[self.top].path)
        return any(names.search(_names(e)) for e in (*own, *_holders(self.blocks[k])))

    def _in_title(self, block: Block) -> Candidate | None:
        """ "HEADLINE (09/06/2022)": with a time of day or set apart, since headlines end in days of events too."""
        tail = _TAIL.search(block.text)
        found = dates.parse(tail[1], today=self.today, month_first=self.month_first) if tail else None
        if tail is None or found is None:
            return None
        apart = any(clean("".join(e.itertext())) == tail[0] for e in block.element.iter(*_INLINE))
        return Candidate("line", found, found.raw) if apart or isinstance(found.value, dt.datetime) else None

    def _is_label(self, k: int) -> bool:
        return self.blocks[k].words <= _LABEL_WORDS and not _YEARISH.search(self.blocks[k].text)

    def _foreign(self, k: int) -> bool:
        """A clock by its name, an item of other news, a footer, a comment."""
        block = self.blocks[k]
        own = [e for e in block.path if not self._holds_text(e)]
        if any(_CLOCK.search(_names(e)) for e in (*own[-3:], *_holders(block))):
            return True
        if any(e.tag in _FOREIGN or _FOREIGN_NAME.search(_names(e)) for e in own):
            return True
        if self.top < k <= self.top + 2:
            return False
        return self._listed(k + 1) or (k > self.text and self._listed(k - 1))

    def _listed(self, k: int) -> bool:
        """A headline that links elsewhere."""
        if k == self.title or not 0 <= k < len(self.blocks):
            return False
        return self.blocks[k].long_links > 0 and self.blocks[k].link_share > 0.7

    def _holds_text(self, element: HtmlElement) -> bool:
        return self.text < len(self.blocks) and element in self.blocks[self.text].path

    def _ends(self, k: int) -> bool:
        return self._listed(k) or label(self.blocks[k].text, self.blocks[k].words) in (Label.CUT, Label.FOOTER)


def _names(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _holders(block: Block) -> list[HtmlElement]:
    """Named inline elements of a block that hold its digits, as a clock's `<span id=clock>` does."""
    return [
        element
        for element in block.element.iter(*_INLINE)
        if (element.get("class") or element.get("id")) and _YEARISH.search("".join(element.itertext()))
    ]


def _shared(a: Block, b: Block) -> int:
    depth = 0
    for x, y in zip(a.path, b.path, strict=False):
        if x is not y:
            break
        depth += 1
    return depth


def _common(a: Block, b: Block) -> HtmlElement | None:
    depth = _shared(a, b)
    return a.path[depth - 1] if depth else None


def _hops(a: Block, b: Block) -> int:
    """Steps between two blocks in the tree of containers."""
    return len(a.path) + len(b.path) - 2 * _shared(a, b)
