"""One crawl's hold on the world: the archive, the run's row, the host's lock, the learned template, the counters.

An extension, because Scrapy builds extensions before the engine: if the archive cannot be opened or another crawl holds
the host, nothing is requested. Spider, pipeline and progress line find it as `spider.session`.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler

from archive.db import LOCAL, connect
from archive.records import Outcome, Page
from archive.store import Owed, PortalInfo, Store
from crawler import warcread
from crawler.config import Config
from crawler.extraction.template import Template
from crawler.ingest import adopt
from crawler.locks import HostLock
from crawler.monitors import RunFacts, RunOutcome, judge, suspicious
from crawler.politeness import refuse_zero_delay
from crawler.warc import RawRef

log = logging.getLogger(__name__)

OWED_DAYS, OWED_TRIES = 7, 5  # an address that fails so often or so long is left to mode=full
SETTLED_DAYS = 7  # an address that held no article is looked at again after so many days
_TEMPLATE_EVERY = 200  # pages between two savings of the template; a kill loses what the next night learns again


class Session:
    """The state of one crawl. Everything it counts is judged once, at the end."""

    def __init__(self, crawler: Crawler, config: Config) -> None:
        spider: Any = crawler.spider
        self.crawler = crawler
        self.portal: str = spider.name
        self.warc_dir = Path(crawler.settings["CCHC_WARC_DIR"])
        file: Path | None = spider.arguments.warc
        self.source = source_of(config, file)
        self.lock = HostLock(config.data_dir / "locks", spider.host) if file is None else None
        self.engine = connect(config.database_url)
        self.store = Store(self.engine)
        self.run_id = self.store.start_run(
            PortalInfo(spider.name, spider.host, spider.province, spider.title), spider.arguments.mode, self.source
        )
        # Only now: a run that was refused leaves no file behind.
        self.warc: str | None = adopt(self.warc_dir, file) if file is not None else None
        self.complete_until = self.store.complete_until(self.portal)
        self.poisoned = self.store.poisoned(self.portal)
        self.template = stored_template(self.store, self.portal)
        self.outcomes: Counter[str] = Counter()
        self.rechecked: Counter[str] = Counter()  # the same, of known articles that were fetched again
        self.bodies: dict[str, str] = {}  # content hash -> key of the first article in this run that had it
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
        """Every response of a WARC file with the place where the raw store keeps it (the file was copied there)."""
        assert self.warc is not None, path
        for offset, page in warcread.records(self.warc_dir / self.warc):
            yield RawRef(self.warc, offset, "", len(page.body)), page

    def owed(self) -> list[Owed]:
        """Addresses of the last days that never gave an answer."""
        since = dt.datetime.now(LOCAL) - dt.timedelta(days=OWED_DAYS)
        return self.store.owed(self.portal, since=since, most_tries=OWED_TRIES)

    def settled(self, keys: list[str]) -> set[str]:
        """Keys that lately held no article: not asked for again for some days."""
        if not keys:
            return set()
        return self.store.settled(self.portal, keys, since=dt.datetime.now(LOCAL) - dt.timedelta(days=SETTLED_DAYS))

    # --- told by spider and pipeline ------------------------------------------------------------------------------
    def count(self, outcome: Outcome, *, known: bool = False) -> None:
        """One article address is decided; `known` where the archive had the article before this run."""
        self.outcomes[str(outcome)] += 1
        if known:
            self.rechecked[str(outcome)] += 1

    def same_page(self, content_hash: str, key: str) -> bool:
        """Whether another address of this run gave the very same title and text."""
        return self.bodies.setdefault(content_hash, key) != key

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
        """Judge the run and write its row; the last thing a crawl does. Whatever fails, engine and host are freed."""
        try:
            facts = self._facts(spider, reason)
            if suspicious(facts) and self.outcomes[Outcome.GONE]:
                self.outcomes[Outcome.MISSING] += self.store.not_gone(self.run_id)
                self.outcomes[Outcome.GONE] = 0
            outcome, reasons = judge(facts)
            counts = self._counts(facts.addresses)
            self.store.finish_run(self.run_id, str(outcome), reasons, counts)
            self.result = (outcome, reasons, counts)
            self._save_template()
        finally:
            self.engine.dispose()
            if self.lock is not None:
                self.lock.close()

    def _facts(self, spider: Spider, reason: str) -> RunFacts:
        asked: set[str] = spider.asked  # type: ignore[attr-defined]
        return RunFacts(
            addresses=len(asked),
            outcomes=self.outcomes,
            rechecked=self.rechecked,
            listings=self.listings,
            listing_failures=self.listing_failures,
            limits=self.limits,
            errors=self.errors,
            finish_reason=reason,
            from_file=self.warc is not None,
        )

    def _counts(self, addresses: int) -> dict[str, int]:
        stats = self.crawler.stats
        return {
            "addresses": addresses,
            "requests": stats.get_value("downloader/request_count", 0),
            "listings": sum(len(pages) for pages in self.listings.values()),
            "robots": stats.get_value("robotstxt/response_count", 0),
            "bytes": stats.get_value("downloader/response_bytes", 0),
            **{str(name): self.outcomes.get(str(name), 0) for name in Outcome},
        }


def source_of(config: Config, file: Path | None) -> str:
    """What `run.source` says: live, replica, or warc:FILE. The pages of an imitation stay an imitation in a file."""
    if config.replica is not None or (file is not None and warcread.is_imitation(file)):
        return "replica"
    return "live" if file is None else f"warc:{file.name}"


def stored_template(store: Store, portal: str) -> Template:
    """The portal's learned template; an empty one before the first, and where an older form of it cannot be read."""
    stored = store.load_template(portal)
    try:
        return Template.from_json(stored) if stored else Template()
    except ValueError as error:
        log.warning("the template of %s is learned anew: %s", portal, error)
        return Template()
