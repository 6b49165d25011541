"""A small office whose volunteers are out today, served with a clock that a test moves."""

from __future__ import annotations

import datetime as dt
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import Engine

from api.app import create_app
from outreach.calendar.dates import TAIPEI
from outreach.records import Entry, Office, Roster, VisitLog, Week
from outreach.records.database import office_records, open_database
from tests.office import at, small_office
from tests.signed_in import CHEAP, PASSWORD, account_in
from tests.tls import NAME, certificate


class RunningClock:
    """A clock that runs, and that a test sets."""

    def __init__(self, time: dt.datetime) -> None:
        self.ahead = time - dt.datetime.now(TAIPEI)

    def now(self) -> dt.datetime:
        return dt.datetime.now(TAIPEI) + self.ahead

    def set(self, time: dt.datetime) -> None:
        """From now on it is this."""
        self.ahead = time - dt.datetime.now(TAIPEI)


@dataclass
class FieldSite:
    """A served office; 林秀琴 (V001) has the account `field`, and it is Wednesday, 13:20.

    Phones have the time of this machine, which is another one: a clock that is wrong is noted and changes nothing.
    """

    origin: str
    engine: Engine
    clock: RunningClock
    roster_id: str

    def entries(self) -> Sequence[Entry]:
        """All that was noted so far."""
        with office_records(self.engine, write=False) as records:
            return records.all(Entry)

    def lines(self) -> dict[str, VisitLog]:
        """The visit log by item key."""
        with office_records(self.engine, write=False) as records:
            return {line.item_key: line for line in records.all(VisitLog)}

    def office(self, **values: object) -> None:
        """Change the office's settings."""
        with office_records(self.engine) as records:
            office = records.session.get_one(Office, records.office.id)
            for name, value in values.items():
                setattr(office, name, value)

    def open(self, context: BrowserContext, path: str = "/my", login: str = "field") -> Page:
        """Sign in on this phone, and open the page."""
        page = context.new_page()
        page.goto(f"{self.origin}/sign-in")
        page.get_by_label("帳號").fill(login)
        page.get_by_label("密碼").fill(PASSWORD)
        page.get_by_role("button", name="登入").click()
        expect(page).to_have_url(f"{self.origin}/")
        page.goto(self.origin + path)
        return page


@contextmanager
def serve_field(folder: Path, *, tls: bool = False, **office: object) -> Iterator[FieldSite]:
    """The office on a free port, until the block ends. `tls`: over HTTPS, under a name that is not this machine's."""
    url = f"sqlite:///{folder / 'office.db'}"
    engine = open_database(url)
    roster_id = small_office(engine, **office)  # type: ignore[arg-type]
    with office_records(engine) as records:
        roster = records.get(Roster, roster_id)
        assert roster is not None
        roster.status, roster.published_at = "published", roster.created
        records.add(Week(office_id="", monday=roster.monday, published_id=roster.id))
    account_in(engine, "field", person="V001", login="field")
    account_in(engine)
    clock = RunningClock(at(2, "13:20"))
    listening = socket.create_server(("127.0.0.1", 0))
    more: dict[str, Any] = {}
    if tls:
        more["ssl_certfile"], more["ssl_keyfile"] = certificate(folder)
    app = create_app(url, clock=clock, passwords=CHEAP, hosts=[NAME])
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", **more))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        host = f"https://{NAME}" if tls else "http://localhost"
        yield FieldSite(f"{host}:{listening.getsockname()[1]}", engine, clock, roster_id)
    finally:
        server.should_exit = True
        thread.join()
        listening.close()
        engine.dispose()
