"""vrptw: Solomon's and Gehring and Homberger's routing problems with time windows, one day, one depot.

Instances: through VROOM-Project/vroom-scripts, BSD-2-Clause. Cost in the convention of the DIMACS challenge of 2021:
Euclidean distances truncated to one decimal, distance only, the fleet not minimised. Inside, everything is an integer
number of tenths; `Score.cost` is in the set's own unit.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.sets.score import Score, reading

TENTHS = 10
ROUTE = re.compile(r"Route\s*#?\s*\d+\s*:\s*([\d\s]*)$")


@dataclass(frozen=True, slots=True)
class Customer:
    """The depot (number 0) or a customer. `ready`, `due`: of the start of service; with `service` in tenths."""

    number: int
    x: float
    y: float
    demand: int
    ready: int
    due: int
    service: int


@dataclass(frozen=True, slots=True)
class Instance:
    """One problem. `travel`: tenths, int32, shape (customers + 1, customers + 1), row 0 the depot."""

    name: str
    vehicles: int
    capacity: int
    customers: tuple[Customer, ...]
    travel: npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Plan:
    """Customer numbers in order of visit, one tuple a vehicle."""

    routes: tuple[tuple[int, ...], ...]


def read_instance(path: Path) -> Instance:
    """Read Solomon's text format; raises `FormatError`."""
    with reading(path, "vrptw instance"):
        lines = [line.split() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        rows = [line for line in lines[1:] if all(_is_number(word) for word in line)]
        vehicles, capacity = (int(word) for word in rows[0])
        customers = tuple(_customer(row) for row in rows[1:])
        if [customer.number for customer in customers] != list(range(len(customers))) or not customers:
            raise ValueError("customers are not numbered from 0 without gaps")
        return Instance(lines[0][0], vehicles, capacity, customers, _travel(customers))


def read_plan(path: Path) -> Plan:
    """Read `Route #1: 3 5 …` lines; other lines (a cost, a comment) are passed over. Raises `FormatError`."""
    with reading(path, "plan of routes"):
        found = (ROUTE.match(line.strip()) for line in path.read_text(encoding="utf-8").splitlines())
        routes = tuple(tuple(int(word) for word in match[1].split()) for match in found if match)
        if not routes:
            raise ValueError("no line starts with Route")
        return Plan(routes)


def write_plan(path: Path, plan: Plan) -> None:
    """Write the routes that are not empty, numbered from 1."""
    routes = [route for route in plan.routes if route]
    lines = [f"Route #{number}: {' '.join(map(str, route))}" for number, route in enumerate(routes, start=1)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def evaluate(instance: Instance, plan: Plan) -> Score:
    """Distance of a plan, and every rule it breaks: load, windows, fleet, each customer once."""
    faults: list[str] = []
    tenths = 0
    used = [route for route in plan.routes if route]
    if len(used) > instance.vehicles:
        faults.append(f"{len(used)} routes for {instance.vehicles} vehicles")
    known = range(1, len(instance.customers))
    visits = Counter(number for route in used for number in route)
    faults += [f"customer {number}: unknown" for number in sorted(set(visits) - set(known))]
    faults += [f"customer {number}: visited {visits[number]} times" for number in known if visits[number] != 1]
    for index, route in enumerate(used, start=1):
        tenths += _drive(instance, index, [number for number in route if number in known], faults)
    cost = tenths / TENTHS
    return Score(cost, {"distance": cost}, tuple(faults))


def _drive(instance: Instance, index: int, route: list[int], faults: list[str]) -> int:
    """Distance of one route in tenths; adds what does not fit to `faults`."""
    depot = instance.customers[0]
    load = sum(instance.customers[number].demand for number in route)
    if load > instance.capacity:
        faults.append(f"route {index}: load {load} over {instance.capacity}")
    clock, here, distance = depot.ready, 0, 0
    for number in [*route, 0]:
        customer = instance.customers[number]
        leg = int(instance.travel[here, number])
        clock = max(clock + leg, customer.ready)
        if clock > customer.due:
            faults.append(f"route {index}, customer {number}: served at {clock / TENTHS}, due {customer.due / TENTHS}")
        clock, here, distance = clock + customer.service, number, distance + leg
    return distance


def _is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True


def _tenths(word: str) -> int:
    return math.floor(float(word) * TENTHS + 1e-9)


def _customer(row: list[str]) -> Customer:
    number, x, y, demand, ready, due, service = row
    return Customer(int(number), float(x), float(y), int(float(demand)), _tenths(ready), _tenths(due), _tenths(service))


def _travel(customers: tuple[Customer, ...]) -> npt.NDArray[np.int32]:
    x = np.array([customer.x for customer in customers])
    y = np.array([customer.y for customer in customers])
    exact = np.hypot(x[:, None] - x[None, :], y[:, None] - y[None, :])
    # A tiny push keeps whole distances such as 5.0 from falling to 4.9 by rounding.
    travel: npt.NDArray[np.int32] = np.floor(exact * TENTHS + 1e-9).astype(np.int32)
    travel.setflags(write=False)
    return travel
