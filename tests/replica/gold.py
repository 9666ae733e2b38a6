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

    `id` counts from the newest article (0; negative for those that came with a later edition). `published_at` is aware,
    +07:00, to the second. `lead` is None where the page has none. `must_not` holds pieces of page furniture that may
    not stand in the text; figures that change at every request are left out of them.
    """

    id: int
    host: str
    subsite: str
    list: str
    item_id: int
    kind: str  # article, list, table, decision, photo, short_notice; nfd where the page prints decomposed letters
    title: str
    lead: str | None
    blocks: tuple[Block, ...]
    author: str | None
    section: str
    published_at: dt.datetime
    is_cchc: bool
    attachments: tuple[tuple[str, str], ...] = ()  # (path on the portal, words of the link)
    must_not: tuple[str, ...] = ()

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

    @property
    def key(self) -> str:
        """The project's canonical key: host, subsite if any, list in lower case, ItemID (PORTALS 3.1)."""
        return "/".join(part for part in (self.host, self.subsite, self.list.lower(), str(self.item_id)) if part)
