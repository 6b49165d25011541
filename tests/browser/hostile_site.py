"""An office in which every text was written by somebody who means harm, served; and what its pages did to a browser."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from outreach.records import Client, Desk, Person, Place, RosterDuty, RosterStop, RosterUnserved, Service, Unit
from outreach.records.base import OfficeRecord
from outreach.records.database import OfficeRecords, office_records
from tests.browser.serving import serving
from tests.hostile import HOSTILE_200, WATCH
from tests.office import MONDAY, at, small_office
from tests.signed_in import PASSWORD

MANY = len(HOSTILE_200)


@dataclass
class HostileSite:
    """Where it is served, and the addresses of its pages with a map."""

    origin: str
    roster_id: str
    long_duty: str
    duties: tuple[str, ...]
    unserved: tuple[str, ...]

    def maps(self, duties: int) -> list[str]:
        """Every page with a map; of the duties of two hundred people so many."""
        step = max(1, MANY // duties)
        return [
            f"/day/{MONDAY}",
            f"/day/{MONDAY + dt.timedelta(days=2)}?part=pm",
            f"/week/{MONDAY}?view=villages",
            f"/unserved/{self.roster_id}/map",
            f"/duty/{self.long_duty}",
            f"/duty/{self.long_duty}/map#stop-7",
            *(f"/duty/{one}/map" for one in self.duties[::step]),
            *(f"/unserved/{self.roster_id}/{one}/map" for one in self.unserved[::step]),
        ]


@dataclass
class Watched:
    """A browser window that notes what ran, what a policy stopped, what was asked of other hosts."""

    context: BrowserContext
    site: HostileSite
    hurt: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context.add_init_script(WATCH)
        self.page: Page = self.context.new_page()
        self.page.on("request", self._asked)
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(f"{self.site.origin}/sign-in?next=/account")
        self.page.get_by_label("帳號").fill("coordinator")
        self.page.get_by_label("密碼").fill(PASSWORD)
        self.page.get_by_role("button", name="登入").click()
        expect(self.page).to_have_url(f"{self.site.origin}/account")

    def _asked(self, request: object) -> None:
        url = str(getattr(request, "url", ""))
        if not url.startswith((self.site.origin + "/", "blob:")):
            self.outside.append(url)

    def look_at(self, path: str) -> None:
        """Open the page, touch what its texts stand in, and note what happened."""
        self.page.goto(self.site.origin + path)
        # A map that is a page of its own is drawn when it is loaded; one in a frame comes after.
        self.page.wait_for_load_state("load" if path.endswith("/map") else "networkidle")
        for row in self.page.locator("[data-mark], .row").all()[:3]:
            row.hover()
            row.click()
        self.page.keyboard.press("Tab")
        for frame in self.page.frames:
            self.hurt += [f"{path}: {one}" for one in frame.evaluate("window.hurt")]


@contextmanager
def serve_hostile(folder: Path) -> Iterator[HostileSite]:
    """Two hundred people, clients, units, places and unserved tasks, each with a text that would run something."""
    with serving(folder / "hostile.db", lambda engine: small_office(engine, clients=MANY)) as served:
        long_duty = served.longest().removeprefix("/duty/")
        with office_records(served.engine) as records:
            duties, unserved = _fill(records, served.roster_id)
        yield HostileSite(served.origin, served.roster_id, long_duty, duties, unserved)


def _fill(records: OfficeRecords, roster_id: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    for kind in (Client, Place, Service, Desk, Person, RosterStop, RosterUnserved):
        _rewrite(records.all(kind))
    clients = sorted(records.all(Client), key=lambda one: one.code)
    duties, unserved = [], []
    for number, evil in enumerate(HOSTILE_200):
        # All of Taiwan's west: neither places nor 里 need be of this district.
        base = records.add(_place(evil, 22.97 + 0.0002 * number))
        records.session.flush()
        unit = records.add(Unit(office_id="", name=evil, place_id=base.id, phone=""))
        records.session.flush()
        person = records.add(
            Person(
                office_id="",
                code=f"E{number:03}",
                name=evil,
                unit_id=unit.id,
                role=("volunteer", "substitute", "staff")[number % 3],
                mode="walk",
                base_id=base.id,
            )
        )
        records.session.flush()
        duty = records.add(_duty(roster_id, person, base))
        records.session.flush()
        records.add(_stop(roster_id, duty, clients[number], evil, number))
        left = records.add(_left(roster_id, clients[number], evil, number))
        records.session.flush()
        duties.append(duty.id)
        unserved.append(left.id)
    return tuple(duties), tuple(unserved)


def _rewrite(rows: Sequence[OfficeRecord]) -> None:
    """Every text of these rows that somebody writes freely."""
    for number, row in enumerate(rows):
        for name in ("name", "note", "address", "village", "label", "letter"):
            if hasattr(row, name):
                setattr(row, name, HOSTILE_200[number % MANY])


def _place(evil: str, lat: float) -> Place:
    return Place(office_id="", address=evil, village=evil, lat=lat, lon=120.16, precision="exact")


def _duty(roster_id: str, person: Person, base: Place) -> RosterDuty:
    return RosterDuty(
        office_id="",
        roster_id=roster_id,
        person_id=person.id,
        date=MONDAY,
        departure=at(0, "09:00"),
        arrival=at(0, "10:00"),
        start_place_id=base.id,
        end_place_id=base.id,
        worked_seconds=3600,
        last_leg_seconds=360,
        last_leg_metres=900,
    )


def _stop(roster_id: str, duty: RosterDuty, client: Client, evil: str, number: int) -> RosterStop:
    return RosterStop(
        office_id="",
        duty_id=duty.id,
        roster_id=roster_id,
        position=0,
        kind="visit",
        item_key=f"plan:E{number:03}:1",
        letter=evil,
        label=evil,
        client_id=client.id,
        place_id=client.place_id,
        end_place_id=client.place_id,
        arrival=at(0, "09:20"),
        start=at(0, "09:20"),
        end=at(0, "09:40"),
        leg_seconds=360,
        leg_metres=900,
    )


def _left(roster_id: str, client: Client, evil: str, number: int) -> RosterUnserved:
    return RosterUnserved(
        office_id="",
        roster_id=roster_id,
        kind="visit",
        item_key=f"plan:F{number:03}:1",
        letter=evil,
        label=evil,
        mandatory=number % 2 == 0,
        client_id=client.id,
        place_id=client.place_id,
        minutes=30,
        windows=[{"date": str(MONDAY), "from": "09:00", "until": "11:00"}],
        steps=[],
        certain=False,
    )
