"""What judging pages needs of a run, whoever brings them: archive, row of the run, learned template, counters."""

from __future__ import annotations

import datetime as dt
import logging
from collections import Counter, defaultdict
from typing import Any

from archive.records import Outcome
from archive.store import Store
from crawler.extraction.template import Template
from crawler.judging.quality import NewArticles
from crawler.warcread import Folders, folders

log = logging.getLogger(__name__)

_TEMPLATE_EVERY = 200  # pages between two savings of the template; a kill loses what the next night learns again


class Ledger:
    """One run's counts. `taking_in` where its pages are captures that others made, files or a web archive's: they may
    come twice, in any order, and say nothing about the portal of today. `only="cchc"` where new articles about anything
    else are not stored."""

    def __init__(
        self,
        store: Store,
        portal: str,
        run_id: int,
        warc_folders: Folders,
        *,
        taking_in: bool = False,
        only: str | None = None,
    ) -> None:
        self.store = store
        self.portal = portal
        self.run_id = run_id
        self.warc_folders = folders(warc_folders)
        self.warc_dir = self.warc_folders[0]
        self.taking_in = taking_in
        self.only = only
        self.poisoned = store.poisoned(portal)
        self.template = stored_template(store, portal)
        self.outcomes: Counter[str] = Counter()
        self.rechecked: Counter[str] = Counter()  # the same, of articles that the archive had before
        self.bodies: dict[str, str] = {}  # content hash -> key of the first article in this run that had it
        self.published: dict[str, dt.date] = {}  # day of each article read in this run, by key
        self.new = NewArticles()  # what they look like
        self.why: dict[str, Counter[str]] = defaultdict(Counter)  # reasons of the addresses without an article

    def journal(self, item: Any) -> None:
        """Note what is about to be judged, where the run keeps a journal: a crawl's does (crawler/session.py)."""

    def count(self, outcome: Outcome, *, known: bool = False, reason: str | None = None) -> None:
        """One article address is decided; `known` where the archive had the article before this run."""
        self.outcomes[str(outcome)] += 1
        if reason is not None:
            self.why[str(outcome)][reason] += 1
        if known:
            self.rechecked[str(outcome)] += 1

    def same_page(self, content_hash: str, key: str) -> bool:
        """Whether another address of this run gave the very same title and text."""
        return self.bodies.setdefault(content_hash, key) != key

    def learned(self) -> None:
        """Save the template now and then."""
        if self.template.pages % _TEMPLATE_EVERY == 0:
            self.save_template()

    def save_template(self) -> None:
        """Keep what was learned for the next run."""
        if self.template.pages:
            self.store.save_template(self.portal, self.template.to_json(), self.template.pages)


def stored_template(store: Store, portal: str) -> Template:
    """The portal's learned template; an empty one before the first, and where an older form of it cannot be read."""
    stored = store.load_template(portal)
    try:
        return Template.from_json(stored) if stored else Template()
    except ValueError as error:
        log.warning("the template of %s is learned anew: %s", portal, error)
        return Template()
