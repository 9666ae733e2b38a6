"""`cchc probe`: a few pages of a portal, fetched as a crawl fetches them, and what they show beside its declaration.

The pages come by `scrapy crawl … -a mode=sample` into a scratch archive of its own: the same spider, robots rules,
delays and TLS as a night's, so that what is probed is what will run. Nothing of the real archive is touched, but the
host's lock is taken there: a portal never gets two visitors of ours at once.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from archive import query
from archive.db import connect
from archive.records import Article, Page, Rejection
from crawler import inspection, warcread
from crawler.config import ROOT, Config
from crawler.inspection import Finding, Inspected, inspect_article
from crawler.locks import HostLock
from crawler.portals import families

TIMEOUT = 600  # seconds; a dozen pages of a slow portal, one after the other


@dataclass(frozen=True, slots=True)
class Probe:
    """What was fetched and found. `outcome` and `reasons` are those of the sample's run, `log` its last lines."""

    portal: Any
    findings: tuple[Finding, ...]
    articles: tuple[Inspected, ...]
    outcome: str
    reasons: tuple[str, ...]
    notes: tuple[str, ...] = ()
    log: str = ""

    @property
    def ok(self) -> bool:
        """Whether all that was declared was found, and there was something to look at."""
        return self.outcome == "ok" and bool(self.articles) and all(f.ok is not False for f in self.findings)


@dataclass(slots=True)
class Fetched:
    """The pages of a sample by kind, in the order of their arrival, and the row of its run."""

    run: query.RunRow | None
    robots: Page | None = None
    listings: list[Page] = field(default_factory=list)
    articles: list[Page] = field(default_factory=list)
    others: list[Page] = field(default_factory=list)
    log: str = ""


def probe(portal: Any, name: str, config: Config, arguments: Sequence[str] = ()) -> Probe:
    """Fetch a sample of a portal and look at it.

    `portal` is the spider class at its address; `name` and `arguments` are what `scrapy crawl` is given to get it
    (further `-a` values). Raises HostBusyError where another process of ours visits the host.
    """
    lock = HostLock(config.data_dir / "locks", portal.host)
    try:
        with tempfile.TemporaryDirectory(prefix="cchc-probe-") as scratch:
            fetched = sample(name, Path(scratch), arguments)
    finally:
        lock.close()
    return look(portal, fetched, config.user_agent)


def sample(name: str, scratch: Path, arguments: Sequence[str], environ: Mapping[str, str] = os.environ) -> Fetched:
    """Crawl a sample into a scratch folder and read back what came."""
    own = {key: value for key, value in environ.items() if key not in ("CCHC_DATABASE_URL", "CCHC_WARC_DIR")}
    own |= {"CCHC_DATA_DIR": str(scratch), "PYTHONUTF8": "1"}
    options = [part for argument in ("mode=sample", *arguments) for part in ("-a", argument)]
    if own.get("CCHC_REPLICA"):
        options += ["-s", "DOWNLOAD_DELAY=0.05"]  # an imitation on this machine needs no rest
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "crawl", name, *options],
        cwd=ROOT,
        env=own,
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
        check=False,
    )
    if not (scratch / "archive.db").exists():
        return Fetched(None, log=done.stderr)
    engine = connect(scratch / "archive.db")
    try:
        return _read_back(engine, scratch / "warc", done.stderr)
    finally:
        engine.dispose()


def _read_back(engine: Engine, warc_dir: Path, log: str) -> Fetched:
    fetched = Fetched(next(iter(query.runs(engine, limit=1)), None), log=log)
    kinds = query.kinds_by_place(engine)
    for file in sorted(warc_dir.glob("*.warc.gz")):
        for offset, page in warcread.records(file):
            kind = kinds.get((file.name, offset))
            if kind is None and page.url.endswith("/robots.txt"):
                fetched.robots = page
            elif kind is not None:
                {"listing": fetched.listings, "article": fetched.articles}.get(kind, fetched.others).append(page)
    return fetched


def _listings(portal: Any, fetched: Fetched) -> list[Finding]:
    """A finding for each listing that was read; where none was found, that."""
    found = [inspection.listing(page, portal) for page in fetched.listings]
    if not found:
        said = "no page that lists articles was found"
        found = [Finding("listings", "at least one", said, False, "name one: a Section in the portal's file, or a URL")]
    return found


def look(portal: Any, fetched: Fetched, agent: str) -> Probe:
    """What the pages show; pure but for the portal's class."""
    found: list[Finding] = []
    read: list[Inspected] = []
    for page in fetched.articles:
        inspected = inspect_article(page, portal.layouts)
        if isinstance(inspected, Rejection):
            said = f"{inspected.reason} {inspected.detail}".strip()
            found.append(Finding(f"article {page.url}", "an article", said, False, "open it: what is it?"))
        else:
            read.append(inspected)
    pages = [*fetched.others, *fetched.listings, *fetched.articles]
    findings = (
        *inspection.robots(fetched.robots, agent, [page.url for page in pages]),
        inspection.system(pages, families(portal.host)),
        *_listings(portal, fetched),
        *found,
        *inspection.articles(read, portal.layouts),
        *([inspection.furniture(read)] if read else []),
    )
    run = fetched.run
    articles = tuple(page for page in read if isinstance(page.declared, Article))
    return Probe(
        portal,
        findings,
        articles,
        (run.outcome or "broken") if run else "broken",
        tuple(run.reasons) if run else ("the sample could not be crawled; see the log",),
        tuple(run.notes) if run else (),
        "\n".join(fetched.log.splitlines()[-10:]),
    )
