"""`make demo`: one nightly round over every portal, against imitations on this machine, and what it brought.

Nothing in a spider or in the scheduler knows of it: `scheduler.py --once` runs as an operator would run it. Run again,
it is the next night: on Yên Bái's portal one article was edited and one removed; everything else is as it was. With
`--break NAME` that portal was rebuilt and lists nothing that is known: the round says so, and exits with 1.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from zlib import crc32

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text
from sqlalchemy import Engine, text

from archive import query
from archive.db import LOCAL, connect, revision, upgrade
from crawler import leaks
from crawler.monitors import RunOutcome
from crawler.portals import portals
from crawler.progress import STYLES
from tests.replica.imitations import IMITATIONS, imitation
from tests.replica.portal import Imitation, Request, Response
from tests.replica.server import ReplicaServer

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ("yenbai", "bacyen", "thanhliem", "tamphuoc", "thainguyen")  # the others follow
ARTICLES = {"yenbai": 240}  # the first portal of the project shows a longer night; the others have OTHERS
OTHERS = 30
SHOWN = 12
STORIES = 6  # all that portals of the demo share
# Answers come from the next process, and an imitation needs no rest; the portal that hangs is given up after 3 s.
PROFILE = {"DOWNLOAD_DELAY": "0.05", "DOWNLOAD_DELAY_JITTER": "0", "DOWNLOAD_TIMEOUT": "3", "LOG_LEVEL": "INFO"}


class Broken:
    """An imitation that was rebuilt: every address but robots.txt answers with the same page without a link."""

    def __init__(self, portal: Imitation) -> None:
        self.hosts = portal.hosts
        self._portal = portal

    async def handle(self, request: Request) -> Response:
        """The new page."""
        if request.path == "/robots.txt":
            return await self._portal.handle(request)
        page = "<html><head><title>Trang mới</title></head><body><p>Chào mừng đến với trang mới.</p></body></html>"
        return Response("broken", page.encode(), 200, {"Content-Type": "text/html; charset=utf-8"})


def main() -> int:
    """One night; 0 where every portal's run is ok."""
    parser = argparse.ArgumentParser(prog="python -m tests.replica.demo", description=main.__doc__)
    parser.add_argument("--data-dir", type=Path, default=ROOT / "data" / "demo")
    parser.add_argument("--portals", help="comma-separated; without it all")
    parser.add_argument("--break", dest="broken", metavar="NAME", help="this one is out of order tonight")
    given = parser.parse_args()
    console = Console()
    given.data_dir = given.data_dir.resolve()
    given.data_dir.mkdir(parents=True, exist_ok=True)
    engine = connect(given.data_dir / "archive.db")
    # Before the round, once: many crawls would race for it.
    fresh = revision(engine) is None
    upgrade(engine)
    earlier = [] if fresh else query.runs(engine, limit=10_000)
    # The first night's day stays the imitations' day, so that a second night on another day finds the same articles.
    today = earlier[-1].started_at.astimezone(LOCAL).date() if earlier else dt.datetime.now(LOCAL).date()
    names = given.portals.split(",") if given.portals else [*SEEDS, *(n for n in IMITATIONS if n not in SEEDS)]
    known = {row.portal for row in earlier}
    sites = {
        name: imitation(
            name,
            shared=True,
            seed=crc32(name.encode()),
            articles=ARTICLES.get(name, OTHERS),
            edition=int(name in known),
            today=today,
        )
        for name in names
    }
    night = 1 + max((sum(row.portal == name for row in earlier) for name in known), default=0)
    if given.broken is not None and given.broken not in sites:
        parser.error(f"--break {given.broken}: there are {', '.join(sites)}")
    console.print(f"Night {night}: {len(sites)} portals, each an imitation on this machine")
    served = [Broken(site) if name == given.broken else site for name, site in sites.items()]
    with ReplicaServer(served) as server:
        code = round_of([entry(name, site.hosts[0]) for name, site in sites.items()], given.data_dir, server)
    show(console, engine, names, given.data_dir)
    return code


def entry(name: str, host: str) -> str:
    """How a portal is named to the scheduler: with the imitation's host where it has no known address; and by its
    address alone where it has no spider."""
    spider = portals().get(name)
    if spider is None:
        return f"https://{host}/"
    return name if spider.host else f"{name}={host}"


def round_of(entries: Iterable[str], data_dir: Path, server: ReplicaServer) -> int:
    """`scheduler.py --once` as an operator runs it, with its traffic sent to the server; its exit code."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("CCHC_")}
    environment = {
        **own,
        "CCHC_DATA_DIR": str(data_dir),
        "CCHC_REPLICA": f"http=127.0.0.1:{server.http_port},https=127.0.0.1:{server.https_port}",
    }
    settings = [part for key, value in PROFILE.items() for part in ("-s", f"{key}={value}")]
    command = [sys.executable, str(ROOT / "scheduler.py"), "--once", "--portals", ",".join(entries), *settings]
    return subprocess.run(command, env=environment, check=False).returncode


def show(console: Console, engine: Engine, names: list[str], data_dir: Path) -> None:
    """What each portal brought, the newest articles, and what to do next."""
    rows = {row.portal: row for row in query.by_portal(engine)}
    console.print(portal_table(engine, [rows[name] for name in names if name in rows]))
    newest = Table(title=f"The newest {SHOWN} articles", title_justify="left", box=box.SIMPLE_HEAD)
    for column in ("date", "province", "title"):
        newest.add_column(column, no_wrap=column != "title")
    for article in query.newest(engine, limit=SHOWN):
        newest.add_row(str(article.published_on or "–"), article.province or "–", article.title)
    console.print(newest)
    console.print(story_table(engine))
    count, first, last, undated = query.totals(engine)
    with engine.connect() as connection:
        stories = connection.execute(text("SELECT count(*) FROM article_unique")).scalar_one()
    told = f"[bold]{count} articles, {stories} stories[/bold]"
    console.print(f"{told} from {first} to {last}, {undated} articles without a date.")
    place = os.path.relpath(data_dir)
    widest = next(iter(query.stories(engine, limit=1)), None)
    edited = _edited(engine)
    next_steps = (
        ("make demo", "the next night: one edited, a few removed, nothing new"),
        (f"export CCHC_DATA_DIR={place}", "which archive the commands below ask"),
        (".venv/bin/cchc runs", "what each night did"),
        (".venv/bin/cchc health", "what needs a hand"),
        (f".venv/bin/cchc stories {widest.id if widest else ''}", "who told a story when, and after whom"),
        ('.venv/bin/cchc refs "76/NQ-CP"', "who cited an act, and how soon"),
        (
            f".venv/bin/cchc diff {edited or 'ARTICLE'}",
            "what a portal changed" if edited else "what a portal changed, after a second night",
        ),
        ("CCHC_CONTACT=you@example.org .venv/bin/scrapy crawl yenbai", "the real portal"),
    )
    console.print(
        f"""
The archive: {place}/archive.db     the pages as received: {place}/warc/     logs: {place}/logs/

Next:
"""
        + "\n".join(f"  {command:<38}  {why}" for command, why in next_steps),
        highlight=False,
        soft_wrap=True,
    )


def story_table(engine: Engine) -> Table:
    """What several portals tell: the first day, the title of the article that stands for it, how many tell it."""
    table = Table(title="Stories told on more than one portal", title_justify="left", box=box.SIMPLE_HEAD)
    table.add_column("first told", no_wrap=True)
    table.add_column("title")
    for column in ("portals", "articles"):
        table.add_column(column, justify="right")
    for story in query.stories(engine, limit=STORIES):
        table.add_row(str(story.first_on or "–"), story.title, str(story.portals), str(story.articles))
    return table


def _edited(engine: Engine) -> int | None:
    """The article that a portal edited last."""
    asked = "SELECT article_id FROM article_revision WHERE cause = 'portal' ORDER BY id DESC LIMIT 1"
    with engine.connect() as connection:
        return connection.execute(text(asked)).scalar()


def portal_table(engine: Engine, rows: list[query.PortalRow]) -> Table:
    """A line for each portal: what its last run asked for and what the archive holds. Leaks are the lines of stored
    texts that the archive's own check takes for page furniture (crawler/leaks.py)."""
    table = Table(title="The archive", title_justify="left", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    table.add_column("portal", no_wrap=True)
    for column in ("pages", "articles", "new", "undated", "leaks"):
        table.add_column(column, justify="right")
    table.add_column("outcome", overflow="fold", ratio=1)
    for row in rows:
        counts, outcome = (row.run.counts, row.run.outcome or "running") if row.run else ({}, "–")
        said = Text(outcome, style=STYLES.get(RunOutcome(outcome), "") if outcome in list(RunOutcome) else "dim")
        for reason in row.run.reasons if row.run else ():
            said.append(f"\n{reason}", style="yellow")
        changes = [
            f"{counts[name]} {name}" for name in ("revised", "missing", "failed", "rejected") if counts.get(name)
        ]
        if changes:
            said.append(f"  {', '.join(changes)}", style="dim")
        found = leaks.count(leaks.leaks(query.texts(engine, row.portal)))
        numbers = (counts.get("requests", 0), row.articles, counts.get("stored", 0), row.undated, found)
        table.add_row(row.portal, *(f"{number:,}" for number in numbers), said)
    return table


if __name__ == "__main__":
    sys.exit(main())
