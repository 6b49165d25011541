"""The office that owns the data, its units, and the places that records point to."""

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from outreach.records.base import KeptRecord, new_id


class Office(SQLModel, table=True):
    """The tenant of the data: a district office, a household registration office, or several that plan jointly.

    `sample`: its people and homes are invented, and every page, map and picture says so. `address`: where this service
    is found from outside, such as `https://roster.example.gov.tw`, for the links in messages and calendars; empty when
    nobody has said. `contact`: the phone at which the office answers questions.

    `insurance`: what a roster is told that has volunteers on days on which they are not insured: `off`, `warn` (once
    the office keeps any insurance), `block`. `training_day_counts`: service on the day of the last training counts.
    `navigation`: the phones of the field may hand the place of a stop to a map service outside. `asks_outside`: an
    address may be asked of the geocoder outside that the service is set up with, one at a time and without a name.
    """

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    name: str = Field(unique=True)
    sample: bool = False
    address: str = ""
    contact: str = ""
    insurance: str = "warn"
    training_day_counts: bool = False
    navigation: bool = False
    asks_outside: bool = False


class Place(KeptRecord, table=True):
    """A point with an address and a 里 (WGS84 degrees). `precision`: how exactly, a word of `outreach.ports.Precision`.
    `matched`: the door, lane or road of the city's door plates that the address led to, `""` for any other point.
    """

    address: str = ""
    village: str = ""
    lat: float
    lon: float
    precision: str = "exact"
    matched: str = ""


class Unit(KeptRecord, table=True):
    """A unit of the office, with its own premises and people."""

    __table_args__ = (UniqueConstraint("office_id", "name"),)
    name: str
    place_id: str = Field(foreign_key="place.id", max_length=32)
    phone: str = ""
