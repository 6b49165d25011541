"""Compare two revisions of one week: who is affected, what moves, and what it costs."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from outreach.actor import Actor
from outreach.records import Roster, RosterDuty, RosterStop, RosterUnserved
from outreach.records.database import OfficeRecords
from outreach.refusals import Invalid, NotThere, Refusal
from outreach.usecases.weeks.coordinators_only import office_readers_only

Seat = tuple[str, int]
"""A piece of work by its key, and which of its seats (from 1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One stop as one revision has it: which seat, what it is called, when. `person_id`: whose."""

    item_key: str
    seat: int
    kind: str
    letter: str
    label: str
    person_id: str
    start: dt.datetime
    end: dt.datetime

    @property
    def key(self) -> Seat:
        """Which seat it is."""
        return self.item_key, self.seat


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A stop that stays with its person that day, at another time."""

    before: Held
    after: Held


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDay:
    """What changes for one person on one day. `before`, `after`: departure and arrival, `None` without a duty."""

    person_id: str
    date: dt.date
    before: tuple[dt.datetime, dt.datetime] | None
    after: tuple[dt.datetime, dt.datetime] | None
    came: tuple[Held, ...]
    went: tuple[Held, ...]
    moved: tuple[Moved, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatChange:
    """One seat that another person has, or that has another time: who and when before and after, `None`: nobody."""

    before: Held | None
    after: Held | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What one revision comes to. `minutes`: all terms together."""

    revision: int
    missed: int
    left: int
    minutes: float
    terms: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterComparison:
    """Two revisions side by side. `people`: only days that change, by person and date; `seats`: only seats that change,
    in the order of their keys. `unserved_before`, `unserved_after`: what only the one leaves out (seat 0: a whole
    task).
    """

    one: Figures
    other: Figures
    people: tuple[PersonDay, ...]
    seats: tuple[SeatChange, ...]
    unserved_before: tuple[Seat, ...]
    unserved_after: tuple[Seat, ...]
    unserved_both: tuple[Seat, ...]


def compare_rosters(records: OfficeRecords, actor: Actor, *, one_id: str, other_id: str) -> RosterComparison:
    """What changes from the roster `one_id` to `other_id`, in a fixed number of queries.

    Raises `NotAllowed` for field persons, `NotThere`, and `Invalid` for rosters of two weeks.
    """
    office_readers_only(actor)
    one, other = records.get(Roster, one_id), records.get(Roster, other_id)
    if one is None or other is None:
        raise NotThere
    if one.monday != other.monday:
        raise Invalid(
            Refusal(
                "two_weeks",
                "只能比較同一週的班表。",
                "Only rosters of one week can be compared.",
                "other_id",
            )
        )
    before, after = _read(records, one), _read(records, other)
    unserved = [{(row.item_key, row.seat) for row in side.unserved} for side in (before, after)]
    return RosterComparison(
        one=_figures(one),
        other=_figures(other),
        people=tuple(_people(before, after)),
        seats=tuple(_seats(before, after)),
        unserved_before=tuple(sorted(unserved[0] - unserved[1])),
        unserved_after=tuple(sorted(unserved[1] - unserved[0])),
        unserved_both=tuple(sorted(unserved[0] & unserved[1])),
    )


@dataclass(frozen=True, slots=True)
class _Side:
    """One revision's rows. `days`: person and date → places by seat; `spans`: departure and arrival."""

    days: Mapping[tuple[str, dt.date], Mapping[Seat, Held]]
    spans: Mapping[tuple[str, dt.date], tuple[dt.datetime, dt.datetime]]
    unserved: Sequence[RosterUnserved]


def _read(records: OfficeRecords, roster: Roster) -> _Side:
    duties = {duty.id: duty for duty in records.all(RosterDuty, RosterDuty.roster_id == roster.id)}
    days: dict[tuple[str, dt.date], dict[Seat, Held]] = defaultdict(dict)
    for stop in records.all(RosterStop, RosterStop.roster_id == roster.id, RosterStop.kind != "reload"):
        duty = duties[stop.duty_id]
        place = Held(
            item_key=stop.item_key,
            seat=stop.seat,
            kind=stop.kind,
            letter=stop.letter,
            label=stop.label,
            person_id=duty.person_id,
            start=stop.start,
            end=stop.end,
        )
        days[duty.person_id, duty.date][place.key] = place
    spans = {(duty.person_id, duty.date): (duty.departure, duty.arrival) for duty in duties.values()}
    unserved = records.all(RosterUnserved, RosterUnserved.roster_id == roster.id)
    return _Side(days, spans, unserved)


def _people(before: _Side, after: _Side) -> list[PersonDay]:
    found = []
    for person_id, date in sorted({*before.spans, *after.spans}):
        key = (person_id, date)
        old, new = before.days.get(key, {}), after.days.get(key, {})
        moved = [
            Moved(before=old[seat], after=new[seat]) for seat in old if seat in new and _moved(old[seat], new[seat])
        ]
        day = PersonDay(
            person_id=person_id,
            date=date,
            before=before.spans.get(key),
            after=after.spans.get(key),
            came=_in_order(new[seat] for seat in new if seat not in old),
            went=_in_order(old[seat] for seat in old if seat not in new),
            moved=tuple(sorted(moved, key=lambda one: one.after.start)),
        )
        if day.came or day.went or day.moved or day.before != day.after:
            found.append(day)
    return found


def _seats(before: _Side, after: _Side) -> list[SeatChange]:
    old = {seat: place for places in before.days.values() for seat, place in places.items()}
    new = {seat: place for places in after.days.values() for seat, place in places.items()}
    changes = (SeatChange(before=old.get(seat), after=new.get(seat)) for seat in sorted({*old, *new}))
    return [change for change in changes if _changed(change)]


def _changed(change: SeatChange) -> bool:
    if change.before is None or change.after is None:
        return True
    return change.before.person_id != change.after.person_id or _moved(change.before, change.after)


def _moved(old: Held, new: Held) -> bool:
    return (old.start, old.end) != (new.start, new.end)


def _in_order(places: Iterable[Held]) -> tuple[Held, ...]:
    return tuple(sorted(places, key=lambda place: (place.start, place.key)))


def _figures(roster: Roster) -> Figures:
    return Figures(
        revision=roster.revision,
        missed=roster.missed,
        left=roster.left,
        minutes=round(sum(roster.terms.values()), 2),
        terms=dict(roster.terms),
    )
