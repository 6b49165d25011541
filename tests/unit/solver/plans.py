"""Plans made by hand, and changed by hand, for the referee."""

from __future__ import annotations

from dataclasses import replace

from solver.plan import Cost, Duty, Plan, Stop, Violation
from solver.problem import Problem, Ref, Span
from solver.referee import cost_of, violations
from tests.builders import at, minutes


def stop(given: Problem, ref: Ref, hour: float, *, day: int = 0, arrival: float | None = None) -> Stop:
    """A stop that starts at this hour; the person is there at `arrival`, or just then."""
    place, end_place = given.places_of(ref)
    start = at(hour, day)
    return Stop(
        kind=ref.kind,
        ref=ref,
        place=place,
        end_place=end_place,
        arrival=start if arrival is None else at(arrival, day),
        start=start,
        end=start + given.duration_of(ref),
    )


def reload(given: Problem, hour: float, place: int = 0) -> Stop:
    """A reload at this hour of day 0."""
    start = at(hour)
    assert given.reload is not None
    end = start + given.reload.duration
    return Stop(kind="reload", ref=None, place=place, end_place=place, arrival=start, start=start, end=end)


def duty(
    person: int, first: float, last: float, *stops: Stop, day: int = 0, lunch: tuple[float, float] | None = None
) -> Duty:
    """A duty from hour to hour of a day; `lunch`: its hour and its minutes."""
    pause = None if lunch is None else Span(at(lunch[0], day), at(lunch[0], day) + minutes(lunch[1]))
    return Duty(person=person, day=day, departure=at(first, day), arrival=at(last, day), stops=stops, lunch=pause)


def plan(given: Problem, *duties: Duty) -> Plan:
    """A plan of these duties that tells its cost and what is unserved as the referee sees it."""
    taken = {each.ref for one in duties for each in one.stops}
    refs = [Ref("task", item, seat) for item, task in enumerate(given.tasks) for seat in range(len(task.seats))]
    refs += [Ref("shift", item, seat) for item, shift in enumerate(given.shifts) for seat in range(len(shift.seats))]
    unserved = [ref for ref in refs if ref not in taken]
    unserved.sort(key=lambda ref: not _counts_first(given, ref))
    bare = Plan(duties=duties, unserved=tuple(unserved), cost=Cost(missed=0, left=0))
    return replace(bare, cost=cost_of(given, bare))


def _counts_first(given: Problem, ref: Ref) -> bool:
    if ref.kind == "task":
        return given.tasks[ref.item].mandatory
    return given.shifts[ref.item].seats[ref.seat].required


def found(given: Problem, *duties: Duty) -> tuple[Violation, ...]:
    """What the referee finds in a plan of these duties."""
    return violations(given, plan(given, *duties))


def broken(given: Problem, *duties: Duty) -> list[tuple[str, int]]:
    """Names and amounts of what the referee finds."""
    return [(violation.rule, violation.amount) for violation in found(given, *duties)]
