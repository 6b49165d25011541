"""A crowd of phones that send what they have noted, all at once, against the real server: what is kept, and how fast.

    python -m benchmarks.field_load [--phones 200] [--entries 5] [--repeats 3] [--postgresql URL]

Each phone is bound to a personal link and sends its own entries one after the other, each of them several times, as one
without a reliable signal does. When the server says that it is busy (429), the phone waits as long as it is told and
sends again. One JSON line at the end.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import hashlib
import json
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from statistics import quantiles
from typing import Any

import httpx2
from sqlalchemy import Engine
from sqlmodel import Session

from api.clock import SystemClock
from benchmarks.served import LOGIN, PASSWORD, served
from outreach.calendar.dates import TAIPEI, monday_of
from outreach.records import (
    Client,
    DutyLink,
    Entry,
    Office,
    Person,
    Place,
    Roster,
    RosterDuty,
    RosterStop,
    Unit,
    VisitLog,
    Week,
)
from outreach.records.base import new_id
from outreach.records.database import OfficeRecords, office_records, open_database

PHONES, ENTRIES, REPEATS = 200, 5, 3
STOPS = 2
MOST_TRIES = 200
SECONDS = 60.0
AGAIN = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """One bound device: its cookie, its token, and what it has noted."""

    cookie: str
    csrf: str
    entries: Sequence[Mapping[str, Any]]


@dataclass(slots=True)
class Told:
    """What the phones were answered. `took`: seconds of each answer that took an entry or knew it; `waited`: from the
    first try on. `silent`: how often there was no answer at all, and a phone tried again.
    """

    statuses: Counter[int] = field(default_factory=Counter)
    silent: int = 0
    took: list[float] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)


def measure(
    folder: Path,
    *,
    phones: int = PHONES,
    entries: int = ENTRIES,
    repeats: int = REPEATS,
    database: str = "",
    path: str = "/my/entries",
) -> dict[str, Any]:
    """Send so many entries so many times. `database`: an empty one, a new SQLite file in `folder` unless named.

    `asked`: how many different entries there were; `entries`: how many are kept; `http_5xx`; `busy`: answers 429;
    `entry_p95_ms`, `entry_max_ms` of the answers that took an entry or knew it, `waited_p95_ms` with all that came
    before; `per_second`: such answers. `silent`: how often a connection was lost, and the entry sent again.
    """
    url = database or f"sqlite:///{folder / 'load.db'}"
    engine = open_database(url)
    crowd = _office(engine, phones, entries)
    engine.dispose()
    # Somebody has to have an account before the doors open.
    with served(url, folder, answers=(LOGIN, "示範承辦", PASSWORD, PASSWORD)) as server:
        began = time.monotonic()
        told = asyncio.run(_send(server.address, crowd, repeats, path))
        seconds = time.monotonic() - began
    engine = open_database(url, newest=True)
    with office_records(engine, write=False) as records:
        kept, lines = len(records.all(Entry)), len(records.all(VisitLog))
    engine.dispose()
    cuts, waits = (quantiles(some, n=20) if len(some) > 1 else [0.0] * 19 for some in (told.took, told.waited))
    return {
        "asked": phones * entries,
        "entries": kept,
        "lines": lines,
        "statuses": {str(status): count for status, count in sorted(told.statuses.items())},
        "http_5xx": sum(count for status, count in told.statuses.items() if status >= 500),
        "busy": told.statuses[429],
        "silent": told.silent,
        "entry_p50_ms": round(1000 * cuts[9]),
        "entry_p95_ms": round(1000 * cuts[18]),
        "entry_max_ms": round(1000 * max(told.took, default=0.0)),
        "waited_p95_ms": round(1000 * waits[18]),
        "seconds": round(seconds, 1),
        "per_second": round(len(told.took) / seconds),
    }


async def _send(address: str, crowd: Sequence[Phone], repeats: int, path: str) -> Told:
    told = Told()
    limits = httpx2.Limits(max_connections=len(crowd), max_keepalive_connections=len(crowd))
    async with httpx2.AsyncClient(base_url=address, timeout=SECONDS, limits=limits) as http:
        await asyncio.gather(*(_work(http, phone, repeats, path, told) for phone in crowd))
    return told


async def _work(http: httpx2.AsyncClient, phone: Phone, repeats: int, path: str, told: Told) -> None:
    headers = {
        "Cookie": f"device={phone.cookie}",
        "X-CSRF-Token": phone.csrf,
        "Content-Type": "application/json",
        "Origin": str(http.base_url).rstrip("/"),
    }
    for one in phone.entries:
        body = json.dumps(one)
        for _ in range(repeats):
            await _until_taken(http, path, body, headers, told)


async def _until_taken(http: httpx2.AsyncClient, path: str, body: str, headers: Mapping[str, str], told: Told) -> None:
    first = time.monotonic()
    for _ in range(MOST_TRIES):
        began = time.monotonic()
        try:
            answer = await http.post(path, content=body, headers=dict(headers))
        except httpx2.TransportError:
            told.silent += 1
            await asyncio.sleep(AGAIN)
            continue
        ended = time.monotonic()
        told.statuses[answer.status_code] += 1
        if answer.status_code in (200, 201):
            told.took.append(ended - began)
            told.waited.append(ended - first)
            return
        if answer.status_code != HTTPStatus.TOO_MANY_REQUESTS:
            return
        await asyncio.sleep(float(answer.headers.get("retry-after", "1")))


def _office(engine: Engine, phones: int, entries: int) -> list[Phone]:
    """An office whose every person has a duty today, and a bound device."""
    now = SystemClock().now().astimezone(TAIPEI)
    with Session(engine) as session, session.begin():
        session.add(Office(name="示範區聯合外勤排班", sample=True))
    with office_records(engine) as records:
        place = records.add(Place(office_id="", address="示範一路1號", village="育平里", lat=22.99, lon=120.16))
        records.session.flush()
        unit = records.add(Unit(office_id="", name="示範區公所", place_id=place.id))
        roster = records.add(
            Roster(
                office_id="",
                monday=monday_of(now.date()),
                revision=1,
                status="draft",
                created=now,
                seed=1,
                seconds=1.0,
                iterations=1,
                missed=0,
                left=0,
            )
        )
        records.session.flush()
        crowd = [_phone(records, roster, unit, place, number, entries, now) for number in range(phones)]
        roster.status, roster.published_at = "published", now
        records.add(Week(office_id="", monday=roster.monday, published_id=roster.id))
    return crowd


def _phone(
    records: OfficeRecords, roster: Roster, unit: Unit, place: Place, number: int, entries: int, now: dt.datetime
) -> Phone:
    whose: dict[str, Any] = {"office_id": "", "unit_id": unit.id, "base_id": place.id}
    person = records.add(Person(code=f"V{number:03}", name=f"示範志工{number}", role="volunteer", **whose))
    client = records.add(Client(office_id="", code=f"C{number:03}", name=f"示範住戶{number}", place_id=place.id))
    records.session.flush()
    duty = records.add(
        RosterDuty(
            office_id="",
            roster_id=roster.id,
            person_id=person.id,
            date=now.date(),
            departure=now,
            arrival=now + dt.timedelta(hours=8),
            start_place_id=place.id,
            end_place_id=place.id,
        )
    )
    records.session.flush()
    stops = [_stop(records, duty, client, number, position) for position in range(STOPS)]
    cookie, csrf = new_id(), new_id()
    records.add(
        DutyLink(
            office_id="",
            person_id=person.id,
            date=now.date(),
            token_hash=new_id(),
            device_hash=hashlib.sha256(cookie.encode()).hexdigest(),
            csrf=csrf,
            created=now,
            bound=now,
        )
    )
    records.session.flush()
    return Phone(cookie=cookie, csrf=csrf, entries=[_entry(stops, one, now) for one in range(entries)])


def _stop(records: OfficeRecords, duty: RosterDuty, client: Client, number: int, position: int) -> RosterStop:
    start = duty.departure + dt.timedelta(minutes=30 * position)
    return records.add(
        RosterStop(
            office_id="",
            duty_id=duty.id,
            roster_id=duty.roster_id,
            position=position,
            kind="visit",
            item_key=f"plan:P{number:03}:{position}",
            letter="訪",
            label="訪視問安",
            client_id=client.id,
            place_id=client.place_id,
            end_place_id=client.place_id,
            arrival=start,
            start=start,
            end=start + dt.timedelta(minutes=20),
        )
    )


def _entry(stops: Sequence[RosterStop], number: int, now: dt.datetime) -> dict[str, Any]:
    """Arrival, result and departure of one stop after the other."""
    action = ("arrive", "result", "leave")[number % 3]
    said: dict[str, Any] = {
        "key": new_id(),
        "stop_id": stops[number // 3 % len(stops)].id,
        "action": action,
        "at": (now + dt.timedelta(seconds=number)).isoformat(),
    }
    if action == "result":
        said["result"] = {"outcome": "seen", "condition": ["well"], "remarks": "在家"}
    return said


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--phones", type=int, default=PHONES)
    parser.add_argument("--entries", type=int, default=ENTRIES)
    parser.add_argument("--repeats", type=int, default=REPEATS)
    parser.add_argument("--postgresql", default="", metavar="URL")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(
            Path(folder),
            phones=given.phones,
            entries=given.entries,
            repeats=given.repeats,
            database=given.postgresql,
        )
    print(json.dumps(found))


if __name__ == "__main__":
    main()
