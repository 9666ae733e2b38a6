"""The table of environment variables: `VARIABLES` for every crawl, `NIGHTS` for `python scheduler.py`.

The documents are tested against it (README.md, docs/operations.md); crawler/config.py and crawler/nights/config.py read
the environment.
"""

from __future__ import annotations

from typing import NamedTuple


class Variable(NamedTuple):
    """One environment variable: `default` in words, an example that is accepted, and what it does."""

    name: str
    default: str
    example: str
    help: str


VARIABLES: tuple[Variable, ...] = (
    Variable(
        "CCHC_CONTACT",
        "none; a live crawl refuses to start without it",
        "you@example.org",
        "Mail or web address in the User-Agent, so that a portal's administrator can reach you.",
    ),
    Variable(
        "CCHC_DATA_DIR",
        "data/ beside scrapy.cfg",
        "/srv/cchc",
        "Folder of the archive database, the WARC files and the locks.",
    ),
    Variable(
        "CCHC_DATABASE_URL",
        "sqlite:///DATA_DIR/archive.db",
        "postgresql+psycopg://cchc@localhost/cchc",
        "SQLAlchemy address of the archive database.",
    ),
    Variable(
        "CCHC_WARC_DIR",
        "DATA_DIR/warc",
        "/mnt/disk/warc",
        "Folder of the raw answers, where it should lie on another disk.",
    ),
    Variable(
        "CCHC_EXTRACT_WORKERS",
        "0",
        "2",
        "Processes that read pages in replay, ingest and back-fills; 0 reads them in the process itself.",
    ),
    Variable(
        "CCHC_REPLICA",
        "none",
        "http=127.0.0.1:8081,https=127.0.0.1:8443",
        "Sends every request to an imitation of the portals on this machine; nothing else is reached then.",
    ),
    Variable(
        "CCHC_WAYBACK",
        "https://web.archive.org",
        "https://web.archive.org",
        "Base address of the web archive that `source=wayback` asks; it must answer as the Wayback Machine does.",
    ),
    Variable(
        "CCHC_PROXY",
        "none: portals are asked directly",
        "http://proxy.example.org:3128,yenbai=direct",
        "HTTP proxy for portals that refuse foreign addresses; `NAME=` before an address, or `NAME=direct`, is for one "
        "portal alone.",
    ),
    Variable(
        "CCHC_LOCK_DIR",
        "cchc-locks in the folder for temporary files; for imitations DATA_DIR/locks",
        "/run/lock/cchc",
        "Folder of the locks that keep two crawls of this machine off one host.",
    ),
    Variable(
        "CCHC_DISK_RESERVE",
        "1 GB",
        "5 GB",
        "Free space that a crawl leaves on each disk it writes to: it stops cleanly before, and warns in time.",
    ),
    Variable(
        "CCHC_WARC_COLD",
        "none",
        "/mnt/old/warc",
        "Folders, separated by a colon, to which older WARC files were moved; they are read there.",
    ),
    Variable(
        "CCHC_LOG_FORMAT",
        "text",
        "json",
        "Form of the log: text for people, or json, one object a line.",
    ),
)

NIGHTS: tuple[Variable, ...] = (
    Variable(
        "CCHC_PORTALS",
        "every portal that `scrapy list` shows",
        "yenbai,tamphuoc=HOST,https://HOST/SECTION",
        "What the nights visit: portals by name, with `=HOST` where no address is known, or any portal by its address; "
        "`all` names the declared ones.",
    ),
    Variable("CCHC_NIGHT", "30 1 * * *", "30 1 * * *", "When the nightly round begins (cron, time of Vietnam)."),
    Variable("CCHC_NIGHT_ENDS", "06:00", "06:00", "When the last crawl of a night has to end (time of Vietnam)."),
    Variable(
        "CCHC_NIGHT_JITTER", "900", "0", "Seconds by which a round may begin later, so that nights do not beat in time."
    ),
    Variable("CCHC_SWEEP", "0 2 1 * *", "0 2 1 * *", "When the last 31 days are walked again; `off`: never."),
    Variable("CCHC_RECHECK", "0 2 * * sun", "0 2 * * sun", "When older articles are looked at again; `off`: never."),
    Variable(
        "CCHC_BACKUP",
        "30 6 * * *",
        "30 6 * * *",
        "When the database is checked and copied; `off`: somebody else does it.",
    ),
    Variable("CCHC_BACKUP_DIR", "DATA_DIR/backup", "/mnt/backup/cchc", "Folder of those copies; best on another disk."),
    Variable("CCHC_AT_ONCE", "2", "4", "Portals that are crawled at the same time, each in a process of its own."),
    Variable(
        "CCHC_CRAWL_MINUTES", "120", "60", "Minutes after which a crawl is stopped, and killed if it does not stop."
    ),
    Variable(
        "CCHC_ALERT_URLS",
        "none: `cchc health` has to be read",
        "mailto://user:password@mail.example.org?to=you@example.org",
        "Where changes of state and the daily digest are told, as Apprise writes addresses; several are separated by "
        "spaces.",
    ),
    Variable(
        "CCHC_METRICS_FILE",
        "none",
        "/var/lib/node_exporter/cchc.prom",
        "Prometheus text file, written after each round.",
    ),
    Variable("CCHC_LOG_DAYS", "60", "365", "Days that the logs of crawls and scheduler are kept."),
)
_EXAMPLES = {variable.name: variable.example for variable in (*VARIABLES, *NIGHTS)}


class ConfigError(ValueError):
    """An environment variable (or setting) that cannot be used; `variable` names it."""

    def __init__(self, variable: str, problem: str) -> None:
        example = f" Example: {variable}={_EXAMPLES[variable]}" if variable in _EXAMPLES else ""
        super().__init__(f"{variable}: {problem}.{example}")
        self.variable = variable
