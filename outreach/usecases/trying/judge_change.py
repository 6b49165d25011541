"""Judge a change by hand before anything is kept."""

from __future__ import annotations

import datetime as dt

from outreach.actor import Actor
from outreach.records.database import OfficeRecords
from outreach.usecases.trying.desks import Desks
from outreach.usecases.trying.hand_change import HandChange
from outreach.usecases.trying.judgement import Judgement
from outreach.usecases.trying.told import judgement_of
from outreach.usecases.trying.wanted import roster_of, tried
from outreach.usecases.weeks.coordinators_only import coordinators_only


def judge_change(
    records: OfficeRecords,
    actor: Actor,
    desks: Desks,
    *,
    roster_id: str,
    change: HandChange,
    now: dt.datetime,
) -> Judgement:
    """What the change comes to on the roster as it is, with whatever it breaks; nothing is kept.

    Raises `NotAllowed`, `NotThere`, `Invalid` for what there is not, and `Conflict` for what is over or has begun.
    """
    coordinators_only(actor)
    roster = roster_of(records, roster_id, now)
    with desks.at(records, roster) as (_, week):
        return judgement_of(week, tried(week, change, now)[1])
