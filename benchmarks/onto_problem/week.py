"""week: each task of the file is a task (a desk seat is one with a point window), each person's day a duty.

The default `Weights` are the week's own exchange rates, so levels agree but for seconds: the solver rounds a quarter
over a target, and half of it, down to whole seconds, and a target of 0 is read as one second (`Problem` reads 0 as no
target). A person without any day has no fairness in the solver and a constant one in the set's evaluation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from benchmarks.onto_problem.refusal import NotMappedError
from benchmarks.sets import week as form
from benchmarks.sets import week_form
from solver.plan import Duty, Plan
from solver.problem import (
    DAY,
    DayAvailability,
    Lunch,
    Matrix,
    Person,
    Precedence,
    Problem,
    Reload,
    Seat,
    Series,
    Span,
    Task,
    Window,
)

NEEDS: tuple[str, ...] = ()


def to_problem(week: form.Instance) -> Problem:
    """The week as a problem; all its days count as one week. Raises `NotMappedError` and `ProblemError`."""
    needs = list(_unsaid(week))
    if needs:
        raise NotMappedError(f"week {week.name}", needs)
    modes = tuple(week.modes)
    return Problem(
        days=week.days,
        weeks=("week",) * week.days,
        modes=modes,
        travel=tuple(_travel(week, [week.modes[name] for name in modes])),
        persons=tuple(_person(week, person, modes.index(person.mode)) for person in week.persons),
        tasks=tuple(_task(task) for task in week.tasks),
        series=_series(week),
        precedences=tuple(
            Precedence(first=first, second=second, gap_min=gap) for first, second, gap in week.precedence
        ),
        reload=Reload(places=frozenset({week.office}), duration=week.reload),
    )


def to_plan(week: form.Instance, plan: Plan) -> form.Plan:  # noqa: ARG001
    """The solver's plan in the form of the week."""
    return form.Plan(tuple(_duty(duty) for duty in plan.duties))


def _unsaid(week: form.Instance) -> Iterator[str]:
    gaps: dict[int, set[int]] = defaultdict(set)
    for task in week.tasks:
        if task.load and len(task.crew) > 1:
            yield f"load that every person of a crew carries (task {task.id})"
        if task.series is not None:
            gaps[task.series].add(task.gap_days)
    for number, found in gaps.items():
        if len(found) > 1:
            yield f"series with more than one gap (series {number})"


def _travel(week: form.Instance, ways: Sequence[week_form.Mode]) -> Matrix:
    """Seconds by mode from place to place as `Instance.travel` tells them, a row at a time to save memory."""
    places = np.array(week.places, dtype=np.float64).reshape(-1, 2)
    travel = np.empty((len(ways), len(places), len(places)), dtype=np.int32)
    for row, here in enumerate(places):
        metres = np.hypot(*(places - here).T) * week.detour
        for mode, way in enumerate(ways):
            seconds = metres / way.metres_per_minute * 60 + np.where(metres > 1, way.parking, 0)
            travel[mode, row] = np.ceil(seconds - 1e-9)
    return travel


def _person(week: form.Instance, person: week_form.Person, mode: int) -> Person:
    return Person(
        id=str(person.id),
        role=person.role,
        availability=tuple(
            DayAvailability(
                day=found.day,
                spans=(Span(found.day * DAY + found.start, found.day * DAY + found.until),),
                start_place=found.start_place,
                end_place=found.end_place,
            )
            for found in person.availability
        ),
        skills=person.skills,
        gender=str(person.gender),
        mode=mode,
        capacity=person.capacity,
        norm_day=form.LONG_DAY,
        max_day=person.max_day,
        norm_week=person.norm_week,
        max_week=person.max_week,
        max_days=person.max_days,
        target_week=max(1, person.target_week),
        lunch=Lunch(
            earliest_start=week.lunch.earliest_start,
            latest_end=week.lunch.latest_end,
            duration=week.lunch.duration,
        ),
    )


def _task(task: week_form.Task) -> Task:
    return Task(
        id=str(task.id),
        place=task.place,
        windows=tuple(
            Window(earliest=day * DAY + earliest, latest=day * DAY + latest) for day, earliest, latest in task.windows
        ),
        duration=task.duration,
        seats=tuple(Seat(roles=seat.roles, skills=seat.skills) for seat in task.crew),
        mandatory=task.mandatory,
        weight=task.weight,
        load=task.load,
        preferred=frozenset() if task.preferred is None else frozenset({task.preferred}),
        refused=task.refused,
        gender=None if task.gender is None else str(task.gender),
        service=task.kind,
    )


def _series(week: form.Instance) -> tuple[Series, ...]:
    members: dict[int, list[week_form.Task]] = defaultdict(list)
    for task in week.tasks:
        if task.series is not None:
            members[task.series].append(task)
    return tuple(
        Series(id=str(number), tasks=tuple(task.id for task in tasks), gap_days=tasks[0].gap_days)
        for number, tasks in sorted(members.items())
    )


def _duty(duty: Duty) -> week_form.Duty:
    midnight = duty.day * DAY
    return week_form.Duty(
        person=duty.person,
        day=duty.day,
        departure=duty.departure - midnight,
        arrival=duty.arrival - midnight,
        lunch=None if duty.lunch is None else duty.lunch.start - midnight,
        stops=tuple(
            week_form.Stop(
                task=None if stop.ref is None else stop.ref.item,
                seat=0 if stop.ref is None else stop.ref.seat,
                start=stop.start - midnight,
            )
            for stop in duty.stops
        ),
    )
