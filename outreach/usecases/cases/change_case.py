"""What becomes of a case: notes, another owner or date, the end, and the beginning anew."""

from __future__ import annotations

import datetime as dt

from outreach.actor import Actor
from outreach.forms.cases import CaseChange, ClosingForm, NoteForm
from outreach.records import Case, CaseNote, Person
from outreach.records.database import OfficeRecords
from outreach.refusals import Conflict, NotThere, Refusal
from outreach.usecases.cases.open_case import check_owner
from outreach.usecases.weeks.coordinators_only import coordinators_only

_CLOSED = Refusal(
    "case_closed",
    "這件追蹤案件已經結案；要繼續處理，請先重新開啟。",
    "This case is closed; reopen it first.",
)
_OPEN = Refusal("case_open", "這件追蹤案件沒有結案。", "This case is not closed.")


def change_case(records: OfficeRecords, actor: Actor, case_id: str, *, form: CaseChange, now: dt.datetime) -> Case:
    """Another title, owner, due date or status; what was different before stays as a note.

    Raises `NotThere`, `NotAllowed`, `Invalid`, `Conflict`.
    """
    case = _open_one(records, actor, case_id)
    check_owner(records, form.owner_id)
    before = _told(records, case)
    case.title, case.due, case.owner_id, case.status = form.title, form.due, form.owner_id, form.status
    after = _told(records, case)
    changed = {name: [before[name], after[name]] for name in before if before[name] != after[name]}
    if changed:
        _note(records, actor, case, "", now, changed)
    return case


def note_case(records: OfficeRecords, actor: Actor, case_id: str, *, form: NoteForm, now: dt.datetime) -> CaseNote:
    """Add a note, to a closed case too. Raises `NotThere`, `NotAllowed`."""
    case = _locked(records, actor, case_id)
    return _note(records, actor, case, form.text, now)


def close_case(records: OfficeRecords, actor: Actor, case_id: str, *, form: ClosingForm, now: dt.datetime) -> Case:
    """Say what came of it. Raises `NotThere`, `NotAllowed`, `Conflict` when somebody else has closed it."""
    case = _open_one(records, actor, case_id)
    case.status, case.closing = "closed", form.closing
    case.closed, case.closed_by = now, actor.account_id
    return case


def reopen_case(records: OfficeRecords, actor: Actor, case_id: str, *, now: dt.datetime) -> Case:
    """It goes on. What its end was said to be stays as a note. Raises `NotThere`, `NotAllowed`, `Conflict`."""
    case = _locked(records, actor, case_id)
    if case.status != "closed":
        raise Conflict(_OPEN)
    # As it was said then, by whom it was said.
    records.add(
        CaseNote(office_id="", case_id=case.id, at=case.closed or now, account_id=case.closed_by, text=case.closing)
    )
    case.status, case.closing, case.closed, case.closed_by = "open", "", None, None
    return case


def _open_one(records: OfficeRecords, actor: Actor, case_id: str) -> Case:
    case = _locked(records, actor, case_id)
    if case.status == "closed":
        raise Conflict(_CLOSED)
    return case


def _locked(records: OfficeRecords, actor: Actor, case_id: str) -> Case:
    coordinators_only(actor)
    case = records.get(Case, case_id, lock=True)
    if case is None:
        raise NotThere
    return case


def _told(records: OfficeRecords, case: Case) -> dict[str, str]:
    owner = records.get(Person, case.owner_id) if case.owner_id else None
    return {
        "owner": f"{owner.name}（{owner.code}）" if owner else "",
        "due": case.due.isoformat(),
        "status": case.status,
        "title": case.title,
    }


def _note(
    records: OfficeRecords,
    actor: Actor,
    case: Case,
    text: str,
    now: dt.datetime,
    changed: dict[str, list[str]] | None = None,
) -> CaseNote:
    note = CaseNote(office_id="", case_id=case.id, at=now, account_id=actor.account_id, text=text)
    note.changed = changed or {}
    return records.add(note)
