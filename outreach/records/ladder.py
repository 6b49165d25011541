"""The clock behind an unanswered door, and the alarm for a crew that has not checked out."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from outreach.records.base import OfficeRecord
from outreach.records.moment import TaipeiDateTime


class Ladder(OfficeRecord, table=True):
    """What follows one unanswered door, until somebody has seen the person.

    One of a client is open at a time: `open_key` is the client's id (or the log's, for a door of nobody in the
    records) while it is open, and `None` once it is closed. `entry_id`: the entry that began it. `door_at`: when nobody
    opened, the last time that somebody noted it. `number`: of the step that is on, 0 until the first is reached.
    `seen_by`: who has seen the person, a code of `close_seen`; `closed_by`: the account, or `None` when an entry of
    the field closed it.
    """

    __table_args__ = (UniqueConstraint("office_id", "open_key"),)
    log_id: str = Field(foreign_key="visitlog.id", index=True, max_length=32)
    client_id: str | None = Field(default=None, foreign_key="client.id", index=True, max_length=32)
    open_key: str | None = Field(default=None, max_length=32)
    entry_id: str | None = Field(default=None, foreign_key="entry.id", max_length=32)
    need_grade: int = 0
    door_at: dt.datetime = Field(sa_type=TaipeiDateTime)
    opened: dt.datetime = Field(sa_type=TaipeiDateTime, index=True)
    number: int = 0
    closed: dt.datetime | None = Field(default=None, sa_type=TaipeiDateTime)
    closed_by: str | None = Field(default=None, foreign_key="account.id", max_length=32)
    seen_by: str = ""


class LadderStep(OfficeRecord, table=True):
    """One step of a ladder. `kind`: `again`, `phone`, `contact`, `village_head` or `emergency`.

    `due`: when it is reached unless somebody is faster; `reached`: when it was. `owner_id`: the person it is up to.
    `asked`: how many of the office's people were told of it; `ask_next`: when the next one is. `taken`, `taken_by`:
    who said that they do it. `done`, `done_by`, `result`: ticked off, with `nobody` or `told`; a step that was jumped
    over has `skipped` and was never reached.
    """

    __table_args__ = (UniqueConstraint("ladder_id", "number"),)
    ladder_id: str = Field(foreign_key="ladder.id", index=True, max_length=32)
    number: int
    kind: str
    due: dt.datetime = Field(sa_type=TaipeiDateTime, index=True)
    owner_id: str | None = Field(default=None, foreign_key="person.id", max_length=32)
    reached: dt.datetime | None = Field(default=None, sa_type=TaipeiDateTime)
    asked: int = 0
    ask_next: dt.datetime | None = Field(default=None, sa_type=TaipeiDateTime)
    taken: dt.datetime | None = Field(default=None, sa_type=TaipeiDateTime)
    taken_by: str | None = Field(default=None, foreign_key="account.id", max_length=32)
    done: dt.datetime | None = Field(default=None, sa_type=TaipeiDateTime)
    done_by: str | None = Field(default=None, foreign_key="account.id", max_length=32)
    result: str = ""


class LadderSetting(OfficeRecord, table=True):
    """How fast the ladder of one need grade is. `steps`: `{"kind": …, "minutes": from the step before}`, in order.
    `patience`: minutes until the next officer is told of a step that nobody has taken.
    """

    __table_args__ = (UniqueConstraint("office_id", "need_grade"),)
    need_grade: int
    steps: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    patience: int = 5


class Officer(OfficeRecord, table=True):
    """A person who takes the steps of ladders, in order of `rank` from 1."""

    __table_args__ = (UniqueConstraint("office_id", "person_id"), UniqueConstraint("office_id", "rank"))
    person_id: str = Field(foreign_key="person.id", max_length=32)
    rank: int


class VillageHead(OfficeRecord, table=True):
    """The 里長 of one 里, whom an officer may ask to look. The software never calls them."""

    __table_args__ = (UniqueConstraint("office_id", "village"),)
    village: str
    name: str = ""
    phone: str = ""


class WatchSetting(OfficeRecord, table=True):
    """What an office has set about its clocks, minutes. `grace`: how long after the planned end a crew may be at a door
    before an alarm is raised. `remind`: how often somebody is told again of a last step that nobody has ended.
    """

    __table_args__ = (UniqueConstraint("office_id"),)
    grace: int = 30
    remind: int = 30


class Alarm(OfficeRecord, table=True):
    """A crew that has not said in time that it has left a door. `kind`: `not_checked_out` (it has arrived) or
    `not_reported` (nothing is known of it; no `log_id`). `people`: their names that day, `person_ids`: who they are.
    `late_since`: the planned end. `closed_by`: the account that has reached them; `None` with `closed`: they have
    reported since.
    """

    __table_args__ = (UniqueConstraint("office_id", "kind", "date", "item_key"),)
    kind: str
    date: dt.date
    item_key: str
    log_id: str | None = Field(default=None, foreign_key="visitlog.id", index=True, max_length=32)
    people: list[str] = Field(default_factory=list, sa_type=JSON)
    person_ids: list[str] = Field(default_factory=list, sa_type=JSON)
    late_since: dt.datetime = Field(sa_type=TaipeiDateTime)
    raised: dt.datetime = Field(sa_type=TaipeiDateTime, index=True)
    closed: dt.datetime | None = Field(default=None, sa_type=TaipeiDateTime)
    closed_by: str | None = Field(default=None, foreign_key="account.id", max_length=32)
