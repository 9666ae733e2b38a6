"""The versions of an article in the order of what the portal showed; what an article says of its origin makes none."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text

from archive import query, versions
from archive.records import Origin, Outcome
from archive.runs import INGEST
from tests.archive.building import LONG, PORTAL, Crawl, article, at

REPRINT = Origin("reprint", "Báo Nhân Dân", "Nguồn: Báo Nhân Dân")


@pytest.fixture
def crawl(engine: Engine) -> Crawl:
    return Crawl(engine)


def test_a_capture_found_late_stands_where_it_belongs(crawl: Crawl) -> None:
    crawl.put(article("1", f"{LONG} hai"), 10)
    crawl.put(article("1", f"{LONG} ba"), 11)
    crawl.store.finish_run(crawl.run_id, "ok", [], {})
    crawl.run_id = crawl.store.start_run(PORTAL, INGEST, "warc:old.warc.gz")
    crawl.put(article("1", f"{LONG} một"), 1)
    history = query.history(crawl.engine, 1)
    assert history is not None
    assert [version.text.split()[-1] for version in history.versions] == ["một", "hai", "ba"]
    assert [version.seen_at for version in history.versions] == [at(1), at(10), at(11)]
    assert [version.replaced_at for version in history.versions] == [at(10), at(11), None]
    assert (history.portal, history.title) == ("yenbai", "Hội nghị số 1")


def test_its_origin_alone_makes_no_revision_of_an_article(crawl: Crawl) -> None:
    crawl.put(article("1"))
    assert crawl.put(article("1", origin=REPRINT), 1) is Outcome.UNCHANGED
    assert crawl.one("SELECT count(*) FROM article_revision") == 0
    row = versions.columns(article("1"), "yen-bai")
    assert not versions.differ(row, versions.columns(article("1", origin=REPRINT), "yen-bai"))


def test_a_replay_fills_the_origin_of_articles_from_before(crawl: Crawl) -> None:
    page_id = crawl.page(article("1").url, "1")
    crawl.store.put(page_id, article("1"))
    with crawl.engine.begin() as connection:  # as the migration leaves the rows that were there
        connection.execute(text("UPDATE article SET origin = NULL, origin_kind = 'unknown', origin_evidence = NULL"))
    assert crawl.store.reread(page_id, article("1", origin=REPRINT)) is Outcome.UNCHANGED
    assert crawl.rows("SELECT origin_kind, origin, origin_evidence FROM article") == [
        ("reprint", "Báo Nhân Dân", "Nguồn: Báo Nhân Dân")
    ]
    assert crawl.one("SELECT revision_count FROM article") == 0
