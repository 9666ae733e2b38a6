"""`cchc alerts`: who was told what, whether it arrived, and whether every address works."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import Annotated

import typer
from rich import box
from rich.table import Table
from rich.text import Text
from sqlalchemy import Engine

from archive import notices
from archive.db import LOCAL, utc_now
from archive.notices import NoticeRow
from crawler import health
from crawler.console import archive, config, err, fail, out
from crawler.health_table import cut
from crawler.nights import alerts, digest
from crawler.nights.config import NightsConfig
from crawler.nights.sending import addresses, send
from crawler.portals import hosts
from crawler.variables import ConfigError

_LINES = 4  # of a notice that the table shows


def alerts_command(
    limit: Annotated[int, typer.Option(min=1, help="How many notices, newest first.")] = 20,
    test: Annotated[bool, typer.Option("--test", help="Send a test message to every address.")] = False,
    as_digest: Annotated[bool, typer.Option("--digest", help="Print the digest as it would be sent now.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable.")] = False,
) -> None:
    """What people were told of, and whether it arrived; exit 1 where an address does not work or notices wait."""
    if test:
        _test()
        return
    engine = archive()
    if as_digest:
        _digest(engine)
        return
    found = notices.newest(engine, limit=limit)
    waiting = len(notices.undelivered(engine, since=utc_now() - alerts.LATE))
    if as_json:
        print(json.dumps([one.to_json() for one in found], ensure_ascii=False, indent=2))
    else:
        out.print(_table(found))
        if waiting:
            out.print(Text(f"{waiting} of the last 48 hours have not been delivered.", style="yellow"))
        for words in alerts.check(_nights()):
            err.print(Text(words, style="red"), soft_wrap=True)
    if waiting and _nights().alert_urls:
        raise typer.Exit(1)


def troubles(engine: Engine | None, now: dt.datetime | None = None) -> tuple[list[NoticeRow], int]:
    """What is failing beside the portals, and the number of changes of the last 48 hours that nobody has got yet."""
    if engine is None:
        return [], 0
    waiting = notices.undelivered(engine, since=(now or utc_now()) - alerts.LATE)
    failing = health.failing(notices.states(engine).values())
    return failing, sum(notice.subject != digest.DIGEST for notice in waiting)


def _test() -> None:
    places = addresses(_nights().alert_urls)
    if not places:
        raise fail("CCHC_ALERT_URLS is not set: nobody is told", 1)
    when = dt.datetime.now(LOCAL)
    body = f"A test at {when:%Y-%m-%d %H:%M}: chữ có dấu (đ, ơ, ư, ế) đến nguyên vẹn. Nothing is wrong."
    bad = False
    for place in places:
        with err.status(f"Asking {place.label} …"):
            why = send(place, "CCHC Archive: bản tin thử (test)", body)
        bad = bad or why is not None
        said = Text("delivered", style="green") if why is None else Text(f"not delivered: {why}", style="red")
        out.print(Text.assemble(f"{place.label}: ", said), soft_wrap=True)
    if bad:
        raise typer.Exit(1)


def _digest(engine: Engine) -> None:
    now = utc_now()
    found = health.of_archive(engine, hosts(), now=now)
    out.print(Text(digest.text(engine, _nights(), config(), found, now=now)), soft_wrap=True)


def _nights() -> NightsConfig:
    try:
        return NightsConfig.from_env()
    except ConfigError as error:
        raise fail(str(error), 2) from error


def _table(found: Sequence[NoticeRow]) -> Table:
    made = Table(title="Notices", title_justify="left", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    made.add_column("seen", no_wrap=True)
    made.add_column("told", no_wrap=True)
    made.add_column("what", overflow="fold", ratio=1)
    for one in found:
        told = f"{one.told_at.astimezone(LOCAL):%m-%d %H:%M}" if one.told_at else "not told"
        head, _, rest = one.text.partition("\n")
        if one.subject == digest.DIGEST:
            head, rest = f"digest of {one.state}", head
        said = Text(cut(head), style="bold")
        for line in rest.splitlines()[:_LINES]:
            said.append(f"\n{cut(line)}", style="not bold")
        made.add_row(f"{one.made_at.astimezone(LOCAL):%Y-%m-%d %H:%M}", told, said)
    return made
