"""Reading many kept pages: one that kills its reader takes nothing with it; none is read twice or left out."""

import os
from pathlib import Path

import pytest

from archive.query import StoredPage
from crawler import replay
from crawler.replay import Reread, batched, read_all


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


def start(warc_dir, templates):
    replay._reader = DeadlyReader({int(name) for name in templates})


@pytest.mark.parametrize("deadly", [set(), {0}, {13, 14, 40}])
def test_the_page_that_kills_a_worker_is_named_and_all_others_are_read_once(deadly):
    templates = {str(number): "" for number in deadly}
    found = list(read_all(pages(60), Path(), templates, 2, start=start))
    assert sorted(reread.page.page_id for reread in found) == list(range(60))
    killed = {reread.page.page_id for reread in found if reread.error == "reading it kills the process"}
    assert killed == deadly
    assert all(reread.error == "read" for reread in found if reread.page.page_id not in deadly)


def test_without_workers_a_page_that_cannot_be_read_is_reported(tmp_path):
    [reread] = read_all(pages(1), tmp_path, {}, 0)
    assert reread.result is None
    assert "WarcReadError" in reread.error


def test_batches_hold_every_page_in_order():
    assert [[page.page_id for page in batch] for batch in batched(pages(5), 2)] == [[0, 1], [2, 3], [4]]
