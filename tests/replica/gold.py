"""What a right extraction of one imitated page gives, known before the page is made."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

LOCAL = dt.timezone(dt.timedelta(hours=7), "+07")


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a body in page order.

    `kind` is p, list, table, caption, attachment or author. `rows` holds the cells: one row of one cell for a
    paragraph, one row for each item of a list, one row with all its cells for each line of a table.
    """

    kind: str
    rows: tuple[tuple[str, ...], ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """The block's lines in an extracted text; cells of a row are joined by " | "."""
        return tuple(" | ".join(row) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Gold:
    """The right answer for one article.

    `id` counts from the newest article (0; negative for those that came with a later edition), `key` is the project's
    canonical key. `published_at` is what the page itself prints: an aware datetime in +07:00, a date where it prints
    only the day, None where it prints none; `listed_at` is what its listing, sitemap or feed gives. `lead` is None
    where the page has none. `must_not` holds pieces of page furniture that may not stand in the text; figures that
    change at every request are left out of them.
    """

    id: int
    host: str
    key: str
    kind: str  # article, list, table, decision, photo, short_notice; nfd where the page prints decomposed letters
    title: str
    lead: str | None
    blocks: tuple[Block, ...]
    author: str | None
    section: str | None
    published_at: dt.datetime | dt.date | None
    is_cchc: bool
    attachments: tuple[tuple[str, str], ...] = ()  # (path on the portal, words of the link)
    must_not: tuple[str, ...] = ()
    listed_at: dt.datetime | dt.date | None = None
    event_date: dt.date | None = None

    @property
    def stored_at(self) -> dt.datetime | dt.date | None:
        """What a crawl stores: the page's own date, else that of its listing."""
        return self.published_at if self.published_at is not None else self.listed_at

    @property
    def lines(self) -> tuple[str, ...]:
        """Lead, then every block's lines: NFC, plain blanks, page order."""
        head = (self.lead,) if self.lead else ()
        return (*head, *(line for block in self.blocks for line in block.lines))

    @property
    def text(self) -> str:
        """The article's text as the archive stores it."""
        return "\n".join(self.lines)

    @property
    def captions(self) -> tuple[str, ...]:
        """The lines that are picture captions."""
        return tuple(line for block in self.blocks if block.kind == "caption" for line in block.lines)
