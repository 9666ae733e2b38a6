"""`cchc db recover`: the archive made again from its own WARC files, from nothing or on top of an older backup.

Every visit of the files that the archive does not know to its end is judged once more, oldest first, by the crawl's own
judge and under its own run: same mode, same beginning and end, same outcome. A crawl notes beside the bytes what each
answer was asked for (crawler/journal.py), so keys, dates of listing rows, what came without bytes and absences come out
as they were. Files without such notes (older ones) are read by the portal's grammar in runs of mode `ingest`, files
from elsewhere as `cchc ingest` reads them.

It may be killed and begun again: what was judged is left alone, and what was learned from it is learned again.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.text import Text
from sqlalchemy import Engine

from archive.db import ArchiveError, utc_now
from archive.history import POISON_AFTER
from archive.runs import INGEST, REPLICA
from archive.store import Store
from crawler import journal, warcread
from crawler.config import Config
from crawler.intake import Intake
from crawler.items import Fetched, Unfetched
from crawler.journalread import heading, notes
from crawler.ledger import Ledger
from crawler.locks import HostBusyError, HostLock
from crawler.monitors import RunOutcome
from crawler.pipelines import Judge
from crawler.unjournaled import guessed
from crawler.warc import repair
from crawler.warcscan import Damage, scan
from crawler.wayback import origin_headers


@dataclass(slots=True)
class Visit:
    """One run as its files tell it. `info` is None for files that some other software wrote: those are taken in."""

    started_at: dt.datetime
    files: list[Path]
    info: dict[str, Any] | None = None
    journaled: bool = True


@dataclass(slots=True)
class Recovered:
    """What became of one visit: `counts` of answers and addresses by outcome; `problem` where it was left out."""

    portal: str
    started_at: dt.datetime
    mode: str
    counts: Counter[str] = field(default_factory=Counter)
    outcome: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class _Undeclared:
    """Stands in for a portal whose file is gone, or that was named by its address alone."""

    name: str
    layouts: ClassVar[tuple[()]] = ()

    @staticmethod
    def is_copy(url: str) -> bool:
        return False


class Recovery:
    """Recovers one archive, whose tables exist. `portals` are spider classes by name."""

    def __init__(
        self, engine: Engine, config: Config, portals: Mapping[str, Any], console: Console | None = None
    ) -> None:
        self._engine = engine
        self._config = config
        self._portals = portals
        self._console = console
        self._now: dt.datetime | None = None  # of the page that is judged: what the crawl's clock said
        self._store = Store(engine, clock=lambda: self._now or utc_now())
        self._listed: dict[str, dict[str, Any]] = {}  # dates of listing rows by portal and key, for guessed()
        self.damage: list[str] = []

    def run(self) -> list[Recovered]:
        """Every visit that the archive lacked, oldest first. Raises ArchiveError and OSError; what one file or one
        busy host prevents is told in its row."""
        for done in repair(self._config.warc_dir):
            if done.torn_bytes:
                self.damage.append(f"{done.file}: {done.torn_bytes} torn bytes set aside in NAME.torn")
        visits = [visit for visit in self._visits() if self._lacks(visit)]
        found = []
        with _Bar(self._console, sum(_size(path) for visit in visits for path in visit.files)) as moved:
            for visit in visits:
                found += self._recover(visit, moved)
        return found

    # --- what there is --------------------------------------------------------------------------------------------
    def _visits(self) -> list[Visit]:
        """By their beginning; a run's files belong together."""
        found: dict[tuple[str, str], Visit] = {}
        folders = self._config.warc_folders
        files = sorted({path.name: path for folder in reversed(folders) for path in _warc_files(folder)}.items())
        for name, path in files:
            try:
                head = heading(path)
            except (OSError, warcread.WarcReadError) as error:
                self.damage.append(f"{name}: {error}")
                continue
            if journal.RUN in head:
                info = json.loads(head[journal.RUN])
                began = dt.datetime.fromisoformat(info["started_at"])
                visit = found.setdefault((info["portal"], info["started_at"]), Visit(began, [], info))
                visit.files.append(path)
            else:
                began = warcread.moment(head.get("date")) or dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
                ours = head.get("software") == "cchc-archive" and not name.startswith("ingest-")
                info = self._guess(path, began) if ours else None
                found[name, ""] = Visit(began, [path], info, journaled=False)
        return sorted(found.values(), key=lambda visit: visit.started_at)

    def _guess(self, path: Path, began: dt.datetime) -> dict[str, Any] | None:
        """The portal of an older file of ours, by the host of its answers; None where no spider declares it."""
        hosts = {portal.host: portal for portal in self._portals.values() if getattr(portal, "host", "")}
        for member in scan(path):
            if not isinstance(member, Damage) and member.kind in ("response", "revisit"):
                portal = hosts.get((urlsplit(member.url).hostname or "").removeprefix("www."))
                if portal is not None:
                    source = REPLICA if warcread.is_imitation(path) else "live"
                    return journal.visit(portal, INGEST, source, None, began)
        return None

    def _lacks(self, visit: Visit) -> bool:
        """Whether the archive does not have the visit to its end."""
        if visit.info is not None and visit.journaled:
            run = self._store.find_run(visit.info["portal"], visit.started_at)
            return run is None or (not run[1] and self._goes_on(visit, run[0]))
        return not all(self._store.whole(path.name) for path in visit.files)

    def _goes_on(self, visit: Visit, run_id: int) -> bool:
        """Whether the files tell more of a run that was broken off than the archive has."""
        rows, unanswered = _Rows(self._store), self._store.unanswered(run_id)
        for kind, facts in self._notes(visit, None, lambda number: None):
            if kind == journal.END:
                return True
            if "file" in facts:
                row = rows.of(facts["file"]).get(facts["offset"])
                if row is None or (row.begun_only and row.attempts < POISON_AFTER):
                    return True
            elif (facts["url"], dt.datetime.fromisoformat(facts["at"])) not in unanswered:
                return True
        return False

    # --- one visit ------------------------------------------------------------------------------------------------
    def _recover(self, visit: Visit, moved: Callable[[int], None]) -> list[Recovered]:
        if visit.info is None:
            return self._take_in(visit, moved)
        info = visit.info
        done = Recovered(info["portal"], visit.started_at, info["mode"])
        try:
            with HostLock(self._config.lock_dir, info["host"] or info["portal"]):
                self._judge_all(visit, info, done, moved)
        except HostBusyError as error:
            done.problem = str(error)
        return [done]

    def _judge_all(self, visit: Visit, info: dict[str, Any], done: Recovered, moved: Callable[[int], None]) -> None:
        store, portal = self._store, self._portals.get(info["portal"]) or _Undeclared(info["portal"])
        run = store.find_run(info["portal"], visit.started_at)
        self._now = None
        if run is None:
            run_id = store.start_run(journal.portal_of(info), info["mode"], info["source"], at=visit.started_at)
        else:
            run_id = run[0]
            store.reopen_run(run_id)
        taking_in = info["mode"] == INGEST
        ledger = Ledger(
            store, info["portal"], run_id, self._config.warc_folders, taking_in=taking_in, only=info.get("only")
        )
        judge = Judge(ledger, portal)
        rows, unanswered = _Rows(store), store.unanswered(run_id)
        end: dict[str, Any] | None = None
        for kind, facts in self._notes(visit, portal, moved):
            if kind == journal.END:
                end = facts
            elif "file" in facts:
                self._fetched(judge, facts, rows, done)
            elif "at" in facts:
                item = journal.unfetched(facts)
                if (item.url, item.at) not in unanswered:
                    self._process(judge, item, done)
        if end is None and visit.journaled:  # killed: its template was lost as well
            at = self._now or visit.started_at
            store.finish_run(run_id, str(RunOutcome.BROKEN), ["killed"], store.counts(run_id), at=at)
            done.outcome = str(RunOutcome.BROKEN)
            return
        if end is None:
            end = journal.end(str(RunOutcome.OK), [], store.counts(run_id), [], self._now or visit.started_at)
        if not end["counts"].get("gone"):
            store.not_gone(run_id)
        ledger.save_template()  # before the end: a run that is closed is not come back to
        at = dt.datetime.fromisoformat(end["finished_at"])
        store.finish_run(run_id, end["outcome"], end["reasons"], end["counts"], end["notes"], at=at)
        done.outcome = end["outcome"]

    def _notes(self, visit: Visit, portal: Any, moved: Callable[[int], None]) -> Iterator[tuple[str, dict[str, Any]]]:
        for path in visit.files:
            if visit.journaled:
                yield from notes(path, moved, self.damage)
            else:
                listed = self._listed.setdefault(portal.name, {})
                for facts in guessed(path, self._config.warc_folders, portal, listed, moved):
                    yield journal.PAGE, facts

    def _fetched(self, judge: Judge, facts: dict[str, Any], rows: _Rows, done: Recovered) -> None:
        row = rows.of(facts["file"]).get(facts["offset"])
        if row is not None and (row.kind != "article" or (row.begun_only and row.attempts >= POISON_AFTER)):
            return
        if row is not None and not row.begun_only and not row.had_article:
            return
        try:
            page = warcread.read(self._config.warc_folders, facts["file"], facts["offset"])
        except warcread.WarcReadError as error:
            self.damage.append(str(error))
            done.counts["unreadable"] += 1
            return
        session = judge.session
        if session.taking_in and facts["kind"] == "article" and not facts.get("guessed"):  # a web archive played it
            page = dataclasses.replace(page, headers=origin_headers(page.headers))
        known = None
        if facts.get("known"):
            known = session.store.known(session.portal, [facts["key"]]).get(facts["key"])
        item = journal.fetched(facts, page, known)
        if row is None or row.begun_only:
            self._process(judge, item, done)
        else:
            self._now = page.fetched_at
            judge.recall(item)

    def _process(self, judge: Judge, item: Fetched | Unfetched, done: Recovered) -> None:
        before = Counter(judge.session.outcomes)
        self._now = item.page.fetched_at if isinstance(item, Fetched) else item.at
        judge.process(item)
        for outcome in judge.session.outcomes - before or ("listings and others",):
            done.counts[outcome] += 1

    # --- files from elsewhere -------------------------------------------------------------------------------------
    def _take_in(self, visit: Visit, moved: Callable[[int], None]) -> list[Recovered]:
        found = []
        for path in visit.files:
            self._now = None
            try:
                for taken in Intake(self._engine, self._config, self._portals, None).take(path)[1]:
                    if taken.run is not None:
                        counts = Counter({name: taken.counts[name] for name in taken.counts if taken.counts[name]})
                        found.append(Recovered(taken.portal, visit.started_at, INGEST, counts, str(taken.outcome)))
            except (OSError, warcread.WarcReadError, HostBusyError, ArchiveError) as error:
                found.append(Recovered(path.name, visit.started_at, INGEST, problem=str(error)))
            moved(_size(path))
        return found


class _Rows:
    """What the archive has of one file at a time."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._file = ""
        self._rows: Mapping[int, Any] = {}

    def of(self, file: str) -> Mapping[int, Any]:
        if file != self._file:
            self._file, self._rows = file, self._store.rows_of(file)
        return self._rows


def _warc_files(folder: Path) -> Iterator[Path]:
    """Finished files; one that is being written, or moved here, has another ending."""
    for pattern in ("*.warc.gz", "*.warc"):
        yield from (path for path in folder.glob(pattern) if not path.name.startswith("."))


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


class _Bar:
    """Tells how many bytes were read; silent without a terminal."""

    def __init__(self, console: Console | None, total: int) -> None:
        columns = (TextColumn("recover"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
        shown = console is not None and console.is_terminal
        self._progress = Progress(*columns, console=console, transient=True) if shown else None
        self._total = total

    def __enter__(self) -> Callable[[int], None]:
        if self._progress is None:
            return lambda number: None
        progress = self._progress
        progress.start()
        task = progress.add_task("", total=self._total)
        return lambda number: progress.advance(task, number)

    def __exit__(self, *error: object) -> None:
        if self._progress is not None:
            self._progress.stop()


def report(found: Sequence[Recovered]) -> Any:
    """The visits as people read them: one row each portal."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD)
    table.add_column("portal")
    table.add_column("visits", justify="right")
    table.add_column("from the files")
    for name in sorted({one.portal for one in found}):
        visits = [one for one in found if one.portal == name]
        counts = sum((one.counts for one in visits), Counter[str]())
        said = Text(", ".join(f"{number:,} {what}" for what, number in counts.most_common()) or "nothing")
        for problem in (one.problem for one in visits if one.problem):
            said.append(f"\n{problem}", style="red")
        table.add_row(name, f"{len(visits):,}", said)
    return table
