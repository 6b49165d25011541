"""A timed duty, what it costs, and the moments between which something can be put into it.

A duty's order is a tuple of *codes*: a seat, and the moment at which it is fixed, in one number.
"""

from __future__ import annotations

from solver.objective import lateness, overtime, travel, waiting
from solver.search.board import Board
from solver.search.workday import Workday

SHIFT = 32
MOMENT = (1 << SHIFT) - 1
Order = tuple[int, ...]


def code(seat: int, start: int = -1) -> int:
    """A seat, fixed at `start` or floating (−1), as one entry of a duty's order."""
    return seat << SHIFT | start + 1


class Timing:
    """A timed duty. `nodes`: its seats with reloads (negative) among them; `arrivals`, `starts` run along them.

    `ready`: the earliest moments at which the places before each node (and the end) can be left. `latest`: the latest
    start of each node (and arrival) that still lets the rest happen. Both leave the meal break out of account.
    `travel` … `served` in seconds; `cost`: travel, waiting, lateness, day's overtime, in hundredths of a second.
    """

    __slots__ = (
        "arrival",
        "arrivals",
        "cost",
        "departure",
        "latest",
        "legs",
        "lunch",
        "nodes",
        "order",
        "places_in",
        "places_out",
        "ready",
        "served",
        "starts",
        "steps",
        "travel",
        "waiting",
        "worked",
    )

    def __init__(self, order: Order, nodes: list[int], departure: int, arrival: int) -> None:
        self.order, self.nodes, self.departure, self.arrival = order, nodes, departure, arrival
        self.arrivals: list[int] = []
        self.starts: list[int] = []
        self.lunch: int | None = None
        self.travel = self.waiting = self.worked = self.served = self.cost = 0
        self.ready: list[int] = []
        self.latest: list[int] = []
        self.legs: list[int] = []
        self.places_in: list[int] = []
        self.places_out: list[int] = []
        self.steps: list[int] = []

    def weigh(self, board: Board, day: Workday, legs: int, busy: int) -> None:
        """Fill in sums and cost; `busy`: seconds of service and reloads, `legs`: seconds of travel."""
        weights = board.problem.weights
        off = sum(
            max(0, min(after.start, self.arrival) - max(before.end, self.departure))
            for before, after in zip(day.spans, day.spans[1:], strict=False)
        )
        meal = day.meal[2] if self.lunch is not None and day.meal is not None else 0
        self.worked = self.arrival - self.departure - meal - off
        self.travel, self.waiting = legs, self.worked - legs - busy
        self.served = sum(board.duration[node] for node in self.nodes if node >= 0)
        late = sum(
            lateness.seconds(lateness.windows_of(board.problem.tasks[ref.item], ref.seat), start)
            for node, start in zip(self.nodes, self.starts, strict=True)
            if node >= 0 and board.may_be_late[node]
            for ref in [board.refs[node]]
        )
        self.cost = (
            travel.cost(weights, legs)
            + waiting.cost(weights, self.waiting)
            + lateness.cost(weights, late)
            + overtime.of_day(weights, board.problem.persons[day.person], self.worked)
        )
