"""Note a visit from paper, or put right what was noted: as further entries, beside the earlier ones."""

from __future__ import annotations

import datetime as dt
import hashlib

from sqlmodel import col

from outreach.actor import Actor
from outreach.calendar.dates import TAIPEI
from outreach.forms.entries import Action, EntryForm, ResultForm
from outreach.forms.visits import VisitSheet
from outreach.records import Entry, VisitLog
from outreach.records.database import OfficeRecords
from outreach.refusals import Invalid, Refusal
from outreach.usecases.noting.note_entry import note_entry
from outreach.usecases.noting.show_visit import VisitView, show_visit
from outreach.usecases.weeks.coordinators_only import coordinators_only

_NOTHING_NEW = Refusal(
    "nothing_new",
    "跟目前的紀錄一樣，沒有存入新的紀錄。",
    "It is what the log says already; nothing was added.",
)
_LEFT_BEFORE = Refusal("left_before", "離開時間要晚於到達時間。", "Departure must be after arrival.", "left")
_NO_OUTCOME = Refusal("no_outcome", "請選結果，其他內容才存得進去。", "Choose an outcome first.", "outcome")


def correct_visit(
    records: OfficeRecords, actor: Actor, visit_id: str, *, sheet: VisitSheet, now: dt.datetime
) -> VisitLog:
    """Add an entry for each part that differs from the line. Raises `NotThere`, `NotAllowed`, `Invalid`, `Conflict`."""
    coordinators_only(actor)
    view = show_visit(records, actor, visit_id)
    again = _sent_before(records, view, sheet)
    if again:
        return [note_entry(records, actor, form=form, now=now) for form in again][-1].log
    forms = _forms(view, sheet)
    if not forms:
        if view.line.log is not None and any(view.entries):
            raise Invalid(_NOTHING_NEW)
        raise Invalid(_NO_OUTCOME)
    return [note_entry(records, actor, form=form, now=now) for form in forms][-1].log


def _sent_before(records: OfficeRecords, view: VisitView, sheet: VisitSheet) -> list[EntryForm]:
    """The entries of a form that is sent a second time, as it is now: they are known, or refused as other content."""
    forms = _all_forms(view, sheet)
    known = {entry.key for entry in records.all(Entry, col(Entry.key).in_([form.key for form in forms.values()]))}
    return [form for form in forms.values() if form.key in known]


def _all_forms(view: VisitView, sheet: VisitSheet) -> dict[Action, EntryForm]:
    arrived, left = (_moment(view, time) for time in (sheet.arrived, sheet.left))
    forms: dict[Action, EntryForm] = {}
    if arrived:
        forms["arrive"] = _form(view, sheet, "arrive", arrived, None)
    if left:
        forms["leave"] = _form(view, sheet, "leave", left, None)
    result = _result(sheet)
    if result is not None:
        forms["result"] = _form(view, sheet, "result", left or arrived or view.line.planned_to, result)
    return forms


def _forms(view: VisitView, sheet: VisitSheet) -> list[EntryForm]:
    """Those that say something new."""
    log, forms = view.line.log, _all_forms(view, sheet)
    arrived, left = (_moment(view, time) for time in (sheet.arrived, sheet.left))
    first = arrived or (log.arrived if log else None)
    if left and first and left < first.replace(second=0, microsecond=0):
        raise Invalid(_LEFT_BEFORE)
    if arrived and _same(arrived, log.arrived if log else None):
        del forms["arrive"]
    if left and _same(left, log.left if log else None):
        del forms["leave"]
    result = forms["result"].result if "result" in forms else None
    if result is not None and not _differs(result, view):
        del forms["result"]
    return list(forms.values())


def _moment(view: VisitView, time: dt.time | None) -> dt.datetime | None:
    return dt.datetime.combine(view.line.date, time, TAIPEI) if time is not None else None


def _same(typed: dt.datetime, kept: dt.datetime | None) -> bool:
    """A time of day is typed without its seconds."""
    return kept is not None and kept.replace(second=0, microsecond=0) == typed


def _result(sheet: VisitSheet) -> ResultForm | None:
    if sheet.outcome is None:
        fields = (sheet.seen, sheet.condition, sheet.items, sheet.remarks, sheet.witness, sheet.satisfaction)
        if any((*fields, sheet.people_served is not None, sheet.forms_received is not None)):
            raise Invalid(_NO_OUTCOME)
        return None
    return ResultForm(
        outcome=sheet.outcome,
        seen={"yes": True, "no": False, None: None}[sheet.seen],
        condition=sheet.condition,
        items=sheet.items,
        remarks=sheet.remarks,
        witness=sheet.witness,
        satisfaction=sheet.satisfaction,
        people_served=sheet.people_served,
        forms_received=sheet.forms_received,
    )


def _differs(result: ResultForm, view: VisitView) -> bool:
    log = view.line.log
    if log is None or sorted(result.condition) != sorted(view.condition):
        return True
    names = ("outcome", "items", "remarks", "satisfaction", "people_served", "forms_received", "witness")
    if any(getattr(result, name) != getattr(log, name) for name in names):
        return True
    return result.seen is not None and result.seen != log.seen


def _form(view: VisitView, sheet: VisitSheet, action: Action, at: dt.datetime, result: ResultForm | None) -> EntryForm:
    # One form is up to three entries: each has a key of its own, the same whenever the form is sent again.
    key = hashlib.sha256(f"{sheet.once}/{action}".encode()).hexdigest()[:32]
    return EntryForm(key=key, stop_id=view.stop_id, action=action, at=at, result=result)
