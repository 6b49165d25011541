"""What a volunteer's hours depend on: training and insurance, and how much training is asked from when on."""

import datetime as dt

from sqlmodel import Field

from outreach.records.base import KeptRecord


class Training(KeptRecord, table=True):
    """A training that a person has had. `kind`: `basic`, or `special` for one `category` of service (社會福利 …)."""

    person_id: str = Field(foreign_key="person.id", index=True, max_length=32)
    kind: str
    category: str = ""
    hours: float = 0
    date: dt.date
    provider: str = ""


class Insurance(KeptRecord, table=True):
    """A span, both days included, in which a person is insured."""

    person_id: str = Field(foreign_key="person.id", index=True, max_length=32)
    start: dt.date
    end: dt.date
    policy: str = ""


class TrainingRule(KeptRecord, table=True):
    """How many hours of a training are asked, from a date on. `category`: `""` for basic training."""

    kind: str
    category: str = ""
    hours: float
    start: dt.date
