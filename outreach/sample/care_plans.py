"""What the clients get in the planned week, and how often otherwise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from random import Random

from outreach.sample.clients import Register, SampleClient
from outreach.sample.homes import Homes
from outreach.sample.menu import CLEANING, ESCORT, GREETING, HIGH_CLEANING, REGISTRATION_AT_HOME
from outreach.sample.public_places import DAY_CARE, HOSPITAL
from outreach.sample.tables import Row
from outreach.sample.working_days import on_weekday, open_weekdays

_EVERY_DAYS = {3: 14, 2: 30, 1: 180}
_OVERDUE = {3: 2, 2: 2, 1: 1}
_CLEANINGS, _CLEANING_DAYS = 9, 28
_ESCORTS = 11
_APPOINTMENTS = tuple(dt.time(*start) for start in ((8, 40), (9, 10), (9, 40), (13, 20), (13, 50), (14, 10)))
_DAYBREAK = dt.time(7, 10)  # before anybody is on duty: shows up as unserved
_LATE_START = dt.timedelta(minutes=15)
# Which working day of the week (0 the first) each request for registration at home must be settled by.
_REGISTRATION_DEADLINES = (0, 1, 1, 2, 2, 3, 3, 4)


def greeting_plans(rng: Random, elders: Sequence[SampleClient], monday: dt.date) -> list[Row]:
    """One plan for each elder; of the rarer visits a realistic part falls due, and a few are overdue."""
    overdue = dict(_OVERDUE)
    plans: list[Row] = []
    for number, client in enumerate(elders, 1):
        grade = client.need_grade or 1
        row: Row = {"code": f"G{number:02d}", "client": client.code, "service": GREETING}
        if grade in _EVERY_DAYS:
            every = _EVERY_DAYS[grade]
            last = _last_visit(rng, every, monday, late=overdue[grade] > 0)
            overdue[grade] -= 1
            row |= {"every_days": every, "last_visit": last}
        else:
            row |= {"times_per_week": 2}
        plans.append(row | _habits(rng))
    return plans


def quiet_elders(elders: Sequence[SampleClient], greetings: Sequence[Row], monday: dt.date) -> list[SampleClient]:
    """Those whom anybody may visit; first the elders without a greeting visit this week, so that no two services meet
    at one door.
    """
    visited = {row["client"] for row in greetings if _falls_due(row, monday + dt.timedelta(days=6))}
    return sorted((one for one in elders if not one.companion), key=lambda one: one.code in visited)


def cleaning_plans(rng: Random, clients: Sequence[SampleClient], monday: dt.date) -> list[Row]:
    """The cleanings of the week; the last one needs two people who may work on a ladder."""
    plans: list[Row] = []
    for number, client in enumerate(clients[:_CLEANINGS], 1):
        service = HIGH_CLEANING if number == _CLEANINGS else CLEANING
        last = monday + dt.timedelta(days=rng.randint(0, 4) - _CLEANING_DAYS)
        row: Row = {"code": f"CL{number:02d}", "client": client.code, "service": service}
        row |= {"every_days": _CLEANING_DAYS, "last_visit": last, "minutes": rng.choice((90, 120, 120, 150))}
        plans.append(row)
    return plans


def escort_plans(rng: Random, clients: Sequence[SampleClient], homes: Homes, monday: dt.date) -> list[Row]:
    """Appointments at the hospital: from home, then back there or elsewhere, the companion bound throughout."""
    days = open_weekdays(monday)
    plans: list[Row] = []
    for number, client in enumerate(clients[_CLEANINGS : _CLEANINGS + _ESCORTS], 1):
        start = _DAYBREAK if number == _ESCORTS else rng.choice(_APPOINTMENTS)
        day = on_weekday(monday, days[(number - 1) % len(days)])
        row: Row = {"code": f"ES{number:02d}", "client": client.code, "service": ESCORT, "date": day}
        row |= {"earliest": start, "latest": (dt.datetime.combine(day, start) + _LATE_START).time()}
        plans.append(row | {"minutes": rng.choice((120, 150, 150, 165))} | _way_back(homes, number))
    return plans


def registration_plans(rng: Random, register: Register, monday: dt.date) -> tuple[list[SampleClient], list[Row]]:
    """Requests for household registration at home, each to be settled within three working days."""
    days = open_weekdays(monday)
    clients: list[SampleClient] = []
    plans: list[Row] = []
    for number, deadline in enumerate(_REGISTRATION_DEADLINES, 1):
        client = register.enter("行動不便", (65, 90), "國語、台語")
        clients.append(client)
        row: Row = {"code": f"HR{number:02d}", "client": client.code, "service": REGISTRATION_AT_HOME}
        row |= {"deadline": on_weekday(monday, days[min(deadline, len(days) - 1)])}
        plans.append(row | {"note": rng.choice(("印鑑登記", "補領身分證", "印鑑變更", "親辦戶籍登記"))})
    return clients, plans


def _last_visit(rng: Random, every: int, monday: dt.date, *, late: bool) -> dt.date:
    """A working day such that the next visit is due on one, or was due in the week before."""
    lasts = [monday + dt.timedelta(days=due - every) for due in (range(-6, -2) if late else range(every))]
    return rng.choice([day for day in lasts if day < monday and day.isoweekday() < 6])


def _falls_due(plan: Row, sunday: dt.date) -> bool:
    every, last = plan.get("every_days"), plan.get("last_visit")
    if not isinstance(every, int) or not isinstance(last, dt.date):
        return True
    return last + dt.timedelta(days=every) <= sunday


def _habits(rng: Random) -> Row:
    """When this client is at home."""
    luck = rng.random()
    if luck < 0.12:
        return {"weekdays": rng.choice(("一、三、五", "二、四"))}
    if luck < 0.22:
        return {"earliest": dt.time(13, 30)}
    if luck < 0.34:
        return {"latest": dt.time(11, 0)}
    return {}


def _way_back(homes: Homes, number: int) -> Row:
    if number % 3 == 0:
        return {"note": f"{HOSPITAL.address}看診，送回家"}
    if number % 3 == 1:
        return {**DAY_CARE.cells("end_"), "note": f"{HOSPITAL.address}看診後送至日照中心"}
    return {**homes.home().cells("end_"), "note": f"{HOSPITAL.address}看診後送至親屬家"}
