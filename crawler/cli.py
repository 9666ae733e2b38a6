"""The commands behind `cchc`. Each is a few lines: what they do lives where it belongs.

Exit codes: 0 done, 1 it did not work or something is wrong, 2 usage; `cchc extract` has 3 for what is no article.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich import box
from rich.table import Table
from rich.text import Text

from archive import query
from archive.db import LOCAL, ArchiveError, connect, upgrade
from archive.records import Outcome, Page, Rejection
from crawler import (
    alert_commands,
    db_commands,
    diff_command,
    health,
    health_table,
    portal_commands,
    refs_command,
    story_commands,
    upkeep_commands,
    urls,
)
from crawler.config import installed_version
from crawler.console import archive, archive_if_any, check_portal, config, err, fail, out
from crawler.extraction import extract
from crawler.locks import HostBusyError
from crawler.monitors import RunOutcome
from crawler.portals import hosts, portal_of, portals, under_portal
from crawler.progress import STYLES
from crawler.warcread import WarcReadError

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.add_typer(db_commands.db, name="db")
app.command("probe")(portal_commands.probe_command)
app.command("new-portal")(portal_commands.new_portal_command)
app.command("doctor")(upkeep_commands.doctor_command)
app.add_typer(upkeep_commands.warc, name="warc")
app.command("alerts")(alert_commands.alerts_command)
app.command("refs")(refs_command.refs_command)
app.command("diff")(diff_command.diff_command)
app.command("stories")(story_commands.stories_command)


def run() -> None:
    """What the console script calls: what an operator can do something about is said without a traceback."""
    for stream in (sys.stdout, sys.stderr):  # Vietnamese whatever the locale says
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    try:
        app()
    except ArchiveError as error:
        err.print(Text(f"cchc: {error}"), soft_wrap=True)
        raise SystemExit(1) from error


@app.callback(invoke_without_command=True)
def main(version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False) -> None:
    """Crawler and archive of Vietnamese provincial e-portal news on administrative reform (cải cách hành chính)."""
    if version:
        print(f"cchc {installed_version()}")
        raise typer.Exit


@app.command("extract")
def extract_command(
    file: Annotated[Path, typer.Argument(help="A saved page, as the server sent it; - reads standard input.")],
    url: Annotated[str, typer.Option(help="The address it was fetched from.")],
    portal: Annotated[str | None, typer.Option(help="Name of the portal; without it the host decides.")] = None,
) -> None:
    """Read one saved page and print one JSON object: an article (exit 0) or a rejection (exit 3)."""
    known = portals() if portal is not None else {}
    if portal is not None and portal not in known:
        raise fail(f"there is no portal {portal}; `scrapy list` shows them", 2)
    try:
        urls.canonical(url)
    except ValueError as error:
        raise fail(f"{url} is no web address ({error}); give the one the page was fetched from", 2) from error
    try:
        body = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise fail(f"{file}: {error.strerror}", 2) from error
    spider = known[portal] if portal is not None else portal_of(url)
    result = extract(Page(url, body, portal=spider.name if spider else None), spider.layouts if spider else ())
    if not isinstance(result, Rejection) and spider is not None:
        result = under_portal(result, spider)
    sys.stdout.buffer.write(json.dumps(result.to_json(), ensure_ascii=False, indent=2).encode() + b"\n")
    if isinstance(result, Rejection):
        raise typer.Exit(3)


@app.command("runs")
def runs_command(
    portal: Annotated[str | None, typer.Option(help="Only this portal.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many, newest first.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable.")] = False,
) -> None:
    """The ledger: what each run did, how it ended and why."""
    engine = archive()
    check_portal(engine, portal)
    found = query.runs(engine, portal=portal, limit=limit)
    if as_json:
        print(json.dumps([row.to_json() for row in found], ensure_ascii=False, indent=2))
        return
    out.print(runs_table(found))


@app.command("health")
def health_command(as_json: Annotated[bool, typer.Option("--json", help="Machine-readable.")] = False) -> None:
    """How each portal is, from its runs: what is wrong, since when, and what to do; exit 1 where somebody must look."""
    engine = archive_if_any()
    found = health.by_need(health.of_archive(engine, hosts()))
    failing, waiting = alert_commands.troubles(engine)
    if as_json:
        print(json.dumps([one.to_json() for one in found], ensure_ascii=False, indent=2))
    else:
        out.print(health_table.show(found, failing, waiting))
    if failing or not health.is_fine(found):
        raise typer.Exit(1)


def runs_table(found: list[query.RunRow]) -> Table:
    """Runs as people read them, in 80 columns; local times."""
    table = Table(title="Runs", title_justify="left", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for name in ("run", "started", "portal", "outcome"):
        table.add_column(name, no_wrap=True)
    table.add_column("articles", overflow="fold", ratio=1)
    for row in found:
        outcome = row.outcome or "running"
        style = STYLES.get(RunOutcome(outcome), "") if outcome in list(RunOutcome) else "dim"
        counts = [f"{number:,} {name}" for name in Outcome if (number := row.counts.get(name, 0))]
        said = Text(", ".join(counts) or ("none" if row.outcome else "…"))
        how = [row.mode, *([] if row.source == "live" else [row.source]), f"{row.counts.get('requests', 0):,} requests"]
        said.append("\n" + " · ".join(how), style="dim")
        for reason in row.reasons:
            said.append(f"\n{reason}", style="yellow")
        started = row.started_at.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M")
        table.add_row(str(row.id), started, row.portal, Text(outcome, style=style), said)
    return table


@app.command("replay")
def replay_command(
    portal: Annotated[str | None, typer.Option(help="Only this portal.")] = None,
    since: Annotated[str | None, typer.Option(help="Only pages fetched on or after this day, YYYY-MM-DD.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable.")] = False,
) -> None:
    """Read the kept pages again with today's rules, without network; what differs becomes a revision.

    Shows what happens to each field, with examples. Exit 1 where pages could not be read.
    """
    from crawler.replay import replay  # imports the worker pool: not needed by the other commands

    engine = archive()
    check_portal(engine, portal)
    try:
        start = dt.datetime.combine(dt.date.fromisoformat(since), dt.time(), LOCAL) if since else None
    except ValueError:
        raise fail(f"--since {since}: write a day as YYYY-MM-DD", 2) from None
    report = replay(engine, config(), portal=portal, since=start, dry_run=dry_run, console=err)
    if as_json:
        out.print_json(json.dumps(report.to_json(), ensure_ascii=False))
    else:
        out.print(report)
    if report.tally["failed"]:
        raise typer.Exit(1)


@app.command("ingest")
def ingest_command(
    files: Annotated[list[Path], typer.Argument(help="WARC files: Common Crawl's, pywb's, wget's, our own.")],
    portal: Annotated[str | None, typer.Option(help="Take in only this portal's pages.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what is in the files.")] = False,
) -> None:
    """Take in WARC files from elsewhere: only pages of known portals; again and again without harm."""
    from crawler.intake import Intake, report  # imports Scrapy's machinery: not needed by the other commands

    known = portals()
    if portal is not None and portal not in known:
        raise fail(f"there is no portal {portal}; `scrapy list` shows them", 2)
    for file in files:
        try:
            file.open("rb").close()
        except OSError as error:
            raise fail(f"{file}: {error.strerror}", 2) from error
    engine = connect(config().database_url)
    upgrade(engine)
    intake = Intake(engine, config(), {portal: known[portal]} if portal else known, err)
    good = True
    for file in files:
        try:
            selection, taken = intake.take(file, dry_run=dry_run)
        except (OSError, WarcReadError, HostBusyError) as error:
            err.print(Text(f"cchc: {file}: {getattr(error, 'strerror', None) or error}"), soft_wrap=True)
            good = False
            continue
        out.print(report(file, selection, taken, dry_run=dry_run))
        good = good and not selection.damage and all(one.outcome is RunOutcome.OK for one in taken)
    if not good:
        raise typer.Exit(1)
