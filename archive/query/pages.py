"""Pages and the WARC files they lie in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Engine, func, select

from archive.db import reading
from archive.history import POISON
from archive.models import Page, Run
from archive.records import StoredPage
from archive.runs import INTERRUPTED


def stored_pages(
    engine: Engine, *, portal: str | None = None, since: dt.datetime | None = None
) -> Iterator[StoredPage]:
    """The newest kept page of every article address that answered 200, in the order of the WARC files.

    Newest by its fetch time: captures from web archives are old, and come in late.
    """
    newest_first = func.row_number().over(
        partition_by=(Run.portal, Page.key), order_by=(Page.fetched_at.desc(), Page.id.desc())
    )
    latest = (
        select(Page.id.label("id"), newest_first.label("place"))
        .join(Run, Run.id == Page.run_id)
        .where(Page.kind == "article", Page.status == 200, Page.warc_file.is_not(None), Page.key.is_not(None))
        .where(func.coalesce(Page.reason, "").not_in((POISON, INTERRUPTED)))  # they may kill whoever reads them
    )
    if portal is not None:
        latest = latest.where(Run.portal == portal)
    if since is not None:
        latest = latest.where(Page.fetched_at >= since)
    pages = latest.subquery()
    query = (
        select(Page.id, Run.portal, Page.key, Page.url, Page.warc_file, Page.warc_offset, Page.outcome)
        .join(Run, Run.id == Page.run_id)
        .where(Page.id.in_(select(pages.c.id).where(pages.c.place == 1)))
        .order_by(Page.warc_file, Page.warc_offset)
    )
    with reading(engine) as connection:
        rows = connection.execute(query).all()  # five short columns each: 10^6 pages are some 300 MB, read in one go
    for page_id, name, key, url, warc_file, warc_offset, outcome in rows:
        assert key is not None  # the query left out the rest
        assert warc_file is not None
        assert warc_offset is not None
        yield StoredPage(page_id, name, key, url, warc_file, warc_offset, outcome)


def kinds_by_place(engine: Engine) -> dict[tuple[str, int], str]:
    """What each kept answer was asked for (article, listing, other), by WARC file and offset; for small archives."""
    query = select(Page.warc_file, Page.warc_offset, Page.kind).where(Page.warc_file.is_not(None))
    with reading(engine) as connection:
        return {(file, offset): kind for file, offset, kind in connection.execute(query)}  # type: ignore[misc]


@dataclass(frozen=True, slots=True)
class FileRow:
    """What the archive has of one WARC file: portals, number of pages that lie in it, moments of the oldest and the
    newest of them."""

    portals: tuple[str, ...]
    pages: int
    first: dt.datetime | None
    last: dt.datetime | None


def files(engine: Engine) -> dict[str, FileRow]:
    """Every WARC file that pages point at, by its name."""
    query = (
        select(Page.warc_file, Run.portal, func.count(), func.min(Page.fetched_at), func.max(Page.fetched_at))
        .join(Run, Run.id == Page.run_id)
        .where(Page.warc_file.is_not(None))
        .group_by(Page.warc_file, Run.portal)
        .order_by(Page.warc_file, Run.portal)
    )
    found: dict[str, FileRow] = {}
    with reading(engine) as connection:
        for name, portal, pages, first, last in connection.execute(query):
            row = found.get(name or "", FileRow((), 0, first, last))
            found[name or ""] = FileRow(
                (*row.portals, portal), row.pages + pages, min(row.first or first, first), max(row.last or last, last)
            )
    return found


def warc_files(engine: Engine) -> dict[str, int]:
    """Names of the WARC files that pages point at, with the number of pages in each."""
    query = select(Page.warc_file, func.count()).where(Page.warc_file.is_not(None)).group_by(Page.warc_file)
    with reading(engine) as connection:
        return {name: count for name, count in connection.execute(query) if name is not None}
