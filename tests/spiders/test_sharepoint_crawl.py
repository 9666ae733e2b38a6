"""Two nights on each imitated SharePoint site and on the commune's: everything is found from the root, nothing else is
stored, and the second night changes nothing but for what is new."""

import datetime as dt
import json

import pytest

from archive import gazetteer
from archive.versions import LISTED
from spiders.tamphuoc import TamPhuocSpider
from tests.crawling import crawl, rows
from tests.replica.imitations import imitation
from tests.replica.server import ReplicaServer
from tests.replica.tamphuoc import HOST as COMMUNE
from tests.spiders.judging import stored, wrong_fields

ARTICLES, NEW = 24, 2
METHODS = {
    "thanhliem": {None},
    "tamphuoc": {"line"},
    "dongnaicchc": {LISTED},
    "quangninh": {"line"},
    "thanhhoa": {"label", "url"},
    "binhduong": {LISTED},
}


@pytest.mark.parametrize("name", METHODS)
def test_a_site_is_read_from_its_root_and_the_next_night_adds_what_is_new(tmp_path, name):
    place = ("-a", f"host={COMMUNE}") if name == "tamphuoc" else ()
    first = imitation(name, articles=ARTICLES, page_size=5)
    with ReplicaServer([first]) as server:
        done = crawl(tmp_path, server, "-a", "mode=full", *place, name=name)
        statuses = server.stats[first.hosts[0]].statuses
    assert done.returncode == 0, done.stderr[-3000:]
    assert wrong_fields(tmp_path, first.golds()) == []
    assert {row.published_method for row in stored(tmp_path).values()} == METHODS[name]
    assert set(statuses) == {200}  # no address was made up

    second = imitation(name, articles=ARTICLES, page_size=5, edition=1, new_articles=NEW, today=first.today)
    with ReplicaServer([second]) as server:
        done = crawl(tmp_path, server, *place, name=name)
    assert done.returncode == 0, done.stderr[-3000:]
    assert wrong_fields(tmp_path, second.golds()) == []
    counts = [json.loads(row.counts) for row in rows(tmp_path, "select counts from run order by id")]
    assert [(one["stored"], one["revised"], one["rejected"], one["failed"]) for one in counts] == [
        (ARTICLES, 0, 0, 0),
        (NEW, 0, 0, 0),
    ]
    assert rows(tmp_path, "select count(*) from article_revision")[0][0] == 0


def test_a_department_s_only_article_is_found_on_the_site_and_in_the_kept_records(tmp_path):
    site = imitation("quangninh", articles=6)
    assert sum("/so/" in gold.key for gold in site.golds()) == 1
    with ReplicaServer([site]) as server:
        done = crawl(tmp_path / "live", server, name="quangninh")
    assert done.returncode == 0, done.stderr[-3000:]
    assert wrong_fields(tmp_path / "live", site.golds()) == []
    [records] = (tmp_path / "live" / "warc").glob("*.warc.gz")
    done = crawl(tmp_path / "again", None, "-a", f"source=warc:{records}", name="quangninh")
    assert done.returncode == 0, done.stderr[-3000:]
    assert wrong_fields(tmp_path / "again", site.golds()) == []


def test_the_commune_without_an_address_is_skipped_and_says_why(tmp_path):
    with ReplicaServer([imitation("tamphuoc", articles=1)]) as server:
        done = crawl(tmp_path, server, name="tamphuoc")
        assert server.stats[COMMUNE].requests == 0
    assert done.returncode == 1
    assert "-a host=HOST" in done.stderr
    [run] = rows(tmp_path, "select portal, outcome, reasons from run")
    assert (run.portal, run.outcome) == ("tamphuoc", "skipped")
    assert "no known address" in run.reasons


def test_the_commune_s_province_is_open_and_its_candidates_were_provinces_on_the_day_of_its_page():
    assert TamPhuocSpider.province is None
    assert TamPhuocSpider.host == ""
    day = dt.date(2019, 4, 13)
    assert {gazetteer.unit(slug, day).slug for slug in TamPhuocSpider.candidates} == set(TamPhuocSpider.candidates)


def test_the_commune_may_be_given_a_host_and_no_other_portal_may():
    placed = TamPhuocSpider.placed(host="https://xatamphuoc.example/")
    assert placed.host == "xatamphuoc.example"
    assert (
        placed.article_key("http://www.xatamphuoc.example/noi-dung/1184") == "https://xatamphuoc.example/noi-dung/1184"
    )
    assert placed.article_key("https://elsewhere.example/noi-dung/1184") is None
    with pytest.raises(ValueError, match="has its address"):
        placed.placed(host="another.example")
