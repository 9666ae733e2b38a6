"""One crawl's hold on the world: the archive, the run's row, the host's lock, the learned template, the counters.

An extension, because Scrapy builds extensions before the engine: if the archive cannot be opened or another crawl holds
the host, nothing is requested. Spider, pipeline and progress line find it as `spider.session`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo

from scrapy import Spider, signals
from scrapy.crawler import Crawler

from archive.db import connect
from archive.records import Outcome, Page
from archive.store import PortalInfo, Store
from crawler import warcread
from crawler.config import Config
from crawler.extraction.template import Template
from crawler.ingest import adopt
from crawler.locks import HostLock
from crawler.monitors import RunFacts, RunOutcome, judge
from crawler.politeness import refuse_zero_delay
from crawler.warc import RawRef

log = logging.getLogger(__name__)

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
_TEMPLATE_EVERY = 200  # pages between two savings of the template; a kill loses what the next night learns again


class Session:
    """The state of one crawl. Everything it counts is judged once, at the end."""

    def __init__(self, crawler: Crawler, config: Config) -> None:
        spider: Any = crawler.spider
        self.crawler = crawler
        self.portal: str = spider.name
        self.source: str = "replica" if config.replica else spider.arguments.source
        self.lock = HostLock(config.data_dir / "locks", spider.host) if self.source != "warc" else None
        self.engine = connect(config.database_url)
        self.store = Store(self.engine)
        self.run_id = self.store.start_run(
            PortalInfo(spider.name, spider.host, spider.province, spider.title), spider.arguments.mode, self.source
        )
        self.warc_dir = config.warc_dir
        self.poisoned = self.store.poisoned(self.portal)
        self.template = stored_template(self.store, self.portal)
        self.outcomes: Counter[str] = Counter()
        self.published: dict[str, dt.date] = {}  # day of each article read in this run, by key
        self.listings: dict[str, list[int]] = defaultdict(list)
        self.listing_failures: list[str] = []
        self.limits: list[str] = []
        self.errors = 0
        self.result: tuple[RunOutcome, list[str], dict[str, int]] | None = None
        spider.session = self

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
    def today(self) -> dt.date:
        """The local day."""
        return dt.datetime.now(LOCAL).date()

    def kept_responses(self, path: Path) -> Iterator[tuple[RawRef, Page]]:
        """Every response of a WARC file with the place where the raw store keeps it (the file is copied there)."""
        name = adopt(self.warc_dir, path)
        for offset, page in warcread.records(self.warc_dir / name):
            yield RawRef(name, offset, hashlib.sha256(page.body).hexdigest(), len(page.body)), page

    # --- told by spider and pipeline ------------------------------------------------------------------------------
    def count(self, outcome: Outcome) -> None:
        """One article address is decided."""
        self.outcomes[str(outcome)] += 1

    def listing_read(self, name: str, page: int, links: int) -> None:
        """A listing page answered with so many article links."""
        self.listings[name].append(links)

    def listing_failed(self, name: str, page: int, reason: str) -> None:
        """A listing page gave no listing; the walk ends there."""
        log.warning("listing %s page %d: %s", name, page, reason)
        self.listing_failures.append(f"{name} page {page}: {reason}")

    def limit_reached(self, name: str, page: int) -> None:
        """A nightly walk met no known stretch within its limit."""
        self.limits.append(f"listing {name} goes on after page {page}: run it once with -a mode=full")

    def learned(self) -> None:
        """Save the template now and then."""
        if self.template.pages % _TEMPLATE_EVERY == 0:
            self._save_template()

    def _save_template(self) -> None:
        if self.template.pages:
            self.store.save_template(self.portal, self.template.to_json(), self.template.pages)

    # --- signals --------------------------------------------------------------------------------------------------
    def spider_error(self) -> None:
        """An exception in a callback: an error of ours."""
        self.errors += 1

    def item_error(self) -> None:
        """An exception in the pipeline: an error of ours."""
        self.errors += 1

    def spider_closed(self, spider: Spider, reason: str) -> None:
        """Judge the run and write its row; the last thing a crawl does."""
        stats = self.crawler.stats
        asked: set[str] = spider.asked  # type: ignore[attr-defined]
        facts = RunFacts(
            addresses=len(asked),
            outcomes=self.outcomes,
            listings=self.listings,
            listing_failures=self.listing_failures,
            limits=self.limits,
            errors=self.errors,
            finish_reason=reason,
            source=self.source,
        )
        outcome, reasons = judge(facts)
        counts = {
            "addresses": len(asked),
            "requests": stats.get_value("downloader/request_count", 0),
            "listings": sum(len(pages) for pages in self.listings.values()),
            "robots": stats.get_value("robotstxt/response_count", 0),
            "bytes": stats.get_value("downloader/response_bytes", 0),
            **{str(name): self.outcomes.get(str(name), 0) for name in Outcome},
        }
        self._save_template()
        self.store.finish_run(self.run_id, str(outcome), reasons, counts)
        self.result = (outcome, reasons, counts)
        self.engine.dispose()
        if self.lock is not None:
            self.lock.close()


def stored_template(store: Store, portal: str) -> Template:
    """The portal's learned template; an empty one before the first, and where an older form of it cannot be read."""
    stored = store.load_template(portal)
    try:
        return Template.from_json(stored) if stored else Template()
    except ValueError as error:
        log.warning("the template of %s is learned anew: %s", portal, error)
        return Template()
