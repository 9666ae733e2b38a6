"""`cchc health` as people read it: what needs a hand first, a line that sums up, in 80 columns."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from archive.db import LOCAL
from archive.notices import NoticeRow
from archive.text import clean
from crawler import health
from crawler.health import Health, by_need
from crawler.life import Stage
from crawler.monitors import RunOutcome
from crawler.progress import STYLES

LONGEST, MOST = 240, 4  # letters of a reason, reasons of a portal: `cchc runs` has all of them
_BARS = "▁▂▃▄▅▆▇█"
_MARKS = {
    str(RunOutcome.OK): "✓",
    str(RunOutcome.SKIPPED): "–",
    str(RunOutcome.EMPTY): "0",
    str(RunOutcome.PARTIAL): "~",
    str(RunOutcome.STALE): "z",
    str(RunOutcome.BLOCKED): "#",
    str(RunOutcome.BROKEN): "✗",
    health.RUNNING: "…",
}
LEGEND = "  ".join(f"{mark} {outcome}" for outcome, mark in _MARKS.items()) + "\nBars, numbers: new articles"


def cut(text: str, longest: int = LONGEST) -> str:
    """A reason on one line, without control characters; what is cut off is said."""
    line = clean(text)
    return line if len(line) <= longest else f"{line[:longest].rstrip()} … ({len(line):,} letters)"


def cut_all(reasons: Sequence[str], portal: str) -> list[str]:
    """A portal's reasons, cut; where there are many, only the first ones and where the rest stands."""
    found = [cut(reason) for reason in reasons[:MOST]]
    if len(reasons) > MOST:
        found.append(f"and {len(reasons) - MOST} more: `cchc runs --portal {portal}`")
    return found


def spark(visits: Sequence[tuple[str, int]]) -> Text:
    """The last visits, oldest first: a mark for each outcome, a bar and the number for what each stored."""
    made = Text()
    for outcome, _ in visits:
        made.append(_MARKS.get(outcome, "?"), style=_style(outcome))
    numbers = [stored for _, stored in visits]
    most = max(numbers, default=0)
    bars = "".join(_BARS[0 if not n else 1 + (n * (len(_BARS) - 2)) // most] for n in numbers)
    return made.append(f" {bars} {' '.join(f'{n:,}' for n in numbers)}", style="dim")


def summary(healths: Sequence[Health]) -> Text:
    """`26 portals: 3 need a hand (1 broken, 2 blocked), 20 ok, 2 never crawled, 1 dormant`."""
    bad = Counter(one.outcome for one in by_need(healths) if one.needs_a_hand)
    parts = [Text(f"{len(healths)} portals: ")]
    total = bad.total()
    if total:
        kinds = ", ".join(f"{number} {outcome}" for outcome, number in bad.items())
        parts.append(Text(f"{total} need{'s' if total == 1 else ''} a hand ({kinds})", style="bold red"))
    rest = Counter(
        str(one.life.stage) if one.life.stage is not Stage.ACTIVE else one.outcome
        for one in by_need(healths)
        if not one.needs_a_hand
    )
    words = {health.NEVER: "never crawled"}
    well = ", ".join(f"{number} {words.get(kind, kind)}" for kind, number in rest.items())
    if well:
        parts.append(Text(f", {well}" if total else well, style="" if total else "green"))
    return Text.assemble(*parts)


def show(healths: Iterable[Health], failing: Sequence[NoticeRow] = (), waiting: int = 0) -> RenderableType:
    """Portals, then what else is failing (disk, backup, an alert address) and the notices that nobody has got yet."""
    found = by_need(healths)
    parts: list[RenderableType] = [summary(found), _table([one for one in found if one.outcome != health.NEVER])]
    if new := [one.portal for one in found if one.outcome == health.NEVER]:
        parts.append(Text.assemble(f"Never crawled: {', '.join(new)}\n", ("→ `scrapy crawl NAME`\n", "cyan")))
    parts.append(Text(LEGEND, style="dim"))
    for notice in failing:
        since = notice.made_at.astimezone(LOCAL).strftime("%Y-%m-%d")
        said = Text.assemble((f"{notice.subject}: {notice.state}", "bold red"), f" since {since}\n")
        head, _, rest = notice.text.partition("\n")
        parts.append(said.append(cut(rest or head, 2 * LONGEST)))
    if waiting:
        what = "1 notice of the last days has" if waiting == 1 else f"{waiting} notices of the last days have"
        parts.append(Text(f"{what} not been delivered: `cchc alerts`", style="yellow"))
    return Group(*parts)


def _table(healths: Sequence[Health]) -> Table:
    made = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    made.add_column("portal", overflow="fold", max_width=16)
    for name in ("outcome", "last ok"):
        made.add_column(name, no_wrap=True)
    made.add_column("what it means and what to do", overflow="fold", ratio=1)
    for one in healths:
        ended = one.life.stage is not Stage.ACTIVE
        outcome = Text(str(one.life.stage), style="dim") if ended else Text(one.outcome, style=_style(one.outcome))
        last_ok = one.last_ok.astimezone(LOCAL).strftime("%Y-%m-%d") if one.last_ok else "–"
        made.add_row(one.portal, outcome, last_ok, _said(one))
    return made


def _said(one: Health) -> Text:
    said = Text() if one.visits and one.diagnosis == health.WELL and not one.notes else Text(one.diagnosis)
    if one.next_step:
        said.append(f"\n→ {one.next_step}", style="cyan")
    for reason in cut_all(one.reasons, one.portal):
        said.append(f"\n· {reason}", style="yellow" if one.needs_a_hand else "dim")
    for note in cut_all(one.notes, one.portal):
        said.append(f"\n· {note}", style="dim")
    if one.life.next_visit is not None and one.life.stage is Stage.DORMANT:
        said.append(f"\nnext visit {day(one.life.next_visit)}", style="dim")
    if one.visits:
        said.append("\n" if said else "").append_text(spark(one.visits))
    return said


def day(moment: dt.datetime) -> str:
    """Its local day."""
    return moment.astimezone(LOCAL).strftime("%Y-%m-%d")


def _style(outcome: str) -> str:
    return STYLES[RunOutcome(outcome)] if outcome in list(RunOutcome) else "dim"
