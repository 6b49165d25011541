"""What the office offers: services with their crews, kits, care plans, desks, drives and campaigns."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from outreach.records.base import KeptRecord

# The JSON form of a `seats.SeatSpec`, one dictionary a seat.
Seats = list[dict[str, Any]]


class Kit(KeptRecord, table=True):
    """Portable equipment of which the office has `count`; `turnaround` minutes lie between two uses."""

    __table_args__ = (UniqueConstraint("office_id", "name"),)
    name: str
    count: int = 1
    turnaround: int = 30


class Service(KeptRecord, table=True):
    """One kind of work at a client's door, as the office offers it.

    `letter`: one character on chips. `block`: `visit` or `delivery`. `minutes`: service duration. `crew`: the seats.
    `earliest`, `latest`: bounds of the start. `village_owner`: only the 里幹事 who answers for the client's 里 may take
    seat 1. `speaks_language`: whoever takes seat 1 speaks one of the client's languages. `category`: of volunteer
    service (社會福利 …), whose special training its hours ask for; `""`: that of any category will do. `signature`:
    somebody signs at the door, or a witness is named. `satisfaction`: the client says how satisfied they are, 1 to 5.
    """

    __table_args__ = (UniqueConstraint("office_id", "name"),)
    name: str
    letter: str
    block: str = "visit"
    unit_id: str | None = Field(default=None, foreign_key="unit.id", max_length=32)
    minutes: int
    crew: Seats = Field(default_factory=list, sa_type=JSON)
    earliest: dt.time = dt.time(8, 30)
    latest: dt.time = dt.time(16, 30)
    kit_id: str | None = Field(default=None, foreign_key="kit.id", max_length=32)
    mandatory: bool = False
    weight: int = 1
    village_owner: bool = False
    speaks_language: bool = False
    category: str = Field(default="", sa_column_kwargs={"server_default": ""})
    signature: bool = False
    satisfaction: bool = False


class CarePlan(KeptRecord, table=True):
    """What one client gets: a service, how often, when, and where it ends if elsewhere.

    Exactly one of `times_per_week`, `every_days` and `date` says when: so many times each week; again `every_days` days
    after `last_visit`; or once, on a date. A request has a `deadline` (with `every_days` and the rest empty: once,
    by then). `weekdays`: ISO digits, `"12345"`. `minutes`, `earliest`, `latest` replace the service's own.
    """

    __table_args__ = (UniqueConstraint("office_id", "code"),)
    code: str
    client_id: str = Field(foreign_key="client.id", index=True, max_length=32)
    service_id: str = Field(foreign_key="service.id", index=True, max_length=32)
    times_per_week: int | None = None
    every_days: int | None = None
    last_visit: dt.date | None = None
    date: dt.date | None = None
    deadline: dt.date | None = None
    weekdays: str = "12345"
    earliest: dt.time | None = None
    latest: dt.time | None = None
    minutes: int | None = None
    end_place_id: str | None = Field(default=None, foreign_key="place.id", max_length=32)
    note: str = ""


class Desk(KeptRecord, table=True):
    """A fixed position that is staffed each week on `weekdays` (ISO digits) from `start` to `end`.

    `turn`: the turn kind that its shifts count as, or `""`. A desk that is open at all has at least `staff_at_least`
    of the staff.
    """

    __table_args__ = (UniqueConstraint("office_id", "code"),)
    code: str
    name: str
    letter: str
    unit_id: str = Field(foreign_key="unit.id", max_length=32)
    place_id: str = Field(foreign_key="place.id", max_length=32)
    weekdays: str
    start: dt.time
    end: dt.time
    required: Seats = Field(default_factory=list, sa_type=JSON)
    desired: Seats = Field(default_factory=list, sa_type=JSON)
    turn: str = ""
    staff_at_least: int = 0


class Drive(KeptRecord, table=True):
    """A team at a school or site on one `date`, receiving applications. `expected`: how many people are to come."""

    __table_args__ = (UniqueConstraint("office_id", "code"),)
    code: str
    name: str
    letter: str
    unit_id: str = Field(foreign_key="unit.id", max_length=32)
    place_id: str = Field(foreign_key="place.id", max_length=32)
    date: dt.date
    start: dt.time
    end: dt.time
    required: Seats = Field(default_factory=list, sa_type=JSON)
    desired: Seats = Field(default_factory=list, sa_type=JSON)
    kit_id: str | None = Field(default=None, foreign_key="kit.id", max_length=32)
    expected: int = 0


class Campaign(KeptRecord, table=True):
    """One festival's deliveries, between two dates, by one service of block `delivery`."""

    __table_args__ = (UniqueConstraint("office_id", "name"),)
    name: str
    service_id: str = Field(foreign_key="service.id", max_length=32)
    first: dt.date
    last: dt.date


class Recipient(KeptRecord, table=True):
    """One client on a campaign's list, with the number of gift units; 0: off the list, kept for older rosters."""

    __table_args__ = (UniqueConstraint("campaign_id", "client_id"),)
    campaign_id: str = Field(foreign_key="campaign.id", index=True, max_length=32)
    client_id: str = Field(foreign_key="client.id", index=True, max_length=32)
    units: int = 1
