"""A portal changes its markup: what is lost is said, shown, and read again from the kept pages by a mended layout.

Two nights by `scrapy crawl`: the first under the markup that the declared layout knows, the second after the relaunch.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from sqlalchemy import Connection, insert, select, update
from typer.testing import CliRunner

import crawler.replay
import crawler.reread
from archive.models import Run
from archive.records import Reason, Rejection
from crawler.changes import compare
from crawler.cli import app
from crawler.extraction.layout import Layout
from crawler.portals import portals
from spiders.yenbai import YenBaiSpider
from tests.crawling import ROOT, archive_of, crawl, environment, rows
from tests.replica import furniture, markup
from tests.replica.furniture import Moment
from tests.replica.markup import esc
from tests.replica.server import ReplicaServer
from tests.replica.yenbai import ItemGold, YenBai

ARTICLES, NEW = 24, 10
ALL = ARTICLES + NEW
TODAY = dt.datetime.now(dt.UTC).date()
pytestmark = pytest.mark.timeout(300)


class Before(YenBai):
    """The portal under the one markup that its declared layout knows."""

    def render(self, gold: ItemGold, visit: int = 0, blanks: int = 0) -> bytes:
        rng = random.Random(f"{self.seed}:skin:{gold.id}")
        moment = Moment(visit, self.today)
        content = furniture.article(gold, markup.body(gold, rng), moment, [], "ids")
        return furniture.shell(furniture.PORTAL_NAME, content, moment, self._newest, gold.item_id)


class Relaunched(YenBai):
    """The same articles in another house: other names, author and day as links at the foot of the page, where no
    general rule trusts a day; listings without days."""

    def render(self, gold: ItemGold, visit: int = 0, blanks: int = 0) -> bytes:
        rng = random.Random(f"{self.seed}:skin:{gold.id}")
        moment = Moment(visit, self.today)
        author = next((block.rows[0][0] for block in gold.blocks if block.kind == "author"), "")
        content = (
            f'<div class="bv"><div class="bv-ten">{esc(gold.title)}</div>\n'
            f'<div class="bv-sapo">{esc(gold.lead or "")}</div><div class="bv-than">{markup.body(gold, rng)}</div>'
            f'<ul class="bv-chan"><li><a class="bv-nguoi" href="/tac-gia">{esc(author)}</a></li>'
            f'<li><a class="bv-ngay" href="#">{gold.published_at:%H:%M %d.%m.%Y}</a></li></ul></div>'
        )
        return furniture.shell(furniture.PORTAL_NAME, content, moment, self._newest, gold.item_id)

    def _listing(self, *arguments: Any) -> bytes:
        return re.sub(rb"<span>\([\d/: ]+\)</span>", b"", super()._listing(*arguments))


class Mended(YenBaiSpider):
    """The portal's file after somebody has looked: the old layout has its end, the new house is described."""

    layouts = (
        Layout(
            "cong-moi",
            body=".bv-than",
            title=".bv-ten",
            lead=".bv-sapo",
            published=".bv-ngay",
            author=".bv-nguoi",
            evidence="seen",
        ),
        *(replace(layout, until=TODAY + dt.timedelta(days=1)) for layout in YenBaiSpider.layouts),
    )


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder after both nights."""
    folder = tmp_path_factory.mktemp("ageing")
    for site in (Before(articles=ARTICLES, events=()), relaunched()):
        with ReplicaServer([site]) as server:
            done = crawl(folder, server)
        assert "Traceback" not in done.stderr, done.stderr[-3000:]
        if isinstance(site, Before):
            with archive_of(folder) as engine, engine.begin() as connection:
                give_it_a_past(connection)
    return folder


def relaunched() -> Relaunched:
    """The portal after its relaunch, with articles that are new since then."""
    return Relaunched(articles=ARTICLES, events=(), edition=1, new_articles=NEW)


def give_it_a_past(connection: Connection) -> None:
    """The first night was yesterday's, and a month of nights like it lies before: what tonight is held against."""
    [run] = connection.execute(select(Run.__table__)).mappings()
    times = ("started_at", "finished_at")
    for ago in range(1, 30):
        earlier = {name: run[name] - dt.timedelta(days=1 + ago) for name in times}
        connection.execute(insert(Run), {**run, **earlier, "id": run["id"] + ago})
    yesterday = {name: run[name] - dt.timedelta(days=1) for name in times}
    connection.execute(update(Run).where(Run.id == run["id"]).values(**yesterday))


@pytest.fixture
def folder(nights: Path, tmp_path: Path) -> Path:
    """A copy of it to change."""
    shutil.copytree(nights, tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def mended(monkeypatch: pytest.MonkeyPatch) -> None:
    """The code with the mended layout."""
    known = portals() | {"yenbai": Mended}
    monkeypatch.setattr(crawler.replay, "portals", lambda: known)


def replay(folder: Path, *arguments: str) -> Result:
    """`cchc replay` in this process, so that it sees the mended layout."""
    return CliRunner().invoke(app, ["replay", *arguments], env=environment(folder))


def contents(folder: Path) -> dict[str, list[Any]]:
    """Everything that the archive holds of articles."""
    tables = ("article", "article_revision", "article_alias", "page", "attachment", "document_ref")
    return {table: rows(folder, f"SELECT * FROM {table} ORDER BY 1, 2") for table in tables}


@pytest.fixture(scope="module")
def dateless(nights: Path) -> int:
    """The articles that lost their day: all but those whose text gives one."""
    [[number]] = rows(nights, "SELECT count(*) FROM article WHERE published_on IS NULL")
    assert ALL - 3 <= number <= ALL
    return int(number)


def test_the_relaunch_takes_days_authors_and_the_layout_away(nights: Path, dateless: int) -> None:
    [[number]] = rows(nights, "SELECT count(*) FROM article WHERE layout IS NULL")
    assert number == ALL
    [[authors]] = rows(nights, "SELECT count(author) FROM article")
    [[before]] = rows(nights, "SELECT count(author) FROM article_revision")
    assert authors < before / 2
    [[outcome, reasons]] = rows(nights, "SELECT outcome, reasons FROM run ORDER BY id DESC LIMIT 1")
    assert outcome != "ok"
    assert "layout" in reasons or "date" in reasons, reasons
    revisions = rows(nights, "SELECT cause, published_on, layout FROM article_revision")
    assert len(revisions) == ARTICLES
    assert {(cause, layout) for cause, _, layout in revisions} == {("portal", "sharepoint-description")}
    assert all(day is not None for _, day, _ in revisions)


def test_a_look_names_what_replaced_the_place(nights: Path, tmp_path: Path) -> None:
    with ReplicaServer([relaunched()]) as server:
        done = subprocess.run(
            [sys.executable, "cchc.py", "probe", "yenbai", "--json"],
            cwd=ROOT,
            env=environment(tmp_path, server),
            capture_output=True,
            text=True,
            check=False,
        )
    found = {finding["subject"]: finding for finding in json.loads(done.stdout)["findings"]}
    body = found["layout sharepoint-description: body"]
    assert body["ok"] is False
    assert "bv-than" in body["advice"]
    assert "published='a.bv-ngay'" in found["day of publication"]["advice"]
    assert done.returncode == 1


@pytest.mark.usefixtures("mended")
def test_a_dry_run_shows_what_the_mended_layout_would_recover_and_writes_nothing(folder: Path, dateless: int) -> None:
    before = contents(folder)
    done = replay(folder, "--dry-run", "--json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    [[authors]] = rows(folder, "SELECT count(*) FROM article WHERE author IS NULL")
    assert contents(folder) == before
    assert (found["dry_run"], found["pages"], found["revised"], found["failed"]) == (True, ALL, ALL, 0)
    assert found["fields"]["date"]["recovered"] == dateless
    assert 0 < found["fields"]["author"]["recovered"] <= authors
    assert found["layouts"] == [{"before": None, "after": "cong-moi", "articles": ALL}]
    assert len(found["examples"]) == 3
    [date] = [field for field in found["examples"][0]["fields"] if field["field"] == "date"]
    assert date["before"] == ""
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", date["after"])


@pytest.mark.usefixtures("mended")
def test_people_get_counts_by_field_and_three_examples_in_80_columns(folder: Path, dateless: int) -> None:
    done = replay(folder, "--dry-run")
    assert done.exit_code == 0, done.output
    assert all(len(line) <= 80 for line in done.stdout.splitlines())
    said = " ".join(done.stdout.split())
    assert "Replay, nothing written" in said
    assert f"date {dateless} recovered" in said
    assert f"layout {ALL} from none to cong-moi" in said
    assert f"3 of {ALL} revised articles" in said
    assert "date – 20" in said


@pytest.mark.usefixtures("mended")
def test_a_replay_appends_revisions_with_the_new_layout_once_and_never_touches_first_seen(folder: Path) -> None:
    seen = rows(folder, "SELECT id, key, url, first_seen, last_seen, last_checked FROM article ORDER BY id")
    old = rows(folder, "SELECT * FROM article_revision ORDER BY id")
    assert replay(folder).exit_code == 0
    assert rows(folder, "SELECT id, key, url, first_seen, last_seen, last_checked FROM article ORDER BY id") == seen
    revisions = rows(folder, "SELECT * FROM article_revision ORDER BY id")
    assert revisions[: len(old)] == old
    added = revisions[len(old) :]
    assert len(added) == ALL
    assert {(row.cause, row.layout) for row in added} == {("layout", None)}
    golds = {gold.key: gold for gold in relaunched().golds()}
    for row in rows(folder, "SELECT id, key, title, published_at, layout, revision_count FROM article"):
        published = dt.datetime.fromisoformat(row.published_at).replace(tzinfo=dt.UTC)
        assert published == golds[row.key].published_at.replace(second=0)
        assert (row.title, row.layout, row.revision_count) == (
            golds[row.key].title,
            "cong-moi",
            1 + (row.id <= ARTICLES),
        )
    after = contents(folder)
    again = json.loads(replay(folder, "--json").stdout)
    assert (again["revised"], again["stored"], again["unchanged"], again["examples"]) == (0, 0, ALL, [])
    assert contents(folder) == after


@pytest.mark.usefixtures("mended")
def test_workers_read_by_the_mended_layout_too(folder: Path, dateless: int) -> None:
    done = CliRunner().invoke(app, ["replay", "--dry-run", "--json"], env=environment(folder, CCHC_EXTRACT_WORKERS="1"))
    assert json.loads(done.stdout)["fields"]["date"]["recovered"] == dateless


@pytest.mark.usefixtures("mended")
def test_what_is_no_article_any_more_is_counted_and_stays(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    [(url, key)] = rows(folder, "SELECT url, key FROM page WHERE kind = 'article' ORDER BY id DESC LIMIT 1")
    extract = crawler.reread.extract
    monkeypatch.setattr(
        crawler.reread,
        "extract",
        lambda page, *rest: Rejection(Reason.LISTING, url) if page.url == url else extract(page, *rest),
    )
    before = rows(folder, f"SELECT * FROM article WHERE key = '{key}'")
    found = json.loads(replay(folder, "--json").stdout)
    assert (found["rejected"], found["no_longer_articles"]) == (1, 1)
    assert found["no_longer"] == {"reasons": {"listing": 1}, "urls": [url]}
    assert rows(folder, f"SELECT * FROM article WHERE key = '{key}'") == before
    assert "listing" in replay(folder, "--dry-run").stdout


@pytest.mark.usefixtures("mended")
def test_what_was_no_article_and_is_one_now_is_stored(folder: Path) -> None:
    [(key, article)] = rows(folder, "SELECT key, id FROM article ORDER BY id DESC LIMIT 1")
    with archive_of(folder) as engine, engine.begin() as connection:  # as if the rules of both nights had not known it
        run = connection.exec_driver_sql
        run("UPDATE page SET outcome = 'rejected', reason = 'listing', article_id = NULL WHERE key = ?", (key,))
        run("UPDATE article SET story_id = NULL")
        for table in ("duplicate_edge", "story", "fingerprint"):  # of all: its story may be told by others too
            run(f"DELETE FROM {table}")
        parts = ("article_revision", "article_area", "article_figure", "document_ref", "attachment", "article_alias")
        for table in parts:
            run(f"DELETE FROM {table} WHERE article_id = ?", (article,))
        run("DELETE FROM article WHERE id = ?", (article,))
    found = json.loads(replay(folder, "--json").stdout)
    assert (found["stored"], found["revised"], found["rejected"]) == (1, ALL - 1, 0)
    [(layout, first_seen)] = rows(folder, f"SELECT layout, first_seen FROM article WHERE key = '{key}'")
    [[fetched_at]] = rows(folder, f"SELECT max(fetched_at) FROM page WHERE key = '{key}'")
    assert (layout, first_seen) == ("cong-moi", fetched_at)


# --- counting alone ---------------------------------------------------------------------------------------------------
def version(**changes: Any) -> dict[str, Any]:
    plain = {"title": "Tên bài", "lead": None, "text": "một hai ba", "author": None, "section": "Tin", "layout": None}
    return plain | {"published_on": None, "published_at": None} | changes


def cases() -> Iterator[tuple[dict[str, Any], dict[str, Any], dict[str, str]]]:
    day, moment = dt.date(2026, 3, 2), dt.datetime(2026, 3, 2, 1, 5, tzinfo=dt.UTC)
    yield version(), version(layout="x"), {}
    yield version(), version(published_on=day), {"date": "recovered"}
    yield version(published_on=day), version(), {"date": "lost"}
    yield version(published_on=day), version(published_on=day, published_at=moment), {"date": "changed"}
    yield version(author="A"), version(author="B", title="Khác"), {"title": "changed", "author": "changed"}
    yield version(author=""), version(author=None), {}
    yield version(), version(text="một hai ba bốn"), {"text": "longer"}
    yield version(), version(text="một"), {"text": "shorter"}
    yield (
        version(),
        version(text="một hai bốn", lead="x", section=None),
        {
            "lead": "recovered",
            "section": "lost",
            "text": "reworded",
        },
    )


@pytest.mark.parametrize(("before", "after", "fields"), list(cases()))
def test_each_field_is_recovered_lost_or_changed(
    before: dict[str, Any], after: dict[str, Any], fields: dict[str, str]
) -> None:
    assert compare(before, after) == fields
