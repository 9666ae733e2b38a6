"""Scrapy's way to our portals, with one difference: a portal file that cannot be read takes no other with it.

Scrapy's own loader stops at the first file with an error in it, and then no portal can be crawled at all.
"""

from __future__ import annotations

import importlib
import logging
import pkgutil

from scrapy.spiderloader import SpiderLoader

log = logging.getLogger(__name__)


class PortalLoader(SpiderLoader):
    """Spiders by name; `unreadable` has what is wrong with each file that could not be read, by its name."""

    def _load_all_spiders(self) -> None:
        self.unreadable: dict[str, str] = {}
        for package in self.spider_modules:
            module = importlib.import_module(package)
            self._load_spiders(module)
            for found in pkgutil.iter_modules(getattr(module, "__path__", ())):
                if found.ispkg:
                    continue  # platforms: their classes have no name of a portal
                try:
                    self._load_spiders(importlib.import_module(f"{package}.{found.name}"))
                except Exception as error:  # a portal file is written by people: anything may happen in it
                    problem = f"{package}/{found.name}.py cannot be read: {type(error).__name__}: {error}"
                    self.unreadable[found.name] = problem
                    log.error("%s", problem)
        self._check_name_duplicates()
