"""What in the sample nobody could serve, found without planning: who is qualified and free, travel left aside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from outreach.exports.ods import SheetData
from outreach.intake.cells import read_skills
from outreach.intake.sheets import ROLES
from outreach.records.seats import SeatSpec, read_seats
from tests.unit.sample.rows import MONDAY, SHEET, Rows, falls_due, rows, sample, words

WEEKDAYS = "一二三四五六日"


@pytest.fixture(scope="module")
def sheets() -> tuple[SheetData, ...]:
    return sample()


class Choice:
    """Who could take a seat at a time, travel and all other work left aside."""

    def __init__(self, sheets: tuple[SheetData, ...]) -> None:
        self.people = rows(sheets, "people")
        self.clients = {row["code"]: row for row in rows(sheets, "clients")}
        self.services = {row["name"]: row for row in rows(sheets, "services")}
        self.spans = rows(sheets, "availability")
        self.absences = rows(sheets, "absences")

    def free(self, person: Any, day: int, start: dt.time, end: dt.time) -> bool:
        date = MONDAY + dt.timedelta(days=day)
        offered = any(
            row["person"] == person and WEEKDAYS[day] in words(row["weekdays"])
            and row["start"] <= start and end <= row["end"]
            for row in self.spans
        )  # fmt: skip
        away = any(
            row["person"] == person and row["first"] <= date <= row["last"]
            and (row["start"] or dt.time.min) < end and start < (row["end"] or dt.time.max)
            for row in self.absences
        )  # fmt: skip
        return offered and not away

    def fills(self, text: Any, day: int, start: dt.time, end: dt.time, client: Any = None, turn: Any = None) -> bool:
        """Whether different people can take all these seats at once."""
        served = self.clients.get(client, {})
        here = [
            person
            for person in self.people
            if self.free(person["code"], day, start, end)
            and person["code"] not in words(served.get("refused"))
            and turn not in words(person["exempt"])
            and (served.get("companion") != "同性別在場" or person["gender"] == served["gender"])
        ]
        seats = [[person for person in here if self.may(person, seat)] for seat in read_seats(str(text))]
        return any(len({row["code"] for row in crew}) == len(seats) for crew in self.crews(seats, []))

    def may(self, person: dict[str, Any], seat: SeatSpec) -> bool:
        held = read_skills(person["skills"], SHEET["people"].columns[0]) if person["skills"] else {}
        return (
            seat.unit in ("", person["unit"])
            and ROLES[person["role"]] in seat.roles
            and held.keys() >= set(seat.skills)
        )

    def crews(self, seats: list[Rows], taken: Rows) -> Iterator[Rows]:
        if len(taken) == len(seats):
            yield taken
            return
        for person in seats[len(taken)]:
            if person not in taken:
                yield from self.crews(seats, [*taken, person])

    def serves(self, plan: dict[str, Any]) -> bool:
        service = self.services[plan["service"]]
        client = self.clients[plan["client"]]
        crew = str(service["crew"])
        people = self.people
        if service["village_owner"]:
            self.people = [p for p in people if p["role"] != "職員" or client["village"] in words(p["villages"])]
        if service["speaks_language"]:
            self.people = [p for p in people if set(words(client["languages"])) & set(words(p["languages"]))]
        found = any(self.fills(crew, day, start, end, client["code"]) for day, start, end in self.starts(plan, service))
        self.people = people
        return found

    def starts(self, plan: dict[str, Any], service: dict[str, Any]) -> Iterator[tuple[int, dt.time, dt.time]]:
        minutes = dt.timedelta(minutes=plan["minutes"] or service["minutes"])
        for day in range(5):
            date = MONDAY + dt.timedelta(days=day)
            weekdays = words(plan["weekdays"]) or list(WEEKDAYS[:5])
            if plan["date"] not in (None, date) or WEEKDAYS[day] not in weekdays or date > (plan["deadline"] or date):
                continue
            moment = dt.datetime.combine(date, plan["earliest"] or service["earliest"])
            latest = plan["latest"] or service["latest"]
            while moment.time() <= latest:
                yield day, moment.time(), (moment + minutes).time()
                moment += dt.timedelta(minutes=15)


def test_exactly_five_things_can_be_served_by_nobody(sheets: tuple[SheetData, ...]) -> None:
    choice = Choice(sheets)
    lost = {row["code"] for row in rows(sheets, "care_plans") if falls_due(row) and not choice.serves(row)}
    for desk in rows(sheets, "desks"):
        days = range(5) if desk["weekdays"] == "一至五" else [WEEKDAYS.index(day) for day in words(desk["weekdays"])]
        for day in days:
            if not choice.fills(desk["required"], day, desk["start"], desk["end"], turn=desk["turn"]):
                lost.add(desk["code"])
    for drive in rows(sheets, "drives"):
        day = (drive["date"] - MONDAY).days
        if not choice.fills(drive["required"], day, drive["start"], drive["end"]):
            lost.add(drive["code"])
    assert lost == {"CL09", "ES11", "NI03", "NI04", "D08"}


def test_pinned_people_may_and_can(sheets: tuple[SheetData, ...]) -> None:
    choice = Choice(sheets)
    desks = {row["code"]: row for row in rows(sheets, "desks")}
    people = {row["code"]: row for row in rows(sheets, "people")}
    pins = rows(sheets, "pins")
    assert [bool(pin["never"]) for pin in pins] == [False, True]
    for pin in pins:
        desk = desks[pin["item"]]
        seat = read_seats(str(desk["required"]))[int(pin["seat"]) - 1]
        assert choice.may(people[pin["person"]], seat)
        assert choice.free(pin["person"], (pin["date"] - MONDAY).days, desk["start"], desk["end"])
