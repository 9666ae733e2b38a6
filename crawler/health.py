"""What the ledger of runs says about each portal: how it is, what that means, and what a person can do about it.

Pure but for `of_archive`, which reads. Everything is told from runs alone; no portal is asked.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text
from sqlalchemy import Engine

from archive import query
from archive.db import LOCAL
from archive.query import RunRow
from archive.runs import INGEST
from crawler.monitors import RunOutcome
from crawler.progress import STYLES

TREND = 7  # runs
NEVER, RUNNING = "never", "running"
FINE = frozenset({NEVER, RUNNING, str(RunOutcome.OK), str(RunOutcome.SKIPPED)})
_LOOK_BACK = 60  # runs that are read to find the last visits; files taken in lie between them


@dataclass(frozen=True, slots=True)
class Finding:
    """What a reason of a run means: `sign` is a pattern in it; {name} and {host} stand in `next_step`."""

    sign: str
    diagnosis: str
    next_step: str


_PROBE = "`cchc probe {name}` shows what is declared against what is found"
_WAIT = "nothing to do: the next night asks again"
# From the cause to the symptom: the first that a reason shows is said.
FINDINGS: tuple[Finding, ...] = (
    Finding(
        r"no known address",
        "nobody knows the portal's address yet",
        "`scrapy crawl {name} -a host=HOST` once it is known",
    ),
    Finding(
        r"declare tls = \"legacy\"",
        "the server speaks old TLS only",
        'write tls = "legacy" into spiders/{name}.py, then `scrapy crawl {name}`',
    ),
    Finding(r"\btls: ", "TLS with the server does not come about", _PROBE + "; its administrator can mend it"),
    Finding(
        r"robots: HTTP",
        "robots.txt answers with an error, which forbids everything until it answers again (RFC 9309)",
        "open https://{host}/robots.txt in a browser; " + _WAIT,
    ),
    Finding(
        r"robots: wall",
        "a wall stands before robots.txt, so that its rules are not known",
        "write to the portal's administrator; nothing is asked meanwhile",
    ),
    Finding(
        r": robots\b|\(mostly robots\b|\(robots\b",
        "robots.txt closes these addresses to us",
        "read https://{host}/robots.txt; what it closes is left alone: ask the administrator, or take another section",
    ),
    Finding(r"bao tri|bảo trì|nâng cấp|maintenance|tạm ngừng", "the portal says that it is being worked on", _WAIT),
    Finding(
        r"\blogin\b",
        "the portal asks for a log-in",
        "open a page in a browser: if it is public there, " + _PROBE + ", else leave it alone",
    ),
    Finding(
        r"needs a browser",
        "scripts fill its pages, so that the answers hold no text",
        "look for a feed, a sitemap or a print version: `cchc probe {name}`",
    ),
    Finding(
        r"\bwall: |http_40[137]|http_429|http_451|were refused|was refused",
        "a wall or a refusal stands before its pages; it is not climbed over",
        "open a page in a browser: if it opens there, write to the portal's administrator (docs/politeness.md)",
    ),
    Finding(
        r"CannotResolveHost|DNSLookup",
        "its host name is not known any more",
        "look where the portal has gone (`cchc probe {name}`); its past: `scrapy crawl {name} -a source=wayback`",
    ),
    Finding(
        r"timeout|ConnectionRefused|DownloadFailed|ConnectionLost|ConnectionReset|http_5\d\d",
        "the server does not answer, or with errors",
        _WAIT + "; if it lasts, `cchc probe {name}`",
    ),
    Finding(
        r"redirected to|soft_404|http_404|http_410",
        "a listing has moved or is gone",
        "`cchc probe {name}`, then mend its sections in spiders/{name}.py",
    ),
    Finding(
        r"holds no article link|no listing was read|no listing could be read|no article link, though",
        "its listings answer, but no link in them has the form of an article's: the portal was rebuilt",
        "`cchc probe {name}`, then mend its sections or platform",
    ),
    Finding(
        r"known articles did not answer as articles",
        "many known articles at once did not answer as such: the portal is out of order or was rebuilt",
        _PROBE + "; nothing is counted as gone meanwhile",
    ),
    Finding(
        r"held no text|broken: ",
        "many of its pages hold no text",
        _PROBE,
    ),
    Finding(
        r"works by script only",
        "a listing goes on behind a pager that works by script only",
        "look for a feed or a sitemap: `cchc probe {name}`",
    ),
    Finding(
        r"goes on after page|it says it has|more sitemaps than",
        "more was published than a night reads",
        "`scrapy crawl {name} -a mode=full`, once",
    ),
    Finding(
        r"\bkilled\b", "the run's process died (memory, power, kill)", "`scrapy crawl {name}`; it goes on where it was"
    ),
    Finding(
        r"errors in our own code|but \d+ outcomes|archive_failed",
        "an error of ours, or of the archive's disk",
        "read the run's log; `cchc db check`; then `scrapy crawl {name}`",
    ),
    Finding(
        r"stopped before the end|were left",
        "the run was stopped early",
        "`scrapy crawl {name}`; it goes on where it was",
    ),
    Finding(r"addresses failed", "single pages failed", _WAIT),
)


@dataclass(frozen=True, slots=True)
class Health:
    """One portal, from its newest run back. `last_ok` is the end of its last good run, `trend` its last visits from the
    oldest to the newest with the articles that each stored: "ok ok partial | 3 0 12"."""

    portal: str
    outcome: str
    last_ok: dt.datetime | None
    reasons: tuple[str, ...]
    notes: tuple[str, ...]
    trend: str
    diagnosis: str
    next_step: str

    def to_json(self) -> dict[str, Any]:
        """For `cchc health --json`; the instant in ISO 8601, UTC."""
        return {
            "portal": self.portal,
            "outcome": self.outcome,
            "last_ok": self.last_ok.isoformat() if self.last_ok else None,
            "reasons": list(self.reasons),
            "trend": self.trend,
            "diagnosis": self.diagnosis,
            "next_step": self.next_step,
            "notes": list(self.notes),
        }


def diagnose(portal: str, host: str, runs: Sequence[RunRow], last_ok: dt.datetime | None = None) -> Health:
    """A portal's health from its visits, newest first (files taken in are none); no runs: never crawled."""
    if not runs:
        how = f"`scrapy crawl {portal}{'' if host else ' -a host=HOST'}`"
        return Health(portal, NEVER, None, (), (), "", "never crawled", how)
    newest = runs[0]
    outcome = newest.outcome or RUNNING
    recent = runs[:TREND][::-1]
    stored = (str(run.counts.get("stored", 0)) for run in recent)
    trend = f"{' '.join(run.outcome or RUNNING for run in recent)} | {' '.join(stored)}"
    diagnosis, next_step = _judge(portal, host, newest)
    alike = next((i for i, run in enumerate(runs) if run.outcome != newest.outcome), len(runs))
    if outcome not in FINE and alike > 1:
        diagnosis += f" ({alike} runs in a row{'' if alike < len(runs) else ' or more'} {outcome})"
    return Health(portal, outcome, last_ok, tuple(newest.reasons), tuple(newest.notes), trend, diagnosis, next_step)


def _judge(portal: str, host: str, run: RunRow) -> tuple[str, str]:
    if run.outcome is None:
        return "a run is going on, or was killed: the next run will say", ""
    for finding in FINDINGS:
        if any(re.search(finding.sign, reason) for reason in run.reasons):
            return finding.diagnosis, finding.next_step.format(name=portal, host=host or "HOST")
    if run.outcome != RunOutcome.OK:
        return "see its reasons", _PROBE.format(name=portal)
    faults = [note for note in run.notes if note.startswith("certificate")]
    if faults:
        return "all is well, but for its certificate: the pages are public and fetched all the same", ""
    return "all is well", ""


def of_archive(engine: Engine | None, hosts: Mapping[str, str]) -> list[Health]:
    """Every portal of `hosts` (name -> declared host, "" for none) and every other one that the archive has.

    Without an archive (None) nothing was ever crawled.
    """
    if engine is None:
        return [diagnose(name, hosts[name], [], None) for name in sorted(hosts)]
    names = dict.fromkeys([*sorted(hosts), *query.portals(engine)])
    good = query.last_ok(engine)
    return [diagnose(name, hosts.get(name, name), _visits(engine, name), good.get(name)) for name in names]


def _visits(engine: Engine, portal: str) -> list[RunRow]:
    return [run for run in query.runs(engine, portal=portal, limit=_LOOK_BACK) if run.mode != INGEST]


def is_fine(healths: Iterable[Health]) -> bool:
    """Whether nobody has to look: all ok, never crawled, running or without an address."""
    return all(health.outcome in FINE for health in healths)


def table(healths: Iterable[Health]) -> Table:
    """Portals as people read them, in 80 columns."""
    made = Table(title="Portals", title_justify="left", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    made.add_column("portal", overflow="fold")
    for name in ("outcome", "last ok"):
        made.add_column(name, no_wrap=True)
    made.add_column("what it means and what to do", overflow="fold", ratio=1)
    for health in healths:
        style = STYLES.get(RunOutcome(health.outcome), "") if health.outcome in list(RunOutcome) else "dim"
        said = Text(health.diagnosis)
        if health.next_step:
            said.append(f"\n→ {health.next_step}", style="cyan")
        for reason in health.reasons:
            said.append(f"\n{reason}", style="yellow")
        for note in health.notes:
            said.append(f"\n{note}", style="dim")
        if health.trend:
            said.append(f"\n{health.trend}", style="dim")
        last_ok = health.last_ok.astimezone(LOCAL).strftime("%Y-%m-%d") if health.last_ok else "–"
        made.add_row(health.portal, Text(health.outcome, style=style), last_ok, said)
    return made
