"""The substitute-service people: on duty all week, on foot or by bicycle, never in charge alone."""

from __future__ import annotations

from random import Random

from outreach.sample.names import Names, mobile
from outreach.sample.people import SamplePerson
from outreach.sample.public_places import DISTRICT, REGISTRATION
from outreach.sample.skills import grant

_AT_DISTRICT = 10
_AT_REGISTRATION = 2
_HOURS_A_DAY = 8
_HOURS_A_WEEK = 40
_TARGET_HOURS = 36


def substitutes(rng: Random, names: Names) -> list[SamplePerson]:
    """Twelve people, two of them at the registration office's help desk."""
    people = [_one(rng, names, number) for number in range(1, _AT_DISTRICT + _AT_REGISTRATION + 1)]
    grant(rng, people[:_AT_DISTRICT], {"居家打掃": 7, "關懷訪視": 9, "陪伴就醫": 5, "移位": 4, "櫃台引導": 3})
    grant(rng, people[_AT_DISTRICT:], {"關懷訪視": 1, "全功能服務台": 2})
    grant(rng, people[:_AT_DISTRICT], {"全功能服務台": 1})
    # Only one of them may work on a ladder, so the work that needs two such people shows up as unserved.
    next(person for person in people if "居家打掃" in person.skills).skills["高處作業"] = None
    for person in people:
        person.skills = person.skills or {"居家打掃": None}
    people[1].languages = ("國語", "台語", "客語")
    people[1].skills["關懷訪視"] = None
    return people


def _one(rng: Random, names: Names, number: int) -> SamplePerson:
    return SamplePerson(
        code=f"S{number:02d}",
        name=names.person("男"),
        unit=DISTRICT if number <= _AT_DISTRICT else REGISTRATION,
        role="替代役",
        title="替代役役男",
        gender="男",
        phone=mobile(200 + number),
        mode=rng.choices(("腳踏車", "步行"), (9, 1))[0],
        capacity=10,
        max_day_hours=_HOURS_A_DAY,
        max_week_hours=_HOURS_A_WEEK,
        target_week_hours=_TARGET_HOURS,
        languages=("國語", "台語") if rng.random() < 0.7 else ("國語",),
    )
