"""What has been published stays as it is: the rows of such a roster cannot be changed, removed or added to."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import ORMExecuteState
from sqlmodel import Session

from outreach.records.roster import Roster, RosterDuty, RosterStop, RosterUnserved

ROWS = (RosterDuty, RosterStop, RosterUnserved)
TABLES = frozenset({"roster", *(str(kind.__tablename__) for kind in ROWS)})
FREE = ("draft", "trial")
"""What nobody has been told: its rows may change."""
STEPS = {("trial", "draft"), ("draft", "published"), ("published", "frozen"), ("frozen", "published")}
"""What may become of a roster: a frozen one only when it is published again."""


class FrozenRosterError(RuntimeError):
    """Somebody tried to alter a published roster: our fault, never an answer. Holds its id."""


def keep_published_rosters(session: Session) -> None:
    """Refuse whatever this session does to a roster that has been published, but for the step to the next status.

    A roster that the same session has made may be filled. Bulk statements on rosters are refused altogether.
    """
    made: set[str] = set()

    @event.listens_for(session, "before_flush")
    def look_at_rows(flushed: Session, *_: object) -> None:
        made.update(record.id for record in flushed.new if isinstance(record, Roster))
        for roster in flushed.dirty:
            if isinstance(roster, Roster) and flushed.is_modified(roster):
                _check_step(roster)
        touched = {row.roster_id for row in (*flushed.new, *flushed.deleted) if isinstance(row, ROWS)}
        touched |= {row.roster_id for row in flushed.dirty if isinstance(row, ROWS) and flushed.is_modified(row)}
        touched |= {roster.id for roster in flushed.deleted if isinstance(roster, Roster)}
        for roster_id in touched - made:
            with flushed.no_autoflush:
                roster = flushed.get(Roster, roster_id)
            if roster is not None and _status_before(roster) not in FREE:
                raise FrozenRosterError(roster_id)

    @event.listens_for(session, "do_orm_execute")
    def look_at_statements(state: ORMExecuteState) -> None:
        if state.is_update or state.is_delete:
            table: Any = state.bind_mapper
            if table is not None and table.local_table.name in TABLES:
                raise FrozenRosterError(table.local_table.name)


def _status_before(roster: Roster) -> str:
    history = inspect(roster).attrs.status.history
    return str(history.deleted[0]) if history.deleted else roster.status


def _check_step(roster: Roster) -> None:
    state: Any = inspect(roster)
    before = _status_before(roster)
    changed = {name for name in type(roster).model_fields if state.attrs[name].history.has_changes()}
    if before in FREE and (roster.status == before or roster.status == "draft"):
        return
    if (before, roster.status) not in STEPS or not changed <= {"status", "published_at", "version"}:
        raise FrozenRosterError(roster.id)
