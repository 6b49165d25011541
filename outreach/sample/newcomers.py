"""The fifteen new-immigrant families: each is visited by the 里幹事 of its own 里, some with an interpreter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from random import Random

from outreach.sample.clients import Register, SampleClient
from outreach.sample.half_days import WORKING
from outreach.sample.menu import INTERPRETED, NEWCOMER
from outreach.sample.people import SamplePerson, holders
from outreach.sample.tables import Row
from outreach.sample.working_days import on_weekday

_FAMILIES = 15
_YEAR = 365
_DUE = 6  # of the families who need no interpreter
_LEAVE_OFFICER, _LEAVE_WEEKDAY = "A02", 3  # see `absences`


def newcomers(
    rng: Random, register: Register, people: Sequence[SamplePerson], monday: dt.date
) -> tuple[list[SampleClient], list[Row]]:
    """The families, and the rows of their care plans."""
    met = _villages_that_meet(people, "越南語")
    clients = [register.newcomer("越南語", rng.choice(met), own_language_only=True) for _ in range(2)]
    clients.append(_refusing(rng, register, people))
    plans = [_yearly(client, INTERPRETED[client.languages], monday, rng.randint(1, 4)) for client in clients]
    officers = [person for person in people if person.villages]
    on_leave = next(person for person in officers if person.code == _LEAVE_OFFICER)
    appointed = register.newcomer("越南語", on_leave.villages[0], own_language_only=False)
    clients.append(appointed)
    plans.append(_appointed(appointed, on_weekday(monday, _LEAVE_WEEKDAY)))
    for number in range(_FAMILIES - len(clients)):
        village = rng.choice(officers).villages[0]
        language = rng.choice(("越南語", "越南語", "印尼語"))
        client = register.newcomer(language, village, own_language_only=False)
        clients.append(client)
        plans.append(_yearly(client, NEWCOMER, monday, number % 4 + 1 if number < _DUE else rng.randint(12, 330)))
    return clients, [{"code": f"NI{number:02d}", **plan} for number, plan in enumerate(plans, 1)]


def _refusing(rng: Random, register: Register, people: Sequence[SamplePerson]) -> SampleClient:
    """A family that refuses the only interpreter of its language, and so cannot be visited."""
    client = register.newcomer("印尼語", rng.choice(_villages_that_meet(people, "印尼語")), own_language_only=True)
    client.refused = "、".join(person.code for person in holders(people, "印尼語通譯"))
    return client


def _villages_that_meet(people: Sequence[SamplePerson], language: str) -> list[str]:
    """The 里 whose 里幹事 shares a working half-day with an interpreter of this language."""
    halves = {half for person in holders(people, f"{language}通譯") for half in person.free} & set(WORKING)
    return [person.villages[0] for person in people if person.villages and person.free & halves]


def _yearly(client: SampleClient, service: str, monday: dt.date, due_in: int) -> Row:
    last = monday + dt.timedelta(days=due_in - _YEAR)
    last -= dt.timedelta(days=max(0, last.isoweekday() - 5))
    return {"client": client.code, "service": service, "every_days": _YEAR, "last_visit": last}


def _appointed(client: SampleClient, day: dt.date) -> Row:
    note = "家人僅當日在家"
    return {"client": client.code, "service": NEWCOMER, "date": day, "note": note}
