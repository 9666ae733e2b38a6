"""`cchc db`: the archive's database, made, checked, copied, put back, moved, and made again from the WARC files."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text
from sqlalchemy import Engine, func, select

from archive import query, relinking
from archive.backup import Manifest, backup, backups
from archive.db import LOCAL, address, check, connect, exists, reading, revision, upgrade, utc_now
from archive.models import Base, Story
from archive.restore import restore
from archive.transfer import copy
from crawler.console import archive, config, err, fail, out
from crawler.disk import size
from crawler.nights.config import NightsConfig
from crawler.variables import ConfigError
from crawler.warcread import find

_COLUMNS = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())

db = typer.Typer(no_args_is_help=True, help="The archive's database: migrations, integrity, copies, moving house.")


@db.command("upgrade")
def db_upgrade() -> None:
    """Create the tables or bring them to the newest version; safe to repeat."""
    engine = connect(config().database_url)
    upgrade(engine)
    out.print(f"{_shown(engine)}: at revision {revision(engine)}", soft_wrap=True)
    if waiting := relinking.pending(engine):
        out.print(f"{waiting:,} articles were not compared with the others yet: `cchc db link`", soft_wrap=True)


@db.command("check")
def db_check() -> None:
    """Check schema, integrity and that every kept page's file is there; exit 1 with the list of problems."""
    engine = archive()
    problems = check(engine) + missing_files(engine, config().warc_folders)
    for problem in problems:
        out.print(Text(problem, style="red"), soft_wrap=True)
    if problems:
        raise typer.Exit(1)
    out.print("The archive is sound.")


def missing_files(engine: Engine, folders: Sequence[Path]) -> list[str]:
    """WARC files that pages point at and that are in none of the folders (a running crawl's file is NAME.open)."""
    where = " or ".join(map(str, folders))
    return [
        f"{name}: {number} pages lie in this WARC file, which is not in {where}"
        for name, number in query.warc_files(engine).items()
        if find(folders, name) is None
    ]


@db.command("link")
def db_link(
    again: Annotated[bool, typer.Option("--again", help="Compare all articles anew, not only the new ones.")] = False,
) -> None:
    """Find reprints and stories among articles that were stored before there were stories, or by older rules.

    Crawls may go on, and link what they store themselves. May be broken off and begun again.
    """
    engine = archive()
    if again:
        relinking.start_over(engine)
    waiting, linked, last = relinking.pending(engine), 0, 0
    with Progress(*_COLUMNS, console=err, transient=True, disable=not err.is_terminal) as progress:
        task = progress.add_task("linking", total=waiting)
        while batch := relinking.link_some(engine, last):
            last, linked = batch.last, linked + batch.linked
            progress.update(task, advance=batch.seen)
    relinking.refresh_all(engine)
    with reading(engine) as connection:
        told = connection.scalar(select(func.count()).select_from(Story)) or 0
        several = connection.scalar(select(func.count()).where(Story.articles > 1)) or 0
    out.print(f"{linked:,} articles linked. The archive tells {told:,} stories, {several:,} of them more than once.")


@db.command("backup")
def db_backup(
    output: Annotated[Path | None, typer.Option("-o", "--output", help="The file; else a name with the time.")] = None,
    listed: Annotated[bool, typer.Option("--list", help="Only show the copies there are.")] = False,
) -> None:
    """Copy the database while crawls go on: checked, packed, with its hash beside it; of PostgreSQL an SQLite file.

    The WARC files are not in it; they are never rewritten and can be copied by any tool.
    """
    folder = _nights().backup_dir
    if listed:
        out.print(_copies(folder))
        return
    archive()
    path = backup(config().database_url, folder, now=utc_now(), path=output.absolute() if output else None)
    made = Manifest.of(path)
    assert made is not None, path
    out.print(f"{path}: {made.articles:,} articles, {size(made.bytes)}", soft_wrap=True)


@db.command("restore")
def db_restore(
    file: Annotated[Path, typer.Argument(help="A copy that `cchc db backup` made.", exists=True, dir_okay=False)],
    force: Annotated[bool, typer.Option("--force", help="Replace an archive that holds something.")] = False,
) -> None:
    """Put a copy in the place of the database, once it is proved good; what was there is kept beside it.

    Refused while anything has the archive open. What was fetched after the copy is still in the WARC files: `cchc db
    recover` brings it back.
    """
    done = restore(file, config().database_url, now=utc_now(), force=force)
    where = address(config().database_url).render_as_string(hide_password=True)
    out.print(f"{where}: {done.articles:,} articles; newest run {done.newest_run or 'none'}", soft_wrap=True)
    if not done.proved:
        out.print(Text("There was no .json beside the copy: nothing vouches for its bytes.", style="yellow"))
    if done.kept_as is not None:
        out.print(f"What was there is kept as {done.kept_as}.", soft_wrap=True)
    out.print("Next: `cchc db recover` brings in what was fetched since, before the next crawl.", soft_wrap=True)


@db.command("copy")
def db_copy(
    to: Annotated[str, typer.Option("--to", help="Address of an empty database, or an SQLite file.")],
) -> None:
    """Copy the archive into another database, SQLite or PostgreSQL, and prove that nothing was changed on the way.

    Row numbers stay. Then point CCHC_DATABASE_URL there. Crawls should rest: what they write meanwhile is not copied.
    """
    source = archive()
    target = connect(to)
    with _bar(source) as moved:
        rows = copy(source, target, moved=moved)
    table = Table(box=SIMPLE_HEAD, title=f"Copied to {_shown(target)}", title_justify="left")
    table.add_column("table")
    table.add_column("rows", justify="right")
    for name, number in rows.items():
        table.add_row(name, f"{number:,}")
    out.print(table)
    out.print("Every table was read back and is the same. Next: set CCHC_DATABASE_URL to it.", soft_wrap=True)


@db.command("recover")
def db_recover() -> None:
    """Make again from our WARC files what the database lacks: after an older copy was restored, or with none at all.

    No network. May be broken off and begun again. Exit 1 where something could not be read.
    """
    from crawler.portals import portals  # imports Scrapy's machinery: not needed by the other commands
    from crawler.recovery import Recovery, report

    logging.getLogger("crawler").setLevel(logging.ERROR)  # the outcomes stand in the table
    used = config()
    new = not exists(used.database_url)
    engine = connect(used.database_url)
    upgrade(engine)
    recovery = Recovery(engine, used, portals(), err)
    found = recovery.run()
    if found:
        out.print(report(found))
    else:
        out.print(f"The archive has all that lies in {' and '.join(map(str, used.warc_folders))}.", soft_wrap=True)
    for words in recovery.damage:
        out.print(Text(words, style="red"), soft_wrap=True)
    if new and found:
        out.print("Not in the files: notices, articles withheld by hand. Next: `cchc db check`.", soft_wrap=True)
    if recovery.damage or any(one.problem for one in found):
        raise typer.Exit(1)


def _nights() -> NightsConfig:
    try:
        return NightsConfig.from_env()
    except ConfigError as error:
        raise fail(str(error), 2) from error


def _shown(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=True)


def _copies(folder: Path) -> Table:
    table = Table(box=SIMPLE_HEAD, title=f"Copies in {folder}", title_justify="left")
    table.add_column("made")
    for name in ("articles", "size"):
        table.add_column(name, justify="right")
    table.add_column("file", overflow="fold")
    for path, moment in backups(folder):
        made = Manifest.of(path)
        if made is not None:
            when = f"{moment.astimezone(LOCAL):%Y-%m-%d %H:%M}"
            table.add_row(when, f"{made.articles:,}", size(made.bytes), path.name)
    return table


@contextmanager
def _bar(source: Engine) -> Iterator[Callable[[str, int], None] | None]:
    """Rows copied of all rows; nothing without a terminal."""
    if not err.is_terminal:
        yield None
        return
    with reading(source) as connection:
        total = sum(
            connection.scalar(select(func.count()).select_from(table)) or 0 for table in Base.metadata.sorted_tables
        )
    with Progress(*_COLUMNS, console=err, transient=True) as progress:
        task = progress.add_task("copying", total=total)
        yield lambda table, number: progress.update(task, advance=number, description=f"copying {table}")
