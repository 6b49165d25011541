"""Judge a change by hand before anything is kept."""

from __future__ import annotations

import datetime as dt

from outreach.actor import Actor
from outreach.records.database import OfficeRecords
from outreach.usecases.trying.desks import Desks
from outreach.usecases.trying.hand_change import HandChange
from outreach.usecases.trying.judgement import Judgement


def judge_change(
    records: OfficeRecords,
    actor: Actor,
    desks: Desks,
    *,
    roster_id: str,
    change: HandChange,
    now: dt.datetime,
) -> Judgement:
    """What the change comes to, with whatever it breaks told. Raises `NotThere`, `NotAllowed`, `Invalid`, `Conflict`."""
    raise NotImplementedError
