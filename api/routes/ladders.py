"""Unanswered doors and crews that are late, and what an officer does about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import Field

from api.pages.page import parts_of
from api.routes.access import PREFIX
from api.routes.asked import Answer, Asker, IdempotencyKey, RawBody, RecordPath, answered, problems
from api.routes.shapes import Shape
from api.routes.writes import write_once
from outreach.actor import Actor
from outreach.forms.base import Form, example
from outreach.records.database import OfficeRecords, office_records
from outreach.usecases.ladders.call_emergency_now import call_emergency_now
from outreach.usecases.ladders.close_seen import SeenBy, close_seen
from outreach.usecases.ladders.pace import StepKind
from outreach.usecases.ladders.reach_crew import reach_crew
from outreach.usecases.ladders.show_alarms import open_alarms
from outreach.usecases.ladders.show_ladders import State, closed_ladders, open_ladders, show_ladder
from outreach.usecases.ladders.take_step import take_step
from outreach.usecases.ladders.tick_off import tick_off

router = APIRouter(prefix=PREFIX, tags=["ladders"])


class SeenStepForm(Form):
    """`number`: of the step that was shown as the one that is on; refused without it, or when it has moved on since."""

    model_config = example({"number": 2})

    number: Annotated[int, Field(ge=0, le=99)] = 0


class SeenForm(Form):
    """Who has seen the person with their own eyes. Nobody is no answer."""

    model_config = example({"seen_by": "family"})

    seen_by: SeenBy | Literal[""] = ""


class NumberShape(Shape):
    """A number that an officer may call, and whose it is."""

    who: str
    phone: str


class StepShape(Shape):
    """One step, see `outreach.usecases.ladders.show_ladders.StepView`."""

    number: int
    kind: StepKind
    state: State
    due: dt.datetime
    reached: dt.datetime | None
    taken: dt.datetime | None
    who: str
    result: str
    told: int
    unheard: bool
    dials: tuple[NumberShape, ...]


class LadderShape(Shape):
    """One unanswered door, see `outreach.usecases.ladders.show_ladders.LadderView`."""

    id: str
    client_id: str | None
    client: str
    age: int | None
    village: str
    address: str
    need_grade: int
    service: str
    person: str
    remarks: str
    door_at: dt.datetime
    opened: dt.datetime
    closed: dt.datetime | None
    closed_by: str
    seen_by: Literal["", "entry"] | SeenBy
    steps: tuple[StepShape, ...]
    following: dt.datetime | None


class LaddersShape(Shape):
    """Those that are open, what needs somebody soonest first; or those closed within 30 days, the newest first."""

    items: list[LadderShape]


class AlarmShape(Shape):
    """A crew that has not said that it left, see `outreach.usecases.ladders.show_alarms.AlarmView`."""

    id: str
    arrived: bool
    people: tuple[tuple[str, str], ...]
    service: str
    village: str
    since: dt.datetime


class AlarmsShape(Shape):
    """Every open alarm, who is late for longest first."""

    items: list[AlarmShape]


class AlarmEnd(Shape):
    """When an alarm was closed."""

    id: str
    closed: dt.datetime


@router.get("/ladders", response_model=LaddersShape, responses=problems())
def ladders(request: Request, actor: Asker, closed: Annotated[bool, Query()] = False) -> Response:
    """Unanswered doors: the open ones, or those that were closed within the last 30 days."""
    parts = parts_of(request)
    with office_records(parts.engine, office_id=actor.office_id, write=False) as records:
        found = (closed_ladders if closed else open_ladders)(records, actor, now=parts.clock.now())
    return answered(LaddersShape(items=[LadderShape.model_validate(one) for one in found]))


@router.get("/ladders/{ladder_id}", response_model=LadderShape, responses=problems())
def ladder(request: Request, actor: Asker, ladder_id: RecordPath) -> Response:
    """One unanswered door with all its steps."""
    parts = parts_of(request)
    with office_records(parts.engine, office_id=actor.office_id, write=False) as records:
        return answered(LadderShape.model_validate(show_ladder(records, actor, ladder_id, now=parts.clock.now())))


@router.post("/ladders/{ladder_id}/take", response_model=LadderShape, responses=problems(409))
def take(
    request: Request, actor: Asker, ladder_id: RecordPath, key: IdempotencyKey, raw: RawBody, form: SeenStepForm
) -> Response:
    """Say that one does the step that is on."""
    return _done(request, actor, "take ladder", key, raw, ladder_id, take_step, number=form.number)


@router.post("/ladders/{ladder_id}/nobody", response_model=LadderShape, responses=problems(409))
def nobody(
    request: Request, actor: Asker, ladder_id: RecordPath, key: IdempotencyKey, raw: RawBody, form: SeenStepForm
) -> Response:
    """The step that is on was done, and nobody was reached; the last one: it was reported."""
    return _done(request, actor, "nobody ladder", key, raw, ladder_id, tick_off, number=form.number)


@router.post("/ladders/{ladder_id}/seen", response_model=LadderShape, responses=problems(409))
def seen(
    request: Request, actor: Asker, ladder_id: RecordPath, key: IdempotencyKey, raw: RawBody, form: SeenForm
) -> Response:
    """Somebody has seen the person: it is closed."""
    return _done(request, actor, "seen ladder", key, raw, ladder_id, close_seen, seen_by=form.seen_by)


@router.post("/ladders/{ladder_id}/emergency", response_model=LadderShape, responses=problems(409))
def emergency(request: Request, actor: Asker, ladder_id: RecordPath, key: IdempotencyKey, raw: RawBody) -> Response:
    """Straight to the last step. Nobody is called by this."""
    return _done(request, actor, "emergency ladder", key, raw, ladder_id, call_emergency_now)


@router.get("/alarms", response_model=AlarmsShape, responses=problems())
def alarms(request: Request, actor: Asker) -> Response:
    """Crews of two or more that have not said in time that they left a door."""
    with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
        return answered(AlarmsShape(items=[AlarmShape.model_validate(one) for one in open_alarms(records, actor)]))


@router.post("/alarms/{alarm_id}/reached", response_model=AlarmEnd, responses=problems(409))
def reached(request: Request, actor: Asker, alarm_id: RecordPath, key: IdempotencyKey, raw: RawBody) -> Response:
    """A crew that was late has been reached."""

    def work(records: OfficeRecords) -> Answer:
        alarm = reach_crew(records, actor, alarm_id=alarm_id, now=parts_of(request).clock.now())
        return Answer(AlarmEnd.model_validate(alarm))

    return write_once(request, actor, "reach crew", key=key, body=raw, work=work)


def _done(
    request: Request,
    actor: Actor,
    name: str,
    key: str,
    raw: bytes,
    ladder_id: str,
    verb: Callable[..., object],
    **given: object,
) -> Response:
    """The verb, once for each key, and the ladder as it is then."""

    def work(records: OfficeRecords) -> Answer:
        now = parts_of(request).clock.now()
        verb(records, actor, ladder_id=ladder_id, now=now, **given)
        records.session.flush()
        return Answer(LadderShape.model_validate(show_ladder(records, actor, ladder_id, now=now)))

    return write_once(request, actor, name, key=key, body=raw, work=work)
