"""`scrapy crawl NAME`: checks everything a person can mistype, migrates the archive, and exits by the run's outcome.

Exit codes: 0 ok, 1 otherwise (the table says why), 2 usage or no contact. Scrapy's own command always exits 0.
"""

from __future__ import annotations

import argparse
import asyncio
import sys

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError
from sqlalchemy.exc import SQLAlchemyError

from archive.db import ArchiveError, connect, upgrade
from crawler.arguments import CrawlArguments
from crawler.config import Config
from crawler.monitors import RunOutcome
from crawler.warcread import WarcReadError, records

_ARGUMENTS = ("mode", "since", "until", "source", "only")


class Command(ScrapyCrawl):
    """`crawl` with exit codes that can be believed."""

    def syntax(self) -> str:
        return "[-a mode=nightly|full|sweep] [-a since=YYYY-MM-DD] [-a until=…] [-a source=live|warc:PATH] NAME"

    def short_desc(self) -> str:
        return "Crawl one portal into the archive"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl; sets `exitcode`."""
        if len(args) != 1:
            raise UsageError("name one portal; `scrapy list` shows them")
        assert self.crawler_process is not None
        name = args[0]
        if name not in self.crawler_process.spider_loader.list():
            raise UsageError(f"there is no portal {name}; `scrapy list` shows them")
        self._check_arguments(opts.spargs)
        try:
            engine = connect(Config.from_env().database_url)
            upgrade(engine)
            engine.dispose()
        except (ArchiveError, SQLAlchemyError) as error:
            raise UsageError(f"the archive cannot be opened: {error}") from error
        crawler = self.crawler_process.create_crawler(name)
        task = self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        problem = task.exception() if isinstance(task, asyncio.Task) and task.done() else None
        if problem is not None:
            print(f"scrapy crawl: {problem}", file=sys.stderr)
        session = getattr(crawler.spider, "session", None)
        outcome = session.result[0] if session is not None and session.result else RunOutcome.BROKEN
        self.exitcode = 0 if outcome is RunOutcome.OK and problem is None else 1

    def _check_arguments(self, spargs: dict[str, str]) -> None:
        unknown = sorted(set(spargs) - set(_ARGUMENTS))
        if unknown:
            raise UsageError(f"unknown argument {', '.join(unknown)}; there are {', '.join(_ARGUMENTS)}")
        try:
            arguments = CrawlArguments.parse(**spargs)
            config = Config.from_env()
            if arguments.source == "live" and config.replica is None:
                config.require_contact()
            if arguments.warc is not None:
                next(iter(records(arguments.warc)), None)
        except (ValueError, WarcReadError) as error:  # ConfigError is a ValueError
            raise UsageError(str(error)) from error
