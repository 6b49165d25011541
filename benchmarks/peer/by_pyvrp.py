"""PyVRP: routes with time windows, and delivery mornings with reloads."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np

from benchmarks.measures import since_start
from benchmarks.onto_problem import week as onto_week
from benchmarks.peer.found import Found, OutOfReachError
from benchmarks.sets import vrptw, week, week_form


def vrptw_by_pyvrp(instance: vrptw.Instance, seconds: float, seed: int) -> Found:
    """PyVRP, distance only."""
    pyvrp = import_module("pyvrp")
    depot, customers = instance.customers[0], instance.customers[1:]
    travel = instance.travel.astype(np.int64)
    data = pyvrp.ProblemData(
        locations=[pyvrp.Location(customer.x, customer.y) for customer in instance.customers],
        clients=[
            pyvrp.Client(one.number, [one.demand], [], one.service, tw_early=one.ready, tw_late=one.due)
            for one in customers
        ],
        depots=[pyvrp.Depot(0, tw_early=depot.ready, tw_late=depot.due)],
        vehicle_types=[
            pyvrp.VehicleType(instance.vehicles, [instance.capacity], tw_early=depot.ready, tw_late=depot.due)
        ],
        distance_matrices=[travel],
        duration_matrices=[travel],
    )
    best, began, ended = _pyvrp(pyvrp, data, seconds, seed)
    routes = ([step.idx + 1 for step in route if step.is_client()] for route in best.routes())
    return Found(vrptw.Plan(tuple(map(tuple, routes))), began, ended)


def _pyvrp(pyvrp: Any, data: Any, seconds: float, seed: int) -> tuple[Any, float, float]:
    stop = import_module("pyvrp.stop").MaxRuntime(seconds)
    began = since_start()
    result = pyvrp.solve(data, stop, seed=seed, collect_stats=False, display=False)
    return result.best, began, since_start()


def morning_by_pyvrp(morning: week.Instance, seconds: float, seed: int) -> Found:
    """PyVRP on one day of single deliveries from and to the office. Raises `OutOfReachError` for anything else."""
    problem = onto_week.to_problem(morning)
    _check_morning(morning)
    pyvrp = import_module("pyvrp")
    modes = list(morning.modes)
    spans = [person.availability[0] for person in morning.persons]
    travel = [matrix.astype(np.int64) for matrix in problem.travel]
    data = pyvrp.ProblemData(
        locations=[pyvrp.Location(east, north) for east, north in morning.places],
        clients=[
            pyvrp.Client(task.place, [task.load], [], task.duration, tw_early=early, tw_late=late)
            for task in morning.tasks
            for _, early, late in task.windows
        ],
        # Leaving the office takes no time, filling up there does: two depots at one place.
        depots=[pyvrp.Depot(morning.office), pyvrp.Depot(morning.office, service_duration=morning.reload)],
        vehicle_types=[
            pyvrp.VehicleType(
                capacity=[person.capacity],
                tw_early=span.start,
                tw_late=span.until,
                shift_duration=person.max_day,
                profile=modes.index(person.mode),
                reload_depots=[1],
            )
            for person, span in zip(morning.persons, spans, strict=True)
        ],
        distance_matrices=travel,
        duration_matrices=travel,
    )
    best, began, ended = _pyvrp(pyvrp, data, seconds, seed)
    return Found(week.Plan(tuple(_duty(route) for route in best.routes())), began, ended)


def _check_morning(morning: week.Instance) -> None:
    office = morning.office
    plain = (
        morning.days == 1
        and not morning.precedence
        and all(len(person.availability) == 1 for person in morning.persons)
        and all(
            {span.start_place, span.end_place} == {office} for person in morning.persons for span in person.availability
        )
        and all(len(task.crew) == 1 and len(task.windows) == 1 and task.mandatory for task in morning.tasks)
    )
    if not plain:
        raise OutOfReachError(f"pyvrp cannot solve week {morning.name}: only a morning of single deliveries")


def _duty(route: Any) -> week_form.Duty:
    steps = list(route)
    stops = tuple(
        week_form.Stop(step.idx if step.is_client() else None, 0, int(step.start_time)) for step in steps[1:-1]
    )
    return week_form.Duty(route.vehicle_type(), 0, int(route.start_time()), int(route.end_time()), None, stops)
