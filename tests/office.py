"""A small invented office with one finished roster, for tests of pages, maps and exports."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from outreach.calendar.dates import TAIPEI
from outreach.records import (
    Absence,
    Availability,
    CarePlan,
    Client,
    Desk,
    Office,
    Person,
    PersonSkill,
    Place,
    Roster,
    RosterDuty,
    RosterStop,
    RosterUnserved,
    Service,
    Unit,
)
from outreach.records.database import OfficeRecords

MONDAY = dt.date(2026, 11, 30)
NAME = "示範區聯合外勤排班"


def at(day: int, text: str) -> dt.datetime:
    """The moment `text` (HH:MM) on day `day` of the week that starts on `MONDAY`."""
    hour, minute = map(int, text.split(":"))
    return dt.datetime.combine(MONDAY + dt.timedelta(days=day), dt.time(hour, minute), TAIPEI)


def small_office(engine: Engine, *, hostile: str = "", clients: int = 4) -> str:
    """Fill an empty database and return the roster's identifier.

    Three people: 林秀琴 (volunteer) has a morning shift and visits on Wednesday, 周柏宇 (substitute) joins her at the
    last one, 郭育誠 (staff) is on leave on Tuesday and has nothing to do. One cleaning and one evening seat stay
    unserved. `hostile` is appended to every name and note. `clients`: how many doors 林秀琴 visits (at least 1).
    """
    with Session(engine) as session, session.begin():
        office = Office(name=NAME, sample=True)
        session.add(office)
        session.flush()
        return _fill(OfficeRecords(session, office), hostile, clients)


def _fill(records: OfficeRecords, hostile: str, clients: int) -> str:
    def add_place(address: str, village: str, lat: float, lon: float, precision: str = "exact") -> Place:
        place = Place(office_id="", address=address, village=village, lat=lat, lon=lon, precision=precision)
        return records.add(place)

    hall = add_place("育平路316號", "育平里", 22.9890, 120.1640)
    records.session.flush()
    unit = records.add(Unit(office_id="", name="示範區公所", place_id=hall.id, phone="06-000-0100"))
    records.session.flush()

    def add_person(code: str, name: str, role: str, mode: str, **more: Any) -> Person:
        return records.add(
            Person(
                office_id="",
                code=code,
                name=name + hostile,
                unit_id=unit.id,
                role=role,
                mode=mode,
                base_id=hall.id,
                **more,
            )
        )

    lin = add_person("V001", "林秀琴", "volunteer", "bicycle", gender="F", target_week_hours=8, turns={"noon": 1})
    zhou = add_person("S001", "周柏宇", "substitute", "bicycle", gender="M", target_week_hours=36)
    guo = add_person("K001", "郭育誠", "staff", "scooter", gender="M")
    records.session.flush()
    records.add(PersonSkill(office_id="", person_id=zhou.id, skill="居家打掃"))
    for person in (lin, zhou, guo):
        for weekday in range(1, 6):
            records.add(
                Availability(office_id="", person_id=person.id, weekday=weekday, start=dt.time(8), end=dt.time(17, 30))
            )
    records.add(Absence(office_id="", person_id=guo.id, start=at(1, "00:00"), end=at(2, "00:00"), reason="公假"))

    greeting = records.add(
        Service(
            office_id="",
            name="訪視問安",
            letter="訪",
            minutes=20,
            crew=[{"roles": ["volunteer"], "unit": "", "skills": []}],
        )
    )
    cleaning = records.add(
        Service(
            office_id="",
            name="居家打掃",
            letter="掃",
            minutes=90,
            crew=[{"roles": ["substitute"], "unit": "", "skills": ["居家打掃"]}] * 2,
        )
    )
    desk = records.add(
        Desk(
            office_id="",
            code="D01",
            name="單一窗口服務台",
            letter="台",
            unit_id=unit.id,
            place_id=hall.id,
            weekdays="12345",
            start=dt.time(8, 30),
            end=dt.time(12),
            required=[{"roles": ["volunteer"], "unit": "", "skills": []}],
        )
    )
    evening = records.add(
        Desk(
            office_id="",
            code="D02",
            name="夜間市民卡",
            letter="夜",
            unit_id=unit.id,
            place_id=hall.id,
            weekdays="5",
            start=dt.time(18),
            end=dt.time(21),
            required=[{"roles": ["staff"], "unit": "", "skills": []}],
            turn="evening",
        )
    )
    roster = records.add(
        Roster(
            office_id="",
            monday=MONDAY,
            revision=1,
            created=at(-3, "16:20"),
            seed=1,
            seconds=12.5,
            iterations=900,
            missed=3,
            left=0,
            terms={"travel": 41.0, "waiting": 6.0, "not_preferred": 60.0},
            bound=[3, None],
        )
    )
    records.session.flush()

    homes = []
    for number in range(clients):
        home = add_place(
            f"示範一路{990 + number}號",
            "平通里" if number % 2 == 0 else "國平里",
            22.9920 + 0.0015 * number,
            120.1660 + 0.001 * (number % 3),
            "exact" if number != 1 else "village",
        )
        records.session.flush()
        client = records.add(
            Client(
                office_id="",
                code=f"C{number + 1:03}",
                name=f"測試{'甲乙丙丁戊己庚辛壬癸'[number % 10]}{number // 10 or ''}" + hostile,
                birth_year=1940 + number % 20,
                gender="F",
                place_id=home.id,
                phone=f"06-000-{181 + number:04}",
                need_grade=2,
                note="門鈴壞了，請敲門" + hostile,
            )
        )
        records.session.flush()
        care = records.add(
            CarePlan(office_id="", code=f"P{number + 1:03}", client_id=client.id, service_id=greeting.id, every_days=30)
        )
        homes.append((client, home, care))
    records.session.flush()

    def duty_of(person: Person, departure: str, arrival: str) -> RosterDuty:
        duty = records.add(
            RosterDuty(
                office_id="",
                roster_id=roster.id,
                person_id=person.id,
                date=MONDAY + dt.timedelta(days=2),
                departure=at(2, departure),
                arrival=at(2, arrival),
                start_place_id=hall.id,
                end_place_id=hall.id,
                worked_seconds=int((at(2, arrival) - at(2, departure)).total_seconds()),
                last_leg_seconds=360,
                last_leg_metres=900,
            )
        )
        records.session.flush()
        return duty

    morning = duty_of(lin, "08:30", "17:10")
    morning.lunch_start, morning.lunch_end = at(2, "12:00"), at(2, "12:45")
    morning.worked_seconds -= 45 * 60
    records.add(
        RosterStop(
            office_id="",
            duty_id=morning.id,
            roster_id=roster.id,
            position=0,
            kind="shift",
            item_key="desk:D01:2026-12-02",
            letter="台",
            label="單一窗口服務台",
            desk_id=desk.id,
            place_id=hall.id,
            end_place_id=hall.id,
            arrival=at(2, "08:30"),
            start=at(2, "08:30"),
            end=at(2, "12:00"),
            pinned=True,
        )
    )
    for number, (client, home, care) in enumerate(homes):
        start = at(2, "13:30") + dt.timedelta(minutes=30 * number)
        records.add(
            RosterStop(
                office_id="",
                duty_id=morning.id,
                roster_id=roster.id,
                position=number + 1,
                kind="visit",
                item_key=f"plan:{care.code}:1",
                letter="訪",
                label="訪視問安",
                client_id=client.id,
                care_plan_id=care.id,
                place_id=home.id,
                end_place_id=home.id,
                arrival=start - dt.timedelta(minutes=4),
                start=start,
                end=start + dt.timedelta(minutes=20),
                leg_seconds=360,
                leg_metres=900,
            )
        )
    client, home, care = homes[-1]
    joined = duty_of(zhou, "14:50", "15:40")
    start = at(2, "13:30") + dt.timedelta(minutes=30 * (len(homes) - 1))
    records.add(
        RosterStop(
            office_id="",
            duty_id=joined.id,
            roster_id=roster.id,
            position=0,
            kind="visit",
            item_key=f"plan:{care.code}:1",
            seat=2,
            letter="訪",
            label="訪視問安",
            client_id=client.id,
            care_plan_id=care.id,
            place_id=home.id,
            end_place_id=home.id,
            arrival=start,
            start=start,
            end=start + dt.timedelta(minutes=20),
            leg_seconds=420,
            leg_metres=1100,
        )
    )
    client, home, _ = homes[0]
    records.add(
        RosterUnserved(
            office_id="",
            roster_id=roster.id,
            kind="visit",
            item_key="plan:P900:1",
            letter="掃",
            label=cleaning.name,
            mandatory=True,
            client_id=client.id,
            place_id=home.id,
            minutes=90,
            crew=2,
            windows=[{"date": "2026-12-01", "from": "08:30", "until": "11:30"}],
            steps=[
                {"rule": "role_fits", "lost": [lin.id, guo.id], "left": 1},
                {"rule": "skills_suffice", "lost": [], "left": 1},
                {"rule": "crew_together", "lost": [zhou.id], "left": 0},
            ],
            certain=True,
        )
    )
    records.add(
        RosterUnserved(
            office_id="",
            roster_id=roster.id,
            kind="shift",
            item_key="desk:D02:2026-12-04",
            seat=1,
            letter="夜",
            label=evening.name,
            mandatory=True,
            place_id=hall.id,
            minutes=180,
            windows=[{"date": "2026-12-04", "from": "18:00", "until": "18:00"}],
            steps=[
                {"rule": "role_fits", "lost": [lin.id, zhou.id], "left": 1},
                {"rule": "available_that_day", "lost": [guo.id], "left": 0},
            ],
            certain=True,
        )
    )
    return roster.id
