"""From the best plan in the tables to the plan that is handed out."""

from __future__ import annotations

from solver.engine import columns as c
from solver.engine.packing import Packing
from solver.engine.tables import Tables
from solver.plan import Duty, Plan, Stop
from solver.problem import Span
from solver.search.construction import PinsCannotHold
from solver.telling import plan_of


def best_duties(made: Packing, w: Tables) -> tuple[Duty, ...]:
    """The best plan's duties, by person and day."""
    return tuple(_duty(made, w, p) for p in range(len(made.workdays)) if w.best_duty[p, c.SIZE])


def _duty(made: Packing, w: Tables, p: int) -> Duty:
    person, entry = made.workdays[p]
    row = w.best_duty[p]
    lunch = None
    if row[c.MEAL_SIDE]:
        lunch = Span(int(row[c.MEAL_AT]), int(row[c.MEAL_AT] + w.workday[p, c.MEAL_TOOK]))
    return Duty(
        person=person,
        day=entry.day,
        departure=int(row[c.DEPARTURE]),
        arrival=int(row[c.ARRIVAL]),
        stops=tuple(_stop(made, w, p, k) for k in range(1, int(row[c.SIZE]) + 1)),
        lunch=lunch,
    )


def _stop(made: Packing, w: Tables, p: int, k: int) -> Stop:
    row = [int(value) for value in w.best_stop[p, k]]
    ref = made.refs[row[c.NODE]] if row[c.NODE] >= 0 else None
    return Stop(
        kind="reload" if ref is None else ref.kind,
        ref=ref,
        place=row[c.IN],
        end_place=row[c.OUT],
        arrival=row[c.ARRIVES],
        start=row[c.START],
        end=row[c.START] + row[c.STAY],
    )


def to_plan(made: Packing, w: Tables, iterations: int, seconds: float) -> Plan:
    """The best plan."""
    return plan_of(made.problem, best_duties(made, w), iterations, seconds)


def forced_left(made: Packing, w: Tables) -> None:
    """Raise `PinsCannotHold` when the best plan leaves pinned work, or what must come with it, undone."""
    if not w.tally[c.BEST_LACK]:
        return
    taken = {stop.ref for duty in best_duties(made, w) for stop in duty.stops}
    open_ = [
        made.refs[seats[0]]
        for u, seats in enumerate(made.unit_refs)
        if w.unit[u, c.FORCED] and made.refs[seats[0]] not in taken
    ]
    raise PinsCannotHold(tuple(f"{ref.kind} {ref.item} seat {ref.seat}" for ref in open_))
