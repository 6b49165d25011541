"""The week by client: when somebody comes, who, and whether they have been there before; the unserved ones first."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import col, func, select

from outreach.planning.turns_so_far import A_WEEK, WEEKS_REMEMBERED
from outreach.records import Client, Place, Roster, RosterDuty, RosterStop
from outreach.records.database import OfficeRecords
from outreach.usecases.showing.roster_rows import DutyRow, LeftRow, RosterRows, StopRow
from outreach.usecases.showing.week_desks import names_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Comer:
    """Who comes. `known`: has been there in the weeks before, `None` when nobody has. `number`: of the stop, from 1."""

    name: str
    role: str
    duty_id: str
    number: int
    pinned: bool
    known: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientVisit:
    """One visit or delivery."""

    letter: str
    label: str
    start: dt.datetime
    end: dt.datetime
    comers: tuple[Comer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftVisit:
    """One visit that is left out."""

    unserved_id: str
    letter: str
    label: str
    mandatory: bool
    dates: tuple[dt.date, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientRow:
    """One client's week. `last`: on which date somebody was to come before, and who."""

    client_id: str
    name: str
    village: str
    visits: tuple[ClientVisit, ...]
    left: tuple[LeftVisit, ...]
    last: tuple[dt.date, tuple[str, ...]] | None

    @property
    def waits(self) -> bool:
        """Whether something mandatory is left out."""
        return any(left.mandatory for left in self.left)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientsView:
    """Everybody of whom the roster says something."""

    rows: tuple[ClientRow, ...]

    @property
    def lacking(self) -> tuple[ClientRow, ...]:
        """Those of whom something is left out."""
        return tuple(row for row in self.rows if row.left)


@dataclass(frozen=True, slots=True)
class _Facts:
    names: Mapping[str, tuple[str, str]]
    duties: Mapping[str, DutyRow]
    before: Mapping[str, Mapping[str, dt.datetime]]


def week_clients(records: OfficeRecords, rows: RosterRows, monday: dt.date) -> ClientsView:
    """The clients of a roster's rows, in a fixed number of queries."""
    visits: dict[str, dict[str, list[StopRow]]] = defaultdict(lambda: defaultdict(list))
    left: dict[str, list[LeftRow]] = defaultdict(list)
    for stop in rows.stops:
        if stop.client_id:
            visits[stop.client_id][stop.item_key].append(stop)
    for one in rows.left:
        if one.client_id:
            left[one.client_id].append(one)
    wanted = sorted({*visits, *left})
    facts = _Facts(names_of(records), {duty.id: duty for duty in rows.duties}, _before(records, wanted, monday))
    asked = (
        select(Client.id, Client.name, Place.village)
        .join(Place, col(Place.id) == Client.place_id)
        .where(col(Client.id).in_(wanted))
    )
    made = [
        ClientRow(
            client_id=client_id,
            name=name,
            village=village,
            visits=_visits(visits[client_id].values(), facts, client_id),
            left=tuple(map(_left, left[client_id])),
            last=_last(facts, client_id),
        )
        for client_id, name, village in records.session.exec(asked)
    ]
    return ClientsView(rows=tuple(sorted(made, key=_order)))


def _order(row: ClientRow) -> tuple[bool, bool, str, str]:
    first = row.visits[0].start.isoformat() if row.visits else ""
    return not row.waits, not row.left, first, row.name


def _before(
    records: OfficeRecords, clients: Collection[str], monday: dt.date
) -> Mapping[str, Mapping[str, dt.datetime]]:
    """By client, who was to come in the weeks before by what was published, and when last."""
    found: dict[str, dict[str, dt.datetime]] = defaultdict(dict)
    asked = (
        select(RosterStop.client_id, RosterDuty.person_id, func.max(RosterStop.start))
        .join(RosterDuty, col(RosterDuty.id) == RosterStop.duty_id)
        .join(Roster, col(Roster.id) == RosterStop.roster_id)
        .where(
            Roster.status == "published",
            Roster.monday < monday,
            Roster.monday >= monday - WEEKS_REMEMBERED * A_WEEK,
            col(RosterStop.client_id).in_(clients),
        )
        .group_by(col(RosterStop.client_id), col(RosterDuty.person_id))
    )
    for client_id, person_id, start in records.session.exec(asked):
        if client_id:
            found[client_id][person_id] = start
    return found


def _last(facts: _Facts, client_id: str) -> tuple[dt.date, tuple[str, ...]] | None:
    before = facts.before.get(client_id)
    if not before:
        return None
    date = max(before.values()).date()
    who = (facts.names[person][0] for person, start in before.items() if start.date() == date and person in facts.names)
    return date, tuple(sorted(who))


def _visits(items: Collection[Sequence[StopRow]], facts: _Facts, client_id: str) -> tuple[ClientVisit, ...]:
    before = facts.before.get(client_id)
    made = []
    for stops in items:
        comers = []
        for stop in sorted(stops, key=lambda stop: stop.seat):
            person_id = facts.duties[stop.duty_id].person_id
            name, role = facts.names[person_id]
            comers.append(
                Comer(
                    name=name,
                    role=role,
                    duty_id=stop.duty_id,
                    number=stop.position + 1,
                    pinned=stop.pinned,
                    known=person_id in before if before else None,
                )
            )
        first = stops[0]
        made.append(
            ClientVisit(letter=first.letter, label=first.label, start=first.start, end=first.end, comers=tuple(comers))
        )
    return tuple(sorted(made, key=lambda visit: visit.start))


def _left(row: LeftRow) -> LeftVisit:
    return LeftVisit(
        unserved_id=row.id,
        letter=row.letter,
        label=row.label,
        mandatory=row.mandatory,
        dates=tuple(map(dt.date.fromisoformat, sorted(row.dates))),
    )
