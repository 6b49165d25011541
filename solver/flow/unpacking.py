"""From the best plan in the tables to duties."""

from __future__ import annotations

from solver.flow import columns as c
from solver.flow.packing import Packing
from solver.flow.tables import Tables
from solver.plan import Duty, Stop
from solver.problem import Matrix, Span

Rows = list[list[int]]


def best_duties(made: Packing, w: Tables) -> tuple[Duty, ...]:
    """The best plan's duties, by person."""
    rows = w.best.tolist()
    found = (_duty(made, w, rows, route) for route in range(len(made.workdays)))
    return tuple(duty for duty in found if duty is not None)


def _duty(made: Packing, w: Tables, rows: Rows, route: int) -> Duty | None:
    person, entry = made.workdays[route]
    travel = made.problem.travel[made.problem.persons[person].mode]
    nodes, node = [], rows[w.tally[c.BEGIN0] + route][c.NEXT]
    while node < w.tally[c.NODES]:
        nodes.append(node)
        node = rows[node][c.NEXT]
    if all(node >= len(made.refs) for node in nodes):
        return None
    stops, lunch, here = [], None, entry.start_place
    waits = _waits(made, rows, travel, here, nodes)
    first, delay = rows[nodes[0]], 0 if entry.at_opening else _delay(w, rows, nodes, waits)
    clock = entry.spans[0].start
    if not entry.at_opening:
        clock = first[c.START] + delay - (int(travel[here, first[c.IN]]) if nodes[0] < len(made.refs) else 0)
    departure = clock
    for node, start in zip(nodes, _put_off(rows, nodes, waits, delay), strict=True):
        if node >= len(made.refs):
            lunch = Span(start, start + rows[node][c.STAY])
            clock = lunch.end
            continue
        place, end_place, ref = rows[node][c.IN], rows[node][c.OUT], made.refs[node]
        arrival, end = clock + int(travel[here, place]), start + rows[node][c.STAY]
        stops.append(
            Stop(kind="task", ref=ref, place=place, end_place=end_place, arrival=arrival, start=start, end=end)
        )
        here, clock = end_place, end
    arrival = clock + int(travel[here, entry.end_place])
    return Duty(person=person, day=entry.day, departure=departure, arrival=arrival, stops=tuple(stops), lunch=lunch)


def _waits(made: Packing, rows: Rows, travel: Matrix, here: int, nodes: list[int]) -> list[int]:
    """Seconds of waiting before each node but the first, when everything starts as early as it can."""
    waits, clock = [0], rows[nodes[0]][c.START] + rows[nodes[0]][c.STAY]
    here = rows[nodes[0]][c.OUT] if nodes[0] < len(made.refs) else here
    for node in nodes[1:]:
        leg = 0
        if node < len(made.refs):
            leg, here = int(travel[here, rows[node][c.IN]]), rows[node][c.OUT]
        waits.append(rows[node][c.START] - clock - leg)
        clock = rows[node][c.START] + rows[node][c.STAY]
    return waits


def _put_off(rows: Rows, nodes: list[int], waits: list[int], delay: int) -> list[int]:
    """Starts when the departure is put off by `delay`."""
    starts = []
    for node, wait in zip(nodes, waits, strict=True):
        delay = max(0, delay - wait)
        starts.append(rows[node][c.START] + delay)
    return starts


def _delay(w: Tables, rows: Rows, nodes: list[int], waits: list[int]) -> int:
    """Seconds by which the departure may be put off, as `duty.close_duty` counts them."""
    passed, delay = 0, c.FAR
    for node, wait in zip(nodes, waits, strict=True):
        passed += wait
        delay = min(delay, passed + _slack(w, rows[node]))
    return min(delay, passed)


def _slack(w: Tables, row: list[int]) -> int:
    start = row[c.START]
    if row[c.CREW] >= 0:
        return 0
    pieces = (
        w.windows[row[c.WINDOWS] : row[c.WINDOWS_END]].tolist() if row[c.WINDOWS] >= 0 else [[0, row[c.LATEST], c.FAR]]
    )
    return next((max(0, late - start) for since, late, end in pieces if since <= start <= end), 0)
