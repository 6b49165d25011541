"""The sample office's workbook, as its coordinator would keep it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from outreach.exports.ods import SheetData, write_ods
from outreach.ports import Outline
from outreach.sample import absences, campaigns, care_plans, desks, menu, volunteering
from outreach.sample.chance import chance
from outreach.sample.clients import Register, SampleClient, elders
from outreach.sample.half_days import weekly_spans
from outreach.sample.homes import Homes
from outreach.sample.names import Names, landline
from outreach.sample.newcomers import newcomers
from outreach.sample.offers import offer_half_days
from outreach.sample.people import SamplePerson
from outreach.sample.public_places import DISTRICT, DISTRICT_OFFICE, REGISTRATION, REGISTRATION_OFFICE
from outreach.sample.skills import let_expire
from outreach.sample.staff import district_staff, registration_staff
from outreach.sample.substitutes import substitutes
from outreach.sample.tables import Row, table
from outreach.sample.volunteers import volunteers

OFFICE = "示範區聯合外勤排班"


@dataclass(frozen=True, slots=True)
class _Served:
    clients: list[SampleClient]
    plans: list[Row]
    gifts: list[Row]


def build_sample(
    monday: dt.date, *, outlines: Sequence[Outline], seed: int = 1, festival: bool = False
) -> tuple[SheetData, ...]:
    """All sheets for the week that begins on `monday`, with homes inside these 里. Everybody in it is invented.

    The same arguments give the same cells. `festival`: a gift at each of 1,363 doors instead of a small round.
    Raises `ValueError` when `monday` is no Monday.
    """
    if monday.isoweekday() != 1:
        raise ValueError(f"not a Monday: {monday}")
    names, homes = Names(chance(seed, "names")), Homes(chance(seed, "homes"), outlines)
    people = _people(monday, names, homes, seed, festival=festival)
    served = _served(monday, names, homes, people, seed, festival=festival)
    return (
        table("office", [{"name": OFFICE, "sample": "是"}]),
        table("units", _unit_rows()),
        table("people", [person.row() for person in people]),
        table("availability", [row for person in people for row in _availability(person)]),
        table("absences", absences.absence_rows(monday)),
        table("deputies", []),
        table("trainings", volunteering.training_rows(chance(seed, "trainings"), monday, people)),
        table("insurances", volunteering.insurance_rows(monday, people)),
        table("kits", menu.kit_rows()),
        table("services", menu.service_rows()),
        table("clients", [client.row() for client in served.clients]),
        table("care_plans", served.plans),
        table("requests", []),
        table("desks", desks.desk_rows()),
        table("shifts", []),
        table("closed_days", []),
        table("drives", desks.drive_rows(monday)),
        table("campaigns", served.gifts),
        table("pins", desks.pin_rows(monday, people)),
    )


def write_sample(
    path: Path,
    monday: dt.date,
    *,
    outlines: Sequence[Outline],
    seed: int = 1,
    festival: bool = False,
    on_progress: Callable[[float], None] | None = None,
) -> None:
    """Write the sample workbook as ODS to `path`. `on_progress` hears shares from 0 to 1."""
    tell = on_progress or (lambda _: None)
    sheets = build_sample(monday, outlines=outlines, seed=seed, festival=festival)
    tell(0.5)
    write_ods(path, sheets)
    tell(1.0)


def _people(monday: dt.date, names: Names, homes: Homes, seed: int, *, festival: bool) -> list[SamplePerson]:
    people = [
        *district_staff(chance(seed, "district"), names, homes.villages),
        *registration_staff(chance(seed, "registration"), names),
        *substitutes(chance(seed, "substitutes"), names),
        *volunteers(chance(seed, "volunteers"), names, homes),
    ]
    absences.go_on_leave({person.code: person for person in people})
    offer_half_days(chance(seed, "offers"), people, desks.drive_half_day(monday), festival=festival)
    # One certificate ends within the week, one later: the plan has to look at the day.
    ends = (monday + dt.timedelta(days=2), monday + dt.timedelta(days=200))
    let_expire(chance(seed, "expiry"), [person for person in people if person.role == "志工"], "陪伴就醫", ends)
    return people


def _served(
    monday: dt.date, names: Names, homes: Homes, people: list[SamplePerson], seed: int, *, festival: bool
) -> _Served:
    rng = chance(seed, "clients")
    register = Register(rng, names, homes, monday.year)
    alone = elders(rng, register, people)
    families, family_plans = newcomers(rng, register, people, monday)
    registered, registrations = care_plans.registration_plans(rng, register, monday)
    greetings = care_plans.greeting_plans(rng, alone, monday)
    quiet = care_plans.quiet_elders(alone, greetings, monday)
    plans = [
        *greetings,
        *care_plans.cleaning_plans(rng, quiet, monday),
        *care_plans.escort_plans(rng, quiet, homes, monday),
        *registrations,
        *family_plans,
    ]
    doors = campaigns.households(rng, register, festival=festival)
    recipients = [*alone, *doors] if festival else doors
    gifts = campaigns.campaign_rows(rng, recipients, monday, festival=festival)
    return _Served([*alone, *families, *registered, *doors], plans, gifts)


def _unit_rows() -> list[Row]:
    places = {DISTRICT: DISTRICT_OFFICE, REGISTRATION: REGISTRATION_OFFICE}
    return [
        {"name": name, **place.cells(), "phone": landline(number)}
        for number, (name, place) in enumerate(places.items(), 1)
    ]


def _availability(person: SamplePerson) -> list[Row]:
    return [
        {"person": person.code, "weekdays": weekdays, "start": start, "end": end}
        for (start, end), weekdays in weekly_spans(person.offers).items()
    ]
