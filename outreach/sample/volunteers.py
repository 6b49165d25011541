"""The volunteers: few half-days each, from home, on foot, by bicycle or by scooter."""

from __future__ import annotations

from random import Random

from outreach.sample.homes import Home, Homes, metres_between
from outreach.sample.names import Names, mobile
from outreach.sample.people import SamplePerson
from outreach.sample.public_places import DISTRICT, DISTRICT_OFFICE, REGISTRATION, REGISTRATION_OFFICE
from outreach.sample.skills import grant

_AT_DISTRICT = 24
_AT_REGISTRATION = 10
_CAPACITY = {"步行": 8, "腳踏車": 15, "機車": 25}
_WITHOUT_POINT = (7, 19)
_FROM_OFFICE = (3, 12, 27, 33)
_WALK_METRES, _CYCLE_METRES = 900, 2_800
_INTERPRETING = slice(5, 15)  # none of these is on leave, see `absences`
_INTERPRETERS = ("越南語", "越南語", "越南語", "印尼語")


def volunteers(rng: Random, names: Names, homes: Homes) -> list[SamplePerson]:
    """24 volunteers of the district office, then 10 of the registration office's help desk."""
    people = [_one(rng, names, homes, number) for number in range(1, _AT_DISTRICT + _AT_REGISTRATION + 1)]
    district = people[:_AT_DISTRICT]
    for person, language in zip(rng.sample(district[_INTERPRETING], len(_INTERPRETERS)), _INTERPRETERS, strict=True):
        person.skills[f"{language}通譯"] = None
        person.languages = ("國語", language)
    grant(rng, district, {"櫃台引導": 12, "關懷訪視": 11, "陪伴就醫": 7, "血壓量測": 6, "導覽解說": 7})
    grant(rng, people[_AT_DISTRICT:], {"全功能服務台": 8, "關懷訪視": 3})
    grant(rng, people, {"快遞天使": 18})
    return people


def _one(rng: Random, names: Names, homes: Homes, number: int) -> SamplePerson:
    gender = rng.choice("女女男")
    unit, office = (DISTRICT, DISTRICT_OFFICE) if number <= _AT_DISTRICT else (REGISTRATION, REGISTRATION_OFFICE)
    base = None if number in _FROM_OFFICE else homes.home(exact=number not in _WITHOUT_POINT)
    mode = _mode(rng, base, office)
    languages = ("國語", "台語", "客語") if rng.random() < 0.1 else ("國語", "台語")
    exempt = ("夜班",) if rng.random() < 0.2 else ()
    turns = {"夜班": 0 if exempt else rng.randint(0, 2), "週末": rng.randint(0, 3)}
    return SamplePerson(
        code=f"V{number:02d}",
        name=names.person(gender),
        unit=unit,
        role="志工",
        title="志工",
        gender=gender,
        phone=mobile(300 + number),
        mode=mode,
        capacity=_CAPACITY[mode],
        max_day_hours=6,
        max_week_hours=12,
        target_week_hours=rng.choice((4, 5, 6, 8)),
        max_days=4,
        languages=languages,
        turns={kind: times for kind, times in turns.items() if times},
        exempt=exempt,
        base=base,
    )


def _mode(rng: Random, base: Home | None, office: Home) -> str:
    """On foot only near the office, by bicycle within a quarter of an hour."""
    metres = metres_between(base.point, office.point) if base and base.point and office.point else _CYCLE_METRES
    if metres <= _WALK_METRES:
        return "步行"
    return rng.choice(("腳踏車", "機車")) if metres < _CYCLE_METRES else "機車"
