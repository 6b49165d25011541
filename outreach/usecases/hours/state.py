"""Where a row of the log stands on its way into the record book."""

from __future__ import annotations

from typing import Literal

from outreach.records import HoursLine, VisitLog
from outreach.usecases.hours.credit import Credit

State = Literal["open", "doubt", "none", "signed", "changed"]
"""To be signed off; to be looked at first; nothing counts; signed off; signed off and corrected since."""


def state_of(row: VisitLog, credit: Credit, line: HoursLine | None) -> State:
    """The state of a row. `line`: the newest of the ledger about it, for one that is signed off.

    What was signed off stays as it is. When the log says something else by now, it wants another look.
    """
    if row.registered is not None:
        same = (
            row.credited == credit.minutes and line is not None and (line.arrived, line.left) == (row.arrived, row.left)
        )
        return "signed" if same else "changed"
    if credit.minutes == 0:
        return "none"
    return "doubt" if credit.doubts else "open"
