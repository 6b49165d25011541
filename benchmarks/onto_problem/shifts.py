"""shifts: each kind of shift on each day is a shift of its turn kind, with as many seats as people could come.

All of a day begin at midnight, so that a person has one of them at most. Wanted seats cost when they stay empty,
further ones when they are taken. The least minutes of a person are hard in the set; here each minute short costs more
than any plan.
"""

from __future__ import annotations

import numpy as np

from benchmarks.onto_problem.refusal import NotMappedError
from benchmarks.sets import shifts as form
from solver.plan import Plan
from solver.problem import DAY, MINUTE, DayAvailability, Person, Problem, Shift, ShiftSeat, Span, Weights, Wish

NEEDS: tuple[str, ...] = ()
UNDER = 100_000
"""Weight of worked time below the least: a minute costs as much as a thousand points."""


def to_problem(instance: form.Instance) -> Problem:
    """The instance as a problem. Raises `NotMappedError` and `ProblemError`."""
    if any(kind.minutes * MINUTE > DAY for kind in instance.shifts.values()):
        raise NotMappedError(f"shifts {instance.name}", ["shift longer than a day"])
    number = {key: place for place, key in enumerate(_keys(instance))}
    persons = {person.id: place for place, person in enumerate(instance.persons)}
    wishes = [
        Wish(shift=number[wish.day, wish.shift], person=persons[wish.person], wanted=wanted, cost=wish.weight)
        for wanted, asked in ((True, instance.on), (False, instance.off))
        for wish in asked
    ]
    return Problem(
        days=instance.days,
        months=("all",) * instance.days,
        weekends=tuple(day // form.WEEK if day % form.WEEK >= form.SATURDAY else -1 for day in range(instance.days)),
        modes=("walk",),
        travel=(np.zeros((1, 1), dtype=np.int32),),
        persons=tuple(_person(instance, person) for person in instance.persons),
        shifts=_shifts(instance),
        turns=tuple(instance.shifts),
        not_next_day=tuple((kind.id, after) for kind in instance.shifts.values() for after in sorted(kind.not_before)),
        wishes=tuple(wishes),
        weights=Weights(overtime=0, waiting=0, travel=0, turn=0, shortfall=UNDER),
    )


def to_plan(instance: form.Instance, plan: Plan) -> form.Plan:
    """The solver's plan as a row of kinds for each person."""
    keys = _keys(instance)
    rows = {person.id: [form.OFF] * instance.days for person in instance.persons}
    for duty in plan.duties:
        for stop in duty.stops:
            if stop.ref is not None:
                day, kind = keys[stop.ref.item]
                rows[instance.persons[duty.person].id][day] = kind
    return form.Plan({person: tuple(row) for person, row in rows.items()})


def _keys(instance: form.Instance) -> list[tuple[int, str]]:
    """Day and kind of each shift of the problem, in its order."""
    return [(day, kind) for day in range(instance.days) for kind in instance.shifts]


def _shifts(instance: form.Instance) -> tuple[Shift, ...]:
    cover = {(found.day, found.shift): found for found in instance.cover}
    return tuple(_shift(instance, day, kind, cover.get((day, kind))) for day, kind in _keys(instance))


def _shift(instance: form.Instance, day: int, kind: str, cover: form.Cover | None) -> Shift:
    """A shift whose first seats are the wanted ones; further ones for everybody else who could come."""
    wanted, under, over = (cover.wanted, cover.under, cover.over) if cover else (0, 0, 0)
    able = sum(person.max_shifts.get(kind, 0) > 0 and day not in person.days_off for person in instance.persons)
    short = (ShiftSeat(required=False, left_cost=under),) * wanted
    spare = (ShiftSeat(required=False, left_cost=0, filled_cost=over),) * max(able - wanted, 1 - wanted)
    length = instance.shifts[kind].minutes * MINUTE
    return Shift(id=f"{day} {kind}", place=0, start=day * DAY, end=day * DAY + length, seats=short + spare, turn=kind)


def _person(instance: form.Instance, person: form.Person) -> Person:
    free = (day for day in range(instance.days) if day not in person.days_off)
    return Person(
        id=person.id,
        role="staff",
        availability=tuple(
            DayAvailability(day=day, spans=(Span(day * DAY, (day + 1) * DAY),), start_place=0, end_place=0)
            for day in free
        ),
        max_day=DAY,
        max_month=person.max_minutes * MINUTE,
        least_month=person.min_minutes * MINUTE,
        max_turns={kind: person.max_shifts.get(kind, 0) for kind in instance.shifts},
        max_run=person.max_run,
        min_run=person.min_run,
        min_run_off=person.min_run_off,
        max_weekends=person.max_weekends,
    )
