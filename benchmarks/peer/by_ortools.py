"""OR-Tools' routing library: routes with time windows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module
from typing import Any

import numpy as np

from benchmarks.measures import since_start
from benchmarks.peer.found import Found
from benchmarks.sets import vrptw

FOREVER = 2**40


def vrptw_by_ortools(instance: vrptw.Instance, seconds: float, seed: int) -> Found:  # noqa: ARG001
    """OR-Tools' routing library: parallel cheapest insertion, then guided local search."""
    enums = import_module("ortools.constraint_solver.routing_enums_pb2")
    pywrapcp = import_module("ortools.constraint_solver.pywrapcp")
    manager = pywrapcp.RoutingIndexManager(len(instance.customers), instance.vehicles, 0)
    routing = pywrapcp.RoutingModel(manager)
    travel = instance.travel
    service = np.array([customer.service for customer in instance.customers])
    routing.SetArcCostEvaluatorOfAllVehicles(routing.RegisterTransitMatrix(travel.tolist()))
    demand = routing.RegisterUnaryTransitVector([customer.demand for customer in instance.customers])
    routing.AddDimension(demand, 0, instance.capacity, True, "load")
    took = routing.RegisterTransitMatrix((travel + service[:, None]).tolist())
    routing.AddDimension(took, FOREVER, FOREVER, False, "time")
    clock = routing.GetDimensionOrDie("time")
    for one in instance.customers[1:]:
        clock.CumulVar(manager.NodeToIndex(one.number)).SetRange(one.ready, one.due)
    for number in range(instance.vehicles):
        for end in (routing.Start(number), routing.End(number)):
            clock.CumulVar(end).SetRange(instance.customers[0].ready, instance.customers[0].due)
    search = pywrapcp.DefaultRoutingSearchParameters()
    search.first_solution_strategy = enums.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    search.local_search_metaheuristic = enums.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    search.time_limit.FromTimedelta(timedelta(seconds=seconds))
    began = since_start()
    answer = routing.SolveWithParameters(search)
    ended = since_start()
    routes = (
        tuple(_followed(routing, manager, answer, number)) for number in range(instance.vehicles if answer else 0)
    )
    return Found(vrptw.Plan(tuple(routes)), began, ended)


def _followed(routing: Any, manager: Any, answer: Any, vehicle: int) -> Iterator[int]:
    index = answer.Value(routing.NextVar(routing.Start(vehicle)))
    while not routing.IsEnd(index):
        yield manager.IndexToNode(index)
        index = answer.Value(routing.NextVar(index))
