"""What a person sees of a crawl: one line that moves while it runs on a terminal, one table at the end.

Without a terminal (cron, systemd, CI) there is no line; the table goes to stderr all the same, after the log.
"""

from __future__ import annotations

import logging
import sys
from typing import Any, Self

from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.utils.log import get_scrapy_root_handler

from archive.records import Outcome
from crawler import logs
from crawler.monitors import RunOutcome
from crawler.network import cost

log = logging.getLogger(__name__)

STYLES = {
    RunOutcome.OK: "bold green",
    RunOutcome.SKIPPED: "bold yellow",
    RunOutcome.EMPTY: "bold yellow",
    RunOutcome.PARTIAL: "bold yellow",
    RunOutcome.STALE: "bold yellow",
    RunOutcome.BLOCKED: "bold red",
    RunOutcome.BROKEN: "bold red",
}


class Progress:
    """Extension: line and table on stderr."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.console = Console(stderr=True)
        self.live: Live | None = None
        self.lines = crawler.settings["CCHC_LOG_FORMAT"] == logs.JSON  # then stderr holds objects and nothing else

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Connect to the crawl's signals. The session (a lower number in EXTENSIONS) judges before the table."""
        progress = cls(crawler)
        crawler.signals.connect(progress.opened, signals.spider_opened)
        crawler.signals.connect(progress.moved, signals.item_scraped)
        crawler.signals.connect(progress.closed, signals.engine_stopped)
        return progress

    def opened(self) -> None:
        """Start the line; log lines then pass above it."""
        if not self.console.is_terminal or self.lines:
            return
        self.live = Live(console=self.console, refresh_per_second=4, transient=True)
        self.live.start()
        handler: Any = get_scrapy_root_handler()
        if handler is not None and hasattr(handler, "setStream") and not hasattr(handler, "baseFilename"):
            handler.setStream(sys.stderr)  # Live has put its proxy there

    def moved(self) -> None:
        """One item further."""
        if self.live is not None:
            session: Any = self.crawler.spider.session  # type: ignore[union-attr]
            self.live.update(status_line(session.portal, session.outcomes, len(self.crawler.spider.asked)))  # type: ignore[union-attr]

    def closed(self) -> None:
        """The table."""
        if self.live is not None:
            self.live.stop()
            handler: Any = get_scrapy_root_handler()
            if handler is not None and hasattr(handler, "setStream") and not hasattr(handler, "baseFilename"):
                handler.setStream(sys.stderr)
        session: Any = getattr(self.crawler.spider, "session", None)
        if session is not None and session.result is not None:
            asked = f"asked: {cost.line(session.result[2])}"
            outcome, reasons, counts = session.result
            told = {"outcome": str(outcome), "reasons": reasons, "counts": counts}
            log.info("%s", asked, extra=told)
            if self.lines:
                return
            self.console.print(run_table(session.portal, session.run_id, *session.result))
            self.console.print(asked, highlight=False, soft_wrap=True)


def status_line(portal: str, outcomes: dict[str, int], asked: int) -> Text:
    """`yenbai  120 of 131 articles  stored 118  failed 2`."""
    done = sum(outcomes.values())
    parts = [f"{name} {number}" for name, number in outcomes.items() if number]
    return Text.assemble((portal, "bold"), f"  {done} of {asked} articles  ", ("  ".join(parts), "dim"))


def run_table(portal: str, run_id: int, outcome: RunOutcome, reasons: list[str], counts: dict[str, int]) -> Table:
    """The run in one table: outcome counts, what was asked of the portal, and why it is not ok."""
    title = Text.assemble(f"{portal}, run {run_id}: ", (str(outcome), STYLES[outcome]))
    table = Table(title=title, title_justify="left", show_header=False)
    table.add_column(style="cyan")
    table.add_column(justify="right")
    for name in Outcome:
        if number := counts.get(str(name), 0):
            table.add_row(str(name), f"{number:,}")
    table.add_section()
    table.add_row("article addresses", f"{counts['addresses']:,}")
    table.add_row("listing pages", f"{counts['listings']:,}")
    table.add_row("requests", f"{counts['requests']:,}")
    table.add_row("received", f"{counts['bytes'] / 2**20:,.1f} MiB")
    if reasons:
        table.add_section()
        for reason in reasons:
            table.add_row("why", Text(reason, style="yellow"))
    return table
