"""A tried change as it is told: people's days before and after, what is served and what is not, what it breaks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from outreach.planning.loaded_week import LoadedWeek
from outreach.planning.work import Visit
from outreach.usecases.trying.breaks import breaks_of
from outreach.usecases.trying.judgement import Break, Judgement
from outreach.usecases.weeks.compare_rosters import Held, Moved, PersonDay, Seat
from solver.hand.bench import Cell
from solver.hand.forced import Tried
from solver.plan import Duty, Stop
from solver.problem import Ref

HUNDREDTHS_A_MINUTE = 6000


def judgement_of(week: LoadedWeek, tried: Tried) -> Judgement:
    """What the change comes to."""
    breaks, people = breaks_of(week, tried), people_of(week, tried.cells)
    before, after = open_work(week, week.bench.unserved), open_work(week, tried.plan.unserved)
    return Judgement(
        ok=not tried.broken,
        breaks=breaks,
        people=people,
        unserved=tuple(sorted(after - before)),
        served=tuple(sorted(before - after)),
        missed=tried.after.missed - tried.before.missed,
        left=tried.after.left - tried.before.left,
        minutes=round((tried.after.total - tried.before.total) / HUNDREDTHS_A_MINUTE, 1),
        start=None if tried.start is None else week.at(tried.start),
        names=names_of(week, breaks, people),
    )


def open_work(week: LoadedWeek, unserved: Iterable[Ref]) -> set[Seat]:
    """What is left out, as rosters call it: a task whole (seat 0), of a shift single seats."""
    return {(week.source(ref).key, ref.seat + 1 if ref.kind == "shift" else 0) for ref in unserved}


def names_of(week: LoadedWeek, breaks: Iterable[Break], people: Iterable[PersonDay]) -> Mapping[str, str]:
    """The names of everybody who is told of."""
    wanted = {one.person_id for one in breaks} | {one.person_id for one in people}
    return {person.id: person.name for person in week.translation.people if person.id in wanted}


def people_of(week: LoadedWeek, cells: Mapping[Cell, Duty | None], first: int | None = None) -> tuple[PersonDay, ...]:
    """The days that change, by person and date; those of the person number `first` before all others."""
    ordered = sorted(cells, key=lambda cell: (cell[0] != first, week.translation.people[cell[0]].code, cell[1]))
    return tuple(_day(week, cell, cells[cell]) for cell in ordered)


def _day(week: LoadedWeek, cell: Cell, duty: Duty | None) -> PersonDay:
    person_id, date = week.translation.people[cell[0]].id, week.translation.week.dates[cell[1]]
    row = week.cells.get((person_id, date))
    old = {held.key: held for held in held_before(week, person_id, date)}
    new = {held.key: held for held in held_in(week, person_id, duty)}
    moved = (Moved(before=old[key], after=new[key]) for key in old if key in new and _differs(old[key], new[key]))
    return PersonDay(
        person_id=person_id,
        date=date,
        before=None if row is None else (row.departure, row.arrival),
        after=None if duty is None else (week.at(duty.departure), week.at(duty.arrival)),
        came=_in_order(new[key] for key in new if key not in old),
        went=_in_order(old[key] for key in old if key not in new),
        moved=tuple(sorted(moved, key=lambda one: one.after.start)),
    )


def _differs(old: Held, new: Held) -> bool:
    return (old.start, old.end) != (new.start, new.end)


def _in_order(held: Iterable[Held]) -> tuple[Held, ...]:
    return tuple(sorted(held, key=lambda one: (one.start, one.key)))


def held_before(week: LoadedWeek, person_id: str, date: dt.date) -> tuple[Held, ...]:
    """What the roster's rows give the person that day."""
    row = week.cells.get((person_id, date))
    rows = week.stops_by_duty.get(row.id, ()) if row is not None else ()
    return tuple(
        Held(
            item_key=stop.item_key,
            seat=stop.seat,
            kind=stop.kind,
            letter=stop.letter,
            label=stop.label,
            person_id=person_id,
            start=stop.start,
            end=stop.end,
        )
        for stop in rows
        if stop.kind != "reload"
    )


def held_in(week: LoadedWeek, person_id: str, duty: Duty | None) -> tuple[Held, ...]:
    """What a duty holds."""
    stops = duty.stops if duty is not None else ()
    return tuple(_held(week, person_id, stop, stop.ref) for stop in stops if stop.ref is not None)


def _held(week: LoadedWeek, person_id: str, stop: Stop, ref: Ref) -> Held:
    work = week.source(ref)
    named = work.service if isinstance(work, Visit) else work.source
    return Held(
        item_key=work.key,
        seat=ref.seat + 1,
        kind=work.kind if isinstance(work, Visit) else "shift",
        letter=named.letter,
        label=named.name,
        person_id=person_id,
        start=week.at(stop.start),
        end=week.at(stop.end),
    )
