"""Keep a change by hand in the draft."""

from __future__ import annotations

import datetime as dt

from outreach.actor import Actor
from outreach.records.database import OfficeRecords
from outreach.usecases.trying.desks import Desks
from outreach.usecases.trying.hand_change import HandChange
from outreach.usecases.trying.judgement import Kept


def keep_change(
    records: OfficeRecords,
    actor: Actor,
    desks: Desks,
    *,
    roster_id: str,
    change: HandChange,
    now: dt.datetime,
) -> Kept:
    """Judge once more and keep. Raises as `judge_change`, `BreaksRules`, and `ChangedMeanwhile` for a stale cell."""
    raise NotImplementedError
