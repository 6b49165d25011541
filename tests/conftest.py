"""What tests of every room may ask for."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

from outreach.records.database import open_database
from tests.databases import KINDS, PostgresServer, postgres_server

# Tests share the machine with other tests: a planning child that stood back would wait for all of them.
os.environ["OUTREACH_NICE"] = "0"

ONE_AFTER_ANOTHER = {
    *("browser/test_monday.py", "contract/test_jobs.py", "proofs/test_short_forms.py", "contract/test_whole_way.py"),
    *("contract/test_service_benchmark.py", "contract/test_screens_benchmark.py", "browser/test_jobs.py"),
    *("contract/pages/test_fixes.py", "browser/test_fixes.py", "browser/test_replanning.py"),
    *("contract/pages/test_replanning.py", "contract/test_deliver_messages.py", "contract/test_command.py"),
}
"""Files whose tests begin servers and plans of their own, which use all cores: two of them at once would only wait for
each other. One worker has them all; the others share the rest, file by file.
"""


class Together(LoadScopeScheduling):  # type: ignore[misc]
    """Hands out tests file by file, and some files all to one worker."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0].removeprefix("tests/")
        return "one after another" if file in ONE_AFTER_ANOTHER else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together | None:
    """Takes the place of `--dist loadfile`."""
    return Together(config, log) if config.getoption("dist") == "loadfile" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest comes first."""
    here = Path(__file__).parent
    items.sort(key=lambda item: item.path.relative_to(here).as_posix() not in ONE_AFTER_ANOTHER)


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
