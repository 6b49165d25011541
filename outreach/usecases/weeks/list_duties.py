"""The duties of the rosters that hold now, in a span of days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from outreach.actor import Actor
from outreach.records import RosterDuty
from outreach.records.database import OfficeRecords
from outreach.refusals import Invalid, NotAllowed, NotThere, Refusal
from outreach.usecases.weeks.published_part import published_duties

LONGEST = dt.timedelta(days=92)


def list_duties(
    records: OfficeRecords, actor: Actor, *, first: dt.date, last: dt.date, person_id: str | None = None
) -> Sequence[RosterDuty]:
    """Duties from `first` to `last`, by date; of a field person their own.

    Raises `NotAllowed` for administrators, `NotThere` for a field person who asks for somebody else's, `Invalid` for a
    span of more than 92 days.
    """
    if actor.role == "admin":
        raise NotAllowed
    if actor.role == "field":
        if actor.person_id is None or (person_id is not None and not actor.is_person(person_id)):
            raise NotThere
        person_id = actor.person_id
    if not first <= last <= first + LONGEST:
        raise Invalid(
            Refusal(
                "span", "結束不能早於開始，最長 92 天。", "Up to 92 days, and the end not before the start.", "until"
            )
        )
    return published_duties(records, first, last, person_id)
