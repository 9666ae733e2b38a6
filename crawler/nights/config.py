"""What the environment asks of the nights: when, what, how much, and who is told. `variables.NIGHTS` is the table."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from apscheduler.triggers.cron import CronTrigger

from archive.db import LOCAL, utc_now
from crawler.config import ROOT, Config
from crawler.variables import NIGHTS, ConfigError

_OFF = "off"
_NEVER = dt.timedelta(days=5 * 366)  # a trigger that is silent for so long was mistyped


@dataclass(frozen=True, slots=True)
class NightsConfig:
    """`portals` is None for all that are declared; `sweep`, `recheck` and `backup` are None where they are off. Times
    are crontab expressions in Vietnam's time, `jitter` is in seconds, `crawl_minutes` the hard limit of one crawl."""

    backup_dir: Path
    portals: tuple[str, ...] | None = None
    night: str = "30 1 * * *"
    ends: dt.time = dt.time(6, 0)
    jitter: int = 900
    sweep: str | None = "0 2 1 * *"
    recheck: str | None = "0 2 * * sun"
    backup: str | None = "30 6 * * *"
    at_once: int = 2
    crawl_minutes: int = 120
    alert_urls: tuple[str, ...] = ()
    metrics_file: Path | None = None
    log_days: int = 60

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ, *, root: Path = ROOT) -> Self:
        """Read and check every variable; an empty value counts as not set. Raises ConfigError."""
        values = {variable.name: environ.get(variable.name, "").strip() or variable.default for variable in NIGHTS}
        given = {variable.name: environ.get(variable.name, "").strip() or None for variable in NIGHTS}
        data_dir = Config.from_env(environ, root=root).data_dir
        portals = given["CCHC_PORTALS"]
        folder, metrics = given["CCHC_BACKUP_DIR"], given["CCHC_METRICS_FILE"]
        return cls(
            backup_dir=(root / Path(folder).expanduser()).resolve() if folder else data_dir / "backup",
            portals=_portals(portals) if portals else None,
            night=_cron("CCHC_NIGHT", values),
            ends=_time("CCHC_NIGHT_ENDS", values),
            jitter=_number("CCHC_NIGHT_JITTER", values, 0, 6 * 3600),
            sweep=_cron_or_off("CCHC_SWEEP", values),
            recheck=_cron_or_off("CCHC_RECHECK", values),
            backup=_cron_or_off("CCHC_BACKUP", values),
            at_once=_number("CCHC_AT_ONCE", values, 1, 64),
            crawl_minutes=_number("CCHC_CRAWL_MINUTES", values, 1, 24 * 60),
            alert_urls=tuple((given["CCHC_ALERT_URLS"] or "").split()),
            metrics_file=(root / Path(metrics).expanduser()).resolve() if metrics else None,
            log_days=_number("CCHC_LOG_DAYS", values, 1, 10_000),
        )


def trigger(expression: str, *, jitter: int | None = None) -> CronTrigger:
    """APScheduler's trigger of a crontab expression in Vietnam's time. Raises ValueError.

    Days of the week by name only: cron counts them from Sunday, APScheduler from Monday.
    """
    fields = expression.split()
    if len(fields) != 5:
        raise ValueError("five fields are needed: minute hour day month weekday")
    if any(letter.isdigit() for letter in fields[4]):
        raise ValueError("write the weekday by its name (sun, mon …): cron and APScheduler number them differently")
    minute, hour, day, month, weekday = fields
    return CronTrigger(
        minute=minute, hour=hour, day=day, month=month, day_of_week=weekday, timezone=LOCAL, jitter=jitter or None
    )


def _portals(text: str) -> tuple[str, ...]:
    found = tuple(part.strip() for part in text.split(",") if part.strip())
    if not found:
        raise ConfigError("CCHC_PORTALS", f"{text!r} names no portal")
    return found


def _cron(name: str, values: Mapping[str, str]) -> str:
    try:
        made = trigger(values[name])
    except ValueError as error:
        raise ConfigError(name, f"cannot read {values[name]!r}: {error}") from None
    now = utc_now().astimezone(LOCAL)
    made.end_date = now + _NEVER  # it would look on until the year 9999
    if made.get_next_fire_time(None, now) is None:
        raise ConfigError(name, f"{values[name]!r} is no time that comes within five years")
    return values[name]


def _cron_or_off(name: str, values: Mapping[str, str]) -> str | None:
    return None if values[name].lower() == _OFF else _cron(name, values)


def _time(name: str, values: Mapping[str, str]) -> dt.time:
    try:
        return dt.datetime.strptime(values[name], "%H:%M").replace(tzinfo=None).time()  # noqa: DTZ007  (a time of day)
    except ValueError:
        raise ConfigError(name, f"{values[name]!r} is no time of day (HH:MM)") from None


def _number(name: str, values: Mapping[str, str], least: int, most: int) -> int:
    if not values[name].isdecimal() or not least <= int(values[name]) <= most:
        raise ConfigError(name, f"{values[name]!r} is not a number from {least} to {most}")
    return int(values[name])
