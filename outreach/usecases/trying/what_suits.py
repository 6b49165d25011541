"""What would suit somebody who is free."""

from __future__ import annotations

import datetime as dt

from outreach.actor import Actor
from outreach.planning.loaded_week import seconds_into
from outreach.records.database import OfficeRecords
from outreach.refusals import Invalid, Refusal
from outreach.usecases.trying.candidates import candidate_of
from outreach.usecases.trying.desks import Desks
from outreach.usecases.trying.judgement import Candidate
from outreach.usecases.trying.wanted import person_of, roster_of
from outreach.usecases.weeks.coordinators_only import office_readers_only
from outreach.usecases.weeks.seat_wanted import not_past
from solver.hand.openings import suits_of


def what_suits(
    records: OfficeRecords,
    actor: Actor,
    desks: Desks,
    *,
    roster_id: str,
    person_id: str,
    date: dt.date,
    now: dt.datetime,
) -> tuple[Candidate, ...]:
    """Unserved work that this person could take that day beside all that they do, the most useful first.

    Raises `NotAllowed`, `NotThere`, `Invalid` for somebody or a date that there is not, `Conflict` for a week that is
    over.
    """
    office_readers_only(actor)
    roster = roster_of(records, roster_id, now)
    not_past(date, now)
    with desks.at(records, roster) as (_, week):
        person, day = person_of(week, person_id), (date - roster.monday).days
        if not 0 <= day < week.translation.problem.days:
            raise Invalid(Refusal("not_that_week", "這一天不在這一週。", "This date lies in another week.", "date"))
        found = suits_of(week.bench, person, day, seconds_into(roster.monday, now))
        return tuple(candidate_of(week, one) for one in found)
