"""Service hours: a month's rows with what they come to, signing off, and taking that back."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.pages.page import parts_of
from api.routes.access import PREFIX
from api.routes.asked import Answer, Asker, IdempotencyKey, RawBody, RecordPath, answered, problems
from api.routes.writes import write_once
from outreach.forms.base import Form, RecordId
from outreach.forms.hours import Month, SignOffForm, WithdrawalForm
from outreach.forms.moments import Date, Moment
from outreach.records.database import OfficeRecords, office_records
from outreach.refusals import Refusal
from outreach.usecases.hours.months import month_of
from outreach.usecases.hours.show_hours import HoursMonth, HoursRow, show_hours
from outreach.usecases.hours.sign_off import sign_off
from outreach.usecases.hours.state import State
from outreach.usecases.hours.withdraw_hours import withdraw_hours

router = APIRouter(prefix=PREFIX, tags=["hours"])


class WhyShape(Form):
    """Why less or none of the time counts, or what to look at first: a code and a sentence."""

    code: str
    zh: str
    en: str


class HoursRowShape(Form):
    """One row of the visit log. `minutes`: what it comes to now; `signed`: what is signed off, if anything.

    `state`: `open`, `doubt` (look at it first), `none` (nothing counts), `signed`, `changed` (corrected since).
    """

    log_id: str
    date: Date
    service: str
    category: str
    arrived: Moment | None
    left: Moment | None
    minutes: int
    signed: int | None
    registered: Moment | None
    state: State
    reasons: list[WhyShape]
    doubts: list[WhyShape]


class PersonHoursShape(Form):
    """One volunteer's month; sums in minutes."""

    person_id: str
    code: str
    name: str
    signed: int
    waiting: int
    rows: list[HoursRowShape]


class HoursShape(Form):
    """A month's hours."""

    month: Date
    signed: int
    waiting: int
    people: list[PersonHoursShape]


class SignedOffShape(Form):
    """How many rows were signed off just now, and their minutes."""

    rows: int
    minutes: int


@router.get("/hours", response_model=HoursShape, responses=problems())
def hours(
    request: Request,
    actor: Asker,
    month: Annotated[Month | None, Query()] = None,
    person_id: Annotated[RecordId | None, Query()] = None,
) -> Response:
    """The volunteers' service hours of a month, this one unless said otherwise; a field person gets their own."""
    asked = month or month_of(parts_of(request).clock.now().date())
    with office_records(parts_of(request).engine, office_id=actor.office_id, write=False) as records:
        return answered(_shape(show_hours(records, actor, month=asked, person_id=person_id)))


@router.post("/hours/sign-off", response_model=SignedOffShape, responses=problems(409, 413))
def sign(request: Request, actor: Asker, key: IdempotencyKey, raw: RawBody, form: SignOffForm) -> Response:
    """Sign rows off: all of them or none, and nobody their own."""

    def work(records: OfficeRecords) -> Answer:
        rows = {one.log_id: one.minutes for one in form.rows}
        done = sign_off(records, actor, rows=rows, now=parts_of(request).clock.now())
        return Answer(SignedOffShape(rows=done.rows, minutes=done.minutes))

    return write_once(request, actor, "sign off hours", key=key, body=raw, work=work)


@router.post("/hours/{log_id}/withdrawal", status_code=HTTPStatus.NO_CONTENT, responses=problems(409, 413))
def withdraw(
    request: Request, actor: Asker, log_id: RecordPath, key: IdempotencyKey, raw: RawBody, form: WithdrawalForm
) -> Response:
    """Take a sign-off back; both stay in the ledger."""

    def work(records: OfficeRecords) -> Answer:
        withdraw_hours(records, actor, log_id=log_id, reason=form.reason, now=parts_of(request).clock.now())
        return Answer(None, HTTPStatus.NO_CONTENT)

    return write_once(request, actor, "withdraw hours", key=key, body=raw, work=work)


def _shape(found: HoursMonth) -> HoursShape:
    return HoursShape(
        month=found.month,
        signed=found.signed,
        waiting=found.waiting,
        people=[
            PersonHoursShape(
                person_id=one.person_id,
                code=one.code,
                name=one.name,
                signed=one.signed,
                waiting=one.waiting,
                rows=[_row(row) for row in one.rows],
            )
            for one in found.people
        ],
    )


def _row(row: HoursRow) -> HoursRowShape:
    log, credit = row.log, row.credit
    return HoursRowShape(
        log_id=log.id,
        date=log.date,
        service=log.service,
        category=log.category,
        arrived=log.arrived,
        left=log.left,
        minutes=credit.minutes,
        signed=row.signed,
        registered=log.registered,
        state=row.state,
        reasons=_why(credit.reasons),
        doubts=_why(credit.doubts),
    )


def _why(refusals: Sequence[Refusal]) -> list[WhyShape]:
    return [WhyShape(code=one.code, zh=one.zh, en=one.en) for one in refusals]
