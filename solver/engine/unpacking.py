"""From the best plan in the tables to the plan that is handed out, its cost told term by term."""

from __future__ import annotations

from collections import Counter

from solver.engine import columns as c
from solver.engine.packing import Packing
from solver.engine.tables import Tables
from solver.objective import changes, further_person, gender_mismatch, lateness, not_preferred, overtime, target, travel
from solver.objective import turns as turn_term
from solver.objective import waiting as waiting_term
from solver.plan import Cost, Duty, Plan, Stop
from solver.problem import Problem, Ref, ShiftSeat, Span
from solver.search.construction import PinsCannotHold


def best_duties(made: Packing, w: Tables) -> tuple[Duty, ...]:
    """The best plan's duties, by person and day."""
    return tuple(_duty(made, w, p) for p in range(len(made.workdays)) if w.best_duty[p, c.SIZE])


def _duty(made: Packing, w: Tables, p: int) -> Duty:
    person, entry = made.workdays[p]
    row = w.best_duty[p]
    lunch = None
    if row[c.MEAL_ARC]:
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
    problem, duties = made.problem, best_duties(made, w)
    taken = {stop.ref for duty in duties for stop in duty.stops if stop.ref is not None}
    unserved = [ref for ref in made.refs if ref not in taken]
    return Plan(
        duties=duties,
        unserved=tuple(sorted(unserved, key=lambda ref: not is_mandatory(problem, ref))),
        cost=cost_of_duties(made, duties),
        iterations=iterations,
        seconds=seconds,
    )


def is_mandatory(problem: Problem, ref: Ref) -> bool:
    """Whether this seat counts at level 1."""
    seat = problem.seat(ref)
    return seat.required if isinstance(seat, ShiftSeat) else problem.tasks[ref.item].mandatory


def cost_of_duties(made: Packing, duties: tuple[Duty, ...]) -> Cost:
    """All levels and terms."""
    problem, weights = made.problem, made.problem.weights
    who: dict[Ref, tuple[int, int]] = {}
    worked: Counter[tuple[int, str]] = Counter()
    served: Counter[tuple[int, str]] = Counter()
    terms = dict.fromkeys(("travel", "waiting", "overtime", "target", "lateness"), 0)
    for duty in duties:
        person = problem.persons[duty.person]
        entry = next(entry for entry in person.availability if entry.day == duty.day)
        pause = duty.lunch.end - duty.lunch.start if duty.lunch else 0
        off = sum(
            max(0, min(b.start, duty.arrival) - max(a.end, duty.departure))
            for a, b in zip(entry.spans, entry.spans[1:], strict=False)
        )
        time = duty.arrival - duty.departure - pause - off
        matrix, here, legs, busy = problem.travel[person.mode], entry.start_place, 0, 0
        week = (duty.person, problem.weeks[duty.day])
        for stop in duty.stops:
            legs += int(matrix[here, stop.place])
            here, busy = stop.end_place, busy + stop.end - stop.start
            if stop.ref is not None:
                who[stop.ref] = (duty.person, stop.start)
                served[week] += stop.end - stop.start
                if stop.ref.kind == "task" and stop.ref.seat == 0:
                    late = lateness.seconds(problem.tasks[stop.ref.item], stop.start)
                    terms["lateness"] += lateness.cost(weights, late)
        legs += int(matrix[here, entry.end_place])
        worked[week] += time
        terms["travel"] += travel.cost(weights, legs)
        terms["waiting"] += waiting_term.cost(weights, time - legs - busy)
        terms["overtime"] += overtime.of_day(weights, person, time)
    for number, person in enumerate(problem.persons):
        for label in sorted({problem.weeks[entry.day] for entry in person.availability}):
            terms["overtime"] += overtime.of_week(weights, person, worked[number, label])
            terms["target"] += target.cost(weights, person, served[number, label])
    terms |= _of_people(made, who)
    open_ = [ref for ref in made.refs if ref not in who]
    left = sum(
        problem.tasks[item].weight
        for item in {r.item for r in open_ if r.kind == "task" and not is_mandatory(problem, r)}
    )
    left += sum(
        seat.weight
        for ref in open_
        if ref.kind == "shift" and isinstance(seat := problem.seat(ref), ShiftSeat) and not seat.required
    )
    return Cost(missed=sum(is_mandatory(problem, ref) for ref in open_), left=left, terms=terms)


def _of_people(made: Packing, who: dict[Ref, tuple[int, int]]) -> dict[str, int]:
    problem, weights = made.problem, made.problem.weights
    crews = {
        item: [who[Ref("task", item, seat)][0] for seat in range(len(task.seats))]
        for item, task in enumerate(problem.tasks)
        if Ref("task", item, 0) in who
    }
    given: Counter[tuple[int, str]] = Counter()
    for ref, (person, _) in who.items():
        turn = problem.shifts[ref.item].turn if ref.kind == "shift" else None
        if turn is not None:
            given[person, turn] += 1
    turn_cost = 0
    for name in problem.turns:
        share = turn_term.fair_share(problem, name)
        turn_cost += sum(
            turn_term.cost(weights, person, name, given[number, name], share)
            for number, person in enumerate(problem.persons)
        )
    return {
        "not_preferred": sum(not_preferred.cost(weights, problem.tasks[item], crew) for item, crew in crews.items()),
        "gender_mismatch": sum(
            gender_mismatch.cost(weights, problem.tasks[item], problem.persons[person])
            for item, crew in crews.items()
            for person in crew
        ),
        "further_person": sum(
            further_person.cost(weights, [crews[item][0] for item in series.tasks if item in crews])
            for series in problem.series
        ),
        "turns": turn_cost,
        "changes": sum(changes.cost(weights, seat, *(who.get(seat.ref, (None, 0)))) for seat in problem.baseline),
    }


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
