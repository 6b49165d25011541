"""Open a case: it stays on the list until somebody says what came of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import func, select

from outreach.actor import Actor
from outreach.calendar.dates import ROC_OFFSET, TAIPEI
from outreach.forms.cases import CaseForm
from outreach.records import Case, CaseNote, Client, Person, VisitLog
from outreach.records.database import OfficeRecords
from outreach.refusals import Invalid, Refusal
from outreach.usecases.weeks.coordinators_only import coordinators_only

_PAST_DUE = Refusal("due_past", "期限不能早於今天。", "The due date is past already.", "due")
_NO_OWNER = Refusal("no_such_person", "找不到這位人員，請再選一次。", "There is no such person.", "owner_id")
_NO_CLIENT = Refusal("no_such_client", "找不到這位服務對象，請再選一次。", "There is no such client.", "client_id")
_NO_LOG = Refusal("no_such_visit", "找不到這筆訪視紀錄。", "There is no such line of the visit log.", "log_id")


def open_case(records: OfficeRecords, actor: Actor, *, form: CaseForm, now: dt.datetime) -> Case:
    """A new case with the next number of this ROC year; two that are opened at once get two numbers.

    Raises `NotAllowed`, `Invalid`.
    """
    coordinators_only(actor)
    today = now.astimezone(TAIPEI).date()
    if form.due < today:
        raise Invalid(_PAST_DUE)
    check_owner(records, form.owner_id)
    log = records.get(VisitLog, form.log_id) if form.log_id else None
    if form.log_id and log is None:
        raise Invalid(_NO_LOG)
    client_id = form.client_id or (log.client_id if log else None)
    if client_id and records.get(Client, client_id) is None:
        raise Invalid(_NO_CLIENT)
    fields: dict[str, Any] = {
        "title": form.title,
        "client_id": client_id,
        "log_id": form.log_id,
        "owner_id": form.owner_id,
        "due": form.due,
        "opened": now,
        "opened_by": actor.account_id,
    }
    case = _numbered(records, today.year - ROC_OFFSET, fields)
    if form.note:
        records.add(CaseNote(office_id="", case_id=case.id, at=now, account_id=actor.account_id, text=form.note))
    return case


def check_owner(records: OfficeRecords, owner_id: str | None) -> None:
    """Raise `Invalid` for an owner who is nobody."""
    if owner_id and records.get(Person, owner_id) is None:
        raise Invalid(_NO_OWNER)


def _numbered(records: OfficeRecords, year: int, fields: dict[str, Any]) -> Case:
    while True:
        asked = select(func.max(Case.number)).where(Case.year == year)
        number = (records.session.exec(asked).one() or 0) + 1
        try:
            # Of two who take the same number, the second waits here for the first, and then takes the next one.
            with records.session.begin_nested():
                return records.add(Case(office_id="", year=year, number=number, **fields))
        except IntegrityError:
            continue
