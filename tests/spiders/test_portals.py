"""One walk over every portal of the project: what a portal file declares, and what it is held to.

A new portal is tested here from the moment its file exists.
"""

from __future__ import annotations

import inspect
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from archive import gazetteer
from archive.districts import district
from archive.runs import LEVELS
from crawler import saved
from crawler.extraction.layout import EVIDENCE
from crawler.judging.expectations import misdeclared
from crawler.portals import portals
from crawler.urls import key, refuse
from tests.replica.imitations import IMITATIONS, imitation

PORTALS = {name: portal for name, portal in portals().items() if name != "portal"}
SAVED = Path(__file__).resolve().parents[1] / "portals"
SEEDS = ("yenbai", "bacyen", "thanhliem", "tamphuoc", "thainguyen")
_DECLARED = {
    *("name", "title", "host", "scheme", "province", "candidates", "level", "district", "evidence", "tls", "delay"),
    *("sections", "lists", "forms", "start_path", "path", "layouts", "counted", "language_path"),
    *("sitemap_is_publication", "listing_month_first", "overlap", "recheck_days", "listing_pages"),
    *("full_get_days", "requests_per_night", "expect"),
}

every = pytest.mark.parametrize("name", PORTALS)


def test_the_seeds_and_more_are_there() -> None:
    assert set(SEEDS) <= set(PORTALS)
    assert len(PORTALS) >= 13


@every
def test_a_portal_file_is_a_description(name: str) -> None:
    portal = PORTALS[name]
    module = inspect.getmodule(portal)
    own = {attribute for attribute in vars(portal) if not attribute.startswith("__")}
    assert module.__name__ == f"spiders.{name}"
    assert own <= _DECLARED, "code belongs to the platform"
    assert "History:" in (module.__doc__ or "")
    assert portal.title.strip()


@every
def test_every_declared_fact_has_its_mark(name: str) -> None:
    portal = PORTALS[name]
    facts = {"title"} | {name for name in ("host", "province", "level") if getattr(portal, name)}
    assert facts <= set(portal.evidence)
    marks = [*portal.evidence.values(), *(section.evidence for section in portal.sections)]
    marks += [
        entry.evidence
        for name in ("lists", "forms")
        for entry in getattr(portal, name, ())
        if hasattr(entry, "evidence")
    ]
    marks += [layout.evidence for layout in portal.layouts]
    assert set(marks) <= set(EVIDENCE)


@every
def test_its_place_is_one_that_the_gazetteer_knows(name: str) -> None:
    portal = PORTALS[name]
    if portal.province is not None:
        assert gazetteer.unit(portal.province) is not None
    assert portal.level is None or portal.level in LEVELS
    if portal.district is not None:
        province, _, slug = portal.district.partition("/")
        assert province == portal.province
        assert district(province, slug) is not None


@every
def test_what_it_expects_can_be_held_against_a_run(name: str) -> None:
    assert misdeclared(PORTALS[name].expect) == []


def test_a_bound_that_nobody_knows_or_that_cannot_be_is_named_when_the_file_is_read() -> None:
    for expect, fault in (({"share_undatd": 0.1}, "share_undatd"), ({"share_undated": 2}, "0 to 1")):
        with pytest.raises(ValueError, match=fault):
            type("Wrong", (PORTALS["yenbai"],), {"expect": expect, "__module__": "spiders.wrong"})


@every
def test_it_is_polite(name: str) -> None:
    portal = PORTALS[name]
    assert portal.delay >= 1.0
    assert portal.listing_pages <= 100
    assert portal.host == portal.host.lower().removeprefix("www.")
    assert ":" not in portal.host


@every
def test_its_listings_are_addresses_of_its_own_host(name: str) -> None:
    portal = PORTALS[name]
    if not portal.host:
        return
    names = list(portal.listings())
    assert names
    assert len(names) == len(set(names))
    for listing in names:
        url = portal.listing_url(listing, 1)
        assert urlsplit(url).hostname.removeprefix("www.") == portal.host
        assert refuse(url) is None
        assert portal.article_key(url) is None


@every
def test_keys_are_the_same_for_every_spelling_and_stay_on_the_host(name: str) -> None:
    portal, urls = article_urls(name)
    assert urls, f"{name} has neither saved pages nor an imitation"
    for url in urls:
        canonical, wanted = portal.canonical_url(url), portal.article_key(url)
        assert wanted is not None
        assert portal.article_key(canonical) == wanted
        assert portal.canonical_url(canonical) == canonical
        assert portal.article_key(portal.fetch_url(url)) == wanted
        assert refuse(portal.fetch_url(url)) is None
        host, _, rest = url.partition("://")[2].partition("/")
        host = host.removeprefix("www.")
        for variant in (f"http://{host}/{rest}", f"https://www.{host}/{rest}", f"https://{host}:443/{rest}"):
            assert portal.article_key(variant) == wanted
        for elsewhere in (f"https://khac.example/{rest}", f"https://{host}.example/{rest}", "mailto:a@b.vn"):
            assert _key(portal, elsewhere) is None
        assert key(canonical) == key(key(canonical))


@pytest.mark.parametrize("name", sorted(set(IMITATIONS) & set(PORTALS)))
def test_an_imitation_and_its_spider_agree_on_keys(name: str) -> None:
    portal, _ = article_urls(name)
    site = imitation(name, articles=12)
    assert [portal.article_key(site.url(gold)) for gold in site.golds()] == list(site.expected_keys())


def article_urls(name: str) -> tuple[object, list[str]]:
    """The portal at its address, and articles of it: of its saved pages and of its imitation."""
    portal = PORTALS[name]
    urls = [page.page.url for page in saved.load(SAVED / name)]
    if name not in IMITATIONS:
        return portal, urls
    site = imitation(name, articles=12)
    placed = portal if portal.host else portal.placed(host=site.hosts[0])
    return placed, [*(urls if portal.host else []), *(site.url(gold) for gold in site.golds())]


def _key(portal: object, url: str) -> str | None:
    try:
        return portal.article_key(url)
    except ValueError:
        return None


@every
def test_every_layout_has_a_saved_page_with_a_reviewed_answer(name: str) -> None:
    layouts = PORTALS[name].layouts
    pages = [page for portal in PORTALS for page in saved.load(SAVED / portal) if PORTALS[portal].layouts == layouts]
    proven = {page.answer["layout"] for page in pages if page.answer.get("reviewed")}
    assert {layout.name for layout in layouts} <= proven


@every
def test_saved_pages_are_read_as_their_answers_say(name: str) -> None:
    problems = [line for page in saved.load(SAVED / name) for line in page.problems(PORTALS[name].layouts)]
    assert problems == []


def test_no_saved_page_is_left_over() -> None:
    assert {folder.name for folder in SAVED.iterdir() if folder.is_dir()} <= set(PORTALS)
