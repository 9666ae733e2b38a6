"""`cchc ingest`: WARC files from elsewhere become pages and articles, judged as a crawl judges its own.

For each file: first its records of known portals are selected (crawler/ingest.py), then each portal's are read in one
run of mode `ingest`. What was read to an end before is left alone, by its place in the file or by its address and
moment; so a killed run goes on where it was, and a second one does nothing. A copy that brought nothing new is removed
again. With CCHC_EXTRACT_WORKERS the reading runs in processes, once the portal's template has been learned from the
first pages.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from itertools import islice
from pathlib import Path
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text
from sqlalchemy import Engine

from archive import query
from archive.records import Article, Outcome, Rejection, StoredPage
from archive.runs import INGEST, REPLICA
from archive.store import PortalInfo, Store
from crawler import disk, warcread
from crawler.config import Config
from crawler.ingest import Selection, home, is_page, portal_of, select
from crawler.items import Fetched
from crawler.ledger import Ledger
from crawler.locks import HostLock
from crawler.monitors import RunFacts, RunOutcome, judge
from crawler.pipelines import Judge
from crawler.progress import STYLES
from crawler.replay import batched, read_all
from crawler.reread import Rules
from crawler.urls import refuse
from crawler.warc import RawRef
from crawler.warcscan import Damage, Member, scan

_LEFT_OUT = {
    "unknown": "answers of unknown hosts",
    "other": "other than whole HTML with status 200",
    "unresolved": "revisits of what the file does not hold",
}
_POINTER = warcread.REFERS_TO.lower()
TAUGHT = 200  # pages from which a portal's template is learned before other processes read with it
_AT_ONCE = 2_000  # records that are looked up, and given to other processes, together


@dataclasses.dataclass(slots=True)
class Taken:
    """What became of one portal's records of one file: `counts` by outcome, and `known` (read before), `other` (pages
    that are no article's); `new` where nothing was written. `run` is None where there was nothing to do."""

    portal: str
    records: int = 0
    counts: Counter[str] = dataclasses.field(default_factory=Counter)
    run: int | None = None
    outcome: RunOutcome = RunOutcome.OK
    reasons: list[str] = dataclasses.field(default_factory=list)


class Intake:
    """Takes files into one archive. `portals` are spider classes by name."""

    def __init__(self, engine: Engine, config: Config, portals: Mapping[str, Any], console: Console | None) -> None:
        self._engine = engine
        self._store = Store(engine)
        self._config = config
        self._portals = {name: portal for name, portal in portals.items() if getattr(portal, "host", "")}
        self._console = console

    def take(self, path: Path, *, dry_run: bool = False) -> tuple[Selection, list[Taken]]:
        """One file: what was found in it, and what became of it.

        Raises WarcReadError, OSError, MixedSources (an imitation's file into a real archive, or the other way round)
        and HostBusyError where another ingest runs.
        """
        next(scan(path), None)  # a file that is none is refused before anything else
        if not dry_run and (words := disk.low(self._config)) is not None:
            raise disk.DiskLow(words)
        source = REPLICA if warcread.is_imitation(path) else f"warc:{path.name}"
        self._store.admit(source)
        hosts = {portal.host: name for name, portal in self._portals.items()}
        with HostLock(self._config.data_dir / "locks", "ingest"):
            with self._bar(f"{path.name}: records", path.stat().st_size) as moved:
                selection = select(self._config.warc_folders, path, hosts, write=not dry_run, moved=moved)
            names = sorted(selection.records)
            if dry_run:
                return selection, [self._look(path, name, selection) for name in names]
            taken = [self._take(name, selection, source) for name in names]
            self._drop_idle(path, selection)
            return selection, taken

    def _drop_idle(self, path: Path, selection: Selection) -> None:
        """Remove the copies that no page lies in: all that they hold was read from other files before."""
        if home(self._config.warc_folders, path) is not None:
            return
        used = query.warc_files(self._engine)
        for name, file in list(selection.files.items()):
            if file not in used:
                (self._config.warc_dir / file).unlink(missing_ok=True)
                del selection.files[name]

    def _look(self, path: Path, name: str, selection: Selection) -> Taken:
        """What a dry run says: how many captures of articles are new."""
        taken = Taken(name, selection.records[name])
        for fresh in self._fresh(path, None, self._portals[name], taken):
            taken.counts["new"] += len(fresh)
        return taken

    def _take(self, name: str, selection: Selection, source: str) -> Taken:
        taken, portal, file = Taken(name, selection.records[name]), self._portals[name], selection.files[name]
        path = warcread.find(self._config.warc_folders, file)
        assert path is not None, file
        ledger: Ledger | None = None
        judging: Judge | None = None
        try:
            with self._bar(f"{name}: pages", path.stat().st_size) as moved:
                for members in self._fresh(path, file, portal, taken):
                    if ledger is None or judging is None:  # nothing new: no run
                        ledger = self._open(portal, source)
                        judging, taken.run = Judge(ledger, portal), ledger.run_id
                    for member, result, error in self._read(members, file, portal, ledger):
                        self._judge(judging, member, file, result, error)
                        moved(member.end)
        except BaseException as error:  # Ctrl-C as well: what was read stays, the next ingest goes on behind it
            if ledger is not None:
                self._finish(ledger, RunOutcome.BROKEN, [f"stopped before the end: {type(error).__name__}"])
            raise
        if ledger is not None:
            facts = RunFacts(ledger.outcomes.total(), ledger.outcomes, ledger.rechecked, from_file=True)
            taken.outcome, taken.reasons = judge(facts)
            taken.counts.update(ledger.outcomes)
            ledger.save_template()
            self._finish(ledger, taken.outcome, taken.reasons)
        return taken

    def _open(self, portal: Any, source: str) -> Ledger:
        info = PortalInfo(portal.name, portal.host, portal.province, portal.title, portal.level, portal.district)
        run_id = self._store.start_run(info, INGEST, source)
        return Ledger(self._store, portal.name, run_id, self._config.warc_folders, taking_in=True)

    def _finish(self, ledger: Ledger, outcome: RunOutcome, reasons: list[str]) -> None:
        counts = {"addresses": ledger.outcomes.total(), "requests": 0, "listings": 0, "robots": 0, "bytes": 0}
        counts |= {str(name): ledger.outcomes.get(str(name), 0) for name in Outcome}
        self._store.finish_run(ledger.run_id, str(outcome), reasons, counts)

    def _fresh(self, path: Path, file: str | None, portal: Any, taken: Taken) -> Iterator[list[Member]]:
        """Captures of the portal's articles that were never read to an end, some hundred at a time."""
        done = self._store.read_in(file) if file is not None else set()
        for members in batched(pages_of(path, portal, resolved=file is None), _AT_ONCE):
            have = self._store.taken(portal.name, [member.url for member in members])
            fresh = []
            for member in members:
                if member.offset in done or (member.url, member.at) in have:
                    taken.counts["known"] += 1
                elif key_of(portal, member.url) is None:
                    taken.counts["other"] += 1
                else:
                    fresh.append(member)
            if fresh:
                yield fresh

    def _read(
        self, members: Sequence[Member], file: str, portal: Any, ledger: Ledger
    ) -> Iterator[tuple[Member, Article | Rejection | None, str]]:
        """Each with what was read from it in another process; None where this one is to read it."""
        waiting = iter(members)
        if self._config.extract_workers:
            for member in islice(waiting, max(0, TAUGHT - ledger.template.pages)):
                yield member, None, ""
            rest = list(waiting)
            pages = [StoredPage(0, portal.name, key_of(portal, m.url) or "", m.url, file, m.offset) for m in rest]
            rules = Rules(
                self._config.warc_folders, {portal.name: portal.layouts}, {portal.name: ledger.template.to_json()}
            )
            read = read_all(pages, rules, self._config.extract_workers) if rest else iter(())
            for member, reread in zip(rest, read, strict=True):
                yield member, reread.result, reread.error
            return
        for member in waiting:
            yield member, None, ""

    def _judge(self, judge: Judge, member: Member, file: str, result: Article | Rejection | None, error: str) -> None:
        raw = RawRef(file, member.offset, "", 0)
        key = key_of(judge.portal, member.url)
        try:
            page = warcread.read(self._config.warc_folders, file, member.offset)
        except warcread.WarcReadError as problem:
            self._say(str(problem))
            judge.session.count(Outcome.FAILED)
            return
        item = Fetched(page, "article", key, judge.portal.canonical_url(page.url), raw)
        if error:  # reading it killed a process, or raised: not tried again here
            self._say(f"{page.url}: {error}")
            judge.fail(item, "unreadable")
            return
        judge.process(item, result)

    def _say(self, text: str) -> None:
        if self._console is not None:
            self._console.print(text, markup=False, highlight=False)

    def _bar(self, what: str, total: int) -> Any:
        """Context that gives a function to tell the byte that was reached."""
        if self._console is None or not self._console.is_terminal:
            return nullcontext(_nowhere)
        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
        return _Bar(Progress(*columns, console=self._console, transient=True), what, total)


def pages_of(path: Path, portal: Any, *, resolved: bool = False) -> Iterator[Member]:
    """A portal's pages in a file: answers, and revisits that name their original themselves or in the record behind
    them; all revisits where they are taken for `resolved`."""
    hosts = {portal.host: portal.name}
    waiting: Member | None = None
    for member in scan(path):
        if isinstance(member, Damage):
            waiting = None
            continue
        if waiting is not None and member.kind == "metadata" and _POINTER in member.fields:
            yield waiting
        waiting = None
        if portal_of(member, hosts) is None:
            continue
        if is_page(member) or (member.kind == "revisit" and (resolved or _POINTER in member.fields)):
            yield member
        elif member.kind == "revisit":
            waiting = member


class _Bar:
    def __init__(self, progress: Progress, what: str, total: int) -> None:
        self._progress, self._what, self._total = progress, what, total

    def __enter__(self) -> Callable[[int], None]:
        self._progress.start()
        task = self._progress.add_task(self._what, total=self._total)
        return lambda byte: self._progress.update(task, completed=byte)

    def __exit__(self, *error: object) -> None:
        self._progress.stop()


def _nowhere(byte: int) -> None:
    """No bar without a terminal."""


def key_of(portal: Any, url: str) -> str | None:
    """The key of an article's address, None for every other and for what a crawl would not ask for."""
    try:
        key: str | None = portal.article_key(url)
    except ValueError:
        return None
    return None if key is None or refuse(url) else key


def report(file: Path, selection: Selection, taken: Sequence[Taken], *, dry_run: bool = False) -> Group:
    """One file in one table for people, and below it what was left out or is damaged."""
    title = Text(f"{file.name}{', nothing written' if dry_run else ''}", style="bold")
    table = Table(box=SIMPLE_HEAD)
    names = [name for name in (*map(str, Outcome), "known", "other", "new") if any(one.counts[name] for one in taken)]
    table.add_column("portal")
    for name in ("records", *names):
        table.add_column(name, justify="right")
    for one in taken:
        style = STYLES[one.outcome] if one.outcome is not RunOutcome.OK else ""
        table.add_row(Text(one.portal, style=style), f"{one.records:,}", *(f"{one.counts[name]:,}" for name in names))
    lines: list[Any] = [title, table if taken else Text("no page of a known portal")]
    lines += [Text(f"{one.portal}: {reason}", style="yellow") for one in taken for reason in one.reasons]
    if left := ", ".join(f"{number:,} {_LEFT_OUT[name]}" for name, number in sorted(selection.left_out.items())):
        lines.append(Text(f"left out: {left}", style="dim"))
    lines += [Text(f"{file.name}: {damage}", style="red") for damage in selection.damage]
    return Group(*lines)
