"""A process that dies in front of any statement leaves no half story, and the same call afterwards does the whole."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from archive import db, storycheck
from archive.db import check, connect
from archive.records import Figure
from tests.archive.building import Crawl, article
from tests.archive.filled import held
from tests.archive.test_linking import ONE, OTHER, TWO, stories

ROOT = Path(__file__).resolve().parents[2]


class Killed(Exception):
    """Stands for the end of the process."""


def edges(crawl: Crawl) -> set[tuple[Any, ...]]:
    """The edges by portals and keys; the order of a pair is that of arrival."""
    ends = "SELECT a.portal, a.key, b.portal, b.key, kind, jaccard, containment FROM duplicate_edge AS e"
    joined = f"{ends} JOIN article AS a ON a.id = e.article_id JOIN article AS b ON b.id = e.other_id"
    return {tuple(row) for row in crawl.rows(joined)}


@contextmanager
def failing(engine: Engine, place: int, end: Callable[[], Any]) -> Iterator[None]:
    """`end` is called in front of the statement at a place, counted from 1."""
    count = 0

    def look(*_: Any) -> None:
        nonlocal count
        count += 1
        if count == place:
            end()

    event.listen(engine, "before_cursor_execute", look)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", look)


def die() -> None:
    """Fail in the middle of a transaction."""
    raise Killed


def prepared(engine: Engine) -> tuple[Crawl, Crawl]:
    """A story of three on two portals, two of them copies, and another article."""
    first, second = Crawl(engine), Crawl(engine, OTHER)
    first.put(article("1", ONE, title="Tin"))
    second.put(article("1", ONE, title="Tin"))
    second.put(article("2", ONE + " thêm một câu", title="Tin"))
    first.put(article("2", TWO, title="Khác"))
    return first, second


FIGURES = (Figure(84.7, "%", "84,7%", "Đạt 84,7% kế hoạch.", bound="min"),)
NEW = article("3", ONE + " và một câu nữa", title="Tin", figures=FIGURES)
COPY = article("3", TWO, title="Khác")
EDITED = article("1", TWO + " thêm", title="Khác")  # carries the text of another one, which takes over
ACTIONS = {
    "a reprint": (1, NEW, 0.0),
    "a copy": (1, COPY, 0.0),
    "alone": (1, article("3", "Tin ngắn.", title="Ngắn"), 0.0),
    "an edit": (0, EDITED, 1.0),
}


@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", [*ACTIONS, "read anew"])
def test_a_failure_in_front_of_any_statement_leaves_everything_as_it_was(engine: Engine, name: str) -> None:
    crawls = prepared(engine)
    if name == "read anew":
        page = crawls[0].one("SELECT page_id FROM article WHERE portal = 'yenbai' AND key = '1'")
        action = lambda: crawls[0].store.reread(page, EDITED)  # noqa: E731
    else:
        at, item, day = ACTIONS[name]
        page = crawls[at].page(item.url, item.key, day)
        action = lambda: crawls[at].store.put(page, item)  # noqa: E731
    before = held(engine)
    place = 0
    while True:
        place += 1
        try:
            with failing(engine, place, die):
                action()
            break
        except Killed:
            assert held(engine) == before
    assert place > 10  # the statements of a page are counted, not one
    assert held(engine) != before
    assert check(engine) == []
    after = stories(crawls[0]), edges(crawls[0])

    calm = connect("sqlite:///:memory:")
    db.upgrade(calm)
    same = prepared(calm)
    if name == "read anew":
        same[0].store.reread(page, EDITED)
    else:
        same[at].put(item, day)
    assert (stories(same[0]), edges(same[0])) == after  # as if nothing had happened
    calm.dispose()


KILLED = """
import os, sys
from archive import db, storycheck
from archive.store import Store
from tests.archive import test_no_half_story as t

url, name, pages, places = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
for place in range(1, places):
    child = os.fork()
    if not child:
        engine = db.connect(url)
        with t.failing(engine, place, lambda: os._exit(9)):
            Store(engine).put(pages, t.ACTIONS[name][1])
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    engine = db.connect(url)
    with db.reading(engine) as connection:
        assert storycheck.problems(connection) == [], place
    engine.dispose()
    print(code, flush=True)
    if code == 0:
        break
"""


@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", ["a reprint", "an edit"])
def test_a_process_that_ends_in_front_of_any_statement_leaves_no_half_story(tmp_path: Path, name: str) -> None:
    engine = connect(tmp_path / "archive.db")
    db.upgrade(engine)
    crawls = prepared(engine)
    at, item, day = ACTIONS[name]
    page = crawls[at].page(item.url, item.key, day)
    before = stories(crawls[0])
    engine.dispose()
    arguments = [sys.executable, "-c", KILLED, str(tmp_path / "archive.db"), name, str(page), "200"]
    done = subprocess.run(
        arguments, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    codes = done.stdout.split()
    assert done.returncode == 0, done.stderr
    assert codes[-1] == "0"
    assert set(codes[:-1]) == {"9"}
    assert len(codes) > 12
    assert check(engine) == []
    with db.reading(engine) as connection:
        assert storycheck.problems(connection) == []
    assert stories(crawls[0]) != before
    engine.dispose()
