"""What stands for everything that a loaded week was made from: it is another one as soon as any of it has changed."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import CompoundSelect, String, bindparam, cast, func, literal, select, union_all
from sqlmodel import col

from outreach.planning.week_kinds import ALL, OF_THE_MONDAY, OF_THE_WEEK
from outreach.records import Campaign, Change, Roster, RosterDuty, RosterStop, RosterUnserved
from outreach.records.database import OfficeRecords

Stamp = Mapping[str, str]
"""By kind of record, a digest of the identifiers and versions of all that are looked at."""

OF_THE_ROSTER = (RosterDuty, RosterStop, RosterUnserved)
OWN = frozenset({"pin", "roster", "rosterduty", "rosterstop", "rosterunserved"})
"""What a change by hand itself changes."""


def week_stamp(records: OfficeRecords, monday: dt.date, roster_id: str) -> Stamp:
    """The stamp of this roster's week, in one query."""
    said = {
        "office": records.office.id,
        "roster": roster_id,
        "monday": monday,
        "sunday": monday + dt.timedelta(days=6),
    }
    rows = records.session.connection().execute(_asked(), said)
    return {kind: hashlib.sha256((told or "").encode()).hexdigest() for kind, told in rows}


@cache
def _asked() -> CompoundSelect[Any]:
    """Every record with its version, one row a kind. It names the office itself: what asks so often and for so much is
    not looked through for tables once more.
    """
    first: Any = bindparam("monday")
    last: Any = bindparam("sunday")
    parts = [_of(kind) for kind in ALL]
    # Of other weeks' rosters, whose rows never change, counts which are published; a try changes nothing.
    parts.append(_of(Roster).where(col(Roster.status) != "trial"))
    parts += [_of(kind).where(col(kind.date) >= first, col(kind.date) <= last) for kind in OF_THE_WEEK]
    parts += [_of(kind).where(col(kind.monday) == first) for kind in OF_THE_MONDAY]
    parts += [_of(kind).where(col(kind.roster_id) == bindparam("roster")) for kind in OF_THE_ROSTER]
    # What an undoing brings back is at its first version again: then it is the undoing that is counted.
    undone = select(literal("undone"), cast(func.count(), String)).select_from(Change)
    parts.append(undone.where(col(Change.office_id) == bindparam("office"), col(Change.undone_id).is_not(None)))
    parts.append(_of(Campaign).where(col(Campaign.first) <= last, col(Campaign.last) >= first))
    return union_all(*parts)


def _of(kind: Any) -> Any:
    told = func.aggregate_strings(col(kind.id) + ":" + cast(col(kind.version), String), ",")
    return select(literal(str(kind.__tablename__)), told).where(col(kind.office_id) == bindparam("office"))
