"""A problem packed into the kernels' tables, with nothing planned yet."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from solver.flow import columns as c
from solver.flow.tables import Tables
from solver.objective import gender_mismatch, not_preferred, priced_work, unwanted
from solver.objective.lateness import windows_of
from solver.packed import STEPS
from solver.problem import DayAvailability, Person, Problem, Ref, Task, Weights, Window
from solver.qualified import Qualified

NEIGHBOURS = 24
HOT, COLD = 200, 3
"""Heat at the start and at the end of a run, in hundredths of what a leg to a neighbour costs."""
WAIT_SHARE = 5
Array = npt.NDArray[np.int64]


class Packing:
    """The parts of a problem in the order in which the tables number them.

    - `refs`: node → seat; seats of one task stand together, and so do tasks of a bundle. `units`: tasks that are served
      all or none. `workdays`: route → person and day. `lunches`: lunch node − number of seats → route.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        bound = {item for bundle in problem.bundles for item in bundle}
        self.units = [tuple(bundle) for bundle in _merged(problem.bundles)]
        self.units += [(item,) for item in range(len(problem.tasks)) if item not in bound]
        self.refs = [
            Ref("task", item, seat)
            for unit in self.units
            for item in unit
            for seat in range(len(problem.tasks[item].seats))
        ]
        self.number = {ref: node for node, ref in enumerate(self.refs)}
        self.workdays: list[tuple[int, DayAvailability]] = [
            (number, person.availability[0]) for number, person in enumerate(problem.persons) if person.availability
        ]
        self.lunches = [
            route for route, (person, _) in enumerate(self.workdays) if problem.persons[person].lunch is not None
        ]


def _merged(bundles: Iterable[Sequence[int]]) -> list[list[int]]:
    """Bundles that share a task are one."""
    found: list[list[int]] = []
    for bundle in bundles:
        together = {*bundle}
        for other in [other for other in found if together & {*other}]:
            together |= {*other}
            found.remove(other)
        found.append(sorted(together))
    return found


def pack(problem: Problem, seed: int) -> tuple[Packing, Tables]:
    """The tables of a problem with a plan in which nobody does anything."""
    made = Packing(problem)
    seats, routes, lunches = len(made.refs), len(made.workdays), len(made.lunches)
    nodes, units = seats + lunches, len(made.units)
    crews = [unit for unit in range(len(problem.tasks)) if len(problem.tasks[unit].seats) > 1]
    tally = np.zeros(c.TALLIES, np.int64)
    tally[c.NODES], tally[c.SEATS], tally[c.ROUTES], tally[c.CREWS] = nodes, seats, routes, len(crews)
    tally[c.UNITS], tally[c.BEGIN0], tally[c.END0] = units, nodes, nodes + routes
    tally[c.CREW0], tally[c.UNIT0] = nodes + 2 * routes, nodes + 2 * routes + len(crews)
    rows = int(tally[c.UNIT0]) + units
    state = np.full((rows, c.STATE_WIDTH), -1, np.int32)
    windows: list[tuple[int, int, int]] = []
    state[:, c.LATE] = state[:, c.STAY] = 0
    for node, ref in enumerate(made.refs):
        _seat_row(problem, ref, state[node], windows)
    _crew_rows(made, crews, state, tally)
    _ends(made, state, tally)
    unit = _units(made)
    state[tally[c.UNIT0] :, c.SERVED] = 0
    tally[c.MISSED_SUM], tally[c.LEFT_SUM] = unit[:, c.MISSED].sum(), unit[:, c.LEFT].sum()
    tally[c.COST], tally[c.OPEN] = unit[:, c.PRICE].sum(), units
    tally[c.BEST_MISSED] = tally[c.BEST_LEFT] = tally[c.BEST_TOTAL] = 1 << 60
    extra = _extra(made)
    near, leg = _near(made, state)
    seat, lists = _lists(made, extra, near)
    unit[:, c.RANK] = _ranks(made, seat)
    rate = _rates(made, leg, unit)
    travel = np.stack(problem.travel) if problem.travel else np.zeros((1, 1, 1), np.int32)
    return made, Tables(
        travel=travel,
        seat=seat,
        unit=unit,
        person=_persons(made),
        rate=rate,
        lists=lists,
        windows=np.array(windows or [(0, 0, 0)], np.int32),
        extra=extra,
        logarithm=_logarithm(),
        heat=_heat(leg * _price_of_time(problem.weights)),
        state=state,
        best=state.copy(),
        tally=tally,
        rng=np.array([_start_of_dice(seed)], np.uint64),
        log=np.zeros((64 * rows + 4096, 3), np.int32),
        saved=np.zeros((3, 8), np.int64),
        changes=np.zeros(8 * nodes + 64, np.int32),
        queue=np.zeros(len(crews) + 1, np.int32),
        touched=np.zeros(routes + 1, np.int32),
        gone=np.zeros(units + 1, np.int32),
        order=np.zeros((units + nodes + 16, 2), np.int64),
        found=np.zeros((4, 4, 3), np.int64),
    )


def _start_of_dice(seed: int) -> int:
    return ((seed * 2 + 1) * 0x9E3779B97F4A7C15 ^ 0xD1B54A32D192ED03) & ((1 << 64) - 1) or 1


def _seat_row(problem: Problem, ref: Ref, row: npt.NDArray[np.int32], windows: list[tuple[int, int, int]]) -> None:
    task = problem.tasks[ref.item]
    stay = problem.duration_of(ref)
    row[c.IN], row[c.OUT] = problem.places_of(ref)
    row[c.STAY] = stay
    last = problem.horizon if task.deadline is None else task.deadline - stay
    found = _slots(windows_of(task, ref.seat), last)
    if not found and (ref.seat == 0 or task.seats[ref.seat].windows):
        found = [(c.FAR, c.FAR, c.NEVER)]
    if not found:
        row[c.EARLY], row[c.LATEST], row[c.UNTIL] = 0, c.FAR, last
        return
    row[c.EARLY], row[c.LATEST], row[c.UNTIL] = found[0][0], found[-1][1], found[-1][2]
    if len(found) > 1:
        row[c.WINDOWS], row[c.WINDOWS_END] = len(windows), len(windows) + len(found)
        windows += found


def _slots(windows: Iterable[Window], last: int) -> list[tuple[int, int, int]]:
    """Disjoint pieces of the starts that windows admit: earliest, start from which on it is late, latest."""
    spans = [
        (window.earliest, window.latest, min(last, max(window.latest, window.late_until or 0))) for window in windows
    ]
    cuts = sorted({moment for early, late, end in spans for moment in (early, late + 1, end + 1) if moment >= 0})
    found: list[tuple[int, int, int]] = []
    for since, until in pairwise([*cuts, c.FAR]):
        admitting = [late for early, late, end in spans if early <= since <= end]
        if not admitting:
            continue
        late = max(admitting)
        if found and found[-1][1] == late and found[-1][2] == since - 1:
            found[-1] = (found[-1][0], late, until - 1)
        else:
            found.append((since, late, until - 1))
    return found


def _crew_rows(made: Packing, crews: list[int], state: npt.NDArray[np.int32], tally: Array) -> None:
    for number, item in enumerate(crews):
        first, size = made.number[Ref("task", item, 0)], len(made.problem.tasks[item].seats)
        row = int(tally[c.CREW0]) + number
        state[row, c.KEY], state[row, c.QUEUED], state[row, c.C_FIRST], state[row, c.C_SIZE] = 0, 0, first, size
        state[first : first + size, c.CREW] = row


def _ends(made: Packing, state: npt.NDArray[np.int32], tally: Array) -> None:
    """Begins and ends of routes, and the lunches, which stand in them from the outset."""
    for route, (person, entry) in enumerate(made.workdays):
        begin, end, span = state[tally[c.BEGIN0] + route], state[tally[c.END0] + route], entry.spans[0]
        begin[c.NEXT], end[c.BEFORE] = tally[c.END0] + route, tally[c.BEGIN0] + route
        begin[c.ROUTE] = end[c.ROUTE] = route
        begin[c.START], begin[c.OUT], begin[c.IN] = span.start, entry.start_place, entry.start_place
        begin[c.D_COST] = begin[c.D_IDLE] = begin[c.D_BUSY] = begin[c.D_LONGEST] = begin[c.D_STAMP] = 0
        begin[c.D_MODE] = made.problem.persons[person].mode
        end[c.IN] = end[c.OUT] = entry.end_place
        end[c.EARLY], end[c.UNTIL] = 0, span.end
    for node, route in enumerate(made.lunches, start=len(made.refs)):
        lunch, row = made.problem.persons[made.workdays[route][0]].lunch, state[node]
        if lunch is not None:
            row[c.STAY], row[c.EARLY] = lunch.duration, lunch.earliest_start
            row[c.LATEST] = row[c.UNTIL] = lunch.latest_end - lunch.duration
            row[c.ROUTE], row[c.BEFORE], row[c.NEXT] = route, tally[c.BEGIN0] + route, tally[c.END0] + route
            state[tally[c.BEGIN0] + route, c.NEXT] = state[tally[c.END0] + route, c.BEFORE] = node


def _units(made: Packing) -> Array:
    table = np.zeros((len(made.units), c.UNIT_WIDTH), np.int64)
    for row, unit in zip(table, made.units, strict=True):
        tasks = [made.problem.tasks[item] for item in unit]
        row[c.FIRST] = made.number[Ref("task", unit[0], 0)]
        row[c.COUNT] = sum(len(task.seats) for task in tasks)
        row[c.MISSED] = sum(len(task.seats) for task in tasks if task.mandatory)
        row[c.LEFT] = sum(priced_work.weight(task) for task in tasks)
        row[c.PRICE] = sum(priced_work.left(task) for task in tasks)
    return table


def _extra(made: Packing) -> npt.NDArray[np.int32]:
    """What each person costs on each node beside time, −1 where they may not be."""
    problem = made.problem
    table = np.full((len(made.refs) + len(made.lunches), max(1, len(made.workdays))), c.NEVER, np.int32)
    qualified = Qualified(problem)
    for node, ref in enumerate(made.refs):
        task, able = problem.tasks[ref.item], qualified.of(ref)
        for route, (person, _) in enumerate(made.workdays):
            if person in able:
                table[node, route] = _price(problem.weights, task, person, problem.persons[person])
    for node, route in enumerate(made.lunches, start=len(made.refs)):
        table[node, route] = 0
    return table


def _price(weights: Weights, task: Task, person: int, who: Person) -> int:
    return (
        not_preferred.cost(weights, task, [person])
        + unwanted.cost(weights, task, person)
        + gender_mismatch.cost(weights, task, who)
    )


def _near(made: Packing, state: npt.NDArray[np.int32]) -> tuple[list[list[int]], int]:
    """For each seat the seats that lie nearest in place and time, nearest first; and the mean leg to one of them."""
    count = len(made.refs)
    rows = state[:count].astype(np.int64)
    travel = made.problem.travel[0].astype(np.int64) if made.problem.travel else np.zeros((1, 1), np.int64)
    latest = np.minimum(np.maximum(rows[:, c.LATEST], rows[:, c.EARLY]), made.problem.horizon)
    near, legs = [], [1]
    for u in range(count):
        apart = []
        for first, then in ((u, np.arange(count)), (np.arange(count), u)):
            leg = travel[rows[first, c.OUT], rows[then, c.IN]]
            begun = rows[first, c.EARLY] + rows[first, c.STAY] + leg
            wait = np.maximum(0, rows[then, c.EARLY] - (latest[first] + rows[first, c.STAY] + leg))
            apart.append(leg + wait // WAIT_SHARE + np.maximum(0, begun - latest[then]))
        far = np.minimum(*apart)
        far[rows[:, c.CREW] == rows[u, c.CREW]] += (1 << 30) * int(rows[u, c.CREW] >= 0)
        far[u] = 1 << 40
        order = np.argsort(far, kind="stable")[: min(NEIGHBOURS, count - 1)]
        near.append([int(v) for v in order if far[v] < 1 << 30])
        legs += [int(travel[rows[u, c.OUT], rows[v, c.IN]]) for v in near[-1][:8]]
    return near, sum(legs) // len(legs)


def _lists(
    made: Packing, extra: npt.NDArray[np.int32], near: list[list[int]]
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    seat = np.zeros((len(extra), c.SEAT_WIDTH), np.int32)
    lists: list[int] = []
    unit_of = {item: number for number, unit in enumerate(made.units) for item in unit}
    for node, row in enumerate(seat):
        able = [int(route) for route in np.flatnonzero(extra[node] >= 0)]
        row[c.ABLE_A], row[c.ABLE_B] = len(lists), len(lists) + len(able)
        lists += able
        if node < len(made.refs):
            ref = made.refs[node]
            row[c.NEAR_A], row[c.NEAR_B] = len(lists), len(lists) + len(near[node])
            lists += near[node]
            row[c.UNIT] = unit_of[ref.item]
            row[c.LOW], row[c.HIGH] = made.problem.tasks[ref.item].seats[ref.seat].gap if ref.seat else (0, 0)
    return seat, np.array(lists or [0], np.int32)


def _ranks(made: Packing, seat: npt.NDArray[np.int32]) -> list[int]:
    """Scarcest first: by the persons who can take the unit's rarest seat."""
    ranks, node = [], 0
    for unit in made.units:
        count = sum(len(made.problem.tasks[item].seats) for item in unit)
        able = seat[node : node + count, c.ABLE_B] - seat[node : node + count, c.ABLE_A]
        ranks.append(int(able.min()) * 4 - count)
        node += count
    return ranks


def _persons(made: Packing) -> Array:
    table = np.zeros((max(1, len(made.workdays)), c.PERSON_WIDTH), np.int64)
    for route, (number, entry) in enumerate(made.workdays):
        person, row = made.problem.persons[number], table[route]
        row[c.DUE] = c.FAR if entry.due is None else entry.due
        row[c.AT_OPENING] = entry.at_opening
        row[c.NORM_DAY], row[c.NORM_WEEK], row[c.TARGET] = person.norm_day, person.norm_week, person.target_week
        row[c.MAX_DAY] = min(person.max_day, c.FAR if person.max_week is None else person.max_week)
        row[c.OPENING], row[c.CLOSING], row[c.MEAL_NODE] = entry.spans[0].start, entry.spans[0].end, c.NEVER
        lunch = person.lunch
        if lunch is not None:
            row[c.MEAL_NODE] = len(made.refs) + made.lunches.index(route)
            row[c.MEAL_FROM], row[c.MEAL_TO] = lunch.earliest_start, lunch.latest_end
            row[c.MEAL_RULE] = c.MEAL_ALWAYS * lunch.always + c.MEAL_REQUIRED * lunch.required
    return table


def _price_of_time(weights: Weights) -> int:
    """Hundredths that a second of way, wait or lateness costs on the whole."""
    paid = [rate for rate in (weights.travel, weights.waiting, weights.lateness) if rate]
    return max(1, sum(paid) // len(paid)) if paid else max(1, weights.imbalance, weights.most_idle)


def _rates(made: Packing, leg: int, unit: Array) -> Array:
    weights, rate = made.problem.weights, np.zeros(c.RATES, np.int64)
    rate[c.W_TRAVEL], rate[c.W_WAITING], rate[c.W_OVERTIME] = weights.travel, weights.waiting, weights.overtime
    rate[c.W_ABOVE], rate[c.W_FAR_ABOVE] = weights.above_target, weights.far_above_target
    rate[c.W_BELOW], rate[c.W_LATENESS] = weights.below_target, weights.lateness
    rate[c.W_HIGHEST], rate[c.W_LONGEST] = weights.highest_lateness, weights.longest_wait
    rate[c.W_IDLE], rate[c.W_IMBALANCE], rate[c.STEP] = weights.most_idle, weights.imbalance, weights.imbalance_step
    rate[c.W_LATE_ARRIVAL], rate[c.W_MISSED_LUNCH] = weights.late_arrival, 6000 * weights.missed_lunch
    rate[c.FULL] = _needs_whole_duties(made)
    rate[c.PRICE_LEFT] = 1000 * leg * _price_of_time(weights)
    rate[c.PRICE_MISSED] = rate[c.PRICE_LEFT] * (1 + int(unit[:, c.LEFT].sum()))
    return rate


def _needs_whole_duties(made: Packing) -> bool:
    """Whether a duty costs anything beside its legs and its seats."""
    weights = made.problem.weights
    if weights.waiting or weights.longest_wait or weights.most_idle or weights.imbalance:
        return True
    return any(
        entry.due is not None
        or (who := made.problem.persons[person]).lunch is not None
        or who.target_week > 0
        or min(who.norm_day if weights.overtime else who.max_day, who.norm_week, who.max_day, who.max_week or c.FAR)
        < entry.spans[0].end - entry.spans[0].start
        for person, entry in made.workdays
    )


def _logarithm() -> Array:
    """−ln of a random share, times 1024."""
    return np.array([round(-1024 * math.log((k + 0.5) / c.LOGS)) for k in range(c.LOGS)], np.int64)


def _heat(scale: int) -> Array:
    """Heat at each step of the run, falling by the same share each time."""
    hot, cold = max(1.0, scale * HOT / 100), max(1.0, scale * COLD / 100)
    return np.array([round(hot * (cold / hot) ** (k / (STEPS - 1))) for k in range(STEPS)], np.int64)
