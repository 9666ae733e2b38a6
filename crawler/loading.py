"""Scrapy's way to our portals, with one difference: a portal file that is at fault takes no other with it.

Scrapy's own loader stops at the first file with an error in it, and then no portal can be crawled at all; and of two
files with one portal's name it takes the later one, whoever's name that is.
"""

from __future__ import annotations

import importlib
import logging
import pkgutil
from types import ModuleType

from scrapy.spiderloader import SpiderLoader
from scrapy.utils.spider import iter_spider_classes

log = logging.getLogger(__name__)


class PortalLoader(SpiderLoader):
    """Spiders by name; `unreadable` has what is wrong with each file that could not be read, by its name."""

    def _load_all_spiders(self) -> None:
        self.unreadable: dict[str, str] = {}
        for package in self.spider_modules:
            module = importlib.import_module(package)
            self._load_spiders(module)
            read: list[ModuleType] = []
            for found in pkgutil.iter_modules(getattr(module, "__path__", ())):
                if found.ispkg:
                    continue  # platforms: their classes have no name of a portal
                try:
                    read.append(importlib.import_module(f"{package}.{found.name}"))
                # A portal file is written by people: anything may happen in it, sys.exit() too.
                except (Exception, SystemExit) as error:
                    self._fault(package, found.name, f"{type(error).__name__}: {error}")
            # A name is its own file's, whatever another file says; else the first one's.
            owners = {_file(one): _file(one) for one in read if _file(one) in _names(one)}
            for one in read:
                file, names = _file(one), _names(one)
                for name in names:
                    owners.setdefault(name, file)
                taken = [name for name in names if owners[name] != file or names.count(name) > 1]
                if taken:
                    owner = owners[taken[0]]
                    where = "two classes of it" if owner == file else f"{package}/{owner}.py"
                    self._fault(package, file, f"{taken[0]} is the name of a portal in {where}")
                else:
                    self._load_spiders(one)
        self._check_name_duplicates()

    def _fault(self, package: str, file: str, what: str) -> None:
        self.unreadable[file] = f"{package}/{file}.py cannot be read: {what}"
        log.error("%s", self.unreadable[file])


def _file(module: ModuleType) -> str:
    return module.__name__.rpartition(".")[2]


def _names(module: ModuleType) -> list[str]:
    return [spider.name for spider in iter_spider_classes(module)]
