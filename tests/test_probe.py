"""`cchc probe` against imitations, as if they were live: unchanged portals are confirmed, changed ones are named.

Most looks are at pages taken straight from an imitation; a few go the whole way, through a crawl in its own process.
"""

from __future__ import annotations

import asyncio
import io
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from rich.console import Console
from typer.testing import CliRunner

from archive.records import Page
from crawler import feeds, portal_commands, probe, saved
from crawler.cli import app
from crawler.inspection import Finding
from crawler.portals import portals
from tests.crawling import ROOT, environment
from tests.replica.imitations import IMITATIONS, imitation
from tests.replica.portal import Imitation, Request
from tests.replica.server import ReplicaServer

AGENT = "CCHC-Archive/1.0"
KNOWN = {name: portal for name, portal in portals().items() if name in IMITATIONS}
UNKNOWN = sorted(set(IMITATIONS) - set(KNOWN))

Change = Callable[[bytes], bytes]


def renamed(*pairs: tuple[str, str]) -> Change:
    """A relaunch: other names for classes and ids, and nothing else."""

    def change(body: bytes) -> bytes:
        for old, new in pairs:
            body = body.replace(old.encode(), new.encode())
        return body

    return change


def moved(form: str) -> Change:
    """Another system: addresses with the number of an article have a form that the platform does not know."""
    return lambda body: re.sub(form.encode(), rb'href="/bai-viet.html?ma=\1"', body)


def unchanged(body: bytes) -> bytes:
    return body


def answer(site: Imitation, url: str, change: Change = unchanged) -> Page:
    """What the imitation says to one request; redirects are followed."""
    for _ in range(4):
        parts = urlsplit(url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        said = asyncio.run(site.handle(Request(parts.hostname or "", parts.scheme, target, {}, asyncio.Event())))
        headers = {name.lower(): value for name, value in said.headers.items()}
        if said.status not in (301, 302):
            break
        url = urljoin(url, headers["location"])
    body = said.body if isinstance(said.body, bytes) else b"".join(said.body)
    return Page(url, change(body), status=said.status, headers=headers)


def placed(name: str, site: Imitation) -> Any:
    return KNOWN[name] if KNOWN[name].host else KNOWN[name].placed(host=site.hosts[0])


def taken(site: Imitation, portal: Any, change: Change = unchanged, skip: Iterable[str] = ()) -> probe.Fetched:
    """robots.txt, home, listings with the sitemaps that they name, and three articles; `skip` are kinds left as is."""
    home = f"{portal.scheme}://{portal.host}/"
    listings = [answer(site, portal.listing_url(name, 1), change) for name in portal.listings()]
    for page in list(listings):
        named = (feeds.parse(page) or feeds.Feed()).sitemaps
        listings += [answer(site, url, change) for url in named if "news" in url]
    articles = [answer(site, site.url(gold), change) for gold, _ in zip(site.golds(), range(3), strict=False)]
    return probe.Fetched(None, answer(site, f"{home}robots.txt"), listings, articles, [answer(site, home, change)])


def looked(name: str, change: Change = unchanged) -> dict[str, Finding]:
    """Findings of a known portal's imitation by subject."""
    site = imitation(name, articles=30)
    portal = placed(name, site)
    seen = probe.look(portal, taken(site, portal, change), AGENT, saved.layouts(saved.FOLDER / name))
    assert len(seen.articles) == 3
    return {finding.subject: finding for finding in seen.findings}


def faults(found: dict[str, Finding]) -> dict[str, str]:
    return {subject: finding.found for subject, finding in found.items() if finding.ok is False}


def cchc(server: ReplicaServer, tmp_path: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "cchc.py"), *map(str, arguments)],
        cwd=ROOT,
        env=environment(tmp_path, server, COLUMNS="200"),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def findings(done: subprocess.CompletedProcess[str]) -> dict[str, dict[str, object]]:
    return {finding["subject"]: finding for finding in json.loads(done.stdout)["findings"]}


# --- unchanged --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", sorted(KNOWN))
def test_an_unchanged_portal_is_never_called_changed(name: str) -> None:
    found = looked(name)
    assert faults(found) == {}
    assert found["titles"].ok
    assert any(finding.ok for subject, finding in found.items() if subject.startswith("listing"))


ABSENT = "vang-mat.vidu.vn"  # a host that the server does not know


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, probe.Fetched]]:
    """Samples of the portals that no spider knows, and of a host that is none, with the folders they are in."""
    sites = {name: imitation(name, articles=30) for name in UNKNOWN}
    folders = {name: tmp_path_factory.mktemp("sample") for name in (*UNKNOWN, ABSENT)}
    with ReplicaServer(sites.values()) as server, ThreadPoolExecutor(2) as pool:

        def fetch(name: str) -> tuple[Path, probe.Fetched]:
            folder = folders[name]
            own = environment(folder, server)
            return folder, probe.sample("portal", folder, [f"url=https://{name}/"], own)

        return dict(zip(folders, pool.map(fetch, folders), strict=True))


def test_portals_found_by_shape_are_never_called_changed(samples: dict[str, tuple[Path, probe.Fetched]]) -> None:
    sites = {name: imitation(name, articles=30) for name in UNKNOWN}
    for name in UNKNOWN:
        found = probe.look(portals()["portal"].placed(url=f"https://{name}/"), samples[name][1], AGENT)
        assert [finding for finding in found.findings if finding.ok is False] == [], name
        assert found.ok, (name, found.reasons)
        golds = {gold.title for gold in sites[name].golds()}
        assert len(found.articles) == 3
        assert {article.declared.title for article in found.articles} <= golds


def test_a_portal_that_is_as_declared_is_confirmed(tmp_path: Path) -> None:
    site = imitation("thuanchau", articles=30)
    with ReplicaServer([site]) as server:
        done = cchc(server, tmp_path, "probe", "thuanchau", "--json")
        asked = server.stats[site.hosts[0]]
    assert done.returncode == 0, done.stdout + done.stderr
    whole = json.loads(done.stdout)
    assert whole["ok"]
    assert whole["outcome"] == "ok"
    assert "VnptSpider" in findings(done)["CMS"]["found"]
    golds = {gold.title: gold for gold in site.golds()}
    assert len(whole["articles"]) == 3
    for article in whole["articles"]:
        assert article["text"] == golds[article["title"]].text
    assert asked.requests == 6  # robots, home, listing, three articles
    assert asked.max_concurrent == 1
    assert not (tmp_path / "archive.db").exists()  # nothing of the real archive is touched


def test_a_sitemap_is_read_as_one_and_may_be_missing() -> None:
    found = looked("tayninh")
    assert "30 entries, 30 of them article addresses" in found["listing /sitemap-vi.news.xml"].found
    assert "an index of" in found["listing /sitemap.xml"].found

    site = imitation("tayninh", articles=30)
    portal = placed("tayninh", site)
    fetched = taken(site, portal)
    for status, kind in ((404, "text/html"), (200, "text/html")):
        gone = [
            Page(
                p.url,
                b"<html><body><p>Kh\xc3\xb4ng c\xc3\xb3 trang</p></body></html>",
                status=status,
                headers={"content-type": kind},
            )
            if p.url.endswith(".xml")
            else p
            for p in fetched.listings
        ]
        seen = probe.look(portal, probe.Fetched(None, fetched.robots, gone, fetched.articles, fetched.others), AGENT)
        by_subject = {finding.subject: finding for finding in seen.findings}
        assert faults(by_subject) == {}
        assert by_subject["listing /sitemap.xml"].ok is None


def test_an_older_template_that_the_general_rules_read_is_told_and_no_fault() -> None:
    found = looked("mocchau")
    assert found["layout vnpt-article"].ok is None
    assert found["layout"].ok is None
    assert "`div.khung` on 3" in found["layout"].found


# --- changed ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "change", "layout", "title", "body"),
    [
        (
            "thuanchau",
            renamed(("ArticleHeader", "tieu-de-bai"), ("ArticleContent", "noi-dung-bai")),
            "vnpt-article",
            "tieu-de-bai",
            "noi-dung-bai",
        ),
        (
            "hanoitttt",
            renamed(("asset-full-content-title", "tieu-de-bai"), ("journal-content-article", "noi-dung-bai")),
            "liferay-hanoi-6.2",
            "tieu-de-bai",
            "div.asset-content",  # boxes above the text bear that class, too: what stands around names it
        ),
        (
            "tayninh",
            renamed(
                ('h1 class="title', 'h1 class="tieu-de-bai'),
                (" itemprop=headline", ""),
                ("news-bodyhtml", "noi-dung-bai"),
                ("bodytext", "chu"),
            ),
            "nukeviet-4",
            "tieu-de-bai",
            "noi-dung-bai",
        ),
        ("yenbai", renamed(("divArticleContent", "noi-dung-bai")), "sharepoint-description", None, "noi-dung-bai"),
        (
            "yenbai",
            renamed(("divArticleContent", "noi-dung-bai"), ("divArticleDescription", "mo-dau")),
            "sharepoint-description",
            None,
            "noi-dung-bai",
        ),
    ],
)
def test_a_renamed_place_is_named_with_what_replaced_it(
    name: str, change: Change, layout: str, title: str | None, body: str
) -> None:
    found = looked(name, change)
    wanted = {f"layout {layout}: body": body} | ({f"layout {layout}: title": title} if title else {})
    assert set(faults(found)) == set(wanted)
    for subject, replaced in wanted.items():
        assert "on 0 of 3 pages" in found[subject].found
        assert replaced in found[subject].advice
        assert "until=" in found[subject].advice


def test_a_title_that_moved_alone_leaves_the_body_confirmed() -> None:
    found = looked("thuanchau", renamed(("ArticleHeader", "tieu-de-bai")))
    assert set(faults(found)) == {"layout vnpt-article: title"}
    assert found["layout vnpt-article: body"].ok


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("thuanchau", r'href="[^"]*-(\d{5,})"'),
        ("hanoitttt", r'href="[^"]*/-/view_content/(\d+)[^"]*"'),
        ("tayninh", r'href="[^"]*-(\d+)\.html"'),
        ("yenbai", r'href="[^"]*ItemID=(\d+)[^"]*"'),
    ],
)
def test_addresses_of_another_form_are_shown_where_the_declared_form_finds_none(name: str, form: str) -> None:
    found = looked(name, moved(form))
    section = next(finding for subject, finding in found.items() if subject.startswith("listing"))
    assert section.ok is False
    assert "/bai-viet.html?ma=" in section.found
    assert "form of the addresses" in section.advice


def test_the_table_names_the_change_at_the_width_of_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    site = imitation("tayninh", articles=30)
    fetched = taken(site, KNOWN["tayninh"], renamed(("news-bodyhtml", "noi-dung-bai"), ("bodytext", "chu")))
    console = Console(width=80, file=io.StringIO())
    monkeypatch.setattr(portal_commands, "out", console)
    portal_commands.show(probe.look(KNOWN["tayninh"], fetched, AGENT))
    table = console.file.getvalue()
    assert re.search(r"CHANGED +layout nukeviet-4: body", table)
    assert "noi-dung-bai" in table
    assert max(map(len, table.splitlines())) <= 80
    assert len(table.splitlines()) < 50


# --- bad pages and slow portals ---------------------------------------------------------------------------------------
def test_links_that_are_no_addresses_cost_nothing(tmp_path: Path) -> None:
    broken = b'<p><a href="http://[rss">mot hai ba bon nam sau</a><a href="http://a:b/">x</a></p></body>'
    assert faults(looked("hanoitttt", lambda body: body.replace(b"</body>", broken))) == {}
    assert faults(looked("bacyen", lambda body: body.replace(b"</body>", broken))) == {}


def test_a_sample_that_takes_too_long_is_ended_and_what_came_is_shown(
    samples: dict[str, tuple[Path, probe.Fetched]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, _ = samples["dongtam.vidu.vn"]
    portal = portals()["portal"].placed(url="https://dongtam.vidu.vn/")
    # From here on the crawl is one that never ends, deaf to the first request to stop, with a child of its own.
    child = "import signal, subprocess, sys, os, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    child += "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']); "
    child += f"open({str(tmp_path / 'pids')!r}, 'w').write(f'{{os.getpid()}} {{p.pid}}'); time.sleep(600)"
    real = probe.run

    def hanging(command: Any, environ: Any, timeout: float, grace: float) -> tuple[str, bool]:
        return real([sys.executable, "-c", child], environ, timeout, grace)

    monkeypatch.setattr(probe, "run", hanging)
    fetched = probe.sample("portal", folder, [], environment(folder), timeout=3.0, grace=0.2)
    assert fetched.stopped
    seen = probe.look(portal, fetched, AGENT)
    assert not seen.ok
    assert seen.findings[0].subject == "sample"
    assert "too long" in seen.findings[0].found
    assert len(seen.articles) == 3
    for pid in map(int, (tmp_path / "pids").read_text().split()):
        assert gone(pid)


def gone(pid: int) -> bool:
    """Whether a process has ended, or will have in a moment."""
    for _ in range(100):
        state = Path(f"/proc/{pid}/stat")
        try:
            os.kill(pid, 0)
            if state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["khongco"], "there is no portal khongco"),
        (["tamphuoc"], "--host"),
        (["yenbai", "--host", "x.gov.vn"], "yenbai has its address"),
        (["ftp://x.gov.vn/"], "ftp"),
    ],
)
def test_mistakes_are_named(arguments: list[str], told: str) -> None:
    done = CliRunner().invoke(app, ["probe", *arguments])
    assert done.exit_code == 2
    assert told in done.stderr


def test_a_portal_that_does_not_answer_says_so(samples: dict[str, tuple[Path, probe.Fetched]]) -> None:
    portal = portals()["portal"].placed(url=f"https://{ABSENT}/")
    seen = probe.look(portal, samples[ABSENT][1], AGENT)
    assert not seen.ok
    assert "status 421" in {finding.subject: finding for finding in seen.findings}["listing /"].found


def test_saved_pages_wait_for_a_person(tmp_path: Path) -> None:
    from crawler.extraction import extract
    from crawler.items import Page

    site = imitation("thuanchau", articles=12)
    gold = next(site.golds())
    page = Page(site.url(gold), site.render(gold), headers={"content-type": "text/html"})
    article = extract(page)
    first = saved.write(tmp_path, page, article, "imitation")
    second = saved.write(tmp_path, page, article, "imitation")
    assert first != second
    [one, two] = saved.load(tmp_path)
    assert one.problems(()) == [f"{one.file.name}: nobody has reviewed this answer yet"]
    answer = json.loads(two.file.read_text(encoding="utf-8"))
    two.file.write_text(json.dumps(answer | {"reviewed": "An, 2026-11-24", "title": "Khác"}), encoding="utf-8")
    [_, two] = saved.load(tmp_path)
    assert [line.partition(" is ")[0] for line in two.problems(())] == [f"{two.file.name}: title"]
