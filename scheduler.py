"""The nights: `python scheduler.py` and leave it running; `--once` for one round now, `--dry-run` to look first.

APScheduler in one light process; each crawl is a process of its own (crawler/nights/rounds.py). Exit codes: 0 told to
stop, or `--once` with every portal ok; 1 `--once` with a portal that is not, or the archive cannot be used; 2 usage,
settings, no contact; 3 another scheduler works on this data folder.
"""

from __future__ import annotations

from cchc import check_packages

check_packages()  # a foreign `archive` or `spiders` on the path would win silently

import argparse  # noqa: E402
import logging  # noqa: E402
import os  # noqa: E402
import select  # noqa: E402
import signal  # noqa: E402
import sys  # noqa: E402
from collections.abc import Callable, Sequence  # noqa: E402
from functools import partial  # noqa: E402
from typing import Any  # noqa: E402

from rich.console import Console  # noqa: E402
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn  # noqa: E402
from rich.progress import Progress as ProgressBar  # noqa: E402
from rich.text import Text  # noqa: E402
from sqlalchemy.exc import SQLAlchemyError  # noqa: E402

from archive.db import LOCAL, ArchiveError, connect, exists, head, revision, utc_now  # noqa: E402
from crawler import logs  # noqa: E402
from crawler.config import Config  # noqa: E402
from crawler.nights import alerts, tables  # noqa: E402
from crawler.nights.config import NightsConfig, trigger  # noqa: E402
from crawler.nights.daemon import Daemon  # noqa: E402
from crawler.nights.jobs import Nights, plan_of  # noqa: E402
from crawler.nights.plan import Round, Wanted, wanted  # noqa: E402
from crawler.nights.rounds import Progress  # noqa: E402
from crawler.nights.single import AlreadyRunning, SingleInstance  # noqa: E402
from crawler.nights.times import last_fire, may_make_up, next_fire, window_end  # noqa: E402
from crawler.portals import hosts, unreadable  # noqa: E402
from crawler.variables import ConfigError  # noqa: E402

log = logging.getLogger("scheduler")

OK, NOT_OK, USAGE, SECOND = 0, 1, 2, 3
out = Console()
err = Console(stderr=True)


class Stop:
    """How often this process was told to stop: once in order, twice at once."""

    def __init__(self) -> None:
        self.asked = 0
        self._read, self._write = os.pipe()

    def listen(self) -> None:
        """From now on SIGTERM, Ctrl-C and a closed terminal are counted."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._told)

    def _told(self, number: int, frame: Any) -> None:
        # Nothing here may wait for a lock: the handler interrupts whatever holds it.
        self.asked += 1
        os.write(self._write, b"!")

    def wait(self) -> None:
        """Until the first time."""
        select.select([self._read], [], [])


def main(arguments: Sequence[str] | None = None) -> int:
    """Parse, check, and do one of three things; the exit code."""
    given = _parser().parse_args(arguments)
    kind = Round.SWEEP if given.sweep else Round.RECHECK if given.recheck else Round.NIGHT
    try:
        config, nights = Config.from_env(), NightsConfig.from_env()
        entries = _entries(given.portals) if given.portals is not None else nights.portals
        portals = _wanted(entries, None if given.portals is not None else "CCHC_PORTALS")
        settings = dict(_setting(text) for text in given.set)
        if not given.once and (given.sweep or given.recheck):
            raise ValueError("--sweep and --recheck go with --once")
        contact = None if config.replica is not None else _no_contact(config)
    except ValueError as error:  # ConfigError is one
        return _fail(str(error), USAGE)
    try:
        if given.dry_run:
            dry_run(config, nights, portals, named=given.portals is not None)
        if contact:
            return _fail(contact, USAGE)
        if given.dry_run:
            return OK
        _set_up_log(config, quiet=given.once and err.is_terminal)
        stop = Stop()
        stop.listen()
        work = partial(
            Nights,
            config,
            nights,
            portals,
            named=given.portals is not None,
            settings=settings,
            stopping=lambda: stop.asked,
        )
        with SingleInstance(config.data_dir, doing=f"--once, {kind}" if given.once else "the nights"):
            return once(work, kind) if given.once else run(work(), stop)
    except AlreadyRunning as error:
        return _fail(str(error), SECOND)
    except (ArchiveError, SQLAlchemyError, OSError) as error:
        return _fail(f"the archive or its folder cannot be used: {error}", NOT_OK)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="scheduler.py", description="The nights of the archive.")
    parser.add_argument("--once", action="store_true", help="one round now, then exit: 0 where every portal is ok")
    parser.add_argument("--portals", metavar="a,b", help="only these: names, NAME=HOST, https://HOST/…; always crawled")
    parser.add_argument("--dry-run", action="store_true", help="print what would run and when; nothing is written")
    other = parser.add_mutually_exclusive_group()
    other.add_argument("--sweep", action="store_true", help="with --once: the last 31 days instead of a night")
    other.add_argument("--recheck", action="store_true", help="with --once: older articles instead of a night")
    parser.add_argument(
        "-s",
        dest="set",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="a Scrapy setting of every crawl",
    )
    return parser


def _entries(text: str) -> list[str]:
    entries = [part.strip() for part in text.split(",") if part.strip()]
    if not entries:
        raise ValueError("--portals names no portal")
    return entries


def _wanted(entries: Sequence[str] | None, variable: str | None) -> list[Wanted]:
    """The portals that the entries of a variable, None for the command line's, name. Raises ValueError."""
    try:
        return wanted(entries, hosts(), unreadable())
    except ValueError as error:
        if variable is None:
            raise
        raise ConfigError(variable, str(error)) from None


def _setting(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.isidentifier():
        raise ValueError(f"-s {text}: write NAME=VALUE")
    return name, value


def _no_contact(config: Config) -> str | None:
    try:
        config.require_contact()
    except ConfigError as error:
        return str(error)
    return None


def _fail(message: str, code: int) -> int:
    err.print(Text(f"scheduler: {message}"), soft_wrap=True)
    return code


def _set_up_log(config: Config, *, quiet: bool) -> None:
    logs.set_up(config.log_format, config.data_dir / "logs" / "scheduler.log")
    if quiet:  # on a terminal the moving line and the table say it; the file has all
        logging.getLogger().handlers[0].setLevel(logging.ERROR)
    for chatty in ("alembic", "apscheduler"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


# --- one round now ------------------------------------------------------------------------------------------------
def once(work: Callable[..., Nights], kind: Round) -> int:
    """One round of whatever is to be visited, with a moving line on a terminal, and its table."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with ProgressBar(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        line = bar.add_task("beginning", total=None)

        def told(progress: Progress) -> None:
            busy = ", ".join(progress.running) or "ending"
            bar.update(line, completed=progress.done, total=progress.total, description=busy)

        nights = work(told=told)
        nights.open()
        result = nights.once(kind)
    out.print(tables.round_table(result))
    return OK if result.good else NOT_OK


# --- what would run -----------------------------------------------------------------------------------------------
def dry_run(config: Config, nights: NightsConfig, portals: Sequence[Wanted], *, named: bool) -> None:
    """Print the jobs, what a start now would make up for, and the next night. Reads the archive where there is one."""
    now = utc_now()
    engine = connect(config.database_url) if exists(config.database_url) else None
    if engine is not None and revision(engine) != head():
        out.print("The archive's tables are of an older version: the start brings them up to date. Planned without it.")
        engine = None
    out.print(tables.jobs_table(nights, now))
    out.print(Text(tables.catch_up_note(nights), style="dim"))
    night = trigger(nights.night)
    due, following = last_fire(night, now), next_fire(night, now)
    make_plan = partial(plan_of, engine, Round.NIGHT, portals, named=named)
    if due is not None and may_make_up(night, nights.ends, now):
        by_night = window_end(night, nights.ends, now) is not None
        missed = make_plan(now=now, due_since=due, newcomers=by_night)
        title = f"A start now would make up for the night of {due.astimezone(LOCAL):%Y-%m-%d %H:%M} with"
        out.print(tables.plan_table(title, missed))
    if following is not None:
        title = f"The night of {following.astimezone(LOCAL):%Y-%m-%d %H:%M}"
        out.print(tables.plan_table(title, make_plan(now=following, due_since=following)))
    if engine is not None:
        engine.dispose()


# --- the nights ---------------------------------------------------------------------------------------------------
def run(nights: Nights, stop: Stop) -> int:
    """Until it is told to stop."""
    nights.open()
    alerts.at_start(nights.engine, nights.nights, now=utc_now())
    daemon = Daemon(nights, lambda: stop.asked)
    daemon.start()
    stop.wait()
    if late := daemon.stop():
        log.warning("%s is broken off", ", ".join(late))
        logging.shutdown()
        os._exit(OK)  # an upkeep: its copy gets its name only when it is whole
    return OK


if __name__ == "__main__":
    sys.exit(main())
