"""By how much a plan goes beyond one person's limits, and the problem without these limits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace

from solver.changes import LimitRaised
from solver.plan import Plan
from solver.problem import DAY, Person, Problem
from solver.referee.hours import worked_by
from solver.referee.reading import Reading


def without_limits(problem: Problem, persons: Collection[int]) -> Problem:
    """The problem in which these persons may work any time they are there."""
    return replace(
        problem,
        persons=tuple(
            replace(person, max_day=DAY, max_week=None, max_month=None, max_days=problem.days, max_run=None)
            if number in persons
            else person
            for number, person in enumerate(problem.persons)
        ),
    )


def raised_limits(problem: Problem, plan: Plan, number: int) -> tuple[LimitRaised, ...]:
    """The limits of this person that the plan needs to be higher, each just as high as it needs."""
    person, reading = problem.persons[number], Reading(problem, plan)
    duties = [duty for duty in reading.duties if duty.person == number]
    months = worked_by(reading, duties, problem.months).items()
    days = {duty.day for duty in duties}
    found = (
        LimitRaised(number, "max_day", max(reading.worked(duty) for duty in duties)),
        LimitRaised(number, "max_week", max(worked_by(reading, duties, problem.weeks).values())),
        LimitRaised(number, "max_month", max(seconds + person.month_before.get(month, 0) for month, seconds in months)),
        LimitRaised(number, "max_days", max(Counter(problem.weeks[day] for day in days).values())),
        LimitRaised(number, "max_run", max(_runs(person, days))),
    )
    limits = ((change, getattr(person, change.limit)) for change in found)
    return tuple(change for change, limit in limits if limit is not None and change.value > limit)


def _runs(person: Person, days: set[int]) -> Iterator[int]:
    """Lengths of the runs of days with a duty, that before day 0 counted in."""
    for day in days:
        first = day
        while first - 1 in days:
            first -= 1
        yield day - first + 1 + (person.run_before if first == 0 else 0)
