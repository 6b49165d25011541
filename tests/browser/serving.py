"""An office on a free port, until the test is over."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from sqlalchemy import Engine

from api.app import create_app
from outreach.records import RosterDuty
from outreach.records.database import office_records, open_database
from tests.signed_in import CHEAP, account_in


@dataclass
class Served:
    """Where it is served, its roster, and its database."""

    origin: str
    roster_id: str
    engine: Engine

    def longest(self) -> str:
        """The address of the duty that begins first."""
        with office_records(self.engine, write=False) as records:
            return f"/duty/{min(records.all(RosterDuty), key=lambda duty: duty.departure).id}"


@contextmanager
def serving(database: Path, fill: Callable[[Engine], str], *, area: str = "") -> Iterator[Served]:
    """The pages of the office that `fill` makes; it returns the roster's identifier. Its coordinator has an account."""
    url = f"sqlite:///{database}"
    engine = open_database(url)
    roster_id = fill(engine)
    account_in(engine)
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(url, passwords=CHEAP, area=area), log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield Served(f"http://127.0.0.1:{listening.getsockname()[1]}", roster_id, engine)
    finally:
        server.should_exit = True
        thread.join()
        listening.close()
        engine.dispose()
