"""People who can be assigned: what they may do, when they may work, when they are away."""

import datetime as dt

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from outreach.records.base import KeptRecord
from outreach.records.moment import TaipeiDateTime


class Person(KeptRecord, table=True):
    """Somebody who can be assigned.

    `role`: `volunteer`, `substitute` or `staff`. `mode`: `walk`, `bicycle`, `scooter` or `car`. Hours are decimal.
    `capacity`: gift units carried at once. `villages`: the 里 a 里幹事 answers for. `turns`: turn kind → turns already
    had in the counting period; `exempt`: turn kinds never given. `other_codes`: by which workbooks mean the same
    person.
    """

    __table_args__ = (UniqueConstraint("office_id", "code"),)
    code: str
    name: str
    unit_id: str = Field(foreign_key="unit.id", max_length=32)
    role: str
    title: str = ""
    gender: str = ""
    mode: str = "walk"
    base_id: str = Field(foreign_key="place.id", max_length=32)
    capacity: int = 0
    max_day_hours: float = 10
    max_week_hours: float = 40
    target_week_hours: float = 0
    max_days: int = 5
    villages: list[str] = Field(default_factory=list, sa_type=JSON)
    languages: list[str] = Field(default_factory=list, sa_type=JSON)
    turns: dict[str, int] = Field(default_factory=dict, sa_type=JSON)
    exempt: list[str] = Field(default_factory=list, sa_type=JSON)
    phone: str = ""
    email: str = ""
    other_codes: list[str] = Field(default_factory=list, sa_type=JSON)


class PersonSkill(KeptRecord, table=True):
    """A skill that a person holds, up to and including `expires` where it expires."""

    __table_args__ = (UniqueConstraint("person_id", "skill"),)
    person_id: str = Field(foreign_key="person.id", index=True, max_length=32)
    skill: str
    expires: dt.date | None = None


class Availability(KeptRecord, table=True):
    """A span in which a person may work: each week on `weekday` (1 Monday … 7 Sunday), or on one `date`."""

    person_id: str = Field(foreign_key="person.id", index=True, max_length=32)
    weekday: int | None = None
    date: dt.date | None = None
    start: dt.time
    end: dt.time


class Absence(KeptRecord, table=True):
    """A span that takes availability away, local time, `[start, end)`.

    `by_hand`: not from a workbook, whose next import leaves it alone.
    """

    person_id: str = Field(foreign_key="person.id", index=True, max_length=32)
    start: dt.datetime = Field(sa_type=TaipeiDateTime)
    end: dt.datetime = Field(sa_type=TaipeiDateTime)
    reason: str = ""
    by_hand: bool = False


class Deputy(KeptRecord, table=True):
    """Who stands in for a person, in order: `rank` 1 is asked first."""

    __table_args__ = (UniqueConstraint("person_id", "deputy_id"), UniqueConstraint("person_id", "rank"))
    person_id: str = Field(foreign_key="person.id", index=True, max_length=32)
    deputy_id: str = Field(foreign_key="person.id", index=True, max_length=32)
    rank: int
