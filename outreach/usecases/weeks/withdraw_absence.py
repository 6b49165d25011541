"""Withdraw an absence: they can come after all."""

from __future__ import annotations

import datetime as dt

from outreach.actor import Actor
from outreach.calendar.dates import TAIPEI
from outreach.records import Absence, Person
from outreach.records.database import OfficeRecords
from outreach.refusals import Invalid, NotThere, Refusal
from outreach.usecases.keeping.correct import note_corrections
from outreach.usecases.weeks.lock_week import lock_known_weeks
from outreach.usecases.weeks.report_absence import person_or_refused


def withdraw_absence(records: OfficeRecords, actor: Actor, *, absence_id: str, now: dt.datetime) -> None:
    """Remove an absence; a field person their own. Raises `NotThere` for others' and for one that is withdrawn
    already, `Invalid` when it is over.
    """
    absence = records.get(Absence, absence_id)
    if absence is None:
        raise NotThere
    person_or_refused(records, actor, absence.person_id)
    if absence.end <= now:
        raise Invalid(Refusal("past", "這次請假已經結束，不能撤回。", "This absence is over and cannot be withdrawn."))
    lock_known_weeks(records, absence.start.astimezone(TAIPEI).date(), absence.end.astimezone(TAIPEI).date())
    absence = records.get(Absence, absence_id, lock=True)
    if absence is None:
        raise NotThere
    person = records.get(Person, absence.person_id)
    if not absence.by_hand and person is not None:
        # The workbook still has it: its next import asks before it brings it back.
        note_corrections(person, ["absences"])
    records.remove(absence)
