"""What a bound device reads and writes over HTTP: its own day while it lasts, then nothing, and its notes are taken."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from outreach.actor import Actor
from outreach.records import Client, Entry, Place, RosterDuty, RosterStop
from outreach.records.base import new_id
from outreach.records.database import office_records
from outreach.usecases.links.make_links import make_links
from outreach.usecases.links.make_pins import NewPin, set_pins
from outreach.usecases.links.revoke_link import revoke_link
from outreach.usecases.links.who_holds import SHOWN_AFTER, TAKEN_AFTER
from tests.office import at
from tests.security.cast import Cast, cast_in
from tests.signed_in import CHEAP

END = at(2, "17:10") + SHOWN_AFTER
PINS = {"V001": "135790", "S001": "246800"}
READS = ("/my", "/my/route.json", "/my/map", "/my/cannot", "/my/route.gpx", "/my/route.geojson")


class Phones:
    """The cast on the Wednesday of its duties, and phones that open links."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.coordinator = Actor(office_id=cast.office_id, role="coordinator")
        with self.records() as records:
            pins = {cast.people[code]: NewPin(pin, CHEAP.hashed(pin)) for code, pin in PINS.items()}
            set_pins(records, self.coordinator, pins=pins, again=True, now=cast.clock.now())
            clients = [said for client in records.all(Client) for said in (client.name, client.phone)]
            doors = [place.address for place in records.all(Place) if place.address.startswith("示範一路")]
            self.words = [*clients, *doors, "門鈴壞了", "120.16"]
            duties = {duty.id: duty for duty in records.all(RosterDuty, RosterDuty.roster_id == cast.roster)}
            self.stops = {code: [] for code in PINS}
            codes = {person_id: code for code, person_id in cast.people.items()}
            for stop in sorted(records.all(RosterStop), key=lambda one: one.position):
                if stop.duty_id in duties:
                    self.stops[codes[duties[stop.duty_id].person_id]].append(stop.id)

    def records(self) -> Any:
        return office_records(self.cast.engine, office_id=self.cast.office_id)

    def at(self, moment: dt.datetime) -> None:
        self.cast.clock.time = moment

    def link(self, code: str = "V001", on: TestClient | None = None) -> TestClient:
        """A phone that has just opened a new link of this person's; `on`: one that has opened another before."""
        person = self.cast.people[code]
        with self.records() as records:
            made = make_links(
                records,
                self.coordinator,
                roster_id=self.cast.roster,
                person_id=person,
                again=True,
                now=self.cast.clock.now(),
            ).made[0]
        phone = on or TestClient(self.cast.app)
        form = {"code": made.secret, "pin": PINS[code]}
        assert phone.post("/d/open", data=form, follow_redirects=False).headers["location"] == "/my"
        self.newest = made.link_id
        return phone

    def revoke(self) -> None:
        with self.records() as records:
            revoke_link(records, self.coordinator, link_id=self.newest, now=self.cast.clock.now())

    def note(self, phone: TestClient, stop: str, csrf: str, **more: str) -> int:
        entry = {"key": new_id(), "stop_id": stop, "action": "arrive", "at": self.cast.clock.now().isoformat()} | more
        headers = {"X-CSRF-Token": csrf, "Accept": "application/json"}
        status: int = phone.post("/my/entries", json=entry, headers=headers).status_code
        return status

    def reads(self, phone: TestClient) -> list[str]:
        """All that the pages of its own answer, whatever their status."""
        return [phone.get(path).text for path in READS]

    def leaked(self, phone: TestClient) -> list[str]:
        return [word for word in self.words for text in self.reads(phone) if word in text]


@pytest.fixture
def phones(tmp_path: Path) -> Phones:
    made = Phones(cast_in(tmp_path))
    made.at(at(2, "09:00"))
    return made


def csrf_of(phone: TestClient) -> str:
    found: str = phone.get("/my/route.json").json()["csrf"]
    return found


def test_its_own_day_and_nobody_elses(phones: Phones) -> None:
    phone = phones.link("S001")
    route = phone.get("/my/route.json").json()
    assert [stop["id"] for stop in route["stops"]] == phones.stops["S001"]
    assert "示範一路993號" in phone.get("/my").text
    assert "示範一路990號" not in "".join(phones.reads(phone))
    csrf = csrf_of(phone)
    assert phones.note(phone, phones.stops["S001"][0], csrf) == 201
    assert phones.note(phone, phones.stops["V001"][1], csrf) == 404


@pytest.mark.parametrize("moment", [at(1, "00:00"), at(2, "23:59"), at(-1, "23:59"), at(0, "23:59")])
def test_doors_are_shown_on_the_days_around_only(phones: Phones, moment: dt.datetime) -> None:
    phones.at(at(-2, "09:00"))
    phone = phones.link()
    phones.at(moment)
    shown = at(1, "00:00") <= moment < END
    assert bool(phones.leaked(phone)) is shown


def test_a_second_device_reads_nothing(phones: Phones) -> None:
    phones.link()
    other = TestClient(phones.cast.app)
    assert phones.leaked(other) == []
    assert [other.get(path, follow_redirects=False).headers["location"] for path in READS] == ["/d"] * len(READS)
    assert phones.note(other, phones.stops["V001"][0], "") == 401
    other.cookies.set("device", "guessed" * 6)
    assert phones.leaked(other) == []


def test_a_revoked_one_reads_nothing_from_the_next_request_on_and_its_notes_are_taken(phones: Phones) -> None:
    phone = phones.link()
    csrf = csrf_of(phone)
    assert phones.leaked(phone)
    phones.revoke()
    assert phones.leaked(phone) == []
    assert phones.note(phone, phones.stops["V001"][0], csrf) == 201
    phones.at(END + TAKEN_AFTER - dt.timedelta(seconds=1))
    assert phones.note(phone, phones.stops["V001"][1], csrf) == 201
    phones.at(END + TAKEN_AFTER)
    assert phones.note(phone, phones.stops["V001"][2], csrf) == 401
    with phones.records() as records:
        assert len(records.all(Entry)) == 2


def test_after_its_end_it_reads_nothing_at_any_of_many_moments(phones: Phones) -> None:
    phone = phones.link()
    assert phones.leaked(phone)
    for hours in range(0, 15 * 24, 23):
        phones.at(END + dt.timedelta(hours=hours))
        assert phones.leaked(phone) == [], hours


def test_a_phone_that_has_opened_another_link_still_notes_for_the_first(phones: Phones) -> None:
    phone = phones.link("V001")
    phones.at(at(2, "09:05"))
    phones.link("S001", on=phone)
    csrf = csrf_of(phone)
    assert phone.get("/my/route.json").json()["stops"][0]["id"] == phones.stops["S001"][0]
    assert phones.note(phone, phones.stops["V001"][0], csrf) == 201
    assert phones.note(phone, phones.stops["S001"][0], csrf) == 201


def test_a_write_without_what_its_own_pages_know_is_refused(phones: Phones) -> None:
    phone = phones.link()
    assert phones.note(phone, phones.stops["V001"][0], "") == 403
    assert phones.note(phone, phones.stops["V001"][0], "x" * 43) == 403
    assert phones.note(phone, phones.stops["V001"][0], csrf_of(phone)) == 201
