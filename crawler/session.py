"""One crawl's hold on the world: the archive, the run's row, the host's lock, the learned template, the counters.

An extension, because Scrapy builds extensions before the engine: if the archive cannot be opened or another crawl holds
the host, nothing is requested. Spider, pipeline and progress line find it as `spider.session`.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn, Self
from urllib.parse import urlsplit

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from sqlalchemy.exc import SQLAlchemyError

from archive import query
from archive.db import LOCAL, ArchiveError, connect, local_day, utc_now
from archive.history import COMPLETE, OFF_TOPIC
from archive.records import Outcome, Page
from archive.runs import INGEST, REPLICA
from archive.store import Owed, PortalInfo, Store
from crawler import clock, disk, journal, logs, warcread, wayback
from crawler.arguments import CrawlArguments, Mode
from crawler.config import Config
from crawler.ingest import adopt
from crawler.judging import closing
from crawler.judging.expectations import Past
from crawler.ledger import Ledger
from crawler.locks import HostLock
from crawler.monitors import RunFacts, RunOutcome, judge, suspicious
from crawler.network.cost import Cost, budget_of
from crawler.network.politeness import refuse_zero_delay
from crawler.warc import RawRef

log = logging.getLogger(__name__)

OWED_DAYS, OWED_TRIES = 7, 5  # an address that fails so often or so long is left to mode=full
SETTLED_DAYS = 7  # an address that held no article is looked at again after so many days


class Session(Ledger):
    """The state of one crawl. Everything it counts is judged once, at the end."""

    def __init__(self, crawler: Crawler, config: Config) -> None:
        spider: Any = crawler.spider
        self.crawler = crawler
        warc_folders = (Path(crawler.settings["CCHC_WARC_DIR"]), *config.warc_cold)
        file: Path | None = spider.arguments.warc
        self.source = source_of(config, spider.arguments)
        self.wayback: str | None = config.wayback if spider.arguments.source == "wayback" else None
        host = spider.host
        if self.wayback is not None:  # the archive is asked, and nobody else
            host = urlsplit(self.wayback).hostname or ""
            spider.allowed_domains = [host]
            crawler.settings.set("DOWNLOAD_DELAY", wayback.DELAY, priority="spider")
        taking_in = spider.arguments.source != "live"
        self.mode = INGEST if taking_in else str(spider.arguments.mode)
        self.started_at = utc_now()
        self._write: Callable[[str, dict[str, Any]], None] | None = None
        self.lock = HostLock(config.lock_dir, host) if file is None else None
        self.engine = connect(config.database_url)
        store = Store(self.engine)
        run_id = store.start_run(
            PortalInfo(spider.name, spider.host, spider.province, spider.title, spider.level, spider.district),
            self.mode,
            self.source,
            at=self.started_at,
        )
        logs.about(spider.name, run_id)
        if self.mode != Mode.SAMPLE and (words := disk.low(config)) is not None:
            self._refuse(store, run_id, words)
        super().__init__(store, spider.name, run_id, warc_folders, taking_in=taking_in, only=spider.arguments.only)
        # Only now: a run that was refused leaves no file behind.
        self.warc: str | None = adopt(self.warc_folders, file) if file is not None else None
        self.complete_until = self.store.complete_until(self.portal, off_topic=self.only is not None)
        self.listings: dict[str, list[int]] = defaultdict(list)
        self.listing_failures: list[str] = []
        self.limits: list[str] = []
        self.ended = closing.Walks()
        fault = clock.fault(self.started_at, query.last_moment(self.engine, before_run=run_id))
        self.notes: list[str] = [fault] if fault is not None else []
        self.errors = 0
        self.cost = Cost()
        self.budget = budget_of(spider.arguments, spider.requests_per_night)
        self.result: tuple[RunOutcome, list[str], dict[str, int]] | None = None
        spider.session = self

    def _refuse(self, store: Store, run_id: int, words: str) -> NoReturn:
        """End a run that must not write, with a row that says so."""
        store.finish_run(run_id, str(RunOutcome.BROKEN), [f"not begun: {words}"], {})
        self.engine.dispose()
        if self.lock is not None:
            self.lock.close()
        raise disk.DiskLow(f"not begun: {words}")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Open everything; an error here ends the crawl before its first request."""
        refuse_zero_delay(crawler.settings)
        session = cls(crawler, Config.from_env())
        crawler.signals.connect(session.spider_error, signals.spider_error)
        crawler.signals.connect(session.item_error, signals.item_error)
        crawler.signals.connect(session.spider_closed, signals.spider_closed)
        return session

    @property
    def now(self) -> dt.datetime:
        """The moment, in Vietnam."""
        return dt.datetime.now(LOCAL)

    @property
    def today(self) -> dt.date:
        """The local day."""
        return self.now.date()

    def kept_responses(self, path: Path) -> Iterator[tuple[RawRef, Page]]:
        """Every response of a WARC file with the place where the raw store keeps it (the file was copied there)."""
        assert self.warc is not None, path
        kept = warcread.find(self.warc_folders, self.warc)
        assert kept is not None, self.warc
        for offset, page in warcread.records(kept):
            yield RawRef(self.warc, offset, "", len(page.body)), page

    def owed(self) -> list[Owed]:
        """Addresses of the last days that never gave an answer."""
        since = dt.datetime.now(LOCAL) - dt.timedelta(days=OWED_DAYS)
        return self.store.owed(self.portal, since=since, most_tries=OWED_TRIES)

    def settled(self, keys: list[str]) -> set[str]:
        """Keys that lately held no article: not asked for again for some days."""
        if not keys:
            return set()
        since = dt.datetime.now(LOCAL) - dt.timedelta(days=SETTLED_DAYS)
        return self.store.settled(self.portal, keys, since=since, off_topic=self.only is not None)

    def idle(self) -> set[str]:
        """Addresses that lately were looked at as possible listings and were none."""
        return self.store.idle(self.portal, since=dt.datetime.now(LOCAL) - dt.timedelta(days=SETTLED_DAYS))

    def keep_journal(self, write: Callable[[str, dict[str, Any]], None]) -> dict[str, Any]:
        """From now on the run notes with `write` what it does (crawler/journal.py); what it says of itself."""
        spider: Any = self.crawler.spider
        if self.warc is None:  # the pages of a file have their places already
            self._write = write
        return journal.visit(spider, self.mode, self.source, self.only, self.started_at)

    def journal(self, item: Any) -> None:
        """Note what is about to be judged, beside its bytes."""
        if self._write is not None:
            self._write(journal.PAGE, journal.note(item))

    # --- told by spider and pipeline ------------------------------------------------------------------------------
    def listing_read(self, name: str, page: int, links: int) -> None:
        """A listing page answered with so many article links."""
        self.listings[name].append(links)

    def listing_failed(self, name: str, page: int, reason: str) -> None:
        """A listing page gave no listing; the walk ends there."""
        log.warning("listing %s page %d: %s", name, page, reason)
        self.listing_failures.append(f"{name} page {page}: {reason}")

    def note(self, text: str) -> None:
        """Something that was noticed and is no reason for the run's outcome; each once."""
        if text not in self.notes:
            self.notes.append(text)

    def walk_ended(self, *, met: bool, known: bool) -> None:
        """A nightly walk came to its end: whether it met the stretch of known articles that ends one, and whether its
        last articles were known. Before the first complete run no walk meets any."""
        if self.complete_until is not None:
            self.ended = self.ended.ended(met=met, known=known)

    def pager_stuck(self, name: str, page: int) -> None:
        """A page that the listing's own pager leads to shows the page before once more."""
        self.listing_failures.append(f"{name} page {page}: the pager shows page {page - 1} again")

    def limit_reached(self, name: str, page: int) -> None:
        """A nightly walk met no known stretch within its limit."""
        self.limits.append(f"listing {name} goes on after page {page}: run it once with -a mode=full")

    def pager_scripted(self, name: str, page: int) -> None:
        """A listing goes on behind a pager that works by script only, and nothing known was met before it."""
        self.limits.append(f"listing {name}: the pager of page {page} works by script only, what is behind is not read")

    # --- signals --------------------------------------------------------------------------------------------------
    def spider_error(self) -> None:
        """An exception in a callback: an error of ours."""
        self.errors += 1

    def item_error(self) -> None:
        """An exception in the pipeline: an error of ours."""
        self.errors += 1

    def _note_refused(self, spider: Spider) -> None:
        """Addresses that were not asked for are no outcome, but nobody should have to guess."""
        refused: dict[str, str] = spider.refused  # type: ignore[attr-defined]
        for why, number in Counter(refused.values()).items():
            example = next(url for url, reason in refused.items() if reason == why)
            self.note(f"{number} addresses were not asked for: {why}, as in {example}")

    def spider_closed(self, spider: Spider, reason: str) -> None:
        """Judge the run and write its row; the last thing a crawl does. Whatever fails, engine and host are freed."""
        try:
            self._note_refused(spider)
            facts = self._facts(spider, reason)
            if suspicious(facts) and self.outcomes[Outcome.GONE]:
                self.outcomes[Outcome.MISSING] += self.store.not_gone(self.run_id)
                self.outcomes[Outcome.GONE] = 0
            now = utc_now()
            outcome, reasons, counts = self._judged(spider, facts, now)
            if self._write is not None and counts["requests"]:
                self._write(journal.END, journal.end(str(outcome), reasons, counts, self.notes, now))
            self.result = (outcome, reasons, counts)
            try:
                self.store.finish_run(self.run_id, str(outcome), reasons, counts, self.notes, at=now)
                self.save_template()
            except (ArchiveError, SQLAlchemyError) as error:  # a full disk, a server that is gone: not in silence
                log.critical("run %d stays open, the next one closes it as killed: %s", self.run_id, error)
                self.result = (RunOutcome.BROKEN, [*reasons, f"the run cannot be closed: {error}"], counts)
        finally:
            self.engine.dispose()
            if self.lock is not None:
                self.lock.close()

    def _judged(self, spider: Any, facts: RunFacts, now: dt.datetime) -> tuple[RunOutcome, list[str], dict[str, int]]:
        """Outcome, reasons and counts; what the portal's past let expect is looked up once, now."""
        counts = self._counts(facts.addresses)
        if self.taking_in:
            return *judge(facts), counts
        day = local_day(now)
        try:
            past = closing.past_of(self.engine, self.portal, self.run_id, self.started_at)
        except (ArchiveError, SQLAlchemyError) as error:
            log.error("the past of %s cannot be read, so that tonight is judged without it: %s", self.portal, error)
            past = Past()
        only = self.only is not None
        counts |= closing.counters(self.new, facts, self.ended, past, spider.layouts, day, self.mode, only=only)
        dormant = closing.is_dormant(spider.province, spider.district, past, day)
        run = closing.tonight(facts, counts, day, self.mode)
        outcome, reasons, complete = closing.close(past, run, facts, spider.expect, dormant=dormant)
        return outcome, reasons, counts | {COMPLETE: int(complete)}

    def _facts(self, spider: Spider, reason: str) -> RunFacts:
        asked: set[str] = spider.asked  # type: ignore[attr-defined]
        return RunFacts(
            addresses=len(asked),
            outcomes=self.outcomes,
            rechecked=self.rechecked,
            why=self.why,
            listings=self.listings,
            listing_failures=self.listing_failures,
            limits=self.limits,
            errors=self.errors,
            finish_reason=reason,
            from_file=self.taking_in,
            walks=self.mode != Mode.RECHECK,
        )

    def _counts(self, addresses: int) -> dict[str, int]:
        stats = self.crawler.stats
        return {
            "addresses": addresses,
            **self.cost.counts(),
            "listings": sum(len(pages) for pages in self.listings.values()),
            "robots": stats.get_value("robotstxt/response_count", 0),
            "bytes": stats.get_value("downloader/response_bytes", 0),
            **{str(name): self.outcomes.get(str(name), 0) for name in Outcome},
            **({OFF_TOPIC: self.why[Outcome.REJECTED][OFF_TOPIC]} if self.only else {}),
        }


def source_of(config: Config, arguments: CrawlArguments) -> str:
    """What `run.source` says: live, wayback, warc:FILE, or replica: an imitation stays one in files and archives."""
    file = arguments.warc
    if config.replica is not None or (file is not None and warcread.is_imitation(file)):
        return REPLICA
    return arguments.source if file is None else f"warc:{file.name}"
