"""`cchc probe`: a few pages of a portal, fetched as a crawl fetches them, and what they show beside its declaration.

The pages come by `scrapy crawl … -a mode=sample` into a scratch archive of its own: the same spider, robots rules,
delays and TLS as a night's, so that what is probed is what will run. Nothing of the real archive is touched, but the
host's lock is taken there: a portal never gets two visitors of ours at once.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from archive import query
from archive.db import connect
from archive.records import Article, Page, Rejection
from crawler import fitting, inspection, saved, warcread
from crawler.config import ROOT, Config
from crawler.inspection import Finding, Inspected, inspect_article
from crawler.locks import HostLock
from crawler.portals import families

TIMEOUT = 600.0  # seconds; a dozen pages of a slow portal, one after the other
GRACE = 10.0  # seconds for a crawl that is stopped to write down what it has


@dataclass(frozen=True, slots=True)
class Probe:
    """What was fetched and found. `outcome` and `reasons` are those of the sample's run, `log` its last lines, `pages`
    all of its answers."""

    portal: Any
    findings: tuple[Finding, ...]
    articles: tuple[Inspected, ...]
    outcome: str
    reasons: tuple[str, ...]
    notes: tuple[str, ...] = ()
    log: str = ""
    pages: tuple[Page, ...] = ()

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
    stopped: bool = False  # before its end, because it took too long


def probe(portal: Any, name: str, config: Config, arguments: Sequence[str] = ()) -> Probe:
    """Fetch a sample of a portal and look at it.

    `portal` is the spider class at its address; `name` and `arguments` are what `scrapy crawl` is given to get it
    (further `-a` values). Raises HostBusyError where another process of ours visits the host, ValueError where a
    saved page of the portal cannot be read.
    """
    used = saved.layouts(saved.FOLDER / name)
    lock = HostLock(config.lock_dir, portal.host)
    try:
        with tempfile.TemporaryDirectory(prefix="cchc-probe-") as scratch:
            fetched = sample(name, Path(scratch), arguments)
    finally:
        lock.close()
    return look(portal, fetched, config.user_agent, used)


def sample(
    name: str,
    scratch: Path,
    arguments: Sequence[str],
    environ: Mapping[str, str] = os.environ,
    *,
    timeout: float = TIMEOUT,
    grace: float = GRACE,
) -> Fetched:
    """Crawl a sample into a scratch folder and read back what came, for `timeout` seconds at most; a crawl that takes
    longer is asked to stop, and ended with all its processes `grace` seconds later."""
    own = {key: value for key, value in environ.items() if key not in ("CCHC_DATABASE_URL", "CCHC_WARC_DIR")}
    # The host's lock is ours already; its crawl takes one of its own.
    own |= {"CCHC_DATA_DIR": str(scratch), "CCHC_LOCK_DIR": str(scratch / "locks"), "PYTHONUTF8": "1"}
    options = [part for argument in ("mode=sample", *arguments) for part in ("-a", argument)]
    if own.get("CCHC_REPLICA"):
        options += ["-s", "DOWNLOAD_DELAY=0.05"]  # an imitation on this machine needs no rest
    log, stopped = run([sys.executable, "-m", "scrapy", "crawl", name, *options], own, timeout, grace)
    if not (scratch / "archive.db").exists():
        return Fetched(None, log=log, stopped=stopped)
    engine = connect(scratch / "archive.db")
    try:
        fetched = _read_back(engine, scratch / "warc", log)
    finally:
        engine.dispose()
    fetched.stopped = stopped
    return fetched


def run(command: Sequence[str], environ: Mapping[str, str], timeout: float, grace: float) -> tuple[str, bool]:
    """What a command says on stderr, and whether it had to be stopped. None of its processes outlives the call, however
    it ends."""
    with tempfile.TemporaryFile() as said:
        # A group of its own: a key press in the terminal reaches us alone, and we end the group.
        process = subprocess.Popen(
            command, cwd=ROOT, env=environ, stdout=subprocess.DEVNULL, stderr=said, start_new_session=True
        )
        stopped = False
        try:
            try:
                process.wait(timeout)
            except subprocess.TimeoutExpired:
                stopped = True
                _signal(process, signal.SIGTERM)
                process.wait(grace)
        except subprocess.TimeoutExpired:
            pass
        finally:
            _signal(process, signal.SIGKILL)
            process.wait()
        said.seek(0)
        return said.read().decode("utf-8", "replace"), stopped


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):  # none of them is left
        os.killpg(process.pid, number)


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
    """A finding for each listing that was read; where none of them shows an article, that."""
    pages = [*fetched.others, *fetched.listings, *fetched.articles]
    arrived = {page.url for page in pages if page.status == 200}
    found = [inspection.listing(page, portal, arrived) for page in fetched.listings]
    if all(finding.ok is None for finding in found):
        said = "no page that lists articles was found"
        advice = "name one: a Section in the portal's file, or a URL"
        found.append(Finding("listings", "at least one", said, False, advice))
    return found


def look(portal: Any, fetched: Fetched, agent: str, used: Set[str | None] = frozenset()) -> Probe:
    """What the pages show; pure but for the portal's class. `used` are its saved pages' layouts (saved.layouts)."""
    found: list[Finding] = []
    read: list[Inspected] = []
    for page in fetched.articles:
        inspected = inspect_article(page, portal.layouts)
        if isinstance(inspected, Rejection):
            said = f"{inspected.reason} {inspected.detail}".strip()
            found.append(
                Finding(f"article {inspection.short(page.url)}", "an article", said, False, "open it: what is it?")
            )
        else:
            read.append(inspected)
    pages = [*fetched.others, *fetched.listings, *fetched.articles]
    late = Finding("sample", "a few minutes", "stopped: it took too long", False, "what came before is below")
    findings = (
        *([late] if fetched.stopped else []),
        *inspection.robots(fetched.robots, agent, [page.url for page in pages]),
        inspection.system(pages, families(portal.host)),
        *_listings(portal, fetched),
        *found,
        *inspection.articles(read),
        *fitting.layouts(read, portal.layouts, used),
        *fitting.dates(read),
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
        tuple(pages),
    )
