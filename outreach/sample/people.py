"""One invented person as the sample keeps it, until it becomes a row of the sheet of people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from outreach.sample.half_days import HalfDay
from outreach.sample.homes import Home
from outreach.sample.tables import Row


@dataclass(slots=True, eq=False)
class SamplePerson:
    """Somebody who can be assigned. `offers`: half-days given to outreach; `away`: half-days on leave."""

    code: str
    name: str
    unit: str
    role: str
    title: str
    gender: str
    phone: str
    mode: str
    capacity: int = 0
    max_day_hours: float = 10
    max_week_hours: float = 40
    target_week_hours: float = 0
    max_days: int = 5
    skills: dict[str, dt.date | None] = field(default_factory=dict)
    villages: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("國語",)
    turns: dict[str, int] = field(default_factory=dict)
    exempt: tuple[str, ...] = ()
    base: Home | None = None
    offers: set[HalfDay] = field(default_factory=set)
    away: set[HalfDay] = field(default_factory=set)

    @property
    def free(self) -> set[HalfDay]:
        """The half-days on which this person can be assigned."""
        return self.offers - self.away

    def row(self) -> Row:
        """The row of the sheet of people."""
        return {
            "code": self.code,
            "name": self.name,
            "unit": self.unit,
            "role": self.role,
            "title": self.title,
            "gender": self.gender,
            "skills": "、".join(_skill(name, end) for name, end in self.skills.items()),
            "mode": self.mode,
            "capacity": self.capacity,
            "max_day_hours": self.max_day_hours,
            "max_week_hours": self.max_week_hours,
            "target_week_hours": self.target_week_hours,
            "max_days": self.max_days,
            "villages": "、".join(self.villages),
            "languages": "、".join(self.languages),
            "turns": "、".join(f"{kind}:{times}" for kind, times in self.turns.items()),
            "exempt": "、".join(self.exempt),
            "phone": self.phone,
            **(self.base.cells("base_") if self.base else {}),
        }


def holders(people: Iterable[SamplePerson], *skills: str, role: str = "", unit: str = "") -> list[SamplePerson]:
    """Those who hold all these skills, of one role and unit where these are named."""
    return [
        person
        for person in people
        if all(skill in person.skills for skill in skills) and role in ("", person.role) and unit in ("", person.unit)
    ]


def _skill(name: str, end: dt.date | None) -> str:
    return name if end is None else f"{name}({end.year - 1911}/{end.month}/{end.day})"
