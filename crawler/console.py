"""What every command of `cchc` shares: where it prints, how it fails, the configuration and the archive it works on."""

from __future__ import annotations

import typer
from rich.console import Console
from rich.text import Text
from sqlalchemy import Engine

from archive import query
from archive.db import address, connect, exists, revision
from crawler.config import Config
from crawler.variables import ConfigError

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
    engine = archive_if_any()
    if engine is None:
        where = address(config().database_url).render_as_string(hide_password=True)
        raise fail(f"there is no archive at {where} yet: crawl a portal, or run `cchc db upgrade`")
    return engine


def archive_if_any() -> Engine | None:
    """The same, None where it is not there yet; nothing is created by looking."""
    url = config().database_url
    if not exists(url):
        return None
    engine = connect(url)
    return engine if revision(engine) is not None else None


def check_portal(engine: Engine, portal: str | None) -> None:
    """End the command where the archive never had this portal."""
    if portal is not None and portal not in (found := query.portals(engine)):
        raise fail(f"the archive holds nothing of a portal {portal}; it has {', '.join(found) or 'none yet'}", 2)
