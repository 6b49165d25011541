"""Who changed a week's board last."""

from __future__ import annotations

from sqlmodel import col, select

from outreach.records import Account, Change
from outreach.records.database import OfficeRecords

BOARD_VERBS = frozenset(
    (
        *("keep_change", "undo_step", "pin_stops", "pin_seat", "unpin_seat", "assign_seat", "remove_from_seat", "undo"),
        *("change by hand", "undo by hand"),
    )
)
"""The verbs under which changes of the board are kept."""


def last_editor(records: OfficeRecords) -> str:
    """The name of the account whose change of a board is the newest; `""` when nobody's is known."""
    asked = (
        select(Account.name)
        .join(Change, col(Change.account_id) == Account.id)
        .where(col(Change.verb).in_(BOARD_VERBS))
        .order_by(col(Change.at).desc(), col(Change.id))
    )
    return records.session.exec(asked.limit(1)).first() or ""
