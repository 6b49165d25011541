"""Two revisions of a week as a page shows them: figures, people, seats, and what each leaves out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import col

from outreach.actor import Actor
from outreach.records import Client, Person, Roster, RosterUnserved
from outreach.records.database import OfficeRecords
from outreach.refusals import NotThere
from outreach.usecases.replanning.side_by_side import SideBySide, side_by_side
from outreach.usecases.weeks.compare_rosters import RosterComparison, compare_rosters


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """One task or seat that a revision leaves out."""

    unserved_id: str
    roster_id: str
    kind: str
    letter: str
    label: str
    client: str
    dates: tuple[dt.date, ...]
    mandatory: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeksSideBySide:
    """Two revisions. `names`: people's by their ids; `before`, `after`, `both`: what only the one, only the other or
    both leave out.
    """

    one: Roster
    other: Roster
    comparison: RosterComparison
    sides: SideBySide
    names: Mapping[str, str]
    before: tuple[LeftOut, ...]
    after: tuple[LeftOut, ...]
    both: tuple[LeftOut, ...]


def compare_weeks(
    records: OfficeRecords, actor: Actor, *, one_id: str, other_id: str, now: dt.datetime
) -> WeeksSideBySide:
    """What changes from the one to the other, in a fixed number of queries. Raises as `compare_rosters`."""
    comparison = compare_rosters(records, actor, one_id=one_id, other_id=other_id)
    one, other = records.get(Roster, one_id), records.get(Roster, other_id)
    if one is None or other is None:
        raise NotThere
    rows = records.all(RosterUnserved, col(RosterUnserved.roster_id).in_((one_id, other_id)))
    names = {
        client.id: client.name for client in records.all(Client, col(Client.id).in_({row.client_id for row in rows}))
    }
    found = {(row.roster_id, row.item_key, row.seat): _left_out(row, names) for row in rows}

    def listed(keys: Sequence[tuple[str, int]], roster_id: str) -> tuple[LeftOut, ...]:
        return tuple(found[roster_id, key, seat] for key, seat in keys)

    return WeeksSideBySide(
        one=one,
        other=other,
        comparison=comparison,
        sides=side_by_side(records, comparison, one_id=one_id, other_id=other_id, now=now),
        names={person.id: person.name for person in records.all(Person)},
        before=listed(comparison.unserved_before, one_id),
        after=listed(comparison.unserved_after, other_id),
        both=listed(comparison.unserved_both, other_id),
    )


def _left_out(row: RosterUnserved, names: Mapping[str, str]) -> LeftOut:
    return LeftOut(
        unserved_id=row.id,
        roster_id=row.roster_id,
        kind=row.kind,
        letter=row.letter,
        label=row.label,
        client=names.get(row.client_id or "", ""),
        dates=tuple(sorted({dt.date.fromisoformat(window["date"]) for window in row.windows})),
        mandatory=row.mandatory,
    )
