"""The staff of both units: 50 at the district office, 13 里幹事 among them, and 14 at the registration office."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from outreach.sample.names import Names, mobile
from outreach.sample.people import SamplePerson
from outreach.sample.public_places import DISTRICT, REGISTRATION
from outreach.sample.skills import grant

_DISTRICT_TITLES = ("課長",) * 5 + ("課員",) * 22 + ("辦事員",) * 6 + ("約僱人員",) * 4
_REGISTRATION_TITLES = ("課長",) + ("課員",) * 4 + ("戶籍員",) * 7 + ("辦事員",) * 2
# Exempt as is the custom of a lunch rota: heads of section, and people on a contract.
_EXEMPT = {"課長": ("午班", "夜班", "週末"), "約僱人員": ("夜班", "週末")}


def district_staff(rng: Random, names: Names, villages: Sequence[str]) -> list[SamplePerson]:
    """One 里幹事 for each 里, then the rest of the district office."""
    titles = ("里幹事",) * len(villages) + _DISTRICT_TITLES
    staff = [_clerk(rng, names, DISTRICT, f"A{n:02d}", title, mobile(n)) for n, title in enumerate(titles, 1)]
    for person, village in zip(staff, villages, strict=False):
        person.villages = (village,)
        person.skills |= {"單一窗口": None, "快遞天使": None}
    desk = staff[len(villages) + 5 :]
    grant(rng, desk, {"單一窗口": 12, "市民卡受理": 14, "血壓量測": 2, "快遞天使": 6})
    return staff


def registration_staff(rng: Random, names: Names) -> list[SamplePerson]:
    """The clerks of the registration office: who may decide on identity, and who takes which applications."""
    staff = [
        _clerk(rng, names, REGISTRATION, f"R{n:02d}", title, mobile(100 + n))
        for n, title in enumerate(_REGISTRATION_TITLES, 1)
    ]
    grant(rng, staff[:12], {"戶籍登記": 10, "初領身分證受理": 5, "自然人憑證": 4})
    grant(rng, staff, {"全功能服務台": 9})
    return staff


def _clerk(rng: Random, names: Names, unit: str, code: str, title: str, phone: str) -> SamplePerson:
    gender = rng.choice("女女男")
    turns = {"午班": rng.randint(0, 4), "夜班": rng.randint(0, 2), "週末": rng.randint(0, 2)}
    return SamplePerson(
        code=code,
        name=names.person(gender),
        unit=unit,
        role="職員",
        title=title,
        gender=gender,
        phone=phone,
        mode=rng.choices(("機車", "腳踏車"), (9, 1))[0],
        capacity=30 if title == "里幹事" else 20,
        languages=("國語", "台語") if rng.random() < 0.85 else ("國語", "客語"),
        turns={kind: times for kind, times in turns.items() if times and kind not in _EXEMPT.get(title, ())},
        exempt=_EXEMPT.get(title, ()),
    )
