"""What every command of `cchc` shares: where it prints, how it fails, the configuration and the archive it works on."""

from __future__ import annotations

import typer
from rich.console import Console
from rich.text import Text
from sqlalchemy import Engine

from archive import query
from archive.db import connect, revision
from crawler.config import Config, ConfigError

out = Console()
err = Console(stderr=True)


def fail(message: str, code: int = 1) -> typer.Exit:
    """Say it on stderr; the caller raises what comes back."""
    err.print(Text(f"cchc: {message}"), soft_wrap=True)
    return typer.Exit(code)


def config() -> Config:
    """The environment's configuration; a wrong variable ends the command with code 2."""
    try:
        return Config.from_env()
    except ConfigError as error:
        raise fail(str(error), 2) from error


def archive() -> Engine:
    """The archive that the environment names, with its tables; ends the command where it is not there yet."""
    engine = connect(config().database_url)
    if revision(engine) is None:
        where = engine.url.render_as_string(hide_password=True)
        raise fail(f"there is no archive at {where} yet: crawl a portal, or run `cchc db upgrade`")
    return engine


def check_portal(engine: Engine, portal: str | None) -> None:
    """End the command where the archive never had this portal."""
    if portal is not None and portal not in (found := query.portals(engine)):
        raise fail(f"the archive holds nothing of a portal {portal}; it has {', '.join(found) or 'none yet'}", 2)
