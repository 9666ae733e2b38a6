"""Reading many kept pages: one that kills its reader takes nothing with it; none is read twice or left out."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from archive.records import StoredPage
from crawler import reread
from crawler.replay import batched, read_all
from crawler.reread import Reread, Rules
from tests.crawling import ROOT


def pages(number):
    return [StoredPage(n, "yenbai", f"key/{n}", f"https://yenbai.gov.vn/{n}", "a.warc.gz", n) for n in range(number)]


class DeadlyReader:
    """Stands for a reader in a worker: some pages kill the process, as a fault in a C library would."""

    def __init__(self, deadly):
        self.deadly = deadly

    def read(self, page):
        if page.page_id in self.deadly:
            os._exit(11)
        return Reread(page, None, "read")


def start(rules):
    reread._reader = DeadlyReader({int(name) for name in rules.templates})


@pytest.mark.parametrize("deadly", [set(), {0}, {13, 14, 40}])
def test_the_page_that_kills_a_worker_is_named_and_all_others_are_read_once(deadly):
    rules = Rules(Path(), {}, {str(number): "" for number in deadly})
    found = list(read_all(pages(60), rules, 2, start=start))
    assert sorted(one.page.page_id for one in found) == list(range(60))
    killed = {one.page.page_id for one in found if one.error == "reading it kills the process"}
    assert killed == deadly
    assert all(one.error == "read" for one in found if one.page.page_id not in deadly)


def test_without_workers_a_page_that_cannot_be_read_is_reported(tmp_path):
    [found] = read_all(pages(1), Rules(tmp_path, {}, {}), 0)
    assert found.result is None
    assert "WarcReadError" in found.error


def test_batches_hold_every_page_in_order():
    assert [[page.page_id for page in batch] for batch in batched(pages(5), 2)] == [[0, 1], [2, 3], [4]]


def test_a_worker_imports_neither_scrapy_nor_the_database():
    heavy = ("scrapy", "sqlalchemy", "twisted")
    code = f"import sys, crawler.reread; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
