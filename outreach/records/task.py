"""One visit that somebody asked for once."""

import datetime as dt

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from outreach.records.base import KeptRecord


class Task(KeptRecord, table=True):
    """A visit at one client's door that is asked for once: a request.

    Either on `date`, or on any open day from `earliest_date` until `deadline`. `earliest`, `latest` (of the start),
    `minutes` replace the service's own. `urgent`: mandatory whatever the service says. `cancelled`: not wanted any
    more; kept for older rosters.
    """

    __table_args__ = (UniqueConstraint("office_id", "code"),)
    code: str
    client_id: str = Field(foreign_key="client.id", index=True, max_length=32)
    service_id: str = Field(foreign_key="service.id", index=True, max_length=32)
    date: dt.date | None = None
    earliest_date: dt.date | None = None
    deadline: dt.date | None = None
    earliest: dt.time | None = None
    latest: dt.time | None = None
    minutes: int | None = None
    end_place_id: str | None = Field(default=None, foreign_key="place.id", max_length=32)
    urgent: bool = False
    cancelled: bool = False
    note: str = ""
