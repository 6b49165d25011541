"""The week by 里: how many visits, who comes, for how many hours, and what is left out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlmodel import col, select

from outreach.records import Place
from outreach.records.database import OfficeRecords
from outreach.usecases.showing.roster_rows import LeftRow, RosterRows, StopRow
from outreach.usecases.showing.week_desks import names_of


@dataclass(frozen=True, slots=True, kw_only=True)
class VillageRow:
    """One 里. `people`: name and role of everybody who comes, with how many stops. `hours`: of service, of all
    who come. `left`: identifier and name of what is left out.
    """

    village: str
    served: int
    asked: int
    people: tuple[tuple[str, str, int], ...]
    hours: float
    left: tuple[tuple[str, str], ...]
    short: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VillagesView:
    """Every 里 with a visit or delivery, those that lack something first."""

    rows: tuple[VillageRow, ...]

    @property
    def lacking(self) -> tuple[VillageRow, ...]:
        """Those where something is left out."""
        return tuple(row for row in self.rows if row.left)


def week_villages(records: OfficeRecords, rows: RosterRows) -> VillagesView:
    """The 里 of a roster's rows, in two queries more."""
    names, person_of = names_of(records), {duty.id: duty.person_id for duty in rows.duties}
    stops = [stop for stop in rows.stops if stop.client_id]
    lefts = [left for left in rows.left if left.client_id]
    asked = select(Place.id, Place.village).where(
        col(Place.id).in_({stop.place_id for stop in stops} | {left.place_id for left in lefts})
    )
    villages = dict(records.session.exec(asked).all())
    by_stop: dict[str, list[StopRow]] = defaultdict(list)
    by_left: dict[str, list[LeftRow]] = defaultdict(list)
    for stop in stops:
        by_stop[villages[stop.place_id]].append(stop)
    for left in lefts:
        by_left[villages[left.place_id]].append(left)
    made = []
    for village in {*by_stop, *by_left}:
        here, missing = by_stop[village], by_left[village]
        coming: dict[str, int] = defaultdict(int)
        for stop in here:
            coming[person_of[stop.duty_id]] += 1
        served = len({stop.item_key for stop in here})
        people = sorted((-count, *names[person_id]) for person_id, count in coming.items())
        made.append(
            VillageRow(
                village=village,
                served=served,
                asked=served + len(missing),
                people=tuple((name, role, -count) for count, name, role in people),
                hours=sum(stop.served_seconds for stop in here) / 3600,
                left=tuple((left.id, left.label) for left in missing),
                short=sum(left.mandatory for left in missing),
            )
        )
    return VillagesView(rows=tuple(sorted(made, key=lambda row: (not row.short, not row.left, row.village))))
