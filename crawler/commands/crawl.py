"""`scrapy crawl NAME`: checks everything a person can mistype, migrates the archive, and exits by the run's outcome.

Exit codes: 0 ok, 1 otherwise (the table says why), 2 usage or no contact. Scrapy's own command always exits 0.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
from typing import Any

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from archive.db import ArchiveError, connect, exists, upgrade
from archive.store import PortalInfo, Store
from crawler import logs
from crawler.arguments import CrawlArguments
from crawler.config import Config
from crawler.monitors import RunOutcome
from crawler.places import refuse_private
from crawler.portals import portal_of
from crawler.session import source_of
from crawler.warcread import WarcReadError, records

log = logging.getLogger(__name__)

_ARGUMENTS = ("mode", "since", "until", "source", "only")
_PLACES = ("url", "host", "province")  # where a portal lies that does not say so itself
NO_ADDRESS = "the portal has no known address; give one with -a host=HOST"


class Command(ScrapyCrawl):
    """`crawl` with exit codes that can be believed."""

    def syntax(self) -> str:
        return (
            "[-a mode=nightly|full|sweep|recheck] [-a since=YYYY-MM-DD] [-a until=…] "
            "[-a source=live|wayback|warc:PATH] [-a only=cchc] "
            "[-a url=https://HOST/… [-a province=SLUG] | -a host=HOST] NAME"
        )

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
        settings = self.crawler_process.settings
        logs.about(name)
        if settings["CCHC_LOG_FORMAT"] == logs.JSON:
            logs.install(settings["LOG_FILE"], settings["LOG_LEVEL"], append=settings.getbool("LOG_FILE_APPEND"))
        arguments = {name: value for name, value in opts.spargs.items() if name not in _PLACES}
        parsed = self._check_arguments(arguments)
        spider = self._placed(name, {key: opts.spargs[key] for key in _PLACES if key in opts.spargs})
        try:
            url = Config.from_env().database_url
            if settings.getbool("CCHC_ARCHIVE_IS_THERE") and not exists(url):  # the scheduler's word
                raise ArchiveError("its file is gone; a crawl of a round makes no new one")
            engine = connect(url)
            upgrade(engine)
            if not spider.host:
                self._skip(engine, spider, parsed)
                return
            engine.dispose()
        except (ArchiveError, SQLAlchemyError) as error:
            raise UsageError(f"the archive cannot be opened: {error}") from error
        crawler = self.crawler_process.create_crawler(spider)
        task = self.crawler_process.crawl(crawler, **arguments)
        self.crawler_process.start()
        problem = task.exception() if isinstance(task, asyncio.Task) and task.done() else None
        if problem is not None:
            self._say(str(problem))
        session = getattr(crawler.spider, "session", None)
        outcome = session.result[0] if session is not None and session.result else RunOutcome.BROKEN
        self.exitcode = 0 if outcome is RunOutcome.OK and problem is None else 1

    def _placed(self, name: str, places: dict[str, str]) -> Any:
        """The portal's spider class, at the address that was typed where one was."""
        assert self.crawler_process is not None
        try:
            portal: Any = self.crawler_process.spider_loader.load(name)
            spider = portal.placed(**places)
            if places and spider.host and Config.from_env().replica is None:
                refuse_private(spider.host)
        except ValueError as error:
            raise UsageError(str(error)) from error
        known = portal_of(f"https://{spider.host}/") if places else None
        if known is not None:  # its articles would be filed under a second portal
            raise UsageError(f"{spider.host} has a spider of its own: scrapy crawl {known.name}")
        return spider

    def _skip(self, engine: Engine, spider: Any, arguments: CrawlArguments) -> None:
        """A run that asks for nothing, with its reason in the archive."""
        store = Store(engine)
        portal = PortalInfo(spider.name, spider.host, spider.province, spider.title, spider.level, spider.district)
        run_id = store.start_run(portal, arguments.mode, source_of(Config.from_env(), arguments))
        store.finish_run(run_id, str(RunOutcome.SKIPPED), [NO_ADDRESS], {})
        engine.dispose()
        self._say(f"{spider.name} skipped: {NO_ADDRESS}")
        self.exitcode = 1

    def _say(self, words: str) -> None:
        """What went wrong, for people on stderr; as an object where the log consists of objects."""
        assert self.crawler_process is not None
        if self.crawler_process.settings["CCHC_LOG_FORMAT"] == logs.JSON:
            log.error("%s", words)
        else:
            print(f"scrapy crawl: {words}", file=sys.stderr)

    def _check_arguments(self, spargs: dict[str, str]) -> CrawlArguments:
        unknown = sorted(set(spargs) - set(_ARGUMENTS))
        if unknown:
            known = ", ".join((*_ARGUMENTS, *_PLACES))
            raise UsageError(f"unknown argument {', '.join(unknown)}; there are {known}")
        try:
            arguments = CrawlArguments.parse(**spargs)
            config = Config.from_env()
            if arguments.warc is None and config.replica is None:
                config.require_contact()
            if arguments.warc is not None:
                next(iter(records(arguments.warc)), None)
        except (ValueError, WarcReadError) as error:  # ConfigError is a ValueError
            raise UsageError(str(error)) from error
        return arguments
