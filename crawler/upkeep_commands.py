"""`cchc doctor` and `cchc warc`: what is wrong with this installation, and where the bytes lie."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Annotated

import typer
from rich import box
from rich.progress import track
from rich.table import Table
from rich.text import Text

from archive import query
from archive.db import LOCAL
from crawler import doctor
from crawler.console import archive_if_any, config, err, fail, out
from crawler.disk import DiskLow, free, size
from crawler.locks import HostBusyError, HostLock
from crawler.warcfiles import MoveError, WarcFile, closed_before, files, move

warc = typer.Typer(help="The WARC files: what lies where, and how older ones are moved to another disk.")


def doctor_command(as_json: Annotated[bool, typer.Option("--json", help="Machine-readable.")] = False) -> None:
    """What is wrong with this installation and what to do about it; asks no portal. Exit 1 where something is wrong."""
    raise typer.Exit(doctor.main(as_json=as_json))


@warc.callback(invoke_without_command=True)
def warc_command(
    context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="Machine-readable.")] = False
) -> None:
    """List the WARC files with their portals, days and sizes; a `+` marks files in a cold folder."""
    if context.invoked_subcommand is not None:
        return
    found = _files()
    if as_json:
        print(json.dumps([file.to_json() for file in found], ensure_ascii=False, indent=2))
        return
    out.print(warc_table(found, config().warc_dir))


@warc.command("move")
def move_command(
    before: Annotated[str, typer.Option(help="Files last written before this day, YYYY-MM-DD.")],
    to: Annotated[Path | None, typer.Option(help="The folder; one of CCHC_WARC_COLD.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be moved.")] = False,
) -> None:
    """Move finished WARC files to a cold folder: copied, verified, then removed here; safe to break off and repeat."""
    used = config()
    try:
        day = dt.date.fromisoformat(before)
    except ValueError:
        raise fail(f"--before {before}: write a day as YYYY-MM-DD", 2) from None
    folder = _cold(to)
    found = closed_before(_files(), day, used.warc_dir)
    total = sum(file.size for file in found)
    words = f"{len(found):,} files, {size(total)}"
    if dry_run:
        out.print(warc_table(found, used.warc_dir))
        out.print(f"would be moved to {folder}: {words}", soft_wrap=True)
        return
    try:
        if free(folder) - total < used.disk_reserve:
            raise DiskLow(
                f"{words} do not fit into {folder}: {size(free(folder))} free, {size(used.disk_reserve)} stay"
            )
        with HostLock(used.data_dir / "locks", "warc-move"):
            for _ in track(move(found, folder), "moving", total=len(found), console=err, transient=True):
                pass
    except HostBusyError as error:
        raise fail(f"another `cchc warc move` is at work ({error})") from error
    except (OSError, MoveError) as error:
        raise fail(f"{error}; what was moved so far is in {folder}, the rest where it was: run it again") from error
    out.print(f"moved to {folder}: {words}", soft_wrap=True)


def _files() -> list[WarcFile]:
    engine = archive_if_any()
    return files(config().warc_folders, query.files(engine) if engine is not None else {})


def _cold(to: Path | None) -> Path:
    """The folder to move to; only where reading will look for the files."""
    cold = config().warc_cold
    if not cold:
        example = to or "/mnt/old/warc"
        raise fail(f"set CCHC_WARC_COLD first, for every crawl and command: reading looks there. Example: {example}", 2)
    if to is None:
        return cold[0]
    if to.resolve() not in {folder.resolve() for folder in cold}:
        raise fail(f"{to} is not among the folders of CCHC_WARC_COLD ({', '.join(map(str, cold))})", 2)
    return to.resolve()


def warc_table(found: list[WarcFile], folder: Path) -> Table:
    """Files as people read them, oldest first, with a sum; local days."""
    table = Table(title="WARC files", title_justify="left", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), show_footer=True)
    total, pages = size(sum(file.size for file in found)), f"{sum(file.pages for file in found):,}"
    table.add_column("file", f"{len(found):,} files", overflow="fold", ratio=1)
    table.add_column("portal", overflow="fold")
    table.add_column("from", no_wrap=True)
    table.add_column("to", no_wrap=True)
    table.add_column("size", total, justify="right", no_wrap=True)
    table.add_column("pages", pages, justify="right", no_wrap=True)
    for file in found:
        name = Text(("" if file.path.parent == folder else "+ ") + file.path.name)
        if file.is_open:
            name.stylize("yellow")
        days = (m.astimezone(LOCAL).strftime("%Y-%m-%d") if m else "–" for m in (file.first, file.last))
        table.add_row(name, ", ".join(file.portals) or "–", *days, size(file.size), f"{file.pages:,}")
    return table
