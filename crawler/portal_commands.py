"""`cchc probe` and `cchc new-portal`: look at a portal, and write the files of a new one."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich import box
from rich.table import Table
from rich.text import Text

from archive.db import LOCAL
from archive.districts import district as resolve_district
from archive.records import Article
from archive.runs import LEVELS
from archive.text import clean
from crawler import saved
from crawler.config import ROOT
from crawler.console import config, err, fail, out
from crawler.extraction import extract
from crawler.extraction.layout import Layout
from crawler.inspection import prints
from crawler.locks import HostBusyError
from crawler.new_portal import Declaration, check, check_name, check_typed, family_of, source, write
from crawler.portals import families, portal_of, portals
from crawler.probe import Probe, probe


def probe_command(
    target: Annotated[str, typer.Argument(help="A portal's name (`scrapy list`), or the address of any portal.")],
    host: Annotated[str | None, typer.Option(help="Where a portal without a known address is.")] = None,
    save: Annotated[
        bool, typer.Option("--save", help="Keep the articles as saved pages with answers to review.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable.")] = False,
) -> None:
    """Fetch robots.txt, home, listings and three articles, and show what is declared beside what was found.

    Needs the internet (or CCHC_REPLICA). Exit 0 where all that is declared was found, 1 otherwise.
    """
    portal, name, arguments = _target(target, host)
    found = _probe(portal, name, arguments)
    if as_json:
        out.print_json(json.dumps(to_json(found), ensure_ascii=False))
    else:
        show(found)
    if save:
        for path in keep(found, found.portal.name, found.portal.layouts):
            err.print(Text(f"saved {path}: read page and answer side by side, then fill in `reviewed`"), soft_wrap=True)
    if not found.ok:
        raise typer.Exit(1)


def _target(target: str, host: str | None) -> tuple[Any, str, list[str]]:
    """The spider class at its address, the name `scrapy crawl` knows it by, and its further arguments."""
    known = portals()
    try:
        if target in known and target != "portal":
            arguments = [f"host={host}"] if host else []
            portal = known[target].placed(host=host)
            if not portal.host:
                raise fail(f"{target} has no known address; give one with --host", 2)
            return portal, target, arguments
        if "://" not in target:
            raise fail(f"there is no portal {target}; `scrapy list` shows them, or give an address", 2)
        if (owner := portal_of(target)) is not None:
            return owner, owner.name, []
        return known["portal"].placed(url=target), "portal", [f"url={target}"]
    except ValueError as error:
        raise fail(str(error), 2) from error


def _probe(portal: Any, name: str, arguments: list[str]) -> Probe:
    settings = config()
    if settings.replica is None:
        try:
            settings.require_contact()
        except ValueError as error:
            raise fail(str(error), 2) from error
    try:
        with err.status(f"Asking {portal.host}, one page after the other …"):
            return probe(portal, name, settings, arguments)
    except (HostBusyError, ValueError) as error:
        raise fail(str(error)) from error


def show(found: Probe) -> None:
    """The findings as a table, then what became of the sample and what to do."""
    table = Table(title=f"{found.portal.name} at {found.portal.host}", title_justify="left", box=box.SIMPLE_HEAD)
    table.add_column("", no_wrap=True)
    table.add_column("looked at, declared", ratio=2, overflow="fold")
    table.add_column("found", ratio=3, overflow="fold")
    marks = {True: Text("ok", style="green"), False: Text("CHANGED", style="red"), None: Text("–", style="dim")}
    for finding in found.findings:
        subject, said = Text(finding.subject), Text(finding.found)
        if finding.declared:
            subject.append(f"\n{finding.declared}", style="dim")
        if finding.advice:
            said.append(f"\n→ {finding.advice}", style="yellow")
        table.add_row(marks[finding.ok], subject, said)
    out.print(table)
    for article in found.articles:
        read = article.declared
        out.print(Text(f"{getattr(read, 'published_at', None) or 'undated'}  {getattr(read, 'title', '')}"))
    out.print(Text(f"Sample: {found.outcome}" + "".join(f"\n  {line}" for line in (*found.reasons, *found.notes))))
    if not found.articles and found.log:
        err.print(Text(found.log, style="dim"))


def to_json(found: Probe) -> dict[str, Any]:
    """The same for machines."""
    return {
        "portal": found.portal.name,
        "host": found.portal.host,
        "ok": found.ok,
        "outcome": found.outcome,
        "reasons": list(found.reasons),
        "notes": list(found.notes),
        "findings": [
            {
                "subject": f.subject,
                "declared": f.declared,
                "found": f.found,
                "ok": f.ok,
                "advice": f.advice,
            }
            for f in found.findings
        ],
        "articles": [article.declared.to_json() for article in found.articles],
    }


def keep(found: Probe, name: str, layouts: Sequence[Layout], folder: Path = saved.FOLDER) -> list[Path]:
    """Save the sample's articles under a portal's name, with answers that wait for a person."""
    origin = "imitation" if config().replica is not None else "live"
    read = ((article.page, extract(article.page, layouts)) for article in found.articles)
    return [saved.write(folder / name, page, item, origin) for page, item in read if isinstance(item, Article)]


def new_portal_command(
    name: Annotated[str, typer.Option(prompt="Short name (file and command), like bacyen", help="Like bacyen.")],
    url: Annotated[str, typer.Option(prompt="Address of its reform section, or its home page", help="Where to start.")],
    title: Annotated[str, typer.Option(prompt="The portal's own name", help="As its pages print it.")],
    province: Annotated[
        str,
        typer.Option(
            prompt="Slug of its province, like son-la; empty where it is not sure", show_default=False, help="Or empty."
        ),
    ] = "",
    level: Annotated[
        str, typer.Option(help="Who runs it: province, department, district or commune; empty: not established.")
    ] = "",
    district: Annotated[str, typer.Option(help="Its district, like bac-yen, for old districts.")] = "",
) -> None:
    """Look at a portal, then write its spider, saved pages and the answers that a person has to review."""
    try:
        check_typed(name=name, url=url, title=title, province=province, level=level, district=district)
        check_name(name)
        portal = portals()["portal"].placed(url=url, province=province or None)
    except ValueError as error:
        raise fail(str(error), 2) from error
    title = clean(title)
    if level and level not in LEVELS:
        raise fail(f"level {level}: choose one of {', '.join(LEVELS)}, or leave it out", 2)
    if district and not province:
        raise fail(f"district {district}: say --province, too; districts of several provinces share a name", 2)
    place = f"{province}/{district}" if district else None
    if district and resolve_district(province, district) is None:
        raise fail(f"there is no district {place} in archive/districts.csv", 2)
    file = ROOT / "spiders" / f"{name}.py"
    if file.exists() or name in portals():
        raise fail(f"there is a portal {name} already", 2)
    if (owner := portal_of(url)) is not None:
        raise fail(f"{portal.host} is the portal {owner.name} already (spiders/{owner.name}.py)", 2)
    found = _probe(portal, "portal", [f"url={url}"])
    show(found)
    if not found.articles:
        raise fail("nothing is written: the look found no article; give the address of a page that lists articles")
    addresses = tuple(article.page.url for article in found.articles)
    evidence = "inferred" if config().replica is not None else "seen"
    printed = evidence if prints(found.pages, title) else "inferred"
    family = family_of(addresses, families(portal.host))
    start = f"{portal.scheme}://{portal.host}{portal.start_path}"
    declared = Declaration(
        name, title, start, province or None, level or None, evidence, printed, family, place, addresses
    )
    text = source(declared, dt.datetime.now(LOCAL).date())
    try:
        check(text, declared)
        spider = write(file, text)
    except ValueError as error:
        raise fail(f"nothing is written: {error}") from error
    answers = keep(found, name, spider.layouts)
    out.print(Text(f"Written: {file.relative_to(ROOT)}"))
    for path in answers:
        out.print(Text(f"Written: {path.relative_to(ROOT)} with its page beside it"))
    out.print(
        "Next: open each page beside its answer, put right what is wrong, write your name and the day under\n"
        "`reviewed`; then run the tests of tests/spiders/test_portals.py and commit."
    )
