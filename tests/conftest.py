"""What tests of every room may ask for."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from outreach.records.database import open_database
from tests.databases import KINDS, PostgresServer, postgres_server

# Tests share the machine with other tests: a planning child that stood back would wait for all of them.
os.environ["OUTREACH_NICE"] = "0"


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL, started when the first test asks for it."""
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_with_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "with_tables.db"
    open_database(f"sqlite:///{path}").dispose()
    return path


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a new database with all tables, of each kind."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_with_tables"), tmp_path / "office.db")
        return f"sqlite:///{tmp_path}/office.db"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.make_database()
