"""Rounds as people read them, in 80 columns: what a round did, what the next one would do, and when."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from archive.db import LOCAL
from crawler.health_table import cut, cut_all
from crawler.monitors import RunOutcome
from crawler.nights.config import NightsConfig, trigger
from crawler.nights.jobs import RoundResult, expression
from crawler.nights.plan import MODES, NO_ADDRESS, LeftOut, Plan, Round
from crawler.nights.times import TOO_LATE, next_fire, round_end
from crawler.nights.visits import Visit
from crawler.progress import STYLES

_COUNTS = ("stored", "revised", "missing")


def round_table(result: RoundResult) -> Group:
    """A line for each portal, the worst last, where the eye is; its reasons, and its log where something is wrong."""
    table = Table(title=f"The {result.kind}", title_justify="left", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    table.add_column("portal", overflow="fold")
    table.add_column("outcome", no_wrap=True)
    for name in ("new", "revised", "missing", "requests", "time"):
        table.add_column(name, justify="right", no_wrap=True)
    for visit in sorted(result.visits, key=_rank):
        numbers = [f"{visit.counts.get(name, 0):,}" for name in _COUNTS]
        requests = f"{visit.counts.get('requests', 0):,}"
        table.add_row(visit.portal, _outcome(visit.outcome), *numbers, requests, _time(visit.seconds))
    return Group(table, *_why(result), _sum(result))


def _rank(visit: Visit) -> tuple[int, str]:
    order = [str(outcome) for outcome in RunOutcome]
    return (order.index(visit.outcome) if visit.outcome in order else len(order), visit.portal)


def _outcome(outcome: str) -> Text:
    return Text(outcome, style=STYLES.get(RunOutcome(outcome), "") if outcome in list(RunOutcome) else "bold red")


def _why(result: RoundResult) -> Iterable[Text]:
    for visit in sorted(result.visits, key=_rank):
        if visit.good:
            continue
        said = Text.assemble((f"{visit.portal}: ", "bold"), _outcome(visit.outcome))
        for reason in cut_all(visit.reasons, visit.portal):
            said.append(f"\n  {reason}", style="yellow")
        if visit.log is not None:
            said.append(f"\n  log: {os.path.relpath(visit.log)}", style="cyan")
        yield said
    for word, ones in (("not visited", result.not_begun), ("left out", result.left_out)):
        yield from _left(word, ones)


def _left(word: str, ones: Iterable[LeftOut]) -> Iterable[Text]:
    """A line for each reason, with the portals that share it."""
    by_reason: dict[str, list[str]] = {}
    for one in ones:
        by_reason.setdefault(one.why, []).append(one.portal)
    for why, portals in by_reason.items():
        said = Text.assemble((f"{', '.join(portals)}: ", "bold"), (f"{word}: {cut(why)}", "dim"))
        if why == NO_ADDRESS:
            said.append(f"; give one: CCHC_PORTALS=all,{portals[0]}=HOST", style="dim")
        yield said


def _sum(result: RoundResult) -> Text:
    visits = result.visits
    well = sum(visit.outcome == RunOutcome.OK for visit in visits)
    said = f"{well} of {len(visits) + len(result.not_begun)} portals ok"
    if result.left_out:
        said += f", {len(result.left_out)} left out"
    new = sum(visit.counts.get("stored", 0) for visit in visits)
    requests = sum(visit.counts.get("requests", 0) for visit in visits)
    return Text(
        f"{said}; {new:,} new articles, {requests:,} requests.", style="bold green" if result.good else "bold red"
    )


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"


# --- what would run -----------------------------------------------------------------------------------------------
def jobs_table(nights: NightsConfig, now: dt.datetime) -> Table:
    """Every job with its next time."""
    table = Table(title="Jobs (time of Vietnam)", title_justify="left", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for name in ("job", "next", "what"):
        table.add_column(name, no_wrap=name != "what", overflow="fold")
    night = trigger(nights.night)
    for kind in Round:
        schedule = expression(nights, kind)
        if schedule is None:
            table.add_row(str(kind), "off", "")
            continue
        at = next_fire(trigger(schedule), now)
        over = round_end(night, nights.ends, at) if at is not None else None
        later = f", up to {nights.jitter / 60:,.0f} min later" if nights.jitter and kind is Round.NIGHT else ""
        behind = "" if kind is Round.NIGHT else ", behind the night"
        what = f"scrapy crawl … -a mode={MODES[kind]}{behind}{later}; over by {_moment(over, '%H:%M')}"
        table.add_row(str(kind), _moment(at), what)
    upkeep = next_fire(trigger(nights.backup), now) if nights.backup is not None else None
    table.add_row(
        "upkeep", _moment(upkeep) if nights.backup else "off", "integrity check, copy of the database, old files"
    )
    table.add_row("heartbeat", "every minute", "notices sleep and a changed clock, and makes up for what was missed")
    return table


def plan_table(title: str, plan: Plan) -> Group:
    """Who would be visited, in which order, and who would not, and why."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    table.add_column("", justify="right", no_wrap=True)
    table.add_column("portal", overflow="fold")
    table.add_column("scrapy crawl …", overflow="fold", ratio=1)
    for number, task in enumerate(plan.tasks, 1):
        what = (
            Text(task.fault, style="red") if task.fault else Text(" ".join((*task.arguments, f"-a mode={task.mode}")))
        )
        table.add_row(str(number), task.portal, what)
    body = table if plan.tasks else Text("  nobody")
    return Group(Text(f"\n{title}", style="italic"), body, *_left("left out", plan.left_out))


def catch_up_note(nights: NightsConfig) -> str:
    """When what was missed is made up for, in a sentence."""
    hours = TOO_LATE.total_seconds() / 3600
    return (
        f"A missed night is made up for once and at once, by day as well, but not in the {hours:.0f} hours before the "
        f"next one; a missed sweep or recheck waits for the next night (until {nights.ends:%H:%M})."
    )


def _moment(moment: dt.datetime | None, form: str = "%a %Y-%m-%d %H:%M") -> str:
    return moment.astimezone(LOCAL).strftime(form) if moment is not None else "never"
