"""Duties, the answers to them, and the messages about them."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.pages.page import parts_of
from api.routes.access import PREFIX
from api.routes.asked import Answer, Asker, RecordPath, answered, problems
from api.routes.shapes import (
    AnswerShape,
    DutyHead,
    DutyHeads,
    DutyShape,
    Messages,
    MessageShape,
    duty_shape,
)
from api.routes.writes import write
from outreach.calendar.dates import monday_of
from outreach.forms.base import RecordId, ShortText
from outreach.forms.moments import Date
from outreach.forms.verbs import AnswerForm
from outreach.records.database import OfficeRecords, office_records
from outreach.usecases.showing.show_duty import show_duty
from outreach.usecases.weeks.answer_duty import accept_duty, decline_duty
from outreach.usecases.weeks.list_duties import list_duties
from outreach.usecases.weeks.show_messages import show_messages

router = APIRouter(prefix=PREFIX)


@router.get("/duties", response_model=DutyHeads, responses=problems(), tags=["duties"])
def duties(
    request: Request,
    actor: Asker,
    first: Annotated[Date | None, Query(alias="from")] = None,
    last: Annotated[Date | None, Query(alias="until")] = None,
    person_id: Annotated[RecordId | None, Query()] = None,
) -> Response:
    """Duties of the rosters that hold now, by date: from this week's Monday on, for four weeks, unless said otherwise.

    A field person gets their own.
    """
    start = first or monday_of(parts_of(request).clock.now().date())
    end = last or start + dt.timedelta(days=27)
    with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
        found = list_duties(records, actor, first=start, last=end, person_id=person_id)
        return answered(DutyHeads(items=[DutyHead.model_validate(one) for one in found]))


@router.get("/duties/{duty_id}", response_model=DutyShape, responses=problems(), tags=["duties"])
def duty(request: Request, actor: Asker, duty_id: RecordPath) -> Response:
    """One duty with its stops. Whose doors they are is shown to its person from the day before until the day after."""
    parts = parts_of(request)
    today = parts.clock.now().date()
    with office_records(parts.engine, office_id=actor.office_id, write=False) as records:
        return answered(duty_shape(show_duty(records, actor, duty_id, today=today)))


@router.put("/duties/{duty_id}/answer", response_model=AnswerShape, responses=problems(409, 413), tags=["duties"])
def answer(request: Request, actor: Asker, duty_id: RecordPath, form: AnswerForm) -> Response:
    """Say yes or no to a duty; the newest answer holds."""
    say = accept_duty if form.answer == "accepted" else decline_duty

    def work(records: OfficeRecords) -> Answer:
        said = say(records, actor, duty_id=duty_id, reason=form.reason, now=parts_of(request).clock.now())
        return Answer(AnswerShape.model_validate(said))

    return write(request, actor, "answer", work)


@router.get("/messages", response_model=Messages, responses=problems(), tags=["messages"])
def messages(
    request: Request,
    actor: Asker,
    person_id: Annotated[RecordId | None, Query()] = None,
    status: Annotated[ShortText | None, Query()] = None,
) -> Response:
    """What people were told, the newest first; a field person gets their own."""
    with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
        found = show_messages(records, actor, person_id=person_id, status=status)
        return answered(Messages(items=[MessageShape.model_validate(one) for one in found]))
