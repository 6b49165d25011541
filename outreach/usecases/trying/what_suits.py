"""What would suit somebody who is free."""

from __future__ import annotations

import datetime as dt

from outreach.actor import Actor
from outreach.records.database import OfficeRecords
from outreach.usecases.trying.desks import Desks
from outreach.usecases.trying.judgement import Candidate


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
    """Unserved work that this person could take that day, the most useful first."""
    raise NotImplementedError
