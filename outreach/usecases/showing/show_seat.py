"""One seat of one roster: what it is, when, and who has it; or that nobody has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import col

from outreach.actor import Actor
from outreach.records import Client, Person, Place, Roster, RosterDuty, RosterStop, RosterUnserved
from outreach.records.database import OfficeRecords
from outreach.refusals import NotThere, Refusal
from outreach.usecases.showing.show_unserved import Opening
from outreach.usecases.trying.cell_etag import cell_etag
from outreach.usecases.weeks.own_duty import require_everybody

_GONE = Refusal(
    "seat_gone",
    "這個名額已經不在這一版班表裡，可能剛被改過。請回到班表看最新的樣子。",
    "This seat is no longer in this revision; somebody may have changed it just now. Look at the roster again.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatView:
    """A seat. `seat`: from 1, or 0 for a whole task that nobody serves. `client`: a name, or `""`.

    `holder`, `stop`, `date`, `seen`: who has it, how it stands in their day, and what stands for that day; `None` and
    `""` without anybody. `beside`: who else comes. `people`: everybody, by id. `unserved`: the row that says why nobody
    has it; `openings`: when it could start. `dates`: the days on which it may be given to somebody.
    """

    roster: Roster
    item_key: str
    seat: int
    kind: str
    letter: str
    label: str
    client: str
    place: Place | None
    holder: Person | None
    stop: RosterStop | None
    date: dt.date | None
    seen: str
    beside: tuple[str, ...]
    people: dict[str, Person]
    unserved: RosterUnserved | None
    openings: tuple[Opening, ...]
    dates: tuple[dt.date, ...]


def show_seat(records: OfficeRecords, actor: Actor, *, roster_id: str, item_key: str, seat: int) -> SeatView:
    """The seat `seat` of the work `item_key`, in a fixed number of queries.

    Raises `NotThere`: no such roster, or the seat is neither taken nor left out in it; for who may not see everybody.
    """
    require_everybody(actor)
    roster = records.get(Roster, roster_id)
    if roster is None:
        raise NotThere
    rows = records.all(RosterStop, RosterStop.roster_id == roster_id, RosterStop.item_key == item_key)
    stop = next((row for row in rows if row.seat == max(seat, 1)), None)
    left = records.all(RosterUnserved, RosterUnserved.roster_id == roster_id, RosterUnserved.item_key == item_key)
    unserved = next((row for row in left if row.seat in (0, seat)), None) if stop is None else None
    row = stop or unserved
    if row is None:
        raise NotThere(_GONE)
    people = {one.id: one for one in sorted(records.all(Person), key=lambda one: (one.role, one.name, one.code))}
    duties = records.all(RosterDuty, col(RosterDuty.id).in_([one.duty_id for one in rows])) if rows else []
    whose = {duty.id: duty for duty in duties}
    duty = whose[stop.duty_id] if stop else None
    client = records.get(Client, row.client_id) if row.client_id else None
    openings = tuple(_opening(window) for window in unserved.windows) if unserved else ()
    return SeatView(
        roster=roster,
        item_key=item_key,
        seat=stop.seat if stop else unserved.seat if unserved else seat,
        kind=row.kind,
        letter=row.letter,
        label=row.label,
        client=client.name if client else "",
        place=records.get(Place, row.place_id),
        holder=people.get(duty.person_id) if duty else None,
        stop=stop,
        date=duty.date if duty else None,
        seen=cell_etag(records.all(RosterStop, RosterStop.duty_id == duty.id)) if duty else "",
        beside=tuple(people[whose[one.duty_id].person_id].name for one in rows if one is not stop) if stop else (),
        people=people,
        unserved=unserved,
        openings=openings,
        dates=_dates(roster, row.kind, duty.date if duty else None, openings),
    )


def _dates(roster: Roster, kind: str, date: dt.date | None, openings: Sequence[Opening]) -> tuple[dt.date, ...]:
    if kind == "shift" and date is not None:
        return (date,)
    if openings:
        return tuple(sorted({one.date for one in openings}))
    return tuple(roster.monday + dt.timedelta(days=day) for day in range(7))


def _opening(window: Mapping[str, str]) -> Opening:
    return Opening(
        date=dt.date.fromisoformat(window["date"]),
        earliest=dt.time.fromisoformat(window["from"]),
        latest=dt.time.fromisoformat(window["until"]),
    )


def find_unserved(records: OfficeRecords, roster_id: str, unserved_id: str) -> tuple[str, int]:
    """The work and the seat of a row of what a roster leaves out. Raises `NotThere` when it has gone."""
    row = records.get(RosterUnserved, unserved_id)
    if row is None or row.roster_id != roster_id:
        raise NotThere(_GONE)
    return row.item_key, row.seat


def find_duty(records: OfficeRecords, roster_id: str, duty_id: str) -> RosterDuty:
    """A duty of this roster. Raises `NotThere` when it has gone."""
    duty = records.get(RosterDuty, duty_id)
    if duty is None or duty.roster_id != roster_id:
        raise NotThere(_GONE)
    return duty
