"""What the verbs of the API answer: plain shapes, made from records and from what use cases say."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from outreach.forms.exceptions import AbsenceShown, ClosedDayShown, PinShown
from outreach.forms.place import PlaceShown
from outreach.usecases.jobs.show_jobs import JobView
from outreach.usecases.showing.show_duty import DutyView


class Shape(BaseModel):
    """An answer, made from an object with the same names."""

    model_config = ConfigDict(from_attributes=True, extra="forbid")


class RosterHead(Shape):
    """A roster without what is in it, see `outreach.records.Roster`."""

    id: str
    monday: dt.date
    revision: int
    status: str
    created: dt.datetime
    published_at: dt.datetime | None
    base_id: str | None
    level: str
    seed: int
    seconds: float
    iterations: int
    missed: int
    left: int
    terms: dict[str, float]
    bound: list[int | None]
    travel_source: str


class RosterHeads(Shape):
    """Rosters, the newest revision first."""

    items: list[RosterHead]


class WeekShape(Shape):
    """A week: the roster that holds, all revisions, and its closed days."""

    monday: dt.date
    published_id: str | None
    rosters: list[RosterHead]
    closed_days: list[ClosedDayShown]


class DutyHead(Shape):
    """A duty without its stops."""

    id: str
    roster_id: str
    person_id: str
    date: dt.date
    departure: dt.datetime
    arrival: dt.datetime


class DutyHeads(Shape):
    """Duties of the rosters that hold now, by date."""

    items: list[DutyHead]


class StopHead(Shape):
    """Which work a stop is."""

    id: str
    duty_id: str
    kind: str
    item_key: str
    seat: int
    start: dt.datetime
    end: dt.datetime


class AbsenceAnswer(Shape):
    """An absence, and the published duties that it runs into."""

    absence: AbsenceShown
    duties: list[DutyHead]


class ClosedDayAnswer(Shape):
    """A closed day, and the published duties and stops that it runs into."""

    closed_day: ClosedDayShown
    duties: list[DutyHead]
    stops: list[StopHead]


class AssignedAnswer(Shape):
    """The pin that holds now, and the pins and bars that gave way."""

    pin: PinShown
    replaced: list[PinShown]


class PublishedAnswer(Shape):
    """The roster that holds now, how many people are told, and the job that tells them, if there is one."""

    roster: RosterHead
    told: int
    job_id: str | None


class ReadingShape(Shape):
    """That somebody has opened their part of a roster."""

    roster_id: str
    person_id: str
    at: dt.datetime


class AnswerShape(Shape):
    """What somebody says to a duty."""

    duty_id: str
    person_id: str
    answer: Literal["accepted", "declined"]
    reason: str
    at: dt.datetime


class PartnerShape(Shape):
    """Somebody who is there at the same time."""

    name: str
    role: str
    duty_id: str


class StopShape(Shape):
    """One stop of a duty, see `outreach.usecases.showing.duty_stops.StopView`. `place`: null where it is not shown."""

    number: int
    kind: str
    letter: str
    label: str
    client: str
    age: int | None
    phone: str
    place: PlaceShown | None
    end_place: PlaceShown | None
    notes: list[str]
    units: int
    arrival: dt.datetime
    start: dt.datetime
    end: dt.datetime
    leg_minutes: int
    leg_metres: int
    leg_guessed: bool
    lunch: str
    pinned: bool
    partners: list[PartnerShape]


class DutyShape(Shape):
    """One duty with its stops. `start`, `end`: the unit where it begins and ends, `""` for a home."""

    id: str
    roster_id: str
    roster_status: str
    person_id: str
    person: str
    role: str
    unit: str
    date: dt.date
    departure: dt.datetime
    arrival: dt.datetime
    lunch_start: dt.datetime | None
    lunch_end: dt.datetime | None
    worked_seconds: int
    start: str
    end: str
    metres: int
    stops: list[StopShape]


class MessageShape(Shape):
    """One message, and how far it is."""

    id: str
    person_id: str
    occasion: str
    subject: str
    text: str
    status: str
    created: dt.datetime
    sent_at: dt.datetime | None
    fault: str


class Messages(Shape):
    """Messages, the newest first."""

    items: list[MessageShape]


class StepShape(Shape):
    """One record that a change touched, and which of its fields (all of them where it came or went)."""

    kind: str
    id: str
    did: Literal["added", "changed", "removed"]
    fields: list[str]


class ChangeShape(Shape):
    """One change. `steps`: the first ones; `more`: how many besides. `undone_id`: the change that undid it."""

    id: str
    at: dt.datetime
    account_id: str | None
    verb: str
    undone_id: str | None
    steps: list[StepShape]
    more: int


class Changes(Shape):
    """Changes, the newest first."""

    items: list[ChangeShape]


class ImportHead(Shape):
    """An import without its faults and findings."""

    id: str
    file_name: str
    at: dt.datetime
    status: str
    added: int
    changed: int
    same: int


class Imports(Shape):
    """Imports, the newest first."""

    items: list[ImportHead]


class ImportShape(ImportHead):
    """An import with every row that could not be taken, and what a preview found."""

    faults: list[dict[str, Any]]
    findings: dict[str, Any]


class ImportAnswer(ImportHead):
    """An import that has been handed in, and the job that looks at it."""

    job: JobView


class Jobs(Shape):
    """Jobs, the newest first."""

    items: list[JobView]


def duty_shape(view: DutyView) -> DutyShape:
    """A duty as the API shows it."""
    duty = view.duty
    return DutyShape(
        id=duty.id,
        roster_id=duty.roster_id,
        roster_status=view.roster.status,
        person_id=view.person.id,
        person=view.person.name,
        role=view.person.role,
        unit=view.unit.name,
        date=duty.date,
        departure=duty.departure,
        arrival=duty.arrival,
        lunch_start=duty.lunch_start,
        lunch_end=duty.lunch_end,
        worked_seconds=duty.worked_seconds,
        start=view.start,
        end=view.end,
        metres=view.metres,
        stops=[
            StopShape.model_validate(
                {
                    **{name: getattr(stop, name) for name in StopShape.model_fields},
                    "place": stop.place and _place(stop.place),
                    "end_place": stop.end_place and _place(stop.end_place),
                    "notes": list(stop.notes),
                }
            )
            for stop in view.stops
        ],
    )


def _place(place: Any) -> dict[str, Any]:
    return {name: getattr(place, name) for name in PlaceShown.model_fields}
