"""Who could take a seat."""

from __future__ import annotations

import datetime as dt

from outreach.actor import Actor
from outreach.records.database import OfficeRecords
from outreach.usecases.trying.desks import Desks
from outreach.usecases.trying.judgement import Candidate


def who_could(
    records: OfficeRecords,
    actor: Actor,
    desks: Desks,
    *,
    roster_id: str,
    item_key: str,
    seat: int,
    now: dt.datetime,
) -> tuple[Candidate, ...]:
    """Ways to fill the seat, the best first, then who only just fails."""
    raise NotImplementedError
