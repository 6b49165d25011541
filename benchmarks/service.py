"""What the service itself can do, measured on the real server. One JSON line a figure:

    {"name": …, "value": …, "unit": …, "asked": …, "ok": …}

    python -m benchmarks.service [--short] [--postgresql] [--only NAME …]

A district's data (`benchmarks/district.py`): 120 people, 1,500 clients, 52 published weeks.

- `healthz_p95_ms`: how long `/healthz` takes while two plans are made.
- `week_api_p95_ms`: a published week through the API, what holds and then the whole roster (about 160 duties and 590
  stops): 20 readers, each asking for one of the weeks every 3 s, while a plan is made.
- `query_growth`: queries that a list of 30 rows needs beyond those of a list of 1, the worst list.
- `kill9_lost`: what was acknowledged and then lost, half done or done twice, over kills of a plan, an import and a
  publish.
- `takeover_s`: until another worker has taken over from one that never comes back.
- `api_5xx`: server errors and breaks of the schema over generated requests, signed in as each role.
- `sheets_rows_lost`: good rows lost and bad rows not named over malformed spreadsheets, and restarts of the service.

`--short` takes about two minutes, and stands in the suite; figures for the README come from the long form.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import quantiles
from typing import Any

import httpx2
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import event

from api.app import create_app
from api.clock import SystemClock
from benchmarks.district import fill
from benchmarks.figures import Figure, Wish, tell
from benchmarks.served import LOGIN, PASSWORD, Client, Server, served
from outreach.calendar.dates import coming_monday
from outreach.records.database import open_database

# A week that is over cannot be planned.
MONDAY = max(dt.date(2026, 11, 30), coming_monday(SystemClock().now().date()))
READERS, EVERY = 20, 3.0


@contextmanager
def laid_out(wish: Wish, monday: dt.date = MONDAY) -> Iterator[tuple[str, Path]]:
    """A database with a district's data and a coordinator's account, and a folder beside it. `monday`: of the week
    after the last published one.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        database = f"sqlite:///{folder}/district.db"
        if wish.postgresql:
            from tests.databases import postgres_server  # noqa: PLC0415  (only where it is asked for)

            database = stack.enter_context(postgres_server()).make_database()
        engine = open_database(database)
        fill(engine, monday, weeks=wish.of(4, 52), on_progress=lambda text: print(text, file=sys.stderr))
        engine.dispose()
        _make_account(database)
        yield database, folder


@contextmanager
def district(wish: Wish) -> Iterator[Server]:
    """The server on a district's data."""
    with laid_out(wish) as (database, folder), served(database, folder) as server:
        yield server


def _make_account(database: str) -> None:
    command = [sys.executable, "-m", "api.cli", "first-account", "--db", database]
    answers = "".join(f"{line}\n" for line in (LOGIN, "示範承辦", PASSWORD, PASSWORD))
    subprocess.run(command, input=answers.encode(), check=True, capture_output=True)  # noqa: S603


def p95(milliseconds: list[float]) -> float:
    """The 95th percentile, to a tenth."""
    return round(quantiles(milliseconds, n=20)[-1], 1)


def timed(ask: Callable[[], object]) -> float:
    """Milliseconds that this takes."""
    began = time.perf_counter()
    ask()
    return (time.perf_counter() - began) * 1000


@contextmanager
def planning(client: Client, plans: int, seconds: float, first: dt.date = MONDAY) -> Iterator[None]:
    """While so many weeks are planned at once; they have begun when the block begins."""
    jobs = []
    for number in range(plans):
        monday = first + dt.timedelta(days=7 * number)
        jobs.append(client.post(f"/weeks/{monday}/plans", {"seconds": seconds, "seed": 1}))
    end = time.monotonic() + 60
    while {client.get(f"/jobs/{job['id']}")["stage"] for job in jobs} != {"search"} and time.monotonic() < end:
        time.sleep(0.2)
    try:
        yield
    finally:
        for job in jobs:
            client.post(f"/jobs/{job['id']}/cancel")
        for job in jobs:
            client.done(job)


def speed(wish: Wish) -> Iterator[Figure]:
    """`/healthz` while two plans are made, and weeks while one is."""
    seconds = wish.of(8, 60)
    with district(wish) as server:
        client, took = Client(server.address), []
        with planning(client, 2, seconds + 30), httpx2.Client(base_url=server.address) as http:
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                took.append(timed(lambda: http.get("/healthz").raise_for_status()))
                time.sleep(0.05)
        yield Figure("healthz_p95_ms", p95(took), "ms", 50)
        yield from _weeks(wish, client)


def _weeks(wish: Wish, client: Client) -> Iterator[Figure]:
    seconds, weeks, took = wish.of(9, 60), wish.of(4, 52), list[float]()
    http = client.http
    ask = random.Random(1)  # noqa: S311

    def read() -> None:
        with httpx2.Client(base_url=http.base_url, cookies=http.cookies, timeout=60) as own:
            time.sleep(ask.random() * EVERY)
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                monday = MONDAY - dt.timedelta(days=7 * ask.randint(1, weeks))
                spent = timed(lambda: _read(own, monday))  # noqa: B023
                took.append(spent)
                time.sleep(max(0.0, EVERY - spent / 1000))

    with planning(client, 1, seconds + 30):
        readers = [threading.Thread(target=read) for _ in range(READERS)]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
    yield Figure("week_api_p95_ms", p95(took), "ms", 150)


def _read(reader: httpx2.Client, monday: dt.date) -> None:
    """What holds in that week, and all that is in it."""
    week = reader.get(f"weeks/{monday}").raise_for_status().json()
    reader.get(f"rosters/{week['published_id']}").raise_for_status()


def proof(module: str, *arguments: str) -> dict[str, Any]:
    """What a proof says on its last line. Raises `RuntimeError` when it says nothing."""
    command = [sys.executable, "-m", f"tests.proofs.{module}", *arguments]
    ran = subprocess.run(command, stdout=subprocess.PIPE, check=False)  # noqa: S603
    lines = ran.stdout.decode().strip().splitlines()
    if not lines:
        raise RuntimeError(f"{module} ended with {ran.returncode}")
    told: dict[str, Any] = json.loads(lines[-1])
    return told


def queries(wish: Wish) -> Iterator[Figure]:
    """Every list of the API, with one row and with a page full, inside this process so that queries can be counted."""
    with laid_out(Wish(short=True, postgresql=wish.postgresql)) as (database, _):
        app = create_app(database)
        client = TestClient(app, base_url="http://localhost", headers={"Origin": "http://localhost"})
        client.post("/api/v1/sign-ins", json={"login": LOGIN, "password": PASSWORD}).raise_for_status()
        grown = [
            _asked(app, client, f"{path}?limit=200") - _asked(app, client, f"{path}?limit=1")
            for path, verbs in client.get("/api/v1/openapi.json").json()["paths"].items()
            if "limit" in {one.get("name") for one in verbs.get("get", {}).get("parameters", ())} and "{" not in path
        ]
        yield Figure("query_growth", max(grown), "queries", 0)


def _asked(app: FastAPI, client: TestClient, path: str) -> int:
    """How many statements reach the database for this path."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    engine = app.state.parts.engine
    event.listen(engine, "before_cursor_execute", note)
    client.get(path).raise_for_status()
    event.remove(engine, "before_cursor_execute", note)
    return len(statements)


def kills(wish: Wish) -> Iterator[Figure]:
    """Kills of plans, imports and publications, and of a worker for good."""
    databases = ("sqlite", "postgresql") if not wish.short or wish.postgresql else ("sqlite",)
    many = ("--cases", str(wish.of(1, 10)), "--takeovers", str(wish.of(1, 3)), "--databases", *databases)
    told = proof("kills", *many)
    yield Figure("kill9_lost", told["failures"], "cases", 0)
    yield Figure("takeover_s", told["takeover_s"], "s", 30)


def requests(wish: Wish) -> Iterator[Figure]:
    """Generated requests, signed in as each role."""
    told = proof("api_fuzz", "--cases", str(wish.of(200, 2000)))
    yield Figure("api_5xx", told["server_errors"] + told["schema_breaks"], "answers", 0)


def sheets(wish: Wish) -> Iterator[Figure]:
    """Malformed spreadsheets of 20 kinds."""
    told = proof("malformed_sheets", "--files", str(wish.of(20, 200)))
    yield Figure("sheets_rows_lost", told["rows_lost"] + told["unnamed_rows"] + told["restarts"], "rows", 0)


MEASURES: dict[str, Callable[[Wish], Iterator[Figure]]] = {
    "speed": speed,
    "queries": queries,
    "kills": kills,
    "requests": requests,
    "sheets": sheets,
}


def measure(wish: Wish, names: Sequence[str]) -> Iterator[Figure]:
    """These figures."""
    for name in names:
        yield from MEASURES[name](wish)


if __name__ == "__main__":
    sys.exit(tell("benchmarks.service", __doc__, MEASURES, measure))
