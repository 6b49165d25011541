"""VROOM, through its Python binding: routes with time windows."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

import numpy as np

from benchmarks.measures import since_start
from benchmarks.peer.found import Found
from benchmarks.sets import vrptw


def vrptw_by_vroom(instance: vrptw.Instance, seconds: float, seed: int) -> Found:  # noqa: ARG001
    """VROOM at its highest level of exploration, stopped when the time is over."""
    vroom = import_module("vroom")
    depot = instance.customers[0]
    asked = vroom.Input()
    asked.set_durations_matrix("car", instance.travel.astype(np.uint32))
    for number in range(instance.vehicles):
        hours = vroom.TimeWindow(depot.ready, depot.due)
        asked.add_vehicle(vroom.Vehicle(number, 0, 0, capacity=[instance.capacity], time_window=hours))
    for one in instance.customers[1:]:
        windows = [vroom.TimeWindow(one.ready, one.due)]
        goods = vroom.Amount([one.demand])
        asked.add_job(
            vroom.Job(one.number, one.number, default_service=one.service, delivery=goods, time_windows=windows)
        )
    began = since_start()
    answer = asked.solve(exploration_level=5, nb_threads=1, timeout=timedelta(seconds=seconds)).to_dict()
    ended = since_start()
    routes = ([step["job"] for step in route["steps"] if step["type"] == "job"] for route in answer["routes"])
    return Found(vrptw.Plan(tuple(map(tuple, routes))), began, ended)
