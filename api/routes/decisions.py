"""What coordinators decide about single seats and days: pins, assignments, removals, absences, closed days."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.pages.page import parts_of
from api.routes.access import PREFIX
from api.routes.asked import LOCATION, Answer, Asker, IdempotencyKey, RawBody, RecordPath, problems
from api.routes.shapes import AbsenceAnswer, AssignedAnswer, ClosedDayAnswer, DutyHead, StopHead
from api.routes.writes import write, write_once
from outreach.forms.base import Shown
from outreach.forms.exceptions import AbsenceForm, ClosedDayForm, PinShown, RemovalForm, SeatOfPersonForm
from outreach.records.base import KeptRecord
from outreach.records.database import OfficeRecords
from outreach.usecases.keeping.kinds import KINDS
from outreach.usecases.keeping.show_record import show_rows
from outreach.usecases.weeks.assign_seat import assign_seat
from outreach.usecases.weeks.close_day import close_day
from outreach.usecases.weeks.pin_seat import pin_seat
from outreach.usecases.weeks.remove_from_seat import remove_from_seat
from outreach.usecases.weeks.reopen_day import reopen_day
from outreach.usecases.weeks.report_absence import report_absence
from outreach.usecases.weeks.unpin_seat import unpin_seat
from outreach.usecases.weeks.withdraw_absence import withdraw_absence

router = APIRouter(prefix=PREFIX, tags=["decisions"])
_MADE: dict[str, Any] = {
    "status_code": HTTPStatus.CREATED,
    "responses": {**problems(409, 413), 201: {"headers": LOCATION}},
}
_GONE: dict[str, Any] = {"status_code": HTTPStatus.NO_CONTENT, "responses": problems(409)}


@router.post("/pins", response_model=PinShown, **_MADE)
def pin(request: Request, actor: Asker, key: IdempotencyKey, raw: RawBody, form: SeatOfPersonForm) -> Response:
    """Decide that a person takes a seat; refused when that contradicts another decision."""

    def work(records: OfficeRecords) -> Answer:
        made = pin_seat(records, actor, **form.model_dump(), now=parts_of(request).clock.now())
        return _made("pins", _shown(records, "pins", made))

    return write_once(request, actor, "pin", key=key, body=raw, work=work)


@router.delete("/pins/{record_id}", **_GONE)
def unpin(request: Request, actor: Asker, record_id: RecordPath) -> Response:
    """Take a pin or a bar back."""

    def work(records: OfficeRecords) -> Answer:
        unpin_seat(records, actor, pin_id=record_id, now=parts_of(request).clock.now())
        return Answer(None, HTTPStatus.NO_CONTENT)

    return write(request, actor, "unpin", work)


@router.post("/assignments", response_model=AssignedAnswer, **_MADE)
def assign(request: Request, actor: Asker, key: IdempotencyKey, raw: RawBody, form: SeatOfPersonForm) -> Response:
    """This person takes the seat, instead of whoever was to have it."""

    def work(records: OfficeRecords) -> Answer:
        done = assign_seat(records, actor, **form.model_dump(), now=parts_of(request).clock.now())
        shown = _shown(records, "pins", done.pin)
        replaced = show_rows(records, KINDS["pins"], done.replaced)
        body = {"pin": _json(shown), "replaced": [_json(one) for one in replaced]}
        return Answer(body, HTTPStatus.CREATED, {"Location": f"{PREFIX}/pins/{shown.id}"})

    return write_once(request, actor, "assign", key=key, body=raw, work=work)


@router.post("/removals", response_model=PinShown, **_MADE)
def remove(request: Request, actor: Asker, key: IdempotencyKey, raw: RawBody, form: RemovalForm) -> Response:
    """This person does not do this work on that date: a bar."""

    def work(records: OfficeRecords) -> Answer:
        made = remove_from_seat(records, actor, **form.model_dump(), now=parts_of(request).clock.now())
        return _made("pins", _shown(records, "pins", made))

    return write_once(request, actor, "remove", key=key, body=raw, work=work)


@router.post("/absences", response_model=AbsenceAnswer, **_MADE)
def report(request: Request, actor: Asker, key: IdempotencyKey, raw: RawBody, form: AbsenceForm) -> Response:
    """Report that somebody is away; a field person reports their own absences."""

    def work(records: OfficeRecords) -> Answer:
        done = report_absence(records, actor, **form.model_dump(), now=parts_of(request).clock.now())
        shown = _shown(records, "absences", done.absence)
        duties = [_json(DutyHead.model_validate(one)) for one in done.duties]
        return _made("absences", shown, {"absence": _json(shown), "duties": duties})

    return write_once(request, actor, "report absence", key=key, body=raw, work=work)


@router.delete("/absences/{record_id}", **_GONE)
def withdraw(request: Request, actor: Asker, record_id: RecordPath) -> Response:
    """Withdraw an absence."""

    def work(records: OfficeRecords) -> Answer:
        withdraw_absence(records, actor, absence_id=record_id, now=parts_of(request).clock.now())
        return Answer(None, HTTPStatus.NO_CONTENT)

    return write(request, actor, "withdraw absence", work)


@router.post("/closed-days", response_model=ClosedDayAnswer, **_MADE)
def close(request: Request, actor: Asker, key: IdempotencyKey, raw: RawBody, form: ClosedDayForm) -> Response:
    """Close a day, everywhere or in some 里 only."""

    def work(records: OfficeRecords) -> Answer:
        done = close_day(records, actor, **form.model_dump(), now=parts_of(request).clock.now())
        shown = _shown(records, "closed-days", done.closed_day)
        duties = [_json(DutyHead.model_validate(one)) for one in done.duties]
        stops = [_json(StopHead.model_validate(one)) for one in done.stops]
        return _made("closed-days", shown, {"closed_day": _json(shown), "duties": duties, "stops": stops})

    return write_once(request, actor, "close day", key=key, body=raw, work=work)


@router.delete("/closed-days/{record_id}", **_GONE)
def reopen(request: Request, actor: Asker, record_id: RecordPath) -> Response:
    """Reopen a closed day."""

    def work(records: OfficeRecords) -> Answer:
        reopen_day(records, actor, closed_day_id=record_id, now=parts_of(request).clock.now())
        return Answer(None, HTTPStatus.NO_CONTENT)

    return write(request, actor, "reopen day", work)


def _shown(records: OfficeRecords, kind: str, record: KeptRecord) -> Shown:
    records.session.flush()
    return show_rows(records, KINDS[kind], [record])[0]


def _made(kind: str, shown: Shown, body: dict[str, Any] | None = None) -> Answer:
    return Answer(body or shown, HTTPStatus.CREATED, {"Location": f"{PREFIX}/{kind}/{shown.id}"})


def _json(shape: Any) -> dict[str, Any]:
    dumped: dict[str, Any] = shape.model_dump(mode="json")
    return dumped
