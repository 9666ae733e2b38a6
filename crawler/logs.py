"""How a log line looks, where the scheduler's go, and when old logs go away.

Text is for people; every moment carries its offset: Vietnam's in the scheduler's log, the machine's own in a crawl's.
With CCHC_LOG_FORMAT=json every line is one object: `time` (ISO 8601, UTC), `level`, `logger`, `message`, `portal`,
`run` (both null where there is none), `exception` where there was one, and what the line is about: an outcome's
line carries `url`, `outcome` and `reason`, the last line of a run `outcome`, `reasons` and `counts`.
"""

from __future__ import annotations

import datetime as dt
import logging
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from archive.db import LOCAL

log = logging.getLogger(__name__)

TEXT, JSON = "text", "json"
FORMAT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
MOMENT = "%Y-%m-%d %H:%M:%S%z"
FIELDS = ("url", "outcome", "reason", "reasons", "counts")  # of a record, that go into its object
ROTATE_BYTES, ROTATE_FILES = 10 * 2**20, 9  # of the scheduler's log: 100 MB at most
_about: dict[str, Any] = {"portal": None, "run": None}


class Lines(JsonFormatter):
    """One JSON object a line; Vietnamese as letters."""

    def __init__(self) -> None:
        super().__init__(json_ensure_ascii=False)

    def add_fields(self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]) -> None:
        """Our keys and no others: libraries hang whole objects on their records."""
        made = dt.datetime.fromtimestamp(record.created, dt.UTC)
        log_data |= {
            "time": made.isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **_about,
            **{name: record.__dict__[name] for name in FIELDS if name in record.__dict__},
        }
        if record.exc_info:
            log_data["exception"] = self.formatException(record.exc_info)


class TextLines(logging.Formatter):
    """Lines for people in Vietnam's time, in which the messages and the names of the crawls' logs speak, too."""

    def __init__(self) -> None:
        super().__init__(FORMAT)

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        """The record's moment, with the offset."""
        return dt.datetime.fromtimestamp(record.created, LOCAL).strftime(MOMENT)


def about(portal: str, run: int | None = None) -> None:
    """From now on the lines of this process belong to a portal, and to a run once it has one."""
    _about.update(portal=portal, run=run)


def formatter(form: str) -> logging.Formatter:
    """What makes a line: `text` or `json`."""
    return Lines() if form == JSON else TextLines()


def install(file: str | None, level: str, *, append: bool = True) -> None:
    """Logging of a crawl in JSON, in the place of Scrapy's handler and by Scrapy's settings LOG_FILE and LOG_LEVEL."""
    handler = logging.FileHandler(file, "a" if append else "w", "utf-8") if file else logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    handler.setLevel(level)
    logging.root.setLevel(logging.NOTSET)  # as Scrapy has it: the handler's level decides
    logging.root.addHandler(handler)


def set_up(form: str, file: Path | None = None, *, level: int = logging.INFO) -> None:
    """Logging of the scheduler: to stderr and, where a file is given, into it; full files become NAME.1 to NAME.9."""
    handlers: list[logging.Handler] = [logging.StreamHandler(sys.stderr)]
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        handlers.append(
            RotatingFileHandler(file, maxBytes=ROTATE_BYTES, backupCount=ROTATE_FILES, encoding="utf-8", delay=True)
        )
    for handler in handlers:
        handler.setFormatter(formatter(form))
    logging.basicConfig(level=level, handlers=handlers, force=True)


def expire(folder: Path, days: int, now: dt.datetime) -> list[Path]:
    """Delete logs (`*.log`, `*.log.1` …) below a folder that nobody wrote to for so many days, and folders that this
    leaves empty; what was deleted. Links are not followed; what cannot be deleted is logged and left."""
    limit = (now - dt.timedelta(days=days)).timestamp()
    gone = []
    for file in sorted(folder.rglob("*.log*")):
        try:
            if file.is_symlink() or not file.is_file() or file.stat().st_mtime >= limit:
                continue
            file.unlink()
            gone.append(file)
        except OSError as error:
            log.warning("the old log %s cannot be deleted: %s", file, error.strerror)
    for place in {file.parent for file in gone} - {folder}:
        try:
            place.rmdir()
        except OSError:
            continue  # something is left in it
    return gone
