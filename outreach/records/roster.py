"""Rosters: a plan that the office keeps, revision by revision."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from outreach.records.base import OfficeRecord
from outreach.records.moment import TaipeiDateTime


class Roster(OfficeRecord, table=True):
    """One revision of one week's roster. `status`: `draft`; `published`: what holds, and nobody changes it any more;
    `frozen`: was published, until a later revision took its place; `trial`: a try, which nobody has kept yet, with a
    negative number instead of a revision's (see `OfficeRecords.with_tries`).

    `base_id`: the revision it was replanned from, `level` how gently (a value of `solver.replan.Level`; `""`: planned
    anew).

    `missed`: mandatory seats unserved. `left`: weight of optional work left. `terms`: cost-minutes by term. `bound`:
    proved lower bounds of the two, or `None`. `proofs`: why no fewer mandatory seats could be missed, as
    `{"ground": solver's word, "work": [what], "seats": n, "people": [person ids], "amount": n, "at": iso or null}`.
    `travel_source`: where travel times came from: `estimate`, or `street` where not told otherwise leg by leg.
    `unreached`: places that streets do not lead to, as `{"place_id": id, "mode": travel mode, "why": far (no street
    near), cut_off (no way leads there) or off (led to a street some way off), "metres": to that street, or null}`.
    """

    __table_args__ = (UniqueConstraint("office_id", "monday", "revision"),)
    monday: dt.date = Field(index=True)
    revision: int
    status: str = "draft"
    created: dt.datetime = Field(sa_type=TaipeiDateTime)
    seed: int
    seconds: float
    iterations: int
    missed: int
    left: int
    terms: dict[str, float] = Field(default_factory=dict, sa_type=JSON)
    bound: list[int | None] = Field(default_factory=list, sa_type=JSON)
    proofs: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    travel_source: str = "estimate"
    unreached: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    base_id: str | None = Field(default=None, foreign_key="roster.id", max_length=32)
    level: str = ""
    published_at: dt.datetime | None = Field(default=None, sa_type=TaipeiDateTime)


class RosterDuty(OfficeRecord, table=True):
    """All that one person does on one day, local times, and where the duty begins and ends.

    `worked_seconds`: arrival − departure − lunch − time off between two spans of availability. `last_leg_guessed`: see
    `RosterStop.leg_guessed`.
    """

    __table_args__ = (UniqueConstraint("roster_id", "person_id", "date"),)
    roster_id: str = Field(foreign_key="roster.id", index=True, max_length=32)
    person_id: str = Field(foreign_key="person.id", index=True, max_length=32)
    date: dt.date
    departure: dt.datetime = Field(sa_type=TaipeiDateTime)
    arrival: dt.datetime = Field(sa_type=TaipeiDateTime)
    lunch_start: dt.datetime | None = Field(default=None, sa_type=TaipeiDateTime)
    lunch_end: dt.datetime | None = Field(default=None, sa_type=TaipeiDateTime)
    start_place_id: str = Field(foreign_key="place.id", max_length=32)
    end_place_id: str = Field(foreign_key="place.id", max_length=32)
    worked_seconds: int = 0
    last_leg_seconds: int = 0
    last_leg_metres: int = 0
    last_leg_guessed: bool = False
    pinned: bool = False


class RosterStop(OfficeRecord, table=True):
    """One stop of a duty: a shift, a visit, a delivery or a reload.

    `kind`: `visit`, `delivery`, `shift` or `reload`. `item_key`: the same for all seats of one task or shift, and the
    same from revision to revision. `seat` counts from 1. `leg_seconds`, `leg_metres`: the travel that leads here;
    `leg_guessed`: an estimate, although the roster's travel times are from streets.
    Exactly one source (`care_plan_id`, `task_id`, `desk_id`, `drive_id`, `recipient_id`) is set, but for a reload.
    """

    duty_id: str = Field(foreign_key="rosterduty.id", index=True, max_length=32)
    roster_id: str = Field(foreign_key="roster.id", index=True, max_length=32)
    position: int
    kind: str
    item_key: str = Field(default="", index=True)
    seat: int = 1
    letter: str = ""
    label: str = ""
    client_id: str | None = Field(default=None, foreign_key="client.id", max_length=32)
    care_plan_id: str | None = Field(default=None, foreign_key="careplan.id", max_length=32)
    desk_id: str | None = Field(default=None, foreign_key="desk.id", max_length=32)
    drive_id: str | None = Field(default=None, foreign_key="drive.id", max_length=32)
    recipient_id: str | None = Field(default=None, foreign_key="recipient.id", max_length=32)
    task_id: str | None = Field(default=None, foreign_key="task.id", max_length=32)
    place_id: str = Field(foreign_key="place.id", max_length=32)
    end_place_id: str = Field(foreign_key="place.id", max_length=32)
    units: int = 0
    arrival: dt.datetime = Field(sa_type=TaipeiDateTime)
    start: dt.datetime = Field(sa_type=TaipeiDateTime)
    end: dt.datetime = Field(sa_type=TaipeiDateTime)
    leg_seconds: int = 0
    leg_metres: int = 0
    leg_guessed: bool = False
    pinned: bool = False

    @property
    def served_seconds(self) -> int:
        """Seconds credited as service: travel, waiting and reloading are not."""
        return 0 if self.kind == "reload" else int((self.end - self.start).total_seconds())


class RosterUnserved(OfficeRecord, table=True):
    """A task, or one seat of a shift, that the plan leaves out, with the reasons.

    `seat`: 0 for a whole task, else the shift's seat from 1. `windows`: the possible starts as
    `{"date": iso, "from": "HH:MM", "until": "HH:MM"}`. `steps`: candidates lost rule by rule (the funnel), as
    `{"rule": name, "lost": [person ids], "left": n}` in the order of the rules, for the seat that is hardest to fill;
    `certain`: nobody could take it even in an empty week.
    """

    roster_id: str = Field(foreign_key="roster.id", index=True, max_length=32)
    kind: str
    item_key: str
    seat: int = 0
    letter: str = ""
    label: str = ""
    mandatory: bool = False
    weight: int = 1
    client_id: str | None = Field(default=None, foreign_key="client.id", max_length=32)
    place_id: str = Field(foreign_key="place.id", max_length=32)
    minutes: int = 0
    crew: int = 1
    windows: list[dict[str, str]] = Field(default_factory=list, sa_type=JSON)
    steps: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    certain: bool = False
