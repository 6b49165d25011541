"""vrptw: each customer is a mandatory task, each vehicle a person for one day; a tenth of a unit is a second.

Only travel costs. A vehicle starts full, because the depot is a place to reload, and never fills up again, because a
reload there takes the whole day.
"""

from __future__ import annotations

import numpy as np

from benchmarks.onto_problem.refusal import NotMappedError
from benchmarks.sets import vrptw as form
from solver.plan import Plan
from solver.problem import DAY, DayAvailability, Person, Problem, Reload, Span, Task, Weights, Window

NEEDS: tuple[str, ...] = ()


def to_problem(instance: form.Instance) -> Problem:
    """The instance as a problem of one day. Raises `NotMappedError` and `ProblemError`."""
    depot, customers = instance.customers[0], instance.customers[1:]
    if max(customer.due for customer in instance.customers) > DAY:
        raise NotMappedError(f"vrptw {instance.name}", [f"duty longer than a day of {DAY / form.TENTHS:.0f} units"])
    return Problem(
        days=1,
        modes=("vehicle",),
        travel=(instance.travel.astype(np.int32),),
        persons=tuple(_vehicle(number, instance.capacity, depot) for number in range(instance.vehicles)),
        tasks=tuple(_task(customer) for customer in customers),
        reload=Reload(places=frozenset({0}), duration=DAY),
        weights=Weights(travel=100, waiting=0, overtime=0),
    )


def to_plan(instance: form.Instance, plan: Plan) -> form.Plan:
    """The solver's plan as routes."""
    stops = ([stop.ref for stop in duty.stops if stop.ref is not None] for duty in plan.duties)
    return form.Plan(tuple(tuple(instance.customers[1 + ref.item].number for ref in refs) for refs in stops))


def _vehicle(number: int, capacity: int, depot: form.Customer) -> Person:
    day = DayAvailability(day=0, spans=(Span(depot.ready, depot.due),), start_place=0, end_place=0)
    return Person(id=str(number), role="vehicle", availability=(day,), capacity=capacity, max_day=DAY)


def _task(customer: form.Customer) -> Task:
    return Task(
        id=str(customer.number),
        place=customer.number,
        windows=(Window(earliest=customer.ready, latest=customer.due),),
        duration=customer.service,
        mandatory=True,
        load=customer.demand,
    )
